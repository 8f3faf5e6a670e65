"""Mails about an event of the agency: drafts that its lead releases as one (ruling 4, design D15).

Everybody gets a mail of his own, because the links in it are personal. What an event's change makes wrong and what has
not left yet is dropped and written anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from clusterprocess.catalogues.limits import limits
from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import Role
from clusterprocess.domain.agency_events import AgencyEvent, Registration, RegistrationState
from clusterprocess.domain.events import PendingEvent
from clusterprocess.domain.links import LinkPurpose, PersonalLink, placeholder
from clusterprocess.domain.messages import Message
from clusterprocess.domain.register import Person
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.usecases.meetings import calendar_file, meeting_of_event
from clusterprocess.usecases.personal_links import create_link
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import about_event, queue_about
from clusterprocess.usecases.registrations import DAYS_AFTER, response_link
from clusterprocess.usecases.send_messages import decide_message

INVITATION, CHANGE = "veranstaltung_einladung", "veranstaltung_aenderung"
CANCELLATION, FEEDBACK = "veranstaltung_absage", "veranstaltung_rueckmeldung"
_UNSENT = ("entwurf", "gehalten", "wartend")
_SEATED = (RegistrationState.REGISTERED.value, RegistrationState.WAITING.value)

CHANGE_WORDS = {
    ("day",): "Neuer Termin",
    ("time",): "Neue Uhrzeit",
    ("place",): "Neuer Ort",
    ("day", "time"): "Neuer Termin",
    ("day", "place"): "Neuer Termin und neuer Ort",
    ("time", "place"): "Neue Uhrzeit und neuer Ort",
    ("day", "time", "place"): "Neuer Termin und neuer Ort",
}
"""What changed, as the subject of a notice begins."""

CANCEL_SENTENCES = {
    "zu_wenige_anmeldungen": "Es haben sich zu wenige angemeldet.",
    "krankheit": "Der Grund ist eine Erkrankung.",
    "terminkonflikt": "Der Termin lässt sich nicht halten.",
    "witterung": "Die Witterung lässt die Anreise nicht zu.",
    "raum_entfallen": "Der Raum steht nicht mehr zur Verfügung.",
}


def release_event_mails(work: Work, number: str) -> int:
    """Release all drafts of an event at once; returns how many.

    Raises:
        PermissionDenied: the actor is neither the event's lead nor the head.
    """
    work.require(Role.CONSULTANT, Role.HEAD)
    event = work.queries.agency_event(number, lock=True)
    drafts = [m for m in work.queries.event_messages(event.id, lock=True) if m.state == "entwurf"]
    for message in drafts:
        decide_message(work, message.id, "release")
    return len(drafts)


def invited_persons(work: Work, event: AgencyEvent) -> set[str]:
    """Ids of the persons for whom an invitation was ever written; a draft that somebody dropped is not written again."""
    return {i for m in work.queries.event_messages(event.id, template=INVITATION) for i in _ids(m)}


def draft_invitation(work: Work, event: AgencyEvent, person: Person) -> None:
    """One invitation with the person's own registration link."""
    link = _registration_link(work, event, person)
    more = {"zweck": event.purpose, "link": placeholder(link.id), "frist": _reply_by(work, event)}
    # a moved event is invited to anew where the first draft never left
    _draft(work, INVITATION, f"{event.moves}:{person.id}", event, person, more, "Einladung zur Veranstaltung")


def tell_of_change(work: Work, pending: PendingEvent) -> None:
    """Another day, time or place: unsent texts are written anew, everybody who knows the old ones is told."""
    event = _event_of(pending)
    registrations = {r.person_id: r for r in work.queries.registrations(agency_event_id=event.id)}
    told = {"aenderung": CHANGE_WORDS[tuple(pending.data["changed"])], "frist": _reply_by(work, event)}
    messages = work.queries.event_messages(event.id, lock=True)
    unsent = _withdraw(messages)
    sent = {i for m in messages if m.template == INVITATION and m.state != "verworfen" for i in _ids(m)}
    for person in _persons(work, {i for m in unsent if m.template == INVITATION for i in _ids(m)} - sent):
        if person.id not in registrations:
            draft_invitation(work, event, person)
    for registration in registrations.values():
        if registration.state in _SEATED:
            link = response_link(work, meeting_of_event(event), registration)
            more = {**told, "link": placeholder(link.id), "angemeldet": True}
            _tell_registered(work, CHANGE, event, registration, more, "Geänderter Termin oder Ort")
    for person in _persons(work, sent - set(registrations)):
        link = _registration_link(work, event, person)
        more = {**told, "link": placeholder(link.id), "angemeldet": False}
        _draft(work, CHANGE, f"{event.moves}:{person.id}", event, person, more, "Geänderter Termin oder Ort")


