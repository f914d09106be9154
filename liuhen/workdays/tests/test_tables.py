"""The shipped tables against a second source, and what a table refuses to say."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from liuhen.workdays import (
    DEFAULT,
    BadTable,
    Calendar,
    NamedDay,
    Notice,
    YearTable,
    load_tables,
    parse_table,
)

NOTICE = Notice(
    "国务院办公厅关于2027年部分节假日安排的通知", "国办发明电〔2026〕0号", date(2026, 11, 20)
)
NEW_YEAR = NamedDay(date(2027, 1, 1), "元旦")


@pytest.mark.parametrize("year", sorted(DEFAULT.years))
def test_every_day_of_the_year_agrees_with_a_second_source(year: int) -> None:
    day, wrong = date(year, 1, 1), []
    while day.year == year:
        if DEFAULT.is_workday(day) != chinese_calendar.is_workday(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_the_years_shipped_are_without_a_gap() -> None:
    assert DEFAULT.years == frozenset({2024, 2025, 2026})


@pytest.mark.parametrize("table", load_tables(), ids=lambda table: str(table.year))
def test_every_shipped_table_cites_its_notice(table: YearTable) -> None:
    assert table.notice.title == f"国务院办公厅关于{table.year}年部分节假日安排的通知"
    assert table.notice.number.startswith(f"国办发明电〔{table.year - 1}〕")
    assert table.notice.issued_on.year == table.year - 1


def test_a_table_without_a_number_of_the_notice_is_refused() -> None:
    with pytest.raises(BadTable, match="文号"):
        YearTable(2027, Notice("某通知", " ", date(2026, 11, 20)), (NEW_YEAR,))


def test_a_table_without_a_holiday_is_refused() -> None:
    with pytest.raises(BadTable, match="逐日录入"):
        YearTable(2027, NOTICE, ())


def test_a_day_named_twice_is_refused() -> None:
    with pytest.raises(BadTable, match="两次"):
        YearTable(2027, NOTICE, (NEW_YEAR, NEW_YEAR))


def test_a_day_without_a_name_is_refused() -> None:
    with pytest.raises(BadTable, match="什么节日"):
        YearTable(2027, NOTICE, (NamedDay(date(2027, 1, 1), ""),))


@pytest.mark.parametrize("stray", [date(2028, 1, 1), date(2026, 11, 30), date(2025, 12, 31)])
def test_a_day_of_another_year_is_refused(stray: date) -> None:
    with pytest.raises(BadTable, match="不属于2027年"):
        YearTable(2027, NOTICE, (NEW_YEAR, NamedDay(stray, "元旦")))


def test_a_make_up_workday_on_a_weekday_is_refused() -> None:
    with pytest.raises(BadTable, match="不是周六或周日"):
        YearTable(2027, NOTICE, (NEW_YEAR,), (NamedDay(date(2027, 1, 4), "元旦"),))


@pytest.mark.parametrize(
    "content",
    [
        "year = ",
        "year = 2027",
        'year = 2027\nholidays = []\n[notice]\ntitle = "甲"\nnumber = "乙"\nissued_on = "昨天"',
    ],
)
def test_an_unreadable_file_is_refused_with_a_reason(content: str) -> None:
    with pytest.raises(BadTable, match="格式不对"):
        parse_table(content)


def test_tables_are_read_from_a_folder_in_the_order_of_years(tmp_path: Path) -> None:
    text = (
        'year = {year}\n[notice]\ntitle = "通知"\nnumber = "1号"\nissued_on = 2026-11-20\n'
        '[[holidays]]\nname = "元旦"\ndays = [{year}-01-01]\n'
    )
    for year in (2028, 2027):
        (tmp_path / f"{9999 - year}.toml").write_text(text.format(year=year), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a table", encoding="utf-8")
    assert [table.year for table in load_tables(tmp_path)] == [2027, 2028]


def test_a_corrected_table_replaces_the_shipped_one() -> None:
    corrected = YearTable(
        2026, Notice("更正", "1号", date(2026, 1, 5)), (NamedDay(date(2026, 3, 3), "特别放假"),)
    )
    calendar = Calendar((*load_tables(), corrected))
    assert not calendar.is_workday(date(2026, 3, 3))
    assert calendar.is_workday(date(2026, 1, 1))
    assert calendar.years == DEFAULT.years
