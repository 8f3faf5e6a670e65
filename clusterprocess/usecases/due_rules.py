"""The reminder plan as a pure function: facts of an engagement in, everything that comes due out (ruling 2, D12).

No database, no clock: the same facts give the same plan, so a plan can be computed anew at any time and compared with
what is stored. Days after a start are working days of the agency; days before a meeting are calendar days, laid on the
working day before, so that nothing that prepares a meeting comes too late.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from clusterprocess.catalogues.calendar import CalendarCatalogue, agency_calendar
from clusterprocess.catalogues.reminders import (
    AfterSurvey,
    DeadlineReminder,
    MeetingReminder,
    OffsetReminder,
    ReminderCatalogue,
    Rule,
    reminders,
)
from clusterprocess.domain.due_items import DueKind
from clusterprocess.domain.follow_ups import distance_words
from clusterprocess.domain.states import ENDED, STATE_NAMES, State
from clusterprocess.usecases.due_facts import (
    DeadlineFacts,
    EngagementFacts,
    MeasureFacts,
    MeetingFacts,
    PlannedItem,
    SurveyFacts,
)

MEETING_OVER = frozenset({"protokolliert", "abgeschlossen"})
MEETING_OFF = "abgesagt"


def plan_of(facts: EngagementFacts) -> dict[str, PlannedItem]:
    """Everything that comes due for an engagement, by natural key."""
    plan = _Plan(facts, reminders(), agency_calendar())
    if facts.state in ENDED:
        items = plan.after_short_advice()
    else:
        items = plan.while_resting() if facts.state is State.PAUSED else plan.while_open()
    return {item.key: item for item in items}


def plan_of_event(number: str, meeting: MeetingFacts) -> dict[str, PlannedItem]:
    """Everything that comes due for an event of the agency, by natural key."""
    items = meeting_items(f"{number}:va", meeting, "veranstaltung", reminders(), agency_calendar())
    return {item.key: item for item in items}


def scaled(day: int, window: int, actual: int) -> int:
    """A reminder's day in a window of another length, rounded up: day 7 of 15 is day 14 of 30."""
    return day if actual == window or actual <= 0 else math.ceil(day * actual / window)


def why_withdrawn(facts: EngagementFacts) -> str:
    """Why a plan no longer holds something, as far as the state tells."""
    if facts.state is State.PAUSED:
        return "der Vorgang ruht"
    word = STATE_NAMES[facts.state].de
    if facts.state in ENDED:
        return f"der Vorgang ist „{word}“"
    return f"gegenstandslos im Stand „{word}“ oder auf einen anderen Tag gelegt"


