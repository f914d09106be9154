"""How a count is told in Chinese, so that a clerk can follow it with a finger on the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKEND = WEEKDAYS[5:]


@dataclass(frozen=True)
class Skipped:
    """A day that was not counted, or that a last day was moved over; `why` like 清明节 or 周六."""

    day: date
    why: str


def weekday(day: date) -> str:
    """Return 周一 … 周日."""
    return WEEKDAYS[day.weekday()]


def full(day: date) -> str:
    """Return a day as papers write it, with its weekday: 2026年4月10日（周五）."""
    return f"{day.year}年{day.month}月{day.day}日（{weekday(day)}）"


def skipped_runs(skipped: Sequence[Skipped]) -> str:
    """Join skipped days into runs: 4月4日至4月6日（清明节）、4月11日至4月12日（周末）."""
    runs: list[list[Skipped]] = []
    for one in skipped:
        if runs and _follows(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return "、".join(_run(run) for run in runs)


def _follows(before: Skipped, after: Skipped) -> bool:
    return after.day - before.day == timedelta(days=1) and _reason(before) == _reason(after)


def _reason(one: Skipped) -> str:
    return "周末" if one.why in WEEKEND else one.why


def _run(run: Sequence[Skipped]) -> str:
    first, last = run[0], run[-1]
    if first is last:
        return f"{_short(first.day)}（{first.why}）"
    return f"{_short(first.day)}至{_short(last.day)}（{_reason(first)}）"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def makeup_clause(days: Iterable[date]) -> str:
    """Say which weekend days count because they are worked; empty if none."""
    named = "、".join(f"{_short(day)}（{weekday(day)}）" for day in days)
    return f"{named}调休上班，算工作日。" if named else ""


def provisional_clause(years: Sequence[int]) -> str:
    """Say that the date is provisional for want of these years' tables; empty if none."""
    if not years:
        return ""
    named = "、".join(f"{year}年" for year in years)
    return f"{named}放假安排尚未录入，按周一至周五为工作日暂算，录入后重新计算。"
