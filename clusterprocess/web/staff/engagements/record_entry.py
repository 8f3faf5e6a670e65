"""What is typed on the page of a record, and what the record takes: attendance, options and votes, and all the rest.

Typed values are flat texts by key, as a browser posts them and a draft keeps them: ``kam`` (ids of registrations),
``mehr.<organisation>``, ``ohne`` (organisations that did not sign), ``org.<row>.name``, ``opt.<row>.key``,
``dots.<organisation>.<row>``, ``sheets.<grade>``, and ``protokoll/…`` for what the offering's record asks. Blank is no
answer and deletes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clusterprocess.domain.agency_events import Registration, RegistrationState
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.form_building import Known, form_of
from clusterprocess.offerings.forms import FormHead, FormSpec
from clusterprocess.offerings.guest_forms import FormErrors
from clusterprocess.offerings.questionnaire_form import page_answers
from clusterprocess.offerings.record_questions import LEVEL, PART, as_record, record_questions, usual_options
from clusterprocess.offerings.standard.agenda import BREAK, LUNCH
from clusterprocess.offerings.standard.rows import KIND_NAMES, MOST_DOTS, dots_each
from clusterprocess.offerings.standard.submissions import model_of
from clusterprocess.usecases.offering_of import offering_of

Typed = Mapping[str, Any]
GRADES = (1, 2, 3, 4, 5)
MOST_ROWS = 40
MOST_PERSONS = 20
FURTHER = 3
"""So many more lines one press adds."""
_FIRST_ROWS = {"org": 3, "opt": 6}


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation that may have come: the people registered for it, or a line typed by hand.

    Attributes:
        key: ``r12`` after its first registration, ``n3`` after its line; stays the same while the list grows.
    """

    key: str
    name: str
    kind: str
    people: tuple[Registration, ...] = ()


def text_of(typed: Typed, key: str) -> str:
    """One typed text, stripped."""
    value = typed.get(key, "")
    return str((value[-1] if value else "") if isinstance(value, list) else value).strip()


def many_of(typed: Typed, key: str) -> frozenset[str]:
    """All ticked values of a key."""
    value = typed.get(key, [])
    return frozenset(str(v) for v in value) if isinstance(value, list) else frozenset({str(value)})


def rows_of(typed: Typed, group: str, known: int = 0) -> int:
    """How many lines a group shows: as the draft says, never fewer than are known."""
    said = text_of(typed, f"zeilen.{group}")
    wanted = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else _FIRST_ROWS.get(group, 0)
    return max(min(wanted, MOST_ROWS), known)


def fresh(workshop: Workshop) -> dict[str, Any]:
    """What is known before anybody has typed: the place, the blocks of the agenda, what is always voted on."""
    blocks = [row["block"] for row in workshop.agenda if row["block"] not in (BREAK, LUNCH)]
    found: dict[str, Any] = {"place": workshop.place, f"zeilen.{PART}/notes": str(len(blocks))}
    found |= {f"{PART}/notes.{n}.topic": block for n, block in enumerate(blocks)}
    options = usual_options(workshop.engagement.offering)
    for n, (key, name) in enumerate(options.items()):
        found |= {f"opt.{n}.key": key, f"opt.{n}.name": name}
    if options:
        found["zeilen.opt"] = str(len(options))
    return found


def registered(registrations: Sequence[Registration]) -> tuple[Organisation, ...]:
    """Organisations of everybody on the list, those who withdrew last; an organisation stands once."""
    groups: dict[str, list[Registration]] = {}
    for found in sorted(registrations, key=lambda r: r.id):
        groups.setdefault(_same(found.organisation), []).append(found)
    made = [Organisation(f"r{g[0].id}", g[0].organisation, g[0].kind, tuple(g)) for g in groups.values()]
    gone = RegistrationState.WITHDRAWN.value
    return tuple(sorted(made, key=lambda o: (all(r.state == gone for r in o.people), o.name.casefold())))


