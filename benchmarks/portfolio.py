"""A hundred engagements from analysis to drafted paper, against as many empty Prefect runs on the same worker.

Human steps between the two halves are done by use cases and not timed. The shares come from the same steps performed in
this process with clocks around SQL, Word and LibreOffice.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import event

from clusterprocess.adapters.prefect_runs.environment import POOL
from clusterprocess.bootstrap import App, open_app
from clusterprocess.catalogues.reading import shipped_text
from clusterprocess.demo.people import SYSTEM, set_up
from clusterprocess.demo.sample_story import SampleStory
from clusterprocess.demo.story import Story
from clusterprocess.sampledata.cases.reader import sample_case, sample_cases
from clusterprocess.usecases.decide import Decision, decide
from clusterprocess.usecases.keep_agency_files import activate_catalogue
from clusterprocess.usecases.run_steps import perform_step
from tests.journeys.inline import perform_due_steps
from tests.journeys.served import Served, eventually

TARGET = 1.5
PATIENCE = 1_800.0


def stories(count: int) -> list[SampleStory]:
    """So many engagements of all offerings in turn, each of an initiative of its own."""
    full = [s for n in sample_cases() if n != "praezisionstechnik" and not (s := sample_case(n)).story.get("fast_lane")]
    made = []
    for number in range(count):
        sample = full[number % len(full)]
        name = f"{sample.initiative['name']} {number + 1:03d}"
        made.append(
            SampleStory(replace(sample, initiative={**sample.initiative, "name": name}), number + 10, books_days=False)
        )
    return made


class Crowd:
    """All engagements of the measurement and the human steps they need."""

    def __init__(self, app: App, told: list[SampleStory]) -> None:
        self.app, self.told, self.story = app, told, Story(app, sample_case())

    def play(self, *endings: str) -> None:
        """The chapters whose names end so, for every engagement."""
        for one in self.told:
            for chapter in one.chapters():
                if chapter.name.endswith(endings):
                    self.story.set_day(chapter.on)
                    chapter.act(self.story)

    def prepare(self) -> None:
        """Everything up to the open intake, with all answers handed in; the quota is raised for the crowd."""
        text = re.sub(
            r"(?m)^([a-z_]+) = (\d+)$(?=[\s\S]*?\n# Working days)", r"\1 = 99999", shipped_text("process.toml")
        )
        text = re.sub(r"(?m)^version = .*$", 'version = "Messung"', text, count=1)
        self.story.run("l.leit", lambda w: activate_catalogue(w, "process.toml", text.encode(), "Messung").id)
        self.play("Personen", "Anfrage", "(G0)")
        for one in self.told:
            perform_due_steps(self.app, str(self.story.look(lambda w, o=one: o.engagement(w).number)))
            self.story.set_day(one.day("intake_on"))
            one.answer(self.story)
        self.play("eintragen")

    def complete_intake(self) -> None:
        for one in self.told:
            number = str(self.story.look(lambda w, o=one: o.engagement(w).number))
            self.story.run("b.berger", lambda w, n=number: decide(w, n, Decision("complete_intake")))

    def all_have(self, kind_of: Callable[[SampleStory], str]) -> bool:
        return all(bool(self.story.look(one.has_document(kind_of(one)))) for one in self.told)

    def is_idle(self) -> bool:
        return not self.story.look(lambda w: w.queries.open_requests())

    def runs(self) -> int:
        return len(self.story.look(lambda w: w.queries.runs()))


def measure(count: int, **settings: str) -> None:
    with tempfile.TemporaryDirectory(prefix="clusterprocess-bench-") as folder:
        tree = Served(Path(folder) / "home", **settings)
        with open_app(tree.settings) as app:
            set_up(app, sample_case())
            crowd = Crowd(app, stories(count))
            crowd.prepare()
        tree.start()
        try:
            _halves(tree, count)
        finally:
            tree.stop()


def _halves(tree: Served, count: int) -> None:
    app = tree.app()
    crowd = Crowd(app, stories(count))
    eventually(crowd.is_idle, PATIENCE)
    seconds, runs = 0.0, 0
    for begin, kind_of in (
        (crowd.complete_intake, lambda one: "situationsanalyse"),
        (lambda: crowd.play("Texte einreichen"), lambda one: one.offering.companions[-1]),
    ):
        before = crowd.runs()
        began = time.perf_counter()
        begin()
        eventually(lambda k=kind_of: crowd.all_have(k) and crowd.is_idle(), PATIENCE)
        seconds += time.perf_counter() - began
        runs += crowd.runs() - before
        if begin == crowd.complete_intake:
            crowd.play("(G2)")
            eventually(crowd.is_idle, PATIENCE)
            crowd.play("protokollieren")
            crowd.play("(G3)")
            eventually(crowd.is_idle, PATIENCE)
    empty = _empty_runs(tree, runs)
    print(
        f"{count} engagements through analysis to drafted paper: {seconds:.1f} s in {runs} runs; "
        f"{runs} empty Prefect runs on the same worker: {empty:.1f} s; ratio {seconds / empty:.2f} (target: at most {TARGET})"
    )
    app.close()


def _empty_runs(tree: Served, runs: int) -> float:
    """Seconds for so many runs of a flow that does nothing, asked for at once."""
    import asyncio
    import os

    facts = json.loads((tree.settings.runtime_folder / "prefect.json").read_text())
    os.environ.update({k: v for k, v in facts.items() if k.startswith("PREFECT_")})
    deployment = asyncio.run(_deploy())
    user, _, password = facts["PREFECT_API_AUTH_STRING"].partition(":")
    client = httpx.Client(base_url=facts["PREFECT_API_URL"], auth=(user, password), trust_env=False, timeout=60)
    began = time.perf_counter()
    for _ in range(runs):
        client.post(f"/deployments/{deployment}/create_flow_run", json={}).raise_for_status()
    wanted = {"flow_runs": {"deployment_id": {"any_": [deployment]}, "state": {"type": {"any_": ["COMPLETED"]}}}}
    eventually(lambda: client.post("/flow_runs/count", json=wanted).json() >= runs, PATIENCE)
    return time.perf_counter() - began


async def _deploy() -> str:
    from prefect.types.entrypoint import EntrypointType

    from benchmarks.stock_flow import stock  # Prefect reads its settings when it is imported

    made = await stock.ato_deployment("empty", work_pool_name=POOL, entrypoint_type=EntrypointType.MODULE_PATH)
    return str(await made.aapply())


class Clocks:
    """Seconds spent in SQL, in Word and in LibreOffice while steps are performed in this process."""

    def __init__(self, app: App) -> None:
        self.sql = self.word = self.office = 0.0
        self._began = 0.0
        event.listen(app.engine, "before_cursor_execute", self._before)
        event.listen(app.engine, "after_cursor_execute", self._after)
        documents = app.services.documents
        documents.render = self._around(documents.render, "word")  # type: ignore[method-assign]
        if getattr(documents, "page_numbers", None):
            documents.page_numbers = self._around(documents.page_numbers, "office")  # type: ignore[attr-defined]

    def _before(self, *_: Any) -> None:
        self._began = time.perf_counter()

    def _after(self, *_: Any) -> None:
        self.sql += time.perf_counter() - self._began

    def _around(self, work: Callable[..., Any], name: str) -> Callable[..., Any]:
        def timed(*args: Any, **more: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*args, **more)
            finally:
                setattr(self, name, getattr(self, name) + time.perf_counter() - began)

        return timed


@contextmanager
def _prepared(count: int) -> Iterator[Crowd]:
    with tempfile.TemporaryDirectory(prefix="clusterprocess-bench-") as folder:
        tree = Served(Path(folder) / "home")
        with open_app(tree.settings) as app:
            set_up(app, sample_case())
            crowd = Crowd(app, stories(count))
            crowd.prepare()
            yield crowd


def shares(count: int) -> None:
    """Where the time of analysis, brief, draft and companions goes, without Prefect."""
    with _prepared(count) as crowd:
        clocks, total = Clocks(crowd.app), 0.0

        def perform(*steps: str) -> float:
            began = time.perf_counter()
            for one in crowd.told:
                number = str(crowd.story.look(lambda w, o=one: o.engagement(w).number))
                for step in steps:
                    crowd.app.run(SYSTEM, lambda w, n=number, s=step: perform_step(w, n, s))
            return time.perf_counter() - began

        crowd.complete_intake()
        total += perform("analyse", "write_brief")
        sql, word, office = clocks.sql, clocks.word, clocks.office
        crowd.play("(G2)")
        perform("plan_workshops")
        crowd.play("protokollieren")
        crowd.play("(G3)")
        crowd.play("Texte einreichen")
        between = (clocks.sql, clocks.word, clocks.office)
        total += perform("draft_paper")
        sql, word, office = (a + b - c for a, b, c in zip((sql, word, office), (clocks.sql, clocks.word, clocks.office), between, strict=True))  # fmt: skip
        parts = {"SQL": sql, "Word": word - office, "LibreOffice page numbers": office, "computing": total - sql - word}
        told = ", ".join(f"{name} {seconds / total:.0%}" for name, seconds in parts.items())
        print(f"one engagement in this process: {total / count * 1000:.0f} ms ({told}), n = {count}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--without-office", action="store_true", help="no page numbers from LibreOffice")
    asked = parser.parse_args()
    if asked.without_office:
        measure(asked.count, soffice="")
        return
    shares(min(asked.count, 12))
    measure(asked.count)


if __name__ == "__main__":
    main()
