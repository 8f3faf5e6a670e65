"""Offline forms as workbooks: every questionnaire goes out and comes back; what was changed is refused with its cell."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from clusterprocess.adapters.sheets.form_layout import answer_cells, layout, place_of
from clusterprocess.adapters.sheets.forms import SheetForms
from clusterprocess.adapters.sheets.workbook import column_letter
from clusterprocess.adapters.sheets.writer import write_table
from clusterprocess.domain.errors import InputError, InputErrors
from clusterprocess.offerings.catalogue import OFFERINGS, offering_named
from clusterprocess.offerings.cluster_strategy.questionnaire import QUESTIONNAIRE as STRATEGY
from clusterprocess.offerings.form_answers import answers_of_form, require_current
from clusterprocess.offerings.form_building import ANSWERS, PROFILE_PART, Known, form_of
from clusterprocess.offerings.form_tree import digest
from clusterprocess.offerings.forms import FormHead, FormSpec
from clusterprocess.offerings.profile import PROFILE, maturity_of_profile
from clusterprocess.sampledata.cases.reader import sample_case, sample_cases

HEAD = FormHead(
    "Gemeinsame Clusterstrategie", "Netzwerk & Co. (Beispiel)", "CA-2015-A-001", "Förderhinweis der Maßnahme"
)
FILES = SheetForms()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SOFFICE = shutil.which("soffice")


@cache
def sample(slug: str) -> tuple[FormSpec, Known]:
    """The form of a sample case with everything filled in: questionnaire and profile."""
    case = sample_case(slug)
    profile = PROFILE.validate({key: value for key, value in case.profile.items() if key != "as_of"})
    as_of = date.fromisoformat(str(case.profile["as_of"]))
    questionnaire = offering_named(case.offering).questionnaire
    known = Known(
        {ANSWERS: questionnaire.validate(case.answers), PROFILE_PART: {**profile, "as_of": as_of.isoformat()}}
    )
    asked = {ANSWERS: questionnaire, PROFILE_PART: PROFILE}
    return form_of("xlsx", HEAD, maturity_of_profile(profile, as_of), asked, known), known


def unanswered(spec: FormSpec) -> FormSpec:
    """The same form as if nobody had answered anything yet."""
    stamp = spec.stamp()
    asked = {part.name: part.questionnaire for part in spec.parts}
    return form_of(spec.kind, spec.head, spec.level, asked, Known(), keys=stamp.keys, rows=stamp.rows)


def bare(value: Any) -> Any:
    """Without what a form cannot tell from blank: empty texts and lists; ticked choices have no order."""
    if isinstance(value, dict):
        return {key: bare(inner) for key, inner in value.items() if inner not in ("", None, [], {})}
    if isinstance(value, list):
        inner = [bare(item) for item in value]
        return sorted(inner) if inner and all(isinstance(item, str) for item in inner) else inner
    return value


def strategy(answers: dict[str, Any] | None = None) -> FormSpec:
    return form_of("xlsx", HEAD, "M2", {ANSWERS: STRATEGY}, Known({ANSWERS: answers or {}}))


def with_cells(content: bytes, cells: dict[tuple[str, str], str | float | None]) -> bytes:
    """The workbook with cells overwritten, as Excel stores them; None empties a cell."""
    names = sheet_parts(content)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            wanted = {ref: value for (sheet, ref), value in cells.items() if names.get(sheet) == info.filename}
            new.writestr(info, overwritten(part, wanted) if wanted else part)
    return target.getvalue()


def sheet_parts(content: bytes) -> dict[str, str]:
    """Sheet name -> part; our writer numbers sheets in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = etree.fromstring(archive.read("xl/workbook.xml"))
    return {s.get("name", ""): f"xl/worksheets/sheet{n}.xml" for n, s in enumerate(book.iter(f"{{{MAIN}}}sheet"), 1)}


