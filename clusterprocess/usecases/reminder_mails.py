"""The words of due mails: one bundled reminder per person and day, and drafts for everybody else (D15, ruling 4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from clusterprocess.catalogues.follow_up import follow_up_catalogue
from clusterprocess.catalogues.reading import pinned
from clusterprocess.catalogues.reminders import Rule, reminders
from clusterprocess.domain.due_items import DueItem, DueState
from clusterprocess.domain.links import LinkPurpose, placeholder
from clusterprocess.domain.messages import Message
from clusterprocess.domain.operation import Operation
from clusterprocess.domain.register import Person
from clusterprocess.usecases.due_check import Due, Plans, is_over, planned
from clusterprocess.usecases.due_facts import MeasureFacts
from clusterprocess.usecases.due_plan import facts_of
from clusterprocess.usecases.due_rules import was_told
from clusterprocess.usecases.keep_agency_files import pinned_texts
from clusterprocess.usecases.personal_links import create_link
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import About, about_engagement, mail_values, queue_about

BUNDLE = "erinnerung"
"""The mail folder of the bundled reminder."""

MOST_NUMBERS = 3
"""So many Vorgangsnummern stand in a subject line; more are counted."""


def queue_bundle(work: Work, person: Person, due: Sequence[Due]) -> Message:
    """The one reminder of the day to one person, with every request in the order in which it fell due."""
    ordered = _in_order(due)
    words = _words(work, ordered, person)
    key = f"{BUNDLE}:{person.id}:{work.today}"
    ids = [one.item.id for one in ordered]
    message = queue_about(work, BUNDLE, key, _about(work, ordered), [person], words, due_items=ids)
    if message is None:
        raise TypeError("a bundle goes to somebody with an address")
    return message


def extend_bundle(work: Work, message: Message, person: Person, due: Sequence[Due]) -> None:
    """A bundle that has not left yet takes up what has become due since; a second mail is not written."""
    known = _of_message(work, message)
    fresh = [one for one in due if one.item.id not in message.due_items]
    message.due_items = [*message.due_items, *(one.item.id for one in fresh)]
    _write_anew(work, message, person, [*known, *fresh])


def _words(work: Work, due: Sequence[Due], person: Person) -> dict[str, object]:
    """What the text of a bundle names: the requests, and whether they belong to several engagements."""
    requests = [_request(work, one, person) for one in due]
    return {"anliegen": requests, "mehrere": len({r["vorgang"] for r in requests}) > 1}


def _in_order(due: Sequence[Due]) -> list[Due]:
    return sorted(due, key=lambda d: (d.item.due_on, d.item.id))


def queue_due_draft(work: Work, one: Due) -> Message | None:
    """A letter that the lead releases or drops: escalations, and everything to boards; None when nobody is entered."""
    rule = _rule(work, one)
    to = [p for p in work.queries.holders(one.item.role, one.item.cluster_id) if p.email]
    if not to:
        return None
    _drop_older(work, one, rule)
    context = {
        "frist": _deadline(one),
        "begruendung": rule.reason,
        "massnahmen": _listed(one, lambda m, last: m.end <= last and not was_told(m)),
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


def renew_bundle(work: Work, message: Message) -> bool:
    """Before a bundle leaves: leave out what became pointless and write it as of today; returns whether anything is left.

    What is left out is withdrawn, so that the plan brings it up again if it ever holds it again.
    """
    due, plans = _of_message(work, message), Plans()
    answered = work.queries.with_open_answers(one.engagement.id for one in due if one.engagement)
    kept = []
    for one in due:
        held = planned(work, one, plans)
        if held is None or is_over(held, work.today) or (one.engagement and one.engagement.id in answered):
            _take_back(one.item, work.today)
        else:
            kept.append(one)
    person = work.queries.person_by_id(message.recipients[0]["person"])
    if not kept or person is None:
        message.withdraw_unsent("gegenstandslos")
        return False
    message.due_items = [one.item.id for one in kept]
    _write_anew(work, message, person, kept)
    return True


def _take_back(item: DueItem, today: date) -> None:
    if item.state == DueState.FIRED.value:
        item.withdraw(today, "vor dem Versand gegenstandslos geworden")
        item.message_id = None


def _of_message(work: Work, message: Message) -> list[Due]:
    """What a bundle reminds of, in order."""
    items = [work.queries.due_item(number) for number in message.due_items]
    due = [
        Due(i, work.queries.engagement(i.engagement_number) if i.engagement_id and i.engagement_number else None)
        for i in items
    ]
    return _in_order(due)


def _write_anew(work: Work, message: Message, person: Person, due: Sequence[Due]) -> None:
    ordered = _in_order(due)
    words = _words(work, ordered, person)
    values = mail_values(work, _about(work, ordered), [person], words)
    message.subject, message.body_text, message.body_html = work.services.mail_texts.render(BUNDLE, values)


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


def _request(work: Work, one: Due, person: Person) -> dict[str, str]:
    """One request of a bundled mail: what it is about, and the sentence of the rule filled with its facts.

    Once the day that the sentence speaks of has passed, the rule's later wording is used.
    """
    rule, engagement = _rule(work, one), one.engagement
    late = bool(rule.ask_late) and _last_day(one) < work.today
    asked = (rule.ask_late if late else rule.ask).format_map(_Facts(work, one))
    if engagement is None:
        return {"vorgang": "", "titel": one.item.label, "betreff": one.item.label, "bitte": asked, "link": ""}
    about = about_engagement(engagement)
    return {
        "vorgang": engagement.number,
        "titel": str(about.words["leistung"]),
        "betreff": one.item.label,
        "bitte": asked,
        "link": _link(work, one, person),
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
    return f"{_last_day(one):%d.%m.%Y}"


def _last_day(one: Due) -> date:
    if one.engagement is None:
        return one.item.due_on
    for deadline in one.engagement.deadlines:
        if f":frist{deadline.id}:" in one.item.key:
            return deadline.due_on
    return _day_in_key(one, "massnahmen") or one.item.due_on


def _day_in_key(one: Due, what: str) -> date | None:
    """The day that an item is about and that stands in its key: the end of measures, the meeting of a board."""
    parts = one.item.key.split(":")
    return date.fromisoformat(parts[2]) if len(parts) > 2 and parts[1] == what else None


def _measures(one: Due) -> str:
    """Measures as a list in a sentence, each with its day: before a month those of the month, later all that are open."""
    if one.item.chain.endswith(":vorher"):
        return _listed(one, lambda m, last: (m.end.year, m.end.month) == (last.year, last.month))
    return _listed(one, lambda m, last: m.end <= last and not was_told(m))


def _listed(one: Due, belongs: Callable[[MeasureFacts, date], bool]) -> str:
    """Open measures that belong to the last day the item is about."""
    last = _day_in_key(one, "massnahmen")
    if last is None or one.engagement is None:
        return ""
    listed = [m for m in facts_of(one.engagement, one.item.due_on).measures if belongs(m, last)]
    return "; ".join(f"{m.number} {m.title} (bis {m.end:%d.%m.%Y})" for m in sorted(listed, key=lambda m: m.end))


def _link(work: Work, one: Due, person: Person) -> str:
    """This person's own link to the follow-up that is reminded of; empty where the item is about something else.

    Who became manager later, or whose link has ended, gets a new one.
    """
    if one.item.follow_up_id is None or one.engagement is None:
        return ""
    links = work.queries.personal_links(follow_up_id=one.item.follow_up_id)
    usable = [link for link in links if link.person_id == person.id and link.is_usable(work.now)]
    if usable:
        return placeholder(usable[-1].id)
    days = follow_up_catalogue().link_days
    link = create_link(
        work,
        LinkPurpose.FOLLOW_UP,
        person,
        engagement=one.engagement,
        days_valid=days,
        follow_up_id=one.item.follow_up_id,
    )
    return placeholder(link.id)
