"""F12 dot voting: totals, ranks, agreement, concentration and dissent, kept apart by group of actors.

Formulas (Method library, F12, ruling 7 [D])::

    dots of one organisation = ceil(options / 3), at most 2 on one option
    share = dots of the option / all dots
    agreement = voting organisations with at least one dot in the chosen set / voting organisations
    concentration = 1 - entropy / ln k          k options; 0 = evenly spread, 1 = all dots on one option
    dissent: |rank companies - rank science| >= 3, only where both groups have n >= 5

Units: shares 0 to 1, ranks from 1, ties share a rank and the next rank follows without a gap. Groups below five
organisations are merged into "Sonstige"; if that stays below five it appears in the total only.
"""

from __future__ import annotations

import math

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.limits import VotingLimits, limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.actor_kinds import (
    ACTOR_GROUPS,
    COMPANIES,
    GROUP_OF,
    OTHERS,
    SCIENCE,
    ActorGroup,
    ActorKind,
)
from clusterprocess.methods.frozen import Frozen


class Ballot(Frozen):
    """The dots of one organisation."""

    organisation: str = Field(min_length=1, description="Kennung der Organisation, eindeutig")
    kind: ActorKind = Field(description="Akteursart")
    dots: dict[str, int] = Field(description="Punkte je Option, ab 0; nicht genannte Optionen haben 0")


