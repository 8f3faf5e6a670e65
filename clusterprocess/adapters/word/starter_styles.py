"""The styles of our own templates: A4, German, 10.5 pt, readable in print; staff change them in Word by name."""

from __future__ import annotations

from clusterprocess.adapters.word.ooxml import NAMESPACES
from clusterprocess.adapters.word.palette import BLUE, DARK, LINE, OCHRE, TEXT_GREY

FONT = "Calibri"

# style names that the writers ask for; the ids below hold only for templates that Word has not saved yet
BODY = "Body Text"
LEAD = "Einleitung"
SMALL = "Kleintext"
NOTE = "Hinweis"
MOTTO = "Leitsatz"
QUOTE = "Quote"
QUOTED = "Zitatquelle"
BULLET = "List Bullet"
NUMBER = "List Number"
CAPTION = "caption"
SOURCE = "Quelle"
FIGURE = "Abbildung"
CELL = {"normal": "Tabellentext", "small": "Tabellentext klein", "tiny": "Tabellentext sehr klein"}
# on dark cells the colour comes from a style: LibreOffice does not show direct formatting of figures in controls
ON_DARK = {
    CELL["normal"]: "Tabellentext hell",
    CELL["small"]: "Tabellentext klein hell",
    CELL["tiny"]: "Tabellentext sehr klein hell",
}
HEAD = {"normal": "Tabellenkopf", "small": "Tabellenkopf klein", "tiny": "Tabellenkopf sehr klein"}
BOX_TITLE = "Kasten Titel"
BOX_TEXT = "Kasten Text"
BOX_BULLET = "Kasten Aufzählung"
SIGNATURE = "Unterschrift"
TABLE = "Tabelle Bericht"
PLAIN_TABLE = "Tabelle ohne Linien"
HEADINGS = ("heading 1", "heading 2", "heading 3")
UNNUMBERED = ("Überschrift ohne Nummer 1", "Überschrift ohne Nummer 2", "Überschrift ohne Nummer 3")
CONTENTS = ("toc 1", "toc 2")
BOLD = "Strong"
ITALIC = "Emphasis"


def _style(
    style_id: str, style_name: str, ppr: str = "", rpr: str = "", based: str = "Normal", follow: str = ""
) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"{"" if style_name in _BUILT_IN else " w:customStyle=" + chr(34) + "1" + chr(34)}>'
        f'<w:name w:val="{style_name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{follow}"/>' if follow else "")
        + '<w:uiPriority w:val="1"/><w:qFormat/>'
        + (f"<w:pPr>{ppr}</w:pPr>" if ppr else "")
        + (f"<w:rPr>{rpr}</w:rPr>" if rpr else "")
        + "</w:style>"
    )


_BUILT_IN = {
    "Normal",
    "Body Text",
    "heading 1",
    "heading 2",
    "heading 3",
    "Title",
    "Subtitle",
    "caption",
    "List Bullet",
    "List Number",
    "Quote",
    "toc 1",
    "toc 2",
    "header",
    "footer",
    "TOC Heading",
}


