"""The console as one list of routes: who asks, may she, is the form ours; then the page itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clusterprocess.bootstrap import App
from clusterprocess.domain.actors import SYSTEM
from clusterprocess.domain.errors import ClusterProcessError, NotFoundError, PermissionDenied, RuleViolation, UsageError
from clusterprocess.usecases.accounts import SignedIn, signed_in
from clusterprocess.web.posts import Posted, posted_form, posted_with_files
from clusterprocess.web.security import (
    ADDRESS_RATE,
    LINK_RATE,
    Limiter,
    Refused,
    client_address,
    fits_cookie,
    from_elsewhere,
    is_own_page,
    too_many,
)
from clusterprocess.web.staff.contexts import MessagePage
from clusterprocess.web.staff.pages import NAVIGATION, PAGES
from clusterprocess.web.staff.rights import Page
from clusterprocess.web.staff.sessions import session_cookie
from clusterprocess.web.staff.spoken import spoken
from clusterprocess.web.staff.visit import Entry, Visit, faults_of
from clusterprocess.web.templates import Templates

SET_PASSWORD = "/konto/passwort"
GUESS_COST = 10.0
"""One attempt to sign in costs as much as ten pages: twenty in a row and an address has to wait."""


class Console:
    """The routes of the signed-in, on one program."""

    def __init__(self, app: App, templates: Templates, by_address: Limiter | None = None) -> None:
        self._app, self._templates = app, templates
        self._by_address = by_address or Limiter(ADDRESS_RATE)
        self._by_session = Limiter(LINK_RATE)
        self._cookie = session_cookie(app.settings.link_url)
        self._demo = app.run(SYSTEM, lambda work: work.queries.database_kind()) == "demo"  # irrevocable since its birth
        self.routes = [Route(p.path, self._endpoint(p), methods=[p.method], name=p.name) for p in PAGES]
        self.upload_paths = tuple(r.path_regex for r, p in zip(self.routes, PAGES, strict=True) if p.uploads)

    def _endpoint(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            posted = Posted()
            if page.method == "POST":
                posted = await (posted_with_files(request) if page.uploads else posted_form(request))
            return await run_in_threadpool(self._serve, page, request, posted)

        return answer

    def _serve(self, page: Page, request: Request, posted: Posted) -> Response:
        request.state.page = page.name
        token = request.cookies.get(self._cookie.name, "")
        person = self._app.run(SYSTEM, lambda work: signed_in(work, token)) if token else None
        self._admit(request, page, person)
        visit = Visit(self._app, self._templates, request, page.section, person, token, self._demo, posted=posted)
        if person is not None:
            visit.entries = entries_for(person)
        if not page.is_open:
            if person is None:
                return self._to_sign_in(request, page)
            if not person.actor.roles & page.allowed:
                return self._refused(visit, 403, "Diese Seite ist Ihrer Rolle nicht zugänglich.", "Kein Zugang")
            if person.needs_password and not self._demo and page.path != SET_PASSWORD:
                return RedirectResponse(SET_PASSWORD, status_code=303)
        if page.method == "POST":
            self._require_own(request, visit, page)
        try:
            return page.handler(visit)
        except NotFoundError as error:
            return self._refused(visit, 404, str(error), "Nicht gefunden")
        except PermissionDenied as error:
            return self._refused(visit, 403, str(error), "Keine Berechtigung")
        except UsageError as error:
            return self._not_done(visit, error)

    def _admit(self, request: Request, page: Page, person: SignedIn | None) -> None:
        """Count the request: of a session where there is one (an office shares its address), else of the address."""
        if person is not None:
            wait = self._by_session.take(person.session)
        else:
            address = client_address(
                request.client.host if request.client else "",
                request.headers.get("x-forwarded-for", ""),
                self._app.settings.web_behind_proxy,
            )
            wait = self._by_address.take(address, GUESS_COST if page.method == "POST" else 1.0)
        if wait:
            raise too_many(wait)

    def _require_own(self, request: Request, visit: Visit, page: Page) -> None:
        """A post comes from our own page, and from one that was made for this session."""
        if not is_own_page(request.headers, self._app.settings.public_url):
            raise from_elsewhere()
        if not page.is_open and not fits_cookie(visit.posted.token, visit.token):
            raise Refused(
                403,
                "Nicht angenommen",
                "Die Seite war zu lange offen. Bitte laden Sie sie neu und senden Sie noch einmal ab.",
            )

    def _to_sign_in(self, request: Request, page: Page) -> Response:
        to = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        wanted = f"/anmelden?weiter={_quoted(to)}" if page.method == "GET" and to != "/" else "/anmelden"
        return RedirectResponse(wanted, status_code=303)

    def _refused(self, visit: Visit, status: int, sentence: str, title: str) -> Response:
        return visit.show("message.html", MessagePage(title, (spoken(sentence),)), status)

    def _not_done(self, visit: Visit, error: ClusterProcessError) -> Response:
        """What a page did not catch itself: the reasons, and the way back."""
        status = 409 if isinstance(error, RuleViolation) else 422
        sentences = tuple(f.sentence for f in faults_of(error))
        return visit.show("message.html", MessagePage("Das ging so nicht", sentences, self._way_back(visit)), status)

    def _way_back(self, visit: Visit) -> str:
        """The nearest page above an address that was posted to; empty where nothing was posted."""
        path = visit.request.url.path if visit.request.method == "POST" else ""
        while path.strip("/"):
            if any("GET" in r.methods and r.path_regex.match(path) for r in self.routes if r.methods):
                return quote(path)
            path = path.rpartition("/")[0]
        return ""


def entries_for(person: SignedIn) -> tuple[Entry, ...]:
    """The navigation of a person: only what her roles may open."""
    open_to = {p.path for p in PAGES if p.method == "GET" and person.actor.roles & p.allowed}
    return tuple(entry for entry in NAVIGATION if entry.href in open_to)


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/")
