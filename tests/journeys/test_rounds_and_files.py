"""What staff type for templates, catalogues, rounds, queue and suggestions."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from clusterprocess.adapters.sheets.reader import read_table
from clusterprocess.config import PACKAGE
from clusterprocess.offerings.catalogue import OFFERINGS
from tests.journeys.shell import HOME, REFERENCE, TODAY, Shell, found_agency, shell_in

TEMPLATES = PACKAGE.parent / "templates" / "word"
MINUTES = "shared/protokoll.docx"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    with shell_in(tmp_path_factory.mktemp("round")) as shell:
        found_agency(shell)
        yield shell


def _edited(old: str, new: str, name: str = MINUTES) -> bytes:
    document = docx.Document(str(TEMPLATES / name))
    for part in (
        document.element,
        *(s.footer._element for s in document.sections),
        *(s.header._element for s in document.sections),
    ):
        for text in part.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
            text.text = (text.text or "").replace(old, new)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_template_is_listed_previewed_checked_and_put_in_force(office: Shell, tmp_path: Path) -> None:
    listed = office.do("template", "list")
    assert {t["name"] for t in listed} >= {f"{o.slug}/{o.report_kind}.docx" for o in OFFERINGS}
    assert [t["name"] for t in listed if t["faults"]] == []
    preview = tmp_path / "vorschau.docx"
    office.do("template", "preview", MINUTES, "--out", str(preview))
    assert any("Maßnahmen" in p.text for p in docx.Document(str(preview)).paragraphs)

    file = office.file("protokoll.docx", _edited("Vorgang {{ vorgang }}", "Nr. {{ vorgang }}"))
    assert office("template", "check", file, "--for", MINUTES).code == 0
    assert office.do("template", "activate", file, "--for", MINUTES, "--note", "kürzere Kopfzeile")["number"] == 1
    assert next(t for t in office.do("template", "list") if t["name"] == MINUTES)["note"] == "kürzere Kopfzeile"


def test_a_broken_template_is_refused_with_place_and_remedy(office: Shell) -> None:
    file = office.file("kaputt.docx", _edited("{{ vorgang }}", "{{ vorgnag }}"))
    checked = office("template", "check", file, "--for", MINUTES)
    assert checked.code == 1 and "{{ vorgang }}" in checked.out and "Absatz" in checked.out
    refused = office("template", "activate", file, "--for", MINUTES, "--note", "Probe")
    assert refused.code == 2 and "vorgnag" in refused.err


@pytest.mark.parametrize("template", sorted(f"{o.slug}/{o.report_kind}.docx" for o in OFFERINGS))
def test_every_paper_can_be_previewed_with_sample_data(office: Shell, template: str, tmp_path: Path) -> None:
    target = tmp_path / "vorschau.docx"
    assert office("template", "preview", template, "--out", str(target)).code == 0
    assert len(docx.Document(str(target)).paragraphs) > 20


def test_a_catalogue_is_fetched_edited_checked_and_put_in_force(office: Shell, tmp_path: Path) -> None:
    target = tmp_path / "limits.toml"
    office.do("catalogue", "get", "limits.toml", "--out", str(target))
    before = next(c for c in office.do("catalogue", "list") if c["name"] == "limits.toml")["version"]
    text = target.read_text(encoding="utf-8").replace(f'version = "{before}"', 'version = "Probe 2"', 1)
    file = office.file("limits.toml", text)
    assert office.do("catalogue", "check", file)["version"] == "Probe 2"
    office.do("catalogue", "activate", file, "--note", "Probe")
    assert next(c for c in office.do("catalogue", "list") if c["name"] == "limits.toml")["version"] == "Probe 2"
    broken = office("catalogue", "check", office.file("limits.toml", "version = 1"))
    assert broken.code == 2 and "limits.toml" in broken.err


def test_a_round_goes_from_sheet_to_engagements_and_not_twice(office: Shell, tmp_path: Path) -> None:
    sheet = tmp_path / "runde.xlsx"
    office.do("round", "sheet", "--out", str(sheet))
    assert [row.cells["Initiative"] for row in read_table(sheet)] == ["Netz Alpha", 'Netz Beta "Süd"']
    words = (str(sheet), "--offering", "communication_concept", "--operation", REFERENCE, "--delivering", HOME)
    preview = office.do("round", "preview", *words)
    assert [r["outcome"] for r in preview["rows"]] == ["neu", "neu"]
    assert office.do("engagement", "list") == []
    started = office.do("round", "start", *words, "--lead", "b.berger", "--reviewer", "p.prinz", actor="b.berger")
    numbers = [f"CA-{TODAY.year}-B-001", f"CA-{TODAY.year}-B-002"]
    assert [r["engagement"] for r in started["rows"]] == numbers
    again = office.do("round", "start", *words, actor="b.berger")
    assert [(r["outcome"], r["engagement"]) for r in again["rows"]] == [("besteht schon", n) for n in numbers]

    queue = {q["offering"]: q for q in office.do("offering", "queue")}
    assert [w["number"] for w in queue["communication_concept"]["waiting"]] == numbers
    assert queue["communication_concept"]["free_days"] == queue["communication_concept"]["quota_days"]
    assert office.do("round", "papers", "--offering", "communication_concept", "--to", str(tmp_path / "papiere")) == {
        "files": []
    }


def test_offerings_and_suggestions_are_listed(office: Shell) -> None:
    offerings = office.do("offering", "list")
    assert [o["letter"] for o in offerings] == list("ABCDEF")
    assert all(o["outcomes"] and o["title_en"] for o in offerings)
    asked = [[(f["key"], f["after_days"]) for f in o["follow_ups"]] for o in offerings]
    assert asked[0] == [("14t", 14), ("3m", 91), ("6m", 182), ("12m", 365), ("24m", 730)]
    assert all(("3m", 91) in keys and ("12m", 365) in keys for keys in asked)
    assert isinstance(office.do("register", "suggestions"), list)


def test_a_faulty_round_names_row_and_column(office: Shell) -> None:
    file = office.file("runde.csv", "Initiative;Anfrage am\nNetz Alpha;31.02.2026\nFremdes Netz;\n")
    answer = office(
        "round", "preview", file, "--offering", "internationalisation", "--operation", REFERENCE, "--delivering", HOME
    )
    assert answer.code == 1
    assert "Zeile 2, Spalte Anfrage am" in answer.out and "Zeile 3, Spalte Initiative" in answer.out
