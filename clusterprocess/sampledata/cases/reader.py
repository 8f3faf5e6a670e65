"""Reads a complete sample engagement (Beispieldaten) from the TOML files shipped with the package.

The records are returned as written, without validation: they pass the same door as the entries of real users.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from clusterprocess.domain.errors import NotFoundError

WORKSHOPS = ("workshop1", "workshop2")
# What initiative.toml holds beside the keys of the core intake (Method library, section 4).
_BESIDE_PROFILE = frozenset({"origin", "plausibility", "request", "organisations", "people"})


@dataclass(frozen=True)
class SampleCase:
    """One invented engagement, every part as a plain dictionary.

    Attributes:
        initiative: core profile on its top level, beside it the request, the people and the organisations.
        answers: answers to the questionnaire of the offering.
        interviews, survey: submissions of the analysis stage.
        workshops: records of the strategy days, oldest first.
        plan, texts: what was decided, and the written prose (``texts["texts"]`` by text key).
        comments: the later round, with comments, edits in Word, resolution and handover.
    """

    slug: str
    initiative: dict[str, Any]
    answers: dict[str, Any]
    interviews: dict[str, Any]
    survey: dict[str, Any]
    workshops: tuple[dict[str, Any], ...]
    plan: dict[str, Any]
    texts: dict[str, Any]
    comments: dict[str, Any]

    @property
    def profile(self) -> dict[str, Any]:
        """The core profile alone: the keys of section 4 plus ``as_of``, an ISO date."""
        return {key: value for key, value in self.initiative.items() if key not in _BESIDE_PROFILE}


def sample_case(slug: str = "praezisionstechnik") -> SampleCase:
    """Return the sample engagement of this name.

    Raises:
        NotFoundError: there is no sample engagement of this name.
    """
    cases = files(__package__)
    known = sorted(entry.name for entry in cases.iterdir() if entry.joinpath("initiative.toml").is_file())
    if slug not in known:
        raise NotFoundError(f"Den Beispielfall {slug!r} gibt es nicht; vorhanden ist: {', '.join(known)}.")
    folder = cases.joinpath(slug)
    return SampleCase(
        slug=slug,
        initiative=_record(folder, "initiative"),
        answers=_record(folder, "answers"),
        interviews=_record(folder, "interviews"),
        survey=_record(folder, "survey"),
        workshops=tuple(_record(folder, name) for name in WORKSHOPS),
        plan=_record(folder, "plan"),
        texts=_record(folder, "texts"),
        comments=_record(folder, "comments"),
    )


def _record(folder: Traversable, name: str) -> dict[str, Any]:
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
