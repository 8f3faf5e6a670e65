"""Entering the yearly figures of an initiative: prefilled, checked beside the field, and blank never deletes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from starlette.responses import Response

from clusterprocess.adapters.database.unit_of_work import DatabaseWork
from clusterprocess.domain.errors import ClusterProcessError, InputError, InputErrors, RuleViolation, UsageError
from clusterprocess.domain.language import Text
from clusterprocess.domain.register import Cluster, Profile
from clusterprocess.offerings.form_building import PROFILE_PART, Known
from clusterprocess.offerings.forms import FormSpec
from clusterprocess.offerings.guest_forms import FieldKind, FormField, FormSection, GuestForm, accepted
from clusterprocess.offerings.profile import PROFILE, contradictions
from clusterprocess.offerings.questionnaire_form import (
    left_blank,
    page_answers,
    page_sections,
    page_spec,
    removal_fields,
    removed_of,
)
from clusterprocess.usecases.keep_figures import keep_figures, known_figures
from clusterprocess.usecases.search_register import seen_cluster
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.forms import drawn
from clusterprocess.web.staff.register.figures import by_day, doubts_of
from clusterprocess.web.staff.visit import Fault, Visit

EVERY_QUESTION = "M4"
"""The form of the staff shows every question, whatever the level."""
NOT_ASKED = ("privacy_notice",)
"""Recorded when the notice is shown to the initiative, not typed in."""
COMMENT = "bemerkung."
"""Begins the key of the remark on a plausibility rule."""
DAY = "as_of"
GUESTS_TITLE, OWN_TITLE = "Ihre Initiative", "Allgemeine Angaben"
"""Guests are asked about their own initiative, staff about somebody else's."""
BESIDE = {
    "company_share": "members_sme",
    "committed": "members_committed",
    "budget_per_fte": "budget",
    "events": "events_12m",
    "no_staff": "fte_paid",
    "strategy_age": "strategy_year",
    "fees": "share_fees",
    "members_jump": "members_sme",
}
"""Beside which question a plausibility rule is shown; rules about a label stand with the labels."""


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The form.

    Attributes:
        hints: plausibility by field key, shown beside the field.
        queries: questions back before it is saved: what was emptied, what looks odd.
        checked: what these questions were about; sent back with the form, so that the second time it is saved.
        opened: version of the figures that the page shows; another one in the meantime is told.
        days: reference days that can be corrected, as (words, address).
    """

    title: str
    action: str
    cancel: str
    sections: tuple[SectionView, ...]
    errors: tuple[Fault, ...]
    hints: Mapping[str, str]
    queries: tuple[SectionView, ...]
    checked: str
    opened: str
    days: tuple[tuple[str, str], ...]
    crumbs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the page is made of: the initiative, the figures it starts from, and the questions."""

    cluster: Cluster
    base: Profile | None
    known: Mapping[str, Any]
    spec: FormSpec

    @property
    def opened(self) -> str:
        newest = self.cluster.profile
        return str(newest.id) if newest else "0"


class _Queries(Exception):
    """Something has to be confirmed before it is saved."""

    def __init__(self, section: tuple[FormSection, ...], checked: str, hints: Mapping[str, str]) -> None:
        super().__init__(checked)
        self.section, self.checked, self.hints = section, checked, hints


def ask(visit: Visit) -> Response:
    """The form, filled with the newest figures or with those of the day that is to be corrected."""
    return _form(visit)


def keep(visit: Visit) -> Response:
    """Keep the figures, after asking back where something was emptied or looks odd."""
    wanted = visit.path["id"]
    try:
        day = visit.act(lambda work: _keep(visit, work))
    except _Queries as queries:
        return _form(visit, queries=queries)
    except UsageError as error:
        return _form(visit, error)
    return visit.back(f"/register/{wanted}#angaben", f"Die Angaben zum {day:%d.%m.%Y} sind gespeichert.")


def _keep(visit: Visit, work: DatabaseWork) -> date:
    cluster = seen_cluster(work, visit.path["id"])
    work.queries.serialise(f"cluster:figures:{cluster.id}")
    asked, posted = _asked(visit, cluster), visit.posted.values
    day = date.fromisoformat(str(accepted(_day_form(), posted)[DAY]))
    if day > work.today:
        raise InputError(f"Stichtag: Der {day:%d.%m.%Y} liegt in der Zukunft.", field=DAY)
    if visit.value("stand") != asked.opened:
        raise RuleViolation("figures", [
            "Inzwischen hat jemand neue Angaben zu dieser Initiative gespeichert. Bitte vergleichen Sie mit der Seite der "
            "Initiative; speichern Sie noch einmal, wenn Ihre Angaben gelten sollen."
        ])  # fmt: skip
    news = page_answers(asked.spec, posted, {PROFILE_PART: asked.known}, removed=removed_of(posted))
    answers = news.get(PROFILE_PART, dict(asked.known))
    if wrong := contradictions(PROFILE.validate(answers)):
        raise InputErrors(wrong)
    hints = doubts_of(cluster.profiles, answers, day)
    comments = _comments(posted, asked.base, hints)
    _ask_back(visit, asked, hints, comments)
    keep_figures(work, cluster, day, answers, comments)
    return day


