"""Searching and filtering the register: typing errors forgiven by trigrams (pg_trgm), umlauts folded, paged by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, Text, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.orm import InstrumentedAttribute

from clusterprocess.adapters.database.lookup import Lookup
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.register import Cluster, Membership, Organisation, Person, Profile, RoleGrant
from clusterprocess.domain.register_search import (
    ACCENTED,
    DOUBLED,
    PLAIN,
    OrganisationHit,
    PersonHit,
    RegisterFilter,
    RegisterRow,
)
from clusterprocess.domain.states import ENDED

SIMILAR_WORD = 0.5
"""How much of the trigrams a mistyped word shares with a whole word: "Medzintechnik" has 0.71 of "Medizintechnik"."""
SIMILAR_PART, SAME_BEGINNING = 0.55, 2
"""The same for a part of a compound, which has to begin alike: "Kunstof" has 0.70 of "Kunststofftechnik"; without the
beginning every word that ends in "-technik" would be found by any other."""
SHORTEST_FORGIVEN = 4
"""A word of three letters has hardly any trigrams: it is found as it stands or not at all."""
IN_NAME, ELSEWHERE = 3.0, 2.0
"""Rank of a word found as it stands; a similar one counts by its similarity, which is below 1."""
_ENDED = [state.value for state in ENDED]
Operations = frozenset[int] | None


class RegisterSearchQueries(Lookup):
    def register_rows(
        self,
        wanted: RegisterFilter,
        limit: int,
        offset: int = 0,
        *,
        field_words: Mapping[str, str] | None = None,
        operations: Operations = None,
    ) -> tuple[Sequence[RegisterRow], int]:
        """One page of the initiatives that a filter leaves, the best hits first, else in German order, and how many there are.

        Args:
            field_words: German name and topics by slug of a field, searched together with what the register holds.
            operations: only initiatives with an engagement in one of these operations; None for everybody else.
        """
        newest = _newest()
        level = func.coalesce(Cluster.level_override, newest.c.level, "unbekannt")
        statement = select(
            Cluster.id, Cluster.name, Cluster.kind, Cluster.origin, Cluster.field, Cluster.field_text, Cluster.region,
            Cluster.seat, level, newest.c.as_of, func.coalesce(newest.c.answers, cast({}, JSONB)), _open_count(),
            func.count().over(),
        ).join(newest, literal(True), isouter=True)  # fmt: skip
        statement = _filtered(statement, wanted, newest, level, operations)
        statement = _searched(statement, wanted.words, field_words or {})
        rows = self.session.execute(statement.limit(limit).offset(offset)).all()
        if not rows and offset:
            return [], self.register_rows(wanted, 1, field_words=field_words, operations=operations)[1]
        return [RegisterRow(*row[:-1]) for row in rows], rows[0][-1] if rows else 0

    def cluster_ids_of(
        self, wanted: RegisterFilter, limit: int, *, field_words: Mapping[str, str] | None = None
    ) -> Sequence[int]:
        """The initiatives that a filter leaves, in the order of the list."""
        newest = _newest()
        level = func.coalesce(Cluster.level_override, newest.c.level, "unbekannt")
        statement = select(Cluster.id).join(newest, literal(True), isouter=True)
        statement = _searched(_filtered(statement, wanted, newest, level, None), wanted.words, field_words or {})
        return list(self.session.scalars(statement.limit(limit)))

    def numbers_like(self, beginning: str, limit: int, *, operations: Operations = None) -> Sequence[tuple[str, str]]:
        """Numbers of engagements that begin so, with the name of their initiative, the newest first."""
        statement = (
            select(Engagement.number, Cluster.name)
            .join(Cluster, Engagement.cluster_id == Cluster.id)
            .where(Engagement.number.startswith(beginning.upper(), autoescape=True))
            .order_by(Engagement.requested_on.desc(), Engagement.number.desc())
            .limit(limit)
        )
        if operations is not None:
            statement = statement.where(Engagement.operation_id.in_(operations))
        return [(number, name) for number, name in self.session.execute(statement)]

    def organisations_like(self, words: Sequence[str], limit: int) -> Sequence[OrganisationHit]:
        """Organisations by name or place, each with one initiative it belongs to."""
        text = _folded(func.concat_ws(" ", Organisation.name, Organisation.seat))
        statement = (
            select(Organisation.name, Organisation.seat, Cluster.id, Cluster.name)
            .outerjoin(Membership, Membership.organisation_id == Organisation.id)
            .outerjoin(Cluster, Membership.cluster_id == Cluster.id)
            .where(*(_found(word, text) for word in words))
            .order_by(sum((_rank(word, text, text) for word in words), literal(0.0)).desc(), Organisation.name)
            .limit(limit)
        )
        return [OrganisationHit(*row) for row in self.session.execute(statement)]

    def persons_like(self, words: Sequence[str], limit: int) -> Sequence[PersonHit]:
        """Persons by name, with one line per role they hold now."""
        text = _folded(Person.name)
        statement = (
            select(Person.name, func.coalesce(Organisation.name, ""), func.coalesce(RoleGrant.role, ""),
                   Cluster.id, func.coalesce(Cluster.name, ""))
            .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, RoleGrant.valid_until.is_(None)))
            .outerjoin(Cluster, RoleGrant.cluster_id == Cluster.id)
            .outerjoin(Organisation, Person.organisation_id == Organisation.id)
            .where(*(_found(word, text) for word in words))
            .order_by(sum((_rank(word, text, text) for word in words), literal(0.0)).desc(), Person.name, RoleGrant.id)
            .limit(limit)
        )  # fmt: skip
        return [PersonHit(*row) for row in self.session.execute(statement)]


def _newest() -> Any:
    return (
        select(Profile.as_of, Profile.answers, Profile.level)
        .where(Profile.cluster_id == Cluster.id)
        .order_by(Profile.as_of.desc(), Profile.version.desc())
        .limit(1)
        .lateral("newest")
    )


def _open_count() -> Any:
    return (
        select(func.count(Engagement.id))
        .where(Engagement.cluster_id == Cluster.id, Engagement.state.not_in(_ENDED))
        .correlate(Cluster)
        .scalar_subquery()
    )


def _filtered(
    statement: Select[Any], wanted: RegisterFilter, newest: Any, level: ColumnElement[str], operations: Operations
) -> Select[Any]:
    for column, value in (
        (Cluster.field, wanted.field),
        (Cluster.region, wanted.region),
        (Cluster.origin, wanted.origin),
        (Cluster.kind, wanted.kind),
        (level, wanted.level),
    ):
        if value:
            statement = statement.where(column == value)
    if wanted.label:
        stated = newest.c.answers.op("@>")(cast({"labels": [{"label": wanted.label}]}, JSONB))
        published = Cluster.facts.op("@>")(cast([{"key": "label", "value": wanted.label}], JSONB))
        statement = statement.where(or_(stated, published))
    if wanted.has_open is not None:
        is_open = exists().where(Engagement.cluster_id == Cluster.id, Engagement.state.not_in(_ENDED))
        statement = statement.where(is_open if wanted.has_open else ~is_open)
    if operations is not None:
        admitted = exists().where(Engagement.cluster_id == Cluster.id, Engagement.operation_id.in_(operations))
        statement = statement.where(admitted)
    return statement


def _searched(statement: Select[Any], words: Sequence[str], field_words: Mapping[str, str]) -> Select[Any]:
    """Every word has to be found; a text is folded once per initiative and not once per word."""
    if not words:
        return statement.order_by(Cluster.sort_key, Cluster.id)
    topics = case(dict(field_words), value=Cluster.field, else_="") if field_words else literal("")
    other_names = func.jsonb_path_query_array(
        Cluster.facts, cast('$[*] ? (@.key == "alternative_name").value', JSONPATH)
    )
    everything = func.concat_ws(
        " ", Cluster.name, Cluster.seat, Cluster.field_text, Cluster.carrier, func.replace(Cluster.region, "_", " "),
        topics, func.translate(cast(other_names, Text), '[]",', "    "),
    )  # fmt: skip
    texts = (
        select(Cluster.id.label("id"), _folded(Cluster.name).label("name"), _folded(everything).label("everything"))
        .cte("texts")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    rank = sum((_rank(word, texts.c.name, texts.c.everything) for word in words), literal(0.0))
    return (
        statement.join(texts, texts.c.id == Cluster.id)
        .where(*(_found(word, texts.c.everything) for word in words))
        .order_by(rank.desc(), Cluster.sort_key, Cluster.id)
    )


def _folded(text: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[str]:
    """:func:`clusterprocess.domain.register_search.folded` in the database."""
    plain: ColumnElement[str] = func.lower(func.translate(text, ACCENTED, PLAIN))
    for written, kept in DOUBLED:
        plain = func.replace(plain, written, kept)
    return plain


def _found(word: str, text: ColumnElement[str]) -> ColumnElement[bool]:
    as_written = text.contains(word, autoescape=True)
    if len(word) < SHORTEST_FORGIVEN:
        return as_written
    begins_alike = func.concat(" ", text).contains(" " + word[:SAME_BEGINNING], autoescape=True)
    return or_(
        as_written,
        func.strict_word_similarity(word, text) >= SIMILAR_WORD,
        and_(begins_alike, func.word_similarity(word, text) >= SIMILAR_PART),
    )


def _rank(word: str, name: ColumnElement[str], text: ColumnElement[str]) -> ColumnElement[float]:
    return case(
        (name.contains(word, autoescape=True), IN_NAME),
        (text.contains(word, autoescape=True), ELSEWHERE),
        else_=cast(func.word_similarity(word, text), Float),
    )
