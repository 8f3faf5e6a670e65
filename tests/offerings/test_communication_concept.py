"""Joint communication concept: samples, depth, agenda, findings by hand, refused input, papers (offerings.md 7b)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from clusterprocess.catalogues.communication import communication, read_communication
from clusterprocess.catalogues.process import process
from clusterprocess.catalogues.wordlists import read_catalogue
from clusterprocess.domain.actors import Role
from clusterprocess.domain.errors import InputError, InputErrors
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.communication_concept.brief import hypotheses
from clusterprocess.offerings.communication_concept.chapter_calendar import year_plan
from clusterprocess.offerings.communication_concept.figures import figures_of
from clusterprocess.offerings.communication_concept.offering import OFFERING
from clusterprocess.offerings.communication_concept.plan import TEXT_KEYS, months_from
from clusterprocess.offerings.communication_concept.promises import calendar_faults, days_named
from clusterprocess.offerings.communication_concept.questionnaire import QUESTIONNAIRE
from clusterprocess.offerings.communication_concept.report import OUTLINE, communication_paper
from clusterprocess.offerings.questions import LEVELS
from clusterprocess.offerings.sections.blocks import Callout, Chart, Gantt, Heading, Table
from clusterprocess.offerings.sections.marks import MARK
from clusterprocess.offerings.standard.agenda import BREAK, LUNCH
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case

SMALL, LARGE = "kommunikation_ehrenamt", "kommunikation_spitze"
both = pytest.mark.parametrize("name", [SMALL, LARGE])


@cache
def case_of(name: str) -> Case:
    return assembled(sample_case(name))


def tables(case: Case) -> dict[str, Table]:
    blocks = [b for blocks in communication_paper(case).chapters.values() for b in blocks]
    return {b.key: b for b in blocks if isinstance(b, Table)}


def cells(table: Table) -> list[list[str]]:
    return [[cell if isinstance(cell, str) else cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize(("name", "level"), [(SMALL, "M0"), (LARGE, "M4")])
def test_the_samples_are_accepted_at_the_intended_level(name: str, level: str) -> None:
    sample, case = sample_case(name), case_of(name)
    assert case.level == level
    scope = process().scope_of("communication_concept", level)
    assert (len(case.interviews), len(case.workshops)) == (scope.interviews, scope.workshops)
    handed_in = {kind: dict(data) for kind, data in case.submissions.items()}
    assert OFFERING.missing(case.profile, handed_in, level) == []
    assert OFFERING.analysis_missing(handed_in, level) == []
    days = [sample.story[key] for key in (
        "requested_on", "accepted_on", "intake_on", "analysed_on", "reviewed_on", "drafted_on", "put_back_on",
        "approved_on", "handed_over_on")]  # fmt: skip
    assert days == sorted(days) and days[0] >= "2015-01-12" and days[-1] <= "2017-03-31"
    assert sample.story["reviewed_on"] < sample.workshops[0]["held_on"] < sample.story["drafted_on"]
    assert all(date.fromisoformat(day).weekday() < 5 for day in [*days, sample.workshops[0]["held_on"]])


@both
def test_sample_people_and_organisations_are_invented_and_known(name: str) -> None:
    sample = sample_case(name)
    assert all(person["name"].endswith("(Beispiel)") for person in sample.initiative["people"])
    known = {(o["name"], o["kind"]) for o in sample.initiative["organisations"]}
    assert all("uster" in n or "eispiel" in n for n, _ in known)
    assert {(a["organisation"], a["kind"]) for a in sample.workshops[0]["attendance"]} == known
    names = [person["name"].removesuffix(" (Beispiel)") for person in sample.initiative["people"]]
    assert not any(n in str(part) for n in names for part in (sample.workshops, sample.plan, sample.texts))


def test_a_volunteer_answers_fifteen_questions_and_everybody_else_all_of_them() -> None:
    required = {level: sum(q.depth.is_required_at(level) for q in QUESTIONNAIRE.questions) for level in LEVELS}
    # 13 core questions of 7b, the board's dates, the cross-cutting answers; from M2 on the nine standard ones
    assert required == {"M0": 15, "M1": 15, "M2": 24, "M3": 24, "M4": 24}
    asked = [q.key for q in QUESTIONNAIRE.questions]
    assert asked[-2:] == ["next_board_on", "cross_cutting"]
    assert all(q.help and q.text.en for q in QUESTIONNAIRE.questions)


@pytest.mark.parametrize(("level", "minutes"), [("M0", 180), ("M1", 240), ("M2", 410), ("M3", 410), ("M4", 500)])
def test_the_workshop_lasts_as_long_as_the_level_asks_and_has_breaks(level: str, minutes: int) -> None:
    rows = OFFERING.agenda(level, 1, {})
    assert sum(row["minutes"] for row in rows) == minutes
    worked, stretches = 0, []
    for row in rows:
        if row["block"] in (BREAK, LUNCH):
            assert row["minutes"] == (15 if row["block"] == BREAK else 60)
            stretches.append(worked)
            worked = 0
        else:
            worked += row["minutes"]
    assert max([*stretches, worked]) <= 120
    assert ("Medientraining" in str(rows)) == (level == "M4")
    assert any(row["block"] == LUNCH for row in rows) == (level not in ("M0", "M1"))


def test_reviewer_cluster_manager_and_board_approve_in_this_order() -> None:
    assert OFFERING.approvers({}) == (Role.REVIEWER, Role.CLUSTER_MANAGER, Role.BOARD)
    assert (OFFERING.letter, OFFERING.report_kind, OFFERING.workshop_name) == (
        "B", "kommunikationskonzept", "Kommunikationswerkstatt")  # fmt: skip


def test_follow_ups_ask_after_one_three_six_and_twelve_months() -> None:
    assert [f.after_days for f in OFFERING.follow_ups] == [30, 91, 182, 365]
    assert [o.key for o in OFFERING.outcomes] == ["knowledge", "inquiries", "new_members_citing"]
    assert "Typ" in OFFERING.follow_ups[-1].occasion.de


def test_findings_of_the_volunteers_by_hand() -> None:
    case = case_of(SMALL)
    gaps = {row["audience"]: row["gap"] for row in case.finding("KOM1")["audiences"]}
    # 3·(3−0), 3·(4−2), 2·(2−0), 2·(3−2), 1·(2−1)
    assert gaps == {"unternehmen": 9, "mitglieder": 6, "nachwuchs": 4, "kommunen_kammern": 2, "medien": 1}
    today = case.finding("KOM2")
    # 44 + 12 + 18 + 40 + 8 + 9 hours; 1 240 + 190 + 350 + 420 euro
    assert (today["hours"], today["cost_eur"], today["holes"]) == (131, 2200, ["nachwuchs"])
    letters = next(kind for kind in today["kinds"] if kind["kind"] == "post_mail")["channels"]
    # 12·45/(6·95) = 540/570 and (1 240 + 44·45)/(4·180) = 3 220/720
    assert [(c["key"], round(c["per_contact_eur"], 2)) for c in letters] == [("C2", 0.95), ("C1", 4.47)]
    assert case.finding("KOM2.plan")["without_main"] == []
    assert not case.finding("KOM3")  # nobody gave the answers, so there is no type
    hours = case.finding("KOM5")
    # 3·46 + 0,5·46 = 161; 30 + 26 + 40 + 9 + 10 + 16 + 5 = 136; 44 + 8 = 52
    assert (hours["available"], hours["needed"], hours["freed"], hours["balance"]) == (161, 136, 52, 25)
    assert case.finding("KOM4")["is_consistent"]


def test_findings_of_the_leading_edge_cluster_by_hand() -> None:
    case = case_of(LARGE)
    today, hours = case.finding("KOM2"), case.finding("KOM5")
    assert (today["hours"], today["cost_eur"], today["holes"]) == (2470, 93_300, ["belegschaften"])
    assert today["without_main"] == ["belegschaften", "international", "nachwuchs"]
    costs = {c["key"]: c["per_contact_eur"] for kind in today["kinds"] for c in kind["channels"]}
    # (31 000 + 420·45)/6 000, (24 000 + 380·45)/280, (3 800 + 240·45)/420
    assert [round(costs[key], 2) for key in ("C4", "C5", "C6")] == [8.32, 146.79, 34.76]
    # (3/4 + 2/4 + 0 + 0 + 1)/5 = 0.45 and 3/5
    kind = case.finding("KOM3")
    assert (kind["professionalism"], kind["dynamics"], kind["kind"]) == (0.45, 0.6, "Transformierte")
    # only one of five goals had a message with proof, channel and owner
    assert case.finding("KOM4.today")["complete_goals"] == 1
    assert case.finding("KOM4")["complete_share"] == 1
    # 52·46 + 3·46 = 2 530; 2 470 + 120 before; 420 + 260 + 150 freed; 170 + 120 + 60 + 90 started
    assert [hours[k] for k in ("available", "used_before", "freed", "started", "needed", "balance")] == [
        2530, 2590, 830, 440, 2352, 178]  # fmt: skip


def test_the_brief_turns_findings_into_hypotheses() -> None:
    said = " ".join(hypotheses(case_of(LARGE)))
    assert "„Clustermagazin“ braucht 420 Stunden im Jahr und wird mit 2 von 5 bewertet" in said
    assert "Die Kanäle brauchen 2.470 Stunden, genannt sind 2.392" in said
    assert "Zu vier Zielen fehlt eine Botschaft" in said


def test_published_values_are_quoted_only_after_they_appeared() -> None:
    assert communication().comparisons(date(2016, 12, 31)) == {}
    assert len(communication().comparisons(date(2017, 1, 1))) == 10
    early = replace(case_of(LARGE), today=date(2016, 12, 31), texts={})
    assert "comparison" not in tables(early)
    assert not any(key.startswith("REF.") for key in figures_of(early))
    late = cells(tables(case_of(LARGE))["comparison"])
    # below 200 answers without decimals: 55.8, 64.3, 74.1, 31.3 and 38.4 of 112
    assert [row[2].replace("\u00a0", " ") for row in late] == ["56 %", "64 %", "74 %", "31 %", "38 %"]
    assert [row[1] for row in late] == ["nein", "4 von 5", "3 von 5", "2 von 5", "ja"]


def test_costs_per_contact_stand_by_kind_and_are_never_ranked() -> None:
    rows = cells(tables(case_of(LARGE))["costs"])
    kinds = [row[0] for row in rows if row[0]]
    assert len(rows) == 11 and len(kinds) == 8
    each = [float(row[4].replace(".", "").replace(",", ".")) for row in rows]
    assert each != sorted(each) and each != sorted(each, reverse=True)


def test_duties_follow_the_funders_that_were_named() -> None:
    rows = cells(tables(case_of(LARGE))["duties"])
    assert [row[0] for row in rows if row[0]] == ["EFRE", "Bund", "andere EU-Programme"]
    assert len(communication().duties("efre", date(2015, 5, 1))) == 5
    assert "[M]" not in str(rows)


def test_small_votes_are_not_shown() -> None:
    case = case_of(SMALL)
    record = copy.deepcopy(dict(case.workshops[0].record))
    record["channel_votes"][0] |= {"in_favour": 3, "against": 1, "abstained": 0}
    few = replace(case, workshops=(replace(case.workshops[0], record=record),))
    votes = {row[0]: row[5] for row in cells(tables(few)["decisions"])}
    assert votes["Gedruckter Rundbrief"] == "–" and votes["Rundmail"] == "9 : 0"
    record["consent"] = {"voll": 3, "mit": 1}
    assert "WS.agreed" not in figures_of(few)


Change = Callable[[dict[str, Any]], Any]


def edited(kind: str, change: Change) -> dict[str, Any]:
    data = copy.deepcopy(sample_case(SMALL).submissions[kind])
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda p: p["channels"][5].update(serves={}), "kein Kanal ist gemacht für: Fachkräfte und Nachwuchs"),
        (lambda p: p["messages"][0].update(channel="C1"), "einen Kanal, den es im Plan nicht (mehr) gibt"),
        (lambda p: p.update(messages=p["messages"][:5]), "ohne Botschaft sind die Ziele: K3"),
        (lambda p: p.update(channels=p["channels"][:6]), "kein Kanal endet; bitte entscheiden, was aufhört"),
        (lambda p: p.update(hours_week=2), "der Plan braucht 136 Stunden im Jahr, vereinbart sind 115"),
        (lambda p: p.update(budget_eur=1000), "die Posten ergeben 1280 Euro, verfügbar sind 1000"),
        (lambda p: p["calendar"].pop(4), "im Kalender sind Monate ohne Eintrag: 2015-08"),
        (lambda p: p["calendar"][0].update(month="2016-09"), "steht aber im Monat 2016-09"),
        (lambda p: p["text_modules"].update(en_50="too short"), "der Textbaustein en_50 hat 2 Wörter; erlaubt sind 40 bis 60"),
        (lambda p: p.update(sentence="Ein anderer Satz."), "de_50 muss den Satz wortgleich enthalten"),
        (lambda p: p["approvals"][0].update(person="gibt frei"), "braucht genau eine Stelle, die freigibt; angegeben sind 2"),
        (lambda p: p["goals"][1].update(baseline_text="unbekannt"), "bitte sagen, dass er fehlt"),
        (lambda p: p["channels"][6].update(told_by=""), "bitte sagen, wann und wer es den Betroffenen sagt"),
        (lambda p: p.update(next_review="Am 27. April 2016 sehen wir nach."), "am 27.04.2016 liegt vor dem Zieltermin 30.04.2016"),
        (lambda p: p.update(next_review="Bald sehen wir nach."), "die nächste Überprüfung (next_review) braucht einen Tag"),
        (lambda p: p["channels"][2].update(frequency=6), "„Werkstatt offen“ verspricht 6 Ausgaben im Jahr, im Kalender stehen 5"),
        (lambda p: p["channels"][0].update(frequency=2), "„Rundmail“ verspricht 2 Ausgaben im Jahr, im Kalender stehen 3"),
    ],
)  # fmt: skip
def test_a_plan_that_breaks_a_promise_is_refused(change: Change, sentence: str) -> None:
    accepted = OFFERING.submittable("konzept")
    assert accepted
    with pytest.raises(InputErrors) as refused:
        accepted.validate(edited("konzept", change))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda a: a["audiences"].append(dict(a["audiences"][0])), "jede Zielgruppe höchstens einmal; doppelt: unternehmen"),
        (lambda a: a["audiences"][0].update(audience="alle"), "„alle“ ist keine Zielgruppe; möglich sind: mitglieder"),
        (lambda a: a["channels"][0].update(key="C2"), "jedes Kürzel höchstens einmal; doppelt: C2"),
        (lambda a: a.update(comm_goals=["markenbildung", "markenbildung"]), "jedes Ziel höchstens einmal"),
        (lambda a: a.update(core_message="x" * 201), "darf höchstens 200 Zeichen haben"),
        (lambda a: a.update(hours_comm=81), "darf höchstens 80"),
    ],
)  # fmt: skip
def test_wrong_answers_are_named(change: Change, sentence: str) -> None:
    with pytest.raises(InputErrors) as refused:
        QUESTIONNAIRE.validate(edited("fragebogen", change))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda r: r["consent"].update(voll=9), "zum Satz haben sich 12 Organisationen geäußert, anwesend waren 9"),
        (lambda r: r["consent"].update(begeistert=1), "unbekannter Grad der Zustimmung: begeistert"),
        (lambda r: r["channel_votes"][0].update(in_favour=9), "zu „Gedruckter Rundbrief“ gibt es 11 Stimmen von 9"),
    ],
)
def test_minutes_that_cannot_be_true_are_refused(change: Change, sentence: str) -> None:
    record = copy.deepcopy(sample_case(SMALL).workshops[0])
    change(record)
    with pytest.raises(InputErrors) as refused:
        OFFERING.workshop_record(record)
    assert sentence in str(refused.value)


def test_gate_one_wants_a_budget_inside_the_budget_and_somebody_with_time() -> None:
    case = case_of(SMALL)
    answers = {**case.answers, "budget_comm": "20000", "hours_comm": 1}
    found = OFFERING.missing(case.profile, {"fragebogen": answers}, "M0")
    assert found == [
        "Kommunikationsbudget (budget_comm): 20000 Euro ist mehr als das Jahresbudget von 14000 Euro.",
        "Stunden für Kommunikation je Woche (hours_comm): 1 sind zu wenig; ein Konzept braucht jemanden mit mindestens 2 Stunden.",
    ]


def test_a_damaged_catalogue_is_named() -> None:
    raw = {**read_catalogue("communication.toml"), "scoring": {"hour_eur": -1}}
    with pytest.raises(InputError, match="Im Kommunikationskatalog ist der Wert scoring"):
        read_communication(raw)


def test_a_calendar_runs_over_the_turn_of_the_year() -> None:
    assert months_from("2015-11")[:3] == ["2015-11", "2015-12", "2016-01"]
    assert months_from("2015-11")[-1] == "2016-10"


def test_days_are_read_from_german_sentences() -> None:
    assert days_named("Am 25. April 2018, zuvor am 3.2.2018 und im Mai 2018") == ["2018-04-25", "2018-02-03"]


def test_often_published_channels_need_not_stand_in_the_calendar_with_every_issue() -> None:
    assert calendar_faults([("Rundmail", 10, 3), ("Labor", 4, 4), ("Seite", 12, 0)]) == []
    assert len(calendar_faults([("Labor", 4, 3), ("Brief", 10, 11)])) == 2


@both
def test_what_the_sentence_must_carry_stands_under_every_box_of_it(name: str) -> None:
    case = case_of(name)
    chapters = communication_paper(case).chapters
    boxes = [b for blocks in chapters.values() for b in blocks if isinstance(b, Callout) and b.title == "Unser Satz"]
    assert len(boxes) == 2
    assert case.plan["sentence_note"] and all(case.plan["sentence_note"] in box.text for box in boxes)
    assert case.plan["sentence_note"] in str(OFFERING.documents["beschlussvorlage"](case).chapters)
    proved = [row[1:3] for row in cells(tables(case)["proof"])]
    assert all([f["statement"], f["value"]] in proved for f in case.plan["sentence_figures"])


def test_visits_and_answers_are_promised_as_they_are_planned() -> None:
    plan = case_of(LARGE).plan
    visits = [e for e in plan["calendar"] if e["title"].startswith("Betriebsbesuch")]
    assert len(visits) == 4
    promised = str([plan["messages"], plan["text_modules"], plan["measures"]])
    assert "working days" not in promised and "binnen drei" not in promised and "höchstens drei" not in promised


def test_the_year_does_not_crown_one_of_several_full_months() -> None:
    plan = case_of(LARGE).plan
    shown = next(b for b in year_plan(case_of(LARGE)) if isinstance(b, Gantt))
    assert shown.caption == "Kein Monat ist leer, keiner hat mehr als drei Einträge"
    fuller = [*plan["calendar"], {**plan["calendar"][0], "title": "Noch ein Brief", "month": "2017-06"}]
    crowned = next(
        b for b in year_plan(replace(case_of(LARGE), plan={**plan, "calendar": fuller})) if isinstance(b, Gantt)
    )
    assert crowned.caption.startswith("Juni 2017 ist mit vier Einträgen der vollste Monat")


@both
def test_the_paper_has_all_ten_chapters_and_three_annexes(name: str) -> None:
    context = communication_paper(case_of(name))
    assert [c.name for c in OUTLINE] == [key for key in context.chapters if key not in ("fassungen", "abkuerzungen")]
    chapters = [b for blocks in context.chapters.values() for b in blocks if isinstance(b, Heading) and b.level == 1]
    assert [h.key for h in chapters] == [*map(str, range(1, 11)), "A", "B", "C"]
    assert all(context.chapters[c.name] for c in OUTLINE)


@both
def test_every_text_of_the_sample_is_printed_and_no_mark_is_left(name: str) -> None:
    case = case_of(name)
    context = communication_paper(case)
    printed = str(list(context.chapters.values()))
    assert set(case.texts) <= set(TEXT_KEYS)
    for key, text in case.texts.items():
        if not key.startswith("headline."):
            assert repr(text)[1:60] in printed, key
    targets = {f"tab:{t}" for t in tables(case)} | {
        f"{kind}:{getattr(b, 'key', '')}" for blocks in context.chapters.values() for b in blocks for kind in ("abb", "kap")}  # fmt: skip
    assert set(MARK.findall(printed)) <= {*context.figures, *targets}


@both
def test_the_level_is_never_printed(name: str) -> None:
    printed = str(list(communication_paper(case_of(name)).chapters.values()))
    for word in ("ehrenamtlich geführt", "label-ausgezeichnet", "Reifestufe", "Reifegrad"):
        assert word not in printed


@both
@pytest.mark.parametrize("level", LEVELS)
def test_the_paper_can_be_made_at_every_level(name: str, level: str) -> None:
    case = replace(case_of(name), level=level, texts={})
    context = communication_paper(case)
    charts = [b for blocks in context.chapters.values() for b in blocks if isinstance(b, Chart)]
    assert len(charts) <= 1 if level == "M0" else charts
    assert all(len(row) == len(t.header) for t in tables(case).values() for row in t.rows)
