"""Forms go out with what is known and come back as the next submission; everything else is refused and nothing kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from clusterprocess.adapters.sheets.forms import SheetForms
from clusterprocess.adapters.word.form import WordForms
from clusterprocess.domain.errors import InputError, InputErrors, PermissionDenied, RuleViolation
from clusterprocess.domain.events import ANSWERS_SUBMITTED
from clusterprocess.domain.states import State
from clusterprocess.offerings.form_building import ANSWERS, PROFILE_PART
from clusterprocess.usecases.exchange_forms import FormTaken, read_form, write_form
from clusterprocess.usecases.submit_answers import submit_answers
from tests.builders import AUDITOR, BOARD, LEAD, MANAGER, NUMBER, Agency, bring_to

FILES = (SheetForms(), WordForms())


def issued(agency: Agency, kind: str = "xlsx", by: str = MANAGER, parts: tuple[str, ...] | None = None) -> bytes:
    return agency.run(by, lambda w: write_form(w, NUMBER, kind, FILES, parts))


def taken(agency: Agency, content: bytes, by: str = MANAGER, number: str = NUMBER, **more: Any) -> tuple[Any, Any]:
    """Version of the submission and reference day of the profile that a form left."""

    def take(work: Any) -> tuple[Any, Any]:
        found: FormTaken = read_form(work, number, content, FILES, **more)
        return found.submission and found.submission.version, found.profile and found.profile.as_of

    return agency.run(by, take)


def replaced(content: bytes, old: str, new: str) -> bytes:
    """A workbook in which one text was typed over; texts and the stamp stand in the same part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for info in source.infolist():
            part = source.read(info).decode("utf-8") if info.filename.endswith("sharedStrings.xml") else None
            assert part is None or old in part
            made.writestr(info, part.replace(old, new) if part else source.read(info))
    return target.getvalue()


def answers_of(agency: Agency) -> dict[str, Any]:
    return agency.engagement(lambda e: dict(found.data) if (found := e.submission("fragebogen")) else {})


def answer(agency: Agency, **changes: Any) -> None:
    answers = {**agency.case.answers, **changes}
    agency.run(MANAGER, lambda w: submit_answers(w, NUMBER, "fragebogen", answers))


