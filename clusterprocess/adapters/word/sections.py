"""Upright and landscape sections: marks while writing, section breaks when the document is complete."""

from __future__ import annotations

from copy import deepcopy

from clusterprocess.adapters.word.composition import Composition, Page
from clusterprocess.adapters.word.ooxml import Element, attribute, make, name
from clusterprocess.adapters.word.package import body_of

_TURN = name("own:turn")


def turn(composition: Composition, landscape: bool | None, page_break: bool = False) -> Element:
    """A mark: from here on landscape or upright (None: as before); ``page_break`` asks for a new page in any case."""
    if landscape is not None:
        composition.landscape = landscape
    mark = make("own:turn")
    mark.set("landscape", "" if landscape is None else str(int(landscape)))
    mark.set("page", str(int(page_break)))
    return mark


def text_area(section: Element, *, lying: bool = False) -> Page:
    """The text area of a section, upright or turned by 90 degrees."""
    size, margins = section.find(name("w:pgSz")), section.find(name("w:pgMar"))
    sides = sorted((int(attribute(size, "w:w") or 11906), int(attribute(size, "w:h") or 16838)))
    width, height = reversed(sides) if lying else sides
    across = sum(int(attribute(margins, f"w:{side}") or 1417) for side in ("left", "right"))
    down = sum(int(attribute(margins, f"w:{side}") or 1417) for side in ("top", "bottom"))
    return Page(width - across, height - down)


def resolve_turns(root: Element) -> None:
    """Replace the marks by page breaks and section breaks; marks without a change of orientation leave nothing behind."""
    body = body_of(root)
    landscape = False
    for mark in list(body.iter(_TURN)):
        wanted = {"1": True, "0": False}.get(mark.get("landscape", ""), landscape)
        parent = mark.getparent()
        if parent is None:
            continue
        if parent is not body:
            parent.remove(mark)
            continue
        following = mark.getnext()
        if (
            following is not None
            and following.tag == _TURN
            and following.get("landscape") not in ("", str(int(wanted)))
        ):
            # two turns without anything between them: only the last one counts
            body.remove(mark)
            continue
        if wanted != landscape and _has_content_after(mark):
            _break_section(body, mark, landscape)
            landscape = wanted
            if following is not None:
                _close_up(following)
        elif mark.get("page") == "1" and wanted == landscape and following is not None:
            new_page(following)
        body.remove(mark)
    if landscape:
        _orient(body.findall(name("w:sectPr"))[-1], True)


def new_page(element: Element) -> None:
    """Let a body element start on a new page."""
    paragraph = next(element.iter(name("w:p")), None) if element.tag in (name("w:p"), name("w:sdt")) else None
    if paragraph is None:
        properties = _tiny()
        properties.insert(0, make("w:pageBreakBefore"))
        element.addprevious(make("w:p", properties))
        return
    found = paragraph.find(name("w:pPr"))
    if found is None:
        found = make("w:pPr")
        paragraph.insert(0, found)
    if found.find(name("w:pageBreakBefore")) is None:
        before = {name(f"w:{tag}") for tag in ("pStyle", "keepNext", "keepLines")}
        found.insert(sum(child.tag in before for child in found), make("w:pageBreakBefore"))
    _close_up(paragraph)


def _close_up(paragraph: Element) -> None:
    """No space above the first line of a page: the margin is space enough."""
    properties = paragraph.find(name("w:pPr"))
    before = {name(f"w:{tag}") for tag in ("pStyle", "keepNext", "keepLines", "pageBreakBefore")}
    if properties is not None and all(child.tag in before for child in properties):
        properties.append(make("w:spacing", before=0))


def _has_content_after(mark: Element) -> bool:
    return any(sibling.tag not in (_TURN, name("w:sectPr")) for sibling in mark.itersiblings())


def _governing(body: Element, mark: Element) -> Element:
    for sibling in mark.itersiblings():
        if sibling.tag == name("w:sectPr"):
            return sibling
        inside = sibling.find(f"{name('w:pPr')}/{name('w:sectPr')}")
        if inside is not None:
            return inside
    raise AssertionError("a body ends with its section properties")


def _break_section(body: Element, mark: Element, landscape: bool) -> None:
    governing = _governing(body, mark)
    ended = deepcopy(governing)
    _orient(ended, landscape)
    first_page = governing.find(name("w:titlePg"))
    if first_page is not None:
        # the page of its own is the first of the document, not the first of each part
        governing.remove(first_page)
    previous = mark.getprevious()
    if previous is not None and previous.tag == name("w:p") and previous.find(f".//{name('w:sectPr')}") is None:
        properties = previous.find(name("w:pPr"))
        if properties is None:
            properties = make("w:pPr")
            previous.insert(0, properties)
        properties.append(ended)
    else:
        holder = make("w:p", _tiny())
        properties = holder[0]
        properties.append(ended)
        mark.addprevious(holder)


def _tiny() -> Element:
    small = make("w:rPr", make("w:sz", val=2), make("w:szCs", val=2))
    return make("w:pPr", make("w:spacing", before=0, after=0, line=20, lineRule="exact"), small)


def _orient(section: Element, landscape: bool) -> None:
    size = section.find(name("w:pgSz"))
    if size is None:
        return
    short, long = sorted((int(attribute(size, "w:w")), int(attribute(size, "w:h"))))
    size.set(name("w:w"), str(long if landscape else short))
    size.set(name("w:h"), str(short if landscape else long))
    if landscape:
        size.set(name("w:orient"), "landscape")
    elif size.get(name("w:orient")):
        del size.attrib[name("w:orient")]
