"""Offline forms that come back as .docx: the stamp, every content control, and whether the labels still stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from clusterprocess.adapters.word.form_controls import TICKED, W14, Field, fields_of
from clusterprocess.adapters.word.form_stamp import stamp_in
from clusterprocess.adapters.word.ooxml import Element, name, parse
from clusterprocess.adapters.word.package import document_name, read_parts
from clusterprocess.adapters.word.reading import Control, controls, squeeze, text_of
from clusterprocess.offerings.form_answers import Reading
from clusterprocess.offerings.form_short import is_one_line
from clusterprocess.offerings.form_stamp import Stamp
from clusterprocess.offerings.forms import FormQuestion, FormSpec

_FRESH = "bitte ein frisches Formular holen und die Antworten übertragen"


def read_stamp(content: bytes) -> Stamp:
    """The stamp of a form.

    Raises:
        InputError: the file is no readable Word document or no form of this program.
    """
    return stamp_in(read_parts(content))


def read_form(content: bytes, spec: FormSpec) -> Reading:
    """The controls of a form; changed labels and controls that are gone or doubled are findings.

    Raises:
        InputError: the file is no readable Word document.
    """
    parts = read_parts(content)
    main = document_name(parts)
    root = parse(parts[main], main)
    found = [control for control in controls(root) if control.element.find(f".//{name('w:sdt')}") is None]
    reading = Reading(findings=list(_changed_labels(root, spec)))
    for question in spec.questions():
        reading.places[question.path] = f"Frage „{question.text.de}“"
    fields = list(fields_of(spec).values())
    for place, field in enumerate(fields):
        reading.places[field.path] = f"Feld „{field.title}“"
        in_order = found[place : place + 1] if len(found) == len(fields) else []
        matching = _matching(field, found) or [c for c in in_order if not c.tag and not c.title]
        if not matching:
            reading.findings.append(f"Feld „{field.title}“: fehlt; {_FRESH}.")
            continue
        texts = {_value(field, control) for control in matching}
        if len(texts) > 1:
            reading.findings.append(f"Feld „{field.title}“: kommt mehrfach mit verschiedenem Inhalt vor; {_FRESH}.")
            continue
        reading.raw[field.path] = texts.pop()
    return reading


def _matching(field: Field, found: list[Control]) -> list[Control]:
    """By tag; where an editor dropped it, the title decides. Older LibreOffice drops both: then only the order is left."""
    return [c for c in found if c.tag == field.tag or (not c.tag and c.title == field.title)]


def _value(field: Field, control: Control) -> str | None:
    """What was entered; None for an empty control."""
    if field.is_tick:
        return "ja" if _is_ticked(control) else None
    text = control.text.strip()
    if control.is_placeholder or not text or text == field.prompt:
        return None
    return text


def _is_ticked(control: Control) -> bool:
    box = control.element.find(f"{name('w:sdtPr')}/{{{W14}}}checkbox/{{{W14}}}checked")
    if box is None:
        return TICKED in control.text
    return box.get(f"{{{W14}}}val") in ("1", "true", "on")


def _changed_labels(root: Element, spec: FormSpec) -> Iterator[str]:
    """Questions and columns whose wording no longer stands in the file as often as it was issued."""
    there = Counter(squeeze(text_of(p)) for p in root.iter(name("w:p")) if p.find(f".//{name('w:sdt')}") is None)
    wanted = Counter(label for question in spec.questions() for label in _labels(question))
    for label, count in wanted.items():
        if there[squeeze(label)] < count:
            yield f"Beschriftung „{label}“: wurde geändert oder gelöscht; {_FRESH}."


def _labels(question: FormQuestion) -> Iterator[str]:
    yield question.text.de
    if not is_one_line(question):
        yield from (entry.text.de for entry in question.entries)
        for grid in question.grids:
            yield from (column.text.de for column in grid.columns)
