"""Annexes of the Fahrplan: statistics of the talks without names, the procedure in words, data and proof of figures."""

from __future__ import annotations

from dataclasses import replace

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Cell, Heading, Shade, Table
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard import annexes
from clusterprocess.offerings.technology_transfer.analysis import is_mutual, last_cards, needs_of, offers_of, talks_of
from clusterprocess.offerings.technology_transfer.disclosure import Audience
from clusterprocess.offerings.technology_transfer.figures import number_figures
from clusterprocess.offerings.technology_transfer.readers import is_evening
from clusterprocess.offerings.technology_transfer.texts import marks_in, said

CHAPTER_OF = {
    "F11": "2",
    "BOG": "2 bis 4",
    "F8": "5",
    "TT1": "2 und Anhang",
    "TT2": "3 und 5",
    "TT4": "5 und 9",
    "GES": "2 und Anhang",
    "HIST": "2",
    "F12": "6",
    "PLAN": "6 bis 9",
}
PUBLIC_CHAPTER_OF = CHAPTER_OF | {"TT4": "5 und 8", "PLAN": "6 bis 8"}
"""Outside, chapter 8 with the measures is missing and the recommendation takes its number."""


def talk_statistics(case: Case, audience: Audience) -> tuple[Block, ...]:
    """How many talks, how interested both sides were, and how pairs and rounds were found."""
    talks = talks_of(case)
    if not talks:
        return ()
    return (
        Heading(1, "Anhang: Gesprächsstatistik und Verfahren", "G", numbered=False, page_break=True),
        *said(case, "talks", audience),
        *(() if is_evening(case) else (_by_day(case),)),
        interest_table(case),
        *said(case, "matching.method", audience),
    )


def _by_day(case: Case) -> Table:
    rows: list[tuple[str | Cell, ...]] = []
    for workshop in case.workshops:
        held = workshop.record.get("talks", [])
        if not held:
            continue
        contacts = sum(is_mutual(t) for t in held)
        planned = case.finding("TT1" if workshop.number == 1 else "TT1.2").get("talks")
        ndas = len(workshop.record["ndas"])
        rows.append(
            (
                workshop.title,
                day(workshop.held_on),
                str(len(planned)) if planned else "–",
                str(len(held)),
                str(contacts),
                str(ndas),
            )
        )
    return Table(
        "talks_by_day",
        "Geplante und geführte Gespräche je Termin",
        ("Termin", "Tag", "geplant", "geführt", "beide interessiert", "NDA unterschrieben"),
        tuple(rows),
        (0.26, 0.16, 0.12, 0.12, 0.17, 0.17),
        ("left", "left", "right", "right", "right", "right"),
        "Gesprächskarten und Protokolle",
        size="small",
    )


def interest_table(case: Case) -> Table:
    """Interest of both sides against each other: counts only."""
    talks = list(last_cards(case).values())
    counts = {
        (n, o): sum(t["need_interest"] == n and t["offer_interest"] == o for t in talks)
        for n in range(4)
        for o in range(4)
    }
    most = max(counts.values())
    mutual = transfer().talks.mutual_from
    both = sum(v for (n, o), v in counts.items() if min(n, o) >= mutual)

    def shade(value: int) -> Shade:
        return "none" if value == 0 else "strong" if value == most else "mid" if 2 * value >= most else "light"

    rows = tuple(
        (
            Cell(f"suchende Seite {n}", bold=True),
            *(
                Cell(str(counts[(n, o)]) if counts[(n, o)] else "", shade=shade(counts[(n, o)]), align="center")
                for o in range(4)
            ),
        )
        for n in (3, 2, 1, 0)
    )
    return Table(
        "interest",
        f"Bei {both} von {len(talks)} Paaren waren am Ende beide Seiten interessiert (mindestens {mutual} von 3)",
        ("Interesse", *(f"anbietende Seite {o}" for o in range(4))),
        rows,
        (0.28, 0.18, 0.18, 0.18, 0.18),
        ("left", "center", "center", "center", "center"),
        "Gesprächskarten, bei zwei Gesprächen das zweite; 0 = kein Interesse, 3 = sehr interessiert",
        size="small",
    )


def data_and_methods(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Annex A with the sheets as sources of this offering."""
    more = [
        (
            "Bedarfsbögen",
            day(case.submissions["bedarfe"]["closed_on"]),
            str(len(needs_of(case))),
            "Angaben der Betriebe, nicht nachgeprüft",
        ),
        (
            "Angebotsbögen",
            day(case.submissions["angebote"]["closed_on"]),
            str(len(offers_of(case))),
            "Reifegrad nach eigener Angabe",
        ),
    ]
    if talks := talks_of(case):
        last = max(w.held_on for w in case.workshops if w.record.get("talks"))
        more.append(
            ("Gesprächskarten", day(last), str(len(talks)), "Interesse am Ende des Gesprächs, nicht nach Bedenkzeit")
        )
    if audience is Audience.PUBLIC:
        # what a contributor corrected may say more than the sheet that was released
        kept = tuple(replace(w, record={**w.record, "corrections": []}) if w.record else w for w in case.workshops)
        case = replace(case, workshops=kept)
    return annexes.data_and_methods(case, more)


def proof_of_figures(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Annex B: every number that a text of this version names; the names of contributors are no numbers."""
    used = marks_in(case, audience)
    figures = {key: figure for key, figure in number_figures(case).items() if key in used}
    return annexes.proof_of_figures(case, figures, CHAPTER_OF if audience is Audience.INTERNAL else PUBLIC_CHAPTER_OF)
