"""Cross-cluster suggestions: common topics only, each pair once."""

from __future__ import annotations

from clusterprocess.usecases.import_register import RegisterEntry, import_register
from clusterprocess.usecases.suggest_partners import suggest_partners
from tests.builders import Agency


def _register(agency: Agency, *fields: str) -> None:
    origin = "beispieldaten"
    entries = tuple(
        RegisterEntry(origin, str(n), f"{origin} {n} {field}", "regionale_initiative", field=field, seat="Ulm")
        for n, field in enumerate(fields)
    )
    agency.run("system", lambda w: import_register(w, entries, origin))


def test_the_same_field_suggests_a_pair_once_with_a_reason_in_words(agency: Agency) -> None:
    _register(agency, "textiles", "textiles", "logistics")
    pairs = [s for s in agency.look(suggest_partners) if "textiles" in s.first and "textiles" in s.second]
    assert len(pairs) == 1
    assert (pairs[0].overlap, pairs[0].stated) == (1.0, False)
    assert len(pairs[0].reason) > 20


def test_no_common_topic_means_no_suggestion(agency: Agency) -> None:
    _register(agency, "finance", "forestry_timber")
    assert [s for s in agency.look(suggest_partners) if {"finance"} & {s.first[-7:], s.second[-7:]}] == []


def test_suggestions_for_one_initiative_name_it_first(agency: Agency) -> None:
    _register(agency, "textiles", "textiles")
    found = agency.look(lambda w: suggest_partners(w, w.queries.cluster("beispieldaten 1 textiles")))
    assert {s.first for s in found} == {"beispieldaten 1 textiles"}
