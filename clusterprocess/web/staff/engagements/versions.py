"""The check of the newest version of a document: what it found, keeping changed figures with a reason, refreshing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.documents import Document, DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted
from clusterprocess.usecases.keep_documents import (
    is_editable,
    keep_changes,
    recheck,
    refresh,
)
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.documents import (
    ORIGINS,
    SYSTEM_NAME,
    TAB,
    check_words,
    chosen_document,
)
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

NAMED_IN_NOTE = 6
"""So many untouched places are named right after refreshing; all of them stand on the page of the check."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure that reads differently from what the program computed.

    Attributes:
        new: what stands there now; empty where the figure is gone.
        reason: why it stays, and who said so; empty while it is open.
    """

    tag: str
    title: str
    paragraph: str
    old: str
    new: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What the check found in the newest version of a document.

    Attributes:
        passed: nothing is left to decide.
        points: (what, remedy) of everything beside figures that has to be put right in Word.
        remarks: sentences about what is allowed and worth knowing; ``untouched`` where people rewrote own texts.
        form: reason for keeping figures; empty where there is nothing to keep or the person may not.
    """

    title: str
    head: EngagementHead
    document: str
    label: str
    origin: str
    words: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    passed: bool
    figures: tuple[FigureLine, ...]
    points: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    untouched: tuple[str, ...]
    base: str
    download: str
    compare: str
    may_work: bool
    may_edit: bool
    sections: tuple[SectionView, ...]
    errors: tuple[Fault, ...]

    @property
    def open_figures(self) -> tuple[FigureLine, ...]:
        return tuple(f for f in self.figures if not f.reason)


def show_check(visit: Visit) -> Response:
    """What the check found in the newest version."""
    return _check_page(visit)


def keep(visit: Visit) -> Response:
    """Keep figures changed by hand, with a reason."""
    number, kind = visit.path["number"], visit.path["kind"]
    tags = visit.many("tag")
    try:
        reason = str(accepted(_reason_form(), visit.posted.values)["reason"])
        if not tags:
            raise InputError("Zahlen: Bitte kreuzen Sie an, welche Zahlen bleiben sollen.", field="tag")

        def act(work: DatabaseWork) -> str:
            return keep_changes(work, visit.engagement(work).number, reason, tags, kind).label

        label = visit.act(act)
    except InputError as error:
        return _check_page(visit, error)
    told = "Eine Zahl bleibt" if len(tags) == 1 else f"{len(tags)} Zahlen bleiben"
    return visit.back(f"/vorgang/{number}/dokumente/{kind}/pruefung", f"Fassung {label}: {told} mit Ihrer Begründung.")


def check_again(visit: Visit) -> Response:
    """Check the newest version once more."""
    number, kind = visit.path["number"], visit.path["kind"]
    label, words = visit.act(
        lambda work: (lambda v: (v.label, check_words(v)[0]))(recheck(work, visit.engagement(work).number, kind))
    )
    return visit.back(
        f"/vorgang/{number}/dokumente/{kind}/pruefung", f"Fassung {label} ist noch einmal geprüft: {words}."
    )


def freshen(visit: Visit) -> Response:
    """Bring figures, charts and untouched texts up to date."""
    number, kind = visit.path["number"], visit.path["kind"]

    def act(work: DatabaseWork) -> tuple[str, list[str], tuple[str, ...]]:
        version, done, left = refresh(work, visit.engagement(work).number, kind)
        return version.label, done, _places(work, version, left)

    return visit.back(f"/vorgang/{number}/dokumente/{kind}/pruefung", refreshed_words(*visit.act(act)))


def refreshed_words(label: str, done: Sequence[str], left: Sequence[str]) -> str:
    """What refreshing did, in one or two sentences."""
    changed = {0: "Es war nichts aufzufrischen.", 1: "Eine Stelle ist aufgefrischt."}.get(
        len(done), f"{len(done)} Stellen sind aufgefrischt."
    )
    if not left:
        return f"Fassung {label}: {changed}"
    named = ", ".join(left[:NAMED_IN_NOTE])
    more = f" und {len(left) - NAMED_IN_NOTE} weitere" if len(left) > NAMED_IN_NOTE else ""
    return f"Fassung {label}: {changed} Nicht angetastet, weil jemand sie bearbeitet hat: {named}{more}."


def _places(work: DatabaseWork, version: DocumentVersion, blocks: Sequence[str]) -> tuple[str, ...]:
    """Where edited places stand, as people find them in the paper: the key of an own text becomes its chapter."""
    if not blocks:
        return ()
    chapters = work.services.documents.text_places(work.files.get(version.sha256))
    return tuple(dict.fromkeys(_place(block, chapters) for block in blocks))


def _place(block: str, chapters: Mapping[str, str]) -> str:
    key = block.removeprefix("Text „").removesuffix("“")
    if key not in chapters:
        return block if " " in key else "ein Abschnitt, der nicht mehr im Papier steht"
    return f"Kapitel „{chapters[key]}“" if chapters[key] else "vor dem ersten Kapitel"


