"""F8 match of needs and offers: how well an offer answers a need, component by component, with the reasons in words.

Formulas (Method library, F8, ruling 7 [D])::

    score    = 0.45 T + 0.20 R + 0.10 F + 0.10 D + 0.10 Z + 0.05 P        0 to 1
    T topic    = |common keywords| / |all keywords of both|               Jaccard, 0 to 1
    R maturity = 1 - min(|TRL offer - TRL need|, 4) / 4                   0 to 1
    F form     = 1 if both name a form of cooperation in common, else 0
    D distance = 1 up to 100 km, then linear to 0 at 400 km
    Z timing   = 1 if available when needed, then linear to 0 at 12 months too late
    P rights   = how clear the rights are, by their state, 0 to 1

No common keyword means no match, whatever the rest says (ruling 7). From 0.60 "passt", from 0.40 "prüfen". A pair
whose parties exclude each other, or are the same organisation, is "ausgeschlossen" and carries no score. Where a place
is unknown the distance is left out and the other weights are divided by their sum (0.90); the reason says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.transfer import IpState, MatchingLimits, transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.distance import Place, distance_km
from clusterprocess.methods.frozen import Frozen

Form = Literal[
    "verbundprojekt",
    "auftragsforschung",
    "lizenz",
    "personal",
    "ausgruendung",
    "pruefung_machbarkeit",
    "weiterbildung",
]
Verdict = Literal["passt", "prüfen", "passt nicht", "ausgeschlossen"]

FORM_NAMES: dict[str, str] = {
    "verbundprojekt": "Verbundprojekt",
    "auftragsforschung": "Auftragsforschung",
    "lizenz": "Lizenz",
    "personal": "Personal",
    "ausgruendung": "Ausgründung",
    "pruefung_machbarkeit": "Prüfung oder Machbarkeit",
    "weiterbildung": "Weiterbildung",
}
IP_NAMES: dict[str, str] = {
    "kein": "kein Schutzrecht",
    "angemeldet": "Schutzrecht angemeldet",
    "erteilt": "Schutzrecht erteilt",
    "knowhow": "geheimes Know-how",
    "copyright": "Urheberrecht",
}

_TOLERANCE = 1e-9
Trl = Annotated[int, Field(ge=1, le=9)]


class _Side(Frozen):
    id: str = Field(min_length=1, description="Kennung des Bogens, eindeutig")
    party: str = Field(min_length=1, description="Kennung oder Name der Organisation")
    topics: tuple[str, ...] = Field(min_length=1, max_length=8, description="1 bis 8 Stichworte")
    forms: tuple[Form, ...] = Field(min_length=1, description="Formen der Zusammenarbeit")
    trl: Trl = Field(description="Technologie-Reifegrad 1 bis 9")
    place: Place | None = Field(default=None, description="Ort; leer = unbekannt")
    vetoes: tuple[str, ...] = Field(default=(), description="Organisationen, mit denen nicht gesprochen wird")


class Need(_Side):
    """What an organisation looks for."""

    months: int = Field(ge=1, le=60, description="gebraucht in so vielen Monaten")


class Offer(_Side):
    """What an organisation can give."""

    months: int = Field(ge=0, le=60, description="verfügbar in so vielen Monaten")
    ip: IpState = Field(description="Stand der Schutzrechte")


class MatchingInput(Frozen):
    """Needs and offers."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "needs": [
                        {
                            "id": "B1",
                            "party": "Betrieb 1",
                            "topics": ["galvanik", "chromersatz", "korrosionsschutz", "badpflege"],
                            "forms": ["auftragsforschung"],
                            "trl": 5,
                            "months": 6,
                            "place": {"lat": 48.5, "lon": 9.2},
                        }
                    ],
                    "offers": [
                        {
                            "id": "A1",
                            "party": "Institut 1",
                            "topics": ["galvanik", "chromersatz", "korrosionsschutz", "schichtdicke"],
                            "forms": ["auftragsforschung", "verbundprojekt"],
                            "trl": 6,
                            "months": 12,
                            "ip": "kein",
                            "place": {"lat": 48.7, "lon": 9.1},
                        }
                    ],
                }
            ]
        }
    )

    needs: tuple[Need, ...] = Field(min_length=1, description="Bedarfe")
    offers: tuple[Offer, ...] = Field(min_length=1, description="Angebote")
    limits: MatchingLimits | None = Field(default=None, description="Gewichte; leer = ausgelieferter Katalog")


