"""Decisions on an engagement: evidence, transitions, pause, resume, abort, repeat. Rules live in the domain."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterprocess.catalogues.calendar import agency_calendar
from clusterprocess.catalogues.process import DeadlineRule, process
from clusterprocess.catalogues.reading import in_force
from clusterprocess.domain.actors import STAFF, Actor
from clusterprocess.domain.chain import canonical, plain
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.gates import AID_LEVELS, EVIDENCE, Context, PlannedDeadline
from clusterprocess.domain.states import Stage, State
from clusterprocess.domain.transitions import Transition, advance, open_points, possible, rule_named, start_deadlines
from clusterprocess.offerings import profile as profiles
from clusterprocess.usecases.offering_of import approvers_of, offering_of
from clusterprocess.usecases.ports import Work


@dataclass(frozen=True)
class Decision:
    """One decision as a person states it."""

    name: str
    reason: str | None = None
    text: str = ""
    stage: Stage | None = None
    occurred_on: date | None = None


def decide(work: Work, number: str, decision: Decision) -> Engagement:
    """Use a transition rule on an engagement.

    Raises:
        PermissionDenied, RuleViolation, InputError: see :func:`clusterprocess.domain.transitions.advance`.
    """
    engagement = work.queries.engagement(number, lock=True)
    rule = rule_named(decision.name)
    actor = work.require(*rule.roles, cluster_id=engagement.cluster_id)
    if decision.occurred_on and decision.occurred_on > work.today:
        raise InputError(f"Tag (on): Der {decision.occurred_on:%d.%m.%Y} liegt in der Zukunft.", field="on")
    if decision.name == "complete_intake":
        engagement.level = engagement.cluster.level  # the intake's figures decide, not the register's (ruling 16)
        freeze_baseline(engagement)
    advance(engagement, decision.name, actor, context_for(work, engagement, actor, decision))
    if decision.text.strip():
        engagement.record_evidence(
            f"reason_{decision.name}"[:40],
            "Begründung",
            decision.reason or "Text",
            actor.id,
            decision.occurred_on or work.today,
            text=decision.text.strip(),
        )
    return engagement


def pause(work: Work, number: str, reason: str | None, text: str, until: date | None) -> Engagement:
    """Let an engagement rest, with the day on which it is to be looked at again where there is one.

    Raises:
        PermissionDenied, RuleViolation, InputError: as :func:`decide`; the day is not ahead.
    """
    if until is not None and until <= work.today:
        raise InputError(f"Ruhend bis (until): Der {until:%d.%m.%Y} liegt nicht in der Zukunft.", field="until")
    engagement = decide(work, number, Decision("pause", reason, text))
    if until is not None:
        record_evidence(work, number, {"paused_until": until.isoformat()}, work.today)
    return engagement


def record_evidence(
    work: Work, number: str, entries: Mapping[str, str], occurred_on: date, paper: str = ""
) -> Engagement:
    """Enter facts that gates ask for.

    Raises:
        InputError: unknown key, empty value, a day in the future, unknown aid level.
    """
    engagement = work.queries.engagement(number, lock=True)
    actor = work.require(*STAFF)
    if occurred_on > work.today:
        raise InputError(f"Tag (on): Der {occurred_on:%d.%m.%Y} liegt in der Zukunft.", field="on")
    if len(paper) > 200:
        raise InputError("Ablage (paper): bitte höchstens 200 Zeichen.", field="paper")
    for key, value in entries.items():
        if key not in EVIDENCE:
            raise InputError(f"Nachweis: „{key[:40]}“ ist unbekannt; möglich sind {', '.join(EVIDENCE)}.", field=key)
        if not value.strip() or len(value) > 120:
            raise InputError(f"Nachweis {key}: bitte einen Wert mit 1 bis 120 Zeichen angeben.", field=key)
        if key == "aid_decision" and value not in AID_LEVELS:
            raise InputError(f"Nachweis aid_decision: bitte einer von {', '.join(AID_LEVELS)}.", field=key)
        if key in ("assembly_on", "paused_until"):
            _require_day(key, value)
        if key == "board_meeting_on":
            for meeting in value.split():
                _require_day(key, meeting)
        engagement.record_evidence(key, EVIDENCE[key].de, value.strip(), actor.id, occurred_on, paper=paper)
    return engagement


def _require_day(key: str, value: str) -> None:
    try:
        date.fromisoformat(value.strip())
    except ValueError:
        raise InputError(
            f"Nachweis {key}: „{value[:20]}“ ist kein Tag der Form JJJJ-MM-TT, zum Beispiel 2015-10-22.",
            field=key,
        ) from None


def context_for(
    work: Work, engagement: Engagement, actor: Actor, decision: Decision | None = None, handover_queued: bool = False
) -> Context:
    """Everything the rules may look at, gathered once."""
    offering = offering_of(engagement)
    catalogue = process()
    quota = in_force(process).quota_days.get(engagement.offering)
    year = engagement.requested_on.year
    planned = float(sum(p.days for p in engagement.planned_days))
    missing, warnings = intake_gaps(engagement)
    return Context(
        actor=actor,
        today=work.today,
        occurred_on=decision.occurred_on if decision else None,
        reason_code=decision.reason if decision else None,
        reason_text=decision.text if decision else "",
        reason_codes=catalogue.reasons,
        missing_answers=tuple(missing),
        uncommented_warnings=tuple(warnings),
        quota_free_days=None if quota is None else quota - work.queries.planned_days_in(engagement.offering, year),
        planned_person_days=planned,
        approval_chain=approvers_of(engagement),
        stage=decision.stage if decision else None,
        report_kind=offering.report_kind,
        handover_queued=handover_queued,
        deadlines=_deadlines,
        next_working_day=agency_calendar().next_working_day,
    )


def intake_gaps(engagement: Engagement) -> tuple[list[str], list[str]]:
    """Sentences about missing answers and about warnings without comment (G1)."""
    offering = offering_of(engagement)
    profile = engagement.cluster.profile
    answers = profile.answers if profile else {}
    submissions = {s.kind: s.data for s in engagement.submissions}
    missing = [f"{q.text.de} ({q.key}) fehlt im Profil." for q in profiles.missing_facts(answers, engagement.level)]
    missing += offering.missing(answers, submissions, engagement.level)
    if profile is None:
        return missing, []
    before = next((p.answers for p in reversed(engagement.cluster.profiles) if p.as_of < profile.as_of), None)
    comments = {**profile.comments}
    uncommented = [
        f"{text} Bitte mit einem Satz erläutern (Kommentar „{rule}“)."
        for rule, text in profiles.warnings(answers, profile.as_of, before).items()
        if not comments.get(rule)
    ]
    return missing, uncommented


def freeze_baseline(engagement: Engagement) -> None:
    """Copy the newest profile as T0, once per pass."""
    profile = engagement.cluster.profile
    if profile is None:
        return
    values = {"as_of": profile.as_of.isoformat(), "version": profile.version, "answers": profile.answers}
    sha256 = hashlib.sha256(canonical(_without_floats(values))).hexdigest()
    if engagement.baseline.get("sha256") != sha256:
        engagement.freeze_baseline({**values, "sha256": sha256}, sha256)


def _without_floats(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {k: _without_floats(v) for k, v in value.items()}
    return [_without_floats(v) for v in value] if isinstance(value, list) else plain(value)


def _deadlines(state: State, engagement: Engagement, today: date) -> list[PlannedDeadline]:
    if engagement.fast_lane and state is State.ACCEPTED:
        return [_planned(rule, rule.working_days, today) for rule in process().fast_deadlines]
    rule = process().deadlines.get(state.value)
    if rule is None:
        return []
    days = rule.days_for(engagement.level)
    held = [w.held_on for w in engagement.workshops if w.is_minuted] if rule.from_last_workshop else []
    start = max(held, default=today)
    return [_planned(rule, days, start)]


def _planned(rule: DeadlineRule, days: int, start: date) -> PlannedDeadline:
    days_of_agency = agency_calendar()
    due, explained = days_of_agency.add(start, days), days_of_agency.explain(start, days)
    return PlannedDeadline(rule.key, rule.label, rule.role, start, due, explained)


def start_first_deadlines(work: Work, engagement: Engagement) -> None:
    """The deadlines of a state that no transition led to: the request's acknowledgement."""
    start_deadlines(engagement, _deadlines(engagement.current_state, engagement, work.today))


def possible_decisions(work: Work, engagement: Engagement) -> list[tuple[Transition, list[str]]]:
    """Rules that start from the present state with what still keeps each from being used."""
    actor = work.actor.within(engagement.cluster_id)
    context = context_for(work, engagement, actor)
    return [(rule, open_points(engagement, rule, context)) for rule in possible(engagement)]
