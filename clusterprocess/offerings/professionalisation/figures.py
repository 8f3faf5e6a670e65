"""The figures of this offering; numbers of texts, tables and captions come from here alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from math import floor
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation.benchmarks import BENCHMARKS
from clusterprocess.offerings.professionalisation.capacity import first_year_days
from clusterprocess.offerings.professionalisation.readings import inspected
from clusterprocess.offerings.sections.blocks import Figure
from clusterprocess.offerings.sections.marks import MARK
from clusterprocess.offerings.sections.numbers import day, euro, number, percent
from clusterprocess.offerings.standard.figures import (
    collected,
    interview_figures,
    member_figures,
    money_figures,
    peer_figures,
    survey_figures,
    vote_figures,
)
from clusterprocess.offerings.standard.rows import SERVICE_NAMES

LIGHTS: dict[str, str] = {"gruen": "grün", "gelb": "gelb", "orange": "orange", "rot": "rot"}


def points(value: float) -> str:
    """Points as they read: one decimal only where there is one."""
    return number(value, 0 if float(value).is_integer() else 1)


def figures_of(case: Case) -> dict[str, Figure]:
    """All figures that this case allows, by key."""
    return collected(
        case,
        (
            member_figures,
            money_figures,
            survey_figures,
            vote_figures,
            _benchmarks,
            interview_figures,
            _readiness,
            _evidence,
            _timetable,
            _needs,
            _portfolio,
            _scores,
            _plan,
        ),
    )


def used_figures(case: Case) -> dict[str, Figure]:
    """The figures that the consultant's words or the plan name, in the order of all figures."""
    named = {mark for text in _texts((case.texts, case.plan)) for mark in MARK.findall(text)}
    return {key: figure for key, figure in figures_of(case).items() if key in named}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _texts(inner)


def _benchmarks(case: Case) -> Iterator[Figure]:
    return peer_figures(case, BENCHMARKS)


def _readiness(case: Case) -> Iterator[Figure]:
    """``F4.*``: both figures, the gap, the light, and both figures by dimension."""
    state = case.finding("F4")
    if not state:
        return

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"F4.{key}", display, title, "F4", "Fragebogen und Nachweise")

    for name, words in (("selbst", "selbst eingeschätzt"), ("belegt", "belegt")):
        yield fig(f"{name}_points", points(state[name]["points"]), f"Punkte {words}")
        yield fig(f"{name}_percent", percent(state[name]["percent"] / 100), f"Anteil an 150 Punkten {words}")
    yield fig("gap", points(state["belegt"]["gap_points"]), "Lücke bis 120 Punkte")
    yield fig("light", LIGHTS[state["light"]], "Ampel auf belegt")
    yield fig(
        "unproven",
        points(_sum(state, "provable_points") - _sum(state, "proven_points")),
        "Punkte, denen nur der Nachweis fehlt",
    )
    yield fig("absent", points(150 - _sum(state, "provable_points")), "Punkte, denen die Sache fehlt")
    yield fig("zero", str(sum(i["proven_points"] == 0 for i in state["indicators"])), "Indikatoren ohne belegten Punkt")
    for row in state["dimensions"]:
        if row["possible_points"]:
            yield fig(f"d{row['slug']}_belegt", points(row["proven_points"]), f"Punkte belegt: {row['name']}")
            yield fig(f"d{row['slug']}_selbst", points(row["self_points"]), f"Punkte selbst: {row['name']}")
            yield fig(f"d{row['slug']}_possible", str(row["possible_points"]), f"mögliche Punkte: {row['name']}")
            yield fig(f"d{row['slug']}_percent", percent(row["proven_percent"] / 100), f"Anteil belegt: {row['name']}")


def _sum(state: Any, key: str) -> float:
    return round(sum(float(i[key]) for i in state["indicators"]), 1)


def _evidence(case: Case) -> Iterator[Figure]:
    """``NW.*``: inspected, accepted and rejected evidence."""
    rows = inspected(case)
    if not rows:
        return
    source = f"Sichtung bis {day(max(r['checked_on'] for r in rows))}"
    accepted = [r for r in rows if r["accepted"]]
    for key, value, title in (
        ("total", len(rows), "gesichtete Nachweise"),
        ("accepted", len(accepted), "angenommene Nachweise"),
        ("rejected", len(rows) - len(accepted), "nicht angenommene Nachweise"),
        ("codes", len({r["code"] for r in accepted}), "Indikatoren mit angenommenem Nachweis"),
    ):
        yield Figure(f"NW.{key}", str(value), title, "Nachweise", source)


def _timetable(case: Case) -> Iterator[Figure]:
    """``PRO1.*``: the milestones and the expiry of the present label."""
    result = case.finding("PRO1")
    if not result:
        return
    source = "Zeitplan, gerechnet vom Besuch"
    for row in result["milestones"]:
        yield Figure(f"PRO1.{row['key']}", day(row["due_on"]), row["name"], "PRO1", source)
    held = next(
        (r.get("valid_until") for r in case.profile.get("labels", []) if r["label"] == case.answers["label_goal"]), None
    )
    if held:
        yield Figure("PRO1.expiry", day(held), "Ablauf des heutigen Labels", "PRO1", "Clusterprofil")


