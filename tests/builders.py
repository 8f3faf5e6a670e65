"""Builders for tests: a staffed agency on a fresh database, and an engagement brought to a named state.

Everything goes through the use cases that people use; automated steps are performed in this process by the system.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

from clusterprocess.bootstrap import App
from clusterprocess.demo.editing import edit_word_file
from clusterprocess.domain.actors import SYSTEM, Actor, Role
from clusterprocess.domain.chain import Event
from clusterprocess.domain.documents import DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.states import State
from clusterprocess.domain.workshops import Workshop
from clusterprocess.sampledata.cases.reader import SampleCase, sample_case
from clusterprocess.usecases.approve import approve
from clusterprocess.usecases.births import set_clock
from clusterprocess.usecases.decide import Decision, decide, record_evidence
from clusterprocess.usecases.hold_workshops import plan_workshop, record_workshop
from clusterprocess.usecases.import_register import RegisterEntry, import_register
from clusterprocess.usecases.keep_documents import put_back
from clusterprocess.usecases.keep_persons import add_person, end_role, grant_role
from clusterprocess.usecases.manage_operations import add_contractor, add_operation, add_organisation
from clusterprocess.usecases.open_engagement import open_engagement
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.run_steps import perform_step
from clusterprocess.usecases.submit_answers import store_profile, submit_answers

T = TypeVar("T")

HEAD, LEAD, OTHER, REVIEWER, ASSISTANT, ERDF, AUDITOR, ADMIN = (
    "l.leit", "b.berger", "d.dorn", "p.prinz", "a.amend", "e.ernst", "u.urban", "n.netz",
)  # fmt: skip
MANAGER, CORE_GROUP, BOARD = "c.kluge", "k.kern", "v.vogt"

STAFF_ROLES: dict[str, Role] = {
    LEAD: Role.CONSULTANT,
    OTHER: Role.CONSULTANT,
    REVIEWER: Role.REVIEWER,
    ASSISTANT: Role.ASSISTANT,
    ERDF: Role.ERDF_OFFICER,
    AUDITOR: Role.AUDITOR,
    ADMIN: Role.ADMINISTRATOR,
}
CLUSTER_ROLES: dict[str, Role] = {
    MANAGER: Role.CLUSTER_MANAGER,
    CORE_GROUP: Role.CORE_GROUP,
    BOARD: Role.BOARD,
}

REFERENCE = "Beispiel-2014-001"
DELIVERING = "VDI/VDE-IT (Beispiel)"
NUMBER = "CA-2015-A-001"
"""The first strategy engagement of 2015 (ruling 18)."""

ACCEPTANCE = {
    "database_listed": "ja",
    "seat_in_bw": "ja",
    "board_consent": "ja",
    "aid_decision": "none_not_undertaking",
    "double_funding_checked": "ja",
    "no_conflict_of_interest": "ja",
    "service_agreement": "ja",
}


class Agency:
    """A staffed agency with one operation and the initiative of the sample case in its register."""

    def __init__(self, app: App, copies: Callable[[State | None], App] | None = None) -> None:
        self.app, self.case, self.copies = app, sample_case(), copies
        self.cluster_name = str(self.case.initiative["name"])

    def actor(self, handle: str) -> Actor:
        return SYSTEM if handle == "system" else self.app.actor(handle, "test")

    def run(self, handle: str, use_case: Callable[[Work], T]) -> T:
        """Run one use case as a person, or as ``system``."""
        return self.app.run(self.actor(handle), lambda work: use_case(cast(Work, work)))

    def look(self, question: Callable[[Work], T]) -> T:
        return self.run("system", question)

    def engagement(self, question: Callable[[Engagement], T], number: str = NUMBER) -> T:
        """Ask something about an engagement."""
        return self.look(lambda work: question(work.queries.engagement(number)))

    def events(self) -> list[Event]:
        return self.look(lambda work: list(work.queries.events()))

    def actions(self) -> list[str]:
        return [event.action for event in self.events()]

    def state(self, number: str = NUMBER) -> str:
        return self.engagement(lambda e: e.state, number)

    def set_day(self, day: date) -> None:
        """Move the demo clock forward to nine o'clock in Stuttgart."""
        wanted = datetime(day.year, day.month, day.day, 8, 0, tzinfo=UTC)
        if self.look(lambda work: work.now) < wanted:
            self.run("system", lambda work: set_clock(work, wanted))

    def step(self, name: str, attempt: int | None = None, number: str = NUMBER) -> str:
        return self.run("system", lambda work: perform_step(work, number, name, attempt))

    def decide(self, handle: str, name: str, number: str = NUMBER, **more: Any) -> None:
        self.run(handle, lambda work: decide(work, number, Decision(name, **more)))

    def prove(self, entries: Mapping[str, str], day: date, number: str = NUMBER, paper: str = "Akte") -> None:
        self.run(ASSISTANT, lambda work: record_evidence(work, number, entries, day, paper))

    def admit_auditor(self, to: str = "") -> None:
        """Bind the auditor to one operation; without a name to another one than that of the sample engagement."""

        def act(work: Work) -> None:
            bound = work.queries.operation(to) if to else _another_operation(work)
            auditor = work.queries.person(AUDITOR)
            end_role(work, auditor, Role.AUDITOR)
            work.flush()
            grant_role(work, auditor, Role.AUDITOR, operation=bound)

        self.run(HEAD, act)

    def approve(self, handle: str, role: Role, number: str = NUMBER, given: bool = True, **more: Any) -> None:
        self.run(handle, lambda work: approve(work, number, role, given=given, **more))

    def open(self, number_of_cluster: str | None = None, **more: Any) -> str:
        """Open a strategy engagement as its lead; returns the Vorgangsnummer."""
        wanted: dict[str, Any] = {"offering": "cluster_strategy", "requested_on": date(2015, 1, 12), **more}
        by = wanted.pop("by", LEAD)
        return self.run(
            by,
            lambda work: (
                open_engagement(
                    work,
                    cluster=work.queries.cluster(number_of_cluster or self.cluster_name),
                    operation=work.queries.operation(wanted.pop("operation", REFERENCE)),
                    delivering=work.queries.organisation(wanted.pop("delivering", DELIVERING)),
                    lead=work.queries.person(LEAD),
                    reviewer=work.queries.person(REVIEWER),
                    **wanted,
                ).number
            ),
        )

    def add_cluster(self, name: str, source_id: str) -> None:
        """Another initiative of the sample register, without a profile."""
        entry = RegisterEntry("probe", source_id, name, "regionale_initiative", seat="Offenburg")
        self.run("system", lambda work: import_register(work, (entry,), "beispieldaten"))

    def add_profile(self, cluster: str, **changes: Any) -> None:
        answers = {**full_profile(self.case), **changes}
        self.run(
            LEAD,
            lambda work: store_profile(
                work, work.queries.cluster(cluster), date(2014, 12, 31), answers, {"strategy_age": "Ablösung läuft."}
            ),
        )

    def plan(self, day: date, **more: Any) -> int:
        """Plan a workshop; returns its id."""
        return self.run(LEAD, lambda work: plan_workshop(work, NUMBER, day, "Werkskantine", **more).id)

    def workshop(self, workshop_id: int, question: Callable[[Workshop], T]) -> T:
        return self.look(lambda work: question(work.queries.workshop(workshop_id)))

    def paper(self, question: Callable[[DocumentVersion], T], number: str = NUMBER) -> T:
        """Ask something about the newest version of the strategy paper."""

        def latest(engagement: Engagement) -> T:
            document = engagement.document("strategiepapier")
            assert document is not None and document.latest is not None
            return question(document.latest)

        return self.engagement(latest, number)

    def edited(self, index: int) -> bytes:
        """The newest paper with one edit of the sample case, as Word saves it."""
        content = self.app.files.get(self.paper(lambda v: v.sha256))
        return edit_word_file(content, [self.case.comments["edits"][index]])

    def put_back(self, content: bytes, label: str | None = None) -> None:
        self.run(LEAD, lambda work: put_back(work, NUMBER, content, label))


