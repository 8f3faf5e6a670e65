"""What the demo tells beside the paper: the working days of the strategy, and a short survey that nobody answers."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import partial

from clusterprocess.bootstrap import App
from clusterprocess.demo.clock_story import CLOCK_CHAPTERS, let_the_schedule_run
from clusterprocess.demo.people import SYSTEM
from clusterprocess.usecases.impact_note import REMINDERS
from clusterprocess.usecases.send_messages import Outcome, claim_next, record_outcome
from tests.journeys.inline import engagement, play


def _let_mail_leave(app: App) -> None:
    """A reminder waits as long as an earlier one has not left."""
    while envelope := app.run(SYSTEM, claim_next):
        taken = Outcome("gesendet", tuple(envelope.recipients))
        app.run(SYSTEM, partial(record_outcome, message_id=envelope.message_id, outcome=taken))


def test_fourteen_days_are_planned_and_sixteen_and_a_half_used_with_at_most_one_a_day(finished: App) -> None:
    planned, booked = engagement(
        finished,
        lambda e: (
            sum(p.days for p in e.planned_days),
            [(b.person.handle, b.day, b.days, b.activity) for b in e.booked_days if b.cancelled_on is None],
        ),
    )
    assert (planned, sum(days for _, _, days, _ in booked)) == (Decimal("14"), Decimal("16.5"))
    by_day = Counter[tuple[str, object]]()
    for handle, day, days, _ in booked:
        by_day[handle, day] += days
    assert max(by_day.values()) == Decimal("1.0")
    assert [days for _, _, days, activity in booked if activity == "workshop"] == [Decimal("1.0")] * 2


def test_the_first_short_survey_falls_silent_only_after_two_reminders_and_the_call(app: App) -> None:
    story = play(app)
    for chapter in sorted(CLOCK_CHAPTERS, key=lambda c: c.on):
        if "Nachfrage" in chapter.name:
            story.set_day(chapter.on)
            _let_mail_leave(app)
            let_the_schedule_run(story)
            chapter.act(story)
            assert story.look(chapter.is_done), chapter.name
    state, items, reasons = engagement(
        app,
        lambda e: (
            next(s for s in e.follow_ups if s.key == "14t").state,
            {
                i.rule: i.state
                for i in e.due_items
                if i.follow_up_id == next(s.id for s in e.follow_ups if s.key == "14t")
            },
            e.fact("reason_silent_14t"),
        ),
    )
    assert (state, reasons) == ("keine_antwort", None)
    assert {items[rule] for rule in REMINDERS} == {"ausgeloest"} and items["nachbefragung_telefon"] == "erledigt"