class Components(Frozen):
    """The six components of a score, each 0 to 1."""

    topic: float = Field(ge=0, le=1, description="Stichworte")
    trl: float = Field(ge=0, le=1, description="Reifegrad")
    form: float = Field(ge=0, le=1, description="Kooperationsform")
    distance: float | None = Field(ge=0, le=1, description="Entfernung; leer = unbekannt")
    timing: float = Field(ge=0, le=1, description="Verfügbarkeit")
    ip: float = Field(ge=0, le=1, description="Schutzrechte")


class Match(Frozen):
    """One pair with score, verdict and reasons."""

    need: str = Field(description="Bedarf")
    offer: str = Field(description="Angebot")
    score: float | None = Field(ge=0, le=1, description="Passung 0 bis 1; leer bei Ausschluss")
    verdict: Verdict = Field(description="passt, prüfen, passt nicht oder ausgeschlossen")
    common: tuple[str, ...] = Field(description="gemeinsame Stichworte")
    distance_km: int | None = Field(ge=0, description="Entfernung in km, gerundet; leer = unbekannt")
    components: Components | None = Field(description="Komponenten; leer bei Ausschluss")
    reasons: tuple[str, ...] = Field(description="Gründe in Worten, je Komponente einer")


class MatchingResult(Frozen):
    """All pairs, the best first; counts of verdicts; needs and offers without a counterpart."""

    pairs: tuple[Match, ...] = Field(description="alle Paare, bestes zuerst, ausgeschlossene zuletzt")
    matches: int = Field(ge=0, description="Paare, die passen")
    checks: int = Field(ge=0, description="Paare, die zu prüfen sind")
    excluded: int = Field(ge=0, description="ausgeschlossene Paare")
    needs_unmet: tuple[str, ...] = Field(description="Bedarfe, zu denen kein Angebot passt oder zu prüfen ist")
    offers_unused: tuple[str, ...] = Field(description="Angebote, zu denen kein Bedarf passt oder zu prüfen ist")
    catalogue_version: str = Field(description="Version des Katalogs")


@dataclass(frozen=True, slots=True)
class _Shown:
    value: float | None
    weight: float
    reason: str


def match_needs_and_offers(data: MatchingInput) -> MatchingResult:
    """Return score, verdict and reasons of every pair (Method library, F8).

    Raises:
        InputError: an id occurs twice.
    """
    bounds = data.limits or transfer().matching
    _unique([n.id for n in data.needs], "needs")
    _unique([o.id for o in data.offers], "offers")
    names = {slug: word.de for slug, word in transfer().keywords().items()}
    pairs = sorted(
        (_pair(need, offer, bounds, names) for need in data.needs for offer in data.offers),
        key=lambda m: (m.score is None, -(m.score or 0.0), m.need, m.offer),
    )
    good = [m for m in pairs if m.verdict in ("passt", "prüfen")]
    return MatchingResult(
        pairs=tuple(pairs),
        matches=sum(m.verdict == "passt" for m in pairs),
        checks=sum(m.verdict == "prüfen" for m in pairs),
        excluded=sum(m.verdict == "ausgeschlossen" for m in pairs),
        needs_unmet=tuple(sorted({n.id for n in data.needs} - {m.need for m in good})),
        offers_unused=tuple(sorted({o.id for o in data.offers} - {m.offer for m in good})),
        catalogue_version=bounds.catalogue_version,
    )


def _unique(ids: list[str], field: str) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise InputError(
                f"{field}: Die Kennung {one} kommt zweimal vor; bitte vergeben Sie jede einmal.", field=field
            )


