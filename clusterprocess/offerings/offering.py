"""What an offering is: everything that distinguishes one service from another, in one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.offerings.case import Case, FindingDraft
from clusterprocess.offerings.follow_up_questions import FollowUp
from clusterprocess.offerings.questions import Questionnaire
from clusterprocess.offerings.sections.blocks import Block

Validate = Callable[[Mapping[str, Any]], dict[str, Any]]
Submissions = Mapping[str, Mapping[str, Any]]
"""Newest submission of each kind."""


@dataclass(frozen=True, slots=True)
class Submittable:
    """One kind of input that people hand in: how it is validated and which schema that was.

    Attributes:
        after: kinds that must have been handed in before.
        locked_by: kinds after which this one can no longer be changed (weights before scores, offerings.md 7d).
        models: what its pages ask, the usual form first, then the small one; empty where the validation
            has only one.
        text_keys: the consultant's own words by key, with what belongs there; empty for all other kinds.
    """

    kind: str
    schema_version: str
    validate: Validate
    after: tuple[str, ...] = ()
    locked_by: tuple[str, ...] = ()
    models: tuple[type[BaseModel], ...] = ()
    text_keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of the paper: its placeholder ``kapitel.<name>``, what staff read about it, and who builds it."""

    name: str
    help: str
    build: Callable[[Case], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome measure that is compared with the frozen baseline at the end."""

    key: str
    text: Text
    unit: str


@dataclass(frozen=True)
class Offering:
    """One service.

    Attributes:
        slug: name in code, folder, flow, template folder and deployment.
        letter: letter in the Vorgangsnummer.
        approvers: roles that approve the deliverable, in order, by the answers given (offerings.md 7a-7f).
        report_kind: document kind of the deliverable; also the name of its Word template.
        outline: chapters of the deliverable in the order of the template.
        companions: document kinds that are drafted along with the deliverable.
        workshop_name: what a workshop is called, without its number.
        plan_kind: submission kind that holds the agreed result.
        draft_needs: submission kinds without which no draft is written.
        missing: sentences about what gate G1 still needs.
        analysis_missing: sentences about input that the computations wait for (interviews, survey).
        analyse: findings from profile, answers and survey (stage analysis).
        evaluate: findings that workshops and plan add (stage deliverable).
        agenda: agenda of a workshop by maturity level, its number and the answers.
        documents: builders of document contexts by document kind.
        follow_ups, outcomes: what is asked after handover, and which measures show an effect.
        fast_lane: whether short advice of up to two person-days is possible (ruling 3).
        short_answers: answers without which no short note is written.
    """

    slug: str
    letter: str
    version: str
    title: Text
    questionnaire: Questionnaire
    approvers: Callable[[Mapping[str, Any]], tuple[Role, ...]]
    report_kind: str
    outline: tuple[Chapter, ...]
    workshop_name: str
    submittables: tuple[Submittable, ...]
    missing: Callable[[Mapping[str, Any], Submissions, str], list[str]]
    analysis_missing: Callable[[Submissions, str], list[str]]
    analyse: Callable[[Case], list[FindingDraft]]
    evaluate: Callable[[Case], list[FindingDraft]]
    agenda: Callable[[str, int, Mapping[str, Any]], list[dict[str, Any]]]
    workshop_record: Validate
    documents: Mapping[str, Callable[..., Any]]
    follow_ups: tuple[FollowUp, ...]
    outcomes: tuple[Outcome, ...]
    plan_kind: str = "konzept"
    draft_needs: tuple[str, ...] = ("konzept", "texte")
    companions: tuple[str, ...] = ("materialband",)
    templates: Mapping[str, str] = field(default_factory=dict)
    fast_lane: bool = False
    short_answers: tuple[str, ...] = ()

    def submittable(self, kind: str) -> Submittable | None:
        return next((s for s in self.submittables if s.kind == kind), None)

    def template_for(self, kind: str) -> str:
        """Path of the Word template of a document kind below the template folder."""
        if kind == self.report_kind:
            return f"{self.slug}/{kind}.docx"
        return self.templates.get(kind, f"shared/{kind}.docx")
