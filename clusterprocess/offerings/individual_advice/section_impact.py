"""Findings on impact: where members gain, what small firms say, how far they came, what became of earlier measures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.advice import advice
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.individual_advice.section_members import columns
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Colour, Series, Shade, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.texts import own

SHADES: dict[str, Shade] = {
    "wichtig und spürbar": "mid",
    "wichtig, kaum spürbar": "warn",
    "spürbar, weniger wichtig": "light",
    "nachrangig": "none",
}
COLOURS: dict[str, Colour] = {
    "wichtig und spürbar": "companies",
    "wichtig, kaum spürbar": "science",
    "spürbar, weniger wichtig": "public",
    "nachrangig": "other",
}


def section(case: Case) -> tuple[Block, ...]:
    """The part of chapter 3 on impact."""
    return (
        *own(case, "wirkung.first"),
        *impact_chart(case),
        *field_table(case),
        *own(case, "wirkung.second"),
        *ladder_table(case),
        *measures_table(case),
        *own(case, "wirkung.after"),
    )


def shown_fields(case: Case) -> list[Mapping[str, Any]]:
    """Fields with enough answers, the one with the largest contribution first."""
    return [f for f in case.finding("BER3").get("fields", ()) if f["n"] is not None]


def impact_chart(case: Case) -> tuple[Block, ...]:
    """Importance against effect; the bubble is the network's share, the colour the quadrant."""
    fields = shown_fields(case)
    if not fields:
        return ()
    series = []
    for quadrant, colour in COLOURS.items():
        inside = [f for f in fields if f["quadrant"] == quadrant]
        if inside:
            points = tuple((round(f["importance"], 2), round(f["effect"], 2), round(f["due"], 2)) for f in inside)
            names = tuple(advice().impact_name(f["field"]) for f in inside)
            series.append(Series(quadrant, points=points, labels=names, colour=colour))
    low = [advice().impact_name(f["field"]) for f in fields if f["quadrant"] == "wichtig, kaum spürbar"]
    caption = (
        f"Wichtig, aber kaum spürbar: {_listed(low)}" if low else "Was den Mitgliedern wichtig ist, spüren sie auch"
    )
    return (
        Chart(
            "impact",
            caption,
            "bubble",
            tuple(series),
            "Blasendiagramm nach Wichtigkeit und Wirkung: "
            + "; ".join(
                f"{advice().impact_name(f['field'])} {number(f['importance'], 1)}/{number(f['effect'], 1)}" for f in fields
            ),
            source=f"Mitgliederbefragung bis {day(case.survey['closed_on'])}, n = {case.finding('BER3')['valid']}; Blase = Anteil des Netzwerks, Skala 1 bis 5",
            x_title="Wichtigkeit",
            y_title="Wirkung",
            x_range=_range([f["importance"] for f in fields]),
            y_range=_range([f["effect"] for f in fields]),
            height_cm=8.0,
            legend=len(series) > 1,
        ),
    )  # fmt: skip


def _range(values: list[float]) -> tuple[float, float]:
    """Half points around the values with room for the bubbles, within the scale of 1 to 5."""
    return max(1.0, math.floor(2 * min(values) - 0.5) / 2), min(5.0, math.ceil(2 * max(values) + 0.5) / 2)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"


