"""The core intake: the yearly profile of an initiative (offerings.md section 4, ruling 16).

Any fact may be missing in the register; required fields count only at gate G1. Plausibility rules warn and ask for a
comment, they do not block.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from clusterprocess.catalogues.wordlists import legal_forms
from clusterprocess.domain.language import Text
from clusterprocess.methods.maturity import Label, MaturityInput, maturity
from clusterprocess.offerings.questions import Depth, Question, Questionnaire, Row

Count = Annotated[int, Field(ge=0, le=100_000)]
Share = Annotated[float, Field(ge=0, le=100)]
Likert = Annotated[int, Field(ge=1, le=5)]
K, S = Depth.CORE, Depth.STANDARD

MEMBER_KEYS = ("members_sme", "members_large", "members_uni", "members_rto", "members_public", "members_other")
PUBLIC_SHARES = ("share_public_land", "share_public_bund", "share_public_eu", "share_public_kommunal")
PRIVATE_SHARES = ("share_fees", "share_services", "share_sponsoring", "share_carrier")


class FeeClassRow(Row):
    name: Annotated[str, Field(max_length=120)] = Field(alias="class")
    eur_per_year: Annotated[Decimal, Field(ge=0, le=1_000_000)]
    members: Count

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, populate_by_name=True, serialize_by_alias=True
    )


class ServiceRow(Row):
    category: Literal[
        "information",
        "vernetzung",
        "foerderberatung",
        "technologietransfer",
        "internationalisierung",
        "marketing_pr",
        "weiterbildung",
        "fachkraefte",
        "gruendung_ansiedlung",
        "interessenvertretung",
    ]
    depth: Annotated[int, Field(ge=0, le=3)]
    uses_per_year: Count = 0
    price_eur: Annotated[Decimal, Field(ge=0, le=1_000_000)] | None = None


class PrivacyNotice(Row):
    version: Annotated[str, Field(max_length=40)]
    shown_on: date


class LabelRow(Row):
    label: Literal["bw", "bronze", "silver", "gold", "go_cluster", "spitzencluster"]
    valid_until: date | None = None


QUESTIONS: tuple[Question, ...] = (
    Question("name", Text("Name der Cluster-Initiative", "name"), Annotated[str, Field(min_length=2, max_length=120)], K),
    Question("kind", Text("Art", "kind"), Literal["regionale_initiative", "landesweites_netzwerk"], K),
    Question("field", Text("Technologie-/Branchenfeld", "field"), Annotated[str, Field(max_length=60)], K),
    Question("growth_fields", Text("Wachstumsfelder des Landes", "growth fields"),
             list[Literal["mobilitaet", "umwelt_energie_ressourcen", "gesundheit_pflege", "ikt_intelligente_produkte", "keines"]], K),
    Question("region", Text("Region", "region"), Annotated[str, Field(max_length=60)], K),
    Question("founded", Text("Gründungsjahr", "founding year"), Annotated[int, Field(ge=1900, le=2100)], K),
    Question("founding_reason", Text("Gründungsanlass", "founding occasion"),
             Literal["bottom_up", "top_down", "wettbewerb", "ausgruendung"], S),
    Question("legal_form", Text("Rechtsform", "legal form"),
             Literal["ev", "gmbh", "ggmbh", "abteilung_traeger", "projekt", "gbr", "genossenschaft", "sonstige"], K),
    Question("carrier", Text("Träger/Kontaktorganisation", "carrier"), Annotated[str, Field(max_length=120)], S),
    Question("head_count", Text("Mitarbeitende im Management", "staff"), Annotated[int, Field(ge=0, le=60)], K),
    Question("fte_paid", Text("Vollzeitäquivalente (bezahlt)", "paid FTE"), Annotated[float, Field(ge=0, le=40)], K),
    Question("volunteer_hours", Text("Ehrenamtsstunden pro Monat", "volunteer hours"), Annotated[int, Field(ge=0, le=400)], S),
    Question("mgr_since", Text("Clustermanager/in seit", "manager since"), date, S),
    *(Question(key, Text(f"Mitglieder: {de}", en), Count, K) for key, de, en in (
        ("members_sme", "KMU", "SMEs"), ("members_large", "Großunternehmen", "large companies"),
        ("members_uni", "Hochschulen", "universities"), ("members_rto", "Forschungseinrichtungen", "research organisations"),
        ("members_public", "öffentliche Hand/Kammern", "public bodies"), ("members_other", "Sonstige", "others"))),
    Question("members_committed", Text("davon verbindlich", "committed"), Count, K),
    Question("members_joined_12m", Text("Zugänge 12 Monate", "joined"), Count, S),
    Question("members_left_12m", Text("Abgänge 12 Monate", "left"), Count, S),
    Question("members_150km", Text("Mitglieder im Umkreis 150 km", "within 150 km"), Count, S),
    Question("members_active_12m", Text("aktive Mitglieder", "active"), Count, S),
    Question("members_contacted_12m", Text("persönlich kontaktierte Mitglieder", "contacted"), Count, S),
    Question("members_in_projects_24m", Text("Mitglieder in Verbundprojekten/AGs", "in projects"), Count, S),
    Question("budget", Text("Jahresbudget Management", "budget"), Annotated[Decimal, Field(ge=0, le=10_000_000)], K),
    *(Question(key, Text(f"Anteil {de}", en), Share, K) for key, de, en in (
        ("share_public_land", "Land", "state share"), ("share_public_bund", "Bund", "federal share"),
        ("share_public_eu", "EU", "EU share"), ("share_public_kommunal", "Kommunen", "municipal share"),
        ("share_fees", "Mitgliedsbeiträge", "fees"), ("share_services", "Dienstleistungen/Veranstaltungen", "services"),
        ("share_sponsoring", "Sponsoring", "sponsoring"), ("share_carrier", "Träger (Eigenmittel)", "carrier"))),
    Question("fee_model", Text("Beitragsordnung", "fee scale"), list[FeeClassRow], S),
    Question("funds_secured_24m", Text("gesicherte Mittel 24 Monate", "secured funds"),
             Annotated[Decimal, Field(ge=0, le=100_000_000)], S),
    Question("funding_end", Text("Ende größte Förderung", "end of main grant"), date, S),
    Question("strategy_doc", Text("schriftliche Strategie", "written strategy"), bool, K),
    Question("strategy_year", Text("Jahr der Strategie", "year of strategy"), Annotated[int, Field(ge=1980, le=2100)], S),
    Question("board_meetings", Text("Sitzungen Vorstand/Beirat pro Jahr", "board meetings"), Annotated[int, Field(ge=0, le=24)], S),
    Question("working_groups", Text("aktive Arbeitsgruppen", "working groups"), Annotated[int, Field(ge=0, le=40)], S),
    Question("events_12m", Text("Veranstaltungen 12 Monate", "events"), Annotated[int, Field(ge=0, le=500)], K),
    Question("event_participants_12m", Text("Teilnehmende 12 Monate", "participants"), Annotated[int, Field(ge=0, le=50_000)], K),
    Question("services", Text("angebotene Services", "services"), list[ServiceRow], K),
    Question("labels", Text("Label und gültig bis", "labels"), list[LabelRow], K),
    Question("countries_active", Text("Länder mit laufenden Kooperationen", "countries"),
             list[Annotated[str, Field(pattern=r"^[A-Z]{2}$")]], S),
    Question("other_programmes", Text("Teilnahme an anderen Programmen", "other programmes"),
             list[Literal["go_cluster", "spitzencluster", "zim", "horizont", "interreg", "esf", "keine"]], K),
    Question("privacy_notice", Text("Datenschutzhinweis gezeigt", "privacy notice"), PrivacyNotice, S),
)  # fmt: skip

PROFILE = Questionnaire("profile", "1.0", QUESTIONS)


def members_total(profile: Mapping[str, Any]) -> int | None:
    """Sum of the six member kinds; None unless every kind is known."""
    if any(profile.get(key) is None for key in MEMBER_KEYS):
        return None
    return sum(int(profile[key]) for key in MEMBER_KEYS)


def companies(profile: Mapping[str, Any]) -> int | None:
    """SMEs plus large companies."""
    if profile.get("members_sme") is None or profile.get("members_large") is None:
        return None
    return int(profile["members_sme"]) + int(profile["members_large"])


def public_share(profile: Mapping[str, Any]) -> float | None:
    """Public money of all levels, in percent."""
    if any(profile.get(key) is None for key in PUBLIC_SHARES):
        return None
    return sum(float(profile[key]) for key in PUBLIC_SHARES)


def contradictions(profile: Mapping[str, Any]) -> list[str]:
    """Answers that cannot be true together; they are refused (ranges of section 4)."""
    found = []
    total = members_total(profile)
    for key in (
        "members_committed",
        "members_150km",
        "members_active_12m",
        "members_contacted_12m",
        "members_in_projects_24m",
    ):
        if total is not None and profile.get(key) is not None and int(profile[key]) > total:
            found.append(f"{_label(key)} ({key}): {profile[key]} ist mehr als die {total} Mitglieder insgesamt.")
    if total == 0:
        found.append("Mitglieder: Die Summe aller Arten muss mindestens 1 sein.")
    shares = [profile.get(key) for key in (*PUBLIC_SHARES, *PRIVATE_SHARES)]
    if all(s is not None for s in shares) and abs(sum(float(s) for s in shares if s is not None) - 100) > 0.5:
        found.append(
            f"Anteile (share_…): Die Summe ist {sum(float(s) for s in shares if s is not None):.1f} statt 100 (± 0,5).".replace(
                ".", ",", 1
            )
        )
    if (
        profile.get("fte_paid") is not None
        and profile.get("head_count") is not None
        and float(profile["fte_paid"]) > int(profile["head_count"])
    ):
        found.append("Vollzeitäquivalente (fte_paid): mehr als Mitarbeitende (head_count).")
    joined, left = profile.get("members_joined_12m"), profile.get("members_left_12m")
    if total is not None and joined is not None and left is not None and total - int(joined) + int(left) < 0:
        found.append("Zugänge (members_joined_12m): mehr Zugänge als Mitglieder.")
    if profile.get("legal_form") in ("abteilung_traeger", "projekt") and not profile.get("carrier"):
        found.append("Träger (carrier): fehlt; bei dieser Rechtsform ist er nötig.")
    if (
        profile.get("mgr_since")
        and profile.get("founded")
        and int(str(profile["mgr_since"])[:4]) < int(profile["founded"])
    ):
        found.append("Clustermanager/in seit (mgr_since): liegt vor der Gründung.")
    return found


def warnings(profile: Mapping[str, Any], as_of: date, last_year: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Plausibility warnings by rule name; each needs a comment before gate G1 (section 4)."""
    found: dict[str, str] = {}
    total, firms = members_total(profile), companies(profile)
    if total and firms is not None and firms / total < 0.5:
        found["company_share"] = f"Nur {firms} von {total} Mitgliedern sind Unternehmen (unter 50 %)."
    if profile.get("members_committed") is not None and int(profile["members_committed"]) < 12:
        found["committed"] = f"Nur {profile['members_committed']} verbindliche Mitglieder (unter 12)."
    fte, budget = profile.get("fte_paid"), profile.get("budget")
    if (
        fte is not None
        and budget is not None
        and float(fte) > 0
        and not 40_000 <= float(budget) / float(fte) <= 160_000
    ):
        found["budget_per_fte"] = (
            f"Budget je Vollzeitstelle: {float(budget) / float(fte):,.0f} Euro (üblich 40.000 bis 160.000).".replace(
                ",", ".", 1
            )
        )
    if profile.get("events_12m") is not None and int(profile["events_12m"]) < 3:
        found["events"] = f"Nur {profile['events_12m']} Veranstaltungen in zwölf Monaten (unter 3)."
    if fte is not None and float(fte) == 0 and total and total > 150:
        found["no_staff"] = f"{total} Mitglieder ohne bezahlte Stelle."
    if profile.get("strategy_year") and as_of.year - int(profile["strategy_year"]) > 5:
        found["strategy_age"] = f"Die Strategie von {profile['strategy_year']} ist älter als fünf Jahre."
    for label in profile.get("labels") or []:
        if label.get("valid_until") and str(label["valid_until"])[:10] < as_of.isoformat():
            found[f"label_{label['label']}"] = f"Das Label {label['label']} ist seit {label['valid_until']} abgelaufen."
    found.update(_money_and_change(profile, total, last_year))
    return found


