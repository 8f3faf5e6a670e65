"""Rendering an engagement's documents from its facts."""

from __future__ import annotations

from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.workshops import Workshop
from clusterprocess.usecases.assemble_case import assemble_case
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import RenderedFile, Work


def render_document(
    work: Work, engagement: Engagement, kind: str, label: str, workshop: Workshop | None = None
) -> RenderedFile:
    """Render one document; the offering says what it holds, the template how it looks."""
    offering = offering_of(engagement)
    case = assemble_case(work, engagement, label)
    build = offering.documents[kind]
    about = () if workshop is None else (next(w for w in case.workshops if w.id == workshop.id),)
    context = build(case, *about)
    return work.services.documents.render(offering.template_for(kind), context)
