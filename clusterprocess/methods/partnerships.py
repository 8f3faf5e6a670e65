"""INT4 partnership ladder: how far the partners abroad are, and what comes next with each.

Rules (Method library, 7d [D]): stages 0 none, 1 first contact, 2 regular exchange, 3 memorandum, 4 joint event, 5 joint
project. A partner carries from stage 2 on if the last contact is not older than 12 complete months; a partner above
stage 0 with an older or unknown contact is dormant. Unit: number of partners per stage.
"""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.internationalisation import ReadinessLimits, Stage, internationalisation
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen


class Partnership(Frozen):
    """One partner abroad."""

    name: str = Field(min_length=1, description="Name des Partners, eindeutig")
    country: str = Field(min_length=2, max_length=2, description="Land, ISO-Kürzel")
    stage: int = Field(ge=0, le=5, description="Stufe 0 bis 5")
    last_contact_on: date | None = Field(default=None, description="letzter Kontakt")


class LadderInput(Frozen):
    """The partners abroad at a reference day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "as_of": "2015-10-12",
                    "partnerships": [
                        {"name": "Partner A", "country": "NL", "stage": 3, "last_contact_on": "2015-09-10"},
                        {"name": "Partner B", "country": "SG", "stage": 1, "last_contact_on": "2015-06-03"},
                    ],
                }
            ]
        }
    )

    as_of: date = Field(description="Stichtag")
    partnerships: tuple[Partnership, ...] = Field(min_length=1, description="Partner im Ausland")
    limits: ReadinessLimits | None = Field(default=None, description="Regeln; leer = ausgelieferter Katalog")


class Rung(Frozen):
    """One partner on the ladder."""

    name: str = Field(description="Name des Partners")
    country: str = Field(description="Land, ISO-Kürzel")
    stage: int = Field(description="Stufe 0 bis 5")
    stage_name: str = Field(description="Bezeichnung der Stufe")
    dormant: bool = Field(description="Kontakt veraltet")
    next_step: str = Field(description="was als Nächstes kommt")


class LadderResult(Frozen):
    """Partners by stage, and how many carry."""

    partners: tuple[Rung, ...] = Field(description="Partner, höchste Stufe zuerst")
    by_stage: tuple[int, ...] = Field(description="Partner je Stufe 0 bis 5")
    carrying: int = Field(ge=0, description="Partner, die tragen: Stufe erreicht, Kontakt nicht veraltet")
    dormant: int = Field(ge=0, description="Partner mit veraltetem Kontakt")
    catalogue_version: str = Field(description="Version des Katalogs")


def ladder(data: LadderInput) -> LadderResult:
    """Return the partnership ladder (Method library, 7d).

    Raises:
        InputError: a partner is named twice.
    """
    catalogue = internationalisation()
    rules = data.limits or catalogue.readiness
    names = [p.name for p in data.partnerships]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"partnerships: Der Partner {name} kommt zweimal vor; bitte führen Sie die Zeilen zusammen.",
                field="partnerships",
            )
    rungs = tuple(_rung(p, data.as_of, rules, catalogue.stages) for p in data.partnerships)
    return LadderResult(
        partners=tuple(sorted(rungs, key=lambda r: (-r.stage, r.name))),
        by_stage=tuple(sum(r.stage == s for r in rungs) for s in range(6)),
        carrying=sum(r.stage >= rules.partner_stage and not r.dormant for r in rungs),
        dormant=sum(r.dormant for r in rungs),
        catalogue_version=rules.catalogue_version,
    )


def is_dormant(partner: Partnership, as_of: date, months: int) -> bool:
    """Whether a partner above stage 0 was last met ``months`` complete months or more before the day, or never."""
    if partner.stage == 0:
        return False
    if partner.last_contact_on is None:
        return True
    last = partner.last_contact_on
    passed = (as_of.year - last.year) * 12 + as_of.month - last.month - (as_of.day < last.day)
    return passed >= months


def _rung(partner: Partnership, as_of: date, rules: ReadinessLimits, stages: tuple[Stage, ...]) -> Rung:
    dormant = is_dormant(partner, as_of, rules.contact_months)
    return Rung(
        name=partner.name,
        country=partner.country,
        stage=partner.stage,
        stage_name=stages[partner.stage].name,
        dormant=dormant,
        next_step="Kontakt erneuern oder beenden" if dormant else stages[partner.stage].next,
    )
