"""Reading the State Council's notice on a year's holidays, as pasted, or a CSV of its days.

    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

Only what the notice says is taken; nothing is computed from moon or custom. What does not add up
(a stated number of days, a stated weekday, a festival that is not named) is a warning: the person
with the notice in hand decides. What cannot be a year's table at all raises `BadNotice`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from liuhen.workdays.words import full, weekday
from liuhen.workdays.years import SATURDAY

MAX_CHARACTERS = 20_000
LONGEST_BREAK = 31
_DAY = timedelta(days=1)
_FESTIVALS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
_FIXED = {"元旦": (1, 1), "劳动": (5, 1), "国庆": (10, 1)}

_TITLE = re.compile(r"国务院办公厅关于(?:调整)?(\d{4})年[^。:]{0,30}?的通知")
_NUMBER = re.compile(r"国办发(?:明电)?[〔\[(【]\d{4}[〕\])】]\d{1,4}号")
_YEAR = re.compile(r"(\d{4})年[^。]{0,12}(?:节假日|放假)")
_ITEM = re.compile(
    r"(?:^|(?<=[\s。;]))(?:[一二三四五六七八九十]{1,3}|\d{1,2}|\([一二三四五六七八九十]{1,3}\))"
    r"[、.．]?\s*(?P<name>[^\s:。,;\d]{1,20}):"
)
_DATE = (
    r"(?:(?P<{0}year>\d{{4}})年)?(?:(?P<{0}month>\d{{1,2}})月)?(?P<{0}day>\d{{1,2}})日"
    r"(?:\((?P<{0}note>[^()]{{0,40}})\))?"
)
_RANGE = re.compile(
    _DATE.format("first_") + r"(?:\s*(?:至|到|-|–|—|~)+\s*" + _DATE.format("last_") + r")?"
)
_STATED = re.compile(r"(?:共|放假)\s*(\d{1,2})\s*天")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_SPACES = re.compile(r"[ \t\u3000]+")


class BadNotice(ValueError):
    """A text from which no year can be read; the message (Chinese) says where and what to do."""


@dataclass(frozen=True)
class Break:
    """One festival of the notice with its days off and its weekend days of work."""

    name: str
    days: tuple[date, ...]
    makeups: tuple[date, ...]
    text: str


@dataclass(frozen=True)
class NoticeRead:
    """What a notice says. `citation` is empty where the text does not name itself.

    `warnings`: what does not add up. `unused`: sentences that were not read as days, so that
    nothing is passed over unseen.
    """

    year: int
    citation: str
    breaks: tuple[Break, ...]
    warnings: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def holidays(self) -> tuple[date, ...]:
        """Every day off, in order, without doubles."""
        return tuple(sorted({day for one in self.breaks for day in one.days}))

    @property
    def makeups(self) -> tuple[date, ...]:
        """Every weekend day of work, in order, without doubles."""
        return tuple(sorted({day for one in self.breaks for day in one.makeups}))


@dataclass
class _Reading:
    """What reading has met so far."""

    year: int
    warnings: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def read_notice(text: str, year: int | None = None) -> NoticeRead:
    """Read the text of a notice; `year` where the text does not say it.

    Raises BadNotice for a text that is too long, says no year, has no festival, or names a day
    that does not exist.
    """
    told = _tidy(text)
    unbroken = "".join(told.split())
    title, number = _TITLE.search(unbroken), _NUMBER.search(unbroken)
    reading = _Reading(_year_of(unbroken, year))
    breaks = tuple(_breaks(told, reading))
    if not any(one.days for one in breaks):
        raise BadNotice(
            "没有认出一个放假日。请粘贴通知原文，每个节日一行，"
            "例如「一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。」"
        )
    citation = _shown(f"{title[0]}（{number[0]}）") if title and number else ""
    return _checked(NoticeRead(reading.year, citation, breaks), reading)


def read_csv(text: str, year: int | None = None) -> NoticeRead:
    """Read a table of days: date (2027-02-05), 放假 or 上班, name of the festival.

    The columns are parted by commas or tabs; a first row without a date is a heading. Raises
    BadNotice with the number of the row that cannot be read.
    """
    _demand_short(text)
    rows = list(_rows(text))
    if not rows:
        raise BadNotice(
            "表格里没有一个日期。每行写：日期,放假或者上班,节日，例如 2027-01-01,放假,元旦"
        )
    reading = _Reading(year or max(one[0].year for one in rows))
    names = dict.fromkeys(name for _, _, name in rows)
    breaks = tuple(
        Break(
            name,
            tuple(sorted(day for day, off, of in rows if off and of == name)),
            tuple(sorted(day for day, off, of in rows if not off and of == name)),
            "",
        )
        for name in names
    )
    return _checked(NoticeRead(reading.year, "", breaks), reading)


def _tidy(text: str) -> str:
    """Return the text with half-width digits and signs, one kind of space, no control characters."""
    _demand_short(text)
    plain = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = "".join(one for one in plain if one == "\n" or unicodedata.category(one)[0] != "C")
    plain = _SPACES.sub(" ", plain)
    # Pasted from a page, digits and their signs often stand apart: 1 月 1 日.
    plain = re.sub(r"(?<=\d) (?=[年月日天号])|(?<=[年月至到共]) (?=\d)|(?<=日) (?=\()", "", plain)
    # A line broken within a sentence goes on; a line that begins with the number of an item does not.
    return re.sub(r"(?<=[^\n。:])\n(?=\d+[年月日]|\(|[至到共放上])", "", plain)


def _demand_short(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise BadNotice(f"文字超过 {MAX_CHARACTERS} 字，请只粘贴放假通知的正文。")


def _shown(text: str) -> str:
    # NFKC made the brackets of the number half-width where they were full-width.
    return text.replace("[", "〔").replace("]", "〕")


def _year_of(unbroken: str, given: int | None) -> int:
    found = _TITLE.search(unbroken) or _YEAR.search(unbroken)
    said = int(found[1]) if found else None
    if given is not None and said is not None and given != said:
        raise BadNotice(f"通知写的是{said}年，选择的是{given}年，请核对。")
    year = given or said
    if year is None:
        raise BadNotice("文字里没有写明是哪一年的放假安排。请连同通知标题一起粘贴，或者填写年份。")
    if not 2000 <= year <= 2100:
        raise BadNotice(f"{year}年不在 2000 年至 2100 年之间，请核对。")
    return year


def _breaks(told: str, reading: _Reading) -> Iterator[Break]:
    starts = list(_ITEM.finditer(told))
    ends = [*(one.start() for one in starts[1:]), len(told)]
    for start, end in zip(starts, ends, strict=False):
        yield _break(start["name"], told[start.end() : end].strip(), reading)


def _break(name: str, text: str, reading: _Reading) -> Break:
    days: list[date] = []
    makeups: list[date] = []
    for sentence in filter(None, (one.strip() for one in re.split(r"[。;\n]", text))):
        if "放假" in sentence and _RANGE.search(sentence):
            found = list(_days(sentence, name, reading))
            _check_stated(sentence, name, len(found), reading)
            days += found
        elif "上班" in sentence and _RANGE.search(sentence):
            makeups += _days(sentence, name, reading)
        else:
            reading.unused.append(sentence)
    return Break(name, tuple(days), tuple(makeups), text)


def _days(sentence: str, name: str, reading: _Reading) -> Iterator[date]:
    """Yield the days of a sentence; a month not repeated is that of the date before."""
    month: int | None = None
    for found in _RANGE.finditer(sentence):
        first = _date(found, "first_", name, month, reading)
        month = first.month
        if found["last_day"] is None:
            yield first
            continue
        last = _date(found, "last_", name, month, reading)
        month = last.month
        if first > last and first.month == 12 and found["first_year"] is None:
            first = first.replace(year=first.year - 1)
        span = (last - first).days
        if not 0 <= span < LONGEST_BREAK:
            raise BadNotice(f"{name}：「{found[0]}」的起止日期不对，请核对。")
        yield from (first + n * _DAY for n in range(span + 1))


def _date(found: re.Match[str], side: str, name: str, month: int | None, reading: _Reading) -> date:
    said_month, said_year = found[f"{side}month"], found[f"{side}year"]
    number = int(said_month) if said_month else month
    if number is None:
        raise BadNotice(f"{name}：「{found[0]}」没有写明月份，请核对。")
    year = int(said_year) if said_year else reading.year
    try:
        day = date(year, number, int(found[f"{side}day"]))
    except ValueError:
        raise BadNotice(f"{name}：「{found[0]}」里有不存在的日期，请核对。") from None
    day = _december_before(day, said_year, name, found[f"{side}note"], reading.year)
    _check_weekday(day, found[f"{side}note"], name, reading)
    return day


def _december_before(
    day: date, said_year: str | None, name: str, note: str | None, year: int
) -> date:
    """A December day of New Year's break is that of the year before, where its weekday says so."""
    if said_year or day.month != 12 or "元旦" not in name:
        return day
    said = _WEEKDAY.search(note or "")
    before = day.replace(year=year - 1)
    if said and _weekday_word(said[1]) == weekday(before):
        return before
    return day


