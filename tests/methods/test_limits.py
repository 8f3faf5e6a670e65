"""The shipped thresholds: complete, marked as working values, and refused when damaged."""

from __future__ import annotations

from importlib import resources

import pytest

from clusterprocess.catalogues.limits import Limits, LimitTable, limits, read_limits
from clusterprocess.domain.errors import InputError


def shipped_text() -> str:
    return resources.files("clusterprocess.catalogues").joinpath("limits.toml").read_text("utf-8")


def test_the_shipped_catalogue_is_marked_as_a_working_version() -> None:
    catalogue = limits()
    assert catalogue.mark == "[D]"
    assert catalogue.status == "Arbeitsfassung"
    assert catalogue.published_on <= catalogue.valid_from


def test_every_table_knows_the_version_of_the_whole() -> None:
    catalogue = limits()
    tables = [value for _, value in catalogue if isinstance(value, LimitTable)]
    assert len(tables) == sum(1 for name in Limits.model_fields if name not in _head())
    assert {table.catalogue_version for table in tables} == {catalogue.version}


def _head() -> set[str]:
    return {"version", "valid_from", "published_on", "source", "mark", "status"}


def test_the_catalogue_is_read_once() -> None:
    assert limits() is limits()


def test_the_values_are_those_of_the_method_library() -> None:
    catalogue = limits()
    assert (catalogue.peers.close, catalogue.peers.wide) == (0.45, 0.60)
    assert (catalogue.peers.fewest, catalogue.peers.most) == (8, 20)
    assert (catalogue.comparison.rank_from, catalogue.comparison.percentile_from) == (8, 20)
    assert (catalogue.services.cut, catalogue.location.specialised_above) == (0.5, 1.25)
    assert (catalogue.stakeholders.cut, catalogue.voting.group_min, catalogue.survey.group_min) == (3, 5, 8)


def test_a_changed_value_comes_with_the_changed_version() -> None:
    text = shipped_text().replace('version = "2014.1"', 'version = "2015.1"').replace("close = 0.45", "close = 0.40")
    catalogue = read_limits(text)
    assert catalogue.peers.close == 0.40
    assert catalogue.peers.catalogue_version == "2015.1"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("close = 0.45", "close = 4.5", "peers.close"),
        ("close = 0.45", "", "peers.close"),
        ("close = 0.45", "close = 0.70", "peers"),
        ("weight_age = 0.20", "weight_age = 0.30", "peers"),
        ("group_min = 8", 'group_min = "acht"', "survey.group_min"),
        ('version = "2014.1"', "", "version"),
        ("[location]", "[ort]", "location"),
    ],
)
def test_a_damaged_value_is_named(old: str, new: str, named: str) -> None:
    with pytest.raises(InputError, match=named):
        read_limits(shipped_text().replace(old, new))


def test_a_field_weight_of_one_is_refused_because_dropping_it_leaves_nothing() -> None:
    text = shipped_text()
    for old, new in (
        ("weight_field = 0.40", "weight_field = 1.0"),
        ("weight_size = 0.30", "weight_size = 0.0"),
        ("weight_age = 0.20", "weight_age = 0.0"),
        ("weight_maturity = 0.10", "weight_maturity = 0.0"),
    ):
        text = text.replace(old, new)
    with pytest.raises(InputError, match="Merkmal"):
        read_limits(text)


def test_text_that_is_no_toml_is_refused_in_german() -> None:
    with pytest.raises(InputError, match="keine lesbare TOML-Datei"):
        read_limits("peers = [")
