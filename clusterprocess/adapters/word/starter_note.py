"""The starting template of a short note: head, title, chapters, and the imprint at the end instead of a cover.

A note of two to twelve pages has no cover and no table of contents: its answer stands on the first page.
"""

from __future__ import annotations

from clusterprocess.adapters.word import starter
from clusterprocess.adapters.word.fields import ISSUE_CONTROLS, VERSIONS_CONTROL, chapters_of
from clusterprocess.adapters.word.package import Parts
from clusterprocess.adapters.word.palette import BLUE
from clusterprocess.adapters.word.starter import control, paragraph
from clusterprocess.offerings.offering import Offering


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'


def note(offering: Offering) -> Parts:
    """Head with initiative, Vorgang and emblem; one placeholder per chapter; abbreviations, imprint and versions last."""
    body = _head() + paragraph("{{ titel }}", "DocumentTitle", _space(240, 120))
    body += "".join(paragraph(f"{{{{ {chapter} }}}}", "BodyText") for chapter in chapters_of(offering))
    body += _imprint()
    headers = {"default": starter.running_header(), "first": starter.first_header()}
    footers = {"default": starter.running_footer(), "first": starter.running_footer()}
    return starter.build(body + starter.section(True), headers, footers)


def _head() -> str:
    left = paragraph("{{ initiative }}", "Wordmark", _space(0, 40)) + paragraph(
        "{{ ort }}, {{ monat }} · Vorgang {{ vorgang }}", "SmallText", _space(0, 0)
    )
    right = paragraph(extra='<w:jc w:val="right"/>', before_text=starter.picture(1.1)) + paragraph(
        "{{ foerderhinweis }}", "Footer", _space(40, 0) + '<w:jc w:val="right"/>'
    )
    rule = f'<w:tblBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="{BLUE}"/></w:tblBorders>'
    return starter.table([[left, right]], [5472, 3600], borders=rule)


def _imprint() -> str:
    rows = [
        ("Für", paragraph("{{ herausgeber }}, {{ kontakt }}", "ImprintText")),
        ("Erarbeitet von", paragraph("{{ begleitung }}", "ImprintText")),
        ("Fassung", paragraph(style="ImprintText", before_text=(
            _fixed("fassung") + '<w:r><w:t xml:space="preserve"> vom </w:t></w:r>' + _fixed("fassung_datum")))),
        ("Beschluss", paragraph(style="ImprintText", before_text=_fixed("beschlussvermerk"))),
        ("Förderung", paragraph("{{ foerderzeile }}", "ImprintText")),
    ]  # fmt: skip
    title = paragraph("Impressum und Beschlussvermerk", "HeadingPlain2", "<w:keepNext/>")
    table = starter.table([[paragraph(label, "ImprintLabel"), value] for label, value in rows], [2300, 6772])
    versions = control(*VERSIONS_CONTROL, paragraph("{{ kapitel.fassungen }}", "BodyText"), blocks=True)
    abbreviations = paragraph("{{ kapitel.abkuerzungen }}", "BodyText")
    return abbreviations + title + table + paragraph(style="Footer") + versions


def _fixed(name: str) -> str:
    tag = f"feld:{name}"
    return control(tag, ISSUE_CONTROLS[tag], f"<w:r><w:t>{{{{ {name} }}}}</w:t></w:r>")
