"""Workshops in the console: planning, the page of one, and the record that is filled in on a tablet in the evening."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest

from clusterprocess.domain.states import State
from clusterprocess.usecases.due_plan import keep_plan
from clusterprocess.usecases.registrants import Registrant
from clusterprocess.usecases.registrations import register_for
from clusterprocess.usecases.workshop_papers import due_workshop_steps
from tests.builders import ASSISTANT, AUDITOR, ERDF, HEAD, LEAD, NUMBER, OTHER, Agency
from tests.web.conftest import Visitor
from tests.web.console import ConsolePages

DAY = date(2015, 4, 22)
LIST = f"/vorgang/{NUMBER}/workshops"


@pytest.fixture
def planned(console_at: Any) -> tuple[ConsolePages, int]:
    """The sample engagement in its intake with one workshop in April, two organisations registered."""
    pages: ConsolePages = console_at(State.INTAKE_OPEN)
    made = pages.agency.plan(DAY)
    for name, organisation, kind in (
        ("Anna Beispiel", "Musterdreh GmbH", "kmu"),
        ("Boris Muster", "Musterdreh GmbH", "kmu"),
        ("Clara Beispiel", "Hochschule Musteralb", "hochschule"),
    ):
        who = Registrant(name, "", organisation, kind)
        pages.agency.run(LEAD, lambda work, who=who: register_for(work, who, workshop_id=made).id)
    return pages, made


def ids(agency: Agency, workshop: int) -> dict[str, str]:
    """Ids of the registrations by name."""
    return agency.look(
        lambda work: {r.person.name: str(r.id) for r in work.queries.registrations(workshop_id=workshop)}
    )


def full_record(agency: Agency, workshop: int, **more: str) -> dict[str, Any]:
    """What a person types: two organisations came, three options, one ballot, one note, one measure."""
    of = ids(agency, workshop)
    own = f"dots.r{of['Anna Beispiel']}"
    return {
        "moderator_role": "Externe Moderation",
        "signed_list": "Akte, Register 4, Blatt 1",
        "kam": [of["Anna Beispiel"], of["Boris Muster"]],
        "zeilen.org": "3",
        "org.0.name": "Beispielguss AG",
        "org.0.kind": "gross",
        "org.0.persons": "2",
        "ohne": ["n0"],
        "zeilen.opt": "3",
        "opt.0.name": "Fachkräfte",
        "opt.1.name": "Messraum",
        "opt.2.name": "Sichtbarkeit",
        f"{own}.1": "1",
        "protokoll/notes.0.topic": "Begrüßung",
        "protokoll/notes.1.topic": "Ziele",
        "protokoll/notes.1.finding": "Drei Ziele standen zur Wahl.",
        "protokoll/notes.1.decision": "Gewählt ist das zweite.",
        "protokoll/measures.0.title": "Messraum prüfen",
        "protokoll/measures.0.clarification_by": "2015-05-20",
        "sheets.5": "2",
        "sheets.3": "1",
        **more,
    }


def state_of(agency: Agency, workshop: int) -> str:
    return agency.workshop(workshop, lambda w: w.state)


def test_an_empty_list_says_so_and_one_is_planned_from_it_with_what_speaks_against_its_day(console_at: Any) -> None:
    visitor = console_at(State.INTAKE_OPEN).signed_in(LEAD)
    assert "noch kein Workshop geplant" in visitor.open(LIST).page
    visitor.post(LIST, {"on": "2015-04-08", "place": "Werkskantine", "starts_at": "9:30", "title": ""})
    assert visitor.saw() == [303, 200]
    assert "Der Workshop ist geplant." in visitor.page
    assert "Strategietag 1" in visitor.page
    assert "Mittwoch, 8. April 2015, 09:30 bis" in visitor.page
    assert "Schulferien" in visitor.page


def test_planning_names_every_wrong_field_and_keeps_what_was_typed(console_at: Any) -> None:
    pages = console_at(State.INTAKE_OPEN)
    visitor = pages.signed_in(LEAD).open(LIST)
    visitor.post(LIST, {"on": "", "place": "Werkskantine Süd", "starts_at": "09:00"})
    assert visitor.status == 422
    assert "„Tag“: Bitte antworten Sie hier." in visitor.page
    assert 'value="Werkskantine Süd"' in visitor.page
    visitor.post(LIST, {"on": "2015-04-22", "place": "Werkskantine", "starts_at": "25:00"})
    assert visitor.status == 422
    assert "Beginn" in visitor.page
    assert pages.agency.engagement(lambda e: len(e.workshops)) == 0


def test_a_series_is_planned_in_full_or_not_at_all(console_at: Any) -> None:
    pages = console_at(State.INTAKE_OPEN)
    visitor = pages.signed_in(ASSISTANT).open(LIST)
    days = {"on1": "2015-05-20", "on2": "2015-04-22"}
    visitor.post(f"{LIST}/reihe", {"place": "Werkskantine", "starts_at": "09:00", **days})
    assert visitor.status == 422
    assert "in zeitlicher Folge" in visitor.page
    assert pages.agency.engagement(lambda e: len(e.workshops)) == 0
    visitor.post(
        f"{LIST}/reihe", {"place": "Werkskantine", "starts_at": "09:00", "on1": "2015-04-22", "on3": "2015-05-20"}
    )
    assert visitor.saw() == [303, 200]
    assert [w for w in ("Strategietag 1", "Strategietag 2") if w in visitor.page] == [
        "Strategietag 1",
        "Strategietag 2",
    ]


def test_an_engagement_that_is_not_accepted_shows_no_planning_and_refuses_it(console_at: Any) -> None:
    pages = console_at(State.UNDER_CHECK)
    visitor = pages.signed_in(LEAD).open(LIST)
    assert "lässt sich kein weiterer Workshop planen" in visitor.page
    visitor.open("/konto").post(LIST, {"on": "2015-04-22", "place": "Werkskantine", "starts_at": "09:00"})
    assert visitor.status == 409
    assert pages.agency.engagement(lambda e: len(e.workshops)) == 0


def test_the_page_of_a_workshop_shows_agenda_registrations_and_quorum(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    page = pages.signed_in(ERDF).open(f"/workshop/{workshop}").page
    assert "Mittagspause" in page
    assert "2 von 22 Organisationen" in page
    assert "Anna Beispiel" in page
    assert "Protokoll ausfüllen" in page


def test_somebody_registers_by_telephone_and_withdraws_again(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    visitor = pages.signed_in(ASSISTANT).open(f"/workshop/{workshop}")
    who = {"name": "Dora Beispiel", "organisation": "Beispielbank eG", "kind": "sonstige", "email": "kein at"}
    visitor.post(f"/workshop/{workshop}/anmeldungen", who)
    assert visitor.status == 422
    assert "vollständige Mailadresse" in visitor.page
    visitor.post(f"/workshop/{workshop}/anmeldungen", {**who, "email": ""})
    assert "Dora Beispiel ist angemeldet." in visitor.page
    number = ids(pages.agency, workshop)["Dora Beispiel"]
    visitor.post(f"/workshop/{workshop}/anmeldungen/{number}/abmelden", {})
    assert "Dora Beispiel ist abgemeldet." in visitor.page
    visitor.post(f"/workshop/{workshop}/anmeldungen/999999/abmelden", {})
    assert visitor.status == 404


def test_a_task_of_the_checklist_is_finished_by_those_who_may(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    pages.agency.run("system", lambda work: keep_plan(work, work.queries.engagement(NUMBER, lock=True)))

    def task(engagement: Any) -> int:
        return next(i.id for i in engagement.due_items if i.rule == "termin_klaeren" and i.workshop_id == workshop)

    item = pages.agency.engagement(task)
    head = pages.signed_in(HEAD).open(f"/workshop/{workshop}")
    assert "Termin, Raum und Moderation klären" in head.page
    stranger = pages.signed_in(ERDF).open(f"/workshop/{workshop}")
    assert f"/aufgaben/{item}" not in stranger.page
    stranger.open("/konto").post(f"/workshop/{workshop}/aufgaben/{item}", {"outcome": "erledigt"})
    assert stranger.status == 403
    head.post(f"/workshop/{workshop}/aufgaben/{item}", {"outcome": "Raum ist zugesagt"})
    assert "Erledigt: Termin, Raum und Moderation klären" in head.page
    assert "Raum ist zugesagt" in head.page
    head.post(f"/workshop/{workshop}/aufgaben/{item}", {"outcome": "noch einmal"})
    assert head.status == 409
    assert "ist schon erledigt" in head.page


def test_moving_and_cancelling_ask_for_what_they_need(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    here = f"/workshop/{workshop}"
    visitor = pages.signed_in(LEAD).open(here)
    same = {"to": DAY.isoformat(), "starts_at": "09:00", "place": "Werkskantine"}
    visitor.post(f"{here}/verlegen", same)
    assert visitor.status == 422
    assert "es gibt nichts zu verlegen" in visitor.page
    visitor.post(f"{here}/verlegen", {**same, "to": "2015-04-29"})
    assert "Der Workshop ist verlegt." in visitor.page
    assert "29. April 2015" in visitor.page
    visitor.post(f"{here}/absagen", {"reason": "sonstiges", "text": ""})
    assert visitor.status == 422
    assert "Bitte erläutern Sie den anderen Grund" in visitor.page
    visitor.post(f"{here}/absagen", {"reason": "krankheit", "text": ""})
    assert "Der Workshop ist abgesagt." in visitor.page
    assert state_of(pages.agency, workshop) == "abgesagt"
    visitor.post(f"{here}/absagen", {"reason": "krankheit", "text": ""}, token=visitor.token)
    assert visitor.status == 409
    assert "nichts zu protokollieren" in visitor.open(f"{here}/protokoll").page


def test_the_attendance_list_is_written_anew_and_downloaded(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    visitor = pages.signed_in(ASSISTANT).open(f"/workshop/{workshop}")
    visitor.post(f"/workshop/{workshop}/papiere/anwesenheitsliste", {})
    assert "Anwesenheitsliste ist neu geschrieben" in visitor.page
    answer = visitor.client.get(f"/workshop/{workshop}/papiere/anwesenheitsliste")
    assert answer.content[:2] == b"PK"
    assert "Anwesenheitsliste" in answer.headers["content-disposition"]
    assert visitor.open(f"/workshop/{workshop}/papiere/protokoll").status == 404
    visitor.open(f"/workshop/{workshop}").post(f"/workshop/{workshop}/papiere/einladung", {})
    assert visitor.status == 404


def test_an_auditor_reads_and_changes_nothing_and_sees_no_foreign_operation(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    auditor = pages.signed_in(AUDITOR).open(f"/workshop/{workshop}")
    assert auditor.status == 200
    assert "Verlegen" not in auditor.page
    assert "Protokoll ist noch nicht übernommen" in auditor.open(f"/workshop/{workshop}/protokoll").page
    for path in ("absagen", "einladen", "anmeldungen", "protokoll", "protokoll/entwurf"):
        assert auditor.open("/konto").post(f"/workshop/{workshop}/{path}", {}).status == 403
    for nonsense in ("0", "999999", "x", "1" * 30):
        assert auditor.open(f"/workshop/{nonsense}").status == 404
    assert state_of(pages.agency, workshop) == "geplant"


def test_a_record_is_taken_over_with_attendance_votes_decisions_and_measures(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    pages.agency.set_day(DAY)
    here = f"/workshop/{workshop}/protokoll"
    visitor = pages.signed_in(LEAD).open(here)
    assert "Musterdreh GmbH" in visitor.page
    visitor.post(here, full_record(pages.agency, workshop))
    assert visitor.saw() == [303, 200], visitor.page[:3000]
    record = pages.agency.workshop(workshop, lambda w: w.record_data)
    assert record["attendance"] == [
        {"organisation": "Musterdreh GmbH", "kind": "kmu", "persons": 2, "signed": True},
        {"organisation": "Beispielguss AG", "kind": "gross", "persons": 2, "signed": False},
    ]
    assert record["options"] == {"O1": "Fachkräfte", "O2": "Messraum", "O3": "Sichtbarkeit"}
    assert record["ballots"] == [{"organisation": "Musterdreh GmbH", "kind": "kmu", "dots": {"O2": 1}}]
    assert record["place"] == "Werkskantine"
    assert [n["topic"] for n in record["notes"]] == ["Ziele"]
    assert record["measures"][0]["clarification_by"] == "2015-05-20"
    assert record["feedback"] == [5, 5, 3]
    assert "Übernommen von" in visitor.page
    assert "Gewählt ist das zweite." in visitor.page
    assert "Entwurf ist erhalten" not in visitor.page


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_recorded(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    pages.agency.set_day(DAY)
    here = f"/workshop/{workshop}/protokoll"
    of = ids(pages.agency, workshop)
    typed = full_record(pages.agency, workshop)
    absent = f"dots.r{of['Clara Beispiel']}.0"
    typed |= {
        "signed_list": "",
        f"dots.r{of['Anna Beispiel']}.0": "2",
        absent: "1",
        "org.0.kind": "",
        "protokoll/notes.1.finding": "",
        "protokoll/measures.0.clarification_by": "gestern",
    }
    visitor = pages.signed_in(LEAD).open(here).post(here, typed)
    assert visitor.status == 422
    for sentence in (
        "wo das Original liegt",
        "„Musterdreh GmbH“ hat zu viele Punkte; je Organisation sind es 1.",
        "„Hochschule Musteralb“ hat Punkte, ist aber oben nicht als anwesend eingetragen.",
        "was „Beispielguss AG“ ist",
        "gestern“ ist kein Datum",
    ):
        assert sentence in visitor.page, sentence
    assert "Gewählt ist das zweite." in visitor.page
    assert state_of(pages.agency, workshop) == "geplant"
    assert "Gewählt ist das zweite." in visitor.open(here).page


def test_a_record_of_a_day_ahead_is_prepared_but_not_taken_over(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    here = f"/workshop/{workshop}/protokoll"
    visitor = pages.signed_in(LEAD).open(here)
    assert "Sie können das Protokoll vorbereiten" in visitor.page
    visitor.post(here, full_record(pages.agency, workshop))
    assert visitor.status == 422
    assert "liegt in der Zukunft" in visitor.page
    assert "Externe Moderation" in visitor.open(here).page


def test_a_draft_saves_itself_and_further_lines_need_no_script(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    here = f"/workshop/{workshop}/protokoll"
    visitor = pages.signed_in(LEAD).open(here)
    saved = visitor.post(f"{here}/entwurf", {"moderator_role": "Externe Moderation"}, Accept="application/json").answer
    assert saved is not None
    assert sorted(saved.json()) == ["hints", "saved"]
    assert 'value="Externe Moderation"' in visitor.open(here).page
    assert 'name="org.3.name"' not in visitor.page
    typed = {"moderator_role": "Externe Moderation", "zeilen.org": "3", "anker.org": "anwesenheit", "_do": "mehr:org"}
    visitor.post(here, typed)
    assert visitor.saw() == [303, 200]
    assert 'name="org.5.name"' in visitor.page
    assert 'value="Externe Moderation"' in visitor.page
    other = pages.signed_in(OTHER).open(here)
    assert "Externe Moderation" not in other.page
    assert "Einen eigenen Entwurf hat auch: Nachname b.berger" in other.page
    assert state_of(pages.agency, workshop) == "geplant"


def test_of_two_who_record_at_once_the_second_learns_by_whom_and_keeps_her_draft(
    planned: tuple[ConsolePages, int],
) -> None:
    pages, workshop = planned
    pages.agency.set_day(DAY)
    here = f"/workshop/{workshop}/protokoll"
    visitors = {handle: pages.signed_in(handle).open(here) for handle in (LEAD, OTHER)}
    typed = {
        h: full_record(pages.agency, workshop, **{"protokoll/notes.1.decision": f"Beschluss von {h}."})
        for h in visitors
    }

    def take(handle: str, visitor: Visitor) -> None:
        visitor.post(here, typed[handle])

    threads = [threading.Thread(target=take, args=pair) for pair in visitors.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = {handle: visitor.status for handle, visitor in visitors.items()}
    assert sorted(statuses.values()) == [200, 409]
    first = next(h for h, status in statuses.items() if status == 200)
    second = next(h for h, status in statuses.items() if status == 409)
    page = visitors[second].page
    assert f"Nachname {first} (Beispiel)" in page
    assert "Ihr Entwurf ist erhalten" in page
    assert f"Beschluss von {second}." in page
    record = pages.agency.workshop(workshop, lambda w: w.record_data)
    assert record["notes"][0]["decision"] == f"Beschluss von {first}."
    visitors[second].post(f"{here}/entwurf/verwerfen", {})
    assert "Ihr Entwurf ist erhalten" not in visitors[second].page


def test_the_initiative_gets_its_pack_and_the_invitation_is_noted(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    lead = pages.signed_in(LEAD).open(f"/workshop/{workshop}")
    lead.post(f"/workshop/{workshop}/paket", {})
    assert "Einladung und Anwesenheitsliste entstehen gerade" in lead.page
    for step, attempt in pages.agency.engagement(due_workshop_steps):
        pages.agency.step(step, attempt)
    before = pages.agency.look(lambda work: work.queries.listed_messages(1, 0)[1])
    lead.open(f"/workshop/{workshop}").post(f"/workshop/{workshop}/paket", {})
    assert "Das Paket liegt im Postausgang." in lead.page
    assert pages.agency.look(lambda work: work.queries.listed_messages(1, 0)[1]) == before + 1
    lead.open(f"/workshop/{workshop}").post(f"/workshop/{workshop}/einladen", {})
    assert "lädt ein" in lead.page
    assert state_of(pages.agency, workshop) == "eingeladen"


def test_after_a_change_all_drafts_to_the_registered_go_at_once(planned: tuple[ConsolePages, int]) -> None:
    pages, workshop = planned
    who = Registrant("Dora Beispiel", "dora@example.org", "Beispiel AG", "gross")
    pages.agency.run(LEAD, lambda work: register_for(work, who, workshop_id=workshop).id)
    lead = pages.signed_in(LEAD).open(f"/workshop/{workshop}")
    lead.post(f"/workshop/{workshop}/verlegen", {"to": "2015-05-12", "starts_at": "09:00", "place": "Aalen"})
    drafts = pages.agency.look(
        lambda work: [m.id for m in work.queries.messages(states=("entwurf",)) if m.template == "terminaenderung"]
    )
    assert drafts, lead.page[-2500:]
    lead.open(f"/workshop/{workshop}").post(f"/workshop/{workshop}/entwuerfe", {})
    assert "freigegeben." in lead.page
    states = pages.agency.look(lambda work: {work.queries.message(m).state for m in drafts})
    assert states == {"wartend"}
