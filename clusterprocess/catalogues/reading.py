"""Where the text of a catalogue comes from: the shipped file, or the version that is in force or pinned.

An engagement finishes on the catalogues it started with (issue of versions, ruling 10): whoever works on it pins their
texts, and every loader then reads the pinned one. A loader is a function of the text alone, cached by text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from functools import cache, lru_cache, wraps
from importlib import resources
from typing import TypeVar

T = TypeVar("T")

_PINNED: ContextVar[Mapping[str, str]] = ContextVar("pinned catalogues", default={})  # noqa: B039  (never changed)

_IN_FORCE: ContextVar[Mapping[str, str]] = ContextVar("catalogues in force", default={})  # noqa: B039


def catalogue_names() -> tuple[str, ...]:
    """File names of all shipped catalogues, sorted."""
    return tuple(sorted(e.name for e in resources.files(__package__).iterdir() if e.name.endswith(".toml")))


@cache
def shipped_text(name: str) -> str:
    """Text of the catalogue that the program brings."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def catalogue_text(name: str) -> str:
    """Text of the catalogue that holds here and now."""
    return _PINNED.get().get(name) or shipped_text(name)


def pin(texts: Mapping[str, str]) -> Token[Mapping[str, str]]:
    """Let these texts hold until :func:`unpin`; catalogues that are not named keep what held before."""
    return _PINNED.set({**_PINNED.get(), **texts})


def pin_in_force(texts: Mapping[str, str]) -> Token[Mapping[str, str]]:
    """As :func:`pin`, for the catalogues that the agency put in force; :func:`in_force` finds them again."""
    _IN_FORCE.set(dict(texts))
    return pin(texts)


def in_force(load: Callable[[], T]) -> T:
    """What a loader gives for the agency today, whatever an engagement started with: yearly quotas, for example."""
    token = _PINNED.set(_IN_FORCE.get())
    try:
        return load()
    finally:
        _PINNED.reset(token)


def unpin(token: Token[Mapping[str, str]]) -> None:
    _PINNED.reset(token)


@contextmanager
def pinned(texts: Mapping[str, str]) -> Iterator[None]:
    """Let these texts hold within the block."""
    token = pin(texts)
    try:
        yield
    finally:
        unpin(token)


def versioned(name: str) -> Callable[[Callable[[str], T]], Callable[[], T]]:
    """Make a parser of text into a loader of the catalogue ``name``; each text is parsed once per process."""

    def make(parse: Callable[[str], T]) -> Callable[[], T]:
        cached = lru_cache(maxsize=8)(parse)

        @wraps(parse)
        def load() -> T:
            return cached(catalogue_text(name))

        return load

    return make
