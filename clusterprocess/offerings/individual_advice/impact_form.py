"""The impact survey as a page behind a link, and one returned page as a row of it (offerings.md 7f and 8)."""

from __future__ import annotations

from typing import Any

from clusterprocess.catalogues.advice import advice
from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import (
    FieldKind,
    FormErrors,
    FormField,
    FormSection,
    GuestForm,
    Values,
)
from clusterprocess.offerings.standard.survey_form import ANONYMOUS, LONGEST_TEXT, about_you

RATINGS = (
    ("importance", Text("Wie wichtig ist Ihnen das?"), "nicht wichtig", "sehr wichtig"),
    ("effect", Text("Wie viel hat sich hier verändert?"), "nichts", "sehr viel"),
    ("due", Text("Wie viel davon kommt durch das Netzwerk?"), "nichts", "alles"),
)


def impact_form(initiative: str, facts: tuple[tuple[str, str], ...]) -> GuestForm:
    """Twelve statements rated three times each, the ladder and a remark."""
    ladder = advice().impact.ladder
    steps = (("0", Text("nicht beteiligt")), *((str(n), Text(name)) for n, name in enumerate(ladder, 1)))
    return GuestForm(
        title=f"Befragung zur Wirkung: {initiative}",
        intro="Was hat sich für Sie verändert, und welchen Anteil hatte das Netzwerk? Felder, zu denen Sie nichts sagen "
        "können, lassen Sie bitte ganz frei.",
        sections=(
            about_you(),
            *(
                FormSection(field.question, tuple(
                    FormField(f"ratings.{field.key}.{name}", FieldKind.SCALE, label, lowest=1, highest=5,
                              low_word=low, high_word=high)
                    for name, label, low, high in RATINGS))
                for field in advice().impact_field
            ),
            FormSection(
                "Ihr Weg",
                (
                    FormField("step", FieldKind.CHOICE, Text("Wie weit sind Sie durch das Netzwerk gekommen?"), choices=steps),
                    FormField("remark", FieldKind.LONG_TEXT, Text("Was hätten wir noch fragen sollen?"), most=LONGEST_TEXT),
                ),
            ),
        ),
        submit="Antworten absenden",
        facts=facts,
        privacy=ANONYMOUS,
        thanks="Vielen Dank. Ihre Antworten sind ohne Namen eingegangen.",
        minutes=10,
    )  # fmt: skip


def impact_row(values: Values) -> dict[str, Any]:
    """One answer as the impact survey's model expects it, still without its number.

    Raises:
        FormErrors: a field was rated in part; its three ratings belong together.
    """
    row: dict[str, Any] = {"ratings": {}}
    for key, value in values.items():
        if key.startswith("ratings."):
            _, field, name = key.split(".")
            row["ratings"].setdefault(field, {})[name] = value
        else:
            row[key] = int(value) if key == "step" else value
    missing = {
        f"ratings.{field}.{name}": f"„{label.de}“: Bitte alle drei Fragen zu diesem Thema beantworten oder keine."
        for field, rated in row["ratings"].items()
        for name, label, _, _ in RATINGS
        if name not in rated
    }
    if missing:
        raise FormErrors(missing)
    return row
