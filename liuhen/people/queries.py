"""Lists of the home's settings."""

from __future__ import annotations

from liuhen.people.models import CalendarYear


def entered_years() -> list[CalendarYear]:
    """Return the calendar years entered here, earliest first, one row a year: the last one holds."""
    latest = {row.year: row for row in CalendarYear.objects.order_by("pk")}
    return [latest[year] for year in sorted(latest)]
