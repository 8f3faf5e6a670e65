"""Technology transfer: samples, questions, agendas, findings by hand, refusals in German, papers complete."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clusterprocess.catalogues.process import process
from clusterprocess.domain.errors import InputErrors
from clusterprocess.offerings.questions import LEVELS
from clusterprocess.offerings.sections.marks import MARK
from clusterprocess.offerings.standard.agenda import BREAK, LUNCH
from clusterprocess.offerings.technology_transfer.agenda import agenda, rounds_at
from clusterprocess.offerings.technology_transfer.analysis import consortium, evaluate
from clusterprocess.offerings.technology_transfer.figures import figures_of
from clusterprocess.offerings.technology_transfer.offering import OFFERING
from clusterprocess.offerings.technology_transfer.questionnaire import QUESTIONNAIRE
from clusterprocess.offerings.technology_transfer.report import OUTLINE
from clusterprocess.offerings.technology_transfer.requirements import analysis_missing, missing
from clusterprocess.sampledata.cases.reader import sample_case
from tests.offerings.transfer_papers import (
    ESTABLISHED,
    EVENING,
    KIND,
    NAMES,
    PUBLIC_KIND,
    case_of,
    context_of,
    rendered,
    texts,
)

both = pytest.mark.parametrize("name", NAMES)


def test_one_sample_is_volunteer_run_and_one_holds_a_label() -> None:
    assert (case_of(EVENING).level, case_of(ESTABLISHED).level) == ("M0", "M3")


@both
def test_a_sample_hands_in_all_that_gates_and_draft_ask_for(name: str) -> None:
    case, sample = case_of(name), sample_case(name)
    assert missing(case.profile, case.submissions, case.level) == []
    assert analysis_missing(case.submissions, case.level) == []
    assert set(OFFERING.draft_needs) <= set(case.submissions)
    assert len(sample.workshops) == process().scope_of(OFFERING.slug, case.level).workshops


@both
def test_names_of_people_are_marked_and_organisations_are_invented(name: str) -> None:
    sample = sample_case(name)
    assert all(person["name"].endswith("(Beispiel)") for person in sample.initiative["people"])
    named = [a["organisation"] for w in sample.workshops for a in w["attendance"]]
    assert all("Beispiel" in n or "Muster" in n for n in named)


def test_depth_of_the_questions_follows_the_level() -> None:
    asked = {level: {q.key for q in QUESTIONNAIRE.asked_at(level)} for level in LEVELS}
    core = {"topics", "goal_tt", "readiness", "barriers", "next_board_on", "cross_cutting"}
    assert core <= asked["M0"] and "transfer_paths" not in asked["M2"] and "transfer_paths" in asked["M3"]
    assert {q.key for q in QUESTIONNAIRE.missing({}, "M0")} == core
    assert {q.key for q in QUESTIONNAIRE.missing({}, "M2")} == core | {"tt_history"}


def test_the_entry_rule_counts_sme_needs_and_science_partners() -> None:
    def need(key: str, size: str) -> dict[str, Any]:
        return {"key": key, "n_size": size}

    data = {
        "bedarfe": {"needs": [need("B1", "1-19"), need("B2", "50-249"), need("B3", "250+")]},
        "angebote": {"offers": [{"party": "H", "party_kind": "hochschule"}, {"party": "F", "party_kind": "kmu"}]},
    }
    # the large company does not count as SME, the offering firm not as science; M0 asks for three and one
    assert analysis_missing(data, "M0") == ["Bedarfsbögen: 2 von 3 kleiner und mittlerer Unternehmen liegen vor."]
    assert analysis_missing(data, "M2") == [
        "Bedarfsbögen: 2 von 5 kleiner und mittlerer Unternehmen liegen vor.",
        "Angebotsbögen: 1 von 2 Partnern aus der Wissenschaft liegen vor.",
    ]


def test_without_an_accepted_nda_only_an_evening_is_possible() -> None:
    ready = {"readiness": {"smes_ready": 6, "science_ready": 2, "nda_accepted": False}}
    said = [s for s in missing({}, {"fragebogen": ready}, "M1") if "readiness" in s]
    assert said == ["Wer mitmacht (readiness): Das Muster der Vertraulichkeitsvereinbarung ist noch nicht angenommen."]
    assert [s for s in missing({}, {"fragebogen": ready}, "M0") if "readiness" in s] == []


@pytest.mark.parametrize(
    ("level", "number", "minutes"),
    # added up from the rows: evening 2.5 h, half day 4.5 h, Transfertag 9:00-17:10, matching day 6 h 20, roadmap 5 h 35
    [("M0", 1, 150), ("M1", 1, 270), ("M2", 1, 490), ("M3", 1, 490), ("M2", 2, 380), ("M4", 3, 335)],
)
def test_agendas_last_as_long_as_they_should_and_have_breaks(level: str, number: int, minutes: int) -> None:
    rows = agenda(level, number, {})
    assert sum(r["minutes"] for r in rows) == minutes
    stretch = 0
    for row in rows:
        stretch = 0 if row["block"] in (BREAK, LUNCH) else stretch + row["minutes"]
        assert stretch <= 120, row["block"]
    lunch = [r["minutes"] for r in rows if r["block"] == LUNCH]
    assert all(60 <= m <= 75 for m in lunch) and (minutes < 300 or lunch)


def test_rounds_of_talks_take_twenty_minutes_each() -> None:
    talks = {level: next(r for r in agenda(level, 1, {}) if r["block"] == "Vorgeplante Gespräche") for level in LEVELS}
    assert [talks[level]["minutes"] for level in LEVELS] == [60, 80, 120, 120, 120]
    assert (rounds_at("M0"), rounds_at("unbekannt")) == (3, rounds_at("M1"))


def test_matches_of_the_established_sample_by_hand() -> None:
    result = case_of(ESTABLISHED).finding("F8")
    pairs = {(p["need"], p["offer"]): p for p in result["pairs"]}
    # 0.45*3/3 + 0.20*1 + 0.10 + 0.10 (17 km) + 0.10 + 0.05 (copyright)
    assert pairs["B12", "A2"]["score"] == pytest.approx(1.0)
    # 0.45*4/4 + 0.20*(1 - 2/4) + 0.10 + 0.10 + 0.10 + 0.05/2 (know-how)
    assert pairs["B1", "A1"]["score"] == pytest.approx(0.875)
    # 0.45*1/6 (Reinigung) + 0.20*(1 - 1/4) + 0.10 + 0.10 + 0.10 + 0.05
    assert pairs["B5", "A7"]["score"] == pytest.approx(
        0.45 / 5 + 0.2 * 0.5 + 0.1 + (400 - 134) / 3000 + 0.1 + 0.05, abs=2e-4
    )
    assert pairs["B4", "A7"]["verdict"] == "ausgeschlossen"
    assert (len(pairs), result["matches"], result["checks"]) == (14 * 9, 14, 16)
    assert (result["needs_unmet"], result["offers_unused"]) == (["B13"], ["A9"])


def test_the_plan_of_talks_gives_nobody_two_tables_and_nobody_more_than_six() -> None:
    plan = case_of(ESTABLISHED).finding("TT1")
    assert (len(plan["talks"]), plan["rounds_used"], plan["tables_used"], plan["minutes"]) == (29, 6, 5, 120)
    seats = [(t["round"], party) for t in plan["talks"] for party in (t["need_party"], t["offer_party"])]
    assert len(seats) == len(set(seats))
    assert max(plan["talks_per_party"].values()) == 6
    assert ("B4", "A7") not in {(t["need_party"], t["offer_party"]) for t in plan["talks"]}
    # 30 pairs match or are to be checked; the one without a place is planned for the second day
    assert plan["left_over"] == [["B10", "A1"]]
    assert [(t["need_party"], t["offer_party"]) for t in case_of(ESTABLISHED).finding("TT1.2")["talks"]] == [
        ("B10", "A1")
    ]


def test_common_topics_and_gaps_by_hand() -> None:
    result = case_of(ESTABLISHED).finding("TT2")
    assert {c["name"]: c["needs"] for c in result["clusters"]} == {
        "Galvanik": ["B1", "B10", "B12", "B2", "B7"],
        "Bauteilreinigung": ["B11", "B4", "B5"],
        "Ersatz von Chrom(VI)": ["B1", "B14", "B2"],
        "Prüfung in der Linie": ["B11", "B6", "B7"],
        "Verschleißschutz": ["B1", "B14", "B9"],
    }
    # Gefahrstoffe, Faserverbund, optische Komponenten, Pulverbeschichtung have needs only
    assert (result["gaps"], result["unused"]) == (4, 3)
    # only B13 shares no keyword with any offer
    assert result["coverage"] == pytest.approx(13 / 14)


def test_ideas_are_held_against_programmes_by_consortium_and_money() -> None:
    case = case_of(ESTABLISHED)
    ideas = {i["key"]: i for i in case.plan["ideas"]}
    assert consortium(case, ideas["I1"]) == {"smes": 2, "large": 0, "science": 1}
    assert consortium(case, ideas["I3"]) == {"smes": 2, "large": 1, "science": 1}
    fits = {(f["idea"], f["programme"]): f for f in case.finding("TT3")["fits"]}
    # 0.45 * 210,000 + min(165,000; 190,000) = 94,500 + 165,000
    assert float(fits["I1", "zim_koop"]["possible_grant_eur"]) == 259_500 == float(ideas["I1"]["grant_eur"])
    assert fits["I3", "kmu_innovativ"]["next_deadline"] == "2016-10-15"
    assert fits["I4", "gutschein_b"]["verdict"] == "passt" and fits["I4", "zim_koop"]["verdict"] == "passt nicht"


def test_scores_of_ideas_by_hand() -> None:
    options = {o["key"]: o for o in case_of(ESTABLISHED).finding("F7")["options"]}
    # I1: 0.30*5 + 0.25*3 + 0.20*5 + 0.15*5 + 0.10*3 = 4.30 -> 82.5; I4: 0.9 + 1.25 + 0.8 + 0.75 + 0.5 = 4.20 -> 80
    assert (options["I1"]["utility"], options["I1"]["points"], options["I1"]["rank"]) == (4.3, 82.5, 1)
    assert (options["I4"]["points"], options["I4"]["rank"]) == (80.0, 2)
    assert options["I8"]["knocked_out"] and options["I8"]["rank"] is None


def test_the_funnel_counts_pairs_and_the_last_card_of_each() -> None:
    case = case_of(ESTABLISHED)
    held = [w.record["talks"] for w in case.workshops]
    assert [len(t) for t in held] == [28, 13]
    steps = case.finding("TT4")["steps"]
    # 28 pairs on the first day, two new ones on the second; one of twelve contacts was withdrawn, one was added
    assert [s["count"] for s in steps] == [30, 12, None, None, None, None]
    assert steps[1]["conversion"] == pytest.approx(0.4)


def test_the_vote_of_the_established_sample_by_hand() -> None:
    result = case_of(ESTABLISHED).finding("F12")
    assert (result["organisations"], result["total_dots"], result["dots_each"]) == (21, 63, 3)
    assert {o["option"]: o["dots"] for o in result["options"]}["I1"] == 16
    assert [g["organisations"] for g in result["groups"] if g["reportable"]] == [14, 7]


def test_other_clusters_are_fields_and_never_initiatives() -> None:
    (own,) = case_of(ESTABLISHED).finding("TT5")["clusters"]
    first = own["suggestions"][0]
    # reinigung and verschleissschutz of 8 + 5 - 2 keywords
    assert (first["other"], first["overlap"]) == ("medical_engineering", pytest.approx(2 / 11))


def test_the_evening_has_six_talks_and_one_need_without_an_offer() -> None:
    case = case_of(EVENING)
    assert (case.finding("F8")["matches"], case.finding("F8")["needs_unmet"]) == (6, ["B5"])
    plan = case.finding("TT1")
    assert (len(plan["talks"]), plan["rounds_used"], plan["tables_used"]) == (6, 3, 2)
    assert "TT1.2" not in case.findings
    assert [s["count"] for s in case.finding("TT4")["steps"][:2]] == [6, 4]


REFUSED = [
    ("bedarfe", {"n_conf": "nda", "released_on": "2016-03-01", "released_by": "Leitung"}, "ein Bogen mit NDA kann nicht freigegeben werden"),
    ("bedarfe", {"n_problem": "Es soll alles viel besser und schneller werden."}, "braucht einen messbaren Zielwert"),
    ("bedarfe", {"n_short": "Musterdreh GmbH sucht eine Reinigung"}, "die Kurzfassung nennt „Musterdreh GmbH“; bitte ohne Namen"),
    ("bedarfe", {"brands": ["RedClean"], "n_short": "Ersatz für RedClean gesucht"}, "die Kurzfassung nennt „RedClean“"),
    ("bedarfe", {"topics": ["laserreinigen"]}, "„laserreinigen“ steht nicht in der Stichwortliste; ähnlich sind: laserreinigung"),
    ("bedarfe", {"topics": ["galvanik", "galvanik"]}, "ein Stichwort kommt zweimal vor"),
    ("bedarfe", {"lat": 48.0}, "Breite und Länge (lat, lon) gehören zusammen"),
    ("bedarfe", {"released_on": "2016-03-01"}, "eine Freigabe braucht Tag und Funktion"),
    ("bedarfe", {"n_trl": 10}, "darf höchstens 9 sein"),
    ("bedarfe", {"n_form": ["beratung"]}, "muss einer dieser Werte sein"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "change", "sentence"), REFUSED)
def test_a_sheet_that_cannot_be_accepted_is_refused_in_german(kind: str, change: dict[str, Any], sentence: str) -> None:
    sheet = {
        "key": "B1", "n_orga": "Musterdreh GmbH", "n_size": "20-49", "n_short": "Teile trocken reinigen",
        "n_problem": "Restfett unter 20 Milligramm je Quadratmeter.", "n_trl": 6, "n_when": 12,
        "n_form": ["pruefung_machbarkeit"], "n_conf": "offen", "topics": ["reinigung"], "town": "Aalen",
    }  # fmt: skip
    submittable = OFFERING.submittable(kind)
    assert submittable is not None
    submittable.validate({"closed_on": "2015-12-04", "needs": [sheet]})
    with pytest.raises(InputErrors) as refused:
        submittable.validate({"closed_on": "2015-12-04", "needs": [sheet | change]})
    assert sentence in "\n".join(refused.value.messages)


def test_two_sheets_with_one_number_are_refused() -> None:
    offers = sample_case(EVENING).submissions["angebote"]
    submittable = OFFERING.submittable("angebote")
    assert submittable is not None
    with pytest.raises(InputErrors, match="der Bogen A1 kommt zweimal vor"):
        submittable.validate({**offers, "offers": [offers["offers"][0], offers["offers"][0]]})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cost_companies_eur": 1}, "I1: Kosten 1 Euro und Finanzierung 12000 Euro gehen nicht auf"),
        ({"trl_target": 1}, "der Reifegrad am Ende liegt unter dem heutigen"),
        ({"programme": ""}, "eine geplante Förderung braucht ein Programm"),
        ({"partners": [{"role": "prüft"}, {"sheet": "A1", "role": "misst"}]}, "entweder eine Bogennummer"),
    ],
)
def test_an_idea_that_does_not_add_up_is_refused(change: dict[str, Any], sentence: str) -> None:
    plan = sample_case(EVENING).plan
    submittable = OFFERING.submittable("konzept")
    assert submittable is not None
    with pytest.raises(InputErrors) as refused:
        submittable.validate({**plan, "ideas": [plan["ideas"][0] | change, *plan["ideas"][1:]]})
    assert sentence in "\n".join(refused.value.messages)


def test_a_funnel_that_grows_is_refused() -> None:
    plan = sample_case(EVENING).plan
    goals = [{"stage": s, "value": v, "asked_on": "2016-01-15"} for s, v in (("sketches", 1), ("applications", 2))]
    submittable = OFFERING.submittable("konzept")
    assert submittable is not None
    with pytest.raises(InputErrors, match="die Ziele des Trichters wachsen"):
        submittable.validate({**plan, "funnel_goals": goals})


def test_a_record_with_two_talks_in_one_round_or_no_next_step_is_refused() -> None:
    record = sample_case(EVENING).workshops[0]
    talk = {"need": "B1", "offer": "A1", "round": 1, "need_interest": 0, "offer_interest": 0}
    with pytest.raises(InputErrors, match="B1 hat in Runde 1 zwei Gespräche"):
        OFFERING.workshop_record({**record, "talks": [talk, talk | {"offer": "A2"}]})
    with pytest.raises(InputErrors, match="B1 mit A1: bei beidseitigem Interesse fehlen nächster Schritt und Termin"):
        OFFERING.workshop_record({**record, "talks": [talk | {"need_interest": 2, "offer_interest": 3}]})
    with pytest.raises(InputErrors, match="abgestimmt wurde über I1"):
        OFFERING.workshop_record({**record, "ideas": [i for i in record["ideas"] if i["key"] != "I1"]})


def test_plan_and_records_that_name_unknown_sheets_are_refused() -> None:
    case = case_of(EVENING)
    idea = {**case.plan["ideas"][0], "needs": ["B9"]}
    wrong = replace(case, plan={**case.plan, "ideas": [idea, *case.plan["ideas"][1:]], "unmet": []})
    with pytest.raises(InputErrors) as refused:
        evaluate(wrong)
    said = "\n".join(refused.value.messages)
    assert "Idee I1: Den Bogen B9 gibt es nicht; bitte die Nummer prüfen" in said
    assert "Bedarf B5 hat kein passendes Angebot und kommt in keiner Idee vor" in said


def test_an_idea_never_joins_parties_that_exclude_each_other() -> None:
    case = case_of(ESTABLISHED)
    idea = {**case.plan["ideas"][0], "needs": ["B1", "B2"]}
    with pytest.raises(InputErrors, match="Idee I1 führt B1 und B2 zusammen, die einander ausgeschlossen haben"):
        evaluate(replace(case, plan={**case.plan, "ideas": [idea, *case.plan["ideas"][1:]]}))


@both
def test_the_paper_has_the_chapters_of_its_level(name: str) -> None:
    chapters = {k for k, blocks in context_of(name).chapters.items() if blocks}
    expected = {c.name for c in OUTLINE} - ({"anhang_gespraeche"} if name == EVENING else set())
    assert expected <= chapters
    assert [c.name for c in OUTLINE][:3] == ["zusammenfassung", "vorgehen", "bedarfe"]


@both
@pytest.mark.parametrize("kind", sorted(OFFERING.documents))
def test_every_paper_is_clean_and_carries_emblem_wording_and_number(name: str, kind: str) -> None:
    from clusterprocess.adapters.word import WordDocuments
    from tests.offerings.transfer_papers import TEMPLATES

    case = case_of(name)
    file = rendered(context_of(name, kind))
    report = WordDocuments(TEMPLATES).check(file.content, file.manifest, case.funding.statement, case.number)
    assert (report.leftovers, report.publicity_faults, report.changed, report.missing_headings) == ([], [], [], [])


@both
def test_texts_name_only_figures_that_exist_and_hold_no_typed_numbers_of_them(name: str) -> None:
    case = case_of(name)
    figures = figures_of(case)
    named = {
        m for text in case.texts.values() for m in MARK.findall(text) if not m.startswith(("abb:", "tab:", "kap:"))
    }
    assert named <= set(figures)
    assert len(named) >= 8


@both
def test_every_text_key_of_the_sample_is_printed_somewhere(name: str) -> None:
    printed = {
        getattr(b, "own", "")
        for kind in (KIND, PUBLIC_KIND)
        for blocks in context_of(name, kind).chapters.values()
        for b in blocks
    }
    silent = {k for k in case_of(name).texts if "headline" not in k} - printed
    assert silent == set()


def test_the_measures_fit_the_capacity_and_the_sums_cross_foot() -> None:
    for name in NAMES:
        plan = case_of(name).plan
        found = next(b for b in context_of(name).chapters["massnahmen"] if getattr(b, "key", "") == "measures")
        rows = texts(found)  # type: ignore[arg-type]
        effort = [float(r[4].replace(",", ".")) for r in rows]
        assert sum(effort[:-1]) == effort[-1] <= plan["capacity_days"]


def test_follow_ups_and_outcomes_are_those_of_the_offering() -> None:
    assert [f.after_days for f in OFFERING.follow_ups] == [14, 91, 182, 365, 730]
    assert {"contacts_alive", "sketches", "applications", "trl_change", "innovations"} <= {
        o.key for o in OFFERING.outcomes
    }
    assert OFFERING.template_for(PUBLIC_KIND) == OFFERING.template_for(KIND)
