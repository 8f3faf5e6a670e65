"""Chapter 7 of the Strategiepapier: vision, mission and commitments."""

from __future__ import annotations

from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Bullets, Callout, Heading, Paragraph
from clusterprocess.offerings.standard.texts import own


def vision(case: Case) -> tuple[Block, ...]:
    """The sentence with its year, the mission, and commitments that can be checked."""
    plan = case.plan
    return (
        Heading(1, "Vision, Mission, Leitsätze", "7"),
        *own(case, "vision.before"),
        Callout("Vision", plan["vision"]),
        Heading(2, "Mission", "7.1"),
        *(Paragraph(sentence, style="lead") for sentence in plan["mission"]),
        Heading(2, "Leitsätze", "7.2"),
        Bullets(tuple(plan["principles"]), numbered=True),
    )
