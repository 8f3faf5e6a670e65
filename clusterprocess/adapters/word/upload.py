"""What somebody hands in as a Word file: a plain .docx of this engagement, nothing that runs by itself."""

from __future__ import annotations

import re

from clusterprocess.adapters.word.ooxml import parse
from clusterprocess.adapters.word.package import CONTENT_TYPES, read_parts, text_parts
from clusterprocess.adapters.word.reading import squeeze, text_of
from clusterprocess.domain.errors import InputError

_NUMBER = re.compile(r"\b[A-Z]{2}-\d{4}-[A-Z]-\d{3}\b")
_PROGRAMS = ("vbaproject.bin", "vbadata.xml")


def accept(content: bytes, number: str) -> None:
    """Refuse what is no plain Word document, and a paper that carries the number of another engagement only.

    A paper without any number passes: the check names the missing number as a point to settle.

    Raises:
        InputError: no readable .docx, a file with macros or a template, or a paper of another engagement.
    """
    parts = read_parts(content)
    types = parts[CONTENT_TYPES].decode("utf-8", "replace")
    if "macroEnabled" in types or any(part.lower().rpartition("/")[2] in _PROGRAMS for part in parts):
        raise InputError(
            "Datei: Sie enthält Makros und wird nicht angenommen; bitte in Word als „Word-Dokument (.docx)“ speichern.",
            field="file",
        )
    if "wordprocessingml.template.main+xml" in types:
        raise InputError(
            "Datei: Das ist eine Dokumentvorlage (.dotx); bitte das Papier selbst als .docx speichern.", field="file"
        )
    trees = [parse(parts[part], part) for part in text_parts(parts) if part in parts]
    named = {found for tree in trees for found in _NUMBER.findall(squeeze(text_of(tree)))}
    if named and number not in named:
        others = ", ".join(sorted(named)[:3])
        raise InputError(
            f"Datei: Sie gehört zu {others} und nicht zu {number}; bitte die Datei dieses Vorgangs wählen.",
            field="file",
        )
