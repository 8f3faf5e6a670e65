"""The six member kinds and the four groups in which votes and answers are shown.

Source: Method library, F11, F12 and F20; the groups follow ruling 7 [D]. The order is the order of every chart.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

ActorKind = Literal["kmu", "gross", "hochschule", "forschung", "oeffentlich", "sonstige"]
ActorGroup = Literal["Unternehmen", "Wissenschaft", "öffentliche Hand/Kammern", "Sonstige"]

ACTOR_KINDS: tuple[ActorKind, ...] = ("kmu", "gross", "hochschule", "forschung", "oeffentlich", "sonstige")
COMPANIES: ActorGroup = "Unternehmen"
SCIENCE: ActorGroup = "Wissenschaft"
PUBLIC: ActorGroup = "öffentliche Hand/Kammern"
OTHERS: ActorGroup = "Sonstige"
ACTOR_GROUPS: tuple[ActorGroup, ...] = (COMPANIES, SCIENCE, PUBLIC, OTHERS)

GROUP_OF: Mapping[ActorKind, ActorGroup] = MappingProxyType(
    {
        "kmu": COMPANIES,
        "gross": COMPANIES,
        "hochschule": SCIENCE,
        "forschung": SCIENCE,
        "oeffentlich": PUBLIC,
        "sonstige": OTHERS,
    }
)
