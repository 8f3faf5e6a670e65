"""What a cell of an offline form accepts while somebody types: ranges, dates, lengths, and the sentence of refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.form_types import Kind, Leaf
from clusterprocess.offerings.form_values import NO, YES, range_text

_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_WIDEST_RANGE = Decimal(10) ** 12


def rule_of(leaf: Leaf) -> Mapping[str, Any]:
    """The check of one cell; empty where anything may be typed or a list of words decides."""
    match leaf.kind:
        case Kind.YES_NO:
            return {"validate": "list", "source": [YES, NO]}
        case Kind.DATE:
            return {"validate": "date", "criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST}
        case Kind.TEXT:
            return {"validate": "length", "criteria": "<=", "value": leaf.max_length} if leaf.max_length else {}
        case Kind.ENTRIES | Kind.PAIRS | Kind.CHOICE:
            return {}
    scale = 100 if leaf.kind is Kind.PERCENT else 1
    low = (-_WIDEST_RANGE if leaf.low is None else leaf.low) / scale
    high = (_WIDEST_RANGE if leaf.high is None else leaf.high) / scale
    if leaf.low_open and leaf.high is None:
        return {"validate": "decimal", "criteria": ">", "value": _plain(low)}
    kind = "integer" if leaf.kind is Kind.WHOLE else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": _plain(low), "maximum": _plain(high)}


def _plain(bound: Decimal) -> float | int:
    return int(bound) if bound == bound.to_integral_value() else float(bound)


def message_of(leaf: Leaf) -> str:
    """What a person reads who typed something else."""
    match leaf.kind:
        case Kind.CHOICE:
            return "Bitte einen Eintrag der Liste wählen."
        case Kind.YES_NO:
            return "Bitte ja oder nein wählen."
        case Kind.DATE:
            return "Bitte ein Datum eintragen, zum Beispiel 22.04.2015."
        case Kind.TEXT:
            return f"Bitte höchstens {leaf.max_length} Zeichen."
    what = "eine ganze Zahl" if leaf.kind is Kind.WHOLE else "eine Zahl"
    bounds = range_text(leaf)
    return f"Bitte {what} eintragen{f' ({bounds})' if bounds else ''}."
