"""The intake behind a link: questionnaire and yearly profile on one page, reviewed before they are handed in.

What the register and the last profile know is filled in; at the levels of people who give their free time only what
gate G1 needs is asked. A field that comes back blank keeps what was known, unless its removal is ticked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputErrors, RuleViolation
from clusterprocess.domain.gates import EVIDENCE
from clusterprocess.domain.language import Text
from clusterprocess.domain.links import LinkPurpose, PersonalLink
from clusterprocess.domain.register import Person
from clusterprocess.domain.states import State
from clusterprocess.offerings import profile as profiles
from clusterprocess.offerings.form_building import ANSWERS, AS_OF, PROFILE_PART, Known
from clusterprocess.offerings.forms import FormSpec, base_of, path_text
from clusterprocess.offerings.guest_forms import FieldKind, FormErrors, FormField, FormSection, GuestForm, Values
from clusterprocess.offerings.privacy_notice import INTAKE_NOTICE
from clusterprocess.offerings.profile import PROFILE
from clusterprocess.offerings.questionnaire_form import (
    SHORT_LEVELS,
    left_blank,
    page_answers,
    page_sections,
    page_spec,
    questions_shown,
    removal_fields,
    removed_of,
    words_of,
)
from clusterprocess.usecases.answer_by_link import Answering, Notice, Review, Told
from clusterprocess.usecases.exchange_forms import AsksByChoice
from clusterprocess.usecases.offering_of import answers_of, offering_of
from clusterprocess.usecases.personal_links import create_link
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.submit_answers import store_profile, submit_answers

NOT_ASKED = frozenset({AS_OF.key, "privacy_notice"})
"""The day of the answers is the day on which they come; that the notice was shown is known."""
COMMENT = "kommentar/"
"""Begins the key of a comment on what looks unusual; the name of the rule follows."""
LONGEST_WARNING_COMMENT = 600
DAYS_VALID = 60
EXTRA_DAYS = 21
"""The link outlives the deadline: a late answer is worth more than none."""
QUESTIONS_PER_MINUTE = 1.5
_KEY = re.compile(r" \(((?:share_)?[a-z0-9_]+|share_…)\)")


def intake_link(work: Work, engagement: Engagement, person: Person | None) -> PersonalLink:
    """The link of the intake of an engagement for a person: the one that is open, else a new one."""
    person_id = person.id if person else None
    for link in work.queries.personal_links(engagement_id=engagement.id):
        same = link.purpose == LinkPurpose.INTAKE.value and link.person_id == person_id
        if same and link.is_usable(work.now) and link.answered_at is None:
            return link
    due = next((d.due_on for d in engagement.deadlines if d.key == "intake" and d.met_on is None), None)
    days = max(DAYS_VALID, (due - work.today).days + EXTRA_DAYS) if due else DAYS_VALID
    return create_link(work, LinkPurpose.INTAKE, person, engagement=engagement, days_valid=days)


def intake_form(work: Work, link: PersonalLink) -> GuestForm:
    """What is asked, with everything filled in that is known.

    Raises:
        RuleViolation: the intake is over, or has not begun.
    """
    engagement = _engagement(work, link)
    spec = _spec(engagement)
    questions = questions_shown(spec)
    due = next((d.due_on for d in engagement.deadlines if d.key == "intake" and d.met_on is None), None)
    facts = [("Vorgang", engagement.number), ("Leistung", offering_of(engagement).title.de)]
    if due:
        facts.append(("Bitte bis", f"{due:%d.%m.%Y}"))
    return GuestForm(
        f"Fragebogen: {engagement.cluster.name}",
        f"{questions} Fragen. Was wir schon wissen, steht bereits da; bitte prüfen Sie es. Lassen Sie leer, was Sie nicht "
        "wissen: Eine ehrliche Lücke hilft uns mehr als eine unsichere Zahl.",
        page_sections(spec),
        submit="Weiter: Angaben prüfen",
        facts=tuple(facts),
        thanks="Vielen Dank. Ihre Angaben sind eingegangen. Wir prüfen sie, fragen bei Unklarheiten nach und melden uns mit "
        "dem nächsten Schritt. Unten steht eine Abschrift; Sie können sie drucken.",
        minutes=max(5, round(questions / QUESTIONS_PER_MINUTE / 5) * 5),
    )


def intake_review(work: Work, link: PersonalLink, values: Values) -> Review:
    """The answers as they would be kept, with a comment field for each that looks unusual.

    Raises:
        FormErrors: a sentence per wrong answer.
        RuleViolation: see :func:`intake_form`.
    """
    engagement = _engagement(work, link)
    spec = _spec(engagement)
    merged = _merged(engagement, spec, values, link)
    blank = left_blank(spec, values)
    fields = (*_comment_fields(engagement, merged[PROFILE_PART], work), *removal_fields(blank))
    sections = []
    if comments := tuple(f for f in fields if f.key.startswith(COMMENT)):
        told = "Diese Angaben können stimmen. Ein Satz dazu erspart eine Rückfrage."
        sections.append(FormSection("Ungewöhnliche Angaben", comments, told))
    if removals := tuple(f for f in fields if not f.key.startswith(COMMENT)):
        told = "Diese Felder haben Sie geleert. Die bisherige Angabe bleibt, wenn Sie das Häkchen nicht setzen."
        sections.append(FormSection("Leere Felder", removals, told))
    form = GuestForm("Ihre Angaben prüfen", "", tuple(sections), submit="Verbindlich abgeben")
    open_questions = tuple(
        q.text.de for q in spec.questions() if q.required and merged[str(q.path[0])].get(q.key) in (None, "", [], {})
    )
    return Review(_told(spec, merged), form, open_questions)


def take_intake(work: Work, link: PersonalLink, values: Values) -> None:
    """Hand in what is new: questionnaire as its next version, figures as the next profile, and that the notice was shown.

    Raises:
        FormErrors: a sentence per wrong answer.
        RuleViolation: the notice was not shown, or the intake is over.
    """
    engagement = _engagement(work, link)
    if link.notice_shown_at is None:
        raise RuleViolation("intake", ["Bitte lesen Sie zuerst den Hinweis zum Datenschutz."])
    spec = _spec(engagement)
    news = _news(engagement, spec, values, link, removed_of(values))
    comments = {k.removeprefix(COMMENT): str(v) for k, v in values.items() if k.startswith(COMMENT) and v}
    if PROFILE_PART in news or comments:
        _store_profile(work, engagement, link, news.get(PROFILE_PART) or _present(engagement)[PROFILE_PART], comments)
    if ANSWERS in news:
        submit_answers(work, engagement.number, ANSWERS, news[ANSWERS])
    if not engagement.fact("privacy_notice"):
        day = link.notice_shown_at.astimezone(BERLIN).date()
        author = link.person_id or work.actor.id
        engagement.record_evidence(
            "privacy_notice", EVIDENCE["privacy_notice"].de, link.notice_version, author, day,
            paper=f"Link {link.id}, gezeigt am {link.notice_shown_at.astimezone(BERLIN):%d.%m.%Y um %H:%M} Uhr",
        )  # fmt: skip


def intake_copy(work: Work, link: PersonalLink) -> tuple[tuple[str, tuple[Told, ...]], ...]:
    """What stands there now, for whoever handed it in."""
    engagement = work.queries.engagement(link.engagement_number or "")
    return _told(_spec(engagement), _present(engagement))


def intake_basis(work: Work, link: PersonalLink) -> dict[str, str]:
    """What the page shows when it is opened first."""
    return base_of(_spec(_engagement(work, link)))


def _engagement(work: Work, link: PersonalLink) -> Engagement:
    engagement = work.queries.engagement(link.engagement_number or "")
    if not intake_is_open(engagement):
        paused = engagement.current_state is State.PAUSED
        raise RuleViolation(
            "intake",
            [
                "Der Vorgang ruht zurzeit; der Fragebogen öffnet sich wieder, wenn es weitergeht."
                if paused
                else "Die Erhebung ist abgeschlossen; es braucht nichts weiter von Ihnen. Für eine Berichtigung antworten "
                "Sie bitte auf unsere Nachricht."
            ],
        )
    return engagement


def intake_is_open(engagement: Engagement) -> bool:
    """Whether the questionnaire behind a link takes answers now."""
    state = engagement.current_state
    return state is State.ACCEPTED if engagement.fast_lane else state in (State.ACCEPTED, State.INTAKE_OPEN)


def _spec(engagement: Engagement) -> FormSpec:
    offering = offering_of(engagement)
    level = engagement.cluster.level
    asked = offering.questionnaire
    chosen = (
        asked.asked_for(answers_of(engagement), fast_lane=engagement.fast_lane)
        if isinstance(asked, AsksByChoice)
        else asked.asked_at(level)
    )
    keys = {f"{ANSWERS}/{q.key}" for q in chosen}
    keys |= {f"{PROFILE_PART}/{q.key}" for q in PROFILE.questions if q.key not in NOT_ASKED}
    profile = engagement.cluster.profile
    known = Known(_present(engagement), profile.answers if profile else {})
    parts = {ANSWERS: asked, PROFILE_PART: PROFILE}
    return page_spec(parts, level, known, keys=keys, short=level in SHORT_LEVELS)


def _present(engagement: Engagement) -> Mapping[str, Mapping[str, Any]]:
    """The present answers; what the profile does not say yet comes from the register."""
    cluster = engagement.cluster
    register = {
        "name": cluster.name,
        "kind": cluster.kind,
        "field": cluster.field,
        "region": cluster.region,
        "founded": cluster.founded,
        "legal_form": cluster.legal_form,
        "carrier": cluster.carrier,
    }
    figures = {key: value for key, value in register.items() if value not in (None, "")}
    if cluster.profile:
        figures |= {key: value for key, value in cluster.profile.answers.items() if key not in NOT_ASKED}
    return {ANSWERS: answers_of(engagement), PROFILE_PART: figures}


def _news(
    engagement: Engagement, spec: FormSpec, values: Values, link: PersonalLink, removed: frozenset[str]
) -> dict[str, dict[str, Any]]:
    news = page_answers(spec, values, _present(engagement), base=link.basis or None, removed=removed)
    if PROFILE_PART in news:
        _require_possible(spec, news[PROFILE_PART])
    return news


def _merged(engagement: Engagement, spec: FormSpec, values: Values, link: PersonalLink) -> dict[str, Mapping[str, Any]]:
    return {**_present(engagement), **_news(engagement, spec, values, link, removed_of(values))}


def _require_possible(spec: FormSpec, figures: Mapping[str, Any]) -> None:
    """Answers that cannot be true together, each at its field.

    Raises:
        FormErrors: there are some.
    """
    keys = [path_text(q.path) for q in spec.questions()]
    wrong: dict[str, str] = {}
    for told in profiles.contradictions(figures):
        found = _KEY.search(told)
        wanted = f"{PROFILE_PART}/{found[1].removesuffix('…') if found else 'members_'}"
        key = next((k for k in keys if k.startswith(wanted)), keys[0])
        wrong[key] = _KEY.sub("", told)
    if wrong:
        raise FormErrors(wrong)


def _comment_fields(engagement: Engagement, figures: Mapping[str, Any], work: Work) -> tuple[FormField, ...]:
    cluster = engagement.cluster
    earlier = [p for p in cluster.profiles if p.as_of.year < work.today.year]
    found = profiles.warnings(figures, work.today, earlier[-1].answers if earlier else None)
    known = cluster.profile.comments if cluster.profile else {}
    return tuple(
        FormField(COMMENT + rule, FieldKind.LONG_TEXT, Text(told), "Wie kommt das? Ein Satz genügt.",
                  value=known.get(rule), most=LONGEST_WARNING_COMMENT)
        for rule, told in found.items()
    )  # fmt: skip


def _store_profile(
    work: Work, engagement: Engagement, link: PersonalLink, figures: Mapping[str, Any], comments: Mapping[str, str]
) -> None:
    earlier = engagement.cluster.profile
    shown = link.notice_shown_at or datetime.combine(work.today, time(), BERLIN)
    notice = {"version": link.notice_version, "shown_on": shown.astimezone(BERLIN).date().isoformat()}
    kept = {key: value for key, value in figures.items() if key not in NOT_ASKED}
    try:
        store_profile(
            work, engagement.cluster, work.today, {**kept, "privacy_notice": notice},
            {**(earlier.comments if earlier else {}), **comments},
        )  # fmt: skip
    except InputErrors as error:
        raise FormErrors({f"{PROFILE_PART}/{key}": text for key, text in enumerate(error.messages)}) from None


def _told(spec: FormSpec, answers: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, tuple[Told, ...]], ...]:
    titles = {ANSWERS: "Ihr Vorhaben", PROFILE_PART: "Ihre Initiative"}
    parts = []
    for part in spec.parts:
        told = tuple(
            Told(q.text.de, words_of(q, answers[part.name][q.key]))
            for q in part.questions
            if answers[part.name].get(q.key) not in (None, "", [], {})
        )
        parts.append((titles[part.name], told))
    return tuple(parts)


INTAKE = Answering(
    intake_form,
    take_intake,
    once=True,
    notice=Notice(INTAKE_NOTICE.version, INTAKE_NOTICE.title, INTAKE_NOTICE.sentences),
    basis=intake_basis,
    review=intake_review,
    copy=intake_copy,
)
