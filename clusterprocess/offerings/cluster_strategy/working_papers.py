"""The smaller papers around the strategy: what its board decides, what its strategy days settle."""

from __future__ import annotations

from functools import partial

from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.cluster_strategy.figures import figures_of
from clusterprocess.offerings.cluster_strategy.plan import is_small
from clusterprocess.offerings.cluster_strategy.questionnaire import INTERVIEW_GUIDE, QUESTIONNAIRE
from clusterprocess.offerings.sections.blocks import Block, Bullets, Heading
from clusterprocess.offerings.sections.numbers import euro, in_words
from clusterprocess.offerings.standard.survey import survey_questions
from clusterprocess.offerings.standard.working_papers import BoardPaper, WorkingPapers


def board(case: Case) -> BoardPaper:
    plan = case.plan
    last = plan["years"][1]
    rejected = ", ".join(o["title"] for o in plan["options"] if o["decision"] != "gewaehlt")
    parts = (
        f"{in_words(len(plan['projects']))} Vorhaben" if is_small(plan)
        else f"{in_words(len(plan['fields']))} Handlungsfelder"
    )  # fmt: skip
    return BoardPaper(
        facts=(
            f"Die Strategie {plan['years'][0]}–{last} liegt in Fassung {case.version} vor. Erarbeitet wurde sie mit {_worked_with(case)}. "
            f"Sie enthält {parts} und {len(plan['measures'])} Maßnahmen."
        ),
        options=(
            "Beschluss wie vorgelegt: Die Umsetzung beginnt mit den ersten Schritten in 14 Tagen.",
            "Beschluss mit Änderungen: Sie gehen in eine neue Fassung ein, die erneut geprüft wird.",
        ),
        proposal=tuple(plan["resolution"]),
        cost=f"{' · '.join(plan['costs_summary'])} · Budget {last}: {euro(plan['financing']['cost_eur'][str(last)])}",
        note=f"Nicht weiter verfolgt: {rejected}. Es endet: {', '.join(s['activity'] for s in plan['stop_list'])}.",
    )


def _worked_with(case: Case) -> str:
    asked = [f"{in_words(len(case.interviews))} Gesprächen"] if case.interviews else []
    if answers := len(case.survey.get("responses", [])):
        asked.append(f"{answers} Fragebögen")
    if case.finding("F13"):
        asked.append("einer Delphi-Befragung")
    days = sum(bool(w.record) for w in case.workshops)
    asked.append("einem Strategietag" if days == 1 else f"{in_words(days)} Strategietagen")
    return asked[0] if len(asked) == 1 else f"{', '.join(asked[:-1])} und {asked[-1]}"


def uncertainties(case: Case, workshop: WorkshopFacts) -> tuple[Block, ...]:
    """What the room holds for decisive, in the minutes of the day on which it was named."""
    named = workshop.record.get("uncertainties", [])
    return (Heading(1, "Wichtigste Unsicherheiten", "p5"), Bullets(tuple(named), numbered=True)) if named else ()


def purpose(case: Case, workshop: WorkshopFacts) -> str:
    return f"festlegen, woran die Initiative „{case.name}“ in den nächsten Jahren arbeitet und was wir dafür lassen."


PAPERS = WorkingPapers(
    subject="zur Strategie",
    questionnaire=QUESTIONNAIRE,
    guide=INTERVIEW_GUIDE,
    figures=figures_of,
    purpose=purpose,
    two_questions=(
        "Welches gemeinsame Vorhaben würde Ihrem Haus in zwölf Monaten nützen?",
        "Was würden Sie selbst dazu beitragen?",
    ),
    board=board,
    minutes_more=uncertainties,
    survey=partial(survey_questions, "cluster_strategy"),
)
