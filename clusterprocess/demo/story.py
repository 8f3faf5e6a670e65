"""The story of the sample engagement: every human step of a joint cluster strategy, with its day.

Each step goes through the same use cases that people use, and knows from the database whether it was done: an
unfinished demo is taken up where it stopped. Dates: yardsticks/strategiepapier.md; operation: cases.md D1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from clusterprocess.bootstrap import App
from clusterprocess.demo.editing import edit_word_file
from clusterprocess.demo.effort import book_effort
from clusterprocess.demo.people import SYSTEM, set_up
from clusterprocess.domain.actors import Actor, Role
from clusterprocess.domain.states import State
from clusterprocess.sampledata.cases.reader import SampleCase
from clusterprocess.usecases.approve import approve
from clusterprocess.usecases.births import set_clock
from clusterprocess.usecases.decide import Decision, decide, record_evidence
from clusterprocess.usecases.hold_workshops import invite_to_workshop, plan_workshop, record_workshop
from clusterprocess.usecases.keep_documents import keep_changes, put_back
from clusterprocess.usecases.keep_persons import take_note
from clusterprocess.usecases.open_engagement import open_engagement
from clusterprocess.usecases.run_steps import has_reached
from clusterprocess.usecases.send_messages import decide_message
from clusterprocess.usecases.submit_answers import submit_answers

NUMBER = "CA-2015-A-017"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One human step: the day, who acts, what is done, and how one sees that it was done.

    ``awaits`` is what the automated part has to reach before the story goes on.
    """

    name: str
    on: date
    act: Callable[[Story], None]
    is_done: Callable[[Any], bool]
    awaits: Callable[[Any], bool] | None = None
    awaits_name: str = ""


class Story:
    """The running demo: the wired program, the sample case and who acts."""

    def __init__(self, app: App, case: SampleCase) -> None:
        self.app, self.case = app, case

    def actor(self, handle: str) -> Actor:
        return self.app.actor(handle, "demo")

    def run(self, handle: str, use_case: Callable[[Any], Any]) -> Any:
        """Run one use case as a person."""
        return self.app.run(self.actor(handle), use_case)

    def unless(self, done: Callable[[Any], Any], handle: str, use_case: Callable[[Any], Any]) -> None:
        """Run a use case unless the database says that it was done: an interrupted demo doubles nothing."""
        if not self.look(done):
            self.run(handle, use_case)

    def look(self, question: Callable[[Any], Any]) -> Any:
        return self.app.run(SYSTEM, question)

    def set_day(self, day: date) -> None:
        """Move the demo clock forward to nine o'clock of a day; it never runs backwards."""
        wanted = datetime(day.year, day.month, day.day, 8, 0, tzinfo=UTC)
        if self.look(lambda w: w.now) < wanted:
            self.app.run(SYSTEM, lambda w: set_clock(w, wanted))


def _engagement(work: Any) -> Any:
    return work.queries.engagement(NUMBER)


def _exists(work: Any) -> bool:
    return any(e.number == NUMBER for e in work.queries.engagements())


def reached(state: State) -> Callable[[Any], bool]:
    return lambda work: _exists(work) and has_reached(_engagement(work), state)


def submitted(kind: str) -> Callable[[Any], bool]:
    return lambda work: _engagement(work).submission(kind) is not None


def document(kind: str, count: int = 1) -> Callable[[Any], bool]:
    """Whether at least so many versions of a kind exist."""
    return lambda work: sum(len(d.versions) for d in _engagement(work).documents if d.kind == kind) >= count


def request(story: Story) -> None:
    asked = story.case.initiative["request"]

    def open_with_note(work: Any) -> None:
        engagement = open_engagement(
            work,
            offering="cluster_strategy",
            cluster=work.queries.cluster(story.case.initiative["name"]),
            operation=work.queries.operation("Beispiel-2014-001"),
            delivering=work.queries.organisation("VDI/VDE-IT (Beispiel)"),
            requested_on=date(2015, 1, 12),
            question=asked["question"],
            occasion="brief",
            lead=work.queries.person("b.berger"),
            reviewer=work.queries.person("p.prinz"),
        )
        told = "Vorsitz schildert Anlass und bittet um Termin vor der Sommerpause."
        take_note(work, "anruf", told, date(2015, 1, 12), engagement=engagement.number)

    story.run("b.berger", open_with_note)


