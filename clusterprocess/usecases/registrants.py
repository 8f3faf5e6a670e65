"""Who registers: known persons are found again, unknown ones are taken in without a handle that says anything."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from clusterprocess.domain.errors import InputError
from clusterprocess.domain.register import MEMBER_KINDS, Person
from clusterprocess.usecases.keep_persons import checked_email
from clusterprocess.usecases.ports import Work


@dataclass(frozen=True, slots=True)
class Registrant:
    """What somebody says about herself; ``email`` may be empty when staff enter a call."""

    name: str
    email: str
    organisation: str
    kind: str


def checked(who: Registrant) -> Registrant:
    """The same with tidy blanks.

    Raises:
        InputError: name or organisation empty or too long, an address that is none, an unknown kind.
    """
    if who.kind not in MEMBER_KINDS:
        raise InputError(f"Art (kind): bitte eine von {', '.join(MEMBER_KINDS)}.", field="kind")
    return Registrant(
        _line(who.name, "Name", "name", 120),
        checked_email(who.email.strip()),
        _line(who.organisation, "Organisation", "organisation", 200),
        who.kind,
    )


def person_of(work: Work, who: Registrant) -> Person:
    """The person with this address and family name, or a new one.

    An address alone does not tell people apart: small firms share ``info@``. What the register knows about a known
    person is not overwritten by what a form says.
    """
    work.queries.serialise(f"registrant {who.email.lower() or who.name.casefold()}")
    if who.email:
        known = [p for p in work.queries.persons_of_address(who.email) if _family(p.name) == _family(who.name)]
    else:
        same = work.queries.registrant_named(who.name, who.organisation)
        known = [same] if same else []
    if known:
        return known[0]
    person = Person(handle=f"g.{secrets.token_hex(8)}", name=who.name, email=who.email)
    work.add(person)
    work.flush()
    person.added()
    return person


def _family(name: str) -> str:
    """The last word of a name, without what stands in brackets."""
    words = re.sub(r"\([^)]*\)", " ", name).split()
    return words[-1].casefold() if words else name.casefold()


def _line(text: str, label: str, field: str, most: int) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > most or not plain.isprintable():
        raise InputError(f"{label} ({field}): bitte 1 bis {most} Zeichen.", field=field)
    return plain
