"""What keeps the pages behind personal links safe: form tokens, origin check, rate limits, response headers.

Nothing here knows a database. Limits are kept in this process: one web process serves one agency.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

MOST_BODY_BYTES = 256 * 1024
"""Sixteen times a full follow-up form; forms hold text only."""
MOST_UPLOAD_BYTES = 12 * 1024 * 1024
"""A Word report with photographs; the use cases look at the file itself."""
MOST_FIELDS = 2000
WRONG_TOKEN_COST = 20.0
"""One wrong token costs as much as twenty pages: ten guesses in a row and an address has to wait."""


class Refused(Exception):
    """A request that is answered with a short page: status, heading, one German sentence, seconds to wait."""

    def __init__(self, status: int, title: str, sentence: str, retry_after: int = 0) -> None:
        super().__init__(title)
        self.status, self.title, self.sentence, self.retry_after = status, title, sentence, retry_after


def too_large(most: int = MOST_BODY_BYTES) -> Refused:
    """More than ``most`` bytes were sent; where files are taken, the file is what is too large."""
    if most >= MOST_UPLOAD_BYTES:
        megabytes = MOST_UPLOAD_BYTES // (1024 * 1024)
        sentence = f"Angenommen werden Dateien bis {megabytes} MB. Bitte verkleinern Sie die Bilder darin und versuchen Sie es noch einmal."
        return Refused(413, "Die Datei ist zu groß", sentence)
    return Refused(413, "Zu viel auf einmal", "Die Angaben sind zu umfangreich. Bitte kürzen Sie die Texte.")


def from_elsewhere() -> Refused:
    return Refused(
        403,
        "Nicht angenommen",
        "Diese Angaben kamen nicht von der Seite selbst. Bitte öffnen Sie Ihren Link noch einmal.",
    )


def too_many(seconds: int) -> Refused:
    minutes = f"{seconds} Sekunden" if seconds < 90 else f"{-(-seconds // 60)} Minuten"
    return Refused(
        429,
        "Bitte warten Sie einen Augenblick",
        f"Von Ihrem Anschluss kamen sehr viele Anfragen. Bitte versuchen Sie es in {minutes} noch einmal.",
        seconds,
    )


def form_token(token: str) -> str:
    """A value that only a page made for this cookie can hold; another one each time (compression reveals nothing)."""
    salt = secrets.token_urlsafe(9)
    return f"{salt}.{_bound(token, salt)}"


def fits_cookie(value: str, token: str) -> bool:
    """Whether a posted form token was made for this cookie."""
    salt, _, mark = value.partition(".")
    return hmac.compare_digest(mark.encode(), _bound(token, salt).encode())


def _bound(token: str, salt: str) -> str:
    return hmac.new(token.encode(), f"form:{salt}".encode(), hashlib.sha256).hexdigest()


def is_own_page(headers: Mapping[str, str], public_url: str) -> bool:
    """Whether the browser says that a post came from one of our own pages.

    Our pages send no referrer, so browsers write ``Origin: null`` into plain form posts; Sec-Fetch-Site tells then.
    A browser that sends neither is left to SameSite and the form token.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None or origin == "null":
        return True
    return urlsplit(origin).netloc == headers.get("host") or origin == public_url


def client_address(peer: str, forwarded: str, behind_proxy: bool) -> str:
    """Under which name an address is counted; an IPv6 household counts as its /64.

    Args:
        forwarded: X-Forwarded-For as it came; only its last entry was written by our own proxy.
        behind_proxy: whether there is such a proxy; otherwise anybody could write the header.
    """
    named = forwarded.rpartition(",")[2].strip() if behind_proxy else ""
    try:
        address = ipaddress.ip_address(named or peer)
    except ValueError:
        return peer
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket: how much fits, and how much flows back per second."""

    capacity: float
    per_second: float


ADDRESS_RATE = Rate(200.0, 3.0)
"""A whole office behind one address fills in at once: thirty people with a save every ten seconds."""
LINK_RATE = Rate(400.0, 10.0)
"""One link: a member survey on the day its mail went out, or one person whose browser saves while typing."""


class Limiter:
    """Token buckets by key, the least recently used forgotten first; safe for the threads of one process."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic, most_keys: int = 20_000) -> None:
        self._rate, self._clock, self._most = rate, clock, most_keys
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, cost: float = 1.0) -> int:
        """Take from a bucket; returns 0, or the seconds to wait when there is too little in it.

        What cannot be paid is owed up to one bucket, so that whoever keeps guessing keeps waiting.
        """
        now = self._clock()
        with self._lock:
            level, then = self._levels.pop(key, (self._rate.capacity, now))
            level = min(self._rate.capacity, level + (now - then) * self._rate.per_second)
            enough = level >= 1.0
            level = max(level - cost, -self._rate.capacity) if enough else level
            self._levels[key] = (level, now)
            while len(self._levels) > self._most:
                self._levels.popitem(last=False)
        return 0 if enough else max(1, int((1.0 - level) / self._rate.per_second) + 1)


def page_headers(https: bool) -> dict[str, str]:
    """Headers of every answer; a page loads nothing but its own style sheet, script and emblem."""
    headers = {
        "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "x-robots-tag": "noindex, nofollow",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
    }
    if https:
        headers["strict-transport-security"] = "max-age=31536000"
    return headers
