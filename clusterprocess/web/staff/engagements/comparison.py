"""What differs between two versions of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.documents import DocumentVersion
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.usecases.compare_versions import Difference, Mark, compare_versions
from clusterprocess.web.staff.engagements.documents import ORIGINS, TAB, chosen_document
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.rights import READERS, Page
from clusterprocess.web.staff.visit import Visit

MOST_SHOWN = 400
"""More changed paragraphs than this are another paper; the page shows the first ones and says so."""


@dataclass(frozen=True, slots=True)
class ChapterChanges:
    """The differences under one heading."""

    heading: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Two versions side by side in one text.

    Attributes:
        versions: (label, description) to choose from; ``a`` is the older, ``b`` the newer one.
        left_out: changed paragraphs beyond those shown.
    """

    title: str
    head: EngagementHead
    document: str
    versions: tuple[tuple[str, str], ...]
    a: str
    b: str
    chapters: tuple[ChapterChanges, ...]
    changed: int
    added: int
    removed: int
    left_out: int
    cancel: str


def compare(visit: Visit) -> Response:
    """Two versions paragraph by paragraph; without a choice the newest against the one before."""
    return visit.show("engagements/comparison.html", visit.read(lambda work: _page(visit, work)))


def _page(visit: Visit, work: DatabaseWork) -> ComparisonPage:
    engagement = visit.engagement(work)
    document = chosen_document(work, engagement, visit.path["kind"])
    versions = document.versions
    if len(versions) < 2:
        raise NotFoundError(f"{document.label}: Es gibt erst eine Fassung, also nichts zu vergleichen.")
    old = _chosen(versions, visit.query.get("a", ""), versions[-2])
    new = _chosen(versions, visit.query.get("b", ""), versions[-1])
    found = compare_versions(work, old, new)
    counts = {mark: sum(d.mark is mark for d in found) for mark in Mark}
    described = tuple(
        (v.label, f"{v.label} – {ORIGINS.get(v.origin, v.origin)}, {v.made_on:%d.%m.%Y}") for v in versions
    )
    return ComparisonPage(
        "Fassungen vergleichen", head_of(engagement, TAB), document.label, described, old.label, new.label,
        _chapters(found[:MOST_SHOWN]), counts[Mark.SAME], counts[Mark.ADDED], counts[Mark.REMOVED],
        max(0, len(found) - MOST_SHOWN), f"/vorgang/{engagement.number}/dokumente",
    )  # fmt: skip


def _chosen(versions: Sequence[DocumentVersion], label: str, otherwise: DocumentVersion) -> DocumentVersion:
    if not label:
        return otherwise
    for version in versions:
        if version.label == label:
            return version
    raise NotFoundError(f"Fassung „{label[:20]}“ gibt es von diesem Papier nicht.")


def _chapters(found: Sequence[Difference]) -> tuple[ChapterChanges, ...]:
    return tuple(ChapterChanges(heading, tuple(group)) for heading, group in groupby(found, key=lambda d: d.heading))


PAGES = (
    Page("engagements.document_compare", "GET", "/vorgang/{number}/dokumente/{kind}/vergleich", READERS, compare, "Zwei Fassungen vergleichen"),
)  # fmt: skip
