"""F18 location quotient: is a branch stronger in the region than in the country?

Formula (Method library, F18)::

    LQ = (e_ir / e_r) / (E_i / E)        e region, E country, i branch

Unit: ratio, 1 = as strong as in the whole country. Above 1.25 the region is called specialised [D].
"""

from __future__ import annotations

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import LocationLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen


class LocationInput(Frozen):
    """Employment of one branch and of all branches, in the region and in the country."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "branch": "Maschinenbau",
                    "region_branch": 4200,
                    "region_total": 52000,
                    "country_branch": 310000,
                    "country_total": 6100000,
                }
            ]
        }
    )

    branch: str = Field(min_length=1, description="Branche")
    region_branch: int = Field(ge=0, description="Beschäftigte der Branche in der Region")
    region_total: int = Field(ge=1, description="alle Beschäftigten in der Region")
    country_branch: int = Field(ge=1, description="Beschäftigte der Branche im Vergleichsraum")
    country_total: int = Field(ge=1, description="alle Beschäftigten im Vergleichsraum")
    limits: LocationLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class LocationResult(Frozen):
    """The quotient and the two shares behind it."""

    branch: str = Field(description="Branche")
    quotient: float = Field(ge=0, description="Lokalisationsquotient, 1 = Durchschnitt")
    region_share: float = Field(ge=0, le=1, description="Anteil der Branche in der Region 0 bis 1")
    country_share: float = Field(ge=0, le=1, description="Anteil der Branche im Vergleichsraum 0 bis 1")
    specialised: bool = Field(description="Region ist auf die Branche spezialisiert")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def location_quotient(data: LocationInput) -> LocationResult:
    """Return the location quotient of one branch in one region (Method library, F18).

    Raises:
        InputError: a branch employs more people than all branches together.
    """
    bounds = data.limits or limits().location
    for name, branch, total in (
        ("region_branch", data.region_branch, data.region_total),
        ("country_branch", data.country_branch, data.country_total),
    ):
        if branch > total:
            raise InputError(
                f"{name}: {branch} Beschäftigte der Branche sind mehr als alle {total} Beschäftigten; bitte prüfen "
                "Sie beide Zahlen.",
                field=name,
            )
    region, country = data.region_branch / data.region_total, data.country_branch / data.country_total
    return LocationResult(
        branch=data.branch,
        quotient=region / country,
        region_share=region,
        country_share=country,
        specialised=region / country > bounds.specialised_above,
        catalogue_version=bounds.catalogue_version,
    )