def fact(key: str) -> Callable[[Any], bool]:
    return lambda work: _engagement(work).fact(key) is not None


def accept(story: Story) -> None:
    story.unless(reached(State.UNDER_CHECK), "b.berger", lambda w: decide(w, NUMBER, Decision("start_check")))
    entries = {
        "database_listed": "ja",
        "seat_in_bw": "ja",
        "board_consent": "ja",
        "aid_decision": "none_not_undertaking",
        "double_funding_checked": "ja",
        "no_conflict_of_interest": "ja",
        "service_agreement": "ja",
    }
    paper = "Akte CA-2015-A-017, Register 1"
    story.unless(
        fact("board_consent"), "a.amend", lambda w: record_evidence(w, NUMBER, entries, date(2015, 1, 16), paper)
    )
    story.run("l.leit", lambda w: decide(w, NUMBER, Decision("accept")))


def intake(story: Story) -> None:
    answers = story.case.answers
    story.unless(submitted("fragebogen"), "c.kluge", lambda w: submit_answers(w, NUMBER, "fragebogen", answers))
    shown = {"privacy_notice": "2014-11"}
    story.unless(fact("privacy_notice"), "a.amend", lambda w: record_evidence(w, NUMBER, shown, date(2015, 1, 26)))
    story.run("b.berger", lambda w: decide(w, NUMBER, Decision("complete_intake")))


def plan_days(story: Story) -> None:
    days = (date(2015, 4, 22), date(2015, 5, 20))
    for number, (on, record) in enumerate(zip(days, story.case.workshops, strict=True), 1):
        plan = partial(plan_workshop, number=NUMBER, held_on=on, place=record["place"], title=f"Strategietag {number}")
        story.unless(partial(_has_workshops, number), "b.berger", plan)
    book_effort(story, NUMBER)


def _has_workshops(count: int, work: Any) -> bool:
    return len(_engagement(work).workshops) >= count


def listen(story: Story) -> None:
    case = story.case
    book_effort(story, NUMBER)
    story.unless(
        submitted("interviews"), "b.berger", lambda w: submit_answers(w, NUMBER, "interviews", case.interviews)
    )
    story.unless(submitted("befragung"), "a.amend", lambda w: submit_answers(w, NUMBER, "befragung", case.survey))
    for workshop in story.look(lambda w: [x.id for x in _engagement(w).workshops if x.state == "geplant"]):
        story.run("a.amend", partial(invite_to_workshop, workshop_id=workshop))


def review_analysis(story: Story) -> None:
    book_effort(story, NUMBER)
    gaps = {"gaps_listed": "Anfragen von Nichtmitgliedern ohne Basiswert"}
    story.unless(fact("gaps_listed"), "b.berger", lambda w: record_evidence(w, NUMBER, gaps, date(2015, 4, 7)))
    story.run("p.prinz", lambda w: decide(w, NUMBER, Decision("review_analysis")))


def send_brief(story: Story) -> None:
    _release(story, "situationsanalyse")


def send_for_comment(story: Story) -> None:
    _release(story, "kommentierung")


def send_to_board(story: Story) -> None:
    """The board gets its paper; a second letter to the core group is no longer needed and is dropped."""
    _release(story, "beschluss")
    for draft in _drafts(story, "kommentierung"):
        story.run("b.berger", partial(decide_message, message_id=draft, decision="drop"))


def no_draft(*templates: str) -> Callable[[Any], bool]:
    """Whether the lead has decided about every draft of these kinds."""
    return lambda work: (
        not any(m.template in templates for m in work.queries.messages(states=("entwurf",), engagement=NUMBER))
    )


def first_day(story: Story) -> None:
    _record(story, 0)


def second_day(story: Story) -> None:
    _record(story, 1)


def _record(story: Story, index: int) -> None:
    record = story.case.workshops[index]
    book_effort(story, NUMBER)
    story.run("b.berger", lambda w: record_workshop(w, _engagement(w).workshops[index].id, record))


def minuted(index: int) -> Callable[[Any], bool]:
    return lambda work: _engagement(work).workshops[index].is_minuted


