"""Hostile values change no behaviour: each is refused with a German sentence, or stored and shown as the text it is."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
import xlsxwriter
from docx import Document

from clusterprocess.bootstrap import open_app
from clusterprocess.config import Settings
from clusterprocess.demo.people import SYSTEM
from clusterprocess.usecases.keep_documents import store_rendered
from clusterprocess.usecases.ports import RenderedFile
from clusterprocess.usecases.write_documents import render_document
from tests.journeys.shell import HOME, REFERENCE, TODAY, Shell, found_agency, shell_in, type_command

NAMES = {
    "jinja": "{{ 7*7 }}{% for x in y %}{{ cluster.__class__ }} Netz Jinja",
    "xml": "<w:t>&amp;</w:t><!ENTITY x><script>alert(1)</script> Netz XML",
    "formula": '=1+1+cmd|"/c calc"!A1 Netz Formel',
    "sql": "Netz'); DROP TABLE event; -- SQL",
    "markup": "[bold red]Netz[/bold red] :gear: [link=x]Markup[/link]",
    "bidi": "Netz \u202egnp.exe\u202c 🚀👩‍🔬 Ünïcödé",
    "figure": "Netz {F10.payers} ⟦offen⟧ {abb:votes} **Zahl**",
    "line": "Netz Zeile\nBcc: boese@beispiel.example",
}
ORDER = list(NAMES)
NUMBERS = {key: f"CA-{TODAY.year}-A-{place:03}" for place, key in enumerate(NAMES, 1)}
DRAFT = f"CA-{TODAY.year}-A-{len(NAMES) + 1:03}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Initiatives with hostile names, each with a manager and a request; one more engagement that stands at its draft."""
    with shell_in(tmp_path_factory.mktemp("office")) as shell:
        found_agency(shell)
        table = io.StringIO()
        rows = csv.writer(table, delimiter=";")
        rows.writerow(["source_id", "name", "kind"])
        rows.writerows([f"H-{key}", name, "regionale_initiative"] for key, name in NAMES.items())
        assert shell("register", "import", shell.file("feindlich.csv", table.getvalue())).code == 0
        for key, name in NAMES.items():
            number = _id(shell, name)
            shell.do("person", "add", f"cm.{key}", "--name", "Carla Kluge", "--email", f"{key}@beispiel.example",
                     "--role", "cm", "--cluster", number)  # fmt: skip
            shell.do("engagement", "start", number, "--operation", REFERENCE, "--delivering", HOME, "--question", name,
                     "--lead", "b.berger", actor="b.berger")  # fmt: skip
        shell.do("engagement", "take-over", "Netz Alpha", "--state", "entwurf", "--operation", REFERENCE,
                 "--delivering", HOME, "--on", str(TODAY), "--paper", "Akte")  # fmt: skip
        yield shell


def _id(shell: Shell, name: str) -> str:
    return str(next(c["id"] for c in shell.do("register", "list") if c["name"] == name))


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _refusal(office: Shell, *words: str, who: str = "b.berger") -> str:
    """The sentence of a refusal that left nothing behind."""
    before = office.rows()
    answer = office("--json", *words, actor=who)
    assert answer.code == 2, answer.err or answer.out
    assert answer.refusal["error"].startswith("CP-USE") and answer.out == ""
    assert office.rows() == before
    return answer.refusal["message"]


@pytest.mark.parametrize("key", ORDER)
def test_a_hostile_name_stands_in_the_word_file_as_text(office: Shell, key: str) -> None:
    with open_app(Settings(home=office.home)) as app:
        content = app.run(
            SYSTEM, lambda w: render_document(w, w.queries.engagement(NUMBERS[key]), "fragebogen", "1").content
        )
    assert Document(io.BytesIO(content)).paragraphs
    package = zipfile.ZipFile(io.BytesIO(content))
    text = "".join(
        re.sub(r"<[^>]+>", "", package.read(part).decode())
        for part in package.namelist()
        if part.startswith("word/") and part.endswith(".xml")
    )
    assert _flat(NAMES[key]) in _flat(html.unescape(text))
    assert "vbaProject" not in str(package.namelist()) and "DDE" not in text


@pytest.mark.parametrize("key", ORDER)
def test_a_hostile_name_stands_in_the_mail_as_text(office: Shell, key: str) -> None:
    listed = next(m for m in office.do("outbox", "list") if m["engagement"] == NUMBERS[key])
    shown = office.do("outbox", "show", str(listed["id"]))
    ((body,),) = office.ask(f"SELECT body_html FROM message WHERE id = {int(listed['id'])}")
    assert "\n" not in shown["subject"] and [r["email"] for r in shown["to"]] == [f"{key}@beispiel.example"]
    # marks that turn the reading direction do not travel by mail
    name = _flat(re.sub("[\u202c\u202e]", "", NAMES[key]))
    assert name in _flat(shown["text"])
    assert name in _flat(html.unescape(re.sub(r"<[^>]+>", "", body)))
    assert "<script" not in body and "<w:t>" not in body


