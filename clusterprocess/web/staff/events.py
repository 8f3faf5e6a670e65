"""Events of the agency: the list, planning one, and the page of one with its counts and registrations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.agency_events import EVENT_KINDS, AgencyEvent, AgencyEventState, Registration
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.domain.errors import InputError, NotFoundError, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, Values, accepted, day_in
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.usecases.agency_events import plan_event
from clusterprocess.usecases.event_attendance import EventCount, count_event, is_counted
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.contexts import FormPage
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import (
    Cell,
    Listing,
    ListPage,
    filter_of,
    listed,
    page_of,
    rows_of,
    wants_file,
    window,
)
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit, may_see_operation

EVENTS = "/veranstaltungen"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STATE_WORDS = {
    AgencyEventState.PLANNED.value: "geplant",
    AgencyEventState.INVITED.value: "eingeladen",
    AgencyEventState.HELD.value: "durchgeführt",
    AgencyEventState.CLOSED.value: "abgeschlossen",
    AgencyEventState.CANCELLED.value: "abgesagt",
}
TONES = {"geplant": "calm", "eingeladen": "calm", "durchgefuehrt": "warn", "abgeschlossen": "good", "abgesagt": "bad"}
REGISTRATION_WORDS = {"angemeldet": "angemeldet", "warteliste": "Warteliste", "abgemeldet": "abgemeldet"}
REGISTRATION_TONES = {"angemeldet": "good", "warteliste": "warn", "abgemeldet": "calm"}
COMING = (AgencyEventState.PLANNED.value, AgencyEventState.INVITED.value)
HEADER = (
    "Nummer", "Tag", "Titel", "Art", "Stand", "Plätze", "Angemeldet", "Teilnahmen", "Personen", "Initiativen",
)  # fmt: skip
MORE = ("Warteliste", "Entwürfe")
"""Only in files: on a page they would squeeze the titles."""


@dataclass(frozen=True, slots=True)
class RegistrationLine:
    """One registered person.

    Attributes:
        came: ``ja``, ``nein`` or empty while no list was entered.
        may_withdraw: whether she can still be taken off the list.
    """

    id: int
    name: str
    organisation: str
    kind: str
    initiative: str
    state: str
    tone: str
    came: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event.

    Attributes:
        count: attendances, persons and initiatives, once a list was entered.
        drafts: mails that wait for release; ``may_release`` whether this person releases them, else ``releaser`` does.
        papers: (words, address) of the papers that can be fetched now; ``stored`` are versions kept before.
        attendance_words: what to do about the list at this point.
    """

    title: str
    number: str
    name: str
    kind: str
    state: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    purpose: str
    agenda: tuple[tuple[str, str], ...]
    figures: tuple[tuple[int, str], ...]
    count: EventCount | None
    registrations: tuple[RegistrationLine, ...]
    drafts: int
    may_release: bool
    releaser: str
    may_act: bool
    is_coming: bool
    is_open_list: bool
    may_close: bool
    papers: tuple[tuple[str, str], ...]
    stored: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    register: tuple[SectionView, ...]
    errors: tuple[Fault, ...]


def show_list(visit: Visit) -> Response:
    """All events, as a page or as a file."""
    query = filter_of(visit, "zeit", "art", "stand", "jahr")
    limit, offset = window(visit)

    def look(work: DatabaseWork) -> ListPage:
        year = query.get("jahr", "")
        found, total = work.queries.listed_events(
            limit,
            offset,
            first=work.today if query.get("zeit") == "kommend" else None,
            before=work.today if query.get("zeit") == "vergangen" else None,
            kind=query.get("art", ""),
            state=query.get("stand", ""),
            year=int(year) if year.isdigit() and len(year) == 4 else None,
            operations=visit.actor.operations,
        )
        full = wants_file(visit)
        rows = rows_of([_row(*row, full=full) for row in found])
        empty = "Keine Veranstaltung passt zu diesem Filter." if query else "Es ist noch keine Veranstaltung geplant."
        listing = Listing("Veranstaltungen", HEADER + (MORE if full else ()), rows, total, page_of(visit), query, empty)
        actions = (("Veranstaltung planen", f"{EVENTS}/neu"),) if visit.may(*STAFF) else ()
        intro = "Teilnahmen, Personen und Initiativen sind drei verschiedene Zahlen und stehen getrennt."
        return ListPage("Veranstaltungen", listing, drawn(_filter_form(), query)[0], intro, actions)

    return listed(visit, visit.read(look))


