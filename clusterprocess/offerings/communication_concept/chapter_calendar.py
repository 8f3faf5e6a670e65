"""Chapter 7 of the Kommunikationskonzept: who publishes what when, and the measures that make it possible."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.depth import is_short, plain_short, section
from clusterprocess.offerings.communication_concept.plan import months_from
from clusterprocess.offerings.sections.blocks import (
    Block,
    Cell,
    Gantt,
    Heading,
    Shade,
    Table,
)
from clusterprocess.offerings.sections.numbers import MONTHS, day, in_words, number
from clusterprocess.offerings.standard.texts import own


def calendar(case: Case) -> tuple[Block, ...]:
    """Twelve months, and the measures that make them possible."""
    return (
        Heading(1, "Redaktions- und Maßnahmenplan", "7"),
        *section(case, "Zwölf Monate im Kalender", "7.1"),
        *own(case, "calendar.before"),
        *year_plan(case),
        calendar_table(case),
        *own(case, "calendar.after"),
        *section(case, "Maßnahmen", "7.2"),
        *own(case, "measures.before"),
        measures(case),
    )


def _month_name(month: str) -> str:
    year, number_ = month.split("-")
    return f"{MONTHS[int(number_) - 1]} {year}"


def calendar_table(case: Case) -> Table:
    """Entries by month; the first of a month is bold."""
    names = {c["key"]: c["name"] for c in case.plan["channels"]}
    rows: list[tuple[str | Cell, ...]] = []
    last = ""
    for entry in sorted(case.plan["calendar"], key=lambda e: (e["month"], e.get("due_on") or "9999")):
        # the month stands in every row, so that a row after a page break still names it
        is_first = entry["month"] != last
        last = entry["month"]
        title = f"{entry['title']} ({day(entry['due_on'])})" if entry.get("due_on") else entry["title"]
        groups = ", ".join(plain_short(a) for a in entry["audiences"])
        rows.append(
            (
                Cell(_month_name(entry["month"]), bold=is_first, shade="light" if is_first else "none"),
                title,
                names[entry["channel"]],
                groups,
                entry["owner"],
            )
        )
    return Table(
        "calendar",
        "{PLAN.entries} Einträge in zwölf Monaten, jeder mit Kanal und verantwortlicher Stelle",
        ("Monat", "Beitrag oder Anlass", "Kanal", "für wen", "verantwortlich"),
        tuple(rows),
        (0.13, 0.31, 0.14, 0.20, 0.22),
        size="tiny" if len(rows) > 16 or is_short(case) else "small",
    )


def year_plan(case: Case) -> tuple[Block, ...]:
    """Channels over months: a bar from the first to the last entry, a diamond in every month with one."""
    if is_short(case):
        return ()
    plan = case.plan
    months = months_from(plan["calendar_start"])
    place = {month: n for n, month in enumerate(months)}
    rows: list[tuple[str, tuple[int, int], tuple[int, ...], Shade]] = []
    for channel in plan["channels"]:
        used = sorted({place[e["month"]] for e in plan["calendar"] if e["channel"] == channel["key"]})
        if used:
            shade: Shade = "warn" if channel["decision"] == "beginnen" else "light"
            rows.append((channel["name"], (used[0], used[-1]), tuple(used), shade))
    boards = sorted({place[d[:7]] for d in case.answers.get("next_board_on", []) if d[:7] in place})
    return (
        Gantt(
            "year",
            _fullest(months, [e["month"] for e in plan["calendar"]]),
            tuple(f"{m[5:]}/{m[2:4]}" for m in months),
            tuple(rows),
            tuple((n, "V") for n in boards),
            "Jahresplan: " + "; ".join(f"{r[0]} in {in_words(len(r[2]))} Monaten" for r in rows),
            "Raute = Eintrag im Monat; Band vom ersten bis zum letzten Eintrag, blau = bestehender, orange = neuer Kanal; V = Sitzung des Vorstands",
        ),
    )


def _fullest(months: Sequence[str], used: Sequence[str]) -> str:
    """The month with most entries, or how many months share that place."""
    counts = {month: used.count(month) for month in months}
    most = max(counts.values())
    full = [month for month, count in counts.items() if count == most]
    if most == 1:
        return "Jeder Monat hat einen Eintrag"
    if len(full) == 1:
        return f"{_month_name(full[0])} ist mit {in_words(most)} Einträgen der vollste Monat, leer ist keiner"
    return f"Kein Monat ist leer, keiner hat mehr als {in_words(most)} Einträge"


def measures(case: Case) -> Table:
    """Measures with lead and result; the short paper leaves out who else works on them."""
    short = is_short(case)
    rows: list[tuple[str | Cell, ...]] = []
    for m in case.plan["measures"]:
        lead = m["lead"] or f"offen, Klärung bis {day(m['clarification_by'])}"
        rows.append(
            (
                Cell(m["number"], bold=m["first_step"]),
                Cell(m["title"], bold=m["first_step"]),
                lead,
                *(() if short else (m["contributors"] or "–",)),
                f"bis {_short(m['end'])}" if short else f"{_short(m['start'])}–{_short(m['end'])}",
                Cell(days(m["effort_days"]), align="right"),
                Cell(number(Decimal(str(m["cost_eur"]))), align="right"),
                m["result"],
            )
        )
    effort = days(sum(m["effort_days"] for m in case.plan["measures"]))
    money = number(sum((Decimal(str(m["cost_eur"])) for m in case.plan["measures"]), Decimal(0)))
    rows.append(
        (
            "",
            Cell("Summe", bold=True),
            *([""] * (2 if short else 3)),
            Cell(effort, align="right"),
            Cell(money, align="right"),
            "",
        )
    )
    header = ("Nr.", "Maßnahme", "Federführung", "Mitwirkende", "Zeit", "PT", "Euro", "Ergebnis")
    widths = (0.06, 0.21, 0.17, 0.15, 0.10, 0.04, 0.07, 0.20)
    return Table(
        "measures",
        f"{in_words(len(case.plan['measures'])).capitalize()} Maßnahmen mit Federführung und Ergebnis; erste Schritte fett",
        tuple(h for h in header if not (short and h == "Mitwirkende")),
        tuple(rows),
        (0.06, 0.30, 0.22, 0.13, 0.05, 0.07, 0.17) if short else widths,
        size="tiny",
        total_row=True,
    )


def days(count: float) -> str:
    """A number of days or hours with one decimal only where it has one."""
    return number(count, 0 if float(count).is_integer() else 1)


def _short(iso: str) -> str:
    return f"{iso[5:7]}/{iso[:4]}"
