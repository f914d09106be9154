"""The dates a lawyer can check: the eleven vectors of the domain paper and the three cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from liuhen.workdays import DEFAULT, Due

Count = Callable[[], Due]

VECTORS: dict[str, tuple[Count, date]] = {
    "recorded before Spring Festival, 5 working days": (
        lambda: DEFAULT.after_workdays(date(2026, 2, 12), 5),
        date(2026, 2, 26),
    ),
    "notice before National Day, 5 working days": (
        lambda: DEFAULT.after_workdays(date(2026, 9, 29), 5),
        date(2026, 10, 12),
    ),
    "notice before a worked Sunday, 5 working days": (
        lambda: DEFAULT.after_workdays(date(2026, 9, 18), 5),
        date(2026, 9, 24),
    ),
    "decision before Labour Day, 7 working days": (
        lambda: DEFAULT.after_workdays(date(2026, 4, 29), 7),
        date(2026, 5, 12),
    ),
    "demand before National Day, 10 working days": (
        lambda: DEFAULT.after_workdays(date(2026, 9, 30), 10),
        date(2026, 10, 20),
    ),
    "decision received, 15 days end in National Day": (
        lambda: DEFAULT.after_days(date(2026, 9, 18), 15),
        date(2026, 10, 8),
    ),
    "public notice, 30 days, careful reading": (
        lambda: DEFAULT.after_days(date(2026, 1, 20), 30),
        date(2026, 2, 24),
    ),
    "public notice, 30 days, bare": (
        lambda: DEFAULT.after_days(date(2026, 1, 20), 30, roll=False),
        date(2026, 2, 19),
    ),
    "filed, 90 days end in National Day": (
        lambda: DEFAULT.after_days(date(2026, 7, 5), 90),
        date(2026, 10, 8),
    ),
    "hearing, 7 full working days before": (
        lambda: DEFAULT.before_workdays(date(2026, 10, 15), 7),
        date(2026, 9, 29),
    ),
    "six months end on a worked last of February": (
        lambda: DEFAULT.after_months(date(2025, 8, 31), 6),
        date(2026, 2, 28),
    ),
    "A: recordings stored": (
        lambda: DEFAULT.after_workdays(date(2026, 3, 10), 5),
        date(2026, 3, 17),
    ),
    "A: decision within 90 days": (
        lambda: DEFAULT.after_days(date(2026, 3, 12), 90),
        date(2026, 6, 10),
    ),
    "A: decision within 3 months": (
        lambda: DEFAULT.after_months(date(2026, 3, 12), 3),
        date(2026, 6, 12),
    ),
    "A: last day to answer, over Qingming": (
        lambda: DEFAULT.after_workdays(date(2026, 4, 2), 5),
        date(2026, 4, 10),
    ),
    "A: check on the correction": (
        lambda: DEFAULT.after_workdays(date(2026, 4, 3), 5),
        date(2026, 4, 13),
    ),
    "A: decision served or published": (
        lambda: DEFAULT.after_workdays(date(2026, 4, 15), 7),
        date(2026, 4, 24),
    ),
    "A: fine paid, 15 days end in Labour Day": (
        lambda: DEFAULT.after_days(date(2026, 4, 17), 15),
        date(2026, 5, 6),
    ),
    "A: reconsideration": (
        lambda: DEFAULT.after_days(date(2026, 4, 17), 60),
        date(2026, 6, 16),
    ),
    "A: litigation, six months end on a Saturday": (
        lambda: DEFAULT.after_months(date(2026, 4, 17), 6),
        date(2026, 10, 19),
    ),
    "B: recordings stored": (
        lambda: DEFAULT.after_workdays(date(2026, 2, 12), 5),
        date(2026, 2, 26),
    ),
    "B: last day to answer, over a worked Saturday": (
        lambda: DEFAULT.after_workdays(date(2026, 2, 27), 5),
        date(2026, 3, 5),
    ),
    "B: decision served or published": (
        lambda: DEFAULT.after_workdays(date(2026, 3, 3), 7),
        date(2026, 3, 12),
    ),
    "C: served by public notice": (
        lambda: DEFAULT.after_days(date(2026, 6, 1), 30, roll=False),
        date(2026, 7, 1),
    ),
    "C: payment": (
        lambda: DEFAULT.after_days(date(2026, 7, 1), 15),
        date(2026, 7, 16),
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_the_worked_date_is_met_and_firm(name: str) -> None:
    count, expected = VECTORS[name]
    due = count()
    assert due.day == expected
    assert not due.provisional
    assert f"{expected.year}年{expected.month}月{expected.day}日" in due.words


def test_2026_has_248_working_days() -> None:
    assert DEFAULT.workdays_between(date(2025, 12, 31), date(2026, 12, 31)) == 248


def test_case_a_tells_which_days_it_skipped_and_why() -> None:
    due = DEFAULT.after_workdays(date(2026, 4, 2), 5)
    assert [(one.day.day, one.why) for one in due.skipped] == [
        (4, "清明节"),
        (5, "清明节"),
        (6, "清明节"),
    ]
    assert due.words == (
        "自2026年4月2日（周四）的次日起算，第5个工作日为2026年4月10日（周五）；"
        "不计4月4日至4月6日（清明节）。"
    )


def test_case_a_tells_from_which_day_the_fine_was_rolled() -> None:
    due = DEFAULT.after_days(date(2026, 4, 17), 15)
    assert due.rolled_from == date(2026, 5, 2)
    assert [one.day.day for one in due.skipped] == [2, 3, 4, 5]
    assert "5月2日至5月5日（劳动节），顺延至2026年5月6日" in due.words


def test_case_c_litigation_keeps_new_year_2027_and_is_provisional() -> None:
    due = DEFAULT.after_months(date(2026, 7, 1), 6)
    assert (due.day, due.provisional, due.rolled_from) == (date(2027, 1, 1), True, None)
    assert "2027年放假安排尚未录入" in due.words


def test_case_c_demand_waits_ten_working_days_provisionally() -> None:
    due = DEFAULT.after_workdays(date(2027, 1, 11), 10)
    assert (due.day, due.provisional) == (date(2027, 1, 25), True)


def test_case_c_last_day_to_apply_to_the_court_is_provisional() -> None:
    due = DEFAULT.after_months(date(2027, 1, 1), 3)
    assert (due.day, due.provisional) == (date(2027, 4, 1), True)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 4, 1), date(2026, 4, 9)),
        (date(2026, 4, 2), date(2026, 4, 10)),
        (date(2026, 4, 3), date(2026, 4, 13)),
        (date(2026, 4, 4), date(2026, 4, 13)),  # served on a holiday: counts like the day before
    ],
)
def test_the_day_before_the_day_and_the_day_after(start: date, due: date) -> None:
    assert DEFAULT.after_workdays(start, 5).day == due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 4, 15), date(2026, 4, 30)),  # the last working day before the holiday
        (date(2026, 4, 16), date(2026, 5, 6)),  # 05-01
        (date(2026, 4, 20), date(2026, 5, 6)),  # 05-05
        (date(2026, 4, 21), date(2026, 5, 6)),  # 05-06 itself, not moved
        (date(2026, 4, 22), date(2026, 5, 7)),
        (date(2026, 4, 24), date(2026, 5, 9)),  # a worked Saturday does not move
        (date(2026, 4, 25), date(2026, 5, 11)),  # the Sunday after it does
    ],
)
def test_fifteen_days_around_labour_day(start: date, due: date) -> None:
    assert DEFAULT.after_days(start, 15).day == due


@pytest.mark.parametrize(
    ("event", "latest"),
    [
        (date(2026, 10, 14), date(2026, 9, 28)),
        (date(2026, 10, 15), date(2026, 9, 29)),
        (date(2026, 10, 16), date(2026, 10, 7)),  # 10-08 is the first of the seven full days
    ],
)
def test_the_hearing_notice_around_national_day(event: date, latest: date) -> None:
    due = DEFAULT.before_workdays(event, 7)
    assert due.day == latest
    between = DEFAULT.workdays_between(latest, event - timedelta(days=1))
    assert between == 7


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        (date(2025, 8, 30), 6, date(2026, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 9, 1), 6, date(2026, 3, 1)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 12, 15), 13, date(2027, 1, 15)),
    ],
)
def test_a_month_ends_on_the_same_number_or_on_its_last_day(start: date, n: int, due: date) -> None:
    assert DEFAULT.after_months(start, n, roll=False).day == due


def test_a_short_month_says_so() -> None:
    due = DEFAULT.after_months(date(2025, 8, 31), 6)
    assert "2月没有31日，取月末" in due.words
    assert "2月28日（周六）调休上班，算工作日" in due.words


def test_a_year_after_29_february_ends_on_the_28th() -> None:
    assert DEFAULT.after_years(date(2024, 2, 29), 1, roll=False).day == date(2025, 2, 28)


def test_two_years_of_limitation_roll_over_a_sunday() -> None:
    due = DEFAULT.after_years(date(2024, 3, 8), 2)
    assert due.rolled_from == date(2026, 3, 8)
    assert due.day == date(2026, 3, 9)
    assert "起2年" in due.words
