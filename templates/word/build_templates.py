"""Builds the Word templates of this folder: ``python templates/word/build_templates.py`` (same bytes every time).

Names of folders after the command build only those. The files are starting points: staff edit them in Word
afterwards. A template that was edited is not built again.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from clusterprocess.adapters.word import starter
from clusterprocess.adapters.word.fields import CERTIFICATE, ISSUE_CONTROLS, ONE_COLUMN, VERSIONS_CONTROL, chapters_of
from clusterprocess.adapters.word.package import Parts, write_parts
from clusterprocess.adapters.word.palette import BLUE, OCHRE
from clusterprocess.adapters.word.starter import control, paragraph
from clusterprocess.adapters.word.starter_note import note
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.offerings.offering import Offering

_BREAK = "<w:pageBreakBefore/>"
_WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _white(text: str, style: str, extra: str = "") -> str:
    return paragraph(style=style, extra=extra, before_text=f'<w:r>{_WHITE}<w:t xml:space="preserve">{text}</w:t></w:r>')


def _cover() -> str:
    bar = f'<w:pBdr><w:left w:val="single" w:sz="48" w:space="8" w:color="{OCHRE}"/></w:pBdr>'
    wordmark = paragraph("{{ initiative }}", "Wordmark", bar + _space(600, 1300) + '<w:ind w:left="220"/>')
    inset = '<w:ind w:left="454" w:right="454"/>'
    title = _white("{{ titel }}", "Title", _space(2700, 200) + inset) + _white(
        "{{ ort }}, {{ monat }}", "Subtitle", _space(0, 500) + inset
    )
    block = starter.table([[title]], [9072], [f'<w:shd w:val="clear" w:color="auto" w:fill="{BLUE}"/><w:vAlign w:val="bottom"/>'],
                          row_extra='<w:trHeight w:val="5600" w:hRule="atLeast"/>')  # fmt: skip
    return wordmark + block + paragraph("{{ motto }}", "Motto", _space(700, 0))


def _imprint() -> str:
    def fixed(name: str) -> str:
        tag = f"feld:{name}"
        return control(tag, ISSUE_CONTROLS[tag], f"<w:r><w:t>{{{{ {name} }}}}</w:t></w:r>")

    rows = [
        ("Herausgeber", paragraph("{{ herausgeber }}", "ImprintText")),
        ("Kontakt", paragraph("{{ kontakt }}", "ImprintText")),
        ("Begleitung", paragraph("Begleitet durch {{ begleitung }}", "ImprintText")),
        ("Vorgang", paragraph("{{ vorgang }}", "ImprintText")),
        ("Fassung", paragraph(style="ImprintText", before_text=(
            fixed("fassung") + '<w:r><w:t xml:space="preserve"> vom </w:t></w:r>' + fixed("fassung_datum")))),
        ("Beschluss", paragraph(style="ImprintText", before_text=fixed("beschlussvermerk"))),
        ("Nächste Überprüfung", paragraph("{{ naechste_ueberpruefung }}", "ImprintText")),
        ("Förderung", paragraph("{{ foerderzeile }}", "ImprintText")),
        ("Bildrechte", paragraph("{{ bildrechte }}", "ImprintText")),
    ]  # fmt: skip
    title = paragraph("Impressum und Beschlussvermerk", "ContentsTitle", _BREAK)
    table = starter.table([[paragraph(label, "ImprintLabel"), value] for label, value in rows], [2300, 6772])
    versions = control(*VERSIONS_CONTROL, paragraph("{{ kapitel.fassungen }}", "BodyText"), blocks=True)
    return title + table + paragraph("Fassungen", "ImprintLabel", _space(400, 80)) + versions


def paper(offering: Offering) -> Parts:
    """Cover, imprint, contents, one placeholder per chapter."""
    body = _cover() + _imprint()
    body += paragraph("Inhalt", "ContentsTitle", _BREAK) + paragraph("{{ inhalt }}", "TOC1")
    body += paragraph("{{ kapitel.abkuerzungen }}", "BodyText")
    for place, chapter in enumerate(chapters_of(offering)):
        body += paragraph(f"{{{{ {chapter} }}}}", "BodyText", _BREAK if place == 0 else "")
    begleitung = paragraph("Begleitet durch {{ begleitung }}", "SmallText", _space(60, 0))
    cover_footer = starter.emblem_block(1.4, begleitung) + paragraph(style="Footer")
    headers = {"default": starter.running_header(), "first": starter.first_header()}
    return starter.build(
        body + starter.section(True), headers, {"default": starter.running_footer(), "first": cover_footer}
    )


_VORGANG = "Vorgang {{ vorgang }}"
_NUMBERED = {
    "leistungsnachweis": "Leistungsnachweis {{ vorgang }}",
    "veranstaltungsauswertung": "Veranstaltung {{ vorgang }}",
}


def one_column(number: str = _VORGANG) -> Parts:
    """Head with initiative, Vorgang or other number, date and emblem; title; one chapter."""
    left = (paragraph("{{ initiative }}", "Wordmark", '<w:spacing w:before="0" w:after="40" w:line="240" w:lineRule="auto"/>')
            + paragraph(f"{number} · {{{{ datum }}}}", "SmallText", _space(0, 0)))  # fmt: skip
    right = (paragraph(extra='<w:jc w:val="right"/>', before_text=starter.picture(1.1))
             + paragraph("{{ foerderhinweis }}", "Footer", '<w:spacing w:before="40" w:after="0"/><w:jc w:val="right"/>'))  # fmt: skip
    head = starter.table([[left, right]], [5472, 3600], borders=(
        f'<w:tblBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{BLUE}"/></w:tblBorders>'))  # fmt: skip
    body = (
        head
        + paragraph("{{ titel }}", "DocumentTitle", _space(280, 160))
        + paragraph("{{ kapitel.inhalt }}", "BodyText")
    )
    headers = {"default": starter.running_header(number), "first": starter.first_header()}
    footers = {"default": starter.running_footer(), "first": starter.running_footer()}
    return starter.build(body + starter.section(True), headers, footers)


def name_tags() -> Parts:
    """Every page the same: emblem, statement and number in the header, so that the tags below have the whole page."""
    left = (paragraph("{{ initiative }}", "Header")
            + paragraph("{{ titel }} · Vorgang {{ vorgang }}", "Header")
            + paragraph("{{ demo_hinweis }}", "DemoMark", _space(20, 0)))  # fmt: skip
    right = paragraph(extra='<w:jc w:val="right"/>', before_text=starter.picture(1.0)) + paragraph(
        "{{ foerderhinweis }}", "Footer", '<w:spacing w:before="20" w:after="0"/><w:jc w:val="right"/>'
    )
    head = starter.table([[left, right]], [5072, 4000]) + paragraph(style="Header", extra=_space(0, 0))
    body = paragraph("{{ kapitel.inhalt }}", "BodyText")
    narrow = starter.section(False).replace('w:top="1417"', 'w:top="2400"').replace('w:bottom="1417"', 'w:bottom="900"')
    return starter.build(
        body + narrow,
        {"default": head},
        {"default": paragraph("Bitte an den gestrichelten Linien schneiden.", "Footer")},
    )


def certificate() -> Parts:
    """Every page stands for itself: agency, emblem and statement at its head, large title, room around few words."""
    left = (paragraph("{{ initiative }}", "Wordmark", _space(0, 40))
            + paragraph("Veranstaltung {{ vorgang }}", "SmallText", _space(0, 0))
            + paragraph("{{ demo_hinweis }}", "DemoMark", _space(40, 0)))  # fmt: skip
    right = (paragraph(extra='<w:jc w:val="right"/>', before_text=starter.picture(1.4))
             + paragraph("{{ foerderhinweis }}", "Footer", '<w:spacing w:before="40" w:after="0"/><w:jc w:val="right"/>'))  # fmt: skip
    rule = f'<w:tblBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{BLUE}"/></w:tblBorders>'
    head = starter.table([[left, right]], [5272, 3800], borders=rule) + paragraph(style="Header", extra=_space(0, 900))
    foot = paragraph("{{ foerderhinweis }}", "Footer", '<w:jc w:val="center"/>')
    body = paragraph("{{ kapitel.inhalt }}", "BodyText") + starter.section(False)
    parts = starter.build(body, {"default": head}, {"default": foot})
    for style, half_points, before, after in _CERTIFICATE_STYLES:
        parts["word/styles.xml"] = _resized(parts["word/styles.xml"], style, half_points, before, after)
    return parts


_CERTIFICATE_STYLES = (
    ("HeadingPlain1", 60, 0, 700),
    ("BodyText", 24, 0, 240),
    ("Lead", 26, 0, 360),
    ("Motto", 44, 240, 300),
    ("BoxTitle", 28, 160, 100),
    ("BoxText", 24, 0, 100),
    ("BoxBullet", 22, 0, 60),
)
"""Paragraph styles of the certificate: size in half points, space before and after in twips."""


def _resized(styles: bytes, style: str, half_points: int, before: int, after: int) -> bytes:
    """One paragraph style with another size and other space around it."""
    start = styles.index(f'w:styleId="{style}"'.encode())
    end = styles.index(b"</w:style>", start)
    old = styles[start:end].decode()
    size = f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    new = re.sub(r'<w:spacing w:before="\d+" w:after="\d+"', f'<w:spacing w:before="{before}" w:after="{after}"', old)
    if "<w:sz " in new:
        new = re.sub(r'<w:sz w:val="\d+"/><w:szCs w:val="\d+"/>', size, new)
    else:
        new += f"<w:rPr>{size}</w:rPr>"
    return styles[:start] + new.encode() + styles[end:]


def templates() -> dict[str, bytes]:
    """All templates by path below this folder."""
    papers = {f"{o.slug}/{o.report_kind}.docx": write_parts((note if o.fast_lane else paper)(o)) for o in OFFERINGS}
    columns = {
        kind: name_tags() if kind == "namensschilder" else one_column(_NUMBERED.get(kind, _VORGANG))
        for kind in ONE_COLUMN
    }
    own = {f"shared/{CERTIFICATE}.docx": write_parts(certificate())}
    return papers | own | {f"shared/{kind}.docx": write_parts(parts) for kind, parts in columns.items()}


def main(only: list[str]) -> int:
    """Write every template beside this script, or only those of the folders named."""
    folder = Path(__file__).resolve().parent
    for path, content in templates().items():
        if only and path.split("/")[0] not in only:
            continue
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        sys.stdout.write(f"{path}: {len(content)} Bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
