"""Word files: storing rendered ones, taking edited ones back, checking them, keeping changes with a reason."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.documents import DOCUMENT_NAMES, Document, DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, NotFoundError, RuleViolation
from clusterprocess.domain.events import DOCUMENT_CHECKED, DOCUMENT_DRAFTED, DOCUMENT_PUT_BACK, FIGURE_CHANGE_KEPT
from clusterprocess.domain.states import State
from clusterprocess.domain.workshops import Workshop
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import CheckReport, RenderedFile, Work

EDITABLE = frozenset({State.DRAFT, State.INTERNAL_REVIEW, State.CLUSTER_REVIEW})
NEWER_VERSION = "document_newer"
"""Rule that is broken when somebody put a version back after the one that the edited file was made from."""


def is_editable(engagement: Engagement) -> bool:
    """Whether the paper is being written; short advice writes its note right after the acceptance."""
    state = engagement.current_state
    return state in EDITABLE or (engagement.fast_lane and state is State.ACCEPTED)


def document_for(work: Work, engagement: Engagement, kind: str, workshop: Workshop | None = None) -> Document:
    """The engagement's document of a kind, created on first use."""
    found = engagement.document(kind, workshop)
    if found:
        return found
    document = Document(
        engagement_id=engagement.id,
        engagement_number=engagement.number,
        kind=kind,
        workshop_id=workshop.id if workshop else None,
    )
    engagement.documents.append(document)
    work.flush()
    return document


def store_rendered(
    work: Work,
    engagement: Engagement,
    kind: str,
    rendered: RenderedFile,
    label: str,
    step_key: str,
    workshop: Workshop | None = None,
) -> DocumentVersion:
    """Store a rendered file as the next version; the file is on disk before the row is committed."""
    document = document_for(work, engagement, kind, workshop)
    sha256 = work.files.put(rendered.content)
    version = document.add_version(
        label=label,
        origin="erzeugt",
        sha256=sha256,
        size_bytes=len(rendered.content),
        author_id="system",
        made_on=work.today,
        template=rendered.template,
        manifest=rendered.manifest,
        step_key=step_key,
    )
    document.record(DOCUMENT_DRAFTED, **_told(document, version))
    return version


def _told(document: Document, version: DocumentVersion) -> dict[str, Any]:
    return {
        "label": document.label,
        "kind": document.kind,
        "version": version.label,
        "sha256": version.sha256,
        "sha256_short": version.sha256[:12],
        "engagement": document.engagement_number,
    }


def put_back(
    work: Work,
    number: str,
    content: bytes,
    label: str | None = None,
    kind: str | None = None,
    based_on: str | None = None,
) -> DocumentVersion:
    """Take an edited Word file back as the next version and check it in the same transaction.

    Args:
        based_on: label of the newest version that the person knew of; None accepts whatever is there.

    Raises:
        InputError: the file is no plain Word document of this engagement, or equals the version that is there.
        RuleViolation: the paper is not being written in this state, or somebody else was faster (``based_on``).
    """
    engagement = work.queries.engagement(number, lock=True)
    actor = work.require(*STAFF)
    offering = offering_of(engagement)
    wanted = kind or offering.report_kind
    if not is_editable(engagement):
        raise RuleViolation("document_put", [f"Im Stand „{engagement.state}“ wird am Papier nicht geschrieben."])
    document = engagement.document(wanted)
    latest = document.latest if document else None
    if document is None or latest is None:
        raise NotFoundError(
            f"{DOCUMENT_NAMES[wanted].de}: Es gibt noch keinen Entwurf, der bearbeitet worden sein könnte."
        )
    if based_on is not None and based_on != latest.label:
        raise RuleViolation(
            NEWER_VERSION,
            [
                f"Inzwischen liegt Fassung {latest.label} vor; Ihre Datei wurde nicht abgelegt, damit nichts verloren geht."
            ],
        )
    wanted_label = label or next_label(latest.label)
    _require_free_label(document, wanted_label)
    work.services.documents.accept(content, number)
    report = check_content(work, engagement, content, latest)
    sha256 = work.files.put(content)
    if sha256 == latest.sha256:
        raise InputError(
            f"Datei: Sie ist gleich mit Fassung {latest.label}; es gibt nichts zurückzulegen.", field="file"
        )
    version = document.add_version(
        label=wanted_label,
        origin="bearbeitet",
        sha256=sha256,
        size_bytes=len(content),
        author_id=actor.id,
        made_on=work.today,
        template=latest.template,
        manifest=latest.manifest,
    )
    version.kept_changes = dict(latest.kept_changes)  # a reason given once holds for the same change
    document.record(DOCUMENT_PUT_BACK, number=version.number, **_told(document, version))
    note_check(document, version, report)
    return version


def _require_free_label(document: Document, label: str) -> None:
    """A label reads 0.91 and is given once; 1.0 is the program's own (ruling 15).

    Raises:
        InputError: it does not.
    """
    if not re.fullmatch(r"0\.\d{1,3}", label):
        raise InputError(
            f"Fassung (version): „{label[:30]}“ passt nicht; bitte 0.91 oder ähnlich, 1.0 stellt nur das Programm aus.",
            field="version",
        )
    if document.version_labelled(label):
        raise InputError(
            f"Fassung (version): {label} gibt es schon; die nächste wäre {next_label(document.versions[-1].label)}.",
            field="version",
        )


def next_label(label: str) -> str:
    """The label that follows: 0.9 is followed by 0.91, 0.95 by 0.96."""
    major, _, minor = label.partition(".")
    if len(minor) < 2:
        return f"{major}.{minor or 0}1"  # 0.9 is followed by 0.91, so that labels sort as they grew
    return f"{major}.{int(minor) + 1:02d}"


