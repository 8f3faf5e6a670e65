"""Annexes: data and methods, proof of figures, country sheets, template of the memorandum in German and English."""

from __future__ import annotations

from typing import Any, Literal

from clusterprocess.catalogues.internationalisation import countries
from clusterprocess.catalogues.memorandum import MemorandumTemplate, memorandum
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation.chapters_partners import ENGLISH
from clusterprocess.offerings.internationalisation.figures import figures_of
from clusterprocess.offerings.internationalisation.levels import numbers
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Figure, Heading, Paragraph, Table
from clusterprocess.offerings.sections.marks import MARK
from clusterprocess.offerings.sections.numbers import day, number, percent
from clusterprocess.offerings.standard import annexes
from clusterprocess.offerings.standard.texts import own

_CHAPTERS = {
    "F11": "ausgangslage",
    "INT1": "ausgangslage",
    "INT2": "ausgangslage",
    "INT4": "ausgangslage",
    "INT": "ausgangslage",
    "F12": "laenderanalyse",
    "F7": "laenderanalyse",
    "INT6": "laenderanalyse",
    "INT3": "risiken",
    "PLAN": "massnahmen",
}
"""Chapter in which the figures of a head are printed first, by the name in the outline."""

_SHEET_ROWS = (
    ("members", "Unsere Mitglieder dort"),
    ("market", "Markt"),
    ("partners", "Mögliche Partner"),
    ("access", "Zugang"),
    ("verdict", "Urteil"),
)
_EVIDENCE = {"beleg": "Beleg", "auskunft": "Auskunft", "einschaetzung": "Einschätzung"}


def data_and_methods(case: Case) -> tuple[Block, ...]:
    rows: list[annexes.SourceRow] = []
    asked = day(case.requested_on)
    if activities := case.answers.get("intl_activities", []):
        rows.append(
            (
                "Liste der Auslandsaktivitäten",
                asked,
                str(len(activities)),
                "Nutzen nach Einschätzung der Geschäftsstelle",
            )
        )
    if partners := case.answers.get("partnerships", []):
        rows.append(("Liste der Partner", asked, str(len(partners)), "Stufe nach Angabe der Geschäftsstelle"))
    if share := case.answers.get("export_share"):
        rows.append(
            (
                "Exportquote der Mitglieder",
                asked,
                str(share["members_with_data"]),
                "nur Mitglieder, die sie genannt haben",
            )
        )
    if scores := case.submissions.get("bewertung"):
        given = len(scores["rows"])
        weak = sum(r["evidence"] == "einschaetzung" for r in scores["rows"])
        rows.append(
            ("Bewertung der Länder", day(scores["scored_on"]), str(given), f"{weak} Werte beruhen auf Einschätzung")
        )
    return annexes.data_and_methods(case, rows)


def proof_of_figures(case: Case) -> tuple[Block, ...]:
    """Every figure of the paper, and the baseline of every goal."""
    number_of = numbers(case)
    chapter_of = {head: number_of.get(name, "–") for head, name in _CHAPTERS.items()}
    goals = (
        (number_of["motive"], g["indicator"], g["baseline_text"], g["key"], g["baseline_source"])
        for g in case.plan["goals"]
    )
    return annexes.proof_of_figures(case, _printed(case), chapter_of, goals)


def _printed(case: Case) -> dict[str, Figure]:
    """All figures; of a volunteer-run initiative only those that its short texts name."""
    figures = figures_of(case)
    if case.level != "M0":
        return figures
    named = {key for text in case.texts.values() for key in MARK.findall(text)}
    return {key: figure for key, figure in figures.items() if key in named}


def country_sheets(case: Case) -> tuple[Block, ...]:
    """One sheet per country, two thirds of a page: what is known, then each score with its reason."""
    options = {o["key"]: o for o in case.finding("F7").get("options", [])}
    blocks: list[Block] = [
        Heading(1, "Anhang C: Länderblätter", "C", numbered=False, page_break=True),
        *own(case, "sheets.before"),
    ]
    for sheet in case.plan.get("sheets", []):
        blocks += _sheet(case, sheet, options.get(sheet["country"], {}))
    return tuple(blocks)


def _sheet(case: Case, sheet: Any, option: Any) -> list[Block]:
    country = sheet["country"]
    known = [(Cell(label, bold=True), sheet[key]) for key, label in _SHEET_ROWS]
    known.insert(-1, (Cell("Dafür und dagegen", bold=True), f"{sheet['strengths']}\n{sheet['obstacles']}"))
    verdict = "Nicht bewertet"
    if option and not option["knocked_out"]:
        stable = percent(option["stability"])
        verdict = f"Rang {option['rank']} mit {number(option['points'])} Punkten, Rangstabilität {stable}"
    names = {c["key"]: c["name"] for c in case.submissions.get("gewichte", {}).get("criteria", [])}
    scores = tuple(
        f"**{names.get(r['criterion'], r['criterion'])} {r['score']}:** {r['reason']} ({_EVIDENCE[r['evidence']]})"
        for r in case.submissions.get("bewertung", {}).get("rows", [])
        if r["country"] == country
    )
    return [
        Heading(3, countries().name(country), f"C.{country}", numbered=False),
        Table(f"sheet_{country}", verdict, (), tuple(known), (0.22, 0.78)),
        *((Paragraph(sheet["experience"], own=f"sheet.{country}"),) if sheet.get("experience") else ()),
        *((Bullets(scores),) if scores else ()),
        Paragraph(f"Quellen: {'; '.join(sheet['sources'])}", style="small"),
    ]


def memorandum_template(case: Case) -> tuple[Block, ...]:
    """The memorandum in both languages, filled with names and the agreed activities."""
    agreed = case.plan.get("memorandum")
    if not agreed:
        return ()
    template = memorandum()
    partner = next(p["name"] for p in case.plan["partners"] if p["key"] == agreed["partner"])
    return (
        Heading(1, "Anhang D: Muster der Absichtserklärung", "D", numbered=False, page_break=True),
        *own(case, "memorandum.before"),
        *_language(case, template, partner, agreed, "de"),
        *_language(case, template, partner, agreed, "en"),
    )


def _language(
    case: Case, template: MemorandumTemplate, partner: str, agreed: Any, language: Literal["de", "en"]
) -> list[Block]:
    frame = template.de if language == "de" else template.en
    mark = ENGLISH if language == "en" else ""

    def filled(text: str) -> str:
        return text.replace("{initiative}", case.name).replace("{seat}", case.seat).replace("{partner}", partner)

    blocks: list[Block] = [
        Heading(3, frame.title, f"D.{language}", numbered=False, language=mark),
        Paragraph(filled(frame.parties), language=mark),
    ]
    for place, article in enumerate(template.articles, 1):
        title, text = (article.de, article.de_text) if language == "de" else (article.en, article.en_text)
        if text == "{topics}":
            blocks.append(Paragraph(f"**{place}. {title}**", language=mark))
            blocks.append(Bullets(tuple(agreed[f"topics_{language}"]), own=f"memorandum.{language}", language=mark))
        else:
            blocks.append(Paragraph(f"**{place}. {title}.** {filled(text)}", language=mark))
    return [*blocks, Paragraph(filled(frame.signatures), style="small", language=mark)]
