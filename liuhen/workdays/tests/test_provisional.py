"""A year without a table: provisional, said so, and firm once the table is entered."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from liuhen.workdays import DEFAULT, Calendar, NamedDay, Notice, YearTable, load_tables

TABLE_2027 = YearTable(
    2027,
    Notice("国务院办公厅关于2027年部分节假日安排的通知", "测试用，非真实文号", date(2026, 11, 20)),
    tuple(NamedDay(date(2027, 1, day), "元旦") for day in (1, 2, 3)),
)
ENTERED = Calendar((*load_tables(), TABLE_2027))


def test_entering_the_table_makes_litigation_firm_and_moves_it() -> None:
    due = ENTERED.after_months(date(2026, 7, 1), 6)
    assert (due.day, due.provisional) == (date(2027, 1, 4), False)
    assert due.rolled_from == date(2027, 1, 1)
    assert "尚未录入" not in due.words


@pytest.mark.parametrize(
    ("start", "last", "provisional"),
    [
        (date(2026, 12, 15), date(2026, 12, 30), False),
        (date(2026, 12, 16), date(2026, 12, 31), False),
        (date(2026, 12, 17), date(2027, 1, 1), True),
    ],
)
def test_only_a_last_day_in_the_unknown_year_is_provisional(
    start: date, last: date, provisional: bool
) -> None:
    due = DEFAULT.after_days(start, 15)
    assert (due.day, due.provisional) == (last, provisional)


def test_working_days_are_provisional_as_soon_as_one_counted_day_is_unknown() -> None:
    assert not DEFAULT.after_workdays(date(2026, 12, 24), 5).provisional  # ends 12-31
    assert DEFAULT.after_workdays(date(2026, 12, 25), 5).provisional  # ends 2027-01-01


def test_a_bare_date_is_firm_in_any_year() -> None:
    assert not DEFAULT.after_days(date(2031, 1, 1), 30, roll=False).provisional


def test_before_the_first_table_dates_are_provisional_too() -> None:
    assert DEFAULT.after_workdays(date(2023, 3, 1), 5).provisional
    assert DEFAULT.before_workdays(date(2024, 1, 5), 5).provisional
    assert not DEFAULT.is_firm(date(2023, 12, 31))
    assert DEFAULT.is_firm(date(2024, 1, 1))


def test_an_unknown_year_counts_monday_to_friday_and_guesses_no_festival() -> None:
    assert DEFAULT.is_workday(date(2027, 10, 1))  # a Friday
    assert not DEFAULT.is_workday(date(2027, 10, 2))


def test_every_unknown_year_is_named() -> None:
    due = DEFAULT.before_workdays(date(2028, 1, 5), 260)
    assert "2027年、2028年放假安排尚未录入" in due.words


def test_the_end_of_december_waits_for_the_next_notice_where_new_year_is_a_tuesday() -> None:
    """As in 2018: the notice for 2019 made 12-31 a day off and Saturday 12-29 a working day."""
    of_2018 = YearTable(
        2018,
        Notice(
            "国务院办公厅关于2018年部分节假日安排的通知",
            "国办发明电〔2017〕12号",
            date(2017, 11, 30),
        ),
        (NamedDay(date(2018, 1, 1), "元旦"),),
    )
    of_2019 = YearTable(
        2019,
        Notice(
            "国务院办公厅关于2019年部分节假日安排的通知",
            "国办发明电〔2018〕15号",
            date(2018, 12, 6),
        ),
        tuple(
            NamedDay(day, "元旦")
            for day in (date(2018, 12, 30), date(2018, 12, 31), date(2019, 1, 1))
        ),
        (NamedDay(date(2018, 12, 29), "元旦"),),
    )
    before, after = Calendar([of_2018]), Calendar([of_2018, of_2019])
    assert not before.after_workdays(date(2018, 12, 27), 1).provisional
    assert before.after_workdays(date(2018, 12, 27), 2).provisional
    due = after.after_workdays(date(2018, 12, 27), 3)
    assert (due.day, due.provisional) == (date(2019, 1, 2), False)


def test_next_workday_is_the_day_itself_or_the_first_after_it() -> None:
    assert DEFAULT.next_workday(date(2026, 2, 14)).day == date(2026, 2, 14)
    moved = DEFAULT.next_workday(date(2026, 2, 15))
    assert (moved.day, moved.rolled_from) == (date(2026, 2, 24), date(2026, 2, 15))


def test_a_datetime_is_not_taken_for_a_day() -> None:
    instant = datetime.fromisoformat("2026-03-10T16:30:00+00:00")  # 03-11 in Shanghai
    with pytest.raises(TypeError, match="Asia/Shanghai"):
        DEFAULT.after_workdays(instant, 5)


@pytest.mark.parametrize("n", [0, -1])
def test_a_period_of_nothing_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        DEFAULT.after_days(date(2026, 3, 10), n)
