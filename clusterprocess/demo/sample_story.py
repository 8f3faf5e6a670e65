"""The story of any sample engagement, told from its days: the same human steps for every offering.

The strategy of the long story has a telling of its own (``story.py``) with comments and a figure changed by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from clusterprocess.demo.editing import edit_word_file
from clusterprocess.demo.people import add_sample_initiative
from clusterprocess.demo.story import Chapter, Story
from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.states import State
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.offerings.offering import Offering
from clusterprocess.sampledata.cases.reader import SampleCase
from clusterprocess.usecases.approve import approve
from clusterprocess.usecases.book_days import book_days
from clusterprocess.usecases.decide import Decision, decide, record_evidence
from clusterprocess.usecases.hold_workshops import invite_to_workshop, plan_workshop, record_workshop
from clusterprocess.usecases.keep_documents import put_back
from clusterprocess.usecases.offering_of import approvers_of
from clusterprocess.usecases.open_engagement import open_engagement
from clusterprocess.usecases.run_steps import has_reached
from clusterprocess.usecases.send_messages import decide_message
from clusterprocess.usecases.store_papers import newest_version
from clusterprocess.usecases.submit_answers import submit_answers

OTHER_SAMPLES = (
    "kurzberatung_nachfolge",
    "beratung_finanzierung",
    "professionalisierung_label",
    "kommunikation_spitze",
    "international_label",
    "transfer_etabliert",
)
"""What the demo plays beside the strategy: one engagement of every other offering, and a short advice."""

LEAD, REVIEWER, HEAD, OFFICE = "b.berger", "p.prinz", "l.leit", "a.amend"
ELIGIBLE = {
    "database_listed": "ja",
    "seat_in_bw": "ja",
    "board_consent": "ja",
    "aid_decision": "none_not_undertaking",
    "double_funding_checked": "ja",
    "no_conflict_of_interest": "ja",
    "service_agreement": "ja",
}


@dataclass(frozen=True)
class SampleStory:
    """One sample engagement as chapters.

    Attributes:
        running: number of the initiative among the sample cases; part of its register identity and of its people.
        books_days: whether the lead books her workshop days (a crowd would exceed the hours of a day).
    """

    sample: SampleCase
    running: int
    books_days: bool = True

    @property
    def offering(self) -> Offering:
        return offering_named(self.sample.offering)

    @property
    def is_fast(self) -> bool:
        return bool(self.sample.story.get("fast_lane"))

    def day(self, name: str) -> date:
        return date.fromisoformat(str(self.sample.story[name]))

    def engagement(self, work: Any) -> Any:
        """The engagement of this sample, or None before the request."""
        cluster = work.queries.cluster_by_source("fall", str(100 + self.running))
        if cluster is None:
            return None
        found = [e for e in work.queries.engagements(cluster_id=cluster.id) if e.offering == self.offering.slug]
        return found[0] if found else None

    def _newest(self, work: Any) -> Any:
        return newest_version(self.engagement(work))

    def reached(self, state: State) -> Callable[[Any], bool]:
        return lambda work: (e := self.engagement(work)) is not None and has_reached(e, state)

    def has_document(self, kind: str, count: int = 1) -> Callable[[Any], bool]:
        return lambda work: sum(len(d.versions) for d in self.engagement(work).documents if d.kind == kind) >= count

    def chapters(self) -> tuple[Chapter, ...]:
        """All human steps in order; sorted together with other stories they keep this order."""
        title = self.offering.title.de
        made = [
            Chapter(f"{title}: Initiative und Personen", self.day("requested_on"), self._enter, self._is_entered),
            Chapter(
                f"{title}: Anfrage", self.day("requested_on"), self._request, lambda w: self.engagement(w) is not None
            ),
        ]
        made += self._short_chapters(title) if self.is_fast else self._full_chapters(title)
        return tuple(made)

    def _short_chapters(self, title: str) -> list[Chapter]:
        return [
            Chapter(f"{title}: Annahme der Kurzberatung (G0)", self.day("accepted_on"), self._accept,
                    self.reached(State.ACCEPTED), self.has_document("fragebogen"), "Fragen"),
            Chapter(f"{title}: Antworten und Ergebnis", self.day("drafted_on"), self._answer_shortly,
                    self._submitted("texte"), self.has_document(self.offering.report_kind), "Beratungsvermerk"),
            Chapter(f"{title}: Qualitätsprüfung", self.day("approved_on"), self._review,
                    self.reached(State.ANSWERED), self._is_issued, "Fassung 1.0 und Übergabe"),
            Chapter(f"{title}: Abschluss", self.day("handed_over_on"), self._decide(LEAD, "close_advice"),
                    self.reached(State.CLOSED)),
        ]  # fmt: skip

    def _full_chapters(self, title: str) -> list[Chapter]:
        days = [date.fromisoformat(str(record["held_on"])) for record in self.sample.workshops]
        made = [
            Chapter(f"{title}: Annahme (G0)", self.day("accepted_on"), self._accept, self.reached(State.ACCEPTED),
                    self.reached(State.INTAKE_OPEN), "Fragebogen und Einladung zur Erhebung"),
            Chapter(f"{title}: Erhebung abschließen (G1)", self.day("intake_on"), self._intake,
                    self.reached(State.INTAKE_COMPLETE), self.has_document("anwesenheitsliste", len(days)), "Einladungen"),
            Chapter(f"{title}: Gespräche und Bögen eintragen", self.day("analysed_on"), self._listen, self._has_listened,
                    self.has_document("situationsanalyse"), "Befunde und Situationsanalyse"),
            Chapter(f"{title}: Analyse prüfen (G2)", self.day("reviewed_on"), self._review_analysis,
                    self.reached(State.ANALYSIS_REVIEWED), self.reached(State.WORKSHOP_PLANNED), "Freigabe der Workshops"),
        ]  # fmt: skip
        for index, on in enumerate(days):
            name = f"{title}: {self.offering.workshop_name} {index + 1} protokollieren"
            done = self.has_document("protokoll", index + 1)
            made.append(
                Chapter(name, on, partial(self._record, index), partial(self._is_minuted, index), done, "Protokoll")
            )
        return [
            *made,
            Chapter(f"{title}: Workshops abschließen (G3)", days[-1], self._decide(LEAD, "close_workshops"),
                    self.reached(State.WORKSHOP_HELD)),
            Chapter(f"{title}: Ergebnis und eigene Texte einreichen", self.day("drafted_on"), self._write,
                    self._submitted("texte"), self.has_document(self.offering.companions[-1]), "Entwurf 0.9 und Materialband"),
            Chapter(f"{title}: Entwurf bearbeiten und prüfen", self.day("put_back_on"), self._edit_and_review,
                    self.reached(State.CLUSTER_REVIEW), self._has_board_paper, "Beschlussvorlage"),
            Chapter(f"{title}: Zustimmung", self.day("approved_on"), self._consent, self.reached(State.RELEASED)),
            Chapter(f"{title}: Übergabe (G4)", self.day("handed_over_on"), self._hand_over, self._is_confirmed,
                    self.reached(State.FOLLOW_UP), "Fassung 1.0, Übergabe, Nachverfolgung"),
        ]  # fmt: skip

    def _number(self, story: Story) -> str:
        return str(story.look(lambda w: self.engagement(w).number))

    def _decide(self, who: str, rule: str) -> Callable[[Story], None]:
        def act(story: Story) -> None:
            number = self._number(story)
            story.run(who, lambda w: decide(w, number, Decision(rule)))

        return act

    def _enter(self, story: Story) -> None:
        add_sample_initiative(story.app, self.sample, self.running)

    def _is_entered(self, work: Any) -> bool:
        return work.queries.cluster_by_source("fall", str(100 + self.running)) is not None

    def _request(self, story: Story) -> None:
        asked = self.sample.initiative["request"]
        story.run(LEAD, lambda work: open_engagement(
            work, offering=self.offering.slug, cluster=work.queries.cluster(self.sample.initiative["name"]),
            operation=work.queries.operation("Beispiel-2014-001"), delivering=work.queries.organisation("VDI/VDE-IT (Beispiel)"),
            requested_on=self.day("requested_on"), question=str(asked["question"])[:600], occasion="mail",
            lead=work.queries.person(LEAD), reviewer=work.queries.person(REVIEWER), fast_lane=self.is_fast,
        ))  # fmt: skip

    def _fact(self, key: str) -> Callable[[Any], bool]:
        return lambda work: self.engagement(work).fact(key) is not None

    def _prove(self, story: Story, entries: Mapping[str, str], on: date) -> None:
        number = self._number(story)
        paper = f"Akte {number}, Register 1"
        story.unless(self._fact(next(iter(entries))), OFFICE, lambda w: record_evidence(w, number, entries, on, paper))

    def _accept(self, story: Story) -> None:
        number = self._number(story)
        if not self.is_fast:
            story.unless(self.reached(State.UNDER_CHECK), LEAD, lambda w: decide(w, number, Decision("start_check")))
        self._prove(story, ELIGIBLE, self.day("accepted_on"))
        story.run(HEAD, lambda w: decide(w, number, Decision("accept_advice" if self.is_fast else "accept")))

    def _submitted(self, kind: str) -> Callable[[Any], bool]:
        return lambda work: self.engagement(work).submission(kind) is not None

    def _hand_in(self, story: Story, kinds: list[str]) -> None:
        number = self._number(story)
        for kind in kinds:
            data = self.sample.submissions[kind]
            story.unless(self._submitted(kind), LEAD, partial(submit_answers, number=number, kind=kind, data=data))

    def _intake(self, story: Story) -> None:
        self.answer(story)
        self._decide(LEAD, "complete_intake")(story)

    def answer(self, story: Story) -> None:
        """Questionnaire, privacy notice and the days of the workshops: everything G1 asks for."""
        number = self._number(story)
        self._hand_in(story, ["fragebogen"])
        self._prove(story, {"privacy_notice": "2014-11"}, self.day("intake_on"))
        for position, record in enumerate(self.sample.workshops, 1):
            on = date.fromisoformat(str(record["held_on"]))
            plan = partial(
                plan_workshop,
                number=number,
                held_on=on,
                place=str(record["place"]),
                starts_at=self.sample.starts_at(position),
            )
            story.unless(partial(self._has_workshops, position), LEAD, plan)

    def _has_workshops(self, count: int, work: Any) -> bool:
        return len(self.engagement(work).workshops) >= count

    def _early_kinds(self) -> list[str]:
        """What people hand in before the workshop: interviews, survey, sheets; in the order of the offering."""
        late = {"fragebogen", "texte", "wirkung", self.offering.plan_kind}
        return [
            s.kind
            for s in self.offering.submittables
            if s.kind not in late and not s.after and s.kind in self.sample.submissions
        ]

    def _listen(self, story: Story) -> None:
        self._hand_in(story, self._early_kinds())
        for workshop in story.look(lambda w: [x.id for x in self.engagement(w).workshops if x.state == "geplant"]):
            story.run(OFFICE, partial(invite_to_workshop, workshop_id=workshop))

    def _has_listened(self, work: Any) -> bool:
        invited = all(x.state != "geplant" for x in self.engagement(work).workshops)
        return invited and all(self._submitted(kind)(work) for kind in self._early_kinds())

    def _review_analysis(self, story: Story) -> None:
        self._prove(story, {"gaps_listed": "keine"}, self.day("reviewed_on"))
        self._decide(REVIEWER, "review_analysis")(story)
        self._settle_drafts(story)

    def _settle_drafts(self, story: Story) -> None:
        """The lead releases every paper that waits for her; letters of the schedule are decided one by one."""
        number = self._number(story)

        def waiting(work: Any) -> list[int]:
            drafts = work.queries.messages(states=("entwurf",), engagement=number)
            return [m.id for m in drafts if not m.template.startswith("eskalation_")]

        for draft in story.look(waiting):
            story.run(LEAD, partial(decide_message, message_id=draft, decision="release"))

    def _record(self, index: int, story: Story) -> None:
        record = self.sample.workshops[index]
        on, number = date.fromisoformat(str(record["held_on"])), self._number(story)

        def record_and_book(work: Any) -> None:
            record_workshop(work, self.engagement(work).workshops[index].id, record)
            if self.books_days:
                book_days(work, number, work.queries.person(LEAD), on, Decimal("1.0"), "workshop")

        story.run(LEAD, record_and_book)

    def _is_minuted(self, index: int, work: Any) -> bool:
        return bool(self.engagement(work).workshops[index].is_minuted)

    def _write(self, story: Story) -> None:
        self._settle_drafts(story)
        late = [s.kind for s in self.offering.submittables if s.after and s.kind in self.sample.submissions]
        self._hand_in(story, [*late, self.offering.plan_kind, "texte"])

    def _answer_shortly(self, story: Story) -> None:
        self._hand_in(story, ["fragebogen", self.offering.plan_kind, "texte"])

    def _edit_and_review(self, story: Story) -> None:
        number = self._number(story)
        if story.look(lambda w: self._newest(w).origin == "erzeugt"):
            content = story.look(lambda w: w.files.get(self._newest(w).sha256))
            edited = edit_word_file(content, self.sample.comments["edits"])
            story.run(LEAD, lambda w: put_back(w, number, edited))
        story.unless(self.reached(State.INTERNAL_REVIEW), LEAD, lambda w: decide(w, number, Decision("submit_draft")))
        self._review(story)

    def _review(self, story: Story) -> None:
        number = self._number(story)
        story.run(REVIEWER, lambda w: approve(w, number, Role.REVIEWER, given=True))

    def _has_board_paper(self, work: Any) -> bool:
        only_reviewer = len(approvers_of(self.engagement(work))) == 1
        return only_reviewer or self.has_document("beschlussvorlage")(work)

    def _consent(self, story: Story) -> None:
        self._settle_drafts(story)
        number = self._number(story)
        for role in story.look(lambda w: approvers_of(self.engagement(w)))[1:]:
            paper = f"Akte {number}, Schreiben: {ROLE_NAMES[role].de}"
            give = partial(approve, number=number, role=role, given=True, paper=paper)
            story.unless(partial(self._approved, role), OFFICE, give)

    def _approved(self, role: Role, work: Any) -> bool:
        return self.engagement(work).approval_for(role, self._newest(work).sha256) is not None

    def _hand_over(self, story: Story) -> None:
        self._prove(story, {"confirmation_of_service": "ja"}, self.day("handed_over_on"))

    def _is_confirmed(self, work: Any) -> bool:
        return bool(self._fact("confirmation_of_service")(work))

    def _is_issued(self, work: Any) -> bool:
        version = newest_version(self.engagement(work))
        return version is not None and version.label == "1.0"
