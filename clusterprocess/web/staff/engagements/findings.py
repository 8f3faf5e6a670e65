"""What the computations found: each result in words, as table and drawing, with its formula and the own assessment."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.accounts import FormDraft
from clusterprocess.domain.clock import BERLIN
from clusterprocess.domain.engagement import Engagement, Finding
from clusterprocess.domain.errors import NotFoundError, PermissionDenied, RuleViolation, UsageError
from clusterprocess.domain.states import Stage
from clusterprocess.offerings.standard.gaps import gaps
from clusterprocess.usecases.assemble_case import assemble_case
from clusterprocess.usecases.assess_findings import (
    MOST_CHARACTERS,
    SEEN,
    TEXT,
    Superseded,
    assess_finding,
    closed_because,
    keep_assessment,
    mark_of,
    own_drafts,
)
from clusterprocess.usecases.list_inputs import gaps_of
from clusterprocess.web.finding_charts import chart_of
from clusterprocess.web.finding_words import Told, inputs_told, result_sentence, result_told
from clusterprocess.web.plots import Figure
from clusterprocess.web.staff.engagements.head import EngagementHead, head_of
from clusterprocess.web.staff.rights import READERS, WORKERS, Page
from clusterprocess.web.staff.spoken import spoken
from clusterprocess.web.staff.visit import Fault, Visit

TAB = "/befunde"
STAGE_TITLES = {
    Stage.ANALYSIS.value: "Befunde der Analyse",
    Stage.DELIVERABLE.value: "Befunde aus Workshops und Ergebnis",
}


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding.

    Attributes:
        words: the result in one sentence where its method writes one.
        assessment: what is stored; ``typed`` what the page offers to go on writing.
        mark: of the stored words, so that two who write notice each other.
        theirs: the words of somebody else who was faster; empty where nobody was.
    """

    id: int
    key: str
    title: str
    words: str
    told: Told
    given: Told
    figure: Figure | None
    formula: str
    source: str
    catalogue: str
    assessment: str
    typed: str
    mark: str
    theirs: str
    saved: str
    error: str


