"""What the tests of use cases share: a staffed agency on a fresh demo database."""

from __future__ import annotations

import pytest

from clusterprocess.bootstrap import App
from tests.builders import Agency, staffed


@pytest.fixture
def agency(app: App) -> Agency:
    """People, operation and the sample initiative; the clock stands on 12 January 2015."""
    return staffed(app)
