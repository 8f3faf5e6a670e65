"""Links that staff give out by hand, for example on the telephone, and the list of what was given out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.agency_events import AgencyEvent, Registration
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.domain.links import PURPOSE_WORDS, LinkPurpose, PersonalLink
from clusterprocess.domain.register import Person
from clusterprocess.domain.states import State
from clusterprocess.usecases.board_by_link import ask_again
from clusterprocess.usecases.intake_by_link import intake_is_open
from clusterprocess.usecases.personal_links import address_of, create_link
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.store_papers import newest_version

LONGEST_DAYS = 730
"""Two years, the length of the longest engagement with its follow-ups."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a link by hand is for.

    Attributes:
        purpose: slug of :class:`LinkPurpose`.
        number: Vorgangsnummer or number of an event.
        person: handle; empty where the link is for whoever gets it.
        workshop: number of the workshop within its engagement.
        follow_up: key of the follow-up, for example ``12m``.
        registration: id, for a link that confirms or withdraws one registration.
    """

    purpose: str
    number: str
    person: str = ""
    workshop: int | None = None
    follow_up: str = ""
    registration: int | None = None
    days: int = 60


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link as the list shows it; there is no address in it, because nobody can look one up."""

    id: int
    purpose: str
    person: str
    state: str
    created_at: datetime
    expires_at: datetime
    uses: int
    draft_saved_at: datetime | None


def hand_out_link(work: Work, wanted: Wanted) -> tuple[PersonalLink, str]:
    """Make a link and tell its address, this one time.

    Raises:
        InputError: unknown purpose, a subject that the purpose needs is missing, or no address is configured.
        NotFoundError: the named subject does not exist.
    """
    work.require(*STAFF)
    if not 1 <= wanted.days <= LONGEST_DAYS:
        raise InputError(f"Gültigkeit (days): bitte 1 bis {LONGEST_DAYS} Tage.", field="days")
    purpose = _purpose(wanted.purpose)
    engagement, event = subject_of(work, wanted.number)
    person = work.queries.person(wanted.person) if wanted.person else None
    link = create_link(
        work,
        purpose,
        person,
        engagement=engagement,
        days_valid=wanted.days,
        **_subject(work, purpose, wanted, engagement, event),
    )
    return link, address_of(work, link)


def links_of(work: Work, number: str) -> list[LinkLine]:
    """All links of an engagement or of an event, the oldest first."""
    engagement, event = subject_of(work, number)
    found = (
        work.queries.personal_links(engagement_id=engagement.id)
        if engagement is not None
        else work.queries.personal_links(agency_event_id=event.id if event else 0)
    )
    return [_line(work, link) for link in found]


def renew_link(work: Work, link_id: int) -> tuple[PersonalLink, str]:
    """End a link and make one like it, valid as many days; what was typed and not handed in comes along.

    The link of a board goes out with a letter that the lead releases; its address is told to nobody else.

    Raises:
        InputError: it was answered, belongs to a survey, or no address is configured.
    """
    work.require(*STAFF)
    old = work.queries.personal_link(link_id)
    if old.purpose == LinkPurpose.MEMBER_SURVEY.value:
        raise InputError("Eine Befragung wird geschlossen und neu geöffnet, nicht erneuert.", field="purpose")
    if old.answered_at is not None and old.is_usable(work.now):
        raise InputError("Dieser Link ist schon beantwortet; für eine Berichtigung geben Sie einen neuen aus.")
    person = work.queries.person_by_id(old.person_id) if old.person_id else None
    engagement = work.queries.engagement(old.engagement_number) if old.engagement_number else None
    made = create_link(
        work, LinkPurpose(old.purpose), person, engagement=engagement,
        days_valid=max(1, (old.expires_at - old.created_at).days), workshop_id=old.workshop_id,
        agency_event_id=old.agency_event_id, follow_up_id=old.follow_up_id, registration_id=old.registration_id,
        document_version_id=old.document_version_id,
    )  # fmt: skip
    made.draft, made.draft_saved_at, made.basis = old.draft, old.draft_saved_at, old.basis
    old.revoke(work.now, "erneuert")
    if made.purpose == LinkPurpose.BOARD.value and engagement is not None:
        ask_again(work, engagement, made)
        return made, ""
    return made, address_of(work, made)


def contacts_of(work: Work, engagement: Engagement) -> list[Person]:
    """Who of the initiative may get a link: cluster managers, board and core group, each once."""
    roles = (Role.CLUSTER_MANAGER, Role.BOARD, Role.CORE_GROUP)
    found = {p.id: p for role in roles for p in work.queries.holders(role.value, engagement.cluster_id)}
    return list(found.values())


def subject_of(work: Work, number: str) -> tuple[Engagement | None, AgencyEvent | None]:
    """The engagement or the event of a number.

    Raises:
        NotFoundError: neither exists.
    """
    try:
        return work.queries.engagement(number), None
    except NotFoundError:
        try:
            return None, work.queries.agency_event(number)
        except NotFoundError:
            raise NotFoundError(f"Weder Vorgang noch Veranstaltung: {number[:24]} gibt es nicht.") from None


