"""Putting a mail into the outbox: one natural key, one message, ever (design D7, D15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clusterprocess.catalogues.calendar import agency_calendar
from clusterprocess.catalogues.process import process
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.birth import DatabaseKind
from clusterprocess.domain.clock import local_day
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.events import MESSAGE_WITHOUT_RECIPIENT
from clusterprocess.domain.messages import Message, wire_id_of
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Person
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work


@dataclass(frozen=True)
class About:
    """What a mail is about: the number in its subject line, its title, and the operation whose statement it carries.

    Attributes:
        number: Vorgangsnummer or number of an event; the mail texts call it ``vorgang``.
        title: name of the initiative, or title of the event; the mail texts call it ``initiative``.
        lead: who signs; the agency where nobody is named.
    """

    number: str
    title: str
    operation: Operation
    lead: Person | None = None
    engagement: Engagement | None = None
    agency_event: AgencyEvent | None = None
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """What its number numbers."""
        return "Veranstaltung" if self.agency_event else "Vorgang"


def about_engagement(engagement: Engagement) -> About:
    """An engagement as the subject of a mail."""
    offering = offering_of(engagement)
    words = {
        "leistung": offering.title.de,
        "papier": DOCUMENT_NAMES[offering.report_kind].de,
        "termin": offering.workshop_name,
    }
    return About(
        engagement.number, engagement.cluster.name, engagement.operation, engagement.lead, engagement, words=words
    )


def about_event(event: AgencyEvent) -> About:
    """An event of the agency as the subject of a mail."""
    words = {"leistung": event.title, "papier": "", "termin": event.title}
    return About(event.number, event.title, event.operation, event.lead, agency_event=event, words=words)


def queue_message(
    work: Work,
    template: str,
    key: str,
    engagement: Engagement,
    to: Sequence[Person],
    context: dict[str, Any],
    *,
    draft: bool = False,
    reason: str = "",
    attachments: Sequence[dict[str, str]] = (),
) -> Message | None:
    """Write a message about an engagement, as draft or ready to send; see :func:`queue_about`."""
    about = about_engagement(engagement)
    return queue_about(work, template, key, about, to, context, draft=draft, reason=reason, attachments=attachments)


def queue_about(
    work: Work,
    template: str,
    key: str,
    about: About,
    to: Sequence[Person],
    context: dict[str, Any],
    *,
    draft: bool = False,
    reason: str = "",
    attachments: Sequence[dict[str, str]] = (),
    routine: bool = False,
    due_items: Sequence[int] = (),
) -> Message | None:
    """Write a message, as draft or ready to send; a second call with the same key changes nothing.

    Args:
        due_items: ids of what a bundled reminder reminds of.
        routine: it leaves only on the days and in the hours on which routine mails leave (ruling 4).

    Returns None when there is nobody to write to: the run history then says so instead of an empty mail.
    """
    existing = work.queries.message_by_key(key)
    if existing is not None:
        return existing
    recipients = [{"person": p.id, "name": p.name, "email": p.email} for p in to if p.email]
    if not recipients:
        (about.engagement or about.agency_event or about.operation).record(
            MESSAGE_WITHOUT_RECIPIENT, template=template, key=key
        )
        return None
    subject, body_text, body_html = work.services.mail_texts.render(template, mail_values(work, about, to, context))
    leaves = _next_mail_instant(work) if routine else work.host_now
    message = Message(
        key=key,
        engagement_id=about.engagement.id if about.engagement else None,
        engagement_number=about.engagement.number if about.engagement else None,
        agency_event_id=about.agency_event.id if about.agency_event else None,
        wire_id=wire_id_of(key),
        template=template,
        subject=subject,
        body_text=body_text,
        body_html=body_html,
        recipients=recipients,
        attachments=list(attachments),
        due_items=list(due_items),
        state="entwurf" if draft else "wartend",
        reason=reason,
        created_at=work.now,
        not_before=leaves,
    )
    work.add(message)
    work.flush()
    message.created()
    if not draft:
        day = local_day(leaves) if leaves > work.host_now else work.today
        work.queries.note_mail_day([p.id for p in to], day, message.id)
    return message


def _next_mail_instant(work: Work) -> datetime:
    """When a routine mail may leave; the clock of a demo is not the host's, so there it leaves at once."""
    if work.queries.database_kind() == DatabaseKind.DEMO.value:
        return work.host_now
    return agency_calendar().next_mail_instant(work.host_now)


def mail_values(work: Work, about: About, to: Sequence[Person], context: dict[str, Any]) -> dict[str, Any]:
    """What every mail text may name, and what this one adds."""
    publicity = process().publicity[about.operation.period]
    return {
        "vorgang": about.number,
        "vorgangsart": about.word,
        "initiative": about.title,
        "empfaenger": to[0].name if len(to) == 1 else "",
        "foerderhinweis": publicity.line,
        "vorhaben": about.operation.name,
        "aktenzeichen": about.operation.reference,
        "federfuehrung": about.lead.name if about.lead else "ClusterAgentur Baden-Württemberg",
        **about.words,
        "demo": work.queries.database_kind() == "demo",
        **context,
    }
