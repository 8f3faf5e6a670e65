"""What the communication workshop leaves behind beside the common minutes: sentence, votes, calendar, approvals (7b)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from clusterprocess.catalogues.communication import communication
from clusterprocess.offerings.communication_concept.rows import ApprovalRight, CalendarEntry, ChannelKey, Decision
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import WorkshopRecord

Count = Annotated[int, Field(ge=0, le=500)]


class ChannelVote(Row):
    """How the organisations voted on one channel: keep, start or stop; one vote per organisation."""

    channel: ChannelKey
    name: Annotated[str, Field(min_length=1, max_length=200)]
    proposal: Decision
    in_favour: Count
    against: Count
    abstained: Count = 0


class CommunicationRecord(WorkshopRecord):
    """The common minutes with the sentence and its consent, votes on channels, calendar entries and approval matrix."""

    sentence: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="der Satz, wie er beschlossen ist"
    )
    consent: dict[str, Count] = Field(description="Grad der Zustimmung → Zahl der Organisationen")
    channel_votes: Annotated[list[ChannelVote], Field(min_length=1)]
    calendar: Annotated[list[CalendarEntry], Field(min_length=1)]
    approvals: Annotated[list[ApprovalRight], Field(min_length=1)]

    @model_validator(mode="after")
    def _nobody_votes_twice(self) -> CommunicationRecord:
        levels = [word.slug for word in communication().consent]
        if unknown := sorted(set(self.consent) - set(levels)):
            raise ValueError(
                f"unbekannter Grad der Zustimmung: {', '.join(unknown)}; möglich sind: {', '.join(levels)}"
            )
        present = len(self.attendance)
        if sum(self.consent.values()) > present:
            raise ValueError(
                f"zum Satz haben sich {sum(self.consent.values())} Organisationen geäußert, anwesend waren {present}"
            )
        for vote in self.channel_votes:
            cast = vote.in_favour + vote.against + vote.abstained
            if cast > present:
                raise ValueError(f"zu „{vote.name}“ gibt es {cast} Stimmen von {present} anwesenden Organisationen")
        return self
