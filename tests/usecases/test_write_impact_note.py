"""The impact note is written once its input is complete, once per input, and tells what the rows hold."""

from __future__ import annotations

import io
import tomllib
from datetime import date
from importlib import resources
from typing import Any

import pytest
from docx import Document

from clusterprocess.domain.errors import InputErrors
from clusterprocess.domain.states import State
from clusterprocess.usecases.follow_ups import answer_follow_up, note_no_answer, open_follow_up
from clusterprocess.usecases.impact_note import has_impact_input, impact_attempt, impact_facts
from clusterprocess.usecases.submit_answers import submit_answers
from tests.builders import ASSISTANT, LEAD, MANAGER, NUMBER, Agency, bring_to

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _answers(key: str) -> dict[str, Any]:
    folder = resources.files("clusterprocess.sampledata.cases") / "praezisionstechnik"
    return tomllib.loads((folder / f"followup_{key}.toml").read_text(encoding="utf-8"))


def _survey(agency: Agency, key: str) -> int:
    return agency.engagement(lambda e: next(s.id for s in e.follow_ups if s.key == key))


def _answer(agency: Agency, key: str, on: date, data: dict[str, Any] | None = None) -> None:
    agency.set_day(on)
    told = data or _answers(key)
    agency.run(
        ASSISTANT,
        lambda work: answer_follow_up(work, _survey_of(work, key), told, channel="telefon", role="cm", on=on),
    )


def _survey_of(work: Any, key: str) -> int:
    return next(s.id for s in work.queries.engagement(NUMBER).follow_ups if s.key == key)


def _say(agency: Agency, **changed: Any) -> None:
    said = {**agency.case.submissions["wirkung"], **changed}
    agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "wirkung", said))


def _twelve(agency: Agency) -> date:
    return agency.engagement(lambda e: next(s.due_on for s in e.follow_ups if s.key == "12m"))


def _versions(agency: Agency) -> list[str]:
    def labels(engagement: Any) -> list[str]:
        document = engagement.document("wirkungsvermerk")
        return [v.label for v in document.versions] if document else []

    return agency.engagement(labels)


def _requests(agency: Agency) -> list[int]:
    def attempts(work: Any) -> list[int]:
        engagement = work.queries.engagement(NUMBER)
        return [r.attempt for r in work.queries.requests_of(engagement.id) if r.step == "write_impact_note"]

    return agency.look(attempts)


@pytest.fixture
def followed(agency: Agency) -> Agency:
    """An engagement in its follow-up."""
    bring_to(agency, State.FOLLOW_UP)
    return agency


def test_the_note_waits_for_the_answer_and_for_the_words(followed: Agency) -> None:
    assert followed.step("write_impact_note") == "nicht fällig"
    _answer(followed, "12m", _twelve(followed))
    assert not followed.engagement(has_impact_input)
    assert followed.step("write_impact_note") == "nicht fällig" and _requests(followed) == []
    _say(followed)
    # one version of the words and one of the answers
    assert followed.engagement(impact_attempt) == 2 and _requests(followed) == [2]
    assert followed.step("write_impact_note") == "erledigt" and _versions(followed) == ["1"]


def test_a_repetition_writes_nothing_twice_and_a_correction_writes_the_next_version(followed: Agency) -> None:
    _answer(followed, "12m", _twelve(followed))
    _say(followed)
    followed.step("write_impact_note")
    assert followed.step("write_impact_note") == "schon erledigt" and _versions(followed) == ["1"]
    _say(followed, decision="Der Vorstand entscheidet neu.")
    assert _requests(followed) == [2, 3]
    assert followed.step("write_impact_note") == "erledigt" and _versions(followed) == ["1", "2"]


def test_silence_is_enough_for_a_note_and_stands_in_it(followed: Agency) -> None:
    followed.set_day(_twelve(followed))
    followed.run(ASSISTANT, lambda work: open_follow_up(work, _survey_of(work, "12m")))
    _say(followed, alternatives=[])
    assert _requests(followed) == []
    followed.run(ASSISTANT, lambda work: note_no_answer(work, _survey_of(work, "12m"), "Niemand erreichbar."))
    assert _requests(followed) == [1]
    assert followed.step("write_impact_note") == "erledigt"
    assert "Keine Antwort nach zwölf Monaten" in _text(followed)


def test_facts_come_from_the_rows(followed: Agency) -> None:
    _answer(followed, "12m", _twelve(followed))
    _say(followed)
    facts = followed.look(lambda work: impact_facts(work, work.queries.engagement(NUMBER)))
    issued = followed.engagement(lambda e: e.document("strategiepapier").version_labelled("1.0").sha256)
    assert (facts.version, facts.sha256, facts.paper_title) == ("1.0", issued, "Strategiepapier")
    assert facts.baseline_on == date(2014, 12, 31) and facts.baseline["members_sme"] == 36
    assert facts.frozen_on is not None and facts.frozen_on < date(2015, 7, 20)
    newest = facts.newest
    assert newest is not None and (newest.role, newest.channel) == ("Clustermanagement", "Telefonat")
    assert len([line for line in facts.lines if line.number.startswith("M ")]) == 18


def test_the_words_are_refused_where_they_contradict_the_answers(followed: Agency) -> None:
    _answer(followed, "12m", _twelve(followed))
    goals = [{"key": "Z1.1", "short": "gemeinsame Projekte", "part": 25, "whole": 63}]
    _say(followed, goals=goals)
    with pytest.raises(InputErrors, match=r"Z1\.1 ergibt aus Zähler und Nenner 25,0, gemeldet sind 19,0"):
        followed.step("write_impact_note")
    assert _versions(followed) == []


def test_only_staff_hand_in_the_words_and_a_causal_claim_is_refused(followed: Agency) -> None:
    said = dict(followed.case.submissions["wirkung"])
    with pytest.raises(Exception, match="Dafür ist eine dieser Rollen nötig"):
        followed.run(MANAGER, lambda work: submit_answers(work, NUMBER, "wirkung", said))
    claim = {**said, "decision": "Die Beratung führte zu mehr Projekten."}
    with pytest.raises(InputErrors, match="behauptet eine Ursache"):
        followed.run(LEAD, lambda work: submit_answers(work, NUMBER, "wirkung", claim))


def _text(agency: Agency) -> str:
    def content(work: Any) -> bytes:
        latest = work.queries.engagement(NUMBER).document("wirkungsvermerk").latest
        return bytes(work.files.get(latest.sha256))

    body = Document(io.BytesIO(agency.look(content))).element.body
    return " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
