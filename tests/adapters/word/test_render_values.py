"""Values are only ever text; what cannot be written is refused with its name."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from word_edits import texts_of
from word_samples import (
    BAR,
    FIGURES,
    PAPER,
    PAPER_CHAPTERS,
    PAPER_FIELDS,
    documents,
    paper,
    sheet,
)

from clusterprocess.adapters.word.package import read_parts
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Figure, Heading, Paragraph, Table


def test_hostile_values_appear_as_text() -> None:
    evil = "{{7*7}} {% for x in y %} <w:p/> & \"'\x00\x08\ue001kapitel.vision\ue002 =1+1 {_{ }_}"
    file = documents().render(PAPER, paper(fields={"titel": evil, "motto": evil}))
    shown = "{{7*7}} {% for x in y %} <w:p/> & \"'kapitel.vision =1+1 {_{ }_}"
    assert texts_of(file.content).count(shown) == 2


def test_hostile_texts_of_blocks_appear_as_text_and_braces_are_written_twice() -> None:
    blocks: tuple[Block, ...] = (
        Heading(1, "<b>&amp; {{7*7}}"),
        Paragraph("a\x0bb ]]> **offen und _unterstrich_mitten_drin_ snake_case {{x}}"),
        Table("t", "", ("=1+1", "B"), (("<w:tbl>", Cell("@SUM(A1)")),), (0.5, 0.5)),
    )
    texts = texts_of(documents().render("shared/protokoll.docx", sheet("protokoll", *blocks)).content)
    assert "<b>&amp; {7*7}" in texts
    assert "ab ]]> **offen und unterstrich_mitten_drin snake_case {x}" in texts
    assert {"=1+1", "<w:tbl>", "@SUM(A1)"} <= set(texts)


def test_formula_text_in_chart_data_stays_text_in_the_workbook() -> None:
    chart = replace(BAR, categories=("=1+1", "<b>", "http://x.invalid", "@x", "a", "b"))
    parts = read_parts(documents().render("shared/protokoll.docx", sheet("protokoll", chart)).content)
    with zipfile.ZipFile(io.BytesIO(parts["word/embeddings/chart1.xlsx"])) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b"=1+1" in archive.read("xl/sharedStrings.xml")


def test_an_unknown_figure_is_named() -> None:
    with pytest.raises(InputError, match=re.escape("{F99.nothing}")):
        documents().render("shared/protokoll.docx", sheet("protokoll", Paragraph("Es sind {F99.nothing}.")))


def test_an_unknown_reference_is_named() -> None:
    with pytest.raises(InputError, match=re.escape("{tab:nothing}")):
        documents().render("shared/protokoll.docx", sheet("protokoll", Paragraph("Siehe {tab:nothing}.")))


def test_a_missing_field_is_named() -> None:
    context = paper()
    with pytest.raises(InputError, match="motto"):
        documents().render(PAPER, replace(context, fields={k: v for k, v in PAPER_FIELDS.items() if k != "motto"}))


def test_a_chapter_without_placeholder_is_refused() -> None:
    with pytest.raises(InputError, match="nachwort"):
        documents().render(PAPER, paper(chapters={"nachwort": (Paragraph("Schluss."),)}))


def test_a_missing_chapter_leaves_no_paragraph_and_no_empty_control() -> None:
    chapters = {key: () for key in PAPER_CHAPTERS if key not in ("vision", "handlungsfelder")}
    fewer = {**chapters, "vision": (Heading(1, "Vision", "7"),), "handlungsfelder": (Paragraph("Nur dies."),)}
    texts = texts_of(documents().render(PAPER, paper(chapters=fewer)).content)
    assert "Nur dies." in texts and not any("kapitel" in text for text in texts)


def test_an_unknown_template_and_a_path_outside_the_folder_are_refused() -> None:
    for template in ("shared/unbekannt.docx", "../mail/../../pyproject.toml", "/etc/passwd"):
        with pytest.raises(NotFoundError):
            documents().render(template, paper())


def test_figure_values_with_braces_and_markup_stay_text() -> None:
    odd = {"F1.odd": Figure("F1.odd", "{{7*7}} <b> **x**", "Titel <&>", "F1", "")}
    file = documents().render(PAPER, paper(figures={**FIGURES, **odd}, chapters={"anlass": (Paragraph("Wert {F1.odd}."),), "umfeld": ()} | {
        key: () for key in PAPER_CHAPTERS if key not in ("anlass", "umfeld")}))  # fmt: skip
    assert "Wert {{7*7}} <b> **x**." in texts_of(file.content)


def test_a_row_that_does_not_fit_its_header_is_refused() -> None:
    with pytest.raises(InputError, match="Zeile 1 hat 1 Zellen statt 2"):
        documents().render(
            "shared/protokoll.docx", sheet("protokoll", Table("t", "T", ("A", "B"), (("x",),), (0.5, 0.5)))
        )


def test_bullets_without_items_and_empty_own_texts_render() -> None:
    blocks = (Bullets(()), Paragraph("", own="leer"), Bullets((), own="leer2"))
    manifest = documents().render("shared/protokoll.docx", sheet("protokoll", *blocks)).manifest
    assert set(manifest["texts"]) == {"text:leer", "text:leer2"}
