"""Papers of a group event: attendance list, certificates of attendance, evaluation of the feedback.

All carry emblem, statement, operation and number of the event (efre.md 1.5 and 4.4: 2014-20 Annex XII names attendance
papers and certificates among what is bound by publicity).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clusterprocess.offerings.case import Funding
from clusterprocess.offerings.portfolio_structure import literal
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
from clusterprocess.offerings.sections.numbers import day, number, percent
from clusterprocess.offerings.standard.event_evaluation import HIGH, LOW, EvaluationResult
from clusterprocess.offerings.standard.rows import KIND_NAMES

AGENCY = "ClusterAgentur Baden-Württemberg"
FREE_ROWS = 8
"""Empty lines for people who come without a registration."""

_ROOM_TO_SIGN = "\u00a0\n\u00a0"
"""Two empty lines make a row high enough for a signature."""

PRIVACY = (
    "Mit meiner Unterschrift bestätige ich die Teilnahme. Die Angaben dienen dem Nachweis gegenüber dem Fördergeber; "
    "den Datenschutzhinweis habe ich erhalten."
)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What the papers say about an event.

    Attributes:
        kind: what sort of event, as people read it.
        agenda: time and content of each item.
        attendances, initiatives: figures of the attendance list; 0 before it was entered.
    """

    number: str
    kind: str
    title: str
    purpose: str
    held_on: date
    starts_at: str
    ends_at: str
    place: str
    lead: str
    delivering: str
    agenda: tuple[tuple[str, str], ...]
    funding: Funding
    today: date
    demo: bool
    attendances: int = 0
    persons: int = 0
    initiatives: int = 0

    @property
    def when(self) -> str:
        return f"{day(self.held_on)}, {self.starts_at} bis {self.ends_at} Uhr"


@dataclass(frozen=True, slots=True)
class Participant:
    """One person on a list; ``kind`` is the slug of the kind of actor."""

    name: str
    organisation: str
    kind: str
    initiative: str


def attendance_list(facts: EventFacts, registered: Sequence[Participant]) -> DocumentContext:
    """The list to sign: who is registered, printed, and room for those who come without a registration."""
    rows = [
        (str(n), literal(p.name), literal(p.organisation), KIND_NAMES.get(p.kind, "Sonstige"), "", _ROOM_TO_SIGN)
        for n, p in enumerate(registered, 1)
    ]
    first_free = len(rows) + 1
    rows += [(str(n), "", "", "", "", _ROOM_TO_SIGN) for n in range(first_free, first_free + FREE_ROWS)]
    blocks: tuple[Block, ...] = (
        Paragraph(f"**{literal(facts.title)}**", style="lead"),
        Paragraph(literal(f"Tag der Veranstaltung: {facts.when} · {facts.place}{_led_by(facts)}")),
        Paragraph(PRIVACY, style="small"),
        Table(
            "liste",
            "",
            ("Nr.", "Name", "Organisation", "Art", "Hinweis erhalten", "Unterschrift"),
            tuple(rows),
            (0.06, 0.23, 0.26, 0.14, 0.11, 0.20),
        ),
        Paragraph(
            f"Zeilen ohne Namen: bitte Name, Organisation und Art ({', '.join(KIND_NAMES.values())}) eintragen.",
            style="small",
        ),
        Paragraph(literal(_funding_line(facts)), style="small"),
        Paragraph("Personen: ________     Organisationen: ________     Initiativen: ________"),
        SignatureLines(("Bestätigung der Veranstalterin",)),
    )
    return _paper(facts, "anwesenheitsliste", "Anwesenheitsliste", blocks)


def certificates(facts: EventFacts, came: Sequence[Participant]) -> DocumentContext:
    """One page for every person who came, in the order given."""
    blocks = tuple(block for n, person in enumerate(came) for block in _certificate(facts, person, n > 0))
    return _paper(facts, "teilnahmebescheinigung", "Teilnahmebescheinigungen", blocks)


def _certificate(facts: EventFacts, person: Participant, on_new_page: bool) -> tuple[Block, ...]:
    of = ", ".join(dict.fromkeys(filter(None, (person.organisation, person.initiative))))
    contents = tuple(literal(f"{at} Uhr  {what}") for at, what in facts.agenda if not _is_break(what))
    hours = f" ({_hours(facts)})" if _hours(facts) else ""
    return (
        Heading(1, "Teilnahmebescheinigung", numbered=False, page_break=on_new_page),
        Paragraph("Hiermit bestätigen wir, dass"),
        Paragraph(literal(person.name), style="motto"),
        *((Paragraph(literal(of), style="lead"),) if of else ()),
        Paragraph(f"am {day(facts.held_on)} an der folgenden Veranstaltung teilgenommen hat:"),
        Callout(literal(facts.title), literal(f"{facts.kind} am {facts.when}{hours}\n\n{facts.place}"), contents),
        Paragraph(literal(f"Veranstalterin: {AGENCY}, {facts.delivering}.")),
        SignatureLines((f"Für die {AGENCY}",)),
        Paragraph(literal(_funding_line(facts)), style="small"),
    )


