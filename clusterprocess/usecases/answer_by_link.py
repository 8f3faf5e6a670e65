"""Answering through a personal link: what lies behind it, what was typed so far, handing it in (design D10).

A page resolves a token with :func:`identify`, then acts as ``guest(link)``. What is asked and who takes the answers is
one line per purpose in the table of :func:`answering`; nothing else here knows what a registration or a follow-up is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from clusterprocess.catalogues.process import Publicity, process
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.domain.links import LinkDraft, LinkPurpose, PersonalLink, token_hash
from clusterprocess.domain.operation import Operation
from clusterprocess.offerings.guest_forms import GuestForm, Values, accepted
from clusterprocess.usecases.personal_links import MOST_DRAFT_CHARACTERS, link_of_token, save_draft
from clusterprocess.usecases.ports import Work

DRAFT_DAYS = 30
"""What was typed and not handed in is forgotten after so many days (data minimisation, Art. 5 GDPR)."""
MOST_BROWSERS = 500
"""Drafts that one link keeps at once; ten times the members of a large initiative's survey that type at one time."""
THANKS = "Vielen Dank. Ihre Angaben sind eingegangen."


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told before the first answer; that it was shown is kept with version and instant (gate G1, ruling 5)."""

    version: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One question and its answer in words; several texts for a list or table."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody reads before handing in: the answers as they will be kept, and what is asked about them.

    Attributes:
        parts: heading and answers.
        form: comments on what looks unusual, removals; its fields are handed in together with the answers.
        unanswered: questions without an answer; they are told, not demanded.
    """

    parts: tuple[tuple[str, tuple[Told, ...]], ...]
    form: GuestForm
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answering:
    """How one purpose is answered.

    Attributes:
        form: what is asked behind this link.
        take: keeps accepted values.
        once: the link answers one thing, one time.
        shared: many people use the same link, so what is typed belongs to a browser and never to the link.
        once_per_browser: the page asks each browser only once (no name is known that could be compared).
        notice: what has to be shown before the form.
        basis: what the page shows when it is opened first; kept with the link.
        review: a step between form and handing in; it gets what was typed and raises like ``take``.
        copy: what was handed in, for whoever handed it in.
        thanks: said where handing in closed the form, so that it can no longer be asked for its own words.
    """

    form: Callable[[Work, PersonalLink], GuestForm]
    take: Callable[[Work, PersonalLink, Values], None]
    once: bool = False
    shared: bool = False
    once_per_browser: bool = False
    notice: Notice | None = None
    basis: Callable[[Work, PersonalLink], dict[str, str]] | None = None
    review: Callable[[Work, PersonalLink, Values], Review] | None = None
    copy: Callable[[Work, PersonalLink], tuple[tuple[str, tuple[Told, ...]], ...]] | None = None
    thanks: str = THANKS


def answering(purpose: LinkPurpose) -> Answering:
    """The line of a purpose; its module is loaded when its first link is opened."""
    if purpose is LinkPurpose.REGISTRATION:
        from clusterprocess.usecases.registrations import register_by_link, registration_form

        return Answering(registration_form, register_by_link, shared=True)
    if purpose is LinkPurpose.RESPONSE:
        from clusterprocess.usecases.registrations import respond_by_link, response_form

        return Answering(response_form, respond_by_link)
    if purpose is LinkPurpose.FOLLOW_UP:
        from clusterprocess.usecases.follow_ups import answer_follow_up_by_link, follow_up_form

        return Answering(follow_up_form, answer_follow_up_by_link, once=True)
    if purpose is LinkPurpose.EVALUATION:
        from clusterprocess.usecases.agency_events import evaluate_by_link, evaluation_form

        return Answering(evaluation_form, evaluate_by_link, once=True)
    if purpose is LinkPurpose.INTAKE:
        from clusterprocess.usecases.intake_by_link import INTAKE

        return INTAKE
    if purpose is LinkPurpose.COMMENT:
        from clusterprocess.usecases.paper_comments import closing_form, nothing_more

        return Answering(closing_form, nothing_more)
    if purpose is LinkPurpose.BOARD:
        from clusterprocess.usecases.board_by_link import DECIDED, board_form, decide_by_link

        return Answering(board_form, decide_by_link, once=True, thanks=DECIDED)
    from clusterprocess.usecases.member_survey import answer_survey_by_link, survey_form

    return Answering(survey_form, answer_survey_by_link, shared=True, once_per_browser=True)


