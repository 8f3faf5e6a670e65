"""The intake behind a personal link: notice, form, review, handing in; the register's figures come along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

import pytest

from clusterprocess.domain.links import PersonalLink
from clusterprocess.domain.states import State
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.offerings.form_building import ANSWERS, PROFILE_PART, Known
from clusterprocess.offerings.guest_forms import FormErrors
from clusterprocess.offerings.profile import PROFILE
from clusterprocess.offerings.questionnaire_form import page_answers, page_sections, page_spec, questions_shown
from clusterprocess.usecases.intake_by_link import NOT_ASKED, intake_link
from clusterprocess.usecases.personal_links import GONE, revoke_link
from clusterprocess.usecases.submit_answers import submit_answers
from tests.builders import LEAD, MANAGER, NUMBER, Agency, bring_to
from tests.web.conftest import Pages, Visitor

VISION = "fragebogen/vision_now"


@pytest.fixture
def intake(agency: Agency) -> Iterator[Pages]:
    """The sample engagement with an open intake and the link of its cluster manager."""
    bring_to(agency, State.INTAKE_OPEN)
    with ExitStack() as stack:
        yield Pages(agency, stack, made(agency))


def made(agency: Agency) -> int:
    def act(work: Any) -> int:
        return int(intake_link(work, work.queries.engagement(NUMBER), work.queries.person(MANAGER)).id)

    return agency.run(LEAD, act)


def begun(pages: Pages) -> Visitor:
    """A browser in front of the questions: the notice was read."""
    visitor = pages.entered()
    if "Gelesen, weiter" in visitor.page:
        visitor.post(f"{pages.form()}/hinweis", {"fassung": "2014-11"})
    return visitor


def stored(pages: Pages) -> dict[str, Any]:
    def look(work: Any) -> dict[str, Any]:
        found = work.queries.engagement(NUMBER)
        asked = found.submission("fragebogen")
        return {
            "answers": dict(asked.data) if asked else {},
            "versions": len([s for s in found.submissions if s.kind == "fragebogen"]),
            "profile": dict(found.cluster.profile.answers) if found.cluster.profile else {},
            "comments": dict(found.cluster.profile.comments) if found.cluster.profile else {},
            "notice": found.fact("privacy_notice"),
        }

    found: dict[str, Any] = pages.agency.look(look)
    return found


def test_the_mail_that_opens_the_intake_carries_the_link(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)

    def look(work: Any) -> tuple[str, list[str]]:
        text = next(m.body_text for m in work.queries.messages(engagement=NUMBER) if m.template == "erhebung")
        links = work.queries.personal_links(engagement_id=work.queries.engagement(NUMBER).id)
        return text, [f"[[link:{x.id}]]" for x in links if x.purpose == "fragebogen"]

    text, links = agency.look(look)
    assert len(links) == 1
    assert links[0] in text


def test_the_privacy_notice_comes_before_the_first_question_and_is_kept_with_version_and_time(intake: Pages) -> None:
    visitor = intake.entered()
    assert "Was mit Ihren Angaben geschieht" in visitor.page
    assert VISION not in visitor.page
    assert "Heutige Vision" in visitor.post(f"{intake.form()}/hinweis", {"fassung": "2014-11"}).page

    def look(work: Any) -> PersonalLink:
        return work.queries.personal_link(intake.link)

    link = intake.agency.look(look)
    assert (link.notice_version, link.notice_shown_at is not None) == ("2014-11", True)
    assert "Heutige Vision" in intake.entered().page  # shown once


def test_whoever_skips_the_notice_hands_nothing_in(intake: Pages) -> None:
    visitor = intake.entered()
    before = stored(intake)
    assert "Was mit Ihren Angaben geschieht" in visitor.post(intake.form(), {VISION: "Vorbei am Hinweis"}).page
    assert stored(intake) == before


def test_answers_are_reviewed_and_then_kept_as_the_next_version_with_the_notice_as_evidence(intake: Pages) -> None:
    visitor = begun(intake)
    visitor.post(intake.form(), fields(visitor) | {VISION: "Präzision aus dem Beispieltal"})
    assert "Noch ist nichts abgegeben" in visitor.page
    assert "Präzision aus dem Beispieltal" in visitor.page
    assert stored(intake)["versions"] == 0
    visitor.post(f"{intake.form()}/pruefen", {})
    assert "Vielen Dank" in visitor.page
    assert "Präzision aus dem Beispieltal" in visitor.page  # a copy to print
    kept = stored(intake)
    assert (kept["versions"], kept["notice"]) == (1, "2014-11")
    assert kept["answers"]["vision_now"] == "Präzision aus dem Beispieltal"
    assert "ist schon beantwortet" in intake.entered().page


def test_a_draft_is_there_again_in_another_browser(intake: Pages) -> None:
    visitor = begun(intake)
    visitor.post(f"{intake.form()}/entwurf", {VISION: "Halber Satz (Beispiel)"})
    elsewhere = intake.entered()
    assert "Halber Satz (Beispiel)" in elsewhere.page
    assert "Zuletzt gesichert" in elsewhere.page


def test_a_field_that_comes_back_blank_keeps_what_was_known_unless_its_removal_is_ticked(intake: Pages) -> None:
    first = {"vision_now": "Alte Vision (Beispiel)", "horizon": intake.agency.case.answers["horizon"]}
    intake.agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "fragebogen", first))
    visitor = begun(intake)
    assert "Alte Vision (Beispiel)" in visitor.page
    visitor.post(intake.form(), fields(visitor) | {VISION: "", "fragebogen/mandate": "Empfehlen"})
    assert "Angabe entfernen: Heutige Vision" in visitor.page
    visitor.post(f"{intake.form()}/pruefen", {})
    assert stored(intake)["answers"]["vision_now"] == "Alte Vision (Beispiel)"


def test_a_ticked_removal_takes_the_answer_away(intake: Pages) -> None:
    intake.agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "fragebogen", {"vision_now": "Alte Vision"}))
    visitor = begun(intake)
    visitor.post(intake.form(), fields(visitor) | {VISION: ""})
    visitor.post(f"{intake.form()}/pruefen", {f"{VISION}~entfernen": "ja"})
    assert "vision_now" not in stored(intake)["answers"]


def test_what_somebody_else_answered_since_the_page_was_opened_stays(intake: Pages) -> None:
    visitor = begun(intake)
    typed = fields(visitor)
    intake.agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "fragebogen", {"vision_now": "Aus der Beratung"}))
    visitor.post(intake.form(), typed | {"fragebogen/mandate": "Wir dürfen empfehlen (Beispiel)"})
    visitor.post(f"{intake.form()}/pruefen", {})
    assert stored(intake)["answers"] == {
        "vision_now": "Aus der Beratung", "mandate": "Wir dürfen empfehlen (Beispiel)"
    }  # fmt: skip


def test_two_different_answers_to_one_question_are_told_and_none_is_lost(intake: Pages) -> None:
    visitor = begun(intake)
    intake.agency.run(LEAD, lambda work: submit_answers(work, NUMBER, "fragebogen", {"vision_now": "Aus der Beratung"}))
    visitor.post(intake.form(), {VISION: "Vom Telefon"})
    assert visitor.status == 422
    assert "inzwischen von jemand anderem beantwortet: Aus der Beratung" in visitor.page
    assert stored(intake)["answers"]["vision_now"] == "Aus der Beratung"


def test_an_unusual_figure_gets_a_comment_field_and_the_comment_is_kept(intake: Pages) -> None:
    visitor = begun(intake)
    visitor.post(intake.form(), fields(visitor) | {"profil/events_12m": "1"})
    assert "Nur 1 Veranstaltungen in zwölf Monaten" in visitor.page
    visitor.post(f"{intake.form()}/pruefen", {"kommentar/events": "Neu gegründet (Beispiel)"})
    kept = stored(intake)
    assert (kept["profile"]["events_12m"], kept["comments"]["events"]) == (1, "Neu gegründet (Beispiel)")
    assert kept["profile"]["privacy_notice"]["version"] == "2014-11"


def test_wrong_answers_are_named_beside_their_field_and_nothing_is_kept(intake: Pages) -> None:
    visitor = begun(intake)
    before = stored(intake)
    visitor.post(intake.form(), fields(visitor) | {"profil/founded": "morgen", "profil/members_committed": "9999"})
    assert visitor.status == 422
    assert "„Gründungsjahr“" in visitor.page
    visitor.post(intake.form(), fields(visitor) | {"profil/founded": "2001", "profil/members_committed": "9999"})
    assert visitor.status == 422
    assert "mehr als die" in visitor.page
    assert stored(intake) == before


def test_of_two_that_hand_in_at_once_one_is_kept_and_the_other_is_told(intake: Pages) -> None:
    one = begun(intake)
    one.post(intake.form(), {VISION: "Gleichzeitig (Beispiel)"})
    two = intake.visitor().open(intake.path()).open(f"{intake.form()}/pruefen")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda v: v.post(f"{intake.form()}/pruefen", {}), (one, two)))
    assert stored(intake)["versions"] == 1
    told = [one.page, two.page]
    assert sum("Vielen Dank. Ihre Angaben" in page for page in told) == 1
    assert sum("schon beantwortet" in page for page in told) == 1


@pytest.mark.parametrize("spoil", ["wrong", "expired", "revoked"])
def test_a_link_that_is_wrong_expired_or_revoked_opens_nothing(intake: Pages, spoil: str) -> None:
    path = intake.path()
    if spoil == "wrong":
        path = path[:-3] + "xyz"
    if spoil == "revoked":
        intake.agency.run(LEAD, lambda work: revoke_link(work, intake.link))
    if spoil == "expired":
        intake.set_now(intake.agency.look(lambda work: work.now) + timedelta(days=120))
    visitor = intake.visitor().open(path)
    assert (visitor.status, GONE in visitor.page) == (404, True)


def test_the_link_ends_when_the_intake_is_complete(intake: Pages) -> None:
    bring_to_complete(intake.agency)
    assert intake.entered().status == 404


def bring_to_complete(agency: Agency) -> None:
    agency.set_day(date(2015, 2, 13))
    agency.run(MANAGER, lambda work: submit_answers(work, NUMBER, "fragebogen", agency.case.answers))
    agency.prove({"privacy_notice": "2014-11"}, date(2015, 1, 26))
    agency.decide(LEAD, "complete_intake")


# --- the volunteer's form


@pytest.mark.parametrize("offering", OFFERINGS, ids=lambda o: o.slug)
def test_a_volunteer_sees_at_most_thirty_five_questions(offering: Any) -> None:
    parts = {ANSWERS: offering.questionnaire, PROFILE_PART: PROFILE}
    asked = getattr(offering.questionnaire, "asked_for", None)
    chosen = asked({}, fast_lane=True) if asked else offering.questionnaire.questions
    keys = {f"{ANSWERS}/{q.key}" for q in chosen}
    keys |= {f"{PROFILE_PART}/{q.key}" for q in PROFILE.questions if q.key not in NOT_ASKED}
    spec = page_spec(parts, "M0", Known(), keys=keys, short=True)
    assert 15 <= questions_shown(spec) <= 35


def test_every_field_of_every_questionnaire_has_a_key_of_its_own() -> None:
    for offering in OFFERINGS:
        parts = {ANSWERS: offering.questionnaire, PROFILE_PART: PROFILE}
        keys = [f.key for s in page_sections(page_spec(parts, "M4", Known())) for f in s.fields]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("part", ["fragebogen", "profil"])
def test_what_a_page_shows_comes_back_as_no_news(part: str, agency: Agency) -> None:
    offering = next(o for o in OFFERINGS if o.slug == "cluster_strategy")
    case = agency.case
    current = {ANSWERS: case.answers, PROFILE_PART: case.profile}
    asked = {ANSWERS: offering.questionnaire, PROFILE_PART: PROFILE}
    spec = page_spec({part: asked[part]}, "M4", Known(current))
    shown = {f.key: posted(f.value) for s in page_sections(spec) for f in s.fields}
    assert page_answers(spec, shown, current) == {}


def posted(value: Any) -> Any:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        return [str(v) for v in value]
    return "" if value is None else str(value).replace(".", ",") if isinstance(value, float) else str(value)


def test_a_value_out_of_range_is_named_at_its_field() -> None:
    spec = page_spec({PROFILE_PART: PROFILE}, "M2", Known())
    with pytest.raises(FormErrors) as caught:
        page_answers(spec, {"profil/head_count": "999"}, {})
    assert set(caught.value.by_field) == {"profil/head_count"}


def fields(visitor: Visitor) -> dict[str, Any]:
    """What a browser would post without anything being typed."""
    page, found = visitor.page, {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        name, kind = attribute(tag, "name"), attribute(tag, "type")
        if not name or name == "_token" or (kind in ("radio", "checkbox") and " checked" not in tag):
            continue
        value = attribute(tag, "value")
        found[name] = [*found.get(name, []), value] if kind == "checkbox" else value
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        found[name] = unescaped(text)
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = unescaped(chosen[1]) if chosen else ""
    return found


def attribute(tag: str, name: str) -> str:
    found = re.search(rf' {name}="([^"]*)"', tag)
    return unescaped(found[1]) if found else ""


def unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)
