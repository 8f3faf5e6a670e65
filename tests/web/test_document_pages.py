"""Promises of the pages about documents: what is put back is checked at once, nothing is lost, nothing foreign gets in."""

from __future__ import annotations

import io
import re
import shutil
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from clusterprocess.catalogues.process import process
from clusterprocess.demo.editing import edit_word_file
from clusterprocess.domain.states import State
from clusterprocess.usecases.compare_versions import Mark, differences
from clusterprocess.usecases.ports import PaperParagraph
from tests.builders import ADMIN, AUDITOR, LEAD, NUMBER, OTHER, Agency
from tests.web.conftest import Visitor, agency, all_copies  # noqa: F401
from tests.web.console import ConsolePages

LIST = f"/vorgang/{NUMBER}/dokumente"
UPLOAD = f"{LIST}/hochladen"
PAPER = f"{LIST}/strategiepapier"
CHECK = f"{PAPER}/pruefung"
At = Callable[[State], ConsolePages]


def put(visitor: Visitor, content: bytes, name: str = "Strategiepapier.docx", **more: str) -> httpx.Response:
    """Post a file with what the form holds, without following where it leads."""
    visitor.open(UPLOAD)
    based_on = re.search(r'name="based_on" value="([^"]+)"', visitor.page)
    assert based_on, visitor.page[:300]
    return send(visitor, content, name, **{"based_on": based_on[1], **more})


def send(visitor: Visitor, content: bytes, name: str = "Strategiepapier.docx", **fields: str) -> httpx.Response:
    values = {"_token": visitor.token, "kind": "strategiepapier", **fields}
    return visitor.client.post(UPLOAD, data=values, files={"file": (name, content)}, follow_redirects=False)


def labels(agency: Agency) -> list[str]:  # noqa: F811
    def look(engagement: Any) -> list[str]:
        return [v.label for d in engagement.documents if d.kind == "strategiepapier" for v in d.versions]

    return agency.engagement(look)


def newest(agency: Agency) -> bytes:  # noqa: F811
    return agency.app.files.get(agency.paper(lambda v: v.sha256))


