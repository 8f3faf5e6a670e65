"""Reads of what comes due, of follow-ups, absences and runs of the schedule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import and_, func, literal_column, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import selectinload

from clusterprocess.adapters.database.lookup import Lookup, fitting
from clusterprocess.domain.absences import Absence
from clusterprocess.domain.due_items import DueItem, DueState
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.follow_ups import SETTLED, FollowUpSurvey
from clusterprocess.domain.messages import Message
from clusterprocess.domain.register import Person, RoleGrant
from clusterprocess.domain.scheduled_runs import MailDay, ScheduledRun
from clusterprocess.domain.states import ENDED, State

OPEN = DueState.OPEN.value


class DueQueries(Lookup):
    def due_item(self, item_id: int, *, lock: bool = False) -> DueItem:
        missing = f"Eintrag {str(item_id)[:20]} gibt es nicht."
        statement = select(DueItem).where(DueItem.id == fitting(item_id, missing))
        return self._one(statement.with_for_update() if lock else statement, missing)

    def due_items_of_event(self, event_id: int) -> Sequence[DueItem]:
        return self._all(
            select(DueItem).where(DueItem.agency_event_id == event_id).order_by(DueItem.due_on, DueItem.id)
        )

    def due_items_of_cluster(self, cluster_id: int) -> Sequence[DueItem]:
        """What belongs to an initiative itself: labels and the yearly profile."""
        return self._all(
            select(DueItem)
            .where(DueItem.cluster_id == cluster_id, DueItem.engagement_id.is_(None))
            .order_by(DueItem.due_on, DueItem.id)
        )

    def due_items_of_agency(self, prefix: str) -> Sequence[DueItem]:
        """Items of the agency itself, by the beginning of their key."""
        return self._all(select(DueItem).where(DueItem.key.startswith(prefix, autoescape=True)).order_by(DueItem.id))

    def due_items_of_message(self, message_id: int) -> Sequence[DueItem]:
        return self._all(select(DueItem).where(DueItem.message_id == message_id).order_by(DueItem.due_on, DueItem.id))

    def due_to_fire(self, today: date, after: tuple[int, int], limit: int) -> Sequence[DueItem]:
        """Items that the schedule has to act on, locked, by initiative so that one person's items lie together.

        The engagement of each is locked first, by whoever acts; one that a person is working on now is passed over and
        comes with the next sweep. A late sweep reads only what is due, however many engagements are open.

        Args:
            after: (cluster id, item id) up to which the sweep has come.
        """
        cluster = func.coalesce(DueItem.cluster_id, 0)
        return self._all(
            select(DueItem)
            .where(
                DueItem.state == literal_column("'offen'"),  # the literal lets the partial index be used
                DueItem.fires,
                DueItem.due_on <= today,
                tuple_(cluster, DueItem.id) > tuple_(*after),
            )
            .order_by(cluster, DueItem.id)
            .limit(limit)
        )

    def lock_engagements(self, ids: Iterable[int]) -> Sequence[Engagement]:
        """These engagements with all that a plan depends on, locked; those that somebody holds are left out."""
        return self._all(
            select(Engagement)
            .where(Engagement.id.in_(sorted(set(ids))))
            .order_by(Engagement.id)
            .with_for_update(skip_locked=True, of=Engagement)
            .options(
                selectinload(Engagement.deadlines),
                selectinload(Engagement.workshops),
                selectinload(Engagement.follow_ups),
                selectinload(Engagement.cluster),
                selectinload(Engagement.operation),
                selectinload(Engagement.lead),
            )
            .execution_options(populate_existing=True)
        )

    def lock_due_items(self, ids: Iterable[int]) -> Sequence[DueItem]:
        """Open items, locked and read anew; those that were settled meanwhile are left out."""
        return self._all(
            select(DueItem)
            .where(DueItem.id.in_(sorted(set(ids))), DueItem.state == OPEN)
            .order_by(DueItem.id)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )

    def holders_of(self, role: str, cluster_ids: Iterable[int]) -> Mapping[int, Sequence[Person]]:
        """Persons who hold a role now, by initiative; holders in general belong to every initiative."""
        wanted = sorted(set(cluster_ids))
        rows = self.session.execute(
            select(RoleGrant.cluster_id, Person)
            .join(Person, RoleGrant.person_id == Person.id)
            .where(
                RoleGrant.role == role,
                RoleGrant.valid_until.is_(None),
                or_(RoleGrant.cluster_id.is_(None), RoleGrant.cluster_id.in_(wanted)),
            )
            .order_by(Person.handle)
        )
        found: dict[int, list[Person]] = {cluster: [] for cluster in wanted}
        for cluster_id, person in rows:
            for cluster in wanted if cluster_id is None else (cluster_id,):
                if person not in found[cluster]:
                    found[cluster].append(person)
        return found

    def waiting_reminders(self, person_ids: Iterable[str]) -> Mapping[str, Message]:
        """The bundled reminder of each of these people that has not left yet."""
        wanted = set(person_ids)
        rows = self.session.scalars(
            select(Message)
            .where(Message.template == "erinnerung", Message.state == "wartend")
            .order_by(Message.id)
            .with_for_update(skip_locked=True)  # one that is just being sent takes nothing up any more
            .execution_options(populate_existing=True)
        )
        return {m.recipients[0]["person"]: m for m in rows if m.recipients[0]["person"] in wanted}

    def engagement_ids_in(self, states: Iterable[str]) -> Sequence[int]:
        """Ids of the engagements in these states, ascending."""
        statement = select(Engagement.id).where(Engagement.state.in_(list(states))).order_by(Engagement.id)
        return list(self.session.scalars(statement))

    def silent_engagements(self, limit: int = 200, after: int = 0) -> Sequence[Engagement]:
        """Engagements that wait for something and have nothing that comes due: there should be none.

        These are the open ones, and short advice that is closed while a follow-up of it is not settled (ruling 3).

        Args:
            after: only engagements with a higher id.
        """
        next_event = select(DueItem.id).where(DueItem.engagement_id == Engagement.id, DueItem.state == OPEN)
        unsettled = select(FollowUpSurvey.id).where(
            FollowUpSurvey.engagement_id == Engagement.id, FollowUpSurvey.state.not_in(SETTLED)
        )
        waits = or_(
            Engagement.state.not_in([s.value for s in ENDED]),
            and_(Engagement.fast_lane, Engagement.state == State.CLOSED.value, unsettled.exists()),
        )
        return self._all(
            select(Engagement)
            .where(Engagement.id > after, waits, ~next_event.exists())
            .order_by(Engagement.id)
            .limit(limit)
        )

    def follow_up(self, follow_up_id: int, *, lock: bool = False) -> FollowUpSurvey:
        """A follow-up; ``lock`` holds the row until the commit and reads it anew."""
        missing = f"Nachbefragung {str(follow_up_id)[:20]} gibt es nicht; „clusterprocess followup list“ zeigt alle."
        statement = select(FollowUpSurvey).where(FollowUpSurvey.id == fitting(follow_up_id, missing))
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        return self._one(statement, missing)

    def absences(self, *, on: date | None = None, person_ids: Iterable[str] | None = None) -> Sequence[Absence]:
        """Absences, all or those that cover a day."""
        statement = select(Absence).order_by(Absence.starts_on, Absence.id)
        if on is not None:
            statement = statement.where(Absence.starts_on <= on, Absence.ends_on >= on)
        if person_ids is not None:
            statement = statement.where(Absence.person_id.in_(list(person_ids)))
        return self._all(statement)

    def absence(self, absence_id: int, *, lock: bool = False) -> Absence:
        missing = f"Abwesenheit {str(absence_id)[:20]} gibt es nicht; „clusterprocess absence list“ zeigt alle."
        statement = select(Absence).where(Absence.id == fitting(absence_id, missing))
        return self._one(statement.with_for_update() if lock else statement, missing)

    def mail_days(self, person_ids: Iterable[str], day: date) -> set[str]:
        """Who of these people has had the one routine mail of a day."""
        found = self.session.scalars(
            select(MailDay.person_id).where(MailDay.person_id.in_(list(person_ids)), MailDay.day == day)
        )
        return set(found)

    def note_mail_day(self, person_ids: Iterable[str], day: date, message_id: int) -> None:
        """Remember that a mail of this day goes to these people; the first one of the day stays noted."""
        rows = [{"person_id": p, "day": day, "message_id": message_id} for p in sorted(set(person_ids))]
        if rows:
            self.session.execute(insert(MailDay).on_conflict_do_nothing(), rows)

    def scheduled_runs(self, kind: str | None = None, limit: int = 50) -> Sequence[ScheduledRun]:
        """The newest runs of the schedule, the newest first."""
        statement = select(ScheduledRun).order_by(ScheduledRun.id.desc()).limit(limit)
        return self._all(statement.where(ScheduledRun.kind == kind) if kind else statement)
