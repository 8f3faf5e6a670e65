"""From template and context to the finished package."""

from __future__ import annotations

import hashlib
from typing import Any

from clusterprocess.adapters.word import emblem
from clusterprocess.adapters.word.composition import Composition
from clusterprocess.adapters.word.contents import Entry, PageNumbers, contents, fill_pages, mark_headings
from clusterprocess.adapters.word.fields import ISSUE_CONTROLS, VERSIONS_CONTROL
from clusterprocess.adapters.word.finishing import finish
from clusterprocess.adapters.word.layout_copy import layout_copy
from clusterprocess.adapters.word.ooxml import Element, clean, make, name, parse, serialise
from clusterprocess.adapters.word.package import Parts, body_of, document_name, style_ids, write_parts
from clusterprocess.adapters.word.reading import controls, headings, squeeze
from clusterprocess.adapters.word.references import ENGLISH, GERMAN, References
from clusterprocess.adapters.word.sections import new_page, resolve_turns, text_area
from clusterprocess.adapters.word.templates import filled, slots
from clusterprocess.adapters.word.writer import write
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.usecases.ports import RenderedFile

_PREFIX = "kapitel."


def render(content: bytes, template: str, context: DocumentContext, page_numbers: PageNumbers | None) -> RenderedFile:
    """Fill a template; see ``WordDocuments.render``."""
    parts = filled(content, template, context.fields)
    main = document_name(parts)
    root = parse(parts[main], main)
    body = body_of(root)
    places = slots(body, template)
    _all_placed(context, [slot for _, slot in places], template)
    composition = _composition(parts, root, context, places)
    contents_places = [paragraph for paragraph, slot in places if slot == "inhalt"]
    for paragraph, slot in places:
        if slot != "inhalt":
            _replace(paragraph, write(composition, context.chapters.get(slot.removeprefix(_PREFIX), ())))
    resolve_turns(root)
    entries = mark_headings(composition, root)
    with_pages = context.toc and page_numbers is not None
    for paragraph in contents_places:
        _replace(paragraph, contents(composition, entries, with_pages) if context.toc else [])
    finish(parts, root, context)
    manifest = _manifest(composition, context, root, entries, content)
    if with_pages and contents_places and page_numbers is not None:
        fill_pages(root, page_numbers(layout_copy(parts, main, root)))
    parts[main] = serialise(root)
    return RenderedFile(write_parts(parts), manifest, template)


def _all_placed(context: DocumentContext, placed: list[str], template: str) -> None:
    """Raises InputError for a chapter without placeholder: content must not vanish in silence."""
    for chapter, blocks in context.chapters.items():
        if blocks and f"{_PREFIX}{chapter}" not in placed:
            raise InputError(
                f"Vorlage „{template}“: Für das Kapitel „{chapter}“ fehlt der Platzhalter {{{{ kapitel.{chapter} }}}}; bitte ergänzen.",
                field=chapter,
            )


def _composition(
    parts: Parts, root: Element, context: DocumentContext, places: list[tuple[Element, str]]
) -> Composition:
    styles = style_ids(parts)
    references = References(GERMAN if context.language.startswith("de") else ENGLISH)
    chapters = {id(paragraph): slot.removeprefix(_PREFIX) for paragraph, slot in places}
    fixed = {id(paragraph): (level, numbered) for paragraph, level, numbered in headings(root, styles)}
    for paragraph in root.iter(name("w:p")):
        if id(paragraph) in chapters:
            references.count_blocks(context.chapters.get(chapters[id(paragraph)], ()))
        elif id(paragraph) in fixed:
            references.count_heading(*fixed[id(paragraph)])
    section = body_of(root).findall(name("w:sectPr"))[-1]
    return Composition(
        parts, styles, references, context.figures, context.language, text_area(section), text_area(section, lying=True)
    )


def _replace(paragraph: Element, elements: list[Element]) -> None:
    """Put elements in the place of a placeholder paragraph; a page break before it goes over to the first of them."""
    parent = paragraph.getparent()
    if parent is None:
        return
    breaks = paragraph.find(f"{name('w:pPr')}/{name('w:pageBreakBefore')}") is not None
    for element in elements:
        paragraph.addprevious(element)
    if breaks and elements:
        new_page(elements[0])
    parent.remove(paragraph)
    if parent.tag == name("w:sdtContent") and len(parent) == 0:
        # an empty control is no valid block: it goes with its content
        control = parent.getparent()
        if control is not None and (outer := control.getparent()) is not None:
            outer.remove(control)
    elif parent.tag == name("w:tc") and (len(parent) == 0 or parent[-1].tag != name("w:p")):
        parent.append(_empty())


def _empty() -> Element:
    return make("w:p")


def _manifest(
    composition: Composition, context: DocumentContext, root: Element, entries: list[Entry], template: bytes
) -> dict[str, Any]:
    figures: dict[str, dict[str, Any]] = {}
    fixed = {*ISSUE_CONTROLS, VERSIONS_CONTROL[0]}
    found: list[str] = []
    for control in controls(root):
        if control.tag in composition.used:
            figure = composition.used[control.tag]
            noted = figures.setdefault(
                control.tag,
                {
                    "display": clean(figure.display),
                    "title": clean(figure.title),
                    "finding": figure.finding,
                    "paragraphs": [],
                },
            )
            noted["paragraphs"].append(squeeze(control.paragraph)[:300])
        elif control.tag in fixed:
            found.append(control.tag)
    return {
        "kind": context.kind,
        "template_sha256": hashlib.sha256(template).hexdigest(),
        "figures": figures,
        "texts": composition.texts,
        "headings": [
            {"text": entry.text, "level": entry.level, "number": entry.number, "bookmark": entry.bookmark}
            for entry in entries
        ],
        "charts": composition.charts,
        "chart_count": len(composition.charts),
        "controls": found,
        "emblem_alt": context.emblem_alt or emblem.DEFAULT_ALT,
        "statement": context.statement,
    }
