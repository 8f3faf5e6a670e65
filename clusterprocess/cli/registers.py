"""Commands of the register: initiatives, persons, contact notes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import acting, opened, read, read_bytes, read_input, required_day, run, write_file

register = typer.Typer(no_args_is_help=True, help="Register der Initiativen: einlesen, zeigen, Profilstand ablegen.")
person = typer.Typer(no_args_is_help=True, help="Personen und ihre Rollen.")


@register.command("import")
def import_(
    file: Annotated[
        Path | None, typer.Argument(help="CSV oder .xlsx mit den Spalten des Profils; leer mit --real.")
    ] = None,
    real: Annotated[bool, typer.Option("--real", help="Das mitgelieferte echte Register einlesen.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Nur zeigen, was geschähe.")] = False,
) -> None:
    """Initiativen einlesen: alles oder nichts, ein zweites Mal ändert nichts."""
    from clusterprocess.adapters.sheets.reader import read_table
    from clusterprocess.domain.errors import InputError, InputErrors
    from clusterprocess.sampledata.entries import real_entries
    from clusterprocess.usecases.import_register import entries_from_table, import_register, preview_import

    if real == (file is not None):
        raise InputError("Bitte entweder eine Datei angeben oder --real.", field="file")
    if real:
        entries = tuple(real_entries())
    else:
        if file is None:
            raise InputError("Datei: fehlt.", field="file")
        rows = read_table(read_bytes(file, 20_000_000), file.name)
        entries, errors = entries_from_table(rows)
        if errors:
            raise InputErrors(list(errors))
    with opened() as app:
        if preview:
            found = app.run(acting(app), lambda work: preview_import(work, entries))
            emit(
                found,
                f"Vorschau: {len(found.added)} neu, {len(found.changed)} geändert, {len(found.unchanged)} gleich, {len(found.errors)} Fehler.",
            )
            return
        origin = (
            "real" if app.run(acting(app), lambda work: work.queries.database_kind()) == "real" else "beispieldaten"
        )
        done = app.run(acting(app), lambda work: import_register(work, entries, origin))
        emit(done, f"Eingelesen: {done.added} neu, {done.changed} geändert, {done.unchanged} gleich.")


@register.command("suggestions")
def suggestions(
    cluster: Annotated[str, typer.Argument(help="Nummer oder Name; leer = das ganze Register.")] = "",
    most: Annotated[int, typer.Option("--most", help="Höchstens so viele Paare.", min=1)] = 50,
) -> None:
    """Initiativen, die an denselben Themen arbeiten und einander kennen sollten, mit dem Grund in Worten."""
    from clusterprocess.usecases.suggest_partners import suggest_partners

    found = read(lambda w: suggest_partners(w, w.queries.cluster(cluster) if cluster else None))[:most]
    table(
        "Vorschläge",
        ("Initiative", "Initiative", "Überschneidung", "Grund", "Themen"),
        [
            (
                s.first,
                s.second,
                f"{s.overlap:.2f}".replace(".", ","),
                s.reason,
                "genannt" if s.stated else "aus dem Feld",
            )
            for s in found
        ],
        found,
    )


@register.command("list")
def list_() -> None:
    """Alle Initiativen, alphabetisch."""
    rows = read(
        lambda w: [
            {
                "id": c.id,
                "name": c.name,
                "field": c.field or c.field_text,
                "region": c.region,
                "seat": c.seat,
                "founded": c.founded,
                "origin": c.origin,
            }
            for c in w.queries.clusters()
        ]
    )
    table(
        "Register",
        ("Nr.", "Name", "Feld", "Region", "Sitz", "gegründet", "Herkunft"),
        [tuple(r.values()) for r in rows],
        rows,
    )


@register.command("show")
def show(cluster: Annotated[str, typer.Argument(help="Nummer oder Name.")]) -> None:
    """Eine Initiative mit Profilständen, Mitgliedern, Vorgängen."""
    from clusterprocess.adapters.database.unit_of_work import DatabaseWork

    def look(work: DatabaseWork) -> dict[str, object]:
        c = work.queries.cluster(cluster)
        return {
            "id": c.id,
            "name": c.name,
            "origin": c.origin,
            "field": c.field,
            "field_text": c.field_text,
            "region": c.region,
            "seat": c.seat,
            "founded": c.founded,
            "legal_form": c.legal_form,
            "carrier": c.carrier,
            "level_internal": c.level,
            "profiles": [
                {"as_of": p.as_of, "version": p.version, "answers": p.answers, "comments": p.comments}
                for p in c.profiles
            ],
            "members": [
                {"organisation": m.organisation.name, "kind": m.kind, "committed": m.committed} for m in c.memberships
            ],
            "facts": c.facts,
            "engagements": [e.number for e in work.queries.engagements(cluster_id=c.id)],
        }

    found = read(look)
    profiles = found["profiles"]
    lines = [
        f"{found['name']} (Nr. {found['id']}, Herkunft {found['origin']})",
        f"Feld {found['field'] or found['field_text'] or 'unbekannt'}, Region {found['region'] or 'unbekannt'}, "
        f"Sitz {found['seat'] or 'unbekannt'}, gegründet {found['founded'] or 'unbekannt'}",
        f"Profilstände: {len(profiles) if isinstance(profiles, list) else 0} · Vorgänge: {found['engagements'] or 'keine'}",
    ]
    emit(found, "\n".join(lines))


@register.command("profile")
def profile(
    cluster: Annotated[str, typer.Argument(help="Nummer oder Name.")],
    file: Annotated[Path, typer.Argument(help="TOML oder JSON mit den Angaben des Profils.")],
    as_of: Annotated[str, typer.Option("--as-of", help="Stichtag.")],
) -> None:
    """Einen Profilstand ablegen; Kommentare zu Warnungen stehen in der Tabelle [comments]."""
    from clusterprocess.domain.errors import InputError
    from clusterprocess.usecases.submit_answers import store_profile

    data = read_input(file)
    comments = data.pop("comments", {})
    if not isinstance(comments, dict):
        raise InputError("Kommentare (comments): bitte als Tabelle aus Regel und Text.", field="comments")
    kept = run(
        lambda w: store_profile(w, w.queries.cluster(cluster), required_day(as_of, "as_of"), data, comments).version
    )
    emit({"version": kept}, f"Profilstand {as_of} gespeichert (Fassung {kept}).")


@register.command("level")
def level(
    cluster: str,
    level: Annotated[str, typer.Argument(help="M0 bis M4.")],
    reason: Annotated[str, typer.Option("--reason", help="Begründung.")],
) -> None:
    """Die interne Reifestufe von Hand setzen, mit Begründung."""
    from clusterprocess.usecases.override_level import override_level

    run(lambda w: override_level(w, w.queries.cluster(cluster), level, reason))
    emit({"level": level}, f"Reifestufe {level} gesetzt.")


@register.command("overview")
def overview(out: Annotated[Path, typer.Option("--out", help="Zieldatei.")] = Path("Registerueberblick.docx")) -> None:
    """Den Überblick über das Register als Word-Datei schreiben."""
    from clusterprocess.usecases.report_portfolio import portfolio_overview

    def act(work: object) -> bytes:
        context = portfolio_overview(work)  # type: ignore[arg-type]
        content: bytes = work.services.documents.render("shared/ueberblick.docx", context).content  # type: ignore[attr-defined]
        return content

    content = read(act)
    write_file(out, content)
    emit({"file": out, "bytes": len(content)}, f"Geschrieben: {out}")


@person.command("add")
def person_add(
    handle: Annotated[str, typer.Argument(help="Kürzel, zum Beispiel m.mueller.")],
    name: Annotated[str, typer.Option("--name", help="Name.")],
    email: Annotated[str, typer.Option("--email", help="E-Mail.")] = "",
    organisation: Annotated[str, typer.Option("--organisation", help="Name der Organisation.")] = "",
    role: Annotated[list[str] | None, typer.Option("--role", help="Rolle, mehrfach möglich.")] = None,
    cluster: Annotated[str, typer.Option("--cluster", help="Initiative, für Rollen der Initiative.")] = "",
) -> None:
    """Eine Person aufnehmen; die erste Person einer Datenbank darf sich selbst eintragen."""
    from clusterprocess.bootstrap import cli_channel
    from clusterprocess.domain.actors import Actor, Role
    from clusterprocess.usecases.keep_persons import add_person, role_named

    with opened() as app:
        first = not app.run(Actor("system", frozenset({Role.SYSTEM}), cli_channel()), lambda w: w.queries.persons())
        actor = Actor("system", frozenset({Role.SYSTEM}), cli_channel()) if first else acting(app)
        app.run(
            actor,
            lambda w: add_person(
                w,
                handle,
                name,
                email,
                w.queries.organisation(organisation) if organisation else None,
                tuple(role_named(r) for r in role or ()),
                w.queries.cluster(cluster) if cluster else None,
            ),
        )
    emit({"handle": handle}, f"{handle} ist aufgenommen.")


@person.command("role")
def person_role(
    handle: str,
    role: Annotated[str, typer.Argument(help="Rolle.")],
    end: Annotated[bool, typer.Option("--end", help="Rolle beenden statt erteilen.")] = False,
    cluster: Annotated[str, typer.Option("--cluster", help="Initiative.")] = "",
) -> None:
    """Eine Rolle erteilen oder beenden; beides bleibt mit seinem Zeitraum sichtbar."""
    from clusterprocess.usecases.keep_persons import end_role, grant_role, role_named

    if end:
        run(lambda w: end_role(w, w.queries.person(handle), role_named(role)))
    else:
        run(
            lambda w: grant_role(
                w, w.queries.person(handle), role_named(role), w.queries.cluster(cluster) if cluster else None
            )
        )
    emit(
        {"handle": handle, "role": role, "ended": end},
        f"Rolle {role} von {handle} ist {'beendet' if end else 'erteilt'}.",
    )


@person.command("list")
def person_list() -> None:
    """Alle Personen mit ihren Rollen."""
    rows = read(
        lambda w: [
            {
                "handle": p.handle,
                "name": p.name,
                "organisation": p.organisation.name if p.organisation else "",
                "roles": [g.role for g in p.roles if g.valid_until is None],
            }
            for p in w.queries.persons()
        ]
    )
    table(
        "Personen",
        ("Kürzel", "Name", "Organisation", "Rollen"),
        [(r["handle"], r["name"], r["organisation"], ", ".join(r["roles"])) for r in rows],
        rows,
    )


def note(
    text: Annotated[str, typer.Argument(help="Inhalt der Notiz.")],
    kind: Annotated[str, typer.Option("--kind", help="anruf, besuch, mail oder sonstiges.")] = "anruf",
    on: Annotated[str | None, typer.Option("--on", help="Tag des Gesprächs.")] = None,
    cluster: Annotated[str, typer.Option("--cluster", help="Initiative.")] = "",
    engagement: Annotated[str, typer.Option("--engagement", help="Vorgangsnummer.")] = "",
) -> None:
    """Eine Gesprächsnotiz an Initiative oder Vorgang ablegen."""
    from clusterprocess.usecases.keep_persons import take_note

    kept = run(
        lambda w: (
            take_note(
                w,
                kind,
                text,
                required_day(on, "on") if on else w.today,
                cluster=w.queries.cluster(cluster) if cluster else None,
                engagement=engagement or None,
            ).id
        )
    )
    emit({"note": kept}, f"Notiz {kept} abgelegt.")
