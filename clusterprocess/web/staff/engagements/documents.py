"""All papers of one engagement with their versions: what stands where, downloads, and the papers of the contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.documents import DOCUMENT_NAMES, Document, DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.domain.states import STATE_NAMES
from clusterprocess.usecases.keep_documents import is_editable
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.service_agreements import BEFORE_THE_END, DELIVERED, write_agreement, write_confirmation
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Visit

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SYSTEM_NAME = "System"
TAB = "/dokumente"
ORIGINS = {
    "erzeugt": "vom System geschrieben",
    "bearbeitet": "in Word bearbeitet",
    "aktualisiert": "aufgefrischt",
    "ausgestellt": "ausgestellt",
}


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version as the list shows it.

    Attributes:
        name: of the document, with the workshop it belongs to.
        state, tone: where it stands: issued, adopted, sent back, working copy, superseded.
        check, check_tone: what the check found, in words; ``check_href`` leads to it where it is the newest.
        href: the file; ``preview`` is the address of its PDF, empty where there can be none.
    """

    name: str
    label: str
    origin: str
    made_on: date
    author: str
    sha256: str
    state: str
    tone: str
    check: str
    check_tone: str
    check_href: str
    href: str
    preview: str


@dataclass(frozen=True, slots=True)
class PaperButton:
    """A paper of the contract: a button that writes it, or why it cannot be written now."""

    label: str
    action: str
    hindrance: str


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """All documents of an engagement.

    Attributes:
        result: versions of the paper that the service delivers, the newest first; ``others`` everything else.
        put_back, check, compare: addresses; empty where there is nothing to do or the person may not.
        why_not: why nothing can be put back, for those who otherwise could.
        has_previews: LibreOffice is present.
    """

    title: str
    head: EngagementHead
    result_name: str
    result: tuple[VersionLine, ...]
    others: tuple[VersionLine, ...]
    put_back: str
    check: str
    compare: str
    why_not: str
    papers: tuple[PaperButton, ...]
    links: tuple[tuple[str, str], ...]
    has_previews: bool


def overview(visit: Visit) -> Response:
    """Every document with every version."""
    return visit.show("engagements/documents.html", visit.read(lambda work: _page(visit, work)))


def _page(visit: Visit, work: DatabaseWork) -> DocumentsPage:
    engagement = visit.engagement(work)
    kind = offering_of(engagement).report_kind
    documents = work.queries.documents_of(engagement.id)
    result = tuple(v for d in documents if d.kind == kind for v in _lines(visit, work, engagement, [d]))
    others = _lines(visit, work, engagement, [d for d in documents if d.kind != kind])
    base = f"/vorgang/{engagement.number}/dokumente"
    may_work = visit.may(*WORKERS)
    editable = is_editable(engagement)
    return DocumentsPage(
        "Dokumente",
        head_of(engagement, TAB),
        DOCUMENT_NAMES[kind].de,
        result,
        others,
        f"{base}/hochladen" if may_work and editable and result else "",
        f"{base}/{kind}/pruefung" if result else "",
        f"{base}/{kind}/vergleich" if len(result) > 1 else "",
        _why_not(engagement, result) if may_work else "",
        _papers(engagement) if may_work else (),
        _links(engagement),
        visit.app.previews.is_available(),
    )


def _lines(
    visit: Visit, work: DatabaseWork, engagement: Engagement, documents: Sequence[Document]
) -> tuple[VersionLine, ...]:
    names = {"system": SYSTEM_NAME, **work.queries.person_names({v.author_id for d in documents for v in d.versions})}
    workshops = {w.id: w.title for w in engagement.workshops} if any(d.workshop_id for d in documents) else {}
    previews = visit.app.previews.is_available()
    found = []
    for document in documents:
        name = name_of(document, workshops)
        for version in reversed(document.versions):
            found.append(_line(engagement, document, version, name, names, previews))
    return tuple(found)


