"""What is done on the page of one engagement: decisions, evidence, people, meetings, notes, approvals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import Role
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, NotFoundError, PermissionDenied, RuleViolation, UsageError
from clusterprocess.domain.states import ENDED, STATE_NAMES, Stage, State
from clusterprocess.domain.transitions import rule_named
from clusterprocess.offerings.guest_forms import accepted, day_in
from clusterprocess.usecases.agenda import finish_due
from clusterprocess.usecases.approve import approve
from clusterprocess.usecases.board_meetings import add_board_meeting, board_meetings, move_board_meeting
from clusterprocess.usecases.decide import Decision, decide, pause, record_evidence
from clusterprocess.usecases.keep_persons import take_note
from clusterprocess.usecases.open_engagement import assign_person
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.decisions import BY_APPROVAL
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.engagements.stand import page
from clusterprocess.web.staff.engagements.stand_forms import (
    AID,
    LEAD,
    REVIEWER,
    abort_form,
    aid_form,
    approval_form,
    decline_form,
    evidence_form,
    meeting_form,
    moved_meeting_form,
    note_form,
    outcome_form,
    pause_form,
    people_form,
    repeat_form,
)
from clusterprocess.web.staff.forms import drawn
from clusterprocess.web.staff.rights import WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

Act = Callable[[DatabaseWork, Engagement], str]


@dataclass(frozen=True, slots=True)
class AbortPage:
    """Asks once more before an engagement ends for good."""

    title: str
    head: EngagementHead
    state: str
    sections: tuple[SectionView, ...]
    errors: tuple[Fault, ...]


def _done(visit: Visit, which: str, act: Act, anchor: str = "") -> Response:
    """Do something to the engagement of the address and tell it, or show the page with what was wrong."""
    try:
        told = visit.act(lambda work: act(work, visit.engagement(work)))
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        return page(visit, which, error)
    return visit.back(f"/vorgang/{visit.path['number']}{anchor}", told)


def _unchanged(visit: Visit, work: DatabaseWork, number: str) -> None:
    """Refuse what was decided on a page that shows an earlier state: somebody was faster.

    Raises:
        RuleViolation: the state is another one by now.
    """
    present = work.queries.engagement(number, lock=True).current_state
    if visit.value("state") not in ("", present.value):
        told = STATE_NAMES[present].de
        raise RuleViolation(
            "state",
            [f"Inzwischen war jemand schneller: Der Vorgang ist jetzt „{told}“. Bitte prüfen Sie den neuen Stand."],
        )


def _told(engagement: Engagement) -> str:
    return f"Der Vorgang ist jetzt „{STATE_NAMES[engagement.current_state].de}“."


# --- decisions


def decided(visit: Visit) -> Response:
    """A decision that asks for nothing more than its name."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        rule = rule_named(visit.value("decision"))
        if rule.reasons or rule.name in BY_APPROVAL:
            raise InputError(f"„{rule.label.de}“ braucht weitere Angaben; bitte das Formular dafür benutzen.")
        _unchanged(visit, work, engagement.number)
        return _told(decide(work, engagement.number, Decision(rule.name)))

    return _done(visit, "", act)


def declined(visit: Visit) -> Response:
    """Turn the request down."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        values = accepted(decline_form(work.today), visit.posted.values)
        _unchanged(visit, work, engagement.number)
        day = day_in(values, "on")
        decision = Decision("decline", values["reason"], values.get("text", ""), occurred_on=day)
        return _told(decide(work, engagement.number, decision))

    return _done(visit, "ablehnung", act)


def paused(visit: Visit) -> Response:
    """Let it rest."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        values = accepted(pause_form(), visit.posted.values)
        _unchanged(visit, work, engagement.number)
        until = day_in(values, "until") if values.get("until") else None
        return _told(pause(work, engagement.number, values["reason"], values.get("text", ""), until))

    return _done(visit, "ruhen", act)


