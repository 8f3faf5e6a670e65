"""Rendering an engagement's documents from its facts."""

from __future__ import annotations

from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.usecases.assemble_case import assemble_case
from clusterprocess.usecases.ports import RenderedFile, Work


def render_document(
    work: Work, engagement: Engagement, kind: str, label: str, workshop: Workshop | None = None
) -> RenderedFile:
    """Render one document; the offering says what it holds, the template how it looks."""
    offering = offering_named(engagement.offering)
    case = assemble_case(work, engagement, label)
    build = offering.documents[kind]
    about = () if workshop is None else (next(w for w in case.workshops if w.id == workshop.id),)
    context = build(case, *about)
    folder = offering.slug if kind in (offering.report_kind, "situationsanalyse", "materialband") else "shared"
    return work.services.documents.render(f"{folder}/{kind}.docx", context)
