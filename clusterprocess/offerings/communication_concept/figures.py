"""The figures of a communication concept; numbers of texts and captions come from here alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from clusterprocess.catalogues.communication import audience_name, communication
from clusterprocess.offerings.case import Case, WorkshopFacts
from clusterprocess.offerings.sections.blocks import Figure
from clusterprocess.offerings.sections.numbers import day, euro, number, percent
from clusterprocess.offerings.standard.figures import collected, interview_figures, member_figures

Make = Callable[[str, str, str], Figure]


def figures_of(case: Case) -> dict[str, Figure]:
    """All figures that this case allows, by key."""
    makers = (
        member_figures,
        interview_figures,
        _answers,
        _website,
        _audiences,
        _channels,
        _type,
        _published,
        _house,
        _workshop,
        _hours,
        _plan,
    )
    return collected(case, makers)


def _maker(head: str, finding: str, source: str) -> Make:
    def make(key: str, display: str, title: str) -> Figure:
        return Figure(f"{head}.{key}", display, title, finding, source)

    return make


def asked_on(case: Case) -> str:
    """Source of answers with their day."""
    return f"Fragebogen, Stand {day(case.profile_as_of)}"


def concept_of(case: Case) -> str:
    """Source of what was planned; whether the board resolved it is told by the version."""
    return f"Konzept, Fassung {case.version}"


def _answers(case: Case) -> Iterator[Figure]:
    answers, fig = case.answers, _maker("ANG", "Fragebogen", asked_on(case))
    if answers.get("press_12m") is not None:
        yield fig("press", str(answers["press_12m"]), "Presseresonanz in zwölf Monaten")
    if letter := answers.get("newsletter"):
        yield fig("recipients", number(letter["recipients"]), "Empfänger des Newsletters")
        yield fig("open_rate", percent(letter["open_rate"] / 100), "Öffnungsrate des Newsletters")
    if social := answers.get("social"):
        yield fig("followers", number(sum(row["followers"] for row in social)), "Folgende in sozialen Medien")
    if answers.get("hours_comm") is not None:
        yield fig("hours_week", _hours_text(answers["hours_comm"]), "Stunden für Kommunikation je Woche")
    if answers.get("budget_comm") is not None:
        yield fig("budget", euro(answers["budget_comm"]), "Kommunikationsbudget im Jahr ohne Personal")
    if stories := answers.get("success_stories"):
        yield fig("stories", str(len(stories)), "Erfolgsgeschichten")
        yield fig("released", str(sum(row["released"] for row in stories)), "freigegebene Erfolgsgeschichten")


def _website(case: Case) -> Iterator[Figure]:
    check, fig = case.answers.get("web_check"), _maker("WEB", "Fragebogen", asked_on(case))
    if check:
        yield fig("points", str(sum(check.values())), "erfüllte Punkte der Internetseite")
        yield fig("missing", str(len(check) - sum(check.values())), "fehlende Punkte der Internetseite")


def _audiences(case: Case) -> Iterator[Figure]:
    result, fig = case.finding("KOM1"), _maker("KOM1", "KOM1", asked_on(case))
    if not result:
        return
    yield fig("audiences", str(len(result["audiences"])), "bewertete Zielgruppen")
    yield fig("top", str(result["highest_priority"]), "Zielgruppen mit höchster Priorität")
    yield fig("total_gap", str(result["total_gap"]), "Summe der Lücken in Punkten")
    for row in result["audiences"]:
        name, slug = audience_name(row["audience"]), row["audience"]
        yield fig(f"{slug}.gap", str(row["gap"]), f"Lücke: {name}")
        yield fig(f"{slug}.now", str(row["known_now"]), f"Kenntnis heute: {name}")
        yield fig(f"{slug}.desired", str(row["known_desired"]), f"angestrebte Kenntnis: {name}")


def _channels(case: Case) -> Iterator[Figure]:
    for key, when, source in (
        ("KOM2", "heute", asked_on(case)),
        ("KOM2.plan", "nach dem Plan", concept_of(case)),
    ):
        result, fig = case.finding(key), _maker(key, key, source)
        if not result:
            continue
        rows = [row for kind in result["kinds"] for row in kind["channels"]]
        yield fig("channels", str(len(rows)), f"Kanäle {when}")
        yield fig("hours", number(result["hours"]), f"Stunden aller Kanäle im Jahr, {when}")
        yield fig("cost", euro(result["cost_eur"]), f"Kosten der Kanäle im Jahr, {when}")
        yield fig("full_cost", euro(result["full_cost_eur"]), f"Kosten aller Kanäle mit Arbeitszeit, {when}")
        yield fig("holes", str(len(result["holes"])), f"Zielgruppen ohne Kanal, {when}")
        yield fig("without_main", str(len(result["without_main"])), f"Zielgruppen ohne Hauptkanal, {when}")
        for row in rows:
            yield fig(f"{row['key']}.hours", number(row["hours"]), f"Stunden im Jahr, {when}: {row['name']}")
            yield fig(f"{row['key']}.contacts", number(row["contacts"]), f"Kontakte im Jahr, {when}: {row['name']}")
            if row["per_contact_eur"] is not None:
                yield fig(f"{row['key']}.per_contact", f"{number(row['per_contact_eur'], 2)}\u00a0Euro",
                          f"Kosten je Kontakt, {when}: {row['name']}")  # fmt: skip


def _type(case: Case) -> Iterator[Figure]:
    result, fig = case.finding("KOM3"), _maker("KOM3", "KOM3", asked_on(case))
    if result:
        yield fig("professionalism", number(result["professionalism"], 2), "Professionalität der Kommunikation")
        yield fig("dynamics", number(result["dynamics"], 2), "Dynamik der Kommunikation")


def _published(case: Case) -> Iterator[Figure]:
    """Only what appeared before this day (ruling 10)."""
    known = communication().comparisons(case.today)
    for value in known.values():
        source = f"{value.source}; n = {value.n}, befragt {value.survey_years}"
        yield Figure(f"REF.{value.measure}", percent(value.value / 100), value.de, "Katalog", source)
    if known:
        first = next(iter(known.values()))
        yield Figure("REF.n", str(first.n), "befragte Clusterorganisationen", "Katalog", first.source)


def _house(case: Case) -> Iterator[Figure]:
    for key, when, source in (
        ("KOM4.today", "heute", asked_on(case)),
        ("KOM4", "nach dem Plan", concept_of(case)),
    ):
        result, fig = case.finding(key), _maker(key, key, source)
        if result:
            yield fig("goals", str(len(result["goals"])), f"Ziele im Botschaftenhaus, {when}")
            yield fig("complete", str(result["complete_goals"]), f"vollständige Ziele, {when}")
            yield fig("messages", str(sum(g["messages"] for g in result["goals"])), f"Botschaften, {when}")
            yield fig("unproven", str(result["without_proof"]), f"Botschaften ohne Beleg, {when}")


def workshop_held(case: Case) -> WorkshopFacts | None:
    """The workshop that was minuted."""
    return next((w for w in case.workshops if w.record), None)


def _workshop(case: Case) -> Iterator[Figure]:
    held = workshop_held(case)
    if held is None:
        return
    fig = _maker("WS", "Protokoll", f"Protokoll {held.title.rstrip(' 0123456789')} {day(held.held_on)}")
    yield fig("organisations", str(len(held.record["attendance"])), "Organisationen in der Werkstatt")
    yield fig("persons", str(sum(a["persons"] for a in held.record["attendance"])), "Personen in der Werkstatt")
    consent = held.record.get("consent", {})
    if sum(consent.values()) >= communication().scoring.votes_min:
        agreed = consent.get("voll", 0) + consent.get("mit", 0)
        yield fig("voices", str(sum(consent.values())), "Organisationen, die sich zum Satz geäußert haben")
        yield fig("agreed", str(agreed), "davon mit voller Zustimmung oder Zustimmung")


def _hours_text(hours: float) -> str:
    return number(hours, 0 if float(hours).is_integer() else 1)


def _hours(case: Case) -> Iterator[Figure]:
    result, fig = case.finding("KOM5"), _maker("KOM5", "KOM5", concept_of(case))
    if result:
        for key, title in (
            ("own_hours", "Stunden der zuständigen Stelle im Jahr"),
            ("pledged_hours", "zugesagte Stunden im Jahr"),
            ("available", "verfügbare Stunden im Jahr"),
            ("used_before", "Stunden bisher im Jahr"),
            ("needed", "Stunden künftig im Jahr"),
            ("started", "Stunden für Neues im Jahr"),
            ("freed", "frei werdende Stunden im Jahr"),
            ("balance", "Stunden Reserve im Jahr"),
        ):
            yield fig(key, number(result[key]), title)
        yield fig("weeks", str(result["weeks"]), "angesetzte Arbeitswochen im Jahr")


def _plan(case: Case) -> Iterator[Figure]:
    plan, fig = case.plan, _maker("PLAN", "Konzept", concept_of(case))
    if not plan:
        return
    decided = [c["decision"] for c in plan["channels"]]
    yield fig("goals", str(len(plan["goals"])), "Ziele")
    yield fig("measures", str(len(plan["measures"])), "Maßnahmen")
    yield fig("effort_days", number(sum(m["effort_days"] for m in plan["measures"])), "Aufwand der Maßnahmen in PT")
    yield fig("entries", str(len(plan["calendar"])), "Einträge im Redaktionskalender")
    yield fig("kept", str(decided.count("behalten")), "Kanäle, die bleiben")
    yield fig("started", str(decided.count("beginnen")), "Kanäle, die beginnen")
    yield fig("ended", str(decided.count("beenden")), "Kanäle, die enden")
    spent = sum((Decimal(str(line["amount_eur"])) for line in plan["budget"]), Decimal(0))
    yield fig("spent", euro(spent), "geplante Ausgaben im Jahr")
    yield fig("budget", euro(plan["budget_eur"]), "verfügbares Budget im Jahr")