def _ask_back(visit: Visit, asked: _Asked, hints: Mapping[str, str], comments: Mapping[str, str]) -> None:
    """Once for everything that was emptied or looks odd; the same answer the second time is meant so.

    Raises:
        _Queries: it was not asked yet.
    """
    posted = visit.posted.values
    removed = removed_of(posted)
    emptied = [q for q in left_blank(asked.spec, posted) if f"{PROFILE_PART}/{q.key}" not in removed]
    odd = {rule: told for rule, told in hints.items() if rule not in comments}
    checked = hashlib.sha256("\n".join([*(q.key for q in emptied), *odd.values()]).encode()).hexdigest()[:16]
    if not (emptied or odd) or visit.value("geprueft") == checked:
        return
    found = []
    if emptied:
        found.append(FormSection(
            "Geleerte Angaben", removal_fields(emptied),
            "Diese Felder haben Sie geleert. Die bisherige Angabe bleibt stehen, wenn Sie hier kein Häkchen setzen.",
        ))  # fmt: skip
    if odd:
        remarks = tuple(FormField(f"{COMMENT}{rule}", FieldKind.TEXT, Text(told), "Bemerkung dazu", most=600)
                        for rule, told in odd.items())  # fmt: skip
        found.append(FormSection(
            "Bitte prüfen", remarks,
            "Das ist ungewöhnlich, aber möglich. Eine Bemerkung hilft allen, die später mit den Zahlen arbeiten.",
        ))  # fmt: skip
    raise _Queries(tuple(found), checked, hints)


def _form(visit: Visit, error: UsageError | None = None, queries: _Queries | None = None) -> Response:
    def look(work: DatabaseWork) -> FiguresPage:
        return _page(visit, work, error, queries)

    return visit.show("register/figures.html", visit.read(look), 422 if error or queries else 200)


def _page(visit: Visit, work: DatabaseWork, error: ClusterProcessError | None, queries: _Queries | None) -> FiguresPage:
    cluster = seen_cluster(work, visit.path["id"])
    asked, here = _asked(visit, cluster), f"/register/{cluster.id}"
    typed = visit.posted.values if error or queries else None
    corrected = _corrected(visit, cluster)
    day = corrected.as_of if corrected else work.today
    sections = (replace(s, title=s.title.replace(GUESTS_TITLE, OWN_TITLE)) for s in page_sections(asked.spec))
    whole = GuestForm("", "", (*_day_form(day).sections, *sections))
    drawn_sections, faults = drawn(whole, typed, error)
    hints = queries.hints if queries else doubts_of(cluster.profiles, asked.known, day) if asked.base else {}
    answer = f"?stichtag={corrected.as_of}" if corrected else ""
    back = drawn(GuestForm("", "", queries.section), typed, None, "q")[0] if queries else ()
    if queries:
        faults = (Fault("rueckfragen", "Bitte sehen Sie die Rückfragen an und speichern Sie noch einmal."),)
    return FiguresPage(
        f"Angaben: {cluster.name}",
        f"{here}/profil{answer}",
        here,
        drawn_sections,
        faults,
        _by_field(hints),
        back,
        queries.checked if queries else "",
        asked.opened,
        tuple((f"{d:%d.%m.%Y}", f"{here}/profil?stichtag={d}") for d in reversed(by_day(cluster.profiles))),
        (("Register", "/register"), (cluster.name, here)),
    )


def _asked(visit: Visit, cluster: Cluster) -> _Asked:
    base = _corrected(visit, cluster) or cluster.profile
    known = known_figures(cluster, base)
    keys = [f"{PROFILE_PART}/{q.key}" for q in PROFILE.questions if q.key not in NOT_ASKED]
    spec = page_spec({PROFILE_PART: PROFILE}, EVERY_QUESTION, Known({PROFILE_PART: known}), keys=keys)
    return _Asked(cluster, base, known, spec)


def _corrected(visit: Visit, cluster: Cluster) -> Profile | None:
    """The figures of the day that the address names; None where it names none that is known."""
    days = {day.isoformat(): profile for day, profile in by_day(cluster.profiles).items()}
    return days.get(visit.query.get("stichtag", ""))


def _day_form(day: date | None = None) -> GuestForm:
    told = (
        "An welchem Tag galten die Angaben? Steht der Tag schon im Register, entsteht eine neue Fassung dieses Standes."
    )
    value = day.isoformat() if day else None
    field = FormField(DAY, FieldKind.DAY, Text("Stichtag"), told, required=True, value=value)
    return GuestForm("", "", (FormSection("", (field,)),))


def _by_field(hints: Mapping[str, str]) -> dict[str, str]:
    """Plausibility by field key; several about one field stand in one line."""
    found: dict[str, str] = {}
    for rule, told in hints.items():
        key = f"{PROFILE_PART}/{BESIDE.get(rule, 'labels')}"
        found[key] = f"{found[key]} {told}" if key in found else told
    return found


def _comments(posted: Mapping[str, Any], base: Profile | None, hints: Mapping[str, str]) -> dict[str, str]:
    """Remarks typed now, and earlier ones on rules that still hold."""
    typed = {key.removeprefix(COMMENT): str(text).strip() for key, text in posted.items() if key.startswith(COMMENT)}
    earlier = {rule: str(text) for rule, text in base.comments.items()} if base else {}
    return {
        rule: text
        for rule, text in {**earlier, **{r: t for r, t in typed.items() if t}}.items()
        if rule in hints and text
    }
