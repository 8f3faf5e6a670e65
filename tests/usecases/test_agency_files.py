"""Templates and catalogues belong to the staff: checked, put in force, kept; running engagements keep what they began with."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

import docx
import pytest

from clusterprocess.catalogues.checks import LOADERS
from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.reading import catalogue_names, shipped_text
from clusterprocess.domain.errors import InputError, InputErrors, NotFoundError, PermissionDenied, RuleViolation
from clusterprocess.domain.states import State
from clusterprocess.offerings import catalogue as offerings
from clusterprocess.usecases.keep_agency_files import (
    activate_catalogue,
    activate_template,
    catalogues_in_force,
    template_content,
    templates_in_force,
)
from tests.builders import HEAD, LEAD, MANAGER, NUMBER, Agency, bring_to

PAPER = "cluster_strategy/strategiepapier.docx"


@dataclass(frozen=True)
class Changed:
    """A catalogue with one text replaced and its version counted on."""

    name: str
    old: str
    new: str

    def content(self, version: str = "2015-02 Probe") -> bytes:
        text = shipped_text(self.name)
        assert self.old in text
        head, _, rest = text.partition("version = ")
        return f'{head}version = "{version}"{rest[rest.index(chr(10)) :]}'.replace(self.old, self.new).encode()


LONGER_DRAFT = Changed(
    "process.toml", "working_days = 15\nworking_days_m0 = 8", "working_days = 25\nworking_days_m0 = 8"
)


def _edited(agency: Agency, name: str, old: str, new: str) -> bytes:
    """The template with a text replaced as a person would in Word."""
    document = docx.Document(io.BytesIO(agency.look(lambda w: template_content(w, name))))
    paragraphs = [p for s in document.sections for p in s.footer.paragraphs + s.header.paragraphs] + document.paragraphs
    paragraphs += [p for t in document.tables for c in t._cells for p in c.paragraphs]
    target = next(p for p in paragraphs if old in p.text)
    for run in target.runs:
        run.text = run.text.replace(old, new)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_every_template_and_every_catalogue_is_listed_and_passes_its_check(agency: Agency) -> None:
    templates = agency.look(templates_in_force)
    assert {t["name"] for t in templates} >= {PAPER, "shared/protokoll.docx"}
    assert [t["name"] for t in templates if t["faults"]] == []
    assert {(t["number"], t["note"]) for t in templates} == {(0, "mitgeliefert")}
    catalogues = agency.look(catalogues_in_force)
    assert [c["name"] for c in catalogues] == list(catalogue_names())
    assert all(c["version"] and c["source"] and c["mark"] for c in catalogues)


def test_every_catalogue_has_a_loader_that_checks_it() -> None:
    assert set(LOADERS) == set(catalogue_names())


def test_a_new_template_is_used_from_now_on_and_each_document_says_which_it_used(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    before = agency.engagement(lambda e: e.document("fragebogen").latest.template)
    assert before.startswith("shared/fragebogen.docx, Fassung 0, ")
    content = _edited(agency, PAPER, "Impressum und Beschlussvermerk", "Impressum, Beschluss")
    number = agency.run(LEAD, lambda w: activate_template(w, PAPER, content, "kürzerer Titel im Impressum").number)
    assert number == 1
    listed = next(t for t in agency.look(templates_in_force) if t["name"] == PAPER)
    assert (listed["number"], listed["note"]) == (1, "kürzerer Titel im Impressum")
    bring_from(agency)
    paper = agency.engagement(lambda e: e.document("strategiepapier").latest)
    assert paper.template.startswith(f"{PAPER}, Fassung 1, ")
    text = docx.Document(io.BytesIO(agency.app.files.get(paper.sha256)))
    assert any("Impressum, Beschluss" in p.text for p in text.paragraphs)
    assert "template:version:activated" in agency.actions()


def bring_from(agency: Agency) -> None:
    """From the open intake on to the draft, on the sample's days."""
    from tests.builders import STAGES

    reached = False
    for state, on, act in STAGES:
        if reached:
            agency.set_day(on)
            act(agency)
            if state is State.DRAFT:
                return
        reached = reached or state is State.INTAKE_OPEN


def test_a_template_with_faults_is_refused_with_place_and_remedy_and_changes_nothing(agency: Agency) -> None:
    content = _edited(agency, PAPER, "{{ motto }}", "{{ moto }}")
    with pytest.raises(InputErrors) as fault:
        agency.run(LEAD, lambda w: activate_template(w, PAPER, content, "Probe").id)
    assert "{{ motto }}" in str(fault.value) and "Absatz" in str(fault.value)
    assert all(t["number"] == 0 for t in agency.look(templates_in_force))


def test_a_template_without_the_vorgangsnummer_or_the_funding_statement_is_refused(agency: Agency) -> None:
    document = docx.Document(io.BytesIO(agency.look(lambda w: template_content(w, PAPER))))
    for element in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        element.text = (element.text or "").replace("{{ vorgang }}", "").replace("{{ foerderhinweis }}", "")
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            for element in part._element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
                element.text = (element.text or "").replace("{{ vorgang }}", "").replace("{{ foerderhinweis }}", "")
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(InputErrors) as fault:
        agency.run(LEAD, lambda w: activate_template(w, PAPER, out.getvalue(), "Probe").id)
    assert "Vorgangsnummer fehlt" in str(fault.value) and "Förderhinweis fehlt" in str(fault.value)


