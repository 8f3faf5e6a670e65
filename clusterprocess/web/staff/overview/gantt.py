"""The drawing of the time line: inline SVG with presentation attributes only, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup, escape

from clusterprocess.domain.states import ENDED, STAGE_NAMES, Stage, State, stage_of
from clusterprocess.usecases.overview_figures import Bar

WIDTH, LEFT, ROW, TOP = 1100, 250, 40, 34
"""In the drawing's own units; the names stand left of the bars."""
COLOURS: dict[Stage | None, str] = {
    Stage.REQUEST: "#4d5b69",
    Stage.INTAKE: "#0b4f8a",
    Stage.ANALYSIS: "#5b3a8e",
    Stage.WORKSHOP: "#8a4b00",
    Stage.DELIVERABLE: "#a4161a",
    Stage.FOLLOW_UP: "#1d6b3a",
    None: "#ffffff",
}
"""One per stage with white letters on it at 4.5:1; resting is an empty frame. The word stands in every bar with room."""
_CHARACTER = 7.2
_MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of a bar; ``stage`` is None while the engagement rests."""

    stage: Stage | None
    first: date
    last: date


def segments(bar: Bar, today: date) -> list[Piece]:
    """The stages of an engagement in order of time, up to its end or today; neighbours of one stage are joined."""
    state = bar.changes[0][1] if bar.changes else bar.state
    since, pieces = bar.requested_on, list[Piece]()
    for day, _, after in bar.changes:
        _lay(pieces, state, since, max(day, since))
        state, since = after, max(day, since)
    if state not in ENDED:
        _lay(pieces, state, since, max(today, since))
    return pieces


def _lay(pieces: list[Piece], state: State, first: date, last: date) -> None:
    stage = stage_of(state)
    if pieces and pieces[-1].stage is stage:
        pieces[-1] = Piece(stage, pieces[-1].first, last)
    elif last > first or not pieces or stage is not pieces[-1].stage:
        pieces.append(Piece(stage, first, last))


def gantt(bars: Sequence[Bar], first: date, last: date, today: date) -> Markup:
    """Bars between two days with the line of today; what lies outside is cut at the edge."""
    height = TOP + ROW * len(bars) + 6
    parts = [_months(first, last, height)]
    for place, bar in enumerate(bars):
        parts.append(_bar(bar, TOP + ROW * place, first, last, today))
    x = _x(today, first, last)
    parts.append(f'<path d="M{x:.1f} {TOP - 8}V{height}" stroke="#1b2733" stroke-width="2" stroke-dasharray="6 4"/>')
    parts.append(_text(x + 4, 12, "heute"))
    told = f"Zeitplan von {len(bars)} Vorgängen; dieselben Angaben stehen in der Tabelle darunter."
    head = f'<svg class="plot" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(told)}">'
    # every text in the parts was escaped where it was written
    return Markup(head + "".join(parts) + "</svg>")


def _x(day: date, first: date, last: date) -> float:
    inside = min(max(day, first), last)
    return LEFT + (WIDTH - LEFT - 8) * (inside - first).days / (last - first).days


def _months(first: date, last: date, height: int) -> str:
    parts, day = [], first
    while day < last:
        x = _x(day, first, last)
        parts.append(f'<path d="M{x:.1f} {TOP - 4}V{height}" stroke="#c3ccd6" stroke-width="1"/>')
        if day.month in (1, 4, 7, 10):
            parts.append(_text(x + 2, TOP - 8, f"{_MONTHS[day.month - 1]} {day.year}"))
        day = (day + timedelta(days=32)).replace(day=1)
    return "".join(parts)


def _bar(bar: Bar, y: float, first: date, last: date, today: date) -> str:
    names = _text(0, y + 15, bar.number, bold=True) + _text(0, y + 31, _cut(bar.cluster, LEFT - 10))
    pieces = [p for p in segments(bar, today) if p.last >= first and p.first <= last]
    parts = [names, *(_piece(p, y, first, last) for p in pieces)]
    ahead = [day for day, _ in bar.due if day > today]
    if ahead and pieces:
        x, end = _x(today, first, last), _x(ahead[-1], first, last)
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 9}" width="{max(end - x, 1):.1f}" height="14" fill="none" '
            f'stroke="#4d5b69" stroke-width="1.5" stroke-dasharray="3 3"/>'
        )
    marks = [*((d, "workshop") for d in bar.workshops), *((d, "board") for d in bar.boards),
             *((d, "due") for d, _ in bar.due)]  # fmt: skip
    parts += [_mark(kind, _x(d, first, last), y + 31) for d, kind in marks if first <= d <= last]
    return "".join(parts)


def _piece(piece: Piece, y: float, first: date, last: date) -> str:
    x, end = _x(piece.first, first, last), _x(piece.last, first, last)
    width = max(end - x, 2.0)
    frame = ' stroke="#4d5b69" stroke-width="1.5"' if piece.stage is None else ' stroke="#fff" stroke-width="1"'
    drawn = f'<rect x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="20" fill="{COLOURS[piece.stage]}"{frame}/>'
    word = STAGE_NAMES[piece.stage].de if piece.stage else "ruht"
    if width < _CHARACTER * len(word) + 6:
        return drawn
    return drawn + _text(x + 4, y + 18, word, light=piece.stage is not None)


def _mark(kind: str, x: float, y: float) -> str:
    match kind:
        case "workshop":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#0b4f8a"/>'
        case "board":
            return f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" fill="#5b3a8e"/>'
    return f'<path d="M{x:.1f} {y - 6:.1f}l6 10h-12z" fill="#a4161a"/>'


def _text(x: float, y: float, words: str, *, bold: bool = False, light: bool = False) -> str:
    more = ' font-weight="600"' if bold else ""
    kind = ' class="light"' if light else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{kind}{more}>{escape(words)}</text>'


def _cut(words: str, room: float) -> str:
    most = int(room / _CHARACTER)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _sign(inner: str) -> Markup:
    # made of constants of this module only
    return Markup(f'<svg width="20" height="16" viewBox="0 0 20 16" aria-hidden="true">{inner}</svg>')


LEGEND: tuple[tuple[Markup, str], ...] = (
    *(
        (_sign(f'<rect x="0" y="2" width="20" height="12" fill="{COLOURS[stage]}"/>'), STAGE_NAMES[stage].de)
        for stage in Stage
    ),
    (_sign('<rect x="1" y="2" width="18" height="12" fill="#fff" stroke="#4d5b69" stroke-width="1.5"/>'), "ruht"),
    (
        _sign('<rect x="1" y="3" width="18" height="10" fill="none" stroke="#4d5b69" stroke-dasharray="3 3"/>'),
        "bis zur letzten offenen Frist",
    ),
    (_sign(_mark("workshop", 10, 8)), "Workshop"),
    (_sign(_mark("board", 10, 8)), "Sitzung des Vorstands"),
    (_sign(_mark("due", 10, 9)), "Frist"),
)
"""What the signs mean."""
