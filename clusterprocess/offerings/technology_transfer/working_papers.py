"""The smaller papers around the Fahrplan; minutes and decision paper are covered: nothing in them that was not released."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, DocumentContext, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.working_papers import BoardPaper, WorkingPapers
from clusterprocess.offerings.technology_transfer.analysis import needs_of, offers_of, talks_of
from clusterprocess.offerings.technology_transfer.chapter_ideas import titles_for
from clusterprocess.offerings.technology_transfer.disclosure import Audience, covered, sheets_of
from clusterprocess.offerings.technology_transfer.figures import public_figures
from clusterprocess.offerings.technology_transfer.forms import sheet_forms
from clusterprocess.offerings.technology_transfer.idea_sheets import UNTOLD_TITLE, told_ideas
from clusterprocess.offerings.technology_transfer.questionnaire import INTERVIEW_GUIDE, QUESTIONNAIRE
from clusterprocess.offerings.technology_transfer.readers import is_evening, mark


def board(case: Case) -> BoardPaper:
    """What the cluster management decides: the roadmap as it lies before it."""
    plan = case.plan
    titles = titles_for(case, Audience.PUBLIC)
    left = "; ".join(
        f"{r['key']} ({UNTOLD_TITLE})" if titles[r["key"]] == UNTOLD_TITLE else f"{r['key']} {titles[r['key']]}"
        for r in plan["rejected"]
    )
    talks = f", {len(talks_of(case))} Gespräche" if talks_of(case) else ""
    return BoardPaper(
        facts=(
            f"Der Technologietransfer-Fahrplan liegt in Fassung {case.version} vor. Grundlage sind {len(needs_of(case))} Bedarfe, "
            f"{len(offers_of(case))} Angebote{talks}. Er enthält {in_words(len(plan['ideas']))} Vorhaben und {len(plan['measures'])} Maßnahmen. "
            "Die veröffentlichte Fassung enthält nur freigegebene Beiträge."
        ),
        options=(
            "Beschluss wie vorgelegt: Die Federführenden beginnen mit den Schritten der nächsten 100 Tage.",
            "Beschluss mit Änderungen: Sie gehen in eine neue Fassung ein, die erneut geprüft wird.",
        ),
        proposal=tuple(plan["resolution"]),
        cost=" · ".join(plan["costs_summary"]),
        note=f"Nicht weiterverfolgt: {left}." if left else "",
        body="Sprecherkreis" if is_evening(case) else "Clustermanagement",
        article="Der" if is_evening(case) else "Das",
    )


def purpose(case: Case, workshop: WorkshopFacts) -> str:
    return "herausfinden, welcher Bedarf zu welchem Labor passt, und daraus Vorhaben mit Federführung und Frist machen."


def minutes_more(case: Case, workshop: WorkshopFacts) -> tuple[Block, ...]:
    """Talks in numbers, ideas with lead and deadline, the NDA list; by number of the sheet."""
    record = workshop.record
    blocks: list[Block] = []
    if record["talks"]:
        mutual = transfer().talks.mutual_from
        both = [t for t in record["talks"] if min(t["need_interest"], t["offer_interest"]) >= mutual]
        blocks += [
            Heading(1, "Gespräche", "p5"),
            Paragraph(
                f"{len(record['talks'])} vorgeplante Gespräche wurden geführt; in {len(both)} waren beide Seiten interessiert. "
                "Die Karten liegen in der Akte."
            ),
        ]
        if both:
            shown = [t for t in both if not _is_nda(case, record, t)]
            steps = [f"{t['need']} und {t['offer']}: {_step(case, t)} bis {day(t['next_on'])}" for t in shown]
            if len(shown) < len(both):
                steps.append(f"unter Vertraulichkeitsvereinbarung: {len(both) - len(shown)} (nur gezählt)")
            blocks.append(Bullets(tuple(steps)))
    if record["ideas"]:
        told = told_ideas(case, Audience.PUBLIC)
        rows = tuple(
            (Cell(i["key"], bold=True), i["title"], mark(i["lead"]), day(i["due_on"]))
            if i["key"] in told
            else (Cell(i["key"], bold=True), UNTOLD_TITLE, "–", "–")
            for i in record["ideas"]
        )
        blocks += [
            Heading(1, "Ideen", "p6"),
            Table(
                "p_ideas",
                f"{in_words(len(rows)).capitalize()} Ideen mit Federführung und Frist"
                if len(rows) > 1
                else "Eine Idee mit Federführung und Frist",
                ("Nr.", "Idee", "Federführung", "Frist"),
                rows,
                (0.08, 0.46, 0.32, 0.14),
                size="small",
            ),
        ]
    if record["ndas"]:
        blocks.append(Paragraph(f"Unterschriebene Vertraulichkeitsvereinbarungen: {len(record['ndas'])}."))
    return tuple(blocks)


def _is_nda(case: Case, record: Mapping[str, Any], talk: Mapping[str, Any]) -> bool:
    """Whether a talk stands under an agreement: then the minutes do not say who talked to whom."""
    pair = (talk["need"], talk["offer"])
    sheets = sheets_of(case)
    return any((n["need"], n["offer"]) == pair for n in record["ndas"]) or any(
        sheets[k].confidentiality == "nda" for k in pair if k in sheets
    )


def _step(case: Case, talk: Mapping[str, Any]) -> str:
    """What follows from a talk, where both sides released their sheets."""
    sheets = sheets_of(case)
    told = all(sheets[k].is_told_to(Audience.PUBLIC) for k in (talk["need"], talk["offer"]) if k in sheets)
    return str(talk["next_step"]) if told else "nächster Schritt vereinbart"


PAPERS = WorkingPapers(
    subject="zum Technologietransfer",
    questionnaire=QUESTIONNAIRE,
    guide=INTERVIEW_GUIDE,
    figures=public_figures,
    purpose=purpose,
    two_questions=(
        "Welches technische Problem kostet Ihr Haus am meisten, und welcher Wert wäre gut genug?",
        "Was davon dürfen andere hören, und was erst nach einer Vereinbarung?",
    ),
    board=board,
    minutes_more=minutes_more,
)


def board_paper(case: Case) -> DocumentContext:
    """One page for the cluster management, covered like the published version."""
    context = PAPERS.board_paper(case)
    return replace(context, chapters=covered(case, context.chapters))


def minutes(case: Case, workshop: WorkshopFacts) -> DocumentContext:
    """The minutes from a record in which names are numbers and what was not released is left out."""
    record = dict(covered(case, workshop.record))
    told = told_ideas(case, Audience.PUBLIC)
    record["options"] = {k: v if k in told else UNTOLD_TITLE for k, v in record.get("options", {}).items()}
    return PAPERS.minutes(case, replace(workshop, record=record))


def questionnaire_paper(case: Case) -> DocumentContext:
    """Questions of the level, the guide, and the two sheets as forms."""
    context = PAPERS.questionnaire_paper(case)
    return replace(context, chapters={**context.chapters, "inhalt": (*context.chapters["inhalt"], *sheet_forms())})


def builders() -> dict[str, Callable[..., DocumentContext]]:
    """The working papers by document kind."""
    return {
        **PAPERS.builders(),
        "beschlussvorlage": board_paper,
        "protokoll": minutes,
        "fragebogen": questionnaire_paper,
    }
