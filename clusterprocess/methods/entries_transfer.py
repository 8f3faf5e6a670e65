"""Methods that the library gained with the offering: transfer."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.methods.funding_fit import FundingFitInput, funding_fit
from clusterprocess.methods.matching import MatchingInput, match_needs_and_offers
from clusterprocess.methods.meeting_plan import MeetingPlanInput, meeting_plan
from clusterprocess.methods.method import Method
from clusterprocess.methods.need_clusters import NeedClusterInput, need_clusters
from clusterprocess.methods.overlap import OverlapInput, topic_overlap
from clusterprocess.methods.transfer_funnel import FunnelInput, transfer_funnel

ENTRIES: tuple[Method, ...] = (
    Method(
        slug="offer-need-match",
        code="F8",
        title=Text("Passung von Bedarf und Angebot", "Offer-need match"),
        input_model=MatchingInput,
        function=match_needs_and_offers,
        formula="0,45·Stichworte (Jaccard) + 0,20·(1 − min(|ΔReifegrad|, 4)/4) + 0,10·Form + 0,10·Entfernung + 0,10·Verfügbarkeit + 0,05·Schutzrechte",
        unit="Passung 0 bis 1; ab 0,60 passt, ab 0,40 prüfen; ohne gemeinsames Stichwort keine Passung",
        source="Methodenbibliothek, F8; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="meeting-plan",
        code="TT1",
        title=Text("Gesprächsplan", "Meeting plan"),
        input_model=MeetingPlanInput,
        function=meeting_plan,
        formula="größte Summe der Passungen bei höchstens 6 Gesprächen je Partei; je Runde und Partei höchstens ein Gespräch; Runde = 15 + 5 Minuten",
        unit="Gespräche, Runden, Minuten",
        source="Methodenbibliothek, F8; Festlegungen 7 und 8; ganzzahliger Fluss mit geringsten Kosten, Kantenfärbung",
        mark="[D]",
    ),
    Method(
        slug="need-clusters",
        code="TT2",
        title=Text("Gemeinsame Themen und Bilanz der Stichworte", "Need clusters and keyword balance"),
        input_model=NeedClusterInput,
        function=need_clusters,
        formula="Bilanz = Bedarfe − Angebote je Stichwort; gemeinsames Thema ab 3 Bedarfen; Abdeckung = Bedarfe mit Angebot/alle Bedarfe",
        unit="Anzahl; Abdeckung 0 bis 1",
        source="Eigenes Verfahren der Leistung Technologietransfer",
        mark="[D]",
    ),
    Method(
        slug="funding-fit",
        code="TT3",
        title=Text("Passung von Idee und Förderprogramm", "Funding fit"),
        input_model=FundingFitInput,
        function=funding_fit,
        formula="Mittel aus Konsortium, Reifegrad, Betrag und Frist (je 1, 0,5 oder 0); eine 0 schließt das Programm aus, ebenso eine nicht geförderte Form",
        unit="Passung 0 bis 1; ab 0,75 passt, ab 0,50 prüfen; Beträge in Euro",
        source="Eigenes Verfahren der Leistung Technologietransfer; Programmkatalog",
        mark="[D]",
    ),
    Method(
        slug="transfer-funnel",
        code="TT4",
        title=Text("Transfertrichter", "Transfer funnel"),
        input_model=FunnelInput,
        function=transfer_funnel,
        formula="Quote einer Stufe = Zahl/Zahl der Stufe davor; Ertrag = Zahl/Gespräche",
        unit="Anzahl; Quoten 0 bis 1",
        source="Eigenes Verfahren der Leistung Technologietransfer",
        mark="[D]",
    ),
    Method(
        slug="topic-overlap",
        code="TT5",
        title=Text("Themenüberschneidung zwischen Clustern", "Topic overlap"),
        input_model=OverlapInput,
        function=topic_overlap,
        formula="J = gemeinsame Stichworte/alle Stichworte beider; Kandidaten über einen Stichwortindex",
        unit="Überschneidung 0 bis 1; ab 0,20 ein Vorschlag",
        source="Eigenes Verfahren der Leistung Technologietransfer",
        mark="[D]",
    ),
)
