"""Who acts, in which role, through which door."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from clusterprocess.domain.errors import PermissionDenied
from clusterprocess.domain.language import Text


class Role(StrEnum):
    """The roles of offerings.md section 3."""

    HEAD = "leitung"
    CONSULTANT = "berater"
    ANALYST = "analyst"
    REVIEWER = "pruefer"
    ASSISTANT = "assistenz"
    ERDF_OFFICER = "efre"
    EXPERT = "experte"
    CLUSTER_MANAGER = "cm"
    BOARD = "vorstand"
    CORE_GROUP = "kerngruppe"
    MEMBER = "mitglied"
    STAKEHOLDER = "stakeholder"
    MINISTRY = "ministerium"
    AUDITOR = "audit"
    ADMINISTRATOR = "administration"
    SYSTEM = "system"


ROLE_NAMES: dict[Role, Text] = {
    Role.HEAD: Text("Leitung ClusterAgentur", "head"),
    Role.CONSULTANT: Text("Verantwortliche Beratung", "lead consultant"),
    Role.ANALYST: Text("Analyse", "analyst"),
    Role.REVIEWER: Text("Qualitätsprüfung", "reviewer"),
    Role.ASSISTANT: Text("Projektassistenz", "back office"),
    Role.ERDF_OFFICER: Text("EFRE-Sachbearbeitung", "ERDF officer"),
    Role.EXPERT: Text("Externe Fachleute", "external expert"),
    Role.CLUSTER_MANAGER: Text("Clustermanagement", "cluster manager"),
    Role.BOARD: Text("Vorstand", "board"),
    Role.CORE_GROUP: Text("Kerngruppe", "core group"),
    Role.MEMBER: Text("Mitglied", "member"),
    Role.STAKEHOLDER: Text("Stakeholder", "stakeholder"),
    Role.MINISTRY: Text("Ministerium (beobachtend)", "ministry"),
    Role.AUDITOR: Text("Prüfung (nur lesend)", "auditor"),
    Role.ADMINISTRATOR: Text("Administration", "administrator"),
    Role.SYSTEM: Text("System", "system"),
}

STAFF = frozenset(
    {Role.HEAD, Role.CONSULTANT, Role.ANALYST, Role.REVIEWER, Role.ASSISTANT, Role.ERDF_OFFICER, Role.EXPERT}
)
CLUSTER_SIDE = frozenset({Role.CLUSTER_MANAGER, Role.BOARD, Role.CORE_GROUP})


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person with the roles valid at this moment.

    Attributes:
        id: random person id, or ``system``.
        roles: roles valid now.
        channel: door and operating-system user, for example ``cli:erika`` or ``prefect``.
        cluster_roles: roles that hold for one initiative only, as (cluster id, role).
        operations: the operations that an auditor was admitted to; None for everybody who is not bound to some.
    """

    id: str
    roles: frozenset[Role]
    channel: str
    cluster_roles: frozenset[tuple[int, Role]] = frozenset()
    operations: frozenset[int] | None = None

    def within(self, cluster_id: int) -> Actor:
        """The same person with the roles held for one initiative added."""
        own = frozenset(role for cluster, role in self.cluster_roles if cluster == cluster_id)
        return replace(self, roles=self.roles | own)

    def require(self, *allowed: Role) -> Role:
        """Return the role this person acts in.

        Raises:
            PermissionDenied: none of the person's roles is allowed.
        """
        for role in allowed:
            if role in self.roles:
                return role
        names = ", ".join(ROLE_NAMES[r].de for r in allowed)
        raise PermissionDenied(
            f"Dafür ist eine dieser Rollen nötig: {names}. Erteilt wird sie mit „clusterprocess person role“."
        )

    def may(self, *allowed: Role) -> bool:
        """Whether the person holds one of these roles."""
        return any(role in self.roles for role in allowed)


SYSTEM = Actor("system", frozenset({Role.SYSTEM}), "system")
