"""Wrong use of the command line: one German sentence that names field or rule, exit code 2, and nothing half-written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.journeys.shell import (
    HOME,
    NUMBER,
    REFERENCE,
    REGISTER,
    TODAY,
    Shell,
    accept_request,
    found_agency,
    shell_in,
)

ENGLISH = re.compile(
    r"No such|Input should|unable to|unexpected|Expecting|Invalid|Is a directory|File exists|required|must be|argument",
    re.IGNORECASE,
)
DAY, LONG = str(TODAY), "x" * 500
OPERATION = ("--beneficiary", "M", "--period", "2021-2027", "--from", "2021-01-01", "--to", "2027-12-31")
START = ("engagement", "start", "Netz Beta", "--operation", REFERENCE, "--delivering", HOME)
PLAN = ("workshop", "plan", NUMBER)
BOOK = ("days", "book", NUMBER, DAY)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """An agency with one accepted request."""
    with shell_in(tmp_path_factory.mktemp("office")) as shell:
        found_agency(shell)
        accept_request(shell)
        yield shell


def refused(office: Shell, *words: str, who: str = "l.leit") -> str:
    """The German sentence of a refusal; asserts everything else that is promised about it."""
    before = office.rows()
    answer = office("--json", *words, actor=who)
    assert answer.code == 2, answer.err or answer.out
    assert answer.out == "" and set(answer.refusal) == {"error", "message"}
    code, message = answer.refusal["error"], answer.refusal["message"]
    assert re.fullmatch(r"CP-(USE|CLI|CONF)-\d{3}", code) and message.strip()
    assert not ENGLISH.search(message), message
    assert office.rows() == before
    return message


def test_people_get_the_refusal_as_one_line_with_its_code(office: Shell) -> None:
    answer = office("engagement", "show", "CA-1999-A-001")
    assert (answer.code, answer.out) == (2, "")
    assert (
        answer.err
        == "CP-USE-020: Vorgang „CA-1999-A-001“ gibt es nicht; „clusterprocess engagement list“ zeigt alle.\n"
    )


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("quatsch",), "quatsch"),
        (("register", "quatsch"), "quatsch"),
        (("engagement", "start", "1"), "operation"),
        (("workshop", "plan", NUMBER, "--on", DAY), "place"),
        (("workshop", "invite", "eins"), "eins"),
        (("engagement", "list", "--quatsch"), "--quatsch"),
        (("engagement", "show"), "number"),
        (("note",), "text"),
        (("days", "list", NUMBER, "zuviel"), "zuviel"),
        (("engagement", "start", "1", "--operation"), "--operation"),
        (("register", "list", "--home"), "--home"),
        (("register", "list", "--as"), "--as"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else "",
)
def test_a_wrong_command_is_refused_in_german_and_names_what_is_wrong(
    office: Shell, words: tuple[str, ...], names: str
) -> None:
    assert names in refused(office, *words).lower()


@pytest.mark.parametrize(
    ("who", "words", "part"),
    [
        ("", ("note", "x", "--cluster", "1"), "--as"),
        ("niemand", ("note", "x", "--cluster", "1"), "niemand"),
        ("u.urban", ("note", "x", "--cluster", "1"), "Rolle"),
        ("a.amend", ("engagement", "abort", NUMBER, "--reason", "sonstiges", "--text", "x"), "Leitung ClusterAgentur"),
        ("a.amend", ("operation", "add", "X1", "--name", "X", *OPERATION, "--eligible", "1"), "EFRE-Sachbearbeitung"),
        ("b.berger", ("person", "role", "b.berger", "leitung"), "Leitung"),
        ("b.berger", ("person", "add", "neu", "--name", "Neu"), "Projektassistenz"),
        ("b.berger", ("days", "book", NUMBER, DAY, "1", "--activity", "reise", "--person", "p.prinz"), "Projektassistenz"),
        ("u.urban", ("organisation", "add", "O", "--kind", "kmu"), "Rolle"),
        ("u.urban", ("register", "level", "1", "M2", "--reason", "x"), "Rolle"),
        ("u.urban", ("engagement", "assign", NUMBER, "pruefer", "a.amend"), "Rolle"),
        ("b.berger", ("engagement", "decide", NUMBER, "hand_over"), "„Übergabe“ geht im Stand „angenommen“ nicht"),
        ("l.leit", ("engagement", "decide", NUMBER, "accept"), "„Annahme“ geht im Stand „angenommen“ nicht"),
        ("l.leit", ("engagement", "resume", NUMBER), "nicht"),
        ("b.berger", ("engagement", "submit", NUMBER, "--kind", "quatsch", "--file", "{toml}"), "fragebogen"),
        ("b.berger", ("document", "put", NUMBER, "{toml}"), "wird am Papier nicht geschrieben"),
        ("p.prinz", ("engagement", "approve", NUMBER, "--role", "pruefer"), "noch keine Fassung"),
        ("b.berger", ("engagement", "assign", NUMBER, "pruefer", "b.berger"), "Vier-Augen-Prinzip"),
    ],
    ids=lambda v: " ".join(v)[:60] if isinstance(v, tuple) else "",
)  # fmt: skip
def test_a_wrong_role_or_state_is_refused(office: Shell, who: str, words: tuple[str, ...], part: str) -> None:
    toml = office.file("leer.toml", "a = 1\n")
    assert part in refused(office, *(word.replace("{toml}", toml) for word in words), who=who)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((*PLAN, "--on", "31.02.2015", "--place", "A"), "31.02.2015"),
        ((*PLAN, "--on", "morgen", "--place", "A"), "JJJJ-MM-TT"),
        ((*PLAN, "--on", DAY, "--place", " "), "Ort (place)"),
        ((*PLAN, "--on", DAY, "--place", LONG), "Ort (place)"),
        ((*PLAN, "--on", DAY, "--place", "A", "--title", LONG), "title"),
        ((*PLAN, "--on", DAY, "--place", "A", "--at", "25:00"), "HH:MM"),
        ((*PLAN, "--on", DAY, "--place", "A", "--at", "²:00"), "HH:MM"),
        (("workshop", "invite", "77"), "Workshop 77"),
        (("workshop", "invite", "9" * 25), "9999"),
        (("workshop", "record", "77", "--file", "/fehlt.toml"), "/fehlt.toml"),
        (("engagement", "show", "CA-9"), "engagement list"),
        (("register", "show", "Netz"), "nicht eindeutig"),
        (("register", "show", "²"), "²"),
        (("register", "show", "9" * 25), "9999"),
        (("register", "show", "%"), "steht nicht im Register"),
        (("register", "show", "'; DROP TABLE event; --"), "DROP TABLE"),
        (("register", "level", "1", "M9", "--reason", "x"), "M4"),
        (("register", "level", "1", "M2", "--reason", " "), "Begründung (reason)"),
        (("outbox", "show", "9" * 12), "9999"),
        (("outbox", "release", "1", "--decision", "quatsch"), "Nachricht 1"),
        (("outbox", "list", "--state", "quatsch"), "entwurf"),
        ((*BOOK, "viel", "--activity", "reise"), "viel"),
        ((*BOOK, "NaN", "--activity", "reise"), "keine Zahl"),
        ((*BOOK, "1e9999", "--activity", "reise"), "days"),
        ((*BOOK, "1e30", "--activity", "reise", "--person", "b.berger"), "days"),
        ((*BOOK, "0", "--activity", "reise"), "Tage (days)"),
        ((*BOOK, "0.001", "--activity", "reise"), "Tage (days)"),
        ((*BOOK, "--activity", "reise", "--", "-1"), "Tage (days)"),
        ((*BOOK, "3.25", "--activity", "reise"), "24 Stunden"),
        ((*BOOK, "1", "--activity", "schlafen"), "Tätigkeit (activity)"),
        (("days", "book", NUMBER, f"{TODAY + timedelta(days=9):%d.%m.%Y}", "1", "--activity", "reise"), "Zukunft"),
        (("operation", "add", "X" * 61, "--name", "N", *OPERATION, "--eligible", "1"), "reference"),
        (("operation", "add", "X2", "--name", LONG, *OPERATION, "--eligible", "1"), "name"),
        (("operation", "add", "X3", "--name", "", *OPERATION, "--eligible", "1"), "name"),
        (("operation", "add", "X4", "--name", "N", *OPERATION, "--eligible", "1e30"), "eligible_eur"),
        (("operation", "add", "X5", "--name", "N", *OPERATION, "--eligible", "0.001"), "eligible_eur"),
        (("operation", "add", "X6", "--name", "N", *OPERATION, "--eligible", "-5"), "eligible_eur"),
        (("operation", "add", "X7", "--name", "N", *OPERATION, "--eligible", "1", "--eu-share", "0.00001"), "eu_share"),
        (("operation", "add", REFERENCE, "--name", "N", *OPERATION, "--eligible", "1"), "gibt es schon"),
        (("operation", "contractor", REFERENCE, HOME), HOME),
        (("operation", "contractor", REFERENCE, "Unbekannt"), "Unbekannt"),
        (("organisation", "add", "O", "--kind", "verein"), "Art (kind)"),
        (("organisation", "add", "O", "--kind", "kmu", "--seat", LONG), "seat"),
        (("person", "add", "X Y", "--name", "N"), "Kürzel (handle)"),
        (("person", "add", "l.leit", "--name", "N"), "schon vergeben"),
        (("person", "add", "neu", "--name", "N", "--email", "kein@"), "E-Mail (email)"),
        (("person", "add", "neu", "--name", "N", "--role", "chef"), "Rolle (role)"),
        (("person", "add", "neu", "--name", "N", "--role", "cm"), "Initiative (cluster)"),
        (("person", "add", "neu", "--name", "N", "--organisation", "Unbekannt"), "Unbekannt"),
        (("person", "role", "p.prinz", "leitung", "--end"), "nicht erteilt"),
        ((*START, "--on", f"{TODAY + timedelta(days=9):%d.%m.%Y}"), "Eingang (on)"),
        ((*START, "--occasion", "brieftaube"), "Eingang (occasion)"),
        ((*START, "--offering", "quatsch"), "Leistung (offering)"),
        ((*START, "--question", "x" * 601), "Frage (question)"),
        ((*START, "--lead", "niemand"), "niemand"),
        (("engagement", "start", "Netz Alpha", "--operation", REFERENCE, "--delivering", HOME), NUMBER),
        (("engagement", "decide", NUMBER, "quatsch"), "quatsch"),
        (("engagement", "decide", NUMBER, "--evidence", "ja"), "NAME=WERT"),
        (("engagement", "decide", NUMBER, "--evidence", "quatsch=ja"), "quatsch"),
        (("engagement", "decide", NUMBER, "--evidence", "board_consent=ja", "--paper", LONG), "paper"),
        (("engagement", "decide", NUMBER, "--evidence", "aid_decision=vielleicht"), "aid_decision"),
        (("engagement", "pause", NUMBER, "--reason", "quatsch"), "Grund (reason)"),
        (("engagement", "pause", NUMBER, "--reason", "sonstiges"), "--text"),
        (("engagement", "repeat", NUMBER, "quatsch", "--reason", "neue_daten"), "Phase (stage)"),
        (("engagement", "take-over", "Netz Beta", "--state", "quatsch", *START[3:], "--on", DAY, "--paper", "A"), "Stand (state)"),
        (("document", "get", NUMBER, "--kind", "quatsch"), "quatsch"),
        (("register", "overview", "--out", "/gibt/es/nicht/x.docx"), "/gibt/es/nicht"),
        (("template", "check", "nie.docx"), "nie.docx"),
        (("method", "F99"), "F99"),
        (("method", "F2"), "--input"),
    ],
    ids=lambda v: " ".join(v)[:70] if isinstance(v, tuple) else "",
)  # fmt: skip
def test_a_wrong_value_is_refused_and_named(office: Shell, words: tuple[str, ...], part: str) -> None:
    assert part in refused(office, *words)


FILES: dict[str, tuple[str | bytes | None, str]] = {
    "fehlt.toml": (None, "fehlt.toml"),
    "kaputt.toml": ("a = [\nb", "kein gültiges TOML"),
    "kaputt.json": ('{"a": }', "kein gültiges JSON"),
    "latin.toml": ("vision_now = 'Süd'".encode("latin-1"), "UTF-8"),
    "liste.json": ("[1, 2]", "Tabelle aus Namen und Werten"),
    "unbekannt.toml": ("quatsch = 1", "quatsch"),
    "typ.toml": ("mandate = 3", "mandate"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_refused_and_named(office: Shell, name: str) -> None:
    content, part = FILES[name]
    path = office.file(name, content) if content is not None else str(office.folder / name)
    assert part in refused(
        office, "engagement", "submit", NUMBER, "--kind", "fragebogen", "--file", path, who="b.berger"
    )


def test_a_folder_is_no_file(office: Shell) -> None:
    folder = str(office.folder)
    assert folder in refused(
        office, "engagement", "submit", NUMBER, "--kind", "texte", "--file", folder, who="b.berger"
    )


REGISTERS: dict[str, tuple[str | bytes, str]] = {
    "fremd.csv": ("source_id;name;kind;quatsch\nA9;N9;regionale_initiative;1\n", "quatsch"),
    "ohne.csv": ("name;kind\nN9;regionale_initiative\n", "Kennung (source_id)"),
    "zeile.csv": (REGISTER.replace("1.040", "viele"), "Zeile 2"),
    "region.csv": (REGISTER.replace("Ostwürttemberg", "Bayern"), "Bayern"),
    "tag.csv": (REGISTER.replace("31.12.", "31.02."), "Stichtag (as_of)"),
    "leer.csv": ("", "leer"),
    "latin.csv": (REGISTER.encode("latin-1"), "UTF-8"),
    "tabelle.ods": ("x", "Endung"),
}


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_with_one_wrong_row_is_refused_as_a_whole(office: Shell, name: str) -> None:
    path = office.file(name, REGISTERS[name][0])
    assert REGISTERS[name][1] in refused(office, "register", "import", path)


def test_a_refused_decision_keeps_none_of_the_evidence_that_came_with_it(office: Shell) -> None:
    # one command line is one wish: what is refused leaves nothing behind
    refused(office, "engagement", "decide", NUMBER, "accept", "--evidence", "board_consent=nein", "--paper", "Akte 2")


def test_comments_of_a_profile_that_are_no_table_are_refused(office: Shell) -> None:
    path = office.file("profil.toml", "comments = 'ja'\nmembers_sme = 5\n")
    message = refused(office, "register", "profile", "1", path, "--as-of", "31.12.2014", who="b.berger")
    assert "comments" in message


def test_help_loses_no_word_of_its_sentences(office: Shell) -> None:
    # square brackets are markup for the library that prints the help
    assert "[comments]" in office("register", "profile", "--help").out


def test_help_names_every_noun_of_the_promise(office: Shell) -> None:
    told = office("--help").out
    nouns = "register person operation note engagement workshop days document template outbox audit demo serve migrate method doctor"
    assert [noun for noun in nouns.split() if noun not in told] == []
    assert "Show this message" not in told
