"""Chapter 5 of the Fahrplan: what fits together with reasons in words, and where needs and offers miss each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.catalogues.wordlists import fields
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Cell, Chart, Heading, Paragraph, Series, Shade, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.technology_transfer.analysis import last_cards, needs_of, offers_of
from clusterprocess.offerings.technology_transfer.disclosure import Audience, sheets_of
from clusterprocess.offerings.technology_transfer.figures import as_of
from clusterprocess.offerings.technology_transfer.readers import is_evening, mark
from clusterprocess.offerings.technology_transfer.texts import said, title

_MOST_PAIRS = 6
_MOST_KEYWORDS = 8


def matches(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Matrix, best pairs, balance, needs without offers, other clusters."""
    small = is_evening(case)
    return (
        Heading(1, title(case, "5", audience, "Passung und Lücken"), "5"),
        *((Heading(2, "Wer zu wem passt", "5.1"),) if not small else ()),
        *said(case, "matches.before", audience),
        *heat_map(case, audience),
        *said(case, "matches.after", audience),
        *((Heading(2, title(case, "5.2", audience, "Die besten Paare"), "5.2"),) if not small else ()),
        *said(case, "pairs.before", audience),
        *pairs_table(case, audience),
        *said(case, "pairs.after", audience),
        *_gaps(case, audience),
        *_other_clusters(case, audience),
    )


def _shade(score: float | None) -> Shade:
    bounds = transfer().matching
    if score is None or score == 0:
        return "none"
    return "strong" if score >= bounds.match_from - 1e-9 else "mid" if score >= bounds.check_from - 1e-9 else "light"