def _row(
    event: AgencyEvent,
    registered: int,
    waiting: int,
    came: int,
    persons: int,
    initiatives: int,
    drafts: int,
    *,
    full: bool,
) -> tuple[Cell, ...]:
    counted = is_counted(event)
    return (
        Cell(event.number, f"{EVENTS}/{event.number}"),
        Cell(event.held_on),
        Cell(event.title),
        Cell(EVENT_KINDS[event.kind].de),
        Cell(STATE_WORDS[event.state], tone=TONES[event.state]),
        Cell(event.capacity),
        Cell(registered),
        Cell(came if counted else None),
        Cell(persons if counted else None),
        Cell(initiatives if counted else None),
        *((Cell(waiting), Cell(drafts)) if full else ()),
    )


def _filter_form() -> GuestForm:
    kinds = tuple((slug, words) for slug, words in EVENT_KINDS.items())
    states = tuple((slug, Text(words)) for slug, words in STATE_WORDS.items())
    times = (("kommend", Text("ab heute")), ("vergangen", Text("vergangen")))
    return form(
        FormField("zeit", FieldKind.CHOICE, Text("Wann"), choices=times),
        FormField("art", FieldKind.CHOICE, Text("Art"), choices=kinds),
        FormField("stand", FieldKind.CHOICE, Text("Stand"), choices=states),
        FormField("jahr", FieldKind.TEXT, Text("Jahr")),
    )


def ask_plan(visit: Visit) -> Response:
    """The form for a new event."""
    return _plan_page(visit)


def plan(visit: Visit) -> Response:
    """Plan an event; it gets its number."""
    try:
        values = accepted(visit.read(lambda work: _plan_form(work)), visit.posted.values)
        number = visit.act(lambda work: _planned(work, values))
    except NotFoundError as error:
        return _plan_page(visit, InputError(str(error)))
    except InputError as error:
        return _plan_page(visit, error)
    return visit.back(f"{EVENTS}/{number}", f"Die Veranstaltung {number} ist geplant.")


def _planned(work: DatabaseWork, values: Values) -> str:
    lead = values.get("lead")
    return plan_event(
        work,
        kind=values["kind"],
        title=values["title"],
        held_on=day_in(values, "held_on"),
        starts_at=values["starts_at"],
        ends_at=values["ends_at"],
        place=values["place"],
        capacity=int(values["capacity"]),
        operation=work.queries.operation(values["operation"]),
        delivering=work.queries.organisation(values["delivering"]),
        lead=work.queries.person(lead) if lead else None,
        purpose=values.get("purpose", ""),
        agenda=[line for line in values.get("agenda", "").splitlines() if line.strip()],
    ).number


def _plan_page(visit: Visit, error: UsageError | None = None) -> Response:
    asked = visit.read(lambda work: _plan_form(work))
    sections, faults = drawn(asked, visit.posted.values if error else None, error)
    page = FormPage(
        "Veranstaltung planen",
        "Eine Veranstaltung der ClusterAgentur für mehrere Initiativen. Eingeladen wird danach, mit Vorschau.",
        f"{EVENTS}/neu",
        sections,
        "Veranstaltung anlegen",
        faults,
        EVENTS,
        (("Veranstaltungen", EVENTS),),
        (
            "Die Veranstaltung bekommt eine eigene Nummer. Alle Mails dazu liegen als Entwürfe, bis die Federführung sie freigibt.",
            "Wer sich über die Plätze hinaus anmeldet, kommt auf die Warteliste und rückt von selbst nach.",
        ),
    )
    return visit.show("form.html", page, 422 if error else 200)