def name_of(document: Document, workshops: Mapping[int, str]) -> str:
    """The name of a document, with its workshop."""
    title = workshops.get(document.workshop_id or 0, "")
    return f"{document.label}, {title}" if title else document.label


def _line(
    engagement: Engagement, document: Document, version: DocumentVersion, name: str, names: Mapping[str, str], pdf: bool
) -> VersionLine:
    state, tone = state_of(engagement, document, version)
    check, check_tone = check_words(version)
    href = f"/vorgang/{engagement.number}/dokumente/{document.kind}/{version.id}"
    is_checked = bool(version.check) and version is document.latest and document.workshop_id is None
    return VersionLine(
        name, version.label, ORIGINS.get(version.origin, version.origin), version.made_on,
        names.get(version.author_id, "nicht mehr angelegt"), version.sha256[:12], state, tone, check, check_tone,
        f"/vorgang/{engagement.number}/dokumente/{document.kind}/pruefung" if is_checked else "",
        href, f"{href}/vorschau" if pdf else "",
    )  # fmt: skip


def state_of(engagement: Engagement, document: Document, version: DocumentVersion) -> tuple[str, str]:
    """Where a version stands, and the tone of its tag."""
    if version.origin == "ausgestellt":
        return "ausgestellt", "good"
    if engagement.adopted_sha256 == version.sha256:
        return "beschlossen", "good"
    told = [a for a in engagement.approvals if a.sha256 == version.sha256]
    if told and not told[-1].given:
        return "zurückgewiesen", "bad"
    if version is document.latest:
        return ("im Entwurf", "calm") if document.kind == offering_of(engagement).report_kind else ("aktuell", "calm")
    return "abgelöst", ""


def check_words(version: DocumentVersion) -> tuple[str, str]:
    """What the check found, and the tone of its tag."""
    if not version.check:
        return "", ""
    points = len(version.check.get("open", []))
    if version.is_checked_clean:
        return "ohne Beanstandung", "good"
    if not points:
        return "nicht bestanden", "warn"
    return ("1 offener Punkt" if points == 1 else f"{points} offene Punkte"), "warn"


def _why_not(engagement: Engagement, result: Sequence[VersionLine]) -> str:
    state = STATE_NAMES[engagement.current_state].de
    if not result:
        return f"Das Papier ist noch nicht geschrieben; der Vorgang steht bei „{state}“."
    if not is_editable(engagement):
        return (
            f"Der Vorgang steht bei „{state}“: Am Papier wird jetzt nicht geschrieben, es nimmt keine neue Fassung an."
        )
    return ""


def _papers(engagement: Engagement) -> tuple[PaperButton, ...]:
    state = engagement.current_state
    ended = f"Im Stand „{STATE_NAMES[state].de}“ wird keine Vereinbarung mehr geschlossen."
    early = "Geht, sobald ein Ergebnis freigegeben ist."
    base = f"/vorgang/{engagement.number}/dokumente"
    return (
        PaperButton(DOCUMENT_NAMES["leistungsvereinbarung"].de, f"{base}/vereinbarung", "" if state in BEFORE_THE_END else ended),
        PaperButton(DOCUMENT_NAMES["leistungsbestaetigung"].de, f"{base}/bestaetigung", "" if state in DELIVERED else early),
    )  # fmt: skip


def _links(engagement: Engagement) -> tuple[tuple[str, str], ...]:
    base = f"/vorgang/{engagement.number}"
    minutes = () if engagement.fast_lane else (("Protokolle, Einladungen und Listen je Workshop", f"{base}/workshops"),)
    return (
        *minutes,
        ("Mails und Entwürfe mit ihren Anlagen", f"{base}/nachrichten"),
        ("Wirkungsvermerk und Nachbefragung", f"{base}/nachbefragung"),
    )


# --- one version


