"""The four house columns: nothing newer than the report, empty cells stay empty, section 10 is complete."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.four_columns import HEADINGS, SCOPES, FourColumnRow, four_columns, quoted
from clusterprocess.catalogues.references import all_references
from clusterprocess.domain.errors import NotFoundError

MEASURES = tuple(dict.fromkeys(r.measure for r in all_references()))


def row(measure: str, day: date) -> FourColumnRow:
    (found,) = four_columns([measure], day)
    return found


def values(found: FourColumnRow) -> list[float | None]:
    return [cell.value if cell else None for cell in found.cells]


def test_the_house_columns_have_their_order() -> None:
    assert HEADINGS == ("BW", "Deutschland", "Europa", "Exzellenz-Portfolio")
    assert SCOPES == ("bw", "de", "eu", "exzellenz")


def test_a_cell_carries_value_year_and_source() -> None:
    found = row("members_per_initiative_mean", date(2015, 7, 1))
    assert values(found) == [61, None, 52, None]
    assert found.bw is not None
    assert (found.bw.year, found.unit) == (2015, "Anzahl")
    assert found.bw.source.startswith("Clusterportal BW")
    assert found.label.de == "Mitglieder je Initiative (Mittel)"


def test_before_its_publication_a_row_is_empty_but_keeps_its_name() -> None:
    found = row("public_share_mean", date(2016, 12, 31))
    assert found.is_empty
    assert (found.label.de, found.unit) == ("Öffentlicher Anteil an den Kosten des Managements (Mittel)", "%")
    assert values(row("public_share_mean", date(2017, 1, 1))) == [38, None, 45, None]


def test_the_newest_value_that_was_known_is_taken() -> None:
    # 127 in the atlas of 2012, about 110 published in 2016 and again in 2018
    assert [cell.year if (cell := row("initiatives_count", day).bw) else None for day in _days()] == [2012, 2016, 2018]
    assert row("initiatives_count", date(2015, 5, 20)).label.de == "Regionale Cluster-Initiativen"


def _days() -> tuple[date, ...]:
    return date(2015, 5, 20), date(2017, 3, 1), date(2019, 1, 1)


def test_no_value_of_the_excellence_portfolio_is_invented() -> None:
    assert [r.measure for r in four_columns(MEASURES, date(2100, 1, 1)) if r.exzellenz] == []


def test_rows_come_in_the_order_asked_for_and_sources_once() -> None:
    rows = four_columns(["financing_mixed", "clusters_mapped", "financing_public_only"], date(2017, 1, 12))
    assert [r.measure for r in rows] == ["financing_mixed", "clusters_mapped", "financing_public_only"]
    assert [(r.source[:14], r.published_on) for r in quoted(rows)] == [
        ("Wirtschaftsmin", date(2012, 12, 31)),
        ("B. Hartmann, K", date(2016, 12, 31)),
    ]
    assert quoted([row("public_share_mean", date(2015, 1, 12))]) == ()


def test_an_unknown_measure_is_answered_with_the_known_ones() -> None:
    with pytest.raises(
        NotFoundError, match="„fte_mean“ steht nicht unter den Vergleichswerten; bekannt sind: members_per"
    ):
        four_columns(["fte_mean"], date(2016, 1, 1))


def test_each_measure_has_one_unit() -> None:
    for measure in MEASURES:
        assert len({r.unit for r in all_references() if r.measure == measure}) == 1, measure


@settings(deadline=None)
@given(day=st.dates(date(2009, 1, 1), date(2024, 1, 1)), later=st.integers(0, 3000))
def test_nothing_is_newer_than_the_report_and_knowledge_only_grows(day: date, later: int) -> None:
    early = four_columns(MEASURES, day)
    late = four_columns(MEASURES, date.fromordinal(day.toordinal() + later))
    for before, after in zip(early, late, strict=True):
        for old, new in zip(before.cells, after.cells, strict=True):
            assert old is None or (old.published_on is not None and old.published_on < day)
            assert old is None or (new is not None and (new.year or 0) >= (old.year or 0))


@pytest.mark.parametrize(
    ("measure", "scope", "year", "value"),
    [
        ("members_per_initiative_mean", "bw", 2015, 61),
        ("members_per_initiative_mean", "eu", 2015, 52),
        ("public_share_mean", "bw", 2016, 38),
        ("public_share_mean", "eu", 2016, 45),
        ("initiatives_count", "bw", 2012, 127),
        ("statewide_networks_count", "bw", 2012, 31),
        ("initiatives_count_earlier", "bw", None, 130),
        ("initiatives_count", "bw", 2016, 110),
        ("initiatives_count", "bw", 2018, 110),
        ("clusters_mapped", "bw", 2012, 103),
        ("clusters_with_initiative", "bw", 2012, 84),
        ("clusters_without_initiative", "bw", 2012, 19),
        ("label_holders_bw", "bw", 2014, 7),
        ("label_holders_gold", "bw", None, 5),
        ("label_holders_gold_share", "bw", None, 14),
        ("label_holders_gold", "eu", 2015, 51),
        ("label_holders_gold_report_57", "eu", None, 57),
        ("label_holders_gold", "eu", 2017, 66),
        ("label_holders_gold_report_78", "eu", None, 78),
        ("label_holders_gold", "de", 2015, 11),
        ("label_score_example", "bw", 2015, 95.3),
        ("benchmarked_organisations", "eu", 2012, 261),
        ("benchmarked_organisations", "eu", 2013, 450),
        ("benchmarked_organisations_recent", "eu", None, 1292),
        ("benchmarked_countries_recent", "eu", None, 48),
        ("size_class_1_20", "eu", 2013, 16.1),
        ("size_class_21_50", "eu", 2013, 30.4),
        ("size_class_51_100", "eu", 2013, 18.8),
        ("size_class_101_200", "eu", 2013, 14.3),
        ("size_class_201_500", "eu", 2013, 8.9),
        ("size_class_over_500", "eu", 2013, 4.5),
        ("size_class_no_membership", "eu", 2013, 7.1),
        ("over_100_members_share_western_europe", "eu", 2013, 46),
        ("over_100_members_share", "eu", 2013, 27.7),
        ("financing_mixed", "eu", 2013, 52),
        ("financing_public_only", "eu", 2013, 26),
        ("financing_private_only", "eu", 2013, 22),
        ("private_share_bottom_up", "de", 2010, 66),
        ("public_share_top_down", "de", 2010, 90),
        ("years_to_establish", "de", 2010, 10),
        ("organisation_own_body_one_cluster", "eu", 2013, 29.5),
        ("organisation_own_body_several", "eu", 2013, 14.3),
        ("organisation_member_association", "eu", 2013, 32.1),
        ("organisation_department", "eu", 2013, 17.9),
        ("organisation_consultancy", "eu", 2013, 6.3),
        ("reach_region", "eu", 2013, 53.6),
        ("reach_national", "eu", 2013, 25.0),
        ("reach_cross_border", "eu", 2013, 17.0),
        ("reach_city", "eu", 2013, 3.6),
        ("reach_district", "eu", 2013, 0.9),
        ("founded_before_2000_share", "eu", 2013, 20),
        ("example_members", "bw", 2015, 163),
        ("example_members", "bw", 2020, 379),
        ("example_advice_days", "bw", 2020, 18),
        ("example_expert_tables", "bw", 2020, 23),
        ("example_events", "bw", 2020, 56),
        ("example_seminars", "bw", 2020, 96),
        ("programme_members_go_cluster_earlier", "de", None, 100),
        ("programme_members_go_cluster_77", "de", None, 77),
        ("programme_members_go_cluster_72", "de", None, 72),
        ("federal_platform_initiatives", "de", 2021, 434),
        ("spitzencluster_count", "de", 2012, 15),
        ("spitzencluster_count", "de", 2010, 10),
        ("spitzencluster_count", "bw", 2010, 3),
        ("spitzencluster_count", "bw", 2012, 4),
        ("spitzencluster_funding_max", "de", 2012, 40),
    ],
)
def test_every_row_of_the_external_table_is_there(measure: str, scope: str, year: int | None, value: float) -> None:
    found = [r for r in all_references() if (r.measure, r.scope, r.year) == (measure, scope, year)]
    assert [r.value for r in found] == [value]
    assert found[0].mark.startswith("[V ") and found[0].source
