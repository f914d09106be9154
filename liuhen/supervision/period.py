"""The period of an assessment: a year, a half or a quarter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liuhen.clock import SHANGHAI

_WRITTEN = re.compile(r"(?P<year>20\d\d)(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])))?")


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both inclusive, Asia/Shanghai. `code`: 2026, 2026-H1, 2026-Q3."""

    code: str
    words: str
    first: date
    last: date

    @property
    def ends_before(self) -> datetime:
        """The instant at which the period is over."""
        day = self.last + timedelta(days=1)
        return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)

    def over(self, today: date) -> bool:
        """Tell whether the last day has passed."""
        return today > self.last


def period_of(code: str) -> Period | None:
    """Read a period's code; None for what is none."""
    match = _WRITTEN.fullmatch(code)
    if match is None:
        return None
    year = int(match["year"])
    if match["half"]:
        half = int(match["half"])
        return _months(code, f"{year}年{'上' if half == 1 else '下'}半年", year, half * 6 - 5, 6)
    if match["quarter"]:
        quarter = int(match["quarter"])
        return _months(code, f"{year}年第{'一二三四'[quarter - 1]}季度", year, quarter * 3 - 2, 3)
    return _months(code, f"{year}年", year, 1, 12)


def _months(code: str, words: str, year: int, first: int, many: int) -> Period:
    after = first + many
    end = date(year + 1, 1, 1) if after > 12 else date(year, after, 1)
    return Period(code, words, date(year, first, 1), end - timedelta(days=1))


def choices(today: date, years: int = 3) -> list[Period]:
    """Return the periods to choose from, newest first: each year, its halves, its quarters."""
    codes = [
        f"{year}{part}"
        for year in range(today.year, today.year - years, -1)
        for part in ("", "-H2", "-H1", "-Q4", "-Q3", "-Q2", "-Q1")
    ]
    found = (period_of(code) for code in codes)
    return [one for one in found if one is not None and one.first <= today]
