"""The monthly proof of service (Leistungsnachweis) with the engagement list for the invoice.

Contractor role (efre.md ruling 1): days times rate, net; hourly rates and flat rates belong to the beneficiary role.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from clusterprocess.offerings.case import Funding
from clusterprocess.offerings.sections.blocks import (
    Align,
    Block,
    Cell,
    DocumentContext,
    Heading,
    Paragraph,
    SignatureLines,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, month, number

CENT = Decimal("0.01")
NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One booking as the proof lists it.

    Attributes:
        number: Vorgangsnummer or number of the event; empty for time outside both.
        subject: what the number stands for, offering and initiative or title of the event.
        rate, amount: euros net; None where the time is not eligible.
        reason: why it is not eligible.
        marks: what is unusual, such as ``Feiertag`` or ``nachgetragen``.
    """

    day: date
    person: str
    number: str
    subject: str
    activity: str
    days: Decimal
    rate: Decimal | None
    amount: Decimal | None
    reason: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubjectSum:
    """What one engagement or event adds up to in the month."""

    number: str
    subject: str
    days: Decimal
    amount: Decimal


@dataclass(frozen=True)
class ProofFacts:
    """Everything that a proof of service says, in Word and as a table."""

    organisation: str
    contract: str
    funding: Funding
    month: date
    version: int
    made_on: date
    demo: bool
    lines: tuple[ProofLine, ...]

    @property
    def counted(self) -> tuple[ProofLine, ...]:
        return tuple(line for line in self.lines if line.amount is not None)

    @property
    def not_counted(self) -> tuple[ProofLine, ...]:
        return tuple(line for line in self.lines if line.amount is None)

    @property
    def days(self) -> Decimal:
        return sum((line.days for line in self.counted), Decimal("0.00"))

    @property
    def amount(self) -> Decimal:
        """Sum of the lines, so that lines and total can never differ."""
        return sum((line.amount or Decimal(0) for line in self.counted), Decimal("0.00"))

    @property
    def days_not_counted(self) -> Decimal:
        return sum((line.days for line in self.not_counted), Decimal("0.00"))

    def subjects(self) -> tuple[SubjectSum, ...]:
        """The engagement list of the invoice, by number."""
        found: dict[str, SubjectSum] = {}
        for line in self.counted:
            before = found.get(line.number, SubjectSum(line.number, line.subject, Decimal(0), Decimal(0)))
            found[line.number] = SubjectSum(
                line.number, line.subject, before.days + line.days, before.amount + (line.amount or Decimal(0))
            )
        return tuple(found[key] for key in sorted(found))

    @property
    def label(self) -> str:
        return f"{self.month:%m/%Y}, Fassung {self.version}"


def amount_of(days: Decimal, rate: Decimal) -> Decimal:
    """Days times rate, cents rounded half away from zero: 0.25 days at 999.99 are 250.00, 0.15 at 0.10 are 0.02."""
    return (days * rate).quantize(CENT, ROUND_HALF_UP)


def money(value: Decimal) -> str:
    """``1.234,50`` without a unit."""
    return number(value, 2)


def proof_of_service(facts: ProofFacts) -> DocumentContext:
    """The monthly Leistungsnachweis with signature lines and the engagement list for the invoice."""
    funding = facts.funding
    return DocumentContext(
        kind="leistungsnachweis",
        title=f"Leistungsnachweis {facts.label} – {facts.organisation}",
        author=facts.organisation,
        subject=f"{funding.reference}, {facts.month:%m/%Y}",
        fields={
            "titel": f"Leistungsnachweis {month(facts.month)}",
            "initiative": facts.organisation,
            "vorgang": f"{funding.reference}, {facts.label}",
            "datum": day(facts.made_on),
            "foerderhinweis": funding.statement,
            "demo_hinweis": "Demo – Beispieldaten" if facts.demo else "",
        },
        chapters={"inhalt": _proof_blocks(facts)},
        emblem_alt=funding.emblem_alt,
        statement=funding.statement,
        demo=facts.demo,
    )


