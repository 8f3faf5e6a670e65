"""The automated steps of a joint cluster strategy. Each is one transaction, done once per attempt (design D2)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterprocess.domain.actors import SYSTEM, Role
from clusterprocess.domain.chain import canonical
from clusterprocess.domain.engagement import Engagement, Finding
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import DOCUMENT_ISSUED, HANDED_OVER, STEP_FINISHED
from clusterprocess.domain.gates import says_yes
from clusterprocess.domain.runs import STEP_NAMES, StepRecord
from clusterprocess.domain.states import ORDER, Stage, State
from clusterprocess.domain.transitions import advance
from clusterprocess.domain.workshops import MOVE_STEP, Workshop
from clusterprocess.offerings.case import FindingDraft
from clusterprocess.usecases.assemble_case import assemble_case, funding_of
from clusterprocess.usecases.decide import context_for
from clusterprocess.usecases.keep_documents import document_for, next_label, recheck_quietly, store_rendered
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.write_documents import render_document


@dataclass(frozen=True, slots=True)
class Step:
    """One automated step: when it is due, which attempt it is, and what it does."""

    name: str
    stage: Stage
    due_in: tuple[State, ...]
    perform: Callable[[Work, Engagement], None]

    def attempt(self, engagement: Engagement) -> int:
        return engagement.attempt(self.stage)


def open_intake(work: Work, engagement: Engagement) -> None:
    """Questionnaire and interview guide as Word file, the mail to the initiative, and the state."""
    attempt = str(engagement.attempt(Stage.INTAKE))
    rendered = render_document(work, engagement, "fragebogen", attempt)
    version = store_rendered(
        work,
        engagement,
        "fragebogen",
        rendered,
        attempt,
        f"{engagement.number}:fragebogen:{attempt}",
    )
    _advance(work, engagement, "open_intake")
    due = next((d.due_on for d in engagement.deadlines if d.key == "intake" and d.met_on is None), None)
    queue_message(
        work,
        "erhebung",
        f"{engagement.number}:erhebung:{attempt}",
        engagement,
        work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id),
        {"frist": f"{due:%d.%m.%Y}" if due else ""},
        attachments=[{"name": f"Fragebogen {engagement.number}.docx", "sha256": version.sha256}],
    )


def analyse(work: Work, engagement: Engagement) -> None:
    """Compute all findings of the offering and store each with inputs, formula and catalogue version."""
    _advance(work, engagement, "start_analysis")
    case = assemble_case(work, engagement, with_peers=True)
    findings = _findings(engagement, Stage.ANALYSIS, offering_of(engagement).analyse(case))
    peers = next((f.result.get("n", 0) for f in findings if f.key == "F1"), 0)
    engagement.store_findings(findings, int(peers), Stage.ANALYSIS)


def _findings(engagement: Engagement, stage: Stage, drafts: list[FindingDraft]) -> list[Finding]:
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
    _store(work, engagement, "situationsanalyse", str(attempt), attempt)


def plan_workshops(work: Work, engagement: Engagement) -> None:
    """After G2 the engagement waits for its workshops; the brief goes to the core group as a draft mail."""
    _advance(work, engagement, "pass_to_workshops")
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
            reason="An die Kerngruppe; Versand frühestens zehn Tage vor dem Strategietag.",
            attachments=[{"name": f"Situationsanalyse {engagement.number}.docx", "sha256": latest.sha256}],
        )


def draft_paper(work: Work, engagement: Engagement) -> None:
    """Draft the paper and its internal volume from everything that was handed in."""
    if engagement.current_state is State.WORKSHOP_HELD:
        _require_plan(engagement)
        _advance(work, engagement, "start_draft")
    attempt = engagement.attempt(Stage.DELIVERABLE)
    added = offering_of(engagement).evaluate(assemble_case(work, engagement))
    engagement.store_findings(_findings(engagement, Stage.DELIVERABLE, added), 0, Stage.DELIVERABLE)
    work.flush()
    earlier = engagement.document("strategiepapier")
    latest = earlier.latest if earlier else None
    _store(work, engagement, "strategiepapier", next_label(latest.label) if latest else "0.9", attempt)
    _store(work, engagement, "materialband", str(attempt), attempt)


def _require_plan(engagement: Engagement) -> None:
    missing = [
        label
        for kind, label in (("strategie", "Strategieplan"), ("texte", "Eigene Texte"))
        if engagement.submission(kind) is None
    ]
    if missing:
        raise RuleViolation(
            "start_draft",
            [f"{label} fehlt: bitte mit „clusterprocess engagement submit“ einreichen." for label in missing],
        )


def has_analysis_input(engagement: Engagement) -> bool:
    """Whether interviews and survey are in, as far as the level asks for them."""
    data = {s.kind: s.data for s in engagement.submissions}
    return not offering_of(engagement).analysis_missing(data, engagement.level)


def is_confirmed(engagement: Engagement) -> bool:
    """Whether the initiative signed the confirmation of service, which G4 needs."""
    return says_yes(engagement.fact("confirmation_of_service"))


def has_plan(engagement: Engagement) -> bool:
    """Whether everything is there that the draft needs."""
    return all(engagement.submission(kind) for kind in ("strategie", "texte"))


def check_edited_paper(work: Work, engagement: Engagement) -> None:
    """Check the newest edited version once more from the stored bytes."""
    recheck_quietly(work, engagement)


def write_resolution(work: Work, engagement: Engagement) -> None:
    """The one-page board paper for the version that is under consultation, and the draft mails that go with it."""
    document = engagement.document("strategiepapier")
    latest = document.latest if document else None
    label = latest.label if latest else "–"
    version = store_rendered(
        work,
        engagement,
        "beschlussvorlage",
        render_document(work, engagement, "beschlussvorlage", label),
        label,
        f"{engagement.number}:beschlussvorlage:{latest.number if latest else 0}",
    )
    if latest:
        attachments = [
            {"name": f"Strategiepapier {label}.docx", "sha256": latest.sha256},
            {"name": f"Beschlussvorlage {engagement.number}.docx", "sha256": version.sha256},
        ]
        _withdraw_older_drafts(work, engagement, latest.number)
        for role, template in ((Role.CORE_GROUP, "kommentierung"), (Role.BOARD, "beschluss")):
            queue_message(
                work,
                template,
                f"{engagement.number}:{template}:{latest.number}",
                engagement,
                work.queries.holders(role.value, engagement.cluster_id),
                {"fassung": label},
                draft=True,
                reason="An ein Gremium der Initiative; wird von der Federführung freigegeben.",
                attachments=attachments,
            )


def _withdraw_older_drafts(work: Work, engagement: Engagement, number: int) -> None:
    """A letter about an older version must not go out any more."""
    for message in work.queries.messages(states=("entwurf",), engagement=engagement.number):
        if message.template in ("kommentierung", "beschluss") and not message.key.endswith(f":{number}"):
            message.drop()


def hand_over(work: Work, engagement: Engagement) -> None:
    """Issue version 1.0 from the adopted file, queue the handover and open the follow-up, in one transaction."""
    if engagement.current_state is State.RELEASED:
        issued = _issue(work, engagement)
        actor = SYSTEM
        queued = queue_message(
            work,
            "uebergabe",
            f"{engagement.number}:uebergabe:{engagement.attempt(Stage.DELIVERABLE)}",
            engagement,
            work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id),
            {"fassung": "1.0"},
            attachments=[{"name": f"Strategiepapier {engagement.number} 1.0.docx", "sha256": issued}],
        )
        advance(
            engagement, "hand_over", actor, context_for(work, engagement, actor, handover_queued=queued is not None)
        )
        engagement.handed_over_on = work.today
        engagement.record(HANDED_OVER, version="1.0", sha256=issued, how="Nachricht im Postausgang")
    _advance(work, engagement, "start_follow_up")


def _issue(work: Work, engagement: Engagement) -> str:
    """Version 1.0 is the adopted file with only Beschlussvermerk, version table and date changed (ruling 15)."""
    document = document_for(work, engagement, "strategiepapier")
    adopted = next((v for v in document.versions if v.sha256 == engagement.adopted_sha256), None)
    if adopted is None:
        raise RuleViolation(
            "hand_over",
            [
                "Die vom Vorstand beschlossene Fassung liegt nicht vor: bitte zurücklegen und die Zustimmungen eintragen."
            ],
        )
    if existing := document.version_labelled("1.0"):
        return existing.sha256
    funding = funding_of(engagement)
    resolved = f"{engagement.adopted_on:%d.%m.%Y}" if engagement.adopted_on else ""
    assembly = engagement.fact("assembly_on")
    noted = f", zur Kenntnis der Mitgliederversammlung am {date.fromisoformat(assembly):%d.%m.%Y}" if assembly else ""
    content = work.files.get(adopted.sha256)
    for earlier in document.versions[1:]:  # the version table names what came back from Word, too
        row = {
            "fassung": earlier.label,
            "fassung_datum": f"{earlier.made_on:%d.%m.%Y}",
            "beschlussvermerk": "überarbeitet",
        }
        content = work.services.documents.issue(content, row)
    content = work.services.documents.issue(
        content,
        {
            "fassung": "1.0",
            "beschlussvermerk": f"Beschlossen vom Vorstand am {resolved}{noted}.",
            "fassung_datum": resolved,
            "foerderhinweis": funding.statement,
            "vorgang": engagement.number,
        },
    )
    report = work.services.documents.check(content, adopted.manifest, funding.statement, engagement.number)
    sha256 = work.files.put(content)
    version = document.add_version(
        label="1.0",
        origin="ausgestellt",
        sha256=sha256,
        size_bytes=len(content),
        author_id="system",
        made_on=work.today,
        template=adopted.template,
        manifest=adopted.manifest,
    )
    version.kept_changes = adopted.kept_changes
    version.check = {
        "passed": adopted.is_checked_clean,
        "publicity": report.publicity,
        "open": report.publicity_faults,
        "changed": [],
        "adopted": adopted.sha256,
    }
    document.record(
        DOCUMENT_ISSUED,
        label=document.label,
        version="1.0",
        sha256=sha256,
        sha256_short=sha256[:12],
        adopted=adopted.sha256,
        adopted_short=adopted.sha256[:12],
        engagement=engagement.number,
    )
    return sha256


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


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("open_intake", Stage.INTAKE, (State.ACCEPTED,), open_intake),
        Step("analyse", Stage.ANALYSIS, (State.INTAKE_COMPLETE, State.ANALYSIS), analyse),
        Step("write_brief", Stage.ANALYSIS, (State.ANALYSIS,), write_brief),
        Step("plan_workshops", Stage.WORKSHOP, (State.ANALYSIS_REVIEWED,), plan_workshops),
        Step("draft_paper", Stage.DELIVERABLE, (State.WORKSHOP_HELD, State.DRAFT), draft_paper),
        Step("hand_over", Stage.DELIVERABLE, (State.RELEASED, State.HANDED_OVER), hand_over),
    )
}

WORKSHOP_STEPS: dict[str, Callable[[Work, Engagement, Workshop], None]] = {
    "write_invitation": write_invitation,
    "write_minutes": write_minutes,
}
VERSION_STEPS: dict[str, Callable[[Work, Engagement], None]] = {
    "check_edited_paper": check_edited_paper,
    "write_resolution": write_resolution,
}


def perform_step(work: Work, number: str, name: str, attempt: int | None = None) -> str:
    """Do one step, unless it is recorded or not due; returns ``erledigt``, ``schon erledigt`` or ``nicht fällig``.

    The engagement row is locked first; effects, step record and events commit together.
    """
    engagement = work.queries.engagement(number, lock=True)
    due, at = _due(engagement, name, attempt)
    if work.queries.step_done(engagement.id, name, at):
        return "schon erledigt"
    if not due:
        return "nicht fällig"
    if name in STEPS:
        STEPS[name].perform(work, engagement)
    elif name in WORKSHOP_STEPS:
        WORKSHOP_STEPS[name](work, engagement, work.queries.workshop(at % MOVE_STEP))
    else:
        VERSION_STEPS[name](work, engagement)
    work.add(
        StepRecord(
            engagement_id=engagement.id,
            step=name,
            attempt=at,
            finished_at=work.now,
            run_id=int(work.run_id) if work.run_id else None,
        )
    )
    engagement.record(STEP_FINISHED, label=STEP_NAMES[name].de, step=name, attempt=at)
    return "erledigt"


def _due(engagement: Engagement, name: str, attempt: int | None) -> tuple[bool, int]:
    if name in STEPS:
        step = STEPS[name]
        ready = {"analyse": has_analysis_input, "draft_paper": has_plan, "hand_over": is_confirmed}.get(
            name, lambda _: True
        )
        return engagement.current_state in step.due_in and ready(engagement), step.attempt(engagement)
    document = engagement.document("strategiepapier")
    latest = document.latest if document else None
    if name == "write_resolution":
        return engagement.current_state is State.CLUSTER_REVIEW, attempt or (latest.number if latest else 0)
    if name == "check_edited_paper":
        return latest is not None and latest.origin in ("bearbeitet", "aktualisiert"), attempt or (
            latest.number if latest else 0
        )
    return (name, attempt) in due_workshop_steps(engagement), attempt or 0


def due_workshop_steps(engagement: Engagement) -> list[tuple[str, int]]:
    """Papers that the workshops of an engagement still need, as (step, workshop id)."""
    found = [
        ("write_invitation", w.paper_attempt) for w in engagement.workshops if w.state in ("geplant", "eingeladen")
    ]
    return found + [("write_minutes", w.id) for w in engagement.workshops if w.is_minuted]


def has_reached(engagement: Engagement, state: State) -> bool:
    """Whether the engagement stands at a state or beyond it."""
    now = engagement.current_state
    return now in ORDER and ORDER.index(now) >= ORDER.index(state)


def _advance(work: Work, engagement: Engagement, rule: str) -> None:
    """A system transition, unless an earlier attempt of the step already made it."""
    from clusterprocess.domain.transitions import rule_named

    if engagement.current_state in rule_named(rule).sources:
        advance(engagement, rule, SYSTEM, context_for(work, engagement, SYSTEM))


def _store(work: Work, engagement: Engagement, kind: str, label: str, attempt: int) -> None:
    rendered = render_document(work, engagement, kind, label)
    store_rendered(work, engagement, kind, rendered, label, f"{engagement.number}:{kind}:{attempt}")


def _texts(value: Any) -> Any:
    """Floats as text, so that the hash of a finding rests on values that every platform writes alike."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {k: _texts(v) for k, v in value.items()}
    return [_texts(v) for v in value] if isinstance(value, list | tuple) else value
