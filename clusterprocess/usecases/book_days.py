"""Days planned and booked per person and delivering organisation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.register import Organisation, Person
from clusterprocess.usecases.ports import Work

MOST_DAYS_A_DAY = Decimal(3)
"""Three days of eight hours are the 24 hours a day has; only the impossible is refused (efre.md ruling 7)."""

ACTIVITIES = ("vorbereitung", "gespraech", "analyse", "workshop", "bericht", "abstimmung", "reise", "sonstiges")


def book_days(
    work: Work,
    number: str,
    person: Person,
    day: date,
    days: Decimal,
    activity: str,
    note: str = "",
    organisation: Organisation | None = None,
) -> Engagement:
    """Book working time; a person books for herself, back office and head for others.

    Raises:
        InputError: unknown activity, future day, amount not positive or more than a day can hold.
        PermissionDenied: somebody else's time without the right.
    """
    engagement = work.queries.engagement(number, lock=True)
    if work.actor.id == person.id:
        work.require(*STAFF)
    else:
        work.require(Role.ASSISTANT, Role.HEAD)
    if activity not in ACTIVITIES:
        raise InputError(f"Tätigkeit (activity): bitte eine von {', '.join(ACTIVITIES)}.", field="activity")
    if day > work.today:
        raise InputError(f"Tag (day): Der {day:%d.%m.%Y} liegt in der Zukunft.", field="day")
    if not days.is_finite() or days > MOST_DAYS_A_DAY:
        raise InputError("Tage (days): bitte eine Zahl bis 3, das sind 24 Stunden; zum Beispiel 0.5.", field="days")
    if days <= 0 or days != days.quantize(Decimal("0.01")):
        raise InputError("Tage (days): bitte einen Wert über 0 mit höchstens zwei Nachkommastellen.", field="days")
    if work.queries.days_booked_on(person.id, day) + days > MOST_DAYS_A_DAY:
        raise InputError(
            f"Tage (days): Für den {day:%d.%m.%Y} wären es über alle Vorgänge mehr als 24 Stunden.", field="days"
        )
    home = organisation or person.organisation or engagement.delivering
    engagement.book_days(person, home, day, days, activity, note)
    return engagement
