"""TT5 topic overlap: which clusters work on the same topics and should know each other.

Formula (own method of the technology transfer [D])::

    J(a, b) = |keywords of both| / |keywords of either|     0 to 1

Suggestions of a cluster are its up to ``top`` nearest others with J >= 0.20, ties by id, each with the common keywords in
words. The search does not compare all pairs. An inverted index holds the clusters of each keyword. A keyword of more
than ``posting_cap`` clusters is *very common* and alone never makes a candidate; very common keywords are joined to
combinations of two, then three, until a combination has at most ``posting_cap`` clusters. Two clusters are compared
only if they share a rare keyword or such a combination, so

    comparisons <= n * posting_cap * (K + K(K-1)/2 + K(K-1)(K-2)/6)      K = keywords per cluster, at most 8

which grows with n, not with n squared. What this leaves out by intent: two clusters that share nothing but one keyword
that everybody has. Below posting_cap clusters in all, the result is that of comparing every pair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from math import comb

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.transfer import OverlapLimits, transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

_MOST_KEYWORDS = 8
Combination = tuple[str, ...]


class ClusterTopics(Frozen):
    """A cluster with its keywords."""

    id: str = Field(min_length=1, description="Kennung des Clusters, eindeutig")
    keywords: tuple[str, ...] = Field(max_length=_MOST_KEYWORDS, description="bis zu 8 Stichworte")


class OverlapInput(Frozen):
    """All clusters, and optionally the ones that suggestions are wanted for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "clusters": [
                        {"id": "1", "keywords": ["galvanik", "korrosionsschutz", "reinigung"]},
                        {"id": "2", "keywords": ["reinigung", "implantate", "sterilisation"]},
                        {"id": "3", "keywords": ["laubholz", "holztrocknung"]},
                    ]
                }
            ]
        }
    )

    clusters: tuple[ClusterTopics, ...] = Field(min_length=1, description="Cluster mit Stichworten")
    wanted: tuple[str, ...] = Field(default=(), description="nur für diese Cluster; leer = für alle")
    top: int | None = Field(default=None, ge=1, description="Vorschläge je Cluster; leer = Katalog")
    limits: OverlapLimits | None = Field(default=None, description="Grenzen; leer = ausgelieferter Katalog")


class Suggestion(Frozen):
    """One other cluster with what both work on."""

    other: str = Field(description="Kennung des anderen Clusters")
    overlap: float = Field(ge=0, le=1, description="Überschneidung J 0 bis 1")
    common: tuple[str, ...] = Field(description="gemeinsame Stichworte")
    reason: str = Field(description="Grund in Worten")


class ClusterSuggestions(Frozen):
    """The nearest others of one cluster."""

    id: str = Field(description="Kennung des Clusters")
    suggestions: tuple[Suggestion, ...] = Field(description="nächste zuerst")


class OverlapResult(Frozen):
    """Suggestions per cluster, and how much work it took."""

    clusters: tuple[ClusterSuggestions, ...] = Field(description="Cluster in der Reihenfolge der Eingabe")
    comparisons: int = Field(ge=0, description="verglichene Paare (je Richtung eines)")
    bound: int = Field(ge=0, description="Obergrenze der Vergleiche für diese Eingabe")
    common_keywords: tuple[str, ...] = Field(description="sehr häufige Stichworte, häufigstes zuerst")
    catalogue_version: str = Field(description="Version des Katalogs")


