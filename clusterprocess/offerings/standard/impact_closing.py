"""Page 4 of the impact note: use of the paper, lessons, what comes next, and the evidence for the controller."""

from __future__ import annotations

from collections.abc import Sequence

from clusterprocess.catalogues.impact_note import impact_note_rules
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Bullets, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, in_words, percent
from clusterprocess.offerings.standard.follow_up_answers import USE_NAMES
from clusterprocess.offerings.standard.impact_facts import ImpactFacts, SurveyFacts
from clusterprocess.offerings.standard.impact_goals import GoalState
from clusterprocess.offerings.standard.impact_layout import well_filled
from clusterprocess.offerings.standard.impact_measures import SILENT, Measures
from clusterprocess.offerings.standard.impact_texts import (
    NOT_ASKED,
    asked_name,
    clause,
    how_answered,
    informant,
    listed,
    literal,
    sentence,
    without_stop,
)

_PROPOSALS = {"weiterfuehren": "weiterführen", "anpassen": "anpassen", "schliessen": "schließen"}


def closing_page(case: Case, facts: ImpactFacts, goals: Sequence[GoalState], measures: Measures) -> list[Block]:
    """Use, lessons, next steps, data note, countability, signatures."""
    page: list[Block] = [
        Heading(1, "Nutzung, Lehren, Nachweis", "nachweis", numbered=False, page_break=True),
        _use(case, facts),
        _usefulness(facts),
        *_lessons(facts),
        _next(facts),
        Heading(2, "Zu den Daten", "daten", numbered=False),
        Bullets(_data_notes(facts, goals, measures)),
        Paragraph(_countability(case, facts)),
        _signatures(case, facts),
    ]
    return well_filled(page)


def _use(case: Case, facts: ImpactFacts) -> Paragraph:
    data = facts.data
    said = []
    if case.adopted_on:
        said.append(f"beschlossen am {day(case.adopted_on)}")
    if case.assembly_on:
        said.append(f"der Mitgliederversammlung vorgelegt am {day(case.assembly_on)}")
    if data.used_for:
        where = (
            f" ({without_stop(clause(data.used_where, impact_note_rules().page.statement))})" if data.used_where else ""
        )
        said.append(f"nach Auskunft der Initiative verwendet {listed([USE_NAMES[u] for u in data.used_for])}{where}")
    else:
        said.append(f"weitere Verwendung {NOT_ASKED}")
    return Paragraph(f"**Nutzung des Papiers.** {sentence(_upper('; '.join(said)))} {_known(facts)}")


def _known(facts: ImpactFacts) -> str:
    known, fewest = facts.words.known_by, impact_note_rules().groups.fewest
    if known is None:
        return f"Wie viele Mitglieder es kennen: {NOT_ASKED}."
    if known.answers < fewest:
        return f"Wie viele Mitglieder es kennen: weniger als {fewest} Antworten, nicht gezeigt."
    share = percent(known.members / known.answers)
    return f"{known.members} von {known.answers} antwortenden Mitgliedern ({share}) kennen es ({day(known.asked_on)})."


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _usefulness(facts: ImpactFacts) -> Paragraph:
    data = facts.data
    if data.usefulness is None and data.recommendation is None:
        return Paragraph(f"**Nützlichkeit und Weiterempfehlung:** {NOT_ASKED}.")
    useful = f"{data.usefulness} auf der Skala 1 bis 5" if data.usefulness is not None else NOT_ASKED
    again = f"{data.recommendation} auf der Skala 0 bis 10" if data.recommendation is not None else NOT_ASKED
    return Paragraph(
        f"**Nützlichkeit:** {useful}. **Weiterempfehlung:** {again}. Das sind einzelne Antworten einer Person "
        f"({informant(facts)}); wir bilden daraus keinen Mittelwert."
    )


def _lessons(facts: ImpactFacts) -> list[Block]:
    words = facts.words
    rows = tuple(
        (sentence(literal(own)), sentence(literal(ours)))
        for own, ours in zip(words.lessons_initiative, words.lessons_agency, strict=True)
    )
    return [
        Table(
            "lehren",
            "",
            ("Zwei Lehren für die Initiative", "Zwei Lehren für die Agentur"),
            rows,
            (0.5, 0.5),
            size="small",
        ),
        Paragraph(_effort(facts)),
    ]


def _effort(facts: ImpactFacts) -> str:
    planned = "{PT.planned} Personentage geplant" if facts.days_planned is not None else "keine Tage geplant"
    used = "{PT.used} geleistet" if facts.days_used is not None else "keine gebucht"
    return f"**Aufwand der Agentur:** {planned}, {used}."