def repeated(visit: Visit) -> Response:
    """Go through a stage once more."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        values = accepted(repeat_form(list(Stage)), visit.posted.values)
        _unchanged(visit, work, engagement.number)
        decision = Decision("repeat", values["reason"], values.get("text", ""), Stage(values["stage"]))
        return _told(decide(work, engagement.number, decision))

    return _done(visit, "wiederholung", act)


def ask_abort(visit: Visit) -> Response:
    """Ask once more before an engagement ends for good."""
    return _abort_page(visit)


def aborted(visit: Visit) -> Response:
    """End it for good."""

    def act(work: DatabaseWork) -> str:
        engagement = visit.engagement(work)
        values = accepted(abort_form(), visit.posted.values)
        _unchanged(visit, work, engagement.number)
        return _told(decide(work, engagement.number, Decision("abort", values["reason"], values.get("text", ""))))

    try:
        told = visit.act(act)
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        return _abort_page(visit, error)
    return visit.back(f"/vorgang/{visit.path['number']}", told)


def _abort_page(visit: Visit, error: UsageError | None = None) -> Response:
    def look(work: DatabaseWork) -> AbortPage:
        engagement = visit.engagement(work)
        if engagement.current_state in ENDED and error is None:
            raise RuleViolation("abort", [f"Der Vorgang ist schon „{STATE_NAMES[State(engagement.state)].de}“."])
        sections, faults = drawn(abort_form(), visit.posted.values if error else None, error)
        head = head_of(engagement, "")
        return AbortPage(f"{engagement.number} abbrechen", head, engagement.state, sections, faults)

    return visit.show("engagements/abort.html", visit.read(look), 422 if error else 200)


# --- what gates ask for


def iso_day(value: str) -> str:
    """A day typed as TT.MM.JJJJ as evidence keeps it; everything else as it was typed."""
    try:
        return datetime.strptime(value.strip(), "%d.%m.%Y").date().isoformat()
    except ValueError:
        return value


def proved(visit: Visit) -> Response:
    """Enter one piece of evidence."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        values = accepted(evidence_form(work.today), visit.posted.values)
        entries = {values["key"]: iso_day(values.get("value", "ja"))}
        try:
            record_evidence(work, engagement.number, entries, day_in(values, "on"), values.get("paper", ""))
        except InputError as error:
            raise InputError(str(error), field="value" if error.field == values["key"] else error.field) from error
        return "Der Nachweis ist eingetragen."

    return _done(visit, "nachweis", act, "#nachweise")


def aid_decided(visit: Visit) -> Response:
    """Enter the aid decision."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        values = accepted(aid_form(work.today), visit.posted.values)
        on, paper = day_in(values, "on"), values.get("paper", "")
        record_evidence(work, engagement.number, {AID: values["value"]}, on, paper)
        return "Die Beihilfeentscheidung ist eingetragen."

    return _done(visit, "beihilfe", act, "#nachweise")


def approved(visit: Visit) -> Response:
    """Enter a consent or a return of exactly the version that the page showed."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        values = accepted(approval_form(work.today, needs_paper=False), visit.posted.values)
        given = values["given"] == "ja"
        if not given and not values.get("reason"):
            raise InputError("Grund: Bei einer Rückgabe wählen Sie bitte einen Grund.", field="reason")
        after = approve(
            work,
            engagement.number,
            _role(visit.value("role")),
            given=given,
            on=day_in(values, "on"),
            reason_code=values.get("reason"),
            text=values.get("text", ""),
            paper=values.get("paper", ""),
            sha256=visit.value("sha256") or None,
        )
        return f"{'Die Zustimmung' if given else 'Die Rückgabe'} ist eingetragen. {_told(after)}"

    return _done(visit, "zustimmung", act, "#zustimmungen")


def _role(slug: str) -> Role:
    if slug not in set(Role):
        raise InputError("Rolle: Bitte laden Sie die Seite neu und tragen Sie die Entscheidung noch einmal ein.")
    return Role(slug)


# --- people, meetings, notes


