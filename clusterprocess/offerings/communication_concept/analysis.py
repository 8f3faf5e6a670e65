"""What a communication concept computes: from profile and answers to findings, then from the plan. Pure.

Methods: offerings.md section 7b "Analysis" with ruling 13 (KOM1 to KOM5). A finding is made only where its input was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clusterprocess.offerings.case import Case, FindingDraft
from clusterprocess.offerings.standard.findings import finding, membership

CHANNEL_KEYS = ("key", "name", "kind", "frequency", "reach", "cost_eur", "rating", "serves")


def analyse(case: Case) -> list[FindingDraft]:
    """All findings that the given input allows, in the order of the report."""
    found: list[FindingDraft] = []
    for build in (membership, _audiences, _channels_today, _type, _house_today):
        found.extend(build(case))
    return found


def evaluate(case: Case) -> list[FindingDraft]:
    """What the workshop decided: the house, the coverage after the plan, the balance of hours."""
    found: list[FindingDraft] = []
    if case.plan:
        for build in (_house, _channels_planned, _hours):
            found.extend(build(case))
    return found


def by_priority(case: Case) -> list[str]:
    """Target groups as asked, the most important first."""
    rows = case.answers.get("audiences", [])
    return [row["audience"] for row in sorted(rows, key=lambda row: -row["priority"])]


def _audiences(case: Case) -> Iterator[FindingDraft]:
    rows = case.answers.get("audiences", [])
    if rows:
        keys = ("audience", "priority", "known_now", "known_desired")
        yield finding("KOM1", {"audiences": [{key: row[key] for key in keys} for row in rows]})


def _channels_today(case: Case) -> Iterator[FindingDraft]:
    rows, groups = case.answers.get("channels", []), by_priority(case)
    if rows and groups:
        yield finding(
            "KOM2",
            {"audiences": groups, "channels": [_channel(row, row["hours"], groups) for row in rows]},
            title="Kosten je Kontakt und Abdeckung: heute",
        )


def _channels_planned(case: Case) -> Iterator[FindingDraft]:
    groups = [g for g in by_priority(case) if g in {a["audience"] for a in case.plan["audiences"]}]
    groups += [a["audience"] for a in case.plan["audiences"] if a["audience"] not in groups]
    rows = [row for row in case.plan["channels"] if row["decision"] != "beenden"]
    yield finding(
        "KOM2",
        {"audiences": groups, "channels": [_channel(row, row["hours_after"], groups) for row in rows]},
        "KOM2.plan",
        "Kosten je Kontakt und Abdeckung: nach dem Plan",
    )


def _channel(row: Mapping[str, Any], hours: float, groups: Iterable[str]) -> dict[str, Any]:
    """One channel as the method takes it; target groups that nobody rated do not count."""
    known = set(groups)
    kept = {key: row[key] for key in CHANNEL_KEYS if row.get(key) is not None}
    return {**kept, "hours": hours, "serves": {g: v for g, v in row.get("serves", {}).items() if g in known}}


def _type(case: Case) -> Iterator[FindingDraft]:
    answers = case.answers
    needed = ("comm_value", "mgr_influence", "comm_eval", "comm_exchange", "comm_changes")
    if answers.get("strategy_comm") and all(answers.get(key) is not None for key in needed):
        changes = answers["comm_changes"]
        yield finding(
            "KOM3",
            {
                "value": answers["comm_value"],
                "influence": answers["mgr_influence"],
                "strategy": answers["strategy_comm"]["exists"],
                "evaluation": answers["comm_eval"],
                "exchange": answers["comm_exchange"],
                "changes": [changes[key] for key in ("budget", "structure", "goals", "person", "audiences")],
            },
        )


def _house_today(case: Case) -> Iterator[FindingDraft]:
    rows, goals = case.answers.get("messages", []), case.answers.get("comm_goals", [])
    if rows and goals:
        channels = [row["key"] for row in case.answers.get("channels", [])]
        yield finding(
            "KOM4",
            {
                "goals": goals,
                "channels": channels,
                "messages": [row for row in rows if row["goal"] in goals and row["channel"] in ("", *channels)],
            },
            "KOM4.today",
            "Vollständigkeit des Botschaftenhauses: heute",
        )


def _house(case: Case) -> Iterator[FindingDraft]:
    plan = case.plan
    keys = ("goal", "message", "proof", "channel", "owner")
    yield finding(
        "KOM4",
        {
            "goals": [goal["key"] for goal in plan["goals"]],
            "channels": [channel["key"] for channel in plan["channels"]],
            "messages": [{key: row[key] for key in keys} for row in plan["messages"]],
        },
    )


def _hours(case: Case) -> Iterator[FindingDraft]:
    plan = case.plan
    tasks = [
        {
            "name": f"{row['key']} {row['name']}",
            "decision": row["decision"],
            "hours_before": row["hours_before"],
            "hours_after": row["hours_after"],
        }
        for row in plan["channels"]
    ]
    tasks += [{**row, "decision": "behalten"} for row in plan["fixed_tasks"]]
    yield finding("KOM5", {"hours_week": plan["hours_week"], "pledges": plan["pledges"], "tasks": tasks})
