"""The page of one initiative, and what is done there at once: a contact note, another maturity level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.actors import CLUSTER_SIDE, ROLE_NAMES, STAFF, Role
from clusterprocess.domain.errors import UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.register import Cluster, Profile
from clusterprocess.domain.register_search import NoteLine, RoleLine
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted, day_in
from clusterprocess.usecases.keep_persons import take_note
from clusterprocess.usecases.override_level import MAY_OVERRIDE, override_level
from clusterprocess.usecases.search_register import seen_cluster
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.plots import Figure
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import Listing
from clusterprocess.web.staff.register import cluster_lists as lists_of
from clusterprocess.web.staff.register.figures import by_day, doubts_of, history
from clusterprocess.web.staff.register.words import (
    KINDS,
    LEVELS,
    NOTE_KINDS,
    ORIGINS,
    FigureGroup,
    LabelLine,
    choices,
    field_name,
    figures_told,
    label_lines,
    legal_form_name,
    level_name,
    published_labels,
    region_name,
)
from clusterprocess.web.staff.visit import Fault, Visit

MOST_NOTES = 20


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody with a role at the initiative; ``end`` is the address that ends the role, empty where it may not be."""

    name: str
    email: str
    organisation: str
    role: str
    period: str
    is_present: bool
    end: str
    role_slug: str


@dataclass(frozen=True, slots=True)
class PostForm:
    """A form on the page: where it posts, its fields, what is wrong with it."""

    action: str
    sections: tuple[SectionView, ...]
    errors: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """Everything about one initiative.

    Attributes:
        facts: master data as (name, words); ``level_told`` how the internal level came about.
        as_of: reference day of the newest figures; None where there are none.
        figures: what the newest figures say; ``doubts`` the plausibility rules that the figures break, with their comment.
        versions: reference days as (day, address of the form that corrects it).
        notice: why somebody may not add people here, empty where she may.
    """

    title: str
    id: int
    facts: tuple[tuple[str, str], ...]
    level: str
    level_told: str
    labels: tuple[LabelLine, ...]
    published: tuple[str, ...]
    due: Listing
    engagements: Listing
    as_of: date | None
    figures: tuple[FigureGroup, ...]
    doubts: tuple[tuple[str, str], ...]
    history: tuple[Figure, ...]
    versions: tuple[tuple[str, str], ...]
    members: Listing
    people: tuple[PersonLine, ...]
    notice: str
    notes: tuple[NoteLine, ...]
    documents: Listing
    note_form: PostForm | None
    level_form: PostForm | None
    may_edit: bool
    may_add_people: bool

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(f for asked in (self.note_form, self.level_form) if asked for f in asked.errors)


def show(visit: Visit) -> Response:
    """The page of one initiative."""
    return visit.show("register/cluster.html", visit.read(lambda work: _page(visit, work)))


def add_note(visit: Visit) -> Response:
    """Keep a contact note of this initiative."""
    wanted = visit.path["id"]

    def act(work: DatabaseWork) -> None:
        values = accepted(_note(), visit.posted.values)
        take_note(work, values["kind"], values["text"], day_in(values, "on"),
                  cluster=seen_cluster(work, wanted))  # fmt: skip

    try:
        visit.act(act)
    except UsageError as error:
        return _again(visit, note=error)
    return visit.back(f"/register/{wanted}#notizen", "Die Notiz ist abgelegt.")


def set_level(visit: Visit) -> Response:
    """Let another maturity level stand than the computed one."""
    wanted = visit.path["id"]

    def act(work: DatabaseWork) -> None:
        values = accepted(_level(), visit.posted.values)
        override_level(work, seen_cluster(work, wanted), values["level"], values["reason"])

    try:
        visit.act(act)
    except UsageError as error:
        return _again(visit, level=error)
    return visit.back(f"/register/{wanted}", "Die Reifestufe ist gesetzt; die Begründung steht dabei.")


def _again(visit: Visit, note: UsageError | None = None, level: UsageError | None = None) -> Response:
    return visit.show("register/cluster.html", visit.read(lambda work: _page(visit, work, note, level)), 422)


