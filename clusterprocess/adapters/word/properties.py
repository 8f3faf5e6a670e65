"""Document properties: title, author, subject, language and fixed dates."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FIXED_DATE = "2000-01-01"


def day_of(text: str) -> str:
    """The ISO date to print into the properties; anything else becomes the fixed date, so that output stays the same."""
    return text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else FIXED_DATE


def core_xml(title: str, author: str, subject: str, language: str, day: str) -> bytes:
    """``docProps/core.xml``; ``day`` is an ISO date."""
    stamp = f"{day_of(day)}T00:00:00Z"
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:subject>{escape(subject)}</dc:subject><dc:creator>{escape(author)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(author)}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified><dc:language>{escape(language)}</dc:language>'
        "</cp:coreProperties>"
    ).encode()


def extended_xml() -> bytes:
    """``docProps/app.xml`` without anything that differs between machines."""
    return (
        f'{_DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
    ).encode()
