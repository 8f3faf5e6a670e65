"""The register as the portfolio overview sees it: facts with provenance, and counts over them. Pure, no I/O.

A published figure keeps value, qualifier, year, basis and source. Where an initiative has a profile that is not older
than the published figure, the profile counts (it is exact and dated). Counts never fill a gap: every result carries its n.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from clusterprocess.offerings.profile import companies, members_total, public_share

SIZE_LIMITS = (25, 50, 100, 200)
"""Lower limits of the size classes of members [D]: below 25, 25-49, 50-99, 100-199, 200 and more."""

PERIOD_YEARS = 5
_HOST = re.compile(r"^(?:[a-z]+://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[/:?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Published:
    """One figure: ``value`` as a number, ``qualifier`` exact, about, more_than, derived or None, ``year`` or None."""

    value: float
    qualifier: str | None
    year: int | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class PortfolioEntry:
    """One initiative of the register.

    Attributes:
        field, region: slugs or None; ``field_text`` is the published wording.
        counted: False for bodies that are no cluster initiatives in the strict sense.
        figures: by key of the register, for example members_total, fte_paid, erdf_2007_2013_eur.
        labels: slug -> years found, empty where none is known.
        ended: True where an end (merger, dissolution) is known.
        newest_year: newest year the entry speaks for, None where all its sources are undated.
        addresses: published sources; empty for Beispieldaten and own intakes.
    """

    name: str
    kind: str
    field: str | None
    field_text: str
    region: str | None
    founded: int | None
    counted: bool
    figures: Mapping[str, Published]
    labels: Mapping[str, tuple[int, ...]]
    ended: bool
    newest_year: int | None
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All entries of one origin; ``demo`` means Beispieldaten. Real entries and Beispieldaten never stand together."""

    entries: tuple[PortfolioEntry, ...]
    demo: bool

    @property
    def counted(self) -> tuple[PortfolioEntry, ...]:
        """The entries that enter statistics."""
        return tuple(entry for entry in self.entries if entry.counted)

    def source(self, n: int, years: Span) -> str:
        """What stands after „Quelle:“ under every chart and table: source, n and years."""
        if self.demo:
            origin = "Beispieldaten (erfunden)"
        elif all(entry.addresses for entry in self.counted):
            origin = "Register der Cluster-Initiativen, veröffentlichte Angaben"
        else:
            origin = "Register der Cluster-Initiativen, veröffentlichte Angaben und eigene Erhebung"
        return f"{origin}; n = {n} von {len(self.counted)}; {years.text()}; eigene Auswertung"


@dataclass(frozen=True, slots=True)
class Span:
    """Years that figures speak for: first and last, and how many carry none."""

    first: int | None
    last: int | None
    undated: int

    def text(self) -> str:
        """``Jahre 2008 bis 2023, 9 ohne Jahr``."""
        if self.first is None:
            return "ohne Jahr"
        years = f"Jahr {self.first}" if self.first == self.last else f"Jahre {self.first} bis {self.last}"
        return f"{years}, {self.undated} ohne Jahr" if self.undated else years


def portfolio_entry(
    name: str,
    kind: str,
    field: str | None,
    field_text: str,
    region: str | None,
    founded: int | None,
    facts: Iterable[Mapping[str, Any]],
    profile: Mapping[str, Any],
    profile_year: int | None,
) -> PortfolioEntry:
    """One initiative from its stored facts and its newest profile; ``profile`` may be empty."""
    known = [fact for fact in facts if isinstance(fact, Mapping)]
    figures = dict(_published(known))
    for key, value in _from_profile(profile):
        before = figures.get(key)
        if before is None or before.year is None or (profile_year is not None and profile_year >= before.year):
            figures[key] = Published(value, "exact", profile_year, "stated")
    shown = (profile_year,) if profile_year is not None else ()
    labels: dict[str, tuple[int, ...]] = {str(row["label"]): shown for row in profile.get("labels") or ()}
    for fact in _of(known, "label"):
        years = {int(year) for year in fact.get("years") or ()}
        labels[str(fact["value"])] = tuple(sorted(years | set(labels.get(str(fact["value"]), ()))))
    return PortfolioEntry(
        name,
        kind,
        field,
        field_text,
        region,
        founded,
        counted=not any(fact["value"] == "no" for fact in _of(known, "use_in_statistics")),
        figures=figures,
        labels=labels,
        ended=any(True for _ in _of(known, "status")),
        newest_year=max(_newest(known, profile_year), default=None),
        addresses=tuple(str(fact["value"]) for fact in _of(known, "source_address")),
    )


