"""Results and inputs of a method in words: what a value means comes from the method's own model, slugs become words."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from clusterprocess.methods.registry import method_named
from clusterprocess.offerings.form_catalogues import listed_by_pattern
from clusterprocess.offerings.wording import known_choice
from clusterprocess.web.plots import german

NOT_TOLD = frozenset({"catalogue_version"})
MOST_ROWS = 25
"""So many rows of a table stand on the page; the rest stays with the stored finding."""
_PREFIXES = {"need_": "Wichtigkeit: ", "satisfaction_": "Zufriedenheit: "}
_YEARS = frozenset({"year", "founded", "closed_from"})
_SLUG = re.compile(r"[a-z]+(_[a-z]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OWN_WORDS = {
    "analysis": "Analyse", "deliverable": "Ergebnis", "oekonomisch": "ökonomisch", "oekologisch": "ökologisch",
    "gruen": "grün", "oeffentlich": "öffentlich", "basis": "erwarteter Verlauf", "stress": "ungünstiger Verlauf",
    "faktorbedingungen": "Faktorbedingungen", "nachfrage": "Nachfrage", "zufall": "Zufall", "staat": "Staat",
    "verwandte": "verwandte Branchen", "wettbewerb": "Wettbewerb", "kurz": "kurz", "mittel": "mittel", "lang": "lang",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableView:
    """Rows of a result; ``left_out`` says how many more there are."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Told:
    """A result: single values with what they mean, and tables."""

    facts: tuple[tuple[str, str], ...]
    tables: tuple[TableView, ...]


def result_told(method: str, result: Mapping[str, Any]) -> Told:
    """What came out."""
    return _told(_result_model(method), result)


def result_sentence(result: Mapping[str, Any]) -> str:
    """The result in one sentence, where its method writes one."""
    for key in ("wording", "definition", "light_reasons"):
        if result.get(key):
            return f"{result[key]}".rstrip(".") + "."
    return f"Lage: {result['position']}." if result.get("position") else ""


def inputs_told(method: str, inputs: Mapping[str, Any]) -> Told:
    """What went in."""
    return _told(method_named(method).input_model, inputs)


@cache
def _result_model(method: str) -> type[BaseModel]:
    found: type[BaseModel] = inspect.signature(method_named(method).function, eval_str=True).return_annotation
    return found


def _told(model: type[BaseModel], values: Mapping[str, Any]) -> Told:
    facts: list[tuple[str, str]] = []
    tables: list[TableView] = []
    for key, field in model.model_fields.items():
        value = values.get(key)
        if key in NOT_TOLD or value in (None, "", [], {}):
            continue
        name = _name(field.description or key)
        if _is_rows(value):
            tables.append(_table(name, _model_in(field.annotation), value))
        elif isinstance(value, Mapping) and len(value) > 1 and (inner := _model_in(field.annotation)) is None:
            tables.append(_pairs(name, value))
        elif isinstance(value, Mapping) and inner is not None:
            below = _told(inner, value)
            facts += [(f"{name}: {label}", told) for label, told in below.facts]
            tables += below.tables
        else:
            facts.append((name, spoken(value, key)))
    return Told(tuple(facts), tuple(tables))


def _name(description: str) -> str:
    return description[:1].upper() + description[1:]


def _is_rows(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and bool(value) and isinstance(value[0], Mapping)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field is, or is a list of."""
    return next(_models(annotation), None)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _table(caption: str, model: type[BaseModel] | None, rows: Sequence[Mapping[str, Any]]) -> TableView:
    keys = [
        k for k in (model.model_fields if model else rows[0]) if any(r.get(k) not in (None, "", [], {}) for r in rows)
    ]
    names = {k: _name((model.model_fields[k].description or k) if model else k) for k in keys}
    told = tuple(tuple(spoken(row.get(k), k) for k in keys) for row in rows[:MOST_ROWS])
    return TableView(caption, tuple(names[k] for k in keys), told, max(len(rows) - MOST_ROWS, 0))


def _pairs(caption: str, values: Mapping[str, Any]) -> TableView:
    rows = tuple((spoken(k), spoken(v)) for k, v in list(values.items())[:MOST_ROWS])
    return TableView(caption, ("", "Wert"), rows, max(len(values) - MOST_ROWS, 0))


def spoken(value: object, key: str = "") -> str:
    """A value as people read it."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, int | float):
        return str(value) if key in _YEARS else german(value).replace("-", "−")
    if isinstance(value, str):
        return _text(value, key)
    if isinstance(value, Mapping):
        parts = (f"{spoken(k)}: {spoken(v, str(k))}" for k, v in value.items() if v not in (None, "", [], {}))
        return "; ".join(parts)
    if isinstance(value, Sequence):
        if _is_rows(value):
            return " · ".join(
                "; ".join(spoken(v, k) for k, v in row.items() if v not in (None, "", [], {})) for row in value
            )
        return ", ".join(spoken(v, key) for v in value)
    return str(value)


def _text(value: str, key: str) -> str:
    if _DAY.fullmatch(value):
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    if key.endswith("_eur"):
        return _euro(value)
    for prefix, words in _PREFIXES.items():
        if value.startswith(prefix):
            return words + spoken(value.removeprefix(prefix))
    if value in _OWN_WORDS:
        return _OWN_WORDS[value]
    if known := known_choice(value, key):
        return known.de
    if _SLUG.fullmatch(value) and "_" in value:
        return value.replace("_", " ")
    return _countries().get(value, value)


@cache
def _countries() -> dict[str, str]:
    return {code: text.de for code, text in listed_by_pattern(r"^[A-Z]{2}$")}


def _euro(value: str) -> str:
    try:
        return f"{german(float(Decimal(value)))} Euro"
    except InvalidOperation:
        return value
