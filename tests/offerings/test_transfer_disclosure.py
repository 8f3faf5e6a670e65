"""What nobody released reaches nobody: names, brands, titles and problems stay out of everything that is passed on.

The lists of secrets are read from the sample files here, not from the module under test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.technology_transfer.disclosure import (
    COVER,
    Audience,
    covered,
    secrets,
    sheets_of,
    texts_in,
)
from clusterprocess.offerings.technology_transfer.figures import figures_of
from clusterprocess.offerings.technology_transfer.report import public_roadmap, roadmap
from clusterprocess.sampledata.cases.reader import sample_case
from tests.offerings.transfer_papers import (
    ESTABLISHED,
    EVENING,
    KIND,
    NAMES,
    PUBLIC_KIND,
    blocks_of,
    built,
    case_of,
    context_of,
    everything_in,
    rendered,
    table,
    texts,
    word_file,
)

both = pytest.mark.parametrize("name", NAMES)
PASSED_ON = [(PUBLIC_KIND, 0), ("beschlussvorlage", 0), ("protokoll", 0), ("protokoll", 1), ("einladung", 0)]


def sheets(name: str) -> Iterator[dict[str, Any]]:
    data = sample_case(name).submissions
    for need in data["bedarfe"]["needs"]:
        yield {
            "name": need["n_orga"],
            "conf": need["n_conf"],
            "title": need["n_short"],
            "text": need["n_problem"],
            **need,
        }
    for offer in data["angebote"]["offers"]:
        words = f"{offer['o_desc']} {offer['o_advantage']} {offer.get('o_partner', '')}"
        yield {"name": offer["party"], "conf": offer["o_conf"], "title": offer["o_title"], "text": words, **offer}


def unnamed(name: str) -> list[str]:
    """Names and brands that the published version must not know."""
    closed = [s for s in sheets(name) if not (s.get("released_on") and s["conf"] == "offen")]
    return [
        word
        for s in closed
        for word in (s["name"], re.sub(r" (GmbH|AG|KG|GmbH & Co\. KG)$", "", s["name"]), *s.get("brands", []))
    ]


def untold(name: str) -> list[dict[str, Any]]:
    return [s for s in sheets(name) if not s.get("released_on")]


def runs(text: str, size: int = 6) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[n : n + size]) for n in range(len(words) - size + 1)}


def measured(text: str) -> set[str]:
    """Numbers with their unit, such as ``0,2 Millimeter``: what a competitor would look for."""
    return {m.casefold() for m in re.findall(r"\d[\d.,]*\s(?!Stunden?\b|Tage?n?\b)[A-ZÄÖÜ][a-zäöü]{4,}", text)}


def kinds_of(name: str) -> list[tuple[str, int]]:
    return [(kind, n) for kind, n in PASSED_ON if n < len(case_of(name).workshops)]


def assert_nothing_given_away(name: str, words: str, place: str) -> None:
    plain = " ".join(words.casefold().split())
    assert [w for w in unnamed(name) if w.casefold() in plain] == [], place
    read = runs(words)
    for sheet in untold(name):
        assert sheet["title"].casefold() not in plain, (place, sheet["key"])
        assert not (runs(sheet["text"]) | runs(sheet["title"])) & read, (place, sheet["key"])


@both
def test_no_unreleased_name_brand_title_or_wording_in_anything_that_is_passed_on(name: str) -> None:
    assert unnamed(name) and untold(name)
    for kind, workshop in kinds_of(name):
        assert_nothing_given_away(name, everything_in(word_file(name, kind, workshop)), kind)


@both
def test_no_measured_value_of_an_unreleased_problem_in_anything_that_is_passed_on(name: str) -> None:
    told = " ".join(s["text"] + s["title"] for s in sheets(name) if s.get("released_on"))
    secret = {m for s in untold(name) for m in measured(s["text"])} - measured(told)
    assert secret
    for kind, workshop in kinds_of(name):
        words = " ".join(everything_in(word_file(name, kind, workshop)).casefold().split())
        assert [m for m in sorted(secret) if m in words] == [], kind


def test_the_search_finds_what_is_there() -> None:
    # the same search over the internal volume, which holds names and problems, must find them
    words = everything_in(word_file(ESTABLISHED, "materialband"))
    with pytest.raises(AssertionError):
        assert_nothing_given_away(ESTABLISHED, words, "materialband")
    # and a chart's workbook is read as well: the vote is inside the internal version only as an embedded file
    assert "Unternehmen (n = 14)" in everything_in(word_file(ESTABLISHED, KIND))


@both
def test_content_under_nda_is_printed_nowhere_not_even_inside(name: str) -> None:
    closed = [s for s in sheets(name) if s["conf"] == "nda"]
    assert closed or name == EVENING
    for kind in (KIND, PUBLIC_KIND, "materialband", "situationsanalyse", "beschlussvorlage", "protokoll"):
        read = runs(everything_in(word_file(name, kind)))
        for sheet in closed:
            assert not (runs(sheet["text"]) | runs(sheet["title"])) & read, (kind, sheet["key"])


def test_chapter_three_of_the_internal_paper_names_nobody_and_marks_nda() -> None:
    for name in NAMES:
        words = " ".join(texts_in(context_of(name).chapters["bedarfe"]))
        assert [s["name"] for s in sheets(name) if s["name"] in words] == []
        assert ".name}" not in words
    found = table(ESTABLISHED, "needs")
    assert found is not None
    marked = [row[0] for row in texts(found) if row[-1] == "NDA"]
    assert marked == ["B4", "B9"]
    assert all("Vertraulichkeitsvereinbarung" in row[2] for row in texts(found) if row[0] in marked)


def test_inside_a_name_stands_only_where_it_was_released_or_both_sides_agreed() -> None:
    case = case_of(ESTABLISHED)
    agreed = {k for w in case.workshops for t in w.record["talks"] if t["agreed"] for k in (t["need"], t["offer"])}
    words = everything_in(word_file(ESTABLISHED, KIND))
    for sheet in sheets(ESTABLISHED):
        allowed = (sheet.get("released_on") and sheet["conf"] == "offen") or sheet["key"] in agreed
        assert allowed or sheet["name"] not in words, sheet["key"]
    # B1 asked for anonymity and agreed at the table; B7 did not
    assert "Mustergalvanik Remstal GmbH (B1)" in words and "B7 (Großunternehmen)" in words


def test_labels_by_version() -> None:
    found = sheets_of(case_of(ESTABLISHED))
    assert found["B5"].label(Audience.PUBLIC) == "Musterdreh Ostalb GmbH (B5)"
    assert found["B1"].label(Audience.PUBLIC) == "B1 (Unternehmen, 50–249 Beschäftigte)"
    assert found["B1"].label(Audience.INTERNAL) == "Mustergalvanik Remstal GmbH (B1)"
    assert found["B4"].label(Audience.INTERNAL) == "B4 (Unternehmen, 50–249 Beschäftigte, NDA)"
    assert found["B7"].label(Audience.INTERNAL) == "B7 (Großunternehmen)"
    assert found["A5"].label(Audience.PUBLIC) == "A5 (Forschungseinrichtung, NDA)"


def with_text(case: Case, key: str, more: str) -> Case:
    return replace(case, texts={**case.texts, key: f"{case.texts[key]} {more}"})


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("Die Musterlack Lein GmbH sucht weiter.", "„musterlack lein gmbh“ ist nicht freigegeben; bitte B3 schreiben"),
        ("Bei Musterlack  Lein geht es voran.", "„musterlack lein“ ist nicht freigegeben"),
        ("Es geht um LeinLux.", "„leinlux“ ist nicht freigegeben"),
        ("Seit der Hersteller der Blenden Rezyklat einsetzt, geht es schief.", "gibt den Wortlaut von Bogen B3 wieder"),
    ],
)
def test_a_text_that_gives_somebody_away_keeps_the_published_version_from_being_written(more: str, said: str) -> None:
    with pytest.raises(InputErrors) as refused:
        public_roadmap(with_text(case_of(ESTABLISHED), "offers.after", more))
    (sentence,) = [m for m in refused.value.messages if said in m]
    assert sentence.startswith("Technologietransfer-Fahrplan, veröffentlichte Fassung, angebote:")


def test_inside_a_name_without_agreement_is_refused_too_and_a_released_one_is_fine() -> None:
    case = case_of(ESTABLISHED)
    with pytest.raises(InputErrors, match="musterbeschläge härtsfeld"):
        roadmap(with_text(case, "needs.after", "Die Musterbeschläge Härtsfeld GmbH & Co. KG wartet."))
    assert roadmap(with_text(case, "offers.after", "Die Musterdreh Ostalb GmbH wartet."))


def test_a_shut_out_competitor_is_never_named() -> None:
    case = case_of(ESTABLISHED)
    # the laboratory that B4 excludes released anonymously: its name stays out of both versions
    for write in (roadmap, public_roadmap):
        with pytest.raises(InputErrors, match="prüflabor musterrein"):
            write(with_text(case, "others", "Das Prüflabor Musterrein GmbH misst auch."))


def test_minutes_taken_in_a_hurry_are_covered() -> None:
    case = case_of(ESTABLISHED)
    workshop = case.workshops[0]
    careless = {
        "topic": "6 Nachtrag",
        "finding": "Die Musterbeschläge Härtsfeld GmbH & Co. KG zeigt Teile der Reihe Härtsfeld Selekt. Poren im Druckguss zeigen sich erst nach der Galvanik; dann wird es teuer. Alle nicken.",
        "decision": "Musteroptik Wental prüft mit.",
    }
    record = {**workshop.record, "notes": [*workshop.record["notes"], careless]}
    changed = replace(case, workshops=(replace(workshop, record=record), *case.workshops[1:]))
    words = everything_in(rendered(built(changed, "protokoll")).content)
    assert_nothing_given_away(ESTABLISHED, words, "protokoll")
    assert COVER in words and "Alle nicken." in words and "B11 prüft mit." in words


def test_steps_of_talks_with_unreleased_sheets_are_not_told_in_the_minutes() -> None:
    words = everything_in(word_file(ESTABLISHED, "protokoll"))
    assert "B7 und A4: nächster Schritt vereinbart bis 18.02.2016" in words
    assert "B5 und A3: Zwölf Drehteile probereinigen bis 10.02.2016" in words


def nothing_released(name: str) -> Case:
    """The same engagement if every contributor had kept its sheet to itself."""

    def shut(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{k: v for k, v in row.items() if k not in ("released_on", "released_by")} for row in rows]

    case = case_of(name)
    needs, offers = case.submissions["bedarfe"], case.submissions["angebote"]
    data = {
        **case.submissions,
        "bedarfe": {**needs, "needs": shut(needs["needs"])},
        "angebote": {**offers, "offers": shut(offers["offers"])},
    }
    return replace(case, submissions=data)


@both
def test_if_nobody_releases_the_published_version_still_tells_the_numbers_and_no_name(name: str) -> None:
    case = nothing_released(name)
    words = " ".join(
        [*texts_in(blocks_of(public_roadmap(case))), *(f.display for f in figures_of(case, Audience.PUBLIC).values())]
    )
    assert [s["name"] for s in sheets(name) if s["name"] in words] == []
    assert "nicht freigegeben" in words.casefold()
    assert "Nicht freigegebene Bedarfe: " in words


def test_covering_leaves_released_words_alone() -> None:
    case = case_of(ESTABLISHED)
    text = "Die Musterdreh Ostalb GmbH reinigt trocken; 14 bis 17 Sekunden sind gemessen."
    assert covered(case, {"a": [text], "b": 3}) == {"a": [text], "b": 3}
    assert secrets(case, Audience.PUBLIC).found_in(text) == []


def test_the_published_version_counts_groups_where_the_internal_one_names_topics() -> None:
    found = table(ESTABLISHED, "topics", PUBLIC_KIND)
    assert found is not None
    assert all(re.fullmatch(r"\d+", cell) for row in texts(found) for cell in row[1:])
    assert table(ESTABLISHED, "unmet", PUBLIC_KIND) is None and table(ESTABLISHED, "measures", PUBLIC_KIND) is None
    pairs = table(ESTABLISHED, "pairs", PUBLIC_KIND)
    assert pairs is not None
    told = {s["key"] for s in sheets(ESTABLISHED) if s.get("released_on")}
    assert {k for row in texts(pairs) for k in re.findall(r"\{([AB]\d+)\.name", row[0])} <= told


def test_costs_of_an_idea_that_is_not_released_cannot_be_worked_out() -> None:
    words = everything_in(word_file(ESTABLISHED, PUBLIC_KIND))
    total, grant = "1.301.000 Euro", "876.500 Euro"
    assert total not in words and grant not in words and "560.000" not in words
    assert "375.000 Euro" in words


def untold_ideas(name: str) -> list[dict[str, Any]]:
    """Pursued ideas without a release of their own or of a sheet behind them, read from the sample files."""
    closed = {s["key"] for s in untold(name)}
    ideas = sample_case(name).plan["ideas"]
    return [i for i in ideas if not i.get("released_on") or closed & {*i["needs"], *i["offers"]}]


@both
def test_no_title_of_an_unreleased_idea_is_passed_on(name: str) -> None:
    hidden = [i["title"].casefold() for i in untold_ideas(name)]
    closed = {s["key"] for s in untold(name)}
    rejected = sample_case(name).plan["rejected"]
    hidden += [r["title"].casefold() for r in rejected if closed & {*r.get("needs", []), *r.get("offers", [])}]
    assert hidden
    for kind, workshop in kinds_of(name):
        words = everything_in(word_file(name, kind, workshop)).casefold()
        assert [t for t in hidden if t in words] == [], (kind, workshop)


@both
def test_scores_outside_belong_to_released_pairs_and_ideas(name: str) -> None:
    closed = {s["key"] for s in untold(name)}
    for key in ("heat", "pairs"):
        found = table(name, key, PUBLIC_KIND)
        cells = [] if found is None else [*found.header, *(row[0] for row in texts(found))]
        assert not {k for cell in cells for k in re.findall(r"\b[AB]\d+\b", cell)} & closed, key
    ideas = table(name, "portfolio", PUBLIC_KIND)
    if ideas is not None:
        rows = {row[0]: row for row in texts(ideas)}
        assert all(rows[i["key"]][2:5] == ["–", "–", "–"] for i in untold_ideas(name))


def test_no_paper_that_is_passed_on_tells_who_has_an_agreement_with_whom() -> None:
    case = case_of(ESTABLISHED)
    signed = [(n["need"], n["offer"]) for w in case.workshops for n in w.record["ndas"]]
    assert signed
    for kind, workshop in kinds_of(ESTABLISHED):
        words = everything_in(word_file(ESTABLISHED, kind, workshop))
        for need, offer in signed:
            assert not re.search(rf"\b{need} (?:mit|und) {offer}\b", words), (kind, need, offer)
