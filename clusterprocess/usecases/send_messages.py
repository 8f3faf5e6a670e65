"""Sending from the outbox in three committed parts: claim, act, record (design D5, D7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import InputError, PermissionDenied
from clusterprocess.domain.messages import Message
from clusterprocess.usecases.personal_links import with_addresses
from clusterprocess.usecases.ports import Work

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
    """What happened to one envelope: taken, refused for now, refused for good, or unknown."""

    kind: str
    accepted: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    reply_code: int = 0
    text: str = ""


class Sender(Protocol):
    """Sends one envelope; never raises for what the network or the server does."""

    def send(self, envelope: Envelope) -> Outcome: ...


def claim_next(work: Work) -> Envelope | None:
    """The next due message, marked as under delivery and committed before it leaves."""
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
        message.engagement_number or "",
        work.now.timestamp(),
    )


def record_outcome(work: Work, message_id: int, outcome: Outcome) -> None:
    """Store what the server said, by recipient id where it refused some.

    Raises:
        RuleViolation: a person has decided in the meantime; a late answer does not undo it.
    """
    message = work.queries.message(message_id, lock=True)
    by_address = {r["email"]: r["person"] for r in message.recipients}
    if outcome.kind == "gesendet":
        message.sent(
            work.now,
            [by_address.get(a, "?") for a in outcome.accepted],
            {by_address.get(a, "?"): why for a, why in outcome.refused},
        )
    elif outcome.kind == "spaeter" and message.attempts <= len(BACKOFF_SECONDS):
        pause = timedelta(seconds=BACKOFF_SECONDS[message.attempts - 1])
        message.failed(outcome.reply_code, outcome.text, work.host_now + pause)
    elif outcome.kind in ("spaeter", "abgelehnt"):
        message.failed(outcome.reply_code, outcome.text, None)
    else:
        message.in_doubt()


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
    """
    message = work.queries.message(message_id, lock=True)
    _require_right(work, message, decision)
    if decision == "release":
        message.release(work.host_now)
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
    """A draft lies in the lead's list: she releases or drops it, in her absence the head (ruling 4).

    Raises:
        PermissionDenied: somebody else's draft.
    """
    if decision not in ("release", "drop"):
        work.require(Role.CONSULTANT, Role.HEAD, Role.ASSISTANT)
        return
    work.require(Role.CONSULTANT, Role.HEAD)
    if message.engagement_number and not work.actor.may(Role.HEAD):
        lead = work.queries.engagement(message.engagement_number).lead_id
        if lead is not None and lead != work.actor.id:
            raise PermissionDenied(
                "Diesen Entwurf gibt die Federführung des Vorgangs frei, in ihrer Abwesenheit die Leitung."
            )
