"""What a follow-up asks about: the measures, goals and indicators of the agreed plan, and the frozen figures.

Everything is read from the plan that was handed in before the handover; nothing here is typed in a second time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterprocess.offerings.offering import Outcome
from clusterprocess.offerings.profile import MEMBER_KEYS, PRIVATE_SHARES, PROFILE, PUBLIC_SHARES

PROFILE_KEYS = (
    *MEMBER_KEYS,
    "members_joined_12m",
    "members_left_12m",
    "members_active_12m",
    "members_in_projects_24m",
    "fte_paid",
    "budget",
    *PUBLIC_SHARES,
    *PRIVATE_SHARES,
)
"""Figures of the profile delta: members, FTE, income mix, cooperation rate (offerings.md section 8)."""

_IN_WORDS = {
    "members_joined_12m": "Neue Mitglieder in den letzten zwölf Monaten",
    "members_left_12m": "Ausgetretene Mitglieder in den letzten zwölf Monaten",
    "fte_paid": "Bezahlte Stellen in der Geschäftsstelle",
    "budget": "Jahresbudget der Geschäftsstelle",
    "share_public_land": "Anteil des Landes am Budget",
    "share_public_bund": "Anteil des Bundes am Budget",
    "share_public_eu": "Anteil der EU am Budget",
    "share_public_kommunal": "Anteil der Kommunen am Budget",
    "share_fees": "Anteil der Mitgliedsbeiträge am Budget",
    "share_services": "Anteil von Dienstleistungen und Veranstaltungen am Budget",
    "share_sponsoring": "Anteil des Sponsorings am Budget",
    "share_carrier": "Anteil des Trägers (Eigenmittel) am Budget",
}
"""Labels of a form that people fill in outside the agency; the questionnaire's own are shorter."""

PROFILE_NAMES = {q.key: _IN_WORDS.get(q.key, q.text.de) for q in PROFILE.questions if q.key in PROFILE_KEYS}

_COMPUTED = frozenset({"steps_done", "additionality", "cooperation_rate", "income_mix", "net_growth"})
"""Outcome measures that follow from measures and profile; they are computed, not asked."""

_NOT_A_NUMBER = frozenset({"ja/nein", "Anteil"})
_NUMBERED = re.compile(r"^M [0-9]+(?:\.[0-9]+)? ")


@dataclass(frozen=True, slots=True)
class FollowedMeasure:
    """One measure that is followed: of the plan, or adopted in a workshop beside it (``W 2.3``)."""

    number: str
    title: str
    lead: str
    end: date | None
    field: str = ""


@dataclass(frozen=True, slots=True)
class FollowedIndicator:
    """One indicator with its value before; ``is_goal`` where its attainment is rated, too."""

    key: str
    text: str
    unit: str = ""
    before: str = ""
    target: str = ""
    is_goal: bool = False


@dataclass(frozen=True)
class FollowUpSubject:
    """What the follow-ups of one engagement are about.

    Attributes:
        baseline: profile figures frozen at G1, by key; ``baseline_on`` their reference day.
    """

    measures: tuple[FollowedMeasure, ...] = ()
    indicators: tuple[FollowedIndicator, ...] = ()
    baseline: Mapping[str, float] | None = None
    baseline_on: date | None = None

    @property
    def goals(self) -> tuple[FollowedIndicator, ...]:
        return tuple(i for i in self.indicators if i.is_goal)


def subject_of(
    plan: Mapping[str, Any],
    outcomes: Sequence[Outcome],
    records: Sequence[tuple[int, Mapping[str, Any]]],
    baseline: Mapping[str, Any],
    handed_over_on: date | None,
) -> FollowUpSubject:
    """Gather the subject from plan, workshop records (number, record) and the frozen baseline.

    Tasks of a workshop that were due before the handover prepared the paper and are not followed.
    """
    planned = tuple(_of_plan(row) for row in plan.get("measures", ()))
    known = {m.title.casefold() for m in planned}
    adopted = tuple(
        measure
        for number, record in records
        for measure in _of_workshop(number, record)
        if measure.title.casefold() not in known
        and (measure.end is None or handed_over_on is None or measure.end >= handed_over_on)
    )
    answers = baseline.get("answers", {})
    figures = {key: float(answers[key]) for key in PROFILE_KEYS if answers.get(key) is not None}
    return FollowUpSubject(
        measures=(*planned, *adopted),
        indicators=(*_goals(plan), *_outcomes(outcomes)),
        baseline=figures or None,
        baseline_on=_day(baseline.get("as_of")),
    )


def _of_plan(row: Mapping[str, Any]) -> FollowedMeasure:
    return FollowedMeasure(
        row["number"], row["title"], row.get("lead", ""), _day(row["end"]), str(row.get("field", ""))
    )


def _of_workshop(number: int, record: Mapping[str, Any]) -> list[FollowedMeasure]:
    return [
        FollowedMeasure(
            f"W {number}.{position}",
            _NUMBERED.sub("", row["title"]),
            row.get("owner", ""),
            _day(row.get("due_on") or row.get("clarification_by")),
        )
        for position, row in enumerate(record.get("measures", ()), 1)
    ]


def _goals(plan: Mapping[str, Any]) -> list[FollowedIndicator]:
    """Goals of the plan, on its top level or within its fields of action."""
    rows = [*plan.get("goals", ()), *(goal for field in plan.get("fields", ()) for goal in field.get("goals", ()))]
    return [
        FollowedIndicator(
            key=row["key"],
            text=row["indicator"],
            unit=row.get("unit", ""),
            before=_before(row),
            target=_target(row),
            is_goal=True,
        )
        for row in rows
    ]


def _before(row: Mapping[str, Any]) -> str:
    value = row.get("baseline_text") or row.get("baseline")
    if value in (None, ""):
        return ""
    on = _day(row.get("baseline_on"))
    return f"{value}, Stand {on:%d.%m.%Y}" if on else str(value)


def _target(row: Mapping[str, Any]) -> str:
    if targets := row.get("targets"):
        return ", ".join(f"{year}: {value}" for year, value in targets.items())
    on = _day(row.get("target_on"))
    target = row.get("target", "")
    return f"{target} bis {on:%d.%m.%Y}" if target and on else str(target)


def _outcomes(outcomes: Sequence[Outcome]) -> list[FollowedIndicator]:
    return [
        FollowedIndicator(o.key, o.text.de, o.unit)
        for o in outcomes
        if o.key not in _COMPUTED and o.unit not in _NOT_A_NUMBER
    ]


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None
