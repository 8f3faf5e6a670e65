"""How a questionnaire is declared, and the one door through which answers are validated.

A question is declared once, with its wording, its type and its depth (Method: offerings.md section 2):
K is asked at every level, S is required from M2 and optional below, T is asked at M3 and M4 only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from clusterprocess.domain.errors import InputErrors
from clusterprocess.domain.language import Text

LEVELS = ("M0", "M1", "M2", "M3", "M4")
UNKNOWN_LEVEL = "unbekannt"


class Depth(StrEnum):
    """How deep a question goes: Kern, Standard, Tiefe."""

    CORE = "K"
    STANDARD = "S"
    DEEP = "T"

    def is_required_at(self, level: str) -> bool:
        """Whether a missing answer keeps gate G1 shut at this maturity level."""
        rank = _rank(level)
        return rank >= {Depth.CORE: 0, Depth.STANDARD: 2, Depth.DEEP: 3}[self]

    def is_asked_at(self, level: str) -> bool:
        """Whether the question is shown at this maturity level at all."""
        return self is not Depth.DEEP or _rank(level) >= 3


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else 0


class Row(BaseModel):
    """One row of a table question, or one record of a submission."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a questionnaire.

    Attributes:
        key: name in the stored answers.
        text: wording.
        type: pydantic annotation of the answer, with its range.
        depth: see :class:`Depth`.
        help: one sentence that says what is meant, shown beside the field.
        prefill: key of the cluster profile whose value is offered for confirmation.
    """

    key: str
    text: Text
    type: Any
    depth: Depth
    help: str = ""
    prefill: str | None = None


@dataclass(frozen=True)
class Questionnaire:
    """An ordered set of questions with a schema version."""

    slug: str
    version: str
    questions: tuple[Question, ...]

    def asked_at(self, level: str) -> tuple[Question, ...]:
        """The questions that are shown at a maturity level, in order."""
        return tuple(q for q in self.questions if q.depth.is_asked_at(level))

    def model(self) -> type[BaseModel]:
        """The pydantic model of all answers; every field may be missing, because drafts are saved."""
        return self._model

    @cached_property
    def _model(self) -> type[BaseModel]:
        fields: dict[str, Any] = {q.key: (q.type | None, None) for q in self.questions}
        return create_model(f"{self.slug.title()}Answers", __config__=ConfigDict(extra="forbid"), **fields)

    def validate(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Validate answers and return them as plain JSON values.

        Raises:
            InputErrors: one German sentence for each answer that cannot be accepted.
        """
        return validated(self.model(), answers, {q.key: q.text.de for q in self.questions})

    def missing(self, answers: Mapping[str, Any], level: str) -> tuple[Question, ...]:
        """The required questions of this level that have no answer yet."""
        return tuple(
            q for q in self.questions if q.depth.is_required_at(level) and answers.get(q.key) in (None, "", [], {})
        )


def validated(model: type[BaseModel], data: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    """Validate ``data`` with ``model`` and return it as plain JSON values without empty fields.

    Raises:
        InputErrors: one German sentence for each wrong place.
    """
    try:
        return model.model_validate(dict(data)).model_dump(mode="json", exclude_none=True)
    except ValidationError as error:
        raise InputErrors([sentence(e, labels) for e in error.errors(include_url=False)]) from None


_REASONS: dict[str, str] = {
    "missing": "fehlt; bitte ergänzen",
    "extra_forbidden": "ist hier nicht vorgesehen; bitte entfernen oder den Namen prüfen",
    "greater_than_equal": "muss mindestens {ge} sein",
    "less_than_equal": "darf höchstens {le} sein",
    "greater_than": "muss größer als {gt} sein",
    "less_than": "muss kleiner als {lt} sein",
    "string_too_long": "darf höchstens {max_length} Zeichen haben",
    "string_too_short": "braucht mindestens {min_length} Zeichen",
    "too_short": "braucht mindestens {min_length} Einträge",
    "too_long": "darf höchstens {max_length} Einträge haben",
    "literal_error": "muss einer dieser Werte sein: {expected}",
    "enum": "muss einer dieser Werte sein: {expected}",
    "int_parsing": "muss eine ganze Zahl sein",
    "int_from_float": "muss eine ganze Zahl sein",
    "int_type": "muss eine ganze Zahl sein",
    "float_parsing": "muss eine Zahl sein",
    "decimal_parsing": "muss ein Betrag sein, zum Beispiel 1250.00",
    "bool_parsing": "muss ja (true) oder nein (false) sein",
    "date_from_datetime_parsing": "muss ein Datum sein, zum Beispiel 2015-04-22",
    "date_parsing": "muss ein Datum sein, zum Beispiel 2015-04-22",
    "string_type": "muss ein Text sein",
    "string_pattern_mismatch": "hat nicht die vorgesehene Form, zum Beispiel JJJJ-MM-TT bei Tagen",
    "list_type": "muss eine Liste sein",
    "dict_type": "muss eine Tabelle aus Namen und Werten sein",
    "model_type": "muss eine Tabelle aus Namen und Werten sein",
}


def sentence(error: Any, labels: Mapping[str, str]) -> str:
    """One pydantic error as a German sentence that names the place, the reason and what was given."""
    place = [str(p) if not isinstance(p, int) else f"Eintrag {p + 1}" for p in error["loc"]] or ["Angaben"]
    label = labels.get(place[0])
    named = " › ".join([f"{label} ({place[0]})" if label else place[0], *place[1:]])
    if error["type"] in ("value_error", "assertion_error"):
        reason = str(error.get("ctx", {}).get("error", error["msg"]))
    else:
        pattern = _REASONS.get(error["type"], "hat nicht die erwartete Form; bitte den Wert prüfen")
        reason = pattern.format_map({k: str(v).replace(" or ", " oder ") for k, v in error.get("ctx", {}).items()})
    got = error.get("input")
    shown = (
        f" (angegeben: {str(got)[:60]!r})" if isinstance(got, str | int | float) and error["type"] != "missing" else ""
    )
    return f"{named}: {reason}{shown}."
