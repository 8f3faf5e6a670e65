"""TT3 funding fit: which programme suits which idea, by consortium, maturity, amount and deadline.

Formulas (own method of the technology transfer [D])::

    each criterion 1 (yes), 0.5 (partly) or 0 (no):
      consortium  counts of partners, companies, SMEs and science reach the programme's minimum
      maturity    TRL at the start lies in the programme's range; one step beside it counts half
      amount      possible grant / planned grant: 1 from 100 %, half from 50 %
      deadline    the next deadline (or any day) comes after the idea is ready and within the validity
    score for the idea's rating (F7) = 1 + 4 * best fit, commercially rounded, 1 to 5
    fit = mean of the four, 0 to 1; from 0.75 "passt", from 0.50 "prüfen", else "passt nicht"
    possible grant = min(most, quota_c * min(cost_c, cap_c * n_c) + quota_s * min(cost_s, cap_s * n_s))     euro

A criterion that is not fulfilled at all rules a programme out, whatever the rest says; so does a form of cooperation
that the programme does not fund. Programmes are the agency's own record with the day of checking; binding is the rule
of the funder. Money is Decimal euro.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.transfer import FundingFitLimits, Programme, transfer
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.frozen import Frozen
from clusterprocess.methods.matching import Form

FundingVerdict = Literal["passt", "prüfen", "passt nicht"]
Trl = Annotated[int, Field(ge=1, le=9)]
Euro = Annotated[Decimal, Field(ge=0, le=100_000_000)]


class FundingIdea(Frozen):
    """What a programme looks at in an idea."""

    key: str = Field(min_length=1, description="Kennung der Idee, eindeutig")
    form: Form | None = Field(default=None, description="Form der Zusammenarbeit; leer = nicht geprüft")
    smes: int = Field(ge=0, le=50, description="kleine und mittlere Unternehmen im Konsortium")
    large: int = Field(ge=0, le=50, description="Großunternehmen im Konsortium")
    science: int = Field(ge=0, le=50, description="Hochschulen und Institute im Konsortium")
    trl_start: Trl = Field(description="Reifegrad zu Beginn 1 bis 9")
    cost_companies_eur: Euro = Field(description="Kosten der Unternehmen in Euro")
    cost_science_eur: Euro = Field(description="Kosten der Wissenschaft in Euro")
    planned_grant_eur: Euro = Field(description="geplante Förderung in Euro")
    ready_on: date = Field(description="Tag, an dem ein Antrag fertig sein kann")


class FundingFitInput(Frozen):
    """Ideas, the day of the paper, and optionally a choice of programmes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ideas": [
                        {
                            "key": "I1",
                            "smes": 2,
                            "large": 0,
                            "science": 1,
                            "trl_start": 4,
                            "cost_companies_eur": "200000",
                            "cost_science_eur": "100000",
                            "planned_grant_eur": "190000",
                            "ready_on": "2016-05-02",
                        }
                    ],
                    "on": "2016-03-16",
                }
            ]
        }
    )

    ideas: tuple[FundingIdea, ...] = Field(min_length=1, description="Ideen")
    on: date = Field(description="Tag des Papiers; nur Programme, die dann gelten oder angekündigt sind")
    programmes: tuple[str, ...] = Field(default=(), description="Kennungen der Programme; leer = alle gültigen")
    limits: FundingFitLimits | None = Field(default=None, description="Schwellen; leer = ausgelieferter Katalog")


class FundingCriterion(Frozen):
    """One criterion with its reason."""

    name: Literal["Konsortium", "Reifegrad", "Betrag", "Frist"] = Field(description="Kriterium")
    value: float = Field(ge=0, le=1, description="1 erfüllt, 0,5 teilweise, 0 nicht erfüllt")
    reason: str = Field(description="Grund in Worten")


