"""TT2 need clusters: balance, common topics and coverage by hand, and what they keep under any input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.need_clusters import NeedClusterInput, NeedClusterResult, need_clusters

KEYWORDS = sorted(transfer().keywords())[:10]


def result(needs: dict[str, list[str]], offers: dict[str, list[str]]) -> NeedClusterResult:
    return need_clusters(
        NeedClusterInput.model_validate(
            {
                "needs": [{"id": k, "topics": v} for k, v in needs.items()],
                "offers": [{"id": k, "topics": v} for k, v in offers.items()],
            }
        )
    )


CASE = result(
    {
        "B1": ["reinigung", "inline_pruefung"],
        "B2": ["reinigung", "gefahrstoffe"],
        "B3": ["reinigung", "gefahrstoffe"],
        "B4": ["reinigung", "gefahrstoffe", "badpflege"],
    },
    {"A1": ["laserreinigung", "inline_pruefung"], "A2": ["inline_pruefung", "badpflege"]},
)


def test_balance_per_keyword() -> None:
    rows = {k.keyword: (k.needs, k.offers, k.balance, k.state) for k in CASE.keywords}
    assert rows == {
        "reinigung": (4, 0, 4, "Lücke"),
        "gefahrstoffe": (3, 0, 3, "Lücke"),
        "badpflege": (1, 1, 0, "gedeckt"),
        "inline_pruefung": (1, 2, -1, "gedeckt"),
        "laserreinigung": (0, 1, -1, "ohne Nachfrage"),
    }
    assert [k.keyword for k in CASE.keywords][:2] == ["reinigung", "gefahrstoffe"]
    assert (CASE.gaps, CASE.unused) == (2, 1)


def test_topics_with_three_needs_are_common_topics() -> None:
    assert [(c.keywords, c.needs, c.offers) for c in CASE.clusters] == [
        (("reinigung",), ("B1", "B2", "B3", "B4"), ()),
        (("gefahrstoffe",), ("B2", "B3", "B4"), ()),
    ]


def test_keywords_with_the_very_same_needs_are_one_topic() -> None:
    needs = {f"B{n}": ["reinigung", "gefahrstoffe"] for n in range(3)}
    (topic,) = result(needs, {"A1": ["gefahrstoffe"]}).clusters
    assert topic.keywords == ("gefahrstoffe", "reinigung")
    assert topic.name == "Ersatz von Gefahrstoffen und Bauteilreinigung"
    assert topic.offers == ("A1",)


def test_coverage_counts_needs_that_share_a_keyword_with_an_offer() -> None:
    # B1 by inline_pruefung, B4 by badpflege: two of four
    assert CASE.coverage == 0.5


def test_groups_count_each_sheet_once() -> None:
    groups = {g.name: (g.needs, g.offers) for g in CASE.groups}
    # "reinigung" and "laserreinigung" are surface technology; "gefahrstoffe" and "badpflege" environment
    assert groups == {
        "Oberflächentechnik": (4, 1),
        "Umwelttechnik und Ressourcen": (3, 1),
        "Messtechnik und Sensorik": (1, 2),
    }


def test_an_id_given_twice_is_refused() -> None:
    sheet = {"id": "B1", "topics": ["reinigung"]}
    with pytest.raises(InputError, match="needs: Die Kennung B1 kommt zweimal vor"):
        need_clusters(NeedClusterInput.model_validate({"needs": [sheet, sheet], "offers": []}))


sheets = st.dictionaries(
    st.integers(1, 12).map(lambda n: f"S{n}"),
    st.lists(st.sampled_from(KEYWORDS), min_size=1, max_size=5, unique=True),
    min_size=1,
)


@settings(deadline=None)
@given(needs=sheets, offers=sheets)
def test_counts_add_up_and_shares_are_bounded(needs: dict[str, list[str]], offers: dict[str, list[str]]) -> None:
    found = result(needs, offers)
    assert sum(k.needs for k in found.keywords) == sum(len(set(t)) for t in needs.values())
    assert sum(k.offers for k in found.keywords) == sum(len(set(t)) for t in offers.values())
    assert 0 <= found.coverage <= 1
    assert found.gaps + found.unused + sum(k.state == "gedeckt" for k in found.keywords) == len(found.keywords)
    assert all(len(c.needs) >= 3 for c in found.clusters)


@settings(deadline=None)
@given(needs=sheets, offers=sheets)
def test_the_order_of_entry_does_not_matter(needs: dict[str, list[str]], offers: dict[str, list[str]]) -> None:
    back = result(dict(reversed(needs.items())), dict(reversed(offers.items())))
    assert back == result(needs, offers)
