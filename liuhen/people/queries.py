"""Lists of the home's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from liuhen.people.models import Bureau, CalendarYear, Parameter
from liuhen.regulation.discretion import Standard, Tier
from liuhen.workdays import load_tables


def entered_years() -> list[CalendarYear]:
    """Return the calendar years entered here, earliest first, one row a year: the last one holds."""
    latest = {row.year: row for row in CalendarYear.objects.order_by("pk")}
    return [latest[year] for year in sorted(latest)]


def own_numbers(bureau: Bureau) -> list[Parameter]:
    """Return the numbers a bureau set, in the order they were set, one for a name and a day.

    Of two values for one day the one set last holds: it was set to correct the other, which stays
    in its table.
    """
    latest = {(row.name, row.in_force_from): row for row in bureau.parameters.order_by("pk")}
    return sorted(latest.values(), key=lambda row: row.pk)


def standards_of(bureau: Bureau) -> list[Standard]:
    """Return the standards of discretion a bureau entered, in the order it entered them."""
    return [
        Standard(
            violation=row.violation,
            measure=row.measure,
            tiers=tuple(_tier(one) for one in row.tiers),
            in_force_from=row.in_force_from,
            citation=row.citation,
        )
        for row in bureau.discretion_standards.order_by("pk")
    ]


def _tier(kept: Mapping[str, Any]) -> Tier:
    return Tier(
        at_least=Decimal(kept["at_least"]),
        below=None if kept["below"] is None else Decimal(kept["below"]),
        words=kept["words"],
        fine_from=kept["fine_from"],
        fine_to=kept["fine_to"],
    )


@dataclass(frozen=True)
class YearLine:
    """One year of the calendar and the notice it is taken from; `entered`: here, not shipped."""

    year: int
    notice: str
    holidays: int
    make_up_days: int
    entered: bool


def year_lines() -> list[YearLine]:
    """Return the years that count, latest first: the shipped tables, and those entered in their place."""
    lines = {
        one.year: YearLine(
            one.year,
            f"{one.notice.title}（{one.notice.number}）",
            len(one.holidays),
            len(one.makeups),
            False,
        )
        for one in load_tables()
    }
    for row in entered_years():
        lines[row.year] = YearLine(
            row.year, row.citation, len(row.holidays), len(row.make_up_days), True
        )
    return [lines[year] for year in sorted(lines, reverse=True)]
