"""How the register is worded: catalogue words for slugs, labels with their end, figures of a profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterprocess.catalogues.wordlists import fields, labels, legal_forms, regions
from clusterprocess.domain.language import Text
from clusterprocess.domain.register_search import RegisterRow
from clusterprocess.offerings.form_building import profile_words
from clusterprocess.offerings.profile import PROFILE, members_total, public_share
from clusterprocess.usecases.cluster_plan import months_before
from clusterprocess.usecases.register_entry import LABELS
from clusterprocess.web.plots import german

KINDS = {
    "regionale_initiative": Text("Regionale Initiative", "regional initiative"),
    "landesweites_netzwerk": Text("Landesweites Netzwerk", "state-wide network"),
}
ORIGINS = {"real": Text("echt", "real"), "beispieldaten": Text("Beispieldaten", "sample data")}
LEVELS = {
    "M0": Text("M0 – ehrenamtlich geführt", "M0"),
    "M1": Text("M1 – im Aufbau", "M1"),
    "M2": Text("M2 – etabliert, professionell geführt", "M2"),
    "M3": Text("M3 – mit Label ausgezeichnet", "M3"),
    "M4": Text("M4 – Spitzencluster", "M4"),
    "unbekannt": Text("unbekannt", "unknown"),
}
MEMBER_KINDS = {
    "kmu": "KMU",
    "gross": "Großunternehmen",
    "hochschule": "Hochschule",
    "forschung": "Forschungseinrichtung",
    "oeffentlich": "Öffentliche Hand, Kammer",
    "sonstige": "Sonstige",
}
NOTE_KINDS = {
    "anruf": Text("Anruf", "call"),
    "besuch": Text("Besuch", "visit"),
    "mail": Text("E-Mail", "mail"),
    "sonstiges": Text("Sonstiges", "other"),
}
SHORT_LABELS = {
    "bw": "Label BW",
    "bronze": "Bronze",
    "silver": "Silber",
    "gold": "Gold",
    "go_cluster": "go-cluster",
    "spitzencluster": "Spitzencluster",
}
"""For lists; the page of the initiative writes the names in full."""
_WARNED_MONTHS = 12
"""A label that ends within a year is shown as a warning: its renewal takes about that long (brief of the console)."""


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label of an initiative: its name, in full and short, until when, and a tone (good, warn, bad, calm)."""

    name: str
    short: str
    told: str
    tone: str
    until: date | None


def field_name(slug: str | None, text: str = "") -> str:
    """German name of a field; the published wording where no catalogue knows it."""
    return next((f.name.de for f in fields() if f.slug == slug), text or "unbekannt")


def region_name(slug: str | None) -> str:
    return next((r.name.de for r in regions() if r.slug == slug), "unbekannt")


def legal_form_name(slug: str | None, text: str = "") -> str:
    return text or next((f.name.de for f in legal_forms() if f.slug == slug), "unbekannt")


def label_name(slug: str) -> str:
    return next((x.name.de for x in labels() if x.slug == slug), slug)


def level_name(level: str) -> str:
    return LEVELS[level].de if level in LEVELS else level


def label_lines(answers: Mapping[str, Any], today: date) -> tuple[LabelLine, ...]:
    """The labels of a profile, those that end first at the top."""
    found = []
    for row in answers.get("labels") or ():
        until = date.fromisoformat(str(row["valid_until"])[:10]) if row.get("valid_until") else None
        slug = str(row["label"])
        name = label_name(slug)
        found.append(LabelLine(name, SHORT_LABELS.get(slug, name), *_label_told(until, today), until))
    return tuple(sorted(found, key=lambda line: line.until or date.max))


def _label_told(until: date | None, today: date) -> tuple[str, str]:
    if until is None:
        return "ohne Ablauf angegeben", "calm"
    if until < today:
        return f"abgelaufen am {until:%d.%m.%Y}", "bad"
    if months_before(until, _WARNED_MONTHS) <= today:
        return f"läuft am {until:%d.%m.%Y} ab", "warn"
    return f"gültig bis {until:%d.%m.%Y}", "good"


