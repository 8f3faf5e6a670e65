"""Registering for a workshop or an event: by link, by staff for somebody on the phone, and withdrawing again.

Everything that changes who comes locks the meeting first, so that the last seat is given once and a form that is sent
twice changes nothing. Whoever gets a seat hears it at once, with a calendar object and a personal link to withdraw;
a confirmation leaves by itself (ruling 4).
"""

from __future__ import annotations

from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.agency_events import Registration, RegistrationState
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.language import Text
from clusterprocess.domain.links import LinkPurpose, PersonalLink, placeholder
from clusterprocess.domain.register import Person
from clusterprocess.offerings.guest_forms import FieldKind, FormField, FormSection, GuestForm, Values
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.usecases.meetings import Meeting, calendar_file, meeting_named, who_comes
from clusterprocess.usecases.personal_links import create_link
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_about
from clusterprocess.usecases.registrants import Registrant, checked, person_of

PRIVACY = (
    "Wir verwenden Ihre Angaben, um diesen Termin vorzubereiten und seine Durchführung gegenüber dem Fördergeber "
    "nachzuweisen. Auf der Anwesenheitsliste und dem Namensschild stehen Name und Organisation."
)
DAYS_AFTER = 30
"""A link to withdraw outlives its meeting by so many days, so that a meeting that moves later keeps its links."""
_SIDE = (Role.CLUSTER_MANAGER, Role.BOARD, Role.CORE_GROUP)
_THANKS = {
    RegistrationState.REGISTERED.value: "Sie sind angemeldet.",
    RegistrationState.WAITING.value: "Sie stehen auf der Warteliste.",
    RegistrationState.WITHDRAWN.value: "Sie sind abgemeldet. Ihr Platz ist frei.",
}
"""What somebody reads after answering, by the state that came of it."""
_MAIL_OF = {RegistrationState.REGISTERED: "anmeldebestaetigung", RegistrationState.WAITING: "warteliste"}


def registration_form(work: Work, link: PersonalLink) -> GuestForm:
    """The page behind a registration link.

    Raises:
        RuleViolation: the meeting is over or called off.
    """
    meeting = meeting_named(work, link.workshop_id, link.agency_event_id)
    _require_open(work, meeting)
    full = meeting.seats is not None and _free(work, meeting) <= 0
    waits = (
        " Zurzeit sind alle Plätze vergeben; Sie kommen auf die Warteliste und hören von uns, sobald einer frei wird."
    )
    kinds = tuple((slug, Text(name)) for slug, name in KIND_NAMES.items())
    fields = (
        FormField("name", FieldKind.TEXT, Text("Vor- und Nachname"), required=True, most=120, autocomplete="name"),
        FormField("email", FieldKind.EMAIL, Text("E-Mail"), help="An diese Adresse geht Ihre Bestätigung.",
                  required=True, autocomplete="email"),
        FormField("organisation", FieldKind.TEXT, Text("Organisation"), required=True, most=200,
                  autocomplete="organization"),
        FormField("kind", FieldKind.CHOICE, Text("Art der Organisation"), required=True, choices=kinds),
        FormField("privacy", FieldKind.TICK, Text("Ich habe den Datenschutzhinweis gelesen."), required=True, help=PRIVACY,
                  missing="Bitte bestätigen Sie, dass Sie den Datenschutzhinweis gelesen haben."),
    )  # fmt: skip
    return GuestForm(
        title=f"Anmeldung: {meeting.title}",
        intro=f"Bitte melden Sie jede Person einzeln an.{waits if full else ''}",
        sections=(FormSection("Ihre Angaben", fields),),
        submit="Verbindlich anmelden" if not full else "Auf die Warteliste setzen",
        facts=meeting.facts,
        thanks="Vielen Dank. Ihre Anmeldung ist eingegangen; die Bestätigung kommt per E-Mail.",
        minutes=1,
    )


