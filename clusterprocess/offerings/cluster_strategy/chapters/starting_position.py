"""Chapter 3 of the Strategiepapier: members, what they use, and what the office lives on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Chart, Heading, Quote, Series
from clusterprocess.offerings.sections.numbers import day, euro, number, percent
from clusterprocess.offerings.standard.texts import headline, own

KIND_NAMES = {
    "members_sme": "KMU",
    "members_large": "Großunternehmen",
    "members_uni": "Hochschulen",
    "members_rto": "Forschungseinrichtungen",
    "members_public": "öffentliche Hand/Kammern",
    "members_other": "Sonstige",
}


INCOME_NAMES = {
    "zuschuss": "Zuschuss",
    "beitraege": "Beiträge",
    "leistungen": "Leistungen",
    "sponsoring": "Sponsoring",
    "traeger": "Träger",
    "kommunal": "Kommunen",
}

SMALL_BUDGET_EUR = 50_000
"""Below this income a chart counts euros, above it thousands; a matter of reading, not a rule."""


def starting_position(case: Case) -> tuple[Block, ...]:
    """Members and what they use, then income and the gap that a board understands."""
    return (
        Heading(1, headline(case, "3", "Ausgangslage"), "3"),
        Heading(2, "Mitglieder und was sie nutzen", "3.1"),
        *own(case, "members.before"),
        members_chart(case),
        *own(case, "members.after"),
        *own(case, "services"),
        *quotes(case, "services"),
        Heading(2, headline(case, "3.2", "Einnahmen und Kosten"), "3.2"),
        *own(case, "money.before"),
        waterfall(case),
        *own(case, "money.after"),
    )


def members_chart(case: Case) -> Chart:
    """Members by kind of actor."""
    values = [int(case.profile[k]) for k in KIND_NAMES]
    total, firms = sum(values), values[0] + values[1]
    science = values[2] + values[3]
    return Chart(
        "members",
        f"{percent(firms / total)} der Mitglieder sind Unternehmen, die Wissenschaft stellt {percent(science / total)}",
        "bar",
        (Series("Mitglieder", tuple(float(v) for v in values), colour="companies"),),
        "Balkendiagramm: " + ", ".join(f"{v} {n}" for v, n in zip(values, KIND_NAMES.values(), strict=True)),
        tuple(KIND_NAMES.values()),
        f"Mitgliederliste, n = {total}, Stand {day(case.profile_as_of)}",
        "Mitglieder",
        height_cm=6.0,
    )


def quotes(case: Case, text_key: str = "") -> tuple[Quote, ...]:
    """Two released quotations, unless the consultant's text quotes one of them already."""
    found = [(q, i["described_as"]) for i in case.interviews if i["may_be_quoted"] for q in i["quotations"]][:2]
    if any(q[:40] in case.texts.get(text_key, "") for q, _ in found):
        return ()
    return tuple(Quote(text, who) for text, who in found)


def waterfall(case: Case) -> Chart:
    """Income of today, without the grant, against cost: the gap that a board understands."""
    money, result = case.answers["finances"], case.finding("F10")
    stress = result["stress"]
    unit, scale = ("Euro", 1) if float(result["income_eur"]) < SMALL_BUDGET_EUR else ("Tausend Euro", 1000)
    steps: list[tuple[str, float, float]] = []
    running = 0.0
    for source in money["sources"]:
        amount = float(source["amount_eur"]) / scale
        steps.append((INCOME_NAMES[source["kind"]], running, amount))
        running += amount
    lost, gap = float(stress["lost_eur"]) / scale, float(stress["shortfall_eur"]) / scale
    if lost:
        steps.append(("Wegfall Zuschuss", running - lost, lost))
    if gap:
        steps.append(("Fehlbetrag", running - lost, gap))
    steps.append(("Kosten ohne Projekt", 0.0, float(money["cost_without_project_eur"]) / scale))
    names = tuple(s[0] for s in steps)
    visible = tuple(s[2] for s in steps)
    return Chart(
        "waterfall",
        _gap_caption(result),
        "waterfall",
        (
            Series("Sockel", tuple(s[1] for s in steps), colour="hidden"),
            Series("Betrag", visible, labels=tuple(number(v) for v in visible), colour="companies"),
        ),
        f"Wasserfalldiagramm in {unit}: " + ", ".join(f"{n} {number(v)}" for n, v in zip(names, visible, strict=True)),
        names,
        f"{money['source']}, {unit}",
        y_title=unit,
        height_cm=7.5,
    )


def _gap_caption(result: Mapping[str, Any]) -> str:
    stress = result["stress"]
    if stress["lost_source"] is None:
        return f"Einnahmen von {euro(result['income_eur'])} stehen Kosten von {euro(stress['cost_eur'])} gegenüber"
    if not float(stress["shortfall_eur"]):
        return f"Auch ohne den Zuschuss reichen {euro(stress['remaining_eur'])} für die Kosten"
    extra = stress.get("extra_fee_eur")
    payer = "" if extra is None else f", rechnerisch {euro(extra)} je zahlendem Mitglied"
    return f"Ohne den Zuschuss fehlen jährlich {euro(stress['shortfall_eur'])}{payer}"
