"""Who acts in the demo, the operation they work under, and the register they start from. All Beispieldaten."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from clusterprocess.bootstrap import App
from clusterprocess.domain.actors import CLUSTER_SIDE, Actor, Role
from clusterprocess.domain.register import Cluster, join
from clusterprocess.domain.sorting import german_key
from clusterprocess.sampledata.cases.reader import SampleCase
from clusterprocess.sampledata.entries import portfolio_entries
from clusterprocess.usecases.import_register import import_register
from clusterprocess.usecases.keep_persons import add_person
from clusterprocess.usecases.manage_operations import add_contractor, add_operation, add_organisation
from clusterprocess.usecases.open_engagement import open_engagement, take_over
from clusterprocess.usecases.submit_answers import store_profile

SYSTEM = Actor("system", frozenset({Role.SYSTEM}), "demo")
REFERENCE = "Beispiel-2014-001"

DELIVERING = (("VDI/VDE-IT (Beispiel)", True), ("Steinbeis (Beispiel)", False), ("bw-i (Beispiel)", False))

PEOPLE: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("l.leit", "Lena Leit (Beispiel)", "VDI/VDE-IT (Beispiel)", (Role.HEAD,)),
    ("b.berger", "Bernd Berger (Beispiel)", "VDI/VDE-IT (Beispiel)", (Role.CONSULTANT,)),
    ("p.prinz", "Petra Prinz (Beispiel)", "Steinbeis (Beispiel)", (Role.REVIEWER,)),
    ("a.amend", "Anna Amend (Beispiel)", "VDI/VDE-IT (Beispiel)", (Role.ASSISTANT,)),
    ("e.ernst", "Emil Ernst (Beispiel)", "VDI/VDE-IT (Beispiel)", (Role.ERDF_OFFICER,)),
    ("u.urban", "Uta Urban (Beispiel)", "", (Role.AUDITOR,)),
)
CLUSTER_PEOPLE: tuple[tuple[str, str, Role], ...] = (
    ("c.kluge", "Carla Kluge (Beispiel)", Role.CLUSTER_MANAGER),
    ("v.vogt", "Viktor Vogt (Beispiel)", Role.BOARD),
    ("k.kern", "Karin Kern (Beispiel)", Role.CORE_GROUP),
)


def set_up(app: App, case: SampleCase) -> None:
    """Everything that exists before the request; each part is one use case and is skipped when it is there."""
    known = app.run(SYSTEM, lambda w: {p.handle for p in w.queries.persons()})
    if not known:
        app.run(SYSTEM, _house_and_head)
    for handle, name, organisation, roles in PEOPLE[1:]:
        if handle not in known:
            add = partial(_colleague, handle=handle, name=name, organisation=organisation, roles=roles)
            app.run(app.actor("l.leit", "demo"), add)
    if not app.run(SYSTEM, lambda w: w.queries.operations()):
        app.run(app.actor("l.leit", "demo"), _operation)
    if not app.run(SYSTEM, lambda w: [c for c in w.queries.clusters() if c.source != "fall"]):
        app.run(SYSTEM, lambda w: import_register(w, tuple(portfolio_entries()), "beispieldaten"))
    if not app.run(SYSTEM, lambda w: w.queries.cluster_by_source("fall", "101")):
        app.run(app.actor("l.leit", "demo"), lambda w: _initiative(w, case))
    while app.run(SYSTEM, lambda w: len(w.queries.engagements())) < 16:
        app.run(app.actor("b.berger", "demo"), _earlier_request)


def _house_and_head(work: Any) -> None:
    """The delivering organisations, and the head as the first person of the database."""
    for name, assesses in DELIVERING:
        add_organisation(work, name, "sonstige", "Stuttgart", delivers_advice=True, assesses_labels=assesses)
    handle, name, organisation, roles = PEOPLE[0]
    _colleague(work, handle, name, organisation, roles)


def _colleague(work: Any, handle: str, name: str, organisation: str, roles: tuple[Role, ...]) -> None:
    home = work.queries.organisation(organisation) if organisation else None
    add_person(work, handle, name, f"{handle}@beispiel.example", home, roles)


def _operation(work: Any) -> None:
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
        category="Cluster und Unternehmensnetze, hauptsächlich für KMU",
    )
    for name, _ in DELIVERING:
        add_contractor(work, operation, work.queries.organisation(name), "contractor", "Beispielvertrag")


def _initiative(work: Any, case: SampleCase) -> None:
    cluster = _enter_cluster(work, case, "101")
    for handle, name, role in CLUSTER_PEOPLE:
        add_person(work, handle, name, f"{handle}@praezisionstechnik.example", None, (role,), cluster)


def add_sample_initiative(app: App, case: SampleCase, running: int) -> None:
    """Initiative number ``100 + running`` with its profile and people, in one transaction."""

    def enter(work: Any) -> None:
        cluster = _enter_cluster(work, case, str(100 + running))
        for position, row in enumerate(case.initiative.get("people", []), 1):
            role = Role(row["role"])
            if role not in CLUSTER_SIDE:
                continue  # the agency's own people are the same in all samples
            handle = f"{role.value[:2]}{position}.fall{running}"
            email = f"{handle}@initiative{running}.example"
            add_person(work, handle, str(row["name"]), email, None, (role,), cluster)

    app.run(app.actor("l.leit", "demo"), enter)


def _enter_cluster(work: Any, case: SampleCase, source_id: str) -> Cluster:
    facts = dict(case.profile)
    as_of = date.fromisoformat(str(facts.pop("as_of")))
    cluster = Cluster(
        name=facts["name"],
        sort_key=german_key(facts["name"]),
        origin="beispieldaten",
        source="fall",
        source_id=source_id,
        kind=facts["kind"],
        field=facts["field"],
        field_text="",
        region=facts["region"],
        seat=str(case.initiative["seat"]),
        legal_form=facts["legal_form"],
        legal_form_text="",
        carrier=str(facts.get("carrier", "")),
        founded=facts["founded"],
        facts=[],
    )
    work.add(cluster)
    work.flush()
    cluster.added()
    store_profile(work, cluster, as_of, {k: v for k, v in facts.items() if v is not None}, _comments(case))
    for row in case.initiative.get("organisations", []):
        home = add_organisation(work, row["name"], row["kind"], str(row.get("seat", "")))
        join(cluster, home, row["kind"], bool(row["committed"]), None)
    return cluster


def _comments(case: SampleCase) -> dict[str, str]:
    """Comments by rule name; the sample case names the field, the rule about its age is called ``strategy_age``."""
    given = case.initiative.get("plausibility", {})
    return {("strategy_age" if key == "strategy_year" else key): text for key, text in given.items()}


def _earlier_request(work: Any) -> None:
    """The sixteen requests of early January that came before: most wait, some already run."""
    index = len(work.queries.engagements())
    others = [c for c in work.queries.clusters(origin="beispieldaten") if c.source != "fall"]
    cluster = others[(index * 7) % len(others)]
    operation, home = work.queries.operation(REFERENCE), work.queries.organisation("VDI/VDE-IT (Beispiel)")
    on = date(2015, 1, 5 + index % 5)
    if index in (3, 8, 12):
        take_over(
            work,
            offering="cluster_strategy",
            cluster=cluster,
            operation=operation,
            delivering=home,
            requested_on=on,
            state="intake_offen" if index != 12 else "workshop_geplant",
            paper="Beispielakte",
            lead=work.queries.person("b.berger"),
            reviewer=work.queries.person("p.prinz"),
        )
    else:
        open_engagement(
            work,
            offering="cluster_strategy",
            cluster=cluster,
            operation=operation,
            delivering=home,
            requested_on=on,
            occasion="mail",
            lead=work.queries.person("b.berger"),
            reviewer=work.queries.person("p.prinz"),
        )
