"""Random draws of the sample portfolio: quotas, distributions, compositions, income shares.

All tables are the calibration of offerings section 11 [D]. The first pass (`draw_cores`) keeps the
draw order stated there, so it gives the figures of the published trial: mean members 61.5, median
39.5, mean public share 38.5 %, 20 foundings before 2000. Everything else is drawn afterwards from the same
stream, so later additions never change those figures. Shares are fractions of 1 unless a name says percent.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

QUOTA = {"M0": 20, "M1": 28, "M2": 41, "M3": 6, "M4": 5}
MEMBERS = {"M0": (22, 0.45), "M1": (34, 0.55), "M2": (62, 0.75), "M3": (105, 0.55), "M4": (95, 0.50)}
PUBLIC_BETA = {"M0": (1.1, 3.4), "M1": (2.8, 3.0), "M2": (2.6, 4.0), "M3": (2.6, 4.6), "M4": (4.0, 3.6)}
FTE_RANGE = {"M0": (0.1, 0.4), "M1": (0.5, 1.5), "M2": (1.0, 4.5), "M3": (3.0, 8.0), "M4": (4.0, 12.0)}
FOUNDING_CLASSES = ((1991, 1999), (2000, 2004), (2005, 2009), (2010, 2014))
FOUNDING_WEIGHTS = (20, 22, 38, 20)
FIELD_QUOTA = {
    "production_engineering": 12,
    "ict_software": 11,
    "automotive": 9,
    "medical_engineering": 9,
    "energy": 7,
    "environmental_technology": 7,
    "creative_industries": 7,
    "biotechnology": 6,
    "health_industry": 5,
    "logistics": 5,
    "forestry_timber": 4,
    "photonics": 3,
    "plastics": 3,
    "surface_technology": 2,
    "aerospace": 2,
    "microsystems": 2,
    "packaging": 2,
    "textiles": 2,
    "finance": 1,
    "organic_electronics": 1,
}
REGION_QUOTA = {
    "stuttgart": 22,
    "mittlerer_oberrhein": 11,
    "rhein_neckar": 11,
    "suedlicher_oberrhein": 9,
    "schwarzwald_baar_heuberg": 8,
    "neckar_alb": 8,
    "donau_iller": 7,
    "bodensee_oberschwaben": 6,
    "heilbronn_franken": 6,
    "ostwuerttemberg": 5,
    "hochrhein_bodensee": 4,
    "nordschwarzwald": 3,
}
LEGAL_FORM_QUOTA = {
    "ev": 48,
    "abteilung_traeger": 22,
    "gmbh": 10,
    "ggmbh": 4,
    "projekt": 12,
    "gbr": 1,
    "genossenschaft": 1,
    "sonstige": 2,
}
COMPOSITION_ALPHAS = {
    "members_sme": 60,
    "members_large": 11,
    "members_uni": 8,
    "members_rto": 7,
    "members_public": 7,
    "members_other": 7,
}
COMPOSITION_RANGES = {
    "members_sme": (0.45, 0.75),
    "members_large": (0.05, 0.20),
    "members_uni": (0.04, 0.12),
    "members_rto": (0.03, 0.12),
    "members_public": (0.03, 0.12),
}
RESEARCH_SHIFT = {"members_sme": -0.15, "members_uni": 0.08, "members_rto": 0.07}
PUBLIC_SPLIT = {
    "M0": (3.0, 0.5, 1.0, 4.0),
    "M1": (3.0, 1.0, 2.5, 2.0),
    "M2": (3.0, 1.5, 1.5, 1.5),
    "M3": (3.0, 2.0, 1.5, 1.0),
    "M4": (2.0, 6.0, 1.0, 0.5),
}
# Fees, services, sponsoring, carrier. The row for M1 to M4 is what brings the average over all hundred
# to 45/25/10/20 when the twenty volunteer-run ones are carried by their carrier.
PRIVATE_SPLIT_VOLUNTEER = (1.76, 0.48, 0.64, 5.12)
PRIVATE_SPLIT = (6.3, 3.75, 1.3, 0.65)
SHARE_KEYS = (
    "share_public_land",
    "share_public_bund",
    "share_public_eu",
    "share_public_kommunal",
    "share_fees",
    "share_services",
    "share_sponsoring",
    "share_carrier",
)


@dataclass(frozen=True, slots=True)
class CoreDraw:
    """Level, members (count), public share (0-1), paid FTE (one decimal) and founding year of one initiative."""

    level: str
    members: int
    public_share: float
    fte: float
    founded: int


def draw_cores(rng: random.Random) -> list[CoreDraw]:
    """Draw the hundred cores, then move the founding years that ruling 17 does not allow."""
    levels = spread(QUOTA)
    rng.shuffle(levels)
    cores = [draw_core(rng, level) for level in levels]
    return [_with_allowed_year(rng, core) for core in cores]


def draw_core(rng: random.Random, level: str) -> CoreDraw:
    """Draw members, public share, FTE, founding class, year; M1 also the redraw coin and year."""
    median, sigma = MEMBERS[level]
    members = max(12, min(600, round(rng.lognormvariate(math.log(median), sigma))))
    public_share = rng.betavariate(*PUBLIC_BETA[level])
    low, high = FTE_RANGE[level]
    fte = round(rng.triangular(low, high, low + 0.35 * (high - low)), 1)
    founded = rng.randint(*rng.choices(FOUNDING_CLASSES, FOUNDING_WEIGHTS)[0])
    if level in {"M3", "M4"}:
        founded = min(founded, 2009)
    if level == "M1" and rng.random() < 0.5:
        founded = rng.randint(2009, 2014)
    return CoreDraw(level, members, public_share, fte, founded)


def _with_allowed_year(rng: random.Random, core: CoreDraw) -> CoreDraw:
    if core.level == "M2" and core.founded > 2010:
        return replace(core, founded=rng.randint(2005, 2010))
    # The history begins with a profile of 31.12.2013, so nothing can have been founded after that year.
    if core.founded > 2013:
        return replace(core, founded=rng.randint(2009, 2013))
    return core


def spread(quota: Mapping[str, int]) -> list[str]:
    """Return each key as often as its quota says."""
    return [key for key, count in quota.items() for _ in range(count)]


def draw_legal_forms(rng: random.Random, cores: Sequence[CoreDraw]) -> list[str]:
    """Deal the legal forms; companies and cooperatives go to initiatives with paid staff only."""
    forms = spread(LEGAL_FORM_QUOTA)
    rng.shuffle(forms)
    needs_staff = {"gmbh", "ggmbh", "genossenschaft"}
    for index, core in enumerate(cores):
        if core.level != "M0" or forms[index] not in needs_staff:
            continue
        paid = [i for i, other in enumerate(cores) if other.level != "M0" and forms[i] == "ev"]
        partner = rng.choice(paid)
        forms[index], forms[partner] = forms[partner], forms[index]
    return forms


def dirichlet(rng: random.Random, alphas: Sequence[float]) -> list[float]:
    """Return fractions that sum to 1, drawn from the Dirichlet distribution of the given alphas."""
    gammas = [rng.gammavariate(alpha, 1.0) for alpha in alphas]
    total = sum(gammas)
    return [value / total for value in gammas]


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Split `total` into whole parts in proportion to `weights` (largest remainder), summing exactly."""
    scale = total / sum(weights)
    exact = [weight * scale for weight in weights]
    parts = [math.floor(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: exact[i] - parts[i], reverse=True)
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def draw_compositions(rng: random.Random, totals: Sequence[int], research_driven: bool) -> list[dict[str, int]]:
    """Return members by kind for each of the totals, from the same shares.

    Draws again until the shares lie in the ranges of section 11 and companies are at least half of the
    members in every year (plausibility rule of section 4).
    """
    keys = list(COMPOSITION_ALPHAS)
    while True:
        shares = dict(zip(keys, dirichlet(rng, list(COMPOSITION_ALPHAS.values())), strict=True))
        if any(not low <= shares[key] <= high for key, (low, high) in COMPOSITION_RANGES.items()):
            continue
        if research_driven:
            shares = {key: share + RESEARCH_SHIFT.get(key, 0.0) for key, share in shares.items()}
        weights = list(shares.values())
        years = [dict(zip(keys, apportion(total, weights), strict=True)) for total in totals]
        if all(2 * (year["members_sme"] + year["members_large"]) >= sum(year.values()) for year in years):
            return years


def draw_income_shares(rng: random.Random, core: CoreDraw, budget: int) -> dict[str, float]:
    """Return the eight income shares in percent with one decimal, summing to 100.

    Fees below 20 EUR per member and year are no fee scale; the carrier bears them instead.
    """
    public = [core.public_share * part for part in dirichlet(rng, PUBLIC_SPLIT[core.level])]
    private_alphas = PRIVATE_SPLIT_VOLUNTEER if core.level == "M0" else PRIVATE_SPLIT
    private = [(1 - core.public_share) * part for part in dirichlet(rng, private_alphas)]
    if private[0] * budget < 20 * core.members:
        private[3] += private[0]
        private[0] = 0.0
    tenths = apportion(1000, [*public, *private])
    return {key: part / 10 for key, part in zip(SHARE_KEYS, tenths, strict=True)}
