"""TT1 meeting plan: which pairs talk, and in which round, so that the best matches meet and nobody sits at two tables.

Two steps (Method library, F8 "meeting plan", rulings 7 and 8 [D]):

1. **Choice.** Among the pairs of parties that match or are to be checked, the set of talks with the highest sum of
   scores, at most ``c`` talks per party (c = min(6, rounds)) and at most rounds * tables in all: a maximum-weight
   bipartite b-matching, solved exactly as a minimum-cost flow on whole numbers (score in ten-thousandths).
2. **Rounds.** The chosen talks are coloured so that no party has two in one round (edge colouring of a bipartite
   graph; as many colours as the busiest party has talks suffice, König). As few rounds are used as the busiest party
   and the tables allow, and they are evened out, so that their sizes differ by at most one (de Werra).

Two sheets of the same two parties make one talk that carries the better score. Excluded pairs have no talk. A party
stands either among those who seek or among those who offer; whoever does both gives the two tables different ids.
Units: scores 0 to 1, minutes; a round is 15 + 5 minutes. Complexity: polynomial in parties and pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import networkx as nx  # type: ignore[import-untyped,unused-ignore]
from pydantic import ConfigDict, Field

from clusterprocess.catalogues.transfer import TalkLimits, transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.edge_colouring import even_rounds
from clusterprocess.methods.frozen import Frozen

_UNITS = 10_000
Edge = tuple[str, str]


class PlannedPair(Frozen):
    """A pair of sheets that may talk."""

    need: str = Field(min_length=1, description="Bedarf")
    offer: str = Field(min_length=1, description="Angebot")
    need_party: str = Field(min_length=1, description="Tisch der suchenden Partei")
    offer_party: str = Field(min_length=1, description="Tisch der anbietenden Partei")
    score: float = Field(gt=0, le=1, description="Passung 0 bis 1")
    excluded: bool = Field(default=False, description="Wettbewerber oder Ausschluss: kein Gespräch")


class MeetingPlanInput(Frozen):
    """Pairs, rounds and tables."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "pairs": [
                        {"need": "B1", "offer": "A1", "need_party": "B1", "offer_party": "A1", "score": 0.72},
                        {"need": "B1", "offer": "A2", "need_party": "B1", "offer_party": "A2", "score": 0.55},
                        {"need": "B2", "offer": "A1", "need_party": "B2", "offer_party": "A1", "score": 0.61},
                    ],
                    "rounds": 3,
                    "tables": 2,
                }
            ]
        }
    )

    pairs: tuple[PlannedPair, ...] = Field(description="Paare, die sprechen können")
    rounds: int = Field(ge=1, le=12, description="Zahl der Runden")
    tables: int | None = Field(default=None, ge=1, description="Zahl der Tische; leer = genug")
    limits: TalkLimits | None = Field(default=None, description="Regeln der Gespräche; leer = ausgelieferter Katalog")


class Talk(Frozen):
    """One talk with round and table."""

    round: int = Field(ge=1, description="Runde ab 1")
    table: int = Field(ge=1, description="Tisch ab 1")
    starts_after: int = Field(ge=0, description="Beginn in Minuten nach dem Beginn der ersten Runde")
    need_party: str = Field(description="suchende Partei")
    offer_party: str = Field(description="anbietende Partei")
    sheets: tuple[tuple[str, str], ...] = Field(description="Paare von Bedarf und Angebot, die besprochen werden")
    score: float = Field(ge=0, le=1, description="Passung des besten Paars 0 bis 1")


class MeetingPlanResult(Frozen):
    """The talks by round and table, and the pairs that found no place."""

    talks: tuple[Talk, ...] = Field(description="Gespräche nach Runde und Tisch")
    left_over: tuple[tuple[str, str], ...] = Field(description="Paare von Parteien ohne Platz, nach Passung")
    rounds_used: int = Field(ge=0, description="belegte Runden")
    tables_used: int = Field(ge=0, description="Tische in der vollsten Runde")
    minutes: int = Field(ge=0, description="Dauer der belegten Runden mit Wechsel in Minuten")
    total_score: float = Field(ge=0, description="Summe der Passungen der Gespräche")
    talks_per_party: dict[str, int] = Field(description="Gespräche je Partei")
    catalogue_version: str = Field(description="Version des Katalogs")


