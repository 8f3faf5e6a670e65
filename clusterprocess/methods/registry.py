"""The list of all methods: what they are called, what they take, and the formula with its unit, source and mark.

One entry per method; the catalogue of the command line and the method notes of the reports are made from it.
Marks: [V] read in a source, [D] a decision of this project, [M] from memory, unverified.
"""

from __future__ import annotations

from clusterprocess.domain.errors import NotFoundError
from clusterprocess.domain.language import Text
from clusterprocess.methods.comparison import ComparisonInput, compare
from clusterprocess.methods.diamond import DiamondInput, diamond
from clusterprocess.methods.entries_advice import ENTRIES as ADVICE
from clusterprocess.methods.entries_communication import ENTRIES as COMMUNICATION
from clusterprocess.methods.entries_internationalisation import ENTRIES as INTERNATIONALISATION
from clusterprocess.methods.entries_professionalisation import ENTRIES as PROFESSIONALISATION
from clusterprocess.methods.entries_strategy import ENTRIES as STRATEGY
from clusterprocess.methods.entries_transfer import ENTRIES as TRANSFER
from clusterprocess.methods.financing import FinancingInput, financing
from clusterprocess.methods.financing_plan import FinancingPlanInput, financing_plan
from clusterprocess.methods.location import LocationInput, location_quotient
from clusterprocess.methods.maturity import MaturityInput, maturity
from clusterprocess.methods.membership import MembershipInput, membership
from clusterprocess.methods.method import Method
from clusterprocess.methods.peers import PeerGroupInput, peer_group
from clusterprocess.methods.pestel import PestelInput, pestel
from clusterprocess.methods.services import ServiceGapInput, service_gap
from clusterprocess.methods.stakeholders import StakeholderInput, stakeholder_map
from clusterprocess.methods.survey import SurveyInput, survey_quality
from clusterprocess.methods.swot import SwotInput, swot
from clusterprocess.methods.value_chain import ValueChainInput, value_chain
from clusterprocess.methods.voting import VotingInput, dot_voting

