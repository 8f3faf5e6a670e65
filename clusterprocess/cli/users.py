"""Commands on accounts of the console: who may sign in, in which role, until when."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import acting, opened, read, run

user = typer.Typer(no_args_is_help=True, help="Zugänge zur Konsole: anlegen, Rollen, sperren.")
Handle = Annotated[str, typer.Argument(metavar="KÜRZEL", help="Kürzel der Person.")]


@user.command("add")
def add(
    handle: Handle,
    name: Annotated[str, typer.Option("--name", help="Name, wenn die Person noch nicht angelegt ist.")] = "",
    email: Annotated[str, typer.Option("--email", help="E-Mail.")] = "",
    role: Annotated[list[str] | None, typer.Option("--role", help="Rolle, mehrfach möglich.")] = None,
    operation: Annotated[str, typer.Option("--operation", help="Vorhaben, nur für die Rolle audit.")] = "",
) -> None:
    """Einer Person Zugang geben; gezeigt wird ein Einmal-Link, mit dem sie ihr Passwort festlegt."""
    from clusterprocess.bootstrap import cli_channel
    from clusterprocess.domain.actors import Actor, Role
    from clusterprocess.usecases.accounts import open_account
    from clusterprocess.usecases.keep_persons import add_person, grant_role, role_named

    def act(work: Any) -> str:
        roles = tuple(role_named(r) for r in role or ())
        bound = work.queries.operation(operation) if operation else None
        known = any(p.handle == handle for p in work.queries.persons())
        if known or not name:
            person = work.queries.person(handle)
            for wanted in roles:
                grant_role(work, person, wanted, operation=bound)
        else:
            first = work.actor.id == "system"
            person = add_person(work, handle, name, email, roles=roles if first else ())
            for wanted in () if first else roles:
                grant_role(work, person, wanted, operation=bound)
        work.flush()
        return open_account(work, person)

    with opened() as app:
        system = Actor("system", frozenset({Role.SYSTEM}), cli_channel())
        first = not app.run(system, lambda w: w.queries.persons())
        token = app.run(system if first else acting(app), act)
        _tell(app, handle, token)


@user.command("link")
def link(handle: Handle) -> None:
    """Einen neuen Einmal-Link ausstellen, zum Beispiel nach einem vergessenen Passwort."""
    from clusterprocess.usecases.accounts import issue_link

    with opened() as app:
        _tell(app, handle, app.run(acting(app), lambda w: issue_link(w, handle)))


@user.command("role")
def role_(
    handle: Handle,
    role: Annotated[str, typer.Argument(metavar="ROLLE", help="Rolle.")],
    end: Annotated[bool, typer.Option("--end", help="Rolle beenden statt erteilen.")] = False,
    operation: Annotated[str, typer.Option("--operation", help="Vorhaben, nur für die Rolle audit.")] = "",
) -> None:
    """Eine Rolle erteilen oder beenden; sie gilt ab der nächsten Seite, die die Person öffnet."""
    from clusterprocess.usecases.keep_persons import end_role, grant_role, role_named

    def act(work: Any) -> None:
        person, wanted = work.queries.person(handle), role_named(role)
        if end:
            end_role(work, person, wanted)
        else:
            bound = work.queries.operation(operation) if operation else None
            grant_role(work, person, wanted, operation=bound)

    run(act)
    emit(
        {"handle": handle, "role": role, "ended": end},
        f"Rolle {role} von {handle} ist {'beendet' if end else 'erteilt'}.",
    )


@user.command("deactivate")
def deactivate(handle: Handle) -> None:
    """Den Zugang sperren und laufende Anmeldungen beenden; was die Person tat, bleibt sichtbar."""
    from clusterprocess.usecases.accounts import deactivate as shut_out

    ended = run(lambda w: shut_out(w, handle))
    emit(
        {"handle": handle, "sessions_ended": ended},
        f"Der Zugang von {handle} ist gesperrt; beendete Anmeldungen: {ended}.",
    )


@user.command("list")
def list_() -> None:
    """Alle Zugänge mit Rollen und Stand."""
    rows = read(
        lambda w: [
            {
                "handle": a.person.handle,
                "name": a.person.name,
                "roles": sorted(r.value for r in a.person.roles_at(w.now)),
                "state": "gesperrt" if not a.is_active else "aktiv" if a.password_hash else "ohne Passwort",
            }
            for a in w.queries.accounts()
        ]
    )
    table(
        "Zugänge",
        ("Kürzel", "Name", "Rollen", "Stand"),
        [(r["handle"], r["name"], ", ".join(r["roles"]), r["state"]) for r in rows],
        rows,
    )


def _tell(app: Any, handle: str, token: str) -> None:
    base = app.settings.link_url or "http://127.0.0.1:8400"
    address = f"{base}/einstieg/{token}"
    emit(
        {"handle": handle, "link": address},
        f"Einmal-Link für {handle} (einmal benutzbar): {address}",
    )