def heat_map(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Scores of pairs as shaded cells where this version may tell both sides; all other pairs are only counted."""
    result = case.finding("F8")
    if not result:
        return ()
    scores = {(p["need"], p["offer"]): p["score"] for p in result["pairs"]}
    sheets = sheets_of(case)
    need_keys = [n["key"] for n in needs_of(case) if sheets[n["key"]].is_told_to(audience)]
    offer_keys = [o["key"] for o in offers_of(case) if sheets[o["key"]].is_told_to(audience)]
    rest = _uncounted(result["pairs"], {*need_keys, *offer_keys}, audience)
    if not need_keys or not offer_keys:
        return rest
    rows = tuple((Cell(key, bold=True), *(_score_cell(scores.get((key, o))) for o in offer_keys)) for key in need_keys)
    width = 0.9 / len(offer_keys)
    return (
        Table(
            "heat",
            f"{result['matches']} von {len(result['pairs'])} Paaren passen, {result['checks']} sind zu prüfen",
            ("", *offer_keys),
            rows,
            (0.1, *([width] * len(offer_keys))),
            ("left", *(["center"] * len(offer_keys))),  # type: ignore[arg-type]
            "Punkte 0 bis 100; dunkel = passt (ab 60), mittel = prüfen (ab 40), leer = kein gemeinsames Stichwort oder kein Gespräch gewünscht",
            size="small",
        ),
        *rest,
    )


def _uncounted(pairs: list[Mapping[str, Any]], told: set[str], audience: Audience) -> tuple[Block, ...]:
    """Pairs with a sheet that this version may not tell, as sums."""
    others = [p for p in pairs if not {p["need"], p["offer"]} <= told]
    if not others:
        return ()
    why = "Bögen unter NDA" if audience is Audience.INTERNAL else "nicht freigegebenen Bögen"
    fit, check = (sum(p["verdict"] == v for p in others) for v in ("passt", "prüfen"))
    return (
        Paragraph(
            f"Nicht einzeln gezeigt: {len(others)} Paare mit {why}; davon passen {fit}, {check} sind zu prüfen.",
            style="small",
        ),
    )


def _score_cell(score: float | None) -> Cell:
    return Cell(number(100 * score) if score else "", shade=_shade(score), align="center")


def pairs_table(case: Case, audience: Audience, *, with_talks: bool = True) -> tuple[Block, ...]:
    """The best pairs with the reasons of each component; in the published version only where both sides released."""
    sheets = sheets_of(case)
    good = [p for p in case.finding("F8").get("pairs", []) if p["verdict"] == "passt"]
    if audience is Audience.PUBLIC:
        good = [p for p in good if sheets[p["need"]].is_told_to(audience) and sheets[p["offer"]].is_told_to(audience)]
    held = last_cards(case)
    most = 3 if is_evening(case) else _MOST_PAIRS
    wide = with_talks and audience is Audience.INTERNAL
    rows = []
    for pair in good[:most]:
        told = sheets[pair["need"]].is_told_to(audience) and sheets[pair["offer"]].is_told_to(audience)
        named = audience is Audience.INTERNAL or all(sheets[pair[k]].is_named_to(audience) for k in ("need", "offer"))
        row: list[str | Cell] = [
            Cell(f"{mark(pair['need'])}\n{mark(pair['offer'])}"),
            Cell(number(100 * pair["score"]), bold=True, align="center"),
            reasons_in_words(pair, told, named),
        ]
        if wide:
            row.append(_outcome(held.get((pair["need"], pair["offer"]))))
        rows.append(tuple(row))
    if not rows:
        return ()
    shown = "Die besten Paare und warum sie passen" if len(good) > most else f"Warum {in_words(len(rows))} Paare passen"
    talked = sum((p["need"], p["offer"]) in held for p in good[:most])
    return (
        Table(
            "pairs",
            f"{shown}; {in_words(talked)} haben gesprochen" if wide else shown,
            ("Paar", "Punkte", "Gründe", "Gespräch")[: 4 if wide else 3],
            tuple(rows),
            (0.29, 0.08, 0.43, 0.20) if wide else (0.34, 0.08, 0.58),
            source=as_of(case) + ("; Gesprächskarten" if wide else ""),
            size="tiny",
        ),
    )


def reasons_in_words(pair: Mapping[str, Any], told: bool, named: bool) -> str:
    """The reasons as one sentence; no keywords of a confidential sheet, no distance to an unnamed side."""
    reasons = list(pair["reasons"])
    if not told:
        reasons[0] = f"{len(pair['common'])} gemeinsame Stichworte (vertraulich)"
    if not named:
        reasons = [r for r in reasons if not re.search(r"\d\s*(?:km|Kilometer)\b", r)]
    return "; ".join(reasons) + "."


def _outcome(talk: Mapping[str, Any] | None) -> str:
    if talk is None:
        return "kein Gespräch"
    mutual = transfer().talks.mutual_from
    need, offer = talk["need_interest"] >= mutual, talk["offer_interest"] >= mutual
    if need and offer:
        return f"beide interessiert; {talk['next_step']} bis {day(talk['next_on'])}"
    return "eine Seite interessiert" if need or offer else "kein Interesse"


def _gaps(case: Case, audience: Audience) -> tuple[Block, ...]:
    if is_evening(case):
        return (*said(case, "balance.before", audience), *said(case, "unmet", audience))
    return (
        Heading(2, title(case, "5.3", audience, "Was fehlt und was übrig bleibt"), "5.3"),
        *said(case, "balance.before", audience),
        *_balance(case, audience),
        *said(case, "unmet", audience),
        *(_unmet(case) if audience is Audience.INTERNAL else ()),
    )


def _balance(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Needs against offers; by keyword inside, by technology group outside."""
    result = case.finding("TT2")
    if not result:
        return ()
    inside = audience is Audience.INTERNAL
    rows = result["keywords"] if inside else result["groups"]
    rows = sorted(rows, key=lambda r: (-abs(r["balance"]), -r["needs"] - r["offers"], r["name"]))[:_MOST_KEYWORDS]
    rows = sorted(rows, key=lambda r: (-r["balance"], -r["needs"], r["name"]))
    first, last = rows[0], rows[-1]
    return (
        Chart(
            "balance",
            f"{first['name']}: {in_words(first['needs'])} Bedarfe, {_count(first['offers'])}; "
            f"{last['name']}: {_count(last['offers'])}, {_needs(last['needs'])}",
            "bar",
            (
                Series("Bedarfe", tuple(float(r["needs"]) for r in rows), colour="companies"),
                Series("Angebote", tuple(float(r["offers"]) for r in rows), colour="science"),
            ),
            "Balkendiagramm Bedarfe und Angebote: "
            + "; ".join(f"{r['name']} {r['needs']} und {r['offers']}" for r in rows),
            tuple(r["name"] for r in rows),
            f"{'Stichworte' if inside else 'Technologiegruppen'} mit dem größten Unterschied, Mehrfachnennung möglich; {as_of(case)}",
            "Bögen",
            height_cm=6.0,
            legend=True,
        ),
    )


def _count(offers: int) -> str:
    return "kein Angebot" if offers == 0 else "ein Angebot" if offers == 1 else f"{in_words(offers)} Angebote"


def _needs(needs: int) -> str:
    return "kein Bedarf" if needs == 0 else "ein Bedarf" if needs == 1 else f"{in_words(needs)} Bedarfe"


def _unmet(case: Case) -> tuple[Block, ...]:
    rows = tuple(
        (Cell(mark(u["need"]), bold=True), u["what"], mark(u["who"]), day(u["by"])) for u in case.plan.get("unmet", [])
    )
    if not rows:
        return ()
    return (
        Table(
            "unmet",
            f"Kein Bedarf bleibt liegen: was mit {in_words(len(rows))} Bedarfen ohne Vorhaben geschieht"
            if len(rows) > 1
            else "Kein Bedarf bleibt liegen: was ohne Vorhaben geschieht",
            ("Bedarf", "was geschieht", "wer", "bis"),
            rows,
            (0.24, 0.44, 0.20, 0.12),
            size="small",
        ),
    )


def _other_clusters(case: Case, audience: Audience) -> tuple[Block, ...]:
    found = case.finding("TT5").get("clusters", [])
    rows = tuple(
        (
            Cell(fields().by_slug(s["other"]).name.de, bold=True),
            ", ".join(transfer().keyword_name(k) for k in s["common"]),
            Cell(number(100 * s["overlap"]), align="center"),
        )
        for s in (found[0]["suggestions"] if found else [])
    )
    texts = said(case, "others", audience)
    if not rows or is_evening(case):
        return texts if is_evening(case) else ()
    return (
        Heading(2, title(case, "5.4", audience, "Blick zu anderen Clustern"), "5.4"),
        *texts,
        Table(
            "others",
            f"Am meisten Gemeinsames: {rows[0][0].text}",
            ("Feld", "gemeinsame Stichworte", "Überschneidung"),
            rows,
            (0.38, 0.44, 0.18),
            source="Eigene Themen gegen die Themen der Felder im Register; Überschneidung 0 bis 100, kein Urteil über einzelne Initiativen",
            size="small",
        ),
    )
