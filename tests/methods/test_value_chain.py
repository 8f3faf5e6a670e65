"""F17 value chain: coverage, gaps and thin stages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.value_chain import Firm, Stage, ValueChainInput, ValueChainResult, value_chain

SEVEN = ("Werkstoffe", "Konstruktion", "Werkzeuge", "Fertigung", "Messtechnik", "Montage", "Aufarbeitung")


def chain(*firms: tuple[str, ...], stages: tuple[str, ...] = SEVEN) -> ValueChainResult:
    return value_chain(
        ValueChainInput(
            stages=tuple(Stage(name=name, wanted=(f"Betriebe für {name}",)) for name in stages),
            firms=tuple(Firm(id=f"u{n}", stages=assigned) for n, assigned in enumerate(firms)),
        )
    )


def test_firms_are_counted_per_stage_and_may_stand_in_several() -> None:
    result = chain(("Fertigung", "Montage"), ("Fertigung",), ("Fertigung", "Messtechnik"))
    assert [cell.firms for cell in result.stages] == [0, 0, 0, 3, 1, 1, 0]
    assert (result.firms, result.unassigned) == (3, 0)


def test_coverage_counts_stages_with_two_firms() -> None:
    full = SEVEN[:4] + SEVEN[5:6]
    result = chain(full, full, ("Messtechnik",))
    # Five of seven stages have two firms, one has one, one has none.
    assert result.coverage == pytest.approx(5 / 7)
    assert result.gaps == ("Aufarbeitung",)
    assert result.thin == ("Messtechnik", "Aufarbeitung")


def test_only_thin_stages_list_whom_to_win() -> None:
    result = chain(("Fertigung",), ("Fertigung",))
    wanted = {cell.stage: cell.wanted for cell in result.stages}
    assert wanted["Fertigung"] == ()
    assert wanted["Montage"] == ("Betriebe für Montage",)


def test_a_stage_named_twice_by_a_firm_counts_once() -> None:
    assert chain(("Fertigung", "Fertigung")).stages[3].firms == 1


def test_without_firms_every_stage_is_a_gap() -> None:
    result = chain()
    assert (result.coverage, result.gaps, result.firms) == (0, SEVEN, 0)


def test_firms_without_a_stage_are_counted_apart() -> None:
    result = chain((), ("Fertigung",))
    assert (result.firms, result.unassigned) == (1, 1)


def test_an_unknown_stage_is_named_with_the_firm() -> None:
    with pytest.raises(InputError, match="u0 ist der unbekannten Stufe Vertrieb zugeordnet"):
        chain(("Vertrieb",))


def test_doubled_stages_and_firms_are_refused() -> None:
    with pytest.raises(InputError, match="stages: A kommt zweimal vor"):
        chain(stages=("A", "A"))
    firm = Firm(id="u1", stages=())
    with pytest.raises(InputError, match="firms: u1 kommt zweimal vor"):
        value_chain(ValueChainInput(stages=(Stage(name="A"),), firms=(firm, firm)))


firms = st.lists(st.lists(st.sampled_from(SEVEN), unique=True).map(tuple), max_size=20)


@settings(deadline=None)
@given(assigned=firms)
def test_coverage_is_bounded_and_the_order_of_firms_does_not_matter(assigned: list[tuple[str, ...]]) -> None:
    result = chain(*assigned)
    assert 0 <= result.coverage <= 1
    assert set(result.gaps) <= set(result.thin)
    assert result.coverage == pytest.approx(1 - len(result.thin) / 7)
    assert chain(*assigned[::-1]) == result


@settings(deadline=None)
@given(assigned=firms, added=st.lists(st.sampled_from(SEVEN), unique=True).map(tuple))
def test_another_firm_never_lowers_the_coverage(assigned: list[tuple[str, ...]], added: tuple[str, ...]) -> None:
    assert chain(*assigned, added).coverage >= chain(*assigned).coverage
