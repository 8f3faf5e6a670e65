"""The forms with which an engagement begins: what is asked, what is known already, and which initiative is meant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Cluster, Organisation, Person
from clusterprocess.domain.register_search import RegisterFilter, words_of
from clusterprocess.domain.states import ENDED, ORDER, STATE_NAMES
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.offerings.guest_forms import FieldKind, FormErrors, FormField, GuestForm
from clusterprocess.web.staff.engagements.words import OCCASION_WORDS
from clusterprocess.web.staff.forms import form
from clusterprocess.web.staff.visit import Visit

MOST_MATCHES = 8
LONGEST_QUESTION = 600
LEAD, REVIEWER = Role.CONSULTANT.value, Role.REVIEWER.value
"""Keys of the two people: those that the use cases name in their errors."""


def request_form(visit: Visit, work: DatabaseWork, clusters: Sequence[Cluster], typed: str) -> GuestForm:
    """A request: everything that can be known is filled in."""
    return form(
        *_cluster_fields(clusters, typed),
        _offering_field(visit.query.get("leistung", "")),
        FormField("question", FieldKind.LONG_TEXT, Text("Worum geht es?"), help="Ein, zwei Sätze in den Worten der Initiative.",
                  most=LONGEST_QUESTION),
        FormField("on", FieldKind.DAY, Text("Eingegangen am"), required=True, value=work.today.isoformat()),
        FormField("occasion", FieldKind.CHOICE, Text("Eingegangen als"), required=True, value="anruf",
                  choices=tuple((slug, Text(words)) for slug, words in OCCASION_WORDS.items())),
        *_people(visit, work),
        *_funding(visit, work),
        FormField("fast_lane", FieldKind.YES_NO, Text("Kurzberatung (bis zwei Personentage)?"), value="nein",
                  help="Nur bei der individuellen Beratung: ohne Workshop, mit kurzem Vermerk."),
    )  # fmt: skip


def take_over_form(visit: Visit, work: DatabaseWork, clusters: Sequence[Cluster], typed: str) -> GuestForm:
    """An engagement that runs already: its real state, and where its file lies."""
    running = tuple((s.value, STATE_NAMES[s]) for s in ORDER if s not in ENDED)
    return form(
        *_cluster_fields(clusters, typed),
        _offering_field(visit.query.get("leistung", "")),
        FormField("state", FieldKind.CHOICE, Text("Wirklicher Stand"), required=True, choices=running),
        FormField("on", FieldKind.DAY, Text("Ursprünglich angefragt am"), required=True),
        FormField("handed_over", FieldKind.DAY, Text("Übergeben am"),
                  help="Nur bei „übergeben“ und „Nachverfolgung“: Von diesem Tag an zählen die Nachbefragungen."),
        FormField("paper", FieldKind.TEXT, Text("Wo liegt die bisherige Akte?"), required=True, most=200),
        *_people(visit, work),
        *_funding(visit, work),
    )  # fmt: skip


def clusters_meant(work: DatabaseWork, chosen: str, typed: str) -> list[Cluster]:
    """The initiatives that a number or a typed name can mean: one where it is clear, none where nothing was asked.

    A name that was typed counts more than a choice: whoever types one means none of those that were offered.

    Raises:
        FormErrors: nothing in the register fits what was typed.
        NotFoundError: there is no initiative of this number.
    """
    if not typed:
        return [work.queries.cluster(chosen)] if chosen.isascii() and chosen.isdigit() else []
    if typed.isascii() and typed.isdigit():
        return [work.queries.cluster(typed)]
    words = words_of(typed)
    rows = work.queries.register_rows(RegisterFilter(words), MOST_MATCHES)[0] if words else []
    if not rows:
        told = f"Initiative: „{typed[:60]}“ steht nicht im Register. Bitte anders schreiben oder zuerst ins Register aufnehmen."
        raise FormErrors({"initiative": told})
    exact = [row for row in rows if row.name.casefold() == typed.casefold()]
    within = [row for row in rows if typed.casefold() in row.name.casefold()]
    meant = exact[:1] or (within if len(within) == 1 else rows)
    return [work.queries.cluster_by_id(row.id) for row in meant]


def day(values: dict[str, Any], key: str) -> date | None:
    """A day of a form; None where it was left empty."""
    return date.fromisoformat(values[key]) if values.get(key) else None


def _cluster_fields(clusters: Sequence[Cluster], typed: str) -> tuple[FormField, ...]:
    """A line to type in; as soon as something is found, the choice of what was found, and a line for another name."""
    if not clusters:
        asked = FormField(
            "initiative", FieldKind.TEXT, Text("Initiative"), required=True, value=typed, most=120,
            help="Name oder ein Teil davon; Tippfehler werden verziehen. Ist der Name nicht eindeutig, wählen Sie im nächsten Schritt.",
        )  # fmt: skip
        return (asked,)
    known = clusters[0].id if len(clusters) == 1 else None
    choices = tuple((str(c.id), Text(f"{c.name}, {c.seat}" if c.seat else c.name)) for c in clusters)
    return (
        FormField("cluster", FieldKind.CHOICE, Text("Initiative"), required=True, value=known, choices=choices,
                  missing="Initiative: Mehrere passen; bitte wählen Sie, welche gemeint ist."),
        FormField("initiative", FieldKind.TEXT, Text("Eine andere Initiative"), most=120,
                  help="Nur wenn keine davon gemeint ist: Name oder ein Teil davon."),
    )  # fmt: skip


def _offering_field(wanted: str) -> FormField:
    return FormField(
        "offering", FieldKind.CHOICE, Text("Leistung"), required=True, value=wanted,
        choices=tuple((o.slug, o.title) for o in OFFERINGS), missing="Leistung: Bitte wählen Sie, was gewünscht ist.",
    )  # fmt: skip


def _people(visit: Visit, work: DatabaseWork) -> tuple[FormField, FormField]:
    leads, reviewers = (work.queries.holders(role, None) for role in (LEAD, REVIEWER))
    me = visit.actor.id
    mine = next((p.handle for p in leads if p.id == me), "")
    others = [p for p in reviewers if p.id != me]
    return (
        FormField(LEAD, FieldKind.CHOICE, Text("Federführung"), value=mine, choices=_named(leads)),
        FormField(REVIEWER, FieldKind.CHOICE, Text("Qualitätsprüfung"), choices=_named(reviewers),
                  value=others[0].handle if len(others) == 1 else "", help="Eine andere Person als die Federführung."),
    )  # fmt: skip


def _named(people: Sequence[Person]) -> tuple[tuple[str, Text], ...]:
    return tuple((p.handle, Text(p.name)) for p in people)


def _funding(visit: Visit, work: DatabaseWork) -> tuple[FormField, FormField]:
    operations = work.queries.operations()
    running = [o for o in operations if o.covers(work.today)]
    present = running[-1] if running else None
    offered = {c.organisation.id: c.organisation for o in operations for c in o.contractors}
    return (
        FormField("delivering", FieldKind.CHOICE, Text("Leistende Organisation"), required=True,
                  value=_delivering(visit, work, offered, present),
                  choices=tuple((str(o.id), Text(o.name)) for o in offered.values())),
        FormField("operation", FieldKind.CHOICE, Text("Vorhaben"), required=True, value=present.reference if present else "",
                  choices=tuple((o.reference, Text(f"{o.reference}: {o.name}")) for o in operations)),
    )  # fmt: skip


def _delivering(
    visit: Visit, work: DatabaseWork, offered: dict[int, Organisation], present: Operation | None
) -> int | None:
    """My organisation where it delivers; else the one that delivered this offering last, else the only one there is."""
    me = work.queries.person_by_id(visit.actor.id)
    if me is not None and me.organisation_id in offered:
        return me.organisation_id
    offering = visit.query.get("leistung", "")
    last = work.queries.last_delivering(offering, present.id) if present and offering else None
    return last or (next(iter(offered)) if len(offered) == 1 else None)
