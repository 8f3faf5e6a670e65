"""What technology-transfer support computes: from sheets, answers, talks and ideas to findings. Pure.

Methods: offerings.md section 7c with ruling 7. Before the workshop the sheets are matched and talks planned; afterwards
ideas are scored, held against programmes and the talks counted. A finding is made only where its input was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.offerings.case import Case, FindingDraft
from clusterprocess.offerings.standard.findings import finding, membership, voting
from clusterprocess.offerings.technology_transfer.agenda import rounds_at
from clusterprocess.offerings.technology_transfer.references import require_known_numbers

OWN = "eigenes Cluster"
TWO_DAYS = frozenset({"M2", "M3", "M4"})
"""Levels with a matching day after the Transfertag (scope table)."""

Sheet = Mapping[str, Any]


def needs_of(case: Case) -> list[dict[str, Any]]:
    return list(case.submissions.get("bedarfe", {}).get("needs", []))


def offers_of(case: Case) -> list[dict[str, Any]]:
    return list(case.submissions.get("angebote", {}).get("offers", []))


def talks_of(case: Case) -> list[dict[str, Any]]:
    """All talks held, workshop by workshop."""
    return [talk for w in case.workshops for talk in w.record.get("talks", [])]


def analyse(case: Case) -> list[FindingDraft]:
    """Findings before the Transfertag: matches, plan of talks, common topics, other clusters."""
    found = list(membership(case))
    if needs_of(case) and offers_of(case):
        matched = _matching(case)
        found += [matched, *_meeting_plans(case, matched.result), _clusters(case)]
    return [*found, *_overlap(case)]


def evaluate(case: Case) -> list[FindingDraft]:
    """Findings that talks, votes and ideas add.

    Raises:
        InputErrors: plan or record name a sheet or an idea that does not exist, or a need without offer is forgotten.
    """
    require_known_numbers(case)
    found = list(voting(case, [i["key"] for i in case.plan.get("ideas", [])]))
    if case.plan:
        fit = _funding(case)
        found += [fit, _scoring(case, fit.result)]
    if talks_of(case):
        found.append(_funnel(case))
    return found


def _place(sheet: Sheet) -> dict[str, Any] | None:
    return {"lat": sheet["lat"], "lon": sheet["lon"]} if sheet.get("lat") is not None else None


def _matching(case: Case) -> FindingDraft:
    needs = [
        {
            "id": n["key"],
            "party": n["n_orga"],
            "topics": n["topics"],
            "forms": n["n_form"],
            "trl": n["n_trl"],
            "months": n["n_when"],
            "place": _place(n),
            "vetoes": n["veto"],
        }
        for n in needs_of(case)
    ]
    offers = [
        {
            "id": o["key"],
            "party": o["party"],
            "topics": o["topics"],
            "forms": o["o_form"],
            "trl": o["o_trl"],
            "months": o["o_ready"],
            "ip": o["o_ip"],
            "place": _place(o),
            "vetoes": o["veto"],
        }
        for o in offers_of(case)
    ]
    return finding("F8", {"needs": needs, "offers": offers})


def table_of(sheets: list[dict[str, Any]], name: str) -> dict[str, str]:
    """Which table a sheet sits at: that of the first sheet of the same organisation, so no name is needed."""
    first: dict[str, str] = {}
    for sheet in sheets:
        first.setdefault(sheet[name], sheet["key"])
    return {sheet["key"]: first[sheet[name]] for sheet in sheets}


def _meeting_plans(case: Case, matched: Mapping[str, Any]) -> Iterator[FindingDraft]:
    """The plan of the Transfertag, and where the level has a matching day, that of the pairs still open."""
    seeking = table_of(needs_of(case), "n_orga")
    offering = table_of(offers_of(case), "party")
    pairs = [
        {
            "need": p["need"],
            "offer": p["offer"],
            "need_party": seeking[p["need"]],
            "offer_party": offering[p["offer"]],
            "score": p["score"],
        }
        for p in matched["pairs"]
        if p["verdict"] in ("passt", "prüfen")
    ]
    first = finding("TT1", {"pairs": pairs, "rounds": rounds_at(case.level)}, title="Gesprächsplan Transfertag")
    yield first
    if case.level in TWO_DAYS and first.result["left_over"]:
        left = {tuple(edge) for edge in first.result["left_over"]}
        rest = [p for p in pairs if (p["need_party"], p["offer_party"]) in left]
        data = {"pairs": rest, "rounds": rounds_at(case.level)}
        yield finding("TT1", data, "TT1.2", "Gesprächsplan Matchingtag")


def _clusters(case: Case) -> FindingDraft:
    def topics(sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{"id": s["key"], "topics": s["topics"]} for s in sheets]

    return finding("TT2", {"needs": topics(needs_of(case)), "offers": topics(offers_of(case))})


def _overlap(case: Case) -> Iterator[FindingDraft]:
    """Own topics against the fields of the other initiatives; no initiative is named."""
    words = transfer().field_keywords
    own = case.answers.get("topics", [])
    others = sorted({p.field for p in case.peers if p.field in words and p.field != case.profile.get("field")})
    if own and others:
        clusters = [{"id": OWN, "keywords": own}, *({"id": f, "keywords": words[f]} for f in others)]
        rule = transfer().fields_overlap
        limits = transfer().overlap.model_copy(update={"jaccard_from": rule.jaccard_from, "top": rule.top})
        yield finding("TT5", {"clusters": clusters, "wanted": [OWN], "limits": limits.model_dump()})


def consortium(case: Case, idea: Mapping[str, Any]) -> dict[str, int]:
    """Organisations behind the sheets of an idea by kind: SMEs, large companies, science; each counts once."""
    kinds: dict[str, str] = {}
    for need in needs_of(case):
        if need["key"] in idea["needs"]:
            kinds[need["n_orga"]] = "large" if need["n_size"] == "250+" else "smes"
    names = {"kmu": "smes", "gross": "large", "hochschule": "science", "forschung": "science"}
    for offer in offers_of(case):
        if offer["key"] in idea["offers"] and offer["party_kind"] in names:
            kinds.setdefault(offer["party"], names[offer["party_kind"]])
    return {kind: list(kinds.values()).count(kind) for kind in ("smes", "large", "science")}


def _funding(case: Case) -> FindingDraft:
    ideas = [
        {
            "key": i["key"],
            "form": i["form"],
            **consortium(case, i),
            "trl_start": i["trl_now"],
            "cost_companies_eur": i["cost_companies_eur"],
            "cost_science_eur": i["cost_science_eur"],
            "planned_grant_eur": i["grant_eur"],
            "ready_on": i["ready_on"],
        }
        for i in case.plan["ideas"]
    ]
    return finding("TT3", {"ideas": ideas, "on": case.today.isoformat()})


def _scoring(case: Case, fit: Mapping[str, Any]) -> FindingDraft:
    """F7 over all ideas; the fit to programmes comes from TT3 for those pursued."""
    options = []
    for idea in case.plan["ideas"]:
        scores = {k: v for k, v in idea["scores"].items() if k != "foerderung"}
        options.append(_option(idea, {**scores, "foerderung": fit["score"][idea["key"]]}, []))
    for idea in case.plan["rejected"]:
        options.append(_option(idea, idea.get("scores") or {}, idea["knock_outs"]))
    return finding("F7", {"criteria": [c.model_dump() for c in transfer().criterion], "options": options})


def _option(idea: Mapping[str, Any], scores: Mapping[str, Any], knock_outs: list[str]) -> dict[str, Any]:
    return {"key": idea["key"], "name": idea["title"], "scores": dict(scores), "knock_outs": knock_outs}


def last_cards(case: Case) -> dict[tuple[str, str], dict[str, Any]]:
    """The last card of every pair that talked: a second talk replaces the first."""
    return {(t["need"], t["offer"]): t for t in talks_of(case)}


def is_mutual(talk: Mapping[str, Any]) -> bool:
    """Whether both sides are interested enough to count as a contact."""
    return bool(min(talk["need_interest"], talk["offer_interest"]) >= transfer().talks.mutual_from)


def _funnel(case: Case) -> FindingDraft:
    cards = last_cards(case).values()
    return finding("TT4", {"talks": len(cards), "contacts": sum(is_mutual(t) for t in cards)})
