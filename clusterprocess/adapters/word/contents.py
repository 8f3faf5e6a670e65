"""The table of contents, filled when the document is made: two levels, numbers, links, and page numbers where they are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clusterprocess.adapters.word import starter_styles as styles
from clusterprocess.adapters.word.composition import Composition
from clusterprocess.adapters.word.ooxml import XML_SPACE, Element, attribute, make, name, run
from clusterprocess.adapters.word.reading import headings, squeeze, text_of
from clusterprocess.adapters.word.references import HeadingNumbers

PageNumbers = Callable[[bytes], Mapping[str, int]]
BOOKMARK = "_Toc"


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as it stands in the document."""

    level: int
    number: str
    text: str
    bookmark: str


def mark_headings(composition: Composition, root: Element) -> list[Entry]:
    """Give every heading a bookmark and return all of them in document order."""
    numbers = HeadingNumbers()
    found: list[Entry] = []
    for paragraph, level, numbered in headings(root, dict(composition.styles)):
        text = squeeze(text_of(paragraph))
        if not text:
            continue
        number = numbers.next(level) if numbered else ""
        bookmark = f"{BOOKMARK}{100000000 + len(found) + 1}"
        content = [child for child in paragraph if child.tag != name("w:pPr")]
        paragraph.extend(composition.bookmark(bookmark, *content))
        found.append(Entry(level, number, text, bookmark))
    return found


def contents(composition: Composition, entries: list[Entry], with_pages: bool) -> list[Element]:
    """The paragraphs of the table of contents as one field; page numbers are filled in later."""
    listed = [entry for entry in entries if entry.level <= len(styles.CONTENTS)]
    made = [_entry(composition, entry, with_pages) for entry in listed]
    if not made:
        made = [
            make(
                "w:p",
                make("w:pPr", composition.paragraph_style(styles.CONTENTS[0])),
                run(composition.labels.no_contents),
            )
        ]
    code = make("w:instrText")
    code.text = ' TOC \\o "1-2" \\h \\z \\u '
    code.set(XML_SPACE, "preserve")
    opening = [
        make("w:r", make("w:fldChar", fldCharType="begin")),
        make("w:r", code),
        make("w:r", make("w:fldChar", fldCharType="separate")),
    ]
    for place, element in enumerate(opening):
        made[0].insert(1 + place, element)
    made[-1].append(make("w:r", make("w:fldChar", fldCharType="end")))
    return made


def _entry(composition: Composition, entry: Entry, with_pages: bool) -> Element:
    properties = make("w:pPr", composition.paragraph_style(styles.CONTENTS[entry.level - 1]))
    if not entry.number:
        # without a number the text starts where the numbers start
        properties.append(make("w:ind", left=0 if entry.level == 1 else 567, firstLine=0))
    link = make("w:hyperlink", anchor=entry.bookmark, history=1)
    link.append(run(f"{entry.number}\t{entry.text}" if entry.number else entry.text))
    if with_pages:
        link.append(run("\t"))
        link.extend(_page_field(entry.bookmark))
    return make("w:p", properties, link)


def _page_field(bookmark: str) -> list[Element]:
    code = make("w:instrText")
    code.text = f" PAGEREF {bookmark} \\h "
    code.set(XML_SPACE, "preserve")
    return [
        make("w:r", make("w:fldChar", fldCharType="begin")),
        make("w:r", code),
        make("w:r", make("w:fldChar", fldCharType="separate")),
        run("00"),
        make("w:r", make("w:fldChar", fldCharType="end")),
    ]


def fill_pages(root: Element, pages: Mapping[str, int]) -> None:
    """Write the page numbers into the entries; entries whose page is unknown lose tab and field."""
    for link in root.iter(name("w:hyperlink")):
        bookmark = attribute(link, "w:anchor")
        codes = [code for code in link.iter(name("w:instrText")) if f"PAGEREF {bookmark} " in (code.text or "")]
        if not codes:
            continue
        runs = list(link)
        if bookmark in pages:
            text = next(iter(runs[-2].iter(name("w:t"))))
            text.text = str(pages[bookmark])
        else:
            for element in runs[1:]:
                link.remove(element)
