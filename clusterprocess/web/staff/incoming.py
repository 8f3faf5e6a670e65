"""Mails that came in: the list, one mail as plain text, assigning it, settling it, and taking .eml files in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.errors import ClusterProcessError, InputError, NotFoundError, RuleViolation, UsageError
from clusterprocess.domain.incoming_mails import IncomingKind, IncomingMail
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted
from clusterprocess.usecases.take_mail import LONGEST_OUTCOME, assign_mail, settle_mail, take_mail
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import Cell, Listing, exported, filter_of, page_of, wants_file, window
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit, faults_of, may_see_operation

KIND_WORDS = {
    IncomingKind.ANSWER.value: "Antwort",
    IncomingKind.AUTO_REPLY.value: "Automatische Antwort",
    IncomingKind.BOUNCE.value: "Rückläufer",
    IncomingKind.CALENDAR_REPLY.value: "Kalenderantwort",
}
MATCH_WORDS = {
    "message_id": "Antwort auf unsere Nachricht",
    "vorgangsnummer": "Nummer im Text",
    "termin": "Termin",
    "person": "vermutet nach der Absenderadresse, bitte prüfen",
    "hand": "von Hand zugeordnet",
    "": "noch nicht zugeordnet",
}
STANDS = (("offen", Text("offen")), ("erledigt", Text("erledigt")))
SETTLED = {"offen": False, "erledigt": True}


@dataclass(frozen=True, slots=True)
class IncomingPage:
    """The list of mails with the form that takes files in."""

    title: str
    listing: Listing
    filters: tuple[SectionView, ...]
    may_take: bool
    errors: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class MailPage:
    """One mail as plain text.

    Attributes:
        facts: (name, value) lines; ``attachments`` are (name, bytes in words).
        answered: address of the message of ours that it answers; empty where there is none.
        may_act: whether this person may assign and settle it.
    """

    title: str
    number: int
    subject: str
    about: tuple[str, str]
    facts: tuple[tuple[str, str], ...]
    answered: str
    text: str
    attachments: tuple[tuple[str, str], ...]
    is_settled: bool
    may_act: bool
    assign: tuple[SectionView, ...]
    settle: tuple[SectionView, ...]
    errors: tuple[Fault, ...]


def show_list(visit: Visit, errors: tuple[Fault, ...] = (), status: int = 200) -> Response:
    """Mails that came in, the open ones first."""
    query = filter_of(visit, "stand", "art", "vorgang")

    def look(work: DatabaseWork) -> IncomingPage:
        limit, offset = window(visit)
        found, total = work.queries.listed_mails(
            limit,
            offset,
            settled=SETTLED.get(query.get("stand", "")),
            kind=query.get("art", "") if query.get("art") in KIND_WORDS else "",
            about=query.get("vorgang", ""),
            operations=visit.actor.operations,
        )
        header = ("Nr.", "Tag", "Betreff", "Art", "Gehört zu", "Stand")
        empty = "Keine Mail passt zu diesem Filter." if query else "Noch keine Mail ist aufgenommen."
        listing = Listing("Eingang", header, mail_rows(found), total, page_of(visit), query, empty)
        return IncomingPage("Eingang", listing, drawn(_filter_form(), query)[0], visit.may(*STAFF), errors)

    page = visit.read(look)
    return exported(visit, page.listing) if wants_file(visit) else visit.show("outbox/incoming.html", page, status)


def mail_rows(found: Iterable[Any]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of a list: number, day, subject, kind, what it belongs to, state."""
    return tuple(_row(mail, event) for mail, event in found)


def _row(mail: IncomingMail, event: str | None) -> tuple[Cell, ...]:
    number, href = _about(mail, event)
    guessed = " (vermutet)" if mail.matched_by == "person" else ""
    return (
        Cell(mail.id),
        Cell(mail.received_on),
        Cell(mail.subject or "ohne Betreff", f"/eingang/{mail.id}"),
        Cell(KIND_WORDS[mail.kind]),
        Cell(number + guessed if number else "nicht zugeordnet", href),
        Cell("erledigt" if mail.settled else "offen", tone="good" if mail.settled else "warn"),
    )


