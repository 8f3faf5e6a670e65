"""Keywords, weights, rules and funding programmes of the technology transfer, read from ``transfer.toml``.

Every value carries the mark [D]: a working decision that staff can change as data and that no report may present as
an official rule. Programmes are kept by staff with validity and day of checking; binding is the funder's own rule.
Source: Method library, F8, section 7c, rulings 7, 8 and 10.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from clusterprocess.catalogues.limits import LimitTable
from clusterprocess.catalogues.reading import versioned
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.language import Text

IpState = Literal["kein", "angemeldet", "erteilt", "knowhow", "copyright"]
Share = Annotated[float, Field(ge=0, le=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class MatchingLimits(LimitTable):
    """F8: weights of the six components and the spans over which they fall to 0."""

    weight_topic: float = Field(ge=0, le=1, description="Gewicht der gemeinsamen Stichworte, 0 bis 1")
    weight_trl: float = Field(ge=0, le=1, description="Gewicht des Reifegrads, 0 bis 1")
    weight_form: float = Field(ge=0, le=1, description="Gewicht der Kooperationsform, 0 bis 1")
    weight_distance: float = Field(ge=0, le=1, description="Gewicht der Entfernung, 0 bis 1")
    weight_timing: float = Field(ge=0, le=1, description="Gewicht der Verfügbarkeit, 0 bis 1")
    weight_ip: float = Field(ge=0, le=1, description="Gewicht klarer Schutzrechte, 0 bis 1")
    trl_span: int = Field(ge=1, le=8, description="Abstand der Reifegrade, ab dem die Komponente 0 ist")
    near_km: float = Field(ge=0, description="Entfernung in km, bis zu der voll gezählt wird")
    far_km: float = Field(gt=0, description="Entfernung in km, ab der nichts mehr gezählt wird")
    late_months: int = Field(ge=1, description="Verspätung in Monaten, ab der die Komponente 0 ist")
    match_from: float = Field(ge=0, le=1, description="Punktzahl, ab der ein Paar passt, 0 bis 1")
    check_from: float = Field(ge=0, le=1, description="Punktzahl, ab der ein Paar zu prüfen ist, 0 bis 1")
    ip: dict[IpState, Share] = Field(description="Klarheit der Schutzrechte je Stand, 0 bis 1")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        weights = (self.weight_topic, self.weight_trl, self.weight_form)
        total = sum((*weights, self.weight_distance, self.weight_timing, self.weight_ip))
        if abs(total - 1) > 1e-9:
            raise ValueError(f"Die sechs Gewichte ergeben {total:.3f} statt 1.")
        if self.near_km >= self.far_km or self.check_from > self.match_from:
            raise ValueError("near_km muss unter far_km und check_from nicht über match_from liegen.")
        return self


class TalkLimits(LimitTable):
    """TT1: length and number of talks, and when a talk counts as a contact."""

    minutes: int = Field(ge=1, description="Länge eines Gesprächs in Minuten")
    change_minutes: int = Field(ge=0, description="Wechselzeit in Minuten")
    most_per_party: int = Field(ge=1, description="Höchstzahl der Gespräche je Partei")
    mutual_from: int = Field(
        ge=1, le=3, description="Interesse beider Seiten, ab dem ein Kontakt gezählt wird, 1 bis 3"
    )
    slots: dict[str, Annotated[int, Field(ge=1, le=12)]] = Field(description="Runden je Reifestufe")


class NeedClusterLimits(LimitTable):
    """TT2: when a keyword is a common topic."""

    needs_from: int = Field(ge=2, description="Bedarfe, ab denen ein Stichwort ein gemeinsames Thema ist")


class FundingFitLimits(LimitTable):
    """TT3: tolerance and verdicts."""

    trl_tolerance: int = Field(ge=0, le=8, description="Abstand vom Reifegradbereich, der noch teilweise zählt")
    covers_partly: float = Field(gt=0, le=1, description="Anteil der geplanten Förderung, ab dem es teilweise reicht")
    fits_from: float = Field(ge=0, le=1, description="Passung, ab der ein Programm passt, 0 bis 1")
    check_from: float = Field(ge=0, le=1, description="Passung, ab der ein Programm zu prüfen ist, 0 bis 1")


class OverlapLimits(LimitTable):
    """TT5: what bounds the search and what makes a suggestion."""

    posting_cap: int = Field(ge=2, description="Cluster je Stichwort oder Verbindung, ab denen es als sehr häufig gilt")
    combination: int = Field(ge=1, le=4, description="Höchstzahl verbundener sehr häufiger Stichworte")
    top: int = Field(ge=1, description="Vorschläge je Cluster")
    jaccard_from: float = Field(gt=0, le=1, description="Überschneidung, ab der ein Vorschlag entsteht, 0 bis 1")


class EntryRule(_Entry):
    """Sheets without which no analysis begins."""

    sme_needs: int = Field(ge=1)
    science_partners: int = Field(ge=0)
    sme_needs_m0: int = Field(ge=1)
    science_partners_m0: int = Field(ge=0)

    def wanted_at(self, level: str) -> tuple[int, int]:
        """Needs of SMEs and science partners at a maturity level."""
        if level == "M0":
            return self.sme_needs_m0, self.science_partners_m0
        return self.sme_needs, self.science_partners


class FieldsOverlap(_Entry):
    """TT5 in the paper: own topics against those of whole fields."""

    top: int = Field(ge=1)
    jaccard_from: Share


class DisclosureRule(_Entry):
    """What counts as giving away, and from how many answers barriers become numbers."""

    words_in_a_row: int = Field(ge=3)
    answers_from: int = Field(ge=1)


class IdeaCriterion(_Entry):
    key: str
    name: str
    weight: Share


class Keyword(_Entry):
    slug: str
    de: str
    en: str

    @property
    def name(self) -> Text:
        return Text(self.de, self.en)


class KeywordGroup(_Entry):
    slug: str
    de: str
    en: str
    keywords: tuple[Keyword, ...]


class Programme(_Entry):
    """One funding programme as staff keep it; the funder's rule is binding."""

    key: str
    name: str
    short: str
    forms: tuple[str, ...] = Field(min_length=1)
    provider: str
    purpose: str
    valid_from: date
    valid_to: date | None = None
    published_on: date
    checked_on: tuple[date, ...] = Field(min_length=1)
    deadlines: tuple[Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")], ...] = ()
    trl_from: int = Field(ge=1, le=9)
    trl_to: int = Field(ge=1, le=9)
    min_smes: int = Field(ge=0)
    min_companies: int = Field(ge=0)
    min_science: int = Field(ge=0)
    min_partners: int = Field(ge=1)
    quota_companies: Share
    quota_science: Share
    cap_company_eur: int | None = None
    cap_science_eur: int | None = None
    most_eur: int | None = None
    source: str
    mark: str

    def is_open_on(self, day: date) -> bool:
        """Whether the programme was published before this day and has not ended."""
        return self.published_on <= day and (self.valid_to is None or day <= self.valid_to)

    def checked_before(self, day: date) -> date:
        """The last day up to this one on which staff checked the entry; else the first."""
        return max((d for d in self.checked_on if d <= day), default=min(self.checked_on))


class TransferCatalogue(_Entry):
    """The whole catalogue."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    status: str
    matching: MatchingLimits
    talks: TalkLimits
    need_clusters: NeedClusterLimits
    funding_fit: FundingFitLimits
    overlap: OverlapLimits
    fields_overlap: FieldsOverlap
    entry: EntryRule
    disclosure: DisclosureRule
    criterion: tuple[IdeaCriterion, ...]
    group: tuple[KeywordGroup, ...]
    field_keywords: dict[str, tuple[str, ...]]
    programme: tuple[Programme, ...]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        slugs = [k.slug for g in self.group for k in g.keywords]
        twice = sorted({s for s in slugs if slugs.count(s) > 1})
        unknown = sorted({s for row in self.field_keywords.values() for s in row} - set(slugs))
        if twice or unknown:
            raise ValueError(f"Stichworte doppelt oder unbekannt: {', '.join([*twice, *unknown])}.")
        if abs(sum(c.weight for c in self.criterion) - 1) > 1e-9:
            raise ValueError("Die Gewichte der Kriterien ergeben nicht 1.")
        return self

    def keyword_name(self, slug: str) -> str:
        """German name of a keyword; an unknown one stands as it is."""
        return self.keywords()[slug].de if slug in self.keywords() else slug

    def keywords(self) -> dict[str, Keyword]:
        return {k.slug: k for g in self.group for k in g.keywords}

    def group_of(self, slug: str) -> str:
        """German name of the group a keyword belongs to; empty for an unknown one."""
        return next((g.de for g in self.group for k in g.keywords if k.slug == slug), "")

    def programmes_on(self, day: date) -> tuple[Programme, ...]:
        """Programmes that a paper of this day may name (ruling 10)."""
        return tuple(p for p in self.programme if p.is_open_on(day))


_TABLES = ("matching", "talks", "need_clusters", "funding_fit", "overlap")


def read_transfer(text: str) -> TransferCatalogue:
    """Read the catalogue from TOML text and give the tables of methods the version of the whole.

    Raises:
        InputError: the text is no TOML, or a value is missing or out of range.
    """
    try:
        raw = tomllib.loads(text)
        for name in _TABLES:
            raw[name]["catalogue_version"] = raw["version"]
        return TransferCatalogue.model_validate(raw)
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise InputError(f"Der Transferkatalog ist nicht lesbar ({error}).", field="transfer") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"Im Transferkatalog ist der Wert {place} ungültig ({first['msg']}); bitte berichtigen Sie ihn.",
            field=place,
        ) from error


@versioned("transfer.toml")
def transfer(text: str) -> TransferCatalogue:
    """The catalogue that holds here and now."""
    return read_transfer(text)
