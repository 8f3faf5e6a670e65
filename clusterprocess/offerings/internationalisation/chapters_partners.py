"""Chapters 5 and 6: target regions, what partners abroad have of the initiative, partner profiles and the first letter."""

from __future__ import annotations

from typing import Any

from clusterprocess.catalogues.internationalisation import countries, internationalisation
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.texts import headline, own

ENGLISH = "en-GB"


def regions(case: Case) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Heading(1, headline(case, "5", "Zielregionen und Positionierung"), "5"),
        *own(case, "regions.before"),
    ]
    for position, region in enumerate(case.plan["regions"], 1):
        blocks += _region(position, region)
    return (*blocks, *own(case, "regions.after"), *_value(case))


def _region(position: int, region: Any) -> list[Block]:
    length = max(len(region["give"]), len(region["seek"]))
    give = [*region["give"], *([""] * (length - len(region["give"])))]
    seek = [*region["seek"], *([""] * (length - len(region["seek"])))]
    names = ", ".join(countries().name(c) for c in region["countries"])
    return [
        Heading(2, region["statement"], f"5.{position}"),
        Paragraph(region["why"], own=f"region.{region['key']}.why"),
        Table(
            f"region_{region['key']}",
            f"{region['name']}: was wir einbringen und was wir suchen; es führt {region['lead']}",
            ("Wir bringen ein", "Wir suchen"),
            tuple(zip(give, seek, strict=True)),
            (0.5, 0.5),
            source=f"Auslandstag, Gruppenarbeit; {names}",
            size="small",
        ),
    ]


def _value(case: Case) -> list[Block]:
    """Half a page in English."""
    value = case.plan.get("value_proposition")
    if not value:
        return []
    return [
        Heading(2, "Was Partner bei uns finden", "5.9"),
        *own(case, "value.before"),
        Heading(3, value["title"], "5.9.1", numbered=False, language=ENGLISH),
        Paragraph(value["text"], own="value.text", language=ENGLISH),
        Bullets(tuple(value["proofs"]), own="value.proofs", language=ENGLISH),
    ]


def partners(case: Case) -> tuple[Block, ...]:
    profiles = case.plan["partners"]
    blocks: list[Block] = [
        Heading(1, headline(case, "6", "Partnerprofile und Ansprache"), "6"),
        *own(case, "partners.before"),
        stages(profiles),
    ]
    for position, partner in enumerate(profiles, 1):
        blocks += _profile(position, partner)
    return (*blocks, *own(case, "partners.after"), *_letter(case))


def stages(profiles: Any) -> Table:
    """Stage today and goal with its date, per partner."""
    names = {s.stage: s.name for s in internationalisation().stages}
    rows = tuple(
        (
            Cell(p["name"], bold=True),
            countries().name(p["country"]),
            f"{p['stage_now']} {names[p['stage_now']]}",
            Cell(
                f"{p['stage_goal']} {names[p['stage_goal']]}",
                shade="mid" if p["stage_goal"] > p["stage_now"] else "none",
            ),
            day(p["goal_on"]),
        )
        for p in profiles
    )
    rising = sum(p["stage_goal"] > p["stage_now"] for p in profiles)
    return Table(
        "stages",
        _rise(rising, len(profiles)),
        ("Partner", "Land", "heute", "Ziel", "bis"),
        rows,
        (0.32, 0.16, 0.21, 0.19, 0.12),
        size="small",
    )


def _rise(rising: int, total: int) -> str:
    if rising == total and total > 1:
        return f"Alle {in_words(total)} Partnerschaften sollen in 18 Monaten steigen"
    who = "Eine Partnerschaft soll" if rising == 1 else f"{in_words(rising).capitalize()} Partnerschaften sollen"
    return f"{who} in 18 Monaten mindestens eine Stufe steigen"


def _profile(position: int, partner: Any) -> list[Block]:
    rows = (
        (Cell("Was sie von uns haben", bold=True), _lines(partner["give"])),
        (Cell("Was wir von ihnen haben", bold=True), _lines(partner["get"])),
        (Cell("Ansprache", bold=True), partner["contact"]),
        (Cell("Erster Schritt", bold=True), partner["first_step"]),
    )
    return [
        Heading(2, partner["name"], f"6.{position}"),
        Paragraph(partner["profile"], own=f"partner.{partner['key']}.profile"),
        Table(f"partner_{partner['key']}", "", (), rows, (0.26, 0.74), size="small"),
    ]


def _lines(items: list[str]) -> str:
    return "\n".join(f"– {item}" for item in items) if len(items) > 1 else items[0]


def _letter(case: Case) -> list[Block]:
    """The first letter in English, as it can be sent."""
    letter = case.plan.get("letter")
    if not letter:
        return []
    to = next(p["name"] for p in case.plan["partners"] if p["key"] == letter["partner"])
    text = "\n\n".join((letter["salutation"], letter["body"].strip(), letter["closing"], letter["sender"]))
    return [
        Heading(2, f"Brief an {to}", "6.9"),
        *own(case, "letter.before"),
        Heading(3, letter["subject"], "6.9.1", numbered=False, language=ENGLISH),
        Paragraph(text, own="letter.body", language=ENGLISH),
    ]
