"""Command line: thin commands over the use cases. At start-up only typer is imported; the rest comes when needed."""

from __future__ import annotations

import sys

OWN_OPTIONS = {"--json": 0, "--as": 1, "--home": 1}
"""Options that may stand anywhere; they are moved to the front before the commands are read."""


def main(arguments: list[str] | None = None) -> None:
    """Entry point: exit code 0 when done, 2 for wrong use, 1 for a failed job."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    from clusterprocess.cli.commands import app

    front: list[str] = []
    rest: list[str] = []
    while given:
        word = given.pop(0)
        name, equals, _ = word.partition("=")
        if word == "--":
            rest += [word, *given]
            break
        if name in OWN_OPTIONS:
            front.append(word)
            if OWN_OPTIONS[name] and not equals and given:
                front.append(given.pop(0))
        else:
            rest.append(word)
    sys.exit(_run(app, [*front, *rest]))


def _run(app: object, arguments: list[str]) -> int:
    import typer

    try:
        if not isinstance(app, typer.Typer):
            raise TypeError("commands must be a typer application")
        result = typer.main.get_command(app).main(args=arguments, prog_name="clusterprocess", standalone_mode=False)
        return int(result) if isinstance(result, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        print("Abgebrochen.", file=sys.stderr)
        return 1
    except typer.Exit as leaving:
        return leaving.exit_code
    except Exception as error:  # noqa: BLE001  the edge of the command line: every error becomes a sentence and an exit code
        return _explain(error)


def _explain(error: Exception) -> int:
    from clusterprocess.cli.output import complain

    return complain(error)
