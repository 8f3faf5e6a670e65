"""Keeping the plan: what is stored as due is compared with what the state gives, and follows it (design D12).

Called by the table of effects in the transaction of every change, so a reminder that became pointless is withdrawn
before anybody could send it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.reading import pinned
from clusterprocess.catalogues.reminders import reminders
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.due_items import DueItem, DueKind, DueState
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.follow_ups import FollowUpSurvey
from clusterprocess.domain.states import ENDED, State
from clusterprocess.usecases.board_meetings import meeting_aimed_at, plan_towards_board
from clusterprocess.usecases.due_facts import (
    BoardStepFacts,
    DeadlineFacts,
    EngagementFacts,
    MeasureFacts,
    MeetingFacts,
    PlannedItem,
    SurveyFacts,
)
from clusterprocess.usecases.due_rules import plan_of, plan_of_event, why_withdrawn
from clusterprocess.usecases.follow_up_facts import measure_status
from clusterprocess.usecases.keep_agency_files import pinned_texts
from clusterprocess.usecases.ports import Work


def keep_plan(work: Work, engagement: Engagement) -> int:
    """Make the stored due items of an engagement what its state asks for; returns how many rows changed."""
    with pinned(pinned_texts(work, engagement)):
        facts = facts_of(engagement, work.today)
        wanted = plan_of(facts)
        version = reminders().version
    subject = {
        "engagement_id": engagement.id,
        "engagement_number": engagement.number,
        "cluster_id": engagement.cluster_id,
    }
    stored = [item for item in engagement.due_items if item.rule not in OWN_RULES]
    changed, added = settle_rows(stored, wanted, work.today, why_withdrawn(facts), version, subject)
    engagement.due_items.extend(added)
    if facts.state is not State.PAUSED:  # what waits for release rests with the engagement
        drop_pointless_drafts(work, stored, wanted)
    if facts.state in ENDED and not wanted:
        changed += _withdraw_own_tasks(engagement, work.today, why_withdrawn(facts))
    return changed


def _withdraw_own_tasks(engagement: Engagement, today: date, why: str) -> int:
    """With the engagement ends what the sweep asked people to see to; short advice that is still asked goes on."""
    left = [item for item in engagement.due_items if item.rule in OWN_RULES and item.is_open]
    for item in left:
        item.withdraw(today, why)
    return len(left)


def drop_pointless_drafts(work: Work, stored: Iterable[DueItem], wanted: Mapping[str, PlannedItem]) -> None:
    """A letter that still waits for release, and whose reason is gone, leaves the list of its lead."""
    for item in stored:
        if item.kind == DueKind.DRAFT.value and item.message_id is not None and item.key not in wanted:
            message = work.queries.message(item.message_id)
            if message.state == "entwurf":
                message.drop()


SILENT = "verstummt"
WITHOUT_RECIPIENT = "ohne_empfaenger"
OWN_RULES = frozenset({SILENT, WITHOUT_RECIPIENT})
"""Tasks that the sweep itself writes; no plan derives them, people settle them."""


def keep_event_plan(work: Work, event: AgencyEvent) -> int:
    """The same for an event of the agency."""
    meeting = MeetingFacts(event.id, event.title, event.held_on, event.state, event.moves or 0)
    wanted = plan_of_event(event.number, meeting)
    stored = work.queries.due_items_of_event(event.id)
    why = f"die Veranstaltung ist „{event.state}“ oder auf einen anderen Tag gelegt"
    subject = {"engagement_number": event.number}
    changed, added = settle_rows(stored, wanted, work.today, why, reminders().version, subject)
    for item in added:
        work.add(item)
    return changed


def settle_rows(
    stored: Iterable[DueItem],
    wanted: Mapping[str, PlannedItem],
    today: date,
    why: str,
    version: str,
    subject: Mapping[str, Any],
) -> tuple[int, list[DueItem]]:
    """Compare rows with a plan: withdraw what it no longer holds, move what changed its day, return what is new.

    A row that was fired, done or superseded stays as it is: what happened is not undone by a changed plan.
    """
    changed = 0
    rows = {item.key: item for item in stored}
    for key, item in rows.items():
        planned = wanted.get(key)
        if planned is None and item.is_open:
            item.withdraw(today, why)
            changed += 1
        elif planned is not None and item.state in (DueState.OPEN.value, DueState.WITHDRAWN.value):
            changed += _follow(item, planned, version)
    added = [_row(planned, version, subject) for key, planned in wanted.items() if key not in rows]
    return changed + len(added), added


_FOLLOWED = ("due_on", "role", "label", "explained", "chain", "rank")


def _follow(item: DueItem, planned: PlannedItem, version: str) -> bool:
    """Give a row the day and words of the plan; a withdrawn one that is wanted again is open again."""
    reopened = not item.is_open
    if reopened:
        item.reopen()
    differs = [name for name in _FOLLOWED if getattr(item, name) != _cut(name, getattr(planned, name))]
    for name in differs:
        setattr(item, name, _cut(name, getattr(planned, name)))
    if differs or reopened:
        item.plan_version = version
    return bool(differs) or reopened


def _cut(name: str, value: Any) -> Any:
    return value[:300] if name == "explained" else value


def _row(planned: PlannedItem, version: str, subject: Mapping[str, Any]) -> DueItem:
    return DueItem(
        key=planned.key,
        rule=planned.rule,
        kind=planned.kind.value,
        role=planned.role,
        chain=planned.chain,
        rank=planned.rank,
        due_on=planned.due_on,
        fires=planned.fires,
        label=planned.label,
        explained=_cut("explained", planned.explained),
        plan_version=version,
        state=DueState.OPEN.value,
        outcome="",
        workshop_id=planned.workshop_id,
        follow_up_id=planned.follow_up_id,
        agency_event_id=planned.agency_event_id,
        **subject,
    )


def facts_of(engagement: Engagement, today: date) -> EngagementFacts:
    """What the plan of an engagement depends on, out of its rows; the day decides which meeting of a board it aims at."""
    following_up = engagement.current_state is State.FOLLOW_UP
    return EngagementFacts(
        number=engagement.number,
        offering=engagement.offering,
        fast_lane=engagement.fast_lane,
        state=engagement.current_state,
        state_since=engagement.state_since,
        deadlines=tuple(
            DeadlineFacts(d.id, d.key, d.label, d.starts_on, d.due_on, _window(engagement, d.key))
            for d in engagement.deadlines
            if d.met_on is None
        ),
        workshops=tuple(
            MeetingFacts(w.id, w.title, w.held_on, w.state, w.moves or 0) for w in engagement.workshops if w.required
        ),
        surveys=tuple(
            SurveyFacts(s.id, s.key, s.state, s.due_on, _asked_on(s), s.settled_on, _wants_help(s))
            for s in engagement.follow_ups
        ),
        board_steps=tuple(_board_steps(engagement, today)),
        measures=tuple(_open_measures(engagement)) if following_up else (),
        handed_over_on=engagement.handed_over_on,
        submissions=frozenset(s.kind for s in engagement.submissions) if following_up else frozenset(),
    )


def _window(engagement: Engagement, key: str) -> int:
    """Working days that the catalogue gives a deadline at the engagement's level; 0 where it names none."""
    rules = process().fast_deadlines if engagement.fast_lane else tuple(process().deadlines.values())
    return next((rule.days_for(engagement.level) for rule in rules if rule.key == key), 0)


