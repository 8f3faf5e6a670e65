"""The figures of a Fahrplan, and how each version speaks of its contributors; every printed number comes from here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Figure
from clusterprocess.offerings.sections.numbers import day, euro, percent
from clusterprocess.offerings.standard.figures import collected, member_figures, vote_figures
from clusterprocess.offerings.technology_transfer.analysis import needs_of, offers_of, talks_of
from clusterprocess.offerings.technology_transfer.disclosure import Audience, name_figures
from clusterprocess.offerings.technology_transfer.readers import days, is_evening

SCIENCE = frozenset({"hochschule", "forschung"})


def figures_of(case: Case, audience: Audience = Audience.INTERNAL) -> dict[str, Figure]:
    """All figures that this case allows, by key, with the names that a version may print."""
    return collected(case, (*_NUMBERS, partial(name_figures, audience=audience)))


def public_figures(case: Case) -> dict[str, Figure]:
    """Figures for papers that anybody may read."""
    return figures_of(case, Audience.PUBLIC)


def number_figures(case: Case) -> dict[str, Figure]:
    """The figures that are numbers, for the proof in Annex B."""
    return collected(case, _NUMBERS)


def as_of(case: Case) -> str:
    """``Bedarfs- und Angebotsbögen, Stand 04.12.2015``."""
    return f"Bedarfs- und Angebotsbögen, Stand {_closed_on(case)}"


def _in_the_proof(case: Case) -> str:
    """Short enough for one line in the last column of Annex B."""
    return f"Bögen, Stand {_closed_on(case)}"


def _closed_on(case: Case) -> str:
    return day(max(case.submissions.get(k, {}).get("closed_on", "") for k in ("bedarfe", "angebote")))


def _sheets(case: Case) -> Iterator[Figure]:
    needs, offers = needs_of(case), offers_of(case)
    if not needs and not offers:
        return
    sheets = [
        *((n["n_conf"], n.get("released_on")) for n in needs),
        *((o["o_conf"], o.get("released_on")) for o in offers),
    ]

    def fig(key: str, value: int, title: str) -> Figure:
        return Figure(f"BOG.{key}", str(value), title, "Bögen", _in_the_proof(case))

    yield fig("needs", len(needs), "Bedarfe")
    yield fig("need_parties", len({n["n_orga"] for n in needs}), "Organisationen mit Bedarf")
    yield fig("sme_needs", sum(n["n_size"] != "250+" for n in needs), "Bedarfe kleiner und mittlerer Unternehmen")
    yield fig("offers", len(offers), "Angebote")
    yield fig("offer_parties", len({o["party"] for o in offers}), "Organisationen mit Angebot")
    yield fig(
        "science", len({o["party"] for o in offers if o["party_kind"] in SCIENCE}), "Partner aus der Wissenschaft"
    )
    yield fig("nda", sum(conf == "nda" for conf, _ in sheets), "Bögen mit NDA")
    yield fig("released", sum(bool(on) for _, on in sheets), "zur Veröffentlichung freigegebene Bögen")
    yield fig("all", len(sheets), "Bögen insgesamt")


def _matches(case: Case) -> Iterator[Figure]:
    result = case.finding("F8")
    if not result:
        return

    def fig(key: str, value: int, title: str) -> Figure:
        return Figure(f"F8.{key}", str(value), title, "F8", _in_the_proof(case))

    yield fig("pairs", len(result["pairs"]), "verglichene Paare")
    yield fig("matches", result["matches"], "Paare, die passen")
    yield fig("checks", result["checks"], "Paare, die zu prüfen waren")
    yield fig("unmet", len(result["needs_unmet"]), "Bedarfe ohne passendes Angebot")
    yield fig("unused", len(result["offers_unused"]), "Angebote ohne passenden Bedarf")


def _plans(case: Case) -> Iterator[Figure]:
    first, second = case.finding("TT1"), case.finding("TT1.2")
    if first:
        planned = len(first["talks"]) + len(second.get("talks", []))
        yield Figure("TT1.planned", str(planned), "geplante Gespräche", "TT1", _in_the_proof(case))
        yield Figure("TT1.rounds", str(first["rounds_used"]), "Runden am ersten Termin", "TT1", _in_the_proof(case))


def _topics(case: Case) -> Iterator[Figure]:
    result = case.finding("TT2")
    if not result:
        return

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"TT2.{key}", display, title, "TT2", _in_the_proof(case))

    yield fig("topics", str(len(result["clusters"])), "gemeinsame Themen")
    yield fig("gaps", str(result["gaps"]), "Stichworte mit Bedarf, aber ohne Angebot")
    yield fig("unused", str(result["unused"]), "Stichworte mit Angebot, aber ohne Bedarf")
    yield fig("coverage", percent(result["coverage"]), "Bedarfe mit einem Angebot zum selben Stichwort")


def _talks(case: Case) -> Iterator[Figure]:
    result = case.finding("TT4")
    if not result:
        return
    talks, contacts = result["steps"][0], result["steps"][1]
    last = day(max(w.held_on for w in case.workshops if w.record.get("talks")))
    source = f"Gesprächskarten bis {last}"
    yield Figure("GES.talks", str(len(talks_of(case))), "geführte Gespräche", "Gesprächskarten", source)
    yield Figure("TT4.pairs", str(talks["count"]), "Paare im Gespräch", "TT4", source)
    yield Figure("TT4.contacts", str(contacts["count"]), "Paare mit beidseitigem Interesse", "TT4", source)
    if contacts["conversion"] is not None:
        yield Figure(
            "TT4.rate", percent(contacts["conversion"]), "Anteil der Paare mit beidseitigem Interesse", "TT4", source
        )


def _history(case: Case) -> Iterator[Figure]:
    rows = case.answers.get("tt_history", [])
    if rows:
        volume = sum((Decimal(str(r["volume_eur"])) for r in rows), Decimal(0))
        source = f"Fragebogen, Stand {day(case.profile_as_of)}"
        yield Figure("HIST.projects", str(len(rows)), "Transferprojekte in 36 Monaten", "Fragebogen", source)
        yield Figure("HIST.volume", euro(volume), "Volumen der Transferprojekte in 36 Monaten", "Fragebogen", source)


def _plan(case: Case) -> Iterator[Figure]:
    plan = case.plan
    if not plan:
        return

    def fig(key: str, display: str, title: str) -> Figure:
        return Figure(f"PLAN.{key}", display, title, "Ergebnis der Beratung", "Ergebnis der Beratung")

    whose = "im Ehrenamt" if is_evening(case) else "der Geschäftsstelle"

    def total(*names: str) -> Decimal:
        return sum((Decimal(str(i[name])) for i in plan["ideas"] for name in names), Decimal(0))

    yield fig("ideas", str(len(plan["ideas"])), "verfolgte Ideen")
    yield fig("rejected", str(len(plan["rejected"])), "nicht verfolgte Ideen")
    yield fig("volume", euro(total("cost_companies_eur", "cost_science_eur")), "Kosten der verfolgten Ideen")
    yield fig("grant", euro(total("grant_eur")), "geplante Förderung der verfolgten Ideen")
    yield fig("own", euro(total("own_eur")), "eigene Mittel der Partner")
    yield fig("measures", str(len(plan["measures"])), "Maßnahmen")
    yield fig(
        "effort_days",
        days(sum(m["effort_days"] for m in plan["measures"])),
        f"Aufwand {whose} in PT, zwölf Monate",
    )
    yield fig("capacity_days", days(plan["capacity_days"]), f"verfügbare PT {whose}, zwölf Monate")
    yield fig(
        "service_days", days(sum(s["days"] for s in plan["services"])), "PT des dauerhaften Transferdienstes im Jahr"
    )
    yield fig(
        "stop_days",
        days(sum(s["saved_days"] for s in plan["stop_list"])),
        "durch Einstellen frei werdende PT im Jahr",
    )


_NUMBERS = (member_figures, _sheets, _matches, _plans, _topics, _talks, _history, vote_figures, _plan)