def tell_of_cancellation(work: Work, pending: PendingEvent) -> None:
    """An event called off: nothing unsent leaves any more, and who has a seat or waits for one is told."""
    event = _event_of(pending)
    _withdraw(work.queries.event_messages(event.id, lock=True))
    sentence = event.cancel_reason or CANCEL_SENTENCES.get(str(pending.data["reason"]), "")
    for registration in work.queries.registrations(agency_event_id=event.id):
        if registration.state in _SEATED:
            _tell_registered(work, CANCELLATION, event, registration, {"begruendung": sentence}, "Absage")


def ask_for_feedback(work: Work, pending: PendingEvent) -> None:
    """The attendance list is entered: who came is asked, once; a draft to somebody who did not come is dropped."""
    event = _event_of(pending)
    came = {r.person_id: r.person for r in work.queries.registrations(agency_event_id=event.id) if r.attended}
    for message in work.queries.event_messages(event.id, template=FEEDBACK, lock=True):
        if message.state in _UNSENT and not _ids(message) & set(came):
            _drop(message)
    days, least = process().group_events.evaluation_days, limits().survey.group_min
    for person in came.values():
        if person.email and work.queries.message_by_key(_key(event, FEEDBACK, person.id)) is None:
            # the link names no person: the trail then holds that somebody answered, not who
            link = create_link(work, LinkPurpose.EVALUATION, None, agency_event_id=event.id, days_valid=days)
            more = {
                "link": placeholder(link.id),
                "frist": day(work.today + timedelta(days=days)),
                "mindestens": in_words(least),
            }
            _draft(work, FEEDBACK, person.id, event, person, more, "Rückmeldung nach der Veranstaltung")


def _tell_registered(
    work: Work, template: str, event: AgencyEvent, registration: Registration, more: dict[str, Any], reason: str
) -> None:
    person = registration.person
    if not person.email:
        return
    seated = registration.state == RegistrationState.REGISTERED.value
    files = [calendar_file(work, meeting_of_event(event), person)] if seated else []
    _draft(work, template, f"{event.moves}:{person.id}", event, person, more, reason, files)


def _draft(
    work: Work,
    template: str,
    suffix: str,
    event: AgencyEvent,
    person: Person,
    more: dict[str, Any],
    reason: str,
    files: Iterable[dict[str, str]] = (),
) -> None:
    context = {**meeting_of_event(event).words, "tag": day(event.held_on), **more}
    queue_about(
        work,
        template,
        _key(event, template, suffix),
        about_event(event),
        [person],
        context,
        draft=True,
        reason=f"{reason}; alle Entwürfe zusammen gibt „event release {event.number}“ frei.",
        attachments=list(files),
    )


def _reply_by(work: Work, event: AgencyEvent) -> str:
    """Until when people are asked to register or to withdraw; never a day that is past."""
    return day(max(event.held_on - timedelta(days=process().group_events.reply_days_before), work.today))


def _key(event: AgencyEvent, template: str, suffix: str) -> str:
    return f"{event.number}:{template}:{suffix}"


def _registration_link(work: Work, event: AgencyEvent, person: Person) -> PersonalLink:
    """The person's link to register as long as it outlives the event, or a new one; the page itself closes in time."""
    for link in work.queries.personal_links(agency_event_id=event.id):
        mine = link.person_id == person.id and link.purpose == LinkPurpose.REGISTRATION.value
        if mine and link.is_usable(work.now) and link.expires_at.date() > event.held_on:
            return link
    days = max((event.held_on - work.today).days, 0) + DAYS_AFTER
    return create_link(work, LinkPurpose.REGISTRATION, person, days_valid=days, agency_event_id=event.id)


def _withdraw(messages: Iterable[Message]) -> list[Message]:
    """Drop invitations and notices of change that have not left; returns them."""
    outdated = [m for m in messages if m.state in _UNSENT and m.template in (INVITATION, CHANGE)]
    for message in outdated:
        _drop(message)
    return outdated


def _drop(message: Message) -> None:
    if message.state == "wartend":
        message.hold("veranstaltung_geaendert")
    message.drop()


def _ids(message: Message) -> set[str]:
    return {r["person"] for r in message.recipients}


def _persons(work: Work, ids: Iterable[str]) -> list[Person]:
    return [p for p in map(work.queries.person_by_id, sorted(ids)) if p is not None]


def _event_of(pending: PendingEvent) -> AgencyEvent:
    if not isinstance(pending.source, AgencyEvent):
        raise TypeError(f"{pending.type.tag} must come from an event of the agency")
    return pending.source
