"""Commands that run the machine: demo, serve, migrate, doctor."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import settings


def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Einen unfertigen Lauf verwerfen und neu beginnen.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Ohne laufende Anzeige, eine Zeile je Schritt.")] = False,
) -> None:
    """Einen vollständigen Vorgang „Gemeinsame Clusterstrategie“ mit Beispieldaten durchspielen."""
    from clusterprocess.demo.drive import run_demo

    raise typer.Exit(run_demo(settings(), fresh=fresh, plain=plain))


def serve() -> None:
    """Alles starten, was eine Maschine braucht; Ende mit Strg-C."""
    from clusterprocess.runtime.supervisor import Supervisor

    def ready(facts: dict[str, object]) -> None:
        emit(facts, f"Bereit. Datenordner {facts['home']}, Prefect {facts['prefect']}, Webseiten {facts['web']}")

    Supervisor(settings(), on_ready=ready).serve()
    emit({"stopped": True}, "Beendet.")


def migrate() -> None:
    """Das Datenbankschema auf den neuesten Stand bringen."""
    from clusterprocess.bootstrap import migrate as upgrade
    from clusterprocess.cli.session import opened

    with opened() as app:
        revision = upgrade(app)
    emit({"revision": revision}, f"Schema steht auf Fassung {revision}.")


def doctor() -> None:
    """Prüfen, ob Datenbank, Rechte, Vorlagen, Mailserver und LibreOffice bereit sind."""
    from clusterprocess.runtime.doctor import examine

    findings = examine(settings())
    table(
        "Befund",
        ("Prüfung", "Ergebnis", "Hinweis"),
        [(f.name, {"ok": "in Ordnung", "hinweis": "Hinweis", "fehler": "Fehler"}[f.state], f.text) for f in findings],
        [{"name": f.name, "state": f.state, "text": f.text} for f in findings],
    )
    if any(f.state == "fehler" for f in findings):
        raise typer.Exit(1)
