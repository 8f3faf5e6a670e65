"""Pages counted without charts are the pages of the document with them."""

from __future__ import annotations

import shutil

import pytest

from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.adapters.word.layout_copy import layout_copy
from clusterprocess.adapters.word.ooxml import parse
from clusterprocess.adapters.word.package import document_name, read_parts
from clusterprocess.config import PACKAGE
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.sampledata.cases import sample_case
from clusterprocess.sampledata.cases.assembled import assembled

OFFICE = LibreOffice(shutil.which("soffice") or "")


@pytest.mark.skipif(not OFFICE.is_available(), reason="needs LibreOffice")
@pytest.mark.parametrize("name", ["praezisionstechnik", "kommunikation_spitze", "transfer_etabliert"])
def test_every_heading_stands_on_the_same_page(name: str) -> None:
    sample = sample_case(name)
    offering = offering_named(sample.offering)
    context = offering.documents[offering.report_kind](assembled(sample))
    documents = WordDocuments(PACKAGE.parent / "templates", lambda content: {})
    content = documents.render(offering.template_for(offering.report_kind), context).content
    parts = read_parts(content)
    main = document_name(parts)
    light = layout_copy(parts, main, parse(parts[main], main))
    assert not [part for part in read_parts(light) if "chart" in part]
    assert len(light) < len(content)
    pages = OFFICE.heading_pages(content)
    assert len(pages) > 20
    assert OFFICE.heading_pages(light) == pages
