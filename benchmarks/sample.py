"""The sample engagement in a temporary embedded database, for programs that measure."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clusterprocess.bootstrap import App, default_demo_start, open_app
from clusterprocess.config import Settings
from clusterprocess.domain.birth import DatabaseKind
from tests.journeys.inline import play


@contextmanager
def sample_app(until: str | None) -> Iterator[App]:
    """A demo database with the story played up to a chapter."""
    with tempfile.TemporaryDirectory(prefix="clusterprocess-bench-") as folder:
        settings = Settings(home=Path(folder) / "home")
        with open_app(settings, kind=DatabaseKind.DEMO, demo_now=default_demo_start()) as app:
            play(app, until)
            yield app
