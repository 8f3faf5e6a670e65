"""Templates: those in the repository are what the script builds; faults of edited ones are named with place and remedy."""

from __future__ import annotations

import runpy
import struct
import zlib
from pathlib import Path

import pytest
from lxml import etree
from word_edits import edited, remove
from word_samples import NUMBER, PAPER, PAPER_CHAPTERS, STATEMENT, TEMPLATES, documents, paper, sheet

from clusterprocess.adapters.word import FIELDS
from clusterprocess.adapters.word.emblem import BLUE, GOLD, emblem_png
from clusterprocess.adapters.word.fields import ONE_COLUMN
from clusterprocess.adapters.word.ooxml import EMU_PER_CM, name
from clusterprocess.adapters.word.package import read_parts, write_parts
from clusterprocess.offerings.sections.blocks import Heading, Paragraph

WORD = TEMPLATES / "word"
ALL = sorted(str(path.relative_to(WORD)) for path in WORD.rglob("*.docx"))


def test_the_committed_templates_are_what_the_script_builds() -> None:
    built: dict[str, bytes] = runpy.run_path(str(WORD / "build_templates.py"))["templates"]()
    assert sorted(built) == ALL
    for path, content in built.items():
        assert _comparable(content) == _comparable((WORD / path).read_bytes()), path


def _comparable(content: bytes) -> dict[str, bytes]:
    """Parts by name; of pictures the pixels, because another build of zlib packs the same pixels differently."""
    return {part: _pixels(data) if part.endswith(".png") else data for part, data in read_parts(content).items()}


def _pixels(png: bytes) -> bytes:
    position, packed = 8, b""
    while position < len(png):
        length, kind = struct.unpack(">I4s", png[position : position + 8])
        packed += png[position + 8 : position + 8 + length] if kind == b"IDAT" else b""
        position += length + 12
    return zlib.decompress(packed)


def test_there_is_a_template_for_every_kind_of_document() -> None:
    assert {Path(path).stem for path in ALL} == set(FIELDS)


@pytest.mark.parametrize("template", ALL)
def test_the_committed_templates_have_no_findings(template: str) -> None:
    assert documents().check_template(template) == []


@pytest.mark.parametrize("kind", ONE_COLUMN)
def test_every_one_column_template_renders_and_passes_the_check(kind: str) -> None:
    template = next(path for path in ALL if Path(path).stem == kind)
    file = documents().render(template, sheet(kind, Heading(1, "Überschrift"), Paragraph("Text.")))
    report = documents().check(file.content, file.manifest, STATEMENT, NUMBER)
    assert report.publicity and report.leftovers == []


@pytest.mark.parametrize("template", ALL)
def test_the_emblem_is_at_least_one_centimetre_high_and_three_to_two(template: str) -> None:
    parts = read_parts((WORD / template).read_bytes())
    trees = [etree.fromstring(parts[p]) for p in parts if p.startswith("word/") and p.endswith(".xml")]
    (extent,) = [e for tree in trees for e in tree.iter(name("wp:extent"))]
    wide, high = int(extent.get("cx")), int(extent.get("cy"))
    assert high >= EMU_PER_CM and abs(wide / high - 1.5) < 0.001


def test_the_emblem_has_twelve_golden_stars_upright_on_blue() -> None:
    high = 180
    image = emblem_png(high)
    assert emblem_png(high) == image
    data = image[image.index(b"IDAT") + 4 :]
    length = struct.unpack(">I", image[image.index(b"IDAT") - 4 : image.index(b"IDAT")])[0]
    rows = zlib.decompress(data[:length])
    stride = 1 + 270 * 3

    def pixel(x: float, y: float) -> tuple[int, ...]:
        place = round(y) * stride + 1 + round(x) * 3
        return tuple(rows[place : place + 3])

    # centres on a circle of a third of the height (60) around (135, 90); the top star is at 12 o'clock
    assert pixel(135, 30) == GOLD and pixel(195, 90) == GOLD and pixel(135, 150) == GOLD and pixel(75, 90) == GOLD
    assert pixel(135, 90) == BLUE and pixel(2, 2) == BLUE
    # upright: 9 of 10 radius units above a centre is still gold (the point), the same below is blue (between two points)
    assert pixel(195, 90 - 8) != BLUE and pixel(195, 90 + 8) == BLUE


def test_no_template_asks_to_update_fields_and_all_are_german_a4_with_hyphenation() -> None:
    for path in ALL:
        parts = read_parts((WORD / path).read_bytes())
        settings, styles, main = (parts[f"word/{part}.xml"].decode() for part in ("settings", "styles", "document"))
        assert "updateFields" not in settings and "<w:autoHyphenation/>" in settings
        assert 'w:lang w:val="de-DE"' in styles and 'w:w="11906" w:h="16838"' in main
        assert main.count('w:left="1417"') == 1  # 2.5 cm = 1417 twips


def changed(
    tmp_path: Path, old: bytes, new: bytes, part: str = "word/document.xml", template: str = "shared/protokoll.docx"
) -> list[str]:
    parts = read_parts((WORD / template).read_bytes())
    assert old in parts[part]
    file = tmp_path / Path(template).name
    file.write_bytes(write_parts({**parts, part: parts[part].replace(old, new)}))
    return documents().check_template(str(file))


