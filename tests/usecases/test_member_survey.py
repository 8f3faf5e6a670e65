"""A member survey from its link to the submission: without names, once closed nothing more, nobody's answer lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from clusterprocess.domain.errors import InputError, InputErrors, NotFoundError, PermissionDenied, RuleViolation
from clusterprocess.domain.links import SurveyResponse
from clusterprocess.domain.states import State
from clusterprocess.offerings.guest_forms import FormErrors, accepted
from clusterprocess.offerings.individual_advice.impact_form import impact_form, impact_row
from clusterprocess.offerings.individual_advice.impact_survey import IMPACT_SURVEY
from clusterprocess.usecases.answer_by_link import forget_old_drafts, hand_in, keep_draft, open_form
from clusterprocess.usecases.hand_out_links import Wanted, hand_out_link, links_of
from clusterprocess.usecases.member_survey import close_survey, open_survey, survey_so_far
from clusterprocess.usecases.personal_links import address_of
from tests.builders import AUDITOR, HEAD, LEAD, MANAGER, NUMBER, Agency, bring_to

UNTIL = date(2015, 3, 13)
INVITED = "kmu=36,gross=8,hochschule=3"
KMU = {"kind": "kmu", "size": "20-49", "need_vernetzung": "5", "satisfaction_vernetzung": "2", "recommend": "8"}
LARGE = {"kind": "gross", "obstacle": "Rechte am Ergebnis (Beispiel)"}


@pytest.fixture
def running(agency: Agency) -> Agency:
    """The sample engagement in its intake."""
    return bring_to(agency, State.INTAKE_OPEN)


def opened(agency: Agency) -> str:
    """Open the survey; returns a token of its link."""
    link = agency.run(LEAD, lambda work: open_survey(work, NUMBER, UNTIL).id)
    return token_of(agency, link)


def token_of(agency: Agency, link: int) -> str:
    return agency.run(LEAD, lambda w: address_of(w, w.queries.personal_link(link))).rpartition("/")[2]


def answer(agency: Agency, token: str, values: dict[str, str]) -> None:
    agency.run("system", lambda work: hand_in(work, token, values))


def test_opening_a_survey_lays_the_text_for_the_members_into_the_drafts(running: Agency) -> None:
    opened(running)
    message = running.look(lambda w: w.queries.messages()[-1])
    link = running.look(lambda w: next(x.id for x in w.queries.personal_links() if x.purpose == "befragung"))
    assert (message.template, message.state) == ("mitgliederbefragung", "entwurf")
    assert f"[[link:{link}]]" in message.body_text
    assert "13.03.2015" in message.body_text
    assert len(message.recipients) == 1


def test_answers_become_one_submission_that_tells_nothing_about_who_answered_when(running: Agency) -> None:
    token = opened(running)
    for values in (LARGE, KMU, KMU):
        answer(running, token, values)
    rows: list[SurveyResponse] = running.look(lambda w: list(w.queries.survey_responses()))
    # noon in Stuttgart, whenever it was: 11:00 UTC in winter
    assert {r.submitted_at.strftime("%Y-%m-%d %H:%M") for r in rows} == {"2015-01-19 11:00"}
    found = running.run(LEAD, lambda w: survey_so_far(w, NUMBER))
    assert (found.open_until, found.answers, found.by_kind) == (UNTIL, 3, {"kmu": 2, "gross": 1})
    done = running.run(LEAD, lambda work: close_survey(work, NUMBER, INVITED))
    assert done.answers == 3
    data: Any = running.engagement(lambda e: e.submission("befragung"))
    assert data.data["invited"] == {"kmu": 36, "gross": 8, "hochschule": 3}
    assert data.data["closed_on"] == "2015-01-19"
    kinds = [r["kind"] for r in data.data["responses"]]
    # in the order of their content, not of their arrival
    assert kinds == ["gross", "kmu", "kmu"] and [r["number"] for r in data.data["responses"]] == [1, 2, 3]
    assert data.data["responses"][1]["need"] == {"vernetzung": 5}


def test_after_closing_the_link_opens_nothing_and_no_answer_is_added(running: Agency) -> None:
    token = opened(running)
    answer(running, token, KMU)
    running.run(LEAD, lambda work: close_survey(work, NUMBER, INVITED))
    for act in (
        lambda w: open_form(w, token),
        lambda w: hand_in(w, token, KMU),
        lambda w: keep_draft(w, token, KMU, "b"),
    ):
        with pytest.raises(NotFoundError):
            running.run("system", act)
    assert running.run(LEAD, lambda w: survey_so_far(w, NUMBER)).open_until is None


def test_a_closed_survey_can_be_opened_again_and_all_answers_count(running: Agency) -> None:
    answer(running, opened(running), KMU)
    running.run(LEAD, lambda work: close_survey(work, NUMBER, INVITED))
    answer(running, opened(running), LARGE)
    assert running.run(LEAD, lambda work: close_survey(work, NUMBER, INVITED)).submission.version == 2
    data: Any = running.engagement(lambda e: e.submission("befragung"))
    assert len(data.data["responses"]) == 2


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda w: open_survey(w, NUMBER, date(2015, 1, 18)), InputError),
        (lambda w: open_survey(w, NUMBER, date(2015, 6, 1)), InputError),
        (lambda w: open_survey(w, "CA-2015-A-999", UNTIL), NotFoundError),
        (lambda w: close_survey(w, NUMBER, INVITED), RuleViolation),
        (lambda w: hand_out_link(w, Wanted("befragung", NUMBER)), InputError),
        (lambda w: hand_out_link(w, Wanted("raten", NUMBER)), InputError),
        (lambda w: hand_out_link(w, Wanted("nachbefragung", NUMBER)), InputError),
        (lambda w: hand_out_link(w, Wanted("anmeldung", NUMBER)), InputError),
        (lambda w: hand_out_link(w, Wanted("anmeldung", NUMBER, days=0)), InputError),
        (lambda w: hand_out_link(w, Wanted("zusage", NUMBER)), InputError),
        (lambda w: links_of(w, "CA-2015-V-999"), NotFoundError),
    ],
    ids=["past", "too long", "unknown", "no answers", "survey by hand", "purpose", "no follow-up", "no workshop",
         "no days", "no registration", "unknown number"],
)  # fmt: skip
def test_wrong_wishes_are_refused(running: Agency, act: Callable[[Any], object], error: type[Exception]) -> None:
    with pytest.raises(error):
        running.run(LEAD, act)


@pytest.mark.parametrize("handle", [MANAGER, AUDITOR])
def test_only_staff_open_close_or_hand_out(running: Agency, handle: str) -> None:
    acts: tuple[Callable[[Any], object], ...] = (
        lambda w: open_survey(w, NUMBER, UNTIL),
        lambda w: close_survey(w, NUMBER, INVITED),
        lambda w: hand_out_link(w, Wanted("anmeldung", NUMBER, workshop=1)),
    )
    for act in acts:
        with pytest.raises(PermissionDenied):
            running.run(handle, act)


def test_a_second_survey_beside_an_open_one_and_one_before_acceptance_are_refused(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    with pytest.raises(RuleViolation):
        agency.run(LEAD, lambda work: open_survey(work, NUMBER, UNTIL))
    bring_to(agency := Agency(agency.copies(None), agency.copies), State.INTAKE_OPEN)  # type: ignore[misc]
    opened(agency)
    with pytest.raises(RuleViolation, match="läuft schon bis"):
        opened(agency)


def test_more_answers_than_were_asked_keep_the_survey_open_and_lose_nothing(running: Agency) -> None:
    token = opened(running)
    answer(running, token, KMU)
    with pytest.raises(InputErrors):
        running.run(LEAD, lambda work: close_survey(work, NUMBER, "verein=3"))
    answer(running, token, LARGE)
    assert running.run(LEAD, lambda w: survey_so_far(w, NUMBER)).answers == 2


def test_twenty_members_answer_at_once_while_the_survey_is_closed_and_every_accepted_answer_counts(
    running: Agency,
) -> None:
    token = opened(running)
    answer(running, token, KMU)
    taken: list[int] = []
    together = threading.Barrier(21)

    def member() -> None:
        together.wait()
        try:
            answer(running, token, KMU)
        except NotFoundError:
            return
        taken.append(1)

    threads = [threading.Thread(target=member) for _ in range(20)]
    for thread in threads:
        thread.start()
    together.wait()
    done = running.run(LEAD, lambda work: close_survey(work, NUMBER, INVITED))
    for thread in threads:
        thread.join()
    assert done.answers == len(running.look(lambda w: w.queries.survey_responses())) == 1 + len(taken)


def test_old_drafts_are_forgotten(running: Agency) -> None:
    token = opened(running)
    running.run("system", lambda work: keep_draft(work, token, KMU, "browser"))
    running.set_day(date(2015, 2, 18))
    assert running.run("system", forget_old_drafts) == 0
    running.set_day(date(2015, 2, 19))
    assert running.run("system", forget_old_drafts) == 1
    assert running.look(lambda w: list(w.queries.link_drafts())) == []


def test_the_list_of_links_tells_state_and_use_and_no_address(running: Agency) -> None:
    token = opened(running)
    answer(running, token, KMU)
    link, address = running.run(HEAD, lambda w: _workshop_link(w))
    lines = running.look(lambda w: links_of(w, NUMBER))
    intake, *given = [(x.purpose, x.state, x.uses) for x in lines]
    assert intake == ("fragebogen", "offen", 0)  # the mail that opens the intake brought its own
    assert given == [("befragung", "beantwortet", 1), ("anmeldung", "offen", 0)]
    assert lines[2].id == link and address.startswith("http://127.0.0.1:8400/l/")
    assert address.rpartition("/")[2] not in repr(lines)


def _workshop_link(work: Any) -> tuple[int, str]:
    from clusterprocess.usecases.hold_workshops import plan_workshop

    plan_workshop(work, NUMBER, date(2015, 4, 22), "Werkskantine")
    link, address = hand_out_link(work, Wanted("anmeldung", NUMBER, workshop=1, days=30))
    return link.id, address


def test_an_answer_to_the_impact_survey_fits_its_model_and_half_a_rating_is_named() -> None:
    form = impact_form("Netz (Beispiel)", ())
    whole = {
        "kind": "kmu",
        "step": "2",
        "ratings.wissen.importance": "5",
        "ratings.wissen.effect": "4",
        "ratings.wissen.due": "3",
    }
    row = impact_row(accepted(form, whole))
    IMPACT_SURVEY.validate({"invited": {"kmu": 10}, "closed_on": "2015-03-13", "responses": [{"number": 1, **row}]})
    assert row["ratings"] == {"wissen": {"importance": 5, "effect": 4, "due": 3}} and row["step"] == 2
    half = {k: v for k, v in whole.items() if not k.endswith(".due")}
    with pytest.raises(FormErrors) as refused:
        impact_row(accepted(form, half))
    assert list(refused.value.by_field) == ["ratings.wissen.due"]
