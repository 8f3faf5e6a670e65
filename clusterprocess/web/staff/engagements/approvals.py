"""Approvals of the newest version in four eyes: who has consented, whose turn it is, and why somebody may not."""

from __future__ import annotations

from dataclasses import dataclass

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.documents import DocumentVersion
from clusterprocess.domain.engagement import Approval, Engagement
from clusterprocess.domain.gates import Context, draft_is_back_and_clean, report_of, reviewer_is_independent
from clusterprocess.domain.states import State
from clusterprocess.usecases.approve import ADMINISTRATOR_APPROVES_NOTHING, RECORDERS
from clusterprocess.usecases.offering_of import approvers_of
from clusterprocess.web.staff.spoken import spoken
from clusterprocess.web.staff.visit import Visit


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """One role of the chain: what it said about the newest version."""

    role: str
    told: str
    tone: str
    note: str


@dataclass(frozen=True, slots=True)
class ApprovalsView:
    """The chain for one version.

    Attributes:
        next_role: whose turn it is; None where nobody's is.
        records: the person who asks enters it for a body, so the paper's place is needed.
        why_not: sentences about why this person may not now; empty where she may.
        who_can: names of those who can.
    """

    version: str
    sha256: str
    lines: tuple[ApprovalLine, ...]
    next_role: Role | None
    records: bool
    why_not: tuple[str, ...]
    who_can: str


def approvals_view(visit: Visit, work: DatabaseWork, engagement: Engagement, context: Context) -> ApprovalsView | None:
    """The approvals of the deliverable, once adopted of the adopted version; None before there is any."""
    document, version = report_of(engagement, context)
    if document is None or version is None:
        return None
    adopted = engagement.adopted_sha256  # what is issued afterwards is another file; the consent was given to this one
    version = next((v for v in document.versions if v.sha256 == adopted), version)
    chain = approvers_of(engagement)
    said = {role: _said(engagement, role, version) for role in chain}
    waiting = next((r for r in chain if not ((a := said[r]) and a.given)), None)
    turn = waiting if waiting and engagement.current_state in _states(engagement, waiting) else None
    names = work.queries.person_names({a.person_id for a in said.values() if a})
    lines = tuple(_line(role, said[role], role is turn, names.get(a.person_id, "") if (a := said[role]) else "")
                  for role in chain)  # fmt: skip
    acts = visit.actor.within(engagement.cluster_id).may(turn) if turn else False
    why = _why_not(visit, engagement, context, turn, acts) if turn else ()
    who = _who_can(work, engagement, turn) if turn else ""
    return ApprovalsView(version.label, version.sha256, lines, turn, not acts, why, who)


def _states(engagement: Engagement, role: Role) -> tuple[State, ...]:
    if engagement.fast_lane:
        return (State.ACCEPTED,)
    return (State.INTERNAL_REVIEW, State.CLUSTER_REVIEW) if role is Role.REVIEWER else (State.CLUSTER_REVIEW,)


def _said(engagement: Engagement, role: Role, version: DocumentVersion) -> Approval | None:
    return next(
        (a for a in reversed(engagement.approvals) if a.role == role.value and a.sha256 == version.sha256), None
    )


def _line(role: Role, said: Approval | None, is_next: bool, name: str) -> ApprovalLine:
    if said is None:
        return ApprovalLine(
            ROLE_NAMES[role].de, "ist jetzt an der Reihe" if is_next else "noch offen", "warn" if is_next else "", ""
        )
    told = "zugestimmt" if said.given else "zurückgegeben"
    who = f"eingetragen von {name}" if said.recorded_for else name
    note = [f"am {said.decided_on:%d.%m.%Y}", who]
    note += [f"Ablage: {said.paper}"] if said.paper else []
    note += [f"„{said.reason}“"] if said.reason else []
    return ApprovalLine(ROLE_NAMES[role].de, told, "good" if said.given else "bad", ", ".join(n for n in note if n))


def _why_not(visit: Visit, engagement: Engagement, context: Context, role: Role, acts: bool) -> tuple[str, ...]:
    """What keeps this person, or anybody, from consenting now."""
    if visit.may(Role.ADMINISTRATOR):
        return (ADMINISTRATOR_APPROVES_NOTHING,)
    if not acts and role is Role.REVIEWER:
        return ("Zustimmen kann nur, wer die Rolle Qualitätsprüfung innehat.",)
    if not acts and not visit.may(*RECORDERS):
        told = " oder ".join(ROLE_NAMES[r].de for r in RECORDERS)
        return (f"Den Beschluss eines Gremiums tragen {told} mit der Ablage des Protokolls ein.",)
    problems = draft_is_back_and_clean(engagement, context)
    if role is Role.REVIEWER:
        problems += reviewer_is_independent(engagement, context)
    return tuple(spoken(p) for p in problems)


def _who_can(work: DatabaseWork, engagement: Engagement, role: Role) -> str:
    if role is Role.REVIEWER and engagement.reviewer:
        return f"{engagement.reviewer.name} ({ROLE_NAMES[role].de})"
    people = work.queries.holders(role.value, engagement.cluster_id)
    told = ", ".join(p.name for p in people[:4]) or "zurzeit niemand eingetragen"
    return f"{ROLE_NAMES[role].de} ({told})"
