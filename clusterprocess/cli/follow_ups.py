"""Commands of follow-ups: what is planned, the questions, answers taken down by staff, silence, results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import day, read, read_input, run, write_file

if TYPE_CHECKING:
    from clusterprocess.domain.follow_ups import FollowUpSurvey
    from clusterprocess.offerings.standard.follow_up_results import Results

followup = typer.Typer(no_args_is_help=True, help="Nachbefragungen nach der Übergabe: Plan, Antworten, Ergebnis.")

Number = Annotated[str, typer.Argument(help="Vorgangsnummer.")]
Id = Annotated[int, typer.Argument(help="Nummer der Nachbefragung aus „followup list“.")]


@followup.command("list")
def list_(number: Number) -> None:
    """Die Nachbefragungen eines Vorgangs mit Tag und Stand."""
    rows: list[dict[str, Any]] = read(lambda w: [_row(s) for s in w.queries.engagement(number).follow_ups])
    table(
        f"Nachbefragungen {number}",
        ("Nr.", "Schlüssel", "Anlass", "vorgesehen", "Stand", "beantwortet"),
        [(r["id"], r["key"], r["occasion"], r["due_on"], _worded(r["state"]), r["answered_on"]) for r in rows],
        rows,
    )


@followup.command("show")
def show(follow_up_id: Id) -> None:
    """Eine Nachbefragung: wie ihr Tag gerechnet ist, ihr Umfang, die neuesten Antworten."""
    from clusterprocess.usecases.follow_ups import form_of

    def look(work: Any) -> dict[str, Any]:
        survey = work.queries.follow_up(follow_up_id)
        form, latest = form_of(survey, work.today), survey.latest
        return {
            **_row(survey),
            "minutes": form.minutes,
            "questions": [f.label.de for f in form.fields],
            "versions": [
                {"version": a.version, "answered_on": a.answered_on, "channel": a.channel, "role": a.role}
                for a in survey.answers
            ],
            "answers": latest.data if latest else {},
        }

    found = read(look)
    told = [f"Nachbefragung {found['id']} ({found['key']}, {found['occasion']}): {found['state']}",
            f"Vorgesehen: {found['due_on']:%d.%m.%Y} ({found['explained']})",
            f"{len(found['questions'])} Felder, etwa {found['minutes']} Minuten"]  # fmt: skip
    told += [
        f"Fassung {v['version']} vom {v['answered_on']:%d.%m.%Y} über {v['channel']}, Rolle {v['role']}"
        for v in found["versions"]
    ]
    told += [f"  {key}: {value}" for key, value in found["answers"].items() if value not in ("", [], {}, None)]
    emit(found, "\n".join(told))


@followup.command("open")
def open_(follow_up_id: Id) -> None:
    """Jetzt versenden; sonst tut es der Zeitplan am vorgesehenen Tag."""
    from clusterprocess.usecases.follow_ups import open_follow_up

    found = run(lambda w: _row(open_follow_up(w, follow_up_id)))
    emit(found, f"Nachbefragung {found['key']} ist eröffnet; die Nachricht mit dem Link liegt im Postausgang.")


@followup.command("sheet")
def sheet(
    follow_up_id: Id, out: Annotated[Path, typer.Option("--out", help="Wohin.")] = Path("nachbefragung.docx")
) -> None:
    """Die Fragen als Word-Blatt schreiben, zum Ausdrucken oder als Leitfaden für das Telefonat."""
    from clusterprocess.usecases.follow_up_sheet import render_sheet

    write_file(out, read(lambda w: render_sheet(w, follow_up_id)))
    emit({"file": out}, f"Geschrieben: {out}")


@followup.command("answer")
def answer(
    follow_up_id: Id,
    file: Annotated[Path, typer.Option("--file", help="Antworten als .toml oder .json.")],
    channel: Annotated[str, typer.Option("--channel", help="telefon oder papier.")],
    role: Annotated[
        str, typer.Option("--role", help="In welcher Rolle geantwortet wurde: cm, vorstand, kerngruppe, mitglied.")
    ],
    on: Annotated[str | None, typer.Option("--on", help="Tag der Antwort; leer = heute.")] = None,
) -> None:
    """Antworten vom Telefon oder vom Papier eintragen; noch einmal eingetragen sind sie eine neue Fassung."""
    from clusterprocess.usecases.follow_ups import answer_follow_up

    data, answered_on = read_input(file), day(on, "on")

    def take(work: Any) -> dict[str, Any]:
        kept = answer_follow_up(work, follow_up_id, data, channel=channel, role=role, on=answered_on)
        return {**_row(work.queries.follow_up(follow_up_id)), "version": kept.version}

    found = run(take)
    emit(found, f"Nachbefragung {found['key']}: Antworten als Fassung {found['version']} eingetragen.")


@followup.command("silent")
def silent(
    follow_up_id: Id,
    reason: Annotated[
        str, typer.Option("--reason", help="Warum es ohne Erinnerungen und Telefonat dabei bleibt.")
    ] = "",
) -> None:
    """„Keine Antwort“ eintragen: nach zwei Erinnerungen und einem Telefonat, oder mit Begründung."""
    from clusterprocess.usecases.follow_ups import note_no_answer

    found = run(lambda w: _row(note_no_answer(w, follow_up_id, reason)))
    emit(found, f"Nachbefragung {found['key']}: keine Antwort.")


@followup.command("results")
def results(number: Number) -> None:
    """Was die Nachbefragungen zeigen: Stand der Maßnahmen, Umsetzung, Beitrag, Veränderung gegenüber dem Ausgangswert."""
    from clusterprocess.usecases.follow_up_facts import results as results_of

    found: Results = read(lambda w: results_of(w.queries.engagement(number)))
    table(
        f"Stand der Maßnahmen {number}",
        ("Nr.", "Maßnahme", "Federführung", "geplantes Ende", "Stand", "aus"),
        [(m.number, m.title, m.lead, m.end, _worded(m.status) or "ohne Angabe", m.reported_in) for m in found.measures],
        found,
    )
    emit_text(_told(found))


def _worded(slug: str | None) -> str:
    """A stored word as people write it: ``keine_antwort`` reads „keine Antwort“."""
    words = {"keine_antwort": "keine Antwort", "in_arbeit": "in Arbeit"}
    return words.get(slug or "", (slug or "").replace("_", " "))


def emit_text(lines: list[str]) -> None:
    """Sentences beneath a table; with ``--json`` the table has told everything."""
    from clusterprocess.cli.session import STATE

    if not STATE.json:
        emit(lines, "\n".join(lines))


def _told(found: Results) -> list[str]:
    from clusterprocess.offerings.sections.numbers import number

    lines = []
    if rate := found.implementation:
        withdrawn = "; verworfene zählen nicht mit" if rate.withdrawn else ""
        lines.append(
            f"Umsetzung am {rate.as_of:%d.%m.%Y}: {rate.counts} fälligen erledigt, {len(rate.overdue)} überfällig, "
            f"{rate.withdrawn} verworfen, {rate.not_due} noch nicht fällig{withdrawn}."
        )
        if rate.unreported:
            lines.append(f"Fällig und ohne Angabe: {', '.join(rate.unreported)}.")
    if effect := found.additionality:
        lines.append(
            f"Ohne die Beratung, nach eigener Auskunft: {effect.not_at_all} nicht, {effect.later_or_smaller} später oder "
            f"kleiner, {effect.unchanged} unverändert, {effect.unanswered} ohne Angabe."
        )
    for change in found.profile.changes:
        before, after = (
            _amount(v, of) for v, of in ((change.before, change.before_of), (change.after, change.after_of))
        )
        unit = f" {change.unit}" if change.unit else ""
        lines.append(f"{change.name}: {before} → {after}{unit}")
    lines += [f"Nicht vergleichbar: {what}" for what in found.profile.left_out]
    if found.parallel_support:
        lines.append("Andere Unterstützung: " + ", ".join(str(s["name"]) for s in found.parallel_support))
    elif found.no_parallel_support:
        lines.append("Andere Unterstützung: keine, nach eigener Auskunft.")
    for title, told, most in (("Nützlichkeit", found.usefulness, 5), ("Weiterempfehlung", found.recommendation, 10)):
        if told:
            lines.append(f"{title}: {number(told.value)} von {most} (eine Antwort, {told.reported_in})")
    lines += [f"Keine Antwort auf: {key}" for key in found.silent]
    return lines or ["Es liegt noch keine Antwort vor."]


def _amount(value: float, of: float | None) -> str:
    from clusterprocess.offerings.sections.numbers import number

    shown = number(value, 0 if value == int(value) else 2)
    return f"{shown} von {number(of)}" if of is not None else shown


def _row(survey: FollowUpSurvey) -> dict[str, Any]:
    from clusterprocess.usecases.follow_up_facts import plan_of

    latest = survey.latest
    return {
        "id": survey.id,
        "key": survey.key,
        "occasion": plan_of(survey).occasion.de,
        "due_on": survey.due_on,
        "state": survey.state,
        "opened_on": survey.opened_on,
        "answered_on": latest.answered_on if latest else None,
        "explained": survey.explained,
    }
