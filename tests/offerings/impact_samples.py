"""Impact notes for the tests: the strategy sample after twelve months, and a communication concept beside it."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from docx import Document
from pypdf import PdfReader

from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.catalogue import offering_named
from clusterprocess.offerings.profile import MEMBER_KEYS
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.offerings.standard.follow_up_answers import FollowUpData
from clusterprocess.offerings.standard.follow_up_results import measure_lines
from clusterprocess.offerings.standard.follow_up_rounds import Round
from clusterprocess.offerings.standard.follow_up_subject import subject_of
from clusterprocess.offerings.standard.impact_facts import ImpactFacts, SurveyFacts
from clusterprocess.offerings.standard.impact_note import impact_note
from clusterprocess.offerings.standard.impact_words import ImpactWords
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case

TEMPLATES = Path(__file__).parents[2] / "templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORM = "Formular über einen persönlichen Link"
Answers = Mapping[str, Any] | None


def answers(key: str) -> dict[str, Any]:
    """What the sample initiative answers in one follow-up, as handed in."""
    folder = resources.files("clusterprocess.sampledata.cases") / "praezisionstechnik"
    return tomllib.loads((folder / f"followup_{key}.toml").read_text(encoding="utf-8"))


def words(**changed: Any) -> dict[str, Any]:
    """The consultant's record of the sample, with some keys replaced."""
    return {**sample_case().submissions["wirkung"], **changed}


@cache
def strategy_case() -> Case:
    """The sample on the day the note is written."""
    adopted, assembly = date(2015, 7, 15), date(2015, 10, 22)
    made = assembled(sample_case())
    return replace(made, today=date(2016, 8, 15), version="1.0", adopted_on=adopted, assembly_on=assembly)


def facts_of(
    case: Case, slug: str, handed_over: date, rounds: Mapping[str, Answers], said: Mapping[str, Any]
) -> ImpactFacts:
    """Facts as the program assembles them; a follow-up without answers is one that nobody answered."""
    offering = offering_named(slug)
    baseline = {"as_of": case.profile_as_of, "answers": case.profile}
    subject = subject_of(case.plan, offering.outcomes, (), baseline, handed_over)
    days = {f.key: handed_over + timedelta(days=f.after_days) for f in offering.follow_ups}
    told = [
        Round(key, "", days[key], "beantwortet", days[key] + timedelta(days=1), record=data)
        for key, data in rounds.items()
        if data
    ]
    surveys = [_survey(key, day, rounds) for key, day in days.items()]
    return ImpactFacts(
        written_on=case.today,
        offering_title=offering.title.de,
        paper_title="Papier",
        handed_over_on=handed_over,
        version="1.0",
        sha256="3f0c9ab27d51" + "0" * 52,
        surveys=tuple(surveys),
        words=ImpactWords.model_validate(dict(said)),
        lines=measure_lines(subject, told),
        baseline=case.profile,
        baseline_on=case.profile_as_of,
        frozen_on=date(2015, 2, 16),
        profile_versions=1,
        days_planned=Decimal("14"),
        days_used=Decimal("16.5"),
    )


def _survey(key: str, day: date, rounds: Mapping[str, Answers]) -> SurveyFacts:
    if key not in rounds:
        return SurveyFacts(key, day, "geplant")
    data = rounds[key]
    if data is None:
        return SurveyFacts(key, day, "keine_antwort", day, reminders=2, called=True)
    record = FollowUpData.model_validate(data)
    return SurveyFacts(
        key, day, "beantwortet", day, day + timedelta(days=1), "Clustermanagement", FORM, reminders=1, data=record
    )


def strategy_facts(said: Mapping[str, Any] | None = None, **changed: Any) -> ImpactFacts:
    """Twelve months after the handover of 20 July 2015; ``changed`` replaces keys of the answers after twelve months.

    The year 2016 has a 29 February: 365 days after the handover are the 19 July 2016, the answer came a day later.
    """
    rounds: dict[str, Answers] = {"14t": None, "3m": answers("3m"), "6m": None, "12m": {**answers("12m"), **changed}}
    made = facts_of(strategy_case(), "cluster_strategy", date(2015, 7, 20), rounds, said or words())
    return replace(made, paper_title="Strategiepapier")


def silent_facts() -> ImpactFacts:
    """Nobody ever answered."""
    rounds: dict[str, Answers] = dict.fromkeys(("14t", "3m", "6m", "12m"))
    made = facts_of(strategy_case(), "cluster_strategy", date(2015, 7, 20), rounds, words(alternatives=[]))
    return replace(made, paper_title="Strategiepapier")


@cache
def communication_case() -> Case:
    made = assembled(sample_case("kommunikation_spitze"))
    return replace(made, today=date(2018, 5, 2), version="1.0", adopted_on=made.today)


