"""What inputs an engagement takes: what is there, what is missing, and who is working on which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clusterprocess.domain.engagement import Engagement
from clusterprocess.offerings.form_building import PROFILE_PART
from clusterprocess.usecases.fill_inputs import closed_for, is_fresh, name_of, subject_of
from clusterprocess.usecases.offering_of import answers_of, offering_of
from clusterprocess.usecases.ports import Work


@dataclass(frozen=True, slots=True)
class InputLine:
    """One kind of input of an engagement as the list shows it.

    Attributes:
        kind: slug; ``profil`` for the yearly figures of the initiative.
        version, day, author: of the newest version; 0, None and empty while there is none.
        closed: why nothing can be handed in now.
        drafts: names of those with an unfinished draft; the own one first, as „Sie“.
    """

    kind: str
    version: int
    day: date | None
    author: str
    closed: tuple[str, ...]
    drafts: tuple[str, ...]


def inputs_of(work: Work, engagement: Engagement) -> tuple[InputLine, ...]:
    """All kinds of input of an engagement in the order of its service, the initiative's figures after the first."""
    kinds = [s.kind for s in offering_of(engagement).submittables]
    if not engagement.fast_lane:
        kinds.insert(1, PROFILE_PART)
    return tuple(_line(work, engagement, kind) for kind in kinds)


def _line(work: Work, engagement: Engagement, kind: str) -> InputLine:
    drafts = work.queries.form_drafts(subject_of(engagement, kind))
    own = tuple("Sie" for d in drafts if d.person_id == work.actor.id)
    names = (*own, *(name_of(work, d.person_id) for d in drafts if is_fresh(work, d)))
    closed = closed_for(engagement, kind)
    if kind == PROFILE_PART:
        profile = engagement.cluster.profile
        version, day = (profile.version, profile.as_of) if profile else (0, None)
        return InputLine(kind, version, day, "", closed, names)
    kept = engagement.submission(kind)
    if kept is None:
        return InputLine(kind, 0, None, "", closed, names)
    return InputLine(kind, kept.version, kept.submitted_on, name_of(work, kept.author_id), closed, names)


def gaps_of(engagement: Engagement) -> tuple[str, ...]:
    """What the service still waits for, in sentences: missing answers, then input of the analysis."""
    offering = offering_of(engagement)
    submissions = {s.kind: s.data for s in engagement.submissions}
    missing = offering.missing(answers_of(engagement), submissions, engagement.level)
    return (*missing, *offering.analysis_missing(submissions, engagement.level))
