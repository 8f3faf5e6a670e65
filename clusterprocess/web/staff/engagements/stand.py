"""Where an engagement stands: its way, what opens the next gate, what can be decided, and everything that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import ROLE_NAMES, STAFF, Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.engagement_lists import NoteRow
from clusterprocess.domain.errors import UsageError
from clusterprocess.domain.gates import EVIDENCE
from clusterprocess.domain.states import ENDED, STATE_NAMES, Stage, State, stage_of
from clusterprocess.usecases.agenda import AgendaLine, Wish, agenda
from clusterprocess.usecases.approve import RECORDERS
from clusterprocess.usecases.board_meetings import board_meetings, plan_towards_board
from clusterprocess.usecases.decide import context_for
from clusterprocess.usecases.take_runs import waits_for
from clusterprocess.usecases.tell_progress import Progress, progress
from clusterprocess.web.staff.engagements.approvals import ApprovalsView, approvals_view
from clusterprocess.web.staff.engagements.course import (
    TOLD,
    GateView,
    Step,
    course_of,
    gate_view,
    standing_in,
)
from clusterprocess.web.staff.engagements.decisions import DecisionView, decisions_of
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.engagements.runs import RunLine, failed_steps, run_lines
from clusterprocess.web.staff.engagements.stand_forms import (
    AID,
    LEAD,
    REVIEWER,
    Sheet,
    Sheets,
    aid_form,
    approval_form,
    decline_form,
    evidence_form,
    meeting_form,
    moved_meeting_form,
    note_form,
    outcome_form,
    pause_form,
    people_form,
    repeat_form,
)
from clusterprocess.web.staff.engagements.words import AID_WORDS, NOTE_WORDS, evidence_words
from clusterprocess.web.staff.rights import READERS, Page
from clusterprocess.web.staff.visit import Fault, Visit, faults_of

AHEAD_DAYS = 60
MOST_NOTES = 10


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One thing that waits; ``href`` leads to where it is settled, empty where the schedule does it.

    Attributes:
        sheet: form in which whoever may says what came of a task; None for everything else.
    """

    kind: str
    label: str
    due_on: date | None
    overdue: bool
    people: str
    reason: str
    href: str
    sheet: Sheet | None


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One deadline with how it was counted."""

    label: str
    role: str
    due_on: date
    met_on: date | None
    explained: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """The newest entry of one kind of evidence."""

    label: str
    value: str
    occurred_on: date
    paper: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """Coming board meetings and what has to be done by when."""

    meetings: tuple[date, ...]
    steps: tuple[tuple[date, str, str, str], ...]
    forms: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class StandPage:
    """See the module.

    Attributes:
        facts: (label, value) about the request; ``waits_for`` whom it waits for and why.
        forward, aside: decisions; ``forms`` of those that ask for something, by name.
        live: address of the event stream while something runs; empty otherwise.
    """

    title: str
    head: EngagementHead
    errors: tuple[Fault, ...]
    facts: tuple[tuple[str, str], ...]
    question: str
    waits_for: str
    rests: str
    steps: tuple[Step, ...]
    gate: GateView | None
    forward: tuple[DecisionView, ...]
    aside: tuple[DecisionView, ...]
    forms: Mapping[str, Sheet]
    approvals: ApprovalsView | None
    evidence: tuple[EvidenceLine, ...]
    deadlines: tuple[DeadlineLine, ...]
    tasks: tuple[TaskLine, ...]
    board: BoardView | None
    notes: tuple[tuple[str, NoteRow], ...]
    progress: Progress
    live: str
    runs: tuple[RunLine, ...]
    failed: tuple[tuple[str, str], ...]
    state: str
    may_work: bool


def show(visit: Visit) -> Response:
    """The page."""
    return page(visit)


def page(visit: Visit, which: str = "", error: UsageError | None = None) -> Response:
    """The page; after a form that was not accepted with what was typed and what is wrong."""

    def look(work: DatabaseWork) -> StandPage:
        return _stand(visit, work, Sheets(visit.path["number"], visit.posted.values, which, error))

    return visit.show("engagements/stand.html", visit.read(look), 422 if error else 200)


def _stand(visit: Visit, work: DatabaseWork, sheets: Sheets) -> StandPage:
    engagement = visit.engagement(work)
    work.queries.documents_of(engagement.id)  # versions without the manifests that a page never reads
    context = context_for(work, engagement, visit.actor.within(engagement.cluster_id))
    events = work.queries.events_named(engagement.number, TOLD)
    state = standing_in(engagement, events)
    forward, aside = decisions_of(visit, work, engagement, context)
    approvals = approvals_view(visit, work, engagement, context)
    gate = gate_view(engagement, state, context)
    forward = tuple(_without_gate(d, gate) for d in forward)
    may_work = visit.may(*STAFF)
    forms = (
        _forms(visit, work, engagement, sheets, forward + aside, approvals, state, gate.wanted if gate else ())
        if may_work
        else {}
    )
    board = _board(work, engagement, sheets, may_work)
    now = progress(work, engagement)
    faults = sheets.faults or (faults_of(sheets.error) if sheets.error else ())
    return StandPage(
        title=f"{engagement.number}: Stand",
        head=head_of(engagement, ""),
        errors=faults,
        facts=_facts(engagement),
        question=engagement.question,
        waits_for=waits_for(engagement),
        rests=_rests(engagement),
        steps=course_of(engagement, events),
        gate=gate,
        forward=forward,
        aside=aside,
        forms=forms,
        approvals=approvals,
        evidence=_evidence(engagement),
        deadlines=_deadlines(engagement, work.today),
        tasks=_tasks(visit, work, engagement, sheets),
        board=board,
        notes=tuple(
            (NOTE_WORDS.get(n.kind, n.kind), n)
            for n in work.queries.engagement_notes(engagement.id, engagement.cluster_id, MOST_NOTES)
        ),
        progress=now,
        live=f"/vorgang/{engagement.number}/laeufe/live" if now.is_running else "",
        runs=run_lines(visit, work, engagement),
        failed=failed_steps(work, engagement),
        state=engagement.state,
        may_work=may_work,
    )


def _without_gate(decision: DecisionView, gate: GateView | None) -> DecisionView:
    """What the gate names below is not told twice."""
    told = {c.sentence for c in gate.criteria if not c.is_met} if gate else set()
    missing = tuple(sentence for sentence in decision.missing if sentence not in told)
    return replace(decision, missing=missing, below=len(decision.missing) - len(missing))


def _facts(engagement: Engagement) -> tuple[tuple[str, str], ...]:
    lane = "Kurzberatung" if engagement.fast_lane else "voller Ablauf"
    facts = (
        ("Federführung", engagement.lead.name if engagement.lead else "noch offen"),
        ("Qualitätsprüfung", engagement.reviewer.name if engagement.reviewer else "noch offen"),
        ("Angefragt am", f"{engagement.requested_on:%d.%m.%Y}"),
        ("Leistende Organisation", engagement.delivering.name),
        ("Vorhaben", engagement.operation.reference),
        ("Ablauf", f"{lane}, nacherfasst" if engagement.taken_over else lane),
    )
    handed_over = engagement.handed_over_on
    return (*facts, ("Übergeben am", f"{handed_over:%d.%m.%Y}")) if handed_over else facts


def _rests(engagement: Engagement) -> str:
    """Since when and until when an engagement rests."""
    if engagement.current_state is not State.PAUSED or engagement.paused_on is None:
        return ""
    entry = next((e for e in reversed(engagement.evidence) if e.key == "paused_until"), None)
    until = entry.value if entry and entry.occurred_on >= engagement.paused_on else ""
    told = f" bis zum {date.fromisoformat(until):%d.%m.%Y}" if until else ", ohne festen Tag der Wiederaufnahme"
    left = STATE_NAMES[State(engagement.left_state)].de if engagement.left_state else ""
    return f"Ruht seit dem {engagement.paused_on:%d.%m.%Y}{told}; verlassen wurde der Stand „{left}“."


def _evidence(engagement: Engagement) -> tuple[EvidenceLine, ...]:
    newest = {e.key: e for e in engagement.evidence if e.key in EVIDENCE}
    return tuple(
        EvidenceLine(evidence_words(e.key), AID_WORDS.get(e.value, _days(e.value)), e.occurred_on, e.paper)
        for e in newest.values()
    )


def _days(value: str) -> str:
    """Days inside a value read as TT.MM.JJJJ."""
    words = []
    for word in value.split(" "):
        try:
            words.append(f"{date.fromisoformat(word):%d.%m.%Y}" if len(word) == 10 else word)
        except ValueError:
            words.append(word)
    return " ".join(words)


def _deadlines(engagement: Engagement, today: date) -> tuple[DeadlineLine, ...]:
    """Open deadlines first, then the met ones, the newest first."""
    lines = [
        DeadlineLine(d.label, _role(d.role), d.due_on, d.met_on, d.explained, d.met_on is None and d.due_on < today)
        for d in reversed(engagement.deadlines)
    ]
    return tuple(sorted(lines, key=lambda line: line.met_on is not None))


def _role(role: str) -> str:
    return ROLE_NAMES[Role(role)].de if role in set(Role) else role


def _tasks(visit: Visit, work: DatabaseWork, engagement: Engagement, sheets: Sheets) -> tuple[TaskLine, ...]:
    found = agenda(work, Wish(AHEAD_DAYS, engagement=engagement.number))
    lines = [line for line in found if line.is_pending(work.today)]
    handles = {handle for line in lines for handle in line.acting}
    names = {handle: work.queries.person(handle).name for handle in handles}
    return tuple(
        TaskLine(
            line.kind,
            line.label,
            line.due_on,
            line.overdue,
            ", ".join(names[h] for h in line.acting) or _role(line.role),
            line.reason,
            _where(line, engagement.number),
            _outcome(visit, engagement, line, sheets),
        )
        for line in lines
    )


def _outcome(visit: Visit, engagement: Engagement, line: AgendaLine, sheets: Sheets) -> Sheet | None:
    """Offered to whoever ``finish_due`` lets."""
    if line.kind != "Aufgabe" or visit.person is None or not visit.may(*STAFF):
        return None
    in_charge = {*line.acting, *([engagement.lead.handle] if engagement.lead else [])}
    if not visit.may(Role.HEAD, Role.ASSISTANT) and visit.person.handle not in in_charge:
        return None
    return sheets.draw(
        f"aufgabe-{line.id}", outcome_form(), f"Erledigt eintragen: {line.label}", "Erledigt",
        end="aufgaben", hidden={"task": str(line.id)},
    )  # fmt: skip


def _where(line: AgendaLine, number: str) -> str:
    return {
        "Nachricht": f"/postausgang/{line.id}",
        "Eingang": f"/eingang/{line.id}",
        "Lauf": f"/vorgang/{number}#laeufe",
    }.get(line.kind, "")


def _board(work: DatabaseWork, engagement: Engagement, sheets: Sheets, may_work: bool) -> BoardView | None:
    """Nothing for short advice, which no board decides, and nothing once it has ended."""
    if engagement.fast_lane or engagement.current_state in ENDED:
        return None
    known = tuple(day for day in board_meetings(engagement) if day >= work.today)
    steps = tuple((s.due_on, s.label, _role(s.role), s.explained) for s in plan_towards_board(engagement, work.today))
    forms = [sheets.draw("sitzung", meeting_form(), "Sitzung eintragen", "Eintragen")] if may_work else []
    if known and may_work:
        forms.append(sheets.draw("sitzung-verlegen", moved_meeting_form(known), "Sitzung verlegen", "Verlegen"))
    return BoardView(known, steps, tuple(forms))


def _forms(
    visit: Visit,
    work: DatabaseWork,
    engagement: Engagement,
    sheets: Sheets,
    decisions: Sequence[DecisionView],
    approvals: ApprovalsView | None,
    state: State,
    wanted: Sequence[str],
) -> dict[str, Sheet]:
    """The forms that this person may use now, by name; evidence that is ``wanted`` now is offered first."""
    today, asked = work.today, visit.query.get("nachweis", "")
    found = _decision_forms(engagement, sheets, {d.name for d in decisions if d.may}, state, today)
    if engagement.current_state not in ENDED:
        chosen = asked if asked in EVIDENCE and asked != AID else ""
        found["nachweis"] = sheets.draw(
            "nachweis", evidence_form(today, chosen, wanted), "Nachweis eintragen", "Eintragen", opened=bool(chosen)
        )
        found["beihilfe"] = sheets.draw(
            "beihilfe", aid_form(today), "Beihilfeentscheidung eintragen", "Eintragen", opened=asked == AID
        )
        if visit.may(Role.HEAD, Role.CONSULTANT):
            leads, reviewers = (work.queries.holders(role, None) for role in (LEAD, REVIEWER))
            lead = engagement.lead.handle if engagement.lead else ""
            reviewer = engagement.reviewer.handle if engagement.reviewer else ""
            people = people_form(leads, reviewers, lead, reviewer)
            found["zustaendig"] = sheets.draw("zustaendig", people, "Personen zuordnen", "Zuordnen")
    if approvals and approvals.next_role and not approvals.why_not:
        needs_paper = approvals.records and visit.may(*RECORDERS)
        title = f"Entscheidung als {ROLE_NAMES[approvals.next_role].de} eintragen"
        found["zustimmung"] = sheets.draw(
            "zustimmung", approval_form(today, needs_paper=needs_paper), title, "Entscheidung eintragen",
            hidden={"role": approvals.next_role.value, "sha256": approvals.sha256},
        )  # fmt: skip
    found["notiz"] = sheets.draw("notiz", note_form(today), "Notiz schreiben", "Notiz ablegen")
    return found


def _decision_forms(
    engagement: Engagement, sheets: Sheets, names: set[str], state: State, today: date
) -> dict[str, Sheet]:
    shown = {"state": engagement.state}
    found = {}
    if "decline" in names:
        found["decline"] = sheets.draw(
            "ablehnung", decline_form(today), "Ablehnen", "Anfrage ablehnen", kind="danger", hidden=shown
        )
    if "pause" in names:
        found["pause"] = sheets.draw("ruhen", pause_form(), "Ruhend stellen", "Ruhend stellen", hidden=shown)
    if "repeat" in names:
        stages = list(Stage)
        present = stage_of(state) or Stage.INTAKE
        reached = stages[: stages.index(present) + 1]
        found["repeat"] = sheets.draw(
            "wiederholung", repeat_form(reached), "Phase wiederholen", "Phase wiederholen", hidden=shown
        )
    return found


PAGES = (Page("engagements.stand", "GET", "/vorgang/{number}", READERS, show, "Stand eines Vorgangs"),)
