"""The smaller papers around a piece of advice: questionnaire by module, resolution, minutes with the choice."""

from __future__ import annotations

from dataclasses import dataclass

from clusterprocess.catalogues.advice import advice
from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.individual_advice.chapters import deciding
from clusterprocess.offerings.individual_advice.chapters_decision import recommended
from clusterprocess.offerings.individual_advice.figures import figures_of
from clusterprocess.offerings.individual_advice.impact_survey import further_questions, statements
from clusterprocess.offerings.individual_advice.modules import MODULES, chosen, has
from clusterprocess.offerings.individual_advice.questionnaire import INTERVIEW_GUIDE, QUESTIONNAIRE
from clusterprocess.offerings.individual_advice.record import MODES
from clusterprocess.offerings.profile import PROFILE
from clusterprocess.offerings.questions import Question
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, DocumentContext, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.paper import simple_paper
from clusterprocess.offerings.standard.working_papers import BoardPaper, WorkingPapers, known_value


def board(case: Case) -> BoardPaper:
    """The one page for the body that decides, whatever it is called."""
    plan, (article, body) = case.plan, deciding(case)
    best = recommended(plan)
    others = [f"{o['title']} ({o['reason'].rstrip('.')})" for o in plan["options"] if o["key"] != best["key"]]
    return BoardPaper(
        facts=plan["answer"],
        options=(
            f"Beschluss wie vorgeschlagen ({best['title']}): Der erste Schritt beginnt am {day(min(m['start'] for m in plan['measures']))}.",
            "Beschluss mit Änderungen: Sie gehen in eine neue Fassung ein, die erneut geprüft wird.",
            "Vertagung: Dann gilt bis zur nächsten Sitzung, was heute gilt.",
        ),
        proposal=tuple(plan["resolution"]),
        cost=" · ".join(plan["costs_summary"]),
        note=f"Geprüft und nicht empfohlen: {'; '.join(others)}.",
        body=body,
        article=article,
    )


def purpose(case: Case, workshop: WorkshopFacts) -> str:
    asked = case.answers.get("question")
    return f"klären: {asked}" if asked else "die Frage klären, über die zu entscheiden ist."


def minutes_more(case: Case, workshop: WorkshopFacts) -> tuple[Block, ...]:
    """The option chosen with reasons, owner and date; of the peer consultation only choice and learning."""
    record = workshop.record
    blocks: list[Block] = []
    chosen_option = record.get("chosen")
    if chosen_option:
        title = record["options"][chosen_option["option"]]
        blocks += [
            Heading(1, "Gewählt", "pc"),
            Paragraph(
                f"{chosen_option['option']} „{title}“ {MODES[chosen_option['mode']]}. Zuständig: {chosen_option['owner']}, "
                f"Entscheidung bis {day(chosen_option['decide_on'])}."
            ),
            Bullets(tuple(f"Grund: {reason}" for reason in chosen_option["reasons"])),
        ]
    if held := record.get("peer_consultation"):
        blocks += [
            Heading(1, "Kollegiale Fallberatung", "pk"),
            Paragraph(f"Auswahl: {held['choice']}"),
            Paragraph(f"Gelernt: {held['learning']}"),
        ]
    return tuple(blocks)


@dataclass(frozen=True)
class AdvicePapers(WorkingPapers):
    """Asks only what the modules need; on the fast lane at most eight questions (ruling 3)."""

    def questionnaire_paper(self, case: Case) -> DocumentContext:
        """Questions of this engagement, and instrument or statements where a module needs them."""
        blocks: list[Block] = [_opening(case)]
        if not case.fast_lane:
            blocks += _known(case)
        blocks += [Heading(1, "Fragen", "q2"), *_asked(case)]
        if not case.fast_lane:
            blocks += _instruments(case)
            blocks.append(Heading(1, "Leitfaden für die Gespräche", "q5"))
            for place, (title, asked) in enumerate(self.guide, 1):
                blocks += [Heading(2, title, f"q5.{place}", numbered=False), Bullets(asked, numbered=True)]
        return simple_paper(
            case, "fragebogen", "Fragebogen" if case.fast_lane else "Fragebogen und Gesprächsleitfaden", tuple(blocks), self.figures(case)
        )  # fmt: skip


