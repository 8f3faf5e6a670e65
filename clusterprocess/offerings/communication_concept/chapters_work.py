"""Chapters 7 and 8 of the Kommunikationskonzept: who publishes what when, with which hours, money and release."""

from __future__ import annotations

from decimal import Decimal

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.common.texts import headline, own
from clusterprocess.offerings.communication_concept.depth import is_short, plain_short, section
from clusterprocess.offerings.communication_concept.plan import months_from
from clusterprocess.offerings.communication_concept.rows import APPROVAL_ROLES
from clusterprocess.offerings.sections.blocks import (
    Align,
    Block,
    Bullets,
    Cell,
    Chart,
    Gantt,
    Heading,
    Series,
    Shade,
    Table,
)
from clusterprocess.offerings.sections.numbers import MONTHS, day, in_words, number

CENTRED: tuple[Align, ...] = ("center",) * 7
RIGHT_SHADES: dict[str, Shade] = {"gibt frei": "strong", "prüft": "mid", "erstellt": "light"}


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
    """Entries by month; the month stands once."""
    names = {c["key"]: c["name"] for c in case.plan["channels"]}
    rows: list[tuple[str | Cell, ...]] = []
    last = ""
    for entry in sorted(case.plan["calendar"], key=lambda e: (e["month"], e.get("due_on") or "9999")):
        label = _month_name(entry["month"]) if entry["month"] != last else ""
        last = entry["month"]
        title = f"{entry['title']} ({day(entry['due_on'])})" if entry.get("due_on") else entry["title"]
        groups = ", ".join(plain_short(a) for a in entry["audiences"])
        rows.append(
            (
                Cell(label, bold=True, shade="light" if label else "none"),
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
    busiest = max(months, key=lambda m: sum(e["month"] == m for e in plan["calendar"]))
    most = sum(e["month"] == busiest for e in plan["calendar"])
    return (
        Gantt(
            "year",
            f"{_month_name(busiest)} ist mit {in_words(most)} Einträgen der vollste Monat, leer ist keiner",
            tuple(f"{m[5:]}/{m[2:4]}" for m in months),
            tuple(rows),
            tuple((n, "V") for n in boards),
            "Jahresplan: " + "; ".join(f"{r[0]} in {in_words(len(r[2]))} Monaten" for r in rows),
            "Raute = Eintrag im Monat, helles Band = laufender Kanal, dunkleres Band = neuer Kanal, V = Sitzung des Vorstands",
        ),
    )


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
                Cell(_days(m["effort_days"]), align="right"),
                Cell(number(Decimal(str(m["cost_eur"]))), align="right"),
                m["result"],
            )
        )
    effort = _days(sum(m["effort_days"] for m in case.plan["measures"]))
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
    widths = (0.06, 0.22, 0.16, 0.13, 0.12, 0.05, 0.07, 0.19)
    return Table(
        "measures",
        f"{in_words(len(case.plan['measures'])).capitalize()} Maßnahmen mit Federführung und Ergebnis; erste Schritte fett",
        tuple(h for h in header if not (short and h == "Mitwirkende")),
        tuple(rows),
        (0.06, 0.30, 0.22, 0.13, 0.05, 0.07, 0.17) if short else widths,
        size="tiny",
        total_row=True,
    )


def _days(days: float) -> str:
    return number(days, 0 if float(days).is_integer() else 1)


def _short(iso: str) -> str:
    return f"{iso[5:7]}/{iso[:4]}"


def organisation(case: Case) -> tuple[Block, ...]:
    """Hours that add up, money that adds up, one place that releases, and what to do on a bad day."""
    plan = case.plan
    return (
        Heading(1, headline(case, "8", "Organisation, Budget, Freigaben"), "8"),
        *section(case, "Wer es macht und wie viele Stunden es braucht", "8.1"),
        *own(case, "hours.before"),
        hours_line(case) if is_short(case) else hours_table(case),
        *hours_chart(case),
        *own(case, "hours.after"),
        *section(case, "Budget", "8.2"),
        *own(case, "budget"),
        budget_table(case),
        *section(case, "Freigaben und der schlechte Tag", "8.3"),
        *own(case, "approvals.before"),
        approvals(case),
        *own(case, "bad_day"),
        Bullets(tuple(plan["bad_day"]), numbered=True),
        *_training(case),
    )


def _training(case: Case) -> tuple[Block, ...]:
    """What was practised, where there was a media training."""
    told = own(case, "training")
    return (*section(case, "Medientraining", "8.4"), *told) if told else ()


def hours_table(case: Case) -> Table:
    """Hours before and after by channel decision and standing task, against what there is."""
    plan, result = case.plan, case.finding("KOM5")
    fixed_before, fixed_after = (sum(t[k] for t in plan["fixed_tasks"]) for k in ("hours_before", "hours_after"))
    rows: list[tuple[str | Cell, ...]] = [
        (
            "Kanäle, die bleiben",
            number(result["kept_before"] - fixed_before),
            number(result["kept_after"] - fixed_after),
        ),
        ("Kanäle, die beginnen", "0", number(result["started"])),
        ("Kanäle, die enden", number(result["freed"]), "0"),
    ]
    rows += [
        (f"Feste Aufgabe: {t['name']}", number(t["hours_before"]), number(t["hours_after"]))
        for t in plan["fixed_tasks"]
    ]
    rows += [
        (Cell("Summe der Aufgaben", bold=True, shade="light"), Cell(number(result["used_before"]), bold=True, shade="light"),
         Cell(number(result["needed"]), bold=True, shade="light")),
        (f"verfügbar: {number(plan['hours_week'], 1)} Stunden je Woche × {result['weeks']} Wochen", "", number(result["own_hours"])),
    ]  # fmt: skip
    rows += [
        (
            f"zugesagt: {p['who']}, {number(p['hours_week'], 1)} Stunden je Woche",
            "",
            number(p["hours_week"] * result["weeks"]),
        )
        for p in plan["pledges"]
    ]
    rows.append((Cell("Reserve", bold=True), "", Cell(number(result["balance"]).replace("-", "−"), bold=True)))
    return Table(
        "hours",
        _hours_caption(result["fits"]),
        ("Stunden im Jahr", "bisher", "künftig"),
        tuple(rows),
        (0.62, 0.19, 0.19),
        ("left", "right", "right"),
        "Fragebogen und Werkstatt",
        size="small",
        total_row=True,
    )


