"""Strategy papers of every level against their yardstick: every check that a program can decide.

Numbers in the names are those of the twenty checks in section E of the yardstick, letters its sections. Only a reader
can decide whether a caption says what its figure shows (14), whether a sentence would fit any other cluster (17) and
whether pages look right (19); the pages of all three samples were looked at one by one. M1 and M3 have no sample of
their own: their forms are checked on papers derived from the established and the large one.
"""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document

from clusterprocess.catalogues.process import process
from clusterprocess.offerings.cluster_strategy.brief import situation_brief
from clusterprocess.offerings.cluster_strategy.internal_volume import internal_volume
from clusterprocess.offerings.cluster_strategy.levels import ANNEX_OF, FORM_OF, TABLE, form_of, outline_of
from clusterprocess.offerings.cluster_strategy.report import OUTLINE
from clusterprocess.offerings.cluster_strategy.texts import FORESIGHT_TEXT_KEYS, TEXT_KEYS
from clusterprocess.offerings.sections.blocks import Bullets, Callout, Chart, Gantt, Heading, House, Table, Timeline
from clusterprocess.sampledata.cases.reader import sample_case
from tests.offerings.strategy_papers import (
    W,
    blocks_of,
    case_at,
    chapter,
    context_at,
    lines_of,
    named,
    page_with,
    pages_of,
    word_file,
)

LEVELS = ("M0", "M1", "M2", "M3", "M4")
every = pytest.mark.parametrize("level", LEVELS)
samples = pytest.mark.parametrize("level", ["M0", "M4"])
FIGURES = (Chart, Gantt, House, Timeline)


def goals(level: str) -> list[dict[str, object]]:
    plan = case_at(level).plan
    return [g for f in plan.get("fields", ()) for g in f["goals"]] + [p["goal"] for p in plan.get("projects", ())]


@every
def test_each_level_has_the_chapters_of_its_column(level: str) -> None:
    column = 2 + ("volunteer", "emerging", "standard", "foresight").index(FORM_OF[level])
    wanted = [row[0] for row in TABLE if row[column] is not None]
    assert [c.name for c in outline_of(FORM_OF[level])][: len(wanted)] == wanted
    assert form_of(case_at(level)) == FORM_OF[level]
    assert {name for name in context_at(level).chapters if chapter(level, name)} - {"fassungen", "abkuerzungen"} == {
        *wanted, "anhang_a", "anhang_b"}  # fmt: skip
    assert {c.name for c in outline_of(FORM_OF[level])} <= {c.name for c in OUTLINE}


def test_g_volunteers_get_seven_chapters_on_eight_pages_with_two_figures_and_no_comparison() -> None:
    titles = [b.text for b in blocks_of("M0", Heading) if b.level == 1 and b.numbered]
    assert len(titles) == 7 and titles[3] == "Zweck und drei Vorhaben"
    assert sum(isinstance(b, FIGURES) for name in context_at("M0").chapters for b in chapter("M0", name)) == 2
    assert not re.search("Vergleichsgruppe|Median|Benchmark", "\n".join(lines_of("M0")))
    starts = [page_with("M0", title) for title in titles]
    # one page each, the fourth chapter two, then the annexes
    assert starts == [4, 5, 6, 7, 9, 10, 11] and page_with("M0", "Anhang A: Datengrundlage") == 12
    low, high = process().scope_of("cluster_strategy", "M0").pages
    assert low <= 12 - 4 <= high and len(pages_of("M0")) == 13


def test_g_an_emerging_initiative_gets_three_analysis_chapters_in_one_of_five_pages() -> None:
    titles = [b.text for b in blocks_of("M1", Heading) if b.level == 1 and b.numbered]
    assert len(titles) == 9
    start, end = page_with("M1", titles[3][:40]), page_with("M1", "Vision, Mission, Leitsätze")
    assert end - start <= 5
    assert {b.key for b in chapter("M1", "umfeld") if isinstance(b, Table | Chart)} == {
        "trends", "benchmark", "swot", "options"}  # fmt: skip
    annexes = page_with("M1", "Anhang A: Datengrundlage")
    assert 16 <= annexes - 1 <= 18
    low, high = process().scope_of("cluster_strategy", "M1").pages
    assert low <= len(pages_of("M1")) <= high


