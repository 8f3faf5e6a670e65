"""Drives the demo: the real tree runs (database, Prefect, worker, dispatcher), a local mailbox receives, people act."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from clusterprocess.bootstrap import App, database_urls, default_demo_start, embedded_server, open_app, prepare_database
from clusterprocess.config import Settings
from clusterprocess.demo.clock_story import CLOCK_CHAPTERS, let_the_schedule_run
from clusterprocess.demo.display import Display
from clusterprocess.demo.entry import sign_in_links
from clusterprocess.demo.mailbox import DemoMailbox
from clusterprocess.demo.results import collect, collect_papers, register_overview
from clusterprocess.demo.sample_story import OTHER_SAMPLES, SampleStory
from clusterprocess.demo.story import CHAPTERS, NUMBER, Chapter, Story, mail_is_out
from clusterprocess.domain.birth import DatabaseKind
from clusterprocess.domain.errors import JobFailed, ServiceUnavailable
from clusterprocess.sampledata.cases.reader import sample_case
from clusterprocess.usecases.send_messages import decide_message

PATIENCE_SECONDS = 120.0
POLL_SECONDS = 0.1


def run_demo(settings: Settings, *, fresh: bool = False, plain: bool = False) -> int:
    """The whole demo; returns the exit code 0 or raises what went wrong.

    An unfinished run is taken up again, a finished one makes room for a new one.
    """
    home = settings.home / "demo"
    if fresh or (home / "fertig.json").exists():
        _remove(home)
    home.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with Display(plain) as display:
        display.note(f"Demo-Datenordner: {home}")
        with DemoMailbox(home / "mails") as mailbox:
            own = Settings(
                home=home,
                smtp_host="127.0.0.1",
                smtp_port=mailbox.port,
                smtp_starttls=False,
                web_port=0,
                mail_sender="clusteragentur@beispiel.example",
                soffice=settings.soffice,
                templates=settings.templates,
            )
            with _served(own, display) as tree:
                app = _app(own)
                story = Story(app, sample_case())
                try:
                    for chapter in sorted((*CHAPTERS, *CLOCK_CHAPTERS, *_other_chapters()), key=lambda c: c.on):
                        _play(story, chapter, display, tree)
                    collect(app, home, NUMBER)
                    papers = collect_papers(app, home, NUMBER)
                    links = sign_in_links(app)
                finally:
                    app.close()
        display.begin("Echtes Register einlesen und Überblick schreiben")
        overview = register_overview(
            Settings(home=settings.home / "register", soffice=settings.soffice, templates=settings.templates)
        )
        display.done()
    seconds = time.monotonic() - began
    (home / "fertig.json").write_text(json.dumps({"seconds": round(seconds, 1)}))
    _tell(home, papers, overview, seconds)
    _tell_entry(settings, home, links)
    return 0


def _other_chapters() -> list[Chapter]:
    """The engagements of the other offerings, told along with the strategy, day by day."""
    told = [SampleStory(sample_case(name), position) for position, name in enumerate(OTHER_SAMPLES, 2)]
    return [chapter for sample in told for chapter in sample.chapters()]


class Tree:
    """The ``serve`` process of the demo; started again when it was killed."""

    def __init__(self, settings: Settings, display: Display) -> None:
        self.settings, self.display = settings, display
        self.process: subprocess.Popen[bytes] | None = None

    def ensure(self) -> None:
        """Start the tree where it does not run, and wait until its database answers."""
        if self.process is not None and self.process.poll() is None:
            return
        log = (self.settings.home / "serve.log").open("ab")
        environment = {**os.environ, **_environment(self.settings)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from clusterprocess.cli import main; main(['serve'])"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        log.close()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "CLUSTERPROCESS_HOME": str(settings.home.resolve()),
        "CLUSTERPROCESS_SMTP_HOST": settings.smtp_host,
        "CLUSTERPROCESS_SMTP_PORT": str(settings.smtp_port),
        "CLUSTERPROCESS_SMTP_STARTTLS": "false",
        "CLUSTERPROCESS_MAIL_SENDER": settings.mail_sender,
        "CLUSTERPROCESS_WEB_PORT": str(settings.web_port),
    }


@contextmanager
def _served(settings: Settings, display: Display) -> Iterator[Tree]:
    display.begin("Datenbank, Prefect, Arbeitsprozess und Mailserver starten")
    with open_app(settings, kind=DatabaseKind.DEMO, demo_now=default_demo_start()):
        pass
    tree = Tree(settings, display)
    tree.ensure()
    display.done()
    try:
        yield tree
    finally:
        display.begin("Alles geordnet beenden")
        tree.stop()
        display.done()


def _app(settings: Settings) -> App:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            app = App(settings, database_urls(settings, embedded_server(settings)))
            prepare_database(app, DatabaseKind.DEMO, None)
            return app
        except (ServiceUnavailable, DBAPIError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _play(story: Story, chapter: Chapter, display: Display, tree: Tree) -> None:
    """Do one human step unless it is done, then wait for what the automation makes of it."""
    display.begin(chapter.name, f"{chapter.on:%d.%m.%Y}")

    def act() -> bool:
        if not story.look(lambda w: chapter.is_done(w)):
            story.set_day(chapter.on)
            let_the_schedule_run(story)
            chapter.act(story)
        return True

    _patiently(act, tree, chapter.name)
    if chapter.awaits is not None:
        display.wait(chapter.awaits_name)
        awaited = chapter.awaits
        _patiently(lambda: bool(story.look(awaited)), tree, chapter.awaits_name)
    _patiently(lambda: _mail_is_settled(story, tree), tree, "Postausgang")
    display.done()


def _mail_is_settled(story: Story, tree: Tree) -> bool:
    """Whether nothing waits; an uncertain message is decided by looking into the mailbox, as a person would."""
    uncertain = story.look(lambda w: [(m.id, m.key) for m in w.queries.messages(states=("ungewiss",))])
    for message, key in uncertain:
        received = (tree.settings.home / "mails").glob("*.eml")
        arrived = any(_message_id(key) in path.read_text(errors="replace") for path in received)
        decision = "arrived" if arrived else "resend"
        story.run("l.leit", partial(decide_message, message_id=message, decision=decision))
    return bool(story.look(mail_is_out))


def _message_id(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _patiently(done: Callable[[], bool], tree: Tree, what: str) -> None:
    """Repeat until done; a killed tree is started again, an unreachable database waited for."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    trouble = ""
    while time.monotonic() < deadline:
        tree.ensure()
        try:
            if done():
                return
        except (DBAPIError, ServiceUnavailable) as error:
            trouble = type(error).__name__
        time.sleep(POLL_SECONDS)
    raise JobFailed(
        f"„{what}“ wurde in {PATIENCE_SECONDS:.0f} Sekunden nicht fertig {trouble}. Bitte „{tree.settings.home / 'runtime'}“ ansehen; ein neuer Aufruf macht hier weiter."
    )


