"""What a joint cluster strategy computes: from profile, answers and survey to findings. Pure.

Methods and their order: offerings.md section 7a "Analysis" with ruling 7. A finding is made only where its input was
given; what is missing is a gap that the reviewer sees at G2, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from clusterprocess.methods.actor_kinds import ACTOR_KINDS
from clusterprocess.methods.registry import Method, method_named
from clusterprocess.offerings.case import Case, FindingDraft, Initiative
from clusterprocess.offerings.indicators import FURTHER, INDICATORS, Indicator
from clusterprocess.offerings.profile import MEMBER_KEYS, members_total

PESTEL_DIMENSIONS = {
    "P": "politisch",
    "E": "oekonomisch",
    "S": "sozial",
    "T": "technologisch",
    "U": "oekologisch",
    "L": "rechtlich",
}
DIAMOND_DIMENSIONS = {
    "faktoren": "faktorbedingungen",
    "verwandte": "verwandte_branchen",
    "wettbewerb": "wettbewerb_strategie",
}
KIND_IN_METHOD = {"zuschuss": "land"}
"""The project grant of this offering comes from the state's level; the other kinds have the method's names."""


def analyse(case: Case) -> list[FindingDraft]:
    """All findings that the given input allows, in the order of the report."""
    peers = _peer_group(case)
    found = [peers, *_comparisons(case, peers.result)]
    for build in (
        _membership,
        _financing,
        _survey,
        _services,
        _pestel,
        _swot,
        _stakeholders,
        _diamond,
        _value_chain,
        _location,
    ):
        found.extend(build(case))
    return found


def evaluate(case: Case) -> list[FindingDraft]:
    """What the strategy days added: the dot voting, and the crossing of the SWOT with its pair scores."""
    return [*_swot(case), *_voting(case)]


def _draft(key: str, method: Method, data: BaseModel, title: str | None = None) -> FindingDraft:
    result = method.function(data).model_dump(mode="json")
    return FindingDraft(
        key,
        method.code,
        title or method.title.de,
        method.formula,
        method.source,
        str(result.get("catalogue_version", "")),
        data.model_dump(mode="json", exclude_none=True),
        result,
    )


def _run(code: str, data: Mapping[str, Any], key: str | None = None, title: str | None = None) -> FindingDraft:
    method = method_named(code)
    return _draft(key or code, method, method.input_model.model_validate(data), title)


def _peer_group(case: Case) -> FindingDraft:
    own = Initiative(0, case.profile.get("field"), case.growth_fields, case.founded, case.level, case.profile)
    portfolio = [_candidate(peer, case.origin) for peer in case.peers]
    return _run("F1", {"case": _candidate(own, case.origin), "portfolio": portfolio})


def _candidate(initiative: Initiative, origin: str) -> dict[str, Any]:
    return {
        "id": str(initiative.id),
        "origin": origin,
        "field": initiative.field,
        "growth_fields": initiative.growth_fields,
        "members": members_total(initiative.profile) or None,
        "founded": initiative.founded,
        "maturity": initiative.level,
    }


def _comparisons(case: Case, group: Mapping[str, Any]) -> Iterator[FindingDraft]:
    by_id = {str(p.id): p for p in case.peers}
    chosen = [(by_id[p["id"]], p["same_field"]) for p in group["peers"]]
    for indicator in (*INDICATORS, *FURTHER):
        own = indicator.value(case.profile)
        if own is not None:
            yield _compare(indicator, own, chosen)


def _compare(indicator: Indicator, own: float, chosen: list[tuple[Initiative, bool]]) -> FindingDraft:
    values = [
        {"value": value, "same_field": same}
        for peer, same in chosen
        if (value := indicator.value(peer.profile)) is not None
    ]
    return _run(
        "F2",
        {"indicator": indicator.name, "value": own, "peers": values, "higher_is_better": indicator.higher_is_better},
        f"F2.{indicator.key}",
        f"Vergleich: {indicator.name}",
    )


def _membership(case: Case) -> Iterator[FindingDraft]:
    if members_total(case.profile):
        counts: dict[str, int] = {
            kind: int(case.profile[key]) for kind, key in zip(ACTOR_KINDS, MEMBER_KEYS, strict=True)
        }
        movement = {"joined": case.profile.get("members_joined_12m"), "left": case.profile.get("members_left_12m")}
        yield _run("F11", {**counts, **{k: v for k, v in movement.items() if v is not None}})


def _financing(case: Case) -> Iterator[FindingDraft]:
    money = case.answers.get("finances")
    if not money:
        return
    sources = [
        {"name": s["name"], "kind": KIND_IN_METHOD.get(s["kind"], s["kind"]), "amount_eur": s["amount_eur"]}
        for s in money["sources"]
    ]
    carrier = next((s["public"] for s in money["sources"] if s["kind"] == "traeger"), None)
    data = {
        "sources": sources,
        "budget_eur": money["cost_eur"],
        "cost_after_eur": money["cost_without_project_eur"],
        "secured_eur": money["secured_eur"],
        "paying_members": money["paying_members"],
        "fee_classes": [{k: c[k] for k in ("name", "fee_eur", "members")} for c in money.get("fee_classes", [])],
    }
    if carrier is not None:
        data["carrier_is_public"] = carrier
    yield _run("F10", data)


def _survey(case: Case) -> Iterator[FindingDraft]:
    responses = case.survey.get("responses", [])
    if not responses or not members_total(case.profile):
        return
    categories = sorted({c for r in responses for c in (*r.get("need", {}), *r.get("satisfaction", {}))})
    questions = [f"{kind}_{c}" for kind in ("need", "satisfaction") for c in categories]
    answers = [
        {
            "kind": r["kind"],
            "values": {f"{kind}_{c}": v for kind in ("need", "satisfaction") for c, v in r.get(kind, {}).items()},
        }
        for r in responses
    ]
    members = {kind: int(case.profile[key]) for kind, key in zip(ACTOR_KINDS, MEMBER_KEYS, strict=True)}
    yield _run(
        "F20",
        {
            "questions": questions,
            "members": members,
            "invited": sum(case.survey["invited"].values()),
            "answers": answers,
        },
    )


def _ratings(case: Case) -> dict[str, tuple[float, float | None]]:
    """Mean need and satisfaction by service: from the survey where it lies before us, else the manager's estimate."""
    found: dict[str, tuple[float, float | None]] = {}
    for row in case.answers.get("member_expect", []):
        found[row["category"]] = (row["need"], row["satisfaction"])
    responses = case.survey.get("responses", [])
    for category in {c for r in responses for c in r.get("need", {})}:
        needs = [r["need"][category] for r in responses if category in r.get("need", {})]
        liked = [r["satisfaction"][category] for r in responses if category in r.get("satisfaction", {})]
        found[category] = (sum(needs) / len(needs), sum(liked) / len(liked) if liked else None)
    return found