def communication_facts() -> ImpactFacts:
    """Another service: goals with one target each, no fields of action, parallel support denied."""
    case = communication_case()
    plan = case.plan
    handed_over = date(2017, 3, 31)
    ends = [date.fromisoformat(m["end"]) for m in plan["measures"]]
    done = {m["number"] for m, end in zip(plan["measures"], ends, strict=True) if end <= date(2018, 1, 1)}
    first = plan["goals"][0]
    record: dict[str, Any] = {
        "measures": [
            {"number": m["number"], "status": "erledigt" if m["number"] in done else "laufend",
             **({"result": "läuft wie beschlossen", "without_us": "spaeter_kleiner"} if m["number"] in done else {})}
            for m in plan["measures"]
        ],
        "indicators": [{"key": first["key"], "value": 84, "source": "Kontaktliste der Geschäftsstelle"}],
        "no_parallel_support": True,
        "usefulness": 4,
        "recommendation": 8,
        "help_needed": False,
        "obstacle": "personal",
        "helped_most": "Der Redaktionstag im Monat, an dem drei Mitglieder mitschreiben.",
        "hindered_most": "Die Stelle im Mitgliederbüro war vier Monate unbesetzt.",
        "unintended": "Der gedruckte Rundbrief fehlt einigen älteren Mitgliedern.",
        "used_for": ["vorstand", "presse"],
        "profile": {**{k: case.profile[k] for k in MEMBER_KEYS}, "fte_paid": case.profile["fte_paid"],
                    "members_active_12m": case.profile["members_active_12m"]},
    }  # fmt: skip
    said = {
        "goals": [{"key": first["key"], "short": "persönliche Ansprache", "part": 84, "whole": 120}],
        "alternatives": [{"of": first["key"], "text": "Zwei Veranstaltungen des Landes brachten viele Mitglieder ins Haus."}],
        "decision": "Die Geschäftsführung entscheidet, ob die persönliche Ansprache eine feste halbe Stelle bekommt.",
        "decision_by": "2018-06-30",
        "lessons_initiative": ["Die Ansprache gelingt, wo sie im Kalender steht.", "Ein Redaktionstag im Monat reicht."],
        "lessons_agency": ["Der Redaktionsplan war zu fein gegliedert.", "Die Zielgruppen brauchten mehr Zeit."],
        "proposal": "weiterfuehren",
        "proposal_text": "Der Plan läuft weiter; geprüft wird im Herbst.",
    }  # fmt: skip
    return facts_of(case, "communication_concept", handed_over, {"6m": None, "12m": record}, said)


def fullest_facts() -> ImpactFacts:
    """Every field at its longest: what four pages must still hold."""
    long = "Ein langer Satz mit vielen Wörtern, der ein Ergebnis bis an die Grenze beschreibt " * 4
    measures = [
        {"number": m["number"], "status": "laufend", "reason": "zustimmung", "new_due_on": "2016-12-31",
         "result": long[:300], "evidence": long[:300]}
        for m in strategy_case().plan["measures"]
    ]  # fmt: skip
    done = [{**m, "status": "erledigt", "without_us": "gar_nicht"} for m in measures[:6]]
    ladder = {"participated": 30, "competence": 20, "idea": 12, "innovation": 4}
    change = {**words()["changes"][0], "answers": 12, "name": long[:60], "before": long[:60], "after": long[:60]}
    said = words(
        helped=long[:200], hindered=long[:200], decision=long[:240], unintended=long[:200],
        alternatives=[{"of": a["of"], "text": long[:160]} for a in words()["alternatives"]],
        changes=[change] * 3,
        lessons_initiative=[long[:160]] * 2, lessons_agency=[long[:160]] * 2, proposal_text=long[:240],
        baseline_notes=[long[:160]],
        ladder={**ladder, "asked_on": "2016-06-30", "invited": 63, "answers": 38,
                "smes": {**ladder, "participated": 20, "competence": 15, "answers": 24}},
        story={"title": "Ein Ring und drei Partner", "text": " ".join(["Wort"] * 119) + " Ende.",
               "released_on": "2016-06-05", "released_by": "Geschäftsführung der Musterdreh Echaz GmbH"},
    )  # fmt: skip
    support = [{"name": long[:300], "from_on": "2015-01-01", "to_on": "2016-12-31"}] * 4
    return strategy_facts(
        said, measures=[*done, *measures[6:]], help_text=(long * 9)[:3000], used_where=(long * 9)[:3000],
        parallel_support=support, story_release=True,
    )  # fmt: skip


def context(case: Case, facts: ImpactFacts) -> DocumentContext:
    return impact_note(case, facts)


def word_file(made: DocumentContext) -> bytes:
    return WordDocuments(TEMPLATES).render("shared/wirkungsvermerk.docx", made).content


def lines_of(content: bytes) -> list[str]:
    """Every paragraph of a Word file, content controls included."""
    body = Document(io.BytesIO(content)).element.body
    found = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
    return [line.replace("\u00a0", " ").replace("\u00ad", "") for line in found]


def pages_of(content: bytes) -> list[str]:
    """Text of each page; empty where there is no LibreOffice, then nobody knows the pages."""
    office = LibreOffice("soffice")
    if not office.is_available():
        return []
    reader = PdfReader(io.BytesIO(office.to_pdf(content)))
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader.pages]
