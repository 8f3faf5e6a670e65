"""Keys of the consultant's own words, and which of them a version prints."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Paragraph
from clusterprocess.offerings.sections.marks import MARK
from clusterprocess.offerings.standard.texts import headline, own
from clusterprocess.offerings.technology_transfer.disclosure import Audience

KEYS: dict[str, str] = {
    "headline.3": "Überschrift Kapitel 3 als Aussage",
    "headline.3.2": "Überschrift 3.2 als Aussage",
    "headline.3.3": "Überschrift 3.3 als Aussage",
    "headline.4": "Überschrift Kapitel 4 als Aussage",
    "headline.5": "Überschrift Kapitel 5 als Aussage",
    "headline.5.2": "Überschrift 5.2 als Aussage",
    "headline.5.3": "Überschrift 5.3 als Aussage",
    "headline.5.4": "Überschrift 5.4 als Aussage",
    "headline.7": "Überschrift Kapitel 7 als Aussage",
    "headline.9": "Überschrift Kapitel 9 als Aussage",
    "summary.where": "1 ein Satz: was gebraucht wird und was zusammenkam",
    "summary.why": "1 ein Satz: warum jetzt",
    "summary.left": "1 ein bis zwei Sätze: was nicht weiterverfolgt wird",
    "occasion": "2.1 Anlass in fünf Sätzen",
    "process": "2.1 Vorgehen neben der Abbildung",
    "participation": "2.2 Wer war dabei, wer fehlte",
    "confidentiality": "2.2 Wie Vertraulichkeit gesichert war",
    "method": "2.2 Methode in sechs Zeilen",
    "needs.before": "3.1 Befund vor der Tabelle",
    "needs.after": "3.1 Einordnung und was daraus folgt",
    "topics": "3.2 gemeinsame Themen",
    "barriers.before": "3.3 Befund vor den Hemmnissen",
    "barriers.after": "3.3 was daraus folgt",
    "offers.before": "4 Befund vor der Tabelle",
    "offers.after": "4 Einordnung",
    "maturity": "4 Reifegrad: was gesucht und was angeboten wird",
    "matches.before": "5.1 Befund vor der Matrix",
    "matches.after": "5.1 wie die Punktzahlen zu lesen sind",
    "pairs.before": "5.2 die besten Paare",
    "pairs.after": "5.2 was die Gespräche daraus gemacht haben",
    "balance.before": "5.3 Bilanz der Stichworte",
    "unmet": "5.3 was mit Bedarfen ohne Angebot geschieht",
    "others": "5.4 Blick zu anderen Clustern",
    "ideas.before": "6 Überblick: wie aus Gesprächen Ideen wurden",
    "ideas.portfolio": "6 Lage der Ideen neben dem Diagramm",
    "ideas.votes": "6 Abstimmung",
    "rejected.before": "6 was nicht weiterverfolgt wird",
    "rejected.after": "6 was von den übrigen Ideen bleibt",
    "sheets.before": "6 Lesehilfe vor den Arbeitsbögen",
    "funding.before": "7.1 Befund vor der Tabelle",
    "funding.after": "7.1 Einordnung",
    "ip.before": "7.2 Befund vor den Schutzrechtsfragen",
    "ip.after": "7.2 Hinweis auf Beratung",
    "measures.before": "8.1 Lesehilfe und Befund",
    "schedule.before": "8.2 Befund vor dem Zeitplan",
    "capacity": "8.2 reicht die Kapazität?",
    "service.before": "9.1 Befund: was vom Transfer bleiben soll",
    "service.after": "9.1 was es kostet und wer zahlt",
    "neighbours": "9.1 Abgrenzung zu Nachbarn",
    "paths": "9.2 Wege über Einzelprojekte hinaus",
    "success.before": "9.3 Befund vor dem Trichter",
    "success.after": "9.3 Rhythmus, nächster Termin",
    "talks": "Anhang: was die Gesprächsstatistik zeigt",
    "matching.method": "Anhang: Verfahren der Vermittlung in Worten",
    "data.limits": "Anhang A Grenzen der Daten",
    "disclosure": "Anhang A Offenlegung der beratenden Organisation",
}
"""Keys of the texts a consultant writes for the Fahrplan, with what belongs there."""

INSIDE_ONLY = frozenset({"ideas.votes", "measures.before", "schedule.before", "capacity"})
"""Texts of the vote and of the chapter on measures, which the published version does not have."""

_PUBLIC = "oeffentlich."
TEXT_KEYS: dict[str, str] = KEYS | {
    f"{_PUBLIC}{key}": f"{what} – nur veröffentlichte Fassung, statt des internen Textes" for key, what in KEYS.items()
}
"""Both versions: a key with ``oeffentlich.`` replaces the text in the published one; ``–`` leaves it out there."""


def said(case: Case, key: str, audience: Audience) -> tuple[Paragraph, ...]:
    """The consultant's text of a key for this version; nothing where she wrote nothing or left it out."""
    public = case.texts.get(_PUBLIC + key, "").strip()
    if audience is Audience.PUBLIC and public:
        return () if public == "–" else own(case, _PUBLIC + key)
    return own(case, key)


def marks_in(case: Case, audience: Audience) -> set[str]:
    """Keys of figures that the texts of this version name."""
    keys = [k for k in KEYS if audience is Audience.INTERNAL or k not in INSIDE_ONLY]
    texts = [paragraph.text for key in keys for paragraph in said(case, key, audience)]
    if audience is Audience.INTERNAL:
        texts += case.plan.get("costs_summary", [])
    return {mark for text in texts for mark in MARK.findall(text)}


def title(case: Case, key: str, audience: Audience, default: str) -> str:
    """The heading that the consultant wrote as a statement, else the label."""
    if audience is Audience.PUBLIC and case.texts.get(f"{_PUBLIC}headline.{key}", "").strip():
        return case.texts[f"{_PUBLIC}headline.{key}"].strip()
    return headline(case, key, default)
