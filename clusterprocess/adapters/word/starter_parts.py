"""Numbering, settings and font table of our own templates."""

from __future__ import annotations

from clusterprocess.adapters.word.ooxml import NAMESPACES
from clusterprocess.adapters.word.palette import BLUE
from clusterprocess.adapters.word.starter_styles import FONT


def _level(number: int, form: str, text: str, style: str, left: int, hanging: int, font: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{left}"/></w:tabs>'
        f'<w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>'
        + (
            f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/><w:color w:val="{BLUE}"/></w:rPr>'
            if font
            else ""
        )
        + "</w:lvl>"
    )


def numbering_xml() -> str:
    """Headings 1, 1.1, 1.1.1; bullets; numbers. Further numbered lists get their own restart when they are written."""
    headings = (
        _level(0, "decimal", "%1", "Heading1", 567, 567)
        + _level(1, "decimal", "%1.%2", "Heading2", 680, 680)
        + _level(2, "decimal", "%1.%2.%3", "Heading3", 794, 794)
    )
    bullets = _level(0, "bullet", "•", "ListBullet", 397, 284, FONT) + _level(1, "bullet", "–", "", 737, 284, FONT)
    numbers = _level(0, "decimal", "%1.", "ListNumber", 454, 397) + _level(1, "lowerLetter", "%2)", "", 851, 397)
    made = ""
    for number, levels in ((1, headings), (2, bullets), (3, numbers)):
        made += (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
    made += "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3))
    return f'<w:numbering xmlns:w="{NAMESPACES["w"]}">{made}</w:numbering>'


def settings_xml() -> str:
    """Hyphenation on, German separators, current compatibility mode; nothing asks for fields to be updated on opening."""
    return (
        f'<w:settings xmlns:w="{NAMESPACES["w"]}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:autoHyphenation/><w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="357"/><w:doNotHyphenateCaps/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="de-DE"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def fonts_xml() -> str:
    """Calibri, with the metric-compatible Carlito named for machines without it."""
    return (
        f'<w:fonts xmlns:w="{NAMESPACES["w"]}"><w:font w:name="{FONT}"><w:altName w:val="Carlito"/>'
        '<w:panose1 w:val="020F0502020204030204"/><w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>'
        "</w:font></w:fonts>"
    )
