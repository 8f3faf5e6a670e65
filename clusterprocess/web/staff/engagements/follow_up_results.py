"""What the follow-ups show, worded: measures, rates as counts, and figures before and after with their plot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.standard.follow_up_answers import OBSTACLE_NAMES
from clusterprocess.offerings.standard.follow_up_profile import Change
from clusterprocess.offerings.standard.follow_up_results import MeasureLine, Results
from clusterprocess.web.plots import Figure, Series, bar_figure
from clusterprocess.web.staff.lists import Cell, Listing, rows_of

STATUS_WORDS = {"": "ohne Angabe", "erledigt": "erledigt", "laufend": "laufend", "offen": "offen", "verworfen": "verworfen"}  # fmt: skip
_STATUS_TONES = {"erledigt": "good", "laufend": "calm", "verworfen": "bad"}
_WORDS = {
    "helped_most": "Am meisten geholfen hat",
    "hindered_most": "Am meisten gehindert hat",
    "unintended": "Unbeabsichtigte Folgen",
    "lessons": "Lehren",
    "used_where": "Wo das Papier verwendet wurde",
    "help_text": "Gewünschte Hilfe",
    "story": "Erfolgsgeschichte",
    "free_text": "Weitere Anmerkungen",
}


@dataclass(frozen=True, slots=True)
class ResultsView:
    """See the module.

    Attributes:
        figures: (figure, what it counts): counts with their denominators, no bare percentages.
        sentences: what is missing or cannot be compared.
        words: what people wrote, as (question, answer).
    """

    figures: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    changes: Listing
    plots: tuple[Figure, ...]
    measures: Listing
    words: tuple[tuple[str, str], ...]


def results_view(found: Results) -> ResultsView:
    """The results of one engagement as tables, counts and sentences."""
    return ResultsView(
        tuple(_figures(found)),
        tuple(_sentences(found)),
        _changes(found.profile.changes),
        tuple(_plots(found.profile.changes)),
        _measures(found.measures),
        tuple((_WORDS[key], str(told.value)) for key, told in found.words.items()),
    )


def _figures(found: Results) -> list[tuple[str, str]]:
    told = []
    if rate := found.implementation:
        told.append((rate.counts, f"fälligen Maßnahmen erledigt, Stand {rate.as_of:%d.%m.%Y}"))
        told.append((str(len(rate.overdue)), "Maßnahmen überfällig"))
    if effect := found.additionality:
        told.append((f"{effect.not_at_all} von {effect.n}", "umgesetzten Maßnahmen gäbe es ohne die Beratung nicht"))
        told.append((f"{effect.later_or_smaller} von {effect.n}", "wären später oder kleiner entstanden"))
    if found.usefulness:
        told.append((f"{number(found.usefulness.value)} von 5", "Nützlichkeit (eine Antwort)"))
    if found.recommendation:
        told.append((f"{number(found.recommendation.value)} von 10", "Weiterempfehlung (eine Antwort)"))
    return told


def _sentences(found: Results) -> list[str]:
    told = []
    if rate := found.implementation:
        if rate.withdrawn:
            told.append(f"Verworfen: {rate.withdrawn}; verworfene Maßnahmen zählen in der Quote nicht mit.")
        told.append(f"Noch nicht fällig: {rate.not_due}.")
        if rate.unreported:
            told.append(f"Fällig und ohne Angabe: {', '.join(rate.unreported)}.")
    if effect := found.additionality:
        told.append(
            f"Ohne die Beratung, nach eigener Auskunft der Initiative: {effect.not_at_all} nicht, "
            f"{effect.later_or_smaller} später oder kleiner, {effect.unchanged} unverändert, {effect.unanswered} ohne Angabe."
        )
    if found.parallel_support:
        told.append(f"Andere Unterstützung: {', '.join(str(s['name']) for s in found.parallel_support)}.")
    elif found.no_parallel_support:
        told.append("Andere Unterstützung: keine, nach eigener Auskunft.")
    told += [f"Nicht vergleichbar: {what}." for what in found.profile.left_out]
    silent = [r.occasion for r in found.rounds if r.is_silent]
    return told + ([f"Keine Antwort auf: {', '.join(silent)}."] if silent else [])


def _changes(changes: tuple[Change, ...]) -> Listing:
    rows = [
        (
            c.name,
            _amount(c.before, c.before_of, c.unit),
            _day(c.before_on),
            _amount(c.after, c.after_of, c.unit),
            _day(c.after_on),
            _difference(c),
        )
        for c in changes
    ]
    return Listing(
        "Ausgangswerte und neue Werte",
        ("Kennzahl", "Ausgangswert", "Stand", "neuer Wert", "Stand", "Veränderung"),
        rows_of(rows),
        len(rows),
        empty="Es gibt noch keine neuen Werte, die mit den Ausgangswerten vergleichbar sind.",
    )


def _plots(changes: tuple[Change, ...]) -> list[Figure]:
    """One plot per unit: figures of different units share no axis, and counts with denominators are no bars."""
    by_unit: dict[str, list[Change]] = {}
    for change in changes:
        if change.before_of is None:
            by_unit.setdefault(change.unit, []).append(change)
    return [
        bar_figure(
            f"Vorher und nachher{f' ({unit})' if unit else ' (Anzahl)'}",
            [c.name for c in group],
            [c.after for c in group],
            unit=unit,
            name="neuer Wert",
            comparison=Series("Ausgangswert", tuple(c.before for c in group)),
            head="Kennzahl",
        )
        for unit, group in by_unit.items()
    ]


def _measures(lines: tuple[MeasureLine, ...]) -> Listing:
    rows = [
        (
            line.number.replace(" ", "\u00a0"),
            line.title,
            line.lead,
            line.end,
            Cell(STATUS_WORDS.get(line.status, line.status), tone=_STATUS_TONES.get(line.status, "")),
            line.reported_on,
            OBSTACLE_NAMES.get(line.reason, line.reason) or line.result,
        )
        for line in lines
    ]
    header = ("Nr.", "Maßnahme", "Federführung", "geplantes Ende", "Stand", "gemeldet am", "Ergebnis oder Grund")
    return Listing("Stand der Maßnahmen", header, rows_of(rows), len(rows), empty="Der Plan enthält keine Maßnahme.")


def _amount(value: float, of: float | None, unit: str) -> str:
    shown = _shortest(value)
    if of is not None:
        return f"{shown} von {number(of)}"
    return f"{shown}\u00a0{unit}" if unit else shown


def _shortest(value: float) -> str:
    """As many decimals as the value has, at most two."""
    return number(value, next(n for n in (0, 1, 2) if n == 2 or round(value, n) == round(value, 2)))


def _difference(change: Change) -> str:
    if change.before_of is not None:
        gained = f"{'±' if change.difference == 0 else '+' if change.difference > 0 else '−'}{number(abs(change.difference))}"
        return gained if change.before_of == change.after_of else f"{gained}, bei anderer Gesamtzahl"
    value, unit = change.difference, "Prozentpunkte" if change.unit == "%" else change.unit
    shown = _shortest(abs(value))
    sign = "±" if value == 0 else "+" if value > 0 else "−"
    return f"{sign}{shown}\u00a0{unit}".strip()


def _day(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""
