"""TT5 topic overlap: Jaccard by hand, the same result as comparing all pairs, and the promised bound at 10,000."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.transfer import OverlapLimits, transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.overlap import OverlapInput, OverlapResult, topic_overlap

KEYWORDS = sorted(transfer().keywords())


def limits(cap: int = 100, top: int = 5, least: float = 0.2) -> OverlapLimits:
    return OverlapLimits(posting_cap=cap, combination=3, top=top, jaccard_from=least, catalogue_version="Probe")


def overlap(words: dict[str, list[str]], bounds: OverlapLimits | None = None) -> OverlapResult:
    rows = [{"id": k, "keywords": v} for k, v in words.items()]
    return topic_overlap(OverlapInput.model_validate({"clusters": rows, "limits": bounds}))


def every_pair(words: dict[str, list[str]], top: int, least: float) -> dict[str, list[tuple[float, str]]]:
    found = {}
    for a, own in words.items():
        rated = []
        for b, other in words.items():
            common, union = set(own) & set(other), set(own) | set(other)
            if a != b and common and len(common) / len(union) >= least - 1e-9:
                rated.append((len(common) / len(union), b))
        found[a] = sorted(rated, key=lambda r: (-r[0], r[1]))[:top]
    return found


def test_overlap_by_hand() -> None:
    result = overlap(
        {
            "a": ["galvanik", "korrosionsschutz", "reinigung"],
            "b": ["reinigung", "korrosionsschutz", "lackierung"],
            "c": ["reinigung", "implantate"],
            "d": ["laubholz"],
        }
    )
    by_id = {c.id: c.suggestions for c in result.clusters}
    # a-b: 2 of 4; a-c: 1 of 4; b-c: 1 of 4; d shares nothing
    assert [(s.other, s.overlap) for s in by_id["a"]] == [("b", 0.5), ("c", 0.25)]
    assert by_id["a"][0].reason == "2 gemeinsame Stichworte: Korrosionsschutz, Bauteilreinigung"
    assert by_id["a"][1].reason == "ein gemeinsames Stichwort: Bauteilreinigung"
    assert by_id["d"] == ()


def test_only_the_wanted_clusters_are_answered() -> None:
    rows = [{"id": k, "keywords": ["galvanik"]} for k in "abc"]
    result = topic_overlap(OverlapInput.model_validate({"clusters": rows, "wanted": ["b"], "top": 1}))
    assert [(c.id, [s.other for s in c.suggestions]) for c in result.clusters] == [("b", ["a"])]


def test_a_keyword_that_everybody_has_makes_no_suggestion_alone_but_helps_together() -> None:
    words = {f"x{n}": ["reinigung", KEYWORDS[10 + n]] for n in range(5)}
    words |= {"p": ["reinigung", "galvanik"], "q": ["reinigung", "galvanik"]}
    result = overlap(words, limits(cap=4))
    by_id = {c.id: [s.other for s in c.suggestions] for c in result.clusters}
    assert result.common_keywords == ("reinigung",)
    assert by_id["p"] == ["q"] and by_id["x0"] == []


def test_two_very_common_keywords_together_do_make_a_candidate() -> None:
    words = {f"x{n}": ["reinigung", KEYWORDS[10 + n]] for n in range(4)}
    words |= {f"y{n}": ["galvanik", KEYWORDS[30 + n]] for n in range(4)}
    words |= {"p": ["reinigung", "galvanik"], "q": ["reinigung", "galvanik", "lackierung"]}
    result = overlap(words, limits(cap=4))
    assert set(result.common_keywords) == {"reinigung", "galvanik"}
    by_id = {c.id: [s.other for s in c.suggestions] for c in result.clusters}
    assert by_id["p"] == ["q"] and by_id["q"] == ["p"]


def test_an_id_given_twice_or_unknown_is_refused() -> None:
    rows = [{"id": "a", "keywords": ["galvanik"]}, {"id": "a", "keywords": []}]
    with pytest.raises(InputError, match="Die Kennung a kommt zweimal vor"):
        topic_overlap(OverlapInput.model_validate({"clusters": rows}))
    with pytest.raises(InputError, match="wanted: z steht nicht unter den Clustern"):
        topic_overlap(OverlapInput.model_validate({"clusters": rows[:1], "wanted": ["z"]}))


clusters = st.dictionaries(
    st.integers(1, 40).map(str), st.lists(st.sampled_from(KEYWORDS[:15]), max_size=8, unique=True), min_size=1
)


@settings(deadline=None)
@given(words=clusters)
def test_below_the_cap_nothing_is_missed(words: dict[str, list[str]]) -> None:
    found = {c.id: [(s.overlap, s.other) for s in c.suggestions] for c in overlap(words).clusters}
    assert found == every_pair(words, 5, 0.2)


@settings(deadline=None)
@given(words=clusters, cap=st.integers(2, 6))
def test_whatever_is_suggested_above_the_cap_is_true_and_bounded(words: dict[str, list[str]], cap: int) -> None:
    result = overlap(words, limits(cap=cap))
    assert result.comparisons <= result.bound
    for cluster in result.clusters:
        assert len(cluster.suggestions) <= 5
        for s in cluster.suggestions:
            own, other = set(words[cluster.id]), set(words[s.other])
            assert set(s.common) == own & other
            assert s.overlap == len(own & other) / len(own | other) >= 0.2
        assert all(a.overlap >= b.overlap for a, b in pairwise(cluster.suggestions))


@settings(deadline=None)
@given(words=clusters)
def test_overlap_is_the_same_in_both_directions(words: dict[str, list[str]]) -> None:
    result = overlap(words, limits(top=50))
    seen = {(c.id, s.other): s.overlap for c in result.clusters for s in c.suggestions}
    assert all(seen[(b, a)] == value for (a, b), value in seen.items())


def test_ten_thousand_clusters_need_far_fewer_comparisons_than_all_pairs() -> None:
    draw = random.Random(20141101)
    words = {str(n): draw.sample(KEYWORDS, draw.randint(3, 6)) for n in range(10_000)}
    result = overlap(words)
    # every keyword has about 10,000 * 4.5 / 94 = 479 clusters, so all are very common and pairs of them lead the way
    assert len(result.common_keywords) == len(KEYWORDS)
    assert result.comparisons <= result.bound
    assert result.comparisons < 10_000 * 9_999 / 40
    assert sum(bool(c.suggestions) for c in result.clusters) > 9_900
