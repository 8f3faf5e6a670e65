"""The smaller papers around the communication concept: what its board decides, what its workshop settles."""

from __future__ import annotations

from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.communication_concept.figures import figures_of, workshop_held
from clusterprocess.offerings.communication_concept.questionnaire import INTERVIEW_GUIDE, QUESTIONNAIRE
from clusterprocess.offerings.communication_concept.workshop_results import minutes_more
from clusterprocess.offerings.sections.numbers import in_words
from clusterprocess.offerings.standard.working_papers import BoardPaper, WorkingPapers


def board(case: Case) -> BoardPaper:
    plan, held = case.plan, workshop_held(case)
    ended = [c["name"] for c in plan["channels"] if c["decision"] == "beenden"]
    talks = {0: "", 1: "einem Gespräch und "}.get(
        len(case.interviews), f"{in_words(len(case.interviews))} Gesprächen und "
    )
    came = (
        f"{talks}{in_words(len(held.record['attendance']))} Organisationen in der Werkstatt"
        if held
        else "der Kerngruppe"
    )
    return BoardPaper(
        facts=(
            f"Das Kommunikationskonzept liegt in Fassung {case.version} vor. Erarbeitet wurde es mit {came}. "
            f"Es enthält {in_words(len(plan['goals']))} Ziele, {in_words(len(plan['measures']))} Maßnahmen und einen Kalender mit "
            f"{len(plan['calendar'])} Einträgen. Der Satz: „{plan['sentence']}“ {plan.get('sentence_note', '')}".rstrip()
        ),
        options=(
            "Beschluss wie vorgelegt: Die ersten Schritte beginnen binnen 14 Tagen.",
            "Beschluss mit Änderungen: Sie gehen in eine neue Fassung ein, die erneut geprüft wird.",
        ),
        proposal=tuple(plan["resolution"]),
        cost=" · ".join(plan["costs_summary"]),
        note=f"Nicht weiter verfolgt: {', '.join(r['idea'] for r in plan['rejected'])}. {'Es endet' if len(ended) == 1 else 'Es enden'}: {', '.join(ended)}.",
    )


def purpose(case: Case, workshop: WorkshopFacts) -> str:
    return f"festlegen, wer die Initiative „{case.name}“ wofür kennen soll, mit welchem Satz wir uns vorstellen und was wir dafür lassen."


PAPERS = WorkingPapers(
    subject="zur Kommunikation",
    questionnaire=QUESTIONNAIRE,
    guide=INTERVIEW_GUIDE,
    figures=figures_of,
    purpose=purpose,
    two_questions=(
        "Wie erklären Sie jemandem außerhalb Ihres Hauses in einem Satz, wozu es uns gibt?",
        "Welches Ergebnis der letzten zwei Jahre müsste endlich jemand erfahren, und wer?",
    ),
    board=board,
    minutes_more=minutes_more,
)
