"""Access to the console: accounts, signing in and out, passwords, one-time links.

Nobody ever learns whether a handle exists: wrong handle, wrong password, locked and deactivated read the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from clusterprocess.domain.accounts import (
    SEEN_EVERY,
    Account,
    SignInLink,
    WebSession,
    new_token,
    require_strong,
)
from clusterprocess.domain.actors import CLUSTER_SIDE, Actor, Role
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.domain.links import token_hash
from clusterprocess.domain.register import Person
from clusterprocess.usecases.ports import Work

NOT_LET_IN = (
    "Kürzel und Passwort passen nicht zusammen, oder der Zugang ist gesperrt. Nach fünf Versuchen ist er es für 15 "
    "Minuten. Einen Einmal-Link stellt die Administration aus."
)
LINK_GONE = (
    "Dieser Einmal-Link ist nicht gültig, abgelaufen oder schon benutzt. Einen neuen stellt die Administration aus."
)
LINK_LASTS = timedelta(hours=24)
DEMO_LINK_LASTS = timedelta(days=30)


class Passwords(Protocol):
    """Hashes and checks passwords."""

    def hashed(self, password: str) -> str: ...
    def fits(self, password: str, stored: str) -> bool: ...
    def is_outdated(self, stored: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a session.

    Attributes:
        session: hash of the session's token; the token itself is only in the cookie.
        needs_password: nobody set one yet; outside a demo the person does it before anything else.
    """

    actor: Actor
    name: str
    handle: str
    session: str
    needs_password: bool


def open_account(work: Work, person: Person) -> str:
    """Let a person sign in; returns the token of her first one-time link.

    Raises:
        InputError: the person stands on the initiatives' side, or has an active account.
        PermissionDenied: the actor is neither head nor administrator.
    """
    _require_keeper(work)
    if not person.roles_at(work.now) - CLUSTER_SIDE:
        raise InputError(
            f"Konto (user): {person.handle} hat keine Rolle in der Agentur; bitte zuerst eine erteilen.", field="role"
        )
    account = work.queries.account_of(person.handle, lock=True)
    if account is None:
        account = Account(person_id=person.id, person=person, opened_at=work.host_now, password_hash="", failures=0)
        work.add(account)
        work.flush()
        account.opened()
    elif account.is_active:
        raise InputError(
            f"Konto (user): {person.handle} hat schon einen Zugang; ein neuer Einmal-Link entsteht mit „user link“.",
            field="user",
        )
    else:
        account.reopen(work.host_now)
    return _issue(work, account)


def issue_link(work: Work, handle: str) -> str:
    """A fresh one-time link for somebody who cannot get in; earlier links work no longer.

    Raises:
        NotFoundError: no active account.
    """
    _require_keeper(work)
    return _issue(work, _active(work, handle))


def deactivate(work: Work, handle: str) -> int:
    """Shut a person out for good and end her sessions; returns how many there were."""
    _require_keeper(work)
    account = _active(work, handle)
    account.deactivate(work.host_now)
    for link in work.queries.sign_in_links(account.person_id):
        link.used_at = work.host_now
    return end_sessions(work, account.person_id)


def sign_in(work: Work, handle: str, password: str, browser: str, passwords: Passwords) -> str | None:
    """Check a password; returns the token of a new session, or None for whatever reason nobody may come in."""
    account = work.queries.account_of(handle[:60], lock=True)
    usable = account is not None and account.is_active and not account.is_locked(work.host_now)
    fits = passwords.fits(password[:1000], account.password_hash if account and usable else "")
    if account is None or not usable:
        return None
    if not fits:
        account.failed(work.host_now)
        return None
    if passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.hashed(password)
    account.came_in("passwort")
    return _begin(work, account, browser)


def link_owner(work: Work, token: str) -> Account:
    """Whose one-time link this is; looking does not use it up.

    Raises:
        NotFoundError: unknown, used or expired.
    """
    return _usable(work, token, lock=False).account


