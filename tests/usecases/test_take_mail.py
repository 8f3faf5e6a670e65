"""Mails that came in: kept once, attached to the right engagement; a forged one does no harm (issue 4, item 10)."""

from __future__ import annotations

import threading
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from clusterprocess.adapters.prefect_runs.api import PrefectApi
from clusterprocess.bootstrap import App
from clusterprocess.config import Settings
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.errors import InputError, NotFoundError, PermissionDenied, RuleViolation
from clusterprocess.domain.incoming_mails import IncomingMail
from clusterprocess.domain.messages import Message, wire_id_of
from clusterprocess.domain.states import State
from clusterprocess.runtime.dispatcher import CLOCKWORK, Dispatcher
from clusterprocess.runtime.mailbox import MailboxFolder
from clusterprocess.usecases.hold_workshops import cancel_workshop, move_workshop, plan_workshop
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.registrants import Registrant
from clusterprocess.usecases.registrations import register_for, withdraw_registration
from clusterprocess.usecases.send_messages import Outcome, claim_next, record_outcome
from clusterprocess.usecases.take_mail import MOST_BYTES, assign_mail, settle_mail, take_mail
from tests.adapters.mail import incoming_samples as samples
from tests.builders import (  # fmt: skip
    ASSISTANT,
    AUDITOR,
    BOARD,
    CORE_GROUP,
    DELIVERING,
    LEAD,
    MANAGER,
    NUMBER,
    REFERENCE,
    Agency,
    bring_to,
)

MAIL = f"{MANAGER}@netz.example"
KEY = f"{NUMBER}:eingang"
OURS = f"{wire_id_of(KEY)}@clusteragentur.example"
EVENT = "CA-2015-V-001"
GUEST = "g.gast@betrieb.example"


@pytest.fixture
def sent(agency: Agency) -> Agency:
    """The acknowledgement to the manager has left; it is 20 January 2015."""
    bring_to(agency, State.REQUESTED)
    agency.set_day(date(2015, 1, 20))
    _send_all(agency)
    return agency


def _send_all(agency: Agency) -> None:
    def send(work: Work) -> int | None:
        envelope = claim_next(work)
        if envelope is None:
            return None
        outcome = Outcome("gesendet", tuple(a for _, a in envelope.recipients), reply_code=250)
        record_outcome(work, envelope.message_id, outcome)
        return envelope.message_id

    while agency.run("system", send):
        pass


def take(agency: Agency, raw: bytes, by: str = ASSISTANT) -> IncomingMail:
    return agency.run(by, lambda w: take_mail(w, raw))


def message(agency: Agency, key: str = KEY) -> Message:
    def look(work: Work) -> Message:
        found = work.queries.message_by_key(key)
        assert found is not None
        return found

    return agency.look(look)


def person_id(agency: Agency, handle: str = MANAGER) -> str:
    return agency.look(lambda w: w.queries.person(handle).id)


# --- once, and to its engagement


def test_an_answer_is_attached_by_message_id_and_waits_for_a_person(sent: Agency) -> None:
    mail = take(sent, samples.answer(OURS))
    assert (mail.kind, mail.engagement_number, mail.matched_by) == ("antwort", NUMBER, "message_id")
    assert (mail.message_id, mail.person_id) == (message(sent).id, person_id(sent))
    assert (mail.settled, mail.received_on) == (False, date(2015, 1, 20))
    assert mail.body == "Schöne Grüße, wir schicken die Unterlagen übermorgen."
    assert sent.app.files.get(mail.sha256) == samples.answer(OURS)


def test_the_same_file_again_changes_nothing(sent: Agency) -> None:
    first = take(sent, samples.exchange_bounce(OURS))
    events = len(sent.events())
    assert take(sent, samples.exchange_bounce(OURS)).id == first.id
    assert len(sent.events()) == events


