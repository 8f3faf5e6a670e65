"""Setting the internal maturity level of an initiative by hand, with a reason."""

from __future__ import annotations

from clusterprocess.domain.actors import Role
from clusterprocess.domain.register import Cluster
from clusterprocess.usecases.ports import Work

MAY_OVERRIDE = (Role.CONSULTANT, Role.HEAD)


def override_level(work: Work, cluster: Cluster, level: str, reason: str) -> None:
    """Let a level stand instead of the computed one; the reason stays with it.

    Raises:
        InputError: the level does not exist or the reason is missing.
        PermissionDenied: the actor neither advises nor heads the agency.
    """
    work.require(*MAY_OVERRIDE)
    cluster.override_level(level, reason)
