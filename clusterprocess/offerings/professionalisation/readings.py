"""From questionnaire, profile and inspected evidence to the input of F4: one reading per indicator. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from clusterprocess.catalogues.quality import QualityIndicator, quality
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.indicators import company_share, private_share, share_of_members
from clusterprocess.offerings.profile import MEMBER_KEYS

Profile = Mapping[str, Any]
MONTHS = 12


def runway_months(profile: Profile) -> float | None:
    """Months that the secured funds last: secured / (budget / 12), as in F10."""
    secured, budget = profile.get("funds_secured_24m"), profile.get("budget")
    if secured is None or not budget or not float(budget):
        return None
    return float(secured) / (float(budget) / MONTHS)


def categories_delivered(profile: Profile) -> float | None:
    """Service categories with a depth of at least 1."""
    rows = profile.get("services")
    return None if rows is None else float(sum(row["depth"] >= 1 for row in rows))


MEASURED: dict[str, Callable[[Profile], float | None]] = {
    "1.1.1": share_of_members("members_committed"),
    "1.2": share_of_members("members_150km"),
    "2.5": share_of_members("members_contacted_12m"),
    "2.6": share_of_members("members_in_projects_24m"),
    "3.1": runway_months,
    "3.2": private_share,
    "4.3": categories_delivered,
}
"""Measured values that the cluster profile knows, by indicator; an answer of the questionnaire comes first."""


TRAINING = "2.2.3"
"""The one measured value that another answer of the questionnaire holds."""


def training_days_per_head(answers: Mapping[str, Any]) -> float | None:
    """Training days a year per position of the team, from ``staff_profile``."""
    team = answers.get("staff_profile") or []
    return sum(float(row["training_days"]) for row in team) / len(team) if team else None


def readings(case: Case) -> list[dict[str, Any]]:
    """One reading per indicator of the catalogue that anything is known about.

    Corrections of the workshops replace answers; evidence is the newest list that was handed in.
    """
    answers = {row["code"]: dict(row) for row in case.answers.get("indicators", [])}
    for workshop in case.workshops:
        for change in workshop.record.get("points_changed", []):
            answers[change["code"]] = {**answers.get(change["code"], {}), **_corrected(change)}
    return [reading for indicator in quality().indicator if (reading := _reading(case, indicator, answers)) is not None]


def _corrected(change: Mapping[str, Any]) -> dict[str, Any]:
    new = {k: change[k] for k in ("value", "items") if change.get(k) is not None}
    return {**new, "self_points": None}


def _reading(
    case: Case, indicator: QualityIndicator, answers: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any] | None:
    given = answers.get(indicator.code, {})
    reading: dict[str, Any] = {"code": indicator.code}
    if indicator.knock_out:
        reading["values"] = _knock_out_values(case, indicator, given)
    elif indicator.kind == "checkliste":
        reading["fulfilled"] = given.get("items")
    else:
        measure = MEASURED.get(indicator.code)
        value = given.get("value")
        if value is None and indicator.code == TRAINING:
            value = training_days_per_head(case.answers)
        reading["value"] = value if value is not None or measure is None else measure(case.profile)
    reading["self_points"] = None if indicator.knock_out else given.get("self_points")
    reading["evidence"] = evidence_of(case, indicator.code)
    known = {k: v for k, v in reading.items() if v not in (None, [], {})}
    return known if len(known) > 1 else None


def evidence_of(case: Case, code: str) -> list[dict[str, Any]]:
    """The inspected evidence of an indicator as F4 takes it."""
    return [
        {
            "what": row["title"],
            "accepted": row["accepted"],
            "accepted_by": row["by_role"],
            "accepted_on": row["checked_on"],
            "items": row.get("items", []),
        }
        for row in inspected(case)
        if row["code"] == code
    ]


def inspected(case: Case) -> list[Mapping[str, Any]]:
    """All rows of the newest evidence list."""
    return list(case.submissions.get("nachweise", {}).get("nachweise", []))


def _knock_out_values(case: Case, indicator: QualityIndicator, given: Mapping[str, Any]) -> dict[str, float]:
    known = _known(case.profile, case.profile_as_of or case.today, case.founded)
    values = {c.key: known[c.key] for c in indicator.conditions if known.get(c.key) is not None}
    if given.get("value") is not None and len(indicator.conditions) == 1:
        values[indicator.conditions[0].key] = float(given["value"])
    return {key: float(value) for key, value in values.items() if value is not None}


def _known(profile: Profile, as_of: date, founded: int | None) -> dict[str, float | None]:
    kinds = [profile.get(key) for key in MEMBER_KEYS]
    actors = None if any(k is None for k in kinds) else float(_actor_types([int(k) for k in kinds if k is not None]))
    start = profile.get("founded") or founded
    return {
        "company_share": company_share(profile),
        "actor_types": actors,
        "members_committed": profile.get("members_committed"),
        "years_in_operation": None if start is None else float(as_of.year - int(start)),
        "fte_paid": profile.get("fte_paid"),
    }


def _actor_types(counts: list[int]) -> int:
    """Kinds of actors that are present: companies count once, whatever their size."""
    small, large, *others = counts
    return int(small + large > 0) + sum(n > 0 for n in others)