def _space(before: int = 0, after: int = 0, line: int = 276) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _size(half_points: int, colour: str = "", bold: bool = False, italic: bool = False) -> str:
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + ("<w:i/><w:iCs/>" if italic else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


def _heading(level: int, size: int, before: int, after: int) -> str:
    stay = "<w:keepNext/><w:keepLines/><w:widowControl/>"
    number = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    shape = "<w:suppressAutoHyphens/>" + _space(before, after, 252)
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    look = _size(size, BLUE, bold=True)
    return _style(
        f"Heading{level}", f"heading {level}", stay + number + shape + outline, look, follow="BodyText"
    ) + _style(
        f"HeadingPlain{level}",
        UNNUMBERED[level - 1],
        stay + none + shape + '<w:ind w:left="0" w:firstLine="0"/>' + outline,
        look,
        based=f"Heading{level}",
        follow="BodyText",
    )


def _cells() -> str:
    made = ""
    for suffix, cell, head, size in (
        ("", CELL["normal"], HEAD["normal"], 18),
        ("Small", CELL["small"], HEAD["small"], 16),
        ("Tiny", CELL["tiny"], HEAD["tiny"], 14),
    ):
        made += _style(f"TableText{suffix}", cell, _space(20, 20, 240), _size(size))
        made += _style(
            f"TableLight{suffix}", ON_DARK[cell], "", '<w:color w:val="FFFFFF"/>', based=f"TableText{suffix}"
        )
        made += _style(f"TableHead{suffix}", head, "<w:keepNext/>" + _space(30, 30, 240), _size(size, BLUE, bold=True))
    return made


def _contents(level: int, left: int, hanging: int, bold: bool, before: int) -> str:
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{left + hanging}"/><w:tab w:val="right" w:leader="dot" w:pos="9070"/></w:tabs>'
    return _style(
        f"TOC{level}",
        f"toc {level}",
        f"<w:keepLines/>{tabs}<w:suppressAutoHyphens/>{_space(before, 20, 252)}"
        f'<w:ind w:left="{left + hanging}" w:hanging="{hanging}"/>',
        "<w:b/><w:bCs/>" if bold else "",
    )


def _paragraphs() -> str:
    rule = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{OCHRE}"/></w:pBdr>'
    return "".join(
        (
            _style("BodyText", BODY, "<w:widowControl/>" + _space(0, 120), based="Normal"),
            _style("Lead", LEAD, "<w:widowControl/>" + _space(0, 140), _size(23, DARK), follow="BodyText"),
            _style("SmallText", SMALL, "<w:widowControl/>" + _space(0, 80, 252), _size(18)),
            _style("Note", NOTE, "<w:widowControl/>" + _space(40, 120, 252), _size(19, TEXT_GREY, italic=True)),
            _style(
                "Motto",
                MOTTO,
                "<w:keepLines/>"
                + rule
                + "<w:suppressAutoHyphens/>"
                + _space(200, 240, 288)
                + '<w:ind w:left="340" w:right="567"/>',
                _size(28, BLUE),
            ),
            _style(
                "Quote",
                QUOTE,
                "<w:keepNext/><w:keepLines/>" + _space(120, 20) + '<w:ind w:left="567" w:right="567"/>',
                _size(21, italic=True),
                follow="QuoteSource",
            ),
            _style(
                "QuoteSource",
                QUOTED,
                "<w:keepLines/>" + _space(0, 160, 240) + '<w:ind w:left="567" w:right="567"/>',
                _size(18, TEXT_GREY),
            ),
            _style("ListBullet", BULLET, '<w:widowControl/><w:numPr><w:numId w:val="2"/></w:numPr>' + _space(0, 60)),
            _style("ListNumber", NUMBER, '<w:widowControl/><w:numPr><w:numId w:val="3"/></w:numPr>' + _space(0, 60)),
            _style(
                "Caption",
                CAPTION,
                "<w:keepLines/><w:suppressAutoHyphens/>" + _space(120, 80, 240),
                _size(19, BLUE, bold=True),
            ),
            _style("Source", SOURCE, "<w:keepLines/>" + _space(20, 200, 240), _size(16, TEXT_GREY)),
            _style("Figure", FIGURE, "<w:keepNext/>" + _space(140, 0, 240)),
            _style("BoxTitle", BOX_TITLE, "<w:keepNext/>" + _space(60, 40, 252), _size(21, BLUE, bold=True)),
            _style("BoxText", BOX_TEXT, _space(0, 80, 264), _size(20)),
            _style("BoxBullet", BOX_BULLET, '<w:numPr><w:numId w:val="2"/></w:numPr>' + _space(0, 40, 252), _size(20)),
            _style("Signature", SIGNATURE, "<w:keepLines/>" + _space(20, 0, 240), _size(17, TEXT_GREY)),
            _style(
                "Title",
                "Title",
                "<w:keepNext/><w:suppressAutoHyphens/>" + _space(0, 120, 240),
                _size(56, BLUE, bold=True),
            ),
            _style("Subtitle", "Subtitle", "<w:suppressAutoHyphens/>" + _space(0, 120, 264), _size(28, DARK)),
            _style(
                "DocumentTitle",
                "Dokumenttitel",
                "<w:keepNext/><w:suppressAutoHyphens/>" + _space(80, 120, 252),
                _size(34, BLUE, bold=True),
                follow="BodyText",
            ),
            _style("Wordmark", "Wortmarke", "<w:suppressAutoHyphens/>" + _space(0, 0, 240), _size(30, BLUE, bold=True)),
            _style(
                "ImprintLabel",
                "Impressum Bezeichnung",
                "<w:keepNext/>" + _space(40, 0, 240),
                _size(17, TEXT_GREY, bold=True),
            ),
            _style("ImprintText", "Impressum Text", "<w:suppressAutoHyphens/>" + _space(40, 40, 252), _size(19)),
            _style(
                "ContentsTitle", "Verzeichnistitel", "<w:keepNext/>" + _space(0, 160, 252), _size(32, BLUE, bold=True)
            ),
            _style("DemoMark", "Demo-Kennzeichen", _space(0, 0, 240), _size(18, "8A5A12", bold=True)),
            _style("Header", "header", _space(0, 0, 240), _size(16, TEXT_GREY)),
            _style("Footer", "footer", _space(0, 0, 240), _size(16, TEXT_GREY)),
            _contents(1, 0, 567, True, 100),
            _contents(2, 567, 680, False, 0),
        )
    )


def _tables() -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    rule = f'w:val="single" w:sz="8" w:space="0" w:color="{BLUE}"'
    margins = (
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        f'<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{margins}</w:tblPr></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/>'
        f'<w:uiPriority w:val="1"/><w:qFormat/><w:tblPr><w:tblBorders><w:top {rule}/><w:bottom {rule}/><w:insideH {line}/>'
        f'</w:tblBorders>{margins}</w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom {rule}/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="EEF2F6"/></w:tcPr></w:tblStylePr>'
        f'<w:tblStylePr w:type="lastRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders><w:top {rule}/></w:tcBorders></w:tcPr>'
        "</w:tblStylePr></w:style>"
        f'<w:style w:type="table" w:customStyle="1" w:styleId="PlainTable"><w:name w:val="{PLAIN_TABLE}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="1"/><w:tblPr>{margins}</w:tblPr></w:style>'
    )


def styles_xml() -> str:
    """The whole styles part."""
    return (
        f'<w:styles xmlns:w="{NAMESPACES["w"]}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        '<w:lang w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="0" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        "<w:pPr><w:widowControl/></w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        f'<w:style w:type="character" w:styleId="Strong"><w:name w:val="{BOLD}"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>'
        f'<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="{ITALIC}"/><w:qFormat/><w:rPr><w:i/><w:iCs/></w:rPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
        + _paragraphs()
        + _heading(1, 32, 360, 160)
        + _heading(2, 25, 280, 100)
        + _heading(3, 22, 200, 60)
        + _cells()
        + _tables()
        + "</w:styles>"
    )
