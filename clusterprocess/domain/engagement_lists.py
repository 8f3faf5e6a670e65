"""Rows of lists over engagements: plain values, so that a page of 10,000 engagements loads none of them whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EngagementFilter:
    """What somebody wants to see; an empty value filters nothing.

    Attributes:
        text: part of the number or of the initiative's name.
        states: slugs of states; empty = all.
        scope: ``offen``, ``beendet`` or empty for both.
        lead: handle; ``operations`` the operations that an auditor was admitted to, None for everybody else.
        year: of the request.
    """

    text: str = ""
    offering: str = ""
    states: Collection[str] = ()
    scope: str = ""
    lead: str = ""
    delivering: int | None = None
    region: str = ""
    operation: int | None = None
    year: int | None = None
    operations: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class EngagementRow:
    """One engagement of the list; ``due_on`` is its next open deadline."""

    number: str
    cluster: str
    cluster_id: int
    offering: str
    state: str
    state_since: date
    fast_lane: bool
    requested_on: date
    lead: str
    delivering: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One contact note of an engagement."""

    kind: str
    held_on: date
    author: str
    text: str
