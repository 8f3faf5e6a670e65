"""What can be decided now, by whom, and what is still missing, as sentences."""

from __future__ import annotations

from dataclasses import dataclass

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.gates import Context
from clusterprocess.domain.transitions import Transition, open_points, possible
from clusterprocess.web.staff.spoken import spoken
from clusterprocess.web.staff.visit import Visit

ASIDE = frozenset({"pause", "abort", "repeat"})
"""Possible in nearly every state: they stand apart from the way forward."""
BY_APPROVAL = frozenset({"return_draft", "release", "answer_advice", "pass_review"})
"""They follow from an approval and are given there."""
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision.

    Attributes:
        missing: what keeps everybody from it; ``may`` whether this person holds one of its roles.
        below: how many more conditions the next gate names on the same page.
        who: the roles that may, with names; ``by_itself`` where the system does it.
    """

    name: str
    label: str
    missing: tuple[str, ...]
    may: bool
    who: str
    by_itself: bool
    below: int = 0


def decisions_of(
    visit: Visit, work: DatabaseWork, engagement: Engagement, context: Context
) -> tuple[tuple[DecisionView, ...], tuple[DecisionView, ...]]:
    """The way forward, and what is possible in nearly every state."""
    views = [
        _view(visit, work, engagement, rule, context) for rule in possible(engagement) if rule.name not in BY_APPROVAL
    ]
    return tuple(v for v in views if v.name not in ASIDE), tuple(v for v in views if v.name in ASIDE)


def _view(visit: Visit, work: DatabaseWork, engagement: Engagement, rule: Transition, context: Context) -> DecisionView:
    missing = tuple(spoken(sentence) for sentence in open_points(engagement, rule, context))
    may = visit.actor.within(engagement.cluster_id).may(*rule.roles)
    people = tuple(role for role in rule.roles if role is not Role.SYSTEM)
    who = "" if may else ", ".join(_told(work, engagement, role) for role in people)
    return DecisionView(rule.name, rule.label.de, missing, may, who, Role.SYSTEM in rule.roles)


def _told(work: DatabaseWork, engagement: Engagement, role: Role) -> str:
    """A role with the people who hold it; of lead and review those of this engagement."""
    named = {Role.CONSULTANT: engagement.lead, Role.REVIEWER: engagement.reviewer}.get(role)
    people = [named] if named else work.queries.holders(role.value, engagement.cluster_id)[:MOST_NAMES]
    names = ", ".join(person.name for person in people)
    return f"{ROLE_NAMES[role].de} ({names})" if names else ROLE_NAMES[role].de
