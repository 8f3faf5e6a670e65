"""The state of one rendering: styles, references, figures, running ids and what the manifest will say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clusterprocess.adapters.word.ooxml import TWIPS_PER_CM, Element, attribute, make, name, parse, serialise
from clusterprocess.adapters.word.package import Parts, related
from clusterprocess.adapters.word.reading import text_hash, text_of_all
from clusterprocess.adapters.word.references import Labels, References
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.sections.blocks import Figure


@dataclass(frozen=True, slots=True)
class Page:
    """Size of the text area, in twips."""

    width: int
    height: int

    @property
    def width_cm(self) -> float:
        """Width in centimetres."""
        return self.width / TWIPS_PER_CM


@dataclass
class Composition:
    """Everything the writers of one document share."""

    parts: Parts
    styles: Mapping[str, str]
    references: References
    figures: Mapping[str, Figure]
    language: str
    upright: Page
    lying: Page
    landscape: bool = False
    drawings: int = 100
    bookmarks: int = 100
    charts: dict[str, dict[str, str]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    used: dict[str, Figure] = field(default_factory=dict)
    captions: dict[str, int] = field(default_factory=dict)

    @property
    def labels(self) -> Labels:
        """Words in front of numbers in the document's language."""
        return self.references.labels

    @property
    def page(self) -> Page:
        """The text area where the writer stands."""
        return self.lying if self.landscape else self.upright

    def paragraph_style(self, style: str) -> Element | None:
        """``w:pStyle`` for a style name; None where the template lacks the style, so that its default applies."""
        style_id = self.styles.get(style.lower())
        return make("w:pStyle", val=style_id) if style_id else None

    def table_style(self, style: str) -> Element | None:
        """``w:tblStyle`` for a style name."""
        style_id = self.styles.get(style.lower())
        return make("w:tblStyle", val=style_id) if style_id else None

    def figure(self, key: str) -> Figure:
        """The figure that a text names.

        Raises:
            InputError: the document has no such figure.
        """
        found = self.figures.get(key)
        if found is None:
            raise InputError(
                f"Zahl „{{{key}}}“: Sie ist in diesem Dokument nicht bekannt; bitte den Schlüssel prüfen.", field=key
            )
        self.used[key] = found
        return found

    def next_drawing(self) -> int:
        """A new id for a drawing."""
        self.drawings += 1
        return self.drawings

    def bookmark(self, bookmark: str, *content: Element) -> list[Element]:
        """Elements with a bookmark around them."""
        self.bookmarks += 1
        start = make("w:bookmarkStart", id=self.bookmarks, name=bookmark)
        return [start, *content, make("w:bookmarkEnd", id=self.bookmarks)]

    def next_caption(self, kind: str) -> int:
        """The number of the next figure or table."""
        self.captions[kind] = self.captions.get(kind, 0) + 1
        return self.captions[kind]

    def note_text(self, key: str, elements: list[Element]) -> None:
        """Remember what was generated for a text block of the consultant."""
        self.texts.setdefault(f"text:{key}", []).append(text_hash(text_of_all(elements)))

    def restart_numbering(self, style: str) -> Element | None:
        """``w:numPr`` for a list that starts at 1 again; it uses the numbering of a list style."""
        part = related(self.parts, "numbering")
        style_id = self.styles.get(style.lower())
        if not part or not style_id:
            return None
        number = self._number_of(style_id)
        root = parse(self.parts[part], part)
        abstract = next(
            (
                attribute(n.find(name("w:abstractNumId")), "w:val")
                for n in root.findall(name("w:num"))
                if attribute(n, "w:numId") == number
            ),
            "",
        )
        if not abstract:
            return None
        taken = [int(attribute(n, "w:numId") or 0) for n in root.findall(name("w:num"))]
        new = max([100, *taken]) + 1
        override = make("w:lvlOverride", make("w:startOverride", val=1), ilvl=0)
        added = make("w:num", make("w:abstractNumId", val=abstract), override, numId=new)
        root.insert(list(root).index(root.findall(name("w:num"))[-1]) + 1, added)
        self.parts[part] = serialise(root)
        return make("w:numPr", make("w:ilvl", val=0), make("w:numId", val=new))

    def _number_of(self, style_id: str) -> str:
        part = related(self.parts, "styles")
        for style in parse(self.parts[part], part).iter(name("w:style")):
            if attribute(style, "w:styleId") == style_id:
                return attribute(style.find(f"{name('w:pPr')}/{name('w:numPr')}/{name('w:numId')}"), "w:val")
        return ""
