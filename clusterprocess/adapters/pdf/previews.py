"""PDF previews of stored Word files: made once, one at a time beside the requests, kept by the hash of the Word file."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import threading
from enum import StrEnum
from pathlib import Path

from clusterprocess.adapters.pdf.libreoffice import LibreOffice
from clusterprocess.domain.errors import ClusterProcessError

KEPT_BYTES = 200 * 1024 * 1024
MOST_BYTES = 30 * 1024 * 1024
TIMEOUT_SECONDS = 60.0
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Progress(StrEnum):
    """How far a preview is that is not there yet."""

    MAKING = "making"
    WAITING = "waiting"
    """Another one is being made; asking again starts this one."""
    FAILED = "failed"
    """The last attempt failed; this is told once, asking again tries again."""


class PdfPreviews:
    """The previews of one program.

    Args:
        folder: where they are kept; the oldest leave when ``most`` bytes are exceeded.
    """

    def __init__(self, office: LibreOffice, folder: Path, most: int = KEPT_BYTES) -> None:
        self._office, self._folder, self._most = office, folder, most
        self._lock = threading.Lock()
        self._making = ""
        self._failed: set[str] = set()

    def is_available(self) -> bool:
        return self._office.is_available()

    def ready(self, sha256: str) -> bytes | None:
        """The preview of a Word file, or None while there is none."""
        try:
            content = self._file(sha256).read_bytes()
        except FileNotFoundError:
            return None
        with contextlib.suppress(OSError):  # it may have left in this moment; the bytes are here
            os.utime(self._file(sha256))
        return content

    def order(self, sha256: str, docx: bytes) -> Progress:
        """Begin to make a preview, unless another one is being made; returns at once."""
        with self._lock:
            if sha256 in self._failed:
                self._failed.discard(sha256)
                return Progress.FAILED
            if self._making:
                return Progress.MAKING if self._making == sha256 else Progress.WAITING
            self._making = sha256
        # a daemon, so that stopping the program never waits for LibreOffice
        threading.Thread(target=self._make, args=(sha256, docx), daemon=True, name="pdf-preview").start()
        return Progress.MAKING

    def _make(self, sha256: str, docx: bytes) -> None:
        done = False
        try:
            content = self._office.to_pdf(docx, TIMEOUT_SECONDS)
            if len(content) <= MOST_BYTES:
                self._keep(sha256, content)
                done = True
        except (ClusterProcessError, OSError):
            done = False
        finally:
            with self._lock:
                self._making = ""
                if not done:
                    self._failed.add(sha256)

    def _keep(self, sha256: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._make_room(len(content))
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as target:
            target.write(content)
        Path(target.name).replace(self._file(sha256))

    def _make_room(self, wanted: int) -> None:
        kept = sorted(((f.stat().st_mtime, f.stat().st_size, f) for f in self._folder.iterdir()), reverse=True)
        used = wanted
        for _, size, file in kept:
            used += size
            if used > self._most or file.suffix == ".part":
                file.unlink(missing_ok=True)

    def _file(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError("no SHA-256")
        return self._folder / f"{sha256}.pdf"