def assigned(visit: Visit) -> Response:
    """Put people in charge; who stays is not entered again."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        leads, reviewers = (work.queries.holders(role, None) for role in (LEAD, REVIEWER))
        values = accepted(people_form(leads, reviewers, "", ""), visit.posted.values)
        present = {
            LEAD: engagement.lead.handle if engagement.lead else "",
            REVIEWER: engagement.reviewer.handle if engagement.reviewer else "",
        }
        changed = [key for key in (LEAD, REVIEWER) if values.get(key, present[key]) != present[key]]
        for key in changed:
            assign_person(work, engagement.number, Role(key), work.queries.person(values[key]))
        return "Die Zuordnung ist gespeichert." if changed else "Es bleibt bei der bisherigen Zuordnung."

    return _done(visit, "zustaendig", act, "#zustaendig")


def met(visit: Visit) -> Response:
    """Enter a further board meeting."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        values = accepted(meeting_form(), visit.posted.values)
        return _meetings(add_board_meeting(work, engagement.number, day_in(values, "day")))

    return _done(visit, "sitzung", act, "#vorstand")


def met_otherwise(visit: Visit) -> Response:
    """Move a board meeting."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        values = accepted(moved_meeting_form(board_meetings(engagement)), visit.posted.values)
        old, new = (day_in(values, key) for key in ("old", "new"))
        return _meetings(move_board_meeting(work, engagement.number, old, new))

    return _done(visit, "sitzung-verlegen", act, "#vorstand")


def _meetings(coming: list[date]) -> str:
    return f"Der Vorstand tagt am {', '.join(f'{day:%d.%m.%Y}' for day in coming)}."


def noted(visit: Visit) -> Response:
    """Keep a contact note."""

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        values = accepted(note_form(work.today), visit.posted.values)
        take_note(work, values["kind"], values["text"], day_in(values, "on"), engagement=engagement.number)
        return "Die Notiz ist abgelegt."

    return _done(visit, "notiz", act, "#notizen")


def finished(visit: Visit) -> Response:
    """A task of this engagement was done by hand; says what came of it."""
    task = visit.value("task")

    def act(work: DatabaseWork, engagement: Engagement) -> str:
        values = accepted(outcome_form(), visit.posted.values)
        if not task.isdigit() or len(task) > 9:
            raise NotFoundError("Diese Aufgabe gibt es nicht.")
        if work.queries.due_item(int(task)).engagement_number != engagement.number:
            raise NotFoundError(f"Diese Aufgabe gehört nicht zum Vorgang {engagement.number}.")
        return f"Erledigt: {finish_due(work, int(task), values['outcome']).label}."

    return _done(visit, f"aufgabe-{task}", act, "#aufgaben")


_AT = "/vorgang/{number}"
PAGES = (
    Page("engagements.decide", "POST", f"{_AT}/entscheidung", WORKERS, decided, "Entscheidung treffen"),
    Page("engagements.decline", "POST", f"{_AT}/ablehnung", WORKERS, declined, "Anfrage ablehnen"),
    Page("engagements.pause", "POST", f"{_AT}/ruhen", WORKERS, paused, "Vorgang ruhend stellen"),
    Page("engagements.repeat", "POST", f"{_AT}/wiederholung", WORKERS, repeated, "Phase wiederholen"),
    Page("engagements.ask_abort", "GET", f"{_AT}/abbruch", WORKERS, ask_abort, "Abbruch bestätigen"),
    Page("engagements.abort", "POST", f"{_AT}/abbruch", WORKERS, aborted, "Vorgang abbrechen"),
    Page("engagements.prove", "POST", f"{_AT}/nachweis", WORKERS, proved, "Nachweis eintragen"),
    Page("engagements.aid", "POST", f"{_AT}/beihilfe", WORKERS, aid_decided, "Beihilfeentscheidung eintragen"),
    Page("engagements.approve", "POST", f"{_AT}/zustimmung", WORKERS, approved, "Zustimmung oder Rückgabe eintragen"),
    Page("engagements.assign", "POST", f"{_AT}/zustaendig", WORKERS, assigned, "Personen zuordnen"),
    Page("engagements.meeting", "POST", f"{_AT}/sitzung", WORKERS, met, "Sitzung des Vorstands eintragen"),
    Page("engagements.move_meeting", "POST", f"{_AT}/sitzung-verlegen", WORKERS, met_otherwise, "Sitzung verlegen"),
    Page("engagements.finish", "POST", f"{_AT}/aufgaben", WORKERS, finished, "Aufgabe eines Vorgangs erledigen"),
    Page("engagements.note", "POST", f"{_AT}/notiz", WORKERS, noted, "Notiz zum Vorgang ablegen"),
)
