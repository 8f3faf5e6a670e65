"""What M3 and M4 add to the standard chapters: Delphi, scenarios, alliances, requests to policy.

Every section exists only where its input was given (ruling 7); the standard chapter stays whole without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.chapters import benchmark as standard_benchmark
from clusterprocess.offerings.cluster_strategy.chapters import environment as standard_environment
from clusterprocess.offerings.cluster_strategy.chapters import fields_of_action as standard_fields
from clusterprocess.offerings.cluster_strategy.chapters import governance as standard_governance
from clusterprocess.offerings.cluster_strategy.chapters import options as standard_options
from clusterprocess.offerings.sections.blocks import Align, Block, Cell, Chart, Heading, Series, Shade, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.texts import headline, own


def environment(case: Case) -> tuple[Block, ...]:
    """Trends, value chain, and what the panel expects."""
    return (*standard_environment.environment(case), *_delphi(case))


def benchmarking(case: Case) -> tuple[Block, ...]:
    """The comparison in the standard form, on a page with its table."""
    return standard_benchmark.benchmarking(case, strips_cm=8.5)


def options(case: Case) -> tuple[Block, ...]:
    """SWOT and options, then how the options fare in four futures."""
    return (*standard_options.options(case, importance_cm=7.6), *_scenarios(case))


def fields_of_action(case: Case) -> tuple[Block, ...]:
    """Fields and what stops, then the alliances that several fields need."""
    return (*standard_fields.fields_of_action(case), *_alliances(case))


def governance(case: Case) -> tuple[Block, ...]:
    """Rights and money, then what the initiative asks of policy."""
    return (*standard_governance.governance(case), *_policy(case))


def _delphi(case: Case) -> tuple[Block, ...]:
    if not case.finding("F13"):
        return ()
    return (
        Heading(2, headline(case, "4.3", "Was Fachleute erwarten"), "4.3"),
        *own(case, "delphi.before"),
        delphi_chart(case),
        *own(case, "delphi.after"),
    )


def delphi_chart(case: Case) -> Chart:
    """Per thesis the middle half of the second round, the medians of both rounds, and the year at the right."""
    result, panel = case.finding("F13"), case.submissions["delphi"]
    labels = {t["key"]: t["label"] for t in panel["theses"]}
    shown = sorted(
        (t for t in result["theses"] if t["probability"]), key=lambda t: (-t["probability"]["median"], t["thesis"])
    )
    scales = [t["probability"] for t in shown]
    names = tuple(labels[t["thesis"]] for t in shown)
    return Chart(
        "delphi",
        _delphi_caption(result, labels),
        "range_dots",
        (
            Series("unteres Quartil", tuple(s["q1"] for s in scales), colour="muted"),
            Series("oberes Quartil", tuple(s["q3"] for s in scales), colour="muted"),
            Series("Median der ersten Runde", tuple(s["median_one"] for s in scales), colour="other"),
            Series(
                "Median der zweiten Runde",
                tuple(s["median"] for s in scales),
                labels=tuple(_year(t) for t in shown),
                colour="accent",
            ),
        ),
        "Streifen je These auf der Skala 1 bis 9: "
        + "; ".join(
            f"{name} Median {_points(s['median'])}, mittlere Hälfte {_points(s['q1'])} bis {_points(s['q3'])}, {_year(t)}"
            for name, s, t in zip(names, scales, shown, strict=True)
        ),
        names,
        f"Panel {result['panel_one']} und {result['panel_two']} Personen, Runden bis {day(panel['closed_one'])} und "
        f"{day(panel['closed_two'])}; Linie = mittlere Hälfte der zweiten Runde; rechts Jahr des Eintritts (Median)",
        x_title="Wahrscheinlichkeit (1 = ausgeschlossen, 9 = sicher)",
        x_range=(1, 9),
        height_cm=0.85 * len(shown) + 2.6,
        legend=True,
    )


def _delphi_caption(result: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    agreed, split = result["agreed"], result["split"]
    total = len(agreed) + len(split)
    if not split:
        return f"Über alle {in_words(total)} Thesen ist sich das Panel einig"
    spread = {t["thesis"]: float(t["probability"]["iqr"]) for t in result["theses"] if t["thesis"] in split}
    widest = [f"„{labels[key]}“" for key, iqr in spread.items() if iqr == max(spread.values())]
    named = " und ".join((", ".join(widest[:-1]), widest[-1])) if len(widest) > 1 else widest[0]
    return f"Einig bei {in_words(len(agreed))} von {in_words(total)} Thesen; am weitesten auseinander: {named}"


def _year(thesis: Mapping[str, Any]) -> str:
    return f"um {thesis['year']['median']:.0f}" if thesis["year"] else "ohne Jahr"


def _points(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def _scenarios(case: Case) -> tuple[Block, ...]:
    if not case.finding("F14"):
        return ()
    return (
        Heading(2, headline(case, "6.3", "Vier Zukünfte"), "6.3"),
        *own(case, "scenarios.before"),
        futures_table(case),
        ratings_table(case),
        *own(case, "scenarios.after"),
        signs_table(case),
        *own(case, "scenarios.signs"),
    )


def futures_table(case: Case) -> Table:
    """The cross of both uncertainties: four corners with name and story."""
    plan = case.plan["scenarios"]
    first, second = plan["uncertainties"]
    corners = {(s["first"], s["second"]): s for s in plan["scenarios"]}

    def corner(one: str, two: str) -> str:
        s = corners[(one, two)]
        return f"**{s['key']} {s['name']}.** {s['story'].strip()}"

    ends = {"a": first["one_end"], "b": first["other_end"]}
    return Table(
        "futures",
        f"Zwei Unsicherheiten, vier Zukünfte: {first['title']} und {second['title']}",
        ("", second["one_end"], second["other_end"]),
        tuple((Cell(ends[one], bold=True, shade="light"), corner(one, "a"), corner(one, "b")) for one in ("a", "b")),
        (0.14, 0.43, 0.43),
        size="small",
        source=f"{_day_title(case)}, Gruppenarbeit",
    )


def ratings_table(case: Case) -> Table:
    """Options by scenario with mean and minimum; robust ones first."""
    result = case.finding("F14")
    keys = sorted(s["key"] for s in case.plan["scenarios"]["scenarios"])
    titles = {o["key"]: o["title"] for o in case.plan["options"]}
    rows: tuple[tuple[str | Cell, ...], ...] = tuple(
        (
            Cell(titles[o["option"]], bold=o["robust"]),
            *(Cell(_signed(o["ratings"][k]), shade=_RATING_SHADES[o["ratings"][k]], align="center") for k in keys),
            Cell(_signed(o["mean"], 2), align="right"),
            Cell(_signed(o["minimum"]), align="right"),
            _verdict(o),
        )
        for o in result["options"]
    )
    span = 0.08
    centred: list[Align] = ["center"] * len(keys)
    return Table(
        "ratings",
        f"{in_words(len(result['robust'])).capitalize()} von {in_words(len(rows))} Optionen schaden in keiner Zukunft",
        ("Option", *keys, "Mittel", "kleinster", "Urteil"),
        rows,
        (0.31, *([span] * len(keys)), 0.10, 0.11, 0.48 - span * len(keys)),
        ("left", *centred, "right", "right", "left"),
        source=f"{_day_title(case)}, Bewertung von −2 (schadet) bis +2 (nützt sehr); robust = in keiner Zukunft unter 0",
        size="small",
    )


def signs_table(case: Case) -> Table:
    """What announces each future, and what is done differently then."""
    rows = sorted(case.plan["scenarios"]["scenarios"], key=lambda s: str(s["key"]))
    return Table(
        "signs",
        "Woran wir jede Zukunft erkennen und was wir dann ändern",
        ("Zukunft", "frühes Anzeichen", "dann"),
        tuple((Cell(f"{s['key']} {s['name']}", bold=True), s["sign"], s["response"]) for s in rows),
        (0.20, 0.38, 0.42),
        size="small",
    )


_RATING_SHADES: dict[int, Shade] = {-2: "warn", -1: "warn", 0: "none", 1: "light", 2: "mid"}


def _verdict(option: Mapping[str, Any]) -> str:
    if option["robust"]:
        return "robust"
    return f"nicht in {', '.join(option['harmed_by'])}" if option["verdict"] == "bedingt" else "nachteilig"


def _signed(value: float, decimals: int = 0) -> str:
    """``+1``, ``−1`` with a minus sign, ``0``; means with two decimals unless they are whole."""
    text = number(abs(value), 0 if float(value).is_integer() else decimals)
    return text if value == 0 else f"{'+' if value > 0 else '−'}{text}"


def _day_title(case: Case) -> str:
    """The day on which the scenarios were rated: the last one held."""
    held = [w for w in case.workshops if w.record]
    return f"{held[-1].title} {day(held[-1].held_on)}" if held else "Strategietag"


def _alliances(case: Case) -> tuple[Block, ...]:
    rows = case.plan["alliances"]
    if not rows:
        return ()
    place = len(case.plan["fields"]) + 2
    return (
        Heading(2, headline(case, "8.alliances", "Allianzen"), f"8.{place}"),
        *own(case, "alliances.before"),
        Table(
            "alliances",
            f"{in_words(len(rows)).capitalize()} Allianzen, jede mit Zweck und nächstem Schritt",
            ("Partner", "wofür", "was wir einbringen", "nächster Schritt", "bis", "Federführung"),
            tuple(
                (Cell(f"**{a['partner']}**, {a['kind']}"), a["purpose"], a["we_bring"], a["next_step"],
                 day(a["by"]), a["lead"])
                for a in rows
            ),
            (0.17, 0.20, 0.19, 0.19, 0.11, 0.14),
            size="tiny",
        ),
        *own(case, "alliances.after"),
    )  # fmt: skip


def _policy(case: Case) -> tuple[Block, ...]:
    rows = case.plan["policy_asks"]
    if not rows:
        return ()
    return (
        Heading(2, headline(case, "10.3", "Was wir von der Politik erwarten"), "10.3"),
        *own(case, "policy.before"),
        Table(
            "policy",
            f"{in_words(len(rows)).capitalize()} Anliegen, jedes mit eigenem Beitrag",
            ("an wen", "worum wir bitten", "weil", "was wir selbst tun"),
            tuple((Cell(a["addressee"], bold=True), a["ask"], a["because"], a["our_part"]) for a in rows),
            (0.16, 0.30, 0.27, 0.27),
            size="small",
        ),
        *own(case, "policy.after"),
    )
