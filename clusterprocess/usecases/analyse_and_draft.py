"""The automated steps from intake to draft; what they compute and write is declared by the offering."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from clusterprocess.domain.actors import SYSTEM, Role
from clusterprocess.domain.chain import canonical
from clusterprocess.domain.engagement import SUBMISSION_NAMES, Engagement, Finding
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.links import placeholder
from clusterprocess.domain.states import Stage, State
from clusterprocess.domain.transitions import advance, rule_named
from clusterprocess.offerings.case import FindingDraft
from clusterprocess.usecases.assemble_case import assemble_case
from clusterprocess.usecases.decide import context_for
from clusterprocess.usecases.intake_by_link import intake_link
from clusterprocess.usecases.keep_documents import next_label
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.store_papers import newest_version, store_paper


def open_intake(work: Work, engagement: Engagement) -> None:
    """Questionnaire and interview guide as Word file, the mail to the initiative, and the state."""
    attempt = str(engagement.attempt(Stage.INTAKE))
    version = store_paper(work, engagement, "fragebogen", attempt, attempt)
    if not engagement.fast_lane:
        system_transition(work, engagement, "open_intake")
    due = next((d.due_on for d in engagement.deadlines if d.key == "intake" and d.met_on is None), None)
    asked = [p for p in work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id) if p.email]
    link = intake_link(work, engagement, asked[0] if len(asked) == 1 else None) if asked else None
    queue_message(
        work,
        "erhebung",
        f"{engagement.number}:erhebung:{attempt}",
        engagement,
        asked,
        {"frist": f"{due:%d.%m.%Y}" if due else "", "link": placeholder(link.id) if link else ""},
        attachments=[{"name": f"Fragebogen {engagement.number}.docx", "sha256": version.sha256}],
    )


def analyse(work: Work, engagement: Engagement) -> None:
    """Compute all findings of the offering and store each with inputs, formula and catalogue version."""
    system_transition(work, engagement, "start_analysis")
    _compute(work, engagement)


def _compute(work: Work, engagement: Engagement) -> None:
    case = assemble_case(work, engagement, with_peers=True)
    findings = _findings(engagement, Stage.ANALYSIS, offering_of(engagement).analyse(case))
    peers = next((f.result.get("n", 0) for f in findings if f.key == "F1"), 0)
    engagement.store_findings(findings, int(peers), Stage.ANALYSIS)


def _findings(engagement: Engagement, stage: Stage, drafts: Iterable[FindingDraft]) -> list[Finding]:
    """Findings of one pass, each with the hash over its inputs and result."""
    return [
        Finding(
            key=d.key,
            stage=stage.value,
            attempt=engagement.attempt(stage),
            method=d.method,
            title=d.title,
            formula=d.formula,
            source=d.source,
            catalogue_version=d.catalogue_version,
            inputs=d.inputs,
            result=d.result,
            sha256=hashlib.sha256(canonical(_texts({"inputs": d.inputs, "result": d.result}))).hexdigest(),
        )
        for d in drafts
    ]


def write_brief(work: Work, engagement: Engagement) -> None:
    attempt = engagement.attempt(Stage.ANALYSIS)
    store_paper(work, engagement, "situationsanalyse", str(attempt), attempt)


def plan_workshops(work: Work, engagement: Engagement) -> None:
    """After G2 the engagement waits for its workshops; the brief goes to the core group as a draft mail."""
    system_transition(work, engagement, "pass_to_workshops")
    document = engagement.document("situationsanalyse")
    latest = document.latest if document else None
    if latest:
        queue_message(
            work,
            "situationsanalyse",
            f"{engagement.number}:situationsanalyse:{latest.label}",
            engagement,
            work.queries.holders(Role.CORE_GROUP.value, engagement.cluster_id),
            {},
            draft=True,
            reason=f"An die Kerngruppe; Versand frühestens zehn Tage vor dem Termin „{offering_of(engagement).workshop_name}“.",
            attachments=[{"name": f"Situationsanalyse {engagement.number}.docx", "sha256": latest.sha256}],
        )


def draft_paper(work: Work, engagement: Engagement) -> None:
    """Draft the paper and its companions from everything that was handed in."""
    if engagement.current_state is State.WORKSHOP_HELD:
        require_draft_input(engagement)
        system_transition(work, engagement, "start_draft")
    _draft(work, engagement)


def write_note(work: Work, engagement: Engagement) -> None:
    """Short advice: findings and note in one step, as there is no workshop in between (ruling 3)."""
    require_draft_input(engagement)
    _compute(work, engagement)
    work.flush()
    _draft(work, engagement)


def _draft(work: Work, engagement: Engagement) -> None:
    offering = offering_of(engagement)
    attempt = engagement.attempt(Stage.DELIVERABLE)
    added = offering.evaluate(assemble_case(work, engagement))
    engagement.store_findings(_findings(engagement, Stage.DELIVERABLE, added), 0, Stage.DELIVERABLE)
    work.flush()
    latest = newest_version(engagement)
    store_paper(work, engagement, offering.report_kind, next_label(latest.label) if latest else "0.9", attempt)
    if not engagement.fast_lane:
        for companion in offering.companions:
            store_paper(work, engagement, companion, str(attempt), attempt)


def require_draft_input(engagement: Engagement) -> None:
    """Raise unless everything is there that the draft needs.

    Raises:
        RuleViolation: one sentence per missing kind of input.
    """
    missing = [
        f"{SUBMISSION_NAMES[kind]} fehlt: bitte mit „clusterprocess engagement submit“ einreichen."
        for kind in _needed(engagement)
        if engagement.submission(kind) is None
    ]
    if missing := missing + _short_gaps(engagement):
        raise RuleViolation("start_draft", missing)


def _short_gaps(engagement: Engagement) -> list[str]:
    """Short advice has no gate G1, so the note itself waits for the required answers."""
    asked = engagement.submission("fragebogen")
    if not engagement.fast_lane or asked is None:
        return []
    offering = offering_of(engagement)
    names = {q.key: q.text.de for q in offering.questionnaire.questions}
    return [f"{names[key]} ({key}) fehlt im Fragebogen." for key in offering.short_answers if not asked.data.get(key)]


def _needed(engagement: Engagement) -> tuple[str, ...]:
    needs = offering_of(engagement).draft_needs
    return ("fragebogen", *needs) if engagement.fast_lane else needs


def has_analysis_input(engagement: Engagement) -> bool:
    """Whether interviews, survey and other input of the computations are in, as far as the level asks for them."""
    data = {s.kind: s.data for s in engagement.submissions}
    return not offering_of(engagement).analysis_missing(data, engagement.level)


def has_plan(engagement: Engagement) -> bool:
    """Whether everything is there that the draft needs."""
    return all(engagement.submission(kind) for kind in _needed(engagement)) and not _short_gaps(engagement)


def system_transition(work: Work, engagement: Engagement, rule: str) -> None:
    """A system transition, unless an earlier attempt of the step already made it."""
    if engagement.current_state in rule_named(rule).sources:
        advance(engagement, rule, SYSTEM, context_for(work, engagement, SYSTEM))


def _texts(value: Any) -> Any:
    """Floats as text, so that the hash of a finding rests on values that every platform writes alike."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {k: _texts(v) for k, v in value.items()}
    return [_texts(v) for v in value] if isinstance(value, list | tuple) else value