def register_by_link(work: Work, link: PersonalLink, values: Values) -> None:
    """Take a registration; who is registered already stays registered, who had withdrawn comes again.

    Raises:
        RuleViolation: the meeting is over or called off.
    """
    who = Registrant(values["name"], values["email"], values["organisation"], values["kind"])
    meeting = meeting_named(work, link.workshop_id, link.agency_event_id, lock=True)
    invited = work.queries.person_by_id(link.person_id) if link.person_id else None
    _register(work, meeting, checked(who), "link", invited)


def response_form(work: Work, link: PersonalLink) -> GuestForm:
    """The page behind the personal link of a confirmation: coming, or not.

    Raises:
        RuleViolation: the meeting is over or called off.
    """
    registration = work.queries.registration(link.registration_id or 0)
    meeting = meeting_named(work, registration.workshop_id, registration.agency_event_id)
    _require_open(work, meeting)
    told = {
        RegistrationState.REGISTERED.value: "Sie sind angemeldet.",
        RegistrationState.WAITING.value: "Sie stehen auf der Warteliste.",
        RegistrationState.WITHDRAWN.value: "Sie sind abgemeldet.",
    }
    comes = registration.state != RegistrationState.WITHDRAWN.value
    choices = (("ja", Text("Ich komme.")), ("nein", Text("Ich kann nicht kommen.")))
    answer = FormField(
        "answer",
        FieldKind.CHOICE,
        Text("Kommen Sie?"),
        required=True,
        value="ja" if comes else "nein",
        choices=choices,
    )
    return GuestForm(
        title=f"Ihre Anmeldung: {meeting.title}",
        intro=f"{told[registration.state]} Hier können Sie das ändern, so oft Sie möchten.",
        sections=(FormSection("Ihre Antwort", (answer,)),),
        submit="Antwort senden",
        facts=meeting.facts,
        privacy=PRIVACY,
        thanks=_THANKS[registration.state],
        minutes=1,
    )


def respond_by_link(work: Work, link: PersonalLink, values: Values) -> None:
    """Withdraw, or come after all.

    Raises:
        RuleViolation: the meeting is over or called off.
    """
    answer_registration(work, link.registration_id or 0, values["answer"] == "ja", "link")


def answer_registration(work: Work, registration_id: int, comes: bool, channel: str) -> Registration:
    """Let a registered person come or not; whoever waits longest moves up. For links and calendar replies.

    Raises:
        NotFoundError: there is no such registration.
        RuleViolation: the meeting is over or called off.
    """
    found = work.queries.registration(registration_id)
    meeting = meeting_named(work, found.workshop_id, found.agency_event_id, lock=True)
    _require_open(work, meeting)
    registration = next(r for r in _registrations(work, meeting, lock=True) if r.id == registration_id)
    withdrawn = registration.state == RegistrationState.WITHDRAWN.value
    if comes and withdrawn:
        registration.change(_seat(work, meeting), work.now, channel)
        _confirm(work, meeting, registration)
    elif not comes and not withdrawn:
        registration.change(RegistrationState.WITHDRAWN, work.now, channel)
        fill_seats(work, meeting)
    return registration


def register_for(
    work: Work, who: Registrant, *, workshop_id: int | None = None, event_number: str | None = None
) -> Registration:
    """Staff register somebody, for example on the phone; without an address there is no confirmation.

    Raises:
        InputError: a value cannot be accepted.
        RuleViolation: the meeting is over or called off.
    """
    work.require(*STAFF)
    event_id = work.queries.agency_event(event_number).id if event_number else None
    meeting = meeting_named(work, workshop_id, event_id, lock=True)
    return _register(work, meeting, checked(who), "staff", None)


def withdraw_registration(work: Work, registration_id: int) -> Registration:
    """Staff take somebody off the list; the row stays, so that the trail tells it."""
    work.require(*STAFF)
    return answer_registration(work, registration_id, False, "staff")


def fill_seats(work: Work, meeting: Meeting) -> list[Registration]:
    """Give free seats to those who wait longest and tell them; the meeting must be locked."""
    if meeting.seats is None:
        return []
    work.flush()
    waiting = [r for r in _registrations(work, meeting, lock=True) if r.state == RegistrationState.WAITING.value]
    waiting.sort(key=lambda r: (r.changed_at or r.registered_at, r.changed_at is not None, r.id))
    moved = waiting[: max(_free(work, meeting), 0)]
    for registration in moved:
        registration.change(RegistrationState.REGISTERED, work.now, "system")
        _confirm(work, meeting, registration, "nachgerueckt")
    return moved


