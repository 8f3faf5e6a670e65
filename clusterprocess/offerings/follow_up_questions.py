"""How a question of a follow-up is declared: its wording, how it is answered, and where the answer is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clusterprocess.domain.language import Text
from clusterprocess.offerings.questions import LEVELS


class AskKind(StrEnum):
    """How a question is answered; the first six ask once for each entry of what the engagement is about."""

    MEASURES = "measures"
    """Status of each measure of the plan, with a reason where it was dropped."""
    MEASURES_IN_FULL = "measures_in_full"
    """Status with dates, result, proof, and what would have happened without the agency (F21)."""
    INDICATORS = "indicators"
    """Today's value of each indicator."""
    GOALS = "goals"
    """Attainment of each goal, -2 to +2 (F22)."""
    PROFILE = "profile"
    """Today's value of the profile figures that were frozen at G1."""
    PARALLEL_SUPPORT = "parallel_support"
    """Whether other support worked at the same time, and which."""
    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    YES_NO = "yes_no"
    NUMBER = "number"
    """A whole number from zero on."""
    DAY = "day"
    LINE = "line"
    WORDS = "words"


OWN = "own"
"""The field of the record that holds the answers to an offering's own questions."""


@dataclass(frozen=True, slots=True)
class FollowUpQuestion:
    """One question of a follow-up.

    Attributes:
        key: name of the answer; of an offering's own question its key within ``own``.
        fills: the field of ``FollowUpData`` that holds the answer.
        choices: slug and wording of choices.
        lowest, highest: ends of a scale; ``low_word`` and ``high_word`` say what they mean.
        help: one sentence beneath the question.
    """

    key: str
    text: Text
    kind: AskKind
    fills: str
    choices: tuple[tuple[str, Text], ...] = ()
    lowest: int = 0
    highest: int = 0
    low_word: str = ""
    high_word: str = ""
    help: str = ""


def own(
    key: str,
    text: Text,
    kind: AskKind = AskKind.WORDS,
    *,
    choices: tuple[tuple[str, Text], ...] = (),
    lowest: int = 0,
    highest: int = 0,
    low_word: str = "",
    high_word: str = "",
    help: str = "",
) -> FollowUpQuestion:
    """A question that only one offering asks; its answer is kept under ``own``."""
    return FollowUpQuestion(key, text, kind, OWN, choices, lowest, highest, low_word, high_word, help)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One planned follow-up: days after handover, and what is asked (offerings.md 7a-7f and 8).

    Attributes:
        key: for example ``12m``; ``14t`` are fourteen days, ``6w`` six weeks.
        from_level: lowest maturity level at which it is planned.
    """

    key: str
    after_days: int
    occasion: Text
    questions: tuple[FollowUpQuestion, ...]
    from_level: str = "M0"

    def is_planned_at(self, level: str) -> bool:
        """Whether this follow-up is asked at a maturity level; an unknown level counts as the lowest."""
        rank = LEVELS.index(level) if level in LEVELS else 0
        return rank >= LEVELS.index(self.from_level)

    def question(self, key: str) -> FollowUpQuestion | None:
        return next((q for q in self.questions if q.key == key), None)
