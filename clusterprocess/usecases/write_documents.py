"""Rendering an engagement's documents from its facts."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from clusterprocess.domain.agency_files import AgencyFileKind
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.sections.blocks import DocumentContext
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
    return render_with_template(work, offering.template_for(kind), context)


def render_with_template(work: Work, template: str, context: DocumentContext) -> RenderedFile:
    """Render with the version of the template that is in force, and note which one it was."""
    documents = work.services.documents
    chosen = work.queries.agency_file_in_force(AgencyFileKind.TEMPLATE.value, template)
    content = work.files.get(chosen.sha256) if chosen else documents.shipped_template(template)
    rendered = documents.render(template, context, content)
    number = chosen.number if chosen else 0
    return replace(rendered, template=f"{template}, Fassung {number}, {hashlib.sha256(content).hexdigest()[:12]}")
