"""Name tags: eight to a page with lines to cut along, names as they were written."""

from __future__ import annotations

from lxml import etree
from word_samples import documents, sheet

from clusterprocess.adapters.word.ooxml import attribute, name
from clusterprocess.adapters.word.package import read_parts
from clusterprocess.offerings.sections.blocks import Tag, Tags

TEMPLATE = "shared/namensschilder.docx"


def tags_of(*names: str) -> etree._Element:
    block = Tags(tuple(Tag(n, ("Muster GmbH (Beispiel)", "Netz Muster"), "KMU", "companies") for n in names))
    file = documents().render(TEMPLATE, sheet("namensschilder", block))
    return etree.fromstring(read_parts(file.content)["word/document.xml"])


def test_nineteen_guests_need_three_pages_of_eight_tags_each_on_a_page_of_its_own() -> None:
    root = tags_of(*(f"Gast {n} (Beispiel)" for n in range(1, 20)))
    tables = list(root.iter(name("w:tbl")))
    # 8 + 8 + 3 guests in two columns: 4, 4 and 2 rows
    assert [len(list(table.iter(name("w:tr")))) for table in tables] == [4, 4, 2]
    breaks = [table.find(f".//{name('w:pageBreakBefore')}") is not None for table in tables]
    assert breaks == [False, True, True]


def test_all_tags_have_the_same_size_and_dashed_lines_on_every_side() -> None:
    root = tags_of("Anna Häberle (Beispiel)", "x" * 120, "Li")
    heights = {(attribute(h, "w:val"), attribute(h, "w:hRule")) for h in root.iter(name("w:trHeight"))}
    assert heights == {("3005", "exact")}  # 5.3 cm of 567 twips
    for cell in root.iter(name("w:tc")):
        sides = cell.find(f"{name('w:tcPr')}/{name('w:tcBorders')}")
        assert sides is not None and [attribute(s, "w:val") for s in sides] == ["dashed"] * 4


def test_a_long_name_is_set_smaller() -> None:
    root = tags_of("Li Wu", "Dr.-Ing. Anna-Katharina Freifrau von Häberle (Beispiel)")
    sizes = {}
    for run in root.iter(name("w:r")):
        text = "".join(t.text or "" for t in run.iter(name("w:t")))
        size = run.find(f"{name('w:rPr')}/{name('w:sz')}")
        sizes[text] = int(attribute(size, "w:val") or 0) if size is not None else 0
    assert sizes["Li Wu"] > sizes["Dr.-Ing. Anna-Katharina Freifrau von Häberle (Beispiel)"] >= 24


def test_marks_in_a_name_are_letters() -> None:
    text = "".join(t.text or "" for t in tags_of("Fritz {F11.x} **Fett** _X_\x07").iter(name("w:t")))
    assert "Fritz {F11.x} **Fett** _X_" in text and "\x07" not in text


def test_equal_guests_give_equal_bytes() -> None:
    block = Tags((Tag("Anna Muster", ("Muster GmbH (Beispiel)",)),))
    once, again = (documents().render(TEMPLATE, sheet("namensschilder", block)).content for _ in range(2))
    assert once == again
