"""Inviting a selection of the register to an event: choose, see who gets a mail and who does not and why, confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.catalogues.wordlists import fields, labels, regions
from clusterprocess.domain.errors import InputError, RuleViolation, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.register import LEVELS
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm
from clusterprocess.usecases.event_invitations import InvitationPreview, invite_selection, preview_selection
from clusterprocess.usecases.search_register import FILTER_KEYS, filter_from, selected_clusters
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.events import EVENTS, event_of
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit, faults_of

KIND_WORDS = {"regionale_initiative": "Regionale Initiative", "landesweites_netzwerk": "Landesweites Netzwerk"}


@dataclass(frozen=True, slots=True)
class InvitePage:
    """The preview of an invitation.

    Attributes:
        chosen: the selection as the address says it; posted again with the confirmation.
        found: what inviting would do; None where it cannot be done, then ``errors`` say why.
    """

    title: str
    number: str
    name: str
    filters: tuple[SectionView, ...]
    chosen: Mapping[str, str]
    found: InvitationPreview | None
    errors: tuple[Fault, ...]


def preview(visit: Visit) -> Response:
    """Who would be invited, and who not and why; nothing is written."""
    chosen = {key: visit.query[key].strip()[:120] for key in FILTER_KEYS if visit.query.get(key, "").strip()}
    return _page(visit, chosen)


def invite(visit: Visit) -> Response:
    """Write the drafts, if the selection still leads to as many people as the preview showed."""
    chosen = {key: visit.value(key)[:120] for key in FILTER_KEYS if visit.value(key)}
    text = visit.value("anzahl")
    expected = int(text) if text.isdigit() and len(text) < 7 else -1

    def use(work: DatabaseWork) -> int:
        event = event_of(visit, work)
        return len(invite_selection(work, event.number, selected_clusters(work, filter_from(chosen)), expected).to)

    try:
        count = visit.act(use)
    except (InputError, RuleViolation) as error:
        return _page(visit, chosen, error)
    told = (
        "Eine Einladung liegt als Entwurf bereit." if count == 1 else f"{count} Einladungen liegen als Entwürfe bereit."
    )
    return visit.back(f"{EVENTS}/{visit.path['number']}", told)


def _page(visit: Visit, chosen: Mapping[str, str], error: UsageError | None = None) -> Response:
    faults = faults_of(error) if error else ()

    def look(work: DatabaseWork) -> InvitePage:
        event = event_of(visit, work)
        found: InvitationPreview | None = None
        wrong: tuple[Fault, ...] = ()
        try:
            found = preview_selection(work, event.number, selected_clusters(work, filter_from(chosen)))
        except RuleViolation as refusal:
            wrong = () if error else faults_of(refusal)
        except InputError:
            wrong = (Fault("", "Zu dieser Auswahl steht keine Initiative im Register."),)
        sections = drawn(_filter_form(), chosen)[0]
        return InvitePage(
            f"Einladen zu {event.title}", event.number, event.title, sections, chosen, found, (*_plain(faults), *wrong)
        )

    page = visit.read(look)
    return visit.show("events/invite.html", page, 409 if error else 200)


def _plain(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Sentences that lead to no field: the preview has none."""
    return tuple(Fault("", fault.sentence) for fault in faults)


def _filter_form() -> GuestForm:
    def choice(key: str, label: str, of: tuple[tuple[str, Text], ...]) -> FormField:
        return FormField(key, FieldKind.CHOICE, Text(label), choices=of)

    levels = tuple((level, Text(level)) for level in (*LEVELS, "unbekannt"))
    return form(
        FormField("q", FieldKind.TEXT, Text("Name, Ort oder Thema")),
        choice("feld", "Feld", tuple((f.slug, f.name) for f in fields())),
        choice("region", "Region", tuple((r.slug, r.name) for r in regions())),
        choice("stufe", "Stufe (nur intern)", levels),
        choice("label", "Label", tuple((x.slug, x.name) for x in labels())),
        choice("art", "Art", tuple((slug, Text(words)) for slug, words in KIND_WORDS.items())),
    )


PAGES = (
    Page("events.preview", "GET", f"{EVENTS}/{{number}}/einladen", WORKERS, preview, "Einladung mit Vorschau"),
    Page("events.invite", "POST", f"{EVENTS}/{{number}}/einladen", WORKERS, invite, "Einladungen als Entwürfe anlegen"),
)
