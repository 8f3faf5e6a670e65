"""What the strategy computes at each level, with numbers worked out by hand from the samples."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from clusterprocess.methods.delphi import quartiles
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.analysis import analyse, evaluate
from clusterprocess.offerings.cluster_strategy.figures import figures_of
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case

SMALL, LARGE = assembled(sample_case("strategie_ehrenamt")), assembled(sample_case("strategie_spitzencluster"))


def shown(case: Case, key: str) -> str:
    return figures_of(case)[key].display.replace("\u00a0", " ")


def test_money_of_the_small_association() -> None:
    # 6,000 + 500 + 1,100 + 500 + 1,500 = 9,600; without the 6,000 there are 3,600 against 8,400; 10 members pay
    result = SMALL.finding("F10")
    stress = result["stress"]
    assert [Decimal(result["income_eur"]), Decimal(stress["shortfall_eur"]), Decimal(stress["extra_fee_eur"])] == [
        9600, 4800, 480]  # fmt: skip
    assert stress["lost_share"] == 0.625 and result["own_share"] == pytest.approx(1600 / 9600)
    assert (shown(SMALL, "F10.gap_per_payer"), shown(SMALL, "F10.own_share")) == ("480 Euro", "17 %")
    # 8*120 + 6*200 + 400 + 5*100; (3,060 + 1,900) / 7,660
    assert (shown(SMALL, "PLAN.fees"), shown(SMALL, "PLAN.payers"), shown(SMALL, "PLAN.own_share_last")) == (
        "3.060 Euro", "20", "65 %")  # fmt: skip


def test_votes_of_the_small_association() -> None:
    # seven options give ceil(7/3) = 3 dots to each of 13 organisations
    result = SMALL.finding("F12")
    assert {o["option"]: o["dots"] for o in result["options"]} == {
        "O1": 12, "O2": 9, "O3": 8, "O4": 2, "O5": 5, "O6": 2, "O7": 1}  # fmt: skip
    assert (result["dots_each"], result["organisations"], result["total_dots"]) == (3, 13, 39)
    assert result["dissent_assessed"] is False and "29 von {F12.dots} Punkten" in SMALL.texts["projects.before"]


def test_money_of_the_leading_edge_cluster() -> None:
    # 870 - (1,050 - 480) = 300 thousand; 300,000 / 87 = 3,448.28
    stress = LARGE.finding("F10")["stress"]
    assert Decimal(stress["shortfall_eur"]) == 300_000
    assert (shown(LARGE, "F10.gap_per_payer"), shown(LARGE, "F10.grant_share")) == ("3.448 Euro", "46 %")
    # (276 + 310) / 806; secured 1,680 / (1,050 / 12) = 19.2 months
    assert (shown(LARGE, "PLAN.own_share_last"), shown(LARGE, "F10.runway")) == ("73 %", "19,2")


@pytest.mark.parametrize("case", [SMALL, LARGE], ids=["M0", "M4"])
def test_the_gap_closes_and_the_last_year_is_covered(case: Case) -> None:
    money = case.plan["financing"]
    steps = sum(Decimal(str(s["amount_eur"])) for s in money["steps"])
    assert steps == Decimal(case.finding("F10")["stress"]["shortfall_eur"])
    last = max(money["cost_eur"])
    income = sum(Decimal(str(s["amounts_eur"][last])) for s in money["sources"])
    assert income == Decimal(str(money["cost_eur"][last]))
    first = min(money["cost_eur"])
    assert sum(Decimal(str(s["amounts_eur"][first])) for s in money["sources"]) == Decimal(
        LARGE.finding("F10")["income_eur"] if case is LARGE else SMALL.finding("F10")["income_eur"]
    )


def test_reserves_of_the_leading_edge_cluster_pay_two_hard_years() -> None:
    money = LARGE.plan["financing"]
    rest = {
        y: sum(int(Decimal(str(s["amounts_eur"][y]))) for s in money["sources"])
        - int(Decimal(str(money["cost_eur"][y])))
        for y in sorted(money["cost_eur"])
    }
    assert rest == {"2014": 0, "2015": 0, "2016": 50_000, "2017": -64_000, "2018": -25_000, "2019": 0}
    assert 70_000 + sum(rest.values()) == 31_000 and "31.000 Euro bleiben übrig" in LARGE.texts["financing.after"]


def test_chain_location_and_survey_of_the_leading_edge_cluster() -> None:
    # two of nine stages have one firm each; (6,800 / 412,000) / (310,000 / 30,200,000) = 1.608
    chain = LARGE.finding("F17")
    assert (len(chain["stages"]), chain["thin"]) == (9, ["Zellfertigung", "Zweitnutzung und Verwertung"])
    assert LARGE.finding("F18")["quotient"] == pytest.approx(1.608, abs=1e-3)
    services = {s["category"]: s for s in LARGE.finding("F9")["services"]}
    worst = max(services.values(), key=lambda s: s["shortfall"])
    assert worst["category"] == "technologietransfer" and worst["shortfall"] == pytest.approx(2.0, abs=0.03)
    assert min(services.values(), key=lambda s: s["satisfaction"])["category"] == "technologietransfer"
    kinds = Counter(r["kind"] for r in LARGE.survey["responses"])
    assert (kinds["kmu"] + kinds["gross"], sum(kinds.values())) == (33, 47)


def test_votes_of_the_leading_edge_cluster_show_two_dissents() -> None:
    result = LARGE.finding("F12")
    assert {o["option"]: o["dots"] for o in result["options"]} == {
        "O1": 22, "O2": 18, "O3": 15, "O4": 13, "O5": 14, "O6": 6, "O7": 5, "O8": 5, "O9": 4, "O10": 1, "O11": 1,
    }  # fmt: skip
    assert [(d["option"], d["rank_companies"], d["rank_science"]) for d in result["dissent"]] == [
        ("O3", 2, 6),
        ("O4", 5, 1),
    ]
    assert [(g["organisations"], g["reportable"]) for g in result["groups"]] == [(16, True), (5, True), (5, True)]


def test_the_panel_agrees_on_six_of_eight_theses() -> None:
    result = LARGE.finding("F13")
    assert (result["panel_one"], result["panel_two"], result["split"]) == (18, 16, ["D2", "D4"])
    thesis = next(t for t in result["theses"] if t["thesis"] == "D4")["probability"]
    # second round sorted: 2 3 3 3 3 3 4 5 6 6 7 7 7 7 7 8; positions 3.75, 7.5 and 11.25
    assert quartiles([7, 3, 8, 3, 6, 3, 7, 2, 7, 5, 3, 7, 6, 4, 7, 3]) == (3.0, 5.5, 7.0)
    assert (thesis["q1"], thesis["median"], thesis["q3"], thesis["verdict"]) == (3.0, 5.5, 7.0, "stabiler Dissens")
    factory = next(t for t in result["theses"] if t["thesis"] == "D7")
    assert factory["later"] == 13 and factory["year"] is None  # three named a year, fewer than eight


def test_options_in_four_futures() -> None:
    rows = {o["option"]: o for o in LARGE.finding("F14")["options"]}
    # test field 2 1 2 1; cell factory 2 1 -2 -2; joint purchase 0 0 1 1
    assert [(rows[k]["mean"], rows[k]["minimum"], rows[k]["robust"]) for k in ("O1", "O7", "O10")] == [
        (1.5, 1, True), (-0.25, -2, False), (0.5, 0, True)]  # fmt: skip
    chosen = {o["key"] for o in LARGE.plan["options"] if o["decision"] == "gewaehlt"}
    assert chosen < set(LARGE.finding("F14")["robust"]) and len(LARGE.finding("F14")["robust"]) == 7


@pytest.mark.parametrize(("level", "found"), [("M2", set()), ("M3", {"F14"}), ("M4", {"F13", "F14"})])
def test_foresight_is_computed_from_m3_and_m4_on_and_only_when_its_input_was_given(level: str, found: set[str]) -> None:
    case = replace(LARGE, level=level)
    keys = {d.key for d in (*evaluate(case), *analyse(case))}
    assert keys & {"F13", "F14"} == found
    bare: dict[str, Any] = {k: v for k, v in case.plan.items() if k != "scenarios"}
    assert not {d.key for d in evaluate(replace(case, plan=bare, submissions={}))} & {"F13", "F14"}


def test_trends_are_mentioned_as_often_as_counted() -> None:
    marks = ("Zellpreise", "Netzregeln", "Bundesförderung", "Fahrzeugbatterien", "Datenformate", "Quartiere",
             "Fachkräfte", "Zellfertigung", "Brandschutz")  # fmt: skip
    named = [i["theses"][-1] for i in LARGE.interviews]
    assert [sum(m in theses for theses in named) for m in marks] == [t["mentions"] for t in LARGE.answers["trends"]]


def test_the_days_of_the_offices_fit() -> None:
    # 7.5 * 200 - 1,190 + 45 = 355; 60 h * 12 / 8 - 50 + 6 = 46
    assert LARGE.plan["capacity_days"] == 355 == 7.5 * 200 - 1190 + 45
    assert SMALL.plan["capacity_days"] == 46 == 60 * 12 / 8 - 50 + 6
    for case, effort in ((LARGE, 338), (SMALL, 39)):
        assert sum(m["effort_days"] for m in case.plan["measures"]) == effort
