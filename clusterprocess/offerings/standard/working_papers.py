"""The smaller papers around a deliverable: board paper, invitation, attendance list, minutes, questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from clusterprocess.catalogues.calendar import calendar
from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.quorum import quorum
from clusterprocess.catalogues.reminders import reminders
from clusterprocess.catalogues.wordlists import WordList, fields, legal_forms, regions
from clusterprocess.domain.actors import Role
from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.profile import PROFILE
from clusterprocess.offerings.questions import Questionnaire
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    DocumentContext,
    Figure,
    Heading,
    Paragraph,
    SignatureLines,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, number
from clusterprocess.offerings.standard.agenda import clock_times
from clusterprocess.offerings.standard.paper import simple_paper

KIND_NAMES = {
    "kmu": "KMU",
    "gross": "Großunternehmen",
    "hochschule": "Hochschule",
    "forschung": "Forschung",
    "oeffentlich": "öffentlich/Kammer",
    "sonstige": "Sonstige",
}

InterviewGuide = tuple[tuple[str, tuple[str, ...]], ...]
"""Sections of the guide: title with minutes, questions."""


@dataclass(frozen=True, slots=True)
class BoardPaper:
    """What the one page for the deciding body says: facts, options, proposal, cost, and what is left out."""

    facts: str
    options: tuple[str, ...]
    proposal: tuple[str, ...]
    cost: str
    note: str = ""
    body: str = "Vorstand"
    article: str = "Der"

    @property
    def accusative(self) -> str:
        """``den Vorstand``, ``das Clustermanagement``, ``die Geschäftsführung``."""
        return f"{ {'Der': 'den', 'Die': 'die', 'Das': 'das'}[self.article] } {self.body}"


def nothing_more(case: Case, workshop: WorkshopFacts) -> tuple[Block, ...]:
    return ()


def no_survey(level: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class WorkingPapers:
    """What distinguishes the working papers of one offering.

    Attributes:
        subject: completes „Fragen zu …“, for example ``zur Strategie``.
        purpose: what the workshop is to settle, completing „Wir wollen gemeinsam …“ in the invitation.
        two_questions: the two questions that guests bring answers to (ruling 8, checklist T-28).
        board: the one-page paper for the deciding body.
        minutes_more: blocks that the minutes of this offering add after votes and corrections.
        survey: questions of the member survey at a maturity level; empty where there is none.
        questionnaire: questions; ``guide`` the interview guide.
        figures: figures that texts may name.
    """

    subject: str
    questionnaire: Questionnaire
    guide: InterviewGuide
    figures: Callable[[Case], Mapping[str, Figure]]
    purpose: Callable[[Case, WorkshopFacts], str]
    two_questions: tuple[str, str]
    board: Callable[[Case], BoardPaper]
    minutes_more: Callable[[Case, WorkshopFacts], tuple[Block, ...]] = nothing_more
    survey: Callable[[str], tuple[str, ...]] = no_survey

    def builders(self) -> dict[str, Callable[..., DocumentContext]]:
        """The six working papers by document kind."""
        return {
            "beschlussvorlage": self.board_paper,
            "anwesenheitsliste": self.attendance_list,
            "protokoll": self.minutes,
            "einladung": self.invitation,
            "vorbereitung": self.preparation,
            "fragebogen": self.questionnaire_paper,
        }

    def _paper(self, case: Case, kind: str, title: str, blocks: tuple[Block, ...]) -> DocumentContext:
        return simple_paper(case, kind, title, blocks, self.figures(case))

    def board_paper(self, case: Case) -> DocumentContext:
        """One page: facts, options, proposal, cost."""
        said = self.board(case)
        blocks: list[Block] = [
            Heading(1, "Sachverhalt", "v1", numbered=False),
            Paragraph(said.facts),
            Heading(1, "Möglichkeiten", "v2", numbered=False),
            Bullets(said.options),
            Heading(1, "Vorschlag", "v3", numbered=False),
            Callout(f"{said.article} {said.body} beschließt:", "", said.proposal),
            Heading(1, "Kosten", "v4", numbered=False),
            Paragraph(said.cost),
        ]
        if said.note:
            blocks.append(Paragraph(said.note, style="small"))
        blocks.append(SignatureLines((f"Für {said.accusative}",)))
        return self._paper(case, "beschlussvorlage", f"Beschlussvorlage für {said.accusative}", tuple(blocks))

    def attendance_list(self, case: Case, workshop: WorkshopFacts) -> DocumentContext:
        """The signed proof of a meeting (efre.md 4.4): who is registered and empty rows, organiser's confirmation."""
        ends_at = clock_times(workshop.agenda, workshop.starts_at)[-1][0]
        rows = _attendance_rows(workshop)
        blocks: tuple[Block, ...] = (
            Paragraph(
                f"{workshop.title} · {day(workshop.held_on)} · Beginn {workshop.starts_at} Uhr, Ende {ends_at} Uhr · {workshop.place}",
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
                (0.06, 0.23, 0.28, 0.07, 0.11, 0.25),
                size="small",
                row_cm=SIGNING_CM,
            ),
            Paragraph(
                "* K = KMU, G = Großunternehmen, H = Hochschule, F = Forschung, Ö = öffentliche Hand/Kammer, S = Sonstige",
                style="small",
            ),
            SignatureLines(("Bestätigung der Veranstalterin; Zahl der Personen und der Organisationen",)),
        )
        return self._paper(case, "anwesenheitsliste", f"Anwesenheitsliste {workshop.title}", blocks)

    def minutes(self, case: Case, workshop: WorkshopFacts) -> DocumentContext:
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
        blocks += _votes(record)
        if record["corrections"]:
            blocks += [Heading(1, "Berichtigte Zahlen", "p3"), Bullets(tuple(record["corrections"]))]
        blocks += self.minutes_more(case, workshop)
        blocks += _measures(record)
        if record["feedback"]:
            mean = sum(record["feedback"]) / len(record["feedback"])
            blocks.append(
                Paragraph(f"Rückmeldung: {len(record['feedback'])} Bewertungen, Mittel {number(mean, 1)} von 5.")
            )
        return self._paper(case, "protokoll", f"Protokoll {workshop.title}", tuple(blocks))

    def invitation(self, case: Case, workshop: WorkshopFacts) -> DocumentContext:
        """Invitation text for the initiative, and agenda with breaks: what members may read."""
        agenda = tuple(
            (at, Cell(row["block"], bold=bool(row["method"])), row["method"], row["recorded"])
            for at, row in clock_times(workshop.agenda, workshop.starts_at)
        )
        ends_at = agenda[-1][0]
        first, second = self.two_questions
        blocks: tuple[Block, ...] = (
            Heading(1, "Text für die Einladung durch die Initiative", "e1", numbered=False),
            Paragraph(
                f"Sehr geehrte Damen und Herren,\n\nam {day(workshop.held_on)} von {workshop.starts_at} bis {ends_at} Uhr laden wir Sie ein: {workshop.title}, {workshop.place}. "
                f"Wir wollen gemeinsam {self.purpose(case, workshop)}\n\n"
                f"Bitte bringen Sie Antworten auf zwei Fragen mit: {first} {second}\n\n"
                f"Bitte melden Sie sich bis zum {day(quorum().reply_by(workshop.held_on, case.today))} über den Link an, den Sie mit dieser Einladung erhalten; "
                "dort können Sie sich auch wieder abmelden.\n\nMit freundlichen Grüßen\nIhr Vorstand"
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
        )
        return self._paper(case, "einladung", f"Einladung {workshop.title}", blocks)

    def preparation(self, case: Case, workshop: WorkshopFacts) -> DocumentContext:
        """The agency's own checklist with dates; it stays inside the house."""
        prepared = (r for r in reminders().meeting if r.group == "workshop" and r.role is not Role.HEAD)
        checklist = tuple((day(_due(workshop.held_on, rule.offset)), rule.label, "☐") for rule in prepared)
        blocks: tuple[Block, ...] = (
            Paragraph(
                f"{workshop.title} · {day(workshop.held_on)} · Beginn {workshop.starts_at} Uhr · {workshop.place}",
                style="lead",
            ),
            Table(
                "e_check",
                "Aufgaben mit Termin; nur für den Gebrauch in der Agentur",
                ("bis", "Aufgabe", "erledigt"),
                checklist,
                (0.16, 0.72, 0.12),
                size="small",
            ),
        )
        return self._paper(case, "vorbereitung", f"Vorbereitung {workshop.title}", blocks)

    def questionnaire_paper(self, case: Case) -> DocumentContext:
        """Questions of the level with what the register already knows, the interview guide and the survey instrument."""
        level = case.level
        known = tuple(
            (q.text.de, Cell(known_value(q.key, case.profile.get(q.key))))
            for q in PROFILE.asked_at(level)
            if case.profile.get(q.key) not in (None, "", []) and not isinstance(case.profile.get(q.key), list | dict)
        )
        asked = tuple(
            (
                Cell(q.text.de, bold=q.depth.is_required_at(level)),
                q.help,
                "Pflicht" if q.depth.is_required_at(level) else "freiwillig",
            )
            for q in self.questionnaire.asked_at(level)
        )
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
            Heading(1, f"Fragen {self.subject}", "q2"),
            Table(
                "q_asked",
                f"{len(asked)} Fragen; fett = für den Beginn der Analyse nötig",
                ("Frage", "Was gemeint ist", ""),
                asked,
                (0.34, 0.50, 0.16),
                size="small",
            ),
        ]
        if self.guide:
            blocks.append(Heading(1, "Leitfaden für die Gespräche", "q3"))
        for position, (title, questions) in enumerate(self.guide, 1):
            blocks += [Heading(2, title, f"q3.{position}", numbered=False), Bullets(questions, numbered=True)]
        if survey := self.survey(level):
            short = process().scope_of(self.questionnaire.slug, level).survey == "kurz"
            blocks += [
                Heading(1, f"Mitgliederbefragung ({'Kurzfassung' if short else 'Langfassung'})", "q4"),
                Bullets(survey, numbered=True),
            ]
        return self._paper(case, "fragebogen", "Fragebogen und Gesprächsleitfaden", tuple(blocks))