@dataclass(frozen=True)
class _Plan:
    """One engagement, one catalogue, one calendar."""

    facts: EngagementFacts
    catalogue: ReminderCatalogue
    days: CalendarCatalogue

    def after_short_advice(self) -> Iterator[PlannedItem]:
        """Short advice is closed at once and asked about afterwards (ruling 3); nothing else outlives its end."""
        if self.facts.fast_lane and self.facts.state is State.CLOSED:
            yield from self._surveys(self.catalogue.groups_of(self.facts.offering, fast_lane=True))

    def while_open(self) -> Iterator[PlannedItem]:
        facts = self.facts
        groups = self.catalogue.groups_of(facts.offering, facts.fast_lane)
        for rank, rule in enumerate(self.catalogue.deadline):
            if rule.group in groups:
                yield from (self._around_deadline(d, rule, rank) for d in facts.deadlines if d.key == rule.deadline)
        yield from self._towards_board(groups)
        yield from self._board_unknown(groups)
        if "workshop" in groups:
            for meeting in facts.workshops:
                prefix = f"{facts.number}:ws{meeting.id}"
                yield from meeting_items(prefix, meeting, "workshop", self.catalogue, self.days)
        if facts.state is State.FOLLOW_UP:
            yield from self._measures(groups)
            yield from self._after_surveys(groups)
            if all(s.is_settled for s in facts.surveys):
                yield self._to_close()
        yield from self._surveys(groups)
        yield from self._stalled()

    def while_resting(self) -> Iterator[PlannedItem]:
        """A paused engagement reminds nobody; only its lead is asked now and then whether it still rests."""
        rule, since = self.catalogue.resting, self.facts.state_since
        due = since
        for turn in range(1, rule.times + 1):
            due = self.days.add(due, rule.after)
            yield PlannedItem(
                key=f"{self.facts.number}:{rule.rule}:{since}:{turn}", rule=rule.rule, kind=DueKind.TASK,
                role=rule.role.value, due_on=due, label=rule.label, explained=f"ruht seit {since:%d.%m.%Y}",
            )  # fmt: skip

    def _around_deadline(self, deadline: DeadlineFacts, rule: DeadlineReminder, rank: int) -> PlannedItem:
        """One reminder of a deadline; a longer window of a level moves it in proportion."""
        told = f"Frist „{deadline.label}“ bis {deadline.due_on:%d.%m.%Y}"
        if rule.after_start is not None and rule.window is not None:
            window = deadline.window or self.days.working_days_between(deadline.starts_on, deadline.due_on)
            count = scaled(rule.after_start, rule.window, window)
            due = self.days.add(deadline.starts_on, count)
            explained = f"{self.days.explain(deadline.starts_on, count)}; {told}"
        elif rule.before_due is not None:
            due = before(self.days, deadline.due_on, rule.before_due)
            lead = f"{rule.before_due} Arbeitstage vor Ablauf" if rule.before_due else "am Tag der Frist"
            explained = f"{lead}; {told}"
        else:
            due = after(self.days, deadline.due_on, rule.after_due or 0)
            explained = f"{rule.after_due} Arbeitstage nach Ablauf; {told}"
        prefix = f"{self.facts.number}:frist{deadline.id}"
        return _item(rule, prefix, due, explained, rank=rank)

    def _towards_board(self, groups: frozenset[str]) -> Iterator[PlannedItem]:
        """A board resolves when it meets; what has to be there by then comes due towards that day (ruling 2)."""
        for rank, rule in enumerate(self.catalogue.board):
            if rule.group in groups and self.facts.state in rule.states:
                for step in (s for s in self.facts.board_steps if s.key == rule.step):
                    last = step.meeting if step.due_on <= step.meeting else None
                    prefix = f"{self.facts.number}:vorstand:{step.meeting}"
                    yield _item(rule, prefix, step.due_on, step.explained, rank=rank, last_on=last)

    def _board_unknown(self, groups: frozenset[str]) -> Iterator[PlannedItem]:
        """A paper is on its way to a board of which nobody knows when it meets."""
        rule, facts = self.catalogue.board_unknown, self.facts
        if rule.group in groups and facts.state in rule.states and not facts.board_steps:
            yield PlannedItem(
                key=f"{facts.number}:{rule.rule}:{facts.state_since}", rule=rule.rule, kind=DueKind.TASK,
                role=rule.role.value, due_on=self.days.add(facts.state_since, rule.after), label=rule.label,
                explained="es ist keine kommende Sitzung des Vorstands eingetragen",
            )  # fmt: skip

    def _measures(self, groups: frozenset[str]) -> Iterator[PlannedItem]:
        """Measures are reminded as one list for each month in which some end (ruling 4).

        What comes before counts from the first end of the month, the rest from the last, so that nobody gets a mail for
        every single measure; what ended before the handover is asked in the follow-ups.
        """
        since = self.facts.handed_over_on
        rules = [r for r in self.catalogue.measure if r.group in groups]
        open_ones = sorted((m for m in self.facts.measures if since is None or m.end > since), key=lambda m: m.end)
        for turn, (_, grouped) in enumerate(groupby(open_ones, key=lambda m: (m.end.year, m.end.month))):
            month = list(grouped)
            for place, rule in enumerate(rules):
                kept = month if rule.offset <= 0 else [m for m in month if not was_told(m)]
                if kept:
                    yield self._measure_item(rule, [m.end for m in month], len(kept), turn * len(rules) + place)

    def _measure_item(self, rule: OffsetReminder, ends: list[date], count: int, rank: int) -> PlannedItem:
        """One list of a month; of several that are late only the newest goes out, and names what is overdue by then."""
        first, last = ends[0], ends[-1]
        ahead = rule.offset < 0
        due = before(self.days, first, -rule.offset) if ahead else after(self.days, last, rule.offset)
        how = f"{abs(rule.offset)} Arbeitstage {'vor' if ahead else 'nach'} dem Tag; " if rule.offset else ""
        told = f"{count} Maßnahme{'n' if count > 1 else ''} mit vorgesehenem Abschluss bis {last:%d.%m.%Y}"
        prefix = f"{self.facts.number}:massnahmen"
        chain = f"{prefix}:{rule.kind}:{'vorher' if ahead else 'danach'}"
        return _item(rule, f"{prefix}:{last}", due, f"{how}{told}", rank=rank, chain=chain)

    def _surveys(self, groups: frozenset[str]) -> Iterator[PlannedItem]:
        """A follow-up opens on its day; once open, two reminders and then a telephone call (section 8)."""
        rules = [r for r in self.catalogue.survey if r.group in groups]
        for turn, survey in enumerate(self.facts.surveys):
            prefix = f"{self.facts.number}:nb:{survey.key}"
            for rank, rule in enumerate(rules):
                if rule.kind == "anstoss" and survey.state == "geplant":
                    explained = f"Nachbefragung {distance_words(survey.key)}, geplant für den {survey.due_on:%d.%m.%Y}"
                    chain = f"{self.facts.number}:nb:{rule.rule}"
                    yield _item(rule, prefix, survey.due_on, explained, rank=turn, chain=chain, follow_up_id=survey.id)
                if rule.kind != "anstoss" and survey.state == "offen" and survey.opened_on:
                    explained = f"{rule.offset} Arbeitstage nach Versand am {survey.opened_on:%d.%m.%Y}"
                    due = after(self.days, survey.opened_on, rule.offset)
                    yield _item(rule, prefix, due, explained, rank=rank, follow_up_id=survey.id)

    def _after_surveys(self, groups: frozenset[str]) -> Iterator[PlannedItem]:
        """What an answered follow-up leaves to do: the words of the impact note, and help that was asked for."""
        words, help_asked = self.catalogue.impact_words, self.catalogue.help_asked
        for survey in (s for s in self.facts.surveys if s.settled_on is not None):
            if words.group in groups and survey.key == words.survey and words.submission not in self.facts.submissions:
                yield self._left_by(survey, words)
            if help_asked.group in groups and survey.wants_help:
                yield self._left_by(survey, help_asked)

    def _left_by(self, survey: SurveyFacts, rule: AfterSurvey) -> PlannedItem:
        settled = survey.settled_on or survey.due_on
        return PlannedItem(
            key=f"{self.facts.number}:nb:{survey.key}:{rule.rule}", rule=rule.rule, kind=DueKind.TASK,
            role=rule.role.value, due_on=after(self.days, settled, rule.after), label=rule.label,
            explained=f"{rule.after} Arbeitstage nach Abschluss der Nachbefragung {distance_words(survey.key)} am {settled:%d.%m.%Y}",
            follow_up_id=survey.id,
        )  # fmt: skip

    def _to_close(self) -> PlannedItem:
        rule = self.catalogue.closing
        settled = max((s.settled_on or s.due_on for s in self.facts.surveys), default=self.facts.state_since)
        return PlannedItem(
            key=f"{self.facts.number}:{rule.rule}:{self.facts.state_since}", rule=rule.rule, kind=DueKind.TASK,
            role=rule.role.value, due_on=after(self.days, settled, rule.after), label=rule.label,
            explained="alle Nachbefragungen sind abgeschlossen",
        )  # fmt: skip

    def _stalled(self) -> Iterator[PlannedItem]:
        """Whatever happens, an open engagement has a next event: first the lead is asked, then the head."""
        rule, facts = self.catalogue.stalled, self.facts
        start, count = facts.state_since, rule.days.get(facts.state, rule.repeat)
        explained = f"seit {start:%d.%m.%Y} im selben Stand"
        fixed = max(self._fixed_days(), default=None)
        if fixed is not None and fixed >= start:
            start, count = fixed, rule.after_deadline
            explained += f"; der letzte Termin ist der {fixed:%d.%m.%Y}"
        due = start
        for turn in range(rule.times):
            due = self.days.add(due, count if turn == 0 else rule.repeat)
            yield PlannedItem(
                key=f"{facts.number}:stillstand:{facts.state.value}:{facts.state_since}:{turn}", rule="stillstand",
                kind=DueKind.TASK, role=(rule.escalate_role if turn else rule.role).value, due_on=due,
                label=rule.escalate_label if turn else rule.label, explained=explained,
            )  # fmt: skip

    def _fixed_days(self) -> Iterator[date]:
        """Days that are still ahead by plan; before the last of them nothing stands still."""
        yield from (d.due_on for d in self.facts.deadlines)
        yield from (s.meeting for s in self.facts.board_steps)
        yield from (w.held_on for w in self.facts.workshops if w.state not in (*MEETING_OVER, MEETING_OFF))
        if self.facts.state is State.FOLLOW_UP:
            yield from (s.due_on for s in self.facts.surveys if not s.is_settled)


