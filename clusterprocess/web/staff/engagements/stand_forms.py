"""The forms of the page of one engagement, each drawn folded until it is wanted or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import UsageError
from clusterprocess.domain.gates import AID_LEVELS, EVIDENCE
from clusterprocess.domain.language import Text
from clusterprocess.domain.register import Person
from clusterprocess.domain.states import STAGE_NAMES, Stage
from clusterprocess.offerings.guest_forms import FieldKind, FormField, GuestForm
from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.engagements.words import AID_WORDS, NOTE_WORDS, evidence_words, reason_words
from clusterprocess.web.staff.forms import drawn, form
from clusterprocess.web.staff.visit import Fault

LEAD, REVIEWER = Role.CONSULTANT.value, Role.REVIEWER.value
AID = "aid_decision"
OWN_FORMS = frozenset({AID, "board_meeting_on", "paused_until"})
"""Evidence that has a form of its own."""
REPEATABLE = (Stage.INTAKE, Stage.ANALYSIS, Stage.WORKSHOP, Stage.DELIVERABLE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form of the page.

    Attributes:
        title: what opens it; ``action`` where it is posted; ``hidden`` goes along.
        is_open: shown at once.
    """

    title: str
    action: str
    submit: str
    sections: tuple[SectionView, ...]
    is_open: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""


@dataclass
class Sheets:
    """Draws forms; the one that was posted wrongly keeps what was typed and opens, and its faults are collected.

    Attributes:
        which: name of the form that was posted; ``error`` why it was not accepted.
    """

    number: str
    typed: Mapping[str, object]
    which: str = ""
    error: UsageError | None = None
    faults: tuple[Fault, ...] = ()

    def draw(
        self,
        name: str,
        asked: GuestForm,
        title: str,
        submit: str,
        *,
        end: str = "",
        opened: bool = False,
        kind: str = "",
        hidden: Mapping[str, str] | None = None,
    ) -> Sheet:
        """One form, posted to ``/vorgang/{number}/{end or name}``."""
        wrong = self.error if name == self.which else None
        sections, faults = drawn(asked, self.typed if wrong else None, wrong, f"{name}-")
        if wrong:
            self.faults = faults
        action = f"/vorgang/{self.number}/{end or name}"
        return Sheet(title, action, submit, sections, opened or wrong is not None, hidden or {}, kind)


def reasons(list_name: str) -> FormField:
    """The reasons of a catalogue list."""
    codes = process().reasons.get(list_name, ())
    return FormField("reason", FieldKind.CHOICE, Text("Grund"), required=True,
                     choices=tuple((code, Text(reason_words(code))) for code in codes))  # fmt: skip


def explanation(label: str = "Erläuterung") -> FormField:
    """Words of one's own; the rules ask for them where the reason is „Sonstiges“."""
    return FormField("text", FieldKind.LONG_TEXT, Text(label), help="Nötig bei „sonstiges“.")


def happened_on(today: date) -> FormField:
    """The day on which something happened, today unless told otherwise."""
    return FormField("on", FieldKind.DAY, Text("Geschehen am"), required=True, value=today.isoformat())


def decline_form(today: date) -> GuestForm:
    return form(reasons("ablehnung"), explanation(), happened_on(today))


def pause_form() -> GuestForm:
    until = FormField("until", FieldKind.DAY, Text("Ruhend bis"),
                      help="Der Tag, an dem Sie wieder nachsehen wollen; leer, wenn er noch offen ist.")  # fmt: skip
    return form(reasons("ruhend"), explanation(), until)


def abort_form() -> GuestForm:
    return form(reasons("abbruch"), explanation())


def repeat_form(reached: Sequence[Stage]) -> GuestForm:
    stages = tuple((s.value, STAGE_NAMES[s]) for s in REPEATABLE if s in reached)
    return form(
        FormField("stage", FieldKind.CHOICE, Text("Ab welcher Phase?"), required=True, choices=stages),
        reasons("wiederholung"),
        explanation(),
    )


