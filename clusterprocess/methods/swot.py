"""F5 SWOT and TOWS: from rated items to a strategic position and to pairs that become options.

Formulas (Method library, F5, ruling 7 [D])::

    item = mean over voters of importance * strength (or probability)         1 to 25
    letter = mean of its up to three highest items, so that writing more items changes nothing
    X = (S - W) / (S + W)        Y = (O - T) / (O + T)                        -1 to 1
    pair = 0 to 3 for each of SO, ST, WO, WT; sum per quadrant

Unit: points, and dimensionless co-ordinates. The names of the four positions are working names [D].
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import SwotLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

Letter = Literal["S", "W", "O", "T"]
Quadrant = Literal["SO", "ST", "WO", "WT"]
Position = Literal["Ausbauen", "Aufholen", "Absichern", "Abbauen"]
Score = Annotated[float, Field(ge=1, le=5)]

_LETTERS: dict[Letter, str] = {"S": "Stärken", "W": "Schwächen", "O": "Chancen", "T": "Risiken"}
_QUADRANTS: dict[tuple[Letter, Letter], Quadrant] = {
    ("S", "O"): "SO",
    ("S", "T"): "ST",
    ("W", "O"): "WO",
    ("W", "T"): "WT",
}


class SwotItem(Frozen):
    """One strength, weakness, opportunity or threat with its ratings."""

    id: str = Field(min_length=1, description="Kennung des Eintrags, eindeutig")
    letter: Letter = Field(description="S, W, O oder T")
    text: str = Field(min_length=1, description="Wortlaut")
    importance: Score | tuple[Score, ...] = Field(description="Wichtigkeit 1 bis 5, einzeln oder je stimmender Person")
    strength: Score | tuple[Score, ...] = Field(
        description="Stärke oder Wahrscheinlichkeit 1 bis 5, einzeln oder je stimmender Person"
    )


class TowsPair(Frozen):
    """The rating of one crossing of an inner with an outer item."""

    internal: str = Field(min_length=1, description="Kennung einer Stärke oder Schwäche")
    external: str = Field(min_length=1, description="Kennung einer Chance oder eines Risikos")
    score: float = Field(ge=0, le=3, description="Nutzen der Verbindung 0 bis 3")


class SwotInput(Frozen):
    """All items of the four letters and the rated pairs."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {"id": "s1", "letter": "S", "text": "Enge Bindung", "importance": 5, "strength": 4},
                        {"id": "w1", "letter": "W", "text": "Wenige Projekte", "importance": 5, "strength": 3},
                        {
                            "id": "o1",
                            "letter": "O",
                            "text": "Neue Werkstoffe",
                            "importance": [4, 4],
                            "strength": [5, 3],
                        },
                        {"id": "t1", "letter": "T", "text": "Förderende", "importance": 4, "strength": 3},
                    ],
                    "pairs": [{"internal": "s1", "external": "o1", "score": 3}],
                }
            ]
        }
    )

    items: tuple[SwotItem, ...] = Field(description="Einträge, mindestens einer je Buchstabe")
    pairs: tuple[TowsPair, ...] = Field(default=(), description="bewertete Verbindungen; fehlende zählen als 0")
    limits: SwotLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class ItemScore(Frozen):
    """The score of one item."""

    id: str = Field(description="Kennung des Eintrags")
    letter: Letter = Field(description="S, W, O oder T")
    text: str = Field(description="Wortlaut")
    score: float = Field(ge=1, le=25, description="Punkte 1 bis 25")
    voters: int = Field(ge=1, description="Zahl der Bewertungen")


class PairScore(Frozen):
    """One crossing with both texts."""

    quadrant: Quadrant = Field(description="SO, ST, WO oder WT")
    internal: str = Field(description="Kennung der Stärke oder Schwäche")
    external: str = Field(description="Kennung der Chance oder des Risikos")
    internal_text: str = Field(description="Wortlaut der Stärke oder Schwäche")
    external_text: str = Field(description="Wortlaut der Chance oder des Risikos")
    score: float = Field(ge=0, le=3, description="Nutzen 0 bis 3")


