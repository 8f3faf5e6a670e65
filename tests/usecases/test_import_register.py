"""Importing the register: preview, row-exact faults, all or nothing, and a second run that changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

import pytest

from clusterprocess.adapters.sheets.reader import read_table
from clusterprocess.adapters.sheets.writer import write_table
from clusterprocess.bootstrap import App
from clusterprocess.domain.actors import SYSTEM, Actor, Role
from clusterprocess.domain.chain import verify_chain
from clusterprocess.domain.errors import InputErrors, PermissionDenied, RuleViolation
from clusterprocess.domain.register import Cluster
from clusterprocess.sampledata.entries import portfolio_entries, real_entries
from clusterprocess.usecases.import_register import (
    ImportPreview,
    ImportResult,
    RegisterEntry,
    entries_from_table,
    import_register,
    preview_import,
)
from clusterprocess.usecases.ports import Work

T = TypeVar("T")
ENTRY = RegisterEntry("probe", "P1", "Holzkette Ortenau e.V.", "regionale_initiative", seat="Offenburg")


def _run(app: App, use_case: Callable[[Work], T], actor: Actor = SYSTEM) -> T:
    return app.run(actor, lambda work: use_case(cast(Work, work)))


def _import(app: App, *entries: RegisterEntry, origin: str = "beispieldaten") -> ImportResult:
    return _run(app, lambda work: import_register(work, entries, origin))


def _preview(app: App, *entries: RegisterEntry) -> ImportPreview:
    return _run(app, lambda work: preview_import(work, entries))


def _clusters(app: App) -> list[Cluster]:
    def look(work: Work) -> list[Cluster]:
        # profiles are loaded here, because the session ends with the transaction
        return [cluster for cluster in work.queries.clusters() if cluster.profiles is not None]

    return _run(app, look)


def _actions(app: App) -> Counter[str]:
    return _run(app, lambda work: Counter(event.action for event in work.queries.events()))


def _faults(app: App, *entries: RegisterEntry) -> list[str]:
    before = _actions(app)
    with pytest.raises(InputErrors) as caught:
        _import(app, *entries)
    assert _actions(app) == before
    assert tuple(caught.value.messages) == _preview(app, *entries).errors
    return caught.value.messages


def _table(text: str) -> tuple[tuple[RegisterEntry, ...], tuple[str, ...]]:
    return entries_from_table(read_table(text.encode(), "eigene.csv"))


def test_the_real_register_is_imported_once_and_the_second_run_changes_nothing(real_app: App) -> None:
    entries = real_entries()
    first = _import(real_app, *entries, origin="real")
    # 81 lines in the file; twelve cells are listed under [unmapped] in its mapping table
    assert (first.added, first.changed, first.unchanged, len(first.unmapped)) == (81, 0, 0, 12)
    after_first = _actions(real_app)
    assert after_first["cluster:record:added"] == 81
    assert after_first["register:file:imported"] == 1
    again = _import(real_app, *real_entries(), origin="real")
    assert (again.added, again.changed, again.unchanged) == (0, 0, 81)
    assert _actions(real_app) == after_first
    assert _preview(real_app, *entries).unchanged == tuple(entry.name for entry in entries)
    assert real_app.run(SYSTEM, lambda work: verify_chain(work.queries.events())).is_intact


def test_what_the_mapping_does_not_know_is_kept_as_text_and_listed_with_its_reason(real_app: App) -> None:
    result = _import(real_app, *real_entries(), origin="real")
    (text,) = [kept for kept in result.unmapped if kept.place == "Eintrag C043"]
    assert (text.column, text.text, text.reason) == ("field", "Sozialwirtschaft", "kein Feld der Liste")
    (cluster,) = [c for c in _clusters(real_app) if c.source_id == "C043"]
    assert (cluster.field, cluster.field_text) == (None, "Sozialwirtschaft")


def test_a_published_figure_keeps_qualifier_year_basis_and_source(real_app: App) -> None:
    _import(real_app, *real_entries(), origin="real")
    (cluster,) = [c for c in _clusters(real_app) if c.source_id == "C001"]
    (members,) = [fact for fact in cluster.facts if fact["key"] == "members_total"]
    # line C001: members_total 110, more_than, 2020, stated
    assert (members["value"], members["qualifier"], members["year"], members["basis"]) == (
        110,
        "more_than",
        2020,
        "stated",
    )
    assert members["source"].startswith("https://")
    assert cluster.profiles == []


def test_the_sample_portfolio_brings_two_profiles_each_and_repeats_nothing(app: App) -> None:
    assert _import(app, *portfolio_entries()).added == 100
    after_first = _actions(app)
    assert after_first["cluster:profile:stored"] == 200
    assert _import(app, *portfolio_entries()).unchanged == 100
    assert _actions(app) == after_first


def test_real_data_never_enter_a_demo(app: App) -> None:
    with pytest.raises(RuleViolation, match="passt nicht zu dieser Datenbank"):
        _import(app, ENTRY, origin="real")


def test_beispieldaten_never_enter_a_real_database(real_app: App) -> None:
    with pytest.raises(RuleViolation, match="passt nicht zu dieser Datenbank"):
        _import(real_app, ENTRY, origin="beispieldaten")


def test_only_staff_administration_and_system_may_import(app: App) -> None:
    manager = Actor("x", frozenset({Role.CLUSTER_MANAGER}), "cli:x")
    with pytest.raises(PermissionDenied):
        _run(app, lambda work: import_register(work, [ENTRY], "beispieldaten"), manager)
    with pytest.raises(PermissionDenied):
        _run(app, lambda work: preview_import(work, [ENTRY]), manager)
    analyst = Actor("y", frozenset({Role.ANALYST}), "cli:y")
    assert _run(app, lambda work: import_register(work, [ENTRY], "beispieldaten"), analyst).added == 1


def test_a_preview_names_changed_fields_and_writes_nothing(app: App) -> None:
    _import(app, ENTRY)
    before = _actions(app)
    moved = replace(ENTRY, seat="Lahr", founded=2009)
    (change,) = _preview(app, moved).changed
    assert (change.name, change.fields) == ("Holzkette Ortenau e.V.", ("seat", "founded"))
    assert _actions(app) == before
    assert _import(app, moved).changed == 1
    assert _preview(app, moved).unchanged == ("Holzkette Ortenau e.V.",)


def test_one_fault_keeps_everything_out(app: App) -> None:
    wrong = replace(ENTRY, source_id="P2", kind="verein", row=7)
    (message,) = _faults(app, ENTRY, wrong)
    assert message.startswith("Zeile 7, Spalte Art (kind): „verein“ ist unbekannt; bitte eines davon eintragen")
    assert _clusters(app) == []


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (replace(ENTRY, name="x" * 10_000_000), "Spalte Name der Cluster-Initiative (name): 10.000"),
        (replace(ENTRY, name="x" * 201), "Spalte Name der Cluster-Initiative (name): 201 Zeichen sind zu lang"),
        (replace(ENTRY, name="?!"), "Spalte Name der Cluster-Initiative (name): fehlt"),
        (replace(ENTRY, seat="Ul\x00m"), "Spalte Sitz (seat): enthält Steuerzeichen"),
        (replace(ENTRY, seat="Ulm\ud800"), "enthält Steuerzeichen"),
        (replace(ENTRY, source_id=" "), "Spalte Kennung (source_id): fehlt"),
        (replace(ENTRY, region="bayern"), "Spalte Region (region): „bayern“ ist unbekannt"),
        (replace(ENTRY, founded=1066), "Spalte Gründungsjahr (founded): 1066 liegt nicht zwischen 1900 und 2100"),
        (replace(ENTRY, facts=({"key": "fte_paid", "value": float("nan")},)), "nicht speichern lassen"),
        (replace(ENTRY, facts=({"key": "notes", "value": "a\x07"},)), "enthält Steuerzeichen"),
        (replace(ENTRY, profiles=((date(2015, 1, 13), {}),)), "Spalte Stichtag (as_of): Der 13.01.2015 liegt in der Zukunft"),
        (replace(ENTRY, profiles=((date(2014, 12, 31), {"members_sme": -1}),)), "Spalte Mitglieder: KMU (members_sme): muss mindestens 0 sein"),
        (replace(ENTRY, profiles=((date(2014, 12, 31), {"fte_paid": 3, "head_count": 2}),)), "Vollzeitäquivalente (fte_paid): mehr als"),
    ],
)  # fmt: skip
def test_every_fault_is_one_sentence_with_place_and_column(app: App, entry: RegisterEntry, sentence: str) -> None:
    (message,) = _faults(app, replace(entry, row=3))
    assert message.startswith("Zeile 3")
    assert sentence in message


def test_an_identity_may_stand_in_a_file_only_once(app: App) -> None:
    (message,) = _faults(app, replace(ENTRY, row=2), replace(ENTRY, name="Andere", row=9))
    assert message == "Zeile 9, Spalte Kennung (source_id): „P1“ steht schon in Zeile 2; bitte eine davon löschen."


def test_the_same_name_and_seat_is_proposed_as_a_duplicate_and_never_merged(app: App) -> None:
    _import(app, ENTRY)
    twin = replace(ENTRY, source="andere", source_id="A1", name="HOLZKETTE   Ortenau, e.V.", row=2)
    elsewhere = replace(twin, source_id="A2", seat="Ulm", row=3)
    result = _import(app, twin, elsewhere)
    assert result.added == 2
    assert [(d.place, d.other) for d in result.possible_duplicates] == [
        ("Zeile 2", "Nr. 1 im Register: Holzkette Ortenau e.V.")
    ]


def test_template_marks_and_formulas_in_a_name_stay_text(app: App) -> None:
    name = "{{ 7 * 7 }} {% raise %} =1+1"
    entries, faults = _table(f"Kennung;Name der Cluster-Initiative;Art\nH1;{name};regionale Initiative\n")
    assert faults == ()
    _import(app, *entries)
    assert [cluster.name for cluster in _clusters(app)] == [name]


def test_the_own_table_accepts_german_and_plain_headings_and_spellings(app: App, tmp_path: Path) -> None:
    header = ["Kennung", "name", "Art", "Sitz", "Technologie-/Branchenfeld", "Region", "Rechtsform", "Stichtag", "Gründungsjahr",
              "Mitglieder: KMU", "fte_paid", "Jahresbudget Management", "schriftliche Strategie", "labels", "countries_active",
              "services"]  # fmt: skip
    row = ["K1", "Photonik Ostalb", "regionale Initiative", "Aalen", "Photonik", "Ostwürttemberg", "GmbH", "31.12.2014", "2006",
           "1.234", "2,5", "120.000,50 Euro", "ja", "Gold:31.12.2015 | bw", "FR, CH", "information:2:40:0 | vernetzung:1"]  # fmt: skip
    path = tmp_path / "eigene.xlsx"
    path.write_bytes(write_table([row], header, "Register"))
    entries, faults = entries_from_table(read_table(path))
    assert faults == ()
    assert _import(app, *entries).added == 1
    assert _import(app, *entries).unchanged == 1
    (cluster,) = _clusters(app)
    assert (cluster.field, cluster.region, cluster.legal_form, cluster.founded) == (
        "photonics",
        "ostwuerttemberg",
        "gmbh",
        2006,
    )
    (profile,) = cluster.profiles
    assert profile.as_of == date(2014, 12, 31)
    answers = profile.answers
    assert (answers["members_sme"], answers["fte_paid"], answers["budget"]) == (1234, 2.5, "120000.50")
    assert answers["labels"] == [{"label": "gold", "valid_until": "2015-12-31"}, {"label": "bw"}]
    assert answers["services"][0] == {"category": "information", "depth": 2, "uses_per_year": 40, "price_eur": "0"}
    assert answers["countries_active"] == ["FR", "CH"]


def test_rows_of_one_kennung_are_its_years(app: App) -> None:
    entries, faults = _table(
        "source_id;name;kind;seat;as_of;head_count\n"
        "K1;Alt;regionale_initiative;Ulm;2013-12-31;2\n"
        "K1;Neu;regionale_initiative;Aalen;2014-12-31;3\n"
    )
    assert faults == ()
    _import(app, *entries)
    (cluster,) = _clusters(app)
    assert (cluster.name, cluster.seat) == ("Neu", "Aalen")
    assert [(p.as_of.year, p.answers["head_count"]) for p in cluster.profiles] == [(2013, 2), (2014, 3)]


def test_a_column_that_is_not_in_the_table_is_left_as_it_was(app: App) -> None:
    full, _ = _table("source_id;name;kind;seat;founded\nK1;Kette;regionale_initiative;Ulm;2009\n")
    _import(app, *full)
    short, _ = _table("source_id;name;kind;seat\nK1;Kette;regionale_initiative;\n")
    (change,) = _preview(app, *short).changed
    # the seat stands there as empty, the founding year is not spoken of
    assert change.fields == ("seat",)


def test_an_old_file_does_not_undo_a_later_correction(app: App) -> None:
    old, _ = _table("source_id;name;kind;as_of;head_count\nK1;Kette;regionale_initiative;2014-12-31;2\n")
    new, _ = _table("source_id;name;kind;as_of;head_count\nK1;Kette;regionale_initiative;2014-12-31;3\n")
    _import(app, *old)
    assert _preview(app, *new).changed[0].fields == ("Profil 31.12.2014",)
    assert _import(app, *new).changed == 1
    assert _import(app, *old).unchanged == 1
    (cluster,) = _clusters(app)
    assert cluster.profiles[-1].answers["head_count"] == 3


def test_unknown_fields_forms_and_labels_of_the_own_table_are_kept_and_listed(app: App) -> None:
    entries, faults = _table(
        "source_id;name;kind;field;legal_form;as_of;labels\n"
        "K1;Kette;regionale_initiative;Bionik;Stiftung;31.12.2014;Goldene Ähre:2016-12-31 | gold\n"
    )
    assert faults == ()
    result = _import(app, *entries)
    assert [(kept.place, kept.column, kept.text) for kept in result.unmapped] == [
        ("Zeile 2", "labels", "Goldene Ähre"),
        ("Zeile 2", "field", "Bionik"),
        ("Zeile 2", "legal_form", "Stiftung"),
    ]
    (cluster,) = _clusters(app)
    assert (cluster.field, cluster.field_text, cluster.legal_form, cluster.legal_form_text) == (
        None,
        "Bionik",
        None,
        "Stiftung",
    )
    assert [(fact["key"], fact["value"]) for fact in cluster.facts] == [("label_text", "Goldene Ähre")]
    assert cluster.profiles[0].answers["labels"] == [{"label": "gold"}]