def _purpose(slug: str) -> LinkPurpose:
    by_hand = [p.value for p in LinkPurpose if p not in (LinkPurpose.MEMBER_SURVEY, LinkPurpose.BOARD)]
    if slug == LinkPurpose.MEMBER_SURVEY.value:
        raise InputError("Zweck (purpose): Eine Befragung öffnet „clusterprocess survey open“.", field="purpose")
    if slug == LinkPurpose.BOARD.value:
        raise InputError(
            "Zweck (purpose): Den Link zum Beschluss bekommt nur der Vorstand mit seiner Nachricht; erneuern Sie ihn.",
            field="purpose",
        )
    if slug not in by_hand:
        raise InputError(f"Zweck (purpose): bitte einer von {', '.join(by_hand)}.", field="purpose")
    return LinkPurpose(slug)


def _subject(
    work: Work, purpose: LinkPurpose, wanted: Wanted, engagement: Engagement | None, event: AgencyEvent | None
) -> dict[str, int | None]:
    if purpose in (LinkPurpose.INTAKE, LinkPurpose.COMMENT):
        return _paper(purpose, engagement)
    if purpose is LinkPurpose.FOLLOW_UP:
        planned = [f for f in engagement.follow_ups if f.key == wanted.follow_up] if engagement else []
        if not planned:
            raise InputError(
                "Nachbefragung (follow_up): bitte den Schlüssel einer Nachbefragung des Vorgangs, zum Beispiel 12m.",
                field="follow_up",
            )
        return {"follow_up_id": planned[0].id}
    if purpose is LinkPurpose.RESPONSE:
        return _registration(work, wanted, engagement, event)
    if event is not None:
        return {"agency_event_id": event.id}
    held = [w for w in engagement.workshops if w.number == wanted.workshop] if engagement else []
    if not held or purpose is LinkPurpose.EVALUATION:
        raise InputError(
            "Anlass: bitte die Nummer einer Veranstaltung, zur Anmeldung auch --workshop mit der Nummer des Workshops.",
            field="workshop",
        )
    return {"workshop_id": held[0].id}


def _paper(purpose: LinkPurpose, engagement: Engagement | None) -> dict[str, int | None]:
    """The newest version of the paper, for comments; the intake is about the engagement itself."""
    if engagement is None:
        raise InputError("Anlass: Dafür braucht es eine Vorgangsnummer.", field="number")
    if why := why_not_by_hand(engagement, purpose):
        raise InputError(f"{PURPOSE_WORDS[purpose]}: {why}", field="purpose")
    if purpose is LinkPurpose.INTAKE:
        return {}
    version = newest_version(engagement)
    assert version is not None  # asked for above
    return {"document_version_id": version.id}


def why_not_by_hand(engagement: Engagement, purpose: LinkPurpose) -> str:
    """Why a link for this purpose would open nothing now; empty where it would, and for purposes with other subjects."""
    if purpose is LinkPurpose.INTAKE and not intake_is_open(engagement):
        return "Der Vorgang ist nicht in der Erhebung; der Link würde nichts öffnen."
    if purpose in (LinkPurpose.COMMENT, LinkPurpose.BOARD) and (
        newest_version(engagement) is None or engagement.current_state is not State.CLUSTER_REVIEW
    ):
        return "Zurzeit ist keine Fassung in der Abstimmung mit der Initiative."
    return ""


def _registration(
    work: Work, wanted: Wanted, engagement: Engagement | None, event: AgencyEvent | None
) -> dict[str, int | None]:
    if wanted.registration is None:
        raise InputError("Anmeldung (registration): bitte ihre Nummer angeben.", field="registration")
    found: Registration = work.queries.registration(wanted.registration)
    belongs = (
        found.agency_event_id == event.id
        if event is not None
        else engagement is not None and found.engagement_number == engagement.number
    )
    if not belongs:
        raise InputError(f"Anmeldung (registration): {found.id} gehört nicht zu {wanted.number}.", field="registration")
    return {
        "registration_id": found.id,
        "workshop_id": found.workshop_id,
        "agency_event_id": found.agency_event_id,
    }


def _line(work: Work, link: PersonalLink) -> LinkLine:
    person = work.queries.person_by_id(link.person_id) if link.person_id else None
    return LinkLine(
        link.id,
        link.purpose,
        person.handle if person else "",
        _state(link, work.now),
        link.created_at,
        link.expires_at,
        link.uses,
        link.draft_saved_at if link.draft else None,
    )


def _state(link: PersonalLink, now: datetime) -> str:
    if link.revoked_at is not None:
        return "beendet"
    if now >= link.expires_at:
        return "abgelaufen"
    return "beantwortet" if link.answered_at is not None else "offen"
