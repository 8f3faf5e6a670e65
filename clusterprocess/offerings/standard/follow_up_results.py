"""What the follow-ups of one engagement show: status of measures, rates with their counts, and what changed.

Pure functions over plain data. The formulas are those of F21 (:mod:`clusterprocess.methods.additionality`) and F22
(:mod:`clusterprocess.methods.implementation`). A missing answer is counted as missing and never imputed; a figure is
compared only with the frozen value of the same definition; nothing here says that the advice alone was the cause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterprocess.methods.additionality import AdditionalityInput, AdditionalityResult, additionality
from clusterprocess.methods.implementation import ImplementationInput, ReportedMeasure, implementation_rate
from clusterprocess.offerings.standard.follow_up_profile import ProfileDelta, profile_delta
from clusterprocess.offerings.standard.follow_up_rounds import Round
from clusterprocess.offerings.standard.follow_up_subject import FollowUpSubject


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure with its newest status; ``status`` is empty where nobody has reported on it yet.

    Attributes:
        reported_in: key of the follow-up the status comes from; ``reported_on`` the day of that answer.
        reason: why it was dropped or is late; ``result`` and the rest are the newest that was told about it.
    """

    number: str
    title: str
    lead: str
    field: str
    end: date | None
    status: str = ""
    reported_in: str = ""
    reported_on: date | None = None
    reason: str = ""
    ended_on: date | None = None
    new_due_on: date | None = None
    result: str = ""
    evidence: str = ""
    decided_by: str = ""
    without_us: str = ""

    @property
    def due_on(self) -> date | None:
        """The present end: the new date that was told, else the planned one."""
        return self.new_due_on or self.end

    def is_overdue(self, today: date) -> bool:
        """Due by the plan and neither done nor dropped."""
        return self.end is not None and self.end <= today and self.status in ("", "offen", "laufend")


def measure_lines(subject: FollowUpSubject, rounds: Sequence[Round]) -> tuple[MeasureLine, ...]:
    """The one list of all measures, newest status first told in the latest follow-up."""
    reports: dict[str, list[tuple[Round, Mapping[str, Any]]]] = {}
    for round_ in sorted(rounds, key=lambda r: r.due_on):
        for row in round_.answers.get("measures", ()):
            reports.setdefault(row["number"], []).append((round_, row))
    return tuple(
        MeasureLine(m.number, m.title, m.lead, m.field, m.end, **_told(reports.get(m.number, [])))
        for m in subject.measures
    )


