"""Refreshing an edited file: figures, charts and own text blocks that nobody touched; everything else stays as it is."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from clusterprocess.adapters.word.charts import CHART_TYPE, WORKBOOK_TYPE, chart_values
from clusterprocess.adapters.word.check import chart_parts, figures_found, own_texts
from clusterprocess.adapters.word.finishing import number_new_controls
from clusterprocess.adapters.word.issue import set_text
from clusterprocess.adapters.word.ooxml import Element, attribute, make, name, parse, serialise
from clusterprocess.adapters.word.package import (
    Parts,
    add_content_type,
    document_name,
    read_parts,
    relations,
    relations_name,
    style_ids,
    text_parts,
    write_parts,
)
from clusterprocess.adapters.word.reading import Control, bookmarks, controls, headings, squeeze, text_hash, text_of
from clusterprocess.adapters.word.references import bookmark_name
from clusterprocess.usecases.ports import RenderedFile

_PACKAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"


def refresh(content: bytes, old: Mapping[str, Any], fresh: RenderedFile) -> tuple[bytes, list[str], list[str]]:
    """Bytes, what was refreshed, what was left; see ``WordDocuments.refresh``."""
    parts, source = read_parts(content), read_parts(fresh.content)
    trees = {part: parse(parts[part], part) for part in text_parts(parts)}
    before = {part: serialise(tree) for part, tree in trees.items()}
    main = document_name(parts)
    titles = _heading_texts(trees[main], parts)
    done, left = _texts(trees, parts, source, old, fresh.manifest)
    for more_done, more_left in (
        _figures(trees, old, fresh.manifest),
        _charts(trees[main], parts, source, old, fresh.manifest),
    ):
        done += more_done
        left += more_left
    _contents(trees[main], titles, _heading_texts(trees[main], parts))
    number_new_controls(list(trees.values()))
    for part, tree in trees.items():
        made = serialise(tree)
        if made != before[part]:
            parts[part] = made
    return (write_parts(parts) if done else content), list(dict.fromkeys(done)), list(dict.fromkeys(left))


def _texts(
    trees: Mapping[str, Element], parts: Parts, source: Parts, old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[list[str], list[str]]:
    fresh_main = document_name(source)
    fresh_found = list(controls(parse(source[fresh_main], fresh_main)))
    found = [control for tree in trees.values() for control in controls(tree)]
    done: list[str] = []
    left: list[str] = []
    for tag, hashes in old.get("texts", {}).items():
        made = own_texts(fresh_found, tag)
        for place, control in enumerate(own_texts(found, tag)):
            now = text_hash(control.text)
            wanted = new.get("texts", {}).get(tag, [])
            if place >= len(wanted) or place >= len(made) or now == wanted[place]:
                continue
            label = f"Text „{tag.removeprefix('text:')}“"
            if place < len(hashes) and now == hashes[place]:
                _replace_content(control, made[place], style_ids(source), style_ids(parts))
                done.append(label)
            else:
                left.append(label)
    return done, left


def _replace_content(
    control: Control, made: Control, from_styles: Mapping[str, str], to_styles: Mapping[str, str]
) -> None:
    """Take over the blocks of the fresh file; style ids are translated by name, list numbers stay those of the file."""
    content, fresh = control.element.find(name("w:sdtContent")), made.element.find(name("w:sdtContent"))
    if content is None or fresh is None:
        return
    names = {style_id: style for style, style_id in from_styles.items()}
    number = next((deepcopy(n) for n in content.iter(name("w:numPr"))), None)
    taken = deepcopy(fresh)
    for tag in ("w:pStyle", "w:rStyle", "w:tblStyle"):
        for style in list(taken.iter(name(tag))):
            known = to_styles.get(names.get(attribute(style, "w:val"), ""))
            if known:
                style.set(name("w:val"), known)
            elif (parent := style.getparent()) is not None:
                parent.remove(style)
    for numbering in list(taken.iter(name("w:numPr"))):
        parent = numbering.getparent()
        if parent is not None:
            if number is not None:
                numbering.addnext(deepcopy(number))
            parent.remove(numbering)
    if len(control.element.findall(f"{name('w:sdtContent')}/{name('w:p')}")) == 0:
        # an editor flattened the block to runs of one paragraph: only the words can be taken over
        set_text(control.element, text_of(fresh))
        return
    content.getparent().replace(content, taken)  # type: ignore[union-attr]


def _figures(
    trees: Mapping[str, Element], old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[list[str], list[str]]:
    found = [control for tree in trees.values() for control in controls(tree)]
    figures = new.get("figures", {})
    earlier = {**figures, **old.get("figures", {})}
    done: list[str] = []
    left: list[str] = []
    for tag, control in figures_found(found, earlier):
        if tag not in figures:
            continue
        now, wanted = squeeze(control.text), str(figures[tag]["display"])
        if now == squeeze(wanted):
            continue
        if now == squeeze(earlier[tag]["display"]):
            set_text(control.element, wanted)
            done.append(f"Zahl „{figures[tag]['title']}“")
        else:
            left.append(f"Zahl „{figures[tag]['title']}“")
    return done, left


def _charts(
    main: Element, parts: Parts, source: Parts, old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[list[str], list[str]]:
    done: list[str] = []
    left: list[str] = []
    known = {**new.get("charts", {}), **old.get("charts", {})}
    for reference, part in chart_parts(main, parts):
        tag = _chart_tag(reference, known)
        if tag is None or tag not in new.get("charts", {}):
            continue
        fresh = new["charts"][tag]
        now = chart_values(parts[part])
        label = f"Diagramm „{fresh['caption'][:80]}“"
        if now == fresh["values"]:
            continue
        if tag in old.get("charts", {}) and now == old["charts"][tag]["values"]:
            _replace_chart(parts, part, source, fresh["part"])
            _describe(reference, tag, fresh["alt"])
            done.append(label)
        else:
            left.append(label)
    return done, left


def _chart_tag(reference: Element, known: Mapping[str, Mapping[str, str]]) -> str | None:
    """The key of a chart: by the drawing's name, its alt text, or the bookmark in the caption that follows."""
    drawing = next(reference.iterancestors(name("w:drawing")))
    properties = next(drawing.iter(name("wp:docPr")), None)
    if attribute(properties, "name") in known:
        return attribute(properties, "name")
    described = squeeze(attribute(properties, "descr"))
    for tag, noted in known.items():
        if described and described == squeeze(noted["alt"]):
            return tag
    paragraph = next(reference.iterancestors(name("w:p")))
    following = paragraph.getnext()
    marks = bookmarks(following) if following is not None else []
    return next((tag for tag in known if bookmark_name("abb", tag.partition(":")[2]) in marks), None)


