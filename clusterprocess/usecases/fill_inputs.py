"""Filling in an engagement's inputs on a page: the questions with what is known, the own draft, hints while typing.

A page is drawn with one version of the answers and comes back with its number; :mod:`hand_in_inputs` compares it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from clusterprocess.domain.accounts import FormDraft
from clusterprocess.domain.actors import STAFF
from clusterprocess.domain.engagement import SUBMISSION_NAMES, Engagement, Submission
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.domain.register import Profile
from clusterprocess.offerings import profile as profiles
from clusterprocess.offerings.form_building import AS_OF, PROFILE_PART, Known
from clusterprocess.offerings.forms import FormSpec
from clusterprocess.offerings.guest_forms import FormErrors
from clusterprocess.offerings.input_questions import AskedInput, asked_input
from clusterprocess.offerings.profile import PROFILE
from clusterprocess.offerings.questionnaire_form import page_answers, page_spec
from clusterprocess.usecases.exchange_forms import AsksByChoice
from clusterprocess.usecases.keep_drafts import drop_form_draft, keep_form_draft
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.submit_answers import require_accepting

ROWS, COMMENT = "~zeilen/", "~kommentar/"
"""Begin the keys of a table's number of lines, and of the comment on a rule of plausibility."""
PAGE_KIND = "console"
IS_EDITING = timedelta(days=1)
"""A draft older than this says nothing about who works on it now [D]."""
RULE_FIELDS = {
    "company_share": "members_sme",
    "committed": "members_committed",
    "budget_per_fte": "budget",
    "events": "events_12m",
    "no_staff": "fte_paid",
    "strategy_age": "strategy_year",
    "fees": "share_fees",
    "members_jump": "members_sme",
}
"""Beside which field of the profile a rule speaks; rules about labels speak beside the labels."""

Typed = Mapping[str, Any]
"""What a browser posted, by field key."""


@dataclass(frozen=True, slots=True)
class InputForm:
    """One kind of input as somebody finds it.

    Attributes:
        spec: the questions with the answers of version ``based_on`` filled in.
        based_on, newest: version that the form is drawn with, and the newest one; they differ for an old draft.
        typed: the person's own draft; empty where there is none.
        saved_at: when the draft was saved.
        others: names of those whose draft on the same input is younger than a day.
        closed: why nothing can be handed in now; empty where it can.
        warnings: sentences of the rules of plausibility by rule, for the profile.
        comments: what was said about them.
    """

    engagement: Engagement
    kind: str
    spec: FormSpec
    based_on: int
    newest: int
    typed: Typed
    saved_at: datetime | None
    others: tuple[str, ...]
    closed: tuple[str, ...]
    warnings: Mapping[str, str]
    comments: Mapping[str, str]


def open_input(work: Work, engagement: Engagement, kind: str, typed: Typed | None = None) -> InputForm:
    """One kind of input with its newest answers, or with the person's own draft.

    Args:
        typed: what was posted just now, in place of the draft.

    Raises:
        InputError: the service takes no such input.
    """
    draft = work.queries.form_draft(work.actor.id, subject_of(engagement, kind))
    kept: Typed = draft.typed if draft and typed is None else typed or {}
    newest = newest_of(engagement, kind)
    based_on = draft.based_on if draft and draft.typed else newest
    spec = spec_of(engagement, kind, based_on, kept)
    answers = _lenient(engagement, kind, spec, kept, based_on)
    profile = engagement.cluster.profile
    return InputForm(
        engagement,
        kind,
        spec,
        based_on,
        newest,
        kept,
        draft.saved_at if draft and draft.typed else None,
        _others(work, engagement, kind),
        closed_for(engagement, kind),
        _warnings(engagement, answers) if kind == PROFILE_PART else {},
        dict(profile.comments) if profile else {},
    )


def keep_input(work: Work, engagement: Engagement, kind: str, typed: Typed, based_on: int) -> Mapping[str, str]:
    """Save what was typed and tell what looks wrong, by field key; nothing is refused.

    Raises:
        InputError: unknown kind, or more text than a draft holds.
        RuleViolation: the input takes nothing any more.
    """
    work.require(*STAFF)
    if closed := closed_for(engagement, kind):
        raise RuleViolation("keep_input", list(closed))
    spec = spec_of(engagement, kind, known_version(engagement, kind, based_on), typed)
    keep_form_draft(work, subject_of(engagement, kind), dict(typed), based_on)
    return hints_of(engagement, kind, spec, typed, based_on)


def hints_of(engagement: Engagement, kind: str, spec: FormSpec, typed: Typed, based_on: int) -> dict[str, str]:
    """What looks wrong in typed answers, by field key: values that cannot be read, and rules of plausibility."""
    found: dict[str, str] = {}
    stored = stored_answers(engagement, kind, based_on)
    try:
        page_answers(spec, typed, {kind: stored})
    except FormErrors as error:
        found = dict(error.by_field)
    if kind == PROFILE_PART:
        answers = _lenient(engagement, kind, spec, typed, based_on)
        for rule, told in _warnings(engagement, answers).items():
            found.setdefault(f"{kind}/{field_of_rule(rule)}", told)
    return found


def field_of_rule(rule: str) -> str:
    """The question beside which a rule of plausibility speaks."""
    return RULE_FIELDS.get(rule, "labels")


def drop_input(work: Work, engagement: Engagement, kind: str) -> None:
    """Throw the own draft away."""
    work.require(*STAFF)
    drop_form_draft(work, subject_of(engagement, kind))


def subject_of(engagement: Engagement, kind: str) -> str:
    """Under which name drafts of an input are kept; the profile belongs to the initiative, whichever its engagement."""
    return f"initiative-{engagement.cluster_id}/{kind}" if kind == PROFILE_PART else f"{engagement.number}/{kind}"


