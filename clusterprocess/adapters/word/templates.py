"""Template files: found by name, simple fields filled by docxtpl in a sandboxed, strict environment."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from clusterprocess.adapters.word.fields import CONTENTS_FIELD
from clusterprocess.adapters.word.ooxml import Element, clean, name, parse, serialise
from clusterprocess.adapters.word.package import Parts, read_parts, text_parts
from clusterprocess.domain.errors import InputError, NotFoundError

# marks that cannot come from values, because clean() removes them there
_OPEN, _CLOSE, _LEFT, _RIGHT = "\ue001", "\ue002", "\ue003", "\ue004"
_SLOT = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_CONTENTS_SLOT = f"{_OPEN}inhalt{_CLOSE}"


class _Slots(dict[str, str]):
    """``kapitel.NAME`` for every name, so that a missing chapter removes its paragraph instead of failing."""

    def __missing__(self, key: str) -> str:
        return f"{_OPEN}kapitel.{key}{_CLOSE}"


def template_path(folder: Path, template: str) -> Path:
    """The file of a template name such as ``shared/protokoll.docx``.

    Raises:
        NotFoundError: no such file below the folder for Word templates.
    """
    root = (folder / "word").resolve()
    path = (root / template).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise NotFoundError(f"Vorlage „{template[:80]}“: Es gibt sie nicht; bitte unter templates/word ablegen.")
    return path


def filled(content: bytes, template: str, fields: Mapping[str, str]) -> Parts:
    """All parts with simple fields filled; chapter placeholders become marks that ``slots`` finds.

    Raises:
        InputError: the template is broken or asks for a field that is not given.
    """
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    document = DocxTemplate(io.BytesIO(content))
    values: dict[str, object] = {key: _value(value) for key, value in fields.items()}
    values |= {"kapitel": _Slots(), CONTENTS_FIELD: _CONTENTS_SLOT}
    try:
        document.render(values, environment)
    except UndefinedError as fault:
        missing = re.findall(r"'([^']+)'", fault.message or "")
        raise InputError(
            f"Vorlage „{template}“: Das Feld „{missing[-1] if missing else fault.message}“ ist nicht gefüllt; "
            "bitte Feld oder Platzhalter prüfen.",
            field=missing[-1] if missing else None,
        ) from fault
    except TemplateSyntaxError as fault:
        raise InputError(
            f"Vorlage „{template}“: Ein Platzhalter ist fehlerhaft ({fault.message}); bitte die Vorlage prüfen."
        ) from fault
    except TemplateError as fault:
        raise InputError(
            f"Vorlage „{template}“: Ein Platzhalter ist nicht erlaubt ({fault.message}); bitte entfernen."
        ) from fault
    target = io.BytesIO()
    document.save(target)
    parts = read_parts(target.getvalue())
    for part in text_parts(parts):
        root = parse(parts[part], part)
        for text in root.iter(name("w:t")):
            if text.text:
                text.text = text.text.replace(_LEFT, "{").replace(_RIGHT, "}")
        parts[part] = serialise(root)
    return parts


def _value(value: str) -> str:
    return clean(str(value)).replace("{", _LEFT).replace("}", _RIGHT)


def slots(body: Element, template: str) -> list[tuple[Element, str]]:
    """Paragraphs that hold a chapter placeholder or the table of contents: (paragraph, ``kapitel.NAME`` or ``inhalt``).

    Raises:
        InputError: a chapter placeholder shares its paragraph with other text.
    """
    found: list[tuple[Element, str]] = []
    for paragraph in body.iter(name("w:p")):
        text = "".join(t.text or "" for t in paragraph.iter(name("w:t")))
        if _OPEN not in text:
            continue
        match = _SLOT.fullmatch(text.strip())
        if match is None:
            shown = _SLOT.sub(r"{{ \1 }}", text)
            raise InputError(f"Vorlage „{template}“: Im Absatz „{shown[:80]}“ muss der Platzhalter allein stehen.")
        found.append((paragraph, match.group(1)))
    return found
