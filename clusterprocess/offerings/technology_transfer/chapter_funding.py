"""Chapter 7 of the Fahrplan: which programme suits which idea, and who settles questions about rights."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from clusterprocess.catalogues.transfer import Programme, transfer
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Heading, Shade, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number, percent
from clusterprocess.offerings.technology_transfer.disclosure import Audience
from clusterprocess.offerings.technology_transfer.idea_sheets import is_released
from clusterprocess.offerings.technology_transfer.readers import is_deep, is_evening, listed, mark
from clusterprocess.offerings.technology_transfer.texts import said, title

BINDING = "Programmangaben: Katalog der ClusterAgentur, von Mitarbeitenden gepflegt, Arbeitsfassung; maßgeblich ist die Richtlinie des Fördergebers"


def funding(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Idea × programme, the programmes with day of checking, and the questions about rights."""
    return (
        Heading(1, title(case, "7", audience, "Förder- und Schutzrechtsfragen"), "7", page_break=is_deep(case)),
        *((Heading(2, "Welches Programm zu welcher Idee passt", "7.1"),) if not is_evening(case) else ()),
        *said(case, "funding.before", audience),
        *(_matrix(case) if audience is Audience.INTERNAL and not is_evening(case) else ()),
        *said(case, "funding.after", audience),
        *_programmes(case),
        *_rights(case, audience),
    )


def named_programmes(case: Case) -> list[Programme]:
    """Programmes that suit an idea or are to be checked for one, in the order of the catalogue."""
    paid = {i["key"] for i in case.plan["ideas"] if Decimal(str(i["grant_eur"]))}
    fits = case.finding("TT3").get("fits", [])
    usable = {f["programme"] for f in fits if f["verdict"] != "passt nicht" and f["idea"] in paid}
    chosen = {i["programme"] for i in case.plan["ideas"]}
    return [p for p in transfer().programmes_on(case.today) if p.key in usable | chosen]


def _matrix(case: Case) -> tuple[Block, ...]:
    programmes = named_programmes(case)
    fits = {(f["idea"], f["programme"]): f for f in case.finding("TT3").get("fits", [])}
    shades: dict[str, Shade] = {"passt": "strong", "prüfen": "mid", "passt nicht": "none"}
    rows: list[tuple[str | Cell, ...]] = []
    for idea in case.plan["ideas"]:
        cells = []
        for programme in programmes:
            verdict = (
                fits[(idea["key"], programme.key)]["verdict"] if Decimal(str(idea["grant_eur"])) else "passt nicht"
            )
            chosen = " ●" if programme.key == idea["programme"] else ""
            cells.append(
                Cell("–" if verdict == "passt nicht" else f"{verdict}{chosen}", shade=shades[verdict], align="center")
            )
        rows.append((Cell(f"{idea['key']} {idea['title']}", bold=True), *cells))
    if not programmes:
        return ()
    width = 0.64 / len(programmes)
    chosen_ones = sum(bool(i["programme"]) for i in case.plan["ideas"])
    return (
        Table(
            "programmes_fit",
            f"Für {in_words(chosen_ones)} von {in_words(len(rows))} Ideen ist ein Programm gewählt (●)",
            ("Idee", *(p.short for p in programmes)),
            tuple(rows),
            (0.36, *([width] * len(programmes))),
            ("left", *(["center"] * len(programmes))),  # type: ignore[arg-type]
            f"Geprüft: Form, Konsortium, Reifegrad, Betrag, Frist; – = passt nicht oder keine Förderung geplant. {BINDING}",
            size="tiny",
        ),
    )


def _programmes(case: Case) -> tuple[Block, ...]:
    programmes = named_programmes(case)
    if not programmes:
        return ()
    deadlines = {f["programme"]: f["next_deadline"] for f in case.finding("TT3").get("fits", [])}
    rows = tuple(
        (
            Cell(p.name, bold=True),
            p.purpose,
            _limits(p),
            f"Stichtag {day(deadlines.get(p.key))}" if deadlines.get(p.key) else "laufend",
            day(p.checked_before(case.today)),
        )
        for p in programmes
    )
    return (
        Table(
            "programmes",
            f"{in_words(len(rows)).capitalize()} Programme kommen in Frage"
            if len(rows) > 1
            else "Ein Programm kommt in Frage",
            ("Programm", "wofür", "Förderung bis", "Frist", "Stand"),
            rows,
            (0.21, 0.33, 0.22, 0.12, 0.12),
            source=BINDING,
            size="tiny",
        ),
    )


def _limits(programme: Programme) -> str:
    parts = []
    if programme.quota_companies:
        parts.append(f"{percent(programme.quota_companies)} der Kosten der Unternehmen")
    if programme.quota_science:
        parts.append(f"{percent(programme.quota_science)} der Kosten der Wissenschaft")
    if programme.most_eur:
        parts.append(f"höchstens {number(programme.most_eur)} Euro")
    return ", ".join(parts)


def _rights(case: Case, audience: Audience) -> tuple[Block, ...]:
    told = {i["key"] for i in case.plan["ideas"] if audience is Audience.INTERNAL or is_released(case, i)}
    questions = [q for q in case.plan["ip_questions"] if set(q["ideas"]) <= told]
    rows = tuple(
        (Cell(q["topic"], bold=True), q["question"], mark(q["clarified_by"]), day(q["on"]), listed(q["ideas"]))
        for q in questions
    )
    small = is_evening(case)
    return (
        *((Heading(2, "Wem was gehört: Fragen zu Schutzrechten", "7.2"),) if not small else ()),
        *said(case, "ip.before", audience),
        *(() if not rows or small else (_rights_table(rows),)),
        *(_rights_in_words(questions) if small else ()),
        *said(case, "ip.after", audience),
    )


def _rights_in_words(questions: list[dict[str, Any]]) -> tuple[Block, ...]:
    items = tuple(f"{q['question']} Das klärt {mark(q['clarified_by'])} bis {day(q['on'])}." for q in questions)
    return (Bullets(items),) if items else ()


def _rights_table(rows: tuple[tuple[str | Cell, ...], ...]) -> Table:
    return Table(
        "rights",
        f"{in_words(len(rows)).capitalize()} Fragen, jede mit der Stelle, die sie klärt"
        if len(rows) > 1
        else "Eine Frage, mit der Stelle, die sie klärt",
        ("Thema", "Frage", "klärt", "bis", "Idee"),
        rows,
        (0.16, 0.42, 0.20, 0.12, 0.10),
        size="small",
    )
