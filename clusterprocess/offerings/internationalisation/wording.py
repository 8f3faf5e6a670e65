"""Counts at the beginning of captions."""

from __future__ import annotations

from clusterprocess.offerings.sections.numbers import in_words


def counted(count: int, one: str, many: str) -> str:
    """``Ein Ziel`` (as given) or ``Drei Ziele`` for the beginning of a caption."""
    return one if count == 1 else f"{in_words(count).capitalize() if count else 'Keine'} {many}"
