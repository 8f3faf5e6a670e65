"""What an embedded server leaves behind is removed with it: as root its data lie outside of its home."""

from __future__ import annotations

import shutil
from pathlib import Path

from clusterprocess.adapters.database.embedded import EmbeddedServer


def discard(server: EmbeddedServer) -> None:
    """Stop the server and remove what it put outside of its home."""
    if server.home.exists():
        server.stop()
        shutil.rmtree(server.socket_folder, ignore_errors=True)
        if server.data.parent != server.home:
            shutil.rmtree(server.data.parent, ignore_errors=True)


def discard_below(folder: Path) -> None:
    """Discard the servers of all homes below ``folder``, also those that a program of its own has made."""
    for named in folder.rglob("LOCATION"):
        if (named.parent / "passwords").is_dir():
            discard(EmbeddedServer(named.parent))
