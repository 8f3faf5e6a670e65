"""The cookie of a session."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.domain.accounts import SESSION_LASTS


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """Name and flags; ``__Host-`` binds the cookie to this host where pages travel encrypted."""

    name: str
    secure: bool

    def set(self, answer: Response, token: str) -> None:
        answer.set_cookie(
            self.name,
            token,
            max_age=int(SESSION_LASTS.total_seconds()),
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, answer: Response) -> None:
        answer.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="lax")


def session_cookie(public_url: str) -> SessionCookie:
    """The cookie for an address of the pages."""
    secure = public_url.startswith("https://")
    return SessionCookie("__Host-cp_sitzung" if secure else "cp_sitzung", secure)
