"""What a person or a script sees: tables through rich, JSON on demand, errors as sentences."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from clusterprocess.cli.session import STATE


def plain(value: Any) -> Any:
    """Values as JSON knows them."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    return value


def emit(value: Any, text: str | None = None) -> None:
    """Print a result: JSON with ``--json``, else the sentence."""
    if STATE.json:
        print(json.dumps(plain(value), ensure_ascii=False, indent=2))
    else:
        from rich.console import Console

        told = printable(text if text is not None else str(value))
        Console(soft_wrap=True, emoji=False).print(told, markup=False, highlight=False)


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], data: Any) -> None:
    """Print rows as a table, or their data as JSON."""
    if STATE.json:
        print(json.dumps(plain(data), ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    view = Table(title=title, title_justify="left", header_style="bold")
    for name in header:
        view.add_column(name, overflow="fold")
    count = 0
    for row in rows:
        view.add_row(*(Text(_shown(cell)) for cell in row))
        count += 1
    console = Console()
    if count:
        console.print(view)
    else:
        console.print(f"{title}: keine Einträge", markup=False)


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Decimal):
        return german(value)
    return "" if value is None else printable(str(value))


def german(value: Decimal) -> str:
    """Days and amounts with a comma and two places: ``1.380,00``."""
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def printable(text: str) -> str:
    """Text without characters that a terminal would obey instead of show."""
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def complain(error: Exception) -> int:
    """One sentence on stderr and the exit code: 2 for wrong use, 1 for a failed job."""
    code, exit_code, message = _described(error)
    if STATE.json:
        print(json.dumps({"error": code, "message": message}, ensure_ascii=False), file=sys.stderr)
    else:
        print(printable(f"{code}: {message}"), file=sys.stderr)
    if os.environ.get("CLUSTERPROCESS_TRACE"):
        raise error
    return exit_code


def _described(error: Exception) -> tuple[str, int, str]:
    from clusterprocess.domain.errors import ClusterProcessError

    if isinstance(error, ClusterProcessError):
        return error.code, error.exit_code, str(error)
    if type(error).__name__ in _USAGE:
        return "CP-CLI-002", 2, _german_usage(error)
    if type(error).__module__.startswith(("sqlalchemy", "psycopg")):
        return (
            "CP-DB-001",
            1,
            f"Die Datenbank hat den Befehl nicht ausgeführt ({type(error).__name__}). „clusterprocess doctor“ prüft die Verbindung.",
        )
    if isinstance(error, OSError):
        return (
            "CP-OS-001",
            1,
            f"Datei oder Gerät: {error.filename or 'ohne Namen'} ist nicht lesbar oder beschreibbar (Fehler {error.errno}).",
        )
    if type(error).__name__ == "ValidationError":
        return "CP-CONF-001", 2, _wrong_settings(error)
    return (
        "CP-CORE-001",
        1,
        f"Unerwarteter Fehler: {type(error).__name__}. Mit CLUSTERPROCESS_TRACE=1 zeigt der Befehl, wo er entstand.",
    )


def _wrong_settings(error: Any) -> str:
    """Each wrong variable with its name and reason; values may be secrets and are not shown."""
    from clusterprocess.offerings.questions import sentence

    told = []
    for fault in error.errors(include_url=False, include_input=False):
        place = "_".join(str(part) for part in fault["loc"]).upper()
        reason = sentence({**fault, "loc": ("",)}, {}).removeprefix(": ")
        told.append(f"Einstellung CLUSTERPROCESS_{place}: {reason}")
    return " ".join(told)


_USAGE = frozenset(
    {
        "UsageError",
        "BadParameter",
        "MissingParameter",
        "NoSuchOption",
        "BadOptionUsage",
        "BadArgumentUsage",
        "NoArgsIsHelpError",
    }
)


def _german_usage(error: Exception) -> str:
    """Wrong use of the command line in German, with the name or value that is wrong."""
    name = type(error).__name__
    told = str(getattr(error, "message", error))
    quoted = re.findall(r"'([^']*)'|\(([^()]*)\)", told)
    found = [a or b for a, b in quoted]
    value = (found[-1] if "unexpected extra" in told else found[0]) if found else ""
    param = getattr(error, "param", None)
    label = (
        getattr(param, "human_readable_name", None)
        or getattr(param, "name", None)
        or getattr(error, "option_name", None)
        or ""
    )
    if name == "MissingParameter":
        return f"Die Angabe {label} fehlt. „--help“ zeigt, was der Befehl braucht."
    if name == "NoSuchOption":
        return f"Die Option {label} gibt es nicht. „--help“ zeigt die vorhandenen."
    if name in ("BadOptionUsage", "BadArgumentUsage") or "requires an argument" in told:
        return f"Die Option {label or value} braucht einen Wert."
    if name == "BadParameter":
        return f"Die Angabe {label} hat nicht die erwartete Form (eingegeben: {' '.join(STATE.words)[:80]}); „--help“ zeigt sie."
    if "No such command" in told:
        return f"Den Befehl „{value}“ gibt es nicht. „--help“ zeigt die vorhandenen."
    if "unexpected extra" in told:
        return f"Zu viele Angaben: „{value}“. „--help“ zeigt, was der Befehl braucht."
    return "Der Befehl ist so nicht vollständig. „--help“ zeigt die Verwendung."
