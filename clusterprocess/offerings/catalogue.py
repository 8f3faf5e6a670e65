"""The services of the agency, listed by hand; no scanning, no plug-in loader."""

from __future__ import annotations

from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.cluster_strategy.offering import OFFERING as CLUSTER_STRATEGY
from clusterprocess.offerings.communication_concept.offering import OFFERING as COMMUNICATION_CONCEPT
from clusterprocess.offerings.individual_advice.offering import OFFERING as INDIVIDUAL_ADVICE
from clusterprocess.offerings.internationalisation.offering import OFFERING as INTERNATIONALISATION
from clusterprocess.offerings.offering import Offering
from clusterprocess.offerings.professionalisation.offering import OFFERING as PROFESSIONALISATION
from clusterprocess.offerings.technology_transfer.offering import OFFERING as TECHNOLOGY_TRANSFER

OFFERINGS: tuple[Offering, ...] = (
    CLUSTER_STRATEGY,
    COMMUNICATION_CONCEPT,
    TECHNOLOGY_TRANSFER,
    INTERNATIONALISATION,
    PROFESSIONALISATION,
    INDIVIDUAL_ADVICE,
)
"""The version of each service that new engagements start with."""

EARLIER: tuple[Offering, ...] = ()
"""Earlier versions that running engagements still finish on; an entry goes when the last of them has ended."""


def offering_named(slug: str, version: str | None = None) -> Offering:
    """The offering of a slug; the present version, or the one that an engagement started with.

    Raises:
        InputError: there is no such offering or version; the message lists the known ones.
    """
    present = next((o for o in OFFERINGS if o.slug == slug), None)
    if present is None:
        known = ", ".join(o.slug for o in OFFERINGS)
        raise InputError(f"Leistung (offering): „{slug[:40]}“ ist unbekannt; möglich sind: {known}.", field="offering")
    for offering in (present, *EARLIER):
        if offering.slug == slug and version in (None, offering.version):
            return offering
    raise InputError(
        f"Leistung (offering): „{present.title.de}“ gibt es nicht in Fassung {version}; die Fassung muss ausgeliefert bleiben, solange Vorgänge auf ihr laufen.",
        field="offering",
    )
