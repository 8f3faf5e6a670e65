"""A real browser for tests: Debian's chromium. Where CI runs, its absence is a failure and no reason to skip."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

IN_THE_BROWSER = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and os.environ.get("CLUSTERPROCESS_TEST_BROWSER") != "required",
        reason="chromium is not installed; .ci/run installs it and says that it is required",
    ),
]
