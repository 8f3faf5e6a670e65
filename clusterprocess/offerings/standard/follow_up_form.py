"""The page of a follow-up: sections of fields out of the typed questions, filled with what is known.

Keys of fields: ``m.1_2.status`` (measure M 1.2), ``i.Z1_1`` (indicator), ``g.Z1_1`` (goal), ``p.fte_paid`` (profile),
``s.1.name`` (parallel support), ``own.letters``; every other field has the key of its question. The way back from
posted values to a record stands in :mod:`clusterprocess.offerings.standard.follow_up_values`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from clusterprocess.catalogues.follow_up import follow_up_catalogue
from clusterprocess.domain.language import Text
from clusterprocess.offerings.follow_up_questions import OWN, AskKind, FollowUpQuestion
from clusterprocess.offerings.guest_forms import FieldKind, FormField, FormSection
from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.standard.follow_up_measure_fields import (
    Known,
    is_due,
    measures_in_full,
    measures_in_short,
    slug_of,
)
from clusterprocess.offerings.standard.follow_up_subject import (
    PROFILE_KEYS,
    PROFILE_NAMES,
    FollowedIndicator,
    FollowUpSubject,
)

ATTAINED: tuple[tuple[str, Text], ...] = (
    ("-2", Text("weit verfehlt", "missed by far")),
    ("-1", Text("verfehlt", "missed")),
    ("0", Text("erreicht wie geplant", "as planned")),
    ("1", Text("übertroffen", "exceeded")),
    ("2", Text("weit übertroffen", "exceeded by far")),
)
SUPPORT_ROWS = 3
"""So many other programmes a page offers; more can be told on the telephone."""

_INTRO = {
    AskKind.INDICATORS: "Lassen Sie leer, was Sie nicht wissen. Eine Lücke ist besser als eine geratene Zahl.",
    AskKind.PROFILE: "Bitte zählen Sie wie beim Ausgangswert. Wo sich die Zählweise geändert hat, lassen Sie das Feld leer.",
    AskKind.GOALS: "Gemeint ist der Stand heute, gemessen an dem, was das Papier für diesen Zeitpunkt vorsieht.",
}
_SIMPLE = {
    AskKind.CHOICE: FieldKind.CHOICE,
    AskKind.CHOICES: FieldKind.CHOICES,
    AskKind.SCALE: FieldKind.SCALE,
    AskKind.YES_NO: FieldKind.YES_NO,
    AskKind.NUMBER: FieldKind.NUMBER,
    AskKind.DAY: FieldKind.DAY,
    AskKind.LINE: FieldKind.TEXT,
    AskKind.WORDS: FieldKind.LONG_TEXT,
}


def sections_of(
    questions: Sequence[FollowUpQuestion], subject: FollowUpSubject, known: Known, today: date
) -> tuple[FormSection, ...]:
    """The sections of one follow-up; what is asked about nothing, such as goals of a plan without goals, is left out."""
    sections: list[FormSection] = []
    simple: list[FormField] = []

    def close() -> None:
        if simple:
            sections.append(FormSection("Fragen" if not sections else "Weitere Fragen", tuple(simple)))
            simple.clear()

    for question in questions:
        block = _BLOCKS.get(question.kind)
        if block is None:
            simple.append(_plain_field(question, known))
        elif found := block(question, subject, known, today):
            close()
            sections += found
    close()
    return tuple(sections)


def minutes_of(questions: Sequence[FollowUpQuestion], subject: FollowUpSubject, today: date) -> int:
    """Estimated minutes as told to people; seconds of each kind of question are a catalogue value [D]."""
    seconds = follow_up_catalogue().seconds
    total = 0
    for question in questions:
        kind = question.kind
        if kind is AskKind.MEASURES_IN_FULL:
            settled = sum(is_due(m, today) for m in subject.measures)
            total += settled * seconds[kind] + (len(subject.measures) - settled) * seconds[AskKind.MEASURES]
        else:
            total += seconds[kind] * _entries(kind, subject)
    return told_minutes(total)


def told_minutes(seconds: float) -> int:
    """Minutes as a letter names them: at least three, above ten to the next five."""
    minutes = max(3, round(seconds / 60))
    return minutes if minutes <= 10 else -(-minutes // 5) * 5


def _entries(kind: AskKind, subject: FollowUpSubject) -> int:
    counts = {
        AskKind.MEASURES: len(subject.measures),
        AskKind.INDICATORS: len(subject.indicators),
        AskKind.GOALS: len(subject.goals),
        AskKind.PROFILE: len(subject.baseline or {}),
    }
    return counts.get(kind, 1)


def _plain_field(question: FollowUpQuestion, known: Known) -> FormField:
    is_own = question.fills == OWN
    value = known.get(OWN, {}).get(question.key) if is_own else known.get(question.fills)
    if isinstance(value, bool):
        value = "ja" if value else "nein"
    scale = question.kind is AskKind.SCALE
    return FormField(
        key=f"own.{question.key}" if is_own else question.key,
        kind=_SIMPLE[question.kind],
        label=question.text,
        help=question.help,
        value=value,
        choices=question.choices,
        lowest=question.lowest if scale else 0 if question.kind is AskKind.NUMBER else None,
        highest=question.highest if scale else 100_000 if question.kind is AskKind.NUMBER else None,
        low_word=question.low_word,
        high_word=question.high_word,
        whole=question.kind is AskKind.NUMBER and not is_own,
        most=300 if question.kind is AskKind.LINE else 3000,
    )


def _indicators(question: FollowUpQuestion, subject: FollowUpSubject, known: Known, today: date) -> list[FormSection]:
    if not subject.indicators:
        return []
    values = {row["key"]: row for row in known.get("indicators", ())}
    as_of = next((row["as_of"] for row in values.values() if row.get("as_of")), None)
    fields = [
        FormField(
            f"i.{slug_of(i.key)}",
            FieldKind.NUMBER,
            Text(i.text, i.key),
            help=_compared(i),
            value=values.get(i.key, {}).get("value"),
            unit=i.unit,
        )
        for i in subject.indicators
    ]
    fields.append(FormField("i.as_of", FieldKind.DAY, Text("Stichtag dieser Werte", "reference day"), value=as_of))
    return [FormSection(question.text.de, tuple(fields), _INTRO[AskKind.INDICATORS])]


def _compared(indicator: FollowedIndicator) -> str:
    parts = (
        f"Ausgangswert: {indicator.before}" if indicator.before else "",
        f"Ziel: {indicator.target}" if indicator.target else "",
    )
    return " · ".join(part for part in parts if part)


def _goals(question: FollowUpQuestion, subject: FollowUpSubject, known: Known, today: date) -> list[FormSection]:
    if not subject.goals:
        return []
    rated = known.get("goals", {})
    fields = tuple(
        FormField(
            f"g.{slug_of(goal.key)}",
            FieldKind.CHOICE,
            Text(f"{goal.key} {goal.text}", goal.key),
            help=_compared(goal),
            value=str(rated[goal.key]) if goal.key in rated else None,
            choices=ATTAINED,
        )
        for goal in subject.goals
    )
    return [FormSection(question.text.de, fields, _INTRO[AskKind.GOALS])]


def _profile(question: FollowUpQuestion, subject: FollowUpSubject, known: Known, today: date) -> list[FormSection]:
    """Only what was frozen is asked again: a new value without an old one shows no change."""
    if not subject.baseline:
        return []
    stand = f" am {subject.baseline_on:%d.%m.%Y}" if subject.baseline_on else ""
    values = known.get("profile", {})
    fields = tuple(
        FormField(
            f"p.{key}",
            FieldKind.NUMBER,
            Text(PROFILE_NAMES[key], key),
            help=f"Ausgangswert{stand}: {shown_figure(key, subject.baseline[key])}",
            value=values.get(key),
            lowest=0,
            highest=100 if key.startswith("share_") else None,
            whole=key.startswith("members_"),
            unit=unit_of(key),
        )
        for key in PROFILE_KEYS
        if key in subject.baseline
    )
    return [FormSection(question.text.de, fields, _INTRO[AskKind.PROFILE])]


def unit_of(key: str) -> str:
    """Unit of a profile figure."""
    if key.startswith("share_"):
        return "%"
    return {"budget": "Euro", "fte_paid": "VZÄ"}.get(key, "")


def shown_figure(key: str, value: float) -> str:
    """A profile figure with its unit as people write it, for example ``27,5 %``."""
    decimals = 0 if key.startswith("members_") or key == "budget" or value == int(value) else 2 if key[0] == "s" else 1
    return f"{number(value, decimals)} {unit_of(key)}".strip()


def _parallel(question: FollowUpQuestion, subject: FollowUpSubject, known: Known, today: date) -> list[FormSection]:
    rows = list(known.get("parallel_support", ()))
    told = "nein" if known.get("no_parallel_support") else "ja" if rows else None
    choice = FormField("parallel", FieldKind.YES_NO, question.text, help=question.help, value=told)
    fields = [choice]
    for position in range(1, SUPPORT_ROWS + 1):
        row = rows[position - 1] if len(rows) >= position else {}
        key = f"s.{position}"
        fields += [
            FormField(f"{key}.name", FieldKind.TEXT, Text(f"Unterstützung {position}: Name", "name"),
                      value=row.get("name"), most=300),
            FormField(f"{key}.from_on", FieldKind.DAY, Text(f"Unterstützung {position}: von", "from"),
                      value=row.get("from_on")),
            FormField(f"{key}.to_on", FieldKind.DAY, Text(f"Unterstützung {position}: bis", "to"),
                      value=row.get("to_on")),
        ]  # fmt: skip
    return [FormSection("Andere Unterstützung", tuple(fields))]


_BLOCKS: dict[AskKind, Callable[[FollowUpQuestion, FollowUpSubject, Known, date], list[FormSection]]] = {
    AskKind.MEASURES: measures_in_short,
    AskKind.MEASURES_IN_FULL: measures_in_full,
    AskKind.INDICATORS: _indicators,
    AskKind.GOALS: _goals,
    AskKind.PROFILE: _profile,
    AskKind.PARALLEL_SUPPORT: _parallel,
}
