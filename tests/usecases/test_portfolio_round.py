"""One offering for many initiatives from a table: preview, row-exact faults, nothing twice; queue and quota."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from clusterprocess.domain.errors import InputError, InputErrors, PermissionDenied
from clusterprocess.usecases.offering_queue import OfferingQueue, offering_queues
from clusterprocess.usecases.portfolio_round import RoundTerms, preview_round, start_round
from tests.builders import DELIVERING, HEAD, LEAD, MANAGER, REFERENCE, REVIEWER, Agency

TERMS = RoundTerms("cluster_strategy", REFERENCE, DELIVERING, LEAD, REVIEWER)


@dataclass(frozen=True)
class Row:
    number: int
    cells: dict[str, str] = field(default_factory=dict)


def _rows(*clusters: str, **more: str) -> list[Row]:
    return [Row(n, {"Initiative": name, **more}) for n, name in enumerate(clusters, 2)]


@pytest.fixture
def many(agency: Agency) -> Agency:
    for number, name in enumerate(("Alpha (Beispiel)", "Beta (Beispiel)", "Gamma (Beispiel)"), 1):
        agency.add_cluster(name, str(number))
    return agency


def test_the_preview_tells_what_would_happen_and_writes_nothing(many: Agency) -> None:
    rows = _rows("Alpha (Beispiel)", "Beta (Beispiel)")
    found, faults = many.run(LEAD, lambda w: preview_round(w, TERMS, rows))
    assert faults == []
    assert [(r.number, r.cluster, r.outcome, r.engagement) for r in found] == [
        (2, "Alpha (Beispiel)", "neu", ""), (3, "Beta (Beispiel)", "neu", "")]  # fmt: skip
    assert many.look(lambda w: w.queries.engagements()) == []


def test_starting_opens_one_engagement_per_row_and_a_second_upload_none(many: Agency) -> None:
    rows = _rows("Alpha (Beispiel)", "Beta (Beispiel)", **{"Anfrage am": "12.01.2015"})
    first = many.run(LEAD, lambda w: start_round(w, TERMS, rows))
    assert [(r.outcome, r.engagement) for r in first] == [("neu", "CA-2015-A-001"), ("neu", "CA-2015-A-002")]
    again = many.run(LEAD, lambda w: start_round(w, TERMS, [*rows, Row(4, {"Initiative": "Gamma (Beispiel)"})]))
    assert [(r.outcome, r.engagement) for r in again] == [
        ("besteht schon", "CA-2015-A-001"), ("besteht schon", "CA-2015-A-002"), ("neu", "CA-2015-A-003")]  # fmt: skip
    assert many.engagement(lambda e: (e.requested_on, e.lead.handle, e.reviewer.handle), "CA-2015-A-001") == (
        date(2015, 1, 12), LEAD, REVIEWER)  # fmt: skip


def test_an_ended_engagement_of_the_same_day_is_not_asked_for_again(many: Agency) -> None:
    rows = _rows("Alpha (Beispiel)", **{"Anfrage am": "2015-01-12"})
    many.run(LEAD, lambda w: start_round(w, TERMS, rows))
    many.decide(LEAD, "start_check", "CA-2015-A-001")
    many.decide(HEAD, "decline", "CA-2015-A-001", reason="kein_sitz_bw")
    again = many.run(LEAD, lambda w: start_round(w, TERMS, rows))
    assert [(r.outcome, r.engagement) for r in again] == [("besteht schon", "CA-2015-A-001")]


def test_every_fault_names_row_and_column_and_nothing_is_opened(many: Agency) -> None:
    rows = [
        Row(2, {"Initiative": "Alpha (Beispiel)", "Anfrage am": "31.02.2015"}),
        Row(3, {"Initiative": "Gibt es nicht", "Anfrage am": ""}),
        Row(4, {"Initiative": "Beta (Beispiel)", "Federführung": "x.nie", "Kurzberatung": "vielleicht"}),
        Row(5, {"Initiative": "Gamma (Beispiel)"}),
        Row(6, {"Initiative": "Gamma (Beispiel)"}),
        Row(7, {"Initiative": ""}),
    ]
    columns = ("Initiative", "Anfrage am", "Federführung", "Kurzberatung")
    rows = [Row(r.number, {c: r.cells.get(c, "") for c in columns}) for r in rows]
    with pytest.raises(InputErrors) as fault:
        many.run(LEAD, lambda w: start_round(w, TERMS, rows))
    told = str(fault.value)
    for place in (
        "Zeile 2, Spalte Anfrage am: „31.02.2015“ ist kein Tag",
        "Zeile 3, Spalte Initiative",
        "Zeile 4, Spalte Federführung",
        "Zeile 4, Spalte Kurzberatung: „vielleicht“",
        "Zeile 6, Spalte Initiative: „Gamma (Beispiel)“ steht schon in Zeile 5",
        "Zeile 7, Spalte Initiative: fehlt",
    ):
        assert place in told
    assert many.look(lambda w: w.queries.engagements()) == []


def test_a_row_that_the_rules_refuse_undoes_the_whole_round(many: Agency) -> None:
    # short advice exists for one offering only; the first row would have been fine
    columns = {"Initiative": "Alpha (Beispiel)", "Kurzberatung": "nein"}
    rows = [Row(2, columns), Row(3, {"Initiative": "Beta (Beispiel)", "Kurzberatung": "ja"})]
    with pytest.raises(InputErrors, match="Zeile 3, Spalte Kurzberatung"):
        many.run(LEAD, lambda w: start_round(w, TERMS, rows))
    assert many.look(lambda w: w.queries.engagements()) == []


def test_unknown_headings_offerings_and_people_without_the_right_are_refused(many: Agency) -> None:
    with pytest.raises(InputErrors, match="Kopfzeile, Spalte Unfug"):
        many.run(LEAD, lambda w: start_round(w, TERMS, [Row(2, {"Initiative": "Alpha (Beispiel)", "Unfug": "x"})]))
    with pytest.raises(InputErrors, match="Spalte Initiative: fehlt"):
        many.run(LEAD, lambda w: start_round(w, TERMS, [Row(2, {"Frage": "x"})]))
    with pytest.raises(InputErrors, match="keine Zeile"):
        many.run(LEAD, lambda w: start_round(w, TERMS, []))
    with pytest.raises(InputError, match="unbekannt"):
        many.run(LEAD, lambda w: start_round(w, RoundTerms("unfug", REFERENCE, DELIVERING), _rows("Alpha (Beispiel)")))
    with pytest.raises(PermissionDenied):
        many.run(MANAGER, lambda w: start_round(w, TERMS, _rows("Alpha (Beispiel)")))


def _queue(agency: Agency, offering: str = "cluster_strategy") -> OfferingQueue:
    return next(q for q in agency.look(lambda w: offering_queues(w, 2015)) if q.offering == offering)


def test_the_queue_counts_person_days_in_the_order_of_receipt_and_says_why_somebody_waits(many: Agency) -> None:
    # the quota of 220 person-days covers 24 requests of 9 days (216); the 25th needs 9 where 4 are left
    for number in range(25):
        name = f"Initiative {number:02d} (Beispiel)"
        many.add_cluster(name, f"q{number}")
        many.open(name)
    queue = _queue(many)
    assert (queue.quota_days, queue.planned_days, queue.free_days) == (220, 0, 220)
    assert [w.fits for w in queue.waiting] == [True] * 24 + [False]
    assert queue.waiting[-1].reasons[0] == (
        "Das Kontingent reicht nach den früheren Anfragen nicht: frei 4, nötig 9 Personentage."
    )
    assert "Die Eignungsprüfung ist noch nicht begonnen." in queue.waiting[0].reasons


def test_the_queue_names_the_declined_with_their_reason(many: Agency) -> None:
    number = many.open("Alpha (Beispiel)")
    many.decide(LEAD, "start_check", number)
    many.decide(HEAD, "decline", number, reason="doppelfoerderung")
    assert [(d.number, d.reason) for d in _queue(many).declined] == [(number, "doppelfoerderung")]
    assert _queue(many).waiting == ()


def test_a_request_of_last_year_still_waits_in_the_queue(many: Agency) -> None:
    number = many.open("Alpha (Beispiel)")
    found = many.look(lambda w: offering_queues(w, 2016))
    assert [w.number for w in found[0].waiting] == [number]


def test_a_day_in_the_future_is_a_fault_of_the_preview_already(many: Agency) -> None:
    rows = _rows("Alpha (Beispiel)", **{"Anfrage am": "01.12.2015"})
    _, faults = many.run(LEAD, lambda w: preview_round(w, TERMS, rows))
    assert faults == ["Zeile 2, Spalte Anfrage am: Der 01.12.2015 liegt in der Zukunft."]
