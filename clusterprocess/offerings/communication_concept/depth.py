"""How much of the paper a maturity level gets: a volunteer-run initiative reads no sections and few charts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clusterprocess.catalogues.communication import audience_short
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.questions import LEVELS
from clusterprocess.offerings.sections.blocks import Block, Heading
from clusterprocess.offerings.sections.numbers import in_words


def rank(case: Case) -> int:
    """0 for volunteers to 4; an unknown level counts as 1, the smallest with paid staff."""
    return LEVELS.index(case.level) if case.level in LEVELS else 1


def is_short(case: Case) -> bool:
    """Whether this is the short paper of a volunteer-run initiative."""
    return rank(case) == 0


def section(case: Case, text: str, key: str) -> tuple[Heading, ...]:
    """A section heading, which the short paper does without."""
    return () if is_short(case) else (Heading(2, text, key),)


def counted(count: int, one: str, many: str) -> str:
    """``eine Idee`` or ``fünf Ideen``."""
    return one if count == 1 else f"{in_words(count)} {many}"


def plain_short(audience: str) -> str:
    """The short name of a target group without soft hyphens, for running text and wide columns."""
    return audience_short(audience).replace("\u00ad", "")


def flowing(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Annexes follow each other without new pages, so that none ends half empty."""
    return tuple(replace(b, page_break=False) if isinstance(b, Heading) else b for b in blocks)
