"""Commands of engagements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import STATE, day, read, read_bytes, read_input, required_day, run

engagement = typer.Typer(no_args_is_help=True, help="Vorgänge: Anfrage, Entscheidungen, Eingaben, Zustimmungen.")
Number = Annotated[str, typer.Argument(help="Vorgangsnummer, zum Beispiel CA-2015-A-017.")]


@engagement.command("start")
def start(
    cluster: Annotated[str, typer.Argument(help="Nummer oder Name der Initiative.")],
    operation: Annotated[str, typer.Option("--operation", help="Aktenzeichen des Vorhabens.")],
    delivering: Annotated[str, typer.Option("--delivering", help="Leistende Organisation.")],
    offering: Annotated[str, typer.Option("--offering", help="Leistung.")] = "cluster_strategy",
    on: Annotated[str | None, typer.Option("--on", help="Tag der Anfrage; leer = heute.")] = None,
    question: Annotated[str, typer.Option("--question", help="Worum es geht.")] = "",
    occasion: Annotated[str, typer.Option("--occasion", help="anruf, mail, brief, gespraech, formular.")] = "anruf",
    lead: Annotated[str, typer.Option("--lead", help="Kürzel der Federführung.")] = "",
    reviewer: Annotated[str, typer.Option("--reviewer", help="Kürzel der Prüfung.")] = "",
    fast_lane: Annotated[bool, typer.Option("--fast-lane", help="Kurzberatung bis zwei Personentage.")] = False,
) -> None:
    """Eine Anfrage aufnehmen; sie erhält ihre Vorgangsnummer."""
    from clusterprocess.usecases.open_engagement import open_engagement

    number = run(
        lambda w: (
            open_engagement(
                w,
                offering=offering,
                cluster=w.queries.cluster(cluster),
                operation=w.queries.operation(operation),
                delivering=w.queries.organisation(delivering),
                requested_on=day(on, "on") or w.today,
                question=question,
                occasion=occasion,
                lead=w.queries.person(lead) if lead else None,
                reviewer=w.queries.person(reviewer) if reviewer else None,
                fast_lane=fast_lane,
            ).number
        )
    )
    emit(
        {"number": number},
        f"Vorgang {number} ist aufgenommen. Nächster Schritt: clusterprocess engagement decide {number} "
        + ("accept_advice" if fast_lane else "start_check"),
    )


@engagement.command("take-over")
def take_over(
    cluster: str,
    state: Annotated[str, typer.Option("--state", help="Wirklicher Stand, zum Beispiel analyse.")],
    operation: Annotated[str, typer.Option("--operation")],
    delivering: Annotated[str, typer.Option("--delivering")],
    on: Annotated[str, typer.Option("--on", help="Tag der ursprünglichen Anfrage.")],
    paper: Annotated[str, typer.Option("--paper", help="Wo die bisherige Akte liegt.")],
    offering: Annotated[str, typer.Option("--offering")] = "cluster_strategy",
    lead: Annotated[str, typer.Option("--lead")] = "",
    reviewer: Annotated[str, typer.Option("--reviewer")] = "",
    handed_over: Annotated[
        str | None, typer.Option("--handed-over", help="Tag der Übergabe; nur bei uebergeben und nachverfolgung.")
    ] = None,
) -> None:
    """Einen laufenden Vorgang in seinem wirklichen Stand übernehmen (nacherfasst)."""
    from clusterprocess.usecases.open_engagement import take_over as take

    number = run(
        lambda w: (
            take(
                w,
                offering=offering,
                cluster=w.queries.cluster(cluster),
                operation=w.queries.operation(operation),
                delivering=w.queries.organisation(delivering),
                requested_on=required_day(on, "on"),
                state=state,
                paper=paper,
                handed_over_on=day(handed_over, "handed_over"),
                lead=w.queries.person(lead) if lead else None,
                reviewer=w.queries.person(reviewer) if reviewer else None,
            ).number
        )
    )
    emit({"number": number}, f"Vorgang {number} ist im Stand „{state}“ übernommen.")


@engagement.command("assign")
def assign(
    number: Number,
    role: Annotated[str, typer.Argument(help="berater oder pruefer.")],
    person: Annotated[str, typer.Argument(help="Kürzel.")],
) -> None:
    """Federführung oder Prüfung besetzen."""
    from clusterprocess.domain.actors import Role
    from clusterprocess.domain.errors import InputError
    from clusterprocess.usecases.open_engagement import assign_person

    if role not in (Role.CONSULTANT.value, Role.REVIEWER.value):
        raise InputError("Rolle (role): bitte berater oder pruefer.", field="role")

    run(lambda w: assign_person(w, number, Role(role), w.queries.person(person)).number)
    emit({"number": number, "role": role, "person": person}, f"{person} ist {role} von {number}.")


@engagement.command("decide")
def decide(
    number: Number,
    decision: Annotated[str, typer.Argument(help="Name der Regel; leer zeigt die möglichen.")] = "",
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", help="Nachweis NAME=WERT, mehrfach möglich.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Grund aus dem Katalog.")] = "",
    text: Annotated[str, typer.Option("--text", help="Erläuterung.")] = "",
    on: Annotated[str | None, typer.Option("--on", help="Tag, an dem es geschah.")] = None,
    paper: Annotated[str, typer.Option("--paper", help="Wo das Original liegt.")] = "",
) -> None:
    """Nachweise eintragen und eine Entscheidung treffen; ohne Namen: was möglich ist und was fehlt."""
    from clusterprocess.domain.errors import InputError
    from clusterprocess.usecases import decide as decisions

    entries = {}
    for item in evidence or ():
        key, equals, value = item.partition("=")
        if not equals:
            raise InputError(f"Nachweis: „{item[:60]}“ braucht die Form NAME=WERT.", field="evidence")
        entries[key] = value
    happened = day(on, "on")

    def act(work: Any) -> str:
        """Evidence and decision in one transaction: a refused decision leaves nothing behind."""
        if entries:
            decisions.record_evidence(work, number, entries, happened or work.today, paper)
        if not decision:
            return str(work.queries.engagement(number).state)
        wanted = decisions.Decision(decision, reason or None, text, occurred_on=happened)
        return decisions.decide(work, number, wanted).state

    if entries or decision:
        state = run(act)
        told = f"{number} ist jetzt „{state}“." if decision else f"{len(entries)} Nachweise zu {number} eingetragen."
        emit({"number": number, "state": state, "evidence": sorted(entries)}, told)
        return
    look = run if STATE.actor else read
    found = look(
        lambda w: [
            {"rule": rule.name, "label": rule.label.de, "roles": [r.value for r in rule.roles], "missing": missing}
            for rule, missing in decisions.possible_decisions(w, w.queries.engagement(number))
        ]
    )
    table(
        f"Mögliche Entscheidungen für {number}",
        ("Regel", "Bedeutung", "Rollen", "fehlt noch"),
        [(f["rule"], f["label"], ", ".join(f["roles"]), "\n".join(f["missing"]) or "nichts") for f in found],
        found,
    )


def _simple(name: str, number: str, reason: str, text: str, on: str | None = None, stage: str = "") -> None:
    from clusterprocess.domain.errors import InputError
    from clusterprocess.domain.states import Stage
    from clusterprocess.usecases.decide import Decision
    from clusterprocess.usecases.decide import decide as use

    if stage and stage not in list(Stage):
        raise InputError(
            f"Phase (stage): „{stage[:30]}“ ist unbekannt; möglich sind intake, analysis, workshop, deliverable.",
            field="stage",
        )
    state = run(
        lambda w: (
            use(w, number, Decision(name, reason or None, text, Stage(stage) if stage else None, day(on, "on"))).state
        )
    )
    emit({"number": number, "state": state}, f"{number} ist jetzt „{state}“.")


@engagement.command("pause")
def pause(
    number: Number, reason: Annotated[str, typer.Option("--reason")], text: Annotated[str, typer.Option("--text")] = ""
) -> None:
    """Einen Vorgang ruhend stellen."""
    _simple("pause", number, reason, text)


@engagement.command("resume")
def resume(number: Number) -> None:
    """Einen ruhenden Vorgang im verlassenen Stand wieder aufnehmen; offene Fristen rücken um die Ruhezeit."""
    _simple("resume", number, "", "")


@engagement.command("abort")
def abort(
    number: Number, reason: Annotated[str, typer.Option("--reason")], text: Annotated[str, typer.Option("--text")] = ""
) -> None:
    """Einen Vorgang abbrechen."""
    _simple("abort", number, reason, text)


@engagement.command("repeat")
def repeat(
    number: Number,
    stage: Annotated[str, typer.Argument(help="intake, analysis, workshop oder deliverable.")],
    reason: Annotated[str, typer.Option("--reason")],
    text: Annotated[str, typer.Option("--text")] = "",
) -> None:
    """Eine Phase mit Begründung wiederholen; nichts wird überschrieben."""
    _simple("repeat", number, reason, text, stage=stage)


@engagement.command("hand-over")
def hand_over(
    number: Number,
    paper: Annotated[str, typer.Option("--paper", help="Wo die unterschriebene Leistungsbestätigung liegt.")],
    on: Annotated[str | None, typer.Option("--on", help="Tag der Unterschrift.")] = None,
) -> None:
    """Leistungsbestätigung eintragen; nach der Freigabe stößt sie die Übergabe an (G4)."""
    from clusterprocess.domain.states import State
    from clusterprocess.usecases.decide import record_evidence

    signed = {"confirmation_of_service": "ja"}
    state = run(lambda w: record_evidence(w, number, signed, day(on, "on") or w.today, paper).state)
    follows = "die Übergabe läuft" if state == State.RELEASED else "die Übergabe folgt nach der Freigabe"
    emit({"number": number, "state": state}, f"Leistungsbestätigung zu {number} eingetragen; {follows}.")


@engagement.command("retry")
def retry(number: Number) -> None:
    """Einen fehlgeschlagenen Lauf erneut anfordern, wenn seine Ursache behoben ist."""
    from clusterprocess.usecases.take_runs import retry_failed

    steps = run(lambda w: retry_failed(w, number))
    told = f"Erneut angefordert: {', '.join(steps)}." if steps else "Es gibt keinen fehlgeschlagenen Lauf."
    emit({"number": number, "steps": steps}, told)


@engagement.command("list")
def list_(open_only: Annotated[bool, typer.Option("--open", help="Nur offene.")] = False) -> None:
    """Alle Vorgänge mit Stand und worauf sie warten."""
    from clusterprocess.usecases.take_runs import waits_for

    rows = read(
        lambda w: [
            {
                "number": e.number,
                "cluster": e.cluster.name,
                "state": e.state,
                "waits_for": waits_for(e),
                "lead": e.lead.handle if e.lead else "",
                "due": next((d.due_on for d in e.deadlines if d.met_on is None), None),
            }
            for e in w.queries.engagements(open_only=open_only)
        ]
    )
    table(
        "Vorgänge",
        ("Nummer", "Initiative", "Stand", "wartet auf", "Federführung", "Frist"),
        [tuple(r.values()) for r in rows],
        rows,
    )


@engagement.command("show")
def show(number: Number) -> None:
    """Ein Vorgang mit Fristen, Eingaben, Workshops, Dokumenten, Zustimmungen."""
    from clusterprocess.domain.states import STATE_NAMES
    from clusterprocess.usecases.take_runs import waits_for

    def look(work: Any) -> dict[str, Any]:
        e = work.queries.engagement(number)
        return {
            "number": e.number,
            "cluster": e.cluster.name,
            "state": e.state,
            "state_label": STATE_NAMES[e.current_state].de,
            "waits_for": waits_for(e),
            "offering": f"{e.offering} {e.offering_version}",
            "operation": e.operation.reference,
            "requested_on": e.requested_on,
            "taken_over": e.taken_over,
            "lead": e.lead.handle if e.lead else "",
            "reviewer": e.reviewer.handle if e.reviewer else "",
            "question": e.question,
            "deadlines": [
                {"label": d.label, "due_on": d.due_on, "met_on": d.met_on, "explained": d.explained}
                for d in e.deadlines
            ],
            "submissions": [{"kind": s.kind, "version": s.version, "on": s.submitted_on} for s in e.submissions],
            "workshops": [{"id": w.id, "title": w.title, "held_on": w.held_on, "state": w.state} for w in e.workshops],
            "documents": [{"kind": d.kind, "versions": [v.label for v in d.versions]} for d in e.documents],
            "approvals": [
                {"role": a.role, "version": a.version, "given": a.given, "on": a.decided_on} for a in e.approvals
            ],
            "evidence": [{"key": x.key, "value": x.value, "on": x.occurred_on, "paper": x.paper} for x in e.evidence],
        }

    found = read(look)
    lines = [
        f"{found['number']} · {found['cluster']}",
        f"Stand: {found['state_label']} · wartet auf {found['waits_for']}",
        f"Leistung {found['offering']} · Vorhaben {found['operation']} · Federführung {found['lead'] or 'offen'} · Prüfung {found['reviewer'] or 'offen'}",
    ]
    lines += [
        f"Frist: {d['label']} bis {d['due_on']:%d.%m.%Y} ({d['explained']})"
        for d in found["deadlines"]
        if d["met_on"] is None
    ]
    lines += [f"Workshop {w['id']}: {w['title']} am {w['held_on']:%d.%m.%Y}, {w['state']}" for w in found["workshops"]]
    lines += [f"Dokument {d['kind']}: Fassungen {', '.join(d['versions'])}" for d in found["documents"]]
    emit(found, "\n".join(lines))


@engagement.command("submit")
def submit(
    number: Number,
    kind: Annotated[str, typer.Option("--kind", help="fragebogen, interviews, befragung, strategie oder texte.")],
    file: Annotated[Path, typer.Option("--file", help="TOML, JSON oder (Befragung) .xlsx.")],
    on: Annotated[str | None, typer.Option("--on", help="Tag der Einreichung.")] = None,
    invited: Annotated[
        str, typer.Option("--invited", help="Bei .xlsx: Eingeladene je Art, zum Beispiel kmu=36,gross=8.")
    ] = "",
    closed_on: Annotated[str, typer.Option("--closed-on", help="Bei .xlsx: Ende der Befragung.")] = "",
) -> None:
    """Eingaben einreichen; jede Einreichung ist eine neue Fassung."""
    from clusterprocess.usecases.submit_answers import submit_answers

    if file.suffix.lower() in (".xlsx", ".csv"):
        from clusterprocess.adapters.sheets.reader import read_table
        from clusterprocess.usecases.read_survey import survey_from_rows

        data = survey_from_rows(read_table(read_bytes(file), file.name), invited, closed_on)
    else:
        data = read_input(file)
    version = run(lambda w: submit_answers(w, number, kind, data, day(on, "on")).version)
    emit({"number": number, "kind": kind, "version": version}, f"{kind}: Fassung {version} eingereicht.")


def _vote(number: str, role: str, given: bool, text: str, reason: str, paper: str, on: str | None, sha256: str) -> None:
    from clusterprocess.usecases.approve import approve as enter
    from clusterprocess.usecases.keep_persons import role_named

    state = run(
        lambda w: (
            enter(
                w,
                number,
                role_named(role),
                given=given,
                on=day(on, "on"),
                reason_code=reason or None,
                text=text,
                paper=paper,
                sha256=sha256 or None,
            ).state
        )
    )
    emit({"number": number, "state": state}, f"{number} ist jetzt „{state}“.")


@engagement.command("approve")
def approve(
    number: Number,
    role: Annotated[str, typer.Option("--role", help="pruefer, kerngruppe oder vorstand.")],
    paper: Annotated[str, typer.Option("--paper", help="Protokoll des Gremiums, wenn für es eingetragen wird.")] = "",
    text: Annotated[str, typer.Option("--text")] = "",
    on: Annotated[str | None, typer.Option("--on", help="Tag des Beschlusses.")] = None,
    sha256: Annotated[str, typer.Option("--sha256", help="Anfang der Prüfsumme der gelesenen Fassung.")] = "",
) -> None:
    """Der neuesten Fassung zustimmen, selbst oder für ein Gremium."""
    _vote(number, role, True, text, "", paper, on, sha256)


@engagement.command("return")
def return_(
    number: Number,
    role: Annotated[str, typer.Option("--role")],
    text: Annotated[str, typer.Option("--text", help="Was zu ändern ist.")],
    reason: Annotated[str, typer.Option("--reason", help="inhalt, zahlen, form, beteiligung, sonstiges.")],
    paper: Annotated[str, typer.Option("--paper")] = "",
    on: Annotated[str | None, typer.Option("--on")] = None,
) -> None:
    """Die neueste Fassung mit Begründung zurückgeben."""
    _vote(number, role, False, text, reason, paper, on, "")
