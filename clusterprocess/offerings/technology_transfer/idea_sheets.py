"""One page per idea: partners, maturity, money, rights, risk, the next 100 days; outside only what was released."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Callout, Cell, Heading, Paragraph, Shade, Table
from clusterprocess.offerings.sections.numbers import day, euro, in_words, number, percent
from clusterprocess.offerings.technology_transfer.disclosure import Audience, sheets_of
from clusterprocess.offerings.technology_transfer.readers import is_deep, is_evening, listed, mark
from clusterprocess.offerings.technology_transfer.sheets import CONFIDENTIALITY_NAMES

Idea = Mapping[str, Any]
UNTOLD_TITLE = "Titel nicht freigegeben"


def idea_sheet(case: Case, position: int, idea: Idea, audience: Audience) -> list[Block]:
    """The sheet of one idea; in the published version in full only where lead and all contributors released."""
    heading = Heading(2, idea["title"], f"6.{position}", page_break=is_deep(case))
    if audience is Audience.PUBLIC and not is_released(case, idea):
        return [Heading(2, f"Vorhaben {idea['key']} ({UNTOLD_TITLE})", f"6.{position}"), _short(case, idea)]
    words: list[Block] = [
        heading,
        Paragraph(idea["problem"], own=f"idea.{idea['key']}.problem"),
        Paragraph(idea["solution"], own=f"idea.{idea['key']}.solution"),
    ]
    if is_evening(case):
        return [*words, _short_sheet(case, idea)]
    return [
        *words,
        _maturity(idea),
        _facts(case, idea, audience),
        _steps(idea),
    ]


def is_released(case: Case, idea: Idea) -> bool:
    """Whether the lead released the sheet and every contributor its own."""
    sheets = sheets_of(case)
    return bool(idea.get("released_on")) and all(
        sheets[k].is_told_to(Audience.PUBLIC) for k in (*idea["needs"], *idea["offers"])
    )


def next_step(idea: Idea) -> str:
    """The day of the earliest step: the next deadline; ``deadline`` is the milestone the lead promised."""
    return str(min([idea["deadline"], *(s["by"] for s in idea["steps"])]))


def may_tell(case: Case, idea: Idea, audience: Audience) -> bool:
    """Whether this version may say what an idea is about; the one rule for every table, picture and paper.

    A pursued idea needs its own release, one that is not pursued the release of every sheet behind it.
    """
    if audience is Audience.INTERNAL:
        return True
    if "lead" in idea:
        return is_released(case, idea)
    sheets = sheets_of(case)
    return all(sheets[k].is_told_to(audience) for k in (*idea["needs"], *idea["offers"]) if k in sheets)


def told_ideas(case: Case, audience: Audience) -> frozenset[str]:
    """Numbers of the ideas that this version may tell; an idea unknown to the plan is not among them."""
    rows = [*case.plan.get("ideas", []), *case.plan.get("rejected", [])]
    return frozenset(i["key"] for i in rows if may_tell(case, i, audience))


def _short(case: Case, idea: Idea) -> Callout:
    kinds = sorted({sheets_of(case)[k].described for k in (*idea["needs"], *idea["offers"])})
    return Callout(f"Vorhaben {idea['key']}", f"Beteiligte: {'; '.join(kinds)}. Der Inhalt ist nicht freigegeben.")


def _facts(case: Case, idea: Idea, audience: Audience) -> Table:
    cost = Decimal(str(idea["cost_companies_eur"])) + Decimal(str(idea["cost_science_eur"]))
    rows = [
        *_partner_rows(idea),
        ("Bedarfe, Angebote", f"{listed(idea['needs'])}; {listed(idea['offers'])}"),
        (
            "Kosten",
            f"{euro(cost)}, davon Unternehmen {euro(idea['cost_companies_eur'])}, Wissenschaft {euro(idea['cost_science_eur'])}",
        ),
        ("Geld", f"Förderung {euro(idea['grant_eur'])}, eigene Mittel {euro(idea['own_eur'])}. {idea['funding_note']}"),
        *_funding_row(case, idea),
        ("Schutzrechte", idea["ip"]),
        ("Risiko", idea["risk"]),
        *_score_row(case, idea),
        ("Federführung", f"{mark(idea['lead'])}; nächste Frist {day(next_step(idea))}"),
        ("Vertraulichkeit", CONFIDENTIALITY_NAMES[idea["confidentiality"]]),
    ]
    grant = Decimal(str(idea["grant_eur"]))
    paid = f"davon {euro(grant)} Förderung" if grant else "ohne Förderung"
    return Table(
        f"idea_{idea['key']}",
        f"{idea['key']} kostet {euro(cost)}, {paid}",
        (f"Arbeitsbogen {idea['key']}", f"Stand {day(case.today)}"),
        tuple((Cell(label, bold=True, shade="light"), text) for label, text in rows),
        (0.20, 0.80),
        size="small",
    )


def _short_sheet(case: Case, idea: Idea) -> Table:
    """After a topic evening: partners, maturity, money, rights, risk and steps in one small table."""
    rows = [
        *_partner_rows(idea),
        ("Reifegrad", f"heute {idea['trl_now']}, am Ende {idea['trl_target']}, {idea['months']} Monate"),
        ("Geld", f"Förderung {euro(idea['grant_eur'])}, eigene Mittel {euro(idea['own_eur'])}. {idea['funding_note']}"),
        ("Schutzrechte", idea["ip"]),
        ("Risiko", idea["risk"]),
        ("Federführung", f"{mark(idea['lead'])}; nächste Frist {day(next_step(idea))}"),
        *(
            (f"bis {day(s['by'])}", f"{s['what']} ({mark(s['who'])})")
            for s in sorted(idea["steps"], key=lambda s: s["by"])
        ),
    ]
    cost = Decimal(str(idea["cost_companies_eur"])) + Decimal(str(idea["cost_science_eur"]))
    return Table(
        f"idea_{idea['key']}",
        f"{idea['key']} kostet {euro(cost)} und dauert {idea['months']} Monate",
        (f"Arbeitsbogen {idea['key']}", f"Stand {day(case.today)}"),
        tuple((Cell(label, bold=True, shade="light"), text) for label, text in rows),
        (0.20, 0.80),
        size="tiny",
    )


def _maturity(idea: Idea) -> Table:
    """Nine steps: what is reached, what the project adds, what stays open."""
    now, target = idea["trl_now"], idea["trl_target"]

    def shade(step: int) -> Shade:
        return "mid" if step <= now else "strong" if step <= target else "none"

    words = {now: "heute", target: "Ziel"}
    return Table(
        f"trl_{idea['key']}",
        f"Von Reifegrad {now} auf {target} in {idea['months']} Monaten" if target > now else f"Reifegrad bleibt {now}",
        ("Reifegrad", *(str(n) for n in range(1, 10))),
        (("", *(Cell(words.get(n, ""), shade=shade(n), align="center") for n in range(1, 10))),),
        (0.19, *([0.09] * 9)),
        ("left", *(["center"] * 9)),  # type: ignore[arg-type]
        size="small",
    )


def _partner_rows(idea: Idea) -> list[tuple[str, str]]:
    rows = []
    for n, partner in enumerate(idea["partners"]):
        who = mark(partner["sheet"]) if partner["sheet"] else partner["who"]
        rows.append(("Partner" if n == 0 else "", f"{who}: {partner['role']}"))
    return rows


def _funding_row(case: Case, idea: Idea) -> list[tuple[str, str]]:
    fits = [f for f in case.finding("TT3").get("fits", []) if f["idea"] == idea["key"]]
    chosen = next((f for f in fits if f["programme"] == idea["programme"]), None)
    if chosen is None:
        return []
    reasons = "; ".join(c["reason"] for c in chosen["criteria"])
    return [("Förderweg", f"{chosen['name']}: {chosen['verdict']}. {reasons[0].upper()}{reasons[1:]}.")]


def _score_row(case: Case, idea: Idea) -> list[tuple[str, str]]:
    option = next((o for o in case.finding("F7").get("options", []) if o["key"] == idea["key"]), None)
    if option is None or option["rank"] is None:
        return []
    close = ", Ergebnis knapp" if option["close"] else ""
    said = f"{number(option['points'])} von 100 Punkten, Rang {option['rank']}, Rangstabilität {percent(option['stability'])}{close}."
    return [("Bewertung", f"{said} {idea['score_reason']}")]


def _steps(idea: Idea) -> Table:
    steps = sorted(idea["steps"], key=lambda s: s["by"])
    return Table(
        f"steps_{idea['key']}",
        f"{in_words(len(steps)).capitalize()} Schritte bis {day(steps[-1]['by'])}",
        ("bis", "Schritt", "wer"),
        tuple((day(s["by"]), s["what"], mark(s["who"])) for s in steps),
        (0.14, 0.54, 0.32),
        size="small",
    )