def _weekday_word(letter: str) -> str:
    return f"周{letter.replace('天', '日')}"


def _check_weekday(day: date, note: str | None, name: str, reading: _Reading) -> None:
    said = _WEEKDAY.search(note or "")
    if said and _weekday_word(said[1]) != weekday(day):
        reading.warnings.append(
            f"{name}：通知写{day.month}月{day.day}日是{_weekday_word(said[1])}，"
            f"{day.year}年这一天是{weekday(day)}"
        )


def _check_stated(sentence: str, name: str, count: int, reading: _Reading) -> None:
    stated = _STATED.search(sentence)
    if stated and int(stated[1]) != count:
        reading.warnings.append(f"{name}：通知写共{stated[1]}天，起止日期之间是{count}天")


def _checked(read: NoticeRead, reading: _Reading) -> NoticeRead:
    """Return the reading with every warning; raises BadNotice for days of another year."""
    _demand_year(read)
    warnings = dict.fromkeys(  # a sentence pasted many times is said once
        (
            *reading.warnings,
            *_doubles(read.breaks),
            *_unusual_makeups(read.breaks),
            *_missing(read),
        )
    )
    unused = dict.fromkeys(reading.unused)
    return NoticeRead(read.year, read.citation, read.breaks, tuple(warnings), tuple(unused))


