"""Running text: figures in content controls, references as fields, bold and italic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clusterprocess.adapters.word.composition import Composition
from clusterprocess.adapters.word.ooxml import Element, clean, field, make, run
from clusterprocess.adapters.word.reading import text_of

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}\n]+)\}|\*\*|_")
_REFERENCE = re.compile(r"(abb|tab|kap):(.+)", re.DOTALL)
_LABEL_BEFORE = re.compile(
    r"(?:Abb\.|Abbildung|Tab\.|Tabelle|Kapitel|Kap\.|Abschnitt|Anhang|Fig\.|Figure|Table|Chapter)[ \u00a0]$"
)


@dataclass(frozen=True, slots=True)
class Look:
    """Direct formatting on top of the paragraph style."""

    bold: bool = False
    italic: bool = False
    colour: str = ""

    def properties(self) -> list[Element]:
        """Run properties in the order of the schema."""
        made: list[Element] = []
        if self.bold:
            made += [make("w:b"), make("w:bCs")]
        if self.italic:
            made += [make("w:i"), make("w:iCs")]
        if self.colour:
            made.append(make("w:color", val=self.colour))
        return made


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            found.append(_Token("text", text[position : match.start()]))
        position = match.end()
        found.append(_token(match, text))
    if position < len(text):
        found.append(_Token("text", text[position:]))
    return _paired(found)


def _token(match: re.Match[str], text: str) -> _Token:
    word = match.group()
    if word in ("{{", "}}"):
        return _Token("text", word[0])
    if word == "**":
        return _Token("bold", word)
    if word == "_":
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        opens = not before.isalnum() and before != "_" and bool(after) and not after.isspace() and after != "_"
        closes = bool(before) and not before.isspace() and not after.isalnum() and after != "_"
        return _Token("italic-open" if opens else "italic-close" if closes else "text", word)
    return _Token("key", match.group(1).strip())


def _paired(tokens: list[_Token]) -> list[_Token]:
    """Marks without a partner are text."""
    result = list(tokens)
    open_bold: int | None = None
    open_italic: int | None = None
    for place, token in enumerate(tokens):
        if token.kind == "bold":
            open_bold = place if open_bold is None else None
        elif token.kind == "italic-open":
            if open_italic is not None:
                result[open_italic] = _Token("text", "_")
            open_italic = place
        elif token.kind == "italic-close":
            if open_italic is None:
                result[place] = _Token("text", "_")
            open_italic = None
    for left in (open_bold, open_italic):
        if left is not None:
            result[left] = _Token("text", tokens[left].text)
    return result


def figure_control(title: str, tag: str, display: str, look: Look = PLAIN) -> Element:
    """A run-level content control with one figure; its id is given when the document is complete."""
    properties = make(
        "w:sdtPr",
        make("w:rPr", *look.properties()) if look != PLAIN else None,
        make("w:alias", val=title),
        make("w:tag", val=tag),
        make("w:id", val=0),
        make("w:text"),
    )
    return make("w:sdt", properties, make("w:sdtContent", run(display, *look.properties())))


def inline(composition: Composition, text: str, look: Look = PLAIN) -> list[Element]:
    """Runs, content controls and fields of one text without paragraphs.

    Raises:
        InputError: the text names an unknown figure or target.
    """
    made: list[Element] = []
    tokens = _tokens(clean(text))
    bold, italic = look.bold, look.italic
    for place, token in enumerate(tokens):
        now = Look(bold, italic, look.colour)
        if token.kind == "bold":
            bold = not bold if not look.bold else True
        elif token.kind.startswith("italic"):
            italic = (token.kind == "italic-open") != look.italic
        elif token.kind == "key":
            made += _named(composition, token.text, now)
        else:
            follows = tokens[place + 1] if place + 1 < len(tokens) else None
            refers = follows is not None and follows.kind == "key" and _REFERENCE.fullmatch(follows.text)
            words = _LABEL_BEFORE.sub("", token.text) if refers else token.text
            if words:
                made.append(run(words, *now.properties()))
    return made


def plain(composition: Composition, text: str) -> str:
    """The text as it reads, for alt texts and lists."""
    return "".join(text_of(element) for element in inline(composition, text))


def _named(composition: Composition, key: str, look: Look) -> Iterator[Element]:
    if match := _REFERENCE.fullmatch(key):
        target = composition.references.find(match.group(1), match.group(2).strip())
        if target.before:
            yield run(target.before, *look.properties())
        yield from field(f"REF {target.bookmark} {target.switches}", target.cached, *look.properties())
        if target.after:
            yield run(target.after, *look.properties())
        return
    figure = composition.figure(key)
    yield figure_control(clean(figure.title), figure.key, clean(figure.display), look)
