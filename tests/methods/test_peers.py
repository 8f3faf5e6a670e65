"""F1 peer group: distances worked out by hand, the widening steps, and confidentiality."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.limits import limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.peers import PeerCandidate, PeerGroupInput, peer_group

CASE = PeerCandidate(
    id="fall",
    origin="beispieldaten",
    field="produktion",
    growth_fields=("mobilitaet",),
    members=60,
    founded=2005,
    maturity="M2",
)
# One candidate is enough and no distance is too far, so that no step drops the field term.
ALL_TERMS = limits().peers.model_copy(update={"fewest": 1, "close": 1.0, "wide": 1.0})


def like_case(name: str, **changes: object) -> PeerCandidate:
    return CASE.model_copy(update={"id": name, **changes})


def eight(**changes: object) -> tuple[PeerCandidate, ...]:
    return tuple(like_case(f"p{n}", **changes) for n in range(8))


def distance_to(other: PeerCandidate) -> float:
    return peer_group(PeerGroupInput(case=CASE, portfolio=(other,), limits=ALL_TERMS)).peers[0].distance


def test_an_identical_initiative_has_distance_zero() -> None:
    assert distance_to(like_case("p")) == 0


def test_the_distance_adds_the_four_weighted_terms() -> None:
    # 0.40*0.5 (shared growth field) + 0.30*ln2/ln4 + 0.20*5/15 + 0.10*1/2 = 0.20 + 0.15 + 0.0667 + 0.05
    other = like_case("p", field="energie", members=120, founded=2010, maturity="M1")
    assert distance_to(other) == pytest.approx(0.46667, abs=1e-5)


def test_every_term_is_capped() -> None:
    other = like_case("p", field="energie", growth_fields=(), members=600, founded=1980, maturity="M4")
    assert distance_to(other) == pytest.approx(1.0)


def test_having_no_growth_field_is_nothing_in_common() -> None:
    case = like_case("fall", growth_fields=("keines",))
    other = like_case("p", field="energie", growth_fields=("keines",))
    result = peer_group(PeerGroupInput(case=case, portfolio=(other,), limits=ALL_TERMS))
    assert result.peers[0].distance == pytest.approx(0.40)


@pytest.mark.parametrize(
    ("missing", "expected"), [("field", 0.20), ("members", 0.30), ("founded", 0.20), ("maturity", 0.10)]
)
def test_a_missing_fact_counts_as_unlike(missing: str, expected: float) -> None:
    # A missing field still shares the growth field: 0.40 * 0.5.
    value = "unbekannt" if missing == "maturity" else None
    assert distance_to(like_case("p", **{missing: value})) == pytest.approx(expected)


def test_a_distance_of_exactly_045_is_inside_the_narrow_group() -> None:
    # Other field 0.40 and one level apart 0.05.
    result = peer_group(PeerGroupInput(case=CASE, portfolio=eight(field="energie", growth_fields=(), maturity="M1")))
    assert (result.widening_step, result.n, result.n_same_field) == (0, 8, 0)


def test_too_few_near_ones_widen_to_060() -> None:
    # 0.40 + 0.10 = 0.50
    result = peer_group(PeerGroupInput(case=CASE, portfolio=eight(field="energie", growth_fields=(), maturity="M0")))
    assert (result.widening_step, result.sufficient) == (1, True)


def test_the_field_is_dropped_next_and_the_rest_renormalised() -> None:
    # With the field 0.40 + 0.30 = 0.70; without it 0.30 / 0.60 = 0.50.
    result = peer_group(PeerGroupInput(case=CASE, portfolio=eight(field="energie", growth_fields=(), members=240)))
    assert result.widening_step == 2
    assert result.peers[0].distance == pytest.approx(0.5)


def test_the_whole_portfolio_is_the_last_resort() -> None:
    # Without the field (0.30 + 0.20) / 0.60 = 0.83, above 0.60.
    far = eight(field="energie", growth_fields=(), members=600, founded=1980)
    result = peer_group(PeerGroupInput(case=CASE, portfolio=far))
    assert (result.widening_step, result.n, result.sufficient) == (3, 8, True)
    assert result.widening_text == "gesamtes Portfolio"


def test_seven_peers_show_nothing_but_their_number() -> None:
    result = peer_group(PeerGroupInput(case=CASE, portfolio=eight()[:7]))
    assert (result.n, result.sufficient, result.peers) == (7, False, ())
    assert "externe Vergleichswerte" in result.definition


def test_an_empty_portfolio_gives_no_group() -> None:
    result = peer_group(PeerGroupInput(case=CASE, portfolio=()))
    assert (result.n, result.widening_step, result.sufficient) == (0, 3, False)


def test_only_the_twenty_nearest_are_taken() -> None:
    portfolio = tuple(like_case(f"p{n:02}", members=60 + n) for n in range(30))
    result = peer_group(PeerGroupInput(case=CASE, portfolio=portfolio))
    assert [peer.id for peer in result.peers] == [f"p{n:02}" for n in range(20)]


def test_the_case_itself_and_other_origins_are_left_out() -> None:
    portfolio = (*eight(), CASE, like_case("echt", origin="real"))
    result = peer_group(PeerGroupInput(case=CASE, portfolio=portfolio))
    assert result.n == 8
    assert {"fall", "echt"}.isdisjoint(peer.id for peer in result.peers)


def test_the_definition_reads_like_a_caption() -> None:
    result = peer_group(PeerGroupInput(case=CASE, portfolio=eight()))
    assert result.definition == (
        "8 Vergleichsinitiativen, 8 aus demselben Feld, Erweiterungsstufe 0 (enge Vergleichsgruppe)"
    )
    assert result.catalogue_version == limits().version


def test_an_identifier_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match="p1 kommt zweimal vor") as caught:
        peer_group(PeerGroupInput(case=CASE, portfolio=(like_case("p1"), like_case("p1"))))
    assert caught.value.field == "portfolio"


candidates = st.builds(
    PeerCandidate,
    id=st.uuids().map(str),
    origin=st.sampled_from(["real", "beispieldaten"]),
    field=st.none() | st.sampled_from(["produktion", "energie", "medizin"]),
    growth_fields=st.sampled_from([(), ("mobilitaet",), ("gesundheit_pflege",), ("keines",)]),
    members=st.none() | st.integers(1, 600),
    founded=st.none() | st.integers(1980, 2014),
    maturity=st.sampled_from(["M0", "M1", "M2", "M3", "M4", "unbekannt"]),
)


@settings(deadline=None)
@given(portfolio=st.lists(candidates, max_size=40), seed=st.integers(0, 999))
def test_groups_are_bounded_sorted_and_independent_of_the_order(portfolio: list[PeerCandidate], seed: int) -> None:
    result = peer_group(PeerGroupInput(case=CASE, portfolio=tuple(portfolio)))
    distances = [peer.distance for peer in result.peers]
    assert distances == sorted(distances)
    assert all(0 <= distance <= 1 for distance in distances)
    assert result.n_same_field <= result.n
    assert result.n <= 20 or result.widening_step == 3
    assert result.sufficient == (result.n >= 8) == bool(result.peers)
    shuffled = list(portfolio)
    random.Random(seed).shuffle(shuffled)
    assert peer_group(PeerGroupInput(case=CASE, portfolio=tuple(shuffled))) == result


@settings(deadline=None)
@given(a=candidates, b=candidates)
def test_the_distance_is_the_same_in_both_directions(a: PeerCandidate, b: PeerCandidate) -> None:
    a, b = a.model_copy(update={"origin": "real"}), b.model_copy(update={"origin": "real", "id": "andere"})
    there = peer_group(PeerGroupInput(case=a, portfolio=(b,), limits=ALL_TERMS)).peers[0].distance
    back = peer_group(PeerGroupInput(case=b, portfolio=(a,), limits=ALL_TERMS)).peers[0].distance
    assert there == pytest.approx(back)