def test_who_may_put_files_in_force_and_what_they_must_say(agency: Agency) -> None:
    content = _edited(agency, PAPER, "Fassungen", "Stände")
    with pytest.raises(PermissionDenied):
        agency.run(MANAGER, lambda w: activate_template(w, PAPER, content, "Probe").id)
    with pytest.raises(PermissionDenied):
        agency.run(LEAD, lambda w: activate_catalogue(w, "process.toml", LONGER_DRAFT.content(), "Probe").id)
    with pytest.raises(InputError, match="Anlass"):
        agency.run(LEAD, lambda w: activate_template(w, PAPER, content, " ").id)
    with pytest.raises(NotFoundError, match="Es gibt sie nicht"):
        agency.run(LEAD, lambda w: activate_template(w, "shared/fremd.docx", content, "Probe").id)
    agency.run(LEAD, lambda w: activate_template(w, PAPER, content, "Probe").id)
    with pytest.raises(InputError, match="gleich mit Fassung 1"):
        agency.run(LEAD, lambda w: activate_template(w, PAPER, content, "noch einmal").id)


def _draft_deadline(agency: Agency, number: str) -> str:
    return agency.engagement(lambda e: next(d.explained for d in e.deadlines if d.key == "draft"), number)


def test_an_engagement_finishes_on_the_catalogues_it_started_with(agency: Agency) -> None:
    # opened under the shipped catalogue, whose draft takes 15 working days after the last strategy day
    bring_to(agency, State.ANALYSIS_REVIEWED)
    agency.run(
        HEAD, lambda w: activate_catalogue(w, "process.toml", LONGER_DRAFT.content(), "mehr Zeit zum Schreiben").id
    )
    assert agency.look(lambda w: process().version) == "2015-02 Probe"
    assert process().version != "2015-02 Probe"  # outside a transaction nothing leaks
    agency.step("plan_workshops")
    from tests.builders import _workshops

    agency.set_day(date(2015, 4, 20))
    _workshops(agency)
    assert _draft_deadline(agency, NUMBER).startswith("15 Arbeitstage")


def test_a_new_engagement_starts_on_the_catalogue_in_force(agency: Agency) -> None:
    agency.run(
        HEAD, lambda w: activate_catalogue(w, "process.toml", LONGER_DRAFT.content(), "mehr Zeit zum Schreiben").id
    )
    bring_to_new = agency.open()
    noted = agency.engagement(lambda e: e.catalogues["process.toml"], bring_to_new)
    assert agency.app.files.get(noted) == LONGER_DRAFT.content()
    assert set(agency.engagement(lambda e: e.catalogues, bring_to_new)) == set(catalogue_names())


def test_a_catalogue_is_checked_before_it_holds(agency: Agency) -> None:
    broken = Changed("process.toml", "working_days = 15\nworking_days_m0 = 8", 'working_days = "viele"')
    with pytest.raises(InputErrors, match="working_days"):
        agency.run(HEAD, lambda w: activate_catalogue(w, "process.toml", broken.content(), "Probe").id)
    with pytest.raises(InputErrors, match="keine lesbare TOML-Datei"):
        agency.run(HEAD, lambda w: activate_catalogue(w, "limits.toml", b"[kaputt", "Probe").id)
    with pytest.raises(InputError, match="kein Text in UTF-8"):
        agency.run(HEAD, lambda w: activate_catalogue(w, "limits.toml", b"\xff\xfe", "Probe").id)
    with pytest.raises(InputErrors, match="version fehlt"):
        agency.run(HEAD, lambda w: activate_catalogue(w, "limits.toml", b"source = 'x'", "Probe").id)
    with pytest.raises(InputError, match="gibt es schon"):
        agency.run(
            HEAD, lambda w: activate_catalogue(w, "limits.toml", shipped_text("limits.toml").encode(), "Probe").id
        )
    with pytest.raises(InputError, match=r"fremd\.toml"):
        agency.run(HEAD, lambda w: activate_catalogue(w, "fremd.toml", b"version = '1'", "Probe").id)
    assert "catalogue:version:activated" not in agency.actions()


def test_an_engagement_finishes_on_the_offering_version_it_started_with(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    bring_to(agency, State.INTAKE_OPEN)
    first = offerings.OFFERINGS[0]
    later = replace(first, version="2.0", missing=lambda profile, submissions, level: ["Neue Frage fehlt."])
    monkeypatch.setattr(offerings, "OFFERINGS", (later, *offerings.OFFERINGS[1:]))
    monkeypatch.setattr(offerings, "EARLIER", (first,))
    from clusterprocess.usecases.decide import intake_gaps

    assert agency.engagement(lambda e: e.offering_version) == "1.0"
    assert "Neue Frage fehlt." not in agency.engagement(lambda e: intake_gaps(e)[0])
    agency.add_cluster("Zweite Initiative (Beispiel)", "9")
    second = agency.open("Zweite Initiative (Beispiel)")
    assert agency.engagement(lambda e: e.offering_version, second) == "2.0"
    assert "Neue Frage fehlt." in agency.engagement(lambda e: intake_gaps(e)[0], second)
    monkeypatch.setattr(offerings, "EARLIER", ())
    with pytest.raises(InputError, match=r"nicht in Fassung 1\.0"):
        agency.engagement(lambda e: intake_gaps(e)[0])


def test_the_quota_is_the_agencys_of_today_not_that_of_the_request(agency: Agency) -> None:
    # opened under 220 person-days; the head lowers the quota to 5, and the 14 days of an M2 strategy no longer fit
    bring_to(agency, State.UNDER_CHECK)
    from tests.builders import ACCEPTANCE

    agency.prove(ACCEPTANCE, date(2015, 1, 16))
    smaller = Changed("process.toml", "cluster_strategy = 220", "cluster_strategy = 5")
    agency.run(HEAD, lambda w: activate_catalogue(w, "process.toml", smaller.content(), "weniger Personal").id)
    with pytest.raises(RuleViolation, match="Frei sind 5 Personentage"):
        agency.decide(HEAD, "accept")
