"""F1 for a whole register: the peer group of every initiative without comparing each with each.

The groups are exactly those of :func:`clusterprocess.methods.peers.peer_group`; only the search differs. Initiatives
are kept by field, founding year and maturity, and within such a cell sorted by size, so that a cell gives its members in
the order of their distance. A heap over the cells then yields the nearest initiatives one after the other; fields are
opened only when nothing nearer is left. Work per initiative: the cells of the opened fields (at most founding years times
levels each) and its 20 nearest, a bound that does not grow with the register once all cells are in use.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import count

from clusterprocess.catalogues.limits import PeerLimits, limits
from clusterprocess.methods import peers
from clusterprocess.methods.peers import Peer, PeerCandidate, PeerGroupInput, PeerGroupResult


class _Cell:
    """Initiatives that differ in size alone, sorted by size; those of unknown size stand last."""

    def __init__(self) -> None:
        self.members: list[PeerCandidate] = []
        self.sizes: list[float] = []

    def settle(self) -> None:
        self.members.sort(key=lambda c: (math.inf if c.members is None else math.log(c.members), c.id))
        self.sizes = [math.log(c.members) for c in self.members if c.members is not None]

    def outwards(self, case: PeerCandidate) -> Iterator[PeerCandidate]:
        """The members by growing difference in size from the case."""
        if case.members is None:
            yield from self.members
            return
        own = math.log(case.members)
        above = bisect_left(self.sizes, own)
        below = above - 1
        while below >= 0 or above < len(self.sizes):
            up = self.sizes[above] - own if above < len(self.sizes) else math.inf
            down = own - self.sizes[below] if below >= 0 else math.inf
            if up <= down:
                yield self.members[above]
                above += 1
            else:
                yield self.members[below]
                below -= 1
        yield from self.members[len(self.sizes) :]


_FieldKey = tuple[str | None, tuple[str, ...]]
_Fields = dict[_FieldKey, dict[tuple[int | None, str], _Cell]]


class PeerIndex:
    """The initiatives of a register, ready to be asked for the peer group of any of them.

    Args:
        candidates: all initiatives, each identifier once; origins are never mixed (ruling 16).
        bounds: thresholds; the catalogue in force when omitted.
    """

    def __init__(self, candidates: Iterable[PeerCandidate], bounds: PeerLimits | None = None) -> None:
        self.candidates = tuple(candidates)
        self.bounds = bounds or limits().peers
        self._origins: dict[str, _Fields] = defaultdict(dict)
        for candidate in self.candidates:
            fields = self._origins[candidate.origin]
            cells = fields.setdefault((candidate.field, tuple(sorted(candidate.growth_fields))), {})
            cells.setdefault((candidate.founded, candidate.maturity), _Cell()).members.append(candidate)
        for fields in self._origins.values():
            for cells in fields.values():
                for cell in cells.values():
                    cell.settle()

    def group(self, case: PeerCandidate) -> PeerGroupResult:
        """The peer group of one initiative, widened as F1 says."""
        bounds = self.bounds
        steps = ((bounds.close, True), (bounds.wide, True), (bounds.wide, False))
        for step, (farthest, with_field) in enumerate(steps):
            found = self._nearest(case, farthest, with_field=with_field)
            if len(found) >= bounds.fewest:
                return peers.result_of(found, step, bounds)
        # too few even without the field: the portfolio is small or unlike, and F1 takes the whole of it
        return peers.peer_group(PeerGroupInput(case=case, portfolio=self.candidates, limits=bounds))

    def groups(self) -> dict[str, PeerGroupResult]:
        """The peer group of every initiative of the index, by its identifier."""
        return {candidate.id: self.group(candidate) for candidate in self.candidates}

    def _nearest(self, case: PeerCandidate, farthest: float, *, with_field: bool) -> list[Peer]:
        """The nearest within a distance, by distance and identifier, at most as many as F1 keeps."""
        found: list[Peer] = []
        most = self.bounds.most
        for distance, other in self._in_order(case, with_field=with_field):
            if distance > farthest + peers.TOLERANCE or (len(found) >= most and distance > found[most - 1].distance):
                break
            found.append(Peer(id=other.id, distance=distance, same_field=peers.same_field(case, other)))
        return sorted(found, key=lambda peer: (peer.distance, peer.id))[:most]

    def _in_order(self, case: PeerCandidate, *, with_field: bool) -> Iterator[tuple[float, PeerCandidate]]:
        """Others with their distance, the distance never falling."""
        fields: list[tuple[float, int, list[_Cell]]] = []
        nearest: list[tuple[float, int, PeerCandidate, Iterator[PeerCandidate]]] = []
        serial = count()

        def advance(walk: Iterator[PeerCandidate]) -> None:
            other = next((c for c in walk if c.id != case.id), None)
            if other is not None:
                away = peers.distance(case, other, self.bounds, with_field=with_field)
                heappush(nearest, (away, next(serial), other, walk))

        for cells in self._origins.get(case.origin, {}).values():
            group = list(cells.values())
            lowest = peers.field_share(case, group[0].members[0], self.bounds) if with_field else 0.0
            heappush(fields, (lowest, next(serial), group))
        while fields or nearest:
            if fields and (not nearest or fields[0][0] <= nearest[0][0]):
                for cell in heappop(fields)[2]:
                    advance(cell.outwards(case))
                continue
            away, _, other, walk = heappop(nearest)
            yield away, other
            advance(walk)