def _tell_entry(settings: Settings, home: Path, links: list[tuple[str, str, str]]) -> None:
    """How to look at all of it in the browser."""
    from rich.console import Console

    console = Console(soft_wrap=True)
    address = f"http://127.0.0.1:{settings.web_port or 8400}"
    console.print(
        f"\nIm Browser ansehen: „clusterprocess --home {home} serve“ starten, dann einen dieser Einmal-Links öffnen:",
        markup=False,
        highlight=False,
    )
    for name, role, path in links:
        console.print(f"  {name:<26} {role:<26} {address}{path}", markup=False, highlight=False)
    console.print(
        f"Neue Links: „clusterprocess --home {home} user link KÜRZEL --as l.leit“.", markup=False, highlight=False
    )


def _remove(home: Path) -> None:
    """Clear an earlier demo; its database may live in a folder of its own when run as root."""
    from clusterprocess.runtime.supervisor import end_leftovers

    if not home.exists():
        return
    end_leftovers(home / "runtime")
    server = embedded_server(Settings(home=home))
    if server is not None and (home / "database").exists():
        server.stop()
    location = home / "database" / "LOCATION"
    if location.exists():
        shutil.rmtree(location.read_text().strip(), ignore_errors=True)
    shutil.rmtree(home)


def _tell(home: Path, papers: list[tuple[str, str]], overview: dict[str, Any], seconds: float) -> None:
    from rich.console import Console

    console = Console(soft_wrap=True)
    console.print(f"\nFertig in {seconds:.0f} Sekunden. Unter {home} liegt:", markup=False, highlight=False)
    for path, text in (
        ("dokumente/situationsanalyse_1.docx", "Situationsanalyse vor dem ersten Strategietag"),
        ("dokumente/strategiepapier_0.9.docx", "Strategiepapier, wie es entworfen wurde"),
        ("dokumente/strategiepapier_0.95.docx", "aus Word zurückgekehrte Fassung"),
        ("pruefbericht_0.95.txt", "was die Prüfung daran fand"),
        ("dokumente/strategiepapier_1.0.docx", "beschlossene und ausgestellte Fassung"),
        ("dokumente/materialband_1.docx", "interner Materialband"),
        ("mails/", "die empfangenen Mails als .eml"),
        ("historie.txt", "die Geschichte des Vorgangs in Sätzen"),
    ):
        console.print(f"  {path:<40} {text}", markup=False, highlight=False)
    for path, title in papers:
        console.print(f"  {path:<40} {title}", markup=False, highlight=False)
    console.print(
        f"Echtes Register: {overview['file']} ({overview['clusters']} Initiativen)", markup=False, highlight=False
    )
