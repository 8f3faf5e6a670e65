"""The pages behind a personal link: enter, see the form, save while typing, hand in, thanks.

The token stands in one request line only, that of ``/l/<token>``; from there on a cookie holds it that is sent to this
link's own pages alone. Reading a page never changes anything: mail scanners open every address they see.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from clusterprocess.bootstrap import App
from clusterprocess.catalogues.process import Publicity
from clusterprocess.domain.actors import Actor
from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.errors import InputError, NotFoundError, UsageError
from clusterprocess.domain.links import PURPOSE_WORDS, LinkPurpose, PersonalLink
from clusterprocess.offerings.guest_forms import FormErrors, GuestForm
from clusterprocess.usecases.answer_by_link import (
    AlreadyAnswered,
    OpenedForm,
    check_form,
    copy_of,
    current_publicity,
    hand_in,
    identify,
    keep_draft,
    open_form,
    thanks_of,
)
from clusterprocess.usecases.personal_links import GONE, guest
from clusterprocess.web.drawing import sections_of
from clusterprocess.web.guests.board import BoardFile
from clusterprocess.web.guests.comments import CommentPages, show_comments
from clusterprocess.web.guests.contexts import Fault, FormPage, Frame, NotePage
from clusterprocess.web.guests.steps import FormSteps, show_notice
from clusterprocess.web.posts import Posted, posted_form
from clusterprocess.web.security import (
    ADDRESS_RATE,
    LINK_RATE,
    WRONG_TOKEN_COST,
    Limiter,
    Refused,
    client_address,
    fits_cookie,
    form_token,
    from_elsewhere,
    is_own_page,
    too_many,
)
from clusterprocess.web.templates import Templates

LINK_COOKIE, BROWSER_COOKIE, DONE_COOKIE = "cp_link", "cp_browser", "cp_fertig"
COOKIE_SECONDS = 180 * 24 * 3600
"""Longer than any link is valid; what opens is decided by the link and not by the cookie."""
CONTENTS_FROM_SECTIONS = 6
LONG_FROM_MINUTES = 3
KEPT_FROM_FIELDS = 4
NOBODY = Actor("gast", frozenset(), "web")
ANSWERED = "Diese Seite wurde schon beantwortet. Vielen Dank; es braucht nichts weiter von Ihnen."
SEND_AGAIN = "Die Seite war zu lange offen. Ihre Angaben stehen noch hier; bitte senden Sie noch einmal ab."

Form = Annotated[Posted, Depends(posted_form)]


class GuestPages:
    """The routes of the guests, on one program."""

    def __init__(
        self, app: App, templates: Templates, by_address: Limiter | None = None, by_link: Limiter | None = None
    ) -> None:
        self.app, self._templates = app, templates
        self._by_address = by_address or Limiter(ADDRESS_RATE)
        self._by_link = by_link or Limiter(LINK_RATE)
        self._secure = app.settings.link_url.startswith("https://")
        self._demo = app.run(NOBODY, lambda work: work.queries.database_kind()) == "demo"  # irrevocable since its birth
        self.router = APIRouter()
        for path, act, methods in (
            ("/l/{token}", self.enter, ["GET", "HEAD"]),
            ("/a/{link}", self.show, ["GET", "HEAD"]),
            ("/a/{link}", self.send, ["POST"]),
            ("/a/{link}/entwurf", self.save, ["POST"]),
            ("/a/{link}/danke", self.thanks, ["GET", "HEAD"]),
        ):
            self.router.add_api_route(path, act, methods=methods, response_model=None, include_in_schema=False)
        for further in (FormSteps(self), CommentPages(self), BoardFile(self)):
            further.add_to(self.router)

    # --- the five routes

    def enter(self, request: Request, token: str) -> Response:
        """The address of the mail: put its token into a cookie and lead to the page."""
        address = self._admit(request, "einstieg")
        try:
            link = self.app.run(NOBODY, lambda work: identify(work, token))
        except NotFoundError:
            self._by_address.take(address, WRONG_TOKEN_COST)
            return self.gone()
        request.state.link = link.id
        answer = RedirectResponse(f"/a/{link.id}", status_code=303)
        self._set(answer, link.id, LINK_COOKIE, token)
        return answer

    def show(self, request: Request, link: str) -> Response:
        """The form, with what was typed so far; or the word that it is answered."""
        try:
            found, token = self.known(request, link, "formular")
        except NotFoundError:
            return self.gone()
        browser = request.cookies.get(BROWSER_COOKIE, "")
        opened = self.app.run(guest(found), lambda work: open_form(work, token, browser))
        if opened.form is None or (opened.once_per_browser and request.cookies.get(DONE_COOKIE)):
            return self.answered(opened)
        if opened.notice is not None:
            return show_notice(self, opened, opened.notice, token)
        if opened.purpose is LinkPurpose.COMMENT:
            return show_comments(self, opened, token)
        typed = opened.typed if opened.saved_at else None
        answer = self._form(opened, opened.form, token, typed)
        if opened.shared and not browser:
            self._set(answer, found.id, BROWSER_COOKIE, secrets.token_urlsafe(16))
        return answer

    def save(self, request: Request, link: str, posted: Form) -> Response:
        """What was typed so far: for the script a line of JSON, for a plain post the page again."""
        by_script = "application/json" in request.headers.get("accept", "")
        try:
            found, token = self.posted_link(request, link, posted, "entwurf")
        except NotFoundError:
            return JSONResponse({"hint": GONE}, 404) if by_script else self.gone()
        browser = request.cookies.get(BROWSER_COOKIE, "")
        if not fits_cookie(posted.token, token):
            return JSONResponse({"hint": SEND_AGAIN}, 403) if by_script else self.again(found, token, posted, browser)
        try:
            saved = self.app.run(guest(found), lambda work: keep_draft(work, token, posted.values, browser))
        except UsageError as error:
            return JSONResponse({"hint": str(error)}, 409) if by_script else self.again(
                found, token, posted, browser, str(error), 409)  # fmt: skip
        if by_script:
            return JSONResponse({"saved": f"{saved.astimezone(BERLIN):%H:%M}"})
        return RedirectResponse(f"/a/{found.id}#gesichert", status_code=303)

    def send(self, request: Request, link: str, posted: Form) -> Response:
        """Hand in: thanks, or the form with what has to be corrected."""
        if posted.action == "save":
            return self.save(request, link, posted)
        try:
            found, token = self.posted_link(request, link, posted, "absenden")
        except NotFoundError:
            return self.gone()
        browser = request.cookies.get(BROWSER_COOKIE, "")
        if not fits_cookie(posted.token, token):
            return self.again(found, token, posted, browser)
        opened = self.app.run(guest(found), lambda work: open_form(work, token, browser))
        if opened.form is not None and opened.notice is not None:
            return RedirectResponse(f"/a/{found.id}", status_code=303)
        if opened.once_per_browser and request.cookies.get(DONE_COOKIE):
            return self.answered(opened)
        try:
            if opened.reviews:
                self.app.run(guest(found), lambda work: check_form(work, token, posted.values))
                return RedirectResponse(f"/a/{found.id}/pruefen", status_code=303)
            self.app.run(guest(found), lambda work: hand_in(work, token, posted.values, browser))
        except AlreadyAnswered:
            return RedirectResponse(f"/a/{found.id}", status_code=303)
        except FormErrors as error:
            self._keep(found, token, posted, browser)
            return self.corrections(opened, token, posted, error)
        except NotFoundError:
            return self.gone()
        except UsageError as error:
            named = error.field if isinstance(error, InputError) else None
            if named and opened.form and named in {f.key for f in opened.form.fields}:
                return self.corrections(opened, token, posted, FormErrors({named: str(error)}))
            return self.again(found, token, posted, browser, str(error), 422)
        return self.done(found, browser)

    def done(self, found: PersonalLink, browser: str) -> Response:
        """Lead to the thanks."""
        answer = RedirectResponse(f"/a/{found.id}/danke", status_code=303)
        self._set(answer, found.id, DONE_COOKIE, "ja")
        if browser:  # a save that was still on its way belongs to the old value and shows up nowhere
            self._set(answer, found.id, BROWSER_COOKIE, secrets.token_urlsafe(16))
        return answer

    def thanks(self, request: Request, link: str) -> Response:
        """After handing in; whoever did not is led to the form."""
        try:
            found, token = self.known(request, link, "danke")
        except NotFoundError:
            return self.gone()
        if not request.cookies.get(DONE_COOKIE):
            return RedirectResponse(f"/a/{found.id}", status_code=303)
        opened = self.app.run(guest(found), lambda work: open_form(work, token))
        title, words = self.app.run(guest(found), lambda work: thanks_of(work, token))
        again = "" if opened.form is None or opened.once_per_browser else f"/a/{found.id}"
        copy = self.app.run(guest(found), lambda work: copy_of(work, token))
        note = NotePage(self.frame(opened.publicity), title, (words, "Sie können diese Seite schließen."), again,
                        "Weitere Person anmelden" if opened.shared else "Angaben noch einmal ansehen", copy)  # fmt: skip
        return self.draw("guests/note.html", note)

    # --- who asks

    def _admit(self, request: Request, page: str) -> str:
        """Count the request of an address; returns the name under which it is counted.

        Raises:
            Refused: too many.
        """
        request.state.page = page
        address = client_address(
            request.client.host if request.client else "",
            request.headers.get("x-forwarded-for", ""),
            self.app.settings.web_behind_proxy,
        )
        if wait := self._by_address.take(address):
            raise too_many(wait)
        return address

    def known(self, request: Request, link: str, page: str) -> tuple[PersonalLink, str]:
        """The link of the cookie, which must be that of the address.

        Raises:
            NotFoundError: no cookie, a wrong one, or the link is not usable.
            Refused: too many requests.
        """
        address = self._admit(request, page)
        token = request.cookies.get(LINK_COOKIE, "")
        try:
            if not token:
                raise NotFoundError(GONE)
            found = self.app.run(NOBODY, lambda work: identify(work, token))
            if str(found.id) != link:
                raise NotFoundError(GONE)
        except NotFoundError:
            if token:
                self._by_address.take(address, WRONG_TOKEN_COST)
            raise
        request.state.link = found.id
        if wait := self._by_link.take(str(found.id)):
            raise too_many(wait)
        return found, token

    def posted_link(self, request: Request, link: str, posted: Posted, page: str) -> tuple[PersonalLink, str]:
        """Like :meth:`known`, for posts: only from our own pages.

        Raises:
            Refused: the browser says that another site sent it.
        """
        if not is_own_page(request.headers, self.app.settings.public_url):
            request.state.page = page
            raise from_elsewhere()
        return self.known(request, link, page)

    # --- answers

    def _keep(self, link: PersonalLink, token: str, posted: Posted, browser: str) -> None:
        """What has to be corrected is not lost when somebody goes away instead; a long form is typed once."""
        with suppress(UsageError):
            self.app.run(guest(link), lambda work: keep_draft(work, token, posted.values, browser))

    def _form(
        self,
        opened: OpenedForm,
        form: GuestForm,
        token: str,
        typed: object,
        *,
        errors: dict[str, str] | None = None,
        notice: str = "",
        status: int = 200,
    ) -> Response:
        wrong = errors or {}
        sections = sections_of(form, typed if isinstance(typed, dict) else None, wrong)
        ids = {f.key: f.id for s in sections for g in s.groups for f in g.every_field}
        page = FormPage(
            frame=self.frame(opened.publicity),
            title=form.title,
            intro=form.intro,
            facts=form.facts,
            minutes=form.minutes,
            sections=sections,
            submit=form.submit,
            privacy=form.privacy,
            action=f"/a/{opened.link_id}",
            save_action=f"/a/{opened.link_id}/entwurf",
            token=form_token(token),
            errors=tuple(Fault(ids.get(key, ""), sentence) for key, sentence in wrong.items()),
            notice=notice,
            saved_at=_moment(opened.saved_at),
            contents=len(sections) >= CONTENTS_FROM_SECTIONS,
            is_long=(form.minutes or LONG_FROM_MINUTES) >= LONG_FROM_MINUTES,
            keeps=len(form.fields) >= KEPT_FROM_FIELDS,
            file=f"/a/{opened.link_id}/datei" if opened.purpose is LinkPurpose.BOARD else "",
        )
        return self.draw("guests/form.html", page, status)

    def corrections(self, opened: OpenedForm, token: str, posted: Posted, error: FormErrors) -> Response:
        if opened.form is None:
            return self.answered(opened)
        return self._form(opened, opened.form, token, posted.values, errors=error.by_field, status=422)

    def again(
        self, link: PersonalLink, token: str, posted: Posted, browser: str, notice: str = SEND_AGAIN, status: int = 403
    ) -> Response:
        """The form once more with everything that was typed, and a sentence at the top; nothing was kept."""
        opened = self.app.run(guest(link), lambda work: open_form(work, token, browser))
        if opened.form is None:
            return self.answered(opened)
        return self._form(opened, opened.form, token, posted.values, notice=notice, status=status)

    def answered(self, opened: OpenedForm) -> Response:
        """Nothing to fill in: answered already, or closed for a reason that the page tells."""
        if opened.closed:
            note = NotePage(self.frame(opened.publicity), PURPOSE_WORDS[opened.purpose], (opened.closed,))
            return self.draw("guests/note.html", note, 409)
        title = f"{PURPOSE_WORDS[opened.purpose]}: ist schon beantwortet"
        return self.draw("guests/note.html", NotePage(self.frame(opened.publicity), title, (ANSWERED,)))

    def gone(self) -> Response:
        """One page for unknown, expired, revoked, and a wrong cookie: whoever guesses learns nothing."""
        publicity = self.app.run(NOBODY, current_publicity)
        return self.draw("guests/note.html", NotePage(self.frame(publicity), "Link nicht gültig", (GONE,)), 404)

    def short(self, refused: Refused) -> Response:
        """A refusal as a page; needs no database."""
        page = NotePage(self.frame(None), refused.title, (refused.sentence,))
        answer = self.draw("guests/note.html", page, refused.status)
        if refused.retry_after:
            answer.headers["retry-after"] = str(refused.retry_after)
        return answer

    def frame(self, publicity: Publicity | None) -> Frame:
        line, alt = (publicity.line, publicity.emblem_alt) if publicity else ("", "")
        return Frame(self._demo, line, alt, self._templates.static)

    def draw(self, template: str, page: object, status: int = 200) -> Response:
        return HTMLResponse(self._templates.render(template, page), status)

    def _set(self, answer: Response, link: int, name: str, value: str) -> None:
        answer.set_cookie(
            name, value, max_age=COOKIE_SECONDS, path=f"/a/{link}", secure=self._secure, httponly=True, samesite="lax"
        )


def _moment(instant: datetime | None) -> str:
    if instant is None:
        return ""
    return f"{instant.astimezone(BERLIN):%d.%m.%Y um %H:%M}"
