"""KOM2 channels: what one contact costs within a kind of channel, and which target group no channel reaches.

Formulas (offerings section 7b, ruling 13)::

    contacts of a year = frequency * reach of one occasion
    full cost          = cost + hours * value of an hour          euro a year, an hour is worth 45 euro [D]
    cost per contact   = full cost / contacts                     euro; none without contacts
    hole               = target group whose coverage is 0 in every channel

A contact means something else in each kind of channel, so costs per contact stand side by side only within a kind and
are never put into one order. Coverage: 0 no, 1 also meant, 2 made for this group.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.communication import Scoring, communication
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

Coverage = Literal[0, 1, 2]


class Channel(Frozen):
    """One channel in a year."""

    key: str = Field(min_length=1, description="Kürzel des Kanals, eindeutig")
    name: str = Field(min_length=1, description="Bezeichnung")
    kind: str = Field(min_length=1, description="Art des Kanals")
    frequency: int = Field(ge=0, le=10_000, description="Ausgaben oder Anlässe im Jahr")
    reach: int = Field(ge=0, le=10_000_000, description="Kontakte je Ausgabe oder Anlass")
    cost_eur: float = Field(ge=0, description="Kosten im Jahr in Euro, ohne Arbeitszeit")
    hours: float = Field(ge=0, description="Arbeitsstunden im Jahr")
    rating: int | None = Field(default=None, ge=1, le=5, description="Bewertung 1 bis 5")
    serves: dict[str, Coverage] = Field(default_factory=dict, description="Zielgruppe → 0, 1 oder 2; fehlt = 0")


class ChannelInput(Frozen):
    """Channels and the target groups they should reach."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "audiences": ["mitglieder", "medien"],
                    "channels": [
                        {
                            "key": "C1",
                            "name": "Rundmail",
                            "kind": "post_mail",
                            "frequency": 4,
                            "reach": 200,
                            "cost_eur": 0,
                            "hours": 20,
                            "rating": 4,
                            "serves": {"mitglieder": 2},
                        }
                    ],
                }
            ]
        }
    )

    audiences: tuple[str, ...] = Field(min_length=1, description="Zielgruppen in der Reihenfolge ihrer Priorität")
    channels: tuple[Channel, ...] = Field(min_length=1, description="Kanäle")
    scoring: Scoring | None = Field(default=None, description="Rechenwerte; leer = ausgelieferter Katalog")


class ChannelCost(Frozen):
    """What one channel takes and brings."""

    key: str = Field(description="Kürzel des Kanals")
    name: str = Field(description="Bezeichnung")
    kind: str = Field(description="Art des Kanals")
    contacts: int = Field(ge=0, description="Kontakte im Jahr")
    cost_eur: float = Field(ge=0, description="Kosten im Jahr in Euro, ohne Arbeitszeit")
    hours: float = Field(ge=0, description="Arbeitsstunden im Jahr")
    full_cost_eur: float = Field(ge=0, description="Kosten mit Arbeitszeit in Euro")
    per_contact_eur: float | None = Field(ge=0, description="Kosten je Kontakt in Euro; leer ohne Kontakte")
    rating: int | None = Field(description="Bewertung 1 bis 5")


class KindOfChannel(Frozen):
    """All channels of one kind, the cheapest contact first; kinds are not compared with each other."""

    kind: str = Field(description="Art des Kanals")
    channels: tuple[ChannelCost, ...] = Field(description="Kanäle dieser Art")


class AudienceCoverage(Frozen):
    """How one target group is reached."""

    audience: str = Field(description="Zielgruppe")
    by_channel: dict[str, int] = Field(description="Kanal → 0, 1 oder 2")
    main: int = Field(ge=0, description="Zahl der Kanäle, die für diese Gruppe gemacht sind")
    also: int = Field(ge=0, description="Zahl der Kanäle, die sie mit meinen")
    is_hole: bool = Field(description="kein Kanal erreicht diese Gruppe")


