"""The chapter of the new services: how ideas were chosen, then one sheet per service with its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.service_portfolio import service_portfolio_catalogue
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.professionalisation.chapters_services import in_full, service_part
from clusterprocess.offerings.sections.blocks import Block, Cell, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, euro, in_words, number, percent
from clusterprocess.offerings.standard.texts import headline, own

OVERLAPS = {"keine": "keine", "aehnlich": "ähnlich", "gleich": "gleich"}
DECISIONS = {"gewaehlt": "gewählt", "abgelehnt": "abgelehnt", "zurueckgestellt": "zurückgestellt"}


def new_services(case: Case) -> tuple[Block, ...]:
    """How ideas became services, then one sheet each."""
    sheets = service_part(case).get("sheets", [])
    blocks: list[Block] = [
        Heading(1, headline(case, "services", "Neue Services"), "services"),
        *own(case, "ideas.before"),
        *ideas(case),
        *own(case, "ideas.after"),
    ]
    for position, sheet in enumerate(sheets, 1):
        blocks += _sheet(case, position, sheet)
    return tuple(blocks)


def ideas(case: Case) -> tuple[Block, ...]:
    """All ideas with score, votes and decision; what was not chosen with reason and resubmission."""
    rows_in = service_part(case).get("ideas", [])
    if not rows_in:
        return ()
    scored = {o["key"]: o for o in case.finding("F7").get("options", [])}
    dots = {o["option"]: o["dots"] for o in case.finding("F12").get("options", [])}
    ordered = sorted(rows_in, key=lambda i: scored[i["key"]]["rank"] or 99)
    rows = tuple(
        (
            Cell(i["title"], bold=i["decision"] == "gewaehlt"),
            Cell(_points(scored[i["key"]]), align="right"),
            Cell(_firmness(scored[i["key"]])),
            Cell(str(dots.get(i["key"], "–")), align="right"),
            f"{DECISIONS[i['decision']]}: {i['reason']}"
            + (f" Wiedervorlage: {i['resubmission']}." if i["resubmission"] != "–" else ""),
        )
        for i in ordered
    )
    chosen = sum(i["decision"] == "gewaehlt" for i in ordered)
    voters = case.finding("F12").get("organisations")
    source = (
        "Fünf Kriterien mit Gewichten nach Arbeitsfassung; Rangstabilität = Läufe mit geänderten Gewichten unter den ersten drei"
        + (f"; Punktabfrage von {voters} Organisationen" if voters else "")
    )
    verb = "wird" if chosen == 1 else "werden"
    return (
        Table(
            "ideen",
            f"{in_words(chosen).capitalize()} von {in_words(len(ordered))} Ideen {verb} erprobt, jede andere hat einen Grund und eine Wiedervorlage",
            ("Idee", "Punkte", "Rang\u00adstabilität", "Stimmen", "Entscheidung"),
            rows,
            (0.23, 0.08, 0.14, 0.09, 0.46),
            ("left", "right", "left", "right", "left"),
            source,
            size="small",
        ),
    )


def _points(option: Mapping[str, Any]) -> str:
    return "–" if option["rank"] is None else number(option["points"])


def _firmness(option: Mapping[str, Any]) -> str:
    if option["knocked_out"]:
        return "ausgeschlossen"
    return percent(option["stability"]) + (" (knapp)" if option["close"] else "")


def _sheet(case: Case, position: int, sheet: Mapping[str, Any]) -> list[Block]:
    """One new service: why, the sheet, the neighbours."""
    state = next((r for r in case.finding("PRO2").get("services", []) if r["name"] == sheet["title"]), None)
    return [
        Heading(2, sheet["statement"], f"services.{position}"),
        Paragraph(sheet["why"], own=f"service.{sheet['key']}.why"),
        _sheet_table(case, sheet, state),
        *(_neighbours(sheet, state) if in_full(case) else ()),
    ]


def _sheet_table(case: Case, sheet: Mapping[str, Any], state: Mapping[str, Any] | None) -> Table:
    pilot = sheet["pilot"]
    rows = [
        ("Nutzer", sheet["user"]),
        ("Nutzen", sheet["benefit"]),
        ("Ablauf", "\n".join(f"{n}. {step}" for n, step in enumerate(sheet["process"], 1))),
        ("Preis", f"{euro(sheet['price_eur'])} {sheet['price_per']}; Rechnung an: {sheet['payer']}"),
        (
            "Menge und Aufwand",
            f"{number(sheet['users_year'])} im Jahr, {number(sheet['days_year'])} PT, Sachkosten {euro(sheet['cost_eur'])}",
        ),
    ]
    if state:
        rows.append(
            (
                "Erlös und Kosten",
                f"{euro(state['income_eur'])} gegen {euro(state['cost_eur'])} Vollkosten, Deckung {percent(state['cover'])}",
            )
        )
    rows.append(("Unterschied", sheet["difference"]))
    if in_full(case):
        trial = f"{pilot['test_group']}, {day(pilot['starts_on'])} bis {day(pilot['ends_on'])}"
        rows.append(("Probe", f"{trial}; weiter, wenn: {pilot['threshold']}"))
    else:
        rows.append(("Nachbarn gefragt", "\n".join(_asked(c) for c in sheet["crowding"])))
    cover = f": {euro(sheet['price_eur'])} {sheet['price_per']}"
    return Table(
        f"blatt_{sheet['key']}",
        f"{sheet['title']}{cover}"
        + (f", Deckung {percent(state['cover'])} bei {number(sheet['users_year'])} im Jahr" if state else ""),
        ("", "Servicebogen"),
        tuple((Cell(label, bold=True, shade="light"), text) for label, text in rows),
        (0.19, 0.81),
        size="small",
    )


def _asked(row: Mapping[str, Any]) -> str:
    """One neighbour in a line: who, what kind, when asked, what came out."""
    return f"{row['who']} ({_kind(row['kind'])}), {day(row['asked_on'])}: {row['result']}"


def _kind(slug: str) -> str:
    """The kind of neighbour in its shortest name."""
    return service_portfolio_catalogue().kind(slug).de.split(" oder ")[0]


def _neighbours(sheet: Mapping[str, Any], state: Mapping[str, Any] | None) -> tuple[Block, ...]:
    rows = tuple(
        (
            Cell(f"{c['who']} ({_kind(c['kind'])})", bold=True),
            c["offers"],
            OVERLAPS[c["overlap"]],
            day(c["asked_on"]),
            c["result"],
        )
        for c in sheet["crowding"]
    )
    verdict = state["crowding_out"]["verdict"] if state else ""
    to_agree = "; vor dem Start abzustimmen" if verdict == "abstimmen" else ""
    near = sum(c["overlap"] != "keine" for c in sheet["crowding"])
    some = in_words(near) if near > 1 else "eine" if near else "keine"
    offers = f"{some} von {in_words(len(rows))} Stellen {'bieten' if near > 1 else 'bietet'} Ähnliches"
    caption = f"{sheet['title']}: Nachbarn gefragt, {offers}{to_agree}"
    return (
        Table(
            f"nachbarn_{sheet['key']}",
            caption,
            ("Nachbar", "bietet", "Über\u00adschneidung", "gefragt am", "Ergebnis"),
            rows,
            (0.22, 0.29, 0.12, 0.11, 0.26),
            size="tiny",
        ),
    )
