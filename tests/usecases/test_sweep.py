"""The sweep: what is due goes out once, bundled, and only while it still makes sense (issue: plans, not timers)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from clusterprocess.domain.actors import Role
from clusterprocess.domain.due_items import DueItem, DueState
from clusterprocess.domain.errors import ClusterProcessError, RuleViolation
from clusterprocess.domain.events import DUE_FIRED, DUE_IN_VAIN, DUE_SUPERSEDED
from clusterprocess.domain.links import PLACEHOLDER
from clusterprocess.domain.messages import Message
from clusterprocess.domain.states import State
from clusterprocess.usecases.births import set_clock
from clusterprocess.usecases.decide import Decision, decide
from clusterprocess.usecases.keep_persons import add_person
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.self_proof import prove_next_events
from clusterprocess.usecases.send_messages import Outcome, claim_next, record_outcome
from clusterprocess.usecases.sweep import Candidate, fire, sweep
from clusterprocess.usecases.take_mail import settle_mail, take_mail
from tests.builders import ASSISTANT, HEAD, LEAD, MANAGER, NUMBER, Agency, bring_to


def _sweep(agency: Agency) -> dict[str, int]:
    return sweep(agency.app.begin)  # type: ignore[arg-type]


def _items(agency: Agency, number: str = NUMBER) -> list[DueItem]:
    return agency.engagement(lambda e: list(e.due_items), number)


def _item(agency: Agency, rule: str) -> DueItem:
    (found,) = [i for i in _items(agency) if i.rule == rule]
    return found


def _mails(agency: Agency, template: str) -> Sequence[Message]:
    return agency.look(lambda w: [m for m in w.queries.messages() if m.template == template])


@pytest.fixture
def asked(agency: Agency) -> Agency:
    """The questionnaire lies with the initiative; the agency waits for it."""
    return bring_to(agency, State.INTAKE_OPEN)


def _intake_day(agency: Agency, rule: str) -> date:
    return _item(agency, rule).due_on


def test_the_plan_of_an_open_intake_reminds_on_days_7_12_and_15_and_then_writes_to_the_board(asked: Agency) -> None:
    deadline = asked.engagement(lambda e: next(d for d in e.deadlines if d.key == "intake"))
    # offerings.md section 3: window 15, reminders on days 7, 12, 15, board contact on day 20, all working days (ruling 2)
    from clusterprocess.catalogues.calendar import agency_calendar

    days = agency_calendar()
    for rule, count in (("erhebung_1", 7), ("erhebung_2", 12), ("erhebung_3", 15), ("erhebung_vorstand", 20)):
        assert _item(asked, rule).due_on == days.add(deadline.starts_on, count), rule
    assert "15 Arbeitstage ab" in _item(asked, "erhebung_3").explained


def test_a_reminder_goes_to_the_manager_once_with_number_deadline_and_greeting(asked: Agency) -> None:
    asked.set_day(_intake_day(asked, "erhebung_1"))
    assert _sweep(asked)["Erinnerungsmails"] == 1
    assert _sweep(asked) == {}  # nothing more is due
    (mail,) = _mails(asked, "erinnerung")
    due = asked.engagement(lambda e: next(d.due_on for d in e.deadlines if d.key == "intake"))
    assert mail.state == "wartend" and mail.recipients[0]["email"] == f"{MANAGER}@netz.example"
    assert NUMBER in mail.subject and f"{due:%d.%m.%Y}" in mail.body_text and "Guten Tag" in mail.body_text
    assert "Europäische Union" in mail.body_text
    item = _item(asked, "erhebung_1")
    assert item.state == DueState.FIRED.value and item.message_id == mail.id
    assert asked.actions().count(DUE_FIRED.tag) == 1


def test_an_answer_in_time_withdraws_every_reminder_of_the_intake(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_COMPLETE)
    gone = [i for i in _items(agency) if i.rule.startswith("erhebung")]
    assert gone and {i.state for i in gone} == {DueState.WITHDRAWN.value}
    agency.set_day(date(2015, 9, 1))
    _sweep(agency)
    assert not _mails(agency, "erinnerung")


def test_after_a_standstill_only_the_last_reminder_of_a_chain_goes_out_and_the_letter_to_the_board_waits(
    asked: Agency,
) -> None:
    asked.set_day(_intake_day(asked, "erhebung_vorstand"))
    counts = _sweep(asked)
    assert counts["überholt"] == 2 and counts["Erinnerungsmails"] == 1 and counts["Entwürfe"] == 1
    assert [_item(asked, f"erhebung_{n}").state for n in (1, 2, 3)] == ["ueberholt", "ueberholt", "ausgeloest"]
    assert asked.actions().count(DUE_SUPERSEDED.tag) == 2
    (letter,) = _mails(asked, "eskalation_erhebung")
    assert letter.state == "entwurf" and letter.reason  # nobody but a person writes to a board


def test_nothing_goes_out_at_night_on_sundays_or_on_holidays(asked: Agency) -> None:
    due = _intake_day(asked, "erhebung_1")
    night = datetime(due.year, due.month, due.day, 2, 0, tzinfo=UTC)
    asked.run("system", lambda w: set_clock(w, night))
    assert _sweep(asked) == {}
    sunday = due + timedelta(days=(6 - due.weekday()) % 7)
    asked.set_day(sunday)
    assert _sweep(asked) == {}
    asked.set_day(sunday + timedelta(days=1))
    assert _sweep(asked)["Erinnerungsmails"] == 1


def test_one_mail_a_day_holds_everything_and_a_day_with_another_mail_brings_no_reminder(asked: Agency) -> None:
    asked.add_cluster("Zweites Beispielnetz", "102")
    asked.set_day(_intake_day(asked, "erhebung_1"))
    # another mail of today to the same person: an acknowledgement of a second request
    person = asked.look(lambda w: w.queries.person(MANAGER).id)
    message = asked.look(lambda w: w.queries.messages()[0].id)
    asked.run("system", lambda w: w.queries.note_mail_day([person], w.today, message))
    assert _sweep(asked)["auf den nächsten Tag gelegt"] == 1
    assert not _mails(asked, "erinnerung")
    asked.set_day(_intake_day(asked, "erhebung_1") + timedelta(days=1))
    assert _sweep(asked)["Erinnerungsmails"] == 1


def test_a_paused_engagement_reminds_nobody_and_its_days_move_when_it_goes_on(asked: Agency) -> None:
    due = _intake_day(asked, "erhebung_1")
    asked.decide(LEAD, "pause", reason="vorstandswahl")
    assert {i.rule for i in _items(asked) if i.is_open} == {"ruht_noch"}
    asked.set_day(due + timedelta(days=30))
    assert _sweep(asked) == {}
    asked.decide(LEAD, "resume")
    item = _item(asked, "erhebung_1")
    assert item.is_open and item.due_on > due
    assert not [i for i in _items(asked) if i.rule == "ruht_noch" and i.is_open]


def test_without_an_address_the_office_gets_a_task_instead_of_silence(asked: Agency) -> None:
    def lose_address(work: object) -> None:
        work.queries.person(MANAGER).email = ""  # type: ignore[attr-defined]

    asked.run("system", lose_address)
    asked.set_day(_intake_day(asked, "erhebung_1"))
    assert _sweep(asked)["ohne Empfänger"] == 1
    task = _item(asked, "ohne_empfaenger")
    assert task.is_open and task.role == Role.ASSISTANT.value and "Mailadresse" in task.label


def test_a_reminder_that_comes_late_on_an_open_gate_is_a_recorded_no_op(asked: Agency) -> None:
    """The plan is bent by hand, as a defect would: the sweep looks at the gate itself before it writes to anybody."""
    from sqlalchemy import text

    asked.set_day(_intake_day(asked, "erhebung_1"))
    with asked.app.engine.begin() as connection:
        connection.execute(text("UPDATE deadline SET met_on = DATE '2015-01-30' WHERE key = 'intake'"))
    assert _sweep(asked)["ohne Wirkung"] == 1
    assert _item(asked, "erhebung_1").state == DueState.IN_VAIN.value
    assert DUE_IN_VAIN.tag in asked.actions() and not _mails(asked, "erinnerung")


def test_a_person_and_the_timer_race_for_one_gate_and_both_outcomes_are_true(asked: Agency) -> None:
    """Whoever gets the lock first wins: either the mail says what was true, or the item was withdrawn unsent."""
    asked.set_day(_intake_day(asked, "erhebung_1"))
    start = threading.Barrier(2)
    trouble: list[Exception] = []

    def person() -> None:
        try:
            start.wait()
            asked.run(LEAD, lambda w: decide(w, NUMBER, Decision("pause", reason="vorstandswahl")))
        except ClusterProcessError as error:
            trouble.append(error)

    def timer() -> None:
        try:
            start.wait()
            _sweep(asked)
        except ClusterProcessError as error:
            trouble.append(error)

    threads = [threading.Thread(target=person), threading.Thread(target=timer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not trouble
    state, mails = _item(asked, "erhebung_1").state, len(_mails(asked, "erinnerung"))
    assert (state, mails) in ((DueState.FIRED.value, 1), (DueState.WITHDRAWN.value, 0))
    _sweep(asked)
    assert len(_mails(asked, "erinnerung")) == mails


def test_an_engagement_that_somebody_works_on_is_left_for_the_next_sweep(asked: Agency) -> None:
    asked.set_day(_intake_day(asked, "erhebung_1"))
    with asked.app.begin(asked.actor(LEAD)) as work:
        work.queries.engagement(NUMBER, lock=True)
        assert "Erinnerungsmails" not in _sweep(asked)
    assert _sweep(asked)["Erinnerungsmails"] == 1


def test_a_defect_in_one_engagement_does_not_hold_up_the_others(asked: Agency) -> None:
    asked.set_day(_intake_day(asked, "erhebung_1"))
    with asked.app.begin(asked.actor("system")) as work:
        broken = DueItem(
            key="kaputt", cluster_id=work.queries.cluster(asked.cluster_name).id, rule="gibt_es_nicht", kind="anstoss",
            role="cm", due_on=date(2015, 1, 12), fires=True, label="Kaputter Eintrag", state="offen", outcome="",
            engagement_id=work.queries.engagement(NUMBER).id, engagement_number=NUMBER, chain="", rank=0,
        )  # fmt: skip
        work.add(broken)
    assert _sweep(asked)["Erinnerungsmails"] == 1  # the broken one is unknown to the plan and has no effect
    assert _item(asked, "gibt_es_nicht").state == DueState.IN_VAIN.value


def test_a_bundle_that_waited_is_made_anew_without_what_became_pointless(asked: Agency) -> None:
    asked.set_day(_intake_day(asked, "erhebung_1"))
    _sweep(asked)
    (mail,) = _mails(asked, "erinnerung")
    asked.decide(LEAD, "pause", reason="vorstandswahl")
    with asked.app.begin(asked.actor("system")) as work:  # the mail server was away for an hour
        for message in work.queries.messages(states=("wartend",)):
            message.not_before -= timedelta(hours=1)
    envelopes = []
    while envelope := asked.run("system", claim_next):
        envelopes.append(envelope)
    assert mail.id not in [e.message_id for e in envelopes]
    assert asked.look(lambda w: w.queries.message(mail.id).state) == "verworfen"


def test_silence_is_never_consent(agency: Agency) -> None:
    """Nothing that the clock does moves an engagement past a gate."""
    bring_to(agency, State.CLUSTER_REVIEW)
    day = agency.look(lambda w: w.today)
    for weeks in range(1, 30):
        agency.set_day(day + timedelta(weeks=weeks))
        _sweep(agency)
        prove_next_events(agency.app.begin)  # type: ignore[arg-type]
    assert agency.state() == State.CLUSTER_REVIEW.value
    assert _mails(agency, "eskalation_abstimmung")[0].state == "entwurf"


@pytest.mark.parametrize(
    "state", [State.REQUESTED, State.INTAKE_OPEN, State.ANALYSIS, State.DRAFT, State.CLUSTER_REVIEW], ids=str
)
def test_an_open_engagement_has_a_next_event_in_every_state(agency: Agency, state: State) -> None:
    bring_to(agency, state)
    assert [i for i in _items(agency) if i.is_open]
    assert not agency.look(lambda w: w.queries.silent_engagements())


def test_the_self_proof_mends_a_plan_that_was_not_kept_and_reports_it(asked: Agency) -> None:
    from sqlalchemy import text

    with asked.app.engine.begin() as connection:
        connection.execute(text("UPDATE due_item SET state = 'zurueckgezogen'"))
    assert asked.look(lambda w: len(w.queries.silent_engagements())) == 1
    assert prove_next_events(asked.app.begin)["Pläne ergänzt"] == 1  # type: ignore[arg-type]
    assert not asked.look(lambda w: w.queries.silent_engagements())


def test_a_task_is_done_once_and_a_reminder_is_no_task(asked: Agency) -> None:
    task = next(i for i in _items(asked) if i.kind == "aufgabe" and i.is_open)
    reminder = _item(asked, "erhebung_1")
    asked.run(ASSISTANT, lambda w: w.queries.due_item(task.id).finish(w.today, w.actor.id, "erledigt"))
    with pytest.raises(RuleViolation, match="schon erledigt"):
        asked.run(ASSISTANT, lambda w: w.queries.due_item(task.id).finish(w.today, w.actor.id, "noch einmal"))
    with pytest.raises(RuleViolation, match="keine Aufgabe"):
        asked.run(HEAD, lambda w: w.queries.due_item(reminder.id).finish(w.today, w.actor.id, "von Hand"))


def test_two_sweeps_at_once_send_one_mail(asked: Agency) -> None:
    asked.set_day(_intake_day(asked, "erhebung_1"))
    items = asked.look(
        lambda w: [
            Candidate(i.id, i.cluster_id or 0, i.engagement_id) for i in w.queries.due_to_fire(w.today, (-1, 0), 10)
        ]
    )
    start, results = threading.Barrier(2), []

    def one() -> None:
        start.wait()
        with asked.app.begin(asked.actor("system")) as work:
            results.append(fire(work, items))

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum((Counter(r) for r in results), Counter())["Erinnerungsmails"] == 1
    assert len(_mails(asked, "erinnerung")) == 1


def test_who_has_answered_by_mail_is_not_reminded_before_somebody_read_the_answer(asked: Agency) -> None:
    raw = (
        b"From: <c.kluge@netz.example>\r\nTo: <clusteragentur@beispiel.invalid>\r\nDate: Mon, 02 Feb 2015 10:00:00 +0100\r\n"
        b"Subject: Re: [" + NUMBER.encode() + b"] Ihr Fragebogen\r\nMessage-ID: <antwort-1@netz.example>\r\n\r\n"
        b"Wir brauchen noch eine Woche.\r\n"
    )
    asked.set_day(_intake_day(asked, "erhebung_1"))
    mail_id = asked.run(ASSISTANT, lambda w: take_mail(w, raw).id)
    assert _sweep(asked)["Antwort liegt vor"] == 1 and not _mails(asked, "erinnerung")
    asked.run(ASSISTANT, lambda w: settle_mail(w, mail_id, "neue Frist vereinbart"))
    assert _sweep(asked)["Erinnerungsmails"] == 1


def test_a_letter_that_nobody_released_is_dropped_when_its_reason_is_gone(asked: Agency) -> None:
    asked.set_day(_intake_day(asked, "erhebung_vorstand"))
    _sweep(asked)
    assert _mails(asked, "eskalation_erhebung")[0].state == "entwurf"
    asked.decide(LEAD, "pause", reason="vorstandswahl")
    assert _mails(asked, "eskalation_erhebung")[0].state == "entwurf"  # it rests with the engagement
    asked.decide(HEAD, "abort", reason="wunsch_der_initiative")
    assert _mails(asked, "eskalation_erhebung")[0].state == "verworfen"


def test_measures_of_one_month_are_one_list() -> None:
    """Ruling 4: one list to the manager. 3, 17 and 31 March 2016 make one reminder before, one on the last day, one after."""
    from clusterprocess.usecases.due_facts import EngagementFacts, MeasureFacts
    from clusterprocess.usecases.due_rules import plan_of

    ends = (date(2016, 3, 3), date(2016, 3, 17), date(2016, 3, 31))
    measures = tuple(MeasureFacts(f"M 1.{n}", "Beispiel", end) for n, end in enumerate(ends))
    facts = EngagementFacts(NUMBER, "cluster_strategy", False, State.FOLLOW_UP, date(2015, 8, 3), measures=measures,
                            handed_over_on=date(2015, 8, 3))  # fmt: skip
    listed = {i.rule: i.due_on for i in plan_of(facts).values() if i.rule.startswith("massnahmen")}
    # 14 working days before 3 March 2016 (no holiday in between): 12 February; 7 after 31 March over no holiday: 11 April
    assert listed["massnahmen_vorher"] == date(2016, 2, 12)
    assert (listed["massnahmen_heute"], listed["massnahmen_nachher"]) == (date(2016, 3, 31), date(2016, 4, 11))
    assert len(listed) == 4


def _second_manager(agency: Agency) -> None:
    def meet(work: Work) -> None:
        cluster = work.queries.cluster(agency.cluster_name)
        add_person(
            work, "d.doppel", "Dora Doppel (Beispiel)", "d.doppel@netz.example", None, (Role.CLUSTER_MANAGER,), cluster
        )

    agency.run(HEAD, meet)


def test_each_of_two_managers_is_reminded_with_her_own_link(agency: Agency) -> None:
    bring_to(agency, State.FOLLOW_UP)
    _second_manager(agency)
    survey = agency.engagement(lambda e: e.follow_ups[0].id)
    agency.set_day(agency.engagement(lambda e: e.follow_ups[0].due_on))
    assert _sweep(agency)["eröffnet"] == 1
    agency.set_day(_item(agency, "nachbefragung_1").due_on)
    _sent(agency)
    assert _sweep(agency)["Erinnerungsmails"] == 2
    owners = {link.id: link.person_id for link in agency.look(lambda w: w.queries.personal_links(follow_up_id=survey))}
    for mail in _mails(agency, "erinnerung"):
        (named,) = {int(n) for n in PLACEHOLDER.findall(mail.body_text)}
        assert owners[named] == mail.recipients[0]["person"]


def _sent(agency: Agency) -> None:
    """The mail server took everything."""
    while envelope := agency.run("system", claim_next):
        accepted = tuple(address for _, address in envelope.recipients)
        outcome = Outcome("gesendet", accepted)
        agency.run("system", lambda w, e=envelope, o=outcome: record_outcome(w, e.message_id, o))


def test_both_bundles_of_one_reminder_leave_however_long_they_waited(asked: Agency) -> None:
    _second_manager(asked)
    asked.set_day(_intake_day(asked, "erhebung_1"))
    assert _sweep(asked)["Erinnerungsmails"] == 2
    _sent(asked)
    assert [m.state for m in _mails(asked, "erinnerung")] == ["gesendet", "gesendet"]


def test_a_refused_reminder_is_not_tried_again_once_it_is_pointless_and_comes_back_with_the_engagement(
    asked: Agency,
) -> None:
    asked.set_day(_intake_day(asked, "erhebung_1"))
    _sweep(asked)
    (mail,) = _mails(asked, "erinnerung")
    while (envelope := asked.run("system", claim_next)) and envelope.message_id != mail.id:
        pass
    asked.run("system", lambda w: record_outcome(w, mail.id, Outcome("spaeter", reply_code=451)))
    asked.decide(LEAD, "pause", reason="vorstandswahl")
    with asked.app.begin(asked.actor("system")) as work:
        work.queries.message(mail.id).not_before -= timedelta(days=1)  # the pause before the next attempt is over
    assert asked.run("system", claim_next) is None
    assert asked.look(lambda w: w.queries.message(mail.id).state) == "verworfen"
    asked.decide(LEAD, "resume")
    assert _item(asked, "erhebung_1").is_open


def test_a_pause_moves_the_rhythm_of_the_reminders_and_not_only_the_deadline(asked: Agency) -> None:
    """Opened 19 January, paused on the 26th for 90 days: five of seven working days had gone, so two are left."""
    first, last = _intake_day(asked, "erhebung_1"), _intake_day(asked, "erhebung_vorstand")
    asked.set_day(date(2015, 1, 26))
    asked.decide(LEAD, "pause", reason="vorstandswahl")
    asked.set_day(date(2015, 4, 27))  # 91 days later, a Monday again
    asked.decide(LEAD, "resume")
    moved = _intake_day(asked, "erhebung_1")
    assert moved > date(2015, 4, 27) and 91 <= (moved - first).days <= 94
    assert 91 <= (_intake_day(asked, "erhebung_vorstand") - last).days <= 96


def test_a_late_reminder_says_that_the_day_has_passed(asked: Agency) -> None:
    asked.set_day(_intake_day(asked, "erhebung_3") + timedelta(days=1))
    _sweep(asked)
    (mail,) = _mails(asked, "erinnerung")
    assert "Heute endet" not in mail.body_text and "war der" in mail.body_text


def test_a_bundle_that_has_not_left_takes_up_what_becomes_due_next(asked: Agency) -> None:
    asked.set_day(_intake_day(asked, "erhebung_1"))
    _sweep(asked)
    asked.set_day(_intake_day(asked, "erhebung_2"))
    _sweep(asked)
    (mail,) = _mails(asked, "erinnerung")  # the mail server was away all week: still one mail
    assert len(mail.due_items) == 2


def test_after_a_long_rest_one_follow_up_is_asked_and_the_older_ones_are_recorded_as_overtaken(agency: Agency) -> None:
    bring_to(agency, State.FOLLOW_UP)
    agency.set_day(agency.engagement(lambda e: e.follow_ups[2].due_on))
    counts = _sweep(agency)
    assert counts["eröffnet"] == 1
    assert agency.engagement(lambda e: [s.state for s in e.follow_ups])[:3] == ["entfallen", "entfallen", "offen"]


def test_a_follow_up_is_not_opened_for_nobody(agency: Agency) -> None:
    bring_to(agency, State.FOLLOW_UP)

    def lose_address(work: Work) -> None:
        work.queries.person(MANAGER).email = ""

    agency.run("system", lose_address)
    agency.set_day(agency.engagement(lambda e: e.follow_ups[0].due_on))
    assert _sweep(agency)["ohne Empfänger"] == 1 and _sweep(agency).get("ohne Empfänger", 0) == 0
    assert agency.engagement(lambda e: e.follow_ups[0].state) == "geplant"
