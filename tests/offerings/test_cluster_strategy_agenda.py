"""Agendas of the strategy days against ruling 8: who meets how often, how long, and when there is a break."""

from __future__ import annotations

from typing import Any

import pytest

from clusterprocess.catalogues.process import process
from clusterprocess.offerings.cluster_strategy.agenda import DAYS, agenda
from clusterprocess.offerings.standard.agenda import BREAK, LUNCH, clock_times

PAUSES = (BREAK, LUNCH)
ALL_DAYS = [(level, number) for level, days in DAYS.items() for number in range(1, len(days) + 1)]


def minutes(rows: list[dict[str, Any]]) -> list[int]:
    return [row["minutes"] for row in rows]


def stretches(rows: list[dict[str, Any]]) -> list[int]:
    """Minutes of work between breaks."""
    found = [0]
    for row in rows:
        if row["block"] in PAUSES:
            found.append(0)
        else:
            found[-1] += row["minutes"]
    return found


@pytest.mark.parametrize("level", DAYS)
def test_there_is_an_agenda_for_every_day_of_the_scope(level: str) -> None:
    assert len(DAYS[level]) == process().scope_of("cluster_strategy", level).workshops


@pytest.mark.parametrize(("level", "number"), ALL_DAYS)
def test_nobody_works_longer_than_two_hours_without_a_break(level: str, number: int) -> None:
    rows = agenda(level, number, {})
    assert max(stretches(rows)) <= 120
    assert all(stretch >= 90 for stretch in stretches(rows)[:1])
    assert {r["minutes"] for r in rows if r["block"] == BREAK} == {15}
    assert all(60 <= r["minutes"] <= 75 for r in rows if r["block"] == LUNCH)
    # a day that goes past noon has a lunch break
    assert any(r["block"] == LUNCH for r in rows) == (sum(minutes(rows)) > 300)


def test_volunteers_meet_for_four_hours_as_ruled() -> None:
    rows = agenda("M0", 1, {})
    assert minutes(rows) == [20, 40, 50, 15, 40, 60, 15] and sum(minutes(rows)) == 240


def test_one_day_ends_at_half_past_five() -> None:
    assert [clock_times(agenda(level, 1, {}), "09:00")[-1][0] for level in ("M1", "M2", "M3", "M4")] == ["17:30"] * 4


def test_without_a_second_day_measures_take_their_full_time() -> None:
    def measures(level: str) -> int:
        return next(int(r["minutes"]) for r in agenda(level, 1, {}) if r["block"] == "Maßnahmen")

    assert (measures("M1"), measures("M2")) == (75, 45)


def test_the_second_day_is_as_ruled() -> None:
    assert minutes(agenda("M2", 2, {})) == [20, 75, 15, 90, 60, 45, 45, 15, 30, 20]


def test_the_board_decides_on_half_a_day_and_the_third_day_makes_scenarios() -> None:
    board, scenarios = agenda("M3", 3, {}), agenda("M4", 3, {})
    assert sum(minutes(board)) == 215 and any("Entscheidung" in r["block"] for r in board)
    assert sum(minutes(scenarios)) == 475
    assert [r["recorded"] for r in scenarios if "bewerten" in r["block"]] == ["Werte je Option und Zukunft"]


@pytest.mark.parametrize(("level", "number"), [("M0", 2), ("M2", 3), ("M4", 5)])
def test_a_further_day_repeats_the_last_and_an_unknown_level_reads_as_established(level: str, number: int) -> None:
    assert agenda(level, number, {}) == agenda(level, len(DAYS[level]), {})
    assert agenda("unbekannt", 1, {}) == agenda("M2", 1, {})
