"""The two sheets as empty forms at the end of the questionnaire, so that contributors can fill them in on paper."""

from __future__ import annotations

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.methods.matching import FORM_NAMES, IP_NAMES
from clusterprocess.offerings.sections.blocks import Block, Cell, Heading, Paragraph, SignatureLines, Table
from clusterprocess.offerings.technology_transfer.sheets import BUDGET_NAMES, SIZE_NAMES

_EMPTY = "\n\n"


def sheet_forms() -> tuple[Block, ...]:
    """Need sheet, offer sheet, and the list of keywords to choose from."""
    forms = " ☐ ".join(("", *FORM_NAMES.values())).strip()
    confidential = "☐ offen ☐ anonym ☐ nur nach unterschriebener Vereinbarung (NDA)"
    need = (
        ("Organisation, Ort", _EMPTY),
        ("Beschäftigte", " ☐ ".join(("", *SIZE_NAMES.values())).strip()),
        ("Kurzfassung mit Zielwert, ohne Namen und Marken", _EMPTY),
        ("Problem und messbarer Zielwert", _EMPTY * 3),
        ("Stichworte (1 bis 8 aus der Liste)", _EMPTY),
        ("gewünschter Reifegrad 1 bis 9; gebraucht in … Monaten", _EMPTY),
        ("Budgetrahmen", " ☐ ".join(("", *BUDGET_NAMES.values())).strip()),
        ("Form der Zusammenarbeit", forms),
        ("Vertraulichkeit", confidential),
        ("Mit wem Sie nicht sprechen wollen", _EMPTY),
    )
    offer = (
        ("Organisation, Ort, Art", _EMPTY),
        ("Titel, ohne Namen und Marken", _EMPTY),
        ("Beschreibung und Nutzen", _EMPTY * 2),
        ("Neuheit und Vorteil gegenüber heute", _EMPTY * 2),
        ("Stichworte (1 bis 8 aus der Liste)", _EMPTY),
        ("Reifegrad 1 bis 9; verfügbar in … Monaten", _EMPTY),
        ("Schutzrechte", " ☐ ".join(("", *IP_NAMES.values())).strip()),
        ("gesuchter Partner und seine Rolle", _EMPTY),
        ("Form der Zusammenarbeit", forms),
        ("Vertraulichkeit", confidential),
        ("Mit wem Sie nicht sprechen wollen", _EMPTY),
    )
    release = "Freigabe zur Veröffentlichung dieses Bogens (freiwillig)"
    return (
        Heading(1, "Bedarfsbogen (je Bedarf einer)", "q5", page_break=True),
        _form("q_need", need),
        SignatureLines((release,)),
        Heading(1, "Angebotsbogen (je Angebot einer)", "q6", page_break=True),
        _form("q_offer", offer),
        SignatureLines((release,)),
        Heading(1, "Stichworte", "q7", page_break=True),
        Paragraph("Wählen Sie, was am besten trifft; lieber drei genaue als acht ungefähre.", style="small"),
        Table(
            "q_keywords",
            "Stichworte nach Technologiegruppen",
            ("Gruppe", "Stichworte"),
            tuple((Cell(g.de, bold=True), ", ".join(k.de for k in g.keywords)) for g in transfer().group),
            (0.26, 0.74),
            size="tiny",
        ),
    )


def _form(key: str, rows: tuple[tuple[str, str], ...]) -> Table:
    return Table(
        key,
        "",
        ("Angabe", "Ihre Antwort"),
        tuple((Cell(label, bold=True), text) for label, text in rows),
        (0.32, 0.68),
        size="small",
    )
