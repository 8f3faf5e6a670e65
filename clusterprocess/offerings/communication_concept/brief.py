"""The situation brief before the communication workshop: findings, hypotheses, gaps; eight pages at most (7b)."""

from __future__ import annotations

from collections.abc import Iterator

from clusterprocess.catalogues.communication import audience_name, communication
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept import chapter_channels, chapters_aims, chapters_situation
from clusterprocess.offerings.communication_concept.chapter_type import comparison, quadrant
from clusterprocess.offerings.communication_concept.depth import counted
from clusterprocess.offerings.communication_concept.figures import figures_of
from clusterprocess.offerings.communication_concept.questionnaire import QUESTIONNAIRE
from clusterprocess.offerings.sections.blocks import Block, Bullets, Callout, DocumentContext, Heading, Quote
from clusterprocess.offerings.sections.numbers import number
from clusterprocess.offerings.standard.gaps import gaps
from clusterprocess.offerings.standard.paper import simple_paper


def situation_brief(case: Case) -> DocumentContext:
    """The context of the Situationsanalyse."""
    return simple_paper(case, "situationsanalyse", "Situationsanalyse", _content(case), figures_of(case))


def _content(case: Case) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(1, "Auf einen Blick", "b1"), Bullets(tuple(key_sentences(case)))]
    if sentence := case.answers.get("core_message"):
        blocks.append(Callout("Der Satz von heute", f"„{sentence}“"))
    blocks += [Heading(1, "Kanäle, Stunden und Kosten", "b2")]
    blocks += chapters_situation.hours_today(case)
    blocks += chapter_channels.costs(case)
    blocks += [Heading(1, "Zielgruppen und ihre Kanäle", "b3")]
    blocks += chapters_aims.gap_table(case)
    blocks += chapter_channels.coverage(case, "KOM2", "coverage", "heute")
    blocks += chapters_situation.website(case)
    if result := case.finding("KOM3"):
        blocks += [Heading(1, "Wie die Kommunikation aufgestellt ist", "b4"), quadrant(case, result), *comparison(case)]
    quotes = [(q, i["described_as"]) for i in case.interviews if i["may_be_quoted"] for q in i["quotations"]][:2]
    if quotes:
        blocks += [Heading(1, "Stimmen aus den Gesprächen", "b5"), *(Quote(text, who) for text, who in quotes)]
    blocks += [Heading(1, "Hypothesen für die Werkstatt", "b6"), Bullets(tuple(hypotheses(case)), numbered=True)]
    missing = (*gaps(case), *open_questions(case))
    blocks += [
        Heading(1, "Offene Datenlücken", "b7"),
        Bullets(missing or ("Keine: Alle Angaben dieser Stufe liegen vor.",)),
    ]
    return tuple(blocks)


def open_questions(case: Case) -> tuple[str, ...]:
    """Questions of this level that nobody answered, required or not."""
    return tuple(
        f"{q.text.de}: nicht angegeben."
        for q in QUESTIONNAIRE.asked_at(case.level)
        if case.answers.get(q.key) in (None, "", [], {})
    )


def key_sentences(case: Case) -> list[str]:
    """What a reader should remember, each sentence with its count."""
    figures, found = figures_of(case), []
    if "KOM2.hours" in figures:
        found.append("{KOM2.channels} Kanäle binden {KOM2.hours} Stunden und {KOM2.cost} im Jahr.")
    if holes := case.finding("KOM2").get("holes"):
        found.append(f"Kein Kanal erreicht: {', '.join(audience_name(a) for a in holes)}.")
    if rows := case.finding("KOM1").get("audiences"):
        first = rows[0]
        found.append(
            f"Die größte Lücke besteht bei der Zielgruppe {audience_name(first['audience'])}: "
            f"Kenntnis {first['known_now']}, angestrebt {first['known_desired']}."
        )
    if "WEB.points" in figures:
        found.append("Die Internetseite erfüllt {WEB.points} von zehn Punkten.")
    if "KOM4.today.goals" in figures:
        found.append(
            "Botschaft, Beleg, Kanal und Verantwortung stehen heute bei {KOM4.today.complete} von {KOM4.today.goals} Zielen fest."
        )
    if "ANG.stories" in figures:
        found.append("Von {ANG.stories} Erfolgsgeschichten liegt bei {ANG.released} die Freigabe vor.")
    return found


def hypotheses(case: Case) -> list[str]:
    """Statements for the room to confirm or refute, derived from the findings."""
    return [*_about_channels(case), *_about_messages(case)]


def _about_channels(case: Case) -> Iterator[str]:
    result = case.finding("KOM2")
    if not result:
        return
    rows = [row for kind in result["kinds"] for row in kind["channels"]]
    weak = [r for r in rows if r["rating"] is not None and r["rating"] <= 2]
    if weak:
        worst = max(weak, key=lambda r: r["hours"])
        yield f"„{worst['name']}“ braucht {number(worst['hours'])} Stunden im Jahr und wird mit {worst['rating']} von 5 bewertet: Was geschähe, wenn es endete?"
    there = case.answers.get("hours_comm", 0) * communication().scoring.working_weeks
    if there and result["hours"] > there:
        yield f"Die Kanäle brauchen {number(result['hours'])} Stunden, genannt sind {number(there)}: Etwas bleibt liegen, oder jemand arbeitet unbezahlt mehr."
    if result["without_main"]:
        names = ", ".join(audience_name(a) for a in result["without_main"])
        yield f"Für diese Zielgruppen ist kein Kanal gemacht: {names}. Sind sie wirklich wichtig?"
    if result["idle"]:
        yield f"Keine der genannten Zielgruppen erreichen die Kanäle {', '.join(result['idle'])}."


def _about_messages(case: Case) -> Iterator[str]:
    today = case.finding("KOM4.today")
    if today and not today["is_consistent"]:
        bare = len(today["goals"]) - today["complete_goals"]
        yield f"Zu {counted(bare, 'einem Ziel', 'Zielen')} fehlt eine Botschaft, die jemand mit Beleg senden könnte."
    stories = case.answers.get("success_stories", [])
    if stories and not all(s["released"] for s in stories):
        yield "Erzählenswertes gibt es; es fehlt die Freigabe der Beteiligten."
    if sum(row["priority"] == 3 for row in case.answers.get("audiences", [])) * 2 > len(
        case.answers.get("audiences", [])
    ):
        yield "Mehr als die Hälfte der Zielgruppen hat die höchste Priorität: Wer steht zurück?"
