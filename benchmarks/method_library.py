"""The method library over a growing register: time and memory at 100, 1,000 and 10,000 initiatives."""

from __future__ import annotations

import math
import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.methods.actor_kinds import ACTOR_KINDS
from clusterprocess.methods.comparison import ComparisonInput, compare
from clusterprocess.methods.maturity import MaturityInput, maturity
from clusterprocess.methods.membership import MembershipInput, membership
from clusterprocess.methods.overlap import ClusterTopics, OverlapInput, topic_overlap
from clusterprocess.methods.peer_index import PeerIndex
from clusterprocess.methods.peers import PeerCandidate
from clusterprocess.offerings.indicators import FURTHER, INDICATORS
from clusterprocess.offerings.profile import MEMBER_KEYS, members_total
from clusterprocess.sampledata.portfolio import portfolio

SIZES = (100, 1_000, 10_000)
AS_OF = date(2014, 12, 31)
Profile = dict[str, Any]


def register(size: int) -> list[tuple[str, str, Profile]]:
    """So many invented initiatives as (identifier, field, profile), drawn from portfolios with different seeds."""
    found: list[tuple[str, str, Profile]] = []
    seed = 20141101
    while len(found) < size:
        for other in portfolio(seed):
            profile = dict(other.profiles[-1])
            profile.pop("as_of")
            found.append((f"c{len(found):05d}", other.field, profile))
            if len(found) == size:
                break
        seed += 1
    return found


def run_all(rows: list[tuple[str, str, Profile]]) -> int:
    """Every method that works on the register, for every initiative; returns the number of results."""
    levels = {key: _level(profile) for key, _, profile in rows}
    index = PeerIndex(
        PeerCandidate.model_validate({
            "id": key, "origin": "beispieldaten", "field": field, "growth_fields": profile.get("growth_fields", ()),
            "members": members_total(profile) or None, "founded": profile.get("founded"), "maturity": levels[key],
        })
        for key, field, profile in rows
    )  # fmt: skip
    by_id = {key: profile for key, _, profile in rows}
    results = 2 * len(rows)
    for key, group in index.groups().items():
        results += sum(1 for _ in _compared(by_id, key, group.peers))
        membership(
            MembershipInput.model_validate(dict(zip(ACTOR_KINDS, (by_id[key][k] for k in MEMBER_KEYS), strict=True)))
        )
    results += len(topic_overlap(OverlapInput(clusters=tuple(_topics(rows)))).clusters)
    return results


def _level(profile: Profile) -> str:
    keys = ("fte_paid", "founded", "strategy_doc", "strategy_year")
    return maturity(MaturityInput.model_validate({"as_of": AS_OF, **{k: profile.get(k) for k in keys}})).level


def _compared(by_id: dict[str, Profile], key: str, peers: tuple[Any, ...]) -> Iterator[Any]:
    for indicator in (*INDICATORS, *FURTHER):
        own = indicator.value(by_id[key])
        if own is None:
            continue
        values = [
            {"value": value, "same_field": peer.same_field}
            for peer in peers
            if (value := indicator.value(by_id[peer.id])) is not None
        ]
        yield compare(ComparisonInput.model_validate(
            {"indicator": indicator.name, "value": own, "peers": values, "higher_is_better": indicator.higher_is_better}
        ))  # fmt: skip


def _topics(rows: list[tuple[str, str, Profile]]) -> Iterator[ClusterTopics]:
    """Two to eight keywords per initiative, mostly of its own field: as staff would enter them."""
    draw, catalogue = random.Random(7), transfer()
    everything = sorted(catalogue.keywords())
    for key, field, _ in rows:
        own = list(catalogue.field_keywords.get(field, ()))
        chosen = draw.sample(own, min(len(own), draw.randint(2, 4))) + draw.sample(everything, draw.randint(0, 3))
        yield ClusterTopics(id=key, keywords=tuple(dict.fromkeys(chosen)))


def _measured(work: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    results = work()
    return time.perf_counter() - began, results


def main() -> None:
    before: tuple[int, float] | None = None
    for size in SIZES:
        rows = register(size)
        seconds, results = _measured(lambda r=rows: run_all(r))
        line = f"method library over {size:>6} initiatives: {seconds:6.2f} s, {results} results"
        if size <= 1_000 or "--memory" in sys.argv:
            tracemalloc.start()
            run_all(rows)
            line += f", {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB at most"
            tracemalloc.stop()
        if before is not None:
            line += f"; time grows with exponent {math.log(seconds / before[1]) / math.log(size / before[0]):.2f}"
        print(f"{line} (targets: 100 under 0.5 s, exponent well below 2)")
        before = (size, seconds)


if __name__ == "__main__":
    main()