def close_workshops(story: Story) -> None:
    book_effort(story, NUMBER)
    story.run("b.berger", lambda w: decide(w, NUMBER, Decision("close_workshops")))


def write(story: Story) -> None:
    case = story.case
    book_effort(story, NUMBER)
    story.unless(submitted("strategie"), "b.berger", lambda w: submit_answers(w, NUMBER, "strategie", case.plan))
    story.unless(submitted("texte"), "b.berger", lambda w: submit_answers(w, NUMBER, "texte", case.texts))


def edit_first(story: Story) -> None:
    """The consultant polishes the draft in Word and hands it in for internal review."""
    _edit(story, "0.9", "0.91", [e for e in story.case.comments["edits"] if not e["changes_figure"]][:1])
    story.run("b.berger", lambda w: decide(w, NUMBER, Decision("submit_draft")))


def _edit(story: Story, of: str, to: str, edits: list[dict[str, Any]]) -> None:
    if story.look(lambda w: _engagement(w).document("strategiepapier").version_labelled(to)):
        return
    content = story.look(lambda w: w.files.get(_engagement(w).document("strategiepapier").version_labelled(of).sha256))
    edited = edit_word_file(content, edits)
    story.run("b.berger", lambda w: put_back(w, NUMBER, edited, to))


def review(story: Story) -> None:
    book_effort(story, NUMBER)
    story.run("p.prinz", lambda w: approve(w, NUMBER, Role.REVIEWER, given=True))


def comment(story: Story) -> None:
    """The core group commented; the consultant edits in Word, one figure by hand and with a reason."""
    _edit(story, "0.91", "0.95", story.case.comments["edits"][1:])
    reason = next(e["reason"] for e in story.case.comments["edits"] if e["changes_figure"])
    story.unless(lambda w: _paper(w).is_checked_clean, "b.berger", lambda w: keep_changes(w, NUMBER, reason))
    story.unless(approved(Role.REVIEWER), "p.prinz", lambda w: approve(w, NUMBER, Role.REVIEWER, given=True))
    paper = "Schreiben der Kerngruppe vom 07.07.2015"
    story.unless(
        approved(Role.CORE_GROUP), "b.berger", lambda w: approve(w, NUMBER, Role.CORE_GROUP, given=True, paper=paper)
    )


def _paper(work: Any) -> Any:
    return _engagement(work).document("strategiepapier").latest


def approved(role: Role) -> Callable[[Any], bool]:
    """Whether a role approved the newest version of the paper."""
    return lambda work: _engagement(work).approval_for(role, _paper(work).sha256) is not None


def _core_group_agreed(work: Any) -> bool:
    found = _engagement(work).document("strategiepapier")
    latest = found.latest if found else None
    return (
        latest is not None
        and latest.label == "0.95"
        and _engagement(work).approval_for(Role.CORE_GROUP, latest.sha256) is not None
    )


def resolve(story: Story) -> None:
    board = story.case.comments["board"]
    assembly = {"assembly_on": "2015-10-22"}
    story.unless(fact("assembly_on"), "a.amend", lambda w: record_evidence(w, NUMBER, assembly, date(2015, 7, 15)))
    story.run(
        "a.amend", lambda w: approve(w, NUMBER, Role.BOARD, given=True, on=date(2015, 7, 15), paper=board["original"])
    )


def hand_over(story: Story) -> None:
    """The confirmation of service opens the way; the handover itself is automatic."""
    book_effort(story, NUMBER)
    signed, paper = {"confirmation_of_service": "ja"}, "Akte CA-2015-A-017, Register 7"
    story.run("a.amend", lambda w: record_evidence(w, NUMBER, signed, date(2015, 7, 17), paper))


def _drafts(story: Story, template: str) -> list[int]:
    found: list[int] = story.look(
        lambda w: [m.id for m in w.queries.messages(states=("entwurf",), engagement=NUMBER) if m.template == template]
    )
    return found


def _release(story: Story, template: str) -> None:
    for draft in _drafts(story, template):
        story.run("b.berger", partial(decide_message, message_id=draft, decision="release"))


