"""The complete Prefect environment of every child process; nothing of a user's own profile is inherited (design 5)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

POOL = "clusterprocess"


def child_environment(home: Path, port: int, auth: str, database_url: str | None) -> dict[str, str]:
    """Environment for the Prefect server and the workers.

    Args:
        home: folder of Prefect's own files.
        port: port on 127.0.0.1.
        auth: ``user:password`` of the API.
        database_url: Prefect's own database (asyncpg), None for its default below ``home``.
    """
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    own = {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_UI_URL": f"http://127.0.0.1:{port}",
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": auth,
        "PREFECT_API_AUTH_STRING": auth,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_CLI_PROMPT": "false",
    }
    if database_url:
        own["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = database_url
    return {**inherited, **own}


def api_of(environment: Mapping[str, str]) -> tuple[str, tuple[str, str]]:
    """API address and credentials out of a child's environment."""
    user, _, password = environment["PREFECT_API_AUTH_STRING"].partition(":")
    return environment["PREFECT_API_URL"], (user, password)
