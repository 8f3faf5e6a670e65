"""What a report is made of: typed blocks that say what is meant; the Word adapter decides how it looks.

Text holds inline marks: ``{F11.members_total}`` becomes the figure of that key inside a content control,
``{abb:members}`` and ``{tab:swot}`` become cross-reference fields, ``{kap:8.1}`` a reference to a heading key,
``**word**`` bold, ``_word_`` italic. A literal brace is written twice. ``language`` (``en-GB``) marks a block that is
not in the document's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]
Colour = Literal["companies", "science", "public", "other", "accent", "muted", "hidden"]
Shade = Literal["none", "light", "mid", "strong", "warn", "head"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report: how it reads, what it is worth and which finding it comes from.

    Attributes:
        key: tag of the content control, for example ``F11.members_total``.
        display: as printed, for example ``61`` or ``23 %``.
        title: what it is, for the control's title (``w:alias``) and the annex.
        finding: key of the finding, or of the submission it was read from.
        source: source with date.
    """

    key: str
    display: str
    title: str
    finding: str
    source: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter or section heading; ``key`` is the target of references, unnumbered ones are annexes or notes."""

    level: Literal[1, 2, 3]
    text: str
    key: str = ""
    numbered: bool = True
    page_break: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; several paragraphs are separated by blank lines. ``own`` is the consultant's key, if it is hers."""

    text: str
    own: str = ""
    style: Literal["body", "lead", "small", "note", "motto"] = "body"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]
    numbered: bool = False
    own: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """An anonymous quotation, marked by kind of organisation only."""

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed text with a title, such as a member project or the board's resolution."""

    title: str
    text: str
    items: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    shade: Shade = "none"
    bold: bool = False
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with caption above; rows of texts or cells. ``widths`` are shares of the text width that sum to 1.

    ``row_cm`` is the least height of a row, for lists that people sign.
    """

    key: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    widths: tuple[float, ...]
    align: tuple[Align, ...] = ()
    source: str = ""
    size: Literal["normal", "small", "tiny"] = "normal"
    landscape: bool = False
    total_row: bool = False
    language: str = ""
    row_cm: float = 0.0


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: values by category (None = gap), or points for bubble and scatter.

    ``labels`` are direct labels per point; ``colour`` is a palette name.
    """

    name: str
    values: tuple[float | None, ...] = ()
    points: tuple[tuple[float, float, float], ...] = ()
    labels: tuple[str, ...] = ()
    colour: Colour = "accent"


@dataclass(frozen=True, slots=True)
class Chart:
    """A native, editable Word chart with caption below that states the finding.

    kinds: ``bar`` (horizontal), ``column``, ``stacked_bar``, ``stacked_column``, ``waterfall`` (first series is the
    hidden base), ``bubble`` (x, y, size), ``scatter`` (x, y), ``range_dots`` (per category: minimum, maximum, median, own value),
    ``slope`` (two categories, one line per series, ``labels`` at both ends).
    """

    key: str
    caption: str
    kind: Literal[
        "bar", "column", "stacked_bar", "stacked_column", "waterfall", "bubble", "scatter", "range_dots", "slope"
    ]
    series: tuple[Series, ...]
    alt: str
    categories: tuple[str, ...] = ()
    source: str = ""
    x_title: str = ""
    y_title: str = ""
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    number_format: str = "0"
    height_cm: float = 7.0
    legend: bool = False


@dataclass(frozen=True, slots=True)
class Gantt:
    """A plan as shaded table: bars per row over periods, diamonds for milestones, lines for meetings; caption below."""

    key: str
    caption: str
    periods: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, int], tuple[int, ...], Shade], ...]
    meetings: tuple[tuple[int, str], ...] = ()
    alt: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """The strategy house as a table: roof (vision), pillars (fields with goal), base; caption below."""

    key: str
    caption: str
    roof: str
    pillars: tuple[tuple[str, str], ...]
    base: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated steps on a line, as table; caption below."""

    key: str
    caption: str
    steps: tuple[tuple[str, str], ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class SignatureLines:
    """Lines to sign on: what is confirmed, and who signs."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """One name tag: the name large, what stands below it, and one word with its colour in the corner."""

    name: str
    lines: tuple[str, ...]
    mark: str = ""
    colour: Colour = "accent"


@dataclass(frozen=True, slots=True)
class Tags:
    """Name tags side by side with dashed lines to cut along; ``columns`` times ``rows`` on a page."""

    tags: tuple[Tag, ...]
    columns: int = 2
    rows: int = 4
    height_cm: float = 5.3


@dataclass(frozen=True, slots=True)
class PageBreak:
    landscape: bool | None = None


Block = (
    Heading
    | Paragraph
    | Bullets
    | Quote
    | Callout
    | Table
    | Chart
    | Gantt
    | House
    | Timeline
    | SignatureLines
    | Tags
    | PageBreak
)


@dataclass(frozen=True)
class DocumentContext:
    """Everything that goes into one Word file.

    Attributes:
        fields: simple placeholders of the template (cover, header, imprint), plain text.
        chapters: blocks by placeholder name; the template decides the order of the placeholders.
        figures: the figures that the texts may name.
        title, author, subject: document properties.
        language: ``de-DE`` or ``en-GB``.
        toc: whether the template's table of contents is to be filled.
    """

    kind: str
    title: str
    author: str
    subject: str
    fields: Mapping[str, str]
    chapters: Mapping[str, tuple[Block, ...]]
    figures: Mapping[str, Figure] = field(default_factory=dict)
    language: str = "de-DE"
    toc: bool = False
    emblem_alt: str = ""
    statement: str = ""
    demo: bool = False
