"""Issuing a version: only the fields of version, date and resolution change, and the version table gets one row."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from clusterprocess.adapters.word.fields import ISSUE_CONTROLS, VERSIONS_CONTROL
from clusterprocess.adapters.word.ooxml import Element, clean, make, name, parse, run, serialise
from clusterprocess.adapters.word.package import body_of, document_name, read_parts, write_parts
from clusterprocess.adapters.word.reading import Control, controls, squeeze, text_of
from clusterprocess.domain.errors import InputError

_HEADS = {"fassung": ("fassung", "version"), "fassung_datum": ("datum", "stand", "date")}


def issue(content: bytes, fields: Mapping[str, str]) -> bytes:
    """The same file with the issue fields replaced; see ``WordDocuments.issue``."""
    parts = read_parts(content)
    main = document_name(parts)
    root = parse(parts[main], main)
    found = list(controls(root))
    for tag, title in ISSUE_CONTROLS.items():
        value = fields.get(tag.removeprefix("feld:"))
        if value is None:
            continue
        matching = [control for control in found if control.tag == tag or (not control.tag and control.title == title)]
        if not matching:
            raise InputError(
                f"Datei: Das Feld „{title}“ fehlt im Impressum; bitte aus dem Entwurf wieder einfügen.", field=title
            )
        for control in matching:
            set_text(control.element, clean(value))
    _add_version(root, found, fields)
    return write_parts({**parts, main: serialise(root)})


def set_text(control: Element, text: str) -> None:
    """Replace the text of a control and keep the formatting of its first run."""
    content = control.find(name("w:sdtContent"))
    if content is None:
        content = make("w:sdtContent")
        control.append(content)
    for shown in control.findall(f"{name('w:sdtPr')}/{name('w:showingPlcHdr')}"):
        shown.getparent().remove(shown)  # type: ignore[union-attr]
    runs = list(content.iter(name("w:r")))
    first = next((r for r in runs if r.find(name("w:t")) is not None), runs[0] if runs else None)
    found = first.find(name("w:rPr")) if first is not None else None
    new = run(text, *[deepcopy(child) for child in (found if found is not None else ())])
    if first is not None:
        first.addprevious(new)
    else:
        (next(content.iter(name("w:p")), content)).append(new)
    for old in runs:
        parent = old.getparent()
        if parent is not None:
            parent.remove(old)


def _add_version(root: Element, found: list[Control], fields: Mapping[str, str]) -> None:
    table = _version_table(root, found)
    if table is None:
        raise InputError(
            "Datei: Die Tabelle der Fassungen fehlt im Impressum; bitte aus dem Entwurf wieder einfügen.",
            field="fassungen",
        )
    rows = table.findall(name("w:tr"))
    heads = [squeeze(text_of(cell)).lower() for cell in rows[0].findall(name("w:tc"))]
    values = _row_values(heads, fields)
    if squeeze(text_of(rows[-1])) == squeeze(" ".join(values)):
        return
    rows[-1].addnext(_row(rows[-1], values))


def _version_table(root: Element, found: list[Control]) -> Element | None:
    tag, title = VERSIONS_CONTROL
    for control in found:
        if control.tag == tag or (not control.tag and control.title == title):
            table = next(control.element.iter(name("w:tbl")), None)
            if table is not None:
                return table
    for table in body_of(root).iter(name("w:tbl")):
        cell = next(table.iter(name("w:tc")), None)
        if cell is not None and squeeze(text_of(cell)).lower() in _HEADS["fassung"]:
            return table
    return None


def _row_values(heads: list[str], fields: Mapping[str, str]) -> list[str]:
    values = []
    rest = [clean(fields.get("beschlussvermerk", ""))]
    for head in heads:
        key = next((key for key, words in _HEADS.items() if head in words), None)
        values.append(clean(fields.get(key, "")) if key else rest.pop() if rest else "")
    return values


def _row(model: Element, values: list[str]) -> Element:
    """A row that looks like the last one: cell and paragraph properties are kept, everything else is new."""
    properties = model.find(name("w:trPr"))
    made = make("w:tr", deepcopy(properties) if properties is not None else None)
    for cell, value in zip(model.findall(name("w:tc")), values, strict=False):
        cell_properties = cell.find(name("w:tcPr"))
        paragraph = cell.find(name("w:p"))
        paragraph_properties = paragraph.find(name("w:pPr")) if paragraph is not None else None
        first = next(cell.iter(name("w:r")), None)
        look = first.find(name("w:rPr")) if first is not None else None
        line = make("w:p", deepcopy(paragraph_properties) if paragraph_properties is not None else None,
                    run(value, *[deepcopy(child) for child in (look if look is not None else [])]))  # fmt: skip
        made.append(make("w:tc", deepcopy(cell_properties) if cell_properties is not None else None, line))
    return made
