"""Methods that the library gained with the offering: internationalisation."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.methods import (
    country_choice,
    country_compliance,
    international_readiness,
    partnerships,
    past_activities,
    scoring,
)
from clusterprocess.methods.method import Method

ENTRIES: tuple[Method, ...] = (
    Method(
        slug="weighted-scoring",
        code="F7",
        title=Text("Gewichtete Bewertung", "Weighted scoring"),
        input_model=scoring.ScoringInput,
        function=scoring.weighted_scoring,
        formula="U = Σ w·s; Punkte = (U − 1)/4·100; Rangstabilität = Läufe unter den ersten drei/alle Läufe",
        unit="U 1 bis 5; Punkte 0 bis 100; Stabilität 0 bis 1",
        source="Methodenbibliothek, F7",
        mark="[D]",
    ),
    Method(
        slug="international-readiness",
        code="INT1",
        title=Text("Reifegrad für das Ausland", "Readiness for internationalisation"),
        input_model=international_readiness.ReadinessInput,
        function=international_readiness.readiness,
        formula="Strategie 20 + Ressourcen 20 + Englisch 10 + Führende 20 + Partner 15 + Erfahrung 15",
        unit="Punkte 0 bis 100; unter 40 vorbereiten, unter 70 pilotieren, sonst skalieren",
        source="Methodenbibliothek, 7d; Festlegung 13",
        mark="[D]",
    ),
    Method(
        slug="past-activities",
        code="INT2",
        title=Text("Nutzen früherer Aktivitäten", "Benefit of past activities"),
        input_model=past_activities.PastActivitiesInput,
        function=past_activities.past_activities,
        formula="Nutzenpunkte = Σ Mitglieder·Nutzen; je 1.000 Euro = Nutzenpunkte/(Kosten/1.000)",
        unit="Punkte je 1.000 Euro, je Art, ohne Rangfolge",
        source="Methodenbibliothek, 7d",
        mark="[D]",
    ),
    Method(
        slug="country-compliance",
        code="INT3",
        title=Text("Compliance-Ausschluss", "Compliance knock-out"),
        input_model=country_compliance.ComplianceInput,
        function=country_compliance.compliance,
        formula="ausgeschlossen, solange ein Hinweis ohne Tag und Stelle der Klärung ist",
        unit="Länder; Zahl der offenen und geklärten Hinweise",
        source="Methodenbibliothek, 7d; Festlegung 12",
        mark="[D]",
    ),
    Method(
        slug="partnership-ladder",
        code="INT4",
        title=Text("Leiter der Partnerschaften", "Partnership ladder"),
        input_model=partnerships.LadderInput,
        function=partnerships.ladder,
        formula="Partner je Stufe 0 bis 5; tragend ab Stufe 2 mit Kontakt in 12 Monaten",
        unit="Zahl der Partner",
        source="Methodenbibliothek, 7d",
        mark="[D]",
    ),
    Method(
        slug="weights-from-dots",
        code="INT5",
        title=Text("Gewichte aus Punkten", "Weights from dots"),
        input_model=country_choice.DottedWeightsInput,
        function=country_choice.weights_from_dots,
        formula="Gewicht = Anteil der Punkte, auf 0,05 gerundet nach größtem Rest, Summe 1",
        unit="Gewicht 0 bis 1",
        source="Methodenbibliothek, 7d",
        mark="[D]",
    ),
    Method(
        slug="evidence-density",
        code="INT6",
        title=Text("Belegdichte", "Density of evidence"),
        input_model=country_choice.EvidenceInput,
        function=country_choice.evidence_density,
        formula="Σ Gewichte der belegten Werte/Σ aller Gewichte; ab 0,70 hoch, ab 0,40 mittel",
        unit="Anteil 0 bis 1",
        source="Methodenbibliothek, 7d",
        mark="[D]",
    ),
)
