"""Filling in an engagement's inputs: nothing is lost, nothing is overwritten unseen, nothing disappears by being blank."""

from __future__ import annotations

import re
from typing import Any

from clusterprocess.domain.states import State
from clusterprocess.usecases.answer_by_link import hand_in
from clusterprocess.usecases.hand_in_inputs import merged_answers
from tests.builders import NUMBER
from tests.usecases.test_exchange_forms import replaced
from tests.web.conftest import Visitor
from tests.web.console import ConsolePages
from tests.web.form_reading import form_values

BASE = f"/vorgang/{NUMBER}/eingaben"
FORM = f"{BASE}/fragebogen"
VISION = "fragebogen/vision_now"


def opened(visitor: Visitor, path: str = FORM) -> dict[str, Any]:
    """The form of a page as a browser holds it."""
    visitor.open(path)
    assert visitor.status == 200, visitor.page[-600:]
    return dict(form_values(visitor.page, "eingabe"))


def handed_in(visitor: Visitor, values: dict[str, Any], path: str = FORM, do: str = "einreichen") -> Visitor:
    return visitor.post(path, {**values, "_do": do})


def versions(console: ConsolePages, kind: str = "fragebogen") -> list[dict[str, Any]]:
    return console.agency.engagement(lambda e: [dict(s.data) for s in e.submissions if s.kind == kind])


def test_the_list_names_every_input_of_the_service_with_what_is_there(console_at: Any) -> None:
    page = console_at(State.ANALYSIS).signed_in("b.berger").open(BASE).page
    for name in ("Fragebogen", "Gesprächsthesen", "Mitgliederbefragung", "Strategieplan", "Eigene Texte"):
        assert name in page
    assert "Fassung 1, eingereicht am" in page
    assert "fragebogen)" not in page and "(occasion)" not in page


