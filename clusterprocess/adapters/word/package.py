"""Word packages as a dictionary of parts: safe reading, normalised writing, relationships and content types."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from clusterprocess.adapters.word.ooxml import Element, attribute, make, name, parse, serialise
from clusterprocess.domain.errors import InputError

Parts = dict[str, bytes]

CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
LIMIT_FILE = 50 * 1024 * 1024
LIMIT_UNPACKED = 300 * 1024 * 1024
LIMIT_RATIO = 200
RATIO_FROM = 1024 * 1024
LIMIT_PARTS = 5000
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)
_MAIN = (
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "ms-word.document.macroEnabled.main+xml",
)
_NO_WORD = "Datei: Das ist keine Word-Datei (.docx); bitte das in Word gespeicherte Dokument hochladen."


def read_parts(content: bytes) -> Parts:
    """All parts of a Word file from outside, by name without leading slash.

    Raises:
        InputError: no Word file, larger than 50 MB, or packed so that unpacking would flood the memory.
    """
    if len(content) > LIMIT_FILE:
        raise InputError(
            "Datei: Sie ist größer als 50 MB; bitte Bilder verkleinern und erneut hochladen.", field="file"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _unpack(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        UnicodeError,
        OSError,
    ) as fault:
        raise InputError(_NO_WORD, field="file") from fault
    types = parts.get(CONTENT_TYPES, b"").decode("utf-8", "replace")
    if document_name(parts) not in parts or not any(kind in types for kind in _MAIN):
        raise InputError(_NO_WORD, field="file")
    return parts


def _unpack(archive: zipfile.ZipFile) -> Parts:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > LIMIT_PARTS or len({entry.filename for entry in entries}) < len(entries):
        raise InputError(_NO_WORD, field="file")
    if sum(entry.file_size for entry in entries) > LIMIT_UNPACKED:
        raise _flood()
    parts: Parts = {}
    left = LIMIT_UNPACKED
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > LIMIT_RATIO * max(entry.compress_size, 1):
            raise _flood()
        with archive.open(entry) as stream:
            # the directory may lie about sizes: never read more than it says, nor more than the limit
            data = stream.read(min(entry.file_size, left) + 1)
        left -= len(data)
        if left < 0 or len(data) > entry.file_size:
            raise _flood()
        parts[entry.filename.lstrip("/")] = data
    return parts


def _flood() -> InputError:
    return InputError(
        "Datei: Sie ist auffällig stark gepackt (entpackt über 300 MB) und wird nicht geöffnet.", field="file"
    )


def write_parts(parts: Parts) -> bytes:
    """The normalised zip: content types first, other parts sorted, one timestamp, one compression."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in sorted(parts, key=lambda p: (p != CONTENT_TYPES, p != "_rels/.rels", p)):
            entry = zipfile.ZipInfo(part, date_time=_TIMESTAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, parts[part], compresslevel=6)
    return target.getvalue()


def relations_name(part: str) -> str:
    """``word/document.xml`` -> ``word/_rels/document.xml.rels``."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def document_name(parts: Parts) -> str:
    """The main part, as the package's relationships name it."""
    if "_rels/.rels" in parts:
        for relation in parse(parts["_rels/.rels"], "_rels/.rels"):
            if attribute(relation, "Type").endswith("/officeDocument"):
                return attribute(relation, "Target").lstrip("/")
    return DOCUMENT


def relations(parts: Parts, part: str) -> dict[str, tuple[str, str]]:
    """Relationships of a part: id -> (type's last word, target as part name); external ones are left out."""
    found: dict[str, tuple[str, str]] = {}
    source = relations_name(part)
    if source not in parts:
        return found
    for relation in parse(parts[source], source):
        if attribute(relation, "TargetMode") == "External":
            continue
        target = attribute(relation, "Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
        kind = attribute(relation, "Type").rsplit("/", 1)[-1]
        found[attribute(relation, "Id")] = (kind, posixpath.normpath(path))
    return found


def add_relation(parts: Parts, part: str, kind: str, target: str) -> str:
    """Add a relationship of a part and return its id; ``kind`` is the full type, ``target`` relative to the part."""
    source = relations_name(part)
    root = parse(parts[source], source) if source in parts else make("rel:Relationships")
    taken = {attribute(child, "Id") for child in root}
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    root.append(make("rel:Relationship", Id=f"rId{number}", Type=kind, Target=target))
    parts[source] = serialise(root)
    return f"rId{number}"


def add_content_type(parts: Parts, *, part: str = "", extension: str = "", content_type: str) -> None:
    """Declare a part's type, or the type of an extension, unless it is declared."""
    root = parse(parts[CONTENT_TYPES], CONTENT_TYPES)
    key, value, tag = ("PartName", f"/{part}", "ct:Override") if part else ("Extension", extension, "ct:Default")
    if any(child.get(key) == value for child in root):
        return
    element = make(tag, **{key: value, "ContentType": content_type})
    if part:
        root.append(element)
    else:
        root.insert(0, element)
    parts[CONTENT_TYPES] = serialise(root)


def text_parts(parts: Parts) -> list[str]:
    """Main part, headers, footers, footnotes and endnotes, in this order."""
    main = document_name(parts)
    kinds = ("header", "footer", "footnotes", "endnotes")
    others = [target for kind, target in relations(parts, main).values() if kind in kinds and target in parts]
    return [main, *sorted(set(others))]


def related(parts: Parts, kind: str) -> str:
    """The part of a kind (``styles``, ``numbering``, ``comments``, ``settings``) that belongs to the main part, or ''."""
    for found, target in relations(parts, document_name(parts)).values():
        if found == kind and target in parts:
            return target
    return ""


def style_ids(parts: Parts) -> dict[str, str]:
    """Styles by lower-case name: Word saves ids in its own language, the names of built-in styles stay."""
    part = related(parts, "styles")
    if not part:
        return {}
    found: dict[str, str] = {}
    for style in parse(parts[part], part).iter(name("w:style")):
        found[attribute(style.find(name("w:name")), "w:val").lower()] = attribute(style, "w:styleId")
    return found


def body_of(root: Element) -> Element:
    """The body of the main part.

    Raises:
        InputError: there is none.
    """
    body = root.find(name("w:body"))
    if body is None:
        raise InputError(_NO_WORD, field="file")
    return body