def overwritten(part: bytes, cells: dict[str, str | float | None]) -> bytes:
    root = etree.fromstring(part)
    for cell in root.iter(f"{{{MAIN}}}c"):
        if cell.get("r") not in cells:
            continue
        value = cells[str(cell.get("r"))]
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            etree.SubElement(etree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t").text = value
        elif value is not None:
            etree.SubElement(cell, f"{{{MAIN}}}v").text = repr(value)
    return etree.tostring(root)


def cell_of(spec: FormSpec, *path: str | int) -> tuple[str, str]:
    """Sheet and reference of an answer, without its part."""
    for sheet in layout(spec):
        for cell in answer_cells(sheet):
            if cell.path[1:] == path:
                return cell.sheet, f"{column_letter(cell.column)}{cell.row + 1}"
    raise LookupError(path)


def read_back(content: bytes, spec: FormSpec) -> dict[str, dict[str, Any]]:
    """What the workbook says that was not known when it was issued."""
    stamp = FILES.stamp(content)
    require_current(spec, stamp)
    return answers_of_form(spec, stamp, FILES.read(content, spec), {})


@pytest.mark.parametrize("slug", sample_cases())
def test_the_answers_of_a_sample_case_come_back_as_they_went_out(slug: str) -> None:
    spec, known = sample(slug)
    content = FILES.write(spec)
    stamp = replace(FILES.stamp(content), base={})  # as if they had been typed into an empty form
    fresh = unanswered(spec)
    require_current(fresh, stamp)
    back = answers_of_form(fresh, stamp, FILES.read(content, fresh), {})
    for part in spec.parts:
        asked = {question.key for question in part.questions}
        given = part.questionnaire.validate({k: v for k, v in back[part.name].items() if k != "as_of"})
        wanted = {key: value for key, value in known.answers[part.name].items() if key in asked and key != "as_of"}
        assert {k: digest(bare(v)) for k, v in given.items() if bare(v)} == {
            k: digest(bare(v)) for k, v in wanted.items() if bare(v)
        }
    assert back[PROFILE_PART]["as_of"] == known.answers[PROFILE_PART]["as_of"]


@pytest.mark.parametrize("slug", sample_cases())
def test_an_untouched_workbook_says_nothing_new(slug: str) -> None:
    spec, known = sample(slug)
    content = FILES.write(spec)
    assert answers_of_form(spec, FILES.stamp(content), FILES.read(content, spec), known.answers) == {}


@pytest.mark.parametrize("level", ["M0", "M4"])
@pytest.mark.parametrize("offering", OFFERINGS, ids=lambda o: o.slug)
def test_an_empty_workbook_of_every_offering_is_read_without_findings(offering: Any, level: str) -> None:
    spec = form_of("xlsx", HEAD, level, {ANSWERS: offering.questionnaire, PROFILE_PART: PROFILE}, Known())
    content = FILES.write(spec)
    assert FILES.stamp(content) == spec.stamp()
    assert FILES.read(content, spec).findings == []
    assert read_back(content, spec) == {}


def test_the_same_form_gives_the_same_bytes() -> None:
    spec, _ = sample("praezisionstechnik")
    assert FILES.write(spec) == FILES.write(spec)


def test_only_answer_cells_can_be_changed() -> None:
    spec = strategy()
    content = FILES.write(spec)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = etree.fromstring(archive.read("xl/styles.xml"))
        formats = styles.find(f"{{{MAIN}}}cellXfs")
        assert formats is not None
        free = {
            n
            for n, xf in enumerate(formats)
            if (p := xf.find(f"{{{MAIN}}}protection")) is not None and p.get("locked") == "0"
        }
        for sheet in layout(spec):
            root = etree.fromstring(archive.read(sheet_parts(content)[sheet.name]))
            assert root.find(f"{{{MAIN}}}sheetProtection") is not None
            unlocked = {c.get("r") for c in root.iter(f"{{{MAIN}}}c") if int(c.get("s", "0")) in free}
            assert unlocked == {f"{column_letter(c.column)}{c.row + 1}" for c in answer_cells(sheet)}


def test_cells_offer_what_they_take() -> None:
    spec = strategy()
    content = FILES.write(spec)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        roots = {name: etree.fromstring(archive.read(part)) for name, part in sheet_parts(content).items()}
    rules: dict[tuple[str, str], Any] = {}
    for name, root in roots.items():
        for rule in root.iter(f"{{{MAIN}}}dataValidation"):
            for reference in str(rule.get("sqref")).split():
                rules[name, reference] = rule
    occasion = rules[cell_of(spec, "occasion")]
    assert occasion.get("type") == "list" and occasion.findtext(f"{{{MAIN}}}formula1", "").startswith("Formularstand!$")
    strength = rules[cell_of(spec, "core_competences", 0, "strength")]
    assert [
        strength.get("type"),
        strength.findtext(f"{{{MAIN}}}formula1"),
        strength.findtext(f"{{{MAIN}}}formula2"),
    ] == ["whole", "1", "5"]
    assert rules[cell_of(spec, "next_board_on", 0)].get("type") == "date"
    assert rules[cell_of(spec, "finances", "sources", 0, "public")].findtext(f"{{{MAIN}}}formula1") == '"ja,nein"'


def test_people_see_words_and_the_stamp_is_out_of_sight() -> None:
    content = FILES.write(sample("praezisionstechnik")[0])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book, strings = archive.read("xl/workbook.xml").decode(), archive.read("xl/sharedStrings.xml").decode()
        first = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'name="Formularstand"[^>]*state="veryHidden"', book)
    assert "Ende einer Förderung" in strings and ">foerderende<" not in strings
    assert "Vorgang CA-2015-A-001" in strings and "Förderhinweis der Maßnahme" in strings
    assert 'orientation="landscape"' in first and 'paperSize="9"' in first and 'fitToHeight="0"' in first
    # an ampersand of the name is no code of the page header
    assert "Netzwerk &amp;&amp; Co." in first


