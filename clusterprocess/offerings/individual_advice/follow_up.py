"""What is asked after a piece of advice, and which measures show an effect (offerings.md 7f and 8).

Short advice is asked the same three times: it closes early, so these answers are all that shows what became of it.
"""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.offerings.follow_up_questions import AskKind, FollowUp, own
from clusterprocess.offerings.offering import Outcome
from clusterprocess.offerings.standard.follow_up import GOAL_ATTAINMENT, MEASURE_OUTCOME, MEASURE_STATUS, USEFULNESS

_LARGER = (
    ("strategie", Text("Strategie", "strategy")),
    ("kommunikation", Text("Kommunikation", "communication")),
    ("transfer", Text("Technologietransfer", "technology transfer")),
    ("international", Text("Internationalisierung", "internationalisation")),
    ("professionalisierung", Text("Professionalisierung", "professionalisation")),
    ("nein", Text("nein", "no")),
)

FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("6w", 42, Text("Entscheidung", "decision taken?"), (
        own("decision", Text("Ist entschieden worden, durch wen und an welchem Tag?", "Has it been decided, by whom and when?"),
            help="Bitte das Organ oder die Rolle nennen, keinen Namen."),
        own("differs", Text("Weicht die Entscheidung von der Empfehlung ab, und warum?",
                            "Does it differ from the recommendation, and why?")))),
    FollowUp("3m", 91, Text("Erster Schritt", "step done?"), (*MEASURE_STATUS, *USEFULNESS)),
    FollowUp("12m", 365, Text("Wirkung", "effect"), (
        *MEASURE_OUTCOME, *GOAL_ATTAINMENT,
        own("larger_engagement", Text("Soll daraus ein größerer Vorgang werden?", "Should it become a larger engagement?"),
            AskKind.CHOICE, choices=_LARGER))),
)  # fmt: skip

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("decided", Text("entschieden bis zum genannten Tag", "decided in time"), "ja/nein"),
    Outcome("steps_done", Text("erledigte von fälligen Schritten", "steps done of those due"), "%"),
    Outcome("additionality", Text("Schritte, die es ohne Beratung nicht oder später gäbe", "additionality"), "Anteil"),
    Outcome("runway", Text("Reichweite der gesicherten Mittel", "runway"), "Monate"),
    Outcome("clear_decisions", Text("Entscheidungen mit genau einer zuständigen Stelle", "clear decisions"), "Anzahl"),
)  # fmt: skip
