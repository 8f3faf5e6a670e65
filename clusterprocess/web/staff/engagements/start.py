"""Beginning an engagement: a request in under three minutes, or taking over one that runs already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.errors import InputError, NotFoundError, PermissionDenied, UsageError
from clusterprocess.domain.register import Cluster, Organisation
from clusterprocess.offerings.guest_forms import FormErrors, GuestForm, accepted
from clusterprocess.usecases.open_engagement import open_engagement, take_over
from clusterprocess.web.staff.contexts import FormPage
from clusterprocess.web.staff.engagements.start_form import (
    LEAD,
    REVIEWER,
    clusters_meant,
    day,
    request_form,
    take_over_form,
)
from clusterprocess.web.staff.forms import drawn
from clusterprocess.web.staff.rights import WORKERS, Page
from clusterprocess.web.staff.visit import Visit

START, TAKE_OVER = "/vorgaenge/neu", "/vorgaenge/uebernehmen"
CRUMBS = (("Vorgänge", "/vorgaenge"),)
Asked = Callable[[Visit, DatabaseWork, list[Cluster], str], GuestForm]
Begin = Callable[[DatabaseWork, Mapping[str, Any], Cluster], str]

_START = FormPage(
    "Anfrage aufnehmen", "Was keine Pflichtangabe ist und was Sie noch nicht wissen, lassen Sie leer; es lässt sich nachtragen.", START, (),
    "Anfrage aufnehmen", cancel="/vorgaenge", crumbs=CRUMBS,
    aside=(
        "Der Vorgang erhält sofort seine Nummer, und die Frist für die Eingangsbestätigung beginnt.",
        "Annehmen kann ihn später nur, wer die Anfrage nicht selbst eingetragen hat (Vier-Augen-Prinzip).",
    ),
)  # fmt: skip
_TAKE_OVER = FormPage(
    "Laufenden Vorgang übernehmen", "Für Vorgänge, die vor dieser Anwendung begonnen haben.", TAKE_OVER, (),
    "Vorgang übernehmen", cancel="/vorgaenge", crumbs=CRUMBS,
    aside=("Alles Übernommene ist im Verlauf als „nacherfasst“ gekennzeichnet; die bisherige Akte bleibt maßgeblich.",),
)  # fmt: skip


def ask(visit: Visit) -> Response:
    """The form of a request; with an initiative in the address that one is chosen."""
    return _page(visit, _START, request_form)


def begin(visit: Visit) -> Response:
    """Take the request in."""

    def act(work: DatabaseWork, values: Mapping[str, Any], cluster: Cluster) -> str:
        return open_engagement(
            work,
            **_shared(work, values, cluster),
            question=values.get("question", ""),
            occasion=values["occasion"],
            fast_lane=values.get("fast_lane") == "ja",
        ).number

    return _begun(visit, _START, request_form, act, "Die Anfrage ist als Vorgang {number} aufgenommen.")


def ask_to_take_over(visit: Visit) -> Response:
    """The form of a take-over."""
    return _page(visit, _TAKE_OVER, take_over_form)


def begin_taken_over(visit: Visit) -> Response:
    """Take a running engagement over."""

    def act(work: DatabaseWork, values: Mapping[str, Any], cluster: Cluster) -> str:
        return take_over(
            work,
            **_shared(work, values, cluster),
            state=values["state"],
            paper=values["paper"],
            handed_over_on=day(dict(values), "handed_over"),
        ).number

    return _begun(visit, _TAKE_OVER, take_over_form, act, "Der Vorgang ist als {number} übernommen.")


def _begun(visit: Visit, page: FormPage, asked: Asked, begin_it: Begin, told: str) -> Response:
    def act(work: DatabaseWork) -> str:
        clusters = clusters_meant(work, visit.value("cluster"), visit.value("initiative"))
        posted = dict(visit.posted.values)
        if len(clusters) == 1:
            posted["cluster"] = str(clusters[0].id)
        values = accepted(asked(visit, work, clusters, visit.value("initiative")), posted)
        return begin_it(work, values, clusters[0])

    try:
        number = visit.act(act)
    except PermissionDenied:
        raise
    except UsageError as error:
        return _page(visit, page, asked, error)
    return visit.back(f"/vorgang/{number}", told.format(number=number))


def _shared(work: DatabaseWork, values: Mapping[str, Any], cluster: Cluster) -> dict[str, Any]:
    lead, reviewer = values.get(LEAD), values.get(REVIEWER)
    return {
        "offering": values["offering"],
        "cluster": cluster,
        "operation": work.queries.operation(values["operation"]),
        "delivering": _organisation(work, int(values["delivering"])),
        "requested_on": day(dict(values), "on"),
        "lead": work.queries.person(lead) if lead else None,
        "reviewer": work.queries.person(reviewer) if reviewer else None,
    }


def _organisation(work: DatabaseWork, wanted: int) -> Organisation:
    offered = (c.organisation for o in work.queries.operations() for c in o.contractors)
    found = next((o for o in offered if o.id == wanted), None)
    if found is None:
        raise InputError("Leistende Organisation: Sie ist inzwischen nicht mehr eingetragen.", field="delivering")
    return found


def _page(visit: Visit, page: FormPage, asked: Asked, error: UsageError | None = None) -> Response:
    """The form; what was typed stays, and a name that fits several initiatives becomes a choice."""
    chosen = visit.value("cluster") or visit.query.get("cluster", "")
    typed = visit.value("initiative")

    def look(work: DatabaseWork) -> tuple[GuestForm, list[Cluster]]:
        try:
            clusters = clusters_meant(work, chosen, typed)
        except (FormErrors, NotFoundError):
            clusters = []
        return asked(visit, work, clusters, typed), clusters

    questions, clusters = visit.read(look)
    posted: dict[str, object] | None = dict(visit.posted.values) if error else None
    if posted is not None and clusters:
        posted["initiative"] = ""  # what was found stands in the choice; the line is for another name
    if posted is not None and len(clusters) == 1:
        posted["cluster"] = str(clusters[0].id)
    sections, faults = drawn(questions, posted, _placed(error, questions), prefix="v")
    shown = replace(page, sections=sections, errors=faults)
    return visit.show("form.html", shown, 422 if error else 200)


def _placed(error: UsageError | None, questions: GuestForm) -> UsageError | None:
    """The error at its field: what is wrong about the initiative stands at whichever field asks for it."""
    if error is None:
        return None
    keys = {f.key for f in questions.fields}
    field = error.field if isinstance(error, InputError) else None
    about = field in ("cluster", "initiative") and "cluster" in keys
    if isinstance(error, NotFoundError) or about or (field in ("cluster", "initiative") and field not in keys):
        return InputError(str(error), field="cluster" if "cluster" in keys else "initiative")
    assert isinstance(error, UsageError)
    return error


PAGES = (
    Page("engagements.ask", "GET", START, WORKERS, ask, "Anfrage aufnehmen"),
    Page("engagements.begin", "POST", START, WORKERS, begin, "Anfrage speichern"),
    Page("engagements.ask_take_over", "GET", TAKE_OVER, WORKERS, ask_to_take_over, "Laufenden Vorgang übernehmen"),
    Page("engagements.take_over", "POST", TAKE_OVER, WORKERS, begin_taken_over, "Laufenden Vorgang speichern"),
)
