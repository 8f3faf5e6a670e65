"""Reads a complete sample engagement (Beispieldaten) from the TOML files shipped with the package.

The records are returned as written, without validation: they pass the same door as the entries of real users.
One folder is one engagement: ``initiative.toml`` (profile, request, people), ``story.toml`` (who did what on which
day), one file per submission kind, ``workshop1.toml`` and so on, and ``comments.toml`` where people commented.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from clusterprocess.domain.errors import NotFoundError
from clusterprocess.offerings.catalogue import offering_named

# What initiative.toml holds beside the keys of the core intake (Method library, section 4).
_BESIDE_PROFILE = frozenset({"origin", "plausibility", "request", "organisations", "people", "seat"})
_NAMED = {"fragebogen": "answers", "befragung": "survey", "texte": "texts"}
"""Files whose name is not the submission kind; the agreed result is ``plan.toml`` whatever its kind."""


@dataclass(frozen=True)
class SampleCase:
    """One invented engagement, every part as a plain dictionary.

    Attributes:
        initiative: core profile on its top level, beside it the request, the people and the organisations.
        offering: slug of the service.
        story: days of the process by name; empty for the case that the long demo tells.
        submissions: what was handed in, by submission kind.
        workshops: records of the workshops, oldest first.
        comments: the later round, with comments, edits in Word, resolution and handover.
        follow_ups: answers of the follow-ups by their key; the story tells who gave them on which day.
    """

    slug: str
    initiative: dict[str, Any]
    offering: str
    story: dict[str, Any] = field(default_factory=dict)
    submissions: dict[str, dict[str, Any]] = field(default_factory=dict)
    workshops: tuple[dict[str, Any], ...] = ()
    comments: dict[str, Any] = field(default_factory=dict)
    follow_ups: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def profile(self) -> dict[str, Any]:
        """The core profile alone: the keys of section 4 plus ``as_of``, an ISO date."""
        return {key: value for key, value in self.initiative.items() if key not in _BESIDE_PROFILE}

    def starts_at(self, workshop: int) -> str:
        """Time of day at which a workshop starts (``workshop_starts`` in the story); nine o'clock where none is given."""
        times = self.story.get("workshop_starts", [])
        return str(times[workshop - 1]) if len(times) >= workshop else "09:00"

    @property
    def answers(self) -> dict[str, Any]:
        return self.submissions.get("fragebogen", {})

    @property
    def interviews(self) -> dict[str, Any]:
        return self.submissions.get("interviews", {})

    @property
    def survey(self) -> dict[str, Any]:
        return self.submissions.get("befragung", {})

    @property
    def plan(self) -> dict[str, Any]:
        return self.submissions.get(offering_named(self.offering).plan_kind, {})

    @property
    def texts(self) -> dict[str, Any]:
        return self.submissions.get("texte", {})


def sample_cases() -> tuple[str, ...]:
    """Names of all sample engagements, sorted."""
    return tuple(
        sorted(entry.name for entry in files(__package__).iterdir() if entry.joinpath("initiative.toml").is_file())
    )


def sample_case(slug: str = "praezisionstechnik") -> SampleCase:
    """Return the sample engagement of this name.

    Raises:
        NotFoundError: there is no sample engagement of this name.
    """
    if slug not in sample_cases():
        raise NotFoundError(f"Den Beispielfall {slug!r} gibt es nicht; vorhanden sind: {', '.join(sample_cases())}.")
    folder = files(__package__).joinpath(slug)
    initiative = _record(folder, "initiative")
    offering = offering_named(str(initiative["request"]["offering"]))
    kinds = {
        s.kind: "plan" if s.kind == offering.plan_kind else _NAMED.get(s.kind, s.kind) for s in offering.submittables
    }
    return SampleCase(
        slug=slug,
        initiative=initiative,
        offering=offering.slug,
        story=_record(folder, "story"),
        submissions={kind: found for kind, name in kinds.items() if (found := _record(folder, name))},
        workshops=tuple(found for number in range(1, 10) if (found := _record(folder, f"workshop{number}"))),
        comments=_record(folder, "comments"),
        follow_ups={f.key: found for f in offering.follow_ups if (found := _record(folder, f"followup_{f.key}"))},
    )


def _record(folder: Traversable, name: str) -> dict[str, Any]:
    file = folder.joinpath(f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
