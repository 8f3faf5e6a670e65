"""The short feedback after a group event: five questions without a name, shown as means from eight answers on.

The threshold is that of member surveys (``limits.toml``, ``survey.group_min``, ruling 6): below it only the number of
answers is told, for each question by itself, and no sentence that somebody wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clusterprocess.catalogues.limits import limits
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, FormSection

SCALES: dict[str, Text] = {
    "nutzen": Text(
        "Die Veranstaltung hilft mir bei meiner Arbeit in der Initiative.", "The event helps me in my initiative."
    ),
    "austausch": Text(
        "Es gab genug Gelegenheit zum Austausch mit anderen.", "There was enough room for exchange with others."
    ),
    "organisation": Text("Einladung, Ort und Ablauf waren gut vorbereitet.", "The event was well prepared."),
}
TEXTS: dict[str, Text] = {
    "mitnehmen": Text("Was nehmen Sie mit?", "What do you take home?"),
    "fehlte": Text("Was fehlte Ihnen?", "What did you miss?"),
}
LOW, HIGH = "trifft gar nicht zu", "trifft voll zu"


def evaluation_sections() -> tuple[FormSection, ...]:
    """The five questions as a page asks them; none is compulsory."""
    scales = tuple(
        FormField(key, FieldKind.SCALE, text, lowest=1, highest=5, low_word=LOW, high_word=HIGH)
        for key, text in SCALES.items()
    )
    texts = tuple(FormField(key, FieldKind.LONG_TEXT, text, most=600) for key, text in TEXTS.items())
    return (
        FormSection("Ihre Einschätzung", scales, "1 = trifft gar nicht zu, 5 = trifft voll zu."),
        FormSection("In Ihren Worten", texts, "Bitte nennen Sie keine Namen."),
    )


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """Answers to one scale question; ``mean`` (1 to 5) is None below the threshold."""

    key: str
    text: str
    answers: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """What may be shown of the answers to one event.

    Attributes:
        asked: people who came and could be asked.
        threshold: answers from which on means and words are shown.
        words: question and what was written, in alphabetical order so that no answer can be put together again.
    """

    asked: int
    answers: int
    threshold: int
    questions: tuple[QuestionResult, ...]
    words: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def is_shown(self) -> bool:
        """Whether enough people answered."""
        return self.answers >= self.threshold


def evaluation_result(answers: Sequence[Mapping[str, Any]], asked: int) -> EvaluationResult:
    """Count and average the answers of one event, hiding what a small group could be recognised by."""
    threshold = limits().survey.group_min
    enough = len(answers) >= threshold
    questions = tuple(_question(key, text.de, answers, threshold) for key, text in SCALES.items())
    words = tuple((text.de, _written(key, answers)) for key, text in TEXTS.items()) if enough else ()
    return EvaluationResult(asked, len(answers), threshold, questions, words)


def _question(key: str, text: str, answers: Sequence[Mapping[str, Any]], threshold: int) -> QuestionResult:
    values = [int(a[key]) for a in answers if a.get(key) is not None]
    return QuestionResult(key, text, len(values), sum(values) / len(values) if len(values) >= threshold else None)


def _written(key: str, answers: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(sorted(str(a[key]).strip() for a in answers if str(a.get(key) or "").strip()))