def _reason_form() -> GuestForm:
    return form(
        FormField(
            "reason",
            FieldKind.LONG_TEXT,
            Text("Begründung"),
            "Warum gilt die Zahl im Papier und nicht die berechnete? Das lesen auch Prüferinnen und Prüfer.",
            required=True,
            most=2000,
        )
    )


def _check_page(visit: Visit, error: UsageError | None = None) -> Response:
    def look(work: DatabaseWork) -> CheckPage:
        engagement = visit.engagement(work)
        document = chosen_document(work, engagement, visit.path["kind"])
        return _drawn_check(visit, work, engagement, document, document.versions[-1], error)

    return visit.show("engagements/check.html", visit.read(look), 422 if error else 200)


def _drawn_check(
    visit: Visit,
    work: DatabaseWork,
    engagement: Engagement,
    document: Document,
    version: DocumentVersion,
    error: UsageError | None,
) -> CheckPage:
    kept = version.kept_changes
    names = {"system": SYSTEM_NAME, **work.queries.person_names({version.author_id, *(k["by"] for k in kept.values())})}
    figures = tuple(_figure(change, kept, names) for change in version.check.get("changed", []))
    may_work = visit.may(*WORKERS)
    sections, faults = drawn(_reason_form(), dict(visit.posted.values) if error else None, error)
    base = f"/vorgang/{engagement.number}/dokumente/{document.kind}"
    words, tone = check_words(version)
    origin = ORIGINS.get(version.origin, version.origin)
    facts = (
        ("Fassung", version.label),
        ("Herkunft", f"{origin}, {version.made_on:%d.%m.%Y}, {names.get(version.author_id, 'nicht mehr angelegt')}"),
        ("SHA-256", version.sha256[:12]),
    )
    return CheckPage(
        "Prüfung", head_of(engagement, TAB), document.label, version.label, origin, words, tone, facts,
        version.is_checked_clean, figures, points_of(version.check), remarks_of(version.check),
        _places(work, version, version.check.get("edited_blocks", [])), base, f"{base}/{version.id}",
        f"{base}/vergleich" if len(document.versions) > 1 else "", may_work,
        may_work and is_editable(engagement) and version.label.startswith("0."), sections, faults,
    )  # fmt: skip


def _figure(change: Mapping[str, Any], kept: Mapping[str, Any], names: Mapping[str, str]) -> FigureLine:
    new = change.get("new")
    stays = kept.get(change["tag"], {})
    holds = bool(stays) and stays.get("new") == (new or "")
    return FigureLine(
        change["tag"], change["title"], change["paragraph"], change["old"], new or "",
        stays["reason"] if holds else "", names.get(stays["by"], "") if holds else "",
    )  # fmt: skip


def points_of(check: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Everything beside figures that has to be put right in Word, each with its remedy."""
    found = [
        (f"Überschrift fehlt: {heading}", "Bitte die Überschrift wieder einsetzen oder den Text unter sie zurückholen.")
        for heading in check.get("missing_headings", [])
    ]
    if charts := int(check.get("missing_charts", 0)):
        told = "Ein Diagramm fehlt" if charts == 1 else f"{charts} Diagramme fehlen"
        found.append(
            (told, "Bitte aus der vorigen Fassung kopieren; „Auffrischen“ setzt gelöschte Diagramme nicht neu ein.")
        )
    found += [(fault, "Ohne Emblem, Förderhinweis und Vorgangsnummer kann das Papier nicht ausgestellt werden.")
              for fault in check.get("publicity_faults", [])]  # fmt: skip
    found += [
        (f"Übrig gebliebener Platzhalter: {left}", "Bitte durch Text ersetzen oder löschen.")
        for left in check.get("leftovers", [])
    ]
    if changes := int(check.get("tracked_changes", 0)):
        told = "Eine nachverfolgte Änderung ist" if changes == 1 else f"{changes} nachverfolgte Änderungen sind"
        found.append((f"{told} nicht entschieden", "Bitte in Word unter „Überprüfen“ annehmen oder ablehnen."))
    return tuple(found)


def remarks_of(check: Mapping[str, Any]) -> tuple[str, ...]:
    """What is allowed and worth knowing before the paper goes on."""
    comments = int(check.get("comments", 0))
    if not comments:
        return ()
    told = "Ein Kommentar steht" if comments == 1 else f"{comments} Kommentare stehen"
    return (f"{told} am Rand. Kommentare gehen mit, wenn das Papier weitergegeben wird; bitte vorher entfernen.",)


PAGES = (
    Page("engagements.document_check", "GET", "/vorgang/{number}/dokumente/{kind}/pruefung", READERS, show_check, "Prüfung der neuesten Fassung"),
    Page("engagements.document_recheck", "POST", "/vorgang/{number}/dokumente/{kind}/pruefung", WORKERS, check_again, "Neueste Fassung noch einmal prüfen"),
    Page("engagements.document_keep", "POST", "/vorgang/{number}/dokumente/{kind}/behalten", WORKERS, keep, "Von Hand geänderte Zahlen mit Begründung behalten"),
    Page("engagements.document_refresh", "POST", "/vorgang/{number}/dokumente/{kind}/auffrischen", WORKERS, freshen, "Zahlen und Diagramme auffrischen"),
)  # fmt: skip
