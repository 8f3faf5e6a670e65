"""Captions with number fields, and the source line below."""

from __future__ import annotations

import re

from clusterprocess.adapters.word import starter_styles as styles
from clusterprocess.adapters.word.composition import Composition
from clusterprocess.adapters.word.inline import Look, inline
from clusterprocess.adapters.word.ooxml import Element, field, make, run
from clusterprocess.adapters.word.references import bookmark_name

_SEQUENCES = {"abb": "Abbildung", "tab": "Tabelle"}


def caption(composition: Composition, kind: str, key: str, text: str, *, keep_next: bool) -> Element:
    """``Abb. 2: …`` or ``Tab. 3: …``; the number is a SEQ field inside a bookmark that references point to."""
    label = composition.labels.figure if kind == "abb" else composition.labels.table
    number = composition.next_caption(kind)
    strong = Look(bold=True).properties
    content = [run(f"{label}\u00a0", *strong()), *field(f"SEQ {_SEQUENCES[kind]} \\* ARABIC", str(number), *strong())]
    if key:
        content = composition.bookmark(bookmark_name(kind, key), *content)
    properties = make("w:pPr", composition.paragraph_style(styles.CAPTION), make("w:keepNext") if keep_next else None)
    return make("w:p", properties, *content, run(": ", *strong()), *inline(composition, text))


def source_line(composition: Composition, source: str) -> list[Element]:
    """``Quelle: …`` in small type, or nothing."""
    if not source.strip():
        return []
    word = composition.labels.source
    text = source.strip() if re.match(rf"{word}n?:", source.strip()) else f"{word}: {source.strip()}"
    return [make("w:p", make("w:pPr", composition.paragraph_style(styles.SOURCE)), *inline(composition, text))]
