"""The invitation pack of a workshop, its update after a move, and what is sent when it is called off (ruling 4).

The members are invited by their own initiative: the cluster manager gets text, registration link, calendar object,
invitation and attendance list, by itself, as routine. The calendar object of the pack is published (PUBLISH), because a
forwarded REQUEST asks only those whom it names. Whoever has registered is told of a change by a draft that the lead
releases; each of these carries a REQUEST or CANCEL for that person alone, with the same UID and a higher SEQUENCE.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from clusterprocess.catalogues.quorum import quorum
from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.agency_events import Registration, RegistrationState
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import WORKSHOP_MOVED, PendingEvent
from clusterprocess.domain.links import LinkPurpose, PersonalLink, placeholder
from clusterprocess.domain.messages import Message
from clusterprocess.domain.workshops import MOVE_STEP, Workshop
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.usecases.meetings import Meeting, calendar_file, meeting_named, meeting_of_workshop, spoken_weekday
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.personal_links import create_link
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_about
from clusterprocess.usecases.registrations import DAYS_AFTER, response_link
from clusterprocess.usecases.send_messages import decide_message

PAPERS = ("einladung", "anwesenheitsliste")
NOTICES = ("terminaenderung", "terminabsage")
WHY_DRAFT = "Nachricht an Angemeldete; wird von der Federführung freigegeben."


def queue_pack(work: Work, engagement: Engagement, workshop: Workshop) -> Message | None:
    """Send the pack to the cluster manager, once per plan and once more after every move; nothing about the past."""
    meeting = meeting_of_workshop(workshop)
    if meeting.closed(work.today):
        return None
    first = not workshop.moves  # of a change the initiative hears at once
    return _pack(work, engagement, workshop, pack_key(engagement, workshop), routine=first)


def pack_key(engagement: Engagement, workshop: Workshop) -> str:
    """Natural key of a workshop's pack for its present day."""
    return f"{engagement.number}:paket:{workshop.paper_attempt}"


def send_pack_again(work: Work, workshop_id: int) -> Message | None:
    """Send the pack once more, for example to a new cluster manager.

    Raises:
        RuleViolation: the workshop is over or called off, or its papers are not written yet.
    """
    work.require(*STAFF)
    meeting = meeting_named(work, workshop_id, lock=True)
    workshop, engagement = meeting.workshop, meeting.about.engagement
    assert workshop is not None and engagement is not None
    if why := meeting.closed(work.today):
        raise RuleViolation("send_pack", [f"{why} Ein Einladungspaket wird nicht mehr gebraucht."])
    base = pack_key(engagement, workshop)
    if work.queries.message_by_key(base) is None:
        raise RuleViolation(
            "send_pack", ["Einladung und Anwesenheitsliste entstehen gerade; bitte gleich noch einmal."]
        )
    number = 2
    while work.queries.message_by_key(f"{base}:{number}") is not None:
        number += 1
    return _pack(work, engagement, workshop, f"{base}:{number}")


def tell_move(work: Work, event: PendingEvent) -> None:
    """After a move: a draft with the new calendar object to everybody registered; older drafts are dropped."""
    if isinstance(event.source, Workshop):
        _withdraw_packs(work, event.source)
        before = date.fromisoformat(str(event.data["before"]))
        _tell_registered(work, event.source, "terminaenderung", {"wann_bisher": _before(before, event.source)})


def tell_cancellation(work: Work, event: PendingEvent) -> None:
    """After calling off: the cluster manager hears it by herself, everybody registered by a draft with a CANCEL."""
    workshop = event.source
    if not isinstance(workshop, Workshop):
        return
    engagement = workshop.engagement
    meeting = meeting_of_workshop(workshop)
    _withdraw_packs(work, workshop)
    _tell_registered(work, workshop, "terminabsage", {})
    if workshop.held_on < work.today or not _packs(work, engagement, workshop):
        return  # nobody was invited
    queue_about(
        work,
        "absagepaket",
        f"{engagement.number}:absagepaket:{workshop.id}",
        meeting.about,
        work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id),
        {**meeting.words, "zahl_angemeldet": len(_to_tell(work, workshop))},
        attachments=(calendar_file(work, meeting),),
    )


def release_notices(work: Work, workshop_id: int) -> list[Message]:
    """Release all drafts to those registered for one workshop at once; who withdrew meanwhile hears nothing.

    Raises:
        PermissionDenied: drafts are released by the lead, in her absence by the head.
    """
    work.require(Role.CONSULTANT, Role.HEAD)
    workshop = work.queries.workshop(workshop_id)
    to_tell = {str(r.id) for r in _to_tell(work, workshop)}
    released = []
    for draft in _drafts(work, workshop):
        if draft.key.rpartition(":")[2] in to_tell:
            released.append(decide_message(work, draft.id, "release"))
        else:
            _drop(work, draft)
    return released


def _drop(work: Work, draft: Message) -> None:
    """Drop a draft unless somebody decided about it at the same moment."""
    message = work.queries.message(draft.id, lock=True)
    if message.state == "entwurf":
        message.drop()


