"""The version in force on the day of the conduct says what was broken and what punishes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liuhen.regulation.clauses import Clauses, clauses_for, named_violation
from liuhen.regulation.discretion import Standard, Tier, fault_of, standard_for
from liuhen.regulation.parameters import violations

TODAY = date(2026, 3, 27)


def clauses(violation: str, party: str, ended: date, today: date = TODAY) -> Clauses | None:
    return clauses_for(violations()[violation], party, ended, today)


def test_untrue_data_of_2026_falls_under_the_law_of_2024() -> None:
    found = clauses("untrue_data", "organisation", date(2026, 1, 9))
    assert found is not None
    assert found.violated == "《中华人民共和国统计法》（2024年修正）第八条"
    assert found.punished == "《中华人民共和国统计法》（2024年修正）第四十四条第一款第二项、第二款"
    assert (found.ceiling, found.serious) == (10_000_000, 50_000_000)


@pytest.mark.parametrize(
    ("ended", "article"),
    [(date(2024, 9, 12), "第四十一条"), (date(2024, 9, 13), "第四十四条")],
)
def test_the_day_of_the_conduct_selects_the_version(ended: date, article: str) -> None:
    found = clauses("untrue_data", "organisation", ended)
    assert found is not None
    assert article in found.punished


def test_the_old_law_stays_where_the_new_one_is_no_milder() -> None:
    found = clauses("untrue_data", "sole_trader", date(2024, 1, 1))
    assert found is not None
    assert "2009年修订" in found.punished
    assert found.punished.endswith("第四十一条第一款第二项、第三款")


def test_a_state_organ_is_not_fined() -> None:
    found = clauses("late", "state_organ", date(2026, 1, 9))
    assert found is not None
    assert found.punished.endswith("第四十五条第一款")
    assert found.ceiling is None


@pytest.mark.parametrize(
    ("violation", "party"), [("no_ledger", "sole_trader"), ("untrue_data", "citizen")]
)
def test_what_the_law_does_not_punish_has_no_clause(violation: str, party: str) -> None:
    assert clauses(violation, party, date(2026, 1, 9)) is None


def test_conduct_from_before_the_first_version_has_no_clause() -> None:
    assert clauses("late", "organisation", date(2009, 12, 31)) is None


def test_every_kind_of_violation_is_answered_for_an_organisation_in_both_versions() -> None:
    for violation in violations():
        for ended in (date(2023, 5, 1), date(2026, 1, 9)):
            found = clauses(violation, "organisation", ended)
            assert found is not None, (violation, ended)
            assert found.duty


def test_a_violation_is_known_by_its_key_and_by_its_words() -> None:
    assert named_violation("late") == named_violation("迟报统计资料")
    assert named_violation("别的") is None
    assert named_violation(None) is None


def tier(at_least: str, below: str | None, fine_from: int = 0, fine_to: int = 1) -> Tier:
    return Tier(Decimal(at_least), Decimal(below) if below else None, "档", fine_from, fine_to)


TIERS = (tier("0", "10"), tier("10", "30"), tier("30", None))


def standard(in_force_from: date, tiers: tuple[Tier, ...] = TIERS) -> Standard:
    return Standard("untrue_data", "share", tiers, in_force_from, "裁量基准第一条")


@pytest.mark.parametrize(
    ("value", "position"), [("0", 0), ("9.99", 0), ("10", 1), ("29.99", 1), ("30", 2), ("9999", 2)]
)
def test_a_tier_begins_at_its_lower_end_and_ends_before_its_upper(
    value: str, position: int
) -> None:
    assert standard(TODAY).tier_for(Decimal(value)) == TIERS[position]


def test_a_value_below_all_tiers_has_none() -> None:
    assert standard(TODAY, TIERS[1:]).tier_for(Decimal("5")) is None


def test_the_standard_in_force_on_the_day_holds_and_of_one_day_the_one_entered_last() -> None:
    old, new, corrected = (standard(date(2025, 1, 1)), standard(TODAY), standard(TODAY, TIERS[1:]))
    rows = [old, new, corrected]
    assert standard_for(rows, "untrue_data", date(2025, 6, 1)) is old
    assert standard_for(rows, "untrue_data", TODAY) is corrected
    assert standard_for(rows, "untrue_data", date(2024, 12, 31)) is None
    assert standard_for(rows, "late", TODAY) is None


@pytest.mark.parametrize(
    ("tiers", "fault"),
    [
        ((), "至少"),
        ((tier("0", "10"), tier("20", None)), "空档"),
        ((tier("0", None), tier("20", None)), "空档"),
        ((tier("10", "10"),), "大于下限"),
        ((tier("0", None, 2, 1),), "不小于下限"),
    ],
)
def test_a_table_with_holes_is_refused_in_words(tiers: tuple[Tier, ...], fault: str) -> None:
    assert fault in (fault_of(tiers) or "")
    assert fault_of(TIERS) is None
