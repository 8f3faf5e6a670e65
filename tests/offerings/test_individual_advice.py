"""Individual advice: samples validate, modules decide what is asked, findings by hand, refused input, complete notes."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clusterprocess.adapters.word import WordDocuments
from clusterprocess.adapters.word.package import read_parts, write_parts
from clusterprocess.adapters.word.starter_note import note
from clusterprocess.catalogues.calendar import calendar
from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import Role
from clusterprocess.domain.clock import is_working_day
from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.case import Case, FindingFacts
from clusterprocess.offerings.individual_advice import brief
from clusterprocess.offerings.individual_advice.chapters_decision import vote_in_words
from clusterprocess.offerings.individual_advice.figures import OFFICE, figures_of
from clusterprocess.offerings.individual_advice.modules import MODULES, chosen
from clusterprocess.offerings.individual_advice.offering import OFFERING
from clusterprocess.offerings.individual_advice.plan import TEXT_KEYS
from clusterprocess.offerings.individual_advice.questionnaire import QUESTIONNAIRE
from clusterprocess.offerings.individual_advice.report import BODY, OUTLINE, advice_note
from clusterprocess.offerings.sections.blocks import Block, Callout, Chart, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import in_words
from clusterprocess.offerings.standard.agenda import clock_times
from clusterprocess.sampledata.cases.assembled import assembled
from clusterprocess.sampledata.cases.reader import sample_case

TEMPLATES = Path(__file__).parents[2] / "templates"
SAMPLES = ("beratung_finanzierung", "beratung_wirkung", "kurzberatung_nachfolge")
FULL = SAMPLES[:2]
each_sample = pytest.mark.parametrize("name", SAMPLES)


@cache
def case(name: str) -> Case:
    return assembled(sample_case(name))


def blocks(of: Case) -> list[Block]:
    return [block for chapter in BODY for block in chapter.build(of)]


def finding(of: Case, key: str) -> dict[str, Any]:
    return dict(of.finding(key))


# --- samples ---


@each_sample
def test_every_submission_of_the_samples_is_accepted(name: str) -> None:
    sample = sample_case(name)
    for submittable in OFFERING.submittables:
        if submittable.kind in sample.submissions:
            assert submittable.validate(sample.submissions[submittable.kind])
    for record in sample.workshops:
        assert OFFERING.workshop_record(record)


@pytest.mark.parametrize(
    ("name", "level", "fast_lane"), [(SAMPLES[0], "M1", False), (SAMPLES[1], "M3", False), (SAMPLES[2], "M0", True)]
)
def test_the_samples_stand_at_their_level(name: str, level: str, fast_lane: bool) -> None:
    assert (case(name).level, case(name).fast_lane) == (level, fast_lane)


@pytest.mark.parametrize("name", FULL)
def test_the_full_samples_lack_nothing_at_g1_and_before_the_analysis(name: str) -> None:
    of = case(name)
    assert OFFERING.missing(of.profile, of.submissions, of.level) == []
    assert OFFERING.analysis_missing(of.submissions, of.level) == []
    assert len(of.interviews) == process().scope_of("individual_advice", of.level).interviews


@each_sample
def test_the_days_of_the_story_are_working_days_in_order(name: str) -> None:
    sample = sample_case(name)
    days = [date.fromisoformat(d) for key, d in sample.story.items() if key.endswith("_on")]
    assert days == sorted(days) and len(set(days)) == len(days)
    assert all(is_working_day(day, calendar().closed) for day in days)
    for workshop in sample.workshops:
        held = date.fromisoformat(workshop["held_on"])
        assert is_working_day(held)
        assert date.fromisoformat(sample.story["reviewed_on"]) < held < date.fromisoformat(sample.story["drafted_on"])


@each_sample
def test_people_and_organisations_are_marked_as_invented(name: str) -> None:
    initiative = sample_case(name).initiative
    assert all(person["name"].endswith("(Beispiel)") for person in initiative["people"])
    assert all("Beispiel" in o["name"] or "Muster" in o["name"] for o in initiative["organisations"])
    known = {o["name"] for o in initiative["organisations"]}
    for workshop in sample_case(name).workshops:
        assert {a["organisation"] for a in workshop["attendance"]} <= known


# --- questionnaire ---


def asked(answers: dict[str, Any], *, fast_lane: bool = False) -> list[str]:
    return [q.key for q in QUESTIONNAIRE.asked_for(answers, fast_lane=fast_lane)]


def test_questions_appear_with_their_module() -> None:
    assert len(asked({})) == 9
    keys = asked({"module": ["finanzierung", "mitgliederstruktur"]})
    assert keys[9:] == ["fin_years", "fin_plan", "value_chain", "mem_leavers"]
    assert "gov_organs" not in keys


def test_only_chosen_modules_are_waited_for_at_every_level() -> None:
    answered = dict(case(FULL[0]).answers) | {"module": ["finanzierung", "governance"]}
    for level in ("M0", "M4"):
        missing = [q.key for q in QUESTIONNAIRE.missing(answered, level)]
        assert missing == ["gov_organs", "gov_decisions", "gov_checks"]


@pytest.mark.parametrize("module", [m.key for m in MODULES])
def test_nobody_on_the_fast_lane_is_asked_more_than_eight_questions(module: str) -> None:
    keys = asked({"module": [module]}, fast_lane=True)
    assert len(keys) == 8
    assert not {"next_board_on", "cross_cutting"} & set(keys)


def test_the_fast_sample_answers_exactly_the_eight() -> None:
    answers = case(SAMPLES[2]).answers
    assert set(answers) == set(asked(dict(answers), fast_lane=True))


def test_the_impact_survey_is_waited_for_only_with_its_module() -> None:
    without = {k: v for k, v in case(FULL[1]).submissions.items() if k != "befragung"}
    assert OFFERING.analysis_missing(without, "M3") == ["Wirkungsbefragung der Mitglieder: Der Rücklauf fehlt."]
    assert OFFERING.analysis_missing(case(FULL[0]).submissions, "M1") == []


@pytest.mark.parametrize("fast_lane", [True, False])
def test_the_questionnaire_can_be_written_before_any_answer(fast_lane: bool) -> None:
    empty = replace(case(SAMPLES[2]), answers={}, fast_lane=fast_lane)
    context = OFFERING.documents["fragebogen"](empty)
    tables = {b.key: b for b in context.chapters["inhalt"] if isinstance(b, Table)}
    assert len(tables["q_asked"].rows) == (7 if fast_lane else 9)
    assert len(tables["q_modules"].rows) == 12


# --- agendas and approval ---


@pytest.mark.parametrize(
    ("level", "minutes"), [("M0", 90), ("M1", 120), ("M2", 180), ("M3", 215), ("M4", 360), ("unbekannt", 120)]
)
def test_agendas_scale_and_break_after_two_hours_at_most(level: str, minutes: int) -> None:
    rows = OFFERING.agenda(level, 1, {})
    assert sum(row["minutes"] for row in rows) == minutes
    at_a_stretch = 0
    for row in rows:
        at_a_stretch = 0 if row["block"] in ("Pause", "Mittagspause") else at_a_stretch + row["minutes"]
        assert at_a_stretch <= 120
    assert clock_times(rows, "09:00")[-1][1]["block"] == "Ende"


def test_the_two_hours_are_those_of_the_domain_text_and_peers_come_in_from_m3_on() -> None:
    assert [row["minutes"] for row in OFFERING.agenda("M1", 1, {})] == [10, 25, 40, 25, 15, 5]
    peers = [row["minutes"] for row in OFFERING.agenda("M3", 1, {}) if row["block"].startswith("Fallberatung")]
    assert peers == [10, 15, 15, 20, 10, 10]
    assert not any(row["block"].startswith("Fallberatung") for row in OFFERING.agenda("M2", 1, {}))
    assert OFFERING.agenda("M4", 2, {}) == OFFERING.agenda("M1", 1, {})


def test_the_board_approves_unless_only_the_manager_may_read() -> None:
    assert OFFERING.approvers({"sensitivity": "nur_cm"}) == (Role.REVIEWER,)
    assert OFFERING.approvers({"sensitivity": "vorstand"}) == (Role.REVIEWER, Role.BOARD)
    assert OFFERING.approvers({"sensitivity": "cluster"}) == (Role.REVIEWER, Role.BOARD)
    assert OFFERING.fast_lane


# --- findings by hand ---


def test_money_of_the_financing_sample_by_hand() -> None:
    of = case(FULL[0])
    stress = finding(of, "F10")["stress"]
    # 84,000 of income without 48,000 against 52,000 + 12,600 of cost: 28,600 for 33 payers
    assert Decimal(stress["shortfall_eur"]) == 64_600 - (84_000 - 48_000) == 28_600
    assert figures_of(of)["F10.gap_per_payer"].display == "867\u00a0Euro"
    basis = finding(of, "BER2")["scenarios"][0]
    # certain in the third year: fees 17,100, half of 9,000, two fifths of 3,500 = 23,000 against 64,600
    assert Decimal(basis["yearly_gap_eur"]) == 64_600 - 23_000 == 41_600
    # 15,900 at the end of June 2016, 5,008.33 less a month, 1,400 in September: October is the first below zero
    assert basis["first_negative_month"] == "2016-10"
    assert Decimal(basis["quarters"][3]["balance_eur"]) == pytest.approx(Decimal(15_900), abs=Decimal("0.01"))
    # 48,000 + 3 * 17,100 + 3 * 4,500 + 3 * 1,400 + 6,000 of 142,800
    assert Decimal(finding(of, "BER2")["certain_eur"]) == pytest.approx(Decimal(123_000), abs=Decimal("0.01"))


def test_the_building_blocks_close_the_gap_of_the_financing_sample() -> None:
    steps = sum(Decimal(str(s["amount_eur"])) for s in case(FULL[0]).plan["closing"])
    # 19,500 = 52,000 * 3/8; 5,985 = 35 % of 17,100
    assert (steps, 52_000 * 3 / 8, 17_100 * 0.35) == (41_685, 19_500, pytest.approx(5_985))
    table = next(b for b in blocks(case(FULL[0])) if isinstance(b, Table) and b.key == "closing")
    assert table.rows[-1][1].text == "85"  # type: ignore[union-attr]
    # 5,985 fees + 6,000 district + 4,500 visits and seminars + 2,100 partners
    figures = figures_of(case(FULL[0]))
    assert (figures["PLAN.pending"].display, figures["PLAN.pending_share"].display) == ("18.585\u00a0Euro", "45\u00a0%")
    assert "vier davon, zusammen {PLAN.pending}, stehen noch aus" in table.caption


def test_membership_of_the_financing_sample_by_hand() -> None:
    of = case(FULL[0])
    # 24 + 3 of 35 are companies; 35 - 3 + 5 = 37 a year before, 5 left
    assert finding(of, "F11")["company_share"] == pytest.approx(27 / 35)
    assert finding(of, "F11")["churn"] == pytest.approx(5 / 37)
    assert finding(of, "F17")["thin"] == [
        "Planung und Tragwerk", "Oberfläche und Brandschutz", "Rückbau und Wiederverwendung"]  # fmt: skip
    assert 8 <= finding(of, "F1")["n"] < 20
    assert finding(of, "F2.retention")["percentile"] is None


def test_governance_of_the_impact_sample_by_hand() -> None:
    found = finding(case(FULL[1]), "BER1")
    assert (found["yes"], len(found["no"]), len(found["unclear"]), found["clear"]) == (14, 5, 1, 6)
    unclear = {d["topic"]: d["verdict"] for d in found["decisions"] if d["verdict"] != "klar"}
    assert unclear == {
        "Aufnahme neuer Mitglieder": "mehrere",
        "Jahresprogramm": "mehrere",
        "Anträge bis 50.000 Euro Eigenanteil": "niemand",
        "Neue Arbeitsgruppen": "niemand",
    }


def test_impact_of_the_impact_sample_from_the_raw_answers() -> None:
    of = case(FULL[1])
    found = finding(of, "BER3")
    raw = of.survey["responses"]
    assert (found["valid"], found["invited"], found["sme_answers"]) == (34, 90, 21)
    for field in found["fields"]:
        rated = [r["ratings"][field["field"]] for r in raw if field["field"] in r["ratings"]]
        assert field["n"] == len(rated)
        assert field["importance"] == pytest.approx(sum(r["importance"] for r in rated) / len(rated))
        assert field["strong"] == sum(r["effect"] >= 4 and r["due"] >= 4 for r in rated)
    low = {f["field"] for f in found["fields"] if f["quadrant"] == "wichtig, kaum spürbar"}
    assert low == {"innovation", "umsatz", "personal"}
    assert [s["reached"] for s in found["ladder"]] == [30, 22, 13, 5]
    assert [s["sme_reached"] for s in found["ladder"]] == [18, 12, 7, 3]


def test_earlier_measures_of_the_impact_sample_by_hand() -> None:
    of = case(FULL[1])
    found = finding(of, "F22")
    # twelve measures: one withdrawn, six of eight due are done, one done early, two not due
    assert (found["measures"], found["withdrawn"], found["due"], found["done"], found["done_early"], found["not_due"]) \
        == (12, 1, 8, 6, 1, 2)  # fmt: skip
    assert found["weighted_rate"] == pytest.approx(13 / 18)
    # +1, 0, -2, +1
    assert found["goal_attainment"] == 0
    # two not at all, three later, one unchanged, one without answer: (2 + 1.5) / 6
    assert finding(of, "F21")["additionality"] == pytest.approx(3.5 / 6)
    assert finding(of, "F21")["unanswered"] == 1


def test_findings_come_only_from_chosen_modules() -> None:
    money = case(FULL[0])
    only = replace(money, answers={**money.answers, "module": ["mitgliederstruktur"]})
    assert {d.key for d in OFFERING.analyse(only)} == {"F11", "F17"}  # no peers in an assembled case
    assert OFFERING.evaluate(money) == []
    assert not case(SAMPLES[2]).findings


# --- refused input ---


def refused(kind: str, data: dict[str, Any]) -> str:
    submittable = OFFERING.submittable(kind)
    assert submittable is not None
    with pytest.raises(InputErrors) as error:
        submittable.validate(data)
    return str(error.value)


def changed_plan(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(sample_case(FULL[0]).plan), **changes}


def test_answers_that_cannot_be_used_are_refused_with_the_place() -> None:
    assert "Fragestellung (question): muss mit der Frage enden" in refused(
        "fragebogen", {"question": "Wir möchten über die Zukunft sprechen."}
    )
    assert "braucht einen Grund" in refused("fragebogen", {"urgency": {"level": "krise"}})
    assert "kennt die Aussage satzungen nicht" in refused("fragebogen", {"gov_checks": {"satzungen": "ja"}})
    years = [{"year": y, "income": [{"name": "a", "kind": "beitraege", "amount_eur": 1, "public": False}],
              "cost_eur": 1, "source": "x"} for y in (2012, 2014)]  # fmt: skip
    assert "müssen aufeinander folgen" in refused("fragebogen", {"fin_years": years})


def test_a_plan_recommends_exactly_one_option() -> None:
    options = deepcopy(sample_case(FULL[0]).plan["options"])
    options[0]["decision"] = "empfohlen"
    assert "genau eine Option ist zu empfehlen, es sind 2" in refused("konzept", changed_plan(options=options))
    options[0] = {**options[0], "decision": "zurueckgestellt", "resubmission": "–"}
    assert "braucht eine Wiedervorlage" in refused("konzept", changed_plan(options=options))


def test_a_legal_or_tax_question_needs_a_referral() -> None:
    options = deepcopy(sample_case(FULL[0]).plan["options"])
    options[0]["cons"] = ["Umsatzsteuer ungeklärt"]
    assert "Rechts- und Steuerfragen (steuer)" in refused("konzept", changed_plan(options=options, referrals=[]))
    bare = replace(case(FULL[0]), plan={**case(FULL[0]).plan, "referrals": []})
    with pytest.raises(InputErrors, match="Auskunft mit Verweis ergänzen"):
        advice_note(replace(bare, texts={**bare.texts, "next": "Die Haftung klären wir später."}))
    with pytest.raises(InputErrors, match="Modul Rechtsform"):
        advice_note(replace(bare, texts={}, answers={**bare.answers, "module": ["rechtsform"]}))


def test_a_conversion_names_what_it_carries_over() -> None:
    assert "nennt carry_over die übernommenen Fakten" in refused("konzept", changed_plan(convert_to="cluster_strategy"))


def test_a_record_may_only_choose_what_was_discussed() -> None:
    record = deepcopy(sample_case(FULL[0]).workshops[0])
    record["chosen"]["option"] = "O7"
    with pytest.raises(InputErrors, match="gewählt ist Option O7"):
        OFFERING.workshop_record(record)


def test_votes_are_counted_and_never_taken_from_the_attendance() -> None:
    record = deepcopy(sample_case(FULL[0]).workshops[0])
    record["chosen"]["abstained"] = 0
    with pytest.raises(InputErrors, match="gezählt sind 5 Stimmen, anwesend waren 6 Organisationen"):
        OFFERING.workshop_record(record)
    del record["chosen"]["in_favour"]
    with pytest.raises(InputErrors, match="die Stimmen dafür"):
        OFFERING.workshop_record(record)


@pytest.mark.parametrize(
    ("votes", "present", "said"),
    [
        ({"in_favour": 5, "abstained": 1}, 6, "wählten fünf von sechs Organisationen die Option O2"),
        ({"in_favour": 6}, 6, "wählten alle sechs Organisationen die Option O2"),
        ({}, 6, "mit sechs Organisationen wurde Option O2 gewählt"),
        ({"in_favour": 3, "against": 1}, 4, "mit vier Organisationen wurde Option O2 gewählt"),
    ],
)
def test_the_note_tells_votes_only_where_they_were_counted(votes: dict[str, int], present: int, said: str) -> None:
    assert vote_in_words(votes, present, "Option O2") == said


@pytest.mark.parametrize(("name", "favour"), [(FULL[0], "fünf von sechs"), (FULL[1], "acht von neun")])
def test_the_votes_of_the_note_are_those_of_the_minutes(name: str, favour: str) -> None:
    of = case(name)
    notes = " ".join(n["finding"] for n in of.workshops[0].record["notes"]).lower()
    shown = " ".join(b.text for b in blocks(of) if isinstance(b, Paragraph))
    assert favour in notes and f"wählten {favour} Organisationen" in shown


@pytest.mark.parametrize("name", FULL)
def test_the_note_counts_right_how_many_steps_the_office_does_not_lead(name: str) -> None:
    of = case(name)
    elsewhere = [m for m in of.plan["measures"] if m["lead"] not in OFFICE]
    said = f"{in_words(len(elsewhere)).capitalize()} der {in_words(len(of.plan['measures']))} Schritte"
    assert of.texts["next"].strip().startswith(said)


def test_shifted_days_of_the_impact_sample_add_up() -> None:
    of = case(FULL[1])
    # 12 + 10 + 8 days for three fields come from 18 + 12 days of two others
    assert "dreißig Personentage: zwölf auf Innovation, zehn auf Personal, acht auf" in of.plan["resolution"][2]
    assert "30 Personentage, 18 aus Bekanntheit und 12 aus Export" in of.plan["costs_summary"][1]


def test_a_passing_month_below_zero_is_not_called_empty_from_then_on() -> None:
    chart = next(b for b in blocks(case(FULL[0])) if isinstance(b, Chart) and b.key == "balances")
    assert chart.caption.endswith("unter Stress zeitweise im Januar 2016 und am Quartalsende ab Juni 2016")
    assert chart.categories[0] == "Q3/15"


def test_groups_that_share_the_most_gaps_are_all_named() -> None:
    chart = next(b for b in blocks(case(FULL[1])) if isinstance(b, Chart) and b.key == "statements")
    assert chart.caption.endswith("die meisten Lücken liegen bei „Ordnung“ und „Entscheiden“")


def test_a_recommendation_against_the_choice_needs_a_reason() -> None:
    of = case(FULL[0])
    options = [
        {**o, "decision": {"O1": "empfohlen", "O2": "verworfen"}.get(o["key"], o["decision"])}
        for o in of.plan["options"]
    ]
    other = replace(of, plan={**of.plan, "options": options})
    with pytest.raises(InputErrors, match="Im Gespräch wurde O2 gewählt, empfohlen ist O1"):
        advice_note(other)
    reasoned = replace(other, plan={**other.plan, "deviation": "Der Landkreis hat nach dem Gespräch abgesagt."})
    assert advice_note(reasoned).chapters["empfehlung"]


def test_a_survey_with_more_answers_than_invitations_is_refused() -> None:
    survey = deepcopy(sample_case(FULL[1]).survey)
    survey["invited"] = {"kmu": 20}
    assert "mehr Antworten als Angeschriebene" in refused("befragung", survey)


# --- papers ---


@each_sample
def test_a_note_has_six_chapters_two_annexes_and_known_marks(name: str) -> None:
    context = advice_note(case(name))
    assert [c.name for c in OUTLINE] == [
        "frage", "datenbasis", "befunde", "optionen", "empfehlung", "grenzen", "anhang_a", "anhang_b"]  # fmt: skip
    headings = [b for c in OUTLINE for b in context.chapters[c.name] if isinstance(b, Heading) and b.level == 1]
    assert [h.text for h in headings][:6] == [
        "Frage und Antwort", "Datenbasis und Methode", "Befunde", "Optionen", "Empfehlung und nächste Schritte",
        "Grenzen der Aussage"]  # fmt: skip
    marks = set(re.findall(r"(?<!{){([A-Z][\w.]*)}(?!})", repr(context.chapters)))
    assert marks <= set(context.figures)


@each_sample
def test_only_chosen_modules_have_a_section(name: str) -> None:
    of = case(name)
    sections = [b.key for b in blocks(of) if isinstance(b, Heading) and b.level == 2]
    assert sections == [f"3.{m.key}" for m in chosen(of.answers)]


@pytest.mark.parametrize("module", [m.key for m in MODULES])
def test_every_module_makes_a_section_in_words_on_the_fast_lane(module: str) -> None:
    of = case(SAMPLES[2])
    texts = {f"note.{module}": "Ein Befund in Worten.", f"headline.{module}": "Eine Aussage"}
    short = replace(of, answers={**of.answers, "module": [module]}, texts=texts, findings={})
    found = next(c for c in BODY if c.name == "befunde").build(short)
    assert any("Ein Befund in Worten." in getattr(b, "text", "") for b in found)


ANSWERS: dict[str, dict[str, Any]] = {
    "wertschoepfung": {"value_chain": [{"stage": "Beschichten", "members": 4}, {"stage": "Prüfen", "members": 0}]},
    "foerdermittel": {"fun_needs": [{"purpose": "Messplatz", "programme": "offen", "amount_eur": 20000,
                                     "open_question": "Wer stellt den Antrag?"}]},
    "standort_trend": {
        "trends": [{"title": "Weniger Lehrlinge", "letter": "S", "direction": "-", "impact": 4, "probability": 5,
                    "horizon": "kurz", "concerns_us": "jede Stelle bleibt länger frei", "example": "ein Betrieb",
                    "source": "Kammer 2015"}],
        "employment": {"industry_region": 4200, "all_region": 52000, "industry_reference": 310000,
                       "all_reference": 6100000, "reference_name": "Land", "source": "Statistik 2014"}},
    "cross_cluster": {
        "cc_partner": [{"name": "Muster-Netz", "region": "Beispielland", "why": "ergänzt die Messtechnik."}],
        "cc_topics": [{"keyword": "Messen", "joint_members": 3, "challenge": "Daten", "expected": "Tagung"}]},
    "rechtsform": {"leg_forms": [{"form": "GmbH", "wanted_for": "Aufträge", "open_question": "Folgen für Beiträge?"}]},
    "peer_coaching": {"peer_case": {"situation": "Ein Streit.", "tried": "Zwei Gespräche.",
                                    "asked": "Wie kommen wir wieder ins Gespräch?"}},
    "stakeholder": {"stakeholders": [{"name": "Kammer Muster", "kind": "Kammer", "power": 5, "interest": 2,
                                      "current": 1, "desired": 3}]},
    "nachfolge": {"suc_roles": case(SAMPLES[2]).answers["suc_roles"], "suc_date": "2016-06-30"},
}  # fmt: skip


@pytest.mark.parametrize("module", list(ANSWERS))
def test_the_eight_modules_in_words_show_their_answers(module: str) -> None:
    of = case(SAMPLES[2])
    answers = QUESTIONNAIRE.validate({**of.answers, "module": [module], **ANSWERS[module]})
    full = replace(of, answers=answers, texts={f"note.{module}": "Der Befund."}, fast_lane=False, findings={})
    drafts = OFFERING.analyse(full)
    facts = {d.key: FindingFacts(d.key, d.method, d.title, d.source, d.catalogue_version, d.result, d.inputs)
             for d in drafts}  # fmt: skip
    full = replace(full, findings=facts)
    found = next(c for c in BODY if c.name == "befunde").build(full)
    tables = [b for b in found if isinstance(b, Table)]
    assert bool(tables) == (module not in ("stakeholder", "peer_coaching"))
    assert "Kammer Muster" not in repr(advice_note(replace(full, plan={**full.plan})).chapters)
    assert brief.situation_brief(full).chapters["inhalt"]
    volume = repr(OFFERING.documents["materialband"](full).chapters)
    assert ("Kammer Muster" in volume) == (module == "stakeholder")


ABOUT_A_MEETING = ("einladung", "vorbereitung", "anwesenheitsliste", "protokoll")


@each_sample
@pytest.mark.parametrize("kind", list(OFFERING.documents))
def test_every_document_renders_without_a_leftover(name: str, kind: str) -> None:
    of = case(name)
    about = of.workshops[:1] if kind in ABOUT_A_MEETING else ()
    if kind in ABOUT_A_MEETING and not about:
        assert of.fast_lane  # short advice has no conversation
        return
    documents = WordDocuments(TEMPLATES)
    made = documents.render(OFFERING.template_for(kind), OFFERING.documents[kind](of, *about))
    report = documents.check(made.content, made.manifest, of.funding.statement, of.number)
    assert report.publicity and report.leftovers == [] and report.missing_headings == []


def test_the_template_is_the_note_without_cover_and_contents() -> None:
    committed = (TEMPLATES / "word" / "individual_advice" / "beratungsvermerk.docx").read_bytes()
    built = write_parts(note(OFFERING))
    assert read_parts(committed)["word/document.xml"] == read_parts(built)["word/document.xml"]
    assert b"{{ inhalt }}" not in read_parts(committed)["word/document.xml"]


def test_a_larger_engagement_takes_its_facts_along() -> None:
    box = next(b for b in blocks(case(FULL[1])) if isinstance(b, Callout) and b.title.startswith("Weiter als"))
    assert "Professionalisierung" in box.title and len(box.items) == 4


def test_the_brief_names_what_the_room_may_refute() -> None:
    of = case(FULL[1])
    assert any("Innovation" in sentence for sentence in brief.self_image(of))
    late = replace(of, answers={**of.answers, "decision_by": {"on": "2016-09-12", "role": "vorstand"}})
    assert any("weniger als zehn Tage" in sentence for sentence in brief.open_points(late))


@pytest.mark.parametrize("name", FULL)
def test_own_texts_of_the_full_samples_use_every_place_of_their_modules(name: str) -> None:
    of = case(name)
    for module in chosen(of.answers):
        assert {f"{module.key}.first", f"{module.key}.second", f"{module.key}.after"} <= set(of.texts)
    assert set(of.texts) <= set(TEXT_KEYS)


def test_charts_of_the_notes_are_of_known_kinds() -> None:
    kinds = {b.key: b.kind for name in FULL for b in blocks(case(name)) if isinstance(b, Chart)}
    assert kinds == {
        "waterfall": "waterfall", "balances": "column", "members": "bar", "statements": "stacked_bar",
        "impact": "bubble"}  # fmt: skip
