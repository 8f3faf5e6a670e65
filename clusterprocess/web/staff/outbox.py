"""The outbox: what lies there in which state, one message in its words, and the decisions of people about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import ClusterProcessError, NotFoundError, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.messages import STATE_WORDS, Message
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm
from clusterprocess.usecases.agenda import Roster, decisions_for
from clusterprocess.usecases.send_messages import decide_message
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.incoming import mail_rows
from clusterprocess.web.staff.lists import Cell, Listing, exported, filter_of, page_of, wants_file, window
from clusterprocess.web.staff.outbox_message import MessageView, is_visible, message_view
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit, faults_of

OPEN = "offen"
"""Filter: everything about which a person has to decide."""
OPEN_STATES = ("entwurf", "gehalten", "ungewiss", "abgelehnt")
TONES = {"entwurf": "warn", "gehalten": "warn", "ungewiss": "bad", "abgelehnt": "bad", "gesendet": "good"}
MOST_MAILS = 100
"""So many incoming mails stand on the page of one engagement; the list of all has the rest."""
DECISIONS = {
    "freigeben": "release",
    "verwerfen": "drop",
    "halten": "hold",
    "fortsetzen": "resume",
    "angekommen": "arrived",
    "erneut": "resend",
}
"""What stands in the address, and what the use case calls it."""
DONE = {
    "release": "freigegeben; sie geht mit dem nächsten Versand hinaus",
    "drop": "verworfen",
    "hold": "zurückgehalten",
    "resume": "wieder zum Versand freigegeben",
    "arrived": "als angekommen vermerkt",
    "resend": "noch einmal zum Versand gestellt",
}
HEADER = ("Nr.", "Geschrieben", "Betreff", "An", "Worum es geht", "Stand", "Entscheidet")


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """The list of messages.

    Attributes:
        ticks: for each row the message that may be released here with others, 0 where it may not.
    """

    title: str
    listing: Listing
    ticks: tuple[int, ...]
    filters: tuple[SectionView, ...]
    errors: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class EngagementMailsPage:
    """Mails of one engagement: what goes out, and what came in."""

    title: str
    head: EngagementHead
    listing: Listing
    ticks: tuple[int, ...]
    incoming: Listing
    errors: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks, as far as drafts are concerned: ids of those for whom she acts today, and what her roles allow."""

    ids: frozenset[str]
    releases: bool
    is_head: bool

    def may_release(self, message: Message, lead: str | None) -> bool:
        """The lead, her substitute, the head; drafts without a lead belong to everybody who releases at all."""
        mine = self.is_head or lead is None or lead in self.ids
        return message.state == "entwurf" and self.releases and mine


def desk_of(visit: Visit, work: DatabaseWork) -> Desk:
    """See :class:`Desk`."""
    assert visit.person is not None
    person = work.queries.person(visit.person.handle)
    ids = Roster(work).stands_for(person, work.today, work.today)
    return Desk(frozenset(ids), visit.may(Role.CONSULTANT, Role.HEAD), visit.may(Role.HEAD))


def show_list(visit: Visit, errors: tuple[Fault, ...] = (), status: int = 200) -> Response:
    """All messages, what needs a person first."""
    query = filter_of(visit, "stand", "vorgang", "wer")

    def look(work: DatabaseWork) -> OutboxPage:
        desk = desk_of(visit, work)
        listing, ticks = _listing(visit, work, query, desk)
        sections, _ = drawn(_filter_form(with_mine=visit.may(*WORKERS)), query)
        return OutboxPage("Postausgang", listing, ticks, sections, errors)

    page = visit.read(look)
    return exported(visit, page.listing) if wants_file(visit) else visit.show("outbox/list.html", page, status)


