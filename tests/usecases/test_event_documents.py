"""Papers of an event are kept as its documents: the list before it, certificates and evaluation after it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from lxml import etree

from clusterprocess.domain.errors import PermissionDenied, RuleViolation
from clusterprocess.usecases.agency_events import cancel_event, plan_event
from clusterprocess.usecases.event_attendance import record_attendance
from clusterprocess.usecases.event_papers import write_attendance_list, write_certificates, write_evaluation
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.registrants import Registrant
from clusterprocess.usecases.registrations import register_for
from tests.builders import ASSISTANT, DELIVERING, LEAD, MANAGER, REFERENCE, Agency

DAY = date(2015, 5, 21)


@pytest.fixture
def event(agency: Agency) -> str:
    """A coaching of 21 May 2015 for which Anna and Bert are registered."""
    number = agency.run(LEAD, _plan)
    for name in ("Anna Amsel (Beispiel)", "Bert Buche (Beispiel)"):
        agency.run(ASSISTANT, lambda w, n=name: register_for(w, Registrant(n, "", "Firma Beispiel", "kmu"), event_number=number))  # fmt: skip
    return number


def _plan(work: Work) -> str:
    return plan_event(
        work, kind="gruppencoaching", title="Mitglieder gewinnen", held_on=DAY, starts_at="09:30", ends_at="12:30",
        place="Haus der Wirtschaft", capacity=20, operation=work.queries.operation(REFERENCE),
        delivering=work.queries.organisation(DELIVERING), lead=work.queries.person(LEAD),
    ).number  # fmt: skip


def _words(agency: Agency, sha256: str, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(agency.app.files.get(sha256))) as package:
        root = etree.fromstring(package.read(part))
    return " ".join("".join(p.itertext()) for p in root.iter("{*}p"))


def _entered(agency: Agency, number: str, *entries: dict[str, Any]) -> None:
    agency.set_day(DAY)
    agency.run(ASSISTANT, lambda w: record_attendance(w, number, {"attendance": list(entries)}))


def _ids(agency: Agency, number: str) -> list[int]:
    return agency.look(
        lambda w: [r.id for r in w.queries.registrations(agency_event_id=w.queries.agency_event(number).id)]
    )


def test_the_list_names_who_has_a_seat(agency: Agency, event: str) -> None:
    label, sha256 = agency.run(ASSISTANT, lambda w: (lambda v: (v.label, v.sha256))(write_attendance_list(w, event)))
    text = _words(agency, sha256)
    assert label == "1" and "Anna Amsel" in text and "Bert Buche" in text and REFERENCE in text


def test_certificates_are_made_for_those_who_came_and_nobody_else(agency: Agency, event: str) -> None:
    first, second = _ids(agency, event)
    _entered(
        agency, event, {"registration": first}, {"registration": second, "came": False},
        {"name": "Cora Caspar (Beispiel)", "organisation": "Firma Beispiel", "kind": "kmu"},
    )  # fmt: skip
    sha256 = agency.run(LEAD, lambda w: write_certificates(w, event).sha256)
    text = _words(agency, sha256)
    assert "Anna Amsel" in text and "Cora Caspar" in text and "Bert Buche" not in text
    assert text.count("Teilnahmebescheinigung") == 2
    head = _words(agency, sha256, "word/header_default.xml")
    assert "Europäische Union – Europäischer Fonds für regionale Entwicklung" in head and event in head


def test_papers_are_kept_as_documents_of_the_event_and_the_same_paper_is_kept_once(agency: Agency, event: str) -> None:
    first = _ids(agency, event)[0]
    _entered(agency, event, {"registration": first})
    for _ in range(2):
        agency.run(LEAD, lambda w: (write_certificates(w, event), write_evaluation(w, event)))
    kept = agency.look(
        lambda w: [
            (d.kind, d.engagement_id, d.engagement_number, [v.label for v in d.versions])
            for d in w.queries.event_documents(w.queries.agency_event(event).id)
        ]
    )
    assert kept == [("teilnahmebescheinigung", None, event, ["1"]), ("veranstaltungsauswertung", None, event, ["1"])]


def test_a_later_list_is_the_next_version(agency: Agency, event: str) -> None:
    agency.run(LEAD, lambda w: write_attendance_list(w, event))
    agency.run(LEAD, lambda w: register_for(w, Registrant("Dora Dohle (Beispiel)", "", "Firma Beispiel", "kmu"), event_number=event))  # fmt: skip
    assert agency.run(LEAD, lambda w: write_attendance_list(w, event).label) == "2"


def test_there_is_nothing_to_certify_before_the_list_is_entered_or_when_nobody_came(agency: Agency, event: str) -> None:
    for write in (write_certificates, write_evaluation):
        with pytest.raises(RuleViolation):
            agency.run(LEAD, lambda w, f=write: f(w, event))
    _entered(agency, event, {"registration": _ids(agency, event)[0], "came": False})
    with pytest.raises(RuleViolation):
        agency.run(LEAD, lambda w: write_certificates(w, event))


def test_a_cancelled_event_has_no_list_and_papers_are_for_staff(agency: Agency, event: str) -> None:
    with pytest.raises(PermissionDenied):
        agency.run(MANAGER, lambda w: write_attendance_list(w, event))
    agency.run(LEAD, lambda w: cancel_event(w, event, "witterung"))
    with pytest.raises(RuleViolation):
        agency.run(LEAD, lambda w: write_attendance_list(w, event))
