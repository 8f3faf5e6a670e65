"""PRO1: the timetable backwards from the site visit on working days, the reminders, the earliest wish."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterprocess.catalogues.label_process import label_process
from clusterprocess.domain.clock import is_working_day
from clusterprocess.domain.errors import InputError, NotFoundError
from clusterprocess.methods.label_timetable import (
    LabelTimetableInput,
    LabelTimetableResult,
    add_months,
    expiry_reminders,
    label_timetable,
)


def planned(label_date: str, today: str = "2015-01-12", **more: Any) -> LabelTimetableResult:
    return label_timetable(
        LabelTimetableInput.model_validate({"label": "bw", "label_date": label_date, "today": today, **more})
    )


def due(result: LabelTimetableResult) -> list[tuple[str, date]]:
    return [(step.key, step.due_on) for step in result.milestones]


def test_ten_six_and_three_weeks_before_a_monday() -> None:
    # Monday 21.09.2015 minus 70, 42 and 21 days
    assert due(planned("2015-09-21")) == [
        ("selbsttest", date(2015, 7, 13)),
        ("nachweise", date(2015, 8, 10)),
        ("online_eintrag", date(2015, 8, 31)),
        ("vor_ort", date(2015, 9, 21)),
    ]


def test_a_wish_on_a_sunday_becomes_the_monday_after() -> None:
    assert planned("2015-09-20").visit_on == date(2015, 9, 21)


def test_steps_on_a_holiday_move_to_the_working_day_before() -> None:
    # 25.05.2015 is Whit Monday: visit 15.06. - 3 weeks = 25.05. -> Friday 22.05.
    assert due(planned("2015-06-15"))[2] == ("online_eintrag", date(2015, 5, 22))
    # Corpus Christi 04.06.2015 is a holiday in Baden-Württemberg: visit 16.07. - 6 weeks = 04.06. -> 03.06.
    assert due(planned("2015-07-16"))[1] == ("nachweise", date(2015, 6, 3))


def test_closing_days_of_the_agency_are_no_working_days() -> None:
    # 14.01.2016 - 3 weeks = 24.12.2015, closed by the catalogue -> 23.12.2015
    assert due(planned("2016-01-14"))[2][1] == date(2015, 12, 23)
    assert due(planned("2016-01-14", closing_days=[]))[2][1] == date(2015, 12, 24)
    assert planned("2015-09-21", closing_days=["2015-09-21"]).visit_on == date(2015, 9, 22)


def test_the_wish_lies_at_least_three_months_ahead() -> None:
    assert planned("2015-08-20", today="2015-05-20").visit_on == date(2015, 8, 20)
    with pytest.raises(InputError, match=r"19\.08\.2015 ist zu früh; möglich ist er ab dem 20\.08\.2015, 3 Monate"):
        planned("2015-08-19", today="2015-05-20")


def test_months_end_where_the_month_ends() -> None:
    assert add_months(date(2015, 11, 30), 3) == date(2016, 2, 29)
    assert add_months(date(2015, 3, 31), -1) == date(2015, 2, 28)
    assert add_months(date(2015, 1, 15), -12) == date(2014, 1, 15)


def test_reminders_twelve_six_and_three_months_before_the_label_expires() -> None:
    # 30.11.2015: 30.11.2014 and 30.08.2015 are Sundays, 30.05.2015 is a Saturday
    reminders = expiry_reminders(date(2015, 11, 30), date(2015, 5, 20))
    assert [(r.months_before, r.due_on, r.is_past) for r in reminders] == [
        (12, date(2014, 11, 28), True),
        (6, date(2015, 5, 29), False),
        (3, date(2015, 8, 28), False),
    ]


def test_a_bronze_label_can_be_renewed_until_one_year_after_expiry() -> None:
    result = planned("2015-09-21", label="bronze", valid_until="2015-08-31")
    assert result.renewal_until == date(2016, 8, 31)
    assert result.visit_before_expiry is False
    assert result.validity_years == 2
    assert "drei Stunden" in result.on_site


def test_without_a_label_nobody_is_reminded() -> None:
    result = planned("2015-09-21", label="gold")
    assert (result.reminders, result.renewal_until, result.visit_before_expiry) == ((), None, None)
    assert result.validity_years is None


def test_results_go_through_json() -> None:
    result = planned("2015-09-21", valid_until="2016-03-31")
    assert LabelTimetableResult.model_validate_json(result.model_dump_json()) == result
    assert result.catalogue_version == label_process().version


@settings(deadline=None, max_examples=60)
@given(ahead=st.integers(92, 900), start=st.dates(date(2015, 1, 12), date(2017, 3, 31)))
def test_every_step_is_a_working_day_in_order_and_never_late(ahead: int, start: date) -> None:
    result = label_timetable(LabelTimetableInput(label="bw", label_date=start + timedelta(days=ahead), today=start))
    days = [step.due_on for step in result.milestones]
    assert days == sorted(days)
    assert start < days[0]
    assert days[-1] == result.visit_on >= start + timedelta(days=ahead)
    assert all(is_working_day(day) for day in days)
    for step in result.milestones:
        assert step.due_on <= result.visit_on - timedelta(weeks=step.weeks_before)
        assert step.days_left == (step.due_on - start).days


# --- the catalogue behind it ----------------------------------------------------------------------------------------


def test_the_catalogue_tells_the_facts_of_the_domain_text() -> None:
    catalogue = label_process()
    assert "keinen zusätzlichen EFRE-Zuschuss" in catalogue.erdf_note
    prices = {(fee.label, fee.kind): int(fee.eur_net) for fee in catalogue.fee}
    assert prices == {
        ("bw", "erstvergabe"): 4975,
        ("bw", "erneuerung"): 3975,
        ("bronze", "erstvergabe"): 2250,
        ("bronze", "erstvergabe_video"): 1650,
        ("silver", "erstvergabe"): 3620,
        ("silver", "erneuerung"): 3620,
        ("gold", "erstvergabe"): 8250,
        ("gold", "erneuerung"): 6765,
    }
    assert all(entry.source and entry.mark.startswith("[V") for entry in (*catalogue.fee, *catalogue.support))
    bronze = catalogue.by_slug("bronze")
    assert (bronze.validity_years, bronze.renewal_years, bronze.window_years) == (2, 3, 1)
    gold = catalogue.by_slug("gold")
    assert (gold.experts, gold.hours_on_site, gold.window_years) == (2, 16, 1)


def test_fees_end_where_the_later_rule_begins() -> None:
    catalogue = label_process()
    assert [int(fee.eur_net) for fee in catalogue.fees("bw", date(2015, 5, 20))] == [4975, 3975]
    assert catalogue.fees("bw", date(2023, 10, 1)) == ()
    assert [s.labels for s in catalogue.support_for("bw", date(2015, 5, 20))] == [("bw",)]
    assert catalogue.support_for("gold", date(2015, 5, 20)) == ()
    assert [s.most_first_eur for s in catalogue.support_for("gold", date(2024, 1, 1))] == [5000]


def test_undated_prices_are_never_quoted() -> None:
    assert label_process().quotable_fees("gold", date(2026, 1, 1)) == ()
    assert [s.is_quotable(date(2023, 10, 1)) for s in label_process().support] == [False, False]
    assert [s.is_quotable(date(2023, 10, 2)) for s in label_process().support] == [False, True]


def test_a_label_without_site_visit_is_named() -> None:
    with pytest.raises(NotFoundError, match=r"„spitzencluster“ ist kein Ablauf bekannt.*bw, bronze, silver, gold"):
        label_process().by_slug("spitzencluster")
