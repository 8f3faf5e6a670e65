"""Chapters 4 to 6 of the Beratungsvermerk: options, recommendation with next steps, limits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.individual_advice.record import MODES
from clusterprocess.offerings.sections.blocks import Align, Block, Callout, Cell, Heading, Paragraph, Shade, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.standard.texts import own

DECISIONS = {"empfohlen": "empfohlen", "verworfen": "verworfen", "zurueckgestellt": "zurückgestellt"}
SERVICES = {
    "cluster_strategy": "Gemeinsame Clusterstrategie",
    "communication_concept": "Gemeinsames Kommunikationskonzept",
    "technology_transfer": "Unterstützung Technologietransfer",
    "internationalisation": "Unterstützung Internationalisierung",
    "professionalisation": "Professionalisierung und neue Dienstleistungen",
}
CERTAINTY_SHADES: dict[str, Shade] = {"hoch": "mid", "mittel": "light", "gering": "warn"}


def recommended(plan: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one option that the plan recommends."""
    found: Mapping[str, Any] = next(o for o in plan["options"] if o["decision"] == "empfohlen")
    return found


def options(case: Case) -> tuple[Block, ...]:
    """All options with pros, cons and cost; then the decision on each with its reason."""
    rows = case.plan["options"]
    best = recommended(case.plan)
    return (
        Heading(1, "Optionen", "4", page_break=not case.fast_lane),
        *own(case, "options.before"),
        Table(
            "options",
            f"{in_words(len(rows)).capitalize()} Optionen mit Für, Wider und Kosten",
            ("Option", "dafür", "dagegen", "Kosten"),
            tuple(
                (
                    f"**{o['key']} {o['title']}.** {o['about']}",
                    "; ".join(o["pros"]),
                    "; ".join(o["cons"]),
                    o["cost"],
                )
                for o in rows
            ),
            (0.32, 0.25, 0.25, 0.18),
            size="small",
        ),
        *own(case, "options.after"),
        Table(
            "decisions",
            f"Empfohlen ist {best['key']}; die übrigen sind mit Grund verworfen oder zurückgestellt",
            ("Option", "Entscheidung", "Grund", "Wiedervorlage"),
            tuple(
                (
                    Cell(f"{o['key']} {o['title']}", bold=True),
                    Cell(DECISIONS[o["decision"]], shade="mid" if o["decision"] == "empfohlen" else "none"),
                    o["reason"],
                    o["resubmission"],
                )
                for o in rows
            ),
            (0.27, 0.15, 0.42, 0.16),
            size="small",
        ),
    )


def recommendation(case: Case) -> tuple[Block, ...]:
    """The recommendation, what the conversation chose, the next steps, referrals, and what it may turn into.

    Raises:
        InputErrors: the recommended option differs from the one chosen in the conversation, and no reason is given.
    """
    return (
        Heading(1, "Empfehlung und nächste Schritte", "5"),
        *own(case, "recommendation"),
        *_chosen(case),
        *closing_table(case),
        steps_table(case),
        *own(case, "next"),
        *_referrals(case),
        *_conversion(case),
    )


def closing_table(case: Case) -> tuple[Block, ...]:
    """How the gap of the third year closes, in a table that adds up; only where the gap was computed."""
    steps, result = case.plan.get("closing", []), case.finding("BER2")
    if not steps or not result:
        return ()
    gap = Decimal(str(result["scenarios"][0]["yearly_gap_eur"]))
    rest = gap - sum((Decimal(str(s["amount_eur"])) for s in steps), Decimal(0))
    last = "bleibt übrig" if rest < 0 else "bleibt ungedeckt"
    rows: list[tuple[str | Cell, ...]] = [
        (Cell("Lücke im dritten Jahr", bold=True), Cell(number(gap), bold=True, align="right"), "Annahme Basis", "")
    ]
    rows += [(s["name"], f"−{number(Decimal(str(s['amount_eur'])))}", s["how"], _standing(s)) for s in steps]
    rows.append((Cell(last, bold=True), Cell(number(abs(rest)), bold=True, align="right"), "", ""))
    said = "schließen die Lücke" if rest <= 0 else f"lassen {number(rest)} Euro ungedeckt"
    if pending := sum(bool(s.get("pending")) for s in steps):
        verb = "steht" if pending == 1 else "stehen"
        said += f"; {in_words(pending)} davon, zusammen {{PLAN.pending}}, {verb} noch aus"
    return (
        Table(
            "closing",
            f"{in_words(len(steps)).capitalize()} Bausteine {said}",
            ("Baustein", "Euro im Jahr", "wie", "Stand"),
            tuple(rows),
            (0.29, 0.14, 0.43, 0.14),
            ("left", "right", "left", "left"),
            "Vorschlag der Beratung nach dem Gespräch; Beträge für das dritte Planjahr",
            size="small",
            total_row=True,
        ),
    )  # fmt: skip


def _standing(step: Mapping[str, Any]) -> Cell:
    """Whether somebody else must still agree to a closing step."""
    return Cell("offen", shade="warn") if step.get("pending") else Cell("planbar")


def last_conversation(case: Case) -> WorkshopFacts | None:
    """The latest Beratungsgespräch that chose an option."""
    return next((w for w in reversed(case.workshops) if w.record.get("chosen")), None)


