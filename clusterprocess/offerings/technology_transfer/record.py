"""What a Transfertag leaves behind beside the common record: talks with interest of both sides, ideas, the NDA list."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from pydantic import Field, model_validator

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import IsoDay, Short, WorkshopRecord

NeedKey = Annotated[str, Field(pattern=r"^B[1-9]\d?$")]
OfferKey = Annotated[str, Field(pattern=r"^A[1-9]\d?$")]
IdeaKey = Annotated[str, Field(pattern=r"^I[1-9]\d?$")]
Interest = Annotated[int, Field(ge=0, le=3)]


class TalkHeld(Row):
    """One talk card: who with whom, how interested each side is (0 to 3), what follows."""

    need: NeedKey = Field(description="Bedarf")
    offer: OfferKey = Field(description="Angebot")
    round: Annotated[int, Field(ge=1, le=12)] = Field(description="Runde")
    need_interest: Interest = Field(description="Interesse der suchenden Seite, 0 bis 3")
    offer_interest: Interest = Field(description="Interesse der anbietenden Seite, 0 bis 3")
    next_step: Annotated[str, Field(max_length=300)] = Field("", description="nächster Schritt, ohne Namen")
    next_on: IsoDay | None = Field(None, description="Termin des nächsten Schritts")
    agreed: bool = Field(False, description="beide Seiten wollen im internen Papier genannt werden")


class RecordedIdea(Row):
    """An idea that found a lead on the day."""

    key: IdeaKey = Field(description="Nummer der Idee")
    title: Short = Field(description="Bezeichnung, ohne Namen")
    lead: Short = Field(description="Nummer des Bogens oder Funktion der federführenden Stelle")
    due_on: IsoDay = Field(description="Frist des nächsten Schritts")


class SignedNda(Row):
    """A confidentiality agreement that two contributors signed."""

    need: NeedKey = Field(description="Bedarf")
    offer: OfferKey = Field(description="Angebot")
    signed_on: IsoDay = Field(description="unterschrieben am")
    filed: Short = Field(description="wo das Original liegt")


class TransferRecord(WorkshopRecord):
    """The record of a topic evening, Transfertag, matching day or roadmap session."""

    talks: list[TalkHeld] = Field(default_factory=list, description="geführte Gespräche")
    ideas: list[RecordedIdea] = Field(default_factory=list, description="Ideen mit Federführung und Frist")
    ndas: list[SignedNda] = Field(default_factory=list, description="unterschriebene Vertraulichkeitsvereinbarungen")

    @model_validator(mode="after")
    def _talks_are_possible(self) -> TransferRecord:
        seats = Counter((t.round, key) for t in self.talks for key in (t.need, t.offer))
        for (round_, key), times in seats.items():
            if times > 1:
                raise ValueError(f"{key} hat in Runde {round_} zwei Gespräche; bitte die Runden berichtigen")
        pairs = Counter((t.need, t.offer) for t in self.talks)
        for (need, offer), times in pairs.items():
            if times > 1:
                raise ValueError(f"das Gespräch {need} mit {offer} ist zweimal eingetragen")
        mutual = transfer().talks.mutual_from
        for talk in self.talks:
            both = min(talk.need_interest, talk.offer_interest) >= mutual
            if both and not (talk.next_step and talk.next_on):
                raise ValueError(
                    f"{talk.need} mit {talk.offer}: bei beidseitigem Interesse fehlen nächster Schritt und Termin"
                )
        return self

    @model_validator(mode="after")
    def _options_are_ideas(self) -> TransferRecord:
        if self.ballots and (unknown := sorted(set(self.options) - {i.key for i in self.ideas})):
            raise ValueError(f"abgestimmt wurde über {', '.join(unknown)}, aber diese Ideen stehen nicht im Protokoll")
        return self
