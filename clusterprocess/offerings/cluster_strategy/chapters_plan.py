"""Chapters 7 to 11 of the Strategiepapier: what the initiative wants, does, stops, pays and measures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.common.texts import headline, own
from clusterprocess.offerings.sections.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Colour,
    Gantt,
    Heading,
    House,
    Paragraph,
    Series,
    Shade,
    Table,
)
from clusterprocess.offerings.sections.numbers import day, euro, in_words, month, number, percent

KIND_COLOURS: dict[str, Colour] = {
    "zuschuss": "muted",
    "beitraege": "companies",
    "leistungen": "science",
    "sponsoring": "public",
    "traeger": "other",
    "kommunal": "accent",
}


def vision(case: Case) -> tuple[Block, ...]:
    plan = case.plan
    return (
        Heading(1, "Vision, Mission, Leitsätze", "7"),
        *own(case, "vision.before"),
        Callout("Vision", plan["vision"]),
        Heading(2, "Mission", "7.1"),
        *(Paragraph(sentence, style="lead") for sentence in plan["mission"]),
        Heading(2, "Leitsätze", "7.2"),
        Bullets(tuple(plan["principles"]), numbered=True),
    )


def fields_of_action(case: Case) -> tuple[Block, ...]:
    plan, last = case.plan, str(case.plan["years"][1])
    pillars = tuple(
        (f["title"], f"{f['goals'][0]['indicator']}: {f['goals'][0]['targets'].get(last, '')}") for f in plan["fields"]
    )
    blocks: list[Block] = [
        Heading(1, "Handlungsfelder und Ziele", "8"),
        *own(case, "fields.before"),
        House(
            "house",
            f"{in_words(len(pillars)).capitalize()} Felder tragen die Vision",
            plan["vision"],
            pillars,
            "Geschäftsstelle, Feldverantwortliche aus Unternehmen, Vorstand",
            "Strategiehaus mit den Säulen " + ", ".join(p[0] for p in pillars),
        ),
        *votes(case),
        *own(case, "dissent"),
    ]
    for number_, field in enumerate(plan["fields"], 1):
        blocks += _field(case, number_, field)
    blocks += stop_list(case, len(plan["fields"]) + 1)
    return tuple(blocks)


def votes(case: Case) -> tuple[Block, ...]:
    """Dots by group; groups below five are only in the total, so that nobody is identifiable."""
    result = case.finding("F12")
    held = next((w for w in case.workshops if w.record.get("ballots")), None)
    if not result or held is None:
        return ()
    titles = {o["key"]: o["title"] for o in case.plan["options"]}
    keys = [o["option"] for o in sorted(result["options"], key=lambda o: o["dots"])]
    shown = [g for g in result["groups"] if g["reportable"]]
    hidden = [g for g in result["groups"] if not g["reportable"]]
    colours: dict[str, Any] = {"Unternehmen": "companies", "Wissenschaft": "science"}
    total = {o["option"]: o["dots"] for o in result["options"]}
    series = [
        Series(
            f"{g['group']} (n = {g['organisations']})",
            tuple(float({o["option"]: o["dots"] for o in g["options"]}[k]) for k in keys),
            colour=colours.get(g["group"], "public"),
        )
        for g in shown
    ]
    if hidden:
        rest = tuple(float(total[k] - sum(s.values[i] or 0 for s in series)) for i, k in enumerate(keys))
        series.append(
            Series(
                f"öffentliche Hand und Sonstige (n = {sum(g['organisations'] for g in hidden)})", rest, colour="other"
            )
        )
    caption = _vote_caption(result, titles)
    note = f"{result['organisations']} Organisationen, je {result['dots_each']} Punkte, höchstens 2 auf eine Option; Strategietag {day(held.held_on)}"
    return (
        Chart(
            "votes",
            caption,
            "stacked_bar",
            tuple(series),
            "Gestapelte Balken der Punktabfrage: "
            + "; ".join(f"{titles.get(k, k)} {total[k]} Punkte" for k in reversed(keys)),
            tuple(titles.get(k, k) for k in keys),
            note,
            "Punkte",
            height_cm=8.5,
            legend=True,
        ),
    )


def _vote_caption(result: Any, titles: dict[str, str]) -> str:
    """States the strongest dissent where one is assessed, else the option in front."""
    by_group = {g["group"]: g for g in result["groups"]}
    if result["dissent"]:
        dissent = max(result["dissent"], key=lambda d: abs(d["difference"]))
        firms, science = by_group["Unternehmen"], by_group["Wissenschaft"]

        def dots(group: Any) -> int:
            return int(next(o["dots"] for o in group["options"] if o["option"] == dissent["option"]))

        return (
            f"{titles.get(dissent['option'], dissent['option'])}: Rang {dissent['rank_companies']} der Unternehmen ({dots(firms)} von "
            f"{firms['total_dots']}), Rang {dissent['rank_science']} der Wissenschaft ({dots(science)} von {science['total_dots']})"
        )
    first = min(result["options"], key=lambda o: o["rank"])
    return f"{titles.get(first['option'], first['option'])} liegt mit {first['dots']} von {result['total_dots']} Punkten vorn"


def _field(case: Case, position: int, field: Any) -> list[Block]:
    """Always the same five blocks: why, what we plan, we will, measures, risks."""
    years = sorted({year for goal in field["goals"] for year in goal["targets"]})
    goals = tuple(
        (
            Cell(g["indicator"], bold=True),
            g["baseline_text"]
            + (
                f" ({day(g['baseline_on'])})"
                if g.get("baseline_on") and day(g["baseline_on"]) not in g["baseline_text"]
                else ""
            ),
            *(g["targets"].get(y, "–") for y in years),
            g["measured_by"],
        )
        for g in field["goals"]
    )
    measures = [m for m in case.plan["measures"] if m["field"] == field["key"]]
    span = 0.30 / max(len(years), 1)
    blocks: list[Block] = [
        Heading(2, field["statement"], f"8.{position}"),
        Heading(3, "Warum", f"8.{position}.1", numbered=False),
        Paragraph(field["why"], own=f"field.{field['key']}.why"),
        Heading(3, "Was wir uns vornehmen", f"8.{position}.2", numbered=False),
        Table(
            f"goals_{field['key']}",
            f"{field['title']}: was sich bis {years[-1]} ändert",
            ("Messgröße", "Basis", *years, "wer misst"),
            goals,
            (0.28, 0.24, *([span] * len(years)), 0.18),
            size="small",
            source="; ".join(sorted({g["baseline_source"] for g in field["goals"]})),
        ),
        Heading(3, "Wir werden", f"8.{position}.3", numbered=False),
        Bullets(tuple(field["commitments"]), own=f"field.{field['key']}.commitments"),
        Paragraph(field["commitments_after"], own=f"field.{field['key']}.after"),
        Heading(3, "Maßnahmen", f"8.{position}.4", numbered=False),
        Bullets(tuple(f"**{m['number']}** {m['title']} – {m['lead']}, ab {_month_year(m['start'])}" for m in measures)),
        Heading(3, "Risiken und Abhängigkeiten", f"8.{position}.5", numbered=False),
        Bullets(tuple(f"{r['risk']} {r['answer']}" for r in field["risks"])),
    ]
    if field.get("example"):
        example = field["example"]
        blocks.insert(
            7,
            Callout(
                f"Beispiel: {example['title']}",
                f"{example['text']}\n\n_Freigegeben am {day(example['released_on'])} durch {example['released_by']}._",
            ),
        )
    return blocks


def _month_year(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%m/%Y")


def stop_list(case: Case, position: int) -> list[Block]:
    plan = case.plan
    saved = sum(s["saved_days"] for s in plan["stop_list"])
    rows = tuple(
        (
            Cell(s["activity"], bold=True),
            Cell(number(s["saved_days"]), align="right"),
            day(s["ends_on"]),
            s["told_by"],
            s["reason"],
        )
        for s in plan["stop_list"]
    )
    total = (Cell("Summe", bold=True), Cell(number(saved), bold=True, align="right"), "", "", "")
    blocks: list[Block] = [
        Heading(2, "Was wir nicht mehr tun", f"8.{position}"),
        *own(case, "stop.before"),
        Table(
            "stop",
            f"Was endet, gibt {number(saved)} Personentage im Jahr frei",
            ("Aktivität", "PT im Jahr", "endet am", "wer informiert", "Grund"),
            (*rows, total),
            (0.25, 0.10, 0.13, 0.22, 0.30),
            size="small",
            total_row=True,
        ),
        *own(case, "stop.after"),
    ]
    if plan["neighbours"]:
        blocks.append(
            Table(
                "neighbours",
                "Wer Ähnliches anbietet und was wir gemeinsam tun",
                ("Wer", "bietet", "gemeinsam"),
                tuple((Cell(n["who"], bold=True), n["offers"], n["jointly"]) for n in plan["neighbours"]),
                (0.24, 0.38, 0.38),
                size="small",
            )
        )
    return blocks


def measures(case: Case) -> tuple[Block, ...]:
    plan = case.plan
    effort = sum(m["effort_days"] for m in plan["measures"])
    titles = {f["key"]: f["title"] for f in plan["fields"]}
    cost = sum((Decimal(str(m["cost_eur"])) for m in plan["measures"]), Decimal(0))
    rows = [
        (
            Cell(m["number"], bold=m["first_step"]),
            Cell(m["title"], bold=m["first_step"]),
            m["lead"],
            m["contributors"] or "–",
            f"{_month_year(m['start'])}–{_month_year(m['end'])}",
            Cell(number(m["effort_days"]), align="right"),
            Cell(number(Decimal(str(m["cost_eur"]))), align="right"),
            m["result"],
        )
        for m in plan["measures"]
    ]
    rows.append(
        (
            Cell("", bold=True),
            Cell("Summe", bold=True),
            "",
            "",
            "",
            Cell(number(effort), bold=True, align="right"),
            Cell(number(cost), bold=True, align="right"),
            "",
        )
    )
    by_field = [sum(m["effort_days"] for m in plan["measures"] if m["field"] == key) for key in titles]
    return (
        Heading(1, "Maßnahmen- und Zeitplan", "9", page_break=True),
        Heading(2, "Wer was bis wann tut", "9.1"),
        *own(case, "measures.before"),
        Table(
            "measures",
            f"{len(plan['measures'])} Maßnahmen, {number(effort)} Personentage der Geschäftsstelle im ersten Jahr; erste Schritte fett",
            ("Nr.", "Maßnahme", "Federführung", "Mitwirkende", "Zeit", "PT", "Euro", "Ergebnis"),
            tuple(rows),
            (0.07, 0.22, 0.16, 0.13, 0.11, 0.05, 0.08, 0.18),
            size="tiny",
            landscape=True,
            total_row=True,
        ),
        Heading(2, "Zeitplan und Kapazität", "9.2"),
        *own(case, "schedule.before"),
        schedule(case),
        *own(case, "capacity"),
        Chart(
            "capacity",
            f"Aufwand {number(effort)} von {number(plan['capacity_days'])} verfügbaren Personentagen",
            "bar",
            (Series("Personentage", tuple(by_field), colour="companies"),),
            "Balkendiagramm Personentage je Feld: "
            + ", ".join(f"{t} {number(v)}" for t, v in zip(titles.values(), by_field, strict=True)),
            tuple(titles.values()),
            "Maßnahmenplan, Aufwand der Geschäftsstelle in den ersten zwölf Monaten",
            "Personentage",
            height_cm=4.4,
        ),
    )


def schedule(case: Case) -> Gantt:
    """Quarters of the first eighteen months, later years as one period each."""
    plan = case.plan
    first = min(date.fromisoformat(m["start"]) for m in plan["measures"])
    periods = _periods(first, plan["years"][1])
    rows: list[tuple[str, tuple[int, int], tuple[int, ...], Shade]] = []
    shades: tuple[Shade, ...] = ("strong", "mid", "strong", "mid", "strong")
    for n, field in enumerate(plan["fields"]):
        mine = [m for m in plan["measures"] if m["field"] == field["key"]]
        start, end = min(date.fromisoformat(m["start"]) for m in mine), max(date.fromisoformat(m["end"]) for m in mine)
        marks = tuple(
            sorted(
                {_index(periods, date.fromisoformat(x["on"])) for x in plan["milestones"] if x["field"] == field["key"]}
            )
        )
        rows.append((field["title"], (_index(periods, start), _index(periods, end)), marks, shades[n % 5]))
    meetings = tuple(
        (_index(periods, date.fromisoformat(x["on"])), _meeting_sign(x["title"]))
        for x in plan["milestones"]
        if x["field"] == "Gremien"
    )
    last = max(date.fromisoformat(m["end"]) for m in plan["measures"])
    return Gantt(
        "schedule",
        f"Erste Schritte im {(first.month - 1) // 3 + 1}. Quartal {first.year}, die letzte Maßnahme endet {month(last)}",
        tuple(p[0] for p in periods),
        tuple(rows),
        meetings,
        "Zeitplan nach Quartalen: "
        + "; ".join(f"{r[0]} von {periods[r[1][0]][0]} bis {periods[r[1][1]][0]}" for r in rows),
        "Balken = Laufzeit, Raute = Meilenstein, Strich = Sitzung (V = Vorstand, MV = Mitgliederversammlung, S = Sonstige)",
    )


def _meeting_sign(title: str) -> str:
    """Narrow columns hold a sign, the source line explains it."""
    if "Mitgliederversammlung" in title:
        return "MV"
    return "V" if "Vorstand" in title else "S"


def _periods(first: date, last_year: int) -> list[tuple[str, date, date]]:
    periods = []
    year, quarter = first.year, (first.month - 1) // 3 + 1
    while (year, quarter) <= (first.year + 1, 4):
        start = date(year, 3 * quarter - 2, 1)
        end = date(year + (quarter == 4), (3 * quarter) % 12 + 1, 1)
        periods.append((f"{quarter}/{year % 100:02d}", start, end))
        year, quarter = (year + 1, 1) if quarter == 4 else (year, quarter + 1)
    periods += [(str(y), date(y, 1, 1), date(y + 1, 1, 1)) for y in range(first.year + 2, last_year + 1)]
    return periods


def _index(periods: list[tuple[str, date, date]], on: date) -> int:
    inside = [n for n, (_, start, end) in enumerate(periods) if start <= on < end]
    return inside[0] if inside else (0 if on < periods[0][1] else len(periods) - 1)


def governance(case: Case) -> tuple[Block, ...]:
    plan = case.plan
    shades: dict[str, Shade] = {"entscheidet": "mid", "berät": "light", "wird informiert": "none", "–": "none"}
    rows = tuple(
        (
            Cell(g["topic"], bold=True),
            *(Cell(g[k], shade=shades[g[k]]) for k in ("board", "advisory", "office", "leads", "assembly")),
        )
        for g in plan["governance"]
    )
    return (
        Heading(1, headline(case, "10", "Governance und Ressourcen"), "10"),
        Heading(2, "Wer entscheidet", "10.1"),
        *own(case, "governance.before"),
        Table(
            "governance",
            "Wer entscheidet, wer berät, wer informiert wird",
            (
                "Gegenstand",
                "Vorstand",
                "Beirat",
                "Geschäftsstelle",
                "Feldverantwortliche",
                "Mitglieder\u00adversammlung",
            ),
            rows,
            (0.25, 0.14, 0.13, 0.16, 0.17, 0.15),
            size="small",
        ),
        *own(case, "governance.after"),
        Heading(2, headline(case, "10.2", "Finanzierung"), "10.2"),
        *own(case, "financing.before"),
        financing_chart(case),
        gap_table(case),
        *own(case, "financing.after"),
        Bullets(tuple(plan["financing"]["assumptions"])),
        Paragraph(plan["financing"]["sensitivity"], own="financing.sensitivity"),
    )


def financing_chart(case: Case) -> Chart:
    plan, money = case.plan, case.plan["financing"]
    years = sorted(money["cost_eur"])
    last = years[-1]
    series = tuple(
        Series(
            s["name"],
            tuple(float(Decimal(str(s["amounts_eur"].get(y, 0)))) / 1000 for y in years),
            colour=KIND_COLOURS[s["kind"]],
        )
        for s in money["sources"]
    )
    own_share = sum(
        float(s["amounts_eur"].get(last, 0)) for s in money["sources"] if s["kind"] in ("beitraege", "leistungen")
    )
    total = sum(float(s["amounts_eur"].get(last, 0)) for s in money["sources"])
    return Chart(
        "financing",
        f"{last} tragen Beiträge und eigene Leistungen {percent(own_share / total)} des Budgets von {euro(money['cost_eur'][last])}",
        "stacked_column",
        series,
        "Gestapelte Säulen der Einnahmen in Tausend Euro: "
        + "; ".join(f"{y}: {number(sum((s.values[i] or 0) for s in series))}" for i, y in enumerate(years)),
        tuple(years),
        f"Jahresabschluss {years[0]}, Planung des Vorstands ab {plan['years'][0]}; Tausend Euro",
        y_title="Tausend Euro",
        height_cm=6.8,
        legend=True,
    )


def gap_table(case: Case) -> Table:
    """The gap closes to zero in a table that adds up."""
    money = case.plan["financing"]
    gap = (
        Decimal(str(case.finding("F10")["stress"]["shortfall_eur"]))
        if case.finding("F10")
        else sum((Decimal(str(s["amount_eur"])) for s in money["steps"]), Decimal(0))
    )
    rest = gap - sum((Decimal(str(s["amount_eur"])) for s in money["steps"]), Decimal(0))
    rows: list[tuple[str | Cell, ...]] = [
        (Cell("Lücke ohne Zuschuss", bold=True), Cell(number(gap), align="right", bold=True), "")
    ]
    rows += [
        (s["name"], Cell(f"−{number(Decimal(str(s['amount_eur'])))}", align="right"), s["how"]) for s in money["steps"]
    ]
    rows.append((Cell("bleibt offen", bold=True), Cell(number(rest), align="right", bold=True), ""))
    return Table(
        "gap",
        f"{in_words(len(money['steps'])).capitalize()} Schritte schließen die Lücke"
        + (" auf null" if rest == 0 else f" bis auf {euro(rest)}"),
        ("Schritt", "Euro im Jahr", "wie"),
        tuple(rows),
        (0.34, 0.18, 0.48),
        source="Planung des Vorstands",
        size="small",
        total_row=True,
    )


def monitoring(case: Case) -> tuple[Block, ...]:
    rows = tuple(
        (
            Cell(m["indicator"], bold=True),
            m["definition"],
            m["source"],
            m["cutoff"],
            m["baseline"],
            m["path"],
            m["responsible"],
        )
        for m in case.plan["monitoring"]
    )
    return (
        Heading(1, "Monitoring und Fortschreibung", "11"),
        *own(case, "monitoring.before"),
        Table(
            "indicators",
            f"{in_words(len(rows)).capitalize()} Zielindikatoren, jeder mit Definition und Stichtag",
            ("Indikator", "Definition", "Quelle", "Stichtag", "Basis", "Zielpfad", "verantwortlich"),
            rows,
            (0.15, 0.24, 0.12, 0.10, 0.12, 0.15, 0.12),
            size="tiny",
        ),
        *own(case, "monitoring.after"),
        Paragraph(case.plan["next_review"]),
    )
