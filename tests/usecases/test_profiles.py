"""The yearly profile: contradictions, the computed level and its override (offerings.md sections 2 and 4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clusterprocess.domain.errors import InputError, InputErrors, PermissionDenied
from clusterprocess.domain.register import Profile
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.submit_answers import store_profile
from tests.builders import AUDITOR, HEAD, LEAD, MANAGER, Agency, full_profile

DAY = date(2014, 12, 31)


def _store(agency: Agency, by: str = LEAD, as_of: date = DAY, **changes: Any) -> str:
    def keep(work: Work) -> Profile:
        answers = {key: value for key, value in {**full_profile(agency.case), **changes}.items() if value is not None}
        return store_profile(work, work.queries.cluster(agency.cluster_name), as_of, answers)

    return agency.run(by, keep).level


def _versions(agency: Agency) -> list[tuple[date, int, Any]]:
    return agency.look(
        lambda work: [
            (p.as_of, p.version, p.answers["budget"]) for p in work.queries.cluster(agency.cluster_name).profiles
        ]
    )


def test_all_contradictions_are_listed_at_once_and_nothing_is_stored(agency: Agency) -> None:
    with pytest.raises(InputErrors) as caught:
        _store(
            agency,
            members_committed=62,  # 36 + 8 + 5 + 4 + 5 + 3 = 61 members
            members_150km=100,
            share_fees=40,  # 45.83 + 40 + 16.67 + 10 = 112.5
            fte_paid=2.5,  # two heads
            mgr_since="2001-01-01",  # founded 2006
            legal_form="projekt",
            carrier="",
        )
    text = str(caught.value)
    named = ("members_committed", "members_150km", "112,5", "fte_paid", "mgr_since", "carrier")
    assert [word for word in named if word not in text] == []
    assert len(caught.value.messages) == 6
    assert len(_versions(agency)) == 1


def test_several_wrong_types_and_ranges_are_listed_at_once(agency: Agency) -> None:
    with pytest.raises(InputErrors) as caught:
        _store(agency, head_count=61, fte_paid="viel", region=5, kind="verein")
    assert len(caught.value.messages) == 4


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(agency: Agency, value: float) -> None:
    with pytest.raises(InputError):
        _store(agency, fte_paid=value)


def test_a_reference_day_in_the_future_is_refused(agency: Agency) -> None:
    with pytest.raises(InputError, match="Zukunft"):
        _store(agency, as_of=date(2015, 1, 13))


def test_a_second_profile_of_the_day_is_a_second_version(agency: Agency) -> None:
    _store(agency, budget=250000)
    assert _versions(agency) == [(DAY, 1, "240000"), (DAY, 2, "250000")]


def test_the_newest_reference_day_counts_even_when_an_older_one_is_stored_later(agency: Agency) -> None:
    _store(agency, as_of=date(2013, 12, 31), fte_paid=0.2)
    assert agency.look(lambda work: work.queries.cluster(agency.cluster_name).level) == "M2"


# 1.8 FTE, founded 2006, written strategy; section 2 tests M4 first
@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, "M2"),
        ({"fte_paid": 0.4}, "M0"),
        ({"fte_paid": 0.5}, "M1"),
        ({"fte_paid": 0.99}, "M1"),
        ({"fte_paid": 1.0}, "M2"),
        ({"founded": 2010, "mgr_since": "2014-10-01"}, "M2"),  # four years old at the end of 2014
        ({"founded": 2011, "mgr_since": "2014-10-01"}, "M1"),
        ({"strategy_doc": False}, "M1"),
        ({"labels": [{"label": "silver", "valid_until": "2014-12-31"}]}, "M3"),
        ({"labels": [{"label": "silver", "valid_until": "2014-12-30"}]}, "M2"),
        ({"labels": [{"label": "bronze", "valid_until": "2016-12-31"}]}, "M2"),
        ({"labels": [{"label": "spitzencluster"}], "fte_paid": 0.2}, "M4"),
        ({"fte_paid": None}, "unbekannt"),
    ],
)
def test_the_level_is_computed_from_the_profile(agency: Agency, changes: dict[str, Any], level: str) -> None:
    assert _store(agency, **changes) == level


def test_a_consultant_overrides_the_level_with_a_written_reason(agency: Agency) -> None:
    agency.run(LEAD, lambda w: w.queries.cluster(agency.cluster_name).override_level("M3", "Label liegt vor."))
    assert agency.look(lambda w: w.queries.cluster(agency.cluster_name).level) == "M3"
    event = agency.events()[-1]
    assert (event.action, event.data["level"], event.data["computed"]) == ("cluster:level:overridden", "M3", "M2")


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_override_without_reason_is_refused(agency: Agency, reason: str) -> None:
    with pytest.raises(InputError, match="Grund"):
        agency.run(LEAD, lambda w: w.queries.cluster(agency.cluster_name).override_level("M3", reason))


def test_an_override_to_a_level_that_does_not_exist_is_refused(agency: Agency) -> None:
    with pytest.raises(InputError):
        agency.run(HEAD, lambda w: w.queries.cluster(agency.cluster_name).override_level("M9", "Tippfehler"))


def test_the_manager_may_store_the_own_profile_and_the_auditor_none(agency: Agency) -> None:
    assert _store(agency, MANAGER) == "M2"
    with pytest.raises(PermissionDenied):
        _store(agency, AUDITOR)


def test_the_manager_of_one_initiative_cannot_touch_another(agency: Agency) -> None:
    agency.add_cluster("Holzkette Ortenau e.V.", "P1")

    def keep(work: Work) -> Profile:
        return store_profile(work, work.queries.cluster("Holzkette Ortenau e.V."), DAY, full_profile(agency.case))

    with pytest.raises(PermissionDenied):
        agency.run(MANAGER, keep)
