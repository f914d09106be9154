"""Notices as they are pasted, against the shipped tables; and what does not add up.

The texts are written for these tests in the notices' form, from the days in the year tables.
"""

from __future__ import annotations

import contextlib
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuhen.workdays import DEFAULT, load_tables
from liuhen.workdays.notices import BadNotice, days_by_name, read_csv, read_notice

NOTICES = {
    2024: """国务院办公厅关于2024年
部分节假日安排的通知
国办发明电〔2023〕7号

各省、自治区、直辖市人民政府：
　　2024年部分节假日的具体安排如下。
　　一、元旦：1月1日放假，与周末连休。
　　二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位安排职工在除夕（2月9日）休息。
　　三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
　　四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
　　五、端午节：6月10日放假，与周末连休。
　　六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
　　七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
　　节假日期间，请妥善安排值班。
国务院办公厅
2023年10月25日
""",
    2025: """国务院办公厅关于2025年部分节假日安排的通知
国办发明电〔2024〕12号
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
""",
    2026: """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
""",
}
TABLES = {table.year: table for table in load_tables()}


@pytest.mark.parametrize("year", NOTICES)
def test_a_notice_as_pasted_gives_the_table_of_its_year(year: int) -> None:
    read = read_notice(NOTICES[year])
    table = TABLES[year]
    assert read.year == year
    assert set(read.holidays) == {one.day for one in table.holidays}
    assert set(read.makeups) == {one.day for one in table.makeups}
    assert [one.name for one in read.breaks] == list(
        dict.fromkeys(one.name for one in table.holidays)
    )
    assert read.warnings == ()


def test_the_notice_names_itself_even_where_its_title_is_broken() -> None:
    assert read_notice(NOTICES[2026]).citation == (
        "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"
    )
    assert read_notice(NOTICES[2024]).citation == (
        "国务院办公厅关于2024年部分节假日安排的通知（国办发明电〔2023〕7号）"
    )


def test_a_day_that_is_only_recommended_is_no_holiday_and_is_not_passed_over_unseen() -> None:
    read = read_notice(NOTICES[2024])
    assert date(2024, 2, 9) not in read.holidays
    assert any("除夕" in one for one in read.unused)


@pytest.mark.parametrize("year", NOTICES)
def test_it_is_read_the_same_in_one_paragraph_and_in_full_width(year: int) -> None:
    wide = str.maketrans("0123456789(),", "０１２３４５６７８９（），")
    expected = read_notice(NOTICES[year])
    for text in (
        NOTICES[year].replace("\n", "\r\n").translate(wide),
        " ".join(NOTICES[year].split("\n")),
        NOTICES[year].replace("月", " 月 ").replace("日（", " 日 （"),
    ):
        read = read_notice(text, year)
        assert (read.holidays, read.makeups) == (expected.holidays, expected.makeups)


def test_a_break_may_begin_in_the_december_before() -> None:
    read = read_notice(
        "一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。",
        2019,
    )
    assert read.holidays == (date(2018, 12, 30), date(2018, 12, 31), date(2019, 1, 1))
    assert read.makeups == (date(2018, 12, 29),)
    short = read_notice("一、元旦：12月30日至1月1日放假调休，共3天。12月29日（星期六）上班。", 2019)
    assert (short.holidays, short.makeups) == (read.holidays, read.makeups)


ODD = {
    "共3天": ("共4天", "元旦：通知写共4天，起止日期之间是3天"),
    "1月1日（周四）": ("1月1日（周五）", "元旦：通知写1月1日是周五，2026年这一天是周四"),
    "1月4日（周日）上班": ("1月5日（周一）上班", "2026年1月5日（周一）不是周六或周日"),
    "三、清明节": ("三、寒食节", "没有认出「清明」的放假安排"),
    "5月1日（周五）至5日（周二）放假调休，共5天": ("5月2日至6日放假，共5天", "5月1日没有放假"),
    "6月19日（周五）至21日（周日）放假": ("9月25日至27日放假", "出现了两次（端午节、中秋节）"),
    "9月25日（周五）至27日（周日）放假，共3天": ("另行通知", "中秋节：没有认出放假日期"),
}


@pytest.mark.parametrize("printed", ODD)
def test_what_does_not_add_up_is_a_warning_with_the_festival(printed: str) -> None:
    garbled, words = ODD[printed]
    assert printed in NOTICES[2026]
    warnings = read_notice(NOTICES[2026].replace(printed, garbled, 1)).warnings
    assert any(words in one for one in warnings), warnings


