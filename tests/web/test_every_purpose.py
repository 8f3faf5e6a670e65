"""Every purpose of a personal link from the address to the answer in the database, over the pages."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest

from clusterprocess.domain.links import LinkPurpose
from clusterprocess.domain.states import State
from clusterprocess.usecases.agency_events import cancel_event, plan_event
from clusterprocess.usecases.event_attendance import record_attendance
from clusterprocess.usecases.follow_ups import open_follow_up
from clusterprocess.usecases.hand_out_links import Wanted, hand_out_link
from tests.builders import ASSISTANT, DELIVERING, LEAD, MANAGER, NUMBER, REFERENCE, Agency, bring_to
from tests.web.conftest import Pages, Visitor

EVENT = "CA-2015-V-001"
DAY = date(2015, 5, 21)
WHO = {"name": "Anna Ahorn (Beispiel)", "email": "a.ahorn@firma.example", "organisation": "Firma (Beispiel)",
       "kind": "kmu", "privacy": "ja"}  # fmt: skip

CAME = {
    "name": "Carla Kiefer (Beispiel)",
    "organisation": "Firma (Beispiel)",
    "kind": "kmu",
    "cluster": "",
    "email": "",
}


@pytest.fixture
def event(agency: Agency) -> Iterator[Pages]:
    """A coaching on 21 May 2015 with its registration link."""
    agency.run(
        LEAD,
        lambda work: plan_event(
            work, kind="gruppencoaching", title="Mitglieder gewinnen", held_on=DAY, starts_at="09:30", ends_at="12:30",
            place="Haus der Wirtschaft", capacity=20, operation=work.queries.operation(REFERENCE),
            delivering=work.queries.organisation(DELIVERING), lead=work.queries.person(LEAD),
        ),
    )  # fmt: skip
    with ExitStack() as stack:
        yield Pages(agency, stack, given(agency, Wanted("anmeldung", EVENT, days=200)))


def given(agency: Agency, wanted: Wanted) -> int:
    return agency.run(LEAD, lambda work: hand_out_link(work, wanted)[0].id)


def registrations(agency: Agency) -> dict[str, tuple[int, str]]:
    def look(work: Any) -> dict[str, tuple[int, str]]:
        found = work.queries.registrations(agency_event_id=work.queries.agency_event(EVENT).id)
        return {r.person.name: (r.id, r.state) for r in found}

    return agency.look(look)


def uses(agency: Agency, link: int) -> int:
    return agency.look(lambda w: w.queries.personal_link(link).uses)


def test_many_people_register_behind_one_link_and_nobody_sees_what_another_typed(event: Pages) -> None:
    first, second = event.entered(), event.entered()
    first.post(f"{event.form()}/entwurf", WHO)
    assert "Ahorn" in first.page and "Ahorn" not in second.open(event.form()).page
    assert first.post(event.form(), WHO).saw() == [303, 200]
    assert "Weitere Person anmelden" in first.page
    assert "Ahorn" not in first.open(event.form()).page
    second.post(event.form(), WHO | {"name": "Bert Buche (Beispiel)", "email": "b.buche@firma.example"})
    assert {n: s for n, (_, s) in registrations(event.agency).items()} == {
        "Anna Ahorn (Beispiel)": "angemeldet", "Bert Buche (Beispiel)": "angemeldet",
    }  # fmt: skip
    assert uses(event.agency, event.link) == 2


def test_a_registration_without_consent_to_read_the_notice_is_not_taken(event: Pages) -> None:
    visitor = event.entered().post(event.form(), {**WHO, "privacy": "", "email": "a.ahorn@"})
    assert visitor.status == 422 and "2 Angaben" in visitor.page
    assert "Anna Ahorn" in visitor.page and registrations(event.agency) == {}


def test_a_registered_person_withdraws_and_comes_again_as_often_as_she_likes(event: Pages) -> None:
    event.entered().post(event.form(), WHO)
    number, _ = registrations(event.agency)["Anna Ahorn (Beispiel)"]
    link = given(event.agency, Wanted("zusage", EVENT, registration=number))
    visitor = event.entered(link)
    for answer, state in (("nein", "abgemeldet"), ("ja", "angemeldet"), ("nein", "abgemeldet")):
        visitor.open(event.form(link)).post(event.form(link), {"answer": answer})
        assert visitor.status == 200 and registrations(event.agency)["Anna Ahorn (Beispiel)"] == (number, state)
    assert uses(event.agency, link) == 3


def test_an_evaluation_is_taken_once_and_then_says_so(event: Pages) -> None:
    event.agency.set_day(DAY)
    event.agency.run(ASSISTANT, lambda w: record_attendance(w, EVENT, {"attendance": [CAME]}))
    link = given(event.agency, Wanted("rueckmeldung", EVENT, MANAGER))
    visitor = event.entered(link)
    token = visitor.token
    assert visitor.post(event.form(link), {}).status == 422
    values = first_values(visitor)
    assert visitor.open(event.form(link)).post(event.form(link), values).saw() == [303, 200]
    assert "ist schon beantwortet" in visitor.open(event.form(link)).page
    assert "ist schon beantwortet" in visitor.post(event.form(link), values, token).page
    assert "ist schon beantwortet" in event.entered(link).page
    answers = event.agency.look(
        lambda w: w.queries.survey_responses(agency_event_id=w.queries.agency_event(EVENT).id)
    )  # fmt: skip
    assert len(answers) == 1 and uses(event.agency, link) == 1


def test_of_two_browsers_that_hand_in_at_once_one_is_taken_and_the_other_is_told(event: Pages) -> None:
    event.agency.set_day(DAY)
    event.agency.run(ASSISTANT, lambda w: record_attendance(w, EVENT, {"attendance": [CAME]}))
    link = given(event.agency, Wanted("rueckmeldung", EVENT, MANAGER))
    visitors = [event.entered(link) for _ in range(6)]
    values = first_values(visitors[0])
    with ThreadPoolExecutor(6) as together:
        seen = list(together.map(lambda v: v.post(event.form(link), values).page, visitors))
    assert sum("Vielen Dank. Ihre" in page for page in seen) == 1
    assert sum("ist schon beantwortet" in page for page in seen) == 5
    assert uses(event.agency, link) == 1


def first_values(visitor: Visitor) -> dict[str, str]:
    """The first offered value of every choice of the page."""
    import re

    values: dict[str, str] = {}
    for name, value in re.findall(r'name="([^"_][^"]*)" type="radio" value="([^"]+)"', visitor.page):
        values.setdefault(name, value)
    assert values
    return values


def test_a_follow_up_is_filled_in_over_days_and_answered_once(agency: Agency) -> None:
    bring_to(agency, State.FOLLOW_UP)
    planned = agency.engagement(lambda e: [(f.id, f.key, f.due_on) for f in e.follow_ups])
    follow_up, key, day = next(row for row in planned if row[1] == "12m")
    agency.set_day(day)
    agency.run("system", lambda work: open_follow_up(work, follow_up))
    link = agency.look(lambda w: w.queries.personal_links(follow_up_id=follow_up)[0])
    assert link.purpose == LinkPurpose.FOLLOW_UP.value
    with ExitStack() as stack:
        pages = Pages(agency, stack, link.id)
        visitor = pages.entered()
        assert visitor.status == 200 and NUMBER in visitor.page
        values = first_values(visitor)
        typed = dict(list(values.items())[:2])
        visitor.post(f"{pages.form()}/entwurf", typed)
        # a personal link keeps what was typed for the person, whichever device she takes
        other = pages.entered()
        for name, value in typed.items():
            assert f'name="{name}" type="radio" value="{value}" checked' in other.page
        assert other.post(pages.form(), typed).saw() == [303, 200], other.page
        assert "Vielen Dank" in other.page
        assert "ist schon beantwortet" in visitor.open(pages.form()).page
        state = agency.engagement(lambda e: {f.key: f.state for f in e.follow_ups}[key])
        assert state == "beantwortet" and uses(agency, link.id) == 1


def test_a_meeting_that_was_called_off_says_so_instead_of_a_form(event: Pages) -> None:
    visitor = event.entered()
    token = visitor.token
    event.agency.run(LEAD, lambda work: cancel_event(work, EVENT, "krankheit"))
    assert visitor.open(event.form()).status == 409 and "<form" not in visitor.page
    assert "Europäischer Fonds für regionale Entwicklung" in visitor.page
    assert visitor.post(event.form(), WHO, token).status == 409
    assert registrations(event.agency) == {}
