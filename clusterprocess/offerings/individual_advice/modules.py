"""The twelve modules of individual advice: what each asks, what it rests on, and how it is worked out.

Four are computed in full (financing, governance, membership, impact); the other eight show the answers as findings in
words (offerings.md 7f). On the fast lane a module asks one question only (ruling 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from clusterprocess.domain.language import Text

ModuleKey = Literal[
    "governance",
    "finanzierung",
    "mitgliederstruktur",
    "wertschoepfung",
    "stakeholder",
    "foerdermittel",
    "wirkung",
    "standort_trend",
    "cross_cluster",
    "nachfolge",
    "rechtsform",
    "peer_coaching",
]


@dataclass(frozen=True, slots=True)
class Module:
    """One module.

    Attributes:
        needs: keys of the questions that gate G1 waits for when the module was chosen.
        may: keys of further questions that are asked but not waited for.
        short: the one question of the fast lane.
        rests_on, worked_out: what chapter 2 says about it.
        reader_of_law: whether its answer touches law or taxes, so that a referral is needed (ruling 12).
    """

    key: ModuleKey
    name: Text
    needs: tuple[str, ...]
    short: str
    rests_on: str
    worked_out: str
    may: tuple[str, ...] = ()
    reader_of_law: bool = False


MODULES: tuple[Module, ...] = (
    Module("governance", Text("Governance", "governance"), ("gov_organs", "gov_decisions", "gov_checks"),
           "gov_decisions", "Satzung, Protokolle und Auskunft der Geschäftsstelle",
           "zwanzig Aussagen gezählt; je Entscheidung geprüft, ob genau eine Stelle entscheidet"),
    Module("finanzierung", Text("Finanzierung", "financing"), ("fin_years", "fin_plan"), "fin_plan",
           "Jahresabschlüsse und Planung der Geschäftsstelle",
           "36 Monate in drei Annahmen fortgeschrieben; Einnahmen nur mit dem zugesagten Anteil"),
    Module("mitgliederstruktur", Text("Mitgliederstruktur", "membership"), ("value_chain",), "value_chain",
           "Mitgliederliste und Zuordnung der Betriebe zu Stufen",
           "Mitglieder gezählt, mit Initiativen ähnlicher Größe verglichen, dünne Stufen gesucht", ("mem_leavers",)),
    Module("wertschoepfung", Text("Wertschöpfung", "value chain"), ("value_chain",), "value_chain",
           "Zuordnung der Betriebe zu Stufen", "Betriebe je Stufe gezählt"),
    Module("stakeholder", Text("Stakeholder", "stakeholders"), ("stakeholders",), "stakeholders",
           "Einschätzung der Geschäftsstelle, nur intern", "nach Dringlichkeit geordnet; im Vermerk nur in Worten"),
    Module("foerdermittel", Text("Fördermittel", "funding"), ("fun_needs",), "fun_needs",
           "Auskunft der Geschäftsstelle, Richtlinien der genannten Programme", "Bedarf und offene Fragen gegenübergestellt"),
    Module("wirkung", Text("Wirkung", "impact"), ("imp_fields", "imp_sample"), "imp_fields",
           "Befragung der Mitglieder und Einschätzung der Geschäftsstelle",
           "Mittelwerte ab acht Antworten; Stufen und umgesetzte Maßnahmen gezählt", ("imp_measures", "imp_goals")),
    Module("standort_trend", Text("Standort und Trends", "location and trends"), ("trends",), "trends",
           "Trends mit Quelle, Beschäftigtenzahlen", "Trends nach Wirkung und Eintritt geordnet; Anteil am Standort verglichen",
           ("employment",)),
    Module("cross_cluster", Text("Zusammenarbeit mit anderen Clustern", "cross-clustering"), ("cc_partner", "cc_topics"),
           "cc_topics", "Auskunft beider Geschäftsstellen", "gemeinsame Themen und Mitglieder gegenübergestellt"),
    Module("nachfolge", Text("Nachfolge", "succession"), ("suc_roles", "suc_date"), "suc_roles",
           "Auskunft der Inhaber der Rollen", "Rollen ohne Nachfolge und mit hohem Ausfallrisiko gezählt"),
    Module("rechtsform", Text("Rechtsform", "legal form"), ("leg_forms",), "leg_forms",
           "Satzung und öffentlich zugängliche Auskünfte", "Merkmale gegenübergestellt; keine Rechtsberatung", reader_of_law=True),
    Module("peer_coaching", Text("Kollegiale Beratung", "peer coaching"), ("peer_case",), "peer_case",
           "Schilderung des Falls", "kollegiale Fallberatung in sechs Schritten"),
)  # fmt: skip

BY_KEY: dict[str, Module] = {m.key: m for m in MODULES}


def chosen(answers: Mapping[str, Any]) -> tuple[Module, ...]:
    """The modules of an engagement in the order in which they were chosen."""
    return tuple(BY_KEY[key] for key in answers.get("module", ()))


def has(answers: Mapping[str, Any], *keys: str) -> bool:
    """Whether one of these modules was chosen."""
    return any(key in answers.get("module", ()) for key in keys)


def keys_of(modules: Iterable[Module]) -> tuple[str, ...]:
    """Keys of all questions of these modules, each once, in order."""
    return tuple(dict.fromkeys(key for m in modules for key in (*m.needs, *m.may)))


MODULE_QUESTIONS: frozenset[str] = frozenset(keys_of(MODULES))
"""Questions that are asked only with a module."""
