"""The outbox: one key, one message; claim, act, record; nothing lost, nothing sent twice (design D5, D7, D15)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from clusterprocess.domain.errors import InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.messages import Message
from clusterprocess.domain.states import State
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.send_messages import (
    BACKOFF_SECONDS,
    Envelope,
    Outcome,
    claim_next,
    decide_message,
    record_outcome,
    settle_claims,
)
from tests.builders import ASSISTANT, AUDITOR, BOARD, CORE_GROUP, HEAD, LEAD, MANAGER, NUMBER, OTHER, Agency, bring_to
from tests.usecases.test_runs import NOON, Host

LATER = Outcome("spaeter", reply_code=451, text="bitte später")


@pytest.fixture
def host(agency: Agency) -> Host:
    """A request came in: its acknowledgement to the manager waits in the outbox."""
    found = Host(bring_to(agency, State.REQUESTED))
    found.now = NOON + timedelta(days=3650)  # later than the host time at which the message was queued
    return found


@pytest.fixture
def draft(agency: Agency) -> tuple[Host, int]:
    """A declined request: the letter lies as a draft in the lead's list."""
    bring_to(agency, State.UNDER_CHECK)
    agency.decide(HEAD, "decline", reason="kein_sitz_bw")
    (message,) = agency.look(lambda w: w.queries.messages(states=("entwurf",)))
    found = Host(agency)
    found.now = NOON + timedelta(days=3650)
    return found, message.id


def _message(host: Host) -> Message:
    return host.run(lambda w: w.queries.messages()[0])


def _claimed(host: Host) -> Envelope:
    envelope = host.run(claim_next)
    assert envelope is not None
    return envelope


def test_the_acknowledgement_goes_to_the_manager_with_the_number_in_the_subject(host: Host) -> None:
    envelope = _claimed(host)
    assert envelope.recipients == ((f"Nachname {MANAGER} (Beispiel)", f"{MANAGER}@netz.example"),)
    assert NUMBER in envelope.vorgang and NUMBER in envelope.text and NUMBER in envelope.html
    assert envelope.key == f"{NUMBER}:eingang"


def test_a_key_is_one_message_however_often_it_is_queued(host: Host) -> None:
    def again(agency: Agency) -> list[int]:
        def queue(work: object) -> list[int]:
            engagement = work.queries.engagement(NUMBER)  # type: ignore[attr-defined]
            to = work.queries.holders("cm", engagement.cluster_id)  # type: ignore[attr-defined]
            made = [queue_message(work, "eingang", f"{NUMBER}:eingang", engagement, to, {}) for _ in range(2)]  # type: ignore[arg-type]
            return [m.id for m in made if m]

        return agency.run("system", queue)

    assert again(host.agency) == [1, 1]
    assert len(host.run(lambda w: w.queries.messages())) == 1


def test_the_database_itself_keeps_a_key_unique(host: Host) -> None:
    with pytest.raises(IntegrityError), host.agency.app.engine.begin() as connection:
        columns = "key, template, subject, body_text, body_html, recipients, attachments, state, reason, created_at,"
        columns += " not_before, attempts, result, secret"
        connection.execute(text(f"INSERT INTO message ({columns}) SELECT {columns} FROM message"))


def test_a_mail_to_nobody_is_not_written(host: Host) -> None:
    def queue(work: object) -> object:
        return queue_message(work, "eingang", "leer", work.queries.engagement(NUMBER), [], {})  # type: ignore[arg-type,attr-defined]

    assert host.agency.run("system", queue) is None


def test_claiming_is_committed_before_anything_leaves_and_hides_the_message_from_others(host: Host) -> None:
    _claimed(host)
    assert (_message(host).state, _message(host).attempts) == ("in_zustellung", 1)
    assert host.run(claim_next) is None
    assert host.agency.actions()[-1] == "message:delivery:claimed"


def test_a_taken_message_is_sent_and_refusals_are_kept_by_person_and_reason(host: Host) -> None:
    envelope = _claimed(host)
    host.run(
        lambda w: record_outcome(
            w,
            envelope.message_id,
            Outcome("gesendet", ("x@fremd.example",), ((f"{MANAGER}@netz.example", "550 unbekannt"),)),
        )
    )
    message = _message(host)
    manager = host.agency.look(lambda w: w.queries.person(MANAGER).id)
    assert message.state == "gesendet" and message.sent_at is not None
    assert message.result["refused"] == {manager: "550 unbekannt"}
    event = host.agency.events()[-1]
    assert (event.action, event.data["accepted"], event.data["refused"]) == ("message:delivery:sent", 1, 1)


def test_a_temporary_refusal_is_tried_again_after_growing_pauses_and_then_given_up(host: Host) -> None:
    assert BACKOFF_SECONDS == (30, 120, 600, 3600, 14_400)
    for pause in BACKOFF_SECONDS:
        envelope = _claimed(host)
        host.run(lambda w, i=envelope.message_id: record_outcome(w, i, LATER))  # type: ignore[misc]
        assert (_message(host).state, _message(host).not_before - host.now) == ("wartend", timedelta(seconds=pause))
        host.now += timedelta(seconds=pause - 1)
        assert host.run(claim_next) is None
        host.now += timedelta(seconds=1)
    envelope = _claimed(host)
    host.run(lambda w: record_outcome(w, envelope.message_id, LATER))
    assert (_message(host).state, _message(host).attempts) == ("abgelehnt", 6)
    assert host.agency.events()[-1].data["retry"] == "nein"


def test_a_final_refusal_is_not_tried_again(host: Host) -> None:
    envelope = _claimed(host)
    host.run(
        lambda w: record_outcome(w, envelope.message_id, Outcome("abgelehnt", reply_code=550, text="gibt es nicht"))
    )
    host.now += timedelta(days=30)
    assert _message(host).state == "abgelehnt" and host.run(claim_next) is None


