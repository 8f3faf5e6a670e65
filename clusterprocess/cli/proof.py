"""Commands for auditors and for those who want to see one method alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import audit as read
from clusterprocess.cli.session import read_input

audit = typer.Typer(no_args_is_help=True, help="Prüfpfad: Kette prüfen, Geschichte erzählen, Läufe zeigen.")


@audit.command("verify")
def verify() -> None:
    """Die Kette der Prüfereignisse in der Datenbank nachrechnen."""
    from clusterprocess.domain.chain import verify_chain

    report = read(lambda w: verify_chain(w.queries.events()))
    data = {
        "size": report.size,
        "kind": report.kind,
        "head": report.head,
        "root": report.root,
        "intact": report.is_intact,
        "faults": list(report.faults),
    }
    verdict = "unversehrt" if report.is_intact else "VERSEHRT"
    demo = " Demo-Datenbank: kein Nachweis für ein echtes Vorhaben." if report.kind == "demo" else ""
    emit(
        data,
        "\n".join(
            [
                f"{report.size} Einträge, Kette {verdict}.{demo}",
                f"Letzter Eintrag {report.head}",
                f"Wurzel {report.root}",
                *report.faults,
            ]
        ),
    )
    if not report.is_intact:
        raise typer.Exit(1)


@audit.command("history")
def history(number: Annotated[str, typer.Argument(help="Vorgangsnummer.")]) -> None:
    """Die Geschichte eines Vorgangs in Sätzen."""
    from clusterprocess.usecases.tell_history import history as tell

    lines = read(lambda w: tell(w, number))
    emit([line.as_dict() for line in lines], "\n".join(line.text for line in lines))


@audit.command("runs")
def runs(number: Annotated[str, typer.Option("--engagement", help="Nur ein Vorgang.")] = "") -> None:
    """Jeder Lauf und jeder Versuch mit Ergebnis."""
    rows: list[dict[str, Any]] = read(
        lambda w: [
            {
                "run": r.id,
                "engagement": r.engagement_number,
                "attempt": r.attempt,
                "started_at": r.started_at,
                "ended_at": r.ended_at,
                "outcome": r.outcome,
                "waits_for": r.waits_for,
                "steps": [s["label"] for s in r.steps],
                "prefect_run": r.prefect_run_id,
            }
            for r in w.queries.runs(engagement=number or None)
        ]
    )
    table(
        "Läufe",
        ("Lauf", "Vorgang", "Versuch", "Beginn", "Ende", "Ergebnis", "erledigt", "wartet auf"),
        [
            (
                r["run"],
                r["engagement"],
                r["attempt"],
                r["started_at"],
                r["ended_at"],
                r["outcome"],
                ", ".join(r["steps"]),
                r["waits_for"],
            )
            for r in rows
        ],
        rows,
    )


def method(
    name: Annotated[str, typer.Argument(help="Kürzel (F2) oder Name; leer zeigt alle.")] = "",
    input_: Annotated[Path | None, typer.Option("--input", help="JSON- oder TOML-Datei mit den Eingaben.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Das Eingabeschema ausgeben.")] = False,
) -> None:
    """Eine Methode für sich rechnen: Ergebnis, Formel und Quelle."""
    import json

    from pydantic import ValidationError

    from clusterprocess.domain.errors import InputError, InputErrors
    from clusterprocess.methods.registry import METHODS, method_named

    if not name:
        rows = [
            {
                "code": m.code,
                "slug": m.slug,
                "title": m.title.de,
                "formula": m.formula,
                "source": m.source,
                "mark": m.mark,
            }
            for m in METHODS
        ]
        table(
            "Methoden",
            ("Kürzel", "Name", "Titel", "Formel"),
            [(r["code"], r["slug"], r["title"], r["formula"]) for r in rows],
            rows,
        )
        return
    chosen = method_named(name)
    if schema:
        print(json.dumps(chosen.input_model.model_json_schema(), ensure_ascii=False, indent=2))
        return
    if input_ is None:
        raise InputError(
            "Eingabe (--input): bitte eine JSON- oder TOML-Datei angeben; „--schema“ zeigt ihren Aufbau.", field="input"
        )
    try:
        data = chosen.input_model.model_validate(read_input(input_))
    except ValidationError as error:
        from clusterprocess.offerings.questions import sentence

        raise InputErrors([sentence(e, {}) for e in error.errors(include_url=False)]) from None
    result: Any = chosen.function(data).model_dump(mode="json")
    print(
        json.dumps(
            {
                "method": chosen.code,
                "title": chosen.title.de,
                "formula": chosen.formula,
                "unit": chosen.unit,
                "source": chosen.source,
                "mark": chosen.mark,
                "result": result,
            },
            ensure_ascii=False,
            indent=2,
        )
    )
