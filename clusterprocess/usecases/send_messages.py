"""Sending from the outbox in three committed parts: claim, act, record (design D5, D7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.links import PLACEHOLDER
from clusterprocess.domain.messages import Message
from clusterprocess.domain.states import STATE_NAMES, State
from clusterprocess.usecases.keep_absences import acts_for
from clusterprocess.usecases.personal_links import with_addresses
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.reminder_mails import BUNDLE, renew_bundle

BACKOFF_SECONDS = (30, 120, 600, 3600, 14_400)
"""Pause before the next attempt after a temporary refusal; after the last one the message is given up as refused."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything the mail adapter needs; ``date_ts`` is the agency's clock."""

    message_id: int
    key: str
    subject: str
    text: str
    html: str
    recipients: tuple[tuple[str, str], ...]
    attachments: tuple[tuple[str, bytes], ...]
    vorgang: str
    date_ts: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one envelope: taken, refused for now, refused for good, or unknown.

    Attributes:
        accepted: addresses; ``refused`` and ``put_off`` have the server's words beside each address.
        put_off: where the mail was taken for somebody, or may have been: whom the server refused for now (4xx).
    """

    kind: str
    accepted: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    reply_code: int = 0
    text: str = ""
    put_off: tuple[tuple[str, str], ...] = ()


FAREWELLS = frozenset({"absage", "absagepaket", "terminabsage"})
"""Templates of what is still said after an engagement was declined or aborted; every other draft of it is void."""

CUT_SHORT = frozenset({State.DECLINED, State.ABORTED})
"""Ends before the service was rendered."""


class Sender(Protocol):
    """Sends one envelope; never raises for what the network or the server does."""

    def send(self, envelope: Envelope) -> Outcome: ...


def claim_next(work: Work) -> Envelope | None:
    """The next due message, marked as under delivery and committed before it leaves."""
    message = work.queries.next_message_to_send(work.host_now)
    while message is not None and not _still_holds(work, message):
        work.flush()
        message = work.queries.next_message_to_send(work.host_now)
    if message is None:
        return None
    message.claim()
    text, html = with_addresses(work, message.body_text, message.body_html)
    files = tuple((a["name"], work.files.get(a["sha256"])) for a in message.attachments)
    return Envelope(
        message.id,
        message.key,
        message.subject,
        text,
        html,
        tuple((r["name"], r["email"]) for r in message.recipients),
        files,
        _number_of(work, message),
        work.now.timestamp(),
    )


def _number_of(work: Work, message: Message) -> str:
    """The number that the header names: of the engagement, or of the event."""
    if message.engagement_number is None and message.agency_event_id is not None:
        return work.queries.agency_event_by_id(message.agency_event_id).number
    return message.engagement_number or ""


def _still_holds(work: Work, message: Message) -> bool:
    """A bundled reminder is held against the plan once more before it leaves, however often it was put off.

    A mail with a personal link is held back while nobody has said under which address the pages can be reached: it
    must not leave without its link, and must not stop the mails behind it.
    """
    if PLACEHOLDER.search(message.body_text) and not work.services.public_url:
        message.hold("adresse_der_webseiten_fehlt")
        return False
    return message.template != BUNDLE or renew_bundle(work, message)


def record_outcome(work: Work, message_id: int, outcome: Outcome) -> None:
    """Store what the server said, by recipient id where it refused some.

    Whom it put off while it took the mail for others gets a message of his own in the same transaction: it waits and is
    tried again like any other, and those who have the mail do not get it twice.

    Raises:
        RuleViolation: a person has decided in the meantime; a late answer does not undo it.
    """
    message = work.queries.message(message_id, lock=True)
    by_address = {r["email"]: r["person"] for r in message.recipients}
    refused = {by_address.get(a, "?"): why for a, why in outcome.refused}
    if outcome.kind == "gesendet":
        message.sent(work.now, [by_address.get(a, "?") for a in outcome.accepted], refused)
        _try_rest_later(work, message, outcome)
    elif outcome.kind == "spaeter" and message.attempts <= len(BACKOFF_SECONDS):
        pause = timedelta(seconds=BACKOFF_SECONDS[message.attempts - 1])
        message.failed(outcome.reply_code, outcome.text, work.host_now + pause)
    elif outcome.kind in ("spaeter", "abgelehnt"):
        message.failed(outcome.reply_code, outcome.text, None)
    else:
        message.in_doubt(refused)
        _try_rest_later(work, message, outcome)


def _try_rest_later(work: Work, message: Message, outcome: Outcome) -> None:
    addresses = {address for address, _ in outcome.put_off} & {r["email"] for r in message.recipients}
    if not addresses:
        return
    rest = message.rest_for(addresses, work.now, work.host_now + timedelta(seconds=BACKOFF_SECONDS[0]))
    work.add(rest)
    work.flush()
    rest.created()


def settle_claims(work: Work) -> int:
    """After a crash: what was claimed and not recorded is in doubt, neither lost nor sent twice."""
    stale = work.queries.messages(states=("in_zustellung",))
    for message in stale:
        message.in_doubt()
    return len(stale)


def decide_message(work: Work, message_id: int, decision: str) -> Message:
    """A person decides: ``release`` or ``drop`` a draft, ``hold`` or ``resume`` a waiting one, ``arrived`` or ``resend``
    an uncertain one.

    Raises:
        InputError: unknown decision.
        PermissionDenied: a draft is released by the lead of its engagement or the head.
        RuleViolation: the state of the message does not allow it, or its engagement was declined or aborted.
    """
    message = work.queries.message(message_id, lock=True)
    _require_right(work, message, decision)
    if decision == "release":
        _require_meaning(work, message)
        message.release(work.host_now)
        work.queries.note_mail_day([r["person"] for r in message.recipients], work.today, message.id)
    elif decision == "drop":
        message.drop()
    elif decision == "hold":
        message.hold("von_hand")
    elif decision == "resume":
        message.resume(work.host_now)
    elif decision in ("arrived", "resend"):
        message.settle(decision == "arrived", work.host_now)
    else:
        raise InputError("Entscheidung: bitte release, drop, hold, resume, arrived oder resend.", field="decision")
    return message


def _require_right(work: Work, message: Message, decision: str) -> None:
    """A draft lies in the lead's list: she releases or drops it, while she is away her substitute, and always the head.

    Raises:
        PermissionDenied: somebody else's draft.
    """
    if decision not in ("release", "drop"):
        work.require(Role.CONSULTANT, Role.HEAD, Role.ASSISTANT)
        return
    work.require(Role.CONSULTANT, Role.HEAD)
    lead = lead_of(work, message)
    if lead is not None and not work.actor.may(Role.HEAD) and not acts_for(work, [lead]):
        raise PermissionDenied(
            "Diesen Entwurf gibt die Federführung frei, in ihrer Abwesenheit ihre Vertretung, sonst die Leitung."
        )


def _require_meaning(work: Work, message: Message) -> None:
    """Nothing is asked about an engagement that was declined or aborted; only farewells still leave."""
    if not message.engagement_number or message.template in FAREWELLS:
        return
    state = work.queries.engagement(message.engagement_number).current_state
    if state in CUT_SHORT:
        raise RuleViolation(
            "release_message",
            [f"Der Vorgang ist „{STATE_NAMES[state].de}“; dieser Entwurf hat keinen Anlass mehr, bitte verwerfen."],
        )


def lead_of(work: Work, message: Message) -> str | None:
    """Whose draft it is: the lead of the engagement or of the event; None where nobody leads it."""
    if message.engagement_number:
        return work.queries.engagement(message.engagement_number).lead_id
    if message.agency_event_id is not None:
        return work.queries.agency_event_by_id(message.agency_event_id).lead_id
    return None
