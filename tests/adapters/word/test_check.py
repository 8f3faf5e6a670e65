"""The check of files that come back: what was changed, what is missing, what is left over."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import docx
import pytest
from lxml import etree
from word_edits import controls_tagged, document, drop_tags, edited, remove, write_into
from word_samples import NUMBER, PAPER, STATEMENT, documents, paper

from clusterprocess.adapters.word.ooxml import make, name
from clusterprocess.adapters.word.package import CONTENT_TYPES, read_parts, write_parts
from clusterprocess.domain.errors import InputError
from clusterprocess.usecases.ports import CheckReport, RenderedFile

TOTAL = "F11.members_total"


@cache
def generated() -> RenderedFile:
    return documents().render(PAPER, paper())


def checked(content: bytes) -> CheckReport:
    return documents().check(content, generated().manifest, STATEMENT, NUMBER)


def test_a_file_as_generated_has_nothing_to_report() -> None:
    assert checked(generated().content) == CheckReport()


def test_a_file_that_python_docx_saved_again_has_nothing_to_report() -> None:
    target = io.BytesIO()
    docx.Document(io.BytesIO(generated().content)).save(target)
    assert checked(target.getvalue()) == CheckReport()


def test_a_number_changed_in_one_of_its_places_is_reported_with_paragraph_old_and_new() -> None:
    content = edited(generated().content, lambda root: write_into(controls_tagged(root, TOTAL)[0], "63"))
    (change,) = checked(content).changed
    assert (change.tag, change.title, change.old, change.new) == (TOTAL, "Mitglieder gesamt", "61", "63")
    assert change.paragraph.startswith("63 Mitglieder halten dem Netzwerk die Treue")


def test_each_differing_place_counts() -> None:
    def change(root: etree._Element) -> None:
        for control in controls_tagged(root, TOTAL)[:3]:
            write_into(control, "60")

    assert len(checked(edited(generated().content, change)).changed) == 3


def test_a_removed_control_is_lost_even_if_the_number_stays_as_plain_text() -> None:
    def change(root: etree._Element) -> None:
        control = controls_tagged(root, "F14.grant_share")[0]
        for run in list(control.find(name("w:sdtContent"))):
            control.addprevious(run)
        remove(control)

    (lost,) = checked(edited(generated().content, change)).changed
    assert (lost.tag, lost.old, lost.new) == ("F14.grant_share", "46 %", None)
    assert lost.paragraph.startswith("Er trägt 46 % der Einnahmen")


def test_a_moved_figure_is_fine() -> None:
    def change(root: etree._Element) -> None:
        control = controls_tagged(root, "F14.grant_share")[0]
        body = root[0]
        body.insert(len(body) - 1, make("w:p", control))

    assert checked(edited(generated().content, change)).changed == []


def test_titles_decide_where_libreoffice_dropped_the_tags() -> None:
    untagged = edited(generated().content, drop_tags)
    assert checked(untagged) == CheckReport()

    def change(root: etree._Element) -> None:
        drop_tags(root)
        aliases = [a for a in root.iter(name("w:alias")) if a.get(name("w:val")) == "Mitglieder gesamt"]
        write_into(aliases[1].getparent().getparent(), "62")

    (found,) = checked(edited(generated().content, change)).changed
    assert (found.tag, found.new) == (TOTAL, "62")


def test_another_kind_of_space_is_no_change() -> None:
    content = edited(
        generated().content, lambda root: write_into(controls_tagged(root, "F14.grant_share")[0], "46\xa0%")
    )
    assert checked(content).changed == []


def test_a_missing_heading_is_named_and_a_reworded_one_is_not() -> None:
    def paragraph(root: etree._Element, text: str) -> etree._Element:
        return next(p for p in root.iter(name("w:p")) if "".join(t.text or "" for t in p.iter(name("w:t"))) == text and p.find(f"{name('w:pPr')}/{name('w:pStyle')}").get(name("w:val")).startswith("Heading"))  # fmt: skip

    without = edited(generated().content, lambda root: remove(paragraph(root, "Governance und Ressourcen")))
    assert checked(without).missing_headings == ["Governance und Ressourcen"]
    reworded = edited(
        generated().content,
        lambda root: write_into(paragraph(root, "Governance und Ressourcen"), "Wer entscheidet, wer zahlt"),
    )
    assert checked(reworded).missing_headings == []


def test_a_deleted_chart_is_counted() -> None:
    content = edited(generated().content, lambda root: remove(next(root.iter(name("w:drawing")))))
    assert checked(content).missing_charts == 1


def test_a_missing_or_small_emblem_is_a_fault() -> None:
    footer = "word/footer_first.xml"
    gone = edited(generated().content, lambda root: remove(next(root.iter(name("w:drawing")))), footer)
    assert not checked(gone).publicity and "fehlt" in checked(gone).publicity_faults[0]

    def shrink(root: etree._Element) -> None:
        next(root.iter(name("wp:extent"))).set("cy", "288000")  # 0.8 cm of 360,000 EMU each

    assert "nur 0,80 cm hoch" in checked(edited(generated().content, shrink, footer)).publicity_faults[0]


def test_missing_statement_number_and_imprint_field_are_faults() -> None:
    report = documents().check(generated().content, generated().manifest, "Ein anderer Hinweis", "CA-2099-X-001")
    assert len(report.publicity_faults) == 2 and not report.publicity
    content = edited(generated().content, lambda root: remove(controls_tagged(root, "feld:beschlussvermerk")[0]))
    assert "Beschlussvermerk" in checked(content).publicity_faults[0]


def test_leftovers_are_reported() -> None:
    def change(root: etree._Element) -> None:
        from clusterprocess.adapters.word.ooxml import run

        for text in (
            "Noch {{ titel }} offen",
            "⟦hier schreiben⟧",
            "{F11.members_total}",
            "Fehler! Verweisquelle konnte nicht gefunden werden.",
        ):
            root[0].insert(5, make("w:p", run(text)))

    assert set(checked(edited(generated().content, change)).leftovers) == {
        "{{ titel }}", "⟦hier schreiben⟧", "{F11.members_total}", "Fehler! Verweisquelle konnte nicht gefunden werden."}  # fmt: skip


def test_an_own_text_that_was_rewritten_is_named() -> None:
    def change(root: etree._Element) -> None:
        texts = list(controls_tagged(root, "text:leitsaetze")[0].iter(name("w:t")))
        texts[0].text = "Wir besuchen jedes Mitglied."

    assert checked(edited(generated().content, change)).edited_blocks == ["leitsaetze"]


def test_comments_and_tracked_changes_are_counted() -> None:
    def track(root: etree._Element) -> None:
        paragraphs = [p for p in root[0] if p.tag == name("w:p")]
        paragraphs[-1].append(make("w:ins", id=900, author="A"))
        paragraphs[-2].append(make("w:del", id=901, author="A"))

    parts = read_parts(edited(generated().content, track))
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts["word/comments.xml"] = (
        f'<w:comments xmlns:w="{w}"><w:comment w:id="1"/><w:comment w:id="2"/></w:comments>'.encode()
    )
    links = parts["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    parts["word/_rels/document.xml.rels"] = links.replace("</Relationships>", f'<Relationship Id="rIdC" Type="{kind}" Target="comments.xml"/></Relationships>').encode()  # fmt: skip
    report = checked(write_parts(parts))
    assert (report.comments, report.tracked_changes) == (2, 2)


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", packed({"a.txt": b"x"}), packed({CONTENT_TYPES: b"<Types/>", "word/document.xml": b"<x/>"})],
)
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="keine Word-Datei"):
        checked(content)


def test_a_zip_bomb_is_refused() -> None:
    bomb = packed({**read_parts(generated().content), "word/media/bomb.bin": b"\0" * (3 * 1024 * 1024)})
    with pytest.raises(InputError, match="gepackt"):
        checked(bomb)


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    content = bytearray(packed({**read_parts(generated().content), "word/media/x.bin": bytes(range(256)) * 64}))
    place = content.rindex(b"PK\x01\x02")  # last entry of the central directory; its uncompressed size is at offset 24
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    with pytest.raises(InputError):
        checked(bytes(content))


def test_a_file_over_the_size_limit_is_refused() -> None:
    with pytest.raises(InputError, match="50 MB"):
        checked(b"\0" * (50 * 1024 * 1024 + 1))


def test_entities_and_document_types_are_refused() -> None:
    parts = read_parts(generated().content)
    evil = b'<!DOCTYPE w [<!ENTITY a "aaaa">]>' + parts["word/document.xml"].partition(b"?>")[2]
    with pytest.raises(InputError, match="Dokumenttyp"):
        checked(write_parts({**parts, "word/document.xml": evil}))


def test_a_broken_part_is_refused_with_its_name() -> None:
    parts = read_parts(generated().content)
    with pytest.raises(InputError, match=r"document\.xml"):
        checked(write_parts({**parts, "word/document.xml": parts["word/document.xml"][:-50]}))


def test_the_helper_sees_what_it_should() -> None:
    assert len(controls_tagged(document(generated().content), TOTAL)) == len(
        generated().manifest["figures"][TOTAL]["paragraphs"]
    )
