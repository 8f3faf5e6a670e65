"""Putting a mail into the outbox: one natural key, one message, ever (design D7, D15)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusterprocess.catalogues.process import process
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.events import MESSAGE_WITHOUT_RECIPIENT
from clusterprocess.domain.messages import Message
from clusterprocess.domain.register import Person
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work


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
    """Write a message, as draft or ready to send; a second call with the same key changes nothing.

    Returns None when there is nobody to write to: the run history then says so instead of an empty mail.
    """
    existing = work.queries.message_by_key(key)
    if existing is not None:
        return existing
    recipients = [{"person": p.id, "name": p.name, "email": p.email} for p in to if p.email]
    if not recipients:
        engagement.record(MESSAGE_WITHOUT_RECIPIENT, template=template, key=key)
        return None
    offering = offering_of(engagement)
    publicity = process().publicity[engagement.operation.period]
    values = {
        "vorgang": engagement.number,
        "initiative": engagement.cluster.name,
        "empfaenger": to[0].name if len(to) == 1 else "",
        "foerderhinweis": publicity.line,
        "vorhaben": engagement.operation.name,
        "aktenzeichen": engagement.operation.reference,
        "federfuehrung": engagement.lead.name if engagement.lead else "ClusterAgentur Baden-Württemberg",
        "leistung": offering.title.de,
        "papier": DOCUMENT_NAMES[offering.report_kind].de,
        "termin": offering.workshop_name,
        "demo": work.queries.database_kind() == "demo",
        **context,
    }
    subject, body_text, body_html = work.services.mail_texts.render(template, values)
    message = Message(
        key=key,
        engagement_id=engagement.id,
        engagement_number=engagement.number,
        template=template,
        subject=subject,
        body_text=body_text,
        body_html=body_html,
        recipients=recipients,
        attachments=list(attachments),
        state="entwurf" if draft else "wartend",
        reason=reason,
        created_at=work.now,
        not_before=work.host_now,
    )
    work.add(message)
    work.flush()
    message.created()
    return message
