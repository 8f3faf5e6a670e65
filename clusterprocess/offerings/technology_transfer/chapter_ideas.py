"""Chapter 6 of the Fahrplan: all ideas side by side, the vote, and what is not pursued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Colour, Heading, Series, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number, percent
from clusterprocess.offerings.technology_transfer.analysis import consortium
from clusterprocess.offerings.technology_transfer.disclosure import Audience
from clusterprocess.offerings.technology_transfer.idea_sheets import (
    UNTOLD_TITLE,
    idea_sheet,
    is_released,
    may_tell,
    told_ideas,
)
from clusterprocess.offerings.technology_transfer.readers import DECISIONS, is_evening
from clusterprocess.offerings.technology_transfer.texts import said


def ideas(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Portfolio and vote, what is not pursued, then one sheet per idea."""
    small = is_evening(case)
    blocks: list[Block] = [
        Heading(1, "Projektideen", "6"),
        *said(case, "ideas.before", audience),
        *portfolio_table(case, audience),
        *said(case, "ideas.portfolio", audience),
        *portfolio_chart(case, audience),
        *(_vote(case, audience) if audience is Audience.INTERNAL else ()),
        *rejected(case, audience),
        *said(case, "sheets.before", audience),
    ]
    first = 1 if small or not case.plan["rejected"] else 2
    for position, idea in enumerate(_ordered(case, audience), first):
        blocks += idea_sheet(case, position, idea, audience)
    return tuple(blocks)


def _vote(case: Case, audience: Audience) -> tuple[Block, ...]:
    """The vote is the room's own affair: it stays inside."""
    return (*said(case, "ideas.votes", audience), *votes(case))


def _ordered(case: Case, audience: Audience) -> list[Mapping[str, Any]]:
    """Outside, released sheets come first, so that each has its page and the short ones follow together."""
    ideas_: list[Mapping[str, Any]] = list(case.plan["ideas"])
    return ideas_ if audience is Audience.INTERNAL else sorted(ideas_, key=lambda i: not is_released(case, i))


def titles_for(case: Case, audience: Audience) -> dict[str, str]:
    """Title of each idea; outside, one that rests on sheets nobody released is only a number."""
    told = told_ideas(case, audience)
    rows = (*case.plan["ideas"], *case.plan["rejected"])
    return {i["key"]: i["title"] if i["key"] in told else UNTOLD_TITLE for i in rows}


def portfolio_table(case: Case, audience: Audience) -> tuple[Block, ...]:
    """All ideas by rank with points and stability; the weights stand below."""
    result = case.finding("F7")
    if not result:
        return ()
    titles, told = titles_for(case, audience), told_ideas(case, audience)
    decisions = {i["key"]: "verfolgt" for i in case.plan["ideas"]}
    decisions |= {r["key"]: DECISIONS[r["decision"]] for r in case.plan["rejected"]}
    rows = tuple(
        (
            Cell(o["key"], bold=decisions[o["key"]] == "verfolgt"),
            Cell(titles[o["key"]], bold=decisions[o["key"]] == "verfolgt"),
            "–" if o["points"] is None or o["knocked_out"] or o["key"] not in told else number(o["points"]),
            "–" if o["rank"] is None or o["key"] not in told else str(o["rank"]),
            "–" if o["stability"] is None or o["key"] not in told else percent(o["stability"]),
            decisions[o["key"]],
        )
        for o in result["options"]
    )
    weights = ", ".join(f"{c.name} {percent(c.weight)}" for c in transfer().criterion)
    close = [o["key"] for o in result["options"] if o["close"] and o["key"] in told]
    note = f" Ergebnis knapp: {', '.join(close)}." if close else ""
    first = next((o for o in result["options"] if o["key"] in told), None)
    best = first is not None and first["rank"] == 1
    return (
        Table(
            "portfolio",
            f"{titles[first['key']]} liegt mit {number(first['points'] or 0)} von 100 Punkten vorn"
            if first is not None and best
            else f"{in_words(len(case.plan['ideas'])).capitalize()} von {in_words(len(rows))} Ideen werden verfolgt",
            ("Nr.", "Idee", "Punkte", "Rang", "Rang\u00adstabilität", "Entscheidung"),
            rows,
            (0.07, 0.44, 0.10, 0.08, 0.13, 0.18),
            ("left", "left", "right", "right", "right", "left"),
            f"Gewichte, vor der Bewertung festgelegt: {weights}. Rangstabilität = Anteil der Rechenläufe mit um die Hälfte "
            f"veränderten Gewichten, in denen die Idee unter den ersten drei bleibt.{note}",
            size="small",
        ),
    )


