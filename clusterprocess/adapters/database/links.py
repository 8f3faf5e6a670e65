"""Reads of personal links and of answers without a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.links import LinkDraft, LinkToken, PersonalLink, SurveyResponse
from clusterprocess.domain.paper_comments import PaperComment


class LinkQueries(Lookup):
    def personal_link(self, link_id: int) -> PersonalLink:
        missing = f"Link {str(link_id)[:20]} gibt es nicht."
        return self._one(select(PersonalLink).where(PersonalLink.id == fitting(link_id, missing)), missing)

    def link_by_token(self, sha256: str) -> PersonalLink | None:
        """The link of a token's hash, locked: two browsers hand in one after the other."""
        return self.session.scalars(
            select(PersonalLink)
            .join(LinkToken, LinkToken.link_id == PersonalLink.id)
            .where(LinkToken.sha256 == sha256)
            .with_for_update(of=PersonalLink)
        ).one_or_none()

    def personal_links(self, *, engagement_id: int | None = None, **subject: int) -> Sequence[PersonalLink]:
        """Links of an engagement or of one subject (``follow_up_id=…``), the oldest first."""
        statement = select(PersonalLink).order_by(PersonalLink.id)
        if engagement_id is not None:
            statement = statement.where(PersonalLink.engagement_id == engagement_id)
        for column, value in subject.items():
            statement = statement.where(getattr(PersonalLink, column) == value)
        return self._all(statement)

    def link_draft(self, link_id: int, browser: str) -> LinkDraft | None:
        """What one browser typed behind a link, by the hash of its cookie."""
        return self.session.get(LinkDraft, (link_id, browser))

    def link_drafts(self, *, link_id: int | None = None, before: datetime | None = None) -> Sequence[LinkDraft]:
        """Drafts that hold something, of one link or saved before an instant."""
        statement = select(LinkDraft).where(LinkDraft.posted != {}).order_by(LinkDraft.link_id, LinkDraft.browser)
        if link_id is not None:
            statement = statement.where(LinkDraft.link_id == link_id)
        if before is not None:
            statement = statement.where(LinkDraft.saved_at < before)
        return self._all(statement)

    def paper_comments(self, *, engagement_id: int | None = None, link_id: int | None = None) -> Sequence[PaperComment]:
        """Comments of an engagement or of one link, the oldest first."""
        statement = select(PaperComment).order_by(PaperComment.id)
        if engagement_id is not None:
            statement = statement.where(PaperComment.engagement_id == engagement_id)
        if link_id is not None:
            statement = statement.where(PaperComment.link_id == link_id)
        return self._all(statement)

    def survey_responses(
        self, *, engagement_id: int | None = None, agency_event_id: int | None = None
    ) -> Sequence[SurveyResponse]:
        statement = select(SurveyResponse).order_by(SurveyResponse.id)
        if engagement_id is not None:
            statement = statement.where(SurveyResponse.engagement_id == engagement_id)
        if agency_event_id is not None:
            statement = statement.where(SurveyResponse.agency_event_id == agency_event_id)
        return self._all(statement)
