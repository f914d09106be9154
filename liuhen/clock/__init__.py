"""The one source of now.

Every `recorded_at` comes from here. A set clock exists for one purpose: a demo home plays cases of
the past. It is honoured only where the home's ledger says it is a demo home; any other home
refuses it (`ClockRefused`), so nobody can back-date a real record by setting a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_set_clock: ContextVar[tuple[datetime, datetime] | None] = ContextVar("set_clock", default=None)
_demo_permit: Callable[[], bool] | None = None
_hand: Path | None = None


class ClockRefused(RuntimeError):
    """Somebody tried to set the clock in a home that is not a demo home."""


def permit_when(is_demo: Callable[[], bool]) -> None:
    """Register the one question that allows a set clock: does the home's ledger say demo?"""
    global _demo_permit
    _demo_permit = is_demo


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    playing = _set_clock.get() or _read_hand()
    real = datetime.now(UTC)
    if playing is None:
        return real
    shown, started = playing
    return shown + (real - started)


def follow(hand: Path) -> None:
    """Let a file move the clock of a running demo server: it holds one ISO instant.

    Time runs on from the moment the file was written. Without the file, or in a home that is not
    a demo home, the real time holds.
    """
    global _hand
    _hand = hand


def _read_hand() -> tuple[datetime, datetime] | None:
    if _hand is None or _demo_permit is None or not _demo_permit():
        return None
    try:
        shown = datetime.fromisoformat(_hand.read_text(encoding="ascii").strip())
        written = datetime.fromtimestamp(_hand.stat().st_mtime, UTC)
    except (OSError, ValueError):
        return None
    # A naive time could be read two ways; such a file moves nothing.
    return (shown.astimezone(UTC), written) if shown.tzinfo else None


def today() -> date:
    """Return the present day in Asia/Shanghai."""
    return now().astimezone(SHANGHAI).date()


def is_set() -> bool:
    """Tell whether a set clock is running in this context."""
    return (_set_clock.get() or _read_hand()) is not None


@contextmanager
def playing(instant: datetime) -> Iterator[None]:
    """Run the block with the clock set to `instant` (aware), running on from there.

    Raises ClockRefused unless the home's first ledger entry says demo, ValueError for a naive time.
    """
    if instant.tzinfo is None:
        raise ValueError("a set clock needs an aware datetime")
    if _demo_permit is None or not _demo_permit():
        raise ClockRefused("只有演示数据目录可以拨动时钟；正式数据目录一律使用系统时间。")
    token = _set_clock.set((instant.astimezone(UTC), datetime.now(UTC)))
    try:
        yield
    finally:
        _set_clock.reset(token)


def shanghai(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    """Build an instant from Shanghai wall-clock parts, as papers state them."""
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
