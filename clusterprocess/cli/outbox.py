"""Commands of the outbox: what lies there, in which state, and the decisions that are open."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer

from clusterprocess.cli.output import emit, table
from clusterprocess.cli.session import read, run

outbox = typer.Typer(no_args_is_help=True, help="Postausgang: Entwürfe freigeben, Ungewisses entscheiden.")
Numbers = Annotated[list[int], typer.Argument(help="Nummern der Nachrichten.")]
DECISION_WORDS = {
    "release": "freigeben",
    "drop": "verwerfen",
    "hold": "zurückhalten",
    "resume": "doch senden",
    "arrived": "ist angekommen",
    "resend": "noch einmal senden",
}
LINK = re.compile(r"\[\[link:(\d+)\]\]")
ATTENTION = ("ungewiss", "abgelehnt", "entwurf", "gehalten", "wartend", "in_zustellung", "gesendet", "verworfen")
"""Order of the list: what needs a person first."""


@outbox.command("list")
def list_(
    state: Annotated[
        str, typer.Option("--state", help="entwurf, gehalten, wartend, gesendet, abgelehnt, ungewiss, verworfen.")
    ] = "",
    person: Annotated[str, typer.Option("--for", help="Nur, was diese Person entscheidet, auch als Vertretung.")] = "",
    engagement: Annotated[str, typer.Option("--engagement", help="Nur dieser Vorgang.")] = "",
) -> None:
    """Nachrichten nach Stand, mit den möglichen Entscheidungen; was auf jemanden wartet, steht oben."""
    from clusterprocess.domain.errors import InputError
    from clusterprocess.domain.messages import STATE_WORDS
    from clusterprocess.usecases.agenda import messages_of

    if state and state not in STATE_WORDS:
        raise InputError(f"Stand (state): bitte einer von {', '.join(STATE_WORDS)}.", field="state")
    states = (state,) if state else ()
    found = read(lambda w: [_row(m, handle) for m, handle in messages_of(w, states, person, engagement)])
    rows = sorted(found, key=lambda r: (ATTENTION.index(r["state"]), r["id"]))
    table(
        "Postausgang",
        ("Nr.", "Vorgang", "vom", "an", "Betreff", "Stand", "entscheidet", "möglich"),
        [
            (
                r["id"],
                r["engagement"],
                r["written_on"],
                _addressees(r["names"]),
                _without_mark(r["subject"], r["engagement"]),
                STATE_WORDS.get(r["state"], r["state"]) + (f" ({r['reason']})" if r["reason"] else ""),
                _decider(r["decides"]) if r["decisions"] else "",
                _commands(r["id"], r["decisions"]),
            )
            for r in rows
        ],
        rows,
    )


def _without_mark(subject: str, number: str | None) -> str:
    """The subject without „Demo“ and number, which stand in a column of their own."""
    return subject.removeprefix("Demo – ").removeprefix(f"[{number}] ")


def _addressees(names: list[str]) -> str:
    return names[0] + (f" und {len(names) - 1} weitere" if len(names) > 1 else "") if names else ""


def _decider(handle: str) -> str:
    """A handle, or the role in words where nobody leads."""
    from clusterprocess.domain.actors import ROLE_NAMES, Role

    return ROLE_NAMES[Role(handle)].de if handle in set(Role) else handle


def _commands(number: int, decisions: list[str]) -> str:
    """``freigeben: outbox release 3``, one line per decision."""
    return "\n".join(f"{DECISION_WORDS[d]}: outbox {d} {number}" for d in decisions)


def _row(message: Any, decides: str) -> dict[str, Any]:
    from clusterprocess.usecases.agenda import decisions_for

    return {
        "id": message.id,
        "engagement": message.engagement_number,
        "template": message.template,
        "subject": message.subject,
        "state": message.state,
        "reason": message.reason or message.result.get("text", ""),
        "recipients": len(message.recipients),
        "names": [r["name"] for r in message.recipients],
        "written_on": message.created_at.date(),
        "result": message.result,
        "decides": decides,
        "decisions": list(decisions_for(message.state)),
    }


@outbox.command("show")
def show(message: Annotated[int, typer.Argument(help="Nummer der Nachricht.")]) -> None:
    """Eine Nachricht im Wortlaut; persönliche Links stehen nur als Nummer da, ihre Adresse entsteht beim Versand."""
    from clusterprocess.domain.messages import STATE_WORDS
    from clusterprocess.usecases.agenda import decisions_for

    def look(work: Any) -> dict[str, Any]:
        m = work.queries.message(message)
        return {
            "id": m.id,
            "subject": m.subject,
            "text": LINK.sub(r"[persönlicher Link \1]", m.body_text),
            "to": m.recipients,
            "state": m.state,
            "reason": m.reason,
            "attachments": [a["name"] for a in m.attachments],
            "decisions": list(decisions_for(m.state)),
        }

    found = read(look)
    to = ", ".join(f"{r['name']} <{r['email']}>" for r in found["to"])
    lines = [f"An: {to}", f"Betreff: {found['subject']}", f"Stand: {STATE_WORDS[found['state']]}"]
    lines += [f"Hinweis: {found['reason']}"] if found["reason"] else []
    lines += [f"Anlagen: {', '.join(found['attachments'])}"] if found["attachments"] else []
    lines += [_commands(message, found["decisions"])] if found["decisions"] else []
    emit(found, "\n".join(lines) + f"\n\n{found['text']}")


def _decide(numbers: list[int], decision: str) -> None:
    """All of them or none: one transaction."""
    from clusterprocess.domain.messages import STATE_WORDS
    from clusterprocess.usecases.send_messages import decide_message

    wanted = sorted(set(numbers))
    states = run(lambda w: [decide_message(w, number, decision).state for number in wanted])
    told = [{"message": n, "state": s} for n, s in zip(wanted, states, strict=True)]
    text = "\n".join(f"Nachricht {n} ist jetzt „{STATE_WORDS[s]}“." for n, s in zip(wanted, states, strict=True))
    emit(told[0] if len(told) == 1 else told, text)


@outbox.command("release")
def release(
    messages: Numbers,
    decision: Annotated[
        str, typer.Option("--decision", help="release; auch drop, hold, resume, arrived oder resend.")
    ] = "release",
) -> None:
    """Entwürfe freigeben, auch mehrere auf einmal: alle oder keiner."""
    _decide(messages, decision)


@outbox.command("drop")
def drop(messages: Numbers) -> None:
    """Entwürfe oder Zurückgehaltenes verwerfen."""
    _decide(messages, "drop")


@outbox.command("hold")
def hold(messages: Numbers) -> None:
    """Nachrichten zurückhalten, die auf den Versand warten."""
    _decide(messages, "hold")


@outbox.command("resume")
def resume(messages: Numbers) -> None:
    """Zurückgehaltene Nachrichten doch senden."""
    _decide(messages, "resume")


@outbox.command("arrived")
def arrived(messages: Numbers) -> None:
    """Ungewisse oder abgelehnte Nachrichten: Sie sind angekommen."""
    _decide(messages, "arrived")


@outbox.command("resend")
def resend(messages: Numbers) -> None:
    """Ungewisse oder abgelehnte Nachrichten noch einmal senden."""
    _decide(messages, "resend")
