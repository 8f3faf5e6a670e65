"""Finding initiatives: one filter for the list of the register, its exports, invitations and bulk starts.

The filter travels in addresses as German words (``?feld=photonics&region=stuttgart&offen=ja``); every page that takes a
selection of the register reads it with :func:`filter_from` and gets the initiatives with :func:`selected_clusters`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.catalogues.wordlists import fields
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.domain.register import Cluster
from clusterprocess.domain.register_search import OrganisationHit, PersonHit, RegisterFilter, RegisterRow, words_of
from clusterprocess.usecases.ports import Work

FILTER_KEYS = ("q", "feld", "region", "stufe", "label", "art", "offen", "herkunft")
"""What a selection of the register may be made of, in the order in which a page asks."""
MOST_SELECTED = 20_000
NUMBER = re.compile(r"[A-Za-z]{2,4}-\d{4}(-[A-Za-z0-9]*)*-?")
"""The beginning of a number such as CA-2015-A-001."""
MOST_HITS = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What a search over everything found.

    Attributes:
        number: the one engagement that is meant: its whole number was typed, or a beginning that only it has.
        clusters_total: how many initiatives there are beyond those shown.
    """

    number: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    clusters: tuple[RegisterRow, ...] = ()
    clusters_total: int = 0
    organisations: tuple[OrganisationHit, ...] = ()
    persons: tuple[PersonHit, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.numbers or self.clusters or self.organisations or self.persons)


def filter_from(query: Mapping[str, str]) -> RegisterFilter:
    """The selection of an address; a word that no list knows selects nobody rather than everybody."""

    def given(key: str) -> str:
        return query.get(key, "").strip()[:120]

    return RegisterFilter(
        words=words_of(given("q")),
        field=given("feld"),
        region=given("region"),
        level=given("stufe"),
        origin=given("herkunft"),
        label=given("label"),
        kind=given("art"),
        has_open={"ja": True, "nein": False}.get(given("offen")),
    )


def search_register(
    work: Work, wanted: RegisterFilter, limit: int, offset: int = 0
) -> tuple[Sequence[RegisterRow], int]:
    """One page of the initiatives that the actor may see and a filter leaves, and how many there are."""
    return work.queries.register_rows(
        wanted, limit, offset, field_words=field_words(), operations=work.actor.operations
    )


def selected_clusters(work: Work, wanted: RegisterFilter) -> Sequence[int]:
    """The ids of all initiatives of a selection, in the order of the list."""
    return work.queries.cluster_ids_of(wanted, MOST_SELECTED, field_words=field_words())


def seen_cluster(work: Work, wanted: str) -> Cluster:
    """An initiative by the number in an address, if the actor may see it.

    Raises:
        NotFoundError: there is none, or an auditor was admitted to none of its operations; both read the same.
    """
    missing = f"Initiative „{wanted[:20]}“ gibt es nicht."
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise NotFoundError(missing)
    operations = work.actor.operations
    if operations is not None and not work.queries.is_open_to(int(wanted), operations):
        raise NotFoundError(missing)
    return work.queries.cluster_by_id(int(wanted))


def search_everything(work: Work, text: str) -> Found:
    """Initiatives, engagements by number, organisations and persons; auditors of some operations see only their own."""
    operations = work.actor.operations
    text = text.strip()[:120]
    numbers: tuple[tuple[str, str], ...] = ()
    if NUMBER.fullmatch(text):
        numbers = tuple(work.queries.numbers_like(text, MOST_HITS, operations=operations))
    meant = next((number for number, _ in numbers if number == text.upper() or len(numbers) == 1), "")
    words = words_of(text)
    if numbers or not words:
        return Found(number=meant, numbers=numbers)
    clusters, total = search_register(work, RegisterFilter(words=words), MOST_HITS)
    if operations is not None:
        return Found("", (), tuple(clusters), total)
    return Found(
        "",
        (),
        tuple(clusters),
        total,
        tuple(work.queries.organisations_like(words, MOST_HITS)),
        tuple(work.queries.persons_like(words, MOST_HITS)),
    )


def field_words() -> Mapping[str, str]:
    """German name and topics of every field, as the search reads them."""
    topics = transfer().field_keywords
    return {f.slug: f"{f.name.de} {' '.join(topics.get(f.slug, ())).replace('_', ' ')}" for f in fields()}
