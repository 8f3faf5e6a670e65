"""BER3 impact map: where members gain, how much it matters to them, and how much of it they owe to the network.

Formulas (offerings.md 7f and 8; cuts are a working decision [D])::

    importance, effect, share = mean of the answers 1 to 5, per field
    order of the fields by importance * effect * share            1 to 125, for the order only
    clear effect = answers with effect and share of at least 4    count
    reached(step) = answers whose highest step is at least this one; steps 1 to 4

Unit: means 1 to 5, counts. Nothing is shown below eight answers, per field and for the ladder (ruling 6). Small and
medium-sized companies are shown apart only where they and all others are at least eight, or nobody else answered:
otherwise the means of the others could be worked out from total and part. Effects are a contribution as members
report it, not a proof of cause.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.advice import ImpactKey, ImpactRules, advice
from clusterprocess.catalogues.limits import SurveyLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

Likert = Annotated[int, Field(ge=1, le=5)]
Quadrant = Literal["wichtig und spürbar", "wichtig, kaum spürbar", "spürbar, weniger wichtig", "nachrangig"]


class Rating(Frozen):
    """One member's three answers on one field."""

    importance: Likert = Field(description="Wichtigkeit 1 bis 5")
    effect: Likert = Field(description="Wirkung 1 bis 5")
    due: Likert = Field(description="Anteil des Netzwerks daran 1 bis 5")


class ImpactAnswer(Frozen):
    """One returned questionnaire."""

    sme: bool = Field(description="kleines oder mittleres Unternehmen")
    ratings: dict[ImpactKey, Rating] = Field(description="Antworten je Feld; nicht beantwortete Felder fehlen")
    step: int | None = Field(
        default=None, ge=0, le=4, description="höchste erreichte Stufe 0 bis 4; leer = keine Antwort"
    )


