"""What the page of a record draws: who is on the list, lines to type, the table of votes, and the offering's own parts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from clusterprocess.domain.agency_events import Registration, RegistrationState
from clusterprocess.domain.language import Text
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.form_types import Slots, Table
from clusterprocess.offerings.forms import FormQuestion, path_text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm
from clusterprocess.offerings.questionnaire_form import page_sections
from clusterprocess.offerings.record_questions import PART
from clusterprocess.offerings.standard.rows import KIND_NAMES, dots_each
from clusterprocess.web.drawing import SectionView, sections_of
from clusterprocess.web.staff.engagements.record_entry import (
    GRADES,
    Organisation,
    Typed,
    many_of,
    options_of,
    registered,
    rows_of,
    spec_of,
    text_of,
    typed_organisations,
)
from clusterprocess.web.staff.forms import form
from clusterprocess.web.staff.visit import Fault

_NOTES = {RegistrationState.WAITING.value: "Warteliste", RegistrationState.WITHDRAWN.value: "hatte sich abgemeldet"}
_GRADE_WORDS = {1: "1 (schlecht)", 5: "5 (sehr gut)"}
_OTHER = "Weitere Ergebnisse"


@dataclass(frozen=True, slots=True)
class Tick:
    """One registered person: ticked when she came; ``note`` says what is unusual about the registration."""

    id: int
    name: str
    note: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ListedOrganisation:
    """An organisation of the list with its people; ``more`` counts others who came with them."""

    key: str
    name: str
    kind: str
    people: tuple[Tick, ...]
    more: str
    unsigned: bool
    id: str
    error: str


@dataclass(frozen=True, slots=True)
class TypedOrganisation:
    """A line for an organisation that nobody had registered."""

    line: int
    key: str
    name: str
    kind: str
    persons: str
    unsigned: bool
    id: str
    error: str


@dataclass(frozen=True, slots=True)
class OptionLine:
    """A line for something that is voted on."""

    line: int
    key: str
    name: str
    id: str
    error: str


@dataclass(frozen=True, slots=True)
class BallotRow:
    """The dots of one organisation, one text per option."""

    key: str
    name: str
    cells: tuple[tuple[int, str, str], ...]
    id: str
    error: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of the offering's own; ``more`` is the group whose lines can grow, empty where there are none."""

    id: str
    title: str
    sections: tuple[SectionView, ...]
    more: str
    lines: int


@dataclass(frozen=True, slots=True)
class EntryViews:
    """Everything of the form.

    Attributes:
        each: dots of one organisation at the present number of options.
        kinds: slug and name of every kind of actor.
        sheets: (grade, label, text, id, error) of the feedback.
    """

    basics: tuple[SectionView, ...]
    listed: tuple[ListedOrganisation, ...]
    lines: tuple[TypedOrganisation, ...]
    options: tuple[OptionLine, ...]
    columns: tuple[tuple[int, str, str], ...]
    ballots: tuple[BallotRow, ...]
    each: int
    kinds: tuple[tuple[str, str], ...]
    sheets: tuple[tuple[int, str, str, str, str], ...]
    parts: tuple[PartView, ...]
    errors: tuple[Fault, ...]


def control_id(key: str) -> str:
    """The id of the control of a key."""
    return "x-" + re.sub(r"[^a-z0-9]+", "-", key.lower())


def entry_views(
    workshop: Workshop, typed: Typed, registrations: Sequence[Registration], wrong: Mapping[str, str]
) -> EntryViews:
    """The form with what was typed and what is wrong in it, by field key."""
    listed, lines, options = registered(registrations), typed_organisations(typed), options_of(typed)
    basics = sections_of(_basics(), typed, wrong, "b-")
    parts = _parts(workshop, typed, wrong)
    places = _ids((*basics, *(s for p in parts for s in p.sections)))
    return EntryViews(
        basics=basics,
        listed=tuple(_listed(o, typed, wrong) for o in listed),
        lines=tuple(_line(n, typed, wrong) for n in range(rows_of(typed, "org"))),
        options=tuple(_option(n, typed, wrong) for n in range(rows_of(typed, "opt"))),
        columns=tuple((n, key, name) for n, (key, name) in options.items()),
        ballots=tuple(_ballot(o, typed, options, wrong) for o in (*listed, *lines)) if options else (),
        each=dots_each(len(options)),
        kinds=tuple(KIND_NAMES.items()),
        sheets=tuple(_sheet(grade, typed, wrong) for grade in reversed(GRADES)),
        parts=parts,
        errors=tuple(Fault(places.get(key, control_id(key)), sentence) for key, sentence in wrong.items()),
    )


