"""The notes of the samples against docs/yardsticks/individual_advice.md: every check that a program can decide.

Numbers in the names are those of the twenty checks. Only a reader decides: 5 whether a heading really states the
finding, 6 whether the numbers carry a caption, 13 whether a step is worth its effort, 20 whether a sentence would fit
any other initiative. What a program can hold of them is tested here all the same.
"""

from __future__ import annotations

import io
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from docx import Document

from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.catalogues.advice import advice
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.individual_advice.figures import figures_of
from clusterprocess.offerings.individual_advice.modules import BY_KEY, chosen
from clusterprocess.offerings.individual_advice.offering import OFFERING
from clusterprocess.offerings.individual_advice.report import BODY, advice_note
from clusterprocess.offerings.sections.blocks import Block, Callout, Chart, DocumentContext, Heading, Table
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATES = Path(__file__).parents[2] / "templates"
FULL = ("beratung_finanzierung", "beratung_wirkung")
SAMPLES = (*FULL, "kurzberatung_nachfolge")
each_sample = pytest.mark.parametrize("name", SAMPLES)
MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"


@cache
def case(name: str) -> Case:
    return assembled(sample_case(name))


@cache
def context(name: str) -> DocumentContext:
    return advice_note(case(name))


def blocks(name: str) -> list[Block]:
    return [block for chapter in BODY for block in context(name).chapters[chapter.name]]


def tables(name: str) -> dict[str, Table]:
    return {b.key: b for b in blocks(name) if isinstance(b, Table)}


@cache
def content(name: str) -> bytes:
    return WordDocuments(TEMPLATES).render(OFFERING.template_for("beratungsvermerk"), context(name)).content


@cache
def pages(name: str) -> list[str]:
    """Text of each page; empty where there is no LibreOffice, then nobody knows the pages."""
    office = LibreOffice("soffice")
    if not office.is_available():
        return []
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(office.to_pdf(content(name))))
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages]


@cache
def paragraphs(name: str) -> list[str]:
    body = Document(io.BytesIO(content(name))).element.body
    found = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]
    return [text.replace("\u00a0", " ").replace("\u00ad", "") for text in found]


def shown(name: str, text: str) -> str:
    figures = figures_of(case(name))
    return re.sub(r"\{([^}]+)\}", lambda m: figures[m[1]].display if m[1] in figures else "Tab. 9", text)


@each_sample
def test_1_question_answer_and_resolution_stand_on_the_first_page(name: str) -> None:
    of = case(name)
    assert of.answers["question"].endswith("?")
    boxes = [b for b in context(name).chapters["frage"] if isinstance(b, Callout)]
    assert boxes[0].text == of.answers["question"] and boxes[1].title.endswith("beschließt:")
    if found := pages(name):
        assert of.answers["question"][-60:] in found[0]
        assert all(sentence[-40:] in found[0] for sentence in of.plan["resolution"])


@pytest.mark.parametrize(("name", "least", "most"), [(FULL[0], 4, 12), (FULL[1], 4, 12), (SAMPLES[2], 2, 4)])
def test_2_length_and_all_six_chapters(name: str, least: int, most: int) -> None:
    assert all(context(name).chapters[c.name] for c in BODY)
    if found := pages(name):
        assert least <= len(found) <= most


@each_sample
def test_3_the_answer_recommends_with_a_number_and_a_date(name: str) -> None:
    answer = shown(name, case(name).plan["answer"])
    assert "Wir empfehlen" in answer
    assert re.search(r"\d", answer) and re.search(MONTHS, answer)
    assert 1 <= len(case(name).plan["resolution"]) <= 5


@each_sample
def test_4_basis_and_method_of_every_module_and_of_no_other(name: str) -> None:
    of = case(name)
    keys = [m.key for m in chosen(of.answers)]
    sections = [b.key.removeprefix("3.") for b in blocks(name) if isinstance(b, Heading) and b.level == 2]
    assert sections == keys
    if not of.fast_lane:
        rows = tables(name)["basis"].rows
        assert [row[0].text for row in rows] == [BY_KEY[k].name.de for k in keys]  # type: ignore[union-attr]
        assert all(row[1] and row[2] and row[3] for row in rows)


@each_sample
def test_5_headings_of_findings_are_statements(name: str) -> None:
    headings = [b.text for b in blocks(name) if isinstance(b, Heading) and b.level == 2]
    names = {m.name.de for m in BY_KEY.values()}
    assert all(h not in names and len(h.split()) >= 4 for h in headings)


@each_sample
def test_6_captions_state_findings_and_every_figure_is_mentioned_before_it_appears(name: str) -> None:
    said: str = ""
    for block in blocks(name):
        if isinstance(block, Chart | Table):
            assert len(block.caption.split()) >= 4 and not block.caption.startswith(
                ("Diagramm", "Übersicht", "Tabelle")
            )
        if isinstance(block, Chart):
            assert f"{{abb:{block.key}}}" in said, block.key
        said += getattr(block, "text", "")


