"""The portfolio overview of this database: real initiatives in a real one, Beispieldaten in a demo, never both."""

from __future__ import annotations

from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.domain.register import Cluster
from clusterprocess.offerings.portfolio_facts import Portfolio, PortfolioEntry, portfolio_entry
from clusterprocess.offerings.portfolio_overview import overview
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.usecases.ports import Work

TEMPLATE = "shared/ueberblick.docx"


def portfolio_overview(work: Work) -> DocumentContext:
    """The overview as blocks, to be rendered with ``TEMPLATE``.

    Raises:
        PermissionDenied: the actor is neither staff, administrator nor system.
        NotFoundError: the register holds no initiative that could be counted.
    """
    work.require(*sorted(STAFF), Role.ADMINISTRATOR, Role.SYSTEM)
    demo = work.queries.database_kind() == "demo"
    clusters = work.queries.clusters(origin="beispieldaten" if demo else "real")
    portfolio = Portfolio(tuple(_entry(cluster) for cluster in clusters), demo)
    if not portfolio.counted:
        raise NotFoundError("Im Register steht keine Initiative; bitte zuerst eine Registerdatei einlesen.")
    statement, emblem_alt = _publicity(work)
    return overview(portfolio, work.today, statement, emblem_alt)


def _entry(cluster: Cluster) -> PortfolioEntry:
    profile = cluster.profile
    return portfolio_entry(
        cluster.name,
        cluster.kind,
        cluster.field,
        cluster.field_text,
        cluster.region,
        cluster.founded,
        cluster.facts,
        profile.answers if profile else {},
        profile.as_of.year if profile else None,
    )


def _publicity(work: Work) -> tuple[str, str]:
    """Wording of the operation that covers today; empty where none does."""
    for operation in work.queries.operations():
        if operation.covers(work.today):
            publicity = process().publicity[operation.period]
            return publicity.statement, publicity.emblem_alt
    return "", ""