@pytest.mark.parametrize(
    "content",
    [b"", b"keine Mappe", b"PK\x03\x04kaputt", write_table([["a"]], ["Kopf"], "Fragen")],
    ids=["leer", "text", "kaputt", "fremd"],
)
def test_a_foreign_file_is_refused(content: bytes) -> None:
    if FILES.claims(content):
        with pytest.raises(InputError, match="kein Formular dieses Programms"):
            FILES.stamp(content)
    else:
        with pytest.raises(InputError, match=r"lesbare \.xlsx-Datei"):
            FILES.stamp(content)


def test_a_changed_label_is_named_with_sheet_and_cell() -> None:
    spec = strategy()
    content = with_cells(FILES.write(spec), {("Fragen", "B7"): "Anlaß der Arbeit", ("Trends", "F6"): None})
    assert FILES.read(content, spec).findings == [
        "Blatt Fragen, Zelle B7: Die Beschriftung „Anlass“ wurde geändert, dort steht jetzt „Anlaß der Arbeit“; "
        "bitte ein frisches Formular holen und die Antworten übertragen.",
        "Blatt Trends, Zelle F6: Die Beschriftung „Wahrscheinlichkeit *“ wurde geändert, dort ist leer; "
        "bitte ein frisches Formular holen und die Antworten übertragen.",
    ]


