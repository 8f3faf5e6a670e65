"""Follow-ups after the handover: plan, open, answer through a link or by staff, note silence (offerings.md section 8).

The days are counted from the handover and never from an answer, so that a late answer does not move what comes next. A
pause does not move them either: twelve months after the handover are twelve months. Short advice (ruling 3) is asked
the same way after its note went out; it closes before the answers come, and they never open it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from clusterprocess.catalogues.calendar import agency_calendar
from clusterprocess.catalogues.follow_up import follow_up_catalogue
from clusterprocess.domain.actors import STAFF, Role
from clusterprocess.domain.due_items import DueState
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, NotFoundError, RuleViolation
from clusterprocess.domain.follow_ups import CHANNELS, FollowUpAnswers, FollowUpState, FollowUpSurvey
from clusterprocess.domain.links import LinkPurpose, PersonalLink, placeholder
from clusterprocess.domain.register import Person
from clusterprocess.domain.states import State
from clusterprocess.offerings.guest_forms import FormErrors, GuestForm, Values
from clusterprocess.offerings.sections.numbers import in_words
from clusterprocess.offerings.standard.follow_up_form import minutes_of, sections_of
from clusterprocess.offerings.standard.follow_up_values import checked_record, record_of
from clusterprocess.usecases.follow_up_facts import known_before, plan_of, subject_for
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.personal_links import GONE, create_link
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.settle_follow_ups import (
    enter_evidence,
    keep_answers,
    locked_follow_up,
    require_asked,
    says_anything,
)
from clusterprocess.usecases.submit_answers import require_bounded

MAY_ANSWER = (Role.CLUSTER_MANAGER, Role.BOARD, Role.CORE_GROUP, Role.MEMBER)
LAST_REMINDER, PHONE_TASK = "nachbefragung_2", "nachbefragung_telefon"
"""Rules of the reminder plan after which silence may be noted (section 8)."""
MISSED = "vor_der_nacherfassung"
"""Why a follow-up was dropped whose day lay long before the engagement was taken over."""


def plan_follow_ups(work: Work, engagement: Engagement) -> None:
    """Plan every follow-up of the offering once, counted from the handover and put on a working day.

    Of an engagement that was taken over, what should have been asked long ago is noted as dropped and not asked now.
    """
    planned = {survey.key for survey in engagement.follow_ups}
    start = engagement.handed_over_on or work.today
    told = "der Übergabe" if engagement.handed_over_on else "der Nacherfassung, ein Übergabetag ist nicht eingetragen,"
    calendar = agency_calendar()
    for wanted in offering_of(engagement).follow_ups:
        if wanted.key in planned or not wanted.is_planned_at(engagement.level):
            continue
        day = start + timedelta(days=wanted.after_days)
        due_on = calendar.next_working_day(day)
        moved = "" if due_on == day else f"; der {day:%d.%m.%Y} ist kein Arbeitstag, deshalb der nächste"
        survey = FollowUpSurvey(
            key=wanted.key,
            due_on=due_on,
            explained=f"{wanted.after_days} Tage nach {told} am {start:%d.%m.%Y}{moved}",
            state=FollowUpState.PLANNED.value,
        )
        engagement.follow_ups.append(survey)
        work.flush()
        survey.planned()
        if engagement.taken_over and (work.today - due_on).days > follow_up_catalogue().late_days:
            survey.explained += "; bei der Nacherfassung lag dieser Tag zu weit zurück, sie entfällt"
            survey.drop(work.today, MISSED)


def drop_follow_ups(work: Work, engagement: Engagement, reason: str) -> None:
    """What is still to be asked is asked no more, and links that were given out open nothing; ``reason`` is a code."""
    for survey in engagement.follow_ups:
        survey.drop(work.today, reason)
        for link in work.queries.personal_links(follow_up_id=survey.id):
            link.revoke(work.now, reason)


def open_follow_up(work: Work, follow_up: FollowUpSurvey | int) -> FollowUpSurvey:
    """Send the questions: a personal link and an automatic mail to each cluster manager of the initiative.

    Raises:
        RuleViolation: it is not planned any more, or the engagement rests.
    """
    survey = locked_follow_up(work, follow_up if isinstance(follow_up, int) else follow_up.id)
    work.require(*STAFF, Role.SYSTEM)
    engagement = survey.engagement
    if engagement.current_state is State.PAUSED:
        raise RuleViolation("open_follow_up", ["Der Vorgang ruht; die Nachbefragung wartet bis zur Wiederaufnahme."])
    survey.open(work.today)
    managers = work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id)
    for manager in managers:
        _ask(work, survey, manager)
    if not managers:
        queue_message(work, "nachbefragung", f"{engagement.number}:nachbefragung:{survey.key}", engagement, (), {})
    return survey


def _ask(work: Work, survey: FollowUpSurvey, manager: Person) -> None:
    engagement, asked = survey.engagement, plan_of(survey)
    catalogue = follow_up_catalogue()
    link = create_link(
        work,
        LinkPurpose.FOLLOW_UP,
        manager,
        engagement=engagement,
        days_valid=catalogue.link_days,
        follow_up_id=survey.id,
    )
    queue_message(
        work,
        "nachbefragung",
        f"{engagement.number}:nachbefragung:{survey.key}:{manager.id}",
        engagement,
        (manager,),
        {
            "link": placeholder(link.id),
            "minuten": in_words(_rounded(minutes_of(asked.questions, subject_for(engagement), work.today))),
            "uebergeben_am": f"{engagement.handed_over_on:%d.%m.%Y}" if engagement.handed_over_on else "",
            "anlass": asked.occasion.de,
            "frist": f"{agency_calendar().add(work.today, catalogue.answer_working_days):%d.%m.%Y}",
        },
    )


def _rounded(minutes: int) -> int:
    """Minutes as one tells them: the next five above."""
    return max(-(-minutes // 5) * 5, 5)


def follow_up_form(work: Work, link: PersonalLink) -> GuestForm:
    """The page of a follow-up, filled with what is known: measures of the plan with their last status, frozen figures.

    Raises:
        NotFoundError: the link belongs to no follow-up.
        RuleViolation: the follow-up is no longer asked.
    """
    survey = _of_link(work, link)
    require_asked(survey)
    return form_of(survey, work.today)


def form_of(survey: FollowUpSurvey, today: date) -> GuestForm:
    """The questions of a follow-up as a page, for the link and for the printed sheet."""
    engagement, asked = survey.engagement, plan_of(survey)
    subject = subject_for(engagement)
    offering = offering_of(engagement)
    handed_over = f"{engagement.handed_over_on:%d.%m.%Y}" if engagement.handed_over_on else "nicht eingetragen"
    return GuestForm(
        title=f"Nachbefragung: {asked.occasion.de}",
        intro="Bitte sagen Sie uns, was seit der Übergabe geschehen ist, auch das, was nicht gelang. Lassen Sie leer, "
        "was Sie nicht wissen; eine Lücke wird als Lücke berichtet.",
        sections=sections_of(asked.questions, subject, known_before(survey), today),
        submit="Antworten absenden",
        facts=(
            ("Initiative", engagement.cluster.name),
            ("Leistung", offering.title.de),
            ("Vorgang", engagement.number),
            ("Übergabe", handed_over),
        ),
        privacy="Ihre Antworten gehören zum Vorgang und dienen der Begleitung und dem Bericht an den Fördergeber. In "
        "Berichten steht Ihre Rolle, nicht Ihr Name. Eine Erfolgsgeschichte erscheint nur mit Ihrer Freigabe.",
        thanks="Vielen Dank. Ihre Antworten sind eingegangen. Wenn Sie etwas berichtigen möchten, antworten Sie auf unsere Nachricht.",
        minutes=minutes_of(asked.questions, subject, today),
    )


def answer_follow_up_by_link(work: Work, link: PersonalLink, values: Values) -> None:
    """Keep what a cluster manager handed in; the link is marked as answered and stays what it was.

    Raises:
        FormErrors: answers that do not fit together.
        NotFoundError, RuleViolation: as :func:`follow_up_form`.
    """
    survey = locked_follow_up(work, _of_link(work, link).id)
    require_asked(survey)
    asked, subject = plan_of(survey), subject_for(survey.engagement)
    record = record_of(values, asked.questions, subject)
    if not says_anything(record):
        raise FormErrors({_first_field(survey, work.today): "Bitte beantworten Sie mindestens eine Frage."})
    keep_answers(work, survey, checked_record(record, asked, subject), "link", Role.CLUSTER_MANAGER, work.today)
    link.answered(work.now)


def _first_field(survey: FollowUpSurvey, today: date) -> str:
    return form_of(survey, today).fields[0].key


def answer_follow_up(
    work: Work, follow_up_id: int, data: Mapping[str, Any], *, channel: str, role: str, on: date | None = None
) -> FollowUpAnswers:
    """Enter answers that staff took down on the telephone or from paper; a correction is the next version.

    Args:
        data: as ``FollowUpData``.
        role: in which role somebody of the initiative answered; never a name.

    Raises:
        InputError: unknown channel or role, a day in the future or before the handover, answers that cannot be kept.
        RuleViolation: the follow-up was dropped, or its engagement has ended.
    """
    survey = locked_follow_up(work, follow_up_id)
    work.require(*STAFF)
    if channel not in CHANNELS or channel == "link":
        raise InputError("Weg (channel): bitte telefon oder papier.", field="channel")
    answering = next((r for r in MAY_ANSWER if r.value == role), None)
    if answering is None:
        allowed = ", ".join(r.value for r in MAY_ANSWER)
        raise InputError(
            f"Rolle (role): „{role[:40]}“ ist keine Rolle der Initiative; möglich sind {allowed}.", field="role"
        )
    day = on or work.today
    if day > work.today:
        raise InputError(f"Tag (on): Der {day:%d.%m.%Y} liegt in der Zukunft.", field="on")
    handed_over = survey.engagement.handed_over_on
    if handed_over and day < handed_over:
        raise InputError(f"Tag (on): Der {day:%d.%m.%Y} liegt vor der Übergabe am {handed_over:%d.%m.%Y}.", field="on")
    require_asked(survey)
    require_bounded(data)
    record = checked_record(data, plan_of(survey), subject_for(survey.engagement))
    if not says_anything(record):
        raise InputError(
            "Antworten: Die Datei enthält keine Antwort; wer schweigt, wird mit „followup silent“ eingetragen.",
            field="file",
        )
    return keep_answers(work, survey, record, channel, answering, day)


def note_no_answer(work: Work, follow_up_id: int, reason: str = "") -> FollowUpSurvey:
    """Note that nobody answered, after two reminders and the telephone call, or with a reason (section 8).

    Raises:
        RuleViolation: the follow-up is not open, or reminders and call are not past and no reason was given.
        InputError: the reason is too long.
    """
    survey = locked_follow_up(work, follow_up_id)
    work.require(*STAFF)
    if len(reason) > 600:
        raise InputError("Begründung (reason): bitte höchstens 600 Zeichen.", field="reason")
    is_open = survey.state == FollowUpState.OPEN.value
    if is_open and not reason.strip() and (missing := still_to_try(work, survey)):
        raise RuleViolation("follow_up_silent", [*missing, "Oder geben Sie mit --reason an, warum es dabei bleibt."])
    survey.fall_silent(work.today)
    if reason.strip():
        survey.engagement.record_evidence(
            f"reason_silent_{survey.key}"[:40], "Begründung", "Text", work.actor.id, work.today, text=reason.strip()
        )
    enter_evidence(survey.engagement)
    return survey


def still_to_try(work: Work, survey: FollowUpSurvey) -> list[str]:
    """What has to have happened before silence counts; a mail counts when the server took it, not when it was queued."""
    items = [item for item in survey.engagement.due_items if item.follow_up_id == survey.id]
    reminded = [i.message_id for i in items if i.rule == LAST_REMINDER and i.state == DueState.FIRED.value]
    missing = []
    if not _was_asked(work, survey):
        missing.append("Die Fragen sind noch nicht zugestellt.")
    if not any(i is not None and work.queries.message(i).state == "gesendet" for i in reminded):
        missing.append("Die zweite Erinnerung ist noch nicht verschickt.")
    if not any(i.rule == PHONE_TASK and i.state == DueState.DONE.value for i in items):
        missing.append("Die Telefonaufgabe der Projektassistenz ist noch nicht erledigt.")
    return missing


def _was_asked(work: Work, survey: FollowUpSurvey) -> bool:
    number = survey.engagement.number
    sent = work.queries.messages(states=("gesendet",), engagement=number)
    return any(message.key.startswith(f"{number}:nachbefragung:{survey.key}:") for message in sent)


def _of_link(work: Work, link: PersonalLink) -> FollowUpSurvey:
    if link.purpose != LinkPurpose.FOLLOW_UP.value or link.follow_up_id is None:
        raise NotFoundError(GONE)
    return work.queries.follow_up(link.follow_up_id)
