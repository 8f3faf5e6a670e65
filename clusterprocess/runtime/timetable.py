"""When the flows of the schedule are asked for: the dispatcher names the slot of the clock, Prefect runs it once.

Prefect's own scheduler is not used (ADR 0024): in the versions that can be resolved it fails on SQLAlchemy 2.1, and after a
standstill it would leave a queue of late runs. A slot that nobody asked for is simply over; the flow catches up by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from clusterprocess.domain.clock import BERLIN

SELF_PROOF_AT = time(6, 30)
PROFILE_ROUND_ON = (2, 2)
PROFILE_ROUND_AT = time(7, 0)


@dataclass(frozen=True, slots=True)
class Timing:
    """One flow of the schedule; ``slot`` names the turn that a host instant belongs to, None before the first."""

    flow: str
    slot: Callable[[datetime], str | None]


def timetable(sweep_seconds: int) -> tuple[Timing, ...]:
    """The schedule; with ``sweep_seconds`` 0 nothing runs by itself."""
    if not sweep_seconds:
        return ()
    return (
        Timing("sweep", lambda now: str(int(now.timestamp()) // sweep_seconds)),
        Timing("self_proof", _daily),
        Timing("profile_round", _yearly),
    )


def _daily(now: datetime) -> str | None:
    local = now.astimezone(BERLIN)
    return f"{local:%Y-%m-%d}" if local.time() >= SELF_PROOF_AT else None


def _yearly(now: datetime) -> str | None:
    """From 2 February, seven o'clock, to the end of the month: a round that was missed begins late, not never."""
    local = now.astimezone(BERLIN)
    month, day = PROFILE_ROUND_ON
    begun = (local.day, local.time()) >= (day, PROFILE_ROUND_AT)
    return f"{local:%Y}" if local.month == month and begun else None
