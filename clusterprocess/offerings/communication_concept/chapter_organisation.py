"""Chapter 8 of the Kommunikationskonzept: hours and money that add up, one place that releases, the bad day."""

from __future__ import annotations

from decimal import Decimal

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.chapter_calendar import days
from clusterprocess.offerings.communication_concept.depth import is_short, section
from clusterprocess.offerings.communication_concept.rows import APPROVAL_ROLES
from clusterprocess.offerings.sections.blocks import Align, Block, Bullets, Cell, Chart, Heading, Series, Shade, Table
from clusterprocess.offerings.sections.numbers import in_words, number
from clusterprocess.offerings.standard.texts import headline, own

CENTRED: tuple[Align, ...] = ("center",) * 7
RIGHT_SHADES: dict[str, Shade] = {"gibt frei": "strong", "prüft": "mid", "erstellt": "light"}


def organisation(case: Case) -> tuple[Block, ...]:
    """Hours that add up, money that adds up, one place that releases, and what to do on a bad day."""
    plan = case.plan
    return (
        # on a page of its own: the balance of hours never breaks at the foot of the measures
        Heading(1, headline(case, "8", "Organisation, Budget, Freigaben"), "8", page_break=not is_short(case)),
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
        (f"verfügbar: {days(plan['hours_week'])} Stunden je Woche × {result['weeks']} Wochen", "", number(result["own_hours"])),
    ]  # fmt: skip
    rows += [
        (
            f"zugesagt: {p['who']}, {days(p['hours_week'])} Stunden je Woche",
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
    changes = (
        ("endet", at, result["freed"], "−"),
        ("Bleibendes", min(at, at + grown), abs(grown), "+" if grown >= 0 else "−"),
        ("beginnt", at + grown, result["started"], "+"),
    )
    names = ("bisher", *(name for name, *_ in changes), "künftig", "verfügbar")
    totals = (result["used_before"], None, None, None, result["needed"], result["available"])
    labels = tuple("" if value is None else number(value) for value in totals)
    moved = ("", *(f"{sign}{number(value)}" for _, _, value, sign in changes), "", "")
    said = ", ".join(f"{name} {total or move}" for name, total, move in zip(names, labels, moved, strict=True))
    return (
        Chart(
            "hours_steps",
            "{KOM5.freed} Stunden werden frei, {KOM5.started} beginnen neu",
            "waterfall",
            (
                Series("Sockel", (0.0, *(float(base) for _, base, _, _ in changes), 0.0, 0.0), colour="hidden"),
                Series("Stunden", totals, labels=labels, colour="companies"),
                # small steps are grey, so that their labels can be read beyond the bar
                Series(
                    "Veränderung",
                    (None, *(float(v) for _, _, v, _ in changes), None, None),
                    labels=moved,
                    colour="muted",
                ),
            ),
            f"Wasserfalldiagramm Stunden im Jahr: {said}",
            names,
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
