"""The member survey behind a link: open it, take answers without a name, close it into the engagement (ruling 6).

One link serves all members, because the initiative hands it on. An answer is kept without person, link, browser or
time of day, so that nothing but its own words could tell who gave it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.engagement import Engagement, Submission
from clusterprocess.domain.errors import InputError, RuleViolation
from clusterprocess.domain.links import LinkPurpose, PersonalLink, SurveyResponse, placeholder
from clusterprocess.domain.states import ENDED, State
from clusterprocess.offerings.guest_forms import GuestForm, Values
from clusterprocess.offerings.individual_advice.impact_form import impact_form, impact_row
from clusterprocess.offerings.individual_advice.impact_survey import IMPACT_SURVEY
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.offerings.standard.survey_form import member_survey_form, survey_row
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.personal_links import address_of, create_link
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.read_survey import counts_by_kind
from clusterprocess.usecases.submit_answers import submit_answers

LONGEST_DAYS = 120
"""A survey that stays open longer is no longer one picture of one time [D]."""


@dataclass(frozen=True, slots=True)
class _Instrument:
    """One kind of survey: its page, and one returned page as a row."""

    form: Callable[[Engagement, tuple[tuple[str, str], ...]], GuestForm]
    row: Callable[[Values], dict[str, Any]]


def _member_form(engagement: Engagement, facts: tuple[tuple[str, str], ...]) -> GuestForm:
    short = process().scope_of(engagement.offering, engagement.level).survey == "kurz"
    return member_survey_form(engagement.cluster.name, short, facts)


_MEMBER = _Instrument(_member_form, survey_row)
_IMPACT = _Instrument(lambda engagement, facts: impact_form(engagement.cluster.name, facts), impact_row)


def survey_form(work: Work, link: PersonalLink) -> GuestForm:
    """The survey that the link's engagement runs, in the length of its maturity level."""
    engagement = _engagement(work, link)
    last_day = link.expires_at.astimezone(BERLIN).date()
    facts = (("Offen bis", f"{last_day:%d.%m.%Y}"), ("Vorgang", engagement.number))
    return _instrument(engagement).form(engagement, facts)


def answer_survey_by_link(work: Work, link: PersonalLink, values: Values) -> None:
    """Keep one answer.

    Raises:
        FormErrors: answers that belong together are incomplete.
        RuleViolation: the engagement takes nothing any more.
    """
    engagement = _engagement(work, link)
    _require_open(engagement)
    row = _instrument(engagement).row(values)
    work.add(
        SurveyResponse(
            purpose=LinkPurpose.MEMBER_SURVEY.value,
            engagement_id=engagement.id,
            member_kind=row["kind"],
            answers=row,
            # the day only: an exact time beside the audit trail's entry would lead back to whoever was seen answering
            submitted_at=datetime.combine(work.today, time(12), BERLIN).astimezone(UTC),
        )
    )


def open_survey(work: Work, number: str, until: date) -> PersonalLink:
    """Make the link for all members and lay the text for them into the lead's drafts.

    Args:
        until: last day on which answers are taken.

    Raises:
        InputError: the day is past or too far away.
        RuleViolation: this service takes no survey, the engagement is not running, or a survey is open already.
    """
    engagement = work.queries.engagement(number, lock=True)
    work.require(*STAFF)
    _require_open(engagement)
    _instrument(engagement)
    days = (until - work.today).days
    if not 0 <= days <= LONGEST_DAYS:
        raise InputError(
            f"Letzter Tag (until): bitte ein Tag von heute an, höchstens {LONGEST_DAYS} Tage entfernt.", field="until"
        )
    if running := _open_links(work, engagement):
        raise RuleViolation(
            "open_survey",
            [f"Die Befragung läuft schon bis {running[0].expires_at.astimezone(BERLIN):%d.%m.%Y} (Link {running[0].id})."],
        )  # fmt: skip
    link = create_link(work, LinkPurpose.MEMBER_SURVEY, None, engagement=engagement, days_valid=days)
    link.expires_at = datetime.combine(until, time(23, 59, 59), BERLIN).astimezone(UTC)
    queue_message(
        work,
        "mitgliederbefragung",
        f"{engagement.number}:mitgliederbefragung:{link.id}",
        engagement,
        work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id),
        {
            "link": placeholder(link.id),
            "frist": f"{until:%d.%m.%Y}",
            "minuten": str(survey_form(work, link).minutes),
        },
        draft=True,
        reason="Der Text geht über das Clustermanagement an die Mitglieder.",
    )
    return link


@dataclass(frozen=True, slots=True)
class SurveySoFar:
    """How far a survey has come; ``open_until`` is None while no link is open."""

    open_until: date | None
    answers: int
    by_kind: dict[str, int]


