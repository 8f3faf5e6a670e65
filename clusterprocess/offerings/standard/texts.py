"""The consultant's own words inside a chapter."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Paragraph


def own(case: Case, key: str) -> tuple[Paragraph, ...]:
    """The consultant's text of a key, as a block that is hers; nothing where she wrote nothing."""
    text = case.texts.get(key, "").strip()
    return (Paragraph(text, own=key),) if text else ()


def headline(case: Case, key: str, default: str) -> str:
    """The heading that the consultant wrote as a statement (text key ``headline.<key>``), else the label."""
    return case.texts.get(f"headline.{key}", "").strip() or default