def _services(case: Case) -> Iterator[FindingDraft]:
    ratings = _ratings(case)
    if ratings:
        depths = {row["category"]: row["depth"] for row in case.profile.get("services", [])}
        rows = [
            {"category": c, "need": need, "satisfaction": liked, "depth": depths.get(c, 0)}
            for c, (need, liked) in sorted(ratings.items())
        ]
        yield _run("F9", {"services": rows, "answers": len(case.survey.get("responses", [])) or None})


def _pestel(case: Case) -> Iterator[FindingDraft]:
    trends = case.answers.get("trends", [])
    if trends:
        rows = [
            {
                "id": f"T{n}",
                "dimension": PESTEL_DIMENSIONS[t["letter"]],
                "text": t["title"],
                "direction": t["direction"],
                "impact": t["impact"],
                "probability": t["probability"],
                "horizon": t["horizon"],
            }
            for n, t in enumerate(trends, 1)
        ]
        yield _run("F15", {"factors": rows})


def _swot(case: Case) -> Iterator[FindingDraft]:
    items = case.answers.get("swot_raw", [])
    if {i["letter"] for i in items} == set("SWOT"):
        rows = [
            {
                "id": i["key"],
                "letter": i["letter"],
                "text": i["title"],
                "importance": i["importance"],
                "strength": i["strength"],
            }
            for i in items
        ]
        pairs = [
            {"internal": p["first"], "external": p["second"], "score": p["score"]} for p in case.plan.get("pairs", [])
        ]
        yield _run("F5", {"items": rows, "pairs": pairs})


def _stakeholders(case: Case) -> Iterator[FindingDraft]:
    rows = case.answers.get("stakeholders", [])
    if rows:
        keys = ("name", "power", "interest", "current", "desired", "owner")
        yield _run("F6", {"stakeholders": [{k: r[k] for k in keys if r.get(k) not in (None, "")} for r in rows]})


def _diamond(case: Case) -> Iterator[FindingDraft]:
    rows = case.answers.get("diamond", [])
    if {"faktoren", "nachfrage", "verwandte", "wettbewerb"} <= {r["dimension"] for r in rows}:
        statements = [
            {
                "dimension": DIAMOND_DIMENSIONS.get(r["dimension"], r["dimension"]),
                "statement": f"{r['dimension']}-{n}",
                "ratings": [rating],
            }
            for r in rows
            for n, rating in enumerate(r["ratings"], 1)
        ]
        yield _run("F16", {"statements": statements})


def _value_chain(case: Case) -> Iterator[FindingDraft]:
    stages = case.answers.get("value_chain", [])
    if stages:
        # the intake counts firms per stage and allows a firm in several; each count stands for that many anonymous firms
        firms = [
            {"id": f"{n}-{m}", "stages": [s["stage"]]} for n, s in enumerate(stages, 1) for m in range(s["members"])
        ]
        yield _run(
            "F17",
            {
                "stages": [{"name": s["stage"], "wanted": [s["wanted"]] if s.get("wanted") else []} for s in stages],
                "firms": firms,
            },
        )


def _voting(case: Case) -> Iterator[FindingDraft]:
    record = next((w.record for w in case.workshops if w.record.get("ballots")), None)
    if record is None:
        return
    chosen = [
        o["key"] for o in case.plan.get("options", []) if o["decision"] == "gewaehlt" and o["key"] in record["options"]
    ]
    ballots = [{"organisation": b["organisation"], "kind": b["kind"], "dots": b["dots"]} for b in record["ballots"]]
    yield _run("F12", {"options": list(record["options"]), "ballots": ballots, "chosen": chosen})


def _location(case: Case) -> Iterator[FindingDraft]:
    data = case.answers.get("employment")
    if data:
        yield _run(
            "F18",
            {
                "branch": case.field_name or "Branche",
                "region_branch": data["industry_region"],
                "region_total": data["all_region"],
                "country_branch": data["industry_reference"],
                "country_total": data["all_reference"],
            },
        )
