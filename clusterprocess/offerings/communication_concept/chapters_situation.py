"""Chapters 1 and 2 of the Kommunikationskonzept: what the board resolves, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.communication import communication
from clusterprocess.methods.actor_kinds import ACTOR_GROUPS, GROUP_OF, ActorKind
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.chapter_messages import sentence_box
from clusterprocess.offerings.communication_concept.chapter_type import maturity_type
from clusterprocess.offerings.communication_concept.chapters_aims import goals_table
from clusterprocess.offerings.communication_concept.depth import counted, is_short, section
from clusterprocess.offerings.communication_concept.figures import asked_on, workshop_held
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Heading,
    Quote,
    Series,
    Table,
    Timeline,
)
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.texts import headline, own

KIND_KEYS: dict[ActorKind, str] = {
    "kmu": "members_sme",
    "gross": "members_large",
    "hochschule": "members_uni",
    "forschung": "members_rto",
    "oeffentlich": "members_public",
    "sonstige": "members_other",
}


def summary(case: Case) -> tuple[Block, ...]:
    """Exactly one page: where we stand, why now, the sentence, the goals, cost, what ends, what is resolved."""
    plan = case.plan
    return (
        Heading(1, "Zusammenfassung und Beschluss", "1", page_break=True),
        *own(case, "summary.where"),
        *own(case, "summary.why"),
        sentence_box(case),
        goals_table(case) if is_short(case) else _goals_in_short(case),
        Bullets(tuple(plan["costs_summary"])),
        *own(case, "summary.stop"),
        Callout("Der Vorstand beschließt:", "", tuple(plan["resolution"])),
    )


def _goals_in_short(case: Case) -> Table:
    rows = tuple(
        (Cell(g["title"], bold=True), g["indicator"], g["baseline_text"], f"{g['target']} ({day(g['target_on'])})")
        for g in case.plan["goals"]
    )
    return Table(
        "summary_goals",
        f"{in_words(len(rows)).capitalize()} Ziele, jedes mit heutigem und künftigem Wert",
        ("Ziel", "Messgröße", "heute", "künftig"),
        rows,
        (0.25, 0.27, 0.24, 0.24),
        size="small",
    )


def situation(case: Case) -> tuple[Block, ...]:
    """Why now, who took part, what runs today, what the website and the conversations say, and the type."""
    return (
        Heading(1, headline(case, "2", "Ausgangslage und Analyse"), "2", page_break=not is_short(case)),
        *section(case, "Warum jetzt und auf welchem Weg", "2.1"),
        *own(case, "occasion"),
        *own(case, "process"),
        *_path(case),
        *own(case, "participation"),
        *_participation(case),
        *section(case, "Was die Kanäle heute binden", "2.2"),
        *own(case, "today.before"),
        *hours_today(case),
        *own(case, "today.after"),
        *_numbers(case),
        *section(case, "Internetseite und Stimmen", "2.3"),
        *own(case, "website"),
        *website(case),
        *own(case, "voices"),
        *_quotes(case),
        *maturity_type(case),
    )


def _path(case: Case) -> tuple[Block, ...]:
    if is_short(case):
        return ()
    steps = [(day(case.requested_on), "Anfrage")]
    if case.interviews:
        steps.append((day(max(i["held_on"] for i in case.interviews)), f"{len(case.interviews)} Gespräche"))
    held = workshop_held(case)
    if held:
        steps.append((day(held.held_on), "Werkstatt"))
    steps.append((day(case.today), "Entwurf"))
    later = [d for d in case.answers.get("next_board_on", []) if d >= case.today.isoformat()]
    if later:
        steps.append((day(later[0]), "Vorstand"))
    came = f"{len(held.record['attendance'])} Organisationen in der Werkstatt" if held else "ein Entwurf"
    return (
        Timeline(
            "process",
            f"Von der Anfrage zum Beschluss: {counted(len(case.interviews), 'ein Gespräch', 'Gespräche')}, {came}",
            tuple(steps),
            f"Zeitstrahl: {', '.join(f'{what} am {when}' for when, what in steps)}",
        ),
    )


def _participation(case: Case) -> tuple[Block, ...]:
    """Members and organisations present by group; who said what stays in the internal volume."""
    held = workshop_held(case)
    if is_short(case) or held is None:
        return ()
    rows: list[tuple[str | Cell, ...]] = []
    for group in ACTOR_GROUPS:
        members = sum(int(case.profile[key]) for kind, key in KIND_KEYS.items() if GROUP_OF[kind] == group)
        present = sum(GROUP_OF[a["kind"]] == group for a in held.record["attendance"])
        rows.append((group, str(members), str(present)))
    total = [str(sum(int(str(row[place])) for row in rows)) for place in (1, 2)]
    rows.append((Cell("Summe", bold=True), *(Cell(t, bold=True) for t in total)))
    return (
        Table(
            "participation",
            f"{total[1]} Organisationen haben in der Werkstatt mitgearbeitet",
            ("Akteursart", "Mitglieder", "in der Werkstatt"),
            tuple(rows),
            (0.5, 0.25, 0.25),
            ("left", "right", "right"),
            f"Mitgliederliste {day(case.profile_as_of)}, Anwesenheitsliste {day(held.held_on)}; Gäste zählen bei ihrer Art mit",
            size="small",
            total_row=True,
        ),
    )


def hours_today(case: Case) -> tuple[Block, ...]:
    """Hours per channel, the longest bar first."""
    result = case.finding("KOM2")
    if is_short(case):
        return ()
    rows = sorted((c for kind in result.get("kinds", []) for c in kind["channels"]), key=lambda c: -c["hours"])
    if not rows:
        return ()
    top = rows[:2]
    share = sum(c["hours"] for c in top)
    return (
        Chart(
            "hours_today",
            f"„{'“ und „'.join(c['name'] for c in top)}“ binden {number(share)} von {{KOM2.hours}} Stunden im Jahr",
            "bar",
            (Series("Stunden im Jahr", tuple(float(c["hours"]) for c in rows), colour="companies"),),
            "Balkendiagramm Stunden je Kanal: " + ", ".join(f"{c['name']} {number(c['hours'])}" for c in rows),
            tuple(c["name"] for c in rows),
            f"{asked_on(case)}; Arbeitsstunden im Jahr, bezahlt und ehrenamtlich",
            "Stunden im Jahr",
            height_cm=min(1.6 + 0.72 * len(rows), 10.0),
        ),
    )


def _numbers(case: Case) -> tuple[Block, ...]:
    """Reach as it is known today, one line per medium."""
    if is_short(case):
        return ()
    answers = case.answers
    rows: list[tuple[str | Cell, ...]] = [("Beiträge in der Presse, zwölf Monate", "{ANG.press}", "Pressesammlung")]
    if answers.get("newsletter"):
        rows.append(("Newsletter, Empfängerinnen und Empfänger", "{ANG.recipients}", "Versandprogramm"))
        rows.append(("Newsletter, Öffnungsrate", "{ANG.open_rate}", "Versandprogramm"))
    for account in answers.get("social", []):
        what = f"{number(account['followers'])} Folgende, {number(account['interaction'], 1)}\u00a0% Interaktion"
        rows.append((account["network"], what, "Auswertung des Netzes"))
    return (
        Table(
            "numbers",
            "Was sich heute zählen lässt",
            ("Kennzahl", "Wert", "woher"),
            tuple(rows),
            (0.42, 0.34, 0.24),
            source=asked_on(case),
            size="small",
        ),
    )


def website(case: Case) -> tuple[Block, ...]:
    """Ten points in two columns, what is missing shaded."""
    check: Mapping[str, Any] = case.answers.get("web_check", {})
    if is_short(case) or not check:
        return ()
    items = [(word.de, check[word.slug]) for word in communication().web_item if word.slug in check]
    half = -(-len(items) // 2)
    right = [*items[half:], *([("", None)] * (2 * half - len(items)))]
    rows = tuple((*_item(left), *_item(other)) for left, other in zip(items[:half], right, strict=True))
    return (
        Table(
            "website",
            "{WEB.points} von 10 Punkten sind erfüllt",
            ("Die Seite hat …", "", "Die Seite hat …", ""),
            rows,
            (0.40, 0.10, 0.40, 0.10),
            ("left", "center", "left", "center"),
            asked_on(case),
            size="small",
        ),
    )


def _item(item: tuple[str, bool | None]) -> tuple[Cell, Cell]:
    text, given = item
    if given is None:
        return Cell(""), Cell("")
    return Cell(text), Cell("ja") if given else Cell("fehlt", shade="warn", bold=True)


def _quotes(case: Case) -> tuple[Block, ...]:
    """Up to two released quotations that no text uses already."""
    written = " ".join(case.texts.values())
    quotes = [(q, i["described_as"]) for i in case.interviews if i["may_be_quoted"] for q in i["quotations"]]
    return tuple(Quote(text, who) for text, who in quotes if text[:40] not in written)[: 1 if is_short(case) else 2]
