"""KOM5 hours of communication: the balance by hand, errors, cross-footing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.communication_hours import (
    CommunicationHoursInput,
    CommunicationHoursResult,
    Decision,
    Pledge,
    Task,
    communication_hours,
)


def task(name: str, decision: Decision, before: float, after: float) -> Task:
    return Task(name=name, decision=decision, hours_before=before, hours_after=after)


def balanced(hours_week: float, *tasks: Task, pledged: float = 0) -> CommunicationHoursResult:
    pledges = (Pledge(who="Mitglied", hours_week=pledged),) if pledged else ()
    return communication_hours(CommunicationHoursInput(hours_week=hours_week, pledges=pledges, tasks=tasks))


PLAN = (task("Rundmail", "behalten", 20, 60), task("Faltblatt", "beenden", 40, 0), task("Abend", "beginnen", 0, 30))


def test_the_balance_of_a_small_office() -> None:
    # 2·46 = 92 available, 60 + 30 = 90 needed, 40 freed, 20 + 40 = 60 before
    result = balanced(2, *PLAN)
    assert (result.available, result.needed, result.balance, result.fits) == (92, 90, 2, True)
    assert (result.used_before, result.freed, result.started) == (60, 40, 30)
    assert (result.kept_before, result.kept_after, result.weeks) == (20, 60, 46)


def test_pledged_hours_count_and_too_few_hours_are_said() -> None:
    # 1·46 = 46 < 90; with one hour more 92
    assert balanced(1, *PLAN).fits is False
    assert balanced(1, *PLAN).balance == -44
    pledged = balanced(1, *PLAN, pledged=1)
    assert (pledged.own_hours, pledged.pledged_hours, pledged.fits) == (46, 46, True)


def test_a_plan_that_needs_every_hour_fits() -> None:
    assert balanced(1, task("Rundmail", "behalten", 46, 46)).fits is True


@pytest.mark.parametrize(
    ("tasks", "text"),
    [
        ((task("A", "behalten", 1, 1), task("A", "behalten", 1, 1)), "A kommt zweimal vor"),
        ((task("A", "beenden", 9, 1),), "A endet und behält doch Stunden; bitte setzen"),
        ((task("A", "beginnen", 9, 1),), "A beginnt und hatte doch schon Stunden; bitte wählen"),
    ],
)
def test_contradictions_are_named(tasks: tuple[Task, ...], text: str) -> None:
    with pytest.raises(InputError, match=text):
        balanced(5, *tasks)


TASKS = st.lists(
    st.tuples(st.sampled_from(("behalten", "beginnen", "beenden")), st.integers(0, 400), st.integers(0, 400)),
    min_size=1, max_size=10,
).map(
    lambda rows: tuple(
        task(f"T{n}", decision, 0 if decision == "beginnen" else before, 0 if decision == "beenden" else after)  # type: ignore[arg-type]
        for n, (decision, before, after) in enumerate(rows)
    )
)  # fmt: skip


@given(tasks=TASKS, hours=st.integers(0, 40))
def test_hours_cross_foot_and_more_time_never_hurts(tasks: tuple[Task, ...], hours: int) -> None:
    result, more = balanced(hours, *tasks), balanced(hours + 1, *tasks)
    assert result.needed == result.kept_after + result.started
    assert result.used_before == result.kept_before + result.freed
    assert result.balance == result.available - result.needed
    assert result.fits == (result.balance >= 0)
    assert more.balance > result.balance
    assert balanced(hours, *tasks[::-1]) == result