def typed_organisations(typed: Typed) -> tuple[Organisation, ...]:
    """Organisations of the lines below the list; empty lines are left out."""
    lines = range(rows_of(typed, "org"))
    return tuple(
        Organisation(f"n{n}", name, text_of(typed, f"org.{n}.kind"))
        for n in lines
        if (name := " ".join(text_of(typed, f"org.{n}.name").split()))
    )


def options_of(typed: Typed) -> dict[int, tuple[str, str]]:
    """What was voted on: line to key and name; a line without a key gets ``O`` and its number."""
    found = {}
    for n in range(rows_of(typed, "opt")):
        if name := text_of(typed, f"opt.{n}.name"):
            found[n] = (text_of(typed, f"opt.{n}.key") or f"O{n + 1}", name)
    return found


def spec_of(workshop: Workshop, typed: Typed) -> FormSpec:
    """What the offering's record asks beside attendance and votes, with as many lines as the draft wants."""
    asked = record_questions(model_of(offering_of(workshop.engagement).workshop_record))
    keys = [f"{PART}/{q.key}" for q in asked.questions]
    rows = {key: rows_of(typed, key) for key in keys if text_of(typed, f"zeilen.{key}")}
    return form_of("web", FormHead("", "", "", ""), LEVEL, {PART: asked}, Known(), rows=rows)


def record_data(workshop: Workshop, typed: Typed, registrations: Sequence[Registration]) -> dict[str, Any]:
    """The record as ``record_workshop`` takes it.

    Raises:
        FormErrors: what does not fit, by the key of its field.
    """
    wrong: dict[str, str] = {}
    listed = registered(registrations)
    attendance = _attendance(typed, listed, wrong)
    options = options_of(typed)
    if len({key for key, _ in options.values()}) < len(options):
        wrong["opt.0.key"] = "Jedes Kürzel darf nur einmal vorkommen."
    data: dict[str, Any] = {
        "held_on": workshop.held_on.isoformat(),
        "place": text_of(typed, "place") or workshop.place,
        "attendance": list(attendance.values()),
        "options": dict(options.values()),
        "ballots": _ballots(typed, (*listed, *typed_organisations(typed)), attendance, options, wrong),
        "feedback": _feedback(typed, wrong),
    }
    for key, missing in _REQUIRED.items():
        data[key] = text_of(typed, key)
        if not 1 <= len(data[key]) <= 200:
            wrong[key] = missing
    try:
        spec = spec_of(workshop, typed)
        data |= as_record(page_answers(spec, _said(typed), {}).get(PART, {}))
        _require(spec, data, wrong)
    except FormErrors as error:
        wrong |= error.by_field
    if wrong:
        raise FormErrors(wrong)
    return data


_REQUIRED = {
    "moderator_role": "Moderation: Bitte nennen Sie die Funktion, nicht den Namen (höchstens 200 Zeichen).",
    "signed_list": "Unterschriebene Liste: Bitte sagen Sie, wo das Original liegt, oder „Login-Liste“.",
}


def _require(spec: FormSpec, data: Mapping[str, Any], wrong: dict[str, str]) -> None:
    for question in spec.questions():
        if question.required and not data.get(question.key):
            first = question.grids[0] if question.grids else None
            key = f"{PART}/{question.key}.0.{first.columns[0].path[-1]}" if first else f"{PART}/{question.key}"
            wrong[key] = f"„{question.text.de}“ fehlt; bitte ergänzen."


def _said(typed: Typed) -> dict[str, Any]:
    """Typed values without the topics of the agenda about which nothing was written."""
    found = dict(typed)
    start = f"{PART}/notes."
    for key in typed:
        if key.startswith(start) and key.endswith(".topic"):
            line = key.removesuffix("topic")
            if not text_of(typed, line + "finding") and not text_of(typed, line + "decision"):
                del found[key]
    return found


