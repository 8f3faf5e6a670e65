"""What the follow-ups show, with numbers worked out by hand (F21, F22, profile delta)."""

from __future__ import annotations

from datetime import date
from typing import Any

from clusterprocess.offerings.standard.follow_up_profile import Change
from clusterprocess.offerings.standard.follow_up_results import implementation_of, measure_lines, results_of
from clusterprocess.offerings.standard.follow_up_rounds import Round
from clusterprocess.offerings.standard.follow_up_subject import FollowedMeasure, FollowUpSubject
from clusterprocess.offerings.standard.follow_up_values import checked_record
from clusterprocess.sampledata.cases.reader import sample_case
from tests.offerings.test_follow_up_questions import strategy, strategy_subject

BASELINE_DAY = date(2014, 12, 31)
FOUR = FollowUpSubject(
    measures=(
        FollowedMeasure("M 1", "Zählen", "Büro", date(2015, 12, 31)),
        FollowedMeasure("M 2", "Einladen", "Vorstand", date(2016, 3, 31)),
        FollowedMeasure("M 3", "Bauen", "Betrieb", date(2017, 3, 31)),
        FollowedMeasure("M 4", "Schreiben", "Büro", date(2016, 2, 29)),
    )
)
MEMBERS = ("members_sme", "members_large", "members_uni", "members_rto", "members_public", "members_other")


def told(key: str, on: date, **record: Any) -> Round:
    return Round(key, key, on, "beantwortet", on, "link", "cm", 1, record)


def status(**by_number: str) -> list[dict[str, str]]:
    return [{"number": number.replace("_", " "), "status": value} for number, value in by_number.items()]


def sample_rounds() -> list[Round]:
    case = sample_case()
    return [
        told(f["key"], date.fromisoformat(f["answered_on"]),
             **checked_record(case.follow_ups[f["key"]], strategy(f["key"]), strategy_subject()))
        for f in case.story["follow_ups"]
    ]  # fmt: skip


def test_the_sample_reproduces_the_example_of_the_yardstick() -> None:
    found = results_of(strategy_subject(), sample_rounds())
    rate = found.implementation
    assert rate is not None and rate.as_of == date(2016, 7, 20)
    # twelve of the 18 ends lie up to 20.07.2016; one of them was withdrawn
    assert (rate.measures, rate.due, rate.done, rate.withdrawn, rate.not_due) == (18, 11, 8, 1, 6)
    assert rate.overdue == ("M 1.1", "M 2.2", "M 3.5")
    assert rate.counts == "8 von 11"
    assert all(m.status == "laufend" for m in found.measures if m.number in rate.overdue)
    effect = found.additionality
    assert effect is not None
    assert (effect.not_at_all, effect.later_or_smaller, effect.unchanged, effect.unanswered) == (3, 4, 1, 0)
    joint = next(c for c in found.profile.changes if c.key == "cooperation_rate")
    assert (joint.before, joint.before_of, joint.after, joint.after_of) == (14, 61, 19, 63)
    assert (joint.before_on, joint.after_on) == (BASELINE_DAY, date(2016, 7, 20))
    own_income = next(c for c in found.profile.changes if c.key == "own_income")
    assert (own_income.before, own_income.after) == (44.17, 51.0)
    assert found.usefulness is not None and found.usefulness.value == 5
    assert next(s["name"] for s in found.parallel_support).startswith("Projektzuschuss des Landes")
    assert found.story_release is not None and found.story_release.value is False


def test_counts_of_every_follow_up_of_the_sample() -> None:
    # due by 23.10.2015: M 3.1 alone; by 20.01.2016: M 1.2, M 1.4, M 2.4, M 3.1, M 3.2, M 4.1
    first, second, third = sample_rounds()
    counts = [results_of(strategy_subject(), rounds).implementation for rounds in ([first], [first, second], [third])]
    assert [c.counts for c in counts if c] == ["1 von 1", "6 von 6", "8 von 11"]


def test_the_newest_follow_up_decides_and_what_it_leaves_out_stays() -> None:
    lines = measure_lines(FOUR, [
        told("6m", date(2016, 1, 20), measures=[{"number": "M 1", "status": "erledigt", "result": "21 Anfragen"},
                                                {"number": "M 2", "status": "laufend", "reason": "zeit"}]),
        told("3m", date(2015, 10, 20), measures=status(M_1="offen", M_2="offen", M_3="offen")),
        told("12m", date(2016, 7, 20), measures=status(M_1="erledigt", M_2="erledigt")),
    ])  # fmt: skip
    assert [(m.status, m.reported_in) for m in lines] == [
        ("erledigt", "12m"), ("erledigt", "12m"), ("offen", "3m"), ("", ""),
    ]  # fmt: skip
    assert lines[0].result == "21 Anfragen"
    assert lines[1].reason == ""  # the reason why it was late ended with its being late


