"""F8 matching: the vector, each component by hand, ruling 7, exclusion, bounds and invariances."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.distance import Place, distance_km
from clusterprocess.methods.matching import Match, MatchingInput, Need, Offer, match_needs_and_offers

STUTTGART = {"lat": 48.7758, "lon": 9.1829}
KEYWORDS = sorted(transfer().keywords())


def need(**more: Any) -> dict[str, Any]:
    """A need with four keywords, TRL 5, in six months."""
    base: dict[str, Any] = {
        "id": "B1",
        "party": "Betrieb",
        "topics": ["galvanik", "chromersatz", "korrosionsschutz", "badpflege"],
        "forms": ["auftragsforschung"],
        "trl": 5,
        "months": 6,
        "place": STUTTGART,
    }
    return base | more


def offer(**more: Any) -> dict[str, Any]:
    """An offer that shares three of five keywords, TRL 6, six months late, at the same place, free of rights."""
    base: dict[str, Any] = {
        "id": "A1",
        "party": "Institut",
        "topics": ["galvanik", "chromersatz", "korrosionsschutz", "schichtdicke"],
        "forms": ["auftragsforschung", "lizenz"],
        "trl": 6,
        "months": 12,
        "ip": "kein",
        "place": STUTTGART,
    }
    return base | more


def one(wanted: dict[str, Any], given_: dict[str, Any]) -> Match:
    return match_needs_and_offers(
        MatchingInput(needs=(Need.model_validate(wanted),), offers=(Offer.model_validate(given_),))
    ).pairs[0]


def test_the_vector_gives_072() -> None:
    # 0.45*3/5 + 0.20*(1 - 1/4) + 0.10*1 + 0.10*1 + 0.10*(1 - 6/12) + 0.05*1
    # = 0.27 + 0.15 + 0.10 + 0.10 + 0.05 + 0.05 = 0.72
    pair = one(need(), offer())
    assert pair.score == pytest.approx(0.72)
    assert pair.verdict == "passt"
    assert pair.common == ("chromersatz", "galvanik", "korrosionsschutz")
    assert pair.components is not None
    assert pair.components.model_dump() == pytest.approx(
        {"topic": 0.6, "trl": 0.75, "form": 1.0, "distance": 1.0, "timing": 0.5, "ip": 1.0}
    )


def test_reasons_are_german_sentences_per_component() -> None:
    assert one(need(), offer()).reasons == (
        "3 von 5 Stichworten gemeinsam: Ersatz von Chrom(VI), Galvanik, Korrosionsschutz",
        "Reifegrad 6 statt 5, eine Stufe Abstand",
        "beide suchen: Auftragsforschung",
        "0 km entfernt",
        "6 Monate später verfügbar als gebraucht",
        "kein Schutzrecht",
    )


def test_without_a_common_topic_there_is_no_match_however_well_the_rest_fits() -> None:
    # the rest alone would give 0.20 + 0.10 + 0.10 + 0.10 + 0.05 = 0.55, which is "prüfen"
    pair = one(need(topics=["laubholz"]), offer(trl=5, months=0))
    assert (pair.score, pair.verdict, pair.common) == (0.0, "passt nicht", ())
    assert pair.reasons[0] == "kein gemeinsames Stichwort"


@pytest.mark.parametrize(("trl", "value"), [(5, 1.0), (6, 0.75), (7, 0.5), (8, 0.25), (9, 0.0), (1, 0.0)])
def test_maturity_falls_over_four_steps(trl: int, value: float) -> None:
    components = one(need(), offer(trl=trl)).components
    assert components is not None and components.trl == pytest.approx(value)


@pytest.mark.parametrize(("months", "value"), [(0, 1.0), (6, 1.0), (9, 0.75), (12, 0.5), (18, 0.0), (60, 0.0)])
def test_timing_falls_over_twelve_months_of_delay(months: int, value: float) -> None:
    components = one(need(), offer(months=months)).components
    assert components is not None and components.timing == pytest.approx(value)


def test_distance_counts_fully_to_100_km_and_falls_to_400() -> None:
    # Stuttgart - Berlin is about 511 km, Stuttgart - Freiburg about 131 km as the crow flies
    far = one(need(), offer(place={"lat": 52.52, "lon": 13.405}))
    near = one(need(), offer(place={"lat": 47.999, "lon": 7.842}))
    assert far.components is not None and far.components.distance == 0
    assert near.distance_km == pytest.approx(131, abs=2)
    assert near.components is not None
    assert near.components.distance == pytest.approx((400 - near.distance_km) / 300, abs=0.005)  # type: ignore[operator]


def test_haversine_agrees_with_a_known_arc() -> None:
    # one degree of latitude is 6371 * pi / 180 = 111.19 km
    assert distance_km(Place(lat=48, lon=9), Place(lat=49, lon=9)) == pytest.approx(111.19, abs=0.01)


def test_an_unknown_place_is_left_out_and_said() -> None:
    # (0.27 + 0.15 + 0.10 + 0.05 + 0.05) / 0.90 = 0.62 / 0.90
    pair = one(need(place=None), offer())
    assert pair.score == pytest.approx(0.62 / 0.9)
    assert "Entfernung unbekannt, nicht gewertet" in pair.reasons
    assert pair.distance_km is None


@pytest.mark.parametrize(
    ("ip", "score"), [("kein", 0.72), ("erteilt", 0.72), ("angemeldet", 0.695), ("knowhow", 0.695), ("copyright", 0.72)]
)
def test_rights_that_are_not_clear_count_half(ip: str, score: float) -> None:
    assert one(need(), offer(ip=ip)).score == pytest.approx(score)


def test_no_common_form_costs_a_tenth_and_is_said() -> None:
    pair = one(need(forms=["personal"]), offer())
    assert pair.score == pytest.approx(0.62)
    assert "keine gemeinsame Form der Zusammenarbeit" in pair.reasons


def test_bounds_of_the_verdicts() -> None:
    # 0.72 - 0.10 (form) - 0.025 (ip) = 0.595 is to be checked; less 0.20 of maturity = 0.445; less distance = 0.345
    assert one(need(forms=["personal"]), offer(ip="knowhow")).verdict == "prüfen"
    far = {"lat": 52.52, "lon": 13.405}
    assert one(need(forms=["personal"]), offer(ip="knowhow", trl=9)).verdict == "prüfen"
    assert one(need(forms=["personal"]), offer(ip="knowhow", trl=9, place=far)).verdict == "passt nicht"


@pytest.mark.parametrize(
    ("wanted", "given_"),
    [
        ({"vetoes": ["Institut"]}, {}),
        ({}, {"vetoes": ["Betrieb"]}),
        ({}, {"party": "Betrieb"}),
    ],
)
def test_competitors_and_one_and_the_same_organisation_are_excluded(
    wanted: dict[str, Any], given_: dict[str, Any]
) -> None:
    pair = one(need(**wanted), offer(**given_))
    assert (pair.verdict, pair.score, pair.components) == ("ausgeschlossen", None, None)


def test_needs_without_an_offer_and_offers_without_a_need_are_named() -> None:
    result = match_needs_and_offers(
        MatchingInput.model_validate(
            {
                "needs": [need(), need(id="B2", topics=["laubholz"])],
                "offers": [offer(), offer(id="A2", topics=["wasserstoff"])],
            }
        )
    )
    assert (result.needs_unmet, result.offers_unused) == (("B2",), ("A2",))
    assert (result.matches, result.checks, result.excluded, len(result.pairs)) == (1, 0, 0, 4)


@pytest.mark.parametrize(
    ("field", "needs", "offers"), [("needs", [need(), need()], [offer()]), ("offers", [need()], [offer(), offer()])]
)
def test_an_id_given_twice_is_refused(field: str, needs: list[dict[str, Any]], offers: list[dict[str, Any]]) -> None:
    with pytest.raises(InputError, match=rf"{field}: Die Kennung .1 kommt zweimal vor; bitte"):
        match_needs_and_offers(MatchingInput.model_validate({"needs": needs, "offers": offers}))


topics = st.lists(st.sampled_from(KEYWORDS[:12]), min_size=1, max_size=8, unique=True)


@settings(deadline=None)
@given(
    a=topics,
    b=topics,
    trl=st.integers(1, 9),
    other=st.integers(1, 9),
    months=st.integers(0, 60),
    late=st.integers(1, 60),
)
def test_scores_are_bounded_and_zero_exactly_without_a_topic(
    a: list[str], b: list[str], trl: int, other: int, months: int, late: int
) -> None:
    pair = one(need(topics=a, trl=trl, months=late), offer(topics=b, trl=other, months=months))
    assert pair.score is not None and 0 <= pair.score <= 1
    assert (pair.score == 0) == (not set(a) & set(b))


@settings(deadline=None)
@given(a=topics, b=topics, gap=st.integers(0, 3))
def test_a_wider_gap_of_maturity_never_helps(a: list[str], b: list[str], gap: int) -> None:
    nearer = one(need(topics=a), offer(topics=b, trl=5 + gap)).score
    wider = one(need(topics=a), offer(topics=b, trl=6 + gap)).score
    assert nearer is not None and wider is not None and wider <= nearer


@settings(deadline=None)
@given(order=st.permutations([0, 1, 2]), back=st.permutations([0, 1, 2]))
def test_the_order_of_entry_does_not_matter(order: list[int], back: list[int]) -> None:
    needs = [need(id=f"B{n}", topics=KEYWORDS[n : n + 4]) for n in range(3)]
    offers = [offer(id=f"A{n}", topics=KEYWORDS[n + 1 : n + 5]) for n in range(3)]
    straight = match_needs_and_offers(MatchingInput.model_validate({"needs": needs, "offers": offers}))
    mixed = match_needs_and_offers(
        MatchingInput.model_validate({"needs": [needs[n] for n in order], "offers": [offers[n] for n in back]})
    )
    assert straight == mixed


def test_the_weights_are_those_of_the_method_library() -> None:
    bounds = transfer().matching
    weights = (bounds.weight_topic, bounds.weight_trl, bounds.weight_form, bounds.weight_distance, bounds.weight_timing)
    assert (*weights, bounds.weight_ip) == (0.45, 0.20, 0.10, 0.10, 0.10, 0.05)
    assert (bounds.match_from, bounds.check_from) == (0.60, 0.40)
