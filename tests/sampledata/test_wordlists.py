"""The word lists load, are complete and say in German what they know."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clusterprocess.catalogues.wordlists import WordList, fields, labels, legal_forms, regions
from clusterprocess.domain.errors import NotFoundError

GROWTH_FIELDS = {"mobilitaet", "umwelt_energie_ressourcen", "gesundheit_pflege", "ikt_intelligente_produkte", "keines"}


def test_each_list_has_the_entries_of_its_section() -> None:
    # Section 11: twenty fields plus nine further ones, twelve regions; section 4: eight legal forms, six labels.
    assert len(fields()) == 20 + 9
    assert len(regions()) == 12
    assert legal_forms().slugs() == (
        *("ev", "gmbh", "ggmbh", "abteilung_traeger", "projekt", "gbr", "genossenschaft", "sonstige"),
    )
    assert labels().slugs() == ("bw", "bronze", "silver", "gold", "go_cluster", "spitzencluster")


@pytest.mark.parametrize("words", [fields(), regions(), legal_forms(), labels()], ids=lambda words: words.title)
def test_each_list_has_unique_slugs_german_names_and_a_complete_header(words: WordList[Any]) -> None:
    assert len(set(words.slugs())) == len(words)
    assert all(entry.name.de for entry in words)
    assert words.header.version and words.header.source and words.header.mark
    assert isinstance(words.header.valid_from, date) and isinstance(words.header.published_on, date)


def test_fields_and_legal_forms_have_english_names_and_growth_fields_of_the_state() -> None:
    assert all(field.name.en and field.growth_field in GROWTH_FIELDS for field in fields())
    assert all(form.name.en for form in legal_forms())


def test_label_validity_is_given_only_where_a_source_states_it() -> None:
    # Section 6: BW label two years; Bronze two years, then three, renewable up to one year after expiry.
    years = {e.slug: (e.first_validity_years, e.renewal_validity_years, e.renewal_window_years) for e in labels()}
    assert years["bw"] == (2, None, None)
    assert years["bronze"] == (2, 3, 1)
    assert years["silver"] == (None, None, None)
    assert years["spitzencluster"] == (None, None, None)


def test_a_slug_leads_to_its_entry() -> None:
    assert fields().by_slug("photonics").name.de == "Photonik"
    assert regions().by_slug("neckar_alb").name.de == "Neckar-Alb"


def test_an_unknown_slug_is_answered_with_the_known_ones() -> None:
    with pytest.raises(
        NotFoundError, match=r"„bayern“ steht nicht in der Liste Regionen.*stuttgart, .*nordschwarzwald"
    ):
        regions().by_slug("bayern")
