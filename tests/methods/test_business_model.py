"""F19 business model: shares per payer by hand, every kind of finding, refused references."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.limits import limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.business_model import BusinessModelInput, BusinessModelResult, business_model

WORDS = {
    "partners": ["Hochschule"],
    "activities": ["Arbeitsgruppen leiten"],
    "resources": ["zwei Stellen"],
    "relationships": ["persönliche Ansprache"],
    "channels": ["Rundbrief"],
}
SOUND: dict[str, Any] = {
    **WORDS,
    "payers": [{"name": "Mitglieder"}, {"name": "Land", "is_public": True}, {"name": "Teilnehmende"}],
    "services": [
        {"name": "Arbeitsgruppen", "payer": "Mitglieder", "cost_eur": 50_000},
        {"name": "Fachtagung", "cost_eur": 16_000},
        {"name": "Projektberatung"},
    ],
    "revenues": [
        {"name": "Beiträge", "amount_eur": 60_000, "service": "Arbeitsgruppen", "payer": "Mitglieder"},
        {"name": "Tagungsgebühr", "amount_eur": 12_000, "service": "Fachtagung", "payer": "Teilnehmende"},
        {"name": "Sponsoren", "amount_eur": 8_000, "service": "Fachtagung", "payer": "Mitglieder"},
        {"name": "Projektmittel", "amount_eur": 40_000, "service": "Projektberatung", "payer": "Land"},
    ],
    "costs": [{"name": "Personal", "amount_eur": 95_000}, {"name": "Räume", "amount_eur": 15_000}],
}


def modelled(**changes: Any) -> BusinessModelResult:
    return business_model(BusinessModelInput.model_validate({**SOUND, **changes}))


def kinds(result: BusinessModelResult) -> list[tuple[str, str]]:
    return [(finding.kind, finding.subject) for finding in result.findings]


def test_a_sound_canvas_has_nine_filled_blocks_and_no_finding_but_the_dependence() -> None:
    result = modelled()
    assert [b.slug for b in result.blocks] == [
        *("partner", "aktivitaeten", "ressourcen", "leistungen", "beziehungen"),
        *("kanaele", "zahlergruppen", "kosten", "erloese"),
    ]
    assert all(block.entries for block in result.blocks)
    assert kinds(result) == []


def test_shares_per_payer_by_hand() -> None:
    # 120 T: members 60 + 8 = 68, state 40, participants 12; shares 0.5667, 0.3333, 0.1
    result = modelled()
    assert [int(e) for e in (result.revenue_eur, result.cost_eur, result.balance_eur)] == [120_000, 110_000, 10_000]
    assert [(p.name, int(p.amount_eur)) for p in result.payers] == [
        ("Mitglieder", 68_000),
        ("Land", 40_000),
        ("Teilnehmende", 12_000),
    ]
    assert [p.share for p in result.payers] == pytest.approx([0.56667, 0.33333, 0.1], abs=1e-5)
    assert result.public_share == pytest.approx(1 / 3)
    # 0.5667^2 + 0.3333^2 + 0.1^2 = 0.3211 + 0.1111 + 0.01
    assert result.hhi == pytest.approx(0.44222, abs=1e-5)


def test_cover_per_service_by_hand() -> None:
    # 60 / 50 = 1.2; (12 + 8) / 16 = 1.25; no cost, no cover
    assert [(s.name, s.cover, s.payers) for s in modelled().services] == [
        ("Arbeitsgruppen", 1.2, ("Mitglieder",)),
        ("Projektberatung", None, ("Land",)),
        ("Fachtagung", 1.25, ("Teilnehmende", "Mitglieder")),
    ]


def test_revenue_without_service_or_payer_is_found() -> None:
    lines = [
        *SOUND["revenues"],
        {"name": "Grundförderung", "amount_eur": 30_000, "payer": "Land"},
        {"name": "Spende", "amount_eur": 30_000},
    ]
    result = modelled(revenues=lines)
    assert kinds(result) == [
        ("erloes_ohne_leistung", "Grundförderung"),
        ("erloes_ohne_leistung", "Spende"),
        ("erloes_ohne_zahler", "Spende"),
    ]
    assert result.findings[0].sentence == "Dem Erlös „Grundförderung“ steht keine Leistung gegenüber."
    # 30 of 180 T come from nobody
    assert [p.share for p in result.payers if p.name is None] == pytest.approx([1 / 6])


def test_services_without_revenue_or_payer_and_payers_who_pay_nothing_are_found() -> None:
    result = modelled(
        services=[*SOUND["services"], {"name": "Fachkräftebörse"}, {"name": "Messe", "payer": "Kommune"}],
        payers=[*SOUND["payers"], {"name": "Kommune", "is_public": True}],
    )
    assert kinds(result) == [
        ("leistung_ohne_erloes", "Fachkräftebörse"),
        ("leistung_ohne_zahler", "Fachkräftebörse"),
        ("leistung_ohne_erloes", "Messe"),
        ("zahler_ohne_erloes", "Kommune"),
    ]


def test_an_empty_block_and_a_single_dominant_payer_are_found() -> None:
    # 90 of 100 T from one group: 0.81 + 0.01 = 0.82 > 0.5
    result = modelled(
        channels=[],
        payers=[{"name": "Land", "is_public": True}, {"name": "Mitglieder"}],
        services=[{"name": "Beratung"}],
        revenues=[
            {"name": "Zuschuss", "amount_eur": 90_000, "service": "Beratung", "payer": "Land"},
            {"name": "Beiträge", "amount_eur": 10_000, "service": "Beratung", "payer": "Mitglieder"},
        ],
    )
    assert kinds(result) == [("block_leer", "Kanäle"), ("einseitig", "Land")]
    assert result.findings[1].sentence == "Die Erlöse sind einseitig: 90 % kommen von „Land“."


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"payers": [{"name": "A"}, {"name": "A"}]}, "payers: A kommt zweimal vor"),
        ({"costs": [{"name": "A", "amount_eur": 1}] * 2}, "costs: A kommt zweimal vor"),
        ({"services": [{"name": "A", "payer": "Bund"}]}, "services: A nennt die Zahlergruppe Bund"),
        ({"revenues": [{"name": "A", "amount_eur": 1, "payer": "Bund"}]}, "A nennt die Zahlergruppe Bund"),
        ({"revenues": [{"name": "A", "amount_eur": 1, "service": "X"}]}, "A nennt die Leistung X"),
        ({"revenues": [{"name": "A", "amount_eur": 0}]}, "ergeben 0 Euro"),
    ],
)
def test_contradictions_are_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        modelled(**changes)


def test_results_go_through_json() -> None:
    assert BusinessModelResult.model_validate_json(modelled().model_dump_json()) == modelled()
    assert modelled().catalogue_version == limits().version


lines = st.lists(
    st.tuples(st.integers(1, 500_000), st.sampled_from(["Mitglieder", "Land", "Teilnehmende", None])),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(rows=lines, factor=st.integers(2, 20))
def test_shares_add_up_and_depend_neither_on_scale_nor_on_order(
    rows: list[tuple[int, str | None]], factor: int
) -> None:
    def result(times: int, turned: bool) -> BusinessModelResult:
        revenues = [
            {"name": f"Z{n}", "amount_eur": Decimal(amount * times), "payer": payer, "service": "Fachtagung"}
            for n, (amount, payer) in enumerate(rows)
        ]
        return modelled(revenues=revenues[::-1] if turned else revenues)

    base, other = result(1, turned=False), result(factor, turned=True)
    assert sum(p.share for p in base.payers) == pytest.approx(1)
    assert 0 < base.hhi <= 1
    assert other.hhi == pytest.approx(base.hhi)
    assert other.public_share == pytest.approx(base.public_share)
    assert sum(p.amount_eur for p in base.payers) == base.revenue_eur == sum(s.revenue_eur for s in base.services)