def _asked_on(survey: FollowUpSurvey) -> date | None:
    """The day from which the reminders of a follow-up count: when its questions went out, moved by pauses."""
    return survey.opened_on + timedelta(days=survey.rested_days or 0) if survey.opened_on else None


def _wants_help(survey: FollowUpSurvey) -> bool:
    return bool(survey.latest and survey.latest.data.get("help_needed"))


WITH_PAPER = frozenset({State.DRAFT, State.INTERNAL_REVIEW, State.CLUSTER_REVIEW})


def _board_steps(engagement: Engagement, today: date) -> Iterator[BoardStepFacts]:
    """Days towards the board meeting that a paper on its way aims at; a meeting that is over gives way to the next."""
    if engagement.current_state not in WITH_PAPER:
        return
    meeting = meeting_aimed_at(engagement, today)
    if meeting is not None:
        for step in plan_towards_board(engagement, meeting):
            yield BoardStepFacts(step.key, meeting, step.due_on, step.explained)


def _open_measures(engagement: Engagement) -> Iterator[MeasureFacts]:
    """Measures that are neither done nor dropped by the newest answers, with their present end."""
    for line in measure_status(engagement):
        if line.due_on is not None and line.status not in ("erledigt", "verworfen"):
            yield MeasureFacts(line.number, line.title, line.due_on, line.reported_on)
