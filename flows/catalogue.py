"""The flows that a worker offers to Prefect, by offering slug."""

from __future__ import annotations

from typing import Any

from flows.cluster_strategy import cluster_strategy
from flows.communication_concept import communication_concept
from flows.individual_advice import individual_advice
from flows.internationalisation import internationalisation
from flows.professionalisation import professionalisation
from flows.schedule import profile_round, self_proof, sweep
from flows.technology_transfer import technology_transfer

FLOWS: dict[str, Any] = {
    "cluster_strategy": cluster_strategy,
    "communication_concept": communication_concept,
    "technology_transfer": technology_transfer,
    "internationalisation": internationalisation,
    "professionalisation": professionalisation,
    "individual_advice": individual_advice,
}

SCHEDULED: dict[str, Any] = {"sweep": sweep, "self_proof": self_proof, "profile_round": profile_round}
"""Flows without an engagement, asked for by the clock (``clusterprocess.runtime.timetable``)."""
