"""Chapters of the portfolio overview about the initiatives themselves: members, founding, fields, regions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import mean, median

from clusterprocess.catalogues.wordlists import fields, regions
from clusterprocess.domain.sorting import german_key
from clusterprocess.offerings.portfolio_facts import (
    Portfolio,
    PortfolioEntry,
    Published,
    founding_periods,
    most_frequent,
    published,
    size_classes,
    span,
    span_of_years,
)
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Heading, Paragraph, Series, Table
from clusterprocess.offerings.sections.numbers import number, percent

QUALIFIERS = {
    "exact": "genau",
    "about": "ungefähr",
    "more_than": "mehr als",
    "derived": "abgeleitet",
    None: "ohne Angabe",
}
KIND_NAMES = {"regionale_initiative": "Regionale Initiative", "landesweites_netzwerk": "Landesweites Netzwerk"}


def literal(text: str) -> str:
    """Text of the register for use among inline marks: braces and asterisks stay what they are."""
    # a word joiner between two asterisks shows nothing and keeps them from meaning bold
    return text.replace("{", "{{").replace("}", "}}").replace("**", "*\u2060*")


def joined(names: Sequence[str]) -> str:
    """``A``, ``A und B``, ``A, B und C``."""
    return " und ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def nothing(what: str) -> Paragraph:
    """What stands where no figure exists."""
    return Paragraph(f"{what}: Dazu liegt im Register keine Angabe vor.", style="note")


def newest_years(entries: Iterable[PortfolioEntry]) -> list[int | None]:
    """The newest year of each entry, None where undated."""
    return [entry.newest_year for entry in entries]


def members_chapter(portfolio: Portfolio) -> list[Block]:
    """Size classes as a chart, and how exact the figures are as a table."""
    found = published(portfolio.counted, "members_total")
    heading = Heading(1, "Mitglieder", "mitglieder")
    if not found:
        return [heading, nothing("Mitglieder")]
    values = [figure.value for figure in found]
    classes = size_classes(values)
    names, highest = most_frequent(classes)
    source = portfolio.source(len(found), span(found))
    chart = Chart(
        "mitglieder",
        f"Am häufigsten sind {joined(names)} Mitglieder: je {highest} von {len(found)} Initiativen mit Zahl"
        if len(names) > 1
        else f"Am häufigsten sind {names[0]} Mitglieder: {highest} von {len(found)} Initiativen mit Zahl",
        "bar",
        (Series("Initiativen", tuple(float(count) for _, count in classes)),),
        f"Balken: Initiativen je Größenklasse. {_listed(classes)}.",
        tuple(name for name, _ in classes),
        source,
        x_title="Initiativen",
        height_cm=4.2,
    )
    text = (
        f"Im Mittel sind es {number(mean(values))} Mitglieder, im Median {number(median(values))}. Beide liegen auseinander, "
        "wenn wenige große Netzwerke das Mittel heben; der Median beschreibt die übliche Größe besser."
    )
    return [heading, Paragraph(text), chart, _qualifiers(found, source)]


def _qualifiers(found: Sequence[Published], source: str) -> Table:
    counts = Counter(figure.qualifier for figure in found)
    exact = counts["exact"]
    rows = tuple(
        (QUALIFIERS[key], Cell(str(counts[key]), align="right"), Cell(percent(counts[key] / len(found)), align="right"))
        for key in QUALIFIERS
        if counts[key]
    )
    return Table(
        "genauigkeit",
        f"{exact} von {len(found)} Mitgliederzahlen nennt die Quelle als genaue Zahl",
        ("Die Quelle sagt", "Initiativen", "Anteil"),
        rows,
        (0.5, 0.25, 0.25),
        ("left", "right", "right"),
        f"{source}. „Mehr als“ und „ungefähr“ gehen mit der genannten Zahl ein.",
        size="small",
    )


def founding_chapter(portfolio: Portfolio) -> list[Block]:
    """Founding years per five-year period."""
    years = [entry.founded for entry in portfolio.counted if entry.founded is not None]
    heading = Heading(1, "Gründungsjahre", "gruendung")
    if not years:
        return [heading, nothing("Gründungsjahr")]
    periods = founding_periods(years)
    names, highest = most_frequent(periods)
    chart = Chart(
        "gruendung",
        f"Am häufigsten sind Gründungen der Jahre {joined(names)}: {'je ' if len(names) > 1 else ''}{highest} von {len(years)}",
        "column",
        (Series("Gründungen", tuple(float(count) for _, count in periods)),),
        f"Säulen: Gründungen je Jahrfünft. {_listed(periods)}.",
        tuple(name for name, _ in periods),
        portfolio.source(len(years), span_of_years(years)),
        y_title="Gründungen",
        height_cm=4.8,
    )
    text = (
        f"Das mittlere Gründungsjahr (Median) ist {number(median(years)).replace('.', '')}. Das letzte Jahrfünft kann "
        "unvollständig sein, weil neue Initiativen erst später im Register erscheinen."
    )
    return [heading, Paragraph(text), chart]


def named_counts(slugs: Iterable[str | None], names: dict[str, str]) -> tuple[tuple[str, int], ...]:
    """Counts by German name, most frequent first, then by alphabet; None and unknown slugs are left out."""
    counts = Counter(names[slug] for slug in slugs if slug in names)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], german_key(item[0]))))


def field_counts(portfolio: Portfolio) -> tuple[tuple[str, int], ...]:
    """Initiatives per field of the catalogue."""
    return named_counts((entry.field for entry in portfolio.counted), {f.slug: f.name.de for f in fields()})


def region_counts(portfolio: Portfolio) -> tuple[tuple[str, int], ...]:
    """Initiatives per region; all twelve regions, those without an initiative with 0."""
    names = {region.slug: region.name.de for region in regions()}
    found = named_counts((entry.region for entry in portfolio.counted), names)
    empty = sorted(set(names.values()) - {name for name, _ in found}, key=german_key)
    return (*found, *((name, 0) for name in empty))


def fields_chapter(portfolio: Portfolio) -> list[Block]:
    """Fields as a chart; what fits no field of the list is named as published."""
    counts = field_counts(portfolio)
    heading = Heading(1, "Felder", "felder")
    known = sum(count for _, count in counts)
    if not known:
        return [heading, nothing("Feld aus der Liste"), Paragraph(_unmapped_fields(portfolio), style="small")]
    names, highest = most_frequent(counts)
    mapped = [entry for entry in portfolio.counted if entry.field is not None]
    chart = Chart(
        "felder",
        f"{len(counts)} Felder sind vertreten, am häufigsten {joined(names)} ({'je ' if len(names) > 1 else ''}{highest} von {known})",
        "bar",
        (Series("Initiativen", tuple(float(count) for _, count in counts)),),
        f"Balken: Initiativen je Feld. {_listed(counts)}.",
        tuple(name for name, _ in counts),
        portfolio.source(known, span_of_years(newest_years(mapped))),
        x_title="Initiativen",
        height_cm=min(12.0, 1.5 + 0.36 * len(counts)),
    )
    return [heading, chart, Paragraph(_unmapped_fields(portfolio), style="small")]


def _unmapped_fields(portfolio: Portfolio) -> str:
    texts = Counter(entry.field_text for entry in portfolio.counted if entry.field is None and entry.field_text)
    silent = sum(1 for entry in portfolio.counted if entry.field is None and not entry.field_text)
    parts = []
    if texts:
        shown = "; ".join(
            f"{literal(text)} ({count})" for text, count in sorted(texts.items(), key=lambda i: german_key(i[0]))
        )
        parts.append(f"In kein Feld der Liste passen {sum(texts.values())} Angaben, sie bleiben im Wortlaut: {shown}.")
    if silent:
        parts.append(f"{silent} Einträge nennen kein Feld.")
    return " ".join(parts) or "Alle Angaben passen in die Liste der Felder."


def regions_chapter(portfolio: Portfolio) -> list[Block]:
    """The twelve regions as a chart, and the reach as a table."""
    counts = region_counts(portfolio)
    known = sum(count for _, count in counts)
    heading = Heading(1, "Regionen und Reichweite", "regionen")
    if not known:
        return [heading, nothing("Region"), _reach(portfolio)]
    names, highest = most_frequent(counts)
    located = [entry for entry in portfolio.counted if entry.region is not None]
    missing = len(portfolio.counted) - known
    chart = Chart(
        "regionen",
        f"{percent(highest / known)} der Initiativen mit bekannter Region haben ihren Sitz in {joined(names)} ({highest} von {known})"
        if len(names) == 1
        else f"Am häufigsten ist der Sitz in {joined(names)}: je {highest} von {known}",
        "bar",
        (Series("Initiativen", tuple(float(count) for _, count in counts)),),
        f"Balken: Initiativen je Region. {_listed(counts)}.",
        tuple(name for name, _ in counts),
        portfolio.source(known, span_of_years(newest_years(located))),
        x_title="Initiativen",
        height_cm=6.2,
    )
    text = "Die Region ist aus dem Sitz abgeleitet; landesweite Netzwerke zählen dort, wo ihre Geschäftsstelle liegt."
    gap = f" Bei {missing} Einträgen ist keine Region bekannt." if missing else " Jeder Eintrag nennt seine Region."
    return [heading, Paragraph(text + gap), chart, _reach(portfolio)]


def _reach(portfolio: Portfolio) -> Table:
    counts = Counter(entry.kind for entry in portfolio.counted)
    total = len(portfolio.counted)
    rows = tuple(
        (name, Cell(str(counts[key]), align="right"), Cell(percent(counts[key] / total), align="right"))
        for key, name in KIND_NAMES.items()
    )
    return Table(
        "reichweite",
        f"{counts['landesweites_netzwerk']} von {total} Initiativen arbeiten landesweit",
        ("Reichweite", "Initiativen", "Anteil"),
        rows,
        (0.5, 0.25, 0.25),
        ("left", "right", "right"),
        portfolio.source(total, span_of_years(newest_years(portfolio.counted))),
        size="small",
    )


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counts)
