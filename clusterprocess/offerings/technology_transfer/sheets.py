"""Need sheets and offer sheets: what an organisation looks for or can give, and what may be said about it.

Content: offerings.md 7c. The shape follows the European partnering profiles (request, offer, anonymity until both sides
are interested); the wording is our own. Keywords come from the catalogue ``transfer.toml``.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from clusterprocess.catalogues.transfer import IpState, transfer
from clusterprocess.methods.matching import Form
from clusterprocess.offerings.questions import Row
from clusterprocess.offerings.standard.rows import IsoDay, MemberKind, Short

Confidentiality = Literal["offen", "anonymisiert", "nda"]
Size = Literal["1-19", "20-49", "50-249", "250+"]
Budget = Literal["<10T", "10-50T", "50-200T", ">200T"]
Trl = Annotated[int, Field(ge=1, le=9)]

SIZE_NAMES: dict[str, str] = {
    "1-19": "unter 20 Beschäftigte",
    "20-49": "20–49 Beschäftigte",
    "50-249": "50–249 Beschäftigte",
    "250+": "ab 250 Beschäftigten",
}
BUDGET_NAMES: dict[str, str] = {
    "<10T": "bis 10 T€",
    "10-50T": "10–50 T€",
    "50-200T": "50–200 T€",
    ">200T": "über 200 T€",
}
CONFIDENTIALITY_NAMES: dict[str, str] = {"offen": "offen", "anonymisiert": "anonym", "nda": "NDA"}


def _known_keyword(slug: str) -> str:
    known = transfer().keywords()
    if slug not in known:
        near = get_close_matches(slug, known, 3, 0.5) or get_close_matches(
            slug.title(), [k.de for k in known.values()], 3, 0.4
        )
        hint = f"; ähnlich sind: {', '.join(near)}" if near else ""
        raise ValueError(f"„{slug[:40]}“ steht nicht in der Stichwortliste{hint}")
    return slug


def _each_once(topics: list[str]) -> list[str]:
    if len(set(topics)) < len(topics):
        raise ValueError("ein Stichwort kommt zweimal vor; bitte jedes einmal nennen")
    return topics


KeywordSlug = Annotated[str, AfterValidator(_known_keyword)]
Topics = Annotated[list[KeywordSlug], Field(min_length=1, max_length=8), AfterValidator(_each_once)]
Forms = Annotated[list[Form], Field(min_length=1, max_length=7)]


class Contribution(Row):
    """What need and offer have in common: topics, place, exclusions, and the contributor's own release."""

    topics: Topics = Field(description="1 bis 8 Stichworte")
    town: Short = Field(description="Ort")
    lat: Annotated[float, Field(ge=-90, le=90)] | None = Field(None, description="Breite in Grad")
    lon: Annotated[float, Field(ge=-180, le=180)] | None = Field(None, description="Länge in Grad")
    veto: list[Short] = Field(default_factory=list, description="Organisationen, mit denen nicht gesprochen wird")
    brands: list[Short] = Field(
        default_factory=list, description="Marken, Produkt- und Kurznamen, die den Beitragenden verraten"
    )
    released_on: IsoDay | None = Field(None, description="Tag, an dem der Bogen zur Veröffentlichung freigegeben wurde")
    released_by: Annotated[str, Field(max_length=200)] = Field(
        "", description="Funktion der Person, die freigegeben hat; kein Name"
    )

    @model_validator(mode="after")
    def _complete(self) -> Contribution:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("Breite und Länge (lat, lon) gehören zusammen; bitte beide angeben oder keine")
        if (self.released_on is None) != (not self.released_by):
            raise ValueError("eine Freigabe braucht Tag und Funktion (released_on, released_by)")
        return self

    def _guard(self, name: str, conf: Confidentiality, title: str) -> None:
        """A confidential sheet is not released, and the title of one that is not open names nobody."""
        if conf == "nda" and self.released_on:
            raise ValueError("ein Bogen mit NDA kann nicht freigegeben werden; bitte zuerst die Vertraulichkeit ändern")
        named = [word for word in (name, *self.brands) if word.casefold() in title.casefold()]
        if named and (conf != "offen" or not self.released_on):
            raise ValueError(f"die Kurzfassung nennt „{named[0]}“; bitte ohne Namen und Marken formulieren")


