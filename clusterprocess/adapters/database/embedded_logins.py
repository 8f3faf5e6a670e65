"""Logins, databases and rights of the embedded PostgreSQL (design, D1 and D6).

The owner migrates and does nothing else, the application owns nothing, the auditor only reads, Prefect has a database
of its own; rights on tables come with the migrations. Every statement may be repeated: a crash in between is healed by
the next call.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import errors, sql

ADMIN = "clusterprocess_admin"
OWNER = "clusterprocess_owner"
APP = "clusterprocess_app"
AUDIT = "clusterprocess_audit"
PREFECT = "clusterprocess_prefect"
OUR_DATABASE = "clusterprocess"
PREFECT_DATABASE = "prefect"

LOGINS = (OWNER, APP, AUDIT, PREFECT)
_OWNERS = {OUR_DATABASE: OWNER, PREFECT_DATABASE: PREFECT}
_GUESTS = {OUR_DATABASE: (APP, AUDIT), PREFECT_DATABASE: ()}

Connection = psycopg.Connection[tuple[Any, ...]]


def complete_logins(server: Connection, password: Callable[[str], str]) -> None:
    """Create what is missing of logins, databases and rights to connect, and set each login's password.

    `server` is the administrator's autocommit connection to the database `postgres`.
    """
    roles = _names(server, "SELECT rolname FROM pg_roles")
    databases = _names(server, "SELECT datname FROM pg_database")
    for login in LOGINS:
        if login not in roles:
            with suppress(
                errors.DuplicateObject, errors.UniqueViolation
            ):  # a backend of a killed creation may finish its statement just now
                server.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(login)))
        _set_password(server, login, password(login))
    for database, owner in _OWNERS.items():
        if database not in databases:
            parts = sql.Identifier(database), sql.Identifier(owner)
            with suppress(errors.DuplicateDatabase, errors.UniqueViolation):
                server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*parts))
    # Temporary tables go with it: they could hide a real table of the same name from a query.
    for database in (*_OWNERS, "postgres", "template1"):
        server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
        for guest in _GUESTS.get(database, ()):
            parts = sql.Identifier(database), sql.Identifier(guest)
            server.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(*parts))


def complete_prefect_database(prefect: Connection) -> None:
    """Create what Prefect's migrations expect; `prefect` is the administrator's connection to its database."""
    prefect.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def _names(server: Connection, query: sql.SQL | str) -> set[str]:
    return {row[0] for row in server.execute(sql.SQL(query) if isinstance(query, str) else query)}


def _set_password(server: Connection, login: str, password: str) -> None:
    # Hashed here, so that the password itself can reach neither the server's log nor its statistics.
    verifier = server.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    rights = sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}")
    server.execute(rights.format(sql.Identifier(login), sql.Literal(verifier)))
