"""Section 2.4 of the Kommunikationskonzept: the type of communication and the published comparison values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.communication import Comparison, communication
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.depth import section
from clusterprocess.offerings.communication_concept.figures import asked_on
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Series, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number, percent
from clusterprocess.offerings.standard.texts import own

QUADRANTS = {
    "Isolierte": (0.25, 0.12),
    "Unterstützer": (0.75, 0.12),
    "Transformierte": (0.25, 0.88),
    "Treiber": (0.75, 0.88),
}
"""Where the names stand: professionalism to the right, dynamics upwards."""

HIGH = 4
"""From this rating of 1 to 5 on, an own answer counts as high, as in the survey ("rather" and "very")."""


def maturity_type(case: Case) -> tuple[Block, ...]:
    """The quadrant and, if they appeared before this paper, the survey's values beside the own answers."""
    result = case.finding("KOM3")
    if not result:
        return ()
    return (
        *section(case, "Wie die Kommunikation aufgestellt ist", "2.4"),
        *own(case, "type.before"),
        quadrant(case, result),
        *own(case, "type.after"),
        *comparison(case),
    )


def quadrant(case: Case, result: Mapping[str, Any]) -> Chart:
    """One point in four fields; the counts of the survey stand in the fields once they are published."""
    at = (round(result["professionalism"], 2), round(result["dynamics"], 2))
    published = communication().comparisons(case.today)
    counts = {row.kind: row.organisations for row in communication().type_count}
    total = sum(counts.values())
    names = tuple(f"{kind} ({counts[kind]} von {total})" if published else kind for kind in QUADRANTS)
    cuts = (result["professionalism_cut"], result["dynamics_cut"])
    steps = [n / 10 for n in range(1, 10)]
    line = tuple((cuts[0], s, 1.0) for s in steps) + tuple((s, cuts[1], 1.0) for s in steps)
    source = f"{asked_on(case)}; Zuordnung nach eigener Rechenregel, Schnitt bei {number(cuts[0], 1)}"
    if published:
        first = next(iter(published.values()))
        source += f"; Verteilung: {first.source}, n = {total}, befragt {first.survey_years}"
    high = "Professionell" if result["professionalism"] >= cuts[0] else "Wenig festgelegt"
    moved = "überwiegend verändert" if result["dynamics"] >= cuts[1] else "überwiegend unverändert"
    return Chart(
        "type",
        f"{high} und {moved}: Die Kommunikation liegt im Feld „{result['kind']}“",
        "scatter",
        (
            Series("Grenze", points=line, colour="muted"),
            Series(
                "Felder", points=tuple((*place, 1.0) for place in QUADRANTS.values()), labels=names, colour="hidden"
            ),
            Series("eigene Lage", points=((*at, 1.0),), labels=("eigene Lage",), colour="accent"),
        ),
        f"Punktdiagramm mit vier Feldern: Professionalität {number(at[0], 2)}, Dynamik {number(at[1], 2)}, Feld {result['kind']}",
        source=source,
        x_title="Professionalität (0 bis 1)",
        y_title="Dynamik (0 bis 1)",
        x_range=(0.0, 1.0),
        y_range=(0.0, 1.0),
        number_format="0.0",
        height_cm=7.0,
    )


def comparison(case: Case) -> tuple[Block, ...]:
    """Five answers beside the shares of the survey; nothing where it was not published yet (ruling 10)."""
    known = communication().comparisons(case.today)
    rows = [row for measure, has, text in _own_answers(case) if (row := _row(known.get(measure), has, text))]
    if not rows:
        return ()
    first = next(iter(known.values()))
    met = sum(has for measure, has, _ in _own_answers(case) if measure in known)
    return (
        Table(
            "comparison",
            f"Von {in_words(len(rows))} Merkmalen {'trifft eines' if met == 1 else f'treffen {in_words(met)}'} zu; daneben der Anteil der Befragten",
            ("Merkmal", "hier", "Anteil der Befragten"),
            tuple(rows),
            (0.58, 0.20, 0.22),
            ("left", "left", "right"),
            f"{first.source} (erschienen {day(first.published_on)[-4:]}), n = {first.n}, befragt {first.survey_years}",
            size="small",
        ),
    )


def _own_answers(case: Case) -> list[tuple[str, bool, str]]:
    answers = case.answers

    def rated(key: str) -> tuple[bool, str]:
        value = answers.get(key)
        return bool(value is not None and value >= HIGH), "–" if value is None else f"{value} von 5"

    strategy, exchange = bool(answers.get("strategy_comm", {}).get("exists")), bool(answers.get("comm_exchange"))
    return [
        ("written_strategy", strategy, "ja" if strategy else "nein"),
        ("high_value", *rated("comm_value")),
        ("person_influential", *rated("mgr_influence")),
        ("members_influential", *rated("member_influence")),
        ("exchange", exchange, "ja" if exchange else "nein"),
    ]


def _row(value: Comparison | None, has: bool, text: str) -> tuple[str | Cell, ...] | None:
    if value is None:
        return None
    # below 200 answers a percentage has no decimals
    share = percent(value.value / 100, 1 if value.n >= 200 else 0)
    return (value.de, Cell(text, bold=has), share)
