"""Writes docs/reference/ from the program itself; ``--check`` writes nothing and exits with 1 when a page is stale.

Every page is made from what the code declares: the command tree, the methods, the event types, the settings, the
transition rules and the fields of the Word templates. Nothing depends on the machine, the day or the environment.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import typer
from pydantic_core import PydanticUndefined

from clusterprocess.adapters.word.fields import FIELDS, ISSUE_CONTROLS
from clusterprocess.catalogues.process import process
from clusterprocess.cli.commands import app
from clusterprocess.config import Settings
from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.domain.events import EVENT_TYPES
from clusterprocess.domain.gates import EVIDENCE, Check
from clusterprocess.domain.states import ORDER, STATE_NAMES, State
from clusterprocess.domain.transitions import TRANSITIONS, Transition
from clusterprocess.methods.registry import METHODS
from clusterprocess.web.staff.pages import PAGES as CONSOLE_PAGES

FOLDER = Path(__file__).parent / "reference"
NOTICE = "<!-- Erzeugt aus dem Programm mit „make reference“; bitte nicht von Hand ändern. -->"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table; line breaks and bars inside cells are made harmless."""
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return [*lines, *(f"| {' | '.join(_cell(value) for value in row)} |" for row in rows), ""]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def page(title: str, *parts: Sequence[str]) -> str:
    """A page with its heading and the notice that it is generated."""
    lines = [f"# {title}", "", NOTICE, "", *(line for part in parts for line in part)]
    return "\n".join(lines).rstrip() + "\n"


def commands() -> str:
    """The command tree with the help texts that ``--help`` shows."""
    root: Any = typer.main.get_command(app)
    own = [
        "Diese Angaben dürfen an beliebiger Stelle eines Befehls stehen:",
        "",
        *table(("Angabe", "Bedeutung"), [(f"`{option.opts[0]}`", option.help or "") for option in root.params]),
        "Ein Befehl endet mit 0 (getan), 2 (falsche Angabe, fehlendes Recht oder verletzte Regel) "
        "oder 1 (Auftrag gescheitert).",
        "",
    ]
    parts: list[list[str]] = []
    for name, command in root.commands.items():
        if hasattr(command, "commands"):
            parts.append([f"## {name}", "", command.help or "", ""])
            parts += [_command(f"{name} {inner}", leaf, 3) for inner, leaf in command.commands.items()]
        else:
            parts.append(_command(name, command, 2))
    return page("Befehle", [root.help or "", ""], own, *parts)


def _command(name: str, command: Any, level: int) -> list[str]:
    arguments = [p for p in command.params if not p.opts[0].startswith("-")]
    options = [p for p in command.params if p.opts[0].startswith("-")]
    usage = " ".join(a.name.upper() if a.required else f"[{a.name.upper()}]" for a in arguments)
    required = " ".join(f"{o.opts[0]} …" for o in options if o.required)
    lines = [f"{'#' * level} {name}", "", command.help or "", ""]
    lines += ["```text", " ".join(filter(None, ("clusterprocess", name, usage, required))), "```", ""]
    rows = [(f"`{a.name.upper()}`", a.help or "", _default(a)) for a in arguments]
    rows += [(f"`{o.opts[0]}`", o.help or "", _default(o)) for o in options]
    return [*lines, *(table(("Angabe", "Bedeutung", "Vorgabe"), rows) if rows else [])]


def _default(parameter: Any) -> str:
    if parameter.required:
        return "nötig"
    if getattr(parameter, "is_flag", False):
        return "aus"
    return f"`{parameter.default}`" if parameter.default not in (None, "", [], ()) else ""


def methods() -> str:
    """The method library: formula, unit, source and mark of every method."""
    marks = [
        "Herkunft der Schwellen und Gewichte: `[V]` in einer Quelle gelesen, `[D]` eigene Festlegung, "
        "`[M]` aus dem Gedächtnis und ungeprüft.",
        "",
    ]
    overview = table(
        ("Kürzel", "Name", "Titel", "Herkunft"), [(m.code, f"`{m.slug}`", m.title.de, f"`{m.mark}`") for m in METHODS]
    )
    return page("Methoden", marks, overview, *(_method(m) for m in METHODS))