def _demand_year(read: NoticeRead) -> None:
    for day in (*read.holidays, *read.makeups):
        if day.year != read.year and (day.year, day.month) != (read.year - 1, 12):
            raise BadNotice(f"{full(day)}不属于{read.year}年的放假安排，请核对年份。")


def _doubles(breaks: Sequence[Break]) -> Iterator[str]:
    seen: dict[date, str] = {}
    for one in breaks:
        for day in (*one.days, *one.makeups):
            if day in seen:
                yield f"{full(day)}出现了两次（{seen[day]}、{one.name}）"
            seen[day] = one.name


def _unusual_makeups(breaks: Iterable[Break]) -> Iterator[str]:
    for one in breaks:
        for day in one.makeups:
            if day.weekday() < SATURDAY:
                yield f"{one.name}：{full(day)}不是周六或周日，不能是调休上班日"
        if not one.days:
            yield f"{one.name}：没有认出放假日期"


def _missing(read: NoticeRead) -> Iterator[str]:
    for festival in _FESTIVALS:
        if not any(festival in one.name for one in read.breaks):
            yield f"没有认出「{festival}」的放假安排"
    for festival, (month, day) in _FIXED.items():
        named = any(festival in one.name for one in read.breaks)
        if named and date(read.year, month, day) not in read.holidays:
            yield f"{festival}：{month}月{day}日没有放假"


_CSV_DATE = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?")
_OFF = frozenset({"放假", "休", "假", "holiday", "off", "1"})
_ON = frozenset({"上班", "班", "调休上班", "补班", "workday", "work", "0"})


def _rows(text: str) -> Iterator[tuple[date, bool, str]]:
    """Yield date, whether it is off, and the festival's name."""
    lines = unicodedata.normalize("NFKC", text).lstrip("\ufeff").splitlines()
    for number, line in enumerate(lines, start=1):
        cells = [one.strip().strip('"').strip() for one in re.split(r"[,\t;]", line)]
        if not any(cells):
            continue
        found = _CSV_DATE.fullmatch(cells[0])
        if found is None and number == 1:
            continue
        yield _row(number, line, cells, found)


def _row(
    number: int, line: str, cells: list[str], found: re.Match[str] | None
) -> tuple[date, bool, str]:
    kind = cells[1].lower() if len(cells) > 1 else ""
    if found is None or kind not in _OFF | _ON:
        raise BadNotice(
            f"第{number}行「{line[:40]}」认不出来。每行写：日期,放假或者上班,节日，"
            "例如 2027-01-01,放假,元旦"
        )
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise BadNotice(f"第{number}行「{line[:40]}」的日期不存在，请核对。") from None
    return day, kind in _OFF, (cells[2] if len(cells) > 2 and cells[2] else "放假")[:20]


def days_by_name(read: NoticeRead) -> Iterator[tuple[date, str, str]]:
    """Yield every day read, in order: the day, 放假 or 上班, and the festival."""
    told = [
        (day, word, one.name)
        for one in read.breaks
        for word, days in (("放假", one.days), ("上班", one.makeups))
        for day in days
    ]
    yield from sorted(set(told))


def of_days(year: int, holidays: Iterable[date], makeups: Iterable[date]) -> NoticeRead:
    """Return days that a person named one by one, with the same checks as far as they can be made.

    Which festival each belongs to is not known, so only the fixed days are looked for.
    """
    only = Break("放假", tuple(sorted(holidays)), tuple(sorted(makeups)), "")
    read = NoticeRead(year, "", (only,))
    _demand_year(read)
    fixed = tuple(
        f"{festival}：{month}月{day}日没有放假"
        for festival, (month, day) in _FIXED.items()
        if date(year, month, day) not in read.holidays
    )
    warnings = (*_doubles(read.breaks), *_unusual_makeups(read.breaks), *fixed)
    return NoticeRead(year, "", (only,), warnings)
