"""The documentation cannot lie: commands parse, the tutorial runs, links lead somewhere, the reference is fresh."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.bootstrap import open_app
from clusterprocess.cli import OWN_OPTIONS, main
from clusterprocess.cli.commands import app as command_line
from clusterprocess.cli.session import STATE
from clusterprocess.config import Settings
from clusterprocess.domain.actors import SYSTEM
from clusterprocess.domain.states import State
from clusterprocess.offerings.catalogue import OFFERINGS
from flows.catalogue import FLOWS

ROOT = Path(__file__).parents[2]
OWN_WRITING = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "deployments", "tests/README.md")
TUTORIAL = ROOT / "docs" / "tutorial" / "erster-vorgang.md"


@dataclass(frozen=True)
class CommandLine:
    """A command as a page shows it; ``whole`` when it stands in a code block and must be complete."""

    page: str
    text: str
    whole: bool


def pages() -> list[Path]:
    """Every page that people read."""
    found = [
        path
        for name in OWN_WRITING
        for path in ((ROOT / name).rglob("*.md") if (ROOT / name).is_dir() else [ROOT / name])
    ]
    return sorted(found)


def shown(path: Path) -> Iterator[CommandLine]:
    """Command lines of one page: lines of ``console`` blocks, and short mentions in the running text."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT).as_posix()
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("clusterprocess "):
                yield CommandLine(name, line, whole=True)
    running = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    for mention in re.findall(r"`(clusterprocess [^`]+)`", running):
        yield CommandLine(name, " ".join(mention.split()), whole=False)


COMMAND_LINES = [line for path in pages() for line in shown(path)]


def words_of(line: str) -> list[str]:
    """The words behind ``clusterprocess``, without the options that may stand anywhere."""
    given, rest = shlex.split(line)[1:], []
    while given:
        word = given.pop(0)
        if word in OWN_OPTIONS:
            del given[: OWN_OPTIONS[word]]
        else:
            rest.append(word)
    return rest


def leaf(words: list[str]) -> tuple[Any, list[str]]:
    """The command that the words name, and what follows it."""
    command: Any = typer.main.get_command(command_line)
    rest = list(words)
    while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
        assert rest[0] in command.commands, f"there is no command {rest[0]!r}"
        command = command.commands[rest.pop(0)]
    return command, rest


def test_the_pages_show_commands() -> None:
    # the handbook alone shows more than fifty; a broken search would find none
    assert sum(line.whole for line in COMMAND_LINES) > 50


@pytest.mark.parametrize("line", COMMAND_LINES, ids=lambda line: f"{line.page}: {line.text[:60]}")
def test_command_lines_of_the_pages_parse(line: CommandLine) -> None:
    command, rest = leaf(words_of(line.text))
    if line.whole:
        command.make_context("clusterprocess", rest)  # raises on unknown options, missing or surplus arguments
    else:
        known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
        assert [word for word in rest if word.startswith("--") and word not in known] == []


def console_lines(path: Path) -> list[str]:
    return [line.text for line in shown(path) if line.whole]


def test_readme_and_tutorial_show_the_same_first_engagement() -> None:
    readme, tutorial = set(console_lines(ROOT / "README.md")), console_lines(TUTORIAL)
    assert readme <= set(tutorial), sorted(readme - set(tutorial))


def test_the_tutorial_runs_up_to_gate_g0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("CLUSTERPROCESS_HOME", str(tmp_path / "uebung"))
    monkeypatch.delenv("CLUSTERPROCESS_DATABASE_URL", raising=False)
    monkeypatch.delenv("CLUSTERPROCESS_ACTOR", raising=False)
    lines = console_lines(TUTORIAL)
    for line in lines[: lines.index("clusterprocess serve")]:
        # the number of an engagement holds the year of its request
        run_command(line.replace("CA-2026-", f"CA-{date.today().year}-"))

    def look(work: DatabaseWork) -> tuple[str, list[str]]:
        engagement = work.queries.engagements()[0]
        return engagement.state, [message.template for message in work.queries.messages()]

    with open_app(Settings()) as opened:
        assert opened.run(SYSTEM, look) == (State.ACCEPTED.value, ["eingang"])


def run_command(line: str) -> None:
    """One command in this process, as the entry point runs it."""
    try:
        main(shlex.split(line)[1:])
    except SystemExit as ending:
        assert ending.code == 0, line
    finally:
        STATE.json, STATE.actor, STATE.home = False, "", None


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_of_the_pages_lead_to_files(path: Path) -> None:
    targets = re.findall(
        r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    )
    local = [target.split("#")[0] for target in targets if not re.match(r"https?://|#|mailto:|…|NNNN", target)]
    assert [target for target in local if not (path.parent / target).exists()] == []


def test_make_targets_that_the_pages_name_exist() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        target
        for path in pages()
        for target in re.findall(r"(?:`|^)make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {"demo", "test", "check"} <= named <= known


def test_every_decision_stands_in_the_index_and_has_its_four_sections() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    numbered = sorted(folder.glob("[0-9]*.md"))
    assert [path.name[:4] for path in numbered] == [f"{number:04d}" for number in range(1, len(numbered) + 1)]
    for path in numbered:
        title, *lines = path.read_text(encoding="utf-8").splitlines()
        assert f"[{path.name[:4]}]({path.name})" in index and title.startswith(f"# {path.name[:4]}. ")
        sections = [line for line in lines if line.startswith("## ")]
        assert sections == ["## Status", "## Context", "## Decision", "## Consequences"], path.name


def test_the_generated_reference_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "build_reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("offering", OFFERINGS, ids=lambda offering: offering.slug)
def test_an_offering_has_one_slug_everywhere(offering: Any) -> None:
    slug, name = offering.slug, offering.slug.replace("_", "-")
    folder = ROOT / "clusterprocess" / "offerings" / slug
    assert (folder / "offering.py").is_file()
    assert (ROOT / "flows" / f"{slug}.py").is_file()
    assert FLOWS[slug].name == name
    assert sorted((ROOT / "templates" / "word" / slug).glob("*.docx")) != []
    assert f"  - name: {name}\n" in (ROOT / "deployments" / "prefect.yaml").read_text(encoding="utf-8")
    handbook = ROOT / "docs" / "handbuch"
    row = re.search(rf"\| `{slug}` \| \[.+\]\((.+)\)", (handbook / "README.md").read_text(encoding="utf-8"))
    assert row is not None and (handbook / row.group(1)).read_text(encoding="utf-8").startswith(
        f"# {offering.title.de}\n"
    )


def test_no_flow_or_template_folder_lacks_its_offering() -> None:
    slugs = {offering.slug for offering in OFFERINGS}
    assert set(FLOWS) == slugs
    assert {path.name for path in (ROOT / "templates" / "word").iterdir() if path.is_dir()} - {"shared"} == slugs
