"""Chapter 4 of the Strategiepapier: trends and value chain."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Chart, Heading, Series, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.texts import headline, own


def environment(case: Case) -> tuple[Block, ...]:
    """Trends with what they mean for the members, then the value chain."""
    return (
        Heading(1, headline(case, "4", "Umfeld und Trends"), "4"),
        Heading(2, "Entwicklungen, die eine Antwort verlangen", "4.1"),
        *own(case, "trends.before"),
        *trends(case),
        *own(case, "trends.after"),
        *_chain(case),
    )


def trends(case: Case) -> tuple[Block, ...]:
    """Bubbles by impact and probability, and the table with "betrifft uns, weil"; three bubbles would say nothing."""
    if not case.answers.get("trends") or not case.finding("F15"):
        return ()
    return (trend_chart(case), trend_table(case)) if len(case.answers["trends"]) > 3 else (trend_table(case),)


def trend_chart(case: Case, height_cm: float = 8.0) -> Chart:
    """Bubbles by impact and probability; their size counts mentions in interviews."""
    rows = case.answers["trends"]
    top = [f"„{t['title']}“" for t in sorted(rows, key=lambda t: -t["impact"] * t["probability"])[:2]]
    points = tuple((float(t["probability"]), float(t["impact"]), float(max(t["mentions"], 1))) for t in rows)
    return Chart(
        "trends",
        f"{' und '.join(top)} {'wirkt' if len(top) == 1 else 'wirken'} am stärksten",
        "bubble",
        (Series("Trends", points=points, labels=tuple(str(n) for n in range(1, len(rows) + 1)), colour="companies"),),
        "Blasendiagramm Wirkung gegen Eintritt: "
        + "; ".join(
            f"{n} {t['title']} Wirkung {t['impact']}, Eintritt {t['probability']}" for n, t in enumerate(rows, 1)
        ),
        source=f"Fragebogen, {len(case.interviews)} Gespräche; Blasengröße = Nennungen; Nummern wie in der Tabelle",
        x_title="Eintritt (1 = unwahrscheinlich, 5 = sehr wahrscheinlich)",
        y_title="Wirkung (1 bis 5)",
        x_range=(0.5, 5.5),
        y_range=(0.5, 5.5),
        height_cm=height_cm,
    )


def trend_table(case: Case) -> Table:
    """Each trend with what it means for the members, an example and its source."""
    rows = case.answers["trends"]
    return Table(
        "trends",
        f"{in_words(len(rows)).capitalize()} Trends mit Beispiel und Quelle",
        ("Nr.", "Trend", "betrifft uns, weil", "Beispiel", "Quelle"),
        tuple(
            (
                str(n),
                Cell(f"{t['title']} ({'Chance' if t['direction'] == '+' else 'Risiko'})", bold=True),
                t["concerns_us"],
                t["example"],
                t["source"],
            )
            for n, t in enumerate(rows, 1)
        ),
        (0.06, 0.22, 0.29, 0.26, 0.17),
        size="tiny",
    )


def _chain(case: Case) -> tuple[Block, ...]:
    result = case.finding("F17")
    if not result:
        return ()
    stages = result["stages"]
    wanted = tuple(f"{s['stage']}: {', '.join(s['wanted'])}" for s in stages if s["wanted"])
    return (
        Heading(2, headline(case, "4.2", "Wertschöpfungskette"), "4.2"),
        *own(case, "chain.before"),
        Chart(
            "chain",
            _chain_caption(len(result["thin"]), len(stages)),
            "bar",
            (Series("Unternehmen", tuple(float(s["firms"]) for s in stages), colour="companies"),),
            "Balkendiagramm Unternehmen je Stufe: " + ", ".join(f"{s['stage']} {s['firms']}" for s in stages),
            tuple(s["stage"] for s in stages),
            f"Fragebogen, n = {int(case.profile['members_sme']) + int(case.profile['members_large'])} Unternehmen, Mehrfachzuordnung möglich, Stand {day(case.profile_as_of)}",
            "Unternehmen",
            height_cm=6.0,
        ),
        *own(case, "chain.after"),
        *((Bullets(wanted),) if wanted else ()),
    )


def _chain_caption(thin: int, stages: int) -> str:
    if thin == 0:
        return f"Alle {in_words(stages)} Stufen sind mit mindestens zwei Mitgliedern besetzt"
    return (
        f"In {'einer' if thin == 1 else in_words(thin)} von {in_words(stages)} Stufen arbeitet höchstens ein Mitglied"
    )