def test_7_quarters_balances_and_fees_add_up() -> None:
    of = case(FULL[0])
    result = of.finding("BER2")
    for scenario in result["scenarios"]:
        income = sum(Decimal(q["income_eur"]) for q in scenario["quarters"])
        cost = sum(Decimal(q["cost_eur"]) for q in scenario["quarters"])
        assert abs(income - Decimal(scenario["income_eur"])) < Decimal("0.01")
        assert abs(Decimal(result["opening_eur"]) + income - cost - Decimal(scenario["closing_eur"])) < Decimal("0.01")
        fees = sum(Decimal(c["extra_eur"]) * c["members"] for c in scenario["fee_classes"])
        assert abs(fees - Decimal(scenario["yearly_gap_eur"])) < Decimal("0.01")
    rows = tables(FULL[0])["closing"].rows
    amounts = [int(re.sub(r"\D", "", getattr(row[1], "text", str(row[1])))) for row in rows]
    assert amounts[0] == 41_600 and sum(amounts[1:-1]) - amounts[0] == amounts[-1] == 85


def test_8_uncertain_income_never_counts_in_full() -> None:
    plan = case(FULL[0]).answers["fin_plan"]
    result = case(FULL[0]).finding("BER2")
    assert any(line["certain_pct"] < 100 for line in plan["income"])
    assert Decimal(result["certain_eur"]) < Decimal(result["planned_eur"])
    stress, basis = result["scenarios"][1], result["scenarios"][0]
    assert Decimal(stress["income_eur"]) < Decimal(basis["income_eur"])
    assert "nur Zugesagtes" in tables(FULL[0])["scenarios"].source


def test_9_every_decision_has_one_body_or_a_named_gap() -> None:
    found = case(FULL[1]).finding("BER1")
    unclear = {d["topic"] for d in found["decisions"] if d["verdict"] != "klar"}
    rows = tables(FULL[1])["rights"].rows
    named = {row[0].text for row in rows if row[-1].text in ("keine Stelle", "mehrere Stellen")}  # type: ignore[union-attr]
    assert unclear and named == unclear


def test_10_no_group_below_eight_can_be_seen_or_worked_out() -> None:
    found = case(FULL[1]).finding("BER3")
    assert found["sme_shown"] and found["valid"] - found["sme_answers"] >= 8
    for whole, part in zip(found["fields"], found["sme_fields"], strict=True):
        assert whole["n"] >= 8
        assert part["n"] is None or (part["n"] >= 8 and (whole["n"] - part["n"] >= 8 or whole["n"] == part["n"]))
    text = "\n".join(paragraphs(FULL[1]))
    assert not re.search(r"(Hochschulen?|Kommunen|Großunternehmen)[^.\n]{0,40}\d,\d", text)


@each_sample
def test_11_options_have_pros_cons_cost_and_rejected_ones_a_reason_and_a_resubmission(name: str) -> None:
    for option in case(name).plan["options"]:
        assert option["pros"] and option["cons"] and option["cost"] and option["reason"]
        if option["decision"] != "empfohlen":
            assert option["resubmission"] not in ("", "–")


@each_sample
def test_12_one_option_is_recommended_and_it_is_the_one_that_was_chosen(name: str) -> None:
    of = case(name)
    (best,) = (o["key"] for o in of.plan["options"] if o["decision"] == "empfohlen")
    chosen_options = [w.record["chosen"]["option"] for w in of.workshops if w.record.get("chosen")]
    assert chosen_options == ([] if of.fast_lane else [best])
    assert len(of.workshops) == (0 if of.fast_lane else 1)


@each_sample
def test_13_steps_start_with_a_verb_and_are_not_left_to_the_office(name: str) -> None:
    measures = case(name).plan["measures"]
    for measure in measures:
        assert measure["title"].split()[0].endswith("n")
        assert measure["lead"] or measure["clarification_by"]
        assert measure["start"] <= measure["end"]
        assert measure["start"] >= case(name).today.isoformat()
    office = [m for m in measures if m["lead"].startswith(("Geschäftsstelle", "Clustermanagement"))]
    assert len(office) < len(measures) / 2
    assert any(m["first_step"] for m in measures)


@each_sample
def test_14_law_and_taxes_are_information_and_referral_only(name: str) -> None:
    of = case(name)
    text = "\n".join([*of.texts.values(), of.plan["answer"], *(o["reason"] for o in of.plan["options"])])
    if advice().referral.hints_in(text):
        assert of.plan["referrals"]
    for referral in of.plan["referrals"]:
        assert referral["adviser"] and referral["source"] and referral["by"]
    assert "Auskunft, keine Rechts- oder Steuerberatung" in "\n".join(paragraphs(name))
    assert not re.search(r"rechtlich (zulässig|unbedenklich)|steuerfrei|ohne Gewähr", text)


