"""Rendering a document and keeping it as a version, once per attempt."""

from __future__ import annotations

from clusterprocess.domain.documents import Document, DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.usecases.keep_documents import store_rendered
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.write_documents import render_document


def store_paper(work: Work, engagement: Engagement, kind: str, label: str, attempt: int | str) -> DocumentVersion:
    """Render one document of the engagement and keep it; the step key makes a repetition find the same version."""
    rendered = render_document(work, engagement, kind, label)
    return store_rendered(work, engagement, kind, rendered, label, f"{engagement.number}:{kind}:{attempt}")


def deliverable(engagement: Engagement) -> Document | None:
    """The document that the offering delivers, once it is drafted."""
    return engagement.document(offering_of(engagement).report_kind)


def newest_version(engagement: Engagement) -> DocumentVersion | None:
    """The newest version of the deliverable."""
    document = deliverable(engagement)
    return document.latest if document else None
