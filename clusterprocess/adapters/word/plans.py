"""Plans drawn as tables, editable without a drawing tool: bars over periods, the strategy house, a line of dated steps."""

from __future__ import annotations

from clusterprocess.adapters.word import starter_styles as styles
from clusterprocess.adapters.word.composition import Composition
from clusterprocess.adapters.word.inline import plain
from clusterprocess.adapters.word.ooxml import Element, make
from clusterprocess.adapters.word.palette import BARS, BLUE, LINE, OCHRE, WHITE
from clusterprocess.adapters.word.tables import borders, cell, frame, grid, row
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.sections.blocks import Gantt, House, Timeline

_LABEL_SHARE = 0.3
_MILESTONE = "◆"
_STEP = "●"
_STEPS_PER_LINE = 6
_THIN = ("single", 4, LINE)
_MEETING = ("dashed", 12, OCHRE)


def gantt(composition: Composition, block: Gantt) -> list[Element]:
    """Rows of shaded cells from first to last period (counted from 0, both included), diamonds, dashed lines for meetings.

    Raises:
        InputError: a bar, milestone or meeting lies outside the periods.
    """
    where = f"Zeitplan „{block.key}“"
    count = len(block.periods)
    for label, (start, end), milestones, _ in block.rows:
        if not all(0 <= place < count for place in (start, end, *milestones)) or start > end:
            raise InputError(
                f"{where}: „{label}“ liegt außerhalb der {count} Zeiträume; bitte Beginn und Ende prüfen.", field="rows"
            )
    if not all(0 <= place < count for place, _ in block.meetings):
        raise InputError(
            f"{where}: Eine Sitzung liegt außerhalb der {count} Zeiträume; bitte prüfen.", field="meetings"
        )
    widths = grid(composition, [_LABEL_SHARE, *[(1 - _LABEL_SHARE) / count] * count], count + 1, where)
    met = {place for place, _ in block.meetings}
    small = styles.HEAD["tiny" if count > 8 else "small"]
    rows = [
        row(
            [
                _period(composition, "", small, widths[0], False),
                *[
                    _period(composition, period, small, widths[place + 1], place in met)
                    for place, period in enumerate(block.periods)
                ],
            ],
            header=True,
        )
    ]
    for label, span, milestones, shade in block.rows:
        rows.append(_bar(composition, label, span, milestones, shade, widths, met))
    if block.meetings:
        rows.append(_meetings(composition, block, widths, met))
    return [frame(composition, styles.PLAIN_TABLE, widths, rows, alt=(block.key, plain(composition, block.alt)))]


def _sides(met: bool, *, top: bool = False) -> Element:
    sides = {"bottom": _THIN}
    if top:
        sides["top"] = _THIN
    if met:
        sides["left"] = _MEETING
    return borders(**sides)


def _period(composition: Composition, text: str, style: str, width: int, met: bool) -> Element:
    return cell(
        composition,
        text,
        style,
        width,
        shade="head",
        align="center",
        keep_next=True,
        borders=_sides(met, top=True),
        middle=True,
    )


def _bar(
    composition: Composition,
    label: str,
    span: tuple[int, int],
    milestones: tuple[int, ...],
    shade: str,
    widths: list[int],
    met: set[int],
) -> Element:
    cells = [
        cell(composition, label, styles.CELL["small"], widths[0], keep_next=True, borders=_sides(False), middle=True)
    ]
    for place, width in enumerate(widths[1:]):
        filled = span[0] <= place <= span[1]
        mark = _MILESTONE if place in milestones else ""
        cells.append(
            cell(
                composition,
                mark,
                styles.CELL["small"],
                width,
                fill_and_text=BARS[shade] if filled else None,
                align="center",
                keep_next=True,
                borders=_sides(place in met),
                middle=True,
            )
        )
    return row(cells, height=340)


