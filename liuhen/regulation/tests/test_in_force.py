"""Rules carry their days (第三十四条, A34-1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from liuhen.regulation.pack import evaluate, load
from liuhen.regulation.parameters import numbers
from liuhen.regulation.tests.changing import case_a, case_facts, change, decided, having, ids


@pytest.mark.shows("L23-1")
def test_a_thing_is_judged_by_the_rule_in_force_on_its_day() -> None:
    """The paper on inspections of enterprises binds from 2024-12-26, not the inspections before."""
    (rule,) = load().rules["L23-1"]
    assert not rule.holds_on(date(2024, 12, 25))
    assert rule.holds_on(date(2024, 12, 26))

    inspection = next(one for one in case_a().activities if one.kind == "site_inspection")
    unnumbered = having(id=inspection.id)
    for year, found in ((2026, True), (2024, False)):
        moment = inspection.started_at.replace(year=year)
        case = change(case_a(), "activities", unnumbered, yearly_number=None, started_at=moment)
        assert ("L23-1" in ids(case, date(2026, 5, 21))) is found


def test_a_rule_that_ended_judges_nothing_after_its_last_day() -> None:
    (rule,) = load().rules["A07-1"]
    ended = replace(rule, in_force_to=date(2026, 12, 31))
    assert ended.holds_on(date(2026, 12, 31))
    assert not ended.holds_on(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("ended", "applied", "fine", "found"),
    [
        ("2024-09-12", "2024-09-12", 5_000_000, False),
        ("2024-09-12", "2024-09-12", 5_000_100, True),
        ("2024-09-12", "2024-09-13", 5_000_000, True),
        ("2024-09-13", "2024-09-13", 10_000_000, False),
        ("2024-09-13", "2024-09-12", 5_000_000, True),
    ],
)
@pytest.mark.shows("L01-2")
def test_the_sanction_follows_the_law_of_the_day_of_the_conduct(
    ended: str, applied: str, fine: int, found: bool
) -> None:
    case = case_facts(case_a(), conduct_ended_on=date.fromisoformat(ended))
    case = decided(case, law_version_on=date.fromisoformat(applied), fine=fine)
    assert ("L01-2" in ids(case, date(2026, 5, 21))) is found


@pytest.mark.shows("L01-2")
def test_without_a_change_of_law_the_version_need_not_be_written() -> None:
    case = decided(case_a(), law_version_on=None)
    assert evaluate(case, date(2026, 5, 21)).state_of("L01-2").status == "recorded"
    old = case_facts(case, conduct_ended_on=date(2024, 6, 30))
    assert evaluate(old, date(2026, 5, 21)).state_of("L01-2").status == "undetermined"


@pytest.mark.shows("L01-2")
@pytest.mark.parametrize(
    ("applied", "fine", "found"),
    [
        ("2025-12-31", 10_000_000, False),
        ("2025-12-31", 10_000_100, True),
        ("2026-01-01", 3_000_000, False),
        ("2026-01-01", 3_000_100, True),
    ],
)
def test_a_later_law_that_is_lighter_may_be_applied_and_then_its_ceiling_holds(
    monkeypatch: pytest.MonkeyPatch, applied: str, fine: int, found: bool
) -> None:
    """As if the ceiling were lowered to 30,000 yuan on 2026-01-01, after the conduct."""
    name = "fine_ceiling.major.organisation"
    shipped = numbers()[name]
    lighter = replace(shipped.values[-1], value=3_000_000, in_force_from=date(2026, 1, 1))
    lowered = {**numbers(), name: replace(shipped, values=(*shipped.values, lighter))}
    monkeypatch.setattr("liuhen.regulation.statutes.numbers", lambda: lowered)
    case = case_facts(case_a(), conduct_ended_on=date(2025, 6, 30), discovered_on=date(2026, 3, 2))
    case = decided(case, law_version_on=date.fromisoformat(applied), fine=fine)
    assert ("L01-2" in ids(case, date(2026, 5, 21))) is found
