"""Findings on a page: told in words, tables and drawings; own words are nobody's to overwrite."""

from __future__ import annotations

import re
from typing import Any

import pytest

from clusterprocess.domain.states import State
from clusterprocess.web.finding_charts import chart_of
from clusterprocess.web.finding_plots import heat_figure, portfolio_figure, radar_figure, range_figure, stacked_figure
from clusterprocess.web.finding_words import result_told, spoken
from clusterprocess.web.plots import Series
from tests.builders import NUMBER
from tests.web.conftest import Visitor
from tests.web.console import ConsolePages

PAGE = f"/vorgang/{NUMBER}/befunde"


def first(visitor: Visitor) -> tuple[int, str]:
    """Id of the first finding on the page, and the mark of its words."""
    visitor.open(PAGE)
    found = re.search(r'id="befund-(\d+)"', visitor.page)
    assert found, visitor.page[-800:]
    after = visitor.page[found.start() :]
    mark = re.search(r'name="seen" value="([0-9a-f]+)"', after)
    return int(found[1]), mark[1] if mark else ""


def stored(console: ConsolePages, finding: int) -> str:
    return console.agency.engagement(lambda e: next(f.assessment for f in e.findings if f.id == finding))


def test_every_finding_has_its_formula_source_and_catalogue(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    page = console.signed_in("b.berger").open(PAGE).page
    titles = console.agency.engagement(lambda e: [f.title for f in e.current_findings()])
    assert titles and all(title.replace("&", "&amp;") in page for title in titles)
    assert page.count("<dt>Formel</dt>") == len(titles) == page.count("<dt>Katalogfassung</dt>")
    assert "<svg" in page and "style=" not in page


def test_before_the_analysis_the_page_says_why_there_is_nothing(console_at: Any) -> None:
    page = console_at(State.INTAKE_OPEN).signed_in("b.berger").open(PAGE).page
    assert "Noch keine Befunde" in page and "Offene Datenlücken" in page


def test_own_words_are_kept_and_the_trail_tells_of_them_without_the_words(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    finding, mark = first(visitor)
    visitor.post(f"{PAGE}/{finding}", {"text": "Das deckt sich mit den Gesprächen.", "seen": mark})
    assert visitor.status == 200 and "Das deckt sich" in visitor.page
    assert stored(console, finding) == "Das deckt sich mit den Gesprächen."
    event = console.agency.events()[-1]
    assert event.action == "engagement:finding:assessed"
    assert "deckt" not in repr(event.data if hasattr(event, "data") else event)


def test_blank_own_words_stay_until_their_removal_is_ticked(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    finding, mark = first(visitor)
    visitor.post(f"{PAGE}/{finding}", {"text": "bleibt", "seen": mark})
    visitor.post(f"{PAGE}/{finding}", {"text": "", "seen": first(visitor)[1]})
    assert stored(console, finding) == "bleibt"
    visitor.post(f"{PAGE}/{finding}", {"text": "", "entfernen": "ja", "seen": first(visitor)[1]})
    assert stored(console, finding) == ""


def test_two_who_write_at_once_see_both_texts(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    mine, other = console.signed_in("b.berger"), console.signed_in("d.dorn")
    (finding, my_mark), (_, other_mark) = first(mine), first(other)
    other.post(f"{PAGE}/{finding}", {"text": "Worte von Dorn", "seen": other_mark})
    mine.post(f"{PAGE}/{finding}", {"text": "Worte von Berger", "seen": my_mark})
    assert mine.status == 409
    assert "Worte von Dorn" in mine.page and "Worte von Berger" in mine.page
    assert stored(console, finding) == "Worte von Dorn"
    mark = re.search(r'name="seen" value="([0-9a-f]+)"', mine.page[mine.page.index(f'id="befund-{finding}"') :])
    assert mark
    mine.post(f"{PAGE}/{finding}", {"text": "Worte von beiden", "seen": mark[1]})
    assert stored(console, finding) == "Worte von beiden"


def test_a_draft_waits_for_its_writer_alone(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    mine, other = console.signed_in("b.berger"), console.signed_in("d.dorn")
    finding, mark = first(mine)
    mine.post(f"{PAGE}/{finding}/entwurf", {"text": "angefangen", "seen": mark}, accept="application/json")
    assert "saved" in mine.answer.json()  # type: ignore[union-attr]
    assert "angefangen" in mine.open(PAGE).page and "angefangen" not in other.open(PAGE).page
    assert stored(console, finding) == ""


def test_nonsense_is_refused_and_nothing_is_written(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    finding, mark = first(visitor)
    assert visitor.post(f"{PAGE}/{finding}", {"text": "x" * 6001, "seen": mark}).status == 422
    assert "höchstens 6000 Zeichen" in visitor.page and stored(console, finding) == ""
    for place in ("999999", "unsinn"):
        visitor.open(PAGE)
        assert visitor.post(f"{PAGE}/{place}", {"text": "x", "seen": mark}).status == 404


def test_own_words_stand_fixed_once_the_paper_is_reviewed(console_at: Any) -> None:
    console = console_at(State.INTERNAL_REVIEW)
    visitor = console.signed_in("b.berger").open(PAGE)
    assert "steht fest, seit der Entwurf geprüft wird" in visitor.page and "<textarea" not in visitor.page
    finding = first(visitor)[0]
    visitor.open("/konto").post(f"{PAGE}/{finding}", {"text": "zu spät", "seen": "0"})
    assert visitor.status == 409 and stored(console, finding) == ""


def test_auditors_read_findings_and_write_nothing(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    auditor = console.signed_in("u.urban")
    finding, _ = first(auditor)
    assert "<textarea" not in auditor.page
    assert auditor.open("/konto").post(f"{PAGE}/{finding}", {"text": "nein", "seen": "0"}).status == 403
    assert stored(console, finding) == ""


def test_slugs_become_words_and_figures_german() -> None:
    assert spoken("need_vernetzung") == "Wichtigkeit: Vernetzung"
    assert spoken(-1234.5) == "−1.234,5"
    assert spoken(True) == "ja"
    assert spoken("2015-04-01") == "01.04.2015"
    assert spoken("110000", "amount_eur") == "110.000 Euro"


def test_drawings_say_their_figures_and_escape_names() -> None:
    drawn = portfolio_figure("A", [("<b>", 1, 2)], x_name="x", y_name="y", x_range=(1, 5), y_range=(1, 5))
    assert "&lt;b&gt;" in drawn.drawing and "<b>" not in drawn.drawing
    assert "Lücke 40 %" in radar_figure("R", ["Lücke", "B", "C"], [40, 50, 60], line=80).drawing
    assert heat_figure("H", ["Z"], ["S"], [[2]]).rows == (("Z", "2"),)
    assert stacked_figure("S", ["L"], [Series("A", (1,)), Series("B", (2,))]).rows == (("L", "1", "2"),)
    assert range_figure("B", 1, 2, 3, 2.5).rows[0] == ("eigener Wert", "2,5")
    with pytest.raises(ValueError, match="three axes"):
        radar_figure("R", ["A", "B"], [1, 2])
    with pytest.raises(ValueError, match="one value per cell"):
        heat_figure("H", ["Z"], ["S"], [[1, 2]])


def test_a_result_that_holds_too_little_is_told_without_a_drawing() -> None:
    assert chart_of("F2", "Vergleich", {"value": 1, "median": None}) is None
    assert chart_of("F9", "Leistungen", {"services": []}) is None
    assert chart_of("F1", "Vergleichsgruppe", {}) is None
    assert result_told("F2", {"indicator": "Mitglieder", "value": 3, "n": 0}).facts[0][1] == "Mitglieder"
