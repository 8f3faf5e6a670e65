"""The papers of both samples against docs/yardsticks/professionalisation.md: every check that a program can decide.

Numbers in the names are those of the twenty checks. Only a reader decides check 20 (no sentence that would fit any other
initiative) and whether a caption of check 19 states the right finding; that it states one at all is tested.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from docx import Document

from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.catalogues.process import process
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation.chapter_path import ordered_path
from clusterprocess.offerings.professionalisation.figures import figures_of, used_figures
from clusterprocess.offerings.professionalisation.offering import OFFERING
from clusterprocess.offerings.professionalisation.report import KIND, OUTLINE, omitted, report
from clusterprocess.offerings.sections.blocks import (
    Block,
    Callout,
    Cell,
    Chart,
    DocumentContext,
    Gantt,
    Paragraph,
    Table,
)
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATES = Path(__file__).parents[2] / "templates"
START, LABEL = "professionalisierung_start", "professionalisierung_label"
MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
each_sample = pytest.mark.parametrize("name", [START, LABEL])


@cache
def case(name: str) -> Case:
    return assembled(sample_case(name))


@cache
def context(name: str) -> DocumentContext:
    return report(case(name))


@cache
def content(name: str) -> bytes:
    return WordDocuments(TEMPLATES).render(OFFERING.template_for(KIND), context(name)).content


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
def text_of(name: str) -> str:
    body = Document(io.BytesIO(content(name))).element.body
    lines = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]
    return "\n".join(lines).replace("\u00a0", " ").replace("\u00ad", "")


def blocks(name: str, chapter: str = "") -> list[Block]:
    made = context(name).chapters
    return [b for key in ([chapter] if chapter else made) for b in made[key]]


def table(name: str, key: str) -> Table:
    return next(b for b in blocks(name) if isinstance(b, Table) and b.key == key)


def shown(cell: str | Cell) -> str:
    return cell if isinstance(cell, str) else cell.text


def number(text: str) -> float:
    """``17.400 Euro`` as 17400.0, ``28,8`` as 28.8."""
    return float(re.sub(r"[^\d,−-]", "", text).replace("−", "-").replace(",", "."))


@each_sample
def test_1_the_board_can_vote_after_one_page(name: str) -> None:
    for sentence in case(name).plan["resolution"]:
        assert sentence in text_of(name)
    callout = next(b for b in blocks(name, "zusammenfassung") if isinstance(b, Callout))
    assert callout.title == "Der Vorstand beschließt:"
    if pages(name):
        first = next(n for n, page in enumerate(pages(name)) if "Der Vorstand beschließt:" in page)
        assert "Zusammenfassung und Beschluss" in pages(name)[first]


def test_2_light_and_both_figures_stand_on_the_summary_of_e1() -> None:
    row = table(LABEL, "ampel").rows[0]
    assert shown(row[0]) == "orange"
    assert (
        "{F4.belegt_points}" in shown(row[1]) and "{F4.selbst_points}" in shown(row[2]) and "{F4.gap}" in shown(row[3])
    )


@each_sample
def test_2_new_services_cost_and_what_ends_stand_on_the_summary_of_e2(name: str) -> None:
    services = case(name).plan["services"]
    assert len(table(name, "neu").rows) == len(services["sheets"])
    summary = "".join(b.text for b in blocks(name, "zusammenfassung") if isinstance(b, Paragraph))
    assert "enden und geben" in summary and len(case(name).plan["costs_summary"]) == 3


@each_sample
def test_3_pages_are_in_range_and_only_the_chosen_lines_have_chapters(name: str) -> None:
    left = omitted(case(name))
    assert {c.name for c in OUTLINE} - left <= set(context(name).chapters)
    assert not left & set(context(name).chapters)
    low, high = process().scope_of("professionalisation", case(name).level).pages
    if pages(name):
        assert low <= len(pages(name)) <= high


def test_4_every_sum_of_points_adds_up() -> None:
    state = case(LABEL).finding("F4")
    for key, own in (("proven_points", "belegt"), ("self_points", "selbst")):
        assert round(sum(i[key] for i in state["indicators"]), 1) == state[own]["points"]
        assert round(sum(d[key] for d in state["dimensions"]), 1) == state[own]["points"]
    path = next(b for b in blocks(LABEL, "weg") if isinstance(b, Chart))
    need, _, *steps, end = (v or 0.0 for v in path.series[1].values)
    assert need == state["belegt"]["gap_points"] and round(sum(steps), 1) == end
    assert figures_of(case(LABEL))["PLAN.path_end"].display == "128,8"  # 100 + 28.8


def test_5_every_proven_point_has_an_accepted_paper_and_every_rejection_a_reason() -> None:
    rows = case(LABEL).submissions["nachweise"]["nachweise"]
    accepted = {r["code"] for r in rows if r["accepted"]}
    proven = {i["code"] for i in case(LABEL).finding("F4")["indicators"] if i["proven_points"] > 0}
    assert proven <= accepted
    assert all(r["dated_on"] and r["where"] and r["by_role"] and r["checked_on"] for r in rows)
    assert all(r["reason"] for r in rows if not r["accepted"])
    assert len(table(LABEL, "nachweise").rows) >= 34


def test_6_peers_are_defined_and_ranked_only() -> None:
    group = case(LABEL).finding("F1")
    assert 8 <= group["n"] < 20
    assert f"{group['n']} Initiativen ähnlicher Größe und Reife" in text_of(LABEL)
    assert "Perzentil" not in text_of(LABEL).split("Anhang A")[0]
    assert not case(START).finding("F1")


def test_7_comparison_tables_have_the_four_columns_and_nothing_newer_than_the_paper() -> None:
    compared = [b for b in blocks(LABEL) if isinstance(b, Table) and b.key.startswith("spalten_")]
    assert len(compared) == 4
    for found in compared:
        assert [h.replace("\u00ad", "") for h in found.header[-4:]] == ["BW", "Deutschland", "Europa", "Exzellenz"]
        assert all(shown(row[-1]) == "–" for row in found.rows)  # nothing is published for the portfolio
    days = [
        date(int(y), int(m), int(d))
        for d, m, y in re.findall(r"veröffentlicht (\d\d)\.(\d\d)\.(\d{4})", text_of(LABEL))
    ]
    assert days and max(days) < case(LABEL).today
    assert [shown(c) for c in compared[0].rows[0]][4:7] == ["61", "–", "52"]  # means published in June 2015


def test_8_the_path_closes_the_gap_with_reserve_and_has_lead_and_date() -> None:
    steps = ordered_path(case(LABEL))
    worth = [s["points"] * s["feasibility"] / s["effort_days"] for s in steps]
    assert worth == sorted(worth, reverse=True)
    assert sum(s["points"] for s in steps) >= case(LABEL).finding("F4")["belegt"]["gap_points"] + 8
    assert all(s["lead"] and s["due_on"] <= case(LABEL).plan["label"]["site_visit_on"] for s in steps)


def test_9_milestones_lie_ten_six_and_three_weeks_before_the_visit_and_after_the_paper() -> None:
    found = {m["weeks_before"]: date.fromisoformat(m["due_on"]) for m in case(LABEL).finding("PRO1")["milestones"]}
    visit = found[0]
    assert {weeks: visit - day for weeks, day in found.items()} == {w: timedelta(weeks=w) for w in (10, 6, 3, 0)}
    assert min(found.values()) > case(LABEL).today
    evidence_complete = found[6].isoformat()
    assert all(s["due_on"] <= evidence_complete for s in ordered_path(case(LABEL)))


def test_10_no_official_assessment_and_the_disclosure_of_the_house() -> None:
    for chapter in ("zusammenfassung", "anhang_c"):
        assert any(
            isinstance(b, Paragraph) and b.text.startswith("Keine amtliche Bewertung") for b in blocks(LABEL, chapter)
        )
    assert "Arbeitsfassung" in table(LABEL, "werte").source
    for name in (START, LABEL):
        assert "bewertet auch Label des Clustermanagements: ja." in text_of(name)
    assert "wirkt an einer Begutachtung dieser Initiative nicht mit" in text_of(LABEL)


@each_sample
def test_11_every_new_service_has_a_complete_sheet(name: str) -> None:
    for sheet in case(name).plan["services"]["sheets"]:
        labels = {shown(row[0]) for row in table(name, f"blatt_{sheet['key']}").rows}
        assert {"Nutzer", "Nutzen", "Ablauf", "Preis", "Menge und Aufwand", "Erlös und Kosten", "Unterschied"} <= labels
        assert "Deckung" in table(name, f"blatt_{sheet['key']}").caption


@each_sample
def test_12_chamber_and_private_advisers_were_asked_about_every_new_service(name: str) -> None:
    verdicts = {r["name"]: r["crowding_out"]["verdict"] for r in case(name).finding("PRO2")["services"] if r["is_new"]}
    for sheet in case(name).plan["services"]["sheets"]:
        assert {"kammer", "private_beratung"} <= {c["kind"] for c in sheet["crowding"]}
        assert all(c["asked_on"] <= case(name).today.isoformat() and c["result"] for c in sheet["crowding"])
        assert not any(c["overlap"] == "gleich" for c in sheet["crowding"]) and verdicts[sheet["title"]] == "frei"
        assert "(Kammer)" in text_of(name) and "(private Beratung)" in text_of(name)


@each_sample
def test_13_ideas_that_were_not_chosen_have_reason_and_resubmission(name: str) -> None:
    left = [i for i in case(name).plan["services"]["ideas"] if i["decision"] != "gewaehlt"]
    assert left and all(i["reason"] and i["resubmission"] != "–" for i in left)
    assert all(i["title"] in text_of(name) and f"Wiedervorlage: {i['resubmission']}" in text_of(name) for i in left)


@each_sample
def test_14_the_stop_list_adds_up_and_says_who_tells_whom(name: str) -> None:
    rows = table(name, "stopp").rows
    assert sum(number(shown(r[1])) for r in rows[:-1]) == number(shown(rows[-1][1]))
    assert all(shown(r[2]) and shown(r[3]) and shown(r[4]) for r in rows[:-1])


@each_sample
def test_15_every_pilot_ends_with_a_figure_a_day_and_somebody_who_decides(name: str) -> None:
    for sheet in case(name).plan["services"]["sheets"]:
        pilot = sheet["pilot"]
        assert re.search(r"\d", pilot["threshold"]) and pilot["size"] >= 1
        assert pilot["decide_on"] >= pilot["ends_on"] and pilot["decided_by"] and pilot["if_failed"]
    gantts = [b for b in blocks(name, "pilotplan") if isinstance(b, Gantt)]
    assert len(gantts) == (name == LABEL)


@each_sample
def test_16_prices_times_use_give_the_income_and_the_gap_closes_as_said(name: str) -> None:
    by_title = {s["title"]: s for s in case(name).plan["services"]["sheets"]}
    *rows, total = table(name, "preise").rows
    for row in rows:
        sheet = by_title[shown(row[0])]
        income, full = number(shown(row[3])), number(shown(row[6]))
        assert income == float(sheet["price_eur"]) * sheet["users_year"]
        assert full == number(shown(row[4])) + number(shown(row[5]))
        assert abs(number(shown(row[7])) - 100 * income / full) < 0.51
    for column in (3, 4, 5, 6):
        assert number(shown(total[column])) == sum(number(shown(r[column])) for r in rows)
    first, *steps, rest = table(name, "luecke").rows
    closed = sum(number(shown(s[1]).replace("+", "")) for s in steps)  # a minus makes the gap smaller
    assert number(shown(first[1])) + closed == number(shown(rest[1]))
    assert number(shown(first[1])) == float(case(name).finding("F10")["stress"]["shortfall_eur"])


@each_sample
def test_17_measures_fit_the_office_and_have_a_verb_and_a_lead(name: str) -> None:
    plan = case(name).plan
    assert sum(m["effort_days"] for m in plan["measures"]) <= plan["capacity_days"]
    assert "{PLAN.effort_days}" in table(name, "massnahmen").caption and str(int(plan["capacity_days"])) in text_of(
        name
    )
    for measure in plan["measures"]:
        assert measure["title"].split()[0].endswith("n") and (measure["lead"] or measure.get("clarification_by"))
    offices = sum(
        m["lead"].startswith(("Geschäft", "Verwaltung", "Mitgliederb", "Projektref")) for m in plan["measures"]
    )
    assert offices <= len(plan["measures"]) / 2


@each_sample
def test_18_every_figure_has_one_value_and_stands_in_annex_b(name: str) -> None:
    seen: dict[str, set[str]] = {}
    for control in Document(io.BytesIO(content(name))).element.body.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and re.match(r"^[A-Z]+\d*\.", tag.get(f"{W}val")):
            seen.setdefault(tag.get(f"{W}val"), set()).add("".join(t.text or "" for t in control.iter(f"{W}t")))
    assert len(seen) >= 15 and not [tag for tag, values in seen.items() if len(values) > 1]
    proof = table(name, "proof")
    titles = {shown(row[1]) for row in proof.rows}
    assert {f.title for f in used_figures(case(name)).values()} <= titles
    assert all(shown(row[0]) != "–" and shown(row[3]) and shown(row[4]) for row in proof.rows)


@each_sample
def test_19_publicity_versions_typography_and_captions(name: str) -> None:
    text, sample = text_of(name), case(name)
    assert "Europäische Union – Europäischer Fonds für regionale Entwicklung" in text
    assert sample.number in text and sample.plan["next_review"] in text
    for leftover in ("{{", "}}", "{%", "⟦", "None", "{F", "{PLAN", "Fehler!"):
        assert leftover not in text
    rows = list(Document(io.BytesIO(content(name))).element.body.iter(f"{W}tr"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    captions = [b.caption for b in blocks(name) if isinstance(b, Chart)]
    assert captions and all(len(c.split()) >= 4 and not c.startswith(("Diagramm", "Übersicht")) for c in captions)
    package = zipfile.ZipFile(io.BytesIO(content(name)))
    assert any(
        "zwölf goldene Sterne" in package.read(n).decode() for n in package.namelist() if n.startswith("word/footer")
    )


@each_sample
def test_the_signs_of_bad_work_are_absent(name: str) -> None:
    text = text_of(name)
    for phrase in (
        "Synergien",
        "ganzheitlich",
        "nachhaltig aufstellen",
        "im Aufbau",
        "ehrenamtlich geführt",
        "keine Daten vorhanden",
    ):
        assert phrase not in text
    assert not re.findall(r"\d+,\d\d %", text)
    assert case(name).level not in re.findall(r"\bM[0-4]\b", text)


@each_sample
def test_sentences_of_the_consultant_stay_short(name: str) -> None:
    figures = figures_of(case(name))
    for key, text in case(name).texts.items():
        plain = re.sub(r"\{([^}]+)\}", lambda m: figures[m[1]].display if m[1] in figures else "Abb. 9", text)
        plain = re.sub(r"\b(Abb|Tab|Kapitel)\. ", r"\1 ", plain)
        plain = re.sub(rf"(\d)\. (?={MONTHS})", r"\1 ", plain)
        long = [s for s in re.split(r"(?<=[.!?])“?\s+|\n\n", plain) if len(s.split()) >= 22]
        assert long == [], key


@each_sample
@pytest.mark.parametrize(("kind", "most"), [("situationsanalyse", 8), ("beschlussvorlage", 1)])
def test_short_papers_keep_their_length(name: str, kind: str, most: int) -> None:
    office = LibreOffice("soffice")
    made = WordDocuments(TEMPLATES).render(OFFERING.template_for(kind), OFFERING.documents[kind](case(name))).content
    if not office.is_available():
        return  # without LibreOffice nobody knows pages; that the paper is made is shown above
    from pypdf import PdfReader

    assert len(PdfReader(io.BytesIO(office.to_pdf(made))).pages) <= most
