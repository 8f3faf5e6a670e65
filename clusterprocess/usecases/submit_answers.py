"""Handing in answers: profile, questionnaire, interviews, survey, strategy plan and own texts, through one door."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.engagement import SUBMISSION_NAMES, Engagement, Submission
from clusterprocess.domain.errors import InputError, InputErrors, RuleViolation
from clusterprocess.domain.register import Cluster, Profile
from clusterprocess.domain.states import ENDED, State
from clusterprocess.offerings import profile as profiles
from clusterprocess.offerings.offering import Submittable
from clusterprocess.offerings.profile import maturity_of_profile
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work

MAX_TEXT = 10_000
CLUSTER_MAY_SUBMIT = frozenset({"fragebogen", "befragung"})


def submit_answers(work: Work, number: str, kind: str, data: Mapping[str, Any], on: date | None = None) -> Submission:
    """Validate and keep one kind of input as its next version.

    Raises:
        InputError: unknown kind, oversized text, or answers that cannot be accepted (all are listed).
        RuleViolation: the engagement has ended, or the plan comes before the analysis was reviewed.
    """
    engagement = work.queries.engagement(number, lock=True)
    roles = (*STAFF, Role.CLUSTER_MANAGER) if kind in CLUSTER_MAY_SUBMIT else tuple(STAFF)
    actor = work.require(*roles, cluster_id=engagement.cluster_id)
    offering = offering_of(engagement)
    submittable = offering.submittable(kind)
    if submittable is None:
        raise InputError(
            f"Art (kind): „{kind[:40]}“ gibt es hier nicht; möglich sind {', '.join(s.kind for s in offering.submittables)}.",
            field="kind",
        )
    require_accepting(engagement, submittable)
    if on and on > work.today:
        raise InputError(f"Tag (on): Der {on:%d.%m.%Y} liegt in der Zukunft.", field="on")
    require_bounded(data)
    accepted = submittable.validate(data)
    content = json.dumps(accepted, ensure_ascii=False, sort_keys=True)
    return engagement.submit(kind, submittable.schema_version, accepted, content, actor.id, on or work.today)


def require_accepting(engagement: Engagement, submittable: Submittable) -> None:
    """An engagement takes this kind of input now.

    Raises:
        RuleViolation: it has ended or rests, the paper is under review, or other input comes first.
    """
    _require_open(engagement, submittable.kind)
    _require_not_reviewed(engagement, submittable.kind)
    _require_order(engagement, submittable)


FIXED_ANSWERS = frozenset(
    {State.INTERNAL_REVIEW, State.CLUSTER_REVIEW, State.RELEASED, State.HANDED_OVER, State.FOLLOW_UP, State.ANSWERED}
)


def _require_not_reviewed(engagement: Engagement, kind: str) -> None:
    """Answers decide who approves; while and after a paper is approved they stay as they were."""
    if kind == "fragebogen" and engagement.current_state in FIXED_ANSWERS:
        raise RuleViolation(
            "submit",
            ["Fragebogen: steht fest, seit der Entwurf geprüft wird; für eine Änderung bitte den Entwurf zurückgeben."],
        )


def _require_order(engagement: Engagement, submittable: Submittable) -> None:
    """Some input builds on other input, and some is fixed once that was handed in (weights before scores)."""
    have = {s.kind for s in engagement.submissions}
    kind = SUBMISSION_NAMES[submittable.kind]
    if early := [SUBMISSION_NAMES[k] for k in submittable.after if k not in have]:
        raise RuleViolation("submit", [f"{kind}: Vorher muss vorliegen: {', '.join(early)}."])
    if late := [SUBMISSION_NAMES[k] for k in submittable.locked_by if k in have]:
        raise RuleViolation(
            "submit",
            [
                f"{kind}: steht fest, seit eingereicht ist: {', '.join(late)}; eine Änderung braucht einen neuen Vorgang."
            ],
        )


def _require_open(engagement: Engagement, kind: str) -> None:
    state = engagement.current_state
    if state in ENDED or state is State.PAUSED:
        raise RuleViolation(
            "submit", [f"{SUBMISSION_NAMES[kind]}: Der Vorgang ist „{state.value}“ und nimmt nichts mehr auf."]
        )
    if state in (State.REQUESTED, State.UNDER_CHECK):
        raise RuleViolation("submit", [f"{SUBMISSION_NAMES[kind]}: Der Vorgang ist noch nicht angenommen."])


def store_profile(
    work: Work, cluster: Cluster, as_of: date, data: Mapping[str, Any], comments: Mapping[str, str] | None = None
) -> Profile:
    """Keep the yearly figures of an initiative and compute its maturity level.

    Raises:
        InputErrors: wrong types, ranges or contradictions, all listed.
        InputError: the reference day lies in the future.
    """
    work.require(*STAFF, Role.CLUSTER_MANAGER, cluster_id=cluster.id)
    if as_of > work.today:
        raise InputError(f"Stichtag (as_of): Der {as_of:%d.%m.%Y} liegt in der Zukunft.", field="as_of")
    require_bounded(data)
    require_bounded({"comments": dict(comments or {})})
    answers = profiles.PROFILE.validate(data)
    if wrong := profiles.contradictions(answers):
        raise InputErrors(wrong)
    known = {rule: str(text)[:600] for rule, text in (comments or {}).items()}
    return cluster.store_profile(as_of, answers, known, maturity_of_profile(answers, as_of))


def require_bounded(value: Any, path: str = "Angaben", depth: int = 0) -> None:
    """Refuse texts beyond 10,000 characters, deep nesting and control characters before anything looks at them.

    Raises:
        InputError: naming the place.
    """
    if depth > 12:
        raise InputError(f"{path}: zu tief verschachtelt.", field=path)
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise InputError(
                f"{path}: {len(value):,} Zeichen sind zu lang (höchstens 10.000).".replace(",", "."), field=path
            )
        if any((ord(c) < 32 and c not in "\n\r\t") or 0xD800 <= ord(c) <= 0xDFFF for c in value):
            raise InputError(f"{path}: enthält Steuerzeichen; bitte als reinen Text eingeben.", field=path)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not str(key).isprintable() or len(str(key)) > 200:
                raise InputError(f"{path}: Ein Name enthält Steuerzeichen oder ist zu lang.", field=path)
            require_bounded(inner, f"{path} › {str(key)[:60]}" if depth else str(key)[:60], depth + 1)
    elif isinstance(value, list | tuple):
        if len(value) > 5000:
            raise InputError(f"{path}: {len(value)} Einträge sind zu viele (höchstens 5.000).", field=path)
        for position, inner in enumerate(value, 1):
            require_bounded(inner, f"{path} › Eintrag {position}", depth + 1)
