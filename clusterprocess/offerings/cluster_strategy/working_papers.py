"""The smaller papers around the strategy: board paper, invitation, attendance list, minutes, questionnaire."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.wordlists import WordList, fields, legal_forms, regions
from clusterprocess.domain.clock import add_working_days
from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.cluster_strategy.agenda import clock_times
from clusterprocess.offerings.cluster_strategy.brief import simple_fields
from clusterprocess.offerings.cluster_strategy.figures import figures_of
from clusterprocess.offerings.cluster_strategy.questionnaire import INTERVIEW_GUIDE, QUESTIONNAIRE, SURVEY
from clusterprocess.offerings.profile import PROFILE
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    DocumentContext,
    Heading,
    Paragraph,
    SignatureLines,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, euro, in_words, number

KIND_NAMES = {
    "kmu": "KMU",
    "gross": "Großunternehmen",
    "hochschule": "Hochschule",
    "forschung": "Forschung",
    "oeffentlich": "öffentlich/Kammer",
    "sonstige": "Sonstige",
}


def _paper(case: Case, kind: str, title: str, blocks: tuple[Block, ...]) -> DocumentContext:
    return DocumentContext(
        kind=kind,
        title=f"{title} – {case.name}",
        author="ClusterAgentur Baden-Württemberg",
        subject=case.number,
        fields=simple_fields(case, title),
        chapters={"inhalt": blocks},
        figures=figures_of(case),
        emblem_alt=case.funding.emblem_alt,
        statement=case.funding.statement,
        demo=case.demo,
    )


def board_paper(case: Case) -> DocumentContext:
    """One page: facts, options, proposal, cost."""
    plan = case.plan
    last = plan["years"][1]
    rejected = [o["title"] for o in plan["options"] if o["decision"] != "gewaehlt"]
    blocks: tuple[Block, ...] = (
        Heading(1, "Sachverhalt", "v1", numbered=False),
        Paragraph(
            f"Die Strategie {plan['years'][0]}–{last} liegt in Fassung {case.version} vor. Erarbeitet wurde sie mit {in_words(len(case.interviews))} Gesprächen, "
            f"{len(case.survey.get('responses', []))} Fragebögen und {in_words(sum(bool(w.record) for w in case.workshops))} Strategietagen. "
            f"Sie enthält {in_words(len(plan['fields']))} Handlungsfelder und {len(plan['measures'])} Maßnahmen."
        ),
        Heading(1, "Möglichkeiten", "v2", numbered=False),
        Bullets(
            (
                "Beschluss wie vorgelegt: Die Umsetzung beginnt mit den ersten Schritten in 14 Tagen.",
                "Beschluss mit Änderungen: Sie gehen in eine neue Fassung ein, die erneut geprüft wird.",
            )
        ),
        Heading(1, "Vorschlag", "v3", numbered=False),
        Callout("Der Vorstand beschließt:", "", tuple(plan["resolution"])),
        Heading(1, "Kosten", "v4", numbered=False),
        Paragraph(
            f"{' · '.join(plan['costs_summary'])} · Budget {last}: {euro(plan['financing']['cost_eur'][str(last)])}"
        ),
        Paragraph(
            f"Nicht weiter verfolgt: {', '.join(rejected)}. Es endet: {', '.join(s['activity'] for s in plan['stop_list'])}.",
            style="small",
        ),
        SignatureLines(("Für den Vorstand",)),
    )
    return _paper(case, "beschlussvorlage", "Beschlussvorlage für den Vorstand", blocks)


def attendance_list(case: Case, workshop: WorkshopFacts) -> DocumentContext:
    """The signed proof of a meeting (efre.md 4.4): header, rows, privacy tick, organiser's confirmation."""
    rows = tuple((str(n), "", "", "", "", "") for n in range(1, 23))
    blocks: tuple[Block, ...] = (
        Paragraph(
            f"{workshop.title} · {day(workshop.held_on)} · Beginn {workshop.starts_at} Uhr, Ende {clock_times(list(map(dict, workshop.agenda)), workshop.starts_at)[-1][0]} Uhr · {workshop.place}",
            style="lead",
        ),
        Paragraph(
            "Mit meiner Unterschrift bestätige ich die Teilnahme. Die Angaben dienen dem Nachweis gegenüber dem Fördergeber; den Datenschutzhinweis habe ich erhalten.",
            style="small",
        ),
        Table(
            "liste",
            "",
            ("Nr.", "Name", "Organisation", "Art*", "Hinweis erhalten", "Unterschrift"),
            rows,
            (0.06, 0.24, 0.28, 0.08, 0.10, 0.24),
        ),
        Paragraph(
            "* K = KMU, G = Großunternehmen, H = Hochschule, F = Forschung, Ö = öffentliche Hand/Kammer, S = Sonstige",
            style="small",
        ),
        SignatureLines(("Bestätigung der Veranstalterin; Zahl der Personen und der Organisationen",)),
    )
    return _paper(case, "anwesenheitsliste", f"Anwesenheitsliste {workshop.title}", blocks)


