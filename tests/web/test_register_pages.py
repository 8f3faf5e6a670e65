"""The room of the register: finding initiatives in spite of typing errors, their page, their people, who sees what."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest

from clusterprocess.domain.register import join
from clusterprocess.domain.states import State
from clusterprocess.usecases.cluster_people import free_handle
from clusterprocess.usecases.keep_figures import keep_figures
from clusterprocess.usecases.keep_persons import grant_role, role_named
from clusterprocess.usecases.search_register import filter_from, selected_clusters
from tests.builders import NUMBER
from tests.web.console import ConsolePages
from tests.web.register_steps import cluster_id, names_on, three_more

# --- finding


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Medzintechnik", "Beispielnetz Medizintechnik Süd"),
        ("medizintechnick", "Beispielnetz Medizintechnik Süd"),
        ("Tutlingen", "Beispielnetz Medizintechnik Süd"),
        ("Freibrug", "Musterkreis Freiburg Optik"),
        ("sueD medizin", "Beispielnetz Medizintechnik Süd"),
        ("Mueller", "Beispielverbund Müller"),
        ("Muller", "Beispielverbund Müller"),
        ("Boeblingen", "Beispielverbund Müller"),
        ("laserquellen", "Musterkreis Freiburg Optik"),
    ],
)
def test_the_search_forgives_typing_errors_and_knows_umlauts_and_topics(
    console: ConsolePages,
    query: str,
    first: str,
) -> None:
    visitor = three_more(console).open("/register?" + urlencode({"q": query}))
    assert names_on(visitor.page)[:1] == [first]


def test_every_word_has_to_fit_and_nonsense_finds_nobody(console: ConsolePages) -> None:
    visitor = three_more(console)
    for query in ("Medizintechnik Freiburg", "xyzzyx", "100%", "_", "'; DROP TABLE cluster; --", "\\"):
        visitor.open("/register?" + urlencode({"q": query}))
        assert visitor.status == 200
        assert "Beispielnetz Medizintechnik" not in visitor.page or query in ("_", "\\")


def test_filters_narrow_the_list_and_an_unknown_word_selects_nobody(console: ConsolePages) -> None:
    visitor = three_more(console)
    assert names_on(visitor.open("/register?region=stuttgart").page) == ["Beispielverbund Müller"]
    assert names_on(visitor.open("/register?art=landesweites_netzwerk&feld=automotive").page) == [
        "Beispielverbund Müller"
    ]
    assert len(names_on(visitor.open("/register?stufe=unbekannt").page)) >= 3
    for nonsense in ("region=mond", "label=platin", "stufe=M9", "art=verein", "feld='"):
        assert names_on(visitor.open(f"/register?{nonsense}").page) == []
        assert "Keine Initiative passt dazu" in visitor.page
    everything = console.agency.look(lambda work: selected_clusters(work, filter_from({})))
    assert len(everything) == len(names_on(visitor.open("/register").page))


def test_open_engagements_are_a_filter_and_the_selection_travels_with_its_links(console_at: Any) -> None:
    console = console_at(State.INTAKE_OPEN)
    visitor = three_more(console)
    assert names_on(visitor.open("/register?offen=ja").page) == [console.agency.cluster_name]
    assert "/serie?offen=ja" in visitor.page
    assert console.agency.cluster_name not in names_on(visitor.open("/register?offen=nein").page)


def test_the_list_is_taken_along_with_its_filter(console: ConsolePages) -> None:
    visitor = three_more(console)
    answer = visitor.client.get("/register?region=stuttgart&format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Nr.;Initiative;Art;Feld;Region;Sitz;Reifestufe")
    assert len(lines) == 2
    assert "Beispielverbund Müller;Landesweites Netzwerk;" in lines[1]
    book = visitor.client.get("/register?format=xlsx")
    assert "Beispielverbund Müller" in ZipFile(io.BytesIO(book.content)).read("xl/sharedStrings.xml").decode()


def test_a_page_beyond_the_end_says_how_many_there_are(console: ConsolePages) -> None:
    visitor = three_more(console).open("/register?seite=99&region=stuttgart")
    assert visitor.status == 200
    assert "1 Eintrag" in visitor.page


# --- searching everything


def test_a_number_leads_straight_to_its_page_and_its_beginning_lists_them(console_at: Any) -> None:
    visitor = console_at(State.INTAKE_OPEN).signed_in("b.berger")
    for typed in (NUMBER, NUMBER.lower(), "CA-2015-A"):
        answer = visitor.client.get(f"/suche?q={typed}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/vorgang/{NUMBER}")
    assert "nichts zu finden" in visitor.open("/suche?q=CA-1999-A-001").page


def test_persons_organisations_and_initiatives_stand_in_groups(console: ConsolePages) -> None:
    agency = console.agency
    visitor = three_more(console)
    assert "Nachname d.dorn" in visitor.open("/suche?q=Nachnmae+dorn").page
    assert "Personen" in visitor.page
    assert "VDI/VDE-IT" in visitor.open("/suche?q=VDI").page
    assert "Organisationen" in visitor.page
    visitor.open("/suche?q=Medzintechnik")
    assert names_on(visitor.page) == ["Beispielnetz Medizintechnik Süd"]
    assert "Geben Sie oben ein" in visitor.open("/suche").page
    assert visitor.open("/suche?q=%25%25%25").status == 200
    assert agency.cluster_name in visitor.open("/suche?" + urlencode({"q": agency.cluster_name})).page


# --- one initiative


def test_the_page_tells_figures_people_engagements_and_papers(console_at: Any) -> None:
    console = console_at(State.ANALYSIS_REVIEWED)
    agency = console.agency
    page = console.signed_in("b.berger").open(f"/register/{cluster_id(agency)}").page
    assert page.count("<h1") == 1
    for told in (NUMBER, "Analyse geprüft", "Nachname c.kluge", "Clustermanagement", "Vollzeitäquivalente (bezahlt)",
                 "Mitglieder insgesamt", "Situationsanalyse", "Ein Verlauf zeigt sich"):  # fmt: skip
        assert told in page, told
    assert "analyse_geprueft" not in page and "fte_paid" not in page


def test_the_history_is_drawn_from_the_second_day_on_with_its_table(console: ConsolePages) -> None:
    agency = console.agency

    def last_year(work: Any) -> None:
        cluster = work.queries.cluster(agency.cluster_name)
        earlier = {**(cluster.profile.answers if cluster.profile else {}), "budget": "100000", "fte_paid": 1.0}
        keep_figures(work, cluster, date(2013, 12, 31), earlier, {})
        keep_figures(work, cluster, date(2014, 12, 31), {**earlier, "budget": "150000"}, {})

    agency.run("b.berger", last_year)
    page = console.signed_in("b.berger").open(f"/register/{cluster_id(agency)}").page
    assert 'role="img" aria-label="Jahresbudget des Managements in Euro. Budget: 31.12.2013 100.000, 31.12.2014 150.000.' in page  # fmt: skip
    assert '<th scope="row">31.12.2013</th><td class="right">100.000</td>' in page


@pytest.mark.parametrize("wanted", ["0", "999999", "99999999999999", "abc", "-1", "1e3"])
def test_what_is_no_initiative_is_not_found(console: ConsolePages, wanted: str) -> None:
    assert console.signed_in("b.berger").open(f"/register/{wanted}").status == 404


def test_a_label_warns_a_year_before_it_ends(console: ConsolePages) -> None:
    agency = console.agency
    today = agency.look(lambda work: work.today)
    labels = [
        {"label": "bronze", "valid_until": today.replace(year=today.year + 1).isoformat()},
        {"label": "gold", "valid_until": today.replace(year=today.year + 3).isoformat()},
        {"label": "silver", "valid_until": today.replace(year=today.year - 1).isoformat()},
    ]
    agency.run("b.berger", lambda work: keep_figures(
        work, work.queries.cluster(agency.cluster_name), today, {"labels": labels}, {}))  # fmt: skip
    page = console.signed_in("b.berger").open(f"/register/{cluster_id(agency)}").page
    assert re.search(r'Bronze <span class="tag warn">läuft am', page)
    assert re.search(r'Gold <span class="tag good">gültig bis', page)
    assert re.search(r'Silber <span class="tag bad">abgelaufen am', page)
    page = console.signed_in("b.berger").open("/register?label=bronze").page
    assert names_on(page) == [agency.cluster_name]


def test_a_note_is_kept_and_one_of_tomorrow_is_not(console: ConsolePages) -> None:
    agency = console.agency
    here = f"/register/{cluster_id(agency)}"
    visitor = console.signed_in("b.berger").open(here)
    visitor.post(f"{here}/notizen", {"kind": "besuch", "on": "2099-01-01", "text": "Beispieltext"})
    assert visitor.status == 422
    assert "liegt in der Zukunft" in visitor.page
    visitor.post(f"{here}/notizen", {"kind": "besuch", "on": "2015-01-05", "text": ""})
    assert visitor.status == 422
    visitor.post(f"{here}/notizen", {"kind": "besuch", "on": "2015-01-05", "text": "Beispiel <b>Vorsitz</b> wechselt."})
    assert visitor.saw() == [303, 200]
    assert "Beispiel &lt;b&gt;Vorsitz&lt;/b&gt; wechselt." in visitor.page
    assert agency.actions().count("note:record:added") == 1


def test_a_level_set_by_hand_needs_a_reason_and_the_right_role(console: ConsolePages) -> None:
    agency = console.agency
    here = f"/register/{cluster_id(agency)}"
    visitor = console.signed_in("b.berger").open(here)
    assert visitor.post(f"{here}/stufe", {"level": "M3", "reason": " "}).status == 422
    assert visitor.post(f"{here}/stufe", {"level": "M7", "reason": "Beispiel"}).status == 422
    visitor.post(f"{here}/stufe", {"level": "M3", "reason": "Beispiel: Begutachtung steht bevor."})
    assert "Von Hand gesetzt: Beispiel: Begutachtung steht bevor." in visitor.page
    office = console.signed_in("a.amend").open(here)
    assert "Reifestufe von Hand setzen" not in office.page
    assert office.post(f"{here}/stufe", {"level": "M0", "reason": "Beispiel"}).status == 403
    assert agency.actions().count("cluster:level:overridden") == 1


# --- people


def test_the_head_takes_people_in_and_ends_their_role_at_this_initiative_only(console: ConsolePages) -> None:
    agency = console.agency
    three_more(console)
    here, other = f"/register/{cluster_id(agency)}", f"/register/{cluster_id(agency, 'Beispielverbund Müller')}"
    visitor = console.signed_in("l.leit").open(f"{here}/personen/neu")
    entry = {"name": "Dr. Zita Übermuster (Beispiel)", "email": "zita@example.org", "role": "vorstand"}
    visitor.post(f"{here}/personen/neu", entry)
    assert "Dr. Zita Übermuster (Beispiel) ist eingetragen." in visitor.page
    visitor.open(f"{other}/personen/neu").post(f"{other}/personen/neu", entry)
    assert visitor.saw() == [303, 200]
    people = agency.look(lambda work: [p for p in work.queries.persons() if p.email == "zita@example.org"])
    assert [p.handle for p in people] == ["z.uebermuster"]
    assert visitor.open(f"{here}/personen/neu").post(f"{here}/personen/neu", entry).status == 422
    assert "schon erteilt" in visitor.page
    visitor.open(here)
    visitor.post(f"{here}/personen/{people[0].id}/beenden", {"role": "vorstand"})
    assert "Die Rolle von Dr. Zita Übermuster (Beispiel) ist beendet." in visitor.page
    open_at = agency.look(lambda work: [g.cluster_id for g in work.queries.person("z.uebermuster").roles if g.valid_until is None])  # fmt: skip
    assert open_at == [cluster_id(agency, "Beispielverbund Müller")]
    visitor.post(f"{here}/personen/{people[0].id}/beenden", {"role": "vorstand"})
    assert "war schon beendet" in visitor.page


def test_staff_roles_cannot_be_given_here_and_others_may_not_add_people(console: ConsolePages) -> None:
    agency = console.agency
    here = f"/register/{cluster_id(agency)}"
    visitor = console.signed_in("l.leit").open(f"{here}/personen/neu")
    for role in ("leitung", "berater", "system", "unsinn", ""):
        visitor.post(f"{here}/personen/neu", {"name": "Beispiel Person", "email": "", "role": role})
        assert visitor.status == 422
    assert visitor.post(f"{here}/personen/neu", {"name": "Beispiel", "email": "ohne-at", "role": "cm"}).status == 422
    consultant = console.signed_in("b.berger").open(here)
    assert "Personen nimmt die Leitung auf" in consultant.page
    assert consultant.open(f"{here}/personen/neu").status == 403
    lead = agency.look(lambda work: work.queries.person("b.berger").id)
    assert visitor.open(here).post(f"{here}/personen/{lead}/beenden", {"role": "berater"}).status == 404
    assert agency.look(lambda work: work.queries.person("b.berger").roles[0].valid_until) is None


@pytest.mark.parametrize(
    ("name", "taken", "handle"),
    [
        ("Carla Kluge (Beispiel)", set(), "c.kluge"),
        ("Prof. Dr. Änne Müller-Lüdenscheidt", set(), "a.mueller-luedenscheidt"),
        ("Carla Kluge", {"c.kluge", "c.kluge2"}, "c.kluge3"),
        ("Beispiel", set(), "beispiel"),
        ("李", set(), "person"),
        ("", set(), "person"),
    ],
)
def test_a_handle_is_made_out_of_a_name(name: str, taken: set[str], handle: str) -> None:
    assert free_handle(name, taken) == handle


# --- auditors


def test_an_auditor_of_one_operation_sees_only_its_initiatives(console_at: Any) -> None:
    console = console_at(State.INTAKE_OPEN)
    agency = console.agency
    three_more(console)
    mine, foreign = cluster_id(agency), cluster_id(agency, "Beispielverbund Müller")
    free = console.signed_in("u.urban")
    assert free.open(f"/register/{foreign}").status == 200
    assert "Notiz schreiben" not in free.page and "Angaben eintragen" not in free.page
    assert free.post(f"/register/{foreign}/notizen", {"kind": "anruf", "on": "2015-01-05", "text": "x"}).status == 403

    def admit(work: Any) -> None:
        from clusterprocess.usecases.keep_persons import add_person

        add_person(work, "x.pruefer", "Beispiel Prüferin")
        work.flush()
        grant_role(work, work.queries.person("x.pruefer"), role_named("audit"), None,
                   work.queries.engagement(NUMBER).operation)  # fmt: skip

    agency.run("l.leit", admit)
    bound = console.signed_in("x.pruefer")
    assert names_on(bound.open("/register").page) == [agency.cluster_name]
    assert bound.open(f"/register/{mine}").status == 200
    assert bound.open(f"/register/{foreign}").status == 404
    assert "nichts zu finden" in bound.open("/suche?q=Beispielverbund").page
    assert "nichts zu finden" in bound.open("/suche?q=Berger").page


def test_members_are_told_in_words(console: ConsolePages) -> None:
    agency = console.agency

    def add(work: Any) -> None:
        from clusterprocess.usecases.manage_operations import add_organisation

        firm = add_organisation(work, "Beispiel Optik GmbH", "kmu")
        join(work.queries.cluster(agency.cluster_name), firm, "kmu", True, date(2012, 5, 1))

    agency.run("a.amend", add)
    page = console.signed_in("b.berger").open(f"/register/{cluster_id(agency)}").page
    assert "Beispiel Optik GmbH" in page and "verbindlich" in page and "01.05.2012" in page
