"""Signing in and out, the own account: password, sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import ROLE_NAMES, SYSTEM
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm
from clusterprocess.usecases.accounts import (
    NOT_LET_IN,
    change_password,
    end_sessions,
    link_owner,
    sign_in,
    sign_in_by_link,
    sign_out,
)
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.contexts import FormPage
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import EVERYBODY, SIGNED_IN, Page
from clusterprocess.web.staff.sessions import session_cookie
from clusterprocess.web.staff.visit import Fault, Visit

HOME = "/"


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Handle and password; ``onward`` is where the person wanted to go."""

    title: str
    onward: str
    handle: str
    error: str
    demo: bool
    signed_out: bool = False


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What a one-time link opens: sign in at once (demo) or set the password first."""

    title: str
    name: str
    action: str
    asks_password: bool
    sections: tuple[SectionView, ...]
    errors: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One signed-in browser."""

    browser: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The own account."""

    title: str
    handle: str
    roles: tuple[tuple[str, datetime], ...]
    sessions: tuple[SessionLine, ...]
    has_password: bool


def ask(visit: Visit) -> Response:
    """The sign-in form."""
    if visit.person is not None:
        return RedirectResponse(HOME, status_code=303)
    left = "abgemeldet" in visit.query
    page = SignInPage("Anmelden", onward(visit.query.get("weiter", "")), "", "", visit.demo, left)
    return visit.show("sign_in.html", page)


def enter(visit: Visit) -> Response:
    """Check handle and password."""
    handle, wanted = visit.value("handle"), onward(visit.value("weiter"))
    password = str(visit.posted.values.get("password", ""))
    token = visit.app.run(SYSTEM, lambda work: sign_in(work, handle, password, browser_of(visit), visit.app.passwords))
    if token is None:
        return visit.show("sign_in.html", SignInPage("Anmelden", wanted, handle, NOT_LET_IN, visit.demo), 403)
    return _let_in(visit, token, wanted)


def leave(visit: Visit) -> Response:
    """Sign out."""
    if visit.person is not None:
        session = visit.person.session
        visit.act(lambda work: sign_out(work, session))
    answer = RedirectResponse("/anmelden?abgemeldet=ja", status_code=303)
    session_cookie(visit.app.settings.link_url).drop(answer)
    return answer


def ask_by_link(visit: Visit) -> Response:
    """What a one-time link opens; looking does not use it up, because mail scanners look too."""
    return _entry(visit)


def enter_by_link(visit: Visit) -> Response:
    """Use a one-time link up."""
    token = visit.path["token"]
    new = str(visit.posted.values.get("new", "")) if "new" in visit.posted.values else None
    try:
        if new is not None and new != str(visit.posted.values.get("again", "")):
            raise InputError("Wiederholung: Die beiden Eingaben sind verschieden.", field="again")
        session = visit.app.run(
            SYSTEM, lambda work: sign_in_by_link(work, token, browser_of(visit), new, visit.app.passwords)
        )
    except InputError as error:
        return _entry(visit, error)
    return _let_in(visit, session, HOME)


def _entry(visit: Visit, error: InputError | None = None) -> Response:
    token = visit.path["token"]
    name = visit.app.run(SYSTEM, lambda work: link_owner(work, token).person.name)
    sections, faults = drawn(_new_password(), {} if error else None, error)
    page = EntryPage("Willkommen", name, f"/einstieg/{token}", not visit.demo, sections, faults)
    return visit.show("entry.html", page, 422 if error else 200)


def show(visit: Visit) -> Response:
    """The own account: roles, sessions, password."""

    def look(work: DatabaseWork) -> AccountPage:
        person = work.queries.person_by_id(visit.actor.id)
        if person is None or visit.person is None:
            raise NotFoundError("Konto: Die Person ist nicht mehr angelegt.")
        roles = tuple(
            (ROLE_NAMES[r].de, g.valid_from) for g in person.roles for r in ROLE_NAMES
            if g.role == r.value and g.valid_until is None
        )  # fmt: skip
        sessions = tuple(
            SessionLine(s.browser, s.began_at, s.seen_at, s.sha256 == visit.person.session)
            for s in work.queries.web_sessions(person.id)
            if s.is_alive(work.host_now)
        )
        return AccountPage("Mein Konto", person.handle, roles, sessions, not visit.person.needs_password)

    return visit.show("account.html", visit.read(look))


def ask_password(visit: Visit) -> Response:
    """The form for a new password."""
    return _password_page(visit)


def set_password(visit: Visit) -> Response:
    """Change the password; all other sessions end."""
    old, new = (str(visit.posted.values.get(key, "")) for key in ("old", "new"))
    assert visit.person is not None
    session = visit.person.session
    try:
        if new != str(visit.posted.values.get("again", "")):
            raise InputError("Wiederholung: Die beiden Eingaben sind verschieden.", field="again")
        if not visit.act(lambda work: change_password(work, old, new, session, visit.app.passwords)):
            raise InputError("Bisheriges Passwort: stimmt nicht.", field="old")
    except InputError as error:
        return _password_page(visit, error)
    return visit.back("/konto", "Das Passwort ist geändert; alle anderen Anmeldungen sind beendet.")


def end_others(visit: Visit) -> Response:
    """End every session but this one."""
    assert visit.person is not None
    session = visit.person.session
    ended = visit.act(lambda work: end_sessions(work, visit.actor.id, but=session))
    return visit.back("/konto", f"Beendete Anmeldungen: {ended}.")


def _password_page(visit: Visit, error: InputError | None = None) -> Response:
    asked = _new_password(with_old=visit.person is not None and not visit.person.needs_password)
    sections, faults = drawn(asked, {} if error else None, error)
    page = FormPage(
        "Passwort ändern" if visit.person is None or not visit.person.needs_password else "Passwort festlegen",
        "Mindestens zwölf Zeichen. Mehrere Wörter hintereinander sind sicher und gut zu merken.",
        "/konto/passwort",
        sections,
        "Passwort speichern",
        faults,
        cancel="/konto",
    )
    return visit.show("form.html", page, 422 if error else 200)


def _new_password(*, with_old: bool = False) -> GuestForm:
    def field(key: str, label: str, autocomplete: str) -> FormField:
        return FormField(key, FieldKind.TEXT, Text(label), required=True, autocomplete=autocomplete)

    old = (field("old", "Bisheriges Passwort", "current-password"),) if with_old else ()
    return form(
        *old,
        field("new", "Neues Passwort", "new-password"),
        field("again", "Neues Passwort wiederholen", "new-password"),
    )


def onward(wanted: str) -> str:
    """Where to go after signing in: only a path of our own pages."""
    parts = urlsplit(wanted)
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and "\\" not in wanted
    return wanted if own and not wanted.startswith(("/anmelden", "/abmelden", "/einstieg")) else HOME


def browser_of(visit: Visit) -> str:
    """A browser in two words, as the list of sessions names it."""
    agent = visit.request.headers.get("user-agent", "")
    names = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
               ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip
    name = next((told for mark, told in names if mark in agent), "Browser")
    system = next((told for mark, told in systems if mark in agent), "unbekanntes System")
    return f"{name} auf {system}"


def _let_in(visit: Visit, token: str, to: str) -> Response:
    answer = visit.back(to)
    session_cookie(visit.app.settings.link_url).set(answer, token)
    return answer


PAGES = (
    Page("account.ask", "GET", "/anmelden", EVERYBODY, ask, "Anmelden"),
    Page("account.enter", "POST", "/anmelden", EVERYBODY, enter, "Kürzel und Passwort prüfen"),
    Page("account.link", "GET", "/einstieg/{token}", EVERYBODY, ask_by_link, "Einmal-Link öffnen"),
    Page("account.by_link", "POST", "/einstieg/{token}", EVERYBODY, enter_by_link, "Mit Einmal-Link anmelden"),
    Page("account.leave", "POST", "/abmelden", SIGNED_IN, leave, "Abmelden"),
    Page("account.show", "GET", "/konto", SIGNED_IN, show, "Mein Konto"),
    Page("account.ask_password", "GET", "/konto/passwort", SIGNED_IN, ask_password, "Passwort ändern"),
    Page("account.password", "POST", "/konto/passwort", SIGNED_IN, set_password, "Passwort speichern"),
    Page("account.end_others", "POST", "/konto/abmelden", SIGNED_IN, end_others, "Andere Anmeldungen beenden"),
)
