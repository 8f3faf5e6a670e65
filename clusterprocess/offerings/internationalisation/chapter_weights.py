"""Section 4.1: the dots by group, the decided weights and the log of every change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.internationalisation import internationalisation
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation.wording import the_only
from clusterprocess.offerings.sections.blocks import Align, Block, Cell, Chart, Colour, Series, Table
from clusterprocess.offerings.sections.numbers import day, in_words, percent

_COLOURS: dict[str, Colour] = {"Unternehmen": "companies", "Wissenschaft": "science"}


def votes(case: Case) -> tuple[Block, ...]:
    """Dots per criterion by group; groups below five only in the total, so that nobody is identifiable."""
    result = case.finding("F12")
    held = next((w for w in case.workshops if w.record.get("ballots")), None)
    if not result or held is None:
        return ()
    titles: Mapping[str, str] = held.record["options"]
    keys = [o["option"] for o in sorted(result["options"], key=lambda o: (-o["dots"], o["option"]))]
    total = {o["option"]: o["dots"] for o in result["options"]}
    series = _series(result, keys)
    return (
        Chart(
            "votes",
            vote_caption(result, titles),
            "stacked_bar",
            tuple(series),
            "Gestapelte Balken der Punkte je Kriterium: " + "; ".join(f"{titles[k]} {total[k]}" for k in keys),
            tuple(titles[k] for k in keys),
            f"{the_only(held.title, len(case.workshops))}, {day(held.held_on)}; {result['organisations']} Organisationen, je {result['dots_each']} Punkte, "
            "höchstens 2 auf ein Kriterium, vor der ersten Bewertung",
            "Punkte",
            height_cm=7.4,
            legend=True,
        ),
    )


def _series(result: Mapping[str, Any], keys: list[str]) -> list[Series]:
    """One series per group; organisations of smaller groups are shown with the smallest reportable one."""
    total = {o["option"]: o["dots"] for o in result["options"]}
    shown = sorted((g for g in result["groups"] if g["reportable"]), key=lambda g: -g["organisations"])
    hidden = sum(g["organisations"] for g in result["groups"] if not g["reportable"])
    if not shown:
        return [Series(f"alle Organisationen (n = {hidden})", tuple(float(total[k]) for k in keys), colour="companies")]
    made: list[Series] = []
    for group in shown:
        dots = {o["option"]: o["dots"] for o in group["options"]}
        colour: Colour = _COLOURS.get(group["group"], "public")
        if hidden and group is shown[-1]:
            rest = tuple(float(total[k]) - sum(s.values[i] or 0 for s in made) for i, k in enumerate(keys))
            made.append(
                Series(f"{group['group']} und übrige (n = {group['organisations'] + hidden})", rest, colour=colour)
            )
        else:
            values = tuple(float(dots[k]) for k in keys)
            made.append(Series(f"{group['group']} (n = {group['organisations']})", values, colour=colour))
    return made


def vote_caption(result: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """The strongest dissent where one is assessed, else the criterion in front."""
    by_group = {g["group"]: g for g in result["groups"]}
    if not result["dissent"]:
        first = min(result["options"], key=lambda o: (o["rank"], o["option"]))
        return f"{titles[first['option']]} liegt mit {first['dots']} von {result['total_dots']} Punkten vorn"
    dissent = max(result["dissent"], key=lambda d: abs(d["difference"]))
    title = titles[dissent["option"]]
    if any(not g["reportable"] for g in result["groups"]):
        # dots of both groups would give away those of the few others
        return f"{title}: Rang {dissent['rank_companies']} der Unternehmen, Rang {dissent['rank_science']} der Wissenschaft"
    firms, science = (_dots(by_group[name], dissent["option"]) for name in ("Unternehmen", "Wissenschaft"))
    return f"{title}: {firms} Punkten der Unternehmen, {science} der Wissenschaft"


def _dots(group: Mapping[str, Any], option: str) -> str:
    given = next(o["dots"] for o in group["options"] if o["option"] == option)
    return f"{given} von {group['total_dots']}"


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
