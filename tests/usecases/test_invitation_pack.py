"""The life of a workshop in mails: pack, registrations, move, update, cancel, through a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest
import vobject

from clusterprocess.adapters.mail.smtp import SmtpSender
from clusterprocess.bootstrap import App
from clusterprocess.domain.errors import InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.messages import Message
from clusterprocess.domain.states import State
from clusterprocess.usecases.hold_workshops import cancel_workshop, move_workshop, plan_series, plan_workshop
from clusterprocess.usecases.invitation_pack import registration_link, release_notices, send_pack_again
from clusterprocess.usecases.meetings import meeting_of_workshop
from clusterprocess.usecases.open_engagement import take_over
from clusterprocess.usecases.personal_links import link_of_token
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.registrants import Registrant
from clusterprocess.usecases.registrations import register_for, withdraw_registration
from clusterprocess.usecases.run_steps import perform_step
from clusterprocess.usecases.send_messages import claim_next, record_outcome
from clusterprocess.usecases.workshop_papers import due_workshop_steps, write_attendance_list, write_name_tags
from tests.adapters.mail.smtp_servers import LOOPBACK, Inbox, serving
from tests.builders import DELIVERING, LEAD, MANAGER, NUMBER, OTHER, REFERENCE, Agency, bring_to, staffed
from tests.usecases.test_runs import Host

DAY, LATER = date(2015, 4, 22), date(2015, 7, 8)


@pytest.fixture
def workshop(agency: Agency) -> int:
    """Planned for 22 April 2015, its papers written."""
    bring_to(agency, State.ACCEPTED)
    planned = agency.plan(DAY)
    write_papers(agency)
    return planned


def write_papers(agency: Agency) -> None:
    for step, attempt in agency.engagement(due_workshop_steps):
        assert agency.step(step, attempt) in ("erledigt", "schon erledigt")


def register(agency: Agency, workshop: int, number: int) -> int:
    who = Registrant(
        f"Vorname Gast{number} (Beispiel)", f"gast{number}@muster.example", f"Firma {number} (Beispiel)", "kmu"
    )
    return agency.run(LEAD, lambda w: register_for(w, who, workshop_id=workshop).id)


def messages(agency: Agency, *templates: str) -> list[Message]:
    return agency.look(lambda w: [m for m in w.queries.messages(engagement=NUMBER) if m.template in templates])


@contextmanager
def post(agency: Agency) -> Iterator[Inbox]:
    """A mail server; on leaving everything that waits was sent to it."""
    inbox = Inbox()
    with serving(inbox) as port:
        yield inbox
        sender = SmtpSender(LOOPBACK, port, "", "", False, 5.0, "agentur@cluster.example", "team@cluster.example")
        while (envelope := agency.run("system", claim_next)) is not None:
            outcome = sender.send(envelope)
            assert outcome.kind == "gesendet"
            agency.run("system", lambda w, e=envelope, o=outcome: record_outcome(w, e.message_id, o))


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content.replace(b"\r\n", b"\n"), policy=policy.default)


def sent_to(inbox: Inbox, address: str, about: str) -> EmailMessage:
    found = [m for m in map(parsed, inbox.mails) if address in str(m["To"]) and about in str(m["Subject"])]
    assert len(found) == 1
    return found[0]


def calendar_of(mail: EmailMessage) -> tuple[str, str, int, str, date]:
    """Method, uid, sequence, status and day of the attached calendar object, read by an independent library."""
    part = next(p for p in mail.iter_attachments() if p.get_filename() == "Termin.ics")
    calendar = vobject.readOne(part.get_payload(decode=True).decode("utf-8"))  # type: ignore[union-attr]
    event = calendar.vevent
    assert part.get_content_type() == "text/calendar" and part.get_param("method") == calendar.method.value
    return (
        calendar.method.value, event.uid.value, int(event.sequence.value), event.status.value, event.dtstart.value.date(),
    )  # fmt: skip


def offered_method(mail: EmailMessage) -> str | None:
    """The method of the calendar part beside text and HTML, which makes mail programs show their buttons."""
    parts = [p for p in mail.walk() if p.get_content_type() == "text/calendar" and not p.get_filename()]
    return str(parts[0].get_param("method")) if parts else None


def test_the_whole_life_of_a_workshop_in_mails(agency: Agency, workshop: int) -> None:
    uid = f"workshop-{workshop}@clusterprocess"
    with post(agency) as first:
        for number in (1, 2, 3, 2):
            register(agency, workshop, number)
    manager = agency.look(lambda w: w.queries.person(MANAGER).email)
    pack = sent_to(first, manager, "Bitte Mitglieder einladen: Strategietag 1")
    assert calendar_of(pack) == ("PUBLISH", uid, 0, "CONFIRMED", DAY) and offered_method(pack) is None
    assert [p.get_filename() for p in pack.iter_attachments()] == [
        "Einladung Strategietag 1.docx", "Anwesenheitsliste Strategietag 1.docx", "Termin.ics",
    ]  # fmt: skip
    assert sum("Ihre Anmeldung" in str(parsed(m)["Subject"]) for m in first.mails) == 3
    confirmed = sent_to(first, "gast2@muster.example", "Ihre Anmeldung")
    assert calendar_of(confirmed) == ("REQUEST", uid, 0, "CONFIRMED", DAY) and offered_method(confirmed) == "REQUEST"

    agency.run(LEAD, lambda w: move_workshop(w, workshop, LATER, place="Stadthalle").id)
    write_papers(agency)
    assert [m.state for m in messages(agency, "terminaenderung")] == ["entwurf"] * 3
    with post(agency) as second:
        assert len(agency.run(LEAD, lambda w: [m.id for m in release_notices(w, workshop)])) == 3
    assert len(second.mails) == 4  # three updates and the new pack, nothing else
    assert calendar_of(sent_to(second, manager, "Neuer Termin, bitte Mitglieder")) == (
        "PUBLISH",
        uid,
        1,
        "CONFIRMED",
        LATER,
    )
    update = sent_to(second, "gast1@muster.example", "Neuer Termin")
    assert calendar_of(update) == ("REQUEST", uid, 1, "CONFIRMED", LATER) and offered_method(update) == "REQUEST"
    body = " ".join(update.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert (
        "bisher war es Mittwoch, 22. April 2015" in body and "Mittwoch, 8. Juli 2015" in body and "Stadthalle" in body
    )

    agency.run(LEAD, lambda w: cancel_workshop(w, workshop, "krankheit").id)
    with post(agency) as third:
        agency.run(LEAD, lambda w: len(release_notices(w, workshop)))
    assert len(third.mails) == 4
    off = sent_to(third, "gast3@muster.example", "Abgesagt")
    assert calendar_of(off) == ("CANCEL", uid, 2, "CANCELLED", LATER) and offered_method(off) == "CANCEL"
    assert calendar_of(sent_to(third, manager, "Abgesagt"))[:3] == ("CANCEL", uid, 2)


def test_each_guests_calendar_object_names_this_guest_alone(agency: Agency, workshop: int) -> None:
    with post(agency) as inbox:
        for number in (1, 2):
            register(agency, workshop, number)
    mail = sent_to(inbox, "gast1@muster.example", "Ihre Anmeldung")
    assert b"gast2@" not in mail.as_bytes() and mail["To"].addresses[0].addr_spec == "gast1@muster.example"
    event = vobject.readOne(next(mail.iter_attachments()).get_payload(decode=True).decode()).vevent  # type: ignore[union-attr]
    assert event.attendee.value == "mailto:gast1@muster.example"
    assert event.organizer.value == "mailto:clusteragentur@beispiel.invalid"


def test_the_link_of_the_pack_opens_the_registration_and_belongs_to_nobody(agency: Agency, workshop: int) -> None:
    with post(agency) as inbox:
        pass
    mail = sent_to(inbox, agency.look(lambda w: w.queries.person(MANAGER).email), "Bitte Mitglieder einladen")
    body = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    token = next(word for word in body.split() if "/l/" in word).rpartition("/")[2]
    found = agency.look(lambda w: link_of_token(w, token))
    assert (found.purpose, found.workshop_id, found.person_id) == ("anmeldung", workshop, None)
    assert "[[link" not in body and "30.03.2015" not in body
    assert "bis zum 25.03.2015 ein" in " ".join(body.split())  # T-28 of 22 April
    assert "bis zum 15.04.2015 hier an" in " ".join(body.split())  # T-7


def test_a_pack_is_queued_once_and_again_only_on_demand(agency: Agency, workshop: int) -> None:
    write_papers(agency)
    assert len(messages(agency, "einladungspaket")) == 1
    for _ in range(2):
        agency.run(LEAD, lambda w: send_pack_again(w, workshop) is not None)
    assert len({m.key for m in messages(agency, "einladungspaket")}) == 3
    link_ids = agency.look(
        lambda w: {registration_link(w, meeting_of_workshop(w.queries.workshop(workshop))).id for _ in range(2)}
    )
    assert len(link_ids) == 1
    with pytest.raises(PermissionDenied):
        agency.run(MANAGER, lambda w: send_pack_again(w, workshop) is not None)


def test_no_pack_before_the_papers_are_written_and_none_for_what_is_over(agency: Agency, workshop: int) -> None:
    second = agency.plan(date(2015, 5, 20))
    with pytest.raises(RuleViolation, match="entstehen gerade"):
        agency.run(LEAD, lambda w: send_pack_again(w, second) is not None)
    third = agency.plan(date(2015, 1, 20))
    agency.set_day(date(2015, 4, 23))
    write_papers(agency)
    keys = [m.key for m in messages(agency, "einladungspaket")]
    assert not [k for k in keys if k.endswith(f":{third}")] and len(keys) == 2
    with pytest.raises(RuleViolation, match="vorbei"):
        agency.run(LEAD, lambda w: send_pack_again(w, workshop) is not None)


def test_a_second_move_drops_the_drafts_about_the_first(agency: Agency, workshop: int) -> None:
    register(agency, workshop, 1)
    agency.run(LEAD, lambda w: move_workshop(w, workshop, date(2015, 4, 29)).id)
    agency.run(LEAD, lambda w: move_workshop(w, workshop, LATER).id)
    assert [m.state for m in messages(agency, "terminaenderung")] == ["verworfen", "entwurf"]
    agency.run(LEAD, lambda w: cancel_workshop(w, workshop, "krankheit").id)
    assert [m.state for m in messages(agency, "terminaenderung", "terminabsage")] == [
        "verworfen",
        "verworfen",
        "entwurf",
    ]


def test_who_withdrew_before_the_release_hears_nothing_of_the_move(agency: Agency, workshop: int) -> None:
    gone = register(agency, workshop, 1)
    register(agency, workshop, 2)
    agency.run(LEAD, lambda w: move_workshop(w, workshop, LATER).id)
    agency.run(LEAD, lambda w: withdraw_registration(w, gone).id)
    agency.run(LEAD, lambda w: len(release_notices(w, workshop)))
    assert [m.state for m in messages(agency, "terminaenderung")] == ["verworfen", "wartend"]


def test_drafts_to_members_are_released_by_the_lead_alone(agency: Agency, workshop: int) -> None:
    register(agency, workshop, 1)
    agency.run(LEAD, lambda w: move_workshop(w, workshop, LATER).id)
    for other in (OTHER, MANAGER):
        with pytest.raises(PermissionDenied):
            agency.run(other, lambda w: len(release_notices(w, workshop)))


def test_a_move_to_where_it_stands_is_refused_and_sends_nothing(agency: Agency, workshop: int) -> None:
    register(agency, workshop, 1)
    with pytest.raises(InputError, match="nichts zu verlegen"):
        agency.run(LEAD, lambda w: move_workshop(w, workshop, DAY, starts_at="09:00").id)
    agency.run(LEAD, lambda w: move_workshop(w, workshop, DAY, starts_at="10:00").id)
    draft = messages(agency, "terminaenderung")[0]
    assert "10:00 bis 18:30" in " ".join(draft.body_text.split()) and "bisher" not in draft.subject


def test_whoever_registers_while_the_workshop_moves_hears_of_the_new_day(agency: Agency, workshop: int) -> None:
    with ThreadPoolExecutor(6) as threads:
        guests = [threads.submit(register, agency, workshop, n) for n in range(1, 4)]
        moved = threads.submit(agency.run, LEAD, lambda w: move_workshop(w, workshop, LATER).id)
        guests += [threads.submit(register, agency, workshop, n) for n in range(4, 7)]
    assert moved.result() == workshop
    registered = {guest.result() for guest in guests}
    told = {int(m.key.rpartition(":")[2]) for m in messages(agency, "terminaenderung")}
    told |= {int(m.key.split(":")[1]) for m in messages(agency, "anmeldebestaetigung") if "8. Juli 2015" in m.subject}
    assert told == registered and len(registered) == 6


def test_calling_off_what_nobody_was_invited_to_writes_to_nobody(agency: Agency) -> None:
    bring_to(agency, State.ACCEPTED)
    planned = agency.plan(DAY)
    agency.run(LEAD, lambda w: cancel_workshop(w, planned, "krankheit").id)
    assert messages(agency, "absagepaket", "terminabsage", "einladungspaket") == []


def test_lists_and_name_tags_hold_those_registered(agency: Agency, workshop: int) -> None:
    with pytest.raises(RuleViolation, match="niemand"):
        agency.run(LEAD, lambda w: write_name_tags(w, workshop).label)
    gone = register(agency, workshop, 3)
    for number in (2, 1):
        register(agency, workshop, number)
    agency.run(LEAD, lambda w: withdraw_registration(w, gone).id)
    tags = agency.run(LEAD, lambda w: write_name_tags(w, workshop).sha256)
    listed = agency.run(LEAD, lambda w: (v := write_attendance_list(w, workshop)).label + v.sha256)
    again = agency.run(LEAD, lambda w: write_attendance_list(w, workshop).label)
    assert (listed[:3], again) == ("1.1", "1.2")
    for sha256 in (tags, listed[3:]):
        words = text_of(agency.app.files.get(sha256))
        assert words.index("Vorname Gast1") < words.index("Vorname Gast2") and "Gast3" not in words
        assert NUMBER in words and "Europäische Union" in words
    assert agency.cluster_name in text_of(agency.app.files.get(tags))


def test_a_name_with_braces_stays_a_name(agency: Agency, workshop: int) -> None:
    who = Registrant("Fritz {F11.members_total} (Beispiel)", "", "{{ x }} GmbH (Beispiel)", "kmu")
    agency.run(LEAD, lambda w: register_for(w, who, workshop_id=workshop).id)
    for write in (write_attendance_list, write_name_tags):
        sha256 = agency.run(LEAD, lambda w, act=write: act(w, workshop).sha256)
        words = text_of(agency.app.files.get(sha256))
        assert "Fritz {F11.members_total}" in words and "{{ x }} GmbH" in words


def text_of(content: bytes) -> str:
    import io
    import re
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(n).decode() for n in sorted(package.namelist()) if re.match(r"word/(doc|head|foot)", n)]
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", " ", "".join(p for p in parts)))


def test_a_series_is_planned_whole_or_not_at_all(agency: Agency) -> None:
    bring_to(agency, State.ACCEPTED)
    days = [DAY, date(2015, 5, 20), date(2015, 6, 17)]
    made = agency.run(LEAD, lambda w: [(x.number, x.title) for x in plan_series(w, NUMBER, days, "Saal", "10:00")])
    assert made == [(1, "Strategietag 1"), (2, "Strategietag 2"), (3, "Strategietag 3")]
    for wrong in ([], [DAY, DAY], [date(2015, 9, 2), date(2015, 9, 1)], [date(2015, 9, n) for n in range(1, 14)]):
        with pytest.raises(InputError) as refused:
            agency.run(LEAD, lambda w, d=wrong: len(plan_series(w, NUMBER, d, "Saal")))
        assert refused.value.field == "on"
    with pytest.raises(InputError):
        agency.run(LEAD, lambda w: len(plan_series(w, NUMBER, [date(2015, 9, 2)], "x" * 201)))
    with pytest.raises(PermissionDenied):
        agency.run(MANAGER, lambda w: len(plan_series(w, NUMBER, [date(2015, 9, 2)], "Saal")))
    assert agency.engagement(lambda e: len(e.workshops)) == 3


# --- when a pack leaves ----------------------------------------------------------------------------------------------


SATURDAY_NIGHT, MONDAY_MORNING = datetime(2027, 1, 16, 21, 0, tzinfo=UTC), datetime(2027, 1, 18, 7, 0, tzinfo=UTC)
"""16 January 2027 is a Saturday; mails leave from 8 o'clock in Stuttgart on, which is 7 o'clock UTC in winter."""


@pytest.fixture
def office(real_app: App) -> Host:
    """A real database in which a workshop was planned on a Saturday night and its papers were written."""
    host = Host(staffed(real_app, "real"))
    host.agency.run(
        LEAD,
        lambda w: (
            take_over(
                w,
                offering="cluster_strategy",
                cluster=w.queries.cluster(host.agency.cluster_name),
                operation=w.queries.operation(REFERENCE),
                delivering=w.queries.organisation(DELIVERING),
                requested_on=date(2015, 1, 12),
                state="intake_offen",
                paper="Akte 3",
            ).number
        ),
    )
    host.now = SATURDAY_NIGHT
    with host.begin(real_app.actor(LEAD, "test")) as work:
        plan_workshop(cast(Work, work), NUMBER, date(2027, 4, 21), "Werkskantine")
    write_as_system(host)
    return host


def write_as_system(host: Host) -> None:
    for step, attempt in host.run(lambda w: due_workshop_steps(w.queries.engagement(NUMBER))):
        host.run(lambda w, s=step, a=attempt: perform_step(w, NUMBER, s, a))  # type: ignore[misc]


def packs(host: Host) -> list[Message]:
    found = host.run(lambda w: list(w.queries.messages(engagement=NUMBER)))
    return [m for m in found if m.template == "einladungspaket"]


def test_a_pack_of_a_saturday_night_leaves_on_monday_morning(office: Host) -> None:
    (pack,) = packs(office)
    assert (pack.state, pack.not_before) == ("wartend", MONDAY_MORNING)
    who = pack.recipients[0]["person"]
    for day, noted in ((date(2027, 1, 16), set()), (date(2027, 1, 18), {who})):
        assert office.run(lambda w, d=day: w.queries.mail_days([who], d)) == noted  # type: ignore[misc]


def test_a_pack_that_became_untrue_before_its_hour_does_not_leave(office: Host) -> None:
    def move(work: Work) -> None:
        work.queries.engagement(NUMBER).workshops[0].move(date(2027, 4, 28))

    office.run(move)
    write_as_system(office)
    first, second = packs(office)
    assert (first.state, first.reason) == ("verworfen", "gegenstandslos")
    assert (second.state, second.not_before) == ("wartend", SATURDAY_NIGHT)  # of a change the initiative hears at once


def test_whoever_never_got_a_pack_is_not_told_that_the_workshop_is_off(office: Host) -> None:
    office.run(lambda w: w.queries.engagement(NUMBER).workshops[0].cancel("krankheit", ""))
    assert [m.state for m in packs(office)] == ["verworfen"]
    assert not [m for m in office.run(lambda w: list(w.queries.messages())) if m.template == "absagepaket"]
