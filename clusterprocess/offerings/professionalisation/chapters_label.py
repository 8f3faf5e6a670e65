"""Chapters of line e1 that conclude: strengths, potentials, the evidence list, all 34 values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.quality import quality
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation.figures import points
from clusterprocess.offerings.professionalisation.lights import NO_ASSESSMENT, light_cell, points_cell
from clusterprocess.offerings.professionalisation.readings import inspected
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Heading, Paragraph, Series, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.texts import headline, own

STRONG, WEAK = ("gruen", "gelb"), ("orange", "rot")
"""Lights of an indicator (F4) that make it a strength, or a potential."""


def comments(case: Case) -> Mapping[str, str]:
    """What the consultant says about single indicators."""
    said: Mapping[str, str] = (case.plan.get("label") or {}).get("comments", {})
    return said


def strengths(case: Case) -> tuple[Block, ...]:
    """Only what is proven; the ones that the consultant comments on."""
    proven = [i for i in case.finding("F4").get("indicators", []) if i["light"] in STRONG]
    said = comments(case)
    rows = tuple(
        (Cell(f"{i['code']} {i['name']}", bold=True), points_cell(i["proven_points"]), said[i["code"]])
        for i in sorted(proven, key=lambda i: -i["proven_points"])
        if i["code"] in said
    )
    table = Table(
        "staerken",
        f"{in_words(len(proven)).capitalize()} von 30 Indikatoren stehen belegt auf Grün oder Gelb; {in_words(len(rows))} davon tragen weiter",
        ("Indikator", "belegt", "Was daran trägt"),
        rows,
        (0.32, 0.09, 0.59),
        ("left", "right", "left"),
        "Sichtung der Nachweise",
        size="small",
    )
    return (
        Heading(1, headline(case, "staerken", "Stärken"), "staerken"),
        *own(case, "strengths.before"),
        *((table,) if rows else ()),
        *improvements(case),
        *own(case, "strengths.after"),
    )


def improvements(case: Case) -> tuple[Block, ...]:
    """What changed since the last benchmark; Silver asks for three areas."""
    rows = tuple(
        (Cell(i["area"], bold=True), i["before"], i["after"], i["proof"]) for i in case.answers.get("improvements", [])
    )
    if not rows:
        return ()
    verb = "hat sich" if len(rows) == 1 else "haben sich"
    noun = "Bereich" if len(rows) == 1 else "Bereiche"
    return (
        Table(
            "verbesserungen",
            f"{in_words(len(rows)).capitalize()} {noun} {verb} seit dem letzten Vergleich verbessert",
            ("Bereich", "vorher", "heute", "Beleg"),
            rows,
            (0.22, 0.27, 0.28, 0.23),
            source="Fragebogen",
            size="small",
        ),
    )


def potentials(case: Case) -> tuple[Block, ...]:
    """What is missing, and whether the thing itself or only its proof is missing."""
    state = case.finding("F4")
    if not state:
        return ()
    said = comments(case)
    rows_in = [i for i in state["indicators"] if i["light"] in WEAK]
    rows = tuple(
        (
            Cell(f"{i['code']} {i['name']}", bold=True),
            points_cell(i["self_points"]),
            points_cell(i["proven_points"], bold=True),
            light_cell(i["light"]),
            points_cell(round(i["provable_points"] - i["proven_points"], 1) or None),
            points_cell(round(5 - i["provable_points"], 1) or None),
            said.get(i["code"], "–"),
        )
        for i in sorted(rows_in, key=lambda i: i["proven_points"])
    )
    return (
        Heading(1, headline(case, "potenziale", "Verbesserungspotenziale"), "potenziale"),
        *own(case, "potentials.before"),
        *_lacking(state),
        Table(
            "potenziale",
            f"{in_words(len(rows)).capitalize()} Indikatoren stehen belegt auf Orange oder Rot",
            ("Indikator", "selbst", "belegt", "Ampel", "fehlt: Beleg", "fehlt: Sache", "Was dahintersteht"),
            rows,
            (0.24, 0.07, 0.07, 0.09, 0.08, 0.08, 0.37),
            ("left", "right", "right", "center", "right", "right", "left"),
            size="tiny",
        ),
        *own(case, "potentials.after"),
    )


def _lacking(state: Mapping[str, Any]) -> tuple[Block, ...]:
    """Missing points by dimension: proof against substance."""
    names, proof, thing = [], [], []
    for row in state["dimensions"]:
        mine = [i for i in state["indicators"] if str(i["dimension"]) == row["slug"]]
        if mine:
            names.append(row["name"])
            proof.append(round(sum(i["provable_points"] - i["proven_points"] for i in mine), 1))
            thing.append(round(sum(5 - i["provable_points"] for i in mine), 1))
    return (
        Chart(
            "fehlend",
            f"{points(round(sum(proof), 1))} Punkte fehlen im Ordner, {points(round(sum(thing), 1))} in der Sache",
            "stacked_bar",
            (
                Series("Beleg fehlt", tuple(proof), colour="science"),
                Series("Sache fehlt", tuple(thing), colour="companies"),
            ),
            "Gestapelte Balken fehlender Punkte: "
            + "; ".join(
                f"{n} Beleg {points(p)}, Sache {points(t)}" for n, p, t in zip(names, proof, thing, strict=True)
            ),
            tuple(names),
            "Fehlende Punkte bis zur vollen Zahl, nach Sichtung der Nachweise",
            "Punkte",
            number_format="0.#",
            height_cm=4.8,
            legend=True,
        ),
    )


def evidence(case: Case) -> tuple[Block, ...]:
    """Every inspected paper with date, place, decision and role; indicators without any at the end."""
    rows = inspected(case)
    names = {i.code: i.de for i in quality().indicator}
    order = {code: n for n, code in enumerate(names)}
    made: list[tuple[str | Cell, ...]] = [
        (
            Cell(row["code"], bold=True),
            row["title"],
            day(row["dated_on"]),
            row["where"],
            Cell("angenommen") if row["accepted"] else Cell(f"nicht angenommen: {row['reason']}", "warn"),
            f"{row['by_role']}, {day(row['checked_on'])}",
        )
        for row in sorted(rows, key=lambda r: order[r["code"]])
    ]
    absent = [code for code in names if code not in {r["code"] for r in rows}]
    made += [
        (Cell(code, bold=True), names[code], "–", "–", Cell("kein Nachweis vorgelegt", "warn"), "–") for code in absent
    ]
    rejected = sum(not r["accepted"] for r in rows)
    return (
        Heading(1, headline(case, "nachweise", "Nachweisliste"), "nachweise"),
        *own(case, "evidence.before"),
        Table(
            "nachweise",
            f"{len(rows) - rejected} von {len(rows)} gesichteten Nachweisen sind angenommen",
            ("Ind.", "Nachweis", "vom", "liegt in", "Entscheidung", "wer, wann"),
            tuple(made),
            (0.06, 0.25, 0.09, 0.20, 0.235, 0.165),
            size="tiny",
        ),
        *own(case, "evidence.after"),
    )


def all_values(case: Case) -> tuple[Block, ...]:
    """Annex C: all 34 values, the knock-outs first met or not, and the disclaimer."""
    state = case.finding("F4")
    if not state:
        return ()
    graded = {i["code"]: i for i in state["indicators"]}
    passed = {k["code"]: k for k in state["knock_outs"]}
    rows: list[tuple[str | Cell, ...]] = []
    for indicator in quality().indicator:
        if indicator.code in passed:
            rows.append(_knock_out_row(passed[indicator.code]))
        else:
            rows.append(_graded_row(graded[indicator.code]))
    rows.append(
        (
            "",
            Cell("Summe der 30 Indikatoren mit Punkten", bold=True),
            "",
            points_cell(state["selbst"]["points"], bold=True),
            points_cell(state["belegt"]["points"], bold=True),
            light_cell(state["light"]),
        )
    )
    met = sum(k["passed_proven"] for k in state["knock_outs"])
    return (
        Heading(1, "Anhang C: Alle 34 Werte", "C", numbered=False, page_break=True),
        Paragraph(NO_ASSESSMENT),
        Table(
            "werte",
            f"34 Indikatoren: {in_words(met)} von {in_words(len(passed))} Mindestkriterien belegt, {points(state['belegt']['points'])} Punkte",
            ("Nr.", "Indikator", "Wert", "selbst", "belegt", "Ampel"),
            tuple(rows),
            (0.07, 0.36, 0.27, 0.09, 0.09, 0.12),
            ("left", "left", "left", "right", "right", "center"),
            f"Indikatorenkatalog {state['catalogue_version']}: {state['catalogue_status']}",
            size="tiny",
            total_row=True,
        ),
    )


def _knock_out_row(state: Mapping[str, Any]) -> tuple[str | Cell, ...]:
    values = "; ".join(f"{c['name']} {_measured(c['value'], c['unit'])}" for c in state["conditions"])
    words = {
        "bestanden": Cell("bestanden", align="center"),
        "nachweis_fehlt": Cell("nicht belegt", "warn", align="center"),
        "verfehlt": Cell("verfehlt", "strong", align="center"),
        "keine_angabe": Cell("offen", "warn", align="center"),
    }
    own_word = "ja" if state["passed_self"] else "nein"
    proven = "ja" if state["passed_proven"] else "nein"
    return (
        state["code"],
        f"{state['name']} (Mindestkriterium)",
        values,
        Cell(own_word, align="right"),
        Cell(proven, align="right"),
        words[state["outcome"]],
    )


def _measured(value: float | None, unit: str | None) -> str:
    """A measured value with its unit; percentages without decimals, counts without a word."""
    if value is None:
        return "keine Angabe"
    shown = number(value, 0 if unit == "%" or float(value).is_integer() else 1)
    return shown if unit in (None, "Anzahl") else f"{shown} {unit}"


def _graded_row(state: Mapping[str, Any]) -> tuple[str | Cell, ...]:
    if state["kind"] == "checkliste":
        value = f"{in_words(len(state['fulfilled']))} von fünf Punkten"
    else:
        value = _measured(state["value"], state["unit"])
    return (
        state["code"],
        state["name"],
        value,
        points_cell(state["self_points"]),
        points_cell(state["proven_points"], bold=True),
        light_cell(state["light"]),
    )
