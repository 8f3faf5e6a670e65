"""The closed list of audit event types, each with its German sentence.

A tag reads ``object:subject:action``. The sentence is filled from the event's own data, so it never needs a name or
a free text; ``{nummer}`` and the like are keys of ``data``. An event of a type that is not listed here cannot exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clusterprocess.domain.base import Recording

LATE_AFTER_DAYS = 14
"""Entries recorded more than this many days after the fact are marked (efre.md ruling 3)."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of audit event: its tag and the sentence that tells it to an auditor."""

    tag: str
    sentence: str

    def tell(self, data: dict[str, Any]) -> str:
        """The sentence with the values of one event; a missing value reads as a dash."""
        return self.sentence.format_map(_Dashes(data))


class _Dashes(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """An event that waits for the commit of its transaction."""

    order: int
    source: Recording
    type: EventType
    occurred_on: date | None
    data: dict[str, Any]


DATABASE_BORN = EventType("database:birth:recorded", "Die Datenbank wurde angelegt (Art: {kind}, Format {format}).")
CLOCK_SET = EventType("database:clock:set", "Die Uhr der Demo-Datenbank wurde auf {to} gestellt.")

PERSON_ADDED = EventType("person:record:added", "Eine Person wurde aufgenommen.")
ROLE_GRANTED = EventType("person:role:granted", "Die Rolle {role} wurde erteilt, gültig ab {valid_from}.")
ROLE_ENDED = EventType("person:role:ended", "Die Rolle {role} endete am {valid_until}.")

CLUSTER_ADDED = EventType("cluster:record:added", "Die Initiative wurde ins Register aufgenommen (Herkunft: {origin}).")
CLUSTER_CHANGED = EventType("cluster:record:changed", "Registerangaben wurden geändert: {fields}.")
PROFILE_STORED = EventType("cluster:profile:stored", "Der Profilstand {as_of} wurde gespeichert (Fassung {version}).")
LEVEL_OVERRIDDEN = EventType(
    "cluster:level:overridden",
    "Die interne Reifestufe wurde mit Begründung auf {level} gesetzt (berechnet: {computed}).",
)
ORGANISATION_ADDED = EventType("organisation:record:added", "Eine Organisation wurde aufgenommen (Art: {kind}).")
MEMBERSHIP_ADDED = EventType(
    "cluster:membership:added", "Eine Mitgliedschaft wurde eingetragen (verbindlich: {committed})."
)
REGISTER_IMPORTED = EventType(
    "register:file:imported",
    "Eine Registerdatei wurde eingelesen: {added} neu, {changed} geändert, {unchanged} gleich.",
)
NOTE_ADDED = EventType("note:record:added", "Eine Gesprächsnotiz wurde abgelegt (Art: {kind}).")

OPERATION_ADDED = EventType("operation:record:added", "Das Vorhaben wurde angelegt (Förderperiode {period}).")
CONTRACTOR_ADDED = EventType(
    "operation:contractor:added", "Eine leistende Organisation wurde eingetragen (Rolle: {funding_role})."
)

ENGAGEMENT_OPENED = EventType(
    "engagement:request:opened", "Die Anfrage {number} wurde aufgenommen (Leistung: {offering}, Anlass: {occasion})."
)
ENGAGEMENT_TAKEN_OVER = EventType(
    "engagement:request:taken_over", "Der laufende Vorgang {number} wurde im Stand „{state}“ übernommen (nacherfasst)."
)
STATE_CHANGED = EventType(
    "engagement:state:changed", "Der Vorgang ging von „{from_label}“ nach „{to_label}“ ({rule_label})."
)
GATE_OPENED = EventType("engagement:gate:opened", "Freigabepunkt {gate} wurde geöffnet.")
STAGE_REPEATED = EventType(
    "engagement:stage:repeated",
    "Die Phase {stage_label} wird wiederholt (Durchgang {attempt}); Freigabepunkte ab {reopened} sind wieder offen.",
)
EVIDENCE_RECORDED = EventType("engagement:evidence:recorded", "Nachweis „{label}“ wurde eingetragen ({value}).")
PERSON_ASSIGNED = EventType("engagement:role:assigned", "Für den Vorgang wurde die Rolle {role} besetzt.")
ANSWERS_SUBMITTED = EventType("engagement:answers:submitted", "{label}: Fassung {version} wurde eingereicht.")
BASELINE_FROZEN = EventType(
    "engagement:baseline:frozen", "Die Ausgangswerte (T0) wurden eingefroren, Prüfsumme {sha256_short}."
)
FINDINGS_STORED = EventType(
    "engagement:findings:stored",
    "{count} Befunde wurden gespeichert (Durchgang {attempt}).",
)
FINDING_ASSESSED = EventType(
    "engagement:finding:assessed", "Zum Befund {key} wurde eine eigene Einschätzung festgehalten."
)
STEP_FINISHED = EventType(
    "engagement:step:finished", "Automatischer Schritt „{label}“ ist erledigt (Durchgang {attempt})."
)
APPROVAL_GIVEN = EventType(
    "engagement:approval:given", "Zustimmung als {role_label} zu Fassung {version} (SHA-256 {sha256_short})."
)
APPROVAL_REFUSED = EventType(
    "engagement:approval:refused", "Rückgabe als {role_label} mit Begründung (Fassung {version})."
)
HANDED_OVER = EventType("engagement:deliverable:handed_over", "Fassung {version} wurde übergeben ({how}).")
DAYS_PLANNED = EventType("engagement:days:planned", "{days} Personentage wurden geplant.")
DAYS_BOOKED = EventType("engagement:days:booked", "{days} Personentage für den {day} wurden gebucht.")

WORKSHOP_PLANNED = EventType("workshop:plan:recorded", "Der Workshop „{label}“ wurde für den {day} geplant.")
WORKSHOP_MOVED = EventType("workshop:plan:moved", "Der Workshop „{label}“ wurde vom {before} auf den {day} verlegt.")
WORKSHOP_INVITED = EventType("workshop:invitation:recorded", "Zum Workshop „{label}“ wurde eingeladen.")
WORKSHOP_RECORDED = EventType(
    "workshop:record:stored",
    "Der Workshop „{label}“ wurde protokolliert: {organisations} Organisationen, {votes} Stimmzettel, {measures} Maßnahmen.",
)
WORKSHOP_CANCELLED = EventType("workshop:plan:cancelled", "Der Workshop „{label}“ wurde abgesagt (Grund: {reason}).")

DOCUMENT_DRAFTED = EventType(
    "document:version:drafted", "{label}, Fassung {version}, wurde erstellt (SHA-256 {sha256_short})."
)
DOCUMENT_PUT_BACK = EventType(
    "document:version:put_back", "{label}: bearbeitete Fassung {version} wurde zurückgelegt (SHA-256 {sha256_short})."
)
DOCUMENT_CHECKED = EventType(
    "document:version:checked",
    "{label}, Fassung {version}: Prüfung {outcome}, {changed} geänderte und {lost} fehlende Zahlen.",
)
FIGURE_CHANGE_KEPT = EventType(
    "document:figure:kept",
    "{label}, Fassung {version}: {count} von Hand geänderte Zahlen wurden mit Begründung behalten.",
)
DOCUMENT_ISSUED = EventType(
    "document:version:issued",
    "{label}, Fassung {version}, wurde ausgestellt; beschlossen war SHA-256 {adopted_short}, ausgestellt ist {sha256_short}.",
)

TEMPLATE_ACTIVATED = EventType(
    "template:version:activated", "Die Vorlage {file} gilt in Fassung {number} (SHA-256 {sha256_short})."
)
CATALOGUE_ACTIVATED = EventType(
    "catalogue:version:activated", "Der Katalog {file} gilt in Fassung {number} (SHA-256 {sha256_short})."
)

MESSAGE_WITHOUT_RECIPIENT = EventType(
    "message:outbox:no_recipient", "Für die Nachricht „{template}“ ist niemand mit E-Mail-Adresse eingetragen."
)
MESSAGE_QUEUED = EventType("message:outbox:queued", "Die Nachricht „{template}“ liegt zum Versand bereit.")
MESSAGE_DRAFTED = EventType("message:draft:written", "Der Entwurf „{template}“ wartet auf Freigabe.")
MESSAGE_RELEASED = EventType("message:draft:released", "Der Entwurf „{template}“ wurde freigegeben.")
MESSAGE_DROPPED = EventType("message:draft:dropped", "Der Entwurf „{template}“ wurde verworfen.")
MESSAGE_CLAIMED = EventType(
    "message:delivery:claimed", "Der Versand von „{template}“ wurde begonnen (Versuch {attempt})."
)
MESSAGE_SENT = EventType(
    "message:delivery:sent",
    "„{template}“ wurde vom Mailserver angenommen ({accepted} angenommen, {refused} abgelehnt).",
)
MESSAGE_FAILED = EventType(
    "message:delivery:failed", "„{template}“ wurde nicht angenommen (Antwort {reply_code}); neuer Versuch: {retry}."
)
MESSAGE_IN_DOUBT = EventType(
    "message:delivery:in_doubt", "Ob „{template}“ angekommen ist, ist ungewiss; eine Entscheidung ist nötig."
)
MESSAGE_SETTLED = EventType("message:delivery:settled", "Über „{template}“ wurde entschieden: {decision}.")

DUE_FIRED = EventType("due:item:fired", "Fällig am {due}: „{label}“ wurde vom Zeitplan ausgelöst.")
DUE_IN_VAIN = EventType(
    "due:item:in_vain", "Fällig am {due}: „{label}“ kam zu spät und blieb ohne Wirkung, weil nichts mehr offen war."
)
DUE_SUPERSEDED = EventType(
    "due:item:superseded", "Fällig am {due}: „{label}“ wurde von einer späteren Erinnerung überholt."
)
DUE_CLOSED = EventType("due:item:done", "Die Aufgabe „{label}“ (fällig am {due}) wurde erledigt.")
SCHEDULE_RAN = EventType("schedule:run:ended", "Der Zeitplan „{kind}“ lief ({outcome}): {told}.")
ABSENCE_ENTERED = EventType(
    "absence:period:entered", "Eine Vertretung wurde vom {starts_on} bis zum {ends_on} eingetragen."
)
ABSENCE_ENDED = EventType("absence:period:ended", "Eine Vertretung endete am {ends_on}.")

LINK_CREATED = EventType(
    "link:access:created", "Ein persönlicher Link ({purpose}) wurde angelegt, gültig bis {expires}."
)
LINK_REVOKED = EventType("link:access:revoked", "Ein persönlicher Link ({purpose}) wurde beendet ({reason}).")
COMMENT_MADE = EventType(
    "engagement:comment:made", "Zu Absatz {paragraph} der Fassung {version} ging ein Kommentar ein."
)
COMMENT_WITHDRAWN = EventType(
    "engagement:comment:withdrawn", "Ein Kommentar zu Absatz {paragraph} wurde zurückgezogen."
)
COMMENT_SETTLED = EventType(
    "engagement:comment:settled", "Ein Kommentar zu Absatz {paragraph} der Fassung {version} ist jetzt: {state}."
)
LINK_ANSWERED = EventType("link:access:answered", "Über einen persönlichen Link ({purpose}) ging eine Antwort ein.")
SURVEY_ANSWERED = EventType("survey:response:stored", "Eine Antwort ohne Namen ging ein ({purpose}).")

REGISTRATION_MADE = EventType(
    "registration:seat:made", "Eine Anmeldung ging ein ({state}, Art {kind}, über {channel})."
)
REGISTRATION_CHANGED = EventType(
    "registration:seat:changed", "Eine Anmeldung wurde geändert: {state} (über {channel})."
)
ATTENDANCE_RECORDED = EventType("registration:attendance:recorded", "Teilnahme laut Liste eingetragen: {came}.")
AGENCY_EVENT_PLANNED = EventType(
    "agency_event:plan:recorded", "Die Veranstaltung {number} wurde für den {day} geplant."
)
AGENCY_EVENT_MOVED = EventType(
    "agency_event:plan:moved", "Die Veranstaltung {number} wurde geändert (Tag zuvor {before}, jetzt {day})."
)
AGENCY_EVENT_INVITED = EventType(
    "agency_event:invitation:recorded", "Zur Veranstaltung {number} wurden {invited} Einladungen vorbereitet."
)
AGENCY_EVENT_HELD = EventType(
    "agency_event:attendance:recorded",
    "Die Veranstaltung {number} fand statt: {attendances} Teilnahmen, {persons} Personen, {initiatives} Initiativen.",
)
AGENCY_EVENT_CLOSED = EventType("agency_event:plan:closed", "Die Veranstaltung {number} wurde abgeschlossen.")
AGENCY_EVENT_CANCELLED = EventType(
    "agency_event:plan:cancelled", "Die Veranstaltung {number} wurde abgesagt ({reason})."
)

FOLLOW_UP_PLANNED = EventType("follow_up:survey:planned", "Die Nachbefragung {key} wurde für den {due} geplant.")
FOLLOW_UP_OPENED = EventType("follow_up:survey:opened", "Die Nachbefragung {key} wurde eröffnet.")
FOLLOW_UP_ANSWERED = EventType(
    "follow_up:survey:answered", "Die Nachbefragung {key} wurde beantwortet (Fassung {version}, über {channel})."
)
FOLLOW_UP_SILENT = EventType("follow_up:survey:silent", "Auf die Nachbefragung {key} kam keine Antwort.")
FOLLOW_UP_DROPPED = EventType("follow_up:survey:dropped", "Die Nachbefragung {key} entfällt ({reason}).")

MAIL_TAKEN_IN = EventType(
    "incoming_mail:file:taken", "Eine eingegangene Mail wurde abgelegt ({kind}, erkannt über {matched_by})."
)
MAIL_ASSIGNED = EventType("incoming_mail:file:assigned", "Eine eingegangene Mail wurde von Hand zugeordnet: {number}.")
MAIL_SETTLED = EventType("incoming_mail:file:settled", "Eine eingegangene Mail wurde als erledigt vermerkt.")
MESSAGE_HELD = EventType("message:delivery:held", "Die Nachricht „{template}“ wird zurückgehalten ({reason}).")
MESSAGE_RESUMED = EventType("message:delivery:resumed", "Die Nachricht „{template}“ wird wieder versandt.")
MESSAGE_BOUNCED = EventType(
    "message:delivery:bounced", "„{template}“ kam bei {count} Empfängern nicht an (Rückläufer, Status {status})."
)

DAYS_CANCELLED = EventType(
    "engagement:days:cancelled", "Eine Buchung von {days} Personentagen für den {day} wurde storniert."
)
DAY_RATE_SET = EventType("day_rate:value:set", "Ein Tagessatz von {rate} EUR gilt ab {valid_from}.")
SERVICE_PROOF_MADE = EventType(
    "service_proof:version:made",
    "Der Leistungsnachweis {month}, Fassung {version}, wurde erstellt: {days} Personentage, {amount} EUR.",
)
SERVICE_PROOF_ACCEPTED = EventType(
    "service_proof:version:accepted", "Der Leistungsnachweis {month}, Fassung {version}, wurde abgenommen."
)

ACCOUNT_OPENED = EventType("account:access:opened", "Ein Zugang zur Konsole wurde angelegt.")
ACCOUNT_LOCKED = EventType(
    "account:access:locked", "Ein Zugang wurde nach falschen Passwörtern für {minutes} Minuten gesperrt."
)
ACCOUNT_DEACTIVATED = EventType("account:access:deactivated", "Ein Zugang zur Konsole wurde dauerhaft gesperrt.")
PASSWORD_SET = EventType("account:password:set", "Ein Passwort wurde gesetzt.")
SIGNED_IN = EventType("account:session:begun", "Eine Anmeldung an der Konsole begann ({how}).")
SESSIONS_ENDED = EventType("account:session:ended", "{count} Anmeldungen wurden beendet.")
SIGN_IN_LINK_ISSUED = EventType(
    "account:link:issued", "Ein Einmal-Link zur Anmeldung wurde ausgestellt, gültig bis {expires}."
)

RUN_REQUESTED = EventType("run:request:recorded", "Ein Lauf für „{label}“ wurde angefordert (Durchgang {attempt}).")
RUN_STARTED = EventType("run:attempt:started", "Lauf {run} begann (Versuch {attempt}).")
RUN_ENDED = EventType("run:attempt:ended", "Lauf {run} endete: {outcome}.")
RUN_LOST = EventType(
    "run:attempt:lost", "Lauf {run} brach ab, weil sein Prozess endete; der Schritt wird wieder aufgenommen."
)


def _listed(values: Iterable[object]) -> dict[str, EventType]:
    types = [value for value in values if isinstance(value, EventType)]
    by_tag = {type_.tag: type_ for type_ in types}
    if len(by_tag) != len(types):
        raise TypeError("two event types share a tag")
    return by_tag


EVENT_TYPES: dict[str, EventType] = _listed(list(globals().values()))
"""All event types by tag; the audit trail accepts no other."""
