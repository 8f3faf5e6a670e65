"""Questions of the follow-ups: typed, complete, short where they must be, and a page that leads back to a record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clusterprocess.catalogues.follow_up import follow_up_catalogue
from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.catalogue import OFFERINGS, offering_named
from clusterprocess.offerings.follow_up_questions import OWN, AskKind, FollowUp
from clusterprocess.offerings.guest_forms import FormErrors, GuestForm, accepted
from clusterprocess.offerings.offering import Offering
from clusterprocess.offerings.standard.follow_up_answers import FollowUpData
from clusterprocess.offerings.standard.follow_up_form import minutes_of, sections_of
from clusterprocess.offerings.standard.follow_up_subject import FollowUpSubject, subject_of
from clusterprocess.offerings.standard.follow_up_values import checked_record, record_of
from clusterprocess.sampledata.cases.reader import sample_case

HANDED_OVER, YEAR_LATER = date(2015, 7, 20), date(2016, 7, 20)
STRATEGY = offering_named("cluster_strategy")
ALL = [(o, f) for o in OFFERINGS for f in o.follow_ups]
NAMES = [f"{o.slug}-{f.key}" for o, f in ALL]
EFFECTS = {AskKind.INDICATORS, AskKind.GOALS, AskKind.PROFILE, AskKind.MEASURES_IN_FULL}


def strategy(key: str) -> FollowUp:
    return next(f for f in STRATEGY.follow_ups if f.key == key)


def strategy_subject() -> FollowUpSubject:
    case = sample_case()
    records = [(n, record) for n, record in enumerate(case.workshops, 1)]
    baseline = {"as_of": case.profile["as_of"], "answers": case.profile}
    return subject_of(case.plan, STRATEGY.outcomes, records, baseline, HANDED_OVER)


def page(key: str, known: dict[str, Any] | None = None) -> GuestForm:
    return GuestForm("", "", sections_of(strategy(key).questions, strategy_subject(), known or {}, YEAR_LATER))


def posted(form: GuestForm) -> dict[str, Any]:
    """What a browser sends when the page is left as it is."""
    known = {f.key: f.value for f in form.fields if f.value is not None}
    return {key: value if isinstance(value, list) else str(value) for key, value in known.items()}


def record(key: str, values: dict[str, Any]) -> dict[str, Any]:
    return record_of(accepted(page(key), values), strategy(key).questions, strategy_subject())


@pytest.mark.parametrize(("offering", "follow_up"), ALL, ids=NAMES)
def test_every_question_fills_a_field_of_the_record(offering: Offering, follow_up: FollowUp) -> None:
    assert {q.fills for q in follow_up.questions} <= set(FollowUpData.model_fields)
    keys = [q.key for q in follow_up.questions]
    assert len(keys) == len(set(keys))
    assert all(q.text.de.endswith(("?", ".")) and q.text.en for q in follow_up.questions)


@pytest.mark.parametrize(("offering", "follow_up"), ALL, ids=NAMES)
def test_whoever_is_asked_about_effects_is_asked_about_other_support(offering: Offering, follow_up: FollowUp) -> None:
    kinds = {q.kind for q in follow_up.questions}
    if kinds & EFFECTS or follow_up.after_days >= 182:
        assert AskKind.PARALLEL_SUPPORT in kinds


@pytest.mark.parametrize("offering", OFFERINGS, ids=lambda o: o.slug)
def test_twelve_months_ask_everything_of_section_8(offering: Offering) -> None:
    asked = {q.fills for f in offering.follow_ups if f.key == "12m" for q in f.questions}
    assert asked >= {
        "measures", "obstacle", "help_needed", "goals", "profile", "indicators", "new_cooperations", "used_for",
        "parallel_support", "helped_most", "hindered_most", "unintended", "usefulness", "recommendation",
        "story_release", "free_text",
    }  # fmt: skip


@pytest.mark.parametrize("offering", OFFERINGS, ids=lambda o: o.slug)
def test_every_kind_of_question_has_an_estimate_and_three_months_stay_short(offering: Offering) -> None:
    assert set(follow_up_catalogue().seconds) == {kind.value for kind in AskKind}
    three = next(f for f in offering.follow_ups if f.key == "3m")
    asked = {q.fills for q in three.questions} - {OWN}
    assert asked == {"measures", "obstacle", "help_needed", "help_text", "usefulness"}


def test_the_strategy_takes_minutes_that_were_worked_out_by_hand() -> None:
    # 3m: 18 measures x 10 s + choice 8 + yes_no 6 + words 40 + scale 8 = 242 s
    assert minutes_of(strategy("3m").questions, strategy_subject(), date(2015, 10, 19)) == 4
    # 14t: one text of 40 s, at least one minute
    assert minutes_of(strategy("14t").questions, strategy_subject(), date(2015, 8, 3)) == 3


def test_transfer_asks_after_two_years_from_a_fixed_office_on() -> None:
    last = offering_named("technology_transfer").follow_ups[-1]
    assert [last.is_planned_at(level) for level in ("unbekannt", "M0", "M1", "M2", "M4")] == [False] * 3 + [True] * 2


def test_the_subject_holds_the_measures_of_the_plan_and_its_goals() -> None:
    subject = strategy_subject()
    # 18 measures of the plan; the six tasks of the first strategy day were due before the handover
    assert [m.number for m in subject.measures][:6] == ["M 1.1", "M 1.2", "M 1.3", "M 1.4", "M 1.5", "M 2.1"]
    assert len(subject.measures) == 18
    assert [g.key for g in subject.goals] == ["Z1.1", "Z1.2", "Z2.1", "Z3.1", "Z4.1", "Z4.2"]
    assert subject.baseline is not None and subject.baseline["members_in_projects_24m"] == 14


def test_a_task_of_a_workshop_that_runs_on_is_followed_beside_the_plan() -> None:
    measures = [
        {"title": "M 1.1 Zählen der Anfragen", "due_on": "2015-12-31"},
        {"title": "Satzung anpassen", "owner": "Vorstand", "due_on": "2015-09-30"},
        {"title": "Einladen", "owner": "Büro", "due_on": "2015-05-30"},
    ]
    plan = {"measures": [{"number": "M 1.1", "title": "Zählen der Anfragen", "lead": "Büro", "end": "2015-12-31"}]}
    subject = subject_of(plan, (), [(2, {"measures": measures})], {}, HANDED_OVER)
    assert [(m.number, m.title, m.lead) for m in subject.measures] == [
        ("M 1.1", "Zählen der Anfragen", "Büro"), ("W 2.2", "Satzung anpassen", "Vorstand"),
    ]  # fmt: skip


def test_keys_of_a_page_are_unique_and_nothing_is_asked_about_nothing() -> None:
    for key in ("14t", "3m", "6m", "12m", "24m"):
        keys = [f.key for f in page(key).fields]
        assert keys and len(keys) == len(set(keys))
    bare = sections_of(strategy("12m").questions, FollowUpSubject(), {}, YEAR_LATER)
    asked = {f.key.split(".")[0] for section in bare for f in section.fields}
    assert asked & {"m", "i", "g", "p"} == set()


def test_the_frozen_value_stands_beside_each_figure() -> None:
    fields = {f.key: f for f in page("12m").fields}
    assert fields["p.members_in_projects_24m"].help == "Ausgangswert am 31.12.2014: 14"
    assert fields["p.share_fees"].help == "Ausgangswert am 31.12.2014: 27,50 %"
    assert (
        fields["i.Z1_1"].help
        == "Ausgangswert: 14 von 61 (23 %), Stand 31.12.2014 · Ziel: 2016: 18 (30 %), 2018: 25 (40 %)"
    )


def test_what_is_not_due_yet_is_asked_briefly() -> None:
    keys = {f.key for f in page("12m").fields}
    assert {"m.1_1.status", "m.1_1.new_due_on", "m.1_1.evidence", "m.2_3.status", "m.2_3.without_us"} <= keys
    assert not keys & {"m.2_3.new_due_on", "m.2_3.evidence"}  # M 2.3 ends on 31.08.2017


def test_a_page_left_as_it_is_gives_the_same_record_back() -> None:
    case, subject, asked = sample_case(), strategy_subject(), strategy("12m")
    known = checked_record(case.follow_ups["12m"], asked, subject)
    again = checked_record(record("12m", posted(page("12m", known))), asked, subject)
    # a page asks for one reference day of all indicators and for no source; everything else comes back as it was
    for row in (*known["indicators"], *again["indicators"]):
        row.pop("source", None), row.pop("as_of", None)
    assert again == known


def test_nothing_posted_is_nothing_told() -> None:
    told = record("12m", {})
    assert told.pop("no_parallel_support") is False
    assert all(value in ([], {}) for value in told.values())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"m.1_1.status": "verworfen"}, "m.1_1.reason"),
        ({"m.1_1.result": "zwei Skizzen"}, "m.1_1.status"),
        ({"m.1_1.status": "laufend", "m.1_1.without_us": "gar_nicht"}, "m.1_1.without_us"),
        ({"parallel": "ja"}, "s.1.name"),
        ({"parallel": "nein", "s.1.name": "ZIM"}, "parallel"),
        ({"s.2.from_on": "2015-01-01"}, "s.2.name"),
        ({"used_for": ["nicht", "presse"]}, "used_for"),
        ({"p.members_in_projects_24m": "70", **{f"p.members_{k}": "10" for k in ("sme", "large", "uni", "rto", "public", "other")}},
         "p.members_sme"),
    ],
)  # fmt: skip
def test_answers_that_do_not_fit_together_are_told_at_their_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(FormErrors) as refused:
        record("12m", values)
    assert list(refused.value.by_field) == [field]
    assert refused.value.by_field[field].endswith(".")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"measures": [{"number": "M 9.9", "status": "erledigt"}]}, "M 9.9"),
        ({"goals": {"Z9": 1}}, "Z9"),
        ({"indicators": [{"key": "umsatz", "value": 1}]}, "umsatz"),
        ({"profile": {"kaffee": 1}}, "kaffee"),
        ({"own": {"letters": "drei"}}, "letters"),
        ({"profile": {"members_sme": 36.5}}, "members_sme"),
        ({"profile": {"share_fees": 120}}, "share_fees"),
        ({"measures": [{"number": "M 1.1", "status": "erledigt"}, {"number": "M 1.1", "status": "offen"}]}, "nur einmal"),
        ({"recommendation": 11}, "recommendation"),
        ({"name": "jemand"}, "name"),
    ],
)  # fmt: skip
def test_a_record_about_something_else_is_refused(data: dict[str, Any], said: str) -> None:
    with pytest.raises(InputErrors, match=said):
        checked_record(data, strategy("12m"), strategy_subject())
