"""The 34 quality indicators of cluster excellence, read from ``quality.toml`` or from a file that replaces it.

What is published and what is ours is told in the header of the file: the split into 4 minimum criteria and 30 indicators
of 5 points each, all limits, feasibility and effort are working decisions [D] and never shown as official rules. As soon
as the agency provides its catalogue, a file of the same form takes its place: staff put it in force as a new version.

Source: Method library, section 6 and F4, ruling 7. Units: points 0 to 5 per indicator, shares in percent, effort in
person-days (PT) per missing point.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from clusterprocess.catalogues.reading import versioned
from clusterprocess.domain.errors import InputErrors, NotFoundError

IndicatorKind = Literal["messwert", "checkliste", "mindestkriterium"]

POINTS_EACH = 5
"""Most points of one graded indicator; a checklist has as many items."""
NUMBER_GRADED, NUMBER_KNOCK_OUT = 30, 4
POSSIBLE_POINTS = NUMBER_GRADED * POINTS_EACH
"""150, the published maximum of the label [V 14]."""
_DIMENSION_OF_STATE = {"BW1": 3, "BW2": 4, "BW3": 4}


class QualityEntry(BaseModel):
    """Base of all parts of the catalogue: unknown keys fail at loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Category(QualityEntry):
    """One of the four categories of the state's label."""

    slug: str = Field(min_length=1, description="Kürzel der Kategorie")
    de: str = Field(min_length=1, description="deutscher Name")
    en: str = Field(min_length=1, description="englischer Name")


class Dimension(QualityEntry):
    """One of the five axes of the radar."""

    number: int = Field(ge=1, le=5, description="Nummer der Dimension, erste Ziffer der Indikatoren")
    de: str = Field(min_length=1, description="deutscher Name")
    en: str = Field(min_length=1, description="englischer Name")


class EvidenceKind(QualityEntry):
    """A usual kind of evidence."""

    slug: str = Field(min_length=1, description="Kürzel der Nachweisart")
    de: str = Field(min_length=1, description="deutscher Name")


class ChecklistItem(QualityEntry):
    """One point of a checklist indicator."""

    key: str = Field(min_length=1, description="Kürzel des Punktes, eindeutig im Indikator")
    de: str = Field(min_length=1, description="Aussage, die erfüllt ist oder nicht")


class Condition(QualityEntry):
    """One condition of a minimum criterion."""

    key: str = Field(min_length=1, description="Kürzel des Wertes")
    de: str = Field(min_length=1, description="was gemessen wird")
    unit: str = Field(min_length=1, description="Einheit")
    at_least: float = Field(ge=0, description="Mindestwert in dieser Einheit")
    source: str = Field(min_length=1, description="Herkunft des Mindestwerts mit Kennzeichen")


class QualityIndicator(QualityEntry):
    """One of the 34 indicators."""

    code: str = Field(min_length=1, description="Nummer des Indikators")
    de: str = Field(min_length=1, description="deutscher Name")
    en: str = Field(min_length=1, description="englischer Name")
    category: str = Field(description="Kürzel der Kategorie")
    dimension: int = Field(ge=1, le=5, description="Nummer der Dimension")
    silver: bool | None = Field(default=None, description="gehört zum Umfang des Silber-Labels; leer = nicht bekannt")
    kind: IndicatorKind = Field(description="messwert, checkliste oder mindestkriterium")
    formula: str | None = Field(default=None, description="Berechnung des Messwerts in Worten")
    unit: str | None = Field(default=None, description="Einheit des Messwerts")
    lower: float | None = Field(default=None, description="Messwert, bis zu dem es 0 Punkte gibt")
    target: float | None = Field(default=None, description="Messwert, ab dem es 5 Punkte gibt")
    items: tuple[ChecklistItem, ...] = Field(default=(), description="die fünf Punkte einer Checkliste")
    conditions: tuple[Condition, ...] = Field(default=(), description="Bedingungen eines Mindestkriteriums")
    minimum_points: float = Field(ge=0, le=POINTS_EACH, description="Punkte, unter denen er eine Schwachstelle ist")
    feasibility: float | None = Field(
        default=None, ge=0, le=1, description="Aussicht auf die fehlenden Punkte, 0 bis 1"
    )
    effort_pt: float | None = Field(default=None, gt=0, description="Personentage je fehlendem Punkt")
    step: str = Field(min_length=1, description="was die fehlenden Punkte gewöhnlich bringt")
    evidence: tuple[str, ...] = Field(min_length=1, description="übliche Nachweise, Kürzel der Nachweisart")
    profile_keys: tuple[str, ...] = Field(default=(), description="Angaben des Clusterprofils für den Messwert")

    @property
    def knock_out(self) -> bool:
        """Whether this is a minimum criterion, passed or failed, without points."""
        return self.kind == "mindestkriterium"

    @property
    def higher_is_better(self) -> bool:
        """Whether a larger measured value earns more points; a target below the lower bound turns it round."""
        return self.lower is None or self.target is None or self.target > self.lower

    def complaints(self) -> Iterator[str]:
        """What contradicts the kind of this indicator, as German sentences."""
        if self.kind == "messwert" and (None in (self.formula, self.unit, self.lower, self.target)):
            yield "Ein Messwert braucht formula, unit, lower und target."
        if self.kind == "messwert" and self.lower is not None and self.lower == self.target:
            yield "lower und target dürfen nicht gleich sein."
        if self.kind == "checkliste" and len({item.key for item in self.items}) != POINTS_EACH:
            yield f"Eine Checkliste braucht genau {POINTS_EACH} verschiedene Punkte (items), hier sind es {len(self.items)}."
        if self.knock_out and not self.conditions:
            yield "Ein Mindestkriterium braucht mindestens eine Bedingung (conditions)."
        if not self.knock_out and (self.feasibility is None or self.effort_pt is None):
            yield "Ein Indikator mit Punkten braucht feasibility und effort_pt."
        if (self.items and self.kind != "checkliste") or (self.conditions and not self.knock_out):
            yield f"items gehören nur zu einer Checkliste und conditions nur zu einem Mindestkriterium, nicht zu {self.kind}."
        digit = _DIMENSION_OF_STATE.get(self.code, int(self.code[0]) if self.code[:1].isdigit() else self.dimension)
        if digit != self.dimension:
            yield f"Er zählt zu Dimension {digit}, nicht {self.dimension}."


