"""Methods that the library gained with the offering: advice."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.methods import additionality, governance, impact, implementation, liquidity
from clusterprocess.methods.method import Method

ENTRIES: tuple[Method, ...] = (
    Method(
        slug="additionality",
        code="F21",
        title=Text("Zusätzlichkeit", "Additionality"),
        input_model=additionality.AdditionalityInput,
        function=additionality.additionality,
        formula="Zusätzlichkeit = Mittel der Antworten: unverändert 0, später oder kleiner 0,5, gar nicht 1",
        unit="Anteil 0 bis 1; Zählungen",
        source="Methodenbibliothek, F21",
        mark="[D]",
    ),
    Method(
        slug="implementation-rate",
        code="F22",
        title=Text("Umsetzungsquote und Zielerreichung", "Implementation rate and goal attainment"),
        input_model=implementation.ImplementationInput,
        function=implementation.implementation_rate,
        formula="Quote = erledigt/(fällig und nicht verworfen); gewichtet mit der Priorität; Ziele −2 bis +2",
        unit="Anteil 0 bis 1; Zielerreichung −2 bis +2",
        source="Methodenbibliothek, F22",
        mark="[D]",
    ),
    Method(
        slug="governance-check",
        code="BER1",
        title=Text("Governance-Prüfung", "Governance check"),
        input_model=governance.GovernanceInput,
        function=governance.governance_check,
        formula="klar = genau ein Organ entscheidet; Lücke = keines oder mehrere; 20 Aussagen ja/nein/unklar",
        unit="Zählungen",
        source="Individuelle Beratung, Modul Governance",
        mark="[D]",
    ),
    Method(
        slug="liquidity-scenarios",
        code="BER2",
        title=Text("Geldbestand in drei Szenarien", "Liquidity in three scenarios"),
        input_model=liquidity.LiquidityInput,
        function=liquidity.liquidity,
        formula="Bestand = Anfang + Σ(Betrag·sicherer Anteil) − ΣKosten; Zusatzbeitrag = Lücke der letzten 12 Monate/Zahlende",
        unit="Euro je Quartal über 36 Monate; Euro je zahlendem Mitglied und Jahr",
        source="Individuelle Beratung, Modul Finanzierung; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="impact-map",
        code="BER3",
        title=Text("Wirkungskarte und Wirkungsstufen", "Impact map and outcome ladder"),
        input_model=impact.ImpactInput,
        function=impact.impact_map,
        formula="Mittel von Wichtigkeit, Wirkung, Anteil je Feld ab n = 8; Stufe k = Antworten mit Stufe ≥ k",
        unit="Mittelwerte 1 bis 5; Zählungen",
        source="Individuelle Beratung, Modul Wirkung; Festlegung 6",
        mark="[D]",
    ),
)
