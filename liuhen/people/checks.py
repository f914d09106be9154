"""Input that no record can hold; asked by the actions of every noun before they write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from liuhen import clock
from liuhen.faults import Invalid
from liuhen.regulation.codec import FIRST_YEAR, LAST_YEAR


def check_choice(value: str, known: Iterable[str], field: str) -> None:
    """Raise Invalid for a value outside a closed list.

    A form offers only the list; a script that misses it must not leave a row that the case file
    cannot be compiled from.
    """
    if value not in set(known):
        raise Invalid(f"没有「{value}」这个选项，请从列表中选择。", {field: "请从列表中选择。"})


def check_years(day: date | None, field: str) -> None:
    """Raise Invalid for a year that no case file can hold; no day at all is fine."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        words = f"年份应在{FIRST_YEAR}年至{LAST_YEAR}年之间，请核对。"
        raise Invalid(words, {field: words})


def check_past(moment: datetime, field: str = "started_at") -> None:
    """Raise Invalid for a time in the future: what has not happened cannot be recorded.

    Also for one before the case file begins: written there, nobody could read the case's export.
    """
    check_years(moment, field)
    if moment > clock.now():
        raise Invalid(
            "时间在将来。记录只写已经发生的事。", {field: "请核对日期和时间，不能晚于现在。"}
        )


def check_not_after_today(day: date | None, field: str) -> None:
    """Raise Invalid for a day in the future or before the case file begins; none at all is fine."""
    check_years(day, field)
    if day is not None and day > clock.today():
        raise Invalid("日期在将来，请核对。", {field: "日期在将来，请核对。"})
