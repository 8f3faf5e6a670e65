"""The figures of a strategy paper: each number once, with its display, its finding and its source.

Texts, tables and captions take numbers from here alone, so the same figure has the same value on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from clusterprocess.methods.actor_kinds import COMPANIES, GROUP_OF
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.indicators import FURTHER, INDICATORS
from clusterprocess.offerings.profile import companies, members_total
from clusterprocess.offerings.sections.blocks import Figure
from clusterprocess.offerings.sections.numbers import day, euro, number, percent


def figures_of(case: Case) -> dict[str, Figure]:
    """All figures that this case allows, by key."""
    found: dict[str, Figure] = {}
    for make in (_members, _money, _survey, _votes, _chain, _trends, _peers, _plan, _interviews):
        for figure in make(case):
            found[figure.key] = figure
    return found


def _members(case: Case) -> Iterator[Figure]:
    profile, total = case.profile, members_total(case.profile)
    if not total:
        return
    as_of = f"Mitgliederliste, Stand {day(case.profile_as_of)}"

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"F11.{key}", display, title, "F11", as_of)

    firms = companies(profile) or 0
    science = int(profile["members_uni"]) + int(profile["members_rto"])
    yield fig("members_total", str(total), "Mitglieder")
    yield fig("companies", str(firms), "Unternehmen unter den Mitgliedern")
    yield fig("company_share", percent(firms / total), "Anteil der Unternehmen")
    yield fig("science", str(science), "Hochschulen und Forschungseinrichtungen")
    yield fig("science_share", percent(science / total), "Anteil der Wissenschaft")
    result = case.finding("F11")
    if result.get("members_start") is not None:
        yield fig("before", str(result["members_start"]), "Mitglieder ein Jahr zuvor")
        yield fig("joined", str(profile["members_joined_12m"]), "Zugänge in zwölf Monaten")
        yield fig("left", str(profile["members_left_12m"]), "Abgänge in zwölf Monaten")
    if profile.get("members_in_projects_24m") is not None:
        joint = int(profile["members_in_projects_24m"])
        yield fig("in_projects", str(joint), "Mitglieder in gemeinsamen Projekten")
        yield fig("in_projects_share", percent(joint / total), "Anteil der Mitglieder in gemeinsamen Projekten")


def _money(case: Case) -> Iterator[Figure]:
    result, money = case.finding("F10"), case.answers.get("finances")
    if not result or not money:
        return
    source = str(money["source"])
    stress = result["stress"]

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"F10.{key}", display, title, "F10", source)

    yield fig("income", euro(result["income_eur"]), f"Einnahmen {money['year']}")
    yield fig("grant", euro(stress["lost_eur"]), "Zuschuss, der endet")
    yield fig("grant_share", percent(stress["lost_share"]), "Anteil des Zuschusses an den Einnahmen")
    yield fig("cost_without_project", euro(money["cost_without_project_eur"]), "Kosten ohne das geförderte Projekt")
    yield fig("gap", euro(stress["shortfall_eur"]), "Fehlbetrag ohne Zuschuss")
    yield fig("payers", str(money["paying_members"]), "zahlende Mitglieder")
    if stress.get("extra_fee_eur") is not None:
        yield fig("gap_per_payer", euro(stress["extra_fee_eur"]), "Fehlbetrag je zahlendem Mitglied")
    yield fig("own_share", percent(result["own_share"]), "Anteil Beiträge und eigene Leistungen")
    if result.get("runway_months") is not None:
        yield fig("runway", number(result["runway_months"], 1), "Reichweite der gesicherten Mittel in Monaten")


def _survey(case: Case) -> Iterator[Figure]:
    responses = case.survey.get("responses", [])
    if not responses:
        return
    source = f"Mitgliederbefragung, Rücklauf bis {day(case.survey['closed_on'])}"
    firms = sum(GROUP_OF[r["kind"]] == COMPANIES for r in responses)
    invited = sum(case.survey["invited"].values())
    yield Figure("F20.responses", str(len(responses)), "Antworten der Befragung", "F20", source)
    yield Figure("F20.invited", str(invited), "zur Befragung eingeladen", "F20", source)
    yield Figure("F20.companies", str(firms), "Antworten von Unternehmen", "F20", source)
    yield Figure("F20.rate", percent(len(responses) / invited), "Rücklauf", "F20", source)


def _votes(case: Case) -> Iterator[Figure]:
    result = case.finding("F12")
    held = next((w.held_on for w in case.workshops if w.record.get("ballots")), None)
    if result and held:
        source = f"Protokoll Strategietag {day(held)}"
        yield Figure("F12.organisations", str(result["organisations"]), "abstimmende Organisationen", "F12", source)
        yield Figure("F12.dots", str(result["total_dots"]), "vergebene Punkte", "F12", source)


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


def _peers(case: Case) -> Iterator[Figure]:
    group = case.finding("F1")
    if not group or not group["sufficient"]:
        return
    source = f"Register, Stichtag {day(case.profile_as_of)}"
    yield Figure("F1.peers", str(group["n"]), "Initiativen der Vergleichsgruppe", "F1", source)
    yield Figure("F1.group", str(group["n"] + 1), "Initiativen einschließlich der eigenen", "F1", source)
    yield Figure("F1.same_field", str(group["n_same_field"]), "Vergleichsinitiativen aus demselben Feld", "F1", source)
    for indicator in (*INDICATORS, *FURTHER):
        result = case.finding(f"F2.{indicator.key}")
        if not result:
            continue
        yield Figure(
            f"F2.{indicator.key}.value",
            number(result["value"], indicator.decimals),
            indicator.name,
            f"F2.{indicator.key}",
            source,
        )
        if (rank := rank_of(result)) is not None:
            key = f"F2.{indicator.key}.rank"
            yield Figure(key, str(rank), f"Rang: {indicator.name}", f"F2.{indicator.key}", source)
        if result["percentile"] is not None:
            key = f"F2.{indicator.key}.percentile"
            yield Figure(
                key, number(result["percentile"]), f"Perzentil: {indicator.name}", f"F2.{indicator.key}", source
            )


def rank_of(result: Mapping[str, Any]) -> int | None:
    """The rank among own plus peers where ranks are shown (8 to 19 peers, ruling 7), else None."""
    return int(result["rank"]) if result.get("rank") is not None else None


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


def _interviews(case: Case) -> Iterator[Figure]:
    if case.interviews:
        yield Figure("INT.count", str(len(case.interviews)), "Gespräche", "Gesprächsthesen", "Gesprächsthesen")
