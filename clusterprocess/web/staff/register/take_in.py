"""Reading a table into the register: choose a file, see what would change, take it over. All rows or none."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.adapters.sheets.reader import read_table
from clusterprocess.domain.errors import InputError, InputErrors, NotFoundError, UsageError
from clusterprocess.usecases.import_register import (
    ORIGIN_OF,
    TABLE_COLUMNS,
    Change,
    ImportPreview,
    KeptText,
    PossibleDuplicate,
    RegisterEntry,
    entries_from_table,
    import_register,
    preview_import,
)
from clusterprocess.usecases.register_entry import LABELS
from clusterprocess.web.security import fits_cookie, form_token
from clusterprocess.web.staff.register.words import column_name, value_told
from clusterprocess.web.staff.visit import Fault, Visit, faults_of

MOST_BYTES = 10 * 1024 * 1024
MOST_SHOWN = 200
"""Changes and names shown one by one; a larger import tells how many there are beyond."""
TOO_LATE = "Die Vorschau gilt nicht mehr. Bitte wählen Sie die Datei noch einmal aus."


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """An initiative that would change: row, name, and each value as (column, before, after)."""

    place: str
    name: str
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The form, and what a chosen file would do.

    Attributes:
        errors: what is wrong with the file, each with row and column; nothing is taken over then.
        columns: headings that a table may have.
        has_preview: whether a file without errors was chosen; ``staged`` its name, checksum and mark for the confirmation.
    """

    title: str
    errors: tuple[Fault, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    has_preview: bool = False
    staged: tuple[str, str, str] = ("", "", "")
    added: tuple[str, ...] = ()
    added_total: int = 0
    changed: tuple[ChangedEntry, ...] = ()
    changed_total: int = 0
    unchanged: int = 0
    kept: tuple[KeptText, ...] = ()
    duplicates: tuple[PossibleDuplicate, ...] = ()

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed)


def ask(visit: Visit) -> Response:
    """The form for a file."""
    return visit.show("register/import.html", _page())


def preview(visit: Visit) -> Response:
    """What a chosen file would do; it is kept for the confirmation and changes nothing yet."""
    uploads = visit.posted.files.get("datei", ())
    try:
        if not uploads:
            raise InputError("Bitte wählen Sie eine Datei aus.", field="datei")
        upload = uploads[0]
        if len(upload.content) > MOST_BYTES:
            raise InputError(
                "Die Datei ist größer als 10 MB; bitte speichern Sie nur die nötigen Zeilen.", field="datei"
            )
        entries = _entries(upload.content, upload.name)
        found = visit.read(lambda work: preview_import(work, entries))
        if found.errors:
            raise InputErrors(list(found.errors))
    except InputError as error:
        return visit.show("register/import.html", _page(error), 422)
    sha256 = visit.app.run(visit.actor, lambda work: work.files.put(upload.content))
    return visit.show(
        "register/import.html", _previewed(found, (upload.name, sha256, _mark(visit, upload.name, sha256)))
    )


def take_over(visit: Visit) -> Response:
    """Take over the file of the preview; the mark shows that this session saw it."""
    name, sha256, mark = (visit.value(key) for key in ("name", "pruefsumme", "siegel"))
    if not fits_cookie(mark, _bound(visit, name, sha256)):
        return visit.show("register/import.html", _page(InputError(TOO_LATE, field="datei")), 422)

    def act(work: DatabaseWork) -> str:
        entries = _entries(work.files.get(sha256), name)
        done = import_register(work, entries, ORIGIN_OF[work.queries.database_kind()])
        return f"Eingelesen: {done.added} neu, {done.changed} geändert, {done.unchanged} unverändert."

    try:
        told = visit.act(act)
    except NotFoundError:
        return visit.show("register/import.html", _page(InputError(TOO_LATE, field="datei")), 422)
    except UsageError as error:
        return visit.show("register/import.html", _page(error), 422)
    return visit.back("/register", told)


def _entries(content: bytes, name: str) -> tuple[RegisterEntry, ...]:
    """The entries of a table.

    Raises:
        InputErrors: one sentence per fault with its row and column.
    """
    entries, faults = entries_from_table(read_table(content, name))
    if faults:
        raise InputErrors(list(faults))
    return entries


def _mark(visit: Visit, name: str, sha256: str) -> str:
    return form_token(_bound(visit, name, sha256))


def _bound(visit: Visit, name: str, sha256: str) -> str:
    """What the mark is made for: this session, this file, this purpose."""
    return f"{visit.token}\nregister:{sha256}:{name}"


def _page(error: UsageError | None = None) -> ImportPage:
    found = faults_of(error) if error else ()
    faults = tuple(Fault("f-datei" if f.id == "f-datei" else "", f.sentence) for f in found)
    return ImportPage("Tabelle einlesen", faults, tuple((LABELS.get(key, key), key) for key in TABLE_COLUMNS))


def _previewed(found: ImportPreview, staged: tuple[str, str, str]) -> ImportPage:
    return ImportPage(
        "Vorschau: Tabelle einlesen",
        columns=(),
        has_preview=True,
        staged=staged,
        added=found.added[:MOST_SHOWN],
        added_total=len(found.added),
        changed=tuple(_changed(change) for change in found.changed[:MOST_SHOWN]),
        changed_total=len(found.changed),
        unchanged=len(found.unchanged),
        kept=found.unmapped[:MOST_SHOWN],
        duplicates=found.possible_duplicates[:MOST_SHOWN],
    )


def _changed(change: Change) -> ChangedEntry:
    told = tuple(
        (column_name(key), value_told(key, before), value_told(key, after)) for key, before, after in change.differences
    )
    return ChangedEntry(change.place, change.name, told)
