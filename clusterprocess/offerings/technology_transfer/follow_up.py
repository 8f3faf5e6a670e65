"""What is asked after a Fahrplan was handed over, and which measures show an effect (offerings.md 7c and 8)."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.offerings.offering import FollowUp, Outcome
from clusterprocess.offerings.standard.follow_up import GOAL_ATTAINMENT, KPI_VALUES, MEASURE_STATUS, USEFULNESS

FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("14t", 14, Text("Nachfassen nach den Gesprächen", "talk follow-up"), (
        Text("Welche Gespräche wurden seither fortgesetzt?", "Which talks have been continued since?"),
        Text("Welcher vereinbarte Schritt ist getan?", "Which agreed step has been done?"))),
    FollowUp("3m", 91, Text("Kontakte, Vereinbarungen, Skizzen", "contacts, agreements, sketches"), (
        Text("Besteht der Kontakt noch?", "Is the contact alive?"),
        Text("Ist eine Vertraulichkeitsvereinbarung unterschrieben?", "Has an NDA been signed?"),
        Text("Ist eine Skizze eingereicht oder ein Auftrag erteilt?", "Has a sketch been submitted or an order placed?"),
        *MEASURE_STATUS, USEFULNESS)),
    FollowUp("6m", 182, Text("Anträge und Volumen", "applications and volume"), (
        Text("Ist ein Antrag gestellt, mit welchem Volumen und welchen Partnern?", "Has an application been made, volume and partners?"),
        *MEASURE_STATUS, *KPI_VALUES)),
    FollowUp("12m", 365, Text("Vorhaben und Wirkung", "projects and effect"), (
        Text("Läuft das Vorhaben?", "Is the project running?"),
        Text("Welchen Reifegrad hat es heute?", "What is its TRL today?"),
        Text("Gibt es eine Lizenz, eine Abschlussarbeit, ein Schutzrecht?", "Is there a licence, a thesis, an IP right?"),
        *GOAL_ATTAINMENT)),
    FollowUp("24m", 730, Text("Neue Produkte und Verfahren (ab fester Geschäftsstelle)", "new products and processes (from M2)"), (
        Text("Ist ein neues Produkt oder Verfahren im Einsatz, mit welchem Nutzen?", "Is a new product or process in use, with what benefit?"),
        Text("Beitrag des Transfers: entscheidend, mitwirkend, ohne Bedeutung?", "Contribution of the transfer: decisive, partial, none?"))),
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
