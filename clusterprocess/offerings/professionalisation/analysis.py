"""What professionalisation computes: readiness and comparison (e1), need, portfolio and money (e2). Pure.

Methods and their order: offerings.md section 7e "Analysis" with ruling 7. A finding is made only where its line was
chosen and its input was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from clusterprocess.catalogues.label_process import label_process
from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.services import service_catalogue
from clusterprocess.domain.errors import InputErrors
from clusterprocess.methods.label_timetable import add_months
from clusterprocess.offerings.case import Case, FindingDraft
from clusterprocess.offerings.professionalisation.benchmarks import BENCHMARKS
from clusterprocess.offerings.professionalisation.capacity import require_days_in_time
from clusterprocess.offerings.professionalisation.questionnaire import E1, E2, lines_of
from clusterprocess.offerings.professionalisation.readings import readings
from clusterprocess.offerings.sections.numbers import day, number
from clusterprocess.offerings.standard.findings import (
    comparisons,
    financing,
    finding,
    membership,
    peer_group,
    service_ratings,
    survey_quality,
    voting,
)

UNKNOWN_NEED = 3.0
"""The middle of the scale: a service whose need nobody stated is never proposed for the stop list."""


def analyse(case: Case) -> list[FindingDraft]:
    """All findings that the given input allows, in the order of the paper."""
    lines = lines_of(case.answers)
    found: list[FindingDraft] = []
    if E1 in lines:
        peers = peer_group(case)
        found += [peers, *comparisons(case, peers.result, BENCHMARKS), *_readiness(case), *_timetable(case)]
    found.extend(membership(case))
    if E2 in lines:
        for build in (survey_quality, _need, _portfolio, financing):
            found.extend(build(case))
    return found


def evaluate(case: Case) -> list[FindingDraft]:
    """What the workshops and the plan add: corrected points and evidence, scored ideas, votes, the business model.

    Raises:
        InputErrors: the plan brings more points than are missing, chooses a service that a neighbour offers, or counts
            days of stopped activities before they are free.
    """
    lines, found = lines_of(case.answers), []
    if E1 in lines:
        readiness = list(_readiness(case))
        _require_possible_path(case, readiness)
        found += [*readiness, *_timetable(case)]
    if E2 in lines:
        portfolio = list(_portfolio(case))
        _require_no_crowding(case, portfolio)
        require_days_in_time(case.plan)
        services = case.plan.get("services") or {}
        chosen = [i["key"] for i in services.get("ideas", []) if i["decision"] == "gewaehlt"]
        found += [*portfolio, *_scores(services), *_business_model(services), *voting(case, chosen)]
    return found


def _readiness(case: Case) -> Iterator[FindingDraft]:
    """F4 over the 34 indicators, and F3 over its dimensions."""
    given = readings(case)
    if not given:
        return
    state = finding("F4", {"readings": given})
    yield state
    axes = [
        {"name": d["name"], "reached": d["proven_points"], "possible": d["possible_points"]}
        for d in state.result["dimensions"]
        if d["possible_points"]
    ]
    yield finding("F3", {"axes": axes})


def _timetable(case: Case) -> Iterator[FindingDraft]:
    """PRO1, backwards from the day that the plan fixed, else from the wished day."""
    goal, wished = case.answers.get("label_goal"), wished_visit(case)
    if goal in (None, "keines") or wished is None:
        return
    held = next((row.get("valid_until") for row in case.profile.get("labels", []) if row["label"] == goal), None)
    yield finding(
        "PRO1",
        {"label": goal, "label_date": max(wished, earliest_visit(case)).isoformat(), "today": case.today.isoformat()}
        | ({"valid_until": held} if held else {}),
    )


def wished_visit(case: Case) -> date | None:
    """The day of the site visit that the plan fixed, else the day wished at intake."""
    wished = (case.plan.get("label") or {}).get("site_visit_on") or case.answers.get("label_date")
    return date.fromisoformat(str(wished)) if wished else None


def earliest_visit(case: Case) -> date:
    """The first day a label process could still end in a visit; a wish that has passed is moved here, and said so."""
    return add_months(case.today, label_process().timetable.earliest_months)


def moved_visit(case: Case) -> list[str]:
    """Says that a wished day of the visit can no longer be met, and which day was used instead."""
    wished = wished_visit(case)
    if not case.finding("PRO1") or wished is None or wished >= earliest_visit(case):
        return []
    return [
        f"Der Wunschtermin {day(wished)} ist nicht mehr zu erreichen; gerechnet ist mit dem {day(case.finding('PRO1')['visit_on'])}."
    ]


def answers_behind(case: Case) -> int:
    """Answers that the stated need rests on: returned questionnaires, else the stated survey base."""
    responses = len(case.survey.get("responses", []))
    return responses or int(case.answers.get("survey_base", {}).get("answered", 0))


def needs(case: Case) -> dict[str, float]:
    """Mean need by category, from the survey where it lies before us, else as stated at intake."""
    stated = {row["category"]: float(row["need"]) for row in case.answers.get("svc_need", [])}
    surveyed = {category: need for category, (need, _) in service_ratings(case).items()}
    return {**stated, **surveyed}


def willing_share(row: Mapping[str, Any]) -> float | None:
    """Share of answers of at least „eher ja“ to „Würden Sie dafür zahlen?“."""
    counts = row.get("willingness") or []
    return sum(counts[3:]) / sum(counts) if len(counts) == 5 and sum(counts) else None


def _satisfaction(case: Case) -> dict[str, float]:
    surveyed = {c: liked for c, (_, liked) in service_ratings(case).items() if liked is not None}
    stated: dict[str, list[float]] = {}
    for row in case.answers.get("svc_list", []):
        if row.get("satisfaction") is not None:
            stated.setdefault(row["category"], []).append(float(row["satisfaction"]))
    return {**{c: sum(v) / len(v) for c, v in stated.items()}, **surveyed}


def _depths(case: Case) -> dict[str, int]:
    return {row["category"]: int(row["depth"]) for row in case.profile.get("services", [])}


def _need(case: Case) -> Iterator[FindingDraft]:
    """F9 over the categories with a stated need."""
    need, liked, depths = needs(case), _satisfaction(case), _depths(case)
    if not need:
        return
    pays = {row["category"]: willing_share(row) for row in case.answers.get("svc_need", [])}
    rows = [
        {
            "category": c,
            "need": value,
            "depth": depths.get(c, 0),
            "satisfaction": liked.get(c),
            "willing_share": pays.get(c),
        }
        for c, value in sorted(need.items())
    ]
    yield finding("F9", {"services": rows, "answers": answers_behind(case)})


def _portfolio(case: Case) -> Iterator[FindingDraft]:
    """PRO2 over the present services and, once the plan is there, the new ones."""
    rate = case.answers.get("day_rate")
    present = case.answers.get("svc_list", [])
    if not rate or not present:
        return
    need, depths = needs(case), _depths(case)
    rows = [
        {
            "name": row["name"],
            "category": row["category"],
            "need": need.get(row["category"], UNKNOWN_NEED),
            "depth": depths.get(row["category"], 0),
            "economics": _economics(row["users"], row["price_eur"], row["days_year"], rate),
            "neighbours_checked": True,
        }
        for row in present
    ]
    sheets = (case.plan.get("services") or {}).get("sheets", [])
    rows += [_new(sheet, need, depths, rate) for sheet in sheets]
    yield finding("PRO2", {"services": rows, "answers": answers_behind(case)})


def _economics(users: int, price: Any, days: float, rate: Any) -> dict[str, Any] | None:
    if not days:
        return None
    return {"users": users, "price_eur": price, "days": days, "day_rate_eur": rate}


def _new(sheet: Mapping[str, Any], need: Mapping[str, float], depths: Mapping[str, int], rate: Any) -> dict[str, Any]:
    """A new service; its other cost is counted as days at the day rate, so that the cover is that of the full cost."""
    days = float(Decimal(str(sheet["days_year"])) + Decimal(str(sheet["cost_eur"])) / Decimal(str(rate)))
    row = {
        "name": sheet["title"],
        "category": sheet["category"],
        "is_new": True,
        "need": need.get(sheet["category"], UNKNOWN_NEED),
        "depth": depths.get(sheet["category"], 0),
        "economics": _economics(sheet["users_year"], sheet["price_eur"], days, rate),
        "neighbours_checked": True,
        "difference": sheet["difference"],
        "neighbours": [
            {"kind": c["kind"], "name": c["who"], "overlap": c["overlap"]}
            | ({"agreed_on": c["agreed_on"]} if c.get("agreed_on") else {})
            for c in sheet["crowding"]
        ],
    }
    public = sheet.get("uses_public_money")
    return row if public is None else {**row, "uses_public_money": public}


def _scores(services: Mapping[str, Any]) -> Iterator[FindingDraft]:
    """F7 over the ideas with the weights of the service catalogue."""
    if ideas := services.get("ideas"):
        criteria = [{"key": c.key, "name": c.name, "weight": c.weight} for c in service_catalogue().criterion]
        options = [
            {"key": i["key"], "name": i["title"], "scores": i["scores"], "knock_outs": i["knock_outs"]} for i in ideas
        ]
        yield finding("F7", {"criteria": criteria, "options": options})


def _business_model(services: Mapping[str, Any]) -> Iterator[FindingDraft]:
    """F19 from the canvas of the plan."""
    if canvas := services.get("canvas"):
        yield finding("F19", canvas)


def _require_possible_path(case: Case, made: list[FindingDraft]) -> None:
    state = next((f.result for f in made if f.key == "F4"), None)
    if state is None:
        return
    missing = {i["code"]: round(5 - i["proven_points"], 1) for i in state["indicators"]}
    planned: dict[str, float] = {}
    for step in (case.plan.get("label") or {}).get("path", []):
        planned[step["code"]] = round(planned.get(step["code"], 0.0) + float(step["points"]), 1)
    faults = [
        f"Weg zum Label (path): Indikator {code} soll {number(points, 1)} Punkte bringen, es fehlen aber nur {number(missing.get(code, 0.0), 1)}."
        for code, points in planned.items()
        if points > missing.get(code, 0.0)
    ]
    if faults:
        raise InputErrors(faults)


def _require_no_crowding(case: Case, made: list[FindingDraft]) -> None:
    """A chosen service that a neighbour offers alike needs the verdict „frei“: agreed, or without public money."""
    alike = {
        sheet["title"]: next(c["who"] for c in sheet["crowding"] if c["overlap"] == "gleich")
        for sheet in (case.plan.get("services") or {}).get("sheets", [])
        if any(c["overlap"] == "gleich" for c in sheet["crowding"])
    }
    faults = [
        f"Neue Services (sheets): {alike[row['name']]} bietet „{row['name']}“ gleich an; bitte abstimmen, abgrenzen oder ablehnen."
        for f in made
        for row in f.result["services"]
        if row["name"] in alike and row["is_new"] and row["crowding_out"]["verdict"] != "frei"
    ]
    if faults:
        raise InputErrors(faults)


def analysis_missing(submissions: Mapping[str, Mapping[str, Any]], level: str) -> list[str]:
    """What the analysis waits for: interviews; for e1 the first inspection of evidence; for e2 the member survey."""
    lines = lines_of(submissions.get("fragebogen", {}))
    scope = process().scope_of("professionalisation", level)
    held = len(submissions.get("interviews", {}).get("interviews", []))
    found = [f"Gespräche: {held} von {scope.interviews} sind eingetragen."] if held < scope.interviews else []
    if E2 in lines and scope.survey != "keine" and "befragung" not in submissions:
        found.append("Mitgliederbefragung: Der Rücklauf fehlt.")
    if E1 in lines and "nachweise" not in submissions:
        found.append("Nachweise: Die erste Sichtung fehlt.")
    return found