def hours_line(case: Case) -> Table:
    """The balance in one line, for the short paper; what stays includes the standing tasks."""
    result = case.finding("KOM5")
    grown = result["kept_after"] - result["kept_before"]
    columns = (
        ("bisher", result["used_before"]),
        ("endet", -result["freed"]),
        ("mehr für Bleibendes", grown),
        ("beginnt", result["started"]),
        ("künftig", result["needed"]),
        ("verfügbar", result["available"]),
        ("Reserve", result["balance"]),
    )
    return Table(
        "hours",
        _hours_caption(result["fits"]),
        tuple(name for name, _ in columns),
        (tuple(Cell(number(value).replace("-", "−"), bold=True) for _, value in columns),),
        tuple([1 / len(columns)] * len(columns)),
        CENTRED[: len(columns)],
        "Stunden im Jahr, feste Aufgaben eingeschlossen",
        size="small",
    )


def _hours_caption(fits: bool) -> str:
    if fits:
        return "{KOM5.needed} von {KOM5.available} Stunden sind verplant, {KOM5.balance} bleiben als Reserve"
    return "{KOM5.needed} Stunden sind geplant, nur {KOM5.available} sind da"


def hours_chart(case: Case) -> tuple[Block, ...]:
    """From the hours of today to those of tomorrow, beside what there is."""
    if is_short(case):
        return ()
    result = case.finding("KOM5")
    grown = result["kept_after"] - result["kept_before"]
    at = result["used_before"] - result["freed"]
    steps = [
        ("bisher", 0.0, result["used_before"], ""),
        ("endet", at, result["freed"], "−"),
        ("Bleibendes", min(at, at + grown), abs(grown), "+" if grown >= 0 else "−"),
        ("beginnt", at + grown, result["started"], "+"),
        ("künftig", 0.0, result["needed"], ""),
        ("verfügbar", 0.0, result["available"], ""),
    ]
    labels = tuple(f"{sign}{number(value)}" for _, _, value, sign in steps)
    return (
        Chart(
            "hours_steps",
            "{KOM5.freed} Stunden werden frei, {KOM5.started} beginnen neu",
            "waterfall",
            (
                Series("Sockel", tuple(float(base) for _, base, _, _ in steps), colour="hidden"),
                Series("Stunden", tuple(float(value) for _, _, value, _ in steps), labels=labels, colour="companies"),
            ),
            "Wasserfalldiagramm Stunden im Jahr: "
            + ", ".join(f"{name} {label}" for (name, *_), label in zip(steps, labels, strict=True)),
            tuple(name for name, *_ in steps),
            "Stunden im Jahr, feste Aufgaben eingeschlossen",
            y_title="Stunden im Jahr",
            height_cm=6.5,
        ),
    )


def budget_table(case: Case) -> Table:
    plan = case.plan
    spent = sum((Decimal(str(line["amount_eur"])) for line in plan["budget"]), Decimal(0))
    rest = Decimal(str(plan["budget_eur"])) - spent
    rows: list[tuple[str | Cell, ...]] = [
        (line["item"], number(Decimal(str(line["amount_eur"]))), line["paid_by"]) for line in plan["budget"]
    ]
    rows.append(
        (
            Cell("Summe der Ausgaben", bold=True, shade="light"),
            Cell(number(spent), bold=True, shade="light"),
            Cell("", shade="light"),
        )
    )
    rows.append((Cell("nicht verplant", bold=True), Cell(number(rest), bold=True), ""))
    return Table(
        "budget",
        "{PLAN.spent} von {PLAN.budget} im Jahr sind verplant",
        ("Posten", "Euro im Jahr", "wer zahlt"),
        tuple(rows),
        (0.48, 0.17, 0.35),
        ("left", "right", "left"),
        "Konzept; ohne Personal",
        size="tiny" if is_short(case) else "small",
        total_row=True,
    )


def approvals(case: Case) -> Table:
    """One row per kind of publication; the place that releases is dark."""
    shown = [key for key in APPROVAL_ROLES if any(row[key] != "–" for row in case.plan["approvals"])]
    rows: tuple[tuple[str | Cell, ...], ...] = tuple(
        (
            Cell(row["material"], bold=True),
            *(Cell(row[key], shade=RIGHT_SHADES.get(row[key], "none")) for key in shown),
            f"{row['deadline_days']} Tage" if row["deadline_days"] != 1 else "1 Tag",
        )
        for row in case.plan["approvals"]
    )
    width = 0.64 / len(shown)
    return Table(
        "approvals",
        f"Für {in_words(len(rows))} Arten von Veröffentlichungen gibt je eine Stelle frei",
        ("Veröffentlichung", *(APPROVAL_ROLES[key] for key in shown), "Frist"),
        rows,
        (0.26, *([width] * len(shown)), 0.10),
        source="Frist in Arbeitstagen; wer in dieser Zeit nicht antwortet, hat nicht freigegeben",
        size="tiny" if is_short(case) else "small",
    )