def test_an_answer_that_was_changed_becomes_the_next_version_and_the_rest_stays(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    values = opened(visitor)
    handed_in(visitor, {**values, VISION: "Das neue Leitbild"})
    assert "Fassung 2 ist eingereicht" in visitor.page
    first, second = versions(console)
    assert second["vision_now"] == "Das neue Leitbild"
    assert {k: v for k, v in second.items() if k != "vision_now"} == {
        k: v for k, v in first.items() if k != "vision_now"
    }


def test_a_form_without_news_makes_no_version(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    handed_in(visitor, opened(visitor))
    assert "Es gab nichts Neues" in visitor.page
    assert len(versions(console)) == 1


def test_blank_is_not_delete_and_the_page_says_which_answers_stayed(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    values = opened(visitor)
    horizon = "5" if values["fragebogen/horizon"] != ["5"] else "3"
    handed_in(visitor, {**values, VISION: "", "fragebogen/horizon": horizon})
    kept = versions(console)
    assert len(kept) == 2
    assert kept[1]["vision_now"] == kept[0]["vision_now"]
    assert "Leer gelassen und daher unverändert: Heutige Vision oder Mission" in visitor.page


def test_an_answer_disappears_only_when_its_removal_is_ticked(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    values = opened(visitor)
    handed_in(visitor, {**values, VISION: "", f"{VISION}~entfernen": "ja"})
    assert "vision_now" not in versions(console)[1]


def test_two_people_who_edit_see_three_values_and_nothing_is_overwritten(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    mine, other = console.signed_in("b.berger"), console.signed_in("d.dorn")
    my_form, other_form = opened(mine), opened(other)
    before = versions(console)[0]["vision_now"]
    handed_in(other, {**other_form, VISION: "Leitbild von Dorn"})
    handed_in(mine, {**my_form, VISION: "Leitbild von Berger"})
    assert mine.status == 409
    for told in (before[:40], "Leitbild von Dorn", "Leitbild von Berger"):
        assert told in mine.page
    assert [v["vision_now"] for v in versions(console)] == [before, "Leitbild von Dorn"]

    unchosen = mine.post(FORM, {"_do": "entscheiden", "_gesehen": "2"})
    assert unchosen.status == 409
    assert len(versions(console)) == 2

    mine.post(FORM, {"_do": "entscheiden", "_gesehen": "2", "wahl:vision_now": "meine"})
    assert mine.status == 200
    assert versions(console)[2]["vision_now"] == "Leitbild von Berger"


def test_a_choice_made_before_a_further_version_came_is_asked_again(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    mine, other = console.signed_in("b.berger"), console.signed_in("d.dorn")
    my_form = opened(mine)
    handed_in(other, {**opened(other), VISION: "zweite Fassung"})
    handed_in(mine, {**my_form, VISION: "meine Fassung"})
    handed_in(other, {**opened(other), VISION: "dritte Fassung"})
    mine.post(FORM, {"_do": "entscheiden", "_gesehen": "2", "wahl:vision_now": "meine"})
    assert mine.status == 409
    assert "dritte Fassung" in mine.page
    assert versions(console)[-1]["vision_now"] == "dritte Fassung"


def test_different_answers_of_two_people_are_both_kept_after_a_look(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    mine, other = console.signed_in("b.berger"), console.signed_in("d.dorn")
    my_form, other_form = opened(mine), opened(other)
    horizon = "5" if my_form["fragebogen/horizon"] != ["5"] else "3"
    handed_in(other, {**other_form, "fragebogen/horizon": horizon})
    handed_in(mine, {**my_form, VISION: "Leitbild von Berger"})
    assert mine.status == 409
    chosen = {"wahl:vision_now": "meine", "wahl:horizon": "andere"}
    mine.post(FORM, {"_do": "entscheiden", "_gesehen": "2", **chosen})
    last = versions(console)[-1]
    assert (last["vision_now"], str(last["horizon"])) == ("Leitbild von Berger", horizon)


def test_three_versions_merge_by_who_changed_what() -> None:
    was, theirs, ours = {"a": 1, "b": 1, "c": 1, "d": 1}, {"a": 2, "b": 1, "c": 2, "d": 2}, {"a": 1, "b": 3, "c": 3}
    merged, undecided = merged_answers(was, theirs, ours, {"c": "meine"})
    assert undecided == ("d",)
    merged, undecided = merged_answers(was, theirs, ours, {"c": "meine", "d": "meine"})
    assert (merged, undecided) == ({"a": 2, "b": 3, "c": 3}, ())


def test_nonsense_is_named_beside_its_field_and_nothing_is_written(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    values = opened(visitor)
    handed_in(visitor, {**values, "fragebogen/horizon": "fünfzig", VISION: "x" * 5000})
    assert visitor.status == 422
    assert 'aria-invalid="true"' in visitor.page and "steht nicht zur Auswahl" in visitor.page
    assert len(versions(console)) == 1
    broken = visitor.post(FORM, {**values, "_fassung": "kaputt", "_do": "einreichen"})
    assert broken.status == 422 and "unvollständig" in broken.page


def test_what_is_typed_is_saved_as_a_draft_and_the_next_person_is_told(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    mine, other = console.signed_in("b.berger"), console.signed_in("d.dorn")
    values = opened(mine)
    answer = mine.post(
        f"{FORM}/entwurf", {**values, VISION: "halb fertig", "fragebogen/horizon": "fünfzig"}, accept="application/json"
    )
    told = answer.answer.json()  # type: ignore[union-attr]
    assert set(told) == {"saved", "hints"} and "fragebogen/horizon" in told["hints"]
    assert len(versions(console)) == 1
    assert "halb fertig" in mine.open(FORM).page and "Ihr Entwurf vom" in mine.page
    name = console.agency.look(lambda work: work.queries.person("b.berger").name)
    assert name in other.open(FORM).page and "gerade" in other.page
    assert "halb fertig" not in other.page
    mine.open(FORM).post(FORM, {"_do": "verwerfen", "_fassung": "1"})
    assert "halb fertig" not in mine.open(FORM).page


def test_an_old_draft_meets_a_newer_version_at_the_comparison(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    mine, other = console.signed_in("b.berger"), console.signed_in("d.dorn")
    handed_in(mine, {**opened(mine), VISION: "aus dem Entwurf"}, do="entwurf")
    handed_in(other, {**opened(other), VISION: "schneller"})
    values = opened(mine)
    assert "Inzwischen liegt eine neuere Fassung vor" in mine.page and values["_fassung"] == ["1"]
    assert handed_in(mine, values).status == 409


def test_more_lines_come_without_script_and_keep_what_was_typed(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    values = opened(visitor, f"{BASE}/interviews")
    lines = int(values["~zeilen/interviews/interviews"][0])
    changed = {**values, "interviews/interviews.0.described_as": "Unternehmen, neu beschrieben"}
    handed_in(visitor, changed, f"{BASE}/interviews", "mehr:interviews/interviews")
    values = opened(visitor, f"{BASE}/interviews")
    assert int(values["~zeilen/interviews/interviews"][0]) == lines + 3
    assert values["interviews/interviews.0.described_as"] == ["Unternehmen, neu beschrieben"]
    huge = {**values, "~zeilen/interviews/interviews": "999"}
    assert handed_in(visitor, huge, f"{BASE}/interviews", "entwurf").status == 200


def test_a_thesis_of_a_talk_is_changed_on_its_page(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    before = versions(console, "interviews")
    values = opened(visitor, f"{BASE}/interviews")
    handed_in(visitor, {**values, "interviews/interviews.0.theses": "Eine einzige These"}, f"{BASE}/interviews")
    after = versions(console, "interviews")
    assert len(after) == len(before) + 1
    assert after[-1]["interviews"][0]["theses"] == ["Eine einzige These"]
    assert after[-1]["interviews"][1:] == before[-1]["interviews"][1:]


def test_answers_stand_fixed_while_the_paper_is_reviewed(console_at: Any) -> None:
    console = console_at(State.INTERNAL_REVIEW)
    visitor = console.signed_in("b.berger").open(FORM)
    assert "steht fest, seit der Entwurf geprüft wird" in visitor.page and 'id="eingabe"' not in visitor.page
    visitor.open("/konto").post(FORM, {VISION: "zu spät", "_fassung": "1", "_do": "einreichen"})
    assert visitor.status == 422 or visitor.status == 409
    assert len(versions(console)) == 1


def test_auditors_read_and_change_nothing(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    auditor = console.signed_in("u.urban").open(FORM)
    assert auditor.status == 200 and 'id="eingabe"' not in auditor.page and "Heutige Vision" in auditor.page
    auditor.open("/konto").post(FORM, {VISION: "nein", "_fassung": "1", "_do": "einreichen"})
    assert auditor.status == 403
    assert len(versions(console)) == 1


def test_an_unknown_kind_is_refused_in_words(console_at: Any) -> None:
    visitor = console_at(State.ANALYSIS).signed_in("b.berger").open(f"{BASE}/unsinn")
    assert visitor.status == 422 and "gibt es bei dieser Leistung nicht" in visitor.page


def test_figures_of_the_initiative_ask_for_a_word_where_they_look_unusual(console_at: Any) -> None:
    console = console_at(State.INTAKE_OPEN)
    visitor = console.signed_in("b.berger")
    path = f"{BASE}/profil"
    values = opened(visitor, path)
    handed_in(visitor, {**values, "profil/events_12m": "1"}, path, "entwurf")
    assert "Nur 1 Veranstaltungen in zwölf Monaten" in visitor.open(path).page
    values = dict(form_values(visitor.page, "eingabe"))
    assert "~kommentar/events" in values
    handed_in(visitor, {**values, "~kommentar/events": "Umbau der Geschäftsstelle"}, path)

    def newest(work: Any) -> tuple[Any, Any]:
        profile = work.queries.engagement(NUMBER).cluster.profile
        return profile.answers["events_12m"], profile.comments["events"]

    assert console.agency.look(newest) == (1, "Umbau der Geschäftsstelle")


def test_the_form_goes_out_as_a_workbook_and_comes_back(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    content = visitor.client.get(f"{BASE}/formular").content
    assert content[:2] == b"PK"
    visitor.open(BASE)
    files = {"datei": ("formular.xlsx", content)}
    answer = visitor.client.post(f"{BASE}/formular", data={"_token": visitor.token}, files=files)
    assert "nichts, was nicht schon bekannt ist" in answer.text
    files = {"datei": ("unsinn.xlsx", b"das ist keine Tabelle")}
    answer = visitor.client.post(f"{BASE}/formular", data={"_token": visitor.token}, files=files)
    assert answer.status_code == 422 and len(versions(console)) == 1


def test_the_survey_opens_until_a_day_and_its_link_is_shown_once(console_at: Any) -> None:
    console = console_at(State.INTAKE_OPEN)
    visitor = console.signed_in("b.berger").open(BASE)
    visitor.post(f"{BASE}/befragung/oeffnen", {"until": "2014-01-01"})
    assert visitor.status == 422 and "bitte ein Tag von heute an" in visitor.page
    visitor.post(f"{BASE}/befragung/oeffnen", {"until": "2015-03-13"})
    assert "Antworten bis 13.03.2015" in visitor.page and "/l/" not in visitor.page
    visitor.post(f"{BASE}/befragung/link", {})
    assert "/l/" in visitor.page
    assert "/l/" not in visitor.open(BASE).page


def test_a_filled_workbook_becomes_the_next_version(console_at: Any) -> None:
    console = console_at(State.ANALYSIS)
    visitor = console.signed_in("b.berger")
    old, new = "Der Verein bleibt gemeinnützig ausgerichtet", "Der Verein bleibt eigenständig"
    files = {"datei": ("formular.xlsx", replaced(visitor.client.get(f"{BASE}/formular").content, old, new))}
    visitor.open(BASE)
    answer = visitor.client.post(f"{BASE}/formular", data={"_token": visitor.token}, files=files)
    assert "Fragebogen: Fassung 2 ist eingereicht." in answer.text
    assert versions(console)[-1]["mandate"].startswith(new)


def test_the_survey_is_closed_with_how_many_were_invited(console_at: Any) -> None:
    console = console_at(State.INTAKE_OPEN)
    visitor = console.signed_in("b.berger").open(BASE)
    visitor.post(f"{BASE}/befragung/oeffnen", {"until": "2015-03-13"})
    visitor.post(f"{BASE}/befragung/link", {})
    link = re.search(r"/l/([\w-]+)", visitor.page)
    assert link
    row = {"kind": "kmu", "size": "20-49", "need_vernetzung": "5", "satisfaction_vernetzung": "2", "recommend": "8"}
    console.agency.run("system", lambda work: hand_in(work, link[1], row))
    visitor.open(BASE).post(f"{BASE}/befragung/schliessen", {"kmu": "0"})
    assert visitor.status == 422, "more members answered than were asked"
    visitor.open(BASE).post(f"{BASE}/befragung/schliessen", {"kmu": "40"})
    assert "Die Befragung ist geschlossen; eine Antwort ist eingereicht." in visitor.page
    assert len(versions(console, "befragung")) == 1
    assert "befragung/schliessen" not in visitor.open(BASE).page