class SwotResult(Frozen):
    """Scores, position and the TOWS matrix."""

    items: tuple[ItemScore, ...] = Field(description="Einträge, je Buchstabe die höchsten zuerst")
    letters: dict[Letter, float] = Field(description="Punkte je Buchstabe 1 bis 25")
    x: float = Field(ge=-1, le=1, description="innere Lage: Stärken gegen Schwächen")
    y: float = Field(ge=-1, le=1, description="äußere Lage: Chancen gegen Risiken")
    position: Position = Field(description="Ausbauen, Aufholen, Absichern oder Abbauen")
    pairs: tuple[PairScore, ...] = Field(description="bewertete Verbindungen, höchste zuerst")
    quadrant_sums: dict[Quadrant, float] = Field(description="Summe der Punkte je Quadrant")
    top_pairs: tuple[PairScore, ...] = Field(description="Verbindungen, die zu Handlungsoptionen werden")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def swot(data: SwotInput) -> SwotResult:
    """Return letter scores, position, quadrant sums and the five best pairs (Method library, F5, ruling 7).

    Pairs of equal score are ordered by the points of their two items, then by identifier; pairs with 0 never rise to
    the top.

    Raises:
        InputError: a letter is empty, an identifier or pair occurs twice, a pair crosses the wrong letters or names an
            unknown item, or the two lists of an item have different lengths.
    """
    bounds = data.limits or limits().swot
    items = _scored(data)
    letters = {letter: _letter_score(items, letter, bounds) for letter in _LETTERS}
    x = (letters["S"] - letters["W"]) / (letters["S"] + letters["W"])
    y = (letters["O"] - letters["T"]) / (letters["O"] + letters["T"])
    pairs = _crossed(data.pairs, items)
    return SwotResult(
        items=tuple(sorted(items.values(), key=lambda i: ("SWOT".index(i.letter), -i.score, i.id))),
        letters=letters,
        x=x,
        y=y,
        position=_position(x, y),
        pairs=pairs,
        quadrant_sums={q: sum(p.score for p in pairs if p.quadrant == q) for q in _QUADRANTS.values()},
        top_pairs=tuple(pair for pair in pairs if pair.score > 0)[: bounds.top_pairs],
        catalogue_version=bounds.catalogue_version,
    )


def _scored(data: SwotInput) -> dict[str, ItemScore]:
    items: dict[str, ItemScore] = {}
    for item in data.items:
        if item.id in items:
            raise InputError(
                f"items: Die Kennung {item.id} kommt zweimal vor; bitte vergeben Sie eine neue.", field="items"
            )
        products = _products(item)
        items[item.id] = ItemScore(
            id=item.id,
            letter=item.letter,
            text=item.text,
            score=sum(products) / len(products),
            voters=len(products),
        )
    return items


def _products(item: SwotItem) -> list[float]:
    importance = item.importance if isinstance(item.importance, tuple) else (item.importance,)
    strength = item.strength if isinstance(item.strength, tuple) else (item.strength,)
    if not importance or len(importance) != len(strength):
        raise InputError(
            f"items: Der Eintrag {item.id} hat {len(importance)} Werte für die Wichtigkeit und {len(strength)} für die "
            "Stärke; bitte geben Sie für jede stimmende Person beide an.",
            field="items",
        )
    return [i * s for i, s in zip(importance, strength, strict=True)]


def _letter_score(items: dict[str, ItemScore], letter: Letter, bounds: SwotLimits) -> float:
    scores = sorted((item.score for item in items.values() if item.letter == letter), reverse=True)
    if not scores:
        raise InputError(
            f"items: Zu {letter} ({_LETTERS[letter]}) fehlt jeder Eintrag; bitte ergänzen Sie mindestens einen.",
            field="items",
        )
    highest = scores[: bounds.items_per_letter]
    return sum(highest) / len(highest)


def _position(x: float, y: float) -> Position:
    if y >= 0:
        return "Ausbauen" if x >= 0 else "Aufholen"
    return "Absichern" if x >= 0 else "Abbauen"


def _crossed(pairs: tuple[TowsPair, ...], items: dict[str, ItemScore]) -> tuple[PairScore, ...]:
    crossed: dict[tuple[str, str], PairScore] = {}
    for pair in pairs:
        if (pair.internal, pair.external) in crossed:
            raise InputError(
                f"pairs: Die Verbindung {pair.internal}/{pair.external} ist zweimal bewertet; bitte löschen Sie eine.",
                field="pairs",
            )
        crossed[pair.internal, pair.external] = _cross(pair, items)
    return tuple(
        sorted(
            crossed.values(),
            key=lambda p: (
                -p.score,
                -(items[p.internal].score + items[p.external].score),
                p.internal,
                p.external,
            ),
        )
    )


def _cross(pair: TowsPair, items: dict[str, ItemScore]) -> PairScore:
    internal, external = items.get(pair.internal), items.get(pair.external)
    if internal is None or external is None:
        unknown = pair.internal if internal is None else pair.external
        raise InputError(
            f"pairs: Der Eintrag {unknown} steht nicht in der SWOT; bitte ergänzen Sie ihn oder löschen Sie das Paar.",
            field="pairs",
        )
    quadrant = _QUADRANTS.get((internal.letter, external.letter))
    if quadrant is None:
        raise InputError(
            f"pairs: {pair.internal}/{pair.external} verbindet {internal.letter} mit {external.letter}; bitte "
            "verbinden Sie eine Stärke oder Schwäche mit einer Chance oder einem Risiko.",
            field="pairs",
        )
    return PairScore(
        quadrant=quadrant,
        internal=pair.internal,
        external=pair.external,
        internal_text=internal.text,
        external_text=external.text,
        score=pair.score,
    )
