"""Management indicators of a profile that are compared with the peer group (F2), each with unit and direction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clusterprocess.offerings.profile import companies, members_total, public_share

Profile = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One comparable figure of a profile; ``value`` is None where a fact is missing.

    ``reference`` names the measure of the external reference table that may stand beside it.
    """

    key: str
    name: str
    unit: str
    higher_is_better: bool
    value: Callable[[Profile], float | None]
    decimals: int = 0
    reference: str = ""


def share_of_members(key: str) -> Callable[[Profile], float | None]:
    """Members with a property as percentage of all members."""

    def value(profile: Profile) -> float | None:
        total, part = members_total(profile), profile.get(key)
        return 100 * int(part) / total if total and part is not None else None

    return value


def retention(profile: Profile) -> float | None:
    """Members of a year ago who stayed, percent: 100 * (1 - left / (total - joined + left)), F11 turned round."""
    total, joined, left = members_total(profile), profile.get("members_joined_12m"), profile.get("members_left_12m")
    if total is None or joined is None or left is None:
        return None
    start = total - int(joined) + int(left)
    return 100 * (1 - int(left) / start) if start > 0 else None


def total_members(profile: Profile) -> float | None:
    total = members_total(profile)
    return None if total is None else float(total)


def company_share(profile: Profile) -> float | None:
    total, firms = members_total(profile), companies(profile)
    return 100 * firms / total if total and firms is not None else None


def members_per_fte(profile: Profile) -> float | None:
    total, fte = members_total(profile), profile.get("fte_paid")
    return total / float(fte) if total and fte else None


def private_share(profile: Profile) -> float | None:
    public = public_share(profile)
    return None if public is None else 100 - public


def budget_per_member(profile: Profile) -> float | None:
    total, budget = members_total(profile), profile.get("budget")
    return float(budget) / total if total and budget is not None else None


INDICATORS: tuple[Indicator, ...] = (
    Indicator("retention", "Bindung: gebliebene Mitglieder", "%", True, retention),
    Indicator("committed", "Verbindliche Mitglieder", "%", True, share_of_members("members_committed")),
    Indicator("companies", "Anteil der Unternehmen", "%", True, company_share),
    Indicator("active", "Aktive Mitglieder", "%", True, share_of_members("members_active_12m")),
    Indicator("contacted", "Persönlich erreichte Mitglieder", "%", True, share_of_members("members_contacted_12m")),
    Indicator(
        "projects", "Mitglieder in gemeinsamen Projekten", "%", True, share_of_members("members_in_projects_24m")
    ),
    Indicator("private", "Private Mittel am Budget", "%", True, private_share),
    Indicator("fte_load", "Mitglieder je Vollzeitstelle", "Mitglieder", False, members_per_fte),
)
"""The eight strips of the benchmark figure, in this order."""

FURTHER: tuple[Indicator, ...] = (
    Indicator("members", "Mitglieder", "Mitglieder", True, total_members, reference="members_per_initiative_mean"),
    Indicator("public", "Öffentliche Mittel am Budget", "%", False, public_share, reference="public_share_mean"),
    Indicator("budget_per_member", "Budget je Mitglied", "Euro", True, budget_per_member),
    Indicator(
        "events",
        "Veranstaltungen im Jahr",
        "Anzahl",
        True,
        lambda p: None if p.get("events_12m") is None else float(p["events_12m"]),
    ),
)
"""Rows that only the four-column table shows."""
