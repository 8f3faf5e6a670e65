"""Every error that people can meet, each with a code for support.

    ClusterProcessError
    ├── UsageError            wrong use: the command line exits with 2
    │   ├── InputError        a field, row or file holds something that cannot be accepted
    │   ├── NotFoundError     the named thing does not exist
    │   ├── PermissionDenied  the acting person lacks the role
    │   └── RuleViolation     a named rule of the process forbids it now
    └── JobFailed             a job was started correctly and failed: exit code 1
        ├── ServiceUnavailable  database, Prefect or SMTP server cannot be reached
        └── IntegrityBroken     stored data contradicts its hash, chain or schema

The message is one German sentence that names the field, row or rule and the remedy.
"""

from __future__ import annotations

from typing import ClassVar


class ClusterProcessError(Exception):
    """Der Vorgang konnte nicht ausgeführt werden."""

    code: ClassVar[str] = "CP-CORE-000"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class UsageError(ClusterProcessError):
    """Die Angaben passen nicht zusammen."""

    code = "CP-USE-001"
    exit_code = 2


class InputError(UsageError):
    """Eine Angabe ist ungültig."""

    code = "CP-USE-010"

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class InputErrors(InputError):
    """Mehrere Angaben sind ungültig."""

    code = "CP-USE-011"

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


class NotFoundError(UsageError):
    """Das Gesuchte ist nicht vorhanden."""

    code = "CP-USE-020"


class PermissionDenied(UsageError):
    """Für diesen Schritt fehlt die Berechtigung."""

    code = "CP-USE-030"


class RuleViolation(UsageError):
    """Eine Regel des Prozesses lässt diesen Schritt jetzt nicht zu."""

    code = "CP-USE-040"

    def __init__(self, rule: str, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.rule = rule
        self.reasons = reasons


class JobFailed(ClusterProcessError):
    """Die Aufgabe ist fehlgeschlagen."""

    code = "CP-JOB-001"
    exit_code = 1


class ServiceUnavailable(JobFailed):
    """Ein benötigter Dienst ist nicht erreichbar."""

    code = "CP-JOB-010"


class IntegrityBroken(JobFailed):
    """Gespeicherte Daten widersprechen ihrer Prüfsumme."""

    code = "CP-JOB-020"
