"""The paper of the chosen line or lines: one template, the chapters of a line that was not chosen stay out."""

from __future__ import annotations

from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.offering import Chapter
from clusterprocess.offerings.professionalisation import (
    chapter_measures,
    chapter_new_services,
    chapter_path,
    chapter_prices,
    chapter_summary,
    chapters_benchmark,
    chapters_label,
    chapters_services,
    chapters_trial,
)
from clusterprocess.offerings.professionalisation.figures import figures_of, used_figures
from clusterprocess.offerings.professionalisation.plan import ProfessionalisationPlan, plan_fits_line
from clusterprocess.offerings.professionalisation.questionnaire import E1, E2, lines_of
from clusterprocess.offerings.sections.blocks import Block, DocumentContext
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard import annexes
from clusterprocess.offerings.standard.paper import paper

KIND = "professionalisierungsbericht"

TITLES: dict[tuple[str, ...], str] = {
    (E1,): "Benchmarking- und Label-Readiness-Bericht",
    (E2,): "Servicekonzept",
    (E1, E2): "Benchmarking-Bericht und Servicekonzept",
}

LABEL_CHAPTERS: tuple[Chapter, ...] = (
    Chapter("methodik", "e1: Methodik und Vergleichsgruppe", chapters_benchmark.method),
    Chapter("dimension_1", "e1: Ergebnisse, Struktur der Initiative", chapters_benchmark.dimension(1)),
    Chapter("dimension_2", "e1: Ergebnisse, Management und Zusammenarbeit", chapters_benchmark.dimension(2)),
    Chapter("dimension_3", "e1: Ergebnisse, Finanzierung", chapters_benchmark.dimension(3)),
    Chapter("dimension_4", "e1: Ergebnisse, Strategie, Ziele, Leistungen", chapters_benchmark.dimension(4)),
    Chapter("dimension_5", "e1: Ergebnisse, Wirkung und Anerkennung", chapters_benchmark.dimension(5)),
    Chapter("staerken", "e1: Stärken", chapters_label.strengths),
    Chapter("potenziale", "e1: Verbesserungspotenziale", chapters_label.potentials),
    Chapter("weg", "e1: Weg zum Label", chapter_path.path),
    Chapter("nachweise", "e1: Nachweisliste", chapters_label.evidence),
)
SERVICE_CHAPTERS: tuple[Chapter, ...] = (
    Chapter("bedarf", "e2: Bedarf", chapters_services.need),
    Chapter("portfolio", "e2: Portfolio und Lücken", chapters_services.portfolio),
    Chapter("neue_services", "e2: Neue Services, je ein Blatt", chapter_new_services.new_services),
    Chapter("preis", "e2: Preis- und Finanzierungsmodell", chapter_prices.prices),
    Chapter("pilotplan", "e2: Pilotplan", chapters_trial.pilots),
    Chapter("einstellungsliste", "e2: Einstellungsliste", chapters_trial.stops),
    Chapter("erfolgsmessung", "e2: Erfolgsmessung", chapters_trial.success),
)


def data_and_methods(case: Case) -> tuple[Block, ...]:
    """Annex A with the sources of this offering."""
    rows: list[annexes.SourceRow] = []
    evidence = case.submissions.get("nachweise", {})
    if checked := evidence.get("nachweise"):
        limits = "; ".join(evidence.get("open_questions", [])) or "ohne Einschränkung"
        rows.append(("Nachweise", day(max(r["checked_on"] for r in checked)), str(len(checked)), limits))
    if not case.survey and (base := case.answers.get("survey_base")):
        rows.append(("Abfrage der Geschäftsstelle", day(base.get("asked_on")) or "–", str(base["answered"]),
                     f"{base['asked']} gefragt"))  # fmt: skip
    return annexes.data_and_methods(case, rows)


def proof_of_figures(case: Case) -> tuple[Block, ...]:
    """Annex B: every figure that the texts name, and the baseline of every measure of success."""
    indicators = (case.plan.get("services") or {}).get("indicators", [])
    place = chapter_numbers(case).get("erfolgsmessung", "–")
    goals = ((place, m["indicator"], m["baseline"], "Messgröße", m["source"]) for m in indicators)
    return annexes.proof_of_figures(case, used_figures(case), chapter_of(case), goals)


OUTLINE: tuple[Chapter, ...] = (
    Chapter("zusammenfassung", "Zusammenfassung und Beschluss", chapter_summary.summary),
    *LABEL_CHAPTERS,
    *SERVICE_CHAPTERS,
    Chapter("umsetzung", "Maßnahmen und Kapazität", chapter_measures.measures),
    Chapter("anhang_a", "Anhang A, Datengrundlage und Methoden", data_and_methods),
    Chapter("anhang_b", "Anhang B, Nachweis der Zahlen", proof_of_figures),
    Chapter("anhang_c", "e1: Anhang C, alle 34 Werte", chapters_label.all_values),
)


def omitted(case: Case) -> frozenset[str]:
    """Chapters of the line that was not chosen."""
    lines = lines_of(case.answers)
    out: set[str] = set()
    if E1 not in lines:
        out |= {c.name for c in LABEL_CHAPTERS} | {"anhang_c"}
    if E2 not in lines:
        out |= {c.name for c in SERVICE_CHAPTERS}
    return frozenset(out)


def chapter_numbers(case: Case) -> dict[str, str]:
    """Number of each numbered chapter of this paper, by chapter name."""
    left = omitted(case)
    names = [c.name for c in OUTLINE if c.name not in left and not c.name.startswith("anhang")]
    return {name: str(n) for n, name in enumerate(names, 1)}


HOME_OF: dict[str, str] = {
    "F4": "potenziale", "F3": "methodik", "F1": "methodik", "F2": "methodik", "NW": "nachweise", "PRO1": "weg",
    "F11": "methodik", "F20": "bedarf", "F9": "bedarf", "PRO2": "portfolio", "F7": "neue_services",
    "F12": "neue_services", "F10": "preis", "F19": "preis", "PLAN": "umsetzung", "INT": "bedarf",
}  # fmt: skip
"""Chapter where a figure is at home, by the head of its key."""


def chapter_of(case: Case) -> dict[str, str]:
    """Chapter number by the head of a figure's key, for annex B."""
    numbers = chapter_numbers(case)
    first = numbers.get("methodik") or numbers.get("bedarf", "1")
    return {head: numbers.get(name, first) for head, name in HOME_OF.items()}


def report(case: Case) -> DocumentContext:
    """The context of the paper.

    Raises:
        InputErrors: the plan lacks the part of a chosen line, or a text names a figure that this paper does not have.
    """
    lines = lines_of(case.answers)
    if faults := plan_fits_line(ProfessionalisationPlan.model_validate(dict(case.plan)), lines):
        raise InputErrors(faults)
    return paper(
        case,
        KIND,
        TITLES[lines],
        OUTLINE,
        figures_of(case),
        motto=case.plan["motto"],
        omitted=omitted(case),
    )
