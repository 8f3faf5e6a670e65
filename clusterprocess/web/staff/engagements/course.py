"""Where an engagement stands: its stages and gates as steps, and what opens the next gate, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clusterprocess.domain import gates
from clusterprocess.domain.chain import Event
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.events import GATE_OPENED, STATE_CHANGED
from clusterprocess.domain.gates import EVIDENCE, EVIDENCE_OF, Check, Context
from clusterprocess.domain.states import (
    ENDED,
    GATE_AFTER,
    ORDER,
    STAGE_NAMES,
    STATE_NAMES,
    Stage,
    State,
    stage_of,
)
from clusterprocess.domain.transitions import TRANSITIONS, Transition
from clusterprocess.web.staff.engagements.words import AID_WORDS
from clusterprocess.web.staff.spoken import spoken

TOLD = (GATE_OPENED.tag, STATE_CHANGED.tag)
FAST_LANE = (State.REQUESTED, State.ACCEPTED, State.ANSWERED, State.CLOSED)
DONE, PRESENT, OPEN = "erledigt", "hier stehen wir", "offen"


@dataclass(frozen=True, slots=True)
class Step:
    """One stage, or one state of the fast lane.

    Attributes:
        standing: one of ``DONE``, ``PRESENT``, ``OPEN``.
        told: the state inside the stage, or the attempt; ``gate`` what stands at its end.
    """

    name: str
    standing: str
    told: str
    gate: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a gate; ``href`` leads to where it is fulfilled."""

    sentence: str
    is_met: bool
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class GateView:
    """The next gate with what it asks for."""

    title: str
    criteria: tuple[Criterion, ...]
    wanted: tuple[str, ...]
    """Keys of the evidence that is still missing."""

    @property
    def open_count(self) -> int:
        return sum(not c.is_met for c in self.criteria)


def standing_in(engagement: Engagement, events: Sequence[Event]) -> State:
    """The state that tells the stage: of a resting or aborted engagement the one it was left in."""
    state = engagement.current_state
    if state is State.PAUSED and engagement.left_state:
        return State(engagement.left_state)
    if state is State.ABORTED:
        left = [e.data.get("from_state") for e in events if e.action == STATE_CHANGED.tag]
        known = [s for s in left if s in set(State) and s != State.PAUSED.value]
        return State(known[-1]) if known else State.REQUESTED
    return state


def course_of(engagement: Engagement, events: Sequence[Event]) -> tuple[Step, ...]:
    """The whole way; ``events`` are those of ``TOLD`` about this engagement."""
    state = standing_in(engagement, events)
    if engagement.fast_lane:
        return _fast(engagement, state, events)
    present = stage_of(state)
    stages = list(Stage)
    at = stages.index(present) if present else 0
    return tuple(_stage_step(engagement, stage, n - at, state, events) for n, stage in enumerate(stages))


def _stage_step(engagement: Engagement, stage: Stage, distance: int, state: State, events: Sequence[Event]) -> Step:
    attempt = engagement.attempt(stage)
    gate = GATE_AFTER[stage].value
    opened = _opened(events, gate, attempt)
    over = distance < 0 or state is State.CLOSED
    standing = DONE if over else PRESENT if distance == 0 else OPEN
    told = [STATE_NAMES[state].de] if standing == PRESENT else []
    told += [f"{attempt}. Durchgang"] if attempt > 1 else []
    if opened:
        passed = f"Freigabepunkt {gate} geöffnet am {opened:%d.%m.%Y}"
    else:
        passed = f"Freigabepunkt {gate} geöffnet" if over else f"Freigabepunkt {gate} noch zu"
    return Step(STAGE_NAMES[stage].de, standing, ", ".join(told), passed)


def _opened(events: Sequence[Event], gate: str, attempt: int) -> date | None:
    """The day on which the gate was opened in this attempt."""
    days = [
        e.occurred_on
        for e in events
        if e.action == GATE_OPENED.tag and e.data.get("gate") == gate and e.data.get("attempt") == attempt
    ]
    return days[-1] if days else None


def _fast(engagement: Engagement, state: State, events: Sequence[Event]) -> tuple[Step, ...]:
    at = FAST_LANE.index(state) if state in FAST_LANE else 0
    reached = {str(e.data.get("to_state")): e.occurred_on for e in events if e.action == STATE_CHANGED.tag}
    reached.setdefault(State.REQUESTED.value, engagement.requested_on)
    steps = []
    for n, passed in enumerate(FAST_LANE):
        over = n < at or state is State.CLOSED
        day = reached.get(passed.value) if n <= at else None
        standing = DONE if over else PRESENT if n == at else OPEN
        steps.append(Step(STATE_NAMES[passed].de, standing, f"am {day:%d.%m.%Y}" if day else "", ""))
    return tuple(steps)


# --- the next gate

