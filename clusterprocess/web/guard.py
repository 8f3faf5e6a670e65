"""Around every request: size limit, headers, one log line without content, an error page instead of a stack trace."""

from __future__ import annotations

import re
import secrets
import time
import traceback
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clusterprocess.domain.errors import ServiceUnavailable
from clusterprocess.web.security import MOST_BODY_BYTES, MOST_UPLOAD_BYTES, Refused, page_headers, too_large

LOG = structlog.get_logger()
ShortPage = Callable[[Refused], Response]


class Guard:
    """ASGI middleware; ``short_page`` draws a refusal, ``uploads`` are the addresses that take files."""

    def __init__(
        self, app: ASGIApp, *, https: bool, short_page: ShortPage, uploads: Sequence[re.Pattern[str]] = ()
    ) -> None:
        self._app, self._short_page, self._uploads = app, short_page, uploads
        self._headers = page_headers(https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        state: MutableMapping[str, Any] = scope.setdefault("state", {})
        answer = _Answer(send, self._headers)
        try:
            await self._app(scope, _Limited(scope, receive, self._most(scope)), answer)
        except Refused as refused:
            await self._short(refused, scope, receive, answer)
        except Exception as error:  # noqa: BLE001  the edge: people get a page with a number, the log gets the place
            await self._failed(error, scope, receive, answer)
        if "page" in state:
            LOG.info(
                "page_answered",
                page=state["page"],
                link=state.get("link"),
                status=answer.status,
                milliseconds=round((time.perf_counter() - began) * 1000),
            )

    def _most(self, scope: Scope) -> int:
        takes_files = any(pattern.match(scope["path"]) for pattern in self._uploads)
        return MOST_UPLOAD_BYTES if takes_files else MOST_BODY_BYTES

    async def _failed(self, error: Exception, scope: Scope, receive: Receive, answer: _Answer) -> None:
        """Message texts of errors may hold what people typed: the log names kind and place only."""
        number = secrets.token_hex(4)
        places = [f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)[-6:]]
        LOG.error("page_failed", reference=number, kind=type(error).__name__, places=places)
        waiting = isinstance(error, ServiceUnavailable) or type(error).__module__.startswith(("sqlalchemy", "psycopg"))
        sentence = (
            f"Ihre Angaben wurden nicht angenommen. Bitte versuchen Sie es in einigen Minuten noch einmal; wenn es "
            f"dabei bleibt, nennen Sie der ClusterAgentur bitte die Nummer {number}."
        )
        refused = Refused(503 if waiting else 500, "Das hat leider nicht geklappt", sentence, 60 if waiting else 0)
        await self._short(refused, scope, receive, answer)

    async def _short(self, refused: Refused, scope: Scope, receive: Receive, answer: _Answer) -> None:
        if answer.status == 0:
            await self._short_page(refused)(scope, receive, answer)


class _Answer:
    """``send`` that adds our headers, unless a page set its own, and remembers the status."""

    def __init__(self, send: Send, headers: dict[str, str]) -> None:
        self._send, self._own, self.status = send, headers, 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._own.items():
                headers.setdefault(name, value)
        await self._send(message)


class _Limited:
    """``receive`` that stops a body larger than our forms can be, announced or not."""

    def __init__(self, scope: Scope, receive: Receive, most: int) -> None:
        announced = Headers(scope=scope).get("content-length", "")
        self._receive, self._seen, self._most = receive, 0, most
        self._refuse = announced.isdigit() and int(announced) > most

    async def __call__(self) -> Message:
        if self._refuse:
            raise too_large(self._most)
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._most:
            raise too_large(self._most)
        return message
