"""Wires adapters from settings: one function per kind of process. The only place that knows them all."""

from __future__ import annotations

import getpass
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker

from clusterprocess import __version__
from clusterprocess.adapters.calendars.objects import IcsCalendars
from clusterprocess.adapters.database import schema
from clusterprocess.adapters.database.embedded import EmbeddedServer
from clusterprocess.adapters.database.embedded_logins import APP, AUDIT, OUR_DATABASE, OWNER, PREFECT, PREFECT_DATABASE
from clusterprocess.adapters.database.unit_of_work import DatabaseWork, UnitOfWork
from clusterprocess.adapters.files.store import FolderStore
from clusterprocess.adapters.mail.incoming import MailFiles
from clusterprocess.adapters.mail.smtp import SmtpSender
from clusterprocess.adapters.mail.texts import MailFolder
from clusterprocess.adapters.passwords import Argon2Passwords
from clusterprocess.adapters.pdf import LibreOffice, PdfPreviews
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.config import PACKAGE, Settings
from clusterprocess.domain.actors import Actor, Role
from clusterprocess.domain.birth import DatabaseKind
from clusterprocess.domain.errors import InputError, ServiceUnavailable
from clusterprocess.usecases.births import bear
from clusterprocess.usecases.effects import apply_effects
from clusterprocess.usecases.ports import Services

T = TypeVar("T")


@dataclass(frozen=True, repr=False)
class DatabaseUrls:
    """The logins of one server; ``prefect`` uses the asyncpg driver."""

    app: str
    owner: str
    audit: str | None
    prefect: str | None


class App:
    """Everything a process needs to run use cases."""

    def __init__(self, settings: Settings, urls: DatabaseUrls, *, pool_size: int = 5) -> None:
        self.settings, self.urls = settings, urls
        self.engine: Engine = schema.engine_for(urls.app, pool_size)
        self.files = FolderStore(settings.files_folder)
        office = LibreOffice(settings.soffice)
        self.previews = PdfPreviews(office, settings.runtime_folder / "preview")
        self.passwords = Argon2Passwords()
        self.documents = WordDocuments(
            settings.templates_folder, office.heading_pages if office.is_available() else None
        )
        self.services = Services(
            self.documents,
            MailFolder(settings.templates_folder / "mail"),
            IcsCalendars(),
            MailFiles(),
            settings.link_url,
            settings.mail_reply_to or settings.mail_sender,
        )
        self.begin = UnitOfWork(
            sessionmaker(self.engine, expire_on_commit=False), self.files, self.services, apply_effects, code_version()
        )

    def run(self, actor: Actor, use_case: Callable[[DatabaseWork], T], run_id: str | None = None) -> T:
        """Run one use case in one transaction."""
        with self.begin(actor, run_id) as work:
            return use_case(work)

    def read_as_auditor(self, question: Callable[[DatabaseWork], T]) -> T:
        """Ask with the login that can only read, where there is one."""
        engine = schema.engine_for(self.urls.audit or self.urls.app, pool_size=1)
        try:
            reader = UnitOfWork(sessionmaker(engine), self.files, self.services, apply_effects, code_version())
            with reader(Actor("system", frozenset({Role.SYSTEM}), "audit")) as work:
                return question(work)
        finally:
            engine.dispose()

    def actor(self, handle: str, channel: str) -> Actor:
        """The person of a handle with the roles valid now.

        Raises:
            InputError: nobody was named.
            NotFoundError: the person does not exist.
        """
        if not handle:
            raise InputError("Wer handelt? Bitte mit --as KÜRZEL oder CLUSTERPROCESS_ACTOR angeben.", field="as")

        if not (handle.isascii() and handle.isprintable()):
            raise InputError("Wer handelt (as): Das Kürzel enthält unzulässige Zeichen.", field="as")

        def look(work: DatabaseWork) -> Actor:
            person = work.queries.person(handle)
            general = person.roles_at(work.now)
            scoped = frozenset(
                (g.cluster_id, Role(g.role))
                for g in person.roles
                if g.cluster_id is not None
                and g.valid_from <= work.now
                and (g.valid_until is None or work.now < g.valid_until)
            )
            return Actor(person.id, general, channel, scoped, person.audited_operations(work.now))

        return self.run(Actor("system", frozenset({Role.SYSTEM}), channel), look)

    def sender(self) -> SmtpSender | None:
        """The mail sender, or None while no SMTP host is configured: messages then stay in the outbox."""
        s = self.settings
        if not s.smtp_host:
            return None
        return SmtpSender(
            host=s.smtp_host,
            port=s.smtp_port,
            user=s.smtp_user,
            password=s.smtp_password.get_secret_value(),
            starttls=s.smtp_starttls,
            timeout_seconds=s.smtp_timeout_seconds,
            sender=s.mail_sender,
            reply_to=s.mail_reply_to or s.mail_sender,
        )

    def close(self) -> None:
        self.engine.dispose()


