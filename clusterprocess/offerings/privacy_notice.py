"""What an initiative is told about its data before its first answer (gate G1, ruling 5); the version is kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """One version of the notice; a changed text gets a new version and is shown again."""

    version: str
    title: str
    sentences: tuple[str, ...]


INTAKE_NOTICE = PrivacyNotice(
    "2014-11",
    "Bevor Sie beginnen: Was mit Ihren Angaben geschieht",
    (
        "Wir nutzen Ihre Angaben, um Ihre Initiative zu beraten und gegenüber dem Fördergeber nachzuweisen, was wir dafür "
        "geleistet haben. Andere Initiativen sehen sie nur als Durchschnitt mehrerer und nie mit Ihrem Namen.",
        "Angaben zu Personen brauchen wir kaum: Bitte nennen Sie nur Namen, nach denen gefragt wird.",
        "Ihre Angaben werden auf unserem Server zwischengespeichert, während Sie schreiben, und aufbewahrt, solange das "
        "Vorhaben geprüft werden kann. Sie können jederzeit Auskunft und Berichtigung verlangen.",
        "Die Teilnahme ist freiwillig. Lassen Sie aus, was Sie nicht sagen möchten; wir fragen dann, ob es ohne geht.",
    ),
)
