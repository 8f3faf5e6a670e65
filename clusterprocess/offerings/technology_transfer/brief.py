"""The situation brief before the Transfertag: sheets, matches, plan of talks, hypotheses, gaps; eight pages at most.

It goes to the core group before anybody agreed to anything, so contributors appear by number, kind and size unless they
released their sheet.
"""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Bullets, DocumentContext, Heading, Paragraph
from clusterprocess.offerings.sections.numbers import in_words
from clusterprocess.offerings.standard.gaps import gaps
from clusterprocess.offerings.standard.paper import simple_paper
from clusterprocess.offerings.technology_transfer.chapter_matches import heat_map, pairs_table
from clusterprocess.offerings.technology_transfer.chapters_sheets import barrier_profile, needs_table, offers_table
from clusterprocess.offerings.technology_transfer.disclosure import Audience, require_covered
from clusterprocess.offerings.technology_transfer.figures import figures_of, public_figures
from clusterprocess.offerings.technology_transfer.readers import is_evening, listed
from clusterprocess.offerings.technology_transfer.talk_plan import by_round

INSIDE = Audience.INTERNAL


def situation_brief(case: Case) -> DocumentContext:
    """The context of the Situationsanalyse."""
    context = simple_paper(case, "situationsanalyse", "Situationsanalyse", _content(case), public_figures(case))
    return require_covered(case, context, INSIDE)


def _content(case: Case) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(1, "Auf einen Blick", "b1"), Bullets(tuple(key_sentences(case)))]
    if case.finding("F8"):
        blocks += [
            Heading(1, "Bedarfe", "b2"),
            Paragraph(
                "Jeder Bedarf erscheint mit Nummer, Art und Größe. Namen nennen die Betriebe selbst, wenn sie wollen.",
                style="small",
            ),
            *needs_table(case, INSIDE),
            Heading(1, "Angebote", "b3"),
            *offers_table(case, INSIDE),
            Heading(1, "Was zusammenpasst", "b4"),
            *heat_map(case, INSIDE),
            *pairs_table(case, INSIDE, with_talks=False),
        ]
    if plan := by_round(case, "TT1", _plan_caption(case)):
        blocks += [Heading(1, "Gesprächsplan", "b5"), plan]
    if case.answers.get("barriers") and not is_evening(case):
        blocks += [Heading(1, "Was Transfer aufhält", "b6"), *barrier_profile(case)]
    blocks += [Heading(1, "Hypothesen für den Transfertag", "b7"), Bullets(tuple(hypotheses(case)), numbered=True)]
    missing = (*gaps(case), *_sheet_gaps(case))
    return (
        *blocks,
        Heading(1, "Offene Datenlücken", "b8"),
        Bullets(missing or ("Keine: Alle Pflichtangaben dieser Stufe liegen vor.",)),
    )


def _plan_caption(case: Case) -> str:
    plan = case.finding("TT1")
    left = len(plan["left_over"])
    rest = "ein Paar fand keinen Platz" if left == 1 else f"{in_words(left)} Paare fanden keinen Platz"
    return (
        f"{len(plan['talks'])} Gespräche in {in_words(plan['rounds_used'])} Runden an {in_words(plan['tables_used'])} Tischen"
        + (f"; {rest}" if left else "")
    )


def key_sentences(case: Case) -> list[str]:
    """What a reader should remember, each sentence with its count."""
    figures = figures_of(case)
    found = []
    if "BOG.needs" in figures:
        found.append(
            "{BOG.needs} Bedarfe von {BOG.need_parties} Organisationen und {BOG.offers} Angebote von {BOG.offer_parties} liegen vor; unter NDA: {BOG.nda}."
        )
    if "F8.matches" in figures:
        found.append(
            "Von {F8.pairs} Paaren passen {F8.matches}, zu prüfen sind {F8.checks}; Bedarfe ohne passendes Angebot: {F8.unmet}."
        )
    if "TT2.topics" in figures:
        found.append("Themen, die mindestens drei Betriebe teilen: {TT2.topics}; Stichworte ohne Angebot: {TT2.gaps}.")
    if "HIST.projects" in figures:
        found.append("In den letzten 36 Monaten gab es {HIST.projects} Transferprojekte mit zusammen {HIST.volume}.")
    return found


def hypotheses(case: Case) -> list[str]:
    """Statements for the room to confirm or refute, derived from the findings."""
    found = []
    for topic in case.finding("TT2").get("clusters", [])[:3]:
        offers = f"Angebote dazu: {listed(topic['offers'])}" if topic["offers"] else "ein Angebot dazu fehlt"
        found.append(
            f"{topic['name']} ist ein gemeinsames Thema ({listed(topic['needs'])}); {offers}. Lohnt sich ein Vorhaben für mehrere?"
        )
    if unmet := case.finding("F8").get("needs_unmet", []):
        found.append(f"Für {listed(unmet)} muss der Partner von außerhalb kommen; wer kennt einen?")
    if unused := case.finding("F8").get("offers_unused", []):
        found.append(f"{listed(unused)} trifft auf keinen Bedarf; ist das Angebot zu früh oder falsch beschrieben?")
    if barriers := sorted(case.answers.get("barriers", []), key=lambda b: -b["rating"]):
        words = {"zeit": "Zeit", "geld": "Geld", "kontakt": "ein Kontakt", "vertrauen": "Vertrauen", "ip": "Klarheit über Schutzrechte",
                 "sprache": "eine gemeinsame Sprache", "personal": "Personal", "buerokratie": "ein Weg durch die Anträge"}  # fmt: skip
        found.append(
            f"Am meisten fehlt {words[barriers[0]['barrier']]}; ein Vorhaben gelingt nur, wenn das im ersten Schritt gelöst ist."
        )
    return found or ["Welcher Bedarf hätte den größten Nutzen, wenn er in zwölf Monaten gelöst wäre?"]


def _sheet_gaps(case: Case) -> list[str]:
    needs = case.submissions.get("bedarfe", {}).get("needs", [])
    offers = case.submissions.get("angebote", {}).get("offers", [])
    found = []
    if unknown := [n["key"] for n in needs if not n.get("n_budget")]:
        found.append(f"Budgetrahmen nicht angegeben: {listed(unknown)}.")
    if unknown := [s["key"] for s in (*needs, *offers) if s.get("lat") is None]:
        found.append(f"Ort unbekannt, Entfernung nicht gewertet: {listed(unknown)}.")
    return found