@pytest.mark.parametrize("key", ORDER)
def test_a_hostile_name_is_shown_as_text_by_the_command_line(office: Shell, key: str) -> None:
    number = _id(office, NAMES[key])
    assert office.do("register", "show", number)["name"] == NAMES[key]
    # what cannot be printed is replaced, so that a terminal obeys nothing
    expected = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in NAMES[key])
    assert expected in office("register", "show", number, COLUMNS="400").out
    table = office("engagement", "list", COLUMNS="400").out
    assert all(line in table for line in expected.split("\n"))


@pytest.mark.parametrize("key", ORDER)
def test_a_hostile_name_can_be_searched_for(office: Shell, key: str) -> None:
    assert office.do("register", "show", NAMES[key])["name"] == NAMES[key]


def test_a_terminal_gets_no_control_sequence_from_what_was_typed(office: Shell) -> None:
    evil = "\x1b[2J\x1b]0;Titel\x07Netz"
    assert "\x1b" not in office("register", "show", evil).err
    planned = office("workshop", "plan", DRAFT, "--on", str(TODAY), "--place", evil, "--title", evil, actor="b.berger")
    assert planned.code == 2 and "\x1b" not in planned.err
    assert office("person", "add", "zz", "--name", evil).code == 2 or "\x1b" not in office("person", "list").out


TYPED: dict[str, tuple[str, ...]] = {
    "person": ("person", "add", "neu", "--name", "N?"),
    "organisation": ("organisation", "add", "O?", "--kind", "kmu"),
    "operation": ("operation", "add", "X?", "--name", "N", "--beneficiary", "M", "--period", "2021-2027", "--from",
                  "2021-01-01", "--to", "2027-01-01", "--eligible", "1"),
    "note": ("note", "Text?", "--engagement", DRAFT),
    "question": ("engagement", "start", "Netz Beta", "--operation", REFERENCE, "--delivering", HOME, "--question", "?"),
    "paper": ("engagement", "decide", DRAFT, "--evidence", "board_consent=ja", "--paper", "Akte?"),
    "value": ("engagement", "decide", DRAFT, "--evidence", "privacy_notice=2014?"),
    "level": ("register", "level", "1", "M2", "--reason", "?"),
    "days": ("days", "book", DRAFT, str(TODAY), "1", "--activity", "reise", "--person", "b.berger", "--note", "?"),
    "search": ("register", "show", "Netz?"),
    "number": ("engagement", "show", "CA-?"),
    "actor": ("note", "x", "--cluster", "1", "--as", "l.leit?"),
}  # fmt: skip


@pytest.mark.parametrize("key", TYPED)
def test_characters_that_no_text_holds_are_refused(office: Shell, key: str) -> None:
    # a lone surrogate is what Python makes of a byte that is no UTF-8 on the command line
    for character in ("\0", "\udcff"):
        _refusal(office, *(word.replace("?", character) for word in TYPED[key]), who="l.leit")


def test_ten_megabytes_of_text_are_refused(office: Shell) -> None:
    long = "x" * 10_000_000
    assert "20.000 Zeichen" in _refusal(office, "note", long, "--engagement", DRAFT)
    submit = ("engagement", "submit", DRAFT, "--kind", "fragebogen", "--file")
    assert "zu lang" in _refusal(office, *submit, office.file("lang.json", json.dumps({"mandate": long[:-100]})))
    assert "10 MB" in _refusal(office, *submit, office.file("riesig.json", json.dumps({"mandate": long})))
    cell = f"source_id;name;kind;seat\nA9;Netz;regionale_initiative;{long}\n"
    assert "Zeile 2" in _refusal(office, "register", "import", office.file("lang.csv", cell))


HOSTILE_ANSWERS: dict[str, str] = {
    "deep.json": '{"mandate": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "rows.toml": "[[trends]]\ntitle = 'x'\n" * 20_000,
    "number.json": '{"horizon": 1e999, "resources_next": {"budget_eur": NaN, "fte": Infinity}}',
    "nul.json": '{"mandate": "a\\u0000b"}',
    "surrogate.json": '{"mandate": "\\ud800"}',
    "key.json": '{"\\ud800\\u0000": 1}',
}


@pytest.mark.parametrize("name", HOSTILE_ANSWERS)
def test_hostile_answers_are_refused(office: Shell, name: str) -> None:
    message = _refusal(office, "engagement", "submit", DRAFT, "--kind", "fragebogen", "--file",
                       office.file(name, HOSTILE_ANSWERS[name]))  # fmt: skip
    assert len(message) < 5_000


