"""From counts to points, and the scheme that says what each is worth."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from liuhen.supervision import scheme as schemes
from liuhen.supervision.figures import Inputs, Tally, assess, shown
from liuhen.supervision.period import choices, period_of
from liuhen.supervision.scheme import BrokenScheme, Item, Measure, Of, read, scheme_on

SHIPPED = (Path(schemes.__file__).parent / "scheme.toml").read_text(encoding="utf-8")


def item(code: str, weight: int, **more: Any) -> Item:
    return Item(
        code=code, title=code, group="", measure=Measure.STATES, explain="", weight=weight, **more
    )


BREACHES = Item(
    code="breaches", title="", group="", measure=Measure.BREACHES, explain="", points=3,
    severe_points=10,
)  # fmt: skip


def test_each_item_earns_its_share_of_its_weight() -> None:
    result = assess([item("a", 60), item("b", 40)], {"a": Tally(9, 1), "b": Tally(1, 3)})
    assert [shown(one.points) for one in result.lines] == ["54.0", "10.0"]
    assert [one.share for one in result.lines] == ["90.0%", "25.0%"]
    assert result.score == 64


def test_the_points_lost_are_those_of_the_things_lost() -> None:
    (line,) = assess([item("a", 10)], {"a": Tally(2, 1)}).lines
    assert line.of - line.points == line.each * line.tally.lost
    assert shown(line.each) == "33.3"


def test_an_item_with_nothing_to_count_is_left_out_of_the_hundred() -> None:
    result = assess([item("a", 30), item("b", 70)], {"a": Tally(1, 1)})
    assert [one.counted for one in result.lines] == [True, False]
    assert result.score == 50


def test_without_anything_to_count_there_is_no_score() -> None:
    assert assess([item("a", 30), BREACHES], {"breaches": Tally(0, 1)}).score is None


def test_a_breach_takes_points_off_and_a_severe_one_more() -> None:
    result = assess([item("a", 1), BREACHES], {"a": Tally(1, 0), "breaches": Tally(0, 3, 1)})
    assert result.score == 100 - 2 * 3 - 10
    assert result.line("breaches") is not None


def test_a_score_never_falls_below_nothing() -> None:
    inputs = {"a": Tally(1, 9), "breaches": Tally(0, 9, 9)}
    assert assess([item("a", 1), BREACHES], inputs).score == 0


@pytest.mark.parametrize(
    ("points", "words"),
    [(Fraction(1, 4), "0.3"), (Fraction(1, 3), "0.3"), (Fraction(-16), "-16.0"), (None, "")],
)
def test_points_are_written_with_one_decimal(points: Fraction | None, words: str) -> None:
    assert shown(points) == words


def test_what_goes_into_a_score_has_no_place_for_money() -> None:
    """L12-1: the types themselves; three whole numbers that count things."""
    assert Inputs == Mapping[str, Tally]
    assert [one.name for one in dataclasses.fields(Tally)] == ["kept", "lost", "severe"]
    assert {one.value for one in Measure} == {
        "states", "deadlines", "serious", "mended", "established", "breaches",
    }  # fmt: skip


def test_no_item_of_the_shipped_scheme_counts_the_payment_of_fines() -> None:
    for scheme in read(SHIPPED):
        for one in scheme.items:
            assert not [id for id in one.requirements if id.startswith("L11")]


def test_a_county_bureau_that_keeps_everything_has_a_hundred() -> None:
    items = scheme_on(date(2026, 12, 31)).items_for(Of.BUREAU, "county")
    inputs = {one.code: Tally(1, 0) for one in items if one.weight}
    assert assess(items, inputs).score == 100


def test_only_a_county_bureau_is_asked_what_it_has_set_up() -> None:
    """第三十二条."""
    scheme = scheme_on(date(2026, 12, 31))
    group = "建立和落实执法全过程记录制度（第三十二条）"
    county = {one.code for one in scheme.items_for(Of.BUREAU, "county") if one.group == group}
    assert county == {"established", "carried_out"}
    for of, level in ((Of.BUREAU, "city"), (Of.OFFICER, "county")):
        assert not [one for one in scheme.items_for(of, level) if one.group == group]
    assert "第三十一、三十二条" in scheme.basis


def test_the_last_day_of_the_period_selects_the_scheme(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    later = SHIPPED.replace("from = 2019-09-27", "from = 2027-01-01").replace('考核"', '新考核"')
    own = SHIPPED + later.partition("# No item may look")[2].partition("\n")[2]
    (tmp_path / "assessment.toml").write_text(own, encoding="utf-8")
    assert scheme_on(date(2026, 12, 31)).in_force_from == date(2019, 9, 27)
    assert scheme_on(date(2027, 1, 1)).in_force_from == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('measure = "serious"', 'measure = "fines"', "fines"),
        ('requirements = ["A03"]', 'requirements = ["A99"]', "A99"),
        ('requirements = ["A03"]', 'requirements = ["A08"]', "重复"),
        ("weight = 12", "", "分值"),
        ('code = "storage"', 'code = "records"', "代码"),
        ('cites = [["MEASURE", 31], ["MEASURE", 32], ["PENALTY_LAW", 74]]', "cites = []", "依据"),
        ("[[scheme]]", "[[scheme", "有误"),
    ],
)
def test_a_scheme_that_cannot_be_right_is_refused(old: str, new: str, words: str) -> None:
    assert old in SHIPPED
    with pytest.raises(BrokenScheme, match=words):
        read(SHIPPED.replace(old, new, 1))


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_runs_from_its_first_to_its_last_day(code: str, first: date, last: date) -> None:
    period = period_of(code)
    assert period is not None
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("code", ["", "2026-Q5", "26", "2026-13", "x"])
def test_what_is_no_period_is_none(code: str) -> None:
    assert period_of(code) is None


def test_no_period_is_offered_that_has_not_begun() -> None:
    codes = [one.code for one in choices(date(2026, 5, 1), years=1)]
    assert codes == ["2026", "2026-H1", "2026-Q2", "2026-Q1"]
