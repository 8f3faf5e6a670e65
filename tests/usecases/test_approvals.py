"""Approvals: a role's yes or no to exactly one file, in the order of the chain (offerings.md 7a, ruling 15)."""

from __future__ import annotations

from datetime import date

import pytest

from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.states import State
from clusterprocess.usecases.keep_documents import keep_changes
from clusterprocess.usecases.keep_persons import grant_role
from clusterprocess.usecases.submit_answers import submit_answers
from tests.builders import (
    ASSISTANT,
    BOARD,
    CORE_GROUP,
    HEAD,
    LEAD,
    MANAGER,
    NUMBER,
    OTHER,
    REVIEWER,
    Agency,
    bring_to,
    without_peers,
)


@pytest.fixture
def in_review(agency: Agency) -> Agency:
    """Version 0.91 came back from Word and lies with the reviewer."""
    return bring_to(agency, State.INTERNAL_REVIEW)


@pytest.fixture
def at_the_initiative(agency: Agency) -> Agency:
    """The reviewer has approved; core group and board are next."""
    return bring_to(agency, State.CLUSTER_REVIEW)


def test_the_chain_is_reviewer_core_group_board(at_the_initiative: Agency) -> None:
    with pytest.raises(RuleViolation, match="Vorher fehlt: Kerngruppe"):
        at_the_initiative.approve(BOARD, Role.BOARD)
    at_the_initiative.approve(CORE_GROUP, Role.CORE_GROUP)
    assert at_the_initiative.state() == "abstimmung_cluster"
    at_the_initiative.approve(BOARD, Role.BOARD)
    assert at_the_initiative.state() == "freigegeben"


def test_nobody_approves_before_the_reviewer(in_review: Agency) -> None:
    for handle, role in ((CORE_GROUP, Role.CORE_GROUP), (BOARD, Role.BOARD)):
        with pytest.raises(RuleViolation):
            in_review.approve(handle, role)
    assert in_review.engagement(lambda e: e.approvals) == []


def test_the_reviewers_yes_passes_the_paper_to_the_initiative(in_review: Agency) -> None:
    in_review.approve(REVIEWER, Role.REVIEWER)
    assert in_review.state() == "abstimmung_cluster"


def test_a_role_outside_the_chain_is_answered_with_the_chain(in_review: Agency) -> None:
    with pytest.raises(InputError, match="pruefer, kerngruppe, vorstand"):
        in_review.approve(HEAD, Role.HEAD)


def test_the_reviewer_acts_in_person_nobody_records_it(in_review: Agency) -> None:
    for by in (LEAD, ASSISTANT, OTHER, MANAGER):
        with pytest.raises(PermissionDenied):
            in_review.approve(by, Role.REVIEWER, paper="Akte")


def test_a_lead_with_the_reviewers_role_cannot_review_the_own_paper(in_review: Agency) -> None:
    in_review.run(HEAD, lambda w: grant_role(w, w.queries.person(LEAD), Role.REVIEWER))
    with pytest.raises(RuleViolation, match="Vier-Augen"):
        in_review.approve(LEAD, Role.REVIEWER)


def test_a_reviewer_who_wrote_a_text_cannot_review_it(in_review: Agency) -> None:
    texts = without_peers(in_review.case.texts)
    in_review.run(REVIEWER, lambda w: submit_answers(w, NUMBER, "texte", texts).id)
    with pytest.raises(RuleViolation, match="mitgeschrieben"):
        in_review.approve(REVIEWER, Role.REVIEWER)


def test_staff_records_a_body_only_with_the_place_of_its_paper(at_the_initiative: Agency) -> None:
    with pytest.raises(InputError, match="Ablage"):
        at_the_initiative.approve(ASSISTANT, Role.CORE_GROUP)
    at_the_initiative.approve(ASSISTANT, Role.CORE_GROUP, paper="Protokoll vom 7. Juli")
    kept = at_the_initiative.engagement(lambda e: [(a.role, a.recorded_for, a.paper) for a in e.approvals][-1])
    assert kept == ("kerngruppe", "Kerngruppe", "Protokoll vom 7. Juli")


@pytest.mark.parametrize("by", [HEAD, REVIEWER, MANAGER])
def test_others_record_nothing_for_a_body(at_the_initiative: Agency, by: str) -> None:
    with pytest.raises(PermissionDenied):
        at_the_initiative.approve(by, Role.BOARD, paper="Akte")


