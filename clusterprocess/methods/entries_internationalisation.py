"""Methods that the library gained with the offering: internationalisation."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.methods import scoring
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
)
