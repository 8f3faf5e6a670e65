"""Words for everything that people choose or fill in: values of choices and columns of table questions.

A stored value is a slug, a column is a field name; people read the words of this module, in German and English.
``test_wording.py`` walks all questionnaires and fails where one of them has no words.
"""

from __future__ import annotations

from clusterprocess.catalogues.wordlists import fields, legal_forms, regions
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.domain.language import Text
from clusterprocess.offerings.wording_choices import CHOICES
from clusterprocess.offerings.wording_columns import COLUMNS
from clusterprocess.offerings.wording_inputs import INPUT_CHOICES, INPUT_COLUMNS
from clusterprocess.offerings.wording_records import RECORD_CHOICES, RECORD_COLUMNS

_LISTS = {"field": fields, "region": regions, "legal_form": legal_forms}
"""Questions whose choices are entries of a catalogue."""


def known_choice(value: object, place: str = "") -> Text | None:
    """The words of a value, or None where there are none.

    Args:
        value: the stored value.
        place: where it is chosen, as ``question`` or ``Row.column``; the same value may read differently elsewhere.
    """
    if place in _LISTS:
        return _listed(str(value), place)
    if isinstance(value, int):
        return Text(str(value), str(value))
    own = f"{place}={value}"
    qualified = CHOICES.get(own) or RECORD_CHOICES.get(own) or INPUT_CHOICES.get(own)
    return qualified or CHOICES.get(str(value)) or INPUT_CHOICES.get(str(value))


def _listed(value: str, place: str) -> Text | None:
    try:
        name: Text = _LISTS[place]().by_slug(value).name  # type: ignore[attr-defined]
    except NotFoundError:
        return None
    return name


def known_column(field: str) -> Text | None:
    """The words of a column, or None where there are none; ``field`` reads ``Row.column`` or only ``column``."""
    name = field.rpartition(".")[2]
    return COLUMNS.get(field) or RECORD_COLUMNS.get(field) or COLUMNS.get(name) or INPUT_COLUMNS.get(name)


def choice_text(value: object, place: str = "") -> Text:
    """The words of a value; its slug with spaces where nobody has written any yet."""
    return known_choice(value, place) or Text(str(value).replace("_", " "))


def column_text(field: str) -> Text:
    """The words of a column; its name with spaces where nobody has written any yet."""
    return known_column(field) or Text(field.rpartition(".")[2].replace("_", " "))


def catalogue_choices(key: str) -> tuple[tuple[str, Text], ...]:
    """Slugs and words of a profile question whose text is an entry of a catalogue; empty for all others."""
    if key == "field":
        return tuple((entry.slug, entry.name) for entry in fields())
    if key == "region":
        return tuple((entry.slug, entry.name) for entry in regions())
    return ()
