"""Last steps on a rendered document: unique ids, no revision marks, language, alt text of the emblem, properties."""

from __future__ import annotations

from lxml import etree

from clusterprocess.adapters.word import emblem
from clusterprocess.adapters.word.ooxml import NAMESPACES, Element, attribute, clean, name, parse, serialise
from clusterprocess.adapters.word.package import Parts, document_name, related, text_parts
from clusterprocess.adapters.word.properties import core_xml, extended_xml
from clusterprocess.offerings.sections.blocks import DocumentContext

_CONTROL_BASE = 410_000_000
_W = NAMESPACES["w"]


def finish(parts: Parts, root: Element, context: DocumentContext) -> None:
    """Finish the main part ``root`` (not yet serialised) and all parts that belong to it."""
    main = document_name(parts)
    trees = {main: root} | {part: parse(parts[part], part) for part in text_parts(parts)[1:]}
    number_controls(trees)
    drawing = 0
    for part, tree in trees.items():
        drawing = _number_drawings(tree, drawing)
        _describe_emblem(tree, context.emblem_alt)
        _drop_revisions(tree)
        etree.cleanup_namespaces(tree, keep_ns_prefixes=_kept(tree))
        if part != main:
            parts[part] = serialise(tree)
    _language(parts, context.language)
    _properties(parts, context)


def number_controls(trees: dict[str, Element]) -> None:
    """Give all content controls ids that are unique in the file, in document order."""
    number = _CONTROL_BASE
    for tree in trees.values():
        for properties in tree.iter(name("w:sdtPr")):
            element = properties.find(name("w:id"))
            if element is not None:
                number += 1
                element.set(name("w:val"), str(number))


def number_new_controls(trees: list[Element]) -> None:
    """Give controls a new id where it is missing or already taken; all others keep theirs."""
    taken: set[str] = set()
    highest = _CONTROL_BASE
    places: list[Element] = []
    for tree in trees:
        for properties in tree.iter(name("w:sdtPr")):
            element = properties.find(name("w:id"))
            if element is None:
                continue
            value = attribute(element, "w:val")
            if value in taken:
                places.append(element)
            taken.add(value)
            highest = max(highest, int(value)) if value.isdigit() else highest
    for number, element in enumerate(places, highest + 1):
        element.set(name("w:val"), str(number))


def _number_drawings(tree: Element, number: int) -> int:
    for properties in tree.iter(name("wp:docPr")):
        number += 1
        properties.set("id", str(number))
    return number


def _describe_emblem(tree: Element, alt: str) -> None:
    for tag in ("wp:docPr", "pic:cNvPr"):
        for properties in tree.iter(name(tag)):
            if alt and (properties.get("name") == emblem.NAME or properties.get("descr") == emblem.DEFAULT_ALT):
                properties.set("descr", clean(alt))


def _drop_revisions(tree: Element) -> None:
    for element in tree.iter():
        for key in [k for k in element.attrib if str(k).startswith(f"{{{_W}}}rsid")]:
            del element.attrib[key]


def _kept(tree: Element) -> list[str]:
    ignorable = tree.get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable", "")
    return ["w", "r", *ignorable.split()]


def _language(parts: Parts, language: str) -> None:
    part = related(parts, "styles")
    if part:
        styles = parse(parts[part], part)
        for element in styles.iterfind(f"{name('w:docDefaults')}//{name('w:lang')}"):
            element.set(name("w:val"), language)
        parts[part] = serialise(styles)
    part = related(parts, "settings")
    if part:
        settings = parse(parts[part], part)
        for element in settings.iter(name("w:themeFontLang")):
            element.set(name("w:val"), language)
        for tag in ("w:rsids", "w:updateFields"):
            for element in settings.findall(name(tag)):
                settings.remove(element)
        parts[part] = serialise(settings)


def _properties(parts: Parts, context: DocumentContext) -> None:
    parts["docProps/core.xml"] = core_xml(
        clean(context.title),
        clean(context.author),
        clean(context.subject),
        context.language,
        str(context.fields.get("datum_iso", "")),
    )
    parts["docProps/app.xml"] = extended_xml()
