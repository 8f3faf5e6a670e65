"""The watched folder of incoming mails: each file is taken in once, then moved to ``erledigt/`` or ``unlesbar/``.

The move follows the commit. Whoever dies in between finds the file again at the next start, recognises its bytes and
only moves it. Names of files are a stranger's words: they are neither stored, nor logged, nor used as a target.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import structlog

from clusterprocess.bootstrap import App
from clusterprocess.domain.actors import Actor
from clusterprocess.domain.errors import ClusterProcessError
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.take_mail import MOST_BYTES, take_mail

LOG = structlog.get_logger()
DONE, UNREADABLE = "erledigt", "unlesbar"
QUIET_SECONDS = 2.0
"""A file counts as complete when its size and time stayed the same for so long."""

Look = tuple[int, int]


class MailboxFolder:
    """Takes mails in from one folder.

    Args:
        clock: seconds that only rise; given by tests.
    """

    def __init__(self, app: App, folder: Path, actor: Actor, clock: Callable[[], float] = time.monotonic) -> None:
        self.app, self.folder, self.actor, self.clock = app, folder, actor, clock
        self._seen: dict[Path, tuple[Look, float]] = {}
        self._stuck: dict[Path, Look] = {}
        self._is_missing = False

    def take(self) -> int:
        """Take in every mail that is complete; returns how many files left the folder."""
        seen = self._looks()
        ready = [path for path, look in seen.items() if self._is_quiet(path, look)]
        self._seen = {path: entry for path, entry in self._seen.items() if path in seen}
        return sum(self._take(path, seen[path]) for path in sorted(ready))

    def _looks(self) -> dict[Path, Look]:
        """Size and time of every regular ``.eml`` file; hidden files belong to programs that still write."""
        found: dict[Path, Look] = {}
        try:
            for entry in os.scandir(self.folder):
                if entry.name.lower().endswith(".eml") and not entry.name.startswith("."):
                    told = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(told.st_mode):
                        found[Path(entry.path)] = (told.st_size, told.st_mtime_ns)
        except OSError as error:
            if not self._is_missing:
                LOG.warning("mailbox_unreachable", reason=errno.errorcode.get(error.errno or 0, "?"))
            self._is_missing = True
            return found
        self._is_missing = False
        return found

    def _is_quiet(self, path: Path, look: Look) -> bool:
        if self._stuck.get(path) == look:
            return False
        before, since = self._seen.get(path, (None, 0.0))
        if before != look:
            self._seen[path] = (look, self.clock())
            return False
        return self.clock() - since >= QUIET_SECONDS

    def _take(self, path: Path, look: Look) -> bool:
        try:
            if look[0] > MOST_BYTES:
                return self._put_aside(path, "zu groß")
            raw = _read(path)
        except OSError as error:
            self._stuck[path] = look
            LOG.warning("mail_unreadable", reason=errno.errorcode.get(error.errno or 0, "?"))
            return False
        try:
            number, kind, settled = self.app.run(self.actor, partial(_taken, raw=raw))
        except ClusterProcessError as error:
            return self._put_aside(path, str(error))
        LOG.info("mail_taken", mail=number, kind=kind, open="nein" if settled else "ja")
        return self._move(path, DONE, f"eingang-{number:06d}", hashlib.sha256(raw).hexdigest()[:12])

    def _put_aside(self, path: Path, reason: str) -> bool:
        LOG.warning("mail_unreadable", reason=reason)
        return self._move(path, UNREADABLE, "mail", hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12])

    def _move(self, path: Path, to: str, stem: str, mark: str) -> bool:
        """Out of the folder, under a name of our own; a file that cannot be moved is not tried again until it changes."""
        try:
            target = _free(self.folder / to, f"{stem}-{mark}")
            path.rename(target)
        except OSError as error:
            told = path.stat() if path.exists() else None
            if told is not None:
                self._stuck[path] = (told.st_size, told.st_mtime_ns)
            LOG.warning("mail_not_moved", reason=errno.errorcode.get(error.errno or 0, "?"))
            return False
        return True


def _taken(work: Work, raw: bytes) -> tuple[int, str, bool]:
    mail = take_mail(work, raw)
    return mail.id, mail.kind, mail.settled


def _read(path: Path) -> bytes:
    """The bytes of a regular file, at most one more than is allowed; a link is not followed."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return file.read(MOST_BYTES + 1)


def _free(folder: Path, stem: str) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    target, number = folder / f"{stem}.eml", 1
    while target.exists() or target.is_symlink():
        number += 1
        target = folder / f"{stem}-{number}.eml"
    return target
