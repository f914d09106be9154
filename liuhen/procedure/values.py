"""Values as documents keep them, read without trust: a draft may hold anything."""

from __future__ import annotations

from datetime import date
from typing import Any


def whole(value: Any) -> int:
    """Return a whole number; 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def words(value: Any) -> str:
    """Return a text; "" for anything else."""
    return value if isinstance(value, str) else ""


def day(value: Any) -> date | None:
    """Return the day of an ISO date; None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def choices(value: Any) -> tuple[str, ...]:
    """Return the options chosen."""
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def rows(value: Any) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
