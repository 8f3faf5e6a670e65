"""The home folder of the embedded PostgreSQL: its files, passwords and locks.

Layout:

    data/        the data folder, or elsewhere if the system user cannot reach home: then LOCATION names that place
    passwords/   one file of mode 0600 per login
    lock         held while the server is created, started or stopped
    users        shared lock of every process that uses the server
    server.log   what the server reports; one older file is kept

What root writes here is given to the owner of the home folder, so that a command run once as root does not lock the
owner out.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from clusterprocess.domain.errors import ServiceUnavailable, UsageError

_LOG_LIMIT = 5_000_000  # bytes


class HomeFolder:
    """Files and locks of one embedded server; the path may contain spaces and any characters."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist yet."""
        self.path = path.expanduser().resolve()
        self.mark = "clusterprocess-" + hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        self.log = self.path / "server.log"
        self._lease: int | None = None

    @property
    def place(self) -> Path:
        """The folder that holds the data folder: home itself, or the folder that LOCATION names."""
        named = self.path / "LOCATION"
        try:
            return Path(os.fsdecode(named.read_bytes()).strip())
        except FileNotFoundError:
            return self.path
        except OSError as error:
            raise _closed(named, error) from error

    @property
    def data(self) -> Path:
        """The data folder, whether it exists or not."""
        return self.place / "data"

    def make(self) -> None:
        """Create the folder if it is missing; raises UsageError if that is not allowed."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not self.path.exists():
                self.path.mkdir(exist_ok=True)
                # As root the system user passes through to the data folder; passwords/ has a mode of its own.
                self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
        except OSError as error:
            raise UsageError(
                f"Der Datenordner {self.path} lässt sich nicht anlegen ({error.strerror}); wählen Sie einen Ordner, "
                "in dem Sie schreiben dürfen."
            ) from error

    @contextmanager
    def locked(self, timeout_seconds: float) -> Iterator[None]:
        """Hold the lock among all processes; raises ServiceUnavailable if it is not free in time."""
        handle = self._open("lock")
        try:
            if not until(lambda: flocked(handle, fcntl.LOCK_EX), time.monotonic() + timeout_seconds):
                raise ServiceUnavailable(
                    "Ein anderer Prozess startet oder beendet gerade die mitgelieferte Datenbank; "
                    "versuchen Sie es in einer Minute erneut."
                )
            yield
        finally:
            os.close(handle)

    def take_lease(self) -> None:
        """Note that this process uses the server; the note ends with the process, however it ends."""
        if self._lease is None:
            self._lease = self._open("users")
            fcntl.flock(self._lease, fcntl.LOCK_SH)

    def drop_lease(self) -> None:
        """Note that this process no longer uses the server."""
        if self._lease is not None:
            os.close(self._lease)
            self._lease = None

    def leased_by_others(self) -> bool:
        """Whether another process uses the server; ask under the lock and without a lease of our own."""
        handle = self._open("users")
        try:
            return not flocked(handle, fcntl.LOCK_EX)
        finally:
            os.close(handle)

    def open_log(self) -> int:
        """A file descriptor that appends to the log; a log over 5 MB is set aside first."""
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self._open(self.log.name)

    def write_location(self, place: Path) -> None:
        """Name `place` as the folder that holds the data folder."""
        self._write(self.path / "LOCATION", os.fsencode(place))

    def password(self, login: str) -> str:
        """The password of `login`; raises ServiceUnavailable if its file is missing or closed to us."""
        file = self.path / "passwords" / login
        try:
            return file.read_text(encoding="ascii")
        except OSError as error:
            raise ServiceUnavailable(
                f"Die Kennwortdatei {file} der Datenbank fehlt oder ist nicht lesbar; stellen Sie sie aus der "
                "Datensicherung wieder her oder führen Sie den Befehl als der Benutzer aus, der sie angelegt hat."
            ) from error

    def ensure_password(self, login: str) -> str:
        """The password of `login`, generated (256 bits) if its file is missing."""
        folder = self.path / "passwords"
        folder.mkdir(mode=0o700, exist_ok=True)
        self._give_to_owner(folder)
        if not (folder / login).exists():
            self._write(folder / login, secrets.token_urlsafe(32).encode("ascii"))
        return self.password(login)

    def _open(self, name: str) -> int:
        try:
            handle = os.open(self.path / name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise _closed(self.path / name, error) from error
        self._give_to_owner(handle)
        return handle

    def _write(self, file: Path, content: bytes) -> None:
        # Renamed when complete: a crash leaves the whole file or none.
        handle, name = tempfile.mkstemp(prefix=".new-", dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            self._give_to_owner(handle)
            stream.write(content)
            stream.flush()
            os.fsync(handle)
        Path(name).replace(file)
        sync_folder(file.parent)

    def _give_to_owner(self, target: int | Path) -> None:
        if os.geteuid() == 0:
            facts = self.path.stat()
            os.chown(target, facts.st_uid, facts.st_gid)


def _closed(file: Path, error: OSError) -> UsageError:
    return UsageError(
        f"Auf {file} besteht kein Zugriff ({error.strerror}); führen Sie den Befehl als der Benutzer aus, der die "
        "Datenbank angelegt hat."
    )


def flocked(handle: int, kind: int) -> bool:
    """Try to lock the open file without waiting; whether it worked."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def until(condition: Callable[[], bool], deadline: float) -> bool:
    """Ask every 20 ms until `condition` holds or `deadline` (monotonic seconds) has passed; whether it held."""
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
    return True
