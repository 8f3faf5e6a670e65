"""What differs between the maturity levels in the paper, in one table (yardsticks/strategiepapier.md, section G).

A row is a chapter of the Word template, a column a form of the paper; an empty place means that the form has no such
chapter. M3 and M4 share a form: what they add appears only where its input was given, so an initiative of M3 without
a Delphi panel has no section about one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy import annexes
from clusterprocess.offerings.cluster_strategy.chapters import (
    benchmark,
    emerging,
    environment,
    fields_of_action,
    foresight,
    governance,
    measures,
    monitoring,
    occasion,
    options,
    starting_position,
    summary,
    vision,
    volunteer,
)
from clusterprocess.offerings.cluster_strategy.plan import is_small
from clusterprocess.offerings.offering import Chapter
from clusterprocess.offerings.sections.blocks import Block

Build = Callable[[Case], tuple[Block, ...]]

FORMS = ("volunteer", "emerging", "standard", "foresight")
FORM_OF = {"M0": "volunteer", "M1": "emerging", "M2": "standard", "M3": "foresight", "M4": "foresight"}

# fmt: off
TABLE: tuple[tuple[str, str, Build | None, Build | None, Build, Build], ...] = (
    # placeholder, what staff read about it               M0                              M1                                M2                                 M3, M4
    ("zusammenfassung", "Zusammenfassung und Beschlussfassung", volunteer.summary,              summary.summary,                  summary.summary,                   summary.summary),
    ("anlass", "Anlass und Vorgehen",                     None,                           occasion.occasion,                occasion.occasion,                 occasion.occasion),
    ("ausgangslage", "Ausgangslage",                      volunteer.who_we_are,           starting_position.starting_position, starting_position.starting_position, starting_position.starting_position),
    ("umfeld", "Umfeld und Trends",                       None,                           emerging.setting_and_options,     environment.environment,           foresight.environment),
    ("benchmarking", "Benchmarking",                      None,                           None,                             benchmark.benchmarking,            foresight.benchmarking),
    ("swot", "SWOT und Handlungsoptionen",                volunteer.what_moves_us,        None,                             options.options,                   foresight.options),
    ("vision", "Vision, Mission, Leitsätze",              volunteer.purpose_and_projects, vision.vision,                    vision.vision,                     vision.vision),
    ("handlungsfelder", "Handlungsfelder",                None,                           emerging.fields_of_action,        fields_of_action.fields_of_action, foresight.fields_of_action),
    ("massnahmen", "Maßnahmenplan",                       volunteer.who_does_what,        emerging.measures,                measures.measures,                 measures.measures),
    ("governance", "Governance und Ressourcen",           volunteer.money,                governance.governance,            governance.governance,             foresight.governance),
    ("monitoring", "Monitoring und Fortschreibung",       volunteer.next_steps,           monitoring.monitoring,            monitoring.monitoring,             monitoring.monitoring),
)
# fmt: on

_ANNEXES = (("anhang_a", "Anhang A, Datengrundlage und Methoden"), ("anhang_b", "Anhang B, Nachweis der Zahlen"))


@dataclass(frozen=True, slots=True)
class AnnexForm:
    """What the annexes of a form prove.

    Attributes:
        chapter_of: chapter by the head of a figure's key; figures of other heads are not used in this form.
        goals_in: number of the chapter that holds the goals; the full paper numbers them by field below it.
        short: only the methods and figures that the paper uses, both annexes together.
        abbreviations: they stand in annex B, because the list of contents fills its page.
    """

    chapter_of: dict[str, str]
    goals_in: str
    short: bool = False
    abbreviations: bool = False


_FULL = {"F11": "3.1", "F10": "3.2", "F20": "2.2", "F12": "8", "F17": "4.2", "F15": "4.1", "F1": "5.1", "F2": "5.1",
         "PLAN": "9 und 10", "INT": "2.1"}  # fmt: skip
ANNEX_OF: dict[str, AnnexForm] = {
    "volunteer": AnnexForm({"F11": "2", "F10": "6", "F12": "4", "PLAN": "4 bis 6", "INT": "2"}, "4", short=True),
    "emerging": AnnexForm({"F11": "3.1", "F10": "3.2", "F20": "2.2", "F12": "6", "F15": "4.1", "F1": "4.2",
                           "F2": "4.2", "PLAN": "7 und 8", "INT": "2.1"}, "6"),
    "standard": AnnexForm(_FULL, "8"),
    "foresight": AnnexForm(_FULL | {"F13": "4.3", "F14": "6.3", "F18": "4.2"}, "8", abbreviations=True),
}  # fmt: skip


def form_of(case: Case) -> str:
    """The form of the paper: small for a plan of small projects, else by level; M0 with fields reads like M1.

    Raises:
        InputErrors: an initiative with an office handed in the small form.
    """
    if not is_small(case.plan):
        form = FORM_OF.get(case.level, "standard")
        return "emerging" if form == "volunteer" else form
    if FORM_OF.get(case.level, "volunteer") != "volunteer":
        raise InputErrors(
            [
                "Vorhaben (projects): Die kurze Form mit drei Vorhaben ist ehrenamtlich geführten Initiativen vorbehalten; "
                "bitte reichen Sie den Strategieplan mit Handlungsfeldern, Zielen und Finanzierung ein."
            ]
        )
    return "volunteer"


def outline_of(form: str) -> tuple[Chapter, ...]:
    """The chapters that a form has, in the order of the template."""
    column = 2 + FORMS.index(form)
    rows = [
        Chapter(row[0], f"Kapitel {place}, {row[1]}", build)
        for place, row in enumerate(TABLE, 1)
        if (build := row[column]) is not None and not isinstance(build, str)
    ]
    proof = ANNEX_OF[form]

    def proof_of_figures(case: Case) -> tuple[Block, ...]:
        blocks = annexes.proof_of_figures(case, proof.chapter_of, proof.goals_in, short=proof.short)
        return (*blocks, *annexes.abbreviations(case)) if proof.abbreviations else blocks

    def data_and_methods(case: Case) -> tuple[Block, ...]:
        return annexes.data_and_methods(case, proof.chapter_of if proof.short else None)

    builders: tuple[Build, Build] = (data_and_methods, proof_of_figures)
    return (*rows, *(Chapter(name, text, build) for (name, text), build in zip(_ANNEXES, builders, strict=True)))
