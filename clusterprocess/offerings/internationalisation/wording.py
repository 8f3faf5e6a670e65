"""Counts and names of countries at the beginning of captions."""

from __future__ import annotations

from clusterprocess.offerings.sections.numbers import in_words

_PLURAL = {"NL", "US", "AE", "PH"}
_FEMININE = {"CH", "TR", "SK", "UA", "CZ"}


def leads(country: str, name: str) -> str:
    """``Die Niederlande führen``, ``Die Schweiz führt``, ``Dänemark führt``."""
    if country in _PLURAL:
        return f"Die {name} führen"
    article = "Die " if country in _FEMININE and name != "Tschechien" else ""
    return f"{article}{name} führt"


def the_only(title: str, count: int) -> str:
    """The title of a meeting without its number where there was only one."""
    return title.removesuffix(" 1") if count == 1 else title


def counted(count: int, one: str, many: str) -> str:
    """``Ein Ziel`` (as given) or ``Drei Ziele`` for the beginning of a caption."""
    return one if count == 1 else f"{in_words(count).capitalize() if count else 'Keine'} {many}"
