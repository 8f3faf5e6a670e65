"""The demo's mail server: it takes every mail and lays it into a folder, where it can be opened and read."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"
NO_ROOM = "451 Die Nachricht konnte nicht abgelegt werden"


class DemoMailbox:
    """A real SMTP server on this machine only, as context manager; nothing it takes ever leaves the machine.

    Args:
        folder: where the mails go, one ``.eml`` file each; made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: Controller | None = None

    @property
    def port(self) -> int:
        """The port that was free.

        Raises:
            RuntimeError: the mailbox is not open.
        """
        if self._server is None:
            raise RuntimeError("the mailbox is not open: use it in a with block")
        return int(self._server.port)

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        server = _controller(_Taker(self))
        server.start()
        self._server = server
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None

    def keep(self, content: bytes, recipients: list[str]) -> Path:
        """Write one mail as it came in, in one step, and say where; a mail sent twice is there twice."""
        target = self._free(_file_name(message_from_bytes(content), recipients))
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".neu-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return target

    def _free(self, stem: str) -> Path:
        target, number = self.folder / f"{stem}.eml", 1
        while target.exists():
            number += 1
            target = self.folder / f"{stem}-{number}.eml"
        return target


class _Taker:
    """What aiosmtpd calls for each mail; apart from the mailbox, because aiosmtpd reads every attribute it finds."""

    def __init__(self, mailbox: DemoMailbox) -> None:
        self._keep = mailbox.keep

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail; a full disk is a temporary refusal, so the sender tries again."""
        try:
            self._keep(envelope.original_content or b"", [str(address) for address in envelope.rcpt_tos])
        except OSError:
            return NO_ROOM
        return "250 OK"


def _file_name(mail: Message, recipients: list[str]) -> str:
    """Date, first recipient with the number of further ones, and the beginning of the Message-ID."""
    to = _safe(recipients[0] if recipients else "ohne-empfaenger")
    more = f"+{len(recipients) - 1}" if len(recipients) > 1 else ""
    short = _safe(str(mail.get("Message-ID", "")).strip("<> \r\n").partition("@")[0])[:12]
    return f"{_day(mail)}_{to}{more}_{short or 'ohne-kennung'}"


def _day(mail: Message) -> str:
    try:
        return f"{parsedate_to_datetime(str(mail['Date'])):%Y-%m-%d_%H%M%S}"
    except (TypeError, ValueError):
        return "ohne-datum"


def _safe(text: str) -> str:
    """Only characters that every file system takes; no folder can be named."""
    return re.sub(r"[^A-Za-z0-9@._+-]", "_", text).lstrip(".")[:80]


def _controller(handler: _Taker) -> Controller:
    """aiosmtpd's threaded server on a port that the system chooses; loaded here, as only the demo needs it."""
    from aiosmtpd.controller import Controller

    class FreePort(Controller):
        def _trigger_server(self) -> None:
            """Learn the port before aiosmtpd tries it; asking for a free one beforehand could lose it again."""
            if isinstance(self.server, asyncio.Server):
                self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd left this one untyped

    return FreePort(handler, hostname=LOOPBACK, port=0, ident="ClusterAgentur Demo")
