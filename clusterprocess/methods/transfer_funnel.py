"""TT4 transfer funnel: from talks to innovations, with the conversion of each step.

Formulas (own method of the technology transfer after the outcome ladder of section 7c [D])::

    conversion of a stage = count / count of the stage before      0 to 1, none where the stage before is 0
    yield of a stage      = count / talks                          0 to 1, none without talks

Stages in order: talks, contacts, sketches, applications, grants, innovations. Each counts talks that reached it, so no
stage can exceed the one before. A stage that has not been asked for yet is missing, not zero; after a missing stage
nothing may follow. Units: whole numbers.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

FunnelStage = Literal["talks", "contacts", "sketches", "applications", "grants", "innovations"]
STAGE_NAMES: dict[FunnelStage, str] = {
    "talks": "Paare im Gespräch",
    "contacts": "Kontakte mit beidseitigem Interesse",
    "sketches": "Projektskizzen",
    "applications": "Anträge und Aufträge",
    "grants": "Bewilligungen und Abschlüsse",
    "innovations": "neue Produkte oder Verfahren",
}
Count = Annotated[int, Field(ge=0, le=100_000)]


class FunnelInput(Frozen):
    """Counts per stage, as far as they were asked for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"talks": 24, "contacts": 12, "sketches": 5, "applications": 3}]}
    )

    talks: Count = Field(description="Paare, die gesprochen haben")
    contacts: Count | None = Field(default=None, description="davon mit beidseitigem Interesse")
    sketches: Count | None = Field(default=None, description="davon mit Projektskizze")
    applications: Count | None = Field(default=None, description="davon mit Antrag oder Auftrag")
    grants: Count | None = Field(default=None, description="davon bewilligt oder abgeschlossen")
    innovations: Count | None = Field(default=None, description="davon mit neuem Produkt oder Verfahren")


class FunnelStep(Frozen):
    """One stage with its rates."""

    stage: FunnelStage = Field(description="Stufe")
    name: str = Field(description="Bezeichnung")
    count: int | None = Field(ge=0, description="Zahl; leer = noch nicht erhoben")
    conversion: float | None = Field(ge=0, le=1, description="Anteil an der Stufe davor 0 bis 1")
    share: float | None = Field(ge=0, le=1, description="Anteil an den Gesprächen 0 bis 1")


class FunnelResult(Frozen):
    """The six stages in order."""

    steps: tuple[FunnelStep, ...] = Field(description="Stufen in der Reihenfolge des Trichters")
    last_asked: FunnelStage = Field(description="letzte erhobene Stufe")
    weakest: FunnelStage | None = Field(description="Stufe mit der kleinsten Quote; leer ohne Quote")
    catalogue_version: str = Field(description="Version des Katalogs")


def transfer_funnel(data: FunnelInput) -> FunnelResult:
    """Return counts, conversions and yields of the stages (TT4).

    Raises:
        InputError: a stage exceeds the one before, or follows one that was not asked for.
    """
    counts: dict[FunnelStage, int | None] = {stage: getattr(data, stage) for stage in STAGE_NAMES}
    _check(counts)
    stages = list(STAGE_NAMES)
    steps = tuple(
        _step(stage, counts[stage], counts[stages[n - 1]] if n else None, data.talks) for n, stage in enumerate(stages)
    )
    rated = [s for s in steps if s.conversion is not None]
    return FunnelResult(
        steps=steps,
        last_asked=next(s for s in reversed(stages) if counts[s] is not None),
        weakest=min(rated, key=lambda s: s.conversion or 0.0).stage if rated else None,
        catalogue_version=transfer().version,
    )


def _check(counts: dict[FunnelStage, int | None]) -> None:
    stages = list(counts)
    for before, stage in pairwise(stages):
        count, earlier = counts[stage], counts[before]
        if count is None:
            continue
        if earlier is None:
            raise InputError(
                f"{stage}: {STAGE_NAMES[stage]} sind angegeben, {STAGE_NAMES[before]} nicht; bitte ergänzen Sie {before}.",
                field=stage,
            )
        if count > earlier:
            raise InputError(
                f"{stage}: {count} {STAGE_NAMES[stage]} sind mehr als {earlier} {STAGE_NAMES[before]}; gezählt werden "
                "Gespräche, die diese Stufe erreicht haben. Bitte berichtigen Sie die Zahl.",
                field=stage,
            )


def _step(stage: FunnelStage, count: int | None, before: int | None, talks: int) -> FunnelStep:
    return FunnelStep(
        stage=stage,
        name=STAGE_NAMES[stage],
        count=count,
        conversion=count / before if count is not None and before else None,
        share=count / talks if count is not None and talks else None,
    )
