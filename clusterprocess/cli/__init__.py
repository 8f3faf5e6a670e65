"""Command line: thin commands over the use cases. At start-up only typer is imported; the rest comes when needed."""

from __future__ import annotations

import io
import sys
from typing import Any

OWN_OPTIONS = {"--json": 0, "--as": 1, "--home": 1}
"""Options that may stand anywhere; they are moved to the front before the commands are read."""


def main(arguments: list[str] | None = None) -> None:
    """Entry point: exit code 0 when done, 2 for wrong use, 1 for a failed job."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without UTF-8 still gets the result
    from clusterprocess.cli.commands import app
    from clusterprocess.cli.session import STATE

    STATE.json = "--json" in given
    front: list[str] = []
    rest: list[str] = []
    while given:
        word = given.pop(0)
        if fault := _unreadable(word):
            sys.exit(_explain(_input_error(fault)))
        name, equals, _ = word.partition("=")
        if word == "--":
            rest += [word, *given]
            break
        if name not in OWN_OPTIONS:
            rest.append(word)
            continue
        front.append(word)
        if OWN_OPTIONS[name] and not equals:
            if not given or given[0].startswith("--"):
                sys.exit(_explain(_input_error(f"Die Option {name} braucht einen Wert.")))
            front.append(given.pop(0))
    STATE.words = tuple(rest)
    sys.exit(_run(app, [*front, *rest]))


def _unreadable(word: str) -> str:
    """Why a word of the command line cannot be text; empty when it can."""
    if any(0xD800 <= ord(c) <= 0xDFFF for c in word):
        return "Angabe: enthält Zeichen, die kein gültiges UTF-8 sind; bitte neu eingeben."
    if any((ord(c) < 32 and c not in "\n\t\r") or ord(c) == 127 for c in word):
        return f"Angabe „{''.join(c for c in word if c.isprintable())[:40]}“: enthält Steuerzeichen; bitte als reinen Text eingeben."
    return ""


def _input_error(sentence: str) -> Exception:
    from clusterprocess.domain.errors import InputError

    return InputError(sentence)


def _run(app: object, arguments: list[str]) -> int:
    import typer

    try:
        if not isinstance(app, typer.Typer):
            raise TypeError("commands must be a typer application")
        command = typer.main.get_command(app)
        _speak_german(command)
        result = command.main(args=arguments, prog_name="clusterprocess", standalone_mode=False)
        return int(result) if isinstance(result, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        print("Abgebrochen.", file=sys.stderr)
        return 1
    except typer.Exit as leaving:
        return leaving.exit_code
    except Exception as error:  # noqa: BLE001  the edge of the command line: every error becomes a sentence and an exit code
        return _explain(error)


def _speak_german(command: Any) -> None:
    """The one English sentence of every help page, in German."""
    option_of = command.get_help_option

    def german(context: Any) -> Any:
        option = option_of(context)
        if option is not None:
            option.help = "Diese Hilfe zeigen."
        return option

    command.get_help_option = german
    for inner in getattr(command, "commands", {}).values():
        _speak_german(inner)


def _explain(error: Exception) -> int:
    from clusterprocess.cli.output import complain

    return complain(error)