_RULES = {rule.name: rule for rule in TRANSITIONS}
_FULL = tuple(rule for rule in TRANSITIONS if rule.gate and rule.lane == "full")
_FAST = {
    State.REQUESTED: _RULES["accept_advice"],
    State.ACCEPTED: _RULES["answer_advice"],
    State.ANSWERED: _RULES["close_advice"],
}
_ABOUT_THE_PERSON: frozenset[Check] = frozenset({gates.is_not_own_entry, gates.reviewer_is_independent})
"""Who may decide is no condition of the thing: it is told beside the decision."""

_MET: Mapping[Check, str] = {
    gates.team_is_complete: "Federführung und Qualitätsprüfung sind besetzt.",
    gates.aid_is_decided: "Die Beihilfeentscheidung ist eingetragen.",
    gates.operation_covers_today: "Das Vorhaben läuft heute.",
    gates.quota_is_free: "Das Kontingent der Leistung reicht.",
    gates.answers_are_complete: "Alle nötigen Angaben liegen vor.",
    gates.warnings_are_commented: "Auffällige Angaben sind erläutert.",
    gates.baseline_is_frozen: "Ausgangswerte liegen vor; die Entscheidung friert sie ein.",
    gates.findings_are_stored: "Die Befunde sind gerechnet.",
    gates.brief_is_written: "Die Situationsanalyse ist geschrieben.",
    gates.workshops_are_minuted: "Alle Workshops sind protokolliert.",
    gates.measures_are_owned: "Jede Maßnahme hat Zuständigkeit und Termin.",
    gates.adopted_file_is_issued: "Fassung 1.0 ist ausgestellt und trägt die Förderhinweise.",
    gates.handover_is_recorded: "Die Übergabe ist festgehalten.",
    gates.reviewer_approved_latest: "Die Qualitätsprüfung hat der neuesten Fassung zugestimmt.",
}
_OPEN: Mapping[Check, str] = {
    gates.handover_is_recorded: "Die Übergabenachricht bereitet das System vor, sobald alles andere erfüllt ist."
}
_LINKS: Mapping[Check, tuple[str, str]] = {
    gates.team_is_complete: ("#zustaendig", "Personen zuordnen"),
    gates.aid_is_decided: ("?nachweis=aid_decision#nachweise", "Eintragen"),
    gates.answers_are_complete: ("/eingaben", "Zu den Eingaben"),
    gates.warnings_are_commented: ("/eingaben", "Zu den Eingaben"),
    gates.findings_are_stored: ("/befunde", "Zu den Befunden"),
    gates.brief_is_written: ("/dokumente", "Zu den Dokumenten"),
    gates.workshops_are_minuted: ("/workshops", "Zu den Workshops"),
    gates.measures_are_owned: ("/workshops", "Zu den Workshops"),
    gates.adopted_file_is_issued: ("#zustimmungen", "Zu den Zustimmungen"),
    gates.reviewer_approved_latest: ("#zustimmungen", "Zu den Zustimmungen"),
}


def next_rule(engagement: Engagement, state: State) -> Transition | None:
    """The rule that opens the next gate; None when the engagement has ended."""
    if engagement.current_state in ENDED or state in ENDED:
        return None
    if engagement.fast_lane:
        return _FAST.get(state)
    at = ORDER.index(state)
    return next((rule for rule in _FULL if any(ORDER.index(s) >= at for s in rule.sources)), None)


def gate_view(engagement: Engagement, state: State, context: Context) -> GateView | None:
    """What opens the next gate, criterion by criterion."""
    rule = next_rule(engagement, state)
    if rule is None:
        return None
    found: list[Criterion] = []
    for check in rule.checks:
        if check not in _ABOUT_THE_PERSON:
            found += _criteria(engagement, check, context)
    name = f"Freigabepunkt {rule.gate.value}: {rule.label.de}" if rule.gate else rule.label.de
    wanted = (EVIDENCE_OF.get(check, "") for check in rule.checks if check(engagement, context))
    return GateView(name, tuple(sorted(found, key=lambda c: c.is_met)), tuple(filter(None, wanted)))


def _criteria(engagement: Engagement, check: Check, context: Context) -> list[Criterion]:
    base = f"/vorgang/{engagement.number}"
    key = EVIDENCE_OF.get(check, "")
    end, link = (f"?nachweis={key}#nachweise", "Eintragen") if key else _LINKS.get(check, ("", ""))
    href = f"/register/{engagement.cluster_id}" if check is gates.baseline_is_frozen else base + end if link else ""
    missing = check(engagement, context)
    if missing:
        told = [_OPEN[check]] if check in _OPEN else [spoken(sentence) for sentence in missing]
        return [Criterion(sentence, False, href, link or ("Zum Register" if href else "")) for sentence in told]
    return [Criterion(_entered(engagement, key) if key else _MET.get(check, "Erfüllt."), True)]


def _entered(engagement: Engagement, key: str) -> str:
    entry = next((e for e in reversed(engagement.evidence) if e.key == key), None)
    label = EVIDENCE[key].de
    if entry is None:
        return f"{label}."
    value = "" if entry.value == "ja" else f": {AID_WORDS.get(entry.value, entry.value)}"
    return f"{label}{value} (am {entry.occurred_on:%d.%m.%Y})."
