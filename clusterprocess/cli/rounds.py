"""Commands of a portfolio round: one offering for many initiatives, its papers, its queue, its suggestions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import acting, opened, read, read_bytes, write_file

round_ = typer.Typer(no_args_is_help=True, help="Portfoliorunde: eine Leistung für viele Initiativen.")
offering = typer.Typer(no_args_is_help=True, help="Leistungen: Umfang, Kontingent, Warteschlange.")
MAX_SHEET = 20_000_000

Offering = Annotated[str, typer.Option("--offering", help="Leistung, zum Beispiel professionalisation.")]
Operation = Annotated[str, typer.Option("--operation", help="Aktenzeichen des Vorhabens.")]
Delivering = Annotated[str, typer.Option("--delivering", help="Leistende Organisation.")]
File = Annotated[Path, typer.Argument(help=".xlsx oder CSV; „round sheet“ schreibt eine Vorlage.")]
Lead = Annotated[str, typer.Option("--lead", help="Federführung, wo die Tabelle keine nennt.")]
Reviewer = Annotated[str, typer.Option("--reviewer", help="Prüfung, wo die Tabelle keine nennt.")]


@round_.command("sheet")
def sheet(
    out: Annotated[Path, typer.Option("--out", help="Wohin.")] = Path("runde.xlsx"),
    region: Annotated[str, typer.Option("--region", help="Nur diese Region.")] = "",
    field: Annotated[str, typer.Option("--field", help="Nur dieses Feld.")] = "",
    level: Annotated[str, typer.Option("--level", help="Nur diese interne Stufe, M0 bis M4.")] = "",
) -> None:
    """Eine Tabelle mit den Initiativen des Registers schreiben, um daraus eine Runde zu machen."""
    from clusterprocess.adapters.sheets.writer import write_table
    from clusterprocess.usecases.portfolio_round import COLUMNS

    names: list[str] = read(
        lambda w: [
            c.name
            for c in w.queries.clusters()
            if (not region or c.region == region)
            and (not field or c.field == field)
            and (not level or c.level == level)
        ]
    )
    today: date = read(lambda w: w.today)  # a day in every row makes the same table mean the same requests next week
    rows: list[list[str | date]] = [[name, today, "", "", "", ""] for name in names]
    write_file(out, write_table(rows, list(COLUMNS.values()), "Runde"))
    emit({"file": out, "rows": len(names)}, f"Geschrieben: {out} mit {len(names)} Initiativen; nicht gewünschte Zeilen bitte löschen.")  # fmt: skip


@round_.command("preview")
def preview(
    file: File,
    offering: Offering,
    operation: Operation,
    delivering: Delivering,
    lead: Lead = "",
    reviewer: Reviewer = "",
) -> None:
    """Zeigen, was die Runde anlegen würde, und jeden Fehler mit Zeile und Spalte."""
    from clusterprocess.adapters.sheets.reader import read_table
    from clusterprocess.usecases.portfolio_round import RoundTerms, preview_round

    rows = read_table(read_bytes(file, MAX_SHEET), file.name)
    terms = RoundTerms(offering, operation, delivering, lead, reviewer)
    found, faults = read(lambda w: preview_round(w, terms, rows))
    _tell("Vorschau der Runde", found, faults)
    if faults:
        raise typer.Exit(1)


@round_.command("start")
def start(
    file: File,
    offering: Offering,
    operation: Operation,
    delivering: Delivering,
    lead: Lead = "",
    reviewer: Reviewer = "",
) -> None:
    """Die Anfragen einer Runde aufnehmen: alles oder nichts; dieselbe Tabelle noch einmal legt nichts doppelt an."""
    from clusterprocess.adapters.sheets.reader import read_table
    from clusterprocess.usecases.portfolio_round import RoundTerms, start_round

    rows = read_table(read_bytes(file, MAX_SHEET), file.name)
    terms = RoundTerms(offering, operation, delivering, lead, reviewer)
    with opened() as app:
        done = app.run(acting(app), lambda w: start_round(w, terms, rows))
    _tell("Runde", done, [])


def _tell(title: str, rows: list[Any], faults: list[str]) -> None:
    table(
        title,
        ("Zeile", "Initiative", "Ergebnis", "Vorgang", "Anfrage", "kurz"),
        [(r.number, r.cluster, r.outcome, r.engagement, r.requested_on, "ja" if r.fast_lane else "") for r in rows],
        {"rows": rows, "faults": faults},
    )
    if faults:
        emit({"faults": faults}, "Fehler:\n- " + "\n- ".join(faults))


@round_.command("papers")
def papers(
    offering: Offering,
    to: Annotated[Path, typer.Option("--to", help="Ordner.")],
    year: Annotated[int | None, typer.Option("--year", help="Jahr der Anfrage; leer = alle.")] = None,
) -> None:
    """Die neueste Fassung jedes Ergebnisberichts einer Leistung in einen Ordner schreiben."""
    from clusterprocess.usecases.store_papers import newest_version

    def look(work: Any) -> list[tuple[str, str, bytes]]:
        found = []
        for engagement in work.queries.engagements():
            if engagement.offering == offering and (year is None or engagement.requested_on.year == year):
                version = newest_version(engagement)
                if version is not None:
                    found.append((engagement.number, version.label, work.files.get(version.sha256)))
        return found

    written = []
    for number, label, content in read(look):
        target = to / f"{number}_{label}.docx"
        write_file(target, content)
        written.append(target)
    emit({"files": written}, f"{len(written)} Papiere nach {to} geschrieben.")


@offering.command("list")
def list_offerings() -> None:
    """Die Leistungen mit Fassung, Zustimmungen, Workshops und Nachfragen."""
    from clusterprocess.domain.actors import ROLE_NAMES
    from clusterprocess.offerings.catalogue import OFFERINGS

    rows: list[dict[str, Any]] = [
        {
            "slug": o.slug,
            "letter": o.letter,
            "version": o.version,
            "title": o.title.de,
            "title_en": o.title.en,
            "approvers": [ROLE_NAMES[r].de for r in o.approvers({})],
            "follow_ups": [
                {"key": f.key, "after_days": f.after_days, "occasion": f.occasion.de, "from_level": f.from_level}
                for f in o.follow_ups
            ],
            "outcomes": [x.text.de for x in o.outcomes],
            "short_advice": o.fast_lane,
        }
        for o in OFFERINGS
    ]
    table(
        "Leistungen",
        ("Leistung", "Kürzel", "Fassung", "Name", "stimmen zu", "Nachfragen"),
        [
            (r["letter"], r["slug"], r["version"], r["title"], " → ".join(r["approvers"]), len(r["follow_ups"]))
            for r in rows
        ],
        rows,
    )


@offering.command("queue")
def queue(year: Annotated[int | None, typer.Option("--year", help="Jahr der Anfragen; leer = heute.")] = None) -> None:
    """Kontingent in Personentagen, wartende Anfragen mit dem Grund des Wartens, Ablehnungen mit ihrem Grund."""
    from clusterprocess.usecases.offering_queue import offering_queues

    queues = read(lambda w: offering_queues(w, year))
    lines = []
    for q in queues:
        lines.append(
            f"{q.title} {q.year}: Kontingent {q.quota_days:g}, verplant {q.planned_days:g}, frei {q.free_days:g} PT"
        )
        for item in q.waiting:
            why = "; ".join(item.reasons) or "kann angenommen werden"
            lines.append(f"  {item.number} {item.cluster} ({item.days:g} PT, {item.state}): {why}")
        lines += [f"  {d.number} {d.cluster}: abgelehnt ({d.reason})" for d in q.declined]
    emit(queues, "\n".join(lines))
