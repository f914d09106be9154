"""From counts to points: pure, exact, and blind to fines.

All that goes in is how many things were kept and how many were lost, by item. There is no place for
an amount or a number of fines to come in (行政处罚法 第七十四条): the types have none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from liuhen.supervision.scheme import Item

FULL = 100


@dataclass(frozen=True)
class Tally:
    """How many things of an item were kept and lost; `severe` of the lost ones."""

    kept: int = 0
    lost: int = 0
    severe: int = 0

    @property
    def all(self) -> int:
        """How many things there were to keep."""
        return self.kept + self.lost


Inputs = Mapping[str, Tally]
"""Everything that an assessment is computed from: tallies by the code of the item."""


@dataclass(frozen=True)
class Line:
    """One item of a result. `of` is what it can earn and `points` what it earned, out of 100.

    An item with nothing to count has `of` 0. One that takes points off has negative `points`.
    """

    item: Item
    tally: Tally
    of: Fraction
    points: Fraction

    @property
    def counted(self) -> bool:
        """Whether there was anything to count."""
        return bool(self.tally.all)

    @property
    def each(self) -> Fraction:
        """The points that one lost thing costs; 0 while there is nothing to count."""
        if self.item.points:
            return Fraction(self.item.points)
        return self.of / self.tally.all if self.tally.all else Fraction(0)

    @property
    def share(self) -> str:
        """The share that was kept, in percent with one decimal; empty without anything to count."""
        if not self.tally.all or self.item.points:
            return ""
        return f"{shown(Fraction(100 * self.tally.kept, self.tally.all))}%"

    @property
    def of_words(self) -> str:
        """What it can earn, with one decimal."""
        return shown(self.of)

    @property
    def points_words(self) -> str:
        """What it earned, with one decimal."""
        return shown(self.points)

    @property
    def each_words(self) -> str:
        """What one lost thing costs, with one decimal."""
        return shown(self.each)


@dataclass(frozen=True)
class Result:
    """An assessment. `score` is None when no item had anything to count."""

    lines: tuple[Line, ...]
    score: Fraction | None

    @property
    def score_words(self) -> str:
        """The score with one decimal; empty for None."""
        return shown(self.score)

    def line(self, code: str) -> Line | None:
        """Return the line of an item; None for one that is not asked."""
        return next((one for one in self.lines if one.item.code == code), None)


def assess(items: Sequence[Item], inputs: Inputs) -> Result:
    """Compute the points of each item and the score, 0 to 100."""
    tallies = {one.code: inputs.get(one.code, Tally()) for one in items}
    asked = sum(one.weight for one in items if one.weight and tallies[one.code].all)
    lines = tuple(_line(one, tallies[one.code], asked) for one in items)
    if not asked:
        return Result(lines, None)
    return Result(lines, max(Fraction(0), sum((one.points for one in lines), Fraction(0))))


def _line(item: Item, tally: Tally, asked: int) -> Line:
    if item.points:
        light = tally.lost - tally.severe
        off = item.points * light + item.severe_points * tally.severe
        return Line(item, tally, Fraction(0), Fraction(-off))
    if not tally.all:
        return Line(item, tally, Fraction(0), Fraction(0))
    of = Fraction(FULL * item.weight, asked)
    return Line(item, tally, of, of * Fraction(tally.kept, tally.all))


def shown(points: Fraction | None) -> str:
    """Write points with one decimal, halves up; empty for None."""
    if points is None:
        return ""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
