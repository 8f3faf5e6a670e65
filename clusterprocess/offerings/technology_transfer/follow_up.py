"""What is asked after a Fahrplan was handed over, and which measures show an effect (offerings.md 7c and 8)."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.offerings.follow_up_questions import AskKind, FollowUp, own
from clusterprocess.offerings.offering import Outcome
from clusterprocess.offerings.standard.follow_up import (
    GOAL_ATTAINMENT,
    KPI_VALUES,
    MEASURE_OUTCOME,
    MEASURE_STATUS,
    PARALLEL_SUPPORT,
    USEFULNESS,
)

_CONTRIBUTION = (
    ("entscheidend", Text("entscheidend", "decisive")),
    ("mitwirkend", Text("mitwirkend", "partial")),
    ("ohne_bedeutung", Text("ohne Bedeutung", "none")),
)

FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("14t", 14, Text("Nachfassen nach den Gesprächen", "talk follow-up"), (
        own("talks_continued", Text("Welche Gespräche wurden seither fortgesetzt?", "Which talks have been continued since?")),
        own("agreed_step", Text("Welcher vereinbarte Schritt ist getan?", "Which agreed step has been done?")))),
    FollowUp("3m", 91, Text("Kontakte, Vereinbarungen, Skizzen", "contacts, agreements, sketches"), (
        own("contact_alive", Text("Besteht der Kontakt noch?", "Is the contact alive?"), AskKind.YES_NO),
        own("nda", Text("Ist eine Vertraulichkeitsvereinbarung unterschrieben?", "Has an NDA been signed?"), AskKind.YES_NO),
        own("sketch", Text("Ist eine Skizze eingereicht oder ein Auftrag erteilt?",
                           "Has a sketch been submitted or an order placed?"), AskKind.YES_NO),
        *MEASURE_STATUS, *USEFULNESS)),
    FollowUp("6m", 182, Text("Anträge und Volumen", "applications and volume"), (
        own("application", Text("Ist ein Antrag gestellt, mit welchem Volumen und welchen Partnern?",
                                "Has an application been made, volume and partners?")),
        *MEASURE_STATUS, *KPI_VALUES)),
    FollowUp("12m", 365, Text("Vorhaben und Wirkung", "projects and effect"), (
        own("project_runs", Text("Läuft das Vorhaben?", "Is the project running?"), AskKind.YES_NO),
        own("trl", Text("Welchen Reifegrad hat es heute (TRL)?", "What is its TRL today?"), AskKind.SCALE,
            lowest=1, highest=9, low_word="Grundprinzip", high_word="im Einsatz"),
        own("licence_thesis", Text("Gibt es eine Lizenz, eine Abschlussarbeit, ein Schutzrecht?",
                                   "Is there a licence, a thesis, an IP right?")),
        *MEASURE_OUTCOME, *GOAL_ATTAINMENT)),
    FollowUp("24m", 730, Text("Neue Produkte und Verfahren", "new products and processes"), (
        own("product_in_use", Text("Ist ein neues Produkt oder Verfahren im Einsatz, mit welchem Nutzen?",
                                   "Is a new product or process in use, with what benefit?")),
        own("contribution", Text("Welchen Beitrag leistete der Transfer dazu?", "What did the transfer contribute?"),
            AskKind.CHOICE, choices=_CONTRIBUTION),
        *PARALLEL_SUPPORT), from_level="M2"),
)  # fmt: skip

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("contacts_alive", Text("fortgesetzte Kontakte", "contacts alive"), "Anzahl"),
    Outcome("sketches", Text("Projektskizzen", "project sketches"), "Anzahl"),
    Outcome("applications", Text("Anträge und Aufträge", "applications and orders"), "Anzahl"),
    Outcome("grants", Text("Bewilligungen und Abschlüsse", "grants and contracts"), "Anzahl"),
    Outcome("volume", Text("Volumen laufender Vorhaben", "volume of running projects"), "Euro"),
    Outcome("trl_change", Text("Zuwachs an Reifegrad", "TRL change"), "Stufen"),
    Outcome("innovations", Text("neue Produkte oder Verfahren", "new products or processes"), "Anzahl"),
)  # fmt: skip
