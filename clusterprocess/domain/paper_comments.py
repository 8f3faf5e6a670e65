"""Comments of the initiative on one version of a paper, paragraph by paragraph."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from clusterprocess.domain.base import Base

LONGEST_COMMENT, LONGEST_REASON, LONGEST_EXCERPT = 4000, 1000, 300


class CommentState(StrEnum):
    OPEN = "offen"
    TAKEN_OVER = "uebernommen"
    NOT_TAKEN_OVER = "nicht_uebernommen"
    """Always with a reason."""
    WITHDRAWN = "zurueckgezogen"
    """By whoever wrote it, before anybody settled it."""


COMMENT_STATES = {
    CommentState.OPEN: "offen",
    CommentState.TAKEN_OVER: "übernommen",
    CommentState.NOT_TAKEN_OVER: "nicht übernommen",
    CommentState.WITHDRAWN: "zurückgezogen",
}


class PaperComment(Base):
    """One comment.

    Attributes:
        paragraph: number of the paragraph in the version's reading order, from 1; 0 for the paper as a whole.
        excerpt: how the paragraph began, so that the comment can be read beside a later version.
        reason: why it was not taken over, or what was done; shown to whoever wrote it.
    """

    __tablename__ = "paper_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    document_version_id: Mapped[int] = mapped_column(ForeignKey("document_version.id"), index=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("personal_link.id"), index=True)
    paragraph: Mapped[int]
    excerpt: Mapped[str] = mapped_column(String(LONGEST_EXCERPT))
    text: Mapped[str] = mapped_column(String(LONGEST_COMMENT))
    state: Mapped[str] = mapped_column(String(20), default=CommentState.OPEN.value)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    made_at: Mapped[datetime]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
