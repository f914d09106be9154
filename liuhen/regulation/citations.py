"""Citations as typed objects: which article of which instrument says so.

A citation is never a loose string: the pack refuses to load a rule without one, or one whose words
are not the words of its row in `data/requirements.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, unique
from itertools import groupby

CHECKED = date(2026, 11, 24)
"""The day on which a person last compared the instruments below with the texts at hand."""


@unique
class Instrument(Enum):
    """A law, regulation or official paper: short name, full name, the day its text took force.

    The day is that of the version cited here. `MEASURE` is the regulation this system implements.
    """

    MEASURE = ("办法", "行政执法全过程记录办法", date(2019, 9, 27))
    PENALTY_LAW = ("行政处罚法", "中华人民共和国行政处罚法（2021年修订）", date(2021, 7, 15))
    COMPULSION_LAW = ("行政强制法", "中华人民共和国行政强制法", date(2012, 1, 1))
    RECONSIDERATION_LAW = (
        "行政复议法",
        "中华人民共和国行政复议法（2023年修订）",
        date(2024, 1, 1),
    )
    LITIGATION_LAW = ("行政诉讼法", "中华人民共和国行政诉讼法（2017年修正）", date(2017, 7, 1))
    LITIGATION_EVIDENCE = (
        "行政诉讼证据规定",
        "最高人民法院关于行政诉讼证据若干问题的规定",
        date(2002, 10, 1),
    )
    CIVIL_PROCEDURE_LAW = ("民事诉讼法", "中华人民共和国民事诉讼法（2023年修正）", date(2024, 1, 1))
    STATISTICS_LAW = ("统计法", "中华人民共和国统计法（2024年修正）", date(2024, 9, 13))
    STATISTICS_LAW_2009 = (
        "统计法（2009年）",
        "中华人民共和国统计法（2009年修订）",
        date(2010, 1, 1),
    )
    STATISTICS_RULES = ("统计法实施条例", "中华人民共和国统计法实施条例", date(2017, 8, 1))
    STATISTICS_INSPECTION = (
        "统计执法监督检查办法",
        "统计执法监督检查办法（国家统计局令第21号）",
        date(2017, 9, 1),
    )
    ARCHIVES_RULES = ("档案法实施条例", "中华人民共和国档案法实施条例", date(2024, 3, 1))
    ARCHIVES_ORDER_8 = (
        "国家档案局令第8号",
        "机关文件材料归档范围和文书档案保管期限规定（国家档案局令第8号）",
        date(2006, 12, 18),
    )
    SECRETS_LAW = ("保守国家秘密法", "中华人民共和国保守国家秘密法（2024年修订）", date(2024, 5, 1))
    SIGNATURE_LAW = ("电子签名法", "中华人民共和国电子签名法（2019年修正）", date(2019, 4, 23))
    TRANSFER_RULES = (
        "移送规定",
        "行政执法机关移送涉嫌犯罪案件的规定（2020年修订）",
        date(2020, 8, 7),
    )
    THREE_SYSTEMS = (
        "国办发〔2018〕118号",
        "国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见",
        date(2018, 12, 5),
    )
    ENTERPRISE_INSPECTION = (
        "国办发〔2024〕54号",
        "国务院办公厅关于严格规范涉企行政检查的意见",
        date(2024, 12, 26),
    )
    FILE_REVIEW = ("案卷评查", "行政执法案卷评查的通行标准", date(2019, 9, 27))

    def __init__(self, short: str, title: str, in_force_from: date) -> None:
        self.short = short
        self.title = title
        self.in_force_from = in_force_from

    @property
    def last_checked(self) -> date:
        """The day a person last compared our reading with the text."""
        return CHECKED


class Paragraph(Enum):
    """A paragraph 款 that is cited by its place."""

    FIRST = "首款"
    LAST = "末款"


@dataclass(frozen=True)
class Citation:
    """One place in one instrument; without `article`, the instrument as a whole.

    `omitted`: the item is one that the original text leaves out (第十三条 has no item 六).
    """

    instrument: Instrument
    article: int | None = None
    paragraph: Paragraph | None = None
    item: int | None = None
    omitted: bool = False

    @property
    def words(self) -> str:
        """The citation as the law is quoted: 行政处罚法 第三十六条, 第七条（三）, 第七条 末款."""
        return together([self])

    @property
    def is_plain(self) -> bool:
        """Whether it names an article as a whole, so that it can be joined with its neighbour."""
        return self.article is not None and self.paragraph is None and self.item is None


def measure(
    article: int,
    *,
    item: int | None = None,
    paragraph: Paragraph | None = None,
    omitted: bool = False,
) -> Citation:
    """Cite the regulation itself."""
    return Citation(Instrument.MEASURE, article, paragraph, item, omitted)


def law(instrument: Instrument, *articles: int) -> tuple[Citation, ...]:
    """Cite articles of another instrument, or the instrument as a whole."""
    if not articles:
        return (Citation(instrument),)
    return tuple(Citation(instrument, article) for article in articles)


def together(citations: Iterable[Citation]) -> str:
    """Join citations as the law is quoted: 第十四、十五条; other instruments after a semicolon."""
    parts = [
        _of_one(instrument, list(group))
        for instrument, group in groupby(citations, key=lambda one: one.instrument)
    ]
    return "；".join(parts)


def _of_one(instrument: Instrument, citations: Sequence[Citation]) -> str:
    name = "" if instrument is Instrument.MEASURE else instrument.short
    if all(one.is_plain for one in citations):
        place = f"第{'、'.join(numeral(one.article or 0) for one in citations)}条"
    else:
        place = "、".join(_place(one) for one in citations)
    return f"{name} {place}".strip()


def _place(one: Citation) -> str:
    if one.article is None:
        return ""
    place = f"第{numeral(one.article)}条"
    if one.item is not None:
        note = "，原文缺项" if one.omitted else ""
        place += f"（{numeral(one.item)}{note}）"
    if one.paragraph is not None:
        place += f" {one.paragraph.value}"
    return place


_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Write 1 to 999 in Chinese as article numbers are written: 三十六, 一百零二."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")
