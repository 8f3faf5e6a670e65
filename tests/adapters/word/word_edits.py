"""Changes to Word files the way people and programs make them, part by part."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from clusterprocess.adapters.word.ooxml import name
from clusterprocess.adapters.word.package import DOCUMENT, read_parts, write_parts

Root = etree._Element


def edited(content: bytes, change: Callable[[Root], None], part: str = DOCUMENT) -> bytes:
    """The file with one part changed by a function on its tree."""
    parts = read_parts(content)
    root = etree.fromstring(parts[part])
    change(root)
    return write_parts({**parts, part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def document(content: bytes) -> Root:
    """The tree of the main part."""
    return etree.fromstring(read_parts(content)[DOCUMENT])


def controls_tagged(root: Root, tag: str) -> list[Root]:
    """Content controls with a tag, in document order."""
    return [sdt for sdt in root.iter(name("w:sdt")) if _tag(sdt) == tag]


def _tag(sdt: Root) -> str:
    found = sdt.find(f"{name('w:sdtPr')}/{name('w:tag')}")
    return "" if found is None else str(found.get(name("w:val")))


def write_into(control: Root, text: str) -> None:
    """Type over the text of a control."""
    texts = list(control.iter(name("w:t")))
    texts[0].text = text
    for other in texts[1:]:
        other.text = ""


def remove(element: Root) -> None:
    """Delete an element."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def drop_tags(root: Root) -> None:
    """What LibreOffice does on saving: tags go, titles stay."""
    for tag in list(root.iter(name("w:tag"))):
        remove(tag)


def texts_of(content: bytes) -> list[str]:
    """Texts of all paragraphs of the main part."""
    return ["".join(t.text or "" for t in p.iter(name("w:t"))) for p in document(content).iter(name("w:p"))]
