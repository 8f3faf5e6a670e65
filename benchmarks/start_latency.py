"""Request to first step of a run: our warm route against Prefect's stock route, on one server, in one run."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx

from clusterprocess.demo.people import SYSTEM, set_up
from clusterprocess.sampledata.cases.reader import sample_case
from clusterprocess.usecases.request_run import request_run
from tests.journeys.served import Served, eventually, served

WARM_ROUNDS, STOCK_ROUNDS = 20, 5


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="clusterprocess-bench-") as folder, served(Path(folder) / "home") as tree:
        facts = tree.settings.runtime_folder / "prefect.json"
        eventually(facts.exists)
        environment = json.loads(facts.read_text())
        user, _, password = environment["PREFECT_API_AUTH_STRING"].partition(":")
        client = httpx.Client(
            base_url=environment["PREFECT_API_URL"], auth=(user, password), trust_env=False, timeout=30
        )
        eventually(lambda: _answers(client))
        warm = _warm(tree)
        stock = _stock(client, environment, folder)
        print(
            f"request to first step, warm worker: p50 {statistics.median(warm):.2f} s, max {max(warm):.2f} s, n = {len(warm)} (target: p50 under 1 s)"
        )
        print(f"request to first step, Prefect's stock route: p50 {statistics.median(stock):.2f} s, n = {len(stock)}")
        print(f"ratio stock : warm = {statistics.median(stock) / statistics.median(warm):.1f} : 1")


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/deployments/name/cluster-strategy/cluster-strategy").status_code == 200
    except httpx.HTTPError:
        return False


def _warm(tree: Served) -> list[float]:
    """Ask for a step that is not due: the run starts, looks and ends; what counts is when it started."""
    app = tree.app()
    set_up(app, sample_case())
    number = app.run(SYSTEM, lambda w: next(e.number for e in w.queries.engagements() if e.state == "intake_offen"))
    seconds = []
    for n in range(WARM_ROUNDS):
        began = datetime.now(UTC)
        request = app.run(
            SYSTEM, lambda w, a=1000 + n: request_run(w, w.queries.engagement(number), "open_intake", a).id
        )
        eventually(lambda r=request: app.run(SYSTEM, lambda w: w.queries.request(r).finished_at))
        started = app.run(SYSTEM, lambda w, r=request: w.queries.request(r).started_at)
        seconds.append((started - began).total_seconds())
        time.sleep(0.3)
    app.close()
    return seconds


def _stock(client: httpx.Client, facts: dict[str, str], folder: str) -> list[float]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment |= {k: v for k, v in facts.items() if k.startswith("PREFECT_")} | {
        "PREFECT_HOME": f"{folder}/stock",
        "DO_NOT_TRACK": "1",
    }
    client.post("/work_pools/", json={"name": "stock", "type": "process"})
    os.environ.update({k: v for k, v in environment.items() if k.startswith("PREFECT_")})
    deployment = asyncio.run(_deploy())
    worker = subprocess.Popen([sys.executable, "-m", "prefect", "worker", "start", "--pool", "stock", "--type", "process"],
                              env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        time.sleep(8)
        seconds = []
        for _ in range(STOCK_ROUNDS):
            began = datetime.now(UTC)
            run = client.post(f"/deployments/{deployment}/create_flow_run", json={}).json()["id"]
            eventually(lambda r=run: client.get(f"/flow_runs/{r}").json().get("start_time"), 120)
            started = datetime.fromisoformat(
                client.get(f"/flow_runs/{run}").json()["start_time"].replace("Z", "+00:00")
            )
            seconds.append((started - began).total_seconds())
        return seconds
    finally:
        worker.terminate()
        worker.wait(30)


async def _deploy() -> str:
    from prefect.types.entrypoint import EntrypointType

    from benchmarks.stock_flow import stock

    deployment = await stock.ato_deployment("stock", work_pool_name="stock", entrypoint_type=EntrypointType.MODULE_PATH)
    return str(await deployment.aapply())


if __name__ == "__main__":
    main()
