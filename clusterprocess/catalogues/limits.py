"""Thresholds and weights of the method library, read from ``limits.toml`` beside this file.

Every value carries the mark [D]: a working decision that staff can change as data and that no report may present
as an official rule. Each table keeps the version of the catalogue it came from, so that a result can name it.

Source: Method library, F1 to F20, rulings 7 and 16. Units and ranges stand at each field.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from clusterprocess.catalogues.reading import versioned
from clusterprocess.domain.errors import InputError

LabelKind = Literal["bw", "bronze", "silver", "gold", "go_cluster", "spitzencluster"]


class LimitTable(BaseModel):
    """Base of all tables: the thresholds of one method and the catalogue version they belong to."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    catalogue_version: str = Field(min_length=1, description="Version des Katalogs, aus dem die Werte stammen")


class PeerLimits(LimitTable):
    """F1: weights and bounds of the peer distance (0 to 1)."""

    weight_field: float = Field(ge=0, le=1, description="Gewicht des Feldes, 0 bis 1")
    weight_size: float = Field(ge=0, le=1, description="Gewicht der Mitgliederzahl, 0 bis 1")
    weight_age: float = Field(ge=0, le=1, description="Gewicht des Alters, 0 bis 1")
    weight_maturity: float = Field(ge=0, le=1, description="Gewicht der Reife, 0 bis 1")
    same_growth_field: float = Field(ge=0, le=1, description="Feldabstand bei gleichem Wachstumsfeld, 0 bis 1")
    size_ratio: float = Field(gt=1, description="Größenverhältnis, ab dem der Größenabstand 1 ist")
    age_span: int = Field(ge=1, description="Altersunterschied in Jahren, ab dem der Altersabstand 1 ist")
    level_span: int = Field(ge=1, description="Unterschied in Reifestufen, ab dem der Reifeabstand 1 ist")
    close: float = Field(ge=0, le=1, description="Höchstabstand der Stufe 0, 0 bis 1")
    wide: float = Field(ge=0, le=1, description="Höchstabstand der Stufen 1 und 2, 0 bis 1")
    most: int = Field(ge=1, description="Höchstzahl der Vergleichsinitiativen in den Stufen 0 bis 2")
    fewest: int = Field(ge=1, description="Mindestzahl, darunter wird nichts gezeigt")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        total = self.weight_field + self.weight_size + self.weight_age + self.weight_maturity
        if abs(total - 1) > 1e-9:
            raise ValueError(f"Die vier Gewichte ergeben {total:.3f} statt 1.")
        if self.weight_field >= 1:
            raise ValueError("Neben dem Feld braucht mindestens ein weiteres Merkmal ein Gewicht.")
        if self.close > self.wide or self.fewest > self.most:
            raise ValueError("close darf nicht über wide und fewest nicht über most liegen.")
        return self


class ComparisonLimits(LimitTable):
    """F2: numbers of peers for percentiles and ranks, bounds of the quarters."""

    percentile_from: int = Field(ge=1, description="Perzentile ab dieser Zahl von Vergleichswerten")
    rank_from: int = Field(ge=1, description="Ränge ab dieser Zahl von Vergleichswerten")
    lower_quarter: float = Field(ge=0, le=100, description="Perzentil, unter dem das untere Viertel liegt")
    upper_quarter: float = Field(ge=0, le=100, description="Perzentil, über dem das obere Viertel liegt")


class SwotLimits(LimitTable):
    """F5: how many items form a letter score and how many pairs become options."""

    items_per_letter: int = Field(ge=1, description="Zahl der höchsten Einträge je Buchstabe")
    top_pairs: int = Field(ge=1, description="Zahl der Paare, die zu Handlungsoptionen werden")


class StakeholderLimits(LimitTable):
    """F6: cut of the power/interest matrix and length of the list."""

    cut: float = Field(ge=1, le=5, description="Ab diesem Wert gelten Einfluss und Interesse als hoch, 1 bis 5")
    top: int = Field(ge=1, description="Länge der Rangliste")


class ServiceLimits(LimitTable):
    """F9: cuts of the two service matrices."""

    cut: float = Field(ge=0, le=1, description="Ab diesem Wert gelten Bedarf und Angebot als hoch, 0 bis 1")
    need_cut: float = Field(ge=1, le=5, description="Ab diesem Wert gilt die Wichtigkeit als hoch, 1 bis 5")
    satisfaction_cut: float = Field(ge=1, le=5, description="Ab diesem Wert gilt die Zufriedenheit als hoch, 1 bis 5")
    answers_min: int = Field(ge=1, description="Antworten, unter denen nur qualitativ berichtet wird")


