"""The schema: migrations from empty to head, the append-only guard and the rights of the three logins (design D6)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError, ProgrammingError

import clusterprocess.domain.absences
import clusterprocess.domain.accounts
import clusterprocess.domain.agency_events
import clusterprocess.domain.agency_files
import clusterprocess.domain.birth
import clusterprocess.domain.chain
import clusterprocess.domain.engagement
import clusterprocess.domain.incoming_mails
import clusterprocess.domain.links
import clusterprocess.domain.messages
import clusterprocess.domain.paper_comments
import clusterprocess.domain.runs
import clusterprocess.domain.scheduled_runs
import clusterprocess.domain.services_rendered  # noqa: F401  (the imports fill the metadata)
from clusterprocess.domain.base import Base
from clusterprocess.domain.errors import ServiceUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

METADATA = Base.metadata
HEAD = "0004"
"""Newest migration; a test holds it equal to what the migrations folder says."""
MIGRATION_LOCK = 4_150_002


def engine_for(url: str, pool_size: int = 5) -> Engine:
    """An engine on one login; connections that a restart of the server killed are replaced silently.

    Args:
        url: SQLAlchemy URL with the psycopg driver.
        pool_size: connections kept open.
    """
    return create_engine(url, pool_size=pool_size, max_overflow=10, pool_pre_ping=True)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(owner_url: str, app_url: str, audit_url: str | None) -> str:
    """Bring the schema to head and give the logins their rights; returns the revision.

    Safe to call from several processes at once: an advisory lock lets one after the other through.
    """
    from alembic import command
    from alembic.migration import MigrationContext

    engine = engine_for(owner_url, pool_size=1)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
            connection.commit()
            command.upgrade(_config(connection), "head")
            connection.commit()
            grant_rights(connection, make_url(app_url).username, make_url(audit_url).username if audit_url else None)
            connection.commit()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
            connection.commit()
            return MigrationContext.configure(connection).get_current_revision() or ""
    finally:
        engine.dispose()


def revision(engine: Engine) -> str | None:
    """The migration that the database stands at, None for an empty one; costs one query."""
    try:
        with engine.connect() as connection:
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return found
    except ProgrammingError:
        return None


def newest_revision() -> str | None:
    """Head of the migrations folder."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return ScriptDirectory.from_config(config).get_current_head()


def differences(connection: Connection) -> list[object]:
    """What distinguishes the migrated schema from the metadata; empty when they are equal."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, METADATA))


def grant_rights(connection: Connection, app: str | None, audit: str | None) -> None:
    """Rights of the logins: the app works, cannot rewrite history; the auditor only reads."""
    quote = connection.dialect.identifier_preparer.quote
    owner = connection.scalar(text("SELECT current_user"))
    if app and app != owner:
        name = quote(app)
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {name}"))
        connection.execute(text(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {name}"))
        connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"))
        connection.execute(text(f"REVOKE UPDATE, DELETE, TRUNCATE ON event FROM {name}"))
        connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON alembic_version FROM {name}"))
    if audit and audit not in (owner, app):
        name = quote(audit)
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {name}"))
        connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}"))
        for secret in ("account", "web_session", "sign_in_link", "form_draft"):  # keys and scratch are no record
            connection.execute(text(f"REVOKE SELECT ON {secret} FROM {name}"))


def missing_rights(engine: Engine) -> list[str]:
    """Sentences about rights that the app login lacks or should not have."""
    with engine.connect() as connection:
        user = connection.scalar(text("SELECT current_user"))
        wrong = []
        for right, wanted in (
            ("SELECT", True),
            ("INSERT", True),
            ("UPDATE", False),
            ("DELETE", False),
            ("TRUNCATE", False),
        ):
            has = connection.scalar(text("SELECT has_table_privilege(current_user, 'event', :right)"), {"right": right})
            if bool(has) != wanted:
                verb = "fehlt" if wanted else "darf nicht bestehen"
                wrong.append(f"Login {user}: Recht {right} auf die Tabelle event {verb}.")
        return wrong


def require_reachable(engine: Engine) -> None:
    """Raise ServiceUnavailable with a German sentence when the server does not answer."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except OperationalError as error:
        told = str(error.orig)
        refused = "password" in told or "authentication" in told
        reason = "die Anmeldung wurde abgelehnt" if refused else "der Server antwortet nicht"
        raise ServiceUnavailable(
            f"Die Datenbank ist nicht erreichbar ({reason}). Bitte CLUSTERPROCESS_DATABASE_URL prüfen oder „clusterprocess doctor“ aufrufen."
        ) from None
