"""How days, instants, money and lengths are written on a page and read from a field.

Pure: today is an argument. Days and instants are shown in Asia/Shanghai whatever the device says.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from liuhen.clock import SHANGHAI
from liuhen.regulation.codec import FIRST_YEAR, LAST_YEAR

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")

_WHOLE_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_MOMENT = re.compile(r"(?P<day>.+?)[T ]*(?P<hour>(?<!\d)\d{1,2})[:时点](?P<minute>\d{1,2})分?")
# At most 13 digits, so that fen stay exact in every script and ledger leaf (2^53).
_AMOUNT = re.compile(r"(?P<number>[0-9]{1,13}(?:\.[0-9]{1,6})?)(?P<ten_thousands>万)?元?")


def shanghai_day(value: date | datetime) -> date:
    """Return the day in Shanghai that `value` falls on; ValueError for a naive instant."""
    return local(value).date() if isinstance(value, datetime) else value


def local(instant: datetime) -> datetime:
    """Return the instant as Shanghai wall-clock time; ValueError when it is naive."""
    if instant.tzinfo is None:
        raise ValueError("a page shows aware instants only")
    return instant.astimezone(SHANGHAI)


def day_text(value: date | datetime) -> str:
    """Write a day as official papers do: 2026年11月24日, no leading zeros."""
    day = shanghai_day(value)
    return f"{day.year}年{day.month}月{day.day}日"


def day_weekday_text(value: date | datetime) -> str:
    """Write a day with its weekday: 2026年11月24日 星期二."""
    return f"{day_text(value)} {WEEKDAYS[shanghai_day(value).weekday()]}"


def moment_text(instant: datetime) -> str:
    """Write an instant: 2026年11月24日 14:32."""
    return f"{day_text(instant)} {local(instant):%H:%M}"


def month_day_text(day: date, *, today: date) -> str:
    """Write a day without the year while it is this year's: 11月27日."""
    return f"{day.month}月{day.day}日" if day.year == today.year else day_text(day)


class OutOfRange(ValueError):
    """A day whose year no case file can hold."""


def parse_day(text: str, *, today: date) -> date:
    """Read a typed day: 2026-11-24, 20261124, 2026年11月24日, or 11.24 (the nearest such day).

    Raises ValueError when it is no day of the calendar, OutOfRange for a year no case file can hold.
    """
    plain = _plain(text)
    if match := _WHOLE_DAY.fullmatch(plain) or _EIGHT_DIGITS.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise OutOfRange("no year of a record")
        return date(year, month, day)
    if match := _SHORT_DAY.fullmatch(plain):
        return _nearest(int(match[1]), int(match[2]), today)
    raise ValueError("not a day")


def parse_moment(text: str, *, today: date) -> datetime:
    """Read a typed instant, a day in any form of `parse_day` and 14:32 or 14时32分; Shanghai time.

    Raises ValueError when either half cannot be read.
    """
    match = _MOMENT.fullmatch(_plain(text, keep_space=True))
    if match is None:
        raise ValueError("not an instant")
    day = parse_day(match["day"], today=today)
    hour, minute = int(match["hour"]), int(match["minute"])
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def _nearest(month: int, day: int, today: date) -> date:
    # In January 「12.28」 means last month, not the end of this year.
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue  # the 29th of February exists in some of the three years only
    if not candidates:
        raise ValueError("no such day")
    return min(candidates, key=lambda each: abs((each - today).days))


def _plain(text: str, *, keep_space: bool = False) -> str:
    """Bring full-width digits and marks to their plain form."""
    folded = unicodedata.normalize("NFKC", text).strip().replace("。", ".")
    return re.sub(r"\s+", " " if keep_space else "", folded)


def yuan_text(fen: int) -> str:
    """Write an amount in fen as yuan: 3000000 → 30,000 元, 123456 → 1,234.56 元."""
    whole, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole:,}.{rest:02d} 元" if rest else f"{sign}{whole:,} 元"


def parse_yuan(text: str) -> int:
    """Read an amount in yuan, as typed (30000, 30,000.50, 3万元), into fen.

    Raises ValueError when it is no amount, negative, or finer than a fen.
    """
    match = _AMOUNT.fullmatch(_plain(text).replace(",", ""))
    if match is None:
        raise ValueError("not an amount")
    fen = Decimal(match["number"]) * (1_000_000 if match["ten_thousands"] else 100)
    if fen != fen.to_integral_value():
        raise ValueError("not an amount in whole fen")
    return int(fen)


def yuan_digits(fen: int) -> str:
    """Write fen as the digits a money field holds: 123456 → 1234.56."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def bytes_text(size: int) -> str:
    """Write a size in bytes: 900 字节, 1.3 GB (1 GB = 1024³)."""
    if size < 1024:
        return f"{size} 字节"
    amount = float(size)
    for unit in ("KB", "MB", "GB"):
        amount /= 1024
        if amount < 1024:
            return f"{amount:.1f} {unit}"
    return f"{amount / 1024:.1f} TB"


def span_text(seconds: float) -> str:
    """Write a length of time in seconds: 46 分 12 秒, 1 小时 5 分."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if hours:
        return f"{hours} 小时 {minutes} 分"
    if minutes:
        return f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分"
    return f"{rest} 秒"


def deadline_text(
    due_on: date, *, left: int, unit: str, today: date, met_on: date | None = None
) -> str:
    """Write a deadline: 还剩 3 个工作日（11月27日）, 今天到期, 已超期, or 已于…完成."""
    on = month_day_text(due_on, today=today)
    if met_on is not None:
        late = "，已超期" if met_on > due_on else ""
        return f"已于 {month_day_text(met_on, today=today)} 完成（期限 {on}{late}）"
    if left < 0:
        return f"已超期 {-left} {unit}（{on}）"
    return f"今天到期（{on}）" if left == 0 else f"还剩 {left} {unit}（{on}）"


CAPACITIES = {
    "officer": "执法人员",
    "party": "当事人",
    "agent": "代理人",
    "witness": "见证人",
    "testifier": "证人",
    "provider": "证据提供人",
    "host": "听证主持人",
    "recorder": "记录人",
    "legal_reviewer": "法制审核人",
    "head": "机关负责人",
    "attendee": "参加人",
}
RIGHTS = {"statement": "陈述", "defence": "申辩", "recusal": "申请回避", "hearing": "听证"}