def _told(reports: Sequence[tuple[Round, Mapping[str, Any]]]) -> dict[str, Any]:
    if not reports:
        return {}
    newest, row = reports[-1]

    def last(key: str) -> str:
        """The newest word on it, from the reports that tell the same status as the newest."""
        same = [r.get(key) for _, r in reports if r["status"] == row["status"]]
        return next((str(value) for value in reversed(same) if value), "")

    return {
        "status": row["status"],
        "reported_in": newest.key,
        "reported_on": newest.answered_on,
        "reason": last("reason"),
        "ended_on": _day(last("ended_on")),
        "new_due_on": _day(last("new_due_on")),
        "result": last("result"),
        "evidence": last("evidence"),
        "decided_by": last("decided_by"),
        "without_us": last("without_us"),
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Implementation:
    """Counts that cross-foot: measures = due + withdrawn + done early + not due + without a report.

    Attributes:
        due: due and reported, without the withdrawn ones; the denominator of the rate.
        unreported: numbers of measures that were due and that nobody reported on.
        goal_attainment: mean of the rated goals, -2 to +2.
    """

    as_of: date
    measures: int
    due: int
    done: int
    overdue: tuple[str, ...]
    withdrawn: int
    done_early: int
    not_due: int
    unreported: tuple[str, ...]
    rate: float | None
    goals: int
    goal_attainment: float | None

    @property
    def counts(self) -> str:
        """Numerator and denominator, for example ``8 von 11``."""
        return f"{self.done} von {self.due}"


def implementation_of(lines: Sequence[MeasureLine], goals: Mapping[str, int], as_of: date) -> Implementation | None:
    """F22 over the reported measures on a day; None where no measure was reported."""
    told = [line for line in lines if line.status]
    if not told:
        return None
    found = implementation_rate(
        ImplementationInput(
            as_of=as_of,
            measures=tuple(ReportedMeasure(key=m.number, status=m.status, due_on=m.end or date.max) for m in told),
            goals=dict(goals),
        )
    )
    silent = [line for line in lines if not line.status]
    unreported = tuple(m.number for m in silent if m.end is not None and m.end <= as_of)
    return Implementation(
        as_of=as_of,
        measures=len(lines),
        due=found.due,
        done=found.done,
        overdue=found.overdue,
        withdrawn=found.withdrawn,
        done_early=found.done_early,
        not_due=found.not_due + len(silent) - len(unreported),
        unreported=unreported,
        rate=found.rate,
        goals=found.goals,
        goal_attainment=found.goal_attainment,
    )


def additionality_of(lines: Sequence[MeasureLine]) -> AdditionalityResult | None:
    """F21 over the measures that were carried out; None where there is none."""
    done = [line for line in lines if line.status == "erledigt"]
    if not done:
        return None
    answers = tuple(line.without_us for line in done if line.without_us)
    return additionality(AdditionalityInput(answers=answers, unanswered=len(done) - len(answers)))


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of one respondent, with the follow-up and the day it comes from."""

    value: Any
    reported_in: str
    reported_on: date | None


@dataclass(frozen=True)
class Results:
    """Everything that is computed from the follow-ups of one engagement.

    Attributes:
        goals: attainment by goal key; ``indicators`` newest value by key.
        parallel_support: named support; empty with ``no_parallel_support`` said, or where nobody was asked.
        words: newest words by field: helped_most, hindered_most, unintended, lessons, used_where, free_text.
    """

    rounds: tuple[Round, ...]
    measures: tuple[MeasureLine, ...]
    implementation: Implementation | None
    additionality: AdditionalityResult | None
    goals: Mapping[str, Told]
    indicators: Mapping[str, Told]
    profile: ProfileDelta
    parallel_support: tuple[Mapping[str, Any], ...]
    no_parallel_support: bool
    usefulness: Told | None
    recommendation: Told | None
    new_cooperations: Told | None
    used_for: Told | None
    obstacle: Told | None
    help_needed: Told | None
    story_release: Told | None
    words: Mapping[str, Told]

    @property
    def silent(self) -> tuple[str, ...]:
        """Follow-ups without an answer after reminders and telephone call."""
        return tuple(r.key for r in self.rounds if r.is_silent)


_WORDS = ("helped_most", "hindered_most", "unintended", "lessons", "used_where", "help_text", "story", "free_text")


def results_of(subject: FollowUpSubject, rounds: Sequence[Round]) -> Results:
    """All results from the newest answers of each follow-up."""
    ordered = tuple(sorted(rounds, key=lambda r: r.due_on))
    lines = measure_lines(subject, ordered)
    goals = _by_key(ordered, lambda record: record.get("goals", {}).items())
    days = [r.answered_on for r in ordered if r.answers.get("measures") and r.answered_on]
    parallel = _newest(ordered, _support)
    named = parallel.value if parallel and parallel.value is not True else ()
    return Results(
        rounds=ordered,
        measures=lines,
        implementation=implementation_of(lines, {k: int(t.value) for k, t in goals.items()}, max(days)) if days else None,
        additionality=additionality_of(lines),
        goals=goals,
        indicators=_by_key(ordered, lambda record: [(i["key"], i) for i in record.get("indicators", ())]),
        profile=profile_delta(subject, ordered),
        parallel_support=tuple(named),
        no_parallel_support=bool(parallel and parallel.value is True),
        words={key: told for key in _WORDS if (told := _answer(ordered, key))},
        **{
            key: _answer(ordered, key)
            for key in (
                "usefulness", "recommendation", "new_cooperations", "used_for", "obstacle", "help_needed", "story_release",
            )
        },
    )  # fmt: skip


def _support(record: Mapping[str, Any]) -> Any:
    """Named support, True where it was said that there was none, None where nothing was said."""
    return record.get("parallel_support") or record.get("no_parallel_support") or None


def _answer(rounds: Sequence[Round], key: str) -> Told | None:
    """The newest answer to a question; an empty text or list is none."""
    return _newest(rounds, lambda record: record.get(key))


def _newest(rounds: Sequence[Round], read: Callable[[Mapping[str, Any]], Any]) -> Told | None:
    """The newest value that is one: no answer, an empty text and an empty list are none, zero and no are."""
    for round_ in reversed(rounds):
        value = read(round_.answers)
        if value is not None and value != "" and value != []:
            return Told(value, round_.key, round_.answered_on)
    return None


def _by_key(rounds: Sequence[Round], read: Callable[[Mapping[str, Any]], Iterable[tuple[str, Any]]]) -> dict[str, Told]:
    found: dict[str, Told] = {}
    for round_ in rounds:
        for key, value in read(round_.answers):
            found[key] = Told(value, round_.key, round_.answered_on)
    return found