def _about(mail: IncomingMail, event: str | None) -> tuple[str, str]:
    if event:
        return event, f"/veranstaltungen/{event}"
    number = mail.engagement_number or ""
    return number, f"/vorgang/{number}" if number else ""


def show_mail(
    visit: Visit,
    error: UsageError | None = None,
    typed: Mapping[str, object] | None = None,
    which: str = "",
    status: int = 200,
) -> Response:
    """One mail; ``which`` of its two forms was refused."""

    def look(work: DatabaseWork) -> MailPage:
        mail = _mail(visit, work)
        event = work.queries.agency_event_by_id(mail.agency_event_id).number if mail.agency_event_id else None
        read = work.services.incoming_mails.read(work.files.get(mail.sha256))
        about = _about(mail, event)
        assign, wrong = drawn(
            _assign_form(about[0]), typed if which == "assign" else None, error if which == "assign" else None, "z"
        )
        settle, missed = drawn(
            _settle_form(), typed if which == "settle" else None, error if which == "settle" else None, "e"
        )
        facts = [
            ("Von", read.sender or "unbekannt"),
            ("Tag", f"{mail.received_on:%d.%m.%Y}"),
            ("Art", KIND_WORDS[mail.kind]),
            ("Zuordnung", MATCH_WORDS[mail.matched_by]),
            ("Stand", "erledigt" if mail.settled else "offen"),
        ]
        facts += [("Ergebnis", mail.outcome)] if mail.outcome else []
        return MailPage(
            f"Eingang {mail.id}",
            mail.id,
            mail.subject or "ohne Betreff",
            about,
            tuple(facts),
            f"/postausgang/{mail.message_id}" if mail.message_id else "",
            mail.body or read.text,
            tuple((name, _size(len(content))) for name, content in read.attachments),
            mail.settled,
            visit.may(*STAFF),
            assign,
            settle,
            (*wrong, *missed),
        )

    return visit.show("outbox/mail.html", visit.read(look), status)


def original(visit: Visit) -> Response:
    """The mail as it came, for the own mail program."""

    def look(work: DatabaseWork) -> bytes:
        return work.files.get(_mail(visit, work).sha256)

    return visit.download(f"eingang-{visit.path['id']}.eml", visit.read(look), "message/rfc822")


def assign(visit: Visit) -> Response:
    """Say by hand where a mail belongs."""
    number = visit.read(lambda work: _mail(visit, work).id)
    try:
        values = accepted(_assign_form(""), visit.posted.values)
        visit.act(lambda work: assign_mail(work, number, values["number"]))
    except NotFoundError as error:
        return show_mail(visit, InputError(str(error), field="number"), visit.posted.values, "assign", 422)
    except InputError as error:
        return show_mail(visit, error, visit.posted.values, "assign", 422)
    return visit.back(f"/eingang/{number}", f"Die Mail gehört jetzt zu {values['number'].strip().upper()}.")


def settle(visit: Visit) -> Response:
    """Note what was done about a mail."""
    number = visit.read(lambda work: _mail(visit, work).id)
    try:
        values = accepted(_settle_form(), visit.posted.values)
        visit.act(lambda work: settle_mail(work, number, values["outcome"]))
    except RuleViolation as error:
        return show_mail(visit, error, visit.posted.values, "settle", 409)
    except InputError as error:
        return show_mail(visit, error, visit.posted.values, "settle", 422)
    return visit.back("/eingang?stand=offen", f"Eingang {number} ist erledigt.")


