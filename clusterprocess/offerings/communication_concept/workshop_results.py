"""What the minutes and the internal volume add for this offering: consent, votes, calendar entries, approval matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.communication import communication
from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.communication_concept.depth import plain_short
from clusterprocess.offerings.communication_concept.rows import APPROVAL_ROLES
from clusterprocess.offerings.sections.blocks import Block, Callout, Cell, Heading, Table
from clusterprocess.offerings.sections.numbers import MONTHS, day


def minutes_more(case: Case, workshop: WorkshopFacts) -> tuple[Block, ...]:
    """Sentence with its consent, votes on channels, calendar entries and approval matrix."""
    record = workshop.record
    return (
        Heading(1, "Der Satz", "p5"),
        Callout(f"„{record['sentence']}“", consent_text(record["consent"])),
        Heading(1, "Behalten, beginnen, beenden", "p6"),
        votes_table(record, "p_channels"),
        Heading(1, "Redaktionskalender", "p7"),
        _calendar(case, record),
        Heading(1, "Freigaben", "p8"),
        _approvals(record),
    )


def consent_text(consent: Mapping[str, int]) -> str:
    """``volle Zustimmung 6, Zustimmung 2``: levels with organisations, in the order of the catalogue."""
    given = [f"{word.de} {consent[word.slug]}" for word in communication().consent if consent.get(word.slug)]
    return f"Zustimmung der Organisationen: {', '.join(given)}."


def votes_table(record: Mapping[str, Any], key: str) -> Table:
    rows = tuple(
        (Cell(v["name"], bold=True), v["proposal"], str(v["in_favour"]), str(v["against"]), str(v["abstained"]))
        for v in record["channel_votes"]
    )
    return Table(
        key,
        f"Abstimmung über {len(rows)} Kanäle, je Organisation eine Stimme",
        ("Kanal", "Vorschlag", "dafür", "dagegen", "enthalten"),
        rows,
        (0.44, 0.20, 0.12, 0.12, 0.12),
        ("left", "left", "right", "right", "right"),
        size="small",
    )


def _calendar(case: Case, record: Mapping[str, Any]) -> Table:
    names = {c["key"]: c["name"] for c in (*case.answers.get("channels", []), *case.plan.get("channels", []))}
    rows = tuple(
        (
            f"{MONTHS[int(e['month'][5:]) - 1]} {e['month'][:4]}",
            Cell(f"{e['title']} ({day(e['due_on'])})" if e.get("due_on") else e["title"], bold=True),
            names.get(e["channel"], e["channel"]),
            ", ".join(plain_short(a) for a in e["audiences"]),
            e["owner"],
        )
        for e in record["calendar"]
    )
    return Table(
        "p_calendar",
        f"{len(rows)} Einträge mit verantwortlicher Stelle",
        ("Monat", "Beitrag", "Kanal", "für wen", "verantwortlich"),
        rows,
        (0.16, 0.30, 0.18, 0.17, 0.19),
        size="small",
    )


def _approvals(record: Mapping[str, Any]) -> Table:
    rows = tuple(
        (Cell(a["material"], bold=True), *(a[role] for role in APPROVAL_ROLES), str(a["deadline_days"]))
        for a in record["approvals"]
    )
    return Table(
        "p_approvals",
        "Wer erstellt, prüft und freigibt; Frist in Arbeitstagen",
        ("Veröffentlichung", *APPROVAL_ROLES.values(), "Frist"),
        rows,
        (0.25, 0.14, 0.13, 0.12, 0.15, 0.13, 0.08),
        size="tiny",
    )
