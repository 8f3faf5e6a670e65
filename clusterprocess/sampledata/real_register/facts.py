"""Figures and labels of one register line: text cells in, facts with their provenance out."""

from __future__ import annotations

from collections.abc import Mapping

from clusterprocess.domain.errors import InputError
from clusterprocess.sampledata.real_register.rows import Fact, RegisterLabel

Cells = Mapping[str, str]

SPLIT_COLUMNS = {
    "members_companies": "members_companies",
    "members_sme": "members_sme",
    "members_large": "members_large",
    "members_university": "members_uni",
    "members_research": "members_rto",
    "members_public": "members_public",
}


def facts_of(cells: Cells, sources: tuple[str, ...]) -> tuple[Fact, ...]:
    """Return the published figures of a line in the order of the columns; empty cells give no fact.

    Raises InputError where a figure or year is no number.
    """
    anywhere = " | ".join(sources)
    found = [
        _fact(cells, "founding_members", "founding_members", anywhere, year="founding_year"),
        _fact(
            cells,
            "members_total",
            "members_total",
            anywhere,
            year="members_year",
            qualifier=cells["members_qualifier"] or None,
            basis=cells["members_year_basis"] or None,
        ),
        *_splits(cells, anywhere),
        _fact(cells, "staff_heads", "head_count", anywhere, year="staff_year"),
        _fact(cells, "fte", "fte_paid", anywhere, year="fte_year"),
        _fact(cells, "public_funding_share_pct", "public_share", anywhere),
        _fact(
            cells,
            "erdf_2007_2013_eur",
            "erdf_2007_2013_eur",
            _erdf_source(cells, "2007-2013"),
            year="erdf_2007_2013_year",
            basis=cells["erdf_2007_2013_basis"] or None,
        ),
        _erdf_2014_2020(cells),
    ]
    return tuple(fact for fact in found if fact is not None)


def labels_of(cells: Cells, ecei: Mapping[str, str], bw: Mapping[str, str]) -> tuple[RegisterLabel, ...]:
    """Return the labels of a line; `ecei` and `bw` map the cell values to slugs, unknown values give no label.

    Several European labels share one cell of years in order of award. They are split only when there is one year
    for each label; otherwise the years stay unassigned.
    """
    labels = []
    if cells["label_cluster_excellence_bw"] in bw:
        years = _years(cells, "label_cluster_excellence_bw_years")
        labels.append(RegisterLabel(bw[cells["label_cluster_excellence_bw"]], years))
    names, years = split_list(cells["label_ecei"]), _years(cells, "label_ecei_years")
    for position, name in enumerate(names):
        if name in ecei:
            own = years if len(names) == 1 else years[position : position + 1] if len(years) == len(names) else ()
            labels.append(RegisterLabel(ecei[name], own))
    if cells["spitzencluster_year"]:
        labels.append(RegisterLabel("spitzencluster", _years(cells, "spitzencluster_year")))
    return tuple(labels)


def split_list(text: str) -> list[str]:
    """Return the parts of a comma list without blanks; an empty text gives an empty list."""
    return [part.strip() for part in text.split(",") if part.strip()]


def whole_number(cells: Cells, column: str) -> int | None:
    """Return the cell as a whole number, None where it is empty; raises InputError naming line and column."""
    return None if not cells[column] else _as_int(cells, column, cells[column])


def _as_int(cells: Cells, column: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InputError(
            f"Zeile {cells['id']}, Spalte {column}: „{text}“ ist keine ganze Zahl, bitte die Zelle berichtigen.",
            field=column,
        ) from None


def _decimal(cells: Cells, column: str) -> float | None:
    if not cells[column]:
        return None
    try:
        return float(cells[column])
    except ValueError:
        raise InputError(
            f"Zeile {cells['id']}, Spalte {column}: „{cells[column]}“ ist keine Zahl mit Dezimalpunkt, "
            "bitte die Zelle berichtigen.",
            field=column,
        ) from None


def _years(cells: Cells, column: str) -> tuple[int, ...]:
    return tuple(_as_int(cells, column, part) for part in split_list(cells[column]))


def _fact(
    cells: Cells,
    column: str,
    key: str,
    source: str,
    *,
    year: str | None = None,
    qualifier: str | None = None,
    basis: str | None = None,
) -> Fact | None:
    value = _decimal(cells, column)
    if value is None:
        return None
    return Fact(key, value, qualifier, whole_number(cells, year) if year else None, basis, source)


def _splits(cells: Cells, source: str) -> list[Fact | None]:
    # The columns of the kinds have no year of their own: the year of the total is our inference.
    basis = "inferred" if cells["members_year"] else None
    return [
        _fact(cells, column, key, source, year="members_year", basis=basis) for column, key in SPLIT_COLUMNS.items()
    ]


def _erdf_2014_2020(cells: Cells) -> Fact | None:
    value = _decimal(cells, "erdf_2014_2020_eligible_eur")
    if value is None:
        return None
    period = cells["erdf_2014_2020_period"] or None
    year = _as_int(cells, "erdf_2014_2020_period", period[:4]) if period else None
    source = _erdf_source(cells, "2014-2020")
    return Fact("erdf_2014_2020_eligible_eur", value, None, year, "eligible", source, period)


def _erdf_source(cells: Cells, period: str) -> str:
    addresses = [part.strip() for part in cells["erdf_source_url"].split(" | ")]
    fitting = [address for address in addresses if period in address]
    return " | ".join(fitting or addresses)
