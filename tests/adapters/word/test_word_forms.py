"""Offline forms as Word files: two pages at most, only fields can be filled, what was changed is refused by its title."""

from __future__ import annotations

import io
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
from pypdf import PdfReader
from word_edits import Root, controls_tagged, document, drop_tags, edited, remove, write_into

from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.adapters.word.form import WordForms
from clusterprocess.adapters.word.form_controls import LONGEST_NAME, W14, fields_of
from clusterprocess.adapters.word.ooxml import name
from clusterprocess.adapters.word.package import read_parts, write_parts
from clusterprocess.domain.errors import InputError, InputErrors
from clusterprocess.offerings.catalogue import OFFERINGS, offering_named
from clusterprocess.offerings.cluster_strategy.questionnaire import QUESTIONNAIRE as STRATEGY
from clusterprocess.offerings.form_answers import answers_of_form, require_current
from clusterprocess.offerings.form_building import ANSWERS, PROFILE_PART, Known, form_of
from clusterprocess.offerings.form_short import shortened
from clusterprocess.offerings.form_tree import digest
from clusterprocess.offerings.forms import FormHead, FormSpec
from clusterprocess.offerings.profile import PROFILE
from clusterprocess.offerings.questions import Questionnaire
from clusterprocess.sampledata.cases.reader import sample_case, sample_cases

STATEMENT = "Diese Maßnahme wird von der Europäischen Union kofinanziert (EFRE)."
HEAD = FormHead("Gemeinsame Clusterstrategie", "Netzwerk & Co. (Beispiel)", "CA-2015-A-001", STATEMENT)
FILES = WordForms()
SOFFICE = shutil.which("soffice")
PARTS = ((ANSWERS,), (PROFILE_PART,))


def form(
    asked: Questionnaire = STRATEGY, part: str = ANSWERS, known: Known | None = None, level: str = "M1"
) -> FormSpec:
    return shortened(form_of("docx", HEAD, level, {part: asked}, known or Known()))


@cache
def sample(slug: str, part: str) -> tuple[FormSpec, Known]:
    """The short form of a sample case with everything filled in."""
    case = sample_case(slug)
    profile = PROFILE.validate({key: value for key, value in case.profile.items() if key != "as_of"})
    as_of = date.fromisoformat(str(case.profile["as_of"])).isoformat()
    questionnaire = offering_named(case.offering).questionnaire
    known = Known({ANSWERS: questionnaire.validate(case.answers), PROFILE_PART: {**profile, "as_of": as_of}})
    return form(questionnaire if part == ANSWERS else PROFILE, part, known), known


def again(spec: FormSpec, known: Known | None = None) -> FormSpec:
    """The form as it is computed when its file comes back."""
    stamp = spec.stamp()
    asked = {part.name: part.questionnaire for part in spec.parts}
    return shortened(
        form_of("docx", HEAD, spec.level, asked, known or Known(), keys=stamp.keys, rows=stamp.rows), stamp.keys
    )


def read_back(content: bytes, spec: FormSpec, current: Any = None) -> dict[str, dict[str, Any]]:
    stamp = FILES.stamp(content)
    require_current(spec, stamp)
    return answers_of_form(spec, stamp, FILES.read(content, spec), current or {})


def typed(content: bytes, texts: dict[str, str]) -> bytes:
    """The file with texts typed into its fields, as Word does it: the prompt's mark goes."""

    def change(root: Root) -> None:
        for tag, text in texts.items():
            (control,) = controls_tagged(root, f"{ANSWERS}/{tag}")
            for shown in list(control.iter(name("w:showingPlcHdr"))):
                remove(shown)
            write_into(control, text)

    return edited(content, change)


def pages_of(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(LibreOffice(str(SOFFICE)).to_pdf(content))).pages)


@pytest.mark.parametrize("part", [ANSWERS, PROFILE_PART])
@pytest.mark.parametrize("slug", sample_cases())
def test_the_answers_of_a_sample_case_come_back_as_they_went_out(slug: str, part: str) -> None:
    spec, known = sample(slug, part)
    content = FILES.write(spec)
    assert FILES.stamp(content) == spec.stamp()
    assert read_back(content, again(spec, known), known.answers) == {}  # untouched: nothing new
    fresh, stamp = again(spec), replace(FILES.stamp(content), base={})
    back = answers_of_form(fresh, stamp, FILES.read(content, fresh), {})[part]
    wanted = {q.key: q.answer(q.values)[0] for q in spec.questions() if q.values}
    assert {key: digest(value) for key, value in back.items()} == {key: digest(v) for key, v in wanted.items()}


@pytest.mark.parametrize("offering", OFFERINGS, ids=lambda o: o.slug)
@pytest.mark.parametrize("level", ["M0", "M1"])
def test_an_empty_form_of_every_offering_is_read_without_findings(offering: Any, level: str) -> None:
    spec = form(offering.questionnaire, level=level)
    content = FILES.write(spec)
    assert FILES.read(content, spec).findings == []
    assert read_back(content, spec) == {}


