"""A document with Beispieldaten for every template, so that staff see an edited one before they put it in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clusterprocess.domain.errors import NotFoundError
from clusterprocess.offerings.case import Case, GuestFacts
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.offerings.sections.blocks import DocumentContext, Heading, Paragraph
from clusterprocess.offerings.standard.name_tags import name_tags
from clusterprocess.offerings.standard.paper import simple_paper
from clusterprocess.offerings.standard.rows import KIND_NAMES
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case, sample_cases


def preview_of(template: str) -> DocumentContext:
    """The context of one document that uses the template, from the first sample engagement of its offering.

    Raises:
        NotFoundError: no document uses this template.
    """
    for offering in OFFERINGS:
        for kind, build in offering.documents.items():
            if offering.template_for(kind) != template:
                continue
            sample = next((s for n in sample_cases() if (s := sample_case(n)).offering == offering.slug), None)
            if sample is None:
                continue
            case = assembled(sample)
            about = (
                case.workshops[:1] if kind in ("anwesenheitsliste", "protokoll", "einladung", "vorbereitung") else ()
            )
            made: DocumentContext = build(case, *about)
            return made
    if template == "shared/namensschilder.docx":
        case = assembled(sample_case())
        return name_tags(case, replace(case.workshops[0], registered=_guests(case)))
    if template == "shared/ueberblick.docx":
        case = assembled(sample_case())
        text = f"Vorschau der Vorlage mit Beispieldaten, {date(2015, 1, 12):%d.%m.%Y}."
        return simple_paper(case, "ueberblick", "Überblick", (Heading(1, "Überblick", "u1"), Paragraph(text)), {})
    raise NotFoundError(
        f"Vorlage „{template[:80]}“: Kein Dokument benutzt sie; „clusterprocess template list“ zeigt alle."
    )


def _guests(case: Case) -> tuple[GuestFacts, ...]:
    """One invented guest of each kind of actor."""
    names = ("Anna Muster", "Dr. Jörg Beispiel", "Li Muster", "Karin Beispiel", "Uwe Muster", "Prof. Dr. Eva Beispiel")
    return tuple(
        GuestFacts(f"{who} (Beispiel)", f"Organisation {n} (Beispiel)", kind, case.name)
        for n, (who, kind) in enumerate(zip(names, KIND_NAMES, strict=True), 1)
    )
