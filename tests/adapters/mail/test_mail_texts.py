"""Mail texts: what every mail shows, what no value can do to it, and what the check of a folder finds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from clusterprocess.adapters.mail.texts import EXAMPLE, MailFolder
from clusterprocess.domain.errors import InputError

FOLDER = Path(__file__).parents[3] / "templates" / "mail"
SHIPPED = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
# What queue_message always gives, and no more: the mails without a deadline must render from this.
LEAST = {key: value for key, value in EXAMPLE.items() if key not in ("frist", "fassung", "begruendung")}
NEEDS = {"erhebung": {"frist": ""}, "kommentierung": {"fassung": "0.9"}, "beschluss": {"fassung": "0.9"},
         "uebergabe": {"fassung": "1.0"}, "nachbefragung": {"frist": "23.10.2015"},
         "eskalation_erhebung": {"frist": "09.02.2015"}, "eskalation_massnahmen": {"frist": "30.06.2016"}}  # fmt: skip


def rendered(name: str = "eingang", **changes: object) -> tuple[str, str, str]:
    return MailFolder(FOLDER).render(name, EXAMPLE | changes)


def copy_of(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "mail"))


def test_every_mail_folder_is_named_by_the_program_and_every_name_has_its_folder() -> None:
    """A folder that nothing sends is dead; a name without a folder fails when the mail is due."""
    sources = [
        *(FOLDER.parents[1] / "clusterprocess").rglob("*.py"),
        *(FOLDER.parents[1] / "clusterprocess").rglob("*.toml"),
    ]
    told = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert [name for name in SHIPPED if f'"{name}"' not in told] == []
    assert {"absage", "beschluss", "eingang", "erhebung", "erinnerung", "uebergabe"} <= set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_folder_is_without_fault(name: str) -> None:
    assert MailFolder(FOLDER).check_folder(name) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_mail_renders_from_what_its_use_case_gives(name: str) -> None:
    subject, text, html = MailFolder(FOLDER).render(name, LEAST | NEEDS.get(name, {}))
    assert subject and text and html
    for body in (text, html):
        assert "bis zum ." not in body and "  " not in re.sub(r"\n *", "", body) and "None" not in body


@pytest.mark.parametrize("name", SHIPPED)
def test_every_mail_makes_exactly_one_request_in_both_bodies(name: str) -> None:
    _, text, html = rendered(name)
    assert text.count("Unsere Bitte:") == html.count("Unsere Bitte:") == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_plain_text_and_html_say_the_same(name: str) -> None:
    _, text, html = rendered(name, demo=False)
    body = html[html.index("<body") :]
    words_of_html = re.sub(r"<[^>]+>", " ", body).split()
    assert words_of_html == [word for word in text.split() if not re.fullmatch("-+", word)]


@pytest.mark.parametrize("name", SHIPPED)
def test_plain_text_stays_below_78_characters_even_with_long_names(name: str) -> None:
    _, text, _ = rendered(name, initiative="Wort " * 24, federfuehrung="x" * 200, empfaenger="Doppelname-" * 20)
    assert max(len(line) for line in text.splitlines()) < 78


@pytest.mark.parametrize("name", SHIPPED)
def test_every_mail_carries_funding_statement_operation_and_number(name: str) -> None:
    _, text, html = rendered(name)
    for body in (" ".join(text.split()), html):
        assert "Gefördert durch die Europäische Union – Europäischer Fonds für regionale Entwicklung (EFRE)" in body
        assert "EFRE-BW-2015-0042" in body and "CA-2015-A-017" in body and "Vorhaben: ClusterAgentur" in body


@pytest.mark.parametrize("name", SHIPPED)
def test_html_loads_nothing_from_elsewhere(name: str) -> None:
    html = rendered(name)[2]
    assert not re.search(r"https?:|//|src=|url\(|<(img|link|script|style)", html.replace("</", "<"), re.IGNORECASE)


def test_the_subject_begins_with_the_number() -> None:
    assert rendered("erhebung", demo=False)[0] == "[CA-2015-A-017] Ihr Fragebogen – Rückgabe bis 30.03.2015"


def test_a_demo_says_so_in_subject_and_bodies() -> None:
    subject, text, html = rendered("erhebung")
    assert subject.startswith("Demo – [CA-2015-A-017] ")
    assert "Demo – Beispieldaten" in text and "Demo – Beispieldaten" in html


def test_a_real_mail_does_not_mention_the_demo() -> None:
    assert not any("Demo" in part for part in rendered(demo=False))


def test_one_person_is_greeted_by_name_and_a_group_as_a_group() -> None:
    assert "Guten Tag Jörg Müßig,\n" in rendered()[1]
    assert "Sehr geehrte Damen und Herren,\n" in rendered(empfaenger="")[1]


def test_the_agency_signs_once_when_nobody_leads_yet() -> None:
    _, text, _ = rendered(federfuehrung="ClusterAgentur Baden-Württemberg", vorhaben="Vorhaben A", demo=False)
    assert text.count("ClusterAgentur Baden-Württemberg") == 1


def test_jinja_in_a_name_stays_text() -> None:
    for part in rendered(initiative="{{ 7*7 }} {% raw %}"):
        assert "49" not in part
    assert "{{ 7*7 }} {% raw %}" in rendered(initiative="{{ 7*7 }} {% raw %}")[0]


def test_markup_in_a_name_is_escaped_in_html_and_kept_in_text() -> None:
    _, text, html = rendered(initiative="<b>A & B</b><script>x</script>")
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html and "<script" not in html
    assert "<b>A & B</b>" in text


def test_line_breaks_in_a_name_neither_begin_a_header_nor_a_paragraph() -> None:
    subject, text, _ = rendered(initiative="A\r\nBcc: x@y.invalid\u2028\x00B\n\nZahlen Sie jetzt")
    assert subject == "Demo – [CA-2015-A-017] Ihre Anfrage für „A Bcc: x@y.invalid B Zahlen Sie jetzt“ ist eingegangen"
    assert "\nZahlen Sie jetzt" not in text


def test_marks_that_turn_the_direction_of_text_are_dropped() -> None:
    assert "\u202e" not in "".join(rendered(initiative="Netz\u202ewerk"))


def test_a_very_long_subject_is_cut() -> None:
    subject = rendered(initiative="Name " * 200)[0]
    assert len(subject) <= 250 and subject.endswith("…")


def test_a_missing_value_is_refused_with_the_file() -> None:
    context = {key: value for key, value in EXAMPLE.items() if key != "fassung"}
    with pytest.raises(InputError, match=r"kommentierung/subject\.txt: .*bitte Platzhalter"):
        MailFolder(FOLDER).render("kommentierung", context)


@pytest.mark.parametrize("name", ["../word", "/etc", "", "Eingang", "a" * 61, "eingang\n"])
def test_a_name_that_is_no_folder_name_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="Kleinbuchstaben"):
        MailFolder(FOLDER).render(name, EXAMPLE)
    assert "Kleinbuchstaben" in MailFolder(FOLDER).check_folder(name)[0]


def test_an_unknown_folder_is_named() -> None:
    with pytest.raises(InputError, match=r"mahnung/subject\.txt fehlt"):
        MailFolder(FOLDER).render("mahnung", EXAMPLE)


def test_a_template_cannot_reach_behind_the_values(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    (folder / "eingang" / "subject.txt").write_text("{{ vorgang.__class__.__mro__ }}", encoding="utf-8")
    with pytest.raises(InputError, match=r"eingang/subject\.txt"):
        MailFolder(folder).render("eingang", EXAMPLE)


def test_the_check_names_missing_files() -> None:
    assert MailFolder(FOLDER).check_folder("mahnung") == [
        "mahnung/subject.txt: Die Datei fehlt; bitte anlegen.",
        "mahnung/body.txt: Die Datei fehlt; bitte anlegen.",
        "mahnung/body.html: Die Datei fehlt; bitte anlegen.",
    ]


@pytest.mark.parametrize(
    ("part", "content", "fault"),
    [
        ("subject.txt", "", "Der Betreff ist leer"),
        ("subject.txt", "{{ frst }}", "Den Platzhalter „frst“ gibt es nicht"),
        ("body.txt", "Hallo\n{% if %}", "body.txt, Zeile 2"),
        ("body.txt", "Hallo", "Der Platzhalter „foerderhinweis“ fehlt"),
        ("body.txt", "{{ vorgang }}", "In der Demo fehlt der Hinweis"),
        ("body.html", '{% extends "layout.html" %}{% block inhalt %}<img src="x">{% endblock %}', "„<img“ lädt"),
        ("body.html", '{% extends "leer.html" %}', "leer.html fehlt"),
        ("body.txt", "{{ vorgang / 2 }}", "lässt sich nicht füllen"),
        (
            "body.txt",
            '{% extends "layout.txt" %}{% block inhalt %}https://' + "x" * 90 + "{% endblock %}",
            "länger als",
        ),
    ],
)
def test_the_check_names_the_fault(tmp_path: Path, part: str, content: str, fault: str) -> None:
    folder = copy_of(tmp_path)
    (folder / "eingang" / part).write_text(content, encoding="utf-8")
    assert fault in "\n".join(MailFolder(folder).check_folder("eingang"))


def test_the_check_names_a_file_in_another_encoding(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    (folder / "eingang" / "body.txt").write_bytes("Grüße".encode("latin-1"))
    assert "nicht in UTF-8" in MailFolder(folder).check_folder("eingang")[0]


def test_an_edited_text_is_used_at_once(tmp_path: Path) -> None:
    folder = copy_of(tmp_path)
    mails = MailFolder(folder)
    mails.render("eingang", EXAMPLE)
    (folder / "eingang" / "subject.txt").write_text("Neuer Betreff\nzweite Zeile", encoding="utf-8")
    assert mails.render("eingang", EXAMPLE)[0] == "Demo – [CA-2015-A-017] Neuer Betreff zweite Zeile"
