"""People of an initiative: taking somebody in with a role, and ending a role."""

from __future__ import annotations

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import CLUSTER_SIDE, ROLE_NAMES, Role
from clusterprocess.domain.errors import InputError, NotFoundError, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted
from clusterprocess.usecases.cluster_people import take_in_contact
from clusterprocess.usecases.keep_persons import end_role, role_named
from clusterprocess.usecases.search_register import seen_cluster
from clusterprocess.web.staff.contexts import FormPage
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.visit import Visit


def ask(visit: Visit) -> Response:
    """The form for one more person."""
    return _asked(visit)


def add(visit: Visit) -> Response:
    """Take somebody in with a role at this initiative."""
    wanted = visit.path["id"]

    def act(work: DatabaseWork) -> str:
        values = accepted(_person(), visit.posted.values)
        cluster = seen_cluster(work, wanted)
        return take_in_contact(work, cluster, values["name"], values.get("email", ""), Role(values["role"])).name

    try:
        name = visit.act(act)
    except InputError as error:
        return _asked(visit, error)
    return visit.back(f"/register/{wanted}#personen", f"{name} ist eingetragen.")


def end(visit: Visit) -> Response:
    """End a role at this initiative; it stays visible with its period."""
    wanted, person_id = visit.path["id"], visit.path["person"]

    def act(work: DatabaseWork) -> str:
        cluster = seen_cluster(work, wanted)
        person = work.queries.person_by_id(person_id)
        if person is None or not any(g.cluster_id == cluster.id for g in person.roles):
            raise NotFoundError("Diese Person ist bei der Initiative nicht eingetragen.")
        end_role(work, person, role_named(visit.value("role")), cluster)
        return person.name

    try:
        name = visit.act(act)
    except InputError:
        return visit.back(f"/register/{wanted}#personen", "Die Rolle war schon beendet.")
    return visit.back(f"/register/{wanted}#personen", f"Die Rolle von {name} ist beendet.")


def _asked(visit: Visit, error: UsageError | None = None) -> Response:
    cluster = visit.read(lambda work: seen_cluster(work, visit.path["id"]))
    here = f"/register/{cluster.id}"
    sections, faults = drawn(_person(), visit.posted.values if error else None, error)
    page = FormPage(
        f"Person aufnehmen: {cluster.name}",
        "",
        f"{here}/personen/neu",
        sections,
        "Person eintragen",
        faults,
        cancel=here,
        crumbs=(("Register", "/register"), (cluster.name, here)),
        aside=(
            "Das Clustermanagement erhält Erinnerungen und beantwortet den Fragebogen. Vorstand und Kerngruppe stimmen "
            "Entwürfen zu.",
            "Wer mit Namen und Adresse schon bekannt ist, wird wiedererkannt und nicht doppelt geführt.",
        ),
    )
    return visit.show("form.html", page, 422 if error else 200)


def _person() -> GuestForm:
    roles = tuple((role.value, ROLE_NAMES[role]) for role in ROLE_NAMES if role in CLUSTER_SIDE)
    return form(
        FormField("name", FieldKind.TEXT, Text("Vor- und Nachname"), required=True, most=120),
        FormField("email", FieldKind.EMAIL, Text("E-Mail"), "Ohne Adresse kommen keine Links und Erinnerungen an."),
        FormField("role", FieldKind.CHOICE, Text("Rolle bei der Initiative"), required=True, choices=roles),
    )
