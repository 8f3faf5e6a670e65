"""Questions that every follow-up may use (offerings.md section 8)."""

from __future__ import annotations

from clusterprocess.domain.language import Text

MEASURE_STATUS: tuple[Text, ...] = (
    Text("Wie steht jede Maßnahme: offen, laufend, erledigt oder verworfen (mit Grund)?",
         "What is the status of each measure: open, running, done or dropped (with reason)?"),
    Text("Was ist das größte Hindernis: Zeit, Geld, Personal, Zustimmung, Partner oder etwas anderes?",
         "What is the top obstacle: time, money, staff, consent, partner or other?"),
    Text("Brauchen Sie Hilfe?", "Do you need help?"),
)  # fmt: skip
USEFULNESS = Text("Wie nützlich war die Begleitung (1 bis 5)?", "How useful was the support (1 to 5)?")
KPI_VALUES: tuple[Text, ...] = (
    Text("Welche Werte haben die Zielgrößen heute?", "What are the values of the indicators today?"),
    Text("Wie viele neue Kooperationen sind entstanden?", "How many new cooperations have started?"),
    Text("Wofür haben Sie das Papier genutzt: Vorstand, Förderantrag, Mitgliedergewinnung, Presse, gar nicht?",
         "What was the report used for: board, grant application, recruiting, press, not at all?"),
)  # fmt: skip
GOAL_ATTAINMENT: tuple[Text, ...] = (
    Text("Wie weit ist jedes Ziel erreicht (−2 bis +2)?", "How far is each goal attained (−2 to +2)?"),
    Text("Was wäre ohne die ClusterAgentur geschehen: dasselbe, später oder kleiner, gar nicht?",
         "What would have happened without the agency: the same, later or smaller, nothing?"),
    Text("Welche andere Unterstützung wirkte zur gleichen Zeit?", "Which other support worked at the same time?"),
    Text("Würden Sie uns weiterempfehlen (0 bis 10)?", "Would you recommend us (0 to 10)?"),
    Text("Dürfen wir darüber als Erfolgsgeschichte berichten?", "May we report this as a success story?"),
)  # fmt: skip
