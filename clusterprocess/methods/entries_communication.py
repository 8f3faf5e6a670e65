"""Methods that the library gained with the offering: communication."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.methods.audience_gap import AudienceGapInput, audience_gap
from clusterprocess.methods.channels import ChannelInput, channel_costs
from clusterprocess.methods.communication_hours import CommunicationHoursInput, communication_hours
from clusterprocess.methods.communication_type import CommunicationTypeInput, communication_type
from clusterprocess.methods.message_house import MessageHouseInput, message_house
from clusterprocess.methods.method import Method

ENTRIES: tuple[Method, ...] = (
    Method(
        slug="audience-gap",
        code="KOM1",
        title=Text("Lücke je Zielgruppe", "Audience gap"),
        input_model=AudienceGapInput,
        function=audience_gap,
        formula="Lücke = Priorität·(angestrebte − heutige Kenntnis)",
        unit="Punkte −12 bis 12",
        source="Methodenbibliothek, KOM1",
        mark="[D]",
    ),
    Method(
        slug="channel-costs",
        code="KOM2",
        title=Text("Kosten je Kontakt und Abdeckung", "Cost per contact and coverage"),
        input_model=ChannelInput,
        function=channel_costs,
        formula="Kosten je Kontakt = (Kosten + Stunden·Stundenwert)/(Häufigkeit·Reichweite); Loch = Zielgruppe mit 0 in jedem Kanal",
        unit="Euro je Kontakt, nur innerhalb einer Art von Kanal; Abdeckung 0, 1 oder 2",
        source="Methodenbibliothek, KOM2; Festlegung 13",
        mark="[D]",
    ),
    Method(
        slug="communication-type",
        code="KOM3",
        title=Text("Typ der Kommunikation", "Type of communication"),
        input_model=CommunicationTypeInput,
        function=communication_type,
        formula="Professionalität = Mittel aus Stellenwert, Einfluss, Strategie, Auswertung, Austausch; Dynamik = Veränderungen/5",
        unit="beide 0 bis 1; Schnitt 0,5; vier Typen",
        source="Methodenbibliothek, KOM3; Typen nach B. Hartmann 2016",
        mark="[D]",
    ),
    Method(
        slug="message-house",
        code="KOM4",
        title=Text("Vollständigkeit des Botschaftenhauses", "Message house consistency"),
        input_model=MessageHouseInput,
        function=message_house,
        formula="vollständig = mindestens eine Botschaft mit Beleg, Kanal und Verantwortung; Anteil = vollständige Ziele/Ziele",
        unit="Anteil 0 bis 1",
        source="Methodenbibliothek, KOM4",
        mark="[D]",
    ),
    Method(
        slug="communication-hours",
        code="KOM5",
        title=Text("Stundenbilanz der Kommunikation", "Hours of communication"),
        input_model=CommunicationHoursInput,
        function=communication_hours,
        formula="Bilanz = (Stunden je Woche + zugesagte)·Arbeitswochen − Stunden künftig",
        unit="Stunden im Jahr",
        source="Methodenbibliothek, KOM5",
        mark="[D]",
    ),
)
