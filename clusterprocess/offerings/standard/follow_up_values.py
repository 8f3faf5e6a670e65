"""From what was posted or read from a file to one record of answers, checked against the engagement.

The shape of a record is checked by :func:`accepted_follow_up`; here it is compared with what this engagement is about:
an answer about a measure that the plan does not hold would otherwise count in a rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.follow_up_questions import OWN, AskKind, FollowUp, FollowUpQuestion
from clusterprocess.offerings.guest_forms import FormErrors, Values
from clusterprocess.offerings.profile import PROFILE, contradictions
from clusterprocess.offerings.standard.follow_up_answers import accepted_follow_up
from clusterprocess.offerings.standard.follow_up_form import SUPPORT_ROWS
from clusterprocess.offerings.standard.follow_up_measure_fields import slug_of
from clusterprocess.offerings.standard.follow_up_subject import PROFILE_KEYS, FollowUpSubject

_OF_MEASURE = ("status", "reason", "ended_on", "new_due_on", "result", "evidence", "decided_by", "without_us")


def record_of(values: Values, questions: Sequence[FollowUpQuestion], subject: FollowUpSubject) -> dict[str, Any]:
    """A record of answers out of the accepted values of the page.

    Raises:
        FormErrors: answers that do not fit together, each under the field where it can be put right.
    """
    wrong: dict[str, str] = {}
    record: dict[str, Any] = {
        "measures": _measures(values, subject, wrong),
        "indicators": _indicators(values, subject),
        "goals": {g.key: int(values[k]) for g in subject.goals if (k := f"g.{slug_of(g.key)}") in values},
        "profile": {key: values[f"p.{key}"] for key in PROFILE_KEYS if f"p.{key}" in values},
        **_parallel(values, wrong),
        OWN: {q.key: str(values[f"own.{q.key}"]) for q in questions if q.fills == OWN and f"own.{q.key}" in values},
    }
    for question in questions:
        if question.fills != OWN and question.key in values:
            value = values[question.key]
            record[question.fills] = value == "ja" if question.kind is AskKind.YES_NO else value
    if "nicht" in record.get("used_for", ()) and len(record["used_for"]) > 1:
        wrong["used_for"] = "Wofür genutzt: „gar nicht“ schließt andere Verwendungen aus."
    if faults := contradictions(record["profile"]):
        wrong["p.members_sme"] = " ".join(faults)
    if wrong:
        raise FormErrors(wrong)
    return record


def _measures(values: Values, subject: FollowUpSubject, wrong: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    for measure in subject.measures:
        key = f"m.{slug_of(measure.number)}"
        row = {part: values[f"{key}.{part}"] for part in _OF_MEASURE if f"{key}.{part}" in values}
        if not row:
            continue
        if "status" not in row:
            wrong[f"{key}.status"] = f"{measure.number}: Bitte nennen Sie auch den Stand."
        elif row["status"] == "verworfen" and "reason" not in row:
            wrong[f"{key}.reason"] = (
                f"{measure.number}: Bitte nennen Sie den Grund, aus dem die Maßnahme verworfen ist."
            )
        elif row["status"] != "erledigt" and "without_us" in row:
            wrong[f"{key}.without_us"] = f"{measure.number}: Diese Frage gilt nur umgesetzten Maßnahmen."
        rows.append({"number": measure.number, **row})
    return rows


def _indicators(values: Values, subject: FollowUpSubject) -> list[dict[str, Any]]:
    as_of = {"as_of": values["i.as_of"]} if "i.as_of" in values else {}
    return [
        {"key": i.key, "value": values[key], **as_of}
        for i in subject.indicators
        if (key := f"i.{slug_of(i.key)}") in values
    ]


def _parallel(values: Values, wrong: dict[str, str]) -> dict[str, Any]:
    rows = []
    for position in range(1, SUPPORT_ROWS + 1):
        key = f"s.{position}"
        row = {part: values[f"{key}.{part}"] for part in ("name", "from_on", "to_on") if f"{key}.{part}" in values}
        if row and "name" not in row:
            wrong[f"{key}.name"] = f"Unterstützung {position}: Bitte nennen Sie sie beim Namen."
        elif row:
            rows.append(row)
    told = values.get("parallel")
    if told == "nein" and rows:
        wrong["parallel"] = "Andere Unterstützung: Bitte wählen Sie Ja oder leeren Sie die Zeilen darunter."
    if told == "ja" and not rows:
        wrong.setdefault("s.1.name", "Andere Unterstützung: Bitte nennen Sie sie beim Namen.")
    return {"parallel_support": rows, "no_parallel_support": told == "nein"}


def checked_record(data: Mapping[str, Any], follow_up: FollowUp, subject: FollowUpSubject) -> dict[str, Any]:
    """Validate a record and compare it with the engagement.

    Raises:
        InputErrors: one German sentence for each wrong place.
    """
    record = accepted_follow_up(data)
    faults = [
        *_unknown("measures", "Maßnahme", (m["number"] for m in record["measures"]), {m.number for m in subject.measures}),
        *_unknown("goals", "Ziel", record["goals"], {g.key for g in subject.goals}),
        *_unknown("indicators", "Zielgröße", (i["key"] for i in record["indicators"]), {i.key for i in subject.indicators}),
        *_unknown("profile", "Kennzahl", record["profile"], set(PROFILE_KEYS)),
        *_unknown(OWN, "Frage", record[OWN], {q.key for q in follow_up.questions if q.fills == OWN}),
    ]  # fmt: skip
    if faults:
        raise InputErrors(faults)
    PROFILE.validate(record["profile"])
    if faults := contradictions(record["profile"]):
        raise InputErrors(faults)
    return record


def _unknown(field: str, what: str, given: Any, known: set[str]) -> list[str]:
    shown = ", ".join(sorted(known)) or "keine"
    return [
        f"{what} ({field}): „{name[:40]}“ gehört nicht zu diesem Vorgang; möglich sind: {shown}."
        for name in given
        if name not in known
    ]
