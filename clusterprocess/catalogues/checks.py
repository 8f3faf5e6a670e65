"""The check of a catalogue before it is put in force: every loader reads it once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import ValidationError

from clusterprocess.catalogues import (
    advice,
    calendar,
    communication,
    days,
    follow_up,
    foresight,
    impact_note,
    internationalisation,
    label_process,
    limits,
    memorandum,
    process,
    quality,
    quorum,
    references,
    reminders,
    scoring,
    service_portfolio,
    services,
    transfer,
    wordlists,
)
from clusterprocess.catalogues.reading import pinned
from clusterprocess.catalogues.reminder_checks import reminder_faults
from clusterprocess.domain.errors import ClusterProcessError, InputErrors

LOADERS: dict[str, Callable[[], object]] = {
    "process.toml": process.process,
    "calendar.toml": calendar.calendar,
    "days.toml": days.days_catalogue,
    "limits.toml": limits.limits,
    "references.toml": references.all_references,
    "reminders.toml": reminders.reminders,
    "fields.toml": wordlists.fields,
    "regions.toml": wordlists.regions,
    "legal_forms.toml": wordlists.legal_forms,
    "labels.toml": wordlists.labels,
    "quality.toml": quality.quality,
    "quorum.toml": quorum.quorum,
    "label_process.toml": label_process.label_process,
    "service_portfolio.toml": service_portfolio.service_portfolio_catalogue,
    "services.toml": services.service_catalogue,
    "communication.toml": communication.communication,
    "transfer.toml": transfer.transfer,
    "internationalisation.toml": internationalisation.internationalisation,
    "countries.toml": internationalisation.countries,
    "memorandum.toml": memorandum.memorandum,
    "advice.toml": advice.advice,
    "scoring.toml": scoring.scoring_limits,
    "foresight.toml": foresight.foresight,
    "impact_note.toml": impact_note.impact_note_rules,
    "follow_up.toml": follow_up.follow_up_catalogue,
}
"""The loader of each catalogue; a test holds it complete."""

FAULTS: dict[str, Callable[[], list[str]]] = {"reminders.toml": reminder_faults}
"""What a catalogue must keep beyond its form, where the form does not show what would fail later."""


def check_catalogue(name: str, text: str) -> str:
    """The version that a catalogue text states, after its loader accepted it.

    Raises:
        InputErrors: no TOML, a header without version or dates, values that the loader refuses, or rules that could
            not be acted on.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputErrors([f"Katalog {name}: keine lesbare TOML-Datei ({error})."]) from None
    if faults := _header_faults(name, document):
        raise InputErrors(faults)
    try:
        with pinned({name: text}):
            LOADERS[name]()
            faults = FAULTS[name]() if name in FAULTS else []
    except ValidationError as error:
        raise InputErrors(
            [f"Katalog {name}, {'.'.join(map(str, e['loc']))}: {e['msg']}." for e in error.errors(include_url=False)]
        ) from None
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, ClusterProcessError):
            raise
        raise InputErrors([f"Katalog {name}: Die Angabe {error} fehlt oder hat die falsche Form."]) from None
    if faults:
        raise InputErrors([f"Katalog {name}, {fault}" for fault in faults])
    return str(document["version"])


def _header_faults(name: str, document: dict[str, Any]) -> list[str]:
    faults = [f"Katalog {name}: Die Angabe {key} fehlt; bitte im Kopf der Datei ergänzen."
              for key in ("version", "valid_from", "published_on", "source", "mark") if not document.get(key)]  # fmt: skip
    faults += [f"Katalog {name}: {key} ist kein Tag (JJJJ-MM-TT ohne Anführungszeichen)."
               for key in ("valid_from", "published_on") if document.get(key) and not isinstance(document[key], date)]  # fmt: skip
    return faults
