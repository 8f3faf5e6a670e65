"""Asking for the handover once the confirmation of service is there."""

from __future__ import annotations

from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.states import Stage
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.request_run import ask_again


def ask_for_handover(work: Work, engagement: Engagement) -> None:
    """Make the handover due again after its run found the confirmation missing."""
    ask_again(work, engagement, "hand_over", engagement.attempt(Stage.DELIVERABLE))