@each_sample
def test_15_certainties_have_reasons_and_differ(name: str) -> None:
    limits = case(name).plan["limits"]
    assert len({row["certainty"] for row in limits}) > 1
    assert all(row["reason"] and row["raised_by"] for row in limits)


@each_sample
def test_16_no_raw_statement_no_name_no_level_enters_the_note(name: str) -> None:
    of, text = case(name), "\n".join(paragraphs(name))
    people = [p["name"].removesuffix(" (Beispiel)") for p in sample_case(name).initiative["people"]]
    assert not any(person in text for person in people)
    theses = [t for interview in of.interviews for t in interview["theses"]]
    assert not any(thesis in text for thesis in theses)
    assert not re.search(r"\bM[0-4]\b", re.sub(r"\bM \d\b", "", text))
    remarks = [r["remark"] for r in of.survey.get("responses", []) if r.get("remark")]
    assert not any(remark in text for remark in remarks)
    released = {q.rstrip(".") for i in of.interviews if i["may_be_quoted"] for q in i["quotations"]}
    quoted = {q.rstrip(".") for q in re.findall("„([^“]{40,})“ \\(", text)}
    assert quoted <= released


@each_sample
def test_17_every_figure_has_one_value_and_its_source_in_annex_b(name: str) -> None:
    document = Document(io.BytesIO(content(name)))
    seen: dict[str, set[str]] = {}
    for control in document.element.body.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and tag.get(f"{W}val") in figures_of(case(name)):
            value = "".join(t.text or "" for t in control.iter(f"{W}t"))
            seen.setdefault(tag.get(f"{W}val"), set()).add(value)
    assert seen and all(len(values) == 1 for values in seen.values())
    proof = next(b for b in context(name).chapters["anhang_b"] if isinstance(b, Table))
    proved = {row[2].text.strip("{}") for row in proof.rows}  # type: ignore[union-attr]
    assert set(seen) == proved
    assert all(row[0] != "–" and row[3] and row[4] for row in proof.rows)


def test_18_effects_are_a_contribution_and_parallel_support_is_named() -> None:
    of, text = case(FULL[1]), "\n".join(paragraphs(FULL[1]))
    after = of.texts["wirkung.after"]
    assert "Eine Trennung der Beiträge ist nicht möglich" in after
    assert all(word in after for word in ("go-cluster", "Silber-Label", "Landesprojekt"))
    assert not re.search(r"führte zu|bewirkte|Erfolg der ClusterAgentur", text)


@each_sample
def test_19_emblem_wording_number_version_and_next_date_and_nothing_left_over(name: str) -> None:
    of, text = case(name), "\n".join(paragraphs(name))
    documents = WordDocuments(TEMPLATES)
    made = documents.render(OFFERING.template_for("beratungsvermerk"), context(name))
    report = documents.check(made.content, made.manifest, of.funding.statement, of.number)
    assert report.publicity and report.leftovers == [] and report.missing_charts == 0
    assert of.number in text and "0.9" in text and "Entwurf, noch nicht beschlossen." in text
    assert of.plan["next_review"] in text and re.search(MONTHS, of.plan["next_review"])
    body = Document(io.BytesIO(content(name))).element.body
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in body.iter(f"{W}tr"))
    for leftover in ("{{", "}}", "{%", "⟦", "None"):
        assert leftover not in text


@each_sample
def test_20_no_empty_words_and_short_sentences(name: str) -> None:
    of = case(name)
    written = [shown(name, t) for t in (*of.texts.values(), of.plan["answer"])]
    for phrase in (
        "ganzheitlich",
        "Synergie",
        "nachhaltig aufstellen",
        "Die Analyse zeigt",
        "Es sollte geprüft werden",
    ):
        assert not any(phrase in text for text in written)
    assert [s for text in written for s in sentences(text) if len(s.split()) >= 22] == []


def sentences(text: str) -> list[str]:
    plain = re.sub(rf"\b(Abb|Tab|e\.V|Nr)\. |(\d)\. (?={MONTHS})", lambda m: (m[1] or m[2]) + " ", text)
    return [s for paragraph in plain.split("\n\n") for s in re.split(r"(?<=[.!?])“?\s+", paragraph.strip())]


def test_the_texts_of_the_two_full_notes_are_not_alike() -> None:
    first, second = (
        {s.strip() for t in case(n).texts.values() for s in re.split(r"(?<=[.!?])\s+", t) if len(s.split()) > 5}
        for n in FULL
    )
    assert first and second and not first & second
