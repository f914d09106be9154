"""The data check 数据核查, entered once in its table and carried from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from liuhen.documents import figures
from liuhen.documents.wording import day_words
from liuhen.procedure.gathering.records import standing
from liuhen.procedure.gathering.saying import day, together, words
from liuhen.procedure.values import rows
from liuhen.procedure.values import words as text
from liuhen.regulation import casefile as file


@dataclass(frozen=True)
class Check:
    """One checked figure: what was reported, what was found."""

    indicator: str
    period: str
    unit: str
    reported: Decimal
    verified: Decimal

    @property
    def difference(self) -> Decimal:
        """差额, negative where too little was reported."""
        return figures.difference(self.reported, self.verified)

    @property
    def rate(self) -> Decimal | None:
        """差错率 in percent; None where it cannot be stated."""
        return figures.error_rate(self.reported, self.verified)


def tables(compiled: file.CaseFile) -> list[file.Document]:
    """Return the standing data check tables of a case."""
    return standing(compiled, "data_check_table")


def check_rows(compiled: file.CaseFile) -> list[dict[str, Any]]:
    """Return the rows of all tables, as other papers carry them."""
    return [row for table in tables(compiled) for row in rows(table.fields.get("rows"))]


def checks(table: file.Document) -> Iterator[Check]:
    """Yield the rows of a table that hold two figures."""
    for row in rows(table.fields.get("rows")):
        reported, verified = (figures.number(row.get(one)) for one in ("reported", "verified"))
        if reported is not None and verified is not None:
            indicator, period, unit = (
                text(row.get(one)) for one in ("indicator", "period", "unit")
            )
            yield Check(indicator, period, unit, reported, verified)


def facts(compiled: file.CaseFile) -> str | None:
    """Say what was reported and what was found; None while nothing was checked."""
    told = [_of_table(compiled, table) for table in tables(compiled)]
    said = [one for one in told if one]
    return together([*said, *_discovered(compiled.case)]) if said else None


def _of_table(compiled: file.CaseFile, table: file.Document) -> str:
    said = words()["facts"]
    found = [_row(one) for one in checks(table)]
    if not found:
        return ""
    reported_on = text(table.fields.get("reported_on"))
    head = said["head_on" if reported_on else "head"].format(
        party=text(table.fields.get("party_name")) or _party(compiled),
        survey=text(table.fields.get("survey")),
        reported_on=day_words(reported_on),
    )
    return str(head + words()["between"].join(found) + said["end"])


def _party(compiled: file.CaseFile) -> str:
    return compiled.parties[0].name if compiled.parties else ""


def _row(one: Check) -> str:
    said = words()["facts"]
    form = "row_same" if not one.difference else "row" if one.rate is not None else "row_unstated"
    how = said["over"] if one.difference > 0 else said["under"]
    return str(said[form]).format(
        period=one.period,
        indicator=one.indicator,
        unit=one.unit,
        reported=_shown(one.reported),
        verified=_shown(one.verified),
        how=how,
        difference=_shown(abs(one.difference)),
        rate="" if one.rate is None else f"{one.rate}%",
    )


def _shown(value: Decimal) -> str:
    return figures.grouped(f"{value:f}")


def _discovered(case: file.CaseFacts) -> Iterator[str]:
    if case.conduct_ended_on and case.discovered_on:
        said: Mapping[str, str] = words()["facts"]
        yield said["discovered"].format(
            ended=day(case.conduct_ended_on), discovered=day(case.discovered_on)
        )


def heaviest(compiled: file.CaseFile) -> Check | None:
    """Return the figure that is furthest off, by its rate; one without a rate counts least."""
    found = [one for table in tables(compiled) for one in checks(table) if one.difference]
    return max(found, key=lambda one: one.rate or Decimal(0), default=None)
