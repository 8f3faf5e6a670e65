"""What individual advice computes, module by module: from profile, answers and impact survey to findings. Pure.

A finding is made only for a chosen module and only where its input was given (offerings.md 7f, ruling 7).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from clusterprocess.catalogues.advice import advice
from clusterprocess.methods.actor_kinds import ACTOR_KINDS
from clusterprocess.methods.financing import GRANT_KINDS
from clusterprocess.offerings.case import Case, FindingDraft
from clusterprocess.offerings.indicators import INDICATORS
from clusterprocess.offerings.individual_advice.modules import has
from clusterprocess.offerings.profile import MEMBER_KEYS, members_total
from clusterprocess.offerings.standard.findings import (
    KIND_IN_METHOD,
    comparisons,
    finding,
    location,
    membership,
    peer_group,
    pestel,
    stakeholders,
    value_chain,
)

COMPARED = tuple(i for i in INDICATORS if i.key in ("retention", "committed", "companies", "active", "projects"))
"""What the module Mitgliederstruktur compares with peers."""


def analyse(case: Case) -> list[FindingDraft]:
    """All findings that modules and input allow, in the order of the note."""
    found: list[FindingDraft] = []
    for modules, build in _BY_MODULE:
        if has(case.answers, *modules):
            found.extend(build(case))
    return found


def evaluate(case: Case) -> list[FindingDraft]:
    """An advisory conversation chooses, it computes nothing: what it adds stands in its record."""
    return []


def _finances(case: Case) -> Iterator[FindingDraft]:
    """F10 over the last closed year, stressed by the loss of the largest grant."""
    years, plan = case.answers.get("fin_years"), case.answers.get("fin_plan")
    if not years or not plan:
        return
    last = years[-1]
    sources = [
        {"name": s["name"], "kind": KIND_IN_METHOD.get(s["kind"], s["kind"]), "amount_eur": s["amount_eur"]}
        for s in last["income"]
    ]
    data: dict[str, Any] = {
        "sources": sources,
        "budget_eur": last["cost_eur"],
        "cost_after_eur": str(cost_at_the_end(plan)),
        "fee_classes": [{k: c[k] for k in ("name", "fee_eur", "members")} for c in plan.get("fee_classes", [])],
    }
    if case.profile.get("funds_secured_24m") is not None:
        data["secured_eur"] = case.profile["funds_secured_24m"]
    carrier = next((s["public"] for s in last["income"] if s["kind"] == "traeger"), None)
    if carrier is not None:
        data["carrier_is_public"] = carrier
    if any(s["kind"] in GRANT_KINDS for s in sources):
        yield finding("F10", data)


def cost_at_the_end(plan: Mapping[str, Any]) -> Decimal:
    """Yearly cost of the lines that still run when the plan ends: the cost without what ends with a grant."""
    start = date.fromisoformat(plan["starts_on"])
    last_day = date(start.year + advice().scenarios.months // 12, start.month, 1) - timedelta(days=1)
    running = [c for c in plan["cost"] if not c.get("ends_on") or c["ends_on"] >= last_day.isoformat()]
    return sum((Decimal(str(c["amount_eur"])) for c in running), Decimal(0))


def _liquidity(case: Case) -> Iterator[FindingDraft]:
    plan = case.answers.get("fin_plan")
    if not plan:
        return
    kept = ("name", "amount_eur", "starts_on", "ends_on", "paid_in_month")
    income = [
        {
            **{k: line[k] for k in kept if line.get(k) is not None},
            "kind": KIND_IN_METHOD.get(line["kind"], line["kind"]),
            "certain_share": line["certain_pct"] / 100,
        }
        for line in plan["income"]
    ]
    cost = [{k: line[k] for k in kept if line.get(k) is not None} for line in plan["cost"]]
    classes = [{k: c[k] for k in ("name", "fee_eur", "members")} for c in plan.get("fee_classes", [])]
    yield finding(
        "BER2",
        {
            "starts_on": plan["starts_on"],
            "opening_eur": plan["opening_eur"],
            "income": income,
            "cost": cost,
            "fee_classes": classes,
        },
    )


def _governance(case: Case) -> Iterator[FindingDraft]:
    organs, decisions = case.answers.get("gov_organs"), case.answers.get("gov_decisions")
    if organs and decisions:
        data = {"checks": case.answers.get("gov_checks", {}), "organs": organs, "decisions": decisions}
        yield finding("BER1", data)


def _peers(case: Case) -> Iterator[FindingDraft]:
    """F1 and F2 for the membership figures."""
    if case.profile and case.peers:
        group = peer_group(case)
        yield group
        yield from comparisons(case, group.result, COMPARED)


def _response(case: Case) -> Iterator[FindingDraft]:
    """F20: response and composition of the impact survey."""
    responses = case.survey.get("responses", [])
    if not responses or not members_total(case.profile):
        return
    fields = sorted({f for r in responses for f in r["ratings"]})
    answers = [{"kind": r["kind"], "values": {f: row["effect"] for f, row in r["ratings"].items()}} for r in responses]
    members = {kind: int(case.profile[key]) for kind, key in zip(ACTOR_KINDS, MEMBER_KEYS, strict=True)}
    invited = sum(case.survey["invited"].values())
    yield finding("F20", {"questions": fields, "members": members, "invited": invited, "answers": answers})


def _impact(case: Case) -> Iterator[FindingDraft]:
    responses = case.survey.get("responses", [])
    if not responses:
        return
    fields = [row["field"] for row in case.answers.get("imp_fields", [])]
    asked = fields or sorted({f for r in responses for f in r["ratings"]})
    answers = [{"sme": r["kind"] == "kmu", "ratings": r["ratings"], "step": r.get("step")} for r in responses]
    yield finding("BER3", {"fields": asked, "invited": sum(case.survey["invited"].values()), "answers": answers})


def _implementation(case: Case) -> Iterator[FindingDraft]:
    """F22 over earlier measures on the day of the note, F21 over those that were carried out."""
    rows = case.answers.get("imp_measures", [])
    if not rows:
        return
    measures = [
        {"key": m["number"], "status": m["status"], "due_on": m["due_on"], "priority": m["priority"]} for m in rows
    ]
    goals = {g["goal"]: g["attainment"] for g in case.answers.get("imp_goals", [])}
    yield finding("F22", {"as_of": case.today.isoformat(), "measures": measures, "goals": goals})
    done = [m for m in rows if m["status"] == "erledigt"]
    if done:
        given = [m["without_agency"] for m in done if m.get("without_agency")]
        yield finding("F21", {"answers": given, "unanswered": len(done) - len(given)})


_BY_MODULE: tuple[tuple[tuple[str, ...], Callable[[Case], Iterator[FindingDraft]]], ...] = (
    (("finanzierung",), _finances),
    (("finanzierung",), _liquidity),
    (("mitgliederstruktur",), _peers),
    (("mitgliederstruktur", "finanzierung", "wirkung", "governance"), membership),
    (("mitgliederstruktur", "wertschoepfung"), value_chain),
    (("governance",), _governance),
    (("wirkung",), _response),
    (("wirkung",), _impact),
    (("wirkung",), _implementation),
    (("stakeholder",), stakeholders),
    (("standort_trend",), pestel),
    (("standort_trend",), location),
)
