"""Making findings from methods; a finding is made only where its input was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clusterprocess.methods.actor_kinds import ACTOR_KINDS
from clusterprocess.methods.registry import method_named
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
KIND_IN_METHOD = {"zuschuss": "land"}
"""The project grant of this offering comes from the state's level; the other kinds have the method's names."""


def finding(code: str, data: Mapping[str, Any], key: str | None = None, title: str | None = None) -> FindingDraft:
    """Run a method of the library and keep inputs, formula, source and catalogue version with the result."""
    method = method_named(code)
    accepted = method.input_model.model_validate(data)
    result = method.function(accepted).model_dump(mode="json")
    return FindingDraft(
        key or code,
        method.code,
        title or method.title.de,
        method.formula,
        method.source,
        str(result.get("catalogue_version", "")),
        accepted.model_dump(mode="json", exclude_none=True),
        result,
    )


def peer_group(case: Case) -> FindingDraft:
    """F1: the peers of this initiative among the others of the same origin."""
    own = Initiative(0, case.profile.get("field"), case.growth_fields, case.founded, case.level, case.profile)
    portfolio = [_candidate(peer, case.origin) for peer in case.peers]
    return finding("F1", {"case": _candidate(own, case.origin), "portfolio": portfolio})


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


def comparisons(
    case: Case, group: Mapping[str, Any], indicators: Iterable[Indicator] = (*INDICATORS, *FURTHER)
) -> Iterator[FindingDraft]:
    """F2 for each indicator that the own profile has, against the peers that F1 chose; keys ``F2.<indicator>``."""
    by_id = {str(p.id): p for p in case.peers}
    chosen = [(by_id[p["id"]], p["same_field"]) for p in group["peers"]]
    for indicator in indicators:
        own = indicator.value(case.profile)
        if own is not None:
            yield _compare(indicator, own, chosen)


def _compare(indicator: Indicator, own: float, chosen: list[tuple[Initiative, bool]]) -> FindingDraft:
    values = [
        {"value": value, "same_field": same}
        for peer, same in chosen
        if (value := indicator.value(peer.profile)) is not None
    ]
    return finding(
        "F2",
        {"indicator": indicator.name, "value": own, "peers": values, "higher_is_better": indicator.higher_is_better},
        f"F2.{indicator.key}",
        f"Vergleich: {indicator.name}",
    )


def membership(case: Case) -> Iterator[FindingDraft]:
    """F11 over the six member kinds with the movement of twelve months."""
    if members_total(case.profile):
        counts: dict[str, int] = {
            kind: int(case.profile[key]) for kind, key in zip(ACTOR_KINDS, MEMBER_KEYS, strict=True)
        }
        movement = {"joined": case.profile.get("members_joined_12m"), "left": case.profile.get("members_left_12m")}
        yield finding("F11", {**counts, **{k: v for k, v in movement.items() if v is not None}})


def financing(case: Case) -> Iterator[FindingDraft]:
    """F10 from the answer ``finances``."""
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
    yield finding("F10", data)


def survey_quality(case: Case) -> Iterator[FindingDraft]:
    """F20 over the returned member survey."""
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
    yield finding(
        "F20",
        {
            "questions": questions,
            "members": members,
            "invited": sum(case.survey["invited"].values()),
            "answers": answers,
        },
    )


def service_ratings(case: Case) -> dict[str, tuple[float, float | None]]:
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


def services(case: Case) -> Iterator[FindingDraft]:
    """F9 over the rated service categories."""
    ratings = service_ratings(case)
    if ratings:
        depths = {row["category"]: row["depth"] for row in case.profile.get("services", [])}
        rows = [
            {"category": c, "need": need, "satisfaction": liked, "depth": depths.get(c, 0)}
            for c, (need, liked) in sorted(ratings.items())
        ]
        yield finding("F9", {"services": rows, "answers": len(case.survey.get("responses", [])) or None})


def pestel(case: Case) -> Iterator[FindingDraft]:
    """F15 from the answer ``trends``."""
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
        yield finding("F15", {"factors": rows})


def stakeholders(case: Case) -> Iterator[FindingDraft]:
    """F6 from the answer ``stakeholders``; stays in the internal volume."""
    rows = case.answers.get("stakeholders", [])
    if rows:
        keys = ("name", "power", "interest", "current", "desired", "owner")
        yield finding("F6", {"stakeholders": [{k: r[k] for k in keys if r.get(k) not in (None, "")} for r in rows]})


def value_chain(case: Case) -> Iterator[FindingDraft]:
    """F17 from the answer ``value_chain``."""
    stages = case.answers.get("value_chain", [])
    if stages:
        # the intake counts firms per stage and allows a firm in several; each count stands for that many anonymous firms
        firms = [
            {"id": f"{n}-{m}", "stages": [s["stage"]]} for n, s in enumerate(stages, 1) for m in range(s["members"])
        ]
        yield finding(
            "F17",
            {
                "stages": [{"name": s["stage"], "wanted": [s["wanted"]] if s.get("wanted") else []} for s in stages],
                "firms": firms,
            },
        )


def location(case: Case) -> Iterator[FindingDraft]:
    """F18 from the answer ``employment``."""
    data = case.answers.get("employment")
    if data:
        yield finding(
            "F18",
            {
                "branch": case.field_name or "Branche",
                "region_branch": data["industry_region"],
                "region_total": data["all_region"],
                "country_branch": data["industry_reference"],
                "country_total": data["all_reference"],
            },
        )


def voting(case: Case, chosen: Iterable[str]) -> Iterator[FindingDraft]:
    """F12 over the first workshop with ballots; ``chosen`` are the keys of the options that were chosen."""
    record = next((w.record for w in case.workshops if w.record.get("ballots")), None)
    if record is None:
        return
    known = [key for key in chosen if key in record["options"]]
    ballots = [{"organisation": b["organisation"], "kind": b["kind"], "dots": b["dots"]} for b in record["ballots"]]
    yield finding("F12", {"options": list(record["options"]), "ballots": ballots, "chosen": known})
