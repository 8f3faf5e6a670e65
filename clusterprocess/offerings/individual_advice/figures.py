"""The figures of a Beratungsvermerk; numbers of texts and tables come from here alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from clusterprocess.catalogues.advice import advice
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.individual_advice.analysis import COMPARED
from clusterprocess.offerings.sections.blocks import Figure
from clusterprocess.offerings.sections.numbers import MONTHS, day, euro, number, percent
from clusterprocess.offerings.standard.figures import (
    collected,
    interview_figures,
    member_figures,
    peer_figures,
    survey_figures,
)


def figures_of(case: Case) -> dict[str, Figure]:
    """All figures that this case allows, by key."""
    makers = (
        _members,
        _money,
        _scenarios,
        _chain,
        _leavers,
        _peers,
        _governance,
        survey_figures,
        _impact,
        _implementation,
        _succession,
        _steps,
        interview_figures,
    )
    return collected(case, makers)


def month_name(label: str | None) -> str:
    """``2016-11`` as ``November 2016``; ``in keinem Monat`` for none."""
    if label is None:
        return "in keinem Monat"
    year, month = label.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def _members(case: Case) -> Iterator[Figure]:
    if case.finding("F11"):
        yield from member_figures(case)


def _peers(case: Case) -> Iterator[Figure]:
    yield from peer_figures(case, COMPARED)


def _money(case: Case) -> Iterator[Figure]:
    """``F10.*``: the last closed year, and the year without the largest grant."""
    result = case.finding("F10")
    if not result:
        return
    year = case.answers["fin_years"][-1]
    stress, source = result["stress"], str(year["source"])

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"F10.{key}", display, title, "F10", source)

    yield fig("income", euro(result["income_eur"]), f"Einnahmen {year['year']}")
    yield fig("cost", euro(year["cost_eur"]), f"Kosten {year['year']}")
    yield fig("grant", euro(stress["lost_eur"]), "größter Zuschuss im Jahr")
    yield fig("grant_share", percent(stress["lost_share"]), "Anteil des größten Zuschusses an den Einnahmen")
    yield fig("cost_after", euro(stress["cost_eur"]), "Kosten im Jahr ohne das geförderte Projekt")
    yield fig("gap", euro(stress["shortfall_eur"]), f"Fehlbetrag im Jahr ohne Zuschuss, Einnahmen wie {year['year']}")
    yield fig("own_share", percent(result["own_share"]), "Anteil der Beiträge und eigenen Leistungen")
    if stress.get("payers"):
        yield fig("payers", str(stress["payers"]), "zahlende Mitglieder")
        yield fig("mean_fee", euro(stress["mean_fee_eur"]), "mittlerer Beitrag im Jahr")
        yield fig("gap_per_payer", euro(stress["extra_fee_eur"]), "Fehlbetrag je zahlendem Mitglied und Jahr")
    if result.get("runway_months") is not None:
        yield fig("runway", number(result["runway_months"], 1), "Reichweite der gesicherten Mittel in Monaten")


SCENARIO_NAMES = {"basis": "Basis", "stress": "Stress", "wachstum": "Wachstum"}


def _scenarios(case: Case) -> Iterator[Figure]:
    """``BER2.*``: certain income, and per scenario closing balance, lowest point, first month below zero, gap, fee."""
    result = case.finding("BER2")
    if not result:
        return
    source = str(case.answers["fin_plan"]["source"])

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"BER2.{key}", display, title, "BER2", source)

    planned, certain = Decimal(str(result["planned_eur"])), Decimal(str(result["certain_eur"]))
    yield fig("opening", euro(result["opening_eur"]), "Geldbestand zu Beginn")
    yield fig("planned", euro(planned), "geplante Einnahmen in 36 Monaten")
    yield fig("certain", euro(certain), "davon zugesagt")
    if planned:
        yield fig("certain_share", percent(float(certain / planned)), "zugesagter Anteil der geplanten Einnahmen")
    for scenario in result["scenarios"]:
        name, said = scenario["name"], f"Annahme {SCENARIO_NAMES[scenario['name']]}"
        yield fig(f"{name}.income", euro(scenario["income_eur"]), f"{said}: Einnahmen in 36 Monaten")
        yield fig(f"{name}.cost", euro(scenario["cost_eur"]), f"{said}: Kosten in 36 Monaten")
        yield fig(f"{name}.closing", signed(scenario["closing_eur"]), f"{said}: Geldbestand am Ende")
        yield fig(f"{name}.lowest", signed(scenario["lowest_eur"]), f"{said}: tiefster Geldbestand")
        yield fig(f"{name}.lowest_month", month_name(scenario["lowest_month"]), f"{said}: Monat des tiefsten Bestands")
        yield fig(f"{name}.first", month_name(scenario["first_negative_month"]), f"{said}: erster Monat unter null")
        yield fig(f"{name}.gap", euro(scenario["yearly_gap_eur"]), f"{said}: Lücke im dritten Jahr")
        if scenario.get("extra_fee_eur") is not None:
            yield fig(f"{name}.extra_fee", euro(scenario["extra_fee_eur"]), f"{said}: nötiger Zusatzbeitrag im Mittel")
        for place, fee in enumerate(scenario["fee_classes"], 1):
            yield fig(f"{name}.fee{place}", euro(fee["new_fee_eur"]), f"{said}: nötiger Beitrag, {fee['name']}")


def signed(amount: Any) -> str:
    """Euros with a real minus sign."""
    return euro(amount).replace("-", "−")


def _chain(case: Case) -> Iterator[Figure]:
    result = case.finding("F17")
    if result:
        source = f"Fragebogen, Stand {day(case.profile_as_of)}"
        yield Figure("F17.stages", str(len(result["stages"])), "Wertschöpfungsstufen", "F17", source)
        yield Figure("F17.gaps", str(len(result["gaps"])), "Stufen ohne Mitglied", "F17", source)
        yield Figure("F17.thin", str(len(result["thin"])), "Stufen mit höchstens einem Mitglied", "F17", source)


def _leavers(case: Case) -> Iterator[Figure]:
    rows = case.answers.get("mem_leavers", [])
    if rows:
        source = "Austrittsliste der Geschäftsstelle"
        yield Figure("AUS.total", str(len(rows)), "erfasste Austritte", "Fragebogen", source)
        useless = sum(r["reason"] == "kein_nutzen" for r in rows)
        yield Figure("AUS.no_use", str(useless), "Austritte ohne gesehenen Nutzen", "Fragebogen", source)


def _governance(case: Case) -> Iterator[Figure]:
    """``BER1.*``: statements by answer, decisions by who decides."""
    result = case.finding("BER1")
    if not result:
        return
    verdicts = [d["verdict"] for d in result["decisions"]]

    def fig(key: str, value: int, title: str) -> Figure:
        return Figure(f"BER1.{key}", str(value), title, "BER1", f"Fragebogen, Stand {day(case.profile_as_of)}")

    yield fig("statements", result["statements"], "Aussagen zur Governance")
    yield fig("yes", result["yes"], "Aussagen mit Ja")
    yield fig("no", len(result["no"]), "Aussagen mit Nein")
    yield fig("unclear", len(result["unclear"]) + len(result["unanswered"]), "Aussagen unklar oder ohne Antwort")
    yield fig("decisions", len(verdicts), "geprüfte Entscheidungen")
    yield fig("clear", result["clear"], "Entscheidungen mit genau einer Stelle")
    yield fig("nobody", verdicts.count("niemand"), "Entscheidungen ohne entscheidende Stelle")
    yield fig("several", verdicts.count("mehrere"), "Entscheidungen mit mehreren entscheidenden Stellen")


def _impact(case: Case) -> Iterator[Figure]:
    """``BER3.*``: means per field as shown, counts of clear effects, the ladder."""
    result = case.finding("BER3")
    if not result or not result["shown"]:
        return
    source = f"Befragung bis {day(case.survey['closed_on'])}"

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"BER3.{key}", display, title, "BER3", source)

    yield fig("sme_answers", str(result["sme_answers"]), "Antworten kleiner und mittlerer Unternehmen")
    for row in result["fields"]:
        if row["n"] is None:
            continue
        name = advice().impact_name(row["field"])
        yield fig(f"{row['field']}.n", str(row["n"]), f"{name}: Antworten")
        yield fig(f"{row['field']}.importance", number(row["importance"], 1), f"{name}: mittlere Wichtigkeit")
        yield fig(f"{row['field']}.effect", number(row["effect"], 1), f"{name}: mittlere Wirkung")
        yield fig(f"{row['field']}.due", number(row["due"], 1), f"{name}: mittlerer Anteil des Netzwerks")
        yield fig(f"{row['field']}.strong", str(row["strong"]), f"{name}: Antworten mit deutlichem Beitrag")
    if result["ladder_answers"] is not None:
        yield fig("ladder_n", str(result["ladder_answers"]), "Antworten zu den Stufen")
        for step in result["ladder"]:
            yield fig(f"step{step['step']}", str(step["reached"]), f"Stufe erreicht: {step['name']}")
    if result["sme_ladder_answers"] is not None:
        yield fig("sme_ladder_n", str(result["sme_ladder_answers"]), "KMU-Antworten zu den Stufen")
        for step in result["ladder"]:
            yield fig(f"sme_step{step['step']}", str(step["sme_reached"]), f"KMU, Stufe erreicht: {step['name']}")


def _implementation(case: Case) -> Iterator[Figure]:
    """``F22.*`` and ``F21.*`` in counts."""
    result, source = case.finding("F22"), "Stand der Maßnahmen"
    if result:
        for key, value, title in (
            ("measures", result["measures"], "frühere Maßnahmen"),
            ("due", result["due"], "davon fällig"),
            ("done", result["done"], "davon erledigt"),
            ("overdue", len(result["overdue"]), "fällig und nicht erledigt"),
            ("withdrawn", result["withdrawn"], "verworfen"),
        ):
            yield Figure(f"F22.{key}", str(value), title, "F22", source)
        if result["rate"] is not None:
            yield Figure("F22.rate", percent(result["rate"]), "Umsetzungsquote", "F22", source)
            yield Figure("F22.weighted", percent(result["weighted_rate"]), "Quote nach Priorität", "F22", source)
    without = case.finding("F21")
    if without:
        for key, title in (
            ("n", "umgesetzte Maßnahmen mit Antwort"),
            ("not_at_all", "wären ohne Beratung nicht entstanden"),
            ("later_or_smaller", "wären später oder kleiner entstanden"),
            ("unchanged", "wären ebenso entstanden"),
        ):
            yield Figure(f"F21.{key}", str(without[key]), title, "F21", source)


def _succession(case: Case) -> Iterator[Figure]:
    rows = case.answers.get("suc_roles", [])
    if rows:
        source = "Auskunft der Initiative"
        yield Figure("SUC.roles", str(len(rows)), "Schlüsselrollen", "Fragebogen", source)
        open_ = sum(not r["successor"] for r in rows)
        yield Figure("SUC.open", str(open_), "Rollen ohne Nachfolge", "Fragebogen", source)
        high = sum(r["risk"] >= 4 and not r["successor"] for r in rows)
        yield Figure("SUC.urgent", str(high), "davon mit schweren Folgen eines Ausfalls", "Fragebogen", source)


def _steps(case: Case) -> Iterator[Figure]:
    plan = case.plan
    if plan:
        source = "Ergebnis der Beratung"
        measures = plan["measures"]
        days = number(sum(m["effort_days"] for m in measures), 1).removesuffix(",0")
        cost = euro(sum((Decimal(str(m["cost_eur"])) for m in measures), Decimal(0)))
        yield Figure("PLAN.steps", str(len(measures)), "nächste Schritte", "Ergebnis", source)
        yield Figure("PLAN.days", days, "Aufwand der nächsten Schritte in PT", "Ergebnis", source)
        yield Figure("PLAN.cost", cost, "Kosten der nächsten Schritte", "Ergebnis", source)
        yield Figure("PLAN.options", str(len(plan["options"])), "geprüfte Optionen", "Ergebnis", source)
        led = sum(m["effort_days"] for m in measures if m["lead"] in OFFICE)
        shown = number(led, 1).removesuffix(",0")
        yield Figure(
            "PLAN.office_days", shown, "davon unter Federführung der Geschäftsstelle in PT", "Ergebnis", source
        )
        yield from _pending(plan.get("closing", []))


OFFICE = ("Geschäftsstelle", "Clustermanagement")
"""Leads of steps that are the office itself."""


def _pending(steps: list[dict[str, Any]]) -> Iterator[Figure]:
    """The part of the closing steps that still waits for somebody else."""
    if not steps:
        return
    open_, total = (
        sum((Decimal(str(s["amount_eur"])) for s in steps if s.get("pending") or every), Decimal(0))
        for every in (False, True)
    )
    source = "Ergebnis der Beratung"
    yield Figure(
        "PLAN.pending", euro(open_), "Bausteine, die noch nicht beschlossen oder zugesagt sind", "Ergebnis", source
    )
    yield Figure(
        "PLAN.pending_share", percent(float(open_ / total)), "deren Anteil an allen Bausteinen", "Ergebnis", source
    )
