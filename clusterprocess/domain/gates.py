"""Exit criteria G0-G5 as named checks; each returns sentences about what is missing (offerings.md rulings 3, 5, 14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from clusterprocess.domain.actors import Actor, Role
from clusterprocess.domain.clock import next_working_day
from clusterprocess.domain.documents import Document, DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError
from clusterprocess.domain.language import Text
from clusterprocess.domain.states import Stage, State
from clusterprocess.domain.workshops import WorkshopState

EVIDENCE: dict[str, Text] = {
    "database_listed": Text("In der Clusterdatenbank gelistet oder Kriterien erfüllt", "listed"),
    "seat_in_bw": Text("Sitz in Baden-Württemberg", "seat in BW"),
    "board_consent": Text("Zustimmung des Vorstands zur Begleitung", "board consent"),
    "aid_decision": Text("Beihilfeentscheidung", "aid decision"),
    "de_minimis_declaration": Text("De-minimis-Erklärung", "de minimis declaration"),
    "double_funding_checked": Text("Doppelförderung geprüft", "double funding checked"),
    "no_conflict_of_interest": Text("Kein Interessenkonflikt der Beratung", "no conflict of interest"),
    "service_agreement": Text("Leistungsvereinbarung unterschrieben", "service agreement"),
    "privacy_notice": Text("Datenschutzhinweis gezeigt (Fassung)", "privacy notice shown"),
    "gaps_listed": Text("Offene Datenlücken benannt", "data gaps listed"),
    "confirmation_of_service": Text("Leistungsbestätigung unterschrieben", "confirmation of service"),
    "handover_recorded": Text("Übergabe auf anderem Weg", "other handover"),
    "assembly_on": Text("Mitgliederversammlung zur Kenntnis (Datum JJJJ-MM-TT)", "members' assembly"),
    "board_meeting_on": Text("Sitzungen des Vorstands (Tage JJJJ-MM-TT, durch Leerzeichen getrennt)", "board meetings"),
    "indicators_posted": Text("Indikatoren gebucht", "indicators posted"),
    "follow_up_complete": Text("Letzte Nachbefragung beantwortet oder Nichtantwort festgestellt", "follow-up complete"),
    "implementation_rate": Text("Umsetzungsquote ermittelt", "implementation rate"),
    "satisfaction": Text("Zufriedenheit erfasst", "satisfaction"),
    "paused_until": Text("Ruhend bis (Tag JJJJ-MM-TT)", "paused until"),
}
"""Evidence keys with their wording; the command line accepts no other."""

AID_LEVELS = (
    "none_not_undertaking",
    "none_general_information",
    "cluster_org",
    "member_enterprises",
    "split",
    "other_basis",
)
AIDED = frozenset({"cluster_org", "member_enterprises", "split"})


@dataclass(frozen=True, slots=True)
class PlannedDeadline:
    key: str
    label: str
    role: str
    starts_on: date
    due_on: date
    explained: str


@dataclass(frozen=True)
class Context:
    """What a rule may look at beside the engagement itself.

    Attributes:
        actor: who decides.
        today: the agency's day.
        occurred_on: the day the fact happened, where it differs.
        reason_code: code out of the catalogue list that the rule names; ``reason_text`` goes with ``sonstiges``.
        reason_codes: the catalogue's lists.
        missing_answers, uncommented_warnings: sentences computed by the offering (G1).
        quota_free_days: person-days left in the offering's yearly quota, None where no quota applies.
        approval_chain: roles that must approve, in order.
        stage: the stage to repeat.
        report_kind: document kind of the deliverable.
        handover_queued: whether the handover message is queued in this transaction.
        deadlines: computes the deadlines that start with a state.
        next_working_day: the day itself or the first working day after it; knows the agency's closing days.
    """

    actor: Actor
    today: date
    occurred_on: date | None = None
    reason_code: str | None = None
    reason_text: str = ""
    reason_codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    missing_answers: tuple[str, ...] = ()
    uncommented_warnings: tuple[str, ...] = ()
    quota_free_days: float | None = None
    planned_person_days: float = 0.0
    approval_chain: tuple[Role, ...] = ()
    stage: Stage | None = None
    report_kind: str = ""
    brief_kind: str = "situationsanalyse"
    handover_queued: bool = False
    deadlines: Callable[[State, Engagement, date], list[PlannedDeadline]] | None = None
    next_working_day: Callable[[date], date] = next_working_day

    def require_reason(self, list_name: str) -> None:
        """Raise InputError unless the reason code is in the named catalogue list (``sonstiges`` needs a text)."""
        allowed = self.reason_codes.get(list_name, ())
        if self.reason_code not in allowed:
            raise InputError(
                f"Grund (reason): bitte einen dieser Gründe angeben: {', '.join(allowed)}.", field="reason"
            )
        if self.reason_code == "sonstiges" and not self.reason_text.strip():
            raise InputError("Grund (reason): „sonstiges“ braucht einen erläuternden Text (--text).", field="text")

    def deadlines_for(self, state: State, engagement: Engagement) -> list[PlannedDeadline]:
        return self.deadlines(state, engagement, self.today) if self.deadlines else []


Check = Callable[[Engagement, Context], list[str]]


def says_yes(value: str | None) -> bool:
    """Whether an entry exists and is no "nein", however it is written."""
    return bool(value) and str(value).strip(" .!").lower() != "nein"


EVIDENCE_OF: dict[Check, str] = {}
"""Which evidence a check looks for: a page offers exactly this entry beside the sentence."""


def needs(key: str, remedy: str) -> Check:
    """A check that an evidence entry exists and does not say ``nein``."""

    def check(engagement: Engagement, context: Context) -> list[str]:
        return [] if says_yes(engagement.fact(key)) else [f"{EVIDENCE[key].de}: noch nicht eingetragen; {remedy}"]

    EVIDENCE_OF[check] = key
    return check


def aid_is_decided(engagement: Engagement, context: Context) -> list[str]:
    """The aid decision comes first; a declaration is needed only if an undertaking is aided (ruling 5)."""
    level = engagement.fact("aid_decision")
    if level not in AID_LEVELS:
        return [
            f"Beihilfeentscheidung fehlt: bitte aid_decision mit einem dieser Werte eintragen: {', '.join(AID_LEVELS)}."
        ]
    if level in AIDED and not says_yes(engagement.fact("de_minimis_declaration")):
        return ["De-minimis-Erklärung fehlt: Ein Unternehmen wird begünstigt, deshalb ist sie vor der Annahme nötig."]
    return []


def quota_is_free(engagement: Engagement, context: Context) -> list[str]:
    free = context.quota_free_days
    if free is None or free >= context.planned_person_days:
        return []
    return [f"Kontingent erschöpft: Frei sind {free:g} Personentage, nötig sind {context.planned_person_days:g}."]


def operation_covers_today(engagement: Engagement, context: Context) -> list[str]:
    operation = engagement.operation
    if operation.covers(context.today):
        return []
    return [
        f"Der {context.today:%d.%m.%Y} liegt außerhalb des Vorhabens ({operation.starts_on:%d.%m.%Y} bis "
        f"{operation.ends_on:%d.%m.%Y}); bitte das Vorhaben wechseln."
    ]


def team_is_complete(engagement: Engagement, context: Context) -> list[str]:
    if engagement.lead_id and engagement.reviewer_id:
        return []
    return ["Federführung oder Prüfung ist nicht besetzt: bitte beide Personen zuordnen."]


def is_not_own_entry(engagement: Engagement, context: Context) -> list[str]:
    if context.actor.id != engagement.opened_by:
        return []
    return ["Wer die Anfrage eingetragen hat, kann sie nicht annehmen (Vier-Augen-Prinzip)."]


def answers_are_complete(engagement: Engagement, context: Context) -> list[str]:
    return list(context.missing_answers)


def warnings_are_commented(engagement: Engagement, context: Context) -> list[str]:
    return list(context.uncommented_warnings)


def baseline_is_frozen(engagement: Engagement, context: Context) -> list[str]:
    if engagement.baseline or engagement.cluster.profile is not None:
        return []  # the decision itself freezes the newest profile as T0
    return ["Ausgangswerte (T0) fehlen: bitte einen Profilstand ablegen; die Entscheidung friert ihn ein."]


def findings_are_stored(engagement: Engagement, context: Context) -> list[str]:
    findings = engagement.current_findings()
    if not findings:
        return ["Es gibt noch keine Befunde: Die Analyse muss zuerst gerechnet werden."]
    return [f"Befund {f.key} nennt keine Katalogfassung." for f in findings if not f.catalogue_version]


def brief_is_written(engagement: Engagement, context: Context) -> list[str]:
    return [] if engagement.document(context.brief_kind) else ["Die Situationsanalyse ist noch nicht geschrieben."]


def reviewer_is_independent(engagement: Engagement, context: Context) -> list[str]:
    """The reviewer is the assigned one, never the lead, never an author of what is reviewed."""
    me = context.actor.id
    if me == engagement.lead_id:
        return ["Die Federführung kann nicht selbst prüfen (Vier-Augen-Prinzip)."]
    if engagement.reviewer_id and me != engagement.reviewer_id:
        return ["Die Prüfung ist einer anderen Person zugeordnet."]
    authors = {v.author_id for d in engagement.documents for v in d.versions}
    if me in authors or me in {s.author_id for s in engagement.submissions}:
        return ["Wer am Inhalt mitgeschrieben hat, kann ihn nicht prüfen (Vier-Augen-Prinzip)."]
    return []


def workshops_are_minuted(engagement: Engagement, context: Context) -> list[str]:
    now = engagement.attempt(Stage.WORKSHOP)
    required = [w for w in engagement.workshops if w.required and w.state != WorkshopState.CANCELLED.value]
    if not any(w.attempt == now for w in required):
        return ["Kein Workshop in diesem Durchgang: bitte mit „clusterprocess workshop plan“ einen anlegen."]
    return [
        f"Workshop {w.number} vom {w.held_on:%d.%m.%Y} ist nicht protokolliert." for w in required if not w.is_minuted
    ]


def measures_are_owned(engagement: Engagement, context: Context) -> list[str]:
    """Each adopted measure has owner and date, or is "offen, Klärung bis DATUM" (ruling 5)."""
    missing = []
    for workshop in engagement.workshops:
        for measure in workshop.record_data.get("measures", []):
            if not ((measure.get("owner") and measure.get("due_on")) or measure.get("clarification_by")):
                missing.append(
                    f"Maßnahme „{measure['title']}“ (Workshop {workshop.number}) braucht Zuständigkeit und Termin."
                )
    return missing


def report_of(engagement: Engagement, context: Context) -> tuple[Document | None, DocumentVersion | None]:
    """The deliverable and its newest version."""
    document = engagement.document(context.report_kind)
    return document, document.latest if document else None


def draft_is_back_and_clean(engagement: Engagement, context: Context) -> list[str]:
    """The newest version came back from Word and its check holds, or every change carries a reason."""
    _, version = report_of(engagement, context)
    if version is None:
        return ["Der Entwurf ist noch nicht geschrieben."]
    if version.origin == "erzeugt" and engagement.fast_lane:
        return []  # a short note may be reviewed as it was written from the consultant's own texts (ruling 3)
    if version.origin == "erzeugt":
        return ["Der Entwurf wurde noch nicht in Word bearbeitet: bitte mit „clusterprocess document put“ zurücklegen."]
    if not version.check:
        return [f"Fassung {version.label} ist noch nicht geprüft."]
    if not version.is_checked_clean:
        return [
            f"Die Prüfung von Fassung {version.label} ist offen: {fault}" for fault in version.check.get("open", [])
        ]
    return []


def reviewer_approved_latest(engagement: Engagement, context: Context) -> list[str]:
    _, version = report_of(engagement, context)
    if version and engagement.approval_for(Role.REVIEWER, version.sha256):
        return []
    return ["Die Qualitätsprüfung hat der neuesten Fassung noch nicht zugestimmt."]


def chain_is_complete(engagement: Engagement, context: Context) -> list[str]:
    """Every role of the offering's chain approved exactly this file."""
    from clusterprocess.domain.actors import ROLE_NAMES

    _, version = report_of(engagement, context)
    if version is None:
        return ["Es gibt keine Fassung, die beschlossen werden könnte."]
    return [
        f"Zustimmung fehlt: {ROLE_NAMES[role].de} zu Fassung {version.label}."
        for role in context.approval_chain
        if engagement.approval_for(role, version.sha256) is None
    ]


