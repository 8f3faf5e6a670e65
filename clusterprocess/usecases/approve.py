"""Approvals: a role's yes or no to exactly one file, in the order of the offering's chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.documents import DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.gates import draft_is_back_and_clean, reviewer_is_independent
from clusterprocess.domain.states import STATE_NAMES, State
from clusterprocess.domain.transitions import advance
from clusterprocess.usecases.decide import Decision, context_for
from clusterprocess.usecases.offering_of import approvers_of, offering_of
from clusterprocess.usecases.ports import Work

RECORDERS = (Role.CONSULTANT, Role.ASSISTANT)
ADMINISTRATOR_APPROVES_NOTHING = (
    "Wer die Administration innehat, stimmt keiner Fassung zu und trägt keine Zustimmung ein (Funktionstrennung)."
)


def approve(
    work: Work,
    number: str,
    role: Role,
    *,
    given: bool,
    on: date | None = None,
    reason_code: str | None = None,
    text: str = "",
    paper: str = "",
    sha256: str | None = None,
) -> Engagement:
    """Enter an approval, or a return for rework, and let the state follow.

    The reviewer acts in person; decisions of core group and board may be entered by staff, with the paper's place.

    Raises:
        PermissionDenied: the actor is neither the role nor allowed to record it, or administers the system.
        RuleViolation: wrong state, role not in the chain, an earlier role is missing, four eyes.
        InputError: refusal without reason, record without the paper's place, or an outdated file.
    """
    engagement = work.queries.engagement(number, lock=True)
    offering = offering_of(engagement)
    chain = approvers_of(engagement)
    if role not in chain:
        raise InputError(f"Rolle (role): Im Ablauf stimmen zu: {', '.join(r.value for r in chain)}.", field="role")
    recorded_for = _check_right(work, engagement, role, paper)
    version = _version(engagement, offering.report_kind, sha256)
    decided_on = on or work.today
    if not version.made_on <= decided_on <= work.today:
        raise InputError(
            f"Tag (on): Fassung {version.label} ist vom {version.made_on:%d.%m.%Y}; der Beschluss muss danach und darf nicht in der Zukunft liegen.",
            field="on",
        )
    if not given:
        return _return(work, engagement, role, version, reason_code, text, recorded_for, paper, on)
    _check_order(work, engagement, role, chain, version)
    engagement.approve(
        role,
        version.sha256,
        version.label,
        work.actor.id,
        on or work.today,
        given=True,
        reason=text,
        recorded_for=recorded_for,
        paper=paper,
    )
    work.flush()
    _follow(work, engagement, role, version, chain, on)
    return engagement


def _check_right(work: Work, engagement: Engagement, role: Role, paper: str) -> str:
    """Who acts in the role needs nothing more; who records for a body names where its paper lies."""
    actor = work.actor.within(engagement.cluster_id)
    if actor.may(Role.ADMINISTRATOR):
        raise PermissionDenied(ADMINISTRATOR_APPROVES_NOTHING)
    if actor.may(role):
        work.require(role, cluster_id=engagement.cluster_id)
        return ""
    if role is Role.REVIEWER:
        work.require(role)
    work.require(*RECORDERS)
    if not paper.strip():
        raise InputError(
            "Ablage (paper): Wer für ein Gremium einträgt, nennt das Protokoll oder Schreiben.", field="paper"
        )
    return ROLE_NAMES[role].de


def _version(engagement: Engagement, kind: str, sha256: str | None) -> DocumentVersion:
    document = engagement.document(kind)
    version = document.latest if document else None
    if version is None:
        raise RuleViolation("approve", ["Es gibt noch keine Fassung, der zugestimmt werden könnte."])
    if sha256 and not version.sha256.startswith(sha256.lower()):
        raise InputError(
            f"Prüfsumme (sha256): Die neueste Fassung {version.label} hat {version.sha256[:12]}…; bitte diese lesen.",
            field="sha256",
        )
    return version


def _check_order(
    work: Work, engagement: Engagement, role: Role, chain: tuple[Role, ...], version: DocumentVersion
) -> None:
    allowed = {State.CLUSTER_REVIEW} | ({State.INTERNAL_REVIEW} if role is Role.REVIEWER else set())
    if engagement.fast_lane:
        allowed = {State.ACCEPTED}
    if engagement.current_state not in allowed:
        raise RuleViolation(
            "approve",
            [
                f"Im Stand „{STATE_NAMES[engagement.current_state].de}“ ist keine Zustimmung als {ROLE_NAMES[role].de} möglich."
            ],
        )
    context = context_for(work, engagement, work.actor.within(engagement.cluster_id))
    problems = draft_is_back_and_clean(engagement, context)
    if role is Role.REVIEWER:
        problems += reviewer_is_independent(engagement, context)
    problems += [
        f"Vorher fehlt: {ROLE_NAMES[earlier].de} zu Fassung {version.label}."
        for earlier in chain[: chain.index(role)]
        if engagement.approval_for(earlier, version.sha256) is None
    ]
    if problems:
        raise RuleViolation("approve", problems)


def _follow(
    work: Work, engagement: Engagement, role: Role, version: DocumentVersion, chain: tuple[Role, ...], on: date | None
) -> None:
    decision = Decision("pass_review", occurred_on=on)
    if role is Role.REVIEWER and engagement.current_state is State.INTERNAL_REVIEW:
        advance(engagement, "pass_review", work.actor, context_for(work, engagement, work.actor, decision))
    if role is chain[-1]:
        engagement.adopted_sha256, engagement.adopted_on = version.sha256, on or work.today
        actor = work.actor.within(engagement.cluster_id)
        rule = "answer_advice" if engagement.fast_lane else "release"
        advance(engagement, rule, actor, context_for(work, engagement, actor, replace(decision, name=rule)))


def _return(
    work: Work,
    engagement: Engagement,
    role: Role,
    version: DocumentVersion,
    code: str | None,
    text: str,
    recorded_for: str,
    paper: str,
    on: date | None,
) -> Engagement:
    if not text.strip():
        raise InputError("Begründung (text): Eine Rückgabe sagt, was zu ändern ist.", field="text")
    engagement.approve(
        role,
        version.sha256,
        version.label,
        work.actor.id,
        on or work.today,
        given=False,
        reason=text,
        recorded_for=recorded_for,
        paper=paper,
    )
    if engagement.fast_lane:
        return engagement  # short advice is written again from corrected texts; there is no state to go back to
    actor = work.actor.within(engagement.cluster_id)
    decision = Decision("return_draft", reason=code, text=text, occurred_on=on)
    advance(engagement, "return_draft", actor, context_for(work, engagement, actor, decision))
    return engagement