def _ids(sections: Sequence[SectionView]) -> dict[str, str]:
    return {f.key: f.id for s in sections for g in s.groups for f in g.every_field}


def _basics() -> GuestForm:
    return form(
        FormField("place", FieldKind.TEXT, Text("Ort"), "Leer: wie geplant.", most=200),
        FormField("moderator_role", FieldKind.TEXT, Text("Moderation"), "Funktion, kein Name.", required=True, most=200),
        FormField(
            "signed_list", FieldKind.TEXT, Text("Wo liegt die unterschriebene Liste?"),
            "Akte und Blatt, auch für Fotos und Flipchart-Protokoll; bei einer Online-Sitzung „Login-Liste“ mit Ablageort.",
            required=True, most=200,
        ),
    )  # fmt: skip


def _listed(found: Organisation, typed: Typed, wrong: Mapping[str, str]) -> ListedOrganisation:
    came, key = many_of(typed, "kam"), f"mehr.{found.key}"
    people = tuple(Tick(r.id, r.person.name, _NOTES.get(r.state, ""), str(r.id) in came) for r in found.people)
    return ListedOrganisation(
        found.key, found.name, KIND_NAMES[found.kind], people, text_of(typed, key), found.key in many_of(typed, "ohne"),
        control_id(key), wrong.get(key, ""),
    )  # fmt: skip


def _line(n: int, typed: Typed, wrong: Mapping[str, str]) -> TypedOrganisation:
    line = f"org.{n}"
    error = " ".join(wrong[k] for part in ("name", "kind", "persons") if (k := f"{line}.{part}") in wrong)
    name, kind, persons = (text_of(typed, f"{line}.{part}") for part in ("name", "kind", "persons"))
    return TypedOrganisation(
        n, f"n{n}", name, kind, persons, f"n{n}" in many_of(typed, "ohne"), control_id(line), error
    )


def _option(n: int, typed: Typed, wrong: Mapping[str, str]) -> OptionLine:
    key = f"opt.{n}.key"
    return OptionLine(n, text_of(typed, key), text_of(typed, f"opt.{n}.name"), control_id(key), wrong.get(key, ""))


def _ballot(
    found: Organisation, typed: Typed, options: Mapping[int, tuple[str, str]], wrong: Mapping[str, str]
) -> BallotRow:
    place = f"dots.{found.key}"
    cells = tuple((n, f"{key} {name}", text_of(typed, f"{place}.{n}")) for n, (key, name) in options.items())
    return BallotRow(found.key, found.name, cells, control_id(place), wrong.get(place, ""))


def _sheet(grade: int, typed: Typed, wrong: Mapping[str, str]) -> tuple[int, str, str, str, str]:
    key = f"sheets.{grade}"
    return grade, _GRADE_WORDS.get(grade, str(grade)), text_of(typed, key), control_id(key), wrong.get(key, "")


def _parts(workshop: Workshop, typed: Typed, wrong: Mapping[str, str]) -> tuple[PartView, ...]:
    spec = spec_of(workshop, typed)
    growing = {path_text(q.path): q for q in spec.questions() if isinstance(q.node, Table | Slots)}
    found = []
    for n, section in enumerate(page_sections(spec), 1):
        group = section.fields[0].key.split(".")[0]
        title = _OTHER if section.title.startswith(PART) else section.title
        asked = GuestForm("", "", (replace(section, title="", fields=tuple(_short(f) for f in section.fields)),))
        views = sections_of(asked, typed, wrong, f"p{n}-")
        more = group if group in growing else ""
        found.append(PartView(f"teil-{n}", title, views, more, _lines(growing[group]) if more else 0))
    return tuple(found)


def _short(field: FormField) -> FormField:
    """Days of a record are typed as the browser shows them; nothing here is drawn as required by its row."""
    return replace(field, value=None)


def _lines(question: FormQuestion) -> int:
    return question.grids[0].rows if question.grids else len(question.entries)
