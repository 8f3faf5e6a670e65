"""WordprocessingML as elements: names, builders and the one safe parser for files that come from outside."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from clusterprocess.domain.errors import InputError

Element = etree._Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "own": "urn:clusterprocess:word",
}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
EMU_PER_CM = 360_000
TWIPS_PER_CM = 567
# block controls are of the kind "document part": LibreOffice flattens other ones to their first paragraph's bare text
BLOCK_GALLERY = "Custom 1"

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_OWN_MARKS = re.compile("[\ue000-\ue00f]")
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=False
)


def clean(text: str) -> str:
    """The text without characters that XML forbids and without the marks that this adapter uses internally."""
    return _OWN_MARKS.sub("", _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


@lru_cache(maxsize=512)
def name(short: str) -> str:
    """``w:p`` as ``{namespace}p``."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def make(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """An element; attributes of ``w:`` elements are in the ``w`` namespace, those of others in none."""
    element = etree.Element(name(tag), nsmap={(prefix := tag.partition(":")[0]): NAMESPACES[prefix]})
    spaced = tag.startswith("w:")
    for key, value in attributes.items():
        element.set(name(f"w:{key}") if spaced else key, str(value))
    for child in children:
        if child is not None:
            element.append(child)
    return element


def attribute(element: Element | None, short: str) -> str:
    """An attribute such as ``w:val``, or the empty text."""
    if element is None:
        return ""
    return str(element.get(name(short) if ":" in short else short) or "")


def text_element(text: str) -> Element:
    """``w:t`` that keeps its spaces."""
    element = make("w:t")
    element.text = text
    if text != text.strip() or "  " in text:
        element.set(XML_SPACE, "preserve")
    return element


def run(text: str, *properties: Element) -> Element:
    """A run; line feeds become line breaks, tabs become tabs."""
    element = make("w:r")
    if properties:
        element.append(make("w:rPr", *properties))
    for number, line in enumerate(text.split("\n")):
        if number:
            element.append(make("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                element.append(make("w:tab"))
            if piece:
                element.append(text_element(piece))
    return element


def field(instruction: str, cached: str, *properties: Element) -> list[Element]:
    """A complex field with its cached result, not marked dirty."""
    code = make("w:instrText")
    code.text = f" {instruction} "
    code.set(XML_SPACE, "preserve")
    parts: list[Element] = []
    for child in (make("w:fldChar", fldCharType="begin"), code, make("w:fldChar", fldCharType="separate")):
        parts.append(make("w:r", _properties(properties), child))
    parts.append(run(cached, *_copies(properties)))
    parts.append(make("w:r", _properties(properties), make("w:fldChar", fldCharType="end")))
    return parts


def _copies(properties: tuple[Element, ...]) -> list[Element]:
    return [etree.fromstring(etree.tostring(p)) for p in properties]


def _properties(properties: tuple[Element, ...]) -> Element | None:
    return make("w:rPr", *_copies(properties)) if properties else None


def parse(content: bytes, part: str) -> Element:
    """Parse one part of a file from outside: no document type, no entities, no network.

    Raises:
        InputError: the part is no well-formed XML or declares a document type.
    """
    try:
        root = etree.fromstring(content, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise InputError(
            f"Datei: Der Teil „{part}“ ist kein lesbares XML; bitte in Word öffnen und neu speichern.", field="file"
        ) from fault
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None or tree.docinfo.doctype:
        raise InputError(
            f"Datei: Der Teil „{part}“ enthält eine Dokumenttypdefinition und wird nicht gelesen.", field="file"
        )
    return root


def serialise(root: Element) -> bytes:
    """The part as bytes, with the declaration that Word writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
