"""The smaller papers around the concept: what the board decides, what an Auslandstag settles, what its minutes add."""

from __future__ import annotations

from clusterprocess.catalogues.internationalisation import countries
from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.internationalisation.figures import figures_of
from clusterprocess.offerings.internationalisation.questionnaire import INTERVIEW_GUIDE, QUESTIONNAIRE
from clusterprocess.offerings.internationalisation.wording import counted, leads
from clusterprocess.offerings.sections.blocks import Block, Cell, Heading, Table
from clusterprocess.offerings.sections.numbers import day, in_words, number, percent
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.offerings.standard.working_papers import BoardPaper, WorkingPapers

_DECISIONS = {
    "gewaehlt": "gewählt",
    "abgelehnt": "abgelehnt",
    "zurueckgestellt": "zurückgestellt",
    "ausgeschlossen": "ausgeschlossen",
}


def board(case: Case) -> BoardPaper:
    plan = case.plan
    days = sum(bool(w.record) for w in case.workshops)
    worked = "einem Auslandstag" if days == 1 else f"{in_words(days)} Auslandstagen"
    where = " und ".join(r["name"] for r in plan["regions"])
    chosen = f"Zielregionen: {where}." if where else "Eine eigene Zielregion ist nicht vorgesehen."
    ranked = [o for o in case.finding("F7").get("options", []) if not o["knocked_out"]]
    first = (
        f" {leads(ranked[0]['key'], ranked[0]['name'])} mit {number(ranked[0]['points'])} von 100 Punkten."
        if ranked
        else ""
    )
    names = ", ".join(countries().name(r["country"]) for r in plan["rejected"])
    stops = "; ".join(s["activity"] for s in plan["stop_list"])
    ends = "Es endet" if len(plan["stop_list"]) == 1 else "Es enden"
    return BoardPaper(
        facts=(
            f"Das Internationalisierungskonzept liegt in Fassung {case.version} vor, erarbeitet mit {worked}. "
            f"{counted(len(ranked), 'Ein Land wurde', 'Länder wurden')} nach vorher festgelegten Gewichten bewertet.{first} {chosen}"
        ),
        options=(
            "Beschluss wie vorgelegt: Die Umsetzung beginnt mit den ersten Schritten in 14 Tagen.",
            "Beschluss mit Änderungen: Sie gehen in eine neue Fassung ein, die erneut geprüft wird.",
            "Kein Beschluss: Die Initiative reist weiter nach Anlass, ohne Zielregion.",
        ),
        proposal=tuple(plan["resolution"]),
        cost=" · ".join(plan["costs_summary"]),
        note=(f"Nicht gewählt: {names}." if names else "") + (f" {ends}: {stops}." if stops else ""),
    )


def purpose(case: Case, workshop: WorkshopFacts) -> str:
    if case.level == "M0":
        return f"klären, ob und wie die Initiative „{case.name}“ im Ausland tätig wird."
    return f"entscheiden, wohin die Initiative „{case.name}“ in den nächsten 18 Monaten geht, mit wem und wohin nicht."


def minutes_more(case: Case, workshop: WorkshopFacts) -> tuple[Block, ...]:
    """Weights, decisions per country and travellers by kind."""
    record = workshop.record
    blocks: list[Block] = []
    if record.get("weights"):
        titles = record["options"]
        rows = tuple((Cell(titles.get(key, key), bold=True), percent(w)) for key, w in record["weights"].items())
        blocks += [
            Heading(1, "Beschlossene Gewichte", "p5"),
            Table(
                "p_weights",
                "Festgelegt vor der ersten Bewertung",
                ("Kriterium", "Gewicht"),
                rows,
                (0.76, 0.24),
                ("left", "right"),
                size="small",
            ),
        ]
    if record.get("decisions"):
        decided = tuple(
            (Cell(countries().name(d["country"]), bold=True), _DECISIONS[d["decision"]], d["reason"])
            for d in record["decisions"]
        )
        blocks += [
            Heading(1, "Entscheidungen je Land", "p6"),
            Table(
                "p_decisions",
                f"{counted(len(decided), 'Ein Land', 'Länder')} mit Grund",
                ("Land", "Entscheidung", "Grund"),
                decided,
                (0.22, 0.20, 0.58),
                size="small",
            ),
        ]
    if record.get("travellers"):
        travel = tuple(
            (Cell(t["mission"], bold=True), KIND_NAMES[t["kind"]], str(t["organisations"]), str(t["persons"]))
            for t in record["travellers"]
        )
        blocks += [
            Heading(1, "Wer mitreisen will", "p7"),
            Table(
                "p_travellers",
                f"Zusagen vom {day(workshop.held_on)}",
                ("Reise", "Art", "Organisationen", "Personen"),
                travel,
                (0.46, 0.26, 0.15, 0.13),
                ("left", "left", "right", "right"),
                size="small",
            ),
        ]
    return tuple(blocks)


PAPERS = WorkingPapers(
    subject="zur Internationalisierung",
    questionnaire=QUESTIONNAIRE,
    guide=INTERVIEW_GUIDE,
    figures=figures_of,
    purpose=purpose,
    two_questions=(
        "Was fehlt Ihrem Haus, das Sie eher im Ausland als hier finden?",
        "In welchem Land würden Sie für andere Mitglieder vorangehen?",
    ),
    board=board,
    minutes_more=minutes_more,
)