def test_two_who_take_the_same_file_at_once_keep_it_once(sent: Agency) -> None:
    found: list[int] = []
    start = threading.Barrier(6)

    def race() -> None:
        start.wait()
        found.append(take(sent, samples.postfix_bounce(OURS), by="system").id)

    threads = [threading.Thread(target=race) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6 and len(set(found)) == 1
    assert [a for a in sent.actions() if a.startswith(("incoming", "message:delivery:b"))] == [
        "message:delivery:bounced",
        "incoming_mail:file:taken",
    ]


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        (f"Frage zu {NUMBER}", "", (NUMBER, "vorgangsnummer")),
        (f"Frage zu {NUMBER.lower()}!", "", (NUMBER, "vorgangsnummer")),
        ("Frage", f"Es geht um {NUMBER}.", (NUMBER, "vorgangsnummer")),
        ("CA-2015-A-999", f"Es geht um {NUMBER}.", (NUMBER, "vorgangsnummer")),
        ("CA-2015-A-999", "", (None, "")),
        ("XCA-2015-A-0012", "", (None, "")),
        ("", "", (None, "")),
    ],
)
def test_a_number_in_subject_or_text_finds_the_engagement(
    sent: Agency, subject: str, text: str, expected: tuple[str | None, str]
) -> None:
    mail = take(sent, f"From: fremd@anders.example\r\nSubject: {subject}\r\n\r\n{text}".encode())
    assert (mail.engagement_number, mail.matched_by) == expected and not mail.settled


def test_two_numbers_of_ours_in_one_text_decide_nothing(sent: Agency) -> None:
    sent.add_cluster("Zweites Netz (Beispiel)", "202")
    other = sent.open("Zweites Netz (Beispiel)")
    mail = take(sent, f"From: x@anders.example\r\nSubject: {NUMBER} und {other}\r\n\r\n".encode())
    assert (mail.engagement_number, mail.matched_by) == (None, "")


def test_a_sender_with_one_open_engagement_is_a_guess_that_somebody_checks(sent: Agency) -> None:
    mail = take(sent, f"From: Clara <{MAIL.upper()}>\r\nSubject: Frage\r\n\r\nHallo".encode())
    assert (mail.engagement_number, mail.matched_by, mail.settled) == (NUMBER, "person", False)
    sent.agency_second = sent.open(offering="individual_advice")  # type: ignore[attr-defined]
    mail = take(sent, f"From: Clara <{MAIL}>\r\nSubject: Noch eine Frage\r\n\r\nHallo".encode())
    assert (mail.engagement_number, mail.matched_by) == (None, "")


def test_a_mail_about_an_event_is_attached_to_the_event(sent: Agency) -> None:
    _event(sent)
    mail = take(sent, f"From: x@anders.example\r\nSubject: {EVENT}\r\n\r\n".encode())
    assert (mail.engagement_number, mail.agency_event_id, mail.matched_by) == (None, 1, "vorgangsnummer")


@pytest.mark.parametrize(
    ("header", "day"),
    [("Mon, 19 Jan 2015 23:30:00 +0000", date(2015, 1, 20)),  # half past midnight in Stuttgart
     ("Mon, 12 Jan 2015 10:00:00 +0100", date(2015, 1, 12)),
     ("Tue, 20 Jan 2037 10:00:00 +0100", date(2015, 1, 20)), ("Sat, 1 Jan 2000 10:00:00 +0100", date(2015, 1, 20)),
     ("Unsinn", date(2015, 1, 20)), ("Mon, 99 Jan 99999 99:99:99 +9999", date(2015, 1, 20))],
)  # fmt: skip
def test_the_day_of_a_mail_is_believed_where_it_can_be_true(sent: Agency, header: str, day: date) -> None:
    assert take(sent, f"From: x@y.example\r\nDate: {header}\r\n\r\n".encode()).received_on == day


# --- bounces


@pytest.mark.parametrize(
    ("raw", "status"),
    [(samples.exchange_bounce(OURS), "5.1.10"), (samples.postfix_bounce(OURS), "5.1.1"),
     (samples.exim_bounce(OURS), "5.2.1"), (samples.gmail_bounce(OURS), "5.1.1")],
    ids=["exchange", "postfix", "exim", "gmail"],
)  # fmt: skip
def test_a_bounce_makes_the_message_refused_and_stays_on_the_list(sent: Agency, raw: bytes, status: str) -> None:
    mail = take(sent, raw)
    assert (mail.kind, mail.matched_by, mail.settled) == ("unzustellbar", "message_id", False)
    assert mail.outcome == f"Kam bei 1 von 1 Empfängern nicht an (Status {status})."
    found = message(sent)
    assert (found.state, list(found.result["refused"])) == ("abgelehnt", [person_id(sent)])
    bounced = next(e for e in sent.events() if e.action == "message:delivery:bounced")
    assert {k: bounced.data[k] for k in ("count", "status")} == {"count": 1, "status": status}


