"""The overview on a small portfolio made by hand: every figure below was worked out on paper.

Five initiatives and six requests::

    Beispielnetz (Neckar-Alb, production)     A strategy 2015: accepted           advice 2015: requested
    Musterholz   (Stuttgart, wood)            strategy 2015: declined             transfer 2015: requested
    Musterlicht  (Stuttgart, photonics)       strategy 2015: rests
    Mustergriff  (no region, no field)        strategy 2014: requested
    Musterstill  (Stuttgart, wood)            nothing
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterprocess.domain.actors import Role
from clusterprocess.domain.engagement import DayBooking
from clusterprocess.usecases.import_register import RegisterEntry, import_register
from clusterprocess.usecases.keep_persons import add_person
from clusterprocess.usecases.manage_operations import add_contractor, add_operation
from tests.builders import ACCEPTANCE, ASSISTANT, DELIVERING, HEAD, LEAD, REVIEWER, Agency
from tests.web.console import ConsolePages

MINISTRY = "m.muster"


@pytest.fixture
def portfolio(agency: Agency) -> Iterator[ConsolePages]:
    """The portfolio of the module's docstring, with its console."""
    _people(agency)
    _initiatives(agency)
    _requests(agency)
    with ExitStack() as stack:
        yield ConsolePages(agency, stack)


def _people(agency: Agency) -> None:
    agency.run(HEAD, lambda work: add_person(
        work, MINISTRY, "Maria Muster (Beispiel)", "m@amt.example", None, (Role.MINISTRY,)
    ))  # fmt: skip


def _initiatives(agency: Agency) -> None:
    wanted = (("Musterholz", "stuttgart", "forestry_timber"), ("Musterlicht", "stuttgart", "photonics"),
              ("Mustergriff", None, None), ("Musterstill", "stuttgart", "forestry_timber"))  # fmt: skip
    entries = tuple(
        RegisterEntry("probe", str(n), name, "regionale_initiative", seat="Stuttgart", region=region, field=field)
        for n, (name, region, field) in enumerate(wanted, 1)
    )
    agency.run("system", lambda work: import_register(work, entries, "beispieldaten"))


def _requests(agency: Agency) -> None:
    day = date(2015, 1, 12)
    agency.open("Mustergriff", requested_on=date(2014, 12, 1))
    first = agency.open()
    agency.open(offering="individual_advice", fast_lane=True)
    second, third = agency.open("Musterholz"), agency.open("Musterlicht")
    agency.open("Musterholz", offering="technology_transfer")
    for number in (first, second):
        agency.decide(LEAD, "start_check", number)
    agency.prove(ACCEPTANCE, day, first)
    agency.decide(HEAD, "accept", first)
    agency.decide(HEAD, "decline", second, reason="kriterien_nicht_erfuellt")
    agency.decide(LEAD, "pause", third, reason="vorstandswahl")
    agency.run(HEAD, lambda work: _book(work, first))


def _book(work: Any, number: str) -> None:
    engagement, person = work.queries.engagement(number, lock=True), work.queries.person(LEAD)
    engagement.book(
        DayBooking(operation=engagement.operation, person=person, person_id=person.id,
                   organisation=engagement.delivering, organisation_id=engagement.delivering_id,
                   day=date(2015, 1, 12), days=Decimal("1.5"), activity="vor_ort", note="", source="")
    )  # fmt: skip


