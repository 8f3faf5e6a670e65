"""The catalogue of target numbers: complete, plausible, and its days before a meeting."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from clusterprocess.catalogues.quorum import Target, quorum, read_quorum
from clusterprocess.catalogues.reading import shipped_text
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.offerings.standard.rows import KIND_NAMES

LEVELS = ("M0", "M1", "M2", "M3", "M4")


@pytest.mark.parametrize("offering", [o.slug for o in OFFERINGS])
def test_every_service_has_a_target_at_every_level_with_half_companies(offering: str) -> None:
    assert set(quorum().target) == {o.slug for o in OFFERINGS}
    for level in LEVELS:
        target = quorum().target_of(offering, level)
        wanted = {kind: target.of(kind) for kind in KIND_NAMES}
        # offerings.md 7a: at least half of those present are companies; a room for 30
        assert 3 <= sum(wanted.values()) <= 30
        assert 2 * (wanted["kmu"] + wanted["gross"]) >= sum(wanted.values())


def test_an_unknown_level_counts_as_the_smallest_with_paid_staff() -> None:
    assert quorum().target_of("cluster_strategy", "unbekannt") == quorum().target_of("cluster_strategy", "M1")


def test_a_kind_that_no_list_knows_has_no_target() -> None:
    target = Target(kmu=1, gross=1, hochschule=1, forschung=1, oeffentlich=1, sonstige=1)
    assert (target.of("kmu"), target.of("verein"), target.of("of")) == (1, 0, 0)


def test_days_before_a_meeting_are_calendar_days() -> None:
    # T-28 and T-7 of 22 April 2015 (checklist of offerings.md section 3)
    assert quorum().invite_by(date(2015, 4, 22)) == date(2015, 3, 25)
    assert quorum().reply_by(date(2015, 4, 22), date(2015, 3, 1)) == date(2015, 4, 15)


@pytest.mark.parametrize(
    ("today", "answer_by"),
    [
        (date(2015, 4, 14), date(2015, 4, 15)),
        (date(2015, 4, 15), date(2015, 4, 21)),  # the usual day has come: the day before the meeting
        (date(2015, 4, 21), date(2015, 4, 21)),
        (date(2015, 4, 22), date(2015, 4, 22)),
        (date(2015, 5, 1), date(2015, 4, 22)),
    ],
)
def test_at_short_notice_the_answer_is_asked_for_later_but_never_after_the_meeting(
    today: date, answer_by: date
) -> None:
    assert quorum().reply_by(date(2015, 4, 22), today) == answer_by


@pytest.mark.parametrize(
    ("old", "new"),
    [("kmu = 5, gross = 1", "kmu = -5, gross = 1"), ("enough_share = 0.8", "enough_share = 1.5"),
     ("blank_rows", "blank_row"), ("M0 = { kmu = 5", "M9 = { kmu = 5")],
    ids=["negative", "share above one", "unknown key", "unknown level"],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_loading(old: str, new: str) -> None:
    text = shipped_text("quorum.toml")
    assert old in text
    with pytest.raises(ValidationError):
        read_quorum(text.replace(old, new, 1))
