"""Writing the papers of an event and keeping them as documents of the event."""

from __future__ import annotations

from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.agency_events import EVENT_KINDS, AgencyEvent, AgencyEventState, Registration
from clusterprocess.domain.documents import Document, DocumentVersion
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import DOCUMENT_DRAFTED
from clusterprocess.domain.sorting import german_key
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.offerings.standard.event_papers import (
    EventFacts,
    Participant,
    attendance_list,
    certificates,
    evaluation_note,
)
from clusterprocess.usecases.agency_events import evaluation_of
from clusterprocess.usecases.assemble_case import funding_of
from clusterprocess.usecases.event_attendance import count_event, is_counted
from clusterprocess.usecases.meetings import who_comes
from clusterprocess.usecases.ports import RenderedFile, Work
from clusterprocess.usecases.write_documents import render_with_template


def write_attendance_list(work: Work, number: str) -> DocumentVersion:
    """The list to sign, with everybody who has a seat; a later one is its next version.

    Raises:
        RuleViolation: the event was cancelled.
    """
    event = _locked(work, number)
    if event.state == AgencyEventState.CANCELLED.value:
        raise RuleViolation("event_papers", [f"Veranstaltung {event.number} ist abgesagt; eine Liste gibt es nicht."])
    registered = who_comes(work.queries.registrations(agency_event_id=event.id))
    return _write(work, event, attendance_list(_facts(work, event), _participants(work, registered)))


def write_certificates(work: Work, number: str) -> DocumentVersion:
    """One page for everybody who came, and for nobody else.

    Raises:
        RuleViolation: no attendance was entered, or nobody came.
    """
    event = _locked(work, number)
    _require_counted(event)
    came = [r for r in work.queries.registrations(agency_event_id=event.id) if r.attended]
    if not came:
        raise RuleViolation(
            "event_papers", [f"Zu {event.number} kam laut Liste niemand; es gibt nichts zu bescheinigen."]
        )
    return _write(work, event, certificates(_facts(work, event), _participants(work, came)))


def write_evaluation(work: Work, number: str) -> DocumentVersion:
    """The feedback in figures, as far as it may be shown.

    Raises:
        RuleViolation: no attendance was entered.
    """
    event = _locked(work, number)
    _require_counted(event)
    return _write(work, event, evaluation_note(_facts(work, event), evaluation_of(work, event)))


def store_event_paper(work: Work, event: AgencyEvent, kind: str, rendered: RenderedFile) -> DocumentVersion:
    """Keep a rendered paper as the next version; equal bytes are the version that is there."""
    document = _document(work, event, kind)
    sha256 = work.files.put(rendered.content)
    if document.latest is not None and document.latest.sha256 == sha256:
        return document.latest
    version = document.add_version(
        label=str(len(document.versions) + 1),
        origin="erzeugt",
        sha256=sha256,
        size_bytes=len(rendered.content),
        author_id=work.actor.id,
        made_on=work.today,
        template=rendered.template,
        manifest=rendered.manifest,
    )
    document.record(
        DOCUMENT_DRAFTED,
        label=document.label,
        kind=kind,
        version=version.label,
        sha256=sha256,
        sha256_short=sha256[:12],
        engagement=event.number,
    )
    return version


def _write(work: Work, event: AgencyEvent, context: DocumentContext) -> DocumentVersion:
    rendered = render_with_template(work, f"shared/{context.kind}.docx", context)
    return store_event_paper(work, event, context.kind, rendered)


def _document(work: Work, event: AgencyEvent, kind: str) -> Document:
    for document in work.queries.event_documents(event.id):
        if document.kind == kind:
            return document
    document = Document(engagement_number=event.number, agency_event_id=event.id, kind=kind)
    work.add(document)
    work.flush()
    return document


def _locked(work: Work, number: str) -> AgencyEvent:
    work.require(*STAFF)
    return work.queries.agency_event(number, lock=True)


def _require_counted(event: AgencyEvent) -> None:
    if not is_counted(event):
        raise RuleViolation(
            "event_papers",
            [
                f"Zu {event.number} ist noch keine Anwesenheit eingetragen; bitte zuerst „clusterprocess event attendance“."
            ],
        )


def _participants(work: Work, registrations: list[Registration]) -> list[Participant]:
    """Persons in German order of their family names."""
    names = {c.id: c.name for c in work.queries.clusters()}
    found = [
        Participant(r.person.name, r.organisation, r.kind, names.get(r.cluster_id or 0, "")) for r in registrations
    ]
    return sorted(found, key=lambda p: (german_key(_family_first(p.name)), p.organisation))


def _family_first(name: str) -> str:
    given, _, family = name.partition(" (")[0].rpartition(" ")
    return f"{family} {given}"


def _facts(work: Work, event: AgencyEvent) -> EventFacts:
    count = count_event(work, event.number)
    return EventFacts(
        number=event.number,
        kind=EVENT_KINDS[event.kind].de,
        title=event.title,
        purpose=event.purpose,
        held_on=event.held_on,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=event.place,
        lead=event.lead.name if event.lead else "",
        delivering=event.delivering.name,
        agenda=tuple((str(row["at"]), str(row["block"])) for row in event.agenda),
        funding=funding_of(event.operation),
        today=work.today,
        demo=work.queries.database_kind() == "demo",
        attendances=count.attendances,
        persons=count.persons,
        initiatives=count.initiatives,
    )