def text(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def row(page: str, name: str) -> list[str]:
    """Cells of the first table row that begins with a name."""
    found = next(r for r in re.findall(r"<tr>.*?</tr>", page, re.S) if text(r).startswith(name))
    return [text(c) for c in re.findall(r"<t[dh][^>]*>.*?</t[dh]>", found, re.S)]


def test_one_sentence_says_how_many_for_whom_in_which_region_this_year(portfolio: ConsolePages) -> None:
    head = portfolio.signed_in(HEAD)
    assert "2015: 5 Vorgänge für 3 Initiativen in 2 Regionen, davon 4 offen." in head.open("/ueberblick").page
    whole = head.open("/ueberblick?jahr=alle").page
    assert "Alle Jahre: 6 Vorgänge für 4 Initiativen in 2 Regionen, davon 5 offen." in whole
    part = head.open("/ueberblick?region=stuttgart&leistung=cluster_strategy").page
    assert (
        "2015 (Gemeinsame Clusterstrategie, Stuttgart): 2 Vorgänge für 2 Initiativen in 1 Region, davon 1 offen."
        in part
    )
    assert "2014: 1 Vorgang für 1 Initiative in 0 Regionen, davon 1 offen." in head.open("/ueberblick?jahr=2014").page
    assert "2015 (Photonik): 1 Vorgang" in head.open("/ueberblick?feld=photonics").page


def test_every_figure_opens_a_list_of_exactly_as_many_entries(portfolio: ConsolePages) -> None:
    head = portfolio.signed_in(HEAD)
    page = head.open("/ueberblick").page
    tiles = re.findall(r'<li><a href="([^"]+)"><strong>(\d+)</strong>', page)
    cells = re.findall(r'<td class="right"[^>]*><a href="([^"]+)">(\d+)</a>', page)
    assert [int(figure) for _, figure in tiles] == [5, 3, 4, 1, 1, 0, 0, 1]
    assert len(cells) > 20
    for href, figure in {*tiles, *cells}:
        answer = head.open(href.replace("&amp;", "&"))
        assert answer.status == 200
        told = re.search(r'<p class="answer">(\d+) ', answer.page)
        if "/vorgaenge?" in href and "Initiativen" not in href:
            assert told, href
        if told and (href, figure) in tiles:
            assert told[1] == figure, href


def test_an_unknown_value_of_the_filter_is_told_and_no_page_shows_everything_instead(portfolio: ConsolePages) -> None:
    head = portfolio.signed_in(HEAD)
    for wrong in ("jahr=1", "region=mars", "herkunft=beide", "vorhaben=99999", "leistung=x"):
        assert head.open(f"/ueberblick?{wrong}").status == 404
    assert head.open("/ueberblick/vorgaenge?stand=fliegend").status == 404
    assert head.open("/ueberblick/initiativen?bedient=vielleicht").status == 404
    assert head.open("/ueberblick/abdeckung?seit=bald").status == 404


def test_real_initiatives_and_sample_data_are_never_counted_together(portfolio: ConsolePages) -> None:
    head = portfolio.signed_in(HEAD)
    assert "2015: keine Vorgänge." in head.open("/ueberblick?herkunft=real").page
    assert "0 Initiativen: im Register" in head.open("/ueberblick/initiativen?herkunft=real").page
    assert "5 Vorgänge" in head.open("/ueberblick?herkunft=beispieldaten").page


def test_the_funnel_tells_steps_reasons_and_quota(portfolio: ConsolePages) -> None:
    page = portfolio.signed_in(HEAD).open("/ueberblick/trichter").page
    assert "5 Anfragen: 1 angenommen, 0 geliefert, 0 abgeschlossen, 1 abgelehnt, 0 abgebrochen." in page
    strategy = row(page, "Gemeinsame Clusterstrategie")
    assert strategy == ["Gemeinsame Clusterstrategie", "3", "1", "0", "0", "0", "1", "0"]
    assert row(page, "Gemeinsame Clusterstrategie abgelehnt") == [
        "Gemeinsame Clusterstrategie", "abgelehnt", "Kriterien nicht erfüllt", "1",
    ]  # fmt: skip


def test_the_board_shows_open_engagements_by_stage_with_their_waiting(portfolio: ConsolePages) -> None:
    page = portfolio.signed_in(LEAD).open("/ueberblick/tafel").page
    held = dict(re.findall(r'<h2 id="c-(\w+)">[^<]+<span class="tag">(\d+)</span>', page))
    assert held == {"request": "2", "intake": "1", "analysis": "0", "workshop": "0", "deliverable": "0",
                    "follow_up": "0", "ruhend": "1"}  # fmt: skip
    assert "Musterholz" in page and "seit 12.01.2015" in page


def test_the_time_line_is_a_drawing_and_the_same_as_a_table(portfolio: ConsolePages) -> None:
    page = portfolio.signed_in(LEAD).open("/ueberblick/zeitplan").page
    assert "6 Vorgänge zwischen 01/2014 und 01/2016." in page
    assert page.count('<svg class="plot"') == 1 and "heute" in page
    assert "style=" not in page
    cells = row(page, "CA-2015-A-001")
    assert cells[1] == portfolio.agency.cluster_name
    assert cells[5:7] == ["12.01.2015", "12.01.2015"], "requested and, on the same day, in the intake"


def test_load_tells_days_and_nobody_is_ranked(portfolio: ConsolePages) -> None:
    page = portfolio.signed_in(HEAD).open("/ueberblick/auslastung").page
    person = row(page, f"Nachname {LEAD}")
    assert person[1] == "5" and person[3] == "1,50" and person[-1] == "1,50"
    for word in ("Rang", "Platz", "Leistung der Person"):
        assert word not in text(page).replace("Leistung und Vorhaben", "")


def test_the_ministry_sees_figures_and_no_names_of_persons(portfolio: ConsolePages) -> None:
    ministry = portfolio.signed_in(MINISTRY)
    for path in ("", "/vorgaenge", "/initiativen", "/warteschlange", "/tafel", "/zeitplan", "/auslastung", "/trichter",
                 "/abdeckung", "/siegel", "/veranstaltungen"):  # fmt: skip
        page = ministry.open(f"/ueberblick{path}")
        assert page.status == 200, path
        for handle in (LEAD, REVIEWER, HEAD):
            assert f"Nachname {handle}" not in page.page
        assert 'href="/vorgang/' not in page.page and 'href="/register/' not in page.page
    assert "5 Vorgänge" in ministry.open("/ueberblick/vorgaenge?federfuehrung=d.dorn").page
    assert ministry.open("/serie").status == 403


def test_an_auditor_counts_only_the_operations_that_she_was_admitted_to(portfolio: ConsolePages) -> None:
    agency = portfolio.agency

    def admit(work: Any) -> None:
        home = work.queries.organisation(DELIVERING)
        other = add_operation(
            work, reference="Beispiel-2014-002", name="Anderes Vorhaben", beneficiary="Musteramt", period="2014-2020",
            starts_on=date(2014, 1, 1), ends_on=date(2016, 12, 31), eligible_eur=Decimal(1000), eu_share=Decimal("0.5"),
        )  # fmt: skip
        add_contractor(work, other, home, "contractor", "Beispielvertrag 2")
        work.flush()
        person = add_person(work, "v.versch", "Vera Verschlossen (Beispiel)", "v@amt.example", None, ())
        person.grant(Role.AUDITOR, work.now, operation_id=other.id)

    agency.run(HEAD, admit)
    auditor = portfolio.signed_in("v.versch")
    assert "2015: keine Vorgänge." in auditor.open("/ueberblick").page
    assert "0 Vorgänge" in auditor.open("/ueberblick/vorgaenge").page
    assert "Beispiel-2014-001" not in auditor.page, "not even as a choice of the filter"


def test_coverage_shows_blind_spots_whose_cells_open_the_list(portfolio: ConsolePages) -> None:
    head = portfolio.signed_in(HEAD)
    page = head.open("/ueberblick/abdeckung?seit=2015").page
    told = text(page)
    assert "5 Initiativen im Register: " in told and "blinde" in told
    wood = row(page, "Forst und Holz")
    assert [wood[1], wood[-1]] == ["0&#8239;/&#8239;2 bedient blinder Fleck"] * 2, "Stuttgart and the sum of the row"
    listed = head.open("/ueberblick/initiativen?region=stuttgart&feld=forestry_timber&bedient=nie").page
    assert "Musterholz" in listed and "Musterstill" in listed and "2 Initiativen" in listed


def test_every_list_goes_along_as_excel_and_csv(portfolio: ConsolePages) -> None:
    head = portfolio.signed_in(HEAD)
    for path in ("/ueberblick?tabelle=region&", "/ueberblick/vorgaenge?", "/ueberblick/tafel?", "/ueberblick/zeitplan?",
                 "/ueberblick/abdeckung?", "/ueberblick/auslastung?tabelle=tage&", "/ueberblick/siegel?"):  # fmt: skip
        sheet = head.client.get(f"{path}format=xlsx")
        assert sheet.status_code == 200 and sheet.content[:2] == b"PK", path
        listed = head.client.get(f"{path}format=csv").content.decode("utf-8-sig")
        assert ";" in listed.splitlines()[0], path
    days = head.client.get("/ueberblick/auslastung?tabelle=tage&format=csv").content.decode("utf-8-sig")
    assert days.splitlines()[0] == "Leistung;Vorhaben;Vorgänge;geplant;gebucht;davon nicht förderfähig"


def test_labels_and_events_say_so_where_there_are_none(portfolio: ConsolePages) -> None:
    head = portfolio.signed_in(HEAD)
    assert "0 Label laufen bis 31.07.2016 ab, bei 0 Initiativen." in head.open("/ueberblick/siegel").page
    told = head.open("/ueberblick/veranstaltungen").page
    assert "2015: 0 Veranstaltungen, 0 Teilnahmen von 0 Personen aus 0 Initiativen." in told


def test_the_queue_spends_the_quota_in_the_order_of_receipt(portfolio: ConsolePages) -> None:
    page = portfolio.signed_in(HEAD).open("/ueberblick/warteschlange").page
    assert "3 Anfragen warten auf eine Entscheidung." in page
    assert text(page).index("CA-2014-A-001") < text(page).index("CA-2015-C-001")
    assert ASSISTANT not in page
