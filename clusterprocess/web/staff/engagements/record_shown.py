"""A record for reading once it is handed in, and a draft that was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clusterprocess.domain.agency_events import Registration
from clusterprocess.domain.workshops import Workshop
from clusterprocess.offerings.form_building import Known
from clusterprocess.offerings.questionnaire_form import page_spec, words_of
from clusterprocess.offerings.record_questions import LEVEL, PART, as_answers, record_questions
from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.offerings.standard.submissions import model_of
from clusterprocess.usecases.offering_of import offering_of
from clusterprocess.web.staff.engagements.record_entry import many_of, text_of
from clusterprocess.web.staff.engagements.record_views import entry_views
from clusterprocess.web.staff.lists import Cell, Listing, Value, rows_of

_OWN_TABLES = frozenset({"notes", "measures"})


@dataclass(frozen=True, slots=True)
class RecordShown:
    """The record of a workshop.

    Attributes:
        votes: dots by option and kind of actor, most first; None where nobody voted.
        more: what the offering's record holds beside it, as (question, texts).
    """

    facts: tuple[tuple[str, str], ...]
    attendance: Listing
    votes: Listing | None
    notes: tuple[tuple[str, str, str], ...]
    measures: Listing
    more: tuple[tuple[str, tuple[str, ...]], ...]


def record_shown(workshop: Workshop) -> RecordShown:
    """The record as tables and sentences."""
    record: Mapping[str, Any] = workshop.record_data
    attendance, feedback = record["attendance"], record.get("feedback", [])
    facts = [
        ("Moderation", record["moderator_role"]),
        ("Unterschriebene Liste", record["signed_list"]),
        ("Anwesend", f"{len(attendance)} Organisationen, {sum(int(a['persons']) for a in attendance)} Personen"),
    ]
    if feedback:
        facts.append(("Rückmeldung", f"{number(sum(feedback) / len(feedback), 1)} von 5 ({len(feedback)} Bögen)"))
    return RecordShown(
        tuple(facts),
        _attendance(attendance),
        _votes(record),
        _notes(record),
        _measures(record),
        _more(workshop, record),
    )


def _attendance(rows: Sequence[Mapping[str, Any]]) -> Listing:
    cells = [
        (a["organisation"], KIND_NAMES[a["kind"]], a["persons"], "ja" if a.get("signed", True) else "nein")
        for a in rows
    ]
    return Listing("Anwesenheit", ("Organisation", "Art", "Personen", "unterschrieben"), rows_of(cells), len(cells))


def _votes(record: Mapping[str, Any]) -> Listing | None:
    ballots, options = record.get("ballots", []), record.get("options", {})
    if not ballots:
        return None
    kinds = [k for k in KIND_NAMES if any(b["kind"] == k for b in ballots)]

    def dots(option: str, kind: str = "") -> int:
        return sum(int(b["dots"].get(option, 0)) for b in ballots if kind in ("", b["kind"]))

    ranked = sorted(options, key=lambda option: -dots(option))
    rows: list[tuple[Value, ...]] = [
        (f"{key} {options[key]}", dots(key), *(dots(key, kind) for kind in kinds)) for key in ranked
    ]
    header = ("Option", "Punkte", *(KIND_NAMES[kind] for kind in kinds))
    return Listing("Abstimmung", header, rows_of(rows), len(rows))


def _notes(record: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    return tuple((n["topic"], n["finding"], n.get("decision", "")) for n in record.get("notes", []))


def _measures(record: Mapping[str, Any]) -> Listing:
    rows = [
        (
            m["title"],
            m.get("owner", "") or Cell("offen", tone="warn"),
            _day(m.get("due_on")),
            _day(m.get("clarification_by")),
            m.get("first_step", ""),
        )
        for m in record.get("measures", [])
    ]
    header = ("Maßnahme", "Verantwortlich", "Frist", "Klärung bis", "Erster Schritt")
    return Listing("Maßnahmen", header, rows_of(rows), len(rows), empty="Es wurde keine Maßnahme vereinbart.")


def _day(text: str | None) -> str:
    return ".".join(reversed(text.split("-"))) if text else ""


def _more(workshop: Workshop, record: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    answers = as_answers(record)
    asked = record_questions(model_of(offering_of(workshop.engagement).workshop_record))
    spec = page_spec({PART: asked}, LEVEL, Known())
    return tuple(
        (q.text.de, words)
        for q in spec.questions()
        if q.key not in _OWN_TABLES and (words := words_of(q, answers.get(q.key)))
    )


def draft_shown(
    workshop: Workshop, typed: Mapping[str, Any], registrations: Sequence[Registration]
) -> tuple[tuple[str, str], ...]:
    """What is in a draft that was not handed in, as (place, text): nothing that somebody typed is lost."""
    if not typed:
        return ()
    views = entry_views(workshop, typed, registrations, {})
    came = many_of(typed, "kam")
    found = [("Anwesend", t.name + f" ({o.name})") for o in views.listed for t in o.people if str(t.id) in came]
    found += [("Anwesend", f"{line.name}, {line.persons or 1} Personen") for line in views.lines if line.name]
    found += [
        ("Punkte", f"{row.name}: " + ", ".join(f"{label} {text}" for _, label, text in row.cells if text))
        for row in views.ballots
        if any(text for _, _, text in row.cells)
    ]
    fields = [f for p in (views.basics, *(part.sections for part in views.parts)) for s in p for g in s.groups
              for f in g.every_field]  # fmt: skip
    found += [
        (f.label, _chosen(typed, f.key, {o.value: o.label for o in f.options})) for f in fields if text_of(typed, f.key)
    ]
    return tuple(found)


def _chosen(typed: Mapping[str, Any], key: str, words: Mapping[str, str]) -> str:
    text = text_of(typed, key)
    return words.get(text, text)
