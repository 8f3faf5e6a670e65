"""Questions that every follow-up may use (offerings.md section 8).

Three months stay at about five minutes: the measures, the obstacle, help, usefulness. Whoever is asked about values or
effects is always asked which other support worked at the same time: the effects cannot be told apart, so that a report
speaks of a contribution.
"""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.offerings.follow_up_questions import AskKind, FollowUpQuestion
from clusterprocess.offerings.standard.follow_up_answers import OBSTACLE_NAMES, USE_NAMES

_OBSTACLES = tuple((slug, Text(name, slug)) for slug, name in OBSTACLE_NAMES.items())
_USES = tuple((slug, Text(name, slug)) for slug, name in USE_NAMES.items())

_OBSTACLE = FollowUpQuestion(
    "obstacle",
    Text("Was ist das größte Hindernis?", "What is the top obstacle?"),
    AskKind.CHOICE,
    "obstacle",
    choices=_OBSTACLES,
)
_HELP = (
    FollowUpQuestion("help_needed", Text("Brauchen Sie Hilfe?", "Do you need help?"), AskKind.YES_NO, "help_needed"),
    FollowUpQuestion(
        "help_text",
        Text("Wobei brauchen Sie Hilfe?", "What do you need help with?"),
        AskKind.WORDS,
        "help_text",
        help="Nur wenn Sie Hilfe brauchen; wir melden uns.",
    ),
)
MEASURE_STATUS: tuple[FollowUpQuestion, ...] = (
    FollowUpQuestion(
        "measures",
        Text("Wie steht jede Maßnahme?", "What is the status of each measure?"),
        AskKind.MEASURES,
        "measures",
    ),
    _OBSTACLE,
    *_HELP,
)
MEASURE_OUTCOME: tuple[FollowUpQuestion, ...] = (
    FollowUpQuestion(
        "measures",
        Text("Was ist aus jeder Maßnahme geworden?", "What became of each measure?"),
        AskKind.MEASURES_IN_FULL,
        "measures",
    ),
    _OBSTACLE,
    *_HELP,
)
USEFULNESS: tuple[FollowUpQuestion, ...] = (
    FollowUpQuestion(
        "usefulness",
        Text("Wie nützlich war die Begleitung?", "How useful was the support?"),
        AskKind.SCALE,
        "usefulness",
        lowest=1,
        highest=5,
        low_word="gar nicht nützlich",
        high_word="sehr nützlich",
    ),
)
PARALLEL_SUPPORT: tuple[FollowUpQuestion, ...] = (
    FollowUpQuestion(
        "parallel_support",
        Text("Wirkte zur gleichen Zeit andere Unterstützung?", "Did other support work at the same time?"),
        AskKind.PARALLEL_SUPPORT,
        "parallel_support",
        help="Andere Programme wie go-cluster oder Spitzencluster, eigene Projekte mit EFRE- oder Landesmitteln, ein Label, andere Beratung.",
    ),
)
KPI_VALUES: tuple[FollowUpQuestion, ...] = (
    FollowUpQuestion(
        "indicators",
        Text("Welche Werte haben die Zielgrößen heute?", "What are the values of the indicators today?"),
        AskKind.INDICATORS,
        "indicators",
    ),
    FollowUpQuestion(
        "new_cooperations",
        Text("Wie viele neue Kooperationen sind entstanden?", "How many new cooperations have started?"),
        AskKind.NUMBER,
        "new_cooperations",
    ),
    FollowUpQuestion(
        "used_for",
        Text("Wofür haben Sie das Papier genutzt?", "What was the report used for?"),
        AskKind.CHOICES,
        "used_for",
        choices=_USES,
    ),
    FollowUpQuestion(
        "used_where",
        Text("Wo genau wurde es genutzt?", "Where exactly was it used?"),
        AskKind.WORDS,
        "used_where",
        help="Zum Beispiel Beschluss vom, Antrag bei, Gespräch mit; bitte Rollen statt Namen.",
    ),
    *PARALLEL_SUPPORT,
)
GOAL_ATTAINMENT: tuple[FollowUpQuestion, ...] = (
    FollowUpQuestion(
        "goals", Text("Wie weit ist jedes Ziel erreicht?", "How far is each goal attained?"), AskKind.GOALS, "goals"
    ),
    FollowUpQuestion(
        "profile",
        Text("Welche Werte haben Ihre Kennzahlen heute?", "What are your figures today?"),
        AskKind.PROFILE,
        "profile",
    ),
    *KPI_VALUES,
    FollowUpQuestion(
        "helped_most",
        Text("Was hat am meisten geholfen?", "What helped most?"),
        AskKind.WORDS,
        "helped_most",
    ),
    FollowUpQuestion(
        "hindered_most",
        Text("Was hat am meisten gehindert?", "What hindered most?"),
        AskKind.WORDS,
        "hindered_most",
    ),
    FollowUpQuestion(
        "unintended",
        Text("Welche unbeabsichtigten Wirkungen und Kosten gab es?", "Which unintended effects and costs were there?"),
        AskKind.WORDS,
        "unintended",
        help="Zum Beispiel Zeit der Mitglieder, Tätigkeiten, die endeten, Konflikte.",
    ),
    FollowUpQuestion(
        "lessons",
        Text("Was würden Sie beim nächsten Mal anders machen?", "What would you do differently?"),
        AskKind.WORDS,
        "lessons",
    ),
    *USEFULNESS,
    FollowUpQuestion(
        "recommendation",
        Text("Würden Sie uns weiterempfehlen?", "Would you recommend us?"),
        AskKind.SCALE,
        "recommendation",
        highest=10,
        low_word="auf keinen Fall",
        high_word="auf jeden Fall",
    ),
    FollowUpQuestion(
        "story_release",
        Text("Dürfen wir darüber als Erfolgsgeschichte berichten?", "May we report this as a success story?"),
        AskKind.YES_NO,
        "story_release",
        help="Vor einer Veröffentlichung legen wir Ihnen den Text vor.",
    ),
    FollowUpQuestion("story", Text("Wovon sollte sie handeln?", "What should it be about?"), AskKind.WORDS, "story"),
    FollowUpQuestion(
        "free_text",
        Text("Was möchten Sie uns noch sagen?", "What else would you like to tell us?"),
        AskKind.WORDS,
        "free_text",
    ),
)
NEXT_REVIEW: tuple[FollowUpQuestion, ...] = (
    FollowUpQuestion(
        "next_review_on",
        Text("Wann wird das Papier das nächste Mal überprüft?", "When is the paper reviewed next?"),
        AskKind.DAY,
        "next_review_on",
    ),
)