def spec_of(engagement: Engagement, kind: str, version: int, typed: Typed) -> FormSpec:
    """The questions of one kind, with the answers of a version filled in and as many lines as were asked for.

    Raises:
        InputError: the service takes no such input.
    """
    stored, rows = stored_answers(engagement, kind, version), _rows(typed)
    profile = engagement.cluster.profile
    if kind == PROFILE_PART:
        return page_spec({kind: PROFILE}, engagement.level, Known({kind: stored}), rows=rows, kind=PAGE_KIND)
    asked = asked_of(engagement, kind, stored)
    known = Known({kind: stored}, profile.answers if profile else {})
    return page_spec(
        {kind: asked.questionnaire},
        asked.level,
        known,
        keys=_keys(engagement, kind, asked, stored, typed),
        rows=rows,
        kind=PAGE_KIND,
    )


def _keys(
    engagement: Engagement, kind: str, asked: AskedInput, stored: Mapping[str, Any], typed: Typed
) -> set[str] | None:
    """The questions that belong to the choices made so far, those just typed included; None where all are asked."""
    if not isinstance(asked.questionnaire, AsksByChoice):
        return None
    answers = dict(stored)
    if typed:
        whole = page_spec(
            {kind: asked.questionnaire}, asked.level, Known({kind: stored}), rows=_rows(typed), kind=PAGE_KIND
        )
        answers = _read(whole, typed, kind, stored)
    return {f"{kind}/{q.key}" for q in asked.questionnaire.asked_for(answers, fast_lane=engagement.fast_lane)}


def asked_of(engagement: Engagement, kind: str, stored: Mapping[str, Any]) -> AskedInput:
    offering = offering_of(engagement)
    submittable = offering.submittable(kind)
    if submittable is None:
        known = ", ".join(SUBMISSION_NAMES[s.kind] for s in offering.submittables)
        raise InputError(
            f"Eingabe: „{kind[:40]}“ gibt es bei dieser Leistung nicht; möglich sind {known}.", field="kind"
        )
    return asked_input(offering, submittable, engagement.level, stored)


def newest_of(engagement: Engagement, kind: str) -> int:
    if kind == PROFILE_PART:
        profile = engagement.cluster.profile
        return profile.id if profile else 0
    kept = engagement.submission(kind)
    return kept.version if kept else 0


def known_version(engagement: Engagement, kind: str, version: int) -> int:
    """A version that there is; one that nobody ever saw counts as none."""
    return version if version == 0 or stored_answers(engagement, kind, version) else 0


def stored_answers(engagement: Engagement, kind: str, version: int) -> Mapping[str, Any]:
    """The answers of one version by question; empty where there is none."""
    if kind == PROFILE_PART:
        profile = _profile(engagement, version)
        return {**profile.answers, AS_OF.key: profile.as_of.isoformat()} if profile else {}
    kept = submission_of(engagement, kind, version)
    if kept is None:
        return {}
    return asked_of(engagement, kind, kept.data).opened(kept.data)


def _profile(engagement: Engagement, version: int) -> Profile | None:
    return next((p for p in engagement.cluster.profiles if p.id == version), None)


def submission_of(engagement: Engagement, kind: str, version: int) -> Submission | None:
    return next((s for s in engagement.submissions if s.kind == kind and s.version == version), None)


def _rows(typed: Typed) -> dict[str, int]:
    """How many lines each table was drawn with; nonsense counts as nothing."""
    return {
        key.removeprefix(ROWS): int(value)
        for key, value in typed.items()
        if key.startswith(ROWS) and isinstance(value, str) and value.isdigit() and len(value) < 4
    }


def _lenient(engagement: Engagement, kind: str, spec: FormSpec, typed: Typed, version: int) -> Mapping[str, Any]:
    """The answers as far as what was typed can be read."""
    stored = stored_answers(engagement, kind, version)
    return _read(spec, typed, kind, stored) if typed else stored


def _read(spec: FormSpec, typed: Typed, kind: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    posted = dict(typed)
    for _ in range(2):  # once to find what cannot be read, once without it
        try:
            return page_answers(spec, posted, {kind: stored}).get(kind, dict(stored))
        except FormErrors as error:
            wrong = tuple(error.by_field)
            posted = {k: v for k, v in posted.items() if not k.startswith(wrong)}
    return dict(stored)


def _warnings(engagement: Engagement, answers: Mapping[str, Any]) -> dict[str, str]:
    """Rules of plausibility and contradictions of a profile; none before there is one."""
    as_of = answers.get(AS_OF.key)
    if not as_of:
        return {}
    day = date.fromisoformat(str(as_of))
    before = next((p.answers for p in reversed(engagement.cluster.profiles) if p.as_of < day), None)
    return profiles.warnings(answers, day, before)


def _others(work: Work, engagement: Engagement, kind: str) -> tuple[str, ...]:
    fresh = [d for d in work.queries.form_drafts(subject_of(engagement, kind)) if is_fresh(work, d)]
    return tuple(name_of(work, d.person_id) for d in fresh)


def is_fresh(work: Work, draft: FormDraft) -> bool:
    return draft.person_id != work.actor.id and work.now - draft.saved_at < IS_EDITING


def name_of(work: Work, person_id: str) -> str:
    person = work.queries.person_by_id(person_id)
    return person.name if person else "Jemand"


def closed_for(engagement: Engagement, kind: str) -> tuple[str, ...]:
    """Why nothing can be handed in; the profile follows the engagement that it is filled in for."""
    if kind == PROFILE_PART:
        return ()
    submittable = offering_of(engagement).submittable(kind)
    if submittable is None:
        return ()
    try:
        require_accepting(engagement, submittable)
    except RuleViolation as error:
        return tuple(error.reasons)
    return ()