def _needs(case: Case) -> Iterator[Figure]:
    """``F9.<category>.*``: need, satisfaction, willingness; nothing where too few answered."""
    result = case.finding("F9")
    if not result or result["qualitative_only"]:
        return
    source = "Mitgliederbefragung" if case.survey else "Fragebogen"
    for row in result["services"]:
        name = SERVICE_NAMES[row["category"]].de
        for key, value, title in (
            ("need", row["need"], "Bedarf"),
            ("satisfaction", row["satisfaction"], "Zufriedenheit"),
        ):
            if value is not None:
                yield Figure(f"F9.{row['category']}.{key}", number(value, 1), f"{title}: {name}", "F9", source)
        if row["willing_share"] is not None:
            shown = percent(row["willing_share"])
            yield Figure(f"F9.{row['category']}.willing", shown, f"würden eher zahlen: {name}", "F9", source)


def _portfolio(case: Case) -> Iterator[Figure]:
    """``PRO2.*``: days, cost, income and cover of the present services, and of each new one by its key."""
    result = case.finding("PRO2")
    if not result:
        return
    present = [row for row in result["services"] if not row["is_new"]]
    source = f"Fragebogen, {euro(case.answers['day_rate'])} je Personentag"

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"PRO2.{key}", display, title, "PRO2", source)

    yield fig("services", str(len(present)), "heutige Leistungen")
    yield fig("days", number(sum(row["days"] or 0 for row in present)), "PT im Jahr für heutige Leistungen")
    yield fig("cost", euro(result["cost_eur"]), "Personalkosten der heutigen Leistungen")
    yield fig("income", euro(result["income_eur"]), "Erlöse der heutigen Leistungen")
    if result["cover"] is not None:
        yield fig("cover", percent(result["cover"]), "Deckung der heutigen Leistungen")
    yield fig("paid", str(sum(Decimal(str(row["income_eur"] or 0)) > 0 for row in present)), "bezahlte Leistungen")
    by_name = {row["name"]: row for row in result["services"] if row["is_new"]}
    for sheet in (case.plan.get("services") or {}).get("sheets", []):
        row = by_name.get(sheet["title"])
        if row:
            yield fig(f"{sheet['key']}.income", euro(row["income_eur"]), f"Erlös im Jahr: {sheet['title']}")
            yield fig(f"{sheet['key']}.cost", euro(row["cost_eur"]), f"Vollkosten im Jahr: {sheet['title']}")
            yield fig(f"{sheet['key']}.cover", percent(row["cover"]), f"Deckung: {sheet['title']}")


def _scores(case: Case) -> Iterator[Figure]:
    """``F7.<key>.points`` and rank of each scored idea."""
    for option in case.finding("F7").get("options", []):
        if option["rank"] is not None:
            key, name = option["key"], option["name"]
            yield Figure(
                f"F7.{key}.points", number(option["points"]), f"Punkte: {name}", "F7", "Werkstatt, fünf Kriterien"
            )
            yield Figure(f"F7.{key}.rank", str(option["rank"]), f"Rang: {name}", "F7", "Werkstatt, fünf Kriterien")


def _plan(case: Case) -> Iterator[Figure]:
    """``PLAN.*``: the way to the label, what stops, measures and capacity."""
    plan = case.plan
    if not plan:
        return

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"PLAN.{key}", display, title, "Konzept", "Ergebnis der Beratung")

    yield fig("measures", str(len(plan["measures"])), "Maßnahmen")
    yield fig("effort_days", number(sum(m["effort_days"] for m in plan["measures"]), 1).removesuffix(",0"),
              "Aufwand der Geschäftsstelle in PT, zwölf Monate")  # fmt: skip
    yield fig("capacity_days", number(plan["capacity_days"]), "verfügbare PT der Geschäftsstelle, zwölf Monate")
    if label := plan.get("label"):
        gained = round(sum(float(s["points"]) for s in label["path"]), 1)
        proof = round(sum(float(s["points"]) for s in label["path"] if s["lacks"] == "beleg"), 1)
        start = float(case.finding("F4").get("belegt", {}).get("points", 0))
        yield fig("path_steps", str(len(label["path"])), "Schritte auf dem Weg")
        yield fig("path_points", points(gained), "Punkte, die der Weg bringt")
        yield fig("path_proof", points(proof), "davon durch Nachweise")
        yield fig("path_end", points(round(start + gained, 1)), "Punkte am Ende des Wegs")
        days = sum(float(s["effort_days"]) for s in label["path"])
        yield fig("path_days", number(days, 1).removesuffix(",0"), "PT für den Weg")
    if services := plan.get("services"):
        yield fig("stop_days", number(sum(s["saved_days"] for s in services["stop_list"])), "frei werdende PT im Jahr")
        first_year = number(floor(first_year_days(plan)))
        yield fig("stop_first_year", first_year, "davon frei in den ersten zwölf Monaten, in PT")
        yield fig("new_services", str(len(services["sheets"])), "neue Services")
        new_days = sum(s["days_year"] for s in services["sheets"])
        yield fig("new_days", number(new_days), "PT im Jahr für neue Services")
        income = sum(Decimal(str(s["price_eur"])) * s["users_year"] for s in services["sheets"])
        yield fig("new_income", euro(income), "Erlöse der neuen Services im Jahr")
