"""Persons, their roles, and contact notes."""

from __future__ import annotations

import re
from datetime import date

from email_validator import EmailNotValidError, validate_email

from clusterprocess.domain.actors import CLUSTER_SIDE, STAFF, Role
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import NOTE_KINDS, Cluster, ContactNote, Organisation, Person
from clusterprocess.usecases.ports import Work

HANDLE = re.compile(r"^[a-z][a-z0-9._-]{1,39}$")


def role_named(name: str) -> Role:
    """The role of a slug.

    Raises:
        InputError: unknown slug.
    """
    try:
        return Role(name.strip().lower())
    except ValueError:
        raise InputError(
            f"Rolle (role): „{name[:40]}“ ist unbekannt; möglich sind {', '.join(r.value for r in Role if r is not Role.SYSTEM)}.",
            field="role",
        ) from None


def checked_email(address: str) -> str:
    """A syntactically valid address; no network is asked.

    Raises:
        InputError: the address cannot be one.
    """
    if not address:
        return ""
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise InputError(f"E-Mail (email): „{address[:80]}“ ist keine gültige Adresse.", field="email") from None


def add_person(
    work: Work,
    handle: str,
    name: str,
    email: str = "",
    organisation: Organisation | None = None,
    roles: tuple[Role, ...] = (),
    cluster: Cluster | None = None,
) -> Person:
    """Take a person in. The first person of a database may enter herself as head; later ones need the right.

    Raises:
        InputError: handle, address or role is not acceptable, or the handle is taken.
        PermissionDenied: the actor is neither head, back office nor administrator.
    """
    existing = work.queries.persons()
    if existing:
        work.require(Role.HEAD, Role.ASSISTANT, Role.ADMINISTRATOR)
    if not HANDLE.fullmatch(handle):
        raise InputError(
            "Kürzel (handle): bitte 2 bis 40 Zeichen, klein, ohne Leerzeichen, zum Beispiel „m.mueller“.",
            field="handle",
        )
    if any(p.handle == handle for p in existing):
        raise InputError(f"Kürzel (handle): „{handle}“ ist schon vergeben.", field="handle")
    if not name.strip() or len(name) > 120 or not name.isprintable():
        raise InputError("Name (name): bitte 1 bis 120 Zeichen.", field="name")
    person = Person(handle=handle, name=name.strip(), email=checked_email(email), organisation=organisation)
    work.add(person)
    work.flush()
    person.added()
    nobody_yet = not any(p.roles for p in existing)
    if nobody_yet and roles and not {Role.HEAD, Role.ADMINISTRATOR} & set(roles):
        raise InputError(
            "Rolle (role): Wer als Erste aufgenommen wird, braucht leitung oder administration, sonst kann niemand weitere Rollen erteilen.",
            field="role",
        )
    for role in roles:
        grant_role(work, person, role, cluster, first=nobody_yet)
    return person


def grant_role(
    work: Work,
    person: Person,
    role: Role,
    cluster: Cluster | None = None,
    operation: Operation | None = None,
    *,
    first: bool | None = None,
) -> None:
    """Give a role from now on; roles of the initiative's side need their initiative, auditors may get one operation.

    Raises:
        InputError: the role needs an initiative, is held already, or goes against the segregation of duties.
        PermissionDenied: the actor may not grant roles.
    """
    if first is None:
        first = not any(p.roles for p in work.queries.persons())
    if not first:
        work.require(Role.HEAD, Role.ADMINISTRATOR)
    if role is Role.SYSTEM:
        raise InputError("Rolle (role): „system“ wird keiner Person erteilt.", field="role")
    if role in CLUSTER_SIDE and cluster is None:
        raise InputError(
            f"Initiative (cluster): Die Rolle {role.value} gilt nur für eine Initiative; bitte angeben.",
            field="cluster",
        )
    if role in STAFF and cluster is not None:
        raise InputError(
            f"Initiative (cluster): Die Rolle {role.value} gilt für alle Initiativen; bitte weglassen.", field="cluster"
        )
    held = person.roles_at(work.now, cluster.id if cluster else None)
    if role in held:
        raise InputError(f"Rolle (role): {role.value} ist für {person.handle} schon erteilt.", field="role")
    if (role is Role.ADMINISTRATOR and held & {Role.HEAD, Role.REVIEWER}) or (
        Role.ADMINISTRATOR in held and role in (Role.HEAD, Role.REVIEWER)
    ):
        raise InputError("Rolle (role): Administration und Freigabe müssen getrennt sein.", field="role")
    others = held - {Role.AUDITOR, Role.MINISTRY}
    if (role is Role.AUDITOR and others) or (Role.AUDITOR in held and role not in (Role.AUDITOR, Role.MINISTRY)):
        raise InputError(
            "Rolle (role): Wer prüft, darf keine andere Rolle haben; bitte die anderen Rollen vorher beenden.",
            field="role",
        )
    if operation is not None and role is not Role.AUDITOR:
        raise InputError(
            "Vorhaben (operation): Nur die Rolle audit gilt für ein Vorhaben; bitte weglassen.", field="operation"
        )
    person.grant(role, work.now, cluster, operation.id if operation else None)


def end_role(work: Work, person: Person, role: Role, cluster: Cluster | None = None) -> None:
    """End a role now, everywhere or at one initiative; it stays visible with its period."""
    work.require(Role.HEAD, Role.ADMINISTRATOR)
    person.end_role(role, work.now, cluster.id if cluster else None)


def take_note(
    work: Work, kind: str, text: str, held_on: date, *, cluster: Cluster | None = None, engagement: str | None = None
) -> ContactNote:
    """Keep a contact note on an initiative or one of its engagements.

    Raises:
        InputError: unknown kind, empty text, a day in the future.
        NotFoundError: neither initiative nor engagement was named.
    """
    work.require(*STAFF)
    author = work.queries.person_by_id(work.actor.id)
    if author is None:
        raise NotFoundError("Notiz: Wer handelt, ist nicht als Person angelegt.")
    if kind not in NOTE_KINDS:
        raise InputError(f"Art (kind): bitte eine von {', '.join(NOTE_KINDS)}.", field="kind")
    if not text.strip() or len(text) > 20_000:
        raise InputError("Text (text): bitte 1 bis 20.000 Zeichen.", field="text")
    if held_on > work.today:
        raise InputError(f"Tag (on): Der {held_on:%d.%m.%Y} liegt in der Zukunft.", field="on")
    vorgang = work.queries.engagement(engagement) if engagement else None
    of = vorgang.cluster if vorgang else cluster
    if of is None:
        raise NotFoundError("Notiz: bitte eine Initiative oder einen Vorgang nennen.")
    note = ContactNote(
        cluster_id=of.id,
        engagement_id=vorgang.id if vorgang else None,
        kind=kind,
        held_on=held_on,
        author_id=author.id,
        text=text.strip(),
    )
    work.add(note)
    work.flush()
    note.added(vorgang.number if vorgang else None)
    return note
