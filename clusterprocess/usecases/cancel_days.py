"""Wrong bookings: cancelled while their month is open, taken back by a negative booking once it is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from clusterprocess.domain.engagement import DayBooking
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.usecases.book_days import MOST_NOTE, ONE_AT_A_TIME, keep_booking, require_own_or_office
from clusterprocess.usecases.ports import Work


def cancel_booking(work: Work, booking_id: int, reason: str) -> DayBooking:
    """Cancel a wrong booking; it stays visible with the reason.

    Raises:
        InputError: no reason.
        PermissionDenied: somebody else's time without the right.
        RuleViolation: cancelled before, or listed in an accepted proof of service.
    """
    work.queries.serialise(ONE_AT_A_TIME)
    booking = work.queries.day_booking(booking_id)
    require_own_or_office(work, booking.person)
    require_reason(reason)
    if booking.id in accepted_bookings(work, booking):
        raise RuleViolation(
            "cancel_booking",
            [
                f"Die Buchung {booking.id} steht in einem abgenommenen Leistungsnachweis; bitte mit „days correct“ in "
                "einem offenen Monat zurücknehmen."
            ],
        )
    booking.cancel(work.today, reason.strip())
    return booking


def correct_booking(work: Work, booking_id: int, reason: str, on: date | None = None) -> DayBooking:
    """Take a booking of an accepted month back by a negative one in an open month (today unless ``on`` says otherwise).

    Raises:
        InputError: no reason, or a day to come or in an accepted month.
        PermissionDenied: somebody else's time without the right.
        RuleViolation: the month is still open, or the booking was taken back before.
    """
    work.queries.serialise(ONE_AT_A_TIME)
    wrong = work.queries.day_booking(booking_id)
    require_own_or_office(work, wrong.person)
    require_reason(reason)
    day = on or work.today
    if wrong.id not in accepted_bookings(work, wrong):
        raise RuleViolation(
            "correct_booking",
            [f"Die Buchung {wrong.id} ist noch nicht abgenommen; „days cancel {wrong.id}“ storniert sie."],
        )
    if wrong.days < 0 or any(b.source == correction_of(wrong.id) for b in _of_same(work, wrong)):
        raise RuleViolation(
            "correct_booking", [f"Die Buchung {wrong.id} ist schon zurückgenommen oder selbst eine Korrektur."]
        )
    if day > work.today:
        raise InputError(f"Tag (on): Der {day:%d.%m.%Y} liegt in der Zukunft.", field="on")
    if day.replace(day=1) in accepted_months(work, wrong):
        raise InputError(f"Tag (on): Der Monat {day:%m/%Y} ist abgenommen; bitte einen offenen Monat.", field="on")
    booking = DayBooking(
        **{
            key: getattr(wrong, key)
            for key in (
                "engagement_id", "agency_event_id", "operation", "operation_id", "person", "person_id", "organisation",
                "organisation_id", "activity", "eligible", "ineligible_reason",
            )
        },
        day=day, days=-wrong.days, note=reason.strip(), booked_at=work.now, source=correction_of(wrong.id),
        cancel_reason="",
    )  # fmt: skip
    keep_booking(work, wrong.home, booking)
    return booking


def _of_same(work: Work, booking: DayBooking) -> Sequence[DayBooking]:
    return work.queries.day_bookings(operation_id=booking.operation_id, organisation_id=booking.organisation_id)


def correction_of(booking_id: int) -> str:
    """The source of the booking that takes another one back."""
    return f"korrektur:{booking_id}"


def accepted_bookings(work: Work, booking: DayBooking) -> frozenset[int]:
    """Bookings of the same organisation and operation that an accepted proof lists."""
    proofs = work.queries.service_proofs(operation_id=booking.operation_id, organisation_id=booking.organisation_id)
    return frozenset(id_ for proof in proofs if proof.accepted_on for id_ in proof.booking_ids)


def accepted_months(work: Work, booking: DayBooking) -> frozenset[date]:
    """First days of the months of the same organisation and operation that are accepted."""
    proofs = work.queries.service_proofs(operation_id=booking.operation_id, organisation_id=booking.organisation_id)
    return frozenset(proof.month for proof in proofs if proof.accepted_on)


def require_reason(reason: str) -> None:
    """A reason that somebody can read later.

    Raises:
        InputError: none, or longer than 2,000 characters.
    """
    if not reason.strip() or len(reason) > MOST_NOTE or "\x00" in reason:
        raise InputError("Grund (reason): bitte 1 bis 2.000 Zeichen.", field="reason")
