"""The agenda: what is due, for whom, why, and what settles it; the outbox's decisions; a person's calendar."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event as sql_event

from clusterprocess.domain.due_items import DueItem
from clusterprocess.domain.errors import InputError, NotFoundError, PermissionDenied, RuleViolation
from clusterprocess.domain.incoming_mails import IncomingMail
from clusterprocess.domain.scheduled_runs import ScheduledRun
from clusterprocess.domain.states import State
from clusterprocess.usecases.agenda import AgendaLine, Wish, agenda, decisions_for, finish_due, messages_of
from clusterprocess.usecases.keep_absences import enter_absence
from clusterprocess.usecases.personal_calendar import personal_calendar
from tests.builders import (
    ASSISTANT,
    AUDITOR,
    ERDF,
    HEAD,
    LEAD,
    MANAGER,
    NUMBER,
    OTHER,
    REVIEWER,
    Agency,
    bring_to,
)  # fmt: skip


@pytest.fixture
def office(agency: Agency) -> Agency:
    """An accepted engagement, led by Berger and reviewed by Prinz; what its own plan holds is put aside."""
    bring_to(agency, State.ACCEPTED)

    def put_aside(work: Any) -> None:
        for item in work.queries.engagement(NUMBER).due_items:
            if item.is_open:
                item.withdraw(work.today, "für diese Prüfung")

    agency.run("system", put_aside)
    return agency


def _due(
    agency: Agency, role: str, in_days: int, *, kind: str = "aufgabe", label: str = "", whose: str = NUMBER
) -> int:
    """A due item as the plan would derive it; ``whose`` empty belongs to no engagement."""

    def enter(work: Any) -> int:
        case = work.queries.engagement(whose) if whose else None
        item = DueItem(
            key=f"{role}:{in_days}:{kind}:{label}",
            engagement_id=case.id if case else None,
            engagement_number=case.number if case else None,
            cluster_id=case.cluster_id if case else None,
            rule="probe",
            kind=kind,
            role=role,
            due_on=work.today + timedelta(days=in_days),
            fires=kind != "aufgabe",
            label=label or f"{role} in {in_days}",
            explained="2 Arbeitstage ab 12. Januar 2015",
        )
        work.add(item)
        work.flush()
        return item.id

    return agency.run("system", enter)


def _lines(agency: Agency, kinds: tuple[str, ...] = ("Aufgabe", "Erinnerung"), **wish: Any) -> list[AgendaLine]:
    return [line for line in agency.look(lambda w: agenda(w, Wish(**wish))) if line.kind in kinds]


def _absent(agency: Agency, who: str, substitute: str, first: int, last: int) -> None:
    today = agency.look(lambda w: w.today)
    agency.run(
        HEAD,
        lambda w: (
            enter_absence(
                w,
                w.queries.person(who),
                w.queries.person(substitute),
                today + timedelta(first),
                today + timedelta(last),
            ).id
        ),
    )


def test_overdue_comes_first_then_day_by_day_up_to_the_horizon(office: Agency) -> None:
    ids = [_due(office, "berater", n) for n in (3, -2, 0, 7, 8)]
    lines = _lines(office)
    assert [(line.id, line.overdue) for line in lines] == [
        (ids[1], True), (ids[2], False), (ids[0], False), (ids[3], False),
    ]  # fmt: skip
    assert [line.id for line in _lines(office, days=8)][-1] == ids[4]
    assert [line.id for line in _lines(office, days=0)] == [ids[1], ids[2]]


def test_a_line_says_what_for_whom_why_and_how_it_is_settled(office: Agency) -> None:
    task = _due(office, "berater", 1, label="Eingang bestätigen")
    _due(office, "cm", 2, kind="erinnerung", label="Fragebogen erinnern")
    first, second = _lines(office)
    assert (first.number, first.label, first.reason, first.people) == (
        NUMBER, "Eingang bestätigen", "2 Arbeitstage ab 12. Januar 2015", (LEAD,),
    )  # fmt: skip
    assert first.settled_by == f'clusterprocess agenda done {task} --outcome "…"'
    assert (second.kind, second.people, second.settled_by) == ("Erinnerung", (MANAGER,), "")


@pytest.mark.parametrize(
    ("role", "person"),
    [
        ("berater", LEAD),
        ("pruefer", REVIEWER),
        ("cm", MANAGER),
        ("leitung", HEAD),
        ("assistenz", ASSISTANT),
        ("efre", ERDF),
    ],
)
def test_each_role_is_resolved_to_its_people_and_found_for_them_alone(office: Agency, role: str, person: str) -> None:
    item = _due(office, role, 1)
    assert _lines(office)[0].people == (person,)
    assert [line.id for line in _lines(office, person=person)] == [item]
    assert [line.id for line in _lines(office, role=role)] == [item]
    others = {LEAD, REVIEWER, MANAGER, HEAD, ASSISTANT, ERDF, OTHER} - {person}
    assert all(_lines(office, person=other) == [] for other in others)


def test_what_belongs_to_no_engagement_is_for_all_who_hold_the_role(office: Agency) -> None:
    item = _due(office, "berater", 1, whose="")
    assert set(_lines(office)[0].people) == {LEAD, OTHER}
    assert [line.id for line in _lines(office, person=OTHER)] == [item]
    assert _lines(office, engagement=NUMBER) == [] and _lines(office, person=HEAD) == []


def test_the_substitute_of_the_day_sees_it_and_the_absent_does_not(office: Agency) -> None:
    before, during = _due(office, "berater", 1), _due(office, "berater", 3)
    _absent(office, LEAD, OTHER, 2, 4)
    assert [line.id for line in _lines(office, person=LEAD)] == [before]
    assert [line.id for line in _lines(office, person=OTHER)] == [during]
    assert [line.people for line in _lines(office)] == [(LEAD,), (f"{LEAD} (Vertretung {OTHER})",)]


def test_what_is_overdue_goes_to_whoever_is_there_today(office: Agency) -> None:
    late = _due(office, "berater", -3)
    _absent(office, LEAD, OTHER, 0, 2)
    assert [line.id for line in _lines(office, person=OTHER)] == [late]


def test_drafts_uncertain_mails_incoming_mails_and_failed_work_stand_on_the_agenda(office: Agency) -> None:
    def trouble(work: Any) -> None:
        waiting = work.queries.messages()[0]
        waiting.claim()
        waiting.in_doubt()
        mail = {"sha256": "a" * 64, "kind": "antwort", "received_on": work.today, "taken_at": work.now}
        work.add(IncomingMail(**mail, subject="Rückfrage", engagement_number=NUMBER))
        work.add(IncomingMail(**{**mail, "sha256": "b" * 64}, subject="erledigt", settled=True))
        work.add(ScheduledRun(kind="sweep", started_at=work.now, outcome="fehlgeschlagen"))
        work.add(ScheduledRun(kind="self_proof", started_at=work.now, outcome="fehlgeschlagen"))
        work.flush()
        work.add(ScheduledRun(kind="self_proof", started_at=work.now, outcome="fertig"))
        for request in work.queries.requests_of(work.queries.engagement(NUMBER).id)[:1]:
            request.trouble = "Prefect ist nicht erreichbar."

    office.run("system", trouble)
    lines = {(line.kind, line.settled_by): line for line in _lines(office, ("Nachricht", "Eingang", "Lauf"))}
    commands = [command for _, command in lines]
    assert f"clusterprocess engagement retry {NUMBER}" in commands
    assert commands.count("clusterprocess doctor") == 1
    message = next(line for (kind, _), line in lines.items() if kind == "Nachricht")
    assert message.overdue and "outbox arrived" in message.settled_by and message.people == (LEAD,)
    (mail,) = [line for (kind, _), line in lines.items() if kind == "Eingang"]
    assert (mail.label, mail.people) == ("Rückfrage", (LEAD,)) and mail.settled_by.startswith(
        "clusterprocess mail show"
    )
    assert _lines(office, ("Nachricht", "Eingang", "Lauf"), role="pruefer") == []
    assert {line.kind for line in _lines(office, ("Nachricht", "Eingang", "Lauf"), person=LEAD)} >= {
        "Nachricht",
        "Eingang",
    }


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"days": -1}, InputError), ({"days": 367}, InputError), ({"role": "koenig"}, InputError),
        ({"person": "x.unbekannt"}, NotFoundError),
    ],
)  # fmt: skip
def test_wrong_wishes_are_refused(office: Agency, wish: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        _lines(office, **wish)


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_lines(office: Agency) -> None:
    def asked() -> int:
        found: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            found.append(statement)

        sql_event.listen(office.app.engine, "before_cursor_execute", note)
        try:
            _lines(office)
        finally:
            sql_event.remove(office.app.engine, "before_cursor_execute", note)
        return len(found)

    _due(office, "berater", 1, label="eins")
    few = asked()
    for n in range(40):
        _due(office, "berater", 1, label=f"mehr {n}")
    assert asked() == few


# --- settling a task -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [LEAD, HEAD, ASSISTANT])
def test_the_responsible_the_head_and_the_back_office_settle_a_task(office: Agency, who: str) -> None:
    item = _due(office, "berater", 0)
    done = office.run(who, lambda w: (lambda i: (i.state, i.outcome))(finish_due(w, item, " angerufen ")))
    assert done == ("erledigt", "angerufen")
    assert office.actions()[-1] == "due:item:done" and _lines(office) == []
    with pytest.raises(RuleViolation, match="erledigt"):
        office.run(who, lambda w: finish_due(w, item, "noch einmal"))


def test_two_who_settle_a_task_at_once_settle_it_once(office: Agency) -> None:
    item = _due(office, "berater", 0)

    def settle(who: str) -> bool:
        try:
            office.run(who, lambda w: finish_due(w, item, f"erledigt von {who}").id)
        except RuleViolation:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(settle, (LEAD, HEAD))) == [False, True]
    assert office.actions().count("due:item:done") == 1


@pytest.mark.parametrize("who", [OTHER, REVIEWER, ERDF, AUDITOR, MANAGER])
def test_others_do_not_settle_it(office: Agency, who: str) -> None:
    item = _due(office, "berater", 0)
    with pytest.raises(PermissionDenied):
        office.run(who, lambda w: finish_due(w, item, "erledigt"))


def test_the_substitute_settles_it_while_she_stands_in_and_the_lead_what_waits_for_the_manager(office: Agency) -> None:
    item, asked = _due(office, "berater", 0), _due(office, "cm", 0)
    _absent(office, LEAD, OTHER, 0, 1)
    assert office.run(OTHER, lambda w: finish_due(w, item, "erledigt").closed_by) == office.look(
        lambda w: w.queries.person(OTHER).id
    )
    assert office.run(LEAD, lambda w: finish_due(w, asked, "am Telefon geklärt").state) == "erledigt"


@pytest.mark.parametrize("outcome", ["", "  ", "x" * 301, "a\x07b"])
def test_an_outcome_is_one_readable_sentence(office: Agency, outcome: str) -> None:
    item = _due(office, "berater", 0)
    with pytest.raises(InputError, match="outcome"):
        office.run(LEAD, lambda w: finish_due(w, item, outcome))


def test_what_the_schedule_settles_and_what_is_not_there_cannot_be_settled(office: Agency) -> None:
    reminder = _due(office, "berater", 0, kind="erinnerung")
    with pytest.raises(RuleViolation, match="keine Aufgabe"):
        office.run(LEAD, lambda w: finish_due(w, reminder, "erledigt"))
    with pytest.raises(NotFoundError):
        office.run(LEAD, lambda w: finish_due(w, 99_999, "erledigt"))


# --- the outbox ----------------------------------------------------------------------------------------------------


def test_each_state_has_its_decisions() -> None:
    assert [decisions_for(s) for s in ("entwurf", "wartend", "gehalten", "ungewiss", "abgelehnt", "gesendet")] == [
        ("release", "drop"), ("hold",), ("resume", "drop"), ("arrived", "resend"), ("resend", "arrived"), (),
    ]  # fmt: skip


def test_the_outbox_names_who_decides_today(office: Agency) -> None:
    def told(**more: Any) -> set[str]:
        return {handle for _, handle in office.look(lambda w: messages_of(w, (), **more))}

    assert told() == {LEAD} and told(person=LEAD) == {LEAD}
    assert told(person=OTHER) == set() and told(engagement=NUMBER.lower()) == {LEAD}
    _absent(office, LEAD, OTHER, 0, 1)
    assert told() == {OTHER} and told(person=LEAD) == set()


# --- a person's calendar -------------------------------------------------------------------------------------------


def _calendar(agency: Agency, who: str) -> list[dict[str, str]]:
    """Entries of a feed, read line by line after unfolding (RFC 5545 section 3.1)."""
    text = agency.look(lambda w: personal_calendar(w, w.queries.person(who))).decode("utf-8")
    assert "METHOD:PUBLISH" in text and "ATTENDEE" not in text
    blocks = text.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    lines = [[line.partition(":") for line in block.split("\r\n")] for block in blocks]
    return [{name.partition(";")[0]: value for name, _, value in block} for block in lines]


def test_a_calendar_holds_meetings_and_due_items_of_the_person(office: Agency) -> None:
    held_on = date(2015, 6, 17)
    workshop = office.plan(held_on)
    item = _due(office, "berater", 3, label="Eingang bestätigen")
    late = _due(office, "berater", -3, label="Überfälliges")
    today = office.look(lambda w: w.today)
    found = {entry["UID"]: entry for entry in _calendar(office, LEAD)}
    meeting = found[f"workshop-{workshop}@clusterprocess"]
    assert meeting["DTSTART"] == "20150617T090000" and meeting["DTEND"] > meeting["DTSTART"]
    assert found[f"due-{item}@clusterprocess"]["DTSTART"] == f"{today + timedelta(3):%Y%m%d}"
    assert found[f"due-{late}@clusterprocess"]["DTSTART"] == f"{today:%Y%m%d}"
    assert "Fällig seit" in found[f"due-{late}@clusterprocess"]["DESCRIPTION"]
    assert _calendar(office, ERDF) == []


def test_an_overdue_item_moves_along_with_a_rising_sequence(office: Agency) -> None:
    item = _due(office, "assistenz", 0)
    first = {e["UID"]: e for e in _calendar(office, ASSISTANT)}[f"due-{item}@clusterprocess"]
    office.set_day(office.look(lambda w: w.today) + timedelta(2))
    later = {e["UID"]: e for e in _calendar(office, ASSISTANT)}[f"due-{item}@clusterprocess"]
    assert (first["SEQUENCE"], later["SEQUENCE"]) == ("0", "2") and later["DTSTART"] > first["DTSTART"]
