"""What the initiative remarked on a draft, paragraph by paragraph, and what became of each remark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.clock import local_day
from clusterprocess.domain.errors import NotFoundError, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.paper_comments import COMMENT_STATES, LONGEST_REASON, CommentState
from clusterprocess.offerings.guest_forms import FieldKind, FormField, accepted
from clusterprocess.usecases.paper_comments import WHOLE_PAPER, CommentLine, comments_on, settle_comment
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import Cell, Listing, exported, wants_file
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

TAB = "/dokumente"
TONES = {CommentState.OPEN: "warn", CommentState.TAKEN_OVER: "good", CommentState.NOT_TAKEN_OVER: "calm"}
CHOICES = tuple(
    (s.value, Text(COMMENT_STATES[s]))
    for s in (CommentState.TAKEN_OVER, CommentState.NOT_TAKEN_OVER, CommentState.OPEN)
)
HEADER = ("Fassung", "Absatz", "Text des Absatzes", "Kommentar", "Von", "Am", "Stand", "Begründung oder Antwort")


@dataclass(frozen=True, slots=True)
class CommentCard:
    """One remark; ``sections`` is the form that settles it, empty for whoever may not."""

    id: int
    text: str
    who: str
    made_at: datetime
    state: str
    tone: str
    reason: str
    action: str
    sections: tuple[SectionView, ...]
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class ParagraphCard:
    """All remarks on one paragraph of one version; ``excerpt`` is how the paragraph begins."""

    anchor: str
    place: str
    version: str
    is_newest: bool
    excerpt: str
    comments: tuple[CommentCard, ...]


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """See the module; ``open_count`` are remarks that nobody settled yet."""

    head: EngagementHead
    title: str
    paragraphs: tuple[ParagraphCard, ...]
    total: int
    open_count: int
    faults: tuple[Fault, ...]
    links: str


def show(visit: Visit) -> Response:
    """All comments by version and paragraph, also as a file."""
    if wants_file(visit):
        return exported(visit, visit.read(lambda work: _listing(visit, work)))
    return _page(visit)


def settle(visit: Visit) -> Response:
    """Say what became of a comment."""
    number, text = visit.path["number"], visit.path["comment"]
    wanted = int(text) if text.isdigit() and len(text) < 10 else 0
    try:
        values = accepted(form(*_fields("", "")), visit.posted.values)

        def act(work: DatabaseWork) -> tuple[int, int]:
            visit.engagement(work)
            done = settle_comment(work, number, wanted, str(values["state"]), str(values.get("reason", "")))
            return done.paragraph, done.document_version_id

        paragraph, version = visit.act(act)
    except NotFoundError:
        raise
    except UsageError as error:
        return _page(visit, wanted, error)
    return visit.back(f"/vorgang/{number}/kommentare#absatz-{version}-{paragraph}", "Der Kommentar ist bearbeitet.")


def _fields(state: str, reason: str) -> tuple[FormField, ...]:
    return (
        FormField("state", FieldKind.CHOICE, Text("Was wurde daraus?"), required=True, choices=CHOICES, value=state or None),
        FormField(
            "reason", FieldKind.LONG_TEXT, Text("Antwort oder Begründung"),
            "Liest, wer den Kommentar schrieb. Nötig, wenn der Kommentar nicht übernommen wird.",
            value=reason or None, most=LONGEST_REASON,
        ),
    )  # fmt: skip


def _page(visit: Visit, faulty: int = 0, error: UsageError | None = None) -> Response:
    def look(work: DatabaseWork) -> CommentsPage:
        engagement = visit.engagement(work)
        lines = comments_on(work, engagement)
        faults: tuple[Fault, ...] = ()
        by_place: dict[tuple[int, int], list[CommentCard]] = {}
        first: dict[tuple[int, int], CommentLine] = {}
        for line in lines:
            place = (line.comment.document_version_id, line.comment.paragraph)
            wrong = line.comment.id == faulty
            card, told = _card(visit, engagement.number, line, error if wrong else None)
            faults += told
            by_place.setdefault(place, []).append(card)
            first.setdefault(place, line)
        paragraphs = tuple(_paragraph(first[place], cards) for place, cards in by_place.items())
        open_count = sum(1 for line in lines if line.comment.state == CommentState.OPEN.value)
        return CommentsPage(
            head_of(engagement, TAB), "Kommentare der Initiative", paragraphs, len(lines), open_count, faults,
            f"/vorgang/{engagement.number}/links",
        )  # fmt: skip

    return visit.show("engagements/comments.html", visit.read(look), 422 if error else 200)


def _paragraph(line: CommentLine, cards: list[CommentCard]) -> ParagraphCard:
    comment = line.comment
    place = "Ganzes Papier" if comment.paragraph == WHOLE_PAPER else f"Absatz {comment.paragraph}"
    anchor = f"absatz-{comment.document_version_id}-{comment.paragraph}"
    return ParagraphCard(anchor, place, line.version, line.is_newest, comment.excerpt, tuple(cards))


def _card(
    visit: Visit, number: str, line: CommentLine, error: UsageError | None
) -> tuple[CommentCard, tuple[Fault, ...]]:
    comment = line.comment
    state = CommentState(comment.state)
    sections: tuple[SectionView, ...] = ()
    faults: tuple[Fault, ...] = ()
    if visit.may(*WORKERS):
        asked = form(*_fields("" if state is CommentState.OPEN else state.value, comment.reason))
        typed = visit.posted.values if error else None
        sections, faults = drawn(asked, typed, error, prefix=f"k{comment.id}-")
    return CommentCard(
        comment.id,
        comment.text,
        line.who or "über den gemeinsamen Link",
        comment.made_at,
        COMMENT_STATES[state],
        TONES.get(state, ""),
        comment.reason,
        f"/vorgang/{number}/kommentare/{comment.id}",
        sections,
        error is not None,
    ), faults


def _listing(visit: Visit, work: DatabaseWork) -> Listing:
    engagement = visit.engagement(work)
    rows = tuple(
        (
            Cell(line.version),
            Cell(line.comment.paragraph),
            Cell(line.comment.excerpt),
            Cell(line.comment.text),
            Cell(line.who),
            Cell(local_day(line.comment.made_at)),
            Cell(COMMENT_STATES[CommentState(line.comment.state)]),
            Cell(line.comment.reason),
        )
        for line in comments_on(work, engagement)
    )
    return Listing(f"Kommentare {engagement.number}", HEADER, rows, len(rows))


PAGES = (
    Page("engagements.comment_list", "GET", "/vorgang/{number}/kommentare", READERS, show, "Kommentare der Initiative"),
    Page(
        "engagements.comment_settle", "POST", "/vorgang/{number}/kommentare/{comment}", WORKERS, settle,
        "Kommentar bearbeiten",
    ),
)  # fmt: skip