def check_content(work: Work, engagement: Engagement, content: bytes, latest: DocumentVersion) -> CheckReport:
    """Compare an edited file with what was generated."""
    publicity = process().publicity[engagement.operation.period]
    return work.services.documents.check(content, latest.manifest, publicity.statement, engagement.number)


def note_check(document: Document, version: DocumentVersion, report: CheckReport) -> None:
    """Store what the check found; changes that carry an earlier reason stay kept."""
    kept = {
        change.tag
        for change in report.changed
        if version.kept_changes.get(change.tag, {}).get("new") == (change.new or "")
    }
    open_points = [
        f"{c.title}: im Absatz „{c.paragraph[:80]}“ steht {c.new!r} statt {c.old!r}."
        if c.new is not None
        else f"{c.title}: die Zahl {c.old!r} fehlt (zuletzt im Absatz „{c.paragraph[:80]}“)."
        for c in report.changed
        if c.tag not in kept
    ]
    open_points += [f"Überschrift fehlt: {h}." for h in report.missing_headings]
    open_points += [f"{report.missing_charts} Diagramme fehlen."] if report.missing_charts else []
    open_points += report.publicity_faults
    open_points += [f"Übrig gebliebener Platzhalter: {left}." for left in report.leftovers]
    open_points += (
        [f"{report.tracked_changes} Änderungen sind noch nicht angenommen."] if report.tracked_changes else []
    )
    version.check = {**asdict(report), "open": open_points, "passed": not open_points, "publicity": report.publicity}
    document.record(
        DOCUMENT_CHECKED,
        outcome="ohne Beanstandung" if not open_points else f"mit {len(open_points)} offenen Punkten",
        changed=sum(c.new is not None for c in report.changed),
        lost=sum(c.new is None for c in report.changed),
        **_told(document, version),
    )


def recheck(work: Work, number: str, kind: str | None = None) -> DocumentVersion:
    """Check the newest version again, for example after the reasons were given."""
    engagement = work.queries.engagement(number, lock=True)
    work.require(*STAFF)
    document, version = _newest(engagement, kind)
    note_check(document, version, check_content(work, engagement, work.files.get(version.sha256), version))
    return version


def keep_changes(
    work: Work, number: str, reason: str, tags: list[str] | None = None, kind: str | None = None
) -> DocumentVersion:
    """Keep figures that were changed by hand, with a reason.

    Raises:
        InputError: no reason, or a tag that was not changed.
    """
    engagement = work.queries.engagement(number, lock=True)
    actor = work.require(*STAFF)
    document, version = _newest(engagement, kind)
    if not reason.strip():
        raise InputError(
            "Begründung (reason): fehlt; eine von Hand geänderte Zahl bleibt nur mit Grund.", field="reason"
        )
    changed = {c["tag"]: c for c in version.check.get("changed", [])}
    chosen = tags or list(changed)
    unknown = [t for t in chosen if t not in changed]
    if unknown or not chosen:
        raise InputError(
            f"Zahl (tag): {', '.join(unknown) or 'keine'} wurde nicht geändert; geändert sind: {', '.join(changed) or 'keine'}.",
            field="tag",
        )
    version.kept_changes = {
        **version.kept_changes,
        **{t: {"new": changed[t]["new"] or "", "reason": reason.strip(), "by": actor.id} for t in chosen},
    }
    document.record(FIGURE_CHANGE_KEPT, count=len(chosen), tags=sorted(chosen), **_told(document, version))
    note_check(document, version, check_content(work, engagement, work.files.get(version.sha256), version))
    return version


def refresh(work: Work, number: str, kind: str | None = None) -> tuple[DocumentVersion, list[str], list[str]]:
    """Bring figures, charts and untouched text blocks of an edited file up to date; nothing else is changed.

    Returns the new version, what was refreshed and what was left because somebody edited it.
    """
    from clusterprocess.usecases.write_documents import render_document

    engagement = work.queries.engagement(number, lock=True)
    actor = work.require(*STAFF)
    if not is_editable(engagement):
        raise RuleViolation("document_refresh", [f"Im Stand „{engagement.state}“ wird am Papier nicht geschrieben."])
    document, version = _newest(engagement, kind)
    fresh = render_document(work, engagement, document.kind, version.label)
    content, done, left = work.services.documents.refresh(work.files.get(version.sha256), version.manifest, fresh)
    sha256 = work.files.put(content)
    if sha256 == version.sha256:
        return version, done, left
    new = document.add_version(
        label=next_label(version.label),
        origin="aktualisiert",
        sha256=sha256,
        size_bytes=len(content),
        author_id=actor.id,
        made_on=work.today,
        template=version.template,
        manifest=fresh.manifest,
    )
    new.kept_changes = dict(version.kept_changes)
    document.record(DOCUMENT_PUT_BACK, number=new.number, **_told(document, new))
    note_check(document, new, check_content(work, engagement, content, new))
    return new, done, left


def _newest(engagement: Engagement, kind: str | None) -> tuple[Document, DocumentVersion]:
    wanted = kind or offering_of(engagement).report_kind
    document = engagement.document(wanted)
    if document is None or document.latest is None:
        raise NotFoundError(
            f"Dokument „{wanted[:40]}“ gibt es in {engagement.number} nicht; „clusterprocess document list“ zeigt alle."
        )
    return document, document.latest


def recheck_quietly(work: Work, engagement: Engagement) -> None:
    """The automated check of the newest edited version (step ``check_edited_paper``)."""
    document, version = _newest(engagement, None)
    note_check(document, version, check_content(work, engagement, work.files.get(version.sha256), version))