def meeting_items(
    prefix: str, meeting: MeetingFacts, group: str, catalogue: ReminderCatalogue, days: CalendarCatalogue
) -> Iterator[PlannedItem]:
    """Preparation, reminders and after-work of one meeting; another day gives new keys, so all is due again."""
    if meeting.state == MEETING_OFF:
        return
    where = {"workshop_id": meeting.id} if group == "workshop" else {"agency_event_id": meeting.id}
    for rank, rule in enumerate(r for r in catalogue.meeting if r.group == group):
        if meeting.state in rule.until or (meeting.state in MEETING_OVER and not rule.stays):
            continue
        due, explained = _around_meeting(meeting, rule, days)
        last = meeting.held_on if rule.offset < 0 else None
        yield _item(rule, f"{prefix}:{meeting.held_on}", due, explained, rank=rank, last_on=last, chain="", **where)


def _around_meeting(meeting: MeetingFacts, rule: MeetingReminder, days: CalendarCatalogue) -> tuple[date, str]:
    told = f"„{meeting.title}“ am {meeting.held_on:%d.%m.%Y}"
    if rule.offset == 0:
        return meeting.held_on, f"am Tag von {told}"
    if rule.offset > 0:
        return days.add(meeting.held_on, rule.offset), f"{rule.offset} Arbeitstage nach {told}"
    day = meeting.held_on + timedelta(days=rule.offset)
    due = days.last_working_day(day)
    moved = "" if due == day else ", auf den Arbeitstag davor gelegt"
    return due, f"{-rule.offset} Kalendertage vor {told}{moved}"


