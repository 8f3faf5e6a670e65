"""Keys of the texts that a consultant writes for the Strategiepapier, with what belongs there, by maturity level.

The standard keys make the paper of M2 and, without those of dropped sections, of M1; M3 and M4 add the foresight; a
volunteer-run initiative (M0) has its own short set. Numbers in the keys are chapters of the standard paper.
"""

from __future__ import annotations

from clusterprocess.offerings.standard.rows import texts_model

TEXT_KEYS: dict[str, str] = {
    "headline.3": "Überschrift Kapitel 3 als Aussage",
    "headline.3.2": "Überschrift 3.2 als Aussage",
    "headline.4": "Überschrift Kapitel 4 als Aussage",
    "headline.4.2": "Überschrift 4.2 als Aussage",
    "headline.5": "Überschrift Kapitel 5 als Aussage",
    "headline.5.2": "Überschrift 5.2 als Aussage",
    "headline.6": "Überschrift Kapitel 6 als Aussage",
    "headline.6.2": "Überschrift 6.2 als Aussage",
    "headline.10": "Überschrift Kapitel 10 als Aussage",
    "headline.10.2": "Überschrift 10.2 als Aussage",
    "summary.where": "ein Satz: wo wir stehen",
    "summary.why": "ein Satz: warum jetzt",
    "summary.stop": "ein bis zwei Sätze: was wir nicht mehr tun",
    "occasion": "2.1 Anlass in fünf Sätzen",
    "process": "2.1 Vorgehen neben der Abbildung",
    "participation": "2.2 Wer war dabei, wie verzerrt ist das Bild",
    "method": "2.2 Methode in sechs Zeilen",
    "members.before": "3.1 Befund vor der Abbildung",
    "members.after": "3.1 Einordnung und was daraus folgt",
    "services": "3.1 Welche Leistungen genutzt werden",
    "money.before": "3.2 Befund vor der Abbildung",
    "money.after": "3.2 Einordnung",
    "trends.before": "4.1 Befund vor der Abbildung",
    "trends.after": "4.1 Einordnung",
    "chain.before": "4.2 Befund vor der Abbildung",
    "chain.after": "4.2 Einordnung",
    "benchmark.before": "5.1 Befund vor der Abbildung",
    "benchmark.after": "5.1 Einordnung",
    "four_columns": "5.2 Was die Mitglieder überrascht hat",
    "swot.before": "6.1 Befund vor der Tabelle",
    "swot.tensions": "6.1 drei Spannungen, je ein Satz",
    "options.before": "6.2 Wie aus Punkten Optionen wurden",
    "options.after": "6.2 Was abgelehnt wurde und warum",
    "expectations": "6.2 Wichtigkeit und Zufriedenheit",
    "vision.before": "7 Wie der Satz entstand",
    "fields.before": "8 Überblick vor dem Strategiehaus",
    "dissent": "8 Wo die Meinungen auseinandergingen und wie es geregelt wurde",
    "stop.before": "8.5 Warum wir aufhören",
    "stop.after": "8.5 Abgrenzung zu Nachbarn",
    "measures.before": "9.1 Lesehilfe und Befund",
    "schedule.before": "9.2 Befund vor dem Zeitplan",
    "capacity": "9.2 Reicht die Kapazität?",
    "governance.before": "10.1 Befund vor der Tabelle",
    "governance.after": "10.1 Rhythmus, Vertretung, Ausfall",
    "financing.before": "10.2 Befund vor der Abbildung",
    "financing.after": "10.2 Einordnung",
    "monitoring.before": "11 Befund vor der Tabelle",
    "monitoring.after": "11 Rhythmus, Frühwarnung, nächster Termin",
    "data.limits": "Anhang A Grenzen der Daten",
    "disclosure": "Anhang A Offenlegung der beratenden Organisation",
}
"""The standard paper."""

FORESIGHT_TEXT_KEYS: dict[str, str] = {
    "headline.4.3": "Überschrift 4.3 als Aussage: was das Panel erwartet",
    "delphi.before": "4.3 Befund vor der Abbildung",
    "delphi.after": "4.3 Wo das Panel uneins bleibt und was daraus folgt",
    "headline.6.3": "Überschrift 6.3 als Aussage: welche Optionen in jeder Zukunft tragen",
    "scenarios.before": "6.3 Die zwei Unsicherheiten und die vier Zukünfte",
    "scenarios.after": "6.3 Robuste und bedingte Optionen",
    "scenarios.signs": "6.3 Wie wir die Anzeichen verfolgen und was daraus folgt",
    "headline.8.alliances": "Überschrift der Allianzen als Aussage",
    "alliances.before": "8 Befund vor der Tabelle der Allianzen",
    "alliances.after": "8 Was wir nicht eingehen und wann wir eine Allianz beenden",
    "headline.10.3": "Überschrift 10.3 als Aussage",
    "policy.before": "10.3 Warum wir die Politik ansprechen",
    "policy.after": "10.3 Wie und wann wir die Anliegen vortragen",
}
"""What M3 and M4 add; each only where its input was given (ruling 7)."""

VOLUNTEER_TEXT_KEYS: dict[str, str] = {
    "headline.who": "Überschrift „Wer wir sind“ als Aussage",
    "who.before": "Wer wir sind: Befund vor der Abbildung",
    "who.after": "Wer wir sind: was daraus folgt",
    "headline.moves": "Überschrift „Was uns bewegt“ als Aussage",
    "moves.before": "Was uns bewegt: Befund vor der Tabelle",
    "moves.after": "Was uns bewegt: zwei Spannungen und was daraus folgt",
    "purpose.before": "Zweck: wie der Satz entstand",
    "projects.before": "Drei Vorhaben: Befund vor der Abbildung",
    "projects.after": "Drei Vorhaben: was wir nicht tun und warum",
    "headline.doing": "Überschrift „Wer macht was bis wann“ als Aussage",
    "doing.before": "Wer macht was: Befund vor der Tabelle",
    "headline.money": "Überschrift „Geld und Beitrag“ als Aussage",
    "fees": "Geld und Beitrag: wie der Beitrag zustande kommt",
    "next.before": "Nächste Schritte: Befund vor der Tabelle",
    "next.after": "Nächste Schritte: woran wir merken, dass es nicht läuft",
}
"""What a volunteer-run initiative writes instead of most standard texts; ``summary.*``, ``capacity``, ``stop.before``,
``money.before``, ``data.limits`` and ``disclosure`` are shared."""

ALL_TEXT_KEYS = {**TEXT_KEYS, **FORESIGHT_TEXT_KEYS, **VOLUNTEER_TEXT_KEYS}

Texts = texts_model(ALL_TEXT_KEYS)
"""The consultant's own words, by any of these keys."""
