"""What initiatives of M3 and M4 may add: scenarios, alliances, requests to policy, and the answers of a Delphi panel.

Each part is optional; a finding and its section exist only where it was given (ruling 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.delphi import DelphiInput, delphi
from clusterprocess.methods.scenarios import ScenarioInput, scenario_ratings
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import IsoDay, MemberKind, Paragraphs, Sentence, Short

ScenarioKey = Annotated[str, Field(pattern=r"^[A-D]$")]
ThesisKey = Annotated[str, Field(pattern=r"^D[1-9][0-9]?$")]
NinePoints = Annotated[int, Field(ge=1, le=9)]


class Uncertainty(Row):
    """A development that may go either way."""

    title: Short
    one_end: Short
    other_end: Short


class Scenario(Row):
    """One future: a corner of the cross of both uncertainties, its story and the sign that announces it."""

    key: ScenarioKey
    name: Short
    first: Literal["a", "b"] = Field(description="welches Ende der ersten Unsicherheit eintritt")
    second: Literal["a", "b"] = Field(description="welches Ende der zweiten Unsicherheit eintritt")
    story: Paragraphs = Field(description="50 bis 80 Wörter, Gegenwart")
    sign: Sentence = Field(description="woran wir diese Zukunft früh erkennen")
    response: Sentence = Field(description="was wir dann anders machen")


class ScenarioRating(Row):
    option: Annotated[str, Field(pattern=r"^O[0-9]+$")]
    ratings: dict[ScenarioKey, Annotated[int, Field(ge=-2, le=2)]]


class ScenarioPlan(Row):
    """Two uncertainties, four futures, and how each option fares in them (F14)."""

    uncertainties: Annotated[list[Uncertainty], Field(min_length=2, max_length=2)]
    scenarios: Annotated[list[Scenario], Field(min_length=4, max_length=4)]
    ratings: Annotated[list[ScenarioRating], Field(min_length=3)]

    @model_validator(mode="after")
    def _countable(self) -> ScenarioPlan:
        _accepted(lambda: scenario_ratings(ScenarioInput.model_validate(scenario_input(self.model_dump()))))
        return self


class Alliance(Row):
    """A partner beyond the members: what for, what we bring, and the next dated step."""

    partner: Short
    kind: Short = Field(description="zum Beispiel „Cluster, Dänemark“ oder „Forschungsverbund“")
    purpose: Sentence
    we_bring: Sentence
    next_step: Sentence
    by: IsoDay
    lead: Short


class PolicyAsk(Row):
    """A request to a public body: what, why, and what we do ourselves."""

    addressee: Short
    ask: Sentence
    because: Sentence
    our_part: Sentence


class DelphiThesis(Row):
    key: ThesisKey
    label: Annotated[str, Field(min_length=1, max_length=60)] = Field(description="Kurzfassung für die Abbildung")
    text: Sentence = Field(description="die These, wie das Panel sie las")


class PanelAnswer(Row):
    thesis: ThesisKey
    importance: NinePoints
    probability: NinePoints
    year: Annotated[int, Field(ge=2000, le=2100)] | None = Field(
        None, description="Jahr des Eintritts; weglassen = nie oder nach dem Horizont"
    )
    reason: Annotated[str, Field(max_length=400)] = Field(
        "", description="Grund einer abweichenden Antwort, ohne Namen"
    )


class PanelSheet(Row):
    panellist: Annotated[str, Field(pattern=r"^P[0-9]{2}$")] = Field(description="Kennung ohne Namen, P01 bis P99")
    answers: Annotated[list[PanelAnswer], Field(min_length=1)]


class DelphiPanel(Row):
    """Two rounds of panel answers (F13); who is behind a code stays outside the program."""

    invited: dict[MemberKind, Annotated[int, Field(ge=0, le=200)]] = Field(description="Eingeladene je Akteursart")
    closed_one: IsoDay = Field(description="Ende der ersten Runde")
    closed_two: IsoDay = Field(description="Ende der zweiten Runde")
    theses: Annotated[list[DelphiThesis], Field(min_length=3, max_length=12)]
    round_one: Annotated[list[PanelSheet], Field(min_length=1)]
    round_two: Annotated[list[PanelSheet], Field(min_length=1)]

    @model_validator(mode="after")
    def _countable(self) -> DelphiPanel:
        if self.closed_two <= self.closed_one:
            raise ValueError("die zweite Runde endet nach der ersten")
        if len(self.round_one) > sum(self.invited.values()):
            raise ValueError("es haben mehr geantwortet, als eingeladen waren")
        _accepted(lambda: delphi(DelphiInput.model_validate(delphi_input(self.model_dump()))))
        return self


def scenario_input(scenarios: Mapping[str, Any]) -> dict[str, Any]:
    """The scenarios of a plan as the method takes them (F14)."""
    return {
        "scenarios": [
            {"scenario": s["key"], "first": s["first"], "second": s["second"]} for s in scenarios["scenarios"]
        ],
        "options": [{"option": r["option"], "ratings": r["ratings"]} for r in scenarios["ratings"]],
    }


def delphi_input(panel: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a panel as the method takes them (F13)."""
    return {
        "theses": [t["key"] for t in panel["theses"]],
        "round_one": panel["round_one"],
        "round_two": panel["round_two"],
    }


def _accepted(compute: Any) -> None:
    """The method's own refusal as the sentence that people meet at the door."""
    try:
        compute()
    except InputError as error:
        raise ValueError(str(error)) from None
