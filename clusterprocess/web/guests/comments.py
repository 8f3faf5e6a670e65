"""Commenting on a draft: its paragraphs as text, and a small form beneath each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from clusterprocess.domain.actors import Actor
from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.errors import NotFoundError, UsageError
from clusterprocess.domain.links import LinkPurpose, PersonalLink
from clusterprocess.domain.paper_comments import COMMENT_STATES, CommentState, PaperComment
from clusterprocess.usecases.answer_by_link import OpenedForm, hand_in, open_form
from clusterprocess.usecases.paper_comments import (
    WHOLE_PAPER,
    DraftForComment,
    draft_for_comment,
    make_comment,
    withdraw_comment,
)
from clusterprocess.usecases.personal_links import guest, link_of_token
from clusterprocess.usecases.ports import Work
from clusterprocess.web.guests.contexts import CommentsPage, OwnComment, ParagraphView
from clusterprocess.web.posts import Posted, posted_form
from clusterprocess.web.security import fits_cookie, form_token

if TYPE_CHECKING:
    from clusterprocess.web.guests.pages import GuestPages

Form = Annotated[Posted, Depends(posted_form)]
INTRO = (
    "Lesen Sie den Entwurf und schreiben Sie unter einen Absatz, was anders werden soll. Jeder Kommentar ist sofort bei uns. "
    "Schweigen gilt nicht als Zustimmung: Sagen Sie bitte am Ende, dass Sie nichts weiter anzumerken haben."
)
CELLS = " | "
TOO_OLD = "Die Seite war zu lange offen; bitte senden Sie noch einmal ab."


def show_comments(
    pages: GuestPages,
    opened: OpenedForm,
    token: str,
    *,
    at: int = -1,
    typed: str = "",
    fault: str = "",
    status: int = 200,
) -> Response:
    """The draft with the own comments; ``at`` is the paragraph whose comment could not be kept."""
    draft = pages.app.run(_reader(opened), lambda work: draft_for_comment(work, link_of_token(work, token)))
    closed = f"{draft.closed_at.astimezone(BERLIN):%d.%m.%Y um %H:%M}" if draft.closed_at else ""
    facts = [
        ("Vorgang", draft.engagement.number),
        ("Fassung", f"{draft.version.label} vom {draft.version.made_on:%d.%m.%Y}"),
    ]
    if draft.due_on:
        facts.append(("Bitte bis", f"{draft.due_on:%d.%m.%Y}"))
    paragraphs = _paragraphs(draft)
    page = CommentsPage(
        pages.frame(opened.publicity),
        f"Entwurf: {draft.title}",
        INTRO,
        tuple(facts),
        paragraphs,
        tuple((p.number, p.text) for p in paragraphs if p.level in (1, 2) and p.number),
        len(draft.comments),
        f"/a/{opened.link_id}",
        form_token(token),
        closed,
        at,
        typed,
        fault,
    )
    return pages.draw("guests/comments.html", page, status)


def _reader(opened: OpenedForm) -> Actor:
    return Actor("gast", frozenset(), f"link:{opened.link_id}")


def _paragraphs(draft: DraftForComment) -> tuple[ParagraphView, ...]:
    by_place: dict[int, list[OwnComment]] = {}
    for comment in draft.comments:
        by_place.setdefault(comment.paragraph, []).append(_own(comment))
    whole = ParagraphView(WHOLE_PAPER, "Zum ganzen Papier", 0, (), tuple(by_place.get(WHOLE_PAPER, ())))
    views = [
        ParagraphView(
            number,
            paragraph.text.strip(),
            paragraph.level,
            tuple(paragraph.text.split(CELLS)) if paragraph.is_row else (),
            tuple(by_place.get(number, ())),
        )
        for number, paragraph in enumerate(draft.paragraphs, 1)
    ]
    return (*views, whole)


def _own(comment: PaperComment) -> OwnComment:
    state = CommentState(comment.state)
    return OwnComment(comment.id, comment.text, COMMENT_STATES[state], comment.reason, state is CommentState.OPEN)


class CommentPages:
    """The routes of comments, beside those of the form."""

    def __init__(self, pages: GuestPages) -> None:
        self._pages = pages

    def add_to(self, router: APIRouter) -> None:
        for path, act in (
            ("/a/{link}/kommentar", self.make),
            ("/a/{link}/kommentar/zurueck", self.withdraw),
            ("/a/{link}/fertig", self.close),
        ):
            router.add_api_route(path, act, methods=["POST"], response_model=None, include_in_schema=False)

    def make(self, request: Request, link: str, posted: Form) -> Response:
        """Keep one comment and lead back to its paragraph."""
        place = str(posted.values.get("absatz", ""))
        at = int(place) if place.isdigit() and len(place) < 6 else -1
        typed = str(posted.values.get(f"text-{at}", ""))
        return self._do(
            request, link, posted, at, typed,
            lambda work, found: make_comment(work, found, at, typed), f"#absatz-{at}",
        )  # fmt: skip

    def withdraw(self, request: Request, link: str, posted: Form) -> Response:
        """Take an own comment back."""
        given = str(posted.values.get("kommentar", ""))
        number = int(given) if given.isdigit() and len(given) < 10 else 0
        place = str(posted.values.get("absatz", "0"))
        return self._do(
            request, link, posted, -1, "", lambda work, found: withdraw_comment(work, found, number),
            f"#absatz-{place}" if place.isdigit() else "",
        )  # fmt: skip

    def close(self, request: Request, link: str, posted: Form) -> Response:
        """Nothing (more) to remark."""
        try:
            found, token = self._pages.posted_link(request, link, posted, "fertig")
        except NotFoundError:
            return self._pages.gone()
        opened = self._pages.app.run(guest(found), lambda work: open_form(work, token))
        if opened.form is None or opened.purpose is not LinkPurpose.COMMENT:
            return RedirectResponse(f"/a/{found.id}", status_code=303)
        if not fits_cookie(posted.token, token):
            return show_comments(self._pages, opened, token, fault=TOO_OLD, status=403)
        try:
            self._pages.app.run(guest(found), lambda work: hand_in(work, token, {"fertig": "ja"}))
        except UsageError:
            return RedirectResponse(f"/a/{found.id}", status_code=303)
        return self._pages.done(found, "")

    def _do(
        self,
        request: Request,
        link: str,
        posted: Posted,
        at: int,
        typed: str,
        act: Callable[[Work, PersonalLink], object],
        back: str,
    ) -> Response:
        try:
            found, token = self._pages.posted_link(request, link, posted, "kommentar")
        except NotFoundError:
            return self._pages.gone()
        opened = self._pages.app.run(guest(found), lambda work: open_form(work, token))
        if opened.form is None or opened.purpose is not LinkPurpose.COMMENT:
            return RedirectResponse(f"/a/{found.id}", status_code=303)
        if not fits_cookie(posted.token, token):
            return show_comments(self._pages, opened, token, at=at, typed=typed, fault=TOO_OLD, status=403)
        try:
            self._pages.app.run(guest(found), lambda work: act(work, link_of_token(work, token)))
        except UsageError as error:
            return show_comments(self._pages, opened, token, at=at, typed=typed, fault=str(error), status=422)
        return RedirectResponse(f"/a/{found.id}{back}", status_code=303)
