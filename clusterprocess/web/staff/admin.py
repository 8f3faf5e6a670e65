"""Administration: who may sign in, in which role since when; templates, catalogues and the schedule as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.accounts import Account
from clusterprocess.domain.actors import CLUSTER_SIDE, ROLE_NAMES, Role
from clusterprocess.domain.errors import UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.register import Person
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm, accepted
from clusterprocess.usecases.accounts import deactivate, issue_link, open_account
from clusterprocess.usecases.keep_agency_files import catalogues_in_force, templates_in_force
from clusterprocess.usecases.keep_persons import add_person, end_role, grant_role, role_named
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.contexts import FormPage
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.lists import Cell, Listing, ListPage, listed, rows_of
from clusterprocess.web.staff.rights import KEEPERS, Page
from clusterprocess.web.staff.visit import Fault, Visit

GRANTABLE = tuple(r for r in Role if r not in CLUSTER_SIDE | {Role.SYSTEM, Role.MEMBER})
NEW = "/verwaltung/zugaenge/neu"


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One role with its period, as it was given."""

    role: str
    name: str
    scope: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person's access: state, roles with their periods, and what can be done.

    Attributes:
        link: a one-time link that was just issued; shown this once.
        locked_until: host instant; None where the account is not locked.
    """

    title: str
    handle: str
    name: str
    email: str
    state: str
    locked_until: datetime | None
    grants: tuple[GrantLine, ...]
    sections: tuple[SectionView, ...]
    errors: tuple[Fault, ...]
    link: str = ""


def people(visit: Visit) -> Response:
    """Everybody who may sign in, or could."""

    def look(work: DatabaseWork) -> list[tuple[Cell, ...]]:
        accounts = {a.person_id: a for a in work.queries.accounts()}
        rows: list[tuple[Cell, ...]] = []
        for person in work.queries.agency_people():
            roles = person.roles_at(work.now) - CLUSTER_SIDE - {Role.MEMBER}
            account = accounts.get(person.id)
            if roles or account:
                named = ", ".join(sorted(ROLE_NAMES[r].de for r in roles)) or "keine"
                state, tone = _state(account)
                rows.append(
                    (
                        Cell(person.name, f"/verwaltung/zugaenge/{person.handle}"),
                        Cell(person.handle),
                        Cell(named),
                        Cell(state, tone=tone),
                    )
                )
        return rows

    rows = rows_of(visit.read(look))
    listing = Listing("Zugänge", ("Name", "Kürzel", "Rollen", "Zugang"), rows, len(rows), empty="Noch keine Zugänge.")
    page = ListPage(
        "Zugänge und Rollen",
        listing,
        intro="Rollen gelten vom Augenblick der Erteilung an und bleiben mit ihrem Zeitraum sichtbar. Wer prüft, hat keine andere Rolle; wer verwaltet, gibt nichts frei.",
        actions=(
            ("Zugang anlegen", NEW),
            ("Vorlagen", "/verwaltung/vorlagen"),
            ("Kataloge", "/verwaltung/kataloge"),
            ("Zeitplan", "/verwaltung/zeitplan"),
        ),
    )
    return listed(visit, page)


def ask_new(visit: Visit) -> Response:
    """The form for a new access."""
    return _new_page(visit)


def add(visit: Visit) -> Response:
    """Take a person in where she is unknown, give her a role, and show her one-time link."""
    try:
        values = accepted(_new_form(visit), visit.posted.values)

        def act(work: DatabaseWork) -> str:
            known = next((p for p in work.queries.persons() if p.handle == values["handle"]), None)
            person = known or add_person(work, values["handle"], values.get("name", ""), values.get("email", ""))
            role = Role(values["role"])
            if role not in person.roles_at(work.now):
                bound = work.queries.operation(values["operation"]) if values.get("operation") else None
                grant_role(work, person, role, operation=bound)
            work.flush()
            return open_account(work, person)

        token = visit.act(act)
    except UsageError as error:
        return _new_page(visit, error)
    return _person(visit, values["handle"], link=_address(visit, token))


def show(visit: Visit) -> Response:
    """One person's access."""
    return _person(visit, visit.path["handle"])


def new_link(visit: Visit) -> Response:
    """A fresh one-time link, shown this once; an account is opened where there was none."""
    handle = visit.path["handle"]

    def act(work: DatabaseWork) -> str:
        account = work.queries.account_of(handle)
        if account is None or not account.is_active:
            return open_account(work, work.queries.person(handle))
        return issue_link(work, handle)

    return _person(visit, handle, link=_address(visit, visit.act(act)))


