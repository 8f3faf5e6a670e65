"""Handing in what was filled in on a page, with a comparison of three versions when two people edit.

Where somebody else handed in since the page was drawn, nothing is stored until the person has chosen for each answer that
differs; nothing is ever overwritten silently. A field that comes back blank keeps its earlier answer unless its removal
was ticked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.offerings.form_building import AS_OF, PROFILE_PART
from clusterprocess.offerings.forms import FormQuestion, FormSpec
from clusterprocess.offerings.guest_forms import FormErrors
from clusterprocess.offerings.questionnaire_form import left_blank, page_answers, removed_of, words_of
from clusterprocess.usecases.fill_inputs import (
    COMMENT,
    Typed,
    asked_of,
    closed_for,
    known_version,
    name_of,
    newest_of,
    spec_of,
    stored_answers,
    subject_of,
    submission_of,
)
from clusterprocess.usecases.keep_drafts import drop_form_draft, keep_form_draft
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.submit_answers import store_profile, submit_answers

OURS, THEIRS = "meine", "andere"


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that is not the same in the two versions: what it was, the other person's, mine; in words."""

    key: str
    question: str
    was: tuple[str, ...]
    theirs: tuple[str, ...]
    ours: tuple[str, ...]
    suggested: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else handed in meanwhile: what differs, who it was, and the version that is the newest now."""

    differences: tuple[Difference, ...]
    newest: int
    author: str
    on: date


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of a form; ``version`` is None where it held nothing new.

    Attributes:
        kept_blank: questions that came back blank and kept their answer.
    """

    version: int | None
    kept_blank: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """The choices of somebody who saw what differs: ``meine`` or ``andere`` by question, and the version she saw."""

    choices: Mapping[str, str]
    seen: int


def hand_in(
    work: Work, number: str, kind: str, typed: Typed, based_on: int, decided: Decided | None = None
) -> HandedIn | Overtaken:
    """Validate a form and keep it as the next version; or tell who was faster and what differs.

    Args:
        decided: what the person chose after :class:`Overtaken` was shown; void where a further version came since.

    Raises:
        FormErrors: a sentence by field key for each answer that cannot be accepted.
        InputError, InputErrors: what the kind itself does not accept.
        RuleViolation: the input takes nothing any more, or comes too early.
    """
    work.require(*STAFF)
    engagement = work.queries.engagement(number, lock=True)
    if kind == PROFILE_PART:
        work.queries.serialise(f"profile:{engagement.cluster_id}")
    if closed := closed_for(engagement, kind):
        raise RuleViolation("submit", list(closed))
    newest = newest_of(engagement, kind)
    based_on = known_version(engagement, kind, based_on)
    spec = spec_of(engagement, kind, based_on, typed)
    was = stored_answers(engagement, kind, based_on)
    ours = page_answers(spec, typed, {kind: was}, removed=removed_of(typed)).get(kind)
    blank = tuple(q.text.de for q in left_blank(spec, typed) if f"{kind}/{q.key}" not in removed_of(typed))
    comments = _comments(typed) if kind == PROFILE_PART else {}
    if ours is None and not _commented(engagement, comments):
        drop_form_draft(work, subject_of(engagement, kind))
        return HandedIn(None, blank)
    ours = dict(was) if ours is None else ours
    if newest != based_on:
        theirs = stored_answers(engagement, kind, newest)
        choices = decided.choices if decided and decided.seen == newest else None
        merged, undecided = merged_answers(was, theirs, ours, choices or {})
        if undecided or choices is None:
            keep_form_draft(work, subject_of(engagement, kind), dict(typed), based_on)
            return _overtaken(work, engagement, kind, spec, (was, theirs, ours))
        ours = merged
    version = _store(work, engagement, kind, ours, comments)
    drop_form_draft(work, subject_of(engagement, kind))
    return HandedIn(version, blank)


def merged_answers(
    was: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any], choices: Mapping[str, str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Two versions of one set of answers as one, by the choices; and the questions that still need a choice.

    An answer that only one of the two changed is taken from that one unless the choice says otherwise.
    """
    merged, undecided = dict(theirs), []
    for key in {*was, *theirs, *ours}:
        before, other, mine = was.get(key), theirs.get(key), ours.get(key)
        if other == mine:
            continue
        chosen = choices.get(key) or (OURS if before == other else THEIRS if before == mine else "")
        if not chosen:
            undecided.append(key)
        elif chosen == OURS:
            merged[key] = mine
    return {key: value for key, value in merged.items() if value is not None}, tuple(sorted(undecided))


def _comments(typed: Typed) -> dict[str, str]:
    return {
        key.removeprefix(COMMENT): value.strip()
        for key, value in typed.items()
        if key.startswith(COMMENT) and isinstance(value, str) and value.strip()
    }


def _commented(engagement: Engagement, comments: Mapping[str, str]) -> bool:
    profile = engagement.cluster.profile
    earlier = profile.comments if profile else {}
    return any(earlier.get(rule) != text for rule, text in comments.items())


def _overtaken(
    work: Work,
    engagement: Engagement,
    kind: str,
    spec: FormSpec,
    versions: tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]],
) -> Overtaken:
    was, theirs, ours = versions
    questions = {q.key: q for q in spec.questions()}
    found = []
    for key, question in questions.items():
        if theirs.get(key) != ours.get(key):
            before = was.get(key)
            suggested = OURS if before == theirs.get(key) else THEIRS if before == ours.get(key) else ""
            before_told, theirs_told, ours_told = (_words(question, v.get(key)) for v in versions)
            found.append(Difference(key, question.text.de, before_told, theirs_told, ours_told, suggested))
    newest = newest_of(engagement, kind)
    kept = submission_of(engagement, kind, newest)
    profile = engagement.cluster.profile
    on = kept.submitted_on if kept else profile.as_of if profile else work.today
    return Overtaken(tuple(found), newest, name_of(work, kept.author_id) if kept else "", on)


def _words(question: FormQuestion, value: Any) -> tuple[str, ...]:
    return words_of(question, value) if value not in (None, "", [], {}) else ()


def _store(
    work: Work, engagement: Engagement, kind: str, answers: Mapping[str, Any], comments: Mapping[str, str]
) -> int:
    if kind != PROFILE_PART:
        asked = asked_of(engagement, kind, answers if kind != "texte" else {})
        return submit_answers(work, engagement.number, kind, asked.closed(answers)).version
    figures = {key: value for key, value in answers.items() if key != AS_OF.key}
    if not answers.get(AS_OF.key):
        raise FormErrors({f"{kind}/{AS_OF.key}": "„Stichtag der Angaben“: fehlt; bitte ergänzen."})
    earlier = engagement.cluster.profile
    told = {**(earlier.comments if earlier else {}), **comments}
    as_of = date.fromisoformat(str(answers[AS_OF.key]))
    stored = store_profile(work, engagement.cluster, as_of, figures, told)
    work.flush()
    return stored.version
