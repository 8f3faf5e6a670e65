"""Marks in texts (``{F11.companies}``, ``{abb:votes}``) checked before a document is made, all faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Chart,
    Figure,
    Gantt,
    Heading,
    House,
    Paragraph,
    Table,
    Timeline,
)

MARK = re.compile(r"(?<!{){([A-Za-z][\w.:]*)}(?!})")


def require_known_marks(chapters: Mapping[str, tuple[Block, ...]], figures: Mapping[str, Figure]) -> None:
    """Refuse texts that name a figure, table or chapter that this document does not have.

    Raises:
        InputErrors: one German sentence per unknown mark, with the key of the text that holds it.
    """
    blocks = [block for chapter in chapters.values() for block in chapter]
    known = {*figures, *_targets(blocks)}
    faults = [
        f"Text „{own}“: {{{mark}}} gibt es in diesem Papier nicht; bitte die Angabe ergänzen oder die Stelle streichen."
        for own, text in _own_texts(blocks)
        for mark in MARK.findall(text)
        if mark not in known
    ]
    if faults:
        raise InputErrors(list(dict.fromkeys(faults)))


def _targets(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table) and block.caption:
            yield f"tab:{block.key}"
        elif isinstance(block, Chart | Gantt | House | Timeline):
            yield f"abb:{block.key}"
        elif isinstance(block, Heading) and block.key:
            yield f"kap:{block.key}"


def _own_texts(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.own or "Text", block.text
        elif isinstance(block, Bullets):
            for item in block.items:
                yield block.own or "Aufzählung", item
