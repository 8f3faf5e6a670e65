"""The synthetic portfolio keeps its calibration, its quota and the plausibility rules of the core intake."""

from __future__ import annotations

from collections import Counter
from datetime import date
from statistics import correlation, mean, median
from typing import Any

import pytest

from clusterprocess.catalogues.wordlists import fields, labels, legal_forms, regions
from clusterprocess.sampledata.portfolio import ORIGIN_LABEL, SampleInitiative, departed, portfolio
from clusterprocess.sampledata.portfolio_draws import apportion
from clusterprocess.sampledata.real_register import read_real_register

START = date(2015, 1, 12)
KINDS = ("members_sme", "members_large", "members_uni", "members_rto", "members_public", "members_other")
PUBLIC = ("share_public_land", "share_public_bund", "share_public_eu", "share_public_kommunal")
SHARES = (*PUBLIC, "share_fees", "share_services", "share_sponsoring", "share_carrier")
# The keys of the table in offerings section 4, with the public share split by level, plus the reference date.
KEYS = {
    "as_of",
    "name",
    "kind",
    "field",
    "growth_fields",
    "region",
    "founded",
    "founding_reason",
    "legal_form",
    "carrier",
    "head_count",
    "fte_paid",
    "volunteer_hours",
    "mgr_since",
    "members_committed",
    "members_joined_12m",
    "members_left_12m",
    "members_150km",
    "members_active_12m",
    "members_contacted_12m",
    "members_in_projects_24m",
    "budget",
    "fee_model",
    "funds_secured_24m",
    "funding_end",
    "strategy_doc",
    "strategy_year",
    "board_meetings",
    "working_groups",
    "events_12m",
    "event_participants_12m",
    "services",
    "labels",
    "countries_active",
    "other_programmes",
    "privacy_notice",
    *KINDS,
    *SHARES,
}
SERVICES = [
    "information",
    "vernetzung",
    "foerderberatung",
    "technologietransfer",
    "internationalisierung",
    "marketing_pr",
    "weiterbildung",
    "fachkraefte",
    "gruendung_ansiedlung",
    "interessenvertretung",
]


Profile = dict[str, Any]


def _years(initiative: SampleInitiative) -> tuple[Profile, Profile]:
    before, now = initiative.profiles
    return before, now


def _profiles() -> list[Profile]:
    return [profile for initiative in portfolio() for profile in initiative.profiles]


def _newest() -> list[Profile]:
    return [initiative.profiles[-1] for initiative in portfolio()]


def _total(profile: Profile) -> int:
    return sum(profile[kind] for kind in KINDS)


def _public(profile: Profile) -> float:
    return float(sum(profile[share] for share in PUBLIC))


def _level(profile: Profile, day: date) -> str:
    """Section 2, written here once more: test M4 first, then M3, M2, M1, M0."""
    if any(label["label"] == "spitzencluster" for label in profile["labels"]):
        return "M4"
    valid = {label["label"] for label in profile["labels"] if (label["valid_until"] or "") >= day.isoformat()}
    if valid & {"bw", "silver", "gold"}:
        return "M3"
    # Full years since the end of the founding year: the strictest reading of "age".
    full_years = (day - date(profile["founded"], 12, 31)).days // 365
    if profile["fte_paid"] >= 1.0 and full_years >= 4 and profile["strategy_doc"]:
        return "M2"
    return "M1" if profile["fte_paid"] >= 0.5 else "M0"


def test_there_are_one_hundred_initiatives_with_two_profiles_each() -> None:
    sample = portfolio()
    assert len(sample) == 100
    assert {tuple(p["as_of"] for p in initiative.profiles) for initiative in sample} == {("2013-12-31", "2014-12-31")}


def test_everything_is_labelled_as_beispieldaten() -> None:
    assert ORIGIN_LABEL == "Beispieldaten"
    assert {initiative.origin for initiative in (*portfolio(), *departed())} == {"Beispieldaten"}


def test_the_same_seed_gives_the_same_portfolio_and_another_seed_another() -> None:
    assert portfolio(7) == portfolio(7)
    assert portfolio(7) != portfolio(8)