def _chosen(case: Case) -> tuple[Block, ...]:
    workshop = last_conversation(case)
    if workshop is None:
        return ()
    record, best = workshop.record["chosen"], recommended(case.plan)
    if record["option"] != best["key"] and not case.plan.get("deviation"):
        raise InputErrors(
            [
                f"Empfehlung: Im Gespräch wurde {record['option']} gewählt, empfohlen ist {best['key']}; bitte die Abweichung begründen (deviation)."
            ]
        )
    title = next((o["title"] for o in case.plan["options"] if o["key"] == record["option"]), record["option"])
    said = vote_in_words(
        record, len(workshop.record["attendance"]), f"Option {record['option']} „{title}“ {MODES[record['mode']]}"
    )
    text = (
        f"Im Beratungsgespräch am {day(workshop.held_on)} {said}, "
        f"{_because(record['reasons'])}. Zuständig ist: {record['owner']}; entschieden wird bis {day(record['decide_on'])}."
    )
    blocks: list[Block] = [Paragraph(text)]
    if case.plan.get("deviation"):
        blocks.append(Paragraph(case.plan["deviation"], own="deviation"))
    return tuple(blocks)


FEWEST_VOTES = 5
"""Among fewer organisations a count of votes would show who voted how."""


def vote_in_words(chosen: Mapping[str, Any], present: int, option: str) -> str:
    """Who chose the option: the votes where they were counted, otherwise only who was there."""
    favour = chosen.get("in_favour")
    if favour is None or present < FEWEST_VOTES:
        with_ = "einer Organisation" if present == 1 else f"{in_words(present)} Organisationen"
        return f"mit {with_} wurde {option} gewählt"
    verb = "wählte" if favour == 1 else "wählten"
    if favour == present:
        return f"{verb} alle {in_words(present)} Organisationen die {option}"
    return f"{verb} {in_words(favour)} von {in_words(present)} Organisationen die {option}"


def _because(reasons: list[str]) -> str:
    return ", und ".join(f"weil {reason}" for reason in reasons)


def steps_table(case: Case) -> Table:
    """Next steps with lead, dates, effort and cost; sums where there is more than one."""
    measures = case.plan["measures"]
    rows: list[tuple[str | Cell, ...]] = [
        (
            Cell(m["number"], bold=m["first_step"]),
            Cell(m["title"], bold=m["first_step"]),
            m["lead"] or f"offen, Klärung bis {day(m['clarification_by'])}",
            f"{day(m['start'])} bis {day(m['end'])}",
            number(m["effort_days"], 1).removesuffix(",0"),
            number(Decimal(str(m["cost_eur"]))),
            m["result"],
        )
        for m in measures
    ]
    if len(rows) > 1:
        sums = (Cell("{PLAN.days}", bold=True), Cell(number(_cost(measures)), bold=True, align="right"))
        rows.append(("", Cell("Summe", bold=True), "", "", *sums, ""))
    right: Align = "right"
    return Table(
        "steps",
        f"{in_words(len(measures)).capitalize()} Schritte mit zusammen {{PLAN.days}} Personentagen; erste Schritte fett",
        ("Nr.", "Schritt", "Federführung", "Zeit", "PT", "Euro", "woran erkennbar"),
        tuple(rows),
        (0.06, 0.25, 0.18, 0.14, 0.06, 0.08, 0.23),
        ("left", "left", "left", "left", right, right, "left"),
        size="tiny",
        total_row=len(rows) > 1,
    )


def _cost(measures: list[Mapping[str, Any]]) -> Decimal:
    return sum((Decimal(str(m["cost_eur"])) for m in measures), Decimal(0))


def _referrals(case: Case) -> tuple[Block, ...]:
    rows = case.plan.get("referrals", [])
    if not rows:
        return ()
    return (
        Table(
            "referrals",
            f"{_field_of_law(rows)}: was öffentlich bekannt ist und wer beraten darf",
            ("Thema", "bekannt ist", "beraten darf", "bis"),
            tuple((Cell(r["topic"], bold=True), f"{r['known']} ({r['source']})", r["adviser"], day(r["by"])) for r in rows),
            (0.20, 0.42, 0.24, 0.14),
            source="Auskunft, keine Rechts- oder Steuerberatung",
            size="small",
        ),
    )  # fmt: skip


def _field_of_law(rows: list[Mapping[str, Any]]) -> str:
    """Taxes are named only where a row is about them."""
    about = [f"{r['topic']} {r['known']}".lower() for r in rows]
    taxed = ["steuer" in text for text in about]
    return "Steuern" if all(taxed) else "Recht und Steuern" if any(taxed) else "Recht"


def _conversion(case: Case) -> tuple[Block, ...]:
    target = case.plan.get("convert_to", "")
    if not target:
        return ()
    return (
        Callout(
            f"Weiter als größerer Vorgang: {SERVICES[target]}",
            "Diese Fakten gehen in den neuen Vorgang über und werden dort nicht noch einmal erhoben:",
            tuple(case.plan["carry_over"]),
        ),
    )


def limits(case: Case) -> tuple[Block, ...]:
    """How certain each statement is and why; ends with the next date."""
    rows = case.plan["limits"]
    return (
        Heading(1, "Grenzen der Aussage", "6"),
        *own(case, "limits"),
        Table(
            "limits",
            _limits_caption([r["certainty"] for r in rows]),
            ("Aussage", "Sicherheit", "Grund", "was sie erhöht"),
            tuple(
                (
                    Cell(r["statement"], bold=True),
                    Cell(r["certainty"], shade=CERTAINTY_SHADES[r["certainty"]]),
                    r["reason"],
                    r["raised_by"],
                )
                for r in rows
            ),
            (0.31, 0.11, 0.33, 0.25),
            size="small",
        ),
        Paragraph(case.plan["next_review"], own="next_review"),
    )


def _limits_caption(levels: list[str]) -> str:
    counted = [f"{in_words(levels.count(level))} {level}" for level in ("hoch", "mittel", "gering") if level in levels]
    said = counted[0] if len(counted) == 1 else f"{', '.join(counted[:-1])} und {counted[-1]}"
    return f"Sicherheit der {in_words(len(levels))} tragenden Aussagen: {said}"
