"""Kills parts of the running demo with SIGKILL at random moments; afterwards it must finish with nothing lost or doubled.

Each round: a fresh data folder, one kill (in turn: the worker, the serve tree, the serve tree and the demo itself),
then the demo runs to its end, and database, documents and received mails are counted.
"""

from __future__ import annotations

import argparse
import email
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from email import policy
from pathlib import Path

import psutil

from clusterprocess.bootstrap import open_app
from clusterprocess.config import Settings
from clusterprocess.demo.people import SYSTEM
from clusterprocess.demo.story import NUMBER
from clusterprocess.domain.chain import verify_chain

TARGETS = ("worker", "serve tree", "serve tree and demo")
VERSIONS = 15
"""Document versions of a finished engagement: 1 questionnaire, 2 x 3 workshop papers, brief, volume, 2 board papers, 4 papers."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20150112)
    parser.add_argument("--span", type=float, default=26.0, help="seconds within which the kill falls")
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    failed = 0
    for number in range(1, arguments.rounds + 1):
        target, after = TARGETS[number % 3], draw.uniform(1.0, arguments.span)
        faults, seconds = _round(target, after)
        failed += bool(faults)
        print(
            f"round {number}: kill -9 of the {target} after {after:.1f} s, finished in {seconds:.0f} s: {'; '.join(faults) or 'nothing lost, nothing doubled'}",
            flush=True,
        )
    print(f"{arguments.rounds - failed} of {arguments.rounds} rounds without loss or doubling")
    sys.exit(1 if failed else 0)


def _round(target: str, after: float) -> tuple[list[str], float]:
    home = Path(tempfile.mkdtemp(prefix="clusterprocess-kill-"))
    began = time.monotonic()
    try:
        demo = _start(home)
        time.sleep(after)
        _kill(target, demo, home / "demo")
        if target == "serve tree and demo":
            demo.wait()
            demo = _start(home)
        code = demo.wait(300)
        if code:  # the kill hit the creation of the database: the sentence says so, and a second call goes on
            demo = _start(home)
            code = demo.wait(300)
        faults = [f"exit code {code}"] if code else _faults(home / "demo")
        if not faults:
            shutil.rmtree(home, ignore_errors=True)
        else:
            faults.append(f"kept at {home}")
        return faults, time.monotonic() - began
    finally:
        if demo.poll() is None:
            demo.kill()


def _start(home: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "CLUSTERPROCESS_HOME": str(home)}
    with (home / "demo.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "clusterprocess", "demo", "--plain"],
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )


def _kill(target: str, demo: subprocess.Popen[bytes], home: Path) -> None:
    children = home / "runtime" / "children.json"
    recorded = json.loads(children.read_text()) if children.exists() else []
    if target == "worker":
        doomed = [entry["pid"] for entry in recorded if entry["name"].startswith("worker")]
    else:
        serve = [p.pid for p in psutil.Process(demo.pid).children()] if demo.poll() is None else []
        postgres = [
            p.pid
            for p in psutil.process_iter(["name"])
            if p.info["name"] == "postgres" and _cwd(p).startswith(str(home))
        ]
        doomed = [*serve, *(entry["pid"] for entry in recorded), *postgres]
        if target.endswith("demo"):
            doomed.append(demo.pid)
    for pid in doomed:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _cwd(process: psutil.Process) -> str:
    try:
        return process.cwd()
    except psutil.Error:
        return ""


def _faults(home: Path) -> list[str]:
    """What is lost or doubled in a finished demo."""
    found = []
    with open_app(Settings(home=home)) as app, app.begin(SYSTEM) as work:
        report = verify_chain(work.queries.events())
        found += list(report.faults[:2])
        engagement = work.queries.engagement(NUMBER)
        versions = [v for d in engagement.documents for v in d.versions]
        if engagement.state != "nachverfolgung":
            found.append(f"state {engagement.state}")
        if len(versions) != VERSIONS:
            found.append(f"{len(versions)} document versions instead of {VERSIONS}")
        for version in versions:
            work.files.get(version.sha256)
        changes = Counter(
            (e.data["rule"], e.data.get("attempt"))
            for e in work.queries.events(engagement=NUMBER)
            if e.action == "engagement:state:changed"
        )
        found += [f"{rule} happened {n} times" for (rule, _), n in changes.items() if n > 1]
        steps = Counter(
            (e.data["step"], e.data["attempt"])
            for e in work.queries.events(engagement=NUMBER)
            if e.action == "engagement:step:finished"
        )
        found += [f"step {step} recorded {n} times" for step, n in steps.items() if n > 1]
        sent = {m.key for m in work.queries.messages(engagement=NUMBER) if m.state == "gesendet"}
        open_runs = work.queries.runs(open_only=True)
        found += [f"run {r.id} still open" for r in open_runs]
    received = Counter()
    for path in (home / "mails").glob("*.eml"):
        received[email.message_from_bytes(path.read_bytes(), policy=policy.default)["Message-ID"]] += 1
    found += [f"mail {identity} received {n} times" for identity, n in received.items() if n > 1]
    if len(sent) != len(received):
        found.append(f"{len(sent)} mails sent, {len(received)} received")
    return found


if __name__ == "__main__":
    main()
