"""Opening an engagement: the request, and the take-over of one that is already running."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import ROLE_NAMES, STAFF, Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.events import ENGAGEMENT_OPENED, ENGAGEMENT_TAKEN_OVER
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Cluster, Organisation, Person
from clusterprocess.domain.states import ENDED, ORDER, STATE_NAMES, State
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.usecases.decide import start_first_deadlines
from clusterprocess.usecases.keep_agency_files import keep_catalogues
from clusterprocess.usecases.ports import Work

FAST_LANE_DAYS = Decimal(2)
"""The most a fast-lane advice may take (ruling 3)."""

OCCASIONS = ("anruf", "mail", "brief", "gespraech", "formular")


def open_engagement(
    work: Work,
    *,
    offering: str,
    cluster: Cluster,
    operation: Operation,
    delivering: Organisation,
    requested_on: date,
    question: str = "",
    occasion: str = "anruf",
    lead: Person | None = None,
    reviewer: Person | None = None,
    fast_lane: bool = False,
) -> Engagement:
    """Take a request in and give it its Vorgangsnummer.

    Raises:
        InputError: a second open engagement of the same offering, a day in the future or outside the operation,
            an organisation that does not deliver under the operation.
        PermissionDenied: the actor is not staff.
    """
    engagement = _new(work, offering, cluster, operation, delivering, requested_on, question, fast_lane)
    engagement.state = State.REQUESTED.value
    if occasion not in OCCASIONS:
        raise InputError(f"Eingang (occasion): bitte einer von {', '.join(OCCASIONS)}.", field="occasion")
    engagement.record(
        ENGAGEMENT_OPENED,
        occurred_on=requested_on,
        number=engagement.number,
        offering=offering,
        cluster=str(cluster.id),
        operation=operation.reference,
        occasion=occasion,
    )
    _staff(work, engagement, lead, reviewer)
    days = FAST_LANE_DAYS if fast_lane else Decimal(str(process().scope_of(offering, engagement.level).days))
    engagement.plan_days(lead, delivering, days)
    start_first_deadlines(work, engagement)
    return engagement


def take_over(
    work: Work,
    *,
    offering: str,
    cluster: Cluster,
    operation: Operation,
    delivering: Organisation,
    requested_on: date,
    state: str,
    paper: str,
    handed_over_on: date | None = None,
    lead: Person | None = None,
    reviewer: Person | None = None,
) -> Engagement:
    """Enter an engagement that already runs, at its real state; its events are marked ``nacherfasst``.

    Args:
        handed_over_on: day of the handover, from which follow-ups are counted; for an engagement that was handed over.

    Raises:
        InputError: unknown or ended state, no note where the paper file lies, or a day of handover that is missing, not
            asked for, in the future or before the request.
    """
    try:
        at = State(state)
    except ValueError:
        raise InputError(
            f"Stand (state): „{state[:40]}“ ist unbekannt; möglich sind {', '.join(s.value for s in State if s in ORDER and s not in ENDED)}.",
            field="state",
        ) from None
    if at in ENDED or at not in ORDER:
        raise InputError("Stand (state): bitte einen laufenden Stand angeben.", field="state")
    if not paper.strip():
        raise InputError("Ablage (paper): bitte angeben, wo die bisherige Akte liegt.", field="paper")
    _require_handover(at, handed_over_on, requested_on, work.today)
    engagement = _new(work, offering, cluster, operation, delivering, requested_on, "", False)
    engagement.state, engagement.taken_over, engagement.handed_over_on = at.value, True, handed_over_on
    engagement.record(
        ENGAGEMENT_TAKEN_OVER,
        occurred_on=requested_on,
        number=engagement.number,
        offering=offering,
        state=STATE_NAMES[at].de,
        nacherfasst=True,
        cluster=str(cluster.id),
        operation=operation.reference,
    )
    engagement.record_evidence(
        "service_agreement",
        "Leistungsvereinbarung unterschrieben",
        "nacherfasst",
        work.actor.id,
        requested_on,
        paper=paper,
    )
    _staff(work, engagement, lead, reviewer)
    engagement.plan_days(lead, delivering, Decimal(str(process().scope_of(offering, engagement.level).days)))
    start_first_deadlines(work, engagement)
    return engagement


def _require_handover(at: State, handed_over_on: date | None, requested_on: date, today: date) -> None:
    """The day of the handover belongs to an engagement that was handed over, and to no other."""
    if at not in _HANDED_OVER:
        if handed_over_on is not None:
            raise InputError(
                f"Übergabe (handed_over): Im Stand „{STATE_NAMES[at].de}“ ist noch nichts übergeben; bitte weglassen.",
                field="handed_over",
            )
        return
    if handed_over_on is None:
        raise InputError(
            f"Übergabe (handed_over): Im Stand „{STATE_NAMES[at].de}“ bitte den Tag der Übergabe angeben; von ihm an "
            "zählen die Nachbefragungen.",
            field="handed_over",
        )
    if handed_over_on > today:
        raise InputError(
            f"Übergabe (handed_over): Der {handed_over_on:%d.%m.%Y} liegt in der Zukunft.", field="handed_over"
        )
    if handed_over_on < requested_on:
        raise InputError(
            f"Übergabe (handed_over): Der {handed_over_on:%d.%m.%Y} liegt vor der Anfrage am {requested_on:%d.%m.%Y}.",
            field="handed_over",
        )


_HANDED_OVER = frozenset({State.HANDED_OVER, State.FOLLOW_UP})


def _new(
    work: Work,
    offering: str,
    cluster: Cluster,
    operation: Operation,
    delivering: Organisation,
    requested_on: date,
    question: str,
    fast_lane: bool,
) -> Engagement:
    work.require(*STAFF)
    service = offering_named(offering)
    if fast_lane and not service.fast_lane:
        raise InputError(
            f"Kurzberatung (fast_lane): Die Leistung „{service.title.de}“ gibt es nur im vollen Ablauf; bitte die Leistung individual_advice wählen.",
            field="fast_lane",
        )
    work.queries.serialise("engagement numbers")
    if requested_on > work.today:
        raise InputError(f"Eingang (on): Der {requested_on:%d.%m.%Y} liegt in der Zukunft.", field="on")
    if not operation.covers(requested_on):
        raise InputError(
            f"Vorhaben (operation): {operation.reference} gilt vom {operation.starts_on:%d.%m.%Y} bis {operation.ends_on:%d.%m.%Y}, nicht am {requested_on:%d.%m.%Y}.",
            field="operation",
        )
    if all(c.organisation_id != delivering.id for c in operation.contractors):
        raise InputError(
            f"Leistende Organisation (delivering): „{delivering.name}“ ist im Vorhaben {operation.reference} nicht eingetragen.",
            field="delivering",
        )
    if len(question) > 600:
        raise InputError("Frage (question): bitte höchstens 600 Zeichen.", field="question")
    same = [e for e in work.queries.engagements(open_only=True, cluster_id=cluster.id) if e.offering == offering]
    if same:
        raise InputError(f"Für diese Initiative läuft schon {same[0].number} derselben Leistung.", field="cluster")
    prefix = f"CA-{requested_on.year}-{service.letter}-"
    number = f"{prefix}{work.queries.numbers_in(prefix) + 1:03d}"
    engagement = Engagement(
        number=number,
        offering=offering,
        offering_version=service.version,
        catalogues=keep_catalogues(work),
        cluster=cluster,
        operation=operation,
        delivering=delivering,
        state=State.REQUESTED.value,
        state_since=work.today,
        fast_lane=fast_lane,
        requested_on=requested_on,
        question=question.strip(),
        level=cluster.level,
        opened_by=work.actor.id,
    )
    work.add(engagement)
    work.flush()
    return engagement


def assign_person(work: Work, number: str, role: Role, person: Person) -> Engagement:
    """Put a person in charge of an engagement, as lead or as reviewer."""
    work.require(Role.HEAD, Role.CONSULTANT)
    engagement = work.queries.engagement(number, lock=True)
    _put_in_charge(work, engagement, role, person)
    return engagement


def _put_in_charge(work: Work, engagement: Engagement, role: Role, person: Person) -> None:
    engagement.assign(person, role)
    if role not in person.roles_at(work.now, engagement.cluster_id):
        raise InputError(
            f"{ROLE_NAMES[role].de}: {person.handle} hat die Rolle {role.value} nicht; erteilt wird sie mit „clusterprocess person role“.",
            field=role.value,
        )


def _staff(work: Work, engagement: Engagement, lead: Person | None, reviewer: Person | None) -> None:
    if lead:
        _put_in_charge(work, engagement, Role.CONSULTANT, lead)
    if reviewer:
        _put_in_charge(work, engagement, Role.REVIEWER, reviewer)
