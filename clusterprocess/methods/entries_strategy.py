"""Methods that the library gained with the offering: strategy."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.methods import delphi, scenarios
from clusterprocess.methods.method import Method

ENTRIES: tuple[Method, ...] = (
    Method(
        slug="delphi",
        code="F13",
        title=Text("Delphi-Befragung in zwei Runden", "Delphi survey in two rounds"),
        input_model=delphi.DelphiInput,
        function=delphi.delphi,
        formula="Konsens: Q3 − Q1 ≤ 2 in Runde 2; stabil: |Median 2 − Median 1| ≤ 1; Quartile linear interpoliert",
        unit="Skala 1 bis 9; Jahr; nichts unter der Mindestgröße des Panels",
        source="Methodenbibliothek, F13; Festlegung 7",
        mark="[D]",
    ),
    Method(
        slug="scenarios",
        code="F14",
        title=Text("Optionen in vier Szenarien", "Options in four scenarios"),
        input_model=scenarios.ScenarioInput,
        function=scenarios.scenario_ratings,
        formula="Mittel und Minimum der vier Bewertungen; robust: Minimum ≥ 0",
        unit="Punkte −2 bis 2",
        source="Methodenbibliothek, F14; Festlegung 7",
        mark="[D]",
    ),
)