def found_version(visit: Visit, work: DatabaseWork) -> tuple[Engagement, Document, DocumentVersion]:
    """The version that the address names by id or label, of the engagement that it names.

    Raises:
        NotFoundError: there is none, or it belongs to another engagement.
    """
    engagement = visit.engagement(work)
    kind, wanted = visit.path["kind"], visit.path["version"]
    documents = [d for d in work.queries.documents_of(engagement.id) if d.kind == kind]
    pairs = [(d, v) for d in documents for v in d.versions]
    found = next((p for p in pairs if str(p[1].id) == wanted), None) or next(
        (p for p in reversed(pairs) if p[1].label == wanted), None
    )
    if found is None:
        raise NotFoundError("Diese Fassung gibt es in diesem Vorgang nicht.")
    return engagement, *found


def chosen_document(work: DatabaseWork, engagement: Engagement, kind: str) -> Document:
    """The engagement's own document of a kind, with its versions.

    Raises:
        NotFoundError: there is none yet.
    """
    for document in work.queries.documents_of(engagement.id):
        if document.kind == kind and document.workshop_id is None and document.versions:
            return document
    name = DOCUMENT_NAMES[kind].de if kind in DOCUMENT_NAMES else "Dieses Papier"
    raise NotFoundError(f"{name}: Davon gibt es in diesem Vorgang keine Fassung.")


def download(visit: Visit) -> Response:
    """One version as it is stored."""

    def look(work: DatabaseWork) -> tuple[str, bytes]:
        engagement, document, version = found_version(visit, work)
        workshops = {w.id: w.title for w in engagement.workshops} if document.workshop_id else {}
        return f"{name_of(document, workshops)} {engagement.number} {version.label}", work.files.get(version.sha256)

    name, content = visit.read(look)
    return visit.download(f"{name}.docx", content, WORD)


def agreement(visit: Visit) -> Response:
    """Write the service agreement."""
    return _written(visit, "leistungsvereinbarung", write_agreement)


def confirmation(visit: Visit) -> Response:
    """Write the confirmation of service."""
    return _written(visit, "leistungsbestaetigung", write_confirmation)


def _written(visit: Visit, kind: str, write: Callable[[Work, str], DocumentVersion]) -> Response:
    number, before = visit.read(lambda work: _count_of(visit, work, kind))
    label, made = visit.act(lambda work: (lambda v: (v.label, v.number))(write(work, number)))
    was_there = made <= before
    name = DOCUMENT_NAMES[kind].de
    note = (
        f"{name}: Fassung {label} ist noch aktuell; es war nichts neu zu schreiben."
        if was_there
        else f"{name}: Fassung {label} ist geschrieben und steht unter „Weitere Papiere“."
    )
    return visit.back(f"/vorgang/{number}/dokumente", note)


def _count_of(visit: Visit, work: DatabaseWork, kind: str) -> tuple[str, int]:
    """Number of the engagement and how many versions of a paper it has."""
    engagement = visit.engagement(work)
    found = [d for d in work.queries.documents_of(engagement.id) if d.kind == kind]
    return engagement.number, sum(len(d.versions) for d in found)


PAGES = (
    Page("engagements.document_list", "GET", "/vorgang/{number}/dokumente", READERS, overview, "Dokumente eines Vorgangs"),
    Page("engagements.document_agreement", "POST", "/vorgang/{number}/dokumente/vereinbarung", WORKERS, agreement, "Leistungsvereinbarung schreiben"),
    Page("engagements.document_confirmation", "POST", "/vorgang/{number}/dokumente/bestaetigung", WORKERS, confirmation, "Leistungsbestätigung schreiben"),
)  # fmt: skip
VERSION_PAGES = (
    Page("engagements.document_download", "GET", "/vorgang/{number}/dokumente/{kind}/{version}", READERS, download, "Eine Fassung herunterladen"),
)  # fmt: skip
"""Registered after every page below ``/dokumente/{kind}``, because ``{version}`` fits them all."""