def _item(
    rule: Rule,
    prefix: str,
    due_on: date,
    explained: str,
    rank: int,
    last_on: date | None = None,
    chain: str | None = None,
    **subject: int,
) -> PlannedItem:
    """A planned item of a rule; reminders with the same prefix form a chain unless another chain is named."""
    own = prefix if rule.kind == "erinnerung" else ""
    return PlannedItem(
        key=f"{prefix}:{rule.rule}", rule=rule.rule, kind=DueKind(rule.kind), role=rule.role.value, due_on=due_on,
        label=rule.label, explained=explained, chain=own if chain is None else chain, rank=rank, last_on=last_on,
        **subject,
    )  # fmt: skip


RECENT_WORD_DAYS = timedelta(days=14)
"""A status told so shortly before the planned end, or later, is the word that a reminder would ask for."""


def was_told(measure: MeasureFacts) -> bool:
    """Whether the initiative said how the measure stands about its planned end; then nobody has to ask."""
    return measure.told_on is not None and measure.told_on >= measure.end - RECENT_WORD_DAYS


def after(days: CalendarCatalogue, start: date, count: int) -> date:
    """Working days after a start; with none to add, the start itself or the first working day after it."""
    return days.add(start, count) if count else days.next_working_day(start)


def before(days: CalendarCatalogue, end: date, count: int) -> date:
    """Working days before an end; with none to take, the end itself or the last working day before it."""
    day = days.last_working_day(end)
    for _ in range(count):
        day = days.last_working_day(day - timedelta(days=1))
    return day