def _opening(case: Case) -> Paragraph:
    if case.fast_lane:
        text = "Bitte beantworten Sie diese Fragen innerhalb von drei Arbeitstagen. Stichworte genügen; was Sie nicht wissen, lassen Sie frei."
    else:
        text = "Bitte prüfen Sie, was wir schon wissen, und ergänzen Sie die Fragen. Was Sie nicht wissen, lassen Sie frei: Leer heißt nicht null."
    return Paragraph(text, style="lead")


def _known(case: Case) -> list[Block]:
    """What the register knows, to be confirmed and not typed again."""
    values = [(q, case.profile.get(q.key)) for q in PROFILE.asked_at(case.level)]
    rows = tuple(
        (q.text.de, Cell(known_value(q.key, v)))
        for q, v in values
        if v not in (None, "", []) and not isinstance(v, list | dict)
    )
    if not rows:
        return []
    return [
        Heading(1, "Was wir schon wissen", "q1"),
        Table("q_known", "Bitte bestätigen oder berichtigen", ("Angabe", "bekannter Wert"), rows, (0.6, 0.4), size="tiny"),
    ]  # fmt: skip


def _asked(case: Case) -> list[Block]:
    asked = QUESTIONNAIRE.asked_for(case.answers, fast_lane=case.fast_lane)
    blocks: list[Block] = [
        Table(
            "q_asked",
            f"{in_words(len(asked)).capitalize()} Fragen" if len(asked) <= 12 else f"{len(asked)} Fragen",
            ("Frage", "Was gemeint ist"),
            tuple((Cell(q.text.de, bold=True), q.help) for q in asked),
            (0.34, 0.66),
            size="small",
        )
    ]
    if not chosen(case.answers):
        blocks += _questions_by_module(fast_lane=case.fast_lane)
    return blocks


def _questions_by_module(*, fast_lane: bool) -> list[Block]:
    """Before the modules are chosen: what each of them would ask."""
    by_key: dict[str, Question] = {q.key: q for q in QUESTIONNAIRE.questions}
    rows = tuple(
        (
            Cell(m.name.de, bold=True),
            "; ".join(by_key[key].text.de for key in ((m.short,) if fast_lane else (*m.needs, *m.may))),
        )
        for m in MODULES
    )
    caption = "Dazu die eine Frage Ihres Moduls" if fast_lane else "Dazu die Fragen der Module, die Sie wählen"
    return [Table("q_modules", caption, ("Modul", "fragt nach"), rows, (0.34, 0.66), size="small")]


def _instruments(case: Case) -> list[Block]:
    """The twenty statements and the impact survey, where their module was chosen."""
    blocks: list[Block] = []
    if has(case.answers, "governance"):
        rows = tuple((s.group, s.text, "☐ ja  ☐ nein  ☐ unklar") for s in advice().governance.statement)
        blocks += [
            Heading(1, "Zwanzig Aussagen zur Governance", "q3"),
            Table("q_statements", "Ja heißt: in Ordnung und belegbar", ("Bereich", "Aussage", "Antwort"), rows, (0.20, 0.56, 0.24), size="small"),
        ]  # fmt: skip
    if has(case.answers, "wirkung"):
        rated = tuple((text, "", "", "") for text in statements())
        blocks += [
            Heading(1, "Befragung der Mitglieder zur Wirkung", "q4"),
            Table(
                "q_impact",
                "Zwölf Aussagen, je drei Werte von 1 (gar nicht) bis 5 (sehr)",
                ("Aussage", "Wie wichtig?", "Trifft zu?", "Anteil des Netzwerks?"),
                rated,
                (0.52, 0.15, 0.15, 0.18),
                size="small",
            ),
            Bullets(further_questions(), numbered=True),
        ]
    return blocks


PAPERS = AdvicePapers(
    subject="zu Ihrer Frage",
    questionnaire=QUESTIONNAIRE,
    guide=INTERVIEW_GUIDE,
    figures=figures_of,
    purpose=purpose,
    two_questions=(
        "Welche Lösung schlagen Sie selbst vor?",
        "Was spräche dagegen?",
    ),
    board=board,
    minutes_more=minutes_more,
)
