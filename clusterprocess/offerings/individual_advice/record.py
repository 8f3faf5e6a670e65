"""What an advisory conversation leaves behind: the option chosen, and the peer consultation where there was one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import IsoDay, Sentence, Short, WorkshopRecord
from clusterprocess.offerings.standard.submissions import validator

MODES = {"entscheidung": "zur Entscheidung", "erprobung": "zur Erprobung"}


Votes = Annotated[int, Field(ge=0, le=200)] | None


class Chosen(Row):
    """The option that was chosen, by how many organisations, why, who takes it on, and when it is decided."""

    option: Annotated[str, Field(pattern=r"^O[1-9]$")]
    in_favour: Votes = Field(None, description="Organisationen dafür; leer, wenn nicht gezählt wurde")
    against: Votes = Field(None, description="Organisationen für eine andere Option; leer bedeutet keine")
    abstained: Votes = Field(None, description="Enthaltungen; leer bedeutet keine")
    mode: Literal["entscheidung", "erprobung"]
    reasons: Annotated[list[Short], Field(min_length=1, max_length=4)] = Field(
        description="je ein Nebensatz mit „weil“"
    )
    owner: Short = Field(description="Organisation oder Rolle, kein Name")
    decide_on: IsoDay


class PeerConsultation(Row):
    """The six steps of a kollegiale Fallberatung, condensed; no organisation is named."""

    case: Sentence
    questions: Annotated[list[Sentence], Field(min_length=1, max_length=8)]
    hypotheses: Annotated[list[Sentence], Field(min_length=1, max_length=8)]
    solutions: Annotated[list[Sentence], Field(min_length=1, max_length=10)]
    choice: Sentence
    learning: Sentence


class AdviceRecord(WorkshopRecord):
    """Minutes of a Beratungsgespräch."""

    chosen: Chosen | None = None
    peer_consultation: PeerConsultation | None = None

    @model_validator(mode="after")
    def _chosen_was_discussed(self) -> AdviceRecord:
        if self.chosen and self.chosen.option not in self.options:
            raise ValueError(
                f"gewählt ist Option {self.chosen.option}, sie steht aber nicht unter den besprochenen Optionen"
            )
        return self

    @model_validator(mode="after")
    def _every_organisation_has_one_vote(self) -> AdviceRecord:
        """Attendance is no vote: votes are counted apart, and together they are as many as organisations came."""
        if self.chosen is None:
            return self
        counted = (self.chosen.in_favour, self.chosen.against, self.chosen.abstained)
        if counted[0] is None:
            if any(c is not None for c in counted):
                raise ValueError("Gegenstimmen oder Enthaltungen sind gezählt, die Stimmen dafür (in_favour) fehlen")
            return self
        voted, present = sum(c or 0 for c in counted), len({a.organisation for a in self.attendance})
        if voted != present:
            raise ValueError(
                f"gezählt sind {voted} Stimmen, anwesend waren {present} Organisationen; bitte dafür, dagegen und Enthaltungen (in_favour, against, abstained) angeben"
            )
        return self


ADVICE_RECORD = validator(AdviceRecord, {"chosen": "Gewählte Option", "peer_consultation": "Kollegiale Fallberatung"})
