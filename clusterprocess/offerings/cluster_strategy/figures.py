"""The figures of a strategy paper; numbers of texts, tables and captions come from here alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.plan import is_small
from clusterprocess.offerings.sections.blocks import Figure
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


def figures_of(case: Case) -> dict[str, Figure]:
    """All figures that this case allows, by key."""
    return collected(
        case,
        (
            member_figures,
            money_figures,
            survey_figures,
            vote_figures,
            _chain,
            _trends,
            _location,
            peer_figures,
            _foresight,
            _plan,
            interview_figures,
        ),
    )


def _chain(case: Case) -> Iterator[Figure]:
    result = case.finding("F17")
    if result:
        source = f"Fragebogen, Stand {day(case.profile_as_of)}"
        yield Figure("F17.stages", str(len(result["stages"])), "Wertschöpfungsstufen", "F17", source)
        yield Figure("F17.thin", str(len(result["thin"])), "Stufen mit höchstens einem Mitglied", "F17", source)


def _trends(case: Case) -> Iterator[Figure]:
    result = case.finding("F15")
    if result:
        yield Figure("F15.count", str(len(result["factors"])), "bewertete Trends", "F15", "Fragebogen und Gespräche")


def _location(case: Case) -> Iterator[Figure]:
    data, result = case.answers.get("employment"), case.finding("F18")
    if data and result:
        title = f"Lokalisationsquotient gegenüber {data['reference_name']}"
        yield Figure("F18.quotient", number(result["quotient"], 1), title, "F18", str(data["source"]))


def _foresight(case: Case) -> Iterator[Figure]:
    if result := case.finding("F13"):
        source = f"Delphi-Befragung, zweite Runde bis {day(case.submissions['delphi']['closed_two'])}"
        yield Figure("F13.panel_one", str(result["panel_one"]), "Panel der ersten Runde", "F13", source)
        yield Figure("F13.panel_two", str(result["panel_two"]), "Panel der zweiten Runde", "F13", source)
        yield Figure("F13.theses", str(len(result["theses"])), "Thesen", "F13", source)
        yield Figure("F13.agreed", str(len(result["agreed"])), "Thesen mit Konsens über den Eintritt", "F13", source)
    if result := case.finding("F14"):
        held = [w for w in case.workshops if w.record]
        source = f"{held[-1].title} {day(held[-1].held_on)}" if held else "Strategietag"
        yield Figure("F14.options", str(len(result["options"])), "in Szenarien bewertete Optionen", "F14", source)
        yield Figure("F14.robust", str(len(result["robust"])), "robuste Optionen", "F14", source)


def _plan(case: Case) -> Iterator[Figure]:
    plan = case.plan
    if not plan:
        return
    last = plan["years"][1]
    income = {s["kind"]: Decimal(str(s["amounts_eur"].get(str(last), 0))) for s in plan["financing"]["sources"]}
    total = sum(income.values(), Decimal(0))
    own = income.get("beitraege", Decimal(0)) + income.get("leistungen", Decimal(0))

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"PLAN.{key}", display, title, "Strategieplan", "Strategieplan des Vorstands")

    yield fig("measures", str(len(plan["measures"])), "Maßnahmen")
    whose, unit = ("der Ehrenamtlichen", "Tage") if is_small(plan) else ("der Geschäftsstelle", "PT")
    effort = number(sum(m["effort_days"] for m in plan["measures"]))
    yield fig("effort_days", effort, f"Aufwand {whose} in {unit}{'n' if unit == 'Tage' else ''}, zwölf Monate")
    yield fig("capacity_days", number(plan["capacity_days"]), f"verfügbare {unit} {whose}, zwölf Monate")
    saved = number(sum(s["saved_days"] for s in plan["stop_list"]))
    yield fig("stop_days", saved, f"durch Einstellen frei werdende {unit} im Jahr")
    if is_small(plan):
        fees = sum((Decimal(str(f["fee_eur"])) * f["members"] for f in plan["financing"]["fees"]), Decimal(0))
        yield fig("fees", euro(fees), f"Beiträge ab {plan['financing']['fees_from']}")
        yield fig("payers", str(sum(f["members"] for f in plan["financing"]["fees"])), "Mitglieder, die zahlen sollen")
    if total:
        yield fig("own_share_last", percent(float(own / total)), f"Anteil Beiträge und eigene Leistungen {last}")
    yield fig("budget_last", euro(plan["financing"]["cost_eur"][str(last)]), f"Budget {last}")
