"""A mail that the server takes for some and puts off for others: nobody is forgotten, nobody gets it twice (design D7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clusterprocess.adapters.mail.smtp import SmtpSender
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.messages import key_of_rest, wire_id_of
from clusterprocess.domain.states import State
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.send_messages import Envelope, Outcome, claim_next, decide_message, record_outcome
from tests.adapters.mail.smtp_servers import Inbox, serving
from tests.builders import BOARD, CORE_GROUP, LEAD, MANAGER, NUMBER, Agency, bring_to
from tests.usecases.test_runs import NOON, Host

KEY = f"{NUMBER}:probe"
A, B, C = (f"{handle}@netz.example" for handle in (MANAGER, BOARD, CORE_GROUP))


@pytest.fixture
def host(agency: Agency) -> Host:
    """One mail to three people waits in the outbox."""
    bring_to(agency, State.REQUESTED)

    def queue(work: object) -> None:
        to = [work.queries.person(h) for h in (MANAGER, BOARD, CORE_GROUP)]  # type: ignore[attr-defined]
        acknowledgement = work.queries.messages()[0]  # type: ignore[attr-defined]
        acknowledgement.hold("von_hand")
        queue_message(work, "eingang", KEY, work.queries.engagement(NUMBER), to, {})  # type: ignore[arg-type,attr-defined]

    agency.run("system", queue)
    found = Host(agency)
    found.now = NOON + timedelta(days=3650)
    return found


def _send(host: Host, port: int) -> Outcome:
    """One round of the dispatcher against a real server."""
    envelope = host.run(claim_next)
    assert envelope is not None
    sender = SmtpSender("127.0.0.1", port, "", "", False, 5.0, "agentur@cluster.example")
    outcome = sender.send(envelope)
    host.run(lambda w: record_outcome(w, envelope.message_id, outcome))
    return outcome


def _claimed(host: Host) -> Envelope:
    envelope = host.run(claim_next)
    assert envelope is not None
    return envelope


def _states(host: Host) -> dict[str, tuple[str, list[str]]]:
    messages = host.run(lambda w: list(w.queries.messages()))
    return {m.key: (m.state, [r["email"] for r in m.recipients]) for m in messages if m.key.startswith(KEY)}


def test_whom_the_server_puts_off_gets_the_mail_later_and_nobody_gets_it_twice(host: Host) -> None:
    inbox = Inbox({B: "450 4.2.0 Greylisting", C: "550 5.1.1 unbekannt"})
    with serving(inbox) as port:
        assert _send(host, port).kind == "gesendet"
        assert _states(host) == {KEY: ("gesendet", [A, C]), f"{KEY}:nachtrag:1": ("wartend", [B])}
        assert host.run(claim_next) is None  # not before 30 s have passed
        host.now += timedelta(seconds=30)
        inbox.refusals = {}
        _send(host, port)
    assert inbox.recipients == [A, B]
    assert _states(host)[f"{KEY}:nachtrag:1"] == ("gesendet", [B])


def test_the_later_mail_has_an_id_and_a_retry_plan_of_its_own(host: Host) -> None:
    envelope = _claimed(host)
    host.run(
        lambda w: record_outcome(
            w, envelope.message_id, Outcome("gesendet", (A,), (), put_off=((B, "450"), (C, "451")))
        )
    )
    host.now += timedelta(seconds=30)
    later = _claimed(host)
    assert later.key == f"{KEY}:nachtrag:1" and [a for _, a in later.recipients] == [B, C]
    assert (later.subject, later.text, later.html) == (envelope.subject, envelope.text, envelope.html)
    host.run(
        lambda w: record_outcome(w, later.message_id, Outcome("gesendet", (B,), (), put_off=((C, "451 noch nicht"),)))
    )
    assert _states(host) == {
        KEY: ("gesendet", [A]),
        f"{KEY}:nachtrag:1": ("gesendet", [B]),
        f"{KEY}:nachtrag:2": ("wartend", [C]),
    }
    host.now += timedelta(seconds=30)
    last = _claimed(host)
    host.run(lambda w: record_outcome(w, last.message_id, Outcome("spaeter", reply_code=451)))
    message = host.run(lambda w: w.queries.message(last.message_id))
    assert (message.state, message.not_before - host.now) == ("wartend", timedelta(seconds=30))


def test_the_later_mail_is_in_the_log_and_found_by_its_own_message_id(host: Host) -> None:
    envelope = _claimed(host)
    host.run(lambda w: record_outcome(w, envelope.message_id, Outcome("gesendet", (A, C), (), put_off=((B, "450"),))))
    assert host.agency.actions()[-2:] == ["message:delivery:sent", "message:outbox:queued"]
    wire = wire_id_of(f"{KEY}:nachtrag:1")
    assert host.run(lambda w: (w.queries.message_by_wire_id(wire) or w.queries.message(1)).key) == f"{KEY}:nachtrag:1"


def test_a_doubtful_mail_splits_off_those_who_certainly_have_nothing(host: Host) -> None:
    envelope = _claimed(host)
    outcome = Outcome("ungewiss", (), ((C, "550 weg"),), put_off=((B, "450 später"),))
    host.run(lambda w: record_outcome(w, envelope.message_id, outcome))
    assert _states(host) == {KEY: ("ungewiss", [A, C]), f"{KEY}:nachtrag:1": ("wartend", [B])}
    host.agency.run(LEAD, lambda w: decide_message(w, envelope.message_id, "resend").id)
    host.now += timedelta(seconds=60)
    first, second = _claimed(host), _claimed(host)
    assert [sorted(a for _, a in e.recipients) for e in (first, second)] == [sorted([A, C]), [B]]


def test_an_outcome_is_recorded_once_and_makes_one_later_mail(host: Host) -> None:
    envelope = _claimed(host)
    outcome = Outcome("gesendet", (A, C), (), put_off=((B, "450"),))
    host.run(lambda w: record_outcome(w, envelope.message_id, outcome))
    with pytest.raises(RuleViolation):
        host.run(lambda w: record_outcome(w, envelope.message_id, outcome))
    assert len(_states(host)) == 2


def test_when_everybody_is_put_off_the_same_message_waits(host: Host) -> None:
    with serving(Inbox({A: "450 x", B: "451 y", C: "452 z"})) as port:
        assert _send(host, port).kind == "spaeter"
    assert _states(host) == {KEY: ("wartend", [A, B, C])}


def test_keys_of_later_mails_count_up_and_stay_short() -> None:
    assert key_of_rest("a:b") == "a:b:nachtrag:1" and key_of_rest("a:b:nachtrag:9") == "a:b:nachtrag:10"
    long = "x" * 160
    assert key_of_rest(long) == f"{wire_id_of(long)}:nachtrag:1"
    assert key_of_rest(key_of_rest(long)) == f"{wire_id_of(long)}:nachtrag:2"