def _meetings(composition: Composition, block: Gantt, widths: list[int], met: set[int]) -> Element:
    labels: dict[int, list[str]] = {}
    for place, label in block.meetings:
        labels.setdefault(place, []).append(label)
    word = "Sitzungen" if composition.language.startswith("de") else "Meetings"
    cells = [cell(composition, word, styles.CELL["small"], widths[0], keep_next=True, borders=_sides(False), bold=True)]
    # a label runs over the empty periods to its right, so that it stays readable
    place = 0
    while place < len(widths) - 1:
        span = 1
        if place in met:
            while place + span < len(widths) - 1 and place + span not in met:
                span += 1
        text = "\n".join(labels.get(place, []))
        cells.append(
            cell(
                composition,
                text,
                styles.CELL["tiny"],
                sum(widths[place + 1 : place + 1 + span]),
                keep_next=True,
                borders=_sides(place in met),
                span=span,
            )
        )
        place += span
    return row(cells)


def house(composition: Composition, block: House) -> list[Element]:
    """Roof, one pillar per field, base; white gaps keep the pillars apart."""
    count = max(len(block.pillars), 1)
    widths = grid(composition, (), count, f"Strategiehaus „{block.key}“")
    full = sum(widths)

    def gaps() -> Element:
        return borders(**dict.fromkeys(("top", "left", "bottom", "right"), ("single", 24, WHITE)))

    def wide(text: str, shade: str, bold: bool) -> Element:
        return cell(
            composition,
            text,
            styles.CELL["normal"],
            full,
            shade=shade,
            align="center",
            bold=bold,
            span=count,
            borders=gaps(),
            keep_next=True,
            middle=True,
        )

    rows = [row([wide(block.roof, "strong", True)], height=760)]
    if block.pillars:
        rows.append(
            row(
                [
                    cell(
                        composition,
                        title,
                        styles.CELL["normal"],
                        width,
                        shade="mid",
                        align="center",
                        bold=True,
                        borders=gaps(),
                        keep_next=True,
                        middle=True,
                    )
                    for (title, _), width in zip(block.pillars, widths, strict=True)
                ],
                height=560,
            )
        )
        rows.append(
            row(
                [
                    cell(
                        composition,
                        goal,
                        styles.CELL["small"],
                        width,
                        shade="light",
                        align="center",
                        borders=gaps(),
                        keep_next=True,
                    )
                    for (_, goal), width in zip(block.pillars, widths, strict=True)
                ],
                height=1100,
            )
        )
    rows.append(row([wide(block.base, "head", False)], height=480))
    return [frame(composition, styles.PLAIN_TABLE, widths, rows, alt=(block.key, plain(composition, block.alt)))]


def timeline(composition: Composition, block: Timeline) -> list[Element]:
    """Dates above a line with dots, what happened below; more than six steps take two lines."""
    steps = list(block.steps)
    if not steps:
        return []
    lines = -(-len(steps) // _STEPS_PER_LINE)
    per_line = -(-len(steps) // lines)
    widths = grid(composition, (), per_line, f"Zeitstrahl „{block.key}“")
    rows: list[Element] = []
    for start in range(0, len(steps), per_line):
        part = steps[start : start + per_line] + [("", "")] * (start + per_line - len(steps))
        rows.append(
            row(
                [
                    cell(composition, day, styles.HEAD["normal"], w, align="left", keep_next=True)
                    for (day, _), w in zip(part, widths, strict=True)
                ]
            )
        )
        rows.append(row([_dot(composition, bool(day or text), w) for (day, text), w in zip(part, widths, strict=True)]))
        rows.append(
            row(
                [
                    cell(composition, text, styles.CELL["small"], w, keep_next=True)
                    for (_, text), w in zip(part, widths, strict=True)
                ]
            )
        )
    return [frame(composition, styles.PLAIN_TABLE, widths, rows, alt=(block.key, plain(composition, block.alt)))]


def _dot(composition: Composition, used: bool, width: int) -> Element:
    line = borders(top=("single", 12, BLUE)) if used else None
    made = cell(composition, _STEP if used else "", styles.HEAD["tiny"], width, keep_next=True, borders=line)
    margins = make("w:tcMar", make("w:top", w=0, type="dxa"))
    properties = made[0]
    properties.append(margins)
    return made
