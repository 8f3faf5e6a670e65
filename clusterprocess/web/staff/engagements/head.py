"""What stands above every page of one engagement: number, initiative, state, and the way to its other pages."""

from __future__ import annotations

from dataclasses import dataclass

from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.states import STATE_NAMES, State
from clusterprocess.usecases.offering_of import offering_of

TABS: tuple[tuple[str, str], ...] = (
    ("Stand", ""),
    ("Eingaben", "/eingaben"),
    ("Befunde", "/befunde"),
    ("Workshops", "/workshops"),
    ("Dokumente", "/dokumente"),
    ("Nachrichten", "/nachrichten"),
    ("Tage", "/tage"),
    ("Nachbefragung", "/nachbefragung"),
    ("Verlauf", "/verlauf"),
)
_WITHOUT_WORKSHOP = frozenset({"/workshops", "/befunde"})
"""Short advice has neither (ruling 3): what has no purpose at a size is not shown."""


@dataclass(frozen=True, slots=True)
class EngagementHead:
    """See the module.

    Attributes:
        tone: of the state's tag; ``tabs`` are (label, address, whether it is the present one).
    """

    number: str
    title: str
    cluster: str
    cluster_href: str
    state: str
    tone: str
    tabs: tuple[tuple[str, str, bool], ...]


def head_of(engagement: Engagement, tab: str) -> EngagementHead:
    """The head of a page; ``tab`` is the end of its address, ``/dokumente``."""
    base = f"/vorgang/{engagement.number}"
    tabs = tuple(
        (label, base + end, end == tab)
        for label, end in TABS
        if not (engagement.fast_lane and end in _WITHOUT_WORKSHOP)
    )
    return EngagementHead(
        engagement.number,
        offering_of(engagement).title.de,
        engagement.cluster.name,
        f"/register/{engagement.cluster_id}",
        STATE_NAMES[engagement.current_state].de,
        tone_of(engagement.current_state),
        tabs,
    )


def tone_of(state: State) -> str:
    """The colour of a state's tag; the word itself always stands beside it."""
    if state in (State.DECLINED, State.ABORTED):
        return "bad"
    if state is State.PAUSED:
        return "warn"
    if state in (State.CLOSED, State.HANDED_OVER, State.FOLLOW_UP):
        return "good"
    return "calm"