def test_a_second_report_about_the_same_person_is_no_news(sent: Agency) -> None:
    take(sent, samples.exchange_bounce(OURS))
    before = message(sent).result
    mail = take(sent, samples.postfix_bounce(OURS))
    assert "nichts geändert" in mail.outcome or mail.outcome == "Rückläufer war schon vermerkt."
    assert message(sent).result == before and sent.actions().count("message:delivery:bounced") == 1


def test_a_bounce_for_one_of_three_leaves_the_message_sent(sent: Agency) -> None:
    def queue(work: Work) -> None:
        to = [work.queries.person(h) for h in (MANAGER, BOARD, CORE_GROUP)]
        queue_message(work, "eingang", "drei", work.queries.engagement(NUMBER), to, {})

    sent.run("system", queue)
    _send_all(sent)
    take(sent, samples.postfix_bounce(f"{wire_id_of('drei')}@x.example", to=f"{BOARD}@netz.example"))
    found = message(sent, "drei")
    assert found.state == "gesendet" and list(found.result["refused"]) == [person_id(sent, BOARD)]
    assert set(found.result["accepted"]) == {person_id(sent), person_id(sent, CORE_GROUP)}


def test_a_delay_changes_nothing(sent: Agency) -> None:
    mail = take(sent, samples.postfix_bounce(OURS, status="4.4.1", action="delayed"))
    assert (mail.settled, message(sent).state) == (True, "gesendet") and "verzögert" in mail.outcome


def test_giving_up_after_a_delay_is_final(sent: Agency) -> None:
    take(sent, samples.postfix_bounce(OURS, status="4.4.1", action="failed"))
    assert message(sent).state == "abgelehnt"


def test_a_bounce_of_a_mail_whose_fate_was_unknown_says_that_it_was_taken(sent: Agency) -> None:
    sent.run("system", lambda w: _make_doubtful(w))
    take(sent, samples.exchange_bounce(OURS))
    assert message(sent).state == "abgelehnt"


def _make_doubtful(work: Work) -> None:
    found = work.queries.message_by_key(KEY)
    assert found is not None
    found.state, found.result = "ungewiss", {}


@pytest.mark.parametrize(
    "raw",
    [
        samples.exchange_bounce(OURS, to="opfer@anders.example"),
        samples.exchange_bounce(f"{'0' * 32}@clusteragentur.example"),
        samples.exim_bounce(OURS, to="opfer@anders.example"),
        samples.postfix_bounce(OURS, to=f"{BOARD}@netz.example"),
        samples.exchange_bounce(OURS, action="expanded", status="2.0.0"),
    ],
    ids=["foreign address", "foreign message", "free text", "not a recipient", "success"],
)
def test_a_bounce_that_does_not_fit_changes_nothing(sent: Agency, raw: bytes) -> None:
    take(sent, raw)
    assert message(sent).state == "gesendet" and "message:delivery:bounced" not in sent.actions()


