"""Who may be named to whom, what may be said of a sheet, and what must not appear: the heart of this offering.

Rules (offerings.md 7c, section 13 point 9):

* published: a name only where the sheet is released and open; content only where it is released.
* internal: a name also where both sides of a talk agreed to be named; content unless it is marked NDA.
* everything else is a number with kind and size, for example ``B3 (Unternehmen, 50–249 Beschäftigte)``.

A paper that names or quotes more than that is not written: ``require_covered`` refuses it and says where. Minutes and
board paper are made from notes taken in a hurry, so there ``covered`` replaces what must not be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import DocumentContext, Figure
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.offerings.technology_transfer.sheets import SIZE_NAMES

COVER = "Inhalt nicht freigegeben."
_LEGAL = r"(?:\s+(?:GmbH|AG|SE|KG|e\.\s?V\.|eG|OHG|gGmbH|mbH|UG|&\s*Co\.?(?:\s*KG)?))+$"


class Audience(StrEnum):
    """Which of the two versions is written."""

    INTERNAL = "intern"
    PUBLIC = "oeffentlich"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What disclosure needs to know of a need or an offer sheet."""

    key: str
    name: str
    kind: str
    size: str
    confidentiality: str
    is_released: bool
    is_agreed: bool
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    brands: tuple[str, ...]
    vetoes: tuple[str, ...]

    def is_named_to(self, audience: Audience) -> bool:
        """Whether this version may print the name."""
        if self.is_released and self.confidentiality == "offen":
            return True
        return audience is Audience.INTERNAL and self.is_agreed

    def is_told_to(self, audience: Audience) -> bool:
        """Whether this version may print what the sheet is about."""
        if audience is Audience.INTERNAL:
            return self.confidentiality != "nda"
        return self.is_released

    @property
    def described(self) -> str:
        """Kind and size, for example ``Unternehmen, 50–249 Beschäftigte``."""
        return f"{self.kind}, {SIZE_NAMES[self.size]}" if self.size else self.kind

    def label(self, audience: Audience) -> str:
        """How this version speaks of the contributor; NDA is marked."""
        marked = ", NDA" if self.confidentiality == "nda" else ""
        if self.is_named_to(audience):
            return f"{self.name} ({self.key}{marked})"
        return f"{self.key} ({self.described}{marked})"


def sheets_of(case: Case) -> dict[str, Sheet]:
    """All sheets by number."""
    agreed = {
        k for w in case.workshops for t in w.record.get("talks", []) if t["agreed"] for k in (t["need"], t["offer"])
    }
    rows = [_need(row, agreed) for row in case.submissions.get("bedarfe", {}).get("needs", [])]
    rows += [_offer(row, agreed) for row in case.submissions.get("angebote", {}).get("offers", [])]
    return {sheet.key: sheet for sheet in rows}


def _need(row: Mapping[str, Any], agreed: set[str]) -> Sheet:
    kind = "Großunternehmen" if row["n_size"] == "250+" else "Unternehmen"
    return _sheet(row, agreed, row["n_orga"], kind, row["n_size"], row["n_conf"], ("n_short",), ("n_problem",))


def _offer(row: Mapping[str, Any], agreed: set[str]) -> Sheet:
    kind = KIND_NAMES[row["party_kind"]]
    return _sheet(
        row, agreed, row["party"], kind, "", row["o_conf"], ("o_title",), ("o_desc", "o_advantage", "o_partner")
    )


def _sheet(
    row: Mapping[str, Any],
    agreed: set[str],
    name: str,
    kind: str,
    size: str,
    confidentiality: str,
    titles: tuple[str, ...],
    texts: tuple[str, ...],
) -> Sheet:
    return Sheet(
        key=row["key"],
        name=name,
        kind=kind,
        size="" if size == "250+" else size,
        confidentiality=confidentiality,
        is_released=bool(row.get("released_on")),
        is_agreed=row["key"] in agreed,
        titles=tuple(row[t] for t in titles),
        texts=tuple(row.get(t, "") for t in texts),
        brands=tuple(row["brands"]),
        vetoes=tuple(row["veto"]),
    )


def name_figures(case: Case, audience: Audience) -> Iterator[Figure]:
    """``B3.name``: how this version speaks of each contributor; texts never hold a name, only this mark."""
    for sheet in sheets_of(case).values():
        source = f"Bogen {sheet.key}"
        yield Figure(f"{sheet.key}.name", sheet.label(audience), f"Bezeichnung {sheet.key}", source, source)


