"""F12 dot voting: the vector, groups too small to be shown, dissent, broken ballots."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.limits import limits
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.voting import Ballot, GroupVotes, VotingInput, VotingResult, dot_voting

FIVE = ("A", "B", "C", "D", "E")


def ballot(name: str, kind: str, dots: str) -> Ballot:
    """Make a ballot from letters: "AAB" is two dots on A and one on B."""
    return Ballot.model_validate(
        {"organisation": name, "kind": kind, "dots": {option: dots.count(option) for option in dots}}
    )


def vote(*rows: tuple[str, str], options: tuple[str, ...] = FIVE, chosen: tuple[str, ...] = ()) -> VotingResult:
    ballots = tuple(ballot(f"org-{n}", kind, dots) for n, (kind, dots) in enumerate(rows))
    return dot_voting(VotingInput(options=options, ballots=ballots, chosen=chosen))


def group(result: VotingResult, name: str) -> GroupVotes:
    return next(row for row in result.groups if row.group == name)


# Ten organisations with two dots each: A 9, B 6, C 3, D 1, E 1.
VECTOR = tuple(("kmu", dots) for dots in ("AA", "AA", "AA", "AA", "AB", "BB", "BB", "BC", "CC", "DE"))


def test_the_vector_is_weakly_concentrated() -> None:
    result = vote(*VECTOR)
    assert [option.dots for option in result.options] == [9, 6, 3, 1, 1]
    assert [option.rank for option in result.options] == [1, 2, 3, 4, 4]
    assert result.options[0].share == 0.45
    # entropy 1.3047, ln 5 = 1.6094, 1 - 0.8107
    assert result.concentration == pytest.approx(0.19, abs=0.005)


@pytest.mark.parametrize(("options", "each"), [(2, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4)])
def test_dots_are_a_third_of_the_options_rounded_up(options: int, each: int) -> None:
    names = tuple("ABCDEFGHIJ"[:options])
    assert vote(("kmu", "A"), options=names).dots_each == each


def test_concentration_runs_from_even_to_one_option() -> None:
    assert vote(*[("kmu", option) for option in FIVE]).concentration == pytest.approx(0)
    assert vote(*[("kmu", "AA")] * 3).concentration == 1


def test_agreement_counts_organisations_not_dots() -> None:
    # With a dot on A or B: all but CC and DE, 8 of 10.
    result = vote(*VECTOR, chosen=("A", "B"))
    assert result.agreement == 0.8
    assert group(result, "Unternehmen").agreement == 0.8


def test_without_a_choice_there_is_no_agreement() -> None:
    assert vote(*VECTOR).agreement is None


def test_companies_and_science_are_shown_apart() -> None:
    rows = [("kmu", "AA")] * 3 + [("gross", "AB")] * 2 + [("hochschule", "CC")] * 3 + [("forschung", "CD")] * 2
    result = vote(*rows)
    assert [(g.group, g.organisations, g.total_dots) for g in result.groups] == [
        ("Unternehmen", 5, 10),
        ("Wissenschaft", 5, 10),
    ]
    # A 3*2 + 2*1
    assert group(result, "Unternehmen").options[0].dots == 8


def test_small_groups_are_merged_into_the_others() -> None:
    rows = [("kmu", "AA")] * 5 + [("hochschule", "CC")] * 4 + [("oeffentlich", "DD")] * 2
    result = vote(*rows)
    others = group(result, "Sonstige")
    assert [g.group for g in result.groups] == ["Unternehmen", "Sonstige"]
    assert (others.organisations, others.reportable) == (6, True)
    assert others.merged == ("Wissenschaft", "öffentliche Hand/Kammern")


def test_others_below_five_appear_in_the_total_only() -> None:
    rows = [("kmu", "AA")] * 5 + [("oeffentlich", "DD")] * 2 + [("sonstige", "DD")]
    result = vote(*rows, chosen=("A",))
    others = group(result, "Sonstige")
    assert (others.organisations, others.reportable) == (3, False)
    assert (others.options, others.total_dots, others.agreement) == ((), None, None)
    assert result.options[3].dots == 6


def test_dissent_needs_three_ranks_between_companies_and_science() -> None:
    # Companies: A 5, B 3, C 2, D 0. Science: A 0, B 3, C 2, D 5. Ranks 1234 against 4231.
    companies = [("kmu", dots) for dots in ("AB", "AB", "AB", "AC", "AC")]
    science = [("forschung", dots) for dots in ("DB", "DB", "DB", "DC", "DC")]
    result = vote(*companies, *science, options=("A", "B", "C", "D"))
    assert result.dissent_assessed is True
    assert [(d.option, d.rank_companies, d.rank_science, d.difference) for d in result.dissent] == [
        ("A", 1, 4, 3),
        ("D", 4, 1, -3),
    ]


def test_two_ranks_are_no_dissent() -> None:
    # Companies A, B, C by 3, 2, 0 dots; science C, B, A: two ranks between.
    companies = [("kmu", dots) for dots in "AAABB"]
    science = [("forschung", dots) for dots in "CCCBB"]
    result = vote(*companies, *science, options=("A", "B", "C"))
    assert (result.dissent_assessed, result.dissent) == (True, ())


def test_dissent_is_not_stated_when_a_group_is_small() -> None:
    companies = [("kmu", "AB")] * 5
    science = [("forschung", "DE")] * 4
    result = vote(*companies, *science)
    assert (result.dissent_assessed, result.dissent) == (False, ())


def test_an_empty_ballot_is_an_abstention() -> None:
    result = vote(("kmu", "AA"), ("kmu", ""), chosen=("A",))
    assert (result.organisations, result.abstentions, result.agreement) == (1, 1, 1)


@pytest.mark.parametrize(
    ("dots", "message"),
    [
        ("AAA", "org-0 hat 3 Punkte auf A"),
        ("ABC", "org-0 hat 3 Punkte vergeben; erlaubt sind höchstens 2"),
        ("X", "org-0 hat für X gestimmt"),
        ("", "kein Punkt vergeben"),
    ],
)
def test_a_broken_ballot_names_the_organisation(dots: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        vote(("kmu", dots))


def test_negative_dots_are_refused() -> None:
    with pytest.raises(InputError, match="org hat -1 Punkte"):
        dot_voting(VotingInput(options=FIVE, ballots=(Ballot(organisation="org", kind="kmu", dots={"A": -1}),)))


def test_an_organisation_votes_once() -> None:
    twice = (ballot("org", "kmu", "A"), ballot("org", "kmu", "B"))
    with pytest.raises(InputError, match="org hat zwei Stimmzettel"):
        dot_voting(VotingInput(options=FIVE, ballots=twice))


def test_doubled_options_and_unknown_choices_are_refused() -> None:
    with pytest.raises(InputError, match="zweimal"):
        vote(("kmu", "A"), options=("A", "A"))
    with pytest.raises(InputError, match="Z steht nicht"):
        vote(("kmu", "A"), chosen=("Z",))


KINDS = ("kmu", "gross", "hochschule", "forschung", "oeffentlich", "sonstige")
rows = st.lists(st.tuples(st.sampled_from(KINDS), st.text("ABCDE", min_size=1, max_size=2)), min_size=1, max_size=25)


@settings(deadline=None)
@given(ballots=rows, seed=st.integers(0, 99))
def test_votes_add_up_whatever_the_order(ballots: list[tuple[str, str]], seed: int) -> None:
    result = vote(*ballots, chosen=("A", "B"))
    assert result.total_dots == sum(len(dots) for _, dots in ballots)
    assert sum(option.share for option in result.options) == pytest.approx(1)
    assert sum(g.organisations for g in result.groups) == result.organisations
    assert 0 <= result.concentration <= 1
    assert min(option.rank for option in result.options) == 1
    shuffled = list(ballots)
    random.Random(seed).shuffle(shuffled)
    assert vote(*shuffled, chosen=("A", "B")) == result


@settings(deadline=None)
@given(ballots=rows)
def test_no_group_below_five_is_ever_shown(ballots: list[tuple[str, str]]) -> None:
    result = vote(*ballots)
    assert all(g.reportable == (g.organisations >= limits().voting.group_min) for g in result.groups)
    assert all(bool(g.options) == g.reportable for g in result.groups)


@settings(deadline=None)
@given(ballots=rows)
def test_a_larger_choice_never_lowers_the_agreement(ballots: list[tuple[str, str]]) -> None:
    small, large = vote(*ballots, chosen=("A",)).agreement, vote(*ballots, chosen=("A", "B")).agreement
    assert small is not None
    assert large is not None
    assert 0 <= small <= large <= 1