def next_label(row: RegisterRow, today: date) -> LabelLine | None:
    """The label of a row that ends first."""
    return next(iter(label_lines(row.answers, today)), None)


def published_labels(facts: list[Any]) -> tuple[str, ...]:
    """Labels that sources tell of, with their years; nobody knows from them whether they still hold."""
    found = []
    for fact in facts:
        if isinstance(fact, Mapping) and fact.get("key") in ("label", "label_text"):
            years = ", ".join(str(year) for year in fact.get("years") or ())
            found.append(f"{label_name(str(fact.get('value')))}{f' ({years})' if years else ''}")
    return tuple(found)


FIGURE_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Mitglieder", ("members_sme", "members_large", "members_uni", "members_rto", "members_public", "members_other",
                    "members_committed", "members_joined_12m", "members_left_12m", "members_active_12m",
                    "members_contacted_12m", "members_in_projects_24m", "members_150km")),
    ("Team und Geld", ("head_count", "fte_paid", "volunteer_hours", "mgr_since", "budget", "share_public_land",
                       "share_public_bund", "share_public_eu", "share_public_kommunal", "share_fees", "share_services",
                       "share_sponsoring", "share_carrier", "fee_model", "funds_secured_24m", "funding_end")),
    ("Arbeit", ("strategy_doc", "strategy_year", "board_meetings", "working_groups", "events_12m",
                "event_participants_12m", "services", "countries_active", "other_programmes", "growth_fields",
                "founding_reason")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures that belong together as (question, words), and the questions that nobody answered."""

    title: str
    told: tuple[tuple[str, str], ...]
    unknown: str


def figures_told(answers: Mapping[str, Any]) -> tuple[FigureGroup, ...]:
    """The figures of a profile in words, group by group; what is not known stands as such."""
    return tuple(_group(title, keys, answers) for title, keys in FIGURE_GROUPS)


def _group(title: str, keys: tuple[str, ...], answers: Mapping[str, Any]) -> FigureGroup:
    questions = {q.key: q.text.de.removeprefix("Mitglieder: ") for q in PROFILE.questions}
    names = {key: questions[key][:1].upper() + questions[key][1:] for key in keys}
    known = [key for key in keys if answers.get(key) not in (None, "", [])]
    told = [(names[key], value_told(key, answers[key])) for key in known]
    if title == "Mitglieder" and (total := members_total(answers)) is not None:
        told.insert(0, ("Mitglieder insgesamt", german(total)))
    if title == "Team und Geld" and (share := public_share(answers)) is not None:
        told.append(("Öffentlicher Anteil insgesamt", f"{german(share)} %"))
    return FigureGroup(title, tuple(told), ", ".join(names[key] for key in keys if key not in known))


def value_told(key: str, value: Any) -> str:
    """A stored value of a column of the register or a question of the profile, as people read it."""
    if value in (None, "", []):
        return "keine Angabe"
    if key in ("field", "region", "legal_form", "kind"):
        known = {"field": field_name, "region": region_name, "legal_form": legal_form_name}
        return known[key](str(value)) if key in known else KINDS[value].de if value in KINDS else str(value)
    question = next((q for q in PROFILE.questions if q.key == key), None)
    if question is None:
        return f"{len(value)} Angaben" if isinstance(value, list) else str(value)
    try:
        return profile_words(question, value) or "keine Angabe"
    except (ValueError, KeyError, TypeError):
        return str(value)[:200]  # an answer from before the question was changed


def column_name(key: str) -> str:
    """A column of the register as people call it."""
    return LABELS.get(key, key)


def choices(words: Mapping[str, Text]) -> tuple[tuple[str, Text], ...]:
    return tuple(words.items())
