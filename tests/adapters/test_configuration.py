"""Settings: each one documented in German, read by the program, set by its variable, and silent about secrets."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from clusterprocess.bootstrap import App, database_urls, embedded_server
from clusterprocess.config import PACKAGE, Settings
from tests.journeys.shell import type_command

FIELDS = sorted(Settings.model_fields)
SAMPLES: dict[str, tuple[str, Any]] = {
    "home": ("/srv/agentur daten", Path("/srv/agentur daten")),
    "database_url": ("postgresql://a:geheim@db/c", "postgresql://a:geheim@db/c"),
    "database_owner_url": ("postgresql://o:geheim@db/c", "postgresql://o:geheim@db/c"),
    "database_audit_url": ("postgresql://p:geheim@db/c", "postgresql://p:geheim@db/c"),
    "prefect_database_url": ("postgresql+asyncpg://q:geheim@db/p", "postgresql+asyncpg://q:geheim@db/p"),
    "actor": ("b.berger", "b.berger"),
    "smtp_host": ("mail.beispiel.example", "mail.beispiel.example"),
    "smtp_port": ("2525", 2525),
    "smtp_user": ("agentur", "agentur"),
    "smtp_password": ("geheim", "geheim"),
    "smtp_starttls": ("false", False),
    "smtp_timeout_seconds": ("7.5", 7.5),
    "mail_sender": ("post@agentur.example", "post@agentur.example"),
    "mail_reply_to": ("antwort@agentur.example", "antwort@agentur.example"),
    "web_port": ("8500", 8500),
    "prefect_ui_url": ("http://127.0.0.1:4200", "http://127.0.0.1:4200"),
    "public_url": ("https://antworten.agentur.example/", "https://antworten.agentur.example"),
    "web_behind_proxy": ("true", True),
    "mailbox": ("/srv/posteingang", Path("/srv/posteingang")),
    "sweep_seconds": ("60", 60),
    "worker_processes": ("3", 3),
    "soffice": ("/opt/office/soffice", "/opt/office/soffice"),
    "templates": ("/srv/vorlagen", Path("/srv/vorlagen")),
}
"""One value per variable as text, and what the program must see."""


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the machine decides these tests."""
    for name in [n for n in os.environ if n.startswith("CLUSTERPROCESS_")]:
        monkeypatch.delenv(name)


def _external(url: str, **others: str) -> Settings:
    return Settings(database_url=SecretStr(url), **{key: SecretStr(value) for key, value in others.items()})  # type: ignore[arg-type]


@pytest.mark.parametrize("field", FIELDS)
def test_a_setting_is_documented_in_one_german_sentence(field: str) -> None:
    text = Settings.model_fields[field].description or ""
    assert len(text) >= 15 and text.endswith("."), text
    assert text[0].isupper() and not re.search(r"\b(the|of|for|and|with|default|timeout|is)\b", text)


@pytest.mark.parametrize("field", FIELDS)
def test_a_setting_has_a_reader(field: str) -> None:
    # settings are called "settings" or "s"; properties of the class itself read "self"
    wanted = re.compile(rf"\b(?:settings|settings\(\)|s)\.{field}\b")
    sources = [*PACKAGE.rglob("*.py"), *(PACKAGE.parent / "flows").rglob("*.py")]
    own = re.compile(rf"\bself\.{field}\b").search((PACKAGE / "config.py").read_text(encoding="utf-8"))
    assert own or any(wanted.search(path.read_text(encoding="utf-8")) for path in sources), f"nobody reads {field}"


def test_every_setting_has_a_sample_here() -> None:
    assert sorted(SAMPLES) == FIELDS