def portfolio_chart(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Benefit against feasibility; the size of a bubble counts the partners."""
    if is_evening(case):
        return ()
    series = []
    told = told_ideas(case, audience)
    pursued = [
        (i["key"], i["scores"], sum(consortium(case, i).values())) for i in case.plan["ideas"] if i["key"] in told
    ]
    others = [(r["key"], r["scores"], 2) for r in case.plan["rejected"] if r.get("scores") and r["key"] in told]
    if not pursued:
        return ()
    rows: tuple[tuple[str, list[Any], Colour], ...] = (
        ("verfolgt", pursued, "companies"),
        ("nicht verfolgt", others, "muted"),
    )
    for name, ideas_, colour in rows:
        if ideas_:
            points = tuple((float(s["machbarkeit"]), float(s["nutzen"]), float(max(n, 1))) for _, s, n in ideas_)
            series.append(Series(name, points=points, labels=tuple(k for k, _, _ in ideas_), colour=colour))
    return (
        Chart(
            "ideas",
            _portfolio_caption(pursued, titles_for(case, audience)),
            "bubble",
            tuple(series),
            "Blasendiagramm Nutzen gegen Machbarkeit: "
            + "; ".join(f"{k} Nutzen {s['nutzen']}, Machbarkeit {s['machbarkeit']}" for k, s, _ in (*pursued, *others)),
            source="Bewertung 1 bis 5 an den Ideentischen; Blasengröße = Partner; grau = nicht verfolgt",
            x_title="Machbarkeit (1 bis 5)",
            y_title="Nutzen (1 bis 5)",
            x_range=(0.5, 5.5),
            y_range=(0.5, 5.5),
            height_cm=8.4,
        ),
    )


def _portfolio_caption(pursued: list[Any], titles: Mapping[str, str]) -> str:
    """What the picture shows: an idea high on both axes, else the highest on each."""
    both = [k for k, s, _ in pursued if min(s["nutzen"], s["machbarkeit"]) >= 4]
    if both:
        return f"{both[0]} „{titles[both[0]]}“ verbindet hohen Nutzen mit hoher Machbarkeit"
    useful = max(pursued, key=lambda p: p[1]["nutzen"])[0]
    easy = max(pursued, key=lambda p: p[1]["machbarkeit"])[0]
    return f"{useful} verspricht den höchsten Nutzen, {easy} ist am leichtesten zu machen"


def votes(case: Case) -> tuple[Block, ...]:
    """Dots by group of actors; groups below five are only in the total."""
    result = case.finding("F12")
    held = next((w for w in case.workshops if w.record.get("ballots")), None)
    if not result or held is None or is_evening(case):
        return ()
    titles = {k: f"{k} {v}" for k, v in held.record["options"].items()}
    keys = [o["option"] for o in sorted(result["options"], key=lambda o: o["dots"])]
    total = {o["option"]: o["dots"] for o in result["options"]}
    colours: dict[str, Colour] = {"Unternehmen": "companies", "Wissenschaft": "science"}
    series = [
        Series(
            f"{g['group']} (n = {g['organisations']})",
            tuple(float(_dots(g)[k]) for k in keys),
            colour=colours.get(g["group"], "public"),
        )
        for g in result["groups"]
        if g["reportable"]
    ]
    hidden = sum(g["organisations"] for g in result["groups"] if not g["reportable"])
    if hidden:
        rest = tuple(float(total[k] - sum(s.values[i] or 0 for s in series)) for i, k in enumerate(keys))
        series.append(Series(f"übrige (n = {hidden})" if series else f"alle (n = {hidden})", rest, colour="other"))
    first = max(result["options"], key=lambda o: o["dots"])
    return (
        Chart(
            "votes",
            f"{titles[first['option']]} erhielt {first['dots']} von {result['total_dots']} Punkten",
            "stacked_bar",
            tuple(series),
            "Gestapelte Balken der Punktabfrage: "
            + "; ".join(f"{titles[k]} {total[k]} Punkte" for k in reversed(keys)),
            tuple(titles[k] for k in keys),
            f"{result['organisations']} Organisationen, je {result['dots_each']} Punkte, höchstens 2 auf eine Idee; {held.title}, {day(held.held_on)}",
            "Punkte",
            height_cm=8.2,
            legend=True,
        ),
    )


def _dots(group: Mapping[str, Any]) -> dict[str, int]:
    return {o["option"]: o["dots"] for o in group["options"]}


def rejected(case: Case, audience: Audience) -> tuple[Block, ...]:
    """What is not pursued, why, and when it comes back."""
    rows = tuple(
        (
            Cell(f"{r['key']} {r['title']}", bold=True),
            r["about"],
            f"{DECISIONS[r['decision']]}: {r['reason']}",
            r["resubmission"],
        )
        for r in case.plan["rejected"]
        if may_tell(case, r, audience)
    )
    if not rows:
        return ()
    return (
        *((Heading(2, "Was wir nicht weiterverfolgen", "6.1"),) if not is_evening(case) else ()),
        *said(case, "rejected.before", audience),
        Table(
            "rejected",
            f"{in_words(len(rows)).capitalize()} Ideen ruhen oder sind verworfen, jede mit Grund"
            if len(rows) > 1
            else "Eine Idee ruht, mit Grund und Wiedervorlage",
            ("Idee", "worum es ging", "Entscheidung und Grund", "Wiedervorlage"),
            rows,
            (0.22, 0.28, 0.35, 0.15),
            size="small",
        ),
        *said(case, "rejected.after", audience),
    )
