"""Offline forms: the questions of an engagement go out as a file and come back as a submission.

What is known is filled in. A form that belongs to another engagement, shows other questions or was changed is refused
with every place named; blank is not delete.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, runtime_checkable

from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.engagement import Engagement, Submission
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.register import Profile
from clusterprocess.offerings.form_answers import Reading, answers_of_form, require_current, require_own
from clusterprocess.offerings.form_building import ANSWERS, AS_OF, PROFILE_PART, Known, form_of
from clusterprocess.offerings.form_short import shortened
from clusterprocess.offerings.form_stamp import Stamp
from clusterprocess.offerings.forms import FormHead, FormSpec
from clusterprocess.offerings.profile import PROFILE
from clusterprocess.offerings.questions import LEVELS, UNKNOWN_LEVEL, Question, Questionnaire
from clusterprocess.usecases.assemble_case import funding_of
from clusterprocess.usecases.offering_of import answers_of, offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.submit_answers import store_profile, submit_answers

PARTS = (ANSWERS, PROFILE_PART)
SHORT_KIND = "docx"
SHORT_LEVELS = ("M0", "M1", UNKNOWN_LEVEL)
"""Levels whose questions fit on two pages."""


class FormFiles(Protocol):
    """Writes and reads forms of one file kind."""

    @property
    def kind(self) -> str: ...
    def claims(self, content: bytes) -> bool: ...
    def write(self, spec: FormSpec) -> bytes: ...
    def stamp(self, content: bytes) -> Stamp: ...
    def read(self, content: bytes, spec: FormSpec) -> Reading: ...


@runtime_checkable
class AsksByChoice(Protocol):
    """A questionnaire whose questions depend on what was chosen before."""

    def asked_for(self, answers: Mapping[str, Any], *, fast_lane: bool = False) -> tuple[Question, ...]: ...


@dataclass(frozen=True, slots=True)
class FormTaken:
    """What a form left behind: the submission and the profile that it changed, each None where it did not."""

    submission: Submission | None
    profile: Profile | None


def write_form(
    work: Work, number: str, kind: str, files: Sequence[FormFiles], parts: Sequence[str] | None = None
) -> bytes:
    """The form of an engagement's questions, with everything filled in that is known.

    Args:
        kind: xlsx, or docx for initiatives whose questions fit on two pages.
        parts: ``fragebogen`` and ``profil``; without it both in a workbook, the questionnaire alone in Word and for
            short advice.

    Raises:
        InputError: there is no such kind or part, or the questions do not fit on two pages.
    """
    engagement = work.queries.engagement(number)
    work.require(*STAFF, Role.CLUSTER_MANAGER, cluster_id=engagement.cluster_id)
    writer = next((f for f in files if f.kind == kind), None)
    if writer is None:
        known = ", ".join(f.kind for f in files)
        raise InputError(f"Art (kind): „{kind[:20]}“ gibt es nicht; möglich sind: {known}.", field="kind")
    if kind == SHORT_KIND and engagement.level not in SHORT_LEVELS:
        raise InputError(
            "Art (kind): Der Fragebogen dieses Vorgangs passt nicht auf zwei Seiten; bitte xlsx wählen.", field="kind"
        )
    wanted = tuple(parts) if parts else (ANSWERS,) if kind == SHORT_KIND or engagement.fast_lane else PARTS
    if unknown := [part for part in wanted if part not in PARTS]:
        raise InputError(
            f"Teil (part): „{unknown[0][:20]}“ gibt es nicht; möglich sind: {', '.join(PARTS)}.", field="part"
        )
    return writer.write(_form(work, engagement, kind, wanted, engagement.level))


def read_form(work: Work, number: str, content: bytes, files: Sequence[FormFiles], on: date | None = None) -> FormTaken:
    """Take a filled-in form: new answers become the next submission, new figures the next version of the profile.

    Raises:
        InputError: no form, a form of another engagement or of earlier questions, or one without anything new.
        InputErrors: every changed label and every answer that cannot be accepted, with its place.
    """
    engagement = work.queries.engagement(number, lock=True)
    work.require(*STAFF, Role.CLUSTER_MANAGER, cluster_id=engagement.cluster_id)
    reader = next((f for f in files if f.claims(content)), None)
    if reader is None:
        kinds = " oder ".join(f".{f.kind}" for f in files)
        raise InputError(
            f"Formular: Die Datei ist keine {kinds}-Datei; bitte das ausgegebene Formular verwenden.", field="form"
        )
    stamp = reader.stamp(content)
    require_own(stamp, engagement.number)
    parts = tuple(part.name for part in stamp.parts)
    if stamp.kind != reader.kind or not parts or set(parts) - set(PARTS) or stamp.level not in (*LEVELS, UNKNOWN_LEVEL):
        raise InputError("Formular: Sein Stand ist nicht lesbar; bitte ein frisches Formular holen.", field="form")
    spec = _form(work, engagement, stamp.kind, parts, stamp.level, stamp)
    require_current(spec, stamp)
    answers = answers_of_form(spec, stamp, reader.read(content, spec), _present(engagement))
    if not answers:
        raise InputError(
            "Formular: Es enthält nichts, was nicht schon bekannt ist; nichts wurde eingereicht.", field="form"
        )
    profile = _stored_profile(work, engagement, answers[PROFILE_PART]) if PROFILE_PART in answers else None
    submission = submit_answers(work, number, ANSWERS, answers[ANSWERS], on) if ANSWERS in answers else None
    return FormTaken(submission, profile)


def _form(
    work: Work, engagement: Engagement, kind: str, parts: Sequence[str], level: str, stamp: Stamp | None = None
) -> FormSpec:
    """The form as it would be issued today, with lines and questions of the stamp where a file came back."""
    questionnaire = offering_of(engagement).questionnaire
    asked: dict[str, Questionnaire] = {ANSWERS: questionnaire, PROFILE_PART: PROFILE}
    profile = engagement.cluster.profile
    spec = form_of(
        kind,
        _head(work, engagement, parts),
        level,
        {part: asked[part] for part in parts},
        Known(_present(engagement), profile.answers if profile else {}),
        keys=stamp.keys if stamp else _asked_keys(questionnaire, engagement),
        rows=stamp.rows if stamp else None,
    )
    return shortened(spec, stamp.keys if stamp else None) if kind == SHORT_KIND else spec


def _asked_keys(questionnaire: Questionnaire, engagement: Engagement) -> set[str] | None:
    """The questions that belong to the choices made so far; None where all are asked."""
    if not isinstance(questionnaire, AsksByChoice):
        return None
    asked = questionnaire.asked_for(answers_of(engagement), fast_lane=engagement.fast_lane)
    profile = (AS_OF, *PROFILE.questions)
    return {f"{ANSWERS}/{q.key}" for q in asked} | {f"{PROFILE_PART}/{q.key}" for q in profile}


def _head(work: Work, engagement: Engagement, parts: Sequence[str]) -> FormHead:
    title = offering_of(engagement).title.de if ANSWERS in parts else "Angaben zur Initiative"
    demo = work.queries.database_kind() == "demo"
    return FormHead(title, engagement.cluster.name, engagement.number, funding_of(engagement.operation).statement, demo)


def _present(engagement: Engagement) -> Mapping[str, Mapping[str, Any]]:
    """The present answers of both parts."""
    profile = engagement.cluster.profile
    figures = {**profile.answers, AS_OF.key: profile.as_of.isoformat()} if profile else {}
    return {ANSWERS: answers_of(engagement), PROFILE_PART: figures}


def _stored_profile(work: Work, engagement: Engagement, answers: Mapping[str, Any]) -> Profile:
    as_of = date.fromisoformat(str(answers[AS_OF.key]))
    earlier = engagement.cluster.profile
    figures = {key: value for key, value in answers.items() if key != AS_OF.key}
    return store_profile(work, engagement.cluster, as_of, figures, earlier.comments if earlier else None)
