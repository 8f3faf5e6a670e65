"""What is done about one event of the agency: move, cancel, release, register, attendance, papers, close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.adapters.sheets.reader import read_table
from clusterprocess.adapters.sheets.writer import write_table
from clusterprocess.catalogues.process import process
from clusterprocess.domain.agency_events import AgencyEvent
from clusterprocess.domain.errors import InputError, RuleViolation, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted, day_in
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.usecases.agency_events import cancel_event, close_event, move_event
from clusterprocess.usecases.event_attendance import (
    COLUMNS,
    EventCount,
    attendance_from_rows,
    attendance_sheet,
    record_attendance,
)
from clusterprocess.usecases.event_mails import release_event_mails
from clusterprocess.usecases.event_papers import write_attendance_list, write_certificates, write_evaluation
from clusterprocess.usecases.registrants import Registrant
from clusterprocess.usecases.registrations import register_for, withdraw_registration
from clusterprocess.web.staff.contexts import FormPage
from clusterprocess.web.staff.events import EVENTS, WORD, event_of, event_page, registration_form
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import XLSX
from clusterprocess.web.staff.rights import WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit, faults_of

WRITERS = {"liste": write_attendance_list, "bescheinigungen": write_certificates, "auswertung": write_evaluation}
REASON_WORDS = {
    "zu_wenige_anmeldungen": "zu wenige Anmeldungen",
    "krankheit": "Krankheit",
    "terminkonflikt": "Terminkonflikt",
    "witterung": "Witterung",
    "raum_entfallen": "Raum entfallen",
    "sonstiges": "anderer Grund (bitte erläutern)",
}
EXTRA_LINES = 5
"""So many people who came without a registration can be entered at once."""


@dataclass(frozen=True, slots=True)
class Came:
    """One line of the list to tick."""

    id: int
    name: str
    organisation: str
    state: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class AttendancePage:
    """The attendance list to tick, with empty lines for those who came without a registration.

    Attributes:
        extra: numbers of the empty lines; ``typed`` what was typed in them, by field key.
    """

    title: str
    number: str
    name: str
    lines: tuple[Came, ...]
    extra: tuple[int, ...]
    typed: Mapping[str, str]
    kinds: tuple[tuple[str, str], ...]
    errors: tuple[Fault, ...]


def _address(visit: Visit) -> str:
    return f"{EVENTS}/{visit.path['number']}"


def ask_move(visit: Visit) -> Response:
    """The form for another day, time or place."""
    return _form_page(visit, "verlegen")


def move(visit: Visit) -> Response:
    """Move an event; who knows the old day is told by drafts."""
    number = visit.path["number"]
    try:
        values = accepted(visit.read(lambda work: _move_form(event_of(visit, work))), visit.posted.values)
        visit.act(
            lambda work: move_event(
                work,
                number,
                to=day_in(values, "to"),
                starts_at=values["starts_at"],
                ends_at=values["ends_at"],
                place=values["place"],
            )
        )
    except (InputError, RuleViolation) as error:
        return _form_page(visit, "verlegen", error)
    return visit.back(_address(visit), "Die Veranstaltung ist geändert. Die Mails dazu liegen als Entwürfe bereit.")


def ask_cancel(visit: Visit) -> Response:
    """The form that asks for the reason."""
    return _form_page(visit, "absagen")


def cancel(visit: Visit) -> Response:
    """Call an event off; who is registered or waits is told by drafts."""
    number = visit.path["number"]
    try:
        values = accepted(_cancel_form(), visit.posted.values)
        visit.act(lambda work: cancel_event(work, number, values["reason"], values.get("text", "")))
    except (InputError, RuleViolation) as error:
        return _form_page(visit, "absagen", error)
    return visit.back(_address(visit), "Die Veranstaltung ist abgesagt. Die Mails dazu liegen als Entwürfe bereit.")


def _form_page(visit: Visit, end: str, error: UsageError | None = None) -> Response:
    def look(work: DatabaseWork) -> FormPage:
        event = event_of(visit, work)
        is_move = end == "verlegen"
        asked = _move_form(event) if is_move else _cancel_form()
        sections, faults = drawn(asked, visit.posted.values if error else None, error)
        told = (
            "Wer den alten Stand kennt, bekommt eine Mail."
            if is_move
            else "Angemeldete und Wartende bekommen eine Mail."
        )
        return FormPage(
            f"{event.title} {end}",
            f"{event.number}, {event.held_on:%d.%m.%Y}, {event.place}",
            f"{EVENTS}/{event.number}/{end}",
            sections,
            "Änderung speichern" if is_move else "Veranstaltung absagen",
            faults,
            f"{EVENTS}/{event.number}",
            (("Veranstaltungen", EVENTS), (event.number, f"{EVENTS}/{event.number}")),
            (f"{told} Sie liegt als Entwurf, bis die Federführung sie freigibt.",),
        )

    status = 200 if error is None else 409 if isinstance(error, RuleViolation) else 422
    return visit.show("form.html", visit.read(look), status)


def _move_form(event: AgencyEvent) -> GuestForm:
    return form(
        FormField("to", FieldKind.DAY, Text("Tag"), required=True, value=event.held_on),
        FormField("starts_at", FieldKind.TEXT, Text("Beginn"), required=True, value=event.starts_at),
        FormField("ends_at", FieldKind.TEXT, Text("Ende"), required=True, value=event.ends_at),
        FormField("place", FieldKind.TEXT, Text("Ort"), required=True, value=event.place, most=200),
    )


def _cancel_form() -> GuestForm:
    reasons = tuple((slug, Text(REASON_WORDS.get(slug, slug))) for slug in process().reasons["veranstaltung_absage"])
    return form(
        FormField("reason", FieldKind.CHOICE, Text("Grund"), required=True, choices=reasons),
        FormField(
            "text", FieldKind.LONG_TEXT, Text("Ein Satz für die Angemeldeten"),
            help="Steht in der Mail an Stelle des Grundes.", most=600,
        ),
    )  # fmt: skip


def release(visit: Visit) -> Response:
    """Release all drafts of the event at once."""
    number = visit.path["number"]
    count = visit.act(lambda work: release_event_mails(work, number))
    told = "Eine Mail ist freigegeben." if count == 1 else f"{count} Mails sind freigegeben."
    return visit.back(_address(visit), told)


def register(visit: Visit) -> Response:
    """Register somebody; beyond the seats she waits."""
    number = visit.path["number"]
    try:
        values = accepted(registration_form(), visit.posted.values)
        who = Registrant(values["name"], values.get("email", ""), values["organisation"], values["kind"])
        made = visit.act(lambda work: register_for(work, who, event_number=number).state)
    except (InputError, RuleViolation) as error:
        status = 409 if isinstance(error, RuleViolation) else 422
        return event_page(visit, status=status, error=error, typed=visit.posted.values)
    words = {"angemeldet": "ist angemeldet", "warteliste": "steht auf der Warteliste"}
    return visit.back(f"{_address(visit)}#anmeldungen", f"{values['name']} {words.get(made, 'ist eingetragen')}.")


def withdraw(visit: Visit) -> Response:
    """Take somebody off the list; who waits longest moves up."""
    text = visit.path["registration"]
    registration = int(text) if text.isdigit() and len(text) < 10 else 0

    def use(work: DatabaseWork) -> str:
        event = event_of(visit, work)
        found = work.queries.registration(registration)
        if found.agency_event_id != event.id:
            raise InputError(f"Diese Anmeldung gehört nicht zu {event.number}.")
        return withdraw_registration(work, registration).person.name

    try:
        name = visit.act(use)
    except (InputError, RuleViolation) as error:
        return event_page(visit, faults_of(error), 409)
    return visit.back(f"{_address(visit)}#anmeldungen", f"{name} ist abgemeldet.")


def close(visit: Visit) -> Response:
    """Close the event; who is not on the list did not come."""
    number = visit.path["number"]
    try:
        visit.act(lambda work: close_event(work, number))
    except RuleViolation as error:
        return event_page(visit, faults_of(error), 409)
    return visit.back(_address(visit), "Die Veranstaltung ist abgeschlossen; Teilnahme und Zahlen stehen fest.")


def ask_attendance(visit: Visit) -> Response:
    """The list to tick."""
    return _attendance_page(visit)


def enter_attendance(visit: Visit) -> Response:
    """Enter who came: ticked names and lines that were added by hand, or an uploaded list."""
    number = visit.path["number"]
    upload = visit.posted.files.get("datei", ())
    try:
        if upload:
            data: Mapping[str, Any] = attendance_from_rows(read_table(upload[0].content, upload[0].name))
        else:
            data = visit.read(lambda work: _ticked(visit, work))
        count = visit.act(lambda work: record_attendance(work, number, data))
    except (InputError, RuleViolation) as error:
        status = 409 if isinstance(error, RuleViolation) else 422
        return _attendance_page(visit, faults_of(error), status)
    return visit.back(_address(visit), f"Die Teilnahme ist eingetragen: {_counted(count)}.")


def _counted(count: EventCount) -> str:
    parts = (
        (count.attendances, "Teilnahme", "Teilnahmen"),
        (count.persons, "Person", "Personen"),
        (count.initiatives, "Initiative", "Initiativen"),
    )
    return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in parts)


def _ticked(visit: Visit, work: DatabaseWork) -> dict[str, Any]:
    event = event_of(visit, work)
    came = set(visit.many("kam"))
    known = [
        {"registration": r.id, "came": str(r.id) in came} for r in work.queries.registrations(agency_event_id=event.id)
    ]
    added = []
    for n in range(1, EXTRA_LINES + 1):
        name = visit.value(f"neu{n}.name")
        if name:
            entry = {"name": name, "organisation": visit.value(f"neu{n}.organisation"), "came": True}
            kind = visit.value(f"neu{n}.kind")
            added.append({**entry, **({"kind": kind} if kind else {})})
    if not known and not added:
        raise InputError("Bitte tragen Sie mindestens einen Namen ein oder laden Sie eine Liste hoch.")
    return {"attendance": [*known, *added]}


def _attendance_page(visit: Visit, errors: tuple[Fault, ...] = (), status: int = 200) -> Response:
    came = set(visit.many("kam"))

    def look(work: DatabaseWork) -> AttendancePage:
        event = event_of(visit, work)
        lines = tuple(
            Came(
                r.id,
                r.person.name,
                r.organisation,
                "" if r.state == "angemeldet" else "Warteliste" if r.state == "warteliste" else "abgemeldet",
                str(r.id) in came if errors else bool(r.attended),
            )
            for r in work.queries.registrations(agency_event_id=event.id)
        )
        keys = [f"neu{n}.{part}" for n in range(1, EXTRA_LINES + 1) for part in ("name", "organisation", "kind")]
        return AttendancePage(
            "Teilnahme eintragen",
            event.number,
            event.title,
            lines,
            tuple(range(1, EXTRA_LINES + 1)),
            {key: visit.value(key) for key in keys},
            tuple(KIND_NAMES.items()),
            errors,
        )

    return visit.show("events/attendance.html", visit.read(look), status)


def sheet(visit: Visit) -> Response:
    """The list to fill in, as .xlsx."""

    def look(work: DatabaseWork) -> tuple[str, bytes]:
        event = event_of(visit, work)
        rows = attendance_sheet(work, event.number)
        return event.number, write_table(rows, list(COLUMNS.values()), f"Teilnahme {event.number}")

    number, content = visit.read(look)
    return visit.download(f"{number}_Teilnahme.xlsx", content, XLSX)


def paper(visit: Visit) -> Response:
    """Write a paper as it is now, keep it with the event, and hand it out."""
    kind = visit.path["kind"]

    def write(work: DatabaseWork) -> tuple[str, bytes]:
        event = event_of(visit, work)
        if kind not in WRITERS:
            raise InputError("Dieses Papier gibt es nicht.")
        version = WRITERS[kind](work, event.number)
        return f"{event.number}_{kind}_{version.label}.docx", work.files.get(version.sha256)

    try:
        name, content = visit.act(write)
    except (InputError, RuleViolation) as error:
        return event_page(visit, faults_of(error), 409)
    return visit.download(name, content, WORD)


_ONE = f"{EVENTS}/{{number}}"
PAGES = (
    Page("events.ask_move", "GET", f"{_ONE}/verlegen", WORKERS, ask_move, "Veranstaltung verlegen (Formular)"),
    Page("events.move", "POST", f"{_ONE}/verlegen", WORKERS, move, "Veranstaltung verlegen"),
    Page("events.ask_cancel", "GET", f"{_ONE}/absagen", WORKERS, ask_cancel, "Veranstaltung absagen (Formular)"),
    Page("events.cancel", "POST", f"{_ONE}/absagen", WORKERS, cancel, "Veranstaltung absagen"),
    Page("events.release", "POST", f"{_ONE}/freigeben", WORKERS, release, "Alle Entwürfe einer Veranstaltung freigeben"),
    Page("events.register", "POST", f"{_ONE}/anmelden", WORKERS, register, "Eine Person anmelden"),
    Page("events.withdraw", "POST", f"{_ONE}/anmeldungen/{{registration}}/abmelden", WORKERS, withdraw, "Eine Person abmelden"),
    Page("events.ask_attendance", "GET", f"{_ONE}/teilnahme", WORKERS, ask_attendance, "Teilnahme (Formular)"),
    Page("events.attendance", "POST", f"{_ONE}/teilnahme", WORKERS, enter_attendance, "Teilnahme eintragen", uploads=True),
    Page("events.sheet", "GET", f"{_ONE}/teilnahme.xlsx", WORKERS, sheet, "Teilnahmeliste zum Ausfüllen"),
    Page("events.paper", "POST", f"{_ONE}/papiere/{{kind}}", WORKERS, paper, "Papier einer Veranstaltung erzeugen"),
    Page("events.close", "POST", f"{_ONE}/abschliessen", WORKERS, close, "Veranstaltung abschließen"),
)  # fmt: skip
