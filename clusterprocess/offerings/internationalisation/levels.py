"""Which chapters a paper has: by maturity level, and by whether a target region was chosen."""

from __future__ import annotations

from clusterprocess.offerings.case import Case

NAMES = (
    "zusammenfassung",
    "ausgangslage",
    "motive",
    "laenderanalyse",
    "zielregionen",
    "partner",
    "massnahmen",
    "ressourcen",
    "risiken",
    "erfolg",
    "anhang_a",
    "anhang_b",
    "laenderblaetter",
    "absichtserklaerung",
)
"""The chapters of the deliverable in the order of the template (offerings.md 7d)."""

_ONLY_WITH_REGION = frozenset({"zielregionen", "partner", "laenderblaetter", "absichtserklaerung"})


def omitted(case: Case) -> frozenset[str]:
    """Chapters without purpose: a volunteer-run initiative gets orientation and referral, no letter and no sheets."""
    if case.level == "M0" or not case.plan.get("regions"):
        return _ONLY_WITH_REGION
    return frozenset() if case.plan.get("sheets") else frozenset({"laenderblaetter"})


def numbers(case: Case) -> dict[str, str]:
    """The printed number of each chapter; omitted ones leave no gap."""
    left_out = omitted(case)
    shown = [name for name in NAMES if name not in left_out and not name.startswith(("anhang", "laenderb", "absicht"))]
    return {name: str(place) for place, name in enumerate(shown, 1)}