def test_g_financing_after_the_grant_is_part_of_every_paper() -> None:
    for level in LEVELS:
        assert named(level, Table, "gap").rows[-1][1].text == "0"


def test_g_the_large_paper_has_scenarios_one_delphi_figure_alliances_and_requests() -> None:
    assert 35 <= len(pages_of("M4")) <= 40
    assert len(named("M4", Table, "ratings").rows) == 11 and len(named("M4", Table, "futures").rows) == 2
    assert len(named("M4", Chart, "delphi").categories) == 8
    assert len(named("M4", Table, "alliances").rows) == len(named("M4", Table, "policy").rows) == 5
    start, end = page_with("M4", "Alle fünf Felder bestehen"), page_with("M4", "Vision, Mission, Leitsätze")
    assert 1 <= end - start <= 2


def test_g_without_a_panel_the_same_paper_has_no_trace_of_one() -> None:
    assert not any(b.key == "delphi" for b in blocks_of("M3", Chart))
    assert named("M3", Table, "ratings").rows
    assert not {"4.3"} & {b.key for b in blocks_of("M3", Heading)}
    assert not any("Delphi" in step for timeline in blocks_of("M3", Timeline) for _, step in timeline.steps)
    assert 25 <= len(pages_of("M3")) <= 40


@every
def test_1_the_board_can_vote_after_one_page(level: str) -> None:
    resolution = next(
        b for b in chapter(level, "zusammenfassung") if isinstance(b, Callout) and "beschließt" in b.title
    )
    assert resolution.items == tuple(case_at(level).plan["resolution"])
    assert "beschließt:" in pages_of(level)[3] and page_with(level, "Zusammenfassung und Beschluss") == 4
    second = next(h.text for name in context_at(level).chapters for h in chapter(level, name)
                  if isinstance(h, Heading) and h.level == 1 and h.key != "1")  # fmt: skip
    assert page_with(level, second[:30]) == 5


@pytest.mark.parametrize("level", ["M2", "M3", "M4"])
def test_2_analysis_stays_below_and_action_above_35_percent(level: str) -> None:
    def start(name: str) -> int:
        return page_with(level, next(b.text for b in chapter(level, name) if isinstance(b, Heading))[:28])

    body = start("anhang_a") - start("zusammenfassung")
    assert (start("vision") - start("ausgangslage")) / body <= 0.35
    assert (start("governance") - start("handlungsfelder")) / body >= 0.35


@samples
def test_3_and_4_every_goal_has_measure_dated_baseline_source_and_owner(level: str) -> None:
    for goal in goals(level):
        assert goal["indicator"] and goal["measured_by"] and goal["targets"] and goal["baseline_source"]
        assert goal.get("baseline_on") or re.search(r"fehlt, wird bis \d\d\.\d\d\.\d{4}", str(goal["baseline_text"]))
    missing = [g for g in goals("M4") if "baseline" not in g]
    assert len(missing) == 1 and any("Basiswert fehlt, wird bis 31.12.2015 erhoben" in x for x in lines_of("M4"))


@samples
def test_5_and_6_measures_have_a_verb_a_lead_and_fit_the_capacity(level: str) -> None:
    plan = case_at(level).plan
    for measure in plan["measures"]:
        assert measure["title"].split()[0].endswith("n") and (measure["lead"] or measure.get("clarification_by"))
    assert sum(m["lead"].startswith("Geschäftsstelle") for m in plan["measures"]) <= 1
    effort = sum(m["effort_days"] for m in plan["measures"])
    assert effort <= plan["capacity_days"]
    assert any(f"{effort:.0f}" in line and f"{plan['capacity_days']:.0f}" in line for line in lines_of(level))
    # the first steps begin within 14 days of the board's meeting, one in each field or project
    first = [m for m in plan["measures"] if m["first_step"]]
    assert {m["field"] for m in first} == {u["key"] for u in (*plan.get("fields", ()), *plan.get("projects", ()))}


