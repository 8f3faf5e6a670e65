"""What the query classes share: a session and a German sentence when something is not there."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from clusterprocess.domain.errors import NotFoundError

T = TypeVar("T")


LARGEST_ID = 2**31 - 1


def fitting(number: str | int, missing: str) -> int:
    """A number that an id column can hold.

    Raises:
        NotFoundError: no row can have this number.
    """
    value = int(number) if len(str(number)) < 12 else LARGEST_ID + 1
    if not 0 <= value <= LARGEST_ID:
        raise NotFoundError(missing)
    return value


class Lookup:
    """Base of the query classes."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def _one(self, statement: Select[T], missing: str) -> T:
        """The single row of a statement.

        Raises:
            NotFoundError: there is none; ``missing`` is the sentence.
        """
        found = self.session.scalars(statement).first()
        if found is None:
            raise NotFoundError(missing)
        return found

    def _all(self, statement: Select[Any]) -> list[Any]:
        return list(self.session.scalars(statement).unique())