@pytest.mark.parametrize("comment", ["\\u0000", "\\ud800"])
def test_hostile_comments_of_a_profile_are_refused(office: Shell, comment: str) -> None:
    path = office.file("kommentar.json", f'{{"members_sme": 5, "comments": {{"events": "{comment}"}}}}')
    assert "comments" in _refusal(office, "register", "profile", "1", path, "--as-of", "31.12.2014").lower()


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999", "1e308", "9" * 400])
def test_a_method_answers_huge_and_missing_numbers_with_valid_json_or_a_sentence(office: Shell, value: str) -> None:
    peers = ", ".join(f'{{"value": {value}}}' for _ in range(8))
    path = office.file(
        "f2.json", f'{{"indicator": "x", "value": {value}, "peers": [{peers}], "higher_is_better": true}}'
    )
    answer = type_command("--json", "method", "F2", "--input", path)
    assert answer.code in (0, 2), answer.err

    def no_constant(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    json.loads(answer.out or answer.err, parse_constant=no_constant)


def _workbook(seat: str) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for column, heading in enumerate(("source_id", "name", "kind", "seat", "carrier")):
            sheet.write_string(0, column, heading)
        for column, text in enumerate(("X1", "Netz Mappe", "regionale_initiative")):
            sheet.write_string(1, column, text)
        sheet.write_formula(1, 3, seat, None, "Aalen")
        sheet.write_string(1, 4, "=1+1")
    return target.getvalue()


def _with(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed or added."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in dict.fromkeys([*source.namelist(), part]):
            data = source.read(name) if name in source.namelist() else b""
            archive.writestr(name, change(data) if name == part else data)
    return target.getvalue()


def _entity(system: bool) -> Callable[[bytes], bytes]:
    declared = b'<!ENTITY x SYSTEM "file:///etc/passwd">' if system else b'<!ENTITY a "aaaa"><!ENTITY x "&a;&a;&a;">'
    return lambda part: re.sub(rb"^(<\?xml[^>]*\?>)", rb"\1<!DOCTYPE r [" + declared + rb"]>", part, count=1)


def test_formulas_of_a_workbook_are_never_computed_and_text_stays_text(office: Shell) -> None:
    assert (
        office("register", "import", office.file("mappe.xlsx", _workbook('=HYPERLINK("http://boese.example")'))).code
        == 0
    )
    shown = office.do("register", "show", "Netz Mappe")
    assert (shown["seat"], shown["carrier"]) == ("Aalen", "=1+1")


SHEET = "xl/worksheets/sheet1.xml"
WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: _with(_workbook("=1"), SHEET, lambda part: part + b" " * 60_000_000),
    "external entity": lambda: _with(_workbook("=1"), SHEET, _entity(True)),
    "entities": lambda: _with(_workbook("=1"), SHEET, _entity(False)),
    "text": lambda: b"keine Mappe",
    "cut": lambda: _workbook("=1")[:900],
}


@pytest.mark.parametrize("key", WORKBOOKS)
def test_a_hostile_workbook_is_refused(office: Shell, key: str) -> None:
    assert "mappe2.xlsx" in _refusal(office, "register", "import", office.file("mappe2.xlsx", WORKBOOKS[key]()))


@pytest.fixture(scope="module")
def paper(office: Shell) -> bytes:
    """A Word file that counts as the draft of one engagement."""

    def store(work: object) -> bytes:
        engagement = work.queries.engagement(DRAFT)  # type: ignore[attr-defined]
        content = render_document(work, engagement, "fragebogen", "1").content  # type: ignore[arg-type]
        file = RenderedFile(content, {}, "shared/fragebogen.docx")
        store_rendered(work, engagement, "strategiepapier", file, "0.9", f"{DRAFT}:probe")  # type: ignore[arg-type]
        return content

    with open_app(Settings(home=office.home)) as app:
        return app.run(SYSTEM, store)


MAIN = "word/document.xml"
PAPERS: dict[str, Callable[[bytes], bytes]] = {
    "bomb": lambda docx: _with(docx, "word/media/bild.bin", lambda _: b"\0" * 60_000_000),
    "external entity": lambda docx: _with(docx, MAIN, _entity(True)),
    "entities": lambda docx: _with(docx, MAIN, _entity(False)),
    "broken": lambda docx: _with(docx, MAIN, lambda part: part[:-40]),
    "no main part": lambda docx: _with(docx, "[Content_Types].xml", lambda _: b"<Types/>"),
    "text": lambda _: b"Das ist Text und kein Word.",
    "empty": lambda _: b"",
    "cut": lambda docx: docx[: len(docx) // 2],
    "workbook": lambda _: _workbook("=1"),
}


@pytest.mark.parametrize("key", PAPERS)
def test_a_hostile_word_file_is_refused_and_not_kept(office: Shell, paper: bytes, key: str) -> None:
    files = sorted((office.home / "files").rglob("*"))
    message = _refusal(office, "document", "put", DRAFT, office.file("papier.docx", PAPERS[key](paper)))
    assert message.startswith("Datei") and message.count("\n") == 0
    assert sorted((office.home / "files").rglob("*")) == files


def test_an_edited_word_file_with_hostile_text_is_taken_back_and_its_leftovers_are_named(
    office: Shell, paper: bytes
) -> None:
    edited = _with(paper, MAIN, lambda part: part.replace(b"<w:t>", b"<w:t>{{ 7*7 }} ", 1))
    back = office.do("document", "put", DRAFT, office.file("gut.docx", edited), actor="b.berger")
    assert office.do("audit", "verify")["intact"]
    assert back["version"] != "0.9" and any("{{ 7*7 }}" in point for point in back["check"]["open"])
