"""Reads of what comes due, of follow-ups, absences and runs of the schedule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.absences import Absence
from clusterprocess.domain.due_items import DueItem, DueState
from clusterprocess.domain.follow_ups import FollowUpSurvey
from clusterprocess.domain.scheduled_runs import MailDay, ScheduledRun

OPEN = DueState.OPEN.value


class DueQueries(Lookup):
    def due_item(self, item_id: int) -> DueItem:
        missing = f"Eintrag {str(item_id)[:20]} gibt es nicht."
        return self._one(select(DueItem).where(DueItem.id == fitting(item_id, missing)), missing)

    def follow_up(self, follow_up_id: int) -> FollowUpSurvey:
        missing = f"Nachbefragung {str(follow_up_id)[:20]} gibt es nicht."
        return self._one(select(FollowUpSurvey).where(FollowUpSurvey.id == fitting(follow_up_id, missing)), missing)

    def absences(self, *, on: date | None = None, person_ids: Iterable[str] | None = None) -> Sequence[Absence]:
        """Absences, all or those that cover a day."""
        statement = select(Absence).order_by(Absence.starts_on, Absence.id)
        if on is not None:
            statement = statement.where(Absence.starts_on <= on, Absence.ends_on >= on)
        if person_ids is not None:
            statement = statement.where(Absence.person_id.in_(list(person_ids)))
        return self._all(statement)

    def mail_days(self, person_ids: Iterable[str], day: date) -> set[str]:
        """Who of these people has had the one routine mail of a day."""
        found = self.session.scalars(
            select(MailDay.person_id).where(MailDay.person_id.in_(list(person_ids)), MailDay.day == day)
        )
        return set(found)

    def scheduled_runs(self, kind: str | None = None, limit: int = 50) -> Sequence[ScheduledRun]:
        """The newest runs of the schedule, the newest first."""
        statement = select(ScheduledRun).order_by(ScheduledRun.id.desc()).limit(limit)
        return self._all(statement.where(ScheduledRun.kind == kind) if kind else statement)
