"""BER1 governance check: twenty yes/no statements and who decides what.

Rules (offerings.md 7f; statements and groups are a working version [D])::

    statement:   ja = in order, nein = open, unklar = nobody knows; unanswered statements count as not answered
    decision:    klar = exactly one body decides, niemand = none, mehrere = two or more
    body:        without right = neither decides, advises nor is informed on any of the decisions

Unit: counts. There is no index: four answered statements may matter more than sixteen others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.advice import GovernanceCatalogue, advice
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen

Answer = Literal["ja", "nein", "unklar"]
Right = Literal["entscheidet", "berät", "wird informiert", "–"]
Verdict = Literal["klar", "niemand", "mehrere"]
NO_RIGHT: Right = "–"


class Organ(Frozen):
    """One body of the initiative."""

    name: str = Field(min_length=1, description="Name des Organs, eindeutig")
    seats: int = Field(ge=1, le=600, description="Sitze")
    company_seats: int = Field(ge=0, le=600, description="davon von Unternehmen besetzt")
    meetings: int = Field(ge=0, le=60, description="Sitzungen im Jahr")


class Decision(Frozen):
    """One kind of decision and the right of every body in it."""

    topic: str = Field(min_length=1, description="Gegenstand der Entscheidung, eindeutig")
    rights: dict[str, Right] = Field(description="Recht je Organ; nicht genannte Organe haben keines")


class GovernanceInput(Frozen):
    """Answers, bodies and decisions."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "checks": {"satzung": "ja", "rechteliste": "nein", "wertgrenzen": "unklar"},
                    "organs": [
                        {"name": "Vorstand", "seats": 7, "company_seats": 4, "meetings": 4},
                        {"name": "Beirat", "seats": 12, "company_seats": 5, "meetings": 1},
                    ],
                    "decisions": [
                        {"topic": "Haushalt", "rights": {"Vorstand": "entscheidet", "Beirat": "berät"}},
                        {"topic": "Neue Projekte", "rights": {"Vorstand": "entscheidet", "Beirat": "entscheidet"}},
                    ],
                }
            ]
        }
    )

    checks: dict[str, Answer] = Field(description="Antwort je Aussage des Katalogs")
    organs: Annotated[tuple[Organ, ...], Field(min_length=1, max_length=8)] = Field(description="Organe")
    decisions: tuple[Decision, ...] = Field(min_length=1, description="Entscheidungen")
    statements: GovernanceCatalogue | None = Field(default=None, description="Aussagen; leer = ausgelieferter Katalog")


class GroupCount(Frozen):
    """Answers of one group of statements."""

    group: str = Field(description="Gruppe")
    statements: int = Field(ge=1, description="Aussagen")
    yes: int = Field(ge=0, description="mit Ja beantwortet")
    no: int = Field(ge=0, description="mit Nein beantwortet")
    unclear: int = Field(ge=0, description="unklar oder nicht beantwortet")


class DecisionVerdict(Frozen):
    """Who decides on one topic."""

    topic: str = Field(description="Gegenstand")
    deciders: tuple[str, ...] = Field(description="Organe, die entscheiden, in der Reihenfolge der Organe")
    verdict: Verdict = Field(description="klar, niemand oder mehrere")


class GovernanceResult(Frozen):
    """Counts, verdicts and the gaps in words."""

    groups: tuple[GroupCount, ...] = Field(description="Antworten je Gruppe")
    statements: int = Field(ge=1, description="Aussagen des Katalogs")
    yes: int = Field(ge=0, description="mit Ja beantwortet")
    no: tuple[str, ...] = Field(description="Schlüssel der Aussagen mit Nein")
    unclear: tuple[str, ...] = Field(description="Schlüssel der Aussagen mit Unklar")
    unanswered: tuple[str, ...] = Field(description="Schlüssel der Aussagen ohne Antwort")
    decisions: tuple[DecisionVerdict, ...] = Field(description="Urteil je Entscheidung")
    clear: int = Field(ge=0, description="Entscheidungen mit genau einer entscheidenden Stelle")
    without_right: tuple[str, ...] = Field(description="Organe ohne jedes Recht")
    gaps: tuple[str, ...] = Field(description="Lücken in Worten")
    catalogue_version: str = Field(description="Version des Katalogs der Aussagen")