def test_an_unknown_fate_is_shown_for_a_decision_and_not_sent_again(host: Host) -> None:
    envelope = _claimed(host)
    host.run(lambda w: record_outcome(w, envelope.message_id, Outcome("ungewiss")))
    host.now += timedelta(days=30)
    assert _message(host).state == "ungewiss" and host.run(claim_next) is None


def test_after_a_crash_what_was_claimed_and_not_recorded_is_in_doubt(host: Host) -> None:
    _claimed(host)
    assert host.run(settle_claims) == 1
    assert (_message(host).state, host.run(settle_claims)) == ("ungewiss", 0)


@pytest.mark.parametrize(("decision", "state"), [("arrived", "gesendet"), ("resend", "wartend")])
def test_a_person_settles_an_uncertain_message(host: Host, decision: str, state: str) -> None:
    _claimed(host)
    host.run(settle_claims)
    host.agency.run(LEAD, lambda w: decide_message(w, 1, decision).id)
    assert _message(host).state == state
    with pytest.raises(RuleViolation):
        host.agency.run(LEAD, lambda w: decide_message(w, 1, decision).id)


def test_a_message_that_waits_can_neither_be_released_nor_settled(host: Host) -> None:
    for decision in ("release", "drop", "arrived", "resend"):
        with pytest.raises(RuleViolation, match="wartet auf Versand"):
            host.agency.run(LEAD, lambda w, d=decision: decide_message(w, 1, d).id)  # type: ignore[misc]
    with pytest.raises(InputError, match="release, drop, hold, resume, arrived oder resend"):
        host.agency.run(LEAD, lambda w: decide_message(w, 1, "burn").id)


def test_a_draft_is_not_sent_until_its_lead_releases_it(draft: tuple[Host, int]) -> None:
    host, message = draft
    keys = []
    while envelope := host.run(claim_next):
        keys.append(envelope.key)
    assert keys == [f"{NUMBER}:eingang"]
    host.agency.run(LEAD, lambda w: decide_message(w, message, "release").id)
    assert _claimed(host).key == f"{NUMBER}:absage"


def test_the_head_may_release_and_back_office_auditor_and_manager_may_not(draft: tuple[Host, int]) -> None:
    host, message = draft
    for by in (ASSISTANT, AUDITOR, MANAGER):
        with pytest.raises(PermissionDenied):
            host.agency.run(by, lambda w: decide_message(w, message, "release").id)
    host.agency.run(HEAD, lambda w: decide_message(w, message, "release").id)


def test_another_consultant_cannot_release_the_leads_draft(draft: tuple[Host, int]) -> None:
    # ruling 4: a draft lies in the lead consultant's list and the lead releases it
    host, message = draft
    with pytest.raises(PermissionDenied):
        host.agency.run(OTHER, lambda w: decide_message(w, message, "release").id)


def test_a_dropped_draft_is_kept_and_never_sent(draft: tuple[Host, int]) -> None:
    host, message = draft
    host.agency.run(LEAD, lambda w: decide_message(w, message, "drop").id)
    assert host.run(lambda w: w.queries.message(message).state) == "verworfen"
    with pytest.raises(RuleViolation):
        host.agency.run(LEAD, lambda w: decide_message(w, message, "release").id)


def test_everything_to_a_board_or_core_group_is_a_draft(agency: Agency) -> None:
    # ruling 4 and design D15: people write to boards, not the program
    bring_to(agency, State.CLUSTER_REVIEW)
    agency.step("write_resolution")
    found = agency.look(lambda w: [(m.state, {r["email"] for r in m.recipients}) for m in w.queries.messages()])
    bodies = {f"{BOARD}@netz.example", f"{CORE_GROUP}@netz.example"}
    assert sum(bool(to & bodies) for _, to in found) == 3  # situation brief, comments, resolution
    assert {state for state, to in found if to & bodies} == {"entwurf"}
    assert {state for state, to in found if not to & bodies} == {"wartend"}


def test_a_late_answer_of_the_server_does_not_undo_a_persons_decision(host: Host) -> None:
    # design D7: neither lost nor sent twice; somebody already said that the mail arrived
    envelope = _claimed(host)
    host.run(settle_claims)
    host.agency.run(LEAD, lambda w: decide_message(w, envelope.message_id, "arrived").id)
    with pytest.raises(RuleViolation):
        host.run(lambda w: record_outcome(w, envelope.message_id, LATER))
    assert _message(host).state == "gesendet"


def test_a_mail_with_a_link_waits_for_the_address_of_the_pages_and_stops_nobody_behind_it(host: Host) -> None:
    def break_first(work: Work) -> None:
        first = work.queries.messages()[0]
        first.body_text += "[[link:1]]"

    host.agency.run("system", break_first)
    services = host.agency.app.services
    object.__setattr__(services, "public_url", "")
    try:
        assert host.run(claim_next) is None
    finally:
        object.__setattr__(services, "public_url", "http://127.0.0.1:8400")
    held = _message(host)
    assert held.state == "gehalten" and "message:delivery:held" in host.agency.actions()


def test_a_released_draft_is_the_one_mail_of_the_day_of_its_recipients(draft: tuple[Host, int]) -> None:
    host, message = draft
    (who,) = [r["person"] for r in host.run(lambda w: w.queries.message(message)).recipients]

    def noted() -> set[str]:
        return host.run(lambda w: set(w.queries.mail_days([who], w.today)))

    assert noted() == set()
    host.agency.run(LEAD, lambda w: decide_message(w, message, "release").state)
    assert noted() == {who}
