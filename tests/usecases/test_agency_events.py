"""Group events of the agency: number, invitation without doubles, mails released as one, changes, attendance, counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from clusterprocess.adapters.sheets.reader import read_table
from clusterprocess.adapters.sheets.writer import write_table
from clusterprocess.domain.actors import Role
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.chain import verify_chain
from clusterprocess.domain.errors import InputError, InputErrors, PermissionDenied, RuleViolation
from clusterprocess.domain.messages import Message
from clusterprocess.usecases.agency_events import (
    cancel_event,
    close_event,
    evaluate_by_link,
    evaluation_form,
    evaluation_of,
    move_event,
    plan_event,
)
from clusterprocess.usecases.event_attendance import (
    COLUMNS,
    EventCount,
    attendance_from_rows,
    attendance_sheet,
    count_event,
    count_year,
    record_attendance,
)
from clusterprocess.usecases.event_invitations import DistributionList, invite_to_event, preview_invitation
from clusterprocess.usecases.event_mails import release_event_mails
from clusterprocess.usecases.keep_persons import add_person
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.registrations import register_by_link, respond_by_link
from clusterprocess.usecases.send_messages import decide_message
from tests.builders import ASSISTANT, DELIVERING, HEAD, LEAD, MANAGER, OTHER, REFERENCE, Agency

DAY = date(2015, 5, 21)
EVENT = "CA-2015-V-001"
EVERYBODY = DistributionList()


def _plan(agency: Agency, by: str = LEAD, **more: Any) -> str:
    wanted: dict[str, Any] = {
        "kind": "gruppencoaching", "title": "Mitglieder gewinnen", "held_on": DAY, "starts_at": "9:30",
        "ends_at": "12:30", "place": "Haus der Wirtschaft", "capacity": 20, "lead": LEAD,
        "purpose": "Drei Initiativen berichten.", "agenda": ["09:30 Begrüßung", "10:00 Berichte"],
    } | more  # fmt: skip

    def plan(work: Work) -> str:
        lead = work.queries.person(wanted["lead"]) if wanted["lead"] else None
        operation, delivering = work.queries.operation(REFERENCE), work.queries.organisation(DELIVERING)
        return plan_event(work, **{**wanted, "lead": lead, "operation": operation, "delivering": delivering}).number

    return agency.run(by, plan)


@pytest.fixture
def event(agency: Agency) -> str:
    """A coaching with 20 seats on 21 May 2015, led by the consultant of the sample engagement."""
    return _plan(agency)


def _initiative(agency: Agency, name: str, source_id: str, *managers: tuple[str, str]) -> None:
    """Another initiative of the register with its cluster managers (handle, address)."""
    agency.add_cluster(name, source_id)
    for handle, email in managers:
        agency.run(HEAD, lambda w, h=handle, e=email: _add_manager(w, h, e, name))


def _add_manager(work: Work, handle: str, email: str, cluster: str) -> None:
    add_person(
        work, handle, f"Name {handle} (Beispiel)", email, None, (Role.CLUSTER_MANAGER,), work.queries.cluster(cluster)
    )


def _event(agency: Agency, question: Callable[[AgencyEvent], Any], number: str = EVENT) -> Any:
    return agency.look(lambda w: question(w.queries.agency_event(number)))


def _mails(agency: Agency, template: str = "", state: str = "") -> list[Message]:
    found = agency.look(lambda w: w.queries.event_messages(w.queries.agency_event(EVENT).id, template=template))
    return [m for m in found if state in ("", m.state)]


def _to(messages: list[Message]) -> list[str]:
    return sorted(r["email"] for m in messages for r in m.recipients)


def _invite(agency: Agency, wanted: DistributionList = EVERYBODY, by: str = LEAD) -> Any:
    return agency.run(by, lambda w: invite_to_event(w, EVENT, wanted))


def _register(agency: Agency, name: str, email: str, organisation: str = "Firma (Beispiel)") -> None:
    """Register somebody through a registration link of the event, as the web page does."""
    values = {"name": name, "email": email, "organisation": organisation, "kind": "kmu", "privacy": "ja"}

    def act(work: Work) -> None:
        links = work.queries.personal_links(agency_event_id=work.queries.agency_event(EVENT).id)
        register_by_link(work, next(link for link in links if link.purpose == "anmeldung"), values)

    agency.run("system", act)


def _registrations(agency: Agency, number: str = EVENT) -> dict[str, str]:
    return agency.look(
        lambda w: {
            r.person.name: r.state for r in w.queries.registrations(agency_event_id=w.queries.agency_event(number).id)
        }
    )


def _enter(agency: Agency, number: str, *entries: dict[str, Any]) -> EventCount:
    return agency.run(ASSISTANT, lambda w: record_attendance(w, number, {"attendance": list(entries)}))


def _walk_in(name: str, cluster: str = "", email: str = "", organisation: str = "Firma (Beispiel)") -> dict[str, Any]:
    return {"name": name, "organisation": organisation, "kind": "kmu", "cluster": cluster, "email": email}


# --- planning


def test_events_are_numbered_by_the_year_of_their_day(agency: Agency) -> None:
    assert [_plan(agency), _plan(agency), _plan(agency, held_on=date(2016, 2, 3))] == [
        "CA-2015-V-001", "CA-2015-V-002", "CA-2016-V-001",
    ]  # fmt: skip


def test_events_planned_at_the_same_time_get_different_numbers(agency: Agency) -> None:
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _: _plan(agency), range(4)))
    assert sorted(numbers) == [f"CA-2015-V-{n:03d}" for n in range(1, 5)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "messe"}, "kind"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"place": "Saal\x07"}, "place"),
        ({"starts_at": "25:00"}, "starts_at"),
        ({"ends_at": "09:30"}, "ends_at"),
        ({"capacity": 0}, "capacity"),
        ({"held_on": date(2018, 1, 1)}, "held_on"),
        ({"agenda": ["Begrüßung"]}, "agenda"),
        ({"purpose": "x" * 1001}, "purpose"),
        ({"lead": ASSISTANT}, "lead"),
    ],
)
def test_a_plan_that_cannot_be_accepted_names_the_field(agency: Agency, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as fault:
        _plan(agency, **wrong)
    assert fault.value.field == field
    assert agency.look(lambda w: w.queries.agency_events()) == []


def test_only_staff_plan_events(agency: Agency) -> None:
    with pytest.raises(PermissionDenied):
        _plan(agency, by=MANAGER)


# --- inviting


def test_an_invitation_goes_to_cluster_managers_with_an_address_each_with_an_own_link(
    agency: Agency, event: str
) -> None:
    _initiative(agency, "Netz Nord (Beispiel)", "2", ("n.eins", "eins@nord.example"))
    _initiative(agency, "Netz Süd (Beispiel)", "3", ("s.ohne", ""))
    found = _invite(agency)
    mails = _mails(agency, state="entwurf")
    assert _to(mails) == [f"{MANAGER}@netz.example", "eins@nord.example"]
    assert (found.initiatives, found.unreachable) == (3, ("Netz Süd (Beispiel)",))
    links = agency.look(lambda w: w.queries.personal_links(agency_event_id=w.queries.agency_event(EVENT).id))
    assert sorted(link.person_id for link in links) == sorted(m.recipients[0]["person"] for m in mails)
    for mail in mails:
        own = next(link for link in links if link.person_id == mail.recipients[0]["person"])
        assert mail.body_text.count(f"[[link:{own.id}]]") == 1
        # seven days before 21 May
        assert "bis zum 14.05.2015" in " ".join(mail.body_text.split()) and "CA-2015-V-001" in mail.subject
    assert _event(agency, lambda e: e.state) == "eingeladen"


def test_a_preview_writes_nothing(agency: Agency, event: str) -> None:
    before = agency.actions()
    found = agency.run(LEAD, lambda w: preview_invitation(w, EVENT, EVERYBODY))
    assert [p.email for p in found.to] == [f"{MANAGER}@netz.example"]
    assert _mails(agency) == [] and agency.actions() == before and _event(agency, lambda e: e.state) == "geplant"


def test_nobody_is_invited_twice_and_a_wider_list_reaches_only_new_people(agency: Agency, event: str) -> None:
    _initiative(
        agency, "Netz Nord (Beispiel)", "2", ("n.eins", "eins@nord.example"), ("n.zwei", f"{MANAGER}@NETZ.example")
    )
    first = _invite(agency, DistributionList(region="neckar_alb"))
    again = _invite(agency, DistributionList(region="neckar_alb"))
    wider = _invite(agency)
    # the second address of Netz Nord is that of the sample initiative's manager in capitals: the same person
    assert [len(found.to) for found in (first, again, wider)] == [1, 0, 1]
    assert _to(_mails(agency)) == [f"{MANAGER}@netz.example", "eins@nord.example"]
    assert agency.actions().count("agency_event:invitation:recorded") == 2


def test_who_leads_two_initiatives_gets_one_mail(agency: Agency, event: str) -> None:
    agency.add_cluster("Netz Nord (Beispiel)", "2")
    agency.run(
        HEAD,
        lambda w: w.queries.person(MANAGER).grant(
            Role.CLUSTER_MANAGER, w.now, w.queries.cluster("Netz Nord (Beispiel)")
        ),
    )
    assert len(_invite(agency).to) == 1


def test_two_who_invite_at_the_same_time_write_each_mail_once(agency: Agency, event: str) -> None:
    _initiative(agency, "Netz Nord (Beispiel)", "2", ("n.eins", "eins@nord.example"))
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda by: _invite(agency, by=by), (LEAD, OTHER)))
    assert sorted(len(f.to) for f in found) == [0, 2]
    assert len(_mails(agency)) == 2


def test_a_draft_that_somebody_dropped_is_not_written_again(agency: Agency, event: str) -> None:
    _invite(agency)
    (mail,) = _mails(agency)
    agency.run(LEAD, lambda w: decide_message(w, mail.id, "drop"))
    assert _invite(agency).to == ()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        (DistributionList(level="M2"), 1),  # the sample initiative is M2 by section 2
        (DistributionList(region="neckar_alb", field="production_engineering", kind="regionale_initiative"), 1),
    ],
)
def test_filters_choose_initiatives_and_the_internal_level_is_in_no_mail(
    agency: Agency, event: str, wanted: DistributionList, reached: int
) -> None:
    _initiative(agency, "Netz Nord (Beispiel)", "2", ("n.eins", "eins@nord.example"))
    assert len(_invite(agency, wanted).to) == reached
    (mail,) = _mails(agency)
    assert "M2" not in mail.body_text + mail.body_html + mail.subject


def test_a_label_counts_only_while_it_is_valid(agency: Agency, event: str) -> None:
    agency.add_profile(agency.cluster_name, labels=[{"label": "gold", "valid_until": "2014-12-31"}])
    with pytest.raises(InputError):
        _invite(agency, DistributionList(label="gold"))
    agency.add_profile(agency.cluster_name, labels=[{"label": "gold", "valid_until": "2015-12-31"}])
    assert len(_invite(agency, DistributionList(label="gold")).to) == 1


@pytest.mark.parametrize(
    "wrong", [{"region": "mond"}, {"field": "x"}, {"level": "M9"}, {"label": "platin"}, {"kind": "x"}]
)
def test_a_filter_that_nobody_knows_is_refused_by_name(agency: Agency, event: str, wrong: dict[str, str]) -> None:
    with pytest.raises(InputError) as fault:
        _invite(agency, DistributionList(**wrong))
    assert fault.value.field == next(iter(wrong))


def test_a_past_event_is_not_invited_to(agency: Agency, event: str) -> None:
    agency.set_day(date(2015, 5, 22))
    with pytest.raises(RuleViolation):
        _invite(agency)


# --- release


def test_the_lead_releases_all_drafts_at_once(agency: Agency, event: str) -> None:
    _initiative(agency, "Netz Nord (Beispiel)", "2", ("n.eins", "eins@nord.example"))
    _invite(agency, by=OTHER)
    for handle in (OTHER, ASSISTANT):
        with pytest.raises(PermissionDenied):
            agency.run(handle, lambda w: release_event_mails(w, EVENT))
    assert [m.state for m in _mails(agency)] == ["entwurf", "entwurf"]
    assert agency.run(LEAD, lambda w: release_event_mails(w, EVENT)) == 2
    assert [m.state for m in _mails(agency)] == ["wartend", "wartend"]
    assert agency.run(HEAD, lambda w: release_event_mails(w, EVENT)) == 0


# --- seats


def test_the_last_seat_is_given_once_and_whoever_waits_moves_up(agency: Agency) -> None:
    _plan(agency, capacity=1)
    _invite(agency)
    _register(agency, "Anna Amsel (Beispiel)", "anna@firma.example")
    _register(agency, "Bert Buche (Beispiel)", "bert@firma.example")
    assert _registrations(agency) == {"Anna Amsel (Beispiel)": "angemeldet", "Bert Buche (Beispiel)": "warteliste"}

    def withdraw(work: Work) -> None:
        links = work.queries.personal_links(agency_event_id=work.queries.agency_event(EVENT).id)
        first = next(link for link in links if link.purpose == "zusage")
        respond_by_link(work, first, {"answer": "nein"})

    agency.run("system", withdraw)
    assert _registrations(agency) == {"Anna Amsel (Beispiel)": "abgemeldet", "Bert Buche (Beispiel)": "angemeldet"}


def test_two_who_want_the_last_seat_at_the_same_time_do_not_both_get_it(agency: Agency) -> None:
    _plan(agency, capacity=1)
    _invite(agency)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda n: _register(agency, f"{n} Beispiel", f"{n.lower()}@firma.example"), ("Anna", "Bert")))
    assert sorted(_registrations(agency).values()) == ["angemeldet", "warteliste"]


# --- change and cancellation


def test_a_moved_event_rewrites_unsent_invitations_and_tells_who_knows_the_old_day(agency: Agency, event: str) -> None:
    _initiative(agency, "Netz Nord (Beispiel)", "2", ("n.eins", "eins@nord.example"))
    _invite(agency, DistributionList(region="neckar_alb"))
    agency.run(LEAD, lambda w: release_event_mails(w, EVENT))
    (released,) = _mails(agency)
    _deliver(agency, released.id)
    _invite(agency)  # Netz Nord: a draft that has not left
    _register(agency, "Anna Amsel (Beispiel)", "anna@firma.example")
    agency.run(LEAD, lambda w: move_event(w, EVENT, to=date(2015, 6, 11), place="Rathaus"))

    invitations = _mails(agency, "veranstaltung_einladung")
    assert [m.state for m in invitations] == ["gesendet", "verworfen", "entwurf"]
    assert "11. Juni 2015" in " ".join(invitations[2].body_text.split()) and "Rathaus" in invitations[2].body_text
    changes = _mails(agency, "veranstaltung_aenderung", "entwurf")
    assert _to(changes) == ["anna@firma.example", f"{MANAGER}@netz.example"]
    with_calendar = {m.recipients[0]["email"]: bool(m.attachments) for m in changes}
    assert with_calendar == {"anna@firma.example": True, f"{MANAGER}@netz.example": False}
    content = agency.app.files.get(next(m for m in changes if m.attachments).attachments[0]["sha256"]).decode()
    uid = f"UID:event-{_event(agency, lambda e: e.id)}@clusterprocess"
    assert uid in content and "METHOD:REQUEST" in content and "SEQUENCE:1" in content and "20150611T093000" in content
    links = agency.look(lambda w: w.queries.personal_links(agency_event_id=w.queries.agency_event(EVENT).id))
    assert all(link.expires_at.date() >= date(2015, 6, 11) for link in links)


def _deliver(agency: Agency, message_id: int) -> None:
    def act(work: Work) -> None:
        message = work.queries.message(message_id, lock=True)
        message.claim()
        message.sent(work.now, [r["person"] for r in message.recipients], {})

    agency.run("system", act)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"to": DAY}, {"to": date(2015, 1, 5)}, {"to": date(2018, 1, 5)}, {"starts_at": "13:00"}, {"place": " "}],
)
def test_a_change_that_changes_nothing_or_is_impossible_is_refused(
    agency: Agency, event: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(InputError):
        agency.run(LEAD, lambda w: move_event(w, EVENT, **wrong))
    assert _event(agency, lambda e: (e.held_on, e.moves)) == (DAY, 0)


def test_a_cancelled_event_takes_back_what_did_not_leave_and_tells_who_has_a_seat(agency: Agency, event: str) -> None:
    _invite(agency)
    _register(agency, "Anna Amsel (Beispiel)", "anna@firma.example")
    agency.run(LEAD, lambda w: cancel_event(w, EVENT, "krankheit"))
    assert [m.state for m in _mails(agency, "veranstaltung_einladung")] == ["verworfen"]
    (told,) = _mails(agency, "veranstaltung_absage", "entwurf")
    assert _to([told]) == ["anna@firma.example"] and "Erkrankung" in told.body_text
    content = agency.app.files.get(told.attachments[0]["sha256"]).decode()
    assert "METHOD:CANCEL" in content and "SEQUENCE:1" in content
    agency.set_day(DAY)
    refused: tuple[Callable[[Work], object], ...] = (
        lambda w: invite_to_event(w, EVENT, EVERYBODY),
        lambda w: move_event(w, EVENT, to=date(2015, 6, 1)),
        lambda w: record_attendance(w, EVENT, {"attendance": [_walk_in("Bert Beispiel")]}),
        lambda w: cancel_event(w, EVENT, "krankheit"),
        lambda w: close_event(w, EVENT),
    )
    for act in refused:
        with pytest.raises(RuleViolation):
            agency.run(LEAD, act)
    with pytest.raises(RuleViolation):
        _register(agency, "Cora Beispiel", "cora@firma.example")


def test_a_cancellation_needs_a_reason_of_the_catalogue(agency: Agency, event: str) -> None:
    for reason, text in (("laune", ""), ("sonstiges", " ")):
        with pytest.raises(InputError):
            agency.run(LEAD, lambda w, r=reason, t=text: cancel_event(w, EVENT, r, t))
    agency.run(LEAD, lambda w: cancel_event(w, EVENT, "sonstiges", "Die Bahn streikt."))
    assert _event(agency, lambda e: e.state) == "abgesagt"


# --- attendance


def test_attendance_takes_registered_people_and_those_who_just_came(agency: Agency, event: str) -> None:
    _invite(agency)
    _register(agency, "Anna Amsel (Beispiel)", "anna@firma.example")
    _register(agency, "Bert Buche (Beispiel)", "bert@firma.example")
    agency.set_day(DAY)
    ids = agency.look(
        lambda w: [r.id for r in w.queries.registrations(agency_event_id=w.queries.agency_event(EVENT).id)]
    )
    found = _enter(
        agency,
        EVENT,
        {"registration": ids[0]},
        {"registration": ids[1], "came": False},
        _walk_in("Cora Caspar (Beispiel)"),
    )
    # Anna came for the initiative whose manager the invitation went to, Cora for none
    assert found == EventCount(events=1, attendances=2, persons=2, initiatives=1, without_initiative=1)
    assert _event(agency, lambda e: e.state) == "durchgefuehrt"


def test_the_same_list_again_changes_nothing_and_a_corrected_one_only_what_differs(agency: Agency, event: str) -> None:
    agency.set_day(DAY)
    lines = (_walk_in("Anna Amsel (Beispiel)", email="anna@firma.example"), _walk_in("Bert Buche (Beispiel)"))
    first = _enter(agency, EVENT, *lines)
    before = agency.actions()
    assert _enter(agency, EVENT, *lines) == first and first.attendances == 2
    assert agency.actions() == before
    third = _enter(agency, EVENT, _walk_in("Cora Caspar (Beispiel)"))
    assert third.attendances == 3


def test_faults_of_a_list_are_all_told_and_nothing_is_stored(agency: Agency, event: str) -> None:
    agency.set_day(DAY)
    lines = (
        _walk_in("Anna Amsel (Beispiel)", email="anna@firma.example"),
        _walk_in("Anna Amsel (Beispiel)", email="ANNA@firma.example"),
        {"registration": 999},
        _walk_in(""),
        _walk_in("Bert Beispiel", cluster="Gibt es nicht"),
        {**_walk_in("Cora Beispiel"), "came": False},
    )
    with pytest.raises(InputErrors) as faults:
        _enter(agency, EVENT, *lines)
    assert [m.split(":")[0] for m in faults.value.messages] == [f"Eintrag {n}" for n in (2, 3, 4, 5, 6)]
    assert _registrations(agency) == {} and _event(agency, lambda e: e.state) == "geplant"


def test_there_is_no_attendance_before_the_day(agency: Agency, event: str) -> None:
    with pytest.raises(InputError):
        _enter(agency, EVENT, _walk_in("Anna Beispiel"))


def test_the_sheet_comes_back_filled_in_with_exact_faults(agency: Agency, event: str) -> None:
    _invite(agency)
    _register(agency, "Anna Amsel (Beispiel)", "anna@firma.example")
    agency.set_day(DAY)
    rows = agency.run(ASSISTANT, lambda w: attendance_sheet(w, EVENT))
    rows[0][-1] = "x"
    rows.append(["", "Bert Buche (Beispiel)", "Firma B (Beispiel)", "KMU", agency.cluster_name, "", "", "ja"])
    content = write_table(rows, list(COLUMNS.values()), "Liste")
    data = attendance_from_rows(read_table(content, "liste.xlsx"))
    assert agency.run(ASSISTANT, lambda w: record_attendance(w, EVENT, data)).attendances == 2
    rows[1][3], rows[1][-1], rows[0][0] = "Verein", "vielleicht", "A1"
    with pytest.raises(InputErrors) as faults:
        attendance_from_rows(read_table(write_table(rows, list(COLUMNS.values()), "Liste"), "liste.xlsx"))
    assert [m[:26] for m in faults.value.messages] == [
        "Zeile 2, Spalte Nr.: „A1“ ", "Zeile 3, Spalte Art: bitte", "Zeile 3, Spalte Anwesend: ",
    ]  # fmt: skip


def test_attendances_persons_and_initiatives_of_a_year_are_counted_apart(agency: Agency) -> None:
    # Three events of 2015, five persons of three initiatives (A = the sample initiative, B, C), one of 2016:
    #   event 1 (March):  Anna A, Bert A, Cora B                    3 attendances, 3 persons, 2 initiatives
    #   event 2 (May):    Anna A, Cora B, Dora C, Emil without one  4 attendances, 4 persons, 3 initiatives, 1 without
    #   event 3 (June):   Anna A, Emil without one                  2 attendances, 2 persons, 1 initiative,  1 without
    #   2015:             9 attendances of 5 persons (Anna 3, Cora 2, Emil 2, Bert 1, Dora 1), 3 initiatives, 2 without
    #   event 4 (2016):   Anna A                                    counts for 2016 only
    _initiative(agency, "Netz B (Beispiel)", "2")
    _initiative(agency, "Netz C (Beispiel)", "3")
    home = {"Anna": agency.cluster_name, "Bert": agency.cluster_name, "Cora": "Netz B (Beispiel)",
            "Dora": "Netz C (Beispiel)", "Emil": ""}  # fmt: skip
    lists = {
        date(2015, 3, 11): ("Anna", "Bert", "Cora"),
        date(2015, 5, 21): ("Anna", "Cora", "Dora", "Emil"),
        date(2015, 6, 11): ("Anna", "Emil"),
        date(2016, 2, 3): ("Anna",),
    }
    for held_on, names in lists.items():
        number = _plan(agency, held_on=held_on)
        agency.set_day(held_on)
        # Anna gives her address, the others are known again by name and organisation
        _enter(agency, number, *(_walk_in(f"{n} Beispiel", home[n], "anna@a.example" if n == "Anna" else "") for n in names))  # fmt: skip
    counts = [agency.look(lambda w, n=n: count_event(w, f"CA-2015-V-00{n}")) for n in (1, 2, 3)]
    assert counts == [EventCount(1, 3, 3, 2, 0), EventCount(1, 4, 4, 3, 1), EventCount(1, 2, 2, 1, 1)]
    assert agency.look(lambda w: count_year(w, 2015)) == EventCount(3, 9, 5, 3, 2)
    assert agency.look(lambda w: count_year(w, 2016)) == EventCount(1, 1, 1, 1, 0)
    assert agency.look(lambda w: count_year(w, 2017)) == EventCount(0, 0, 0, 0, 0)


def test_a_closed_event_keeps_its_figures_and_who_is_not_on_the_list_did_not_come(agency: Agency, event: str) -> None:
    _invite(agency)
    _register(agency, "Anna Amsel (Beispiel)", "anna@firma.example")
    agency.set_day(DAY)
    with pytest.raises(RuleViolation):
        agency.run(LEAD, lambda w: close_event(w, EVENT))
    _enter(agency, EVENT, _walk_in("Bert Buche (Beispiel)"))
    agency.run(LEAD, lambda w: close_event(w, EVENT))
    came = agency.look(
        lambda w: {
            r.person.name: r.attended for r in w.queries.registrations(agency_event_id=w.queries.agency_event(EVENT).id)
        }
    )
    assert came == {"Anna Amsel (Beispiel)": False, "Bert Buche (Beispiel)": True}
    with pytest.raises(RuleViolation):
        _enter(agency, EVENT, _walk_in("Cora Beispiel"))


# --- feedback


def _came(agency: Agency, count: int) -> None:
    agency.set_day(DAY)
    _enter(agency, EVENT, *(_walk_in(f"Person {n} Beispiel{n}", "", f"p{n}@firma.example") for n in range(count)))


def _answer(agency: Agency, place: int, values: dict[str, Any]) -> None:
    """Hand in through the link of one attendee, as the web page does."""

    def act(work: Work) -> None:
        links = work.queries.personal_links(agency_event_id=work.queries.agency_event(EVENT).id)
        link = [link for link in links if link.purpose == "rueckmeldung"][place]
        evaluation_form(work, link)
        evaluate_by_link(work, link, values)
        link.answered(work.now)

    agency.run("system", act)


def test_who_came_is_asked_once_by_a_link_that_names_nobody(agency: Agency, event: str) -> None:
    _came(agency, 2)
    _enter(agency, EVENT, _walk_in("Ohne Adresse (Beispiel)"))
    drafts = _mails(agency, "veranstaltung_rueckmeldung")
    assert _to(drafts) == ["p0@firma.example", "p1@firma.example"]
    # the list came in on 21 May: 21 days later is 11 June
    assert {m.state for m in drafts} == {"entwurf"} and "bis 11.06.2015" in drafts[0].subject
    links = agency.look(lambda w: w.queries.personal_links(agency_event_id=w.queries.agency_event(EVENT).id))
    assert [(link.purpose, link.person_id) for link in links] == [("rueckmeldung", None)] * 2


def test_a_corrected_list_takes_back_the_question_to_somebody_who_did_not_come(agency: Agency, event: str) -> None:
    _came(agency, 2)
    ids = agency.look(
        lambda w: [r.id for r in w.queries.registrations(agency_event_id=w.queries.agency_event(EVENT).id)]
    )
    _enter(agency, EVENT, {"registration": ids[1], "came": False})
    assert [m.state for m in _mails(agency, "veranstaltung_rueckmeldung")] == ["entwurf", "verworfen"]


def test_feedback_is_hidden_below_eight_answers_and_shown_as_means_from_eight_on(agency: Agency, event: str) -> None:
    _came(agency, 9)
    for place in range(7):
        _answer(agency, place, {"nutzen": 4, "mitnehmen": f"Idee {place}"})
    seven = agency.look(lambda w: evaluation_of(w, w.queries.agency_event(EVENT)))
    assert (seven.asked, seven.answers, seven.is_shown) == (9, 7, False)
    assert [q.mean for q in seven.questions] == [None, None, None] and seven.words == ()
    _answer(agency, 7, {"nutzen": 2, "austausch": 5})
    eight = agency.look(lambda w: evaluation_of(w, w.queries.agency_event(EVENT)))
    # (7 * 4 + 2) / 8 = 3.75; only one answered the second question, which stays hidden
    assert [(q.answers, q.mean) for q in eight.questions] == [(8, 3.75), (1, None), (0, None)]
    assert eight.words[0][1] == tuple(f"Idee {n}" for n in range(7)) and eight.words[1][1] == ()


def test_a_feedback_link_takes_one_answer_and_none_that_is_empty(agency: Agency, event: str) -> None:
    _came(agency, 1)
    with pytest.raises(InputError):
        _answer(agency, 0, {})
    _answer(agency, 0, {"nutzen": 5})
    with pytest.raises(RuleViolation):
        _answer(agency, 0, {"nutzen": 1})
    responses = agency.look(lambda w: w.queries.survey_responses(agency_event_id=w.queries.agency_event(EVENT).id))
    assert [(r.answers, r.engagement_id, r.submitted_at.hour) for r in responses] == [({"nutzen": 5}, None, 0)]


# --- the trail


def test_the_trail_of_an_event_holds_no_name_no_address_and_no_answer(agency: Agency, event: str) -> None:
    _invite(agency)
    _register(agency, "Anna Amsel (Beispiel)", "anna@firma.example")
    agency.set_day(DAY)
    _enter(agency, EVENT, _walk_in("Bert Buche (Beispiel)", email="bert@firma.example"))
    _answer(agency, 0, {"mitnehmen": "Ein Geheimnis"})
    agency.run(LEAD, lambda w: close_event(w, EVENT))
    events = agency.events()
    told = json.dumps([entry.entry() for entry in events], ensure_ascii=False)
    for secret in ("Amsel", "Buche", "firma.example", "Geheimnis", "Haus der Wirtschaft"):
        assert secret not in told
    assert {"agency_event:plan:recorded", "agency_event:attendance:recorded", "survey:response:stored"} <= set(
        agency.actions()
    )
    verify_chain(events)
