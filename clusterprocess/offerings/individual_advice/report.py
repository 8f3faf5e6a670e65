"""The Beratungsvermerk: six chapters and two annexes, the same on the fast lane, only shorter (offerings.md 7f).

Content: yardstick individual_advice. There is no cover and no table of contents; the answer stands on the first page.
"""

from __future__ import annotations

from clusterprocess.catalogues.advice import advice
from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.individual_advice import annexes, chapters, chapters_decision
from clusterprocess.offerings.individual_advice.figures import figures_of
from clusterprocess.offerings.individual_advice.modules import chosen
from clusterprocess.offerings.offering import Chapter
from clusterprocess.offerings.sections.blocks import Block, DocumentContext
from clusterprocess.offerings.standard.paper import paper

KIND = "beratungsvermerk"

BODY: tuple[Chapter, ...] = (
    Chapter("frage", "Kapitel 1, Frage und Antwort", chapters.answer),
    Chapter("datenbasis", "Kapitel 2, Datenbasis und Methode", chapters.basis),
    Chapter("befunde", "Kapitel 3, Befunde", chapters.findings),
    Chapter("optionen", "Kapitel 4, Optionen", chapters_decision.options),
    Chapter("empfehlung", "Kapitel 5, Empfehlung und nächste Schritte", chapters_decision.recommendation),
    Chapter("grenzen", "Kapitel 6, Grenzen der Aussage", chapters_decision.limits),
)


def _proof(case: Case) -> tuple[Block, ...]:
    blocks = [block for chapter in BODY for block in chapter.build(case)]
    return annexes.proof_of_figures(case, annexes.used_figures(case, blocks))


OUTLINE: tuple[Chapter, ...] = (
    *BODY,
    Chapter("anhang_a", "Anhang A, Datengrundlage und Methoden", annexes.data_and_methods),
    Chapter("anhang_b", "Anhang B, Nachweis der Zahlen", _proof),
)

OMITTED: dict[str, frozenset[str]] = {}
"""No level leaves a chapter out: a note is short by its texts, not by missing limits or steps."""


def advice_note(case: Case) -> DocumentContext:
    """The context of the Beratungsvermerk.

    Raises:
        InputErrors: a text names a figure that is not there, the recommendation differs from the choice without a
            reason, or a legal or tax question has no referral.
    """
    require_referral(case)
    return paper(
        case,
        KIND,
        f"Beratungsvermerk: {case.plan['title']}",
        OUTLINE,
        figures_of(case),
        omitted=OMITTED.get(case.level, frozenset()),
    )


def require_referral(case: Case) -> None:
    """Refuse a note that touches law or taxes without saying who may advise (ruling 12)."""
    if case.plan["referrals"]:
        return
    faults = [
        f"Text „{key}“: „{stem}“ deutet auf eine Rechts- oder Steuerfrage; bitte im Ergebnis eine Auskunft mit Verweis ergänzen (referrals)."
        for key, text in case.texts.items()
        for stem in advice().referral.hints_in(text)
    ]
    faults += [
        f"Modul {m.name.de}: Es braucht im Ergebnis eine Auskunft mit Verweis (referrals)."
        for m in chosen(case.answers)
        if m.reader_of_law
    ]
    if faults:
        raise InputErrors(faults)
