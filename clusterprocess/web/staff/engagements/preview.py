"""The PDF preview of one version: made beside the requests, shown in the browser's own viewer."""

from __future__ import annotations

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.adapters.pdf.previews import Progress
from clusterprocess.web.staff.contexts import MessagePage
from clusterprocess.web.staff.engagements.documents import found_version
from clusterprocess.web.staff.rights import READERS, Page
from clusterprocess.web.staff.visit import Visit

PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the viewers of Chrome and Edge need around a PDF; a PDF runs nothing of ours."""
ASK_AGAIN_SECONDS = 3

_WORDS = {
    Progress.MAKING: ("Die Vorschau wird erstellt", "Das dauert meist einige Sekunden. Die Seite lädt sich von selbst neu."),
    Progress.WAITING: ("Bitte einen Augenblick", "Gerade wird eine andere Vorschau erstellt; Ihre ist als nächste an der Reihe. Die Seite lädt sich von selbst neu."),
    Progress.FAILED: ("Keine Vorschau", "Aus dieser Datei ließ sich keine Vorschau machen. Bitte laden Sie die Word-Datei herunter; wenn Sie die Seite neu laden, wird es noch einmal versucht."),
}  # fmt: skip


def preview(visit: Visit) -> Response:
    """The PDF, or how far it is."""

    def look(work: DatabaseWork) -> tuple[str, str, bytes]:
        engagement, document, version = found_version(visit, work)
        name = f"{document.label} {engagement.number} {version.label}"
        return name, version.sha256, work.files.get(version.sha256)

    name, sha256, content = visit.read(look)
    back = f"/vorgang/{visit.path['number']}/dokumente"
    previews = visit.app.previews
    if not previews.is_available():
        sentence = "Auf diesem Rechner ist LibreOffice nicht eingerichtet, deshalb gibt es keine Vorschau. Bitte laden Sie die Word-Datei herunter."
        return visit.show("message.html", MessagePage("Keine Vorschau", (sentence,), back, "Zu den Dokumenten"))
    ready = previews.ready(sha256)
    if ready is not None:
        return _shown(visit, name, ready)
    progress = previews.order(sha256, content)
    title, sentence = _WORDS[progress]
    answer = visit.show("message.html", MessagePage(title, (f"{name}: {sentence}",), back, "Zu den Dokumenten"))
    if progress is not Progress.FAILED:
        answer.headers["refresh"] = str(ASK_AGAIN_SECONDS)
    return answer


def _shown(visit: Visit, name: str, content: bytes) -> Response:
    answer = visit.download(f"{name}.pdf", content, "application/pdf", inline=True)
    answer.headers["content-security-policy"] = PDF_POLICY
    return answer


PAGES = (
    Page("engagements.document_preview", "GET", "/vorgang/{number}/dokumente/{kind}/{version}/vorschau", READERS, preview, "Vorschau einer Fassung als PDF"),
)  # fmt: skip
