"""The daily self-proof: nothing waits unseen, one trouble stops nobody else, and every run leaves its row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import cast

import pytest
from sqlalchemy import text

from clusterprocess.domain.actors import Actor
from clusterprocess.domain.due_items import DueItem
from clusterprocess.domain.events import HANDED_OVER
from clusterprocess.domain.states import State
from clusterprocess.usecases.agenda import finish_due
from clusterprocess.usecases.ports import BeginWork, Work
from clusterprocess.usecases.self_proof import prove_next_events, start_profile_round
from clusterprocess.usecases.sweep import sweep
from tests.builders import HEAD, NUMBER, Agency, bring_to

SECOND = "Zweite Initiative (Beispiel)"


def _prove(agency: Agency) -> dict[str, int]:
    return prove_next_events(agency.app.begin)  # type: ignore[arg-type]


def _sweep(agency: Agency) -> dict[str, int]:
    return sweep(agency.app.begin)  # type: ignore[arg-type]


def _change(agency: Agency, statement: str, **values: object) -> None:
    with agency.app.engine.begin() as connection:
        connection.execute(text(statement), values)


def _runs(agency: Agency, kind: str) -> list[tuple[str, bool, dict[str, int]]]:
    """Outcome, whether it has ended, and counts of the runs of a kind, the oldest first."""

    def look(work: Work) -> list[tuple[str, bool, dict[str, int]]]:
        return [(r.outcome, r.ended_at is not None, r.counts) for r in reversed(work.queries.scheduled_runs(kind))]

    return agency.look(look)


def _silences(agency: Agency) -> list[DueItem]:
    return agency.engagement(lambda e: sorted((i for i in e.due_items if i.rule == "verstummt"), key=lambda i: i.id))


def _silent(agency: Agency) -> list[str]:
    return agency.look(lambda w: [e.number for e in w.queries.silent_engagements()])


@pytest.fixture
def asked(agency: Agency) -> Agency:
    """The questionnaire lies with the initiative."""
    return bring_to(agency, State.INTAKE_OPEN)


@pytest.fixture
def exhausted(asked: Agency) -> Agency:
    """All that the plan holds has been done, so that nothing more comes due."""
    _change(asked, "UPDATE due_item SET state = 'erledigt'")
    return asked


class Killed(BaseException):
    """What a process meets that is ended in the middle of its work."""


def _begin_until(agency: Agency, transactions: int) -> BeginWork:
    """Transactions of the agency; the process ends when one more than this number is begun."""
    left = [transactions]

    @contextmanager
    def begin(actor: Actor, run_id: str | None = None) -> Iterator[object]:
        if not left[0]:
            raise Killed
        left[0] -= 1
        with agency.app.begin(actor, run_id) as work:
            yield work

    return cast(BeginWork, begin)


def test_a_silence_that_was_dealt_with_and_lasts_is_reported_again_on_the_same_day(exhausted: Agency) -> None:
    assert _prove(exhausted)["verstummt"] == 1
    for _ in range(2):
        task = _silences(exhausted)[-1]
        exhausted.run(HEAD, lambda w, id_=task.id: finish_due(w, id_, "angerufen").id)  # type: ignore[misc]
        assert _prove(exhausted)["verstummt"] == 1
    today = "2015-01-19"
    assert [i.key for i in _silences(exhausted)] == [
        f"{NUMBER}:verstummt:{today}",
        f"{NUMBER}:verstummt:{today}:2",
        f"{NUMBER}:verstummt:{today}:3",
    ]
    assert [i.state for i in _silences(exhausted)] == ["erledigt", "erledigt", "offen"]
    assert "verstummt" not in _prove(exhausted)  # while the task is open nothing is added


def test_one_engagement_that_cannot_be_handled_stops_neither_the_others_nor_the_rest(asked: Agency) -> None:
    asked.add_cluster(SECOND, "9")
    second = asked.open(SECOND)
    _change(asked, "UPDATE due_item SET state = 'zurueckgezogen'")
    # the stored text of its catalogue is lost
    _change(asked, "UPDATE engagement SET catalogues = :lost WHERE number = :number",
            lost=f'{{"reminders.toml": "{"0" * 64}"}}', number=NUMBER)  # fmt: skip
    counts = _prove(asked)
    assert (counts["fehlgeschlagen"], counts["Pläne ergänzt"]) == (1, 1)
    assert _silent(asked) == [NUMBER]
    assert asked.engagement(lambda e: any(i.is_open for i in e.due_items), second)
    assert {"Aufgaben des Monats", "alte Zwischenstände gelöscht"} <= counts.keys()
    ((outcome, ended, _),) = _runs(asked, "selbstnachweis")
    assert (outcome, ended) == ("fehlgeschlagen", True)


def test_a_killed_run_of_any_kind_leaves_a_row_that_says_it_is_running(asked: Agency) -> None:
    asked.set_day(asked.engagement(lambda e: next(i.due_on for i in e.due_items if i.rule == "erhebung_1")))
    jobs = {"selbstnachweis": prove_next_events, "profilrunde": start_profile_round, "sweep": sweep}
    for kind, job in jobs.items():
        with pytest.raises(Killed):
            job(_begin_until(asked, 1))
        assert _runs(asked, kind) == [("laufend", False, {})]
    assert _sweep(asked)["Erinnerungsmails"] == 1
    assert [(outcome, ended) for outcome, ended, _ in _runs(asked, "sweep")] == [("laufend", False), ("fertig", True)]


def test_empty_sweeps_of_a_day_share_one_row(asked: Agency) -> None:
    for _ in range(3):
        assert _sweep(asked) == {}
    assert _runs(asked, "sweep") == [("nichts fällig", True, {"ohne Arbeit": 3})]
    asked.set_day(date(2015, 1, 20))
    assert _sweep(asked) == {}
    assert [counts for _, _, counts in _runs(asked, "sweep")] == [{"ohne Arbeit": 3}, {"ohne Arbeit": 1}]


def _closed_short_advice(agency: Agency) -> str:
    """Short advice that was closed with its note and whose plan was not kept."""
    number = agency.open(offering="individual_advice", fast_lane=True)

    def hand_over(work: Work) -> None:
        engagement = work.queries.engagement(number, lock=True)
        engagement.handed_over_on = work.today
        engagement.record(HANDED_OVER, version="1.0", sha256="0" * 64, how="Nachricht im Postausgang")

    agency.run("system", hand_over)
    _change(agency, "UPDATE engagement SET state = 'abgeschlossen' WHERE number = :number", number=number)
    _change(agency, "UPDATE due_item SET state = 'zurueckgezogen'")
    return number


def test_closed_short_advice_is_looked_after_until_its_follow_ups_are_settled(agency: Agency) -> None:
    number = _closed_short_advice(agency)
    assert _silent(agency) == [number]
    assert _prove(agency)["Pläne ergänzt"] == 1
    planned = agency.engagement(lambda e: [(i.rule, i.due_on) for i in e.due_items if i.is_open], number)
    # 12.01.2015 plus 42, 91 and 365 days
    assert sorted(planned) == [
        ("nachbefragung_eroeffnen", date(2015, 2, 23)),
        ("nachbefragung_eroeffnen", date(2015, 4, 13)),
        ("nachbefragung_eroeffnen", date(2016, 1, 12)),
    ]


def test_closed_short_advice_with_settled_follow_ups_and_other_ended_engagements_are_left_alone(agency: Agency) -> None:
    number = _closed_short_advice(agency)
    _change(agency, "UPDATE follow_up SET state = 'beantwortet'")
    assert _silent(agency) == []
    _change(agency, "UPDATE follow_up SET state = 'offen'")
    assert _silent(agency) == [number]
    _change(agency, "UPDATE engagement SET state = 'abgebrochen'")
    assert _silent(agency) == []
    _change(agency, "UPDATE engagement SET state = 'abgeschlossen', fast_lane = false")
    assert _silent(agency) == []