def _attendance(typed: Typed, listed: Sequence[Organisation], wrong: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Who came, by organisation in lower case; the same organisation from the list and from a line is one."""
    came, unsigned = many_of(typed, "kam"), many_of(typed, "ohne")
    found: dict[str, dict[str, Any]] = {}
    for organisation in listed:
        persons = sum(str(r.id) in came for r in organisation.people)
        persons += _count(typed, f"mehr.{organisation.key}", wrong)
        if persons:
            found[_same(organisation.name)] = _row(organisation, persons, unsigned)
    for organisation in typed_organisations(typed):
        line = f"org.{organisation.key[1:]}"
        if organisation.kind not in KIND_NAMES:
            wrong[f"{line}.kind"] = f"Bitte wählen Sie, was „{organisation.name}“ ist."
        persons = _count(typed, f"{line}.persons", wrong, 1)
        before = found.get(_same(organisation.name))
        if before is not None:
            before["persons"] += persons
        else:
            found[_same(organisation.name)] = _row(organisation, persons, unsigned)
    for row in found.values():
        if row["persons"] > MOST_PERSONS:
            wrong["org.0.persons"] = f"„{row['organisation']}“: höchstens {MOST_PERSONS} Personen je Organisation."
    if not found:
        wrong["org.0.name"] = "Anwesenheit: Bitte kreuzen Sie an, wer da war, oder tragen Sie Organisationen ein."
    return found


def _row(organisation: Organisation, persons: int, unsigned: frozenset[str]) -> dict[str, Any]:
    return {
        "organisation": organisation.name,
        "kind": organisation.kind,
        "persons": persons,
        "signed": organisation.key not in unsigned,
    }


def _count(typed: Typed, key: str, wrong: dict[str, str], usual: int = 0) -> int:
    text = text_of(typed, key)
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and int(text[:4]) <= MOST_PERSONS and len(text) < 4):
        wrong[key] = f"Bitte eine ganze Zahl von 0 bis {MOST_PERSONS}."
        return usual
    return int(text)


def _ballots(
    typed: Typed,
    organisations: Sequence[Organisation],
    attendance: Mapping[str, Mapping[str, Any]],
    options: Mapping[int, tuple[str, str]],
    wrong: dict[str, str],
) -> list[dict[str, Any]]:
    """The dots of each organisation; a row without a figure is no ballot, a row of zeros is one without dots."""
    each, found = dots_each(len(options)), {}
    for organisation in organisations:
        cells = {n: t for n in options if (t := text_of(typed, f"dots.{organisation.key}.{n}"))}
        if not cells:
            continue
        place, name = f"dots.{organisation.key}", organisation.name
        if any(t not in {str(n) for n in range(MOST_DOTS + 1)} for t in cells.values()):
            wrong[place] = f"„{name}“: je Option bitte 0, 1 oder {MOST_DOTS} Punkte."
        elif sum(map(int, cells.values())) > each:
            wrong[place] = f"„{name}“ hat zu viele Punkte; je Organisation sind es {each}."
        elif _same(name) not in attendance:
            wrong[place] = f"„{name}“ hat Punkte, ist aber oben nicht als anwesend eingetragen."
        elif _same(name) in found:
            wrong[place] = f"„{name}“ hat zwei Zeilen mit Punkten; je Organisation zählt ein Stimmzettel."
        else:
            row = attendance[_same(name)]
            dots = {options[n][0]: int(t) for n, t in cells.items() if t != "0"}
            found[_same(name)] = {"organisation": row["organisation"], "kind": row["kind"], "dots": dots}
    return list(found.values())


def _feedback(typed: Typed, wrong: dict[str, str]) -> list[int]:
    found: list[int] = []
    for grade in reversed(GRADES):
        text = text_of(typed, f"sheets.{grade}")
        if text and not (text.isascii() and text.isdigit() and len(text) < 4):
            wrong[f"sheets.{grade}"] = "Bitte eine ganze Zahl, zum Beispiel 4."
        elif text:
            found += [grade] * int(text)
    return found


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()
