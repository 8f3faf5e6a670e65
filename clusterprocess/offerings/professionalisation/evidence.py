"""Evidence per indicator: what was shown, where it lies, and who accepted it (submission kind ``nachweise``).

Only what was accepted counts for the figure *belegt* (Method library, F4). The list is handed in before the analysis
and again after the workshop; the newest one holds.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator, model_validator

from clusterprocess.catalogues.quality import quality
from clusterprocess.domain.errors import NotFoundError
from clusterprocess.offerings.professionalisation.questionnaire import IndicatorCode
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import IsoDay, Sentence, Short


class Evidence(Row):
    """One paper for one indicator, looked at together."""

    code: IndicatorCode
    kind: str = Field(description="Nachweisart des Indikatorenkatalogs")
    title: Short = Field(description="was vorgelegt wurde")
    dated_on: IsoDay
    where: Short = Field(description="wo das Original liegt")
    items: list[str] = Field(default_factory=list, description="belegte Punkte der Prüfliste; leer = alle genannten")
    accepted: bool
    by_role: Short = Field(description="Rolle, die entschieden hat, kein Name")
    checked_on: IsoDay
    reason: Annotated[str, Field(max_length=300)] = Field("", description="Pflicht, wenn nicht angenommen")

    @field_validator("code")
    @classmethod
    def _known_code(cls, code: str) -> str:
        try:
            quality().by_code(code)
        except NotFoundError as error:
            raise ValueError(str(error)) from None
        return code

    @model_validator(mode="after")
    def _complete(self) -> Evidence:
        known = [k.slug for k in quality().evidence_kind]
        if self.kind not in known:
            raise ValueError(f"die Nachweisart „{self.kind}“ gibt es nicht; möglich sind: {', '.join(known)}")
        points = [i.key for i in quality().by_code(self.code).items]
        if unknown := sorted(set(self.items) - set(points)):
            raise ValueError(
                f"Indikator {self.code} hat keine Punkte {', '.join(unknown)}; bekannt: {', '.join(points)}"
            )
        if not self.accepted and not self.reason:
            raise ValueError(f"Nachweis zu {self.code}: Eine Ablehnung braucht einen Grund (reason)")
        if self.dated_on > self.checked_on:
            raise ValueError(f"Nachweis zu {self.code}: Er trägt ein Datum nach der Sichtung")
        return self


class EvidenceList(Row):
    """All evidence that was looked at."""

    nachweise: Annotated[list[Evidence], Field(max_length=200)] = Field(description="gesichtete Nachweise")
    open_questions: list[Sentence] = Field(default_factory=list)
