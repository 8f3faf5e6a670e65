"""The figures of a strategy paper; numbers of texts, tables and captions come from here alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.common.figures import (
    collected,
    interview_figures,
    member_figures,
    money_figures,
    peer_figures,
    survey_figures,
    vote_figures,
)
from clusterprocess.offerings.sections.blocks import Figure
from clusterprocess.offerings.sections.numbers import day, euro, number, percent


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
            peer_figures,
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
    yield fig(
        "effort_days",
        number(sum(m["effort_days"] for m in plan["measures"])),
        "Aufwand der Geschäftsstelle in PT, zwölf Monate",
    )
    yield fig("capacity_days", number(plan["capacity_days"]), "verfügbare PT der Geschäftsstelle, zwölf Monate")
    yield fig(
        "stop_days",
        number(sum(s["saved_days"] for s in plan["stop_list"])),
        "durch Einstellen frei werdende PT im Jahr",
    )
    if total:
        yield fig("own_share_last", percent(float(own / total)), f"Anteil Beiträge und eigene Leistungen {last}")
    yield fig("budget_last", euro(plan["financing"]["cost_eur"][str(last)]), f"Budget {last}")
