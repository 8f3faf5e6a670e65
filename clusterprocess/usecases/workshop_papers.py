"""Papers of a workshop: invitation pack, lists with those registered, name tags and minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from clusterprocess.catalogues.quorum import quorum
from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.agency_events import Registration
from clusterprocess.domain.documents import DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.sorting import german_key
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.case import Case, GuestFacts, WorkshopFacts
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.offerings.standard.name_tags import name_tags
from clusterprocess.usecases.assemble_case import assemble_case
from clusterprocess.usecases.invitation_pack import queue_pack
from clusterprocess.usecases.keep_documents import store_rendered
from clusterprocess.usecases.meetings import who_comes
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import RenderedFile, Work
from clusterprocess.usecases.write_documents import render_document, render_with_template

NAME_TAGS = "namensschilder"
ATTENDANCE = "anwesenheitsliste"
PREPARATION = "vorbereitung"


def write_invitation(work: Work, engagement: Engagement, workshop: Workshop) -> None:
    """Invitation with agenda, checklist and attendance list, for one workshop and its present day.

    The pack with invitation and list goes to the cluster manager in the same transaction.
    """
    label = str(1 + (workshop.moves or 0))
    key = f"{engagement.number}:{{}}:{workshop.paper_attempt}"
    for kind in ("einladung", PREPARATION):
        rendered = render_document(work, engagement, kind, label, workshop)
        store_rendered(work, engagement, kind, rendered, label, key.format(kind), workshop)
    rendered = _list_of(work, engagement, workshop, label)
    store_rendered(work, engagement, ATTENDANCE, rendered, label, key.format(ATTENDANCE), workshop)
    queue_pack(work, engagement, workshop)


def write_minutes(work: Work, engagement: Engagement, workshop: Workshop) -> None:
    rendered = render_document(work, engagement, "protokoll", "1", workshop)
    store_rendered(
        work, engagement, "protokoll", rendered, "1", f"{engagement.number}:protokoll:{workshop.id}", workshop
    )


def write_attendance_list(work: Work, workshop_id: int) -> DocumentVersion:
    """The attendance list anew, with everybody who is registered by now and empty rows after them.

    Raises:
        RuleViolation: the workshop is called off.
    """
    return _write(work, workshop_id, ATTENDANCE, _list_of)


def write_name_tags(work: Work, workshop_id: int) -> DocumentVersion:
    """Name tags of everybody who is registered by now.

    Raises:
        RuleViolation: nobody is registered, or the workshop is called off.
    """
    return _write(work, workshop_id, NAME_TAGS, _tags_of)


def due_workshop_steps(engagement: Engagement) -> list[tuple[str, int]]:
    """Papers that the workshops of an engagement still need, as (step, workshop id)."""
    found = [
        ("write_invitation", w.paper_attempt) for w in engagement.workshops if w.state in ("geplant", "eingeladen")
    ]
    return found + [("write_minutes", w.id) for w in engagement.workshops if w.is_minuted]


def guests_of(work: Work, registrations: list[Registration]) -> tuple[GuestFacts, ...]:
    """Those with a seat as papers name them, by organisation and family name."""
    found = [
        GuestFacts(r.person.name, r.organisation, r.kind, _initiative(work, r.cluster_id))
        for r in who_comes(registrations)
    ]
    return tuple(sorted(found, key=lambda g: (german_key(g.organisation), german_key(g.family_name), g.name)))


def _write(
    work: Work, workshop_id: int, kind: str, render: Callable[[Work, Engagement, Workshop, str], RenderedFile]
) -> DocumentVersion:
    work.require(*STAFF)
    engagement = work.queries.engagement(work.queries.workshop(workshop_id).engagement.number, lock=True)
    workshop = work.queries.workshop(workshop_id, lock=True)
    if workshop.state == "abgesagt":
        raise RuleViolation("write_workshop_paper", [f"Workshop {workshop.number} ist abgesagt."])
    document = engagement.document(kind, workshop)
    count = len(document.versions) if document else 0
    label = f"{1 + (workshop.moves or 0)}.{count}" if count else "1"
    rendered = render(work, engagement, workshop, label)
    key = f"{engagement.number}:{kind}:{workshop.paper_attempt}:{count}"
    return store_rendered(work, engagement, kind, rendered, label, key, workshop)


def _facts(work: Work, engagement: Engagement, workshop: Workshop, label: str) -> tuple[Case, WorkshopFacts]:
    """The case, and the workshop with the people who come; only lists and tags name people."""
    case = assemble_case(work, engagement, label)
    facts = next(w for w in case.workshops if w.id == workshop.id)
    registrations = list(work.queries.registrations(workshop_id=workshop.id))
    return case, replace(facts, registered=guests_of(work, registrations), blank_rows=quorum().blank_rows)


def _list_of(work: Work, engagement: Engagement, workshop: Workshop, label: str) -> RenderedFile:
    offering = offering_of(engagement)
    context: DocumentContext = offering.documents[ATTENDANCE](*_facts(work, engagement, workshop, label))
    return render_with_template(work, offering.template_for(ATTENDANCE), context)


def _tags_of(work: Work, engagement: Engagement, workshop: Workshop, label: str) -> RenderedFile:
    case, facts = _facts(work, engagement, workshop, label)
    if not facts.registered:
        raise RuleViolation("write_name_tags", [f"Für „{workshop.title}“ ist noch niemand angemeldet."])
    return render_with_template(work, f"shared/{NAME_TAGS}.docx", name_tags(case, facts))


def _initiative(work: Work, cluster_id: int | None) -> str:
    return work.queries.cluster(str(cluster_id)).name if cluster_id is not None else ""
