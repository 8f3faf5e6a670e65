"""The stamp of a Word form, kept in the document's own properties, which Word and LibreOffice both preserve."""

from __future__ import annotations

from xml.sax.saxutils import escape

from clusterprocess.adapters.word.ooxml import parse
from clusterprocess.adapters.word.package import Parts, add_content_type
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.form_stamp import Stamp

PART = "docProps/custom.xml"
NAME = "clusterprocess-{:03}"
PIECE = 200
"""Characters of one property: Word shows and keeps at most 255."""

MOST_PIECES = 500
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def add_stamp(parts: Parts, stamp: Stamp) -> None:
    """Write the stamp into the package."""
    text = stamp.to_text()
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    made = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number + 1}" name="{NAME.format(number)}"><vt:lpwstr>{escape(piece)}</vt:lpwstr></property>'
        for number, piece in enumerate(pieces, 1)
    )
    parts[PART] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_SPACE}" xmlns:vt="{_TYPES}">{made}</Properties>'
    ).encode()
    add_content_type(
        parts, part=PART, content_type="application/vnd.openxmlformats-officedocument.custom-properties+xml"
    )
    link = f'<Relationship Id="rIdForm" Type="{_OFFICE}/custom-properties" Target="{PART}"/>'
    links = parts["_rels/.rels"].decode()
    parts["_rels/.rels"] = links.replace("</Relationships>", f"{link}</Relationships>").encode()


def stamp_in(parts: Parts) -> Stamp:
    """The stamp of a package.

    Raises:
        InputError: the file is no form of this program.
    """
    wanted = {NAME.format(number): number for number in range(1, MOST_PIECES + 1)}
    found: dict[int, str] = {}
    if PART in parts:
        for piece in parse(parts[PART], PART).iter(f"{{{_SPACE}}}property"):
            if number := wanted.get(str(piece.get("name"))):
                found[number] = "".join(str(text) for text in piece.itertext())
    try:
        return Stamp.from_text("".join(found[number] for number in sorted(found)))
    except ValueError:
        raise InputError(
            "Formular: Die Datei ist kein Formular dieses Programms; bitte das ausgegebene Formular ausfüllen und als .docx speichern.",
            field="form",
        ) from None
