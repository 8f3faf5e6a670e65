"""The portfolio overview: what the register holds, as charts and tables with n, years and source for each figure.

Built from the entries alone, without I/O. Nothing is estimated and no initiative is ranked; what is not known is counted
as a gap. Entries that are no cluster initiatives in the strict sense are left out of every count, and this is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from statistics import mean, median

from clusterprocess.offerings.portfolio_facts import (
    Portfolio,
    founding_periods,
    most_frequent,
    published,
    span,
    span_of_years,
)
from clusterprocess.offerings.portfolio_sources import funding_chapter, gaps_chapter, labels_chapter, sources_chapter
from clusterprocess.offerings.portfolio_structure import (
    field_counts,
    fields_chapter,
    founding_chapter,
    joined,
    members_chapter,
    newest_years,
    region_counts,
    regions_chapter,
)
from clusterprocess.offerings.sections.blocks import Block, Bullets, DocumentContext, Figure, Heading, Paragraph
from clusterprocess.offerings.sections.numbers import day, number, percent

TITLE = "Überblick über das Portfolio"
REGISTER = "Register der Cluster-Initiativen"
_CHAPTERS = (
    members_chapter,
    founding_chapter,
    fields_chapter,
    regions_chapter,
    labels_chapter,
    funding_chapter,
    gaps_chapter,
    sources_chapter,
)


def overview(portfolio: Portfolio, today: date, statement: str = "", emblem_alt: str = "") -> DocumentContext:
    """The context of the template ``shared/ueberblick.docx``.

    Args:
        portfolio: at least one counted entry.
        statement, emblem_alt: publicity wording of the operation that pays, empty where there is none.
    """
    figures = {figure.key: figure for figure in _figures(portfolio)}
    blocks: list[Block] = [*_glance(portfolio, figures)]
    for chapter in _CHAPTERS:
        blocks += chapter(portfolio)
    return DocumentContext(
        kind="ueberblick",
        title=f"{TITLE} – {REGISTER}",
        author="ClusterAgentur Baden-Württemberg",
        subject=REGISTER,
        fields={
            "titel": TITLE,
            "initiative": REGISTER,
            "vorgang": "–",
            "datum": day(today),
            "datum_iso": today.isoformat(),
            "foerderhinweis": statement,
            "foerderzeile": statement,
            "demo_hinweis": "Demo – Beispieldaten" if portfolio.demo else "",
        },
        chapters={"inhalt": tuple(blocks)},
        figures=figures,
        emblem_alt=emblem_alt,
        statement=statement,
        demo=portfolio.demo,
    )


def _glance(portfolio: Portfolio, figures: dict[str, Figure]) -> Iterator[Block]:
    yield Heading(1, "Auf einen Blick", "blick")
    left_out = len(portfolio.entries) - len(portfolio.counted)
    if left_out:
        yield Paragraph(
            f"Das Register führt {len(portfolio.entries)} Einträge. {left_out} davon sind im engeren Sinn keine Cluster-Initiativen (Agenturen, "
            "Verbände, Forschungsverbünde) und gehen in keine Zahl dieses Überblicks ein."
        )
    yield Bullets(tuple(key_sentences(portfolio, figures)))
    yield Paragraph(
        "Jede Zahl nennt, auf wie vielen Initiativen sie beruht (n), aus welchen Jahren sie stammt und woher. Fehlendes ist "
        "nicht geschätzt, sondern in Kapitel {kap:luecken} als Lücke genannt.",
        style="note",
    )


def key_sentences(portfolio: Portfolio, figures: dict[str, Figure]) -> Iterator[str]:
    """The five key sentences, each with its n; figures in content controls."""
    total = len(portfolio.counted)
    yield (
        "{UE.entries} Initiativen gehen in die Zahlen ein, davon {UE.regional} regionale und {UE.statewide} landesweite "
        f"(n = {total})."
    )
    yield (
        "{UE.members_n} von {UE.entries} Initiativen veröffentlichen eine Mitgliederzahl: im Mittel {UE.members_mean}, im Median "
        f"{{UE.members_median}} Mitglieder ({span(published(portfolio.counted, 'members_total')).text()})."
        if "UE.members_n" in figures
        else f"Keine der {total} Initiativen veröffentlicht eine Mitgliederzahl (n = 0)."
    )
    years = [entry.founded for entry in portfolio.counted if entry.founded is not None]
    names, _ = most_frequent(founding_periods(years))
    yield (
        f"Von {{UE.founded_n}} Initiativen ist das Gründungsjahr bekannt; der Median ist {{UE.founded_median}}, am häufigsten sind Gründungen der Jahre {joined(names)} "
        f"({{UE.founded_peak}} von {len(years)})."
        if years
        else f"Von keiner der {total} Initiativen ist das Gründungsjahr bekannt (n = 0)."
    )
    yield _most(
        field_counts(portfolio),
        "UE.field_peak",
        "Am stärksten besetzt ist das Feld",
        "Am stärksten besetzt sind die Felder",
        "Feld",
        total,
    )
    yield _most(
        region_counts(portfolio),
        "UE.region_peak",
        "Am häufigsten ist der Sitz in der Region",
        "Am häufigsten ist der Sitz in den Regionen",
        "Region",
        total,
    )


def _most(counts: tuple[tuple[str, int], ...], key: str, one: str, several: str, what: str, total: int) -> str:
    names, highest = most_frequent(counts)
    known = sum(count for _, count in counts)
    if not known:
        return f"{what}: Dazu gibt es bei keiner der {total} Initiativen eine Angabe (n = 0)."
    share = f", das sind {percent(highest / known)}" if len(names) == 1 else ""
    each = "je " if len(names) > 1 else ""
    return f"{one if len(names) == 1 else several} {joined(names)} mit {each}{{{key}}} von {known}{share}; {total - known} ohne Zuordnung (n = {known})."


def _figures(portfolio: Portfolio) -> Iterator[Figure]:
    counted = portfolio.counted
    of_all = portfolio.source(len(counted), span_of_years(newest_years(counted)))

    def figure(key: str, display: str, title: str, source: str = of_all) -> Figure:
        return Figure(f"UE.{key}", display, title, "Register", source)

    yield figure("entries", str(len(counted)), "Initiativen in den Zahlen")
    for key, kind, title in (
        ("regional", "regionale_initiative", "regionale Initiativen"),
        ("statewide", "landesweites_netzwerk", "landesweite Netzwerke"),
    ):
        yield figure(key, str(sum(1 for entry in counted if entry.kind == kind)), title)
    if members := published(counted, "members_total"):
        values, source = [m.value for m in members], portfolio.source(len(members), span(members))
        yield figure("members_n", str(len(values)), "Initiativen mit Mitgliederzahl", source)
        yield figure("members_mean", number(mean(values)), "Mitglieder, Mittel", source)
        yield figure("members_median", number(median(values)), "Mitglieder, Median", source)
    if years := [entry.founded for entry in counted if entry.founded is not None]:
        source = portfolio.source(len(years), span_of_years(years))
        yield figure("founded_n", str(len(years)), "Initiativen mit Gründungsjahr", source)
        yield figure("founded_median", number(median(years)).replace(".", ""), "Gründungsjahr, Median", source)
        yield figure(
            "founded_peak", str(most_frequent(founding_periods(years))[1]), "Gründungen im häufigsten Jahrfünft", source
        )
    for key, counts, title in (
        ("field_peak", field_counts(portfolio), "Initiativen im häufigsten Feld"),
        ("region_peak", region_counts(portfolio), "Initiativen in der häufigsten Region"),
    ):
        if known := sum(count for _, count in counts):
            yield figure(
                key, str(most_frequent(counts)[1]), title, portfolio.source(known, span_of_years(newest_years(counted)))
            )
