"""The slots of the schedule: each turn has one name, in Stuttgart's time, through both changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from clusterprocess.runtime.timetable import timetable

SLOTS = {timing.flow: timing.slot for timing in timetable(180)}


def test_a_sweep_has_a_new_slot_every_three_minutes() -> None:
    start = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    names = [SLOTS["sweep"](start + timedelta(seconds=s)) for s in (0, 179, 180, 359, 360)]
    assert names[0] == names[1] and names[2] == names[3] and len(set(names)) == 3


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 1, 15, 5, 29, tzinfo=UTC), None),  # 6:29 in winter
        (datetime(2026, 1, 15, 5, 30, tzinfo=UTC), "2026-01-15"),
        (datetime(2026, 7, 15, 4, 30, tzinfo=UTC), "2026-07-15"),  # 6:30 in summer
        (datetime(2026, 3, 29, 4, 30, tzinfo=UTC), "2026-03-29"),  # the morning the clocks go forward
        (datetime(2026, 10, 25, 5, 29, tzinfo=UTC), None),  # the morning they go back
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), "2026-10-25"),
    ],
)
def test_the_self_proof_has_one_slot_a_day_from_half_past_six(instant: datetime, expected: str | None) -> None:
    assert SLOTS["self_proof"](instant) == expected


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2027, 2, 2, 5, 59, tzinfo=UTC), None),
        (datetime(2027, 2, 2, 6, 0, tzinfo=UTC), "2027"),
        (datetime(2027, 2, 20, 6, 0, tzinfo=UTC), "2027"),
        (datetime(2027, 3, 1, 6, 0, tzinfo=UTC), None),
    ],
)
def test_the_round_begins_on_2_february_and_a_missed_one_within_the_month(
    instant: datetime, expected: str | None
) -> None:
    assert SLOTS["profile_round"](instant) == expected
