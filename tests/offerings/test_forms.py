"""Offline forms without files: every questionnaire fits into cells, values come back as they were, nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from clusterprocess.domain.errors import InputError, InputErrors
from clusterprocess.domain.language import Text
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.offerings.cluster_strategy.questionnaire import QUESTIONNAIRE as STRATEGY
from clusterprocess.offerings.form_answers import Reading, answers_of_form, cells_of, require_current, require_own
from clusterprocess.offerings.form_building import ANSWERS, AS_OF, PROFILE_PART, Known, form_of
from clusterprocess.offerings.form_introspection import node_of
from clusterprocess.offerings.form_short import PAGES_IN_POINTS, points, shortened
from clusterprocess.offerings.form_stamp import Stamp
from clusterprocess.offerings.form_tree import Path, digest
from clusterprocess.offerings.form_types import Kind, Table
from clusterprocess.offerings.form_values import parsed, shown
from clusterprocess.offerings.forms import FormHead, FormQuestion, FormSpec, path_text
from clusterprocess.offerings.profile import PROFILE
from clusterprocess.offerings.questions import LEVELS, Depth, Question, Questionnaire, Row

HEAD = FormHead("Fragebogen", "Musterverbund (Beispiel)", "CA-2015-A-001", "Förderhinweis")
ASKED: tuple[Questionnaire, ...] = (PROFILE, *(offering.questionnaire for offering in OFFERINGS))


class Firm(Row):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    staff: Annotated[int, Field(ge=1, le=500)]
    marks: Annotated[list[Annotated[int, Field(ge=1, le=5)]], Field(min_length=3, max_length=3)]
    note: str = ""


class Money(Row):
    income_eur: Annotated[Decimal, Field(ge=0)]
    share_pct: Annotated[float, Field(ge=0, le=100)]


QUESTIONS = (
    Question("aim", Text("Ziel", "aim"), Annotated[str, Field(max_length=300)], Depth.CORE, "Wohin?"),
    Question("count", Text("Zahl", "number"), Annotated[int, Field(ge=0, le=10)], Depth.CORE),
    Question("firms", Text("Betriebe", "firms"), Annotated[list[Firm], Field(max_length=4)], Depth.STANDARD),
    Question("money", Text("Geld", "money"), Money, Depth.STANDARD),
    Question("letters", Text("Buchstaben", "letters"), list[Literal["a", "b", "c"]], Depth.STANDARD),
    Question("days_on", Text("Tage", "days"), list[str], Depth.STANDARD),
)
SMALL = Questionnaire("small", "1.0", QUESTIONS)
ANSWERED: dict[str, Any] = {
    "aim": "wachsen",
    "count": 7,
    "firms": [{"name": "A", "staff": 12, "marks": [1, 2, 3]}, {"name": "B", "staff": 30, "marks": [5, 4, 3], "note": "neu"}],
    "money": {"income_eur": "1250.5", "share_pct": 27.5},
    "letters": ["a", "c"],
    "days_on": ["2015-07-15", "2015-10-07"],
}  # fmt: skip


def small(answers: Mapping[str, Any] | None = None, asked: Questionnaire = SMALL, **more: Any) -> FormSpec:
    return form_of("xlsx", HEAD, "M2", {ANSWERS: asked}, Known({ANSWERS: answers or {}}), **more)


def filled(spec: FormSpec, **raw: object) -> Reading:
    """A reading of the form as it was issued, with some cells changed; ``firms_0_staff`` names a cell by its path."""
    values: dict[Path, object] = {path: shown_value(spec, path) for q in spec.questions() for path, _, _ in cells_of(q)}
    places = {path[:3]: f"Zeile {path_text(path[1:3])}" for path in values if len(path) > 3}
    places |= {path: f"Zelle {path_text(path[1:])}" for path in values}
    for name, value in raw.items():
        path = next(p for p in values if "_".join(map(str, p[1:])) == name)
        values[path] = value
    return Reading(values, places)


def shown_value(spec: FormSpec, path: Path) -> str | None:
    for question in spec.questions():
        for cell, leaf, _ in cells_of(question):
            if cell == path and cell in question.values:
                return shown(leaf, question.values[cell])
    return None


def question(spec: FormSpec, key: str) -> FormQuestion:
    return next(q for q in spec.questions() if q.key == key)


def come_back(issued: FormSpec, reading: Reading, current: Mapping[str, Any]) -> dict[str, Any]:
    """What a form changes in the present answers."""
    stamp = issued.stamp()
    fresh = small(current, rows=stamp.rows, keys=stamp.keys)
    return answers_of_form(fresh, stamp, reading, {ANSWERS: current}).get(ANSWERS, {})


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("asked", ASKED, ids=lambda q: q.slug)
def test_every_questionnaire_can_be_shown_as_cells(asked: Questionnaire, level: str) -> None:
    spec = form_of("xlsx", HEAD, level, {ANSWERS: asked}, Known())
    assert [q.key for q in spec.questions()] == [q.key for q in asked.asked_at(level)]
    for asking in spec.questions():
        assert asking.entries or asking.grids
        paths = [path for path, _, _ in cells_of(asking)]
        assert len(set(paths)) == len(paths)


class Nested(Row):
    inner: list[Firm]


def test_a_few_records_with_tables_of_their_own_stand_one_below_the_other() -> None:
    node = node_of(Annotated[list[Nested], Field(max_length=2)], "key")
    assert isinstance(node, Table) and node.is_stacked
    asked = Questionnaire(
        "n", "1", (Question("years", Text("Jahre"), Annotated[list[Nested], Field(max_length=2)], Depth.CORE),)
    )
    answers = {
        "years": [
            {"inner": [{"name": "A", "staff": 1, "marks": [1, 1, 1]}]},
            {"inner": [{"name": "B", "staff": 2, "marks": [2, 2, 2]}]},
        ]
    }
    spec = small(answers, asked)
    assert [path_text(grid.path[1:]) for grid in question(spec, "years").grids] == ["years/0/inner", "years/1/inner"]
    assert question(spec, "years").answer(question(spec, "years").values)[0] == answers["years"]


def test_tables_have_the_lines_that_the_type_permits_and_room_for_more() -> None:
    assert question(small(), "firms").grids[0].rows == 4  # most four
    open_ended = Questionnaire("o", "1", (Question("firms", Text("Betriebe"), list[Firm], Depth.CORE),))
    assert question(small(asked=open_ended), "firms").grids[0].rows == 15
    many = {"firms": [{"name": str(n), "staff": 1, "marks": [1, 1, 1]} for n in range(20)]}
    assert question(small(many, open_ended), "firms").grids[0].rows == 23  # 20 and three free ones


def test_what_was_answered_is_filled_in_and_comes_back_the_same() -> None:
    spec = small(ANSWERED)
    for asking in spec.questions():
        assert digest(asking.answer(asking.values)[0]) == digest(ANSWERED[asking.key])


def test_the_profile_is_filled_in_only_where_it_answers_the_same_question() -> None:
    founded = next(q for q in PROFILE.questions if q.key == "founded")
    part = Question("part_eur", Text("Teil"), Annotated[Decimal, Field(ge=0, le=10_000_000)], Depth.CORE, "", "budget")
    asked = Questionnaire("p", "1", (replace(founded, prefill="founded"), part))
    spec = form_of("xlsx", HEAD, "M2", {ANSWERS: asked}, Known({}, {"founded": 2006, "budget": "240000.00"}))
    same, other = spec.questions()
    assert (same.values, same.known) == ({(ANSWERS, "founded"): 2006}, "")
    assert (other.values, other.known) == ({}, "Bekannt: Jahresbudget Management 240.000 Euro")
    assert not same.is_earlier  # to be confirmed: an untouched cell is an answer
    reading = filled(spec)
    assert answers_of_form(spec, spec.stamp(), reading, {}) == {ANSWERS: {"founded": 2006}}


def test_slugs_of_the_profile_are_told_in_words() -> None:
    fit = next(q for q in STRATEGY.questions if q.key == "s3_fit")
    spec = form_of(
        "xlsx",
        HEAD,
        "M2",
        {ANSWERS: Questionnaire("s", "1", (fit,))},
        Known({}, {"growth_fields": ["mobilitaet", "gesundheit_pflege"]}),
    )
    assert (
        question(spec, "s3_fit").known
        == "Bekannt: Wachstumsfelder des Landes Nachhaltige Mobilität, Gesundheit und Pflege"
    )


def test_a_required_question_is_one_that_the_gate_waits_for() -> None:
    assert [q.required for q in form_of("xlsx", HEAD, "M0", {ANSWERS: SMALL}, Known()).questions()] == [True, True] + [
        False
    ] * 4
    assert all(q.required for q in form_of("xlsx", HEAD, "M2", {ANSWERS: SMALL}, Known()).questions())


def test_the_stamp_comes_back_from_its_text() -> None:
    stamp = small(ANSWERED).stamp()
    assert Stamp.from_text(stamp.to_text()) == stamp
    assert stamp.rows == {"fragebogen/firms": 4, "fragebogen/days_on": 6}
    assert set(stamp.base) == {f"fragebogen/{key}" for key in ANSWERED}
    assert "wachsen" not in stamp.to_text()  # hashes of answers, never the answers


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "{", '{"form": 2}', '{"form": 1}', "[" * 5000, "x" * 200_000,
     small().stamp().to_text().replace('"fragebogen/firms": 4', '"fragebogen/firms": 99999'),
     small().stamp().to_text().replace('"M2"', "7")],
)  # fmt: skip
def test_what_is_no_stamp_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Stamp.from_text(text)


def changed(**values: Any) -> Questionnaire:
    return Questionnaire("small", "1.0", (replace(QUESTIONS[1], **values), *QUESTIONS[2:]))


def test_another_wording_range_or_choice_is_another_form_and_another_help_is_not() -> None:
    same = small(asked=changed()).fingerprint
    assert small(asked=changed(help="Anders erklärt.")).fingerprint == same
    assert small({"firms": ANSWERED["firms"]}, changed()).fingerprint == same
    for other in (
        {"text": Text("Anzahl")},
        {"key": "total"},
        {"type": Annotated[int, Field(ge=0, le=11)]},
        {"type": str},
    ):
        assert small(asked=changed(**other)).fingerprint != same


def test_an_outdated_form_and_one_of_another_engagement_are_refused_with_the_remedy() -> None:
    stamp = small().stamp()
    require_current(small(), stamp)
    require_own(stamp, HEAD.number)
    with pytest.raises(InputError, match=r"veraltet.*frisches Formular \(clusterprocess form write CA-2015-A-001\)"):
        require_current(small(asked=Questionnaire("small", "1.1", QUESTIONS)), stamp)
    with pytest.raises(InputError, match="veraltet"):
        require_current(small(), replace(stamp, fingerprint="0" * 16))
    with pytest.raises(InputError, match="gehört zu Vorgang CA-2015-A-001, nicht zu CA-2015-A-002"):
        require_own(stamp, "CA-2015-A-002")


def test_an_untouched_form_says_nothing_new() -> None:
    spec = small(ANSWERED)
    assert come_back(spec, filled(spec), ANSWERED) == {}


def test_blank_is_not_delete() -> None:
    spec = small(ANSWERED)
    emptied = Reading(dict.fromkeys(filled(spec).raw, ""), {})
    assert come_back(spec, emptied, ANSWERED) == {}
    assert come_back(spec, filled(spec, aim="", count="8"), ANSWERED) == {**ANSWERED, "count": 8}


def test_a_record_is_completed_and_a_table_is_replaced() -> None:
    spec = small(ANSWERED)
    back = come_back(spec, filled(spec, money_income_eur="", money_share_pct="30", firms_1_name="", firms_1_staff="",
                                  firms_1_marks_0="", firms_1_marks_1="", firms_1_marks_2="", firms_1_note=""), ANSWERED)  # fmt: skip
    assert back["money"] == {"income_eur": "1250.5", "share_pct": 30}
    assert [firm["name"] for firm in back["firms"]] == ["A"]


def test_rows_may_stand_anywhere_in_a_table() -> None:
    spec = small()
    row = {
        "firms_3_name": "C",
        "firms_3_staff": "5",
        "firms_3_marks_0": "1",
        "firms_3_marks_1": "2",
        "firms_3_marks_2": "3",
    }
    assert come_back(spec, filled(spec, **row), {}) == {"firms": [{"name": "C", "staff": 5, "marks": [1, 2, 3]}]}


def test_keine_in_the_first_line_says_that_there_is_nothing() -> None:
    spec = small()
    assert come_back(spec, filled(spec, firms_0_name="Keine"), {}) == {"firms": []}
    assert come_back(spec, filled(spec, firms_0_name="keine"), {"firms": []}) == {}


def test_an_old_form_does_not_overwrite_what_was_answered_since() -> None:
    spec = small(ANSWERED)
    later = {**ANSWERED, "aim": "schrumpfen"}
    assert come_back(spec, filled(spec, count="8"), later) == {**later, "count": 8}
    with pytest.raises(
        InputErrors, match=r"Zelle aim \(Ziel\): Ziel wurde nach der Ausgabe des Formulars schon anders beantwortet"
    ):
        come_back(spec, filled(spec, aim="halten"), later)
    assert come_back(spec, filled(spec, aim="schrumpfen"), later) == {}  # both say the same


def test_all_findings_are_told_at_once_with_their_cells() -> None:
    spec = small()
    reading = filled(spec, count="viele", firms_1_name="B", firms_1_staff="700", firms_1_marks_0="1", firms_1_marks_2="9",
                     money_share_pct="120", letters_b="vielleicht", days_on_0="gestern")  # fmt: skip
    reading.findings.append("Blatt Fragen, Zelle B7: Die Beschriftung wurde geändert.")
    with pytest.raises(InputErrors) as caught:
        come_back(spec, reading, {})
    told = caught.value.messages
    assert told[0].startswith("Blatt Fragen, Zelle B7")
    for place, reason in (
        ("Zelle count (Zahl)", "„viele“ ist keine Zahl"),
        ("Zelle firms/1/staff (staff)", "darf höchstens 500 sein"),
        ("Zeile firms/1 (Betriebe)", "Lücke"),
        ("Zelle money/share_pct", "darf höchstens 100 sein"),
        ("Zelle money/income_eur (income eur)", "fehlt; bitte ergänzen"),
        ("Zelle letters/b (b)", "weder ja noch nein"),
        ("Zelle days_on/0 (Tage 1)", "kein Datum"),
    ):
        assert any(place in line and reason in line for line in told), (place, reason, told)


def test_a_cell_that_cannot_be_read_is_not_blamed_twice() -> None:
    spec = small()
    with pytest.raises(InputErrors) as caught:
        come_back(
            spec,
            filled(
                spec,
                firms_0_name="A",
                firms_0_staff="zwölf",
                firms_0_marks_0="1",
                firms_0_marks_1="1",
                firms_0_marks_2="1",
            ),
            {},
        )
    assert len(caught.value.messages) == 1


def test_changed_figures_of_the_profile_need_their_reference_day() -> None:
    spec = form_of("xlsx", HEAD, "M2", {PROFILE_PART: PROFILE}, Known())
    assert next(spec.questions()).text == AS_OF.text
    with pytest.raises(InputErrors, match=r"Zelle as_of \(Stichtag der Angaben\): fehlt"):
        answers_of_form(spec, spec.stamp(), filled(spec, founded="2006"), {})
    back = answers_of_form(spec, spec.stamp(), filled(spec, founded="2006", as_of="31.12.2014"), {})
    assert back == {PROFILE_PART: {"as_of": "2014-12-31", "founded": 2006}}


def test_fields_and_regions_are_chosen_from_the_catalogue() -> None:
    spec = form_of("xlsx", HEAD, "M2", {PROFILE_PART: PROFILE}, Known())
    region = question(spec, "region").entries[0].leaf
    assert region.kind is Kind.CHOICE and parsed(region, "Neckar-Alb") == "neckar_alb"


@pytest.mark.parametrize("asked", ASKED, ids=lambda q: q.slug)
def test_the_short_form_asks_what_is_required_and_names_what_it_leaves_out(asked: Questionnaire) -> None:
    whole = form_of("docx", HEAD, "M1", {ANSWERS: asked}, Known())
    short = shortened(whole)
    required = [q for q in whole.questions() if q.required]
    assert {q.text for q in required} == {q.text for q in short.questions()} | set(short.left_out)
    assert sum(points(q) for q in short.questions()) <= PAGES_IN_POINTS
    assert all(len(grid.columns) <= 5 and grid.rows <= 6 for q in short.questions() for grid in q.grids)
    simple = {q.key for q in required if not q.grids and len(q.entries) <= 10}
    assert simple <= {q.key for q in short.questions()}


def test_the_short_form_is_found_again_by_the_questions_of_its_stamp() -> None:
    issued = shortened(form_of("docx", HEAD, "M1", {ANSWERS: STRATEGY}, Known()))
    stamp = issued.stamp()
    later = Known({ANSWERS: {"horizon": 3}})
    again = shortened(
        form_of("docx", HEAD, "M1", {ANSWERS: STRATEGY}, later, keys=stamp.keys, rows=stamp.rows), stamp.keys
    )
    require_current(again, stamp)


def test_a_table_that_is_answered_beyond_the_short_form_is_not_repeated_there() -> None:
    strengths = [{"name": f"Stärke {n}", "strength": 3, "proof": "Liste"} for n in range(9)]
    short = shortened(
        form_of("docx", HEAD, "M1", {ANSWERS: STRATEGY}, Known({ANSWERS: {"core_competences": strengths}}))
    )
    assert [text.de for text in short.answered] == ["Kernkompetenzen"]
    assert "core_competences" not in {q.key for q in short.questions()}


def test_a_record_in_a_row_is_laid_out_side_by_side() -> None:
    class Channel(Row):
        name: str
        reaches: dict[Literal["members", "media"], Literal[0, 1]] = Field(default_factory=dict, description="für wen?")

    asked = Questionnaire("c", "1", (Question("channels", Text("Kanäle"), list[Channel], Depth.CORE),))
    answers = {"channels": [{"name": "Brief", "reaches": {"media": 1}}]}
    grid = question(small(answers, asked), "channels").grids[0]
    assert [(path_text(c.path), c.text.de, c.hint) for c in grid.columns] == [
        ("name", "Bezeichnung", ""),
        ("reaches/members", "reaches: members", "für wen?"),
        ("reaches/media", "reaches: media", "für wen?"),
    ]
    asking = question(small(answers, asked), "channels")
    assert asking.answer(asking.values)[0] == answers["channels"]
