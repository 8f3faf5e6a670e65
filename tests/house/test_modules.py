"""Names and sizes of the program's own modules; how they import is held by test_house.py."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
FORBIDDEN_WORDS = {"utils", "util", "helpers", "helper", "common", "manager", "managers"}
MOST_LINES = 500
MODULES = sorted(
    path.relative_to(ROOT) for folder in ("clusterprocess", "flows") for path in (ROOT / folder).rglob("*.py")
)


def test_modules_and_folders_are_named_after_what_they_hold() -> None:
    named = {path: {word for part in path.with_suffix("").parts for word in part.split("_")} for path in MODULES}
    assert [str(path) for path, words in named.items() if words & FORBIDDEN_WORDS] == []


def test_modules_stay_below_500_lines() -> None:
    # a migration tells the whole schema once and is never edited again
    lines = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in MODULES
        if "migrations" not in path.parts
    }
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
