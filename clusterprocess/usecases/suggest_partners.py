"""Which initiatives work on the same topics and should know each other, over the whole register (TT5, F8's topic rule)."""

from __future__ import annotations

from dataclasses import dataclass

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.domain.register import Cluster
from clusterprocess.methods.overlap import ClusterTopics, OverlapInput, topic_overlap
from clusterprocess.usecases.ports import Work


@dataclass(frozen=True, slots=True)
class PartnerSuggestion:
    """Two initiatives of the same origin with what both work on.

    Attributes:
        overlap: share of common keywords among those of either, 0 to 1.
        stated: whether both named their topics themselves; else they follow from the field.
    """

    first: str
    second: str
    overlap: float
    reason: str
    stated: bool


def suggest_partners(work: Work, wanted: Cluster | None = None) -> list[PartnerSuggestion]:
    """Suggestions for one initiative or for all, each pair once, nearest first.

    Keywords are those that an initiative named in a transfer engagement; where it named none, the keywords of its field
    stand in. Real initiatives and Beispieldaten are never paired (ruling 16).
    """
    found: list[PartnerSuggestion] = []
    for origin in ("real", "beispieldaten") if wanted is None else (wanted.origin,):
        found += _of_origin(work, origin, wanted)
    return sorted(found, key=lambda s: (-s.overlap, s.first, s.second))


def _of_origin(work: Work, origin: str, wanted: Cluster | None) -> list[PartnerSuggestion]:
    stated = _stated_topics(work)
    by_field = transfer().field_keywords
    names, topics = {}, []
    for cluster in work.queries.clusters(origin=origin):
        keywords = stated.get(cluster.id) or tuple(by_field.get(cluster.field or "", ()))
        if keywords:
            names[str(cluster.id)] = cluster.name
            topics.append(ClusterTopics(id=str(cluster.id), keywords=keywords))
    own = str(wanted.id) if wanted else ""
    if not topics or (own and own not in names):
        return []
    result = topic_overlap(OverlapInput(clusters=tuple(topics), wanted=(own,) if own else ()))
    pairs: dict[frozenset[str], PartnerSuggestion] = {}
    for cluster_topics in result.clusters:
        for near in cluster_topics.suggestions:
            first, second = cluster_topics.id, near.other
            both_stated = int(first) in stated and int(second) in stated
            made = PartnerSuggestion(names[first], names[second], near.overlap, near.reason, both_stated)
            pairs.setdefault(frozenset((first, second)), made)
    return list(pairs.values())


def _stated_topics(work: Work) -> dict[int, tuple[str, ...]]:
    """Topics by initiative from the newest transfer engagement that names some."""
    found: dict[int, tuple[str, ...]] = {}
    for engagement in work.queries.engagements():
        asked = engagement.submission("fragebogen") if engagement.offering == "technology_transfer" else None
        if asked and (topics := asked.data.get("topics")):
            found[engagement.cluster_id] = tuple(topics)
    return found