def _pair(need: Need, offer: Offer, bounds: MatchingLimits, names: Mapping[str, str]) -> Match:
    common = tuple(t for t in sorted(set(need.topics)) if t in offer.topics)
    km = None if need.place is None or offer.place is None else distance_km(need.place, offer.place)
    if excluded := _exclusion(need, offer):
        return _match(need, offer, None, "ausgeschlossen", common, km, None, (excluded,))
    shown = dict(_components(need, offer, bounds, km, common, names))
    counted = [s for s in shown.values() if s.value is not None]
    weights = fsum(s.weight for s in counted)
    score = fsum(s.weight * s.value for s in counted if s.value is not None) / weights if common else 0.0
    components = Components(**{key: s.value for key, s in shown.items()})
    reasons = tuple(s.reason for s in shown.values())
    return _match(need, offer, min(1.0, score), _verdict(score, bool(common), bounds), common, km, components, reasons)


def _match(
    need: Need,
    offer: Offer,
    score: float | None,
    verdict: Verdict,
    common: tuple[str, ...],
    km: float | None,
    components: Components | None,
    reasons: tuple[str, ...],
) -> Match:
    return Match(
        need=need.id,
        offer=offer.id,
        score=score,
        verdict=verdict,
        common=common,
        distance_km=None if km is None else round(km),
        components=components,
        reasons=reasons,
    )


def _exclusion(need: Need, offer: Offer) -> str:
    if need.party == offer.party:
        return "dieselbe Organisation"
    if offer.party in need.vetoes or need.party in offer.vetoes:
        return "von einer Seite ausgeschlossen"
    return ""


def _verdict(score: float, has_topic: bool, bounds: MatchingLimits) -> Verdict:
    if not has_topic or score < bounds.check_from - _TOLERANCE:
        return "passt nicht"
    return "passt" if score >= bounds.match_from - _TOLERANCE else "prüfen"


def _components(
    need: Need,
    offer: Offer,
    bounds: MatchingLimits,
    km: float | None,
    common: tuple[str, ...],
    names: Mapping[str, str],
) -> Iterator[tuple[str, _Shown]]:
    every = set(need.topics) | set(offer.topics)
    words = ", ".join(names.get(t, t) for t in common)
    said = f"{len(common)} von {len(every)} Stichworten gemeinsam: {words}" if common else "kein gemeinsames Stichwort"
    yield "topic", _Shown(len(common) / len(every), bounds.weight_topic, said)
    gap = abs(offer.trl - need.trl)
    step = "eine Stufe" if gap == 1 else f"{gap} Stufen"
    said = (
        f"Reifegrad {offer.trl} wie gesucht" if gap == 0 else f"Reifegrad {offer.trl} statt {need.trl}, {step} Abstand"
    )
    yield "trl", _Shown(1 - min(gap, bounds.trl_span) / bounds.trl_span, bounds.weight_trl, said)
    shared = [FORM_NAMES[f] for f in FORM_NAMES if f in need.forms and f in offer.forms]
    said = f"beide suchen: {', '.join(shared)}" if shared else "keine gemeinsame Form der Zusammenarbeit"
    yield "form", _Shown(1.0 if shared else 0.0, bounds.weight_form, said)
    yield "distance", _distance(km, bounds)
    yield "timing", _timing(need, offer, bounds)
    yield "ip", _Shown(bounds.ip[offer.ip], bounds.weight_ip, IP_NAMES[offer.ip])


def _distance(km: float | None, bounds: MatchingLimits) -> _Shown:
    if km is None:
        return _Shown(None, bounds.weight_distance, "Entfernung unbekannt, nicht gewertet")
    value = min(1.0, max(0.0, (bounds.far_km - km) / (bounds.far_km - bounds.near_km)))
    return _Shown(value, bounds.weight_distance, f"{km:.0f} km entfernt")


def _timing(need: Need, offer: Offer, bounds: MatchingLimits) -> _Shown:
    late = max(0, offer.months - need.months)
    value = max(0.0, 1 - late / bounds.late_months)
    months = "einen Monat" if late == 1 else f"{late} Monate"
    said = "rechtzeitig verfügbar" if late == 0 else f"{months} später verfügbar als gebraucht"
    return _Shown(value, bounds.weight_timing, said)