_COMMON: tuple[Method, ...] = (
    Method(
        slug="peer-group",
        code="F1",
        title=Text("Vergleichsgruppe", "Peer group"),
        input_model=PeerGroupInput,
        function=peer_group,
        formula="d = 0,40·Feld + 0,30·min(1, |ln(m₁/m₂)|/ln 4) + 0,20·min(1, |ΔAlter|/15) + 0,10·min(1, |ΔReife|/2)",
        unit="Abstand 0 bis 1",
        source="Methodenbibliothek, F1; Festlegung 16",
        mark="[D]",
    ),
    Method(
        slug="comparison",
        code="F2",
        title=Text("Perzentil und Rang", "Percentile and rank"),
        input_model=ComparisonInput,
        function=compare,
        formula="P = 100·(L + 0,5·E)/n; Rang = 1 + Zahl der besseren; bei „weniger ist besser“ 100 − P",
        unit="Perzentil 0 bis 100 ab n = 20, Rang 1 bis n + 1 ab n = 8",
        source="Methodenbibliothek, F2; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="swot",
        code="F5",
        title=Text("SWOT und TOWS", "SWOT and TOWS"),
        input_model=SwotInput,
        function=swot,
        formula="Buchstabe = Mittel der bis zu drei höchsten Einträge; X = (S − W)/(S + W); Y = (O − T)/(O + T)",
        unit="Punkte 1 bis 25; X und Y −1 bis 1; Paare 0 bis 3",
        source="Methodenbibliothek, F5; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="stakeholders",
        code="F6",
        title=Text("Stakeholder", "Stakeholders"),
        input_model=StakeholderInput,
        function=stakeholder_map,
        formula="Priorität = Einfluss·Interesse·max(0, gewünschtes − heutiges Engagement)",
        unit="Punkte 0 bis 100",
        source="Methodenbibliothek, F6; Festlegung 9",
        mark="[D]",
    ),
    Method(
        slug="service-gap",
        code="F9",
        title=Text("Servicelücke, Wichtigkeit und Zufriedenheit", "Service gap, importance and performance"),
        input_model=ServiceGapInput,
        function=service_gap,
        formula="Lücke = (Bedarf − 1)/4 − Tiefe/3; Tragfähigkeit = (Nutzungen·Preis)/(Tage·Tagessatz)",
        unit="Lücke −1 bis 1; Tragfähigkeit als Verhältnis, 1 = gedeckt",
        source="Methodenbibliothek, F9",
        mark="[D]",
    ),
    Method(
        slug="financing",
        code="F10",
        title=Text("Finanzierung und Belastungsprobe", "Financing and stress test"),
        input_model=FinancingInput,
        function=financing,
        formula="HHI = Σs²; Reichweite = gesichert/(Budget/12); Zusatzbeitrag = (Kosten − verbleibend)/Zahlende",
        unit="HHI 0 bis 1; Monate; Euro je zahlendem Mitglied und Jahr",
        source="Methodenbibliothek, F10; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="financing-plan",
        code="F10-PLAN",
        title=Text("Finanzierungsplan über mehrere Jahre", "Financing plan over several years"),
        input_model=FinancingPlanInput,
        function=financing_plan,
        formula="Lücke = Kosten − Einnahmen; Eigenanteil = (Beiträge + Leistungen)/Budget",
        unit="Euro je Jahr; Anteil ab 0",
        source="Methodenbibliothek, F10; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="membership",
        code="F11",
        title=Text("Mitgliederstruktur", "Membership"),
        input_model=MembershipInput,
        function=membership,
        formula="Austrittsquote = Abgänge/Anfangsbestand; Unternehmensanteil = (KMU + Großunternehmen)/alle",
        unit="Anteile 0 bis 1; Nettowachstum auch negativ",
        source="Methodenbibliothek, F11; Festlegung 7",
        mark="[V]",
    ),
    Method(
        slug="dot-voting",
        code="F12",
        title=Text("Punktabfrage", "Dot voting"),
        input_model=VotingInput,
        function=dot_voting,
        formula="Punkte = ⌈Optionen/3⌉; Zustimmung = Organisationen mit Punkt in der Wahl/alle; Bündelung = 1 − H/ln k",
        unit="Punkte, Ränge ab 1, Anteile 0 bis 1",
        source="Methodenbibliothek, F12; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="pestel",
        code="F15",
        title=Text("PESTEL", "PESTEL"),
        input_model=PestelInput,
        function=pestel,
        formula="Wert = Richtung(±)·Wirkung·Wahrscheinlichkeit",
        unit="Punkte −25 bis 25",
        source="Methodenbibliothek, F15; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="diamond",
        code="F16",
        title=Text("Standortdiamant nach Porter", "Porter diamond"),
        input_model=DiamondInput,
        function=diamond,
        formula="Dimension = Mittel der Mittelwerte ihrer fünf Aussagen; Achse = (Dimension − 1)/4·100",
        unit="1 bis 5; Achse 0 bis 100",
        source="Methodenbibliothek, F16; Festlegungen 7 und 18",
        mark="[D]",
    ),
    Method(
        slug="value-chain",
        code="F17",
        title=Text("Wertschöpfungskette", "Value chain"),
        input_model=ValueChainInput,
        function=value_chain,
        formula="Abdeckung = Stufen mit mindestens 2 Unternehmen/Stufen; Lücke = Stufe mit 0",
        unit="Unternehmen je Stufe; Abdeckung 0 bis 1",
        source="Methodenbibliothek, F17",
        mark="[D]",
    ),
    Method(
        slug="location-quotient",
        code="F18",
        title=Text("Lokalisationsquotient", "Location quotient"),
        input_model=LocationInput,
        function=location_quotient,
        formula="LQ = (e_ir/e_r)/(E_i/E)",
        unit="Verhältnis ab 0, 1 = Durchschnitt",
        source="Methodenbibliothek, F18",
        mark="[D]",
    ),
    Method(
        slug="survey-quality",
        code="F20",
        title=Text("Güte der Mitgliederbefragung", "Member survey quality"),
        input_model=SurveyInput,
        function=survey_quality,
        formula="Rücklauf = gültig/eingeladen; Abweichung = 100·(Anteil der Antworten − Anteil der Mitglieder)",
        unit="Anteil 0 bis 1; Prozentpunkte; Mittelwerte 1 bis 5 ab n = 8",
        source="Methodenbibliothek, F20; Festlegung 6",
        mark="[D]",
    ),
    Method(
        slug="maturity",
        code="REIFE",
        title=Text("Reifestufe", "Maturity level"),
        input_model=MaturityInput,
        function=maturity,
        formula="M4 Spitzencluster; M3 gültiges Label; M2 VZÄ ≥ 1, Alter ≥ 4, Strategie; M1 VZÄ ≥ 0,5; sonst M0",
        unit="Stufe M0 bis M4 oder unbekannt",
        source="Reifemodell, Abschnitt 2; Festlegung 16",
        mark="[D]",
    ),
)

METHODS: tuple[Method, ...] = (
    *_COMMON,
    *STRATEGY,
    *COMMUNICATION,
    *TRANSFER,
    *INTERNATIONALISATION,
    *PROFESSIONALISATION,
    *ADVICE,
)
"""Every method: the general library, then what single offerings added to it."""


def method_named(name: str) -> Method:
    """Return the method with this slug or code, upper and lower case alike.

    Raises:
        NotFoundError: no method is called so; the message lists all names.
    """
    wanted = name.strip().casefold()
    for method in METHODS:
        if wanted in (method.slug.casefold(), method.code.casefold()):
            return method
    known = ", ".join(f"{method.slug} ({method.code})" for method in METHODS)
    raise NotFoundError(f"Die Methode {name} gibt es nicht; bekannt sind: {known}.")
