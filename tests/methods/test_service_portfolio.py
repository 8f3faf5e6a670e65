"""PRO2: cover and map by hand, every rule of the crowding-out check, the stop list."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.service_portfolio import Overlap, service_portfolio_catalogue
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.methods.service_portfolio import ServicePortfolioInput, ServicePortfolioResult, service_portfolio

CHAMBER = {"kind": "kammer", "name": "Kammer Beispielstadt", "overlap": "gleich"}
ADVISER = {"kind": "private_beratung", "name": "Beratung Muster GmbH", "overlap": "gleich"}


def money(users: int, price: int, days: float, rate: int = 600) -> dict[str, Any]:
    return {"users": users, "price_eur": price, "days": days, "day_rate_eur": rate}


def service(name: str = "Seminar", **more: Any) -> dict[str, Any]:
    return {"name": name, "category": "weiterbildung", "need": 3.8, "depth": 2, "neighbours_checked": True, **more}


def portfolio(*services: dict[str, Any], **more: Any) -> ServicePortfolioResult:
    return service_portfolio(ServicePortfolioInput.model_validate({"services": services, **more}))


def verdict(**more: Any) -> tuple[str, str]:
    (row,) = portfolio(service(**more)).services
    return row.crowding_out.verdict, row.crowding_out.reason


@pytest.mark.parametrize(
    ("need", "economics", "field", "cover"),
    [
        # 40 * 150 = 6 000 against 10 * 600 = 6 000
        (3.0, money(40, 150, 10), "tragend", 1.0),
        # 6 * 500 = 3 000 against 20 * 600 = 12 000
        (3.0, money(6, 500, 20), "zu finanzieren", 0.25),
        (2.9, money(60, 150, 10), "nebenher", 1.5),
        (2.9, money(6, 500, 20), "fraglich", 0.25),
        (4.0, None, None, None),
    ],
)
def test_the_map_of_need_and_cost_cover(need: float, economics: Any, field: str | None, cover: float | None) -> None:
    (row,) = portfolio(service(need=need, economics=economics)).services
    assert (row.field, row.cover) == (field, cover)


def test_income_cost_and_cover_of_the_whole_count_today_only() -> None:
    # income 6 000 + 3 000, cost 6 000 + 12 000; the idea does not count
    result = portfolio(
        service("A", economics=money(40, 150, 10)),
        service("B", economics=money(6, 500, 20)),
        service("C", economics=money(10, 100, 10), is_new=True),
        service("D"),
    )
    assert (int(result.income_eur), int(result.cost_eur), result.cover) == (9_000, 18_000, 0.5)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"neighbours_checked": False}, "abstimmen"),
        ({"neighbours_checked": False, "uses_public_money": False}, "frei"),
        ({}, "frei"),
        ({"neighbours": [{**CHAMBER, "overlap": "keine"}]}, "frei"),
        ({"neighbours": [ADVISER]}, "nicht anbieten"),
        ({"neighbours": [CHAMBER]}, "nicht anbieten"),
        ({"neighbours": [{**CHAMBER, "agreed_on": "2015-04-02"}]}, "frei"),
        # the market cannot be agreed with
        ({"neighbours": [{**ADVISER, "agreed_on": "2015-04-02"}]}, "nicht anbieten"),
        ({"neighbours": [ADVISER], "difference": "nur für Kleinbetriebe"}, "abstimmen"),
        ({"neighbours": [CHAMBER], "difference": "nur für Kleinbetriebe"}, "abstimmen"),
        ({"neighbours": [ADVISER], "difference": "  "}, "nicht anbieten"),
        ({"neighbours": [ADVISER], "uses_public_money": False}, "frei"),
        ({"neighbours": [CHAMBER], "uses_public_money": False}, "abstimmen"),
        ({"neighbours": [{**ADVISER, "overlap": "aehnlich"}]}, "abstimmen"),
        ({"neighbours": [{**ADVISER, "overlap": "aehnlich"}], "difference": "Branche"}, "frei"),
        ({"neighbours": [{**CHAMBER, "overlap": "aehnlich"}], "difference": "Branche"}, "abstimmen"),
        ({"neighbours": [{**CHAMBER, "overlap": "aehnlich"}], "uses_public_money": False}, "frei"),
        # the strictest neighbour counts
        ({"neighbours": [{**CHAMBER, "overlap": "aehnlich"}, ADVISER]}, "nicht anbieten"),
        # 60 * 150 = 9 000 against 6 000: covers itself, so no public money is assumed
        ({"neighbours": [ADVISER], "economics": money(60, 150, 10)}, "frei"),
        ({"neighbours": [ADVISER], "economics": money(60, 150, 10), "uses_public_money": True}, "nicht anbieten"),
    ],
)
def test_the_verdicts(more: dict[str, Any], expected: str) -> None:
    found, reason = verdict(**more)
    assert found == expected
    assert reason and "{" not in reason


def test_the_reason_names_the_deciding_neighbours_only() -> None:
    (row,) = portfolio(service(neighbours=[{**CHAMBER, "overlap": "aehnlich"}, ADVISER])).services
    assert row.crowding_out.neighbours == ("Beratung Muster GmbH",)
    assert row.crowding_out.reason == (
        "Beratung Muster GmbH bietet dasselbe am Markt an; mit öffentlichen Mitteln würde dieses Angebot verdrängt"
    )
    assert verdict(neighbours=[{**CHAMBER, "agreed_on": "2015-04-02"}])[1] == (
        "mit Kammer Beispielstadt ist das Angebot am 02.04.2015 abgestimmt"
    )


def test_every_case_has_a_rule() -> None:
    overlaps: tuple[Overlap, ...] = ("gleich", "aehnlich", "keine")
    for overlap in overlaps:
        for public, different, market, agreed in itertools.product((True, False), repeat=4):
            rule = service_portfolio_catalogue().decide(
                overlap=overlap, public_money=public, differentiated=different, is_market=market, agreed=agreed
            )
            assert rule.reason


def test_a_hole_in_the_table_is_named() -> None:
    empty = service_portfolio_catalogue().model_copy(update={"rule": ()})
    with pytest.raises(NotFoundError, match="fehlt eine Regel für die Überschneidung „gleich“"):
        empty.decide(overlap="gleich", public_money=True, differentiated=True, is_market=True, agreed=True)


def test_the_stop_list_holds_what_is_little_asked_deeply_offered_and_badly_covered() -> None:
    # need 2.0: demand 0.25; depth 3: supply 1 -> hinterfragen; cover 3 000 / 12 000 = 0.25 < 0.5
    poor = {"need": 2.0, "depth": 3}
    result = portfolio(
        service("Stand", economics=money(6, 500, 20), **poor),
        service("Reise", economics=money(2, 500, 30), **poor),
        service("gedeckt", economics=money(12, 500, 20), **poor),
        service("unbekannt", **poor),
        service("neu", economics=money(6, 500, 20), is_new=True, **poor),
        service("gefragt", economics=money(6, 500, 20), need=4.5, depth=3),
    )
    # 18 000 - 1 000 = 17 000 before 12 000 - 3 000 = 9 000; 30 + 20 days
    assert [(s.name, int(s.saved_eur), s.days_freed) for s in result.stop_list] == [
        ("Reise", 17_000, 30),
        ("Stand", 9_000, 20),
    ]
    assert result.days_freed == 50
    assert "nur 25 % der Kosten" in result.stop_list[1].reason
    assert [r.name for r in result.services if r.stop_candidate] == ["Stand", "Reise"]


def test_verdicts_are_collected_and_few_answers_are_told() -> None:
    result = portfolio(service("A", neighbours=[ADVISER]), service("B", neighbours_checked=False), answers=7)
    assert (result.not_to_offer, result.to_agree, result.qualitative_only) == (("A",), ("B",), True)
    assert portfolio(service(), answers=8).qualitative_only is False


def test_refused_input() -> None:
    with pytest.raises(InputError, match="services: Seminar kommt zweimal vor"):
        portfolio(service(), service())
    with pytest.raises(InputError, match="Nachbar X: Die Art „makler“ gibt es nicht, bitte eine davon wählen: kammer"):
        portfolio(service(neighbours=[{"kind": "makler", "name": "X", "overlap": "gleich"}]))


def test_results_go_through_json() -> None:
    result = portfolio(service(economics=money(6, 500, 20), neighbours=[CHAMBER]))
    assert ServicePortfolioResult.model_validate_json(result.model_dump_json()) == result
    assert result.catalogue_version == service_portfolio_catalogue().version


STRICT = ["frei", "abstimmen", "nicht anbieten"]
neighbours = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from([kind.slug for kind in service_portfolio_catalogue().neighbour_kind]),
            "name": st.sampled_from(["A", "B", "C"]),
            "overlap": st.sampled_from(["gleich", "aehnlich", "keine"]),
        }
    ),
    max_size=4,
)


@settings(deadline=None)
@given(found=neighbours, difference=st.sampled_from([None, "anders"]))
def test_public_money_never_makes_the_check_milder_and_order_does_not_matter(
    found: list[dict[str, str]], difference: str | None
) -> None:
    def level(public: bool, turned: bool = False) -> int:
        given = found[::-1] if turned else found
        return STRICT.index(verdict(neighbours=given, uses_public_money=public, difference=difference)[0])

    assert level(True) >= level(False)
    assert level(True) == level(True, turned=True)


@settings(deadline=None)
@given(users=st.integers(0, 200), more=st.integers(0, 100), days=st.floats(0.5, 60))
def test_more_users_never_lower_the_cover(users: int, more: int, days: float) -> None:
    (low,) = portfolio(service(economics=money(users, 100, days))).services
    (high,) = portfolio(service(economics=money(users + more, 100, days))).services
    assert low.cover is not None and high.cover is not None
    assert 0 <= low.cover <= high.cover
