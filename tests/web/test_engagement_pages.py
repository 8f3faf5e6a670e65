"""The pages of engagements: start, list, stand, decisions, approvals, evidence, history; by the people who use them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import PermissionDenied
from clusterprocess.domain.states import State
from clusterprocess.usecases.agenda import Wish, agenda
from clusterprocess.usecases.approve import approve
from clusterprocess.usecases.keep_persons import grant_role
from tests.builders import ASSISTANT, AUDITOR, DELIVERING, HEAD, LEAD, NUMBER, OTHER, REFERENCE, REVIEWER
from tests.web.console import ConsolePages

STAND = f"/vorgang/{NUMBER}"


def request_values(console: ConsolePages, **changes: object) -> dict[str, object]:
    delivering = console.agency.look(lambda work: work.queries.organisation(DELIVERING).id)
    return {
        "initiative": console.agency.cluster_name, "offering": "cluster_strategy", "question": "Wie weiter nach 2016?",
        "on": "2015-01-12", "occasion": "mail", "berater": LEAD, "pruefer": REVIEWER, "delivering": delivering,
        "operation": REFERENCE, "fast_lane": "nein", **changes,
    }  # fmt: skip


def test_a_request_is_recorded_from_the_defaults_and_leads_to_its_page(console: ConsolePages) -> None:
    console.agency.set_day(date(2015, 1, 12))
    cluster = console.agency.look(lambda work: work.queries.cluster(console.agency.cluster_name).id)
    berger = console.signed_in(LEAD).open(f"/vorgaenge/neu?cluster={cluster}&leistung=cluster_strategy")
    given = re.findall(r'name="([^"]+)" type="(?:radio|checkbox)" value="([^"]*)" checked', berger.page)
    given += re.findall(r'name="(on)" type="date" value="([^"]*)"', berger.page)
    values = dict(given)
    assert values == {
        "cluster": str(cluster), "offering": "cluster_strategy", "on": "2015-01-12", "occasion": "anruf", "berater": LEAD,
        "pruefer": REVIEWER, "delivering": values["delivering"], "operation": REFERENCE, "fast_lane": "nein",
    }  # fmt: skip
    berger.post("/vorgaenge/neu", {**values, "question": "Wie weiter nach 2016?"})
    assert berger.saw() == [303, 200]
    assert f"Die Anfrage ist als Vorgang {NUMBER} aufgenommen." in berger.page
    kept = console.agency.engagement(lambda e: (e.question, e.lead.handle, e.reviewer.handle, e.requested_on))
    assert kept == ("Wie weiter nach 2016?", LEAD, REVIEWER, date(2015, 1, 12))


def test_a_name_that_fits_several_initiatives_becomes_a_choice_and_nothing_is_recorded(console: ConsolePages) -> None:
    console.agency.set_day(date(2015, 1, 12))
    console.agency.add_cluster("Netzwerk Musterholz Süd", "201")
    console.agency.add_cluster("Netzwerk Musterholz Nord", "202")
    berger = console.signed_in(LEAD).open("/vorgaenge/neu")
    berger.post("/vorgaenge/neu", request_values(console, initiative="Musterholz"))
    assert berger.status == 422
    assert "Mehrere passen; bitte wählen Sie" in berger.page
    assert "Netzwerk Musterholz Süd" in berger.page
    assert "Netzwerk Musterholz Nord" in berger.page
    assert "Wie weiter nach 2016?" in berger.page
    assert console.agency.look(lambda work: len(work.queries.engagements())) == 0
    wanted = re.search(r'name="cluster" type="radio" value="(\d+)"[^>]*><span>Netzwerk Musterholz Nord', berger.page)
    assert wanted
    berger.post("/vorgaenge/neu", request_values(console, initiative="", cluster=wanted[1]))
    assert console.agency.engagement(lambda e: e.cluster.name) == "Netzwerk Musterholz Nord"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"initiative": "Quarkhausen"}, "steht nicht im Register"),
        ({"on": "2015-02-30"}, "Bitte geben Sie einen Tag"),
        ({"on": "2015-06-01"}, "liegt in der Zukunft"),
        ({"offering": ""}, "Bitte wählen Sie, was gewünscht ist."),
        ({"pruefer": "", "berater": REVIEWER}, "eine der angebotenen Antworten"),
        ({"fast_lane": "ja"}, "gibt es nur im vollen Ablauf"),
    ],
)
def test_a_request_with_a_fault_says_what_to_correct_and_records_nothing(
    console: ConsolePages,
    changes: dict[str, object],
    sentence: str,
) -> None:
    console.agency.set_day(date(2015, 1, 12))
    berger = console.signed_in(LEAD).open("/vorgaenge/neu")
    berger.post("/vorgaenge/neu", request_values(console, **changes))
    assert berger.status == 422
    assert sentence in berger.page
    assert "(fast_lane)" not in berger.page
    assert console.agency.look(lambda work: len(work.queries.engagements())) == 0


def test_a_running_engagement_is_taken_over_in_its_real_state(console: ConsolePages) -> None:
    console.agency.set_day(date(2015, 1, 12))
    berger = console.signed_in(LEAD).open("/vorgaenge/uebernehmen")
    values = request_values(console, state="analyse", on="2014-11-03", paper="Ordner 7")
    berger.post("/vorgaenge/uebernehmen", {**values, "paper": ""})
    assert berger.status == 422
    berger.post("/vorgaenge/uebernehmen", values)
    number = console.agency.look(lambda work: work.queries.engagements()[0].number)
    assert number == "CA-2014-A-001"
    assert f"als {number} übernommen" in berger.page
    assert "nacherfasst" in berger.page


def test_the_way_from_check_over_pause_and_resume_to_abort(console_at: Any) -> None:
    console = console_at(State.REQUESTED)
    berger = console.signed_in(LEAD).open(STAND)
    assert "Eignungsprüfung beginnen" in berger.page
    berger.post(f"{STAND}/entscheidung", {"decision": "start_check", "state": "angefragt"})
    assert "Der Vorgang ist jetzt „in Prüfung“." in berger.page
    assert "Darüber entscheidet: Leitung ClusterAgentur (Lena Leit (Beispiel))." in berger.page

    berger.post(f"{STAND}/ruhen", {"state": "in_pruefung", "until": "2015-03-02"})
    assert berger.status == 422
    assert "Grund" in berger.page
    assert console.agency.state() == "in_pruefung"
    berger.post(f"{STAND}/ruhen", {"state": "in_pruefung", "reason": "vorstandswahl", "until": "2015-03-02"})
    assert console.agency.state() == "ruhend"
    assert "bis zum 02.03.2015; verlassen wurde der Stand „in Prüfung“." in berger.page

    berger.post(f"{STAND}/entscheidung", {"decision": "resume", "state": "ruhend"})
    assert console.agency.state() == "in_pruefung"
    berger.post(f"{STAND}/abbruch", {"state": "in_pruefung", "reason": "wunsch_der_initiative"})
    assert berger.status == 403
    assert console.agency.state() == "in_pruefung"

    leit = console.signed_in(HEAD).open(f"{STAND}/abbruch")
    assert "lässt sich nicht wieder aufnehmen" in leit.page
    leit.post(f"{STAND}/abbruch", {"state": "in_pruefung"})
    assert leit.status == 422
    leit.post(f"{STAND}/abbruch", {"state": "in_pruefung", "reason": "sonstiges"})
    assert leit.status == 422
    assert console.agency.state() == "in_pruefung"
    leit.post(f"{STAND}/abbruch", {"state": "in_pruefung", "reason": "sonstiges", "text": "Fusion"})
    assert console.agency.state() == "abgebrochen"
    assert leit.open(f"{STAND}/abbruch").status == 409


def test_a_pause_until_yesterday_is_refused_and_nothing_changes(console_at: Any) -> None:
    console = console_at(State.REQUESTED)
    berger = console.signed_in(LEAD).open(STAND)
    berger.post(f"{STAND}/ruhen", {"reason": "vorstandswahl", "until": "2015-01-12"})
    assert berger.status == 422
    assert "liegt nicht in der Zukunft" in berger.page
    assert console.agency.state() == "angefragt"


def test_whoever_is_slower_reads_the_new_state_and_changes_nothing(console_at: Any) -> None:
    console = console_at(State.REQUESTED)
    berger = console.signed_in(LEAD).open(STAND)
    console.agency.decide(HEAD, "start_check")
    berger.post(f"{STAND}/ruhen", {"state": "angefragt", "reason": "vorstandswahl"})
    assert berger.status == 422
    assert "Inzwischen war jemand schneller: Der Vorgang ist jetzt „in Prüfung“." in berger.page
    assert console.agency.state() == "in_pruefung"


def test_a_request_is_declined_with_a_reason_by_the_head_alone(console_at: Any) -> None:
    console = console_at(State.UNDER_CHECK)
    values = {"state": "in_pruefung", "reason": "kein_sitz_bw", "on": "2015-01-19"}
    assert console.signed_in(LEAD).open(STAND).post(f"{STAND}/ablehnung", values).status == 403
    assert console.agency.state() == "in_pruefung"
    leit = console.signed_in(HEAD).open(STAND).post(f"{STAND}/ablehnung", values)
    assert leit.status == 200
    assert console.agency.state() == "abgelehnt"
    assert "Kein Sitz" not in leit.page


def test_every_open_criterion_leads_to_its_entry_and_evidence_fulfils_it(console_at: Any) -> None:
    console = console_at(State.UNDER_CHECK)
    amend = console.signed_in(ASSISTANT).open(STAND)
    assert "Sitz in Baden-Württemberg: noch nicht eingetragen" in amend.page
    assert f'href="{STAND}?nachweis=seat_in_bw#nachweise"' in amend.page
    assert "7 von 10 Bedingungen offen" in amend.page  # team, operation and quota are in order
    amend.post(f"{STAND}/nachweis", {"key": "seat_in_bw", "value": "ja", "on": "2015-01-16", "paper": "Akte 3"})
    assert "Sitz in Baden-Württemberg (am 16.01.2015)." in amend.page
    assert "Ablage: Akte 3" in amend.page
    amend.post(f"{STAND}/beihilfe", {"value": "none_not_undertaking", "on": "2015-01-16"})
    assert "keine Beihilfe: Die Initiative ist kein Unternehmen" in amend.page
    before = console.agency.engagement(lambda e: len(e.evidence))
    for wrong in ({"key": "frei_erfunden"}, {"value": "x" * 121}, {"on": "2015-12-01"}, {"paper": "p" * 201}):
        amend.post(f"{STAND}/nachweis", {"key": "seat_in_bw", "value": "ja", "on": "2015-01-16", **wrong})
        assert amend.status == 422, wrong
    assert console.agency.engagement(lambda e: len(e.evidence)) == before


def test_the_way_shows_gates_passed_with_their_day_and_repeated_stages(console_at: Any) -> None:
    console = console_at(State.WORKSHOP_PLANNED)
    berger = console.signed_in(LEAD).open(STAND)
    assert "Freigabepunkt G0 geöffnet am 19.01.2015" in berger.page
    assert "Freigabepunkt G2 geöffnet am 08.04.2015" in berger.page
    assert "Freigabepunkt G3 noch zu" in berger.page
    assert berger.page.count('aria-current="step"') == 1
    wrong = berger.post(f"{STAND}/wiederholung", {"stage": "deliverable", "reason": "neue_daten"})
    assert wrong.status == 422
    berger.post(f"{STAND}/wiederholung", {"stage": "analysis", "reason": "neue_daten"})
    assert console.agency.state() == "analyse"
    assert "2. Durchgang" in berger.page


def test_the_reviewer_approves_and_staff_enter_what_the_board_decided(console_at: Any) -> None:
    console = console_at(State.INTERNAL_REVIEW)
    berger = console.signed_in(LEAD).open(STAND)
    assert "Zustimmen kann nur, wer die Rolle Qualitätsprüfung innehat." in berger.page
    assert f"Zustimmen kann: Nachname {REVIEWER} (Beispiel) (Qualitätsprüfung)." in berger.page
    sha256 = console.agency.paper(lambda v: v.sha256)
    vote = {"role": "pruefer", "sha256": sha256, "given": "ja", "on": "2015-06-17"}
    assert berger.post(f"{STAND}/zustimmung", vote).status == 403
    prinz = console.signed_in(REVIEWER).open(STAND)
    assert prinz.post(f"{STAND}/zustimmung", {**vote, "sha256": "0" * 64}).status == 422
    assert prinz.post(f"{STAND}/zustimmung", {**vote, "role": "niemand"}).status == 422
    assert console.agency.state() == "interne_pruefung"
    prinz.post(f"{STAND}/zustimmung", vote)
    assert "Die Zustimmung ist eingetragen." in prinz.page
    assert console.agency.state() == "abstimmung_cluster"

    amend = console.signed_in(ASSISTANT).open(STAND)
    core = {**vote, "role": "kerngruppe"}
    assert amend.post(f"{STAND}/zustimmung", core).status == 422
    assert "nennt das Protokoll oder Schreiben" in amend.page
    amend.post(f"{STAND}/zustimmung", {**core, "paper": "Protokoll 3, Ordner 7"})
    assert "Ablage: Protokoll 3, Ordner 7" in amend.page
    board = {**vote, "role": "vorstand", "paper": "Beschluss 4"}
    assert amend.post(f"{STAND}/zustimmung", {**board, "given": "nein"}).status == 422
    amend.post(f"{STAND}/zustimmung", {**board, "given": "nein", "reason": "zahlen", "text": "Tabelle 3 stimmt nicht."})
    assert console.agency.state() == "entwurf"


def test_an_administrator_approves_nothing_even_with_the_role(console_at: Any) -> None:
    console = console_at(State.CLUSTER_REVIEW)
    console.agency.run(HEAD, lambda work: grant_role(work, work.queries.person(OTHER), Role.ADMINISTRATOR))
    dorn = console.signed_in(OTHER).open(STAND)
    assert "Wer die Administration innehat, stimmt keiner Fassung zu" in dorn.page
    values = {"role": "kerngruppe", "given": "ja", "on": "2015-06-19", "paper": "Protokoll"}
    assert dorn.post(f"{STAND}/zustimmung", values).status == 403
    with pytest.raises(PermissionDenied):
        console.agency.run(OTHER, lambda work: approve(work, NUMBER, Role.CORE_GROUP, given=True, paper="Protokoll"))
    assert console.agency.state() == "abstimmung_cluster"


def test_people_meetings_and_notes_are_entered_on_the_page(console_at: Any) -> None:
    console = console_at(State.INTAKE_OPEN)
    berger = console.signed_in(LEAD).open(STAND)
    berger.post(f"{STAND}/zustaendig", {"berater": OTHER, "pruefer": REVIEWER})
    assert console.agency.engagement(lambda e: e.lead.handle) == OTHER
    berger.post(f"{STAND}/sitzung", {"day": "2015-03-10"})
    assert "Der Vorstand tagt am 10.03.2015." in berger.page
    assert berger.post(f"{STAND}/sitzung", {"day": "2015-01-02"}).status == 422
    berger.post(f"{STAND}/sitzung-verlegen", {"old": "2015-03-10", "new": "2015-03-17"})
    assert "Der Vorstand tagt am 17.03.2015." in berger.page
    berger.post(f"{STAND}/notiz", {"kind": "anruf", "on": "2015-01-19", "text": "Bittet um <b>Termin</b>."})
    assert "Bittet um &lt;b&gt;Termin&lt;/b&gt;." in berger.page
    assert berger.post(f"{STAND}/notiz", {"kind": "anruf", "on": "2015-01-19", "text": ""}).status == 422


def test_the_list_filters_and_shows_the_open_ones_first(console_at: Any) -> None:
    console = console_at(State.INTAKE_OPEN)
    berger = console.signed_in(LEAD)
    fitting = ("", "?text=2015-A", "?stand=phase:intake", "?stand=intake_offen", f"?federfuehrung={LEAD}", "?jahr=2015",
               "?region=neckar_alb", "?leistung=cluster_strategy", "?umfang=", "?jahr=unsinn", "?seite=-1")  # fmt: skip
    for query in fitting:
        assert NUMBER in berger.open(f"/vorgaenge{query}").page, query
    for query in ("?text=gibtesnicht", "?stand=phase:analysis", "?umfang=beendet", "?jahr=2016", "?region=stuttgart",
                  "?organisation=99999", "?vorhaben=99999", f"?federfuehrung={HEAD}"):  # fmt: skip
        assert NUMBER not in berger.open(f"/vorgaenge{query}").page, query
    file = berger.open("/vorgaenge?format=csv")
    assert NUMBER in file.page
    assert "Erhebung offen" in file.page


def test_the_history_tells_names_and_the_day_of_recording_newest_first(console_at: Any) -> None:
    console = console_at(State.INTAKE_COMPLETE)
    berger = console.signed_in(LEAD).open(f"{STAND}/verlauf")
    assert f"Nachname {LEAD} (Beispiel)" in berger.page
    assert "Leistung: Gemeinsame Clusterstrategie" in berger.page
    assert "26.01.2015" in berger.page  # the privacy notice was shown that day and recorded on 16 February
    assert "16.02.2015, 09:00 Uhr" in berger.page
    newest = berger.page.index("Erhebung abschließen")
    assert newest < berger.page.index(f"Die Anfrage {NUMBER} wurde aufgenommen")
    oldest = berger.open(f"{STAND}/verlauf?folge=alt").page
    assert oldest.index(f"Die Anfrage {NUMBER} wurde aufgenommen") < oldest.index("Erhebung abschließen")
    only = berger.open(f"{STAND}/verlauf?art=notizen").page
    assert "Kein Eintrag dieser Art." in only
    total = len(list(console.agency.look(lambda work: list(work.queries.events(engagement=NUMBER)))))
    file = berger.open(f"{STAND}/verlauf?format=csv").page
    assert len(file.strip().splitlines()) == total + 1


def test_an_auditor_reads_everything_of_her_operation_and_is_offered_no_form(console_at: Any) -> None:
    console = console_at(State.INTERNAL_REVIEW)
    urban = console.signed_in(AUDITOR).open(STAND)
    assert urban.status == 200
    main = urban.page[urban.page.index("<main") :]
    assert "<form" not in main
    assert NUMBER in urban.open("/vorgaenge").page

    console.agency.admit_auditor()
    bounded = console.signed_in(AUDITOR)
    assert NUMBER not in bounded.open("/vorgaenge?umfang=").page
    for end in ("", "/verlauf", "/laeufe/live"):
        assert bounded.open(f"{STAND}{end}").status == 404


def test_a_task_is_finished_on_the_page_of_its_engagement_once_and_only_there(console_at: Any) -> None:
    console: ConsolePages = console_at(State.UNDER_CHECK)
    head = console.signed_in(HEAD).open(STAND)
    task = re.search(r'name="task" value="(\d+)"', head.page)
    assert task
    head.post(f"{STAND}/aufgaben", {"task": task[1], "outcome": ""})
    assert head.status == 422
    assert "Bitte schreiben Sie in einem Satz, was dabei herauskam." in head.page
    head.post(f"{STAND}/aufgaben", {"task": "999999", "outcome": "Besprochen (Beispiel)."})
    assert head.status == 404
    head.open(STAND).post(f"{STAND}/aufgaben", {"task": task[1], "outcome": "Besprochen (Beispiel)."})
    assert "Erledigt: " in head.page
    assert f'name="task" value="{task[1]}"' not in head.page
    kept = console.agency.look(lambda work: work.queries.due_item(int(task[1])).outcome)
    assert kept == "Besprochen (Beispiel)."
    head.post(f"{STAND}/aufgaben", {"task": task[1], "outcome": "Noch einmal (Beispiel)."})
    assert head.status == 422
    assert console.agency.look(lambda work: work.queries.due_item(int(task[1])).outcome) == kept


def test_a_name_within_one_name_is_meant_and_another_can_be_typed_instead_of_the_choice(console: ConsolePages) -> None:
    console.agency.set_day(date(2015, 1, 12))
    console.agency.add_cluster("Netzwerk Musterholz Süd", "201")
    console.agency.add_cluster("Netzwerk Musterholz Nord", "202")
    berger = console.signed_in(LEAD).open("/vorgaenge/neu")
    berger.post("/vorgaenge/neu", request_values(console, initiative="Musterholz"))
    assert "Eine andere Initiative" in berger.page
    berger.post("/vorgaenge/neu", request_values(console, cluster="999999", initiative="musterholz süd"))
    assert console.agency.engagement(lambda e: e.cluster.name) == "Netzwerk Musterholz Süd"
    berger.open("/vorgaenge/neu")
    berger.post("/vorgaenge/neu", request_values(console, initiative="Musterholz Süd"))
    assert berger.status in (409, 422)
    assert "läuft schon" in berger.page
    assert 'name="initiative"' in berger.page
    berger.post("/vorgaenge/neu", request_values(console, cluster="201", initiative="Musterholz Nord"))
    assert berger.saw() == [303, 200]


def test_the_watch_over_silence_is_shown_only_once_an_engagement_is_silent(console_at: Any) -> None:
    console: ConsolePages = console_at(State.UNDER_CHECK)
    watched = console.agency.look(
        lambda work: [line for line in agenda(work, Wish(60, engagement=NUMBER)) if line.watch]
    )
    assert watched
    berger = console.signed_in(LEAD).open(STAND)
    assert "steht still" not in berger.page
    assert watched[0].due_on
    console.agency.set_day(watched[0].due_on)
    assert "steht still" in berger.open(STAND).page


def test_evidence_that_the_next_gate_wants_is_offered_first(console_at: Any) -> None:
    console: ConsolePages = console_at(State.UNDER_CHECK)
    console.agency.prove({"database_listed": "ja"}, date(2015, 1, 19))
    page = console.signed_in(LEAD).open(STAND).page
    offered = re.findall(r'<option value="([a-z_]+)"', page[page.index('name="key"') :])
    first = ["seat_in_bw", "board_consent", "double_funding_checked", "no_conflict_of_interest", "service_agreement"]
    assert offered[: len(first)] == first
    assert "database_listed" in offered[len(first) :]
