"""What a strategy accepts and refuses: both forms of the plan, scenarios, the Delphi panel, strategy days, the horizon."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from clusterprocess.domain.engagement import SUBMISSION_NAMES
from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.offering import OFFERING, missing
from clusterprocess.offerings.cluster_strategy.plan import accepted_plan, is_small
from clusterprocess.offerings.cluster_strategy.questionnaire import QUESTIONNAIRE
from clusterprocess.offerings.cluster_strategy.report import strategy_paper
from clusterprocess.offerings.cluster_strategy.working_papers import PAPERS
from clusterprocess.offerings.profile import PROFILE, contradictions, maturity_of_profile, warnings
from clusterprocess.offerings.sections.blocks import Bullets, Heading
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import SampleCase, sample_case

SMALL, LARGE = sample_case("strategie_ehrenamt"), sample_case("strategie_spitzencluster")
ESTABLISHED = sample_case("praezisionstechnik")
both = pytest.mark.parametrize(("sample", "level"), [(SMALL, "M0"), (LARGE, "M4")], ids=["M0", "M4"])


def refused(kind: str, data: dict[str, Any]) -> str:
    found = OFFERING.submittable(kind)
    assert found is not None
    with pytest.raises(InputErrors) as error:
        found.validate(data)
    return str(error.value)


def changed(data: dict[str, Any], change: Any) -> dict[str, Any]:
    copy = deepcopy(data)
    change(copy)
    return copy


@both
def test_a_sample_passes_every_door_at_its_level(sample: SampleCase, level: str) -> None:
    profile = PROFILE.validate({k: v for k, v in sample.profile.items() if k != "as_of"})
    assert contradictions(profile) == []
    as_of = assembled(sample).profile_as_of
    assert as_of is not None and warnings(profile, as_of) == {}
    assert maturity_of_profile(profile, as_of) == level
    accepted = {kind: OFFERING.submittable(kind).validate(data) for kind, data in sample.submissions.items()}  # type: ignore[union-attr]
    assert missing(profile, accepted, level) == []
    assert OFFERING.analysis_missing(accepted, level) == []
    assert {*OFFERING.draft_needs} <= set(accepted)


def test_a_volunteer_is_asked_only_the_core_and_deep_questions_only_from_m3_on() -> None:
    required = {level: {q.key for q in QUESTIONNAIRE.missing({}, level)} for level in ("M0", "M2", "M4")}
    assert {"stakeholders", "value_chain", "key_uncert"}.isdisjoint(required["M0"])
    assert "value_chain" in required["M2"] and not {"key_uncert", "employment"} & required["M2"]
    assert {"key_uncert", "employment"} <= required["M4"]
    assert {q.key for q in QUESTIONNAIRE.asked_at("M2")} == {q.key for q in QUESTIONNAIRE.asked_at("M0")}


def test_ten_years_need_the_depth_of_scenarios() -> None:
    answers = {"fragebogen": {**ESTABLISHED.answers, "horizon": 10}}
    assert missing({}, answers, "M2") == [
        "Zeithorizont (horizon): Zehn Jahre brauchen Szenarien (M3, M4); bitte höchstens fünf Jahre wählen."
    ]
    assert not any("horizon" in m for m in missing({}, {"fragebogen": {**LARGE.answers, "horizon": 10}}, "M4"))


def test_the_shape_of_a_plan_decides_how_strictly_it_is_read() -> None:
    assert is_small(accepted_plan(SMALL.plan)) and not is_small(accepted_plan(LARGE.plan))
    one = changed(SMALL.plan, lambda p: p.update(projects=p["projects"][:1]))
    assert "Vorhaben (projects): braucht mindestens 2 Einträge" in refused("strategie", one)
    two_fields = changed(LARGE.plan, lambda p: p.update(fields=p["fields"][:2]))
    assert "Handlungsfelder (fields): braucht mindestens 3 Einträge" in refused("strategie", two_fields)
    mixed = changed(SMALL.plan, lambda p: p.update(fields=LARGE.plan["fields"]))
    assert "Handlungsfelder (fields): ist hier nicht vorgesehen" in refused("strategie", mixed)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda p: p["financing"]["fees"][0].update(members=9), "ergeben 3180 Euro, der Plan nennt 2016 3060 Euro"),
        (lambda p: p["financing"]["cost_eur"].update({"2017": 9000}), "2017 fehlen 1340 Euro; der Plan muss aufgehen"),
        (lambda p: p["measures"][0].update(field="V9"), "Maßnahme M 1.1 nennt das unbekannte Vorhaben V9"),
        (lambda p: p["options"][0].update(field=""), "die gewählte Option O1 braucht ihr Vorhaben"),
    ],
)
def test_a_small_plan_still_has_to_add_up(change: Any, sentence: str) -> None:
    assert sentence in refused("strategie", changed(SMALL.plan, change))


def test_the_small_form_is_refused_where_there_is_an_office() -> None:
    case = assembled(SMALL)
    for level in ("M1", "M2", "M3", "M4"):
        with pytest.raises(InputErrors, match="ehrenamtlich geführten Initiativen vorbehalten"):
            strategy_paper(replace(case, level=level))
    assert strategy_paper(replace(case, level="unbekannt")).chapters.keys() == strategy_paper(case).chapters.keys()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda s: s["ratings"][0]["ratings"].pop("D"), "O1 ist im Szenario D nicht bewertet"),
        (lambda s: s["scenarios"][0].update(first="b"), "Zwei Szenarien liegen in derselben Ecke"),
        (lambda s: s["ratings"][0].update(option="O99"), "die Szenarien bewerten die unbekannte Option O99"),
        (lambda s: s["ratings"][0]["ratings"].update(A=3), "darf höchstens 2 sein"),
    ],
)
def test_scenarios_that_cannot_be_counted_are_refused(change: Any, sentence: str) -> None:
    assert sentence in refused("strategie", changed(LARGE.plan, lambda p: change(p["scenarios"])))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d.update(round_two=d["round_two"][:7]), "7 Antwortbögen sind zu wenig"),
        (lambda d: d.update(closed_two="2015-04-30"), "die zweite Runde endet nach der ersten"),
        (lambda d: d.update(invited={"kmu": 5}), "es haben mehr geantwortet, als eingeladen waren"),
        (lambda d: d["round_two"][0].update(panellist="P99"), "P99 hat in der ersten Runde nicht geantwortet"),
        (lambda d: d["round_two"][0]["answers"][0].update(probability=10), "darf höchstens 9 sein"),
        (lambda d: d["round_two"][0].update(panellist="Erika Muster"), "panellist: hat nicht die"),
    ],
)
def test_a_panel_that_shows_single_answers_is_refused(change: Any, sentence: str) -> None:
    assert sentence in refused("delphi", changed(LARGE.submissions["delphi"], change))


def test_the_delphi_survey_has_a_name_for_people() -> None:
    assert SUBMISSION_NAMES["delphi"] == "Delphi-Befragung"


def test_uncertainties_of_a_strategy_day_stand_in_its_minutes() -> None:
    case: Case = assembled(LARGE)
    first, second = (PAPERS.minutes(case, case.workshops[n]).chapters["inhalt"] for n in (0, 1))
    assert any(isinstance(b, Bullets) and b.items[0] == "Preis der Zellen" for b in first)
    assert not any(isinstance(b, Heading) and "Unsicherheiten" in b.text for b in second)


def test_a_text_that_names_what_its_form_lacks_is_named() -> None:
    case = assembled(SMALL)
    wrong = replace(case, texts={**case.texts, "next.after": "Rang {F2.projects.rank} und {abb:delphi}."})
    with pytest.raises(InputErrors, match=r"F2\.projects\.rank.*\n.*abb:delphi"):
        strategy_paper(wrong)
