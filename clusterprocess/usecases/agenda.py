"""The agenda: what is due, for whom, why, and what settles it (issue: staff should never keep a list of their own)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from clusterprocess.domain.actors import CLUSTER_SIDE, STAFF, Role
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.due_items import DueItem, DueKind
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, PermissionDenied
from clusterprocess.domain.incoming_mails import IncomingMail
from clusterprocess.domain.messages import STATE_WORDS, Message
from clusterprocess.domain.register import Person
from clusterprocess.domain.runs import STEP_NAMES
from clusterprocess.usecases.keep_absences import follow
from clusterprocess.usecases.keep_persons import role_named
from clusterprocess.usecases.ports import Work

DEFAULT_DAYS = 7
LONGEST_DAYS = 366
MOST_LINES = 200
"""Of each kind at most; who has more before her filters by person, engagement or role."""
TO_DECIDE = ("entwurf", "ungewiss", "abgelehnt")
MOST_MESSAGES = 1000
SETTLED = frozenset({"gesendet", "verworfen"})
KIND_WORDS = {
    DueKind.TASK.value: "Aufgabe",
    DueKind.REMINDER.value: "Erinnerung",
    DueKind.DRAFT.value: "Entwurf",
    DueKind.IMPULSE.value: "Anstoß",
}


WATCH = "stillstand"
"""Rule of the items that see to it that no engagement falls silent."""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One thing that waits.

    Attributes:
        kind: ``Aufgabe``, ``Erinnerung``, ``Entwurf``, ``Anstoß``, ``Nachricht``, ``Eingang`` or ``Lauf``.
        due_on: None where a thing waits without a day.
        number: Vorgangsnummer or number of an event.
        people: handles of those it waits for; whoever is away is followed by her substitute.
        acting: handles of those who act on that day, substitutes in the place of the absent.
        reason: why it is due, or why it waits.
        settled_by: the command that settles it; empty where the schedule does it.
        watch: only due if nothing happens until its day; before that there is nothing to do about it.
    """

    kind: str
    id: int
    due_on: date | None
    overdue: bool
    number: str
    label: str
    reason: str
    role: str
    people: tuple[str, ...]
    acting: tuple[str, ...]
    settled_by: str
    watch: bool = False

    def is_pending(self, today: date) -> bool:
        """Whether it asks for something, or will on its day whatever happens until then."""
        return not self.watch or (self.due_on is not None and self.due_on <= today)


@dataclass(frozen=True)
class Wish:
    """Which part of the agenda somebody wants to see.

    Attributes:
        days: how far ahead, counted in calendar days from today.
        person: handle; also what this person does as substitute.
    """

    days: int = DEFAULT_DAYS
    person: str = ""
    engagement: str = ""
    role: str = ""