def _money_and_change(
    profile: Mapping[str, Any], total: int | None, last_year: Mapping[str, Any] | None
) -> dict[str, str]:
    found: dict[str, str] = {}
    classes, budget, share = profile.get("fee_model"), profile.get("budget"), profile.get("share_fees")
    if classes and budget is not None and share is not None:
        table = sum(float(c["eur_per_year"]) * int(c["members"]) for c in classes)
        stated = float(budget) * float(share) / 100
        if stated and abs(table - stated) / stated > 0.2:
            found["fees"] = (
                f"Beitragseinnahmen ({stated:.0f} Euro) und Beitragstabelle ({table:.0f} Euro) weichen über 20 % ab."
            )
    before = members_total(last_year) if last_year else None
    if before and total and abs(total - before) / before > 0.4:
        found["members_jump"] = f"Mitglieder {before} → {total}: mehr als 40 % gegen das Vorjahr."
    return found


def _label(key: str) -> str:
    return next(q.text.de for q in PROFILE.questions if q.key == key)


def maturity_of_profile(profile: Mapping[str, Any], as_of: date) -> str:
    """Maturity level of a profile on its reference day (section 2); ``unbekannt`` without FTE."""
    return maturity(
        MaturityInput(
            as_of=as_of,
            fte_paid=profile.get("fte_paid"),
            founded=profile.get("founded"),
            strategy_doc=profile.get("strategy_doc"),
            strategy_year=profile.get("strategy_year"),
            labels=tuple(
                Label(kind=row["label"], valid_until=row.get("valid_until")) for row in profile.get("labels") or ()
            ),
        )
    ).level


def missing_facts(profile: Mapping[str, Any], level: str) -> tuple[Question, ...]:
    """Facts that G1 needs at a maturity level and that nobody gave (offerings.md section 4).

    The carrier is needed only where the legal form has one, volunteer hours only of a volunteer-run initiative.
    """
    has_carrier = any(form.needs_carrier for form in legal_forms() if form.slug == profile.get("legal_form"))
    needed = {q.key for q in PROFILE.questions if q.depth.is_required_at(level)} - {"carrier", "volunteer_hours"}
    needed |= ({"carrier"} if has_carrier else set()) | ({"volunteer_hours"} if level == "M0" else set())
    return tuple(q for q in PROFILE.questions if q.key in needed and profile.get(q.key) in (None, ""))