def test_a_form_goes_out_with_what_is_known_and_says_nothing_new_when_untouched(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    answer(agency)
    with pytest.raises(InputError, match="nichts, was nicht schon bekannt ist"):
        taken(agency, issued(agency))
    assert agency.engagement(lambda e: [s.version for s in e.submissions]) == [1]


def test_a_changed_cell_becomes_the_next_version_and_the_rest_stays(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    answer(agency)
    before = answers_of(agency)
    content = replaced(issued(agency), "Der Verein bleibt gemeinnützig ausgerichtet", "Der Verein bleibt eigenständig")
    assert taken(agency, content) == (2, None)
    after = answers_of(agency)
    assert after["mandate"].startswith("Der Verein bleibt eigenständig")
    assert {k: v for k, v in after.items() if k != "mandate"} == {k: v for k, v in before.items() if k != "mandate"}
    assert agency.actions()[-1] == ANSWERS_SUBMITTED.tag


def test_an_old_form_leaves_later_answers_alone(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    answer(agency)
    content = replaced(issued(agency), "Der Verein bleibt gemeinnützig ausgerichtet", "Der Verein bleibt eigenständig")
    answer(agency, horizon=5)
    assert taken(agency, content) == (3, None)
    assert answers_of(agency)["horizon"] == 5
    answer(agency, mandate="Ein dritter Wortlaut")
    with pytest.raises(
        InputErrors, match=r"Blatt Fragen, Zelle D\d+ \(Mandat und Grenzen\): .* schon anders beantwortet"
    ):
        taken(agency, content)


def test_figures_of_the_profile_become_its_next_version(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    content = replaced(issued(agency, by=LEAD), "aus der Wirtschaft heraus", "Förderwettbewerb")
    version, as_of = taken(agency, content, by=LEAD)
    assert (version, as_of) == (None, date(2014, 12, 31))
    profile, comments = agency.engagement(lambda e: (e.cluster.profile.answers, e.cluster.profile.comments))  # type: ignore[union-attr]
    assert profile["founding_reason"] == "wettbewerb" and comments


def test_a_word_form_is_for_those_whose_questions_fit_on_two_pages(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    with pytest.raises(InputError, match="passt nicht auf zwei Seiten; bitte xlsx wählen"):
        issued(agency, "docx")
    _at_level(agency, "M1")
    content = issued(agency, "docx")
    assert WordForms().claims(content) and WordForms().stamp(content).number == NUMBER
    with pytest.raises(InputError, match="nichts, was nicht schon bekannt ist"):
        taken(agency, content)


def test_a_form_may_hold_one_part_alone(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    assert [p.name for p in SheetForms().stamp(issued(agency)).parts] == [ANSWERS, PROFILE_PART]
    assert [p.name for p in SheetForms().stamp(issued(agency, parts=(PROFILE_PART,))).parts] == [PROFILE_PART]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda c: replaced(c, "Zeithorizont in Jahren", "Zeitraum"), r"Blatt Fragen, Zelle B8: Die Beschriftung „Zeithorizont"),
        (lambda c: replaced(c, "Ende einer Förderung", "Langeweile"), r"Blatt Fragen, Zelle D7 \(Anlass\): „Langeweile“ steht nicht"),
        (lambda c: c[: len(c) // 2], "keine"),
        (lambda c: b"", "keine .xlsx oder .docx-Datei"),
    ],
    ids=["label", "choice", "half", "empty"],
)  # fmt: skip
def test_a_wrong_form_is_refused_and_nothing_is_kept(
    agency: Agency, change: Callable[[bytes], bytes], told: str
) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    answer(agency)
    with pytest.raises(InputError, match=told):
        taken(agency, change(issued(agency)))
    assert agency.engagement(lambda e: [s.version for s in e.submissions]) == [1]


def test_a_form_of_another_engagement_is_refused_with_its_number(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    content = replaced(issued(agency), NUMBER, "CA-2015-A-999")
    with pytest.raises(InputError, match="gehört zu Vorgang CA-2015-A-999, nicht zu CA-2015-A-001"):
        taken(agency, content)


def test_an_outdated_form_is_refused_with_the_remedy(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    fingerprint = SheetForms().stamp(content := issued(agency)).fingerprint
    with pytest.raises(InputError, match=r"veraltet.*form write CA-2015-A-001"):
        taken(agency, replaced(content, fingerprint, "0123456789abcdef"))
    with pytest.raises(InputError, match="Sein Stand ist nicht lesbar"):
        taken(agency, replaced(content, '"level": "M2"', '"level": "M9"'))


def test_unknown_kinds_and_parts_are_answered_with_the_known_ones(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    with pytest.raises(InputError, match="möglich sind: xlsx, docx"):
        issued(agency, "pdf")
    with pytest.raises(InputError, match="möglich sind: fragebogen, profil"):
        issued(agency, parts=("roman",))


@pytest.mark.parametrize("who", [BOARD, AUDITOR])
def test_forms_are_for_staff_and_the_cluster_manager(agency: Agency, who: str) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    with pytest.raises(PermissionDenied):
        issued(agency, by=who)
    content = issued(agency)
    with pytest.raises(PermissionDenied):
        taken(agency, content, by=who)


def test_nothing_is_taken_before_acceptance(agency: Agency) -> None:
    bring_to(agency, State.INTAKE_OPEN)
    answer(agency)
    content = replaced(issued(agency), "Der Verein bleibt gemeinnützig ausgerichtet", "Der Verein bleibt eigenständig")
    _at_state(agency, State.REQUESTED)
    with pytest.raises(RuleViolation, match="noch nicht angenommen"):
        taken(agency, content)


def _at_level(agency: Agency, level: str) -> None:
    agency.run("system", lambda w: setattr(w.queries.engagement(NUMBER, lock=True), "level", level))


def _at_state(agency: Agency, state: State) -> None:
    agency.run("system", lambda w: setattr(w.queries.engagement(NUMBER, lock=True), "state", state.value))
