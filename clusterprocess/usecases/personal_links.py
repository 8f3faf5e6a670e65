"""Personal links: create, put their address into a mail that leaves, look up a token, revoke (design D10).

The token exists in clear text only in the mail itself: a stored text names the link by ``[[link:17]]``, and each
attempt to send issues a token of its own, of which the database keeps the hash. So every copy that reached somebody
works, and a stolen database opens nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from clusterprocess.domain.actors import STAFF, Actor, Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.domain.links import PLACEHOLDER, LinkPurpose, PersonalLink, token_hash
from clusterprocess.domain.register import Person
from clusterprocess.domain.states import ENDED, ORDER, State
from clusterprocess.usecases.ports import Work

GONE = (
    "Dieser Link ist nicht gültig oder abgelaufen. Antworten Sie auf die Nachricht, aus der der Link stammt; "
    "wir senden Ihnen einen neuen."
)
"""The same sentence for unknown, expired and revoked: whoever guesses learns nothing."""

MOST_DRAFT_CHARACTERS = 60_000


def create_link(
    work: Work,
    purpose: LinkPurpose,
    person: Person | None,
    *,
    engagement: Engagement | None = None,
    days_valid: int = 60,
    **subject: int | None,
) -> PersonalLink:
    """Give a person the right to answer one thing.

    Args:
        subject: ``workshop_id``, ``agency_event_id``, ``follow_up_id``, ``registration_id`` or ``document_version_id``.
        days_valid: after so many days of the agency's clock the link opens nothing.
    """
    link = PersonalLink(
        purpose=purpose.value,
        person_id=person.id if person else None,
        engagement_id=engagement.id if engagement else None,
        engagement_number=engagement.number if engagement else None,
        created_at=work.now,
        expires_at=work.now + timedelta(days=days_valid),
        uses=0,
        draft={},
        **subject,
    )
    work.add(link)
    work.flush()
    link.created()
    return link


def address_of(work: Work, link: PersonalLink) -> str:
    """A fresh address of a link; the only place where a token is made.

    Raises:
        InputError: the program does not know under which address its pages can be reached.
    """
    base = work.services.public_url
    if not base:
        raise InputError(
            "Persönliche Links: Bitte CLUSTERPROCESS_PUBLIC_URL setzen, zum Beispiel https://antworten.beispiel.de.",
            field="public_url",
        )
    token, row = link.issue(work.now)
    work.add(row)
    return f"{base.rstrip('/')}/l/{token}"


def with_addresses(work: Work, *texts: str) -> tuple[str, ...]:
    """Texts of one mail with an address in the place of every ``[[link:n]]``; one token per link and mail."""
    wanted = {int(found) for text in texts for found in PLACEHOLDER.findall(text)}
    addresses = {number: address_of(work, work.queries.personal_link(number)) for number in sorted(wanted)}
    return tuple(PLACEHOLDER.sub(lambda m: addresses[int(m[1])], text) for text in texts)


def link_of_token(work: Work, token: str) -> PersonalLink:
    """The usable link of a token.

    Raises:
        NotFoundError: unknown, expired or revoked; the sentence does not tell which.
    """
    link = work.queries.link_by_token(token_hash(token))
    if link is None or not link.is_usable(work.now):
        raise NotFoundError(GONE)
    return link


_GUEST_ROLES = {
    LinkPurpose.FOLLOW_UP: Role.CLUSTER_MANAGER,
    LinkPurpose.INTAKE: Role.CLUSTER_MANAGER,
    LinkPurpose.COMMENT: Role.CLUSTER_MANAGER,
    LinkPurpose.BOARD: Role.BOARD,
}


def guest(link: PersonalLink) -> Actor:
    """Who acts through a link: the person it is bound to, with no right but this answer."""
    role = _GUEST_ROLES.get(LinkPurpose(link.purpose), Role.MEMBER)
    return Actor(link.person_id or "gast", frozenset({role}), f"link:{link.id}")


def save_draft(work: Work, link: PersonalLink, posted: dict[str, Any]) -> None:
    """Keep what was typed so far; nothing is validated yet.

    Raises:
        InputError: more text than any of our forms can hold.
    """
    if len(repr(posted)) > MOST_DRAFT_CHARACTERS:
        raise InputError("Entwurf: Der Text ist zu lang, um gesichert zu werden; bitte kürzen Sie ihn.", field="draft")
    link.draft, link.draft_saved_at = posted, work.now


_RESOLVED = frozenset({State.RELEASED, State.HANDED_OVER, State.FOLLOW_UP, State.CLOSED, State.ANSWERED})
_OVER_IN: dict[LinkPurpose, frozenset[State]] = {
    LinkPurpose.INTAKE: frozenset(ORDER[ORDER.index(State.INTAKE_COMPLETE) :]) | ENDED | {State.ANSWERED},
    LinkPurpose.COMMENT: _RESOLVED | ENDED,
    LinkPurpose.BOARD: _RESOLVED | ENDED,
}
"""States in which a purpose is over. A draft that went back keeps its links: their page says that a newer version comes."""


def end_finished_links(work: Work, engagement: Engagement) -> None:
    """End the unanswered links of an engagement whose purpose is over; answered ones go on saying so."""
    state = engagement.current_state
    for link in work.queries.personal_links(engagement_id=engagement.id):
        if state in _OVER_IN.get(LinkPurpose(link.purpose), ()) and link.answered_at is None:
            link.revoke(work.now, "erledigt")


def revoke_link(work: Work, link_id: int) -> PersonalLink:
    """End a link at once, for example when a mail went to the wrong person."""
    work.require(*STAFF)
    link = work.queries.personal_link(link_id)
    link.revoke(work.now, "widerrufen")
    return link