class FinancingLimits(LimitTable):
    """F10: concentration of the income."""

    clump_hhi: float = Field(gt=0, le=1, description="HHI, über dem die Einnahmen klumpig heißen, 0 bis 1")


class MembershipLimits(LimitTable):
    """F11: composition of the members."""

    company_share_min: float = Field(ge=0, le=1, description="Mindestanteil der Unternehmen, 0 bis 1")


class VotingLimits(LimitTable):
    """F12: dots per organisation, confidentiality of groups, dissent."""

    options_per_dot: int = Field(ge=1, description="Auf so viele Optionen kommt ein Punkt, aufgerundet")
    max_on_one: int = Field(ge=1, description="Höchstzahl der Punkte auf eine Option")
    group_min: int = Field(ge=1, description="Organisationen, ab denen eine Gruppe ausgewiesen wird")
    dissent_ranks: int = Field(ge=1, description="Rangabstand, ab dem ein Dissens festgestellt wird")


class PestelLimits(LimitTable):
    """F15: length of the list per dimension."""

    top_per_letter: int = Field(ge=1, description="Zahl der stärksten Faktoren je Dimension")


class DiamondLimits(LimitTable):
    """F16: size of the questionnaire."""

    statements: int = Field(ge=1, description="Zahl der Aussagen je Dimension")


class ValueChainLimits(LimitTable):
    """F17: when a stage is covered and when it is thin."""

    covered_from: int = Field(ge=1, description="Unternehmen, ab denen eine Stufe besetzt ist")
    thin_to: int = Field(ge=0, description="Unternehmen, bis zu denen eine Stufe dünn ist")


class LocationLimits(LimitTable):
    """F18: specialisation of a region."""

    specialised_above: float = Field(gt=0, description="Lokalisationsquotient, über dem eine Region spezialisiert ist")


class MaturityLimits(LimitTable):
    """Section 2: bounds of the levels and of the transition flag."""

    fte_m1: float = Field(ge=0, description="Bezahlte Vollzeitäquivalente ab M1")
    fte_m2: float = Field(ge=0, description="Bezahlte Vollzeitäquivalente ab M2")
    age_m2: int = Field(ge=0, description="Alter in Jahren ab M2")
    labels_m3: tuple[LabelKind, ...] = Field(min_length=1, description="Labels, deren Gültigkeit M3 begründet")
    manager_months: int = Field(ge=0, description="Monate nach einem Wechsel im Clustermanagement")
    funding_months: int = Field(ge=0, description="Monate vor dem Ende der größten Förderung")
    member_loss: float = Field(gt=0, le=1, description="Anteil verlorener Mitglieder in 24 Monaten, 0 bis 1")
    strategy_years: int = Field(ge=0, description="Jahre, nach denen eine Strategie veraltet ist")


class SurveyLimits(LimitTable):
    """F20: confidentiality of groups."""

    group_min: int = Field(ge=1, description="Antworten, unter denen nichts ausgewiesen wird")


class Limits(BaseModel):
    """The whole catalogue: its identity and one table per method."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str = Field(min_length=1, description="Version des Katalogs")
    valid_from: date = Field(description="gültig ab")
    published_on: date = Field(description="veröffentlicht am")
    source: str = Field(min_length=1, description="Herkunft der Werte")
    mark: str = Field(min_length=1, description="Kennzeichen der Herkunft, [D] = eigene Festlegung")
    status: str = Field(min_length=1, description="Stand, etwa Arbeitsfassung")
    peers: PeerLimits
    comparison: ComparisonLimits
    swot: SwotLimits
    stakeholders: StakeholderLimits
    services: ServiceLimits
    financing: FinancingLimits
    membership: MembershipLimits
    voting: VotingLimits
    pestel: PestelLimits
    diamond: DiamondLimits
    value_chain: ValueChainLimits
    location: LocationLimits
    maturity: MaturityLimits
    survey: SurveyLimits


def read_limits(text: str) -> Limits:
    """Read a catalogue from TOML text and give every table the version of the whole.

    Raises:
        InputError: the text is no TOML, or a value is missing or out of range.
    """
    try:
        raw = tomllib.loads(text)
        version = raw.get("version")
        return Limits.model_validate(
            {k: {**v, "catalogue_version": version} if isinstance(v, dict) else v for k, v in raw.items()}
        )
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"Der Schwellenkatalog ist keine lesbare TOML-Datei ({error}).", field="limits") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"Im Schwellenkatalog ist der Wert {place} ungültig ({first['msg']}); bitte berichtigen Sie ihn.",
            field=place,
        ) from error


limits = versioned("limits.toml")(read_limits)
"""The catalogue of limits that holds here and now."""
