"""LibreOffice: PDF and page numbers where it is installed, a clear German sentence where it is not."""

from __future__ import annotations

import io
import shutil
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.domain.errors import InputError, ServiceUnavailable

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "word"))

from word_samples import PAPER, documents, paper

PRESENT = shutil.which("soffice") is not None


def test_a_program_that_is_not_there_is_said_to_be_missing() -> None:
    absent = LibreOffice("/nirgends/soffice")
    assert not absent.is_available() and not LibreOffice("").is_available()
    with pytest.raises(ServiceUnavailable, match="LibreOffice wurde nicht gefunden"):
        absent.to_pdf(b"")


def test_a_conversion_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    slow = tmp_path / "soffice"
    slow.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n(sleep 3; touch {tmp_path}/survived) &\nsleep 30\n")
    slow.chmod(0o755)
    start = time.monotonic()
    with pytest.raises(ServiceUnavailable, match="nicht fertig"):
        LibreOffice(str(slow)).to_pdf(b"", timeout_seconds=0.3)
    assert time.monotonic() - start < 3
    time.sleep(3.2)
    assert not (tmp_path / "survived").exists()


def test_a_program_that_writes_nothing_is_reported_as_unreadable_file(tmp_path: Path) -> None:
    idle = tmp_path / "soffice"
    idle.write_text("#!/bin/sh\nexit 0\n")
    idle.chmod(0o755)
    with pytest.raises(InputError, match="nicht in ein PDF"):
        LibreOffice(str(idle)).to_pdf(b"")


def test_the_paper_becomes_a_pdf_and_its_contents_name_the_pages_of_the_headings() -> None:
    office = LibreOffice("soffice")
    if not PRESENT:
        with pytest.raises(ServiceUnavailable):
            documents(office.heading_pages).render(PAPER, paper())
        return
    file = documents(office.heading_pages).render(PAPER, paper())
    reader = PdfReader(io.BytesIO(office.to_pdf(file.content)))
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    pages = office.heading_pages(file.content)
    assert len(pages) == len(file.manifest["headings"])
    for heading in file.manifest["headings"]:
        assert heading["text"] in texts[pages[heading["bookmark"]] - 1]
    contents = texts[2]
    assert all(f"{page}" in contents for page in pages.values()) and "Governance und Ressourcen" in contents


def test_the_board_paper_fits_one_page() -> None:
    office = LibreOffice("soffice")
    assert office.is_available() == PRESENT
    from word_samples import PARTICIPATION, sheet

    from clusterprocess.offerings.sections.blocks import Bullets, Callout, Heading, Paragraph, SignatureLines

    filler = "Der Zuschuss endet 2016; bis 2018 wollen wir uns zu siebzig Prozent selbst tragen. " * 4
    blocks = (Heading(2, "Sachstand", numbered=False), Paragraph(filler), PARTICIPATION, Bullets(("Option A", "Option B", "Option C")),
              Callout("Beschlussvorschlag", "Der Vorstand beschließt die Strategie."), SignatureLines(("Vorsitz",)))  # fmt: skip
    content = documents().render("shared/beschlussvorlage.docx", sheet("beschlussvorlage", *blocks)).content
    if not PRESENT:
        with pytest.raises(ServiceUnavailable):
            office.to_pdf(content)
        return
    assert len(PdfReader(io.BytesIO(office.to_pdf(content))).pages) == 1
