"""Mail texts: a folder per mail with subject, plain text and HTML, which staff may edit (design D7, D15).

The folder writes the words; this module guarantees what no edit may lose: the Vorgangsnummer and the word "Demo" in the
subject, one line per subject, wrapped plain text, escaped HTML. Greeting, closing and the funding statement stand once in
``layout.txt`` and ``layout.html``; every mail to participants carries that statement (efre.md 1.5, requirement R13).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta
from jinja2.sandbox import SandboxedEnvironment

from clusterprocess.adapters.mail.plain_lines import WIDTH, one_line, wrapped
from clusterprocess.domain.errors import InputError

PARTS = ("subject.txt", "body.txt", "body.html")
DEMO_SUBJECT = "Demo – "
DEMO_NOTE = "Demo – Beispieldaten"
LONGEST_SUBJECT = 250

OPTIONAL = {
    "frist": "",
    "begruendung": "",
    "geaendert": "",
    "wann_bisher": "",
    "gespraech": False,
    "uebergeben_am": "",
    "vorgangsart": "Vorgang",
}
"""Placeholders that only some mails get; a text asks for them with ``{% if ... %}`` where they may be empty."""

EXAMPLE: dict[str, Any] = {
    "vorgang": "CA-2015-A-017",
    "vorgangsart": "Vorgang",
    "initiative": "Netzwerk Präzisionsfertigung Südbaden",
    "empfaenger": "Jörg Müßig",
    "foerderhinweis": "Gefördert durch die Europäische Union – Europäischer Fonds für regionale Entwicklung (EFRE)",
    "vorhaben": "ClusterAgentur Baden-Württemberg",
    "aktenzeichen": "EFRE-BW-2015-0042",
    "federfuehrung": "Dr. Anna Häberle",
    "demo": True,
    "frist": "30.03.2015",
    "fassung": "0.9",
    "leistung": "Gemeinsame Clusterstrategie",
    "papier": "Strategiepapier",
    "termin": "Strategietag",
    "minuten": "zehn",
    "begruendung": "Die Voraussetzungen sind noch nicht erfüllt.",
    "anlass": "BW-Label gilt bis 31.12.2016, 12 Monate davor",
    "massnahmen": "M 1.1 Themenkarte veröffentlichen; M 2.3 Beitragsordnung beschließen",
    "mehrere": True,
    "anliegen": [
        {
            "vorgang": "CA-2015-A-017",
            "titel": "Gemeinsame Clusterstrategie",
            "betreff": "Erinnerung an den Fragebogen",
            "bitte": "Bitte senden Sie den Bogen.",
            "link": "",
        },
        {
            "vorgang": "",
            "titel": "Kennzahlen",
            "betreff": "Kennzahlen bestätigen",
            "bitte": "Bitte bestätigen Sie Ihre Zahlen.",
            "link": "[[link:18]]",
        },
    ],
    "tag": "21.05.2015",
    "wann": "Donnerstag, 21. Mai 2015, 09:30 bis 12:30 Uhr",
    "ort": "Haus der Wirtschaft, Stuttgart",
    "zweck": "Wie gewinnen kleine Geschäftsstellen neue Mitglieder? Drei Initiativen berichten.",
    "link": "[[link:17]]",
    "beschlusslink": "[[link:19]]",
    "angemeldet": True,
    "treffen": "Strategietag 1",
    "wann_bisher": "Mittwoch, 15. April 2015",
    "geaendert": "ja",
    "antwort_bis": "15.04.2015",
    "zahl_angemeldet": 12,
    "gespraech": False,
    "uebergeben_am": "20.07.2015",
    "aenderung": "Neuer Ort",
    "mindestens": "acht",
}
"""A full context with umlauts: what ``check_folder`` renders, and the list of placeholders a text may use."""

_MUST_SHOW = ("vorgang", "initiative", "foerderhinweis", "vorhaben", "aktenzeichen", "federfuehrung")
_FOLDER_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_ACTIVE_OR_REMOTE = re.compile(
    r"<\s*(?:img|link|script|iframe|object|embed|video|audio|source|form|input|meta\s+http-equiv|base)\b"
    r"|\bsrc\s*=|\bsrcset\s*=|\bbackground\s*=|\burl\s*\(|@import|\bon[a-z]+\s*=",
    re.IGNORECASE,
)
_FAULTS_OF_TEMPLATES = (
    jinja2.TemplateError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    OSError,
)


class MailFolder:
    """Renders ``<folder>/<name>/{subject.txt,body.txt,body.html}``; a use case knows it as ``MailTexts``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._jinja = SandboxedEnvironment(
            loader=jinja2.FileSystemLoader(folder),
            undefined=jinja2.StrictUndefined,
            autoescape=lambda name: bool(name and name.endswith(".html")),
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, template: str, context: dict[str, Any]) -> tuple[str, str, str]:
        """Subject, plain text and HTML of one mail.

        Values appear as text: they are put on one line, never read as Jinja, and escaped in the HTML.

        Args:
            template: name of the folder, e.g. ``erhebung``.
            context: values of the placeholders; keys of ``OPTIONAL`` may be absent.

        Raises:
            InputError: unknown folder, unknown placeholder or a fault in a file, with file and remedy.
        """
        if fault := _fault_of_name(template):
            raise InputError(fault, field="template")
        values = OPTIONAL | {key: _as_text(value) for key, value in context.items()}
        subject, text, html = (self._render_part(f"{template}/{part}", values) for part in PARTS)
        return _full_subject(one_line(subject), values), wrapped(text), html.strip() + "\n"

    def check_folder(self, name: str) -> list[str]:
        """Everything that is wrong with a mail folder, one German sentence per fault; an empty list means ready."""
        if fault := _fault_of_name(name):
            return [fault]
        faults = [f for part in PARTS for f in self._faults_of_file(f"{name}/{part}")]
        if faults:
            return faults
        try:
            subject, text, html = self.render(name, EXAMPLE)
        except InputError as error:
            return [str(error)]
        if subject == _full_subject("", EXAMPLE):
            faults.append(f"{name}/subject.txt: Der Betreff ist leer; bitte einen Betreff eintragen.")
        for part, body in (("body.txt", text), ("body.html", html)):
            faults += [f"{name}/{part}: {fault}" for fault in _missing_in(body)]
        faults += [f"{name}/body.html: {fault}" for fault in _active_or_remote(html)]
        if any(len(line) > WIDTH + 1 for line in text.splitlines()):
            faults.append(f"{name}/body.txt: Eine Zeile ist länger als {WIDTH + 1} Zeichen; bitte die Adresse kürzen.")
        return faults

    def _render_part(self, path: str, values: dict[str, Any]) -> str:
        try:
            return self._jinja.get_template(path).render(values)
        except jinja2.TemplateNotFound as error:
            raise InputError(f"Mailvorlage: Die Datei {error.name} fehlt; bitte anlegen.", field="template") from error
        except jinja2.TemplateSyntaxError as error:
            raise InputError(f"Mailvorlage {_where(error, path)}: {_remedy(error)}", field="template") from error
        except _FAULTS_OF_TEMPLATES as error:
            raise InputError(f"Mailvorlage {path}: {_remedy(error)}", field="template") from error

    def _faults_of_file(self, path: str) -> list[str]:
        if not (self.folder / path).is_file():
            return [f"{path}: Die Datei fehlt; bitte anlegen."]
        try:
            tree = self._jinja.parse((self.folder / path).read_text(encoding="utf-8"))
        except jinja2.TemplateSyntaxError as error:
            return [f"{_where(error, path)}: {_remedy(error)}"]
        except UnicodeDecodeError:
            return [f"{path}: Die Datei ist nicht in UTF-8 gespeichert; bitte als UTF-8 speichern."]
        unknown = sorted(meta.find_undeclared_variables(tree) - EXAMPLE.keys())
        known = ", ".join(sorted(EXAMPLE))
        return [f"{path}: Den Platzhalter „{name}“ gibt es nicht; möglich sind: {known}." for name in unknown]


