"""F17 value chain: how many member firms work in each stage, and where members are missing.

Formulas (Method library, F17 [D])::

    coverage = stages with at least 2 firms / stages          0 to 1
    gap = stage with 0 firms        thin = stage with at most 1 firm

Unit: firms per stage; a firm may work in several stages. Only companies count, named firms stay out of the result.
"""

from __future__ import annotations

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import ValueChainLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen


class Stage(Frozen):
    """One stage of the chain, in order from the first to the last."""

    name: str = Field(min_length=1, description="Wertschöpfungsstufe, eindeutig")
    wanted: tuple[str, ...] = Field(default=(), description="Arten von Unternehmen, die hier zu gewinnen wären")


class Firm(Frozen):
    """One member company and the stages in which it works."""

    id: str = Field(min_length=1, description="Kennung des Unternehmens, eindeutig")
    stages: tuple[str, ...] = Field(description="Stufen, in denen es arbeitet; mehrere möglich")


class ValueChainInput(Frozen):
    """Stages and member companies."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "stages": [{"name": "Werkstoffe"}, {"name": "Fertigung"}, {"name": "Messtechnik"}],
                    "firms": [
                        {"id": "u1", "stages": ["Werkstoffe", "Fertigung"]},
                        {"id": "u2", "stages": ["Fertigung"]},
                    ],
                }
            ]
        }
    )

    stages: tuple[Stage, ...] = Field(min_length=1, description="Stufen in der Reihenfolge der Kette")
    firms: tuple[Firm, ...] = Field(description="Mitgliedsunternehmen")
    limits: ValueChainLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class StageCount(Frozen):
    """One cell of the heat strip."""

    stage: str = Field(description="Wertschöpfungsstufe")
    firms: int = Field(ge=0, description="Zahl der Mitgliedsunternehmen")
    gap: bool = Field(description="kein Unternehmen")
    thin: bool = Field(description="höchstens ein Unternehmen")
    wanted: tuple[str, ...] = Field(description="zu gewinnende Arten von Unternehmen, nur bei dünnen Stufen")


class ValueChainResult(Frozen):
    """The heat strip and its summary."""

    stages: tuple[StageCount, ...] = Field(description="Stufen in der Reihenfolge der Kette")
    firms: int = Field(ge=0, description="Zahl der zugeordneten Unternehmen")
    unassigned: int = Field(ge=0, description="Unternehmen ohne Stufe")
    coverage: float = Field(ge=0, le=1, description="Anteil der Stufen mit mindestens zwei Unternehmen 0 bis 1")
    gaps: tuple[str, ...] = Field(description="Stufen ohne Unternehmen")
    thin: tuple[str, ...] = Field(description="Stufen mit höchstens einem Unternehmen, Lücken eingeschlossen")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def value_chain(data: ValueChainInput) -> ValueChainResult:
    """Return firms per stage, coverage, gaps and thin stages (Method library, F17).

    A firm that names a stage twice is counted there once.

    Raises:
        InputError: a stage or firm occurs twice, or a firm names an unknown stage.
    """
    bounds = data.limits or limits().value_chain
    _check(data)
    strip = tuple(_count(stage, data.firms, bounds) for stage in data.stages)
    assigned = sum(bool(firm.stages) for firm in data.firms)
    return ValueChainResult(
        stages=strip,
        firms=assigned,
        unassigned=len(data.firms) - assigned,
        coverage=sum(cell.firms >= bounds.covered_from for cell in strip) / len(strip),
        gaps=tuple(cell.stage for cell in strip if cell.gap),
        thin=tuple(cell.stage for cell in strip if cell.thin),
        catalogue_version=bounds.catalogue_version,
    )


def _check(data: ValueChainInput) -> None:
    names, ids = [stage.name for stage in data.stages], [firm.id for firm in data.firms]
    for field, values in (("stages", names), ("firms", ids)):
        if len(set(values)) < len(values):
            twice = next(value for value in values if values.count(value) > 1)
            raise InputError(f"{field}: {twice} kommt zweimal vor; bitte streichen Sie einen Eintrag.", field=field)
    for firm in data.firms:
        for stage in firm.stages:
            if stage not in names:
                raise InputError(
                    f"firms: {firm.id} ist der unbekannten Stufe {stage} zugeordnet; bitte ergänzen Sie die Stufe "
                    "oder berichtigen Sie die Zuordnung.",
                    field="firms",
                )


def _count(stage: Stage, firms: tuple[Firm, ...], bounds: ValueChainLimits) -> StageCount:
    count = sum(stage.name in firm.stages for firm in firms)
    thin = count <= bounds.thin_to
    return StageCount(stage=stage.name, firms=count, gap=count == 0, thin=thin, wanted=stage.wanted if thin else ())