def response_link(work: Work, meeting: Meeting, registration: Registration) -> PersonalLink:
    """The personal link of a registration; the one that is there as long as it outlives the meeting."""
    links = work.queries.personal_links(registration_id=registration.id)
    for link in reversed(links):
        if link.revoked_at is None and link.expires_at.date() > meeting.day:
            return link
    days = max((meeting.day - work.today).days, 0) + DAYS_AFTER
    engagement = meeting.about.engagement
    return create_link(
        work, LinkPurpose.RESPONSE, registration.person, engagement=engagement, days_valid=days,
        registration_id=registration.id, **meeting.subject,
    )  # fmt: skip


def _register(work: Work, meeting: Meeting, who: Registrant, channel: str, invited: Person | None) -> Registration:
    _require_open(work, meeting)
    person = person_of(work, who)
    known = next((r for r in _registrations(work, meeting, lock=True) if r.person_id == person.id), None)
    if known is not None:
        known.organisation, known.kind = who.organisation, who.kind
        if known.state == RegistrationState.WITHDRAWN.value:
            known.change(_seat(work, meeting), work.now, channel)
            _confirm(work, meeting, known)
        return known
    engagement = meeting.about.engagement
    registration = Registration(
        engagement_number=engagement.number if engagement else None,
        person=person,
        cluster_id=engagement.cluster_id if engagement else _initiative(work, person, invited),
        organisation=who.organisation,
        kind=who.kind,
        state=_seat(work, meeting).value,
        registered_at=work.now,
        channel=channel,
        **meeting.subject,
    )
    work.add(registration)
    work.flush()
    registration.made()
    _confirm(work, meeting, registration)
    return registration


def _confirm(work: Work, meeting: Meeting, registration: Registration, template: str = "") -> None:
    """One mail per change of a registration; who waits gets no calendar object yet."""
    state = RegistrationState(registration.state)
    if not registration.person.email:
        return
    seated = state is RegistrationState.REGISTERED
    link = response_link(work, meeting, registration)
    queue_about(
        work,
        template or _MAIL_OF[state],
        _free_key(work, f"anmeldung:{registration.id}:{state.value}"),
        meeting.about,
        (registration.person,),
        {**meeting.words, "link": placeholder(link.id)},
        attachments=(calendar_file(work, meeting, registration.person),) if seated else (),
    )


def _free_key(work: Work, base: str) -> str:
    """The next key of a series; called only when something really changed, with the meeting locked."""
    number = 1
    while work.queries.message_by_key(f"{base}:{number}") is not None:
        number += 1
    return f"{base}:{number}"


def _registrations(work: Work, meeting: Meeting, *, lock: bool = False) -> list[Registration]:
    workshop_id = meeting.workshop.id if meeting.workshop else None
    event_id = meeting.event.id if meeting.event else None
    return list(work.queries.registrations(workshop_id=workshop_id, agency_event_id=event_id, lock=lock))


def _free(work: Work, meeting: Meeting) -> int:
    return (meeting.seats or 0) - len(who_comes(_registrations(work, meeting)))


def _seat(work: Work, meeting: Meeting) -> RegistrationState:
    if meeting.seats is None or _free(work, meeting) > 0:
        return RegistrationState.REGISTERED
    return RegistrationState.WAITING


def _initiative(work: Work, *persons: Person | None) -> int | None:
    """The initiative for which somebody comes: her own, else that of the person whom the invitation went to."""
    for person in persons:
        grants = person.roles if person is not None else ()
        own = {g.cluster_id for g in grants if g.role in _SIDE and g.valid_until is None and g.cluster_id is not None}
        if len(own) == 1:
            return own.pop()
    return None


def _require_open(work: Work, meeting: Meeting) -> None:
    if why := meeting.closed(work.today):
        raise RuleViolation("registration", [f"{why} Eine An- oder Abmeldung ist nicht mehr möglich."])
