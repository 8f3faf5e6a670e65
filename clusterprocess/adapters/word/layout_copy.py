"""A copy of a document for counting pages: charts become empty pictures of the same size.

Drawing charts takes LibreOffice twice as long as laying the text out, and changes no page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from copy import deepcopy

from clusterprocess.adapters.word.ooxml import NAMESPACES, Element, make, name, parse, serialise
from clusterprocess.adapters.word.package import CONTENT_TYPES, Parts, write_parts

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CHART_PART = re.compile(r"/(charts|embeddings)/")


def layout_copy(parts: Parts, main: str, root: Element) -> bytes:
    """The package with the document ``root`` and without its charts."""
    document = deepcopy(root)
    for data in document.iter(name("a:graphicData")):
        if data.get("uri") == _CHART:
            data.set("uri", NAMESPACES["pic"])
            data[:] = [_empty_picture()]
    copy = {part: content for part, content in parts.items() if not _CHART_PART.search(f"/{part}")}
    copy[main] = serialise(document)
    folder, file = posixpath.split(main)
    links = f"{folder}/_rels/{file}.rels"
    if links in copy:
        copy[links] = _without(
            parse(copy[links], links), "Target", lambda target: bool(_CHART_PART.search(f"/{target}"))
        )
    copy[CONTENT_TYPES] = _without(
        parse(copy[CONTENT_TYPES], CONTENT_TYPES), "PartName", lambda part: bool(_CHART_PART.search(part))
    )
    return write_parts(copy)


def _without(root: Element, key: str, is_chart: Callable[[str], bool]) -> bytes:
    for entry in list(root):
        if is_chart(entry.get(key, "")):
            root.remove(entry)
    return serialise(root)


def _empty_picture() -> Element:
    """A picture without an image: it takes the extent that stands around it."""
    properties = make("pic:cNvPr")
    properties.set("id", "1")
    properties.set("name", "layout")
    shape = make("a:prstGeom", make("a:avLst"))
    shape.set("prst", "rect")
    return make(
        "pic:pic",
        make("pic:nvPicPr", properties, make("pic:cNvPicPr")),
        make("pic:blipFill"),
        make("pic:spPr", shape),
    )
