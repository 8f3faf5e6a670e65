"""The plan of talks as tables: who sits where in which round, by number; with names only in the internal volume."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Cell, Table
from clusterprocess.offerings.technology_transfer.analysis import needs_of, offers_of, table_of


def by_round(case: Case, key: str, caption: str) -> Table | None:
    """Rows are those who seek, columns are rounds, cells say with whom and at which table."""
    plan = case.finding(key)
    if not plan or not plan["talks"]:
        return None
    rounds = range(1, plan["rounds_used"] + 1)
    seats = {(t["need_party"], t["round"]): t for t in plan["talks"]}
    parties = sorted({t["need_party"] for t in plan["talks"]}, key=sheet_order)
    rows = tuple(
        (Cell(p, bold=True), *(Cell(_seat(seats.get((p, r))), align="center") for r in rounds)) for p in parties
    )
    width = 0.85 / len(rounds)
    return Table(
        f"plan_{key.replace('.', '_')}",
        caption,
        ("sucht", *(f"Runde {r}" for r in rounds)),
        rows,
        (0.15, *([width] * len(rounds))),
        ("left", *(["center"] * len(rounds))),  # type: ignore[arg-type]
        "Angebot, Tisch; 15 Minuten Gespräch, 5 Minuten Wechsel. Eine Organisation mit mehreren Bögen sitzt unter ihrer ersten Nummer",
        size="small",
    )


def sheet_order(key: str) -> tuple[str, int]:
    """A1 before A2 before A10, offers before needs."""
    return key[0], int(key[1:])


def _seat(talk: Mapping[str, Any] | None) -> str:
    return f"{talk['offer_party']}, Tisch {talk['table']}" if talk else ""


def tables_with_names(case: Case) -> dict[str, str]:
    """Number of a table → name of the organisation; for the internal volume alone."""
    seeking = table_of(needs_of(case), "n_orga")
    offering = table_of(offers_of(case), "party")
    names = {n["key"]: n["n_orga"] for n in needs_of(case)} | {o["key"]: o["party"] for o in offers_of(case)}
    return {table: names[table] for table in (*seeking.values(), *offering.values())}