class AlreadyAnswered(RuleViolation):
    """Was nur einmal beantwortet wird, ist beantwortet."""

    def __init__(self) -> None:
        super().__init__("answer_once", ["Das ist schon beantwortet; es braucht nichts weiter von Ihnen."])


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """Everything a page shows behind a link.

    Attributes:
        form: None when the link was used up, or nothing can be answered now; ``closed`` then says why.
        typed: what was typed so far, by field key; empty when there is nothing but what is known already.
        saved_at, answered_at: instants of the agency's clock.
        publicity: emblem and wording of the operation's funding period.
        shared, once_per_browser: see :class:`Answering`.
        notice: still to be shown; ``reviews``: a step lies between form and handing in.
    """

    link_id: int
    purpose: LinkPurpose
    form: GuestForm | None
    closed: str
    typed: Mapping[str, object]
    saved_at: datetime | None
    answered_at: datetime | None
    publicity: Publicity | None
    shared: bool
    once_per_browser: bool
    notice: Notice | None = None
    reviews: bool = False


def identify(work: Work, token: str) -> PersonalLink:
    """The usable link of a token; changes nothing.

    Raises:
        NotFoundError: unknown, expired or revoked; the sentence does not tell which.
    """
    return link_of_token(work, token)


def open_form(work: Work, token: str, browser: str = "") -> OpenedForm:
    """What lies behind a link; changes nothing, because mail scanners open every address.

    Args:
        browser: random value of the visitor's cookie; only links that many people use need one.

    Raises:
        NotFoundError: the link is not usable.
    """
    link = link_of_token(work, token)
    purpose = LinkPurpose(link.purpose)
    way = answering(purpose)
    form, closed = _form_now(work, link, way)
    typed, saved_at = _typed(work, link, way, browser)
    return OpenedForm(
        link_id=link.id,
        purpose=purpose,
        form=form,
        closed=closed,
        typed=typed,
        saved_at=saved_at,
        answered_at=link.answered_at,
        publicity=publicity_of(operation_of(work, link)),
        shared=way.shared,
        once_per_browser=way.once_per_browser,
        notice=way.notice if way.notice and link.notice_version != way.notice.version else None,
        reviews=way.review is not None,
    )


def keep_draft(work: Work, token: str, posted: Mapping[str, object], browser: str = "") -> datetime:
    """Keep what was typed so far, without looking at it closer; returns the instant.

    Raises:
        NotFoundError: the link is not usable.
        AlreadyAnswered: it was handed in meanwhile.
        InputError: more text than a form can hold, or too many people typing at once.
    """
    link = link_of_token(work, token)
    way = answering(LinkPurpose(link.purpose))
    _require_unanswered(link, way)
    known = {f.key for f in way.form(work, link).fields}
    kept = {key: value for key, value in posted.items() if key in known and (way.shared or value not in ("", []))}
    if way.shared:
        _save_for_browser(work, link, kept, browser)
    else:
        save_draft(work, link, kept)
    return work.now


def confirm_notice(work: Work, token: str, version: str) -> None:
    """Keep that the notice was shown, and what the page knew at that moment; a second time changes nothing.

    Raises:
        NotFoundError: the link is not usable.
        AlreadyAnswered: it was handed in meanwhile.
    """
    link = link_of_token(work, token)
    way = answering(LinkPurpose(link.purpose))
    _require_unanswered(link, way)
    if way.notice is None or version != way.notice.version or link.notice_version == version:
        return
    link.notice_version, link.notice_shown_at = version, work.now
    if way.basis is not None and not link.basis:
        link.basis = way.basis(work, link)


def check_form(work: Work, token: str, posted: Mapping[str, object]) -> None:
    """Keep what was typed and look at it as handing in would; for purposes with a review.

    Raises:
        NotFoundError, AlreadyAnswered: see :func:`hand_in`.
        FormErrors: a sentence per wrong field; call :func:`keep_draft` to keep what was typed nevertheless.
    """
    review_of(work, token, posted)
    keep_draft(work, token, posted)


def review_of(work: Work, token: str, posted: Mapping[str, object] | None = None) -> Review:
    """What would be kept if the draft, or what was just posted, were handed in now.

    Raises:
        NotFoundError, AlreadyAnswered: see :func:`hand_in`.
        FormErrors: a sentence per wrong field.
        RuleViolation: there is nothing to review here.
    """
    link = link_of_token(work, token)
    way = answering(LinkPurpose(link.purpose))
    _require_unanswered(link, way)
    if way.review is None:
        raise RuleViolation("review", ["Hier gibt es nichts zu prüfen."])
    typed = link.draft if posted is None else posted
    return way.review(work, link, accepted(way.form(work, link), typed))


def copy_of(work: Work, token: str) -> tuple[tuple[str, tuple[Told, ...]], ...]:
    """What was handed in through a link, in words; empty where the purpose gives no copy."""
    link = link_of_token(work, token)
    way = answering(LinkPurpose(link.purpose))
    return way.copy(work, link) if way.copy is not None and link.answered_at is not None else ()