@pytest.mark.parametrize("field", FIELDS)
def test_a_variable_with_the_prefix_sets_its_setting_and_one_without_sets_nothing(
    field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, expected = SAMPLES[field]
    before = getattr(Settings(), field)
    if field != "home":  # HOME without prefix belongs to the system and only moves the default data folder
        monkeypatch.setenv(field.upper(), text)
        assert getattr(Settings(), field) == before
    monkeypatch.setenv(f"CLUSTERPROCESS_{field.upper()}", text)
    found = getattr(Settings(), field)
    assert (found.get_secret_value() if isinstance(found, SecretStr) else found) == expected


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError):
        Settings().smtp_port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://a:b@db/c", "postgresql+psycopg://a:b@db/c"),
        ("postgres://a:b@db/c", "postgresql+psycopg://a:b@db/c"),
        ("postgresql+psycopg://a:b@db/c", "postgresql+psycopg://a:b@db/c"),
        ("postgresql://a:p%2Bq%3A%2F%2F@db/c?sslmode=require", "postgresql+psycopg://a:p%2Bq%3A%2F%2F@db/c?sslmode=require"),
    ],
)  # fmt: skip
def test_a_database_address_without_driver_gets_the_one_we_install(given: str, used: str) -> None:
    assert database_urls(_external(given), None).app == used


def test_logins_that_are_not_set_fall_back_to_the_application_login() -> None:
    urls = database_urls(_external("postgresql://a:b@db/c"), None)
    assert (urls.app, urls.owner) == ("postgresql+psycopg://a:b@db/c",) * 2
    assert urls.audit is None and urls.prefect is None


def test_an_own_server_switches_the_shipped_one_off() -> None:
    assert embedded_server(_external("postgresql://a:b@db/c")) is None
    assert embedded_server(Settings()) is not None


def test_secrets_never_stand_in_the_text_of_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for field, (text, _) in SAMPLES.items():
        monkeypatch.setenv(f"CLUSTERPROCESS_{field.upper()}", text)
    settings = Settings()
    shown = [repr(settings), str(settings), settings.model_dump_json(), str(settings.model_dump())]
    assert not [text for text in shown if "geheim" in text]


def test_secrets_never_stand_in_the_text_of_the_logins() -> None:
    address = "postgresql://a:geheim@db/c"
    urls = database_urls(_external(address, database_owner_url=address, prefect_database_url=address), None)
    assert "geheim" not in f"{urls!r} {urls}"


def test_secrets_never_stand_in_the_text_of_the_program_or_its_sender(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, smtp_host="mail.example", smtp_password=SecretStr("geheim"))
    app = App(settings, database_urls(_external("postgresql://a:geheim@127.0.0.1:1/c"), None))
    assert "geheim" not in f"{app!r} {app.engine!r} {app.sender()!r}"
    app.close()


@pytest.mark.parametrize(
    ("variable", "value"),
    [("SMTP_PORT", "abc"), ("SMTP_PORT", "70000"), ("WORKER_PROCESSES", "0"), ("SMTP_STARTTLS", "vielleicht")],
)
def test_a_variable_that_cannot_be_read_is_named_in_the_refusal(tmp_path: Path, variable: str, value: str) -> None:
    answer = type_command("doctor", **{"CLUSTERPROCESS_HOME": str(tmp_path), f"CLUSTERPROCESS_{variable}": value})
    assert answer.code == 2
    assert variable in answer.err and "validation error" not in answer.err


@pytest.mark.parametrize("address", ["quatsch", "mysql://u:geheim@127.0.0.1/x", "postgresql://u:geheim@127.0.0.1:1/x"])
def test_a_database_address_that_cannot_work_is_explained_without_its_password(tmp_path: Path, address: str) -> None:
    answer = type_command("audit", "verify", CLUSTERPROCESS_HOME=str(tmp_path), CLUSTERPROCESS_DATABASE_URL=address)
    assert answer.code in (1, 2)
    assert "CLUSTERPROCESS_DATABASE_URL" in answer.err and "Unerwarteter Fehler" not in answer.err
    assert "geheim" not in answer.err + answer.out
    assert not re.search(r"Is the server|refused|accepting", answer.err)