def evidence_form(today: date, key: str = "", wanted: Sequence[str] = ()) -> GuestForm:
    """One fact that a gate asks for; ``key`` is chosen already where a sentence led here, what is wanted comes first."""
    ordered = sorted((k for k in EVIDENCE if k not in OWN_FORMS), key=lambda k: k not in wanted)
    choices = tuple((k, Text(evidence_words(k))) for k in ordered)
    return form(
        FormField("key", FieldKind.CHOICE, Text("Nachweis"), required=True, choices=choices, value=key),
        FormField("value", FieldKind.TEXT, Text("Angabe"), value="ja", most=120,
                  help="Meist genügt „ja“; sonst ein Tag (TT.MM.JJJJ), eine Fassung oder ein kurzes Wort."),
        happened_on(today),
        FormField("paper", FieldKind.TEXT, Text("Wo liegt das Papier?"), help="Akte, Ordner oder Ablage.", most=200),
    )  # fmt: skip


def aid_form(today: date) -> GuestForm:
    """The aid decision: one of a list, never a free word."""
    return form(
        FormField("value", FieldKind.CHOICE, Text("Beihilfeentscheidung"), required=True,
                  choices=tuple((level, Text(AID_WORDS.get(level, level))) for level in AID_LEVELS)),
        happened_on(today),
        FormField("paper", FieldKind.TEXT, Text("Wo liegt der Vermerk?"), help="Akte, Ordner oder Ablage.", most=200),
    )  # fmt: skip


def people_form(leads: Sequence[Person], reviewers: Sequence[Person], lead: str, reviewer: str) -> GuestForm:
    return form(
        _person(LEAD, "Federführung", leads, lead),
        _person(REVIEWER, "Qualitätsprüfung", reviewers, reviewer),
    )


def _person(key: str, label: str, people: Sequence[Person], present: str) -> FormField:
    return FormField(
        key, FieldKind.CHOICE, Text(label), value=present, choices=tuple((p.handle, Text(p.name)) for p in people)
    )


def meeting_form() -> GuestForm:
    return form(FormField("day", FieldKind.DAY, Text("Tag der Sitzung"), required=True))


def moved_meeting_form(known: Sequence[date]) -> GuestForm:
    days = tuple((day.isoformat(), Text(f"{day:%d.%m.%Y}")) for day in known)
    return form(
        FormField("old", FieldKind.CHOICE, Text("Bisheriger Tag"), required=True, choices=days),
        FormField("new", FieldKind.DAY, Text("Neuer Tag"), required=True),
    )


def note_form(today: date) -> GuestForm:
    return form(
        FormField("kind", FieldKind.CHOICE, Text("Art"), required=True, value="anruf",
                  choices=tuple((slug, Text(words)) for slug, words in NOTE_WORDS.items())),
        FormField("on", FieldKind.DAY, Text("Tag"), required=True, value=today.isoformat()),
        FormField("text", FieldKind.LONG_TEXT, Text("Notiz"), required=True, most=20_000),
    )  # fmt: skip


def outcome_form() -> GuestForm:
    return form(
        FormField("outcome", FieldKind.TEXT, Text("Was kam dabei heraus?"), required=True, most=300,
                  missing="Bitte schreiben Sie in einem Satz, was dabei herauskam."),
    )  # fmt: skip


def approval_form(today: date, *, needs_paper: bool) -> GuestForm:
    codes = process().reasons.get("rueckgabe", ())
    return form(
        FormField("given", FieldKind.CHOICE, Text("Entscheidung"), required=True,
                  choices=(("ja", Text("Zustimmung")), ("nein", Text("Rückgabe zur Überarbeitung")))),
        happened_on(today),
        FormField("reason", FieldKind.CHOICE, Text("Bei Rückgabe: Grund"),
                  choices=tuple((code, Text(reason_words(code))) for code in codes)),
        FormField("text", FieldKind.LONG_TEXT, Text("Begründung"), help="Bei einer Rückgabe: was zu ändern ist."),
        FormField("paper", FieldKind.TEXT, Text("Wo liegt das Protokoll oder Schreiben?"), required=needs_paper, most=200,
                  missing="Ablage: Wer für ein Gremium einträgt, nennt das Protokoll oder Schreiben."),
    )  # fmt: skip
