"""Real SMTP servers for the tests: one that speaks the protocol well, one that breaks off where a test says."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"
USER, PASSWORD = "agentur", "geheim-ä"


class Inbox:
    """Takes mails; answers differently for addresses that a test names."""

    def __init__(self, refusals: dict[str, str] | None = None, verdict: str = "250 OK") -> None:
        self.refusals = refusals or {}
        self.verdict = verdict
        self.mails: list[bytes] = []
        self.recipients: list[str] = []
        self.encrypted: list[bool] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(envelope.original_content)
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        return self.verdict


class FreePort(Controller):
    def _trigger_server(self) -> None:
        if isinstance(self.server, asyncio.Server):
            self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[int]:
    """The port of a well-behaved server."""
    server = FreePort(inbox, hostname=LOOPBACK, port=0, **options)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def accept_login(code: str = "535 5.7.8 falsch") -> Any:
    """An authenticator for one user; everybody else hears ``code``."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = data.login == USER.encode() and data.password == PASSWORD.encode()
        return AuthResult(success=True) if right else AuthResult(success=False, handled=False, message=code)

    return check


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A self-made certificate for the loopback address: the server's context, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test.invalid")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert_file, key_file)
    return server, ssl.create_default_context(cafile=str(cert_file))


class RudeServer:
    """Speaks SMTP over a plain socket until the step it was told to break at.

    Args:
        replies: answer per command instead of the usual one; ``""`` means silence, ``"X"`` means hanging up. A key may
            be a whole command line such as ``RCPT TO:<a@b.example>``.
        after_content: answer to the content: a reply, ``""`` for silence, ``"X"`` for hanging up before replying.
        stalls: never read the content, and do not hang up either.
        read_at_most: bytes of content that are read before hanging up for good; None reads all of it.
        pause_seconds: how long it thinks before each reply.
    """

    def __init__(self, replies: dict[str, str] | None = None, after_content: str = "250 OK",
                 read_at_most: int | None = None, stalls: bool = False, pause_seconds: float = 0.0) -> None:  # fmt: skip
        self.replies = {"GREETING": "220 hallo", "DATA": "354 los", "QUIT": "221 ade"} | (replies or {})
        self.after_content, self.read_at_most = after_content, read_at_most
        self.stalls, self.pause_seconds = stalls, pause_seconds
        self.commands: list[str] = []
        self._over = threading.Event()
        self._socket = socket.create_server((LOOPBACK, 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        try:
            line, _ = self._socket.accept()
        except OSError:
            return
        with line:
            line.settimeout(10)
            try:
                self._talk(line)
            except OSError:
                return

    def _talk(self, line: socket.socket) -> None:
        if not self._say(line, self.replies["GREETING"]):
            return
        for raw in line.makefile("rb", buffering=0):
            verb = raw.split()[0].decode("latin-1").upper()
            self.commands.append(verb)
            whole = raw.strip().decode("latin-1")
            if not self._say(line, self.replies.get(whole, self.replies.get(verb, "250 OK"))) or verb == "QUIT":
                return
            if verb == "DATA" and self.replies["DATA"].startswith("354"):
                if self._swallow(line) and self._say(line, self.after_content):
                    continue
                return

    def _say(self, line: socket.socket, reply: str) -> bool:
        if reply == "":
            self._over.wait(10)
            return False
        if reply == "X":
            return False
        self._over.wait(self.pause_seconds)
        line.sendall(reply.encode() + b"\r\n")
        return True

    def _swallow(self, line: socket.socket) -> bool:
        if self.stalls:
            self._over.wait(10)
            return False
        got = b""
        while not got.endswith(b"\r\n.\r\n"):
            piece = line.recv(65536)
            if not piece:
                return False
            got += piece
            if self.read_at_most is not None and len(got) >= self.read_at_most:
                # A reset instead of a friendly close: that is how a crash looks from outside.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
        return True


def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        return int(listener.getsockname()[1])
