"""The consultant's own words to a computed finding, until the paper is reviewed; nobody overwrites anybody unseen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from clusterprocess.domain.accounts import FormDraft
from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.engagement import Engagement, Finding
from clusterprocess.domain.errors import InputError, NotFoundError, RuleViolation
from clusterprocess.domain.states import ENDED, State
from clusterprocess.usecases.keep_drafts import drop_form_draft, keep_form_draft
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.submit_answers import FIXED_ANSWERS, require_bounded

MOST_CHARACTERS = 6000
TEXT, SEEN = "text", "seen"


@dataclass(frozen=True, slots=True)
class Superseded:
    """Somebody else wrote meanwhile: her words, mine, and the mark of hers."""

    finding_id: int
    theirs: str
    ours: str
    mark: str


def mark_of(text: str) -> str:
    """By which a page knows which words it was drawn with."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def assess_finding(
    work: Work, number: str, finding_id: int, text: str, seen: str, *, remove: bool = False
) -> Finding | Superseded:
    """Keep an own assessment of a finding of the present pass.

    Args:
        text: the words; blank keeps what is there unless ``remove`` is set.
        seen: :func:`mark_of` the words that the page showed.

    Raises:
        NotFoundError: the finding is none of the present pass.
        InputError: too long.
        RuleViolation: the paper is under review, or the engagement rests or has ended.
    """
    work.require(*STAFF)
    engagement = work.queries.engagement(number, lock=True)
    finding = finding_of(engagement, finding_id)
    require_assessable(engagement)
    text = text.strip()
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"Einschätzung: bitte höchstens {MOST_CHARACTERS} Zeichen; es sind {len(text)}.", field="text")
    require_bounded({"Einschätzung": text})
    wanted = "" if remove else text or finding.assessment
    if wanted != finding.assessment:
        if seen != mark_of(finding.assessment):
            keep_form_draft(work, subject_of(engagement, finding), {TEXT: text, SEEN: seen}, 0)
            return Superseded(finding.id, finding.assessment, text, mark_of(finding.assessment))
        engagement.assess(finding, wanted)
    drop_form_draft(work, subject_of(engagement, finding))
    return finding


def keep_assessment(work: Work, number: str, finding_id: int, text: str, seen: str) -> FormDraft:
    """Save what is being written.

    Raises:
        NotFoundError, RuleViolation, InputError: as in :func:`assess_finding`.
    """
    work.require(*STAFF)
    engagement = work.queries.engagement(number)
    require_assessable(engagement)
    finding = finding_of(engagement, finding_id)
    return keep_form_draft(work, subject_of(engagement, finding), {TEXT: text, SEEN: seen}, 0)


def own_drafts(work: Work, engagement: Engagement) -> dict[int, FormDraft]:
    """The acting person's unfinished assessments by finding, those that say something new."""
    found = {}
    prefix = _prefix(engagement)
    for draft in work.queries.form_drafts_below(work.actor.id, prefix):
        place = draft.subject.removeprefix(prefix)
        if place.isdigit():
            found[int(place)] = draft
    return found


def finding_of(engagement: Engagement, finding_id: int) -> Finding:
    """A finding of the present pass.

    Raises:
        NotFoundError: there is none of this id.
    """
    found = next((f for f in engagement.current_findings() if f.id == finding_id), None)
    if found is None:
        raise NotFoundError("Diesen Befund gibt es im jetzigen Durchgang nicht; bitte laden Sie die Seite neu.")
    return found


def require_assessable(engagement: Engagement) -> None:
    """Own words may still be written.

    Raises:
        RuleViolation: the paper is under review or beyond, or the engagement rests or has ended.
    """
    if reason := closed_because(engagement):
        raise RuleViolation("assess", [reason])


def closed_because(engagement: Engagement) -> str:
    """Why own words can no longer be written; empty where they can."""
    state = engagement.current_state
    if state in ENDED or state is State.PAUSED:
        return "Einschätzung: Der Vorgang nimmt zurzeit nichts auf."
    if state in FIXED_ANSWERS:
        return (
            "Einschätzung: steht fest, seit der Entwurf geprüft wird; für eine Änderung bitte den Entwurf zurückgeben."
        )
    return ""


def subject_of(engagement: Engagement, finding: Finding) -> str:
    """Under which name drafts of an assessment are kept."""
    return f"{_prefix(engagement)}{finding.id}"


def _prefix(engagement: Engagement) -> str:
    return f"{engagement.number}/befund/"