def mail_is_out(work: Any) -> bool:
    """Nothing waits in the outbox any more; drafts wait for people and do not count."""
    return not work.queries.messages(states=("wartend", "in_zustellung"))


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "Personen, Vorhaben und 100 Initiativen anlegen",
        date(2015, 1, 12),
        lambda s: set_up(s.app, s.case),
        lambda w: any(c.source == "fall" for c in w.queries.clusters()) and len(w.queries.engagements()) >= 16,
    ),
    Chapter("Anfrage aufnehmen", date(2015, 1, 12), request, reached(State.REQUESTED)),
    Chapter(
        "Eignung prüfen und annehmen (G0)",
        date(2015, 1, 19),
        accept,
        reached(State.ACCEPTED),
        reached(State.INTAKE_OPEN),
        "Fragebogen und Einladung zur Erhebung",
    ),
    Chapter(
        "Fragebogen einreichen, Erhebung abschließen (G1)", date(2015, 2, 16), intake, reached(State.INTAKE_COMPLETE)
    ),
    Chapter(
        "Zwei Strategietage planen",
        date(2015, 2, 20),
        plan_days,
        lambda w: len(_engagement(w).workshops) == 2,
        document("anwesenheitsliste", 2),
        "Einladungen und Anwesenheitslisten",
    ),
    Chapter(
        "Gespräche und Befragung eintragen",
        date(2015, 4, 1),
        listen,
        lambda w: submitted("befragung")(w) and all(x.state != "geplant" for x in _engagement(w).workshops),
        document("situationsanalyse"),
        "Befunde und Situationsanalyse",
    ),
    Chapter(
        "Analyse im Vier-Augen-Prinzip prüfen (G2)",
        date(2015, 4, 8),
        review_analysis,
        reached(State.ANALYSIS_REVIEWED),
        reached(State.WORKSHOP_PLANNED),
        "Freigabe der Workshops",
    ),
    Chapter(
        "Situationsanalyse an die Kerngruppe freigeben", date(2015, 4, 10), send_brief, no_draft("situationsanalyse")
    ),
    Chapter(
        "Strategietag 1 protokollieren", date(2015, 4, 22), first_day, minuted(0), document("protokoll", 1), "Protokoll"
    ),
    Chapter(
        "Strategietag 2 protokollieren",
        date(2015, 5, 20),
        second_day,
        minuted(1),
        document("protokoll", 2),
        "Protokoll",
    ),
    Chapter("Workshops abschließen (G3)", date(2015, 5, 27), close_workshops, reached(State.WORKSHOP_HELD)),
    Chapter(
        "Strategieplan und eigene Texte einreichen",
        date(2015, 6, 12),
        write,
        lambda w: submitted("texte")(w) and submitted("strategie")(w),
        document("materialband"),
        "Entwurf 0.9 und Materialband",
    ),
    Chapter(
        "Entwurf in Word bearbeiten und zur Prüfung geben",
        date(2015, 6, 17),
        edit_first,
        reached(State.INTERNAL_REVIEW),
    ),
    Chapter(
        "Qualitätsprüfung",
        date(2015, 6, 19),
        review,
        reached(State.CLUSTER_REVIEW),
        document("beschlussvorlage"),
        "Beschlussvorlage",
    ),
    Chapter("Entwurf an die Kerngruppe freigeben", date(2015, 6, 22), send_for_comment, no_draft("kommentierung")),
    Chapter(
        "Anmerkungen der Kerngruppe einarbeiten, Zahl mit Grund ändern",
        date(2015, 7, 7),
        comment,
        lambda w: reached(State.RELEASED)(w) or _core_group_agreed(w),
        document("beschlussvorlage", 2),
        "Beschlussvorlage zur neuen Fassung",
    ),
    Chapter(
        "Beschlussvorlage an den Vorstand freigeben",
        date(2015, 7, 8),
        send_to_board,
        no_draft("beschluss", "kommentierung"),
    ),
    Chapter("Beschluss des Vorstands", date(2015, 7, 15), resolve, reached(State.RELEASED)),
    Chapter(
        "Leistungsbestätigung und Übergabe (G4)",
        date(2015, 7, 20),
        hand_over,
        fact("confirmation_of_service"),
        reached(State.FOLLOW_UP),
        "Fassung 1.0, Übergabe, Nachverfolgung",
    ),
)
