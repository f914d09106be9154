"""What holds for any day and any length of a period."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liuhen.workdays import DEFAULT

DAYS = st.dates(date(2023, 6, 1), date(2027, 12, 31))
FIRM_DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
LENGTHS = st.integers(1, 60)


@given(DAYS, LENGTHS)
def test_n_working_days_lie_between_the_start_and_the_due_day(start: date, n: int) -> None:
    due = DEFAULT.after_workdays(start, n)
    assert DEFAULT.workdays_between(start, due.day) == n
    assert DEFAULT.is_workday(due.day)
    assert (due.day - start).days == n + len(due.skipped)


@given(DAYS, LENGTHS)
def test_n_full_working_days_lie_before_the_event_and_one_day_later_does_not_do(
    event: date, n: int
) -> None:
    latest = DEFAULT.before_workdays(event, n).day
    eve = event - timedelta(days=1)
    assert DEFAULT.workdays_between(latest, eve) == n
    assert DEFAULT.workdays_between(latest + timedelta(days=1), eve) == n - 1


@given(DAYS, LENGTHS)
def test_a_later_start_is_never_due_earlier(start: date, n: int) -> None:
    later = start + timedelta(days=1)
    assert DEFAULT.after_workdays(start, n).day <= DEFAULT.after_workdays(later, n).day
    assert DEFAULT.after_days(start, n).day <= DEFAULT.after_days(later, n).day
    assert DEFAULT.after_months(start, n).day <= DEFAULT.after_months(later, n).day


@given(DAYS, LENGTHS)
def test_one_working_day_more_is_strictly_later(start: date, n: int) -> None:
    assert DEFAULT.after_workdays(start, n).day < DEFAULT.after_workdays(start, n + 1).day


@given(DAYS, LENGTHS)
def test_rolling_ends_on_a_working_day_and_passes_over_days_off_only(start: date, n: int) -> None:
    bare, rolled = DEFAULT.after_days(start, n, roll=False), DEFAULT.after_days(start, n)
    assert bare.day == start + timedelta(days=n)
    assert DEFAULT.is_workday(rolled.day)
    passed = [bare.day + timedelta(days=i) for i in range((rolled.day - bare.day).days)]
    assert [one.day for one in rolled.skipped] == passed
    assert not any(DEFAULT.is_workday(day) for day in passed)
    assert rolled.rolled_from == (bare.day if passed else None)


@given(DAYS, st.integers(1, 40))
def test_a_month_end_is_in_the_right_month_and_never_past_the_number(start: date, n: int) -> None:
    end = DEFAULT.after_months(start, n, roll=False).day
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(FIRM_DAYS, LENGTHS)
def test_inside_the_tables_everything_is_firm(start: date, n: int) -> None:
    assert not DEFAULT.after_workdays(start, n).provisional
    assert not DEFAULT.after_days(start, n).provisional


@given(DAYS, LENGTHS)
def test_provisional_is_said_in_words_and_only_then(start: date, n: int) -> None:
    due = DEFAULT.after_workdays(start, n)
    assert due.provisional == ("暂算" in due.words)