def shut_out(visit: Visit) -> Response:
    """Deactivate an account."""
    handle = visit.path["handle"]
    if handle == (visit.person.handle if visit.person else ""):
        return _person(visit, handle, status=422, errors=(Fault("", "Den eigenen Zugang sperrt eine andere Person."),))
    ended = visit.act(lambda work: deactivate(work, handle))
    return visit.back(f"/verwaltung/zugaenge/{handle}", f"Der Zugang ist gesperrt; beendete Anmeldungen: {ended}.")


def give_role(visit: Visit) -> Response:
    """Give a role from now on."""
    handle = visit.path["handle"]
    try:
        values = accepted(_role_form(visit), visit.posted.values)
        role = Role(values["role"])

        def act(work: DatabaseWork) -> None:
            bound = work.queries.operation(values["operation"]) if values.get("operation") else None
            grant_role(work, work.queries.person(handle), role, operation=bound)

        visit.act(act)
    except UsageError as error:
        return _person(visit, handle, error=error, status=422)
    return visit.back(f"/verwaltung/zugaenge/{handle}", f"{ROLE_NAMES[role].de}: erteilt.")


def take_role(visit: Visit) -> Response:
    """End a role now."""
    handle, role = visit.path["handle"], role_named(visit.value("role"))
    visit.act(lambda work: end_role(work, work.queries.person(handle), role))
    return visit.back(f"/verwaltung/zugaenge/{handle}", f"{ROLE_NAMES[role].de}: beendet.")


def templates(visit: Visit) -> Response:
    """Word templates in force, and whether they pass their check."""
    found = visit.read(templates_in_force)
    rows = rows_of(
        [
            (
                r["name"],
                r["number"],
                r["since"],
                r["note"],
                Cell(
                    f"{len(r['faults'])} Befunde" if r["faults"] else "ohne Beanstandung",
                    tone="bad" if r["faults"] else "good",
                ),
            )
            for r in found
        ]
    )
    listing = Listing("Vorlagen", ("Vorlage", "Fassung", "gilt seit", "Anlass", "Prüfung"), rows, len(rows))
    intro = (
        "Bearbeitet werden Vorlagen in Word; in Kraft setzt sie „clusterprocess template activate“ nach der Prüfung."
    )
    return listed(visit, ListPage("Word-Vorlagen", listing, intro=intro, crumbs=(("Verwaltung", "/verwaltung"),)))


def catalogues(visit: Visit) -> Response:
    """Catalogues in force with their source and mark."""
    found = visit.read(catalogues_in_force)
    rows = rows_of([(r["name"], r["version"], r["valid_from"], r["mark"], r["source"]) for r in found])
    listing = Listing("Kataloge", ("Katalog", "Fassung", "gültig ab", "Kennzeichen", "Quelle"), rows, len(rows))
    intro = "Regeln, Fristen, Sätze und Texte sind Daten. Eine geänderte Fassung gilt für neue Vorgänge: „clusterprocess catalogue activate“."
    return listed(visit, ListPage("Kataloge", listing, intro=intro, crumbs=(("Verwaltung", "/verwaltung"),)))


def schedule(visit: Visit) -> Response:
    """What the schedule did, the newest first."""
    words = {"sweep": "Fälliges auslösen", "self_proof": "Selbstprüfung", "profile_round": "Profilrunde"}
    found = visit.read(lambda work: list(work.queries.scheduled_runs(limit=200)))
    rows = rows_of(
        [
            (
                f"{r.started_at.astimezone().strftime('%d.%m.%Y %H:%M')} Uhr",
                words.get(r.kind, r.kind),
                Cell(r.outcome, tone="bad" if "fehl" in r.outcome else "good"),
                ", ".join(f"{name} {count}" for name, count in r.counts.items()) or "nichts zu tun",
            )
            for r in found
        ]
    )
    listing = Listing("Zeitplan", ("Beginn", "Lauf", "Ergebnis", "Getan"), rows, len(rows), empty="Noch kein Lauf.")
    intro = "Alle drei Minuten wird Fälliges ausgelöst; einmal am Tag prüft das Programm, ob jeder offene Vorgang ein nächstes Ereignis hat."
    return listed(visit, ListPage("Zeitplan", listing, intro=intro, crumbs=(("Verwaltung", "/verwaltung"),)))


def _state(account: Account | None) -> tuple[str, str]:
    if account is None:
        return "kein Zugang", ""
    if not account.is_active:
        return "gesperrt", "bad"
    return ("aktiv", "good") if account.password_hash else ("Einmal-Link offen", "warn")


def _address(visit: Visit, token: str) -> str:
    base = visit.app.settings.link_url or str(visit.request.base_url).rstrip("/")
    return f"{base}/einstieg/{token}"


