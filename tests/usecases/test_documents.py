"""The Word file goes round: drafted, edited, put back, checked, kept, issued (design D8, D13, ruling 15)."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import ClusterProcessError, InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.states import State
from clusterprocess.usecases.keep_documents import keep_changes, put_back
from tests.builders import BOARD, CORE_GROUP, LEAD, MANAGER, NUMBER, REVIEWER, Agency, bring_to


@pytest.fixture
def drafted(agency: Agency) -> Agency:
    """Version 0.9 and the internal volume are written; nobody edited them yet."""
    return bring_to(agency, State.DRAFT)


def _labels(agency: Agency) -> list[tuple[str, str]]:
    return agency.engagement(
        lambda e: [(v.label, v.origin) for d in e.documents if d.kind == "strategiepapier" for v in d.versions]
    )


def test_an_edited_file_is_the_next_version_and_is_checked_at_once(drafted: Agency) -> None:
    content = drafted.edited(0)
    drafted.put_back(content, "0.91")
    assert _labels(drafted) == [("0.9", "erzeugt"), ("0.91", "bearbeitet")]
    sha256, check = drafted.paper(lambda v: (v.sha256, v.check))
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert check["passed"] and check["publicity"] and check["changed"] == []
    assert drafted.app.files.get(sha256) == content


def test_a_changed_figure_is_reported_with_old_value_new_value_and_paragraph(drafted: Agency) -> None:
    drafted.put_back(drafted.edited(2))
    (change,) = drafted.paper(lambda v: v.check["changed"])
    assert (change["tag"], change["old"], change["new"]) == ("F10.payers", "55", "56")
    assert "zahlten" in change["paragraph"]
    with pytest.raises(RuleViolation, match="'56' statt '55'"):
        drafted.decide(LEAD, "submit_draft")


def test_a_changed_figure_stays_only_with_a_reason(drafted: Agency) -> None:
    drafted.put_back(drafted.edited(2))
    with pytest.raises(InputError, match="Begründung"):
        drafted.run(LEAD, lambda w: keep_changes(w, NUMBER, "  ").id)
    with pytest.raises(InputError, match="wurde nicht geändert"):
        drafted.run(LEAD, lambda w: keep_changes(w, NUMBER, "Grund", ["F1.peers"]).id)
    drafted.run(LEAD, lambda w: keep_changes(w, NUMBER, "Beleg vom 01.07.2015").id)
    assert drafted.paper(lambda v: v.check["passed"])
    kept = drafted.paper(lambda v: v.kept_changes["F10.payers"])
    assert (kept["new"], kept["reason"]) == ("56", "Beleg vom 01.07.2015")
    drafted.decide(LEAD, "submit_draft")


def test_a_reason_given_once_holds_for_the_same_change_in_the_next_version(drafted: Agency) -> None:
    drafted.put_back(drafted.edited(2))
    drafted.run(LEAD, lambda w: keep_changes(w, NUMBER, "Beleg vom 01.07.2015").id)
    drafted.put_back(drafted.edited(0))
    assert drafted.paper(lambda v: (v.check["passed"], v.check["open"])) == (True, [])


@pytest.mark.parametrize("content", [b"", b"kein Word", b"PK\x03\x04kaputt"])
def test_a_file_that_word_cannot_read_is_refused_with_a_sentence(drafted: Agency, content: bytes) -> None:
    with pytest.raises(InputError):
        drafted.put_back(content)
    assert _labels(drafted) == [("0.9", "erzeugt")]


def test_the_same_file_again_is_no_new_version(drafted: Agency) -> None:
    content = drafted.edited(0)
    drafted.put_back(content)
    with pytest.raises(InputError, match="nichts zurückzulegen"):
        drafted.put_back(content)


def test_an_unedited_draft_cannot_go_into_review(drafted: Agency) -> None:
    with pytest.raises(RuleViolation, match="noch nicht in Word bearbeitet"):
        drafted.decide(LEAD, "submit_draft")


def test_versions_without_a_label_are_numbered_upwards(drafted: Agency) -> None:
    drafted.put_back(drafted.edited(0))
    drafted.put_back(drafted.edited(1))
    labels = [label for label, _ in _labels(drafted)]
    assert len(set(labels)) == 3
    assert sorted(float(label) for label in labels) == [float(label) for label in labels]


def test_a_label_is_given_once(drafted: Agency) -> None:
    drafted.put_back(drafted.edited(0), "0.91")
    with pytest.raises(InputError):
        drafted.put_back(drafted.edited(1), "0.91")


def test_nobody_but_the_program_issues_version_one(drafted: Agency) -> None:
    # ruling 15: version 1.0 is the adopted file with the resolution, made by the program
    with pytest.raises(InputError):
        drafted.put_back(drafted.edited(0), "1.0")


def test_a_label_that_does_not_fit_is_refused_with_a_sentence(drafted: Agency) -> None:
    with pytest.raises(InputError):
        drafted.put_back(drafted.edited(0), "Fassung nach der Sitzung der Kerngruppe")


@pytest.mark.parametrize("state", [State.WORKSHOP_HELD, State.RELEASED])
def test_outside_the_writing_states_nothing_is_put_back(agency: Agency, state: State) -> None:
    bring_to(agency, state)
    with pytest.raises(RuleViolation, match="nicht geschrieben"):
        agency.put_back(b"")


def test_the_initiatives_side_puts_nothing_back(drafted: Agency) -> None:
    with pytest.raises(PermissionDenied):
        drafted.run(MANAGER, lambda w: put_back(w, NUMBER, b"").id)


def test_a_file_changed_on_disk_is_noticed(agency: Agency) -> None:
    files = agency.app.files
    sha256 = files.put(b"Fassung 0.9")
    files.path(sha256).write_bytes(b"Fassung 0.8")
    with pytest.raises(ClusterProcessError, match="verändert"):
        files.get(sha256)


def test_version_one_is_issued_from_the_adopted_file_with_both_hashes_in_one_event(agency: Agency) -> None:
    bring_to(agency, State.FOLLOW_UP)
    (issued,) = (e for e in agency.events() if e.action == "document:version:issued")
    assert issued.data["adopted"] == agency.engagement(lambda e: e.adopted_sha256)
    assert issued.data["sha256"] == agency.paper(lambda v: v.sha256) != issued.data["adopted"]
    assert agency.paper(lambda v: (v.label, v.origin, v.check["publicity"])) == ("1.0", "ausgestellt", True)


@pytest.mark.parametrize("confirmed", [None, "nein", "Nein"])
def test_the_handover_waits_for_the_confirmation_of_service(agency: Agency, confirmed: str | None) -> None:
    bring_to(agency, State.RELEASED)
    if confirmed:
        agency.prove({"confirmation_of_service": confirmed}, date(2015, 7, 15))
    assert agency.step("hand_over") == "nicht fällig"
    assert agency.state() == "freigegeben"
    assert "ausgestellt" not in [origin for _, origin in _labels(agency)]
    assert agency.look(lambda w: w.queries.message_by_key(f"{NUMBER}:uebergabe:1")) is None


def test_a_second_pass_is_issued_again_after_a_repeat(agency: Agency) -> None:
    from clusterprocess.domain.states import Stage

    bring_to(agency, State.RELEASED)
    agency.decide(LEAD, "repeat", reason="beschluss_geaendert", stage=Stage.DELIVERABLE)
    assert agency.step("draft_paper") == "erledigt"
    agency.put_back(agency.edited(0))
    agency.decide(LEAD, "submit_draft")
    agency.approve(REVIEWER, Role.REVIEWER)
    agency.approve(CORE_GROUP, Role.CORE_GROUP)
    agency.approve(BOARD, Role.BOARD)
    agency.prove({"confirmation_of_service": "ja"}, date(2015, 7, 15))
    assert agency.step("hand_over") == "erledigt"
    assert agency.state() == "nachverfolgung"
