"""Strategy papers of every level for the tests: the two samples, the established one, and forms derived from them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.cluster_strategy.analysis import evaluate
from clusterprocess.offerings.cluster_strategy.offering import OFFERING
from clusterprocess.offerings.cluster_strategy.plan import accepted_plan
from clusterprocess.offerings.cluster_strategy.report import KIND, strategy_paper
from clusterprocess.offerings.sections.blocks import Block, DocumentContext
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case

TEMPLATES = Path(__file__).parents[2] / "templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SAMPLE_OF = {"M0": "strategie_ehrenamt", "M2": "praezisionstechnik", "M4": "strategie_spitzencluster"}


@cache
def case_at(level: str) -> Case:
    """The sample of a level; M1 is the established one cut to what an emerging initiative has, M3 the large one without its panel."""
    if level == "M1":
        return _emerging(assembled(sample_case(SAMPLE_OF["M2"])))
    if level == "M3":
        return _without_panel(assembled(sample_case(SAMPLE_OF["M4"])))
    return assembled(sample_case(SAMPLE_OF[level]))


def sentences(text: str, most: int, without: str) -> str:
    """The first sentences of a text that do not match a pattern."""
    found = re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ{„])", text.strip())
    return " ".join([s for s in found if not re.search(without, s)][:most]) or "So steht es im Protokoll."


def _emerging(case: Case) -> Case:
    lost = r"\{(abb:(chain|trends|importance|house)|tab:columns|F17\.)"
    plan: dict[str, Any] = dict(case.plan)
    plan["fields"] = [
        {**f, "why": sentences(f["why"], 5, lost), "commitments_after": sentences(f["commitments_after"], 2, lost),
         "commitments": f["commitments"][:3], "goals": f["goals"][:1], "risks": f["risks"][:1]}
        for f in plan["fields"][:3]
    ]  # fmt: skip
    plan["measures"] = [m for m in plan["measures"] if m["field"] != "H4" and m["number"][-1] in "123"]
    plan["options"] = [
        o if o["field"] != "H4" else {**o, "decision": "zurueckgestellt", "field": ""} for o in plan["options"][:7]
    ]
    plan["milestones"] = [m for m in plan["milestones"] if m["field"] != "H4"]
    plan |= {key: plan[key][:5] for key in ("governance", "monitoring")} | {"neighbours": []}
    texts = {k: v if k.startswith("headline") else sentences(v, 4, lost) for k, v in case.texts.items()}
    answers = {**case.answers, "trends": case.answers["trends"][:6]}
    return replace(
        case, level="M1", plan=accepted_plan(plan), texts=texts, workshops=case.workshops[:1], answers=answers
    )


def _without_panel(case: Case) -> Case:
    lost = r"\{(abb:delphi|F13\.)"
    fields = [{**f, "why": sentences(f["why"], 9, lost)} for f in case.plan["fields"]]
    texts = {k: v if k.startswith("headline") else sentences(v, 20, lost) for k, v in case.texts.items()}
    case = replace(case, level="M3", plan={**case.plan, "fields": fields}, texts=texts)
    kept = {k: f for k, f in case.findings.items() if k != "F13"}
    assert "F13" not in {d.key for d in evaluate(case)}
    return replace(case, findings=kept)


@cache
def context_at(level: str) -> DocumentContext:
    return strategy_paper(case_at(level))


@cache
def word_file(level: str) -> bytes:
    return WordDocuments(TEMPLATES).render(OFFERING.template_for(KIND), context_at(level)).content


@cache
def lines_of(level: str) -> tuple[str, ...]:
    """Every paragraph of the Word file, content controls included."""
    body = Document(io.BytesIO(word_file(level))).element.body
    lines = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
    return tuple(line.replace("\u00a0", " ").replace("\u00ad", "") for line in lines)


@cache
def pages_of(level: str) -> tuple[str, ...]:
    """Text of each page as LibreOffice breaks them; without LibreOffice nobody knows the pages."""
    office = LibreOffice("soffice")
    if not office.is_available():
        pytest.skip("pages are known only with LibreOffice")
    reader = PdfReader(io.BytesIO(office.to_pdf(word_file(level))))
    return tuple(" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages)


def page_with(level: str, words: str, after: int = 3) -> int:
    """Number of the first page behind cover, imprint and contents that holds these words."""
    return next(n for n, text in enumerate(pages_of(level), 1) if n > after and words in text)


def blocks_of(level: str, kind: type[Any]) -> list[Any]:
    return [b for chapter in context_at(level).chapters.values() for b in chapter if isinstance(b, kind)]


def named(level: str, kind: type[Any], key: str) -> Any:
    return next(b for b in blocks_of(level, kind) if b.key == key)


def chapter(level: str, name: str) -> tuple[Block, ...]:
    return context_at(level).chapters.get(name, ())
