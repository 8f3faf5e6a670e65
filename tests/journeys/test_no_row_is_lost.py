"""Every row of every table of every sample paper is printed: what the Word file holds, the reader sees."""

from __future__ import annotations

import io
import re
import shutil

import docx
import pytest
from pypdf import PdfReader

from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.config import PACKAGE
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case, sample_cases

OFFICE = LibreOffice(shutil.which("soffice") or "")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KINDS = [
    (name, kind)
    for name in sample_cases()
    for kind in (offering_named(sample_case(name).offering).report_kind, "materialband", "beschlussvorlage")
    if not (sample_case(name).story.get("fast_lane") and kind != "beratungsvermerk")
]


def _bare(text: str) -> str:
    """Letters and digits only: line breaks, hyphens and spaces fall differently on paper."""
    return re.sub(r"[^0-9A-Za-zÄÖÜäöüß]", "", text)


@pytest.mark.skipif(not OFFICE.is_available(), reason="needs LibreOffice")
@pytest.mark.parametrize(("name", "kind"), KINDS, ids=[f"{n}-{k}" for n, k in KINDS])
def test_every_table_row_is_printed(name: str, kind: str) -> None:
    sample = sample_case(name)
    offering = offering_named(sample.offering)
    documents = WordDocuments(PACKAGE.parent / "templates")
    content = documents.render(offering.template_for(kind), offering.documents[kind](assembled(sample))).content
    printed = _bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(OFFICE.to_pdf(content))).pages))
    lost = []
    for row in docx.Document(io.BytesIO(content)).element.body.iter(f"{W}tr"):
        paragraphs = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in row.iter(f"{W}p")]
        lost += [text for text in paragraphs if len(_bare(text)) > 3 and _bare(text) not in printed]
    assert lost == []
