"""One booking: what it says, cancelling it or taking it back; and proposals, taken or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.engagement import DayBooking
from clusterprocess.domain.errors import InputError, NotFoundError, RuleViolation, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted, day_in
from clusterprocess.usecases.cancel_days import accepted_bookings, cancel_booking, correct_booking, correction_of
from clusterprocess.usecases.propose_days import accept_all, accept_proposal, proposals, refuse_proposal
from clusterprocess.web.drawing import SectionView
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
    whose_days,
)
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

CANCEL, CORRECT = "stornieren", "zuruecknehmen"


@dataclass(frozen=True, slots=True)
class BookingPage:
    """One booking.

    Attributes:
        explained: why it can be cancelled, taken back, or neither.
        action: where the form goes; empty where nothing can be done.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    home: str
    home_href: str
    explained: str
    action: str
    submit: str
    sections: tuple[SectionView, ...]
    errors: tuple[Fault, ...]
    back: str


def show(visit: Visit) -> Response:
    """One booking and what can be done about it."""
    return _page(visit)


def cancel(visit: Visit) -> Response:
    """Cancel a wrong booking of an open month."""
    try:
        reason = str(accepted(_form(correcting=False), visit.posted.values)["reason"])
        day = visit.act(lambda work: cancel_booking(work, _booking(visit, work).id, reason).day)
    except (InputError, RuleViolation) as error:
        return _page(visit, error)
    return visit.back(f"/tage?monat={day:%Y-%m}", "Die Buchung ist storniert; sie bleibt mit dem Grund sichtbar.")


def correct(visit: Visit) -> Response:
    """Take a booking of an accepted month back in an open one."""
    try:
        values = accepted(_form(correcting=True), visit.posted.values)
        on = day_in(values, "on") if values.get("on") else None
        made = visit.act(lambda work: correct_booking(work, _booking(visit, work).id, values["reason"], on).day)
    except (InputError, RuleViolation) as error:
        return _page(visit, error)
    return visit.back(f"/tage?monat={made:%Y-%m}", f"Die Buchung ist am {made:%d.%m.%Y} zurückgenommen.")


def _booking(visit: Visit, work: DatabaseWork) -> DayBooking:
    """The booking of the address, if this person may see it.

    Raises:
        NotFoundError: there is none, or it is somebody else's; both read the same.
    """
    text = visit.path["booking"]
    missing = "Diese Buchung gibt es nicht."
    if not (text.isascii() and text.isdigit()):
        raise NotFoundError(missing)
    found = work.queries.day_booking(int(text[:12]))
    if found.person_id != visit.actor.id and not visit.may(*SEES_EVERYBODY):
        raise NotFoundError(f"Buchung {found.id} gibt es nicht.")
    return found


def _form(*, correcting: bool) -> GuestForm:
    reason = FormField("reason", FieldKind.LONG_TEXT, Text("Grund"), required=True, most=2000)
    if not correcting:
        return form(reason)
    help_ = "Ein Tag in einem Monat, der noch nicht abgenommen ist. Leer: heute."
    return form(reason, FormField("on", FieldKind.DAY, Text("Tag der Rücknahme"), help_))


def _page(visit: Visit, error: UsageError | None = None) -> Response:
    page = visit.read(lambda work: _drawn(visit, work, error))
    return visit.show(
        "days/booking.html", page, 200 if error is None else 409 if isinstance(error, RuleViolation) else 422
    )


def _drawn(visit: Visit, work: DatabaseWork, error: UsageError | None) -> BookingPage:
    booking = _booking(visit, work)
    explained, way = _ways(visit, work, booking)
    sections, faults = drawn(_form(correcting=way == CORRECT), dict(visit.posted.values) if error else None, error)
    first = booking.day.replace(day=1)
    worked = work.queries.lengths_of_days(first, last_of(first), booking.person_id)
    facts = (
        ("Tag", f"{booking.day:%d.%m.%Y}"), ("Person", booking.person.name), ("Dauer", days_words(booking.days)),
        ("Tätigkeit", activity_words(booking.activity)), ("Organisation", booking.organisation.name),
        ("Vorhaben", booking.operation.reference), ("Notiz", booking.note or "keine"),
        ("Hinweis", hints_of(booking, worked) or "keiner"),
    )  # fmt: skip
    return BookingPage(
        f"Buchung vom {booking.day:%d.%m.%Y}", facts, home_words(booking), home_href(booking), explained,
        f"/tage/{booking.id}/{way}" if way else "", "Stornieren" if way == CANCEL else "Zurücknehmen",
        sections if way else (), faults, f"/tage?monat={booking.day:%Y-%m}",
    )  # fmt: skip


