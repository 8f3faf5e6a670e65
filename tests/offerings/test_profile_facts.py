"""Which facts of the core intake G1 needs, by maturity level and legal form (offerings.md section 4)."""

from __future__ import annotations

import pytest

from clusterprocess.offerings.profile import missing_facts
from clusterprocess.sampledata.cases import sample_case

FULL = sample_case().profile


@pytest.mark.parametrize(("legal_form", "needed"), [("ev", False), ("abteilung_traeger", True), ("projekt", True)])
def test_the_carrier_is_needed_only_where_the_legal_form_has_one(legal_form: str, needed: bool) -> None:
    profile = {**FULL, "legal_form": legal_form, "carrier": ""}
    assert ("carrier" in [q.key for q in missing_facts(profile, "M2")]) is needed


@pytest.mark.parametrize(("level", "needed"), [("M0", True), ("M1", False), ("M4", False)])
def test_volunteer_hours_are_asked_of_volunteers(level: str, needed: bool) -> None:
    profile = {k: v for k, v in FULL.items() if k != "volunteer_hours"}
    assert ("volunteer_hours" in [q.key for q in missing_facts(profile, level)]) is needed


def test_a_standard_question_is_needed_from_m2_only() -> None:
    profile = {k: v for k, v in FULL.items() if k != "members_150km"}
    assert "members_150km" not in [q.key for q in missing_facts(profile, "M1")]
    assert "members_150km" in [q.key for q in missing_facts(profile, "M2")]
