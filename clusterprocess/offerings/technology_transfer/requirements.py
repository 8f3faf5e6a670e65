"""What gate G1 and the matching still wait for: the entry rule of the offering (offerings.md 7c), as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterprocess.catalogues.transfer import transfer
from clusterprocess.offerings.offering import Submissions
from clusterprocess.offerings.standard.requirements import missing_answers
from clusterprocess.offerings.technology_transfer.questionnaire import QUESTIONNAIRE

_SCIENCE = frozenset({"hochschule", "forschung"})


def missing(profile: Mapping[str, Any], submissions: Submissions, level: str) -> list[str]:
    """Required answers, enough firms and partners ready, and the model of the NDA accepted."""
    found = missing_answers(QUESTIONNAIRE)(profile, submissions, level)
    ready = submissions.get("fragebogen", {}).get("readiness")
    if ready:
        smes, science = transfer().entry.wanted_at(level)
        if ready["smes_ready"] < smes:
            found.append(
                f"Wer mitmacht (readiness): {ready['smes_ready']} KMU wollen einen Bedarf nennen, gebraucht werden {smes}."
            )
        if ready["science_ready"] < science:
            found.append(
                f"Wer mitmacht (readiness): {ready['science_ready']} Partner aus der Wissenschaft, gebraucht werden {science}."
            )
        if not ready["nda_accepted"] and level != "M0":
            found.append(
                "Wer mitmacht (readiness): Das Muster der Vertraulichkeitsvereinbarung ist noch nicht angenommen."
            )
    return found


def analysis_missing(submissions: Submissions, level: str) -> list[str]:
    """Sheets that the matching waits for."""
    smes, science = transfer().entry.wanted_at(level)
    needs = [n for n in submissions.get("bedarfe", {}).get("needs", []) if n["n_size"] != "250+"]
    partners = {o["party"] for o in submissions.get("angebote", {}).get("offers", []) if o["party_kind"] in _SCIENCE}
    found = []
    if len(needs) < smes:
        found.append(f"Bedarfsbögen: {len(needs)} von {smes} kleiner und mittlerer Unternehmen liegen vor.")
    if len(partners) < science:
        found.append(f"Angebotsbögen: {len(partners)} von {science} Partnern aus der Wissenschaft liegen vor.")
    return found