def evaluation_note(facts: EventFacts, result: EvaluationResult) -> DocumentContext:
    """Counts always; means and written words only where enough people answered."""
    share = f" ({percent(result.answers / result.asked)})" if result.asked else ""
    blocks: list[Block] = [
        Paragraph(f"**{literal(facts.title)}**", style="lead"),
        Paragraph(literal(f"{facts.when} · {facts.place}")),
        Heading(1, "Wer da war", "w1"),
        Table(
            "zahlen",
            "Teilnahmen, Personen und Initiativen sind drei verschiedene Zahlen",
            ("Angabe", "Zahl"),
            (
                ("Teilnahmen", Cell(number(facts.attendances), align="right")),
                ("Personen", Cell(number(facts.persons), align="right")),
                ("Initiativen", Cell(number(facts.initiatives), align="right")),
                (f"Rückmeldungen ohne Namen{share}", Cell(number(result.answers), align="right")),
            ),
            (0.75, 0.25),
            align=("left", "right"),
            source="Anwesenheitsliste der Veranstaltung, Rückmeldungen über persönliche Links",
        ),
        Heading(1, "Was zurückgemeldet wurde", "w2"),
    ]
    if result.answers:
        blocks += _means(result) if result.is_shown else [_too_few(result)]
    else:
        blocks.append(Paragraph("Es ist keine Rückmeldung eingegangen."))
    for question, words in result.words:
        said: Block = Bullets(tuple(map(literal, words))) if words else Paragraph("Dazu wurde nichts geschrieben.")
        blocks += [Heading(2, question, numbered=False), said]
    blocks.append(Paragraph(literal(_funding_line(facts)), style="small"))
    return _paper(facts, "veranstaltungsauswertung", "Auswertung der Rückmeldungen", tuple(blocks))


def _too_few(result: EvaluationResult) -> Block:
    return Paragraph(
        f"Mittelwerte und Sätze werden erst ab {result.threshold} Rückmeldungen gezeigt, damit niemand erkennbar ist. "
        f"Eingegangen sind {result.answers}."
    )


def _means(result: EvaluationResult) -> list[Block]:
    rows = tuple(
        (
            q.text,
            Cell(number(q.answers), align="right"),
            Cell("–" if q.mean is None else number(q.mean, 1), align="right", bold=True),
        )
        for q in result.questions
    )
    return [
        Table(
            "mittel",
            f"Mittelwerte von 1 ({LOW}) bis 5 ({HIGH})",
            ("Aussage", "Antworten", "Mittel"),
            rows,
            (0.70, 0.15, 0.15),
            align=("left", "right", "right"),
            source=f"Rückmeldungen ohne Namen; – = weniger als {result.threshold} Antworten",
        )
    ]


_BREAKS = re.compile(r"(?:[\wäöüß-]*pause|pausen|mittagessen|imbiss)\b", re.IGNORECASE)


def _is_break(what: str) -> bool:
    """Whether an item of the agenda is a break: it begins with the word, so that a talk about breaks stays."""
    return _BREAKS.match(what.strip()) is not None


def _hours(facts: EventFacts) -> str:
    """``6,5 Stunden`` from beginning to end; empty where the times are not in this order."""
    begin, end = (int(hours) * 60 + int(rest) for hours, _, rest in map(_split, (facts.starts_at, facts.ends_at)))
    minutes = end - begin
    if minutes <= 0:
        return ""
    hours = number(minutes / 60, 0 if minutes % 60 == 0 else 1 if minutes % 30 == 0 else 2)
    return f"{hours} {'Stunde' if minutes == 60 else 'Stunden'} einschließlich Pausen"


def _split(time: str) -> tuple[str, str, str]:
    return time.partition(":")


def _led_by(facts: EventFacts) -> str:
    return f" · Leitung: {facts.lead}" if facts.lead else ""


def _funding_line(facts: EventFacts) -> str:
    funding = facts.funding
    return f"{funding.line}. Vorhaben „{funding.name}“, Aktenzeichen {funding.reference}."


def _paper(facts: EventFacts, kind: str, title: str, blocks: tuple[Block, ...]) -> DocumentContext:
    """The one-column paper of an event: the agency stands where other papers name the initiative."""
    return DocumentContext(
        kind=kind,
        title=f"{title} – {facts.title}",
        author=AGENCY,
        subject=facts.number,
        fields={
            "titel": title,
            "initiative": AGENCY,
            "vorgang": facts.number,
            "datum": day(facts.today),
            "datum_iso": facts.today.isoformat(),
            "foerderhinweis": facts.funding.statement,
            "foerderzeile": _funding_line(facts),
            "demo_hinweis": "Demo – Beispieldaten" if facts.demo else "",
        },
        chapters={"inhalt": blocks},
        emblem_alt=facts.funding.emblem_alt,
        statement=facts.funding.statement,
        demo=facts.demo,
    )