def _pack(work: Work, engagement: Engagement, workshop: Workshop, key: str, *, routine: bool = False) -> Message | None:
    rules = quorum()
    meeting = meeting_of_workshop(workshop)
    invite_by = rules.invite_by(meeting.day)
    moved = bool(workshop.moves)
    words = {
        **meeting.words,
        "link": placeholder(registration_link(work, meeting).id),
        "frist": day(invite_by) if invite_by > work.today and not moved else "",
        "antwort_bis": day(rules.reply_by(meeting.day, work.today)),
        "geaendert": "ja" if moved else "",
        "wann_bisher": _before(_day_before(work, workshop), workshop) if moved else "",
        "gespraech": offering_of(engagement).fast_lane,
        "tag": day(meeting.day),
    }
    to = work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id)
    files = (*_papers(engagement, workshop), calendar_file(work, meeting))
    return queue_about(work, "einladungspaket", key, meeting.about, to, words, attachments=files, routine=routine)


def registration_link(work: Work, meeting: Meeting) -> PersonalLink:
    """The link by which members register; bound to the meeting and to no person, since the initiative hands it on."""
    links = [k for k in work.queries.personal_links(**meeting.subject) if k.purpose == LinkPurpose.REGISTRATION.value]
    for link in links:
        if link.revoked_at is None and link.person_id is None and link.expires_at.date() > meeting.day:
            return link
    days = max((meeting.day - work.today).days, 0) + DAYS_AFTER
    return create_link(
        work, LinkPurpose.REGISTRATION, None, engagement=meeting.about.engagement, days_valid=days, **meeting.subject
    )


def _papers(engagement: Engagement, workshop: Workshop) -> list[dict[str, str]]:
    found = []
    for kind in PAPERS:
        document = engagement.document(kind, workshop)
        if document is not None and document.latest is not None:
            name = f"{DOCUMENT_NAMES[kind].de} {workshop.title}.docx"
            found.append({"name": name, "sha256": document.latest.sha256})
    return found


def _tell_registered(work: Work, workshop: Workshop, template: str, more: dict[str, Any]) -> None:
    for draft in _drafts(work, workshop):
        _drop(work, draft)
    meeting = meeting_of_workshop(workshop)
    if meeting.day < work.today:
        return
    answer_by = day(quorum().reply_by(meeting.day, work.today))
    for registration in _to_tell(work, workshop):
        words = {**meeting.words, **more, "antwort_bis": answer_by}
        if not meeting.is_cancelled:
            words["link"] = placeholder(response_link(work, meeting, registration).id)
        queue_about(
            work,
            template,
            f"{_notice_key(workshop)}{meeting.sequence}:{registration.id}",
            meeting.about,
            (registration.person,),
            words,
            draft=True,
            reason=WHY_DRAFT,
            attachments=(calendar_file(work, meeting, registration.person),),
        )


def _to_tell(work: Work, workshop: Workshop) -> list[Registration]:
    found = work.queries.registrations(workshop_id=workshop.id, lock=True)
    return [r for r in found if r.state != RegistrationState.WITHDRAWN.value and r.person.email]


def _notice_key(workshop: Workshop) -> str:
    return f"{workshop.engagement.number}:termin:{workshop.id}:"


def _drafts(work: Work, workshop: Workshop) -> list[Message]:
    """Drafts to those registered that nobody has released or dropped yet."""
    found = work.queries.messages(states=("entwurf",), engagement=workshop.engagement.number)
    return [m for m in found if m.template in NOTICES and m.key.startswith(_notice_key(workshop))]


def _packs(work: Work, engagement: Engagement, workshop: Workshop) -> list[Message]:
    """Packs of this workshop that left or will leave, whatever its day was then."""
    own = f"{engagement.number}:paket:"
    found = [m for m in work.queries.messages(engagement=engagement.number) if m.key.startswith(own)]
    return [
        m
        for m in found
        if m.state != "verworfen" and int(m.key.removeprefix(own).split(":")[0]) % MOVE_STEP == workshop.id
    ]


def _withdraw_packs(work: Work, workshop: Workshop) -> None:
    """What was to leave at the next mail hour and is no longer true does not leave."""
    for pack in _packs(work, workshop.engagement, workshop):
        if pack.state == "wartend" and pack.not_before > work.host_now:
            message = work.queries.message(pack.id, lock=True)
            if message.state == "wartend":
                message.withdraw_unsent("gegenstandslos")


def _day_before(work: Work, workshop: Workshop) -> date:
    """The day that the newest move left, out of the trail."""
    moved = [
        event
        for event in work.queries.events(engagement=workshop.engagement.number)
        if event.action == WORKSHOP_MOVED.tag and event.object_id == workshop.event_id
    ]
    return date.fromisoformat(str(moved[-1].data["before"])) if moved else workshop.held_on


def _before(before: date, workshop: Workshop) -> str:
    return spoken_weekday(before) if before != workshop.held_on else ""
