"""The yearly figures of an initiative: drawn over their reference days, and what looks odd about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from clusterprocess.domain.register import Profile
from clusterprocess.offerings.profile import companies, members_total, public_share, warnings
from clusterprocess.web.plots import Figure, Series, line_figure
from clusterprocess.web.staff.register.words import label_name

Answers = Mapping[str, Any]
FEWEST_DAYS = 2
"""A history needs two days; a single one is told by its figures."""


def by_day(profiles: Sequence[Profile]) -> dict[date, Profile]:
    """The newest version of each reference day, in order of the days."""
    return {p.as_of: p for p in sorted(profiles, key=lambda p: (p.as_of, p.version))}


def history(profiles: Sequence[Profile]) -> tuple[Figure, ...]:
    """One drawing per figure that at least two days tell."""
    days = by_day(profiles)
    drawn = (
        _drawn(days, "Mitglieder und darunter Unternehmen", "", ("Mitglieder", members_total), ("Unternehmen", companies)),
        _drawn(days, "Bezahlte Vollzeitstellen", "", ("Vollzeitstellen", _number("fte_paid"))),
        _drawn(days, "Jahresbudget des Managements in Euro", "", ("Budget", _number("budget"))),
        _drawn(days, "Öffentlicher Anteil am Budget", "%", ("öffentlicher Anteil", public_share)),
    )  # fmt: skip
    return tuple(figure for figure in drawn if figure is not None)


def doubts_of(profiles: Sequence[Profile], answers: Answers, day: date) -> dict[str, str]:
    """The plausibility rules that figures break, against the year before, by rule."""
    earlier = [p for known, p in by_day(profiles).items() if known < day]
    found = warnings(answers, day, earlier[-1].answers if earlier else None)
    for row in answers.get("labels") or ():
        rule = f"label_{row['label']}"
        if rule in found:
            ended = date.fromisoformat(str(row["valid_until"])[:10])
            found[rule] = f"{label_name(str(row['label']))}: am {ended:%d.%m.%Y} abgelaufen."
    return found


def _drawn(
    days: Mapping[date, Profile], title: str, unit: str, *rows: tuple[str, Callable[[Answers], float | None]]
) -> Figure | None:
    series = [Series(name, tuple(read(p.answers) for p in days.values())) for name, read in rows]
    told = [s for s in series if sum(v is not None for v in s.values) >= FEWEST_DAYS]
    if not told:
        return None
    labels = [f"{day:%d.%m.%Y}" for day in days]
    return line_figure(title, labels, told, unit=unit, positions=[day.toordinal() for day in days])


def _number(key: str) -> Callable[[Answers], float | None]:
    return lambda answers: None if answers.get(key) is None else float(answers[key])