def _of(facts: Iterable[Mapping[str, Any]], key: str) -> Iterator[Mapping[str, Any]]:
    return (fact for fact in facts if fact.get("key") == key)


def _newest(facts: Iterable[Mapping[str, Any]], profile_year: int | None) -> Iterator[int]:
    yield from (int(fact["value"]) for fact in _of(facts, "as_of_year"))
    if profile_year is not None:
        yield profile_year


def _published(facts: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Published]]:
    for fact in facts:
        value = fact.get("value")
        if isinstance(value, int | float) and not isinstance(value, bool) and fact.get("key") != "as_of_year":
            yield str(fact["key"]), Published(float(value), fact.get("qualifier"), fact.get("year"), fact.get("basis"))


def _from_profile(profile: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    worked_out = {
        "members_total": members_total(profile),
        "members_companies": companies(profile),
        "public_share": public_share(profile),
    }
    stated = {key: profile.get(key) for key in ("members_sme", "head_count", "fte_paid", "budget")}
    yield from ((key, float(value)) for key, value in (worked_out | stated).items() if value is not None)


def published(entries: Iterable[PortfolioEntry], key: str) -> list[Published]:
    """The figures of one key, in the order of the entries."""
    return [entry.figures[key] for entry in entries if key in entry.figures]


def span(figures: Iterable[Published]) -> Span:
    """First and last year of figures."""
    return span_of_years([figure.year for figure in figures])


def span_of_years(years: Sequence[int | None]) -> Span:
    """First and last of years, None counted as undated."""
    known = [year for year in years if year is not None]
    return Span(min(known, default=None), max(known, default=None), len(years) - len(known))


def size_classes(values: Iterable[float]) -> tuple[tuple[str, int], ...]:
    """Number of values per size class, in the order of the classes."""
    counts = Counter(sum(value >= limit for limit in SIZE_LIMITS) for value in values)
    middle = [f"{low} bis {high - 1}" for low, high in pairwise(SIZE_LIMITS)]
    names = (f"unter {SIZE_LIMITS[0]}", *middle, f"{SIZE_LIMITS[-1]} und mehr")
    return tuple((name, counts[position]) for position, name in enumerate(names))


def founding_periods(years: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """Number of founding years per five-year period without gaps between first and last, ``2005–2009``."""
    if not years:
        return ()
    starts = [year - year % PERIOD_YEARS for year in years]
    counts = Counter(starts)
    periods = range(min(starts), max(starts) + 1, PERIOD_YEARS)
    return tuple((f"{start}–{start + PERIOD_YEARS - 1}", counts[start]) for start in periods)


def most_frequent(counts: Sequence[tuple[str, int]]) -> tuple[tuple[str, ...], int]:
    """The names with the highest count, and that count; nothing where all are zero."""
    highest = max((count for _, count in counts), default=0)
    return (tuple(name for name, count in counts if count == highest) if highest else ()), highest


def host_of(address: str) -> str:
    """Host of an address without a leading ``www.``; empty where the address was cut short or is none."""
    found = _HOST.match(address)
    return found[1].lower().removeprefix("www.") if found else ""


def hosts(entries: Iterable[PortfolioEntry]) -> tuple[str, ...]:
    """All hosts of the published sources once, sorted."""
    return tuple(sorted({host for entry in entries for address in entry.addresses if (host := host_of(address))}))
