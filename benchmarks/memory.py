"""Memory of the whole serve tree at rest: unique and proportional set size per process."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import psutil

from clusterprocess.bootstrap import embedded_server
from tests.journeys.served import eventually, served


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="clusterprocess-bench-") as folder, served(Path(folder) / "home") as tree:
        eventually(lambda: (tree.settings.runtime_folder / "prefect.json").exists())
        time.sleep(20)
        roots = {"supervisor": tree.process.pid if tree.process else 0, **tree.children()}
        total = 0
        for name, pid in roots.items():
            process = psutil.Process(pid)
            family = [process, *(process.children(recursive=True) if name != "supervisor" else [])]
            pss = sum(p.memory_full_info().pss for p in family)
            total += pss
            print(f"memory {name}: {pss / 1e6:.0f} MB")
        server = embedded_server(tree.settings)
        data = str(server.data.resolve()) if server else ""
        servers = [p for p in psutil.process_iter(["name"]) if p.info["name"] == "postgres" and _belongs(p, data)]
        pss = sum(p.memory_full_info().pss for p in servers)
        total += pss
        print(f"memory database: {pss / 1e6:.0f} MB in {len(servers)} processes")
        print(f"memory of the whole serve tree: {total / 1e6:.0f} MB (proportional set size)")


def _belongs(process: psutil.Process, folder: str) -> bool:
    try:
        return process.cwd().startswith(folder)
    except psutil.Error:
        return False


if __name__ == "__main__":
    main()
