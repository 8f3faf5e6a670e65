"""The personal links of an engagement: who got one for what, until when; give out a new one, end one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import NotFoundError, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.links import PURPOSE_WORDS, LinkPurpose
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted
from clusterprocess.usecases.hand_out_links import (
    Wanted,
    contacts_of,
    hand_out_link,
    links_of,
    renew_link,
    why_not_by_hand,
)
from clusterprocess.usecases.personal_links import revoke_link
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

TONES = {"offen": "warn", "beantwortet": "good", "abgelaufen": "bad", "beendet": "calm"}
BY_HAND = (LinkPurpose.INTAKE, LinkPurpose.COMMENT)
"""What a link can be given out for here; the others go out with their occasion. A board's address is shown to nobody."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link; ``may_end`` and ``may_renew`` decide about its buttons."""

    id: int
    purpose: str
    person: str
    state: str
    tone: str
    created_at: datetime
    expires_at: datetime
    uses: int
    saved_at: datetime | None
    may_end: bool
    may_renew: bool


@dataclass(frozen=True, slots=True)
class LinksPage:
    """See the module; ``address`` is shown this one time, right after a link was made."""

    head: EngagementHead
    title: str
    rows: tuple[LinkRow, ...]
    action: str
    sections: tuple[SectionView, ...]
    faults: tuple[Fault, ...]
    address: str
    address_until: datetime | None
    may_work: bool


def show(visit: Visit) -> Response:
    """All links of the engagement."""
    return visit.show("engagements/links.html", visit.read(lambda work: _page(visit, work)))


def make(visit: Visit) -> Response:
    """Give out a link; its address is on the answer and nowhere else, so there is no redirect."""
    number = visit.path["number"]
    asked = visit.read(lambda work: _asked(visit, work))
    try:
        values = accepted(asked, visit.posted.values)

        def act(work: DatabaseWork) -> tuple[str, datetime]:
            visit.engagement(work)
            wanted = Wanted(
                str(values["purpose"]), number, person=str(values.get("person", "")), days=int(values["days"])
            )
            made, address = hand_out_link(work, wanted)
            return address, made.expires_at

        address, until = visit.act(act)
    except NotFoundError:
        raise
    except UsageError as error:
        failed = error
        page = visit.read(lambda work: _page(visit, work, failed))
        return visit.show("engagements/links.html", page, 422)
    return visit.show("engagements/links.html", visit.read(lambda work: _page(visit, work, None, address, until)))


def renew(visit: Visit) -> Response:
    """End a link and give out one like it: after a loss, or when its time is over."""
    wanted = _link(visit)

    def act(work: DatabaseWork) -> tuple[str, datetime]:
        _require_own(visit, work, wanted)
        made, address = renew_link(work, wanted)
        return address, made.expires_at

    try:
        address, until = visit.act(act)
    except NotFoundError:
        raise
    except UsageError as error:
        failed = error
        return visit.show("engagements/links.html", visit.read(lambda work: _page(visit, work, failed)), 422)
    if not address:
        told = "Der Link ist erneuert; die Nachricht an den Vorstand liegt als Entwurf im Postausgang."
        return visit.back(f"/vorgang/{visit.path['number']}/links", told)
    return visit.show("engagements/links.html", visit.read(lambda work: _page(visit, work, None, address, until)))


def end(visit: Visit) -> Response:
    """End a link at once."""
    wanted = _link(visit)

    def act(work: DatabaseWork) -> None:
        _require_own(visit, work, wanted)
        revoke_link(work, wanted)

    visit.act(act)
    return visit.back(
        f"/vorgang/{visit.path['number']}/links", "Der Link ist beendet; seine Adressen öffnen nichts mehr."
    )


def _link(visit: Visit) -> int:
    text = visit.path["link"]
    if not text.isdigit() or len(text) > 9:
        raise NotFoundError("Diesen Link gibt es nicht.")
    return int(text)


def _require_own(visit: Visit, work: DatabaseWork, wanted: int) -> None:
    if work.queries.personal_link(wanted).engagement_id != visit.engagement(work).id:
        raise NotFoundError("Diesen Link gibt es in diesem Vorgang nicht.")


def _asked(visit: Visit, work: DatabaseWork) -> GuestForm:
    people = tuple((p.handle, Text(p.name)) for p in contacts_of(work, visit.engagement(work)))
    purposes = tuple((p.value, Text(PURPOSE_WORDS[p])) for p in _offered(visit.engagement(work)))
    person = FormField(
        "person",
        FieldKind.CHOICE,
        Text("Für wen?"),
        "Ohne Angabe gilt der Link für die, die ihn bekommen.",
        choices=people,
    )
    return form(
        FormField("purpose", FieldKind.CHOICE, Text("Wofür?"), required=True, choices=purposes),
        *((person,) if people else ()),
        FormField("days", FieldKind.NUMBER, Text("Gültig für"), required=True, value=60, lowest=1, highest=730,
                  whole=True, unit="Tage"),
    )  # fmt: skip


def _offered(engagement: Engagement) -> tuple[LinkPurpose, ...]:
    """What a link given out by hand would open now."""
    return tuple(p for p in BY_HAND if not why_not_by_hand(engagement, p))


def _page(
    visit: Visit, work: DatabaseWork, error: UsageError | None = None, address: str = "", until: datetime | None = None
) -> LinksPage:
    engagement = visit.engagement(work)
    rows = []
    for line in reversed(links_of(work, engagement.number)):
        person = work.queries.person(line.person).name if line.person else "wer ihn bekommt"
        usable = line.state in ("offen", "beantwortet")
        rows.append(
            LinkRow(
                line.id, PURPOSE_WORDS[LinkPurpose(line.purpose)], person, line.state, TONES.get(line.state, ""),
                line.created_at, line.expires_at, line.uses, line.draft_saved_at,
                may_end=usable and visit.may(*WORKERS),
                may_renew=line.state != "beantwortet" and visit.may(*WORKERS)
                and line.purpose != LinkPurpose.MEMBER_SURVEY.value
                and not why_not_by_hand(engagement, LinkPurpose(line.purpose)),
            )
        )  # fmt: skip
    sections: tuple[SectionView, ...] = ()
    faults: tuple[Fault, ...] = ()
    may_work = visit.may(*WORKERS)
    if may_work and (_offered(engagement) or error):
        sections, faults = drawn(_asked(visit, work), visit.posted.values if error else None, error)
    return LinksPage(
        head_of(engagement, "/nachrichten"), "Persönliche Links", tuple(rows), f"/vorgang/{engagement.number}/links",
        sections, faults, address, until, may_work,
    )  # fmt: skip


PAGES = (
    Page("engagements.link_list", "GET", "/vorgang/{number}/links", READERS, show, "Persönliche Links eines Vorgangs"),
    Page("engagements.link_make", "POST", "/vorgang/{number}/links", WORKERS, make, "Link ausgeben"),
    Page("engagements.link_renew", "POST", "/vorgang/{number}/links/{link}/erneuern", WORKERS, renew, "Link erneuern"),
    Page("engagements.link_end", "POST", "/vorgang/{number}/links/{link}/beenden", WORKERS, end, "Link beenden"),
)
