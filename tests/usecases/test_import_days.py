"""Days out of a table: row-exact faults, all or nothing, and the same table twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from clusterprocess.adapters.sheets.reader import SheetRow, read_table
from clusterprocess.adapters.sheets.writer import Value, write_table
from clusterprocess.domain.errors import InputErrors, PermissionDenied
from clusterprocess.domain.states import State
from clusterprocess.usecases.cancel_days import cancel_booking
from clusterprocess.usecases.import_days import COLUMNS, ImportedRow, import_days, preview_days
from tests.builders import ASSISTANT, AUDITOR, LEAD, NUMBER, OTHER, Agency, bring_to

HEADER = list(COLUMNS.values())


def _row(*values: Value) -> list[Value]:
    return [*values, *[""] * (len(HEADER) - len(values))]


GOOD = [
    _row("07.01.2015", LEAD, NUMBER, "0,5", "Analyse", "Auswertung"),
    _row("2015-01-08", OTHER, NUMBER.lower(), Decimal("1.25"), "gespraech"),
    _row("09.01.2015", LEAD, "", "0.25", "sonstiges", "", "", "Akquise und Angebote"),
]


def _table(rows: list[list[Value]], name: str = "tage.xlsx") -> list[SheetRow]:
    return read_table(write_table(rows, HEADER, "Tage"), name)


def _import(agency: Agency, rows: list[list[Value]], by: str = ASSISTANT) -> list[ImportedRow]:
    return agency.run(by, lambda w: import_days(w, _table(rows)))


def _preview(agency: Agency, rows: list[list[Value]], by: str = ASSISTANT) -> tuple[list[ImportedRow], list[str]]:
    return agency.run(by, lambda w: preview_days(w, _table(rows)))


def _booked(agency: Agency) -> list[tuple[str, str, Decimal, str, bool]]:
    return agency.look(
        lambda w: [(b.person.handle, b.number, b.days, b.activity, b.eligible) for b in w.queries.day_bookings()]
    )


@pytest.fixture
def requested(agency: Agency) -> Agency:
    return bring_to(agency, State.REQUESTED)


def test_a_table_is_booked_as_people_write_it(requested: Agency) -> None:
    assert [r.outcome for r in _import(requested, GOOD)] == ["neu"] * 3
    assert _booked(requested) == [
        (LEAD, NUMBER, Decimal("0.5"), "analyse", True),
        (OTHER, NUMBER, Decimal("1.25"), "gespraech", True),
        (LEAD, "", Decimal("0.25"), "sonstiges", False),
    ]


def test_a_preview_writes_nothing(requested: Agency) -> None:
    found, faults = _preview(requested, GOOD)
    assert [(r.number, r.outcome, r.target) for r in found] == [
        (2, "neu", NUMBER), (3, "neu", NUMBER), (4, "neu", "akquise"),
    ]  # fmt: skip
    assert faults == [] and _booked(requested) == []


def test_the_same_table_twice_books_nothing_twice_and_a_grown_one_only_the_new_rows(requested: Agency) -> None:
    _import(requested, GOOD)
    more = [*GOOD[::-1], _row("12.01.2015", LEAD, NUMBER, "1", "bericht")]
    assert [r.outcome for r in _import(requested, more)] == ["steht schon"] * 3 + ["neu"]
    assert len(_booked(requested)) == 4


def test_two_equal_rows_of_one_table_are_two_bookings(requested: Agency) -> None:
    twice = [GOOD[0], GOOD[0]]
    assert [r.outcome for r in _import(requested, twice)] == ["neu", "neu"]
    assert [r.outcome for r in _import(requested, twice)] == ["steht schon", "steht schon"]
    assert sum(days for _, _, days, _, _ in _booked(requested)) == 1


def test_two_who_import_the_same_table_at_once_book_it_once(requested: Agency) -> None:
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(lambda _: [r.outcome for r in _import(requested, GOOD)], range(2)))
    assert sorted(done) == [["neu"] * 3, ["steht schon"] * 3]
    assert len(_booked(requested)) == 3


def test_a_cancelled_row_is_not_booked_again_by_the_same_table(requested: Agency) -> None:
    _import(requested, GOOD)
    first = requested.look(lambda w: w.queries.day_bookings()[0].id)
    requested.run(LEAD, lambda w: cancel_booking(w, first, "falscher Tag").id)
    assert [r.outcome for r in _import(requested, GOOD)] == ["steht schon"] * 3


FAULTS = [
    (_row("32.01.2015", LEAD, NUMBER, "1", "analyse"), "32.01.2015"),
    (_row("13.01.2015", LEAD, NUMBER, "1", "analyse"), "Spalte Tag: Tag (day): Der 13.01.2015 liegt in der Zukunft"),
    (_row("07.01.2015", "nie.mand", NUMBER, "1", "analyse"), "nie.mand"),
    (_row("07.01.2015", LEAD, "CA-2015-A-999", "1", "analyse"), "weder ein Vorgang noch eine Veranstaltung"),
    (_row("07.01.2015", LEAD, NUMBER, "viel", "analyse"), "„viel“ ist keine Zahl"),
    (_row("07.01.2015", LEAD, NUMBER, "3.5", "analyse"), "Spalte Tage: Tage (days)"),
    (_row("07.01.2015", LEAD, NUMBER, "1", "ausflug"), "Spalte Tätigkeit"),
    (_row("07.01.2015", LEAD, NUMBER, "1", "analyse", "", "Unbekannt GmbH"), "Unbekannt GmbH"),
    (_row("07.01.2015", LEAD, "", "1", "analyse"), "entweder einen Vorgang"),
    (_row("07.01.2015", LEAD, NUMBER, "", "analyse"), "Tage fehlt"),
]


@pytest.mark.parametrize(("row", "told"), FAULTS, ids=[told[:20] for _, told in FAULTS])
def test_a_fault_names_its_row_and_nothing_of_the_table_is_booked(
    requested: Agency, row: list[Value], told: str
) -> None:
    with pytest.raises(InputErrors) as caught:
        _import(requested, [GOOD[0], row])
    (message,) = caught.value.messages
    assert message.startswith("Zeile 3") and told in message
    assert _booked(requested) == []
    assert _preview(requested, [GOOD[0], row])[1] == [message]


def test_hours_add_up_over_the_rows_of_a_table(requested: Agency) -> None:
    rows = [_row("07.01.2015", LEAD, NUMBER, days, "analyse") for days in ("2", "0.9", "0.2")]
    # 2 + 0.9 are 2.9 days; 0.2 more would be 3.1 days or 24.8 hours
    assert [f[:7] for f in _preview(requested, rows)[1]] == ["Zeile 4"]


def test_headings_are_checked_before_the_rows(requested: Agency) -> None:
    content = write_table([["07.01.2015", LEAD, "1"]], ["Tag", "Kürzel", "Stunden"], "Tage")
    faults = requested.run(ASSISTANT, lambda w: preview_days(w, read_table(content, "tage.xlsx"))[1])
    assert faults[0].startswith("Spalte „Stunden“ ist unbekannt")
    assert faults[1:] == ["Spalte „Tage“ fehlt; bitte ergänzen.", "Spalte „Tätigkeit“ fehlt; bitte ergänzen."]


def test_a_person_imports_the_own_rows_only(requested: Agency) -> None:
    assert len(_import(requested, [GOOD[0]], by=LEAD)) == 1
    with pytest.raises(InputErrors, match=r"Zeile 2.*Projektassistenz"):
        _import(requested, [GOOD[1]], by=LEAD)
    with pytest.raises(PermissionDenied):
        _import(requested, GOOD, by=AUDITOR)


def test_an_empty_table_is_refused(requested: Agency) -> None:
    assert requested.run(ASSISTANT, lambda w: preview_days(w, []))[1] == [
        "Die Tabelle hat keine Zeile; bitte mindestens eine eintragen."
    ]
