"""Counting of working days, natural days, months and years, as reasoned results.

Rules: the first day is not counted (民事诉讼法 第八十五条第二款); a period of natural days, months
or years whose last day is a holiday ends on the first working day after it (the same, third
paragraph; weekends are treated alike, as is the practice); a month ends on the day of the same
number, or on its last day where there is none (民法典 第二百零二条). Periods of working days need
no such move.

A year without a table is never guessed: Monday to Friday count as working days there and the
result says `provisional`. Entering the table makes the same question firm.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from liuhen.workdays import words
from liuhen.workdays.words import Skipped
from liuhen.workdays.years import SATURDAY, YearTable, load_tables

_DAY = timedelta(days=1)
_TUESDAY = 1
_LATE_DECEMBER = (12, 29)


@dataclass(frozen=True)
class Due:
    """A counted day with its reasons.

    `provisional`: a year without a table took part, so the day may still move. `skipped`: days not
    counted, or that the last day was moved over, in order. `rolled_from`: the last day before it
    was moved, None if it was not. `words`: the count in one or two Chinese sentences.
    """

    day: date
    provisional: bool
    skipped: tuple[Skipped, ...]
    rolled_from: date | None
    words: str


@dataclass
class _Walk:
    """What a walk over the calendar has met so far."""

    skipped: list[Skipped] = field(default_factory=list)
    makeups: list[date] = field(default_factory=list)
    unknown: set[int] = field(default_factory=set)

    def due(self, day: date, told: str, *, rolled_from: date | None = None) -> Due:
        years = sorted(self.unknown)
        told += words.makeup_clause(sorted(self.makeups)) + words.provisional_clause(years)
        skipped = tuple(sorted(self.skipped, key=lambda one: one.day))
        return Due(day, bool(years), skipped, rolled_from, told)

    def not_counted(self) -> str:
        ordered = sorted(self.skipped, key=lambda one: one.day)
        return f"；不计{words.skipped_runs(ordered)}" if ordered else ""


class Calendar:
    """The days on which offices work, from year tables.

    Where two tables are for one year, the later in the sequence holds: a bureau's corrected table
    replaces the shipped one. Immutable after construction; safe to share between threads.
    Every function takes plain dates and raises TypeError for a datetime, whose day depends on a
    time zone, and ValueError for a count below one.
    """

    def __init__(self, tables: Iterable[YearTable]) -> None:
        by_year = {table.year: table for table in tables}
        self.tables: tuple[YearTable, ...] = tuple(by_year[year] for year in sorted(by_year))
        self.years: frozenset[int] = frozenset(by_year)
        self._holidays: Mapping[date, str] = {
            named.day: named.name for table in self.tables for named in table.holidays
        }
        self._makeups: frozenset[date] = frozenset(
            named.day for table in self.tables for named in table.makeups
        )

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on `day`; Monday to Friday in a year without a table."""
        return self._why_off(_plain(day)) is None

    def is_firm(self, day: date) -> bool:
        """Tell whether the notice that decides about `day` is in a table."""
        return self._missing_year(_plain(day)) is None

    def after_workdays(self, start: date, n: int) -> Due:
        """Return the n-th working day after `start`, which itself is not counted."""
        walk = _Walk()
        day = self._step(walk, _plain(start), _positive(n), _DAY)
        told = f"自{words.full(start)}的次日起算，第{n}个工作日为{words.full(day)}"
        return walk.due(day, f"{told}{walk.not_counted()}。")

    def after_days(self, start: date, n: int, roll: bool = True) -> Due:
        """Return the n-th natural day after `start`, moved to a working day if `roll`."""
        last = _plain(start) + timedelta(days=_positive(n))
        return self._ending(
            last, f"自{words.full(start)}的次日起算，满{n}日为{words.full(last)}", roll
        )

    def after_months(self, start: date, n: int, roll: bool = True) -> Due:
        """Return the day `n` months after `start`, moved to a working day if `roll`."""
        return self._corresponding(start, _positive(n), f"{n}个月", roll)

    def after_years(self, start: date, n: int, roll: bool = True) -> Due:
        """Return the day `n` years after `start`, moved to a working day if `roll`."""
        return self._corresponding(start, 12 * _positive(n), f"{n}年", roll)

    def before_workdays(self, event: date, n: int) -> Due:
        """Return the latest day with `n` full working days strictly between it and `event`.

        The careful reading of "notify N working days before": neither the day of the notice nor
        the day of the event counts. The day returned may be a day off; earlier is always fine.
        """
        walk = _Walk()
        day = self._step(walk, _plain(event), _positive(n), -_DAY) - _DAY
        told = (
            f"{words.full(event)}之前须隔满{n}个工作日，两端的日子都不计，最迟为{words.full(day)}"
        )
        return walk.due(day, f"{told}{walk.not_counted()}。")

    def next_workday(self, day: date) -> Due:
        """Return `day` itself if it is a working day, else the first working day after it."""
        return self._ending(_plain(day), words.full(day), roll=True)

    def workdays_between(self, a: date, b: date) -> int:
        """Count working days after `a` up to and including `b`; 0 if `b` is not after `a`.

        So `workdays_between(start, after_workdays(start, n).day) == n`.
        """
        span = (_plain(b) - _plain(a)).days
        return sum(self.is_workday(a + timedelta(days=i)) for i in range(1, span + 1))

    def _corresponding(self, start: date, n: int, length: str, roll: bool) -> Due:
        last, clipped = _add_months(_plain(start), n)
        told = f"自{words.full(start)}起{length}，"
        told += f"{last.month}月没有{start.day}日，取月末" if clipped else "对应日为"
        return self._ending(last, f"{told}{words.full(last)}", roll)

    def _ending(self, last: date, told: str, roll: bool) -> Due:
        walk = _Walk()
        if not roll:
            return walk.due(last, f"{told}。")
        day = self._first_workday_from(walk, last)
        if day == last:
            return walk.due(day, f"{told}。")
        told += f"；逢{words.skipped_runs(walk.skipped)}，顺延至{words.full(day)}。"
        return walk.due(day, told, rolled_from=last)

    def _first_workday_from(self, walk: _Walk, day: date) -> date:
        while not self._meet(walk, day):
            day += _DAY
        return day

    def _step(self, walk: _Walk, day: date, n: int, by: timedelta) -> date:
        while n:
            day += by
            n -= self._meet(walk, day)
        return day

    def _meet(self, walk: _Walk, day: date) -> bool:
        """Note `day` in the walk; True if it is a working day."""
        missing = self._missing_year(day)
        if missing is not None:
            walk.unknown.add(missing)
        why = self._why_off(day)
        if why is not None:
            walk.skipped.append(Skipped(day, why))
        elif day in self._makeups:
            walk.makeups.append(day)
        return why is None

    def _why_off(self, day: date) -> str | None:
        if day in self._holidays:
            return self._holidays[day]
        if day.weekday() >= SATURDAY and day not in self._makeups:
            return words.weekday(day)
        return None

    def _missing_year(self, day: date) -> int | None:
        """Return the year whose table is wanting to be sure about `day`, None if none is."""
        if day.year in self.years and (day.month, day.day) < _LATE_DECEMBER:
            return None
        return next((year for year in _deciding_years(day) if year not in self.years), None)


def _deciding_years(day: date) -> Iterator[int]:
    """Yield the years whose notices decide about `day`.

    Where 1 January is a Tuesday, its notice also decides about the last three days of December
    (2007, 2018: Monday the 31st off, Saturday the 29th worked).
    """
    yield day.year
    new_year = date(day.year + 1, 1, 1)
    if new_year.weekday() == _TUESDAY and (new_year - day).days <= 3:
        yield new_year.year


def _add_months(start: date, n: int) -> tuple[date, bool]:
    """Return the corresponding day and whether the month was too short for it."""
    years, month0 = divmod(start.month - 1 + n, 12)
    year, month = start.year + years, month0 + 1
    last = months.monthrange(year, month)[1]
    return date(year, month, min(start.day, last)), start.day > last


def _plain(day: date) -> date:
    if isinstance(day, datetime):
        raise TypeError(
            "a day is counted from a date; take a datetime's day in Asia/Shanghai first"
        )
    return day


def _positive(n: int) -> int:
    if n < 1:
        raise ValueError(f"a period is at least one long, not {n}")
    return n


DEFAULT = Calendar(load_tables())