@samples
def test_7_and_9_the_gap_adds_up_and_a_stop_list_is_there(level: str) -> None:
    amounts = [int(re.sub(r"\D", "", row[1].text)) for row in named(level, Table, "gap").rows]
    assert amounts[0] == sum(amounts[1:-1]) and amounts[-1] == 0
    assert named(level, Table, "stop").total_row and any("Was wir nicht mehr tun" in x for x in lines_of(level))


@samples
def test_8_rejected_options_are_told_with_reason_and_resubmission(level: str) -> None:
    text = " ".join(lines_of(level))
    rejected = [o for o in case_at(level).plan["options"] if o["decision"] != "gewaehlt"]
    assert len(rejected) >= 4
    for option in rejected:
        assert option["title"] in text and option["reason"] in text
        assert option["resubmission"] == "keine" or option["resubmission"] in text


def test_10_no_group_below_five_is_shown() -> None:
    sizes = [int(n) for s in named("M4", Chart, "votes").series for n in re.findall(r"n = (\d+)", s.name)]
    assert sizes == [16, 5, 5]
    assert [s.name for s in named("M0", Chart, "votes").series] == ["Punkte"]  # 13 organisations: the total only
    assert (
        "Rang 2 der Unternehmen (13 von 64), ohne Punkt bei der Wissenschaft (0 von 20)"
        in named("M4", Chart, "votes").caption
    )
    assert "unter 8" in [c for row in named("M4", Table, "participation").rows for c in row]


def test_11_and_12_peers_are_defined_and_no_reference_is_newer_than_the_paper() -> None:
    case = case_at("M4")
    group = case.finding("F1")
    assert 8 <= group["n"] < 20 and case.finding("F2.projects")["percentile"] is None
    assert f"{group['n']} Initiativen ähnlicher Größe und Reife" in named("M4", Chart, "benchmark").source
    columns = named("M4", Table, "columns")
    assert "veröffentlicht 30.06.2015" in columns.source and case.today.isoformat() == "2015-07-08"


@samples
def test_13_every_figure_has_one_value_on_every_page(level: str) -> None:
    seen: dict[str, set[str]] = {}
    for control in Document(io.BytesIO(word_file(level))).element.body.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and re.match(r"^[A-Z]+\d*\.", tag.get(f"{W}val")):
            seen.setdefault(tag.get(f"{W}val"), set()).add("".join(t.text or "" for t in control.iter(f"{W}t")))
    assert all(len(values) == 1 for values in seen.values()) and len(seen) >= (20 if level == "M0" else 50)


@every
def test_14_captions_are_sentences_of_their_own_and_every_figure_is_mentioned_before(level: str) -> None:
    for name in context_at(level).chapters:
        said = ""
        for block in chapter(level, name):
            if isinstance(block, Chart):
                assert len(block.caption.split()) >= 4 and not block.caption.startswith(("Diagramm", "Übersicht"))
                assert block.source and block.alt
                assert (
                    f"{{abb:{block.key}}}" in said or block.key in ("capacity", "members", "votes") or level in "M1 M3"
                )
            said += getattr(block, "text", "")


@every
def test_15_nobody_is_rated_and_no_level_is_printed(level: str) -> None:
    text = "\n".join(lines_of(level))
    assert "ablehnend" not in text and "Einfluss × Interesse" not in text and "Reifestufe" not in text
    assert not re.search(r"\bM[0-4]\b(?! ?\d)", re.sub(r"M \d", "", text))
    assert not re.search(r"\bP\d\d\b", text)


@samples
def test_16_two_released_quotations_or_examples(level: str) -> None:
    released = {q.rstrip(".") for i in case_at(level).interviews if i["may_be_quoted"] for q in i["quotations"]}
    text = " ".join(lines_of(level))
    assert sum(q in text for q in released) + text.count("Freigegeben am") >= 2
    quoted = {q.rstrip(".") for q in re.findall(r"„([^“]{40,})“ \((?:Unternehmen|Forschung|Kommune)", text)}
    assert quoted <= released