def sign_in_by_link(work: Work, token: str, browser: str, new_password: str | None, passwords: Passwords) -> str:
    """Use a one-time link up; returns the token of a new session.

    Args:
        new_password: set with it; None only in a demo database, where sample people need none.

    Raises:
        InputError: the password is too weak, or missing in a real database.
        NotFoundError: the link opens nothing.
    """
    link = _usable(work, token, lock=True)
    account = link.account
    if new_password is None and work.queries.database_kind() != "demo":
        raise InputError("Neues Passwort: Bitte legen Sie ein Passwort fest.", field="new")
    if new_password is not None:
        require_strong(new_password, account.person.handle)
        account.set_password(passwords.hashed(new_password), work.host_now)
        end_sessions(work, account.person_id)
    link.used_at = work.host_now
    account.came_in("link")
    return _begin(work, account, browser)


def signed_in(work: Work, token: str) -> SignedIn | None:
    """Who a session's token belongs to, or None when it has ended."""
    session = work.queries.web_session(token_hash(token))
    if session is None or not session.is_alive(work.host_now) or not session.account.is_active:
        return None
    if work.host_now - session.seen_at >= SEEN_EVERY:
        session.seen_at = work.host_now
    person = session.account.person
    scoped = frozenset(
        (g.cluster_id, Role(g.role)) for g in person.roles if g.cluster_id is not None and g.valid_until is None
    )
    actor = Actor(person.id, person.roles_at(work.now), "web", scoped, person.audited_operations(work.now))
    return SignedIn(actor, person.name, person.handle, session.sha256, not session.account.password_hash)


def sign_out(work: Work, session: str) -> None:
    """End one session, named by its hash."""
    found = work.queries.web_session(session)
    if found is not None and found.ended_at is None:
        found.ended_at = work.host_now


def end_sessions(work: Work, person_id: str, but: str = "") -> int:
    """End all sessions of a person, except the one named by its hash; returns how many."""
    ended = [s for s in work.queries.web_sessions(person_id) if s.sha256 != but]
    for session in ended:
        session.ended_at = work.host_now
    if ended:
        ended[0].account.sessions_ended(len(ended))
    return len(ended)


def change_password(work: Work, old: str, new: str, session: str, passwords: Passwords) -> bool:
    """Set a new password and end all other sessions; False when the old one is wrong, which counts as a failure.

    Raises:
        InputError: the new password is too weak or the old one once more.
    """
    person = work.queries.person_by_id(work.actor.id)
    account = work.queries.account_of(person.handle, lock=True) if person else None
    if person is None or account is None:
        raise NotFoundError(NOT_LET_IN)
    require_strong(new, person.handle)
    if account.is_locked(work.host_now) or (account.password_hash and not passwords.fits(old, account.password_hash)):
        account.failed(work.host_now)
        return False
    if old == new:
        raise InputError("Neues Passwort: ist das bisherige; bitte ein anderes wählen.", field="new")
    account.set_password(passwords.hashed(new), work.host_now)
    end_sessions(work, person.id, but=session)
    return True


def _require_keeper(work: Work) -> None:
    work.require(Role.HEAD, Role.ADMINISTRATOR, Role.SYSTEM)


def _active(work: Work, handle: str) -> Account:
    account = work.queries.account_of(handle, lock=True)
    if account is None or not account.is_active:
        raise NotFoundError(f"Konto (user): „{handle[:60]}“ hat keinen Zugang zur Konsole.")
    return account


def _issue(work: Work, account: Account) -> str:
    for link in work.queries.sign_in_links(account.person_id):
        link.used_at = work.host_now
    token, sha256 = new_token()
    lasts = DEMO_LINK_LASTS if work.queries.database_kind() == "demo" else LINK_LASTS
    expires = work.host_now + lasts
    work.add(SignInLink(sha256=sha256, person_id=account.person_id, issued_at=work.host_now, expires_at=expires))
    account.link_issued(expires)
    return token


def _usable(work: Work, token: str, *, lock: bool) -> SignInLink:
    link = work.queries.sign_in_link(token_hash(token), lock=lock)
    if link is None or not link.is_usable(work.host_now) or not link.account.is_active:
        raise NotFoundError(LINK_GONE)
    return link


def _begin(work: Work, account: Account, browser: str) -> str:
    token, sha256 = new_token()
    work.add(
        WebSession(
            sha256=sha256,
            person_id=account.person_id,
            began_at=work.host_now,
            seen_at=work.host_now,
            browser=browser[:60],
        )
    )
    return token
