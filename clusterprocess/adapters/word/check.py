"""The check of an edited file against what was generated: figures, headings, charts, publicity, leftovers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from clusterprocess.adapters.word import emblem
from clusterprocess.adapters.word.fields import ISSUE_CONTROLS, VERSIONS_CONTROL
from clusterprocess.adapters.word.ooxml import EMU_PER_CM, Element, attribute, name, parse
from clusterprocess.adapters.word.package import (
    Parts,
    document_name,
    read_parts,
    related,
    relations,
    style_ids,
    text_parts,
)
from clusterprocess.adapters.word.reading import Control, bookmarks, controls, headings, squeeze, text_hash, text_of
from clusterprocess.usecases.ports import CheckReport, FigureChange

_LEFTOVERS = re.compile(
    r"\{\{.{0,60}?\}\}|\{%.{0,60}?%\}|\{\{|\{%|⟦[^⟧]{0,60}⟧?|\{(?:F\d+\.|abb:|tab:|kap:)[^}]{0,60}\}"
    r"|Fehler! (?:Verweisquelle|Textmarke)[^.]{0,60}\.|Error! Reference source not found\."
)
_CHANGES = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
OWN_TITLE = "Eigener Text: "
# editors round sizes to their own unit
_TOLERANCE_EMU = 3600


def check(content: bytes, manifest: Mapping[str, Any], statement: str, number: str) -> CheckReport:
    """Compare an edited file with the manifest of its rendering; see ``WordDocuments.check``."""
    parts = read_parts(content)
    trees = {part: parse(parts[part], part) for part in text_parts(parts) if part in parts}
    main = next(iter(trees.values()))
    found = [control for tree in trees.values() for control in controls(tree)]
    text = squeeze(" ".join(text_of(tree) for tree in trees.values()))
    faults = [
        *_emblem_faults(parts, trees, manifest),
        *_text_faults(text, statement, number),
        *_control_faults(found, manifest),
    ]
    return CheckReport(
        changed=_figure_changes(found, manifest.get("figures", {})),
        missing_headings=_missing_headings(main, parts, manifest.get("headings", [])),
        missing_charts=max(0, int(manifest.get("chart_count", 0)) - len(chart_parts(main, parts))),
        publicity=not faults,
        publicity_faults=faults,
        leftovers=_leftovers(trees),
        edited_blocks=edited_texts(found, manifest.get("texts", {})),
        comments=_comments(parts),
        tracked_changes=sum(1 for tree in trees.values() for kind in _CHANGES for _ in tree.iter(name(kind))),
    )


def figures_found(found: list[Control], figures: Mapping[str, Any]) -> Iterator[tuple[str, Control]]:
    """Controls that hold figures, with their tags; where an editor dropped the tag, the title decides."""
    left = Counter({tag: len(noted["paragraphs"]) for tag, noted in figures.items()})
    untagged: list[Control] = []
    for control in found:
        if control.tag in figures:
            left[control.tag] -= 1
            yield control.tag, control
        elif not control.tag and control.title:
            untagged.append(control)
    for control in untagged:
        candidates = [tag for tag, noted in figures.items() if squeeze(noted["title"]) == squeeze(control.title)]
        if candidates:
            same = [tag for tag in candidates if squeeze(figures[tag]["display"]) == squeeze(control.text)]
            tag = max(same or candidates, key=lambda t: left[t])
            left[tag] -= 1
            yield tag, control


def _figure_changes(found: list[Control], figures: Mapping[str, Any]) -> list[FigureChange]:
    changes: list[FigureChange] = []
    seen: dict[str, list[str]] = {tag: [] for tag in figures}
    for tag, control in figures_found(found, figures):
        noted = figures[tag]
        seen[tag].append(control.paragraph)
        now = "" if control.is_placeholder else squeeze(control.text)
        if now != squeeze(noted["display"]):
            changes.append(FigureChange(tag, noted["title"], control.paragraph, noted["display"], now))
    for tag, noted in figures.items():
        lost = len(noted["paragraphs"]) - len(seen[tag])
        if lost > 0:
            gone = Counter(noted["paragraphs"]) - Counter(text[:300] for text in seen[tag])
            places = [*gone.elements(), *noted["paragraphs"]][:lost]
            changes += [FigureChange(tag, noted["title"], place, noted["display"], None) for place in places]
    return changes


def _missing_headings(main: Element, parts: Parts, expected: list[Mapping[str, Any]]) -> list[str]:
    """A heading is there if its bookmark stands in a heading that has text, or a heading has its text."""
    texts: Counter[str] = Counter()
    marks: set[str] = set()
    for paragraph, _, _ in headings(main, style_ids(parts)):
        text = squeeze(text_of(paragraph))
        if text:
            texts[text] += 1
            marks.update(bookmarks(paragraph))
    return [h["text"] for h in expected if h["bookmark"] not in marks and not texts[squeeze(h["text"])]]


def chart_parts(main: Element, parts: Parts) -> list[tuple[Element, str]]:
    """Charts of the main part in document order: the paragraph's reference element and the chart's part."""
    links = relations(parts, document_name(parts))
    found: list[tuple[Element, str]] = []
    for chart in main.iter(name("c:chart")):
        kind, target = links.get(attribute(chart, "r:id"), ("", ""))
        if kind == "chart" and target in parts:
            found.append((chart, target))
    return found


def _emblem_faults(parts: Parts, trees: Mapping[str, Element], manifest: Mapping[str, Any]) -> list[str]:
    alt = squeeze(str(manifest.get("emblem_alt") or emblem.DEFAULT_ALT))
    heights = list(emblem_heights(parts, trees, alt))
    if not heights:
        return [f"Das Emblem der Europäischen Union fehlt (Bild mit dem Alternativtext „{alt}“)."]
    if max(heights) < emblem.MIN_HEIGHT_EMU - _TOLERANCE_EMU:
        shown = f"{max(heights) / EMU_PER_CM:.2f}".replace(".", ",")
        return [f"Das Emblem der Europäischen Union ist nur {shown} cm hoch; verlangt ist mindestens 1,0 cm."]
    return []


def emblem_heights(parts: Parts, trees: Mapping[str, Element], alt: str) -> Iterator[int]:
    """Heights in EMU of the pictures whose alt text is that of the emblem and whose image is in the file."""
    for part, tree in trees.items():
        links = relations(parts, part)
        for tag in ("wp:inline", "wp:anchor"):
            for drawing in tree.iter(name(tag)):
                described = squeeze(attribute(drawing.find(name("wp:docPr")), "descr"))
                images = [links.get(attribute(blip, "r:embed"), ("", ""))[1] for blip in drawing.iter(name("a:blip"))]
                if (described == alt or emblem.SHORT_ALT in described) and any(image in parts for image in images):
                    yield int(attribute(drawing.find(name("wp:extent")), "cy") or 0)


def _text_faults(text: str, statement: str, number: str) -> list[str]:
    faults = []
    if statement and squeeze(statement) not in text:
        faults.append(f"Der Förderhinweis „{statement}“ fehlt in Text, Kopf- und Fußzeile.")
    if number and squeeze(number) not in text:
        faults.append(f"Die Vorgangsnummer {number} fehlt in Text, Kopf- und Fußzeile.")
    return faults


def _control_faults(found: list[Control], manifest: Mapping[str, Any]) -> list[str]:
    titles = {**ISSUE_CONTROLS, VERSIONS_CONTROL[0]: VERSIONS_CONTROL[1]}
    there = {control.tag for control in found} | {control.title for control in found}
    return [
        f"Im Impressum fehlt das Feld „{titles[tag]}“; ohne es kann Fassung 1.0 nicht ausgestellt werden."
        for tag in manifest.get("controls", []) if tag in titles and tag not in there and titles[tag] not in there
    ]  # fmt: skip


def _leftovers(trees: Mapping[str, Element]) -> list[str]:
    found: list[str] = []
    for tree in trees.values():
        for paragraph in tree.iter(name("w:p")):
            found += [match.group() for match in _LEFTOVERS.finditer(squeeze(text_of(paragraph)))]
    return list(dict.fromkeys(found))


def own_texts(found: list[Control], tag: str) -> list[Control]:
    """The controls of one own text block, by tag or, where it was dropped, by title."""
    title = OWN_TITLE + tag.removeprefix("text:")
    return [control for control in found if control.tag == tag or (not control.tag and control.title == title)]


def edited_texts(found: list[Control], texts: Mapping[str, list[str]]) -> list[str]:
    """Keys of the own text blocks that no longer read as generated, or are gone."""
    return [
        tag.removeprefix("text:")
        for tag, hashes in texts.items()
        if [text_hash(control.text) for control in own_texts(found, tag)] != hashes
    ]


def _comments(parts: Parts) -> int:
    part = related(parts, "comments")
    return sum(1 for _ in parse(parts[part], part).iter(name("w:comment"))) if part else 0
