"""KOM4 message house: complete goals, what is missing, errors, properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterprocess.domain.errors import InputError
from clusterprocess.methods.message_house import HouseMessage, MessageHouseInput, MessageHouseResult, message_house


def message(goal: str, proof: str = "Zahl", channel: str = "C1", owner: str = "Vorstand") -> HouseMessage:
    return HouseMessage(goal=goal, message=f"Botschaft für {goal}", proof=proof, channel=channel, owner=owner)


def housed(goals: tuple[str, ...], *messages: HouseMessage) -> MessageHouseResult:
    return message_house(MessageHouseInput(goals=goals, channels=("C1", "C2"), messages=messages))


def test_a_goal_with_proof_channel_and_owner_is_complete() -> None:
    result = housed(("K1", "K2"), message("K1"), message("K2", channel="C2"))
    assert (result.complete_goals, result.complete_share, result.is_consistent, result.without_proof) == (2, 1, True, 0)
    assert [g.missing for g in result.goals] == [(), ()]


def test_a_goal_without_message_lacks_everything() -> None:
    result = housed(("K1", "K2", "K3", "K4"), message("K1"))
    assert (result.complete_goals, result.complete_share, result.is_consistent) == (1, 0.25, False)
    assert result.goals[1].missing == ("Botschaft", "Beleg", "Kanal", "Verantwortung")


def test_parts_of_different_messages_do_not_add_up() -> None:
    # one message has proof only, the other channel and owner: neither can be sent
    result = housed(("K1",), message("K1", channel="", owner=""), message("K1", proof=" "))
    assert not result.is_consistent
    # the second comes closest and lacks its proof
    assert result.goals[0].missing == ("Beleg",)
    assert (result.goals[0].messages, result.goals[0].complete, result.without_proof) == (2, 0, 1)


@pytest.mark.parametrize(
    ("goals", "messages", "text"),
    [
        (("K1", "K1"), (), "Ein Ziel kommt zweimal vor"),
        (("K1",), (message("K9"),), "dient dem Ziel K9, das es nicht gibt; bitte ordnen"),
        (("K1",), (message("K1", channel="C9"),), "nennt den Kanal C9, den es nicht gibt; bitte wählen"),
    ],
)
def test_contradictions_are_named(goals: tuple[str, ...], messages: tuple[HouseMessage, ...], text: str) -> None:
    with pytest.raises(InputError, match=text):
        housed(goals, *messages)


GOALS = ("K1", "K2", "K3")
MESSAGES = st.lists(
    st.builds(
        message, st.sampled_from(GOALS), st.sampled_from(("", "Zahl")), st.sampled_from(("", "C1", "C2")),
        st.sampled_from(("", "Vorstand")),
    ),
    max_size=8,
)  # fmt: skip


@given(messages=MESSAGES, more=st.builds(message, st.sampled_from(GOALS)))
def test_a_further_message_never_makes_the_house_worse(messages: list[HouseMessage], more: HouseMessage) -> None:
    before, after = housed(GOALS, *messages), housed(GOALS, *messages, more)
    assert 0 <= before.complete_share <= after.complete_share <= 1
    assert before.is_consistent == (before.complete_goals == len(GOALS))
    assert all(bool(g.missing) == (g.complete == 0) for g in after.goals)
    assert housed(GOALS, *messages[::-1]).complete_goals == before.complete_goals