def test_the_default_seed_gives_the_figures_of_the_published_trial() -> None:
    # Section 11: mean 61.5, median 39.5, classes 21/35/24/17/3, public 38.5 %, FTE 1.95, 20 founded before 2000.
    totals = [_total(profile) for profile in _newest()]
    bounds = ((0, 20), (21, 50), (51, 100), (101, 200), (201, 600))
    assert [sum(low <= total <= high for total in totals) for low, high in bounds] == [21, 35, 24, 17, 3]
    assert mean(totals) == pytest.approx(61.5, abs=0.05)
    assert median(totals) == 39.5
    assert mean(_public(profile) for profile in _newest()) == pytest.approx(38.5, abs=0.1)
    assert mean(profile["fte_paid"] for profile in _newest()) == pytest.approx(1.95, abs=0.01)
    assert sum(profile["founded"] < 2000 for profile in _newest()) == 20


def test_the_acceptance_bounds_of_section_11_hold() -> None:
    assert 55 <= mean(_total(profile) for profile in _newest()) <= 67
    assert 0.35 <= mean(_public(profile) for profile in _newest()) / 100 <= 0.41
    assert 15 <= sum(profile["founded"] < 2000 for profile in _newest()) <= 25


@pytest.mark.parametrize("seed", [20141101, 1, 2, 3])
def test_the_quota_is_the_level_computed_on_the_first_day(seed: int) -> None:
    sample = portfolio(seed)
    computed = [_level(initiative.profiles[-1], START) for initiative in sample]
    assert Counter(computed) == {"M0": 20, "M1": 28, "M2": 41, "M3": 6, "M4": 5}
    assert computed == [initiative.paid_level for initiative in sample]


def test_the_quota_also_holds_when_age_is_the_difference_of_years() -> None:
    # 2015 - 2011 = 4 would already be old enough, so M1 with staff founded in 2011 must have no strategy either.
    for initiative in portfolio():
        _, newest = _years(initiative)
        if initiative.paid_level == "M1" and newest["fte_paid"] >= 1.0 and 2015 - newest["founded"] >= 4:
            assert not newest["strategy_doc"]
        if initiative.paid_level == "M2":
            assert newest["founded"] <= 2010


def test_every_profile_has_exactly_the_keys_of_the_core_intake() -> None:
    assert all(set(profile) == KEYS for profile in _profiles())
    assert all([service["category"] for service in profile["services"]] == SERVICES for profile in _profiles())


def test_income_shares_sum_to_one_hundred_percent() -> None:
    for profile in _profiles():
        assert sum(profile[share] for share in SHARES) == pytest.approx(100, abs=1e-9)
        assert all(0 <= profile[share] <= 100 for share in SHARES)


def test_private_income_is_split_as_calibrated() -> None:
    # Section 11: of the private remainder fees 45 %, services 25, sponsoring 10, carrier 20 on average.
    private = sum(100 - _public(profile) for profile in _newest())
    found = [100 * sum(p[key] for p in _newest()) / private for key in SHARES[4:]]
    assert found == pytest.approx([45, 25, 10, 20], abs=4)


def test_counts_stay_within_the_total_and_explain_the_change_of_a_year() -> None:
    for initiative in portfolio():
        before, now = _years(initiative)
        assert abs(_total(before) - _total(now)) <= 0.08 * _total(now)
        assert _total(now) - now["members_joined_12m"] + now["members_left_12m"] == _total(before)
        for profile in (before, now):
            assert _total(profile) - profile["members_joined_12m"] + profile["members_left_12m"] >= 0
            for key in ("committed", "150km", "active_12m", "contacted_12m", "in_projects_24m"):
                assert 0 <= profile[f"members_{key}"] <= _total(profile)


def test_no_plausibility_rule_of_section_4_is_tripped() -> None:
    for profile in _profiles():
        assert 2 * (profile["members_sme"] + profile["members_large"]) >= _total(profile)
        assert profile["members_committed"] >= 12
        assert 40_000 <= profile["budget"] / profile["fte_paid"] <= 160_000
        assert profile["fte_paid"] <= profile["head_count"] <= 60
        assert profile["events_12m"] >= 3
        assert profile["strategy_year"] is None or 2015 - profile["strategy_year"] <= 5


def test_the_fee_scale_brings_in_the_fee_share() -> None:
    for profile in _profiles():
        stated = profile["budget"] * profile["share_fees"] / 100
        scale = sum(row["eur_per_year"] * row["members"] for row in profile["fee_model"])
        assert scale == pytest.approx(stated, rel=0.2)
        assert sum(row["members"] for row in profile["fee_model"]) in (0, profile["members_committed"])