def hand_in(work: Work, token: str, posted: Mapping[str, object], browser: str = "") -> None:
    """Validate once and give the answers to whoever takes them; what was typed before is forgotten.

    Raises:
        NotFoundError: the link is not usable.
        AlreadyAnswered: it answers one thing and did; of two that hand in at once the second meets this.
        FormErrors: a sentence per wrong field; nothing was kept.
    """
    link = link_of_token(work, token)
    way = answering(LinkPurpose(link.purpose))
    _require_unanswered(link, way)
    uses = link.uses
    values = accepted(way.form(work, link), {**link.draft, **posted} if way.review else posted)
    if way.review is not None:
        values |= accepted(way.review(work, link, values).form, posted)
    way.take(work, link, values)
    if link.uses == uses:
        link.answered(work.now)
    if browser and (draft := work.queries.link_draft(link.id, token_hash(browser))) is not None:
        draft.posted = {}


def thanks_of(work: Work, token: str) -> tuple[str, str]:
    """Title and thanks behind a link that was just answered; general words where its form is no longer there."""
    link = link_of_token(work, token)
    way = answering(LinkPurpose(link.purpose))
    try:
        form = way.form(work, link)
    except RuleViolation:
        return "Vielen Dank", way.thanks
    return form.title, form.thanks


def forget_old_drafts(work: Work) -> int:
    """Empty what was typed behind shared links and not handed in within the days of this module; returns how many."""
    old = work.queries.link_drafts(before=work.now - timedelta(days=DRAFT_DAYS))
    for draft in old:
        draft.posted = {}
    return len(old)


def operation_of(work: Work, link: PersonalLink) -> Operation | None:
    """The operation under which a link was made: its funding line stands at the foot of the page."""
    queries = work.queries
    if link.agency_event_id is not None:
        return queries.agency_event_by_id(link.agency_event_id).operation
    if link.engagement_number is not None:
        return queries.engagement(link.engagement_number).operation
    if link.follow_up_id is not None:
        return queries.follow_up(link.follow_up_id).engagement.operation
    if link.registration_id is not None:
        registration = queries.registration(link.registration_id)
        if registration.agency_event_id is not None:
            return queries.agency_event_by_id(registration.agency_event_id).operation
        if registration.engagement_number is not None:
            return queries.engagement(registration.engagement_number).operation
    return None


def publicity_of(operation: Operation | None) -> Publicity | None:
    """Emblem and wording of an operation's funding period (process catalogue)."""
    return process().publicity[operation.period] if operation else None


def current_publicity(work: Work) -> Publicity | None:
    """Of the operation that runs today, for pages that belong to no link."""
    today = work.today
    return publicity_of(next((o for o in work.queries.operations() if o.starts_on <= today <= o.ends_on), None))


def _form_now(work: Work, link: PersonalLink, way: Answering) -> tuple[GuestForm | None, str]:
    """The form, or why there is none: a meeting is over, a follow-up is no longer asked; no reason when answered."""
    if way.once and link.answered_at is not None:
        return None, ""
    try:
        return way.form(work, link), ""
    except RuleViolation as closed:
        return None, str(closed)


def _require_unanswered(link: PersonalLink, way: Answering) -> None:
    if way.once and link.answered_at is not None:
        raise AlreadyAnswered


def _typed(
    work: Work, link: PersonalLink, way: Answering, browser: str
) -> tuple[Mapping[str, object], datetime | None]:
    if not way.shared:
        return (link.draft, link.draft_saved_at) if link.draft else ({}, None)
    draft = work.queries.link_draft(link.id, token_hash(browser)) if browser else None
    if draft is None or not draft.posted or draft.saved_at < work.now - timedelta(days=DRAFT_DAYS):
        return {}, None
    return draft.posted, draft.saved_at


def _save_for_browser(work: Work, link: PersonalLink, posted: dict[str, object], browser: str) -> None:
    if len(repr(posted)) > MOST_DRAFT_CHARACTERS:
        raise InputError("Entwurf: Der Text ist zu lang, um gesichert zu werden; bitte kürzen Sie ihn.", field="draft")
    if not browser:
        raise InputError("Entwurf: Ohne Cookies lässt sich hier nichts zwischenspeichern.", field="draft")
    key = token_hash(browser)
    draft = work.queries.link_draft(link.id, key)
    if draft is not None:
        draft.posted, draft.saved_at = posted, work.now
        return
    if len(work.queries.link_drafts(link_id=link.id)) >= MOST_BROWSERS:
        raise InputError(
            "Entwurf: Zurzeit lässt sich nichts zwischenspeichern; bitte senden Sie gleich ab.", field="draft"
        )
    work.add(LinkDraft(link_id=link.id, browser=key, posted=posted, saved_at=work.now))
