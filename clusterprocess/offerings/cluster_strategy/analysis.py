"""What a joint cluster strategy computes: from profile, answers and survey to findings. Pure.

Methods and their order: offerings.md section 7a "Analysis" with ruling 7. A finding is made only where its input was
given; what is missing is a gap that the reviewer sees at G2, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterator

from clusterprocess.offerings.case import Case, FindingDraft
from clusterprocess.offerings.cluster_strategy.foresight import delphi_input, scenario_input
from clusterprocess.offerings.standard.findings import (
    comparisons,
    financing,
    finding,
    location,
    membership,
    peer_group,
    pestel,
    services,
    stakeholders,
    survey_quality,
    value_chain,
    voting,
)

DIAMOND_DIMENSIONS = {
    "faktoren": "faktorbedingungen",
    "verwandte": "verwandte_branchen",
    "wettbewerb": "wettbewerb_strategie",
}
FORESIGHT_AT: dict[str, frozenset[str]] = {"F14": frozenset({"M3", "M4"}), "F13": frozenset({"M4"})}
"""Levels at which scenarios and Delphi are computed, where their input was given (offerings.md 7a, ruling 7)."""


def analyse(case: Case) -> list[FindingDraft]:
    """All findings that the given input allows, in the order of the report."""
    peers = peer_group(case)
    found = [peers, *comparisons(case, peers.result)]
    for build in (
        membership,
        financing,
        survey_quality,
        services,
        pestel,
        _swot,
        stakeholders,
        _diamond,
        value_chain,
        location,
        _delphi,
    ):
        found.extend(build(case))
    return found


def evaluate(case: Case) -> list[FindingDraft]:
    """What the strategy days added: dot voting, pair scores of the SWOT, and from M3 on scenarios and Delphi."""
    chosen = [o["key"] for o in case.plan.get("options", []) if o["decision"] == "gewaehlt"]
    return [*_swot(case), *voting(case, chosen), *_delphi(case), *_scenarios(case)]


def _swot(case: Case) -> Iterator[FindingDraft]:
    items = case.answers.get("swot_raw", [])
    if {i["letter"] for i in items} == set("SWOT"):
        rows = [
            {
                "id": i["key"],
                "letter": i["letter"],
                "text": i["title"],
                "importance": i["importance"],
                "strength": i["strength"],
            }
            for i in items
        ]
        pairs = [
            {"internal": p["first"], "external": p["second"], "score": p["score"]} for p in case.plan.get("pairs", [])
        ]
        yield finding("F5", {"items": rows, "pairs": pairs})


def _diamond(case: Case) -> Iterator[FindingDraft]:
    rows = case.answers.get("diamond", [])
    if {"faktoren", "nachfrage", "verwandte", "wettbewerb"} <= {r["dimension"] for r in rows}:
        statements = [
            {
                "dimension": DIAMOND_DIMENSIONS.get(r["dimension"], r["dimension"]),
                "statement": f"{r['dimension']}-{n}",
                "ratings": [rating],
            }
            for r in rows
            for n, rating in enumerate(r["ratings"], 1)
        ]
        yield finding("F16", {"statements": statements})


def _delphi(case: Case) -> Iterator[FindingDraft]:
    """F13 from the submission ``delphi``; the panel may answer before or after the first strategy day."""
    panel = case.submissions.get("delphi")
    if panel and case.level in FORESIGHT_AT["F13"]:
        yield finding("F13", delphi_input(panel))


def _scenarios(case: Case) -> Iterator[FindingDraft]:
    """F14 from the scenarios of the plan."""
    rated = case.plan.get("scenarios")
    if rated and case.level in FORESIGHT_AT["F14"]:
        yield finding("F14", scenario_input(rated))