def test_an_unknown_placeholder_is_named_with_paragraph_and_advice(tmp_path: Path) -> None:
    (finding, *_) = changed(tmp_path, b"{{ titel }}", b"{{ tittel }}")
    assert "Absatz" in finding and "tittel" in finding and "{{ titel }}" in finding


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (b"{{ titel", "nicht geschlossen"),
        (b"titel }}", "keinen Anfang"),
        ("{{ titel „x“ }}".encode(), "Anführungszeichen"),
        (b"{{ titel + }}", "fehlerhaft"),
        (b"{{ titel|upper }}", "mehr als ein Feldname"),
        (b"{% for x in y %}", "nicht vorgesehen"),
        (b"Text {{ kapitel.inhalt }}", "allein"),
    ],
)
def test_a_broken_placeholder_is_explained(tmp_path: Path, wrong: bytes, word: str) -> None:
    assert any(word in finding for finding in changed(tmp_path, b"{{ titel }}", wrong))


def test_missing_publicity_is_found(tmp_path: Path) -> None:
    assert any("Emblem" in f for f in changed(tmp_path, "Emblem der Europäischen Union".encode(), b"Bild"))
    assert any("niedriger" in f for f in changed(tmp_path, b'cy="396000"', b'cy="300000"'))
    parts = read_parts((WORD / "shared/protokoll.docx").read_bytes())
    bare = {
        part: content.replace(b"{{ foerderhinweis }}", b"").replace(b"{{ vorgang }}", b"")
        for part, content in parts.items()
    }
    file = tmp_path / "protokoll.docx"
    file.write_bytes(write_parts(bare))
    findings = documents().check_template(str(file))
    assert any("Vorgangsnummer" in f for f in findings) and any("Förderhinweis" in f for f in findings)


def test_a_missing_chapter_a_missing_control_and_a_missing_style_are_found(tmp_path: Path) -> None:
    assert any("{{ kapitel.swot }}" in f for f in changed(tmp_path, b"{{ kapitel.swot }}", b"", template=PAPER))
    assert any("Beschlussvermerk" in f for f in changed(tmp_path, b"feld:beschlussvermerk", b"x", template=PAPER))
    assert any("„caption“" in f for f in changed(tmp_path, b'"caption"', b'"anders"', "word/styles.xml"))


def test_a_file_that_is_no_template_is_explained(tmp_path: Path) -> None:
    (tmp_path / "protokoll.docx").write_bytes(b"nichts")
    assert "keine Word-Datei" in documents().check_template(str(tmp_path / "protokoll.docx"))[0]
    (tmp_path / "anders.docx").write_bytes(b"nichts")
    assert "kennt das Programm nicht" in documents().check_template(str(tmp_path / "anders.docx"))[0]


def test_a_style_changed_by_staff_counts_in_the_next_document(tmp_path: Path) -> None:
    from clusterprocess.adapters.word import WordDocuments

    folder = tmp_path / "word" / "cluster_strategy"
    folder.mkdir(parents=True)

    def translate(root: etree._Element) -> None:
        # what a German Word does: ids change, names of built-in styles stay
        for style in root.iter(name("w:style")):
            if style.get(name("w:styleId")) == "Caption":
                style.set(name("w:styleId"), "Beschriftung")

    (folder / "strategiepapier.docx").write_bytes(edited((WORD / PAPER).read_bytes(), translate, "word/styles.xml"))
    content = WordDocuments(tmp_path).render(PAPER, paper()).content
    main = read_parts(content)["word/document.xml"]
    assert b'w:pStyle w:val="Beschriftung"' in main and b'w:pStyle w:val="Caption"' not in main


def test_headings_that_stand_in_the_template_are_counted(tmp_path: Path) -> None:
    from clusterprocess.adapters.word import WordDocuments

    folder = tmp_path / "word" / "cluster_strategy"
    folder.mkdir(parents=True)

    def add(root: etree._Element) -> None:
        w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        heading = f'<w:p xmlns:w="{w}"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Vorwort</w:t></w:r></w:p>'
        place = next(p for p in root[0] if "kapitel.zusammenfassung" in "".join(p.itertext()))
        place.addprevious(etree.fromstring(heading))

    (folder / "strategiepapier.docx").write_bytes(edited((WORD / PAPER).read_bytes(), add))
    manifest = WordDocuments(tmp_path).render(PAPER, paper()).manifest
    assert [(h["number"], h["text"]) for h in manifest["headings"]][:2] == [
        ("1", "Vorwort"),
        ("2", "Zusammenfassung – Beschlussfassung"),
    ]


def test_all_chapters_of_the_sample_have_a_placeholder() -> None:
    assert {f"kapitel.{chapter}" for chapter in PAPER_CHAPTERS} == {
        f for f in FIELDS["strategiepapier"] if f.startswith("kapitel.")
    }


def test_an_emblem_removed_by_staff_is_found(tmp_path: Path) -> None:
    content = edited(
        (WORD / "shared/protokoll.docx").read_bytes(), lambda root: remove(next(root.iter(name("w:drawing"))))
    )
    (tmp_path / "protokoll.docx").write_bytes(content)
    assert any("Emblem" in finding for finding in documents().check_template(str(tmp_path / "protokoll.docx")))