def full_profile(case: SampleCase) -> dict[str, Any]:
    """Every figure of the sample initiative: M2 by section 2 (1.8 FTE, founded 2006, written strategy)."""
    return {key: value for key, value in case.profile.items() if key != "as_of"}


_ABOUT_PEERS = re.compile(r"\{(F[12]\.[^}]*|(abb|tab):benchmark)\}")


def without_peers(value: Any) -> Any:
    """Sample prose that names no comparison: a register of one initiative has no peer group."""
    if isinstance(value, str):
        return _ABOUT_PEERS.sub("n", value)
    if isinstance(value, Mapping):
        return {key: without_peers(inner) for key, inner in value.items()}
    return [without_peers(inner) for inner in value] if isinstance(value, list) else value


def staffed(app: App, origin: str = "beispieldaten") -> Agency:
    """People with their roles, the operation, the delivering organisation and the sample initiative with its profile."""
    agency = Agency(app)
    agency.run("system", _found)
    agency.run(HEAD, _hire)
    case = agency.case
    entry = RegisterEntry(
        "fall", "101", agency.cluster_name, "regionale_initiative", field="production_engineering",
        region="neckar_alb", seat="Reutlingen", legal_form="ev", founded=2006,
    )  # fmt: skip
    agency.run("system", lambda work: import_register(work, (entry,), origin))
    agency.run(HEAD, lambda work: _meet(work, agency.cluster_name))
    agency.add_profile(str(case.initiative["name"]))
    return agency


