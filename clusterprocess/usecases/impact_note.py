"""Writing the impact note: facts out of the engagement's rows, and the Word file as its next version."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.documents import DOCUMENT_NAMES
from clusterprocess.domain.due_items import DueState
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.events import BASELINE_FROZEN
from clusterprocess.domain.follow_ups import FollowUpState, FollowUpSurvey
from clusterprocess.domain.states import State
from clusterprocess.offerings.standard.follow_up_answers import FollowUpData
from clusterprocess.offerings.standard.follow_up_results import measure_lines
from clusterprocess.offerings.standard.impact_facts import TWELVE_MONTHS, ImpactFacts, SurveyFacts
from clusterprocess.offerings.standard.impact_note import KIND, impact_note
from clusterprocess.offerings.standard.impact_words import KIND as WORDS
from clusterprocess.offerings.standard.impact_words import ImpactWords
from clusterprocess.usecases.assemble_case import assemble_case
from clusterprocess.usecases.follow_up_facts import rounds_of, subject_for
from clusterprocess.usecases.keep_documents import store_rendered
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.store_papers import deliverable
from clusterprocess.usecases.write_documents import render_with_template

REMINDERS, PHONE_TASK = frozenset({"nachbefragung_1", "nachbefragung_2"}), "nachbefragung_telefon"
"""Rules of the reminder plan whose outcome tells how somebody was asked again (offerings.md section 8)."""

_CHANNELS = {"link": "Formular über einen persönlichen Link", "telefon": "Telefonat", "papier": "Papierbogen"}
_SETTLED = frozenset({FollowUpState.ANSWERED.value, FollowUpState.SILENT.value})


def twelve_months(engagement: Engagement) -> FollowUpSurvey | None:
    """The follow-up that the note reports on; short advice and early versions may have none."""
    return next((s for s in engagement.follow_ups if s.key == TWELVE_MONTHS), None)


def has_impact_input(engagement: Engagement) -> bool:
    """Whether the follow-up of twelve months is answered or silent and the consultant's words are in."""
    survey = twelve_months(engagement)
    return (
        engagement.current_state is State.FOLLOW_UP
        and not engagement.fast_lane
        and survey is not None
        and survey.state in _SETTLED
        and engagement.submission(WORDS) is not None
    )


def impact_attempt(engagement: Engagement) -> int:
    """A number that rises with every input of the note, so that a correction makes the next version and a repetition none."""
    words = engagement.submission(WORDS)
    return (words.version if words else 0) + sum(len(s.answers) for s in _up_to_twelve(engagement))


def write_impact_note(work: Work, engagement: Engagement) -> None:
    """Render the note and keep it as the next version.

    Raises:
        InputErrors: the words contradict the reported values, or an improvement lacks its other explanation.
    """
    document = engagement.document(KIND)
    label = str(len(document.versions) + 1 if document else 1)
    context = impact_note(assemble_case(work, engagement, "1.0"), impact_facts(work, engagement))
    rendered = render_with_template(work, f"shared/{KIND}.docx", context)
    key = f"{engagement.number}:{KIND}:{impact_attempt(engagement)}"
    version = store_rendered(work, engagement, KIND, rendered, label, key)
    _offer_to_initiative(work, engagement, key, version.sha256)


def _offer_to_initiative(work: Work, engagement: Engagement, key: str, sha256: str) -> None:
    """A draft with the newest note for the initiative; an older one that nobody released is dropped."""
    for waiting in work.queries.messages(states=("entwurf",), engagement=engagement.number):
        if waiting.template == KIND:
            waiting.drop()
    queue_message(
        work,
        KIND,
        key,
        engagement,
        work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id),
        {},
        draft=True,
        reason="Der Wirkungsvermerk geht erst nach Durchsicht durch eine zweite Person an die Initiative.",
        attachments=[{"name": f"{DOCUMENT_NAMES[KIND].de} {engagement.number}.docx", "sha256": sha256}],
    )


def impact_facts(work: Work, engagement: Engagement) -> ImpactFacts:
    """Everything that the note says beside the case.

    Raises:
        LookupError: the consultant's words are not in; the step waits for them.
    """
    words = engagement.submission(WORDS)
    if words is None:
        raise LookupError(f"{engagement.number} has no submission {WORDS}")
    paper = deliverable(engagement)
    issued = paper.version_labelled("1.0") if paper else None
    surveys = _up_to_twelve(engagement)
    keys = {s.key for s in surveys}
    rounds = [r for r in rounds_of(engagement) if r.key in keys]
    baseline, on = engagement.baseline, _baseline_on(engagement)
    return ImpactFacts(
        written_on=work.today,
        offering_title=offering_of(engagement).title.de,
        paper_title=DOCUMENT_NAMES[offering_of(engagement).report_kind].de,
        handed_over_on=engagement.handed_over_on,
        version=issued.label if issued else "–",
        sha256=issued.sha256 if issued else "–",
        surveys=tuple(_survey(engagement, s) for s in engagement.follow_ups),
        words=ImpactWords.model_validate(words.data),
        lines=measure_lines(subject_for(engagement), rounds),
        baseline=baseline.get("answers", {}),
        baseline_on=on,
        frozen_on=_frozen_on(work, engagement),
        profile_versions=_later_profiles(engagement, on),
        days_planned=_sum([p.days for p in engagement.planned_days]),
        days_used=_sum([b.days for b in engagement.booked_days if b.cancelled_on is None]),
    )


def _up_to_twelve(engagement: Engagement) -> list[FollowUpSurvey]:
    """The follow-ups up to twelve months; what comes later is no part of this note."""
    twelve = twelve_months(engagement)
    return [s for s in engagement.follow_ups if twelve is None or s.due_on <= twelve.due_on]


def _survey(engagement: Engagement, survey: FollowUpSurvey) -> SurveyFacts:
    latest = survey.latest
    items = [i for i in engagement.due_items if i.follow_up_id == survey.id]
    return SurveyFacts(
        key=survey.key,
        due_on=survey.due_on,
        state=survey.state,
        opened_on=survey.opened_on,
        answered_on=latest.answered_on if latest else None,
        role=ROLE_NAMES[Role(latest.role)].de if latest else "",
        channel=_CHANNELS[latest.channel] if latest else "",
        reminders=sum(i.rule in REMINDERS and i.state == DueState.FIRED.value for i in items),
        called=any(i.rule == PHONE_TASK and i.state == DueState.DONE.value for i in items),
        data=FollowUpData.model_validate(latest.data) if latest else None,
    )


def _baseline_on(engagement: Engagement) -> date | None:
    as_of = engagement.baseline.get("as_of")
    return date.fromisoformat(as_of) if as_of else None


def _frozen_on(work: Work, engagement: Engagement) -> date | None:
    """The day of the newest freezing, as the audit trail tells it."""
    tags = [e.occurred_on for e in work.queries.events(engagement=engagement.number) if e.action == BASELINE_FROZEN.tag]
    return tags[-1] if tags else None


def _later_profiles(engagement: Engagement, on: date | None) -> int:
    """How often figures were stored after those that were frozen."""
    if on is None:
        return 0
    frozen = (on, int(engagement.baseline.get("version", 1)))
    return sum((p.as_of, p.version) > frozen for p in engagement.cluster.profiles)


def _sum(days: list[Decimal]) -> Decimal | None:
    return sum(days, Decimal(0)) if days else None
