"""„Mein Tag“: what is due, what waits on whom, today's meetings, drafts to release, the latest notes; one click to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import ROLE_NAMES, STAFF, Role
from clusterprocess.domain.due_items import DueItem
from clusterprocess.domain.errors import InputError, RuleViolation, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted, day_in
from clusterprocess.usecases.agenda import KIND_WORDS, AgendaLine, finish_due
from clusterprocess.usecases.own_day import DAYS_AHEAD, Note, OwnDay, Waiting, own_day, quick_note
from clusterprocess.usecases.personal_calendar import personal_calendar
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import SIGNED_IN, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
NOTE_WORDS = {"anruf": "Anruf", "besuch": "Besuch", "mail": "Mail", "sonstiges": "Sonstiges"}

PLACES = {
    "engagements": "Vorgänge suchen und nachsehen, wo sie stehen.",
    "register": "Initiativen mit Profil, Mitgliedern und Label.",
    "events": "Veranstaltungen der ClusterAgentur mit Anmeldungen und Teilnahme.",
    "outbox": "Nachrichten im Wortlaut, mit Stand und Empfängern.",
    "days": "Gebuchte Tage und Nachweise.",
    "overview": "Zahlen über alle Vorgänge; jede Zahl führt zu ihrer Liste.",
    "audit": "Belegkette, Verlauf und Nachweise eines Vorhabens.",
    "admin": "Konten, Rollen und Betrieb.",
}
"""What the entries of the navigation are for, told to those who have nothing to do here but to look."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the agenda.

    Attributes:
        when: the day in words, with how late it is; empty where there is none.
        href: leads to the thing itself; ``about`` is its number or name.
        task: number of a due item that a person finishes by hand; 0 where it ends by itself.
        tone: of the tag that names the kind.
    """

    kind: str
    tone: str
    label: str
    about: str
    href: str
    when: str
    why: str
    task: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading; ``id`` is where a figure on top leads to."""

    id: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One workshop or event of the coming days."""

    when: str
    title: str
    place: str
    about: str
    href: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class DayPage:
    """See the module.

    Attributes:
        groups: what is due, overdue first; groups without rows are left out.
        unclear: mails, answers and failed runs that somebody has to look at.
        my_turn, their_turn: engagements by whose turn it is; ``of_others`` what is due from others there.
        figures: (number, words, address within the page).
        typed_task: the task whose outcome was refused, with what was typed.
    """

    title: str
    today: str
    standing_in: str
    figures: tuple[tuple[int, str, str], ...]
    groups: tuple[Group, ...]
    unclear: tuple[Line, ...]
    drafts: tuple[Line, ...]
    my_turn: tuple[Waiting, ...]
    their_turn: tuple[Waiting, ...]
    of_others: tuple[Line, ...]
    meetings: tuple[Meeting, ...]
    proposals: int
    notes: tuple[Note, ...]
    note_words: Mapping[str, str]
    sections: tuple[SectionView, ...]
    errors: tuple[Fault, ...]
    typed_task: int = 0
    typed_outcome: str = ""


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """For those who observe or administer: where to go, as (label, address, what it is for)."""

    title: str
    name: str
    places: tuple[tuple[str, str, str], ...]


def show(visit: Visit) -> Response:
    """The page of a person: her day, or where she may look."""
    if not visit.may(*STAFF):
        places = tuple((e.label, e.href, PLACES.get(e.section, "")) for e in visit.entries if e.href != "/")
        return visit.show(
            "day/places.html", PlacesPage("Willkommen", visit.person.name if visit.person else "", places)
        )
    return _day(visit)


def keep_note(visit: Visit) -> Response:
    """Keep a contact note; anything wrong stands beside its field."""
    try:
        today = visit.read(lambda work: work.today)
        values = accepted(_note_form(today), visit.posted.values)
        visit.act(lambda work: quick_note(work, values["about"], values["kind"], values["text"], day_in(values, "on")))
    except InputError as error:
        return _day(visit, error=error, typed=visit.posted.values)
    return visit.back("/#notizen", "Die Notiz ist abgelegt.")


def finish(visit: Visit) -> Response:
    """A task was done by hand; says what came of it."""
    text = visit.path["id"]
    task = int(text) if text.isdigit() and len(text) < 10 else 0
    try:
        label = visit.act(lambda work: finish_due(work, task, visit.value("outcome")).label)
    except InputError:
        words = "Bitte schreiben Sie in einem Satz, was dabei herauskam (höchstens 300 Zeichen)."
        return _day(visit, faults=(Fault(f"ergebnis-{task}", words),), task=task, outcome=visit.value("outcome"))
    except RuleViolation as error:
        return _day(visit, faults=tuple(Fault("", r) for r in error.reasons), status=409)
    return visit.back("/", f"Erledigt: {label}.")


def calendar(visit: Visit) -> Response:
    """The own calendar as a file."""
    handle = _handle(visit)
    content = visit.read(lambda work: personal_calendar(work, work.queries.person(handle)))
    return visit.download(f"kalender-{handle}.ics", content, "text/calendar; charset=utf-8")


def _handle(visit: Visit) -> str:
    assert visit.person is not None
    return visit.person.handle


def _day(
    visit: Visit,
    *,
    error: UsageError | None = None,
    typed: Mapping[str, object] | None = None,
    faults: tuple[Fault, ...] = (),
    task: int = 0,
    outcome: str = "",
    status: int = 0,
) -> Response:
    def look(work: DatabaseWork) -> DayPage:
        own = own_day(work, _handle(visit))
        sections, wrong = drawn(_note_form(work.today), typed, error, "n")
        return _page(own, work.today, sections, (*faults, *wrong), task, outcome)

    return visit.show("day/day.html", visit.read(look), status or (422 if error or faults else 200))


def _page(
    own: OwnDay, today: date, sections: tuple[SectionView, ...], faults: tuple[Fault, ...], task: int, outcome: str
) -> DayPage:
    groups = _groups(own, today)
    drafts = tuple(_line(own, line, today) for line in own.lines if _is_draft(line))
    unclear = tuple(_line(own, line, today) for line in own.lines if line.due_on is None and not _is_draft(line))
    counted = {group.id: len(group.lines) for group in groups}
    figures = (
        (counted.get("ueberfaellig", 0), "überfällig", "#ueberfaellig"),
        (counted.get("heute", 0), "heute fällig", "#heute"),
        (counted.get("woche", 0), "diese Woche", "#woche"),
        (len(drafts), "Entwürfe zur Freigabe", "#entwuerfe"),
        (len(own.my_turn), "Vorgänge, in denen Sie am Zug sind", "#amzug"),
    )
    return DayPage(
        "Mein Tag",
        f"{WEEKDAYS[today.weekday()]}, {today:%d.%m.%Y}",
        ", ".join(own.standing_in),
        tuple((n, words, href if n else "") for n, words, href in figures),
        groups,
        unclear,
        drafts,
        own.my_turn,
        own.their_turn,
        tuple(_of_other(own, item, today) for item in own.of_others),
        _meetings(own, today),
        own.proposals,
        own.notes,
        NOTE_WORDS,
        sections,
        faults,
        task,
        outcome,
    )


def _is_draft(line: AgendaLine) -> bool:
    return line.kind == "Nachricht" and not line.overdue


def _groups(own: OwnDay, today: date) -> tuple[Group, ...]:
    sunday = today + timedelta(days=6 - today.weekday())
    last = today + timedelta(days=DAYS_AHEAD)
    spans = (
        ("ueberfaellig", "Überfällig", date.min, today - timedelta(days=1)),
        ("heute", "Heute", today, today),
        ("woche", f"Diese Woche, bis Sonntag, {sunday:%d.%m.%Y}", today + timedelta(days=1), sunday),
        ("danach", f"Danach, bis {last:%d.%m.%Y}", sunday + timedelta(days=1), last),
    )
    found = []
    for id_, title, first, until in spans:
        lines = tuple(_line(own, x, today) for x in own.lines if x.due_on and first <= x.due_on <= until)
        if lines:
            found.append(Group(id_, title, lines))
    return tuple(found)


def _about(own: OwnDay, number: str) -> str:
    """Number and name of the initiative; the name alone tells most people more."""
    name = own.initiatives.get(number, "")
    return f"{name}, {number}" if name else number


def _line(own: OwnDay, line: AgendaLine, today: date) -> Line:
    is_task = line.kind == "Aufgabe"
    why = line.reason if is_task or line.due_on is None else f"{line.reason} Geschieht von selbst (Zeitplan).".strip()
    return Line(
        line.kind,
        _TONES.get(line.kind, ""),
        line.label.removeprefix("Demo – ").removeprefix(f"[{line.number}] "),
        _about(own, line.number),
        _address(own, line),
        _when(line.due_on, today),
        why,
        line.id if is_task else 0,
    )


_TONES = {"Aufgabe": "calm", "Nachricht": "warn", "Eingang": "warn", "Lauf": "bad"}


def _address(own: OwnDay, line: AgendaLine) -> str:
    """The thing itself."""
    if line.kind == "Nachricht":
        return f"/postausgang/{line.id}"
    if line.kind == "Eingang":
        return f"/eingang/{line.id}"
    if line.kind == "Lauf":
        return f"/vorgang/{line.number}" if line.number else ""
    workshop, follow_up, cluster = own.subjects.get(line.id, (None, None, None))
    if workshop:
        return f"/workshop/{workshop}"
    if follow_up and line.number:
        return f"/vorgang/{line.number}/nachbefragung"
    if "-V-" in line.number and line.number.startswith("CA-"):
        return f"/veranstaltungen/{line.number}"
    if line.number.startswith("CA-"):
        return f"/vorgang/{line.number}"
    return f"/register/{cluster}" if cluster else ""


def _when(day: date | None, today: date) -> str:
    if day is None:
        return ""
    late = (today - day).days
    if late > 0:
        return f"{day:%d.%m.%Y}, seit {late} {'Tag' if late == 1 else 'Tagen'}"
    return "heute" if late == 0 else f"{WEEKDAYS[day.weekday()]}, {day:%d.%m.%Y}"


def _of_other(own: OwnDay, item: DueItem, today: date) -> Line:
    who = ROLE_NAMES[Role(item.role)].de if item.role in set(Role) else item.role
    return Line(
        KIND_WORDS[item.kind],
        "bad" if item.due_on < today else "",
        f"{who}: {item.label}",
        _about(own, item.engagement_number or ""),
        f"/workshop/{item.workshop_id}" if item.workshop_id else f"/vorgang/{item.engagement_number}",
        _when(item.due_on, today),
        item.explained,
    )


def _meetings(own: OwnDay, today: date) -> tuple[Meeting, ...]:
    found = [
        (w.held_on, w.starts_at, w.title, w.place, w.engagement.number, f"/workshop/{w.id}") for w in own.workshops
    ]
    found += [(e.held_on, e.starts_at, e.title, e.place, e.number, f"/veranstaltungen/{e.number}") for e in own.events]
    return tuple(_meeting(row, today) for row in sorted(found))


def _meeting(row: tuple[date, str, str, str, str, str], today: date) -> Meeting:
    day, at, title, place, number, href = row
    when = "Heute" if day == today else f"{WEEKDAYS[day.weekday()]}, {day:%d.%m.}"
    return Meeting(f"{when}, {at} Uhr", title, place, number, href, day == today)


def _note_form(today: date) -> GuestForm:
    return form(
        FormField(
            "about",
            FieldKind.TEXT,
            Text("Vorgang oder Initiative"),
            help="Vorgangsnummer, oder der Name der Initiative oder ein Teil davon.",
            required=True,
            most=200,
            missing="Bitte eine Vorgangsnummer oder den Namen einer Initiative angeben.",
        ),
        FormField(
            "kind",
            FieldKind.CHOICE,
            Text("Art"),
            required=True,
            value="anruf",
            choices=tuple((slug, Text(words)) for slug, words in NOTE_WORDS.items()),
        ),
        FormField("on", FieldKind.DAY, Text("Tag"), value=today, required=True),
        FormField(
            "text", FieldKind.LONG_TEXT, Text("Was besprochen wurde"), required=True, most=20_000,
            missing="Bitte schreiben Sie, was besprochen wurde.",
        ),
    )  # fmt: skip


PAGES = (
    Page("day.show", "GET", "/", SIGNED_IN, show, "Mein Tag"),
    Page("day.note", "POST", "/notizen", WORKERS, keep_note, "Gesprächsnotiz ablegen"),
    Page("day.finish", "POST", "/aufgaben/{id}/erledigt", WORKERS, finish, "Aufgabe als erledigt eintragen"),
    Page("day.calendar", "GET", "/kalender.ics", WORKERS, calendar, "Eigener Kalender als Datei"),
)
