"""One finished sample engagement per test session, for everything that only looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clusterprocess.bootstrap import App, DatabaseUrls, prepare_database
from clusterprocess.config import Settings
from clusterprocess.domain.birth import DatabaseKind
from tests.conftest import DEMO_START, fresh_database
from tests.journeys.inline import play


@pytest.fixture(scope="session")
def finished(server_urls: DatabaseUrls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The sample engagement after its handover; tests must not change it."""
    with fresh_database(server_urls) as urls:
        app = App(Settings(home=tmp_path_factory.mktemp("finished")), urls)
        prepare_database(app, DatabaseKind.DEMO, DEMO_START)
        play(app)
        yield app
        app.close()
