"""F13 Delphi: what a panel expects, in two rounds, and where it agrees.

Formulas (Method library, F13 [D])::

    median, Q1, Q3 of each scale and round      quartiles by linear interpolation, see ``quartiles``
    IQR = Q3 - Q1                                points, or years
    consensus: IQR of the second round <= 2      stable: |median 2 - median 1| <= 1

Scales: importance and probability 1 to 9, and the calendar year in which the thesis comes true; a panellist who expects
it never or after the horizon leaves the year empty and is counted under ``later``. Consensus needs nobody's name: the
result holds no single answer, and reasons of outliers (second round, outside Q1 to Q3) carry a direction only.
Nothing is stated below the smallest panel of the catalogue.

Quartile rule: position 1 + (n - 1)·p in the sorted values, interpolated between neighbours (Hyndman and Fan type 7,
QUARTILE.INC of spreadsheets); so 1, 2, 3, 4 has Q1 1.75, median 2.5, Q3 3.25.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.foresight import DelphiLimits, foresight
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

Scale = Literal["wichtigkeit", "wahrscheinlichkeit", "jahr"]
Verdict = Literal["Konsens", "Annäherung", "stabiler Dissens", "offen"]


class DelphiAnswer(Frozen):
    """What one panellist thinks of one thesis in one round."""

    thesis: str = Field(min_length=1, description="Kennung der These")
    importance: int = Field(ge=1, le=9, description="Wichtigkeit 1 (gering) bis 9 (sehr hoch)")
    probability: int = Field(ge=1, le=9, description="Wahrscheinlichkeit 1 (ausgeschlossen) bis 9 (sicher)")
    year: int | None = Field(
        default=None, ge=2000, le=2100, description="Jahr des Eintritts; leer = nie oder nach dem Horizont"
    )
    reason: str = Field(default="", max_length=400, description="Begründung einer abweichenden Antwort")


class DelphiSheet(Frozen):
    """The answers of one panellist in one round; a thesis may be left out."""

    panellist: str = Field(min_length=1, description="Kennung ohne Namen, in beiden Runden dieselbe")
    answers: tuple[DelphiAnswer, ...] = Field(description="Antworten, je These höchstens eine")


_EXAMPLE_SHEETS: list[Any] = [
    {
        "panellist": f"P{n:02d}",
        "answers": [{"thesis": "D1", "importance": 6 + n % 3, "probability": 5 + n % 2, "year": 2018}],
    }
    for n in range(1, 9)
]


class DelphiInput(Frozen):
    """The theses and both rounds."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"theses": ["D1"], "round_one": _EXAMPLE_SHEETS, "round_two": _EXAMPLE_SHEETS}]}
    )

    theses: tuple[str, ...] = Field(min_length=1, description="Kennungen der Thesen in der vorgelegten Reihenfolge")
    round_one: tuple[DelphiSheet, ...] = Field(min_length=1, description="erste Runde")
    round_two: tuple[DelphiSheet, ...] = Field(
        min_length=1, description="zweite Runde, nach Rückmeldung der Mediane und Gründe"
    )
    limits: DelphiLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class ScaleResult(Frozen):
    """Both rounds of one thesis on one scale."""

    n: int = Field(ge=1, description="Antworten der zweiten Runde")
    median_one: float = Field(description="Median der ersten Runde")
    median: float = Field(description="Median der zweiten Runde")
    q1: float = Field(description="unteres Quartil der zweiten Runde")
    q3: float = Field(description="oberes Quartil der zweiten Runde")
    iqr: float = Field(ge=0, description="Quartilsabstand der zweiten Runde")
    shift: float = Field(description="Median der zweiten minus Median der ersten Runde")
    consensus: bool = Field(description="Quartilsabstand innerhalb der Schwelle")
    stable: bool = Field(description="Median um höchstens die Schwelle verschoben")
    verdict: Verdict = Field(description="Konsens, Annäherung, stabiler Dissens oder offen")


