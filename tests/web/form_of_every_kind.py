"""A form with every kind of field, for tests of how fields are drawn."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.offerings.guest_forms import FieldKind, FormField, FormSection, GuestForm

COLOURS = (("rot", Text("Rot")), ("blau", Text("Blau")))
MANY = tuple((f"k{n}", Text(f"Kreis {n} (Beispiel)")) for n in range(12))

EVERY_KIND = GuestForm(
    title="Jede Art von Feld (Beispiel)",
    intro="Ein Muster mit allen Feldern.",
    sections=(
        FormSection(
            "Zeilen",
            (
                FormField(
                    "text", FieldKind.TEXT, Text("Ihre Rolle"), help="Zum Beispiel Geschäftsführung.", required=True
                ),
                FormField("long", FieldKind.LONG_TEXT, Text("Was half?"), most=300),
                FormField("email", FieldKind.EMAIL, Text("E-Mail"), autocomplete="email"),
                FormField("number", FieldKind.NUMBER, Text("Beitrag im Jahr"), value=1250.5, lowest=0, unit="EUR"),
                FormField("count", FieldKind.NUMBER, Text("Mitglieder"), value=42.0, lowest=0, whole=True),
                FormField("change", FieldKind.NUMBER, Text("Veränderung"), lowest=-100, highest=100, unit="%"),
                FormField("day", FieldKind.DAY, Text("Neuer Termin"), value="2015-03-16"),
            ),
        ),
        FormSection(
            "Auswahl",
            (
                FormField("choice", FieldKind.CHOICE, Text("Farbe"), choices=COLOURS, required=True),
                FormField("many", FieldKind.CHOICE, Text("Landkreis"), choices=MANY),
                FormField("choices", FieldKind.CHOICES, Text("Farben"), choices=COLOURS, value=["rot", "blau"]),
                FormField(
                    "scale",
                    FieldKind.SCALE,
                    Text("Nutzen"),
                    lowest=1,
                    highest=5,
                    value=4,
                    low_word="keiner",
                    high_word="sehr groß",
                ),
                FormField("nps", FieldKind.SCALE, Text("Empfehlung"), lowest=0, highest=10),
                FormField("yes", FieldKind.YES_NO, Text("Brauchen Sie Hilfe?"), value=False),
                FormField("tick", FieldKind.TICK, Text("Ich habe den Hinweis gelesen."), required=True),
            ),
        ),
        FormSection(
            "Maßnahmen",
            tuple(
                field
                for n in (1, 2)
                for field in (
                    FormField(f"m.{n}.status", FieldKind.CHOICE, Text(f"M {n}: Stand"), choices=COLOURS),
                    FormField(f"m.{n}.result", FieldKind.TEXT, Text("Ergebnis")),
                )
            ),
        ),
    ),
    privacy="Beispiel.",
    facts=(("Tag", "16.03.2015"),),
)