@dataclass(frozen=True, slots=True)
class StageView:
    """The findings of one stage."""

    id: str
    title: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """All findings of the present pass."""

    title: str
    head: EngagementHead
    stages: tuple[StageView, ...]
    gaps: tuple[str, ...]
    why_none: str
    may_write: bool
    closed: str
    most: int
    errors: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What was posted for one finding and did not come through."""

    finding_id: int
    text: str
    error: UsageError | None = None
    superseded: Superseded | None = None


def show(visit: Visit) -> Response:
    """The findings."""
    return _page(visit)


def assess(visit: Visit) -> Response:
    """Keep the own assessment of one finding."""
    number, finding_id, text = visit.path["number"], _finding_id(visit), visit.value(TEXT)

    def act(work: DatabaseWork) -> Finding | Superseded:
        visit.engagement(work)
        seen, remove = visit.value(SEEN), visit.value("entfernen") == "ja"
        return assess_finding(work, number, finding_id, text, seen, remove=remove)

    try:
        done = visit.act(act)
    except (NotFoundError, PermissionDenied, RuleViolation):
        raise
    except UsageError as error:
        return _page(visit, _Attempt(finding_id, text, error=error))
    if isinstance(done, Superseded):
        return _page(visit, _Attempt(finding_id, text, superseded=done))
    return visit.back(f"/vorgang/{number}{TAB}#befund-{finding_id}", "Die Einschätzung ist gespeichert.")


def draft(visit: Visit) -> Response:
    """Save while writing."""
    number, finding_id = visit.path["number"], _finding_id(visit)

    def act(work: DatabaseWork) -> FormDraft:
        visit.engagement(work)
        return keep_assessment(work, number, finding_id, visit.value(TEXT), visit.value(SEEN))

    wants_json = "application/json" in visit.request.headers.get("accept", "")
    try:
        saved_at = visit.act(act).saved_at
    except (NotFoundError, PermissionDenied):
        raise
    except UsageError as error:
        if not wants_json:
            raise
        return JSONResponse({"hint": str(error)}, 409 if isinstance(error, RuleViolation) else 422)
    if not wants_json:
        return visit.back(f"/vorgang/{number}{TAB}#befund-{finding_id}", "Der Entwurf ist gesichert.")
    return JSONResponse({"saved": f"{saved_at.astimezone(BERLIN):%H:%M}", "hints": {}})


def _finding_id(visit: Visit) -> int:
    text = visit.path["finding"]
    if not text.isdigit() or len(text) > 9:
        raise NotFoundError("Diesen Befund gibt es nicht.")
    return int(text)


def _page(visit: Visit, attempt: _Attempt | None = None) -> Response:
    def look(work: DatabaseWork) -> FindingsPage:
        engagement = visit.engagement(work)
        closed = closed_because(engagement)
        may_write = visit.may(*WORKERS)
        drafts = own_drafts(work, engagement) if may_write and not closed else {}
        found = engagement.current_findings()
        stages = tuple(
            StageView(stage, title, tuple(_view(f, drafts.get(f.id), attempt) for f in found if f.stage == stage))
            for stage, title in STAGE_TITLES.items()
            if any(f.stage == stage for f in found)
        )
        return FindingsPage(
            "Befunde",
            head_of(engagement, TAB),
            stages,
            _gaps(work, engagement),
            "" if found else _why_none(engagement),
            may_write and not closed,
            closed if found else "",
            MOST_CHARACTERS,
            _faults(attempt),
        )

    status = 200 if attempt is None else 409 if attempt.superseded else 422
    return visit.show("engagements/findings.html", visit.read(look), status)


def _faults(attempt: _Attempt | None) -> tuple[Fault, ...]:
    if attempt is None:
        return ()
    control = f"text-{attempt.finding_id}"
    if attempt.error is not None:
        return (Fault(control, str(attempt.error)),)
    return (
        Fault(
            control,
            "Während Sie geschrieben haben, hat jemand anderes die Einschätzung geändert. Nichts ist überschrieben; "
            "bitte führen Sie beide Texte zusammen und speichern Sie noch einmal.",
        ),
    )


def _view(finding: Finding, kept: FormDraft | None, attempt: _Attempt | None) -> FindingView:
    mine = attempt if attempt and attempt.finding_id == finding.id else None
    mark, typed, saved = mark_of(finding.assessment), finding.assessment, ""
    theirs = mine.superseded.theirs if mine and mine.superseded else ""
    if mine is not None:
        typed = mine.text
    elif kept is not None and kept.typed.get(TEXT) != finding.assessment:
        typed, saved = str(kept.typed.get(TEXT, "")), f"{kept.saved_at.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr"
        if kept.typed.get(SEEN) != mark:
            theirs = finding.assessment  # somebody wrote since this draft was begun; both are on the page
    return FindingView(
        finding.id,
        finding.key,
        finding.title,
        result_sentence(finding.result),
        result_told(finding.method, finding.result),
        inputs_told(finding.method, finding.inputs),
        chart_of(finding.method, finding.title, finding.result),
        finding.formula,
        finding.source,
        finding.catalogue_version,
        finding.assessment,
        typed,
        mark,
        theirs,
        saved,
        str(mine.error) if mine and mine.error else "",
    )


def _gaps(work: DatabaseWork, engagement: Engagement) -> tuple[str, ...]:
    """Open gaps of the data: what the service waits for, and facts of the profile that nobody gave."""
    missing = (*map(spoken, gaps_of(engagement)), *gaps(assemble_case(work, engagement)))
    return tuple(dict.fromkeys(missing))


def _why_none(engagement: Engagement) -> str:
    if engagement.attempts or engagement.submission("fragebogen"):
        return "Noch keine Befunde: Sie entstehen von selbst, sobald die Analyse begonnen hat und alle Angaben dafür vorliegen."
    return (
        "Noch keine Befunde: Zuerst werden die Angaben der Initiative gebraucht, dann beginnt die Analyse von selbst."
    )


PAGES = (
    Page("engagements.findings_list", "GET", "/vorgang/{number}/befunde", READERS, show, "Befunde eines Vorgangs"),
    Page(
        "engagements.findings_assess", "POST", "/vorgang/{number}/befunde/{finding}", WORKERS, assess,
        "Eigene Einschätzung zu einem Befund",
    ),
    Page(
        "engagements.findings_draft", "POST", "/vorgang/{number}/befunde/{finding}/entwurf", WORKERS, draft,
        "Entwurf einer Einschätzung sichern",
    ),
)  # fmt: skip
