"""Citations are written as the rows of the requirements write them."""

from __future__ import annotations

import pytest

from liuhen.regulation.citations import (
    Citation,
    Instrument,
    Paragraph,
    law,
    measure,
    numeral,
    together,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (17, "十七"), (20, "二十"), (36, "三十六"), (102, "一百零二"),
     (110, "一百一十")],
)  # fmt: skip
def test_article_numbers_are_written_in_chinese(number: int, words: str) -> None:
    assert numeral(number) == words


@pytest.mark.parametrize(
    ("citations", "words"),
    [
        ([measure(17)], "第十七条"),
        ([measure(7, item=3)], "第七条（三）"),
        ([measure(7, paragraph=Paragraph.LAST)], "第七条 末款"),
        ([measure(13, item=6, omitted=True)], "第十三条（六，原文缺项）"),
        ([measure(14), measure(15)], "第十四、十五条"),
        (law(Instrument.PENALTY_LAW, 63, 64), "行政处罚法 第六十三、六十四条"),
        (law(Instrument.ENTERPRISE_INSPECTION), "国办发〔2024〕54号"),
        (
            [*law(Instrument.PENALTY_LAW, 60), *law(Instrument.STATISTICS_INSPECTION)],
            "行政处罚法 第六十条；统计执法监督检查办法",
        ),
    ],
)
def test_citations_are_joined_as_the_law_is_quoted(citations: list[Citation], words: str) -> None:
    assert together(citations) == words


def test_a_single_citation_says_its_words() -> None:
    assert measure(26).words == "第二十六条"
