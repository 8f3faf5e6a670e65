"""One message as its page shows it: to whom, in which words, why it waits, what was tried, and who may decide what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.chain import Event
from clusterprocess.domain.links import PLACEHOLDER
from clusterprocess.domain.messages import STATE_WORDS, Message
from clusterprocess.usecases.agenda import decisions_for
from clusterprocess.web.staff.visit import Fault, Visit, may_see_operation

BUTTONS: dict[str, tuple[str, str, str]] = {
    "release": ("freigeben", "Freigeben", ""),
    "drop": ("verwerfen", "Verwerfen", "danger"),
    "hold": ("halten", "Zurückhalten", "quiet"),
    "resume": ("fortsetzen", "Doch senden", ""),
    "arrived": ("angekommen", "Ist angekommen", "quiet"),
    "resend": ("erneut", "Noch einmal senden", ""),
}
"""Decision: end of the address, words on the button, its look."""

CONSEQUENCES = {
    "entwurf": "Freigegeben geht die Nachricht mit dem nächsten Versand hinaus. Verworfen wird sie nie gesendet.",
    "wartend": "Die Nachricht geht mit dem nächsten Versand hinaus. Zurückgehalten bleibt sie liegen, bis jemand entscheidet.",
    "gehalten": "Sie liegt, bis jemand entscheidet: doch senden oder verwerfen.",
    "ungewiss": "Der Versand brach ab, nachdem der Mailserver die Nachricht vielleicht schon hatte. Bitte fragen Sie nach, "
    "ob sie da ist; noch einmal gesendet kommt sie vielleicht doppelt an.",
    "abgelehnt": "Bitte prüfen Sie die Adresse, bevor Sie noch einmal senden. Kam sie auf anderem Weg an, vermerken Sie das.",
}
"""What a decision brings about, by state."""

HOLD_WORDS = {
    "adresse_der_webseiten_fehlt": "Die Nachricht enthält einen persönlichen Link, aber die Adresse der Webseiten ist nicht "
    "eingerichtet. Das richtet die Administration ein.",
    "von_hand": "Eine Person hat sie zurückgehalten.",
    "veranstaltung_geaendert": "Die Veranstaltung hat sich geändert.",
    "vorgang_ruht": "Der Vorgang ruht.",
}
"""Why a message is held back, by the code in its record."""

STEPS = {
    "message:outbox:no_recipient": "Niemand mit E-Mail-Adresse ist eingetragen.",
    "message:outbox:queued": "Zum Versand bereitgelegt.",
    "message:draft:written": "Als Entwurf geschrieben.",
    "message:draft:released": "Freigegeben.",
    "message:draft:dropped": "Verworfen.",
    "message:delivery:claimed": "Versand begonnen, Versuch {attempt}.",
    "message:delivery:sent": "Vom Mailserver angenommen: {accepted} angenommen, {refused} abgelehnt.",
    "message:delivery:failed": "Nicht angenommen (Antwort {reply_code}); neuer Versuch: {retry}.",
    "message:delivery:in_doubt": "Ungewiss, ob sie angekommen ist.",
    "message:delivery:settled": "Entschieden: {decision}.",
    "message:delivery:held": "Zurückgehalten.",
    "message:delivery:resumed": "Wieder zum Versand freigegeben.",
    "message:delivery:bounced": "Kam bei {count} Empfängern nicht an (Rückläufer, Status {status}).",
}
"""The record of a message in words; without the name of its template, which people do not know."""

DECIDERS = (Role.CONSULTANT, Role.HEAD, Role.ASSISTANT)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One addressee, and what the server said about her where it refused."""

    name: str
    email: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the history: when, by whom in which role, what."""

    at: datetime
    who: str
    told: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """See the module.

    Attributes:
        about: number with its address; both empty for mails about neither engagement nor event.
        buttons: (address, words, look) of the decisions that this person may take now.
        deciders: who else decides, where this person may not.
        attachments: (name, address).
    """

    title: str
    number: int
    subject: str
    about: tuple[str, str]
    state: str
    tone: str
    reason: str
    consequence: str
    buttons: tuple[tuple[str, str, str], ...]
    deciders: str
    recipients: tuple[Recipient, ...]
    text: str
    attachments: tuple[tuple[str, str], ...]
    written_at: datetime
    sent_at: datetime | None
    history: tuple[Step, ...]
    errors: tuple[Fault, ...]


def is_visible(visit: Visit, work: DatabaseWork, message: Message) -> bool:
    """Whether a person may read a message; auditors of one operation see only what belongs to it."""
    if visit.actor.operations is None:
        return True
    if message.engagement_number:
        return may_see_operation(visit.actor, work.queries.engagement(message.engagement_number).operation_id)
    if message.agency_event_id:
        return may_see_operation(visit.actor, work.queries.agency_event_by_id(message.agency_event_id).operation_id)
    return False


def message_view(
    visit: Visit,
    work: DatabaseWork,
    message: Message,
    may_release: Callable[[Message, str | None], bool],
    errors: tuple[Fault, ...],
) -> MessageView:
    """Everything about one message for the person who looks."""
    case = work.queries.engagement(message.engagement_number) if message.engagement_number else None
    event = work.queries.agency_event_by_id(message.agency_event_id) if message.agency_event_id else None
    led = case or event
    lead = led.lead if led else None
    decisions = decisions_for(message.state)
    may = may_release(message, lead.id if lead else None) if message.state == "entwurf" else visit.may(*DECIDERS)
    trail = work.queries.trail_of(Message.event_kind, str(message.id))
    number = case.number if case else event.number if event else ""
    href = f"/vorgang/{number}" if case else f"/veranstaltungen/{number}" if event else ""
    refused = message.result.get("refused", {})
    return MessageView(
        f"Nachricht {message.id}",
        message.id,
        message.subject,
        (number, href),
        _capital(STATE_WORDS[message.state]),
        _tone(message.state),
        _reason(message, trail),
        CONSEQUENCES.get(message.state, ""),
        tuple(_button(message, decision) for decision in decisions) if may else (),
        _deciders(message.state, lead.name if lead else "") if decisions and not may else "",
        tuple(Recipient(r["name"], r["email"], str(refused.get(r["person"], ""))) for r in message.recipients),
        PLACEHOLDER.sub("[persönlicher Link]", message.body_text),
        tuple((a["name"], f"/postausgang/{message.id}/anlagen/{n}") for n, a in enumerate(message.attachments, 1)),
        message.created_at,
        message.sent_at,
        _history(work, trail),
        errors,
    )


def _button(message: Message, decision: str) -> tuple[str, str, str]:
    end, words, look = BUTTONS[decision]
    return f"/postausgang/{message.id}/{end}", words, look


def _tone(state: str) -> str:
    bad, waits = ("ungewiss", "abgelehnt"), ("entwurf", "gehalten")
    return "bad" if state in bad else "warn" if state in waits else "good" if state == "gesendet" else "calm"


def _deciders(state: str, lead: str) -> str:
    if state != "entwurf":
        names = ", ".join(ROLE_NAMES[role].de for role in DECIDERS)
        return f"Darüber entscheidet jemand mit einer dieser Rollen: {names}."
    who = f"{lead} als Federführung, in Abwesenheit die Vertretung" if lead else ROLE_NAMES[Role.CONSULTANT].de
    return f"Diesen Entwurf gibt frei: {who}, sonst die Leitung."


def _reason(message: Message, trail: Sequence[Event]) -> str:
    """Why it waits, in words for people who have no command line."""
    if message.state == "gehalten":
        held = [e for e in trail if e.action == "message:delivery:held"]
        code = str(held[-1].data.get("reason", "")) if held else ""
        return HOLD_WORDS.get(code, "Sie wird zurückgehalten.")
    told = message.reason.partition("; alle Entwürfe zusammen")[0]
    said = str(message.result.get("text", ""))
    return told or (f"Der Mailserver schrieb: {said}" if said else "")


def _history(work: DatabaseWork, trail: Sequence[Event]) -> tuple[Step, ...]:
    names = work.queries.names_of({event.actor_id for event in trail})
    return tuple(Step(e.recorded_at, names.get(e.actor_id, "System"), _told(e)) for e in trail)


def _told(event: Event) -> str:
    words = STEPS.get(event.action)
    return words.format_map(event.data) if words else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