@pytest.mark.parametrize("asked", [PROFILE, *(o.questionnaire for o in OFFERINGS)], ids=lambda q: q.slug)
def test_a_form_has_at_most_two_pages(asked: Questionnaire) -> None:
    content = FILES.write(form(asked, PROFILE_PART if asked is PROFILE else ANSWERS))
    assert SOFFICE is None or pages_of(content) <= 2


@pytest.mark.parametrize("slug", sample_cases())
def test_a_filled_form_has_at_most_two_pages(slug: str) -> None:
    content = FILES.write(sample(slug, ANSWERS)[0])
    assert SOFFICE is None or pages_of(content) <= 2


def test_the_same_form_gives_the_same_bytes() -> None:
    assert FILES.write(form()) == FILES.write(form())


def test_a_form_carries_emblem_statement_number_and_protection() -> None:
    parts = read_parts(FILES.write(form()))
    texts = {part: parts[part].decode() for part in parts if part.endswith(".xml")}
    assert 'descr="Emblem der Europäischen Union' in texts["word/document.xml"] and "word/media/emblem.png" in parts
    assert STATEMENT in texts["word/document.xml"] and STATEMENT in texts["word/footer_default.xml"]
    assert "CA-2015-A-001" in texts["word/document.xml"] and "CA-2015-A-001" in texts["word/header_default.xml"]
    assert "Netzwerk &amp; Co. (Beispiel)" in texts["word/document.xml"]
    assert '<w:documentProtection w:edit="forms" w:enforcement="1"/>' in texts["word/settings.xml"]
    assert not [part for part, text in texts.items() if "{{" in text]


def test_a_demo_says_so() -> None:
    spec = replace(form(), head=replace(HEAD, demo=True))
    assert b"Demo mit Beispieldaten" in read_parts(FILES.write(spec))["word/header_first.xml"]


def test_every_field_has_its_kind_and_cannot_be_deleted() -> None:
    root = document(FILES.write(form()))
    kinds = {
        "occasion": "w:dropDownList", "vision_now": "w:text", "next_board_on/0": "w:date", "mandate": "w:text",
        "finances/sources/0/public": "w:dropDownList", "core_competences/0/name": "w:text",
    }  # fmt: skip
    for tag, kind in kinds.items():
        (control,) = controls_tagged(root, f"{ANSWERS}/{tag}")
        properties = control.find(name("w:sdtPr"))
        assert properties is not None and properties.find(name(kind)) is not None, tag
        lock = properties.find(name("w:lock"))
        assert lock is not None and lock.get(name("w:val")) == "sdtLocked"
    (occasion,) = controls_tagged(root, f"{ANSWERS}/occasion")
    words = [item.get(name("w:displayText")) for item in occasion.iter(name("w:listItem"))]
    assert words[:2] == ["erste Strategie", "Aktualisierung"] and "erststrategie" not in words


def test_names_of_fields_are_short_and_unique() -> None:
    for asked in (PROFILE, *(offering.questionnaire for offering in OFFERINGS)):
        fields = fields_of(form(asked)).values()
        for names in ([f.tag for f in fields], [f.title for f in fields]):
            assert len(set(names)) == len(names) and max(map(len, names)) <= LONGEST_NAME


def test_long_tables_are_left_to_the_workbook_in_one_sentence() -> None:
    text = "".join(document(FILES.write(form())).itertext())
    assert (
        "„Trends“ und „Stärken, Schwächen, Chancen, Risiken“: Das braucht längere Tabellen; bitte beantworten Sie es im Formular für Excel"
        in text
    )


def test_ticks_are_boxes() -> None:
    spec = form(PROFILE, PROFILE_PART)
    tag = f"{PROFILE_PART}/other_programmes/zim"

    def tick(root: Root) -> None:
        (control,) = controls_tagged(root, tag)
        for checked in control.iter(f"{{{W14}}}checked"):
            checked.set(f"{{{W14}}}val", "1")
        write_into(control, "☒")

    def date_it(root: Root) -> None:
        (control,) = controls_tagged(root, f"{PROFILE_PART}/as_of")
        for shown in list(control.iter(name("w:showingPlcHdr"))):
            remove(shown)
        write_into(control, "31.12.2014")

    content = edited(edited(FILES.write(spec), tick), date_it)
    assert read_back(content, spec) == {PROFILE_PART: {"as_of": "2014-12-31", "other_programmes": ["zim"]}}


@pytest.mark.parametrize("content", [b"", b"kein Word", write_parts({"a.xml": b"<a/>"})], ids=["leer", "text", "zip"])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    assert not FILES.claims(content)
    with pytest.raises(InputError, match="keine Word-Datei"):
        FILES.stamp(content)


def test_a_word_file_that_is_no_form_is_refused() -> None:
    parts = read_parts(FILES.write(form()))
    del parts["docProps/custom.xml"]
    with pytest.raises(InputError, match="kein Formular dieses Programms"):
        FILES.stamp(write_parts(parts))


def test_a_broken_stamp_is_refused() -> None:
    parts = read_parts(FILES.write(form()))
    parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(b"clusterprocess-001", b"clusterprocess-999")
    with pytest.raises(InputError, match="kein Formular dieses Programms"):
        FILES.stamp(write_parts(parts))


