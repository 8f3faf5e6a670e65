"""German words of this room: reasons, evidence, ways of asking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.domain.actors import ROLE_NAMES, Role
from clusterprocess.domain.follow_ups import distance_words
from clusterprocess.domain.gates import EVIDENCE
from clusterprocess.domain.links import PURPOSE_WORDS
from clusterprocess.domain.states import STAGE_NAMES, Stage
from clusterprocess.offerings.catalogue import OFFERINGS

REASON_WORDS = {
    "kein_sitz_bw": "kein Sitz in Baden-Württemberg",
    "kriterien_nicht_erfuellt": "Kriterien nicht erfüllt",
    "kontingent_erschoepft": "Kontingent erschöpft",
    "interessenkonflikt": "Interessenkonflikt",
    "doppelfoerderung": "Doppelförderung",
    "anderes_angebot": "anderes Angebot passt besser",
    "wunsch_der_initiative": "Wunsch der Initiative",
    "personalwechsel": "Personalwechsel",
    "vorstandswahl": "Vorstandswahl",
    "kapazitaet_agentur": "Kapazität der Agentur",
    "aufloesung_der_initiative": "Auflösung der Initiative",
    "foerderung_entfallen": "Förderung entfallen",
    "keine_rueckmeldung": "keine Rückmeldung",
    "inhalt": "Inhalt",
    "zahlen": "Zahlen",
    "form": "Form",
    "beteiligung": "Beteiligung",
    "neue_daten": "neue Daten",
    "fehler_gefunden": "Fehler gefunden",
    "quorum_verfehlt": "Quorum verfehlt",
    "beschluss_geaendert": "Beschluss geändert",
    "sonstiges": "Sonstiges (bitte erläutern)",
}
OCCASION_WORDS = {
    "anruf": "Anruf",
    "mail": "E-Mail",
    "brief": "Brief",
    "gespraech": "Gespräch",
    "formular": "Formular",
}
NOTE_WORDS = {"anruf": "Anruf", "besuch": "Besuch", "mail": "E-Mail", "sonstiges": "Sonstiges"}
AID_WORDS = {
    "none_not_undertaking": "keine Beihilfe: Die Initiative ist kein Unternehmen",
    "none_general_information": "keine Beihilfe: allgemeine Information",
    "cluster_org": "Beihilfe an die Clusterorganisation",
    "member_enterprises": "Beihilfe an Mitgliedsunternehmen",
    "split": "Beihilfe aufgeteilt",
    "other_basis": "andere Rechtsgrundlage",
}
OUTCOME_WORDS = {
    "laufend": ("läuft", "calm"),
    "fertig": ("fertig", "good"),
    "wartet": ("bis zur nächsten Entscheidung erledigt", "calm"),
    "fehlgeschlagen": ("fehlgeschlagen", "bad"),
    "abgebrochen": ("abgebrochen", "warn"),
    "verloren": ("unterbrochen, beginnt von selbst neu", "warn"),
}
MAIL_WORDS = {
    "absage": "Absage der Anfrage",
    "absagepaket": "Absage an die Mitglieder",
    "anmeldebestaetigung": "Bestätigung der Anmeldung",
    "beschluss": "Beschlussvorlage",
    "eingang": "Eingangsbestätigung",
    "einladungspaket": "Einladungspaket",
    "erhebung": "Bitte um die Erhebung",
    "erinnerung": "Erinnerung",
    "eskalation_abstimmung": "Nachfrage zur Abstimmung",
    "eskalation_erhebung": "Nachfrage zur Erhebung",
    "eskalation_massnahmen": "Nachfrage zu den Maßnahmen",
    "kommentierung": "Bitte um Kommentare",
    "label_ablauf": "Ablauf des Labels",
    "mitgliederbefragung": "Mitgliederbefragung",
    "nachbefragung": "Nachbefragung",
    "nachgerueckt": "Nachgerückt von der Warteliste",
    "situationsanalyse": "Situationsanalyse",
    "terminabsage": "Absage des Termins",
    "terminaenderung": "Neuer Termin",
    "uebergabe": "Übergabe",
    "veranstaltung_absage": "Absage der Veranstaltung",
    "veranstaltung_aenderung": "Änderung der Veranstaltung",
    "veranstaltung_einladung": "Einladung zur Veranstaltung",
    "veranstaltung_rueckmeldung": "Bitte um Rückmeldung zur Veranstaltung",
    "warteliste": "Platz auf der Warteliste",
    "wirkungsvermerk": "Wirkungsvermerk",
}
"""What each mail template is for."""
_VALUES: Mapping[str, Mapping[str, str]] = {
    "offering": {o.slug: o.title.de for o in OFFERINGS},
    "occasion": OCCASION_WORDS,
    "role": {r.value: ROLE_NAMES[r].de for r in Role},
    "stage": {s.value: STAGE_NAMES[s].de for s in Stage},
    "outcome": {slug: words for slug, (words, _) in OUTCOME_WORDS.items()},
    "kind": NOTE_WORDS,
    "template": MAIL_WORDS,
    "purpose": {p.value: words for p, words in PURPOSE_WORDS.items()},
    "value": AID_WORDS,
    "reason": {slug: words.partition(" (")[0] for slug, words in REASON_WORDS.items()},
}


def reason_words(code: str | None) -> str:
    """A reason code of the catalogue in words; one that the agency added itself reads without its underlines."""
    if not code:
        return ""
    return REASON_WORDS.get(code, code.replace("_", " ")).partition(" (")[0]


def evidence_words(key: str) -> str:
    """What an entry is about, without how its day is written."""
    return EVIDENCE[key].de.partition(" (Da")[0].partition(" (Tag")[0]


def spoken_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an event as its sentence tells them: slugs as words."""
    told = {
        key: _VALUES[key].get(value, value) if key in _VALUES and isinstance(value, str) else value
        for key, value in data.items()
    }
    if isinstance(key := told.get("key"), str):
        told["key"] = distance_words(key)
    if isinstance(days := told.get("days"), str):
        told["days"] = days.rstrip("0").rstrip(".").replace(".", ",") if "." in days else days
    return told
