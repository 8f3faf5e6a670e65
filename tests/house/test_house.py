"""Rules of the house that no linter knows: quiet imports, sentences that can be filled, no float in the chain."""

from __future__ import annotations

import ast
import json
import os
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clusterprocess.domain import events
from clusterprocess.domain.events import EVENT_TYPES, EventType

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "clusterprocess"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "flows").rglob("*.py")])

_IMPORT_ALL = """
import importlib, json, pkgutil, sys
import sqlalchemy
# Prefect, libraries and their caches are loaded before the watch begins: only our own modules are watched
import prefect, prefect.artifacts, prefect.workers.process, docxtpl, pptx, alembic, typer, rich.console
seen, engines = [], []
make = sqlalchemy.create_engine
def watched(*args, **kw):
    engines.append(str(args[:1]))
    return make(*args, **kw)
sqlalchemy.create_engine = watched
def watch(event, args):
    if event == "open" and isinstance(args[0], str):
        mode = args[1] or ""
        if root in args[0] and not args[0].endswith((".py", ".pyc")) and "__pycache__" not in args[0]:
            seen.append(["open", args[0]])
        elif isinstance(mode, str) and set(mode) & set("wax+") and "__pycache__" not in args[0]:
            seen.append(["write", args[0]])
    elif event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir", "sqlite3.connect"):
        seen.append([event, str(args)[:200]])
root, names = sys.argv[1], json.loads(sys.argv[2])
sys.addaudithook(watch)
for name in names:
    importlib.import_module(name)
print(json.dumps({"seen": [s for s in seen if "__pycache__" not in str(s)], "engines": engines}))
"""


def _modules() -> list[str]:
    """All modules but those that are programs for somebody else: ``__main__`` runs, migrations belong to Alembic."""
    names = []
    for path in SOURCES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts and parts[-1] != "__main__":
            names.append(".".join(parts).removesuffix(".__init__"))
    return names


def test_every_module_imports_without_variables_and_opens_nothing(tmp_path: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG")}
    environment = {**kept, "HOME": str(tmp_path), "PREFECT_HOME": str(tmp_path / "prefect"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error::DeprecationWarning:clusterprocess", "-c", _IMPORT_ALL]
    done = subprocess.run(
        [*command, str(PACKAGE), json.dumps(_modules())],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found == {"seen": [], "engines": []}


def _placeholders(type_: EventType) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(type_.sentence) if name}


def _keywords(call: ast.Call, module: ast.Module) -> set[str]:
    """Keywords of a call; ``**name(...)`` counts with the keys of the dictionary that function returns."""
    found = {k.arg for k in call.keywords if k.arg}
    for spread in (k.value for k in call.keywords if k.arg is None):
        if isinstance(spread, ast.Call) and isinstance(spread.func, ast.Name):
            found |= _returned_keys(spread.func.id, module)
    return found


def _returned_keys(function: str, module: ast.Module) -> set[str]:
    bodies = [n for n in ast.walk(module) if isinstance(n, ast.FunctionDef) and n.name == function]
    dictionaries = [
        r.value for b in bodies for r in ast.walk(b) if isinstance(r, ast.Return) and isinstance(r.value, ast.Dict)
    ]
    return {str(k.value) for d in dictionaries for k in d.keys if isinstance(k, ast.Constant)}


def _types_named(node: ast.expr, scope: ast.AST) -> set[str]:
    """Names of event constants that an argument may stand for."""
    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    for assigned in ast.walk(scope):
        if isinstance(assigned, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id in names for t in assigned.targets
        ):
            names |= {n.id for n in ast.walk(assigned.value) if isinstance(n, ast.Name)}
    return {name for name in names if isinstance(getattr(events, name, None), EventType)}


def _recordings() -> Iterator[tuple[str, set[str]]]:
    """Every place that records an event: the constant's name and the keys it gives."""
    for path in SOURCES:
        module = ast.parse(path.read_text(encoding="utf-8"))
        functions = [n for n in ast.walk(module) if isinstance(n, ast.FunctionDef)]
        shared: set[str] = set()
        for function in (f for f in functions if f.name == "_tell"):
            shared |= {k for c in ast.walk(function) if isinstance(c, ast.Call) for k in _keywords(c, module)}
        for function in functions:
            for call in ast.walk(function):
                if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args):
                    continue
                if call.func.attr in ("record", "_tell"):
                    given = _keywords(call, module) | (shared if call.func.attr == "_tell" else set())
                    for name in _types_named(call.args[0], function):
                        yield name, given


RECORDED = list(_recordings())


@pytest.mark.parametrize("name", sorted(n for n, v in vars(events).items() if isinstance(v, EventType)))
def test_an_event_is_recorded_somewhere_and_its_sentence_can_always_be_filled(name: str) -> None:
    wanted = _placeholders(getattr(events, name))
    places = [given for recorded, given in RECORDED if recorded == name]
    assert places, "nobody records it"
    for given in places:
        assert wanted <= given, f"missing {sorted(wanted - given)}"


def test_a_sentence_of_an_event_is_german_and_ends_as_a_sentence() -> None:
    for type_ in EVENT_TYPES.values():
        assert type_.sentence.endswith(".") and len(type_.sentence) > 15, type_.tag
        assert not _placeholders(type_) & {"name", "email", "text", "question"}, type_.tag


def test_no_float_is_handed_to_an_event() -> None:
    """Literals and ``float(...)`` in a recording; other values are refused by the chain when they are written."""
    guilty = []
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            if call.func.attr in ("record", "_tell"):
                for value in (node for k in call.keywords for node in ast.walk(k.value)):
                    literal = isinstance(value, ast.Constant) and isinstance(value.value, float)
                    made = isinstance(value, ast.Call) and getattr(value.func, "id", "") == "float"
                    if literal or made:
                        guilty.append(f"{path.name}: {ast.unparse(call)[:80]}")
    assert guilty == []


@pytest.mark.parametrize("room", sorted(p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name not in ("cli", "__pycache__")))  # fmt: skip
def test_only_the_command_line_prints(room: str) -> None:
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert guilty == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_what_it_is_for_and_stays_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert "TODO" not in text and "FIXME" not in text