def show_of_engagement(visit: Visit) -> Response:
    """Mails and drafts of one engagement, and the mails that came in."""

    def look(work: DatabaseWork) -> EngagementMailsPage:
        engagement = visit.engagement(work)
        desk = desk_of(visit, work)
        listing, ticks = _listing(visit, work, {"vorgang": engagement.number}, desk, in_address=True)
        found, total = work.queries.listed_mails(MOST_MAILS, 0, about=engagement.number)
        incoming = Listing(
            f"Eingang {engagement.number}",
            ("Nr.", "Tag", "Betreff", "Art", "Stand"),
            tuple((r[0], r[1], r[2], r[3], r[5]) for r in mail_rows(found)),
            total,
            empty="Zu diesem Vorgang ist noch keine Mail aufgenommen.",
            exports=False,
        )
        head = head_of(engagement, "/nachrichten")
        return EngagementMailsPage(f"Nachrichten {engagement.number}", head, listing, ticks, incoming)

    page = visit.read(look)
    return exported(visit, page.listing) if wants_file(visit) else visit.show("outbox/engagement.html", page)


def show_message(visit: Visit, errors: tuple[Fault, ...] = (), status: int = 200) -> Response:
    """One message with everything that a person needs to decide about it."""

    def look(work: DatabaseWork) -> MessageView:
        message = _message(visit, work)
        return message_view(visit, work, message, desk_of(visit, work).may_release, errors)

    return visit.show("outbox/message.html", visit.read(look), status)


def attachment(visit: Visit) -> Response:
    """One attachment of a message as a file."""
    text = visit.path["position"]

    def look(work: DatabaseWork) -> tuple[str, bytes]:
        files = _message(visit, work).attachments
        position = int(text) if text.isdigit() and len(text) < 4 else 0
        if not 1 <= position <= len(files):
            raise NotFoundError("Diese Anlage gibt es nicht.")
        chosen = files[position - 1]
        return str(chosen["name"]), work.files.get(chosen["sha256"])

    name, content = visit.read(look)
    return visit.download(name, content, "application/octet-stream")


def decide(visit: Visit, decision: str) -> Response:
    """Decide about one message; where somebody was faster, the message is shown as it is now."""
    number = visit.read(lambda work: _message(visit, work).id)
    try:
        visit.act(lambda work: decide_message(work, number, decision))
    except UsageError as error:
        return show_message(visit, faults_of(error), 409)
    return visit.back(f"/postausgang/{number}", f"Nachricht {number} ist {DONE[decision]}.")


def release_many(visit: Visit) -> Response:
    """Release the ticked drafts, all of them or none."""
    wanted = sorted({int(n) for n in visit.many("nummer") if n.isdigit() and len(n) < 10})
    if not wanted:
        return show_list(visit, (Fault("", "Bitte kreuzen Sie mindestens einen Entwurf an."),), 422)

    def release(work: DatabaseWork) -> None:
        for number in wanted:
            decide_message(work, number, "release")

    try:
        visit.act(release)
    except ClusterProcessError as error:
        none = Fault("", "Es wurde kein Entwurf freigegeben, weil einer davon nicht freigegeben werden kann:")
        return show_list(visit, (none, *faults_of(error)), 409)
    told = "1 Entwurf ist" if len(wanted) == 1 else f"{len(wanted)} Entwürfe sind"
    return visit.back("/postausgang?stand=entwurf", f"{told} freigegeben.")


def _message(visit: Visit, work: DatabaseWork) -> Message:
    text = visit.path["id"]
    if not text.isdigit():
        raise NotFoundError(f"Nachricht {text[:20]} gibt es nicht.")
    message = work.queries.message(int(text) if len(text) < 12 else 0)
    if not is_visible(visit, work, message):
        raise NotFoundError(f"Nachricht {text[:20]} gibt es nicht.")
    return message


