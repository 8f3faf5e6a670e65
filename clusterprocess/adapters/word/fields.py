"""Which placeholders each document knows, with a help text for the people who edit the templates in Word."""

from __future__ import annotations

from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.offerings.offering import Offering

_HEAD = {
    "titel": "Titel des Dokuments",
    "initiative": "Name der Cluster-Initiative",
    "vorgang": "Vorgangsnummer, zum Beispiel CA-2015-A-017",
    "datum": "Datum des Dokuments",
    "foerderhinweis": "Wortlaut des Förderhinweises der Förderperiode",
    "demo_hinweis": "„Demo – Beispieldaten“ oder leer",
}
_ONE_CHAPTER = {"kapitel.inhalt": "Der Text des Dokuments; muss allein in einem Absatz stehen"}

_PAPER_FIELDS = {
    "titel": "Titel auf dem Umschlag, zum Beispiel „Strategie 2015–2018“",
    "motto": "Leitsatz auf dem Umschlag",
    "initiative": "Name der Cluster-Initiative",
    "ort": "Sitz der Initiative",
    "monat": "Monat und Jahr auf dem Umschlag",
    "foerderhinweis": "Wortlaut des Förderhinweises, neben dem Emblem und in der Fußzeile",
    "begleitung": "Wer begleitet hat, zum Beispiel „ClusterAgentur Baden-Württemberg“",
    "demo_hinweis": "„Demo – Beispieldaten“ oder leer",
    "herausgeber": "Herausgeber im Impressum",
    "kontakt": "Kontakt im Impressum",
    "vorgang": "Vorgangsnummer",
    "fassung": "Fassung, zum Beispiel 0.9",
    "fassung_datum": "Datum der Fassung",
    "beschlussvermerk": "Wer wann beschlossen hat",
    "naechste_ueberpruefung": "Wann der Stand das nächste Mal geprüft wird",
    "bildrechte": "Nachweis der Bildrechte",
    "foerderzeile": "Ausführlicher Förderhinweis im Impressum",
}
_FRONT_MATTER = {
    "kapitel.fassungen": "Tabelle der Fassungen im Impressum",
    "kapitel.abkuerzungen": "Abkürzungen unter dem Inhaltsverzeichnis",
}


def chapters_of(offering: Offering) -> dict[str, str]:
    """Placeholders of the chapters of an offering's paper with their help, in order."""
    return {f"kapitel.{c.name}": c.help for c in offering.outline}


CONTENTS_FIELD = "inhalt"
CERTIFICATE = "teilnahmebescheinigung"
"""One page per person with the emblem at the head of every page; the name of the event stands in the text."""

_CERTIFICATE_HEAD = {key: text for key, text in _HEAD.items() if key != "titel"}
ONE_COLUMN = (
    "situationsanalyse",
    "materialband",
    "beschlussvorlage",
    "anwesenheitsliste",
    "protokoll",
    "einladung",
    "vorbereitung",
    "fragebogen",
    "ueberblick",
    "veranstaltungsauswertung",
    "namensschilder",
    "leistungsvereinbarung",
    "leistungsbestaetigung",
    "leistungsnachweis",
    "wirkungsvermerk",
)

PAPERS: tuple[str, ...] = tuple(o.report_kind for o in OFFERINGS)
"""Document kinds with cover, imprint and numbered versions."""

FIELDS: dict[str, dict[str, str]] = {
    **{
        o.report_kind: {
            **_PAPER_FIELDS,
            CONTENTS_FIELD: "Inhaltsverzeichnis; muss allein in einem Absatz stehen",
            **_FRONT_MATTER,
            **chapters_of(o),
        }
        for o in OFFERINGS
    },
    **{kind: {**_HEAD, **_ONE_CHAPTER} for kind in ONE_COLUMN},
    CERTIFICATE: {**_CERTIFICATE_HEAD, **_ONE_CHAPTER},
}

# content controls that are replaced when a version is issued: tag -> title
ISSUE_CONTROLS = {
    "feld:fassung": "Fassung",
    "feld:fassung_datum": "Datum der Fassung",
    "feld:beschlussvermerk": "Beschlussvermerk",
}
VERSIONS_CONTROL = ("feld:fassungen", "Tabelle der Fassungen")