@pytest.mark.parametrize(
    ("reason_code", "text", "told"),
    [("inhalt", " ", "Begründung"), (None, "Zu lang", "Grund"), ("egal", "Zu lang", "Grund")],
)
def test_a_refusal_needs_a_reason_and_says_what_to_change(
    at_the_initiative: Agency, reason_code: str | None, text: str, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        at_the_initiative.approve(CORE_GROUP, Role.CORE_GROUP, given=False, reason_code=reason_code, text=text)
    assert at_the_initiative.state() == "abstimmung_cluster"
    assert len(at_the_initiative.engagement(lambda e: e.approvals)) == 1


def test_a_refusal_returns_the_draft(at_the_initiative: Agency) -> None:
    at_the_initiative.approve(CORE_GROUP, Role.CORE_GROUP, given=False, reason_code="inhalt", text="Kapitel 9.2")
    assert at_the_initiative.state() == "entwurf"
    actions = at_the_initiative.actions()
    assert "engagement:approval:refused" in actions


def test_a_later_no_takes_an_earlier_yes_back(at_the_initiative: Agency) -> None:
    at_the_initiative.approve(CORE_GROUP, Role.CORE_GROUP)
    at_the_initiative.approve(CORE_GROUP, Role.CORE_GROUP, given=False, reason_code="zahlen", text="Tabelle 3")
    sha256 = at_the_initiative.paper(lambda v: v.sha256)
    assert at_the_initiative.engagement(lambda e: e.approval_for(Role.CORE_GROUP, sha256)) is None


def test_a_new_version_needs_every_approval_again(at_the_initiative: Agency) -> None:
    at_the_initiative.approve(CORE_GROUP, Role.CORE_GROUP)
    at_the_initiative.put_back(at_the_initiative.edited(1))
    with pytest.raises(RuleViolation) as caught:
        at_the_initiative.approve(BOARD, Role.BOARD)
    assert len(caught.value.reasons) == 2  # reviewer and core group, for the new file
    at_the_initiative.approve(REVIEWER, Role.REVIEWER)
    at_the_initiative.approve(CORE_GROUP, Role.CORE_GROUP)
    at_the_initiative.approve(BOARD, Role.BOARD)
    assert at_the_initiative.state() == "freigegeben"


def test_an_open_check_keeps_approvals_out_until_the_change_has_a_reason(at_the_initiative: Agency) -> None:
    at_the_initiative.put_back(at_the_initiative.edited(2))  # 55 paying members became 56
    with pytest.raises(RuleViolation, match="56"):
        at_the_initiative.approve(REVIEWER, Role.REVIEWER)
    at_the_initiative.run(LEAD, lambda w: keep_changes(w, NUMBER, "Beleg: Beitragskonto").id)
    at_the_initiative.approve(REVIEWER, Role.REVIEWER)


def test_who_approves_by_hash_must_have_read_the_newest_file(at_the_initiative: Agency) -> None:
    old = at_the_initiative.paper(lambda v: v.sha256)
    at_the_initiative.put_back(at_the_initiative.edited(1))
    with pytest.raises(InputError, match="Prüfsumme"):
        at_the_initiative.approve(REVIEWER, Role.REVIEWER, sha256=old)
    at_the_initiative.approve(REVIEWER, Role.REVIEWER, sha256=at_the_initiative.paper(lambda v: v.sha256)[:12].upper())


def test_the_board_adopts_exactly_the_hash_and_the_day(at_the_initiative: Agency) -> None:
    sha256 = at_the_initiative.paper(lambda v: v.sha256)
    at_the_initiative.set_day(date(2015, 7, 17))
    at_the_initiative.approve(CORE_GROUP, Role.CORE_GROUP)
    at_the_initiative.approve(ASSISTANT, Role.BOARD, on=date(2015, 7, 15), paper="Register 6")
    assert at_the_initiative.engagement(lambda e: (e.adopted_sha256, e.adopted_on)) == (sha256, date(2015, 7, 15))
    given = [e for e in at_the_initiative.events() if e.action == "engagement:approval:given"][-1]
    assert (given.data["sha256"], given.occurred_on) == (sha256, date(2015, 7, 15))


def test_an_approval_dated_tomorrow_is_refused(at_the_initiative: Agency) -> None:
    with pytest.raises(InputError, match="Zukunft"):
        at_the_initiative.approve(CORE_GROUP, Role.CORE_GROUP, on=date(2015, 6, 20))


@pytest.mark.parametrize("state", [State.DRAFT, State.RELEASED])
def test_outside_the_review_states_nothing_is_approved(agency: Agency, state: State) -> None:
    bring_to(agency, state)
    with pytest.raises(RuleViolation):
        agency.approve(REVIEWER, Role.REVIEWER)


def test_silence_is_no_approval(at_the_initiative: Agency) -> None:
    # section 3: tacit approval is not allowed, however long nobody answers
    at_the_initiative.set_day(date(2016, 6, 1))
    with pytest.raises(RuleViolation, match="Zustimmung fehlt"):
        at_the_initiative.decide(LEAD, "release")


def test_answers_stay_fixed_while_the_paper_is_approved(agency: Agency) -> None:
    # the answers decide who approves: whoever hands them in again must not change the chain behind the approvals
    bring_to(agency, State.CLUSTER_REVIEW)
    with pytest.raises(RuleViolation, match="steht fest"):
        agency.run(MANAGER, lambda w: submit_answers(w, NUMBER, "fragebogen", agency.case.answers).id)


def test_nothing_but_the_approvals_releases_a_paper(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    for handle in (MANAGER, BOARD, LEAD):
        with pytest.raises(RuleViolation, match="Zustimmung fehlt"):
            agency.decide(handle, "release")