def survey_so_far(work: Work, number: str) -> SurveySoFar:
    """How many answered, by kind; what they answered is read when the survey is closed."""
    engagement = work.queries.engagement(number)
    links = _open_links(work, engagement)
    counts = Counter(r.member_kind for r in _responses(work, engagement))
    by_kind = {kind: counts[kind] for kind in KIND_NAMES if counts[kind]}
    until = links[0].expires_at.astimezone(BERLIN).date() if links else None
    return SurveySoFar(until, counts.total(), by_kind)


@dataclass(frozen=True, slots=True)
class SurveyReturn:
    """A closed survey: how many answered, and the submission it became."""

    answers: int
    submission: Submission


def close_survey(work: Work, number: str, invited: str) -> SurveyReturn:
    """End the link and hand the answers in as the engagement's next version of ``befragung``.

    Args:
        invited: how many members of each kind were asked, ``kmu=36,gross=8``.

    Raises:
        RuleViolation: nobody answered.
        InputError: ``invited`` has another form, or more members of a kind answered than were asked.
    """
    work.require(*STAFF)
    engagement = work.queries.engagement(number)  # locked after its links, in the order of an answer that comes in
    asked = counts_by_kind(invited)
    for link in _open_links(work, engagement):
        link.revoke(work.now, "geschlossen")
    work.flush()  # waits for an answer that is being taken; what comes later finds the link closed
    responses = [r.answers for r in _responses(work, engagement)]
    if not responses:
        raise RuleViolation("close_survey", ["Zur Befragung liegt keine Antwort vor; es gibt nichts einzureichen."])
    _require_asked(asked, responses)
    # sorted by content, not by arrival: a number in the file says nothing about who was first
    ordered = sorted(responses, key=lambda row: sorted((k, repr(v)) for k, v in row.items()))
    rows = [{"number": n, **row} for n, row in enumerate(ordered, 1)]
    data = {"invited": asked, "closed_on": work.today.isoformat(), "responses": rows}
    return SurveyReturn(len(rows), submit_answers(work, number, "befragung", data))


def _require_asked(asked: Mapping[str, int], responses: Sequence[Mapping[str, Any]]) -> None:
    """Nobody answers who was not asked: a rate of return above one would stand in the report."""
    answered = Counter(row.get("kind") for row in responses)
    for kind, count in asked.items():
        if answered[kind] > count:
            raise InputError(
                f"Eingeladene ({kind}): {KIND_NAMES.get(kind, kind)} – {answered[kind]} haben geantwortet, eingeladen "
                f"waren laut Angabe nur {count}; bitte prüfen.",
                field=kind,
            )


def survey_address(work: Work, number: str) -> str:
    """A fresh address of the open survey, to hand on to the members; nobody can look one up later.

    Raises:
        RuleViolation: no survey is open.
        InputError: no address of the pages is configured.
    """
    work.require(*STAFF)
    links = _open_links(work, work.queries.engagement(number))
    if not links:
        raise RuleViolation("survey_address", ["Zurzeit ist keine Befragung geöffnet; bitte zuerst öffnen."])
    return address_of(work, links[0])


def _engagement(work: Work, link: PersonalLink) -> Engagement:
    if link.engagement_number is None:
        raise RuleViolation("member_survey", ["Zu diesem Link gehört kein Vorgang."])
    return work.queries.engagement(link.engagement_number)


def _instrument(engagement: Engagement) -> _Instrument:
    taken = offering_of(engagement).submittable("befragung")
    if taken is None:
        raise RuleViolation("member_survey", ["Diese Leistung führt keine Mitgliederbefragung durch."])
    return _IMPACT if taken.schema_version == IMPACT_SURVEY.schema_version else _MEMBER


def _require_open(engagement: Engagement) -> None:
    state = engagement.current_state
    if state in ENDED or state in (State.PAUSED, State.REQUESTED, State.UNDER_CHECK):
        raise RuleViolation(
            "member_survey", [f"Der Vorgang ist „{state.value}“; zurzeit nimmt er keine Antworten von Mitgliedern auf."]
        )


def _responses(work: Work, engagement: Engagement) -> list[SurveyResponse]:
    found = work.queries.survey_responses(engagement_id=engagement.id)
    return [r for r in found if r.purpose == LinkPurpose.MEMBER_SURVEY.value]


def _open_links(work: Work, engagement: Engagement) -> list[PersonalLink]:
    return [
        link
        for link in work.queries.personal_links(engagement_id=engagement.id)
        if link.purpose == LinkPurpose.MEMBER_SURVEY.value and link.is_usable(work.now)
    ]
