"""The synthetic portfolio: one hundred invented initiatives with two yearly profiles each (Beispieldaten).

Pure generator, no I/O: the same seed gives the same result. Calibration and draw order are those of offerings
section 11 [D]; ruling 17 fixes the maturity quota to the level that section 2 computes on 12.01.2015.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from clusterprocess.catalogues.wordlists import fields
from clusterprocess.sampledata.portfolio_draws import (
    FIELD_QUOTA,
    FTE_RANGE,
    REGION_QUOTA,
    CoreDraw,
    draw_compositions,
    draw_core,
    draw_cores,
    draw_legal_forms,
    spread,
)
from clusterprocess.sampledata.portfolio_names import SEATS, invent_carrier, invent_name
from clusterprocess.sampledata.portfolio_profiles import Traits, draw_traits, profile_of

ORIGIN_LABEL = "Beispieldaten"
DEFAULT_SEED = 20141101
YEARS = (2013, 2014)
MANAGER_CHANGES = 3
_DEPARTURES = (
    ("M0", "textiles", "neckar_alb", "ev", date(2014, 6, 30)),
    ("M1", "plastics", "nordschwarzwald", "projekt", date(2014, 12, 31)),
)


@dataclass(frozen=True, slots=True)
class SampleInitiative:
    """One invented initiative.

    Attributes:
        field, region, legal_form: slugs of the catalogues; seat: a real town of the region.
        paid_level: maturity M0-M4 from the quota, equal to the level computed on 12.01.2015.
        driver: "industry" or "research" (the latter have more universities and institutes).
        member_satisfaction: mean of the members' answers, 1-5; no key of the core intake.
        profiles: core-intake profiles, oldest first; keys of offerings section 4 plus "as_of" (ISO date).
        left_on: the day it ended, None for all hundred of `portfolio`.
        origin: always "Beispieldaten"; never mix with real initiatives in one statistic (ruling 16).
    """

    name: str
    kind: str
    field: str
    region: str
    seat: str
    legal_form: str
    paid_level: str
    driver: str
    member_satisfaction: float
    profiles: tuple[dict[str, object], ...]
    left_on: date | None = None
    origin: str = ORIGIN_LABEL


@dataclass(frozen=True, slots=True)
class _Identity:
    name: str
    kind: str
    field: str
    region: str
    seat: str
    legal_form: str
    driver: str
    founding_reason: str
    carrier: str | None


def portfolio(seed: int = DEFAULT_SEED) -> tuple[SampleInitiative, ...]:
    """Return exactly one hundred initiatives with the profiles of 31.12.2013 and 31.12.2014.

    Three of them changed their manager during 2014. The two that ended during 2014 are in `departed`.
    """
    return _draw_all(seed)[0]


def departed(seed: int = DEFAULT_SEED) -> tuple[SampleInitiative, ...]:
    """Return the two initiatives that ended in 2014: one profile of 31.12.2013 each and `left_on`."""
    return _draw_all(seed)[1]


def _draw_all(seed: int) -> tuple[tuple[SampleInitiative, ...], tuple[SampleInitiative, ...]]:
    rng = random.Random(seed)
    taken: set[str] = set()
    cores = draw_cores(rng)
    identities = _draw_identities(rng, cores, taken)
    candidates = [i for i, core in enumerate(cores) if core.level in {"M1", "M2"} and core.founded <= 2012]
    changed = set(rng.sample(candidates, MANAGER_CHANGES))
    pairs = enumerate(zip(cores, identities, strict=True))
    stayed = tuple(_initiative(rng, core, who, i in changed) for i, (core, who) in pairs)
    return stayed, tuple(_departed_one(rng, *case, taken) for case in _DEPARTURES)


def _departed_one(
    rng: random.Random, level: str, field: str, region: str, legal_form: str, left_on: date, taken: set[str]
) -> SampleInitiative:
    drawn = draw_core(rng, level)
    core = replace(drawn, founded=min(drawn.founded, 2009))
    who = _draw_identity(rng, core, field, region, legal_form, taken)
    full = _initiative(rng, core, who, manager_changed=False)
    return replace(full, profiles=full.profiles[:1], left_on=left_on)


def _draw_identities(rng: random.Random, cores: Sequence[CoreDraw], taken: set[str]) -> list[_Identity]:
    branch, places = spread(FIELD_QUOTA), spread(REGION_QUOTA)
    rng.shuffle(branch)
    rng.shuffle(places)
    forms = draw_legal_forms(rng, cores)
    cases = zip(cores, branch, places, forms, strict=True)
    return [_draw_identity(rng, core, field, region, form, taken) for core, field, region, form in cases]


def _draw_identity(
    rng: random.Random, core: CoreDraw, field: str, region: str, legal_form: str, taken: set[str]
) -> _Identity:
    seat = rng.choice(SEATS[region])
    statewide = rng.random() < (0.05 if core.level in {"M0", "M1"} else 0.20)
    driver = "research" if rng.random() < 0.15 else "industry"
    reasons = ("bottom_up", "top_down", "wettbewerb", "ausgruendung")
    return _Identity(
        name=invent_name(rng, field, region, seat, legal_form, taken),
        kind="landesweites_netzwerk" if statewide else "regionale_initiative",
        field=field,
        region=region,
        seat=seat,
        legal_form=legal_form,
        driver=driver,
        founding_reason=rng.choices(reasons, (50, 25, 18, 7))[0],
        carrier=invent_carrier(rng, seat, legal_form),
    )


def _initiative(rng: random.Random, core: CoreDraw, who: _Identity, manager_changed: bool) -> SampleInitiative:
    traits = draw_traits(rng, core)
    managers = _draw_manager_dates(rng, core, manager_changed)
    figures = _draw_years(rng, core, who, traits)
    profiles = tuple(
        {**_identity_keys(core, who), "mgr_since": since.isoformat(), **year}
        for since, year in zip(managers, figures, strict=True)
    )
    return SampleInitiative(
        name=who.name,
        kind=who.kind,
        field=who.field,
        region=who.region,
        seat=who.seat,
        legal_form=who.legal_form,
        paid_level=core.level,
        driver=who.driver,
        member_satisfaction=traits.satisfaction,
        profiles=profiles,
    )


def _identity_keys(core: CoreDraw, who: _Identity) -> dict[str, object]:
    return {
        "name": who.name,
        "kind": who.kind,
        "field": who.field,
        "growth_fields": [fields().by_slug(who.field).growth_field],
        "region": who.region,
        "founded": core.founded,
        "founding_reason": who.founding_reason,
        "legal_form": who.legal_form,
        "carrier": who.carrier,
    }


def _draw_manager_dates(rng: random.Random, core: CoreDraw, changed: bool) -> tuple[date, date]:
    """Manager since, as seen at the end of 2013 and of 2014; a change falls in the twelve months before 12.01.2015."""
    before = date(rng.randint(max(core.founded, 2004), 2013), rng.randint(1, 12), 1)
    after = date(2014, 2, 1) + timedelta(days=rng.randint(0, 300))
    return before, after if changed else before


def _draw_years(rng: random.Random, core: CoreDraw, who: _Identity, traits: Traits) -> list[dict[str, object]]:
    """The profiles of 2013 and 2014: members differ by at most 8 %, joiners and leavers explain the difference."""
    now = core.members
    before = max(12, now + int(now * rng.uniform(-0.08, 0.08)))
    compositions = draw_compositions(rng, (before, now), who.driver == "research")
    left = max(round(before * rng.uniform(0.01, 0.07)), before - now)
    joined = now - before + left
    # Founded within 2013: everybody joined in that year and nobody can have left an earlier stock.
    young = core.founded == YEARS[0]
    earlier_left = 0 if young else round(before * rng.uniform(0.01, 0.06))
    earlier_joined = before if young else round(before * rng.uniform(0.02, 0.12))
    earlier_fte = max(FTE_RANGE[core.level][0], round(core.fte * rng.uniform(0.88, 1.0), 1))
    return [
        profile_of(traits, YEARS[0], compositions[0], earlier_fte, earlier_joined, earlier_left),
        profile_of(traits, YEARS[1], compositions[1], core.fte, joined, left),
    ]
