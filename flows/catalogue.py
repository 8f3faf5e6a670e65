"""The flows that a worker offers to Prefect, by offering slug."""

from __future__ import annotations

from typing import Any

from flows.cluster_strategy import cluster_strategy

FLOWS: dict[str, Any] = {"cluster_strategy": cluster_strategy}
