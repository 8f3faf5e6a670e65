"""Day rates and monthly proofs of service (efre.md ruling 1): amounts by hand, four eyes, frozen months."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import pytest

from clusterprocess.adapters.sheets.service_proof import write_proof_sheet
from clusterprocess.adapters.sheets.workbook import workbook_lines
from clusterprocess.domain.errors import InputError, NotFoundError, PermissionDenied, RuleViolation
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Organisation
from clusterprocess.domain.services_rendered import ServiceProof
from clusterprocess.domain.states import State
from clusterprocess.usecases.book_days import TimeEntry, book_days, book_time
from clusterprocess.usecases.cancel_days import cancel_booking, correct_booking
from clusterprocess.usecases.manage_operations import add_contractor, add_organisation
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.self_proof import prove_next_events
from clusterprocess.usecases.service_agreements import write_agreement, write_confirmation
from clusterprocess.usecases.service_proofs import accept_proof, make_proof, month_named, newest_proof, set_day_rate
from tests.builders import ASSISTANT, DELIVERING, ERDF, HEAD, LEAD, NUMBER, OTHER, REFERENCE, Agency, bring_to

T = TypeVar("T")
JANUARY, FEBRUARY = date(2015, 1, 1), date(2015, 2, 1)


def _under(work: Work) -> tuple[Operation, Organisation]:
    return work.queries.operation(REFERENCE), work.queries.organisation(DELIVERING)


def _rate(agency: Agency, rate: str, valid_from: date = date(2014, 10, 1), by: str = HEAD) -> None:
    agency.run(by, lambda w: set_day_rate(w, *_under(w), Decimal(rate), valid_from, "Vertrag 7 (Beispiel)").id)


def _book(agency: Agency, days: str, day: date, handle: str = LEAD, activity: str = "analyse") -> int:
    return agency.run(handle, lambda w: book_days(w, NUMBER, w.queries.person(handle), day, Decimal(days), activity).id)


def _make(agency: Agency, question: Callable[[ServiceProof], T], month: date = JANUARY, by: str = ASSISTANT) -> T:
    return agency.run(by, lambda w: question(make_proof(w, *_under(w), month, write_proof_sheet)))


def _accept(agency: Agency, month: date = JANUARY, by: str = ERDF) -> None:
    agency.run(by, lambda w: accept_proof(w, *_under(w), month).id)


def _totals(proof: ServiceProof) -> tuple[str, str, str]:
    return proof.totals["days"], proof.totals["amount_eur"], proof.totals["ineligible_days"]


def _version(proof: ServiceProof) -> int:
    return proof.version


@pytest.fixture
def requested(agency: Agency) -> Agency:
    return bring_to(agency, State.REQUESTED)


@pytest.fixture
def booked(requested: Agency) -> Agency:
    """Two rates, three bookings and one outside engagements, all in January 2015."""
    _rate(requested, "920")
    _rate(requested, "950", date(2015, 1, 8))
    _book(requested, "0.75", date(2015, 1, 7))
    _book(requested, "0.33", date(2015, 1, 12), activity="bericht")
    _book(requested, "1.25", date(2015, 1, 12), OTHER, "reise")
    requested.run(
        LEAD,
        lambda w: (
            book_time(
                w, TimeEntry(w.queries.person(LEAD), date(2015, 1, 9), Decimal("0.5"), "sonstiges", outside="gremien")
            ).id
        ),
    )
    return requested


def test_each_line_is_days_times_the_rate_of_its_day_and_the_total_their_sum(booked: Agency) -> None:
    # 0.75 x 920 = 690.00; 0.33 x 950 = 313.50; 1.25 x 950 = 1,187.50; together 2.33 days and 2,191.00 euros
    lines = _make(
        booked, lambda p: [(x["day"], x["days"], x["rate_eur"], x["amount_eur"], x["reason"]) for x in p.lines]
    )
    assert lines == [
        ("2015-01-07", "0.75", "920.00", "690.00", ""),
        ("2015-01-09", "0.50", None, None, "gremien"),
        ("2015-01-12", "0.33", "950.00", "313.50", ""),
        ("2015-01-12", "1.25", "950.00", "1187.50", ""),
    ]
    assert _make(booked, _totals) == ("2.33", "2191.00", "0.50")


def test_cents_are_rounded_half_up_line_by_line(requested: Agency) -> None:
    _rate(requested, "101.01")
    _book(requested, "0.5", date(2015, 1, 7))
    _book(requested, "0.5", date(2015, 1, 8))
    # 0.5 x 101.01 = 50.505 -> 50.51 each; the total is 101.02, not the 101.01 of one whole day
    assert _make(requested, _totals) == ("1.00", "101.02", "0.00")


def test_names_stand_in_the_paper_and_not_in_stored_lines_or_events(booked: Agency) -> None:
    lines, word, sheet = _make(booked, lambda p: (str(p.lines), p.word_sha256, p.sheet_sha256))
    event = booked.events()[-1]
    assert (event.action, event.data["amount"]) == ("service_proof:version:made", "2191.00")
    with zipfile.ZipFile(io.BytesIO(booked.app.files.get(word))) as package:
        text = package.read("word/document.xml").decode()
    cells = [cell for _, row in workbook_lines(booked.app.files.get(sheet), "nachweis.xlsx") for cell in row]
    assert f"Nachname {LEAD}" in text and "2.191,00" in text and NUMBER in text
    assert f"Nachname {LEAD}" not in lines + str(event.entry())
    assert {NUMBER, "2.33", "2191"} <= set(cells)


def test_an_unchanged_month_makes_no_new_version_and_a_changed_one_does(booked: Agency) -> None:
    assert [_make(booked, _version), _make(booked, _version)] == [1, 1]
    assert booked.actions().count("service_proof:version:made") == 1
    wrong = _book(booked, "0.1", date(2015, 1, 8))
    assert _make(booked, _version) == 2
    booked.run(LEAD, lambda w: cancel_booking(w, wrong, "doppelt").id)
    assert _make(booked, lambda p: (p.version, *_totals(p))) == (3, "2.33", "2191.00", "0.50")
    first = booked.look(lambda w: newest_proof(w, *_under(w), JANUARY, 1).totals["days"])
    assert first == "2.33"


def test_days_without_a_rate_are_named_and_refused(requested: Agency) -> None:
    _rate(requested, "900", date(2015, 1, 8))
    _book(requested, "0.5", date(2015, 1, 7))
    with pytest.raises(RuleViolation, match=r"07\.01\.2015 gilt kein Tagessatz"):
        _make(requested, _version)


def test_a_proof_needs_a_contractor_bookings_and_a_month_that_has_begun(booked: Agency) -> None:
    with pytest.raises(InputError, match="Zukunft"):
        _make(booked, _version, FEBRUARY)
    with pytest.raises(NotFoundError, match="12/2014 unter"):
        _make(booked, _version, date(2014, 12, 1))
    with pytest.raises(PermissionDenied):
        _make(booked, _version, by=LEAD)

    def foreign(work: Work, role: str) -> Organisation:
        found = add_organisation(work, "Fremdhaus (Beispiel)", "sonstige")
        if role:
            add_contractor(work, work.queries.operation(REFERENCE), found, role, "")
        return found

    for role, told in (("", "nicht eingetragen"), ("beneficiary", "nur für Auftragnehmer")):
        with pytest.raises(RuleViolation, match=told):
            booked.run(
                HEAD,
                lambda w, r=role: (
                    make_proof(  # type: ignore[misc]
                        w, w.queries.operation(REFERENCE), foreign(w, r), JANUARY, write_proof_sheet
                    ).id
                ),
            )


@pytest.mark.parametrize("rate", ["0", "-1", "100000", "920.001", "NaN", "Infinity"])
def test_impossible_rates_are_refused(requested: Agency, rate: str) -> None:
    with pytest.raises(InputError, match="Tagessatz"):
        _rate(requested, rate)


def test_only_head_and_erdf_officer_set_rates_and_a_typing_error_is_replaced(booked: Agency) -> None:
    with pytest.raises(PermissionDenied):
        _rate(booked, "1", by=ASSISTANT)
    _rate(booked, "940", date(2015, 1, 8), by=ERDF)
    assert _make(booked, _totals)[1] == "2175.20"  # 690.00 + 0.33 x 940 = 310.20 + 1.25 x 940 = 1,175.00


def test_a_month_is_accepted_by_another_person_after_its_end(booked: Agency) -> None:
    _make(booked, _version, by=HEAD)
    with pytest.raises(RuleViolation, match="noch nicht zu Ende"):
        _accept(booked)
    booked.set_day(FEBRUARY)
    with pytest.raises(RuleViolation, match="Vier-Augen"):
        _accept(booked, by=HEAD)
    with pytest.raises(PermissionDenied):
        _accept(booked, by=ASSISTANT)
    _accept(booked)
    assert booked.actions()[-1] == "service_proof:version:accepted"
    with pytest.raises(RuleViolation, match="schon abgenommen"):
        _accept(booked)


def test_a_version_that_bookings_have_overtaken_is_not_accepted(booked: Agency) -> None:
    _make(booked, _version)
    _book(booked, "0.2", date(2015, 1, 8))
    booked.set_day(FEBRUARY)
    with pytest.raises(RuleViolation, match="neu erstellen"):
        _accept(booked)
    with pytest.raises(NotFoundError, match="02/2015"):
        _accept(booked, FEBRUARY)


@pytest.fixture
def accepted(booked: Agency) -> Agency:
    """January is accepted; it is 2 February 2015."""
    _make(booked, _version)
    booked.set_day(date(2015, 2, 2))
    _accept(booked)
    return booked


def _first_booking(agency: Agency) -> int:
    return agency.look(lambda w: w.queries.day_bookings()[0].id)


def test_an_accepted_month_is_frozen(accepted: Agency) -> None:
    wrong = _first_booking(accepted)
    with pytest.raises(RuleViolation, match="days correct"):
        accepted.run(LEAD, lambda w: cancel_booking(w, wrong, "falsch").id)
    with pytest.raises(RuleViolation, match="abgenommen"):
        _make(accepted, _version)
    with pytest.raises(RuleViolation, match=r"frühestens ab 01\.02\.2015"):
        _rate(accepted, "999", date(2015, 1, 31))
    _rate(accepted, "999", FEBRUARY)


def test_a_booking_is_taken_back_in_an_open_month_at_its_own_rate(accepted: Agency) -> None:
    _rate(accepted, "1000", FEBRUARY)
    wrong = _first_booking(accepted)
    accepted.run(LEAD, lambda w: correct_booking(w, wrong, "falscher Vorgang").id)
    _book(accepted, "1", date(2015, 2, 2))
    # the 0.75 days of 7 January go back at 920, not at the 1,000 of February: 1,000.00 - 690.00 = 310.00
    lines, totals = _make(accepted, lambda p: ([(x["days"], x["amount_eur"]) for x in p.lines], _totals(p)), FEBRUARY)
    assert lines == [("-0.75", "-690.00"), ("1.00", "1000.00")]
    assert totals == ("0.25", "310.00", "0.00")
    with pytest.raises(RuleViolation, match="schon zurückgenommen"):
        accepted.run(LEAD, lambda w: correct_booking(w, wrong, "noch einmal").id)


def test_corrections_need_an_accepted_booking_and_an_open_month(accepted: Agency) -> None:
    wrong = _first_booking(accepted)
    with pytest.raises(InputError, match="01/2015 ist abgenommen"):
        accepted.run(LEAD, lambda w: correct_booking(w, wrong, "falsch", date(2015, 1, 30)).id)
    with pytest.raises(InputError, match="Zukunft"):
        accepted.run(LEAD, lambda w: correct_booking(w, wrong, "falsch", date(2015, 2, 3)).id)
    fresh = _book(accepted, "0.1", date(2015, 2, 2))
    with pytest.raises(RuleViolation, match=f"days cancel {fresh}"):
        accepted.run(LEAD, lambda w: correct_booking(w, fresh, "falsch").id)


def test_hours_that_were_taken_back_may_be_booked_again(accepted: Agency) -> None:
    full = date(2015, 1, 30)
    _book(accepted, "3", full)  # late for January: belongs to February's proof
    _make(accepted, _version, FEBRUARY)
    accepted.set_day(date(2015, 3, 2))
    _accept(accepted, FEBRUARY)
    wrong = accepted.look(lambda w: next(b.id for b in w.queries.day_bookings() if b.day == full))
    with pytest.raises(InputError, match="24 Stunden"):
        _book(accepted, "1", full)
    accepted.run(LEAD, lambda w: correct_booking(w, wrong, "nur ein Tag").id)
    _book(accepted, "1", full)
    # March: -3 x 950 and, late, 1 x 950
    assert _make(accepted, _totals, date(2015, 3, 1)) == ("-2.00", "-1900.00", "0.00")


def test_a_late_entry_of_an_accepted_month_stands_in_the_next_open_one_and_is_marked(accepted: Agency) -> None:
    accepted.set_day(date(2015, 2, 20))
    _book(accepted, "0.4", date(2015, 1, 8))
    found = _make(accepted, lambda p: [(x["day"], x["amount_eur"], x["marks"]) for x in p.lines], FEBRUARY)
    assert found == [("2015-01-08", "380.00", ["nachgetragen"])]  # 0.4 x 950
    accepted.set_day(date(2015, 3, 2))
    _accept(accepted, FEBRUARY)
    _book(accepted, "0.5", date(2015, 3, 2))
    assert _make(accepted, _totals, date(2015, 3, 1)) == ("0.50", "475.00", "0.00")


def test_two_who_accept_at_once_accept_once_and_two_who_make_at_once_make_one_version(booked: Agency) -> None:
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda by: _make(booked, _version, by=by), (ASSISTANT, HEAD))) == [1, 1]
    booked.set_day(FEBRUARY)
    by = booked.look(lambda w: newest_proof(w, *_under(w), JANUARY).made_by)
    free = ERDF if booked.look(lambda w: w.queries.person(HEAD).id) == by else HEAD

    def attempt(handle: str) -> str:
        try:
            _accept(booked, by=handle)
        except RuleViolation:
            return "abgelehnt"
        return "abgenommen"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(attempt, (ERDF, free))) == ["abgelehnt", "abgenommen"]


@pytest.mark.parametrize(("text", "month"), [("2015-03", 3), ("03/2015", 3), ("3.2015", 3), (" 2015-12 ", 12)])
def test_months_are_read_as_people_write_them(text: str, month: int) -> None:
    assert month_named(text) == date(2015, month, 1)


@pytest.mark.parametrize("text", ["", "2015", "2015-13", "März 2015", "2015-00", "1815-03", "²-2015"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="Monat"):
        month_named(text)


def _text(agency: Agency, sha256: str) -> str:
    with zipfile.ZipFile(io.BytesIO(agency.app.files.get(sha256))) as package:
        return package.read("word/document.xml").decode()


def _paper(agency: Agency, write: Callable[[Work, str], Any]) -> tuple[str, str]:
    return agency.run(LEAD, lambda w: (lambda v: (v.label, v.sha256))(write(w, NUMBER)))


def test_the_agreement_states_scope_and_duties_and_the_same_content_is_no_new_version(requested: Agency) -> None:
    label, sha256 = _paper(requested, write_agreement)
    assert label == "1" and _paper(requested, write_agreement) == ("1", sha256)
    told = _text(requested, sha256)
    # level M2 of the joint strategy: 14 days, 16 weeks, 2 workshops, 8 interviews (process.toml)
    for part in ("bis zu 14 Personentage", "16 Wochen", "Workshops: 2", "Partnern: 8", "Datenschutz", "Rechtsberatung"):
        assert part in told.replace("Rechts- und Steuerberatung", "Rechtsberatung"), part


def test_the_confirmation_lists_workshops_documents_and_days_once_something_was_released(agency: Agency) -> None:
    bring_to(agency, State.DRAFT)
    with pytest.raises(RuleViolation, match="noch kein Ergebnis"):
        _paper(agency, write_confirmation)


def test_the_confirmation_names_versions_by_their_hash(agency: Agency) -> None:
    bring_to(agency, State.RELEASED)
    _book(agency, "1.5", date(2015, 4, 20), activity="workshop")
    told = _text(agency, _paper(agency, write_confirmation)[1])
    assert agency.paper(lambda v: v.sha256)[:12] in told and "1,50" in told
    assert all(agency.look(lambda w: [x.title in told for x in w.queries.engagement(NUMBER).workshops]))
    assert "Materialband" not in told


def test_no_agreement_is_made_for_a_declined_request(requested: Agency) -> None:
    requested.decide(LEAD, "start_check")
    requested.decide(HEAD, "decline", reason="kein_sitz_bw")
    with pytest.raises(RuleViolation, match="abgelehnt"):
        _paper(requested, write_agreement)


def _tasks(agency: Agency) -> list[tuple[str, date, str]]:
    def look(work: Work) -> list[tuple[str, date, str]]:
        return [(i.rule, i.due_on, i.state) for i in work.queries.due_items_of_agency("nachweis:")]

    return agency.look(look)


def test_the_self_proof_asks_for_last_months_proof_and_then_for_its_acceptance(booked: Agency) -> None:
    booked.set_day(date(2015, 2, 2))
    prove_next_events(booked.app.begin)  # type: ignore[arg-type]
    # fifth working day after 31 January 2015, a Saturday: 6 February
    assert _tasks(booked) == [("nachweis_erstellen", date(2015, 2, 6), "offen")]
    _make(booked, _version)
    prove_next_events(booked.app.begin)  # type: ignore[arg-type]
    # ten working days after 2 February: 16 February
    assert _tasks(booked) == [
        ("nachweis_erstellen", date(2015, 2, 6), "zurueckgezogen"),
        ("nachweis_abnehmen", date(2015, 2, 16), "offen"),
    ]
    _accept(booked)
    prove_next_events(booked.app.begin)  # type: ignore[arg-type]
    assert [state for _, _, state in _tasks(booked)] == ["zurueckgezogen", "zurueckgezogen"]


def _prove(agency: Agency) -> None:
    prove_next_events(agency.app.begin)  # type: ignore[arg-type]


def _rows(agency: Agency, rule: str) -> list[tuple[str, str, str]]:
    """Month as told, state and outcome of the tasks of a rule."""

    def look(work: Work) -> list[tuple[str, str, str]]:
        items = work.queries.due_items_of_agency("nachweis:")
        return [(i.explained.split(", ")[1].split(";")[0], i.state, i.outcome) for i in items if i.rule == rule]

    return agency.look(look)


def test_a_month_without_a_proof_stays_a_task_until_it_has_one(booked: Agency) -> None:
    booked.set_day(date(2015, 2, 2))
    _book(booked, "1", date(2015, 2, 2))
    _prove(booked)
    booked.set_day(date(2015, 4, 7))
    _prove(booked)
    # March has no bookings; January still lacks its proof, and February now does too
    assert _rows(booked, "nachweis_erstellen") == [("01/2015", "offen", ""), ("02/2015", "offen", "")]
    _make(booked, _version)
    _prove(booked)
    told = "Fassung 1 des Leistungsnachweises 01/2015 ist erstellt"
    assert _rows(booked, "nachweis_erstellen") == [("01/2015", "zurueckgezogen", told), ("02/2015", "offen", "")]


def test_a_booking_after_the_proof_asks_for_a_new_version_instead_of_an_acceptance(booked: Agency) -> None:
    booked.set_day(date(2015, 2, 2))
    _make(booked, _version)
    _prove(booked)
    late = _book(booked, "0.2", date(2015, 1, 8))
    _prove(booked)
    stale = "seit Fassung 1 haben sich Buchungen geändert; zuerst ist neu zu erstellen"
    assert _rows(booked, "nachweis_erstellen") == [("01/2015", "offen", "")]
    assert _rows(booked, "nachweis_abnehmen") == [("01/2015", "zurueckgezogen", stale)]
    booked.run(LEAD, lambda w: cancel_booking(w, late, "doppelt").id)
    _prove(booked)
    gone = "für 01/2015 fehlt keine förderfähige Buchung im Leistungsnachweis"
    assert _rows(booked, "nachweis_erstellen") == [("01/2015", "zurueckgezogen", gone)]
    assert _rows(booked, "nachweis_abnehmen") == [("01/2015", "offen", "")]
    _accept(booked)
    _prove(booked)
    accepted = "Fassung 1 des Leistungsnachweises 01/2015 ist abgenommen"
    assert _rows(booked, "nachweis_abnehmen") == [("01/2015", "zurueckgezogen", accepted)]


def test_a_new_version_replaces_the_task_to_accept_the_earlier_one(booked: Agency) -> None:
    booked.set_day(date(2015, 2, 2))
    _make(booked, _version)
    _prove(booked)
    _book(booked, "0.2", date(2015, 1, 8))
    _make(booked, _version)
    _prove(booked)
    assert _rows(booked, "nachweis_abnehmen") == [
        ("01/2015", "zurueckgezogen", "Fassung 2 des Leistungsnachweises 01/2015 löst Fassung 1 ab"),
        ("01/2015", "offen", ""),
    ]


def test_a_late_entry_of_an_accepted_month_asks_for_the_proof_of_the_next_open_month_once_it_ended(
    accepted: Agency,
) -> None:
    _book(accepted, "0.4", date(2015, 1, 8))
    _prove(accepted)
    assert _rows(accepted, "nachweis_erstellen") == []  # February, where it is listed, has not ended
    accepted.set_day(date(2015, 3, 2))
    _prove(accepted)
    assert _rows(accepted, "nachweis_erstellen") == [("02/2015", "offen", "")]


def test_a_month_with_nothing_eligible_and_a_beneficiary_owe_no_proof(requested: Agency) -> None:
    def book_outside(work: Work) -> int:
        entry = TimeEntry(work.queries.person(LEAD), date(2015, 1, 9), Decimal("0.5"), "sonstiges", outside="gremien")
        return book_time(work, entry).id

    requested.run(LEAD, book_outside)
    requested.set_day(date(2015, 2, 2))
    _prove(requested)
    assert _tasks(requested) == []
    _book(requested, "1", date(2015, 1, 8))
    _prove(requested)
    assert [rule for rule, _, _ in _tasks(requested)] == ["nachweis_erstellen"]

    def become_beneficiary(work: Work) -> str:
        (contractor,) = work.queries.operation(REFERENCE).contractors
        contractor.funding_role = "beneficiary"
        return contractor.funding_role

    requested.run(HEAD, become_beneficiary)
    _prove(requested)
    told = "die Organisation ist kein Auftragnehmer des Vorhabens"
    assert _rows(requested, "nachweis_erstellen") == [("01/2015", "zurueckgezogen", told)]
