"""The stamp of an offline form: what a file carries so that it is known when it comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1
MOST_ROWS_READ = 400
MOST_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class PartStamp:
    """Which questionnaire, in which version, a part of the form shows."""

    name: str
    slug: str
    version: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """The identity of one form file.

    Attributes:
        kind: xlsx or docx.
        level: maturity level whose questions are asked; internal, never shown.
        fingerprint: hash over the questions as they stand on the form.
        rows: lines of each table and list, by path.
        keys: the questions on the form as ``part/key``.
        base: hash of each answer that was filled in from an earlier submission.
    """

    kind: str
    number: str
    level: str
    parts: tuple[PartStamp, ...]
    fingerprint: str
    rows: Mapping[str, int]
    keys: tuple[str, ...]
    base: Mapping[str, str]

    def to_text(self) -> str:
        """As one line of JSON."""
        return json.dumps({"form": FORMAT, **asdict(self)}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Stamp:
        """Read a stamp.

        Raises:
            ValueError: the text is no stamp of this program.
        """
        if len(text) > MOST_CHARACTERS:
            raise ValueError("too long")
        try:
            data = json.loads(text)
        except RecursionError:
            raise ValueError("too deep") from None
        if not isinstance(data, dict) or data.pop("form", None) != FORMAT:
            raise ValueError("no stamp")
        try:
            parts = tuple(
                PartStamp(*(_word(part[key]) for key in ("name", "slug", "version"))) for part in data["parts"]
            )
            words = [_word(data[key]) for key in ("kind", "number", "level")]
            rows = {_word(key): _count(count) for key, count in data["rows"].items()}
            keys = tuple(_word(key) for key in data["keys"])
            base = {_word(key): _word(value) for key, value in data["base"].items()}
            return cls(words[0], words[1], words[2], parts, _word(data["fingerprint"]), rows, keys, base)
        except (KeyError, TypeError, AttributeError) as fault:
            raise ValueError("incomplete stamp") from fault


def _word(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 200 or not value.isprintable():
        raise ValueError("a stamp holds short words")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_ROWS_READ:
        raise ValueError("impossible number of rows")
    return value
