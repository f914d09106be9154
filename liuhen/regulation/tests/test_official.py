"""The official text is taken apart as printed, with its oddities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.regulation.official import (
    NoArticles,
    articles,
    by_place,
    heading_line,
    oddities,
)

TEXT = """　　某某办法（试行）

第一章　总则

第一条　甲，见第二条。
第二条的规定不在此列。

第二章 附则

第二条 下列事项：
（一）甲；
（二）乙；
（四）丁。

第１７条 以全角数字书写。
第十八条之一 增加的一条。
"""


def test_articles_are_found_by_their_headings_only() -> None:
    found = articles(TEXT)
    assert [one.heading for one in found] == ["第一条", "第二条", "第１７条", "第十八条之一"]
    assert [one.place for one in found] == ["一", "二", "十七", "十八之一"]
    assert found[0].text == "甲，见第二条。\n第二条的规定不在此列。"


def test_nothing_is_corrected_and_what_is_odd_is_named() -> None:
    found = articles(TEXT)
    assert "（二）乙；\n（四）丁。" in found[1].text
    assert oddities(found) == (
        "「第１７条」的条号用数字书写",
        "「第二条」之后是「第１７条」",
        "第二条的（二）之后是（四）",
    )


def test_a_second_list_in_an_article_is_nothing_odd() -> None:
    assert oddities(articles("第一条 甲：\n（一）一\n（二）二\n乙：\n（一）三\n（二）四")) == ()


def test_the_title_is_the_first_line_before_the_articles() -> None:
    assert heading_line(TEXT) == "某某办法（试行）"
    assert heading_line("第一条 没有题目") == ""


def test_an_article_that_stands_twice_is_shown_with_both_texts() -> None:
    assert by_place(articles("第一条 甲\n第一条 乙"))["一"].text == "甲\n乙"


@pytest.mark.parametrize("text", ["", "没有条文", "第五条的规定如下", "第条 空"])
def test_a_text_without_articles_is_refused(text: str) -> None:
    with pytest.raises(NoArticles, match="第几条"):
        articles(text)


def test_a_text_of_endless_articles_is_refused() -> None:
    with pytest.raises(NoArticles, match="不像"):
        articles("第一条 甲\n" * 301)


@given(st.text(alphabet="第一二十百零7７条之章（）() \n甲。", max_size=200))
def test_whatever_is_read_either_has_articles_or_is_refused(text: str) -> None:
    try:
        found = articles(text)
    except NoArticles:
        return
    oddities(found)
    for one in found:
        assert one.heading in text
        assert all(line in text for line in one.text.splitlines())
