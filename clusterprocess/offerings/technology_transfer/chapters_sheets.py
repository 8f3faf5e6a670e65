"""Chapters 3 and 4 of the Fahrplan: what firms need, always anonymous, and what science and firms offer."""

from __future__ import annotations

from typing import Any

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.methods.matching import FORM_NAMES, IP_NAMES
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Chart, Heading, Paragraph, Series, Table
from clusterprocess.offerings.sections.numbers import in_words, number
from clusterprocess.offerings.technology_transfer.analysis import needs_of, offers_of
from clusterprocess.offerings.technology_transfer.disclosure import Audience, sheets_of
from clusterprocess.offerings.technology_transfer.figures import as_of
from clusterprocess.offerings.technology_transfer.readers import (
    HIDDEN,
    by_kind,
    is_evening,
    listed,
    untold,
)
from clusterprocess.offerings.technology_transfer.sheets import BUDGET_NAMES, CONFIDENTIALITY_NAMES
from clusterprocess.offerings.technology_transfer.texts import said, title

BARRIER_NAMES = {
    "zeit": "fehlende Zeit",
    "geld": "fehlendes Geld",
    "kontakt": "fehlender Kontakt",
    "vertrauen": "fehlendes Vertrauen",
    "ip": "Unklarheit bei Schutzrechten",
    "sprache": "andere Fachsprache",
    "personal": "fehlendes Personal",
    "buerokratie": "Aufwand mit Anträgen",
}


