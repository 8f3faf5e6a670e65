"""Templates and catalogues of the agency: checked, put in force, kept in versions, pinned by engagements."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.checks import check_catalogue
from clusterprocess.catalogues.reading import catalogue_names, catalogue_text, shipped_text
from clusterprocess.domain.actors import Role
from clusterprocess.domain.agency_files import AgencyFile, AgencyFileKind
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, InputErrors
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.usecases.ports import Work


def activate_template(work: Work, name: str, content: bytes, note: str) -> AgencyFile:
    """Put an edited Word template in force; documents made from now on use it, earlier ones keep theirs.

    Raises:
        InputErrors: the check of the template found something; every finding names place and remedy.
        InputError: unknown name, no note, or the file equals the one that is in force.
    """
    work.require(Role.HEAD, Role.CONSULTANT)
    work.services.documents.shipped_template(name)
    if findings := work.services.documents.check_template(name, content):
        raise InputErrors(findings)
    return _activate(work, AgencyFileKind.TEMPLATE, name, content, "", note)


def activate_catalogue(work: Work, name: str, content: bytes, note: str) -> AgencyFile:
    """Put an edited catalogue in force for engagements that are opened from now on.

    Raises:
        InputErrors: the catalogue is not readable or breaks a rule.
        InputError: unknown name, no note, a version that was used already, or an unchanged file.
    """
    work.require(Role.HEAD)
    version = require_readable(name, content)
    used = {f.version for f in work.queries.agency_files(AgencyFileKind.CATALOGUE.value, name)}
    if version in used | {check_catalogue(name, shipped_text(name))}:
        raise InputError(
            f"Katalog {name}: Die Fassung „{version}“ gibt es schon; bitte version in der ersten Zeile weiterzählen.",
            field="version",
        )
    return _activate(work, AgencyFileKind.CATALOGUE, name, content, version, note)


def require_readable(name: str, content: bytes) -> str:
    """The version that an edited catalogue states.

    Raises:
        InputError: unknown catalogue, or no text.
        InputErrors: the catalogue breaks a rule; every finding names the place.
    """
    _require_catalogue(name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(
            f"Katalog {name}: Die Datei ist kein Text in UTF-8; bitte so speichern.", field="file"
        ) from None
    return check_catalogue(name, text)


def _require_catalogue(name: str) -> None:
    if name not in catalogue_names():
        raise InputError(
            f"Katalog (name): „{name[:60]}“ gibt es nicht; möglich sind {', '.join(catalogue_names())}.", field="name"
        )


def _activate(work: Work, kind: AgencyFileKind, name: str, content: bytes, version: str, note: str) -> AgencyFile:
    if not note.strip() or len(note) > 600:
        raise InputError("Anlass (note): bitte in einem Satz sagen, was geändert wurde und warum.", field="note")
    work.queries.serialise(f"agency file {name}")
    before = work.queries.agency_file_in_force(kind.value, name)
    sha256 = work.files.put(content)
    if before is not None and before.sha256 == sha256:
        raise InputError(f"Datei: Sie ist gleich mit Fassung {before.number} von {name}, die schon gilt.", field="file")
    file = AgencyFile(
        kind=kind.value,
        name=name,
        number=before.number + 1 if before else 1,
        version=version,
        sha256=sha256,
        note=note.strip(),
        activated_at=work.now,
        activated_by=work.actor.id,
    )
    work.add(file)
    work.flush()
    file.activated()
    return file


def texts_in_force(work: Work) -> dict[str, str]:
    """Texts of the catalogues that were put in force; empty where the program's own hold."""
    newest: dict[str, AgencyFile] = {f.name: f for f in work.queries.agency_files(AgencyFileKind.CATALOGUE.value)}
    return {name: work.files.get(f.sha256).decode("utf-8") for name, f in newest.items()}


def keep_catalogues(work: Work) -> dict[str, str]:
    """Hash by name of every catalogue that holds now, each text stored; an engagement notes them when it is opened."""
    return {name: work.files.put(catalogue_text(name).encode("utf-8")) for name in catalogue_names()}


def pinned_texts(work: Work, engagement: Engagement) -> Mapping[str, str]:
    """Texts of the catalogues that an engagement started with, as far as they differ from what holds now."""
    noted: dict[str, str] = engagement.catalogues or {}
    return {
        name: work.files.get(sha256).decode("utf-8")
        for name, sha256 in noted.items()
        if sha256 != hashlib.sha256(catalogue_text(name).encode("utf-8")).hexdigest()
    }


def template_content(work: Work, name: str) -> bytes:
    """Bytes of the template version that is in force.

    Raises:
        NotFoundError: there is no such template.
    """
    chosen = work.queries.agency_file_in_force(AgencyFileKind.TEMPLATE.value, name)
    return work.files.get(chosen.sha256) if chosen else work.services.documents.shipped_template(name)


def templates_in_force(work: Work) -> list[dict[str, Any]]:
    """Every template with its version in force and the findings of its check."""
    rows = []
    for name in template_names():
        chosen = work.queries.agency_file_in_force(AgencyFileKind.TEMPLATE.value, name)
        content = template_content(work, name)
        rows.append(
            {
                "name": name,
                "number": chosen.number if chosen else 0,
                "since": chosen.activated_at.date() if chosen else None,
                "note": chosen.note if chosen else "mitgeliefert",
                "sha256": hashlib.sha256(content).hexdigest(),
                "faults": work.services.documents.check_template(name, content),
            }
        )
    return rows


def template_names() -> list[str]:
    """Names of all templates that some document uses."""
    of_offerings = {o.template_for(kind) for o in OFFERINGS for kind in o.documents}
    return sorted(of_offerings | {"shared/ueberblick.docx", "shared/namensschilder.docx"})


def catalogue_content(work: Work, name: str) -> str:
    """Text of the catalogue version that is in force."""
    _require_catalogue(name)
    return catalogue_text(name)


def catalogues_in_force(work: Work) -> list[dict[str, Any]]:
    """Every catalogue with the header of the version that holds."""
    rows = []
    for name in catalogue_names():
        header = tomllib.loads(catalogue_text(name))
        keys = ("version", "valid_from", "published_on", "source", "mark")
        rows.append({"name": name, **{key: header.get(key) for key in keys}})
    return rows
