"""裁量基准 (行政处罚法 第三十四条): which tier of a bureau's own standard a violation falls into.

The law fixes no tiers and none are shipped: a bureau enters its province's or its own, each with
its citation and the day it is in force from. Without one, there is no tier, and the papers say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MEASURES = {"share": "违法数额占应报数额的比例（%）", "amount": "违法数额（元）"}


@dataclass(frozen=True)
class Tier:
    """From `at_least` up to below `below` (None: without end): a range of fines in fen.

    `words`: how the standard names the tier; `fine_to` None where the paper names no upper end.
    """

    at_least: Decimal
    below: Decimal | None
    words: str
    fine_from: int
    fine_to: int | None


@dataclass(frozen=True)
class Standard:
    """A standard for one kind of violation, from a day on. `measure`: see MEASURES."""

    violation: str
    measure: str
    tiers: tuple[Tier, ...]
    in_force_from: date
    citation: str

    def tier_for(self, value: Decimal) -> Tier | None:
        """Return the tier a value falls into; None for a value outside all of them."""
        for tier in self.tiers:
            if tier.at_least <= value and (tier.below is None or value < tier.below):
                return tier
        return None


def standard_for(standards: Iterable[Standard], violation: str, on: date) -> Standard | None:
    """Return the standard in force on a day for a kind of violation; the one entered last holds."""
    in_force = [one for one in standards if one.violation == violation and one.in_force_from <= on]
    return max(reversed(in_force), key=lambda one: one.in_force_from, default=None)


def fault_of(tiers: tuple[Tier, ...]) -> str | None:
    """Say in Chinese what is wrong with a table of tiers; None when nothing is."""
    if not tiers:
        return "请至少填写一档。"
    for number, tier in enumerate(tiers, start=1):
        if tier.below is not None and tier.below <= tier.at_least:
            return f"第 {number} 档的上限应当大于下限。"
        if tier.fine_to is not None and tier.fine_to < tier.fine_from:
            return f"第 {number} 档罚款的上限应当不小于下限。"
        following = tiers[number] if number < len(tiers) else None
        if following is not None and tier.below != following.at_least:
            return f"第 {number} 档的上限应当就是第 {number + 1} 档的下限，不留空档、不重叠。"
    return None
