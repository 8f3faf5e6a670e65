"""What happens around and after the strategy: an evening for several initiatives, proof of service, two years of care.

The schedule runs in compressed time: with every day the demo's clock moves to, what is due is acted on once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from clusterprocess.adapters.sheets.service_proof import write_proof_sheet
from clusterprocess.demo.story import NUMBER, Chapter, Story, document, submitted
from clusterprocess.usecases.agency_events import close_event, plan_event
from clusterprocess.usecases.agenda import finish_due
from clusterprocess.usecases.event_attendance import record_attendance
from clusterprocess.usecases.event_invitations import DistributionList, invite_to_event
from clusterprocess.usecases.event_mails import release_event_mails
from clusterprocess.usecases.event_papers import write_attendance_list, write_certificates
from clusterprocess.usecases.follow_ups import answer_follow_up, note_no_answer
from clusterprocess.usecases.registrants import Registrant
from clusterprocess.usecases.registrations import register_for
from clusterprocess.usecases.service_proofs import accept_proof, make_proof, set_day_rate
from clusterprocess.usecases.submit_answers import submit_answers
from clusterprocess.usecases.sweep import sweep

EVENT = "CA-2015-V-001"
HELD_ON = date(2015, 4, 28)
MAY = date(2015, 5, 1)
REFERENCE, HOUSE = "Beispiel-2014-001", "VDI/VDE-IT (Beispiel)"

GUESTS = (
    Registrant("Paula Muster (Beispiel)", "p.muster@drehteile.example", "Muster Drehteile GmbH (Beispiel)", "kmu"),
    Registrant(
        "Oskar Probe (Beispiel)", "o.probe@hochschule.example", "Hochschule Musterstadt (Beispiel)", "hochschule"
    ),
    Registrant(
        "Ilse Beispiel (Beispiel)", "i.beispiel@kammer.example", "Kammer Musterregion (Beispiel)", "oeffentlich"
    ),
)


def let_the_schedule_run(story: Story) -> None:
    """What the schedule does every few minutes, once for the day the demo has come to."""
    sweep(story.app.begin)


def invite(story: Story) -> None:
    """An evening of the agency: planned, invited from the register, released in one go."""

    def plan(work: Any) -> None:
        plan_event(
            work,
            kind="cluster_dialog",
            title="Cluster-Dialog: Mitglieder gewinnen und halten",
            held_on=HELD_ON,
            starts_at="16:00",
            ends_at="19:00",
            place="Haus der Wirtschaft, Stuttgart",
            capacity=24,
            operation=work.queries.operation(REFERENCE),
            delivering=work.queries.organisation(HOUSE),
            lead=work.queries.person("b.berger"),
            purpose="Drei Initiativen berichten, was ihnen neue Mitglieder gebracht hat.",
            agenda=(
                "16:00 Begrüßung",
                "16:15 Drei Berichte",
                "17:30 Pause",
                "17:45 Gesprächstische",
                "18:45 Abschluss",
            ),
        )

    story.unless(_has_event, "b.berger", plan)
    story.unless(_is_invited, "b.berger", lambda w: invite_to_event(w, EVENT, DistributionList()))
    story.run("b.berger", lambda w: release_event_mails(w, EVENT))


def _has_event(work: Any) -> bool:
    return any(e.number == EVENT for e in work.queries.agency_events())


def _is_invited(work: Any) -> bool:
    return _has_event(work) and work.queries.agency_event(EVENT).state != "geplant"


def register(story: Story) -> None:
    """Three people register by telephone; the list for signing is printed."""
    for guest in GUESTS:
        story.run("a.amend", partial(_register, guest=guest))
    story.run("a.amend", lambda w: write_attendance_list(w, EVENT).label)


def _register(work: Any, guest: Registrant) -> None:
    register_for(work, guest, event_number=EVENT)


def _registered(work: Any) -> int:
    return (
        len(work.queries.registrations(agency_event_id=work.queries.agency_event(EVENT).id)) if _has_event(work) else 0
    )


def hold(story: Story) -> None:
    """Who signed the list came; who came gets a certificate."""

    def attend(work: Any) -> None:
        event = work.queries.agency_event(EVENT)
        came = [{"registration": r.id} for r in work.queries.registrations(agency_event_id=event.id)]
        record_attendance(work, EVENT, {"attendance": [*came[:-1], {**came[-1], "came": False}]})

    story.unless(_is_held, "a.amend", attend)
    story.run("a.amend", lambda w: write_certificates(w, EVENT).label)
    story.run("b.berger", lambda w: release_event_mails(w, EVENT))
    story.run("b.berger", lambda w: close_event(w, EVENT).number)


def _is_held(work: Any) -> bool:
    return work.queries.agency_event(EVENT).state in ("durchgefuehrt", "abgeschlossen")


def _is_closed(work: Any) -> bool:
    return _has_event(work) and work.queries.agency_event(EVENT).state == "abgeschlossen"


def _under(work: Any) -> tuple[Any, Any]:
    return work.queries.operation(REFERENCE), work.queries.organisation(HOUSE)


def prove_may(story: Story) -> None:
    """Days times rate for one month; made by the back office, accepted by the ERDF officer."""
    story.unless(
        lambda w: bool(w.queries.day_rates(*(x.id for x in _under(w)))),
        "l.leit",
        lambda w: set_day_rate(w, *_under(w), Decimal("920.00"), date(2014, 10, 1), "Beispielvertrag"),
    )
    story.unless(_is_made, "a.amend", lambda w: make_proof(w, *_under(w), MAY, write_proof_sheet).version)
    story.run("e.ernst", lambda w: accept_proof(w, *_under(w), MAY).version)


def _proofs(work: Any) -> list[Any]:
    operation, house = _under(work)
    found = work.queries.service_proofs(operation_id=operation.id, organisation_id=house.id)
    return [p for p in found if p.month == MAY]


def _is_made(work: Any) -> bool:
    return bool(_proofs(work))


def _is_accepted(work: Any) -> bool:
    return any(p.accepted_on for p in _proofs(work))


def _survey(work: Any, key: str) -> Any:
    return next((s for s in work.queries.engagement(NUMBER).follow_ups if s.key == key), None)


def settled(key: str) -> Callable[[Any], bool]:
    """Whether a follow-up is answered or given up."""

    def look(work: Any) -> bool:
        survey = _survey(work, key)
        return survey is not None and survey.is_settled

    return look


def answer(key: str) -> Callable[[Story], None]:
    """Staff enter what the initiative said on the telephone."""

    def act(story: Story) -> None:
        data = story.case.follow_ups[key]
        told = next(row for row in story.case.story["follow_ups"] if row["key"] == key)
        on = date.fromisoformat(told["answered_on"])
        story.run(
            "a.amend",
            lambda w: (
                answer_follow_up(w, _survey(w, key).id, data, channel="telefon", role=told["role"], on=on).version
            ),
        )

    return act


def let_it_come(story: Story) -> None:
    """The schedule has acted already when the clock came to this day; people do nothing."""


def was_acted_on(rule: str) -> Callable[[Any], bool]:
    """Whether the schedule acted on a rule for the first short survey."""

    def look(work: Any) -> bool:
        survey = _survey(work, "14t")
        return survey is not None and any(i.state == "ausgeloest" for i in _items(work, survey, rule))

    return look


def _items(work: Any, survey: Any, rule: str) -> list[Any]:
    return [i for i in work.queries.engagement(NUMBER).due_items if i.follow_up_id == survey.id and i.rule == rule]


def give_up_first(story: Story) -> None:
    """Nobody answered the first short survey, neither two reminders nor the call."""
    outcome = "Zweimal angerufen, im Urlaub nicht erreicht; die Fragen stellt die Nachbefragung nach drei Monaten noch einmal."
    calls = story.look(
        lambda w: [i.id for i in _items(w, _survey(w, "14t"), "nachbefragung_telefon") if i.state != "erledigt"]
    )
    for call in calls:
        story.run("a.amend", partial(finish_due, item_id=call, outcome=outcome))
    story.run("a.amend", lambda w: note_no_answer(w, _survey(w, "14t").id).state)


def write_impact(story: Story) -> None:
    words = story.case.submissions["wirkung"]
    story.run("b.berger", lambda w: submit_answers(w, NUMBER, "wirkung", words))


CLOCK_CHAPTERS: tuple[Chapter, ...] = (
    Chapter("Cluster-Dialog planen, aus dem Register einladen", date(2015, 3, 2), invite, _is_invited),
    Chapter(
        "Anmeldungen zum Cluster-Dialog, Liste drucken", date(2015, 4, 24), register, lambda w: _registered(w) >= len(GUESTS)
    ),
    Chapter("Cluster-Dialog: Teilnahme und Bescheinigungen", date(2015, 4, 30), hold, _is_closed),
    Chapter("Leistungsnachweis Mai erstellen und abnehmen", date(2015, 6, 3), prove_may, _is_accepted),
    Chapter("Erste Nachfrage nach zwei Wochen", date(2015, 8, 3), let_it_come, was_acted_on("nachbefragung_eroeffnen")),
    Chapter("Erste Erinnerung an die Nachfrage", date(2015, 8, 12), let_it_come, was_acted_on("nachbefragung_1")),
    Chapter("Zweite Erinnerung an die Nachfrage", date(2015, 8, 21), let_it_come, was_acted_on("nachbefragung_2")),
    Chapter("Erste Nachfrage bleibt ohne Antwort, auch am Telefon", date(2015, 9, 14), give_up_first, settled("14t")),
    Chapter("Nachbefragung nach drei Monaten", date(2015, 10, 23), answer("3m"), settled("3m")),
    Chapter("Nachbefragung nach sechs Monaten", date(2016, 1, 20), answer("6m"), settled("6m")),
    Chapter("Nachbefragung nach zwölf Monaten", date(2016, 7, 20), answer("12m"), settled("12m")),
    Chapter(
        "Eigene Worte zur Wirkung einreichen",
        date(2016, 8, 10),
        write_impact,
        submitted("wirkung"),
        document("wirkungsvermerk"),
        "Wirkungsvermerk",
    ),
)  # fmt: skip