class OutlierReason(Frozen):
    """Why somebody answers outside the middle half; no name, no code, no value."""

    scale: Scale = Field(description="Skala")
    direction: Literal["darüber", "darunter"] = Field(description="Lage zur mittleren Hälfte")
    reason: str = Field(min_length=1, description="Begründung im Wortlaut")


class ThesisResult(Frozen):
    """One thesis; scales are empty where too few answered."""

    thesis: str = Field(description="Kennung der These")
    importance: ScaleResult | None = Field(description="Wichtigkeit; leer unter der Mindestgröße")
    probability: ScaleResult | None = Field(description="Wahrscheinlichkeit; leer unter der Mindestgröße")
    year: ScaleResult | None = Field(description="Jahr des Eintritts; leer unter der Mindestgröße")
    later: int | None = Field(description="Antworten „nie oder nach dem Horizont“; leer unter der Mindestgröße")
    reasons: tuple[OutlierReason, ...] = Field(description="Gründe abweichender Antworten, alphabetisch")


class DelphiResult(Frozen):
    """The whole survey."""

    panel_one: int = Field(ge=1, description="Teilnehmende der ersten Runde")
    panel_two: int = Field(ge=1, description="Teilnehmende der zweiten Runde")
    theses: tuple[ThesisResult, ...] = Field(description="Thesen in der vorgelegten Reihenfolge")
    by_importance: tuple[str, ...] = Field(description="ausgewiesene Thesen, wichtigste zuerst")
    agreed: tuple[str, ...] = Field(description="Thesen mit Konsens über die Wahrscheinlichkeit")
    split: tuple[str, ...] = Field(description="Thesen ohne Konsens über die Wahrscheinlichkeit")
    catalogue_version: str = Field(description="Version des Schwellenkatalogs")


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Q1, median and Q3 by linear interpolation (rule in the module's docstring).

    Raises:
        InputError: there is no value.
    """
    if not values:
        raise InputError("values: Ohne Werte gibt es kein Quartil; bitte tragen Sie Antworten ein.", field="values")
    ordered = sorted(values)

    def at(share: float) -> float:
        place = (len(ordered) - 1) * share
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))

    return at(0.25), at(0.5), at(0.75)


def delphi(data: DelphiInput) -> DelphiResult:
    """Median, quartiles, consensus and stability of each thesis on three scales (Method library, F13).

    Raises:
        InputError: a thesis or panellist occurs twice, an answer names an unknown thesis, somebody joins in the second
            round only, or a round has fewer panellists than the catalogue asks for.
    """
    bounds = data.limits or foresight().delphi
    _check(data, bounds)
    theses = tuple(_thesis(data, thesis, bounds) for thesis in data.theses)
    shown = [t for t in theses if t.importance is not None]
    rated = [t for t in theses if t.probability is not None]
    return DelphiResult(
        panel_one=len(data.round_one),
        panel_two=len(data.round_two),
        theses=theses,
        by_importance=tuple(
            t.thesis for t in sorted(shown, key=lambda t: -t.importance.median if t.importance else 0.0)
        ),
        agreed=tuple(t.thesis for t in rated if t.probability and t.probability.consensus),
        split=tuple(t.thesis for t in rated if t.probability and not t.probability.consensus),
        catalogue_version=bounds.catalogue_version,
    )


def _check(data: DelphiInput, bounds: DelphiLimits) -> None:
    if len(set(data.theses)) < len(data.theses):
        raise InputError("theses: Eine These kommt zweimal vor; bitte streichen Sie die zweite.", field="theses")
    for field, sheets in (("round_one", data.round_one), ("round_two", data.round_two)):
        _check_round(field, sheets, data.theses)
        if len(sheets) < bounds.panel_min:
            raise InputError(
                f"{field}: {len(sheets)} Antwortbögen sind zu wenig; das Panel braucht in jeder Runde mindestens "
                f"{bounds.panel_min}, sonst wären einzelne erkennbar.",
                field=field,
            )
    known = {sheet.panellist for sheet in data.round_one}
    late = [sheet.panellist for sheet in data.round_two if sheet.panellist not in known]
    if late:
        raise InputError(
            f"round_two: {late[0]} hat in der ersten Runde nicht geantwortet; bitte nehmen Sie den Bogen heraus.",
            field="round_two",
        )


def _check_round(field: str, sheets: tuple[DelphiSheet, ...], theses: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for sheet in sheets:
        if sheet.panellist in seen:
            raise InputError(
                f"{field}: {sheet.panellist} hat zwei Antwortbögen; bitte behalten Sie einen.", field=field
            )
        seen.add(sheet.panellist)
        named = [answer.thesis for answer in sheet.answers]
        unknown = [thesis for thesis in named if thesis not in theses]
        if unknown:
            raise InputError(f"{field}: {sheet.panellist} nennt die unbekannte These {unknown[0]}.", field=field)
        if len(set(named)) < len(named):
            raise InputError(f"{field}: {sheet.panellist} beantwortet eine These zweimal.", field=field)


def _thesis(data: DelphiInput, thesis: str, bounds: DelphiLimits) -> ThesisResult:
    first, second = _answers(data.round_one, thesis), _answers(data.round_two, thesis)
    points = (bounds.consensus_iqr, bounds.stable_shift)
    years = (bounds.consensus_iqr_years, bounds.stable_shift_years)
    importance = _scale([a.importance for a in first], [a.importance for a in second], points, bounds)
    probability = _scale([a.probability for a in first], [a.probability for a in second], points, bounds)
    year = _scale(_years(first), _years(second), years, bounds)
    found = _reasons(second, (("wahrscheinlichkeit", probability), ("jahr", year), ("wichtigkeit", importance)))
    return ThesisResult(
        thesis=thesis,
        importance=importance,
        probability=probability,
        year=year,
        later=sum(a.year is None for a in second) if len(second) >= bounds.panel_min else None,
        reasons=tuple(
            OutlierReason.model_validate({"scale": s, "direction": d, "reason": r}) for s, d, r in sorted(found)
        ),
    )


def _answers(sheets: tuple[DelphiSheet, ...], thesis: str) -> list[DelphiAnswer]:
    return [answer for sheet in sheets for answer in sheet.answers if answer.thesis == thesis]


def _years(answers: Iterable[DelphiAnswer]) -> list[int]:
    return [answer.year for answer in answers if answer.year is not None]


def _scale(
    first: Sequence[int], second: Sequence[int], thresholds: tuple[float, float], bounds: DelphiLimits
) -> ScaleResult | None:
    if min(len(first), len(second)) < bounds.panel_min:
        return None
    q1, median, q3 = quartiles(second)
    before = quartiles(first)[1]
    consensus, stable = q3 - q1 <= thresholds[0], abs(median - before) <= thresholds[1]
    return ScaleResult(
        n=len(second),
        median_one=before,
        median=median,
        q1=q1,
        q3=q3,
        iqr=q3 - q1,
        shift=median - before,
        consensus=consensus,
        stable=stable,
        verdict=_verdict(consensus, stable),
    )


def _verdict(consensus: bool, stable: bool) -> Verdict:
    """Agreement that still moves is an approach; disagreement that no longer moves is a finding of its own."""
    if consensus:
        return "Konsens" if stable else "Annäherung"
    return "stabiler Dissens" if stable else "offen"


def _reasons(
    answers: Iterable[DelphiAnswer], scales: tuple[tuple[Scale, ScaleResult | None], ...]
) -> set[tuple[str, str, str]]:
    """Each reason once, with the first scale on which its answer lies outside the middle half."""
    found: set[tuple[str, str, str]] = set()
    for answer in answers:
        values = {"wahrscheinlichkeit": answer.probability, "jahr": answer.year, "wichtigkeit": answer.importance}
        for scale, result in scales if answer.reason.strip() else ():
            value = values[scale]
            if result is not None and value is not None and not result.q1 <= value <= result.q3:
                found.add((scale, "darüber" if value > result.q3 else "darunter", answer.reason.strip()))
                break
    return found