def _replace_chart(parts: Parts, part: str, source: Parts, fresh_part: str) -> None:
    """Chart and workbook of the fresh file in the place of the old ones; companion parts such as colours stay."""
    workbook = next(source[target] for kind, target in relations(source, fresh_part).values() if kind == "package")
    kept = [
        (link, target)
        for link, (kind, target) in relations(parts, part).items()
        if kind == "package" and target in parts
    ]
    embedded = kept[0][1] if kept else f"word/embeddings/{posixpath.basename(part).removesuffix('.xml')}-daten.xlsx"
    parts[embedded] = workbook
    root = parse(source[fresh_part], fresh_part)
    links = relations_name(part)
    listed = parse(parts[links], links) if links in parts else make("rel:Relationships")
    link = kept[0][0] if kept else "rIdDaten"
    if not kept:
        listed.append(
            make(
                "rel:Relationship", Id=link, Type=_PACKAGE, Target=posixpath.relpath(embedded, posixpath.dirname(part))
            )
        )
        parts[links] = serialise(listed)
    for external in root.iter(name("c:externalData")):
        external.set(name("r:id"), link)
    parts[part] = serialise(root)
    add_content_type(parts, part=part, content_type=CHART_TYPE)
    add_content_type(parts, extension="xlsx", content_type=WORKBOOK_TYPE)


def _describe(reference: Element, tag: str, alt: str) -> None:
    drawing = next(reference.iterancestors(name("w:drawing")))
    for properties in drawing.iter(name("wp:docPr")):
        properties.set("name", tag)
        properties.set("descr", alt)


def _heading_texts(main: Element, parts: Parts) -> dict[str, str]:
    found: dict[str, str] = {}
    for paragraph, _, _ in headings(main, style_ids(parts)):
        for bookmark in bookmarks(paragraph):
            found[bookmark] = squeeze(text_of(paragraph))
    return found


def _contents(main: Element, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """A figure inside a heading changes its line in the table of contents too."""
    for link in main.iter(name("w:hyperlink")):
        bookmark = attribute(link, "w:anchor")
        old, new = before.get(bookmark, ""), after.get(bookmark, "")
        if old and old != new:
            for text in link.iter(name("w:t")):
                if squeeze(text.text or "") == old:
                    text.text = new
