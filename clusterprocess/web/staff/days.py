"""Days of one month: what is booked, what is proposed, and booking. Nobody is compared with anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.catalogues.days import days_catalogue
from clusterprocess.catalogues.reading import in_force
from clusterprocess.domain.errors import InputError, NotFoundError, RuleViolation, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormErrors, FormField, GuestForm, accepted, day_in
from clusterprocess.usecases.book_days import TimeEntry, book_time
from clusterprocess.usecases.propose_days import Proposal, proposals
from clusterprocess.usecases.service_proofs import next_month
from clusterprocess.web.staff.contexts import FormPage
from clusterprocess.web.staff.day_words import (
    BOOKS_FOR_OTHERS,
    SEES_EVERYBODY,
    activity_words,
    days_words,
    hints_of,
    home_href,
    home_words,
    last_of,
    month_of,
    month_words,
    whose_days,
)
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import Cell, Listing, exported, page_of, wants_file, window
from clusterprocess.web.staff.rights import WORKERS, Page
from clusterprocess.web.staff.visit import Visit

EVERYBODY_KEY = "alle"


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """Working time that the records suggest; the key goes back with the decision."""

    key: str
    day: date
    days: Decimal
    activity: str
    home: str
    told: str


@dataclass(frozen=True, slots=True)
class DaysPage:
    """The bookings of a month.

    Attributes:
        person: handle of whose days are shown, ``alle`` for everybody; ``people`` can be chosen, empty for who sees only
            the own ones.
        figures: (value, what it is) above the list.
        proposals: of the person shown; ``may_decide`` says whether the visitor may take or refuse them.
    """

    title: str
    month: str
    month_key: str
    before: str
    after: str
    person: str
    people: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    listing: Listing
    proposals: tuple[ProposalLine, ...]
    may_decide: bool
    sees_proofs: bool


def month(visit: Visit) -> Response:
    """Bookings of a month: the own ones, or those of whom one may see."""
    page = visit.read(lambda work: _page(visit, work))
    if wants_file(visit):
        return exported(visit, page.listing)
    return visit.show("days/month.html", page)


def _page(visit: Visit, work: DatabaseWork) -> DaysPage:
    first = month_of(visit, work.today)
    sees_all = visit.may(*SEES_EVERYBODY)
    everybody = sees_all and visit.query.get("person") == EVERYBODY_KEY
    person = None if everybody else whose_days(visit, work, visit.query.get("person", "")[:60])
    last, id_ = last_of(first), person.id if person else None
    count, days, lost = work.queries.booking_totals(first, last, id_)
    chosen = EVERYBODY_KEY if person is None else person.handle
    query = {"monat": f"{first:%Y-%m}", **({"person": chosen} if sees_all else {})}
    figures = [(days_words(days), "gebucht")]
    if lost:
        figures.append((days_words(lost), "davon nicht förderfähig"))
    open_ones = [] if person is None else proposals(work, person)
    people = dict(work.queries.staff_people()) | dict(work.queries.people_with_days(first, last)) if sees_all else {}
    return DaysPage(
        "Tage", month_words(first), f"{first:%Y-%m}",
        _address(query, first - timedelta(days=1)), _address(query, next_month(first)), chosen,
        tuple(sorted(people.items(), key=lambda pair: pair[1])), tuple(figures),
        _listing(visit, work, first, id_, count, query), tuple(_proposed(p) for p in open_ones),
        person is not None and (person.id == visit.actor.id or visit.may(*BOOKS_FOR_OTHERS)),
        sees_all,
    )  # fmt: skip


def _listing(
    visit: Visit, work: DatabaseWork, first: date, person_id: str | None, count: int, query: dict[str, str]
) -> Listing:
    limit, offset = window(visit)
    last = last_of(first)
    worked = work.queries.lengths_of_days(first, last, person_id)
    bookings = work.queries.booking_page(first, last, person_id, limit, offset)
    who = ("Person",) if person_id is None else ()
    rows = tuple(
        (
            Cell(b.day, f"/tage/{b.id}"),
            *((Cell(b.person.name),) if who else ()),
            Cell(home_words(b), home_href(b)),
            Cell(activity_words(b.activity)),
            Cell(b.organisation.name),
            Cell(Decimal(0) if b.cancelled_on else b.days),
            Cell(hints_of(b, worked)),
        )
        for b in bookings
    )
    header = ("Tag", *who, "Vorgang, Veranstaltung oder Grund", "Tätigkeit", "Organisation", "Tage", "Hinweis")
    empty = f"Im {month_words(first)} ist nichts gebucht."
    return Listing(f"Tage {month_words(first)}", header, rows, count, page_of(visit), query, empty)


def _address(query: dict[str, str], month: date) -> str:
    return "/tage?" + urlencode({**query, "monat": f"{month:%Y-%m}"})


def _proposed(proposal: Proposal) -> ProposalLine:
    home = proposal.number or in_force(days_catalogue).reason_label(proposal.outside)
    return ProposalLine(
        proposal.key, proposal.day, proposal.days, activity_words(proposal.activity), home, proposal.told
    )


# --- booking


def ask(visit: Visit) -> Response:
    """The form for working time."""
    return _form_page(visit)


def book(visit: Visit) -> Response:
    """Book working time."""
    asked = visit.read(lambda work: _form(visit, work))
    try:
        values = accepted(asked, visit.posted.values)
        if bool(values.get("number")) == bool(values.get("outside")):
            sentence = (
                "Bitte nennen Sie entweder einen Vorgang oder eine Veranstaltung, oder wählen Sie unten einen Grund."
            )
            raise InputError(sentence, field="number")

        def act(work: DatabaseWork) -> date:
            organisation = values.get("organisation")
            entry = TimeEntry(
                whose_days(visit, work, values.get("person", "")),
                day_in(values, "day"),
                Decimal(str(values["days"])),
                values["activity"],
                number=values.get("number", "").upper(),
                outside=values.get("outside", ""),
                operation=values.get("operation", ""),
                note=values.get("note", ""),
                organisation=work.queries.organisation(organisation) if organisation else None,
            )
            return book_time(work, entry).day

        day = visit.act(act)
    except FormErrors as error:
        return _form_page(visit, error)
    except InputError as error:
        return _form_page(visit, error)
    except NotFoundError:
        sentence = (
            f"„{visit.value('number')[:40]}“ ist weder ein Vorgang noch eine Veranstaltung; bitte die Nummer prüfen."
        )
        return _form_page(visit, InputError(sentence, field="number"))
    except RuleViolation:
        sentence = "Diese Veranstaltung ist abgesagt; bitte die Vorbereitungszeit unter einem der Gründe buchen."
        return _form_page(visit, InputError(sentence, field="number"))
    days = days_words(Decimal(str(values["days"])))
    handle = f"&person={values['person']}" if values.get("person") else ""
    return visit.back(f"/tage?monat={day:%Y-%m}{handle}", f"{days} für den {day:%d.%m.%Y} gebucht.")


def _form_page(visit: Visit, error: UsageError | None = None) -> Response:
    asked = visit.read(lambda work: _form(visit, work))
    sections, faults = drawn(asked, dict(visit.posted.values) if error else None, error)
    page = FormPage(
        "Tage buchen", "Ein Tag sind acht Stunden.", "/tage/buchen", sections, "Buchen", faults, "/tage",
        (("Tage", "/tage"),),
        (
            "Buchen Sie die Zeit so, wie sie war, auch an Wochenenden und Feiertagen; Ungewöhnliches wird nur gekennzeichnet.",
            "Zeit außerhalb von Vorgängen und Veranstaltungen wird gebucht und nicht berechnet.",
        ),
    )  # fmt: skip
    return visit.show("form.html", page, 422 if error else 200)


def _form(visit: Visit, work: DatabaseWork) -> GuestForm:
    catalogue = in_force(days_catalogue)
    operations = work.queries.operations()
    homes = sorted({c.organisation.name for o in operations for c in o.contractors})
    number = visit.query.get("vorgang", "")[:24]
    fields = [
        FormField("day", FieldKind.DAY, Text("Tag"), required=True, value=work.today.isoformat()),
        FormField("days", FieldKind.NUMBER, Text("Tage"), "0,5 ist ein halber Tag, 0,25 sind zwei Stunden.",
                  required=True, lowest=0.01, highest=3, unit="Personentage"),
        FormField("activity", FieldKind.CHOICE, Text("Tätigkeit"), required=True, choices=_choices(catalogue.activities)),
        FormField("number", FieldKind.TEXT, Text("Vorgang oder Veranstaltung"),
                  "Die Nummer, zum Beispiel CA-2015-A-001 oder CA-2015-V-003. Leer, wenn unten ein Grund steht.",
                  value=number, most=40),
        FormField("outside", FieldKind.CHOICE, Text("Grund, wenn weder Vorgang noch Veranstaltung"),
                  choices=_choices(catalogue.outside)),
        FormField("note", FieldKind.LONG_TEXT, Text("Notiz"), most=2000),
    ]  # fmt: skip
    if visit.may(*BOOKS_FOR_OTHERS):
        people = tuple((handle, Text(name)) for handle, name in work.queries.staff_people())
        fields.append(
            FormField("person", FieldKind.CHOICE, Text("Für wen"), "Ohne Angabe: für Sie selbst.", choices=people)
        )
    if len(homes) > 1:
        fields.append(
            FormField("organisation", FieldKind.CHOICE, Text("Leistende Organisation"),
                      "Ohne Angabe: die Organisation der Person.", choices=tuple((h, Text(h)) for h in homes))
        )  # fmt: skip
    if len(operations) > 1:
        named = tuple((o.reference, Text(f"{o.reference} – {o.name}")) for o in operations)
        fields.append(
            FormField("operation", FieldKind.CHOICE, Text("Vorhaben"),
                      "Nur nötig für Zeit außerhalb, wenn an dem Tag mehrere Vorhaben laufen.", choices=named)
        )  # fmt: skip
    return form(*fields)


def _choices(labels: dict[str, str]) -> tuple[tuple[str, Text], ...]:
    return tuple((slug, Text(label)) for slug, label in labels.items())


PAGES = (
    Page("days.month", "GET", "/tage", WORKERS, month, "Gebuchte Tage eines Monats und Vorschläge"),
    Page("days.ask", "GET", "/tage/buchen", WORKERS, ask, "Formular: Tage buchen"),
    Page("days.book", "POST", "/tage/buchen", WORKERS, book, "Tage buchen"),
)
