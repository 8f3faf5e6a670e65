"""What a person needs to know when something does not work: one finding per part, each with the remedy."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass

from clusterprocess.adapters.database import schema
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.bootstrap import open_app
from clusterprocess.config import Settings
from clusterprocess.domain.actors import SYSTEM
from clusterprocess.domain.chain import verify_chain
from clusterprocess.domain.errors import ClusterProcessError
from clusterprocess.runtime.supervisor import is_served


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: ``ok``, ``hinweis`` or ``fehler``, with a sentence."""

    name: str
    state: str
    text: str


def examine(settings: Settings) -> list[Finding]:
    """All findings; a part that fails does not hide the others."""
    parts: tuple[tuple[str, Callable[[Settings], Finding | list[Finding]]], ...] = (
        ("Datenordner", _home),
        ("Datenbank", _database),
        ("Vorlagen", _templates),
        ("Mail", _mail),
        ("LibreOffice", _office),
        ("Dienst", _service),
    )
    found: list[Finding] = []
    for name, look in parts:
        try:
            result = look(settings)
        except ClusterProcessError as error:
            result = Finding(name, "fehler", str(error))
        found += result if isinstance(result, list) else [result]
    return found


def _home(settings: Settings) -> Finding:
    settings.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.home).free // 1_000_000
    state = "ok" if free > 500 else "hinweis"
    return Finding("Datenordner", state, f"{settings.home}, {free} MB frei")


def _database(settings: Settings) -> list[Finding]:
    with open_app(settings) as app:
        wrong = schema.missing_rights(app.engine) if not settings.database_url or settings.database_owner_url else []
        with app.begin(SYSTEM) as work:
            report = verify_chain(work.queries.events())
            kind = work.queries.database_kind()
        where = "eigener Server" if settings.database_url else "mitgelieferter Server"
        found = [Finding("Datenbank", "ok", f"{where}, Schema {schema.HEAD}, Art {kind}")]
        found.append(
            Finding(
                "Rechte",
                "fehler" if wrong else "ok",
                " ".join(wrong) or "Prüfereignisse sind für die Anwendung nicht änderbar",
            )
        )
        found.append(
            Finding(
                "Prüfpfad",
                "ok" if report.is_intact else "fehler",
                f"{report.size} Einträge" + ("" if report.is_intact else f": {report.faults[0]}"),
            )
        )
        return found


def _templates(settings: Settings) -> Finding:
    folder = settings.templates_folder / "word"
    documents = WordDocuments(settings.templates_folder)
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.docx"))
    faults = [f"{name}: {fault}" for name in names for fault in documents.check_template(name)]
    return Finding(
        "Vorlagen",
        "fehler" if faults or not names else "ok",
        faults[0] if faults else f"{len(names)} Word-Vorlagen geprüft",
    )


def _mail(settings: Settings) -> Finding:
    if not settings.smtp_host:
        return Finding(
            "Mail",
            "hinweis",
            "Kein Mailserver eingestellt (CLUSTERPROCESS_SMTP_HOST): Nachrichten bleiben im Postausgang.",
        )
    try:
        with socket.create_connection((settings.smtp_host, settings.smtp_port), timeout=5):
            return Finding("Mail", "ok", f"{settings.smtp_host}:{settings.smtp_port} antwortet")
    except OSError as error:
        return Finding(
            "Mail", "fehler", f"{settings.smtp_host}:{settings.smtp_port} antwortet nicht ({error.strerror or error})."
        )


def _office(settings: Settings) -> Finding:
    found = shutil.which(settings.soffice)
    return Finding(
        "LibreOffice",
        "ok" if found else "hinweis",
        found or "nicht gefunden: Inhaltsverzeichnisse bleiben ohne Seitenzahlen.",
    )


def _service(settings: Settings) -> Finding:
    served = is_served(settings)
    return Finding(
        "Dienst",
        "ok" if served else "hinweis",
        "„serve“ läuft" if served else "„serve“ läuft nicht: Anforderungen warten.",
    )
