"""The situation brief before the first workshop: findings, hypotheses, open gaps; eight pages at most."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation import chapter_prices as money
from clusterprocess.offerings.professionalisation import chapters_benchmark as measured
from clusterprocess.offerings.professionalisation import chapters_services as services
from clusterprocess.offerings.professionalisation.analysis import moved_visit
from clusterprocess.offerings.professionalisation.chapter_summary import readiness_box
from clusterprocess.offerings.professionalisation.figures import figures_of
from clusterprocess.offerings.professionalisation.lights import light_cell, points_cell
from clusterprocess.offerings.professionalisation.questionnaire import PROCESSES
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Cell,
    DocumentContext,
    Heading,
    Paragraph,
    Quote,
    Table,
)
from clusterprocess.offerings.sections.numbers import in_words, number, percent
from clusterprocess.offerings.standard.gaps import gaps
from clusterprocess.offerings.standard.paper import simple_paper
from clusterprocess.offerings.standard.rows import SERVICE_NAMES

CONTACTS = {
    "keins": "Gespräche mit Mitgliedern werden nicht festgehalten.",
    "tabelle": "Gespräche mit Mitgliedern stehen in einer Tabelle.",
    "crm": "Gespräche mit Mitgliedern stehen in einer Kontaktverwaltung.",
}
SILVER_AREAS = 3
"""Improved areas that Silver asks for (label facts, section 6)."""
MOST_STEPS = 10
"""Steps of the computed path that the brief shows; the rest is for the workshop."""


def situation_brief(case: Case) -> DocumentContext:
    """The context of the Situationsanalyse."""
    return simple_paper(case, "situationsanalyse", "Situationsanalyse", _content(case), figures_of(case))


def _content(case: Case) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(1, "Auf einen Blick", "b1"), Bullets(tuple(key_sentences(case)))]
    if case.finding("F4"):
        blocks += [
            *readiness_box(case),
            Heading(1, "Die fünf Dimensionen", "b2"),
            *measured.overview(case),
            *_weak_indicators(case),
            *_first_steps(case),
        ]
    if shown := measured.strips(case):
        blocks += [Heading(1, "Im Vergleich", "b3"), Paragraph(str(case.finding("F1")["definition"])), *shown]
    if case.finding("F9"):
        blocks += [
            Heading(1, "Bedarf und Angebot", "b4"),
            *services.willingness(case),
            *services.gap_bars(case),
            *services.present_services(case),
            *money.stress(case),
        ]
    quotes = [(q, i["described_as"]) for i in case.interviews if i["may_be_quoted"] for q in i["quotations"]][:2]
    if quotes:
        blocks += [Heading(1, "Stimmen aus den Gesprächen", "b5"), *(Quote(text, who) for text, who in quotes)]
    blocks += [Heading(1, "Hypothesen für die Werkstatt", "b6"), Bullets(tuple(hypotheses(case)), numbered=True)]
    blocks += [
        Heading(1, "Offene Datenlücken", "b7"),
        Bullets(tuple(open_gaps(case)) or ("Keine: Alle Pflichtangaben dieser Stufe liegen vor.",)),
    ]
    return tuple(blocks)


def key_sentences(case: Case) -> list[str]:
    """What a reader should remember, each sentence with its count."""
    figures, found = figures_of(case), []
    if "F4.gap" in figures:
        found.append(
            "Belegt sind {F4.belegt_points} von 150 Punkten, selbst eingeschätzt {F4.selbst_points}; {F4.unproven} Punkten fehlt nur "
            "der Nachweis."
        )
    if "NW.total" in figures:
        found.append("Von {NW.total} vorgelegten Nachweisen sind {NW.accepted} angenommen.")
    if "PRO2.cover" in figures:
        found.append(
            "{PRO2.services} Leistungen binden {PRO2.days} Personentage im Jahr; Erlöse decken {PRO2.cover} davon."
        )
    if "F10.gap" in figures:
        found.append("Ohne den größten Zuschuss ({F10.grant_share} der Einnahmen) fehlen jährlich {F10.gap}.")
    if "F20.responses" in figures:
        found.append("Die Befragung erreichte {F20.responses} von {F20.invited} Mitgliedern ({F20.rate}).")
    return [*found, *_ways_of_working(case)] or ["Zur Initiative liegen noch keine Zahlen vor."]


def _ways_of_working(case: Case) -> list[str]:
    """What the office said about processes, contacts and fees."""
    answers, found = case.answers, []
    if "processes" in answers:
        written = [PROCESSES[key] for key in answers["processes"]]
        named = f": {', '.join(written)}" if written else ""
        found.append(f"Aufgeschrieben sind {in_words(len(written))} von {in_words(len(PROCESSES))} Abläufen{named}.")
    if "crm" in answers:
        found.append(CONTACTS[answers["crm"]])
    if "fee_review" in answers:
        found.append(f"Die Beitragsordnung gilt seit {answers['fee_review']} unverändert.")
    return found


def _weak_indicators(case: Case) -> tuple[Block, ...]:
    rows = tuple(
        (
            Cell(f"{i['code']} {i['name']}", bold=True),
            points_cell(i["self_points"]),
            points_cell(i["proven_points"]),
            light_cell(i["light"]),
        )
        for i in case.finding("F4")["indicators"]
        if i["light"] in ("orange", "rot")
    )
    if not rows:
        return ()
    return (
        Table(
            "b_weak",
            f"{in_words(len(rows)).capitalize()} rote und orange Indikatoren gehen in die Werkstatt",
            ("Indikator", "selbst", "belegt", "Ampel"),
            rows,
            (0.58, 0.14, 0.14, 0.14),
            ("left", "right", "right", "center"),
            size="small",
        ),
    )


def _first_steps(case: Case) -> tuple[Block, ...]:
    steps = case.finding("F4")["path"]["steps"][:MOST_STEPS]
    if not steps:
        return ()
    rows = tuple(
        (
            Cell(s["code"], bold=True),
            s["step"],
            points_cell(s["points"]),
            Cell(number(s["effort_pt"], 1), align="right"),
            points_cell(s["cumulated_points"]),
        )
        for s in steps
    )
    return (
        Table(
            "b_path",
            "Vorschlag für den kürzesten Weg, gerechnet mit den Aufwandswerten der Arbeitsfassung",
            ("Ind.", "Schritt", "Punkte", "PT", "Stand"),
            rows,
            (0.09, 0.58, 0.11, 0.10, 0.12),
            ("left", "left", "right", "right", "right"),
            size="tiny",
        ),
    )


def hypotheses(case: Case) -> list[str]:
    """Statements for the room to confirm or refute, derived from the findings."""
    found = []
    state, need, offer = case.finding("F4"), case.finding("F9"), case.finding("PRO2")
    if state:
        proof = sum(i["provable_points"] - i["proven_points"] for i in state["indicators"])
        thing = 150 - sum(i["provable_points"] for i in state["indicators"])
        if proof >= state["belegt"]["gap_points"] > 0:
            found.append(
                f"Die Lücke ließe sich allein durch Nachweise schließen ({number(proof, 1)} Punkte), ohne etwas Neues zu tun."
            )
        found.append(f"{number(thing, 1)} Punkte fehlen in der Sache; welche davon sind den Aufwand wert?")
        weakest = min((d for d in state["dimensions"] if d["possible_points"]), key=lambda d: d["proven_percent"])
        found.append(
            f"„{weakest['name']}“ ist mit {percent(weakest['proven_percent'] / 100)} der Punkte die schwächste Dimension."
        )
    for row in need.get("services", []):
        if row["quadrant"] == "ausbauen" and not need["qualitative_only"]:
            name = SERVICE_NAMES[row["category"]].de
            found.append(f"{name}: stark gefragt ({number(row['need'], 1)} von 5), aber kaum angeboten.")
    for stop in offer.get("stop_list", [])[:2]:
        found.append(f"„{stop['name']}“ könnte enden: {stop['reason']}.")
    return found or ["Welche zwei Leistungen würden Mitglieder heute bezahlen?"]


def open_gaps(case: Case) -> list[str]:
    """Missing facts of the profile, indicators without answer, papers still to be asked about."""
    found = gaps(case)
    unanswered = case.finding("F4").get("unanswered", [])
    if unanswered:
        found.append(f"Indikatoren ohne Angabe: {', '.join(unanswered)}.")
    named = len(case.answers.get("improvements", []))
    if case.answers.get("label_goal") == "silver" and named < SILVER_AREAS:
        found.append(f"Für Silber werden drei verbesserte Bereiche gebraucht, genannt sind {in_words(named)}.")
    found += moved_visit(case)
    found += case.submissions.get("nachweise", {}).get("open_questions", [])
    return found