def minutes(case: Case, workshop: WorkshopFacts) -> DocumentContext:
    """Topic, finding, decision, measures; no names of persons (cases.md C1)."""
    record = workshop.record
    counts = {kind: sum(a["kind"] == kind for a in record["attendance"]) for kind in KIND_NAMES}
    present = ", ".join(f"{n} {KIND_NAMES[k]}" for k, n in counts.items() if n)
    persons = sum(a["persons"] for a in record["attendance"])
    blocks: list[Block] = [
        Paragraph(
            f"{day(workshop.held_on)}, {record['place']}. Moderation: {record['moderator_role']}. Anwesend: {len(record['attendance'])} Organisationen ({present}), {persons} Personen. "
            f"Unterschriebene Liste: {record['signed_list']}.",
            style="lead",
        ),
        Heading(1, "Ergebnisse", "p1"),
        Table(
            "p_notes",
            "Was festgestellt und was entschieden wurde",
            ("Nr.", "Thema", "Feststellung", "Entscheidung"),
            tuple(
                (str(n), Cell(x["topic"], bold=True), x["finding"], x["decision"] or "–")
                for n, x in enumerate(record["notes"], 1)
            ),
            (0.06, 0.22, 0.40, 0.32),
            size="small",
        ),
    ]
    if record["ballots"]:
        totals = {o: sum(b["dots"].get(o, 0) for b in record["ballots"]) for o in record["options"]}
        rows = tuple(
            (record["options"][o], Cell(str(n), align="right")) for o, n in sorted(totals.items(), key=lambda t: -t[1])
        )
        blocks += [
            Heading(1, "Punktabfrage", "p2"),
            Table(
                "p_votes",
                f"{sum(totals.values())} Punkte von {len(record['ballots'])} Organisationen",
                ("Option", "Punkte"),
                rows,
                (0.8, 0.2),
                size="small",
            ),
        ]
    if record["corrections"]:
        blocks += [Heading(1, "Berichtigte Zahlen", "p3"), Bullets(tuple(record["corrections"]))]
    measures = tuple(
        (
            Cell(m["title"], bold=True),
            m["owner"] or "offen",
            day(m["due_on"]) if m.get("due_on") else f"Klärung bis {day(m.get('clarification_by'))}",
            m["first_step"] or "–",
        )
        for m in record["measures"]
    )
    if measures:
        blocks += [
            Heading(1, "Maßnahmen", "p4"),
            Table(
                "p_measures",
                f"{len(measures)} Maßnahmen mit Zuständigkeit und Termin",
                ("Maßnahme", "zuständig", "Termin", "erster Schritt"),
                measures,
                (0.38, 0.22, 0.15, 0.25),
                size="small",
            ),
        ]
    if record["feedback"]:
        blocks.append(
            Paragraph(
                f"Rückmeldung: {len(record['feedback'])} Bewertungen, Mittel {number(sum(record['feedback']) / len(record['feedback']), 1)} von 5."
            )
        )
    return _paper(case, "protokoll", f"Protokoll {workshop.title}", tuple(blocks))


def invitation(case: Case, workshop: WorkshopFacts) -> DocumentContext:
    """Invitation text for the initiative, agenda with breaks, and the preparation checklist with dates."""
    agenda = tuple(
        (at, Cell(row["block"], bold=bool(row["method"])), row["method"], row["recorded"])
        for at, row in clock_times(list(map(dict, workshop.agenda)), workshop.starts_at)
    )
    ends_at = agenda[-1][0]
    checklist = tuple((day(_due(workshop.held_on, item.offset)), item.task, "☐") for item in process().checklist)
    blocks: tuple[Block, ...] = (
        Heading(1, "Text für die Einladung durch die Initiative", "e1", numbered=False),
        Paragraph(
            f"Sehr geehrte Damen und Herren,\n\nam {day(workshop.held_on)} von {workshop.starts_at} bis {ends_at} Uhr laden wir Sie ein: {workshop.title}, {workshop.place}. "
            f"Wir wollen gemeinsam festlegen, woran {case.name} in den nächsten Jahren arbeitet und was wir dafür lassen.\n\n"
            "Bitte bringen Sie Antworten auf zwei Fragen mit: Welches gemeinsame Vorhaben würde Ihrem Haus in zwölf Monaten nützen? Was würden Sie selbst dazu beitragen?\n\n"
            "Bitte sagen Sie uns bis sieben Tage vorher, ob Sie kommen.\n\nMit freundlichen Grüßen\nIhr Vorstand"
        ),
        Heading(1, "Ablauf", "e2", numbered=False),
        Table(
            "e_agenda",
            f"{workshop.title}, {workshop.starts_at} bis {ends_at} Uhr",
            ("Zeit", "Block", "Methode", "wird festgehalten"),
            agenda,
            (0.10, 0.40, 0.24, 0.26),
            size="small",
        ),
        Heading(1, "Vorbereitung", "e3", numbered=False, page_break=True),
        Table(
            "e_check",
            "Aufgaben mit Termin",
            ("bis", "Aufgabe", "erledigt"),
            checklist,
            (0.16, 0.72, 0.12),
            size="small",
        ),
    )
    return _paper(case, "einladung", f"Einladung {workshop.title}", blocks)


