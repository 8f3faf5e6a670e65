"""All reads of the use cases, put together from one module per noun."""

from __future__ import annotations

from clusterprocess.adapters.database.accounts import AccountQueries
from clusterprocess.adapters.database.agency_files import AgencyFileQueries
from clusterprocess.adapters.database.agenda import AgendaQueries
from clusterprocess.adapters.database.audit_reading import AuditQueries
from clusterprocess.adapters.database.cluster_file import ClusterFileQueries
from clusterprocess.adapters.database.correspondence import CorrespondenceQueries
from clusterprocess.adapters.database.coverage import CoverageQueries
from clusterprocess.adapters.database.day_pages import DayPageQueries
from clusterprocess.adapters.database.documents import DocumentQueries
from clusterprocess.adapters.database.due import DueQueries
from clusterprocess.adapters.database.engagement_pages import EngagementPageQueries
from clusterprocess.adapters.database.engagements import EngagementQueries
from clusterprocess.adapters.database.event_lists import EventListQueries
from clusterprocess.adapters.database.incoming import IncomingQueries
from clusterprocess.adapters.database.links import LinkQueries
from clusterprocess.adapters.database.meetings import MeetingQueries
from clusterprocess.adapters.database.outbox import OutboxQueries
from clusterprocess.adapters.database.overview import OverviewQueries
from clusterprocess.adapters.database.own_day import OwnDayQueries
from clusterprocess.adapters.database.register import RegisterQueries
from clusterprocess.adapters.database.register_search import RegisterSearchQueries
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
    OverviewQueries,
    CoverageQueries,
    DocumentQueries,
    DayPageQueries,
    AuditQueries,
    CorrespondenceQueries,
    EventListQueries,
    OwnDayQueries,
    RegisterSearchQueries,
    ClusterFileQueries,
    EngagementPageQueries,
):
    """Implements ``usecases.ports.Queries`` on one session."""
