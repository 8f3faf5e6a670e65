"""The two sample engagements of the technology transfer as cases, contexts, Word files, texts and pages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, DocumentContext, Table
from clusterprocess.offerings.technology_transfer.offering import OFFERING
from clusterprocess.offerings.technology_transfer.report import KIND, PUBLIC_KIND
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case
from clusterprocess.usecases.ports import RenderedFile

EVENING, ESTABLISHED = "transfer_themenabend", "transfer_etabliert"
NAMES = (EVENING, ESTABLISHED)
TEMPLATES = Path(__file__).parents[2] / "templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ABOUT_A_WORKSHOP = ("einladung", "vorbereitung", "anwesenheitsliste", "protokoll")


@cache
def case_of(name: str) -> Case:
    return assembled(sample_case(name))


@cache
def context_of(name: str, kind: str = KIND, workshop: int = 0) -> DocumentContext:
    return built(case_of(name), kind, workshop)


def built(case: Case, kind: str, workshop: int = 0) -> DocumentContext:
    build: Callable[..., Any] = OFFERING.documents[kind]
    made: DocumentContext = build(case, case.workshops[workshop]) if kind in _ABOUT_A_WORKSHOP else build(case)
    return made


@cache
def word_file(name: str, kind: str = KIND, workshop: int = 0) -> bytes:
    return rendered(context_of(name, kind, workshop)).content


def rendered(context: DocumentContext) -> RenderedFile:
    return WordDocuments(TEMPLATES).render(OFFERING.template_for(context.kind), context)


@cache
def text_of(name: str, kind: str = KIND, workshop: int = 0) -> str:
    body = Document(io.BytesIO(word_file(name, kind, workshop))).element.body
    lines = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
    return "\n".join(line.replace("\u00a0", " ").replace("\u00ad", "") for line in lines)


@cache
def pages_of(name: str, kind: str = KIND, workshop: int = 0) -> tuple[str, ...]:
    office = LibreOffice("soffice")
    if not office.is_available():
        pytest.skip("pages are known only with LibreOffice")
    reader = PdfReader(io.BytesIO(office.to_pdf(word_file(name, kind, workshop))))
    return tuple(" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages)


def everything_in(content: bytes) -> str:
    """Every word a file holds: text, headers, alt texts, properties, charts and the workbooks behind them."""
    return " ".join(_parts(content))


def _parts(content: bytes) -> Iterator[str]:
    package = zipfile.ZipFile(io.BytesIO(content))
    for name in package.namelist():
        data = package.read(name)
        if name.endswith(".xlsx"):
            yield everything_in(data)
        elif name.endswith((".xml", ".rels")):
            text = data.decode()
            yield " ".join(re.findall(r'(?:descr|title|val|Target)="([^"]*)"', text))
            joined = re.sub(r"</(?:w:p|c:v|a:p|si|t)>", " ", text)
            yield re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", joined).replace("\u00a0", " ").replace("\u00ad", ""))


def blocks_of(context: DocumentContext) -> list[Block]:
    return [block for blocks in context.chapters.values() for block in blocks]


def table(name: str, key: str, kind: str = KIND) -> Table | None:
    return next((b for b in blocks_of(context_of(name, kind)) if isinstance(b, Table) and b.key == key), None)


def chart(name: str, key: str, kind: str = KIND) -> Chart | None:
    return next((b for b in blocks_of(context_of(name, kind)) if isinstance(b, Chart) and b.key == key), None)


def texts(found: Table) -> list[list[str]]:
    return [[c.text if isinstance(c, Cell) else c for c in row] for row in found.rows]


__all__ = ["ESTABLISHED", "EVENING", "KIND", "NAMES", "PUBLIC_KIND"]
