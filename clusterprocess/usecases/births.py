"""A database is born once, as demo or as real; only a demo's clock can be set."""

from __future__ import annotations

from datetime import datetime

from clusterprocess.domain.birth import DatabaseBirth, DatabaseKind
from clusterprocess.domain.chain import FORMAT
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.usecases.ports import Work


def bear(work: Work, kind: DatabaseKind, demo_now: datetime | None = None) -> None:
    """Write the birth row and event 0.

    Raises:
        RuleViolation: the database was born before, as the other kind.
    """
    existing = work.queries.birth()
    if existing is not None:
        if existing.kind != kind.value:
            raise RuleViolation(
                "birth",
                [
                    f"Diese Datenbank wurde als „{existing.kind}“ angelegt und bleibt es; bitte einen anderen Datenordner wählen (CLUSTERPROCESS_HOME)."
                ],
            )
        return
    birth = DatabaseBirth(kind=kind.value, format=FORMAT, demo_now=demo_now)
    work.add(birth)
    birth.born()


def set_clock(work: Work, to: datetime) -> None:
    """Move the demo clock forward.

    Raises:
        RuleViolation: the database is real, unborn, or the clock would run backwards.
    """
    birth = work.queries.birth()
    if birth is None:
        raise RuleViolation("set_clock", ["Diese Datenbank ist noch nicht angelegt."])
    birth.set_clock(to)
