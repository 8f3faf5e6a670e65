"""KOM2 channels: cost per contact within a kind, coverage with holes, properties."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.communication import communication
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.channels import Channel, ChannelCost, ChannelInput, ChannelResult, channel_costs


def channel(key: str, kind: str = "post_mail", **more: Any) -> Channel:
    facts = {"name": f"Kanal {key}", "frequency": 4, "reach": 200, "cost_eur": 0, "hours": 20}
    return Channel.model_validate({"key": key, "kind": kind, **facts, **more})


def costed(*channels: Channel, audiences: tuple[str, ...] = ("mitglieder", "medien")) -> ChannelResult:
    return channel_costs(ChannelInput(audiences=audiences, channels=channels))


def only(result: ChannelResult) -> ChannelCost:
    return result.kinds[0].channels[0]


def test_the_cost_per_contact_is_money_and_time_over_contacts() -> None:
    # (0 + 20·45)/(4·200) = 900/800 = 1.125
    cost = only(costed(channel("C1")))
    assert (cost.contacts, cost.full_cost_eur) == (800, 900)
    assert cost.per_contact_eur == pytest.approx(1.125)
    # (1 200 + 40·45)/(2·500) = 3 000/1 000 = 3.00
    assert only(costed(channel("C2", cost_eur=1200, hours=40, frequency=2, reach=500))).per_contact_eur == 3.0


def test_a_channel_without_contacts_has_no_cost_per_contact() -> None:
    cost = only(costed(channel("C1", reach=0)))
    assert cost.per_contact_eur is None
    assert cost.full_cost_eur == 900


def test_channels_are_ordered_within_their_kind_and_kinds_as_given() -> None:
    # 8·45/6 = 60 euro a talk, 900/800 = 1.13 and 450/800 = 0.56 a delivery
    result = costed(
        channel("C1", "gespraech", frequency=6, reach=1, hours=8), channel("C2"), channel("C3", hours=10),
        channel("C4", reach=0),
    )  # fmt: skip
    assert [(k.kind, [c.key for c in k.channels]) for k in result.kinds] == [
        ("gespraech", ["C1"]), ("post_mail", ["C3", "C2", "C4"])]  # fmt: skip
    assert not hasattr(result, "ranking")
    # 8 + 20 + 10 + 20 hours; 58·45 = 2 610 euro
    assert (result.hours, result.cost_eur, result.full_cost_eur, result.hour_eur) == (58, 0, 2610, 45)


def test_holes_are_groups_that_no_channel_reaches() -> None:
    result = costed(
        channel("C1", serves={"mitglieder": 2, "land": 1}), channel("C2", serves={"mitglieder": 1, "medien": 0}),
        audiences=("mitglieder", "land", "medien"),
    )  # fmt: skip
    assert result.holes == ("medien",)
    # the state is only also meant
    assert result.without_main == ("land", "medien")
    members = result.coverage[0]
    assert (members.by_channel, members.main, members.also) == ({"C1": 2, "C2": 1}, 1, 1)


def test_a_channel_that_serves_nobody_is_idle() -> None:
    assert costed(channel("C1", serves={"mitglieder": 2}), channel("C2")).idle == ("C2",)


@pytest.mark.parametrize(
    ("channels", "audiences", "message"),
    [
        ((channel("C1"), channel("C1")), ("a",), "Der Kanal C1 kommt zweimal vor"),
        ((channel("C1"),), ("a", "a"), "Eine Zielgruppe kommt zweimal vor"),
        ((channel("C1", serves={"b": 1}),), ("a",), "nicht aufgeführt sind: b; bitte nehmen Sie sie"),
    ],
)
def test_contradictions_are_named(channels: tuple[Channel, ...], audiences: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        channel_costs(ChannelInput(audiences=audiences, channels=channels))


GROUPS = ("a", "b", "c")
CHANNELS = st.lists(
    st.tuples(
        st.sampled_from(("gespraech", "post_mail", "presse")), st.integers(0, 50), st.integers(0, 5000),
        st.integers(0, 9000), st.integers(0, 300), st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 2)),
    ),
    min_size=1, max_size=7,
).map(
    lambda rows: tuple(
        channel(f"C{n}", kind, frequency=f, reach=r, cost_eur=c, hours=h, serves=s)
        for n, (kind, f, r, c, h, s) in enumerate(rows)
    )
)  # fmt: skip


@settings(deadline=None)
@given(channels=CHANNELS)
def test_no_channel_is_lost_and_the_order_of_the_answers_does_not_matter(channels: tuple[Channel, ...]) -> None:
    result, turned = costed(*channels, audiences=GROUPS), costed(*channels[::-1], audiences=GROUPS)
    seen = [c for k in result.kinds for c in k.channels]
    assert sorted(c.key for c in seen) == sorted(c.key for c in channels)
    assert result.full_cost_eur == pytest.approx(result.cost_eur + result.hours * communication().scoring.hour_eur)
    assert {k.kind: k.channels for k in result.kinds} == {k.kind: k.channels for k in turned.kinds}
    assert (result.holes, result.without_main) == (turned.holes, turned.without_main)
    assert set(result.holes) <= set(result.without_main)
    for kind in result.kinds:
        costs = [c.per_contact_eur for c in kind.channels if c.per_contact_eur is not None]
        assert costs == sorted(costs)


@settings(deadline=None)
@given(hours=st.integers(0, 300), more=st.integers(1, 100), cost=st.integers(0, 9000), reach=st.integers(1, 5000))
def test_more_hours_never_make_a_contact_cheaper_nor_more_contacts_dearer(
    hours: int, more: int, cost: int, reach: int
) -> None:
    base = only(costed(channel("C1", hours=hours, cost_eur=cost, reach=reach))).per_contact_eur
    dearer = only(costed(channel("C1", hours=hours + more, cost_eur=cost, reach=reach))).per_contact_eur
    wider = only(costed(channel("C1", hours=hours, cost_eur=cost, reach=reach + more))).per_contact_eur
    assert base is not None and dearer is not None and wider is not None
    assert wider <= base < dearer
