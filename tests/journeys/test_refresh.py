"""Refreshing an edited paper: what nobody touched is brought up to date, what somebody wrote stays and is named."""

from __future__ import annotations

from clusterprocess.bootstrap import App
from clusterprocess.demo.story import NUMBER
from clusterprocess.sampledata.cases.reader import sample_case
from clusterprocess.usecases.keep_documents import refresh
from clusterprocess.usecases.submit_answers import submit_answers
from tests.journeys.inline import play


def test_an_untouched_text_is_refreshed_an_edited_one_left_and_a_second_call_changes_nothing(app: App) -> None:
    play(app, "Entwurf in Word")  # the consultant has edited the block "capacity" in Word
    lead = app.actor("b.berger", "test")
    texts = {**sample_case().texts["texts"], "method": "Neuer Satz zur Methode.", "capacity": "Auch hier neu."}
    app.run(lead, lambda w: submit_answers(w, NUMBER, "texte", {"texts": texts}))

    version, done, left = app.run(lead, lambda w: refresh(w, NUMBER))
    assert (version.label, version.origin, version.check["open"]) == ("0.92", "aktualisiert", [])
    assert len(done) == 1 and left == ["Text „capacity“"]

    again, done, _ = app.run(lead, lambda w: refresh(w, NUMBER))
    assert (again.label, done) == ("0.92", [])
