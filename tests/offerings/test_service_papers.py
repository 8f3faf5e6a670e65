"""Papers of the contract: sums by hand, what is listed apart, and what the initiative signs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clusterprocess.offerings.case import Case, Funding, WorkshopFacts
from clusterprocess.offerings.sections.blocks import Bullets, Cell, DocumentContext, Paragraph, SignatureLines, Table
from clusterprocess.offerings.standard.proof_paper import ProofFacts, ProofLine, SubjectSum, amount_of, proof_of_service
from clusterprocess.offerings.standard.service_papers import (
    AgreedService,
    Delivered,
    confirmation_of_service,
    service_agreement,
)

FUNDING = Funding(
    "Beispiel-2014-001", "ClusterAgentur Baden-Württemberg", "Ministerium (Beispiel)", "2014-2020", date(2014, 10, 1),
    date(2017, 9, 30), Decimal("3008317.38"), Decimal("0.5"), "Europäische Union – EFRE", "Gefördert durch die EU",
    "Emblem der Europäischen Union",
)  # fmt: skip


def _line(number: str, days: str, rate: str | None, day: int = 2, marks: tuple[str, ...] = ()) -> ProofLine:
    rate_eur = Decimal(rate) if rate else None
    amount = amount_of(Decimal(days), rate_eur) if rate_eur else None
    reason = "" if rate else "Akquise und Angebote"
    return ProofLine(
        date(2015, 3, day), "Berta Berger (Beispiel)", number, f"Leistung {number}" if number else "", "Analyse",
        Decimal(days), rate_eur, amount, reason, marks,
    )  # fmt: skip


FACTS = ProofFacts(
    "Beratungshaus (Beispiel)", "Vertrag 7", FUNDING, date(2015, 3, 1), 2, date(2015, 4, 2), True,
    (
        _line("CA-2015-B-001", "0.25", "999.99"),
        _line("CA-2015-A-001", "1.5", "920.00", 3),
        _line("", "0.5", None, 4),
        _line("CA-2015-B-001", "-0.25", "999.99", 5, ("Rücknahme",)),
        _line("CA-2015-B-001", "0.75", "1000.00", 6, ("Feiertag", "nachgetragen")),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("days", "rate", "amount"),
    [
        ("0.25", "999.99", "250.00"),  # 249.9975
        ("0.15", "0.10", "0.02"),  # 0.015, half up
        ("0.5", "101.01", "50.51"),  # 50.505
        ("-0.5", "101.01", "-50.51"),  # taken back in full
        ("3", "99999.99", "299999.97"),
    ],
)
def test_cents_are_rounded_half_away_from_zero(days: str, rate: str, amount: str) -> None:
    assert str(amount_of(Decimal(days), Decimal(rate))) == amount


def test_the_total_is_the_sum_of_the_lines_and_of_the_invoice_list() -> None:
    # 250.00 + 1,380.00 - 250.00 + 750.00 = 2,130.00 euros; 0.25 + 1.5 - 0.25 + 0.75 = 2.25 days
    assert (FACTS.days, FACTS.amount, FACTS.days_not_counted) == (Decimal("2.25"), Decimal("2130.00"), Decimal("0.50"))
    assert FACTS.subjects() == (
        SubjectSum("CA-2015-A-001", "Leistung CA-2015-A-001", Decimal("1.5"), Decimal("1380.00")),
        SubjectSum("CA-2015-B-001", "Leistung CA-2015-B-001", Decimal("0.75"), Decimal("750.00")),
    )
    assert sum(s.amount for s in FACTS.subjects()) == FACTS.amount


def _tables(context: DocumentContext) -> dict[str, list[list[str]]]:
    return {
        block.key: [[c.text if isinstance(c, Cell) else c for c in row] for row in block.rows]
        for block in context.chapters["inhalt"]
        if isinstance(block, Table)
    }


def _words(context: DocumentContext) -> str:
    found = [b.text for b in context.chapters["inhalt"] if isinstance(b, Paragraph)]
    found += [item for b in context.chapters["inhalt"] if isinstance(b, Bullets) for item in b.items]
    return " ".join(found)


def _signatures(context: DocumentContext) -> tuple[str, ...]:
    return next(b.lines for b in context.chapters["inhalt"] if isinstance(b, SignatureLines))


def test_the_proof_prints_lines_invoice_list_and_what_is_not_eligible_apart() -> None:
    tables = _tables(proof_of_service(FACTS))
    assert tables["einzeln"][0] == [
        "02.03.2015", "Berta Berger (Beispiel)", "CA-2015-B-001", "Analyse", "0,25", "999,99", "250,00",
    ]  # fmt: skip
    assert tables["einzeln"][3][3] == "Analyse (Feiertag, nachgetragen)"
    assert tables["einzeln"][-1] == ["Summe", "", "", "", "2,25", "", "2.130,00"]
    assert tables["rechnung"][-1] == ["Summe", "", "2,25", "2.130,00"]
    assert tables["ohne"] == [
        ["04.03.2015", "Berta Berger (Beispiel)", "", "Analyse", "Akquise und Angebote", "0,50"],
        ["Summe", "", "", "", "", "0,50"],
    ]


def test_the_proof_carries_contract_operation_statement_and_two_signatures() -> None:
    context = proof_of_service(FACTS)
    assert "Vertrag 7" in _words(context) and "Beispiel-2014-001" in _words(context)
    assert context.statement == FUNDING.statement and context.fields["demo_hinweis"].startswith("Demo")
    assert context.fields["vorgang"] == "Beispiel-2014-001, 03/2015, Fassung 2"
    assert len(_signatures(context)) == 2


def test_a_month_without_eligible_time_has_no_invoice_list() -> None:
    context = proof_of_service(
        ProofFacts(
            "Haus (Beispiel)", "", FUNDING, date(2015, 3, 1), 1, date(2015, 4, 2), False, (_line("", "1", None),)
        )
    )
    assert set(_tables(context)) == {"ohne"} and "0,00 Personentage" in _words(context)


def _case() -> Case:
    held = {"attendance": [{"organisation": "Muster GmbH"}] * 3}
    workshops = (
        WorkshopFacts(1, 1, "Strategietag 1", date(2015, 4, 22), "09:00", "Reutlingen", "protokolliert", (), held),
        WorkshopFacts(2, 2, "Strategietag 2", date(2015, 5, 20), "09:00", "Reutlingen", "abgesagt", (), {}),
    )
    return Case(
        number="CA-2015-A-001", name="Netz (Beispiel)", seat="Reutlingen", field_name="", growth_fields=(), level="M2",
        origin="beispieldaten", founded=2006, today=date(2015, 7, 15), requested_on=date(2015, 1, 12), demo=True,
        lead_name="", delivering="Beratungshaus (Beispiel)", delivering_assesses_labels=False, reviewing="",
        funding=FUNDING, profile={}, profile_as_of=None, workshops=workshops,
    )  # fmt: skip


def test_the_agreement_names_parties_scope_and_limits() -> None:
    context = service_agreement(
        _case(), AgreedService("Gemeinsame Strategie", Decimal("2.5"), 16, 2, 8, "Strategiepapier")
    )
    words = _words(context)
    for part in (
        "Beratungshaus (Beispiel)", "Netz (Beispiel)", "bis zu 2,5 Personentage", "16 Wochen", "unentgeltlich",
        "keine Rechts-, Steuer- oder Patentberatung", "Anwesenheitslisten", "Gefördert durch die EU", "Nachbefragungen",
    ):  # fmt: skip
        assert part in words, part
    assert len(_signatures(context)) == 2


def test_short_advice_promises_no_workshops_or_interviews() -> None:
    words = _words(service_agreement(_case(), AgreedService("Beratung", Decimal(10), 0, 0, 0, "Beratungsvermerk")))
    assert "Workshops:" not in words and "Wochen" not in words and "bis zu 10 Personentage" in words


def test_the_confirmation_lists_what_was_held_and_handed_over_and_is_signed_by_the_initiative() -> None:
    results = [Delivered("Strategiepapier", "1.0", date(2015, 7, 14), "ab" * 32)]
    context = confirmation_of_service(
        _case(),
        "Gemeinsame Strategie",
        results,
        [("Haus A (Beispiel)", Decimal("12.5")), ("Haus B (Beispiel)", Decimal(1))],
    )
    tables = _tables(context)
    assert tables["workshops"] == [["22.04.2015", "Strategietag 1", "Reutlingen", "3"]]
    assert tables["dokumente"] == [["Strategiepapier", "1.0", "14.07.2015", "abababababab"]]
    assert tables["tage"][-1] == ["Summe", "13,50"]
    assert _signatures(context) == ("Für Netz (Beispiel)",)
