"""The steps around a long form: the notice before it, and the review before it is handed in."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from clusterprocess.domain.errors import NotFoundError, UsageError
from clusterprocess.domain.links import PURPOSE_WORDS, PersonalLink
from clusterprocess.offerings.guest_forms import FormErrors
from clusterprocess.usecases.answer_by_link import (
    AlreadyAnswered,
    Notice,
    OpenedForm,
    Review,
    confirm_notice,
    hand_in,
    open_form,
    review_of,
)
from clusterprocess.usecases.personal_links import guest
from clusterprocess.web.drawing import sections_of
from clusterprocess.web.guests.contexts import Fault, NoticePage, ReviewPage
from clusterprocess.web.posts import Posted, posted_form
from clusterprocess.web.security import fits_cookie, form_token

if TYPE_CHECKING:
    from clusterprocess.web.guests.pages import GuestPages

Form = Annotated[Posted, Depends(posted_form)]
TOO_OLD = "Die Seite war zu lange offen. Bitte senden Sie noch einmal ab."


def show_notice(pages: GuestPages, opened: OpenedForm, notice: Notice, token: str) -> Response:
    """What is told before the first answer."""
    page = NoticePage(
        pages.frame(opened.publicity),
        notice.title,
        notice.sentences,
        notice.version,
        f"/a/{opened.link_id}/hinweis",
        form_token(token),
    )
    return pages.draw("guests/notice.html", page)


class FormSteps:
    """The routes of notice and review, beside those of the form."""

    def __init__(self, pages: GuestPages) -> None:
        self._pages = pages

    def add_to(self, router: APIRouter) -> None:
        for path, act, methods in (
            ("/a/{link}/hinweis", self.confirm, ["POST"]),
            ("/a/{link}/pruefen", self.show, ["GET", "HEAD"]),
            ("/a/{link}/pruefen", self.send, ["POST"]),
        ):
            router.add_api_route(path, act, methods=methods, response_model=None, include_in_schema=False)

    def confirm(self, request: Request, link: str, posted: Form) -> Response:
        """The notice was read: keep that it was shown, and open the form."""
        try:
            found, token = self._pages.posted_link(request, link, posted, "hinweis")
        except NotFoundError:
            return self._pages.gone()
        if fits_cookie(posted.token, token):
            version = str(posted.values.get("fassung", ""))
            with suppress(UsageError):  # answered or over meanwhile: the form's own page tells which
                self._pages.app.run(guest(found), lambda work: confirm_notice(work, token, version))
        return RedirectResponse(f"/a/{found.id}", status_code=303)

    def show(self, request: Request, link: str) -> Response:
        """The answers so far as they would be kept."""
        try:
            found, token = self._pages.known(request, link, "pruefen")
        except NotFoundError:
            return self._pages.gone()
        opened = self._pages.app.run(guest(found), lambda work: open_form(work, token))
        if opened.form is None or opened.notice is not None or not opened.reviews:
            return RedirectResponse(f"/a/{found.id}", status_code=303)
        try:
            review = self._pages.app.run(guest(found), lambda work: review_of(work, token))
        except FormErrors as error:
            return self._pages.corrections(opened, token, Posted(dict(opened.typed)), error)
        return self._draw(found, opened, token, review)

    def send(self, request: Request, link: str, posted: Form) -> Response:
        """Hand in for good."""
        try:
            found, token = self._pages.posted_link(request, link, posted, "abgeben")
        except NotFoundError:
            return self._pages.gone()
        opened = self._pages.app.run(guest(found), lambda work: open_form(work, token))
        if opened.form is None or opened.notice is not None or not opened.reviews:
            return RedirectResponse(f"/a/{found.id}", status_code=303)
        try:
            if not fits_cookie(posted.token, token):
                review = self._pages.app.run(guest(found), lambda work: review_of(work, token))
                return self._draw(found, opened, token, review, posted, notice=TOO_OLD, status=403)
            self._pages.app.run(guest(found), lambda work: hand_in(work, token, posted.values))
        except AlreadyAnswered:
            return RedirectResponse(f"/a/{found.id}", status_code=303)
        except FormErrors as error:
            return self._faulty(found, opened, token, posted, error)
        except UsageError as error:
            review = self._pages.app.run(guest(found), lambda work: review_of(work, token))
            return self._draw(found, opened, token, review, posted, notice=str(error), status=422)
        return self._pages.done(found, "")

    def _faulty(
        self, found: PersonalLink, opened: OpenedForm, token: str, posted: Posted, error: FormErrors
    ) -> Response:
        """What is wrong stands either on this page or on the form before it."""
        typed = Posted({**opened.typed, **posted.values})
        try:
            review = self._pages.app.run(guest(found), lambda work: review_of(work, token))
        except FormErrors:
            return self._pages.corrections(opened, token, typed, error)
        if set(error.by_field) <= {field.key for field in review.form.fields}:
            return self._draw(found, opened, token, review, posted, errors=error.by_field, status=422)
        return self._pages.corrections(opened, token, typed, error)

    def _draw(
        self,
        found: PersonalLink,
        opened: OpenedForm,
        token: str,
        review: Review,
        posted: Posted | None = None,
        *,
        errors: dict[str, str] | None = None,
        notice: str = "",
        status: int = 200,
    ) -> Response:
        wrong = errors or {}
        sections = sections_of(review.form, posted.values if posted else None, wrong)
        ids = {f.key: f.id for s in sections for g in s.groups for f in g.every_field}
        page = ReviewPage(
            self._pages.frame(opened.publicity),
            review.form.title or PURPOSE_WORDS[opened.purpose],
            review.parts,
            review.unanswered,
            sections,
            review.form.submit,
            f"/a/{found.id}/pruefen",
            f"/a/{found.id}",
            form_token(token),
            tuple(Fault(ids.get(key, ""), sentence) for key, sentence in wrong.items()),
            notice,
        )
        return self._pages.draw("guests/review.html", page, status)
