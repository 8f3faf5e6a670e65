"""Rendering of pages: strict Jinja2 over ``templates/web``, and the static files with the version of their content."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2

from clusterprocess.config import PACKAGE
from clusterprocess.domain.clock import BERLIN


def _day(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""


def _moment(value: datetime | None) -> str:
    return f"{value.astimezone(BERLIN):%d.%m.%Y, %H:%M} Uhr" if value else ""


def _number(value: float | Decimal | None, places: int = 0) -> str:
    """German grouping and comma; nothing where nothing is known."""
    if value is None:
        return ""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


FILTERS: dict[str, Any] = {"day": _day, "moment": _moment, "number": _number}
"""What templates may do with values: ``{{ x|day }}``, ``{{ x|moment }}``, ``{{ x|number(1) }}``."""


def web_folder(templates_folder: Path) -> Path:
    """``web`` of the own templates where they have one, else of the shipped ones (own templates may be mails only)."""
    own = templates_folder / "web"
    if own.is_dir():
        return own
    beside = PACKAGE.parent / "templates" / "web"
    return beside if beside.is_dir() else PACKAGE / "templates" / "web"


class Templates:
    """The page templates of one folder."""

    def __init__(self, folder: Path) -> None:
        self.static_folder = folder / "static"
        self.version = _version(self.static_folder)
        self._jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._jinja.filters.update(FILTERS)

    @property
    def static(self) -> str:
        """Address of the static files; it changes with their content, so browsers may keep them."""
        return f"/static/{self.version}"

    def render(self, name: str, page: Any, frame: Any = None) -> str:
        """One page; ``page`` is the dataclass that the template is written for, ``frame`` what stands around it."""
        return self._jinja.get_template(name).render(page=page, frame=frame or page.frame)


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
