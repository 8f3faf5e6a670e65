"""What nobody told us: named in the brief and the minutes of the review, never filled."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.profile import PROFILE


def gaps(case: Case) -> list[str]:
    """Facts of the profile at this level that nobody gave."""
    missing = [
        q.text.de
        for q in PROFILE.questions
        if q.depth.is_asked_at(case.level) and case.profile.get(q.key) in (None, "")
    ]
    return [f"{name}: nicht angegeben." for name in missing]