def _votes(record: Mapping[str, Any]) -> list[Block]:
    if not record["ballots"]:
        return []
    totals = {o: sum(b["dots"].get(o, 0) for b in record["ballots"]) for o in record["options"]}
    rows = tuple(
        (record["options"][o], Cell(str(n), align="right")) for o, n in sorted(totals.items(), key=lambda t: -t[1])
    )
    return [
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


def _measures(record: Mapping[str, Any]) -> list[Block]:
    rows = tuple(
        (
            Cell(m["title"], bold=True),
            m["owner"] or "offen",
            day(m["due_on"]) if m.get("due_on") else f"Klärung bis {day(m.get('clarification_by'))}",
            m["first_step"] or "–",
        )
        for m in record["measures"]
    )
    if not rows:
        return []
    return [
        Heading(1, "Maßnahmen", "p4"),
        Table(
            "p_measures",
            f"{len(rows)} Maßnahmen mit Zuständigkeit und Termin",
            ("Maßnahme", "zuständig", "Termin", "erster Schritt"),
            rows,
            (0.38, 0.22, 0.15, 0.25),
            size="small",
        ),
    ]


LETTERS = {"kmu": "K", "gross": "G", "hochschule": "H", "forschung": "F", "oeffentlich": "Ö", "sonstige": "S"}
SIGNING_CM = 0.85
"""Height of a row in which people sign."""
ROWS_WITHOUT_GUESTS = 18
"""One page of empty rows while nobody is registered."""


def _attendance_rows(workshop: WorkshopFacts) -> tuple[tuple[str, ...], ...]:
    """Those registered by organisation, then empty rows for whoever comes without a word."""
    guests = [(_literal(g.name), _literal(g.organisation), LETTERS.get(g.kind, "S")) for g in workshop.registered]
    guests += [("", "", "")] * (workshop.blank_rows if guests else ROWS_WITHOUT_GUESTS)
    return tuple((str(n), *guest, "", "") for n, guest in enumerate(guests, 1))


def _literal(text: str) -> str:
    """What a guest wrote about herself: braces are no marks of ours."""
    return text.replace("{", "{{").replace("}", "}}")


def _due(held_on: date, offset: int) -> date:
    """Before the meeting calendar days, after it working days (ruling 2)."""
    if offset <= 0:
        return held_on + timedelta(days=offset)
    return calendar().add(held_on, offset)


WORDS = {
    "regionale_initiative": "regionale Initiative",
    "landesweites_netzwerk": "landesweites Netzwerk",
    "bottom_up": "aus der Wirtschaft heraus",
    "top_down": "von öffentlicher Seite angestoßen",
    "wettbewerb": "Förderwettbewerb",
    "ausgruendung": "Ausgründung",
}


def known_value(key: str, value: object) -> str:
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
