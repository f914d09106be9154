"""Reading what people type: dates, times, amounts and words, in every way they are written.

Nothing here refuses: what cannot be read comes back as the text it was, so that a half-finished
draft keeps it, and `fields.check` asks for it to be put right.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_FULL_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(
    r"(\d{1,2})\s*[:：时點点]\s*(?:(\d{1,2})\s*分?)?(?:[:：]?\s*(\d{1,2})\s*秒?)?|(\d{2})(\d{2})"
)
_NUMBER_BRACKETS = re.compile(r"(?<=字)\s*[\[(（【〔［]\s*((?:19|20)\d{2})\s*[\])）】〕］]\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff]")
_AMOUNT = re.compile(r"[￥¥]?\s*([0-9][0-9,，]*(?:\.[0-9]+)?)\s*(万)?\s*元?\s*整?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．：／－，", "0123456789.:/-,")


def words(raw: str) -> str:
    """Return text as it is kept: trimmed, one kind of line end, years of 文号 in 〔〕.

    Rare characters are left exactly as typed: no Unicode normalisation, which changes some names.
    """
    text = _CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = _NUMBER_BRACKETS.sub(r"〔\1〕", text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def day(raw: str, year: int | None = None) -> date | None:
    """Read a date: 2026-11-24, 20261124, 2026年11月24日, 2026.11.24; 11.24 where `year` is given.

    Returns None for what is not a date.
    """
    text = raw.translate(_FULL_WIDTH).strip()
    found = _FULL_DAY.fullmatch(text) or _PACKED_DAY.fullmatch(text)
    if found:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    short = _SHORT_DAY.fullmatch(text)
    if short and year is not None:
        return _date(year, int(short[1]), int(short[2]))
    return None


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def instant(raw: str, year: int | None = None) -> datetime | None:
    """Read a date with a time of day, wall clock of Shanghai: 2026-03-10 09:30, 3月10日9时30分.

    An ISO text with an offset keeps its instant. Returns an aware time in Shanghai, or None.
    """
    text = raw.translate(_FULL_WIDTH).strip()
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return _typed_instant(text, year)
    if read.tzinfo is None:
        # A date alone is not an instant: midnight would be an invention.
        return read.replace(tzinfo=SHANGHAI) if re.search(r"[T :]\d", text) else None
    return read.astimezone(SHANGHAI)


def _typed_instant(text: str, year: int | None) -> datetime | None:
    for start in (_FULL_DAY, _PACKED_DAY, _SHORT_DAY):
        found = start.match(text)
        if not found:
            continue
        on = day(found[0].strip(), year)
        time = _TIME.fullmatch(text[found.end() :].strip(" T"))
        if on and time:
            hour, minute, second = (time[1] or time[4], time[2] or time[5], time[3])
            return _at(on, int(hour), int(minute or 0), int(second or 0))
    return None


def _at(on: date, hour: int, minute: int, second: int) -> datetime | None:
    try:
        return datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=SHANGHAI)
    except ValueError:
        return None


def instant_text(at: datetime) -> str:
    """Return an instant as kept in fields: ISO 8601 with Shanghai's offset, to the second.

    Raises ValueError for a naive time.
    """
    if at.tzinfo is None:
        raise ValueError("a naive time names no instant")
    return at.astimezone(UTC).astimezone(SHANGHAI).isoformat(timespec="seconds")


def fen(raw: str) -> int | None:
    """Read an amount in yuan (30000, 30,000.00, 3万元, ￥3.5万) and return fen.

    Returns None for what is no amount, and for more than two decimals: nothing is rounded.
    """
    found = _AMOUNT.fullmatch(raw.translate(_FULL_WIDTH).strip())
    if not found:
        return None
    try:
        yuan = Decimal(found[1].replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    amount = yuan * (1_000_000 if found[2] else 100)
    return int(amount) if amount == amount.to_integral_value() else None


def whole(raw: str) -> int | None:
    """Read a whole number, 0 or more; None for anything else."""
    text = raw.translate(_FULL_WIDTH).strip().replace(",", "")
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


def truth(raw: str) -> bool | None:
    """Read yes or no as forms send them and people write them; None for anything else."""
    return {
        "true": True, "on": True, "1": True, "是": True, "yes": True,
        "false": False, "off": False, "0": False, "否": False, "no": False,
    }.get(raw.strip().lower())  # fmt: skip
