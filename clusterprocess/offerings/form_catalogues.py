"""Choices that stand in a catalogue rather than in the type of a question: a form offers the entries as words.

A question says which catalogue it means by the validator or the pattern of its type; both are looked up here by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clusterprocess.catalogues.advice import advice
from clusterprocess.catalogues.communication import Word, communication
from clusterprocess.catalogues.internationalisation import countries
from clusterprocess.catalogues.quality import quality
from clusterprocess.catalogues.transfer import transfer
from clusterprocess.domain.language import Text
from clusterprocess.domain.sorting import german_key

Listed = tuple[tuple[str, Text], ...]
"""Stored value and words, in the order in which they are offered."""


def _words(words: Iterable[Word]) -> Listed:
    return tuple((word.slug, Text(word.de, word.en or None)) for word in words)


def _keywords() -> Listed:
    found = [(slug, keyword.name) for slug, keyword in transfer().keywords().items()]
    return tuple(sorted(found, key=lambda pair: german_key(pair[1].de)))


def _statements() -> Listed:
    return tuple((statement.key, Text(statement.text)) for statement in advice().governance.statement)


def _countries() -> Listed:
    found = [(code, Text(name)) for region in countries().regions for code, name in region.countries.items()]
    return tuple(sorted(found, key=lambda pair: german_key(pair[1].de)))


def _indicators() -> Listed:
    return tuple((i.code, Text(f"{i.code} {i.de}", f"{i.code} {i.en}")) for i in quality().indicator)


_BY_VALIDATOR: dict[str, Callable[[], Listed]] = {
    "known_audience": lambda: _words(communication().audience),
    "known_channel_kind": lambda: _words(communication().channel_kind),
    "known_goal": lambda: _words(communication().goal),
    "known_keyword": _keywords,
    "known_statements": _statements,
}
_BY_PATTERN: dict[str, Callable[[], Listed]] = {
    r"^[A-Z]{2}$": _countries,
    r"^([1-5](\.[0-9]){1,2}|BW[1-3])$": _indicators,
}


def listed_by_validator(names: Iterable[str]) -> Listed:
    """The entries of the catalogue that one of these validators asks; empty where none does."""
    return next((_BY_VALIDATOR[name]() for name in names if name in _BY_VALIDATOR), ())


def listed_by_pattern(pattern: str) -> Listed:
    """The entries whose codes have this pattern; codes beyond the list stay permitted."""
    return _BY_PATTERN[pattern]() if pattern in _BY_PATTERN else ()
