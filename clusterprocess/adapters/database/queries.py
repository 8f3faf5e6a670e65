"""All reads of the use cases, put together from one module per noun."""

from __future__ import annotations

from clusterprocess.adapters.database.accounts import AccountQueries
from clusterprocess.adapters.database.agency_files import AgencyFileQueries
from clusterprocess.adapters.database.agenda import AgendaQueries
from clusterprocess.adapters.database.due import DueQueries
from clusterprocess.adapters.database.engagements import EngagementQueries
from clusterprocess.adapters.database.incoming import IncomingQueries
from clusterprocess.adapters.database.links import LinkQueries
from clusterprocess.adapters.database.meetings import MeetingQueries
from clusterprocess.adapters.database.outbox import OutboxQueries
from clusterprocess.adapters.database.register import RegisterQueries
from clusterprocess.adapters.database.runs import RunQueries
from clusterprocess.adapters.database.services_rendered import ServiceQueries
from clusterprocess.adapters.database.trail import TrailQueries


class DatabaseQueries(
    RegisterQueries,
    EngagementQueries,
    OutboxQueries,
    RunQueries,
    TrailQueries,
    AgencyFileQueries,
    AgendaQueries,
    DueQueries,
    LinkQueries,
    MeetingQueries,
    ServiceQueries,
    IncomingQueries,
    AccountQueries,
):
    """Implements ``usecases.ports.Queries`` on one session."""
