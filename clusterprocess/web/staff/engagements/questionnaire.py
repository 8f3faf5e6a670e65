"""One kind of input on a page: fill in, save as a draft, hand in, and choose where two people edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from starlette.responses import JSONResponse, Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.engagement import SUBMISSION_NAMES
from clusterprocess.domain.errors import (
    ClusterProcessError,
    InputError,
    NotFoundError,
    PermissionDenied,
    RuleViolation,
    UsageError,
)
from clusterprocess.offerings.form_building import PROFILE_PART
from clusterprocess.offerings.guest_forms import FormErrors
from clusterprocess.offerings.questionnaire_form import words_of
from clusterprocess.usecases.fill_inputs import (
    COMMENT,
    ROWS,
    InputForm,
    drop_input,
    field_of_rule,
    hints_of,
    keep_input,
    open_input,
)
from clusterprocess.usecases.hand_in_inputs import Decided, Difference, HandedIn, Overtaken, hand_in
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.engagements.questionnaire_views import (
    SHOWN,
    PartView,
    QuestionView,
    part_views,
    part_with,
    parts_of,
    question_views,
    shown_of,
)
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

TAB = "/eingaben"
VERSION, SEEN, PART, CHOICE = "_fassung", "_gesehen", "_teil", "wahl:"
KEPT_NAMED = 5


@dataclass(frozen=True, slots=True)
class CommentView:
    """What looks unusual in the figures, with room to say why."""

    id: str
    key: str
    sentence: str
    value: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer as it stands, in words, for those who only read."""

    question: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionnairePage:
    """One kind of input.

    Attributes:
        action: where the form is posted; drafts go to ``action/entwurf``.
        based_on: version that the form is drawn with, 0 for none.
        hints: sentence by field key for what looks wrong.
        saved: when the own draft was saved, as HH:MM or with its day.
        closed: why nothing can be handed in; then ``answers`` are shown in place of the form.
        is_behind: somebody handed in a newer version than the draft was begun on.
    """

    title: str
    head: EngagementHead
    action: str
    based_on: int
    part: int
    parts: tuple[PartView, ...]
    questions: tuple[QuestionView, ...]
    hints: Mapping[str, str]
    comments: tuple[CommentView, ...]
    answers: tuple[AnswerView, ...]
    errors: tuple[Fault, ...]
    saved: str
    others: tuple[str, ...]
    closed: tuple[str, ...]
    may_write: bool
    is_behind: bool


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Two people changed the same input: what it was, what the other person and what I entered."""

    title: str
    head: EngagementHead
    action: str
    author: str
    on: str
    newest: int
    differences: tuple[Difference, ...]
    unanswered: bool


def name_of_kind(kind: str) -> str:
    """What people call a kind of input."""
    return "Angaben zur Initiative" if kind == PROFILE_PART else SUBMISSION_NAMES.get(kind, "Eingabe")


def show(visit: Visit) -> Response:
    """The form, or for readers the answers."""
    return _page(visit)


def post(visit: Visit) -> Response:
    """What a button of the form asks for: hand in, save, add lines, go to another part, throw the draft away."""
    action, _, rest = visit.posted.action.partition(":")
    if action == "mehr":
        return _more_lines(visit, rest)
    if action == "teil":
        return _saved(visit, f"?teil={rest}" if rest.isdigit() else "")
    if action == "entwurf":
        return _saved(visit, _here(visit), "Der Entwurf ist gesichert; eingereicht ist noch nichts.")
    if action == "verwerfen":
        visit.act(lambda work: drop_input(work, visit.engagement(work), visit.path["kind"]))
        return visit.back(_address(visit), "Der Entwurf ist verworfen; es gilt die eingereichte Fassung.")
    if action == "entscheiden":
        return _decide(visit)
    return _hand_in(visit)


def draft(visit: Visit) -> Response:
    """Save while typing: the script reads JSON, a plain post leads back to the form."""
    if "application/json" not in visit.request.headers.get("accept", ""):
        return _saved(visit, _here(visit), "Der Entwurf ist gesichert; eingereicht ist noch nichts.")
    try:
        hints, at = visit.act(_keep(visit))
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        return JSONResponse({"hint": str(error)}, 409 if isinstance(error, RuleViolation) else 422)
    return JSONResponse({"saved": f"{at.astimezone(BERLIN):%H:%M}", "hints": dict(hints)})


def _keep(visit: Visit) -> Callable[[DatabaseWork], tuple[Mapping[str, str], datetime]]:
    def act(work: DatabaseWork) -> tuple[Mapping[str, str], datetime]:
        engagement, kind = visit.engagement(work), visit.path["kind"]
        typed = _typed(visit, open_input(work, engagement, kind))
        return keep_input(work, engagement, kind, typed, _number(visit, VERSION)), work.now

    return act


def _saved(visit: Visit, onward: str, note: str = "") -> Response:
    visit.act(_keep(visit))
    return visit.back(_address(visit) + onward, note)


def _more_lines(visit: Visit, path: str) -> Response:
    """Add lines to one table; what was typed is saved on the way, so that nothing is lost without script."""

    def act(work: DatabaseWork) -> None:
        engagement, kind = visit.engagement(work), visit.path["kind"]
        form = open_input(work, engagement, kind, _typed(visit, open_input(work, engagement, kind)))
        views, _ = question_views(form, tuple(form.spec.questions()), None)
        lines = {ROWS + m.path: str(m.lines) for view in views for m in view.more if m.path == path}
        keep_input(work, engagement, kind, {**form.typed, **lines}, _number(visit, VERSION))

    visit.act(act)
    question = path.split("/")[1] if "/" in path else ""
    return visit.back(f"{_address(visit)}{_here(visit)}#frage-{question}")


def _hand_in(visit: Visit) -> Response:
    number, kind = visit.path["number"], visit.path["kind"]
    typed: dict[str, Any] = {}

    def act(work: DatabaseWork) -> HandedIn | Overtaken:
        engagement = visit.engagement(work)
        typed.update(_typed(visit, open_input(work, engagement, kind)))
        return hand_in(work, number, kind, typed, _number(visit, VERSION))

    try:
        done = visit.act(act)
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        return _page(visit, typed, error)
    return _conflict(visit, done) if isinstance(done, Overtaken) else _done(visit, done)


def _decide(visit: Visit) -> Response:
    """Take the choices of the comparison; what was typed waits in the draft."""
    number, kind = visit.path["number"], visit.path["kind"]
    choices = {k.removeprefix(CHOICE): str(v) for k, v in visit.posted.values.items() if k.startswith(CHOICE)}

    def act(work: DatabaseWork) -> HandedIn | Overtaken:
        form = open_input(work, visit.engagement(work), kind)
        return hand_in(work, number, kind, form.typed, form.based_on, Decided(choices, _number(visit, SEEN)))

    try:
        done = visit.act(act)
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        return _page(visit, None, error)
    return _conflict(visit, done, unanswered=True) if isinstance(done, Overtaken) else _done(visit, done)


def _done(visit: Visit, done: HandedIn) -> Response:
    name = name_of_kind(visit.path["kind"])
    told = f"{name}: Fassung {done.version} ist eingereicht." if done.version else f"{name}: Es gab nichts Neues."
    if done.kept_blank:
        more = len(done.kept_blank) - KEPT_NAMED
        named = ", ".join(done.kept_blank[:KEPT_NAMED]) + (f" und {more} weitere" if more > 0 else "")
        told += f" Leer gelassen und daher unverändert: {named}."
    return visit.back(f"/vorgang/{visit.path['number']}{TAB}", told[:900])


def _conflict(visit: Visit, done: Overtaken, *, unanswered: bool = False) -> Response:
    head = visit.read(lambda work: head_of(visit.engagement(work), TAB))
    page = ConflictPage(
        f"{name_of_kind(visit.path['kind'])}: zwei Fassungen",
        head,
        _address(visit),
        done.author,
        f"{'Stichtag ' if visit.path['kind'] == PROFILE_PART else ''}{done.on:%d.%m.%Y}",
        done.newest,
        done.differences,
        unanswered,
    )
    return visit.show("engagements/conflict.html", page, 409)


def _page(visit: Visit, typed: Mapping[str, Any] | None = None, error: ClusterProcessError | None = None) -> Response:
    def look(work: DatabaseWork) -> QuestionnairePage:
        engagement, kind = visit.engagement(work), visit.path["kind"]
        form = open_input(work, engagement, kind, typed)
        if typed is not None:
            form = replace(form, based_on=_number(visit, VERSION))
        return _drawn(visit, form, error)

    return visit.show("engagements/questionnaire.html", visit.read(look), 422 if error else 200)


def _drawn(visit: Visit, form: InputForm, error: ClusterProcessError | None) -> QuestionnairePage:
    parts = parts_of(form)
    wanted = visit.query.get("teil", visit.value(PART) or "1")
    present = min(max(int(wanted) if wanted.isdigit() and len(wanted) < 4 else 1, 1), len(parts))
    if isinstance(error, FormErrors):
        present = part_with(parts, error.by_field, present)
    may_write = visit.may(*WORKERS) and not form.closed
    questions, faults = question_views(form, parts[present - 1], error) if may_write else ((), ())
    hints = hints_of(form.engagement, form.kind, form.spec, form.typed, form.based_on) if may_write else {}
    return QuestionnairePage(
        name_of_kind(form.kind),
        head_of(form.engagement, TAB),
        _address(visit),
        form.based_on,
        present,
        part_views(parts, present) if may_write else (),
        questions,
        {} if error else hints,
        _comments(form) if may_write else (),
        () if may_write else _answers(form),
        faults,
        _moment(form.saved_at),
        form.others,
        form.closed,
        visit.may(*WORKERS),
        form.based_on != form.newest,
    )


def _comments(form: InputForm) -> tuple[CommentView, ...]:
    return tuple(
        CommentView(f"k{n}", COMMENT + rule, told, str(form.typed.get(COMMENT + rule) or form.comments.get(rule, "")))
        for n, (rule, told) in enumerate(form.warnings.items(), 1)
        if field_of_rule(rule)
    )


def _answers(form: InputForm) -> tuple[AnswerView, ...]:
    answers = ((q, q.answer(q.values)[0]) for q in form.spec.questions() if q.is_earlier and q.values)
    return tuple(AnswerView(q.text.de, words_of(q, value)) for q, value in answers)


def _typed(visit: Visit, form: InputForm) -> dict[str, Any]:
    """What was posted, over what waits in the draft for the other parts of the form."""
    kind = visit.path["kind"]
    posted = {k: v for k, v in visit.posted.values.items() if k.startswith((f"{kind}/", "~"))}
    shown = shown_of(posted)
    earlier = {k: v for k, v in form.typed.items() if not _belongs(k, shown)}
    typed = {**earlier, **posted}
    typed[SHOWN] = sorted(shown | shown_of(form.typed))
    return typed


def _belongs(key: str, shown: frozenset[str]) -> bool:
    """Whether a key of the draft is one of the questions that were just posted."""
    plain = key.removeprefix(ROWS).partition("~")[0].partition(".")[0]
    return "/".join(plain.split("/")[:2]) in shown


def _here(visit: Visit) -> str:
    part = visit.value(PART)
    return f"?teil={part}" if part.isdigit() and part != "1" else ""


def _address(visit: Visit) -> str:
    return f"/vorgang/{visit.path['number']}{TAB}/{visit.path['kind']}"


def _number(visit: Visit, key: str) -> int:
    text = visit.value(key)
    if not text.isdigit() or len(text) > 9:
        raise InputError("Die Seite war unvollständig; bitte laden Sie sie neu.", field=key)
    return int(text)


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr" if at else ""


PAGES = (
    Page("engagements.inputs_form", "GET", "/vorgang/{number}/eingaben/{kind}", READERS, show, "Eine Eingabe ausfüllen"),
    Page("engagements.inputs_post", "POST", "/vorgang/{number}/eingaben/{kind}", WORKERS, post, "Eingabe einreichen"),
    Page(
        "engagements.inputs_draft", "POST", "/vorgang/{number}/eingaben/{kind}/entwurf", WORKERS, draft,
        "Entwurf einer Eingabe sichern",
    ),
)  # fmt: skip
