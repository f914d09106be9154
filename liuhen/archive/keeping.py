"""The settings of volumes and retention, read from data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from liuhen.archive.models import ArchivedCase


@dataclass(frozen=True)
class Keeping:
    """How volumes look and how long cases are kept."""

    retention: Mapping[str, str]
    years: Mapping[str, int]
    pages: Mapping[str, Any]
    order: Mapping[str, int]
    words: Mapping[str, str]

    def retention_of(self, procedure: str) -> ArchivedCase.Retention:
        """Return the retention of a case by its procedure."""
        return ArchivedCase.Retention(self.retention[procedure])

    def until(self, retention: str, archived_on: date) -> date | None:
        """Return the last day a case is kept; None for ever."""
        years = self.years.get(retention)
        return date(archived_on.year + years, 12, 31) if years is not None else None

    def say(self, name: str, **values: object) -> str:
        """Return one of the phrases, filled in."""
        return self.words[name].format(**values)


@cache
def keeping() -> Keeping:
    """Return the settings as shipped."""
    path = Path(__file__).parent / "keeping.toml"
    return Keeping(**tomllib.loads(path.read_text(encoding="utf-8")))
