"""Chapter 9 of the Fahrplan: transfer as a lasting service, beside whom, and how success shows after a year."""

from __future__ import annotations

from clusterprocess.methods.transfer_funnel import STAGE_NAMES
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Chart, Heading, Paragraph, Series, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.outcome_rows import outcome_rows
from clusterprocess.offerings.technology_transfer.disclosure import Audience
from clusterprocess.offerings.technology_transfer.readers import days, is_evening
from clusterprocess.offerings.technology_transfer.texts import said, title

PATH_NAMES = {
    "reallabor": "Reallabor",
    "lizenz": "Lizenz",
    "ausgruendung": "Ausgründung",
    "cross_cluster": "mit anderen Clustern",
}


def service(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Recommendation to the cluster management, ways beyond single projects, measurement, next date."""
    small = is_evening(case)
    return (
        Heading(1, title(case, "9", audience, "Empfehlung an das Clustermanagement"), "9"),
        *((Heading(2, "Transfer als dauerhafter Dienst", "9.1"),) if not small else ()),
        *said(case, "service.before", audience),
        *(_services(case) if audience is Audience.INTERNAL else ()),
        *said(case, "service.after", audience),
        *said(case, "neighbours", audience),
        *((_neighbours(case),) if not small else ()),
        *_stop_list(case, audience),
        *_paths(case, audience),
        *(
            (Heading(2, "Woran wir in zwölf Monaten Erfolg erkennen", "9.3" if _has_paths(case) else "9.2"),)
            if not small
            else ()
        ),
        *said(case, "success.before", audience),
        *_funnel(case),
        *(_indicators(case) if not small else ()),
        *said(case, "success.after", audience),
        Paragraph(case.plan["next_review"]),
    )


def _services(case: Case) -> tuple[Block, ...]:
    rows_in = case.plan["services"]
    if is_evening(case):
        return (
            Bullets(tuple(f"{s['service']}: {s['what']} {s['who']}, {days(s['days'])} PT im Jahr." for s in rows_in)),
        )
    needed = sum(s["days"] for s in rows_in)
    rows = tuple(
        (Cell(s["service"], bold=True), s["what"], Cell(days(s["days"]), align="right"), s["who"], s["paid_by"])
        for s in rows_in
    )
    total = (Cell("Summe", bold=True), "", Cell(days(needed), bold=True, align="right"), "", "")
    table = Table(
        "services",
        f"Der Transferdienst braucht {days(needed)} Personentage im Jahr",
        ("Leistung", "was sie umfasst", "PT im Jahr", "wer", "wer zahlt"),
        (*rows, total),
        (0.20, 0.36, 0.09, 0.16, 0.19),
        size="small",
        total_row=True,
    )
    return (table,)


def _neighbours(case: Case) -> Table:
    rows = tuple((Cell(n["who"], bold=True), n["offers"], n["jointly"]) for n in case.plan["neighbours"])
    return Table(
        "neighbours",
        f"{in_words(len(rows)).capitalize()} Stellen bieten Ähnliches; was wir deshalb nicht selbst tun",
        ("Wer", "bietet", "gemeinsam"),
        rows,
        (0.24, 0.38, 0.38),
        size="small",
    )


def _stop_list(case: Case, audience: Audience) -> tuple[Block, ...]:
    rows_in = case.plan["stop_list"]
    if not rows_in or audience is Audience.PUBLIC:
        return ()
    saved = sum(s["saved_days"] for s in rows_in)
    rows = tuple(
        (Cell(s["activity"], bold=True), Cell(days(s["saved_days"]), align="right"), day(s["ends_on"]), s["reason"])
        for s in rows_in
    )
    return (
        Table(
            "stop",
            f"Was dafür endet, gibt {days(saved)} Personentage im Jahr frei",
            ("Aktivität", "PT im Jahr", "endet am", "Grund"),
            rows,
            (0.30, 0.11, 0.13, 0.46),
            size="small",
        ),
    )


def _has_paths(case: Case) -> bool:
    return bool(case.answers.get("transfer_paths"))


def _paths(case: Case, audience: Audience) -> tuple[Block, ...]:
    if not _has_paths(case):
        return ()
    rows = tuple(
        (Cell(PATH_NAMES[p["kind"]], bold=True), p["title"], p["state"]) for p in case.answers["transfer_paths"]
    )
    return (
        Heading(2, "Wege über einzelne Projekte hinaus", "9.2"),
        *said(case, "paths", audience),
        Table(
            "paths",
            f"{in_words(len(rows)).capitalize()} Wege, die mehr als ein Vorhaben tragen",
            ("Weg", "worum es geht", "Stand und nächster Schritt"),
            rows,
            (0.20, 0.38, 0.42),
            size="small",
        ),
    )


def _funnel(case: Case) -> tuple[Block, ...]:
    """What was counted, and the goals of the stages still to be asked for."""
    result = case.finding("TT4")
    if not result or is_evening(case):
        return ()
    goals = {g["stage"]: g for g in case.plan["funnel_goals"]}
    steps = result["steps"]
    counted = tuple(float(s["count"]) if s["count"] is not None else None for s in steps)
    aimed = tuple(
        float(goals[s["stage"]]["value"]) if s["count"] is None and s["stage"] in goals else None for s in steps
    )
    when = ", ".join(f"{STAGE_NAMES[g['stage']]} {day(g['asked_on'])}" for g in case.plan["funnel_goals"])
    talks, contacts = steps[0]["count"], steps[1]["count"]
    return (
        Chart(
            "funnel",
            f"Von {talks} Paaren im Gespräch wurden {contacts} zu Kontakten mit beidseitigem Interesse; alles Weitere ist Ziel",
            "bar",
            (Series("gezählt", counted, colour="companies"), Series("Ziel", aimed, colour="muted")),
            "Trichter: " + "; ".join(f"{s['name']} {_stage_value(s, goals)}" for s in steps),
            tuple(s["name"] for s in steps),
            f"Gesprächskarten; noch nicht erhoben, wird gefragt: {when}" if when else "Gesprächskarten",
            "Anzahl",
            height_cm=6.6,
            legend=True,
        ),
    )


def _stage_value(step: dict[str, int | None], goals: dict[str, dict[str, int]]) -> str:
    if step["count"] is not None:
        return str(step["count"])
    goal = goals.get(str(step["stage"]))
    return f"noch nicht erhoben, Ziel {goal['value']}" if goal else "noch nicht erhoben"


def _indicators(case: Case) -> tuple[Block, ...]:
    rows = outcome_rows(case.plan["monitoring"])
    return (
        Table(
            "indicators",
            f"{in_words(len(rows)).capitalize()} Messgrößen, jede mit Definition und Stichtag",
            ("Messgröße", "Definition", "Quelle", "Stichtag", "heute", "Ziel", "wer misst"),
            rows,
            (0.15, 0.24, 0.13, 0.11, 0.12, 0.13, 0.12),
            size="tiny",
        ),
    )
