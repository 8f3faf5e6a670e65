"""The text of a paper in reading order: paragraphs, tables row by row, and where its own text blocks stand."""

from __future__ import annotations

from collections.abc import Iterator

from clusterprocess.adapters.word.check import OWN_TITLE
from clusterprocess.adapters.word.ooxml import Element, attribute, name, parse
from clusterprocess.adapters.word.package import body_of, document_name, read_parts, style_ids
from clusterprocess.adapters.word.reading import LEVELS, headings, squeeze, style_of, text_of
from clusterprocess.usecases.ports import PaperParagraph

_P, _ROW, _CELL, _CONTROL = name("w:p"), name("w:tr"), name("w:tc"), name("w:sdt")
_CONTENTS = ("toc ", "table of figures", "verzeichnis")
"""Beginnings of the style names of a table of contents: its page numbers change with every save."""


def paragraphs(content: bytes) -> list[PaperParagraph]:
    """What a reader sees in the body, also inside content controls; empty paragraphs are left out.

    Raises:
        InputError: the file is no readable Word document.
    """
    parts = read_parts(content)
    main = document_name(parts)
    names_by_id = {style_id: style for style, style_id in style_ids(parts).items()}
    return [p for p in _walk(body_of(parse(parts[main], main)), names_by_id) if p.text]


def text_places(content: bytes) -> dict[str, str]:
    """Under which heading each own text block stands, by its key; ``""`` before the first heading.

    Raises:
        InputError: the file is no readable Word document.
    """
    parts = read_parts(content)
    main = document_name(parts)
    body = body_of(parse(parts[main], main))
    above = {p: squeeze(text_of(p)) for p, _, _ in headings(body, style_ids(parts))}
    places: dict[str, str] = {}
    heading = ""
    for element in body.iter(_P, _CONTROL):
        if element in above:
            heading = above[element]
        elif element.tag == _CONTROL and (key := _own_key(element)):
            places.setdefault(key, heading)
    return places


def _own_key(control: Element) -> str:
    """Key of an own text block, by tag or, where an editor dropped it, by title."""
    properties = control.find(name("w:sdtPr"))
    if properties is None:
        return ""
    tag = attribute(properties.find(name("w:tag")), "w:val")
    title = attribute(properties.find(name("w:alias")), "w:val")
    return (
        tag.removeprefix("text:")
        if tag.startswith("text:")
        else title.removeprefix(OWN_TITLE)
        if title.startswith(OWN_TITLE)
        else ""
    )


def _walk(element: Element, names_by_id: dict[str, str]) -> Iterator[PaperParagraph]:
    for child in element:
        if child.tag == _ROW:
            cells = (squeeze(text_of(cell)) for cell in child.iter(_CELL))
            yield PaperParagraph(" | ".join(cells).strip(" |"), is_row=True)
        elif child.tag == _P:
            style = style_of(child, names_by_id)
            if not style.startswith(_CONTENTS):
                yield PaperParagraph(squeeze(text_of(child)), LEVELS.get(style, 0))
        elif isinstance(child.tag, str):
            yield from _walk(child, names_by_id)
