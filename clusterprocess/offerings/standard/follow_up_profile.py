"""The profile delta: figures frozen at G1 against what a follow-up told, in the same definition only (section 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clusterprocess.offerings.profile import MEMBER_KEYS, members_total, public_share
from clusterprocess.offerings.standard.follow_up_form import unit_of
from clusterprocess.offerings.standard.follow_up_rounds import Round
from clusterprocess.offerings.standard.follow_up_subject import PROFILE_KEYS, PROFILE_NAMES, FollowUpSubject


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and after, in the same definition; ``before_of`` and ``after_of`` are denominators of counts."""

    key: str
    name: str
    unit: str
    before: float
    before_on: date | None
    after: float
    after_on: date | None
    before_of: float | None = None
    after_of: float | None = None

    @property
    def difference(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ProfileDelta:
    """What changed since G1, and which new values have no comparable old one."""

    changes: tuple[Change, ...] = ()
    left_out: tuple[str, ...] = ()


def profile_delta(subject: FollowUpSubject, rounds: Sequence[Round]) -> ProfileDelta:
    """Frozen baseline against the newest follow-up that told figures, with the day of both."""
    told = [r for r in sorted(rounds, key=lambda r: r.due_on) if r.answers.get("profile")]
    if not told:
        return ProfileDelta()
    before, after, on = subject.baseline or {}, told[-1].answers["profile"], told[-1].answered_on

    def change(key: str, name: str, unit: str, old: float, new: float, *of: float) -> Change:
        return Change(key, name, unit, float(old), subject.baseline_on, float(new), on, *of)

    single = [
        change(key, PROFILE_NAMES[key], unit_of(key), before[key], after[key])
        for key in PROFILE_KEYS
        if key in before and key in after
    ]
    all_before, all_after = members_total(before), members_total(after)
    computed = []
    if all_before is not None and all_after is not None:
        computed.append(change("members_total", "Mitglieder", "", all_before, all_after))
        key = "members_in_projects_24m"
        if key in before and key in after:
            computed.append(
                change(
                    "cooperation_rate",
                    "Mitglieder in gemeinsamen Projekten",
                    "",
                    before[key],
                    after[key],
                    all_before,
                    all_after,
                )
            )
    if all(key in figures for key in ("share_fees", "share_services") for figures in (before, after)):
        own = [float(f["share_fees"]) + float(f["share_services"]) for f in (before, after)]
        computed.append(change("own_income", "Anteil Beiträge und eigene Leistungen", "%", *own))
    public = public_share(before), public_share(after)
    if public[0] is not None and public[1] is not None:
        computed.append(change("public_income", "Anteil öffentlicher Mittel", "%", public[0], public[1]))
    incomplete = 0 < sum(key in after for key in MEMBER_KEYS) < len(MEMBER_KEYS)
    left_out = [f"{PROFILE_NAMES[key]}: kein Ausgangswert" for key in after if key not in before]
    if incomplete:
        left_out.append("Mitglieder insgesamt: nicht alle Arten sind genannt")
    return ProfileDelta((*computed, *single), tuple(left_out))
