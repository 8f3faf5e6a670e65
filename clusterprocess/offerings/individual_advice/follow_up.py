"""What is asked after a piece of advice, and which measures show an effect (offerings.md 7f and 8)."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.offerings.offering import FollowUp, Outcome
from clusterprocess.offerings.standard.follow_up import GOAL_ATTAINMENT, MEASURE_STATUS, USEFULNESS

FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("6w", 42, Text("Entscheidung", "decision taken?"), (
        Text("Ist entschieden worden, durch wen und an welchem Tag?", "Has it been decided, by whom and when?"),
        Text("Weicht die Entscheidung von der Empfehlung ab, und warum?", "Does it differ from the recommendation, and why?"))),
    FollowUp("3m", 91, Text("Erster Schritt", "step done?"), (*MEASURE_STATUS, USEFULNESS)),
    FollowUp("12m", 365, Text("Wirkung", "effect"), (
        *MEASURE_STATUS, *GOAL_ATTAINMENT,
        Text("Soll daraus ein größerer Vorgang werden: Strategie, Kommunikation, Technologietransfer, Internationalisierung oder Professionalisierung?",
             "Should it become a larger engagement?"))),
)  # fmt: skip

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("decided", Text("entschieden bis zum genannten Tag", "decided in time"), "ja/nein"),
    Outcome("steps_done", Text("erledigte von fälligen Schritten", "steps done of those due"), "%"),
    Outcome("additionality", Text("Schritte, die es ohne Beratung nicht oder später gäbe", "additionality"), "Anteil"),
    Outcome("runway", Text("Reichweite der gesicherten Mittel", "runway"), "Monate"),
    Outcome("clear_decisions", Text("Entscheidungen mit genau einer zuständigen Stelle", "clear decisions"), "Anzahl"),
)  # fmt: skip
