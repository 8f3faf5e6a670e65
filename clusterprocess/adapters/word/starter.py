"""The empty package of our own templates: page, header, footer, emblem picture, properties."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from clusterprocess.adapters.word import emblem
from clusterprocess.adapters.word.ooxml import BLOCK_GALLERY, EMU_PER_CM, NAMESPACES
from clusterprocess.adapters.word.package import CONTENT_TYPES, DOCUMENT, Parts
from clusterprocess.adapters.word.palette import BLUE, LINE
from clusterprocess.adapters.word.properties import core_xml, extended_xml
from clusterprocess.adapters.word.starter_parts import fonts_xml, numbering_xml, settings_xml
from clusterprocess.adapters.word.starter_styles import styles_xml

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = " ".join(f'xmlns:{p}="{NAMESPACES[p]}"' for p in ("w", "r", "wp", "a", "pic"))
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {"styles": "styles", "numbering": "numbering", "settings": "settings", "fontTable": "fontTable"}
_MARGIN = 1417  # 2.5 cm in twips


def paragraph(text: str = "", style: str = "", extra: str = "", before_text: str = "") -> str:
    """A paragraph of the template; ``text`` is escaped, ``before_text`` is markup."""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + extra
    words = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{before_text}{words}</w:p>"


def simple_field(instruction: str) -> str:
    """A page number field."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def control(tag: str, title: str, content: str, *, blocks: bool = False) -> str:
    """A content control around runs (plain text) or blocks; without a kind LibreOffice drops its title."""
    kind = f'<w:docPartObj><w:docPartGallery w:val="{BLOCK_GALLERY}"/></w:docPartObj>' if blocks else "<w:text/>"
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/><w:tag w:val="{tag}"/><w:id w:val="1"/>{kind}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def picture(height_cm: float, relation: str = "rIdEmblem") -> str:
    """The emblem, inline, with its alt text."""
    high = int(height_cm * EMU_PER_CM)
    size = f'cx="{high * 3 // 2}" cy="{high}"'
    alt = quoteattr(emblem.DEFAULT_ALT)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="1" name="{emblem.NAME}" descr={alt}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="1" name="{emblem.NAME}" descr={alt}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def table(
    rows: list[list[str]],
    widths: list[int],
    cell_extra: list[str] | None = None,
    borders: str = "",
    row_extra: str = "",
) -> str:
    """A layout table as wide as the text in any orientation; ``widths`` in twips of the portrait page, cells hold markup."""
    total = sum(widths)
    made = ""
    for row in rows:
        cells = ""
        for place, (content, width) in enumerate(zip(row, widths, strict=True)):
            extra = cell_extra[place] if cell_extra else ""
            cells += f'<w:tc><w:tcPr><w:tcW w:w="{round(width / total * 5000)}" w:type="pct"/>{extra}</w:tcPr>{content}</w:tc>'
        made += f"<w:tr><w:trPr><w:cantSplit/>{row_extra}</w:trPr>{cells}</w:tr>"
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="PlainTable"/><w:tblW w:w="5000" w:type="pct"/>'
        f'{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblLook w:val="0000"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>'
    )


def section(first: bool) -> str:
    """A4 upright, 2.5 cm; own first page where ``first``."""
    kinds = ("default", "first") if first else ("default",)
    references = "".join(
        f'<w:{what}Reference w:type="{kind}" r:id="rId{what.title()}{kind.title()}"/>'
        for what in ("header", "footer")
        for kind in kinds
    )
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" '
        f'w:bottom="{_MARGIN}" w:left="{_MARGIN}" w:header="680" w:footer="624" w:gutter="0"/>{"<w:titlePg/>" if first else ""}</w:sectPr>'
    )


_RULE_BELOW = f'<w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders>'
_RULE_ABOVE = f'<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders>'
_RIGHT = '<w:jc w:val="right"/>'
_LAST = paragraph(style="Header", extra='<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>')


