"""Persons, their roles with validity, and contact notes (offerings.md section 3, efre.md section 5.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import InputError, NotFoundError, PermissionDenied
from clusterprocess.domain.states import State
from clusterprocess.usecases.keep_persons import add_person, end_role, grant_role, role_named, take_note
from clusterprocess.usecases.manage_operations import add_organisation
from tests.builders import (
    ADMIN,
    ASSISTANT,
    AUDITOR,
    HEAD,
    LEAD,
    MANAGER,
    NUMBER,
    OTHER,
    REVIEWER,
    Agency,
    bring_to,
)


def _grant(agency: Agency, by: str, to: str, role: Role, cluster: bool = False) -> None:
    agency.run(
        by,
        lambda w: grant_role(
            w, w.queries.person(to), role, w.queries.cluster(agency.cluster_name) if cluster else None
        ),
    )


def _add(agency: Agency, by: str, handle: str = "g.gast", name: str = "Gero Gast", email: str = "") -> None:
    agency.run(by, lambda w: add_person(w, handle, name, email))


def test_back_office_head_and_administration_add_persons_and_others_do_not(agency: Agency) -> None:
    for number, by in enumerate((ASSISTANT, HEAD, ADMIN)):
        _add(agency, by, f"g{number}.gast")
    for by in (LEAD, REVIEWER, AUDITOR, MANAGER):
        with pytest.raises(PermissionDenied):
            _add(agency, by)


@pytest.mark.parametrize("handle", ["", "a", "1a", "Anna", "a b", "a" * 41, "ä.muster", "ab\n"])
def test_a_handle_is_short_lower_case_and_without_blanks(agency: Agency, handle: str) -> None:
    with pytest.raises(InputError, match="Kürzel"):
        _add(agency, HEAD, handle)


def test_a_handle_exists_once(agency: Agency) -> None:
    with pytest.raises(InputError, match="schon vergeben"):
        _add(agency, HEAD, LEAD)


@pytest.mark.parametrize("email", ["gast", "gast@", "@x.de", "a b@x.de", "a@x.de\nBcc: b@y.de"])
def test_an_address_that_cannot_be_one_is_refused(agency: Agency, email: str) -> None:
    with pytest.raises(InputError, match="E-Mail"):
        _add(agency, HEAD, email=email)


@pytest.mark.parametrize("by", [LEAD, ASSISTANT, REVIEWER, AUDITOR, MANAGER])
def test_only_head_and_administration_grant_and_end_roles(agency: Agency, by: str) -> None:
    with pytest.raises(PermissionDenied):
        _grant(agency, by, OTHER, Role.HEAD)
    with pytest.raises(PermissionDenied):
        agency.run(by, lambda w: end_role(w, w.queries.person(OTHER), Role.CONSULTANT))


def test_administration_and_approval_stay_separate_in_both_directions(agency: Agency) -> None:
    for to, role in (
        (ADMIN, Role.HEAD),
        (ADMIN, Role.REVIEWER),
        (HEAD, Role.ADMINISTRATOR),
        (REVIEWER, Role.ADMINISTRATOR),
    ):
        with pytest.raises(InputError, match="getrennt"):
            _grant(agency, HEAD, to, role)


def test_roles_of_the_initiative_need_it_and_roles_of_the_agency_refuse_it(agency: Agency) -> None:
    with pytest.raises(InputError, match="nur für eine Initiative"):
        _grant(agency, HEAD, OTHER, Role.BOARD)
    with pytest.raises(InputError, match="für alle Initiativen"):
        _grant(agency, HEAD, OTHER, Role.ANALYST, cluster=True)


def test_nobody_becomes_the_system_and_nobody_gets_a_role_twice(agency: Agency) -> None:
    with pytest.raises(InputError, match="keiner Person"):
        _grant(agency, HEAD, OTHER, Role.SYSTEM)
    with pytest.raises(InputError, match="schon erteilt"):
        _grant(agency, HEAD, OTHER, Role.CONSULTANT)


def test_an_ended_role_stays_visible_with_its_period_and_gives_no_right_any_more(agency: Agency) -> None:
    agency.set_day(date(2015, 2, 2))
    agency.run(HEAD, lambda w: end_role(w, w.queries.person(OTHER), Role.CONSULTANT))
    assert agency.actor(OTHER).roles == frozenset()
    with pytest.raises(PermissionDenied):
        agency.open(by=OTHER)
    january, february = datetime(2015, 1, 20, tzinfo=UTC), datetime(2015, 2, 2, 8, 0, tzinfo=UTC)
    roles = agency.look(lambda w: [w.queries.person(OTHER).roles_at(instant) for instant in (january, february)])
    assert roles == [frozenset({Role.CONSULTANT}), frozenset()]


def test_ending_a_role_that_is_not_held_is_refused(agency: Agency) -> None:
    with pytest.raises(InputError, match="nicht erteilt"):
        agency.run(HEAD, lambda w: end_role(w, w.queries.person(OTHER), Role.HEAD))


def test_an_unknown_role_is_answered_with_the_known_ones(agency: Agency) -> None:
    assert role_named(" Leitung ") is Role.HEAD
    with pytest.raises(InputError, match=r"leitung.*vorstand") as caught:
        role_named("chef")
    assert "system" not in str(caught.value)


def test_a_role_for_one_initiative_holds_for_no_other(agency: Agency) -> None:
    agency.add_cluster("Holzkette Ortenau e.V.", "P1")
    manager = agency.actor(MANAGER)
    own, other = agency.look(
        lambda w: (w.queries.cluster(agency.cluster_name).id, w.queries.cluster("Holzkette Ortenau e.V.").id)
    )
    assert manager.roles == frozenset()
    assert manager.within(own).may(Role.CLUSTER_MANAGER) and not manager.within(other).may(Role.CLUSTER_MANAGER)


def test_an_auditor_only_reads_and_adds_no_organisation(agency: Agency) -> None:
    with pytest.raises(PermissionDenied):
        agency.run(AUDITOR, lambda w: add_organisation(w, "Muster GmbH", "kmu"))


# --- contact notes -------------------------------------------------------------------------------------------------


def test_a_note_belongs_to_an_engagement_and_its_initiative(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    agency.run(LEAD, lambda w: take_note(w, "anruf", " Rückruf erbeten. ", date(2015, 1, 9), engagement=NUMBER))
    event = agency.events()[-1]
    assert (event.action, event.engagement_number, event.occurred_on) == (
        "note:record:added",
        NUMBER,
        date(2015, 1, 9),
    )


@pytest.mark.parametrize(
    ("kind", "text", "day", "told"),
    [
        ("fax", "Text", date(2015, 1, 12), "Art"),
        ("anruf", "  ", date(2015, 1, 12), "Text"),
        ("anruf", "x" * 20_001, date(2015, 1, 12), "Text"),
        ("anruf", "Text", date(2015, 1, 13), "Zukunft"),
    ],
)
def test_a_note_needs_kind_text_and_a_day_that_was(agency: Agency, kind: str, text: str, day: date, told: str) -> None:
    with pytest.raises(InputError, match=told):
        agency.run(LEAD, lambda w: take_note(w, kind, text, day, cluster=w.queries.cluster(agency.cluster_name)))


def test_a_note_without_initiative_and_engagement_is_refused(agency: Agency) -> None:
    with pytest.raises(NotFoundError, match="Initiative oder einen Vorgang"):
        agency.run(LEAD, lambda w: take_note(w, "anruf", "Text", date(2015, 1, 12)))


def test_the_initiatives_side_and_auditors_take_no_notes(agency: Agency) -> None:
    for by in (MANAGER, AUDITOR):
        with pytest.raises(PermissionDenied):
            agency.run(
                by,
                lambda w: take_note(w, "anruf", "T", date(2015, 1, 12), cluster=w.queries.cluster(agency.cluster_name)),
            )