class ChannelResult(Frozen):
    """Costs by kind, coverage matrix, holes."""

    kinds: tuple[KindOfChannel, ...] = Field(description="Arten in der Reihenfolge der Angaben")
    coverage: tuple[AudienceCoverage, ...] = Field(description="Abdeckung je Zielgruppe")
    holes: tuple[str, ...] = Field(description="Zielgruppen ohne Kanal")
    without_main: tuple[str, ...] = Field(description="Zielgruppen, für die kein Kanal gemacht ist")
    idle: tuple[str, ...] = Field(description="Kanäle, die keine der Zielgruppen erreichen")
    hours: float = Field(ge=0, description="Arbeitsstunden aller Kanäle im Jahr")
    cost_eur: float = Field(ge=0, description="Kosten aller Kanäle im Jahr ohne Arbeitszeit")
    full_cost_eur: float = Field(ge=0, description="Kosten aller Kanäle im Jahr mit Arbeitszeit")
    hour_eur: float = Field(ge=0, description="angesetzter Wert einer Stunde in Euro")
    catalogue_version: str = Field(description="Fassung des Kommunikationskatalogs")


def channel_costs(data: ChannelInput) -> ChannelResult:
    """Return costs per contact by kind of channel, and the coverage (offerings section 7b, KOM2, ruling 13).

    Raises:
        InputError: a channel or target group occurs twice, or a channel serves an unlisted group.
    """
    scoring = data.scoring or communication().scoring
    _check(data)
    costs = [_cost(channel, scoring.hour_eur) for channel in data.channels]
    coverage = tuple(_coverage(audience, data.channels) for audience in data.audiences)
    return ChannelResult(
        kinds=_by_kind(costs),
        coverage=coverage,
        holes=tuple(row.audience for row in coverage if row.is_hole),
        without_main=tuple(row.audience for row in coverage if row.main == 0),
        idle=tuple(c.key for c in data.channels if not any(c.serves.values())),
        hours=sum(c.hours for c in costs),
        cost_eur=sum(c.cost_eur for c in costs),
        full_cost_eur=sum(c.full_cost_eur for c in costs),
        hour_eur=scoring.hour_eur,
        catalogue_version=scoring.catalogue_version,
    )


def _check(data: ChannelInput) -> None:
    keys = [channel.key for channel in data.channels]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(
            f"channels: Der Kanal {twice} kommt zweimal vor; bitte führen Sie die Zeilen zusammen.", field="channels"
        )
    if len(set(data.audiences)) < len(data.audiences):
        raise InputError(
            "audiences: Eine Zielgruppe kommt zweimal vor; bitte nennen Sie jede einmal.", field="audiences"
        )
    for channel in data.channels:
        if unknown := sorted(set(channel.serves) - set(data.audiences)):
            raise InputError(
                f"channels: Der Kanal {channel.key} nennt Zielgruppen, die nicht aufgeführt sind: {', '.join(unknown)}; "
                "bitte nehmen Sie sie unter die Zielgruppen auf oder streichen Sie sie beim Kanal.",
                field="channels",
            )


def _cost(channel: Channel, hour_eur: float) -> ChannelCost:
    contacts, full = channel.frequency * channel.reach, channel.cost_eur + channel.hours * hour_eur
    return ChannelCost(
        key=channel.key,
        name=channel.name,
        kind=channel.kind,
        contacts=contacts,
        cost_eur=channel.cost_eur,
        hours=channel.hours,
        full_cost_eur=full,
        per_contact_eur=full / contacts if contacts else None,
        rating=channel.rating,
    )


def _by_kind(costs: list[ChannelCost]) -> tuple[KindOfChannel, ...]:
    def cheapest_first(cost: ChannelCost) -> tuple[bool, float, str]:
        return (cost.per_contact_eur is None, cost.per_contact_eur or 0.0, cost.key)

    return tuple(
        KindOfChannel(kind=kind, channels=tuple(sorted((c for c in costs if c.kind == kind), key=cheapest_first)))
        for kind in dict.fromkeys(c.kind for c in costs)
    )


def _coverage(audience: str, channels: tuple[Channel, ...]) -> AudienceCoverage:
    by_channel = {channel.key: int(channel.serves.get(audience, 0)) for channel in channels}
    values = list(by_channel.values())
    return AudienceCoverage(
        audience=audience,
        by_channel=by_channel,
        main=values.count(2),
        also=values.count(1),
        is_hole=not any(values),
    )
