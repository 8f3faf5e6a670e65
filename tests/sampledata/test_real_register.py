"""The real register is read completely: every value is mapped or listed with its reason."""

from __future__ import annotations

from pathlib import Path
from statistics import mean, median

import pytest

from clusterprocess.catalogues.wordlists import fields, labels, legal_forms, regions
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.sampledata.real_register import RegisterRow, read_real_register
from clusterprocess.sampledata.real_register.reader import COLUMNS, split_names

READING = read_real_register()


def _row(source_id: str) -> RegisterRow:
    (found,) = [row for row in READING.rows if row.source_id == source_id]
    return found


def _file(folder: Path, **cells: str) -> Path:
    line = {"id": "T001", "name": "Probe e.V.", "kind": "regionale_initiative", **cells}
    path = folder / "register.csv"
    text = ";".join(COLUMNS) + "\n" + ";".join(line.get(column, "") for column in COLUMNS) + "\n"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_statistics_of_the_register_are_those_its_readme_states() -> None:
    counted = [row for row in READING.rows if row.use_in_statistics]
    members = [fact.value for row in counted if (fact := row.fact("members_total"))]
    years = [row.founding_year for row in counted if row.founding_year]
    assert (len(READING.rows), len(counted), len(COLUMNS)) == (81, 75, 47)
    assert (len(members), round(mean(members)), median(members)) == (41, 107, 70)
    assert (len(years), median(years)) == (48, 2010)


def test_every_value_is_mapped_or_listed_with_a_reason() -> None:
    assert READING.unmapped
    for row_id, column, text in READING.unmapped:
        assert READING.reasons[column][text], (row_id, column, text)
    listed = {(cell.row_id, cell.column) for cell in READING.unmapped}
    for row in READING.rows:
        for column in ("field", "region", "legal_form"):
            text, slug = getattr(row, f"{column}_text"), getattr(row, f"{column}_slug")
            assert (slug is None) == (text == "" or (row.source_id, column) in listed)


def test_no_reason_is_given_for_a_value_that_does_not_occur() -> None:
    found = {(cell.column, cell.text) for cell in READING.unmapped}
    assert {(column, text) for column, texts in READING.reasons.items() for text in texts} == found


def test_all_slugs_are_those_of_the_catalogues() -> None:
    assert {row.field_slug for row in READING.rows} - {None} <= set(fields().slugs())
    assert {row.region_slug for row in READING.rows} - {None} == set(regions().slugs())
    assert {row.legal_form_slug for row in READING.rows} - {None} <= set(legal_forms().slugs())
    assert {label.slug for row in READING.rows for label in row.labels} <= set(labels().slugs())


def test_a_figure_keeps_its_qualifier_year_basis_and_sources() -> None:
    fact = _row("C001").fact("members_total")
    assert fact is not None
    assert (fact.value, fact.qualifier, fact.year, fact.basis) == (110, "more_than", 2020, "stated")
    assert fact.source.split(" | ") == list(_row("C001").sources)
    undated = _row("C026").fact("members_total")
    assert undated is not None and undated.year is None and undated.basis is None


def test_erdf_amounts_carry_their_own_list_as_source() -> None:
    old, new = _row("C004").fact("erdf_2007_2013_eur"), _row("C004").fact("erdf_2014_2020_eligible_eur")
    assert old is not None and (old.value, old.basis, old.year) == (399901.41, "approved", 2011)
    assert new is not None and (new.value, new.basis, new.year) == (365350.0, "eligible", 2015)
    assert new.period == "2015-09-25/2018-09-30"
    assert "2007-2013" in old.source and " | " not in old.source
    assert "2014-2020" in new.source and " | " not in new.source


def test_several_labels_take_one_year_each_in_order_of_award() -> None:
    assert [(label.slug, label.years) for label in _row("C006").labels] == [
        ("bw", ()),
        ("bronze", (2015,)),
        ("silver", (2017,)),
        ("gold", (2021,)),
    ]
    assert [(label.slug, label.years) for label in _row("C003").labels] == [
        ("bw", (2015, 2021)),
        ("gold", (2015, 2021)),
    ]
    assert [label.slug for label in _row("C032").labels] == ["spitzencluster"]


@pytest.mark.parametrize(
    ("text", "name", "others"),
    [
        ("KLOK e.V. / LogBW", "KLOK e.V.", ("LogBW",)),
        ("Linux Group e.V. (L), later Open Alliance", "Linux Group e.V. (L)", ("Open Alliance",)),
        ("Softwarezentrum Böblingen/Sindelfingen e.V.", "Softwarezentrum Böblingen/Sindelfingen e.V.", ()),
        ("Medien-/IT-Initiative Pforzheim e.V.", "Medien-/IT-Initiative Pforzheim e.V.", ()),
    ],
)
def test_other_names_follow_a_comma_or_a_free_slash(text: str, name: str, others: tuple[str, ...]) -> None:
    assert split_names(text) == (name, others)


def test_an_empty_cell_is_missing_and_not_unmapped(tmp_path: Path) -> None:
    reading = read_real_register(_file(tmp_path))
    assert reading.unmapped == ()
    assert (reading.rows[0].field_slug, reading.rows[0].facts, reading.rows[0].seat) == (None, (), None)


def test_a_new_value_stays_text_and_is_listed(tmp_path: Path) -> None:
    reading = read_real_register(_file(tmp_path, field="Uhrenindustrie", label_ecei="Gold, Platin"))
    assert reading.rows[0].field_slug is None and reading.rows[0].field_text == "Uhrenindustrie"
    assert [tuple(cell) for cell in reading.unmapped] == [
        ("T001", "field", "Uhrenindustrie"),
        ("T001", "label_ecei", "Platin"),
    ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"founding_year": "um 2005"}, "Zeile T001, Spalte founding_year: „um 2005“ ist keine ganze Zahl"),
        ({"members_total": "1.200,5"}, "Zeile T001, Spalte members_total: „1.200,5“ ist keine Zahl"),
        ({"kind": "verband"}, "Spalte kind: „verband“ ist unbekannt, .* landesweites_netzwerk, regionale_initiative"),
        ({"id": ""}, "Zeile 2: Die Kennung „“ ist leer oder doppelt"),
        ({"notes": "a;b"}, "Zeile 2 des Registers hat eine andere Zahl von Zellen"),
    ],
)
def test_a_bad_cell_is_named_with_the_remedy(tmp_path: Path, cells: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_real_register(_file(tmp_path, **cells))


def test_a_missing_file_column_or_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"fehlt\.csv ist nicht vorhanden"):
        read_real_register(tmp_path / "fehlt.csv")
    short = tmp_path / "kurz.csv"
    short.write_text("id;name\nT001;Probe\n", encoding="utf-8")
    with pytest.raises(InputError, match="fehlen die Spalten kind, kind_basis"):
        read_real_register(short)
    short.write_bytes("id;Größe\n".encode("latin-1"))
    with pytest.raises(InputError, match="nicht in UTF-8"):
        read_real_register(short)
