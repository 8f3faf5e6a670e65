"""Content controls of a Word form: text, drop-down, date and tick box, as markup."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from clusterprocess.adapters.word.ooxml import clean
from clusterprocess.adapters.word.palette import TEXT_GREY
from clusterprocess.offerings.form_tree import Path
from clusterprocess.offerings.form_types import Kind, Leaf, Ticks
from clusterprocess.offerings.form_values import NO, YES, parsed, shown
from clusterprocess.offerings.forms import FormQuestion, FormSpec, path_text

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
TICKED, UNTICKED = "☒", "☐"
LONGEST_NAME = 64
"""Word permits 64 characters in the tag and in the title of a control."""

PROMPTS = {Kind.CHOICE: "bitte wählen", Kind.YES_NO: "ja/nein", Kind.DATE: "TT.MM.JJJJ"}
PROMPT = "………"


@dataclass(frozen=True, slots=True)
class Field:
    """One control of a form: where its answer belongs, and by which tag and title it is found again."""

    path: Path
    leaf: Leaf
    tag: str
    title: str
    is_tick: bool = False

    @property
    def prompt(self) -> str:
        """What an empty control shows."""
        return PROMPTS.get(self.leaf.kind, PROMPT)


def fields_of(spec: FormSpec) -> dict[Path, Field]:
    """All controls of a form by path; no two have the same tag or title."""
    found: dict[Path, Field] = {}
    titles: set[str] = set()
    for question in spec.questions():
        for path, leaf, title, is_tick in _cells(question):
            found[path] = Field(path, leaf, _tag(path), _free(title, titles), is_tick)
    return found


def _cells(question: FormQuestion) -> Iterator[tuple[Path, Leaf, str, bool]]:
    asked = question.text.de
    for entry in question.entries:
        label = entry.text.de if entry.text.de.startswith(asked) else f"{asked}: {entry.text.de}"
        yield entry.path, entry.leaf, label, isinstance(question.node, Ticks)
    for grid in question.grids:
        for row in range(grid.rows):
            for column in grid.columns:
                yield (*grid.path, row, *column.path), column.leaf, f"{grid.text.de} {row + 1}: {column.text.de}", False


def _tag(path: Path) -> str:
    text = path_text(path)
    if len(text) <= LONGEST_NAME:
        return text
    return f"{text[: LONGEST_NAME - 9]}#{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _free(wanted: str, taken: set[str]) -> str:
    name = wanted if len(wanted) <= LONGEST_NAME else f"{wanted[: LONGEST_NAME - 1]}…"
    number = 1
    while name in taken:
        number += 1
        name = f"{wanted[: LONGEST_NAME - 5]} ({number})"
    taken.add(name)
    return name


def control(field: Field, value: object, number: int) -> str:
    """The control with its value, or with its prompt."""
    if field.is_tick:
        return _tick(field, bool(value), number)
    empty = value is None
    text = field.prompt if empty else clean(shown(field.leaf, value))
    look = f'<w:color w:val="{TEXT_GREY}"/>' if empty else ""
    prompt = "<w:showingPlcHdr/>" if empty else ""
    properties = f"{_names(field, number)}{prompt}{_kind(field.leaf, value)}"
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{_run(text, look)}</w:sdtContent></w:sdt>"


def _names(field: Field, number: int) -> str:
    return (
        f'<w:alias w:val={quoteattr(field.title)}/><w:tag w:val={quoteattr(field.tag)}/><w:id w:val="{number}"/>'
        '<w:lock w:val="sdtLocked"/>'
    )


def _run(text: str, look: str) -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{properties}{lines}</w:r>"


def _kind(leaf: Leaf, value: object) -> str:
    match leaf.kind:
        case Kind.CHOICE:
            return _list([(c.text.de, str(c.value)) for c in leaf.choices])
        case Kind.YES_NO:
            return _list([(YES, YES), (NO, NO)])
        case Kind.DATE:
            full = "" if value is None else f' w:fullDate="{parsed(Leaf(Kind.DATE), value)}T00:00:00Z"'
            return (
                f'<w:date{full}><w:dateFormat w:val="dd.MM.yyyy"/><w:lid w:val="de-DE"/>'
                '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
            )
    return '<w:text w:multiLine="1"/>' if leaf.is_long else "<w:text/>"


def _list(items: list[tuple[str, str]]) -> str:
    made = "".join(f"<w:listItem w:displayText={quoteattr(word)} w:value={quoteattr(slug)}/>" for word, slug in items)
    return f"<w:dropDownList>{made}</w:dropDownList>"


def _tick(field: Field, ticked: bool, number: int) -> str:
    box = (
        f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
    return (
        f"<w:sdt><w:sdtPr>{_names(field, number)}{box}</w:sdtPr>"
        f"<w:sdtContent>{_run(TICKED if ticked else UNTICKED, font)}</w:sdtContent></w:sdt>"
    )
