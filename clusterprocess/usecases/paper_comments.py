"""Comments of the initiative on a draft, paragraph by paragraph, and what became of each.

A link is bound to one version: its paragraphs are read from exactly that Word file and numbered in reading order, so
that a comment says for good what it was about. Nothing here is consent: silence is not, and neither is a comment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.documents import DOCUMENT_NAMES, DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, NotFoundError, RuleViolation
from clusterprocess.domain.events import COMMENT_MADE, COMMENT_SETTLED, COMMENT_WITHDRAWN
from clusterprocess.domain.language import Text
from clusterprocess.domain.links import LinkPurpose, PersonalLink
from clusterprocess.domain.paper_comments import (
    COMMENT_STATES,
    LONGEST_COMMENT,
    LONGEST_EXCERPT,
    LONGEST_REASON,
    CommentState,
    PaperComment,
)
from clusterprocess.domain.register import Person
from clusterprocess.domain.states import State
from clusterprocess.offerings.guest_forms import FieldKind, FormField, FormSection, GuestForm, Values
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.personal_links import create_link
from clusterprocess.usecases.ports import PaperParagraph, Work
from clusterprocess.usecases.store_papers import newest_version

MOST_COMMENTS = 300
"""Of one link; more than a paper has paragraphs worth a remark."""
DAYS_VALID = 60
WHOLE_PAPER = 0
"""Stands for the number of a paragraph where a comment is about everything."""


@dataclass(frozen=True, slots=True)
class DraftForComment:
    """What lies behind a link for comments.

    Attributes:
        paragraphs: in reading order; the first has number 1.
        comments: own ones, withdrawn ones left out, oldest first.
        due_on: by when an answer is asked for.
        closed_at: when it was said that there is nothing (more) to remark.
    """

    engagement: Engagement
    title: str
    version: DocumentVersion
    paragraphs: Sequence[PaperParagraph]
    comments: Sequence[PaperComment]
    due_on: date | None
    closed_at: datetime | None


def comment_link(work: Work, engagement: Engagement, version: DocumentVersion, person: Person | None) -> PersonalLink:
    """The link for comments on a version for a person: the one that is open, else a new one."""
    return version_link(work, LinkPurpose.COMMENT, engagement, version, person)


def version_link(
    work: Work, purpose: LinkPurpose, engagement: Engagement, version: DocumentVersion, person: Person | None
) -> PersonalLink:
    """A link bound to one version of a paper; the open one of the same person is used again."""
    person_id = person.id if person else None
    for link in work.queries.personal_links(engagement_id=engagement.id):
        same = link.purpose == purpose.value and link.person_id == person_id
        if same and link.document_version_id == version.id and link.is_usable(work.now):
            return link
    return create_link(
        work, purpose, person, engagement=engagement, days_valid=DAYS_VALID, document_version_id=version.id
    )


def version_of(engagement: Engagement, link: PersonalLink) -> DocumentVersion:
    """The version that a link is about, while it is the newest and under consultation.

    Raises:
        RuleViolation: there is a newer one, or the consultation is over.
    """
    document = engagement.document(offering_of(engagement).report_kind)
    version = next((v for v in document.versions if v.id == link.document_version_id), None) if document else None
    latest = newest_version(engagement)
    if version is None or latest is None:
        raise RuleViolation("version", ["Diese Fassung gibt es nicht mehr."])
    if latest.id != version.id:
        raise RuleViolation(
            "version",
            [
                f"Inzwischen gibt es eine neuere Fassung ({latest.label}); dieser Link gehört zur Fassung {version.label}. "
                "Sie bekommen für die neue Fassung eine eigene Nachricht mit einem neuen Link."
            ],
        )
    if engagement.current_state is not State.CLUSTER_REVIEW:
        raise RuleViolation(
            "version", [f"Die Abstimmung der Fassung {version.label} läuft zurzeit nicht; es braucht nichts von Ihnen."]
        )
    return version


def draft_for_comment(work: Work, link: PersonalLink) -> DraftForComment:
    """The paper with the link's own comments.

    Raises:
        RuleViolation: see :func:`version_of`.
    """
    engagement = work.queries.engagement(link.engagement_number or "")
    version = version_of(engagement, link)
    return DraftForComment(
        engagement,
        DOCUMENT_NAMES[offering_of(engagement).report_kind].de,
        version,
        paragraphs_of(work, version),
        [c for c in work.queries.paper_comments(link_id=link.id) if c.state != CommentState.WITHDRAWN.value],
        next((d.due_on for d in engagement.deadlines if d.key == "comments" and d.met_on is None), None),
        link.answered_at,
    )


def paragraphs_of(work: Work, version: DocumentVersion) -> list[PaperParagraph]:
    """The paragraphs of a version that hold text, in reading order."""
    found = work.services.documents.paragraphs(work.files.get(version.sha256))
    return [paragraph for paragraph in found if paragraph.text.strip()]


def make_comment(work: Work, link: PersonalLink, paragraph: int, text: str) -> PaperComment:
    """Keep one comment.

    Args:
        paragraph: number from 1; 0 for the paper as a whole.

    Raises:
        InputError: empty, too long, or there is no such paragraph.
        RuleViolation: see :func:`version_of`.
    """
    draft = draft_for_comment(work, link)
    words = text.strip()
    if not words:
        raise InputError("Kommentar: Bitte schreiben Sie, was geändert werden soll.", field="text")
    if len(words) > LONGEST_COMMENT:
        raise InputError(f"Kommentar: Bitte höchstens {LONGEST_COMMENT} Zeichen; es sind {len(words)}.", field="text")
    if not 0 <= paragraph <= len(draft.paragraphs):
        raise InputError("Kommentar: Diesen Absatz gibt es in der Fassung nicht.", field="text")
    if len(draft.comments) >= MOST_COMMENTS:
        raise InputError("Kommentar: Es sind schon sehr viele; bitte fassen Sie sie in einem zusammen.", field="text")
    if any(c.paragraph == paragraph and c.text == words for c in draft.comments):
        return next(c for c in draft.comments if c.paragraph == paragraph and c.text == words)
    about = "Das ganze Papier" if paragraph == WHOLE_PAPER else draft.paragraphs[paragraph - 1].text.strip()
    excerpt = about if len(about) <= LONGEST_EXCERPT else about[: LONGEST_EXCERPT - 1] + "…"
    comment = PaperComment(
        engagement_id=draft.engagement.id,
        document_version_id=draft.version.id,
        link_id=link.id,
        paragraph=paragraph,
        excerpt=excerpt,
        text=words,
        state=CommentState.OPEN.value,
        reason="",
        made_at=work.now,
    )
    work.add(comment)
    draft.engagement.record(COMMENT_MADE, paragraph=paragraph, version=draft.version.label)
    return comment


def withdraw_comment(work: Work, link: PersonalLink, comment_id: int) -> None:
    """Take an own comment back while nobody settled it; a second time changes nothing.

    Raises:
        NotFoundError: it is none of this link.
        RuleViolation: it was settled already.
    """
    draft = draft_for_comment(work, link)
    comment = next((c for c in work.queries.paper_comments(link_id=link.id) if c.id == comment_id), None)
    if comment is None:
        raise NotFoundError("Diesen Kommentar gibt es nicht.")
    if comment.state == CommentState.WITHDRAWN.value:
        return
    if comment.state != CommentState.OPEN.value:
        raise RuleViolation("comment", ["Der Kommentar ist schon bearbeitet; bitte schreiben Sie einen weiteren."])
    comment.state = CommentState.WITHDRAWN.value
    draft.engagement.record(COMMENT_WITHDRAWN, paragraph=comment.paragraph)


def closing_form(work: Work, link: PersonalLink) -> GuestForm:
    """The last step: nothing (more) to remark.

    Raises:
        RuleViolation: see :func:`version_of`.
    """
    draft = draft_for_comment(work, link)
    said = "nichts weiter" if draft.comments else "nichts"
    return GuestForm(
        f"Kommentare: {draft.title}",
        "",
        (FormSection("", (FormField("fertig", FieldKind.TICK, Text("fertig"), required=True),)),),
        submit=f"Ich habe {said} anzumerken",
        thanks=f"Vielen Dank. Wir haben {_counted(len(draft.comments))} von Ihnen zur Fassung {draft.version.label} und "
        "arbeiten sie ein oder begründen, warum nicht. Zugestimmt haben Sie damit noch nicht: Darum bitten wir gesondert. "
        "Bis zum Ende der Frist können Sie über Ihren Link weiter kommentieren.",
    )


def _counted(count: int) -> str:
    return "keinen Kommentar" if count == 0 else "einen Kommentar" if count == 1 else f"{count} Kommentare"


def nothing_more(work: Work, link: PersonalLink, values: Values) -> None:
    """Said once or several times, it only tells the lead that no further comment is to be waited for."""


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment as staff read it; ``who`` is the person of its link, empty where several share the link."""

    comment: PaperComment
    version: str
    who: str
    is_newest: bool


