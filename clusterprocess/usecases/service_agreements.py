"""The papers that agency and initiative sign: service agreement before G0, confirmation of service before G4."""

from __future__ import annotations

from decimal import Decimal

from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.documents import DOCUMENT_NAMES, DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.states import STATE_NAMES, State
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.offerings.standard.service_papers import (
    NOT_GIVEN_OUT,
    AgreedService,
    Delivered,
    confirmation_of_service,
    service_agreement,
)
from clusterprocess.usecases.assemble_case import assemble_case
from clusterprocess.usecases.balance_days import planned_against_used
from clusterprocess.usecases.keep_documents import document_for, store_rendered
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.write_documents import render_with_template

BEFORE_THE_END = frozenset(set(State) - {State.DECLINED, State.ABORTED, State.CLOSED})
DELIVERED = frozenset({State.RELEASED, State.HANDED_OVER, State.FOLLOW_UP, State.CLOSED, State.ANSWERED})


def write_agreement(work: Work, number: str) -> DocumentVersion:
    """Write the Leistungsvereinbarung; the same content gives no new version.

    Raises:
        RuleViolation: the engagement was declined, aborted or closed.
    """
    engagement = _locked(work, number)
    if engagement.current_state not in BEFORE_THE_END:
        raise RuleViolation(
            "write_agreement",
            [f"Im Stand „{_state(engagement)}“ wird keine Leistungsvereinbarung mehr geschlossen."],
        )
    return _store(work, engagement, service_agreement(assemble_case(work, engagement), _agreed(engagement)))


def write_confirmation(work: Work, number: str) -> DocumentVersion:
    """Write the Leistungsbestätigung with workshops, results and days; the same content gives no new version.

    Raises:
        RuleViolation: nothing was released yet.
    """
    engagement = _locked(work, number)
    offering = offering_of(engagement)
    results = _results(engagement)
    if engagement.current_state not in DELIVERED or not results:
        raise RuleViolation(
            "write_confirmation",
            [f"Im Stand „{_state(engagement)}“ ist noch kein Ergebnis freigegeben, das bestätigt werden könnte."],
        )
    days = [(b.organisation, b.used) for b in planned_against_used(engagement) if b.used]
    return _store(
        work, engagement, confirmation_of_service(assemble_case(work, engagement), offering.title.de, results, days)
    )


def _locked(work: Work, number: str) -> Engagement:
    work.require(*sorted(STAFF))
    return work.queries.engagement(number, lock=True)


def _state(engagement: Engagement) -> str:
    return STATE_NAMES[engagement.current_state].de


def _agreed(engagement: Engagement) -> AgreedService:
    offering = offering_of(engagement)
    scope = process().scope_of(engagement.offering, engagement.level)
    planned = sum((p.days for p in engagement.planned_days), Decimal(0)) or Decimal(str(scope.days))
    paper = DOCUMENT_NAMES[offering.report_kind].de
    if engagement.fast_lane:
        return AgreedService(offering.title.de, planned, 0, 0, 0, paper)
    return AgreedService(offering.title.de, planned, scope.weeks, scope.workshops, scope.interviews, paper)


def _results(engagement: Engagement) -> list[Delivered]:
    """The newest version of everything that the initiative receives, the report of the offering first."""
    report = offering_of(engagement).report_kind
    found = [
        (document, latest)
        for document in engagement.documents
        if document.kind not in NOT_GIVEN_OUT and (latest := document.latest)
    ]
    titles = {w.id: w.title for w in engagement.workshops}
    found.sort(key=lambda pair: (pair[0].kind != report, pair[0].id))
    return [
        Delivered(
            f"{document.label}, {titles[document.workshop_id]}" if document.workshop_id in titles else document.label,
            latest.label,
            latest.made_on,
            latest.sha256,
        )
        for document, latest in found
    ]


def _store(work: Work, engagement: Engagement, context: DocumentContext) -> DocumentVersion:
    rendered = render_with_template(work, f"shared/{context.kind}.docx", context)
    latest = document_for(work, engagement, context.kind).latest
    if latest and work.files.put(rendered.content) == latest.sha256:
        return latest
    label = str(latest.number + 1 if latest else 1)
    key = f"{engagement.number}:{context.kind}:{label}"
    return store_rendered(work, engagement, context.kind, rendered, label, key)
