"""Yearly core-intake profiles of the sample portfolio (Beispieldaten), keys of offerings section 4.

`draw_traits` draws once what characterises an initiative; `profile_of` writes one reference date from it.
Nothing here trips a plausibility rule of section 4; all parameters are our own [D].
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from clusterprocess.sampledata.portfolio_draws import CoreDraw, apportion, draw_income_shares

SERVICE_CATEGORIES = {
    "information": 1.0,
    "vernetzung": 0.9,
    "foerderberatung": 0.1,
    "technologietransfer": 0.1,
    "internationalisierung": -0.4,
    "marketing_pr": 0.2,
    "weiterbildung": 0.1,
    "fachkraefte": -0.3,
    "gruendung_ansiedlung": -0.6,
    "interessenvertretung": -0.1,
}
SERVICE_DEPTH = {"M0": 0.4, "M1": 1.0, "M2": 1.6, "M3": 2.1, "M4": 2.4}
COUNTRIES = ("FR", "CH", "AT", "NL", "IT", "ES", "GB", "US", "PL", "CZ", "BE", "DK", "SE", "JP", "CN")
COUNTRY_COUNT = {"M0": (0, 1), "M1": (0, 2), "M2": (1, 5), "M3": (3, 8), "M4": (4, 10)}
COMMITTED = {"M0": (0.60, 0.90), "M1": (0.65, 0.95), "M2": (0.75, 1.0), "M3": (0.85, 1.0), "M4": (0.85, 1.0)}
IN_PROJECTS = {"M0": (0.02, 0.12), "M1": (0.08, 0.25), "M2": (0.15, 0.40), "M3": (0.25, 0.50), "M4": (0.35, 0.65)}
EVENTS = {"M0": (4, 8), "M1": (5, 15), "M2": (8, 30), "M3": (15, 50), "M4": (20, 60)}
GROUPS = {"M0": (0, 1), "M1": (1, 3), "M2": (2, 6), "M3": (3, 8), "M4": (4, 10)}
BOARD_MEETINGS = {"M0": (1, 2), "M1": (2, 4), "M2": (2, 4), "M3": (3, 4), "M4": (3, 6)}
FEE_CLASSES = {
    "KMU": (("members_sme",), 1.0),
    "Großunternehmen": (("members_large",), 3.0),
    "Hochschulen und Forschung": (("members_uni", "members_rto"), 0.5),
    "Öffentliche Hand und Kammern": (("members_public",), 1.0),
    "Sonstige": (("members_other",), 0.8),
}
CONTACT_SATISFACTION_CORRELATION = 0.5


@dataclass(frozen=True, slots=True)
class Award:
    """A label with the day it was given and the last day it counts (None: no expiry)."""

    label: str
    given: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Traits:
    """What characterises one initiative in both years; rates are fractions of all members."""

    volunteer_hours: int
    extra_heads: int
    cost_per_fte: float
    shares: Mapping[str, float]
    committed_rate: float
    near_rate: float
    active_rate: float
    contact_rate: float
    project_rate: float
    satisfaction: float
    runway_months: float
    funding_end: date | None
    strategy_year: int | None
    board_meetings: int
    working_groups: int
    events: int
    participants_per_event: int
    services: tuple[tuple[str, int, float, int], ...]
    awards: tuple[Award, ...]
    programmes: tuple[str, ...]
    countries: tuple[str, ...]
    privacy_shown: date


def draw_traits(rng: random.Random, core: CoreDraw) -> Traits:
    """Draw everything that is not members, composition or identity."""
    contact_rate, satisfaction = _draw_contact_and_satisfaction(rng)
    cost_per_fte = rng.uniform(60_000, 120_000)
    awards = _draw_awards(rng, core.level)
    public = core.public_share >= 0.15
    return Traits(
        volunteer_hours=rng.randint(15, 80) if core.level == "M0" else rng.randint(0, 25),
        extra_heads=0 if core.level == "M0" else rng.randint(0, 2),
        cost_per_fte=cost_per_fte,
        shares=draw_income_shares(rng, core, _budget(core.fte, cost_per_fte)),
        committed_rate=rng.uniform(*COMMITTED[core.level]),
        near_rate=rng.uniform(0.60, 0.95),
        active_rate=rng.uniform(0.40, 0.80),
        contact_rate=contact_rate,
        project_rate=rng.uniform(*IN_PROJECTS[core.level]),
        satisfaction=satisfaction,
        runway_months=rng.uniform(6, 22),
        funding_end=_month_end(rng, 2015, 6, 42) if public else None,
        strategy_year=_draw_strategy_year(rng, core),
        board_meetings=rng.randint(*BOARD_MEETINGS[core.level]),
        working_groups=rng.randint(*GROUPS[core.level]),
        events=rng.randint(*EVENTS[core.level]),
        participants_per_event=rng.randint(12, 40),
        services=_draw_services(rng, core.level),
        awards=awards,
        programmes=_draw_programmes(rng, core.level, awards),
        countries=tuple(sorted(rng.sample(COUNTRIES, rng.randint(*COUNTRY_COUNT[core.level])))),
        privacy_shown=date(2014, 11, 3) + timedelta(days=7 * rng.randint(0, 5) + rng.randint(0, 4)),
    )


def profile_of(
    traits: Traits, year: int, composition: Mapping[str, int], fte: float, joined: int, left: int
) -> dict[str, object]:
    """Return the figures of one reference date (31.12. of `year`), without the identity keys.

    Counts are whole members, `budget` and fees EUR a year, shares percent, dates ISO text.
    """
    total = sum(composition.values())
    budget = _budget(fte, traits.cost_per_fte)
    committed = max(12, min(total, round(traits.committed_rate * total)))
    has_strategy = traits.strategy_year is not None and traits.strategy_year <= year
    return {
        "as_of": date(year, 12, 31).isoformat(),
        "head_count": math.ceil(fte) + traits.extra_heads,
        "fte_paid": fte,
        "volunteer_hours": traits.volunteer_hours,
        **composition,
        "members_committed": committed,
        "members_joined_12m": joined,
        "members_left_12m": left,
        "members_150km": round(traits.near_rate * total),
        "members_active_12m": round(traits.active_rate * total),
        "members_contacted_12m": round(traits.contact_rate * total),
        "members_in_projects_24m": round(traits.project_rate * total),
        "budget": budget,
        **traits.shares,
        "fee_model": _fee_model(composition, committed, budget * traits.shares["share_fees"] / 100),
        "funds_secured_24m": int(round(traits.runway_months * budget / 12, -2)),
        "funding_end": traits.funding_end.isoformat() if traits.funding_end else None,
        "strategy_doc": has_strategy,
        "strategy_year": traits.strategy_year if has_strategy else None,
        "board_meetings": traits.board_meetings,
        "working_groups": traits.working_groups,
        "events_12m": traits.events,
        "event_participants_12m": traits.events * traits.participants_per_event,
        "services": _services(traits, total),
        "labels": _labels(traits, date(year, 12, 31)),
        "countries_active": list(traits.countries),
        "other_programmes": list(traits.programmes),
        "privacy_notice": {"version": "2014-11", "shown_on": traits.privacy_shown.isoformat()},
    }


def _budget(fte: float, cost_per_fte: float) -> int:
    return int(round(fte * cost_per_fte, -2))


def _draw_contact_and_satisfaction(rng: random.Random) -> tuple[float, float]:
    """Contact rate (0-1) and mean satisfaction (1-5), bivariate normal with the stated correlation."""
    contact, other = rng.gauss(0, 1), rng.gauss(0, 1)
    rho = CONTACT_SATISFACTION_CORRELATION
    mixed = rho * contact + math.sqrt(1 - rho**2) * other
    return min(0.98, max(0.10, 0.55 + 0.15 * contact)), round(min(5.0, max(1.0, 3.8 + 0.4 * mixed)), 1)


def _draw_strategy_year(rng: random.Random, core: CoreDraw) -> int | None:
    """M2 and above have a strategy of at most five years; M1 with staff and age must have none (ruling 17)."""
    if core.level in {"M2", "M3", "M4"}:
        return rng.randint(max(core.founded, 2010), 2014)
    # 2011 is four years before 2015 by the calendar, so it counts as old enough here to stay clear of the limit.
    would_be_established = core.level == "M1" and core.fte >= 1.0 and core.founded <= 2011
    if would_be_established or rng.random() >= {"M0": 0.1, "M1": 0.35}[core.level]:
        return None
    return rng.randint(max(core.founded, 2011), 2014)


def _draw_services(rng: random.Random, level: str) -> tuple[tuple[str, int, float, int], ...]:
    """Category, depth 0-3, uses per member and year, price in EUR (0: included in the fee)."""
    drawn = []
    for category, bias in SERVICE_CATEGORIES.items():
        depth = min(3, max(0, round(rng.gauss(SERVICE_DEPTH[level] + bias, 0.6))))
        uses = rng.uniform(0.1, 0.4) * depth
        price = rng.choice((0, 0, 90, 180, 350, 600)) if depth >= 2 and level != "M0" else 0
        drawn.append((category, depth, uses, price))
    return tuple(drawn)


def _draw_awards(rng: random.Random, level: str) -> tuple[Award, ...]:
    awards: list[Award] = []
    if level == "M4":
        awards.append(Award("spitzencluster", date(2012, 1, 31), date(2017, 12, 31)))
    if level == "M3" or (level == "M4" and rng.random() < 0.6):
        awards.extend(_two_year_award(rng, label) for label in rng.choice((("bw",), ("silver",), ("bw", "gold"))))
    if level == "M2" and rng.random() < 0.15:
        awards.append(_two_year_award(rng, "bronze"))
    if rng.random() < {"M0": 0.0, "M1": 0.0, "M2": 0.15, "M3": 0.7, "M4": 0.8}[level]:
        awards.append(Award("go_cluster", date(2012, 7, 1), None))
    return tuple(awards)


def _two_year_award(rng: random.Random, label: str) -> Award:
    until = _month_end(rng, 2015, 3, 20)
    return Award(label, until.replace(year=until.year - 2, day=28), until)


def _draw_programmes(rng: random.Random, level: str, awards: tuple[Award, ...]) -> tuple[str, ...]:
    programmes = [award.label for award in awards if award.label in {"go_cluster", "spitzencluster"}]
    chance = {"M0": 0.05, "M1": 0.15, "M2": 0.30, "M3": 0.45, "M4": 0.60}[level]
    programmes += [name for name in ("zim", "horizont", "interreg", "esf") if rng.random() < chance]
    return tuple(programmes) or ("keine",)


def _month_end(rng: random.Random, year: int, first_month: int, months: int) -> date:
    months_ahead = first_month + rng.randint(0, months - 1)
    return date(year + months_ahead // 12, months_ahead % 12 + 1, 1) - timedelta(days=1)


def _fee_model(composition: Mapping[str, int], committed: int, income: float) -> list[dict[str, object]]:
    """Fee classes with whole EUR a year whose sum over the committed members gives the fee income."""
    if income <= 0:
        return []
    payers = apportion(committed, [sum(composition[key] for key in keys) for keys, _ in FEE_CLASSES.values()])
    weights = [weight for _, weight in FEE_CLASSES.values()]
    base = income / sum(count * weight for count, weight in zip(payers, weights, strict=True))
    return [
        {"class": name, "eur_per_year": round(base * weight), "members": count}
        for name, count, weight in zip(FEE_CLASSES, payers, weights, strict=True)
    ]


def _services(traits: Traits, total: int) -> list[dict[str, object]]:
    return [
        {
            "category": category,
            "depth": depth,
            "uses_per_year": max(1, round(uses * total)) if depth else 0,
            "price_eur": price,
        }
        for category, depth, uses, price in traits.services
    ]


def _labels(traits: Traits, as_of: date) -> list[dict[str, object]]:
    return [
        {"label": award.label, "valid_until": award.valid_until.isoformat() if award.valid_until else None}
        for award in traits.awards
        if award.given <= as_of
    ]
