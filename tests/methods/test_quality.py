"""The catalogue of 34 indicators: complete, as the domain text splits it, and replaceable by a checked file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from clusterprocess.catalogues.quality import QualityIndicator, quality, read_quality
from clusterprocess.catalogues.reading import pinned, shipped_text
from clusterprocess.domain.errors import InputErrors, NotFoundError
from clusterprocess.methods.readiness import ReadinessInput, readiness

SHIPPED = shipped_text("quality.toml")


def complaints(text: str) -> str:
    with pytest.raises(InputErrors) as refused:
        read_quality(text, "eigener.toml")
    return str(refused.value)


def test_the_catalogue_has_31_european_and_3_state_indicators() -> None:
    codes = [indicator.code for indicator in quality().indicator]
    assert len(codes) == len(set(codes)) == 34
    assert [code for code in codes if code.startswith("BW")] == ["BW1", "BW2", "BW3"]


def test_four_minimum_criteria_and_thirty_times_five_points() -> None:
    assert [indicator.code for indicator in quality().knock_outs] == ["1.1.2", "1.1.3", "2.1", "2.2.1"]
    assert len(quality().graded) == 30


def test_the_categories_and_dimensions_hold_what_the_domain_text_says() -> None:
    # Strukturen 1.x, 2.1-2.3, 3.x, BW1; Prozesse 2.4-2.7, 4.1.4-4.1.6, 4.6.x; Aktivitäten 4.3-4.5, 5.x, BW3;
    # Strategien 4.1.1-4.1.3, 4.2, BW2
    by_category = {
        slug: {i.code for i in quality().indicator if i.category == slug}
        for slug in ("prozesse", "aktivitaeten", "strategien")
    }
    assert by_category["prozesse"] == {"2.4", "2.5", "2.6", "2.7", "4.1.4", "4.1.5", "4.1.6", "4.6.1", "4.6.2"}
    assert by_category["aktivitaeten"] == {"4.3", "4.4", "4.5", "5.1", "5.2", "5.3", "BW3"}
    assert by_category["strategien"] == {"4.1.1", "4.1.2", "4.1.3", "4.2", "BW2"}
    assert sum(i.category == "strukturen" for i in quality().indicator) == 34 - 9 - 7 - 5
    # first digit; BW1 counts to 3, BW2 and BW3 to 4
    assert Counter(i.dimension for i in quality().graded) == {1: 2, 2: 8, 3: 3, 4: 14, 5: 3}
    assert [quality().by_code(code).dimension for code in ("BW1", "BW2", "BW3")] == [3, 4, 4]


def test_the_silver_scope_is_that_of_the_source_and_unknown_stays_unknown() -> None:
    assert sum(i.silver is True for i in quality().indicator) == 19
    assert [i.code for i in quality().indicator if i.silver is None] == ["5.2", "5.3"]


@pytest.mark.parametrize(
    ("code", "lower", "target"),
    [
        ("1.1.1", 40, 90),
        ("1.2", 50, 80),
        ("2.2.3", 0, 5),
        ("2.2.4", 50, 90),
        ("2.3", 80, 95),
        ("2.5", 30, 80),
        ("2.6", 10, 40),
        ("3.1", 6, 24),
        ("3.2", 10, 40),
        ("4.3", 2, 8),
        ("4.4", 40, 85),
        ("4.5", 5, 30),
        ("5.1", 2, 20),
        ("5.2", 0, 5),
        ("BW3", 0, 6),
    ],
)
def test_measured_values_have_the_limits_of_the_domain_text(code: str, lower: float, target: float) -> None:
    indicator = quality().by_code(code)
    assert (indicator.kind, indicator.lower, indicator.target) == ("messwert", lower, target)
    assert indicator.higher_is_better


def test_every_other_graded_indicator_is_a_checklist_of_five_sentences() -> None:
    lists = [i for i in quality().graded if i.kind == "checkliste"]
    assert len(lists) == 15
    assert all(len(i.items) == 5 and all(item.de.endswith(".") for item in i.items) for i in lists)


def test_the_minimum_criteria_have_the_limits_of_the_domain_text() -> None:
    conditions = {i.code: [(c.key, c.at_least) for c in i.conditions] for i in quality().knock_outs}
    assert conditions == {
        "1.1.2": [("company_share", 50), ("actor_types", 2)],
        "1.1.3": [("members_committed", 15)],
        "2.1": [("years_in_operation", 2)],
        "2.2.1": [("fte_paid", 0.5)],
    }


def test_our_own_decisions_are_marked_as_such() -> None:
    assert quality().mark == "[D]"
    assert quality().status == "Arbeitsfassung – durch den Katalog der Agentur zu ersetzen"
    assert {i.minimum_points for i in quality().graded} == {2.0}


def test_every_indicator_says_what_to_do_and_which_evidence_is_usual() -> None:
    for indicator in quality().indicator:
        assert indicator.step and quality().evidence_names(indicator.code)
        assert indicator.knock_out or 0 < (indicator.feasibility or 0) <= 1


def test_an_unknown_code_is_answered_with_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match=r"9\.9 gibt es nicht.*1\.1\.1, .*5\.3"):
        quality().by_code("9.9")


def test_less_can_be_better() -> None:
    raw = quality().by_code("5.1").model_dump() | {"lower": 30.0, "target": 5.0}
    assert not QualityIndicator.model_validate(raw).higher_is_better


def test_a_file_replaces_the_shipped_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "agentur.toml"
    text = SHIPPED.replace('version = "2014.1"', 'version = "A-1"', 1)
    text = text.replace('code = "1.2"\n', 'code = "1.2"\nminimum_points = 3\n', 1)
    file.write_text(text, encoding="utf-8")
    replaced = quality(file)
    assert replaced.version == "A-1"
    assert replaced.by_code("1.2").minimum_points == 3
    assert quality().version == "2014.1"


def test_a_version_in_force_reaches_the_methods() -> None:
    with pinned({"quality.toml": SHIPPED.replace('version = "2014.1"', 'version = "A-1"', 1)}):
        assert quality().version == "A-1"
        assert readiness(ReadinessInput(readings=())).catalogue_version == "A-1"
    assert quality().version == "2014.1"


def test_a_missing_file_and_a_broken_one_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputErrors, match=r"fehlt\.toml ist als UTF-8-Datei nicht lesbar"):
        quality(tmp_path / "fehlt.toml")
    (tmp_path / "alt.toml").write_bytes("version = 'Größe'".encode("latin-1"))
    with pytest.raises(InputErrors, match=r"alt\.toml ist als UTF-8-Datei nicht lesbar"):
        quality(tmp_path / "alt.toml")
    assert "eigener.toml: Das ist keine lesbare TOML-Datei" in complaints("version =")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('code = "5.3"', 'code = "5.2"', "Diese Nummern kommen mehrfach vor: 5.2."),
        ('code = "1.2"', 'code = "2.9"', "Indikator 2.9: Er zählt zu Dimension 2, nicht 1."),
        ('category = "strukturen"', 'category = "bau"', "Indikator 1.1.1: Die Kategorie bau ist nicht aufgeführt."),
        ('evidence = ["personal"]', 'evidence = ["foto"]', "Die Nachweisart foto ist nicht aufgeführt."),
        ('kind = "messwert"', 'kind = "wert"', "muss einer dieser Werte sein: 'messwert', 'checkliste' oder"),
        ("feasibility = 0.8", "feasibility = 1.8", "Indikator 1.1.1 › feasibility darf höchstens 1.0 sein."),
        ("feasibility = 0.8\n", "", "Ein Indikator mit Punkten braucht feasibility und effort_pt."),
        ("effort_pt = 1.5", "effort_pt = 0", "Indikator 1.1.1 › effort_pt muss größer als 0.0 sein."),
        ("effort_pt = 1.5", "aufwand = 1.5", "Indikator 1.1.1 › aufwand ist nicht vorgesehen"),
        ("target = 90.0", "target = 40.0", "Indikator 1.1.1: lower und target dürfen nicht gleich sein."),
        ("target = 90.0\n", "", "Ein Messwert braucht formula, unit, lower und target."),
        ('key = "branche"', 'key = "abschluss"', "Eine Checkliste braucht genau 5 verschiedene Punkte"),
        ("yellow_from = 80.0", "yellow_from = 90.0", "orange_from, yellow_from und green_from müssen aufsteigen."),
        ("reserve_points = 8", "reserve_points = 31", "pass_points und reserve_points ergeben mehr als 150."),
        ("number = 5", "number = 4", "Der Katalog braucht die Dimensionen 1 bis 5, jede einmal."),
        ('slug = "prozesse"', 'slug = "strukturen"', "Der Katalog braucht vier verschiedene Kategorien."),
        ("[readiness]", "[bounds]", "readiness fehlt; bitte ergänzen."),
    ],
)
def test_each_fault_of_a_replacement_is_one_german_sentence(old: str, new: str, sentence: str) -> None:
    assert old in SHIPPED
    told = complaints(SHIPPED.replace(old, new, 1))
    assert sentence in told
    assert all(line.startswith("eigener.toml: ") for line in told.splitlines())


def test_the_counts_are_checked_together() -> None:
    told = complaints(SHIPPED[: SHIPPED.index('[[indicator]]\ncode = "5.3"')])
    assert "Der Katalog braucht 34 Indikatoren, hier sind es 33." in told
    assert "müssen 150 Punkte ergeben, hier sind es 145." in told


def test_a_minimum_criterion_turned_into_points_is_counted() -> None:
    start, end = SHIPPED.index('[[indicator]]\ncode = "2.1"'), SHIPPED.index('[[indicator]]\ncode = "2.2.1"')
    graded = SHIPPED[SHIPPED.index('[[indicator]]\ncode = "2.2.3"') : SHIPPED.index('[[indicator]]\ncode = "2.2.4"')]
    told = complaints(SHIPPED[:start] + graded.replace('"2.2.3"', '"2.1"') + SHIPPED[end:])
    assert "Der Katalog braucht 4 Mindestkriterien, hier sind es 3." in told
    assert "müssen 150 Punkte ergeben, hier sind es 155." in told


@pytest.mark.parametrize(
    "text", ["indicator = 3\nreadiness = 4", "indicator = [1, 2]\n[readiness]\nminimum_points = 1"]
)
def test_nonsense_is_refused_without_a_crash(text: str) -> None:
    assert "hat nicht die erwartete Form" in complaints(text)