@cache
def code_version() -> str:
    """Version and a hash over the program's own sources, as every event names it."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".toml") and path.is_file():
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def cli_channel() -> str:
    """``cli:`` with the operating-system user."""
    try:
        return f"cli:{getpass.getuser()}"[:64]
    except (KeyError, OSError):
        return "cli:unbekannt"


def embedded_server(settings: Settings) -> EmbeddedServer | None:
    """Our own server, or None where an external one is configured."""
    return None if settings.database_url else EmbeddedServer(settings.database_folder)


def database_urls(settings: Settings, server: EmbeddedServer | None) -> DatabaseUrls:
    """The logins of the external server from the settings, or of the embedded one from its password files."""
    if server is None:
        assert settings.database_url is not None
        app = _with_driver(settings.database_url.get_secret_value())
        owner, audit, prefect = settings.database_owner_url, settings.database_audit_url, settings.prefect_database_url
        return DatabaseUrls(
            app,
            _with_driver(owner.get_secret_value()) if owner else app,
            _with_driver(audit.get_secret_value()) if audit else None,
            prefect.get_secret_value() if prefect else None,
        )
    return DatabaseUrls(
        server.url(APP, OUR_DATABASE),
        server.url(OWNER, OUR_DATABASE),
        server.url(AUDIT, OUR_DATABASE),
        server.url(PREFECT, PREFECT_DATABASE, driver="postgresql+asyncpg"),
    )


def _with_driver(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return url if "+" in scheme or scheme not in ("postgres", "postgresql") else f"postgresql+psycopg://{rest}"


@contextmanager
def open_app(
    settings: Settings, *, kind: DatabaseKind | None = None, demo_now: datetime | None = None
) -> Iterator[App]:
    """A ready database and the wired program, for one command.

    Starts the embedded server where none runs and stops it at the end if nobody else is connected. ``kind`` gives an
    unborn database its birth; None accepts what is there and bears a real one.
    """
    server = embedded_server(settings)
    if server is not None:
        server.create()
        server.start()
    app: App | None = None
    try:
        app = App(settings, database_urls(settings, server))
        prepare_database(app, kind, demo_now)
        yield app
    finally:
        if app is not None:
            app.close()
        if server is not None:
            server.stop_if_unused()


def prepare_database(app: App, kind: DatabaseKind | None, demo_now: datetime | None) -> None:
    """Schema at head and a birth row.

    Raises:
        ServiceUnavailable: the server does not answer, or the external schema is behind and no owner login is known.
    """
    schema.require_reachable(app.engine)
    if schema.revision(app.engine) != schema.HEAD:
        if app.settings.database_url and not app.settings.database_owner_url:
            raise ServiceUnavailable(
                "Das Datenbankschema ist nicht aktuell. Bitte CLUSTERPROCESS_DATABASE_OWNER_URL setzen und „clusterprocess migrate“ aufrufen."
            )
        migrate(app)
    system = Actor("system", frozenset({Role.SYSTEM}), "system")
    with app.begin(system) as work:
        born = work.queries.birth()
        if born is None or kind is not None:
            bear(work, kind or DatabaseKind.REAL, demo_now)


def migrate(app: App) -> str:
    """Bring the schema to head; returns the revision."""
    return schema.migrate(app.urls.owner, app.urls.app, app.urls.audit)


def default_demo_start() -> datetime:
    """The day of the sample request, 12 January 2015, nine o'clock in Stuttgart."""
    return datetime(2015, 1, 12, 8, 0, tzinfo=UTC)
