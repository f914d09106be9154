"""The calendar of a case: the shipped year tables with the bureau's own on top."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from liuhen.regulation.casefile import Bureau, CalendarYear
from liuhen.regulation.faults import CaseFileError
from liuhen.workdays import DEFAULT, BadTable, Calendar, NamedDay, Notice, YearTable


def calendar_of(bureau: Bureau) -> Calendar:
    """Return the calendar by which a bureau counts.

    Raises CaseFileError for a year table that contradicts itself, naming its place in the file.
    """
    return _calendar(bureau.calendar) if bureau.calendar else DEFAULT


@lru_cache(maxsize=8)
def _calendar(years: tuple[CalendarYear, ...]) -> Calendar:
    own = [_table(index, year) for index, year in enumerate(years)]
    # The tables' order must not matter: of two for one year, the one cited last holds.
    own.sort(key=lambda table: (table.year, table.notice.title))
    return Calendar((*DEFAULT.tables, *own))


def _table(index: int, year: CalendarYear) -> YearTable:
    notice = Notice(year.citation, year.citation, date(year.year, 1, 1))
    try:
        return YearTable(
            year=year.year,
            notice=notice,
            holidays=tuple(NamedDay(one, "放假") for one in year.holidays),
            makeups=tuple(NamedDay(one, "调休上班") for one in year.make_up_days),
        )
    except (BadTable, ValueError) as error:
        raise CaseFileError(f"$.bureau.calendar[{index}]", str(error)) from error