class ReadinessBounds(QualityEntry):
    """F4: bounds of the lights and of the shortest path."""

    pass_points: float = Field(gt=0, le=POSSIBLE_POINTS, description="Punkte, die für das Label nötig sind")
    reserve_points: float = Field(ge=0, description="Punkte Reserve, die der kürzeste Weg einplant")
    orange_from: float = Field(ge=0, le=100, description="Prozent, ab denen die Ampel orange ist")
    yellow_from: float = Field(ge=0, le=100, description="Prozent, ab denen die Ampel gelb ist")
    green_from: float = Field(ge=0, le=100, description="Prozent, ab denen die Ampel grün sein kann")
    minimum_points: float = Field(ge=0, le=POINTS_EACH, description="Mindestpunkte ohne eigene Angabe")
    evidence_effort_pt: float = Field(gt=0, description="Personentage je Punkt, dem nur der Nachweis fehlt")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.orange_from <= self.yellow_from <= self.green_from:
            raise ValueError("orange_from, yellow_from und green_from müssen aufsteigen.")
        if self.pass_points + self.reserve_points > POSSIBLE_POINTS:
            raise ValueError(f"pass_points und reserve_points ergeben mehr als {POSSIBLE_POINTS}.")
        return self


class QualityCatalogue(QualityEntry):
    """The whole catalogue: its identity, the bounds of F4 and the 34 indicators."""

    version: str = Field(min_length=1, description="Version des Katalogs")
    valid_from: date = Field(description="gültig ab")
    published_on: date = Field(description="veröffentlicht am")
    source: str = Field(min_length=1, description="Herkunft der Werte")
    mark: str = Field(min_length=1, description="Kennzeichen der Herkunft, [D] = eigene Festlegung")
    status: str = Field(min_length=1, description="Stand, etwa Arbeitsfassung")
    readiness: ReadinessBounds = Field(description="Grenzen der Ampel und des kürzesten Wegs")
    category: tuple[Category, ...] = Field(description="die vier Kategorien")
    dimension: tuple[Dimension, ...] = Field(description="die fünf Dimensionen")
    evidence_kind: tuple[EvidenceKind, ...] = Field(min_length=1, description="Nachweisarten")
    indicator: tuple[QualityIndicator, ...] = Field(description="die 34 Indikatoren in der Reihenfolge des Katalogs")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        found = [*self._miscounted(), *self._unknown()]
        found += [f"Indikator {i.code}: {sentence}" for i in self.indicator for sentence in i.complaints()]
        if found:
            raise ValueError("\n".join(found))
        return self

    @property
    def graded(self) -> tuple[QualityIndicator, ...]:
        """The indicators with points."""
        return tuple(indicator for indicator in self.indicator if not indicator.knock_out)

    @property
    def knock_outs(self) -> tuple[QualityIndicator, ...]:
        """The minimum criteria."""
        return tuple(indicator for indicator in self.indicator if indicator.knock_out)

    def by_code(self, code: str) -> QualityIndicator:
        """Return the indicator of this code; raises NotFoundError naming the known ones."""
        for indicator in self.indicator:
            if indicator.code == code:
                return indicator
        known = ", ".join(indicator.code for indicator in self.indicator)
        raise NotFoundError(f"Den Indikator {code} gibt es nicht; bekannt sind: {known}.")

    def evidence_names(self, code: str) -> tuple[str, ...]:
        """The usual evidence of an indicator in German words."""
        names = {kind.slug: kind.de for kind in self.evidence_kind}
        return tuple(names[slug] for slug in self.by_code(code).evidence)

    def _miscounted(self) -> Iterator[str]:
        codes = [indicator.code for indicator in self.indicator]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            yield f"Diese Nummern kommen mehrfach vor: {', '.join(twice)}."
        if len(codes) != NUMBER_GRADED + NUMBER_KNOCK_OUT:
            yield f"Der Katalog braucht {NUMBER_GRADED + NUMBER_KNOCK_OUT} Indikatoren, hier sind es {len(codes)}."
        if len(self.knock_outs) != NUMBER_KNOCK_OUT:
            yield f"Der Katalog braucht {NUMBER_KNOCK_OUT} Mindestkriterien, hier sind es {len(self.knock_outs)}."
        points = len(self.graded) * POINTS_EACH
        if points != POSSIBLE_POINTS:
            yield f"Die Indikatoren mit Punkten müssen {POSSIBLE_POINTS} Punkte ergeben, hier sind es {points}."
        if {d.number for d in self.dimension} != set(range(1, 6)) or len(self.dimension) != 5:
            yield "Der Katalog braucht die Dimensionen 1 bis 5, jede einmal."
        if len({c.slug for c in self.category}) != 4 or len(self.category) != 4:
            yield "Der Katalog braucht vier verschiedene Kategorien."

    def _unknown(self) -> Iterator[str]:
        categories = {category.slug for category in self.category}
        kinds = {kind.slug for kind in self.evidence_kind}
        for indicator in self.indicator:
            if indicator.category not in categories:
                yield f"Indikator {indicator.code}: Die Kategorie {indicator.category} ist nicht aufgeführt."
            if unknown := sorted(set(indicator.evidence) - kinds):
                yield f"Indikator {indicator.code}: Die Nachweisart {', '.join(unknown)} ist nicht aufgeführt."


