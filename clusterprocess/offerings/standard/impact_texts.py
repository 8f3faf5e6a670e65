"""Small wordings of the impact note: clauses that fit a cell, counts that agree, how the follow-ups went."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.impact_facts import ImpactFacts, SurveyFacts

NOT_ASKED = "nicht erhoben"
_ABBREVIATED = re.compile(r"(?:\b\w{1,2}\.[ \u00a0]?\w\.|\b(?:usw|etc|bzw|ca|Co|Nr|Dr|Str|Abs|Art|ff)\.)$")


def literal(text: str) -> str:
    """What people wrote, with braces and asterisks taken as they are: it names no figure and sets nothing bold."""
    return text.replace("{", "{{").replace("}", "}}").replace("**", "∗∗")


def clause(text: str, most: int) -> str:
    """One clause of at most so many characters, cut at a word; the whole answer stands in the file."""
    words = without_stop(" ".join(text.split())) if most < 200 else " ".join(text.split())
    if len(words) <= most:
        return literal(words)
    return literal(words[:most].rsplit(" ", 1)[0].rstrip(" ,;:–")) + " …"


def without_stop(text: str) -> str:
    """Without the full stop at its end; the dot of an abbreviation such as ``e.V.`` or ``usw.`` belongs to the word."""
    return text if _ABBREVIATED.search(text) else text.rstrip(".")


def sentence(text: str) -> str:
    """With a full stop at its end."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…", "“")) else f"{text}."


def listed(words: Sequence[str]) -> str:
    """``a, b und c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} und {words[-1]}" if words else ""


def asked_name(survey: SurveyFacts) -> str:
    """``nach 12 Monaten`` for the key ``12m``."""
    count, unit = survey.key[:-1], {"m": "Monat", "w": "Woche", "t": "Tag"}.get(survey.key[-1:], "")
    if not unit or not count.isdigit():
        return survey.key
    plural = {"Monat": "Monaten", "Woche": "Wochen", "Tag": "Tagen"}[unit]
    return f"nach {count}\u00a0{unit if count == '1' else plural}"


def how_answered(survey: SurveyFacts) -> str:
    """What became of one follow-up, with the reminders that were needed."""
    name, tried = asked_name(survey), _tried(survey)
    if survey.state == "beantwortet":
        return f"{name}: beantwortet am {day(survey.answered_on)}" + (f" ({tried})" if tried else "")
    if survey.state == "keine_antwort":
        calls = "" if survey.called else ", kein Telefonat"
        return f"{name}: **keine Antwort** ({tried or 'keine Erinnerung'}{calls})"
    words = {"offen": "noch offen", "geplant": f"geplant für den {day(survey.due_on)}", "entfallen": "entfallen"}
    return f"{name}: {words.get(survey.state, survey.state)}" + (f" ({tried})" if tried else "")


def _tried(survey: SurveyFacts) -> str:
    parts = []
    if survey.reminders:
        parts.append(f"{in_words(survey.reminders)} {'Erinnerung' if survey.reminders == 1 else 'Erinnerungen'}")
    if survey.called:
        parts.append("ein Telefonat")
    return ", ".join(parts)


def informant(facts: ImpactFacts) -> str:
    """Who answered, in which role and on which way; never a name."""
    newest = facts.newest
    if newest is None:
        return "niemand"
    return f"{newest.role}, {newest.channel}" if newest.channel else newest.role
