"""What is done to a workshop from its page: move, call off, invite, registrations, checklist, papers."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.domain.errors import NotFoundError, UsageError
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.guest_forms import FormErrors, accepted, day_in
from clusterprocess.usecases.agenda import finish_due
from clusterprocess.usecases.check_dates import workshop_warnings
from clusterprocess.usecases.hold_workshops import cancel_workshop, invite_to_workshop, move_workshop
from clusterprocess.usecases.invitation_pack import release_notices, send_pack_again
from clusterprocess.usecases.registrants import Registrant
from clusterprocess.usecases.registrations import register_for, withdraw_registration
from clusterprocess.usecases.workshop_papers import write_attendance_list, write_name_tags
from clusterprocess.web.staff.engagements.workshop_facts import MOST_DIGITS, workshop_of
from clusterprocess.web.staff.engagements.workshop_page import (
    CANCEL,
    MOVE,
    PAPERS,
    REGISTER,
    cancel_form,
    move_form,
    page,
    register_form,
)
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Visit

WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WRITERS = {"anwesenheitsliste": write_attendance_list, "namensschilder": write_name_tags}


def _done(visit: Visit, act: Callable[[DatabaseWork, Workshop], str], which: str = "", anchor: str = "") -> Response:
    """Do something to the workshop of the address and tell it, or show the page with what was wrong."""
    try:
        told = visit.act(lambda work: act(work, workshop_of(visit, work)))
    except UsageError as error:
        return page(visit, which, error)
    return visit.back(f"/workshop/{visit.path['id']}{anchor}", told)


def move(visit: Visit) -> Response:
    """Another day, time or place."""

    def act(work: DatabaseWork, workshop: Workshop) -> str:
        values = accepted(move_form(workshop), visit.posted.values)
        to = day_in(values, "to")
        moved = move_workshop(work, workshop.id, to, starts_at=values["starts_at"], place=values["place"])
        return " ".join(["Der Workshop ist verlegt. Die Unterlagen entstehen neu.", *workshop_warnings(work, moved)])

    return _done(visit, act, MOVE)


def cancel(visit: Visit) -> Response:
    """Call it off with a reason."""

    def act(work: DatabaseWork, workshop: Workshop) -> str:
        values = accepted(cancel_form(), visit.posted.values)
        if values["reason"] == "sonstiges" and not values.get("text"):
            raise FormErrors({"text": "Bitte erläutern Sie den anderen Grund in einem Satz."})
        cancel_workshop(work, workshop.id, values["reason"], values.get("text", ""))
        return "Der Workshop ist abgesagt. Nachrichten an Angemeldete liegen als Entwürfe bereit."

    return _done(visit, act, CANCEL)


def invite(visit: Visit) -> Response:
    """Note that the initiative has its papers and invites."""

    def act(work: DatabaseWork, workshop: Workshop) -> str:
        invite_to_workshop(work, workshop.id)
        return "Vermerkt: Die Initiative hat ihre Unterlagen und lädt ein."

    return _done(visit, act)


def send_pack(visit: Visit) -> Response:
    """Send the invitation pack once more."""

    def act(work: DatabaseWork, workshop: Workshop) -> str:
        if send_pack_again(work, workshop.id) is None:
            return "Es ist kein Clustermanagement mit E-Mail-Adresse eingetragen; bitte zuerst im Register eintragen."
        return "Das Paket liegt im Postausgang."

    return _done(visit, act)


def release(visit: Visit) -> Response:
    """Release all drafts to those registered."""

    def act(work: DatabaseWork, workshop: Workshop) -> str:
        count = len(release_notices(work, workshop.id))
        return "1 Entwurf ist freigegeben." if count == 1 else f"{count} Entwürfe sind freigegeben."

    return _done(visit, act)


def register(visit: Visit) -> Response:
    """Put somebody on the list, for example after a telephone call."""

    def act(work: DatabaseWork, workshop: Workshop) -> str:
        values = accepted(register_form(), visit.posted.values)
        who = Registrant(values["name"], values.get("email", ""), values["organisation"], values["kind"])
        made = register_for(work, who, workshop_id=workshop.id)
        return f"{made.person.name} ist {made.state}."

    return _done(visit, act, REGISTER, "#anmeldungen")


def withdraw(visit: Visit) -> Response:
    """Take somebody off the list; the row stays."""

    def act(work: DatabaseWork, workshop: Workshop) -> str:
        found = next(
            (r for r in work.queries.registrations(workshop_id=workshop.id) if str(r.id) == visit.path["registration"]),
            None,
        )
        if found is None:
            raise NotFoundError("Diese Anmeldung gehört nicht zu diesem Workshop.")
        return f"{withdraw_registration(work, found.id).person.name} ist abgemeldet."

    return _done(visit, act, anchor="#anmeldungen")


def finish(visit: Visit) -> Response:
    """Say that an entry of the checklist is done."""

    def act(work: DatabaseWork, workshop: Workshop) -> str:
        item = visit.path["item"]
        known = {str(i.id) for i in workshop.engagement.due_items if i.workshop_id == workshop.id}
        if item not in known or len(item) > MOST_DIGITS:
            raise NotFoundError("Diese Aufgabe gehört nicht zu diesem Workshop.")
        done = finish_due(work, int(item), visit.value("outcome") or "erledigt")
        return f"Erledigt: {done.label}"

    return _done(visit, act, anchor="#checkliste")


def write_paper(visit: Visit) -> Response:
    """Write the attendance list or the name tags anew with everybody who is registered by now."""

    def act(work: DatabaseWork, workshop: Workshop) -> str:
        kind = visit.path["kind"]
        if kind not in _WRITERS:
            raise NotFoundError("Dieses Papier entsteht von selbst.")
        version = _WRITERS[kind](work, workshop.id)
        return f"{DOCUMENT_NAMES[kind].de} ist neu geschrieben (Fassung {version.label})."

    return _done(visit, act, anchor="#papiere")


def paper(visit: Visit) -> Response:
    """Download the newest version of a paper."""

    def look(work: DatabaseWork) -> tuple[str, bytes]:
        workshop, kind = workshop_of(visit, work), visit.path["kind"]
        document = workshop.engagement.document(kind, workshop) if kind in PAPERS else None
        if document is None or document.latest is None:
            raise NotFoundError("Dieses Papier gibt es (noch) nicht.")
        name = f"{DOCUMENT_NAMES[kind].de} {workshop.title} {workshop.engagement.number}.docx"
        return name, work.files.get(document.latest.sha256)

    name, content = visit.read(look)
    return visit.download(name, content, WORD_FILE)


PAGES = (
    Page("engagements.workshop_move", "POST", "/workshop/{id}/verlegen", WORKERS, move, "Workshop verlegen"),
    Page("engagements.workshop_cancel", "POST", "/workshop/{id}/absagen", WORKERS, cancel, "Workshop absagen"),
    Page("engagements.workshop_invite", "POST", "/workshop/{id}/einladen", WORKERS, invite, "Einladung vermerken"),
    Page("engagements.workshop_pack", "POST", "/workshop/{id}/paket", WORKERS, send_pack, "Einladungspaket senden"),
    Page("engagements.workshop_release", "POST", "/workshop/{id}/entwuerfe", WORKERS, release, "Entwürfe freigeben"),
    Page("engagements.workshop_register", "POST", "/workshop/{id}/anmeldungen", WORKERS, register, "Jemanden anmelden"),
    Page(
        "engagements.workshop_withdraw", "POST", "/workshop/{id}/anmeldungen/{registration}/abmelden", WORKERS, withdraw,
        "Anmeldung zurücknehmen",
    ),
    Page(
        "engagements.workshop_finish", "POST", "/workshop/{id}/aufgaben/{item}", WORKERS, finish,
        "Eintrag der Checkliste erledigen",
    ),
    Page("engagements.workshop_paper", "GET", "/workshop/{id}/papiere/{kind}", READERS, paper, "Papier herunterladen"),
    Page("engagements.workshop_write", "POST", "/workshop/{id}/papiere/{kind}", WORKERS, write_paper, "Papier neu schreiben"),
)  # fmt: skip
