"""Reading text, content controls and headings out of WordprocessingML, whoever saved the file last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clusterprocess.adapters.word.ooxml import Element, attribute, name
from clusterprocess.adapters.word.starter_styles import HEADINGS, UNNUMBERED

_T, _TAB, _BR, _P = name("w:t"), name("w:tab"), name("w:br"), name("w:p")
_SDT, _CONTENT, _TEXTBOX = name("w:sdt"), name("w:sdtContent"), name("w:txbxContent")
_HYPHENS = {name("w:noBreakHyphen"): "\u2011", name("w:softHyphen"): "", name("w:cr"): "\n"}
_PROPERTIES = frozenset({name("w:pPr"), name("w:rPr"), name("w:sdtPr"), name("w:instrText"), name("w:delText")})

LEVELS = {
    heading: level for names in (HEADINGS, UNNUMBERED) for level, heading in enumerate((n.lower() for n in names), 1)
}


@dataclass(frozen=True, slots=True)
class Control:
    """A content control as found: tag, title and the element."""

    tag: str
    title: str
    element: Element
    known: dict[Element, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The visible text, one line per paragraph."""
        content = self.element.find(_CONTENT)
        return "" if content is None else text_of(content)

    @property
    def is_placeholder(self) -> bool:
        """Whether the control is empty and shows only its prompt."""
        return self.element.find(f"{name('w:sdtPr')}/{name('w:showingPlcHdr')}") is not None

    @property
    def paragraph(self) -> str:
        """The text of the paragraph around, or of the control itself if it holds paragraphs."""
        for ancestor in self.element.iterancestors(_P):
            if ancestor not in self.known:
                self.known[ancestor] = squeeze(text_of(ancestor))
            return self.known[ancestor]
        return squeeze(self.text)


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _PROPERTIES or not isinstance(tag, str):
            continue
        if tag == _T:
            yield child.text or ""
        elif tag == _TAB:
            yield "\t"
        elif tag == _BR:
            yield "\n"
        elif tag in _HYPHENS:
            yield _HYPHENS[tag]
        else:
            yield from _pieces(child)
            if tag == _P:
                yield "\n"


def text_of(element: Element) -> str:
    """Visible text below an element: inside controls, hyperlinks and insertions, without field codes and deletions."""
    return "".join(_pieces(element)).removesuffix("\n")


def text_of_all(elements: Iterable[Element]) -> str:
    """Visible text of several elements, one line per paragraph."""
    return "\n".join(text_of(element) for element in elements)


def squeeze(text: str) -> str:
    """One line with single spaces: editors change the kind and number of spaces."""
    return " ".join(text.split())


def text_hash(text: str) -> str:
    """SHA-256 of the squeezed text, so that saving alone changes nothing."""
    return hashlib.sha256(squeeze(text).encode()).hexdigest()


def controls(root: Element) -> Iterator[Control]:
    """All content controls in document order; those in the copy that Word keeps for old versions are left out."""
    known: dict[Element, str] = {}
    for element in root.iter(_SDT):
        if any(str(a.tag).endswith("}Fallback") for a in element.iterancestors()):
            continue
        properties = element.find(name("w:sdtPr"))
        if properties is None:
            continue
        tag = attribute(properties.find(name("w:tag")), "w:val")
        yield Control(tag, attribute(properties.find(name("w:alias")), "w:val"), element, known)


def style_of(paragraph: Element, names_by_id: dict[str, str]) -> str:
    """Lower-case style name of a paragraph, or ''."""
    found = paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}")
    return names_by_id.get(attribute(found, "w:val"), "")


def headings(root: Element, ids_by_name: dict[str, str]) -> Iterator[tuple[Element, int, bool]]:
    """Heading paragraphs with level 1-3 and whether they are numbered."""
    names_by_id = {style_id: style for style, style_id in ids_by_name.items()}
    numbered = {n.lower() for n in HEADINGS}
    for paragraph in root.iter(_P):
        style = style_of(paragraph, names_by_id)
        if style in LEVELS:
            yield paragraph, LEVELS[style], style in numbered


def bookmarks(paragraph: Element) -> list[str]:
    """Names of the bookmarks that start in a paragraph."""
    return [attribute(mark, "w:name") for mark in paragraph.iter(name("w:bookmarkStart"))]
