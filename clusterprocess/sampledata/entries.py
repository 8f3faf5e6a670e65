"""The real register and the sample portfolio as entries of the register import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from clusterprocess.catalogues.wordlists import fields, legal_forms
from clusterprocess.sampledata.portfolio import SampleInitiative, portfolio
from clusterprocess.sampledata.real_register import Fact, RegisterReading, RegisterRow, read_real_register
from clusterprocess.usecases.register_entry import RegisterEntry, UnmappedText

SAMPLE_SOURCE = "beispieldaten"


def real_entries() -> tuple[RegisterEntry, ...]:
    """The 81 initiatives of the real register with all published facts and no profile (ruling 16): origin ``real``."""
    reading = read_real_register()
    return tuple(_real_entry(row, reading) for row in reading.rows)


def portfolio_entries() -> tuple[RegisterEntry, ...]:
    """The hundred invented initiatives with the profiles of 2013 and 2014: origin ``beispieldaten``."""
    return tuple(_sample_entry(number, initiative) for number, initiative in enumerate(portfolio(), start=1))


def _real_entry(row: RegisterRow, reading: RegisterReading) -> RegisterEntry:
    return RegisterEntry(
        source=row.source,
        source_id=row.source_id,
        name=row.name,
        kind=row.kind,
        field=row.field_slug,
        field_text=row.field_text,
        region=row.region_slug,
        seat=row.seat or "",
        legal_form=row.legal_form_slug,
        legal_form_text=row.legal_form_text,
        carrier=row.carrier or "",
        founded=row.founding_year,
        facts=tuple(_facts(row)),
        unmapped=tuple(
            UnmappedText(cell.column, cell.text, reading.reasons[cell.column][cell.text])
            for cell in reading.unmapped
            if cell.row_id == row.source_id
        ),
    )


def _facts(row: RegisterRow) -> Iterator[dict[str, Any]]:
    addresses = " | ".join(row.sources)
    for fact in row.facts:
        yield _figure(fact)
    for label in row.labels:
        yield _fact("label", label.slug, addresses) | {"years": list(label.years)}
    if row.status:
        what, _, year = row.status.partition(" ")
        yield _fact("status", what, addresses, year=int(year) if year else None)
    yield _fact("use_in_statistics", "yes" if row.use_in_statistics else "no", row.source)
    yield _fact("kind_basis", row.kind_basis, row.source)
    for name in row.alternative_names:
        yield _fact("alternative_name", name, addresses)
    if row.website_host:
        yield _fact("website_host", row.website_host, addresses, basis=row.website_host_basis)
    for address in row.sources:
        yield _fact("source_address", address, address)
    if row.as_of_year:
        yield _fact("as_of_year", row.as_of_year, addresses, year=row.as_of_year)
    if row.notes:
        yield _fact("notes", row.notes, addresses)


def _figure(fact: Fact) -> dict[str, Any]:
    found = {
        "key": fact.key,
        "value": int(fact.value) if fact.value.is_integer() else fact.value,
        "qualifier": fact.qualifier,
        "year": fact.year,
        "basis": fact.basis,
        "source": fact.source,
    }
    return found | {"period": fact.period} if fact.period else found


def _fact(
    key: str, value: str | int, source: str, *, year: int | None = None, basis: str | None = None
) -> dict[str, Any]:
    return {"key": key, "value": value, "qualifier": None, "year": year, "basis": basis, "source": source}


def _sample_entry(number: int, initiative: SampleInitiative) -> RegisterEntry:
    newest = initiative.profiles[-1]
    return RegisterEntry(
        source=SAMPLE_SOURCE,
        source_id=f"B{number:03}",
        name=initiative.name,
        kind=initiative.kind,
        field=initiative.field,
        field_text=fields().by_slug(initiative.field).name.de,
        region=initiative.region,
        seat=initiative.seat,
        legal_form=initiative.legal_form,
        legal_form_text=legal_forms().by_slug(initiative.legal_form).name.de,
        carrier=str(newest["carrier"] or ""),
        founded=int(str(newest["founded"])),
        profiles=tuple(_profile(answers) for answers in initiative.profiles),
    )


def _profile(answers: dict[str, object]) -> tuple[date, dict[str, object]]:
    return date.fromisoformat(str(answers["as_of"])), {key: value for key, value in answers.items() if key != "as_of"}