def _next(facts: ImpactFacts) -> Paragraph:
    words, data = facts.words, facts.data
    later = facts.later
    check = (
        f"Nächste Kurzprüfung {asked_name(later)} am {day(later.due_on)}{_reckoned(facts, later)}"
        if later
        else "Eine weitere Nachbefragung ist nicht geplant"
    )
    review = (
        f"nächste Überprüfung durch die Initiative am {day(data.next_review_on)}"
        if data.next_review_on
        else f"nächste Überprüfung: {NOT_ASKED}"
    )
    help_ = {True: "Hilfe offen", False: "keine Hilfe offen", None: f"Hilfebedarf {NOT_ASKED}"}[data.help_needed]
    return Paragraph(
        f"**Wie es weitergeht.** {check}; {review}; {help_}. **Vorschlag: {_PROPOSALS[words.proposal]}.** "
        f"{sentence(literal(words.proposal_text))}"
    )


def _reckoned(facts: ImpactFacts, later: SurveyFacts) -> str:
    """How the day of the next check follows from the handover: in days, so a leap year moves it."""
    if facts.handed_over_on is None:
        return ""
    return f" ({(later.due_on - facts.handed_over_on).days} Tage nach der Übergabe)"


def _data_notes(facts: ImpactFacts, goals: Sequence[GoalState], measures: Measures) -> tuple[str, ...]:
    return (_baseline(facts), _gaps(facts, goals, measures), _response(facts))


def _baseline(facts: ImpactFacts) -> str:
    if facts.baseline_on is None:
        return "**Ausgangslage:** nicht festgehalten; ein Vergleich mit Profilwerten entfällt."
    frozen = f", festgeschrieben am {day(facts.frozen_on)}" if facts.frozen_on else ""
    since = facts.profile_versions
    changed = (
        "seither unverändert"
        if since == 0
        else f"danach {in_words(since)} neue {'Fassung' if since == 1 else 'Fassungen'} des Profils, die hier nicht verwendet {'wird' if since == 1 else 'werden'}"
    )
    notes = " ".join(sentence(literal(n)) for n in facts.words.baseline_notes)
    return f"**Ausgangslage:** Profil vom {day(facts.baseline_on)}{frozen}; {changed}. {notes}".strip()


def _gaps(facts: ImpactFacts, goals: Sequence[GoalState], measures: Measures) -> str:
    open_goals = [g.goal.key for g in goals if g.value is None]
    silent = [m.number for m in measures.of(SILENT)]
    parts = []
    if open_goals:
        parts.append(f"ohne Wert: {listed(open_goals)}")
    if silent:
        parts.append(f"fällig und ohne Angabe: {listed(silent)}")
    said = "; ".join(parts) if parts else "alle Ziele und alle fälligen Maßnahmen sind beantwortet"
    return f"**Fehlende Werte:** {said}. Fehlende Angaben bleiben leer und zählen nicht als Null."


def _response(facts: ImpactFacts) -> str:
    twelve = facts.twelve
    told = [s for s in facts.surveys if twelve is None or s.due_on <= twelve.due_on]
    return (
        f"**Antworten und Nichtantworten:** {'; '.join(how_answered(s) for s in told)}."
        if told
        else f"**Antworten:** {NOT_ASKED}."
    )


def _countability(case: Case, facts: ImpactFacts) -> str:
    year = f" {facts.handed_over_on.year}" if facts.handed_over_on else ""
    return (
        f"**Zählbarkeit (EFRE {case.funding.period.replace('-', '–')}):** Die Unterstützung wurde bei der Übergabe{year} gezählt. Dieser Vermerk "
        f"ergänzt nur Angaben zum Ergebnis; ein weiterer Output-Indikator entsteht nicht. Vorhaben „{case.funding.name}“, "
        f"Aktenzeichen {case.funding.reference}. {sentence(case.funding.statement)}"
    )


def _signatures(case: Case, facts: ImpactFacts) -> Table:
    return Table(
        "unterschriften", "",
        ("Erstellt", "Von einer zweiten Person geprüft", "Tatsachen bestätigt (nicht die Bewertung)"),
        (
            (f"Federführung, {case.delivering}", f"Qualitätsprüfung, {case.reviewing or case.delivering}", f"{case.name}"),
("\n", "", ""),
            ("Datum, Unterschrift", "Datum, Unterschrift", "Datum, Unterschrift"),
        ),
        (0.32, 0.33, 0.35), size="tiny",
    )  # fmt: skip