class NeedSheet(Contribution):
    """One need of one organisation."""

    key: Annotated[str, Field(pattern=r"^B[1-9]\d?$")] = Field(description="Nummer des Bogens, zum Beispiel B3")
    n_orga: Short = Field(description="Organisation")
    n_size: Size = Field(description="Größe nach Beschäftigten")
    n_short: Annotated[str, Field(min_length=10, max_length=200)] = Field(
        description="Kurzfassung mit Zielwert, ohne Namen und Marken"
    )
    n_problem: Annotated[str, Field(min_length=20, max_length=1500)] = Field(
        description="Problem und messbarer Zielwert"
    )
    n_trl: Trl = Field(description="gewünschter Reifegrad 1 bis 9")
    n_when: Annotated[int, Field(ge=1, le=60)] = Field(description="gebraucht in so vielen Monaten")
    n_budget: Budget | None = Field(None, description="Budgetrahmen in Euro")
    n_form: Forms = Field(description="gewünschte Formen der Zusammenarbeit")
    n_conf: Confidentiality = Field(description="Vertraulichkeit")

    @model_validator(mode="after")
    def _measurable_and_guarded(self) -> NeedSheet:
        if not any(c.isdigit() for c in self.n_problem):
            raise ValueError("das Problem (n_problem) braucht einen messbaren Zielwert, etwa „Ausschuss unter 2 %“")
        self._guard(self.n_orga, self.n_conf, self.n_short)
        return self


class OfferSheet(Contribution):
    """One offer of one organisation."""

    key: Annotated[str, Field(pattern=r"^A[1-9]\d?$")] = Field(description="Nummer des Bogens, zum Beispiel A2")
    party: Short = Field(description="Organisation")
    party_kind: MemberKind = Field(description="Art der Organisation")
    o_title: Annotated[str, Field(min_length=5, max_length=120)] = Field(description="Titel, ohne Namen und Marken")
    o_desc: Annotated[str, Field(min_length=20, max_length=1500)] = Field(description="Beschreibung und Nutzen")
    o_trl: Trl = Field(description="Reifegrad 1 bis 9")
    o_ip: IpState = Field(description="Stand der Schutzrechte")
    o_advantage: Annotated[str, Field(min_length=10, max_length=800)] = Field(
        description="Neuheit und Vorteil gegenüber dem Stand der Technik"
    )
    o_partner: Annotated[str, Field(max_length=400)] = Field("", description="gesuchter Partner und seine Rolle")
    o_form: Forms = Field(description="mögliche Formen der Zusammenarbeit")
    o_ready: Annotated[int, Field(ge=0, le=60)] = Field(description="verfügbar in so vielen Monaten")
    o_conf: Confidentiality = Field(description="Vertraulichkeit")

    @model_validator(mode="after")
    def _guarded(self) -> OfferSheet:
        self._guard(self.party, self.o_conf, self.o_title)
        return self


class Needs(Row):
    """All need sheets of an engagement, as of a day."""

    closed_on: IsoDay = Field(description="Stand der Bögen")
    needs: Annotated[list[NeedSheet], Field(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _unique(self) -> Needs:
        _unique([n.key for n in self.needs])
        return self


class Offers(Row):
    """All offer sheets of an engagement, as of a day."""

    closed_on: IsoDay = Field(description="Stand der Bögen")
    offers: Annotated[list[OfferSheet], Field(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _unique(self) -> Offers:
        _unique([o.key for o in self.offers])
        return self


def _unique(keys: list[str]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"der Bogen {key} kommt zweimal vor; bitte jede Nummer einmal vergeben")
