"""The services of the agency, listed by hand; no scanning, no plug-in loader."""

from __future__ import annotations

from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.cluster_strategy.offering import OFFERING as CLUSTER_STRATEGY
from clusterprocess.offerings.offering import Offering

OFFERINGS: tuple[Offering, ...] = (CLUSTER_STRATEGY,)


def offering_named(slug: str) -> Offering:
    """The offering of a slug.

    Raises:
        InputError: there is no such offering; the message lists the known ones.
    """
    for offering in OFFERINGS:
        if offering.slug == slug:
            return offering
    known = ", ".join(o.slug for o in OFFERINGS)
    raise InputError(f"Leistung (offering): „{slug[:40]}“ ist unbekannt; möglich sind: {known}.", field="offering")
