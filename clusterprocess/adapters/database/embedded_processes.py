"""Which processes belong to a data folder of the embedded PostgreSQL, and what its `postmaster.pid` says about them.

A process belongs to the data folder if it is called `postgres` and works in that folder (all of them change into it).
Where the right to see that is missing (root in a container without CAP_SYS_PTRACE), it is the owner and the mark in the
command line or process title: the mark is the server's `cluster_name`. The process id in `postmaster.pid` alone proves
nothing: after a crash it may be a zombie's or a stranger's.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import psutil

from clusterprocess.adapters.database.embedded_home import until

_STATUS_LINE, _SOCKET_LINE = 7, 4  # lines of postmaster.pid, counted from 0


def gone(process: psutil.Process) -> bool:
    """Whether the process has ended; a zombie that its parent has not collected counts as ended."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.Error:
        return True


def kill_all(processes: list[psutil.Process]) -> None:
    """SIGKILL to each, then wait up to five seconds until all have ended."""
    for process in processes:
        try:
            process.kill()
        except psutil.Error:
            continue
    until(lambda: all(gone(process) for process in processes), time.monotonic() + 5.0)


def processes_inside(folder: Path) -> list[psutil.Process]:
    """Processes of PostgreSQL whose working directory is `folder` or lies in it."""
    found = []
    for process in psutil.process_iter(["name", "cwd"]):
        place = process.info["cwd"]
        if process.info["name"] in ("initdb", "postgres") and place and Path(place).is_relative_to(folder):
            found.append(process)
    return found


class DataFolderProcesses:
    """The server processes of one data folder."""

    def __init__(self, data: Path, mark: str) -> None:
        """`data` may be missing; `mark` is the `cluster_name` its server is started with."""
        self._data = data.resolve()
        self._mark = mark

    def postmaster(self) -> psutil.Process | None:
        """The living main process of the server, or None."""
        try:
            process = psutil.Process(int(self._lines()[0]))
        except (IndexError, ValueError, psutil.Error):
            return None
        return process if not gone(process) and self._belongs(process) else None

    def all(self) -> list[psutil.Process]:
        """Every living process of the data folder, orphans included."""
        return [process for process in psutil.process_iter() if self._belongs(process) and not gone(process)]

    def status(self) -> str:
        """What `postmaster.pid` says: "starting", "ready", "stopping", "standby", or "" without such a line."""
        lines = self._lines()
        return lines[_STATUS_LINE].strip() if len(lines) > _STATUS_LINE else ""

    def socket_folder(self) -> Path | None:
        """The folder in which the server of `postmaster.pid` put its socket, if it has got that far."""
        lines = self._lines()
        return Path(lines[_SOCKET_LINE]) if len(lines) > _SOCKET_LINE and lines[_SOCKET_LINE] else None

    def settle(self, process: psutil.Process, deadline: float) -> bool:
        """Wait until the server accepts connections; False if it ends, shuts down or is not ready at `deadline`."""
        until(lambda: gone(process) or self._said(process) in ("ready", "stopping"), deadline)
        return not gone(process) and self._said(process) == "ready"

    def _said(self, process: psutil.Process) -> str:
        # A leftover file of an earlier server does not speak for this one.
        return self.status() if self._lines()[:1] == [str(process.pid)] else ""

    def _lines(self) -> list[str]:
        try:
            return os.fsdecode((self._data / "postmaster.pid").read_bytes()).splitlines()
        except OSError:
            return []

    def _belongs(self, process: psutil.Process) -> bool:
        try:
            if process.name() != "postgres":
                return False
            try:
                return process.cwd() == str(self._data)
            except psutil.AccessDenied:
                same_owner = process.uids().real == self._data.stat().st_uid
                return same_owner and self._mark in " ".join(process.cmdline())
        except (OSError, psutil.Error):
            return False
