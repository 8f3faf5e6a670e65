"""The content-addressed file store: write, sync, rename, and only then may a transaction name the file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from clusterprocess.domain.errors import IntegrityBroken, NotFoundError


class FolderStore:
    """Files below one folder, named by their SHA-256; nothing is ever changed or deleted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where a file of this hash lies."""
        return self.folder / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        """Store bytes and return their SHA-256; storing the same bytes twice is free."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path(sha256)
        if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == sha256:
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".neu-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Read bytes back.

        Raises:
            NotFoundError: no such file.
            IntegrityBroken: the bytes no longer match their hash.
        """
        path = self.path(sha256)
        if not path.exists():
            raise NotFoundError(f"Die Datei mit der Prüfsumme {sha256[:12]}… fehlt im Dateispeicher {self.folder}.")
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise IntegrityBroken(f"Die Datei {sha256[:12]}… wurde verändert: Ihre Prüfsumme stimmt nicht mehr.")
        return content


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