def take(visit: Visit) -> Response:
    """Take in uploaded .eml files; the same file a second time changes nothing, a faulty one stops no other."""
    files = visit.posted.files.get("datei", ())
    faults: list[Fault] = []
    taken: list[int] = []
    for file in files:
        try:
            taken.append(visit.act(partial(_taken, raw=file.content)))
        except ClusterProcessError as error:
            faults += [Fault("f-datei", f"{file.name}: {fault.sentence}") for fault in faults_of(error)]
    if not files:
        faults.append(Fault("f-datei", "Bitte wählen Sie mindestens eine Datei mit der Endung .eml aus."))
    if faults:
        if taken:
            faults.append(Fault("", f"Die übrigen Dateien sind aufgenommen ({len(taken)})."))
        return show_list(visit, tuple(faults), 422)
    if len(taken) == 1:
        return visit.back(f"/eingang/{taken[0]}", "Die Mail ist aufgenommen.")
    return visit.back("/eingang", f"Aufgenommen: {len(set(taken))} Mails.")


def _taken(work: DatabaseWork, raw: bytes) -> int:
    return take_mail(work, raw).id


def _mail(visit: Visit, work: DatabaseWork) -> IncomingMail:
    """The mail of the address; an auditor of one operation sees only what belongs to it."""
    text = visit.path["id"]
    missing = NotFoundError(f"Eingang {text[:20]} gibt es nicht.")
    if not text.isdigit():
        raise missing
    mail = work.queries.incoming_mail(int(text) if len(text) < 12 else 0)
    if visit.actor.operations is not None:
        if mail.engagement_number:
            operation = work.queries.engagement(mail.engagement_number).operation_id
        elif mail.agency_event_id:
            operation = work.queries.agency_event_by_id(mail.agency_event_id).operation_id
        else:
            raise missing
        if not may_see_operation(visit.actor, operation):
            raise missing
    return mail


def _size(count: int) -> str:
    """Bytes as people read them."""
    return f"{max(1, round(count / 1000)):,} kB".replace(",", ".")


def _filter_form() -> GuestForm:
    kinds = tuple((slug, Text(words)) for slug, words in KIND_WORDS.items())
    return form(
        FormField("stand", FieldKind.CHOICE, Text("Stand"), choices=STANDS),
        FormField("art", FieldKind.CHOICE, Text("Art"), choices=kinds),
        FormField("vorgang", FieldKind.TEXT, Text("Vorgang oder Veranstaltung (Nummer)")),
    )


def _assign_form(number: str) -> GuestForm:
    return form(
        FormField(
            "number",
            FieldKind.TEXT,
            Text("Vorgang oder Veranstaltung"),
            help="Die Nummer, zum Beispiel CA-2015-A-001 oder CA-2015-V-003.",
            required=True,
            most=40,
            value=number or None,
            missing="Bitte die Nummer eines Vorgangs oder einer Veranstaltung angeben.",
        )
    )


def _settle_form() -> GuestForm:
    return form(
        FormField(
            "outcome",
            FieldKind.TEXT,
            Text("Was ist geschehen?"),
            help="Ein Satz, zum Beispiel: telefonisch beantwortet.",
            required=True,
            most=LONGEST_OUTCOME,
            missing="Bitte schreiben Sie in einem Satz, was geschehen ist.",
        )
    )


PAGES = (
    Page("outbox.incoming", "GET", "/eingang", READERS, show_list, "Eingegangene Mails"),
    Page("outbox.take", "POST", "/eingang", WORKERS, take, "Mails aus Dateien aufnehmen", uploads=True),
    Page("outbox.mail", "GET", "/eingang/{id}", READERS, show_mail, "Eine eingegangene Mail"),
    Page("outbox.original", "GET", "/eingang/{id}/original", READERS, original, "Eine eingegangene Mail als Datei"),
    Page("outbox.assign", "POST", "/eingang/{id}/zuordnen", WORKERS, assign, "Mail von Hand zuordnen"),
    Page("outbox.settle", "POST", "/eingang/{id}/erledigt", WORKERS, settle, "Mail als erledigt vermerken"),
)
