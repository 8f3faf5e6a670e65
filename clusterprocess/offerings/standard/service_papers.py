"""Papers between agency and initiative: service agreement (G0) and confirmation of service (G4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Cell,
    DocumentContext,
    Heading,
    Paragraph,
    SignatureLines,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, number
from clusterprocess.offerings.standard.paper import simple_paper
from clusterprocess.offerings.standard.proof_paper import total_row

NOT_GIVEN_OUT = frozenset(
    {
        "materialband", "fragebogen", "einladung", "vorbereitung", "anwesenheitsliste", "namensschilder", "leistungsvereinbarung",
        "leistungsbestaetigung", "scan",
    }
)  # fmt: skip
"""Documents that are no result of the service: working aids, internal papers and the contract papers themselves."""


@dataclass(frozen=True, slots=True)
class AgreedService:
    """What the agreement promises.

    Attributes:
        title: name of the offering.
        days: person-days planned; ``weeks`` elapsed weeks, ``workshops`` and ``interviews`` as numbers.
        paper: name of the result.
    """

    title: str
    days: Decimal
    weeks: int
    workshops: int
    interviews: int
    paper: str


def service_agreement(case: Case, agreed: AgreedService) -> DocumentContext:
    """The Leistungsvereinbarung between agency and initiative, before the engagement is accepted (G0)."""
    funding = case.funding
    office = case.delivering
    blocks: tuple[Block, ...] = (
        Paragraph(
            f"zwischen der ClusterAgentur Baden-Württemberg, vertreten durch {office} (im Folgenden „Agentur“), und "
            f"{case.name}, {case.seat} (im Folgenden „Initiative“)."
        ),
        _chapter(1, "Leistung", "1"),
        Paragraph(
            f"Die Agentur unterstützt die Initiative mit der Leistung „{agreed.title}“, Vorgang {case.number}, angefragt am "
            f"{day(case.requested_on)}."
        ),
        Bullets(_scope(agreed)),
        Paragraph(
            "Mehr Aufwand vereinbaren beide vorher in Textform. Die Leistung ist für die Initiative unentgeltlich."
        ),
        _chapter(2, "Mitwirkung der Initiative", "2"),
        Bullets(
            (
                "Sie benennt eine Ansprechperson und eine Vertretung.",
                "Sie beantwortet die Fragen der Erhebung richtig und vollständig und stellt vorhandene Unterlagen bereit.",
                "Sie lädt ihre Mitglieder zu den Workshops selbst ein und stellt den Raum.",
                "Sie nimmt innerhalb der vereinbarten Fristen Stellung zu Entwürfen und lässt ihr Gremium entscheiden.",
                "Sie bestätigt am Ende die erhaltene Leistung und beantwortet die Nachbefragungen bis 24 Monate nach der Übergabe.",
            )
        ),
        _chapter(3, "Ergebnis und Rechte", "3"),
        Paragraph(
            "Das Ergebnis gehört der Initiative; sie entscheidet über die Veröffentlichung. Die Agentur darf es ohne Namen "
            "und ohne vertrauliche Angaben für Vergleiche und Berichte auswerten. Beide behandeln vertrauliche Angaben der "
            "anderen Seite und ihrer Mitglieder vertraulich, auch nach dem Ende der Zusammenarbeit."
        ),
        _chapter(4, "Keine Rechts- und Steuerberatung", "4"),
        Paragraph(
            "Die Agentur berät fachlich und nach bestem Wissen. Sie leistet keine Rechts-, Steuer- oder Patentberatung; Aussagen "
            "zu Förderprogrammen, Satzungen und Beihilfen ersetzen keine Auskunft der zuständigen Stelle. Entscheidungen trifft "
            "die Initiative in eigener Verantwortung."
        ),
        _chapter(5, "Datenschutz", "5"),
        Paragraph(
            "Die Agentur verarbeitet Namen und dienstliche Kontaktdaten der Beteiligten, Anwesenheitslisten und die Angaben der "
            "Erhebung, um die Leistung zu erbringen und sie gegenüber dem Fördergeber nachzuweisen. Einzelne Antworten der "
            "Mitglieder werden nur zusammengefasst weitergegeben. Nachweise werden so lange aufbewahrt, wie es die Förderung "
            "verlangt. Die Initiative gibt den Datenschutzhinweis der Agentur an die Beteiligten weiter."
        ),
        _chapter(6, "Förderung und Veröffentlichungspflichten", "6"),
        Paragraph(
            f"{funding.line}. Vorhaben „{funding.name}“, Aktenzeichen {funding.reference}, Begünstigter {funding.beneficiary}. "
            "Einladungen, Listen und Ergebnisse tragen das Emblem und diesen Hinweis; die Initiative verwendet sie unverändert. Sie "
            "lässt Prüfungen des Fördergebers und der Prüfbehörden zu, soweit sie diese Leistung betreffen, und teilt mit, ob sie "
            "für denselben Zweck andere Förderung erhält."
        ),
        _chapter(7, "Beginn und Ende", "7"),
        Paragraph(
            "Die Vereinbarung gilt ab der zweiten Unterschrift und endet mit der Bestätigung der Leistung. Beide können sie in "
            "Textform beenden; bis dahin erarbeitete Ergebnisse erhält die Initiative."
        ),
        SignatureLines((f"Für die Agentur, {office}", f"Für {case.name}")),
    )
    return simple_paper(case, "leistungsvereinbarung", "Leistungsvereinbarung", blocks, {})


def _scope(agreed: AgreedService) -> tuple[str, ...]:
    items = [f"Umfang: bis zu {_plain(agreed.days)} Personentage."]
    if agreed.weeks:
        items.append(f"Dauer: voraussichtlich {agreed.weeks} Wochen ab der Annahme.")
    if agreed.interviews:
        items.append(f"Gespräche mit Mitgliedern und Partnern: {agreed.interviews}.")
    if agreed.workshops:
        items.append(f"Workshops: {agreed.workshops}, jeweils mit Protokoll.")
    return (*items, f"Ergebnis: {agreed.paper} als bearbeitbare Word-Datei.")


def _plain(value: Decimal) -> str:
    """``14`` or ``2,5``: as few decimals as the value needs."""
    return number(value, 2).rstrip("0").rstrip(",")


def _chapter(place: int, text: str, key: str) -> Heading:
    return Heading(1, f"{place}. {text}", key, numbered=False)


@dataclass(frozen=True, slots=True)
class Delivered:
    """One result that was handed over: its name, version, day and SHA-256."""

    name: str
    version: str
    made_on: date
    sha256: str


def confirmation_of_service(
    case: Case, title: str, results: Iterable[Delivered], days: Iterable[tuple[str, Decimal]]
) -> DocumentContext:
    """The Leistungsbestätigung: what was delivered, confirmed by the initiative (G4)."""
    funding = case.funding
    held = [w for w in case.workshops if w.state == "protokolliert"]
    booked = list(days)
    blocks: list[Block] = [
        Paragraph(
            f"{case.name} bestätigt, dass die ClusterAgentur Baden-Württemberg, {case.delivering}, die Leistung „{title}“, "
            f"Vorgang {case.number}, wie folgt erbracht hat."
        )
    ]
    if held:
        blocks += [
            Heading(1, "Workshops", "w", numbered=False),
            Table(
                "workshops", "", ("Tag", "Workshop", "Ort", "Organisationen"),
                tuple((day(w.held_on), w.title, w.place, str(len(w.record.get("attendance", ())))) for w in held),
                (0.15, 0.35, 0.34, 0.16), ("left", "left", "left", "right"), size="small",
            ),
        ]  # fmt: skip
    blocks += [
        Heading(1, "Übergebene Dokumente", "d", numbered=False),
        Table(
            "dokumente", "", ("Dokument", "Fassung", "vom", "SHA-256 (Anfang)"),
            tuple((r.name, r.version, day(r.made_on), r.sha256[:12]) for r in results),
            (0.44, 0.14, 0.17, 0.25), size="small",
        ),
        Paragraph(
            "Der Anfang der Prüfsumme ordnet jede Datei eindeutig zu; „certutil -hashfile Datei SHA256“ zeigt sie an einem Windows-PC.",
            style="small",
        ),
    ]  # fmt: skip
    if booked:
        total = sum((d for _, d in booked), Decimal(0))
        rows: list[tuple[str | Cell, ...]] = [(who, number(d, 2)) for who, d in booked]
        blocks += [
            Heading(1, "Erbrachte Personentage", "t", numbered=False),
            Table("tage", "", ("Leistende Organisation", "Tage"), (*rows, total_row("Summe", number(total, 2))), (0.84, 0.16),
                  ("left", "right"), size="small", total_row=True),
        ]  # fmt: skip
    blocks += [
        Heading(1, "Bestätigung", "b", numbered=False),
        Paragraph(
            f"Die Leistung war für die Initiative unentgeltlich. Sie wurde im Vorhaben „{funding.name}“, Aktenzeichen "
            f"{funding.reference}, erbracht. {funding.line}."
        ),
        Paragraph("Anmerkungen der Initiative:"),
        SignatureLines((f"Für {case.name}",)),
    ]
    return simple_paper(case, "leistungsbestaetigung", "Leistungsbestätigung", tuple(blocks), {})