def test_a_changed_label_is_named() -> None:
    spec = form()

    def rename(root: Root) -> None:
        for text in root.iter(name("w:t")):
            if text.text == "Mandat und Grenzen":
                text.text = "Mandat"

    assert FILES.read(edited(FILES.write(spec), rename), spec).findings == [
        "Beschriftung „Mandat und Grenzen“: wurde geändert oder gelöscht; bitte ein frisches Formular holen und die "
        "Antworten übertragen."
    ]


def test_a_field_that_is_gone_is_named_by_its_title() -> None:
    spec = form()

    def cut(root: Root) -> None:
        (control,) = controls_tagged(root, f"{ANSWERS}/core_competences/1/proof")
        remove(control)

    assert FILES.read(edited(FILES.write(spec), cut), spec).findings == [
        "Feld „Kernkompetenzen 2: Beleg“: fehlt; bitte ein frisches Formular holen und die Antworten übertragen."
    ]


def test_wrong_answers_are_all_named_by_their_titles() -> None:
    spec = form()
    content = typed(
        FILES.write(spec),
        {
            "occasion": "Langeweile",
            "resources_next/fte": "zwei",
            "next_board_on/0": "bald",
            "core_competences/0/name": "Drehen",
            "core_competences/0/strength": "9",
            "core_competences/0/proof": "Liste",
        },
    )
    with pytest.raises(InputErrors) as caught:
        read_back(content, spec)
    told = caught.value.messages
    for place, reason in (
        ("Feld „Anlass“", "„Langeweile“ steht nicht zur Auswahl; möglich sind: erste Strategie"),
        ("Feld „Mittel für die Umsetzung: bezahlte Vollzeitstellen“", "„zwei“ ist keine Zahl"),
        ("Feld „Nächste Sitzungen des Vorstands 1“", "„bald“ ist kein Datum"),
        ("Feld „Kernkompetenzen 1: Stärke“", "darf höchstens 5 sein"),
    ):
        assert any(line.startswith(place) and reason in line for line in told), (place, told)


def test_what_was_typed_is_read_and_prompts_are_not() -> None:
    spec = form()
    content = typed(FILES.write(spec), {"occasion": "Zusammenschluss", "mandate": "Bis zur nächsten\nVersammlung"})
    assert read_back(content, spec) == {ANSWERS: {"occasion": "fusion", "mandate": "Bis zur nächsten\nVersammlung"}}


def test_fields_are_found_by_title_where_an_editor_dropped_the_tags() -> None:
    spec, known = sample("praezisionstechnik", ANSWERS)
    content = edited(FILES.write(spec), drop_tags)
    assert read_back(content, again(spec, known), known.answers) == {}


def test_fields_are_found_by_their_order_where_an_editor_dropped_the_titles_too() -> None:
    spec, known = sample("praezisionstechnik", ANSWERS)

    def drop_titles(root: Root) -> None:
        drop_tags(root)
        for title in list(root.iter(name("w:alias"))):
            remove(title)

    content = edited(FILES.write(spec), drop_titles)
    assert read_back(content, again(spec, known), known.answers) == {}


@pytest.mark.parametrize("part", [ANSWERS, PROFILE_PART])
def test_a_form_that_libreoffice_saved_reads_the_same(tmp_path: Path, part: str) -> None:
    spec, known = sample("praezisionstechnik", part)
    (tmp_path / "form.docx").write_bytes(FILES.write(spec))
    if SOFFICE is None:
        return  # the promise is about LibreOffice; without it there is nothing to keep
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved"), str(tmp_path / "form.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    saved = (tmp_path / "saved" / "form.docx").read_bytes()
    assert FILES.stamp(saved) == spec.stamp()
    assert read_back(saved, again(spec, known), known.answers) == {}


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=80
)
CLEAN = WORDS.map(lambda text: " ".join(text.split())).filter(lambda text: text and set(text) - {"…"})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries(
        {"vision_now": CLEAN, "core_competences": st.lists(
            st.fixed_dictionaries({"name": CLEAN, "strength": st.integers(1, 5), "proof": CLEAN}), min_size=3, max_size=4)},
        optional={"occasion": st.sampled_from(["erststrategie", "fusion"]), "horizon": st.sampled_from([2, 3, 5])},
    )
)  # fmt: skip
def test_whatever_was_answered_comes_back(answers: dict[str, Any]) -> None:
    spec = form(known=Known({ANSWERS: answers}))
    content = FILES.write(spec)
    stamp, fresh = replace(FILES.stamp(content), base={}), again(spec)
    assert answers_of_form(fresh, stamp, FILES.read(content, fresh), {}) == {ANSWERS: answers}


def test_the_stamp_is_kept_in_pieces_that_word_preserves() -> None:
    with zipfile.ZipFile(io.BytesIO(FILES.write(sample("praezisionstechnik", ANSWERS)[0]))) as archive:
        properties = archive.read("docProps/custom.xml").decode()
    assert properties.count("<property ") > 1
    assert max(len(piece.split("</vt:lpwstr>")[0]) for piece in properties.split("<vt:lpwstr>")[1:]) <= 255 * 2