def _proof_blocks(facts: ProofFacts) -> tuple[Block, ...]:
    funding = facts.funding
    contract = f", Vertragszeichen {facts.contract}" if facts.contract else ""
    blocks: list[Block] = [
        Paragraph(
            f"{facts.organisation} weist die Leistungen im {month(facts.month)} nach. Auftraggeber: "
            f"{funding.beneficiary}. Vorhaben „{funding.name}“, Aktenzeichen {funding.reference}{contract}. "
            f"Ein Personentag hat acht Stunden; alle Beträge sind netto in Euro, ohne Umsatzsteuer."
        ),
        Paragraph(
            f"**{number(facts.days, 2)} Personentage, {money(facts.amount)}{NBSP}Euro.**"
            + (
                f" Daneben {number(facts.days_not_counted, 2)} nicht förderfähige Personentage, ohne Betrag."
                if facts.not_counted
                else ""
            ),
            style="lead",
        ),
    ]
    if facts.counted:
        blocks += [Heading(1, "Aufstellung für die Rechnung", "a", numbered=False), _subject_table(facts)]
        blocks += [Heading(1, "Einzelnachweis", "b", numbered=False), _line_table(facts)]
    if facts.not_counted:
        blocks += [Heading(1, "Nicht förderfähig, ohne Betrag", "c", numbered=False), _outside_table(facts)]
    if any(line.marks for line in facts.lines):
        blocks.append(
            Paragraph(
                "„Nachgetragen“ heißt: mehr als 14 Tage nach dem Tag gebucht. Lange Tage und Arbeit an freien Tagen sind so "
                "gebucht, wie sie waren. „Rücknahme“ berichtigt eine Buchung eines abgenommenen Monats.",
                style="small",
            )
        )
    blocks += [
        Heading(1, "Erklärung und Abnahme", "d", numbered=False),
        Paragraph(
            "Die Leistungen wurden wie aufgeführt erbracht und sind nicht zugleich in einer anderen Förderung abgerechnet."
        ),
        SignatureLines((f"Für {facts.organisation}", f"Abnahme: {funding.beneficiary}")),
    ]
    return tuple(blocks)


def _subject_table(facts: ProofFacts) -> Table:
    rows: list[tuple[str | Cell, ...]] = [
        (s.number, s.subject, number(s.days, 2), money(s.amount)) for s in facts.subjects()
    ]
    rows.append(total_row("Summe", "", number(facts.days, 2), money(facts.amount)))
    return Table(
        "rechnung", "", ("Vorgang", "Leistung", "Tage", "Betrag"), tuple(rows), (0.22, 0.48, 0.12, 0.18),
        ("left", "left", "right", "right"), size="small", total_row=True,
    )  # fmt: skip


_LINE_ALIGN: tuple[Align, ...] = ("left", "left", "left", "left", "right", "right", "right")


def _line_table(facts: ProofFacts) -> Table:
    rows: list[tuple[str | Cell, ...]] = [
        (day(x.day), x.person, x.number, _with_marks(x.activity, x), number(x.days, 2), money(x.rate or Decimal(0)),
         money(x.amount or Decimal(0)))
        for x in facts.counted
    ]  # fmt: skip
    rows.append(total_row("Summe", "", "", "", number(facts.days, 2), "", money(facts.amount)))
    return Table(
        "einzeln", "", ("Tag", "Person", "Vorgang", "Tätigkeit", "Tage", "Tagessatz", "Betrag"), tuple(rows),
        (0.12, 0.2, 0.17, 0.17, 0.08, 0.125, 0.135), _LINE_ALIGN, size="small", total_row=True,
    )  # fmt: skip


def _outside_table(facts: ProofFacts) -> Table:
    rows: list[tuple[str | Cell, ...]] = [
        (day(x.day), x.person, x.number, _with_marks(x.activity, x), x.reason, number(x.days, 2))
        for x in facts.not_counted
    ]
    rows.append(total_row("Summe", "", "", "", "", number(facts.days_not_counted, 2)))
    return Table(
        "ohne", "", ("Tag", "Person", "Vorgang", "Tätigkeit", "Grund", "Tage"), tuple(rows),
        (0.12, 0.2, 0.17, 0.18, 0.25, 0.08), ("left", "left", "left", "left", "left", "right"), size="small",
        total_row=True,
    )  # fmt: skip


def total_row(*cells: str) -> tuple[str | Cell, ...]:
    """The last row of a table that adds up."""
    return tuple(Cell(text, bold=True) for text in cells)


def _with_marks(text: str, line: ProofLine) -> str:
    return f"{text} ({', '.join(line.marks)})" if line.marks else text