BAD = {
    "nothing": ("", "哪一年"),
    "no year": ("一、元旦：1月1日放假。", "哪一年"),
    "no festival": ("国务院办公厅关于2026年部分节假日安排的通知\n详见附件。", "没有认出一个放假日"),
    "a day that does not exist": ("2026年放假：\n一、元旦：2月30日放假。", "不存在"),
    "a month that does not exist": ("2026年放假：\n一、元旦：13月1日放假。", "不存在"),
    "a day without a month": ("2026年放假：\n一、元旦：3日放假。", "没有写明月份"),
    "an end before its start": ("2026年放假：\n一、元旦：1月8日至3日放假。", "起止日期不对"),
    "a break of months": ("2026年放假：\n一、元旦：1月1日至3月3日放假。", "起止日期不对"),
    "days of another year": ("2026年放假：\n一、元旦：2025年1月1日放假。", "不属于2026年"),
    "a year far away": ("关于9026年部分节假日安排\n一、元旦：1月1日放假。", "2100"),
    "a text without end": ("一" * 20_001, "字"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_text_that_is_no_notice_is_refused_with_what_to_do(what: str) -> None:
    text, words = BAD[what]
    with pytest.raises(BadNotice, match=words):
        read_notice(text)


def test_a_notice_of_another_year_than_asked_for_is_refused() -> None:
    with pytest.raises(BadNotice, match="通知写的是2026年，选择的是2027年"):
        read_notice(NOTICES[2026], 2027)


_LETTERS = (
    "一二、：:。；,，0123456789年月日至到共天放假上班（）()周六星期元旦春节\n \t\u3000\x00〔〕"
)


@settings(max_examples=300)
@given(st.text(alphabet=_LETTERS, max_size=300))
def test_garbled_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        read = read_notice(text, 2027)
    except BadNotice:
        return
    assert {day.year for day in (*read.holidays, *read.makeups)} <= {2026, 2027}


@pytest.mark.parametrize(
    "piece", ["1月1日（", "一、元旦：", "1月1日至", "一、", "国务院办公厅关于2027年", "(", "1 "]
)
def test_hostile_repetition_is_answered_at_once(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    begun = time.perf_counter()
    with contextlib.suppress(BadNotice):
        read_notice(text, 2027)
    assert time.perf_counter() - begun < 2


CSV = "日期,类别,节日\n2027-01-01,放假,元旦\n2027/1/2,放假,元旦\n2027年1月9日,上班,元旦\n"


@pytest.mark.parametrize("text", [CSV, CSV.replace(",", "\t"), "\ufeff" + CSV, CSV + "\n\n"])
def test_a_table_of_days_is_read(text: str) -> None:
    read = read_csv(text)
    assert (read.year, read.citation) == (2027, "")
    assert read.holidays == (date(2027, 1, 1), date(2027, 1, 2))
    assert read.makeups == (date(2027, 1, 9),)
    assert list(days_by_name(read)) == [
        (date(2027, 1, 1), "放假", "元旦"),
        (date(2027, 1, 2), "放假", "元旦"),
        (date(2027, 1, 9), "上班", "元旦"),
    ]
    assert "没有认出「春节」的放假安排" in read.warnings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "没有一个日期"),
        ("日期,类别\n2027-01-01,放假,元旦\n元旦,放假", "第3行"),
        ("2027-01-01,也许,元旦", "第1行"),
        ("2027-02-30,放假,春节", "不存在"),
        ("2027-01-01,放假,元旦\n2025-01-01,放假,元旦", "不属于2027年"),
        ("x" * 20_001, "字"),
    ],
)
def test_a_table_that_cannot_be_read_names_its_row(text: str, words: str) -> None:
    with pytest.raises(BadNotice, match=words):
        read_csv(text)


def test_the_days_off_written_in_the_notices_are_the_days_the_calendar_skips() -> None:
    for text in NOTICES.values():
        read = read_notice(text)
        assert not any(DEFAULT.is_workday(day) for day in read.holidays)
        assert all(DEFAULT.is_workday(day) for day in read.makeups)


def test_what_is_pasted_many_times_is_warned_of_once() -> None:
    read = read_notice("2027年放假\n一、元旦：" + "1月1日放假。" * 500)
    assert len([one for one in read.warnings if "出现了两次" in one]) == 1