class Roster:
    """Who is responsible and who acts on which day; each question is asked of the database once."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._away: dict[date, dict[str, Person]] = {}
        self._holders: dict[tuple[str, int | None], Sequence[Person]] = {}

    def away(self, day: date) -> dict[str, Person]:
        if day not in self._away:
            self._away[day] = {a.person_id: a.substitute for a in self.work.queries.absences(on=day)}
        return self._away[day]

    def holders(self, role: str, cluster_id: int | None) -> Sequence[Person]:
        scope = cluster_id if role in {r.value for r in CLUSTER_SIDE} else None
        if (role, scope) not in self._holders:
            self._holders[role, scope] = self.work.queries.holders(role, scope)
        return self._holders[role, scope]

    def responsible(self, item: DueItem, case: Engagement | None, event: AgencyEvent | None) -> Sequence[Person]:
        """Those whose thing it is: lead, reviewer, or everybody who holds the role."""
        if item.role == Role.CONSULTANT.value:
            named = (case.lead if case else None) or (event.lead if event else None)
        else:
            named = case.reviewer if case and item.role == Role.REVIEWER.value else None
        return [named] if named else self.holders(item.role, item.cluster_id or (case.cluster_id if case else None))

    def acting(self, people: Sequence[Person], day: date) -> list[Person]:
        return [follow(person, self.away(day)) for person in people]

    def told(self, people: Sequence[Person], day: date) -> tuple[str, ...]:
        """Handles, with the substitute where somebody is away."""
        pairs = zip(people, self.acting(people, day), strict=True)
        return tuple(p.handle if p.id == a.id else f"{p.handle} (Vertretung {a.handle})" for p, a in pairs)

    def stands_for(self, person: Person, first: date, last: date) -> set[str]:
        """Ids of the person and of everybody for whom she acts on one of these days."""
        found = {person.id}
        for absence in self.work.queries.absences():
            if absence.ends_on < first or absence.starts_on > last:
                continue
            days = range((last - first).days + 1)
            shared = [d for n in days if absence.covers(d := first + timedelta(days=n))]
            if any(follow(absence.person, self.away(day)).id == person.id for day in shared):
                found.add(absence.person_id)
        return found


def agenda(work: Work, wish: Wish) -> list[AgendaLine]:
    """What waits, overdue first, then by day, then what has no day.

    Raises:
        InputError: days out of bounds, or unknown role.
        NotFoundError: unknown person or engagement.
    """
    if not 0 <= wish.days <= LONGEST_DAYS:
        raise InputError(f"Tage (days): bitte 0 bis {LONGEST_DAYS}.", field="days")
    role = role_named(wish.role).value if wish.role else None
    until = work.today + timedelta(days=wish.days)
    roster = Roster(work)
    ids = roster.stands_for(work.queries.person(wish.person), work.today, until) if wish.person else None
    rows = work.queries.open_due_items(until, MOST_LINES, person_ids=ids, engagement=wish.engagement or None, role=role)
    lines = [_due_line(roster, *row) for row in rows]
    if role in (None, Role.CONSULTANT.value):
        decisions = work.queries.messages_to_decide(TO_DECIDE, MOST_LINES, person_ids=ids, engagement=wish.engagement)
        lines += [_message_line(roster, *row) for row in decisions]
        lines += _loose_ends(work, roster, wish)
    if wish.person:
        lines = [line for line in lines if not line.acting or wish.person.lower() in line.acting]
    return sorted(lines, key=lambda line: (not line.overdue, line.due_on or date.max, line.kind, line.id))


def _due_line(roster: Roster, item: DueItem, case: Engagement | None, event: AgencyEvent | None) -> AgendaLine:
    today = roster.work.today
    people, day = roster.responsible(item, case, event), max(item.due_on, today)
    done = f'clusterprocess agenda done {item.id} --outcome "…"' if item.kind == DueKind.TASK.value else ""
    return AgendaLine(
        KIND_WORDS[item.kind],
        item.id,
        item.due_on,
        item.due_on < today,
        _told_number(roster, item, event),
        item.label,
        item.explained,
        item.role,
        roster.told(people, day),
        tuple(p.handle for p in roster.acting(people, day)),
        done,
        item.rule == WATCH,
    )


def _told_number(roster: Roster, item: DueItem, event: AgencyEvent | None) -> str:
    """What a line is about: number of the engagement or event, else the initiative itself."""
    if item.engagement_number or event:
        return item.engagement_number or (event.number if event else "")
    return roster.work.queries.cluster_by_id(item.cluster_id).name if item.cluster_id else ""


def _message_line(roster: Roster, message: Message, case: Engagement | None, event: AgencyEvent | None) -> AgendaLine:
    lead = (case.lead if case else None) or (event.lead if event else None)
    people = [lead] if lead else roster.holders(Role.HEAD.value, None)
    return AgendaLine(
        "Nachricht",
        message.id,
        None,
        message.state != "entwurf",
        message.engagement_number or (event.number if event else ""),
        message.subject,
        message.reason if message.state == "entwurf" and message.reason else STATE_WORDS[message.state],
        Role.CONSULTANT.value,
        roster.told(people, roster.work.today),
        tuple(p.handle for p in roster.acting(people, roster.work.today)),
        f"clusterprocess outbox {decisions_for(message.state)[0]} {message.id}",
    )


def _loose_ends(work: Work, roster: Roster, wish: Wish) -> list[AgendaLine]:
    """Mails that came in and nobody settled, work that failed: shown to whoever leads it, else to the back office."""
    lines = [
        _mail_line(work, roster, mail) for mail in work.queries.unsettled_mails(MOST_LINES, engagement=wish.engagement)
    ]
    for request in work.queries.troubled_requests(MOST_LINES, engagement=wish.engagement):
        people = _leads(work, roster, request.engagement_number)
        command = f"clusterprocess engagement retry {request.engagement_number}"
        label = f"{STEP_NAMES[request.step].de}: nicht gelungen"
        lines.append(
            _loose(roster, "Lauf", request.id, request.engagement_number, label, request.trouble, people, command)
        )
    if not wish.engagement:
        for run in work.queries.failed_schedules(MOST_LINES):
            people = roster.holders(Role.ADMINISTRATOR.value, None)
            label, why = (
                f"Zeitplan „{run.kind}“: zuletzt {run.outcome}",
                f"begonnen am {run.started_at:%d.%m.%Y um %H:%M} UTC",
            )
            lines.append(_loose(roster, "Lauf", run.id, "", label, why, people, "clusterprocess doctor"))
    return lines


def _mail_line(work: Work, roster: Roster, mail: IncomingMail) -> AgendaLine:
    number = mail.engagement_number or ""
    people = _leads(work, roster, number) if number else roster.holders(Role.ASSISTANT.value, None)
    label = mail.subject or "ohne Betreff"
    why = f"eingegangen am {mail.received_on:%d.%m.%Y}, " + (
        f"gehört zu {number}" if number else "noch keinem Vorgang zugeordnet"
    )
    return _loose(roster, "Eingang", mail.id, number, label, why, people, f"clusterprocess mail show {mail.id}")


def _leads(work: Work, roster: Roster, number: str) -> Sequence[Person]:
    lead = work.queries.engagement(number).lead
    return [lead] if lead else roster.holders(Role.HEAD.value, None)


def _loose(
    roster: Roster, kind: str, id_: int, number: str, label: str, why: str, people: Sequence[Person], command: str
) -> AgendaLine:
    today = roster.work.today
    acting = tuple(p.handle for p in roster.acting(people, today))
    return AgendaLine(kind, id_, None, False, number, label, why, "", roster.told(people, today), acting, command)


def messages_of(work: Work, states: Sequence[str], person: str = "", engagement: str = "") -> list[tuple[Message, str]]:
    """Messages of some states (all where none is named), each with the handle of who decides about it today.

    Of those that wait the oldest come first, of those that are settled the newest.

    Raises:
        NotFoundError: unknown person.
    """
    roster = Roster(work)
    ids = roster.stands_for(work.queries.person(person), work.today, work.today) if person else None
    wanted = set(states or STATE_WORDS)
    find = partial(work.queries.messages_to_decide, limit=MOST_MESSAGES, person_ids=ids, engagement=engagement)
    waiting = find(wanted - SETTLED) if wanted - SETTLED else []
    settled = find(wanted & SETTLED, newest=True) if wanted & SETTLED else []
    found = []
    for message, case, event in [*waiting, *settled]:
        lead = (case.lead if case else None) or (event.lead if event else None)
        deciding = roster.acting([lead], work.today)[0].handle if lead else Role.HEAD.value
        if not person or deciding == person.lower():
            found.append((message, deciding))
    return found


def decisions_for(state: str) -> tuple[str, ...]:
    """What a person may decide about a message in a state, the usual decision first."""
    return {
        "entwurf": ("release", "drop"),
        "wartend": ("hold",),
        "gehalten": ("resume", "drop"),
        "ungewiss": ("arrived", "resend"),
        "abgelehnt": ("resend", "arrived"),
    }.get(state, ())


def finish_due(work: Work, item_id: int, outcome: str) -> DueItem:
    """A person has done a task of the agenda and says what came of it.

    Raises:
        InputError: no outcome, or one that is too long.
        PermissionDenied: neither responsible nor substitute, lead, head or back office.
        RuleViolation: it is no task, or somebody else was faster.
    """
    actor = work.require(*STAFF)
    told = outcome.strip()
    if not told or len(told) > 300 or not told.isprintable():
        raise InputError("Ergebnis (outcome): bitte ein Satz mit 1 bis 300 Zeichen.", field="outcome")
    item = work.queries.due_item(item_id, lock=True)
    if not actor.may(Role.HEAD, Role.ASSISTANT) and actor.id not in _may_finish(work, item):
        raise PermissionDenied(
            "Diese Aufgabe erledigen die Zuständigen, ihre Vertretung, die Leitung oder die Projektassistenz."
        )
    item.finish(work.today, actor.id, told)
    return item


def _may_finish(work: Work, item: DueItem) -> set[str]:
    """The responsible and the lead, each with the substitute of today."""
    case = work.queries.engagement(item.engagement_number) if item.engagement_number else None
    event = work.queries.agency_event_by_id(item.agency_event_id) if item.agency_event_id else None
    roster = Roster(work)
    people = [*roster.responsible(item, case, event), *([case.lead] if case and case.lead else [])]
    return {p.id for p in [*people, *roster.acting(people, work.today)]}
