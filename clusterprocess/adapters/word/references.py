"""Numbers of headings, figures and tables in document order, known before the first of them is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.sections.blocks import Block, Chart, Gantt, Heading, House, Table, Timeline

_ANNEX = re.compile(r"(?:Anhang|Annex|Appendix)[ \u00a0]+\w+")
_KINDS = {"abb": "Abbildung", "tab": "Tabelle", "kap": "Kapitel"}


@dataclass(frozen=True, slots=True)
class Labels:
    """Words in front of numbers, by document language."""

    figure: str
    table: str
    chapter: str
    source: str
    place_and_date: str
    no_contents: str


GERMAN = Labels("Abb.", "Tab.", "Kapitel", "Quelle", "Ort, Datum", "Das Inhaltsverzeichnis ist leer.")
ENGLISH = Labels("Fig.", "Table", "Chapter", "Source", "Place, date", "The table of contents is empty.")


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference shows: words in front of the field, the field's cached text, bookmark and switches."""

    before: str
    cached: str
    bookmark: str
    switches: str = "\\h"
    after: str = ""


@dataclass
class HeadingNumbers:
    """Counts numbered headings of three levels."""

    counts: list[int] = field(default_factory=lambda: [0, 0, 0])

    def next(self, level: int) -> str:
        """The number of the next heading of a level, for example ``8.1``."""
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (3 - level)
        return ".".join(str(max(count, 1)) for count in self.counts[:level])


def bookmark_name(kind: str, key: str) -> str:
    """A bookmark name that Word accepts (40 characters, letters and digits) and that depends only on the key."""
    plain = re.sub(r"[^A-Za-z0-9]", "", key)[:20]
    return f"_Ref{kind}{plain}{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def annex_prefix(text: str) -> str:
    """``Anhang A`` of an annex heading, or ''."""
    found = _ANNEX.match(text)
    return found.group() if found else ""


class References:
    """Targets by kind (``abb``, ``tab``, ``kap``) and key.

    Raises:
        InputError: two blocks of one kind have the same key.
    """

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.targets: dict[tuple[str, str], Target] = {}
        self.numbers = HeadingNumbers()
        self.figures = 0
        self.tables = 0

    def count_heading(self, level: int, numbered: bool) -> str:
        """Count a heading that stands in the template itself."""
        return self.numbers.next(level) if numbered else ""

    def count_blocks(self, blocks: Iterable[Block]) -> None:
        """Count what a chapter holds."""
        for block in blocks:
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Table) and block.caption:
                self.tables += 1
                self._add(
                    "tab",
                    block.key,
                    Target("", f"{self.labels.table}\u00a0{self.tables}", bookmark_name("tab", block.key)),
                )
            elif isinstance(block, Chart | Gantt | House | Timeline) and block.caption:
                self.figures += 1
                self._add(
                    "abb",
                    block.key,
                    Target("", f"{self.labels.figure}\u00a0{self.figures}", bookmark_name("abb", block.key)),
                )

    def _heading(self, block: Heading) -> None:
        number = self.count_heading(block.level, block.numbered)
        bookmark = bookmark_name("kap", block.key)
        if number:
            target = Target(f"{self.labels.chapter}\u00a0", number, bookmark, "\\r \\h")
        elif prefix := annex_prefix(block.text):
            target = Target("", prefix, bookmark)
        else:
            target = Target("„", block.text, bookmark, after="“")
        self._add("kap", block.key, target)

    def _add(self, kind: str, key: str, target: Target) -> None:
        if not key:
            return
        if (kind, key) in self.targets:
            raise InputError(
                f"{_KINDS[kind]} (key): „{key}“ kommt zweimal vor; jeder Schlüssel darf nur einmal vergeben sein.",
                field="key",
            )
        self.targets[kind, key] = target

    def find(self, kind: str, key: str) -> Target:
        """The target of a reference.

        Raises:
            InputError: nothing has this key.
        """
        try:
            return self.targets[kind, key]
        except KeyError:
            raise InputError(
                f"Verweis „{{{kind}:{key}}}“: Es gibt keine {_KINDS[kind]} mit diesem Schlüssel; bitte Schlüssel oder Verweis ändern."
                if kind != "kap"
                else f"Verweis „{{kap:{key}}}“: Es gibt kein Kapitel mit diesem Schlüssel; bitte Schlüssel oder Verweis ändern.",
                field=key,
            ) from None
