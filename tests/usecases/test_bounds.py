"""No input reaches the database that it cannot keep: people read a German sentence, never a driver's error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import DBAPIError

from clusterprocess.domain.errors import UsageError
from clusterprocess.domain.states import State
from clusterprocess.usecases.book_days import book_days
from clusterprocess.usecases.decide import Decision, decide, record_evidence
from clusterprocess.usecases.hold_workshops import plan_workshop
from clusterprocess.usecases.keep_persons import add_person, take_note
from clusterprocess.usecases.manage_operations import add_contractor, add_operation, add_organisation
from clusterprocess.usecases.ports import Work
from tests.builders import DELIVERING, HEAD, LEAD, NUMBER, REFERENCE, Agency, bring_to

DAY = date(2015, 1, 19)


def _operation(work: Work, **changes: str) -> object:
    return add_operation(
        work,
        **{"reference": "B-2", "name": "Vorhaben", "beneficiary": "Ministerium", **changes},
        period="2014-2020",
        starts_on=DAY,
        ends_on=DAY,
        eligible_eur=Decimal(1),
        eu_share=Decimal(1),
    )


FREE_TEXTS: dict[str, Callable[[Work, str], object]] = {
    "contact note": lambda w, t: take_note(w, "anruf", t, DAY, engagement=NUMBER),
    "person name": lambda w, t: add_person(w, "neu.neu", t),
    "organisation name": lambda w, t: add_organisation(w, t, "kmu"),
    "organisation seat": lambda w, t: add_organisation(w, "Muster GmbH", "kmu", t),
    "evidence value": lambda w, t: record_evidence(w, NUMBER, {"gaps_listed": t}, DAY),
    "evidence paper": lambda w, t: record_evidence(w, NUMBER, {"gaps_listed": "keine"}, DAY, t),
    "decision text": lambda w, t: decide(w, NUMBER, Decision("pause", "sonstiges", t)),
    "workshop place": lambda w, t: plan_workshop(w, NUMBER, DAY, t),
    "workshop title": lambda w, t: plan_workshop(w, NUMBER, DAY, "Saal", t),
    "booking note": lambda w, t: book_days(w, NUMBER, w.queries.person(HEAD), DAY, Decimal("0.5"), "analyse", t),
    "operation name": lambda w, t: _operation(w, name=t),
    "operation reference": lambda w, t: _operation(w, reference=t),
    "contract": lambda w, t: add_contractor(
        w, w.queries.operation(REFERENCE), add_organisation(w, "Neu GmbH", "kmu"), "contractor", t
    ),
}
UNLIMITED = {"contact note", "decision text", "booking note"}


def _reaching_the_database(agency: Agency, places: Iterable[str], text: str) -> list[str]:
    """The places whose text the database had to refuse."""
    reached = []
    for place in places:
        try:
            agency.run(HEAD, lambda w, p=place: FREE_TEXTS[p](w, text) and None)  # type: ignore[misc]
        except UsageError:
            continue
        except (DBAPIError, ValueError):
            reached.append(place)
        else:
            reached.append(f"{place} (accepted)")
    return reached


def test_a_nul_character_in_a_free_text_is_refused_with_a_sentence(agency: Agency) -> None:
    bring_to(agency, State.ACCEPTED)
    assert _reaching_the_database(agency, FREE_TEXTS, "Text\x00mit Nul") == []


def test_a_text_that_is_too_long_is_refused_with_a_sentence(agency: Agency) -> None:
    bring_to(agency, State.ACCEPTED)
    assert _reaching_the_database(agency, sorted(set(FREE_TEXTS) - UNLIMITED), "x" * 500) == []


@pytest.mark.parametrize("number", ["", "CA-2015-A-999", "'; DROP TABLE event; --", "CA-2015-A-001\x00", "x" * 10_000])
def test_a_number_that_does_not_exist_is_answered_with_a_sentence(agency: Agency, number: str) -> None:
    with pytest.raises(UsageError):
        agency.look(lambda w: w.queries.engagement(number))


@pytest.mark.parametrize("wanted", ["99999999999999999999", "²", "Gibt es nicht", "a\x00b"])
def test_an_initiative_that_does_not_exist_is_answered_with_a_sentence(agency: Agency, wanted: str) -> None:
    with pytest.raises(UsageError):
        agency.look(lambda w: w.queries.cluster(wanted))


def test_percent_signs_in_a_search_are_no_wildcards(agency: Agency) -> None:
    with pytest.raises(UsageError):
        agency.look(lambda w: w.queries.cluster("%"))


def test_a_person_books_the_own_days_under_the_own_home(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    agency.run(LEAD, lambda w: book_days(w, NUMBER, w.queries.person(LEAD), date(2015, 1, 12), Decimal(1), "reise").id)
    assert agency.engagement(lambda e: e.booked_days[0].organisation.name) == DELIVERING
