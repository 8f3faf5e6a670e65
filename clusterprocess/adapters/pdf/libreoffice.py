"""LibreOffice without a window: each conversion in a folder of its own, ended when it takes too long.

A user profile is used by one conversion at a time and kept for the next: setting a new one up costs a third of the time.
A profile whose conversion failed is thrown away.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from clusterprocess.domain.errors import InputError, ServiceUnavailable

_FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
)
# LibreOffice writes the underscore of a bookmark as its hexadecimal code
_HEADING = re.compile(r"/?(?:_|5F|#5F)Toc(\d+)")


class LibreOffice:
    """Converts Word files to PDF.

    Args:
        soffice: name or path of the LibreOffice program, for example ``soffice``.
    """

    def __init__(self, soffice: str) -> None:
        self.soffice = soffice
        self._idle: SimpleQueue[tempfile.TemporaryDirectory[str]] = SimpleQueue()

    def is_available(self) -> bool:
        """Whether the program can be found on this machine."""
        return bool(self.soffice) and shutil.which(self.soffice) is not None

    def to_pdf(self, docx: bytes, timeout_seconds: float = 120) -> bytes:
        """Convert a Word file.

        Raises:
            ServiceUnavailable: LibreOffice is not installed or took longer than ``timeout_seconds``.
            InputError: LibreOffice could not read the file.
        """
        program = shutil.which(self.soffice) if self.soffice else None
        if program is None:
            raise ServiceUnavailable("LibreOffice wurde nicht gefunden; bitte installieren oder den Pfad einstellen.")
        with tempfile.TemporaryDirectory(prefix="clusterprocess-pdf-") as folder:
            source = Path(folder, "document.docx")
            source.write_bytes(docx)
            with self._profile() as profile:
                self._run(program, Path(folder), profile, source, timeout_seconds)
            target = source.with_suffix(".pdf")
            if not target.is_file():
                raise InputError(
                    "Datei: LibreOffice konnte sie nicht in ein PDF umwandeln; bitte in Word öffnen und prüfen.",
                    field="file",
                )
            return target.read_bytes()

    @contextlib.contextmanager
    def _profile(self) -> Iterator[Path]:
        try:
            kept = self._idle.get_nowait()
        except Empty:
            kept = tempfile.TemporaryDirectory(prefix="clusterprocess-office-")
        try:
            yield Path(kept.name)
        except BaseException:
            kept.cleanup()
            raise
        self._idle.put(kept)

    def _run(self, program: str, folder: Path, profile: Path, source: Path, timeout_seconds: float) -> None:
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
            "--convert-to", _FILTER, "--outdir", str(folder), str(source),
        ]  # fmt: skip
        environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
        # a session of its own, because the program is a wrapper whose child does the work and must end with it
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            process.wait(timeout_seconds)
        except BaseException as fault:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(fault, subprocess.TimeoutExpired):
                raise ServiceUnavailable(
                    f"LibreOffice war nach {timeout_seconds:.0f} Sekunden nicht fertig; bitte später noch einmal versuchen."
                ) from fault
            raise

    def heading_pages(self, docx: bytes) -> dict[str, int]:
        """Pages, counted from 1, by the name of the heading bookmark (``_Toc…``).

        Raises:
            ServiceUnavailable: as ``to_pdf``.
            InputError: as ``to_pdf``, or the PDF cannot be read.
        """
        try:
            reader = PdfReader(io.BytesIO(self.to_pdf(docx)))
            pages: dict[str, int] = {}
            for name, destination in reader.named_destinations.items():
                page = reader.get_destination_page_number(destination)
                if page is not None and (found := _HEADING.fullmatch(name)):
                    pages[f"_Toc{found.group(1)}"] = page + 1
            return pages
        except PyPdfError as fault:
            raise InputError(
                "Datei: Das erzeugte PDF ist nicht lesbar; bitte das Dokument prüfen.", field="file"
            ) from fault