def _due(held_on: date, offset: int) -> date:
    """Before the meeting calendar days, after it working days (ruling 2)."""
    if offset <= 0:
        return held_on + timedelta(days=offset)
    return add_working_days(held_on, offset, process().closing_days.days)


def questionnaire_paper(case: Case) -> DocumentContext:
    """Questions of the level with what the register already knows, the interview guide and the survey instrument."""
    level = case.level
    known = tuple(
        (q.text.de, Cell(_known(q.key, case.profile.get(q.key))))
        for q in PROFILE.asked_at(level)
        if case.profile.get(q.key) not in (None, "", []) and not isinstance(case.profile.get(q.key), list | dict)
    )
    asked = tuple(
        (
            Cell(q.text.de, bold=q.depth.is_required_at(level)),
            q.help,
            "Pflicht" if q.depth.is_required_at(level) else "freiwillig",
        )
        for q in QUESTIONNAIRE.asked_at(level)
    )
    scope = process().scope_of("cluster_strategy", level)
    survey = [s for s in SURVEY if scope.survey == "voll" or s.short]
    blocks: list[Block] = [
        Paragraph(
            "Bitte prüfen Sie, was wir schon wissen, und ergänzen Sie die Fragen. Was Sie nicht wissen, lassen Sie frei: Leer heißt nicht null.",
            style="lead",
        ),
        Heading(1, "Was wir schon wissen", "q1"),
        Table(
            "q_known",
            "Bitte bestätigen oder berichtigen",
            ("Angabe", "bekannter Wert"),
            known,
            (0.6, 0.4),
            size="small",
        )
        if known
        else Paragraph("Zu Ihrer Initiative liegen uns noch keine Zahlen vor."),
        Heading(1, "Fragen zur Strategie", "q2"),
        Table(
            "q_asked",
            f"{len(asked)} Fragen; fett = für den Beginn der Analyse nötig",
            ("Frage", "Was gemeint ist", ""),
            asked,
            (0.34, 0.50, 0.16),
            size="small",
        ),
        Heading(1, "Leitfaden für die Gespräche", "q3"),
    ]
    for title, questions in INTERVIEW_GUIDE:
        blocks += [Heading(2, title, f"q3.{title[:6]}", numbered=False), Bullets(questions, numbered=True)]
    if scope.survey != "keine":
        blocks += [
            Heading(1, f"Mitgliederbefragung ({'Kurzfassung' if scope.survey == 'kurz' else 'Langfassung'})", "q4"),
            Bullets(tuple(s.de for s in survey), numbered=True),
        ]
    return _paper(case, "fragebogen", "Fragebogen und Gesprächsleitfaden", tuple(blocks))


WORDS = {
    "regionale_initiative": "regionale Initiative",
    "landesweites_netzwerk": "landesweites Netzwerk",
    "bottom_up": "aus der Wirtschaft heraus",
    "top_down": "von öffentlicher Seite angestoßen",
    "wettbewerb": "Förderwettbewerb",
    "ausgruendung": "Ausgründung",
}


def _known(key: str, value: object) -> str:
    """A profile value as people read it: words for slugs, German numbers and dates."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    text = str(value)
    lists: dict[str, WordList[Any]] = {"field": fields(), "region": regions(), "legal_form": legal_forms()}
    if key in lists and text in lists[key].slugs():
        return str(lists[key].by_slug(text).name)
    if key in ("founded", "strategy_year"):
        return text
    if len(text) == 10 and text[4] == "-":
        return day(text)
    try:
        decimals = 0 if float(text).is_integer() else min(len(text.partition(".")[2]), 2)
        return number(Decimal(text), decimals)
    except ValueError:
        return WORDS.get(text, text)
