"""What an edited ``reminders.toml`` must keep so that the schedule can act on every rule: checked before it holds.

The loader accepts whatever has the right form; here each rule is held against what the schedule fills in for its table,
against the letters that exist, and against the deadlines, offerings and board days of the catalogues in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

from clusterprocess.catalogues.calendar import calendar
from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.reminders import ReminderCatalogue, Rule, reminders

FAST_LANE = "fast_lane"
EVENT_GROUP = "veranstaltung"
MOST_VERSION = 60
MOST_LABEL = 180
MOST_RULE = 50
RESERVED = frozenset({"verstummt", "ohne_empfaenger", "stillstand"})
"""Slugs of tasks that the schedule writes by itself."""
OPENING = "nachbefragung_eroeffnen"
"""The one impulse that the schedule knows: it opens a follow-up."""


@dataclass(frozen=True, slots=True)
class Table:
    """What the schedule can do with the rules of one table.

    Attributes:
        words: placeholders that are filled in a sentence ``ask``.
        letters: mail folders whose text the facts of the table fill.
    """

    words: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()


_TO_THE_BOARD = ("eskalation_erhebung", "eskalation_abstimmung")
TABLES: dict[str, Table] = {
    "deadline": Table(("frist",), _TO_THE_BOARD),
    "board": Table(("frist", "sitzung"), _TO_THE_BOARD),
    "meeting": Table(("titel", "tag", "uhrzeit", "ort")),
    "measure": Table(("frist", "liste"), ("eskalation_massnahmen",)),
    "survey": Table(),
    "label": Table((), ("label_ablauf",)),
    "profile_round": Table(("jahr",)),
}


def reminder_faults() -> list[str]:
    """Everything that would stop or silence the schedule under the reminder plans that hold here and now.

    Each fault is one German sentence that names rule and remedy.
    """
    plans = reminders()
    return [
        *_of_header(plans),
        *_of_plans(plans),
        *(fault for name, rule in _rules(plans) for fault in _of_rule(name, rule)),
        *_of_references(plans),
        *_of_tasks(plans),
        *_of_opening(plans),
        *_of_profile_round(plans),
    ]


def _rules(plans: ReminderCatalogue) -> Iterator[tuple[str, Rule]]:
    for name in TABLES:
        found = getattr(plans, name)
        yield from ((name, rule) for rule in (found if isinstance(found, tuple) else (found,)))


def _of_header(plans: ReminderCatalogue) -> Iterator[str]:
    if len(plans.version) > MOST_VERSION:
        yield f"version: Der Name der Fassung ist zu lang; bitte höchstens {MOST_VERSION} Zeichen."


def _of_plans(plans: ReminderCatalogue) -> Iterator[str]:
    for offering in (*process().scope, FAST_LANE):
        if offering not in plans.plans:
            what = "Kurzberatung" if offering == FAST_LANE else "Leistung"
            yield f"plans: Für die {what} „{offering}“ fehlt der Plan; bitte „{offering} = [...]“ mit ihren Gruppen ergänzen."


def _of_rule(table: str, rule: Rule) -> Iterator[str]:
    where = f"{table}, Regel {rule.rule}"
    if rule.rule in RESERVED:
        yield f"{where}: So heißt schon eine Aufgabe des Zeitplans; bitte einen anderen Namen wählen."
    if fault := _fault_of_sentence(rule.ask, TABLES[table].words):
        yield f"{where}, ask: {fault}"
    if rule.kind == "entwurf" and rule.mail not in TABLES[table].letters:
        letters = TABLES[table].letters
        remedy = f"möglich ist {_listed(letters)}" if letters else "bitte hier eine Aufgabe daraus machen"
        yield f"{where}, mail: Das Schreiben „{rule.mail[:60]}“ gibt es für diese Regel nicht; {remedy}."
    if rule.kind == "anstoss" and (table, rule.rule) != ("survey", OPENING):
        yield f"{where}, kind: Von selbst beginnt nur „{OPENING}“ (survey); bitte aufgabe, erinnerung oder entwurf wählen."


def _fault_of_sentence(sentence: str, words: tuple[str, ...]) -> str:
    """Why a sentence cannot be filled; empty when it can."""
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        return (
            "Eine geschweifte Klammer steht allein; bitte Platzhalter als {name} schreiben oder die Klammer streichen."
        )
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if name not in words:
            possible = (
                f"möglich ist {_listed(tuple(f'{{{w}}}' for w in words))}" if words else "hier ist keiner möglich"
            )
            return f"Den Platzhalter {{{name[:40]}}} gibt es für diese Regel nicht; {possible}."
        if form or conversion:
            return f"Der Platzhalter {{{name}}} steht mit einem Zusatz da; bitte nur {{{name}}} schreiben."
    return ""


def _listed(names: tuple[str, ...]) -> str:
    return " oder ".join(names)


def _of_references(plans: ReminderCatalogue) -> Iterator[str]:
    """Deadlines and days towards the board that other catalogues name, and events of the agency."""
    catalogue = process()
    deadlines = {r.key for r in (*catalogue.deadlines.values(), *catalogue.fast_deadlines)}
    for rule in plans.deadline:
        if rule.deadline not in deadlines:
            yield (
                f"deadline, Regel {rule.rule}: Die Frist „{rule.deadline[:40]}“ steht nicht in process.toml; "
                f"möglich ist {_listed(tuple(sorted(deadlines)))}."
            )
    steps = [step.key for step in calendar().towards_board]
    for step in plans.board:
        if step.step not in steps:
            yield (
                f"board, Regel {step.rule}: Der Tag „{step.step[:40]}“ steht nicht in calendar.toml (towards_board); "
                f"möglich ist {_listed(tuple(steps))}."
            )
    for meeting in plans.meeting:
        if meeting.group == EVENT_GROUP and meeting.kind != "aufgabe":
            yield (
                f"meeting, Regel {meeting.rule}: Zu Veranstaltungen der Agentur gibt es nur Aufgaben; "
                "bitte kind = \"aufgabe\" wählen."
            )  # fmt: skip


def _of_tasks(plans: ReminderCatalogue) -> Iterator[str]:
    """Tasks outside the tables: name and wording have to fit into the rows of what comes due."""
    tasks = {
        name: getattr(plans, name)
        for name in (
            "board_unknown", "resting", "closing", "impact_words", "help_asked", "proof_due", "proof_acceptance",
        )
    }  # fmt: skip
    labels = {f"{name}, label": task.label for name, task in tasks.items()}
    labels |= {"stalled, label": plans.stalled.label, "stalled, escalate_label": plans.stalled.escalate_label}
    labels |= {"profile_round, phone_label": plans.profile_round.phone_label}
    for where, label in labels.items():
        if not 5 <= len(label) <= MOST_LABEL:
            yield f"{where}: Der Text hat {len(label)} Zeichen; bitte 5 bis {MOST_LABEL}."
    for name, task in tasks.items():
        if not 3 <= len(task.rule) <= MOST_RULE or task.rule in RESERVED:
            yield f"{name}, rule: „{task.rule[:60]}“ geht nicht; bitte einen eigenen Namen mit 3 bis {MOST_RULE} Zeichen."


def _of_opening(plans: ReminderCatalogue) -> Iterator[str]:
    if not any(r.rule == OPENING and r.kind == "anstoss" for r in plans.survey):
        yield f"survey: Die Regel „{OPENING}“ (anstoss) fehlt; ohne sie wird keine Nachbefragung versendet, bitte ergänzen."


def _of_profile_round(plans: ReminderCatalogue) -> Iterator[str]:
    days = plans.profile_round.reminders
    if any(not 1 <= day <= 400 for day in days) or list(days) != sorted(set(days)):
        yield "profile_round, reminders: Bitte Arbeitstage von 1 bis 400 in aufsteigender Folge nennen."
