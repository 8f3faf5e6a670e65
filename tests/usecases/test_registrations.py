"""Who comes: registering by link and on the phone, seats and waiting list, withdrawing, two at once for one seat."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterprocess.domain.agency_events import AgencyEvent, Registration
from clusterprocess.domain.errors import InputError, NotFoundError, PermissionDenied, RuleViolation
from clusterprocess.domain.links import LinkPurpose
from clusterprocess.domain.states import State
from clusterprocess.offerings.guest_forms import accepted
from clusterprocess.usecases.hold_workshops import cancel_workshop, move_workshop
from clusterprocess.usecases.meetings import meeting_named
from clusterprocess.usecases.personal_links import create_link, guest
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.quorum import quorum_of
from clusterprocess.usecases.registrants import Registrant
from clusterprocess.usecases.registrations import (
    register_by_link,
    register_for,
    registration_form,
    respond_by_link,
    response_form,
    withdraw_registration,
)
from tests.builders import DELIVERING, HEAD, LEAD, MANAGER, REFERENCE, Agency, bring_to

DAY = date(2015, 4, 22)
ANNA = {"name": "Anna Häberle (Beispiel)", "email": "anna@muster.example", "organisation": "Muster GmbH (Beispiel)",
        "kind": "kmu", "privacy": "ja"}  # fmt: skip


def posted(number: int, **changes: str) -> dict[str, str]:
    return {**ANNA, "name": f"Vorname Gast{number} (Beispiel)", "email": f"gast{number}@muster.example", **changes}


@pytest.fixture
def workshop(agency: Agency) -> int:
    bring_to(agency, State.ACCEPTED)
    return agency.plan(DAY)


@pytest.fixture
def event(agency: Agency) -> int:
    """An event of the agency with two seats, 21 May 2015."""

    def add(work: Work) -> int:
        made = AgencyEvent(
            number="CA-2015-V-001", kind="gruppencoaching", title="Mitglieder gewinnen", held_on=date(2015, 5, 21),
            starts_at="09:30", ends_at="12:30", place="Haus der Wirtschaft", capacity=2, purpose="",
            operation=work.queries.operation(REFERENCE), delivering=work.queries.organisation(DELIVERING),
            lead=work.queries.person(LEAD), agenda=[], state="eingeladen", moves=0, cancel_reason="",
        )  # fmt: skip
        work.add(made)
        work.flush()
        return made.id

    return agency.run("system", add)


def link(agency: Agency, person: str | None = None, **subject: int) -> int:
    def make(work: Work) -> int:
        return create_link(
            work, LinkPurpose.REGISTRATION, work.queries.person(person) if person else None, days_valid=200, **subject
        ).id

    return agency.run("system", make)


def hand_in(agency: Agency, link_id: int, values: dict[str, str]) -> None:
    """What a page does: form, check, take, as the guest of the link."""

    def take(work: Work) -> None:
        found = work.queries.personal_link(link_id)
        if found.purpose == LinkPurpose.REGISTRATION.value:
            register_by_link(work, found, accepted(registration_form(work, found), values))
        else:
            respond_by_link(work, found, accepted(response_form(work, found), values))

    actor = agency.look(lambda work: guest(work.queries.personal_link(link_id)))
    agency.app.run(actor, take)


def states(agency: Agency, **subject: int) -> list[str]:
    return agency.look(lambda work: [r.state for r in work.queries.registrations(**subject)])


def mails(agency: Agency, *templates: str) -> list[tuple[str, str, str]]:
    """Template, address and state of the mails to participants."""
    wanted = templates or ("anmeldebestaetigung", "warteliste", "nachgerueckt")
    return agency.look(
        lambda work: [
            (m.template, m.recipients[0]["email"], m.state) for m in work.queries.messages() if m.template in wanted
        ]
    )


def own_link(agency: Agency, registration: int) -> int:
    return agency.look(lambda work: work.queries.personal_links(registration_id=registration)[-1].id)


def first(agency: Agency, question: Callable[[Registration], Any], **subject: int) -> Any:
    return agency.look(lambda work: question(work.queries.registrations(**subject)[0]))


def test_who_registers_by_link_is_confirmed_at_once_with_calendar_object_and_personal_link(
    agency: Agency, workshop: int
) -> None:
    hand_in(agency, link(agency, workshop_id=workshop), ANNA)
    assert states(agency, workshop_id=workshop) == ["angemeldet"]
    assert mails(agency) == [("anmeldebestaetigung", "anna@muster.example", "wartend")]
    (mail,) = agency.look(lambda w: [m for m in w.queries.messages() if m.template == "anmeldebestaetigung"])
    registration = first(agency, lambda r: r.id, workshop_id=workshop)
    assert f"[[link:{own_link(agency, registration)}]]" in mail.body_text
    (file,) = mail.attachments
    content = agency.app.files.get(file["sha256"])
    assert file["name"] == "Termin.ics" and b"METHOD:REQUEST\r\n" in content
    assert f"UID:workshop-{workshop}@clusterprocess\r\n".encode() in content


def test_the_form_sent_twice_makes_one_registration_one_person_and_one_mail(agency: Agency, workshop: int) -> None:
    page = link(agency, workshop_id=workshop)
    persons = agency.look(lambda w: len(w.queries.persons()))
    hand_in(agency, page, ANNA)
    hand_in(agency, page, {**ANNA, "email": "ANNA@muster.example", "organisation": "Muster Holding (Beispiel)"})
    assert states(agency, workshop_id=workshop) == ["angemeldet"]
    assert len(mails(agency)) == 1
    assert agency.look(lambda w: len(w.queries.persons())) == persons + 1
    assert first(agency, lambda r: r.organisation, workshop_id=workshop) == "Muster Holding (Beispiel)"


def test_two_colleagues_may_share_one_address(agency: Agency, workshop: int) -> None:
    page = link(agency, workshop_id=workshop)
    hand_in(agency, page, posted(1, email="info@muster.example"))
    hand_in(agency, page, posted(2, email="info@muster.example"))
    assert states(agency, workshop_id=workshop) == ["angemeldet", "angemeldet"]


def test_a_person_of_the_register_is_known_again_and_not_renamed(agency: Agency, workshop: int) -> None:
    before = agency.look(lambda w: w.queries.person(MANAGER).name)
    address = agency.look(lambda w: w.queries.person(MANAGER).email)
    family = before.removesuffix(" (Beispiel)").split()[-1]
    hand_in(agency, link(agency, workshop_id=workshop), {**ANNA, "name": f"Dr. {family}", "email": address.upper()})
    assert first(agency, lambda r: (r.person.handle, r.person.name), workshop_id=workshop) == (MANAGER, before)


def test_a_new_person_has_a_handle_that_says_nothing_and_no_word_of_hers_enters_the_trail(
    agency: Agency, workshop: int
) -> None:
    hand_in(agency, link(agency, workshop_id=workshop), ANNA)
    assert first(agency, lambda r: r.person.handle[:2], workshop_id=workshop) == "g."
    told = str([event.data for event in agency.events()])
    assert "Häberle" not in told and "anna@" not in told and "Muster GmbH" not in told


def test_who_withdraws_may_come_again_and_hears_it_each_time(agency: Agency, workshop: int) -> None:
    hand_in(agency, link(agency, workshop_id=workshop), ANNA)
    registration = first(agency, lambda r: r.id, workshop_id=workshop)
    own = own_link(agency, registration)
    hand_in(agency, own, {"answer": "nein"})
    hand_in(agency, own, {"answer": "nein"})
    assert states(agency, workshop_id=workshop) == ["abgemeldet"] and len(mails(agency)) == 1
    hand_in(agency, own, {"answer": "ja"})
    assert states(agency, workshop_id=workshop) == ["angemeldet"] and len(mails(agency)) == 2
    hand_in(agency, own, {"answer": "nein"})
    hand_in(agency, link(agency, workshop_id=workshop), ANNA)
    assert states(agency, workshop_id=workshop) == ["angemeldet"] and len(mails(agency)) == 3
    assert own_link(agency, registration) == own  # one personal link all along


def test_beyond_the_seats_people_wait_and_move_up_in_their_order(agency: Agency, event: int) -> None:
    page = link(agency, person=MANAGER, agency_event_id=event)
    for number in range(1, 5):
        hand_in(agency, page, posted(number))
    assert states(agency, agency_event_id=event) == ["angemeldet", "angemeldet", "warteliste", "warteliste"]
    assert [m[0] for m in mails(agency)] == ["anmeldebestaetigung"] * 2 + ["warteliste"] * 2
    waiting = agency.look(lambda w: next(m for m in w.queries.messages() if m.template == "warteliste"))
    assert waiting.attachments == []
    hand_in(agency, own_link(agency, first(agency, lambda r: r.id, agency_event_id=event)), {"answer": "nein"})
    assert states(agency, agency_event_id=event) == ["abgemeldet", "angemeldet", "angemeldet", "warteliste"]
    assert mails(agency, "nachgerueckt") == [("nachgerueckt", "gast3@muster.example", "wartend")]


def test_who_withdrew_from_a_full_event_comes_back_behind_those_who_wait(agency: Agency, event: int) -> None:
    page = link(agency, agency_event_id=event)
    for number in range(1, 5):
        hand_in(agency, page, posted(number))
    first_id, second_id = agency.look(lambda w: [r.id for r in w.queries.registrations(agency_event_id=event)][:2])
    own = own_link(agency, first_id)
    hand_in(agency, own, {"answer": "nein"})  # guest 3 moves up
    hand_in(agency, own, {"answer": "ja"})
    assert states(agency, agency_event_id=event) == ["warteliste", "angemeldet", "angemeldet", "warteliste"]
    agency.run(LEAD, lambda w: withdraw_registration(w, second_id).id)
    assert states(agency, agency_event_id=event) == ["warteliste", "abgemeldet", "angemeldet", "angemeldet"]


def test_the_initiative_of_a_guest_is_that_of_the_invited_manager(agency: Agency, event: int) -> None:
    hand_in(agency, link(agency, person=MANAGER, agency_event_id=event), ANNA)
    cluster = agency.look(lambda w: w.queries.cluster(agency.cluster_name).id)
    assert first(agency, lambda r: r.cluster_id, agency_event_id=event) == cluster


def test_two_people_at_once_do_not_both_get_the_last_seat(agency: Agency, event: int) -> None:
    hand_in(agency, link(agency, agency_event_id=event), posted(1))
    pages = [link(agency, agency_event_id=event) for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda n: hand_in(agency, pages[n], posted(n + 2)), range(6)))
    assert sorted(states(agency, agency_event_id=event)) == ["angemeldet"] * 2 + ["warteliste"] * 5
    assert len(mails(agency)) == 7


def test_the_same_person_at_once_through_two_links_registers_once(agency: Agency, workshop: int) -> None:
    pages = [link(agency, workshop_id=workshop) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: hand_in(agency, pages[n], ANNA), range(4)))
    assert states(agency, workshop_id=workshop) == ["angemeldet"] and len(mails(agency)) == 1


def test_withdrawing_twice_at_once_frees_one_seat(agency: Agency, event: int) -> None:
    page = link(agency, agency_event_id=event)
    for number in range(1, 6):
        hand_in(agency, page, posted(number))
    registration = first(agency, lambda r: r.id, agency_event_id=event)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: agency.run(LEAD, lambda w: withdraw_registration(w, registration).id), range(3)))
    assert states(agency, agency_event_id=event) == [
        "abgemeldet",
        "angemeldet",
        "angemeldet",
        "warteliste",
        "warteliste",
    ]
    assert len(mails(agency, "nachgerueckt")) == 1


def test_staff_register_somebody_without_an_address_and_no_mail_leaves(agency: Agency, workshop: int) -> None:
    who = Registrant("Karl Kern (Beispiel)", "", "Kern OHG (Beispiel)", "gross")
    once = agency.run(LEAD, lambda w: register_for(w, who, workshop_id=workshop).id)
    assert agency.run(LEAD, lambda w: register_for(w, who, workshop_id=workshop).id) == once
    assert mails(agency) == [] and first(agency, lambda r: r.channel, workshop_id=workshop) == "staff"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"kind": "verein"}, "kind"), ({"name": " "}, "name"), ({"email": "keine"}, "email"),
     ({"organisation": "x" * 201}, "organisation"), ({"name": "A\x00B"}, "name")],
)  # fmt: skip
def test_what_staff_enter_is_checked_field_by_field(
    agency: Agency, workshop: int, change: dict[str, str], field: str
) -> None:
    values = {k: v for k, v in ANNA.items() if k != "privacy"} | change
    with pytest.raises(InputError) as refused:
        agency.run(LEAD, lambda w: register_for(w, Registrant(**values), workshop_id=workshop).id)
    assert refused.value.field == field and states(agency, workshop_id=workshop) == []


def test_only_staff_register_for_others_and_withdraw_them(agency: Agency, workshop: int) -> None:
    who = Registrant("Karl Kern (Beispiel)", "", "Kern OHG (Beispiel)", "gross")
    with pytest.raises(PermissionDenied):
        agency.run(MANAGER, lambda w: register_for(w, who, workshop_id=workshop).id)
    made = agency.run(LEAD, lambda w: register_for(w, who, workshop_id=workshop).id)
    with pytest.raises(PermissionDenied):
        agency.run(MANAGER, lambda w: withdraw_registration(w, made).id)
    with pytest.raises(NotFoundError):
        agency.run(LEAD, lambda w: withdraw_registration(w, 999_999).id)


def test_nobody_registers_for_what_is_called_off_or_over(agency: Agency, workshop: int) -> None:
    page = link(agency, workshop_id=workshop)
    hand_in(agency, page, ANNA)
    own = own_link(agency, first(agency, lambda r: r.id, workshop_id=workshop))
    agency.run(LEAD, lambda w: cancel_workshop(w, workshop, "krankheit").id)
    with pytest.raises(RuleViolation, match="abgesagt"):
        hand_in(agency, page, posted(2))
    with pytest.raises(RuleViolation, match="abgesagt"):
        hand_in(agency, own, {"answer": "nein"})
    other = agency.plan(DAY)
    late = link(agency, workshop_id=other)
    agency.set_day(date(2015, 4, 23))
    with pytest.raises(RuleViolation, match="vorbei"):
        hand_in(agency, late, ANNA)


def test_nobody_registers_when_the_engagement_was_given_up(agency: Agency, workshop: int) -> None:
    page = link(agency, workshop_id=workshop)
    agency.decide(HEAD, "abort", reason="wunsch_der_initiative")
    with pytest.raises(RuleViolation, match="ist abgesagt"):
        hand_in(agency, page, ANNA)


def test_a_registration_on_the_day_itself_is_taken(agency: Agency, workshop: int) -> None:
    page = link(agency, workshop_id=workshop)
    agency.set_day(DAY)
    hand_in(agency, page, ANNA)
    assert states(agency, workshop_id=workshop) == ["angemeldet"]


def test_the_page_tells_day_place_and_number_and_asks_for_the_privacy_tick(agency: Agency, workshop: int) -> None:
    form = agency.look(
        lambda w: registration_form(w, create_link(w, LinkPurpose.REGISTRATION, None, workshop_id=workshop))
    )
    # 510 minutes from 9:00, breaks included (ruling 8): 17:30
    assert form.facts == (
        ("Termin", "Mittwoch, 22. April 2015, 09:00 bis 17:30 Uhr"), ("Ort", "Werkskantine"), ("Vorgang", "CA-2015-A-001"),
    )  # fmt: skip
    with pytest.raises(InputError, match="Datenschutz"):
        accepted(form, {k: v for k, v in ANNA.items() if k != "privacy"})


def test_a_moved_workshop_keeps_its_registrations_and_their_links(agency: Agency, workshop: int) -> None:
    hand_in(agency, link(agency, workshop_id=workshop), ANNA)
    own = own_link(agency, first(agency, lambda r: r.id, workshop_id=workshop))
    agency.run(LEAD, lambda w: move_workshop(w, workshop, date(2015, 4, 29)).id)
    agency.set_day(date(2015, 4, 28))
    hand_in(agency, own, {"answer": "nein"})
    assert states(agency, workshop_id=workshop) == ["abgemeldet"]


def test_quorum_counts_an_organisation_once_and_withdrawn_people_not(agency: Agency, workshop: int) -> None:
    page = link(agency, workshop_id=workshop)
    hand_in(agency, page, posted(1))
    hand_in(agency, page, posted(2, organisation="  muster gmbh (beispiel) "))
    hand_in(agency, page, posted(3, organisation="Hochschule Muster (Beispiel)", kind="hochschule"))
    hand_in(agency, page, posted(4, organisation="Gross AG (Beispiel)", kind="gross"))
    last = agency.look(lambda w: w.queries.registrations(workshop_id=workshop)[-1].id)
    agency.run(LEAD, lambda w: withdraw_registration(w, last).id)
    found = agency.look(lambda w: quorum_of(w, w.queries.workshop(workshop)))
    counts = {k.kind: (k.organisations, k.persons, k.target) for k in found.kinds}
    # targets of the strategy at M2 out of quorum.toml; counted on T-7 = 15 April 2015
    assert counts["kmu"] == (1, 2, 12) and counts["hochschule"] == (1, 1, 2) and counts["gross"] == (0, 0, 3)
    assert (found.organisations, found.persons, found.target) == (2, 3, 22)
    assert Decimal(str(found.company_share)) == Decimal("0.5")
    assert found.needs_second_call and not found.is_due and found.counted_on == date(2015, 4, 15)
    agency.set_day(date(2015, 4, 15))
    assert agency.look(lambda w: quorum_of(w, w.queries.workshop(workshop)).is_due)


def test_a_locked_meeting_is_read_anew(agency: Agency, workshop: int) -> None:
    def look(work: Work) -> str:
        seen = work.queries.workshop(workshop)  # somebody else moves it after this was read
        agency.run(LEAD, lambda w: move_workshop(w, workshop, date(2015, 4, 29)).id)
        assert seen.held_on == DAY
        return f"{meeting_named(work, workshop, lock=True).day}"

    assert agency.look(look) == "2015-04-29"