def _ways(visit: Visit, work: DatabaseWork, booking: DayBooking) -> tuple[str, str]:
    """What can be done, in words and as the end of the address; empty where nothing can."""
    if booking.cancelled_on:
        return "Diese Buchung ist storniert und zählt nicht.", ""
    if booking.person_id != visit.actor.id and not visit.may(*BOOKS_FOR_OTHERS):
        return "Ändern können sie die Person selbst, die Projektassistenz und die Leitung.", ""
    if booking.days < 0:
        return "Diese Buchung nimmt eine andere zurück.", ""
    if booking.id not in accepted_bookings(work, booking):
        return (
            "Eine falsche Buchung wird storniert und danach richtig neu gebucht; sie bleibt mit dem Grund sichtbar.",
            CANCEL,
        )
    if correction_of(booking.id) in work.queries.booking_sources():
        return "Diese Buchung ist schon zurückgenommen.", ""
    return (
        "Diese Buchung steht in einem abgenommenen Leistungsnachweis. Sie wird nicht storniert, sondern mit einer "
        "Gegenbuchung in einem offenen Monat zurückgenommen."
    ), CORRECT


# --- proposals


def take(visit: Visit) -> Response:
    """Book one proposal, or every open one of a person."""
    key, handle = visit.value("key"), visit.value("person")
    if key:
        try:
            day = visit.act(lambda work: accept_proposal(work, key).day)
        except NotFoundError:
            return visit.back(
                "/tage", "Diesen Vorschlag hat inzwischen schon jemand entschieden; gebucht wurde nichts."
            )
        return visit.back(_month_of(day, handle), f"Der Vorschlag für den {day:%d.%m.%Y} ist gebucht.")
    made = visit.act(lambda work: len(accept_all(work, whose_days(visit, work, handle))))
    told = "Ein Vorschlag ist gebucht." if made == 1 else f"{made} Vorschläge sind gebucht."
    return visit.back("/tage" + (f"?person={handle}" if handle else ""), told)


def ask_refusal(visit: Visit) -> Response:
    """The form for the reason of a refusal."""
    return _refusal_page(visit, visit.query.get("key", ""))


def refuse(visit: Visit) -> Response:
    """Refuse a proposal with a reason; it is not shown again."""
    key = visit.value("key")
    try:
        reason = str(accepted(_form(correcting=False), visit.posted.values)["reason"])
        made = visit.act(lambda work: (lambda b: (b.day, b.person.handle))(refuse_proposal(work, key, reason)))
    except InputError as error:
        return _refusal_page(visit, key, error)
    handle = made[1] if visit.may(*SEES_EVERYBODY) else ""
    return visit.back(_month_of(made[0], handle), "Der Vorschlag ist abgelehnt und wird nicht wieder gezeigt.")


def _month_of(day: date, handle: str) -> str:
    return f"/tage?monat={day:%Y-%m}" + (f"&person={handle}" if handle else "")


def _refusal_page(visit: Visit, key: str, error: InputError | None = None) -> Response:
    def look(work: DatabaseWork) -> str:
        person = whose_days(visit, work, key.rpartition(":")[2])
        found = next((p for p in proposals(work, person) if p.key == key), None)
        if found is None:
            raise NotFoundError("Diesen Vorschlag gibt es nicht mehr; vielleicht wurde er schon entschieden.")
        where = f" ({found.number})" if found.number else ""
        return f"{found.told}{where} am {found.day:%d.%m.%Y}, {days_words(found.days)}"

    told = visit.read(look)
    hidden = FormField(
        "key", FieldKind.CHOICE, Text("Vorschlag"), required=True, value=key, choices=((key, Text(told)),)
    )
    asked = form(hidden, *_form(correcting=False).fields)
    sections, faults = drawn(asked, dict(visit.posted.values) if error else None, error)
    page = FormPage(
        "Vorschlag ablehnen", "Der Vorschlag wird mit Ihrem Grund abgelegt und nicht wieder gezeigt.",
        "/tage/vorschlag/ablehnen", sections, "Ablehnen", faults, "/tage", (("Tage", "/tage"),),
    )  # fmt: skip
    return visit.show("form.html", page, 422 if error else 200)


FIRST_PAGES = (
    Page("days.take", "POST", "/tage/vorschlag/annehmen", WORKERS, take, "Vorgeschlagene Tage buchen"),
    Page("days.ask_refusal", "GET", "/tage/vorschlag/ablehnen", WORKERS, ask_refusal, "Formular: Vorschlag ablehnen"),
    Page("days.refuse", "POST", "/tage/vorschlag/ablehnen", WORKERS, refuse, "Vorschlag ablehnen"),
)
PAGES = (
    Page("days.booking", "GET", "/tage/{booking}", WORKERS, show, "Eine Buchung"),
    Page("days.cancel", "POST", "/tage/{booking}/stornieren", WORKERS, cancel, "Buchung stornieren"),
    Page("days.correct", "POST", "/tage/{booking}/zuruecknehmen", WORKERS, correct, "Abgenommene Buchung zurücknehmen"),
)
"""Registered last of all pages below ``/tage``, because ``{booking}`` fits them all."""
