"""Sending one envelope by SMTP, with the answer to the only question that matters: was it taken (design D7, D9)?

aiosmtplib's own ``sendmail`` hides at which point a conversation broke. Here every command is given one by one, and the
moment the content begins to leave is noted: a break before it is "later", a break after it is "uncertain".
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import aiosmtplib

from clusterprocess.adapters.mail.message import build_message, postal_address
from clusterprocess.adapters.mail.plain_lines import one_line
from clusterprocess.domain.errors import InputError
from clusterprocess.usecases.send_messages import Envelope, Outcome

SENT, LATER, REFUSED, UNCERTAIN = "gesendet", "spaeter", "abgelehnt", "ungewiss"
QUIT_SECONDS = 2.0
LONGEST_TEXT = 400
NO_MAILBOX = 553
"""Reply code for a mailbox name that is not allowed (RFC 5321 section 4.2.3), given here before asking the server."""


@dataclass
class Conversation:
    """How far the talk with the server has come; ``step`` is the German word for what was under way."""

    step: str = "Verbindungsaufbau"
    content_begun: bool = False
    accepted: list[str] = field(default_factory=list)
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    line: asyncio.BaseTransport | None = None


class SmtpSender:
    """Sends through one mail server; each envelope is one connection, and no outcome is an exception.

    Args:
        host: name of the mail server; certificates are checked against it.
        port: port of the mail server (submission, usually 587).
        user: login name; empty means without login.
        password: password for the login.
        starttls: demand encryption; a server that does not offer it gets nothing.
        timeout_seconds: patience per command, in seconds.
        sender: address of the sender; its domain is the domain of the Message-ID.
        reply_to: address for answers; empty means the sender.
        tls_context: own rules for certificates; None means the system's authorities, names checked.
        final_timeout_seconds: patience for the verdict on the content, in seconds. RFC 5321 section 4.5.3.2.6 asks for
            long patience here, because giving up early leaves the mail uncertain.

    Raises:
        InputError: sender or reply address is not a mail address.
    """

    def __init__(
        self,
        host: str,
        port: int,
        user: str,
        password: str,
        starttls: bool,
        timeout_seconds: float,
        sender: str,
        reply_to: str = "",
        tls_context: ssl.SSLContext | None = None,
        final_timeout_seconds: float = 120.0,
    ) -> None:
        self.host, self.port, self.user, self.starttls = host, port, user, starttls
        self._password = password
        self._timeout, self._final_timeout = timeout_seconds, final_timeout_seconds
        self._tls_context = tls_context
        self._sender = _own_address(sender, "mail_sender", "Absenderadresse")
        self._reply_to = _own_address(reply_to or sender, "mail_reply_to", "Antwortadresse")

    def send(self, envelope: Envelope) -> Outcome:
        """Try once; retries are the caller's.

        Returns:
            ``gesendet`` when the server took the mail for at least one recipient, with refusals per recipient, those for now apart from those for good;
            ``spaeter`` when it was certainly not taken and another try makes sense; ``abgelehnt`` when it was certainly
            not taken and a person has to change something; ``ungewiss`` when the content began to leave and the
            verdict never came.
        """
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(self._send(envelope))
        with ThreadPoolExecutor(1, thread_name_prefix="mail") as thread:
            return thread.submit(asyncio.run, self._send(envelope)).result()

    async def _send(self, envelope: Envelope) -> Outcome:
        talk = Conversation()
        reachable = _reachable(envelope.recipients, talk)
        if not reachable:
            return _nobody(talk)
        content = build_message(envelope, [(name, wire) for name, _, wire in reachable], self._sender, self._reply_to)
        client = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            timeout=self._timeout,
            start_tls=False,
            local_hostname=self._sender.rpartition("@")[2],
            tls_context=self._tls_context,
        )
        try:
            await self._open(client, talk)
            outcome = await self._hand_in(client, talk, reachable, content)
            await _say_goodbye(client)
        except aiosmtplib.SMTPResponseException as error:
            return _verdict(talk, error.code, str(error.message))
        except (aiosmtplib.SMTPException, OSError) as error:
            return _broken(talk, error)
        finally:
            await _hang_up(client, talk)
        return outcome

    async def _open(self, client: aiosmtplib.SMTP, talk: Conversation) -> None:
        """Connect, encrypt and log in; a server that knows no EHLO is old, not broken."""
        await client.connect()
        talk.line = client.transport
        talk.step = "Begrüßung"
        try:
            await client.ehlo()
        except aiosmtplib.SMTPHeloError as error:
            if error.code < 500:
                raise
            await client.helo()
        if self.starttls:
            talk.step = "Verschlüsselung"
            if not client.supports_extension("starttls"):
                raise aiosmtplib.SMTPNotSupported("STARTTLS wird verlangt, der Mailserver bietet es nicht an")
            await client.starttls()
            await client.ehlo()
        if self.user:
            talk.step = "Anmeldung"
            await client.login(self.user, self._password)

    async def _hand_in(
        self, client: aiosmtplib.SMTP, talk: Conversation, reachable: Sequence[tuple[str, str, str]], content: bytes
    ) -> Outcome:
        """Name sender and recipients, then hand in the content; each recipient may be refused on its own."""
        talk.step = "Absender"
        await client.mail(self._sender, options=[f"SIZE={len(content)}"] if client.supports_extension("size") else [])
        talk.step = "Empfänger"
        for _, address, wire in reachable:
            try:
                await client.rcpt(wire)
                talk.accepted.append(address)
            except aiosmtplib.SMTPRecipientRefused as error:
                talk.refused.append((address, error.code, error.message))
                if error.code == aiosmtplib.SMTPStatus.domain_unavailable:
                    raise
        if not talk.accepted:
            return _nobody(talk)
        talk.step = "Inhalt"
        code, text = await self._hand_in_content(client, talk, content)
        if not 200 <= code <= 299:
            return _verdict(talk, code, text)
        final, for_now = _told(talk, is_temporary=False), _told(talk, is_temporary=True)
        return Outcome(SENT, tuple(talk.accepted), final, code, _plain(text), for_now)

    async def _hand_in_content(self, client: aiosmtplib.SMTP, talk: Conversation, content: bytes) -> tuple[int, str]:
        """DATA, then the content with its dots doubled (RFC 5321 section 4.5.2), then the verdict."""
        reply = await client.execute_command(b"DATA")
        if reply.code != aiosmtplib.SMTPStatus.start_input:
            raise aiosmtplib.SMTPDataError(reply.code, reply.message)
        wire = client.protocol
        if wire is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        talk.content_begun = True
        wire.write(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
        verdict = await wire.read_response(timeout=self._final_timeout)
        return verdict.code, verdict.message


def _own_address(address: str, setting: str, label: str) -> str:
    try:
        return postal_address(address)
    except ValueError as error:
        raise InputError(
            f"{label} „{one_line(address)}“ ist keine Mailadresse; bitte CLUSTERPROCESS_{setting.upper()} berichtigen.",
            field=setting,
        ) from error


def _reachable(recipients: Sequence[tuple[str, str]], talk: Conversation) -> list[tuple[str, str, str]]:
    """Name, address as stored and wire address of everybody with a usable address; the others count as refused."""
    found: dict[str, tuple[str, str, str]] = {}
    for name, address in recipients:
        try:
            found.setdefault(address, (name, address, postal_address(address)))
        except ValueError:
            talk.refused.append((address, NO_MAILBOX, "Die Adresse ist keine gültige Mailadresse."))
    return list(found.values())


def _nobody(talk: Conversation) -> Outcome:
    """No recipient was taken: later if at least one refusal is temporary, else for good."""
    if not talk.refused:
        return Outcome(REFUSED, text="Die Nachricht hat keinen Empfänger.")
    code = next((c for _, c, _ in talk.refused if 400 <= c <= 499), talk.refused[0][1])
    text = next(t for _, c, t in talk.refused if c == code)
    kind = LATER if 400 <= code <= 499 else REFUSED
    return Outcome(kind, (), _told(talk), code, _plain(f"Kein Empfänger wurde angenommen: {code} {text}"))


def _verdict(talk: Conversation, code: int, text: str) -> Outcome:
    """What a reply code means; a reply that is no refusal leaves the content, once begun, uncertain."""
    said = _plain(f"Der Mailserver hat abgelehnt ({talk.step}): {code} {text}")
    if 500 <= code <= 599:
        return Outcome(REFUSED, (), _told(talk), code, said)
    if 400 <= code <= 499 or not talk.content_begun:
        return Outcome(LATER, (), _told(talk), max(code, 0), said)
    return _uncertain(talk, max(code, 0), said)


def _uncertain(talk: Conversation, code: int, said: str) -> Outcome:
    """Nobody knows about those whom the server had accepted; whom it had put off certainly has nothing."""
    return Outcome(UNCERTAIN, (), _told(talk, is_temporary=False), code, said, _told(talk, is_temporary=True))


def _broken(talk: Conversation, error: Exception) -> Outcome:
    """What a broken conversation means: it depends on how far it had come, and on whether waiting can help."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = f"Das Zertifikat des Mailservers ist nicht gültig: {error.verify_message}"
        return Outcome(REFUSED, (), _told(talk), 0, _plain(why))
    said = _plain(f"Die Verbindung zum Mailserver ist abgebrochen ({talk.step}): {error}")
    if talk.content_begun:
        return _uncertain(talk, 0, said)
    if isinstance(error, OSError):
        return Outcome(LATER, (), _told(talk), 0, said)
    return Outcome(
        REFUSED, (), _told(talk), 0, _plain(f"Der Mailserver passt nicht zu den Einstellungen ({talk.step}): {error}")
    )


async def _say_goodbye(client: aiosmtplib.SMTP) -> None:
    """QUIT is a courtesy: the verdict stands, whatever happens now."""
    with contextlib.suppress(aiosmtplib.SMTPException, OSError):
        await client.quit(timeout=QUIT_SECONDS)


async def _hang_up(client: aiosmtplib.SMTP, talk: Conversation) -> None:
    """Drop the line at once: a plain close would wait for unsent content or TLS farewells, and the loop ends here."""
    client.close()
    if isinstance(talk.line, asyncio.WriteTransport):
        talk.line.abort()
    await asyncio.sleep(0)


def _told(talk: Conversation, *, is_temporary: bool | None = None) -> tuple[tuple[str, str], ...]:
    """Refusals with the server's words: all of them, or only those for now (4xx), or only those for good."""
    return tuple(
        (address, _plain(f"{code} {text}"))
        for address, code, text in talk.refused
        if is_temporary is None or is_temporary == (400 <= code <= 499)
    )


def _plain(text: str) -> str:
    """Words of a server, fit to be stored: one line, of bounded length."""
    return one_line(text)[:LONGEST_TEXT]