@samples
def test_18_figures_and_goals_are_traceable(level: str) -> None:
    case, proof = case_at(level), named(level, Table, "proof")
    texts = str([case.texts, case.plan])
    used = {f.title for key, f in context_at(level).figures.items() if f"{{{key}}}" in texts}
    titles = {row[1] for row in proof.rows}
    assert used <= titles and {g["indicator"] for g in goals(level)} <= titles
    assert all(row[0] != "–" and row[3] and row[4] for row in proof.rows)
    assert set(ANNEX_OF[form_of(case)].chapter_of) >= {key.split(".")[0] for key in context_at(level).figures}


@samples
def test_19_and_20_typography_emblem_number_and_version(level: str) -> None:
    content, text = word_file(level), "\n".join(lines_of(level))
    rows = list(Document(io.BytesIO(content)).element.body.iter(f"{W}tr"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    for leftover in ("{{", "}}", "{%", "⟦", "None", "**"):
        assert leftover not in text
    package = zipfile.ZipFile(io.BytesIO(content))
    markup = "".join(package.read(n).decode() for n in package.namelist() if re.match(r"word/.*\.xml$", n))
    assert "zwölf goldene Sterne" in markup
    assert "Europäische Union – Europäischer Fonds für regionale Entwicklung" in text
    assert case_at(level).number in text and "Fassung" in text


@samples
def test_c_and_f_the_tone_is_plain(level: str) -> None:
    case, text = case_at(level), " ".join(lines_of(level))
    for phrase in ("Synergie", "ganzheitlich", "nachhaltig aufstellen", "im Aufbau", "Entropie", "Die Analyse zeigt",
                   "keine Daten vorhanden", "optimieren", "innovativ"):  # fmt: skip
        assert phrase not in text
    assert not re.findall(r"\d+,\d\d %", text)
    for key, said in case.texts.items():
        plain = re.sub(r"\{[^}]+\}", "Abb 9", said)
        plain = re.sub(r"(\d)\. (?=Januar|Februar|März|April|Mai|Juni|Juli|August|Sept|Okt|Nov|Dez)", r"\1 ", plain)
        long = [s for p in plain.split("\n\n") for s in re.split(r"(?<=[.!?])“?\s+", p) if len(s.split()) > 22]
        assert long == [], f"{key}: {long}"
    letters = [i["letter"] for i in case.answers["swot_raw"]]
    assert len({letters.count(letter) for letter in "SWOT"}) > 1


def test_all_texts_of_the_large_paper_are_written_in_the_large_sample() -> None:
    assert set(case_at("M4").texts) == set(TEXT_KEYS) | set(FORESIGHT_TEXT_KEYS)


@samples
def test_the_brief_is_short_and_the_internal_volume_keeps_the_panel_anonymous(level: str) -> None:
    case = case_at(level)
    inside = str(internal_volume(case).chapters["inhalt"])
    assert not re.search(r"\bP\d\d\b", inside)
    headings = [b.text for b in situation_brief(case).chapters["inhalt"] if isinstance(b, Heading)]
    assert ("Was so oder so kommen kann" in headings) == (level == "M4")
    if level == "M4":
        assert "Prüfen und Zerlegen kosten mehr" in inside and "stabiler Dissens" in inside


def test_the_abbreviations_of_the_large_paper_stand_in_annex_b() -> None:
    assert chapter("M4", "abkuerzungen") == () and chapter("M0", "abkuerzungen") != ()
    assert named("M4", Table, "abkuerzungen") in chapter("M4", "anhang_b")
    text = " ".join(lines_of("M4"))
    assert all(re.search(rf"\b{short}\b", text) for short in case_at("M4").plan["abbreviations"])


def test_names_of_people_are_marked_and_stay_out_of_the_papers() -> None:
    for level, name in (("M0", "strategie_ehrenamt"), ("M4", "strategie_spitzencluster")):
        people = [p["name"] for p in sample_case(name).initiative["people"]]
        assert all(person.endswith("(Beispiel)") for person in people)
        assert not any(person.removesuffix(" (Beispiel)") in " ".join(lines_of(level)) for person in people)


def test_the_commitments_of_every_field_are_sentences_of_us() -> None:
    for field in case_at("M4").plan["fields"]:
        assert all(c.startswith("Wir ") for c in field["commitments"])
    assert any(isinstance(b, Bullets) and b.own == "project.V1.commitments" for b in chapter("M0", "vision"))
