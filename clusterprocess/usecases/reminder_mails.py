"""The words of due mails: one bundled reminder per person and day, and drafts for everybody else (D15, ruling 4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from clusterprocess.catalogues.reading import pinned
from clusterprocess.catalogues.reminders import Rule, reminders
from clusterprocess.domain.due_items import DueItem
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.links import LinkPurpose, placeholder
from clusterprocess.domain.messages import Message
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Person
from clusterprocess.usecases.due_plan import facts_of
from clusterprocess.usecases.due_rules import plan_of
from clusterprocess.usecases.keep_agency_files import pinned_texts
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import About, about_engagement, mail_values, queue_about

BUNDLE = "erinnerung"
"""The mail folder of the bundled reminder."""

MOST_NUMBERS = 3
"""So many Vorgangsnummern stand in a subject line; more are counted."""


@dataclass(frozen=True, slots=True)
class Due:
    """A due item with its engagement, where it has one."""

    item: DueItem
    engagement: Engagement | None


def queue_bundle(work: Work, person: Person, due: Sequence[Due]) -> Message:
    """The one reminder of the day to one person, with every request in the order in which it fell due."""
    ordered = sorted(due, key=lambda d: (d.item.due_on, d.item.id))
    message = queue_about(
        work,
        BUNDLE,
        f"{BUNDLE}:{person.id}:{work.today}",
        _about(work, ordered),
        [person],
        {"anliegen": [_request(work, one) for one in ordered]},
    )
    if message is None:
        raise TypeError("a bundle goes to somebody with an address")
    return message


def queue_due_draft(work: Work, one: Due) -> Message | None:
    """A letter that the lead releases or drops: escalations, and everything to boards; None when nobody is entered."""
    rule = _rule(work, one)
    to = work.queries.holders(one.item.role, one.item.cluster_id)
    _drop_older(work, one, rule)
    context = {
        "frist": _deadline(one),
        "begruendung": rule.reason,
        "massnahmen": _listed(one, lambda end, last: end <= last),
        "anlass": one.item.explained,
    }
    return queue_about(work, rule.mail, one.item.key, _about(work, [one]), to, context, draft=True, reason=rule.reason)


def _drop_older(work: Work, one: Due, rule: Rule) -> None:
    """A newer letter of the same kind says more; one that nobody released yet is not sent beside it."""
    if one.engagement is None:
        return
    for waiting in work.queries.messages(states=("entwurf",), engagement=one.engagement.number):
        if waiting.template == rule.mail:
            waiting.drop()


def still_due(work: Work, message: Message) -> list[Due]:
    """Of a bundle that has waited: the requests that the plans of their engagements still hold."""
    found = []
    for item in work.queries.due_items_of_message(message.id):
        engagement = work.queries.engagement(item.engagement_number) if item.engagement_number else None
        if engagement is None:
            found.append(Due(item, None))
            continue
        with pinned(pinned_texts(work, engagement)):
            if item.key in plan_of(facts_of(engagement, work.today)):
                found.append(Due(item, engagement))
    return found


def renew_bundle(work: Work, message: Message) -> bool:
    """Before a bundle leaves that has waited: leave out what became pointless; returns whether anything is left."""
    due = still_due(work, message)
    if not due:
        message.withdraw_unsent("gegenstandslos")
        return False
    if len(due) < len(work.queries.due_items_of_message(message.id)):
        person = work.queries.person_by_id(message.recipients[0]["person"])
        if person is not None:
            fresh = _render(work, person, due)
            message.subject, message.body_text, message.body_html = fresh
    return True


def _render(work: Work, person: Person, due: Sequence[Due]) -> tuple[str, str, str]:
    about = _about(work, due)
    values = mail_values(work, about, [person], {"anliegen": [_request(work, one) for one in due]})
    return work.services.mail_texts.render(BUNDLE, values)


def _about(work: Work, due: Sequence[Due]) -> About:
    """Subject of the mail: the one engagement, or all numbers with what they have in common."""
    engagements = list({d.engagement.id: d.engagement for d in due if d.engagement}.values())
    if len(engagements) == 1:
        return about_engagement(engagements[0])
    if not engagements:
        cluster = work.queries.cluster_by_id(due[0].item.cluster_id or 0)
        return About("Register", cluster.name, _operation_today(work), words=_NO_PAPER)
    numbers = [e.number for e in engagements]
    shown = ", ".join(numbers[:MOST_NUMBERS])
    if len(numbers) > MOST_NUMBERS:
        shown += f" und {len(numbers) - MOST_NUMBERS} weitere"
    leads = {e.lead_id for e in engagements}
    names = list(dict.fromkeys(e.cluster.name for e in engagements))
    lead = engagements[0].lead if len(leads) == 1 else None
    return About(shown, ", ".join(names), engagements[0].operation, lead, words=_NO_PAPER)


_NO_PAPER = {"leistung": "", "papier": "", "termin": ""}


def _operation_today(work: Work) -> Operation:
    """The operation under whose statement a mail without engagement goes out: the one that covers today."""
    operations = work.queries.operations()
    return next((o for o in operations if o.covers(work.today)), operations[-1])


def _rule(work: Work, one: Due) -> Rule:
    texts = pinned_texts(work, one.engagement) if one.engagement else {}
    with pinned(texts):
        rule = reminders().rule_named(one.item.rule)
    if rule is None:
        raise LookupError(f"the plan knows no rule {one.item.rule}")
    return rule


def _request(work: Work, one: Due) -> dict[str, str]:
    """One request of a bundled mail: what it is about, and the sentence of the rule filled with its facts."""
    engagement = one.engagement
    asked = _rule(work, one).ask.format_map(_Facts(work, one))
    if engagement is None:
        return {"vorgang": "", "titel": one.item.label, "bitte": asked, "link": ""}
    about = about_engagement(engagement)
    return {
        "vorgang": engagement.number,
        "titel": str(about.words["leistung"]),
        "bitte": asked,
        "link": _link(work, one),
    }


class _Facts(dict[str, str]):
    """Values of the placeholders in a rule's sentence, looked up when they are named."""

    def __init__(self, work: Work, one: Due) -> None:
        super().__init__()
        self._work, self._one = work, one

    def __missing__(self, key: str) -> str:
        workshop = self._work.queries.workshop(self._one.item.workshop_id) if self._one.item.workshop_id else None
        if key == "frist":
            return _deadline(self._one)
        if key == "sitzung":
            return f"{_day_in_key(self._one, 'vorstand'):%d.%m.%Y}"
        if key == "liste":
            return _measures(self._one)
        if key == "jahr":
            return str(self._one.item.due_on.year - 1)
        if workshop is not None:
            told = {
                "titel": workshop.title,
                "tag": f"{workshop.held_on:%d.%m.%Y}",
                "uhrzeit": workshop.starts_at,
                "ort": workshop.place,
            }
            return told[key]
        raise KeyError(key)


