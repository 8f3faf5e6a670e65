"""Passwords as argon2id hashes with the parameters of RFC 9106, second recommended option (64 MiB, three passes)."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

_AT_ONCE = threading.BoundedSemaphore(2)
"""Every hash takes 64 MiB: whoever guesses in parallel waits and does not fill the memory."""


class Argon2Passwords:
    """Hashes and checks passwords; every check takes the same time, also for a person without an account."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._nobody: str | None = None

    def hashed(self, password: str) -> str:
        """The string to store: parameters, random salt and hash."""
        with _AT_ONCE:
            return self._hasher.hash(password)

    def fits(self, password: str, stored: str) -> bool:
        """Whether a password belongs to a stored hash; an empty hash fits nothing and takes as long."""
        if self._nobody is None:
            self._nobody = self.hashed("niemand")
        with _AT_ONCE:
            try:
                return self._hasher.verify(stored or self._nobody, password) and bool(stored)
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, stored: str) -> bool:
        """Whether a hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(stored)
