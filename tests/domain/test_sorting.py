"""German order of names after DIN 5007-1."""

from __future__ import annotations

from clusterprocess.domain.sorting import german_key


def test_umlauts_sort_with_their_base_letter() -> None:
    names = ["Zollern", "Ärzte am See", "Asche", "Arzt", "Öhringen", "Ofen", "Überlingen", "Ulm"]
    assert sorted(names, key=german_key) == [
        "Arzt", "Ärzte am See", "Asche", "Ofen", "Öhringen", "Überlingen", "Ulm", "Zollern",
    ]  # fmt: skip


def test_sharp_s_counts_as_double_s_in_both_cases() -> None:
    assert german_key("Straße") == german_key("STRASSE") == german_key("STRAẞE")


def test_case_accents_and_punctuation_do_not_decide() -> None:
    assert german_key("Café-Netz e.V.") == german_key("cafenetz eV")


def test_words_sort_before_longer_words() -> None:
    # a blank sorts before letters, so short words come first
    assert sorted(["Neckarbau", "Neckar Zeit"], key=german_key) == ["Neckar Zeit", "Neckarbau"]


def test_a_key_fits_into_its_column() -> None:
    assert len(german_key("ß" * 200)) <= 220