def test_no_date_contradicts_the_founding_or_the_reference_date() -> None:
    for profile in _profiles():
        year = int(profile["as_of"][:4])
        assert 1980 <= profile["founded"] <= year
        assert profile["founded"] <= int(profile["mgr_since"][:4]) <= year
        assert profile["strategy_doc"] == (profile["strategy_year"] is not None)
        assert profile["strategy_year"] is None or profile["founded"] <= profile["strategy_year"] <= year


def test_choices_come_from_the_catalogues_and_carriers_are_named_where_needed() -> None:
    for profile in _profiles():
        assert profile["growth_fields"] == [fields().by_slug(profile["field"]).growth_field]
        assert profile["region"] in regions().slugs()
        assert {label["label"] for label in profile["labels"]} <= set(labels().slugs())
        assert bool(profile["carrier"]) == legal_forms().by_slug(profile["legal_form"]).needs_carrier


def test_fields_regions_and_legal_forms_are_dealt_by_quota() -> None:
    # Section 11: production 12, Stuttgart 22, Nordschwarzwald 3; e.V. 48, department 22, GmbH/gGmbH 14, project 12.
    sample = portfolio()
    assert Counter(i.field for i in sample)["production_engineering"] == 12
    assert len({i.field for i in sample}) == 20
    places = Counter(i.region for i in sample)
    assert (places["stuttgart"], places["nordschwarzwald"], len(places)) == (22, 3, 12)
    forms = Counter(i.legal_form for i in sample)
    assert (forms["ev"], forms["abteilung_traeger"], forms["gmbh"] + forms["ggmbh"], forms["projekt"]) == (
        48,
        22,
        14,
        12,
    )


def test_names_are_unique_fit_the_legal_form_and_belong_to_no_real_initiative() -> None:
    sample = (*portfolio(), *departed())
    names = [initiative.name for initiative in sample]
    assert len(set(names)) == 102
    assert all(i.name.endswith(" e.V.") == (i.legal_form == "ev") for i in sample)
    rows = read_real_register().rows
    real = {name.casefold() for row in rows for name in (row.name, *row.alternative_names)}
    assert real.isdisjoint(name.casefold() for name in names)


def test_three_managers_changed_within_the_twelve_months_before_the_start() -> None:
    changed = [i for i in portfolio() if i.profiles[0]["mgr_since"] != i.profiles[1]["mgr_since"]]
    assert len(changed) == 3
    assert all("2014-01-12" < str(i.profiles[1]["mgr_since"]) <= "2014-12-31" for i in changed)


def test_two_initiatives_ended_in_2014_and_have_only_the_earlier_profile() -> None:
    gone: tuple[SampleInitiative, ...] = departed()
    assert [(len(i.profiles), i.profiles[0]["as_of"]) for i in gone] == [(1, "2013-12-31")] * 2
    assert all(i.left_on is not None and i.left_on.year == 2014 for i in gone)
    assert all(i.left_on is None for i in portfolio())


def test_contact_rate_and_satisfaction_go_together() -> None:
    # Section 11: r about 0.5; with a hundred draws the sampling error of r is (1 - 0.25) / 10 = 0.075.
    sample = portfolio()
    rates = [profile["members_contacted_12m"] / _total(profile) for profile in _newest()]
    assert 0.35 <= correlation(rates, [i.member_satisfaction for i in sample]) <= 0.65


def test_services_get_deeper_with_maturity() -> None:
    sample = portfolio()
    depth = {
        level: mean(service["depth"] for i in sample if i.paid_level == level for service in _services_of(i))
        for level in ("M0", "M1", "M2", "M3", "M4")
    }
    assert list(depth.values()) == sorted(depth.values())


def _services_of(initiative: SampleInitiative) -> list[Profile]:
    services: Any = initiative.profiles[-1]["services"]
    return list(services)


def test_whole_parts_sum_to_the_total() -> None:
    # 10 by 1:1:1 is 3.33 each; the first of the equal remainders takes the tenth.
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    # 7 by 5:3:2 is 3.5, 2.1, 1.4; the remainder .5 is the largest.
    assert apportion(7, [5, 3, 2]) == [4, 2, 1]
