"""Commands of personal links and of the member survey behind one."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import read, required_day, run

link = typer.Typer(no_args_is_help=True, help="Persönliche Links: zeigen, von Hand ausgeben, beenden.")
survey = typer.Typer(no_args_is_help=True, help="Mitgliederbefragung über einen Link öffnen, ansehen, schließen.")

Number = Annotated[str, typer.Argument(help="Vorgangsnummer.")]


@link.command("list")
def list_(
    number: Annotated[str, typer.Argument(help="Vorgangsnummer oder Nummer einer Veranstaltung.")],
) -> None:
    """Alle Links eines Vorgangs oder einer Veranstaltung mit ihrem Stand; Adressen kennt nur, wer sie bekam."""
    from clusterprocess.domain.links import PURPOSE_WORDS, LinkPurpose
    from clusterprocess.usecases.hand_out_links import links_of

    lines = read(lambda w: links_of(w, number))
    table(
        f"Links {number}",
        ("Nr.", "Zweck", "Person", "Stand", "gültig bis", "beantwortet", "zuletzt gesichert"),
        [
            (x.id, PURPOSE_WORDS[LinkPurpose(x.purpose)], x.person, x.state, x.expires_at, x.uses, x.draft_saved_at)
            for x in lines
        ],
        lines,
    )


@link.command("new")
def new(
    number: Annotated[str, typer.Argument(help="Vorgangsnummer oder Nummer einer Veranstaltung.")],
    purpose: Annotated[
        str,
        typer.Option("--purpose", help="anmeldung, zusage, nachbefragung, rueckmeldung, fragebogen oder kommentar."),
    ],
    person: Annotated[str, typer.Option("--person", help="Kürzel der Person; leer = wer den Link bekommt.")] = "",
    workshop: Annotated[
        int | None, typer.Option("--workshop", help="Nummer des Workshops im Vorgang, zur Anmeldung.")
    ] = None,
    follow_up: Annotated[str, typer.Option("--follow-up", help="Schlüssel der Nachbefragung, zum Beispiel 12m.")] = "",
    registration: Annotated[
        int | None, typer.Option("--registration", help="Nummer der Anmeldung, zum Zu- oder Absagen.")
    ] = None,
    days: Annotated[int, typer.Option("--days", help="Tage, die der Link gilt.")] = 60,
) -> None:
    """Einen Link von Hand ausgeben; seine Adresse erscheint nur dieses eine Mal."""
    from clusterprocess.usecases.hand_out_links import Wanted, hand_out_link

    wanted = Wanted(purpose, number, person, workshop, follow_up, registration, days)
    made, address = run(lambda w: hand_out_link(w, wanted))
    emit(
        {"id": made.id, "address": address, "expires_at": made.expires_at},
        f"Link {made.id}, gültig bis {made.expires_at:%d.%m.%Y}:\n{address}",
    )


@link.command("revoke")
def revoke(number: Annotated[int, typer.Argument(metavar="ID", help="Nummer des Links.")]) -> None:
    """Einen Link sofort beenden, zum Beispiel nach einer falsch adressierten Nachricht."""
    from clusterprocess.usecases.personal_links import revoke_link

    ended = run(lambda w: revoke_link(w, number).id)
    emit({"id": ended, "state": "beendet"}, f"Link {ended} ist beendet; seine Adressen öffnen nichts mehr.")


@survey.command("open")
def survey_open(
    number: Number,
    until: Annotated[str, typer.Option("--until", help="Letzter Tag für Antworten.")],
) -> None:
    """Den Link für alle Mitglieder anlegen; der Text dazu liegt danach als Entwurf im Postausgang."""
    from clusterprocess.usecases.member_survey import open_survey

    day = required_day(until, "until")
    made = run(lambda w: open_survey(w, number, day).id)
    emit(
        {"link": made, "until": day},
        f"Die Befragung ist bis {day:%d.%m.%Y} offen (Link {made}). Der Text für die Mitglieder liegt als Entwurf im Postausgang.",
    )


@survey.command("show")
def survey_show(number: Number) -> None:
    """Bis wann die Befragung offen ist und wie viele geantwortet haben, je Gruppe."""
    from clusterprocess.offerings.standard.rows import KIND_NAMES
    from clusterprocess.usecases.member_survey import survey_so_far

    found = read(lambda w: survey_so_far(w, number))
    open_until = f"offen bis {found.open_until:%d.%m.%Y}" if found.open_until else "nicht offen"
    table(
        f"Befragung {number}: {found.answers} Antworten, {open_until}",
        ("Gruppe", "Antworten"),
        [(KIND_NAMES.get(kind, kind), count) for kind, count in found.by_kind.items()],
        found,
    )


@survey.command("close")
def survey_close(
    number: Number,
    invited: Annotated[str, typer.Option("--invited", help="Angeschriebene je Gruppe, zum Beispiel kmu=36,gross=8.")],
) -> None:
    """Den Link beenden und die Antworten als „befragung“ in den Vorgang einreichen."""
    from clusterprocess.usecases.member_survey import close_survey

    answers, version = run(lambda w: (lambda r: (r.answers, r.submission.version))(close_survey(w, number, invited)))
    emit(
        {"answers": answers, "version": version},
        f"Die Befragung ist geschlossen: {answers} Antworten, eingereicht als Fassung {version}.",
    )
