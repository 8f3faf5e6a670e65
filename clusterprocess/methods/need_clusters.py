"""TT2 need clusters and balance: which topics several organisations share, and where needs and offers do not meet.

Formulas (own method of the technology transfer [D])::

    balance of a keyword = number of needs - number of offers            whole number, + = needs exceed
    common topic = keyword with at least 3 needs; keywords with the same needs form one topic
    coverage = needs that share a keyword with an offer / all needs      0 to 1

A keyword with needs but no offer is a gap ("Lücke"), with offers but no need an unused supply ("ohne Nachfrage"), with
both "gedeckt". Groups add up the sheets that name at least one of their keywords, each sheet once.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.transfer import NeedClusterLimits, TransferCatalogue, transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

Side = Literal["Lücke", "gedeckt", "ohne Nachfrage"]


class TopicSheet(Frozen):
    """A need or an offer with its keywords."""

    id: str = Field(min_length=1, description="Kennung des Bogens, eindeutig")
    topics: tuple[str, ...] = Field(min_length=1, max_length=8, description="1 bis 8 Stichworte")


class NeedClusterInput(Frozen):
    """Needs and offers with their keywords."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "needs": [
                        {"id": "B1", "topics": ["reinigung", "inline_pruefung"]},
                        {"id": "B2", "topics": ["reinigung"]},
                        {"id": "B3", "topics": ["reinigung", "badpflege"]},
                    ],
                    "offers": [{"id": "A1", "topics": ["laserreinigung", "inline_pruefung"]}],
                }
            ]
        }
    )

    needs: tuple[TopicSheet, ...] = Field(min_length=1, description="Bedarfe")
    offers: tuple[TopicSheet, ...] = Field(description="Angebote")
    limits: NeedClusterLimits | None = Field(default=None, description="Schwelle; leer = ausgelieferter Katalog")


class KeywordBalance(Frozen):
    """Needs and offers of one keyword or group."""

    keyword: str = Field(description="Kennung des Stichworts oder Name der Gruppe")
    name: str = Field(description="Bezeichnung")
    group: str = Field(description="Technologiegruppe")
    needs: int = Field(ge=0, description="Zahl der Bedarfe")
    offers: int = Field(ge=0, description="Zahl der Angebote")
    balance: int = Field(description="Bedarfe minus Angebote")
    state: Side = Field(description="Lücke, gedeckt oder ohne Nachfrage")


class NeedCluster(Frozen):
    """A topic that several needs share: the seed of a joint project."""

    keywords: tuple[str, ...] = Field(description="Kennungen der Stichworte mit denselben Bedarfen")
    name: str = Field(description="Bezeichnung")
    needs: tuple[str, ...] = Field(description="Bedarfe")
    offers: tuple[str, ...] = Field(description="Angebote zum selben Thema")


class NeedClusterResult(Frozen):
    """Balance per keyword and per group, common topics, coverage."""

    keywords: tuple[KeywordBalance, ...] = Field(description="Stichworte, größter Überhang der Bedarfe zuerst")
    groups: tuple[KeywordBalance, ...] = Field(description="Technologiegruppen, größter Überhang der Bedarfe zuerst")
    clusters: tuple[NeedCluster, ...] = Field(description="gemeinsame Themen, größtes zuerst")
    gaps: int = Field(ge=0, description="Stichworte mit Bedarf, aber ohne Angebot")
    unused: int = Field(ge=0, description="Stichworte mit Angebot, aber ohne Bedarf")
    coverage: float = Field(ge=0, le=1, description="Anteil der Bedarfe mit einem Angebot zum selben Stichwort 0 bis 1")
    catalogue_version: str = Field(description="Version des Katalogs")


def need_clusters(data: NeedClusterInput) -> NeedClusterResult:
    """Return balance, common topics and coverage (TT2).

    Raises:
        InputError: an id occurs twice among needs or among offers.
    """
    catalogue = transfer()
    bounds = data.limits or catalogue.need_clusters
    _unique(data.needs, "needs")
    _unique(data.offers, "offers")
    wanted, given = _by_keyword(data.needs), _by_keyword(data.offers)
    rows = [
        _balance(k, catalogue.keyword_name(k), catalogue.group_of(k), wanted[k], given[k])
        for k in sorted({*wanted, *given})
    ]
    offered = {k for k in given if given[k]}
    met = sum(bool(set(need.topics) & offered) for need in data.needs)
    return NeedClusterResult(
        keywords=tuple(sorted(rows, key=_by_surplus)),
        groups=tuple(sorted(_groups(data, catalogue), key=_by_surplus)),
        clusters=_clusters(wanted, given, bounds, catalogue),
        gaps=sum(row.state == "Lücke" for row in rows),
        unused=sum(row.state == "ohne Nachfrage" for row in rows),
        coverage=met / len(data.needs),
        catalogue_version=bounds.catalogue_version,
    )


def _unique(sheets: tuple[TopicSheet, ...], field: str) -> None:
    ids = [sheet.id for sheet in sheets]
    for one in ids:
        if ids.count(one) > 1:
            raise InputError(
                f"{field}: Die Kennung {one} kommt zweimal vor; bitte vergeben Sie jede einmal.", field=field
            )


def _by_keyword(sheets: tuple[TopicSheet, ...]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for sheet in sheets:
        for keyword in sheet.topics:
            found[keyword].add(sheet.id)
    return found


def _balance(keyword: str, name: str, group: str, needs: set[str], offers: set[str]) -> KeywordBalance:
    state: Side = "ohne Nachfrage" if not needs else "gedeckt" if offers else "Lücke"
    return KeywordBalance(
        keyword=keyword,
        name=name,
        group=group,
        needs=len(needs),
        offers=len(offers),
        balance=len(needs) - len(offers),
        state=state,
    )


def _by_surplus(row: KeywordBalance) -> tuple[int, int, str]:
    return (-row.balance, -row.needs, row.name)


def _groups(data: NeedClusterInput, catalogue: TransferCatalogue) -> list[KeywordBalance]:
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    given: defaultdict[str, set[str]] = defaultdict(set)
    for sheets, found in ((data.needs, wanted), (data.offers, given)):
        for sheet in sheets:
            for keyword in sheet.topics:
                found[catalogue.group_of(keyword) or keyword].add(sheet.id)
    return [_balance(g, g, g, wanted[g], given[g]) for g in sorted({*wanted, *given})]


def _clusters(
    wanted: defaultdict[str, set[str]],
    given: defaultdict[str, set[str]],
    bounds: NeedClusterLimits,
    catalogue: TransferCatalogue,
) -> tuple[NeedCluster, ...]:
    """Keywords with enough needs; those with the very same needs are one topic."""
    same: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for keyword in sorted(wanted):
        if len(wanted[keyword]) >= bounds.needs_from:
            same[frozenset(wanted[keyword])].append(keyword)
    found = [
        NeedCluster(
            keywords=tuple(words),
            name=" und ".join(catalogue.keyword_name(w) for w in words),
            needs=tuple(sorted(needs)),
            offers=tuple(sorted(set().union(*(given[w] for w in words)))),
        )
        for needs, words in same.items()
    ]
    return tuple(sorted(found, key=lambda c: (-len(c.needs), c.name)))
