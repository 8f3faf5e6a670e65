"""All workshops of an engagement: where each stands, what speaks against its day, and planning one or a series."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.errors import NotFoundError, PermissionDenied, RuleViolation, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.states import STATE_NAMES
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.guest_forms import FieldKind, FormErrors, FormField, GuestForm, accepted, day_in
from clusterprocess.usecases.check_dates import workshop_warnings
from clusterprocess.usecases.hold_workshops import PLANNABLE, plan_series, plan_workshop
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.engagements.workshop_facts import AHEAD, STATE_WORDS, QuorumView, quorum_view, when_of
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

SERIES_DAYS = 6
"""So many days a series offers at once; who needs more plans a second one."""
ONE, SERIES = "eins", "reihe"


@dataclass(frozen=True, slots=True)
class WorkshopCard:
    """One workshop in the list.

    Attributes:
        warnings: what speaks against its day; only while it lies ahead.
        quorum: None once the workshop is over or called off.
    """

    id: int
    number: int
    title: str
    state: str
    tone: str
    when: str
    place: str
    warnings: tuple[str, ...]
    quorum: QuorumView | None
    is_ahead: bool
    told: str


@dataclass(frozen=True, slots=True)
class WorkshopsPage:
    """The list with the two planning forms.

    Attributes:
        may_plan: the person may, and the engagement is where workshops are planned; else ``why_not`` says why.
        opened: which form stands open because something in it is wrong.
    """

    title: str
    head: EngagementHead
    cards: tuple[WorkshopCard, ...]
    may_plan: bool
    why_not: str
    one: tuple[SectionView, ...]
    series: tuple[SectionView, ...]
    opened: str
    errors: tuple[Fault, ...]


def show(visit: Visit) -> Response:
    """All workshops."""
    return _page(visit)


def plan(visit: Visit) -> Response:
    """Plan one workshop."""
    number = visit.path["number"]

    def act(work: DatabaseWork) -> tuple[int, list[str]]:
        visit.engagement(work)
        values = accepted(_one_form(), visit.posted.values)
        made = plan_workshop(
            work,
            number,
            day_in(values, "on"),
            values["place"],
            values.get("title", ""),
            values["starts_at"],
        )
        return 1, workshop_warnings(work, made)

    return _planned(visit, ONE, act)


def plan_many(visit: Visit) -> Response:
    """Plan several workshops, all or none."""
    number = visit.path["number"]

    def act(work: DatabaseWork) -> tuple[int, list[str]]:
        visit.engagement(work)
        values = accepted(_series_form(), visit.posted.values)
        days = [day_in(values, key) for key in _day_keys() if key in values]
        if not days:
            raise FormErrors({"on1": "Bitte nennen Sie mindestens einen Tag."})
        if days != sorted(set(days)):
            raise FormErrors({"on1": "Bitte nennen Sie jeden Tag einmal und in zeitlicher Folge."})
        made = plan_series(work, number, days, values["place"], values["starts_at"])
        return len(made), [w for workshop in made for w in workshop_warnings(work, workshop)]

    return _planned(visit, SERIES, act)


def _planned(visit: Visit, which: str, act: Callable[[DatabaseWork], tuple[int, list[str]]]) -> Response:
    try:
        count, warnings = visit.act(act)
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        return _page(visit, which, error)
    told = "Der Workshop ist geplant." if count == 1 else f"{count} Workshops sind geplant."
    hint = f" Bitte beachten: {' '.join(warnings)}" if warnings else " Die Unterlagen entstehen von selbst."
    return visit.back(f"/vorgang/{visit.path['number']}/workshops", told + hint)


def _page(visit: Visit, which: str = "", error: UsageError | None = None) -> Response:
    one, one_faults = _drawn(visit, _one_form(), ONE, which, error)
    series, series_faults = _drawn(visit, _series_form(), SERIES, which, error)

    def look(work: DatabaseWork) -> WorkshopsPage:
        engagement = visit.engagement(work)
        allowed = visit.may(*WORKERS)
        open_now = engagement.current_state in PLANNABLE
        state = STATE_NAMES[engagement.current_state].de
        why = "" if open_now or not allowed else f"Im Stand „{state}“ lässt sich kein weiterer Workshop planen."
        return WorkshopsPage(
            f"Workshops {engagement.number}",
            head_of(engagement, "/workshops"),
            tuple(_card(work, w) for w in engagement.workshops),
            allowed and open_now,
            why,
            one,
            series,
            which,
            one_faults + series_faults,
        )

    status = 200 if error is None else 409 if isinstance(error, RuleViolation) else 422
    return visit.show("engagements/workshops.html", visit.read(look), status)


def _drawn(
    visit: Visit, asked: GuestForm, name: str, which: str, error: UsageError | None
) -> tuple[tuple[SectionView, ...], tuple[Fault, ...]]:
    if name != which:
        return drawn(asked, prefix=f"{name}-")
    return drawn(asked, visit.posted.values, error, prefix=f"{name}-")


def _card(work: DatabaseWork, workshop: Workshop) -> WorkshopCard:
    word, tone = STATE_WORDS[workshop.state]
    ahead = workshop.state in AHEAD
    return WorkshopCard(
        workshop.id,
        workshop.number,
        workshop.title,
        word,
        tone,
        when_of(workshop),
        workshop.place,
        tuple(workshop_warnings(work, workshop)) if ahead else (),
        quorum_view(work, workshop) if ahead else None,
        ahead,
        _told(workshop),
    )


def _told(workshop: Workshop) -> str:
    """What a record brought, in one line."""
    if not workshop.is_minuted:
        return ""
    record = workshop.record_data
    people = sum(int(row["persons"]) for row in record["attendance"])
    return (
        f"{len(record['attendance'])} Organisationen mit {people} Personen, {len(record['ballots'])} Stimmzettel, "
        f"{len(record['measures'])} Maßnahmen"
    )


def _day_keys() -> tuple[str, ...]:
    return tuple(f"on{n}" for n in range(1, SERIES_DAYS + 1))


def _place_and_time() -> tuple[FormField, FormField]:
    return (
        FormField("place", FieldKind.TEXT, Text("Ort"), required=True, most=200),
        FormField(
            "starts_at", FieldKind.TEXT, Text("Beginn"), "Uhrzeit als HH:MM", required=True, value="09:00", most=5
        ),
    )


def _one_form() -> GuestForm:
    return form(
        FormField("on", FieldKind.DAY, Text("Tag"), required=True),
        *_place_and_time(),
        FormField(
            "title", FieldKind.TEXT, Text("Bezeichnung"), "Leer: wie bei dieser Leistung üblich, mit Nummer", most=120
        ),
    )


def _series_form() -> GuestForm:
    days = tuple(FormField(key, FieldKind.DAY, Text(f"{n}. Tag")) for n, key in enumerate(_day_keys(), 1))
    return form(*_place_and_time(), *days)


PAGES = (
    Page("engagements.workshop_list", "GET", "/vorgang/{number}/workshops", READERS, show, "Workshops eines Vorgangs"),
    Page("engagements.workshop_plan", "POST", "/vorgang/{number}/workshops", WORKERS, plan, "Workshop planen"),
    Page(
        "engagements.workshop_series", "POST", "/vorgang/{number}/workshops/reihe", WORKERS, plan_many,
        "Mehrere Workshops planen",
    ),
)  # fmt: skip
