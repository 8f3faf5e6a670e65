"""People of an initiative: taken in with their role at it, without anybody having to think up a handle."""

from __future__ import annotations

import re
from collections.abc import Collection

from clusterprocess.domain.actors import CLUSTER_SIDE, Role
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.register import Cluster, Person
from clusterprocess.domain.sorting import german_key
from clusterprocess.usecases.keep_persons import add_person, checked_email, grant_role
from clusterprocess.usecases.ports import Work

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST = 30


def take_in_contact(work: Work, cluster: Cluster, name: str, email: str, role: Role) -> Person:
    """Enter somebody with a role at an initiative; who is known by name and address keeps her record.

    Raises:
        InputError: name, address or role is not acceptable, or the person holds the role already.
        PermissionDenied: the actor may not grant roles.
    """
    work.require(Role.HEAD, Role.ADMINISTRATOR)
    if role not in CLUSTER_SIDE:
        raise InputError("Rolle: bitte eine Rolle der Initiative wählen.", field="role")
    work.queries.serialise("person:handle")
    address = checked_email(email)
    known = work.queries.persons_of_address(address) if address else ()
    person = next((p for p in known if german_key(p.name) == german_key(name)), None)
    if person is None:
        handle = free_handle(name, {p.handle for p in work.queries.persons()})
        person = add_person(work, handle, name, address)
        work.flush()
    grant_role(work, person, role, cluster)
    return person


def free_handle(name: str, taken: Collection[str]) -> str:
    """``v.nachname`` out of a name, with a number where somebody else has it; titles and remarks are left out."""
    words = [w for w in re.sub(r"\([^)]*\)", " ", name).lower().translate(_WRITTEN_OUT).split() if not w.endswith(".")]
    plain = [re.sub(r"[^a-z0-9-]", "", german_key(w.replace("-", " ")).replace(" ", "-")) for w in words]
    plain = [w.strip("-") for w in plain if w.strip("-0123456789")]
    stem = ".".join((plain[0][0], plain[-1])) if len(plain) > 1 else (plain[0] if plain else "person")
    stem = stem[:_LONGEST] if len(stem) > 1 else f"{stem}.person"
    numbered = (stem if n == 1 else f"{stem}{n}" for n in range(1, len(taken) + 3))
    return next(handle for handle in numbered if handle not in taken)