class FundingFit(Frozen):
    """One idea against one programme."""

    idea: str = Field(description="Kennung der Idee")
    programme: str = Field(description="Kennung des Programms")
    name: str = Field(description="Name des Programms")
    fit: float = Field(ge=0, le=1, description="Passung 0 bis 1")
    verdict: FundingVerdict = Field(description="passt, prüfen oder passt nicht")
    criteria: tuple[FundingCriterion, ...] = Field(description="vier Kriterien mit Gründen")
    funds_form: bool = Field(description="Programm fördert diese Form der Zusammenarbeit")
    possible_grant_eur: Decimal = Field(ge=0, description="höchste mögliche Förderung in Euro nach Katalog")
    next_deadline: date | None = Field(description="nächste Frist; leer = laufend oder keine mehr")
    checked_on: date = Field(description="Stand der Programmangaben")


class FundingFitResult(Frozen):
    """All pairs, best programme of an idea first, and the best per idea."""

    fits: tuple[FundingFit, ...] = Field(description="Paare nach Idee und Passung")
    best: dict[str, str] = Field(description="Kennung des bestpassenden Programms je Idee; fehlt, wenn keines passt")
    score: dict[str, int] = Field(description="Bewertung der Förderpassung je Idee, 1 bis 5 = 1 + 4 · beste Passung")
    catalogue_version: str = Field(description="Version des Katalogs")


def funding_fit(data: FundingFitInput) -> FundingFitResult:
    """Return the fit of every idea with every valid programme (TT3).

    Raises:
        InputError: an idea occurs twice, or a programme is unknown or not valid on the day.
    """
    catalogue = transfer()
    bounds = data.limits or catalogue.funding_fit
    keys = [idea.key for idea in data.ideas]
    for key in keys:
        if keys.count(key) > 1:
            raise InputError(
                f"ideas: Die Idee {key} kommt zweimal vor; bitte vergeben Sie jede Kennung einmal.", field="ideas"
            )
    programmes = _programmes(data)
    fits = [_fit(idea, p, data.on, bounds) for idea in data.ideas for p in programmes]
    fits.sort(key=lambda f: (keys.index(f.idea), *_by_fit(f)))
    usable = [f for f in fits if f.verdict != "passt nicht"]
    best = {f.idea: f.programme for f in reversed(usable)}
    tops = {f.idea: f.fit for f in reversed(usable)}
    return FundingFitResult(
        fits=tuple(fits),
        best={key: best[key] for key in keys if key in best},
        score={key: 1 + int(4 * tops.get(key, 0.0) + 0.5) for key in keys},
        catalogue_version=bounds.catalogue_version,
    )


def _by_fit(fit: FundingFit) -> tuple[bool, float, date, Decimal, str]:
    """Usable first, then the better fit, the earlier deadline (running programmes first), the higher grant."""
    deadline = fit.next_deadline or date.min
    return fit.verdict == "passt nicht", -fit.fit, deadline, -fit.possible_grant_eur, fit.programme


def _programmes(data: FundingFitInput) -> tuple[Programme, ...]:
    valid = transfer().programmes_on(data.on)
    if not data.programmes:
        return valid
    known = {p.key: p for p in valid}
    for key in data.programmes:
        if key not in known:
            raise InputError(
                f"programmes: {key} gibt es am {data.on:%d.%m.%Y} nicht; möglich sind: {', '.join(known)}.",
                field="programmes",
            )
    return tuple(known[key] for key in data.programmes)


def _fit(idea: FundingIdea, programme: Programme, on: date, bounds: FundingFitLimits) -> FundingFit:
    grant = _possible_grant(idea, programme)
    deadline = next_deadline(programme, max(on, idea.ready_on))
    criteria = (
        _consortium(idea, programme),
        _maturity(idea, programme, bounds),
        _amount(idea, grant, bounds),
        _deadline(idea, programme, deadline),
    )
    fit = sum(c.value for c in criteria) / len(criteria)
    funds_form = idea.form is None or idea.form in programme.forms
    knocked_out = not funds_form or any(c.value == 0 for c in criteria)
    verdict: FundingVerdict = (
        "passt" if fit >= bounds.fits_from else "prüfen" if fit >= bounds.check_from else "passt nicht"
    )
    return FundingFit(
        idea=idea.key,
        programme=programme.key,
        name=programme.name,
        fit=fit,
        verdict="passt nicht" if knocked_out else verdict,
        criteria=criteria,
        funds_form=funds_form,
        possible_grant_eur=grant,
        next_deadline=deadline if programme.deadlines else None,
        checked_on=programme.checked_before(on),
    )


