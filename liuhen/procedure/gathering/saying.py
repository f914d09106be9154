"""The words for what was gathered (`words.toml`), and the small ones: days, lists, money."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from liuhen import clock
from liuhen.documents.wording import instant_words


@cache
def words() -> Mapping[str, Any]:
    """Return the sentences by the part of a paper they belong to."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def on_day(when: date | datetime) -> date:
    """Return the day, that of Shanghai for an instant."""
    return when.astimezone(clock.SHANGHAI).date() if isinstance(when, datetime) else when


def day(when: date | datetime, *, after: date | None = None) -> str:
    """Return a day in words; without its year where it follows a day of the same year."""
    on = on_day(when)
    form = "day_of_year" if after and after.year == on.year else "day"
    return str(words()[form]).format(year=on.year, month=on.month, day=on.day)


def instant(when: datetime) -> str:
    """Return an instant in words: 2026年3月10日9时30分."""
    return instant_words(when.isoformat())


def listed(parts: Iterable[str]) -> str:
    """Join the parts that say something: 甲、乙."""
    return str(words()["and"]).join(part for part in parts if part)


def together(sentences: Iterable[str]) -> str | None:
    """Join whole sentences; None when nothing is said."""
    return "".join(sentences) or None