def _role_fields(visit: Visit) -> tuple[FormField, ...]:
    references = visit.read(lambda work: [o.reference for o in work.queries.operations()])
    return (
        FormField(
            "role",
            FieldKind.CHOICE,
            Text("Rolle"),
            required=True,
            choices=tuple((r.value, ROLE_NAMES[r]) for r in GRANTABLE),
        ),
        FormField(
            "operation",
            FieldKind.CHOICE,
            Text("Vorhaben"),
            help="Nur für die Prüfung: Leer bedeutet alle Vorhaben.",
            choices=tuple((reference, Text(reference)) for reference in references),
        ),
    )


def _role_form(visit: Visit) -> GuestForm:
    return form(*_role_fields(visit))


def _new_form(visit: Visit) -> GuestForm:
    return form(
        FormField("handle", FieldKind.TEXT, Text("Kürzel"), help="Klein, ohne Leerzeichen, zum Beispiel m.muster.", required=True, most=40),
        FormField("name", FieldKind.TEXT, Text("Name"), help="Leer, wenn die Person schon angelegt ist.", most=120),
        FormField("email", FieldKind.EMAIL, Text("E-Mail")),
        *_role_fields(visit),
    )  # fmt: skip


def _new_page(visit: Visit, error: UsageError | None = None) -> Response:
    sections, faults = drawn(_new_form(visit), visit.posted.values if error else None, error)
    page = FormPage(
        "Zugang anlegen",
        "",
        NEW,
        sections,
        "Zugang anlegen",
        faults,
        cancel="/verwaltung",
        crumbs=(("Verwaltung", "/verwaltung"),),
        aside=(
            "Danach zeigt die Seite einen Einmal-Link. Geben Sie ihn der Person auf sicherem Weg; er gilt 24 Stunden und nur einmal.",
            "Ein Anfangspasswort gibt es nicht: Die Person legt ihres selbst fest.",
        ),
    )
    return visit.show("form.html", page, 422 if error else 200)


def _person(
    visit: Visit,
    handle: str,
    *,
    link: str = "",
    error: UsageError | None = None,
    errors: tuple[Fault, ...] = (),
    status: int = 200,
) -> Response:
    sections, faults = drawn(_role_form(visit), visit.posted.values if error else None, error)

    def look(work: DatabaseWork) -> PersonPage:
        person = work.queries.person(handle)
        account = work.queries.account_of(handle)
        state, _ = _state(account)
        locked = account.locked_until if account and account.is_locked(work.host_now) else None
        return PersonPage(
            person.name, person.handle, person.name, person.email, state, locked, _grants(work, person), sections,
            faults + errors, link,
        )  # fmt: skip

    return visit.show("admin/person.html", visit.read(look), status)


def _grants(work: DatabaseWork, person: Person) -> tuple[GrantLine, ...]:
    references = {o.id: o.reference for o in work.queries.operations()}
    return tuple(
        GrantLine(
            g.role,
            ROLE_NAMES[Role(g.role)].de,
            (g.cluster.name if g.cluster else "") or (references.get(g.operation_id, "") if g.operation_id else ""),
            g.valid_from,
            g.valid_until,
        )
        for g in person.roles
    )


PAGES = (
    Page("admin.people", "GET", "/verwaltung", KEEPERS, people, "Zugänge und Rollen"),
    Page("admin.ask_new", "GET", NEW, KEEPERS, ask_new, "Zugang anlegen"),
    Page("admin.add", "POST", NEW, KEEPERS, add, "Zugang anlegen"),
    Page("admin.templates", "GET", "/verwaltung/vorlagen", KEEPERS, templates, "Word-Vorlagen"),
    Page("admin.catalogues", "GET", "/verwaltung/kataloge", KEEPERS, catalogues, "Kataloge"),
    Page("admin.schedule", "GET", "/verwaltung/zeitplan", KEEPERS, schedule, "Zeitplan"),
    Page("admin.person", "GET", "/verwaltung/zugaenge/{handle}", KEEPERS, show, "Zugang einer Person"),
    Page("admin.link", "POST", "/verwaltung/zugaenge/{handle}/link", KEEPERS, new_link, "Einmal-Link ausstellen"),
    Page("admin.shut_out", "POST", "/verwaltung/zugaenge/{handle}/sperren", KEEPERS, shut_out, "Zugang sperren"),
    Page("admin.give_role", "POST", "/verwaltung/zugaenge/{handle}/rolle", KEEPERS, give_role, "Rolle erteilen"),
    Page("admin.take_role", "POST", "/verwaltung/zugaenge/{handle}/rolle/ende", KEEPERS, take_role, "Rolle beenden"),
)
