"""Editing a Word file as a person does in Word: a sentence is replaced in its paragraph, everything else stays."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from clusterprocess.domain.errors import InputError


def edit_word_file(content: bytes, edits: Iterable[Mapping[str, Any]]) -> bytes:
    """Replace each edit's ``old_shown`` by ``new``; a sentence with figures keeps its content controls.

    Raises:
        InputError: a sentence is not in the file.
    """
    document = Document(io.BytesIO(content))
    paragraphs = list(document.element.body.iter(qn("w:p")))
    for edit in edits:
        target = next((p for p in paragraphs if edit["old_shown"] in _text(p)), None)
        if target is None:
            raise InputError(f"Der Satz „{edit['old_shown'][:60]}“ steht nicht in der Datei.", field="old_shown")
        _replace(target, edit["old_shown"], edit["new"])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pieces(paragraph: Any) -> list[Any]:
    return list(paragraph.iter(qn("w:t")))


def _text(paragraph: Any) -> str:
    return "".join(t.text or "" for t in _pieces(paragraph)).replace("\u00a0", " ")


def _replace(paragraph: Any, old: str, new: str) -> None:
    """Only the differing middle is typed over, as an editor's cursor would do."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    for start, end, text in _changes(old, new, head, tail):
        _type_over(paragraph, _text(paragraph).index(old) if old in _text(paragraph) else 0, start, end, text, old)
        old = old[:start] + text + old[end:]


def _changes(old: str, new: str, head: int, tail: int) -> list[tuple[int, int, str]]:
    """The differing stretches, last first, so that earlier positions stay valid."""
    from difflib import SequenceMatcher

    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    found = []
    for tag, a, b, c, d in SequenceMatcher(
        None, middle_old.split(" "), middle_new.split(" "), autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        words_old, words_new = middle_old.split(" "), middle_new.split(" ")
        start = len(" ".join(words_old[:a])) + (1 if a else 0)
        end = len(" ".join(words_old[:b]))
        text = " ".join(words_new[c:d])
        if tag == "delete":
            end = min(end + 1, len(middle_old))
        if tag == "insert":
            end, text = start, text + " "
        found.append((head + start, head + max(start, end), text))
    return sorted(found, reverse=True)


def _type_over(paragraph: Any, base: int, start: int, end: int, text: str, old: str) -> None:
    position, first = 0, True
    for piece in _pieces(paragraph):
        length = len(piece.text or "")
        low, high = max(base + start, position), min(base + end, position + length)
        inside = low < high or (first and base + start == base + end and position <= base + start <= position + length)
        if inside:
            value = piece.text or ""
            piece.text = value[: low - position] + (text if first else "") + value[max(high, low) - position :]
            piece.set(qn("xml:space"), "preserve")
            first = False
        position += length
