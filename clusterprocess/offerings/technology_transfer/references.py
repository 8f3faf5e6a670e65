"""Numbers of sheets and ideas across submissions: what the sheets' own validation cannot see."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.technology_transfer.disclosure import sheets_of


def require_known_numbers(case: Case) -> None:
    """Refuse plan and records that speak of sheets or ideas nobody handed in.

    Raises:
        InputErrors: one German sentence per place.
    """
    sheets = {n["key"] for n in case.submissions.get("bedarfe", {}).get("needs", [])}
    sheets |= {o["key"] for o in case.submissions.get("angebote", {}).get("offers", [])}
    ideas = {i["key"] for i in (*case.plan.get("ideas", []), *case.plan.get("rejected", []))}
    faults = [
        f"{place}: Den Bogen {key} gibt es nicht; bitte die Nummer prüfen oder den Bogen nachreichen."
        for place, key in (*_in_plan(case), *_in_records(case))
        if key not in sheets
    ]
    faults += [
        f"{workshop.title}: Die Idee {idea['key']} steht nicht im Ergebnis der Beratung."
        for workshop in case.workshops
        for idea in workshop.record.get("ideas", [])
        if case.plan and idea["key"] not in ideas
    ]
    faults += [
        f"Idee {key} führt {one} und {other} zusammen, die einander ausgeschlossen haben; bitte trennen."
        for key, one, other in _excluded(case)
    ]
    faults += [
        f"Bedarf {key} hat kein passendes Angebot und kommt in keiner Idee vor; bitte unter „unmet“ sagen, was mit ihm geschieht."
        for key in _forgotten(case)
    ]
    if faults:
        raise InputErrors(list(dict.fromkeys(faults)))


def _in_plan(case: Case) -> Iterator[tuple[str, str]]:
    for idea in case.plan.get("ideas", []):
        for key in (*idea["needs"], *idea["offers"], *(p["sheet"] for p in idea["partners"] if p["sheet"])):
            yield f"Idee {idea['key']}", key
    for row in case.plan.get("unmet", []):
        yield "Bedarfe ohne Angebot", row["need"]


def _in_records(case: Case) -> Iterator[tuple[str, str]]:
    for workshop in case.workshops:
        for row in (*workshop.record.get("talks", []), *workshop.record.get("ndas", [])):
            yield workshop.title, row["need"]
            yield workshop.title, row["offer"]


def _excluded(case: Case) -> Iterator[tuple[str, str, str]]:
    """Ideas that bring together two sheets of which one excludes the other's organisation."""
    sheets = sheets_of(case)
    for idea in case.plan.get("ideas", []):
        for one, other in permutations([k for k in (*idea["needs"], *idea["offers"]) if k in sheets], 2):
            if sheets[other].name in sheets[one].vetoes:
                yield idea["key"], one, other


def _forgotten(case: Case) -> list[str]:
    """Needs without a matching offer of which the plan says nothing."""
    if not case.plan:
        return []
    told = {row["need"] for row in case.plan["unmet"]} | {k for i in case.plan["ideas"] for k in i["needs"]}
    return [key for key in case.finding("F8").get("needs_unmet", []) if key not in told]
