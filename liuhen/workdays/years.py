"""Year tables: which days the State Council made holidays and which weekend days it made work.

A table says what one yearly notice says and cites it; nothing is computed from moon or custom.
The shipped tables are files in `tables/`; a bureau enters later years itself as `YearTable`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

SATURDAY = 5  # date.weekday()


class BadTable(ValueError):
    """A year table that contradicts itself or cites nothing; the message (Chinese) says where."""


@dataclass(frozen=True)
class Notice:
    """The State Council notice a year table is copied from."""

    title: str
    number: str
    issued_on: date


@dataclass(frozen=True)
class NamedDay:
    """One day and the festival that the notice names for it."""

    day: date
    name: str


@dataclass(frozen=True)
class YearTable:
    """The arrangement of one year; refuses to exist if it contradicts itself (`BadTable`).

    `holidays` are days off, weekends inside the break included; `makeups` are the Saturdays and
    Sundays on which work is done. Both may reach into the December before: the notice for 2019
    made Monday 2018-12-31 a day off and Saturday 2018-12-29 a working day.
    """

    year: int
    notice: Notice
    holidays: tuple[NamedDay, ...]
    makeups: tuple[NamedDay, ...] = ()

    def __post_init__(self) -> None:
        if not self.notice.title.strip() or not self.notice.number.strip():
            raise BadTable(f"{self.year}年工作日表没有写明依据的通知名称和文号。")
        if not self.holidays:
            raise BadTable(f"{self.year}年工作日表没有一个放假日，请按通知逐日录入。")
        seen: set[date] = set()
        for named in (*self.holidays, *self.makeups):
            self._refuse_stray(named, seen)
            seen.add(named.day)
        for named in self.makeups:
            if named.day.weekday() < SATURDAY:
                raise BadTable(f"{named.day}不是周六或周日，不能作为调休上班日。")

    def _refuse_stray(self, named: NamedDay, seen: set[date]) -> None:
        belongs = named.day.year == self.year or (named.day.year, named.day.month) == (
            self.year - 1,
            12,
        )
        if not belongs:
            raise BadTable(f"{named.day}不属于{self.year}年的放假安排。")
        if named.day in seen:
            raise BadTable(f"{named.day}在{self.year}年工作日表中出现了两次。")
        if not named.name.strip():
            raise BadTable(f"{named.day}没有写明是什么节日。")


def parse_table(content: str) -> YearTable:
    """Read one table from TOML text as in `tables/`; raises BadTable with what is wrong."""
    try:
        return _table(tomllib.loads(content))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadTable(f"工作日表的格式不对：{error}") from error


def _table(raw: Mapping[str, Any]) -> YearTable:
    notice = raw["notice"]
    return YearTable(
        year=int(raw["year"]),
        notice=Notice(str(notice["title"]), str(notice["number"]), _day(notice["issued_on"])),
        holidays=_named(raw, "days"),
        makeups=_named(raw, "makeups"),
    )


def _named(raw: Mapping[str, Any], key: str) -> tuple[NamedDay, ...]:
    return tuple(
        NamedDay(_day(day), str(break_["name"]))
        for break_ in raw["holidays"]
        for day in break_.get(key, ())
    )


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"{value!r} 不是日期")
    return value


def load_tables(folder: Traversable | None = None) -> tuple[YearTable, ...]:
    """Read every table in `folder` (default: the shipped ones), earliest year first."""
    source = folder if folder is not None else files(__package__) / "tables"
    tables = [
        parse_table(entry.read_text(encoding="utf-8"))
        for entry in source.iterdir()
        if entry.name.endswith(".toml")
    ]
    return tuple(sorted(tables, key=lambda table: table.year))