def topic_overlap(data: OverlapInput) -> OverlapResult:
    """Return for each cluster the nearest others by common keywords (TT5).

    Raises:
        InputError: an id occurs twice, or a wanted cluster is not among the clusters.
    """
    bounds = data.limits or transfer().overlap
    words = {c.id: frozenset(c.keywords) for c in data.clusters}
    wanted = _wanted(data, words)
    index, common = _index(words, bounds)
    names = {slug: keyword.de for slug, keyword in transfer().keywords().items()}
    found, comparisons = [], 0
    for id_ in wanted:
        candidates = _candidates(id_, words, index, common, bounds.combination)
        comparisons += len(candidates)
        near = _nearest(words, id_, candidates, data.top or bounds.top, bounds.jaccard_from)
        rows = tuple(_suggestion(words[id_] & words[other], other, overlap, names) for overlap, other in near)
        found.append(ClusterSuggestions(id=id_, suggestions=rows))
    sizes = Counter(k for keywords in words.values() for k in keywords)
    return OverlapResult(
        clusters=tuple(found),
        comparisons=comparisons,
        bound=bounds.posting_cap
        * sum(comb(len(words[i]), size) for i in wanted for size in range(1, bounds.combination + 1)),
        common_keywords=tuple(sorted(common, key=lambda k: (-sizes[k], k))),
        catalogue_version=bounds.catalogue_version,
    )


def _wanted(data: OverlapInput, words: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    if len(words) < len(data.clusters):
        ids = Counter(c.id for c in data.clusters)
        twice = next(i for i, n in ids.items() if n > 1)
        raise InputError(
            f"clusters: Die Kennung {twice} kommt zweimal vor; bitte vergeben Sie jede einmal.", field="clusters"
        )
    for id_ in data.wanted:
        if id_ not in words:
            raise InputError(f"wanted: {id_} steht nicht unter den Clustern; bitte prüfen.", field="wanted")
    return data.wanted or tuple(words)


def _index(
    words: Mapping[str, frozenset[str]], bounds: OverlapLimits
) -> tuple[dict[Combination, list[str]], frozenset[str]]:
    """Clusters of each rare keyword and of each combination of very common ones, as far as the cap allows.

    Also returns the very common keywords.
    """
    index: dict[Combination, list[str]] = {}
    sizes = Counter(k for keywords in words.values() for k in keywords)
    common = frozenset(k for k, n in sizes.items() if n > bounds.posting_cap)
    full: set[Combination] = set()
    for size in range(1, bounds.combination + 1):
        postings: defaultdict[Combination, list[str]] = defaultdict(list)
        for id_, keywords in words.items():
            for combination in _combinations(keywords, common, size, full):
                postings[combination].append(id_)
        full = {c for c, ids in postings.items() if len(ids) > bounds.posting_cap}
        index |= {c: ids for c, ids in postings.items() if c not in full}
        if not full:
            break
    return index, common


def _combinations(
    keywords: Iterable[str], common: frozenset[str], size: int, full: set[Combination]
) -> Iterator[Combination]:
    """Single keywords, then combinations of very common ones that extend a combination which is still too full."""
    if size == 1:
        yield from ((k,) for k in keywords)
        return
    for combination in combinations(sorted(set(keywords) & common), size):
        if any(part in full for part in combinations(combination, size - 1)):
            yield combination


def _candidates(
    id_: str,
    words: Mapping[str, frozenset[str]],
    index: Mapping[Combination, list[str]],
    common: frozenset[str],
    most: int,
) -> set[str]:
    found: set[str] = set()
    keywords = words[id_]
    for keyword in keywords - common:
        found.update(index.get((keyword,), ()))
    for size in range(2, most + 1):
        for combination in combinations(sorted(keywords & common), size):
            found.update(index.get(combination, ()))
    found.discard(id_)
    return found


def _nearest(
    words: Mapping[str, frozenset[str]], id_: str, candidates: Iterable[str], top: int, least: float
) -> list[tuple[float, str]]:
    own = words[id_]
    rated = ((len(own & words[other]) / len(own | words[other]), other) for other in candidates)
    return sorted((r for r in rated if r[0] >= least - 1e-9), key=lambda r: (-r[0], r[1]))[:top]


def _suggestion(common: frozenset[str], other: str, overlap: float, names: Mapping[str, str]) -> Suggestion:
    shared = tuple(sorted(common))
    said = ", ".join(names.get(k, k) for k in shared)
    count = "ein gemeinsames Stichwort" if len(shared) == 1 else f"{len(shared)} gemeinsame Stichworte"
    return Suggestion(other=other, overlap=overlap, common=shared, reason=f"{count}: {said}")
