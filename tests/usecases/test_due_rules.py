"""The plan of two years as a pure function, compared day by day with an oracle that shares no line with it.

The oracle knows the numbers of offerings.md (sections 0, 3 and 8) as literals, counts working days one by one and
computes Easter itself (anonymous Gregorian algorithm, Meeus, Astronomical Algorithms, chapter 8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.calendar import agency_calendar
from clusterprocess.catalogues.reminders import reminders
from clusterprocess.domain.states import ENDED, State
from clusterprocess.usecases.due_facts import (
    BoardStepFacts,
    DeadlineFacts,
    EngagementFacts,
    MeasureFacts,
    MeetingFacts,
    SurveyFacts,
)
from clusterprocess.usecases.due_rules import plan_of, scaled

# --- the oracle -----------------------------------------------------------------------------------------------------


def _easter(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _holidays(year: int) -> set[date]:
    """The twelve of Baden-Württemberg (Feiertagsgesetz § 1), and 31 October 2017, the one-off Reformation Day."""
    easter = _easter(year)
    found = {date(year, m, d) for m, d in ((1, 1), (1, 6), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))}
    found |= {easter + timedelta(days=n) for n in (-2, 1, 39, 50, 60)}
    return found | ({date(2017, 10, 31)} if year == 2017 else set())


def _works(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year) and day not in agency_calendar().closing_names


def _on(start: date, count: int, step: int = 1) -> date:
    day = start
    while count:
        day += timedelta(days=step)
        count -= _works(day)
    return day


def _back_to_work(day: date) -> date:
    while not _works(day):
        day -= timedelta(days=1)
    return day


def _next_work(day: date) -> date:
    while not _works(day):
        day += timedelta(days=1)
    return day


# --- one engagement of 24 months: what changes on which day -----------------------------------------------------------

START = date(2015, 2, 2)
INTAKE = DeadlineFacts(1, "intake", "Erhebung abschließen", START, _on(START, 15))
FIRST_DAY, MOVED_DAY = date(2015, 5, 20), date(2015, 6, 24)
REVIEW = DeadlineFacts(2, "internal_review", "Interne Prüfung", date(2015, 7, 13), _on(date(2015, 7, 13), 5))
COMMENTS = DeadlineFacts(3, "comments", "Kommentare", date(2015, 7, 21), _on(date(2015, 7, 21), 10))
BOARD, MOVED_BOARD = date(2015, 8, 12), date(2015, 9, 23)
HANDED_OVER = date(2015, 10, 1)
LEAP = date(2016, 2, 29)
SURVEYS = (
    SurveyFacts(1, "3m", "geplant", _next_work(HANDED_OVER + timedelta(days=91))),
    SurveyFacts(2, "6m", "geplant", _next_work(HANDED_OVER + timedelta(days=182))),
    SurveyFacts(3, "12m", "geplant", _next_work(HANDED_OVER + timedelta(days=365))),
)
MEASURES = (MeasureFacts("M 1.1", "Themenkarte", LEAP), MeasureFacts("M 1.2", "Beitragsordnung", date(2016, 6, 30)))


def _board(meeting: date) -> tuple[BoardStepFacts, ...]:
    days = {"core_group_agreed": -21, "board_paper_sent": -14, "board_reminded": -3}
    steps = [BoardStepFacts(k, meeting, _back_to_work(meeting + timedelta(days=n)), "") for k, n in days.items()]
    return (*steps, BoardStepFacts("resolution_entered", meeting, _on(meeting, 2), ""))


def _changes() -> dict[date, Callable[[EngagementFacts], EngagementFacts]]:
    """The story by day: intake, a workshop that is moved, review, a board meeting that is moved, two years of care."""
    workshop = MeetingFacts(7, "Strategietag 1", FIRST_DAY, "geplant", 0)

    def to(state: State, on: date, **more: object) -> Callable[[EngagementFacts], EngagementFacts]:
        return lambda f: replace(f, state=state, state_since=on, **more)  # type: ignore[arg-type]

    def survey(index: int, **more: object) -> Callable[[EngagementFacts], EngagementFacts]:
        def change(facts: EngagementFacts) -> EngagementFacts:
            surveys = list(facts.surveys)
            surveys[index] = replace(surveys[index], **more)  # type: ignore[arg-type]
            return replace(facts, surveys=tuple(surveys))

        return change

    opened = [s.due_on for s in SURVEYS]
    return {
        START: to(State.INTAKE_OPEN, START, deadlines=(INTAKE,), workshops=(workshop,)),
        date(2015, 2, 20): to(State.INTAKE_COMPLETE, date(2015, 2, 20), deadlines=()),
        date(2015, 4, 29): lambda f: replace(f, workshops=(replace(workshop, held_on=MOVED_DAY, moves=1),)),
        date(2015, 6, 26): lambda f: replace(f, workshops=(replace(workshop, held_on=MOVED_DAY, moves=1, state="protokolliert"),)),
        date(2015, 7, 13): to(State.INTERNAL_REVIEW, date(2015, 7, 13), deadlines=(REVIEW,)),
        date(2015, 7, 21): to(State.CLUSTER_REVIEW, date(2015, 7, 21), deadlines=(COMMENTS,), board_steps=_board(BOARD)),
        date(2015, 8, 7): lambda f: replace(f, board_steps=_board(MOVED_BOARD)),
        date(2015, 9, 24): to(State.RELEASED, date(2015, 9, 24), deadlines=(), board_steps=()),
        HANDED_OVER: to(State.FOLLOW_UP, HANDED_OVER, surveys=SURVEYS, measures=MEASURES, handed_over_on=HANDED_OVER),
        opened[0] + timedelta(days=1): survey(0, state="offen", opened_on=opened[0]),
        _on(opened[0], 8): survey(0, state="beantwortet", settled_on=_on(opened[0], 8)),
        date(2016, 3, 1): lambda f: replace(f, measures=MEASURES[1:]),
        opened[1] + timedelta(days=1): survey(1, state="offen", opened_on=opened[1]),
        _on(opened[1], 30): survey(1, state="keine_antwort", settled_on=_on(opened[1], 30)),
        opened[2] + timedelta(days=1): survey(2, state="offen", opened_on=opened[2]),
        _on(opened[2], 3): survey(2, state="beantwortet", settled_on=_on(opened[2], 3)),
        date(2017, 1, 31): to(State.CLOSED, date(2017, 1, 31)),
    }  # fmt: skip


def _played() -> list[tuple[date, str]]:
    """What comes due on which day when the plan is kept as the engine keeps it: anew with each change."""
    facts = EngagementFacts("CA-2015-A-001", "cluster_strategy", False, State.ACCEPTED, START)
    changes, fired, told = _changes(), set(), []
    plan = plan_of(facts)
    for day in (START + timedelta(days=n) for n in range(731)):
        if day in changes:
            facts = changes[day](facts)
            plan = plan_of(facts)
        for key, item in plan.items():
            if item.due_on <= day and key not in fired and item.rule != "stillstand":
                fired.add(key)
                told.append((day, item.rule))
    return sorted(told)


def _expected() -> list[tuple[date, str]]:
    """The same two years, reckoned by hand rules."""
    found: list[tuple[date, str]] = []
    found += [(_on(START, 7), "erhebung_1"), (_on(START, 12), "erhebung_2")]  # answered on day 14, so no third one
    asked = {
        "termin_vormerken": -70, "termin_klaeren": -42, "einladungsliste": -35, "einladen": -28, "gespraeche_abschliessen": -21,
        "situationsanalyse_pruefen": -14, "unterlagen_versenden": -10, "anmeldungen_pruefen": -7, "anfahrt": -3,
        "ausdrucke": -1,
    }  # fmt: skip
    moved_on = date(2015, 4, 29)
    for rule, offset in asked.items():
        first = _back_to_work(FIRST_DAY + timedelta(days=offset))
        if first < moved_on:
            found.append((first, rule))
        found.append((max(_back_to_work(MOVED_DAY + timedelta(days=offset)), moved_on), rule))
    found.append((MOVED_DAY, "vor_ort_erfassen"))
    found += [(max(_on(MOVED_DAY, 1), MOVED_DAY), "dank")]  # minutes came on the second day: none is overdue
    found.append((_on(REVIEW.due_on, 1, -1), "pruefung_abschliessen"))
    found.append((_on(date(2015, 7, 13), 5), "vorstand_erfragen"))  # the meeting is entered a day after
    seven = _on(COMMENTS.starts_on, 7)
    found += [
        (seven, "abstimmung_1"),
        (_on(COMMENTS.due_on, 1), "abstimmung_anruf"),
        (_on(COMMENTS.due_on, 5), "abstimmung_vorstand"),
    ]
    board = {"vorstand_abgestimmt": -21, "vorstand_vorlage": -14, "vorstand_erinnerung": -3}
    for rule, offset in board.items():
        old = max(_back_to_work(BOARD + timedelta(days=offset)), date(2015, 7, 21))
        if old < date(2015, 8, 7):
            found.append((old, rule))
        found.append((_back_to_work(MOVED_BOARD + timedelta(days=offset)), rule))
    for survey in SURVEYS:
        found.append((survey.due_on, "nachbefragung_eroeffnen"))
    first, second, _ = (s.due_on for s in SURVEYS)
    found += [(_on(first, 7), "nachbefragung_1")]
    found += [
        (_on(second, 7), "nachbefragung_1"),
        (_on(second, 14), "nachbefragung_2"),
        (_on(second, 19), "nachbefragung_telefon"),
    ]
    found += [(_on(LEAP, 14, -1), "massnahmen_vorher"), (LEAP, "massnahmen_heute")]  # done on 1 March
    end = date(2016, 6, 30)
    found += [(_on(end, 14, -1), "massnahmen_vorher"), (end, "massnahmen_heute"), (_on(end, 7), "massnahmen_nachher"),
              (_on(end, 12), "massnahmen_vorstand")]  # fmt: skip
    answered = _on(SURVEYS[2].due_on, 3)
    found += [(_on(answered, 5), "abschliessen"), (_on(answered, 10), "wirkungsvermerk_worte")]
    return sorted(found)


def test_two_years_of_an_engagement_come_due_as_the_oracle_says() -> None:
    """Holidays, closing days, a leap day, a moved workshop and a moved board meeting between 2015 and 2017."""
    assert _played() == _expected()


def test_a_volunteer_cluster_with_twice_the_window_is_reminded_after_twice_the_days() -> None:
    # day 7 of 15 is day 14 of 30; day 12 of 15 is day 24 of 30; rounded up: day 7 of 15 is day 4 of 8 (3.73)
    assert [scaled(7, 15, 30), scaled(12, 15, 30), scaled(7, 15, 8), scaled(7, 15, 15)] == [14, 24, 4, 7]


def test_short_advice_has_its_own_small_plan() -> None:
    start = date(2015, 3, 2)
    deadline = DeadlineFacts(1, "intake", "Fragen beantworten", start, _on(start, 3))
    facts = EngagementFacts("CA-2015-F-001", "individual_advice", True, State.ACCEPTED, start, deadlines=(deadline,))
    rules = {i.rule for i in plan_of(facts).values()}
    assert rules == {"kurzfragen_1", "kurzfragen_anruf", "stillstand"}


@pytest.mark.parametrize("state", sorted(ENDED))
def test_an_ended_engagement_asks_for_nothing(state: State) -> None:
    assert plan_of(EngagementFacts("CA-2015-A-001", "cluster_strategy", False, state, START)) == {}


# --- properties over twenty years -----------------------------------------------------------------------------------

_DAYS = st.dates(date(2014, 11, 1), date(2034, 12, 31))
_OPEN = st.sampled_from([s for s in State if s not in ENDED])


def _facts(state: State, day: date) -> Iterator[EngagementFacts]:
    deadline = DeadlineFacts(1, "intake", "Erhebung", day, _on(day, 15))
    meeting = MeetingFacts(1, "Strategietag", day + timedelta(days=90), "geplant", 0)
    survey = SurveyFacts(1, "12m", "offen", day, day)
    yield EngagementFacts("CA-2020-A-001", "cluster_strategy", False, state, day)
    yield EngagementFacts("CA-2020-A-001", "cluster_strategy", False, state, day, (deadline,), (meeting,), (survey,))


@given(_OPEN, _DAYS)
@settings(max_examples=150, deadline=None)
def test_every_open_state_on_every_day_has_a_next_event(state: State, day: date) -> None:
    for facts in _facts(state, day):
        assert any(item.due_on > day for item in plan_of(facts).values())


@given(_OPEN, _DAYS)
@settings(max_examples=150, deadline=None)
def test_nothing_but_a_meeting_or_a_survey_falls_on_a_day_without_work(state: State, day: date) -> None:
    for facts in _facts(state, day):
        for item in plan_of(facts).values():
            assert _works(item.due_on) or item.rule in ("vor_ort_erfassen", "nachbefragung_eroeffnen"), item


@given(_OPEN, _DAYS)
@settings(max_examples=60, deadline=None)
def test_the_same_facts_give_the_same_plan_and_every_item_explains_itself(state: State, day: date) -> None:
    for facts in _facts(state, day):
        plan = plan_of(facts)
        assert plan == plan_of(facts)
        assert all(item.explained and item.key.startswith(facts.number) for item in plan.values())


@given(_DAYS, st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_reminders_of_a_deadline_keep_their_order_in_any_window(day: date, window: int) -> None:
    deadline = DeadlineFacts(1, "intake", "Erhebung", day, _on(day, window))
    facts = EngagementFacts("CA-2020-A-001", "cluster_strategy", False, State.INTAKE_OPEN, day, (deadline,))
    dues = [i.due_on for i in sorted(plan_of(facts).values(), key=lambda i: i.rank) if i.rule.startswith("erhebung_")]
    assert dues == sorted(dues) and dues[-2] <= deadline.due_on <= dues[-1]


def test_every_rule_that_writes_a_letter_has_its_mail_folder_and_every_plan_a_watch() -> None:
    from pathlib import Path

    folder = Path(__file__).parents[2] / "templates" / "mail"
    catalogue = reminders()
    assert [r.rule for r in catalogue.all_rules() if r.kind == "entwurf" and not (folder / r.mail).is_dir()] == []
    assert all(catalogue.stalled.group in groups for groups in catalogue.plans.values())
