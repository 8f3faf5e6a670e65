"""What the internationalisation support computes: from answers, weights, scores and plan to findings. Pure.

Methods and their order: offerings.md section 7d "Analysis". A finding is made only where its input was given. What the
workshops decided is checked against what was computed before a paper is written: a chosen country is scored and not
blocked, every candidate is either chosen or named with a reason, and the weights rest on the dots of the minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from clusterprocess.catalogues.internationalisation import countries, internationalisation
from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case, FindingDraft
from clusterprocess.offerings.internationalisation.choice import countries_of
from clusterprocess.offerings.standard.findings import finding, membership, voting

PLAN_KEY = "F10-PLAN"


def analyse(case: Case) -> list[FindingDraft]:
    """What the intake allows: readiness, past activities, compliance hints, partners."""
    found = [*membership(case)]
    for build in (_readiness, _past, _ladder, _compliance):
        found.extend(build(case))
    return found


def evaluate(case: Case) -> list[FindingDraft]:
    """What weights, scores and plan add.

    Raises:
        InputErrors: the decisions do not fit what was computed; one German sentence each.
    """
    found = [*_compliance(case), *_weights(case), *_scoring(case), *_evidence(case)]
    found += [*voting(case, _heaviest(case)), *_resources(case)]
    results = {draft.key: draft.result for draft in found}
    if faults := [*_dot_faults(case), *_choice_faults(case, results)]:
        raise InputErrors(faults)
    return found


def _readiness(case: Case) -> Iterator[FindingDraft]:
    answers = case.answers
    needed = ("intl_strategy", "intl_resources", "intl_web")
    if any(answers.get(key) is None for key in needed):
        return
    activities = answers.get("intl_activities", [])
    english = [row["level"] for row in answers.get("languages", []) if row["language"].casefold() == "englisch"]
    data = {
        "as_of": case.requested_on,
        "has_strategy": answers["intl_strategy"]["written"],
        "strategy_year": answers["intl_strategy"].get("year"),
        "fte": answers["intl_resources"]["fte"],
        "budget_eur": answers["intl_resources"]["budget_eur"],
        "english_website": answers["intl_web"]["website"],
        "english_profile": answers["intl_web"]["eccp_profile"],
        "english_level": english[0] if english else None,
        "lead_members": len({row["lead_by"] for row in answers.get("member_interest", []) if row["lead"]}),
        "partnerships": _partnerships(answers),
        "activities": len(activities),
        "activity_types": len({row["type"] for row in activities}),
    }
    yield finding("INT1", {k: v for k, v in data.items() if v is not None})


def _partnerships(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    keys = ("name", "country", "stage", "last_contact_on")
    return [{k: row[k] for k in keys if row.get(k) is not None} for row in answers.get("partnerships", [])]


def _past(case: Case) -> Iterator[FindingDraft]:
    rows = case.answers.get("intl_activities", [])
    if rows:
        keys = ("type", "country", "members", "cost_eur", "benefit")
        yield finding("INT2", {"activities": [{k: row[k] for k in keys} for row in rows]})


def _ladder(case: Case) -> Iterator[FindingDraft]:
    partnerships = _partnerships(case.answers)
    if partnerships:
        yield finding("INT4", {"as_of": case.requested_on, "partnerships": partnerships})


def hints(case: Case) -> list[dict[str, Any]]:
    """The hints of the intake, with the clearances that came later."""
    later = {(c["country"], c["hint"]): c for c in case.submissions.get("bewertung", {}).get("clearances", [])}
    found = []
    for row in case.answers.get("compliance", []):
        cleared = later.get((row["country"], row["hint"]), {})
        found.append({**row, **{k: cleared[k] for k in ("cleared_on", "cleared_by") if k in cleared}})
    return found


def _compliance(case: Case) -> Iterator[FindingDraft]:
    candidates = case.answers.get("candidates", [])
    if candidates:
        yield finding("INT3", {"countries": candidates, "hints": hints(case)})


def _weights(case: Case) -> Iterator[FindingDraft]:
    weights = case.submissions.get("gewichte", {})
    criteria = weights.get("criteria", [])
    if any(sum(c["dots"].values()) for c in criteria):
        defaults = internationalisation().default_weights()
        rows = [
            {
                "key": c["key"],
                "name": c["name"],
                "default_weight": defaults.get(c["key"], 0.0),
                "dots": sum(c["dots"].values()),
            }
            for c in criteria
        ]
        yield finding("INT5", {"criteria": rows})


def knock_outs(case: Case) -> dict[str, list[str]]:
    """Why a candidate country is out before any score: an open hint, or no member that leads."""
    catalogue = internationalisation()
    leads = {row["country"] for row in case.answers.get("member_interest", []) if row["lead"]}
    reasons: dict[str, list[str]] = {}
    for hint in hints(case):
        if not hint.get("cleared_on"):
            reasons.setdefault(hint["country"], []).append(f"{catalogue.hint(hint['hint']).name} nicht geklärt")
    for country in case.answers.get("candidates", []):
        if country not in leads:
            reasons.setdefault(country, []).append("kein Mitglied führt")
    return reasons


def _scoring(case: Case) -> Iterator[FindingDraft]:
    weights, scores = case.submissions.get("gewichte"), case.submissions.get("bewertung")
    if not weights or not scores:
        return
    out = knock_outs(case)
    by_country: dict[str, dict[str, int]] = {}
    for row in scores["rows"]:
        by_country.setdefault(row["country"], {})[row["criterion"]] = row["score"]
    candidates = case.answers.get("candidates", [])
    options = [
        {
            "key": country,
            "name": countries().name(country),
            "scores": by_country.get(country, {}),
            "knock_outs": out.get(country, []),
        }
        for country in dict.fromkeys([*candidates, *by_country])
    ]
    criteria = [{k: c[k] for k in ("key", "name", "weight")} for c in weights["criteria"]]
    yield finding("F7", {"criteria": criteria, "options": options}, title="Vergleich der Zielländer")


def _evidence(case: Case) -> Iterator[FindingDraft]:
    weights, scores = case.submissions.get("gewichte"), case.submissions.get("bewertung")
    if not weights or not scores:
        return
    weight_of = {c["key"]: c["weight"] for c in weights["criteria"]}
    rows = [
        {
            "country": country,
            "scores": [
                {"criterion": r["criterion"], "weight": weight_of.get(r["criterion"], 0), "evidence": r["evidence"]}
                for r in scores["rows"]
                if r["country"] == country
            ],
        }
        for country in countries_of(scores["rows"])
    ]
    yield finding("INT6", {"countries": rows})


def _heaviest(case: Case) -> list[str]:
    """The three heaviest criteria: what the agreement of the vote is measured on."""
    criteria = case.submissions.get("gewichte", {}).get("criteria", [])
    return [c["key"] for c in sorted(criteria, key=lambda c: (-c["weight"], c["key"]))[:3]]


def _resources(case: Case) -> Iterator[FindingDraft]:
    years = case.plan.get("resources", [])
    if years:
        rows = [
            {
                "year": y["year"],
                "cost_eur": sum((Decimal(str(c["amount_eur"])) for c in y["costs"]), Decimal(0)),
                "income": [{k: i[k] for k in ("name", "kind", "amount_eur")} for i in y["income"]],
            }
            for y in years
        ]
        yield finding(PLAN_KEY, {"years": rows}, title="Kosten und Quellen des Fahrplans")


def _dot_faults(case: Case) -> Iterator[str]:
    """The dots of the submission are those of the minutes, and no score is older than the weights."""
    weights, scores = case.submissions.get("gewichte"), case.submissions.get("bewertung")
    ballots: list[Mapping[str, Any]] = next(
        (w.record["ballots"] for w in case.workshops if w.record.get("ballots")), []
    )
    if not weights:
        return
    if scores and scores["scored_on"] < weights["decided_on"]:
        yield "Bewertung (scored_on): Die Werte tragen einen früheren Tag als die Gewichte; die Gewichte kommen zuerst."
    if ballots:
        noted: Counter[str] = Counter()
        for ballot in ballots:
            noted.update(ballot["dots"])
        for criterion in weights["criteria"]:
            given = sum(criterion["dots"].values())
            if given != noted[criterion["key"]]:
                yield (
                    f"Gewichte ({criterion['key']}): {given} Punkte, im Protokoll stehen {noted[criterion['key']]}; "
                    "bitte gleichen Sie beide ab."
                )


def _choice_faults(case: Case, results: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    plan = case.plan
    if not plan or "F7" not in results:
        return
    name = countries().name
    ranked = {o["key"] for o in results["F7"]["options"] if not o["knocked_out"]}
    chosen = [country for region in plan["regions"] for country in region["countries"]]
    rejected = [r["country"] for r in plan["rejected"]]
    for country in chosen:
        if country not in ranked:
            yield f"Konzept: {name(country)} ist gewählt, aber ausgeschlossen oder nicht bewertet; bitte ändern Sie die Wahl."
    for option in results["F7"]["options"]:
        if option["key"] not in (*chosen, *rejected):
            yield f"Konzept (rejected): Zu {option['name']} fehlt die Entscheidung mit Grund und Wiedervorlage."
    for entry in plan["rejected"]:
        if (entry["decision"] == "ausgeschlossen") == (entry["country"] in ranked):
            yield f"Konzept (rejected): Für {name(entry['country'])} passt „{entry['decision']}“ nicht zur Berechnung."
