"""Methods that the library gained with the offering: professionalisation."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.methods import business_model, label_timetable, radar, readiness, service_portfolio
from clusterprocess.methods.method import Method

ENTRIES: tuple[Method, ...] = (
    Method(
        slug="radar",
        code="F3",
        title=Text("Netz der Dimensionen", "Radar of dimensions"),
        input_model=radar.RadarInput,
        function=radar.radar,
        formula="Achse = erreichte/mögliche Punkte·100; Median der Vergleichsgruppe ab n = 8; Linie bei 80 %",
        unit="Prozent 0 bis 100",
        source="Methodenbibliothek, F3; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="readiness",
        code="F4",
        title=Text("Label-Reife", "Label readiness"),
        input_model=readiness.ReadinessInput,
        function=readiness.readiness,
        formula="R = Σ Punkte/150·100, selbst und belegt; Lücke = max(0, 120 − Σ Punkte); "
        "Weg nach (5 − Punkte)·Aussicht/Aufwand bis Lücke + 8",
        unit="Punkte 0 bis 150; Prozent 0 bis 100; Personentage",
        source="Methodenbibliothek, F4 und Abschnitt 6; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="business-model",
        code="F19",
        title=Text("Geschäftsmodell der Geschäftsstelle", "Business model canvas"),
        input_model=business_model.BusinessModelInput,
        function=business_model.business_model,
        formula="Anteil je Zahlergruppe = Erlöse der Gruppe/alle Erlöse; Deckung = Erlöse/Kosten der Leistung",
        unit="Euro im Jahr; Anteile 0 bis 1; Deckung als Verhältnis, 1 = gedeckt",
        source="Methodenbibliothek, F19; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="label-timetable",
        code="PRO1",
        title=Text("Zeitplan zum Label", "Label timetable"),
        input_model=label_timetable.LabelTimetableInput,
        function=label_timetable.label_timetable,
        formula="Schritt = Termin vor Ort − 10, 6, 3 Wochen, zurück auf den Arbeitstag; Erinnerung = Ablauf − 12, 6, 3 Monate",
        unit="Arbeitstage in Baden-Württemberg",
        source="Angebot Professionalisierung; Abschnitt 6",
        mark="[D]",
    ),
    Method(
        slug="service-portfolio",
        code="PRO2",
        title=Text("Angebotskarte und Prüfung auf Verdrängung", "Service map and crowding-out check"),
        input_model=service_portfolio.ServicePortfolioInput,
        function=service_portfolio.service_portfolio,
        formula="Deckung = (Nutzungen·Preis)/(Tage·Tagessatz); Einstellung bei „hinterfragen“ und Deckung unter 0,5",
        unit="Bedarf 1 bis 5; Deckung als Verhältnis, 1 = gedeckt; Euro und Personentage im Jahr",
        source="Angebot Professionalisierung; Methodenbibliothek, F9",
        mark="[D]",
    ),
)