def _page(
    visit: Visit, work: DatabaseWork, note: UsageError | None = None, level: UsageError | None = None
) -> ClusterPage:
    cluster = seen_cluster(work, visit.path["id"])
    bound, today, here = visit.actor.operations, work.today, f"/register/{cluster.id}"
    profile, is_staff = cluster.profile, bool(visit.actor.roles & STAFF)
    answers = profile.answers if profile else {}
    may_add = visit.may(Role.HEAD)
    return ClusterPage(
        title=cluster.name,
        id=cluster.id,
        facts=_facts(cluster),
        level=level_name(cluster.level),
        level_told=_level_told(cluster),
        labels=label_lines(answers, today),
        published=published_labels(cluster.facts),
        due=lists_of.due(work, cluster.id, bound, today),
        engagements=lists_of.engagements(work, cluster.id, bound),
        as_of=profile.as_of if profile else None,
        figures=figures_told(answers) if profile else (),
        doubts=_doubts(cluster, profile) if profile else (),
        history=history(cluster.profiles),
        versions=tuple((f"{d:%d.%m.%Y}", f"{here}/profil?stichtag={d}") for d in reversed(by_day(cluster.profiles))),
        members=lists_of.members(work, cluster.id),
        people=tuple(_person(line, here, may_add) for line in work.queries.role_lines(cluster.id)),
        notice="" if may_add or not is_staff else "Personen nimmt die Leitung auf; sie beendet auch ihre Rollen.",
        notes=tuple(
            replace(n, kind=NOTE_KINDS[n.kind].de)
            for n in work.queries.note_lines(cluster.id, MOST_NOTES, operations=bound)
        ),
        documents=lists_of.documents(work, cluster.id, bound),
        note_form=_drawn_note(visit, here, today, note) if is_staff else None,
        level_form=_drawn_level(visit, here, level) if visit.may(*MAY_OVERRIDE) else None,
        may_edit=is_staff,
        may_add_people=may_add,
    )


def _facts(cluster: Cluster) -> tuple[tuple[str, str], ...]:
    found = (
        ("Art", KINDS[cluster.kind].de if cluster.kind in KINDS else cluster.kind),
        ("Feld", field_name(cluster.field, cluster.field_text)),
        ("Region", region_name(cluster.region)),
        ("Sitz", cluster.seat or "unbekannt"),
        ("Gegründet", str(cluster.founded or "unbekannt")),
        ("Rechtsform", legal_form_name(cluster.legal_form, cluster.legal_form_text)),
        ("Träger", cluster.carrier),
        ("Herkunft", ORIGINS[cluster.origin].de),
        ("Nummer im Register", str(cluster.id)),
    )
    return tuple((name, told) for name, told in found if told)


def _level_told(cluster: Cluster) -> str:
    computed = cluster.profile.level if cluster.profile else "unbekannt"
    if cluster.level_override:
        return f"Von Hand gesetzt: {cluster.level_override_reason} Berechnet wäre: {level_name(computed)}."
    if computed == "unbekannt":
        return "Die Angaben reichen nicht, um sie zu berechnen."
    return "Berechnet aus den neuesten Angaben."


def _doubts(cluster: Cluster, profile: Profile) -> tuple[tuple[str, str], ...]:
    found = doubts_of(cluster.profiles, profile.answers, profile.as_of)
    return tuple((told, str(profile.comments.get(rule, ""))) for rule, told in found.items())


def _person(line: RoleLine, here: str, may_end: bool) -> PersonLine:
    role = Role(line.role)
    period = f"seit {line.since:%d.%m.%Y}" if line.until is None else f"{line.since:%d.%m.%Y} bis {line.until:%d.%m.%Y}"
    end = f"{here}/personen/{line.person_id}/beenden" if may_end and line.until is None and role in CLUSTER_SIDE else ""
    return PersonLine(
        line.name, line.email, line.organisation, ROLE_NAMES[role].de, period, line.until is None, end, role.value
    )


def _note(today: date | None = None) -> GuestForm:
    return form(
        FormField("kind", FieldKind.CHOICE, Text("Art"), required=True, choices=choices(NOTE_KINDS), value="anruf"),
        FormField("on", FieldKind.DAY, Text("Tag des Gesprächs"), required=True, value=today and today.isoformat()),
        FormField("text", FieldKind.LONG_TEXT, Text("Notiz"), required=True, most=20_000),
    )


def _drawn_note(visit: Visit, here: str, today: date, error: UsageError | None) -> PostForm:
    typed = visit.posted.values if error else None
    return PostForm(f"{here}/notizen", *drawn(_note(today), typed, error, "n"))


def _level() -> GuestForm:
    levels = tuple((slug, told) for slug, told in LEVELS.items() if slug != "unbekannt")
    return form(
        FormField("level", FieldKind.CHOICE, Text("Reifestufe"), required=True, choices=levels),
        FormField("reason", FieldKind.LONG_TEXT, Text("Begründung"), required=True, most=2000),
    )


def _drawn_level(visit: Visit, here: str, error: UsageError | None) -> PostForm:
    typed = visit.posted.values if error else None
    return PostForm(f"{here}/stufe", *drawn(_level(), typed, error, "r"))