def field_table(case: Case) -> tuple[Block, ...]:
    """Means per field with the number of answers; small and medium-sized companies beside it where they may be shown."""
    fields, result = shown_fields(case), case.finding("BER3")
    if not fields:
        return ()
    sme = {f["field"]: f for f in result["sme_fields"] if f["n"] is not None}
    head: tuple[str, ...] = ("Wirkungsfeld", "n", "Wichtigkeit", "Wirkung", "Anteil", "deutlich")
    widths: tuple[float, ...] = (0.17, 0.05, 0.13, 0.10, 0.09, 0.11)
    if sme:
        head, widths = (*head, "Wirkung KMU"), (*widths, 0.12)
    rows = tuple(_field_row(f, sme) for f in fields)
    first = max(fields, key=lambda f: f["strong"])
    return (
        Table(
            "fields",
            f"Am häufigsten deutlich: {advice().impact_name(first['field'])}, {first['strong']} von {first['n']} Antworten",
            (*head, "Lage"),
            rows,
            (*widths, 1 - sum(widths)),
            (*columns(len(head)), "left"),
            f"Mittelwerte 1 bis 5; deutlich = Wirkung und Anteil mindestens 4; KMU: {result['sme_answers']} Antworten"
            if sme
            else "Mittelwerte 1 bis 5; deutlich = Wirkung und Anteil des Netzwerks mindestens 4",
            size="tiny",
        ),
    )  # fmt: skip


def _field_row(field: Mapping[str, Any], sme: Mapping[str, Mapping[str, Any]]) -> tuple[str | Cell, ...]:
    key = field["field"]
    row: tuple[str | Cell, ...] = (
        Cell(advice().impact_name(key), bold=True),
        str(field["n"]),
        *(number(field[name], 1) for name in ("importance", "effect", "due")),
        str(field["strong"]),
    )
    if sme:
        row = (*row, number(sme[key]["effect"], 1) if key in sme else "–")
    return (*row, Cell(field["quadrant"], shade=SHADES[field["quadrant"]]))


def ladder_table(case: Case) -> tuple[Block, ...]:
    """The four steps as counts; small and medium-sized companies apart where enough answered."""
    result = case.finding("BER3")
    if not result or result["ladder_answers"] is None:
        return ()
    n, sme = result["ladder_answers"], result["sme_ladder_answers"]
    head = ("Stufe", f"alle (n = {n})") + ((f"davon KMU (n = {sme})",) if sme is not None else ())
    rows = tuple(
        (Cell(f"{s['step']} {s['name']}", bold=True), f"{{BER3.step{s['step']}}}")
        + ((str(s["sme_reached"]),) if sme is not None else ())
        for s in result["ladder"]
    )
    last = result["ladder"][-1]
    return (
        Table(
            "ladder",
            f"Von {n} Antwortenden kamen {in_words(last['reached'])} bis zu einem neuen Produkt, Verfahren oder Angebot",
            head,
            rows,
            (0.56, *([0.44 / (len(head) - 1)] * (len(head) - 1))),
            columns(len(head)),
            f"Mitgliederbefragung bis {day(case.survey['closed_on'])}; gezählt ist die höchste erreichte Stufe und alle darunter",
            size="small",
        ),
    )  # fmt: skip


STATUS_SHADES: dict[str, Shade] = {"erledigt": "mid", "laufend": "light", "offen": "warn", "verworfen": "none"}


def measures_table(case: Case) -> tuple[Block, ...]:
    """Earlier measures that were due, with what would have become of them without the agency."""
    rows, result = case.answers.get("imp_measures", []), case.finding("F22")
    if not rows or not result or not result["due"]:
        return ()
    as_of = str(case.findings["F22"].inputs["as_of"])
    words = {"unveraendert": "ebenso", "spaeter_kleiner": "später oder kleiner", "gar_nicht": "nicht"}
    due = [m for m in rows if m["due_on"] <= as_of]
    return (
        Table(
            "earlier",
            f"{result['done']} von {result['due']} fälligen Maßnahmen sind erledigt",
            ("Nr.", "Maßnahme", "fällig", "Stand", "ohne Beratung entstanden"),
            tuple(
                (
                    m["number"],
                    m["title"],
                    day(m["due_on"]),
                    Cell(m["status"], shade=STATUS_SHADES[m["status"]]),
                    words.get(m.get("without_agency") or "", "–"),
                )
                for m in due
            ),
            (0.08, 0.46, 0.12, 0.13, 0.21),
            source=f"Auskunft der Geschäftsstelle, Stand {day(as_of)}; verworfene zählen nicht mit, später fällige fehlen hier",
            size="tiny",
        ),
    )
