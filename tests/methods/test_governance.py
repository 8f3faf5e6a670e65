"""BER1: twenty statements, and exactly one body that decides."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.advice import advice, read_advice
from clusterprocess.domain.errors import InputError
from clusterprocess.methods.governance import (
    Answer,
    Decision,
    GovernanceInput,
    GovernanceResult,
    Organ,
    Right,
    governance_check,
)

KEYS = [s.key for s in advice().governance.statement]
BOARD, COUNCIL, OFFICE = (
    Organ(name="Vorstand", seats=7, company_seats=4, meetings=4),
    Organ(name="Beirat", seats=12, company_seats=5, meetings=0),
    Organ(name="Geschäftsstelle", seats=1, company_seats=0, meetings=12),
)
ORGANS = (BOARD, COUNCIL, OFFICE)


def checked(
    decisions: dict[str, dict[str, Right]], checks: dict[str, Answer] | None = None, organs: tuple[Organ, ...] = ORGANS
) -> GovernanceResult:
    return governance_check(
        GovernanceInput(
            checks=checks or {},
            organs=organs,
            decisions=tuple(Decision(topic=topic, rights=rights) for topic, rights in decisions.items()),
        )
    )


CLEAR: dict[str, dict[str, Right]] = {"Haushalt": {"Vorstand": "entscheidet", "Beirat": "berät"}}


def test_twenty_statements_in_five_groups_of_four() -> None:
    result = checked(CLEAR)
    assert (result.statements, [g.statements for g in result.groups]) == (20, [4, 4, 4, 4, 4])
    assert len(result.unanswered) == 20


def test_answers_are_counted_and_open_ones_named_in_the_order_of_the_catalogue() -> None:
    checks: dict[str, Answer] = dict.fromkeys(KEYS, "ja")
    checks |= {"uebernahme": "nein", "rechteliste": "nein", "wertgrenzen": "unklar"}
    result = checked(CLEAR, checks)
    assert (result.yes, result.no, result.unclear) == (17, ("rechteliste", "uebernahme"), ("wertgrenzen",))
    # "Entscheiden" holds one no and one unclear of four
    assert [(g.yes, g.no, g.unclear) for g in result.groups][2] == (2, 1, 1)


def test_nobody_one_or_several_decide() -> None:
    result = checked(
        {
            "Haushalt": {"Vorstand": "entscheidet", "Beirat": "berät"},
            "Neue Mitglieder": {"Vorstand": "entscheidet", "Geschäftsstelle": "entscheidet"},
            "Projektskizzen": {"Vorstand": "wird informiert", "Geschäftsstelle": "berät"},
        }
    )
    assert [(d.verdict, d.deciders) for d in result.decisions] == [
        ("klar", ("Vorstand",)),
        ("mehrere", ("Vorstand", "Geschäftsstelle")),
        ("niemand", ()),
    ]
    assert result.clear == 1
    assert result.gaps == (
        "Neue Mitglieder: Vorstand und Geschäftsstelle entscheiden; bei Uneinigkeit ist offen, wessen Wort gilt.",
        "Projektskizzen: Keine Stelle entscheidet.",
    )


def test_bodies_without_any_right_and_bodies_that_decide_without_meeting() -> None:
    result = checked({"Haushalt": {"Beirat": "entscheidet", "Geschäftsstelle": "–"}})
    assert result.without_right == ("Vorstand", "Geschäftsstelle")
    assert result.gaps[0].startswith("Vorstand: ohne Recht bei jeder der 1")
    assert result.gaps[-1] == "Beirat: entscheidet, tagt aber nicht."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"checks": {"satzungen": "ja"}}, "Die Aussage satzungen gibt es nicht"),
        ({"organs": (BOARD, BOARD)}, "organs: Vorstand kommt zweimal vor"),
        ({"organs": (Organ(name="Vorstand", seats=3, company_seats=4, meetings=1),)}, "3 Sitze, aber 4"),
        ({"decisions": {"Haushalt": {"Aufsichtsrat": "entscheidet"}}}, "nennt das Organ Aufsichtsrat"),
    ],
)
def test_input_that_contradicts_itself_is_refused_with_a_remedy(data: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        checked(**{"decisions": CLEAR, **data})  # type: ignore[arg-type]


def test_a_topic_named_twice_is_refused() -> None:
    twice = (Decision(topic="Haushalt", rights={}),) * 2
    with pytest.raises(InputError, match="decisions: Haushalt kommt zweimal vor"):
        governance_check(GovernanceInput(checks={}, organs=ORGANS, decisions=twice))


def test_a_broken_catalogue_is_refused_by_place() -> None:
    with pytest.raises(InputError, match="keine lesbare TOML-Datei"):
        read_advice("x = [")
    with pytest.raises(InputError, match=r"Wert version ungültig"):
        read_advice("valid_from = 2014-11-01")


rights = st.sampled_from(["entscheidet", "berät", "wird informiert", "–"])
decisions = st.dictionaries(
    st.sampled_from(["A", "B", "C", "D"]),
    st.dictionaries(st.sampled_from([o.name for o in ORGANS]), rights),
    min_size=1,
)


@settings(deadline=None)
@given(given=decisions)
def test_every_unclear_decision_is_a_gap_and_the_order_of_topics_does_not_matter(
    given: dict[str, dict[str, Right]],
) -> None:
    result = checked(given)
    assert sum(d.verdict != "klar" for d in result.decisions) == len(given) - result.clear
    assert len(result.gaps) >= len(given) - result.clear
    turned = checked(dict(reversed(given.items())))
    assert sorted(turned.gaps) == sorted(result.gaps) and turned.without_right == result.without_right


@settings(deadline=None)
@given(checks=st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["ja", "nein", "unklar"])))
def test_answers_of_the_groups_cross_foot(checks: dict[str, Answer]) -> None:
    result = checked(CLEAR, checks)
    assert sum(g.yes for g in result.groups) == result.yes
    assert result.yes + len(result.no) + len(result.unclear) + len(result.unanswered) == 20
    assert all(g.yes + g.no + g.unclear == g.statements for g in result.groups)
