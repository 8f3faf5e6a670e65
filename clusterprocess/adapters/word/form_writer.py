"""Offline forms as Word files of one or two pages: only the content controls can be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from clusterprocess.adapters.word import starter
from clusterprocess.adapters.word.form_controls import Field, control, fields_of
from clusterprocess.adapters.word.form_stamp import add_stamp
from clusterprocess.adapters.word.ooxml import clean
from clusterprocess.adapters.word.package import DOCUMENT, Parts, write_parts
from clusterprocess.adapters.word.palette import BLUE, LINE, TEXT_GREY
from clusterprocess.adapters.word.properties import core_xml
from clusterprocess.adapters.word.starter import paragraph
from clusterprocess.domain.language import Text
from clusterprocess.offerings.form_short import answer_lines, bounds_text, is_one_line
from clusterprocess.offerings.form_types import Ticks
from clusterprocess.offerings.forms import Entry, FormQuestion, FormSpec, Grid

ANSWER_FILL, HEAD_FILL = "FFF8E1", "EEF2F6"
MARGIN, WIDTH, LABEL_WIDTH = 1020, 9866, 3900
"""Twips: 1.8 cm at the sides."""

PROTECTED = '<w:documentProtection w:edit="forms" w:enforcement="1"/>'
NBSP = "\u00a0"
_STRONG = f'<w:rPr><w:b/><w:bCs/><w:color w:val="{BLUE}"/></w:rPr>'
_GREY = f'<w:rPr><w:color w:val="{TEXT_GREY}"/></w:rPr>'
_TIGHT = '<w:spacing w:before="20" w:after="0" w:line="240" w:lineRule="auto"/>'
_GRID_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_ADVICE = (
    "Bitte füllen Sie die gelben Felder aus und senden Sie die Datei zurück. Was Sie nicht wissen, lassen Sie frei: Leer heißt "
    "nicht null, und leere Felder löschen keine frühere Antwort. Was schon eingetragen ist, bitte prüfen."
)


def write_form(spec: FormSpec) -> bytes:
    """The Word file of a form; the same form gives the same bytes."""
    return write_parts(_Form(spec).parts())


class _Form:
    """One form while it is written."""

    def __init__(self, spec: FormSpec) -> None:
        self.spec, self.head = spec, spec.head
        self.fields = fields_of(spec)
        self.values = {path: value for q in spec.questions() for path, value in q.values.items()}
        self.numbers = 1000

    def parts(self) -> Parts:
        body = self._head() + "".join(self._blocks()) + self._end()
        headers = {"default": starter.running_header(), "first": starter.first_header()}
        footers = {"default": starter.running_footer(), "first": starter.running_footer()}
        parts = starter.build(body + _section(), headers, footers)
        settings = parts["word/settings.xml"].decode()
        parts["word/settings.xml"] = settings.replace("<w:defaultTabStop", f"{PROTECTED}<w:defaultTabStop", 1).encode()
        parts["docProps/core.xml"] = core_xml(f"{self.head.title} {self.head.number}", "", "", "de-DE", "")
        for part in [name for name in parts if name.startswith(("word/header", "word/footer"))] + [DOCUMENT]:
            parts[part] = self._filled(parts[part])
        add_stamp(parts, self.spec.stamp())
        return parts

    def _filled(self, part: bytes) -> bytes:
        """The template's placeholders with this form's words."""
        words = {
            "initiative": self.head.initiative,
            "vorgang": self.head.number,
            "foerderhinweis": self.head.statement,
            "demo_hinweis": "Demo mit Beispieldaten" if self.head.demo else "",
            "titel": self.head.title,
        }
        text = part.decode()
        for name, word in words.items():
            text = text.replace(f"{{{{ {name} }}}}", escape(clean(word)))
        return text.encode()

    def _head(self) -> str:
        left = paragraph(
            "{{ initiative }}", "Wordmark", '<w:spacing w:before="0" w:after="40" w:line="240" w:lineRule="auto"/>'
        )
        left += paragraph("Vorgang {{ vorgang }}", "SmallText", _TIGHT)
        right = paragraph(extra='<w:jc w:val="right"/>', before_text=starter.picture(1.1)) + paragraph(
            "{{ foerderhinweis }}", "Footer", '<w:spacing w:before="40" w:after="0"/><w:jc w:val="right"/>'
        )
        rule = f'<w:tblBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{BLUE}"/></w:tblBorders>'
        advice = paragraph(_ADVICE, "SmallText", '<w:spacing w:before="0" w:after="120"/>')
        space = '<w:spacing w:before="160" w:after="80"/>'
        return (
            starter.table([[left, right]], [WIDTH - 3700, 3700], borders=rule)
            + paragraph("{{ titel }}", "DocumentTitle", space)
            + advice
        )

    def _end(self) -> str:
        """Which questions stand elsewhere, in one sentence each."""
        told = ""
        if self.spec.left_out:
            told += paragraph(
                f"{_enumerated(self.spec.left_out)}: Das braucht längere Tabellen; bitte beantworten Sie es im Formular für "
                "Excel oder im Gespräch.",
                "SmallText",
                '<w:spacing w:before="120" w:after="0"/>',
            )
        if self.spec.answered:
            told += paragraph(
                f"Schon beantwortet und hier nicht wiederholt: {_enumerated(self.spec.answered)}.",
                "SmallText",
                '<w:spacing w:before="60" w:after="0"/>',
            )
        return told or paragraph(style="SmallText")

    def _blocks(self) -> Iterator[str]:
        """Questions of one line stand together in one table; the others have a heading of their own."""
        for one_line, group in groupby(self.spec.questions(), is_one_line):
            if one_line:
                yield _table([self._row(q.text, _told(q), self._answer(q)) for q in group]) + _GAP
            else:
                yield from (self._question(q) for q in group)

    def _question(self, question: FormQuestion) -> str:
        made = self._heading(question)
        if question.entries:
            made += _table([self._row(e.text, _hint(e), self._entry(e), strong=False) for e in question.entries])
        for grid in question.grids:
            if question.entries or len(question.grids) > 1:
                made += paragraph(grid.text.de, "TableText", f"<w:keepNext/>{_TIGHT}")
            made += self._grid(grid)
        return made + _GAP

    def _heading(self, question: FormQuestion) -> str:
        told = " · ".join(part for part in (question.help, question.known) if part)
        made = paragraph(question.text.de, "TableHead", f"<w:keepNext/>{_TIGHT}")
        return made + (_small(told, "<w:keepNext/>") if told else "")

    def _row(self, text: Text, told: str, answer: str, *, strong: bool = True) -> str:
        look = _STRONG if strong else ""
        words = f'<w:r>{look}<w:t xml:space="preserve">{escape(text.de)}</w:t></w:r>'
        label = paragraph(style="TableText", extra=_TIGHT, before_text=words)
        left = label + (_small(told) if told else "")
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(left, LABEL_WIDTH, HEAD_FILL)}{_cell(answer, WIDTH - LABEL_WIDTH, ANSWER_FILL)}</w:tr>"

    def _answer(self, question: FormQuestion) -> str:
        """One control, tick boxes with their words, or the entries of a list, short ones side by side."""
        if isinstance(question.node, Ticks):
            boxes = [f"{self._control(e)}{_run(f' {e.text.de}'.replace(' ', NBSP))}" for e in question.entries]
            return paragraph(style="TableText", before_text=_run("   ").join(boxes))
        if question.is_single or question.entries[0].leaf.is_long:
            return "".join(self._entry(e) for e in question.entries)
        return paragraph(style="TableText", before_text=_run("     ").join(self._control(e) for e in question.entries))

    def _entry(self, entry: Entry) -> str:
        lines = answer_lines(entry.leaf, self.values.get(entry.path)) if entry.leaf.is_long else 1
        filled = self.values.get(entry.path) is not None
        room = "" if filled else paragraph(style="TableText") * (lines - 1)
        return paragraph(style="TableText", before_text=self._control(entry)) + room

    def _control(self, entry: Entry) -> str:
        return self._made(self.fields[entry.path])

    def _made(self, field: Field) -> str:
        self.numbers += 1
        return control(field, self.values.get(field.path), self.numbers)

    def _grid(self, grid: Grid) -> str:
        widths = _widths(grid)
        heads = "".join(
            _cell(paragraph(c.text.de, "TableHeadSmall", _TIGHT) + (_small(_hint(c)) if _hint(c) else ""), w, HEAD_FILL)
            for c, w in zip(grid.columns, widths, strict=True)
        )
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"]
        for row in range(grid.rows):
            cells = "".join(
                _cell(
                    paragraph(style="TableText", before_text=self._made(self.fields[(*grid.path, row, *c.path)])),
                    w,
                    ANSWER_FILL,
                )
                for c, w in zip(grid.columns, widths, strict=True)
            )
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
        return _table(rows, widths)


_GAP = paragraph(style="TableText", extra='<w:spacing w:before="0" w:after="0" w:line="90" w:lineRule="exact"/>')


def _section() -> str:
    return re.sub(r'w:(left|right)="[0-9]+"', rf'w:\1="{MARGIN}"', starter.section(True))


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _small(text: str, extra: str = "") -> str:
    run = f'<w:r>{_GREY}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'
    return paragraph(
        style="TableTextSmall",
        extra=extra + '<w:spacing w:before="0" w:after="20" w:line="228" w:lineRule="auto"/>',
        before_text=run,
    )


def _cell(content: str, width: int, fill: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/><w:vAlign w:val="center"/>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'


def _table(rows: list[str], widths: list[int] | None = None) -> str:
    columns = widths or [LABEL_WIDTH, WIDTH - LABEL_WIDTH]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PlainTable"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblBorders>{_GRID_LINES}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _widths(grid: Grid) -> list[int]:
    """Columns of texts get twice the room of numbers."""
    weights = [
        3 if c.leaf.is_long else 2 if not c.leaf.low and (c.leaf.choices or c.leaf.max_length) else 1
        for c in grid.columns
    ]
    widths = [round(WIDTH * weight / sum(weights)) for weight in weights]
    widths[-1] += WIDTH - sum(widths)
    return widths


def _told(question: FormQuestion) -> str:
    return " · ".join(part for part in (question.help, question.known, bounds_text(question.entries[0].leaf)) if part)


def _hint(entry: Entry) -> str:
    return " · ".join(part for part in (entry.hint, bounds_text(entry.leaf)) if part)


def _enumerated(texts: tuple[Text, ...]) -> str:
    words = [f"„{text.de}“" for text in texts]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} und {words[-1]}"
