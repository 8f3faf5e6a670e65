"""The offering of an engagement, in the version it started with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.domain.actors import Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.offerings.offering import Offering


def offering_of(engagement: Engagement) -> Offering:
    """The service in the version that was valid when the engagement was opened (offering versions stay until the last
    engagement on them has ended)."""
    return offering_named(engagement.offering, engagement.offering_version)


def answers_of(engagement: Engagement) -> Mapping[str, Any]:
    """The newest answers to the questionnaire; empty before there are any."""
    asked = engagement.submission("fragebogen")
    return asked.data if asked else {}


def approvers_of(engagement: Engagement) -> tuple[Role, ...]:
    """Who approves the deliverable of this engagement, in order; short advice has one reviewer and no board (ruling 3)."""
    if engagement.fast_lane:
        return (Role.REVIEWER,)
    return offering_of(engagement).approvers(answers_of(engagement))
