"""A sample engagement as the facts that analysis and chapters work on, without a database.

For tests, benchmarks and for looking at papers; the engine assembles the same record from its tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.wordlists import fields
from clusterprocess.offerings.case import Case, FindingDraft, FindingFacts, Funding, Initiative, WorkshopFacts
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.offerings.profile import PROFILE, maturity_of_profile
from clusterprocess.sampledata.cases.reader import SampleCase
from clusterprocess.sampledata.portfolio import portfolio


def assembled(sample: SampleCase, number: str | None = None) -> Case:
    """The engagement at the moment of its first draft: every submission validated, all findings computed.

    Raises:
        InputErrors: a submission would be refused.
    """
    offering = offering_named(sample.offering)
    data: dict[str, dict[str, Any]] = {
        s.kind: s.validate(sample.submissions[s.kind]) for s in offering.submittables if s.kind in sample.submissions
    }
    profile = PROFILE.validate({k: v for k, v in sample.profile.items() if k != "as_of"})
    as_of = date.fromisoformat(str(sample.profile["as_of"]))
    today = date.fromisoformat(str(sample.story.get("drafted_on", sample.initiative["request"]["date"])))
    level = maturity_of_profile(profile, as_of)
    case = Case(
        number=number or str(sample.initiative["request"]["reference"]),
        name=str(sample.initiative["name"]),
        seat=str(sample.initiative.get("seat", "Reutlingen")),
        field_name=fields().by_slug(str(profile["field"])).name.de,
        growth_fields=tuple(profile.get("growth_fields", ())),
        level=level,
        origin="beispieldaten",
        founded=profile.get("founded"),
        today=today,
        requested_on=date.fromisoformat(str(sample.initiative["request"]["date"])),
        demo=True,
        fast_lane=bool(sample.story.get("fast_lane")),
        lead_name="Berta Berger (Beispiel)",
        delivering="VDI/VDE-IT (Beispiel)",
        delivering_assesses_labels=True,
        reviewing="Steinbeis-Beratungszentren (Beispiel)",
        funding=_funding(),
        profile=profile,
        profile_as_of=as_of,
        comments=dict(sample.initiative.get("plausibility", {})),
        answers=data.get("fragebogen", {}),
        interviews=tuple(data.get("interviews", {}).get("interviews", ())),
        survey=data.get("befragung", {}),
        plan=data.get(offering.plan_kind, {}),
        texts=data.get("texte", {}).get("texts", {}),
        submissions=data,
        peers=_peers(),
    )
    case = replace(case, findings=_facts(offering.analyse(case)))
    workshops = tuple(_workshop(sample, case, n, record) for n, record in enumerate(sample.workshops, 1))
    case = replace(case, workshops=workshops)
    return replace(case, findings={**case.findings, **_facts(offering.evaluate(case))}, peers=())


def _workshop(sample: SampleCase, case: Case, number: int, record: Mapping[str, Any]) -> WorkshopFacts:
    offering = offering_named(sample.offering)
    accepted = offering.workshop_record(record)
    return WorkshopFacts(
        number,
        number,
        f"{offering.workshop_name} {number}",
        date.fromisoformat(accepted["held_on"]),
        sample.starts_at(number),
        accepted["place"],
        "protokolliert",
        tuple(offering.agenda(case.level, number, case.answers)),
        accepted,
    )


def _facts(drafts: list[FindingDraft]) -> dict[str, FindingFacts]:
    return {
        d.key: FindingFacts(d.key, d.method, d.title, d.source, d.catalogue_version, d.result, d.inputs) for d in drafts
    }


@cache
def _peers() -> tuple[Initiative, ...]:
    found = []
    for number, other in enumerate(portfolio(), 1):
        last = dict(other.profiles[-1])
        as_of = date.fromisoformat(str(last.pop("as_of")))
        answers = PROFILE.validate(last)
        founded = int(answers["founded"]) if answers.get("founded") else None
        growth = tuple(answers.get("growth_fields", ()))
        found.append(Initiative(number, other.field, growth, founded, maturity_of_profile(answers, as_of), answers))
    return tuple(found)


def _funding() -> Funding:
    publicity = process().publicity["2014-2020"]
    return Funding(
        "Beispiel-2014-001",
        "ClusterAgentur Baden-Württemberg",
        "Ministerium für Finanzen und Wirtschaft Baden-Württemberg",
        "2014-2020",
        date(2014, 10, 1),
        date(2017, 9, 30),
        Decimal("3008317.38"),
        Decimal("0.5"),
        publicity.statement,
        publicity.line,
        publicity.emblem_alt,
    )