def _found(work: Work) -> None:
    home = add_organisation(work, DELIVERING, "sonstige", "Stuttgart", delivers_advice=True, assesses_labels=True)
    add_person(work, HEAD, "Lena Leit (Beispiel)", f"{HEAD}@agentur.example", home, (Role.HEAD,))


def _hire(work: Work) -> None:
    home = work.queries.organisation(DELIVERING)
    for handle, role in STAFF_ROLES.items():
        add_person(work, handle, f"Nachname {handle} (Beispiel)", f"{handle}@agentur.example", home, (role,))
    operation = add_operation(
        work,
        reference=REFERENCE,
        name="ClusterAgentur Baden-Württemberg",
        beneficiary="Ministerium für Finanzen und Wirtschaft Baden-Württemberg",
        period="2014-2020",
        starts_on=date(2014, 10, 1),
        ends_on=date(2017, 9, 30),
        eligible_eur=Decimal("3008317.38"),
        eu_share=Decimal("0.5"),
    )
    add_contractor(work, operation, home, "contractor", "Beispielvertrag")


def _another_operation(work: Work) -> Operation:
    made = add_operation(
        work, reference="Beispiel-2014-002", name="Anderes Vorhaben (Beispiel)", beneficiary="Beispiel", period="2014-2020",
        starts_on=date(2014, 11, 1), ends_on=date(2020, 12, 31), eligible_eur=Decimal(1000), eu_share=Decimal("0.5"),
    )  # fmt: skip
    work.flush()
    return made


def _meet(work: Work, cluster_name: str) -> None:
    cluster = work.queries.cluster(cluster_name)
    for handle, role in CLUSTER_ROLES.items():
        add_person(work, handle, f"Nachname {handle} (Beispiel)", f"{handle}@netz.example", None, (role,), cluster)


def bring_to(agency: Agency, state: State) -> Agency:
    """Lead the sample engagement on its real days until it stands at a state of the full lane.

    Where copies are kept, the way is gone once and the agency goes on with a copy of where it led.
    """
    if agency.copies is not None and not agency.look(lambda work: work.queries.engagements()):
        agency.app = agency.copies(state)
        return agency
    for reached, on, act in STAGES:
        agency.set_day(on)
        act(agency)
        assert agency.state() == reached.value
        if reached is state:
            return agency
    raise ValueError(f"no way to {state}")


def _intake(agency: Agency) -> None:
    agency.run(MANAGER, lambda work: submit_answers(work, NUMBER, "fragebogen", agency.case.answers))
    agency.prove({"privacy_notice": "2014-11"}, date(2015, 1, 26))
    agency.decide(LEAD, "complete_intake")


