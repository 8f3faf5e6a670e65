"""The fields of a follow-up that ask about the measures of the plan, briefly or in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clusterprocess.domain.language import Text
from clusterprocess.offerings.follow_up_questions import FollowUpQuestion
from clusterprocess.offerings.guest_forms import FieldKind, FormField, FormSection
from clusterprocess.offerings.standard.follow_up_answers import OBSTACLE_NAMES
from clusterprocess.offerings.standard.follow_up_subject import FollowedMeasure, FollowUpSubject

Known = Mapping[str, Any]
"""A record of answers as it is stored: that of this follow-up, or what earlier ones left."""

STATUS: tuple[tuple[str, Text], ...] = (
    ("offen", Text("offen", "open")),
    ("laufend", Text("laufend", "running")),
    ("erledigt", Text("erledigt", "done")),
    ("verworfen", Text("verworfen", "dropped")),
)
WITHOUT_US: tuple[tuple[str, Text], ...] = (
    ("unveraendert", Text("dasselbe", "the same")),
    ("spaeter_kleiner", Text("später oder kleiner", "later or smaller")),
    ("gar_nicht", Text("gar nicht", "not at all")),
)
REASONS: tuple[tuple[str, Text], ...] = tuple((slug, Text(name, slug)) for slug, name in OBSTACLE_NAMES.items())


def slug_of(name: str) -> str:
    """A measure or goal in the key of a field: ``M 1.2`` becomes ``1_2``, ``W 2.3`` becomes ``w2_3``."""
    plain = name.removeprefix("M ").replace("W ", "w")
    return "".join(c if c.isalnum() else "_" for c in plain)


def is_due(measure: FollowedMeasure, today: date) -> bool:
    return measure.end is None or measure.end <= today


def measures_in_short(
    question: FollowUpQuestion, subject: FollowUpSubject, known: Known, today: date
) -> list[FormSection]:
    """All measures on one page, status and reason alone: the short form."""
    if not subject.measures:
        return []
    reported = _reported(known)
    fields = [f for m in subject.measures for f in _status_fields(m, reported.get(m.number, {}))]
    return [FormSection(question.text.de, tuple(fields), _MEASURES_INTRO)]


_MEASURES_INTRO = "Was Sie zuletzt gemeldet haben, ist schon eingetragen."


def measures_in_full(
    question: FollowUpQuestion, subject: FollowUpSubject, known: Known, today: date
) -> list[FormSection]:
    """One section for each measure; what is not due yet is asked briefly."""
    reported = _reported(known)
    sections = []
    for measure in subject.measures:
        before = reported.get(measure.number, {})
        status = _status_fields(measure, before, titled=False)
        more = _outcome_fields(measure, before, in_full=is_due(measure, today) or before.get("status") == "erledigt")
        sections.append(FormSection(f"{measure.number} {measure.title}", (*status, *more), _about(measure)))
    return sections


def _reported(known: Known) -> dict[str, Mapping[str, Any]]:
    return {row["number"]: row for row in known.get("measures", ())}


def _about(measure: FollowedMeasure) -> str:
    end = f"geplantes Ende {measure.end:%d.%m.%Y}" if measure.end else "ohne Termin"
    return f"{measure.lead}, {end}" if measure.lead else end[0].upper() + end[1:]


def _status_fields(
    measure: FollowedMeasure, before: Mapping[str, Any], *, titled: bool = True
) -> tuple[FormField, FormField]:
    key = f"m.{slug_of(measure.number)}"
    label = f"{measure.number} {measure.title}" if titled else f"{measure.number}: Stand"
    return (
        FormField(
            f"{key}.status",
            FieldKind.CHOICE,
            Text(label, f"{measure.number}: status"),
            help=_about(measure) if titled else "",
            value=before.get("status"),
            choices=STATUS,
        ),
        FormField(
            f"{key}.reason",
            FieldKind.CHOICE,
            Text(f"{measure.number}: Grund", f"{measure.number}: reason"),
            help="Nur wenn verworfen oder überfällig.",
            value=before.get("reason"),
            choices=REASONS,
        ),
    )


def _outcome_fields(measure: FollowedMeasure, before: Mapping[str, Any], *, in_full: bool) -> tuple[FormField, ...]:
    key, name = f"m.{slug_of(measure.number)}", measure.number

    def field(part: str, kind: FieldKind, de: str, en: str, help: str = "", **more: Any) -> FormField:
        return FormField(
            f"{key}.{part}",
            kind,
            Text(f"{name}: {de}", f"{name}: {en}"),
            help,
            value=before.get(part),
            most=300,
            **more,
        )

    result = field("result", FieldKind.TEXT, "Ergebnis in einem Satzteil", "result")
    without_us = field(
        "without_us",
        FieldKind.CHOICE,
        "Was wäre ohne die ClusterAgentur geschehen?",
        "what would have happened without the agency?",
        "Nur wenn erledigt.",
        choices=WITHOUT_US,
    )
    if not in_full:
        return (result, without_us)
    return (
        field("ended_on", FieldKind.DAY, "tatsächliches Ende", "actual end", "Nur wenn erledigt."),
        field("new_due_on", FieldKind.DAY, "neuer Termin", "new date", "Nur wenn überfällig."),
        result,
        field("evidence", FieldKind.TEXT, "Nachweis: Link oder Aktenzeichen", "proof"),
        field("decided_by", FieldKind.TEXT, "wer über das Verwerfen entschied", "who dropped it", "Organ oder Rolle."),
        without_us,
    )
