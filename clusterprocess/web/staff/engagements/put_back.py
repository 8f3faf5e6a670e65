"""The form that takes a Word file edited by people, and what is said when it cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, RuleViolation, UsageError
from clusterprocess.usecases.keep_documents import NEWER_VERSION, next_label, put_back
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.web.staff.engagements.documents import TAB, chosen_document
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.rights import WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit, faults_of

FILE_FIELD = "file"


@dataclass(frozen=True, slots=True)
class PutBackPage:
    """The form that takes an edited file.

    Attributes:
        based_on: label of the newest version when the page was drawn.
        kinds: (slug, name, newest label) of what can come back; the first is chosen.
        newer: somebody put a version back meanwhile; ``compare`` leads to what she changed.
    """

    title: str
    head: EngagementHead
    action: str
    cancel: str
    document: str
    kind: str
    based_on: str
    next_label: str
    others: tuple[tuple[str, str], ...]
    errors: tuple[Fault, ...]
    newer: bool = False
    compare: str = ""


def ask_file(visit: Visit) -> Response:
    """The form for an edited file."""
    return _put_back_page(visit, visit.query.get("papier", ""))


def take_file(visit: Visit) -> Response:
    """Keep the file as the next version and show its check at once."""
    number, kind, based_on = visit.path["number"], visit.value("kind"), visit.value("based_on")
    try:
        content = _file(visit)
        kind = visit.read(lambda work: _kind(visit, work, kind))
        # a transaction of its own: what is read before the use case locks the engagement would hide a faster version
        label = visit.act(lambda work: put_back(work, number, content, None, kind, based_on or None).label)
    except (InputError, RuleViolation) as error:
        return _put_back_page(visit, kind, error)
    return visit.back(f"/vorgang/{number}/dokumente/{kind}/pruefung", f"Fassung {label} ist abgelegt und geprüft.")


def _file(visit: Visit) -> bytes:
    """The posted file.

    Raises:
        InputError: none, several, or the name does not end in .docx.
    """
    uploads = visit.posted.files.get(FILE_FIELD, ())
    if len(uploads) != 1 or not uploads[0].content:
        raise InputError("Datei: Bitte wählen Sie eine Word-Datei aus.", field=FILE_FIELD)
    ending = uploads[0].name.lower().rpartition(".")[2]
    if ending == "docm":
        raise InputError(
            "Datei: Dateien mit Makros (.docm) werden nicht angenommen; bitte in Word als „Word-Dokument (.docx)“ speichern.",
            field=FILE_FIELD,
        )
    if ending != "docx":
        raise InputError(
            "Datei: Bitte wählen Sie die in Word gespeicherte Datei mit der Endung .docx.", field=FILE_FIELD
        )
    return uploads[0].content


def _kind(visit: Visit, work: DatabaseWork, wanted: str) -> str:
    """The kind that was posted where people write it in the engagement of the address, else the paper of the service."""
    engagement = visit.engagement(work)
    return wanted if wanted in _editable_kinds(work, engagement) else offering_of(engagement).report_kind


def _editable_kinds(work: DatabaseWork, engagement: Engagement) -> dict[str, str]:
    """Papers whose versions people write (0.x), with the newest label; the paper of the service comes first."""
    report = offering_of(engagement).report_kind
    found = {
        d.kind: d.latest.label
        for d in work.queries.documents_of(engagement.id)
        if d.workshop_id is None and d.latest and d.latest.label.startswith("0.")
    }
    return dict(sorted(found.items(), key=lambda pair: pair[0] != report))


def _put_back_page(visit: Visit, kind: str, error: UsageError | None = None) -> Response:
    def look(work: DatabaseWork) -> PutBackPage:
        engagement = visit.engagement(work)
        kinds = _editable_kinds(work, engagement)
        wanted = kind if kind in kinds else next(iter(kinds), offering_of(engagement).report_kind)
        document = chosen_document(work, engagement, wanted)
        label = kinds.get(wanted, document.versions[-1].label)
        base = f"/vorgang/{engagement.number}/dokumente"
        newer = isinstance(error, RuleViolation) and error.rule == NEWER_VERSION
        return PutBackPage(
            "Bearbeitete Fassung zurücklegen", head_of(engagement, TAB), f"{base}/hochladen", base,
            DOCUMENT_NAMES[wanted].de, wanted, label, next_label(label),
            tuple((DOCUMENT_NAMES[k].de, f"{base}/hochladen?papier={k}") for k in kinds if k != wanted),
            faults_of(error) if error else (), newer, f"{base}/{wanted}/vergleich" if newer else "",
        )  # fmt: skip

    status = 200 if error is None else 409 if isinstance(error, RuleViolation) else 422
    return visit.show("engagements/put_back.html", visit.read(look), status)


PAGES = (
    Page("engagements.document_ask_file", "GET", "/vorgang/{number}/dokumente/hochladen", WORKERS, ask_file, "Formular: bearbeitete Fassung zurücklegen"),
    Page("engagements.document_put_back", "POST", "/vorgang/{number}/dokumente/hochladen", WORKERS, take_file, "Bearbeitete Fassung zurücklegen und prüfen", uploads=True),
)  # fmt: skip
