"""Section 4.1: the dots by group, the decided weights and the log of every change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.internationalisation import internationalisation
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Align, Block, Cell, Chart, Colour, Series, Table
from clusterprocess.offerings.sections.numbers import day, in_words, percent


def votes(case: Case) -> tuple[Block, ...]:
    """Dots per criterion by group; groups below five only in the total, so that nobody is identifiable."""
    result = case.finding("F12")
    held = next((w for w in case.workshops if w.record.get("ballots")), None)
    if not result or held is None:
        return ()
    titles: Mapping[str, str] = held.record["options"]
    keys = [o["option"] for o in sorted(result["options"], key=lambda o: (-o["dots"], o["option"]))]
    total = {o["option"]: o["dots"] for o in result["options"]}
    colours: dict[str, Colour] = {"Unternehmen": "companies", "Wissenschaft": "science"}
    series = [
        Series(
            f"{g['group']} (n = {g['organisations']})",
            tuple(float({o["option"]: o["dots"] for o in g["options"]}[k]) for k in keys),
            colour=colours.get(g["group"], "public"),
        )
        for g in result["groups"]
        if g["reportable"]
    ]
    hidden = sum(g["organisations"] for g in result["groups"] if not g["reportable"])
    if hidden:
        rest = tuple(float(total[k]) - sum(s.values[i] or 0 for s in series) for i, k in enumerate(keys))
        label = "übrige Organisationen" if series else "alle Organisationen"
        series.append(Series(f"{label} (n = {hidden})", rest, colour="other" if series else "companies"))
    return (
        Chart(
            "votes",
            vote_caption(result, titles),
            "stacked_bar",
            tuple(series),
            "Gestapelte Balken der Punkte je Kriterium: " + "; ".join(f"{titles[k]} {total[k]}" for k in keys),
            tuple(titles[k] for k in keys),
            f"{held.title}, {day(held.held_on)}; {result['organisations']} Organisationen, je {result['dots_each']} Punkte, "
            "höchstens 2 auf ein Kriterium, vor der ersten Bewertung",
            "Punkte",
            height_cm=7.4,
            legend=True,
        ),
    )


def vote_caption(result: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """The strongest dissent where one is assessed, else the criterion in front."""
    by_group = {g["group"]: g for g in result["groups"]}
    if result["dissent"]:
        dissent = max(result["dissent"], key=lambda d: abs(d["difference"]))
        firms, science = by_group["Unternehmen"], by_group["Wissenschaft"]

        def dots(group: Mapping[str, Any]) -> int:
            return int(next(o["dots"] for o in group["options"] if o["option"] == dissent["option"]))

        return (
            f"{titles[dissent['option']]}: {dots(firms)} von {firms['total_dots']} Punkten der Unternehmen, "
            f"{dots(science)} von {science['total_dots']} der Wissenschaft"
        )
    first = min(result["options"], key=lambda o: (o["rank"], o["option"]))
    return f"{titles[first['option']]} liegt mit {first['dots']} von {result['total_dots']} Punkten vorn"


def weights(case: Case) -> tuple[Block, ...]:
    """Default, dots and decided weight of each criterion; the reasons beside them where all were decided at once."""
    decided = case.submissions.get("gewichte")
    if not decided:
        return ()
    defaults = internationalisation().default_weights()
    proposed = {c["key"]: c for c in case.finding("INT5").get("criteria", [])}
    at_once = _decided_at_once(decided)
    reasons = {c["criterion"]: c["reason"] for c in decided["changes"]}
    rows: list[tuple[str | Cell, ...]] = []
    for c in decided["criteria"]:
        default, dotted = defaults.get(c["key"], 0.0), proposed.get(c["key"])
        cells = (
            Cell(c["name"], bold=True),
            percent(default),
            str(dotted["dots"]) if dotted else "–",
            percent(dotted["share"]) if dotted else "–",
            Cell(percent(c["weight"]), bold=True, shade="mid" if c["weight"] != default else "none"),
        )
        rows.append((*cells, reasons.get(c["key"], "wie Vorgabe")) if at_once else cells)
    full = "100\u00a0%"
    dots = str(case.finding("INT5").get("dots", "–"))
    total = (Cell("Summe", bold=True), full, dots, full if proposed else "–", Cell(full, bold=True))
    rows.append((*total, "") if at_once else total)
    changed = sum(c["weight"] != defaults.get(c["key"], 0.0) for c in decided["criteria"])
    right: tuple[Align, ...] = ("left", "right", "right", "right", "right", "left")
    role = f"; alle Änderungen: {decided['changes'][0]['role']}" if at_once and decided["changes"] else ""
    return (
        Table(
            "weights",
            _deviation(changed, len(rows) - 1),
            ("Kriterium", "Vorgabe", "Punkte", "Anteil", "Gewicht", *(("Grund",) if at_once else ())),
            tuple(rows),
            (0.25, 0.09, 0.08, 0.08, 0.09, 0.41) if at_once else (0.44, 0.14, 0.12, 0.14, 0.16),
            right if at_once else right[:5],
            f"beschlossen am {day(decided['decided_on'])}{role}; Anteile auf Fünferschritte gerundet; Abweichungen unterlegt",
            size="small",
            total_row=True,
        ),
    )


def _decided_at_once(decided: Mapping[str, Any]) -> bool:
    """Whether one body changed each weight at most once on the day of the decision: then no separate log is needed."""
    changes = decided["changes"]
    once = len({c["criterion"] for c in changes}) == len(changes)
    return once and {c["on"] for c in changes} <= {decided["decided_on"]} and len({c["role"] for c in changes}) <= 1


def changes(case: Case) -> tuple[Block, ...]:
    """The change log: day, role, from, to, reason; left out where the table of weights already says it."""
    decided = case.submissions.get("gewichte")
    if not decided or _decided_at_once(decided):
        return ()
    names = {c["key"]: c["name"] for c in decided["criteria"]}
    rows = tuple(
        (
            day(c["on"]),
            c["role"],
            Cell(names[c["criterion"]], bold=True),
            percent(c["before"]),
            percent(c["after"]),
            c["reason"],
        )
        for c in sorted(decided["changes"], key=lambda c: c["on"])
    )
    return (
        Table(
            "changes",
            "Jede Änderung eines Gewichts mit Tag, Rolle und Grund",
            ("Tag", "Rolle", "Kriterium", "von", "auf", "Grund"),
            rows,
            (0.12, 0.14, 0.22, 0.07, 0.07, 0.38),
            ("left", "left", "left", "right", "right", "left"),
            size="tiny",
        ),
    )


def _deviation(changed: int, total: int) -> str:
    if changed == 0:
        return "Alle Gewichte entsprechen der Vorgabe"
    if changed == 1:
        return "Ein Gewicht weicht von der Vorgabe ab"
    return f"{in_words(changed).capitalize()} von {in_words(total)} Gewichten weichen von der Vorgabe ab"