def comments_on(work: Work, engagement: Engagement) -> list[CommentLine]:
    """All comments on the papers of an engagement by version, paragraph and time; withdrawn ones are left out."""
    document = engagement.document(offering_of(engagement).report_kind)
    labels = {v.id: v.label for v in document.versions} if document else {}
    latest = newest_version(engagement)
    links = {link.id: link for link in work.queries.personal_links(engagement_id=engagement.id)}
    people = {i: work.queries.person_by_id(i) for i in {k.person_id for k in links.values() if k.person_id}}
    lines = []
    for comment in work.queries.paper_comments(engagement_id=engagement.id):
        if comment.state == CommentState.WITHDRAWN.value:
            continue
        person = people.get(links[comment.link_id].person_id or "") if comment.link_id in links else None
        newest = latest is not None and comment.document_version_id == latest.id
        lines.append(
            CommentLine(comment, labels.get(comment.document_version_id, ""), person.name if person else "", newest)
        )
    return sorted(lines, key=lambda x: (-x.comment.document_version_id, x.comment.paragraph, x.comment.id))


def settle_comment(work: Work, number: str, comment_id: int, state: str, reason: str = "") -> PaperComment:
    """Say what became of a comment; whoever wrote it reads the reason behind the link.

    Raises:
        NotFoundError: the engagement has no such comment.
        InputError: unknown state, not taken over without a reason, or too long.
        RuleViolation: it was withdrawn.
    """
    engagement = work.queries.engagement(number, lock=True)
    actor = work.require(*STAFF)
    found = [c for c in work.queries.paper_comments(engagement_id=engagement.id) if c.id == comment_id]
    if not found:
        raise NotFoundError("Diesen Kommentar gibt es in diesem Vorgang nicht.")
    comment, words = found[0], reason.strip()
    if state not in {s.value for s in CommentState} - {CommentState.WITHDRAWN.value}:
        raise InputError("Stand: Bitte „offen“, „übernommen“ oder „nicht übernommen“ wählen.", field="state")
    if comment.state == CommentState.WITHDRAWN.value:
        raise RuleViolation("comment", ["Der Kommentar wurde inzwischen zurückgezogen."])
    if state == CommentState.NOT_TAKEN_OVER.value and not words:
        raise InputError("Begründung: Bitte sagen Sie, warum der Kommentar nicht übernommen wird.", field="reason")
    if len(words) > LONGEST_REASON:
        raise InputError(f"Begründung: Bitte höchstens {LONGEST_REASON} Zeichen.", field="reason")
    if (comment.state, comment.reason) == (state, words):
        return comment
    comment.state, comment.reason = state, words
    is_open = state == CommentState.OPEN.value
    comment.settled_by, comment.settled_at = (None, None) if is_open else (actor.id, work.now)
    label = next((x.version for x in comments_on(work, engagement) if x.comment.id == comment.id), "")
    told = COMMENT_STATES[CommentState(state)]
    engagement.record(COMMENT_SETTLED, paragraph=comment.paragraph, version=label, state=told)
    return comment
