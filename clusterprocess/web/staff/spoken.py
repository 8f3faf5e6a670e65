"""Sentences of the use cases as pages say them: without names of options, commands and slugs."""

from __future__ import annotations

import re

from clusterprocess.domain.errors import ClusterProcessError, InputError, InputErrors, RuleViolation
from clusterprocess.offerings.guest_forms import FormErrors

_OPTION = re.compile(r" \((?:--)?[a-z][a-z_0-9…]*\)(?=[:,.]| ist| darf| muss|$)")
_COMMANDS = (
    (re.compile(r",? ?bitte mit „clusterprocess workshop plan“ einen anlegen"), " bitte unter „Workshops“ einen planen"),
    (re.compile(r":? ?bitte mit „clusterprocess document put“ zurücklegen"), ": bitte unter „Dokumente“ zurücklegen"),
    (re.compile(r"; „clusterprocess [^“]+“ zeigt alle"), ""),
    (re.compile(r"; erteilt wird sie mit „clusterprocess person role“"), "; erteilt wird sie in der Verwaltung"),
    (re.compile(r" Erteilt wird sie mit „clusterprocess person role“\."), " Erteilt wird sie in der Verwaltung."),
    (re.compile(r": bitte aid_decision mit einem dieser Werte eintragen: [a-z_, ]+\."), ": bitte unter „Beihilfeentscheidung eintragen“ wählen."),
    (re.compile(r" oder handover_recorded eingetragen sein"), " oder als Übergabe auf anderem Weg eingetragen sein"),
    (re.compile(r" die Leistung individual_advice "), " die Leistung „Individuelle Beratung“ "),
    (re.compile(r": bitte einen dieser Gründe angeben: [a-z_, ]+\."), ": bitte einen Grund wählen."),
    (re.compile(r" \(Kommentar „[a-z_0-9]+“\)"), ""),
    (re.compile(r" \([a-z0-9_.]+\) fehlt"), " fehlt"),
)  # fmt: skip


def spoken(sentence: str, key: str = "", label: str = "") -> str:
    """A sentence of a use case as a page says it.

    Args:
        key, label: the field it belongs to; where the sentence begins with another name of it, the label of the page
            takes its place, so that people find the field.
    """
    if label:
        sentence = re.sub(rf"^[^:()]{{1,60}} \((?:--)?{re.escape(key)}\):", lambda _: f"{label}:", sentence)
    for pattern, words in _COMMANDS:
        sentence = pattern.sub(words, sentence)
    return _OPTION.sub("", sentence).replace("  ", " ").replace(": :", ":").replace("::", ":")


def spoken_error(error: ClusterProcessError) -> ClusterProcessError:
    """The same error in the words of a page; the field it belongs to stays."""
    if isinstance(error, FormErrors):
        return FormErrors({key: spoken(sentence) for key, sentence in error.by_field.items()})
    if isinstance(error, InputErrors):
        return InputErrors([spoken(sentence) for sentence in error.messages])
    if isinstance(error, RuleViolation):
        return RuleViolation(error.rule, [spoken(sentence) for sentence in error.reasons])
    if isinstance(error, InputError):
        return InputError(spoken(str(error)), field=error.field)
    return error
