"""F11 membership: composition, churn and growth.

Formulas (Method library, F11)::

    company share = (SMEs + large companies) / all
    J = -sum(p * ln p) / ln 6                                 evenness over the six kinds, 0 to 1
    start = all - joined + left
    churn = left / start        net growth = (all - start) / start

Unit: shares (0.07 = 7 %); net growth may be negative. Evenness stays out of reports (ruling 7). That half of the
members should be companies is an admission criterion of the state's cluster database [V].
"""

from __future__ import annotations

import math
from typing import Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import MembershipLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.actor_kinds import ACTOR_KINDS, ActorKind
from clusterprocess.methods.frozen import Frozen


class MembershipInput(Frozen):
    """Members per kind today, joiners and leavers of the last twelve months."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kmu": 36,
                    "gross": 8,
                    "hochschule": 5,
                    "forschung": 4,
                    "oeffentlich": 5,
                    "sonstige": 3,
                    "joined": 7,
                    "left": 4,
                }
            ]
        }
    )

    kmu: int = Field(ge=0, description="Mitglieder: kleine und mittlere Unternehmen")
    gross: int = Field(ge=0, description="Mitglieder: Großunternehmen")
    hochschule: int = Field(ge=0, description="Mitglieder: Hochschulen")
    forschung: int = Field(ge=0, description="Mitglieder: Forschungseinrichtungen")
    oeffentlich: int = Field(ge=0, description="Mitglieder: öffentliche Hand und Kammern")
    sonstige: int = Field(ge=0, description="Mitglieder: Sonstige")
    joined: int | None = Field(default=None, ge=0, description="Zugänge in zwölf Monaten")
    left: int | None = Field(default=None, ge=0, description="Abgänge in zwölf Monaten")
    limits: MembershipLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class MembershipResult(Frozen):
    """Totals and shares; the rates are empty when joiners or leavers are unknown."""

    total: int = Field(ge=1, description="Mitglieder am Ende")
    shares: dict[ActorKind, float] = Field(description="Anteil je Akteursart 0 bis 1")
    company_share: float = Field(ge=0, le=1, description="Anteil der Unternehmen 0 bis 1")
    companies_suffice: bool = Field(description="Mindestanteil der Unternehmen erreicht")
    members_start: int | None = Field(description="Mitglieder zwölf Monate vorher")
    churn: float | None = Field(ge=0, le=1, description="Austrittsquote 0 bis 1")
    net_growth: float | None = Field(ge=-1, description="Nettowachstum als Anteil des Anfangsbestands")
    evenness: float = Field(ge=0, le=1, description="Gleichverteilung der Akteursarten 0 bis 1, nicht in Berichten")
    evenness_note: Literal["nicht in Berichten"] = Field(description="Verwendung der Gleichverteilung")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def membership(data: MembershipInput) -> MembershipResult:
    """Return composition, churn and growth of the members (Method library, F11, ruling 7).

    Raises:
        InputError: there is no member at all, or more members joined or left than the figures allow.
    """
    bounds = data.limits or limits().membership
    counts: dict[ActorKind, int] = {kind: getattr(data, kind) for kind in ACTOR_KINDS}
    total = sum(counts.values())
    if total == 0:
        raise InputError("kmu bis sonstige: Bitte geben Sie mindestens ein Mitglied an.", field="kmu")
    start = _start(total, data)
    company_share = (data.kmu + data.gross) / total
    return MembershipResult(
        total=total,
        shares={kind: count / total for kind, count in counts.items()},
        company_share=company_share,
        companies_suffice=company_share >= bounds.company_share_min,
        members_start=start,
        churn=data.left / start if start and data.left is not None else None,
        net_growth=(total - start) / start if start else None,
        evenness=_evenness(list(counts.values())),
        evenness_note="nicht in Berichten",
        catalogue_version=bounds.catalogue_version,
    )


def _start(total: int, data: MembershipInput) -> int | None:
    if data.joined is None or data.left is None:
        return None
    if data.joined > total:
        raise InputError(
            f"joined: {data.joined} Zugänge bei {total} Mitgliedern sind nicht möglich; bitte zählen Sie im selben "
            "Jahr wieder Ausgetretene weder als Zugang noch als Abgang.",
            field="joined",
        )
    return total - data.joined + data.left


def _evenness(counts: list[int]) -> float:
    total = sum(counts)
    entropy = -sum(count / total * math.log(count / total) for count in counts if count)
    return min(1.0, max(0.0, entropy / math.log(len(counts))))
