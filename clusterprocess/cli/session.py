"""What every command needs: who acts, where the data lie, and how input files are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from clusterprocess.adapters.database.unit_of_work import DatabaseWork
    from clusterprocess.bootstrap import App
    from clusterprocess.config import Settings
    from clusterprocess.domain.actors import Actor

T = TypeVar("T")
MAX_INPUT_BYTES = 10_000_000


@dataclass
class State:
    """Options that stand before the command."""

    json: bool = False
    actor: str = ""
    home: Path | None = None
    words: tuple[str, ...] = ()


STATE = State()


def settings() -> Settings:
    """Settings with ``--home`` applied."""
    from clusterprocess.config import Settings

    return Settings(home=STATE.home) if STATE.home else Settings()


@contextmanager
def opened() -> Iterator[App]:
    """The wired program on a ready database."""
    from clusterprocess.bootstrap import open_app

    with open_app(settings()) as app:
        yield app


def acting(app: App) -> Actor:
    """The acting person out of ``--as`` or CLUSTERPROCESS_ACTOR."""
    from clusterprocess.bootstrap import cli_channel

    return app.actor(STATE.actor or app.settings.actor, cli_channel())


def run(use_case: Callable[[DatabaseWork], T]) -> T:
    """Open, act as the named person, run one use case, close."""
    with opened() as app:
        return app.run(acting(app), use_case)


def read(use_case: Callable[[DatabaseWork], T]) -> T:
    """Open and read; reading needs no named person on one's own machine."""
    from clusterprocess.domain.actors import SYSTEM

    with opened() as app:
        return app.run(SYSTEM, use_case)


def audit(question: Callable[[DatabaseWork], T]) -> T:
    """Read with the login that auditors have."""
    with opened() as app:
        return app.read_as_auditor(question)


def day(text: str | None, field: str) -> date | None:
    """A date in ISO or German form.

    Raises:
        InputError: it is none.
    """
    from clusterprocess.domain.errors import InputError

    if text is None:
        return None
    for separator, order in (("-", (0, 1, 2)), (".", (2, 1, 0))):
        parts = text.strip().split(separator)
        if len(parts) == 3 and all(p.isdigit() for p in parts):
            try:
                return date(*(int(parts[i]) for i in order))
            except ValueError:
                break
    raise InputError(f"Tag ({field}): „{text[:40]}“ ist kein Datum; bitte JJJJ-MM-TT oder TT.MM.JJJJ.", field=field)


def required_day(text: str, field: str) -> date:
    found = day(text, field)
    if found is None:
        raise ValueError(field)
    return found


def read_input(path: Path) -> dict[str, Any]:
    """A TOML or JSON file as a dictionary.

    Raises:
        InputError: missing, too large, or not readable as what its name says.
    """
    import json
    import tomllib

    from clusterprocess.domain.errors import InputError

    content = read_bytes(path)
    try:
        text = content.decode("utf-8-sig")
        data = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except UnicodeDecodeError:
        raise InputError(f"Datei {path.name}: ist nicht in UTF-8 gespeichert.", field="file") from None
    except (ValueError, RecursionError) as error:
        place = _place(error)
        raise InputError(
            f"Datei {path.name}: ist kein gültiges {'JSON' if path.suffix.lower() == '.json' else 'TOML'} ({place}).",
            field="file",
        ) from None
    if not isinstance(data, dict):
        raise InputError(f"Datei {path.name}: muss eine Tabelle aus Namen und Werten enthalten.", field="file")
    return data


def write_file(path: Path, content: bytes) -> None:
    """Write a result beside its place and move it there, so that nothing half-written stays.

    Raises:
        InputError: the folder does not exist or cannot be written.
    """
    from clusterprocess.domain.errors import InputError

    beside = path.with_name(f".{path.name}.neu")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        raise InputError(
            f"Ziel (out): {path} ist nicht beschreibbar; bitte einen vorhandenen Ordner angeben.", field="out"
        ) from None


def _place(error: Exception) -> str:
    """Line and column of a broken TOML or JSON file."""
    import re

    found = re.search(r"line (\d+)[,:]? column (\d+)", str(error))
    return f"Zeile {found[1]}, Spalte {found[2]}" if found else "am Ende der Datei oder zu tief verschachtelt"


def read_bytes(path: Path, limit: int = MAX_INPUT_BYTES) -> bytes:
    """The bytes of a file that a person named.

    Raises:
        InputError: missing, a folder, or larger than the limit.
    """
    from clusterprocess.domain.errors import InputError

    if not path.is_file():
        raise InputError(f"Datei: {path} gibt es nicht oder ist keine Datei.", field="file")
    if path.stat().st_size > limit:
        raise InputError(f"Datei {path.name}: größer als {limit // 1_000_000} MB.", field="file")
    return path.read_bytes()