def running_header(number: str = "Vorgang {{ vorgang }}") -> str:
    """Initiative, demo mark, Vorgangsnummer or what else numbers the paper."""
    cells = [
        paragraph("{{ initiative }}", "Header"),
        paragraph("{{ demo_hinweis }}", "DemoMark", '<w:jc w:val="center"/>'),
        paragraph(number, "Header", _RIGHT),
    ]
    return table([cells], [4036, 2500, 2536], borders=_RULE_BELOW) + _LAST


def first_header() -> str:
    """Only the demo mark."""
    return paragraph("{{ demo_hinweis }}", "DemoMark", _RIGHT)


def running_footer() -> str:
    """Funding statement and page numbers."""
    pages = paragraph(
        style="Footer",
        extra=_RIGHT,
        before_text=(
            '<w:r><w:t xml:space="preserve">Seite </w:t></w:r>'
            + simple_field("PAGE")
            + '<w:r><w:t xml:space="preserve"> von </w:t></w:r>'
            + simple_field("NUMPAGES")
        ),
    )
    return table([[paragraph("{{ foerderhinweis }}", "Footer"), pages]], [7072, 2000], borders=_RULE_ABOVE) + _LAST


def emblem_block(height_cm: float, extra: str = "") -> str:
    """Emblem with the statement beside it."""
    middle = '<w:vAlign w:val="center"/>'
    statement = paragraph(
        "{{ foerderhinweis }}", "SmallText", '<w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/>'
    )
    wide = int(height_cm * 1.5 * 567) + 200
    return table(
        [[paragraph(before_text=picture(height_cm)), statement + extra]], [wide, 9072 - wide], [middle, middle]
    )


def blue_bar(height: int) -> str:
    """A short ruler in the main colour, as border of an empty paragraph."""
    return paragraph(extra=f'<w:pBdr><w:bottom w:val="single" w:sz="{height}" w:space="1" w:color="{BLUE}"/></w:pBdr>')


def _root(tag: str, content: str) -> bytes:
    return f"{_DECLARATION}<w:{tag} {_SPACES}>{content}</w:{tag}>".encode()


def build(body: str, headers: dict[str, str], footers: dict[str, str]) -> Parts:
    """All parts of a template; ``headers`` and ``footers`` by section type (default, first)."""
    overrides = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    links = ""
    parts: Parts = {
        DOCUMENT: _root("document", f"<w:body>{body}</w:body>"),
        "word/media/emblem.png": emblem.emblem_png(),
    }
    for kind, made in (
        ("styles", styles_xml()),
        ("numbering", numbering_xml()),
        ("settings", settings_xml()),
        ("fontTable", fonts_xml()),
    ):
        parts[f"word/{kind}.xml"] = (_DECLARATION + made).encode()
        overrides[f"/word/{kind}.xml"] = f"{_WORD}.{kind}+xml"
        links += f'<Relationship Id="rId{kind.title()}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
    image = f'<Relationship Id="rIdEmblem" Type="{_OFFICE}/image" Target="media/emblem.png"/>'
    for what, made_by_type, tag in (("header", headers, "hdr"), ("footer", footers, "ftr")):
        for kind, content in made_by_type.items():
            part = f"{what}_{kind}.xml"
            parts[f"word/{part}"] = _root(tag, content)
            overrides[f"/word/{part}"] = f"{_WORD}.{what}+xml"
            links += f'<Relationship Id="rId{what.title()}{kind.title()}" Type="{_OFFICE}/{what}" Target="{part}"/>'
            if "rIdEmblem" in content:
                parts[f"word/_rels/{part}.rels"] = _relationships(image)
    parts["word/_rels/document.xml.rels"] = _relationships(links + (image if "rIdEmblem" in body else ""))
    parts["docProps/core.xml"] = core_xml("", "", "", "de-DE", "2000-01-01")
    parts["docProps/app.xml"] = extended_xml()
    parts["_rels/.rels"] = _relationships(
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" '
        'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/>'
    )
    types = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in sorted(overrides.items()))
    parts[CONTENT_TYPES] = (
        f'{_DECLARATION}<Types xmlns="{NAMESPACES["ct"]}"><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    ).encode()
    return parts


def _relationships(links: str) -> bytes:
    return f'{_DECLARATION}<Relationships xmlns="{NAMESPACES["rel"]}">{links}</Relationships>'.encode()
