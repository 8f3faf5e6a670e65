"""Absences: who is away from when to when, who stands in, entering one and coming back earlier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.absences import Absence
from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.errors import InputError, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.register import Person
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted, day_in
from clusterprocess.usecases.keep_absences import end_absence, enter_absence, stand_in
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit, faults_of


@dataclass(frozen=True, slots=True)
class Line:
    """One absence.

    Attributes:
        acting: who acts today where the absence has begun, the end of the chain of substitutes.
        may_end: whether this person may end it earlier.
    """

    number: int
    person: str
    starts_on: date
    ends_on: date
    substitute: str
    acting: str
    is_now: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class AbsencesPage:
    """Present and coming absences with the form for a new one."""

    title: str
    lines: tuple[Line, ...]
    today: date
    sections: tuple[SectionView, ...]
    errors: tuple[Fault, ...]


def show(
    visit: Visit,
    error: UsageError | None = None,
    typed: Mapping[str, object] | None = None,
    faults: tuple[Fault, ...] = (),
) -> Response:
    """Who is away now or later, and the form."""

    def look(work: DatabaseWork) -> AbsencesPage:
        people = _people(work)
        sections, wrong = drawn(_form(visit, people), typed, error)
        found = sorted((a for a in work.queries.absences() if a.ends_on >= work.today), key=lambda a: a.starts_on)
        lines = tuple(_line(visit, work, absence) for absence in found)
        return AbsencesPage("Abwesenheiten", lines, work.today, sections, (*faults, *wrong))

    return visit.show("day/absences.html", visit.read(look), 422 if error or faults else 200)


def _line(visit: Visit, work: DatabaseWork, absence: Absence) -> Line:
    is_now = absence.covers(work.today)
    return Line(
        absence.id,
        absence.person.name,
        absence.starts_on,
        absence.ends_on,
        absence.substitute.name,
        stand_in(work, absence.person, work.today).name if is_now else "",
        is_now,
        absence.starts_on < absence.ends_on and _may_enter_for(visit, absence.person),
    )


def _may_enter_for(visit: Visit, person: Person) -> bool:
    return visit.actor.id == person.id or visit.may(Role.HEAD, Role.ASSISTANT)


def enter(visit: Visit) -> Response:
    """Enter an absence."""
    asked = visit.read(lambda work: _form(visit, _people(work)))
    try:
        values = accepted(asked, visit.posted.values)

        def use(work: DatabaseWork) -> str:
            assert visit.person is not None
            person = work.queries.person(values.get("person") or visit.person.handle)
            return enter_absence(
                work, person, work.queries.person(values["substitute"]), day_in(values, "from"), day_in(values, "to")
            ).substitute.name

        name = visit.act(use)
    except InputError as error:
        return show(visit, error, visit.posted.values)
    return visit.back("/abwesenheiten", f"Die Abwesenheit ist eingetragen; vertreten wird durch {name}.")


def end(visit: Visit) -> Response:
    """Somebody is back earlier."""
    text = visit.path["id"]
    number = int(text) if text.isdigit() and len(text) < 10 else 0
    try:
        last = date.fromisoformat(visit.value("on"))
    except ValueError:
        return show(visit, faults=(Fault(f"ende-{number}", "Letzter Tag: Bitte einen Tag angeben."),))
    try:
        visit.act(lambda work: end_absence(work, number, last))
    except InputError as error:
        return show(visit, faults=tuple(Fault(f"ende-{number}", f.sentence) for f in faults_of(error)))
    return visit.back("/abwesenheiten", f"Die Abwesenheit endet am {last:%d.%m.%Y}.")


def _people(work: DatabaseWork) -> tuple[Person, ...]:
    """Everybody of the agency, by name."""
    found: dict[str, Person] = {}
    for role in STAFF:
        found |= {p.id: p for p in work.queries.holders(role.value, None)}
    return tuple(sorted(found.values(), key=lambda p: p.name))


def _form(visit: Visit, people: tuple[Person, ...]) -> GuestForm:
    choices = tuple((p.handle, Text(p.name)) for p in people)
    assert visit.person is not None
    who = FormField(
        "person",
        FieldKind.CHOICE,
        Text("Wer fehlt"),
        required=True,
        value=visit.person.handle,
        choices=choices,
    )
    others = tuple(c for c in choices if c[0] != visit.person.handle)
    return form(
        *((who,) if visit.may(Role.HEAD, Role.ASSISTANT) else ()),
        FormField("from", FieldKind.DAY, Text("Erster Tag"), required=True),
        FormField("to", FieldKind.DAY, Text("Letzter Tag"), required=True),
        FormField(
            "substitute",
            FieldKind.CHOICE,
            Text("Vertretung"),
            help="Sie bekommt in dieser Zeit die Aufgaben und Entwürfe. Zustimmungen gehen dadurch nicht auf sie über.",
            required=True,
            choices=choices if visit.may(Role.HEAD, Role.ASSISTANT) else others,
        ),
    )


PAGES = (
    Page("day.absences", "GET", "/abwesenheiten", WORKERS, show, "Abwesenheiten und Vertretungen"),
    Page("day.enter_absence", "POST", "/abwesenheiten", WORKERS, enter, "Abwesenheit eintragen"),
    Page("day.end_absence", "POST", "/abwesenheiten/{id}/ende", WORKERS, end, "Abwesenheit früher beenden"),
)
