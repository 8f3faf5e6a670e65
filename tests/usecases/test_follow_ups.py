"""Follow-ups: planned once from the handover, asked by mail, answered on either way, and what gate G5 learns."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from clusterprocess.domain.actors import Role
from clusterprocess.domain.due_items import DueItem, DueState
from clusterprocess.domain.errors import InputError, InputErrors, NotFoundError, PermissionDenied, RuleViolation
from clusterprocess.domain.events import HANDED_OVER
from clusterprocess.domain.follow_ups import FollowUpSurvey
from clusterprocess.domain.links import PersonalLink
from clusterprocess.domain.states import State
from clusterprocess.offerings.guest_forms import FormErrors, GuestForm, accepted
from clusterprocess.usecases.follow_up_facts import measure_status, results
from clusterprocess.usecases.follow_up_sheet import render_sheet
from clusterprocess.usecases.follow_ups import (
    answer_follow_up,
    answer_follow_up_by_link,
    follow_up_form,
    note_no_answer,
    open_follow_up,
    plan_follow_ups,
)
from clusterprocess.usecases.keep_persons import add_person
from clusterprocess.usecases.open_engagement import take_over
from clusterprocess.usecases.personal_links import guest
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from tests.builders import (
    ASSISTANT,
    AUDITOR,
    DELIVERING,
    HEAD,
    LEAD,
    MANAGER,
    NUMBER,
    REFERENCE,
    Agency,
    bring_to,
)

SHORT: dict[str, Any] = {"measures": [{"number": "M 3.1", "status": "erledigt"}], "usefulness": 4}


@pytest.fixture
def handed_over(agency: Agency) -> Agency:
    """The strategy was handed over on Monday, 20 July 2015."""
    return bring_to(agency, State.FOLLOW_UP)


def surveys(agency: Agency) -> dict[str, tuple[int, date, str]]:
    """Id, day and state of each follow-up by its key."""
    return agency.engagement(lambda e: {f.key: (f.id, f.due_on, f.state) for f in e.follow_ups})


def id_of(agency: Agency, key: str) -> int:
    return surveys(agency)[key][0]


def opened(agency: Agency, key: str) -> int:
    """Open a follow-up on its day; returns its id."""
    follow_up, day, _ = surveys(agency)[key]
    agency.set_day(day)
    agency.run("system", lambda work: open_follow_up(work, follow_up))
    return follow_up


def ask(agency: Agency, follow_up: int, question: Any) -> Any:
    return agency.look(lambda work: question(work.queries.follow_up(follow_up)))


def answer(agency: Agency, follow_up: int, data: dict[str, Any], **more: Any) -> int:
    given = {"channel": "telefon", "role": "cm", **more}
    return agency.run(ASSISTANT, lambda work: answer_follow_up(work, follow_up, data, **given).version)


def link_of(work: Work, follow_up: int) -> PersonalLink:
    return work.queries.personal_links(follow_up_id=follow_up)[0]


def form(agency: Agency, follow_up: int) -> GuestForm:
    return agency.look(lambda work: follow_up_form(work, link_of(work, follow_up)))


def hand_in(agency: Agency, follow_up: int, posted: dict[str, Any]) -> None:
    """Fill in the page as the person whom the link is bound to."""
    who = agency.look(lambda work: guest(link_of(work, follow_up)))

    def take(work: Work) -> None:
        link = link_of(work, follow_up)
        answer_follow_up_by_link(work, link, accepted(follow_up_form(work, link), posted))

    agency.app.run(who, take)


def facts(agency: Agency, *keys: str) -> list[str | None]:
    return agency.engagement(lambda e: [e.fact(key) for key in keys])


G5 = ("follow_up_complete", "implementation_rate", "satisfaction")


# --- planning


def test_the_plan_is_counted_from_the_handover_and_explains_itself(handed_over: Agency) -> None:
    # 20.07.2015 is a Monday; 14, 91, 182 and 730 days later are weekdays, and 2016 has a 29 February
    assert {key: day for key, (_, day, _) in surveys(handed_over).items()} == {
        "14t": date(2015, 8, 3), "3m": date(2015, 10, 19), "6m": date(2016, 1, 18), "12m": date(2016, 7, 19),
        "24m": date(2017, 7, 19),
    }  # fmt: skip
    explained = ask(handed_over, id_of(handed_over, "12m"), lambda f: f.explained)
    assert explained == "365 Tage nach der Übergabe am 20.07.2015"
    assert handed_over.actions().count("follow_up:survey:planned") == 5


def test_a_day_without_work_moves_on_to_the_next_working_day(agency: Agency) -> None:
    bring_to(agency, State.RELEASED)
    agency.set_day(date(2015, 12, 10))
    agency.prove({"confirmation_of_service": "ja"}, date(2015, 12, 10))
    agency.step("hand_over")
    # 24.12. is a closing day, 25. and 26. are holidays, 27. a Sunday
    follow_up, day, _ = surveys(agency)["14t"]
    assert day == date(2015, 12, 28)
    assert ask(agency, follow_up, lambda f: f.explained) == (
        "14 Tage nach der Übergabe am 10.12.2015; der 24.12.2015 ist kein Arbeitstag, deshalb der nächste"
    )


def test_planning_again_or_resuming_plans_nothing_twice(handed_over: Agency) -> None:
    before = surveys(handed_over)
    handed_over.run("system", lambda work: plan_follow_ups(work, work.queries.engagement(NUMBER, lock=True)))
    handed_over.decide(HEAD, "pause", reason="vorstandswahl")
    handed_over.decide(HEAD, "resume")
    assert surveys(handed_over) == before


def test_short_advice_is_asked_from_the_handover_of_its_note(agency: Agency) -> None:
    number = agency.open(offering="individual_advice", fast_lane=True)

    def hand_over(work: Work) -> None:
        engagement = work.queries.engagement(number, lock=True)
        engagement.handed_over_on = work.today
        engagement.record(HANDED_OVER, version="1.0", sha256="0" * 64, how="Nachricht im Postausgang")

    agency.run("system", hand_over)
    planned = agency.engagement(lambda e: [(f.key, f.due_on) for f in e.follow_ups], number)
    # 12.01.2015 plus 42, 91 and 365 days
    assert planned == [("6w", date(2015, 2, 23)), ("3m", date(2015, 4, 13)), ("12m", date(2016, 1, 12))]


def taken_over(agency: Agency, handed_over_on: date) -> dict[str, FollowUpSurvey]:
    """Take an engagement over in its follow-up; returns the follow-ups by key. Today is 12 January 2015."""
    number = agency.run(
        LEAD,
        lambda work: (
            take_over(
                work,
                offering="cluster_strategy",
                cluster=work.queries.cluster(agency.cluster_name),
                operation=work.queries.operation(REFERENCE),
                delivering=work.queries.organisation(DELIVERING),
                requested_on=date(2014, 10, 6),
                state="nachverfolgung",
                paper="Akte 12",
                handed_over_on=handed_over_on,
            ).number
        ),
    )
    return agency.engagement(lambda e: {f.key: f for f in e.follow_ups}, number)


def test_follow_ups_of_an_engagement_taken_over_count_from_its_handover(agency: Agency) -> None:
    found = taken_over(agency, date(2014, 12, 1))
    # 15 December lies 28 days back and is still asked; 91 days after 1 December is Monday, 2 March
    assert (found["14t"].due_on, found["14t"].state) == (date(2014, 12, 15), "geplant")
    assert (found["3m"].due_on, found["3m"].state) == (date(2015, 3, 2), "geplant")
    assert found["3m"].explained == "91 Tage nach der Übergabe am 01.12.2014"


def test_a_follow_up_whose_day_lies_more_than_30_days_back_is_dropped_with_its_reason(agency: Agency) -> None:
    # 14 days after Friday, 28 November is Friday, 12 December, 31 days before 12 January; after the 29th it is a Saturday
    # and moves on to Monday, 15 December
    found = taken_over(agency, date(2014, 11, 28))
    assert (found["14t"].due_on, found["14t"].state) == (date(2014, 12, 12), "entfallen")
    assert found["14t"].explained.endswith("bei der Nacherfassung lag dieser Tag zu weit zurück, sie entfällt")
    assert {f.state for key, f in found.items() if key != "14t"} == {"geplant"}
    dropped = [e for e in agency.events() if e.action == "follow_up:survey:dropped"]
    assert [e.entry()["data"]["reason"] for e in dropped] == ["vor_der_nacherfassung"]


def test_an_aborted_engagement_asks_nothing_more_and_its_links_end(handed_over: Agency) -> None:
    first = opened(handed_over, "14t")
    handed_over.decide(HEAD, "abort", reason="aufloesung_der_initiative")
    assert {state for _, _, state in surveys(handed_over).values()} == {"entfallen"}
    assert handed_over.look(lambda work: link_of(work, first).is_usable(work.now)) is False
    with pytest.raises(RuleViolation, match="entfällt"):
        answer(handed_over, first, SHORT)


# --- opening


def test_opening_sends_one_automatic_mail_with_a_link_of_its_own(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    link = handed_over.look(lambda work: (link_of(work, follow_up).id, link_of(work, follow_up).person_id))
    manager = handed_over.look(lambda work: work.queries.person(MANAGER).id)
    message = handed_over.look(
        lambda work: next(m for m in work.queries.messages(engagement=NUMBER) if m.template == "nachbefragung")
    )
    assert link[1] == manager and message.state == "wartend"
    assert f"[[link:{link[0]}]]" in message.body_text and f"[[link:{link[0]}]]" in message.body_html
    # ten working days after Monday, 19.10.2015; no holiday lies between
    assert "bis zum 02.11.2015" in " ".join(message.body_text.split())
    assert "etwa fünf Minuten" in " ".join(message.body_text.split())
    with pytest.raises(RuleViolation, match="schon „offen“"):
        handed_over.run("system", lambda work: open_follow_up(work, follow_up))


def test_a_person_and_the_schedule_open_at_once_and_one_mail_leaves(handed_over: Agency) -> None:
    follow_up, day, _ = surveys(handed_over)["14t"]
    handed_over.set_day(day)

    def open_as(who: str) -> bool:
        try:
            handed_over.run(who, lambda work: open_follow_up(work, follow_up))
        except RuleViolation:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(open_as, ("system", LEAD))) == [False, True]
    templates = handed_over.look(lambda work: [m.template for m in work.queries.messages(engagement=NUMBER)])
    assert templates.count("nachbefragung") == 1
    assert len(handed_over.look(lambda work: work.queries.personal_links(follow_up_id=follow_up))) == 1


def test_each_cluster_manager_has_a_link_of_her_own(handed_over: Agency) -> None:
    def second(work: Work) -> None:
        cluster = work.queries.cluster(handed_over.cluster_name)
        add_person(
            work, "z.zweite", "Nachname Zwei (Beispiel)", "zwei@netz.example", None, (Role.CLUSTER_MANAGER,), cluster
        )

    handed_over.run(HEAD, second)
    follow_up = opened(handed_over, "14t")
    people = handed_over.look(lambda work: [x.person_id for x in work.queries.personal_links(follow_up_id=follow_up)])
    assert len(people) == len(set(people)) == 2


def test_nothing_is_sent_while_the_engagement_rests(handed_over: Agency) -> None:
    handed_over.decide(HEAD, "pause", reason="vorstandswahl")
    with pytest.raises(RuleViolation, match="ruht"):
        opened(handed_over, "14t")
    handed_over.decide(HEAD, "resume")
    assert ask(handed_over, opened(handed_over, "14t"), lambda f: f.state) == "offen"


# --- answering


def test_the_page_shows_the_plan_and_what_was_told_before(handed_over: Agency) -> None:
    answer(handed_over, opened(handed_over, "3m"), SHORT)
    shown = form(handed_over, opened(handed_over, "6m"))
    values = {f.key: f.value for f in shown.fields}
    assert sum(key.endswith(".status") for key in values) == 18
    assert values["m.3_1.status"] == "erledigt" and values["m.1_1.status"] is None
    assert ("Vorgang", NUMBER) in shown.facts and ("Übergabe", "20.07.2015") in shown.facts
    assert shown.minutes == 9  # 18 x 10 + 8 + 6 + 40 + 9 x 20 + 15 + 10 + 40 + 45 = 524 s


def test_an_answer_through_the_link_is_kept_and_marks_the_link(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    hand_in(handed_over, follow_up, {"m.3_1.status": "erledigt", "usefulness": "4", "help_needed": "nein"})
    kept = ask(handed_over, follow_up, lambda f: (f.state, f.latest.channel, f.latest.role, f.latest.data))
    assert kept[:3] == ("beantwortet", "link", "cm")
    assert kept[3]["measures"] == [
        {"number": "M 3.1", "status": "erledigt", "result": "", "evidence": "", "decided_by": ""}
    ]
    assert (kept[3]["usefulness"], kept[3]["help_needed"]) == (4, False)
    link = handed_over.look(lambda work: (link_of(work, follow_up).uses, link_of(work, follow_up).revoked_at))
    assert link == (1, None)


def test_an_empty_page_is_no_answer(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    with pytest.raises(FormErrors, match="mindestens eine Frage"):
        hand_in(handed_over, follow_up, {})
    assert ask(handed_over, follow_up, lambda f: f.state) == "offen"


def test_a_link_of_another_purpose_opens_no_follow_up(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "14t")

    def other(work: Work) -> None:
        link = link_of(work, follow_up)
        link.purpose = "zusage"
        follow_up_form(work, link)

    with pytest.raises(NotFoundError):
        handed_over.run("system", other)


def test_staff_take_answers_down_and_a_correction_is_the_next_version(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    assert answer(handed_over, follow_up, SHORT, on=date(2015, 10, 19)) == 1
    handed_over.set_day(date(2015, 10, 23))
    assert answer(handed_over, follow_up, {**SHORT, "usefulness": 5}, channel="papier", role="vorstand") == 2
    versions = ask(
        handed_over, follow_up, lambda f: [(a.version, a.channel, a.role, a.data["usefulness"]) for a in f.answers]
    )
    assert versions == [(1, "telefon", "cm", 4), (2, "papier", "vorstand", 5)]


def test_an_early_call_answers_what_was_not_sent_yet(handed_over: Agency) -> None:
    follow_up = id_of(handed_over, "14t")
    answer(handed_over, follow_up, {"own": {"first_steps": "Meldebogen verschickt"}})
    assert ask(handed_over, follow_up, lambda f: (f.state, f.opened_on)) == ("beantwortet", date(2015, 7, 20))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"channel": "link"}, "telefon oder papier"),
        ({"channel": "fax"}, "telefon oder papier"),
        ({"role": "berater"}, "keine Rolle der Initiative"),
        ({"on": date(2015, 12, 31)}, "in der Zukunft"),
        ({"on": date(2015, 7, 19)}, "vor der Übergabe"),
    ],
)
def test_a_wrong_note_of_a_call_is_refused(handed_over: Agency, given: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        answer(handed_over, opened(handed_over, "3m"), SHORT, **given)


def test_a_record_of_another_engagement_or_without_an_answer_is_refused(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    with pytest.raises(InputErrors, match="gehört nicht zu diesem Vorgang"):
        answer(handed_over, follow_up, {"measures": [{"number": "M 7.7", "status": "erledigt"}]})
    with pytest.raises(InputError, match="keine Antwort"):
        answer(handed_over, follow_up, {})
    assert ask(handed_over, follow_up, lambda f: f.state) == "offen"


@pytest.mark.parametrize("handle", [MANAGER, AUDITOR])
def test_only_staff_take_answers_down(handed_over: Agency, handle: str) -> None:
    follow_up = opened(handed_over, "3m")
    with pytest.raises(PermissionDenied):
        handed_over.run(handle, lambda w: answer_follow_up(w, follow_up, SHORT, channel="telefon", role="cm"))
    with pytest.raises(PermissionDenied):
        handed_over.run(handle, lambda w: note_no_answer(w, follow_up, "keine Lust"))
    with pytest.raises(PermissionDenied):
        handed_over.run(handle, lambda w: open_follow_up(w, follow_up))


def test_two_who_answer_at_once_leave_two_versions(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(lambda grade: answer(handed_over, follow_up, {**SHORT, "usefulness": grade}), (3, 5)))
    assert sorted(made) == [1, 2]


def test_an_answer_and_silence_at_once_never_lose_the_answer(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")

    def give_up(_: int) -> str:
        try:
            handed_over.run(ASSISTANT, lambda work: note_no_answer(work, follow_up, "Geschäftsstelle ist geschlossen"))
        except RuleViolation:
            return "refused"
        return "silent"

    with ThreadPoolExecutor(2) as threads:
        tried = threads.submit(give_up, 0)
        threads.submit(answer, handed_over, follow_up, SHORT).result()
    assert tried.result() in ("refused", "silent")
    assert ask(handed_over, follow_up, lambda f: (f.state, len(f.answers))) == ("beantwortet", 1)


def test_no_answer_reaches_the_chain_in_words(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    answer(handed_over, follow_up, {**SHORT, "help_needed": True, "help_text": "Geheimer Streit im Vorstand"})
    chain = json.dumps([event.entry() for event in handed_over.events()], ensure_ascii=False)
    assert "Geheimer Streit" not in chain and "M 3.1" not in chain


# --- silence


def mark(agency: Agency, follow_up: int, rule: str, state: DueState) -> None:
    """Let the schedule have done its part on a rule of this follow-up."""

    def change(work: Work) -> None:
        survey = work.queries.follow_up(follow_up)
        engagement = survey.engagement
        found = [i for i in engagement.due_items if i.follow_up_id == follow_up and i.rule == rule]
        if not found:
            found = [
                DueItem(
                    key=f"probe:{follow_up}:{rule}",
                    engagement_id=engagement.id,
                    engagement_number=engagement.number,
                    follow_up_id=follow_up,
                    rule=rule,
                    kind="aufgabe",
                    role="assistenz",
                    due_on=work.today,
                    fires=False,
                    label="Probe",
                )
            ]
            work.add(found[0])
        found[0].state = state.value

    agency.run("system", change)


def settle(agency: Agency, template: str, state: str) -> None:
    """Let the mail server have decided about every message of a template; of the reminder there is none yet."""

    def change(work: Work) -> None:
        engagement = work.queries.engagement(NUMBER)
        if template == "erinnerung":
            to = [work.queries.person(MANAGER)]
            message = queue_message(work, "eingang", f"{NUMBER}:probe:erinnerung", engagement, to, {})
            assert message is not None
            item = next(
                i
                for i in engagement.due_items
                if i.rule == "nachbefragung_2" and i.follow_up_id is not None and i.state == "ausgeloest"
            )
            item.message_id, message.state = message.id, state
        for message in work.queries.messages(engagement=NUMBER):
            if message.template == template:
                message.state = state

    agency.run("system", change)


def test_silence_needs_two_reminders_and_the_call(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    with pytest.raises(RuleViolation, match="zweite Erinnerung") as refused:
        handed_over.run(ASSISTANT, lambda work: note_no_answer(work, follow_up))
    assert "Telefonaufgabe" in str(refused.value) and "Fragen sind noch nicht zugestellt" in str(refused.value)
    settle(handed_over, "nachbefragung", "gesendet")
    mark(handed_over, follow_up, "nachbefragung_2", DueState.FIRED)
    with pytest.raises(RuleViolation, match="zweite Erinnerung"):  # nobody could be written to
        handed_over.run(ASSISTANT, lambda work: note_no_answer(work, follow_up))
    settle(handed_over, "erinnerung", "abgelehnt")
    with pytest.raises(RuleViolation, match="zweite Erinnerung"):  # queued, and refused by the server
        handed_over.run(ASSISTANT, lambda work: note_no_answer(work, follow_up))
    settle(handed_over, "erinnerung", "gesendet")
    with pytest.raises(RuleViolation, match="Telefonaufgabe"):
        handed_over.run(ASSISTANT, lambda work: note_no_answer(work, follow_up))
    mark(handed_over, follow_up, "nachbefragung_telefon", DueState.DONE)
    handed_over.run(ASSISTANT, lambda work: note_no_answer(work, follow_up))
    assert ask(handed_over, follow_up, lambda f: f.state) == "keine_antwort"


def test_questions_that_the_server_refused_were_never_asked(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    mark(handed_over, follow_up, "nachbefragung_2", DueState.FIRED)
    mark(handed_over, follow_up, "nachbefragung_telefon", DueState.DONE)
    settle(handed_over, "erinnerung", "gesendet")
    for state in ("wartend", "in_zustellung", "ungewiss", "abgelehnt", "verworfen"):
        settle(handed_over, "nachbefragung", state)
        with pytest.raises(RuleViolation, match="Fragen sind noch nicht zugestellt"):
            handed_over.run(ASSISTANT, lambda work: note_no_answer(work, follow_up))
    settle(handed_over, "nachbefragung", "gesendet")
    handed_over.run(ASSISTANT, lambda work: note_no_answer(work, follow_up))
    assert ask(handed_over, follow_up, lambda f: f.state) == "keine_antwort"


def test_a_reason_stands_for_reminders_and_call_and_stays_out_of_the_chain(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    handed_over.run(ASSISTANT, lambda work: note_no_answer(work, follow_up, "Geschäftsstelle bis März geschlossen"))
    kept = handed_over.engagement(lambda e: next(x.text for x in e.evidence if x.key == "reason_silent_3m"))
    assert kept == "Geschäftsstelle bis März geschlossen"
    assert "geschlossen" not in json.dumps([e.entry() for e in handed_over.events()], ensure_ascii=False)


def test_silence_is_no_answer_to_what_was_never_asked(handed_over: Agency) -> None:
    with pytest.raises(RuleViolation, match="nicht offen"):
        handed_over.run(ASSISTANT, lambda work: note_no_answer(work, id_of(handed_over, "12m"), "vorab"))


def test_a_late_answer_replaces_silence(handed_over: Agency) -> None:
    follow_up = opened(handed_over, "3m")
    handed_over.run(ASSISTANT, lambda work: note_no_answer(work, follow_up, "niemand erreichbar"))
    handed_over.set_day(date(2015, 12, 1))
    hand_in(handed_over, follow_up, {"usefulness": "3"})
    assert ask(handed_over, follow_up, lambda f: (f.state, f.settled_on)) == ("beantwortet", date(2015, 12, 1))


# --- results and gate G5


def through_the_sample(agency: Agency) -> None:
    """The three follow-ups of the sample case, on their days and ways."""
    for told in agency.case.story["follow_ups"]:
        on = date.fromisoformat(told["answered_on"])
        follow_up = opened(agency, told["key"])
        agency.set_day(on)
        answer(agency, follow_up, agency.case.follow_ups[told["key"]], on=on)


def test_the_sample_follow_ups_lead_to_the_figures_of_the_note(handed_over: Agency) -> None:
    through_the_sample(handed_over)
    found = handed_over.engagement(results)
    assert found.implementation is not None and found.implementation.counts == "8 von 11"
    joint = next(c for c in found.profile.changes if c.key == "cooperation_rate")
    # the frozen baseline of G1, not the newest profile
    assert (joint.before, joint.before_of, joint.after, joint.after_of) == (14, 61, 19, 63)
    lines = handed_over.engagement(measure_status)
    assert [m.number for m in lines if m.is_overdue(date(2016, 7, 20))] == ["M 1.1", "M 2.2", "M 3.5"]


def settle_the_rest(agency: Agency) -> None:
    for key, (follow_up, _, state) in surveys(agency).items():
        if state == "geplant":
            opened(agency, key)
        if state in ("geplant", "offen"):
            agency.run(ASSISTANT, lambda work, f=follow_up: note_no_answer(work, f, "niemand erreichbar"))  # type: ignore[misc]


def test_the_gate_learns_its_facts_when_the_last_follow_up_is_settled(handed_over: Agency) -> None:
    through_the_sample(handed_over)
    assert facts(handed_over, *G5) == [None, None, None]  # two weeks and two years are still to come
    settle_the_rest(handed_over)
    assert facts(handed_over, *G5) == ["keine_antwort", "8 von 11", "5"]
    authors = handed_over.engagement(lambda e: {x.author_id for x in e.evidence if x.key in G5})
    assert authors == {"system"}
    entered = [e for e in handed_over.events() if e.action == "engagement:evidence:recorded"][-3:]
    assert {str(e.entry()).count("8 von 11") for e in entered} == {0, 1}  # counts may stand in an event


def test_a_correction_afterwards_enters_the_facts_anew(handed_over: Agency) -> None:
    through_the_sample(handed_over)
    settle_the_rest(handed_over)
    last = id_of(handed_over, "24m")
    answer(handed_over, last, {"measures": [{"number": "M 3.5", "status": "erledigt"}], "usefulness": 3})
    # on 19.07.2017 M 1.5, M 3.3 and M 3.4 are due as well and were running when last told: 9 of 14
    assert facts(handed_over, *G5) == ["ja", "9 von 14", "3"]
    count = handed_over.engagement(lambda e: sum(x.key == "satisfaction" for x in e.evidence))
    assert count == 2


def test_silence_to_the_end_opens_the_gate_as_silence(handed_over: Agency) -> None:
    settle_the_rest(handed_over)
    assert facts(handed_over, *G5) == ["keine_antwort"] * 3
    handed_over.prove({"indicators_posted": "ja"}, date(2017, 7, 19))
    handed_over.decide(HEAD, "close")
    assert handed_over.state() == State.CLOSED.value
    with pytest.raises(RuleViolation, match="stehen fest"):
        answer(handed_over, id_of(handed_over, "24m"), SHORT)


def test_closing_by_hand_ends_what_is_still_planned(handed_over: Agency) -> None:
    handed_over.prove(
        {"follow_up_complete": "ja", "implementation_rate": "8 von 11", "indicators_posted": "ja", "satisfaction": "4"},
        date(2015, 7, 20),
    )
    handed_over.decide(HEAD, "close")
    assert {state for _, _, state in surveys(handed_over).values()} == {"entfallen"}


def test_the_sheet_asks_what_the_page_asks(handed_over: Agency) -> None:
    content = handed_over.look(lambda work: render_sheet(work, id_of(handed_over, "3m")))
    document = Document(BytesIO(content))
    text = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "M 1.1 Vergeben von Skizzentagen" in text and "Wie nützlich war die Begleitung?" in text
    assert "☐\u00a0erledigt" in text


def test_a_follow_up_of_nobody_is_named(agency: Agency) -> None:
    def missing(work: Work) -> FollowUpSurvey:
        return work.queries.follow_up(4711)

    with pytest.raises(NotFoundError, match="followup list"):
        agency.look(missing)