def _fault_of_name(name: str) -> str:
    if _FOLDER_NAME.fullmatch(name):
        return ""
    return f"Mailvorlage „{one_line(name)}“: bitte nur Kleinbuchstaben, Ziffern, - und _ verwenden."


def _as_text(value: Any) -> Any:
    """Strings on one line, wherever they stand; nothing instead of None; everything else as it is."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list | tuple):
        return [_as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    return "" if value is None else value


def _full_subject(subject: str, values: dict[str, Any]) -> str:
    demo = DEMO_SUBJECT if values.get("demo") else ""
    number = f"[{values['vorgang']}] " if values.get("vorgang") else ""
    full = f"{demo}{number}{subject}"
    return full if len(full) <= LONGEST_SUBJECT else full[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _missing_in(body: str) -> list[str]:
    flat = " ".join(body.split())
    missing = [f"Der Platzhalter „{key}“ fehlt; bitte einfügen." for key in _MUST_SHOW if EXAMPLE[key] not in flat]
    if DEMO_NOTE not in flat:
        missing.append(f"In der Demo fehlt der Hinweis „{DEMO_NOTE}“; bitte das gemeinsame Layout verwenden.")
    return missing


def _active_or_remote(html: str) -> list[str]:
    found = sorted({match.group().strip().lower() for match in _ACTIVE_OR_REMOTE.finditer(html)})
    return [f"„{what}“ lädt Inhalte nach oder ist aktiv; bitte entfernen." for what in found]


def _where(error: jinja2.TemplateSyntaxError, path: str) -> str:
    return f"{error.name or path}, Zeile {error.lineno}"


def _remedy(error: Exception) -> str:
    """The fault of a template in one German sentence; Jinja's own words stay as a hint in brackets."""
    return f"Der Text lässt sich nicht füllen; bitte Platzhalter und Klammern prüfen ({one_line(str(error))})."