def meeting_plan(data: MeetingPlanInput) -> MeetingPlanResult:
    """Return the talks with the highest sum of scores and their rounds (TT1).

    Raises:
        InputError: a party both seeks and offers, or a pair of sheets occurs twice.
    """
    bounds = data.limits or transfer().talks
    open_pairs = sorted((p for p in data.pairs if not p.excluded), key=lambda p: (p.need, p.offer))
    _check(data.pairs)
    scores: dict[Edge, float] = {}
    sheets: dict[Edge, list[tuple[str, str]]] = defaultdict(list)
    for pair in open_pairs:
        edge = (pair.need_party, pair.offer_party)
        scores[edge] = max(scores.get(edge, 0.0), pair.score)
        sheets[edge].append((pair.need, pair.offer))
    most = min(bounds.most_per_party, data.rounds)
    room = data.rounds * data.tables if data.tables else len(scores)
    chosen = _choose({edge: round(score * _UNITS) for edge, score in scores.items()}, most, room)
    rounds = even_rounds(chosen, _rounds_needed(chosen, data.tables))
    length = bounds.minutes + bounds.change_minutes
    talks = tuple(
        Talk(
            round=number,
            table=table,
            starts_after=(number - 1) * length,
            need_party=edge[0],
            offer_party=edge[1],
            sheets=tuple(sheets[edge]),
            score=scores[edge],
        )
        for number, edges in enumerate(rounds, 1)
        for table, edge in enumerate(sorted(edges), 1)
    )
    left = sorted((e for e in scores if e not in chosen), key=lambda e: (-scores[e], e))
    return MeetingPlanResult(
        talks=talks,
        left_over=tuple(left),
        rounds_used=len(rounds),
        tables_used=max((len(edges) for edges in rounds), default=0),
        minutes=len(rounds) * length,
        total_score=sum(talk.score for talk in talks),
        talks_per_party=dict(sorted(Counter(party for edge in chosen for party in edge).items())),
        catalogue_version=bounds.catalogue_version,
    )


def _check(pairs: Iterable[PlannedPair]) -> None:
    both = {p.need_party for p in pairs} & {p.offer_party for p in pairs}
    if both:
        raise InputError(
            f"pairs: {sorted(both)[0]} sucht und bietet zugleich; bitte geben Sie den beiden Tischen verschiedene Kennungen.",
            field="pairs",
        )
    for (need, offer), times in Counter((p.need, p.offer) for p in pairs).items():
        if times > 1:
            raise InputError(
                f"pairs: Das Paar {need} und {offer} kommt zweimal vor; bitte streichen Sie eines.", field="pairs"
            )


def _rounds_needed(chosen: set[Edge], tables: int | None) -> int:
    """Fewest rounds: as many as the busiest party has talks, and enough for the tables."""
    busiest = max(Counter((side, party) for edge in chosen for side, party in enumerate(edge)).values(), default=0)
    return max(busiest, -(-len(chosen) // tables) if tables else 0)


def _choose(weights: Mapping[Edge, int], most: int, room: int) -> set[Edge]:
    """Maximum-weight b-matching as minimum-cost flow: source, seeking, offering, sink; what stays idle costs nothing."""
    if not weights or room == 0:
        return set()
    graph = nx.DiGraph()
    graph.add_node("source", demand=-room)
    graph.add_node("sink", demand=room)
    graph.add_edge("source", "sink", capacity=room, weight=0)
    for seeking in sorted({edge[0] for edge in weights}):
        graph.add_edge("source", f"n:{seeking}", capacity=most, weight=0)
    for offering in sorted({edge[1] for edge in weights}):
        graph.add_edge(f"o:{offering}", "sink", capacity=most, weight=0)
    for (seeking, offering), weight in sorted(weights.items()):
        graph.add_edge(f"n:{seeking}", f"o:{offering}", capacity=1, weight=-weight)
    _, flow = nx.network_simplex(graph)
    return {edge for edge in weights if flow[f"n:{edge[0]}"][f"o:{edge[1]}"]}
