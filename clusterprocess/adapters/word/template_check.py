"""The check of a template that staff edited in Word: every finding names the place and the remedy."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from clusterprocess.adapters.word import emblem
from clusterprocess.adapters.word import starter_styles as styles
from clusterprocess.adapters.word.check import emblem_heights
from clusterprocess.adapters.word.fields import CONTENTS_FIELD, FIELDS, ISSUE_CONTROLS, PAPERS, VERSIONS_CONTROL
from clusterprocess.adapters.word.ooxml import Element, name, parse
from clusterprocess.adapters.word.package import Parts, read_parts, style_ids, text_parts
from clusterprocess.adapters.word.reading import controls, squeeze
from clusterprocess.domain.errors import InputError

_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_BLOCK = re.compile(r"\{[%#].*?[%#]\}", re.DOTALL)
_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?")
_TYPOGRAPHIC = "„“”‚‘’»«"
_NEEDED_STYLES = (styles.BODY, *styles.HEADINGS, styles.UNNUMBERED[0], styles.CAPTION, styles.BULLET, styles.NUMBER, styles.FIGURE,
                  styles.SOURCE, *styles.CELL.values(), *styles.HEAD.values(), styles.TABLE)  # fmt: skip


def check_template(file_name: str, content: bytes) -> list[str]:
    """Findings in German; none means that the template can be used. The file's name says which document it is."""
    kind = file_name.removesuffix(".docx")
    fields = FIELDS.get(kind)
    if fields is None:
        return [
            f"Datei „{file_name}“: Diesen Namen kennt das Programm nicht; möglich sind {', '.join(sorted(FIELDS))}."
        ]
    try:
        parts = read_parts(content)
        trees = {part: parse(parts[part], part) for part in text_parts(parts)}
    except InputError as fault:
        return [str(fault)]
    used: set[str] = set()
    findings: list[str] = []
    for place, text in _paragraphs(trees):
        findings += _paragraph_findings(place, text, fields, used)
    findings += _missing(kind, fields, used)
    findings += _emblem(parts, trees)
    findings += _controls(kind, trees)
    findings += _styles(parts)
    return findings


def _paragraphs(trees: dict[str, Element]) -> Iterator[tuple[str, str]]:
    for part, tree in trees.items():
        where = {"h": "Kopfzeile, ", "f": "Fußzeile, "}.get(part.rsplit("/", 1)[-1][:1], "")
        for number, paragraph in enumerate(tree.iter(name("w:p")), 1):
            text = "".join(t.text or "" for t in paragraph.iter(name("w:t")))
            if "{" in text or "}" in text:
                yield f"{where}Absatz {number} „{squeeze(text)[:70]}“", text


def _paragraph_findings(place: str, text: str, fields: dict[str, str], used: set[str]) -> Iterator[str]:
    for block in _BLOCK.findall(text):
        yield f"{place}: Die Anweisung „{block}“ ist hier nicht vorgesehen; bitte löschen, Wiederholungen macht das Programm."
    rest = _BLOCK.sub("", text)
    for match in _TAG.finditer(rest):
        yield from _tag_findings(
            place, match.group(1).strip(), fields, used, alone=squeeze(rest) == squeeze(match.group())
        )
    rest = _TAG.sub("", rest)
    if "{{" in rest or "{%" in rest:
        yield f"{place}: Ein Platzhalter ist nicht geschlossen; bitte mit }}}} abschließen."
    elif "}}" in rest or "%}" in rest:
        yield f"{place}: Ein Platzhalter hat keinen Anfang; bitte mit {{{{ beginnen."


def _tag_findings(place: str, inner: str, fields: dict[str, str], used: set[str], *, alone: bool) -> Iterator[str]:
    if any(mark in inner for mark in _TYPOGRAPHIC):
        yield f"{place}: Im Platzhalter stehen typografische Anführungszeichen; bitte ohne Anführungszeichen schreiben."
        return
    if not _NAME.fullmatch(inner):
        try:
            SandboxedEnvironment().parse("{{ " + inner + " }}")
            yield f"{place}: „{{{{ {inner} }}}}“ ist mehr als ein Feldname; bitte nur den Namen eines Feldes schreiben."
        except TemplateSyntaxError as fault:
            yield f"{place}: Der Platzhalter ist fehlerhaft ({fault.message}); bitte neu schreiben."
        return
    if inner not in fields:
        near = difflib.get_close_matches(inner, fields, 1, 0.5)
        advice = f"gemeint ist vielleicht {{{{ {near[0]} }}}}" if near else f"möglich sind {', '.join(sorted(fields))}"
        yield f"{place}: Den Platzhalter „{inner}“ gibt es in diesem Dokument nicht; {advice}."
        return
    used.add(inner)
    if not alone and (inner == CONTENTS_FIELD or inner.startswith("kapitel.")):
        yield f"{place}: {{{{ {inner} }}}} muss allein in seinem Absatz stehen; bitte den übrigen Text in einen eigenen Absatz setzen."


def _missing(kind: str, fields: dict[str, str], used: set[str]) -> Iterator[str]:
    for field in fields:
        if field.startswith("kapitel.") and field not in used:
            yield f"Der Platzhalter {{{{ {field} }}}} fehlt ({fields[field]}); bitte in einem eigenen Absatz ergänzen."
    if "vorgang" not in used:
        yield "Die Vorgangsnummer fehlt; bitte {{ vorgang }} in Kopfzeile oder Text einfügen."
    if "foerderhinweis" not in used:
        yield "Der Förderhinweis fehlt; bitte {{ foerderhinweis }} neben dem Emblem oder in der Fußzeile einfügen."
    if "demo_hinweis" not in used:
        yield "Die Demo-Kennzeichnung fehlt; bitte {{ demo_hinweis }} in die Kopfzeile einfügen."


def _emblem(parts: Parts, trees: dict[str, Element]) -> Iterator[str]:
    heights = list(emblem_heights(parts, trees, squeeze(emblem.DEFAULT_ALT)))
    if not heights:
        yield f"Das Emblem der Europäischen Union fehlt; bitte das Bild mit dem Alternativtext „{emblem.DEFAULT_ALT}“ einfügen."
    elif max(heights) < emblem.MIN_HEIGHT_EMU:
        yield "Das Emblem der Europäischen Union ist niedriger als 1,0 cm; bitte vergrößern."


def _controls(kind: str, trees: dict[str, Element]) -> Iterator[str]:
    if kind not in PAPERS:
        return
    tags = {control.tag for tree in trees.values() for control in controls(tree)}
    for tag, title in (*ISSUE_CONTROLS.items(), VERSIONS_CONTROL):
        if tag not in tags:
            yield f"Das Inhaltssteuerelement „{title}“ (Tag {tag}) fehlt; bitte aus der mitgelieferten Vorlage übernehmen."


def _styles(parts: Parts) -> Iterator[str]:
    known = style_ids(parts)
    for style in _NEEDED_STYLES:
        if style.lower() not in known:
            yield f"Die Formatvorlage „{style}“ fehlt; bitte aus der mitgelieferten Vorlage übernehmen."
