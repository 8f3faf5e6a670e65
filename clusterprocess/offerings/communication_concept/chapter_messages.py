"""Chapter 5 of the Kommunikationskonzept: the sentence, its proofs, and the house of messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.depth import is_short, plain_short, section
from clusterprocess.offerings.sections.blocks import Block, Bullets, Callout, Cell, Heading, House, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.texts import own


def messages(case: Case) -> tuple[Block, ...]:
    """How the sentence came about, the house as picture and as table, how we speak, and the stories behind it."""
    plan = case.plan
    return (
        Heading(1, "Positionierung und Botschaften", "5"),
        *section(case, "Der Satz und seine Belege", "5.1"),
        *own(case, "sentence"),
        sentence_box(case),
        *_english_box(plan),
        *own(case, "house.before"),
        *_house(case),
        *section(case, "Das Haus der Botschaften", "5.2"),
        house_table(case),
        *own(case, "house.after"),
        *_language(case),
        *_stories(case),
    )


def noted(sentence: str, note: str) -> str:
    """The sentence with what was resolved to stand beside it wherever it stands."""
    return f"{sentence}\n\n_{note}_" if note else sentence


def sentence_box(case: Case) -> Callout:
    """The sentence with its note, the same in every chapter."""
    return Callout("Unser Satz", noted(case.plan["sentence"], case.plan.get("sentence_note", "")))


def _english_box(plan: Mapping[str, Any]) -> tuple[Callout, ...]:
    english = plan.get("sentence_en", "")
    if not english:
        return ()
    return (Callout("Our sentence", noted(english, plan.get("sentence_note_en", "")), language="en-GB"),)


def _house(case: Case) -> tuple[Block, ...]:
    if is_short(case):
        return ()
    plan = case.plan
    pillars = tuple((p["title"], p["proof"]) for p in plan["pillars"])
    return (
        House(
            "house",
            f"{in_words(len(pillars)).capitalize()} Belege tragen den Satz",
            plan["sentence"],
            pillars,
            plan["carried_by"],
            "Botschaftenhaus: " + "; ".join(f"{title}: {proof}" for title, proof in pillars),
        ),
    )


def house_table(case: Case) -> Table:
    """One row per message, ordered by goal; the caption says whether any goal stays bare."""
    plan, check = case.plan, case.finding("KOM4")
    titles = {g["key"]: g["title"] for g in plan["goals"]}
    names = {c["key"]: c["name"] for c in plan["channels"]}
    rows: list[tuple[str | Cell, ...]] = []
    last = ""
    for row in sorted(plan["messages"], key=lambda m: m["goal"]):
        is_first = row["goal"] != last
        # the key stands in every row, so that a row after a page break still names its goal
        goal = f"{row['goal']} {titles[row['goal']]}" if is_first else str(row["goal"])
        last = row["goal"]
        rows.append(
            (
                Cell(goal, bold=is_first, shade="light" if is_first else "none"),
                plain_short(row["audience"]),
                Cell(row["message"], bold=True),
                row["proof"],
                names[row["channel"]],
                row["owner"],
            )
        )
    caption = (
        "Jedes der {KOM4.goals} Ziele hat Botschaft, Beleg, Kanal und Verantwortung"
        if check.get("is_consistent")
        else "Botschaft, Beleg, Kanal und Verantwortung stehen bei {KOM4.complete} von {KOM4.goals} Zielen fest"
    )
    return Table(
        "messages",
        caption,
        ("Ziel", "für wen", "Botschaft", "Beleg", "Kanal", "verantwortlich"),
        tuple(rows),
        (0.15, 0.12, 0.24, 0.20, 0.13, 0.16),
        size="tiny",
    )


def _language(case: Case) -> tuple[Block, ...]:
    rules = tuple(case.plan.get("language", []))
    if not rules:
        return ()
    return (*section(case, "Wie wir sprechen", "5.3"), *own(case, "language"), Bullets(rules))


def _stories(case: Case) -> tuple[Block, ...]:
    """Which stories there are and whether they may be told; one of them told and released."""
    stories = case.answers.get("success_stories", [])
    example = case.plan.get("example")
    blocks: list[Block] = [*section(case, "Erfolgsgeschichten", "5.4"), *own(case, "stories")]
    if stories and not is_short(case):
        blocks.append(
            Table(
                "stories",
                "Von {ANG.stories} Geschichten liegt bei {ANG.released} die Freigabe vor",
                ("Geschichte", "Beteiligte", "Ergebnis", "freigegeben"),
                tuple(
                    (
                        Cell(s["title"], bold=True),
                        s["partners"],
                        s["result"],
                        Cell("ja") if s["released"] else Cell("noch nicht", shade="warn"),
                    )
                    for s in stories
                ),
                (0.27, 0.26, 0.33, 0.14),
                size="small",
            )
        )
    if example:
        blocks.append(
            Callout(
                f"Beispiel: {example['title']}",
                f"{example['text']}\n\n_Freigegeben am {day(example['released_on'])} durch {example['released_by']}._",
            )
        )
    return tuple(blocks)
