"""Changing the register: yearly figures that are never lost by a blank field, and tables taken over after a preview."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from clusterprocess.usecases.keep_figures import keep_figures
from tests.builders import Agency
from tests.web.conftest import Visitor
from tests.web.console import ConsolePages
from tests.web.register_steps import CSV, HEAD, cluster_id, posted_back, staged, take_in, three_more

# --- figures


def test_figures_are_kept_untouched_under_a_new_day(console: ConsolePages) -> None:
    agency = console.agency
    visitor, here, answers = figures_open(console)
    visitor.post(here, {**posted_back(visitor.page), "as_of": "2015-01-09"})
    confirm(visitor, here)
    assert "Die Angaben zum 09.01.2015 sind gespeichert." in visitor.page
    kept = agency.look(lambda work: work.queries.cluster(agency.cluster_name).profile)
    assert (kept.as_of, kept.version) == (date(2015, 1, 9), 1)
    assert {k: v for k, v in kept.answers.items() if k in answers} == answers


def test_an_emptied_field_is_asked_about_and_kept_unless_its_removal_is_ticked(console: ConsolePages) -> None:
    agency = console.agency
    visitor, here, answers = figures_open(console)
    visitor.post(here, {**posted_back(visitor.page), "profil/board_meetings": ""})
    assert visitor.status == 422
    assert "Angabe entfernen: Sitzungen Vorstand/Beirat pro Jahr" in visitor.page
    visitor.post(here, posted_back(visitor.page))
    assert visitor.saw() == [303, 200]
    assert newest(agency)["board_meetings"] == answers["board_meetings"]
    visitor.open(here)
    visitor.post(here, {**posted_back(visitor.page), "profil/board_meetings": ""})
    visitor.post(here, {**posted_back(visitor.page), "profil/board_meetings~entfernen": "ja"})
    confirm(visitor, here)
    assert visitor.status == 200
    assert "board_meetings" not in newest(agency)


def test_odd_figures_are_asked_about_once_and_a_remark_stays(console: ConsolePages) -> None:
    agency = console.agency
    visitor, here, _ = figures_open(console)
    visitor.post(here, {**posted_back(visitor.page), "profil/events_12m": "2"})
    assert visitor.status == 422
    assert "Bitte prüfen: Nur 2 Veranstaltungen in zwölf Monaten" in visitor.page
    visitor.post(here, {**posted_back(visitor.page), "bemerkung.events": "Beispiel: Umbaujahr."})
    confirm(visitor, here)
    assert visitor.status == 200
    comments = agency.look(lambda work: work.queries.cluster(agency.cluster_name).profile.comments)
    assert comments["events"] == "Beispiel: Umbaujahr."
    assert "Bemerkung: Beispiel: Umbaujahr." in visitor.open(here.removesuffix("/profil")).page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"profil/fte_paid": "viele"}, "keine Zahl"),
        ({"profil/share_fees": "140"}, "höchstens 100"),
        ({"profil/fte_paid": "9", "profil/head_count": "2"}, "Vollzeitäquivalente: mehr als Mitarbeitende"),
        ({"as_of": "2099-12-31"}, "liegt in der Zukunft"),
        ({"as_of": ""}, "Stichtag"),
        ({"as_of": "gestern"}, "Stichtag"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field_and_nothing_is_kept(
    console: ConsolePages,
    typed: dict[str, str],
    told: str,
) -> None:
    visitor, here, answers = figures_open(console)
    visitor.post(here, {**posted_back(visitor.page), **typed})
    assert visitor.status == 422
    assert told in visitor.page
    assert newest(console.agency) == answers


def test_whoever_comes_second_sees_that_somebody_was_faster(console: ConsolePages) -> None:
    first, here, _ = figures_open(console)
    second = console.signed_in("d.dorn").open(here)
    first.post(here, {**posted_back(first.page), "profil/working_groups": "7"})
    confirm(first, here)
    second.post(here, {**posted_back(second.page), "profil/working_groups": "3"})
    assert second.status == 422
    assert "Inzwischen hat jemand neue Angaben" in second.page
    assert newest(console.agency)["working_groups"] == 7
    second.post(here, posted_back(second.page))
    confirm(second, here)
    assert newest(console.agency)["working_groups"] == 3


def test_the_entry_of_the_register_follows_the_newest_figures_only(console: ConsolePages) -> None:
    agency = console.agency
    visitor, here, _ = figures_open(console)
    values = {**posted_back(visitor.page), "profil/field": "photonics"}
    visitor.post(here, {**values, "as_of": "2009-12-31"})
    confirm(visitor, here)
    assert agency.look(lambda work: work.queries.cluster(agency.cluster_name).field) != "photonics"
    visitor.open(here)
    visitor.post(here, {**posted_back(visitor.page), "profil/field": "photonics"})
    confirm(visitor, here)
    assert agency.look(lambda work: work.queries.cluster(agency.cluster_name).field) == "photonics"


def figures_open(console: ConsolePages) -> tuple[Visitor, str, dict[str, Any]]:
    """The form of the sample initiative, whose figures of the sample case are stored."""
    agency = console.agency

    def store(work: Any) -> dict[str, Any]:
        cluster = work.queries.cluster(agency.cluster_name)
        if cluster.profile is None:
            keep_figures(work, cluster, date(2014, 12, 31), agency.case.profile, {})
        return dict(cluster.profile.answers)

    answers = agency.run("b.berger", store)
    here = f"/register/{cluster_id(agency)}/profil"
    return console.signed_in("b.berger").open(here), here, answers


def newest(agency: Agency) -> dict[str, Any]:
    return agency.look(lambda work: dict(work.queries.cluster(agency.cluster_name).profile.answers))


def confirm(visitor: Visitor, here: str) -> None:
    """Answer the questions back, where there are some, by sending the form once more."""
    if 'id="rueckfragen"' in visitor.page:
        visitor.post(here, posted_back(visitor.page))
    assert visitor.status == 200, re.findall(r'<div class="faults".*?</div>', visitor.page, re.DOTALL)


# --- tables


def test_a_preview_changes_nothing_and_names_each_changed_value(console: ConsolePages) -> None:
    visitor = three_more(console)
    take_in(visitor, CSV.replace("Tuttlingen", "Trossingen").replace("photonics", "automotive") + "\r\nB4;Beispiel Neu;regionale_initiative;automotive;stuttgart;Ulm")  # fmt: skip
    assert '<th scope="row">Sitz</th><td>Tuttlingen</td><td>Trossingen</td>' in visitor.page
    assert "<td>Photonik</td><td>Automobil und Elektromobilität</td>" in visitor.page
    assert "Beispiel Neu" in visitor.page
    assert console.agency.look(lambda w: w.queries.cluster("Beispielnetz Medizintechnik Süd").seat) == "Tuttlingen"
    visitor.post("/register/einlesen/uebernehmen", staged(visitor))
    assert "Eingelesen: 1 neu, 2 geändert, 1 unverändert." in visitor.page
    take_in(visitor, CSV.replace("Tuttlingen", "Trossingen").replace("photonics", "automotive"))
    assert "Alles in dieser Datei steht schon so im Register" in visitor.page


def test_a_table_with_faults_names_row_and_column_and_is_not_taken_over(console: ConsolePages) -> None:
    visitor = console.signed_in("a.amend")
    before = len(console.agency.events())
    take_in(visitor, f"{HEAD}\r\nB1;Beispiel Eins;regionale_initiative;photonics;mond;Ulm\r\nB2;B;verein;;saturn;")
    assert visitor.status == 422
    assert "Zeile 2, Spalte Region: „mond“" in visitor.page and "Zeile 3, Spalte Region: „saturn“" in visitor.page
    take_in(visitor, f"{HEAD}\r\n;Beispiel Eins;regionale_initiative;photonics;stuttgart;Ulm")
    assert "Zeile 2, Spalte Kennung: fehlt" in visitor.page
    for name, content in (("a.csv", ""), ("a.pdf", "%PDF"), ("a.xlsx", "kein Buch"), ("a.csv", "name;art\r\nx;y")):
        assert take_in(visitor, content, name).status == 422
        assert 'class="faults"' in visitor.page
    visitor.open("/register/einlesen")
    assert visitor.post("/register/einlesen", {}).status == 422
    assert len(console.agency.events()) == before


def test_possible_doubles_and_unknown_words_are_shown_and_kept_apart(console: ConsolePages) -> None:
    visitor = three_more(console)
    take_in(visitor, f"{HEAD}\r\nZ9;Beispielverbund Müller;landesweites_netzwerk;Zauberkunst;stuttgart;Böblingen")
    assert "Möglicherweise doppelt" in visitor.page
    assert "„Zauberkunst“ steht in keiner Liste des Katalogs" in visitor.page


def test_only_the_session_that_saw_the_preview_can_take_the_file_over(console: ConsolePages) -> None:
    visitor = console.signed_in("a.amend")
    take_in(visitor, CSV)
    seen = staged(visitor)
    other = console.signed_in("l.leit").open("/register/einlesen")
    assert other.post("/register/einlesen/uebernehmen", seen).status == 422
    assert "Die Vorschau gilt nicht mehr" in other.page
    for wrong in ({"pruefsumme": "0" * 64}, {"name": "anders.csv"}, {"siegel": ""}, {"siegel": "a.b"}):
        assert visitor.post("/register/einlesen/uebernehmen", {**seen, **wrong}).status == 422
        visitor.open("/register/einlesen")
    assert "register:import:done" not in console.agency.actions()


def test_an_analyst_of_the_programme_office_may_not_read_tables_in(console: ConsolePages) -> None:
    for handle in ("e.ernst", "p.prinz", "u.urban"):
        assert console.signed_in(handle).open("/register/einlesen").status == 403