def rezipped(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in parts.items():
            archive.writestr(entry, data)
    return out.getvalue()


def replaced(content: bytes, old: str, new: str) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        for part in parts:
            if part.endswith(".xml"):
                parts[part] = parts[part].replace(old.encode(), new.encode())

    return rezipped(content, change)


def changed_figure(agency: Agency) -> tuple[bytes, str, str]:  # noqa: F811
    """The newest paper with one figure typed over: bytes, old and new wording."""
    figures = agency.paper(lambda v: v.manifest["figures"])
    for noted in figures.values():
        for paragraph in noted["paragraphs"]:
            shown, old = paragraph[:300], noted["display"]
            if shown.count(old) == 1 and len(shown) > len(old) + 20 and len(shown) < 250 and old.isdigit():
                new = f"{old}7"
                try:
                    return (
                        edit_word_file(newest(agency), [{"old_shown": shown, "new": shown.replace(old, new)}]),
                        old,
                        new,
                    )
                except Exception:  # noqa: BLE001  the sentence is split over controls: take the next figure
                    continue
    raise AssertionError("no figure to change")


# --- what is there


def test_every_version_is_listed_with_its_state_and_can_be_downloaded_as_it_is_stored(console_at: At) -> None:
    pages = console_at(State.INTERNAL_REVIEW)
    visitor = pages.signed_in(LEAD).open(LIST)
    for words in (
        "Strategiepapier",
        "0.91",
        "im Entwurf",
        "abgelöst",
        "ohne Beanstandung",
        "System",
        "Situationsanalyse",
    ):
        assert words in visitor.page
    sha256 = pages.agency.paper(lambda v: v.sha256)
    assert sha256[:12] in visitor.page
    answer = visitor.client.get(f"{PAPER}/0.91")
    assert answer.content == pages.agency.app.files.get(sha256)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert NUMBER in answer.headers["content-disposition"]


def test_a_version_of_another_engagement_or_none_is_not_found(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    pages.agency.add_cluster("Verbund Muster-Ortenau (Beispiel)", "202")
    other = pages.agency.open("Verbund Muster-Ortenau (Beispiel)")
    visitor = pages.signed_in(LEAD)
    version = pages.agency.paper(lambda v: v.id)
    assert visitor.open(f"{PAPER}/{version}").status == 200
    assert visitor.open(f"/vorgang/{other}/dokumente/strategiepapier/{version}").status == 404
    assert visitor.open(f"{PAPER}/7.7").status == 404
    assert visitor.open(f"{LIST}/unsinn/1").status == 404
    assert visitor.open(f"{LIST}/unsinn/pruefung").status == 404


def test_the_auditor_reads_everything_and_finds_no_button(console_at: At) -> None:
    pages = console_at(State.INTERNAL_REVIEW)
    visitor = pages.signed_in(AUDITOR)
    for path in (LIST, CHECK, f"{PAPER}/vergleich", f"{PAPER}/0.9"):
        assert visitor.open(path).status == 200
    assert "zurücklegen" not in visitor.open(LIST).page
    assert "Noch einmal prüfen" not in visitor.open(CHECK).page
    assert visitor.open(UPLOAD).status == 403
    visitor.open(LIST)
    assert visitor.post(CHECK, {}).status == 403


# --- putting back


def test_a_changed_figure_is_shown_at_once_and_stays_only_with_a_reason(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    visitor = pages.signed_in(LEAD)
    content, old, new = changed_figure(pages.agency)
    answer = put(visitor, content)
    assert (answer.status_code, answer.headers["location"]) == (303, CHECK)
    page = visitor.open(CHECK).page
    assert "Fassung 0.91 ist abgelegt und geprüft." in page
    assert f"<td>{old}</td><td>{new}</td>" in page
    assert "offen</span>" in page

    tag = re.search(r'name="tag" value="([^"]+)"', page)
    assert tag
    assert visitor.post(f"{PAPER}/behalten", {"tag": tag[1], "reason": " "}).status == 422
    assert "Begründung" in visitor.page
    assert visitor.open(CHECK).post(f"{PAPER}/behalten", {"reason": "Stand heute"}).status == 422
    assert pages.agency.paper(lambda v: v.kept_changes) == {}
    visitor.open(CHECK).post(f"{PAPER}/behalten", {"tag": tag[1], "reason": "Die Initiative zählte neu."})
    assert "bleibt: Die Initiative zählte neu." in visitor.page
    assert pages.agency.paper(lambda v: v.kept_changes[tag[1]]["reason"]) == "Die Initiative zählte neu."


def test_what_the_edit_took_away_is_named_with_its_remedy(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    statement = process().publicity["2014-2020"].statement
    content = replaced(newest(pages.agency), statement, "Mit Mitteln.")
    visitor = pages.signed_in(LEAD)
    assert put(visitor, content).status_code == 303
    page = visitor.open(CHECK).page
    assert "Förderhinweis" in page
    assert statement[:40] in page
    assert "Ohne Emblem, Förderhinweis und Vorgangsnummer kann das Papier nicht ausgestellt werden." in page
    assert "1 offener Punkt" in page


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("Brief.docx", b"Das ist Text.", "keine Word-Datei"),
        ("Brief.pdf", b"%PDF-1.4", "Endung .docx"),
        ("Brief.docm", b"PK", "Makros"),
        ("Brief.docx", b"", "wählen Sie eine Word-Datei"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_kept(
    console_at: At,
    name: str,
    content: bytes,
    sentence: str,
) -> None:
    pages = console_at(State.DRAFT)
    answer = put(pages.signed_in(LEAD), content, name)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert labels(pages.agency) == ["0.9"]


def test_macros_are_refused_whatever_the_name_says(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    visitor, content = pages.signed_in(LEAD), newest(pages.agency)
    with_program = rezipped(content, lambda parts: parts.update({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}))
    enabled = replaced(content, "wordprocessingml.document.main+xml", "ms-word.document.macroEnabled.main+xml")
    enabled = replaced(enabled, "application/vnd.openxmlformats-officedocument.ms-word", "application/vnd.ms-word")
    for made in (with_program, enabled):
        answer = put(visitor, made)
        assert (answer.status_code, "Makros" in answer.text) == (422, True)
    assert labels(pages.agency) == ["0.9"]


def test_a_paper_of_another_engagement_is_refused_by_its_number(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    answer = put(pages.signed_in(LEAD), replaced(newest(pages.agency), NUMBER, "CA-2015-A-077"))
    assert answer.status_code == 422
    assert "Sie gehört zu CA-2015-A-077 und nicht zu CA-2015-A-001" in answer.text
    assert labels(pages.agency) == ["0.9"]


def test_a_huge_file_is_refused_before_it_is_read(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    visitor = pages.signed_in(LEAD).open(UPLOAD)
    answer = send(visitor, b"PK" + bytes(13 * 1024 * 1024), based_on="0.9")
    assert answer.status_code == 413
    assert "bis 12 MB" in answer.text
    assert labels(pages.agency) == ["0.9"]


def test_the_same_file_again_makes_no_version(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    answer = put(pages.signed_in(LEAD), newest(pages.agency))
    assert answer.status_code == 422
    assert "gleich mit Fassung 0.9" in answer.text


def test_who_was_slower_is_told_and_her_file_is_not_lost_under_the_other(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    first, second = pages.signed_in(LEAD), pages.signed_in(OTHER)
    base = newest(pages.agency)
    files = [replaced(base, "Maßnahme", word) for word in ("Schritt", "Vorgehen")]
    first.open(UPLOAD)
    second.open(UPLOAD)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda pair: send(pair[0], pair[1], based_on="0.9"), zip((first, second), files, strict=True)))  # fmt: skip
    assert sorted(a.status_code for a in answers) == [303, 409]
    assert labels(pages.agency) == ["0.9", "0.91"]
    refused = next(a for a in answers if a.status_code == 409)
    assert "Inzwischen liegt Fassung 0.91 vor" in refused.text
    assert "Jemand war schneller" in refused.text
    assert 'name="based_on" value="0.91"' in refused.text
    slower = 0 if answers[0].status_code == 409 else 1
    assert send((first, second)[slower], files[slower], based_on="0.91").status_code == 303
    assert labels(pages.agency) == ["0.9", "0.91", "0.92"]


def test_outside_the_writing_nothing_is_taken_and_the_page_says_why(console_at: At) -> None:
    pages = console_at(State.RELEASED)
    visitor = pages.signed_in(LEAD).open(LIST)
    assert "Der Vorgang steht bei „freigegeben“" in visitor.page
    assert "Bearbeitete Fassung zurücklegen" not in visitor.page
    before = labels(pages.agency)
    assert put(visitor, newest(pages.agency)).status_code == 409
    assert labels(pages.agency) == before


def test_refreshing_names_what_it_left_alone_by_chapter(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    visitor = pages.signed_in(LEAD)
    assert put(visitor, pages.agency.edited(0)).status_code == 303
    visitor.open(CHECK).post(f"{PAPER}/auffrischen", {})
    assert visitor.status == 200
    assert re.search(r"Fassung 0\.9\d: ", visitor.page)
    visitor.open(CHECK).post(CHECK, {})
    assert "noch einmal geprüft" in visitor.page


# --- comparing


def test_two_versions_are_compared_word_by_word(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    visitor = pages.signed_in(LEAD)
    content, old, new = changed_figure(pages.agency)
    put(visitor, content)
    page = visitor.open(f"{PAPER}/vergleich").page
    assert "1 Absatz geändert, 0 neu, 0 gestrichen" in page
    assert re.search(rf"<del><span class=\"hidden\"> \[gestrichen: </span>[^<]*{old}", page)
    assert re.search(rf"<ins><span class=\"hidden\"> \[neu: </span>[^<]*{new}", page)
    assert "Der Text ist gleich." in visitor.open(f"{PAPER}/vergleich?a=0.9&b=0.9").page
    assert visitor.open(f"{PAPER}/vergleich?a=5&b=0.9").status == 404


def test_one_version_alone_has_nothing_to_compare(console_at: At) -> None:
    assert console_at(State.DRAFT).signed_in(LEAD).open(f"{PAPER}/vergleich").status == 404


def test_the_comparison_tells_changed_new_and_gone_paragraphs_apart() -> None:
    def told(*texts: str) -> list[PaperParagraph]:
        return [PaperParagraph("Lage", 1), *(PaperParagraph(text) for text in texts)]

    found = differences(
        told("Der Verbund hat 40 Mitglieder in der Region.", "Dieser Absatz fällt weg."),
        told("Der Verbund hat 41 Mitglieder in der Region.", "Ganz andere Worte stehen nun hier."),
    )
    assert [(d.mark, d.heading) for d in found] == [(Mark.SAME, "Lage"), (Mark.ADDED, "Lage"), (Mark.REMOVED, "Lage")]
    assert [(s.mark, s.text) for s in found[0].stretches] == [
        (Mark.SAME, "Der Verbund hat "), (Mark.REMOVED, "40"), (Mark.ADDED, "41"), (Mark.SAME, " Mitglieder in der Region."),
    ]  # fmt: skip
    assert differences(told("gleich"), told("gleich")) == []
    assert [d.mark for d in differences([], told("neu"))] == [Mark.ADDED, Mark.ADDED]


# --- papers of the contract, previews


def test_the_agreement_is_written_once_and_the_confirmation_waits_for_a_result(console_at: At) -> None:
    pages = console_at(State.ACCEPTED)
    visitor = pages.signed_in(LEAD).open(LIST)
    assert "Geht, sobald ein Ergebnis freigegeben ist." in visitor.page
    visitor.post(f"{LIST}/vereinbarung", {})
    assert "Leistungsvereinbarung: Fassung 1 ist geschrieben" in visitor.page
    visitor.post(f"{LIST}/vereinbarung", {})
    assert "es war nichts neu zu schreiben" in visitor.page
    assert visitor.open(LIST).post(f"{LIST}/bestaetigung", {}).status == 409
    assert "Traceback" not in visitor.page


def test_without_libreoffice_the_page_says_that_there_is_no_preview(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    pages.agency.app.previews._office.soffice = "kein-libreoffice-hier"
    visitor = pages.signed_in(LEAD).open(LIST)
    assert "weil auf diesem Rechner LibreOffice fehlt" in visitor.page
    assert "nicht eingerichtet" in visitor.open(f"{PAPER}/0.9/vorschau").page


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_preview_is_made_beside_the_requests_and_shown_with_its_own_policy(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    pages.agency.app.previews._office.soffice = "soffice"
    visitor = pages.signed_in(LEAD)
    began = time.monotonic()
    answer = visitor.client.get(f"{PAPER}/0.9/vorschau")
    assert time.monotonic() - began < 2
    assert "Die Vorschau wird erstellt" in answer.text
    assert answer.headers["refresh"] == "3"
    deadline = time.monotonic() + 60
    while not answer.content.startswith(b"%PDF"):
        assert time.monotonic() < deadline
        time.sleep(0.2)
        answer = visitor.client.get(f"{PAPER}/0.9/vorschau")
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; object-src 'self'")


def test_nobody_without_a_role_reads_a_paper(console_at: At) -> None:
    pages = console_at(State.DRAFT)
    assert "Anmelden" in pages.stranger().open(f"{PAPER}/0.9").page
    assert pages.signed_in(ADMIN).open(f"{PAPER}/0.9").status == 403