def _method(method: Any) -> list[str]:
    facts = [
        ("Formel", method.formula),
        ("Einheit", method.unit),
        ("Quelle", method.source),
        ("Herkunft", f"`{method.mark}`"),
        ("Funktion", f"`{method.function.__module__}.{method.function.__name__}`"),
    ]
    inputs = [
        (f"`{name}`", field.description or "", "nötig" if field.is_required() else "")
        for name, field in method.input_model.model_fields.items()
    ]
    return [
        f"## {method.code}: {method.title.de}",
        "",
        *table(("", ""), facts),
        *table(("Eingabe", "Bedeutung", ""), inputs),
    ]


def events() -> str:
    """The closed list of audit event types with their sentences."""
    intro = [
        "Jeder Eintrag des Prüfpfads hat eine dieser Arten; eine andere kann es nicht geben. "
        "Wörter in geschweiften Klammern werden aus dem Eintrag gefüllt.",
        "",
    ]
    rows = [(f"`{event.tag}`", event.sentence) for event in EVENT_TYPES.values()]
    return page("Prüfereignisse", intro, table(("Kennung", "Satz"), rows))


def settings() -> str:
    """Every setting with the environment variable that sets it."""
    prefix = str(Settings.model_config.get("env_prefix", ""))
    rows = [
        (f"`{prefix}{name.upper()}`", field.description or "", _type(field.annotation), _setting_default(field))
        for name, field in Settings.model_fields.items()
    ]
    intro = ["Einstellungen kommen allein aus Umgebungsvariablen; eine Einstellungsdatei gibt es nicht.", ""]
    return page("Einstellungen", intro, table(("Variable", "Bedeutung", "Art", "Vorgabe"), rows))


def _type(annotation: Any) -> str:
    words = {"SecretStr": "geheim", "Path": "Pfad", "str": "Text", "int": "Zahl", "float": "Zahl", "bool": "ja/nein"}
    return next(word for name, word in words.items() if name in str(annotation))


def _setting_default(field: Any) -> str:
    if field.default is PydanticUndefined:
        return "berechnet"
    if field.default is None or "Secret" in type(field.default).__name__ or field.default == "":
        return "leer"
    return f"`{field.default}`"


def transitions() -> str:
    """The table of transition rules, the checks of each and what the lists hold."""
    rows = [
        (
            f"`{rule.name}`",
            rule.label.de,
            _sources(rule),
            STATE_NAMES[rule.target].de if rule.target else "siehe unten",
            ", ".join(ROLE_NAMES[role].de for role in rule.roles),
            rule.gate.value if rule.gate else "",
            {"full": "Vorgang", "fast": "Kurzberatung", "both": "beide"}[rule.lane],
        )
        for rule in TRANSITIONS
    ]
    header = ("Regel", "Bedeutung", "von", "nach", "Rollen", "Freigabepunkt", "Ablauf")
    notes = [
        "`resume` führt in den Stand zurück, in dem der Vorgang ruhend gestellt wurde; `repeat` an den Anfang der "
        "genannten Phase.",
        "",
    ]
    checks = [line for rule in TRANSITIONS if rule.checks for line in _checks(rule)]
    reasons = [(f"`{name}`", ", ".join(f"`{code}`" for code in codes)) for name, codes in process().reasons.items()]
    evidence = [(f"`{key}`", text.de) for key, text in EVIDENCE.items()]
    return page(
        "Übergänge und Freigabepunkte",
        table(header, rows),
        notes,
        ["## Bedingungen", "", *checks],
        ["## Nachweise", "", *table(("Name", "Bedeutung"), evidence)],
        ["## Gründe", "", *table(("Liste", "Gründe"), reasons)],
    )


def _sources(rule: Transition) -> str:
    if len(rule.sources) > 3:
        paused = " und ruhend" if State.PAUSED in rule.sources else ""
        return f"jeder offene Stand{paused}" if State.REQUESTED in rule.sources else "angenommen bis freigegeben"
    return ", ".join(STATE_NAMES[state].de for state in (*ORDER, State.ANSWERED, State.PAUSED) if state in rule.sources)