def test_a_measure_that_nobody_reported_on_is_counted_as_such_and_never_imputed() -> None:
    lines = measure_lines(FOUR, [told("12m", date(2016, 7, 20), measures=status(M_1="erledigt", M_2="offen"))])
    rate = implementation_of(lines, {}, date(2016, 7, 20))
    assert rate is not None
    assert (rate.counts, rate.overdue, rate.unreported, rate.not_due) == ("1 von 2", ("M 2",), ("M 4",), 1)
    assert rate.measures == rate.due + rate.withdrawn + rate.done_early + rate.not_due + len(rate.unreported)
    assert rate.goal_attainment is None


def test_what_was_done_early_is_apart_from_what_was_due() -> None:
    lines = measure_lines(FOUR, [told("12m", date(2016, 7, 20), measures=status(M_1="verworfen", M_3="erledigt"))])
    rate = implementation_of(lines, {"Z1": 2, "Z2": -1}, date(2016, 7, 20))
    assert rate is not None
    assert (rate.due, rate.done, rate.done_early, rate.withdrawn, rate.rate) == (0, 0, 1, 1, None)
    assert (rate.goals, rate.goal_attainment) == (2, 0.5)


def test_a_new_date_moves_the_present_end_and_not_the_planned_one() -> None:
    report = {"number": "M 2", "status": "laufend", "new_due_on": "2016-10-31"}
    line = measure_lines(FOUR, [told("12m", date(2016, 7, 20), measures=[report])])[1]
    assert (line.end, line.due_on) == (date(2016, 3, 31), date(2016, 10, 31))
    assert line.is_overdue(date(2016, 7, 20)) and not line.is_overdue(date(2016, 3, 30))


def test_without_any_answer_there_is_no_rate_and_silence_is_listed() -> None:
    silent = Round("12m", "Wirkung", date(2016, 7, 19), "keine_antwort")
    found = results_of(FOUR, [silent])
    assert (found.implementation, found.additionality, found.usefulness) == (None, None, None)
    assert found.silent == ("12m",) and found.profile.changes == ()
    assert not found.no_parallel_support and found.parallel_support == ()


def test_figures_without_a_frozen_value_are_left_out_and_named() -> None:
    subject = FollowUpSubject(baseline={"fte_paid": 1.5, "members_sme": 20.0}, baseline_on=BASELINE_DAY)
    found = results_of(subject, [told("12m", date(2016, 7, 20), profile={"fte_paid": 2.0, "budget": 90000.0})])
    assert found.profile.changes == (
        Change("fte_paid", "Bezahlte Stellen in der Geschäftsstelle", "VZÄ", 1.5, BASELINE_DAY, 2.0, date(2016, 7, 20)),
    )
    assert found.profile.changes[0].difference == 0.5
    assert found.profile.left_out == ("Jahresbudget der Geschäftsstelle: kein Ausgangswert",)


def test_members_in_total_need_every_kind_on_both_sides() -> None:
    before = dict.fromkeys(MEMBERS, 10.0)
    subject = FollowUpSubject(baseline=before, baseline_on=BASELINE_DAY)
    part = results_of(subject, [told("12m", date(2016, 7, 20), profile={"members_sme": 12})]).profile
    assert [c.key for c in part.changes] == ["members_sme"]
    assert part.left_out == ("Mitglieder insgesamt: nicht alle Arten sind genannt",)
    whole = results_of(subject, [told("12m", date(2016, 7, 20), profile={**before, "members_sme": 12})]).profile
    assert next((c.key, c.before, c.after) for c in whole.changes) == ("members_total", 60, 62)


def test_zero_and_no_are_answers_and_nothing_is_none() -> None:
    rounds = [
        told("6m", date(2016, 1, 20), new_cooperations=3, help_needed=True, used_where="Vorstand"),
        told("12m", date(2016, 7, 20), new_cooperations=0, help_needed=False, used_where="", no_parallel_support=True),
    ]
    found = results_of(FOUR, rounds)
    assert found.new_cooperations is not None and found.new_cooperations.value == 0
    assert found.help_needed is not None and found.help_needed.value is False
    assert (found.words["used_where"].value, found.words["used_where"].reported_in) == ("Vorstand", "6m")
    assert found.no_parallel_support