def _consortium(idea: FundingIdea, programme: Programme) -> FundingCriterion:
    wanted = (
        (idea.smes + idea.large + idea.science, programme.min_partners, "Partner"),
        (idea.smes + idea.large, programme.min_companies, "Unternehmen"),
        (idea.smes, programme.min_smes, "KMU"),
        (idea.science, programme.min_science, "aus der Wissenschaft"),
    )
    missing = [f"{have} von {need} {what}" for have, need, what in wanted if have < need]
    reason = f"es fehlen Partner: {', '.join(missing)}" if missing else "Konsortium genügt"
    return FundingCriterion(name="Konsortium", value=0.0 if missing else 1.0, reason=reason)


def _maturity(idea: FundingIdea, programme: Programme, bounds: FundingFitLimits) -> FundingCriterion:
    beside = max(programme.trl_from - idea.trl_start, idea.trl_start - programme.trl_to, 0)
    value = 1.0 if beside == 0 else 0.5 if beside <= bounds.trl_tolerance else 0.0
    reason = f"Reifegrad {idea.trl_start} zu Beginn, vorgesehen {programme.trl_from} bis {programme.trl_to}"
    return FundingCriterion(name="Reifegrad", value=value, reason=reason)


def _amount(idea: FundingIdea, grant: Decimal, bounds: FundingFitLimits) -> FundingCriterion:
    if idea.planned_grant_eur == 0:
        return FundingCriterion(name="Betrag", value=1.0, reason="keine Förderung eingeplant")
    share = float(grant / idea.planned_grant_eur)
    value = 1.0 if share >= 1 else 0.5 if share >= bounds.covers_partly else 0.0
    reason = "deckt die geplante Förderung" if share >= 1 else f"deckt {int(share * 100)} % der geplanten Förderung"
    return FundingCriterion(name="Betrag", value=value, reason=reason)


def _deadline(idea: FundingIdea, programme: Programme, deadline: date | None) -> FundingCriterion:
    if deadline is None:
        return FundingCriterion(name="Frist", value=0.0, reason="keine Frist mehr, nachdem der Antrag fertig ist")
    if not programme.deadlines:
        return FundingCriterion(name="Frist", value=1.0, reason="Antrag jederzeit möglich")
    return FundingCriterion(name="Frist", value=1.0, reason=f"nächster Stichtag {deadline:%d.%m.%Y}")


def next_deadline(programme: Programme, earliest: date) -> date | None:
    """First deadline of a programme from a day on; that day where applications run all year; None after its end."""
    begin = max(earliest, programme.valid_from)
    candidates = sorted(_deadlines(programme, begin)) if programme.deadlines else [begin]
    return next((d for d in candidates if programme.valid_to is None or d <= programme.valid_to), None)


def _deadlines(programme: Programme, begin: date) -> Iterator[date]:
    for year in (begin.year, begin.year + 1):
        for text in programme.deadlines:
            day = date.fromisoformat(f"{year}-{text}")
            if day >= begin:
                yield day


def _possible_grant(idea: FundingIdea, programme: Programme) -> Decimal:
    companies = _capped(idea.cost_companies_eur, programme.cap_company_eur, idea.smes + idea.large)
    science = _capped(idea.cost_science_eur, programme.cap_science_eur, idea.science)
    grant = companies * Decimal(str(programme.quota_companies)) + science * Decimal(str(programme.quota_science))
    return grant if programme.most_eur is None else min(grant, Decimal(programme.most_eur))


def _capped(cost: Decimal, cap: int | None, partners: int) -> Decimal:
    return cost if cap is None else min(cost, Decimal(cap) * partners)