def governance_check(data: GovernanceInput) -> GovernanceResult:
    """Return counts, verdicts and gaps (BER1).

    Raises:
        InputError: an unknown statement, a body or topic named twice, an unknown body in a decision, or more company
            seats than seats.
    """
    catalogue = data.statements or advice().governance
    _check(data, catalogue)
    verdicts = tuple(_verdict(d, data.organs) for d in data.decisions)
    given = data.checks
    keys = [s.key for s in catalogue.statement]
    idle = tuple(o.name for o in data.organs if all(d.rights.get(o.name, NO_RIGHT) == NO_RIGHT for d in data.decisions))
    return GovernanceResult(
        groups=tuple(_group(g, catalogue, given) for g in catalogue.groups),
        statements=len(keys),
        yes=sum(given.get(k) == "ja" for k in keys),
        no=tuple(k for k in keys if given.get(k) == "nein"),
        unclear=tuple(k for k in keys if given.get(k) == "unklar"),
        unanswered=tuple(k for k in keys if k not in given),
        decisions=verdicts,
        clear=sum(v.verdict == "klar" for v in verdicts),
        without_right=idle,
        gaps=tuple(_gaps(data, verdicts, idle)),
        catalogue_version=catalogue.catalogue_version,
    )


def _check(data: GovernanceInput, catalogue: GovernanceCatalogue) -> None:
    known = {s.key for s in catalogue.statement}
    if unknown := sorted(set(data.checks) - known):
        raise InputError(
            f"checks: Die Aussage {unknown[0]} gibt es nicht; möglich sind: {', '.join(sorted(known))}.", field="checks"
        )
    names, topics = [o.name for o in data.organs], [d.topic for d in data.decisions]
    for field, values in (("organs", names), ("decisions", topics)):
        if len(set(values)) < len(values):
            twice = next(v for v in values if values.count(v) > 1)
            raise InputError(f"{field}: {twice} kommt zweimal vor; bitte streichen Sie einen Eintrag.", field=field)
    for organ in data.organs:
        if organ.company_seats > organ.seats:
            raise InputError(
                f"organs: {organ.name} hat {organ.seats} Sitze, aber {organ.company_seats} von Unternehmen; bitte prüfen.",
                field="organs",
            )
    for decision in data.decisions:
        if strange := sorted(set(decision.rights) - set(names)):
            raise InputError(
                f"decisions: „{decision.topic}“ nennt das Organ {strange[0]}, das nicht unter den Organen steht; "
                "bitte ergänzen Sie es dort oder berichtigen Sie den Namen.",
                field="decisions",
            )


def _group(group: str, catalogue: GovernanceCatalogue, given: dict[str, Answer]) -> GroupCount:
    keys = [s.key for s in catalogue.statement if s.group == group]
    yes, no = (sum(given.get(k) == answer for k in keys) for answer in ("ja", "nein"))
    return GroupCount(group=group, statements=len(keys), yes=yes, no=no, unclear=len(keys) - yes - no)


def _verdict(decision: Decision, organs: tuple[Organ, ...]) -> DecisionVerdict:
    deciders = tuple(o.name for o in organs if decision.rights.get(o.name) == "entscheidet")
    verdict: Verdict = "niemand" if not deciders else "klar" if len(deciders) == 1 else "mehrere"
    return DecisionVerdict(topic=decision.topic, deciders=deciders, verdict=verdict)


def _gaps(data: GovernanceInput, verdicts: tuple[DecisionVerdict, ...], idle: tuple[str, ...]) -> Iterator[str]:
    for verdict in verdicts:
        if verdict.verdict == "niemand":
            yield f"{verdict.topic}: Keine Stelle entscheidet."
        elif verdict.verdict == "mehrere":
            several = f"{', '.join(verdict.deciders[:-1])} und {verdict.deciders[-1]}"
            yield f"{verdict.topic}: {several} entscheiden; bei Uneinigkeit ist offen, wessen Wort gilt."
    for name in idle:
        yield f"{name}: ohne Recht bei jeder der {len(data.decisions)} Entscheidungen."
    deciding = {name for verdict in verdicts for name in verdict.deciders}
    for organ in data.organs:
        if organ.name in deciding and organ.meetings == 0:
            yield f"{organ.name}: entscheidet, tagt aber nicht."
