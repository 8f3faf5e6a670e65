"""Figures that several offerings print: each number once, with its display, its finding and its source.

Texts, tables and captions take numbers from figures alone, so the same figure has the same value on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from clusterprocess.methods.actor_kinds import COMPANIES, GROUP_OF
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.indicators import FURTHER, INDICATORS, Indicator
from clusterprocess.offerings.profile import companies, members_total
from clusterprocess.offerings.sections.blocks import Figure
from clusterprocess.offerings.sections.numbers import day, euro, number, percent

FigureMaker = Callable[[Case], Iterator[Figure]]


def collected(case: Case, makers: Iterable[FigureMaker]) -> dict[str, Figure]:
    """All figures of the makers, by key; two different values under one key are a fault of the program."""
    found: dict[str, Figure] = {}
    for make in makers:
        for figure in make(case):
            if figure.key in found and found[figure.key] != figure:
                raise ValueError(f"figure {figure.key} is made twice")
            found[figure.key] = figure
    return found


def member_figures(case: Case) -> Iterator[Figure]:
    """``F11.*``: members, companies, science, movement, members in joint projects."""
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


def money_figures(case: Case) -> Iterator[Figure]:
    """``F10.*``: income, the grant that ends, what is missing then; needs the answer ``finances``."""
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


def survey_figures(case: Case) -> Iterator[Figure]:
    """``F20.*``: responses, invited, rate."""
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


def vote_figures(case: Case) -> Iterator[Figure]:
    """``F12.*``: voting organisations and dots."""
    result = case.finding("F12")
    held = next((w for w in case.workshops if w.record.get("ballots")), None)
    if result and held:
        source = f"Protokoll {held.title.rstrip(' 0123456789')} {day(held.held_on)}"
        yield Figure("F12.organisations", str(result["organisations"]), "abstimmende Organisationen", "F12", source)
        yield Figure("F12.dots", str(result["total_dots"]), "vergebene Punkte", "F12", source)


def peer_figures(case: Case, indicators: Iterable[Indicator] = (*INDICATORS, *FURTHER)) -> Iterator[Figure]:
    """``F1.*`` and ``F2.<indicator>.*``: the peer group and where the initiative stands in it."""
    group = case.finding("F1")
    if not group or not group["sufficient"]:
        return
    source = f"Register, Stichtag {day(case.profile_as_of)}"
    yield Figure("F1.peers", str(group["n"]), "Initiativen der Vergleichsgruppe", "F1", source)
    yield Figure("F1.group", str(group["n"] + 1), "Initiativen einschließlich der eigenen", "F1", source)
    yield Figure("F1.same_field", str(group["n_same_field"]), "Vergleichsinitiativen aus demselben Feld", "F1", source)
    for indicator in indicators:
        result = case.finding(f"F2.{indicator.key}")
        if not result:
            continue
        yield Figure(
            f"F2.{indicator.key}.value",
            percent(result["value"] / 100, indicator.decimals)
            if indicator.unit == "%"
            else number(result["value"], indicator.decimals),
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


def interview_figures(case: Case) -> Iterator[Figure]:
    """``INT.count``."""
    if case.interviews:
        yield Figure("INT.count", str(len(case.interviews)), "Gespräche", "Gesprächsthesen", "Gesprächsthesen")