def _plan_form(work: DatabaseWork) -> GuestForm:
    operations = work.queries.operations()
    open_now = [o for o in operations if o.covers(work.today)] or list(operations)
    organisations = sorted({c.organisation.name for o in operations for c in o.contractors})
    leads = {p.handle: p for role in (Role.CONSULTANT, Role.HEAD) for p in work.queries.holders(role.value, None)}
    return form(
        FormField("title", FieldKind.TEXT, Text("Titel"), required=True, most=160),
        FormField(
            "kind", FieldKind.CHOICE, Text("Art"), required=True, value="gruppencoaching",
            choices=tuple(EVENT_KINDS.items()),
        ),
        FormField("held_on", FieldKind.DAY, Text("Tag"), required=True),
        FormField("starts_at", FieldKind.TEXT, Text("Beginn"), help="Zum Beispiel 09:30.", required=True, value="09:30"),
        FormField("ends_at", FieldKind.TEXT, Text("Ende"), help="Zum Beispiel 16:00.", required=True, value="16:00"),
        FormField("place", FieldKind.TEXT, Text("Ort"), required=True, most=200),
        FormField("capacity", FieldKind.NUMBER, Text("Plätze"), required=True, lowest=1, highest=2000, whole=True),
        FormField(
            "operation", FieldKind.CHOICE, Text("Vorhaben"), required=True,
            value=open_now[-1].reference if open_now else None,
            choices=tuple((o.reference, Text(f"{o.reference}, {o.name}")) for o in operations),
        ),
        FormField(
            "delivering", FieldKind.CHOICE, Text("Leistende Organisation"), required=True,
            value=organisations[0] if len(organisations) == 1 else None,
            choices=tuple((name, Text(name)) for name in organisations),
        ),
        FormField(
            "lead", FieldKind.CHOICE, Text("Federführung"), help="Sie gibt die Mails frei.",
            choices=tuple((p.handle, Text(p.name)) for p in sorted(leads.values(), key=lambda p: p.name)),
        ),
        FormField("purpose", FieldKind.LONG_TEXT, Text("Worum es geht"), help="Steht in der Einladung.", most=1000),
        FormField(
            "agenda", FieldKind.LONG_TEXT, Text("Ablauf"), help="Je Zeile ein Punkt, zum Beispiel: 09:45 Begrüßung.",
            most=4000,
        ),
    )  # fmt: skip


def event_of(visit: Visit, work: DatabaseWork) -> AgencyEvent:
    """The event of the address, if this person may see it.

    Raises:
        NotFoundError: there is none, or an auditor was not admitted to its operation; both read the same.
    """
    number = visit.path["number"]
    missing = NotFoundError(f"Veranstaltung „{number[:30]}“ gibt es nicht.")
    try:
        found = work.queries.agency_event(number)
    except NotFoundError:
        raise missing from None
    if not may_see_operation(visit.actor, found.operation_id):
        raise missing
    return found


def show(visit: Visit) -> Response:
    """The page of one event."""
    return event_page(visit)


def event_page(
    visit: Visit,
    errors: tuple[Fault, ...] = (),
    status: int = 200,
    error: UsageError | None = None,
    typed: Mapping[str, object] | None = None,
) -> Response:
    """One event; ``error`` belongs to the form that registers somebody, ``errors`` to everything else."""

    def look(work: DatabaseWork) -> EventPage:
        event = event_of(visit, work)
        sections, wrong = drawn(registration_form(), typed, error, "a")
        return _page(visit, work, event, sections, (*errors, *wrong))

    return visit.show("events/event.html", visit.read(look), status)


def _page(
    visit: Visit, work: DatabaseWork, event: AgencyEvent, sections: tuple[SectionView, ...], errors: tuple[Fault, ...]
) -> EventPage:
    registrations = work.queries.registrations(agency_event_id=event.id)
    states = [r.state for r in registrations]
    names = work.queries.cluster_names([r.cluster_id for r in registrations if r.cluster_id])
    counted, coming = is_counted(event), event.state in COMING
    may_act = visit.may(*STAFF)
    drafts = sum(m.state == "entwurf" for m in work.queries.event_messages(event.id))
    registered = states.count("angemeldet")
    figures = (
        (event.capacity, "Plätze"),
        (registered, "angemeldet"),
        (max(event.capacity - registered, 0), "noch frei"),
        (states.count("warteliste"), "auf der Warteliste"),
    )
    lead = event.lead.name if event.lead else ""
    return EventPage(
        event.title,
        event.number,
        event.title,
        EVENT_KINDS[event.kind].de,
        STATE_WORDS[event.state],
        TONES[event.state],
        _facts(event, lead),
        event.purpose,
        tuple((str(row["at"]), str(row["block"])) for row in event.agenda),
        figures,
        count_event(work, event.number) if counted else None,
        tuple(_line(r, names, coming and may_act) for r in registrations),
        drafts,
        visit.may(Role.HEAD) or (visit.may(Role.CONSULTANT) and event.lead_id in (None, visit.actor.id)),
        lead or "eine Person mit der Rolle Verantwortliche Beratung",
        may_act,
        coming,
        may_act and event.held_on <= work.today and event.state in (*COMING, AgencyEventState.HELD.value),
        may_act and event.state == AgencyEventState.HELD.value,
        _papers(event, counted, any(r.attended for r in registrations)) if may_act else (),
        tuple(
            (
                f"{DOCUMENT_NAMES[d.kind].de}, Fassung {d.latest.label} vom {d.latest.made_on:%d.%m.%Y}",
                f"{EVENTS}/{event.number}/aufbewahrt/{d.id}",
            )
            for d in work.queries.event_documents(event.id)
            if d.latest is not None
        ),
        tuple(KIND_NAMES.items()),
        sections,
        errors,
    )