class ImpactInput(Frozen):
    """Fields asked, organisations invited and answers."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "fields": ["wissen", "umsatz"],
                    "invited": 30,
                    "answers": [
                        {
                            "sme": n < 8,
                            "ratings": {
                                "wissen": {"importance": 4, "effect": 4, "due": 4},
                                "umsatz": {"importance": 5, "effect": 2, "due": 2},
                            },
                            "step": n % 5,
                        }
                        for n in range(16)
                    ],
                }
            ]
        }
    )

    fields: tuple[ImpactKey, ...] = Field(min_length=1, description="gefragte Felder, jedes einmal")
    invited: int = Field(ge=1, description="angeschriebene Organisationen")
    answers: tuple[ImpactAnswer, ...] = Field(description="gültige Fragebögen")
    rules: ImpactRules | None = Field(default=None, description="Schnitte; leer = ausgelieferter Katalog")
    limits: SurveyLimits | None = Field(default=None, description="Mindestzahl; leer = ausgelieferter Katalog")


class FieldImpact(Frozen):
    """Means of one field, empty where too few answered."""

    field: ImpactKey = Field(description="Wirkungsfeld")
    n: int | None = Field(description="Antworten, leer wenn nicht ausgewiesen")
    importance: float | None = Field(description="mittlere Wichtigkeit 1 bis 5")
    effect: float | None = Field(description="mittlere Wirkung 1 bis 5")
    due: float | None = Field(description="mittlerer Anteil des Netzwerks 1 bis 5")
    strong: int | None = Field(description="Antworten mit deutlicher Wirkung und deutlichem Anteil des Netzwerks")
    quadrant: Quadrant | None = Field(description="Lage nach Wichtigkeit und Wirkung")


class LadderStep(Frozen):
    """How many reached a step."""

    step: int = Field(ge=1, le=4, description="Stufe 1 bis 4")
    name: str = Field(description="Name der Stufe")
    reached: int | None = Field(description="mindestens diese Stufe erreicht; leer wenn nicht ausgewiesen")
    sme_reached: int | None = Field(description="davon kleine und mittlere Unternehmen; leer wenn nicht ausgewiesen")


class ImpactResult(Frozen):
    """Map, ladder and the part of the small and medium-sized companies."""

    invited: int = Field(description="angeschriebene Organisationen")
    valid: int = Field(description="gültige Fragebögen")
    response_rate: float = Field(ge=0, le=1, description="Rücklauf 0 bis 1")
    shown: bool = Field(description="genug Antworten, um etwas auszuweisen")
    fields: tuple[FieldImpact, ...] = Field(description="Felder, das mit dem größten Beitrag zuerst")
    sme_answers: int = Field(description="Fragebögen kleiner und mittlerer Unternehmen")
    sme_shown: bool = Field(description="getrennt ausgewiesen")
    sme_fields: tuple[FieldImpact, ...] = Field(description="Felder nur dieser Unternehmen, in derselben Reihenfolge")
    ladder_answers: int | None = Field(description="Antworten zur Stufe, leer wenn nicht ausgewiesen")
    sme_ladder_answers: int | None = Field(description="davon kleine und mittlere Unternehmen")
    ladder: tuple[LadderStep, ...] = Field(description="die vier Stufen, von der ersten zur letzten")
    catalogue_version: str = Field(description="Version des Katalogs der Schnitte")


def impact_map(data: ImpactInput) -> ImpactResult:
    """Return impact map and ladder (BER3, rulings 6 and 7).

    Raises:
        InputError: a field is named twice, an answer rates a field that was not asked, or more answers came than
            organisations were asked.
    """
    rules, floor = data.rules or advice().impact, (data.limits or limits().survey).group_min
    _check(data)
    answers = data.answers
    sme = tuple(a for a in answers if a.sme)
    others = len(answers) - len(sme)
    apart = len(sme) >= floor and (others >= floor or others == 0)
    found = [_field(f, answers, rules, floor) for f in data.fields]
    found.sort(key=lambda f: (-(f.importance or 0) * (f.effect or 0) * (f.due or 0), data.fields.index(f.field)))
    return ImpactResult(
        invited=data.invited,
        valid=len(answers),
        response_rate=len(answers) / data.invited,
        shown=len(answers) >= floor,
        fields=tuple(found),
        sme_answers=len(sme),
        sme_shown=apart,
        sme_fields=tuple(_apart(f.field, answers, sme, rules, floor) for f in found) if apart else (),
        **_ladder(answers, sme, rules, floor, apart),
        catalogue_version=rules.catalogue_version,
    )


def _check(data: ImpactInput) -> None:
    if len(set(data.fields)) < len(data.fields):
        raise InputError("fields: Ein Feld kommt zweimal vor; bitte streichen Sie es.", field="fields")
    if len(data.answers) > data.invited:
        raise InputError(
            f"answers: {len(data.answers)} Fragebögen bei {data.invited} Angeschriebenen; bitte prüfen Sie, ob jemand "
            "zweimal geantwortet hat.",
            field="answers",
        )
    for answer in data.answers:
        if unknown := sorted(set(answer.ratings) - set(data.fields)):
            raise InputError(
                f"answers: Das Feld {unknown[0]} wurde nicht gefragt; bitte ergänzen Sie es unter fields.",
                field="answers",
            )


def _field(field: ImpactKey, answers: Sequence[ImpactAnswer], rules: ImpactRules, floor: int) -> FieldImpact:
    rated = [a.ratings[field] for a in answers if field in a.ratings]
    if len(rated) < floor:
        return FieldImpact(field=field, n=None, importance=None, effect=None, due=None, strong=None, quadrant=None)

    def mean(of: Callable[[Rating], int]) -> float:
        return sum(of(r) for r in rated) / len(rated)

    importance, effect = mean(lambda r: r.importance), mean(lambda r: r.effect)
    return FieldImpact(
        field=field,
        n=len(rated),
        importance=importance,
        effect=effect,
        due=mean(lambda r: r.due),
        strong=sum(r.effect >= rules.strong_from and r.due >= rules.strong_from for r in rated),
        quadrant=_quadrant(importance, effect, rules),
    )


def _apart(
    field: ImpactKey, answers: Sequence[ImpactAnswer], sme: Sequence[ImpactAnswer], rules: ImpactRules, floor: int
) -> FieldImpact:
    """The companies' part of a field, empty where the rest would be fewer than eight and more than none."""
    others = sum(field in a.ratings for a in answers) - sum(field in a.ratings for a in sme)
    return _field(field, sme if others >= floor or others == 0 else (), rules, floor)


def _quadrant(importance: float, effect: float, rules: ImpactRules) -> Quadrant:
    if importance >= rules.importance_cut:
        return "wichtig und spürbar" if effect >= rules.effect_cut else "wichtig, kaum spürbar"
    return "spürbar, weniger wichtig" if effect >= rules.effect_cut else "nachrangig"


def _ladder(
    answers: Sequence[ImpactAnswer], sme: Sequence[ImpactAnswer], rules: ImpactRules, floor: int, apart: bool
) -> dict[str, object]:
    steps = [a.step for a in answers if a.step is not None]
    own = [a.step for a in sme if a.step is not None]
    rest = len(steps) - len(own)
    shown = len(steps) >= floor
    split = shown and apart and len(own) >= floor and (rest >= floor or rest == 0)
    return {
        "ladder_answers": len(steps) if shown else None,
        "sme_ladder_answers": len(own) if split else None,
        "ladder": tuple(
            LadderStep(
                step=n,
                name=name,
                reached=sum(s >= n for s in steps) if shown else None,
                sme_reached=sum(s >= n for s in own) if split else None,
            )
            for n, name in enumerate(rules.ladder, 1)
        ),
    }
