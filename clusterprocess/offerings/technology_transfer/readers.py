"""How chapters speak: contributors by mark, lists in words, and what is told at which maturity level."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.technology_transfer.disclosure import Audience, Sheet, sheets_of

_NUMBER = re.compile(r"^[AB][1-9]\d?$")
HIDDEN = "Inhalt unter Vertraulichkeitsvereinbarung (NDA)"
DECISIONS = {"verfolgt": "verfolgt", "abgelehnt": "abgelehnt", "zurueckgestellt": "zurückgestellt"}


def mark(text: str) -> str:
    """``B3`` becomes the mark that prints what a version may say of the contributor; other words stay."""
    return f"{{{text}.name}}" if _NUMBER.match(text.strip()) else text


def listed(items: Iterable[str]) -> str:
    """``B1, B2 und B5``."""
    words = list(items)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} und {words[-1]}" if words else "–"


def days(value: float) -> str:
    """Person-days as they add up: whole ones whole, halves with one decimal."""
    return number(value, 0 if float(value).is_integer() else 1)


def is_evening(case: Case) -> bool:
    """A volunteer-run initiative has one topic evening and a short paper."""
    return case.level == "M0"


def is_deep(case: Case) -> bool:
    """From an established office on: Transfertag, matching day, the full paper."""
    return case.level in ("M2", "M3", "M4")


def by_kind(sheets: Iterable[Sheet]) -> str:
    """``B2 und B7 (Unternehmen, 50–249 Beschäftigte), B9 (Großunternehmen)``: unreleased sheets in one sentence."""
    ordered = sorted(sheets, key=lambda s: s.described)
    groups = [(described, [s.key for s in rows]) for described, rows in groupby(ordered, key=lambda s: s.described)]
    return ", ".join(f"{listed(keys)} ({described})" for described, keys in groups)


def untold(case: Case, letter: str, audience: Audience) -> list[Sheet]:
    """Needs (B) or offers (A) that this version says nothing about but kind and size."""
    return [s for s in sheets_of(case).values() if s.key.startswith(letter) and not s.is_told_to(audience)]


def groups_of(topics: Iterable[str]) -> str:
    """Technology groups of keywords, each once, in the order given."""
    return ", ".join(dict.fromkeys(transfer().group_of(t) for t in topics))
