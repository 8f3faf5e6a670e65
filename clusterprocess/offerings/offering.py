"""What an offering is: everything that distinguishes one service from another, in one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clusterprocess.domain.actors import Role
from clusterprocess.domain.language import Text
from clusterprocess.offerings.case import Case, FindingDraft
from clusterprocess.offerings.questions import Questionnaire

Validate = Callable[[Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Submittable:
    """One kind of input that people hand in: how it is validated and which schema that was."""

    kind: str
    schema_version: str
    validate: Validate


@dataclass(frozen=True)
class Offering:
    """One service.

    Attributes:
        slug: name in code, folder, flow, template folder and deployment.
        letter: letter in the Vorgangsnummer.
        approval_chain: roles that approve the deliverable, in order (offerings.md 7a-7f).
        missing: sentences about what gate G1 still needs.
        analysis_missing: sentences about input that the computations wait for (interviews, survey).
        analyse: findings from profile, answers and survey (stage analysis).
        evaluate: findings that workshops and plan add (stage deliverable).
        agenda: agenda of a workshop by maturity level and its number.
        documents: builders of document contexts by document kind.
    """

    slug: str
    letter: str
    version: str
    title: Text
    questionnaire: Questionnaire
    approval_chain: tuple[Role, ...]
    report_kind: str
    submittables: tuple[Submittable, ...]
    missing: Callable[[Mapping[str, Any], Mapping[str, Mapping[str, Any]], str], list[str]]
    analysis_missing: Callable[[Mapping[str, Mapping[str, Any]], str], list[str]]
    analyse: Callable[[Case], list[FindingDraft]]
    evaluate: Callable[[Case], list[FindingDraft]]
    agenda: Callable[[str, int], list[dict[str, Any]]]
    workshop_record: Validate
    documents: Mapping[str, Callable[..., Any]]

    def submittable(self, kind: str) -> Submittable | None:
        return next((s for s in self.submittables if s.kind == kind), None)