def _deadline(one: Due) -> str:
    """The last day of what the item reminds of."""
    if one.engagement is None:
        return f"{one.item.due_on:%d.%m.%Y}"
    for deadline in one.engagement.deadlines:
        if f":frist{deadline.id}:" in one.item.key:
            return f"{deadline.due_on:%d.%m.%Y}"
    return f"{_day_in_key(one, 'massnahmen') or one.item.due_on:%d.%m.%Y}"


def _day_in_key(one: Due, what: str) -> date | None:
    """The day that an item is about and that stands in its key: the end of measures, the meeting of a board."""
    parts = one.item.key.split(":")
    return date.fromisoformat(parts[2]) if len(parts) > 2 and parts[1] == what else None


def _measures(one: Due) -> str:
    """The measures that end in one month as a list in a sentence, each with its day."""
    return _listed(one, lambda end, last: (end.year, end.month) == (last.year, last.month))


def _listed(one: Due, belongs: Callable[[date, date], bool]) -> str:
    """Open measures whose end belongs to the last day that the item is about."""
    last = _day_in_key(one, "massnahmen")
    if last is None or one.engagement is None:
        return ""
    listed = [m for m in facts_of(one.engagement, one.item.due_on).measures if belongs(m.end, last)]
    return "; ".join(f"{m.number} {m.title} (bis {m.end:%d.%m.%Y})" for m in sorted(listed, key=lambda m: m.end))


def _link(work: Work, one: Due) -> str:
    """The personal link of the follow-up that is reminded of; empty where there is none."""
    links = work.queries.personal_links(follow_up_id=one.item.follow_up_id) if one.item.follow_up_id else ()
    usable = [link for link in links if link.purpose == LinkPurpose.FOLLOW_UP.value and link.is_usable(work.now)]
    return placeholder(usable[-1].id) if usable else ""
