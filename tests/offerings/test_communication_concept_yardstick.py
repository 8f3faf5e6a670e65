"""Both Kommunikationskonzepte against their yardstick: every check that a program can decide.

Numbers in the names are those of the twenty checks in docs/yardsticks/communication_concept.md. Only a reader can decide
whether captions say what their figures show, whether a sentence would fit any other initiative, and whether the house
really answers what the goals ask; the pages were looked at for broken rows and half-empty pages.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.catalogues.communication import communication
from clusterprocess.catalogues.process import process
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.offering import OFFERING
from clusterprocess.offerings.communication_concept.plan import months_from
from clusterprocess.offerings.communication_concept.report import BODY, KIND, communication_paper
from clusterprocess.offerings.sections.blocks import Callout, Cell, Chart, DocumentContext, Table
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case

NAMES = ("kommunikation_ehrenamt", "kommunikation_spitze")
both = pytest.mark.parametrize("name", NAMES)
TEMPLATES = Path(__file__).parents[2] / "templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def case_of(name: str) -> Case:
    return assembled(sample_case(name))


@cache
def context_of(name: str) -> DocumentContext:
    return communication_paper(case_of(name))


@cache
def word_file(name: str) -> bytes:
    return WordDocuments(TEMPLATES).render(OFFERING.template_for(KIND), context_of(name)).content


@cache
def text_of(name: str) -> str:
    body = Document(io.BytesIO(word_file(name))).element.body
    lines = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
    return "\n".join(line.replace("\u00a0", " ").replace("\u00ad", "") for line in lines)


@cache
def pages_of(name: str) -> tuple[str, ...]:
    office = LibreOffice("soffice")
    if not office.is_available():
        pytest.skip("pages are known only with LibreOffice")
    reader = PdfReader(io.BytesIO(office.to_pdf(word_file(name))))
    return tuple(" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages)


def table(name: str, key: str) -> Table | None:
    blocks = [b for blocks in context_of(name).chapters.values() for b in blocks]
    return next((b for b in blocks if isinstance(b, Table) and b.key == key), None)


def texts(found: Table) -> list[list[str]]:
    return [[c.text if isinstance(c, Cell) else c for c in row] for row in found.rows]


def number(text: str) -> float:
    return float(re.sub(r"[^\d,]", "", text).replace(",", ".") or 0)


@both
def test_1_the_board_can_vote_after_one_page(name: str) -> None:
    summary = context_of(name).chapters["zusammenfassung"]
    resolved = [b for b in summary if isinstance(b, Callout) and b.title == "Der Vorstand beschließt:"]
    assert len(resolved) == 1 and len(resolved[0].items) >= 2
    page = next(p for p in pages_of(name) if "Zusammenfassung und Beschluss" in p and "Unser Satz" in p)
    assert all(sentence[:50] in page for sentence in case_of(name).plan["resolution"])
    assert all(goal["title"].split()[0] in page for goal in case_of(name).plan["goals"])


@both
def test_2_size_and_proportions(name: str) -> None:
    low, high = process().scope_of("communication_concept", case_of(name).level).pages
    assert low <= len(pages_of(name)) <= high
    words = {c.name: sum(len(str(b).split()) for b in context_of(name).chapters[c.name]) for c in BODY}
    total = sum(words.values())
    assert words["ausgangslage"] / total <= 0.25
    assert (words["kanaele"] + words["redaktionsplan"] + words["organisation"]) / total >= 1 / 3


@both
def test_3_every_goal_names_strategy_goal_measure_target_day_and_who_measures(name: str) -> None:
    goals = case_of(name).plan["goals"]
    assert 3 <= len(goals) <= 5
    for goal in goals:
        assert all(goal[key] for key in ("strategy_goal", "indicator", "target", "target_on", "measured_by"))
    shown = table(name, "goals")
    assert shown and len(shown.rows) == len(goals)


@both
def test_4_every_baseline_is_dated_or_said_to_be_missing(name: str) -> None:
    for goal in case_of(name).plan["goals"]:
        assert goal.get("baseline_on") or re.search(r"fehlt, wird bis \d\d\.\d\d\.\d{4}", goal["baseline_text"])
    assert "fehlt, wird bis" in text_of(name)


@both
def test_5_every_goal_has_a_message_with_proof_channel_and_owner(name: str) -> None:
    assert case_of(name).finding("KOM4")["is_consistent"]
    assert all(row[3] and row[4] and row[5] for row in texts(table(name, "messages") or pytest.fail("no house")))


@both
def test_6_the_sentence_is_short_the_same_everywhere_and_its_consent_is_told(name: str) -> None:
    plan = case_of(name).plan
    assert len(plan["sentence"]) <= 200
    assert plan["sentence"] == case_of(name).workshops[0].record["sentence"]
    # summary, chapter 5 and text module
    assert text_of(name).count(plan["sentence"]) >= 3
    assert re.search(r"Von \d+ Organisationen stimmten \d+ zu", text_of(name))


@both
def test_7_audiences_are_ranked_with_knowledge_and_what_they_should_do(name: str) -> None:
    case = case_of(name)
    result = case.finding("KOM1")
    assert result["highest_priority"] * 2 <= len(result["audiences"])
    assert {a["audience"] for a in case.plan["audiences"]} == {a["audience"] for a in result["audiences"]}
    assert all(a["know"] and a["do"] for a in case.plan["audiences"])


@both
def test_8_holes_of_today_are_shown_and_closed_by_the_plan(name: str) -> None:
    today, planned = case_of(name).finding("KOM2"), case_of(name).finding("KOM2.plan")
    shown = table(name, "coverage")
    assert shown and today["holes"] and shown.caption.startswith("Ohne jeden Kanal heute")
    assert planned["holes"] == planned["without_main"] == []


@both
def test_9_costs_per_contact_are_compared_only_within_a_kind(name: str) -> None:
    shown = table(name, "costs") or table(name, "coverage")
    assert shown and "je Kontakt" in " ".join(shown.header)
    assert len([row for row in texts(shown) if row[0]]) == len(case_of(name).finding("KOM2")["kinds"])
    assert "derselben Art" in shown.caption or "nur innerhalb einer Art" in shown.source
    assert "Rang" not in shown.caption


@both
def test_10_hours_fit_and_the_balance_is_printed(name: str) -> None:
    result, shown = case_of(name).finding("KOM5"), table(name, "hours")
    assert shown and result["fits"] and result["needed"] <= result["available"]
    if name == "kommunikation_ehrenamt":
        before, ends, more, starts, after, there, rest = (number(c) * (-1 if "−" in c else 1) for c in texts(shown)[0])
        assert before + ends + more + starts == after and there - after == rest
    else:
        rows = texts(shown)
        total = next(n for n, row in enumerate(rows) if row[0] == "Summe der Aufgaben")
        for column in (1, 2):
            assert sum(number(row[column]) for row in rows[:total]) == number(rows[total][column])
        assert sum(number(row[2]) for row in rows[total + 1 : -1]) - number(rows[total][2]) == number(rows[-1][2])


@both
def test_11_something_ends_with_day_reason_hours_and_who_tells(name: str) -> None:
    ended = [c for c in case_of(name).plan["channels"] if c["decision"] == "beenden"]
    assert ended and all(c["ends_on"] and c["told_by"] and c["reason"] for c in ended)
    assert sum(c["hours_before"] for c in ended) == case_of(name).finding("KOM5")["freed"]
    shown = str(table(name, "ending") or table(name, "decisions"))
    assert all(f"{c['ends_on'][8:]}.{c['ends_on'][5:7]}.{c['ends_on'][:4]}" in shown for c in ended)


@both
def test_12_rejected_ideas_have_reason_and_resubmission(name: str) -> None:
    rejected = case_of(name).plan["rejected"]
    assert len(rejected) >= 3
    for idea in rejected:
        assert idea["idea"] in text_of(name) and idea["reason"] in text_of(name) and idea["resubmission"]


@both
def test_13_the_calendar_has_no_empty_month(name: str) -> None:
    plan = case_of(name).plan
    assert {e["month"] for e in plan["calendar"]} == set(months_from(plan["calendar_start"]))
    shown = table(name, "calendar")
    assert shown and all(row[2] and row[4] for row in texts(shown))
    assert len({row[0] for row in texts(shown)}) == 12


@both
def test_14_one_place_releases_each_kind_of_publication(name: str) -> None:
    shown = table(name, "approvals")
    assert shown and all(row.count("gibt frei") == 1 and "Tag" in row[-1] for row in texts(shown))


@both
def test_15_the_budget_adds_up_and_says_who_pays(name: str) -> None:
    rows = texts(table(name, "budget") or pytest.fail("no budget"))
    lines, total, rest = rows[:-2], rows[-2], rows[-1]
    assert sum(number(row[1]) for row in lines) == number(total[1])
    assert number(total[1]) + number(rest[1]) == float(case_of(name).plan["budget_eur"])
    assert all(row[2] for row in lines)


@both
def test_16_every_named_funder_has_duties_wording_and_somebody_who_checks(name: str) -> None:
    case = case_of(name)
    named = {f for f in case.answers["funding_notices"] if f != "keine"}
    assert named == {p["funder"] for p in case.plan["publicity"]}
    for operation in case.plan["publicity"]:
        assert operation["wording"] in text_of(name) and operation["checked_by"] in text_of(name)
        assert all(duty.what in text_of(name) for duty in communication().duties(operation["funder"], case.today))


@both
def test_17_no_comparison_value_is_newer_than_the_paper(name: str) -> None:
    case = case_of(name)
    known = communication().comparisons(case.today)
    assert all(value.published_on < case.today for value in known.values())
    assert ("Hartmann" in text_of(name)) == bool(known) == (name == "kommunikation_spitze")
    if known:
        assert "n = 112" in text_of(name) and "2011–2013" in text_of(name)


@both
def test_18_one_value_per_figure_and_all_of_summary_and_goals_in_annex_b(name: str) -> None:
    seen: dict[str, set[str]] = {}
    for control in Document(io.BytesIO(word_file(name))).element.body.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and re.match(r"^[A-Z]+\d*\.", tag.get(f"{W}val")):
            value = "".join(t.text or "" for t in control.iter(f"{W}t"))
            seen.setdefault(tag.get(f"{W}val"), set()).add(value)
    assert len(seen) >= 10 and all(len(values) == 1 for values in seen.values())
    proof = texts(table(name, "proof") or pytest.fail("no proof"))
    printed = str(context_of(name).chapters["zusammenfassung"])
    for key in re.findall(r"\{([A-Z]+\d*\.[\w.]+)\}", printed):
        assert any(f"{{{key}}}" == row[2] for row in proof), key
    assert {g["key"] for g in case_of(name).plan["goals"]} <= {row[3] for row in proof}


@both
def test_19_no_person_no_outlet_no_small_vote_no_level_no_unreleased_quotation(name: str) -> None:
    sample, case = sample_case(name), case_of(name)
    names = [p["name"].removesuffix(" (Beispiel)") for p in sample.initiative["people"]]
    assert not any(person in text_of(name) for person in names)
    assert not re.findall(r"\bM[0-4]\b", re.sub(r"\bM \d", "", text_of(name)))
    least = communication().scoring.votes_min
    for vote in case.workshops[0].record["channel_votes"]:
        assert vote["in_favour"] + vote["against"] + vote["abstained"] >= least
    kept_back = [q for i in case.interviews if not i["may_be_quoted"] for q in i["quotations"]]
    assert not any(q in text_of(name) for q in kept_back)


@both
def test_20_emblem_wording_number_version_and_text_modules(name: str) -> None:
    case, text = case_of(name), text_of(name)
    assert "Europäische Union – Europäischer Fonds für regionale Entwicklung" in text and case.number in text
    package = zipfile.ZipFile(io.BytesIO(word_file(name)))
    markup = "".join(package.read(n).decode() for n in package.namelist() if re.match(r"word/.*\.xml$", n))
    assert "zwölf goldene Sterne" in markup and 'w:val="en-GB"' in markup
    for key, low, high in (("de_50", 40, 60), ("en_50", 40, 60), ("de_150", 130, 170), ("en_150", 130, 170)):
        module = case.plan["text_modules"][key]
        assert low <= len(module.split()) <= high
        assert module.split("\n\n")[0].strip() in text
    for leftover in ("{{", "}}", "{%", "⟦", "None", "Traceback"):
        assert leftover not in text
    rows = list(Document(io.BytesIO(word_file(name))).element.body.iter(f"{W}tr"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


@both
def test_no_row_of_the_calculations_is_lost_between_two_pages(name: str) -> None:
    printed = " ".join(pages_of(name)).replace("\u00ad", "")
    for key in ("hours", "budget", "ending", "decisions"):
        shown = table(name, key)
        for row in texts(shown) if shown else []:
            assert all(word in printed for word in row[0].split()), (key, row[0])
            assert row[0].split()[0].isdigit() or row[0] in printed or len(row[0]) > 30, (key, row[0])


@both
def test_signs_of_a_machine_are_absent(name: str) -> None:
    text = text_of(name)
    for phrase in ("ganzheitlich", "Synergien", "nachhaltig aufstellen", "authentisch", "auf Augenhöhe", "Storytelling",
                   "keine Daten vorhanden", "Die Analyse zeigt"):  # fmt: skip
        assert phrase not in text
    assert not re.findall(r"\d+,\d\d %", text)
    captions = [b.caption for blocks in context_of(name).chapters.values() for b in blocks if isinstance(b, Chart)]
    assert all(len(c.split()) >= 4 and not c.startswith(("Diagramm", "Übersicht")) for c in captions)


@both
@pytest.mark.parametrize(("kind", "most"), [("situationsanalyse", 8), ("beschlussvorlage", 1), ("materialband", 12)])
def test_the_other_papers_keep_their_length_and_carry_emblem_and_number(name: str, kind: str, most: int) -> None:
    documents = WordDocuments(TEMPLATES)
    build: Any = OFFERING.documents[kind]
    made = documents.render(OFFERING.template_for(kind), build(case_of(name)))
    report = documents.check(made.content, made.manifest, case_of(name).funding.statement, case_of(name).number)
    assert report.publicity and not report.leftovers
    office = LibreOffice("soffice")
    if office.is_available():
        assert 1 <= len(PdfReader(io.BytesIO(office.to_pdf(made.content))).pages) <= most


@both
def test_votes_and_interviews_stay_in_the_internal_volume(name: str) -> None:
    volume = str(OFFERING.documents["materialband"](case_of(name)).chapters)
    paper = text_of(name)
    for interview in case_of(name).interviews:
        assert all(thesis in volume and thesis not in paper for thesis in interview["theses"])
    assert "schwerer Einwand" in volume or "leichte Bedenken" in volume