class VotingInput(Frozen):
    """The options, the ballots and the set that was chosen."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "options": ["Fachkräfte", "Verbundprojekte", "Sichtbarkeit"],
                    "ballots": [
                        {"organisation": "org-1", "kind": "kmu", "dots": {"Fachkräfte": 1}},
                        {"organisation": "org-2", "kind": "hochschule", "dots": {"Verbundprojekte": 1}},
                    ],
                    "chosen": ["Fachkräfte"],
                }
            ]
        }
    )

    options: tuple[str, ...] = Field(min_length=2, description="Optionen, jede einmal")
    ballots: tuple[Ballot, ...] = Field(min_length=1, description="Stimmzettel, einer je Organisation")
    chosen: tuple[str, ...] = Field(default=(), description="gewählte Optionen; leer = noch keine Wahl")
    limits: VotingLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class OptionVotes(Frozen):
    """Dots, share and rank of one option."""

    option: str = Field(description="Option")
    dots: int = Field(ge=0, description="Punkte")
    share: float = Field(ge=0, le=1, description="Anteil der Punkte 0 bis 1")
    rank: int = Field(ge=1, description="Rang; gleiche Punkte teilen sich den Rang")


class GroupVotes(Frozen):
    """The votes of one group of actors; without options where the group is too small to be shown."""

    group: ActorGroup = Field(description="Gruppe")
    organisations: int = Field(ge=1, description="stimmende Organisationen")
    merged: tuple[ActorGroup, ...] = Field(description="hier zusammengefasste kleine Gruppen")
    reportable: bool = Field(description="groß genug, um ausgewiesen zu werden")
    total_dots: int | None = Field(description="Punkte der Gruppe")
    agreement: float | None = Field(description="Zustimmung zur Wahl 0 bis 1")
    options: tuple[OptionVotes, ...] = Field(description="Optionen in der vorgelegten Reihenfolge")


class Dissent(Frozen):
    """One option on which companies and science differ."""

    option: str = Field(description="Option")
    rank_companies: int = Field(description="Rang der Unternehmen")
    rank_science: int = Field(description="Rang der Wissenschaft")
    difference: int = Field(description="Rang der Wissenschaft minus Rang der Unternehmen")


class VotingResult(Frozen):
    """The whole vote."""

    dots_each: int = Field(ge=1, description="Punkte je Organisation")
    organisations: int = Field(ge=1, description="stimmende Organisationen")
    abstentions: int = Field(ge=0, description="Organisationen ohne Punkt")
    total_dots: int = Field(ge=1, description="vergebene Punkte")
    options: tuple[OptionVotes, ...] = Field(description="Optionen in der vorgelegten Reihenfolge")
    groups: tuple[GroupVotes, ...] = Field(description="Gruppen in fester Reihenfolge")
    chosen: tuple[str, ...] = Field(description="gewählte Optionen")
    agreement: float | None = Field(description="Anteil der Organisationen mit einem Punkt in der Wahl, 0 bis 1")
    concentration: float = Field(ge=0, le=1, description="Bündelung der Punkte 0 bis 1")
    dissent_assessed: bool = Field(description="beide Gruppen sind groß genug, um Dissens festzustellen")
    dissent: tuple[Dissent, ...] = Field(description="Optionen mit Dissens, größter Abstand zuerst")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def dot_voting(data: VotingInput) -> VotingResult:
    """Count a dot vote in total and per group and state agreement, concentration and dissent (Method library, F12).

    A ballot without any dot is an abstention and does not count as voting.

    Raises:
        InputError: an option or organisation occurs twice, a ballot names an unknown option or holds too many or
            negative dots, a chosen option is unknown, or nobody voted.
    """
    bounds = data.limits or limits().voting
    each = math.ceil(len(data.options) / bounds.options_per_dot)
    _check(data, each, bounds)
    voting = [ballot for ballot in data.ballots if sum(ballot.dots.values()) > 0]
    if not voting:
        raise InputError("ballots: Es ist kein Punkt vergeben; bitte tragen Sie die Stimmzettel ein.", field="ballots")
    options = _count(data.options, voting)
    groups = _groups(data, voting, bounds)
    shown = {group.group: group for group in groups if group.reportable}
    assessed = COMPANIES in shown and SCIENCE in shown
    return VotingResult(
        dots_each=each,
        organisations=len(voting),
        abstentions=len(data.ballots) - len(voting),
        total_dots=sum(option.dots for option in options),
        options=options,
        groups=groups,
        chosen=data.chosen,
        agreement=_agreement(data.chosen, voting),
        concentration=_concentration([option.dots for option in options]),
        dissent_assessed=assessed,
        dissent=_dissent(shown[COMPANIES], shown[SCIENCE], bounds) if assessed else (),
        catalogue_version=bounds.catalogue_version,
    )


def _check(data: VotingInput, each: int, bounds: VotingLimits) -> None:
    if len(set(data.options)) < len(data.options):
        raise InputError("options: Eine Option kommt zweimal vor; bitte streichen Sie die zweite.", field="options")
    unknown = [option for option in data.chosen if option not in data.options]
    if unknown:
        raise InputError(f"chosen: {unknown[0]} steht nicht unter den Optionen; bitte prüfen Sie.", field="chosen")
    seen: set[str] = set()
    for ballot in data.ballots:
        problem = "hat zwei Stimmzettel; bitte behalten Sie einen" if ballot.organisation in seen else None
        problem = problem or _problem(ballot, data.options, each, bounds)
        if problem:
            raise InputError(f"ballots: {ballot.organisation} {problem}.", field="ballots")
        seen.add(ballot.organisation)


def _problem(ballot: Ballot, options: tuple[str, ...], each: int, bounds: VotingLimits) -> str | None:
    for option, dots in ballot.dots.items():
        if option not in options:
            return f"hat für {option} gestimmt, das nicht zur Wahl steht; bitte berichtigen Sie den Stimmzettel"
        if not 0 <= dots <= bounds.max_on_one:
            return f"hat {dots} Punkte auf {option}; erlaubt sind 0 bis {bounds.max_on_one}"
    given = sum(ballot.dots.values())
    return f"hat {given} Punkte vergeben; erlaubt sind höchstens {each}" if given > each else None


def _count(options: tuple[str, ...], ballots: list[Ballot]) -> tuple[OptionVotes, ...]:
    dots = [sum(ballot.dots.get(option, 0) for ballot in ballots) for option in options]
    total, levels = sum(dots), sorted(set(dots), reverse=True)
    return tuple(
        OptionVotes(option=option, dots=n, share=n / total, rank=levels.index(n) + 1)
        for option, n in zip(options, dots, strict=True)
    )


def _groups(data: VotingInput, voting: list[Ballot], bounds: VotingLimits) -> tuple[GroupVotes, ...]:
    by_group: dict[ActorGroup, list[Ballot]] = {group: [] for group in ACTOR_GROUPS}
    for ballot in voting:
        by_group[GROUP_OF[ballot.kind]].append(ballot)
    merged = [group for group in ACTOR_GROUPS if group != OTHERS and 0 < len(by_group[group]) < bounds.group_min]
    for group in merged:
        by_group[OTHERS] += by_group.pop(group)
    return tuple(
        _group(data, group, ballots, tuple(merged) if group == OTHERS else (), bounds)
        for group, ballots in by_group.items()
        if ballots
    )


def _group(
    data: VotingInput, group: ActorGroup, ballots: list[Ballot], merged: tuple[ActorGroup, ...], bounds: VotingLimits
) -> GroupVotes:
    shown = len(ballots) >= bounds.group_min
    options = _count(data.options, ballots) if shown else ()
    return GroupVotes(
        group=group,
        organisations=len(ballots),
        merged=merged,
        reportable=shown,
        total_dots=sum(option.dots for option in options) if shown else None,
        agreement=_agreement(data.chosen, ballots) if shown else None,
        options=options,
    )


def _agreement(chosen: tuple[str, ...], ballots: list[Ballot]) -> float | None:
    if not chosen:
        return None
    return sum(any(ballot.dots.get(option, 0) for option in chosen) for ballot in ballots) / len(ballots)


def _concentration(dots: list[int]) -> float:
    total = sum(dots)
    entropy = -sum(n / total * math.log(n / total) for n in dots if n)
    return min(1.0, max(0.0, 1 - entropy / math.log(len(dots))))


def _dissent(companies: GroupVotes, science: GroupVotes, bounds: VotingLimits) -> tuple[Dissent, ...]:
    pairs = [
        Dissent(option=c.option, rank_companies=c.rank, rank_science=s.rank, difference=s.rank - c.rank)
        for c, s in zip(companies.options, science.options, strict=True)
        if abs(s.rank - c.rank) >= bounds.dissent_ranks
    ]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.difference)))
