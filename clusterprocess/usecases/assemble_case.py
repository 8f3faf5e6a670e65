"""Gathering one engagement as plain facts for analysis and report."""

from __future__ import annotations

from datetime import date

from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.wordlists import fields
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Cluster
from clusterprocess.offerings.case import Case, FindingFacts, Funding, Initiative, VersionFacts, WorkshopFacts
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work


def assemble_case(work: Work, engagement: Engagement, version: str = "0.9", *, with_peers: bool = False) -> Case:
    """The engagement as a frozen record; peers only when the analysis needs them."""
    cluster = engagement.cluster
    profile = cluster.profile
    before = next((p for p in reversed(cluster.profiles) if profile and p.as_of < profile.as_of), None)
    data = {s.kind: s.data for s in engagement.submissions}
    return Case(
        number=engagement.number,
        name=cluster.name,
        seat=cluster.seat,
        field_name=field_title(cluster),
        growth_fields=tuple((profile.answers if profile else {}).get("growth_fields", ())),
        level=engagement.level,
        origin=cluster.origin,
        founded=cluster.founded,
        today=work.today,
        requested_on=engagement.requested_on,
        fast_lane=engagement.fast_lane,
        demo=work.queries.database_kind() == "demo",
        lead_name=engagement.lead.name if engagement.lead else "",
        delivering=engagement.delivering.name,
        delivering_assesses_labels=engagement.delivering.assesses_labels,
        reviewing=engagement.reviewer.organisation.name
        if engagement.reviewer and engagement.reviewer.organisation
        else "",
        funding=funding_of(engagement.operation),
        profile=profile.answers if profile else {},
        profile_as_of=profile.as_of if profile else None,
        profile_before=before.answers if before else {},
        comments=profile.comments if profile else {},
        answers=data.get("fragebogen", {}),
        interviews=tuple(data.get("interviews", {}).get("interviews", ())),
        survey=data.get("befragung", {}),
        plan=data.get(offering_of(engagement).plan_kind, {}),
        texts=data.get("texte", {}).get("texts", {}),
        submissions=data,
        workshops=tuple(
            WorkshopFacts(
                w.id, w.number, w.title, w.held_on, w.starts_at, w.place, w.state, tuple(w.agenda), w.record_data
            )
            for w in engagement.workshops
        ),
        findings={
            f.key: FindingFacts(f.key, f.method, f.title, f.source, f.catalogue_version, f.result, f.inputs)
            for f in engagement.current_findings()
        },
        peers=_peers(work, cluster) if with_peers else (),
        versions=_versions(engagement),
        version=version,
        adopted_on=engagement.adopted_on,
        assembly_on=_day(engagement.fact("assembly_on")),
    )


def field_title(cluster: Cluster) -> str:
    """German name of the field, or the text that no list knows."""
    if cluster.field is None:
        return cluster.field_text
    try:
        return fields().by_slug(cluster.field).name.de
    except NotFoundError:
        return cluster.field_text or cluster.field


def funding_of(operation: Operation) -> Funding:
    """The operation with the publicity wording of its period."""
    publicity = process().publicity[operation.period]
    return Funding(
        operation.reference,
        operation.name,
        operation.beneficiary,
        operation.period,
        operation.starts_on,
        operation.ends_on,
        operation.eligible_eur,
        operation.eu_share,
        publicity.statement,
        publicity.line,
        publicity.emblem_alt,
    )


def _peers(work: Work, own: Cluster) -> tuple[Initiative, ...]:
    """Other initiatives of the same origin; real data and Beispieldaten never mix (ruling 16)."""
    return tuple(
        Initiative(
            c.id,
            c.field,
            tuple((c.profile.answers if c.profile else {}).get("growth_fields", ())),
            c.founded,
            c.level,
            c.profile.answers if c.profile else {},
        )
        for c in work.queries.clusters(origin=own.origin)
        if c.id != own.id
    )


def _versions(engagement: Engagement) -> tuple[VersionFacts, ...]:
    document = engagement.document(offering_of(engagement).report_kind)
    words = {
        "erzeugt": "Entwurf",
        "bearbeitet": "bearbeitet",
        "aktualisiert": "Zahlen aktualisiert",
        "ausgestellt": "Beschlossene Fassung",
    }
    return tuple(VersionFacts(v.label, v.made_on, words[v.origin]) for v in document.versions) if document else ()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
