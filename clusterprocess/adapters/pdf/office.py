"""LibreOffice as a tool: Word to PDF, and on which page each heading stands."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pypdf import PdfReader

from clusterprocess.domain.errors import ServiceUnavailable

CONVERT_TIMEOUT_SECONDS = 120.0


class LibreOffice:
    """Runs the office program headless, with a user profile of its own for each call, so that calls share nothing."""

    def __init__(self, soffice: str = "soffice") -> None:
        self.soffice = soffice

    def is_available(self) -> bool:
        """Whether the program is on this machine."""
        return shutil.which(self.soffice) is not None

    def to_pdf(self, docx: bytes, timeout_seconds: float = CONVERT_TIMEOUT_SECONDS) -> bytes:
        """Convert a Word file.

        Raises:
            ServiceUnavailable: the program is missing, failed or took longer than ``timeout_seconds``.
        """
        program = shutil.which(self.soffice)
        if program is None:
            raise ServiceUnavailable("LibreOffice ist nicht installiert; PDF und Seitenzahlen entstehen nur damit.")
        with tempfile.TemporaryDirectory(prefix="clusterprocess-pdf-") as folder:
            source = Path(folder) / "dokument.docx"
            source.write_bytes(docx)
            arguments = [
                program, "--headless", "--norestore", f"-env:UserInstallation={(Path(folder) / 'profil').as_uri()}",
                "--convert-to", 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}',
                "--outdir", folder, str(source),
            ]  # fmt: skip
            _run(arguments, folder, timeout_seconds)
            target = source.with_suffix(".pdf")
            if not target.exists():
                raise ServiceUnavailable("LibreOffice hat die Datei nicht umgewandelt.")
            return target.read_bytes()

    def heading_pages(self, docx: bytes) -> dict[str, int]:
        """Page number of each heading, by its text as the PDF outline shows it."""
        reader = PdfReader(io.BytesIO(self.to_pdf(docx)))
        pages: dict[str, int] = {}
        stack: list[object] = list(reader.outline)
        while stack:
            entry = stack.pop(0)
            if isinstance(entry, list):
                stack = [*entry, *stack]
                continue
            page = reader.get_destination_page_number(entry)  # type: ignore[arg-type]
            title = getattr(entry, "title", None)
            if page is not None and title:
                pages.setdefault(" ".join(str(title).split()), page + 1)
        return pages


def _run(arguments: list[str], folder: str, timeout_seconds: float) -> None:
    environment = {**os.environ, "HOME": folder}
    process = subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, env=environment, cwd=folder,
    )  # fmt: skip
    try:
        process.wait(timeout_seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise ServiceUnavailable(f"LibreOffice war nach {timeout_seconds:.0f} Sekunden nicht fertig.") from None
