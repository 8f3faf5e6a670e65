"""Issuing changes three fields and one table row; refreshing changes only what nobody touched."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from lxml import etree
from word_edits import controls_tagged, document, drop_tags, edited, remove, texts_of, write_into
from word_samples import BAR, FIGURES, NUMBER, PAPER, PAPER_CHAPTERS, STATEMENT, documents, paper

from clusterprocess.adapters.word.charts import chart_values
from clusterprocess.adapters.word.ooxml import name
from clusterprocess.adapters.word.package import DOCUMENT, read_parts, write_parts
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.sections.blocks import Block, Heading, Paragraph, Series
from clusterprocess.usecases.ports import CheckReport, RenderedFile

ISSUE = {
    "fassung": "1.0",
    "fassung_datum": "15.07.2015",
    "beschlussvermerk": "Beschlossen vom Vorstand am 15.07.2015.",
    "foerderhinweis": STATEMENT,
    "vorgang": NUMBER,
}


@cache
def generated() -> RenderedFile:
    return documents().render(PAPER, paper())


@cache
def newer() -> RenderedFile:
    """The same paper with 62 members, other bar values and a new vision."""
    figures = {"F11.members_total": replace(FIGURES["F11.members_total"], display="62")}
    bar = replace(BAR, series=(Series("Mitglieder", (37.0, 8.0, 5.0, 4.0, 5.0, 3.0), colour="companies"),))
    situation: tuple[Block, ...] = tuple(bar if block is BAR else block for block in PAPER_CHAPTERS["ausgangslage"])
    summary = tuple(
        Paragraph("**Neu.** Alle {F11.members_total} sind dabei.", own="vision")
        if isinstance(b, Paragraph) and b.own
        else b
        for b in PAPER_CHAPTERS["zusammenfassung"]
    )
    fields = (Heading(1, "Handlungsfelder im Überblick", "8"), *PAPER_CHAPTERS["handlungsfelder"][1:])
    chapters = {"ausgangslage": situation, "zusammenfassung": summary, "handlungsfelder": fields}
    return documents().render(PAPER, paper(figures=figures, chapters=chapters))


def test_issuing_changes_the_main_part_only_and_there_only_four_places() -> None:
    before, after = read_parts(generated().content), read_parts(documents().issue(generated().content, ISSUE))
    assert before.keys() == after.keys()
    assert [part for part in before if before[part] != after[part]] == [DOCUMENT]
    was, now = texts_of(generated().content), texts_of(documents().issue(generated().content, ISSUE))
    resolved = "Beschlossen vom Vorstand am 15.07.2015."
    assert [line for line in now if line not in was] == ["1.0 vom 15.07.2015", resolved, "1.0", "15.07.2015", resolved]
    assert len(now) == len(was) + 3  # the new row has three cells


def test_the_new_row_of_the_version_table_says_version_date_and_resolution() -> None:
    root = document(documents().issue(generated().content, ISSUE))
    (block,) = controls_tagged(root, "feld:fassungen")
    rows = [
        ["".join(t.text or "" for t in cell.iter(name("w:t"))) for cell in row.iter(name("w:tc"))]
        for row in block.iter(name("w:tr"))
    ]
    assert rows[-2:] == [
        ["0.95", "03.07.2015", "nach Kommentierung"],
        ["1.0", "15.07.2015", "Beschlossen vom Vorstand am 15.07.2015."],
    ]


def test_an_issued_file_still_passes_the_check_and_issuing_twice_adds_no_second_row() -> None:
    issued = documents().issue(generated().content, ISSUE)
    assert documents().check(issued, generated().manifest, STATEMENT, NUMBER) == CheckReport()
    assert documents().issue(issued, ISSUE) == issued


def test_issuing_works_on_a_file_without_tags() -> None:
    untagged = edited(generated().content, drop_tags)
    assert "1.0 vom 15.07.2015" in texts_of(documents().issue(untagged, ISSUE))


def test_issuing_keeps_what_the_consultant_wrote() -> None:
    content = edited(generated().content, lambda root: write_into(controls_tagged(root, "F9.joint")[0], "15"))
    was, now = texts_of(content), texts_of(documents().issue(content, ISSUE))
    assert sorted(set(was) - set(now)) == ["0.9 vom 12.06.2015", "Entwurf, noch nicht beschlossen"]


def test_issuing_a_file_without_its_fields_is_refused() -> None:
    for tag, title in (("feld:fassung", "Fassung"), ("feld:fassungen", "Tabelle der Fassungen")):
        content = edited(generated().content, lambda root, tag=tag: remove(controls_tagged(root, tag)[0]))  # type: ignore[misc]
        with pytest.raises(InputError, match=title):
            documents().issue(content, ISSUE)


def test_refreshing_an_untouched_file_takes_figures_charts_and_texts() -> None:
    content, done, left = documents().refresh(generated().content, generated().manifest, newer())
    assert left == []
    assert done == ["Text „vision“", "Text „feld.1“", "Zahl „Mitglieder gesamt“",
                    "Diagramm „72 % der Mitglieder sind Unternehmen (n = 62, Stand 31.12.2014)“"]  # fmt: skip
    assert documents().check(content, newer().manifest, STATEMENT, NUMBER).changed == []
    texts = texts_of(content)
    assert "Neu. Alle 62 sind dabei." in texts and "62 Mitglieder, stabil, industriell geprägt" in texts
    assert (
        "362 Mitglieder, stabil, industriell geprägt" in texts
    )  # its line in the table of contents: number 3, then the text


def test_refreshing_leaves_what_somebody_edited_and_lists_it() -> None:
    def change(root: etree._Element) -> None:
        write_into(next(controls_tagged(root, "text:vision")[0].iter(name("w:p"))), "Meine Vision.")
        write_into(controls_tagged(root, "F11.members_total")[0], "65")

    parts = read_parts(edited(generated().content, change))
    chart = next(charts["part"] for tag, charts in generated().manifest["charts"].items() if tag == "abb:members")
    parts[chart] = parts[chart].replace(b"<c:v>36.0</c:v>", b"<c:v>38.0</c:v>")
    content, done, left = documents().refresh(write_parts(parts), generated().manifest, newer())
    assert left == [
        "Text „vision“",
        "Zahl „Mitglieder gesamt“",
        "Diagramm „72 % der Mitglieder sind Unternehmen (n = 62, Stand 31.12.2014)“",
    ]
    assert done == ["Text „feld.1“", "Zahl „Mitglieder gesamt“"]
    assert any(text.startswith("Meine Vision.") for text in texts_of(content))
    assert any(text.startswith("65 Mitglieder halten") for text in texts_of(content))
    assert read_parts(content)[chart] == parts[chart]


def test_refreshing_with_the_same_content_changes_no_byte() -> None:
    content, done, left = documents().refresh(generated().content, generated().manifest, generated())
    assert (content, done, left) == (generated().content, [], [])


def test_refreshing_changes_no_part_but_the_main_one_and_those_of_the_chart() -> None:
    before, after = (
        read_parts(generated().content),
        read_parts(documents().refresh(generated().content, generated().manifest, newer())[0]),
    )
    number = generated().manifest["charts"]["abb:members"]["part"].removeprefix("word/charts/").removesuffix(".xml")
    assert {part for part in after if before.get(part) != after[part]} == {
        DOCUMENT, f"word/charts/{number}.xml", f"word/embeddings/{number}.xlsx"}  # fmt: skip


def test_refreshing_finds_a_chart_by_its_caption_where_name_and_alt_text_are_gone() -> None:
    def forget(root: etree._Element) -> None:
        for number, properties in enumerate(
            root.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
        ):
            properties.set("name", f"Object{number}")
            properties.attrib.pop("descr", None)

    content, done, _ = documents().refresh(edited(generated().content, forget), generated().manifest, newer())
    assert any(label.startswith("Diagramm") for label in done)
    part = generated().manifest["charts"]["abb:members"]["part"]
    assert chart_values(read_parts(content)[part]) == newer().manifest["charts"]["abb:members"]["values"]


def test_ids_of_controls_stay_unique_after_refreshing() -> None:
    root = document(documents().refresh(generated().content, generated().manifest, newer())[0])
    ids = [e.get(name("w:val")) for e in root.iterfind(f".//{name('w:sdtPr')}/{name('w:id')}")]
    assert len(ids) == len(set(ids))


def test_a_style_id_that_word_translated_is_met_by_the_style_s_name() -> None:
    parts = read_parts(generated().content)
    for part in ("word/styles.xml", DOCUMENT):
        parts[part] = parts[part].replace(b'"BodyText"', b'"Textkrper"')
    content, _, _ = documents().refresh(write_parts(parts), generated().manifest, newer())
    (block,) = controls_tagged(document(content), "text:vision")
    assert {s.get(name("w:val")) for s in block.iter(name("w:pStyle"))} == {"Textkrper"}
