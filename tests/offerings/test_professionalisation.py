"""Professionalisation and new services: what is asked per line, what is computed, what is refused, what is written.

Findings are worked out by hand from the two samples (Beispieldaten); the arithmetic stands beside each number.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.services import ServiceCatalogue, service_catalogue
from clusterprocess.domain.actors import Role
from clusterprocess.domain.clock import is_working_day
from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.offerings.professionalisation.agenda import agenda, line_of_workshop
from clusterprocess.offerings.professionalisation.analysis import analyse, analysis_missing, moved_visit
from clusterprocess.offerings.professionalisation.benchmarks import BENCHMARKS, DIMENSIONS
from clusterprocess.offerings.professionalisation.capacity import first_year_days
from clusterprocess.offerings.professionalisation.chapter_path import ordered_path
from clusterprocess.offerings.professionalisation.chapters_benchmark import benchmark_count
from clusterprocess.offerings.professionalisation.chapters_services import importance, willingness
from clusterprocess.offerings.professionalisation.figures import figures_of, used_figures
from clusterprocess.offerings.professionalisation.offering import OFFERING
from clusterprocess.offerings.professionalisation.plan import TEXT_KEYS
from clusterprocess.offerings.professionalisation.questionnaire import E1, E2, LINE_OF, QUESTIONNAIRE, missing
from clusterprocess.offerings.professionalisation.report import OUTLINE, omitted, report
from clusterprocess.offerings.sections.blocks import Chart, Heading, Table
from clusterprocess.offerings.standard.agenda import BREAK, LUNCH
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import SampleCase, sample_case

START, LABEL = "professionalisierung_start", "professionalisierung_label"
each_sample = pytest.mark.parametrize("name", [START, LABEL])


@cache
def case(name: str) -> Case:
    return assembled(sample_case(name))


def changed(name: str, **submissions: Any) -> SampleCase:
    """The sample with a copy of its submissions, where each function of ``submissions`` may edit one kind."""
    sample = sample_case(name)
    made = copy.deepcopy(sample.submissions)
    for kind, edit in submissions.items():
        edit(made[kind])
    return replace(sample, submissions=made)


def one_line(line: str) -> Case:
    """The label sample as if only one line had been chosen."""
    sample = sample_case(LABEL)
    made = copy.deepcopy(sample.submissions)
    made["fragebogen"]["line"] = [line]
    part, number, kind = ("services", "M 1", "befragung") if line == E1 else ("label", "M 2", "nachweise")
    made["konzept"].pop(part)
    made["konzept"]["measures"] = [m for m in made["konzept"]["measures"] if m["number"].startswith(number)]
    made.pop(kind)
    mine = {E1: "e1", E2: "e2"}[line]
    made["texte"]["texts"] = {
        k: v
        for k, v in made["texte"]["texts"].items()
        if TEXT_KEYS[k].startswith(mine) and "{kap:" not in v and "F10" not in v
    }
    workshop = sample.workshops[0 if line == E1 else 1]
    return assembled(replace(sample, submissions=made, workshops=(workshop,)))


# --- the record ---------------------------------------------------------------------------------------------------


def test_the_offering_is_registered_with_its_chain_of_approval() -> None:
    assert offering_named("professionalisation") is OFFERING
    assert OFFERING.letter == "E" and OFFERING.report_kind == "professionalisierungsbericht"
    assert OFFERING.approvers({}) == (Role.REVIEWER, Role.CLUSTER_MANAGER, Role.BOARD)
    assert [f.after_days for f in OFFERING.follow_ups] == [30, 91, 182, 365]
    assert "nachweise" in {s.kind for s in OFFERING.submittables}


def test_weights_of_the_score_are_those_of_the_library() -> None:
    catalogue = service_catalogue()
    assert [c.weight for c in catalogue.criterion] == [0.30, 0.20, 0.20, 0.15, 0.15]
    assert catalogue.mark == "[D]" and "Arbeitsfassung" in catalogue.status
    data = catalogue.model_dump(mode="json")
    data["criterion"][0]["weight"] = 0.5
    with pytest.raises(ValueError, match="ergeben nicht 1"):
        ServiceCatalogue.model_validate(data)


# --- what is asked ------------------------------------------------------------------------------------------------


def test_only_the_questions_of_the_chosen_line_hold_up_the_intake() -> None:
    def open_keys(lines: list[str], level: str) -> set[str]:
        found = missing({}, {"fragebogen": {"line": lines}}, level)
        return {sentence.split("(")[-1].split(")")[0] for sentence in found}

    both = {"next_board_on", "cross_cutting"}
    assert open_keys([E1], "M1") == both | {"label_goal", "label_date", "indicators"}
    assert open_keys([E2], "M0") == both | {"svc_list", "svc_need", "svc_ideas", "day_rate", "finances"}
    assert open_keys([E1, E2], "M2") == both | set(LINE_OF)
    assert open_keys([], "M2") == both | {"line"}


def test_no_label_date_is_needed_where_no_label_is_wanted() -> None:
    answers = {"line": [E1], "label_goal": "keines"}
    assert not any("label_date" in sentence for sentence in missing({}, {"fragebogen": answers}, "M2"))


def test_a_volunteer_run_initiative_is_led_to_the_service_line() -> None:
    found = missing({}, {"fragebogen": {"line": [E1]}}, "M0")
    assert any("bitte wählen Sie e2_services" in sentence for sentence in found)


def test_the_analysis_waits_for_evidence_in_e1_and_for_the_survey_in_e2_only() -> None:
    talks: dict[str, Any] = {"interviews": {"interviews": [{}] * 4}}
    assert analysis_missing({**talks, "fragebogen": {"line": [E1]}}, "M3") == ["Nachweise: Die erste Sichtung fehlt."]
    assert analysis_missing({**talks, "fragebogen": {"line": [E2]}}, "M3") == [
        "Mitgliederbefragung: Der Rücklauf fehlt."
    ]
    assert analysis_missing({"fragebogen": {"line": [E2]}}, "M0") == ["Gespräche: 0 von 1 sind eingetragen."]


@each_sample
def test_a_sample_answers_everything_its_level_requires(name: str) -> None:
    sample, level = sample_case(name), case(name).level
    assert missing({}, sample.submissions, level) == []
    assert analysis_missing(sample.submissions, level) == []
    QUESTIONNAIRE.validate(sample.answers)


# --- samples ------------------------------------------------------------------------------------------------------


def test_the_samples_have_the_intended_levels_and_lines() -> None:
    assert (case(START).level, case(START).answers["line"]) == ("M0", [E2])
    assert (case(LABEL).level, case(LABEL).answers["line"]) == ("M3", [E1, E2])
    # M0: 0.3 paid FTE; M3: the state's label is valid until 31 May 2016, after the reference day
    assert case(START).profile["fte_paid"] == 0.3
    assert case(LABEL).profile["labels"] == [{"label": "bw", "valid_until": "2016-05-31"}]


@each_sample
def test_the_days_of_the_story_are_working_days_in_order(name: str) -> None:
    story = sample_case(name).story
    before = [story[k] for k in ("requested_on", "accepted_on", "intake_on", "analysed_on", "reviewed_on")]
    after = [story[k] for k in ("drafted_on", "put_back_on", "approved_on", "handed_over_on")]
    days = [*before, *(w["held_on"] for w in sample_case(name).workshops), *after]
    assert days == sorted(days) and len(set(days)) == len(days)
    assert all(is_working_day(date.fromisoformat(d)) for d in days)
    assert days[0] >= "2015-01-12" and days[-1] <= "2017-03-31"


@each_sample
def test_names_are_marked_as_invented_and_stay_out_of_every_text(name: str) -> None:
    sample = sample_case(name)
    people = [person["name"] for person in sample.initiative["people"]]
    assert people and all(p.endswith("(Beispiel)") for p in people)
    everything = str((sample.submissions, sample.workshops))
    assert not any(p.removesuffix(" (Beispiel)") in everything for p in people)


@each_sample
def test_profile_money_and_members_add_up(name: str) -> None:
    profile, money = case(name).profile, case(name).answers["finances"]
    assert sum(v for k, v in profile.items() if k.startswith("share_")) == pytest.approx(100, abs=0.5)
    total = sum(float(s["amount_eur"]) for s in money["sources"])
    assert total == float(profile["budget"]) == float(money["cost_eur"])
    fees = sum(float(c["fee_eur"]) * c["members"] for c in money["fee_classes"])
    assert fees == next(float(s["amount_eur"]) for s in money["sources"] if s["kind"] == "beitraege")
    assert sum(c["members"] for c in money["fee_classes"]) == money["paying_members"] == profile["members_committed"]


def test_need_of_the_intake_is_the_mean_of_the_survey() -> None:
    responses = case(LABEL).survey["responses"]
    assert len(responses) == 34 == case(LABEL).answers["survey_base"]["answered"]
    for row in case(LABEL).answers["svc_need"]:
        answers = [r["need"][row["category"]] for r in responses]
        assert row["need"] == pytest.approx(sum(answers) / 34, abs=0.005)
        assert sum(row["willingness"]) == 34


@each_sample
def test_edits_of_the_word_file_find_their_sentence(name: str) -> None:
    texts = case(name).texts
    for edit in sample_case(name).comments["edits"]:
        assert texts[edit["text_key"]].count(edit["old"]) == 1 and edit["new"] != edit["old_shown"]


# --- workshops ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "number", "lines", "minutes"),
    [
        ("M1", 1, [E1], 215),  # 20 + 60 + 15 + 45 + 45 + 20 + 10
        ("M3", 1, [E1, E2], 215),
        ("M3", 2, [E1, E2], 465),  # 360 of work, 45 of breaks, 60 at noon
        ("M2", 1, [E2], 465),
        ("M1", 1, [E2], 210),
        ("M0", 1, [E2], 165),
    ],
)
def test_an_agenda_has_its_length_and_a_break_within_two_hours(
    level: str, number: int, lines: list[str], minutes: int
) -> None:
    rows = agenda(level, number, {"line": lines})
    assert sum(r["minutes"] for r in rows) == minutes
    worked = 0
    for row in rows:
        worked = 0 if row["block"] in (BREAK, LUNCH) else worked + row["minutes"]
        assert worked <= 120
    assert all(r["minutes"] == 15 for r in rows if r["block"] == BREAK)
    assert all(60 <= r["minutes"] <= 75 for r in rows if r["block"] == LUNCH)


def test_with_both_lines_the_first_workshop_is_the_teams() -> None:
    both = {"line": [E1, E2]}
    assert [line_of_workshop(n, both) for n in (1, 2, 3)] == [E1, E2, E2]
    assert [line_of_workshop(n, {"line": [E2]}) for n in (1, 2)] == [E2, E2]


# --- findings of line e1 --------------------------------------------------------------------------------------------


def test_proven_and_self_assessed_points_of_the_label_sample() -> None:
    state = case(LABEL).finding("F4")
    # by dimension, proven: 5 + 5 | 4 + 0 + 3.1 + 3 + 4 + 0 + 3.8 + 3 | 2.4 + 5 + 3
    # | 5 + 5 + 3 + 4 + 2 + 3 + 5 + 5 + 0 + 4.5 + 4 + 5 + 3 + 4.2 | 0 + 4 + 2
    assert [d["proven_points"] for d in state["dimensions"]] == [10.0, 20.9, 10.4, 52.7, 6.0]
    # self: evidence brings 4 + 4, 2 + 3.9 and 3.9; own estimates are higher by 1 (2.4, 4.1.4) and by 2 (2.7, 4.1.6)
    assert [d["self_points"] for d in state["dimensions"]] == [10.0, 31.9, 10.4, 61.6, 9.9]
    assert (state["belegt"]["points"], state["selbst"]["points"]) == (100.0, 123.8)
    assert state["belegt"]["percent"] == pytest.approx(100 / 150 * 100)
    assert (state["light"], state["belegt"]["gap_points"]) == ("orange", 20.0)
    assert state["belegt"]["below_minimum"] == ["2.2.3", "2.5", "4.4", "5.1"]
    assert state["unanswered"] == [] and all(k["passed_proven"] for k in state["knock_outs"])


@pytest.mark.parametrize(
    ("code", "points"),
    [
        ("1.1.1", 5.0),  # 83 / 88 = 94.3 %, above 90
        ("2.5", 4.0),  # 62 / 88 = 70.45 %; 5 * (70.45 - 30) / 50 = 4.05
        ("2.6", 3.8),  # 29 / 88 = 32.95 %; 5 * 22.95 / 30 = 3.83
        ("3.1", 2.4),  # 420,000 / (342,000 / 12) = 14.74 months; 5 * 8.74 / 18 = 2.43
        ("4.3", 5.0),  # eight of ten categories, target 8
        ("4.5", 4.5),  # corrected in the workshop: 27.3 %; 5 * 22.3 / 25 = 4.46
        ("2.2.3", 4.0),  # from the team profile: 4 + 6 + 3 + 3 = 16 days, four positions
        ("2.2.4", 3.1),  # 75 %; 5 * 25 / 40 = 3.125
    ],
)
def test_values_come_from_profile_answer_or_correction(code: str, points: float) -> None:
    state = next(i for i in case(LABEL).finding("F4")["indicators"] if i["code"] == code)
    assert state["provable_points"] == points


def test_a_correction_of_the_workshop_replaces_value_and_own_estimate() -> None:
    sample = sample_case(LABEL)
    before = assembled(replace(sample, workshops=()))
    by_code = {i["code"]: i for i in before.finding("F4")["indicators"]}
    assert (by_code["4.5"]["value"], by_code["5.3"]["self_points"]) == (30.7, 4.0)
    after = {i["code"]: i for i in case(LABEL).finding("F4")["indicators"]}
    assert (after["4.5"]["value"], after["5.3"]["self_points"]) == (27.3, 2.0)


def test_the_dimensions_stand_beside_the_line_of_80_percent() -> None:
    axes = case(LABEL).finding("F3")["axes"]
    # 20.9 / 40, 10.4 / 15, 52.7 / 70, 6 / 15
    assert [round(a["percent"], 2) for a in axes] == [100.0, 52.25, 69.33, 75.29, 40.0]
    assert len(case(LABEL).finding("F3")["below_line"]) == 4


def test_the_timetable_runs_backwards_from_the_visit() -> None:
    milestones = {m["key"]: m["due_on"] for m in case(LABEL).finding("PRO1")["milestones"]}
    # 13 April 2016 minus 70, 42 and 21 days
    assert milestones == {
        "selbsttest": "2016-02-03", "nachweise": "2016-03-02", "online_eintrag": "2016-03-23", "vor_ort": "2016-04-13"
    }  # fmt: skip


def test_the_agreed_path_closes_gap_and_reserve_with_the_cheapest_steps_first() -> None:
    steps = ordered_path(case(LABEL))
    worth = [s["points"] * s["feasibility"] / s["effort_days"] for s in steps]
    assert worth == sorted(worth, reverse=True)
    # 3.9 + 2 + 4 + 3.9 + 4 = 17.8 by evidence, 2 + 2 + 2 + 2 + 1 + 2 = 11 in substance; 100 + 28.8 >= 128
    assert sum(s["points"] for s in steps if s["lacks"] == "beleg") == pytest.approx(17.8)
    assert figures_of(case(LABEL))["F4.unproven"].display == "17,8"
    assert sum(s["points"] for s in steps) == pytest.approx(28.8)
    assert figures_of(case(LABEL))["PLAN.path_end"].display == "128,8"


def test_at_least_twelve_measures_are_compared_and_each_has_its_dimension() -> None:
    assert len(BENCHMARKS) == 16 == len({i.key for i in BENCHMARKS})
    assert sorted(k for keys in DIMENSIONS.values() for k in keys) == sorted(i.key for i in BENCHMARKS)
    assert benchmark_count(case(LABEL)) == 16
    group = case(LABEL).finding("F1")
    assert 8 <= group["n"] < 20 and case(LABEL).finding("F2.contacted")["kind"] == "rang"
    # four of four staff for 88 members: 88 / 3.4 = 25.9 members per full position
    assert case(LABEL).finding("F2.fte_load")["value"] == pytest.approx(88 / 3.4)


# --- findings of line e2 --------------------------------------------------------------------------------------------


def test_cover_of_present_and_new_services() -> None:
    rows = {r["name"]: r for r in case(LABEL).finding("PRO2")["services"]}
    assert rows["Seminarreihe Softwaretechnik"]["cover"] == pytest.approx(160 * 190 / (45 * 500))
    # 369 days at 500 euro, income 6,300 + 30,400 + 6,000 + 6,000 + 6,000 = 54,700
    assert case(LABEL).finding("PRO2")["cover"] == pytest.approx(54_700 / (369 * 500))
    # new: the other cost counts in full; 12 * 1,450 against 26 * 500 + 2,600
    assert rows["Gemeinsame Traineegruppe"]["cover"] == pytest.approx(17_400 / 15_600)
    assert rows["Benutzbarkeits-Testtag"]["cover"] == pytest.approx(9_660 / 9_200)
    assert rows["Gegenprüfung Sicherheit"]["cover"] == pytest.approx(8_400 / 8_100)
    assert {rows[s["title"]]["crowding_out"]["verdict"] for s in case(LABEL).plan["services"]["sheets"]} == {"frei"}


def test_need_against_supply_and_the_share_that_would_pay() -> None:
    rows = {r["category"]: r for r in case(LABEL).finding("F9")["services"]}
    # need 150 / 34 = 4.41 -> 0.853, depth 1 -> 0.333
    assert rows["fachkraefte"]["gap"] == pytest.approx((150 / 34 - 1) / 4 - 1 / 3)
    assert rows["fachkraefte"]["quadrant"] == "ausbauen"
    assert rows["fachkraefte"]["willing_share"] == pytest.approx(22 / 34)  # 13 "eher ja", 9 "ja"


def test_score_votes_stress_and_business_model() -> None:
    found = case(LABEL)
    scores = {o["key"]: o for o in found.finding("F7")["options"]}
    # .3*5 + .2*5 + .2*4 + .15*3 + .15*5 = 4.5 -> 87.5; .3*4 + .2*3 + .2*5 + .15*3 + .15*4 = 3.85 -> 71.25
    assert (scores["N2"]["points"], scores["N3"]["points"]) == (87.5, 71.25)
    assert scores["N4"]["knocked_out"] and scores["N5"]["knocked_out"]
    assert found.finding("F12")["total_dots"] == 36 and found.finding("F12")["organisations"] == 18
    stress = found.finding("F10")["stress"]
    # 290,000 - (342,000 - 82,000) = 30,000; / 83 = 361
    assert (float(stress["shortfall_eur"]), round(float(stress["extra_fee_eur"]))) == (30_000, 361)
    assert sum(float(s["amount_eur"]) for s in found.plan["services"]["closing"]) == 30_000
    model = found.finding("F19")
    # income and cost of the year after the grant: 284,800 each; members pay 137,260 + 48,700 + 23,640
    assert float(model["revenue_eur"]) == float(model["cost_eur"]) == 284_800
    assert model["payers"][0]["share"] == pytest.approx(209_600 / 284_800)


def test_the_small_sample_leaves_530_euro_open_and_says_so() -> None:
    found = case(START)
    # 18,900 - (19,400 - 4,000) = 3,500; 2,430 - 450 + 370 + 620 = 2,970
    assert float(found.finding("F10")["stress"]["shortfall_eur"]) == 3_500
    rest = 3_500 - sum(float(s["amount_eur"]) for s in found.plan["services"]["closing"])
    assert rest == 530
    gap = next(b for b in report(found).chapters["preis"] if isinstance(b, Table) and b.key == "luecke")
    assert "530" in gap.caption


def test_below_eight_answers_need_is_told_in_words_only() -> None:
    def few(answers: dict[str, Any]) -> None:
        answers["survey_base"]["answered"] = 7

    small = assembled(changed(START, fragebogen=few))
    assert small.finding("F9")["qualitative_only"]
    assert importance(small) == () == willingness(small)
    assert not any(key.startswith("F9.") for key in figures_of(small))


# --- what is refused ----------------------------------------------------------------------------------------------


def refused(kind: str, data: dict[str, Any]) -> str:
    submittable = OFFERING.submittable(kind)
    assert submittable is not None
    with pytest.raises(InputErrors) as error:
        submittable.validate(data)
    return str(error.value)


def plan_of(name: str = LABEL) -> dict[str, Any]:
    return copy.deepcopy(sample_case(name).plan)


def test_evidence_needs_a_known_indicator_and_a_reason_where_it_is_not_accepted() -> None:
    row = {"code": "2.5", "kind": "systemauszug", "title": "Liste", "dated_on": "2015-05-01", "where": "Ordner",
           "accepted": False, "by_role": "Beratung", "checked_on": "2015-06-01"}  # fmt: skip
    assert "Eine Ablehnung braucht einen Grund" in refused("nachweise", {"nachweise": [row]})
    assert "Den Indikator 5.9 gibt es nicht" in refused("nachweise", {"nachweise": [{**row, "code": "5.9"}]})
    accepted = {**row, "accepted": True}
    assert "die Nachweisart „foto“ gibt es nicht" in refused("nachweise", {"nachweise": [{**accepted, "kind": "foto"}]})
    assert "hat keine Punkte tag" in refused("nachweise", {"nachweise": [{**accepted, "items": ["tag"]}]})
    assert "nach der Sichtung" in refused("nachweise", {"nachweise": [{**accepted, "dated_on": "2015-07-01"}]})


def test_a_new_service_needs_its_neighbours_and_a_real_pilot() -> None:
    plan = plan_of()
    plan["services"]["sheets"][0]["crowding"] = plan["services"]["sheets"][0]["crowding"][:1]
    assert "die Nachfrage bei „private Beratung" in refused("konzept", plan)
    plan = plan_of()
    plan["services"]["sheets"][0]["pilot"]["decide_on"] = "2015-12-01"
    assert "entschieden wird danach" in refused("konzept", plan)
    plan = plan_of()
    plan["services"]["sheets"][0]["pilot"].update(ends_on="2017-06-30", decide_on="2017-07-31")
    assert "sind kein Pilot" in refused("konzept", plan)
    plan = plan_of()
    plan["services"]["sheets"] = plan["services"]["sheets"][:2]
    assert "jede gewählte Idee braucht genau ein Blatt" in refused("konzept", plan)


def test_ideas_are_scored_on_all_criteria_or_excluded_and_resubmitted() -> None:
    plan = plan_of()
    del plan["services"]["ideas"][0]["scores"]["nutzen"]
    assert "bewertet werden genau" in refused("konzept", plan)
    plan = plan_of()
    plan["services"]["ideas"][3]["resubmission"] = "–"
    assert "braucht eine Wiedervorlage" in refused("konzept", plan)
    plan = plan_of()
    plan["services"]["ideas"][0]["knock_outs"] = ["Gibt es schon."]
    assert "kann nicht gewählt sein" in refused("konzept", plan)


def test_a_step_names_a_measure_of_the_plan_and_ends_before_the_visit() -> None:
    plan = plan_of()
    plan["label"]["path"][0]["measure"] = "M 7.7"
    assert "nennt die unbekannte Maßnahme M 7.7" in refused("konzept", plan)
    plan = plan_of()
    plan["label"]["path"][0]["due_on"] = "2016-05-02"
    assert "endet nach dem Besuch" in refused("konzept", plan)
    assert "oder beide" in refused("konzept", {k: v for k, v in plan_of().items() if k not in ("label", "services")})


def test_a_path_cannot_bring_more_points_than_are_missing() -> None:
    def greedy(plan: dict[str, Any]) -> None:
        plan["label"]["path"][0]["points"] = 5  # 4.4 has 0 of 5 proven, so 5 is possible; 4.1.3 has 3
        plan["label"]["path"][7]["points"] = 3

    with pytest.raises(InputErrors, match=r"Indikator 4.1.3 soll 3,0 Punkte bringen, es fehlen aber nur 2,0"):
        assembled(changed(LABEL, konzept=greedy))


def test_what_a_neighbour_offers_alike_is_not_chosen_with_public_money() -> None:
    def alike(plan: dict[str, Any]) -> None:
        sheet = plan["services"]["sheets"][1]
        sheet["crowding"][1]["overlap"] = "gleich"
        sheet["uses_public_money"] = True

    with pytest.raises(InputErrors, match="bietet „Benutzbarkeits-Testtag“ gleich an"):
        assembled(changed(LABEL, konzept=alike))


def test_days_of_what_ends_count_from_its_end_only() -> None:
    # twelve months from 23.09.2015, 366 days; left after 30.10.2015: 328, after 02.10.2015: 356
    plan = case(LABEL).plan
    assert first_year_days(plan) == pytest.approx((26 + 20) * 328 / 366 + 16 * 356 / 366)
    assert figures_of(case(LABEL))["PLAN.stop_first_year"].display == "56"
    # from 25.11.2015; left after 31.12.2015: 329 of 366
    assert first_year_days(case(START).plan) == pytest.approx(19 * 329 / 366)

    def late(plan: dict[str, Any]) -> None:
        plan["services"]["stop_list"][0]["ends_on"] = "2015-12-31"

    with pytest.raises(InputErrors, match="erst ab dem Tag, an dem eine Leistung endet"):
        assembled(changed(LABEL, konzept=late))


def test_a_correction_says_either_value_or_items() -> None:
    record = copy.deepcopy(sample_case(LABEL).workshops[0])
    record["points_changed"][0]["items"] = ["satzung"]
    with pytest.raises(InputErrors, match="Bitte entweder den neuen Wert"):
        OFFERING.workshop_record(record)


def test_the_paper_is_not_written_without_the_part_of_a_chosen_line() -> None:
    def without(plan: dict[str, Any]) -> None:
        plan.pop("label")

    with pytest.raises(InputErrors, match="der Weg zum Label fehlt"):
        report(assembled(changed(LABEL, konzept=without)))


# --- what is written ----------------------------------------------------------------------------------------------


def test_both_lines_give_two_parts_in_one_file() -> None:
    made = report(case(LABEL))
    assert made.title.startswith("Benchmarking-Bericht und Servicekonzept – ")
    assert [c.name for c in OUTLINE if c.name not in made.chapters] == []
    parts = [
        b.text
        for blocks in made.chapters.values()
        for b in blocks
        if isinstance(b, Heading) and b.text.startswith("Teil")
    ]
    assert parts == ["Teil I: Benchmarking und Label", "Teil II: Neue Dienstleistungen"]


@pytest.mark.parametrize(
    ("line", "title", "there", "absent"),
    [
        (
            E1,
            "Benchmarking- und Label-Readiness-Bericht",
            {"methodik", "dimension_5", "weg", "anhang_c"},
            {"bedarf", "preis"},
        ),
        (E2, "Servicekonzept", {"bedarf", "einstellungsliste"}, {"methodik", "nachweise", "anhang_c"}),
    ],
)
def test_one_line_gives_its_own_paper(line: str, title: str, there: set[str], absent: set[str]) -> None:
    chosen = one_line(line)
    made = report(chosen)
    assert made.title == f"{title} – {chosen.name}"
    assert there <= set(made.chapters) and not absent & set(made.chapters)
    assert not any(
        b.text.startswith("Teil") for blocks in made.chapters.values() for b in blocks if isinstance(b, Heading)
    )
    assert absent <= omitted(chosen)


@each_sample
def test_every_document_is_made_and_texts_name_known_figures_only(name: str) -> None:
    found = case(name)
    for kind, build in OFFERING.documents.items():
        made = (
            build(found, found.workshops[0])
            if kind in ("einladung", "vorbereitung", "anwesenheitsliste", "protokoll")
            else build(found)
        )
        assert made.chapters, kind
    assert used_figures(found) and set(used_figures(found)) <= set(figures_of(found))


@each_sample
def test_interviews_single_scores_and_level_stay_out_of_the_paper(name: str) -> None:
    found = case(name)
    paper = str(report(found).chapters)
    internal = str(OFFERING.documents["materialband"](found).chapters)
    thesis = found.interviews[0]["theses"][1]
    assert thesis in internal and thesis not in paper
    assert "Bewertung 1 bis 5 je Kriterium" in internal and "Bewertung 1 bis 5 je Kriterium" not in paper
    assert f"'{found.level}'" not in paper and f" {found.level} " not in paper


def test_a_volunteer_run_initiative_gets_one_figure_and_no_label_talk() -> None:
    made = report(case(START))
    charts = [b for blocks in made.chapters.values() for b in blocks if isinstance(b, Chart)]
    assert len(charts) == 1
    assert process().scope_of("professionalisation", "M0").pages == (6, 10)
    assert "Indikator" not in str(made.chapters["bedarf"])


def test_a_wished_visit_that_has_passed_is_moved_and_said_so() -> None:
    # the sample's visit is on 13.04.2016; written on 15.12.2016, three months later is 15.03.2017
    case = assembled(sample_case("professionalisierung_label"))
    late = replace(case, today=date(2016, 12, 15))
    (draft,) = [f for f in analyse(late) if f.key == "PRO1"]
    assert draft.inputs["label_date"] == "2017-03-15"
    facts = replace(next(iter(case.findings.values())), key="PRO1", result=draft.result)
    told = moved_visit(replace(late, findings={**case.findings, "PRO1": facts}))
    assert told == ["Der Wunschtermin 13.04.2016 ist nicht mehr zu erreichen; gerechnet ist mit dem 15.03.2017."]
    assert moved_visit(case) == []
