"""What the demo leaves behind: documents, check report, history; and the overview of the real register."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from clusterprocess.bootstrap import App, open_app
from clusterprocess.config import Settings
from clusterprocess.demo.people import SYSTEM
from clusterprocess.domain.birth import DatabaseKind
from clusterprocess.domain.chain import verify_chain
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.sampledata.entries import real_entries
from clusterprocess.usecases.import_register import import_register
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.report_portfolio import portfolio_overview
from clusterprocess.usecases.store_papers import newest_version
from clusterprocess.usecases.tell_history import history


def collect(app: App, home: Path, number: str) -> None:
    """Write every document version, the check report of the edited file and the history as files."""
    folder = home / "dokumente"
    folder.mkdir(exist_ok=True)
    versions: list[dict[str, Any]] = app.run(
        SYSTEM,
        lambda w: [
            {
                "kind": d.kind,
                "workshop": d.workshop_id,
                "label": v.label,
                "sha256": v.sha256,
                "check": v.check,
                "kept": v.kept_changes,
            }
            for d in w.queries.engagement(number).documents
            for v in d.versions
        ],
    )
    for version in versions:
        name = f"{version['kind']}{'_workshop' + str(version['workshop']) if version['workshop'] else ''}_{version['label']}.docx"
        (folder / name).write_bytes(app.files.get(version["sha256"]))
        if version["check"] and version["kind"] == "strategiepapier":
            (home / f"pruefbericht_{version['label']}.txt").write_text(_check_report(version), encoding="utf-8")
    lines = app.run(SYSTEM, lambda w: history(w, number))
    report = app.run(SYSTEM, lambda w: verify_chain(w.queries.events()))
    verdict = (
        f"{report.size} Einträge in der Kette, {'unversehrt' if report.is_intact else 'VERSEHRT'}. Demo-Datenbank."
    )
    (home / "historie.txt").write_text(
        "\n".join(
            [
                f"Geschichte des Vorgangs {number} (Demo – Beispieldaten)",
                "",
                *(line.text for line in lines),
                "",
                verdict,
                "",
            ]
        ),
        encoding="utf-8",
    )


def collect_papers(app: App, home: Path, but: str) -> list[tuple[str, str]]:
    """Write the newest paper of every other handed-over engagement; returns path below ``home`` and title of each."""

    def look(work: Any) -> list[tuple[str, str, str]]:
        found = []
        for engagement in work.queries.engagements():
            version = newest_version(engagement)
            if engagement.number != but and version is not None and version.label == "1.0":
                title = DOCUMENT_NAMES[offering_of(engagement).report_kind].de
                found.append((engagement.number, title, version.sha256))
        return found

    papers = []
    for number, title, sha256 in app.run(SYSTEM, look):
        target = home / "dokumente" / f"{number} {title}.docx"
        target.write_bytes(app.files.get(sha256))
        papers.append((target.relative_to(home).as_posix(), f"{title}, Fassung 1.0"))
    return papers


def _check_report(version: dict[str, Any]) -> str:
    check = version["check"]
    lines = [f"Prüfbericht zur Fassung {version['label']} (Demo – Beispieldaten)", f"SHA-256 {version['sha256']}", ""]
    lines.append("Ergebnis: ohne offene Punkte." if check.get("passed") else "Ergebnis: offene Punkte.")
    for change in check.get("changed", []):
        kept = version["kept"].get(change["tag"])
        lines.append(
            f"- {change['title']} ({change['tag']}): alt {change['old']!r}, neu {change['new']!r}; Absatz: {change['paragraph']}"
        )
        if kept:
            lines.append(f"  behalten mit Begründung: {kept['reason']}")
    lines += [f"- {point}" for point in check.get("open", [])]
    lines.append("Publizität: vollständig." if check.get("publicity") else "Publizität: unvollständig.")
    lines.append(f"Bearbeitete Textblöcke: {', '.join(check.get('edited_blocks', [])) or 'keine'}.")
    return "\n".join(lines) + "\n" + json.dumps({"tags": sorted(c["tag"] for c in check.get("changed", []))}) + "\n"


def register_overview(settings: Settings) -> dict[str, Any]:
    """Import the real register into a database born real and write the overview as Word file."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with open_app(settings, kind=DatabaseKind.REAL) as app:
        entries = tuple(real_entries())
        app.run(SYSTEM, lambda w: import_register(w, entries, "real"))
        context = app.run(SYSTEM, portfolio_overview)
        target = settings.home / "Registerueberblick.docx"
        target.write_bytes(app.documents.render("shared/ueberblick.docx", context).content)
    return {"file": str(target), "clusters": len(entries)}
