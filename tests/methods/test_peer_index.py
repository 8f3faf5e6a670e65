"""The index finds exactly the peer groups of F1, and opens no more than it must."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterprocess.methods import peers
from clusterprocess.methods.peer_index import PeerIndex
from clusterprocess.methods.peers import PeerCandidate, PeerGroupInput, peer_group

LEVELS = ("M0", "M1", "M2", "M3", "M4", "unbekannt")
GROWTH = ("mobilitaet", "gesundheit_pflege", "keines")


def _candidate(number: int, draw: random.Random) -> PeerCandidate:
    return PeerCandidate.model_validate({
        "id": f"c{number:05d}", "origin": draw.choice(("real", "beispieldaten", "beispieldaten")),
        "field": draw.choice((None, "logistics", "plastics", "energy")), "growth_fields": draw.sample(GROWTH, draw.randint(0, 2)),
        "members": draw.choice((None, draw.randint(1, 400))), "founded": draw.choice((None, draw.randint(1991, 2014))),
        "maturity": draw.choice(LEVELS),
    })  # fmt: skip


@given(st.integers(0, 2**32), st.integers(1, 60))
def test_the_index_gives_the_same_groups_as_comparing_each_with_each(seed: int, size: int) -> None:
    draw = random.Random(seed)
    register = tuple(_candidate(n, draw) for n in range(size))
    found = PeerIndex(register).groups()
    for case in register:
        assert found[case.id] == peer_group(PeerGroupInput(case=case, portfolio=register))


def test_a_case_that_is_not_in_the_register_gets_its_peers_too() -> None:
    draw = random.Random(20141101)
    register = tuple(_candidate(n, draw) for n in range(80))
    case = PeerCandidate(id="fall", origin="beispieldaten", field="energy", members=61, founded=2006, maturity="M2")
    assert PeerIndex(register).group(case) == peer_group(PeerGroupInput(case=case, portfolio=register))


def test_equal_distances_are_ordered_by_identifier_and_cut_there() -> None:
    # 25 twins at distance 0: F1 keeps the 20 with the smallest identifiers
    twins = tuple(
        PeerCandidate(id=f"t{n:02d}", origin="real", field="energy", members=50, founded=2000, maturity="M1")
        for n in reversed(range(25))
    )
    group = PeerIndex(twins).group(twins[0])
    assert [p.id for p in group.peers] == [f"t{n:02d}" for n in range(20)]


def test_the_work_for_one_initiative_does_not_grow_with_the_register(monkeypatch: pytest.MonkeyPatch) -> None:
    # counted, not timed: one field has 24 years times 5 levels = 120 cells, each asked once, and 20 peers each ask for
    # the next of their cell; ties and the initiative itself may add a few: never more than 160, however large the register
    real, counted = peers.distance, [0]

    def counting(*args: object, **more: object) -> float:
        counted[0] += 1
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(peers, "distance", counting)
    work = []
    for size in (2_000, 16_000):
        draw = random.Random(7)
        register = [
            PeerCandidate.model_validate({
                "id": f"c{n:05d}", "origin": "real", "field": f"f{draw.randint(0, 19)}", "members": draw.randint(5, 400),
                "founded": draw.randint(1991, 2014), "maturity": draw.choice(LEVELS[:5]),
            })
            for n in range(size)
        ]  # fmt: skip
        index, counted[0] = PeerIndex(register), 0
        for case in register[:50]:
            index.group(case)
        work.append(counted[0] / 50)
    assert max(work) <= 24 * 5 + 2 * 20
