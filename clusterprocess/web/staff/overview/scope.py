"""The one filter of the overview: read from the address, drawn above every page, told in words, carried by every link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.catalogues.wordlists import fields, regions
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.usecases.import_register import ORIGIN_OF
from clusterprocess.usecases.overview_figures import Scope
from clusterprocess.web.staff.rights import READERS
from clusterprocess.web.staff.visit import Visit

HOME = "/ueberblick"
KEYS = ("jahr", "leistung", "region", "feld", "organisation", "vorhaben", "herkunft")
EVERY_YEAR = "alle"
UNSTATED = "-"
ORIGIN_WORDS = {"real": "echte Initiativen", "beispieldaten": "Beispieldaten"}
TABS: tuple[tuple[str, str], ...] = (
    ("Zahlen", HOME),
    ("Tafel", f"{HOME}/tafel"),
    ("Zeitplan", f"{HOME}/zeitplan"),
    ("Auslastung", f"{HOME}/auslastung"),
    ("Trichter und Kontingent", f"{HOME}/trichter"),
    ("Abdeckung", f"{HOME}/abdeckung"),
    ("Label-Abläufe", f"{HOME}/siegel"),
    ("Veranstaltungen", f"{HOME}/veranstaltungen"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list that opens."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterField:
    """One list of the filter; ``every`` is the wording of "all", empty where there is no such choice."""

    key: str
    label: str
    every: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked for.

    Attributes:
        query: the filter as every link of the page carries it.
        fields: the lists above the page; ``kept`` further parts of the address that the filter does not change.
        words: the filter in words, without the year: "Region Stuttgart, Clusterstrategie".
        tabs: (label, address, whether it is the present one) of the pages of the overview.
        reads_cases: whether this person may open single engagements and initiatives and read names of persons; the
            ministry sees figures.
    """

    scope: Scope
    query: Mapping[str, str]
    fields: tuple[FilterField, ...]
    kept: Mapping[str, str]
    words: str
    tabs: tuple[tuple[str, str, bool], ...]
    reads_cases: bool

    def link(self, path: str, **more: object) -> str:
        """An address with this filter and more; a part that is empty is left out."""
        parts = {**self.query, **{k: str(v) for k, v in more.items()}}
        return f"{HOME}{path}?" + urlencode({k: v for k, v in parts.items() if v})


def asked(
    visit: Visit,
    work: DatabaseWork,
    *,
    kept: Mapping[str, str] | None = None,
    default_year: str = "",
    only: tuple[str, ...] = KEYS,
    more: tuple[FilterField, ...] = (),
) -> Asked:
    """The filter of the address; without a year the newest with a request, without an origin that of the database.

    Args:
        kept: parts of the address that the filter does not change.
        only: lists that mean something on this page; ``more`` are lists of this page alone.

    Raises:
        NotFoundError: a value that no list offers, or an operation that this auditor may not read.
    """
    given = {key: visit.query.get(key, "").strip() for key in KEYS}
    origin = given["herkunft"] or ORIGIN_OF.get(work.queries.database_kind(), "real")
    first, last = work.queries.overview_years(origin) or (work.today.year, work.today.year)
    year = given["jahr"] or default_year or str(min(work.today.year, last))
    years = {str(y): str(y) for y in range(max(last, work.today.year), min(first, work.today.year) - 1, -1)}
    admitted = visit.actor.operations
    operations = {
        str(o.id): o.reference for o in work.queries.operations() if admitted is None or o.id in admitted
    }  # fmt: skip
    lists: dict[str, tuple[str, str, dict[str, str]]] = {
        "jahr": ("Jahr der Anfrage", "", {EVERY_YEAR: "alle Jahre", **years}),
        "leistung": ("Leistung", "alle", {o.slug: o.title.de for o in OFFERINGS}),
        "region": ("Region", "alle", {**{r.slug: r.name.de for r in regions()}, UNSTATED: "ohne Angabe"}),
        "feld": ("Feld", "alle", {**{f.slug: f.name.de for f in fields()}, UNSTATED: "ohne Angabe"}),
        "organisation": ("Leistende Organisation", "alle",
                         {str(i): name for i, name in work.queries.delivering_organisations()}),
        "vorhaben": ("Vorhaben", "alle", operations),
        "herkunft": ("Herkunft", "", ORIGIN_WORDS),
    }  # fmt: skip
    chosen = {**given, "jahr": year, "herkunft": origin}
    for key, value in chosen.items():
        if value and value not in lists[key][2]:
            raise NotFoundError(f"Filter „{lists[key][0]}“: „{value[:40]}“ gibt es nicht.")
    scope = Scope(
        origin,
        None if year == EVERY_YEAR else int(year),
        given["leistung"],
        given["region"],
        given["feld"],
        int(given["organisation"]) if given["organisation"] else None,
        int(given["vorhaben"]) if given["vorhaben"] else None,
        admitted,
    )
    query = {key: value for key, value in chosen.items() if value and (key != "herkunft" or given["herkunft"])}
    told = [lists[key][2][given[key]] for key in KEYS[1:6] if given[key]]
    path = visit.request.url.path
    address = f"?{urlencode(query)}"
    return Asked(
        scope,
        query,
        tuple(
            FilterField(key, label, every, tuple(Choice(v, w, v == chosen[key]) for v, w in values.items()))
            for key, (label, every, values) in lists.items()
            if key in only
        )
        + more,
        kept or {},
        ", ".join(told),
        tuple((label, href + address, href == path) for label, href in TABS),
        visit.may(*READERS),
    )


OFFERING_WORDS = {o.slug: o.title.de for o in OFFERINGS}


def region_word(slug: str | None) -> str:
    """German name of a region; a slug that the list no longer holds stays as it is."""
    known = {r.slug: r.name.de for r in regions()}
    return known.get(slug or "", slug or "ohne Angabe")


def field_word(slug: str | None) -> str:
    """As :func:`region_word`, for fields."""
    known = {f.slug: f.name.de for f in fields()}
    return known.get(slug or "", slug or "ohne Angabe")


def counted(number: int, one: str, many: str) -> str:
    """``1 Vorgang``, ``17 Vorgänge``."""
    figure = f"{number:,}".replace(",", ".")
    return f"{figure} {one if number == 1 else many}"
