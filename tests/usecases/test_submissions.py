"""Answers come in through one door: validated once, kept by version, refused whole (offerings.md ruling 6)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from clusterprocess.domain.errors import InputError, PermissionDenied, RuleViolation
from clusterprocess.domain.states import State
from clusterprocess.usecases.submit_answers import require_bounded, submit_answers
from tests.builders import AUDITOR, BOARD, HEAD, LEAD, MANAGER, NUMBER, Agency, bring_to


def _submit(agency: Agency, kind: str, data: Mapping[str, Any], by: str = LEAD, **more: Any) -> None:
    agency.run(by, lambda w: submit_answers(w, NUMBER, kind, data, **more))


def _kept(agency: Agency) -> list[tuple[str, int]]:
    return agency.engagement(lambda e: [(s.kind, s.version) for s in e.submissions])


def test_every_submission_is_a_version_and_earlier_ones_stay(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    _submit(agency, "fragebogen", agency.case.answers)
    _submit(agency, "fragebogen", {**agency.case.answers, "mandate": "Ein neuer Auftrag"})
    _submit(agency, "interviews", agency.case.interviews)
    assert _kept(agency) == [("fragebogen", 1), ("fragebogen", 2), ("interviews", 1)]
    first, second = agency.engagement(lambda e: [s.data.get("mandate") for s in e.submissions][:2])
    assert first != second == "Ein neuer Auftrag"


def test_the_event_carries_version_schema_and_commitment_and_not_the_answers(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    _submit(agency, "fragebogen", agency.case.answers)
    event = agency.events()[-1]
    assert set(event.data) == {"label", "kind", "version", "schema", "commitment", "host_ts"}
    with create_engine(agency.app.urls.owner).connect() as connection:
        secret = connection.scalar(text("SELECT secret FROM submission"))
    data = agency.engagement(lambda e: e.submissions[0].data)
    import json

    content = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    assert event.data["commitment"] == hmac.new(secret, content, hashlib.sha256).hexdigest()


def test_an_unknown_kind_is_answered_with_the_known_ones(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    with pytest.raises(InputError, match="fragebogen, interviews, befragung, strategie, delphi, texte"):
        _submit(agency, "roman", {})


def test_unknown_and_impossible_answers_are_all_named_and_nothing_is_kept(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    with pytest.raises(InputError) as caught:
        _submit(agency, "texte", {"texts": {"gibt.es.nicht": "x"}, "mehr": 1})
    assert "mehr" in str(caught.value)
    assert _kept(agency) == []


@pytest.mark.parametrize("state", [State.REQUESTED, State.UNDER_CHECK])
def test_nothing_is_taken_before_acceptance(agency: Agency, state: State) -> None:
    bring_to(agency, state)
    with pytest.raises(RuleViolation, match="noch nicht angenommen"):
        _submit(agency, "fragebogen", agency.case.answers)


def test_nothing_is_taken_after_the_end(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    agency.decide(HEAD, "abort", reason="keine_rueckmeldung")
    with pytest.raises(RuleViolation, match="nimmt nichts mehr auf"):
        _submit(agency, "fragebogen", agency.case.answers)


def test_the_manager_hands_in_questionnaire_and_survey_and_nothing_else(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    _submit(agency, "fragebogen", agency.case.answers, MANAGER)
    _submit(agency, "befragung", agency.case.survey, MANAGER)
    for kind in ("interviews", "strategie", "texte"):
        with pytest.raises(PermissionDenied):
            _submit(agency, kind, {}, MANAGER)
    for by in (BOARD, AUDITOR):
        with pytest.raises(PermissionDenied):
            _submit(agency, "fragebogen", agency.case.answers, by)


def test_a_submission_dated_tomorrow_is_refused(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    with pytest.raises(InputError, match="Zukunft"):
        _submit(agency, "fragebogen", agency.case.answers, on=date(2015, 1, 20))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("x" * 10_001, "10.001 Zeichen"),
        ("Zeile\x00", "Steuerzeichen"),
        ("Zeile\x1b[31m", "Steuerzeichen"),
        ("\ud800", "occasion"),
    ],
    ids=["oversize", "nul", "escape", "lone surrogate"],
)
def test_text_that_cannot_be_kept_is_refused_with_its_place(agency: Agency, answer: str, told: str) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    before = agency.actions()
    with pytest.raises(InputError, match=told) as caught:
        _submit(agency, "texte", {"texts": {"occasion": answer}})
    assert "occasion" in str(caught.value)
    assert _kept(agency) == [] and agency.actions() == before


def test_ten_thousand_characters_with_line_breaks_pass_the_door() -> None:
    require_bounded({"a": "x\n\t" * 3333})


def test_a_control_character_in_a_name_of_a_field_is_refused() -> None:
    with pytest.raises(InputError):
        require_bounded({"texts": {"a\x00b": "Text"}})


@pytest.mark.parametrize("value", [[1] * 5001, {"a": {"b": [[[[[[[[[[[[1]]]]]]]]]]]]}}])
def test_endless_lists_and_deep_nesting_are_refused(value: object) -> None:
    with pytest.raises(InputError):
        require_bounded({"a": value})


def test_a_comment_with_a_nul_character_is_refused_with_a_sentence(agency: Agency) -> None:
    from clusterprocess.usecases.submit_answers import store_profile

    with pytest.raises(InputError, match="Steuerzeichen"):
        agency.run(
            LEAD,
            lambda w: (
                store_profile(
                    w, w.queries.cluster(agency.cluster_name), date(2014, 12, 31), {"head_count": 2}, {"x": "a\x00"}
                ).id
            ),
        )