def _listing(
    visit: Visit, work: DatabaseWork, query: dict[str, str], desk: Desk, *, in_address: bool = False
) -> tuple[Listing, tuple[int, ...]]:
    limit, offset = window(visit)
    state = query.get("stand", "")
    mine = query.get("wer") == "ich"
    known = tuple(STATE_WORDS) if state not in ("", OPEN) else ()
    states = OPEN_STATES if state == OPEN else tuple(s for s in known if s == state)
    if state and not states:
        query = {k: v for k, v in query.items() if k != "stand"}
    found, total = work.queries.listed_messages(
        limit,
        offset,
        states=states,
        about=query.get("vorgang", ""),
        lead_ids=desk.ids if mine else None,
        with_unled=desk.is_head,
        operations=visit.actor.operations,
    )
    names = work.queries.names_of([lead for _, _, lead in found if lead])
    rows = tuple(_row(message, event, names.get(lead or "", "")) for message, event, lead in found)
    ticks = tuple(message.id if desk.may_release(message, lead) else 0 for message, _, lead in found)
    shown = {} if in_address else query
    title = f"Nachrichten {query['vorgang']}" if in_address else "Postausgang"
    return Listing(title, HEADER, rows, total, page_of(visit), shown, _empty(query, in_address)), ticks


def _empty(query: dict[str, str], in_address: bool) -> str:
    if in_address:
        return "Zu diesem Vorgang ist noch keine Nachricht geschrieben."
    return "Keine Nachricht passt zu diesem Filter." if query else "Der Postausgang ist leer."


def _row(message: Message, event: str | None, lead: str) -> tuple[Cell, ...]:
    about = message.engagement_number or event or ""
    href = f"/veranstaltungen/{event}" if event else f"/vorgang/{about}"
    state = STATE_WORDS[message.state].partition(",")[0]
    names = [str(r["name"]) for r in message.recipients]
    more = f" und {len(names) - 1} weitere" if len(names) > 1 else ""
    return (
        Cell(message.id),
        Cell(message.created_at.date()),
        Cell(_bare(message.subject, about), f"/postausgang/{message.id}"),
        Cell(names[0] + more if names else ""),
        Cell(about, href if about else ""),
        Cell(state[:1].upper() + state[1:], tone=TONES.get(message.state, "calm")),
        Cell((lead or "Leitung") if decisions_for(message.state) else ""),
    )


def _bare(subject: str, number: str) -> str:
    """The subject without „Demo“ and number, which stand elsewhere on the page."""
    return subject.removeprefix("Demo – ").removeprefix(f"[{number}] ")


def _filter_form(*, with_mine: bool) -> GuestForm:
    states = ((OPEN, Text("wartet auf eine Entscheidung")), *((s, Text(w)) for s, w in STATE_WORDS.items()))
    mine = (
        FormField(
            "wer", FieldKind.CHOICE, Text("Wer entscheidet"), choices=(("ich", Text("ich, auch als Vertretung")),)
        ),
    )
    return form(
        FormField("stand", FieldKind.CHOICE, Text("Stand"), choices=states),
        FormField("vorgang", FieldKind.TEXT, Text("Vorgang oder Veranstaltung (Nummer)")),
        *(mine if with_mine else ()),
    )


def _decision(word: str, title: str) -> Page:
    handler: Callable[[Visit], Response] = partial(decide, decision=DECISIONS[word])
    return Page(f"outbox.{DECISIONS[word]}", "POST", f"/postausgang/{{id}}/{word}", WORKERS, handler, title)


PAGES = (
    Page("outbox.list", "GET", "/postausgang", READERS, show_list, "Postausgang"),
    Page("outbox.release_many", "POST", "/postausgang/freigeben", WORKERS, release_many, "Angekreuzte Entwürfe freigeben"),
    Page("outbox.message", "GET", "/postausgang/{id}", READERS, show_message, "Eine Nachricht im Wortlaut"),
    Page("outbox.attachment", "GET", "/postausgang/{id}/anlagen/{position}", READERS, attachment, "Anlage einer Nachricht"),
    _decision("freigeben", "Entwurf freigeben"),
    _decision("verwerfen", "Nachricht verwerfen"),
    _decision("halten", "Nachricht zurückhalten"),
    _decision("fortsetzen", "Zurückgehaltene Nachricht doch senden"),
    _decision("angekommen", "Nachricht als angekommen vermerken"),
    _decision("erneut", "Nachricht noch einmal senden"),
    Page("engagements.mails", "GET", "/vorgang/{number}/nachrichten", READERS, show_of_engagement, "Nachrichten eines Vorgangs"),
)  # fmt: skip
