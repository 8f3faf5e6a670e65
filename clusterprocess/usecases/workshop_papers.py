"""Papers of a workshop: invitation pack and minutes."""

from __future__ import annotations

from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.workshops import Workshop
from clusterprocess.usecases.keep_documents import store_rendered
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.write_documents import render_document


def write_invitation(work: Work, engagement: Engagement, workshop: Workshop) -> None:
    """Invitation with agenda and checklist, and the attendance list, for one workshop and its present day."""
    label = str(1 + (workshop.moves or 0))
    for kind in ("einladung", "anwesenheitsliste"):
        rendered = render_document(work, engagement, kind, label, workshop)
        key = f"{engagement.number}:{kind}:{workshop.paper_attempt}"
        store_rendered(work, engagement, kind, rendered, label, key, workshop)


def write_minutes(work: Work, engagement: Engagement, workshop: Workshop) -> None:
    rendered = render_document(work, engagement, "protokoll", "1", workshop)
    store_rendered(
        work, engagement, "protokoll", rendered, "1", f"{engagement.number}:protokoll:{workshop.id}", workshop
    )


def due_workshop_steps(engagement: Engagement) -> list[tuple[str, int]]:
    """Papers that the workshops of an engagement still need, as (step, workshop id)."""
    found = [
        ("write_invitation", w.paper_attempt) for w in engagement.workshops if w.state in ("geplant", "eingeladen")
    ]
    return found + [("write_minutes", w.id) for w in engagement.workshops if w.is_minuted]
