"""The proof of service as a workbook: real numbers, sums with stored values, the same bytes for the same facts."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

from clusterprocess.adapters.sheets.service_proof import write_proof_sheet
from clusterprocess.adapters.sheets.workbook import workbook_lines
from clusterprocess.offerings.case import Funding
from clusterprocess.offerings.standard.proof_paper import ProofFacts, ProofLine

FUNDING = Funding(
    "Beispiel-2014-001", "ClusterAgentur", "Ministerium (Beispiel)", "2014-2020", date(2014, 10, 1), date(2017, 9, 30),
    Decimal(1), Decimal("0.5"), "Europäische Union & EFRE", "", "",
)  # fmt: skip
PERSON = "=Berta Berger (Beispiel)"
COUNTED = ProofLine(
    date(2015, 3, 2), PERSON, "CA-2015-A-001", "Strategie, Netz (Beispiel)", "Analyse", Decimal("0.75"),
    Decimal("920.00"), Decimal("690.00"), "", (),
)  # fmt: skip
OUTSIDE = replace(COUNTED, number="", subject="", rate=None, amount=None, reason="Akquise", days=Decimal("0.5"))
FACTS = ProofFacts(
    "Haus (Beispiel)", "Vertrag 7", FUNDING, date(2015, 3, 1), 1, date(2015, 4, 2), True,
    (COUNTED, replace(COUNTED, day=date(2015, 3, 3), days=Decimal("-0.25"), amount=Decimal("-230.00")), OUTSIDE),
)  # fmt: skip


def _part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def test_the_same_facts_give_the_same_bytes() -> None:
    assert write_proof_sheet(FACTS) == write_proof_sheet(FACTS)


def test_the_invoice_list_adds_up_with_formula_and_stored_value() -> None:
    sheet = _part(write_proof_sheet(FACTS), "xl/worksheets/sheet1.xml")
    # 0.75 - 0.25 = 0.50 days; 690.00 - 230.00 = 460.00 euros
    assert re.findall(r"<f>(.*?)</f><v>(.*?)</v>", sheet) == [("SUM(C7:C7)", "0.5"), ("SUM(D7:D7)", "460.0")]
    rows = dict(workbook_lines(write_proof_sheet(FACTS), "nachweis.xlsx"))
    assert rows[7][:4] == ["CA-2015-A-001", "Strategie, Netz (Beispiel)", "0.5", "460"]
    assert rows[8][:4] == ["Summe", "", "0.5", "460"]


def test_single_lines_are_numbers_and_dates_and_text_is_never_evaluated() -> None:
    content = write_proof_sheet(FACTS)
    sheet = _part(content, "xl/worksheets/sheet2.xml")
    # 2 March 2015 is day 42065 of Excel's calendar
    assert "<v>42065</v>" in sheet and "<v>0.75</v>" in sheet and "<v>-230</v>" in sheet
    assert re.findall(r"<f>(.*?)</f>", sheet) == ["SUM(F7:F8)", "SUM(H7:H8)"]
    assert PERSON in _part(content, "xl/sharedStrings.xml")


def test_time_without_amount_stands_on_a_sheet_of_its_own_and_only_where_there_is_any() -> None:
    book = _part(write_proof_sheet(FACTS), "xl/workbook.xml")
    assert re.findall(r'<sheet name="(.*?)"', book) == ["Rechnung", "Einzelnachweis", "Nicht förderfähig"]
    without = _part(write_proof_sheet(replace(FACTS, lines=(COUNTED,))), "xl/workbook.xml")
    assert "Nicht" not in without


def test_a_month_without_eligible_time_adds_up_to_nothing() -> None:
    rows = dict(workbook_lines(write_proof_sheet(replace(FACTS, lines=(OUTSIDE,))), "nachweis.xlsx"))
    assert rows[7][:4] == ["Summe", "", "0", "0"]


def test_pages_are_a4_with_the_funding_statement_in_the_footer() -> None:
    for number, across in ((1, False), (2, True), (3, True)):
        sheet = _part(write_proof_sheet(FACTS), f"xl/worksheets/sheet{number}.xml")
        assert 'paperSize="9"' in sheet and 'fitToHeight="0"' in sheet
        assert ('orientation="landscape"' in sheet) is across
        assert "Europäische Union &amp;&amp; EFRE" in sheet
