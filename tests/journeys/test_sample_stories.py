"""Every sample engagement goes the whole way: through every gate of its offering, by the use cases that people use."""

from __future__ import annotations

from typing import cast

import pytest

from clusterprocess.bootstrap import App
from clusterprocess.demo.people import SYSTEM
from clusterprocess.demo.sample_story import SampleStory
from clusterprocess.domain.chain import verify_chain
from clusterprocess.domain.states import State
from clusterprocess.offerings.catalogue import OFFERINGS, offering_named
from clusterprocess.sampledata.cases.reader import sample_case, sample_cases
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.store_papers import newest_version
from tests.journeys.inline import play_sample

SAMPLES = [name for name in sample_cases() if name != "praezisionstechnik"]


def test_every_offering_has_a_small_and_a_large_sample() -> None:
    of = [sample_case(name).offering for name in sample_cases()]
    assert all(of.count(offering.slug) >= 2 for offering in OFFERINGS)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_engagement_ends_with_an_issued_paper(app: App, name: str) -> None:
    sample = SampleStory(sample_case(name), SAMPLES.index(name) + 2)
    number = play_sample(app, sample)
    offering = offering_named(sample.sample.offering)

    def look(work: Work) -> tuple[str, str, set[str], list[str]]:
        engagement = work.queries.engagement(number)
        version = newest_version(engagement)
        assert version is not None
        kinds = {d.kind for d in engagement.documents}
        return engagement.state, version.label, kinds, list(version.check.get("open", []))

    state, label, kinds, faults = app.run(SYSTEM, lambda w: look(cast(Work, w)))
    assert state == (State.CLOSED if sample.is_fast else State.FOLLOW_UP).value
    assert (label, faults) == ("1.0", [])
    expected = {offering.report_kind, "fragebogen"}
    if not sample.is_fast:
        expected |= {*offering.companions, "situationsanalyse", "einladung", "anwesenheitsliste", "protokoll"}
    assert expected <= kinds
    assert app.run(SYSTEM, lambda w: verify_chain(w.queries.events())).is_intact
