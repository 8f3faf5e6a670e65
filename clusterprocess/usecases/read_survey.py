"""A member survey that came back as a spreadsheet: one row per returned questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from clusterprocess.domain.errors import InputError, InputErrors


class TableRow(Protocol):
    """A row as the sheet reader gives it: its number in the file and its cells by heading."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> Mapping[str, str]: ...


def survey_from_rows(rows: Iterable[TableRow], invited: str, closed_on: str) -> dict[str, Any]:
    """Survey answers as the offering's model expects them.

    Args:
        rows: headings ``number``, ``kind``, ``size``, ``need_<category>``, ``satisfaction_<category>``, ``would_pay``,
            ``knows_strategy``, ``recommend``, ``obstacle``, ``wish``.
        invited: ``kmu=36,gross=8``.
        closed_on: ISO day on which the survey was closed.

    Raises:
        InputErrors: a cell that should hold a number does not; row and column are named.
    """
    errors: list[str] = []
    responses = []
    for row in rows:
        response: dict[str, Any] = {"need": {}, "satisfaction": {}}
        for column, text in row.cells.items():
            if text.strip():
                _take(response, column.strip(), text.strip(), row.number, errors)
        responses.append(response)
    if errors:
        raise InputErrors(errors)
    return {"invited": counts_by_kind(invited), "closed_on": closed_on, "responses": responses}


def _take(response: dict[str, Any], column: str, text: str, number: int, errors: list[str]) -> None:
    group, _, category = column.partition("_")
    numeric = (group in ("need", "satisfaction") and category) or column in (
        "number",
        "would_pay",
        "knows_strategy",
        "recommend",
    )
    if not numeric:
        response[column] = text
        return
    if not text.isdigit():
        errors.append(
            f"Zeile {number}, Spalte {column}: „{text[:30]}“ ist keine ganze Zahl; bitte die angekreuzte Stufe eintragen."
        )
    elif group in ("need", "satisfaction") and category:
        response[group][category] = int(text)
    else:
        response[column] = int(text)


def counts_by_kind(text: str) -> dict[str, int]:
    """How many were asked, by kind, out of ``kmu=36,gross=8``.

    Raises:
        InputError: a part has another form, or nothing was given.
    """
    counts = {}
    for part in filter(None, (p.strip() for p in text.replace(" ", ",").split(","))):
        kind, equals, count = part.partition("=")
        if not equals or not count.isdigit():
            raise InputError(
                f"Eingeladene (invited): „{part[:30]}“ braucht die Form ART=ZAHL, zum Beispiel kmu=36.", field="invited"
            )
        counts[kind] = int(count)
    if not counts:
        raise InputError(
            "Eingeladene (invited): fehlt; bitte je Art angeben, zum Beispiel kmu=36,gross=8.", field="invited"
        )
    return counts
