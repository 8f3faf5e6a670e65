"""What each page gets: one dataclass per template, every field documented."""

from __future__ import annotations

from dataclasses import dataclass

from clusterprocess.usecases.answer_by_link import Told
from clusterprocess.web.drawing import SectionView


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page.

    Attributes:
        demo: the database is born as demo: every page says so.
        funding_line, emblem_alt: wording of the operation's funding period; empty where no operation is known.
        static: address of the static files, with the version that their content has.
    """

    demo: bool
    funding_line: str
    emblem_alt: str
    static: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the list of errors: id of the control it leads to (empty: the whole form), and the sentence."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form to be filled in.

    Attributes:
        action, save_action: addresses that take the form and what was typed so far.
        token: form token bound to the cookie.
        errors: what has to be corrected; notice: another sentence at the top.
        saved_at: ``HH:MM`` or day and time, empty when nothing is saved.
        contents: whether the page has enough sections for a list of them.
        is_long: whether somebody may want to interrupt.
        keeps: whether what was typed so far is worth keeping; a handful of fields is filled in again.
        file: address of the file that the form is about; empty where there is none.
    """

    frame: Frame
    title: str
    intro: str
    facts: tuple[tuple[str, str], ...]
    minutes: int | None
    sections: tuple[SectionView, ...]
    submit: str
    privacy: str
    action: str
    save_action: str
    token: str
    errors: tuple[Fault, ...]
    notice: str
    saved_at: str
    contents: bool
    is_long: bool
    keeps: bool
    file: str = ""


@dataclass(frozen=True, slots=True)
class NotePage:
    """A page with a heading and sentences: thanks, already answered, gone, refused.

    Attributes:
        again: address and wording of a link back to the form; empty where there is none.
    """

    frame: Frame
    title: str
    sentences: tuple[str, ...]
    again: str = ""
    again_words: str = ""
    copy: tuple[tuple[str, tuple[Told, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class NoticePage:
    """What is told before the first answer; ``action`` takes the confirmation of ``version``."""

    frame: Frame
    title: str
    sentences: tuple[str, ...]
    version: str
    action: str
    token: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The answers before they are handed in.

    Attributes:
        parts: heading and answers; ``unanswered`` questions without one.
        sections: comments and removals; ``back`` leads to the form.
    """

    frame: Frame
    title: str
    parts: tuple[tuple[str, tuple[Told, ...]], ...]
    unanswered: tuple[str, ...]
    sections: tuple[SectionView, ...]
    submit: str
    action: str
    back: str
    token: str
    errors: tuple[Fault, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class OwnComment:
    """A comment as its writer sees it; ``may_withdraw`` while nobody settled it."""

    id: int
    text: str
    state: str
    reason: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """One paragraph of the paper; ``level`` is 0 for text, 1 to 3 for a heading. ``cells`` where it is a row of a table."""

    number: int
    text: str
    level: int
    cells: tuple[str, ...]
    comments: tuple[OwnComment, ...]


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """A draft with a small form beneath each paragraph.

    Attributes:
        headings: number and words, for the list of contents.
        faulty: paragraph whose comment could not be kept, with ``typed`` and ``fault``; -1 for none.
        closed: when it was said that there is nothing (more) to remark; empty before.
    """

    frame: Frame
    title: str
    intro: str
    facts: tuple[tuple[str, str], ...]
    paragraphs: tuple[ParagraphView, ...]
    headings: tuple[tuple[int, str], ...]
    total: int
    action: str
    token: str
    closed: str = ""
    faulty: int = -1
    typed: str = ""
    fault: str = ""
