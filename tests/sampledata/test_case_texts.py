"""The written prose of the sample engagement: known figures, references in place, length and tone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from clusterprocess.offerings.cluster_strategy.plan import StrategyPlan
from clusterprocess.offerings.cluster_strategy.texts import TEXT_KEYS, Texts
from clusterprocess.offerings.standard.rows import Interviews
from clusterprocess.sampledata.cases import sample_case

CASE = sample_case()
PLAN = StrategyPlan.model_validate(CASE.plan)
INTERVIEWS = Interviews.model_validate(CASE.interviews).interviews
TEXTS = Texts.model_validate(CASE.texts).texts
MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"

# Every figure a text may use, with the display the report gives it; ranks and peers depend on the sample portfolio.
FIGURES = {
    "F11.members_total": "61", "F11.companies": "44", "F11.company_share": "72 %", "F11.science": "9",
    "F11.science_share": "15 %", "F11.before": "58", "F11.joined": "7", "F11.left": "4", "F11.in_projects": "14",
    "F11.in_projects_share": "23 %", "F10.income": "240.000 Euro", "F10.grant": "110.000 Euro",
    "F10.grant_share": "46 %", "F10.cost_without_project": "220.000 Euro", "F10.gap": "90.000 Euro",
    "F10.payers": "55", "F10.gap_per_payer": "1.636 Euro", "F10.own_share": "44 %", "F20.responses": "27",
    "F20.invited": "61", "F20.companies": "20", "F12.organisations": "23", "F12.dots": "69", "F17.stages": "7",
    "F17.thin": "2", "F15.count": "8", "PLAN.measures": "18", "PLAN.effort_days": "104", "PLAN.capacity_days": "108",
    "PLAN.stop_days": "22", "PLAN.own_share_last": "74 %", "PLAN.budget_last": "205.000 Euro", "INT.count": "8",
    "F1.peers": "15", "F1.group": "16", "F1.same_field": "12", "F2.retention.rank": "15", "F2.projects.rank": "10",
    "F2.companies.rank": "4", "F2.fte_load.rank": "11",
}  # fmt: skip
# The block that stands before each figure or table and has to mention it.
MENTIONED_IN = {
    "abb:process": "process", "tab:participation": "participation", "abb:members": "members.before",
    "abb:waterfall": "money.before", "abb:trends": "trends.before", "tab:trends": "trends.before",
    "abb:chain": "chain.before", "abb:benchmark": "benchmark.before", "tab:columns": "four_columns",
    "tab:swot": "swot.before", "tab:options": "options.before", "abb:importance": "expectations",
    "abb:house": "fields.before", "abb:votes": "fields.before", "tab:measures": "measures.before",
    "abb:schedule": "schedule.before", "tab:governance": "governance.before", "abb:financing": "financing.before",
    "tab:gap": "financing.before", "tab:indicators": "monitoring.before",
}  # fmt: skip
# Keys of the plan that hold codes, dates and fixed choices instead of prose.
CODES = {
    "key", "field", "kind", "decision", "start", "end", "on", "released_on", "baseline_on", "clarification_by",
    "ends_on", "number", "first", "second", "board", "advisory", "office", "leads", "assembly", "origin", "unit",
}  # fmt: skip


def shown(text: str) -> str:
    """The text as it reads in the report, with a stand-in number for each cross-reference."""
    return re.sub(r"\{([^}]+)\}", lambda m: FIGURES.get(m[1], "Abb. 9"), text)


def prose(value: Any, key: str = "") -> Iterator[str]:
    """Every sentence of the plan that reaches the paper."""
    if isinstance(value, str) and key not in CODES:
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from prose(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from prose(inner, key)


def written_by_field() -> Iterator[str]:
    for field in PLAN.fields:
        yield from (field.why, field.commitments_after, *field.commitments)


def words(text: str) -> int:
    return len(shown(text).split())


def sentences(text: str) -> list[str]:
    plain = re.sub(r"\b(Abb|Tab|Co|e\.V)\. ", r"\1 ", shown(text))
    plain = re.sub(rf"(\d)\. (?={MONTHS})", r"\1 ", plain)
    return [s for paragraph in plain.split("\n\n") for s in re.split(r"(?<=[.!?])“?\s+", paragraph.strip())]


def test_all_texts_are_written_and_use_known_figures_only() -> None:
    assert set(TEXTS) == set(TEXT_KEYS)
    everything = [*TEXTS.values(), *prose(CASE.plan)]
    tokens = {token for text in everything for token in re.findall(r"\{([^}]+)\}", text)}
    assert tokens == set(FIGURES) | set(MENTIONED_IN)


@pytest.mark.parametrize(("reference", "key"), MENTIONED_IN.items())
def test_a_figure_is_mentioned_in_the_block_before_it(reference: str, key: str) -> None:
    assert f"{{{reference}}}" in TEXTS[key]


def test_the_paper_has_the_length_of_25_to_30_pages() -> None:
    assert 6_500 <= sum(map(words, TEXTS.values())) + sum(map(words, prose(CASE.plan))) <= 7_500
    assert all(70 <= words(text) <= 120 for key, text in TEXTS.items() if key.endswith(".before"))
    assert all(120 <= words(text) <= 200 for key, text in TEXTS.items() if key.endswith(".after"))
    assert all(110 <= words(field.why) <= 150 for field in PLAN.fields)
    assert all(60 <= words(field.commitments_after) <= 90 for field in PLAN.fields)
    assert [round(words(f.example.text), -1) for f in PLAN.fields if f.example] == [120]
    assert all(len(text) < 70 for key, text in TEXTS.items() if key.startswith("headline"))


def test_sentences_stay_short_and_free_of_empty_words() -> None:
    written = [*TEXTS.values(), *written_by_field()]
    assert [s for text in written for s in sentences(text) if len(s.split()) >= 22] == []
    assert not re.search("Synergie|ganzheitlich|nachhaltig|Die Analyse zeigt", " ".join(written))
    assert len(sentences(TEXTS["occasion"])) == 5
    assert len(sentences(TEXTS["method"])) == 6
    assert len(sentences(TEXTS["dissent"])) == 4


def test_the_five_abbreviations_are_really_used() -> None:
    paper = " ".join([*TEXTS.values(), *prose({k: v for k, v in CASE.plan.items() if k != "abbreviations"})])
    assert len(PLAN.abbreviations) == 5
    assert all(re.search(rf"\b{short}\b", paper) for short in PLAN.abbreviations)


def test_the_edits_in_word_find_their_sentence_and_one_changes_a_figure_with_a_reason() -> None:
    edits = CASE.comments["edits"]
    assert len(edits) == 3
    for edit in edits:
        assert TEXTS[edit["text_key"]].count(edit["old"]) == 1
        assert edit["old_shown"] == shown(edit["old"]) != edit["new"]
    changed = [edit for edit in edits if edit["changes_figure"]]
    assert [(e["figure"], e["value_old"], bool(e["reason"])) for e in changed] == [("F10.payers", "55", True)]
    assert CASE.comments["board"]["resolved_on"] == CASE.answers["next_board_on"][0] == "2015-07-15"
    assert CASE.comments["assembly"]["held_on"] == "2015-10-22"


def test_quotations_in_the_paper_are_released_ones() -> None:
    released = {q.rstrip(".") for i in INTERVIEWS if i.may_be_quoted for q in i.quotations}
    quoted = [q.rstrip(".") for q in re.findall("„([^“]{40,})“", TEXTS["services"] + TEXTS["chain.after"])]
    assert len(quoted) == 3
    assert set(quoted) <= released
