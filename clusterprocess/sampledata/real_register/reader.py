"""Reader of the real register of cluster initiatives in Baden-Württemberg.

Text in, typed rows out; nothing is guessed. Values that fit no catalogue slug stay text and are listed. The rows are
real: they never enter one statistic with the Beispieldaten (ruling 16).
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.sampledata.real_register.facts import facts_of, labels_of, split_list, whole_number
from clusterprocess.sampledata.real_register.rows import SOURCE_ID, RegisterReading, RegisterRow, Unmapped

COLUMNS = (
    "id",
    "name",
    "kind",
    "kind_basis",
    "field",
    "region",
    "seat",
    "founding_year",
    "founding_members",
    "legal_form",
    "carrier_organisation",
    "members_total",
    "members_qualifier",
    "members_year",
    "members_year_basis",
    "members_companies",
    "members_sme",
    "members_large",
    "members_university",
    "members_research",
    "members_public",
    "staff_heads",
    "staff_year",
    "fte",
    "fte_year",
    "public_funding_share_pct",
    "label_cluster_excellence_bw",
    "label_cluster_excellence_bw_years",
    "label_ecei",
    "label_ecei_years",
    "spitzencluster_year",
    "erdf_2007_2013_eur",
    "erdf_2007_2013_basis",
    "erdf_2007_2013_year",
    "erdf_2014_2020_eligible_eur",
    "erdf_2014_2020_period",
    "status",
    "use_in_statistics",
    "website_host",
    "website_host_basis",
    "source_url_1",
    "source_url_2",
    "source_url_3",
    "source_url_4",
    "erdf_source_url",
    "as_of_year",
    "notes",
)
MAPPED_COLUMNS = ("kind", "field", "region", "legal_form", "label_cluster_excellence_bw", "label_ecei")
_SOURCE_COLUMNS = ("source_url_1", "source_url_2", "source_url_3", "source_url_4", "erdf_source_url")


def read_real_register(path: Path | None = None) -> RegisterReading:
    """Return the register of `path`, or the one that comes with the product.

    The file is UTF-8 with ";" between cells and one header line.

    Raises:
        NotFoundError: the file does not exist.
        InputError: it is not UTF-8, has other columns, a doubled id, or a cell that is no number where one belongs.
    """
    file: Traversable = path if path is not None else _folder().joinpath("clusters_bw.csv")
    mapping = _mapping()
    lines = _lines(file)
    return RegisterReading(
        rows=tuple(_row(cells, mapping) for cells in lines),
        unmapped=tuple(cell for cells in lines for cell in _unmapped(cells, mapping)),
        reasons=mapping["unmapped"],
    )


def split_names(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the name and its alternatives: former or parallel names stand after " / " or ", ".

    A slash without blanks ("Böblingen/Sindelfingen") belongs to the name, a leading "later" is no part of one.
    """
    first, *others = [part.strip() for chunk in text.split(" / ") for part in chunk.split(", ")]
    return first, tuple(other.removeprefix("later ").removeprefix("former ") for other in others)


def _folder() -> Traversable:
    return resources.files(__package__)


def _mapping() -> Mapping[str, Any]:
    return tomllib.loads(_folder().joinpath("mapping.toml").read_text(encoding="utf-8"))


def _lines(file: Traversable) -> list[dict[str, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise NotFoundError(f"Die Registerdatei {file.name} ist nicht vorhanden, bitte den Pfad prüfen.") from None
    except UnicodeDecodeError:
        raise InputError(f"Die Registerdatei {file.name} ist nicht in UTF-8, bitte so speichern.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";", quoting=csv.QUOTE_NONE)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"In der Registerdatei {file.name} fehlen die Spalten {', '.join(missing)}, bitte ergänzen.",
            field=missing[0],
        )
    return _checked(list(reader))


def _checked(lines: list[dict[str, Any]]) -> list[dict[str, str]]:
    seen: set[str] = set()
    for number, cells in enumerate(lines, start=2):
        if None in cells or None in cells.values():
            raise InputError(
                f"Zeile {number} des Registers hat eine andere Zahl von Zellen als die Kopfzeile, bitte prüfen."
            )
        if not cells["id"] or cells["id"] in seen:
            raise InputError(
                f"Zeile {number}: Die Kennung „{cells['id']}“ ist leer oder doppelt, bitte berichtigen.", field="id"
            )
        seen.add(cells["id"])
    return [{column: text.strip() for column, text in cells.items()} for cells in lines]


def _row(cells: Mapping[str, str], mapping: Mapping[str, Any]) -> RegisterRow:
    name, alternative_names = split_names(cells["name"])
    sources = _sources(cells)
    return RegisterRow(
        source=SOURCE_ID,
        source_id=cells["id"],
        name=name,
        alternative_names=alternative_names,
        kind=_kind(cells, mapping),
        kind_basis=cells["kind_basis"],
        field_slug=mapping["field"].get(cells["field"]),
        field_text=cells["field"],
        region_slug=mapping["region"].get(cells["region"]),
        region_text=cells["region"],
        seat=cells["seat"] or None,
        legal_form_slug=mapping["legal_form"].get(cells["legal_form"]),
        legal_form_text=cells["legal_form"],
        carrier=cells["carrier_organisation"] or None,
        founding_year=whole_number(cells, "founding_year"),
        facts=facts_of(cells, sources),
        labels=labels_of(cells, mapping["label_ecei"], mapping["label_cluster_excellence_bw"]),
        status=cells["status"] or None,
        use_in_statistics=cells["use_in_statistics"] == "yes",
        website_host=cells["website_host"] or None,
        website_host_basis=cells["website_host_basis"] or None,
        sources=sources,
        as_of_year=whole_number(cells, "as_of_year"),
        notes=cells["notes"] or None,
    )


def _kind(cells: Mapping[str, str], mapping: Mapping[str, Any]) -> str:
    try:
        return str(mapping["kind"][cells["kind"]])
    except KeyError:
        known = ", ".join(mapping["kind"])
        raise InputError(
            f"Zeile {cells['id']}, Spalte kind: „{cells['kind']}“ ist unbekannt, bitte eines davon eintragen: {known}.",
            field="kind",
        ) from None


def _sources(cells: Mapping[str, str]) -> tuple[str, ...]:
    addresses = (part.strip() for column in _SOURCE_COLUMNS for part in cells[column].split(" | "))
    return tuple(dict.fromkeys(address for address in addresses if address))


def _unmapped(cells: Mapping[str, str], mapping: Mapping[str, Any]) -> list[Unmapped]:
    found = []
    for column in MAPPED_COLUMNS:
        values = split_list(cells[column]) if column == "label_ecei" else [cells[column]]
        found += [Unmapped(cells["id"], column, text) for text in values if text and text not in mapping[column]]
    return found