def test_a_bounce_to_a_message_that_never_left_changes_nothing(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    mail = take(agency, samples.exchange_bounce(OURS))
    assert message(agency).state == "wartend" and not mail.settled and "nichts geändert" in mail.outcome


# --- automatic replies, and what an event never contains


def test_an_out_of_office_note_is_attached_settled_and_no_answer(sent: Agency) -> None:
    mail = take(sent, samples.out_of_office(OURS))
    assert (mail.kind, mail.settled, mail.engagement_number) == ("automatische_antwort", True, NUMBER)
    assert "zählt nicht als Antwort" in mail.outcome


def test_nothing_of_a_mail_enters_an_event(sent: Agency) -> None:
    before = len(sent.events())
    for raw in (samples.answer(OURS), samples.exchange_bounce(OURS), samples.out_of_office(OURS), samples.HTML_ONLY):
        take(sent, raw)
    settled = take(sent, samples.answer(OURS)).id
    sent.run(LEAD, lambda w: settle_mail(w, settled, "Geheime Notiz").id)
    told = repr([e.data for e in sent.events()[before:]]).lower()
    for word in ("schöne", "netz.example", "kluge", "recipientnotfound", "unzustellbar:", "märz", "büro", "geheim"):
        assert word not in told, word


def test_the_history_of_the_engagement_names_the_mail(sent: Agency) -> None:
    take(sent, samples.answer(OURS))
    events = sent.look(lambda w: [e.action for e in w.queries.events(engagement=NUMBER)])
    assert events[-1] == "incoming_mail:file:taken"


# --- calendar replies


def _workshop(agency: Agency) -> int:
    """A workshop for which somebody of a member firm is registered."""
    bring_to(agency, State.ACCEPTED)
    workshop = agency.run(LEAD, lambda w: plan_workshop(w, NUMBER, date(2015, 4, 20), "Werkskantine").id)
    _register(agency, "Gesa Gast (Beispiel)", GUEST, workshop_id=workshop)
    return workshop


def _event(agency: Agency, capacity: int = 1) -> int:
    """An event of the agency."""

    def plan(work: Work) -> int:
        event = AgencyEvent(
            number=EVENT, kind="cluster_dialog", title="Cluster-Dialog", held_on=date(2015, 5, 5), starts_at="10:00",
            ends_at="16:00", place="Haus der Wirtschaft", capacity=capacity, operation=work.queries.operation(REFERENCE),
            delivering=work.queries.organisation(DELIVERING), state="eingeladen",
        )  # fmt: skip
        work.add(event)
        work.flush()
        return event.id

    return agency.run("system", plan)


def _register(agency: Agency, name: str, email: str, **meeting: Any) -> None:
    who = Registrant(name, email, "Betrieb (Beispiel)", "kmu")
    agency.run(LEAD, lambda w: register_for(w, who, **meeting).id)


def _states(agency: Agency, **meeting: int) -> dict[str, str]:
    return agency.look(lambda w: {r.person.email: r.state for r in w.queries.registrations(**meeting)})


def reply(kind: str, number: int, partstat: str = "ACCEPTED", **more: Any) -> bytes:
    return samples.calendar_reply(f"{kind}-{number}@clusterprocess", **{"who": GUEST, "partstat": partstat, **more})


@pytest.mark.parametrize("style", ["outlook", "apple"])
def test_no_withdraws_and_yes_comes_again(agency: Agency, style: str) -> None:
    workshop = _workshop(agency)
    mail = take(agency, reply("workshop", workshop, "DECLINED", style=style))
    assert (mail.kind, mail.matched_by, mail.engagement_number) == ("kalenderantwort", "termin", NUMBER)
    assert mail.settled and _states(agency, workshop_id=workshop) == {GUEST: "abgemeldet"}
    take(agency, reply("workshop", workshop, "TENTATIVE", style=style))
    assert _states(agency, workshop_id=workshop) == {GUEST: "abgemeldet"}
    assert take(agency, reply("workshop", workshop, style=style)).settled
    assert _states(agency, workshop_id=workshop) == {GUEST: "angemeldet"}
    channels = [e.data["channel"] for e in agency.events() if e.action == "registration:seat:changed"]
    assert channels == ["kalender", "kalender"]


def test_a_no_from_a_calendar_gives_the_seat_to_who_waits(agency: Agency) -> None:
    event = _event(agency, capacity=1)
    for name, address in (("Gesa Gast", GUEST), ("Willi Wart", "w.wart@betrieb.example")):
        _register(agency, f"{name} (Beispiel)", address, event_number=EVENT)
    assert set(_states(agency, agency_event_id=event).values()) == {"angemeldet", "warteliste"}
    mail = take(agency, reply("event", event, "DECLINED"))
    assert (mail.settled, mail.agency_event_id, mail.engagement_number) == (True, event, None)
    expected = {GUEST: "abgemeldet", "w.wart@betrieb.example": "angemeldet"}
    assert _states(agency, agency_event_id=event) == expected
    take(agency, reply("event", event, "ACCEPTED"))  # the seat is gone: the waiting list
    assert _states(agency, agency_event_id=event)[GUEST] == "warteliste"


def test_two_who_take_a_no_back_at_once_share_no_seat(agency: Agency) -> None:
    event = _event(agency, capacity=1)
    addresses = [f"gast{i}@betrieb.example" for i in range(4)]
    for i, address in enumerate(addresses):
        _register(agency, f"Gast Nummer{i}", address, event_number=EVENT)
        take(agency, reply("event", event, "DECLINED", who=address))
    threads = [threading.Thread(target=take, args=(agency, reply("event", event, who=a), "system")) for a in addresses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = sorted(_states(agency, agency_event_id=event).values())
    assert states == ["angemeldet", "warteliste", "warteliste", "warteliste"]


@pytest.mark.parametrize(
    "forged",
    [
        {"who": "fremd@anders.example"},
        {"who": MAIL},
        {"who": GUEST, "sender": "fremd@anders.example"},
        {"who": "fremd@anders.example", "sender": GUEST},
    ],
    ids=["stranger", "known but not registered", "for somebody else", "in the name of somebody else"],
)
def test_a_calendar_reply_of_somebody_else_changes_nothing(agency: Agency, forged: dict[str, str]) -> None:
    workshop = _workshop(agency)
    mail = take(agency, reply("workshop", workshop, "DECLINED", **forged))
    assert _states(agency, workshop_id=workshop) == {GUEST: "angemeldet"}
    assert not mail.settled and "nichts geändert" in mail.outcome


def test_a_shared_address_of_two_registered_people_decides_nothing(agency: Agency) -> None:
    workshop = _workshop(agency)
    _register(agency, "Zweite Person", GUEST, workshop_id=workshop)
    assert not take(agency, reply("workshop", workshop, "DECLINED")).settled
    assert set(_states(agency, workshop_id=workshop).values()) == {"angemeldet"}


@pytest.mark.parametrize(
    "uid", ["workshop-999@clusterprocess", "workshop-1@fremd.example", "event-1@clusterprocess", "x"]
)
def test_a_calendar_reply_to_a_meeting_of_others_changes_nothing(agency: Agency, uid: str) -> None:
    workshop = _workshop(agency)
    mail = take(agency, samples.calendar_reply(uid, who=GUEST, partstat="DECLINED"))
    assert _states(agency, workshop_id=workshop) == {GUEST: "angemeldet"} and not mail.settled


def test_a_reply_to_an_earlier_day_of_a_moved_workshop_is_asked_about(agency: Agency) -> None:
    workshop = _workshop(agency)
    agency.run(LEAD, lambda w: move_workshop(w, workshop, date(2015, 4, 27)).id)
    mail = take(agency, reply("workshop", workshop, "DECLINED", sequence=0))
    assert not mail.settled and "früheren Stand" in mail.outcome
    assert _states(agency, workshop_id=workshop) == {GUEST: "angemeldet"}
    assert take(agency, reply("workshop", workshop, "DECLINED", sequence=1)).settled
    assert _states(agency, workshop_id=workshop) == {GUEST: "abgemeldet"}


def test_a_reply_to_a_cancelled_workshop_changes_nothing(agency: Agency) -> None:
    workshop = _workshop(agency)
    agency.run(LEAD, lambda w: cancel_workshop(w, workshop, "sonstiges", "krank").id)
    assert not take(agency, reply("workshop", workshop, "DECLINED", sequence=9)).settled
    assert _states(agency, workshop_id=workshop) == {GUEST: "angemeldet"}


def test_an_older_reply_does_not_undo_a_newer_change(agency: Agency) -> None:
    # the sample was written on 20 January; the registration was changed on 25 January by somebody on the phone
    workshop = _workshop(agency)
    agency.set_day(date(2015, 1, 25))
    registration = agency.look(lambda w: w.queries.registrations(workshop_id=workshop)[0].id)
    agency.run(LEAD, lambda w: withdraw_registration(w, registration).id)
    agency.set_day(date(2015, 1, 26))
    mail = take(agency, reply("workshop", workshop))
    assert not mail.settled and "älter" in mail.outcome
    assert _states(agency, workshop_id=workshop) == {GUEST: "abgemeldet"}


def test_a_broken_calendar_object_is_left_to_a_person(agency: Agency) -> None:
    workshop = _workshop(agency)
    mail = take(agency, reply("workshop", workshop, "DECLINED").replace(b"BEGIN:VEVENT", b"BEGIN:UNSINN"))
    assert (mail.kind, mail.settled) == ("kalenderantwort", False)
    assert _states(agency, workshop_id=workshop) == {GUEST: "angemeldet"}


# --- what people do


def test_a_person_assigns_and_settles(sent: Agency) -> None:
    mail = take(sent, b"From: x@anders.example\r\nSubject: ohne Nummer\r\n\r\n").id
    sent.run(LEAD, lambda w: assign_mail(w, mail, f" {NUMBER.lower()} ").id)
    found = sent.look(lambda w: w.queries.incoming_mails(engagement=NUMBER)[0])
    assert (found.id, found.matched_by) == (mail, "hand")
    sent.run(LEAD, lambda w: settle_mail(w, mail, " beantwortet\nam Telefon ").id)
    assert sent.look(lambda w: w.queries.incoming_mail(mail).outcome) == "beantwortet am Telefon"
    assert sent.look(lambda w: list(w.queries.incoming_mails(unsettled=True))) == []
    with pytest.raises(RuleViolation, match="schon erledigt"):
        sent.run(LEAD, lambda w: settle_mail(w, mail, "noch einmal").id)
    assert sent.actions()[-2:] == ["incoming_mail:file:assigned", "incoming_mail:file:settled"]


def test_a_mail_is_moved_from_an_engagement_to_an_event(sent: Agency) -> None:
    _event(sent)
    mail = take(sent, samples.answer(OURS)).id
    sent.run(LEAD, lambda w: assign_mail(w, mail, EVENT).id)
    found = sent.look(lambda w: w.queries.incoming_mail(mail))
    assert (found.engagement_id, found.engagement_number, found.agency_event_id) == (None, None, 1)


def test_what_cannot_be_accepted_is_refused_in_a_sentence(sent: Agency) -> None:
    mail = take(sent, samples.answer(OURS)).id
    with pytest.raises(NotFoundError, match="CA-2015-A-999"):
        sent.run(LEAD, lambda w: assign_mail(w, mail, "CA-2015-A-999").id)
    with pytest.raises(NotFoundError, match="Eingang 99"):
        sent.run(LEAD, lambda w: assign_mail(w, 99, NUMBER).id)
    for outcome in ("  ", "x" * 201):
        with pytest.raises(InputError, match="Ergebnis"):
            sent.run(LEAD, lambda w, o=outcome: settle_mail(w, mail, o).id)  # type: ignore[misc]
    with pytest.raises(InputError, match="keine Mail"):
        take(sent, b"PK\x03\x04 keine Mail")
    with pytest.raises(InputError, match="25 MB"):
        take(sent, b"From: a@b.example\r\n\r\n" + b"x" * MOST_BYTES)


def test_only_staff_handles_mails(sent: Agency) -> None:
    mail = take(sent, samples.answer(OURS)).id
    for by in (MANAGER, AUDITOR):
        for act in (
            lambda w: take_mail(w, samples.HTML_ONLY).id,
            lambda w: assign_mail(w, mail, NUMBER).id,
            lambda w: settle_mail(w, mail, "x").id,
        ):
            with pytest.raises(PermissionDenied):
                sent.run(by, act)


# --- the watched folder


class Folder:
    """A mailbox folder whose clock a test moves."""

    def __init__(self, agency: Agency, path: Path) -> None:
        self.path, self.seconds, self.agency = path, 0.0, agency
        path.mkdir()
        self.box = self.restarted()

    def restarted(self) -> MailboxFolder:
        self.box = MailboxFolder(self.agency.app, self.path, CLOCKWORK, lambda: self.seconds)
        return self.box

    def round(self) -> int:
        """Look, wait, look again: what was quiet meanwhile is taken."""
        self.box.take()
        self.seconds += 2
        return self.box.take()

    def names(self, folder: str = "") -> list[str]:
        place = self.path / folder
        return sorted(p.name for p in place.iterdir() if not p.is_dir()) if place.is_dir() else []


@pytest.fixture
def folder(sent: Agency, tmp_path: Path) -> Folder:
    return Folder(sent, tmp_path / "eingang")


def _mails(agency: Agency) -> int:
    return agency.look(lambda w: len(w.queries.incoming_mails()))


def test_a_file_is_taken_in_and_moved(folder: Folder, sent: Agency) -> None:
    (folder.path / "AW Ihre Anfrage.eml").write_bytes(samples.answer(OURS))
    (folder.path / "notiz.txt").write_text("bleibt")
    assert folder.round() == 1
    assert _mails(sent) == 1 and folder.names() == ["notiz.txt"]
    (name,) = folder.names("erledigt")
    assert name.startswith("eingang-000001-") and (folder.path / "erledigt" / name).read_bytes() == samples.answer(OURS)


def test_a_file_that_still_grows_waits(folder: Folder, sent: Agency) -> None:
    file = folder.path / "a.eml"
    whole = samples.answer(OURS)
    for end in (50, 100, len(whole)):
        file.write_bytes(whole[:end])
        folder.box.take()
        folder.seconds += 1
    assert _mails(sent) == 0
    assert folder.round() == 1 and sent.look(lambda w: w.queries.incoming_mail(1).body).startswith("Schöne")


def test_a_crash_between_commit_and_move_does_nothing_twice(folder: Folder, sent: Agency) -> None:
    take(sent, samples.exchange_bounce(OURS), by="system")  # committed; the process died before the move
    events = len(sent.events())
    (folder.path / "a.eml").write_bytes(samples.exchange_bounce(OURS))
    folder.restarted()
    assert folder.round() == 1
    assert (_mails(sent), len(sent.events()), folder.names()) == (1, events, [])
    assert len(folder.names("erledigt")) == 1


def test_what_is_no_mail_or_too_large_is_put_aside(folder: Folder, sent: Agency) -> None:
    (folder.path / "leer.eml").write_bytes(b"")
    (folder.path / "zip.EML").write_bytes(b"PK\x03\x04" * 100)
    with (folder.path / "riesig.eml").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    (folder.path / "gut.eml").write_bytes(samples.answer(OURS))
    assert folder.round() == 4
    assert (_mails(sent), len(folder.names("unlesbar")), len(folder.names("erledigt"))) == (1, 3, 1)


def test_names_of_files_are_never_trusted(folder: Folder, sent: Agency, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_bytes(samples.answer(OURS))
    (folder.path / "verweis.eml").symlink_to(secret)
    (folder.path / ".halb.eml").write_bytes(samples.answer(OURS))
    (folder.path / "ordner.eml").mkdir()
    strange = folder.path / "-rf\n\u202e..$(x).eml"
    strange.write_bytes(samples.HTML_ONLY)
    assert folder.round() == 1
    assert _mails(sent) == 1 and not strange.exists() and secret.exists()
    assert all(name.isascii() and name.isprintable() for name in folder.names("erledigt"))


def test_equal_mails_under_two_names_are_one_mail_and_both_leave(folder: Folder, sent: Agency) -> None:
    for name in ("a.eml", "b.eml"):
        (folder.path / name).write_bytes(samples.answer(OURS))
    assert folder.round() == 2
    assert (_mails(sent), folder.names(), len(folder.names("erledigt"))) == (1, [], 2)


def test_a_folder_that_is_not_there_is_looked_for_again(folder: Folder, sent: Agency) -> None:
    folder.path.rename(folder.path.with_name("weg"))
    assert folder.round() == 0
    folder.path.with_name("weg").rename(folder.path)
    (folder.path / "a.eml").write_bytes(samples.answer(OURS))
    assert folder.round() == 1 and _mails(sent) == 1


def test_a_file_that_cannot_be_moved_is_not_tried_without_end(folder: Folder, sent: Agency) -> None:
    (folder.path / "erledigt").write_text("eine Datei steht im Weg")
    (folder.path / "a.eml").write_bytes(samples.answer(OURS))
    assert folder.round() == 0 and _mails(sent) == 1
    assert folder.round() == 0 and folder.names() == ["a.eml", "erledigt"]


def test_the_dispatcher_watches_the_folder_of_the_settings(folder: Folder, sent: Agency) -> None:
    app = App(Settings(home=sent.app.settings.home, mailbox=folder.path), sent.app.urls)
    (folder.path / "a.eml").write_bytes(samples.answer(OURS))
    dispatcher = Dispatcher(app, PrefectApi("http://127.0.0.1:9/api", ("", "")))
    assert dispatcher.take_mail() == 0  # it may still grow
    assert dispatcher.mailbox is not None
    dispatcher.mailbox.clock = lambda: time.monotonic() + 2
    assert dispatcher.take_mail() == 1 and _mails(sent) == 1
    app.close()
    assert Dispatcher(sent.app, PrefectApi("http://127.0.0.1:9/api", ("", ""))).take_mail() == 0


def test_a_week_of_mails_is_taken_in_at_once(folder: Folder, sent: Agency) -> None:
    for number in range(40):
        raw = f"From: x@anders.example\r\nSubject: Mail {number}\r\n\r\n".encode()
        (folder.path / f"{number}.eml").write_bytes(raw)
    assert folder.round() == 40 and _mails(sent) == 40


def test_a_mail_taken_in_late_keeps_its_own_day(sent: Agency) -> None:
    sent.set_day(date(2015, 1, 20) + timedelta(days=10))
    assert take(sent, samples.answer(OURS)).received_on == date(2015, 1, 20)