def quality(path: Path | None = None) -> QualityCatalogue:
    """Return the catalogue that holds here and now, or the one in ``path`` that is to replace it.

    Raises:
        InputErrors: the file cannot be read or is no complete catalogue; one German sentence for each fault.
    """
    if path is None:
        return _in_force()
    try:
        return read_quality(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise InputErrors(
            [f"Der Indikatorenkatalog {path.name} ist als UTF-8-Datei nicht lesbar ({error})."]
        ) from error


def read_quality(text: str, name: str = "quality.toml") -> QualityCatalogue:
    """Read a catalogue from TOML text; indicators without own minimum get the general one.

    Raises:
        InputErrors: the text is no TOML or no complete catalogue; one German sentence for each fault.
    """
    try:
        raw = tomllib.loads(text)
        return QualityCatalogue.model_validate(_with_minimum(raw))
    except tomllib.TOMLDecodeError as error:
        raise InputErrors([f"{name}: Das ist keine lesbare TOML-Datei ({error})."]) from error
    except ValidationError as error:
        found = [line for e in error.errors(include_url=False) for line in _sentences(e, raw)]
        raise InputErrors([f"{name}: {line}" for line in found]) from error


def _with_minimum(raw: Mapping[str, Any]) -> dict[str, Any]:
    bounds, entries = raw.get("readiness"), raw.get("indicator")
    if not isinstance(bounds, dict) or not isinstance(entries, list):
        return dict(raw)
    minimum = bounds.get("minimum_points", 0)
    return {**raw, "indicator": [{"minimum_points": minimum, **e} if isinstance(e, dict) else e for e in entries]}


_in_force = versioned("quality.toml")(read_quality)


_REASONS = {
    "missing": "fehlt; bitte ergänzen",
    "extra_forbidden": "ist nicht vorgesehen; bitte entfernen oder den Namen prüfen",
    "literal_error": "muss einer dieser Werte sein: {expected}",
    "greater_than": "muss größer als {gt} sein",
    "greater_than_equal": "muss mindestens {ge} sein",
    "less_than_equal": "darf höchstens {le} sein",
    "too_short": "braucht mindestens {min_length} Eintrag",
    "string_too_short": "darf nicht leer sein",
}


def _sentences(error: Any, raw: Mapping[str, Any]) -> list[str]:
    place = list(error["loc"])
    if error["type"] == "value_error":
        where = f"{'.'.join(map(str, place))}: " if place else ""
        return [where + line for line in str(error["ctx"]["error"]).splitlines()]
    if place[:1] == ["indicator"] and len(place) > 1:
        entry = raw["indicator"][place[1]]
        code = entry.get("code") if isinstance(entry, dict) else None
        place = [f"Indikator {code or f'Nr. {place[1] + 1}'}", *place[2:]]
    reason = _REASONS.get(error["type"], "hat nicht die erwartete Form; bitte den Wert prüfen")
    context = {key: str(value).replace(" or ", " oder ") for key, value in error.get("ctx", {}).items()}
    return [f"{' › '.join(map(str, place))} {reason.format_map(context)}."]
