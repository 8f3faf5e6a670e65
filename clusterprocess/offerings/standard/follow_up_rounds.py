"""One follow-up with what came back, as plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterprocess.domain.follow_ups import FollowUpState


@dataclass(frozen=True, slots=True)
class Round:
    """One follow-up of the plan with its newest answers; an unanswered one has an empty record."""

    key: str
    occasion: str
    due_on: date
    state: str
    answered_on: date | None = None
    channel: str = ""
    role: str = ""
    version: int = 0
    record: Mapping[str, Any] | None = None

    @property
    def answers(self) -> Mapping[str, Any]:
        return self.record or {}

    @property
    def is_silent(self) -> bool:
        return self.state == FollowUpState.SILENT.value