def _analysis(agency: Agency) -> None:
    agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "interviews", agency.case.interviews))
    agency.run(ASSISTANT, lambda work: submit_answers(work, NUMBER, "befragung", agency.case.survey))
    assert agency.step("analyse") == "erledigt"
    assert agency.step("write_brief") == "erledigt"


def _review_analysis(agency: Agency) -> None:
    agency.prove({"gaps_listed": "keine"}, date(2015, 4, 7))
    agency.decide(REVIEWER, "review_analysis")


def _workshops(agency: Agency) -> None:
    for record in agency.case.workshops:
        day = date.fromisoformat(str(record["held_on"]))
        workshop = agency.plan(day)
        agency.set_day(day)
        _record(agency, workshop, record)
    agency.set_day(date(2015, 5, 27))
    agency.decide(LEAD, "close_workshops")


def _record(agency: Agency, workshop: int, record: Mapping[str, Any]) -> None:
    agency.run(LEAD, lambda work: record_workshop(work, workshop, record))


def _draft(agency: Agency) -> None:
    agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "strategie", without_peers(agency.case.plan)))
    agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "texte", without_peers(agency.case.texts)))
    assert agency.step("draft_paper") == "erledigt"


def _submit_draft(agency: Agency) -> None:
    agency.put_back(agency.edited(0), "0.91")
    agency.decide(LEAD, "submit_draft")


def _resolve(agency: Agency) -> None:
    agency.approve(CORE_GROUP, Role.CORE_GROUP)
    agency.approve(BOARD, Role.BOARD)


def _hand_over(agency: Agency) -> None:
    agency.prove({"confirmation_of_service": "ja"}, date(2015, 7, 17))
    assert agency.step("hand_over") == "erledigt"


def _accept(agency: Agency) -> None:
    agency.prove(ACCEPTANCE, date(2015, 1, 16))
    agency.decide(HEAD, "accept")


STAGES: tuple[tuple[State, date, Callable[[Agency], object]], ...] = (
    (State.REQUESTED, date(2015, 1, 12), lambda a: a.open()),
    (State.UNDER_CHECK, date(2015, 1, 19), lambda a: a.decide(LEAD, "start_check")),
    (State.ACCEPTED, date(2015, 1, 19), _accept),
    (State.INTAKE_OPEN, date(2015, 1, 19), lambda a: a.step("open_intake")),
    (State.INTAKE_COMPLETE, date(2015, 2, 16), _intake),
    (State.ANALYSIS, date(2015, 4, 1), _analysis),
    (State.ANALYSIS_REVIEWED, date(2015, 4, 8), _review_analysis),
    (State.WORKSHOP_PLANNED, date(2015, 4, 8), lambda a: a.step("plan_workshops")),
    (State.WORKSHOP_HELD, date(2015, 4, 20), _workshops),
    (State.DRAFT, date(2015, 6, 12), _draft),
    (State.INTERNAL_REVIEW, date(2015, 6, 17), _submit_draft),
    (State.CLUSTER_REVIEW, date(2015, 6, 19), lambda a: a.approve(REVIEWER, Role.REVIEWER)),
    (State.RELEASED, date(2015, 7, 15), _resolve),
    (State.FOLLOW_UP, date(2015, 7, 20), _hand_over),
)


def in_memory(state: State, **facts: Any) -> Engagement:
    """An engagement that no database knows, for the rules of the domain alone."""
    values: dict[str, Any] = {
        "number": NUMBER, "offering": "cluster_strategy", "offering_version": "1.0", "state": state.value,
        "fast_lane": False, "taken_over": False, "requested_on": date(2015, 1, 12), "question": "", "level": "M2",
        "attempts": {}, "baseline": {}, "opened_by": "person-lead", "lead_id": "person-lead",
        "reviewer_id": "person-reviewer",
    }  # fmt: skip
    return Engagement(**{**values, **facts})


def person(id_: str, *roles: Role) -> Actor:
    return Actor(id_, frozenset(roles), "test")
