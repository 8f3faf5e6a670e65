"""The figures of an Internationalisierungskonzept; numbers of texts, tables and captions come from here alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Figure
from clusterprocess.offerings.sections.numbers import day, euro, number, percent
from clusterprocess.offerings.standard.figures import collected, interview_figures, member_figures, vote_figures


def figures_of(case: Case) -> dict[str, Figure]:
    """All figures that this case allows, by key."""
    return collected(
        case,
        (
            member_figures,
            _readiness,
            _past,
            _ladder,
            _compliance,
            vote_figures,
            _scores,
            _evidence,
            _plan,
            interview_figures,
        ),
    )


def asked(case: Case) -> str:
    """Source line of everything that the office answered."""
    return f"Fragebogen, Stichtag {day(case.requested_on)}"


def _readiness(case: Case) -> Iterator[Figure]:
    result = case.finding("INT1")
    if not result:
        return
    source = asked(case)
    yield Figure("INT1.score", number(result["score"]), "Reifegrad für das Ausland, Punkte von 100", "INT1", source)
    yield Figure("INT1.word", str(result["word"]), "Folgerung aus dem Reifegrad", "INT1", source)
    for part in result["components"]:
        shown = f"{number(part['points'])} von {number(part['maximum'])}"
        yield Figure(f"INT1.{part['key']}", shown, f"Reifegrad: {part['name']}", "INT1", source)
    interest = case.answers.get("member_interest", [])
    leads = len({row["lead_by"] for row in interest if row["lead"]})
    yield Figure("INT1.leads", str(leads), "Mitglieder, die in einem Land führen", "INT1", source)


def _past(case: Case) -> Iterator[Figure]:
    result = case.finding("INT2")
    if not result:
        return
    source = asked(case)
    yield Figure("INT2.activities", str(result["activities"]), "Auslandsaktivitäten in 24 Monaten", "INT2", source)
    yield Figure("INT2.members", str(result["members"]), "Beteiligungen von Mitgliedern daran", "INT2", source)
    yield Figure("INT2.cost", euro(result["cost_eur"]), "Kosten der Auslandsaktivitäten", "INT2", source)
    for row in result["types"]:
        if row["cost_per_participation_eur"] is not None:
            shown = euro(row["cost_per_participation_eur"])
            yield Figure(f"INT2.{row['type']}.each", shown, f"{row['name']}: Kosten je Beteiligung", "INT2", source)


def _ladder(case: Case) -> Iterator[Figure]:
    result = case.finding("INT4")
    if not result:
        return
    source = asked(case)
    yield Figure("INT4.partners", str(len(result["partners"])), "Partner im Ausland", "INT4", source)
    yield Figure("INT4.carrying", str(result["carrying"]), "tragende Partnerschaften", "INT4", source)
    yield Figure("INT4.dormant", str(result["dormant"]), "Partner mit veraltetem Kontakt", "INT4", source)


def _compliance(case: Case) -> Iterator[Figure]:
    result = case.finding("INT3")
    if not result:
        return
    source = f"Fragebogen und Bewertung, Stand {day(_scored_on(case))}"
    yield Figure("INT3.candidates", str(len(result["countries"])), "Kandidatenländer", "INT3", source)
    yield Figure("INT3.blocked", str(len(result["blocked"])), "Länder mit offenem Hinweis", "INT3", source)
    yield Figure("INT3.cleared", str(result["cleared_count"]), "geklärte Hinweise", "INT3", source)


def _scored_on(case: Case) -> Any:
    return case.submissions.get("bewertung", {}).get("scored_on") or case.requested_on


def _scores(case: Case) -> Iterator[Figure]:
    result = case.finding("F7")
    if not result:
        return
    source = f"Bewertung vom {day(_scored_on(case))}"
    ranked = [o for o in result["options"] if not o["knocked_out"]]
    yield Figure("F7.ranked", str(len(ranked)), "bewertete Länder", "F7", source)
    yield Figure("F7.out", str(len(result["options"]) - len(ranked)), "vor der Bewertung ausgeschlossen", "F7", source)
    yield Figure("F7.runs", str(result["runs"]), "Läufe mit veränderten Gewichten", "F7", source)
    for option in ranked:
        key, name = option["key"], option["name"]
        yield Figure(f"F7.{key}.points", number(option["points"]), f"{name}: Punkte von 100", "F7", source)
        yield Figure(f"F7.{key}.rank", str(option["rank"]), f"{name}: Rang", "F7", source)
        yield Figure(f"F7.{key}.stability", percent(option["stability"]), f"{name}: Rangstabilität", "F7", source)


def _evidence(case: Case) -> Iterator[Figure]:
    out = {o["key"] for o in case.finding("F7").get("options", []) if o["knocked_out"]}
    names = {o["key"]: o["name"] for o in case.finding("F7").get("options", [])}
    for row in case.finding("INT6").get("countries", []):
        if row["country"] not in out:
            title = f"{names.get(row['country'], row['country'])}: Belegdichte"
            source = f"Bewertung vom {day(_scored_on(case))}"
            yield Figure(f"INT6.{row['country']}", percent(row["density"]), title, "INT6", source)


def _plan(case: Case) -> Iterator[Figure]:
    plan = case.plan
    if not plan:
        return

    def fig(key: str, display: str, title: str, source: str = "Konzept des Vorstands") -> Figure:
        return Figure(f"PLAN.{key}", display, title, "Konzept", source)

    yield fig("measures", str(len(plan["measures"])), "Maßnahmen")
    effort = sum(m["effort_days"] for m in plan["measures"])
    yield fig("effort_days", number(effort), "Aufwand der Geschäftsstelle in PT, zwölf Monate")
    yield fig("capacity_days", number(plan["capacity_days"]), "verfügbare PT der Geschäftsstelle, zwölf Monate")
    if plan["stop_list"]:
        saved = sum(s["saved_days"] for s in plan["stop_list"])
        yield fig("stop_days", number(saved), "durch Einstellen frei werdende PT, zwölf Monate")
    if plan["missions"]:
        travellers = sum(sum(m["participants"].values()) for m in plan["missions"])
        yield fig("missions", str(len(plan["missions"])), "geplante Reisen")
        yield fig("travellers", str(travellers), "geplante Teilnahmen von Organisationen an Reisen")
    cost = sum((money(c) for y in plan["resources"] for c in y["costs"]), Decimal(0))
    fees = sum((money(i) for y in plan["resources"] for i in y["income"] if i["kind"] == "leistungen"), Decimal(0))
    asked_for = sum(
        (money(i) for y in plan["resources"] for i in y["income"] if i["status"] in ("beantragt", "zu beantragen")),
        Decimal(0),
    )
    yield fig("cost", euro(cost), "Kosten des Fahrplans")
    yield fig("fees", euro(fees), "davon von Teilnehmenden getragen")
    yield fig("fee_share", percent(float(fees / cost)), "Anteil der Teilnehmenden an den Kosten")
    yield fig("applied", euro(asked_for), "davon aus Anträgen, die noch nicht bewilligt sind")


def money(row: Any) -> Decimal:
    """The amount of a cost or income row."""
    return Decimal(str(row["amount_eur"]))
