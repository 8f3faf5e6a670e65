"""Chapter 4: weights before scores, the matrix with its stability, how well it is founded, and what was not chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.internationalisation import countries, internationalisation
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation.chapter_weights import changes, votes, weights
from clusterprocess.offerings.internationalisation.wording import counted, leads
from clusterprocess.offerings.sections.blocks import Align, Block, Cell, Heading, Shade, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number, percent
from clusterprocess.offerings.standard.texts import headline, own

_SHADE_OF_SCORE: tuple[Shade, ...] = ("none", "none", "none", "light", "mid", "strong")
_DECISIONS = {"abgelehnt": "abgelehnt", "zurueckgestellt": "zurückgestellt", "ausgeschlossen": "ausgeschlossen"}
_HALF = 0.5
_CENTRE: Align = "center"


def countries_and_partners(case: Case) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading(1, headline(case, "4", "Länder- und Partneranalyse"), "4"),
        Heading(2, headline(case, "4.1", "Gewichte vor den Werten"), "4.1"),
        *own(case, "weights.before"),
    ]
    if case.level != "M0":
        blocks += votes(case)
    blocks += [*weights(case), *own(case, "weights.after"), *changes(case)]
    blocks += [
        Heading(2, headline(case, "4.2", "Die Länder im Vergleich"), "4.2"),
        *own(case, "matrix.before"),
        *matrix(case),
    ]
    blocks += own(case, "matrix.after")
    if case.level != "M0":
        blocks += [
            Heading(2, headline(case, "4.3", "Wie gut die Werte belegt sind"), "4.3"),
            *own(case, "confidence.before"),
            *confidence(case),
            *own(case, "confidence.after"),
        ]
        blocks.append(Heading(2, headline(case, "4.4", "Was nicht gewählt ist"), "4.4"))
    blocks += own(case, "rejected.before")
    return (*blocks, *rejected(case), *own(case, "rejected.after"))


def matrix(case: Case) -> tuple[Block, ...]:
    """Scores, points, rank, range of ranks and stability; excluded countries stand below without a rank."""
    result, scores = case.finding("F7"), case.submissions.get("bewertung")
    if not result or not scores:
        return ()
    criteria = case.submissions["gewichte"]["criteria"]
    given = {(r["country"], r["criterion"]): r["score"] for r in scores["rows"]}
    few = sum(not o["knocked_out"] for o in result["options"]) <= 3
    rows: list[tuple[str | Cell, ...]] = []
    for option in result["options"]:
        values = [given.get((option["key"], c["key"])) for c in criteria]
        if option["knocked_out"]:
            tail = (Cell("–"), Cell("–"), Cell("–"), Cell("aus", shade="warn", align="center"))
            values = [None] * len(criteria)
        else:
            stable = "–" if few else percent(option["stability"])
            tail = (
                Cell(number(option["points"]), bold=True),
                Cell(str(option["rank"])),
                Cell(_span(option)),
                Cell(stable, shade="warn" if option["close"] else "none"),
            )
        cells = tuple(Cell("" if v is None else str(v), shade=_SHADE_OF_SCORE[v or 0], align="center") for v in values)
        rows.append((Cell(option["name"], bold=True), *cells, *tail))
    width = 0.42 / len(criteria)
    right: tuple[Align, ...] = ("left", *([_CENTRE] * len(criteria)), "right", "right", "right", "right")
    legend = "; ".join(f"K{n} {c['name']} ({percent(c['weight'])})" for n, c in enumerate(criteria, 1))
    more = " Bei höchstens drei bewerteten Ländern sagt die Rangstabilität nichts." if few else ""
    return (
        Table(
            "matrix",
            matrix_caption(result),
            ("Land", *(f"K{n}" for n in range(1, len(criteria) + 1)), "Punkte", "Rang", "Ränge", "Stabilität"),
            tuple(rows),
            (0.22, *([width] * len(criteria)), 0.09, 0.08, 0.08, 0.11),
            right,
            f"{legend}. Werte 1 bis 5; Ränge und Stabilität aus {result['runs']} Läufen, in denen je ein Gewicht halbiert oder "
            f"um die Hälfte erhöht wird.{more} Bewertung vom {day(scores['scored_on'])}",
            size="small",
        ),
    )


def _span(option: Mapping[str, Any]) -> str:
    best, worst = option["best_rank"], option["worst_rank"]
    return str(best) if best == worst else f"{best}–{worst}"


def matrix_caption(result: Mapping[str, Any]) -> str:
    """Who leads, and whether the first three hold."""
    ranked = [o for o in result["options"] if not o["knocked_out"]]
    if not ranked:
        return "Kein Land ist bewertbar, solange die Ausschlussgründe bestehen"
    lead = f"{leads(ranked[0]['key'], ranked[0]['name'])} mit {number(ranked[0]['points'])} Punkten"
    if len(ranked) <= 3:
        return lead
    close = [o["name"] for o in ranked if o["close"]]
    if close:
        return f"{lead}; das Ergebnis für {' und '.join(close)} ist knapp"
    return f"{lead}; die ersten drei bleiben in den meisten Läufen vorn"


def confidence(case: Case) -> tuple[Block, ...]:
    """Regions of the world against density of evidence: points by shade, in place of a map."""
    result, evidence = case.finding("F7"), case.finding("INT6")
    if not result or not evidence:
        return ()
    word = {row["country"]: row["word"] for row in evidence["countries"]}
    columns = ("hoch", "mittel", "gering")
    rows = []
    for region in countries().regions:
        mine = [o for o in result["options"] if o["key"] in region.countries]
        if not mine:
            continue
        cells = [_evidence_cell([o for o in mine if not o["knocked_out"] and word[o["key"]] == c]) for c in columns]
        out = ", ".join(o["name"] for o in mine if o["knocked_out"])
        rows.append((Cell(region.name, bold=True), *cells, Cell(out or "–", shade="warn" if out else "none")))
    return (
        Table(
            "confidence",
            confidence_caption(result, evidence),
            ("Region", "Belegdichte hoch", "mittel", "gering", "ausgeschlossen"),
            tuple(rows),
            (0.22, 0.22, 0.20, 0.18, 0.18),
            source="Zahl = Punkte, dunkler = mehr Punkte; Belegdichte = Anteil der Gewichte, deren Wert auf Beleg oder Auskunft beruht "
            f"(hoch ab {percent(internationalisation().choice.evidence_high)}, mittel ab {percent(internationalisation().choice.evidence_mid)})",
            size="small",
        ),
    )


def confidence_caption(result: Mapping[str, Any], evidence: Mapping[str, Any]) -> str:
    """How many scored countries rest on estimates for more than half of their weights."""
    ranked = {o["key"] for o in result["options"] if not o["knocked_out"]}
    guessed = sum(row["density"] < _HALF for row in evidence["countries"] if row["country"] in ranked)
    if guessed == 0:
        return "Bei keinem bewerteten Land überwiegt die Einschätzung"
    count = "einem" if guessed == 1 else in_words(guessed)
    return f"Bei {count} der bewerteten Länder beruhen die Punkte überwiegend auf Einschätzung"


def _evidence_cell(options: list[Mapping[str, Any]]) -> Cell:
    if not options:
        return Cell("")
    best = max(o["points"] for o in options)
    bounds = internationalisation().choice
    shade: Shade = "strong" if best >= bounds.shade_strong else "mid" if best >= bounds.shade_mid else "light"
    return Cell("\n".join(f"{o['name']} {number(o['points'])}" for o in options), shade=shade)


def rejected(case: Case) -> tuple[Block, ...]:
    rows = tuple(
        (Cell(countries().name(r["country"]), bold=True), _DECISIONS[r["decision"]], r["reason"], r["resubmission"])
        for r in case.plan.get("rejected", [])
    )
    if not rows:
        return ()
    return (
        Table(
            "rejected",
            f"{counted(len(rows), 'Ein Land ist', 'Länder sind')} nicht gewählt, jedes mit Grund und Wiedervorlage",
            ("Land", "Entscheidung", "Grund", "Wiedervorlage"),
            rows,
            (0.16, 0.16, 0.46, 0.22),
            size="small",
        ),
    )