def needs(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Needs with their target, common topics, barriers."""
    return (
        Heading(1, title(case, "3", audience, "Bedarfsanalyse"), "3"),
        *((Heading(2, "Was gebraucht wird", "3.1"),) if not is_evening(case) else ()),
        *said(case, "needs.before", audience),
        *needs_table(case, audience),
        *said(case, "needs.after", audience),
        *_common_topics(case, audience),
        *_barriers(case, audience),
    )


def needs_table(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Needs with target, by number, kind and size; outside only what was released, the rest in one sentence."""
    sheets = sheets_of(case)
    shown = [n for n in needs_of(case) if audience is Audience.INTERNAL or sheets[n["key"]].is_told_to(audience)]
    rows = tuple(_need_row(n, sheets[n["key"]].described, sheets[n["key"]].is_told_to(audience)) for n in shown)
    mature = sum(n["n_trl"] >= 6 for n in shown)
    caption = f"{mature} von {len(rows)} Bedarfen verlangen mindestens Reifegrad 6"
    table = Table(
        "needs",
        caption,
        (
            "Nr.",
            "Betrieb",
            "Bedarf und Zielwert",
            "Reife\u00adgrad",
            "in Mo\u00adnaten",
            "Budget",
            "Form",
            "Ver\u00adtraulich",
        ),
        rows,
        (0.05, 0.14, 0.32, 0.07, 0.08, 0.10, 0.15, 0.09),
        ("left", "left", "left", "center", "center", "left", "left", "left"),
        as_of(case),
        size="tiny",
    )
    return (*((table,) if rows else ()), *_rest(case, "B", "Bedarfe", audience))


def _need_row(need: dict[str, Any], described: str, told: bool) -> tuple[str | Cell, ...]:
    return (
        Cell(need["key"], bold=True),
        described,
        need["n_short"] if told else HIDDEN,
        str(need["n_trl"]),
        str(need["n_when"]),
        BUDGET_NAMES[need["n_budget"]] if need.get("n_budget") else "offen",
        ", ".join(FORM_NAMES[f] for f in need["n_form"]),
        CONFIDENTIALITY_NAMES[need["n_conf"]],
    )


def _rest(case: Case, letter: str, noun: str, audience: Audience) -> tuple[Block, ...]:
    """The sheets that the published version knows only by kind and size."""
    rest = untold(case, letter, audience) if audience is Audience.PUBLIC else []
    return (Paragraph(f"Nicht freigegebene {noun}: {by_kind(rest)}.", style="small"),) if rest else ()


def _common_topics(case: Case, audience: Audience) -> tuple[Block, ...]:
    result = case.finding("TT2")
    texts = said(case, "topics", audience)
    if is_evening(case) or not result or not result["clusters"]:
        return texts
    rows: list[tuple[str | Cell, ...]] = []
    for topic in result["clusters"]:
        if audience is Audience.PUBLIC:
            counts = (Cell(str(len(topic["needs"])), align="center"), Cell(str(len(topic["offers"])), align="center"))
        else:
            counts = (Cell(_without_nda(case, topic["needs"])), Cell(_without_nda(case, topic["offers"])))
        rows.append((Cell(topic["name"], bold=True), *counts))
    first = result["clusters"][0]
    return (
        Heading(2, title(case, "3.2", audience, "Gemeinsame Themen"), "3.2"),
        *texts,
        Table(
            "topics",
            f"{first['name']}: {in_words(len(first['needs']))} Betriebe haben dasselbe Thema",
            ("Thema", "Bedarfe", "Angebote dazu"),
            tuple(rows),
            (0.40, 0.36, 0.24),
            source=f"Themen ab {in_words(transfer().need_clusters.needs_from)} Bedarfen; {as_of(case)}",
            size="small",
        ),
    )


def _without_nda(case: Case, keys: list[str]) -> str:
    """Numbers of sheets; those under NDA are only counted."""
    sheets = sheets_of(case)
    shown = [k for k in keys if sheets[k].is_told_to(Audience.INTERNAL)]
    closed = f"{len(keys) - len(shown)} unter NDA" if len(shown) < len(keys) else ""
    return " und ".join(part for part in (listed(shown), closed) if part) or "–"


def _barriers(case: Case, audience: Audience) -> tuple[Block, ...]:
    if not case.answers.get("barriers"):
        return ()
    if is_evening(case):
        return said(case, "barriers.before", audience)
    return (
        Heading(2, title(case, "3.3", audience, "Was Transfer aufhält"), "3.3"),
        *said(case, "barriers.before", audience),
        *barrier_profile(case),
        *said(case, "barriers.after", audience),
    )


def barrier_profile(case: Case) -> tuple[Block, ...]:
    """Means as bars where enough answered; the office's own estimate as such; in between only the order."""
    rows = sorted(case.answers["barriers"], key=lambda b: -b["rating"])
    answers = min(r["answers"] for r in rows)
    names = tuple(BARRIER_NAMES[r["barrier"]] for r in rows)
    if 1 < answers < transfer().disclosure.answers_from:
        return (Bullets(names, numbered=True),)
    who = "Einschätzung der Geschäftsstelle" if answers == 1 else f"Rückmeldungen der Beteiligten, n ≥ {answers}"
    values = tuple(float(r["rating"]) for r in rows)
    return (
        Chart(
            "barriers",
            f"{names[0][0].upper()}{names[0][1:]} hindert am meisten, {names[-1]} am wenigsten",
            "bar",
            (Series("Mittelwert", values, labels=tuple(number(v, 1) for v in values), colour="companies"),),
            "Balkendiagramm der Hemmnisse: "
            + ", ".join(f"{n} {number(v, 1)}" for n, v in zip(names, values, strict=True)),
            names,
            f"{who}; 1 = hindert nicht, 5 = hindert sehr",
            "Mittelwert 1 bis 5",
            x_range=(0, 5),
            number_format="0.0",
            height_cm=6.2,
        ),
    )


def offers(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Offers with maturity, rights and the partner sought; wanted against offered maturity."""
    return (
        Heading(1, title(case, "4", audience, "Angebotsprofil"), "4"),
        *said(case, "offers.before", audience),
        *offers_table(case, audience),
        *said(case, "offers.after", audience),
        *said(case, "maturity", audience),
        *((_maturity(case),) if not is_evening(case) else ()),
    )


def offers_table(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Offers with advantage, maturity, rights and the partner sought; outside only what was released."""
    sheets = sheets_of(case)
    shown = [o for o in offers_of(case) if audience is Audience.INTERNAL or sheets[o["key"]].is_told_to(audience)]
    rows = tuple(_offer_row(o, sheets[o["key"]].is_told_to(audience)) for o in shown)
    clear = sum(o["o_ip"] in ("kein", "erteilt", "copyright") for o in shown)
    table = Table(
        "offers",
        f"{len(rows)} Angebote; geklärt ist die Schutzrechtslage bei {clear}",
        ("Wer", "Angebot", "Vorteil gegenüber heute", "Reife\u00adgrad", "Schutzrecht", "sucht"),
        rows,
        (0.19, 0.20, 0.24, 0.07, 0.12, 0.18),
        ("left", "left", "left", "center", "left", "left"),
        as_of(case),
        size="tiny",
    )
    return (*((table,) if rows else ()), *_rest(case, "A", "Angebote", audience))


def _offer_row(offer: dict[str, Any], told: bool) -> tuple[str | Cell, ...]:
    who = Cell(f"{{{offer['key']}.name}}", bold=True)
    if not told:
        return (who, HIDDEN, "–", str(offer["o_trl"]), IP_NAMES[offer["o_ip"]], "–")
    return (
        who,
        offer["o_title"],
        offer["o_advantage"],
        str(offer["o_trl"]),
        IP_NAMES[offer["o_ip"]],
        offer.get("o_partner") or "–",
    )


def _maturity(case: Case) -> Chart:
    wanted = [n["n_trl"] for n in needs_of(case)]
    given = [o["o_trl"] for o in offers_of(case)]
    high = (sum(t >= 6 for t in wanted), sum(t >= 6 for t in given))
    counts = [(float(wanted.count(t)), float(given.count(t))) for t in range(1, 10)]
    return Chart(
        "maturity",
        f"Reifegrad 6 und mehr: {high[0]} von {len(wanted)} Bedarfen verlangen ihn, {high[1]} von {len(given)} Angeboten erreichen ihn",
        "column",
        (
            Series("Bedarfe", tuple(w for w, _ in counts), colour="companies"),
            Series("Angebote", tuple(g for _, g in counts), colour="science"),
        ),
        "Säulendiagramm der Reifegrade 1 bis 9, Bedarfe und Angebote: "
        + "; ".join(f"{t}: {number(w)} und {number(g)}" for t, (w, g) in enumerate(counts, 1)),
        tuple(str(t) for t in range(1, 10)),
        as_of(case),
        "Technologie-Reifegrad",
        "Anzahl",
        height_cm=4.6,
        legend=True,
    )