@dataclass(frozen=True)
class Secrets:
    """What a version must not contain.

    Attributes:
        names: name, brand or title in lower case → what to write instead.
        passages: runs of words from texts that are not released → number of the sheet.
    """

    names: Mapping[str, str]
    passages: Mapping[tuple[str, ...], str]

    def found_in(self, text: str) -> list[str]:
        """Sentences about what the text gives away."""
        plain = _plain(text)
        found = [
            f"„{word}“ ist nicht freigegeben; bitte {instead} schreiben"
            for word, instead in self.names.items()
            if _holds(plain, word)
        ]
        sheets = {self.passages[run] for run in _runs(text) if run in self.passages}
        return found + [
            f"gibt den Wortlaut von Bogen {key} wieder, der nicht freigegeben ist" for key in sorted(sheets)
        ]

    def covered(self, text: str) -> str:
        """The text with names replaced and sentences from texts that are not released taken out."""
        if not self.found_in(text):
            return text
        kept = []
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            kept.append(COVER if any(run in self.passages for run in _runs(sentence)) else sentence)
        result = " ".join(kept)
        for word, instead in self.names.items():
            result = _pattern(word).sub(instead.strip("„“"), result)
        return result


def secrets(case: Case, audience: Audience) -> Secrets:
    """Names, brands, titles and runs of words that this version must not contain; longest names first."""
    names: dict[str, str] = {}
    passages: dict[tuple[str, ...], str] = {}
    sheets = list(sheets_of(case).values())
    shown = {name for s in sheets if s.is_named_to(audience) for name in _variants(s.name)}
    for sheet in sheets:
        words = [] if sheet.is_named_to(audience) else [sheet.name, *sheet.brands]
        if not sheet.is_told_to(audience):
            words += sheet.titles
            passages |= {run: sheet.key for text in (*sheet.titles, *sheet.texts) for run in _runs(text)}
        names |= {name: f"{sheet.key}" for word in words for name in _variants(word) if name not in shown}
        names |= {
            n: "ein anderer Beteiligter"
            for v in sheet.vetoes
            for n in _variants(v)
            if n not in shown and n not in names
        }
    return Secrets(dict(sorted(names.items(), key=lambda pair: -len(pair[0]))), passages)


def _variants(name: str) -> Iterator[str]:
    plain = _plain(name)
    yield plain
    short = re.sub(_LEGAL, "", name.strip(), flags=re.IGNORECASE)
    if len(short) >= 5 and _plain(short) != plain:
        yield _plain(short)


def _plain(text: str) -> str:
    """Lower case, one space between words, no soft hyphens."""
    return " ".join(text.replace("\u00ad", "").replace("\u00a0", " ").casefold().split())


def _pattern(word: str) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


@cache
def _bounded(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def _holds(plain: str, word: str) -> bool:
    return word in plain and _bounded(word).search(plain) is not None


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of as many words as count as a quotation."""
    size = transfer().disclosure.words_in_a_row
    words = re.findall(r"\w+", _plain(text))
    for start in range(len(words) - size + 1):
        yield tuple(words[start : start + size])


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """A copy of records and blocks with every text changed; keys of dictionaries stay."""
    if isinstance(value, str):
        return value if isinstance(value, StrEnum) else change(value)
    if isinstance(value, Mapping):
        return {k: mapped(v, change) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(mapped(v, change) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: mapped(getattr(value, f.name), change) for f in fields(value)})
    return value


def texts_in(value: Any) -> Iterator[str]:
    """Every text inside records and blocks."""
    found: list[str] = []
    mapped(value, lambda text: found.append(text) or text)  # type: ignore[func-returns-value]
    yield from found


def covered(case: Case, value: Any) -> Any:
    """The same record or blocks as anybody may read them."""
    hidden = secrets(case, Audience.PUBLIC)
    return mapped(value, hidden.covered)


def require_covered(case: Case, context: DocumentContext, audience: Audience) -> DocumentContext:
    """The context itself, if nothing in it gives away more than this version may.

    Raises:
        InputErrors: one German sentence per place that names or quotes too much, with the chapter it stands in.
    """
    hidden = secrets(case, audience)
    places: dict[str, Any] = {
        **context.chapters,
        "Deckblatt": dict(context.fields),
        "Zahlen": tuple(context.figures.values()),
    }
    faults = [
        f"{context.title.partition(' – ')[0]}, {place}: {said} (in „{text.strip()[:60]}…“)."
        for place, blocks in places.items()
        for text in texts_in(blocks)
        for said in hidden.found_in(text)
    ]
    if faults:
        raise InputErrors(_first(faults))
    return context


def _first(faults: Iterable[str], most: int = 30) -> list[str]:
    return list(dict.fromkeys(faults))[:most]
