"""Settings: one frozen class, prefix ``CLUSTERPROCESS_``, every field documented and read somewhere."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PACKAGE = Path(__file__).resolve().parent


def default_home() -> Path:
    """``var/`` in a checkout, else the user's data folder."""
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").exists() and (checkout / "templates").is_dir():
        return checkout / "var"
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "clusterprocess"


class Settings(BaseSettings):
    """Everything that a deployment may set, from environment variables."""

    model_config = SettingsConfigDict(env_prefix="CLUSTERPROCESS_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=default_home, description="Datenordner: Datenbank, Dateien, Protokolle.")
    database_url: SecretStr | None = Field(
        None, description="Eigener PostgreSQL-Server (Anwendungs-Login); leer = mitgelieferter Server."
    )
    database_owner_url: SecretStr | None = Field(None, description="Login für Migrationen; leer = wie database_url.")
    database_audit_url: SecretStr | None = Field(None, description="Nur lesendes Login für Prüferinnen und Prüfer.")
    prefect_database_url: SecretStr | None = Field(
        None, description="Datenbank des Prefect-Servers (asyncpg); leer = mitgelieferter Server."
    )
    actor: str = Field("", description="Wer an der Befehlszeile handelt, wenn --as fehlt (Kürzel der Person).")
    smtp_host: str = Field("", description="Mailserver; leer = Nachrichten bleiben im Postausgang.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port des Mailservers.")
    smtp_user: str = Field("", description="Anmeldename am Mailserver; leer = ohne Anmeldung.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Passwort am Mailserver.")
    smtp_starttls: bool = Field(True, description="Verschlüsselung mit STARTTLS verlangen.")
    smtp_timeout_seconds: float = Field(
        20.0, gt=0, le=600, description="Frist je Schritt mit dem Mailserver in Sekunden."
    )
    mail_sender: str = Field("clusteragentur@beispiel.invalid", description="Absenderadresse.")
    mail_reply_to: str = Field("", description="Antwortadresse; leer = Absender.")
    web_port: int = Field(8400, ge=0, le=65535, description="Port der Webseiten auf dieser Maschine; 0 = ein freier.")
    public_url: str = Field(
        "",
        description="Adresse, unter der Gäste die Webseiten erreichen; leer = http://127.0.0.1 mit dem eigenen Port.",
    )
    prefect_ui_url: str = Field(
        "",
        description="Adresse der Oberfläche von Prefect, auf die Läufe verweisen; leer = ohne Verweis. „clusterprocess serve“ setzt sie selbst.",
    )
    web_behind_proxy: bool = Field(
        False,
        description="Die Webseiten stehen hinter einem eigenen Proxy: Die Gastadresse ist der letzte Eintrag in X-Forwarded-For.",
    )
    mailbox: Path | None = Field(
        None, description="Ordner, aus dem eingegangene Mails (.eml) abgelegt werden; leer = keiner."
    )
    sweep_seconds: int = Field(
        180, ge=0, le=86_400, description="Abstand, in dem Fälliges ausgelöst wird, in Sekunden; 0 = Zeitplan aus."
    )
    worker_processes: int = Field(1, ge=1, le=32, description="Zahl der Arbeitsprozesse.")
    soffice: str = Field(
        "soffice", description="LibreOffice für Seitenzahlen und PDF; fehlt es, bleiben Seitenzahlen leer."
    )
    templates: Path | None = Field(None, description="Eigener Vorlagenordner; leer = mitgelieferte Vorlagen.")

    @field_validator("database_url", "database_owner_url", "database_audit_url", "prefect_database_url")
    @classmethod
    def _is_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(
            ("postgresql://", "postgres://", "postgresql+")
        ):
            raise ValueError("muss mit postgresql:// beginnen")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("muss mit https:// beginnen, damit persönliche Links nicht offen übertragen werden")
        return value.rstrip("/")

    @property
    def link_url(self) -> str:
        """Address in personal links."""
        return self.public_url or (f"http://127.0.0.1:{self.web_port}" if self.web_port else "")

    @property
    def files_folder(self) -> Path:
        return self.home / "files"

    @property
    def database_folder(self) -> Path:
        return self.home / "database"

    @property
    def runtime_folder(self) -> Path:
        return self.home / "runtime"

    @property
    def templates_folder(self) -> Path:
        """Own templates where set, else the shipped ones (in a checkout or installed beside the package)."""
        if self.templates:
            return self.templates
        beside = PACKAGE.parent / "templates"
        return beside if beside.is_dir() else PACKAGE / "templates"
