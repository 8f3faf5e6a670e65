"""One request of a signed-in person: who asks, what was posted, and how to answer.

A page is a function ``(visit) -> Response``; it reads through :meth:`Visit.read`, changes through :meth:`Visit.act`,
and draws with :meth:`Visit.show`. Rights, form tokens and uploads were checked before it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.bootstrap import App
from clusterprocess.domain.actors import Actor, Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import ClusterProcessError, InputError, InputErrors, NotFoundError, RuleViolation
from clusterprocess.offerings.guest_forms import FormErrors
from clusterprocess.usecases.accounts import SignedIn
from clusterprocess.web.posts import Posted
from clusterprocess.web.security import form_token
from clusterprocess.web.staff.spoken import spoken_error
from clusterprocess.web.templates import Templates

T = TypeVar("T")
NOTE_COOKIE = "cp_hinweis"
NOTE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation; ``section`` is the first part of its pages' names."""

    label: str
    href: str
    section: str


@dataclass(frozen=True, slots=True)
class StaffFrame:
    """What stands around every page of the console.

    Attributes:
        demo: the database is born as demo: every page says so.
        static: address of the static files.
        section: which entry of the navigation is the present one.
        token: form token of this session; empty where nobody is signed in.
        note: one sentence about what was just done.
    """

    demo: bool
    static: str
    section: str = ""
    name: str = ""
    token: str = ""
    note: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the list of errors: id of the control it leads to (empty: none), and the sentence."""

    id: str
    sentence: str


@dataclass(slots=True)
class Visit:
    """See the module.

    Attributes:
        person: who asks; None on the few pages that need nobody.
        path: parts of the address by name, ``{"number": "CA-2015-A-001"}``.
        query: what follows the question mark.
        posted: the form; empty for a GET.
    """

    app: App
    templates: Templates
    request: Request
    section: str
    person: SignedIn | None
    token: str
    demo: bool
    entries: tuple[Entry, ...] = ()
    posted: Posted = field(default_factory=Posted)

    # --- who and what

    @property
    def actor(self) -> Actor:
        if self.person is None:
            return Actor("gast", frozenset(), "web")
        return self.person.actor

    @property
    def path(self) -> Mapping[str, str]:
        return self.request.path_params

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query_params

    def may(self, *roles: Role) -> bool:
        """Whether to show what only these roles may do; the use case decides for good."""
        return self.actor.may(*roles)

    def value(self, key: str) -> str:
        """One posted text, stripped; empty where it is absent."""
        found = self.posted.values.get(key, "")
        return (found[-1] if isinstance(found, list) else str(found)).strip()

    def many(self, key: str) -> list[str]:
        """All posted texts of a key."""
        found = self.posted.values.get(key, [])
        return [str(v) for v in found] if isinstance(found, list) else [str(found)]

    # --- reading and doing

    def read(self, question: Callable[[DatabaseWork], T]) -> T:
        """Ask in one transaction."""
        return self.app.run(self.actor, question)

    def act(self, use_case: Callable[[DatabaseWork], T]) -> T:
        """Do in one transaction, as the person who asks."""
        return self.app.run(self.actor, use_case)

    def engagement(self, work: DatabaseWork) -> Engagement:
        """The engagement of the address, if this person may see it.

        Raises:
            NotFoundError: there is none, or an auditor was not admitted to its operation; both read the same.
        """
        number = self.path["number"]
        found = work.queries.engagement(number)
        if not may_see_operation(self.actor, found.operation_id):
            raise NotFoundError(f"Vorgang „{number[:30]}“ gibt es nicht.")
        return found

    # --- answers

    def frame(self, *, take_note: bool = True) -> StaffFrame:
        note = self.request.cookies.get(NOTE_COOKIE, "") if take_note else ""
        return StaffFrame(
            self.demo,
            self.templates.static,
            self.section,
            self.person.name if self.person else "",
            form_token(self.token) if self.token else "",
            read_note(note, self.token),
            self.entries,
        )

    def show(self, template: str, page: object, status: int = 200) -> Response:
        """Draw a page: ``template`` below ``templates/web/staff``, ``page`` the dataclass it is written for."""
        answer = HTMLResponse(self.templates.render(f"staff/{template}", page, self.frame()), status)
        if self.request.cookies.get(NOTE_COOKIE):
            answer.delete_cookie(NOTE_COOKIE, path="/")
        return answer

    def back(self, to: str, note: str = "") -> Response:
        """Lead to a page after something was done, with one sentence about it (post, redirect, get)."""
        answer = RedirectResponse(quote(to, safe="/?&=#%:;,+-_.~"), status_code=303)
        if note:
            answer.set_cookie(
                NOTE_COOKIE, write_note(note, self.token), max_age=NOTE_SECONDS, httponly=True, samesite="lax", path="/"
            )
        return answer

    def download(self, name: str, content: bytes, media: str, *, inline: bool = False) -> Response:
        """A file; a name with umlauts travels as RFC 5987 says."""
        kind = "inline" if inline else "attachment"
        plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "")
        headers = {"content-disposition": f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}
        return Response(content, media_type=media, headers=headers)


def may_see_operation(actor: Actor, operation_id: int) -> bool:
    """Whether an operation is open to somebody: auditors may be admitted to some only."""
    return actor.operations is None or operation_id in actor.operations


def faults_of(error: ClusterProcessError) -> tuple[Fault, ...]:
    """An error in the words of a page, as lines above the form, each leading to its field; ids are ``f-<key>``."""
    error = spoken_error(error)
    if isinstance(error, FormErrors):
        return tuple(Fault(f"f-{key}", sentence) for key, sentence in error.by_field.items())
    if isinstance(error, InputErrors):
        return tuple(Fault("", sentence) for sentence in error.messages)
    if isinstance(error, RuleViolation):
        return tuple(Fault("", sentence) for sentence in error.reasons)
    if isinstance(error, InputError) and error.field:
        return (Fault(f"f-{error.field}", str(error)),)
    return (Fault("", str(error)),)


def write_note(note: str, token: str) -> str:
    """A sentence for the next page, bound to the session so that nobody else can put words there."""
    return f"{form_token(token + note)}.{quote(note, safe='')}"


def read_note(value: str, token: str) -> str:
    """The sentence of the cookie, or nothing when it is not ours."""
    from urllib.parse import unquote

    from clusterprocess.web.security import fits_cookie

    salt, _, rest = value.partition(".")
    mark, _, words = rest.partition(".")
    note = unquote(words)
    return note if token and note and fits_cookie(f"{salt}.{mark}", token + note) else ""