def test_a_sheet_that_is_gone_is_named() -> None:
    spec = strategy()
    content = FILES.write(spec)
    renamed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(renamed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(
                info, part.replace(b'name="Trends"', b'name="Moden"') if info.filename == "xl/workbook.xml" else part
            )
    assert FILES.read(renamed.getvalue(), spec).findings == [
        "Blatt Trends: fehlt oder wurde umbenannt; bitte ein frisches Formular holen und die Antworten übertragen."
    ]


def test_wrong_answers_are_all_named_with_their_cells() -> None:
    spec = strategy()
    strength = cell_of(spec, "core_competences", 0, "strength")
    cells: dict[tuple[str, str], str | float | None] = {
        cell_of(spec, "occasion"): "Langeweile",
        cell_of(spec, "resources_next", "fte"): "zwei",
        cell_of(spec, "next_board_on", 0): "bald",
        cell_of(spec, "core_competences", 0, "name"): "Drehen",
        cell_of(spec, "core_competences", 0, "proof"): "Liste",
        strength: 9.0,
    }
    with pytest.raises(InputErrors) as caught:
        read_back(with_cells(FILES.write(spec), cells), spec)
    told = caught.value.messages
    for reference, reason in (
        (
            cell_of(spec, "occasion"),
            "„Langeweile“ steht nicht zur Auswahl; möglich sind: erste Strategie, Aktualisierung,",
        ),
        (cell_of(spec, "resources_next", "fte"), "„zwei“ ist keine Zahl"),
        (cell_of(spec, "next_board_on", 0), "„bald“ ist kein Datum"),
        (strength, "darf höchstens 5 sein"),
    ):
        place = f"Blatt {reference[0]}, Zelle {reference[1]} "
        assert any(line.startswith(place) and reason in line for line in told), (place, told)


def test_numbers_dates_and_percentages_are_read_as_excel_stores_them() -> None:
    spec = strategy()
    cells: dict[tuple[str, str], str | float | None] = {
        cell_of(spec, "next_board_on", 0): 42200.0,  # 15 July 2015 in Excel's count of days
        cell_of(spec, "goals_now", 0, "goal"): "Mitglieder",
        cell_of(spec, "goals_now", 0, "target"): "80",
        cell_of(spec, "goals_now", 0, "reached_pct"): 0.76,  # a cell that shows 76,0 %
        cell_of(spec, "resources_next", "budget_eur"): 240000.5,
        cell_of(spec, "resources_next", "fte"): "1,8",
    }
    assert read_back(with_cells(FILES.write(spec), cells), spec)[ANSWERS] == {
        "goals_now": [{"goal": "Mitglieder", "target": "80", "reached_pct": 76}],
        "resources_next": {"budget_eur": "240000.5", "fte": 1.8},
        "next_board_on": ["2015-07-15"],
    }


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), min_size=1, max_size=80
)
CLEAN = WORDS.map(lambda text: " ".join(text.split())).filter(
    lambda text: text and not re.search(r"_x[0-9A-Fa-f]{4}_", text)
)
COMPETENCES = st.lists(
    st.fixed_dictionaries({"name": CLEAN, "strength": st.integers(1, 5), "proof": CLEAN}), min_size=3, max_size=6
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries(
        {"vision_now": CLEAN, "core_competences": COMPETENCES},
        optional={
            "occasion": st.sampled_from(["erststrategie", "fusion"]),
            "horizon": st.sampled_from([2, 3, 5]),
            "next_board_on": st.lists(
                st.dates(date(1900, 3, 1), date(2199, 1, 1)).map(date.isoformat), min_size=1, max_size=5
            ),
        },
    )
)
def test_whatever_was_answered_comes_back(answers: dict[str, Any]) -> None:
    spec = strategy(answers)
    content = FILES.write(spec)
    stamp = replace(FILES.stamp(content), base={})
    fresh = unanswered(spec)
    assert answers_of_form(fresh, stamp, FILES.read(content, fresh), {}) == {ANSWERS: answers}


def test_a_workbook_that_another_program_saved_reads_the_same(tmp_path: Path) -> None:
    spec, known = sample("praezisionstechnik")
    (tmp_path / "form.xlsx").write_bytes(FILES.write(spec))
    if SOFFICE is None:
        return  # the promise is about LibreOffice; without it there is nothing to keep
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "saved"), str(tmp_path / "form.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    saved = (tmp_path / "saved" / "form.xlsx").read_bytes()
    assert FILES.stamp(saved) == spec.stamp()
    assert answers_of_form(spec, FILES.stamp(saved), FILES.read(saved, spec), known.answers) == {}


def test_a_cell_is_named_as_excel_shows_it() -> None:
    assert place_of("Fragen", 6, 3) == "Blatt Fragen, Zelle D7"
