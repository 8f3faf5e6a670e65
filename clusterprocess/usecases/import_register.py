"""Taking initiatives into the register: first a preview, then all or nothing, and a second run changes nothing.

Identity is source and source_id. Two entries of different identity with the same name and seat are listed as possible
duplicates and never merged: whether they are one initiative is for people to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.errors import InputErrors, RuleViolation
from clusterprocess.domain.events import REGISTER_IMPORTED
from clusterprocess.domain.register import Cluster
from clusterprocess.domain.sorting import german_key
from clusterprocess.offerings.profile import PROFILE, maturity_of_profile
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.register_entry import RegisterEntry, faults_of, named
from clusterprocess.usecases.register_table import TABLE_COLUMNS, entries_from_table

__all__ = [
    "TABLE_COLUMNS",
    "Change",
    "ImportPreview",
    "ImportResult",
    "KeptText",
    "PossibleDuplicate",
    "RegisterEntry",
    "entries_from_table",
    "import_register",
    "preview_import",
]

MAY_IMPORT = (*sorted(STAFF), Role.ADMINISTRATOR, Role.SYSTEM)
ORIGIN_OF = {"real": "real", "demo": "beispieldaten"}
"""Which origin a database of each kind holds (ruling 16: never both)."""


@dataclass(frozen=True, slots=True)
class Change:
    """An initiative whose stored values differ: the changed columns, and ``Profil TT.MM.JJJJ`` for new figures.

    Attributes:
        differences: each changed value as (column, before, after); None before where nothing was known.
    """

    place: str
    name: str
    fields: tuple[str, ...]
    differences: tuple[tuple[str, Any, Any], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class KeptText:
    """A value that is no word of the catalogues and stays text."""

    place: str
    column: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """An entry and another one with the same name and seat; nothing is merged."""

    place: str
    name: str
    other: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do; with any error it would do nothing."""

    added: tuple[str, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[str, ...]
    errors: tuple[str, ...]
    unmapped: tuple[KeptText, ...]
    possible_duplicates: tuple[PossibleDuplicate, ...]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did."""

    added: int
    changed: int
    unchanged: int
    unmapped: tuple[KeptText, ...]
    possible_duplicates: tuple[PossibleDuplicate, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    entry: RegisterEntry
    cluster: Cluster | None
    fields: tuple[str, ...]
    profiles: tuple[tuple[date, dict[str, Any]], ...]


def preview_import(work: Work, entries: Iterable[RegisterEntry]) -> ImportPreview:
    """Compare entries with the register and write nothing.

    Raises:
        PermissionDenied: the actor is neither staff, administrator nor system.
    """
    work.require(*MAY_IMPORT)
    found = tuple(entries)
    if errors := _faults(work, found):
        return ImportPreview((), (), (), tuple(errors), _kept(found), ())
    clusters = work.queries.clusters()
    known = _by_identity(clusters)
    steps = [_step(entry, known) for entry in found]
    changed = [step for step in steps if step.cluster and (step.fields or step.profiles)]
    return ImportPreview(
        added=tuple(step.entry.name for step in steps if step.cluster is None),
        changed=tuple(Change(s.entry.place, s.entry.name, (*s.fields, *_days(s)), _differences(s)) for s in changed),
        unchanged=tuple(s.entry.name for s in steps if s.cluster and not s.fields and not s.profiles),
        errors=(),
        unmapped=_kept(found),
        possible_duplicates=_duplicates(found, clusters),
    )


def import_register(work: Work, entries: Iterable[RegisterEntry], origin: str) -> ImportResult:
    """Take all entries over, or none.

    Args:
        origin: ``real`` in a real database, ``beispieldaten`` in a demo.

    Raises:
        PermissionDenied: the actor is neither staff, administrator nor system.
        RuleViolation: the origin does not belong into this kind of database.
        InputErrors: one sentence per fault with its row and column; nothing was written.
    """
    work.require(*MAY_IMPORT)
    _require_origin(work, origin)
    found = tuple(entries)
    if errors := _faults(work, found):
        raise InputErrors(errors)
    clusters = work.queries.clusters()
    known = _by_identity(clusters)
    steps = [_step(entry, known) for entry in found]
    duplicates = _duplicates(found, clusters)
    added = [step for step in steps if step.cluster is None]
    changed = [step for step in steps if step.cluster is not None and (step.fields or step.profiles)]
    _add(work, added, origin)
    for step in changed:
        _change(step)
    unchanged = len(steps) - len(added) - len(changed)
    birth = work.queries.birth()
    if birth is not None and (added or changed):
        birth.record(REGISTER_IMPORTED, added=len(added), changed=len(changed), unchanged=unchanged, origin=origin)
    return ImportResult(len(added), len(changed), unchanged, _kept(found), duplicates)


def _require_origin(work: Work, origin: str) -> None:
    kind = work.queries.database_kind()
    if ORIGIN_OF.get(kind) != origin:
        allowed = ORIGIN_OF.get(kind, "keine, sie ist noch nicht angelegt")
        raise RuleViolation(
            "origin",
            [
                f"Herkunft „{origin[:40]}“ passt nicht zu dieser Datenbank (Art: {kind}; möglich: {allowed}); bitte die passende Datenbank wählen."
            ],
        )


def _faults(work: Work, entries: Sequence[RegisterEntry]) -> list[str]:
    found = []
    seen: dict[tuple[str, str], str] = {}
    for entry in entries:
        found += faults_of(entry, work.today)
        identity = (entry.source, entry.source_id)
        if identity in seen and entry.source_id.strip():
            found.append(
                f"{entry.place}, Spalte {named('source_id')}: „{entry.source_id[:60]}“ steht schon in {seen[identity]}; "
                "bitte eine davon löschen."
            )
        seen.setdefault(identity, entry.place)
    return found


def _by_identity(clusters: Sequence[Cluster]) -> dict[tuple[str, str], Cluster]:
    return {(cluster.source, cluster.source_id): cluster for cluster in clusters}


def _step(entry: RegisterEntry, known: dict[tuple[str, str], Cluster]) -> _Step:
    cluster = known.get((entry.source, entry.source_id))
    profiles = tuple(
        (as_of, PROFILE.validate(answers)) for as_of, answers in sorted(entry.profiles, key=lambda p: p[0])
    )
    if cluster is None:
        return _Step(entry, None, (), profiles)
    changed = tuple(key for key, value in entry.values().items() if getattr(cluster, key) != value)
    return _Step(entry, cluster, changed, tuple(p for p in profiles if not _is_stored(cluster, *p)))


def _is_stored(cluster: Cluster, as_of: date, answers: dict[str, Any]) -> bool:
    # any version of the day counts: reading an old file again must not undo a later correction
    return any(profile.as_of == as_of and profile.answers == answers for profile in cluster.profiles)


def _days(step: _Step) -> tuple[str, ...]:
    return tuple(f"Profil {as_of:%d.%m.%Y}" for as_of, _ in step.profiles)


def _differences(step: _Step) -> tuple[tuple[str, Any, Any], ...]:
    """What changes, value by value: columns of the entry, then the figures of each new day against those known before."""
    cluster = step.cluster
    if cluster is None:
        return ()
    values = step.entry.values()
    found = [(key, getattr(cluster, key), values[key]) for key in step.fields]
    for as_of, answers in step.profiles:
        earlier = [p for p in cluster.profiles if p.as_of <= as_of]
        known = earlier[-1].answers if earlier else {}
        found += [
            (key, known.get(key), answers.get(key))
            for key in {**known, **answers}
            if known.get(key) != answers.get(key)
        ]
    return tuple(found)


def _add(work: Work, steps: Sequence[_Step], origin: str) -> None:
    created = []
    for step in steps:
        entry = step.entry
        stored = {key: getattr(entry, key) for key in ("source", "source_id", "name", "kind")} | entry.values()
        cluster = Cluster(**stored, sort_key=german_key(entry.name), origin=origin)
        work.add(cluster)
        created.append((cluster, step))
    # the events name the number that the database gives
    work.flush()
    for cluster, step in created:
        cluster.added()
        _store_profiles(cluster, step)


def _change(step: _Step) -> None:
    cluster = step.cluster
    if cluster is None:
        return
    values = step.entry.values()
    if "name" in values:
        values["sort_key"] = german_key(values["name"])
    cluster.change(values)
    _store_profiles(cluster, step)


def _store_profiles(cluster: Cluster, step: _Step) -> None:
    for as_of, answers in step.profiles:
        before = [profile for profile in cluster.profiles if profile.as_of == as_of]
        comments = dict(before[-1].comments) if before else {}
        cluster.store_profile(as_of, answers, comments, maturity_of_profile(answers, as_of))


def _kept(entries: Iterable[RegisterEntry]) -> tuple[KeptText, ...]:
    return tuple(KeptText(e.place, u.column, u.text, u.reason) for e in entries for u in e.unmapped)


def _duplicates(entries: Sequence[RegisterEntry], clusters: Sequence[Cluster]) -> tuple[PossibleDuplicate, ...]:
    """Pairs of the same name and seat with different identity; each pair once, in the order of the entries."""
    own = {(entry.source, entry.source_id) for entry in entries}
    same: dict[tuple[str, str], list[str]] = {}
    for cluster in clusters:
        if (cluster.source, cluster.source_id) not in own:
            same.setdefault(_likeness(cluster.name, cluster.seat), []).append(
                f"Nr. {cluster.id} im Register: {cluster.name}"
            )
    found = []
    for entry in entries:
        others = same.setdefault(_likeness(entry.name, entry.seat), [])
        found += [PossibleDuplicate(entry.place, entry.name, other) for other in others]
        others.append(f"{entry.place}: {entry.name}")
    return tuple(found)


def _likeness(name: str, seat: str) -> tuple[str, str]:
    return " ".join(german_key(name).split()), " ".join(german_key(seat).split())