def _checks(rule: Transition) -> list[str]:
    gate = f" ({rule.gate.value})" if rule.gate else ""
    return [f"### {rule.name}{gate}", "", *table(("Prüfung", "Meldung, wenn sie fehlt"), map(_check, rule.checks))]


def _check(check: Check) -> tuple[str, str]:
    """Name (or evidence key) and docstring of a check, and the sentences it may return."""
    bound = inspect.getclosurevars(check).nonlocals
    if "key" in bound:
        return f"Nachweis `{bound['key']}`", f"{EVIDENCE[bound['key']].de} fehlt: {bound['remedy']}"
    purpose = f": {check.__doc__.strip()}" if check.__doc__ else ""
    return f"`{check.__name__}`{purpose}", " · ".join(_sentences(check)) or "Sätze der Leistung (Profil, Fragebogen)"


def _sentences(check: Check) -> list[str]:
    """German sentences in the source of a check; values appear as an ellipsis."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(check)))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
            found.append((node.lineno, text))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            found.append((node.lineno, node.value))
    return [text for _, text in sorted(found) if len(text) > 25 and text != check.__doc__]


def template_fields() -> str:
    """Which placeholders each Word template knows."""
    parts = []
    for kind, fields in FIELDS.items():
        name = DOCUMENT_NAMES[kind].de if kind in DOCUMENT_NAMES else kind
        rows = [(f"`{{{{ {key} }}}}`", text) for key, text in fields.items()]
        parts.append([f"## {name} (`{kind}.docx`)", "", *table(("Platzhalter", "Bedeutung"), rows)])
    controls = [
        "## Beim Ausstellen ersetzte Inhaltssteuerelemente",
        "",
        *table(("Tag", "Titel"), [(f"`{tag}`", title) for tag, title in ISSUE_CONTROLS.items()]),
    ]
    intro = [
        "Vorlagen liegen unter `templates/word/`. `clusterprocess template check` prüft eine geänderte Vorlage.",
        "",
    ]
    return page("Felder der Word-Vorlagen", intro, *parts, controls)


def rights() -> str:
    """Which page of the console is open to which role."""
    rows = [
        (
            page_.title,
            f"`{page_.method} {page_.path}`",
            ", ".join(ROLE_NAMES[role].de for role in Role if role in page_.allowed) or "ohne Anmeldung",
        )
        for page_ in CONSOLE_PAGES
    ]
    intro = [
        f"{len(rows)} Adressen. GET liest und ändert nichts, POST ändert. Was eine Rolle in einem Vorgang darf, entscheidet",
        "zusätzlich der Schritt selbst: Niemand gibt frei, was sie selbst geschrieben hat.",
        "",
    ]
    return page("Rechte der Konsole", intro, table(("Seite", "Adresse", "Rollen"), rows))


PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "befehle.md": ("Befehle der Befehlszeile mit allen Angaben", commands),
    "einstellungen.md": ("Umgebungsvariablen", settings),
    "ereignisse.md": ("Arten der Prüfereignisse mit ihren Sätzen", events),
    "felder-der-vorlagen.md": ("Platzhalter der Word-Vorlagen", template_fields),
    "methoden.md": ("Methoden: Formel, Einheit, Quelle, Herkunft", methods),
    "rechte.md": ("Seiten der Konsole und wem sie offenstehen", rights),
    "uebergaenge.md": ("Stände, Regeln, Freigabepunkte, Nachweise, Gründe", transitions),
}


def pages() -> dict[str, str]:
    """All generated pages by file name."""
    rows = [(f"[{name}]({name})", about) for name, (about, _) in PAGES.items()]
    index = page("Nachschlagen", ["Diese Seiten entstehen aus dem Programm.", ""], table(("Seite", "Inhalt"), rows))
    return {"README.md": index, **{name: build() for name, (_, build) in PAGES.items()}}


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with ``--check`` compare them; 1 when one is stale, missing or too many."""
    wanted = pages()
    if "--check" not in arguments:
        FOLDER.mkdir(exist_ok=True)
        for name, text in wanted.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    stale = sorted(name for name in {*wanted, *present} if wanted.get(name) != present.get(name))
    if stale:
        sys.stderr.write(f"docs/reference is stale: {', '.join(stale)}; run “make reference”.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