def resolution_is_entered(engagement: Engagement, context: Context) -> list[str]:
    """The last approval of the chain adopts a file; nothing else releases a paper."""
    return [] if engagement.adopted_sha256 else ["Der Beschluss ist nicht eingetragen: bitte als Zustimmung eintragen."]


def adopted_file_is_issued(engagement: Engagement, context: Context) -> list[str]:
    document, version = report_of(engagement, context)
    if engagement.adopted_sha256 is None or document is None:
        return ["Der Beschluss ist nicht eingetragen: Es fehlt die letzte Zustimmung der Reihe."]
    if version is None or version.origin != "ausgestellt":
        return ["Fassung 1.0 ist noch nicht ausgestellt."]
    if version.check.get("publicity") is not True:
        return ["Publizität unvollständig: Emblem, Förderhinweis oder Vorgangsnummer fehlen in Fassung 1.0."]
    return []


def handover_is_recorded(engagement: Engagement, context: Context) -> list[str]:
    if context.handover_queued or engagement.fact("handover_recorded"):
        return []
    return ["Übergabe fehlt: Die Übergabenachricht muss bereitliegen oder handover_recorded eingetragen sein."]


G0_CHECKS: tuple[Check, ...] = (
    team_is_complete,
    needs("database_listed", "bitte die Aufnahmekriterien prüfen und eintragen."),
    needs("seat_in_bw", "nur Initiativen mit Sitz im Land werden begleitet."),
    needs("board_consent", "bitte das Schreiben des Vorstands eintragen."),
    aid_is_decided,
    needs("double_funding_checked", "bitte eigene EFRE-Vorhaben der Initiative prüfen (im Register)."),
    needs("no_conflict_of_interest", "bitte die Erklärung der Beratung eintragen."),
    needs("service_agreement", "bitte die unterschriebene Leistungsvereinbarung eintragen."),
    operation_covers_today,
    quota_is_free,
)
G1_CHECKS: tuple[Check, ...] = (
    answers_are_complete,
    warnings_are_commented,
    needs("privacy_notice", "bitte Fassung und Tag des Hinweises eintragen."),
    baseline_is_frozen,
)
G2_CHECKS: tuple[Check, ...] = (
    findings_are_stored,
    brief_is_written,
    needs("gaps_listed", "bitte offene Datenlücken nennen; „keine“ genügt."),
)
G3_CHECKS: tuple[Check, ...] = (workshops_are_minuted, measures_are_owned)
G4_CHECKS: tuple[Check, ...] = (
    adopted_file_is_issued,
    needs("service_agreement", "die Leistungsvereinbarung fehlt von Beginn an."),
    needs("confirmation_of_service", "bitte die unterschriebene Leistungsbestätigung eintragen."),
    handover_is_recorded,
)
G5_CHECKS: tuple[Check, ...] = (
    needs("follow_up_complete", "bitte die letzte Nachbefragung oder die Nichtantwort eintragen."),
    needs("implementation_rate", "bitte die Umsetzungsquote eintragen."),
    needs("indicators_posted", "bitte die Indikatoren buchen."),
    needs("satisfaction", "bitte die Zufriedenheit eintragen."),
)
