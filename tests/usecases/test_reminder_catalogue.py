"""An edited reminder plan is refused where the schedule could not act on it, with rule and remedy, before it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterprocess.catalogues.checks import check_catalogue
from clusterprocess.catalogues.reading import shipped_text
from clusterprocess.catalogues.reminder_checks import OPENING, RESERVED, TABLES, reminder_faults
from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.catalogue import OFFERINGS
from clusterprocess.usecases.due_plan import OWN_RULES
from clusterprocess.usecases.keep_agency_files import activate_catalogue
from clusterprocess.usecases.sweep import IMPULSES
from tests.builders import HEAD, Agency

NAME = "reminders.toml"
MAIL_FOLDERS = Path(__file__).parents[2] / "templates" / "mail"


def _edited(old: str, new: str) -> str:
    text = shipped_text(NAME).replace('version = "2015-01 Arbeitsfassung"', 'version = "2015-02 Probe"')
    assert old in text
    return text.replace(old, new, 1)


def _faults(old: str, new: str) -> list[str]:
    with pytest.raises(InputErrors) as found:
        check_catalogue(NAME, _edited(old, new))
    return found.value.messages


def test_the_shipped_plans_have_no_fault() -> None:
    assert reminder_faults() == []
    assert check_catalogue(NAME, _edited("Heute endet die Frist", "Am {frist} endet die Frist")) == "2015-02 Probe"


@pytest.mark.parametrize(
    ("old", "new", "rule", "told"),
    [
        ("Fragebogen bis zum {frist}", "Fragebogen bis zum {datum}", "deadline, Regel erhebung_1", "{frist}"),
        ("Fragebogen bis zum {frist}", "Fragebogen bis zum {sitzung}", "deadline, Regel erhebung_1", "{frist}"),
        ("Vorstand tagt am {sitzung}", "Vorstand tagt am {tag}", "board, Regel vorstand_abgestimmt", "{frist} oder {sitzung}"),
        ("Am {tag} um {uhrzeit}", "Am {frist} um {uhrzeit}", "meeting, Regel anfahrt", "{titel} oder {tag} oder {uhrzeit} oder {ort}"),
        ("vorgesehen: {liste}", "vorgesehen: {titel}", "measure, Regel massnahmen_vorher", "{frist} oder {liste}"),
        ("Nachbefragung fehlen uns noch", "Nachbefragung fehlen bis {frist}", "survey, Regel nachbefragung_1", "keiner möglich"),
        ("31. Dezember {jahr}", "31. Dezember {frist}", "profile_round, Regel profilrunde", "{jahr}"),
        ("Fragebogen bis zum {frist}", "Fragebogen bis zum {}", "deadline, Regel erhebung_1", "Platzhalter {}"),
        ("Fragebogen bis zum {frist}", "Fragebogen bis zum {frist.day}", "deadline, Regel erhebung_1", "{frist.day}"),
        ("Fragebogen bis zum {frist}", "Fragebogen bis zum {frist:%d}", "deadline, Regel erhebung_1", "Zusatz"),
        ("Fragebogen bis zum {frist}", "Fragebogen bis zum {frist!r}", "deadline, Regel erhebung_1", "Zusatz"),
        ("Fragebogen bis zum {frist}", "Fragebogen bis zum {frist", "deadline, Regel erhebung_1", "steht allein"),
        ("Fragebogen bis zum {frist}", "Fragebogen bis zum frist}", "deadline, Regel erhebung_1", "steht allein"),
    ],
)  # fmt: skip
def test_a_sentence_that_could_not_be_filled_is_refused(old: str, new: str, rule: str, told: str) -> None:
    (fault,) = _faults(old, new)
    assert fault.startswith(f"Katalog {NAME}, {rule}, ask: ") and told in fault


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('"eskalation_erhebung"', '"eskalation_erhebungen"', "deadline, Regel erhebung_vorstand"),
        ('"eskalation_erhebung"', '"erinnerung"', "deadline, Regel erhebung_vorstand"),
        ('"eskalation_massnahmen"', '"label_ablauf"', "measure, Regel massnahmen_vorstand"),
        ('"label_ablauf"', '"label"', "label, Regel label_12"),
    ],
)
def test_a_letter_that_does_not_exist_or_does_not_fit_is_refused(old: str, new: str, rule: str) -> None:
    (fault,) = _faults(old, new)
    assert fault.startswith(f"Katalog {NAME}, {rule}, mail: Das Schreiben {new.replace(chr(34), '„', 1)[:-1]}“")
    assert "möglich ist" in fault


def test_every_letter_that_a_rule_may_name_is_a_mail_folder() -> None:
    letters = {letter for table in TABLES.values() for letter in table.letters}
    assert letters and all((MAIL_FOLDERS / letter / "body.txt").is_file() for letter in letters)


def test_the_check_knows_the_impulses_and_own_tasks_of_the_schedule() -> None:
    assert set(IMPULSES) == {OPENING}
    assert OWN_RULES <= RESERVED


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('deadline = "intake"', 'deadline = "erhebung"', "Die Frist „erhebung“ steht nicht in process.toml"),
        ('step = "board_reminded"', 'step = "board_minded"', "Der Tag „board_minded“ steht nicht in calendar.toml"),
        ("fast_lane = [", "kurzberatung = [", "Für die Kurzberatung „fast_lane“ fehlt der Plan"),
        ("professionalisation = [", "professionalisierung = [", "Für die Leistung „professionalisation“ fehlt der Plan"),
        ('rule = "nachbefragung_eroeffnen"', 'rule = "nachbefragung_beginnen"', "Von selbst beginnt nur"),
        ('rule = "label_12"', 'rule = "verstummt"', "So heißt schon eine Aufgabe"),
        ("reminders = [10, 20]", "reminders = [20, 10]", "in aufsteigender Folge"),
        ("reminders = [10, 20]", "reminders = [-1]", "Arbeitstage von 1 bis 400"),
        ('label = "Leistungsnachweis erstellen"', f'label = "{"x" * 181}"', "proof_due, label: Der Text hat 181 Zeichen"),
        ('version = "2015-02 Probe"', f'version = "{"x" * 61}"', "höchstens 60 Zeichen"),
    ],
)  # fmt: skip
def test_a_rule_that_points_nowhere_is_refused(old: str, new: str, told: str) -> None:
    assert any(told in fault for fault in _faults(old, new))


def test_an_event_of_the_agency_has_tasks_only() -> None:
    (fault,) = _faults(
        'rule = "va_einladen"\noffset = -42\nkind = "aufgabe"\nrole = "berater"',
        'rule = "va_einladen"\noffset = -42\nkind = "erinnerung"\nrole = "cm"\nask = "Bitte kommen Sie."',
    )
    assert "Regel va_einladen: Zu Veranstaltungen der Agentur gibt es nur Aufgaben" in fault


def test_all_faults_are_told_at_once() -> None:
    text = _edited("Fragebogen bis zum {frist}", "Fragebogen bis zum {datum}").replace("{jahr}", "{ jahr")
    with pytest.raises(InputErrors) as found:
        check_catalogue(NAME, text)
    assert [", ask: " in message for message in found.value.messages] == [True, True]


def test_plans_are_asked_of_exactly_the_offerings() -> None:
    from clusterprocess.catalogues.process import process

    assert set(process().scope) == {o.slug for o in OFFERINGS}


def test_a_faulty_plan_is_not_put_in_force(agency: Agency) -> None:
    content = _edited("Fragebogen bis zum {frist}", "Fragebogen bis zum {datum}").encode()
    with pytest.raises(InputErrors, match="Regel erhebung_1"):
        agency.run(HEAD, lambda w: activate_catalogue(w, NAME, content, "Probe").id)
    assert "catalogue:version:activated" not in agency.actions()
