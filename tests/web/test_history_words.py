"""The history says in words what happened: no name of a template, a purpose or an occasion is left in a sentence."""

from __future__ import annotations

from pathlib import Path

from clusterprocess.domain.links import LinkPurpose
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.web.staff.engagements.words import MAIL_WORDS, spoken_values


def test_every_mail_template_has_words() -> None:
    templates = Path(__file__).parents[2] / "templates" / "mail"
    assert {entry.name for entry in templates.iterdir() if entry.is_dir()} == set(MAIL_WORDS)


def test_every_purpose_of_a_link_has_words() -> None:
    for purpose in LinkPurpose:
        assert spoken_values({"purpose": purpose.value})["purpose"] != purpose.value


def test_follow_ups_are_named_by_their_distance() -> None:
    assert spoken_values({"key": "14t"}) == {"key": "nach 14 Tagen"}
    assert spoken_values({"key": "1m"}) == {"key": "nach 1 Monat"}
    assert spoken_values({"key": "24m"}) == {"key": "nach 24 Monaten"}
    assert spoken_values({"key": "swot"}) == {"key": "swot"}
    assert spoken_values({"key": "6w"}) == {"key": "nach 6 Wochen"}
    keys = {asked.key for offering in OFFERINGS for asked in offering.follow_ups}
    assert all(str(spoken_values({"key": key})["key"]).startswith("nach ") for key in keys)