def _facts(event: AgencyEvent, lead: str) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Tag", f"{event.held_on:%d.%m.%Y}, {event.starts_at} bis {event.ends_at} Uhr"),
        ("Ort", event.place),
        ("Federführung", lead or "noch niemand"),
        ("Leistende Organisation", event.delivering.name),
        ("Vorhaben", event.operation.reference),
    ]
    return tuple(facts + ([("Grund der Absage", event.cancel_reason)] if event.cancel_reason else []))


def _line(registration: Registration, names: Mapping[int, str], may_withdraw: bool) -> RegistrationLine:
    return RegistrationLine(
        registration.id,
        registration.person.name,
        registration.organisation,
        KIND_NAMES.get(registration.kind, ""),
        names.get(registration.cluster_id or 0, ""),
        REGISTRATION_WORDS[registration.state],
        REGISTRATION_TONES[registration.state],
        {True: "ja", False: "nein", None: ""}[registration.attended],
        may_withdraw and registration.state != "abgemeldet",
    )


def _papers(event: AgencyEvent, counted: bool, anybody: bool) -> tuple[tuple[str, str], ...]:
    base = f"{EVENTS}/{event.number}/papiere"
    found = []
    if event.state != AgencyEventState.CANCELLED.value:
        found.append(("Anwesenheitsliste zum Unterschreiben", f"{base}/liste"))
    if counted and anybody:
        found.append(("Teilnahmebescheinigungen", f"{base}/bescheinigungen"))
    if counted:
        found.append(("Auswertung der Rückmeldungen", f"{base}/auswertung"))
    return tuple(found)


def stored_paper(visit: Visit) -> Response:
    """The newest kept version of a paper of the event."""

    def look(work: DatabaseWork) -> tuple[str, bytes]:
        event = event_of(visit, work)
        for document in work.queries.event_documents(event.id):
            if str(document.id) == visit.path["document"] and document.latest is not None:
                name = f"{event.number}_{document.kind}_{document.latest.label}.docx"
                return name, work.files.get(document.latest.sha256)
        raise NotFoundError(f"Dieses Papier gibt es bei der Veranstaltung {event.number} nicht.")

    name, content = visit.read(look)
    return visit.download(name, content, WORD)


def registration_form() -> GuestForm:
    """Registering somebody, for example on the telephone."""
    kinds = tuple((slug, Text(name)) for slug, name in KIND_NAMES.items())
    return form(
        FormField("name", FieldKind.TEXT, Text("Vor- und Nachname"), required=True, most=120),
        FormField("organisation", FieldKind.TEXT, Text("Organisation"), required=True, most=200),
        FormField("kind", FieldKind.CHOICE, Text("Art der Organisation"), required=True, choices=kinds, value="kmu"),
        FormField("email", FieldKind.EMAIL, Text("E-Mail"), help="Ohne Adresse geht keine Bestätigung hinaus."),
    )


PAGES = (
    Page("events.list", "GET", EVENTS, READERS, show_list, "Veranstaltungen"),
    Page("events.ask_plan", "GET", f"{EVENTS}/neu", WORKERS, ask_plan, "Veranstaltung planen"),
    Page("events.plan", "POST", f"{EVENTS}/neu", WORKERS, plan, "Veranstaltung anlegen"),
    Page(
        "events.stored",
        "GET",
        f"{EVENTS}/{{number}}/aufbewahrt/{{document}}",
        READERS,
        stored_paper,
        "Aufbewahrtes Papier",
    ),
    Page("events.show", "GET", f"{EVENTS}/{{number}}", READERS, show, "Eine Veranstaltung"),
)
