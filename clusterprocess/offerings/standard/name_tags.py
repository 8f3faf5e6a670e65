"""Name tags of a workshop: name, organisation, initiative, and the kind of actor in its colour (checklist T-1)."""

from __future__ import annotations

from clusterprocess.offerings.case import Case, GuestFacts, WorkshopFacts
from clusterprocess.offerings.sections.blocks import Colour, DocumentContext, Tag, Tags
from clusterprocess.offerings.sections.numbers import day
from clusterprocess.offerings.standard.paper import simple_paper
from clusterprocess.offerings.standard.rows import KIND_NAMES

COLOURS: dict[str, Colour] = {
    "kmu": "companies",
    "gross": "companies",
    "hochschule": "science",
    "forschung": "science",
    "oeffentlich": "public",
    "sonstige": "other",
}
"""Kinds of actors keep one colour in all documents."""


def name_tags(case: Case, workshop: WorkshopFacts) -> DocumentContext:
    """Eight tags to a page, in the order of the attendance list."""
    tags = tuple(_tag(guest) for guest in workshop.registered)
    title = f"Namensschilder {workshop.title}, {day(workshop.held_on)}"
    return simple_paper(case, "namensschilder", title, (Tags(tags),), {})


def _tag(guest: GuestFacts) -> Tag:
    lines = tuple(line for line in dict.fromkeys((guest.organisation, guest.initiative)) if line)
    return Tag(guest.name, lines, KIND_NAMES.get(guest.kind, ""), COLOURS.get(guest.kind, "other"))
