"""A compact document with every kind of block, and helpers to change Word files the way people do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from clusterprocess.adapters.word import WordDocuments
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    DocumentContext,
    Figure,
    Gantt,
    Heading,
    House,
    PageBreak,
    Paragraph,
    Quote,
    Series,
    SignatureLines,
    Table,
    Timeline,
)

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
PAPER = "cluster_strategy/strategiepapier.docx"
STATEMENT = "Kofinanziert von der Europäischen Union"
NUMBER = "CA-2015-A-017"
DEMO = "Demo – Beispieldaten"

FIGURES = {
    figure.key: figure
    for figure in (
        Figure("F11.members_total", "61", "Mitglieder gesamt", "F11", "Mitgliederliste, 31.12.2014"),
        Figure("F11.companies_share", "72 %", "Anteil Unternehmen", "F11", "Mitgliederliste, 31.12.2014"),
        Figure("F14.grant_share", "46 %", "Anteil Zuschuss an den Einnahmen", "F14", "Jahresabschluss 2014"),
        Figure("F9.joint", "14", "Mitglieder in Verbundprojekten", "F9", "Projektliste, 31.12.2014"),
    )
}

PAPER_FIELDS = {
    "titel": "Strategie 2015–2018",
    "motto": "Gemeinsam präziser: vom Gespräch zum gemeinsamen Projekt",
    "initiative": "Netzwerk Präzisionstechnik Neckar-Alb e.V.",
    "ort": "Reutlingen",
    "monat": "Juli 2015",
    "foerderhinweis": STATEMENT,
    "begleitung": "ClusterAgentur Baden-Württemberg",
    "demo_hinweis": DEMO,
    "herausgeber": "Netzwerk Präzisionstechnik Neckar-Alb e.V., Reutlingen",
    "kontakt": "geschaeftsstelle@beispiel.invalid",
    "vorgang": NUMBER,
    "fassung": "0.9",
    "fassung_datum": "12.06.2015",
    "beschlussvermerk": "Entwurf, noch nicht beschlossen",
    "naechste_ueberpruefung": "Juli 2016",
    "bildrechte": "Alle Abbildungen: eigene Darstellung",
    "foerderzeile": "Gefördert aus dem Europäischen Fonds für regionale Entwicklung (EFRE).",
    "datum_iso": "2015-06-12",
}
HEAD_FIELDS = {
    "titel": "Protokoll Strategietag 1",
    "initiative": "Netzwerk Präzisionstechnik Neckar-Alb e.V.",
    "vorgang": NUMBER,
    "datum": "22.04.2015",
    "foerderhinweis": STATEMENT,
    "demo_hinweis": "",
}

BAR = Chart(
    "members", "{F11.companies_share} der Mitglieder sind Unternehmen (n = {F11.members_total}, Stand 31.12.2014)", "bar",
    (Series("Mitglieder", (36.0, 8.0, 5.0, 4.0, 5.0, 3.0), colour="companies"),),
    "Balkendiagramm: 36 KMU, 8 große Unternehmen, 5 Hochschulen, 4 Institute, 5 öffentliche, 3 sonstige Mitglieder",
    ("KMU", "Große Unternehmen", "Hochschulen", "Forschungsinstitute", "Öffentliche Hand und Kammern", "Sonstige"),
    source="Mitgliederliste, 31.12.2014", x_title="Mitglieder (Anzahl)", height_cm=6.5,
)  # fmt: skip
COLUMN = Chart(
    "answers", "20 von 27 Antworten kamen aus Unternehmen", "column",
    (Series("Tag 1", (20.0, 4.0, 3.0), colour="accent"), Series("Tag 2", (14.0, 5.0, None), colour="muted")),
    "Säulendiagramm: Unternehmen 20, Wissenschaft 4, öffentliche Hand 3", ("Unternehmen", "Wissenschaft", "Öffentliche Hand"),
    y_title="Antworten (Anzahl)", legend=True, height_cm=6.0,
)  # fmt: skip
STACKED_BAR = Chart(
    "votes", "Fachkräfte: Rang 1 der Unternehmen, nachrangig für die Wissenschaft (23 Organisationen, je 3 Punkte)", "stacked_bar",
    (Series("Unternehmen", (14.0, 12.0, 11.0, 8.0), colour="companies"), Series("Wissenschaft", (1.0, 6.0, 5.0, 3.0), colour="science"),
     Series("Öffentliche und Sonstige", (2.0, 3.0, 2.0, 2.0), colour="public")),
    "Gestapelte Balken der Punktabfrage nach Akteursart",
    ("Fachkräfte", "Verbundprojekte", "Tragfähige Geschäftsstelle", "Sichtbarkeit"), x_title="Punkte",
)  # fmt: skip
STACKED_COLUMN = Chart(
    "budget", "2018 tragen Beiträge und eigene Leistungen 74 Prozent des Budgets von 205 T€", "stacked_column",
    (Series("Beiträge", (66.0, 68.0, 70.0, 73.0, 76.0), colour="companies"), Series("Leistungen", (40.0, 45.0, 55.0, 65.0, 75.0), colour="science"),
     Series("Träger und Kommunen", (24.0, 30.0, 35.0, 45.0, 54.0), colour="public"), Series("Zuschuss", (110.0, 100.0, 90.0, None, None), colour="other")),
    "Gestapelte Säulen des Budgets 2014 bis 2018", ("2014", "2015", "2016", "2017", "2018"), y_title="Tausend Euro", legend=True,
    source="Jahresabschluss 2014, Planung der Geschäftsstelle",
)  # fmt: skip
WATERFALL = Chart(
    "gap", "Ohne Projektzuschuss fehlen jährlich 90.000 Euro", "waterfall",
    (Series("Sockel", (0.0, 130.0, 130.0, 0.0), colour="hidden"), Series("Einnahmen", (240.0, None, None, 220.0), colour="accent"),
     Series("Zuschuss", (None, 110.0, None, None), colour="other"), Series("Lücke", (None, None, 90.0, None), colour="science")),
    "Wasserfall: Einnahmen 240, davon Zuschuss 110, Kosten ohne Projekt 220, Lücke 90 Tausend Euro",
    ("Einnahmen 2014", "Zuschuss endet", "Lücke", "Kosten ohne Projekt"), y_title="Tausend Euro", number_format="#,##0",
)  # fmt: skip
BUBBLE = Chart(
    "trends", "Zwei Trends verlangen bis 2018 Antworten (Blase = Nennungen in Interviews)", "bubble",
    (Series("Trends", points=((2.0, 4.5, 6.0), (3.5, 4.2, 5.0), (1.5, 2.0, 2.0), (4.5, 3.0, 3.0), (4.2, 1.6, 1.0), (3.0, 2.6, 4.0), (3.2, 2.5, 2.0),
                               (2.2, 3.4, 3.0)),
            labels=("Vernetzte Fertigung", "Fachkräftemangel", "Rohstoffpreise", "Additive Fertigung", "Regulierung", "Neue Werkstoffe",
                    "Elektromobilität", "Medizintechnik"), colour="public"),),
    "Blasendiagramm von acht Trends nach Eintritt und Wirkung", x_title="Eintritt (1 = fern, 5 = jetzt)", y_title="Wirkung (1–5)",
    x_range=(1.0, 5.0), y_range=(1.0, 5.0), height_cm=8.5,
)  # fmt: skip
SCATTER = Chart(
    "importance", "Projektanbahnung: am wichtigsten, am wenigsten erfüllt (n = 27)", "scatter",
    (Series("Leistungen", points=((4.6, 2.1, 1.0), (4.1, 3.0, 1.0), (3.6, 3.8, 1.0), (2.8, 3.5, 1.0), (3.0, 4.2, 1.0)),
            labels=("Projektanbahnung", "Fachkräfte", "Weiterbildung", "Messen", "Stammtisch"), colour="companies"),
     Series("Neu", points=((3.9, 2.4, 1.0),), labels=("Förderberatung",), colour="science")),
    "Streudiagramm: Wichtigkeit und Zufriedenheit von sechs Leistungen", x_title="Wichtigkeit (1–5)", y_title="Zufriedenheit (1–5)",
    x_range=(1.0, 5.0), y_range=(1.0, 5.0), height_cm=8.0,
)  # fmt: skip
RANGE = Chart(
    "benchmark", "Bei der Bindung Rang 3, bei gemeinsamen Projekten Rang 12 von 15 (eigener Wert ●, Median |, Spannweite der Vergleichsgruppe)",
    "range_dots",
    (Series("Minimum", (60.0, 5.0, 10.0, 20.0, 8.0, 30.0, 12.0, 3.0)), Series("Maximum", (98.0, 70.0, 80.0, 90.0, 66.0, 95.0, 77.0, 50.0)),
     Series("Median", (85.0, 40.0, 35.0, 55.0, 30.0, 60.0, 40.0, 21.0)),
     Series("Eigener Wert", (95.0, 23.0, 44.0, 48.0, 41.0, 71.0, 36.0, None),
            labels=("95 · Rang 3", "23 · Rang 12", "44 · Rang 6", "48 · Rang 9", "41 · Rang 5", "71 · Rang 4", "36 · Rang 8", "–"))),
    "Acht Streifen mit Spannweite, Median und eigenem Wert; Bindung Rang 3, gemeinsame Projekte Rang 12 von 15",
    ("Bindung der Mitglieder", "Mitglieder in Projekten", "Eigenfinanzierung", "Unternehmensanteil", "Mitglieder je Vollzeitstelle",
     "Zufriedenheit", "Veranstaltungen je Mitglied", "Internationale Partner"),
    x_title="Prozent", x_range=(0.0, 100.0), height_cm=8.5, source="14 Initiativen ähnlicher Größe und Reife, Stichtag 31.12.2014",
)  # fmt: skip
CHARTS = (BAR, COLUMN, STACKED_BAR, STACKED_COLUMN, WATERFALL, BUBBLE, SCATTER, RANGE)

GANTT = Gantt(
    "plan", "Bis Ende 2016 sind alle vier Felder angelaufen", ("III/15", "IV/15", "I/16", "II/16", "III/16", "IV/16"),
    (("Verbundprojekte und Transfer", (0, 5), (1, 4), "strong"), ("Fachkräfte", (1, 4), (2,), "mid"),
     ("Tragfähige Geschäftsstelle", (0, 3), (3,), "mid"), ("Sichtbarkeit in Zielbranchen", (2, 5), (), "light")),
    ((0, "Vorstand 15.07."), (3, "Mitgliederversammlung")), "Zeitplan der vier Felder nach Quartalen",
)  # fmt: skip
HOUSE = House(
    "house", "Vier Felder tragen die Vision", "2018 entwickelt jedes dritte Mitglied gemeinsam",
    (("Verbundprojekte und Transfer", "25 Mitglieder in Projekten"), ("Fachkräfte", "20 Betriebe in Formaten"),
     ("Tragfähige Geschäftsstelle", "70 % eigene Mittel"), ("Sichtbarkeit", "Basiswert bis 31.12.2015")),
    "61 Mitglieder · Vertrauen seit 2006", "Strategiehaus mit vier Säulen",
)  # fmt: skip
TIMELINE = Timeline(
    "steps", "Sechs Monate von der Anfrage zum Beschluss",
    (("12.01.", "Anfrage"), ("Februar", "8 Interviews"), ("März", "27 Fragebögen"), ("22.04.", "Strategietag 1"), ("20.05.", "Strategietag 2"),
     ("15.07.", "Beschluss des Vorstands")), "Zeitstrahl",
)  # fmt: skip
PARTICIPATION = Table(
    "participation", "Unternehmen sind im Rücklauf stärker vertreten als unter den {F11.members_total} Mitgliedern",
    ("Akteursart", "Mitglieder", "Eingeladen", "Antworten"),
    (("Unternehmen", "44", "44", Cell("20", "light", True)), ("Wissenschaft", "9", "9", "4"), ("Öffentliche Hand und Kammern", "5", "5", "2"),
     ("Sonstige", "3", "3", "1"), ("Summe", "{F11.members_total}", "61", "27")),
    (0.4, 0.2, 0.2, 0.2), ("left", "right", "right", "right"), "Mitgliederliste, Befragung März 2015", total_row=True,
)  # fmt: skip
VERSIONS = Table("fassungen", "", ("Fassung", "Datum", "Anlass"), (("0.9", "12.06.2015", "Entwurf"), ("0.95", "03.07.2015", "nach Kommentierung")),
                 (0.2, 0.25, 0.55), size="small")  # fmt: skip
MEASURES = Table(
    "measures", "18 Maßnahmen mit Federführung und Termin", ("Nr.", "Maßnahme", "Feld", "Federführung", "Beginn", "Ende", "Aufwand PT"),
    tuple((f"M {i // 5 + 1}.{i % 5 + 1}", "Projektskizzen mit zwei Arbeitstagen je Mitglied begleiten und nachhalten", "Verbundprojekte",
           "Geschäftsstelle" if i % 3 else Cell("offen, Klärung bis 30.09.2015 durch Vorstand", "warn"), "III/15", "IV/16", str(4 + i))
          for i in range(18)),
    (0.06, 0.38, 0.14, 0.18, 0.08, 0.08, 0.08), size="small", landscape=True,
)  # fmt: skip

PAPER_CHAPTERS: dict[str, tuple[Block, ...]] = {
    "fassungen": (VERSIONS,),
    "abkuerzungen": (Table("abk", "", ("Abkürzung", "Bedeutung"), (("EFRE", "Europäischer Fonds für regionale Entwicklung"), ("PT", "Personentag")),
                           (0.2, 0.8), size="small"),),
    "zusammenfassung": (
        Heading(1, "Zusammenfassung – Beschlussfassung", "1"),
        Paragraph("{F11.members_total} Mitglieder halten dem Netzwerk die Treue, aber nur {F9.joint} arbeiten in gemeinsamen Projekten.", style="lead"),
        Paragraph("**Vision.** Wir sind _2018_ der Ort, an dem Präzision gemeinsam entsteht.\n\nDas zeigen {abb:members} und {tab:participation}.",
                  own="vision"),
        Callout("Der Vorstand beschließt", "Die Strategie 2015–2018.", ("die vier Felder", "den Maßnahmenplan", "die Stoppliste")),
    ),
    "anlass": (Heading(1, "Anlass und Vorgehen", "2"), Paragraph("Ende 2016 läuft der Zuschuss aus, siehe {kap:8.1} und Kapitel {kap:3}."), TIMELINE,
               Heading(2, "Beteiligung", "2.2"), PARTICIPATION, COLUMN),
    "ausgangslage": (
        Heading(1, "{F11.members_total} Mitglieder, stabil, industriell geprägt", "3"), Paragraph("Die Mitgliedschaft ist stabil ({abb:members})."), BAR,
        Quote("Der erste Schritt fehlt uns.", "Unternehmen, 80 Beschäftigte"),
        Heading(2, "Der Zuschuss endet 2016", "3.2"), Paragraph("Er trägt {F14.grant_share} der Einnahmen ({abb:gap})."), WATERFALL,
    ),
    "umfeld": (Heading(1, "Zwei Trends verlangen bis 2018 Antworten", "4"), BUBBLE),
    "benchmarking": (Heading(1, "Starke Bindung, wenig gemeinsame Projekte", "5"), RANGE),
    "swot": (Heading(1, "Stärken und Handlungsoptionen", "6"), SCATTER, Heading(3, "Erläuterung"), Paragraph("Kleiner Hinweis.", style="small"),
             Paragraph("Vergleichswerte zeigen Abstand, nicht Ursache.", style="note")),
    "vision": (Heading(1, "Vision, Mission, Leitsätze", "7", page_break=True), Paragraph("Gemeinsam präziser.", style="motto"),
               Bullets(("Wir laden jedes Mitglied einmal im Jahr persönlich ein.", "Wir teilen, was wir lernen."), own="leitsaetze"),
               Bullets(("erstens", "zweitens"), numbered=True), Paragraph("Und von vorn:"), Bullets(("wieder erstens",), numbered=True)),
    "handlungsfelder": (Heading(1, "Handlungsfelder im Überblick", "8"), HOUSE, STACKED_BAR, Heading(2, "Verbundprojekte und Transfer", "8.1"),
                        Paragraph("Heute arbeiten {F9.joint} von {F11.members_total} Mitgliedern in Projekten.", own="feld.1")),
    "massnahmen": (Heading(1, "Maßnahmenplan", "9"), Paragraph("{tab:measures} nennt alle Maßnahmen."), MEASURES, Heading(2, "Zeitplan", "9.2"), GANTT),
    "governance": (Heading(1, "Governance und Ressourcen", "10"), STACKED_COLUMN, PageBreak()),
    "monitoring": (Heading(1, "Monitoring und Fortschreibung", "11"), Paragraph("Am 20. Juli 2016 legen wir dem Vorstand vor, was erreicht ist."),
                   SignatureLines(("Vorsitzende des Vorstands", "Cluster-Managerin"))),
    "anhang_a": (Heading(1, "Anhang A Datengrundlage und Methoden", "A", numbered=False, page_break=True), Paragraph("Siehe auch {kap:A}.")),
    "anhang_b": (Heading(1, "Anhang B Nachweis der Zahlen", "B", numbered=False), Paragraph("{F11.members_total}: Mitgliederliste.")),
}  # fmt: skip


def paper(fields: Mapping[str, str] | None = None, chapters: Mapping[str, tuple[Block, ...]] | None = None,
          figures: Mapping[str, Figure] | None = None, toc: bool = True) -> DocumentContext:  # fmt: skip
    """A strategy paper with every kind of block; arguments replace or add."""
    return DocumentContext(
        "strategiepapier", "Strategie 2015–2018", "Netzwerk Präzisionstechnik Neckar-Alb e.V.", NUMBER, {**PAPER_FIELDS, **(fields or {})},
        {**PAPER_CHAPTERS, **(chapters or {})}, {**FIGURES, **(figures or {})}, toc=toc,
        emblem_alt="Emblem der Europäischen Union: zwölf goldene Sterne im Kreis auf blauem Grund", statement=STATEMENT, demo=True,
    )  # fmt: skip


def sheet(kind: str, *blocks: Block, fields: Mapping[str, str] | None = None) -> DocumentContext:
    """A one-column document with a few blocks."""
    return DocumentContext(kind, "Protokoll", "ClusterAgentur", NUMBER, {**HEAD_FIELDS, **(fields or {})}, {"inhalt": blocks}, FIGURES,
                           statement=STATEMENT)  # fmt: skip


def documents(page_numbers: Callable[[bytes], Mapping[str, int]] | None = None) -> WordDocuments:
    """The adapter on the committed templates."""
    return WordDocuments(TEMPLATES, page_numbers)
